// The system's own dialog, which no driver of web pages reaches: driven as the keyboard drives it.

import { spawnSync } from 'node:child_process';
import { until, pause } from './places.mjs';

const TITLE = '^Save a copy of the letter$';

function xdotool(...args) {
  const done = spawnSync('xdotool', args, { encoding: 'utf8', timeout: 20_000, stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.error) throw done.error;
  return done.status === 0 ? done.stdout.trim() : '';
}

/** The dialog's window; `''` if there is none. */
const shown = () => xdotool('search', '--onlyvisible', '--name', TITLE).split('\n').at(-1);

async function open() {
  const id = await until('the dialog for saving', () => shown() || null, 20_000);
  // Without a window manager nobody else gives it the keyboard.
  xdotool('windowfocus', '--sync', id);
  await pause(400);
  return id;
}

/** Leaves the dialog without a choice. */
export async function cancelDialog() {
  await open();
  xdotool('key', 'Escape');
  await until('the dialog to close', () => shown() === '' || null);
}

/** Types a whole path into the dialog and confirms it. */
export async function saveInto(path) {
  await open();
  xdotool('key', 'ctrl+a');
  xdotool('type', '--delay', '15', path);
  await pause(400);
  xdotool('key', 'Return');
  await until('the dialog to close', () => shown() === '' || null);
}
