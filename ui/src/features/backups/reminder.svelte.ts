//! What somebody should be reminded of about backups: shown on Today and in the rail.

import { call } from '$/ipc/call';
import type { BackupsView } from '$/ipc/types';

class Reminder {
  overdue = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Asks again; while a backup is being made, a little later once more. */
  async refresh(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      this.put(await call('backups'));
    } catch {
      // A reminder is a convenience: Settings shows its own trouble.
    }
  }

  put(view: BackupsView): void {
    this.overdue = view.overdue;
    clearTimeout(this.#timer);
    if (view.working) this.#timer = setTimeout(() => void this.refresh(), 3000);
  }

  /** The first backup is made by itself after unlocking: that is waited for before anybody is reminded. */
  begin(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), 2000);
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.overdue = '';
  }
}

export const reminder = new Reminder();
