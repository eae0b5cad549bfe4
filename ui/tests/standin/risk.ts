//! The stand-in's answers: risk.

import type { RiskNoteForm, RiskNoteView, RiskView } from '$/ipc/types';
import type { Answers } from './answers';
import { demand, draftOf, dropDraft, Kept, signedNow, stamp } from './kept';
import { findCase } from './views';
import { newId, world } from './world';

const kept = new Kept<RiskNoteView[]>();
const today = () => world.now.split(' ')[0] ?? '';

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

function view(case_id: string): RiskView {
  findCase(case_id);
  const notes = kept.get(case_id) ?? [];
  const newest = notes.find((n) => !n.provenance.withdrawn);
  return {
    case_id,
    standing: newest ? 'current' : 'not-assessed',
    statement: newest
      ? `Last assessed on ${newest.form.assessed_on}. Review by ${newest.form.review_by}.`
      : 'Risk has not been assessed in this case. This does not mean that there is none.',
    notes: notes.map((n) => ({ ...n, newest: n === newest })),
    draft: draftOf('risk-note', { case_id }),
    next: newest ? { ...blank(), protective: newest.form.protective } : blank(),
  };
}

export const riskAnswers: Pick<
  Answers,
  'risk' | 'check_risk_note' | 'sign_risk_note' | 'withdraw_risk_note'
> = {
  risk: ({ case_id }) => view(case_id),
  check_risk_note: (form) => ({
    notices: /low risk/i.test(form.formulation)
      ? [{ field: 'formulation', phrase: 'low risk', advice: 'Such words predict nothing.' }]
      : [],
  }),
  sign_risk_note: ({ case_id, form }) => {
    demand(
      [form.findings.length > 0, 'findings', 'Say at least one thing that was asked about.'],
      [Boolean(form.formulation.trim()), 'formulation', 'Write how patient and clinician understand it.'],
      [Boolean(form.management.trim()), 'management', 'Write what is done now, by whom.'],
      [Boolean(form.review_by.trim()), 'review_by', 'Enter the day by which this must be looked at again.'],
    );
    kept.set(case_id, [
      { id: newId(), form, provenance: signedNow(), newest: true },
      ...(kept.get(case_id) ?? []),
    ]);
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
