import { afterEach, expect, test } from 'vitest';
import type { SeverityForm } from '$/ipc/types';
import { answers } from '../standin/answers';
import { calls, failNext } from '../standin/core';
import { as } from '../standin/kept';
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

const form = (more: Partial<SeverityForm>): SeverityForm => ({
  rated_on: '20-Nov-2026',
  severity: 'moderate',
  onset: 'March 2021',
  comorbidity: [],
  evidence: {
    symptoms: '',
    body_systems: '',
    function: '',
    help_seeking: '',
    comorbidity: '',
    iatrogenic: '',
  },
  rationale: 'Off work, six systems',
  basis: 'face-to-face',
  ...more,
});
/** Opens the severity of somebody about whom the ratings were made before, oldest first. */
async function open(...rated: [string, Partial<SeverityForm>][]): Promise<void> {
  await unlockToCaseload();
  const case_id = world.cases.at(-1)!.id;
  for (const [who, more] of rated) as(who, () => answers.rate_severity({ case_id, form: form(more) }));
  await press('link', /AL-SAYYID/);
  await press('link', 'Severity');
}
const OKAFOR = 'Dr A. Okafor';
const MENSAH = 'J. Mensah';
const twoRaters: [string, Partial<SeverityForm>][] = [
  [OKAFOR, { rated_on: '04-Aug-2026', severity: 'severe' }],
  [MENSAH, { rated_on: '18-Nov-2026', severity: 'severe', rationale: 'Seen at home, in bed' }],
  [OKAFOR, { rated_on: '20-Nov-2026', severity: 'moderate' }],
];
async function sign(): Promise<void> {
  await press('button', 'Sign');
  await press('button', 'Sign into the record');
}
const panels = () => [...document.querySelectorAll('main section.panel')].map(words);
const draft = () => world.drafts.find((d) => d.kind === 'severity')?.state as SeverityForm;

test('severity is chosen in words with what each means, and nothing is chosen beforehand', async () => {
  await open();
  expect(screenText()).toContain('Nothing is added up');
  await press('button', 'Rate severity');
  for (const level of ['Mild', 'Moderate', 'Severe', 'Not rated']) {
    const radio = the('radio', level) as HTMLInputElement;
    expect(radio.checked, level).toBe(false);
    expect(document.getElementById(radio.getAttribute('aria-describedby') ?? '')?.textContent).toBeTruthy();
  }
  expect(document.querySelectorAll('main input[type=radio]:checked')).toHaveLength(0);
  expect(screenText()).toContain('no sum');
  await expectAccessible();
});

test('the three axes are asked for side by side, and evidence is called what it is', async () => {
  await open();
  await press('button', 'Rate severity');
  expect(the('radio', 'Moderate')).toBeTruthy();
  expect(the('textbox', 'Onset')).toBeTruthy();
  for (const name of ['Depression', 'Anxiety', 'Medical disease']) expect(the('checkbox', name)).toBeTruthy();
  expect(screenText()).toContain('Supports the rating; never computes it');
});

test('what is missing is named at its field, and nothing typed is lost', async () => {
  await open();
  await press('button', 'Rate severity');
  await type('Onset', 'long ago');
  await type('Loss of function', 'In bed since Monday');
  await sign();
  expect(await faults()).toEqual([
    'Choose the severity.',
    'Choose what the rating rests on.',
    expect.stringContaining('Enter a year, a month and year, or a day'),
    'Say in your own words why this severity.',
  ]);
  expect(value('Onset')).toBe('long ago');
  expect(value('Loss of function')).toBe('In bed since Monday');
  const why = the('textbox', 'Why this severity');
  expect(why.getAttribute('aria-describedby')).toContain('error');
  await expectAccessible();
});

test('a rating is kept while it is made, signed for a named patient, and read in words', async () => {
  await open();
  await press('button', 'Rate severity');
  await press('radio', 'Severe');
  await type('Why this severity', 'Five visits this week');
  await press('radio', 'From the notes');
  await type('Onset', '2021');
  await press('checkbox', 'Anxiety');
  await type('Loss of function', 'In bed since Monday');
  await pause();
  expect(byTest('draft-state')?.textContent).toContain('Draft saved');
  expect(draft()).toMatchObject({ severity: 'severe', basis: 'notes', comorbidity: ['anxiety'] });
  await key('Enter', { ctrlKey: true });
  expect(words(document.querySelector('dialog'))).toContain('AL-SAYYID');
  await expectAccessible();
  await key('Enter', { ctrlKey: true });
  const newest = words(byTest('severity-newest'));
  expect(newest).toContain('Severe, 22-Nov-2026');
  expect(newest).toContain('Since 2021');
  expect(newest).toContain('Comorbidity. Anxiety');
  expect(newest).toContain('Five visits this week');
  expect(newest).toContain('Loss of function');
  expect(newest).toContain('Rated and signed by Dr A. Okafor, 22-Nov-2026 14:02. From the notes.');
  expect(newest).not.toContain('Body systems');
  expect(world.drafts).toEqual([]);
});

test('not rated is an answer with its reason, and stands in no chart', async () => {
  await open();
  await press('button', 'Rate severity');
  await press('radio', 'Not rated');
  await type('Why this severity', 'Awaiting the neurologist');
  await press('radio', 'From the notes');
  await sign();
  expect(words(byTest('severity-newest'))).toContain('Not rated, 22-Nov-2026');
  expect(byTest('severity-chart')).toBeNull();
});

