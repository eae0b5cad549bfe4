import type { Gender, IdentifierSystem, PatientForm } from '$/ipc/types';

export function emptyPatientForm(): PatientForm {
  return {
    nhs_number: '',
    identifiers: [],
    name: { title: '', given: '', family: '', preferred: '' },
    born_on: '',
    died_on: '',
    gender: 'not-known',
    gender_described: '',
    address: '',
    phone: '',
    gp_name: '',
    practice: '',
    ods_code: '',
    practice_address: '',
    next_of_kin: { name: '', relationship: '', phone: '' },
    communication: { interpreter: '', needs: '', preferred_term: '' },
  };
}

/** The words of the NHS banner, except that a form asks in lower case. */
export const genders: ReadonlyArray<{ value: Gender; text: string }> = [
  { value: 'female', text: 'Female' },
  { value: 'male', text: 'Male' },
  { value: 'other', text: 'Other' },
  { value: 'not-specified', text: 'Not specified' },
  { value: 'not-known', text: 'Not known' },
];

export const identifierSystems: ReadonlyArray<{ value: IdentifierSystem; text: string }> = [
  { value: 'mrn', text: 'Hospital number (MRN)' },
  { value: 'chi', text: 'CHI number (Scotland)' },
  { value: 'health-and-care', text: 'Health and Care number (N. Ireland)' },
  { value: 'other', text: 'Other' },
];
