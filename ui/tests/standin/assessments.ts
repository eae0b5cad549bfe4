//! The stand-in's answers: assessments, on a form of its own with one field of each kind.

import type { AssessmentDefinition, AssessmentVersion, AssessmentView } from '$/ipc/types';
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
export const kept = new Kept<Stored>();

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
    const { texts, chosen, rows } = filled.answers;
    demand([
      Object.keys({ ...texts, ...chosen, ...rows }).length > 0,
      'answers',
      'Write something in at least one section before signing.',
    ]);
    if (head) {
      if (base !== head.revision) throw conflict(head.revision);
      demand([
        Boolean(amendment?.reason.trim()),
        'amendment.reason',
        'Say why what was signed is being changed.',
      ]);
    }
    const version = {
      revision: newId(),
      version: (head?.version ?? 0) + 1,
      form: filled,
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
