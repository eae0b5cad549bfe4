//! What the clinical stand-ins keep, by case or by patient, and the ceremony they share.

import type { DraftView, FieldError, Provenance } from '$/ipc/types';
import { meView, months, readDate } from './views';
import { error, invalid, world } from './world';

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
