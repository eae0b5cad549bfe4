import { call } from '$/ipc/call';
import type { Preferences } from '$/ipc/types';
import { Submission } from '$/kit/form/submission.svelte';
import { session } from './session.svelte';

/** Changes some preferences; the rest stay. Worn at once; put back when they could not be kept. */
export class ChangePreferences {
  readonly sending = new Submission();
  kept = $state(false);

  async change(part: Partial<Preferences>): Promise<void> {
    const before = session.preferences;
    const next = { ...before, ...part };
    this.kept = false;
    session.wear(next);
    const answer = await this.sending.run(() => call('set_preferences', next));
    if (answer) {
      session.wear(answer.value);
      this.kept = true;
    } else session.wear(before);
  }
}
