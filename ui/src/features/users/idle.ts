//! Locks when nobody is there. Counted by the clock, not by timers, so that a sleeping laptop locks too.

const WARN_MS = 30_000;
/** The core is told that somebody is there, at most this often. */
const AWAKE_EVERY_MS = 20_000;

export interface IdleListener {
  /** Seconds left before locking, once a second during the last half minute; `null` when all is well again. */
  warn(seconds: number | null): void;
  lock(): void;
  awake(): void;
}

export class IdleWatch {
  #limit: number;
  #listener: IdleListener;
  #last = Date.now();
  #toldAwake = Date.now();
  #warning = false;
  #ticking: ReturnType<typeof setInterval>;
  #signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

  constructor(minutes: number, listener: IdleListener) {
    this.#limit = minutes * 60_000;
    this.#listener = listener;
    for (const sign of this.#signs) addEventListener(sign, this.seen, { passive: true, capture: true });
    this.#ticking = setInterval(() => this.#look(), 1000);
  }

  setMinutes(minutes: number): void {
    this.#limit = minutes * 60_000;
    this.seen();
  }

  /** Somebody is there. */
  seen = (): void => {
    const now = Date.now();
    // Woken from sleep: the first movement must not rescue a session that should have ended.
    if (now - this.#last >= this.#limit) {
      this.#look();
      return;
    }
    this.#last = now;
    if (this.#warning) {
      this.#warning = false;
      this.#listener.warn(null);
    }
    if (now - this.#toldAwake >= AWAKE_EVERY_MS) {
      this.#toldAwake = now;
      this.#listener.awake();
    }
  };

  stop(): void {
    clearInterval(this.#ticking);
    for (const sign of this.#signs) removeEventListener(sign, this.seen, { capture: true });
  }

  #look(): void {
    const left = this.#limit - (Date.now() - this.#last);
    if (left <= 0) {
      this.stop();
      this.#listener.lock();
    } else if (left <= WARN_MS) {
      this.#warning = true;
      this.#listener.warn(Math.ceil(left / 1000));
    }
  }
}
