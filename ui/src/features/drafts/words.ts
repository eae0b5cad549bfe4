import type { DraftView } from '$/ipc/types';
import type { Route } from '$/navigation/routes';

/** What a draft is of, and where it is gone on with. A kind from a newer version has no place here. */
export function draftPlace(draft: DraftView): { what: string; route: Route | null } {
  const { kind, patient_id, case_id } = draft;
  if (kind === 'patient') return { what: 'New patient', route: { page: 'register-patient' } };
  if (kind === 'patient-change' && patient_id)
    return { what: 'Patient’s details, change', route: { page: 'change-patient', patient_id } };
  if (kind === 'case' && patient_id) return { what: 'New case', route: { page: 'add-case', patient_id } };
  if (kind === 'case-change' && case_id)
    return { what: 'Referral and people, change', route: { page: 'change-case', case_id } };
  if (kind.startsWith('formulation:') && case_id)
    return { what: 'Formulation', route: { page: 'case', case_id, tab: 'formulation' } };
  if (kind.startsWith('letter:') && case_id)
    return { what: 'Letter to the GP', route: { page: 'compose-letter', case_id, afresh: false } };
  return { what: kind, route: null };
}
