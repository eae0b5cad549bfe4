//! The stand-in's answers: sessions. Numbers, steps and sentences as in core/src/contacts/rules.rs.

import type {
  AttendanceSummary,
  Phase,
  SessionNoteForm,
  SessionNoteView,
  SessionStep,
  SessionsView,
} from '$/ipc/types';
import type { Answers } from './answers';
import {
  dayOf,
  draftOf,
  dropDraft,
  Kept,
  pastDay,
  refuse,
  required,
  signSeveral,
  withdrawSeveral,
  type Several,
} from './kept';
import { agreedSessions } from './pathway';
import { findCase } from './views';
import { error, world } from './world';

const attendances = {
  attended: 'Attended',
  'did-not-attend': 'Did not attend',
  'patient-cancelled': 'Cancelled by the patient',
  'team-cancelled': 'Cancelled by the team',
};
const phases: Record<Phase, string> = {
  engagement: 'Engagement',
  'shared-understanding': 'Shared understanding',
  'goal-agreement': 'Goal agreement',
  'core-intervention': 'Core intervention',
  'activating-therapies': 'Activating therapies',
  'relapse-management': 'Relapse management',
};
const order = Object.keys(phases) as Phase[];
type Held = Several<SessionNoteForm>;
const kept = new Kept<Held[]>();

/** Oldest first by the day; of two on one day the one recorded first. */
const ofCase = (case_id: string): Held[] =>
  (kept.get(case_id) ?? []).toSorted(
    (a, b) => dayOf(a.body.held_on) - dayOf(b.body.held_on) || a.place - b.place,
  );
const inForce = (case_id: string) => ofCase(case_id).filter((s) => !s.provenance.withdrawn);
export const anySessions = (case_id: string): boolean => ofCase(case_id).length > 0;

const counts = ({ attendance }: SessionNoteForm): boolean =>
  attendance === 'attended' || (attendance === 'did-not-attend' && world.preferences.missed_sessions_count);

function numbers(case_id: string): Map<string, number> {
  const counted = inForce(case_id).filter((s) => counts(s.body));
  return new Map(counted.map((s, i) => [s.id, i + 1]));
}

/** For the axis of a chart, oldest first. */
export const numberedOf = (case_id: string): { number: number; on: string }[] => {
  const number = numbers(case_id);
  return ofCase(case_id)
    .flatMap((s) => (number.has(s.id) ? [{ number: number.get(s.id) ?? 0, on: s.body.held_on }] : []))
    .toSorted((a, b) => a.number - b.number);
};

export function attendanceOf(case_id: string): AttendanceSummary {
  const count = (a: string) => inForce(case_id).filter((s) => s.body.attendance === a).length;
  const missed_count = world.preferences.missed_sessions_count;
  const missed = count('did-not-attend');
  const [patient, team] = [count('patient-cancelled'), count('team-cancelled')];
  const parts = [
    `${count('attended')} attended`,
    missed ? `${missed} missed without a word (${missed_count ? 'counts' : 'does not count'})` : '',
    patient ? `${patient} cancelled by the patient` : '',
    team ? `${team} cancelled by the team` : '',
  ];
  return {
    attended: count('attended'),
    missed,
    patient_cancelled: patient,
    team_cancelled: team,
    last_number: numbers(case_id).size,
    missed_count,
    sentence: `${parts.filter(Boolean).join(', ')}.`,
  };
}

export const coverageOf = (case_id: string): string[] =>
  order.map(
    (phase) => `${phases[phase]} ${inForce(case_id).filter((s) => s.body.phases.includes(phase)).length}`,
  );

export function stepsOf(case_id: string): SessionStep[] {
  const agreed = agreedSessions(case_id);
  const number = numbers(case_id);
  const steps: SessionStep[] = inForce(case_id)
    .filter((s) => number.has(s.id))
    .map((s) => ({
      number: number.get(s.id) ?? 0,
      state: s.body.attendance === 'attended' ? 'done' : 'missed',
      on: s.body.held_on,
      says:
        s.body.attendance === 'attended'
          ? s.body.phases.map((p) => phases[p]).join(', ')
          : attendances[s.body.attendance ?? 'attended'],
    }));
  const held = steps.length;
  for (let n = held + 1; n <= agreed; n += 1)
    steps.push({
      number: n,
      state: n === held + 1 ? 'next' : n === agreed ? 'review' : 'ahead',
      on: '',
      says: n === agreed ? 'Review' : '',
    });
  return steps;
}

function view(case_id: string): SessionsView {
  findCase(case_id);
  const number = numbers(case_id);
  return {
    case_id,
    sessions: ofCase(case_id)
      .map((s): SessionNoteView => ({
        id: s.id,
        revision: s.revision,
        number: number.get(s.id) ?? null,
        held_on: s.body.held_on,
        attendance: attendances[s.body.attendance ?? 'attended'],
        form: s.body,
        phases: s.body.phases.map((p) => phases[p]),
        versions: s.versions,
        provenance: s.provenance,
      }))
      .toReversed(),
    attendance: attendanceOf(case_id),
    steps: stepsOf(case_id),
    coverage: coverageOf(case_id),
    draft: draftOf('session', { case_id }),
  };
}

function check(form: SessionNoteForm): SessionNoteForm {
  const [held_on, faults] = pastDay('held_on', form.held_on, 'Enter the day of the session.');
  if (!form.attendance) faults.push(required('attendance', 'Choose whether it took place.'));
  const attended = form.attendance === 'attended';
  const minutes = Number(form.minutes);
  if (attended) {
    if (!(Number.isInteger(minutes) && minutes >= 1 && minutes <= 480))
      faults.push({
        field: 'minutes',
        rule: 'range',
        message: 'Enter the minutes as a number from 1 to 480.',
      });
    if (!form.form) faults.push(required('form', 'Choose how you met.'));
    if (!form.phases.length) faults.push(required('phases', 'Choose at least one phase that was worked on.'));
    if (!form.note.trim()) faults.push(required('note', 'Write what was worked on.'));
  }
  refuse(faults);
  return {
    held_on,
    attendance: form.attendance,
    minutes: attended ? String(minutes) : '',
    form: form.form ?? 'face-to-face',
    phases: attended ? order.filter((p) => form.phases.includes(p)) : [],
    note: form.note.trim(),
    homework: form.homework.trim(),
  };
}

export const contactsAnswers: Pick<Answers, 'sessions' | 'sign_session' | 'withdraw_session'> = {
  sessions: ({ case_id }) => view(case_id),
  sign_session: (request) => {
    const { case_id } = request;
    const body = check(request.form);
    const all = kept.get(case_id) ?? [];
    signSeveral(all, request, body);
    kept.set(case_id, all);
    dropDraft('session', { case_id });
    return view(case_id);
  },
  withdraw_session: ({ case_id, record_id, reason }) => {
    if (!withdrawSeveral(kept.get(case_id) ?? [], record_id, reason))
      throw error('not-found', 'There is no such record in this case in this register.');
    return view(case_id);
  },
};
