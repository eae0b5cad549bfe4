import { afterEach, expect, test } from 'vitest';
import type { MeasureForm, RiskNoteForm } from '$/ipc/types';
import { answers } from '../standin/answers';
import { calls, failNext } from '../standin/core';
import { error, world } from '../standin/world';
import {
  all,
  byTest,
  close,
  discardDraft,
  expectAccessible,
  faults,
  key,
  pause,
  press,
  screenText,
  settle,
  tab,
  the,
  type,
  unlockToCaseload,
  value,
  words,
} from './window';

afterEach(close);

const begum = () => world.cases[1]!.id;
/** The measures of Begum, after some of the record was made before. */
async function open(before: () => void = () => {}): Promise<void> {
  await unlockToCaseload();
  before();
  await press('link', /BEGUM/);
  await press('link', 'Measures');
}
async function sheet(title: string): Promise<void> {
  await open();
  await press('button', 'Fill in a measure');
  await press('button', new RegExp(`^${title} `));
}
function filled(digits: string, on: string, instrument = 'test-10'): string {
  const form: MeasureForm = {
    instrument,
    completed_on: on,
    completion: 'paper',
    answers: Object.fromEntries([...digits].map((d, i) => [`q${i + 1}`, Number(d)])),
    in_words: {},
    version: '',
    filled_in_by: null,
    language: '',
    paper_total: '',
    not_applicable: [],
    note: '',
  };
  const view = answers.record_measure({ case_id: begum(), form }) as {
    series: { rows: { id: string }[] }[];
  };
  return view.series[0]?.rows[0]?.id ?? '';
}
const note = (assessed_on: string): RiskNoteForm => ({
  assessed_on,
  findings: [{ domain: 'suicide', text: 'Asked; no plan' }],
  long_standing: '',
  changeable: '',
  imminent: '',
  protective: '',
  formulation: 'Worst at night',
  management: 'Sister stays',
  others_involved: '',
  patient_view: '',
  review_by: '27-Nov-2026',
  reviewer: '',
});
/** One row of the sheet. */
const row = (n: number) => document.querySelector<HTMLElement>(`[data-item=q${n}]`)!;
const radios = (n: number) => [...row(n).querySelectorAll<HTMLInputElement>('input[type=radio]')];
const chosen = (n: number) =>
  radios(n)
    .find((radio) => radio.checked)
    ?.getAttribute('aria-label');
/** The item under the hand. */
const at = () =>
  Number(document.activeElement?.closest<HTMLElement>('[data-item]')?.dataset['item']?.slice(1));
async function digits(text: string): Promise<void> {
  for (const digit of text) await key(digit);
}
/** Records a sheet on which something is missing, having been asked. */
async function recordIncomplete(): Promise<void> {
  await press('button', 'Record');
  await press('button', 'Record it as it is');
}
const acted = 'Discussed, and something was done';
const sent = () =>
  (calls.findLast((c) => c.name === 'record_measure')?.request as { form: MeasureForm } | undefined)?.form;
const live = () => words(byTest('live-score'));
const safety = () => words(byTest('safety-answers'));

test('ten items go from the opened sheet into the record in sixteen presses of a key at most', async () => {
  await sheet('TEST-10');
  expect(document.activeElement).toBe(the('heading', 'TEST-10'));
  let presses = 0;
  while (at() !== 1 && presses < 16) {
    await tab();
    presses += 1;
  }
  for (const digit of '2122112010') {
    await key(digit);
    presses += 1;
  }
  // Ctrl, and Enter.
  await key('Enter', { ctrlKey: true });
  presses += 2;
  expect(presses).toBeLessThanOrEqual(16);
  expect(Object.values(sent()?.answers ?? {}).join('')).toBe('2122112010');
  expect(sent()).toMatchObject({ completed_on: '22-Nov-2026', completion: 'paper' });
  expect(the('heading', 'Measures')).toBeTruthy();
});

