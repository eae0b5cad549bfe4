import type {
  CaseView,
  EntryCriterion,
  MdtOutcome,
  PathwayOption,
  PathwayReviewView,
  PathwayView,
  ReviewDecision,
  SessionsView,
} from '$/ipc/types';
import type { Meaning } from '$/kit/tag/Tag.svelte';
import type { PathwayPart } from '$/navigation/routes';

const drafts = ['pathway', 'session', 'goal', 'pathway-review', 'mdt-decision'];

/** Cases of the kind that the pathway is for, and any in which something of it is written. */
export function hasPathway(kase: CaseView): boolean {
  return (
    kase.form.kind === 'mus' || kase.pathway !== null || kase.drafts.some((d) => drafts.includes(d.kind))
  );
}

/** The core holds the same words. */
export const criteria: Record<EntryCriterion, { text: string; leeds: boolean }> = {
  'organic-ruled-out': { text: 'A clear organic diagnosis has been ruled out', leeds: false },
  'agreed-to-specialist': {
    text: 'The patient has agreed to see a specialist in persistent physical symptoms',
    leeds: false,
  },
  persistent: { text: 'Persistent symptoms without, or out of proportion to, related disease', leeds: true },
  'loss-of-function': { text: 'Significant and sustained loss of function', leeds: true },
  'help-seeking': { text: 'Regular help-seeking in primary, secondary or alternative care', leeds: true },
  willing: { text: 'Willing and able to attend regularly', leeds: true },
};
export const intakes = [
  { leeds: false, heading: 'General intake', says: 'Two, for any service for persistent physical symptoms' },
  { leeds: true, heading: 'Leeds pathway', says: 'All four' },
] as const;

export const options: { value: PathwayOption; text: string }[] = [
  { value: 'hospital-team', text: 'Option 1: ten sessions with the hospital mental health team' },
  { value: 'cbt', text: 'Option 2: cognitive behavioural therapy by a specialist' },
];
export const decisions: { value: ReviewDecision; text: string; hint?: string }[] = [
  {
    value: 'completed',
    text: 'Completed: discharge, agreed by clinician and patient',
    hint: 'Both hold that progress is sufficient, and a measure from the start was repeated or the reason is given.',
  },
  {
    value: 'mdt',
    text: 'To the multidisciplinary team',
    hint: 'Whenever one of you does not agree, or more sessions are asked for.',
  },
  { value: 'declined', text: 'Ended: the patient declined' },
  { value: 'stopped-attending', text: 'Ended: stopped attending' },
  { value: 'moved', text: 'Ended: moved away' },
  { value: 'died', text: 'Ended: died' },
  { value: 'transferred', text: 'Ended: transferred to another team' },
];
export const outcomes: { value: MdtOutcome; text: string; hint: string }[] = [
  {
    value: 'continue',
    text: 'Continue',
    hint: 'Beyond what was agreed: with a clinical rationale and the patient’s motivation.',
  },
  {
    value: 'discharge',
    text: 'Discharge, with the disagreement recorded',
    hint: 'Although not both agree.',
  },
];
export const isOtherEnd = (decision: ReviewDecision | null): boolean =>
  decision !== null && decision !== 'completed' && decision !== 'mdt';

export const yesNo = (agrees: boolean | null): string =>
  agrees === null ? 'not asked' : agrees ? 'yes' : 'no';

export function reviewMeaning(review: PathwayReviewView): Meaning {
  if (review.provenance.withdrawn) return 'over';
  if (review.awaits_mdt) return 'waits';
  return review.form.decision === 'completed' ? 'well' : 'plain';
}

/** What the row of steps shows. What has ended has no review before it any more. */
export function stepsHeading(pathway: PathwayView): string {
  const agreed = pathway.agreed_sessions;
  const sessions = agreed === 1 ? '1 session' : `${agreed} sessions`;
  if (pathway.ended) return `${sessions} agreed`;
  return agreed === 1 ? `${sessions}, which is the review` : `${sessions}, the last of them the review`;
}

export interface Next {
  /** Where the pathway stands. */
  says: string;
  /** The one thing that is due; absent where the pathway has ended. */
  action?: { text: string; part: PathwayPart; of?: string };
}

/** What is due: shown, not decided; every other way stays open beside it. */
export function nextOf(pathway: PathwayView, sessions: SessionsView): Next {
  const newest = pathway.reviews.find((r) => !r.provenance.withdrawn);
  if (newest?.awaits_mdt)
    return {
      says: `The review of ${newest.form.held_on} waits for the multidisciplinary team.`,
      action: {
        text: pathway.mdt_draft ? 'Continue the team’s decision' : 'Record the team’s decision',
        part: 'mdt',
        of: newest.id,
      },
    };
  if (pathway.ended && newest)
    return {
      says: newest.mdt
        ? `${newest.mdt.outcome}, ${newest.mdt.form.held_on}.`
        : `${newest.decision}, ${newest.form.held_on}.`,
    };
  if (pathway.review_due)
    return {
      says: `Session ${sessions.attendance.last_number} of ${pathway.agreed_sessions} is held: the review is due.`,
      action: { text: pathway.draft ? 'Continue the review' : 'Write the review', part: 'review' },
    };
  const plan = {
    text: pathway.plan.draft ? 'Continue entry and option' : 'Record entry and option',
    part: 'plan' as const,
  };
  if (!pathway.plan.revision && sessions.sessions.length === 0)
    return { says: 'Not begun: entry criteria and option come first.', action: plan };
  if (!pathway.plan.option && sessions.sessions.length === 0)
    return {
      says: 'The option is to be agreed with the patient.',
      action: { text: pathway.plan.draft ? 'Continue entry and option' : 'Record the option', part: 'plan' },
    };
  const number = sessions.attendance.last_number + 1;
  return {
    says:
      number === pathway.agreed_sessions
        ? `Next is session ${number}, which is the review.`
        : number < pathway.agreed_sessions
          ? `Next is session ${number} of ${pathway.agreed_sessions}.`
          : `All ${pathway.agreed_sessions} sessions that were agreed are held.`,
    action: {
      text: sessions.draft ? 'Continue the session' : `Note session ${number}`,
      part: 'session',
    },
  };
}
