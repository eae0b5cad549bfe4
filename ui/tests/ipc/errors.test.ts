import { beforeEach, expect, test, vi } from 'vitest';
import { call, onLocked } from '$/ipc/call';
import { commandNames } from '$/ipc/commands';
import { asCommandError, CommandError, headingFor, nextStep } from '$/ipc/errors';
import type { ErrorCode } from '$/ipc/types';
import { answers } from '../standin/answers';
import { failNext, resetCalls } from '../standin/core';
import { error } from '../standin/world';

const codes: Record<ErrorCode, true> = {
  locked: true,
  'wrong-passphrase': true,
  'too-soon': true,
  damaged: true,
  'in-use': true,
  'too-new': true,
  invalid: true,
  'not-found': true,
  conflict: true,
  refused: true,
  'not-allowed': true,
  'reason-needed': true,
  'patient-mode': true,
  covered: true,
  'disk-full': true,
  'read-only': true,
  moved: true,
  'bad-asset': true,
  letter: true,
  storage: true,
  io: true,
};
beforeEach(resetCalls);

test('every error code leads to a next step and a heading', () => {
  for (const code of Object.keys(codes) as ErrorCode[]) {
    expect(nextStep(code), code).toBeTruthy();
    expect(headingFor(code), code).toMatch(/^[A-Z]/);
  }
});

test('a code that nobody has decided about is an error, not a silence', () => {
  expect(() => nextStep('from-the-future' as ErrorCode)).toThrow('from-the-future');
});

test('every command has an answer in the stand-in', () => {
  expect(Object.keys(answers).sort()).toEqual([...commandNames].sort());
});

test('an error of the core arrives as a command error with its fields', async () => {
  failNext(
    'users',
    error('invalid', 'There is a problem.', {
      fields: [{ field: 'name', rule: 'required', message: 'Enter it.' }],
    }),
  );
  const thrown = await call('users').catch((e: unknown) => e);
  expect(thrown).toBeInstanceOf(CommandError);
  expect((thrown as CommandError).fields).toHaveLength(1);
});

test('a refusal of the shell itself, a bare text, becomes an error that can be shown', () => {
  const shown = asCommandError('users not allowed by ACL');
  expect(shown.code).toBe('io');
  expect(shown.message).not.toContain('ACL');
});

test('a command that finds the session ended says so once', async () => {
  const told = vi.fn();
  onLocked(told);
  failNext('users', error('locked', 'The register is locked.'));
  await call('users').catch(() => {});
  expect(told).toHaveBeenCalledTimes(1);
});
