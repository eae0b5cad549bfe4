//! The stand-in's answers: safety plans.

import type { SafetyPlanVersion, SafetyPlanView } from '$/ipc/types';
import type { Answers } from './answers';
import { conflict, demand, draftOf, dropDraft, Kept, signedNow, stamp } from './kept';
import { findCase } from './views';
import { error, newId } from './world';

interface Stored {
  record_id: string;
  versions: SafetyPlanVersion[];
  withdrawn: string;
}
const kept = new Kept<Stored>();
const steps: [string, string][] = [
  ['warning_signs', 'How I notice that things are getting worse'],
  ['coping', 'What I can do by myself'],
  ['distractions', 'People and places that take my mind off it'],
  ['people', 'People I can ask for help'],
  ['services', 'Professionals and services I can ring'],
  ['surroundings', 'How I make my surroundings safer'],
];

function view(case_id: string): SafetyPlanView {
  findCase(case_id);
  const found = kept.get(case_id);
  return {
    case_id,
    record_id: found?.record_id ?? null,
    steps: steps.map(([field, heading]) => ({ field, heading, hint: 'One a line.' })),
    versions: found?.versions ?? [],
    withdrawn: found?.withdrawn ?? '',
    draft: draftOf('safety-plan', { case_id }),
    usual_services: [{ name: 'In an emergency', phone: '999', note: '' }],
  };
}

export const safetyPlansAnswers: Pick<Answers, 'safety_plan' | 'sign_safety_plan' | 'withdraw_safety_plan'> =
  {
    safety_plan: ({ case_id }) => view(case_id),
    sign_safety_plan: ({ case_id, base, form, amendment }) => {
      const found = kept.get(case_id);
      const head = found && !found.withdrawn ? found.versions[0] : undefined;
      demand([
        Boolean(form.warning_signs.trim() || form.coping.trim()),
        'warning_signs',
        'Write at least one thing that is the patient’s own.',
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
        form,
        provenance: signedNow(amendment?.reason ?? ''),
      };
      kept.set(case_id, {
        record_id: newId(),
        withdrawn: '',
        versions: [version, ...(head && found ? found.versions : [])],
      });
      dropDraft('safety-plan', { case_id });
      return view(case_id);
    },
    withdraw_safety_plan: ({ case_id, reason }) => {
      const found = kept.get(case_id);
      if (!found) throw error('not-found', 'There is no such record in this case in this register.');
      demand([Boolean(reason.trim()), 'reason', 'Say what was entered in error.']);
      found.withdrawn = `${stamp()}: ${reason}`;
      return view(case_id);
    },
  };
