// Written from the Rust types. Do not edit.

/** A name on the unlock screen. Staff names only; nothing about patients is readable before unlocking. */
export type AccountView = {
  /** The account. */
  id: UserId;
  /** Name as it signs. */
  name: string;
};

/** A new case of a patient. */
export type AddCaseRequest = {
  /** The patient. */
  patient_id: PatientId;
  /** The form. */
  form: CaseForm;
};

/** The reason of a change to something signed. */
export type Amendment = {
  /** Why. */
  kind: AmendmentKind;
  /** In words; required. */
  reason: string;
};

/** Why a signed formulation is being changed. */
export type AmendmentKind = 'new-version' | 'correction';

/** A row or a column of the grid. */
export type Axis = {
  /** Part of the cell's name: `perpetuating`. */
  id: string;
  /** On screen: `Perpetuating`. */
  label: string;
  /** A plain phrase beside it: `what keeps it going`; may be empty. */
  hint: string;
};

/** The NHS CUI banner, ready to show: every text is final. */
export type BannerView = {
  /** The patient. */
  patient_id: PatientId;
  /** `NOWAK, Halina (Ms)` */
  name: string;
  /** Shown below the name; empty for none. */
  preferred_name: string;
  /** `14-Mar-1983 (43y)` or `Not Known`. */
  born: string;
  /** `02-Nov-2026`; empty for the living. */
  died: string;
  /** `Age at Death` for the dead; else empty. */
  age_at_death: string;
  /** `Female` */
  gender: string;
  /** `999 000 0018`, or `Not Known`. */
  nhs_number: string;
  /** `Needs Polish interpreter`, other needs: each a short phrase, most important first. */
  alerts: Array<string>;
  /** `Allergies not recorded` */
  allergies: string;
  /** Another patient in the register has a name so similar that they could be taken for each other. */
  similar_name_warning: boolean;
};

/** A case as a form sends it: dates as typed. */
export type CaseForm = {
  /** What it is for. */
  kind: CaseKind;
  /** Where the referral comes from. */
  source: ReferralSource;
  /** Date the referral was received, as typed; not in the future. */
  received_on: string;
  /** How soon. */
  urgency: Urgency;
  /** The question asked; required. */
  reason: string;
  /** Who referred. */
  referrer: Referrer;
  /** Who works on it. */
  people: Array<CasePerson>;
  /** Where it stands. */
  status: CaseStatus;
  /** Why it was closed; required with `closed`. */
  closing_reason: string;
};

export type CaseId = string;

/** What a case is for; decides which parts of the record are offered. */
export type CaseKind = 'mus' | 'long-term-condition' | 'self-harm' | 'psychotherapy' | 'consultation';

/** Who plays which part. */
export type CasePerson = {
  /** The part. */
  role: CaseRole;
  /** Name as printed. */
  name: string;
  /** The account, where the person has one here. */
  user_id: UserId | null;
};

/** One case. */
export type CaseRequest = {
  /** The case. */
  case_id: CaseId;
};

/** The parts people play in a case, kept apart. */
export type CaseRole = 'responsible-consultant' | 'key-worker' | 'therapist' | 'therapy-supervisor';

/** One row of the caseload. */
export type CaseRow = {
  /** The case. */
  id: CaseId;
  /** The patient. */
  patient_id: PatientId;
  /** `NOWAK, Halina (Ms)` */
  name: string;
  /** `14-Mar-1983 (43y)` or `Not Known`. */
  born: string;
  /** `999 000 0018`, or `Not Known`. */
  nhs_number: string;
  /** Another patient's name is confusingly similar. */
  similar_name_warning: boolean;
  /** Kind of case, in words. */
  kind: string;
  /** Where it stands. */
  status: CaseStatus;
  /** `Urgent` */
  urgency: Urgency;
  /** The responsible consultant, else the first person named; empty for nobody. */
  lead: string;
  /** `20-Nov-2026` */
  received_on: string;
  /** Latest signed entry: `Formulation signed 20-Nov-2026`; empty for none. */
  latest: string;
  /** Drafts of this user in the case. */
  drafts: number;
};

/** Where a case stands. */
export type CaseStatus = 'referred' | 'assessment' | 'treatment' | 'on-hold' | 'closed';

