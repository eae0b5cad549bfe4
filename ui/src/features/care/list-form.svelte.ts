//! One of the three lists under the pen: its own draft, recorded by itself.

import { keepDraft } from '$/features/drafts/keep.svelte';
import type { Autosave } from '$/features/drafts/autosave.svelte';
import { call } from '$/ipc/call';
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
  #list: List<F>;

  /** Call it while a component is being made. */
  constructor(list: List<F>) {
    this.#list = list;
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
    await this.autosave.flush();
    const answer = await this.sending.run(() => send($state.snapshot(this.form) as F, this.base));
    if (answer) {
      await this.autosave.end();
      return answer.value;
    }
    this.conflict = this.sending.error?.code === 'conflict';
    return undefined;
  }

  async discard(): Promise<void> {
    await this.autosave.discard();
  }

  /** The list as it stands in the record now, when somebody else has changed it: mine stays as a draft. */
  async theirs(): Promise<CareView> {
    await this.autosave.flush();
    return call('care', { patient_id: this.#list.patient_id });
  }
}
