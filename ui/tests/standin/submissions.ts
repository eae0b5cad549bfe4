//! The stand-in's answers: what a trainee signed, and what a second person said of it.

import type { SubmissionForm, SubmissionState, SubmissionView } from '$/ipc/types';
import type { Answers } from './answers';
import { conflict, demand } from './kept';
import { meView } from './views';
import { error, world, type StoredCase } from './world';

interface Submitted extends SubmissionForm {
  case_id: string;
  record_id: string;
  revision: string;
  /** What kind of record, and of letter where it is one. */
  record_kind: 'formulation' | 'letter';
  letter_kind: string;
  what: string;
  author: string;
  at: string;
  state: SubmissionState;
  comment: string;
  by: string;
}

const kept = new WeakMap<StoredCase, Submitted[]>();
/** Newest last. */
export const submissionsOf = (c: StoredCase): Submitted[] => kept.get(c) ?? [];

const nameOf = (id: string | null) => world.users.find((u) => u.id === id)?.name ?? 'whoever may countersign';
const mayCountersign = () => ['consultant', 'supervisor'].includes(meView().role);

/** A trainee hands in what was signed; what anybody else signs needs no second person. */
export function submit(
  c: StoredCase,
  of: Pick<Submitted, 'record_id' | 'revision' | 'record_kind' | 'what'> & { letter_kind?: string },
  form: SubmissionForm,
): void {
  const me = meView();
  if (me.role !== 'trainee') return;
  const made: Submitted = {
    letter_kind: '',
    ...of,
    ...form,
    case_id: c.id,
    author: me.id,
    at: world.now,
    state: 'awaiting',
    comment: '',
    by: '',
  };
  kept.set(c, [...submissionsOf(c), made]);
}

/** The one that stands for a record now. */
const newest = (c: StoredCase, record_id: string) =>
  submissionsOf(c).findLast((s) => s.record_id === record_id);

export function submissionView(c: StoredCase, revision: string): SubmissionView | null {
  const found = submissionsOf(c).find((s) => s.revision === revision);
  if (!found) return null;
  const { case_id, record_id, state, note, comment } = found;
  const says: Record<SubmissionState, string> = {
    awaiting: `Awaiting countersignature by ${nameOf(found.to)}, submitted ${found.at}`,
    returned: `Returned by ${found.by}`,
    countersigned: `Countersigned by ${found.by}`,
  };
  return {
    case_id,
    record_id,
    revision,
    state,
    says: says[state],
    note,
    comment,
    own: found.author === world.me,
    may_countersign:
      state !== 'countersigned' &&
      newest(c, record_id) === found &&
      found.author !== world.me &&
      mayCountersign(),
    held:
      found.record_kind === 'letter' &&
      state !== 'countersigned' &&
      (state === 'returned' || !world.preferences.leave_before_countersigned.includes(found.letter_kind)),
  };
}

/** What this user may countersign, or has been given back. */
export function waitingFor(c: StoredCase): (Submitted & { kind: 'countersignature' | 'returned' })[] {
  const of = (kind: 'countersignature' | 'returned', fits: (s: Submitted) => boolean) =>
    submissionsOf(c)
      .filter((s) => newest(c, s.record_id) === s && fits(s))
      .map((s) => ({ ...s, kind }));
  return [
    ...of('countersignature', (s) => s.state === 'awaiting' && mayCountersign()),
    ...of('returned', (s) => s.state === 'returned' && s.author === world.me),
  ];
}

function answer(
  { case_id, record_id, revision, comment }: Parameters<Answers['countersign']>[0],
  state: SubmissionState,
): SubmissionView {
  const c = world.cases.find((k) => k.id === case_id);
  const found = c && newest(c, record_id);
  if (!c || !found) throw error('not-found', 'There is no such submission in this register.');
  if (found.revision !== revision) throw conflict(found.revision);
  if (!mayCountersign() || found.state === 'countersigned')
    throw error('not-allowed', 'This cannot be countersigned by this account.');
  Object.assign(found, { state, comment: comment.trim(), by: `${meView().name}, ${world.now}` });
  return submissionView(c, revision) as SubmissionView;
}

export const submissionsAnswers: Pick<Answers, 'countersigners' | 'countersign' | 'return_submission'> = {
  countersigners: ({ case_id }) => {
    const people = world.users.filter((u) => ['consultant', 'supervisor'].includes(u.role) && !u.disabled);
    const roles = world.cases.find((c) => c.id === case_id)?.form.people ?? [];
    const lead = (role: string) => roles.find((p) => p.role === role)?.user_id;
    const suggested = lead('therapy-supervisor') ?? lead('responsible-consultant') ?? null;
    return {
      needed: meView().role === 'trainee',
      suggested: people.some((u) => u.id === suggested) ? suggested : null,
      people: people.map(({ passphrase: _, ...user }) => user),
    };
  },
  countersign: (request) => answer(request, 'countersigned'),
  return_submission: (request) => {
    demand([Boolean(request.comment.trim()), 'comment', 'Enter what is to be put right.']);
    return answer(request, 'returned');
  },
};
