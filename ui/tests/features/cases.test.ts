import { afterEach, expect, test } from 'vitest';
import { calls, failNext } from '../standin/core';
import { error, world } from '../standin/world';
import {
  all,
  byTest,
  close,
  expectAccessible,
  key,
  pause,
  press,
  screenText,
  settle,
  the,
  type,
  unlockToCaseload,
} from './window';

afterEach(close);

test('the caseload shows the NHS number on every row, and warns of similar names', async () => {
  await unlockToCaseload();
  await expectAccessible();
  const rows = [...document.querySelectorAll('[data-testid=caseload] tbody tr')];
  expect(rows).toHaveLength(7);
  for (const row of rows) expect(row.textContent).toMatch(/999 000 \d{4}|Not Known/);
  expect(rows[0]?.textContent).toContain('Emergency');
  expect(rows.filter((r) => r.textContent?.includes('Similar name'))).toHaveLength(1);
});

test('typing filters, arrows walk, Enter opens', async () => {
  await unlockToCaseload();
  (the('textbox', /Find a patient/) as HTMLInputElement).focus();
  await type(/Find a patient/, 'now');
  expect(document.querySelectorAll('[data-testid=caseload] tbody tr')).toHaveLength(1);
  await key('ArrowDown');
  expect(document.activeElement?.textContent).toContain('NOWAK');
  await key('ArrowUp');
  expect((document.activeElement as HTMLElement).id).toBe('find');
  await key('Enter');
  expect(byTest('banner-name')?.textContent).toBe('NOWAK, Halina (Ms)');
});

test('nobody found: the screen says what to do next', async () => {
  await unlockToCaseload();
  await type(/Find a patient/, 'xyz');
  expect(screenText()).toContain('Nobody fits');
  await expectAccessible();
  await press('button', 'Show everybody');
  expect(document.querySelectorAll('[data-testid=caseload] tbody tr')).toHaveLength(7);
});

test('closed cases come only when asked for', async () => {
  await unlockToCaseload();
  expect(all('link', /Hugh/)).toHaveLength(0);
  await press('checkbox', 'With closed cases');
  expect(all('link', /Hugh/)).toHaveLength(1);
});

test('the banner follows the common user interface: order, labels without colon, preferred name below', async () => {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  const banner = byTest('patient-banner');
  expect([...(banner?.querySelectorAll('dt') ?? [])].map((dt) => dt.textContent)).toEqual([
    'Born',
    'Gender',
    'NHS No.',
  ]);
  expect([...(banner?.querySelectorAll('dd') ?? [])].map((dd) => dd.textContent)).toEqual([
    '14-Mar-1983 (43y)',
    'Female',
    '999 000 0018',
  ]);
  expect(banner?.textContent).toContain('Preferred name Hala');
  expect(banner?.textContent).toContain('Known allergies: penicillin');
});

test('the banner of somebody who has died says so, on another ground', async () => {
  await unlockToCaseload();
  await press('checkbox', 'With closed cases');
  await press('link', /Hugh/);
  const banner = byTest('patient-banner');
  expect([...(banner?.querySelectorAll('dt') ?? [])].map((dt) => dt.textContent)).toEqual([
    'Born',
    'Died',
    'Age at Death',
    'Gender',
    'NHS No.',
  ]);
  expect(banner?.classList.contains('died')).toBe(true);
});

test('every tab of a case is clean, keeps the banner, and gives the focus to its heading', async () => {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  for (const [tab, heading] of [
    ['Formulation', /^Formulation, version 2/],
    ['Letters', 'Letters'],
    ['Patient', 'Patient'],
    ['History', 'History'],
    ['Overview', 'Where things stand'],
  ] as const) {
    await press('link', tab);
    expect(byTest('banner-nhs-number')?.textContent).toBe('999 000 0018');
    const h1 = all('heading', heading).find((h) => h.tagName === 'H1');
    expect(document.activeElement).toBe(h1);
    expect(document.title).toContain('Casebook');
    expect(document.title).not.toContain('NOWAK');
    await expectAccessible();
  }
});

