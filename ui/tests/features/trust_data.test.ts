import { afterEach, expect, test } from 'vitest';
import { calls } from '../standin/core';
import { world } from '../standin/world';
import {
  all,
  byTest,
  close,
  expectAccessible,
  press,
  screenText,
  settle,
  the,
  type,
  unlock,
  words,
} from './window';

afterEach(close);

const file = (kind: string, name: string) =>
  `kind = "${kind}"\nname = "${name}"\nsource = "Made up"\nlicence_holder = "Example Trust"\nlicence_reference = "Licence 0000"\n`;

async function open(): Promise<void> {
  await unlock();
  await press('link', 'Settings');
  await press('link', 'Measures');
}
async function choose(text: string | Uint8Array): Promise<void> {
  const input = document.querySelector<HTMLInputElement>('#trust-file');
  if (!input) throw new Error('there is no file to choose');
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  Object.defineProperty(input, 'files', {
    value: [{ arrayBuffer: () => Promise.resolve(bytes) }],
    configurable: true,
  });
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
  await settle();
}
const data = () => words(byTest('trust-data'));

test('a file is checked before it is loaded, and says what it brings and what it takes the place of', async () => {
  await open();
  expect(data()).toContain('Nothing is loaded.');
  expect(screenText()).toContain('TEST-5, TEST-32.');
  await expectAccessible();
  await press('button', 'Load a file');
  expect((the('button', 'Load') as HTMLButtonElement).disabled).toBe(true);
  await choose('kind = "words"');
  expect(words(byTest('trust-file-check'))).toContain('There are 2 faults in this file. Nothing was loaded.');
  expect(words(byTest('trust-file-check'))).toContain('items.q3.text Write text = "…".');
  expect((the('button', 'Load') as HTMLButtonElement).disabled).toBe(true);
  await expectAccessible();
  await choose(new Uint8Array([0x6b, 0xe9]));
  expect(words(byTest('trust-file-check'))).toContain('Save it as UTF-8 text');
  await choose(file('wording', 'First edition'));
  expect(words(byTest('trust-file-check'))).toContain('Licensed wording for TEST-5');
  expect(words(byTest('trust-file-check'))).toContain('Example Trust, Licence 0000');
  expect(calls.some((c) => c.name === 'load_trust_data')).toBe(false);
  await press('button', 'Load');
  expect(data()).toContain('First edition');
  expect(screenText()).not.toContain('TEST-5, TEST-32.');

  await press('button', 'Load a file');
  await choose(file('wording', 'Second edition'));
  expect(words(byTest('trust-file-check'))).toContain('In place of First edition');
  await press('button', 'Load');
  expect(data()).toContain('Before First edition: Dr A. Okafor');
  await expectAccessible();
});

test('values that the trust has set are marked as its own, until they are withdrawn with a reason', async () => {
  await open();
  expect(words(byTest('change-values'))).not.toContain('Set by this trust');
  await press('button', 'Load a file');
  await choose(file('change-values', 'Our outpatients'));
  await press('button', 'Load');
  expect(words(byTest('change-values'))).toContain(
    'TEST-109.395 %12Set by this trust Our outpatients: Made-up sample',
  );
  await press('button', 'Withdraw Our outpatients');
  await press('button', 'Take out of use');
  expect(screenText()).toContain('Say why it is taken out of use.');
  await type('Reason', 'Another sample');
  await press('button', 'Take out of use');
  expect(data()).toContain('No longer in use (1)');
  expect(words(byTest('change-values'))).not.toContain('Set by this trust');
});

test('whoever does not keep accounts may look and changes nothing', async () => {
  await open();
  const me = world.users.find((u) => u.id === world.me);
  if (me) me.role = 'clinician';
  await press('link', 'People');
  await press('link', 'Measures');
  expect(all('button', 'Load a file')).toHaveLength(0);
  expect(data()).toContain('Files are loaded and withdrawn by a consultant or the guardian.');
});
