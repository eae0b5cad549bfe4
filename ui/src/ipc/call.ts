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

/** Carries out one command. Throws `CommandError` and nothing else. */
export async function call<N extends Name>(
  name: N,
  ...[request]: Arguments<N>
): Promise<Commands[N]['view']> {
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
