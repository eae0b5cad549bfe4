//! What the window does with an answer that is an error. The switch is exhaustive: a code that Rust
//! adds does not compile here until somebody has decided what a person can do next.

import type { ErrorCode, ErrorView, FieldError } from './types';

/** A command that was not carried out. `view.message` is fit to be shown. */
export class CommandError extends Error {
  readonly view: ErrorView;

  constructor(view: ErrorView) {
    super(view.message);
    this.name = 'CommandError';
    this.view = view;
  }

  get code(): ErrorCode {
    return this.view.code;
  }

  get fields(): FieldError[] {
    return this.view.fields;
  }
}

/** What the person in front of the screen can do next. */
export type NextStep =
  | 'unlock' // the session has ended
  | 'type-again' // what was typed is not right
  | 'wait' // a number of seconds
  | 'put-right' // fields are marked
  | 'compare' // somebody else changed it meanwhile
  | 'give-reason' // the case is not on one's own list
  | 'choose-otherwise' // a rule or a role forbids it
  | 'try-again' // disk or program trouble that may pass
  | 'stop'; // nothing on this screen helps

export function nextStep(code: ErrorCode): NextStep {
  switch (code) {
    case 'locked':
      return 'unlock';
    case 'wrong-passphrase':
      return 'type-again';
    case 'too-soon':
      return 'wait';
    case 'invalid':
    case 'letter':
      return 'put-right';
    case 'conflict':
      return 'compare';
    case 'reason-needed':
      return 'give-reason';
    case 'refused':
    case 'not-allowed':
    case 'patient-mode':
    case 'covered':
    case 'not-found':
      return 'choose-otherwise';
    case 'storage':
    case 'disk-full':
    case 'read-only':
    case 'moved':
    case 'io':
    case 'in-use':
      return 'try-again';
    case 'damaged':
    case 'too-new':
    case 'bad-asset':
      return 'stop';
    default:
      return unknownCode(code);
  }
}

/** The heading over an error's own sentence. */
export function headingFor(code: ErrorCode): string {
  if (code === 'in-use') return 'It is open already';
  if (code === 'disk-full') return 'The disk is full';
  if (code === 'read-only') return 'The register can’t be written to';
  if (code === 'moved') return 'The register is not where it was';
  switch (nextStep(code)) {
    case 'unlock':
      return 'The register is locked';
    case 'type-again':
    case 'put-right':
      return 'There is a problem';
    case 'wait':
      return 'Wait a moment';
    case 'compare':
      return 'Changed by somebody else';
    case 'give-reason':
      return 'A reason is needed';
    case 'choose-otherwise':
      return 'That is not possible here';
    case 'try-again':
      return 'That did not work';
    case 'stop':
      return 'The register cannot be used as it is';
  }
}

function unknownCode(code: never): never {
  throw new Error(`unknown error code ${String(code)}`);
}

function isErrorView(thrown: unknown): thrown is ErrorView {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    typeof (thrown as ErrorView).code === 'string' &&
    typeof (thrown as ErrorView).message === 'string' &&
    Array.isArray((thrown as ErrorView).fields)
  );
}

/** Whatever the shell threw, as a `CommandError`. A bare text means the shell itself refused. */
export function asCommandError(thrown: unknown): CommandError {
  if (thrown instanceof CommandError) return thrown;
  if (isErrorView(thrown)) return new CommandError(thrown);
  return new CommandError({
    code: 'io',
    message:
      'The window could not reach the register. Try again; if it stays so, close Casebook and open it.',
    fields: [],
    wait_seconds: 0,
    rule: '',
    current_revision: null,
  });
}
