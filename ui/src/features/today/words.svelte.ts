import { draftPlace } from '$/features/drafts/words';
import type { Meaning } from '$/kit/tag/Tag.svelte';
import type { TodayRow, Waiting } from '$/ipc/types';
import type { Route } from '$/navigation/routes';

export interface WaitingGroup {
  kind: Waiting;
  heading: string;
  meaning: Meaning;
}

/** In the order of the core. */
export const groups: readonly WaitingGroup[] = [
  { kind: 'safety-answer', heading: 'Answers about safety', meaning: 'safety' },
  { kind: 'unrecorded-safety', heading: 'Answers about safety, not in the record yet', meaning: 'safety' },
  { kind: 'risk-review', heading: 'Risk reviews', meaning: 'waits' },
  { kind: 'unrecorded', heading: 'Questionnaires on this device, not recorded', meaning: 'waits' },
  { kind: 'countersignature', heading: 'For you to countersign', meaning: 'acts' },
  { kind: 'returned', heading: 'Returned to you', meaning: 'acts' },
  { kind: 'supervision-signature', heading: 'Supervision logs to sign', meaning: 'acts' },
  { kind: 'entry-not-filed', heading: 'Entries not filed', meaning: 'waits' },
  { kind: 'letter-unsent', heading: 'Letters not sent', meaning: 'waits' },
  { kind: 'pathway-review', heading: 'Pathway reviews due', meaning: 'waits' },
  { kind: 'mdt-decision', heading: 'Waiting for the multidisciplinary team', meaning: 'waits' },
  { kind: 'measure-due', heading: 'Measures due', meaning: 'waits' },
  { kind: 'supervision-action', heading: 'Actions from supervision', meaning: 'waits' },
  { kind: 'draft', heading: 'Begun, not signed', meaning: 'plain' },
];

/** Whose work is shown: kept while the window is open. */
class Scope {
  of = $state<'mine' | 'everyone'>('mine');
}
export const scope = new Scope();

/** What a row is called, and where it leads. */
export function placeOfRow(row: TodayRow): { what: string; route: Route | null } {
  const { case_id, record_id } = row;
  switch (row.kind) {
    case 'safety-answer':
    case 'unrecorded-safety':
    case 'unrecorded':
    case 'measure-due':
      return { what: row.what, route: case_id ? { page: 'case', case_id, tab: 'measures' } : null };
    case 'risk-review':
      return { what: row.what, route: case_id ? { page: 'case', case_id, tab: 'safety' } : null };
    case 'pathway-review':
    case 'mdt-decision':
      return { what: row.what, route: case_id ? { page: 'case', case_id, tab: 'pathway' } : null };
    case 'countersignature':
    case 'returned':
      return { what: row.what, route: recordPlace(row) };
    case 'supervision-signature':
    case 'supervision-action':
      return { what: row.what, route: record_id ? { page: 'supervision-log', record_id } : null };
    case 'entry-not-filed':
    case 'letter-unsent':
      return { what: row.what, route: letterPlace(case_id, record_id) };
    case 'draft':
      return draftPlace({ kind: row.draft_kind, patient_id: row.patient_id, case_id });
  }
}

const letterPlace = (case_id: string | null, record_id: string | null): Route | null =>
  case_id && record_id ? { page: 'letter', case_id, letter_id: record_id } : null;

/** Where something is read that was handed to another person. A kind from a newer version has no place here. */
function recordPlace({ record_kind, case_id, record_id }: TodayRow): Route | null {
  if (record_kind === 'letter') return letterPlace(case_id, record_id);
  if (record_kind === 'supervision-log' && record_id) return { page: 'supervision-log', record_id };
  if (record_kind === 'formulation' && case_id) return { page: 'case', case_id, tab: 'formulation' };
  return null;
}
