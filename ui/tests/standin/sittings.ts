//! The stand-in's answers: the device in a patient's hands.

import type { Commands } from '$/ipc/commands';
import type {
  HandedBackView,
  MeasureForm,
  OthersSittingView,
  Reply,
  SittingSheetView,
  SittingView,
  WaitingSittingView,
} from '$/ipc/types';
import type { Answers } from './answers';
import { asked } from './friends_and_family';
import { instrumentOf, instruments } from './instruments';
import { isClinical } from '$/features/users/words';
import { demand, refuse } from './kept';
import { keepSheet, measuresAnswers } from './measures';
import { findCase, findPatient, meView, sessionView } from './views';
import { error, newId, world } from './world';

/** What answers while a patient has the device. */
export const aPatients: (keyof Commands)[] = [
  'register_state',
  'sitting',
  'answer_item',
  'finish_sitting',
  'give_friends_and_family_answer',
  'take_back',
];

interface Given {
  reply: Reply;
  option: number | null;
}
interface Sitting {
  instruments: string[];
  given: Record<string, Record<string, Given>>;
  finished: boolean;
}
interface HandedOver {
  case_id: string;
  service: boolean;
  pin: string;
  wrong: number;
}
/** Answers that wait for a colleague, by case. */
let others: (OthersSittingView & { case_id: string })[] = [];
const othersOf = (case_id: string) =>
  others.filter((o) => o.case_id === case_id && world.drafts.some((d) => d.id === o.draft_id));

/** A colleague handed the device over and did not come back: her patient's answers wait. */
export function leaveForAColleague(case_id: string, instrument: string, options: number[]): void {
  const { id, title, items } = instrumentOf(instrument);
  const given = Object.fromEntries(
    options.map((option, i) => [items[i]?.id ?? '', { reply: 'chosen' as const, option }]),
  );
  const draft_id = newId();
  const about_safety = items.some((item, i) => item.about_safety && (options[i] ?? 0) > 0);
  others = [
    {
      case_id,
      draft_id,
      of: 'J. Mensah',
      says: `${title}: ${options.length} of ${items.length} answered${about_safety ? ', answers about safety among them' : ''}`,
      saved: world.now,
      about_safety,
    },
  ];
  world.drafts.push({
    id: draft_id,
    kind: 'sitting',
    patient_id: patientOf(case_id).id,
    case_id,
    base: null,
    state: { instruments: [id], given: { [id]: given }, finished: false } as never,
    saved: world.now,
    patient_name: '',
    out_of_date: false,
  });
}
let handed: HandedOver = { case_id: '', service: false, pin: '', wrong: 0 };
const PIN_TRIES = 5;

const draftOf = (case_id: string) => world.drafts.find((d) => d.kind === 'sitting' && d.case_id === case_id);
function sittingOf(case_id: string): Sitting {
  const found = draftOf(case_id)?.state as Sitting | undefined;
  if (!found) throw error('not-found', 'There is no such questionnaire that waits in this register.');
  return found;
}
const patientOf = (case_id: string) => findPatient(findCase(case_id).patient_id);
const calledName = (case_id: string) => {
  const { name } = patientOf(case_id).form;
  return name.preferred || name.given.split(' ')[0] || name.family;
};
const titles = (ids: string[]) => ids.map((id) => instrumentOf(id).title).join(' and ');
const chosen = (sitting: Sitting) =>
  Object.values(sitting.given).flatMap((sheet) => Object.values(sheet).filter((g) => g.reply === 'chosen'));

function waiting(case_id: string): WaitingSittingView | null {
  const draft = draftOf(case_id);
  if (!draft || others.some((o) => o.draft_id === draft.id)) return null;
  const sitting = sittingOf(case_id);
  const all = sitting.instruments.reduce((sum, id) => sum + instrumentOf(id).items.length, 0);
  const answered = chosen(sitting).length;
  return {
    draft_id: draft.id,
    says: `${calledName(case_id)}’s questionnaires: ${answered} of ${all} answered, not recorded yet`,
    titles: titles(sitting.instruments),
    saved: draft.saved,
    finished: sitting.finished,
    recordable: answered > 0,
  };
}

const colleagues = () => world.users.filter((u) => u.id !== world.me && !u.disabled && isClinical(u.role));

function view(): SittingView {
  const sitting = sittingOf(handed.case_id);
  const sheets: SittingSheetView[] = sitting.instruments.map((id) => {
    const { title, full_title, preamble, period, credit, items } = instrumentOf(id);
    return {
      instrument: id,
      title,
      full_title,
      preamble,
      period,
      credit,
      items: items.map((item) => ({
        id: item.id,
        number: item.number,
        text: item.text,
        options: item.options.map((o) => o.label),
        may_not_apply: item.not_applicable !== '',
        number_to: item.number_to,
        reply: sitting.given[id]?.[item.id]?.reply ?? null,
        option: sitting.given[id]?.[item.id]?.option ?? null,
      })),
    };
  });
  const sheet = sheets.findIndex((s) => s.items.some((i) => i.reply === null));
  return {
    given_name: calledName(handed.case_id),
    hand_back_to: meView().name,
    sheets,
    resume: sheet < 0 ? null : { sheet, item: sheets[sheet]!.items.findIndex((i) => i.reply === null) },
    finished: sitting.finished,
    friends_and_family: sitting.finished && handed.service ? asked : null,
    pin: handed.pin !== '' && handed.wrong < PIN_TRIES,
    theme: world.preferences.theme,
    text_percent: world.preferences.text_percent,
  };
}

