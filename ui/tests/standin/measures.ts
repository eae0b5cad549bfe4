//! The stand-in's answers: measures, and what was done about answers about safety.

import type {
  FieldError,
  LineChart,
  MeasureForm,
  MeasureRow,
  MeasureSeries,
  MeasureSummary,
  MeasuresView,
  SafetyAnswerView,
  SafetyOutcome,
  TimeBoard,
} from '$/ipc/types';
import type { Answers } from './answers';
import { boardOf, lineOf } from './charts';
import { numberedOf } from './contacts';
import { instrumentOf, instruments, ruleOf, score } from './instruments';
import { dayOf, demand, dropDraft, Kept as Store, nextPlace, pastDay, refuse, stamp } from './kept';
import { noteAfter } from './risk';
import { findCase, meView } from './views';
import { error, newId, world } from './world';

interface Sheet {
  id: string;
  case_id: string;
  form: MeasureForm;
  recorded: string;
  author: string;
  withdrawn: string;
  place: number;
  responses: { outcome: SafetyOutcome; said: string }[];
}
const stored = new Store<Sheet[]>();
const all = (): Sheet[] => world.cases.flatMap((c) => stored.get(c.id) ?? []);
const ofCase = (case_id: string) =>
  (stored.get(case_id) ?? []).toSorted(
    (a, b) => dayOf(b.form.completed_on) - dayOf(a.form.completed_on) || b.place - a.place,
  );

const completions = {
  paper: 'By the patient on paper',
  interview: 'Asked by the clinician',
  telephone: 'By telephone',
  device: 'On this device, by the patient',
  interpreter: 'With an interpreter',
};
const outcomes = {
  'discussed-unchanged': 'Discussed, unchanged',
  acted: 'Discussed, and something was done',
  'not-reached': 'The patient could not be reached yet',
};

const rowOf = (k: Sheet): MeasureRow => ({
  id: k.id,
  instrument: k.form.instrument,
  title: instrumentOf(k.form.instrument).title,
  completed_on: k.form.completed_on,
  completion: [
    completions[k.form.completion ?? 'paper'],
    ...(k.form.language ? [`language version: ${k.form.language}`] : []),
  ].join('; '),
  scored: score(k.form),
  form: k.form,
  shown_as: null,
  provenance: { recorded: k.recorded, signed: k.recorded, reason: '', withdrawn: k.withdrawn },
});

/** What was said to the item about safety: the option, or -1 where it was left out, which never reads as “no”. */
const answerTo = (k: Sheet) => {
  const item = instrumentOf(k.form.instrument).items.find((i) => i.about_safety);
  if (!item) return undefined;
  const at = k.form.answers[item.id] ?? -1;
  return { item, at, label: item.options[at]?.label ?? 'Not answered' };
};
const inForce = (k: Sheet) => !k.withdrawn && (answerTo(k)?.at ?? 0) !== 0;
const answeringNote = (k: Sheet) => noteAfter(k.case_id, k.form.completed_on, k.place);
const isOpen = (k: Sheet) => !k.responses.some((r) => r.outcome !== 'not-reached') && !answeringNote(k);
function before(k: Sheet): Sheet | undefined {
  const sheets = ofCase(k.case_id);
  return sheets
    .slice(sheets.indexOf(k) + 1)
    .find((e) => !e.withdrawn && e.form.instrument === k.form.instrument);
}
/** The same option as the time before. */
function asBefore(k: Sheet): boolean {
  const earlier = before(k);
  return earlier !== undefined && answerTo(earlier)?.at === answerTo(k)?.at;
}

export function safetyAnswers(case_id: string): SafetyAnswerView[] {
  return ofCase(case_id)
    .filter(inForce)
    .map((k) => {
      const answer = answerTo(k);
      const earlier = before(k);
      const note = answeringNote(k);
      const said = [...k.responses.map((r) => r.said), ...(note ? [`${note}: Risk note signed.`] : [])];
      return {
        measure_id: k.id,
        what: `${instrumentOf(k.form.instrument).title}, item ${answer?.item.number}`,
        item: answer?.item.text ?? '',
        answer: answer?.label ?? '',
        as_before: asBefore(k),
        credit: instrumentOf(k.form.instrument).credit,
        before: earlier ? `${answerTo(earlier)?.label} on ${earlier.form.completed_on}` : '',
        on: k.form.completed_on,
        response: said.join(' '),
        open: isOpen(k),
      };
    });
}
/** For the list of the day: with who entered the sheet. */
export const waitingAnswers = (case_id: string) =>
  safetyAnswers(case_id)
    .filter((a) => a.open)
    .map((a) => ({ ...a, author: all().find((k) => k.id === a.measure_id)?.author ?? '' }))
    .toReversed();

