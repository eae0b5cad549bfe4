// Closing the window: the last words are kept, and the register is locked before the program ends.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { keys, Window } from './driver.mjs';
import { folder, here, pause, until } from './places.mjs';

const PASSPHRASE = 'lantern quarry mitten orbit';
const register = join(folder('register'), 'register');
let window;
after(() => window?.close());

test('closing the window keeps the last words typed and locks', { timeout: 120_000 }, async () => {
  window = await Window.open({ register });
  await window.heading('Set up a register');
  await window.fill('Your name', 'Dr A. Okafor');
  await window.press(keys.enter);
  await window.heading('Choose a passphrase');
  await window.fill('Passphrase', PASSPHRASE);
  await window.fill('Passphrase again', PASSPHRASE);
  await window.press(keys.enter);
  await window.heading('Your recovery key', 60_000);
  const key = await window.run("return document.querySelector('[data-testid=recovery-key]').innerText");
  await window.tabTo('button', 'I have written it down');
  await window.press(keys.enter);
  await window.heading('Type the recovery key back');
  await window.type(key.replace(/\s+/g, ''));
  await window.press(keys.enter);
  await window.heading('Today');
  await window.press(keys.alt, 'n');
  await window.heading('Register a patient');
  await window.fill('Family name', 'Testcase');

  // Typed and closed in the same breath, before the draft's own pause is over.
  const program = window.process();
  const found = spawnSync('xdotool', ['search', '--onlyvisible', '--pid', String(program)], { encoding: 'utf8' });
  const shown = found.stdout.trim().split('\n').at(-1);
  const closing = spawn('python3', [join(here, 'close-window.py'), shown], { stdio: ['pipe', 'ignore', 'inherit'] });
  await window.tabTo('textbox', 'Preferred name (optional)');
  await pause(1500);
  await window.type('A');
  closing.stdin.end('\n');
  await until('the program to end', () => !existsSync(`/proc/${program}`) || null);
  await window.close();
  const log = join(register, 'register.db-wal');
  assert.ok(!existsSync(log) || statSync(log).size === 0, 'the register was not closed: its log is still there');

  window = await Window.open({ register });
  await window.heading('Unlock');
  await window.tabTo('textbox', 'Passphrase');
  await window.type(PASSPHRASE);
  await window.press(keys.enter);
  await window.heading('Today', 60_000);
  await window.press(keys.alt, 'n');
  await window.heading('Register a patient');
  assert.equal(await (await window.find('textbox', 'Family name')).value(), 'Testcase');
  assert.equal(await (await window.find('textbox', 'Preferred name (optional)')).value(), 'A');
});
