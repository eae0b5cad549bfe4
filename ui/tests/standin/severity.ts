//! The stand-in's answers: severity.

import type { SeverityRatingView, SeverityView } from '$/ipc/types';
import type { Answers } from './answers';
import { demand, draftOf, dropDraft, Kept, signedNow, stamp } from './kept';
import { findCase, meView } from './views';
import { newId } from './world';

const levels = { 'not-rated': 'Not rated', mild: 'Mild', moderate: 'Moderate', severe: 'Severe' };
const kept = new Kept<SeverityRatingView[]>();

function view(case_id: string): SeverityView {
  findCase(case_id);
  const ratings = kept.get(case_id) ?? [];
  const steps = ratings
    .filter((r) => !r.provenance.withdrawn && r.severity !== 'not-rated')
    .map((r) => ({
      label: r.rated_on,
      level: ['mild', 'moderate', 'severe'].indexOf(r.severity),
      by: r.rater,
      day: 0,
    }))
    .reverse();
  return {
    case_id,
    ratings,
    chart: steps.length
      ? {
          title: 'MUS severity',
          alt: `MUS severity: ${steps.length} ratings.`,
          levels: ['Mild', 'Moderate', 'Severe'],
          steps,
        }
      : null,
    draft: draftOf('severity', { case_id }),
    label: 'A clinician’s classification. It is no validated numeric scale and has no sum.',
  };
}

export const severityAnswers: Pick<Answers, 'severity' | 'rate_severity' | 'withdraw_severity'> = {
  severity: ({ case_id }) => view(case_id),
  rate_severity: ({ case_id, form }) => {
    demand(
      [form.severity !== null, 'severity', 'Choose the severity.'],
      [form.basis !== null, 'basis', 'Choose what the rating rests on.'],
      [Boolean(form.rationale.trim()), 'rationale', 'Say in your own words why this severity.'],
    );
    const severity = form.severity ?? 'not-rated';
    kept.set(case_id, [
      {
        id: newId(),
        rated_on: form.rated_on,
        severity,
        label: levels[severity],
        duration: form.onset ? `since ${form.onset}` : 'Onset not known',
        comorbidity: form.comorbidity,
        evidence: form.evidence,
        rationale: form.rationale,
        basis: 'Face to face',
        rater: meView().name,
        change: '',
        provenance: signedNow(),
      },
      ...(kept.get(case_id) ?? []),
    ]);
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