test('two raters stand apart, each with name, day and reason, and that they differ is said', async () => {
  await open(...twoRaters);
  expect(screenText()).toContain('Raters differ');
  expect(screenText()).toContain('J. Mensah rated severe on 18-Nov-2026. Both are kept.');
  const [, moderate, severe] = panels();
  expect(moderate).toContain('Moderate, 20-Nov-2026');
  expect(moderate).toContain('Rated and signed by Dr A. Okafor');
  expect(severe).toContain('Severe, 18-Nov-2026');
  expect(severe).toContain('Seen at home, in bed');
  expect(severe).toContain('Rated and signed by J. Mensah');
  await expectAccessible();
});

test('a change is said against the same rater’s last rating', async () => {
  await open(...twoRaters);
  const newest = words(byTest('severity-newest'));
  expect(newest).toContain('Less severe than on 04-Aug-2026 (severe to moderate).');
});

test('history is steps: a picture with its sentence, a mark a rater, and the same as a table', async () => {
  await open(...twoRaters);
  const chart = byTest('severity-chart');
  const picture = chart?.querySelector('svg[role=img]');
  const sentence = 'MUS severity: severe on 04-Aug-2026, moderate on 20-Nov-2026; 3 ratings.';
  expect(picture?.getAttribute('aria-label')).toBe(sentence);
  expect(words(chart?.querySelector('figcaption'))).toBe(sentence);
  expect(picture?.querySelectorAll('circle')).toHaveLength(2);
  expect(picture?.querySelectorAll('rect')).toHaveLength(1);
  for (const line of picture?.querySelectorAll('line') ?? [])
    expect(line.getAttribute('y1')).toBe(line.getAttribute('y2'));
  const rows = [...(chart?.querySelectorAll('tbody tr') ?? [])].map((row) =>
    [...row.querySelectorAll('td')].map(words),
  );
  expect(rows).toEqual([
    ['04-Aug-2026', 'Severe', OKAFOR],
    ['18-Nov-2026', 'Severe', MENSAH],
    ['20-Nov-2026', 'Moderate', OKAFOR],
  ]);
});

test('“Rate again” takes over the onset, judges everything else anew, and changes no earlier rating', async () => {
  await open([MENSAH, { rated_on: '18-Nov-2026', severity: 'severe', comorbidity: ['depression'] }]);
  await press('button', 'Rate again');
  expect(value('Onset')).toBe('March 2021');
  expect(value('Why this severity')).toBe('');
  expect(document.querySelectorAll('main input:checked')).toHaveLength(0);
  await press('radio', 'Moderate');
  await type('Why this severity', 'Walks to the shop');
  await press('radio', 'Face to face');
  await sign();
  expect(words(byTest('severity-newest'))).toContain('Walks to the shop');
  expect(screenText()).toContain('Severe, 18-Nov-2026');
  expect(screenText()).toContain('Rated and signed by J. Mensah');
});

test('that raters differ is said at once after a rating, not only after leaving the page', async () => {
  await open([MENSAH, { rated_on: '18-Nov-2026', severity: 'severe' }]);
  await press('button', 'Rate again');
  await press('radio', 'Moderate');
  await type('Why this severity', 'Walks to the shop');
  await press('radio', 'Face to face');
  await sign();
  expect(screenText()).toContain('J. Mensah rated severe on 18-Nov-2026. Both are kept.');
});

test('that raters differ is no longer said once they agree', async () => {
  await open(...twoRaters);
  await press('button', 'Rate again');
  await press('radio', 'Severe');
  await type('Why this severity', 'Five visits this week');
  await press('radio', 'Face to face');
  await sign();
  expect(screenText()).not.toContain('Raters differ');
});

test('a rating in error is withdrawn with a reason, stays readable and leaves the chart', async () => {
  await open(...twoRaters);
  await press('button', 'Withdraw the rating of 20-Nov-2026');
  await expectAccessible();
  await press('button', 'Withdraw');
  expect(await faults()).toEqual(['Say what was entered in error.']);
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  const gone = panels().find((text) => text.startsWith('Moderate, 20-Nov-2026')) ?? '';
  expect(gone).toContain('Withdrawn');
  expect(gone).toContain('Wrong patient');
  expect(words(byTest('severity-newest'))).toContain('Severe, 18-Nov-2026');
  expect(byTest('severity-chart')?.querySelectorAll('tbody tr')).toHaveLength(2);
  expect(all('button', 'Withdraw the rating of 20-Nov-2026')).toHaveLength(0);
});

test('a refused signature keeps the rating as it was typed', async () => {
  await open();
  await press('button', 'Rate severity');
  await press('radio', 'Severe');
  await type('Why this severity', 'Five visits this week');
  await press('radio', 'Face to face');
  failNext('rate_severity', error('storage', 'The register could not be written.'));
  await sign();
  expect(words(byTest('problem'))).toContain('could not be written');
  expect(value('Why this severity')).toBe('Five visits this week');
  expect((the('radio', 'Severe') as HTMLInputElement).checked).toBe(true);
  expect(draft().rationale).toBe('Five visits this week');
});

test('a rating that was begun is discarded, and nothing of it is in the record', async () => {
  await open();
  await press('button', 'Rate severity');
  await press('radio', 'Severe');
  await pause();
  await discardDraft();
  expect(world.drafts).toEqual([]);
  expect(the('heading', 'Not rated yet')).toBeTruthy();
  expect(calls.some((c) => c.name === 'rate_severity')).toBe(false);
});

test('a kind of case that has no severity offers none', async () => {
  await unlockToCaseload();
  await press('link', /BEGUM/);
  expect(all('link', 'Severity')).toHaveLength(0);
});
