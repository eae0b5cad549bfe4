//! How much waits, for the rail: asked anew whenever something may have changed.

import { call } from '$/ipc/call';

class WaitingCount {
  total = $state(0);
  safety = $state(0);

  async refresh(): Promise<void> {
    try {
      const view = await call('today', { everyone: false });
      this.total = view.total;
      this.safety = view.safety;
    } catch {
      // Locked, or on the way to it: the number is not worth a message.
    }
  }

  forget(): void {
    this.total = 0;
    this.safety = 0;
  }
}

export const waiting = new WaitingCount();
