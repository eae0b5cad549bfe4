import type { Comorbidity, Evidence, RatingBasis, Severity } from '$/ipc/types';

/** What the source says of each level (Smith and Dwamena 2007, abstract). */
export const severities: { value: Severity; text: string; hint: string }[] = [
  {
    value: 'mild',
    text: 'Mild',
    hint: 'The majority. Little or no investigation is needed to exclude disease.',
  },
  {
    value: 'moderate',
    text: 'Moderate',
    hint: 'Investigation is needed to exclude organic disease.',
  },
  {
    value: 'severe',
    text: 'Severe',
    hint: 'Investigation is needed to exclude organic disease. Few patients.',
  },
  { value: 'not-rated', text: 'Not rated', hint: 'Looked at, and not classified.' },
];

export const bases: { value: RatingBasis; text: string }[] = [
  { value: 'face-to-face', text: 'Face to face' },
  { value: 'remote', text: 'Video or telephone' },
  { value: 'notes', text: 'From the notes' },
  { value: 'advice-only', text: 'Advice only, patient not seen' },
];

export const comorbidities: { value: Comorbidity; text: string }[] = [
  { value: 'depression', text: 'Depression' },
  { value: 'anxiety', text: 'Anxiety' },
  { value: 'ptsd', text: 'Post-traumatic stress disorder' },
  { value: 'substance-use', text: 'Substance use' },
  { value: 'personality-difficulty', text: 'Personality difficulty' },
  { value: 'medical-disease', text: 'Medical disease' },
  { value: 'other', text: 'Other' },
];

export const evidenceLabels: { key: keyof Evidence; label: string; hint: string }[] = [
  { key: 'symptoms', label: 'Number of symptoms', hint: 'As far as counted' },
  { key: 'body_systems', label: 'Body systems', hint: 'Which are involved' },
  { key: 'function', label: 'Loss of function', hint: 'Work, home, walking' },
  { key: 'help_seeking', label: 'Help sought in 12 months', hint: 'Contacts and where' },
  { key: 'comorbidity', label: 'Comorbidity in words', hint: 'How it bears on this' },
  { key: 'iatrogenic', label: 'Harm from care', hint: 'Drugs, procedures, investigations' },
];
