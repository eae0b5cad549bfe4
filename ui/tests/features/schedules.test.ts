import { afterEach, expect, test } from 'vitest';
import { calls } from '../standin/core';
import { world } from '../standin/world';
import {
  all,
  byTest,
  choose,
  close,
  expectAccessible,
  faults,
  press,
  screenText,
  settle,
  the,
  type,
  unlockToCaseload,
  words,
} from './window';

afterEach(close);

async function open(): Promise<void> {
  await unlockToCaseload();
  await press('link', /BEGUM/);
  await press('link', 'Measures');
}
const schedule = () => words(byTest('measure-schedule'));
const sent = () => calls.findLast((c) => c.name === 'set_measure_schedule')?.request;

test('nothing is asked for until it is chosen; the usual is Casebook’s own suggestion', async () => {
  await open();
  expect(schedule()).toContain('Nothing is asked for by date or session.');
  await press('button', 'Choose');
  await choose('Add a measure', 'TEST-10');
  await expectAccessible();
  await press('button', 'Save');
  expect((await faults()).join(' ')).toContain('Choose when it is to be filled in');
  expect(screenText()).toContain('Casebook’s own suggestion, not that of a guideline');
  await press('button', /^Usual: at the start, every 3 sessions, for the review and at discharge/);
  await press('button', 'Save');
  expect(sent()).toMatchObject({
    base: null,
    instruments: [{ instrument: 'test-10', at_start: true, every: 3, at_review: true, at_discharge: true }],
  });
  expect(schedule()).toContain('TEST-10 at the start, every 3 sessions, for the review and at discharge');
});

test('what is due says since when, leads to the sheet, and stands on the overview', async () => {
  await open();
  await press('button', 'Choose');
  await choose('Add a measure', 'TEST-10');
  await press('button', /^Usual/);
  await press('button', 'Save');
  expect(schedule()).toContain('Overdue TEST-10, since session 1 (03-Nov-2026)');
  await expectAccessible();
  await press('button', 'Fill in TEST-10');
  expect(the('heading', 'TEST-10')).toBeTruthy();
  await press('link', 'Overview');
  expect(words(byTest('measures-panel'))).toContain('Overdue TEST-10, since session 1 (03-Nov-2026)');
});

test('a line is taken off, and the version that it started from goes with it', async () => {
  await open();
  await press('button', 'Choose');
  await choose('Add a measure', 'TEST-10');
  await press('button', /^Usual/);
  await press('button', 'Save');
  await press('button', 'Change');
  await choose('By number of sessions', 'Every session');
  await press('button', 'Save');
  expect(schedule()).toContain('at the start, every session, for the review');
  await press('button', 'Change');
  await press('button', 'Take TEST-10 off');
  await press('button', 'Save');
  expect(sent()).toMatchObject({ instruments: [] });
  expect((sent() as { base: string | null }).base).toBeTruthy();
  expect(schedule()).toContain('Nothing is asked for');
});

test('one names ones own deputy for answers about safety, with hours from 1 to 168', async () => {
  await unlockToCaseload();
  await press('link', 'Settings');
  await press('link', 'Your account');
  await settle();
  expect(words(byTest('deputy'))).toContain('It stays on yours');
  expect(all('textbox', 'After how many hours')).toHaveLength(0);
  await choose('Deputy', 'J. Mensah');
  expect((the('textbox', 'After how many hours') as HTMLInputElement).value).toBe('24');
  await type('After how many hours', '200');
  await press('button', 'Save the deputy');
  expect((await faults()).join(' ')).toContain('from 1 to 168');
  await type('After how many hours', '12');
  await expectAccessible();
  await press('button', 'Save the deputy');
  const me = world.users.find((u) => u.id === world.me);
  expect(me?.pass_on_hours).toBe(12);
  expect(me?.deputy_id).toBe(world.users.find((u) => u.name === 'J. Mensah')?.id);
  expect(words(byTest('deputy'))).toContain('Kept.');
});
