//! The stand-in's answers: search. Finds parts of names, numbers, and words of a few signed texts; no phrases.

import type { NoteHit, SnippetPiece } from '$/ipc/types';
import type { Answers } from './answers';
import { banner, patientView } from './views';
import { world } from './world';

const SHOWN = 20;
const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

function marked(text: string, wanted: string[]): SnippetPiece[] {
  return text
    .split(/([\p{L}\p{N}]+)/u)
    .filter(Boolean)
    .map((piece) => ({ text: piece, hit: wanted.some((w) => piece.toLowerCase().startsWith(w)) }));
}

function notesWith(wanted: string[]): NoteHit[] {
  if (!wanted.length) return [];
  return world.cases.flatMap((kase) => {
    const patient = world.patients.find((p) => p.id === kase.patient_id);
    if (!patient) return [];
    const shown = banner(patient);
    const head = kase.formulation && !kase.formulation.withdrawn ? kase.formulation.versions[0] : undefined;
    const texts = [
      {
        kind: 'case',
        title: 'Question asked',
        record_id: `${kase.id}-case`,
        on: kase.form.received_on,
        text: kase.form.reason,
      },
      ...(head
        ? [
            {
              kind: 'formulation',
              title: 'Formulation: 5Ps',
              record_id: `${kase.id}-formulation`,
              on: head.form.shared_on,
              text: [head.form.narrative, ...Object.values(head.form.cells)].filter(Boolean).join(' · '),
            },
          ]
        : []),
    ];
    return texts
      .filter(({ text }) => wanted.every((w) => wordsOf(text).some((word) => word.startsWith(w))))
      .map(({ text, ...found }) => ({
        ...found,
        case_id: kase.id,
        patient_id: patient.id,
        patient: shown.name,
        nhs_number: shown.nhs_number,
        born: shown.born,
        similar_name_warning: shown.similar_name_warning,
        who: 'Dr A. Okafor',
        quoted: !world.notOnList.includes(kase.id),
        snippet: world.notOnList.includes(kase.id) ? [] : marked(text, wanted),
      }));
  });
}

export const searchAnswers: Pick<Answers, 'search'> = {
  search: ({ text, newest_first }) => {
    const wanted = wordsOf(text);
    const number = text.replace(/\D/g, '');
    const patients = world.patients
      .filter((p) => {
        const shown = banner(p);
        const parts = wordsOf(shown.name);
        return (
          (number.length > 2 && shown.nhs_number.replace(/\D/g, '').startsWith(number)) ||
          (wanted.length > 0 && wanted.every((w) => parts.some((part) => part.startsWith(w))))
        );
      })
      .map((p) => ({ ...banner(p), id: p.id, cases: patientView(p).cases }));
    const notes = notesWith(wanted);
    if (newest_first) notes.reverse();
    return { patients, more_patients: false, notes: notes.slice(0, SHOWN), more: notes.length > SHOWN };
  },
};
