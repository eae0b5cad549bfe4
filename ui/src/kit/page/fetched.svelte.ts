import { asCommandError, type CommandError } from '$/ipc/errors';

/**
 * Something asked of the core when a screen opens. A late answer to an older question is dropped, and while
 * a newer one is asked the old answer stays on screen.
 */
export class Fetched<T> {
  value = $state.raw<T | undefined>(undefined);
  error = $state.raw<CommandError | null>(null);
  #ask: () => Promise<T>;
  #asked = 0;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
    void this.again();
  }

  async again(): Promise<void> {
    const mine = ++this.#asked;
    try {
      const value = await this.#ask();
      if (mine === this.#asked) {
        this.value = value;
        this.error = null;
      }
    } catch (thrown) {
      if (mine === this.#asked) this.error = asCommandError(thrown);
    }
  }

  /** Shows an answer that another command gave. */
  put(value: T): void {
    this.#asked += 1;
    this.value = value;
    this.error = null;
  }
}