test('the sheet stands as on paper: preamble, items with numbers, options with their digits, whose it is', async () => {
  await sheet('TEST-10');
  expect(screenText()).toContain('Over the last week');
  expect(screenText()).toContain('nobody’s instrument');
  const groups = [...document.querySelectorAll('[role=radiogroup]')];
  expect(groups).toHaveLength(10);
  const named = groups.map((group) =>
    words(document.getElementById(group.getAttribute('aria-labelledby') ?? '')),
  );
  expect(named[5]).toBe('6 Made-up item about safety');
  expect(radios(1).map((radio) => radio.getAttribute('aria-label'))).toEqual([
    'Never',
    'Seldom',
    'Sometimes',
    'Often',
    'Always',
  ]);
  expect(document.querySelectorAll('main input[type=radio][name^=q]:checked')).toHaveLength(0);
  await expectAccessible();
});

test('a digit beyond the options is refused: nothing is answered and the hand stays', async () => {
  await sheet('TEST-10');
  radios(3)[0]!.focus();
  await digits('5');
  expect(chosen(3)).toBeUndefined();
  await digits('9');
  expect(at()).toBe(3);
  await digits('4');
  expect(chosen(3)).toBe('Always');
  expect(at()).toBe(4);
});

test('a digit too many after the last item changes no answer', async () => {
  await sheet('TEST-10');
  radios(10)[0]!.focus();
  await digits('3');
  await digits('1');
  expect(chosen(10)).toBe('Often');
});

test('arrows walk without answering; Backspace takes an answer back, which is then no nought', async () => {
  await sheet('TEST-10');
  radios(1)[0]!.focus();
  await key('ArrowDown');
  expect(at()).toBe(2);
  await key('ArrowUp');
  expect(at()).toBe(1);
  expect(chosen(1)).toBeUndefined();
  await digits('3');
  await key('ArrowUp');
  await key('Backspace');
  expect(chosen(1)).toBeUndefined();
  await digits('2');
  await recordIncomplete();
  expect(sent()?.answers).toEqual({ q1: 2 });
});

test('the score is there while one answers, with its sum written out, reversed items named', async () => {
  await sheet('TEST-10');
  radios(1)[0]!.focus();
  await digits('2122112010');
  await pause(250);
  expect(live()).toContain('14 of 40, some');
  expect(live()).toContain('10 answered');
  expect(screenText()).toContain('2 + 3 + 2 + 2 + 1 + 1 + 2 + 0 + 1 + 0');
  expect(screenText()).toContain('Counted the other way round: item 2 (1 counts 3) and item 3 (2 counts 2).');
  expect(all('button', 'Record')).toHaveLength(1);
  await expectAccessible();
});

test('with too many missing there is no score, and the reason says which items', async () => {
  await sheet('TEST-10');
  await pause(250);
  expect(live()).toContain('No score: No item is answered.');
  radios(1)[0]!.focus();
  await digits('21221120');
  await pause(250);
  expect(live()).toContain('No score: Items 9 and 10 are not answered; at most 1 may be missing.');
  expect(live()).toContain('8 answered, 2 not answered');
  await recordIncomplete();
  const series = words(byTest('series-test-10'));
  expect(series).toContain('No score: Items 9 and 10 are not answered');
  expect(series).not.toMatch(/\b0 of 40/);
});

test('an incomplete sheet names its gaps before it is recorded; one can go on answering', async () => {
  await sheet('TEST-10');
  radios(1)[0]!.focus();
  await digits('21221120');
  await key('Enter', { ctrlKey: true });
  expect(the('heading', 'Not every item is answered')).toBeTruthy();
  expect(words(document.querySelector('dialog[open]'))).toContain('Items 9, 10 of 10 are not answered.');
  expect(sent()).toBeUndefined();
  await expectAccessible();
  await press('button', 'Go on answering');
  expect(all('heading', 'Not every item is answered')).toHaveLength(0);
  expect(sent()).toBeUndefined();
  radios(9)[0]!.focus();
  await digits('1');
  await key('Enter', { ctrlKey: true });
  expect(words(document.querySelector('dialog[open]'))).toContain('Item 10 of 10 is not answered.');
  await key('Enter', { ctrlKey: true });
  expect(Object.values(sent()?.answers ?? {}).join('')).toBe('212211201');
  expect(the('heading', 'Measures')).toBeTruthy();
});

