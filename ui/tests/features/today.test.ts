import { afterEach, expect, test } from 'vitest';
import type { MeasureForm, RiskNoteForm } from '$/ipc/types';
import { scope } from '$/features/today/words.svelte';
import { answers } from '../standin/answers';
import { calls, failNext } from '../standin/core';
import { as } from '../standin/kept';
import { error, signedLetter, usedRegister, world } from '../standin/world';
import {
  byTest,
  choose,
  close,
  expectAccessible,
  key,
  pause,
  press,
  screenText,
  settle,
  the,
  type,
  unlock,
  words,
} from './window';

afterEach(async () => {
  scope.of = 'mine';
  await close();
});

const sheet = (completed_on: string): MeasureForm => ({
  instrument: 'test-10',
  completed_on,
  completion: 'paper',
  answers: { q6: 2 },
  in_words: {},
  version: '',
  filled_in_by: null,
  language: '',
  paper_total: '',
  not_applicable: [],
  note: '',
});
const note = (review_by: string): RiskNoteForm => ({
  assessed_on: '10-Nov-2026',
  findings: [{ domain: 'suicide', text: 'Asked; no plan' }],
  long_standing: '',
  changeable: '',
  imminent: '',
  protective: '',
  formulation: 'Worst at night',
  management: 'Sister stays',
  others_involved: '',
  patient_view: '',
  review_by,
  reviewer: '',
});
/** One of each kind waits; afterwards Today is asked for anew. */
async function everythingWaits(): Promise<void> {
  await unlock();
  const [nowak, begum, oneill] = world.cases.map((c) => c.id) as [string, string, string];
  nowakWrites(nowak);
  answers.sign_risk_note({ case_id: oneill, form: note('22-Nov-2026') });
  answers.record_measure({ case_id: begum, form: sheet('20-Nov-2026') });
  world.cases[0]!.letters.push(signedLetter('21-Nov-2026'));
  await anew();
}
function nowakWrites(case_id: string): void {
  const form = { definition: 'biopsychosocial', answers: { texts: {}, chosen: {}, rows: {} } };
  answers.save_draft({ kind: 'assessment', patient_id: null, case_id, base: null, state: form });
}
async function anew(): Promise<void> {
  await press('link', 'Caseload');
  await press('link', /^Today/);
}
const nothingWaits = () => {
  const used = usedRegister();
  for (const kase of used.cases) kase.letters = [];
  return used;
};
const groups = () =>
  [...document.querySelectorAll('main section')].map((s) => words(s.querySelector('header')));
const rows = (kind: string) =>
  [...(byTest(`today-${kind}`)?.querySelectorAll('tbody tr') ?? [])].map((row) =>
    [...row.querySelectorAll('td')].map(words),
  );
const follow = (kind: string) => {
  byTest(`today-${kind}`)?.querySelector('a')?.click();
  return settle();
};
const tab = () => document.querySelector('nav[aria-label=Case] [aria-current]')?.textContent;

test('what waits stands in five groups, most pressing first, each with how many', async () => {
  await everythingWaits();
  expect(screenText()).toContain('Sunday 22 November 2026');
  expect(groups()).toEqual([
    'Answers about safety 1',
    'Risk reviews 1',
    'Entries not filed 1',
    'Letters not sent 1',
    'Begun, not signed 1',
  ]);
  await expectAccessible();
});

test('every row names its patient with birth and NHS number, since a list is where patients are mixed up', async () => {
  await everythingWaits();
  const all = [...document.querySelectorAll('main tbody tr')];
  expect(all).toHaveLength(5);
  for (const row of all)
    expect(words(row)).toMatch(/[A-Z’]{3,}, .+Born \d\d-\w{3}-\d{4} \(\d+y\).*999 000 \d{4}/);
});

test('a row says what waits, since when, and what is late is marked by more than colour', async () => {
  await everythingWaits();
  expect(rows('safety-answer')[0]?.[0]).toContain('TEST-10, item 6: Sometimes');
  expect(rows('safety-answer')[0]?.[3]).toBe('Answered on 20-Nov-2026');
  expect(rows('risk-review')[0]?.[3]).toBe('Due today');
  expect(byTest('today-safety-answer')?.querySelector('td:last-child svg')).toBeTruthy();
  expect(byTest('today-risk-review')?.querySelector('td:last-child svg')).toBeNull();
});

test('within a group what has waited longest comes first', async () => {
  await unlock();
  const [, begum, oneill] = world.cases.map((c) => c.id) as [string, string, string];
  answers.sign_risk_note({ case_id: begum, form: { ...note('22-Nov-2026') } });
  world.now = '26-Nov-2026 09:00';
  answers.record_measure({ case_id: begum, form: sheet('25-Nov-2026') });
  answers.record_measure({ case_id: oneill, form: sheet('23-Nov-2026') });
  await anew();
  expect(rows('safety-answer').map((row) => row[3])).toEqual([
    'Answered on 23-Nov-2026',
    'Answered on 25-Nov-2026',
  ]);
  expect(rows('risk-review')[0]?.[3]).toBe('Was due by 22-Nov-2026');
});

test('an answer about safety leads to where it is responded to, and then waits no more', async () => {
  await everythingWaits();
  await follow('safety-answer');
  expect(tab()).toBe('Measures');
  expect(words(byTest('banner-name'))).toContain('BEGUM');
  await press('button', 'TEST-10, item 6: respond in words');
  await press('radio', 'Discussed, and something was done');
  await type('In words', 'Ward told; seen again tomorrow');
  await press('button', 'Record the response');
  await press('link', /^Today/);
  expect(byTest('today-safety-answer')).toBeNull();
});

