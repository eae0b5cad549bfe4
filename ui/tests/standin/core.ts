//! Stands in for @tauri-apps/api/core in tests and on the show server. Never part of the product.

import type { Commands } from '$/ipc/commands';
import { answer } from './answers';
import { leaveForAColleague } from './sittings';
import * as made from './world';

type Name = keyof Commands;

/** Every call that was made, newest last. */
export const calls: { name: Name; request: unknown }[] = [];
const failures = new Map<Name, { error: unknown; times: number }>();
const delays = new Map<Name, number>();
const changes = new Map<Name, (view: never) => unknown>();

/** The next `times` calls of `name` throw `error`. */
export function failNext(name: Name, error: unknown, times = 1): void {
  failures.set(name, { error, times });
}

/** What is answered to `name` is changed on its way: for looking at what the made-up register does not hold. */
export function change(name: Name, how: (view: never) => unknown): void {
  changes.set(name, how);
}

export function delay(name: Name, ms: number): void {
  delays.set(name, ms);
}

export function resetCalls(): void {
  calls.length = 0;
  failures.clear();
  delays.clear();
  changes.clear();
}

export async function invoke(name: Name, args?: { request: unknown }): Promise<unknown> {
  // As over the real border: nothing is shared by reference.
  const request = args === undefined ? null : (structuredClone(args.request) as unknown);
  calls.push({ name, request });
  const wait = delays.get(name);
  if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
  const failure = failures.get(name);
  if (failure && failure.times > 0) {
    failure.times -= 1;
    throw failure.error;
  }
  const answered = await answer(name, request);
  const result = changes.get(name)?.(answered as never) ?? answered;
  return result instanceof ArrayBuffer ? result.slice(0) : structuredClone(result);
}

// For looking at screens: the made-up register can be changed from outside the page.
Object.assign(globalThis, {
  standin: { ...made, failNext, change, delay, calls, invoke, leaveForAColleague },
});
const asked = new URLSearchParams(typeof location === 'undefined' ? '' : location.search);
if (asked.has('empty')) made.become(made.emptyRegister());
if (asked.has('invited')) made.world.users.push(made.invitedColleague());
// What the window wears from its first moment, also before unlocking and after it began anew.
Object.assign(made.world.preferences, (globalThis as { worn?: object }).worn);
if (asked.has('synchronised'))
  made.world.folderWarning =
    'This folder is synchronised by OneDrive, which copies the register’s files while they are being written, each at its own moment: a copy may not open, and an older one may come back. Keep the register in a folder outside OneDrive, and backups in it.';
