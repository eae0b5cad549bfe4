// After a lock nothing that was shown or typed is left in the process that shows the page: that process ends, and another begins.
// Looked at from outside, without the driver: it reads the page and types for us, and a window that is driven keeps its process.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { write, xdotool } from './keyboard.mjs';
import { inMemory } from './memory.mjs';
import { casebook, descendants, display, folder, pause, program, root, until } from './places.mjs';

const WHO = 'Dr A. Okafor';
const PASSPHRASE = 'lantern quarry mitten orbit';
/** Words that stand nowhere but in the record. */
const SHOWN = ['Zqkwlantana', 'Zqkwmarigold'];

/** A register with one case, whose words are those above. */
function made(papers) {
  const register = join(papers, 'register');
  const [secret, cases] = [join(papers, 'passphrase'), join(papers, 'cases.json')];
  const example = readFileSync(join(root, 'docs/exchange.md'), 'utf8').split('```json\n')[1].split('```')[0];
  const words = example.replace('Nowak', SHOWN[0]).replaceAll('Pain is read as danger', SHOWN[1]);
  writeFileSync(secret, PASSPHRASE);
  writeFileSync(cases, words);
  const ctl = (...words) =>
    execFileSync(program('casebookctl', 'CASEBOOKCTL_BIN'), [...words, '--register', register, '--passphrase-file', secret]);
  ctl('init', '--user', WHO, '--role', 'consultant');
  ctl('import', cases);
  return register;
}

test('the process of the page ends with the lock, and with it what it was shown', { timeout: 240_000 }, async (t) => {
  await display();
  const register = made(folder('papers'));
  const home = folder('home');
  const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CACHE_HOME: join(home, 'cache') };
  delete env.TAURI_WEBVIEW_AUTOMATION;
  const window = spawn(casebook(), ['--register', register], { env, stdio: 'ignore' });
  process.on('exit', () => window.kill('SIGKILL'));
  const page = () => descendants(window.pid).find(({ name }) => name.startsWith('WebKitWebProces'))?.id;
  const held = (id, texts) => {
    const found = inMemory(id, texts);
    return texts.filter((text) => [...found.keys()].some((key) => key.startsWith(text)));
  };
  /** The page has been told whose register it is, and soon asks for the passphrase. Answers with its process. */
  const asks = async (before) => {
    const asking = () => page() && page() !== before && held(page(), [WHO]).length === 1 && page();
    const found = await until('the unlock page', asking, 60_000);
    await pause(1500);
    return found;
  };
  const unlock = async () => {
    const open = () => existsSync(join(register, 'register.db-wal'));
    // The box may not have been there yet: then it is typed anew.
    await until('the register', async () => {
      await write('ctrl+a', PASSPHRASE, 'Return');
      return until('unlocking', open, 10_000).catch(() => null);
    }, 60_000);
    await pause(3000);
  };

  const shown = await until(
    'the window',
    () => xdotool('search', '--onlyvisible', '--name', 'Casebook').split('\n')[0] || null,
    60_000,
  );
  xdotool('windowfocus', '--sync', shown);
  const first = await asks();
  await unlock();
  await write('ctrl+k', SHOWN[0]);
  await pause(1500);
  await write('Return');
  await until('the case in the page', () => held(first, SHOWN).length === SHOWN.length || null, 60_000);
  assert.deepEqual(held(first, [PASSPHRASE]), [PASSPHRASE], 'what is typed is not found even while it is there');

  await write('ctrl+l');
  const second = await asks(first);
  assert.ok(!existsSync(`/proc/${first}`) || readFileSync(`/proc/${first}/stat`, 'utf8').includes(') Z '), 'the first lives');
  assert.deepEqual(held(second, [...SHOWN, PASSPHRASE]), []);
  for (const { id, name } of [{ id: window.pid, name: 'the window' }, ...descendants(window.pid)]) {
    const found = [...inMemory(id, [...SHOWN, PASSPHRASE])].map(([text, count]) => `${text} ${count} times`);
    t.diagnostic(`memory of ${name} after the lock: ${found.join(', ') || 'none of them'}`);
  }

  // The new page takes the passphrase as the first did, and its process ends as the first did.
  await unlock();
  await write('ctrl+l');
  await asks(second);
  window.kill();
});
