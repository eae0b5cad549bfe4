import { afterEach, expect, test } from 'vitest';
import type { SupervisionLogForm } from '$/ipc/types';
import { answers } from '../standin/answers';
import { calls } from '../standin/core';
import { world } from '../standin/world';
import { logged, MENSAH, OKAFOR, openSupervision, PATEL, user } from './supervision-window';
import {
  all,
  byTest,
  choose,
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
  value,
  words,
} from './window';

afterEach(close);

const select = (name: string) => the('combobox', name) as HTMLSelectElement;
const chosenIn = (name: string) => words(select(name).selectedOptions[0]);
const blocks = () => [...document.querySelectorAll('[data-testid="discussed-case"]')].map(words);
const review = () => [...document.querySelectorAll('[data-testid="review-row"]')];
const checked = (name: string | RegExp) => (the('checkbox', name) as HTMLInputElement).checked;
const sent = () =>
  (calls.findLast((c) => c.name === 'sign_supervision_log')?.request as { form: SupervisionLogForm }).form;
async function signs(): Promise<void> {
  await press('button', 'Sign');
  await press('button', 'Sign into the record');
}
async function met(): Promise<void> {
  await type('Minutes', '60');
  await choose('Type of supervision', 'Individual supervision');
  await choose('Supervisor', OKAFOR);
  await press('checkbox', MENSAH);
  await pause(50);
}

test('a refused signature loses nothing and names each fault at its field', async () => {
  await openSupervision();
  await key('Enter', { ctrlKey: true });
  expect(the('heading', 'Supervision log')).toBeTruthy();
  expect(value('Day')).toBe('22-Nov-2026');
  await met();
  await press('button', 'Add NOWAK, Halina (Ms), Persistent physical symptoms');
  await type('Question that was brought (optional)', 'How to end');
  await press('button', 'Add an action');
  await type('What is to be done', 'Repeat CORE-10');
  await expectAccessible();
  await signs();
  expect(await faults()).toEqual([
    'Say what was said of this case.',
    'Choose one of those who took part.',
    'Enter the day by which.',
  ]);
  const at = (id: string) => words(document.getElementById(`${id}-error`));
  expect(at('cases-0-discussed')).toContain('Say what was said of this case.');
  expect(at('actions-0-owner')).toContain('Choose one of those who took part.');
  expect(at('actions-0-due-on')).toContain('Enter the day by which.');
  expect(value('Question that was brought (optional)')).toBe('How to end');
  expect(value('What is to be done')).toBe('Repeat CORE-10');
  expect(checked(MENSAH)).toBe(true);
});

test('what is missing of the meeting itself is named at its field', async () => {
  await openSupervision();
  await press('button', 'Write a log');
  await type('Day', '');
  await signs();
  expect(await faults()).toEqual([
    'Enter the day.',
    'Enter the minutes, 1 to 480.',
    'Choose the type of supervision.',
    'Choose who supervised.',
    'Choose who was supervised.',
    'Write of a case, a question or a theme.',
  ]);
});

test('a log is signed with its case, its action and who does it, and is then read', async () => {
  await openSupervision();
  await press('button', 'Write a log');
  await met();
  await press('button', 'Add NOWAK, Halina (Ms), Persistent physical symptoms');
  await type('What was said', 'Two more sessions');
  await press('button', 'Add an action');
  await type('What is to be done', 'Repeat CORE-10');
  await choose('Who does it', MENSAH);
  await type('By when', '27/11/2026');
  await choose('About which case', 'NOWAK, Halina (Ms), 999 000 0018');
  await press('checkbox', 'Outcome measures were looked at');
  await press('button', 'Sign');
  expect(words(document.querySelector('dialog[open]'))).toContain('Supervision of 22-Nov-2026, 1 case.');
  await press('button', 'Sign into the record');
  expect(the('heading', 'Supervision log, 22-Nov-2026')).toBeTruthy();
  expect(words(byTest('signatures'))).toContain('J. Mensah, supervisee Not signed');
  expect(sent()).toMatchObject({
    supervisor: user(OKAFOR),
    supervisees: [user(MENSAH)],
    outcomes_looked_at: true,
    actions: [{ id: null, owner: user(MENSAH), case_id: world.cases[0]!.id }],
  });
  expect(world.drafts).toEqual([]);
});

test('the owners to choose from are those who took part, and nobody else', async () => {
  await openSupervision();
  await press('button', 'Write a log');
  await press('button', 'Add an action');
  expect([...select('Who does it').options].map(words)).toEqual(['Say first who took part']);
  await met();
  expect([...select('Who does it').options].map(words)).toEqual(['Choose', OKAFOR, MENSAH]);
});