/** A case and everything that its overview shows. */
export type CaseView = {
  /** The case. */
  id: CaseId;
  /** The record of the case. */
  record_id: RecordId;
  /** The revision shown: a change starts from it. */
  revision: RevisionId;
  /** The banner of its patient. */
  banner: BannerView;
  /** The details, ready to fill a form. */
  form: CaseForm;
  /** Kind of case, in words. */
  kind: string;
  /** Status, in words. */
  status: string;
  /** Who recorded the details last and when. */
  recorded: string;
  /** The formulation in force; absent for none. */
  formulation: FormulationSummary | null;
  /** Letters, newest first. */
  letters: Array<LetterRow>;
  /** This user's drafts in the case, newest first. */
  drafts: Array<DraftView>;
  /** What happened, newest first, at most 100. */
  timeline: Array<TimelineRow>;
};

/** Which cases a list shows. */
export type CaseloadRequest = {
  /** Part of a name (each word a prefix of any part), or an NHS number in any spacing; empty for all. */
  text: string;
  /** Only cases where this user plays a part. */
  mine: boolean;
  /** Include closed cases. */
  closed: boolean;
};

/** The caseload. */
export type CaseloadView = {
  /** At most 200 rows, urgent and newest first. */
  rows: Array<CaseRow>;
  /** How many match in all. */
  total: number;
};

/** How a cell differs. */
export type CellChange = 'same' | 'added' | 'removed' | 'changed';

/** A change of a case's details. */
export type ChangeCaseRequest = {
  /** The case. */
  case_id: CaseId;
  /** The revision that the form started from. */
  base: RevisionId;
  /** The form. */
  form: CaseForm;
};

/** Asked by an account's owner. */
export type ChangePassphraseRequest = {
  /** The passphrase until now. */
  current: Secret;
  /** The passphrase from now on. */
  new: Secret;
};

/** A change of a patient's details. */
export type ChangePatientRequest = {
  /** The patient. */
  patient_id: PatientId;
  /** The revision that the form started from. */
  base: RevisionId;
  /** The form. */
  form: PatientForm;
};

/** A change of an account's own line. */
export type ChangeUserRequest = {
  /** The account. */
  user_id: UserId;
  /** Name as it signs. */
  name: string;
  /** Role. */
  role: Role;
  /** Post and grade. */
  post: string;
  /** Professional registration. */
  registration: string;
};

/** Asked for an estimate while a passphrase is typed. */
export type CheckPassphraseRequest = {
  /** What is typed. */
  passphrase: Secret;
  /** The person's name: its words count for nothing. */
  name: string;
};

/** Asked while a patient's form is filled in. */
export type CheckPatientRequest = {
  /** The form. */
  form: PatientForm;
  /** The patient being changed; absent for a new one. */
  patient_id: PatientId | null;
};

/** What the person needs to be able to understand and be understood (Accessible Information Standard). */
export type Communication = {
  /** Language an interpreter is needed for; empty for none. */
  interpreter: string;
  /** Other needs: large print, hearing loop, easy read; free text, may be empty. */
  needs: string;
  /** The words that the patient prefers for the symptoms; may be empty. */
  preferred_term: string;
};

/** Two versions to be set side by side. */
export type CompareFormulationsRequest = {
  /** The case. */
  case_id: CaseId;
  /** The older version. */
  before: RevisionId;
  /** The newer version. */
  after: RevisionId;
};

/** One cell in two versions. */
export type ComparedCell = {
  /** The cell, or `narrative`, `patient_agrees`, `shared_on`. */
  cell: string;
  /** Its name on screen: `Perpetuating, body`. */
  label: string;
  /** Has it changed? */
  change: CellChange;
  /** The older text in pieces. */
  before: Array<Piece>;
  /** The newer text in pieces. */
  after: Array<Piece>;
};

/** Two versions side by side. */
export type ComparisonView = {
  /** The older version. */
  before: number;
  /** The newer version. */
  after: number;
  /** How many cells differ. */
  changed: number;
  /** Every cell in the form's order. */
  cells: Array<ComparedCell>;
};

