//! The stand-in's instruments, of its own making so that no published wording stands in a test: one in the shape of
//! CORE-10, one of which only the numbers are here. Scored as the core scores: what is missing is never nought.

import type { InstrumentView, MeasureForm, ScoredView } from '$/ipc/types';

const frequency = ['Never', 'Seldom', 'Sometimes', 'Often', 'Always'];
const turned = [2, 3];

export const tenItems: InstrumentView = {
  id: 'test-10',
  version: 'v1',
  title: 'TEST-10',
  full_title: 'A made-up sheet of ten items',
  preamble: 'Over the last week',
  period: 'the last week',
  licence: 'full-text',
  on_paper: true,
  credit: 'Made up for tests; nobody’s instrument.',
  items: Array.from({ length: 10 }, (_, i) => ({
    id: `q${i + 1}`,
    number: i + 1,
    text: i === 5 ? 'Made-up item about safety' : `Made-up item ${i + 1}`,
    options: frequency.map((label, o) => ({ label, counts: turned.includes(i + 1) ? 4 - o : o })),
    reversed: turned.includes(i + 1),
    not_applicable: '',
    number_to: null,
    in_words: false,
    unscored: false,
    about_safety: i === 5,
  })),
  missing_rule: 'With one item unanswered the score is made up for; with two or more there is none.',
  bands_source: 'Bands made up for tests.',
};

export const fiveNumbers: InstrumentView = {
  id: 'test-5',
  version: 'v1',
  title: 'TEST-5',
  full_title: 'A made-up sheet of five numbers',
  preamble: '',
  period: '',
  licence: 'score-only',
  on_paper: false,
  credit: 'Made up for tests. Fill in a licensed copy and enter the numbers.',
  items: ['Work', 'Home', 'Outings', 'Hobbies', 'Company'].map((text, i) => ({
    id: `q${i + 1}`,
    number: i + 1,
    text,
    options: Array.from({ length: 9 }, (_, counts) => ({ label: String(counts), counts })),
    reversed: false,
    not_applicable: i === 1 ? 'not everybody has this' : '',
    number_to: null,
    in_words: false,
    unscored: false,
    about_safety: false,
  })),
  missing_rule: 'Every item that applies is needed.',
  bands_source: '',
};

const aims = Array.from({ length: 10 }, (_, i) => `A made-up aim of many words, number ${i + 1}`);
const mixed = (
  number: number,
  text: string,
  labels: string[],
  more: Partial<InstrumentView['items'][number]> = {},
): InstrumentView['items'][number] => ({
  id: `q${number}`,
  number,
  text,
  options: labels.map((label, o) => ({ label, counts: label === '9' ? null : o })),
  reversed: false,
  not_applicable: '',
  number_to: null,
  in_words: false,
  unscored: true,
  about_safety: false,
  ...more,
});

/** Every kind of item that there is: long options, printed numbers, letters, a number, words. */
export const everyKind: InstrumentView = {
  id: 'test-mix',
  version: 'v1',
  title: 'TEST-MIX',
  full_title: 'A made-up sheet of every kind of item',
  preamble: '',
  period: '',
  licence: 'full-text',
  on_paper: true,
  credit: 'Made up for tests; nobody’s instrument.',
  items: [
    mixed(1, 'Made-up main aim', aims),
    mixed(2, 'Made-up level', ['1', '2', '3', '4', '9'], { unscored: false }),
    mixed(3, 'Made-up kind', [...'ABCDEFGHIJ']),
    mixed(4, 'Made-up scale', [], { number_to: 100 }),
    mixed(5, 'Made-up open question', [], { in_words: true }),
  ],
  missing_rule: 'Every item that is scored is needed.',
  bands_source: '',
};

