//! A form of which a case has several, such as a session: a new one, or an amendment of one that is signed.

import type { Autosave } from '$/features/drafts/autosave.svelte';
import { keepDraft } from '$/features/drafts/keep.svelte';
import { onKey } from '$/keys/listening';
import type { Amendment, DraftView } from '$/ipc/types';
import { Submission } from '$/kit/form/submission.svelte';

/** A record as it is shown, as far as an amendment has to know it. */
export interface Signed<F> {
  id: string;
  revision: string;
  form: F;
}

interface Start<F, C> {
  /** For a message: `Session note`. */
  what: string;
  /** What its draft is kept under. */
  kind: string;
  /** Nothing for what is of no single case. */
  case_id: C;
  records: readonly Signed<F>[];
  /** The one to be amended; absent for a new one, or for whichever the draft is of. */
  of?: string | undefined;
  draft: DraftView | null;
  empty: () => F;
  /** What an amendment most often is. */
  amends?: Amendment['kind'];
}

/** What every request to sign such a record says. */
interface Signature<F, C> {
  case_id: C;
  record_id: string | null;
  base: string | null;
  form: F;
  amendment: Amendment | null;
}

/** The record that a draft changes; `undefined` for a new one, and for one that somebody has changed since. */
export function drafted<F>(draft: DraftView | null, records: readonly Signed<F>[]): Signed<F> | undefined {
  return draft?.base ? records.find((r) => r.revision === draft.base) : undefined;
}

/** Would writing this put something else aside that was begun? A case keeps one draft of a kind. */
export function clashes<F>(
  draft: DraftView | null,
  records: readonly Signed<F>[],
  of: string | undefined,
): boolean {
  if (!draft) return false;
  const record = drafted(draft, records);
  // What was changed by somebody else since may be gone on with from any version that stands now.
  if (draft.base !== null && !record) return of === undefined;
  return record?.id !== of;
}

export class OneOfSeveral<F, C extends string | null = string> {
  form = $state() as F;
  /** The dialog is open. */
  signing = $state(false);
  /** Somebody else has signed meanwhile. */
  conflict = $state(false);
  amendment = $state<Amendment>({ kind: 'correction', reason: '' });
  readonly sending = new Submission();
  readonly autosave: Autosave;
  /** The record that is amended; absent for a new one. */
  readonly record: Signed<F> | undefined;
  /** What it changes has been changed by somebody else since, and which one it was is not known here. */
  readonly adrift: boolean;
  #case: C;
  #base: string | null;

  /** Call it while a component is being made. */
  constructor({ what, kind, case_id, records, of, draft, empty, amends = 'correction' }: Start<F, C>) {
    this.#case = case_id;
    this.amendment.kind = amends;
    this.record = of === undefined ? drafted(draft, records) : records.find((r) => r.id === of);
    this.adrift = draft !== null && draft.base !== null && this.record === undefined;
    this.#base = this.adrift ? (draft?.base ?? null) : (this.record?.revision ?? null);
    const found = draft?.state as F | undefined;
    this.form = found ?? (this.record ? structuredClone(this.record.form) : empty());
    this.autosave = keepDraft(
      what,
      { kind, patient_id: null, case_id, base: this.#base },
      () => $state.snapshot(this.form),
      draft,
    );
    $effect(() => {
      if (this.adrift) return undefined;
      return onKey('primary', () => (this.signing = true));
    });
  }

  /** Signs it. Without an answer the dialog stays open only for what is asked in it. */
  async sign<V>(send: (signature: Signature<F, C>) => Promise<V>): Promise<V | undefined> {
    await this.autosave.flush();
    const answer = await this.sending.run(() =>
      send({
        case_id: this.#case,
        record_id: this.record?.id ?? null,
        base: this.#base,
        form: $state.snapshot(this.form) as F,
        amendment: this.record ? $state.snapshot(this.amendment) : null,
      }),
    );
    if (answer) {
      await this.autosave.end();
      return answer.value;
    }
    this.conflict = this.sending.error?.code === 'conflict';
    if (this.conflict || this.sending.fields.some((f) => !f.field.includes('reason'))) this.signing = false;
    return undefined;
  }
}
