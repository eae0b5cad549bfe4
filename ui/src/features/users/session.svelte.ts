//! The one session of the window: from starting over unlocking to locking, and what survives of it (nothing).

import { held } from '$/features/drafts/held.svelte';
import { call, onLocked } from '$/ipc/call';
import { asCommandError, type CommandError } from '$/ipc/errors';
import type { Preferences, RegisterStateView, SessionView, SetUpView } from '$/ipc/types';
import { filter } from '$/features/cases/filter.svelte';
import { router } from '$/navigation/router.svelte';
import { SvelteSet } from 'svelte/reactivity';
import { afresh, type Why } from './afresh';
import { wearTextSize, wearTheme } from './appearance';
import { IdleWatch } from './idle';

const FLUSH_MS = 2000;

export const ordinaryPreferences: Preferences = {
  theme: 'system',
  text_percent: 100,
  idle_minutes: 5,
  cover_minutes: 10,
  missed_sessions_count: true,
  leave_before_countersigned: ['host-entry', 'safety-plan'],
  backup_folder: '',
  backup_reminder_days: 7,
  organisation: '',
  team: '',
  address: '',
  phone: '',
  email: '',
};

class Session {
  /** What the window found; `null` while it is still asking. */
  register = $state.raw<RegisterStateView | null>(null);
  view = $state.raw<SessionView | null>(null);
  /** Set up a moment ago: the recovery key is still to be shown and typed back. */
  setUp = $state.raw<SetUpView | null>(null);
  preferences = $state.raw<Preferences>(ordinaryPreferences);
  startProblem = $state.raw<CommandError | null>(null);
  /** Why it is locked, in words; empty at the start. */
  lockedBecause = $state('');
  /** Seconds until it locks by itself; `null` when that is far off. */
  locksIn = $state<number | null>(null);
  /** Locking was asked for, but something typed could not be saved. */
  unsavedAtLock = $state(false);
  locking = $state(false);
  /** Something opaque stands before everything, until the page behind it has gone. */
  curtain = $state(false);
  /** Letters whose PDF was saved since unlocking: the shell remembers where, and forgets at locking. */
  readonly savedLetters = new SvelteSet<string>();
  drafts = $state(0);

  #idle: IdleWatch | null = null;

  async start(): Promise<void> {
    onLocked(() =>
      this.#ended({ because: this.register?.state === 'covered' ? 'cover' : 'ended', kept: true }),
    );
    const why = afresh.why();
    wearTheme(this.preferences.theme);
    this.startProblem = null;
    try {
      const found = await call('register_state');
      if (found.state === 'with-patient' || found.state === 'covered') {
        // These bring their own look; nothing else is asked for.
        this.register = found;
        return;
      }
      try {
        this.wear(await call('preferences'));
      } catch {
        // Before unlocking there may be none to read; the ordinary ones serve.
      }
      if (found.session) this.opened(found.session);
      else if (why) this.lockedBecause = this.#words(why);
      this.register = found;
    } catch (thrown) {
      this.startProblem = asCommandError(thrown);
    }
  }

  /** Puts preferences on. */
  wear(preferences: Preferences): void {
    this.preferences = preferences;
    wearTheme(preferences.theme);
    wearTextSize(preferences.text_percent);
    this.#idle?.setMinutes(preferences.idle_minutes);
  }

