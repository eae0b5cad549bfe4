//! The stand-in's answers: entry, option, the review and its gate, the team's decision.

import type {
  EntryCriterion,
  FieldError,
  MdtDecisionForm,
  MeasureRow,
  PathwayPlanForm,
  PathwayReviewForm,
  PathwayReviewView,
  PathwaySummary,
  PathwayView,
  Provenance,
  ReviewMeasure,
  ReviewRecord,
} from '$/ipc/types';
import type { Answers } from './answers';
import { anySessions, attendanceOf, coverageOf, stepsOf } from './contacts';
import { goalsThen } from './goals';
import {
  anyDay,
  conflict,
  dayOf,
  draftOf,
  dropDraft,
  Kept,
  nextPlace,
  refuse,
  required,
  signedNow,
  today,
  unsigned,
  withdrawSeveral,
  type Several,
} from './kept';
import { measuresAnswers } from './measures';
import { riskSummary } from './risk';
import { severityAnswers } from './severity';
import { findCase } from './views';
import { error, newId } from './world';

const criteria: EntryCriterion[] = [
  'organic-ruled-out',
  'agreed-to-specialist',
  'persistent',
  'loss-of-function',
  'help-seeking',
  'willing',
];
const options = {
  'hospital-team': 'Option 1: ten sessions with the hospital mental health team',
  cbt: 'Option 2: cognitive behavioural therapy by a specialist',
};
const decisions = {
  completed: 'Completed: discharge, agreed by clinician and patient',
  mdt: 'To the multidisciplinary team',
  declined: 'Ended: the patient declined',
  'stopped-attending': 'Ended: stopped attending',
  moved: 'Ended: moved away',
  died: 'Ended: died',
  transferred: 'Ended: transferred to another team',
};
const outcomes = { continue: 'Continue', discharge: 'Discharge, with the disagreement recorded' };

interface Plan {
  revision: string;
  form: PathwayPlanForm;
  provenance: Provenance;
}
type Review = Several<{ form: PathwayReviewForm; record: ReviewRecord }>;
type Decided = Several<{ review: string; form: MdtDecisionForm }>;
const plans = new Kept<Plan>();
const reviews = new Kept<Review[]>();
const decided = new Kept<Decided[]>();

const reviewsOf = (case_id: string): Review[] =>
  (reviews.get(case_id) ?? []).toSorted(
    (a, b) => dayOf(b.body.form.held_on) - dayOf(a.body.form.held_on) || b.place - a.place,
  );
const inForce = <B>(all: Several<B>[]): Several<B>[] => all.filter((s) => !s.provenance.withdrawn);
const decisionOn = (case_id: string, review: string) =>
  inForce(decided.get(case_id) ?? []).find((d) => d.body.review === review);
const awaits = (case_id: string, review: Review): boolean =>
  !review.provenance.withdrawn &&
  review.body.form.decision === 'mdt' &&
  decisionOn(case_id, review.id) === undefined;

export function agreedSessions(case_id: string): number {
  const first = Number(plans.get(case_id)?.form.sessions ?? 10);
  return inForce(reviewsOf(case_id)).reduce((sum, review) => {
    const on = decisionOn(case_id, review.id)?.body.form;
    return on?.outcome === 'continue' ? sum + Number(on.sessions) : sum;
  }, first);
}

function reviewDue(case_id: string): boolean {
  const held = attendanceOf(case_id).last_number;
  const agreed = agreedSessions(case_id);
  const all = inForce(reviewsOf(case_id));
  return held >= agreed && !ended(case_id) && !all.some((r) => r.body.record.session_number >= agreed);
}

/** By the newest review, and nobody has come since. */
function ended(case_id: string): boolean {
  const newest = inForce(reviewsOf(case_id))[0];
  if (!newest) return false;
  const over =
    newest.body.form.decision !== 'mdt' || decisionOn(case_id, newest.id)?.body.form.outcome === 'discharge';
  return over && attendanceOf(case_id).last_number <= newest.body.record.session_number;
}

