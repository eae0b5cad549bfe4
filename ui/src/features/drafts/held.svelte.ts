//! Every form that is open, or was left while its draft could not be saved.

import type { Autosave } from './autosave.svelte';
import { SvelteSet } from 'svelte/reactivity';

class Held {
  #forms = new SvelteSet<Autosave>();
  #left = new WeakSet<Autosave>();
  /** Rises whenever there may be a draft more or less, so that counts can be read anew. */
  changes = $state(0);

  add(form: Autosave): void {
    this.#forms.add(form);
  }

  delete(form: Autosave): void {
    this.#forms.delete(form);
    this.changes += 1;
  }

  settled(form: Autosave, begun: boolean): void {
    if (this.#left.has(form)) this.#forms.delete(form);
    if (begun) this.changes += 1;
  }

  /** Those that failed to save. */
  get failed(): Autosave[] {
    return [...this.#forms].filter((form) => form.state === 'failed');
  }

  /** Saves all that is open. `true` when nothing typed is left unsaved. */
  async flush(): Promise<boolean> {
    const done = await Promise.all([...this.#forms].map((form) => form.flush()));
    return done.every(Boolean);
  }

  /** As `flush`, but gives up after so many milliseconds. */
  async flushWithin(ms: number): Promise<boolean> {
    if (this.#forms.size === 0) return true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
    const done = await Promise.race([this.flush(), late]);
    clearTimeout(timer);
    return done;
  }

  /** After locking: nothing typed stays in memory. */
  forget(): void {
    for (const form of [...this.#forms]) void form.end();
    this.#forms.clear();
  }

  /** Its screen has gone. */
  leave(form: Autosave): void {
    this.#left.add(form);
    void form.leave();
  }
}

export const held = new Held();
