import { afterEach, expect, test } from 'vitest';
import type { RiskNoteForm } from '$/ipc/types';
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
  the,
  type,
  unlockToCaseload,
  value,
  words,
} from './window';

afterEach(close);

const note = (more: Partial<RiskNoteForm> = {}): RiskNoteForm => ({
  assessed_on: '20-Nov-2026',
  findings: [{ domain: 'suicide', text: 'Asked: easier not to wake up; no intent.' }],
  long_standing: 'Alone since her twenties',
  changeable: '',
  imminent: '',
  protective: 'Her sister',
  formulation: 'Worst at night when nobody is near.',
  management: 'Her sister stays until Sunday; crisis number given.',
  others_involved: 'GP',
  patient_view: '',
  review_by: '27-Nov-2026',
  reviewer: 'Ward team',
  ...more,
});
const begum = () => world.cases[1]!.id;
/** Opens Begum's safety after some of the record was made before. */
async function open(before: () => void = () => {}): Promise<void> {
  await unlockToCaseload();
  before();
  await press('link', /BEGUM/);
  await press('link', 'Safety');
}
const signed = (more: Partial<RiskNoteForm> = {}) =>
  answers.sign_risk_note({ case_id: begum(), form: note(more) });
const answeredAboutSafety = () =>
  answers.record_measure({
    case_id: begum(),
    form: {
      instrument: 'test-10',
      completed_on: '22-Nov-2026',
      completion: 'paper',
      answers: { q6: 2 },
      in_words: {},
      version: '',
      filled_in_by: null,
      language: '',
      paper_total: '',
      not_applicable: [],
      note: '',
    },
  });
async function fill(): Promise<void> {
  await press('button', 'Suicide');
  await type('Suicide', 'Asked directly; no plan');
  await type('Shared formulation', 'Worst at night');
  await type('What is done now', 'Sister stays; ward knows');
  await type('Review by', '27/11/2026');
}
async function sign(): Promise<void> {
  await press('button', 'Sign');
  await press('button', 'Sign into the record');
}
const statement = () => words(byTest('risk-statement'));
const draft = () => world.drafts.find((d) => d.kind === 'risk-note')?.state as RiskNoteForm | undefined;

test('a case that nobody assessed says so, and that this is not the same as no risk', async () => {
  await open();
  expect(statement()).toContain('Not assessed');
  expect(statement()).toContain('This does not mean that there is none.');
  expect(document.querySelectorAll('main .nhsuk-tag--green')).toHaveLength(0);
  await expectAccessible();
});

test('nowhere in the form is the patient sorted into low, medium or high', async () => {
  await open();
  await press('button', 'Write a risk note');
  for (const area of [...document.querySelectorAll<HTMLElement>('[aria-pressed=false]')]) area.click();
  await pause(50);
  expect(document.querySelectorAll('main input[type=radio], main select, main option')).toHaveLength(0);
  expect(document.querySelectorAll('main [aria-pressed=true]')).toHaveLength(13);
  expect(words(document.querySelector('main'))).not.toMatch(/\b(low|medium|moderate|high)\b/i);
  await expectAccessible();
});

test('a note has three parts: assessment, formulation, management', async () => {
  await open();
  await press('button', 'Write a risk note');
  for (const part of ['1 Safety assessment', '2 Safety formulation', '3 Safety management'])
    expect(the('heading', part)).toBeTruthy();
});

test('each area that is asked about gets a box under the hand, in the order of the guidance', async () => {
  await open();
  await press('button', 'Write a risk note');
  await press('button', 'Driving');
  await press('button', 'Suicide');
  expect(document.activeElement).toBe(the('textbox', 'Suicide'));
  await type('Suicide', 'No plan');
  await pause();
  expect(draft()?.findings).toEqual([
    { domain: 'suicide', text: 'No plan' },
    { domain: 'driving', text: '' },
  ]);
});

