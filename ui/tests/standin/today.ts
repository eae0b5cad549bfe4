//! The stand-in's answers: today. Gathered from what the other stand-ins hold, as the core does.

import type { TodayRow } from '$/ipc/types';
import type { Answers } from './answers';
import { openAnswers } from './measures';
import { banner, findCase, findPatient } from './views';
import { world } from './world';

function about(patient_id: string | null) {
  const shown = patient_id ? banner(findPatient(patient_id)) : null;
  return {
    patient: shown?.name ?? '',
    nhs_number: shown?.nhs_number ?? '',
    born: shown?.born ?? '',
    similar_name_warning: shown?.similar_name_warning ?? false,
    patient_id,
  };
}

export const todayAnswers: Pick<Answers, 'today'> = {
  today: () => {
    const rows: TodayRow[] = [];
    for (const kase of world.cases) {
      for (const answer of openAnswers(kase.id)) {
        rows.push({
          ...about(kase.patient_id),
          kind: 'safety-answer',
          what: `${answer.what}: ${answer.answer}`,
          when: `Answered on ${answer.on}`,
          overdue: true,
          case_id: kase.id,
          record_id: answer.measure_id,
          draft_kind: '',
          who: 'Dr A. Okafor',
        });
      }
      for (const letter of kase.letters.filter((l) => !l.sent && !l.withdrawn)) {
        rows.push({
          ...about(kase.patient_id),
          kind: letter.kind === 'host-entry' ? 'entry-not-filed' : 'letter-unsent',
          what: `${letter.title}, to ${letter.recipient}`,
          when: `Signed, dated ${letter.dated_on}`,
          overdue: true,
          case_id: kase.id,
          record_id: letter.id,
          draft_kind: '',
          who: 'Dr A. Okafor',
        });
      }
    }
    for (const draft of world.drafts) {
      const patient = draft.patient_id ?? (draft.case_id ? findCase(draft.case_id).patient_id : null);
      rows.push({
        ...about(patient),
        kind: 'draft',
        what: '',
        when: `Kept ${draft.saved}`,
        overdue: false,
        case_id: draft.case_id,
        record_id: null,
        draft_kind: draft.kind,
        who: '',
      });
    }
    const order = ['safety-answer', 'risk-review', 'entry-not-filed', 'letter-unsent', 'draft'];
    rows.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    return {
      date: 'Sunday 22 November 2026',
      rows,
      total: rows.length,
      safety: rows.filter((r) => r.kind === 'safety-answer' || r.kind === 'risk-review').length,
    };
  },
};
