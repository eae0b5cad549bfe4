import type {
  CaseloadReviewRow,
  LogState,
  SupervisionFormat,
  SupervisionLogForm,
  SupervisionLogRow,
  SupervisionLogView,
  UserView,
} from '$/ipc/types';
import type { Meaning } from '$/kit/tag/Tag.svelte';

/** What a log under the pen is kept under. */
export const draftKind = 'supervision-log';

export const formats: { value: SupervisionFormat; text: string }[] = [
  { value: 'individual', text: 'Individual supervision' },
  { value: 'group', text: 'Group supervision' },
  { value: 'balint', text: 'Balint group' },
  { value: 'case-based-discussion', text: 'Case-based discussion group' },
  { value: 'team-formulation', text: 'Team formulation' },
  { value: 'peer', text: 'Peer supervision' },
  { value: 'case-management', text: 'Case management supervision' },
];

export const states: Record<LogState, { text: string; meaning: Meaning }> = {
  awaiting: { text: 'Waits', meaning: 'waits' },
  returned: { text: 'Returned', meaning: 'waits' },
  agreed: { text: 'Signed', meaning: 'well' },
  withdrawn: { text: 'Withdrawn', meaning: 'over' },
};

/** The cases that were chosen in a review, and whose caseload it was. */
export interface Chosen {
  of: UserView;
  rows: readonly CaseloadReviewRow[];
}

export const emptyLog = (today: string): SupervisionLogForm => ({
  held_on: today,
  minutes: '',
  format: null,
  supervisor: null,
  supervisees: [],
  cases: [],
  question: '',
  themes: '',
  outcomes_looked_at: false,
  risk_raised: '',
  actions: [],
});

/** Takes the cases of a review over into a log: what stands in it already stays as it is. */
export function takeOver(form: SupervisionLogForm, chosen: Chosen, me: string): void {
  for (const { case: kase, reasons } of chosen.rows)
    if (!form.cases.some((c) => c.case_id === kase.case_id))
      form.cases.push({
        case_id: kase.case_id,
        question: '',
        discussed: '',
        reasons: reasons.map((r) => r.says),
      });
  if (form.supervisees.length === 0) form.supervisees = [chosen.of.id];
  if (form.supervisor === null && chosen.of.id !== me) form.supervisor = me;
}

/** Who met, in a line. */
export const whoMet = (row: SupervisionLogRow): string => `${row.supervisor} with ${row.supervisees}`;

export const casesText = (count: number): string =>
  count === 0 ? 'No single case' : count === 1 ? '1 case' : `${count} cases`;

/** The comments with which a log was returned, each with who returned it. */
export const comments = (log: SupervisionLogView): { name: string; says: string }[] =>
  log.row.state === 'returned'
    ? log.signatures.filter((s) => !s.signed && s.says.startsWith('Returned'))
    : [];