/** Short, with wording, and with an item that does not apply to everybody. */
export const threeItems: InstrumentView = {
  ...tenItems,
  id: 'test-3',
  title: 'TEST-3',
  full_title: 'A made-up sheet of three items',
  preamble: 'In the last month, how often did these bother you?',
  items: ['Made-up symptom', 'Made-up symptom that not everybody has', 'Made-up worry'].map((text, i) => ({
    id: `q${i + 1}`,
    number: i + 1,
    text,
    options: ['Not at all', 'A little', 'A lot'].map((label, counts) => ({ label, counts })),
    reversed: false,
    number_to: null,
    in_words: false,
    not_applicable: i === 1 ? 'not everybody has this' : '',
    unscored: false,
    about_safety: false,
  })),
  missing_rule: 'Every item that applies is needed.',
  bands_source: '',
};

export const instruments: InstrumentView[] = [tenItems, threeItems, fiveNumbers, everyKind];

interface Rule {
  mayMiss: number;
  max: number;
  bands: [number, string][];
}
const rules: Record<string, Rule> = {
  'test-10': {
    mayMiss: 1,
    max: 40,
    bands: [
      [0, 'little'],
      [11, 'some'],
      [20, 'much'],
    ],
  },
  'test-3': { mayMiss: 0, max: 6, bands: [] },
  'test-5': { mayMiss: 0, max: 40, bands: [] },
};
export const ruleOf = (id: string): Rule => rules[id] ?? { mayMiss: 0, max: 0, bands: [] };
export const instrumentOf = (id: string): InstrumentView => instruments.find((i) => i.id === id) ?? tenItems;

const listed = (all: (number | string)[]) =>
  all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
const itemsAre = (numbers: number[]) =>
  numbers.length === 1
    ? `Item ${numbers[0]} is`
    : numbers.length > 5
      ? `${numbers.length} items are`
      : `Items ${listed(numbers)} are`;

export function score(form: MeasureForm): ScoredView {
  const { items, version } = instrumentOf(form.instrument);
  const rule = ruleOf(form.instrument);
  const applying = items.filter((i) => !i.unscored && !form.not_applicable.includes(i.id));
  const given = applying.filter((i) => form.answers[i.id] !== undefined);
  const counts = given.map((i) => i.options[form.answers[i.id] ?? 0]?.counts ?? 0);
  const missing = applying.filter((i) => form.answers[i.id] === undefined).map((i) => i.number);
  const skipped = items.filter((i) => form.not_applicable.includes(i.id)).map((i) => i.number);
  const sum = counts.reduce((a, b) => a + b, 0);
  const most = rule.mayMiss
    ? `at most ${rule.mayMiss} may be missing`
    : `every item${skipped.length ? ' that applies' : ''} is needed`;
  const reason = !given.length
    ? 'No item is answered.'
    : missing.length > rule.mayMiss
      ? `${itemsAre(missing)} not answered; ${most}.`
      : '';
  const hundredths = Math.floor((sum * applying.length * 100) / Math.max(1, given.length) + 0.5);
  const value = String(hundredths / 100);
  const round = given.filter((i) => i.reversed);
  const arithmetic = [
    missing.length
      ? `${counts.join(' + ')} = ${sum}; ${applying.length} × ${sum} ÷ ${given.length} = ${value}.`
      : `${counts.join(' + ')} = ${value}.`,
    round.length
      ? `Counted the other way round: ${listed(
          round.map(
            (i) =>
              `item ${i.number} (${form.answers[i.id]} counts ${i.options[form.answers[i.id] ?? 0]?.counts})`,
          ),
        )}.`
      : '',
    missing.length ? `${itemsAre(missing)} not answered.` : '',
    skipped.length ? `Item ${listed(skipped)} does not apply.` : '',
  ];
  return {
    instrument: form.instrument,
    version,
    missing: missing.length,
    flags: items.filter((i) => i.about_safety && (form.answers[i.id] ?? 0) > 0).map((i) => i.id),
    scores: [
      {
        scale: 'total',
        label: 'Total',
        value: reason ? '' : value,
        hundredths: reason ? null : hundredths,
        min: 0,
        max: applying.reduce((max, i) => max + i.options.length - 1, 0),
        band: reason ? '' : (rule.bands.findLast(([from]) => from * 100 <= hundredths)?.[1] ?? ''),
        reason,
        arithmetic: reason ? '' : arithmetic.filter(Boolean).join(' '),
      },
    ],
  };
}
