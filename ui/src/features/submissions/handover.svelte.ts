//! To whom something goes for countersigning: asked as soon as the writing begins, so that it is known at the signature.

import { untrack } from 'svelte';
import { call } from '$/ipc/call';
import { asCommandError, type CommandError } from '$/ipc/errors';
import type { CountersignersView, SubmissionForm } from '$/ipc/types';

const nobody = (): SubmissionForm => ({ to: null, note: '' });

export class Handover {
  /** What was chosen and written; kept while the dialog is closed and opened again. */
  form = $state<SubmissionForm>(nobody());
  view = $state.raw<CountersignersView | null>(null);
  error = $state.raw<CommandError | null>(null);
  #case: string;
  #asked: Promise<void>;

  constructor(case_id: string) {
    this.#case = case_id;
    this.#asked = this.#ask();
  }

  /** Asks once more where the answer is missing. */
  again(): void {
    if (untrack(() => this.error)) this.#asked = this.#ask();
  }

  /** What goes along with the signature. Whoever signs at once signs with what is suggested. */
  async given(): Promise<SubmissionForm> {
    await this.#asked;
    return this.view?.needed ? $state.snapshot(this.form) : nobody();
  }

  async #ask(): Promise<void> {
    try {
      const view = await call('countersigners', { case_id: this.#case });
      this.form.to = view.suggested;
      this.view = view;
      this.error = null;
    } catch (thrown) {
      this.error = asCommandError(thrown);
    }
  }
}