test('a risk review leads to the safety of that case', async () => {
  await everythingWaits();
  await follow('risk-review');
  expect(tab()).toBe('Safety');
  expect(words(byTest('banner-name'))).toContain('O’NEILL');
});

test('an entry and a letter lead to themselves, and leave the list once it is recorded where they went', async () => {
  await everythingWaits();
  await follow('letter-unsent');
  expect(the('heading', /^Letter to the GP, /)).toBeTruthy();
  await press('link', /^Today/);
  await follow('entry-not-filed');
  expect(the('heading', /^Entry for the host record, /)).toBeTruthy();
  await choose('How', 'Filed in the host’s record');
  await press('button', 'Record where it went');
  await press('link', /^Today/);
  expect(byTest('today-entry-not-filed')).toBeNull();
});

test('a draft leads to its form', async () => {
  await everythingWaits();
  expect(rows('draft')[0]?.[0]).toBe('Assessment');
  await follow('draft');
  expect(tab()).toBe('Assessment');
  expect(words(byTest('banner-name'))).toContain('NOWAK');
  expect(the('button', 'Sign')).toBeTruthy();
});

test('a draft of every kind is called by its name and leads somewhere', async () => {
  await unlock();
  const { id: case_id, patient_id } = world.cases[0]!;
  const kinds: [string, boolean][] = [
    ['severity', true],
    ['risk-note', true],
    ['safety-plan', true],
    ['measure:test-10', true],
    ['formulation:five-ps', true],
    ['letter:gp', true],
    ['allergies', false],
    ['medicines', false],
    ['diagnoses', false],
  ];
  for (const [kind, of] of kinds)
    answers.save_draft({
      kind,
      patient_id: of ? null : patient_id,
      case_id: of ? case_id : null,
      base: null,
      state: {},
    });
  await anew();
  expect(rows('draft').map((row) => row[0])).toEqual([
    'Diagnoses',
    'Medicines',
    'Allergies',
    'Letter to the GP',
    'Formulation',
    'TEST-10, begun',
    'Safety plan',
    'Risk note',
    'Severity rating',
  ]);
  expect(byTest('today-draft')?.querySelectorAll('a')).toHaveLength(kinds.length);
});

test('a draft about somebody who is not registered yet says so and is gone on with', async () => {
  await unlock(nothingWaits());
  await press('link', 'Register a patient');
  await type('Family name', 'Hughes');
  await pause();
  await press('link', /^Today/);
  expect(rows('draft')[0]?.slice(0, 2)).toEqual(['New patient', 'About nobody yet']);
  await follow('draft');
  expect((the('textbox', 'Family name') as HTMLInputElement).value).toBe('Hughes');
});

test('with nothing waiting the page says so and leads on', async () => {
  await unlock(nothingWaits());
  expect(the('heading', 'Nothing waits for you')).toBeTruthy();
  expect(document.querySelectorAll('main section')).toHaveLength(0);
  await expectAccessible();
  await press('button', 'To the caseload');
  expect(the('heading', 'Caseload')).toBeTruthy();
});

test('a colleague’s work is shown only when the whole team’s is asked for, and the choice is kept', async () => {
  await unlock(nothingWaits());
  as('J. Mensah', () => answers.record_measure({ case_id: world.cases[3]!.id, form: sheet('20-Nov-2026') }));
  await anew();
  expect(the('heading', 'Nothing waits for you')).toBeTruthy();
  await press('radio', 'Whole team');
  expect(calls.findLast((c) => c.name === 'today')?.request).toEqual({ everyone: true });
  expect(rows('safety-answer')[0]?.[0]).toContain('J. Mensah');
  await anew();
  expect((the('radio', 'Whole team') as HTMLInputElement).checked).toBe(true);
  expect(rows('safety-answer')).toHaveLength(1);
});

test('similar names are marked in words', async () => {
  await unlock(nothingWaits());
  answers.record_measure({ case_id: world.cases[5]!.id, form: sheet('20-Nov-2026') });
  await anew();
  expect(rows('safety-answer')[0]?.[1]).toContain('EVANS, Huw (Mr) Similar name in the register');
});

test('the arrows walk through the rows of all groups', async () => {
  await everythingWaits();
  byTest('today-safety-answer')?.querySelector('a')?.focus();
  await key('ArrowDown');
  expect(words(document.activeElement)).toBe('Risk review');
  await key('ArrowDown');
  expect(words(document.activeElement)).toContain('Entry for the host record');
  await key('ArrowUp');
  await key('ArrowUp');
  await key('ArrowUp');
  expect(words(document.activeElement)).toContain('TEST-10, item 6');
});

test('the rail says how much waits, and how much of it is about safety', async () => {
  await everythingWaits();
  expect(words(the('link', /^Today/))).toMatch(/^Today ?5 waiting, 2 about safety$/);
});

test('trouble is said and can be tried again', async () => {
  await unlock();
  await press('link', 'Caseload');
  failNext('today', error('storage', 'The register could not be read.'), 2);
  await press('link', /^Today/);
  expect(words(document.querySelector('main'))).toContain('could not be read');
  await press('button', 'Try again');
  expect(rows('entry-not-filed')).toHaveLength(1);
});

test('a list too long says how much of it is shown', async () => {
  await unlock();
  for (let n = 0; n < 201; n += 1) world.cases[0]!.letters.push(signedLetter('21-Nov-2026'));
  await anew();
  expect(screenText()).toContain('202 in all, the first 200 shown.');
});
