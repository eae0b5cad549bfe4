import type { NoteHit, PatientRow } from '$/ipc/types';
import type { CaseTab, Route } from '$/navigation/routes';

/** The tab of the case where a kind of record is read. */
const tabs: Record<string, CaseTab> = {
  case: 'overview',
  assessment: 'assessment',
  severity: 'severity',
  formulation: 'formulation',
  'risk-note': 'safety',
  measure: 'measures',
  'safety-response': 'measures',
  session: 'pathway',
  goal: 'pathway',
  'goal-rating': 'pathway',
  pathway: 'pathway',
  'pathway-review': 'pathway',
  'mdt-decision': 'pathway',
  diagnoses: 'care',
  allergies: 'care',
  medicines: 'care',
};

/** Where a found record is read. A kind from a newer version is looked for from the overview. */
export function placeOfNote({ kind, case_id, patient_id, record_id }: NoteHit): Route {
  if (!case_id) return { page: 'patient', patient_id };
  if (kind === 'letter') return { page: 'letter', case_id, letter_id: record_id };
  if (kind === 'safety-plan') return { page: 'safety-plan', case_id };
  return { page: 'case', case_id, tab: tabs[kind] ?? 'overview' };
}

/** The only case of a patient, or the patient where somebody has to choose. */
export function placeOfPatient({ id, cases }: PatientRow): Route {
  const [only, ...others] = cases;
  return only && others.length === 0
    ? { page: 'case', case_id: only.id, tab: 'overview' }
    : { page: 'patient', patient_id: id };
}

/** What stands beside a patient's number: the only case, or how many there are. */
export function casesOf({ cases }: PatientRow): string {
  const [only, ...others] = cases;
  if (!only) return 'No case yet';
  return others.length ? `${cases.length} cases` : `${only.kind}, ${only.status.toLowerCase()}`;
}

/** `3 patients, 20 and more notes, 1 action`: for the screen reader. */
export function counted(patients: number, notes: number, more: boolean, actions: number): string {
  const of = (n: number, one: string, many: string) => (n === 1 ? `1 ${one}` : `${n} ${many}`);
  const parts = [
    ...(patients ? [of(patients, 'patient', 'patients')] : []),
    ...(actions ? [of(actions, 'action', 'actions')] : []),
    ...(notes ? [more ? `${notes} and more notes` : of(notes, 'note', 'notes')] : []),
  ];
  return parts.join(', ') || 'Nothing found';
}
