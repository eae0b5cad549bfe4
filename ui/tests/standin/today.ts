//! The stand-in's answers: today. Gathered from what the other stand-ins hold, as the core does.

import type { TodayRow, Waiting } from '$/ipc/types';
import type { Answers } from './answers';
import { dayOf, today } from './kept';
import { waitingAnswers } from './measures';
import { reviewDue } from './risk';
import { waitingFor } from './submissions';
import { supervisionWaiting } from './supervision';
import { banner, findCase, findPatient, meView } from './views';
import { world, type StoredCase } from './world';

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
const order: Waiting[] = [
  'safety-answer',
  'risk-review',
  'countersignature',
  'returned',
  'supervision-signature',
  'entry-not-filed',
  'letter-unsent',
  'supervision-action',
  'draft',
];
type Found = TodayRow & { since: number };

function ofCase(kase: StoredCase, mine: (who: string) => boolean): Found[] {
  const same = { ...about(kase.patient_id), case_id: kase.id, draft_kind: '', record_kind: '' };
  const rows: Found[] = [];
  for (const answer of waitingAnswers(kase.id).filter((a) => mine(a.author)))
    rows.push({
      ...same,
      kind: 'safety-answer',
      what: `${answer.what}: ${answer.answer}`,
      when: `Answered on ${answer.on}`,
      overdue: dayOf(answer.on) < dayOf(today()),
      since: dayOf(answer.on),
      record_id: answer.measure_id,
      who: answer.author,
    });
  const note = reviewDue(kase.id);
  if (note && mine(note.author) && kase.form.status !== 'closed') {
    const overdue = dayOf(note.form.review_by) < dayOf(today());
    rows.push({
      ...same,
      kind: 'risk-review',
      what: 'Risk review',
      when: overdue ? `Was due by ${note.form.review_by}` : 'Due today',
      overdue,
      since: dayOf(note.form.review_by),
      record_id: note.id,
      who: note.author,
    });
  }
  for (const item of waitingFor(kase))
    rows.push({
      ...same,
      kind: item.kind,
      what: item.what,
      when: item.kind === 'returned' ? `Returned by ${item.by}` : `Submitted ${item.at}`,
      overdue: false,
      since: 0,
      record_id: item.record_id,
      record_kind: item.record_kind,
      who: world.users.find((u) => u.id === item.author)?.name ?? '',
    });
  for (const letter of kase.letters.filter((l) => !l.sent && !l.withdrawn)) {
    const who = letter.signed.split(',')[0] ?? '';
    if (!mine(who)) continue;
    rows.push({
      ...same,
      kind: letter.kind === 'host-entry' ? 'entry-not-filed' : 'letter-unsent',
      what: `${letter.title}, to ${letter.recipient}`,
      when: `Signed, dated ${letter.dated_on}`,
      overdue: dayOf(letter.dated_on) < dayOf(today()),
      since: dayOf(letter.dated_on),
      record_id: letter.id,
      who,
    });
  }
  return rows;
}

export const todayAnswers: Pick<Answers, 'today'> = {
  today: ({ everyone }) => {
    const me = meView();
    const found = world.cases.flatMap((kase) => {
      const part = kase.form.people.some((p) => p.user_id === me.id);
      return ofCase(kase, (who) => everyone || part || who === me.name);
    });
    for (const row of supervisionWaiting(me.id)) found.push(row);
    world.drafts.forEach((draft, place) => {
      const patient = draft.patient_id ?? (draft.case_id ? findCase(draft.case_id).patient_id : null);
      found.push({
        ...about(patient),
        kind: 'draft',
        what: '',
        when: `Kept ${draft.saved}`,
        overdue: false,
        since: place,
        case_id: draft.case_id,
        record_id: null,
        draft_kind: draft.kind,
        record_kind: '',
        who: '',
      });
    });
    found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.since - b.since);
    const rows: TodayRow[] = found.map(({ since: _, ...row }) => row);
    return {
      date: 'Sunday 22 November 2026',
      rows: rows.slice(0, 200),
      total: rows.length,
      safety: rows.filter((r) => r.kind === 'safety-answer' || r.kind === 'risk-review').length,
    };
  },
};
