//! The made-up register that the stand-in answers from.

import type {
  CaseForm,
  DraftView,
  ErrorCode,
  ErrorView,
  FieldError,
  FormulationForm,
  FormulationVersion,
  LetterRow,
  PatientForm,
  Preferences,
  TimelineRow,
  UserView,
} from '$/ipc/types';
import type { Summaries } from './overview';

export interface StoredPatient {
  id: string;
  record_id: string;
  revision: string;
  form: PatientForm;
  recorded: string;
}
export interface StoredCase {
  id: string;
  record_id: string;
  patient_id: string;
  revision: string;
  form: CaseForm;
  recorded: string;
  formulation: {
    record_id: string;
    versions: FormulationVersion[];
    forked: boolean;
    withdrawn: string;
  } | null;
  letters: LetterRow[];
  timeline: TimelineRow[];
}
export interface World {
  state: 'none' | 'locked' | 'unlocked' | 'with-patient' | 'covered';
  pin: string;
  clockNotice: string;
  folderWarning: string;
  madeUp: boolean;
  me: string;
  users: (UserView & { passphrase: string })[];
  recoveryKey: string;
  recoveryConfirmed: boolean;
  waitSeconds: number;
  failedTries: number;
  preferences: Preferences;
  patients: StoredPatient[];
  cases: StoredCase[];
  drafts: DraftView[];
  /** Cases for which a reason is asked. */
  notOnList: string[];
  /** Whether one is asked at all. */
  reasonAsked: boolean;
  /** In place of what the first patient’s overview says. */
  overview: Partial<Summaries>;
  now: string;
}

let counter = 0;
export function newId(): string {
  counter += 1;
  return counter.toString(16).padStart(32, '0');
}

export function error(code: ErrorCode, message: string, more: Partial<ErrorView> = {}): ErrorView {
  return { code, message, rule: '', fields: [], wait_seconds: 0, current_revision: null, ...more };
}

export function invalid(...fields: FieldError[]): ErrorView {
  return error('invalid', 'There is a problem. Put right what is marked below.', { fields });
}

export const emptyPatient: PatientForm = {
  nhs_number: '',
  identifiers: [],
  name: { title: '', given: '', family: '', preferred: '' },
  born_on: '',
  died_on: '',
  gender: 'not-known',
  gender_described: '',
  address: '',
  phone: '',
  gp_name: '',
  practice: '',
  ods_code: '',
  practice_address: '',
  next_of_kin: { name: '', relationship: '', phone: '' },
  communication: { interpreter: '', needs: '', preferred_term: '' },
};

export const PASSPHRASE = 'quiet lanterns over the estuary';
const ME = 'Dr A. Okafor';

function patient(
  title: string,
  given: string,
  family: string,
  born: string,
  gender: PatientForm['gender'],
  nhs: string,
  more: Partial<PatientForm> = {},
): StoredPatient {
  return {
    id: newId(),
    record_id: newId(),
    revision: newId(),
    recorded: `${ME}, 02-Oct-2026 09:12`,
    form: {
      ...structuredClone(emptyPatient),
      nhs_number: nhs,
      name: { title, given, family, preferred: '' },
      born_on: born,
      gender,
      ...more,
    },
  };
}

function caseOf(of: StoredPatient, form: Partial<CaseForm>, received: string): StoredCase {
  return {
    id: newId(),
    record_id: newId(),
    patient_id: of.id,
    revision: newId(),
    recorded: `${ME}, ${received} 10:40`,
    form: {
      kind: 'mus',
      source: 'gp',
      received_on: received,
      urgency: 'routine',
      reason: 'Symptoms for which no cause has been found. Advice and treatment, please.',
      referrer: {
        name: 'Dr S. Rahman',
        role: 'General practitioner',
        organisation: 'Elm Road Surgery',
        contact: '',
      },
      people: [{ role: 'responsible-consultant', name: ME, user_id: null }],
      status: 'assessment',
      closing_reason: '',
      ...form,
    },
    formulation: null,
    letters: [],
    timeline: [{ at: `${received} 10:40`, what: 'Referral recorded', who: ME }],
  };
}

