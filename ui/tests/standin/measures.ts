//! The stand-in's answers: measures. One instrument of its own making, so that no published wording stands in a test.

import type {
  FieldError,
  InstrumentView,
  MeasureForm,
  MeasureRow,
  MeasuresView,
  SafetyAnswerView,
  ScoredView,
} from '$/ipc/types';
import type { Answers } from './answers';
import { Kept as Store, stamp } from './kept';
import { findCase, readDate } from './views';
import { error, invalid, newId, world } from './world';

const options = ['Never', 'Sometimes', 'Often', 'Always'].map((label, counts) => ({ label, counts }));

export const tenItems: InstrumentView = {
  id: 'test-10',
  version: 'v1',
  title: 'TEST-10',
  full_title: 'A made-up sheet of ten items',
  preamble: 'Over the last week',
  period: 'the last week',
  licence: 'full-text',
  credit: 'Made up for tests; nobody’s instrument.',
  items: Array.from({ length: 10 }, (_, i) => ({
    id: `q${i + 1}`,
    number: i + 1,
    text: i === 9 ? 'Made-up item about safety' : `Made-up item ${i + 1}`,
    options,
    reversed: false,
    not_applicable: i === 3 ? 'not everybody is asked this' : '',
    unscored: false,
    about_safety: i === 9,
  })),
  missing_rule: 'All items that apply are needed.',
  bands_source: '',
};

interface Sheet {
  id: string;
  case_id: string;
  form: MeasureForm;
  recorded: string;
  withdrawn: string;
  response: string;
}
const stored = new Store<Sheet[]>();
const all = (): Sheet[] => world.cases.flatMap((c) => stored.get(c.id) ?? []);

function score(form: MeasureForm): ScoredView {
  const applies = tenItems.items.filter((i) => !form.not_applicable.includes(i.id));
  const missing = applies.filter((i) => form.answers[i.id] === undefined).length;
  const sum = Object.values(form.answers).reduce((a, b) => a + b, 0);
  return {
    instrument: form.instrument,
    version: 'v1',
    missing,
    flags: (form.answers['q10'] ?? 0) > 0 ? ['q10'] : [],
    scores: [
      {
        scale: 'total',
        label: 'Total',
        value: missing ? '' : String(sum),
        hundredths: missing ? null : sum * 100,
        min: 0,
        max: applies.length * 3,
        band: '',
        reason: missing ? `${missing} not answered` : '',
        arithmetic: missing ? '' : `${Object.values(form.answers).join(' + ')} = ${sum}`,
      },
    ],
  };
}

function rowOf(k: Sheet): MeasureRow {
  return {
    id: k.id,
    instrument: k.form.instrument,
    title: 'TEST-10',
    completed_on: k.form.completed_on,
    completion: 'By the patient on paper',
    scored: score(k.form),
    form: k.form,
    provenance: { recorded: k.recorded, signed: k.recorded, reason: '', withdrawn: k.withdrawn },
  };
}

function safety(case_id: string): SafetyAnswerView[] {
  return all()
    .filter((k) => k.case_id === case_id && !k.withdrawn && (k.form.answers['q10'] ?? 0) > 0)
    .map((k) => ({
      measure_id: k.id,
      what: 'TEST-10, item 10',
      item: 'Made-up item about safety',
      answer: options[k.form.answers['q10'] ?? 0]?.label ?? '',
      before: '',
      on: k.form.completed_on,
      response: k.response,
      open: k.response === '',
    }));
}
export const openAnswers = (case_id: string): SafetyAnswerView[] => safety(case_id).filter((a) => a.open);

function view(case_id: string): MeasuresView {
  findCase(case_id);
  const rows = all()
    .filter((k) => k.case_id === case_id)
    .map(rowOf);
  return {
    case_id,
    catalogue: [tenItems],
    series: rows.length ? [{ instrument: tenItems, rows, chart: null, change: '' }] : [],
    safety: safety(case_id),
    drafts: world.drafts.filter((d) => d.case_id === case_id && d.kind.startsWith('measure:')),
  };
}

export const measuresAnswers: Pick<
  Answers,
  'measures' | 'score_measure' | 'record_measure' | 'withdraw_measure' | 'respond_to_safety_answer'
> = {
  measures: ({ case_id }) => view(case_id),
  score_measure: ({ form }) => score(form),
  record_measure: ({ case_id, form }) => {
    const faults: FieldError[] = [];
    if (!readDate(form.completed_on))
      faults.push({ field: 'completed_on', rule: 'required', message: 'Enter the day it was filled in.' });
    if (Object.keys(form.answers).length === 0)
      faults.push({ field: 'answers.q1', rule: 'required', message: 'Nothing is answered yet.' });
    if (faults.length) throw invalid(...faults);
    const sheet = { id: newId(), case_id, form, recorded: stamp(), withdrawn: '', response: '' };
    stored.set(case_id, [sheet, ...(stored.get(case_id) ?? [])]);
    world.drafts = world.drafts.filter(
      (d) => !(d.case_id === case_id && d.kind === `measure:${form.instrument}`),
    );
    return view(case_id);
  },
  withdraw_measure: ({ case_id, record_id, reason }) => {
    const found = all().find((k) => k.id === record_id);
    if (!found) throw error('not-found', 'There is no such record in this case in this register.');
    if (!reason.trim())
      throw invalid({ field: 'reason', rule: 'required', message: 'Say what was entered in error.' });
    found.withdrawn = `${stamp()}: ${reason}`;
    return view(case_id);
  },
  respond_to_safety_answer: ({ case_id, measure_id, outcome, note }) => {
    const found = all().find((k) => k.id === measure_id);
    if (!found) throw error('not-found', 'There is no such measure in this register.');
    if (outcome !== 'discussed-unchanged' && !note.trim())
      throw invalid({ field: 'note', rule: 'required', message: 'Write what was said and done.' });
    found.response = `${outcome === 'discussed-unchanged' ? 'Discussed, unchanged' : note}, ${stamp()}`;
    return view(case_id);
  },
};