/** A letter to be composed from the record. */
export type ComposeLetterRequest = {
  /** The case. */
  case_id: CaseId;
  /** The kind: `gp`. */
  kind: string;
  /** Leave the draft aside and compose from the record as it is now. */
  afresh: boolean;
};

/** A letter that has been composed and may have been edited. */
export type ComposedLetter = {
  /** The case. */
  case_id: CaseId;
  /** `Letter to the GP` */
  title: string;
  /** The content, ready to edit. */
  content: LetterContent;
  /** What the record holds and the letter leaves out. */
  left_out: Array<LeftOut>;
  /** The draft that was found; absent for a fresh one. */
  draft: DraftView | null;
  /** The record has changed since the draft was composed. */
  out_of_date: boolean;
};

/** Asked when the recovery key is typed back. */
export type ConfirmRecoveryKeyRequest = {
  /** As typed. */
  recovery_key: Secret;
};

/** A draft to be thrown away. */
export type DiscardDraftRequest = {
  /** The draft. */
  draft_id: DraftId;
};

export type DraftId = string;

/** A draft that is on the disk. */
export type DraftSaved = {
  /** The draft. */
  id: DraftId;
  /** `14:02:11`, where the computer stands. */
  saved: string;
};

/** A draft: what a form holds before it is in the record. */
export type DraftView = {
  /** The draft. */
  id: DraftId;
  /** What is being drafted: `patient`, `case`, `formulation`, `letter:gp`. */
  kind: string;
  /** The patient; absent while one is being registered. */
  patient_id: PatientId | null;
  /** The case; absent outside one. */
  case_id: CaseId | null;
  /** The revision it started from; absent for something new. */
  base: RevisionId | null;
  /** The form as it stood, JSON. */
  state: unknown;
  /** `20-Nov-2026 14:02` */
  saved: string;
  /** The patient's name in banner form; empty while one is being registered. */
  patient_name: string;
  /** The record has moved on since the draft was begun. */
  out_of_date: boolean;
};

/** A patient who may be the same person. */
export type DuplicateView = {
  /** The patient. */
  id: PatientId;
  /** `NOWAK, Halina (Ms)` */
  name: string;
  /** `14-Mar-1983 (43y)` or `Not Known`. */
  born: string;
  /** `999 000 0018`, or `Not Known`. */
  nhs_number: string;
  /** How likely. */
  likeness: Likeness;
  /** Why, in words: `Same NHS number`. */
  why: string;
};

/** The stable name of an error: the window's switch over these is exhaustive. */
export type ErrorCode =
  | 'locked'
  | 'wrong-passphrase'
  | 'too-soon'
  | 'damaged'
  | 'in-use'
  | 'too-new'
  | 'invalid'
  | 'not-found'
  | 'conflict'
  | 'refused'
  | 'not-allowed'
  | 'bad-asset'
  | 'letter'
  | 'storage'
  | 'io';

/** An error as the window and `casebookctl --json` receive it. */
export type ErrorView = {
  /** Which error. */
  code: ErrorCode;
  /** A plain sentence for the person in front of the screen. */
  message: string;
  /** The faulty fields, for `invalid`. */
  fields: Array<FieldError>;
  /** Seconds to wait, for `too-soon`; else 0. */
  wait_seconds: number;
  /** The revision current now, for `conflict`; else absent. */
  current_revision: string | null;
};

/** One thing that is not as it was written. */
export type Fault = {
  /** The entry's place in the journal; 0 for a fault of a file. */
  sequence: number;
  /** `body`, `hash`, `order`, `parent`, `signature`, `checkpoint`, `head`, `file`, `projection` */
  kind: string;
  /** In words. */
  what: string;
};

/** What is wrong with one field of a form, one to one with the page's error summary. */
export type FieldError = {
  /** The field's name in the request, with a path for parts (`gp.ods_code`, `people.0.name`). */
  field: string;
  /** The rule that was broken, stable and machine-readable (`required`, `modulus-11`). */
  rule: string;
  /** A plain sentence that says what to do. */
  message: string;
};

/** A search as typed. */
export type FindPatientsRequest = {
  /** Beginnings of names, or an NHS number in any spacing. */
  text: string;
};

