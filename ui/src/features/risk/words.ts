import type { Meaning } from '$/kit/tag/Tag.svelte';
import type { RiskDomain, RiskNoteForm, RiskStanding } from '$/ipc/types';

/** What a note may speak of, in the order of the core. */
export const domains: { value: RiskDomain; text: string }[] = [
  { value: 'suicide', text: 'Suicide' },
  { value: 'self-harm', text: 'Self-harm' },
  { value: 'self-neglect', text: 'Self-neglect' },
  { value: 'from-others', text: 'Harm from others, exploitation' },
  { value: 'to-others', text: 'Harm to others' },
  { value: 'safeguarding-adult', text: 'Safeguarding: adult' },
  { value: 'safeguarding-child', text: 'Safeguarding: child' },
  { value: 'physical', text: 'Physical deterioration' },
  { value: 'iatrogenic', text: 'Harm from treatment and investigation' },
  { value: 'therapy', text: 'Deterioration through therapy' },
  { value: 'driving', text: 'Driving' },
  { value: 'substances', text: 'Substance use' },
  { value: 'fire-and-falls', text: 'Fire and falls' },
];

export const domainText = (domain: RiskDomain): string =>
  domains.find((d) => d.value === domain)?.text ?? domain;

/** What is worth asking in a domain: shown under its box, never stored. */
export const domainHints: Partial<Record<RiskDomain, string>> = {
  suicide: 'Past, present, ahead: thoughts, intent, means, what stops it. Ask directly.',
  'self-harm': 'How, how often, what it does for the person; last time; care sought.',
  'safeguarding-child': 'Names, ages, agencies. Left out of letters unless you write it there.',
  'safeguarding-adult': 'Left out of letters unless you write it there.',
  'from-others': 'Left out of letters unless you write it there.',
  'to-others': 'Left out of letters unless you write it there.',
  iatrogenic: 'Opioids, repeated investigation, surgery, tubes and catheters; who could stop it.',
  therapy: 'What treatment may stir up, and how that will be noticed.',
  driving: 'Advice given, and when; DVLA.',
};

/** How the four kinds of factor are called. */
export const factors: {
  key: 'long_standing' | 'changeable' | 'imminent' | 'protective';
  label: string;
  hint: string;
}[] = [
  { key: 'long_standing', label: 'Of long standing', hint: 'What has been so for years' },
  { key: 'changeable', label: 'What can change', hint: 'What treatment and circumstances may shift' },
  { key: 'imminent', label: 'What could bring it about soon', hint: 'Dates, losses, discharge, a result' },
  { key: 'protective', label: 'What protects', hint: 'People, reasons, plans, what has held before' },
];

/** How a risk statement's standing is marked. None of them is green: what is in date is not thereby well. */
export const standingMark: Record<RiskStanding, { meaning: Meaning; text: string }> = {
  'not-assessed': { meaning: 'waits', text: 'Not assessed' },
  current: { meaning: 'plain', text: 'In date' },
  'review-due': { meaning: 'waits', text: 'Review overdue' },
  overtaken: { meaning: 'safety', text: 'An answer is not covered' },
};

/** Parts of a note that are prose, with their headings, in the order in which they are read. */
export const parts: { key: keyof RiskNoteForm & string; heading: string }[] = [
  { key: 'formulation', heading: 'Shared formulation' },
  { key: 'management', heading: 'What is done now' },
  { key: 'others_involved', heading: 'Who else knows' },
  { key: 'patient_view', heading: 'What the patient thinks' },
];