const first: FormulationForm = {
  definition: 'five-ps',
  cells: {
    'presenting.body': 'Chest pain and exhaustion, most days; attacks of breathlessness',
    'presenting.mind': 'Fear that the heart will stop; low in the evenings',
    'presenting.world': 'Off work since May; daughter does the shopping',
    'predisposing.body': 'Asthma as a child, two long admissions',
    'predisposing.world': 'Came alone at 19; sends money home',
    'precipitating.body': 'Viral illness, February 2024',
    'precipitating.mind': 'Panic on the ward, told “nothing is wrong”',
    'precipitating.world': 'Sister’s stroke the same month',
    'perpetuating.body': 'Rest for two days, then everything at once; codeine for sleep',
    'perpetuating.mind': 'Checking pulse; each clear test soothes for an hour',
    'protective.body': 'Walks when not alone',
    'protective.mind': 'Humour; curious about own patterns',
    'protective.world': 'Daughter, choir, a GP who rings back',
  },
  narrative: '',
  patient_agrees: '“When pain comes I stop, and when I stop everything comes back.”',
  shared_on: '02-Oct-2026',
};
const second: FormulationForm = {
  ...first,
  cells: {
    ...first.cells,
    'predisposing.mind': 'Learned early that being ill brought mother home',
    'perpetuating.body':
      'Rest for two days, then everything at once; codeine for sleep; eleven A&E visits and four angiograms',
    'perpetuating.world': 'Family watch closely; nobody speaks of the sister',
  },
  narrative:
    'A viral illness in a frightening month met an old lesson, that illness brings people home. Rest and catching up, checking and repeated tests each soothe for an hour and keep the alarm going.',
  shared_on: '20-Nov-2026',
};

export function signedLetter(dated: string, withdrawn = ''): LetterRow {
  return {
    id: newId(),
    case_id: '',
    kind: 'gp',
    sent: '',
    sendings: [],
    revision: newId(),
    title: 'Letter to the GP',
    recipient: 'Dr S. Rahman, Elm Road Surgery',
    dated_on: dated,
    signed: `${ME}, ${dated} 15:20`,
    pages: 2,
    sha256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
    saved: '',
    withdrawn,
    submission: null,
  };
}

