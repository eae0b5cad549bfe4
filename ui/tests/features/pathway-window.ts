//! What the tests of sessions, goals and the pathway share: a case with something of each, made before the window looks.

import type {
  GoalForm,
  MdtDecisionForm,
  PathwayPlanForm,
  PathwayReviewForm,
  SessionNoteForm,
} from '$/ipc/types';
import { answers } from '../standin/answers';
import { world } from '../standin/world';
import { press, unlockToCaseload } from './window';

export const caseId = (): string => world.cases.at(-1)!.id;

export const sessionForm = (held_on: string, more: Partial<SessionNoteForm> = {}): SessionNoteForm => ({
  held_on,
  attendance: 'attended',
  minutes: '50',
  form: 'face-to-face',
  phases: ['engagement'],
  note: 'Talked about the stairs',
  homework: '',
  ...more,
});
export const hold = (held_on: string, more: Partial<SessionNoteForm> = {}) =>
  answers.sign_session({
    case_id: caseId(),
    record_id: null,
    base: null,
    amendment: null,
    form: sessionForm(held_on, more),
  });
export const missed = (held_on: string) =>
  hold(held_on, { attendance: 'did-not-attend', minutes: '', phases: [], note: '' });

export const goalForm = (more: Partial<GoalForm> = {}): GoalForm => ({
  words: 'Take the stairs',
  specific: 'To the first floor',
  measurable: 'On the sheet by the door',
  achievable: '',
  realistic: '',
  by: '20-Dec-2026',
  baseline: 'Lift every time',
  target: 'Stairs once a day',
  agreed_on: '01-Sep-2026',
  status: null,
  ...more,
});
export const agree = (more: Partial<GoalForm> = {}) =>
  answers.sign_goal({
    case_id: caseId(),
    record_id: null,
    base: null,
    amendment: null,
    form: goalForm(more),
  });

export function enter(more: Partial<PathwayPlanForm> = {}): void {
  const { plan } = answers.pathway({ case_id: caseId() });
  answers.record_pathway({
    case_id: caseId(),
    base: plan.revision,
    form: {
      ...plan.form,
      criteria: plan.form.criteria.map((c) => ({ ...c, met_on: '04-Aug-2026' })),
      option: 'hospital-team',
      agreed_on: '11-Aug-2026',
      why: 'Wants to begin close to home',
      ...more,
    },
  });
}
export const measured = (completed_on: string) =>
  answers.record_measure({
    case_id: caseId(),
    form: {
      instrument: answers.measures({ case_id: caseId() }).catalogue[0]!.id,
      completed_on,
      completion: 'patient-paper',
      answers: Object.fromEntries(
        answers.measures({ case_id: caseId() }).catalogue[0]!.items.map((item) => [item.id, 1]),
      ),
      not_applicable: [],
    } as never,
  });
export function reviewed(more: Partial<PathwayReviewForm> = {}): void {
  const { next } = answers.pathway({ case_id: caseId() });
  answers.sign_pathway_review({
    case_id: caseId(),
    form: {
      ...next,
      understanding: 'Stopping makes it worse',
      clinician_agrees: false,
      patient_agrees: true,
      decision: 'mdt',
      question: 'Four more sessions?',
      ...more,
    },
  });
}
export function decided(more: Partial<MdtDecisionForm> = {}): void {
  const review = answers.pathway({ case_id: caseId() }).reviews[0]!;
  answers.sign_mdt_decision({
    case_id: caseId(),
    review_id: review.id,
    form: {
      held_on: '',
      present: '',
      outcome: 'continue',
      rationale: 'Gains are recent',
      motivation: 'Came to nine of ten',
      sessions: '4',
      disagreement: '',
      ...more,
    },
  });
}

/** Opens the pathway of that case; what `before` makes is there already. */
export async function openPathway(before: () => void = () => {}): Promise<void> {
  await unlockToCaseload();
  before();
  await press('link', /AL-SAYYID/);
  await press('link', 'Pathway');
}
export async function signs(): Promise<void> {
  await press('button', 'Sign');
  await press('button', 'Sign into the record');
}
