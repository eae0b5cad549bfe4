import { afterEach, expect, test } from 'vitest';
import type { MeasureForm } from '$/ipc/types';
import { calls, failNext } from '../standin/core';
import { instruments, tenItems } from '../standin/instruments';
import { error } from '../standin/world';
import {
  all,
  close,
  expectAccessible,
  faults,
  key,
  press,
  screenText,
  tab,
  the,
  type,
  unlockToCaseload,
} from './window';

afterEach(close);

async function sheet(title: string): Promise<void> {
  await unlockToCaseload();
  await press('link', /BEGUM/);
  await press('link', 'Measures');
  await press('button', 'Fill in a measure');
  await press('button', new RegExp(`^${title} `));
}
/** The item under the hand. */
const at = () =>
  Number(document.activeElement?.closest<HTMLElement>('[data-item]')?.dataset['item']?.slice(1));
const sent = () =>
  (calls.findLast((c) => c.name === 'record_measure')?.request as { form: MeasureForm } | undefined)?.form;

test('thirty-four items go from the opened sheet into the record in under forty-five presses, the check of the total included', async () => {
  const [item] = tenItems.items;
  instruments.push({
    ...tenItems,
    id: 'test-34',
    title: 'TEST-34',
    items: Array.from({ length: 34 }, (_, i) => ({ ...item!, id: `q${i + 1}`, number: i + 1 })),
  });
  try {
    await sheet('TEST-34');
    expect(document.activeElement).toBe(the('heading', 'TEST-34'));
    let presses = 0;
    while (at() !== 1 && presses < 45) {
      await tab();
      presses += 1;
    }
    for (let n = 0; n < 34; n += 1) {
      await key('1');
      presses += 1;
    }
    expect(document.activeElement).toBe(the('textbox', /on the paper/));
    await type(/on the paper/, '34');
    presses += 2;
    await key('Enter');
    presses += 1;
    expect(presses).toBeLessThan(45);
    expect(Object.keys(sent()?.answers ?? {})).toHaveLength(34);
    expect(sent()).toMatchObject({ paper_total: '34', filled_in_by: 'patient', language: '' });
    expect(the('heading', 'Measures')).toBeTruthy();
  } finally {
    instruments.splice(-1);
  }
  // Every press waits for the screen to settle: on a slow machine that adds up.
}, 60_000);

test('a total on the paper that differs is said, and is recorded with a word on why', async () => {
  await sheet('TEST-10');
  document.querySelector<HTMLInputElement>('[data-item=q1] input')!.focus();
  for (const digit of '2122112010') await key(digit);
  await type(/on the paper/, '11');
  await type('Language version', 'Polish, made-up trust');
  await press('button', 'Record');
  expect((await faults()).join(' ')).toContain('The total on the paper is 11, the answers make 14');
  expect(the('heading', 'TEST-10')).toBeTruthy();
  await type('Anything worth knowing', 'Added up wrongly on the paper.');
  await press('button', 'Record');
  expect(the('heading', 'Measures')).toBeTruthy();
  expect(screenText()).toContain('Total on the paper: 11');
  expect(screenText()).toContain('language version: Polish, made-up trust');
});

const choosing = async () => {
  await unlockToCaseload();
  await press('link', /BEGUM/);
  await press('link', 'Measures');
  await press('button', 'Fill in a measure');
};

test('a blank sheet is saved from the list, where its terms allow it, and the list says where it went', async () => {
  await choosing();
  expect(all('button', 'Print a blank sheet: TEST-5')).toEqual([]);
  await press('button', 'Print a blank sheet: TEST-10');
  expect(calls.findLast((c) => c.name === 'save_blank_sheet')?.request).toMatchObject({
    instrument: 'test-10',
  });
  expect(screenText()).toContain('not encrypted: /people/okafor/Documents/test-10-blank.pdf');
  // The list stays: nothing was begun.
  expect(the('button', /^TEST-10 /)).toBeTruthy();
  await expectAccessible();
});

test('a blank sheet that could not be saved says why', async () => {
  await choosing();
  failNext('save_blank_sheet', error('refused', 'There is no blank sheet of TEST-10: a made-up reason.'));
  await press('button', 'Print a blank sheet: TEST-10');
  expect(screenText()).toContain('a made-up reason');
  expect(screenText()).not.toContain('Saved with');
});