test('an area with something written in it is not taken out by a slip', async () => {
  await open();
  await press('button', 'Write a risk note');
  await press('button', 'Driving');
  await press('button', 'Driving');
  expect(all('textbox', 'Driving')).toHaveLength(0);
  await press('button', 'Driving');
  await type('Driving', 'Told not to');
  await press('button', 'Driving');
  expect(words(document.querySelector('dialog'))).toContain('Take out “Driving”?');
  await expectAccessible();
  await press('button', 'Keep it');
  expect(value('Driving')).toBe('Told not to');
  await press('button', 'Driving');
  await press('button', 'Take it out');
  expect(all('textbox', 'Driving')).toHaveLength(0);
});

test('without a day for the review a note is not signed; the day is asked for and nothing typed is lost', async () => {
  await open();
  await press('button', 'Write a risk note');
  await fill();
  await type('Review by', '');
  await sign();
  expect(await faults()).toEqual(['Enter the day by which this must be looked at again.']);
  expect(the('textbox', 'Review by').getAttribute('aria-describedby')).toContain('error');
  expect(value('Suicide')).toBe('Asked directly; no plan');
  expect(value('Shared formulation')).toBe('Worst at night');
  expect(value('What is done now')).toBe('Sister stays; ward knows');
  await expectAccessible();
  await type('Review by', '21/11/2026');
  await sign();
  expect(await faults()).toEqual(['The review lies in the past. Enter a day from today on.']);
  await type('Review by', '27/11/2026');
  await sign();
  expect(statement()).toContain('Review by 27-Nov-2026.');
});

test('everything that is missing is named in one go, each with the way to its field', async () => {
  await open();
  await press('button', 'Write a risk note');
  await sign();
  expect(await faults()).toEqual([
    'Say at least one thing that was asked about.',
    'Write how patient and clinician understand it.',
    'Write what is done now, by whom.',
    'Enter the day by which this must be looked at again.',
  ]);
});

test('a note is kept while it is written, signed by Ctrl+Enter for a named patient, and read', async () => {
  await open();
  await press('button', 'Write a risk note');
  await fill();
  await type('What protects', 'Her sister');
  await pause();
  expect(byTest('draft-state')?.textContent).toContain('Draft saved');
  expect(draft()).toMatchObject({ protective: 'Her sister', review_by: '27/11/2026' });
  await key('Enter', { ctrlKey: true });
  expect(words(document.querySelector('dialog'))).toContain('BEGUM');
  await key('Enter', { ctrlKey: true });
  const newest = words(byTest('risk-newest'));
  expect(newest).toContain('Asked directly; no plan');
  expect(newest).toContain('What protects Her sister');
  expect(newest).not.toContain('What can change');
  expect(newest).toContain('Review by 27-Nov-2026');
  expect(newest).toContain('Signed by Dr A. Okafor, 22-Nov-2026 14:02.');
  expect(world.drafts).toEqual([]);
  await expectAccessible();
});

test('words that sort people are named before signing, and stop nobody', async () => {
  await open();
  await press('button', 'Write a risk note');
  await fill();
  await type('Shared formulation', 'Low risk at present');
  await press('button', 'Sign');
  const dialog = words(document.querySelector('dialog'));
  expect(dialog).toContain('“low risk” in Shared formulation.');
  expect(dialog).toContain('Such words predict nothing.');
  await expectAccessible();
  await press('button', 'Sign as it stands');
  expect(words(byTest('risk-newest'))).toContain('Low risk at present');
});

test('an answer about safety overtakes the note at once: the statement says so and shows the answer', async () => {
  await open(() => {
    signed();
    answeredAboutSafety();
  });
  expect(statement()).toContain('An answer is not covered');
  expect(statement()).toContain(
    'An answer about safety given on 22-Nov-2026 is not covered by this assessment.',
  );
  expect(statement()).toContain('TEST-10, item 6: Sometimes, 22-Nov-2026.');
  expect(statement()).not.toContain('In date');
  expect(byTest('risk-statement')?.querySelector('.nhsuk-tag--red')).toBeTruthy();
  await expectAccessible();
  await press('link', 'Respond');
  expect(the('link', 'Measures').getAttribute('aria-current')).toBe('page');
});

