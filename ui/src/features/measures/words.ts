import type {
  Completion,
  FilledInBy,
  InstrumentView,
  MeasureRow,
  SafetyAnswerView,
  SafetyOutcome,
  ScoredView,
  ScoreView,
} from '$/ipc/types';

export const completions: { value: Completion; text: string }[] = [
  { value: 'paper', text: 'By the patient on paper' },
  { value: 'interview', text: 'Asked by the clinician' },
  { value: 'telephone', text: 'By telephone' },
  { value: 'interpreter', text: 'With an interpreter' },
];

export const filledInBy: { value: FilledInBy; text: string }[] = [
  { value: 'patient', text: 'The patient' },
  { value: 'patient-helped', text: 'The patient, with help' },
  { value: 'carer', text: 'A relative or carer' },
  { value: 'clinician', text: 'The clinician' },
];

export const outcomes: { value: SafetyOutcome; text: string }[] = [
  { value: 'discussed-unchanged', text: 'Discussed, unchanged' },
  { value: 'acted', text: 'Discussed, and something was done' },
  { value: 'not-reached', text: 'The patient could not be reached yet' },
];

/** What the draft of a response to it is kept under. */
export const responseDraft = (answer: SafetyAnswerView): string => `safety-response:${answer.measure_id}`;

/** `12 of 40, mild`, the profile `11232`, or why there is no score. */
export function scoreText(score: ScoreView): string {
  if (!score.value) return `No score: ${score.reason}`;
  if (score.hundredths === null) return score.value;
  return `${score.value} of ${score.max}${score.band ? `, ${score.band}` : ''}`;
}

/** The first score of a sheet, under its name where there are several: a part is never read as the whole. */
export function headline(scored: ScoredView): string {
  const [first, second] = scored.scores;
  if (!first) return '';
  return second ? `${first.label}: ${scoreText(first)}` : scoreText(first);
}

/** What was chosen for an item, in the words of the sheet. */
export function answerText(instrument: InstrumentView, row: MeasureRow, item: string): string {
  if (row.form.not_applicable.includes(item)) return 'Does not apply';
  const written = row.form.in_words?.[item];
  if (written) return written;
  const chosen = row.form.answers[item];
  if (chosen === undefined) return 'Not answered';
  return instrument.items.find((i) => i.id === item)?.options[chosen]?.label ?? String(chosen);
}

/** The name by which the heading of a series is gone to. */
export const seriesAnchor = (instrument: string): string => `series-of-${instrument}`;
