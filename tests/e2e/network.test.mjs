// The program and everything it starts open no socket of the internet, from the start through setting up.
// It is watched from outside, without the driver, which would itself speak to the window over such a socket.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { write, xdotool } from './keyboard.mjs';
import { casebook, descendants, display, folder, pause, until } from './places.mjs';

test('no process of the program opens an internet socket', { timeout: 120_000 }, async () => {
  await display();
  const home = folder('home');
  const register = join(folder('register'), 'register');
  const log = join(folder('calls'), 'calls');
  const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CACHE_HOME: join(home, 'cache') };
  delete env.TAURI_WEBVIEW_AUTOMATION;
  const watched = spawn(
    'strace',
    ['-f', '-qq', '-e', 'trace=socket,connect,sendto,sendmsg', '-s', '64', '-o', log, casebook(), '--register', register],
    { env, stdio: ['ignore', 'ignore', 'ignore'] },
  );
  const end = () => {
    for (const { id } of descendants(watched.pid)) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    watched.kill('SIGKILL');
  };
  process.on('exit', end);
  try {
    const id = await until(
      'the window',
      () => xdotool('search', '--onlyvisible', '--name', '^(Set up – )?Casebook$').split('\n')[0] || null,
      40_000,
    );
    await pause(4000);
    xdotool('windowfocus', '--sync', id);
    await write('Tab', 'Dr A. Okafor', 'Return');
    await pause(1500);
    await write('Tab', 'lantern quarry mitten orbit', 'Tab', 'Tab', 'lantern quarry mitten orbit', 'Return');
    await until('the register', () => existsSync(join(register, 'register.db')) || null, 40_000);
    await pause(2000);
  } finally {
    end();
  }
  const calls = readFileSync(log, 'utf8').split('\n');
  assert.ok(calls.some((call) => call.includes('AF_UNIX')), 'strace saw nothing at all');
  assert.deepEqual(calls.filter((call) => /AF_INET6?\b/.test(call)), []);
});