test('a note signed after the answer is in date again, and the answer no longer waits on the same page', async () => {
  await open(answeredAboutSafety);
  await press('button', 'Write a risk note');
  await fill();
  await sign();
  expect(statement()).toContain('In date');
  expect(all('link', 'Respond')).toHaveLength(0);
});

test('who signs has the open answer before them, and a note that is silent about self-harm leaves it open', async () => {
  await open(answeredAboutSafety);
  await press('button', 'Write a risk note');
  await press('button', 'Driving');
  await type('Driving', 'Told not to');
  await type('Shared formulation', 'Worst at night');
  await type('What is done now', 'Sister stays');
  await type('Review by', '27/11/2026');
  await press('button', 'Sign');
  const dialog = words(document.querySelector('dialog'));
  expect(dialog).toContain('TEST-10, item 6: Sometimes');
  expect(dialog).toContain('the answer stays open');
  await expectAccessible();
  await press('button', 'Sign into the record');
  expect(statement()).toContain('An answer is not covered');
  expect(all('link', 'Respond')).toHaveLength(1);
});

test('past its review day a note says that it is overdue, since when, and is never called in date', async () => {
  await open(() => {
    signed();
    world.now = '28-Nov-2026 09:00';
  });
  expect(statement()).toContain('Review overdue');
  expect(statement()).toContain('not reviewed since. The review was due by 27-Nov-2026.');
  expect(statement()).not.toContain('In date');
  expect(byTest('risk-statement')?.querySelector('.nhsuk-tag--orange')).toBeTruthy();
});

test('a standing has one name, on the overview and on the page of its own', async () => {
  await open(() => {
    signed();
    world.now = '28-Nov-2026 09:00';
  });
  const tag = words(byTest('risk-statement')?.querySelector('.nhsuk-tag'));
  await press('link', 'Overview');
  expect(words(byTest('risk-panel')?.querySelector('.nhsuk-tag'))).toBe(tag);
});

test('a next note takes over what lasts and leaves open what must be judged anew', async () => {
  await open(signed);
  await press('button', 'Write a risk note');
  expect(value('Of long standing')).toBe('Alone since her twenties');
  expect(value('What protects')).toBe('Her sister');
  for (const anew of ['Shared formulation', 'What is done now', 'Review by'])
    expect(value(anew), anew).toBe('');
  expect(value('Assessed on')).toBe('22-Nov-2026');
  expect(document.querySelectorAll('[aria-pressed=true]')).toHaveLength(0);
});

test('an older note stays readable, also when the newest is withdrawn', async () => {
  await open(() => {
    signed({ assessed_on: '10-Nov-2026', formulation: 'The first understanding' });
    signed();
  });
  expect(screenText()).toContain('1 other note');
  await press('button', 'Withdraw the note of 20-Nov-2026');
  await press('button', 'Withdraw');
  expect(await faults()).toEqual(['Say what was entered in error.']);
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  expect(words(byTest('risk-newest'))).toContain('The first understanding');
  expect(statement()).toContain('Last assessed on 10-Nov-2026');
  expect(screenText()).toContain('Wrong patient');
});

test('a refused signature says why, and keeps what was typed on screen and as a draft', async () => {
  await open();
  await press('button', 'Write a risk note');
  await fill();
  failNext('sign_risk_note', error('storage', 'The register could not be written.'));
  await sign();
  expect(words(byTest('problem'))).toContain('could not be written');
  expect(value('Suicide')).toBe('Asked directly; no plan');
  expect(draft()?.management).toBe('Sister stays; ward knows');
});

test('a note that was begun is discarded, and nothing of it is in the record', async () => {
  await open();
  await press('button', 'Write a risk note');
  await fill();
  await pause();
  await discardDraft();
  expect(world.drafts).toEqual([]);
  expect(the('heading', 'No risk note yet')).toBeTruthy();
  expect(calls.some((c) => c.name === 'sign_risk_note')).toBe(false);
});
