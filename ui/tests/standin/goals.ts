//! The stand-in's answers: goals and their ratings.

import type {
  FieldError,
  GoalForm,
  GoalRatingForm,
  GoalsView,
  GoalView,
  LineChart,
  ReviewGoal,
} from '$/ipc/types';
import type { Answers } from './answers';
import {
  anyDay,
  dayOf,
  draftOf,
  dropDraft,
  Kept,
  nextPlace,
  refuse,
  required,
  signedNow,
  signSeveral,
  today,
  withdrawSeveral,
  type Several,
} from './kept';
import { findCase } from './views';
import { error, newId } from './world';

const statuses = { open: 'Being worked on', reached: 'Reached', 'set-aside': 'Set aside' };
type Rated = GoalRatingForm & { goal: string; rated_on: string };
const kept = new Kept<Several<GoalForm>[]>();
const ratings = new Kept<Several<Rated>[]>();

const ofCase = (case_id: string) =>
  (kept.get(case_id) ?? []).toSorted(
    (a, b) =>
      Number(Boolean(a.provenance.withdrawn)) - Number(Boolean(b.provenance.withdrawn)) ||
      dayOf(a.body.agreed_on) - dayOf(b.body.agreed_on) ||
      a.place - b.place,
  );
/** Oldest first. */
const ratedOf = (case_id: string, goal: string) =>
  (ratings.get(case_id) ?? [])
    .filter((r) => r.body.goal === goal)
    .toSorted((a, b) => dayOf(a.body.rated_on) - dayOf(b.body.rated_on) || a.place - b.place);
const inForce = (case_id: string, goal: string) =>
  ratedOf(case_id, goal).filter((r) => !r.provenance.withdrawn);

function changeOf(case_id: string, goal: string): string {
  return (['patient', 'clinician'] as const)
    .flatMap((who) => {
      const all = inForce(case_id, goal)
        .map((r) => r.body[who])
        .filter((n) => n !== null);
      if (all.length === 0) return [];
      return [all.length === 1 ? `${who} ${all[0]}` : `${who} ${all[0]} to ${all.at(-1)}`];
    })
    .join(', ');
}

function chartOf(case_id: string, goal: Several<GoalForm>): LineChart | null {
  const rated = inForce(case_id, goal.id).filter((r) => r.body.patient !== null);
  const [first, last] = [rated[0]?.body, rated.at(-1)?.body];
  if (!first || !last || rated.length < 2) return null;
  return {
    title: goal.body.words,
    alt: `Rated by the patient ${first.patient} of 10 on ${first.rated_on} and ${last.patient} of 10 on ${last.rated_on}; ${rated.length} ratings.`,
    min: 0,
    max: 10,
    scale: 1,
    points: rated.map(({ body }) => ({
      label: body.rated_on,
      value: body.patient ?? 0,
      day: dayOf(body.rated_on) - dayOf(first.rated_on),
      apart: false,
      band: '',
      since: '',
    })),
    lines: [],
    bands: [],
    error_band: null,
    sessions: [],
    days: 0,
  };
}

export const goalsThen = (case_id: string): ReviewGoal[] =>
  ofCase(case_id)
    .filter((g) => !g.provenance.withdrawn)
    .map(({ id, body }) => ({
      words: body.words,
      by: body.by,
      baseline: body.baseline,
      target: body.target,
      change: changeOf(case_id, id),
      status: statuses[body.status ?? 'open'],
    }));

function view(case_id: string): GoalsView {
  findCase(case_id);
  return {
    case_id,
    goals: ofCase(case_id).map((goal): GoalView => ({
      id: goal.id,
      revision: goal.revision,
      form: goal.body,
      status: statuses[goal.body.status ?? 'open'],
      past: goal.body.status === 'open' && dayOf(goal.body.by) < dayOf(today()),
      versions: goal.versions,
      ratings: ratedOf(case_id, goal.id)
        .map(({ id, body, provenance }) => ({
          id,
          rated_on: body.rated_on,
          patient: body.patient,
          clinician: body.clinician,
          evidence: body.evidence,
          provenance,
        }))
        .toReversed(),
      chart: chartOf(case_id, goal),
      change: changeOf(case_id, goal.id),
      provenance: goal.provenance,
    })),
    draft: draftOf('goal', { case_id }),
  };
}

function check(form: GoalForm): GoalForm {
  const faults: FieldError[] = [];
  const need = (field: keyof GoalForm, message: string) => {
    if (!String(form[field] ?? '').trim()) faults.push(required(field, message));
  };
  need('words', 'Write the goal in the patient’s words.');
  need('specific', 'Say what exactly.');
  need('measurable', 'Say how it will be seen.');
  need('by', 'Enter the day by which.');
  const [by, wrong] = anyDay('by', form.by, true);
  faults.push(...wrong);
  need('baseline', 'Say where the patient starts.');
  need('target', 'Say where the patient wants to be.');
  const [agreed, late] = anyDay('agreed_on', form.agreed_on);
  faults.push(...late);
  const agreed_on = agreed || today();
  if (by && dayOf(by) < dayOf(agreed_on))
    faults.push({ field: 'by', rule: 'past', message: 'The goal ends before it was agreed.' });
  refuse(faults);
  return { ...form, by, agreed_on, status: form.status ?? 'open' };
}

export const goalsAnswers: Pick<Answers, 'goals' | 'sign_goal' | 'rate_goal' | 'withdraw_goal'> = {
  goals: ({ case_id }) => view(case_id),
  sign_goal: (request) => {
    const { case_id } = request;
    const body = check(request.form);
    const all = kept.get(case_id) ?? [];
    signSeveral(all, request, body);
    kept.set(case_id, all);
    dropDraft('goal', { case_id });
    return view(case_id);
  },
  rate_goal: ({ case_id, goal_id, rated_on, form }) => {
    const [day, faults] = anyDay('rated_on', rated_on);
    for (const who of ['patient', 'clinician'] as const)
      if ((form[who] ?? 0) > 10)
        faults.push({ field: who, rule: 'range', message: 'Ratings go from 0 to 10.' });
    if (form.patient === null && form.clinician === null)
      faults.push(required('patient', 'Enter at least one rating.'));
    refuse(faults);
    if (!ofCase(case_id).some((g) => g.id === goal_id && !g.provenance.withdrawn))
      throw error('not-found', 'There is no such goal in this case in this register.');
    const rating: Several<Rated> = {
      id: newId(),
      revision: newId(),
      body: { ...form, evidence: form.evidence.trim(), goal: goal_id, rated_on: day || today() },
      versions: 1,
      place: nextPlace(),
      provenance: signedNow(),
    };
    ratings.set(case_id, [...(ratings.get(case_id) ?? []), rating]);
    return view(case_id);
  },
  withdraw_goal: ({ case_id, record_id, reason }) => {
    const found =
      withdrawSeveral(kept.get(case_id) ?? [], record_id, reason) ||
      withdrawSeveral(ratings.get(case_id) ?? [], record_id, reason);
    if (!found) throw error('not-found', 'There is no such record in this case in this register.');
    return view(case_id);
  },
};