test('a case of nobody who took part is found by name, and put in once', async () => {
  await openSupervision();
  await press('button', 'Write a log');
  expect(all('button', /^Add .*BEGUM/)).toHaveLength(0);
  await type('Add a case', 'begum');
  await press('button', /^Add BEGUM/);
  expect(blocks()[0]).toMatch(/BEGUM, Shirin \(Mrs\).*Born 02-Jul-1961 \(65y\), NHS No. 999 000 0026/);
  expect(document.activeElement?.id).toBe('cases-0-question');
  await type('Add a case', 'begum');
  expect(all('button', /^Add BEGUM/)).toHaveLength(0);
  expect(screenText()).toContain('No open case found by that name or number.');
  await press('button', 'Remove BEGUM, Shirin (Mrs) from the log');
  expect(document.querySelector('dialog[open]')).toBeNull();
  expect(blocks()).toEqual([]);
});

test('a case or an action in which something is written is not removed without being asked', async () => {
  await openSupervision();
  await press('button', 'Write a log');
  await met();
  await press('button', 'Add NOWAK, Halina (Ms), Persistent physical symptoms');
  await type('What was said', 'Two more sessions');
  await press('button', 'Add an action');
  await type('What is to be done', 'Repeat CORE-10');
  await press('button', 'Remove action 1');
  expect(words(document.querySelector('dialog[open]'))).toContain('Repeat CORE-10');
  await expectAccessible();
  await press('button', 'Keep it');
  expect(value('What is to be done')).toBe('Repeat CORE-10');
  await press('button', 'Remove NOWAK, Halina (Ms) from the log');
  await key('Enter', { ctrlKey: true });
  expect(blocks()).toHaveLength(1);
  await press('button', 'Remove');
  expect(blocks()).toEqual([]);
  expect(document.activeElement?.id).toBe('cases');
  expect(value('What is to be done')).toBe('Repeat CORE-10');
  expect(chosenIn('About which case')).toBe('No single case');
  await press('button', 'Remove action 1');
  await press('button', 'Remove');
  expect(byTest('action-row')).toBeNull();
  await press('button', 'Add an action');
  await press('button', 'Remove action 1');
  expect(document.querySelector('dialog[open]')).toBeNull();
  expect(byTest('action-row')).toBeNull();
});

test('an action is begun at its case; at the foot it is about the only case, and about none where there are several', async () => {
  await openSupervision();
  await press('button', 'Write a log');
  await met();
  await press('button', 'Add NOWAK, Halina (Ms), Persistent physical symptoms');
  await press('button', 'Add an action');
  expect(chosenIn('About which case')).toBe('NOWAK, Halina (Ms), 999 000 0018');
  await press('button', 'Remove action 1');
  await type('Add a case', 'begum');
  await press('button', /^Add BEGUM/);
  await press('button', 'Add an action about BEGUM, Shirin (Mrs)');
  expect(document.activeElement?.id).toBe('actions-0-what');
  expect(chosenIn('About which case')).toBe('BEGUM, Shirin (Mrs), 999 000 0026');
  await press('button', 'Remove action 1');
  await press('button', 'Add an action');
  expect(chosenIn('About which case')).toBe('No single case');
});

test('a log is kept while it is written, leads back from the drafts, and names its cases again', async () => {
  await openSupervision();
  await press('button', 'Write a log');
  await type('Add a case', 'begum');
  await press('button', /^Add BEGUM/);
  await type('What was said', 'Seen on the ward');
  await pause();
  expect(world.drafts.map((d) => [d.kind, d.patient_id, d.case_id])).toEqual([
    ['supervision-log', null, null],
  ]);
  await press('link', /^Drafts/);
  expect(words(document.querySelector('main tbody'))).toContain('No single patient');
  await press('link', 'Supervision log');
  expect(value('What was said')).toBe('Seen on the ward');
  expect(blocks()[0]).toContain('BEGUM, Shirin (Mrs)');
  await press('link', 'Supervision');
  expect(the('button', 'Continue the log')).toBeTruthy();
  await press('button', 'Continue the log');
  await discardDraft();
  expect(the('button', 'Write a log')).toBeTruthy();
});

