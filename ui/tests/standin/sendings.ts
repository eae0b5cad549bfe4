//! The stand-in's answers: where what was signed went, and what it says as text.

import type { Answers } from './answers';
import { findLetter, textOf } from './letters';
import { findCase, meView, readDate } from './views';
import { error, invalid, newId, world } from './world';

const went = {
  post: 'Posted to',
  email: 'Sent by secure e-mail to',
  'document-system': 'Sent through the trust’s document system to',
  'host-record': 'Filed in the notes of',
  handed: 'Given by hand to',
};

export const sendingsAnswers: Pick<
  Answers,
  'record_sending' | 'withdraw_sending' | 'letter_text' | 'print_letter'
> = {
  record_sending: ({ letter_id, way, place, sent_on, by }) => {
    const row = findLetter(letter_id);
    const faults = [];
    if (way === 'host-record' && !place.trim())
      faults.push({ field: 'place', rule: 'required', message: 'Enter in whose notes it was filed.' });
    const day = sent_on.trim() ? readDate(sent_on) : (world.now.split(' ')[0] ?? '');
    if (day === null)
      faults.push({ field: 'sent_on', rule: 'date', message: 'Enter the day as day, month and year.' });
    if (faults.length) throw invalid(...faults);
    const says = `${went[way]} ${place.trim() || row.recipient} on ${day}${by ? ` by ${by}` : ''}, recorded by ${meView().name}, ${world.now}`;
    row.sendings = [{ id: newId(), says }, ...row.sendings];
    row.sent = says;
    return row;
  },
  withdraw_sending: ({ case_id, record_id, reason }) => {
    if (!reason.trim())
      throw invalid({ field: 'reason', rule: 'required', message: 'Say what was entered in error.' });
    const row = findCase(case_id).letters.find((l) => l.sendings.some((s) => s.id === record_id));
    if (!row) throw error('not-found', 'There is no such record in this case.');
    row.sendings = row.sendings.filter((s) => s.id !== record_id);
    row.sent = row.sendings[0]?.says ?? '';
    return row;
  },
  letter_text: ({ letter_id }) => {
    const row = findLetter(letter_id);
    return { title: row.title, text: textOf(row) };
  },
  print_letter: ({ letter_id }) => {
    findLetter(letter_id);
    return null;
  },
};