function entryOf(case_id: string): string {
  const form = plans.get(case_id)?.form;
  if (!form) return 'Entry criteria not recorded.';
  const met = form.criteria.map((c) => Boolean(c.met_on));
  const said = (all: boolean[]) => {
    const n = all.filter(Boolean).length;
    return n === all.length ? 'met' : `${n} of ${all.length} met`;
  };
  return `General intake: ${said(met.slice(0, 2))}. Leeds pathway: ${said(met.slice(2))}.`;
}

/** The core says it in the same words. */
function difference(first: MeasureRow, newest: MeasureRow): string {
  const [before, after] = [first, newest].map((row) => Number(row.scored.scores[0]?.value || NaN));
  const by = (after ?? NaN) - (before ?? NaN);
  return Number.isNaN(by) ? '' : by === 0 ? 'the same' : by < 0 ? `${-by} lower` : `${by} higher`;
}

function measuresThen(case_id: string): ReviewMeasure[] {
  return measuresAnswers.measures({ case_id }).series.flatMap((series) => {
    const rows = series.rows.filter((r) => !r.provenance.withdrawn);
    const [newest, first] = [rows[0], rows.at(-1)];
    if (!newest || !first) return [];
    const said = (row: typeof newest) => {
      const score = row.scored.scores[0];
      return `${score?.value ? `${score.value} of ${score.max}` : 'no score'} on ${row.completed_on}`;
    };
    const again = newest.completed_on !== first.completed_on;
    return [
      {
        title: series.instrument.title,
        first: said(first),
        last: again ? said(newest) : '',
        change: again ? difference(first, newest) : '',
      },
    ];
  });
}

function recordOf(case_id: string): ReviewRecord {
  const attendance = attendanceOf(case_id);
  const measures = measuresThen(case_id);
  const rated = severityAnswers
    .severity({ case_id })
    .ratings.filter((r) => !r.provenance.withdrawn && r.severity !== 'not-rated');
  const [newest, first] = [rated[0], rated.at(-1)];
  return {
    session_number: attendance.last_number,
    attendance: attendance.sentence,
    coverage: coverageOf(case_id),
    goals: goalsThen(case_id),
    measures,
    repeated: measures.some((m) => m.last),
    severity: !first
      ? ''
      : newest === first || !newest
        ? `${first.label} on ${first.rated_on}, not rated again.`
        : `${first.label} on ${first.rated_on}, ${newest.label.toLowerCase()} on ${newest.rated_on}.`,
    safety: riskSummary(case_id).statement,
    medicines: '',
  };
}

const emptyReview: PathwayReviewForm = {
  held_on: '',
  understanding: '',
  patient_view: '',
  clinician_view: '',
  safety: '',
  service_use: '',
  clinician_agrees: null,
  patient_agrees: null,
  no_repeat_reason: '',
  decision: null,
  question: '',
  relapse_plan: '',
  end_note: '',
};

function reviewView(case_id: string, review: Review): PathwayReviewView {
  const on = decisionOn(case_id, review.id);
  const { form, record } = review.body;
  return {
    id: review.id,
    form,
    record,
    decision: decisions[form.decision ?? 'mdt'],
    awaits_mdt: awaits(case_id, review),
    mdt: on
      ? {
          id: on.id,
          form: on.body.form,
          outcome: outcomes[on.body.form.outcome ?? 'continue'],
          provenance: on.provenance,
        }
      : null,
    mdt_withdrawn: [],
    provenance: review.provenance,
  };
}

function view(case_id: string): PathwayView {
  findCase(case_id);
  const plan = plans.get(case_id);
  const before = inForce(reviewsOf(case_id))[0];
  return {
    case_id,
    plan: {
      revision: plan?.revision ?? null,
      form: plan?.form ?? {
        criteria: criteria.map((criterion) => ({ criterion, met_on: '', note: '' })),
        option: null,
        agreed_on: '',
        why: '',
        delivered_by: '',
        sessions: '10',
      },
      entry: entryOf(case_id),
      option: plan?.form.option ? options[plan.form.option] : '',
      provenance: plan?.provenance ?? unsigned,
      draft: draftOf('pathway', { case_id }),
    },
    agreed_sessions: agreedSessions(case_id),
    review_due: reviewDue(case_id),
    ended: ended(case_id),
    reviews: reviewsOf(case_id).map((r) => reviewView(case_id, r)),
    record: recordOf(case_id),
    next: { ...emptyReview, held_on: today(), understanding: before?.body.form.understanding ?? '' },
    draft: draftOf('pathway-review', { case_id }),
    mdt_draft: draftOf('mdt-decision', { case_id }),
  };
}

