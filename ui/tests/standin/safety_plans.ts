//! The stand-in's answers: safety plans.

import type {
  FieldError,
  Helper,
  SafetyPlanForm,
  SafetyPlanSummary,
  SafetyPlanVersion,
  SafetyPlanView,
} from '$/ipc/types';
import type { Answers } from './answers';
import { conflict, demand, draftOf, dropDraft, Kept, refuse, signedNow, stamp } from './kept';
import { findCase, readDate } from './views';
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

const filled = (h: Helper) => Boolean(h.name.trim() || h.phone.trim() || h.note.trim());
/** As the core keeps it: a thing a line without its dash, no empty line. */
const lines = (typed: string) =>
  typed
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(/^[-•]+/, '')
        .trim(),
    )
    .filter(Boolean)
    .join('\n');

function tidied(form: SafetyPlanForm): SafetyPlanForm {
  const faults: FieldError[] = [];
  const need = (there: boolean, field: string, message: string) => {
    if (!there) faults.push({ field, rule: 'required', message });
  };
  for (const field of ['people', 'services'] as const)
    form[field].forEach((h, i) =>
      need(!filled(h) || Boolean(h.name.trim()), `${field}.${i}.name`, 'Enter a name, or remove this line.'),
    );
  const kept: SafetyPlanForm = {
    warning_signs: lines(form.warning_signs),
    coping: lines(form.coping),
    distractions: lines(form.distractions),
    people: form.people.filter(filled),
    services: form.services.filter(filled),
    surroundings: lines(form.surroundings),
    reasons: form.reasons.trim(),
    made_on: readDate(form.made_on) ?? '',
  };
  const own = [kept.warning_signs, kept.coping, kept.distractions, kept.surroundings];
  need(
    own.some(Boolean) || kept.people.length > 0,
    'warning_signs',
    'Write at least one thing that is the patient’s own.',
  );
  need(Boolean(kept.made_on), 'made_on', 'Enter the day on which it was made with the patient.');
  need(kept.services.length > 0, 'services', 'Name at least one service that answers day and night.');
  refuse(faults);
  return kept;
}

export function planSummary(case_id: string): SafetyPlanSummary | undefined {
  const found = kept.get(case_id);
  const head = found?.versions[0];
  if (!head || found.withdrawn) return undefined;
  const sent = findCase(case_id).letters.find((l) => l.kind === 'safety-plan' && l.sent)?.sent ?? '';
  const on = / on (\S+?),? /.exec(`${sent} `)?.[1];
  return {
    version: head.version,
    made: `Made with the patient on ${head.form.made_on}`,
    given: on ? `Given to the patient on ${on}` : 'Not yet given to the patient',
    signed: head.provenance.signed,
  };
}

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
    usual_services_source: 'Made up for tests; nobody has checked the numbers.',
    usual_services: [{ name: 'In an emergency', phone: '999', note: '' }],
  };
}

export const safetyPlansAnswers: Pick<Answers, 'safety_plan' | 'sign_safety_plan' | 'withdraw_safety_plan'> =
  {
    safety_plan: ({ case_id }) => view(case_id),
    sign_safety_plan: ({ case_id, base, form, amendment }) => {
      const found = kept.get(case_id);
      const head = found && !found.withdrawn ? found.versions[0] : undefined;
      const plan = tidied(form);
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
        form: plan,
        provenance: signedNow(amendment ? `New version: ${amendment.reason}` : ''),
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