/** A formulation's form. */
export type FormulationDefinition = {
  /** `five-ps` */
  id: string;
  /** Version of the definition. */
  version: number;
  /** `5Ps` */
  title: string;
  /** Where it comes from and how sure that is. */
  source: string;
  /** The rows. */
  rows: Array<Axis>;
  /** The columns. */
  columns: Array<Axis>;
  /** Prompts by cell. */
  prompts: Array<Prompt>;
};

/** A formulation as a form sends it, and as its draft is kept. */
export type FormulationForm = {
  /** The definition: `five-ps`. */
  definition: string;
  /** Text by cell. */
  cells: Record<string, string>;
  /** The account that joins the cells. */
  narrative: string;
  /** What the patient agrees with, in the patient's own words. */
  patient_agrees: string;
  /** When it was shared with the patient, as typed; empty for not yet. */
  shared_on: string;
};

/** A case's formulation of one type. */
export type FormulationRequest = {
  /** The case. */
  case_id: CaseId;
  /** The type: `five-ps`. */
  definition: string;
};

/** What the overview shows. */
export type FormulationSummary = {
  /** The type's title: `5Ps`. */
  title: string;
  /** The version in force. */
  version: number;
  /** The patient's own words, else the start of the narrative. */
  extract: string;
  /** What keeps it going: the perpetuating cells joined. */
  perpetuating: string;
  /** `Shared 20-Nov-2026` or `Not yet shared with the patient`. */
  shared: string;
  /** Who signed it and when. */
  signed: string;
};

/** One version of a formulation. */
export type FormulationVersion = {
  /** The revision. */
  revision: RevisionId;
  /** 1 for the first; derived from the order of revisions. */
  version: number;
  /** What it says. */
  form: FormulationForm;
  /** Who wrote it and when: `Dr A. Okafor, 20-Nov-2026 14:02`. */
  recorded: string;
  /** Who signed it and when; empty while unsigned. */
  signed: string;
  /** Why it was changed; empty for the first. */
  reason: string;
};

/** The formulation of a case with its versions. */
export type FormulationView = {
  /** The case. */
  case_id: CaseId;
  /** The record; absent while nothing is signed. */
  record_id: RecordId | null;
  /** The form's definition. */
  definition: FormulationDefinition;
  /** Versions, newest first; two at the head share a parent when `forked`. */
  versions: Array<FormulationVersion>;
  /** Two versions were written from the same one: a person must settle it. */
  forked: boolean;
  /** Withdrawn as entered in error: who, when and why; empty when in force. */
  withdrawn: string;
  /** This user's draft; absent for none. */
  draft: DraftView | null;
};

/** Gender as the NHS Common User Interface banner prints it. */
export type Gender = 'female' | 'male' | 'other' | 'not-specified' | 'not-known';

/** Whose number an identifier is. */
export type IdentifierSystem = 'mrn' | 'chi' | 'health-and-care' | 'other';

/** Something that the record holds and the letter leaves out. */
export type LeftOut = {
  /** What: `Formulation, unsigned draft`. */
  what: string;
  /** Why, in a plain phrase. */
  why: string;
};

/** A letter's content: what is edited, kept as a draft, and frozen by signing. */
export type LetterContent = {
  /** `gp` */
  kind: string;
  /** Version of the template that it was composed with. */
  template_version: number;
  /** Date on the letter, `YYYY-MM-DD`. */
  dated_on: string;
  /** Whom it goes to. */
  recipient: Recipient;
  /** The sections in order. */
  sections: Array<LetterSection>;
  /** Who gets a copy, one a line. */
  copies: Array<string>;
  /** The record as it was gathered: a newer one is noticed before signing. */
  composed_from: Array<RevisionId>;
};

/** One signed letter. */
export type LetterRequest = {
  /** The letter. */
  letter_id: RecordId;
};

/** One row of a case's letters. */
export type LetterRow = {
  /** The record. */
  id: RecordId;
  /** The signed revision. */
  revision: RevisionId;
  /** `Letter to the GP` */
  title: string;
  /** Whom it went to. */
  recipient: string;
  /** `20-Nov-2026` */
  dated_on: string;
  /** Who signed it and when. */
  signed: string;
  /** Number of pages. */
  pages: number;
  /** SHA-256 of the PDF, hexadecimal. */
  sha256: string;
  /** A copy was saved outside the register: when; empty for never. */
  saved: string;
  /** Withdrawn as entered in error: who, when, why; empty when in force. */
  withdrawn: string;
};

