import { afterEach, expect, test } from 'vitest';
import { answers } from '../standin/answers';
import { calls } from '../standin/core';
import { world } from '../standin/world';
import { agree, caseId, openPathway, signs } from './pathway-window';
import {
  all,
  byTest,
  close,
  expectAccessible,
  faults,
  key,
  pause,
  press,
  screenText,
  type,
  value,
  words,
} from './window';

afterEach(close);

const goals = () => [...document.querySelectorAll('[data-testid="goal"]')];
const rate = (goal: string, on: string, patient: number | null, clinician: number | null) =>
  answers.rate_goal({
    case_id: caseId(),
    goal_id: goal,
    rated_on: on,
    form: { patient, clinician, evidence: '' },
  });
const asked = () => calls.filter((c) => c.name === 'rate_goal').map((c) => c.request);

test('a goal is asked for in the patient’s words and five parts; what is missing is named at its field', async () => {
  await openPathway();
  await press('link', 'Add a goal');
  await type('Goal', 'Take the stairs');
  await expectAccessible();
  await signs();
  expect(await faults()).toEqual([
    'Say what exactly.',
    'Say how it will be seen.',
    'Enter the day by which.',
    'Say where the patient starts.',
    'Say where the patient wants to be.',
  ]);
  expect(value('Goal')).toBe('Take the stairs');
});

test('a goal is kept while it is written, signed, and read with where it starts and where it goes', async () => {
  await openPathway();
  await press('link', 'Add a goal');
  await type('Goal', 'Take the stairs');
  await type('Specific', 'To the first floor');
  await type('Measurable', 'On the sheet');
  await type('Time-bound: by when', '20/12/2026');
  await type('Where the patient starts', 'Lift every time');
  await type('Where the patient wants to be', 'Stairs once a day');
  await pause();
  expect(world.drafts.map((d) => d.kind)).toEqual(['goal']);
  await key('Enter', { ctrlKey: true });
  await key('Enter', { ctrlKey: true });
  const text = words(goals()[0]);
  expect(text).toContain('Take the stairs');
  expect(text).toContain('Being worked on');
  expect(text).toContain('From Lift every time to Stairs once a day, by 20-Dec-2026');
  expect(text).toContain('Not rated yet');
  expect(text).toContain('Specific To the first floor');
  expect(text).not.toContain('Achievable');
  expect(world.drafts).toEqual([]);
});

test('a rating is two digits: one for the patient, one for the clinician', async () => {
  await openPathway(() => agree());
  await press('button', 'Rate: Take the stairs');
  expect(document.activeElement?.id).toBe('patient');
  await expectAccessible();
  await key('7');
  expect(document.activeElement?.id).toBe('patient-7');
  document.getElementById('clinician')?.focus();
  await key('6');
  await key('Enter', { ctrlKey: true });
  expect(asked()).toEqual([
    expect.objectContaining({
      rated_on: '22-Nov-2026',
      form: { patient: 7, clinician: 6, evidence: '' },
    }),
  ]);
  expect(words(goals()[0])).toContain('Patient 7, clinician 6 of 10');
});

test('ten is a one and a nought; a nought alone is nought; Backspace takes a choice back', async () => {
  await openPathway(() => agree());
  await press('button', 'Rate: Take the stairs');
  await key('1');
  await key('0');
  document.getElementById('clinician')?.focus();
  await key('4');
  await key('0');
  await key('Enter', { ctrlKey: true });
  expect(asked()[0]).toMatchObject({ form: { patient: 10, clinician: 0 } });
  await press('button', 'Rate: Take the stairs');
  await key('3');
  await key('Backspace');
  await key('Enter', { ctrlKey: true });
  expect(await faults()).toEqual(['Enter at least one rating.']);
  expect(asked()[1]).toMatchObject({ form: { patient: null, clinician: null } });
});

test('ratings over time are the core’s picture with its sentence, and a table of both sides', async () => {
  await openPathway(() => {
    const id = agree().goals[0]!.id;
    rate(id, '01-Sep-2026', 2, 3);
    rate(id, '13-Oct-2026', 5, null);
    rate(id, '10-Nov-2026', 7, 6);
  });
  const picture = goals()[0]?.querySelector('svg[role=img]');
  expect(picture?.getAttribute('aria-label')).toBe(
    'Rated by the patient 2 of 10 on 01-Sep-2026 and 7 of 10 on 10-Nov-2026; 3 ratings.',
  );
  expect(picture?.querySelectorAll('[data-shape]')).toHaveLength(3);
  expect(words(goals()[0])).toContain('Patient 2 to 7, clinician 3 to 6 of 10');
  const rows = [...(goals()[0]?.querySelectorAll('tbody tr') ?? [])].map((row) =>
    [...row.querySelectorAll('td')].slice(0, 3).map(words),
  );
  expect(rows).toEqual([
    ['10-Nov-2026', '7', '6'],
    ['13-Oct-2026', '5', '–'],
    ['01-Sep-2026', '2', '3'],
  ]);
  await expectAccessible();
});

test('a rating in error is withdrawn with a reason, leaves the picture and stays in the table', async () => {
  await openPathway(() => {
    const id = agree().goals[0]!.id;
    rate(id, '01-Sep-2026', 2, 3);
    rate(id, '10-Nov-2026', 7, 6);
  });
  await press('button', 'Withdraw the rating of 10-Nov-2026: Take the stairs');
  await type('Reason', 'Of another goal');
  await press('button', 'Withdraw');
  expect(goals()[0]?.querySelector('svg[role=img]')).toBeNull();
  expect(words(goals()[0])).toContain('Patient 2, clinician 3 of 10');
  expect(words(goals()[0])).toContain('Of another goal');
});

test('a goal is reached by changing it with a reason; a new one can’t be reached already', async () => {
  await openPathway(() => agree());
  await press('link', 'Add a goal');
  expect(all('radio', 'Reached')).toHaveLength(0);
  await press('link', 'Pathway');
  await press('link', 'Change the goal: Take the stairs');
  await press('radio', 'Reached');
  await press('button', 'Sign');
  await type('Reason, in a sentence', 'Every day for three weeks');
  await press('button', 'Sign into the record');
  expect(goals()).toHaveLength(1);
  expect(words(goals()[0])).toContain('Reached');
  expect(words(goals()[0])).toContain('Version 2: New version: Every day for three weeks');
});

test('a goal whose day has passed says so; one entered in error is withdrawn and can’t be rated', async () => {
  await openPathway(() => agree({ by: '01-Nov-2026' }));
  expect(words(goals()[0])).toContain('Its day has passed');
  await press('button', 'Withdraw the goal: Take the stairs');
  await expectAccessible();
  await press('button', 'Withdraw');
  expect(await faults()).toEqual(['Say what was entered in error.']);
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  expect(words(goals()[0])).toContain('Withdrawn');
  expect(words(goals()[0])).toContain('Wrong patient');
  expect(words(goals()[0])).not.toContain('Its day has passed');
  expect(all('button', 'Rate: Take the stairs')).toHaveLength(0);
  expect(byTest('goals-panel')).toBeTruthy();
  expect(screenText()).toContain('Add a goal');
});
