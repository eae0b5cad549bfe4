//! The stand-in's answers: severity.

import type { FieldError, SeverityRatingView, SeveritySummary, SeverityView } from '$/ipc/types';
import type { Answers } from './answers';
import { dayOf, demand, draftOf, dropDraft, Kept, pastDay, refuse, signedNow, stamp } from './kept';
import { findCase, meView, months } from './views';
import { newId } from './world';

const levels = { 'not-rated': 'Not rated', mild: 'Mild', moderate: 'Moderate', severe: 'Severe' };
const order = ['mild', 'moderate', 'severe'];
const bases = {
  'face-to-face': 'Face to face',
  remote: 'Video or telephone',
  notes: 'From the notes',
  'advice-only': 'Advice only, patient not seen',
};
const comorbidities = {
  depression: 'Depression',
  anxiety: 'Anxiety',
  ptsd: 'Post-traumatic stress disorder',
  'substance-use': 'Substance use',
  'personality-difficulty': 'Personality difficulty',
  'medical-disease': 'Medical disease',
  other: 'Other',
};
const kept = new Kept<SeverityRatingView[]>();

const inForce = (case_id: string) => (kept.get(case_id) ?? []).filter((r) => !r.provenance.withdrawn);

const said = (r: SeverityRatingView) => `${r.rater} rated ${r.severity} on ${r.rated_on}`;
/** Another rater's rating is named, never counted as a change in the patient. */
function changeOf(rating: SeverityRatingView, all: SeverityRatingView[]): string {
  const earlier = all.slice(all.indexOf(rating) + 1);
  const before = earlier.find((r) => r.rater === rating.rater) ?? earlier[0];
  if (!before || before.severity === 'not-rated') return '';
  if (before.rater !== rating.rater) return said(before);
  if (rating.severity === 'not-rated') return '';
  const [was, is] = [order.indexOf(before.severity), order.indexOf(rating.severity)];
  if (was === is) return `The same as on ${before.rated_on}`;
  return `${is < was ? 'Less' : 'More'} severe than on ${before.rated_on} (${before.severity} to ${rating.severity})`;
}

export function severitySummary(case_id: string): SeveritySummary | undefined {
  const all = inForce(case_id);
  const newest = all[0];
  if (!newest) return undefined;
  const other = all.find((r) => r.rater !== newest.rater && r.severity !== 'not-rated');
  const differs =
    other && other.severity !== newest.severity && all.find((r) => r.rater === other.rater)?.id === other.id;
  return {
    label: newest.label,
    duration: newest.duration,
    comorbidity: newest.comorbidity.join(', '),
    change: differs && changeOf(newest, all) === said(other) ? '' : changeOf(newest, all),
    differs: differs ? said(other) : '',
    rated: `${newest.rated_on}, ${newest.rater}`,
    ratings: all.length,
  };
}

function view(case_id: string): SeverityView {
  findCase(case_id);
  const all = inForce(case_id);
  const rated = all.filter((r) => r.severity !== 'not-rated').toReversed();
  const [first, last] = [rated[0], rated.at(-1)];
  return {
    case_id,
    ratings: (kept.get(case_id) ?? []).map((r) => ({
      ...r,
      change: r.provenance.withdrawn ? '' : changeOf(r, all),
    })),
    chart:
      first && last
        ? {
            title: 'MUS severity',
            alt:
              rated.length === 1
                ? `MUS severity: ${first.severity} on ${first.rated_on}.`
                : `MUS severity: ${first.severity} on ${first.rated_on}, ${last.severity} on ${last.rated_on}; ${rated.length} ratings.`,
            levels: ['Mild', 'Moderate', 'Severe'],
            steps: rated.map((r) => ({
              label: r.rated_on,
              level: order.indexOf(r.severity),
              by: r.rater,
              day: dayOf(r.rated_on) - dayOf(first.rated_on),
            })),
          }
        : null,
    draft: draftOf('severity', { case_id }),
    label: 'A clinician’s classification. It is no validated numeric scale and has no sum.',
  };
}

/** `since March 2021, 68 months` for a year, a month and year, or a day; `null` for what is none. */
function durationOf(onset: string, rated_on: string): string | null {
  if (!onset.trim()) return 'Onset not known';
  const [, day, month, year] = /^(?:(\d+)[- ])?(?:([A-Za-z]{3})[a-z]*[- ])?(\d{4})$/.exec(onset.trim()) ?? [];
  if (!year) return null;
  const since = `since ${onset.trim()}`;
  const from = dayOf(`${day ?? 1}-${month ?? months[0]}-${year}`);
  const passed = Math.floor((dayOf(rated_on) - from) / 30.44);
  return month ? `${since}, ${passed} months` : `${since}, about ${Math.floor(passed / 12)} years`;
}

export const severityAnswers: Pick<Answers, 'severity' | 'rate_severity' | 'withdraw_severity'> = {
  severity: ({ case_id }) => view(case_id),
  rate_severity: ({ case_id, form }) => {
    const [rated_on, faults]: [string, FieldError[]] = pastDay(
      'rated_on',
      form.rated_on,
      'Enter the day that is rated.',
    );
    const need = (there: boolean, field: string, message: string) => {
      if (!there) faults.push({ field, rule: 'required', message });
    };
    need(form.severity !== null, 'severity', 'Choose the severity.');
    need(form.basis !== null, 'basis', 'Choose what the rating rests on.');
    const duration = durationOf(form.onset, rated_on);
    if (duration === null)
      faults.push({
        field: 'onset',
        rule: 'date',
        message: 'Enter a year, a month and year, or a day, such as 2021, March 2021 or 14-Mar-2021.',
      });
    need(Boolean(form.rationale.trim()), 'rationale', 'Say in your own words why this severity.');
    refuse(faults);
    const severity = form.severity ?? 'not-rated';
    const rating: SeverityRatingView = {
      id: newId(),
      rated_on,
      severity,
      label: levels[severity],
      duration: duration ?? '',
      comorbidity: form.comorbidity.map((c) => comorbidities[c]),
      evidence: form.evidence,
      rationale: form.rationale.trim(),
      basis: bases[form.basis ?? 'notes'],
      rater: meView().name,
      change: '',
      provenance: signedNow(),
    };
    const ratings = [rating, ...(kept.get(case_id) ?? [])];
    kept.set(
      case_id,
      ratings.toSorted((a, b) => dayOf(b.rated_on) - dayOf(a.rated_on)),
    );
    dropDraft('severity', { case_id });
    return view(case_id);
  },
  withdraw_severity: ({ case_id, record_id, reason }) => {
    demand([Boolean(reason.trim()), 'reason', 'Say what was entered in error.']);
    const found = kept.get(case_id)?.find((r) => r.id === record_id);
    if (found) found.provenance = { ...found.provenance, withdrawn: `${stamp()}: ${reason}` };
    return view(case_id);
  },
};
