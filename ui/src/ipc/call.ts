//! The only door to the shell. No other file imports @tauri-apps.

import { invoke } from '@tauri-apps/api/core';
import type { Commands } from './commands';
import { asCommandError, type CommandError } from './errors';

type Name = keyof Commands;
type Arguments<N extends Name> = Commands[N]['request'] extends null ? [] : [Commands[N]['request']];

let whenLocked: (error: CommandError) => void = () => {};

/** Told once for every command that finds the session ended. */
export function onLocked(listener: (error: CommandError) => void): void {
  whenLocked = listener;
}

let whenReasonNeeded: (case_id: string) => void = () => {};

/** Told which case was not opened for want of a reason. */
export function onReasonNeeded(listener: (case_id: string) => void): void {
  whenReasonNeeded = listener;
}

/** What was asked ahead of the screen that will ask for it, by command and request. */
const ahead = new Map<string, Promise<unknown>>();

/**
 * Asks what the next screen will ask for. Its first `call` of the same gets this answer or refusal, and no other does.
 * Settles with the answer, whatever it is.
 */
export function askAhead<N extends Name>(name: N, ...request: Arguments<N>): Promise<void> {
  const key = JSON.stringify([name, ...request]);
  const answer = ask(name, ...request);
  ahead.set(key, answer);
  // The screen has asked for it by the next task, or is not there: whoever asks later may have given a reason in between.
  const forget = () =>
    void setTimeout(() => {
      if (ahead.get(key) === answer) ahead.delete(key);
    });
  return answer.then(forget, forget);
}

/** Carries out one command. Throws `CommandError` and nothing else. */
export function call<N extends Name>(name: N, ...request: Arguments<N>): Promise<Commands[N]['view']> {
  if (ahead.size === 0) return ask(name, ...request);
  const key = JSON.stringify([name, ...request]);
  const asked = ahead.get(key) as Promise<Commands[N]['view']> | undefined;
  ahead.delete(key);
  return asked ?? ask(name, ...request);
}

async function ask<N extends Name>(name: N, ...[request]: Arguments<N>): Promise<Commands[N]['view']> {
  try {
    return await invoke<Commands[N]['view']>(name, request === undefined ? undefined : { request });
  } catch (thrown) {
    const error = asCommandError(thrown);
    if (error.code === 'locked') whenLocked(error);
    // Whoever writes keeps what is on the screen: only a case that is being opened asks.
    if (error.code === 'reason-needed' && name === 'open_case') {
      whenReasonNeeded((request as { case_id: string }).case_id);
    }
    throw error;
  }
}