export function pathwaySummary(case_id: string): PathwaySummary | null {
  const plan = plans.get(case_id);
  const all = reviewsOf(case_id);
  if (!plan && !anySessions(case_id) && all.length === 0) return null;
  const newest = inForce(all)[0];
  const waits = newest !== undefined && awaits(case_id, newest);
  const due = reviewDue(case_id);
  const on = newest && decisionOn(case_id, newest.id);
  const stands = on
    ? `Multidisciplinary team: ${outcomes[on.body.form.outcome ?? 'continue'].toLowerCase()}`
    : newest
      ? decisions[newest.body.form.decision ?? 'mdt']
      : '';
  return {
    option: plan?.form.option ? options[plan.form.option] : '',
    entry: entryOf(case_id),
    steps: stepsOf(case_id),
    attendance: inForceSentence(case_id),
    goals: goalsThen(case_id),
    stands: waits ? 'Waits for the multidisciplinary team' : due ? 'Review due' : stands,
    waits: waits || due,
    recorded: plan?.provenance.signed ?? '',
  };
}
const inForceSentence = (case_id: string): string => {
  const found = attendanceOf(case_id);
  const any = found.attended + found.missed + found.patient_cancelled + found.team_cancelled;
  return any ? found.sentence : '';
};

function checkPlan(form: PathwayPlanForm): PathwayPlanForm {
  const faults: FieldError[] = [];
  const met = form.criteria.map((line, place) => {
    const [met_on, wrong] = anyDay(`criteria.${place}.met_on`, line.met_on);
    faults.push(...wrong);
    return { ...line, met_on, note: met_on ? line.note.trim() : '' };
  });
  const [agreed_on, wrong] = anyDay('agreed_on', form.agreed_on);
  faults.push(...wrong);
  if (form.option) {
    if (!form.agreed_on.trim())
      faults.push(required('agreed_on', 'Enter the day on which it was agreed with the patient.'));
    if (!form.why.trim()) faults.push(required('why', 'Say why this option.'));
  }
  const sessions = form.sessions.trim() === '' ? 10 : Number(form.sessions);
  if (!(Number.isInteger(sessions) && sessions >= 1 && sessions <= 40))
    faults.push({ field: 'sessions', rule: 'range', message: 'Enter a number from 1 to 40.' });
  refuse(faults);
  return {
    ...form,
    criteria: met,
    agreed_on: form.option ? agreed_on : '',
    sessions: String(sessions),
  };
}

/** The rules and the gate of core/src/pathway/rules.rs, in its order. */
function checkReview(typed: PathwayReviewForm, record: ReviewRecord): PathwayReviewForm {
  const [held_on, faults] = anyDay('held_on', typed.held_on);
  if (!typed.decision) faults.push(required('decision', 'Choose what was decided.'));
  const decision = typed.decision ?? 'mdt';
  const asked = decision === 'completed' || decision === 'mdt';
  if (asked && typed.clinician_agrees === null)
    faults.push(required('clinician_agrees', 'Say whether you hold that progress is sufficient.'));
  if (asked && !typed.understanding.trim())
    faults.push(required('understanding', 'Write the shared understanding in the patient’s words.'));
  if (decision === 'mdt' && !typed.question.trim())
    faults.push(required('question', 'Say what the team is asked to decide.'));
  if (decision === 'completed' && !typed.relapse_plan.trim())
    faults.push(required('relapse_plan', 'Write what helps against a relapse, and what to do in one.'));
  refuse(faults);
  const form = {
    ...typed,
    held_on: held_on || today(),
    clinician_agrees: typed.clinician_agrees ?? false,
    no_repeat_reason: record.repeated ? '' : typed.no_repeat_reason.trim(),
  };
  if (decision === 'completed') {
    if (!(form.clinician_agrees && form.patient_agrees === true))
      throw error(
        'refused',
        'A completed discharge needs the agreement of clinician and patient. Without it the review goes to the multidisciplinary team.',
      );
    if (!record.repeated && !form.no_repeat_reason)
      throw error(
        'refused',
        'A completed discharge needs a measure from the start that was repeated, or the reason why none was. Enter a measure, or write the reason.',
      );
  }
  return form;
}

