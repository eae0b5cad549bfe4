import letter from './letter.pdf?inline';
import type { ComposedLetter, LetterContent, LetterSection } from '$/ipc/types';
import { bannerName, findPatient } from './views';
import { world, type StoredCase } from './world';

function section(id: string, heading: string, text: string, hint: string, mandatory = false): LetterSection {
  return {
    id,
    heading,
    text,
    composed: text,
    mandatory,
    included: mandatory || text !== '',
    hint,
    figures: [],
  };
}

export function composed(c: StoredCase, afresh: boolean): ComposedLetter {
  const p = findPatient(c.patient_id).form;
  const head = c.formulation?.versions[0];
  const content: LetterContent = {
    kind: 'gp',
    template_version: 1,
    dated_on: '2026-11-22',
    recipient: { name: p.gp_name || p.practice, organisation: p.practice, address: p.practice_address },
    sections: [
      section(
        'attendance-details',
        'Attendance details',
        'Seen by Dr A. Okafor, Consultant in medical psychotherapy.',
        'When, where, by whom, who came along',
        true,
      ),
      section('diagnoses', 'Diagnoses', '', 'As a list, the main one first'),
      section(
        'clinical-summary',
        'Clinical summary',
        `${c.form.reason}\n\n${head?.form.narrative ?? ''}`.trim(),
        'What you understand, in words the patient can read',
        true,
      ),
      section(
        'formulation',
        'Formulation',
        head
          ? Object.entries(head.form.cells)
              .filter(([cell]) => cell.startsWith('perpetuating'))
              .map(([, t]) => `- ${t}`)
              .join('\n')
          : '',
        'What keeps it going and what helps',
      ),
      section(
        'patient-and-carer-concerns',
        'Patient and carer concerns, expectations and wishes',
        head?.form.patient_agrees ?? '',
        'In the patient’s own words',
      ),
      section(
        'allergies',
        'Allergies and adverse reactions',
        '',
        'Never blank: if nothing is recorded the letter says so',
        true,
      ),
      section(
        'plan',
        'Plan and requested actions',
        '',
        'Who does what, by when: first the GP, then the team, then the patient',
      ),
      section('information-given', 'Information and advice given', '', 'What was said and handed over'),
    ],
    copies: [],
    composed_from: [c.revision],
  };
  const draft = afresh ? undefined : world.drafts.find((d) => d.case_id === c.id && d.kind === 'letter:gp');
  return {
    case_id: c.id,
    title: 'Letter to the GP',
    content: draft ? (draft.state as LetterContent) : content,
    left_out: [
      { what: 'Formulation, unsigned draft', why: 'Only what is signed goes into a letter' },
      { what: `Next of kin of ${bannerName(p)}`, why: 'Somebody else’s details' },
    ],
    draft: draft ?? null,
    out_of_date: draft?.out_of_date ?? false,
  };
}

let bytes: ArrayBuffer | undefined;

/** The letter that every preview shows. */
export function pdf(): ArrayBuffer {
  bytes ??= Uint8Array.from(atob(letter.split(',')[1] ?? ''), (c) => c.charCodeAt(0)).buffer;
  return bytes;
}