test('a patient is registered and the case follows at once; Ctrl+Enter does the main thing', async () => {
  await unlockToCaseload();
  await key('n', { altKey: true });
  await expectAccessible();
  await type('NHS number', '9990000174');
  expect((the('textbox', 'NHS number') as HTMLInputElement).value).toBe('999 000 0174');
  await type('Family name', 'Brynmor');
  await key('Enter', { ctrlKey: true });
  expect(the('heading', 'New case')).toBeTruthy();
  await expectAccessible();
  await press('button', 'Save the case');
  expect(byTest('error-summary')?.textContent).toContain('Enter the question that the referrer asks.');
  expect(document.activeElement).toBe(byTest('error-summary'));
  await press('link', 'Enter the question that the referrer asks.');
  expect((document.activeElement as HTMLElement).id).toBe('reason');
  await type('Question asked', 'Please see.');
  await press('button', 'Referral received: today');
  await press('button', 'Save the case');
  expect(the('heading', 'Where things stand')).toBeTruthy();
  expect(byTest('banner-name')?.textContent).toBe('BRYNMOR');
  expect(world.cases.at(-1)?.form).toMatchObject({ reason: 'Please see.', received_on: '22-Nov-2026' });
  expect(world.drafts).toEqual([]);
});

test('somebody already registered is found while typing, and registering waits for an answer', async () => {
  await unlockToCaseload();
  await press('link', 'Register a patient');
  await type('Family name', 'Nowak');
  await type('Given names', 'Halina');
  await type('Date of birth', '14/3/1983');
  await pause(400);
  expect(byTest('duplicates')?.textContent).toContain('May already be registered');
  await expectAccessible();
  await press('button', 'Register and add the case');
  expect(byTest('error-summary')?.textContent).toContain('Look at who may already be registered');
  expect(calls.some((c) => c.name === 'register_patient')).toBe(false);
  await press('checkbox', 'This is somebody else');
  await press('button', 'Register and add the case');
  expect(the('heading', 'New case')).toBeTruthy();
  const sent = calls.find((c) => c.name === 'register_patient')?.request as { not_duplicates: string[] };
  expect(sent.not_duplicates).toEqual([world.patients[0]?.id]);
});

test('a half-registered patient is found again as a draft', async () => {
  await unlockToCaseload();
  await press('link', 'Register a patient');
  await type('Family name', 'Hughes');
  await press('link', 'Caseload');
  await press('link', /^Drafts/);
  await expectAccessible();
  expect(screenText()).toContain('HUGHES');
  await press('link', 'New patient');
  expect((the('textbox', 'Family name') as HTMLInputElement).value).toBe('Hughes');
});

test('a draft is discarded only after asking', async () => {
  await unlockToCaseload();
  await press('link', 'Register a patient');
  await type('Family name', 'Hughes');
  await pause();
  await press('link', /^Drafts/);
  await press('button', /^Discard draft/);
  expect(world.drafts).toHaveLength(1);
  await press('button', 'Discard the draft');
  expect(world.drafts).toHaveLength(0);
  expect(screenText()).toContain('Nothing is waiting');
});

test('two people changing one case: the second is told and nothing is lost', async () => {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await press('link', 'Change referral and people');
  await expectAccessible();
  await type('Question asked', 'Mine');
  const kase = world.cases[0];
  if (kase) Object.assign(kase, { revision: 'ff', form: { ...kase.form, reason: 'Theirs' } });
  await press('button', 'Save the changes');
  expect(byTest('problem')?.textContent).toContain('Somebody else changed this');
  expect((the('textbox', 'Question asked') as HTMLTextAreaElement).value).toBe('Mine');
  await press('button', 'Save mine over theirs');
  expect(world.cases[0]?.form.reason).toBe('Mine');
});

test('a patient’s details are changed from the version that was shown', async () => {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await press('link', 'Patient');
  await press('button', 'Change details');
  await expectAccessible();
  await type('Telephone', '01632 960111');
  await press('button', 'Save the changes');
  expect(world.patients[0]?.form.phone).toBe('01632 960111');
  expect(byTest('banner-name')).toBeTruthy();
});

test('a screen whose contents cannot be read says so and offers to try again', async () => {
  await unlockToCaseload();
  failNext('open_case', error('storage', 'The register could not be read.'));
  await press('link', /NOWAK/);
  expect(byTest('problem')?.textContent).toContain('The register could not be read.');
  await press('button', 'Try again');
  await settle();
  expect(byTest('banner-name')?.textContent).toBe('NOWAK, Halina (Ms)');
});

test('the keys are shown on F1', async () => {
  await unlockToCaseload();
  await key('F1');
  expect(the('heading', 'Keys')).toBeTruthy();
  await expectAccessible();
});