/** One section of a letter as the clinician edits it. */
export type LetterSection = {
  /** The section in the template: `clinical-summary`. */
  id: string;
  /** Its heading on paper. */
  heading: string;
  /** The text. A blank line starts a paragraph; lines that start with `- ` are bullets. Printed exactly. */
  text: string;
  /** The text as it was composed from the record, to show what has been edited and to put it back. */
  composed: string;
  /** Must be printed even when empty, with a plain statement that nothing is recorded. */
  mandatory: boolean;
  /** Printed. A section that is not mandatory and empty is left out by itself. */
  included: boolean;
  /** What belongs here: shown under the heading on screen, never printed. */
  hint: string;
};

/** How likely two entries are the same person. */
export type Likeness = 'similar-name' | 'likely' | 'same-number';

/** Asked of somebody who sets up a register or is added to one. */
export type NewUser = {
  /** Name as it signs, 1 to 120 characters. */
  name: string;
  /** Role. */
  role: Role;
  /** Post and grade as printed under a letter; may be empty. */
  post: string;
  /** Professional registration; may be empty. */
  registration: string;
  /** The passphrase: strength 3 or 4 of 4 (see [`PassphraseView`]). */
  passphrase: Secret;
};

/** Next of kin or carer to ring. */
export type NextOfKin = {
  /** Name; empty when nobody is recorded. */
  name: string;
  /** `sister`, `friend`. */
  relationship: string;
  /** Telephone. */
  phone: string;
};

/** An identifier besides the NHS number. */
export type OtherIdentifier = {
  /** Whose number it is. */
  system: IdentifierSystem;
  /** The number as printed. */
  value: string;
  /** The hospital or body that gave it; may be empty. */
  issuer: string;
};

/** How strong a passphrase is. */
export type PassphraseView = {
  /** 0 (guessed at once) to 4 (very strong), by zxcvbn's estimate. */
  score: number;
  /** 3 or 4, and at least 12 characters. */
  acceptable: boolean;
  /** What would make it stronger, or that it is strong; a plain sentence. */
  guidance: string;
};

/** One line of a patient's list of cases. */
export type PatientCaseView = {
  /** The case. */
  id: CaseId;
  /** Kind of case, in words. */
  kind: string;
  /** Status, in words. */
  status: string;
  /** Date the referral was received, `20-Nov-2026`. */
  received_on: string;
};

/** What is wrong or doubtful about a patient who is about to be registered. */
export type PatientCheckView = {
  /** Faults that stop the saving. */
  errors: Array<FieldError>;
  /** Patients already in the register who may be the same person, likeliest first. */
  duplicates: Array<DuplicateView>;
};

/** A patient's details as a form sends them: everything as typed, checked in the core. */
export type PatientForm = {
  /** NHS number in any spacing; empty for missing. */
  nhs_number: string;
  /** Other identifiers. */
  identifiers: Array<OtherIdentifier>;
  /** Name. */
  name: PersonName;
  /** Date of birth as typed (`14/3/1983`, `14-Mar-1983`, `1983-03-14`); empty for not known. */
  born_on: string;
  /** Date of death as typed; empty for the living. */
  died_on: string;
  /** Gender for the banner. */
  gender: Gender;
  /** The person's own words for it. */
  gender_described: string;
  /** Postal address as one text, a line each. */
  address: string;
  /** Telephone. */
  phone: string;
  /** GP's name. */
  gp_name: string;
  /** Practice. */
  practice: string;
  /** ODS code of the practice. */
  ods_code: string;
  /** The practice's address as one text, a line each. */
  practice_address: string;
  /** Next of kin. */
  next_of_kin: NextOfKin;
  /** Communication needs. */
  communication: Communication;
};

export type PatientId = string;

/** One patient. */
export type PatientRequest = {
  /** The patient. */
  patient_id: PatientId;
};

/** One row of a list of patients. */
export type PatientRow = {
  /** The patient. */
  id: PatientId;
  /** `NOWAK, Halina (Ms)` */
  name: string;
  /** `14-Mar-1983 (43y)` or `Not Known`. */
  born: string;
  /** `999 000 0018`, or `Not Known`. */
  nhs_number: string;
  /** The patient's open cases, newest first. */
  cases: Array<PatientCaseView>;
  /** Another patient's name is confusingly similar. */
  similar_name_warning: boolean;
};

