// Finding: a patient by name and by number, a phrase in the notes, an action. In the real window, by keyboard, in a
// register of made-up cases.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { keys, Window } from './driver.mjs';
import { look as lookAt } from './look.mjs';
import { folder, program } from './places.mjs';

const register = join(folder('demo'), 'register');
const BACKSPACE = '\uE003';
let window;
const faults = [];
const look = async (name) => faults.push(...(await lookAt(window, `search-${name}`)));
after(() => window?.close());

const finder = () => window.press(keys.control, 'k');
const instead = async (text) => {
  await window.press(keys.control, 'a');
  await window.press(BACKSPACE);
  await window.type(text);
};
const closed = () => window.run("return document.querySelector('dialog[open]') === null");

test('a patient, a phrase in the notes and an action are found from anywhere', { timeout: 240_000 }, async (story) => {
  execFileSync(
    program('casebookctl', 'CASEBOOKCTL_BIN'),
    ['demo', '--register', register, '--cases', '12', '--seed', '1'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  window = await Window.open({ register });
  await window.heading('Unlock');
  await window.tabTo('textbox', 'Passphrase');
  await window.type('demonstration');
  await window.press(keys.enter);
  await window.heading('Today', 60_000);

  await story.test('the box says what can be found, and has the focus', async () => {
    await finder();
    await window.text('NHS number in any spacing');
    assert.equal((await window.focused()).label, 'Find a patient, a note or an action');
    await look('empty');
  });

  await story.test('two people with names alike are shown with birth and number, and neither opens by itself', async () => {
    await window.type('sian llew');
    await window.text('2 patients');
    await look('names-alike');
    await window.press(keys.enter);
    assert.equal(await closed(), false);
    await instead('llewelyn');
    await window.text('1 patient');
    await window.press(keys.down);
    await window.press(keys.enter);
    await window.heading('Where things stand');
    await window.text('LLEWELYN, Siân');
  });

  await story.test('a phrase in the notes is marked, and leads to where it stands', async () => {
    await finder();
    await window.type('"dissociative seizures" video');
    await window.text('best first');
    await window.text('YILDIRIM');
    const marked = await window.run("return [...document.querySelectorAll('dialog mark')].map((m) => m.textContent)");
    assert.ok(marked.some((text) => /^dissociative seizures$/i.test(text)), marked.join(', '));
    await window.press(keys.down);
    await look('notes');
    await window.press(keys.enter);
    await window.text('YILDIRIM');
    assert.equal(await closed(), true);
  });

  await story.test('an action is done, and Escape does nothing', async () => {
    await finder();
    await window.type('this case');
    await window.text('This case: formulation');
    await look('actions');
    await window.press('\uE00C');
    assert.equal(await closed(), true);
    await finder();
    await window.type('caseload');
    await window.text('Go to the caseload');
    await window.press(keys.down);
    await window.press(keys.enter);
    await window.heading('Caseload');
  });

  await story.test('every screen on the way holds up', () => assert.deepEqual(faults, []));
});
