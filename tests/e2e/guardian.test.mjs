// Whoever answers for the record: a backup, who looked at what, whether it is whole; then the worst days: a damaged file,
// and a new computer. In the real window, by keyboard, in a register of made-up cases.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { keys, Window } from './driver.mjs';
import { look as lookAt } from './look.mjs';
import { folder, program, until } from './places.mjs';
import { steps } from './story.mjs';

const PASSPHRASE = 'demonstration';
const register = join(folder('register'), 'register');
const stick = folder('stick');
const home = folder('home');
let window;
const faults = [];
const look = async (name) => faults.push(...(await lookAt(window, `guardian-${name}`)));
after(() => window?.close());

const enter = async (role, name, how) => {
  await window.tabTo(role, name, how);
  await window.press(keys.enter);
};
const lock = async () => {
  await window.press(keys.control, 'l');
  await window.heading('Unlock');
};
async function unlocks() {
  await window.heading('Unlock');
  await window.fill('Passphrase', PASSPHRASE);
  await window.press(keys.enter);
  await window.heading('Today', 60_000);
}
async function settings(section) {
  await enter('link', 'Settings');
  await window.find('heading', 'Settings', { exact: false });
  await enter('link', section);
  await window.heading(`Settings: ${section.toLowerCase()}`);
}
/** Presses what checks the record and answers what the window says of it. */
async function checks() {
  await enter('button', 'Check the record');
  const said = "return document.querySelector('[data-testid=verify-result]')?.textContent.replace(/\\s+/g, ' ').trim() || null";
  return until('the result of the check', () => window.run(said), 60_000);
}
/** Alters one bit of a file, counted from its end where the place is negative. */
function alter(file, place) {
  const at = place < 0 ? statSync(file).size + place : place;
  const open = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  assert.equal(readSync(open, byte, 0, 1, at), 1);
  byte[0] ^= 1;
  writeSync(open, byte, 0, 1, at);
  closeSync(open);
}
/** Alters one bit of a page that nobody reads until the whole record is checked. */
function alterUnread(file) {
  const PAGE = 4096;
  const checks = ['verify', '--json', '--register', register, '--user', 'demo'];
  const env = { ...process.env, CASEBOOK_PASSPHRASE: PASSPHRASE };
  for (let place = PAGE / 2; place < statSync(file).size; place += PAGE) {
    alter(file, -place);
    const said = spawnSync(program('casebookctl', 'CASEBOOKCTL_BIN'), checks, { env, encoding: 'utf8' });
    if (said.stdout.includes('not as it was written')) return;
    alter(file, -place);
  }
  throw new Error('every page is read when the register is opened');
}
/** From the second page of restoring to the register in its place. */
async function restores() {
  await window.find('heading', 'The backup of', { exact: false });
  await window.fill('Passphrase of that day', PASSPHRASE);
  await window.press(keys.enter);
  await window.heading('Restored', 60_000);
}

test('a register is backed up, checked, damaged, restored and moved', { timeout: 600_000 }, async (t) => {
  const { then } = steps(t, () => window, { picture: 'guardian-failed.png' });
  let fingerprint = '';

  await then('a case is opened, and the audit says by whom', async () => {
    const ctl = program('casebookctl', 'CASEBOOKCTL_BIN');
    execFileSync(ctl, ['demo', '--register', register, '--cases', '4', '--seed', '1'], { stdio: 'pipe' });
    window = await Window.open({ register, home });
    await unlocks();
    await enter('link', 'Caseload');
    await window.heading('Caseload');
    const first = await window.run("return document.querySelector('main table a')?.textContent.trim()");
    await enter('link', first, { exact: false });
    await window.heading('Where things stand');
    await enter('link', 'Audit');
    await window.heading('Audit');
    await window.tabTo('radio', 'Everything');
    await window.press(keys.right);
    await window.heading('What left the register');
    await window.press(keys.right);
    await window.heading('Opened outside their own list');
    await window.press(keys.right);
    const rows = await until('the openings', () =>
      window.run(
        "const rows = [...document.querySelectorAll('[data-testid=audit] tbody tr')].map((r) => r.innerText);" +
          "return document.querySelector('input[value=opened]')?.checked && rows.length ? rows : null",
      ),
      30_000,
    );
    assert.ok(rows.some((row) => row.includes('Dr A. Demo')), rows.join('\n'));
    await look('audit');
  });

  await then('the record is whole, and twelve words say what it held', async () => {
    await settings('Register');
    assert.match(await checks(), /^Whole/);
    fingerprint = await until('the twelve words', () =>
      window.run("return [...document.querySelectorAll('[data-testid=fingerprint] li')].map((w) => w.textContent).join(' ') || null"),
    );
    assert.equal(fingerprint.split(' ').length, 12);
    await look('whole');
  });

  await then('a backup is made, verified, and copied to a second place', async () => {
    await settings('Backups');
    await window.fill('Second folder', stick);
    await window.press(keys.enter);
    await window.text('No backup has reached it yet');
    await until('the backup that is made by itself to end', () => window.has('button', 'Back up now'), 60_000);
    await enter('button', 'Back up now');
    await window.text('Made, opened and verified.', 60_000);
    const there = readdirSync(stick);
    assert.ok(there.some((name) => name.endsWith('.backup')), there.join(' '));
    await look('backups');
    await lock();
  });

  await then('after one bit was altered in the middle the check names it', async () => {
    await window.close();
    alterUnread(join(register, 'register.db'));
    window = await Window.open({ register, home });
    await unlocks();
    await settings('Register');
    const said = await checks();
    assert.match(said, /^Not whole/);
    await window.text('not as it was written');
    await look('not-whole');
    await lock();
  });

  await then('a file that does not open offers the newest good backup, and that one is put in its place', async () => {
    await window.close();
    alter(join(register, 'register.db'), 600);
    window = await Window.open({ register, home });
    await window.heading('Unlock');
    await window.fill('Passphrase', PASSPHRASE);
    await window.press(keys.enter);
    await window.text('The newest good backup was made', 60_000);
    await look('damaged');
    await enter('button', 'Restore this backup');
    await window.find('heading', 'The backup of', { exact: false });
    await look('where-to');
    await restores();
    await look('restored');
    await enter('button', 'Unlock it');
    await unlocks();
    await settings('Register');
    assert.match(await checks(), /^Whole/);
    await window.close();
  });

  await then('on a new computer the backup on the stick becomes the register, as the twelve words say', async () => {
    const anew = join(folder('new'), 'register');
    window = await Window.open({ register: anew });
    await window.heading('Set up a register');
    await enter('button', 'Restore a backup instead');
    await window.heading('Restore a backup');
    await window.text('No backup was found in the usual places.');
    await look('nothing-found');
    await window.fill('File or folder', stick);
    await window.press(keys.enter);
    await window.find('radio', '', { exact: false });
    await look('found');
    await enter('button', 'Continue');
    await restores();
    await enter('button', 'Unlock it');
    await unlocks();
    assert.ok(existsSync(join(anew, 'register.db')));
    await settings('Register');
    // WebKit has no word for what folds away.
    await window.tabTo('', 'Check a fingerprint from earlier minutes too');
    await window.press(keys.enter);
    await window.fill('Twelve words', fingerprint);
    assert.match(await checks(), /^Whole.*As it was/);
    await look('as-it-was');
  });

  await then('every screen on the way is fit for everybody', () => assert.deepEqual(faults, []));
});