test('an item counted in reverse says that its column is keyed, and no other does', async () => {
  await sheet('TEST-10');
  const says = (n: number) =>
    words(row(n)).includes('counted in reverse: key the column, not the printed number');
  expect(Array.from({ length: 10 }, (_, i) => i + 1).filter(says)).toEqual([2, 3]);
});

test('one missing is made up for in the open', async () => {
  await open(() => filled('4044044', '20-Nov-2026'));
  await press('button', 'Fill in again: TEST-10');
  radios(1)[0]!.focus();
  await digits('200211201');
  await pause(250);
  expect(screenText()).toContain('; 10 × 17 ÷ 9 = 18.89.');
  expect(screenText()).toContain('Item 10 is not answered.');
});

test('of a score-only instrument there are numbers and tags, no wording, and the licensed copy is asked for', async () => {
  await sheet('TEST-5');
  expect(screenText()).toContain('Have your licensed copy before you');
  expect(screenText()).toContain('Fill in a licensed copy and enter the numbers.');
  expect(radios(1).map((radio) => radio.getAttribute('aria-label'))).toEqual([...'012345678']);
  radios(1)[0]!.focus();
  await digits('82461');
  await pause(250);
  expect(live()).toContain('21 of 40');
  await expectAccessible();
});

test('in the list of instruments a score-only one says that a licensed copy is needed', async () => {
  await open();
  await press('button', 'Fill in a measure');
  expect(words(the('button', /^TEST-5 /))).toContain('Scores only: needs your licensed copy');
  expect(words(the('button', /^TEST-10 /))).not.toContain('licensed copy');
  await expectAccessible();
});

test('an item that does not apply takes no answer and lowers what can be reached', async () => {
  await sheet('TEST-5');
  await press('checkbox', /^Does not apply/);
  expect(radios(2).every((radio) => radio.disabled)).toBe(true);
  for (const [item, digit] of [
    [1, '8'],
    [3, '4'],
    [4, '6'],
    [5, '1'],
  ] as const) {
    radios(item)[0]!.focus();
    await digits(digit);
  }
  await pause(250);
  expect(live()).toContain('19 of 32');
  await press('button', 'Record');
  expect(sent()).toMatchObject({ not_applicable: ['q2'], answers: { q1: 8, q3: 4, q4: 6, q5: 1 } });
  const cells = [...(byTest('series-test-5')?.querySelectorAll('tbody tr:nth-child(2) td') ?? [])];
  expect(cells.map(words)).toEqual(['2. Home', 'Does not apply', '–']);
});

test('digits pass over an item that does not apply and land on the next one', async () => {
  await sheet('TEST-5');
  await press('checkbox', /^Does not apply/);
  radios(1)[0]!.focus();
  await digits('8461');
  expect([1, 3, 4, 5].map(chosen)).toEqual(['8', '4', '6', '1']);
});

test('an answer about safety comes first on the page and asks for a response', async () => {
  await open(() => {
    filled('2122101010', '10-Nov-2026');
    filled('2122121010', '20-Nov-2026');
  });
  const first = document.querySelector('main section');
  expect(first).toBe(byTest('safety-answers'));
  expect(safety()).toContain('Not responded to TEST-10, item 6: Sometimes 20-Nov-2026');
  expect(safety()).toContain('Made-up item about safety');
  expect(safety()).toContain('Before: Never on 10-Nov-2026');
  expect(safety()).toContain('It is not a risk score.');
  expect(the('button', 'TEST-10, item 6: respond in words')).toBeTruthy();
  await expectAccessible();
});

test('a sheet with such an answer leads to it once it is recorded', async () => {
  await sheet('TEST-10');
  radios(6)[0]!.focus();
  await digits('1');
  await recordIncomplete();
  expect(safety()).toContain('Not responded to TEST-10, item 6: Seldom 22-Nov-2026');
});

test('the first option of that item opens no question', async () => {
  await open(() => filled('4444404444', '20-Nov-2026'));
  expect(byTest('safety-answers')).toBeNull();
});

