//! The stand-in's answers: risk. A note reads never calmer than it is.

import type {
  FieldError,
  RiskNoteForm,
  RiskNoteView,
  RiskStanding,
  RiskSummary,
  RiskView,
} from '$/ipc/types';
import type { Answers } from './answers';
import {
  dayOf,
  demand,
  draftOf,
  dropDraft,
  Kept,
  nextPlace,
  pastDay,
  refuse,
  signedNow,
  stamp,
  today,
} from './kept';
import { overtaking } from './measures';
import { findCase, meView, readDate } from './views';
import { newId } from './world';

type Note = RiskNoteView & { place: number; author: string };
const kept = new Kept<Note[]>();

const blank = (): RiskNoteForm => ({
  assessed_on: today(),
  findings: [],
  long_standing: '',
  changeable: '',
  imminent: '',
  protective: '',
  formulation: '',
  management: '',
  others_involved: '',
  patient_view: '',
  review_by: '',
  reviewer: '',
});

/** Newest first by the day that is assessed: one signed late hides nothing. */
const notesOf = (case_id: string) =>
  (kept.get(case_id) ?? []).toSorted(
    (a, b) => dayOf(b.form.assessed_on) - dayOf(a.form.assessed_on) || b.place - a.place,
  );
const inForce = (case_id: string) => notesOf(case_id).filter((n) => !n.provenance.withdrawn);
const aboutSelf = (n: Note) => n.form.findings.some((f) => ['suicide', 'self-harm'].includes(f.domain));

/** Who signed a note that answers what was said about safety on a day, and when. */
export function noteAfter(case_id: string, on: string, place: number): string | undefined {
  return inForce(case_id)
    .filter((n) => aboutSelf(n) && n.place > place && dayOf(n.form.assessed_on) >= dayOf(on))
    .toSorted((a, b) => a.place - b.place)[0]?.provenance.signed;
}

function standingOf(case_id: string): [RiskStanding, string] {
  const newest = inForce(case_id)[0];
  const covers = inForce(case_id).find(aboutSelf);
  const answered = overtaking(
    findCase(case_id).patient_id,
    covers && { place: covers.place, on: covers.form.assessed_on },
  );
  if (!newest)
    return [
      'not-assessed',
      `Risk has not been assessed in this case. This does not mean that there is none.${
        answered ? ` An answer about safety was given on ${answered}.` : ''
      }`,
    ];
  const { assessed_on, review_by } = newest.form;
  if (answered)
    return [
      'overtaken',
      `Last assessed on ${assessed_on}. An answer about safety given on ${answered} is not covered by this assessment.`,
    ];
  if (dayOf(today()) > dayOf(review_by))
    return [
      'review-due',
      `Last assessed on ${assessed_on}, not reviewed since. The review was due by ${review_by}.`,
    ];
  return ['current', `Last assessed on ${assessed_on}. Review by ${review_by}.`];
}

export function riskSummary(case_id: string): RiskSummary {
  const [standing, statement] = standingOf(case_id);
  const newest = inForce(case_id)[0];
  return {
    standing,
    statement,
    formulation: newest?.form.formulation ?? '',
    management: newest?.form.management ?? '',
    review: newest ? `Review by ${newest.form.review_by}` : '',
    signed: newest?.provenance.signed ?? '',
  };
}
export const hasNotes = (case_id: string): boolean => inForce(case_id).length > 0;

/** The newest note, where it is to be looked at again by today. */
export function reviewDue(case_id: string) {
  const newest = inForce(case_id)[0];
  return newest && dayOf(newest.form.review_by) <= dayOf(today()) ? newest : undefined;
}

function view(case_id: string): RiskView {
  const notes = notesOf(case_id);
  const newest = inForce(case_id)[0];
  const [standing, statement] = standingOf(case_id);
  return {
    case_id,
    standing,
    statement,
    notes: notes.map(({ id, form, provenance }) => ({ id, form, provenance, newest: id === newest?.id })),
    draft: draftOf('risk-note', { case_id }),
    next: newest
      ? {
          ...blank(),
          long_standing: newest.form.long_standing,
          protective: newest.form.protective,
          others_involved: newest.form.others_involved,
          reviewer: newest.form.reviewer,
        }
      : blank(),
  };
}

function faultsOf(form: RiskNoteForm): FieldError[] {
  const [, faults] = pastDay('assessed_on', form.assessed_on, 'Enter the day of the assessment.');
  const need = (field: string, text: string, message: string) => {
    if (!text.trim()) faults.push({ field, rule: 'required', message });
  };
  form.findings.forEach((f, i) =>
    need(`findings.${i}.text`, f.text, 'Write what was asked, said and seen, or take this part out.'),
  );
  need('findings', form.findings.length ? 'some' : '', 'Say at least one thing that was asked about.');
  need('formulation', form.formulation, 'Write how patient and clinician understand it.');
  need('management', form.management, 'Write what is done now, by whom.');
  need('review_by', form.review_by, 'Enter the day by which this must be looked at again.');
  const review = readDate(form.review_by);
  if (review === null)
    faults.push({ field: 'review_by', rule: 'date', message: 'Enter a day, such as 20-Nov-2026.' });
  else if (dayOf(review) < dayOf(today()))
    faults.push({
      field: 'review_by',
      rule: 'past',
      message: 'The review lies in the past. Enter a day from today on.',
    });
  return faults;
}

export const riskAnswers: Pick<
  Answers,
  'risk' | 'check_risk_note' | 'sign_risk_note' | 'withdraw_risk_note'
> = {
  risk: ({ case_id }) => view(case_id),
  check_risk_note: (form) => {
    const texts: [string, string][] = [
      ...form.findings.map((f, i): [string, string] => [`findings.${i}.text`, f.text]),
      ['formulation', form.formulation],
      ['management', form.management],
    ];
    return {
      notices: texts.flatMap(([field, text]) => {
        const phrase = /\b(low|medium|high) risk\b/i.exec(text)?.[0].toLowerCase();
        return phrase ? [{ field, phrase, advice: 'Such words predict nothing. Say what is agreed.' }] : [];
      }),
    };
  },
  sign_risk_note: ({ case_id, form }) => {
    refuse(faultsOf(form));
    const tidy = {
      ...form,
      assessed_on: readDate(form.assessed_on) ?? '',
      review_by: readDate(form.review_by) ?? '',
    };
    const more = { provenance: signedNow(), newest: true, place: nextPlace(), author: meView().name };
    kept.set(case_id, [{ id: newId(), form: tidy, ...more }, ...(kept.get(case_id) ?? [])]);
    dropDraft('risk-note', { case_id });
    return view(case_id);
  },
  withdraw_risk_note: ({ case_id, record_id, reason }) => {
    demand([Boolean(reason.trim()), 'reason', 'Say what was entered in error.']);
    const found = kept.get(case_id)?.find((n) => n.id === record_id);
    if (found) found.provenance = { ...found.provenance, withdrawn: `${stamp()}: ${reason}` };
    return view(case_id);
  },
};
