import type { DraftView } from '$/ipc/types';
import type { CaseTab, LetterKind, PathwayPart, Route } from '$/navigation/routes';

const letters: Record<LetterKind, string> = {
  gp: 'Letter to the GP',
  'host-entry': 'Entry for the host record',
  'safety-plan': 'Safety plan for the patient',
  'pathway-review': 'Pathway review as letter',
};
/** Kinds of draft that have a tab of the case to themselves. */
const tabs: Record<string, { what: string; tab: CaseTab }> = {
  assessment: { what: 'Assessment', tab: 'assessment' },
  severity: { what: 'Severity rating', tab: 'severity' },
  'risk-note': { what: 'Risk note', tab: 'safety' },
  diagnoses: { what: 'Diagnoses', tab: 'care' },
  allergies: { what: 'Allergies', tab: 'care' },
  medicines: { what: 'Medicines', tab: 'care' },
  sitting: { what: 'Questionnaires on this device, not recorded yet', tab: 'measures' },
};
/** Kinds of draft that are written in the pathway of a case. */
const parts: Record<string, { what: string; part: PathwayPart }> = {
  pathway: { what: 'Entry and option of the pathway', part: 'plan' },
  session: { what: 'Session note', part: 'session' },
  goal: { what: 'Goal', part: 'goal' },
  'pathway-review': { what: 'Pathway review', part: 'review' },
  'mdt-decision': { what: 'Decision of the multidisciplinary team', part: 'mdt' },
};

/** What a draft is of, and where it is gone on with. A kind from a newer version has no place here. */
export function draftPlace(draft: Pick<DraftView, 'kind' | 'patient_id' | 'case_id'>): {
  what: string;
  route: Route | null;
} {
  const { kind, patient_id, case_id } = draft;
  if (kind === 'supervision-log')
    return { what: 'Supervision log', route: { page: 'supervision', part: 'write' } };
  if (kind === 'patient') return { what: 'New patient', route: { page: 'register-patient' } };
  if (kind === 'patient-change' && patient_id)
    return { what: 'Patient’s details, change', route: { page: 'change-patient', patient_id } };
  if (kind === 'case' && patient_id) return { what: 'New case', route: { page: 'add-case', patient_id } };
  if (kind === 'case-change' && case_id)
    return { what: 'Referral and people, change', route: { page: 'change-case', case_id } };
  if (kind.startsWith('formulation:') && case_id)
    return { what: 'Formulation', route: { page: 'case', case_id, tab: 'formulation' } };
  if (kind.startsWith('letter:') && case_id) return letterDraft(kind.slice('letter:'.length), case_id);
  const tab = tabs[kind];
  // The lists of a person stand in each of the person's cases: without one named, the person's page leads on.
  if (tab && !case_id && patient_id) return { what: tab.what, route: { page: 'patient', patient_id } };
  if (tab && case_id) return { what: tab.what, route: { page: 'case', case_id, tab: tab.tab } };
  const written = parts[kind];
  if (written && case_id)
    return { what: written.what, route: { page: 'case', case_id, tab: 'pathway', part: written.part } };
  if (kind === 'safety-plan' && case_id)
    return { what: 'Safety plan', route: { page: 'safety-plan', case_id } };
  if (kind.startsWith('safety-response:') && case_id)
    return {
      what: 'Response to an answer about safety',
      route: { page: 'case', case_id, tab: 'measures' },
    };
  if (kind.startsWith('measure:') && case_id) {
    const instrument = kind.slice('measure:'.length);
    return {
      what: `${instrument.toUpperCase()}, begun`,
      route: { page: 'fill-measure', case_id, instrument },
    };
  }
  return { what: kind, route: null };
}

function letterDraft(kind: string, case_id: string): { what: string; route: Route | null } {
  if (!(kind in letters)) return { what: kind, route: null };
  const known = kind as LetterKind;
  return { what: letters[known], route: { page: 'compose-letter', case_id, kind: known } };
}