test('“discussed, unchanged” is one press, then stands with who and when, and waits no more', async () => {
  await open(() => {
    filled('2122121010', '10-Nov-2026');
    answers.sign_risk_note({ case_id: begum(), form: note('10-Nov-2026') });
    filled('2122121010', '20-Nov-2026');
  });
  await press('button', 'TEST-10, item 6: discussed, unchanged');
  expect(safety()).toContain('Dr A. Okafor, 22-Nov-2026 14:02: Discussed, unchanged.');
  expect(safety()).not.toContain('Not responded to');
  expect(all('button', 'TEST-10, item 6: discussed, unchanged')).toHaveLength(0);
  await press('link', 'Overview');
  expect(byTest('open-safety-answers')).toBeNull();
});

test('a first or another answer is never waved through as unchanged', async () => {
  await open(() => filled('2122111010', '10-Nov-2026'));
  expect(all('button', 'TEST-10, item 6: discussed, unchanged')).toHaveLength(0);
  await close();
  await open(() => {
    filled('2122111010', '10-Nov-2026');
    answers.sign_risk_note({ case_id: begum(), form: note('10-Nov-2026') });
    filled('2122131010', '20-Nov-2026');
  });
  expect(safety()).toContain('Before: Seldom on 10-Nov-2026');
  expect(all('button', 'TEST-10, item 6: discussed, unchanged')).toHaveLength(0);
});

test('an item about safety that was left out waits too: it never reads as “no”', async () => {
  await open(() => filled('21221', '20-Nov-2026'));
  expect(safety()).toContain('Not responded to TEST-10, item 6: Not answered 20-Nov-2026');
});

test('something that was done is said in words, and asked for when they are missing', async () => {
  await open(() => filled('2122121010', '20-Nov-2026'));
  await press('button', 'TEST-10, item 6: respond in words');
  await expectAccessible();
  await press('radio', acted);
  await press('button', 'Record the response');
  expect(words(byTest('error-summary'))).toContain('Say what was done, and who knows.');
  expect(safety()).toContain('Not responded to');
  await type('In words', 'Ward told; seen again tomorrow');
  await press('button', 'Record the response');
  expect(safety()).toContain('Discussed, and something was done. Ward told; seen again tomorrow');
  expect(safety()).not.toContain('Not responded to');
});

test('the message that words are missing leads to where they are written', async () => {
  await open(() => filled('2122121010', '20-Nov-2026'));
  await press('button', 'TEST-10, item 6: respond in words');
  await press('radio', acted);
  await press('button', 'Record the response');
  expect(await faults()).toEqual(['Say what was done, and who knows.']);
  expect(document.activeElement).toBe(the('textbox', 'In words'));
});

test('what came of it is not assumed: it is chosen, or nothing is recorded', async () => {
  await open(() => filled('2122121010', '20-Nov-2026'));
  await press('button', 'TEST-10, item 6: respond in words');
  expect(all('radio', /./).filter((radio) => (radio as HTMLInputElement).checked)).toHaveLength(0);
  await type('In words', 'Ward told; seen again tomorrow');
  await press('button', 'Record the response');
  expect(safety()).toContain('Choose what came of it.');
  expect(document.activeElement).toBe(the('radio', 'Discussed, unchanged'));
  expect(calls.some((c) => c.name === 'respond_to_safety_answer')).toBe(false);
  expect(value('In words')).toBe('Ward told; seen again tomorrow');
  await expectAccessible();
});

test('words too few for the next reader are refused at their field', async () => {
  await open(() => filled('2122121010', '20-Nov-2026'));
  await press('button', 'TEST-10, item 6: respond in words');
  await press('radio', acted);
  await type('In words', 'Told ward');
  await press('button', 'Record the response');
  expect(await faults()).toEqual(['Say it in a few words that the next reader can use.']);
  expect(document.activeElement).toBe(the('textbox', 'In words'));
  expect(value('In words')).toBe('Told ward');
  expect(safety()).toContain('Not responded to');
});

