//! Items that are no row of five options: long lists, printed numbers, letters, a number, words.

import { afterEach, expect, test } from 'vitest';
import type { MeasureForm } from '$/ipc/types';
import { calls } from '../standin/core';
import { byTest, close, expectAccessible, key, press, settle, unlockToCaseload, words } from './window';

afterEach(close);

async function sheet(title: string): Promise<void> {
  await unlockToCaseload();
  await press('link', /BEGUM/);
  await press('link', 'Measures');
  await press('button', 'Fill in a measure');
  await press('button', new RegExp(`^${title} `));
}
/** One row of the sheet. */
const row = (n: number) => document.querySelector<HTMLElement>(`[data-item=q${n}]`)!;

test('every kind of item is answered: long options by place, printed numbers and letters as printed, a number, words', async () => {
  await sheet('TEST-MIX');
  const chosen = (n: number) => row(n).querySelector<HTMLInputElement>('input:checked')?.value;
  const field = (n: number) => row(n).querySelector<HTMLInputElement>('input, textarea')!;
  // Ten options, each with its key before it; the tenth is key 9.
  expect(words(row(1))).toContain('9 A made-up aim of many words, number 10');
  field(1).focus();
  await key('9');
  expect(chosen(1)).toBe('9');
  // 2 is the second option here, not the third; 9 is the fifth and no 5.
  await key('2');
  expect(chosen(2)).toBe('1');
  field(2).focus();
  await key('5');
  expect(chosen(2)).toBe('1');
  await key('9');
  expect(chosen(2)).toBe('4');
  await key('f');
  expect(chosen(3)).toBe('5');
  expect(document.activeElement).toBe(field(4));
  field(4).value = '75';
  field(4).dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
  field(4).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  expect(document.activeElement).toBe(field(5));
  field(5).value = 'Kind staff';
  field(5).dispatchEvent(new Event('input', { bubbles: true }));
  await expectAccessible();
  await press('button', 'Record');
  const sent = calls.findLast((c) => c.name === 'record_measure')?.request as { form: MeasureForm };
  expect(sent.form.answers).toEqual({ q1: 9, q2: 4, q3: 5, q4: 75 });
  expect(sent.form.in_words).toEqual({ q5: 'Kind staff' });
  const recorded = words(byTest('series-test-mix'));
  expect(recorded).toContain('Kind staff');
  expect(recorded).toContain('4. Made-up scale75');
});

test('a number that is not whole or not there is no answer', async () => {
  await sheet('TEST-MIX');
  const field = row(4).querySelector<HTMLInputElement>('input')!;
  for (const [typed, answered] of [
    ['75', 1],
    ['7.5', 0],
    ['-3', 0],
    ['0', 1],
    ['', 0],
  ] as const) {
    field.value = typed;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await settle();
    expect(words(byTest('live-score'))).toContain(`${answered} answered`);
  }
});