function checkDecision(form: MdtDecisionForm): MdtDecisionForm {
  const [held_on, faults] = anyDay('held_on', form.held_on);
  if (!form.outcome) faults.push(required('outcome', 'Choose what the team decided.'));
  const goesOn = (form.outcome ?? 'continue') === 'continue';
  const sessions = Number(form.sessions);
  if (goesOn) {
    if (!form.rationale.trim())
      faults.push(required('rationale', 'Write the clinical rationale for going on.'));
    if (!form.motivation.trim())
      faults.push(required('motivation', 'Write what the patient wants to work on, and how that shows.'));
    if (!(Number.isInteger(sessions) && sessions >= 1 && sessions <= 20))
      faults.push({
        field: 'sessions',
        rule: 'range',
        message: 'Enter how many more sessions, from 1 to 20. The last of them is a review.',
      });
  } else if (!form.disagreement.trim())
    faults.push(required('disagreement', 'Write who disagrees with what.'));
  refuse(faults);
  return {
    ...form,
    held_on: held_on || today(),
    ...(goesOn
      ? { disagreement: '', sessions: String(sessions) }
      : { rationale: '', motivation: '', sessions: '' }),
  };
}

const signed = <B>(body: B): Several<B> => ({
  id: newId(),
  revision: newId(),
  body,
  versions: 1,
  place: nextPlace(),
  provenance: signedNow(),
});

export const pathwayAnswers: Pick<
  Answers,
  'pathway' | 'record_pathway' | 'sign_pathway_review' | 'sign_mdt_decision' | 'withdraw_pathway_review'
> = {
  pathway: ({ case_id }) => view(case_id),
  record_pathway: ({ case_id, base, form }) => {
    const checked = checkPlan(form);
    const before = plans.get(case_id);
    if (before && before.revision !== base) throw conflict(before.revision);
    plans.set(case_id, { revision: newId(), form: checked, provenance: signedNow() });
    dropDraft('pathway', { case_id });
    return view(case_id);
  },
  sign_pathway_review: ({ case_id, form }) => {
    const record = recordOf(case_id);
    const checked = checkReview(form, record);
    reviews.set(case_id, [...(reviews.get(case_id) ?? []), signed({ form: checked, record })]);
    dropDraft('pathway-review', { case_id });
    return view(case_id);
  },
  sign_mdt_decision: ({ case_id, review_id, form }) => {
    const checked = checkDecision(form);
    const review = reviewsOf(case_id).find((r) => r.id === review_id);
    if (!review) throw error('not-found', 'There is no such review in this case in this register.');
    if (!awaits(case_id, review))
      throw error(
        'refused',
        review.body.form.decision === 'mdt'
          ? 'The team has decided on this review already, or it was withdrawn.'
          : 'This review was not sent to the multidisciplinary team.',
      );
    decided.set(case_id, [...(decided.get(case_id) ?? []), signed({ review: review_id, form: checked })]);
    dropDraft('mdt-decision', { case_id });
    return view(case_id);
  },
  withdraw_pathway_review: ({ case_id, record_id, reason }) => {
    const found =
      withdrawSeveral(decided.get(case_id) ?? [], record_id, reason) ||
      withdrawSeveral(reviews.get(case_id) ?? [], record_id, reason);
    if (!found) throw error('not-found', 'There is no such record in this case in this register.');
    return view(case_id);
  },
};
