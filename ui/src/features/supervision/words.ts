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

/** The cases that were chosen in a review of one person's caseload. */
export interface ChosenOf {
  of: UserView;
  rows: readonly CaseloadReviewRow[];
}
/** All that were chosen, in the order in which the caseloads were looked at. */
export type Chosen = readonly ChosenOf[];

/** Each case once: one that stands in two caseloads is discussed once. */
export const chosenRows = (chosen: Chosen): CaseloadReviewRow[] => [
  ...new Map(chosen.flatMap((c) => c.rows).map((row) => [row.case.case_id, row])).values(),
];

/** `3 cases chosen`, and of whose caseloads where there are several. */
export function chosenText(chosen: Chosen): string {
  const count = chosenRows(chosen).length;
  if (count === 0) return 'No case chosen yet';
  const said = `${casesText(count)} chosen`;
  if (chosen.length < 2) return said;
  return `${said}: ${chosen.map((c) => `${c.rows.length} of ${c.of.name}`).join(', ')}`;
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
  for (const { case: kase, reasons } of chosenRows(chosen))
    if (!form.cases.some((c) => c.case_id === kase.case_id))
      form.cases.push({
        case_id: kase.case_id,
        question: '',
        discussed: '',
        reasons: reasons.map((r) => r.says),
      });
  const of = chosen.map((c) => c.of.id);
  const others = of.filter((id) => id !== me);
  // Among several caseloads one's own is that of the person who supervises.
  if (form.supervisees.length === 0) form.supervisees = others.length ? others : of;
  if (form.supervisor === null && others.length) form.supervisor = me;
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
