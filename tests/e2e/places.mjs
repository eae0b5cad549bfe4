// Where things are and who ends them: the program, a display, folders that go away again.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, '../..');
/** Pictures of the last run; not kept. */
export const out = join(here, 'out');

/** A program that was built: named by the environment, or where cargo leaves it. */
export function program(name, ...variables) {
  const named = variables.map((variable) => process.env[variable]).find(Boolean);
  const found = named ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug', name);
  if (!existsSync(found)) throw new Error(`${found} is not built`);
  return resolve(found);
}

export const casebook = () => program('casebook', 'CASEBOOK_APP', 'CASEBOOK_BIN');

/** A folder of our own that goes when the process ends. */
export function folder(name) {
  const made = mkdtempSync(join(tmpdir(), `casebook-${name}-`));
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  return made;
}

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Asks until the answer is not false, null or undefined; fails with what was waited for. */
export async function until(what, ask, limit = 10_000) {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited ${limit / 1000} s in vain for ${what}`);
    await pause(50);
  }
}

export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Starts a program that must not outlive us and says nothing on our own output. */
export function start(command, args, environment = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  child.failed = new Promise((_, fail) => child.on('error', fail));
  child.failed.catch(() => {});
  const end = () => child.exitCode === null && child.kill('SIGKILL');
  process.on('exit', end);
  return child;
}

/** A display: the one there is, or one of our own on a number that the server itself chooses. */
export async function display() {
  if (process.env.DISPLAY) return;
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  process.on('exit', () => server.kill('SIGKILL'));
  const number = await new Promise((done, fail) => {
    server.on('error', fail);
    server.on('exit', () => fail(new Error('Xvfb did not come up')));
    server.stdout.on('data', (text) => done(String(text).trim()));
  });
  server.removeAllListeners('exit');
  server.unref();
  server.stdout.unref?.();
  process.env.DISPLAY = `:${number}`;
}

/** Processes started by `parent`, or by those, with the name of their program. */
export function descendants(parent) {
  const all = [];
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
      const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      const [, above] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      all.push({ id: Number(id), above: Number(above), name });
    } catch {
      // It has just ended.
    }
  }
  const found = [];
  const look = (id) => {
    for (const process of all.filter((p) => p.above === id)) {
      found.push(process);
      look(process.id);
    }
  };
  look(parent);
  return found;
}

export function emptyOut() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
}
