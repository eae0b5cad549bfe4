//! Keeps what is being typed as a draft, so that nothing typed is ever lost.

import { call } from '$/ipc/call';
import { asCommandError, type CommandError } from '$/ipc/errors';
import type { SaveDraftRequest } from '$/ipc/types';
import { held } from './held.svelte';

/** After the last key press. */
const PAUSE_MS = 500;
/** After the first key press that is not saved yet, however fast the typing goes on. */
const AT_MOST_MS = 1000;
/** Between tries after a failure, doubled each time. */
const RETRY_MS = 2000;
const RETRY_AT_MOST_MS = 30_000;

export type DraftPlace = Omit<SaveDraftRequest, 'state'>;

/** `clean`: nothing typed; `waiting`: typed, not saved yet; `kept`: on the disk; `failed`: could not be saved. */
export type DraftState = 'clean' | 'waiting' | 'saving' | 'kept' | 'failed';

export class Autosave {
  readonly what: string;
  state = $state<DraftState>('clean');
  /** `14:02:11`; empty while nothing has been kept. */
  savedAt = $state('');
  problem = $state.raw<CommandError | null>(null);
  draftId = $state<string | null>(null);

  #place: DraftPlace;
  /** What stands in the form, and what is known to be on the disk: JSON. */
  #typed: string;
  #onDisk: string;
  #firstUnsaved = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | null = null;
  #failures = 0;
  #ended = false;

  /** `what` names the form for a message: `Formulation`. `form` is the form as it was opened. */
  constructor(what: string, place: DraftPlace, form: unknown, found?: { id: string; saved: string } | null) {
    this.what = what;
    this.#place = place;
    this.#typed = this.#onDisk = JSON.stringify(form);
    if (found) {
      this.draftId = found.id;
      this.savedAt = found.saved;
      this.state = 'kept';
    }
    held.add(this);
  }

  /** Something typed is not on the disk yet. */
  get unsaved(): boolean {
    return !this.#ended && this.#typed !== this.#onDisk;
  }

  /** The form as it stands now. Call it on every change: it costs nothing when nothing differs. */
  changed(form: unknown): void {
    if (this.#ended) return;
    const now = JSON.stringify(form);
    if (now === this.#typed) return;
    this.#typed = now;
    if (!this.unsaved) {
      if (!this.#saving) this.#settle();
      return;
    }
    if (this.state !== 'failed') this.state = this.#saving ? 'saving' : 'waiting';
    this.#firstUnsaved ||= Date.now();
    const left = this.#firstUnsaved + AT_MOST_MS - Date.now();
    this.#schedule(Math.max(0, Math.min(PAUSE_MS, left)));
  }

  /** Starts from another revision from now on. */
  startFrom(base: string | null): void {
    this.#place = { ...this.#place, base };
  }

  /** Saves now. `true` when all that was typed is on the disk. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    while (this.unsaved) {
      if (this.#saving) await this.#saving;
      if (!this.unsaved) break;
      const tried = this.#typed;
      this.#saving ??= this.#save();
      await this.#saving;
      if (this.state === 'failed' && tried === this.#typed) return false;
    }
    if (this.#saving) await this.#saving;
    return !this.unsaved;
  }

  /** Stops: what was typed is in the record now, or was thrown away on purpose. Waits for a save under way. */
  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    held.delete(this);
    if (this.#saving) await this.#saving;
  }

  /** The screen goes away: saves what is left; stays behind only as long as that fails. */
  async leave(): Promise<void> {
    if (this.#ended) return;
    if (await this.flush()) held.delete(this);
  }

  /** Throws the draft away, on the disk too. */
  async discard(): Promise<void> {
    await this.end();
    if (this.draftId) await call('discard_draft', { draft_id: this.draftId });
    this.draftId = null;
    this.state = 'clean';
  }

  #schedule(after: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), after);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#firstUnsaved = 0;
    this.problem = null;
    this.state = this.savedAt ? 'kept' : 'clean';
  }

  async #save(): Promise<void> {
    const sent = this.#typed;
    if (this.state !== 'failed') this.state = 'saving';
    this.#firstUnsaved = 0;
    try {
      const saved = await call('save_draft', { ...this.#place, state: JSON.parse(sent) as unknown });
      this.#saving = null;
      this.#onDisk = sent;
      this.#failures = 0;
      const begun = this.draftId === null;
      this.draftId = saved.id;
      this.savedAt = saved.saved;
      this.problem = null;
      this.state = this.unsaved ? 'waiting' : 'kept';
      held.settled(this, begun);
    } catch (thrown) {
      this.#saving = null;
      this.problem = asCommandError(thrown);
      this.state = 'failed';
      const wait = Math.min(RETRY_MS * 2 ** this.#failures, RETRY_AT_MOST_MS);
      this.#failures += 1;
      if (!this.#ended && this.problem.code !== 'locked') this.#schedule(wait);
    }
  }
}