test('the review says why each case should be discussed; what is about safety is said in words', async () => {
  await openSupervision(() => {
    answers.record_measure({
      case_id: world.cases[0]!.id,
      form: {
        instrument: 'test-10',
        completed_on: '20-Nov-2026',
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
  });
  await press('button', 'Review a caseload');
  expect(chosenIn('Whose caseload')).toBe('Dr A. Okafor (you)');
  expect(review()).toHaveLength(1);
  expect(words(review()[0])).toContain('NOWAK, Halina (Ms) Born 14-Mar-1983 (43y), NHS No. 999 000 0018');
  expect(words(review()[0])).toContain('Safety An answer about safety is open since 20-Nov-2026');
  expect(words(review()[0])).toContain('No outcome measure in the last 4 sessions');
  expect(screenText()).toContain('not a published standard');
  await expectAccessible();
});

test('the review of a colleague’s caseload fills the log: cases, reasons, and who supervises whom', async () => {
  await openSupervision();
  await press('button', 'Review a caseload');
  await choose('Whose caseload', MENSAH);
  await press('checkbox', /^Discuss: NOWAK/);
  await key('Enter', { ctrlKey: true });
  expect(the('heading', 'Supervision log')).toBeTruthy();
  expect(chosenIn('Supervisor')).toBe(OKAFOR);
  expect(checked(MENSAH)).toBe(true);
  expect(checked(OKAFOR)).toBe(false);
  expect(blocks()).toHaveLength(1);
  expect(blocks()[0]).toContain('No outcome measure in the last 4 sessions');
  await type('Minutes', '50');
  await choose('Type of supervision', 'Individual supervision');
  await type('What was said', 'Two more sessions');
  await signs();
  expect(sent().cases).toEqual([
    {
      case_id: world.cases[0]!.id,
      question: '',
      discussed: 'Two more sessions',
      reasons: ['Not discussed yet', 'No outcome measure in the last 4 sessions'],
    },
  ]);
});

test('cases of several caseloads go into one log: turning to another keeps what was chosen', async () => {
  await openSupervision(() => {
    const begum = world.cases.find((c) => c.id !== world.cases[0]!.id && c.form.status !== 'closed')!;
    begum.form.people = [{ ...world.cases[0]!.form.people[0]!, user_id: user(PATEL) }];
  });
  await press('button', 'Review a caseload');
  await choose('Whose caseload', MENSAH);
  await press('checkbox', /^Discuss: NOWAK/);
  expect(screenText()).toContain('1 case chosen');
  await choose('Whose caseload', PATEL);
  await press('checkbox', /^Discuss: BEGUM/);
  expect(screenText()).toContain('2 cases chosen: 1 of J. Mensah, 1 of R. Patel');
  await expectAccessible();
  await choose('Whose caseload', MENSAH);
  expect(checked(/^Discuss: NOWAK/)).toBe(true);
  await press('button', 'Write the log of these');
  expect(blocks()).toHaveLength(2);
  expect([checked(MENSAH), checked(PATEL), checked(OKAFOR)]).toEqual([true, true, false]);
  expect(chosenIn('Supervisor')).toBe(OKAFOR);
});

test('a review of one’s own caseload makes oneself the supervisee and guesses no supervisor', async () => {
  await openSupervision();
  await press('button', 'Review a caseload');
  await press('button', 'Write the log of these');
  expect(screenText()).toContain('Choose at least one case.');
  await press('button', 'Choose every case with a reason');
  await press('button', 'Write the log of these');
  expect(chosenIn('Supervisor')).toBe('Choose');
  expect(checked(OKAFOR)).toBe(true);
});

test('cases chosen while a log is begun are added to it, and what was typed stays', async () => {
  await openSupervision();
  await press('button', 'Write a log');
  await type(/^Themes/, 'Wanting to rescue');
  await pause();
  await press('link', 'Supervision');
  await press('button', 'Review a caseload');
  await press('checkbox', /^Discuss: NOWAK/);
  await press('button', 'Add these to the log that is begun');
  expect(value(/^Themes/)).toBe('Wanting to rescue');
  expect(blocks()[0]).toContain('NOWAK');
  await pause();
  expect(world.drafts).toHaveLength(1);
  expect(world.drafts[0]?.state).toMatchObject({
    themes: 'Wanting to rescue',
    cases: [{ case_id: world.cases[0]!.id }],
  });
});

test('a log that is begun is never put aside by changing another', async () => {
  await openSupervision(() => logged(OKAFOR));
  await press('button', 'Write a log');
  await type(/^Themes/, 'Wanting to rescue');
  await pause();
  await press('link', 'Supervision');
  await press('link', /^Individual supervision/);
  await press('button', 'Amend');
  expect(the('heading', 'Another log is begun')).toBeTruthy();
  await press('button', 'Go on with what is begun');
  expect(value(/^Themes/)).toBe('Wanting to rescue');
});

test('a change of a log that is begun is found again from the drafts, with the log that it changes', async () => {
  await openSupervision(() => {
    logged(OKAFOR);
    logged(OKAFOR, { held_on: '21-Nov-2026' });
  });
  await press('link', 'Individual supervision, 60 minutes, 20-Nov-2026');
  await press('button', 'Amend');
  await type(/^Themes/, 'Wanting to rescue');
  await pause();
  await press('link', /^Drafts/);
  await press('link', 'Supervision log');
  expect(the('heading', 'Change the log of 20-Nov-2026')).toBeTruthy();
  expect(value(/^Themes/)).toBe('Wanting to rescue');
});
