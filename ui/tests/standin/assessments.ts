//! The stand-in's answers: assessments, on a form of its own with one field of each kind.

import type {
  AssessmentDefinition,
  AssessmentForm,
  AssessmentSummary,
  AssessmentVersion,
  AssessmentView,
} from '$/ipc/types';
import type { Answers } from './answers';
import { conflict, demand, draftOf, dropDraft, Kept, signedNow, stamp } from './kept';
import { findCase } from './views';
import { error, newId } from './world';

const field = { hint: '', options: [], columns: [] };
export const form: AssessmentDefinition = {
  id: 'biopsychosocial',
  version: 1,
  title: 'Biopsychosocial assessment',
  source: 'Made for tests',
  sections: [
    {
      id: 'symptoms',
      heading: 'Symptoms',
      hint: 'In the patient’s order',
      private: false,
      kinds: [],
      fields: [
        { ...field, id: 'text', label: 'Account', kind: 'text' },
        {
          ...field,
          id: 'syndromes',
          label: 'Functional syndrome',
          kind: 'options',
          options: [
            { id: 'ibs', label: 'Irritable bowel syndrome', hint: '' },
            { id: 'ncp', label: 'Non-cardiac chest pain', hint: '' },
          ],
        },
      ],
    },
    {
      id: 'investigations',
      heading: 'Investigations so far',
      hint: '',
      private: false,
      kinds: [],
      fields: [
        {
          ...field,
          id: 'list',
          label: 'Investigations',
          kind: 'rows',
          columns: [
            { id: 'test', label: 'Investigation', options: [] },
            { id: 'result', label: 'Result', options: [] },
          ],
        },
      ],
    },
    {
      id: 'adversity',
      heading: 'Past adversity',
      hint: '',
      private: true,
      kinds: [],
      fields: [{ ...field, id: 'text', label: 'Account', kind: 'text' }],
    },
    {
      id: 'self-harm',
      heading: 'After self-harm',
      hint: '',
      private: false,
      kinds: ['self-harm'],
      fields: [{ ...field, id: 'text', label: 'Account', kind: 'text' }],
    },
  ],
};

interface Stored {
  record_id: string;
  versions: AssessmentVersion[];
  withdrawn: string;
}
const kept = new Kept<Stored>();

/** As the core keeps it: nothing that is empty, ticks in the form's order. */
function tidied(filled: AssessmentForm): AssessmentForm['answers'] {
  const { texts, chosen, rows } = filled.answers;
  const kept: AssessmentForm['answers'] = { texts: {}, chosen: {}, rows: {} };
  for (const section of form.sections)
    for (const part of section.fields) {
      const path = `${section.id}.${part.id}`;
      const text = texts[path]?.trim();
      const ticked = part.options.filter((o) => chosen[path]?.includes(o.id)).map((o) => o.id);
      const lines = rows[path]?.filter((row) => Object.values(row).some((cell) => cell.trim())) ?? [];
      if (text) kept.texts[path] = text;
      if (ticked.length) kept.chosen[path] = ticked;
      if (lines.length) kept.rows[path] = lines;
    }
  return kept;
}

export function assessmentSummary(case_id: string): AssessmentSummary | undefined {
  const found = kept.get(case_id);
  const head = found?.versions[0];
  if (!head || found.withdrawn) return undefined;
  const paths = Object.values(head.form.answers).flatMap((of) => Object.keys(of));
  return {
    symptoms: head.form.answers.texts['symptoms.text'] ?? '',
    sections: form.sections
      .filter((s) => paths.some((path) => path.startsWith(`${s.id}.`)))
      .map((s) => s.heading),
    version: head.version,
    signed: head.provenance.signed,
  };
}

function view(case_id: string): AssessmentView {
  findCase(case_id);
  const found = kept.get(case_id);
  return {
    case_id,
    record_id: found?.record_id ?? null,
    definition: form,
    versions: found?.versions ?? [],
    withdrawn: found?.withdrawn ?? '',
    draft: draftOf('assessment', { case_id }),
  };
}

export const assessmentsAnswers: Pick<Answers, 'assessment' | 'sign_assessment' | 'withdraw_assessment'> = {
  assessment: ({ case_id }) => view(case_id),
  sign_assessment: ({ case_id, base, form: filled, amendment }) => {
    const found = kept.get(case_id);
    const head = found && !found.withdrawn ? found.versions[0] : undefined;
    const answers = tidied(filled);
    demand([
      Object.values(answers).some((of) => Object.keys(of).length > 0),
      'answers',
      'Write something in at least one section before signing.',
    ]);
    if (head) {
      demand([
        !base || Boolean(amendment?.reason.trim()),
        'amendment.reason',
        'Say why what was signed is being changed.',
      ]);
      if (base !== head.revision) throw conflict(head.revision);
    }
    const version = {
      revision: newId(),
      version: (head?.version ?? 0) + 1,
      form: { ...filled, answers },
      provenance: signedNow(amendment ? `New version: ${amendment.reason}` : ''),
    };
    kept.set(case_id, {
      record_id: newId(),
      withdrawn: '',
      versions: [version, ...(head && found ? found.versions : [])],
    });
    dropDraft('assessment', { case_id });
    return view(case_id);
  },
  withdraw_assessment: ({ case_id, reason }) => {
    const found = kept.get(case_id);
    if (!found) throw error('not-found', 'There is no such record in this case in this register.');
    demand([Boolean(reason.trim()), 'reason', 'Say what was entered in error.']);
    found.withdrawn = `${stamp()}: ${reason}`;
    return view(case_id);
  },
};