test('Ctrl+Enter records the response while it is open', async () => {
  await open(() => filled('2122121010', '20-Nov-2026'));
  await press('button', 'TEST-10, item 6: respond in words');
  await press('radio', acted);
  await type('In words', 'Ward told; seen again tomorrow');
  await key('Enter', { ctrlKey: true });
  expect(safety()).toContain('Discussed, and something was done. Ward told; seen again tomorrow');
  expect(safety()).not.toContain('Not responded to');
});

test('a patient who could not be reached leaves the answer waiting, with what was tried', async () => {
  await open(() => filled('2122121010', '20-Nov-2026'));
  await press('button', 'TEST-10, item 6: respond in words');
  await press('radio', 'The patient could not be reached yet');
  await type('In words', 'Rang twice; again at four');
  await press('button', 'Record the response');
  expect(safety()).toContain('Not responded to');
  expect(safety()).toContain('Rang twice; again at four');
});

test('words begun for one answer are not put under another', async () => {
  await open(() => {
    filled('2122131010', '10-Nov-2026');
    filled('2122121010', '20-Nov-2026');
  });
  const respond = () => all('button', 'TEST-10, item 6: respond in words');
  respond()[0]!.click();
  await settle();
  await type('In words', 'About the newer one');
  respond()[0]!.click();
  await settle();
  expect(value('In words')).toBe('');
});

test('words begun as a response are kept, and are there when one comes back', async () => {
  await open(() => filled('2122121010', '20-Nov-2026'));
  await press('button', 'TEST-10, item 6: respond in words');
  await type('In words', 'Ward told; doctor on call asked');
  await press('link', 'Overview');
  await press('link', 'Measures');
  expect(value('In words')).toBe('Ward told; doctor on call asked');
  await press('radio', acted);
  await press('button', 'Record the response');
  expect(safety()).toContain('Ward told; doctor on call asked');
  expect(world.drafts).toEqual([]);
});

test('a response that is refused says why and keeps the words', async () => {
  await open(() => filled('2122121010', '20-Nov-2026'));
  await press('button', 'TEST-10, item 6: respond in words');
  await press('radio', acted);
  await type('In words', 'Ward told');
  failNext('respond_to_safety_answer', error('storage', 'The register could not be written.'));
  await press('button', 'Record the response');
  expect(words(byTest('problem'))).toContain('could not be written');
  expect(value('In words')).toBe('Ward told');
});

test('over time there is the newest score, the way it went, a picture with its sentence, and a table', async () => {
  await open(() => {
    filled('4004404444', '04-Aug-2026');
    filled('2122102010', '02-Oct-2026');
    filled('1441100010', '20-Nov-2026');
  });
  const series = byTest('series-test-10');
  expect(words(series)).toContain('4 of 40, little 20-Nov-2026');
  expect(words(series)).toContain('From 36 on 04-Aug-2026 to 4 on 20-Nov-2026.');
  const sentence = 'TEST-10 fell from 36 on 04-Aug-2026 to 4 on 20-Nov-2026; 3 completions.';
  expect(series?.querySelector('svg[role=img]')?.getAttribute('aria-label')).toBe(sentence);
  expect(words(series?.querySelector('figcaption'))).toBe(
    `${sentence} Hatched: scores from 30 to 40, which differ from the first of 36 by less than 6. Such a change may be measurement error alone (90 %). Made up for tests.`,
  );
  const table = [...(series?.querySelectorAll('table') ?? [])].find((t) => words(t).startsWith('Day'));
  const rows = [...(table?.querySelectorAll('tbody tr') ?? [])].map((r) =>
    [...r.querySelectorAll('td')].map(words),
  );
  expect(rows).toEqual([
    ['04-Aug-2026', '36', 'much', 'the first score'],
    ['02-Oct-2026', '13', 'some', '23 lower than the first'],
    ['20-Nov-2026', '4', 'little', '32 lower than the first'],
  ]);
  await expectAccessible();
});

test('one score is no picture', async () => {
  await open(() => filled('2122102010', '02-Oct-2026'));
  expect(byTest('series-test-10')?.querySelector('svg[role=img]')).toBeNull();
});

