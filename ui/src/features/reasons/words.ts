import type { Why } from '$/ipc/types';

/** In the order in which they are asked. */
export const whys: { value: Why; text: string }[] = [
  { value: 'covering', text: 'Covering for a colleague' },
  { value: 'on-duty', text: 'On duty or on call' },
  { value: 'opinion', text: 'Asked for an opinion' },
  { value: 'patient-asked', text: 'The patient or family asked' },
  { value: 'review', text: 'Audit, complaint or incident' },
  { value: 'other', text: 'Another reason' },
];