/** The day of the newest answer of a patient that no statement covers: its place in the record, and its day. */
export function overtaking(
  patient_id: string,
  covered: { place: number; on: string } | undefined,
): string | undefined {
  return all()
    .filter((k) => findCase(k.case_id).patient_id === patient_id)
    .filter((k) => !k.withdrawn && (answerTo(k)?.at ?? 0) > 0)
    .filter((k) => !covered || k.place > covered.place || dayOf(k.form.completed_on) > dayOf(covered.on))
    .filter((k) => !(asBefore(k) && k.responses.some((r) => r.outcome === 'discussed-unchanged')))
    .toSorted((a, b) => dayOf(b.form.completed_on) - dayOf(a.form.completed_on))[0]?.form.completed_on;
}

/** The scores in force, oldest first. */
const scoresOf = (sheets: Sheet[]) =>
  sheets
    .filter((k) => !k.withdrawn)
    .toReversed()
    .flatMap((k) => {
      const first = score(k.form).scores[0];
      return first?.hundredths == null
        ? []
        : [{ on: k.form.completed_on, value: first.hundredths / 100, max: first.max }];
    });

function chartOf(case_id: string, instrument: string, sheets: Sheet[]): [LineChart | null, string] {
  const scores = scoresOf(sheets);
  const { max, bands } = ruleOf(instrument);
  const drawn = { title: instrumentOf(instrument).title, max, bands, sessions: numberedOf(case_id) };
  const chart = lineOf(instrument === 'test-10' ? { ...drawn, least: 6 } : drawn, scores);
  const [first, last] = [scores[0], scores.at(-1)];
  const change =
    first && last && scores.length > 1
      ? `From ${first.value} on ${first.on} to ${last.value} on ${last.on}.`
      : '';
  return [chart, change];
}

/** The sheet of ten in two halves, where every item of a half is answered. */
function partsOf(case_id: string, instrument: string, sheets: Sheet[]): TimeBoard | null {
  if (instrument !== 'test-10') return null;
  const inForce = sheets.filter((k) => !k.withdrawn).toReversed();
  const half = (title: string, from: number) => {
    const ids = Array.from({ length: 5 }, (_, i) => `q${from + i}`);
    const whole = inForce.filter((k) => ids.every((id) => k.form.answers[id] !== undefined));
    return lineOf(
      { title, max: 20, bands: [] },
      whole.map((k) => ({
        on: k.form.completed_on,
        value: ids.reduce((sum, id) => sum + (k.form.answers[id] ?? 0), 0),
        max: 20,
      })),
    );
  };
  const charts = [half('First half', 1), half('Second half', 6)].filter((c) => c !== null);
  return boardOf('Parts of TEST-10', 'scales', charts, numberedOf(case_id));
}

/** Said where there are two sheets to compare, by a rule that was made up. */
const reliableOf = (own: Sheet[]): string =>
  own.filter((k) => !k.withdrawn).length > 1 ? 'Reliably improved on TEST, 90 %: by a made-up rule.' : '';

const seriesOf = (case_id: string): MeasureSeries[] =>
  instruments
    .map((instrument) => {
      const own = ofCase(case_id).filter((k) => k.form.instrument === instrument.id);
      const [chart, change] = chartOf(case_id, instrument.id, own);
      const parts = partsOf(case_id, instrument.id, own);
      return {
        instrument,
        rows: own.map(rowOf),
        chart,
        change,
        reliable: reliableOf(own),
        parts,
        index: null,
      };
    })
    .filter((s) => s.rows.length);

export const measureSummaries = (case_id: string): MeasureSummary[] =>
  seriesOf(case_id).flatMap(({ instrument, rows, chart, change }) => {
    const newest = rows.find((r) => !r.provenance.withdrawn);
    const first = newest?.scored.scores[0];
    if (!newest || !first) return [];
    const latest = first.value ? `${first.value} of ${first.max}` : 'no score';
    const { id, title } = instrument;
    return [{ instrument: id, title, latest, band: first.band, change, on: newest.completed_on, chart }];
  });