/** A patient with what is known. */
export type PatientView = {
  /** The patient. */
  id: PatientId;
  /** The record of the patient's details. */
  record_id: RecordId;
  /** The revision shown: a change starts from it. */
  revision: RevisionId;
  /** The details, ready to fill a form. */
  form: PatientForm;
  /** The banner. */
  banner: BannerView;
  /** The patient's cases, newest first. */
  cases: Array<PatientCaseView>;
  /** Who recorded the details last and when: `Dr A. Okafor, 20-Nov-2026 14:02`. */
  recorded: string;
};

/** The parts of a name. */
export type PersonName = {
  /** `Ms`; may be empty. */
  title: string;
  /** Given name or names; may be empty for people with one name. */
  given: string;
  /** Family name. */
  family: string;
  /** What the person likes to be called; may be empty. */
  preferred: string;
};

/** A run of words, alike in both versions or in one only. */
export type Piece = {
  /** The words with their spaces. */
  text: string;
  /** Only in this version. */
  differs: boolean;
};

/** The preferences of one installation. */
export type Preferences = {
  /** Light, dark, or as the system says. */
  theme: Theme;
  /** Size of text in percent: 100, 112, 125, 150, 175 or 200. */
  text_percent: number;
  /** Minutes without a key or a touch until the register locks, 1 to 60. */
  idle_minutes: number;
  /** The trust or hospital, at the head of letters. */
  organisation: string;
  /** The team within it. */
  team: string;
  /** Postal address, a line each, as one text. */
  address: string;
  /** Telephone. */
  phone: string;
  /** E-mail address. */
  email: string;
};

/** A letter to be shown as its pages. */
export type PreviewLetterRequest = {
  /** The case. */
  case_id: CaseId;
  /** The letter as edited. */
  content: LetterContent;
};

/** What to think of in one cell. */
export type Prompt = {
  /** `row.column` */
  cell: string;
  /** The prompt, shown while the cell is empty or has the focus. */
  text: string;
};

/** Whom a letter goes to. */
export type Recipient = {
  /** `Dr S. Rahman`, or the practice when no GP is named. */
  name: string;
  /** Practice or organisation. */
  organisation: string;
  /** Address, a line each, as one text. */
  address: string;
};

export type RecordId = string;

/** Where a referral comes from. */
export type ReferralSource =
  | 'gp'
  | 'ward'
  | 'emergency-department'
  | 'outpatients'
  | 'talking-therapies'
  | 'mental-health-team'
  | 'self'
  | 'other';

/** Who referred. */
export type Referrer = {
  /** Name; may be empty. */
  name: string;
  /** Role: `Respiratory registrar`; may be empty. */
  role: string;
  /** Organisation, ward or practice; may be empty. */
  organisation: string;
  /** How to reach them; may be empty. */
  contact: string;
};

/** A new patient. */
export type RegisterPatientRequest = {
  /** The form. */
  form: PatientForm;
  /** Likely duplicates that a person has looked at and found to be somebody else. */
  not_duplicates: Array<PatientId>;
};

/** Is there a register, and is it open? */
export type RegisterState = 'none' | 'locked' | 'unlocked';

/** What the window finds when it starts. */
export type RegisterStateView = {
  /** Is there a register, and is it open? */
  state: RegisterState;
  /** The folder that holds it or would hold it. */
  folder: string;
  /** The accounts that can unlock it. */
  accounts: Array<AccountView>;
  /** The open session, when unlocked. */
  session: SessionView | null;
  /** Seconds until the next try is looked at; 0 for at once. */
  wait_seconds: number;
  /** The program's version. */
  version: string;
};

/** Asked by somebody who has forgotten the passphrase and holds the recovery key. */
export type ResetPassphraseRequest = {
  /** The account. */
  user_id: UserId;
  /** The recovery key as typed. */
  recovery_key: Secret;
  /** The passphrase from now on. */
  new_passphrase: Secret;
};

export type RevisionId = string;

