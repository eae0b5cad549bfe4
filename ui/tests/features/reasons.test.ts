import { afterEach, expect, test } from 'vitest';
import { calls } from '../standin/core';
import { world } from '../standin/world';
import { byTest, close, expectAccessible, press, screenText, settle, the, type, unlock } from './window';

afterEach(close);

async function meet() {
  await unlock();
  world.notOnList = [world.cases[0]?.id ?? ''];
  await press('link', 'Caseload');
  await press('link', /NOWAK/);
}

test('a case that is not on one’s own list asks why, says whose it is, and opens with the reason', async () => {
  await meet();
  expect(the('heading', 'This case is not on your list')).toBeTruthy();
  expect(byTest('reason-patient')?.textContent).toContain('NOWAK');
  expect(screenText()).not.toContain('angiograms');
  await expectAccessible();
  await press('button', 'Open the case');
  // Also where somebody hears the screen and pressed Ctrl+Enter from anywhere.
  expect(document.activeElement).toBe(byTest('error-summary'));
  expect(the('link', 'Choose a reason.')).toBeTruthy();
  expect(calls.some((c) => c.name === 'open_case_with_reason')).toBe(false);
  await press('radio', 'On duty or on call');
  await press('button', 'Open the case');
  await settle();
  expect(the('heading', 'Where things stand')).toBeTruthy();
});

test('another reason needs its words, and what was typed stays', async () => {
  await meet();
  await press('radio', 'Another reason');
  await press('button', 'Open the case');
  expect(screenText()).toContain('Say in a few words');
  await type(/In a few words/, 'Ward round');
  await press('button', 'Open the case');
  await settle();
  const given = calls.filter((c) => c.name === 'open_case_with_reason').at(-1);
  expect(given?.request).toMatchObject({ reason: { why: 'other', words: 'Ward round' } });
  expect(the('heading', 'Where things stand')).toBeTruthy();
});

test('somebody new is invited, and the code is shown once', async () => {
  await unlock();
  await press('link', 'Settings');
  await press('link', 'People');
  await press('button', 'Invite a person');
  await expectAccessible();
  await type('Name', 'Dr S. Lloyd');
  await press('button', 'Make the invitation');
  expect(byTest('invitation-code')?.children).toHaveLength(6);
  await expectAccessible();
  await press('button', 'I have passed it on');
  expect(byTest('invitation-code')).toBeNull();
  expect(byTest('people')?.textContent).toContain('Invited until');
});