  /** Unlocked: the session begins. */
  opened(view: SessionView): void {
    this.view = view;
    this.drafts = view.drafts;
    this.lockedBecause = '';
    this.locksIn = null;
    this.#idle?.stop();
    this.#idle = new IdleWatch(this.preferences.idle_minutes, {
      warn: (seconds) => (this.locksIn = seconds),
      lock: () => void (this.view?.cover_pin ? this.cover('idle') : this.lock('idle')),
      awake: () => void call('keep_awake').catch(() => {}),
    });
    void call('preferences')
      .then((found) => this.wear(found))
      .catch(() => {});
  }

  /** The device is with a patient: nothing of the session stays on this page. */
  handedOver(found: RegisterStateView): void {
    this.#forget();
    this.lockedBecause = '';
    this.register = found;
  }

  /** The device is back: the session goes on. */
  takenBack(view: SessionView): void {
    if (this.register) this.register = { ...this.register, state: 'unlocked', session: view };
    this.opened(view);
  }

  /**
   * Covers the window: at once for the eye, then what is typed is saved, and the page goes. Where something can't be saved a
   * person is asked, and an idle window locks.
   */
  async cover(by: 'person' | 'idle'): Promise<void> {
    if (!this.view || this.locking) return;
    this.locking = true;
    this.curtain = true;
    try {
      const kept = await held.flushWithin(FLUSH_MS);
      if (kept) {
        const found = await call('cover');
        const { route } = router;
        this.#forget();
        // An address of ids: the same page stands there again for the same person.
        router.start(route);
        this.register = found;
        return;
      }
      if (by === 'person') {
        this.unsavedAtLock = true;
        return;
      }
    } catch {
      // It can't be covered: locking hides it as well.
    } finally {
      this.locking = false;
      this.curtain = false;
    }
    await this.lock(by === 'idle' ? 'idle' : 'person');
  }

  /** The same person is back. */
  resumed(view: SessionView): void {
    this.takenBack(view);
  }

  /** Locks from the cover: everything typed was kept when it was covered. */
  async lockCovered(): Promise<void> {
    try {
      this.#ended({ because: 'person', kept: true }, await call('lock'));
    } catch {
      this.#ended({ because: 'person', kept: true });
    }
  }

  stayAwake(): void {
    this.#idle?.seen();
  }

  async countDrafts(): Promise<void> {
    if (!this.view) return;
    try {
      this.drafts = (await call('drafts')).length;
    } catch {
      // The number in the rail is a convenience; the list itself shows its own trouble.
    }
  }

  /**
   * Locks. What is typed is saved first, within two seconds. Asked for by a person while something cannot
   * be saved, it asks back; by idleness it locks all the same: nobody is there to be asked.
   */
  async lock(by: 'person' | 'idle' | 'anyway' = 'person'): Promise<void> {
    if (!this.view || this.locking) return;
    this.locking = true;
    const kept = await held.flushWithin(FLUSH_MS);
    if (!kept && by === 'person') {
      this.locking = false;
      this.unsavedAtLock = true;
      return;
    }
    const why: Why = { because: by === 'idle' ? 'idle' : 'person', kept };
    try {
      const found = await call('lock');
      this.#ended(why, found);
    } catch {
      this.#ended(why);
    } finally {
      this.locking = false;
    }
  }

  #words({ because, kept }: Why): string {
    const drafts = kept ? ' Drafts are kept.' : ' The last words typed could not be saved as a draft.';
    switch (because) {
      case 'person':
        return 'You locked the register.' + drafts;
      case 'idle':
        return `Locked after ${minutes(this.preferences.idle_minutes)} without use.` + drafts;
      case 'sleep':
        return 'Locked before the computer went to sleep.' + drafts;
      case 'screen':
        return 'Locked together with the screen.' + drafts;
      case 'cover':
        return 'Locked while it was covered: its time was over, or the PIN was wrong five times.' + drafts;
      case 'ended':
        return 'The register was locked.';
    }
  }

  /** Drops everything that a session held, and the document with it. */
  #ended(why: Why, found?: RegisterStateView): void {
    const apart = this.register?.state === 'with-patient' || this.register?.state === 'covered';
    if (!this.view && !this.setUp && !apart) return;
    this.#forget();
    if (afresh.begin(why)) {
      // Nothing to look at or to type into until the new document stands.
      this.register = null;
      return;
    }
    this.lockedBecause = this.#words(why);
    if (found) this.register = found;
    else
      void call('register_state')
        .then((state) => (this.register = state))
        .catch(() => {});
  }

  #forget(): void {
    this.#idle?.stop();
    this.#idle = null;
    held.forget();
    router.forget();
    filter.forget();
    this.view = null;
    this.setUp = null;
    this.drafts = 0;
    this.locksIn = null;
    this.unsavedAtLock = false;
    this.savedLetters.clear();
  }
}

function minutes(count: number): string {
  return count === 1 ? '1 minute' : `${count} minutes`;
}

export const session = new Session();