/** A register in use: eight patients, nine cases, a draft or two. */
export function usedRegister(): World {
  counter = 0;
  const users = [
    {
      name: ME,
      role: 'consultant',
      post: 'Consultant in medical psychotherapy',
      registration: 'GMC 0000000',
    },
    { name: 'R. Patel', role: 'trainee', post: 'Core trainee', registration: '' },
    { name: 'J. Mensah', role: 'clinician', post: 'Psychological therapist', registration: 'HCPC PYL00000' },
  ].map((u) => ({
    ...u,
    role: u.role as UserView['role'],
    id: newId(),
    disabled: false,
    deputy_id: null as string | null,
    pass_on_hours: 0,
    invited_until: '',
    passphrase: PASSPHRASE,
  }));
  const nowak = patient('Ms', 'Halina', 'Nowak', '14-Mar-1983', 'female', '999 000 0018', {
    name: { title: 'Ms', given: 'Halina', family: 'Nowak', preferred: 'Hala' },
    address: '14 Mill Lane\nEastwick\nEW4 2TT',
    phone: '07700 900362',
    gp_name: 'Dr S. Rahman',
    practice: 'Elm Road Surgery',
    ods_code: 'Y00001',
    practice_address: '1 Elm Road\nEastwick\nEW4 1AA',
    next_of_kin: { name: 'Zofia Nowak', relationship: 'daughter', phone: '07700 900111' },
    communication: {
      interpreter: 'Polish',
      needs: 'Large print',
      preferred_term: 'persistent physical symptoms',
    },
  });
  const begum = patient('Mrs', 'Shirin', 'Begum', '02-Jul-1961', 'female', '999 000 0026');
  const oneill = patient('', 'Ciarán', 'O’Neill', '30-Nov-1990', 'male', '999 000 0107');
  const zolc = patient('Mr', 'Łukasz', 'Żółć', '04-Mar-1983', 'male', '999 000 0050');
  const evans = patient('Miss', 'Siân Angharad', 'Llewelyn-ap-Gruffydd', '19-Aug-1974', 'female', '');
  const evans2 = patient('Mr', 'Huw', 'Evans', '11-Jan-1949', 'male', '999 000 0131');
  const evans3 = patient('Mr', 'Hugh', 'Evans', '11-Jan-1952', 'male', '999 000 0158', {
    died_on: '02-Nov-2026',
  });
  const arabic = patient(
    'Dr',
    'Abd al-Rahman ibn Khalid',
    'Al-Sayyid Al-Mahmoudi',
    '',
    'not-specified',
    '999 000 0069',
  );
  const cases = [
    caseOf(
      nowak,
      {
        people: [
          { role: 'responsible-consultant', name: ME, user_id: users[0]!.id },
          { role: 'therapist', name: 'J. Mensah', user_id: users[2]!.id },
        ],
        status: 'treatment',
        reason:
          'Chest pain with four normal angiograms and eleven A&E visits in a year. Please assess and advise.',
      },
      '04-Aug-2026',
    ),
    caseOf(
      begum,
      {
        kind: 'self-harm',
        urgency: 'emergency',
        status: 'referred',
        source: 'ward',
        reason: 'Took tablets on Friday; medically fit. Assessment before discharge, please.',
        referrer: {
          name: 'Dr P. Hall',
          role: 'Acute medicine registrar',
          organisation: 'Ward 14',
          contact: 'bleep 1123',
        },
      },
      '22-Nov-2026',
    ),
    caseOf(oneill, { kind: 'psychotherapy', status: 'treatment' }, '12-May-2026'),
    caseOf(zolc, { kind: 'long-term-condition', urgency: 'urgent', source: 'outpatients' }, '18-Nov-2026'),
    caseOf(evans, { kind: 'consultation', status: 'on-hold', people: [] }, '01-Sep-2026'),
    caseOf(evans2, { kind: 'mus', status: 'referred', source: 'talking-therapies' }, '16-Nov-2026'),
    caseOf(
      evans3,
      { kind: 'long-term-condition', status: 'closed', closing_reason: 'Patient died' },
      '03-Feb-2026',
    ),
    caseOf(arabic, { kind: 'mus', urgency: 'urgent', status: 'assessment' }, '19-Nov-2026'),
  ];
  const main = cases[0]!;
  const one = newId();
  const two = newId();
  main.formulation = {
    record_id: newId(),
    forked: false,
    withdrawn: '',
    versions: [
      {
        revision: two,
        version: 2,
        form: second,
        submission: null,
        provenance: {
          recorded: `${ME}, 20-Nov-2026 14:02`,
          signed: `${ME}, 20-Nov-2026 14:05`,
          reason: 'New version: two cells added after session 7',
          withdrawn: '',
        },
      },
      {
        revision: one,
        version: 1,
        form: first,
        submission: null,
        provenance: {
          recorded: 'R. Patel, 02-Oct-2026 11:30',
          signed: `${ME}, 02-Oct-2026 16:00`,
          reason: '',
          withdrawn: '',
        },
      },
    ],
  };
  main.letters = [
    {
      ...signedLetter('20-Nov-2026'),
      case_id: main.id,
      kind: 'host-entry',
      title: 'Entry for the host record',
      recipient: 'Elm Road Surgery',
      pages: 1,
    },
    {
      ...signedLetter('09-Oct-2026'),
      case_id: main.id,
      sent: `Posted to Dr S. Rahman on 12-Oct-2026, recorded by ${ME}`,
    },
  ];
  main.timeline = [
    { at: '20-Nov-2026 14:05', what: 'Formulation signed, version 2', who: ME },
    { at: '09-Oct-2026 15:20', what: 'Letter to the GP signed', who: ME },
    { at: '02-Oct-2026 16:00', what: 'Formulation signed, version 1', who: ME },
    { at: '04-Aug-2026 10:40', what: 'Referral recorded', who: ME },
  ];
  return {
    state: 'locked',
    pin: '',
    clockNotice: '',
    folderWarning: '',
    madeUp: true,
    me: users[0]!.id,
    users,
    recoveryKey: '7K2M-QX4T-9B3N-HW8C-5RJD-V6YP-2ZKF-8MTA',
    recoveryConfirmed: true,
    waitSeconds: 0,
    failedTries: 0,
    preferences: {
      theme: 'light',
      text_percent: 100,
      idle_minutes: 5,
      cover_minutes: 10,
      missed_sessions_count: true,
      leave_before_countersigned: ['host-entry', 'safety-plan'],
      backup_folder: '',
      backup_reminder_days: 7,
      organisation: 'Eastwick NHS Foundation Trust',
      team: 'Liaison Psychiatry and Medical Psychotherapy',
      address: 'Rowan House\nStation Road\nEastwick EW1 1AA',
      phone: '01632 960000',
      email: 'liaison@example.org',
    },
    patients: [nowak, begum, oneill, zolc, evans, evans2, evans3, arabic],
    cases,
    drafts: [],
    notOnList: [],
    reasonAsked: true,
    overview: {},
    now: '22-Nov-2026 14:02',
  };
}

/** Somebody who is invited and has not come yet. */
export const invitedColleague = (): World['users'][number] => ({
  id: newId(),
  name: 'Dr T. Adeyemi',
  role: 'clinician',
  post: '',
  registration: '',
  disabled: false,
  deputy_id: null,
  pass_on_hours: 0,
  invited_until: '29-Nov-2026 10:00',
  passphrase: '',
});

export function emptyRegister(): World {
  const used = usedRegister();
  return {
    ...used,
    state: 'none',
    pin: '',
    clockNotice: '',
    folderWarning: '',
    madeUp: false,
    users: [],
    patients: [],
    cases: [],
    drafts: [],
    recoveryConfirmed: false,
    preferences: { ...used.preferences, organisation: '', team: '', address: '', phone: '', email: '' },
  };
}

export const world: World = usedRegister();

export function become(next: World): void {
  Object.assign(world, next);
}