test('each sheet opens into its sum and every answer in the words of the form', async () => {
  await open(() => filled('212210201', '20-Nov-2026'));
  const series = words(byTest('series-test-10'));
  expect(series).toContain('Show the arithmetic');
  expect(series).toContain('2 + 3 + 2 + 2 + 1 + 0 + 2 + 0 + 1 = 13; 10 × 13 ÷ 9 = 14.44.');
  const cells = [...(byTest('series-test-10')?.querySelectorAll('details tbody tr') ?? [])].map((r) =>
    [...r.querySelectorAll('td')].map(words),
  );
  expect(cells[0]).toEqual(['1. Made-up item 1', 'Sometimes', '2']);
  expect(cells[1]?.slice(1)).toEqual(['Seldom', '3']);
  expect(cells[9]).toEqual(['10. Made-up item 10', 'Not answered', '–']);
  expect(series).toContain('By the patient on paper. Recorded by Dr A. Okafor, 22-Nov-2026 14:02.');
});

test('that an item is counted the other way round stands apart from its wording', async () => {
  await open(() => filled('2122102010', '20-Nov-2026'));
  expect(words(byTest('series-test-10'))).toContain('2. Made-up item 2 (counted the other way round)');
});

test('a sheet in error is withdrawn with a reason, stays readable, and counts no more', async () => {
  await open(() => {
    filled('2122102010', '02-Oct-2026');
    filled('4004424444', '20-Nov-2026');
  });
  await press('button', 'Withdraw TEST-10 of 20-Nov-2026');
  await press('button', 'Withdraw');
  expect(await faults()).toEqual(['Say what was entered in error.']);
  await type('Reason', 'Another patient’s sheet');
  await press('button', 'Withdraw');
  const series = words(byTest('series-test-10'));
  expect(series).toContain('13 of 40, some 02-Oct-2026');
  expect(series).toContain('Withdrawn');
  expect(series).toContain('Another patient’s sheet');
  expect(byTest('safety-answers')).toBeNull();
});

test('a sheet that lacks its day or any answer is not recorded; each message leads to its field', async () => {
  await sheet('TEST-10');
  await type('Filled in on', '');
  await type('Anything worth knowing', 'Read out by the nurse');
  await press('button', 'Record');
  expect(words(byTest('error-summary'))).toContain('Enter the day on which it was filled in');
  expect(words(byTest('error-summary'))).toContain('Enter at least one answer.');
  expect(value('Anything worth knowing')).toBe('Read out by the nurse');
  await faults();
});

test('a sheet that could not be recorded keeps its answers on screen and as a draft', async () => {
  await sheet('TEST-10');
  radios(1)[0]!.focus();
  await digits('21');
  failNext('record_measure', error('storage', 'The register could not be written.'));
  await recordIncomplete();
  expect(words(byTest('problem'))).toContain('could not be written');
  expect([1, 2].map(chosen)).toEqual(['Sometimes', 'Seldom']);
  expect((world.drafts[0]?.state as MeasureForm).answers).toEqual({ q1: 2, q2: 1 });
});

test('a sheet begun and left is found among the measures, gone on with, or discarded', async () => {
  await sheet('TEST-10');
  radios(1)[0]!.focus();
  await digits('2');
  await press('link', 'Measures');
  expect(screenText()).toContain('Begun, not recorded:');
  await press('button', 'TEST-10');
  expect(chosen(1)).toBe('Sometimes');
  await discardDraft();
  expect(world.drafts).toEqual([]);
  expect(screenText()).not.toContain('Begun, not recorded:');
});

test('whether a change is more than chance stands under the change, and not under one sheet alone', async () => {
  await open(() => {
    filled('4411111111', '04-Aug-2026');
    filled('4400000000', '20-Nov-2026');
  });
  expect(words(byTest('series-test-10'))).toContain('Reliably improved on TEST, 90 %');
});

test('one sheet alone has no class of change', async () => {
  await open(() => filled('4411111111', '04-Aug-2026'));
  expect(words(byTest('series-test-10'))).not.toContain('Reliably');
});
