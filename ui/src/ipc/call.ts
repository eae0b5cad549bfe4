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
    throw error;
  }
}