function record(case_id: string): HandedBackView {
  const sitting = sittingOf(case_id);
  demand([chosen(sitting).length > 0, 'answers', 'Nothing was answered, so there is nothing to record.']);
  const recorded: string[] = [];
  const without_answers: string[] = [];
  for (const id of sitting.instruments) {
    const given = Object.entries(sitting.given[id] ?? {});
    const answers = given.flatMap(([item, g]) => (g.option === null ? [] : [[item, g.option] as const]));
    const form: MeasureForm = {
      instrument: id,
      completed_on: world.now.split(' ')[0] ?? '',
      completion: 'device',
      answers: Object.fromEntries(answers),
      version: '',
      filled_in_by: null,
      language: '',
      paper_total: '',
      in_words: {},
      not_applicable: given.filter(([, g]) => g.reply === 'not-applicable').map(([item]) => item),
      note: given.some(([, g]) => g.reply === 'left-out') ? 'The patient chose not to answer an item.' : '',
    };
    if (answers.length) recorded.push(keepSheet(case_id, form));
    else without_answers.push(instrumentOf(id).title);
  }
  world.drafts = world.drafts.filter((d) => d !== draftOf(case_id));
  return { case_id, recorded, without_answers, waiting: null, problem: '' };
}

export const sittingsAnswers: Pick<
  Answers,
  | 'case_sittings'
  | 'hand_over'
  | 'sitting'
  | 'answer_item'
  | 'finish_sitting'
  | 'give_friends_and_family_answer'
  | 'take_back'
  | 'record_sitting'
  | 'respond_to_sitting'
> = {
  case_sittings: ({ case_id }) => ({
    case_id,
    choices: instruments.map((i) => ({
      id: i.id,
      title: i.title,
      full_title: i.full_title,
      why_not:
        i.licence === 'score-only'
          ? 'Its wording may not be shown here. Use your licensed copy on paper.'
          : '',
    })),
    waiting: waiting(case_id),
    others: othersOf(case_id),
  }),
  hand_over: ({ case_id, instruments: chosenOnes, identity_checked, pin, friends_and_family: service }) => {
    demand([identity_checked, 'identity_checked', 'Check name and date of birth with the patient first.']);
    refuse(
      pin && !/^\d{4,8}$/.test(pin) ? [{ field: 'pin', rule: 'digits', message: 'Use 4 to 8 digits.' }] : [],
    );
    if (chosenOnes.length) {
      const state: Sitting = { instruments: chosenOnes, given: {}, finished: false };
      world.drafts.push({
        id: newId(),
        kind: 'sitting',
        patient_id: patientOf(case_id).id,
        case_id,
        base: null,
        state: state as never,
        saved: world.now,
        patient_name: '',
        out_of_date: false,
      });
    } else {
      demand([draftOf(case_id) !== undefined, 'instruments', 'Choose at least one questionnaire.']);
      sittingOf(case_id).finished = false;
    }
    handed = { case_id, service, pin, wrong: 0 };
    world.state = 'with-patient';
    return {
      state: 'with-patient',
      folder: '',
      folder_warning: '',
      accounts: [],
      invited: [],
      session: null,
      wait_seconds: 0,
      version: '0.1.0',
    };
  },
  sitting: view,
  answer_item: ({ instrument, item, reply, option }) => {
    const sitting = sittingOf(handed.case_id);
    (sitting.given[instrument] ??= {})[item] = { reply, option };
    return view();
  },
  finish_sitting: () => {
    sittingOf(handed.case_id).finished = true;
    return view();
  },
  give_friends_and_family_answer: ({ experience }) => {
    demand([experience !== null, 'experience', 'Choose one of the answers.']);
    handed.service = false;
    return view();
  },
  take_back: ({ by, name, secret }) => {
    const me = name ? colleagues().find((u) => u.name === name) : world.users.find((u) => u.id === world.me);
    demand([me !== undefined, 'name', 'Nobody of that name can take the device back.']);
    if (world.waitSeconds) {
      const wait_seconds = world.waitSeconds;
      throw error('too-soon', `Too many wrong tries. Wait ${wait_seconds} seconds, then try again.`, {
        wait_seconds,
      });
    }
    if (by === 'passphrase' && secret !== me?.passphrase)
      throw error('wrong-passphrase', 'That passphrase does not open this register.');
    if (by === 'pin' && secret !== handed.pin) {
      handed.wrong += 1;
      if (handed.wrong >= PIN_TRIES)
        throw error('refused', 'The PIN was wrong 5 times. Use the passphrase.', { rule: 'pin-used-up' });
      refuse([{ field: 'secret', rule: 'wrong-pin', message: 'That is not the PIN.' }]);
    }
    const { case_id } = handed;
    world.state = 'unlocked';
    if (me) world.me = me.id;
    const sitting = sittingOf(case_id);
    const handed_back: HandedBackView =
      sitting.finished && chosen(sitting).length
        ? record(case_id)
        : { case_id, recorded: [], without_answers: [], waiting: waiting(case_id), problem: '' };
    return { session: sessionView(), handed_back };
  },
  record_sitting: ({ case_id, draft_id }) => {
    if (draft_id) others = others.filter((o) => o.draft_id !== draft_id);
    return record(case_id);
  },
  respond_to_sitting: ({ case_id, measure_ids, outcome, note }) => {
    for (const measure_id of measure_ids)
      measuresAnswers.respond_to_safety_answer({ case_id, measure_id, outcome, note });
    return measuresAnswers.measures({ case_id });
  },
};
