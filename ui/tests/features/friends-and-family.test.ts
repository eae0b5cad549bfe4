import { afterEach, expect, test } from 'vitest';
import { answers } from '../standin/answers';
import { calls, failNext } from '../standin/core';
import { error } from '../standin/world';
import {
  all,
  byTest,
  choose,
  close,
  expectAccessible,
  key,
  press,
  screenText,
  settle,
  the,
  type,
  unlockToCaseload,
  words,
} from './window';

afterEach(close);

async function results(): Promise<void> {
  await unlockToCaseload();
  await press('link', 'Friends and Family');
}
async function cards(): Promise<void> {
  await results();
  await press('button', 'Add answers from paper cards');
}
const sent = (name: string) => calls.filter((call) => call.name === name).map((call) => call.request);

test('results stand in a table by month, and what is not shown says so without a figure', async () => {
  await results();
  const line = (row: HTMLTableRowElement) => [...row.cells].map((cell) => words(cell)).join(' ');
  const rows = [
    ...document.querySelectorAll<HTMLTableRowElement>('[data-testid="fft-results"] :is(tbody, tfoot) tr'),
  ].map(line);
  expect(rows[0]).toBe('November 2025 9 89% 11% 6 2 0 1 0 0');
  expect(rows[2]).toBe('January 2026 Fewer than 5 answers: not shown');
  expect(rows[5]).toBe('April and May 2026 together 6 83% 0% 3 2 0 0 0 1');
  expect(rows.at(-1)).toContain('All that is shown 105');
  // A bar says nothing that the figure beside it doesn't.
  const bars = document.querySelectorAll('[data-testid="fft-results"] svg');
  expect([...bars].every((bar) => bar.getAttribute('aria-hidden') === 'true')).toBe(true);
  expect(words(byTest('fft-words'))).toContain('It took four months to get here.');
  await expectAccessible();
});

test('staff see what of the wording and the counting nobody has confirmed', async () => {
  await results();
  const wording = words(byTest('fft-wording'));
  expect(wording).toContain('Not confirmed');
  expect(wording).toContain('The words of the answers “Neither good nor poor” and “Don’t know”.');
});

test('another range is asked of the core, and its refusal stands at the field', async () => {
  await results();
  await choose('From', 'June 2026');
  expect(sent('friends_and_family').at(-1)).toEqual({ from: '2026-06', to: '2026-10' });
  expect(screenText()).not.toContain('November 2025 9');
  await choose('To', 'November 2025');
  expect(screenText()).toContain('The last month is before the first one.');
  // What is shown is still what was answered.
  expect((the('combobox', 'From') as HTMLSelectElement).value).toBe('2026-06');
});

test('without a month that is shown there is a sentence and no table', async () => {
  const answered = answers.friends_and_family;
  answers.friends_and_family = (request) => {
    const view = answered(request);
    const rows = view.rows.map((row) => ({ ...row, shown: false, counts: [], why_not: 'Fewer than 5' }));
    return { ...view, rows, total: null, why: [], better: [] };
  };
  await results();
  answers.friends_and_family = answered;
  expect(screenText()).toContain('Nothing to show');
  expect(document.querySelector('[data-testid="fft-results"] table')).toBeNull();
  expect(byTest('fft-words')).toBeNull();
});

test('a card of a month that is not shown yet is added by itself, and the form is empty for the next', async () => {
  await cards();
  await press('button', 'Add this card');
  expect(screenText()).toContain('Choose one of the answers.');
  await press('radio', 'Good');
  await type(/^Please can you tell us why/, 'They rang back.');
  await press('button', 'Add this card');
  expect(sent('add_friends_and_family_cards').at(-1)).toEqual({
    month: '2026-11',
    cards: [{ experience: 'good', why: 'They rang back.', better: '' }],
  });
  expect(screenText()).toContain('1 answer added to November 2026.');
  expect((the('textbox', /^Please can you tell us why/) as HTMLTextAreaElement).value).toBe('');
  expect(document.querySelector('input[type=radio]:checked')).toBeNull();
  await expectAccessible();
});

