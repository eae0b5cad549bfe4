//! One of the three lists under the pen: its own draft, recorded by itself.

import { held } from '$/features/drafts/held.svelte';
import { keepDraft } from '$/features/drafts/keep.svelte';
import type { Autosave } from '$/features/drafts/autosave.svelte';
import type { CareView, DraftView } from '$/ipc/types';
import { Submission } from '$/kit/form/submission.svelte';

interface List<F> {
  kind: 'allergies' | 'diagnoses' | 'medicines';
  what: string;
  patient_id: string;
  revision: string | null;
  /** The list as it stands, and a draft of it that was found. */
  form: F;
  draft: DraftView | null;
}

export class ListForm<F> {
  form = $state() as F;
  writing = $state(false);
  conflict = $state(false);
  readonly sending = new Submission();
  readonly autosave: Autosave;
  readonly base: string | null;

  /** Call it while a component is being made. */
  constructor(list: List<F>) {
    this.form = (list.draft?.state as F | undefined) ?? structuredClone(list.form);
    this.writing = list.draft !== null;
    this.base = list.draft ? list.draft.base : list.revision;
    this.autosave = keepDraft(
      list.what,
      { kind: list.kind, patient_id: list.patient_id, case_id: null, base: this.base },
      () => $state.snapshot(this.form),
      list.draft,
    );
  }

  /** Records it. The answer is the whole of the lists. */
  async record(send: (form: F, base: string | null) => Promise<CareView>): Promise<CareView | undefined> {
    // All of them: the answer is built anew for the lists beside it too, from the drafts that are kept by then.
    await held.flush();
    const answer = await this.sending.run(() => send($state.snapshot(this.form) as F, this.base));
    if (answer) {
      await this.autosave.end();
      return answer.value;
    }
    this.conflict = this.sending.error?.code === 'conflict';
    return undefined;
  }

  async discard(): Promise<void> {
    await held.flush();
    await this.autosave.discard();
  }
}
