import { afterEach, expect, test } from 'vitest';
import type { LetterContent } from '$/ipc/types';
import { calls } from '../standin/core';
import { world } from '../standin/world';
import {
  byTest,
  close,
  expectAccessible,
  key,
  pause,
  press,
  screenText,
  the,
  type,
  unlockToCaseload,
} from './window';

afterEach(close);

async function compose(): Promise<void> {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await press('button', 'Letter to the GP');
  await pause(100);
}
const previews = () => calls.filter((c) => c.name === 'preview_letter');

test('a letter is composed with its preview, what was left out, and no fault', async () => {
  await compose();
  expect((the('textbox', 'To') as HTMLInputElement).value).toBe('Dr S. Rahman');
  expect(byTest('left-out')?.textContent).toContain('Only what is signed goes into a letter');
  expect(previews()).toHaveLength(1);
  await expectAccessible();
});

test('an edit is kept as a draft, asks for new pages, and can be put back', async () => {
  await compose();
  const before = (the('textbox', 'Clinical summary') as HTMLTextAreaElement).value;
  await type('Clinical summary', 'Other words');
  await pause();
  expect(previews().length).toBeGreaterThan(1);
  const state = world.drafts[0]?.state as LetterContent;
  expect(state.sections.find((s) => s.id === 'clinical-summary')?.text).toBe('Other words');
  expect(screenText()).toContain('Edited');
  await press('button', /^Put back what the record says/);
  expect((the('textbox', 'Clinical summary') as HTMLTextAreaElement).value).toBe(before);
});

test('a section that need not be printed can be left out; one that must cannot', async () => {
  await compose();
  await press('checkbox', 'In the letter');
  await pause();
  expect(screenText()).toContain('Always printed');
  const state = world.drafts[0]?.state as LetterContent;
  expect(state.sections.find((s) => s.id === 'diagnoses')?.included).toBe(true);
});

test('copies are one a line, the date is sent as the core wants it', async () => {
  await compose();
  await type('Copies to', 'Ms Halina Nowak\n\nDr P. Hall ');
  await type('Date of the letter', '21/11/2026');
  await pause();
  expect(world.drafts[0]?.state).toMatchObject({
    copies: ['Ms Halina Nowak', 'Dr P. Hall'],
    dated_on: '2026-11-21',
  });
});

test('a letter that cannot be printed says why, in place, and cannot be signed', async () => {
  await compose();
  await type('Clinical summary', 'A ☃');
  await pause();
  expect(byTest('problem')?.textContent).toContain('cannot be printed');
  await press('button', 'Sign');
  expect((the('button', 'Sign the letter') as HTMLButtonElement).disabled).toBe(true);
});

test('signing says what it means, then shows the pages with their hash', async () => {
  await compose();
  await key('Enter', { ctrlKey: true });
  expect(screenText()).toContain('has been read and is right');
  await expectAccessible();
  await press('button', 'Sign the letter');
  expect(byTest('hash')?.textContent).toContain('b94d27b9');
  expect(screenText()).toContain('outside the register’s encryption');
  await expectAccessible();
  await press('button', 'Save PDF');
  expect(screenText()).toContain('Saved to /people/okafor/Documents/letter.pdf');
  await press('button', 'Open');
  expect(calls.at(-1)?.name).toBe('open_saved_pdf');
});

test('a signed letter is withdrawn with a reason', async () => {
  await unlockToCaseload();
  await press('link', /NOWAK/);
  await press('link', 'Letter to the GP');
  await press('button', 'Withdraw as entered in error');
  await type('Reason', 'Wrong patient');
  await press('button', 'Withdraw');
  expect(byTest('withdrawn')?.textContent).toContain('Wrong patient');
});

test('with a draft begun the button reads “Continue letter”', async () => {
  await compose();
  await type('Clinical summary', 'Other words');
  await press('button', 'Leave');
  expect(the('button', 'Continue letter')).toBeTruthy();
});
