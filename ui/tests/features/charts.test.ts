//! Pictures of measures: read by the keyboard, by shape, and as a table.

import { afterEach, expect, test } from 'vitest';
import type { MeasureForm, SessionNoteForm } from '$/ipc/types';
import { answers } from '../standin/answers';
import { world } from '../standin/world';
import { byTest, close, expectAccessible, press, settle, unlockToCaseload, words } from './window';

afterEach(close);

const begum = () => world.cases[1]!.id;
function filled(digits: string, on: string, instrument = 'test-10', not_applicable: string[] = []): void {
  const form: MeasureForm = {
    instrument,
    completed_on: on,
    completion: 'paper',
    answers: Object.fromEntries(
      [...digits]
        .map((d, i) => [`q${i + 1}`, Number(d)] as const)
        .filter(([id]) => !not_applicable.includes(id)),
    ),
    version: '',
    filled_in_by: null,
    language: '',
    paper_total: '',
    in_words: {},
    not_applicable,
    note: '',
  };
  answers.record_measure({ case_id: begum(), form });
}
function held(on: string, attendance: SessionNoteForm['attendance'] = 'attended'): void {
  const form: SessionNoteForm = {
    held_on: on,
    attendance,
    minutes: '50',
    form: 'face-to-face',
    phases: ['engagement'],
    note: 'Talked',
    homework: '',
  };
  answers.sign_session({ case_id: begum(), form, record_id: null, base: null, amendment: null });
}
async function open(before: () => void): Promise<void> {
  await unlockToCaseload();
  before();
  await press('link', /BEGUM/);
  await press('link', 'Measures');
}
/** Three sheets of ten, two of five numbers. */
function treated(): void {
  filled('4004404444', '04-Aug-2026');
  filled('2122102010', '02-Oct-2026');
  filled('1441100010', '20-Nov-2026');
  filled('44444', '04-Aug-2026', 'test-5');
  filled('11111', '20-Nov-2026', 'test-5');
}
const slider = (testid: string) => byTest(testid)?.querySelector<HTMLElement>('[role=slider]');
const said = (testid: string) => words(byTest(testid)?.querySelector('[aria-live=polite]'));
async function hit(testid: string, key: string): Promise<void> {
  slider(testid)?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await settle();
}
const rowsOf = (table: Element | null | undefined) =>
  [...(table?.querySelectorAll('tbody tr') ?? [])].map((r) => [...r.querySelectorAll('td')].map(words));
const shapes = (testid: string) =>
  [...(byTest(testid)?.querySelectorAll('[data-shape]') ?? [])].map((s) => s.getAttribute('data-shape'));

test('one tab stop a picture: arrow keys, Home and End go from point to point, and each is said and shown', async () => {
  await open(treated);
  const stop = slider('series-test-10');
  expect(byTest('series-test-10')?.querySelectorAll('figure [tabindex="0"]')).toHaveLength(1);
  expect(said('series-test-10')).toBe('');
  stop?.focus();
  await settle();
  expect(said('series-test-10')).toBe('20-Nov-2026: 4, little; 32 lower than the first.');
  expect(stop?.getAttribute('aria-valuetext')).toBe('3 of 3');
  await hit('series-test-10', 'ArrowLeft');
  expect(said('series-test-10')).toBe('02-Oct-2026: 13, some; 23 lower than the first.');
  await hit('series-test-10', 'Home');
  expect(said('series-test-10')).toBe('04-Aug-2026: 36, much; the first score.');
  expect(stop?.getAttribute('aria-valuenow')).toBe('1');
  await hit('series-test-10', 'ArrowLeft');
  expect(stop?.getAttribute('aria-valuenow')).toBe('1');
  await hit('series-test-10', 'End');
  expect(stop?.getAttribute('aria-valuenow')).toBe('3');
  await expectAccessible();
});

test('the first, the newest and what stands apart differ in shape, not in colour alone, and nothing joins them', async () => {
  await open(() => {
    filled('44444', '04-Aug-2026', 'test-5');
    filled('33333', '04-Sep-2026', 'test-5');
    filled('33333', '02-Oct-2026', 'test-5', ['q2']);
    filled('11111', '20-Nov-2026', 'test-5', ['q2']);
  });
  expect(shapes('series-test-5')).toEqual(['square', 'circle', 'triangle', 'diamond']);
  const runs = [...(byTest('series-test-5')?.querySelectorAll('polyline') ?? [])];
  expect(runs.map((r) => r.getAttribute('points')?.split(' ').length)).toEqual([2, 2]);
  expect(words(byTest('series-test-5'))).toContain('▲ out of another maximum: not joined');
  await hit('series-test-5', 'End');
  expect(said('series-test-5')).toBe('20-Nov-2026: 4; out of 32: not compared with the first.');
});

