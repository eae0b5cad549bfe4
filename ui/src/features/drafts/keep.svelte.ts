import { call } from '$/ipc/call';
import type { DraftView } from '$/ipc/types';
import { Autosave, type DraftPlace } from './autosave.svelte';
import { held } from './held.svelte';

/**
 * Keeps a form as a draft for as long as its screen stands: call it while a component is being made.
 * `form` is read again whenever something in it changes.
 */
export function keepDraft(
  what: string,
  place: DraftPlace,
  form: () => unknown,
  found: DraftView | null = null,
): Autosave {
  const autosave = new Autosave(what, place, form(), found);
  $effect(() => autosave.changed(form()));
  $effect(() => () => held.leave(autosave));
  return autosave;
}

/** This user's draft of one kind for one patient or case; `null` for none. */
export async function findDraft(
  kind: string,
  of: { patient_id?: string; case_id?: string } = {},
): Promise<DraftView | null> {
  const drafts = await call('drafts');
  return (
    drafts.find(
      (draft) =>
        draft.kind === kind &&
        (of.patient_id === undefined || draft.patient_id === of.patient_id) &&
        (of.case_id === undefined || draft.case_id === of.case_id),
    ) ?? null
  );
}
