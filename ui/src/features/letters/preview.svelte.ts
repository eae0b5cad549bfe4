import { call } from '$/ipc/call';
import { asCommandError, type CommandError } from '$/ipc/errors';
import type { LetterContent } from '$/ipc/types';

const PAUSE_MS = 350;

/** The pages of a letter being written: asked for again a moment after each change; the newest answer counts. */
export class Preview {
  bytes = $state.raw<ArrayBuffer | null>(null);
  /** Why it cannot be printed as it stands. */
  error = $state.raw<CommandError | null>(null);
  /** What is shown is older than the text. */
  stale = $state(false);
  #caseId: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #shown = '';

  constructor(caseId: string) {
    this.#caseId = caseId;
  }

  changed(content: LetterContent): void {
    const now = JSON.stringify(content);
    if (now === this.#shown) return;
    this.stale = this.bytes !== null;
    clearTimeout(this.#timer);
    const first = this.#asked === 0;
    this.#timer = setTimeout(() => void this.#ask(content, now), first ? 0 : PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  async #ask(content: LetterContent, text: string): Promise<void> {
    const mine = ++this.#asked;
    try {
      const bytes = await call('preview_letter', { case_id: this.#caseId, content });
      if (mine !== this.#asked) return;
      this.bytes = bytes;
      this.error = null;
      this.stale = false;
      this.#shown = text;
    } catch (thrown) {
      if (mine !== this.#asked) return;
      this.error = asCommandError(thrown);
      this.stale = this.bytes !== null;
    }
  }
}
