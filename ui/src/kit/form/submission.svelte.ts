import { asCommandError, type CommandError } from '$/ipc/errors';
import type { FieldError } from '$/ipc/types';

/** One form on its way to the core: being sent, accepted, or sent back with faults. */
export class Submission {
  busy = $state(false);
  error = $state.raw<CommandError | null>(null);

  get fields(): FieldError[] {
    return this.error?.code === 'invalid' ? this.error.fields : [];
  }

  /** Carries it out once. Returns the answer, or `undefined` after an error, which `error` then holds. */
  async run<T>(work: () => Promise<T>): Promise<{ value: T } | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.error = null;
    try {
      return { value: await work() };
    } catch (thrown) {
      this.error = asCommandError(thrown);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  clear(): void {
    this.error = null;
  }
}
