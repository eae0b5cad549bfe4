// The keyboard of the display, for stories that must do without the driver.

import { spawnSync } from 'node:child_process';
import { pause } from './places.mjs';

const KEYS = ['Tab', 'Return', 'ctrl+a', 'ctrl+k', 'ctrl+l'];

/** Types what it is given, and presses what has the name of a key. */
export async function write(...parts) {
  for (const part of parts) {
    if (KEYS.includes(part)) xdotool('key', part);
    else xdotool('type', '--delay', '20', part);
    await pause(300);
  }
}

export function xdotool(...args) {
  const done = spawnSync('xdotool', args, { encoding: 'utf8', timeout: 20_000, stdio: ['ignore', 'pipe', 'ignore'] });
  if (done.error) throw done.error;
  return done.status === 0 ? done.stdout.trim() : '';
}