/** The day of the newest sheet in force of an instrument; undefined for none. */
export const newestOf = (case_id: string, instrument: string): string | undefined =>
  ofCase(case_id).find((k) => !k.withdrawn && k.form.instrument === instrument)?.form.completed_on;
export const hasMeasures = (case_id: string): boolean => ofCase(case_id).length > 0;

function view(case_id: string): MeasuresView {
  findCase(case_id);
  const series = seriesOf(case_id);
  const charts = series.flatMap((s) => s.chart ?? []);
  return {
    case_id,
    catalogue: instruments,
    series,
    board: boardOf('', 'measures', charts, numberedOf(case_id)),
    safety: safetyAnswers(case_id),
    drafts: world.drafts.filter((d) => d.case_id === case_id && d.kind.startsWith('measure:')),
  };
}
function find(case_id: string, id: string): Sheet {
  const found = all().find((k) => k.id === id && k.case_id === case_id);
  if (!found) throw error('not-found', 'There is no such record in this case in this register.');
  return found;
}

/** Puts a sheet into the record; says which it is. */
export function keepSheet(case_id: string, form: MeasureForm): string {
  const sheet: Sheet = {
    id: newId(),
    case_id,
    form,
    recorded: stamp(),
    author: meView().name,
    withdrawn: '',
    place: nextPlace(),
    responses: [],
  };
  stored.set(case_id, [sheet, ...(stored.get(case_id) ?? [])]);
  return sheet.id;
}

export const measuresAnswers: Pick<
  Answers,
  | 'measures'
  | 'score_measure'
  | 'record_measure'
  | 'withdraw_measure'
  | 'respond_to_safety_answer'
  | 'save_blank_sheet'
> = {
  measures: ({ case_id }) => view(case_id),
  score_measure: ({ form }) => score(form),
  save_blank_sheet: ({ instrument }) => ({ path: `/people/okafor/Documents/${instrument}-blank.pdf` }),
  record_measure: ({ case_id, form }) => {
    const [completed_on, faults]: [string, FieldError[]] = pastDay(
      'completed_on',
      form.completed_on,
      'Enter the day on which it was filled in, such as 20-Nov-2026.',
    );
    if (!form.completion)
      faults.push({ field: 'completion', rule: 'required', message: 'Choose how it was filled in.' });
    if (Object.keys(form.answers).length === 0)
      faults.push({ field: 'answers', rule: 'required', message: 'Enter at least one answer.' });
    for (const { id, options, number_to, in_words } of instrumentOf(form.instrument).items) {
      if (number_to !== null || in_words) continue;
      const message = `Choose one of the ${options.length} options, 0 to ${options.length - 1}.`;
      if ((form.answers[id] ?? 0) >= options.length)
        faults.push({ field: `answers.${id}`, rule: 'option', message });
    }
    const makes = score(form).scores[0]?.value ?? '';
    if (form.paper_total && form.paper_total !== makes && form.note.trim().length < 10)
      faults.push({
        field: 'paper_total',
        rule: 'differs',
        message: `The total on the paper is ${form.paper_total}, the answers make ${makes || 'no score'}. Correct the answers or the total, or say under “Anything worth knowing” why they differ.`,
      });
    refuse(faults);
    keepSheet(case_id, { ...form, completed_on });
    dropDraft(`measure:${form.instrument}`, { case_id });
    return view(case_id);
  },
  withdraw_measure: ({ case_id, record_id, reason }) => {
    const found = find(case_id, record_id);
    demand([Boolean(reason.trim()), 'reason', 'Say what was entered in error.']);
    found.withdrawn = `${stamp()}: ${reason}`;
    return view(case_id);
  },
  respond_to_safety_answer: ({ case_id, measure_id, outcome, note }) => {
    const found = find(case_id, measure_id);
    const missing = {
      'discussed-unchanged': asBefore(found)
        ? ''
        : 'This is not the answer of the time before. Say what was talked about.',
      acted: 'Say what was done, and who knows.',
      'not-reached': 'Say what was tried, and what happens next.',
    }[outcome];
    demand([!missing || Boolean(note.trim()), 'note', missing]);
    const message = 'Say it in a few words that the next reader can use.';
    refuse(note.trim() && [...note.trim()].length < 10 ? [{ field: 'note', rule: 'length', message }] : []);
    const said = `${stamp()}: ${outcomes[outcome]}.${note.trim() ? ` ${note.trim()}` : ''}`;
    found.responses.push({ outcome, said });
    dropDraft(`safety-response:${measure_id}`, { case_id });
    return view(case_id);
  },
};
