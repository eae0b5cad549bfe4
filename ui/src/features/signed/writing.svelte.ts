//! A form that ends in a signature: what it starts from, its draft, the moment of signing and what may go wrong there.

import type { Autosave } from '$/features/drafts/autosave.svelte';
import { keepDraft } from '$/features/drafts/keep.svelte';
import { onKey } from '$/keys/listening';
import type { Amendment, DraftView } from '$/ipc/types';
import { Submission } from '$/kit/form/submission.svelte';

interface Version<F> {
  version: number;
  revision: string;
  form: F;
}

/** What the core says of a record of which a case has one. */
interface Held<F> {
  /** Newest first. */
  versions: readonly Version<F>[];
  /** Empty when in force. */
  withdrawn: string;
  draft: DraftView | null;
}

interface Start<F> {
  /** For a message: `Assessment`. */
  what: string;
  /** What its draft is kept under. */
  kind: string;
  case_id: string;
  patient_id?: string | null;
  view: Held<F>;
  /** What is in force now has been looked at: a draft goes on from there. */
  seen?: boolean;
  empty: () => F;
}

/** What every request to sign such a record says. */
interface Signature<F> {
  case_id: string;
  base: string | null;
  form: F;
  amendment: Amendment | null;
}

export class Writing<F> {
  form = $state() as F;
  /** The dialog is open. */
  signing = $state(false);
  /** Somebody else has signed meanwhile. */
  conflict = $state(false);
  amendment = $state<Amendment>({ kind: 'new-version', reason: '' });
  readonly sending = new Submission();
  readonly autosave: Autosave;
  /** The version in force; what follows something withdrawn begins from nothing, as version 1. */
  readonly head: Version<F> | undefined;
  /** The revision that it started from. */
  readonly base: string | null;
  readonly draft: DraftView | null;
  #case: string;

  /** Call it while a component is being made. */
  constructor({ what, kind, case_id, patient_id = null, view, seen = false, empty }: Start<F>) {
    this.#case = case_id;
    this.draft = view.draft;
    this.head = view.withdrawn ? undefined : view.versions[0];
    const head = this.head?.revision ?? null;
    this.base = this.draft && !seen && !view.withdrawn ? this.draft.base : head;
    const found = this.draft?.state as F | undefined;
    this.form = found ?? (this.head ? structuredClone(this.head.form) : empty());
    this.autosave = keepDraft(
      what,
      { kind, patient_id, case_id, base: this.base },
      () => $state.snapshot(this.form),
      this.draft,
    );
    $effect(() => onKey('primary', () => (this.signing = true)));
  }

  /** The number of the version that signing makes. */
  get next(): number {
    return (this.head?.version ?? 0) + 1;
  }

  /** May it be left or thrown away, or is there nothing to go back to? */
  get leaveable(): boolean {
    return this.autosave.draftId !== null || this.head !== undefined;
  }

  /** Signs it. Without an answer the dialog stays open only for what is asked in it. */
  async sign<V>(send: (signature: Signature<F>) => Promise<V>): Promise<V | undefined> {
    await this.autosave.flush();
    const answer = await this.sending.run(() =>
      send({
        case_id: this.#case,
        base: this.base,
        form: $state.snapshot(this.form) as F,
        amendment: this.base ? $state.snapshot(this.amendment) : null,
      }),
    );
    if (answer) {
      await this.autosave.end();
      return answer.value;
    }
    this.conflict = this.sending.error?.code === 'conflict';
    const asked = /reason|^submission\./;
    if (this.conflict || this.sending.fields.some((f) => !asked.test(f.field))) this.signing = false;
    return undefined;
  }
}
