//! What the clinical stand-ins keep, by case or by patient, and the ceremony they share.

import type { Amendment, DraftView, FieldError, Provenance } from '$/ipc/types';
import { meView, months, readDate } from './views';
import { error, invalid, newId, world } from './world';

/** A store of one kind, by case or by patient; emptied with every new world. */
export class Kept<T> {
  #of = new WeakMap<object, Map<string, T>>();
  get(id: string): T | undefined {
    return this.#of.get(world.cases)?.get(id);
  }
  set(id: string, value: T): void {
    const all = this.#of.get(world.cases) ?? new Map<string, T>();
    all.set(id, value);
    this.#of.set(world.cases, all);
  }
}

export const stamp = (): string => `${meView().name}, ${world.now}`;

export const signedNow = (reason = ''): Provenance => ({
  recorded: stamp(),
  signed: stamp(),
  reason,
  withdrawn: '',
});

export const unsigned: Provenance = { recorded: '', signed: '', reason: '', withdrawn: '' };

export function draftOf(kind: string, of: { case_id?: string; patient_id?: string }): DraftView | null {
  return (
    world.drafts.find(
      (d) =>
        d.kind === kind &&
        (of.case_id === undefined || d.case_id === of.case_id) &&
        (of.patient_id === undefined || d.patient_id === of.patient_id),
    ) ?? null
  );
}

export function dropDraft(kind: string, of: { case_id?: string; patient_id?: string }): void {
  const gone = draftOf(kind, of);
  world.drafts = world.drafts.filter((d) => d !== gone);
}

export function demand(...rules: [boolean, string, string][]): void {
  const faults: FieldError[] = rules
    .filter(([fine]) => !fine)
    .map(([, field, message]) => ({ field, rule: 'required', message }));
  if (faults.length) throw invalid(...faults);
}

export const conflict = (current: string) =>
  error(
    'conflict',
    'Somebody else changed this while you were working on it. Your version is kept as a draft; compare the two.',
    { current_revision: current },
  );

/** What comes after what, as the places of the journal say it. */
let places = 0;
export const nextPlace = (): number => (places += 1);

export const today = (): string => world.now.split(' ')[0] ?? '';

/** A day as typed, counted in days; not a number where it is none. */
export function dayOf(typed: string): number {
  const [day, month, year] = (readDate(typed) || '').split('-');
  return Date.UTC(Number(year), months.indexOf(month ?? ''), Number(day)) / 86_400_000;
}

/** A day as typed that may not lie ahead, in clinical form. */
export function pastDay(field: string, typed: string, missing: string): [string, FieldError[]] {
  const said = (rule: string, message: string): [string, FieldError[]] => ['', [{ field, rule, message }]];
  if (!typed.trim()) return said('required', missing);
  const day = readDate(typed);
  if (!day) return said('date', 'Enter a day, such as 20-Nov-2026.');
  if (dayOf(day) > dayOf(today())) return said('future', 'This date is in the future.');
  return [day, []];
}

/** A day that may be left empty, and may lie ahead where it is said. */
export function anyDay(field: string, typed: string, ahead = false): [string, FieldError[]] {
  if (!typed.trim()) return ['', []];
  const day = readDate(typed);
  if (ahead && day) return [day, []];
  return pastDay(field, typed, '');
}

export const required = (field: string, message: string): FieldError => ({
  field,
  rule: 'required',
  message,
});

/** Something signed of which a case has several. */
export interface Several<B> {
  id: string;
  revision: string;
  body: B;
  versions: number;
  place: number;
  provenance: Provenance;
}

/** Signs a new record, or an amendment of one, by the rules that all of them share. */
export function signSeveral<B>(
  all: Several<B>[],
  request: { record_id: string | null; base: string | null; amendment: Amendment | null },
  body: B,
): void {
  const { record_id, base, amendment } = request;
  if (base && !amendment?.reason.trim())
    throw invalid(required('amendment.reason', 'Say why what was signed is being changed.'));
  if (record_id === null) {
    all.push({
      id: newId(),
      revision: newId(),
      body,
      versions: 1,
      place: nextPlace(),
      provenance: signedNow(),
    });
    return;
  }
  const found = all.find((s) => s.id === record_id);
  if (!found) throw error('not-found', 'There is no such record in this case in this register.');
  if (found.revision !== base) throw conflict(found.revision);
  const kind = amendment?.kind === 'correction' ? 'Correction' : 'New version';
  Object.assign(found, {
    revision: newId(),
    body,
    versions: found.versions + 1,
    provenance: signedNow(`${kind}: ${amendment?.reason.trim()}`),
  });
}

/** Takes one back; `false` where there is none of this id. */
export function withdrawSeveral<B>(all: Several<B>[], id: string, reason: string): boolean {
  demand([Boolean(reason.trim()), 'reason', 'Say what was entered in error.']);
  const found = all.find((s) => s.id === id);
  if (found) found.provenance = { ...found.provenance, withdrawn: `${stamp()}: ${reason}` };
  return found !== undefined;
}

export function refuse(faults: FieldError[]): void {
  if (faults.length) throw invalid(...faults);
}

/** Does something as a colleague with an account. */
export function as<T>(name: string, act: () => T): T {
  const me = world.me;
  world.me = world.users.find((u) => u.name === name)?.id ?? me;
  try {
    return act();
  } finally {
    world.me = me;
  }
}