/** What a person does in the team. Decides what their session may do. */
export type Role = 'consultant' | 'clinician' | 'trainee' | 'supervisor' | 'service-lead' | 'guardian';

/** Asked to keep a draft. */
export type SaveDraftRequest = {
  /** What is being drafted. */
  kind: string;
  /** The patient. */
  patient_id: PatientId | null;
  /** The case. */
  case_id: CaseId | null;
  /** The revision it started from. */
  base: RevisionId | null;
  /** The form as it stands, at most 1 MiB of JSON. */
  state: unknown;
};

/** A signed letter, of which a copy is to be saved. */
export type SaveLetterPdfRequest = {
  /** The letter. */
  letter_id: RecordId;
};

/** Where a copy was saved. */
export type SavedPdfView = {
  /** The file; absent if the dialog was cancelled. */
  path: string | null;
};

export type Secret = string;

/** The session as screens show it. */
export type SessionView = {
  /** Who is working. */
  user: UserView;
  /** The register holds made-up cases only. */
  made_up: boolean;
  /** The recovery key was typed back after it was shown. */
  recovery_confirmed: boolean;
  /** Wrong tries at this account since it was last unlocked. */
  failed_tries: number;
  /** Drafts that this user has kept. */
  drafts: number;
  /** What the opening found amiss, a plain sentence each; empty when all is well. */
  warnings: Array<string>;
  /** Today where the computer stands, `YYYY-MM-DD`. */
  today: string;
};

/** A register that has just been set up. */
export type SetUpView = {
  /** The open session. */
  session: SessionView;
  /** The recovery key in eight groups of four: shown once, never stored. */
  recovery_key: string;
};

/** Two versions that were written from the same one, made into one. */
export type SettleFormulationRequest = {
  /** The case. */
  case_id: CaseId;
  /** Both versions. */
  parents: [RevisionId, RevisionId];
  /** What it says from now on. */
  form: FormulationForm;
  /** How it was settled; required. */
  reason: string;
};

/** Asked when a formulation is signed into the record. */
export type SignFormulationRequest = {
  /** The case. */
  case_id: CaseId;
  /** The version that the form started from; absent for the first. */
  base: RevisionId | null;
  /** What it says. */
  form: FormulationForm;
  /** Why it is changed; required with `base`. */
  amendment: Amendment | null;
  /** Keep this beside a version that somebody else signed meanwhile, for a person to settle. */
  keep_beside: boolean;
};

/** A letter to be signed. */
export type SignLetterRequest = {
  /** The case. */
  case_id: CaseId;
  /** The letter as edited. */
  content: LetterContent;
};

/** Light, dark, or as the system says. */
export type Theme = 'system' | 'light' | 'dark';

/** One line of what happened in a case. */
export type TimelineRow = {
  /** `20-Nov-2026 14:02` */
  at: string;
  /** `Formulation signed` */
  what: string;
  /** `Dr A. Okafor` */
  who: string;
};

/** Asked to unlock. */
export type UnlockRequest = {
  /** The account. */
  user_id: UserId;
  /** The passphrase. */
  passphrase: Secret;
};

/** How soon the referrer asks for the patient to be seen. */
export type Urgency = 'emergency' | 'urgent' | 'routine';

export type UserId = string;

/** An account as screens show it. */
export type UserView = {
  /** The account. */
  id: UserId;
  /** Name as it signs. */
  name: string;
  /** Role. */
  role: Role;
  /** Post and grade as printed under a letter. */
  post: string;
  /** Professional registration, empty if none. */
  registration: string;
  /** Closed to further unlocking. */
  disabled: boolean;
};

/** What `verify` found. */
export type VerifyView = {
  /** Entries of the journal that were checked. */
  entries: number;
  /** Bodies whose commitment was checked. */
  bodies: number;
  /** Signatures that were checked. */
  signatures: number;
  /** What is wrong; empty when the record is whole. */
  faults: Array<Fault>;
  /** `The record is whole: 412 entries, 37 signatures.` or how many faults there are. */
  summary: string;
};

/** A record taken back as entered in error. */
export type WithdrawRequest = {
  /** The case. */
  case_id: CaseId;
  /** The record. */
  record_id: RecordId;
  /** Why; required. */
  reason: string;
};
