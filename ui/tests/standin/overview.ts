//! What the made-up overviews say about safety, severity, measures and care. A test may put its own in `world.overview`.

import type { CaseView, LineChart } from '$/ipc/types';
import type { StoredCase } from './world';

export type Summaries = Pick<
  CaseView,
  'assessment' | 'severity' | 'risk' | 'safety_plan' | 'safety_answers' | 'measures' | 'measures_due' | 'care'
>;

const OKAFOR = 'Dr A. Okafor';

export const nothing: Summaries = {
  assessment: null,
  severity: null,
  risk: {
    standing: 'not-assessed',
    statement: 'Risk has not been assessed in this case. This does not mean that there is none.',
    formulation: '',
    management: '',
    review: '',
    signed: '',
  },
  safety_plan: null,
  safety_answers: [],
  measures: [],
  measures_due: [],
  care: {
    diagnoses: [],
    medicines: [],
    no_medicines: 'Medicines not recorded',
    allergies: 'Allergies not recorded',
    recorded: '',
  },
};

const core10: LineChart = {
  title: 'CORE-10',
  alt: 'CORE-10 total fell from 27 on 04-Aug-2026 to 15 on 20-Nov-2026, over five sheets.',
  min: 0,
  max: 40,
  scale: 1,
  points: [
    ['04-Aug-2026', 27, 0],
    ['02-Sep-2026', 25, 29],
    ['02-Oct-2026', 21, 59],
    ['30-Oct-2026', 17, 87],
    ['20-Nov-2026', 15, 108],
  ].map(([label, value, day]) => ({
    label: String(label),
    value: Number(value),
    day: Number(day),
    apart: false,
    band: '',
    since: '',
  })),
  lines: [{ label: 'cut-off 11', value: 11 }],
  bands: [],
  error_band: null,
  sessions: [],
  days: 0,
};
const phq9: LineChart = {
  ...core10,
  title: 'PHQ-9',
  alt: 'PHQ-9 total fell from 18 on 04-Aug-2026 to 13 on 20-Nov-2026, over two sheets.',
  max: 27,
  points: [
    { label: '04-Aug-2026', value: 18, day: 0, apart: false, band: '', since: '' },
    { label: '20-Nov-2026', value: 13, day: 108, apart: false, band: '', since: '' },
  ],
  lines: [],
};

const nowak: Summaries = {
  assessment: {
    symptoms:
      'Chest pain, breathlessness, exhaustion, poor sleep; attacks of panic. Functional cardiac syndrome.',
    sections: [
      'Symptoms',
      'Onset and course',
      'Function',
      'Investigations',
      'Mental state',
      'Iatrogenic harm',
    ],
    version: 2,
    signed: `${OKAFOR}, 02-Oct-2026 15:50`,
  },
  severity: {
    label: 'Moderate',
    duration: 'since February 2024, 33 months',
    comorbidity: 'With depression and anxiety',
    change: 'Less severe than on 04-Aug-2026 (severe to moderate)',
    differs: 'J. Mensah rated severe on 18-Nov-2026',
    rated: `20-Nov-2026, ${OKAFOR}`,
    ratings: 4,
  },
  risk: {
    standing: 'overtaken',
    statement: 'Last assessed on 02-Oct-2026. An answer about safety of 20-Nov-2026 is newer than it.',
    formulation:
      'Thoughts of not waking up come when pain and the sister’s illness meet on one evening. No plan, no attempt in the past. Rings her daughter, goes to choir.',
    management: 'Daughter and GP know whom to ring; codeine is dispensed weekly.',
    review: 'Review was due on 13-Nov-2026',
    signed: `${OKAFOR}, 02-Oct-2026 16:10`,
  },
  safety_plan: {
    version: 2,
    made: 'Made with the patient on 02-Oct-2026',
    given: 'Given to the patient on 02-Oct-2026',
    signed: `${OKAFOR}, 02-Oct-2026 16:20`,
  },
  safety_answers: [
    {
      measure_id: 'c1',
      what: 'PHQ-9, item 9',
      item: 'Thoughts that you would be better off dead or of hurting yourself in some way',
      answer: 'Several days',
      before: 'Not at all on 04-Aug-2026',
      as_before: false,
      credit: 'Made up for tests',
      on: '20-Nov-2026',
      response: '',
      open: true,
    },
  ],
  measures_due: [],
  measures: [
    {
      instrument: 'core-10',
      title: 'CORE-10',
      latest: '15 of 40',
      band: 'moderate',
      change: 'From 27 on 04-Aug-2026 to 15 on 20-Nov-2026.',
      on: '20-Nov-2026',
      chart: core10,
    },
    {
      instrument: 'phq-9',
      title: 'PHQ-9',
      latest: '13 of 27',
      band: 'moderate',
      change: 'From 18 on 04-Aug-2026 to 13 on 20-Nov-2026.',
      on: '20-Nov-2026',
      chart: phq9,
    },
    {
      instrument: 'wsas',
      title: 'WSAS',
      latest: 'no score',
      band: '',
      change: '',
      on: '02-Oct-2026',
      chart: null,
    },
  ],
  care: {
    diagnoses: [
      'Functional cardiac symptoms (F45.3), confirmed, since 2024',
      'Moderate depressive episode, working diagnosis',
      'Asthma, confirmed, since childhood',
    ],
    medicines: [
      'Sertraline 100 mg in the morning, changed: dose raised on 20-Nov-2026',
      'Codeine 30 mg at night, current: sleep; being reduced by the GP',
      'Salbutamol inhaler when needed, current: asthma',
    ],
    no_medicines: '',
    allergies: 'Known allergies: penicillin',
    recorded: `${OKAFOR}, 20-Nov-2026 14:10`,
  },
};

/** The summaries of one case: the first patient’s is full, the others have next to nothing. */
export function summariesOf(c: StoredCase, own: Partial<Summaries>): Summaries {
  if (c.form.reason.includes('angiograms')) return { ...nowak, ...own };
  if (c.form.kind === 'long-term-condition')
    return {
      ...nothing,
      care: {
        ...nothing.care,
        allergies: 'No known allergies',
        recorded: `${OKAFOR}, ${c.form.received_on} 11:00`,
      },
    };
  return nothing;
}