test('the table behind the toggle has every point of the picture', async () => {
  await open(treated);
  const series = byTest('series-test-10');
  const rows = rowsOf([...(series?.querySelectorAll('table') ?? [])].find((t) => words(t).startsWith('Day')));
  expect(rows).toHaveLength(shapes('series-test-10').length);
  for (const [i, row] of rows.entries()) {
    await hit('series-test-10', i === 0 ? 'Home' : 'ArrowRight');
    const [day, score, band, since] = row;
    expect(said('series-test-10')).toBe(`${day}: ${score}, ${band}; ${since}.`);
  }
});

test('what is measurement error is hatched and said, and only where a rule is known', async () => {
  await open(treated);
  expect(byTest('series-test-10')?.querySelectorAll('figure .error')).toHaveLength(1);
  expect(words(byTest('series-test-10'))).toContain(
    'by less than 6. Such a change may be measurement error alone',
  );
  expect(byTest('series-test-5')?.querySelector('figure .error')).toBeNull();
});

test('sessions stand under the axis with their numbers, those without a number and outside it do not', async () => {
  await open(() => {
    treated();
    held('01-Aug-2026');
    held('11-Aug-2026');
    held('02-Sep-2026', 'patient-cancelled');
    held('06-Oct-2026');
  });
  const numbers = (testid: string) =>
    [...(byTest(testid)?.querySelectorAll('.session') ?? [])].map((s) => words(s));
  expect(numbers('series-test-10')).toEqual(['2', '3']);
  expect(numbers('measures-board')).toEqual(['2', '3']);
});

test('several measures stand on one axis of time and a day is read over all of them', async () => {
  await open(() => {
    treated();
    filled('22222', '10-Sep-2026', 'test-5');
  });
  const board = byTest('measures-board');
  expect(board?.querySelectorAll('svg[role=img]')).toHaveLength(1);
  await hit('measures-board', 'Home');
  expect(said('measures-board')).toBe(
    '04-Aug-2026: TEST-10 36, much; the first score. TEST-5 20; the first score.',
  );
  await hit('measures-board', 'ArrowRight');
  expect(said('measures-board')).toBe('10-Sep-2026: TEST-5 10; 10 lower than the first.');
  const rows = rowsOf(board?.querySelector('table'));
  expect(rows).toHaveLength(shapes('measures-board').length);
  expect(rows[2]).toEqual(['10-Sep-2026', 'TEST-5', '10', '–', '10 lower than the first']);
  expect(words(board)).toContain('measurement error alone: TEST-10 ± 6 (90 %).');
  await expectAccessible();
});

test('one measure alone is no board; its parts stand behind a toggle', async () => {
  await open(() => {
    filled('4004404444', '04-Aug-2026');
    filled('1441100010', '20-Nov-2026');
  });
  expect(byTest('measures-board')).toBeNull();
  const series = byTest('series-test-10');
  expect(series?.querySelectorAll('svg[role=img]')).toHaveLength(1);
  const parts = [...(series?.querySelectorAll('details') ?? [])].find(
    (d) => words(d.querySelector('summary')) === 'Parts',
  );
  parts!.open = true;
  parts!.dispatchEvent(new Event('toggle'));
  await settle();
  const picture = parts?.querySelector('svg[role=img]')?.getAttribute('aria-label');
  expect(picture).toContain('2 scales on one axis of time, from 04-Aug-2026 to 20-Nov-2026.');
  expect(picture).toContain('First half');
  await expectAccessible();
});

test('the small picture on the overview leads to the whole one of that measure, and the keyboard is there with it', async () => {
  await open(treated);
  await press('link', 'Overview');
  const small = byTest('measures-panel')?.querySelectorAll('[role=img]');
  expect(small).toHaveLength(2);
  expect(byTest('measures-panel')?.querySelector('[role=slider]')).toBeNull();
  await press('link', 'TEST-5: points, table and sheets');
  expect(document.activeElement?.tagName).toBe('H2');
  expect(words(document.activeElement)).toBe('TEST-5');
  expect(slider('series-test-5')).not.toBeNull();
  await expectAccessible();
  // By the tab itself the page begins at its top.
  await press('link', 'Overview');
  await press('link', 'Measures');
  expect(document.activeElement?.tagName).toBe('H1');
});