test('cards of a month that is shown are added together, and none before there are five', async () => {
  await cards();
  await choose('Month in which it was filled in', 'October 2026');
  await press('button', 'Next card');
  expect(screenText()).toContain('Choose one of the answers.');
  for (let n = 0; n < 5; n += 1) {
    expect(all('button', /^Add \d cards$/)).toHaveLength(0);
    await press('radio', 'Very good');
    await press('button', 'Next card');
  }
  expect(sent('add_friends_and_family_cards')).toHaveLength(0);
  await press('button', 'Add 5 cards');
  const [request] = sent('add_friends_and_family_cards') as { month: string; cards: unknown[] }[];
  expect([request?.month, request?.cards.length]).toEqual(['2026-10', 5]);
  expect(screenText()).toContain('5 answers added to October 2026.');
});

/** A device handed over with the question, or without, and the questionnaire finished. */
async function finished(service: boolean): Promise<void> {
  await unlockToCaseload();
  await press('link', /BEGUM/);
  await press('link', 'Measures');
  await press('button', 'Hand over to the patient');
  await press('checkbox', 'TEST-3');
  await press('checkbox', 'I have checked that this is the patient');
  if (service) await press('checkbox', 'Ask afterwards how our service was');
  await press('button', 'Hand over');
  await press('button', 'Start');
  for (const digit of '112') await key(digit);
  await press('button', 'Finish');
}

test('a patient is asked about the service only where the clinician chose so', async () => {
  await finished(false);
  expect(sent('hand_over')).toMatchObject([{ friends_and_family: false }]);
  expect(screenText()).toContain('Please hand the device back');
  expect(all('button', 'Answer one question about our service')).toHaveLength(0);
});

test('the question comes after the thanks, voluntary and without a name, and what is given is said to be kept', async () => {
  await finished(true);
  expect(sent('hand_over')).toMatchObject([{ friends_and_family: true }]);
  expect(screenText()).toContain('It is voluntary, and your name will not be kept with your answer.');
  await press('button', 'Answer one question about our service');
  const page = screenText();
  expect(page).toContain('Overall, how was your experience of our service?');
  expect(page).toContain('Nobody reads this today');
  for (const hidden of ['Shirin', 'onfirmed']) expect(page).not.toContain(hidden);
  await expectAccessible();

  await press('button', 'Send my answer');
  expect(screenText()).toContain('Choose an answer, or “No, thank you”.');
  await press('radio', 'Poor');
  await type(/could have done better/, 'A chair.');
  failNext('give_friends_and_family_answer', error('io', 'The disk is full.'));
  await press('button', 'Send my answer');
  expect(screenText()).toContain('The disk is full.');
  await press('button', 'Send my answer');
  expect(sent('give_friends_and_family_answer').at(-1)).toEqual({
    experience: 'poor',
    why: '',
    better: 'A chair.',
  });
  expect(screenText()).toContain('Your answer has been put with those of other people.');
  expect(screenText()).not.toContain('A chair.');
  expect(all('button', 'Answer one question about our service')).toHaveLength(0);
});

test('who does not want to answer is thanked and not asked again', async () => {
  await finished(true);
  await press('button', 'Answer one question about our service');
  await press('button', 'No, thank you');
  expect(sent('give_friends_and_family_answer')).toHaveLength(0);
  expect(screenText()).toContain('Please hand the device back');
  expect(all('button', 'Answer one question about our service')).toHaveLength(0);
});

test('in a box for words the keys of editing work, and those of the window do not', async () => {
  await finished(true);
  await press('button', 'Answer one question about our service');
  const box = the('textbox', /^Please can you tell us why/);
  const stopped = (init: KeyboardEventInit) => {
    const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
    box.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(stopped({ key: 'a', ctrlKey: true })).toBe(false);
  expect(stopped({ key: '2' })).toBe(false);
  expect(stopped({ key: 'k', ctrlKey: true })).toBe(true);
  expect(stopped({ key: 'F5' })).toBe(true);
  await settle();
});
