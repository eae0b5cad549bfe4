//! The words that forms offer; the core holds the same ones for lists and letters.

import type { CaseForm, CaseKind, CaseRole, CaseStatus, ReferralSource, Urgency } from '$/ipc/types';
import type { Meaning } from '$/kit/tag/Tag.svelte';

export const kinds: ReadonlyArray<{ value: CaseKind; text: string }> = [
  { value: 'mus', text: 'Persistent physical symptoms' },
  { value: 'long-term-condition', text: 'Long-term condition' },
  { value: 'self-harm', text: 'Self-harm' },
  { value: 'psychotherapy', text: 'Psychotherapy' },
  { value: 'consultation', text: 'Consultation' },
];
export const urgencies: ReadonlyArray<{ value: Urgency; text: string }> = [
  { value: 'emergency', text: 'Emergency' },
  { value: 'urgent', text: 'Urgent' },
  { value: 'routine', text: 'Routine' },
];
export const statuses: ReadonlyArray<{ value: CaseStatus; text: string }> = [
  { value: 'referred', text: 'Referred' },
  { value: 'assessment', text: 'In assessment' },
  { value: 'treatment', text: 'In treatment' },
  { value: 'on-hold', text: 'On hold' },
  { value: 'closed', text: 'Closed' },
];
export const sources: ReadonlyArray<{ value: ReferralSource; text: string }> = [
  { value: 'gp', text: 'General practice' },
  { value: 'ward', text: 'Hospital ward' },
  { value: 'emergency-department', text: 'Emergency department' },
  { value: 'outpatients', text: 'Hospital outpatient clinic' },
  { value: 'talking-therapies', text: 'NHS Talking Therapies' },
  { value: 'mental-health-team', text: 'Mental health team' },
  { value: 'self', text: 'Self-referral' },
  { value: 'other', text: 'Other' },
];
export const caseRoles: ReadonlyArray<{ value: CaseRole; text: string }> = [
  { value: 'responsible-consultant', text: 'Responsible consultant' },
  { value: 'key-worker', text: 'Key worker' },
  { value: 'therapist', text: 'Therapist' },
  { value: 'therapy-supervisor', text: 'Therapy supervisor' },
];

export function textOf<V extends string>(list: ReadonlyArray<{ value: V; text: string }>, value: V): string {
  return list.find((item) => item.value === value)?.text ?? value;
}

export const urgencyMeaning: Record<Urgency, Meaning> = {
  emergency: 'safety',
  urgent: 'waits',
  routine: 'plain',
};
export const statusMeaning: Record<CaseStatus, Meaning> = {
  referred: 'acts',
  assessment: 'plain',
  treatment: 'plain',
  'on-hold': 'over',
  closed: 'over',
};

export function emptyCaseForm(): CaseForm {
  return {
    kind: 'mus',
    source: 'gp',
    received_on: '',
    urgency: 'routine',
    reason: '',
    referrer: { name: '', role: '', organisation: '', contact: '' },
    people: [],
    status: 'referred',
    closing_reason: '',
  };
}
