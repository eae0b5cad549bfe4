import type { Attendance, ContactForm, Phase, SessionNoteForm, SessionStep } from '$/ipc/types';
import type { Meaning } from '$/kit/tag/Tag.svelte';

export const attendances: { value: Attendance; text: string }[] = [
  { value: 'attended', text: 'Attended' },
  { value: 'did-not-attend', text: 'Did not attend' },
  { value: 'patient-cancelled', text: 'Cancelled by the patient' },
  { value: 'team-cancelled', text: 'Cancelled by the team' },
];
export const contactForms: { value: ContactForm; text: string }[] = [
  { value: 'face-to-face', text: 'Face to face' },
  { value: 'video', text: 'Video' },
  { value: 'telephone', text: 'Telephone' },
];
export const phases: { value: Phase; text: string }[] = [
  { value: 'engagement', text: 'Engagement' },
  { value: 'shared-understanding', text: 'Shared understanding' },
  { value: 'goal-agreement', text: 'Goal agreement' },
  { value: 'core-intervention', text: 'Core intervention' },
  { value: 'activating-therapies', text: 'Activating therapies' },
  { value: 'relapse-management', text: 'Relapse management' },
];
export const attendanceMeaning: Record<Attendance, Meaning> = {
  attended: 'well',
  'did-not-attend': 'waits',
  'patient-cancelled': 'over',
  'team-cancelled': 'over',
};

/** What lasts from session to session is taken over; what is judged each time begins empty. */
export function emptySession(today: string, before: SessionNoteForm | undefined): SessionNoteForm {
  return {
    held_on: today,
    attendance: null,
    minutes: before?.minutes ?? '',
    form: before?.form ?? null,
    phases: [],
    note: '',
    homework: '',
  };
}

/** A step as it is spoken. */
export function spoken(step: SessionStep, agreed: number | undefined): string {
  const review = step.number === agreed && step.says !== 'Review' ? ', the review' : '';
  const says = step.says ? `: ${step.says}` : '';
  const on = step.on ? `, ${step.on}` : '';
  const state = { done: 'held', missed: 'missed', next: 'next', ahead: 'ahead', review: 'ahead' }[step.state];
  return `Session ${step.number}${review}, ${state ?? step.state}${on}${says}`;
}
