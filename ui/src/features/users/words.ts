import type { Role } from '$/ipc/types';

/** What each role may do, for whoever chooses one. */
export const roles: ReadonlyArray<{ value: Role; text: string; hint: string }> = [
  {
    value: 'consultant',
    text: 'Consultant',
    hint: 'Consultant psychotherapist or liaison psychiatrist. Keeps the accounts of this register.',
  },
  { value: 'clinician', text: 'Clinician', hint: 'Therapist, nurse or occupational therapist.' },
  { value: 'trainee', text: 'Trainee', hint: 'Core or higher trainee, under supervision.' },
  { value: 'supervisor', text: 'Supervisor', hint: 'Supervises trainees’ and colleagues’ cases.' },
  { value: 'service-lead', text: 'Service lead', hint: 'Reports only; no clinical text.' },
  { value: 'guardian', text: 'Caldicott guardian or administrator', hint: 'Accounts, audit and backup.' },
];

/** Which roles see patients: the others get no caseload. The core decides; the window only hides what it would refuse. */
export function isClinical(role: Role): boolean {
  return ['consultant', 'clinician', 'trainee', 'supervisor'].includes(role);
}

/** Which roles keep accounts, look into the audit and say where backups go. The core decides. */
export function keepsAccounts(role: Role): boolean {
  return ['consultant', 'guardian'].includes(role);
}

export function roleWord(role: Role): string {
  return roles.find((r) => r.value === role)?.text ?? role;
}
