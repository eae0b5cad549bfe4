// Written from the Rust types. Do not edit.

/** Asked by somebody who was invited. */
export type AcceptInvitationRequest = {
  /** The account. */
  user_id: UserId;
  /** The six words as typed. */
  code: Secret;
  /** The passphrase from now on. */
  new_passphrase: Secret;
};

/** Asked of one account. */
export type AccountRequest = {
  /** The account. */
  user_id: UserId;
};

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

/** Answers from paper cards of one month. */
export type AddFriendsAndFamilyCardsRequest = {
  /** The month in which the cards were filled in: `2026-10`. */
  month: string;
  /** The cards. */
  cards: Array<FriendsAndFamilyForm>;
};

/** Asked when another of those who took part signs a log. */
export type AgreeSupervisionLogRequest = {
  /** The log. */
  record_id: RecordId;
  /** The version that was read. */
  revision: RevisionId;
};

/** Allergies as a form sends them. */
export type AllergiesForm = {
  /** None or some; absent until answered. */
  state: AllergyState | null;
  /** Which. */
  items: Array<Allergy>;
  /** Who said so. */
  source: string;
};

/** The allergies as they stand. */
export type AllergiesView = {
  /** The revision shown; absent while nothing is recorded. */
  revision: RevisionId | null;
  /** The list, ready to fill a form. */
  form: AllergiesForm;
  /** `Known allergies: penicillin`, `No known allergies` or `Allergies not recorded`. */
  statement: string;
  /** Who and when. */
  provenance: Provenance;
  /** This user's draft; absent for none. */
  draft: DraftView | null;
};

/** Something that the patient must not have, or reacted to. */
export type Allergy = {
  /** What; required. */
  substance: string;
  /** What happened; may be empty. */
  reaction: string;
  /** When, how sure, from whom; may be empty. */
  note: string;
};

/** What is known of allergies. The labels are those of the NHS Common User Interface. */
export type AllergyState = 'none-known' | 'known';

/** The reason of a change to something signed. */
export type Amendment = {
  /** Why. */
  kind: AmendmentKind;
  /** In words; required. */
  reason: string;
};

/** Why something signed is being changed. */
export type AmendmentKind = 'new-version' | 'correction';

/** A patient's answer to one item. */
export type AnswerItemRequest = {
  /** The instrument. */
  instrument: string;
  /** The item: `q3`. */
  item: string;
  /** What the patient does with it. */
  reply: Reply;
  /** Which option, the first being 0; with `chosen` only. */
  option: number | null;
};

/** What is written in an assessment, by field (`section.field`). Empty answers are absent. */
export type Answers = {
  /** Texts and lines. */
  texts: Record<string, string>;
  /** Options that were ticked, in the order of the form. */
  chosen: Record<string, Array<string>>;
  /** Lines of a table, each by its columns. */
  rows: Record<string, Array<Record<string, string>>>;
};

/** One column of a table. */
export type AssessmentColumn = {
  /** Stable name. */
  id: string;
  /** On screen. */
  label: string;
  /** Choices; empty for a free text. */
  options: Array<AssessmentOption>;
};

/** An assessment's form. */
export type AssessmentDefinition = {
  /** `biopsychosocial` */
  id: string;
  /** Version of the definition. */
  version: number;
  /** `Biopsychosocial assessment` */
  title: string;
  /** Where its headings come from. */
  source: string;
  /** The sections in order. */
  sections: Array<AssessmentSection>;
};

/** One field. */
export type AssessmentField = {
  /** Stable name within its section. */
  id: string;
  /** On screen. */
  label: string;
  /** How it is filled in. */
  kind: FieldKind;
  /** What to think of; may be empty. */
  hint: string;
  /** With `options`: what there is to tick. */
  options: Array<AssessmentOption>;
  /** With `rows`: the columns. */
  columns: Array<AssessmentColumn>;
};

/** An assessment as a form sends it, and as its draft is kept. */
export type AssessmentForm = {
  /** The definition: `biopsychosocial`. */
  definition: string;
  /** What is written. */
  answers: Answers;
};

/** One option of a field or of a column. */
export type AssessmentOption = {
  /** Stable name. */
  id: string;
  /** On screen and on paper. */
  label: string;
  /** A plain phrase beside it; may be empty. */
  hint: string;
};

/** One section of the form. */
export type AssessmentSection = {
  /** Stable name. */
  id: string;
  /** On screen. */
  heading: string;
  /** What belongs here; may be empty. */
  hint: string;
  /** Left out of letters unless the clinician writes it there. */
  private: boolean;
  /** Offered for these kinds of case only; empty for all. */
  kinds: Array<CaseKind>;
  /** The fields in order. */
  fields: Array<AssessmentField>;
};

/** What the overview shows. */
export type AssessmentSummary = {
  /** Symptoms and syndromes in one line; may be empty. */
  symptoms: string;
  /** The sections that something is written in. */
  sections: Array<string>;
  /** Version in force. */
  version: number;
  /** Who signed it and when. */
  signed: string;
};

/** One version of an assessment. */
export type AssessmentVersion = {
  /** The revision. */
  revision: RevisionId;
  /** 1 for the first; derived from the order of revisions. */
  version: number;
  /** What it says. */
  form: AssessmentForm;
  /** Who and when. */
  provenance: Provenance;
};

/** The assessment of a case with its versions. */
export type AssessmentView = {
  /** The case. */
  case_id: CaseId;
  /** The record; absent while nothing is signed. */
  record_id: RecordId | null;
  /** The form's definition. */
  definition: AssessmentDefinition;
  /** Versions, newest first. */
  versions: Array<AssessmentVersion>;
  /** Withdrawn as entered in error: who, when and why; empty when in force. */
  withdrawn: string;
  /** This user's draft; absent for none. */
  draft: DraftView | null;
};

/** Whether the session took place. */
export type Attendance = 'attended' | 'did-not-attend' | 'patient-cancelled' | 'team-cancelled';

/** The sessions of a case, counted. */
export type AttendanceSummary = {
  /** Sessions that took place. */
  attended: number;
  /** Missed without a word. */
  missed: number;
  /** Cancelled by the patient. */
  patient_cancelled: number;
  /** Cancelled by the team. */
  team_cancelled: number;
  /** The number of the last session that counts; 0 before the first. */
  last_number: number;
  /** A missed session counts: the setting that the numbers were derived with. */
  missed_count: boolean;
  /** In a sentence: `8 attended, 1 missed without a word (counts), 1 cancelled by the team.` */
  sentence: string;
};

/** What kind of entry. */
export type AuditKind = 'all' | 'left' | 'outside' | 'opened' | 'written' | 'accounts';

/** Which entries. */
export type AuditRequest = {
  /** Of what kind. */
  kind: AuditKind;
  /** Entries about this case, and about its patient where they name no case; all for none. */
  case_id: CaseId | null;
  /** Entries by this account, a closed one too. */
  user_id: UserId | null;
  /** The first day, as typed; empty for the beginning. */
  from: string;
  /** The last day, as typed; empty for now. */
  to: string;
  /** How many, 1 to 1,000. */
  limit: number;
  /** Only entries that come after this one in the list, to go on from an earlier answer. */
  before: number | null;
};

/** One entry. */
export type AuditRow = {
  /** Its number in this register. */
  entry: number;
  /** The instant, RFC 3339 in UTC. */
  at: string;
  /** `20-Nov-2026 14:02`, where the computer stands. */
  when: string;
  /** The account. */
  user_id: UserId;
  /** Its name. */
  who: string;
  /** `Case opened`, `Formulation signed`, `Account closed`. */
  what: string;
  /** The case; absent for none. */
  case_id: CaseId | null;
  /** The patient; absent for none. */
  patient_id: PatientId | null;
  /** The record; absent for none. */
  record_id: RecordId | null;
  /** Something left the encryption. */
  left: boolean;
  /** Where a copy went, a count, the hash of a file, whose account; may be empty. */
  detail: string;
};

/** A part of the audit. */
export type AuditView = {
  /** Newest first. */
  rows: Array<AuditRow>;
  /** There is more: ask again with the last row's `entry` as `before`. */
  more: boolean;
};

/** A row or a column of the grid. */
export type Axis = {
  /** Part of the cell's name: `perpetuating`. */
  id: string;
  /** On screen: `Perpetuating`. */
  label: string;
  /** A plain phrase beside it: `what keeps it going`; may be empty. */
  hint: string;
};

/** Where a backup was found. */
export type BackupPlace = 'here' | 'second' | 'other';

/** One backup, as its file says of itself: nothing of it has been opened. */
export type BackupRow = {
  /** The file, with its whole path. */
  file: string;
  /** Where it was found. */
  place: BackupPlace;
  /** `20-Nov-2026 14:02`; empty where the file can't be read. */
  made: string;
  /** `3 days ago` */
  age: string;
  /** `12.4 MB` */
  size: string;
  /** `52 patients, 61 cases, 4,120 entries` */
  holds: string;
  /** `20-Nov-2026 13:58`: the last entry; empty for none. */
  last_entry: string;
  /** The record in it had no fault when it was made. */
  good: boolean;
  /** It was made before the register was brought to this format; absent for an ordinary one. */
  before_format: number | null;
  /** The accounts that open it. */
  accounts: Array<AccountView>;
  /** Why it can't be used; empty where it can. */
  problem: string;
};

/** What is known of the register's backups. */
export type BackupsView = {
  /** One is being made. */
  working: boolean;
  /** Why the last try failed; empty where it did not. */
  problem: string;
  /** In the register's own folder, the newest first. */
  here: Array<BackupRow>;
  /** The second folder, where one is set. */
  second: SecondFolderView | null;
  /** What somebody should be reminded of, a plain sentence; empty for nothing. */
  overdue: string;
  /** May this account say where backups are kept? */
  may_set: boolean;
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

/** A blank questionnaire for a patient. */
export type BlankSheetRequest = {
  /** The case. */
  case_id: CaseId;
  /** `phq-9` */
  instrument: string;
};

/** What the overview shows. */
export type CareSummary = {
  /** Diagnoses that are not resolved, each in a line; empty for none recorded. */
  diagnoses: Array<string>;
  /** Medicines that are taken, each in a line; empty for none recorded or none taken. */
  medicines: Array<string>;
  /** `No medicines taken`, `Medicines not recorded`, or empty. */
  no_medicines: string;
  /** `Known allergies: penicillin`, `No known allergies` or `Allergies not recorded`. */
  allergies: string;
  /** Who changed the lists last and when; empty for nobody. */
  recorded: string;
};

/** All three. */
export type CareView = {
  /** The patient. */
  patient_id: PatientId;
  /** Diagnoses. */
  diagnoses: DiagnosesView;
  /** Allergies. */
  allergies: AllergiesView;
  /** Medicines. */
  medicines: MedicinesView;
};

/** What supervision said of one case. */
export type CaseDiscussion = {
  /** The log. */
  log_id: RecordId;
  /** This user took part, and may open the log. */
  may_open: boolean;
  /** `20-Nov-2026` */
  held_on: string;
  /** `Individual supervision, Dr A. Okafor with Dr T. Adeyemi` */
  title: string;
  /** How the log stands, in words: `Waits for Dr T. Adeyemi`. */
  says: string;
  /** The question that was brought. */
  question: string;
  /** What was said. */
  discussed: string;
  /** Actions about this case. */
  actions: Array<SupervisionActionView>;
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

/** What can be handed over to the patient of a case, and what waits. */
export type CaseSittingsView = {
  /** The case. */
  case_id: CaseId;
  /** What may be handed over. */
  choices: Array<SittingChoice>;
  /** Answers of this user's last hand-over that are not recorded yet. */
  waiting: WaitingSittingView | null;
  /** Answers that wait for somebody else and concern this user. */
  others: Array<OthersSittingView>;
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
  /** The assessment in force; absent for none. */
  assessment: AssessmentSummary | null;
  /** The newest severity rating; absent for none, or where the kind of case has none. */
  severity: SeveritySummary | null;
  /** The ten-session pathway; absent before anything of it is recorded. */
  pathway: PathwaySummary | null;
  /** The formulation in force; absent for none. */
  formulation: FormulationSummary | null;
  /** How the risk statement stands. */
  risk: RiskSummary;
  /** The safety plan in force; absent for none. */
  safety_plan: SafetyPlanSummary | null;
  /** Answers about safety to which nobody has responded, newest first. */
  safety_answers: Array<SafetyAnswerView>;
  /** The newest score of each instrument. */
  measures: Array<MeasureSummary>;
  /** Measures that are due, what has waited longest first. */
  measures_due: Array<DueMeasure>;
  /** Diagnoses, medicines, allergies. */
  care: CareSummary;
  /** The kind of case has a severity rating. */
  has_severity: boolean;
  /** Letters, entries and plans that were signed, newest first. */
  letters: Array<LetterRow>;
  /** This user's drafts in the case, newest first. */
  drafts: Array<DraftView>;
  /** Who opened the case without having it on their list, the latest first, at most five; shown to the people of the case. */
  opened_outside: Array<OutsideOpening>;
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

/** Whose caseload is reviewed. */
export type CaseloadReviewRequest = {
  /** The account; absent for oneself. */
  user_id: UserId | null;
};

/** One case of a caseload review. */
export type CaseloadReviewRow = {
  /** The case and its patient. */
  case: NamedCase;
  /** Where it stands, in words. */
  status: string;
  /** `Discussed 13-Nov-2026` or `Not discussed yet`. */
  discussed: string;
  /** Why it should be discussed, the most pressing first; empty for no reason. */
  reasons: Array<ReasonToDiscuss>;
};

/** A caseload with the reasons to discuss its cases. */
export type CaseloadReviewView = {
  /** Whose. */
  of: UserView;
  /** Open cases, those with the most pressing reasons first. */
  rows: Array<CaseloadReviewRow>;
  /** How the reasons are made, and that their limits are this program's own and not a published standard. */
  says: string;
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

/** From when a change of a scale is taken to be more than chance. */
export type ChangeValueRow = {
  /** `CORE-10, Total` */
  scale: string;
  /** `5.66` */
  least: string;
  /** `90 %`; empty where the source does not say it. */
  level: string;
  /** `11`; empty where there is none. */
  cut_off: string;
  /** The sample that they come from, and where it is written; after the name that the trust gave its own. */
  values: string;
  /** The trust has set them. */
  set_by_trust: boolean;
};

/** A band of a chart. */
export type ChartBand = {
  /** `moderate` */
  label: string;
  /** Lowest value in it. */
  from: number;
  /** Highest value in it. */
  to: number;
};

/** A horizontal line across a chart. */
export type ChartLine = {
  /** At the right end of the line. */
  label: string;
  /** The value at which the line is drawn. */
  value: number;
};

/** A value in a chart. */
export type ChartPoint = {
  /** Under the axis, usually the date. */
  label: string;
  /** The value, within the chart's `min` and `max`. */
  value: number;
  /**
   * Days since the start of the axis, which alone is the first point, so that time is drawn to scale; 0 on every point
   * spaces them evenly.
   */
  day: number;
  /** Not joined to the point before: a form with another maximum, say. */
  apart: boolean;
  /** The instrument's own word for the value; empty where it has none. */
  band: string;
  /** How it differs from the first: `5 lower than the first`; empty for the first. */
  since: string;
};

/** A numbered session on the axis of days. */
export type ChartSession = {
  /** Its number, derived from the order of the days. */
  number: number;
  /** Days since the start of the axis. */
  day: number;
};

/** One step. */
export type ChartStep = {
  /** Under the axis, usually the date. */
  label: string;
  /** Which of the levels, counted from 0. */
  level: number;
  /** Who said so: different raters carry different shapes. */
  by: string;
  /** Days since the first step. */
  day: number;
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

/** Asked when an action is done or no longer needed. */
export type CloseSupervisionActionRequest = {
  /** The log. */
  log_id: RecordId;
  /** The action. */
  action_id: RecordId;
  /** Done; else no longer needed. */
  done: boolean;
  /** What came of it; required where it was not done. */
  note: string;
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

/** The comorbidity axis. */
export type Comorbidity =
  | 'depression'
  | 'anxiety'
  | 'ptsd'
  | 'substance-use'
  | 'personality-difficulty'
  | 'medical-disease'
  | 'other';

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

/** How an instrument was filled in. */
export type Completion = 'paper' | 'interview' | 'telephone' | 'device' | 'interpreter';

/** A letter to be composed from the record. */
export type ComposeLetterRequest = {
  /** The case. */
  case_id: CaseId;
  /** The kind: `gp`. */
  kind: string;
  /** Leave the draft aside and compose from the record as it is now. */
  afresh: boolean;
  /** A letter of this user that was returned and is to be put right; absent for a new letter. */
  puts_right: RecordId | null;
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
  /**
   * Headings of what was edited in the draft where the record says something else by now. What nobody edited has
   * been taken from the record as it is.
   */
  moved: Array<string>;
  /** The returned letter that this one puts right; absent for a new letter. */
  puts_right: SubmissionView | null;
};

/** Asked when the recovery key is typed back. */
export type ConfirmRecoveryKeyRequest = {
  /** As typed. */
  recovery_key: Secret;
};

/** How patient and therapist met. */
export type ContactForm = 'face-to-face' | 'video' | 'telephone';

/** Asked to sign what somebody else wrote, as the second person. */
export type CountersignRequest = {
  /** The case. */
  case_id: CaseId;
  /** The record. */
  record_id: RecordId;
  /** The version that was read. */
  revision: RevisionId;
  /** What is said with it; may be empty. */
  comment: string;
};

/** Who may countersign in a case. */
export type CountersignersView = {
  /** What this user signs waits for a countersignature. */
  needed: boolean;
  /** The case's therapy supervisor, else its responsible consultant, where that person may. */
  suggested: UserId | null;
  /** Everybody who may. */
  people: Array<UserView>;
};

/** What stands on the cover. */
export type CoveredView = {
  /** Who works. */
  name: string;
  /** A PIN is set, and is still taken. */
  pin: boolean;
  /** Minutes from covering until it locks. */
  minutes: number;
  /** Light, dark, or as the system says. */
  theme: Theme;
  /** Size of text in percent. */
  text_percent: number;
};

/** One criterion of the form. */
export type CriterionForm = {
  /** Which. */
  criterion: EntryCriterion;
  /** Since when it is met, as typed; empty while it is not. */
  met_on: string;
  /** On what it rests. */
  note: string;
};

/** Diagnoses as a form sends them. */
export type DiagnosesForm = {
  /** The list; lines without a title are left out. */
  items: Array<Diagnosis>;
};

/** The diagnoses as they stand. */
export type DiagnosesView = {
  /** The revision shown: a change starts from it; absent while nothing is recorded. */
  revision: RevisionId | null;
  /** The list, ready to fill a form. */
  form: DiagnosesForm;
  /** Who and when. */
  provenance: Provenance;
  /** This user's draft; absent for none. */
  draft: DraftView | null;
};

/** A diagnosis: words first, a code only where somebody wants one. */
export type Diagnosis = {
  /** In words; required. */
  title: string;
  /** Code as typed: `F44.5`; may be empty. */
  code: string;
  /** Where the code comes from: `ICD-10`, `SNOMED CT`; may be empty. */
  code_system: string;
  /** How sure. */
  status: DiagnosisStatus;
  /** Since when, as known: `2024`, `March 2024`; may be empty. */
  since: string;
  /** Who made it, on what; may be empty. */
  note: string;
};

/** How sure a diagnosis is. */
export type DiagnosisStatus = 'working' | 'confirmed' | 'resolved';

/** A draft to be thrown away. */
export type DiscardDraftRequest = {
  /** The draft. */
  draft_id: DraftId;
};

/** One case that was discussed, as a form sends it. */
export type DiscussedCaseForm = {
  /** The case; required. */
  case_id: CaseId | null;
  /** The question that was brought. */
  question: string;
  /** What was said of it; required. */
  discussed: string;
  /** Why the caseload review put it on the list. */
  reasons: Array<string>;
};

/** One case that was discussed, as it is shown. */
export type DiscussedCaseView = {
  /** The case and its patient. */
  case: NamedCase;
  /** The question that was brought; may be empty. */
  question: string;
  /** What was said of it. */
  discussed: string;
  /** Why the caseload review put it on the list; empty for none. */
  reasons: Array<string>;
};

/** What was found in one domain. */
export type DomainFinding = {
  /** The domain. */
  domain: RiskDomain;
  /** What was asked, said and seen: past, present, ahead. */
  text: string;
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

/** A measure that is due. */
export type DueMeasure = {
  /** The instrument. */
  instrument: string;
  /** `CORE-10` */
  title: string;
  /** Why. */
  occasion: Occasion;
  /** `CORE-10, since session 5 (12-Nov-2026)` */
  says: string;
  /** The day from which it is due has passed. */
  overdue: boolean;
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

/** What a fingerprint of an earlier moment says of the record now. */
export type EarlierView = {
  /** Everything that it speaks of is as it was. */
  unchanged: boolean;
  /** How many entries it speaks of. */
  entries: number;
  /** `20-Nov-2026 14:02`: the last of them; empty where the record does not go so far. */
  until: string;
  /** In words. */
  summary: string;
};

/** What is asked before somebody enters: two for any MUS service, four for the Leeds pathway. */
export type EntryCriterion =
  | 'organic-ruled-out'
  | 'agreed-to-specialist'
  | 'persistent'
  | 'loss-of-function'
  | 'help-seeking'
  | 'willing';

/** An interval around the first score of a chart. */
export type ErrorBand = {
  /** Lower edge, within the axis. */
  from: number;
  /** Upper edge, within the axis. */
  to: number;
  /** In a few words, with the level where the source gives one: `CORE-10 ± 5.66 (90 %)`. */
  label: string;
  /** What it is, in whole sentences, with its source. */
  words: string;
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
  | 'reason-needed'
  | 'patient-mode'
  | 'covered'
  | 'disk-full'
  | 'read-only'
  | 'moved'
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
  /**
   * The rule that forbids it, stable and machine-readable, for `refused`; `elsewhere` for `in-use` where another
   * computer says so and it can't be checked; else empty.
   */
  rule: string;
  /** The faulty fields, for `invalid`. */
  fields: Array<FieldError>;
  /** Seconds to wait, for `too-soon`; else 0. */
  wait_seconds: number;
  /** The revision current now, for `conflict`; else absent. */
  current_revision: string | null;
};

/** What supports the rating, each in the clinician's words. It never computes it. */
export type Evidence = {
  /** Number of symptoms, as far as counted. */
  symptoms: string;
  /** Body systems involved. */
  body_systems: string;
  /** Loss of function. */
  function: string;
  /** Help-seeking in the last 12 months. */
  help_seeking: string;
  /** Comorbidity, in words. */
  comorbidity: string;
  /** Iatrogenic complications. */
  iatrogenic: string;
};

/** How the experience of the service was. What is shown for each is in `assets/lists/friends-and-family.toml`. */
export type Experience = 'very-good' | 'good' | 'neither' | 'poor' | 'very-poor' | 'dont-know';

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

/** How a field is filled in. */
export type FieldKind = 'text' | 'line' | 'options' | 'rows';

/** Who chose the answers. */
export type FilledInBy = 'patient' | 'patient-helped' | 'carer' | 'clinician';

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
  /** Who and when. */
  provenance: Provenance;
  /** How it stands where a trainee submitted it; absent otherwise. */
  submission: SubmissionView | null;
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

/** Cards were added. */
export type FriendsAndFamilyCardsView = {
  /** How many. */
  added: number;
  /** `3 answers added to November 2026. Its results are shown from 11-Dec-2026.` */
  says: string;
};

/** An answer as it was typed or tapped. */
export type FriendsAndFamilyForm = {
  /** How it was; absent while nothing is chosen. */
  experience: Experience | null;
  /** Why; may be empty. */
  why: string;
  /** What could have been better; may be empty. */
  better: string;
};

/** A month to choose. */
export type FriendsAndFamilyMonth = {
  /** `2026-10` */
  month: string;
  /** `October 2026` */
  label: string;
  /** How many cards of it have to be added at a time. */
  at_least: number;
};

/** One possible answer. */
export type FriendsAndFamilyOption = {
  /** The stored word. */
  experience: Experience;
  /** As it is asked. */
  label: string;
};

/** The question as a person sees it. */
export type FriendsAndFamilyQuestion = {
  /** The question. */
  question: string;
  /** The possible answers in order. */
  options: Array<FriendsAndFamilyOption>;
  /** The first question in words. */
  why: string;
  /** The second question in words. */
  better: string;
};

/** Which months are asked for. */
export type FriendsAndFamilyRequest = {
  /** The first month, `2026-04` or `April 2026`; empty for eleven months before the last. */
  from: string;
  /** The last month; empty for the newest whose results are shown. */
  to: string;
};

/** A line of results: a month, the months of a quarter that are shown together, or all that is shown. */
export type FriendsAndFamilyRow = {
  /** `October 2026`, `April and June 2026 together` */
  title: string;
  /** Its months: `2026-10`. */
  months: Array<string>;
  /** It has enough answers to be shown; without, the figures are 0. */
  shown: boolean;
  /** How many answers. */
  responses: number;
  /** How many of each, in the order of the options. */
  counts: Array<number>;
  /** Percent that said very good or good, of all answers. */
  positive: number;
  /** Percent that said poor or very poor, of all answers. */
  negative: number;
  /** Why it is not shown; empty where it is. */
  why_not: string;
};

/** The results of some months. */
export type FriendsAndFamilyView = {
  /** The first month: `2025-11`. */
  from: string;
  /** The last. */
  to: string;
  /** The question as it is asked. */
  asked: FriendsAndFamilyQuestion;
  /** The months, oldest first. */
  rows: Array<FriendsAndFamilyRow>;
  /** All that is shown; absent where fewer than two lines are. */
  total: FriendsAndFamilyRow | null;
  /** Answers to the first question in words, of the months that are shown, in the order of the alphabet. */
  why: Array<string>;
  /** Answers to the second. */
  better: Array<string>;
  /** Months whose results can be asked for, newest first. */
  months: Array<FriendsAndFamilyMonth>;
  /** Months to which cards can be added, newest first. */
  card_months: Array<FriendsAndFamilyMonth>;
  /** `Results of November 2026 are shown from 11-Dec-2026.` */
  next: string;
  /** What of the wording or the counting nobody has confirmed. */
  unconfirmed: Array<string>;
  /** Where the wording is from. */
  source: string;
};

/** Gender as the NHS Common User Interface banner prints it. */
export type Gender = 'female' | 'male' | 'other' | 'not-specified' | 'not-known';

/** A goal as a form sends it, and as its draft is kept. */
export type GoalForm = {
  /** The goal in the patient's words; required. */
  words: string;
  /** What exactly; required. */
  specific: string;
  /** How it will be seen; required. */
  measurable: string;
  /** With what help. */
  achievable: string;
  /** Why it can be done now. */
  realistic: string;
  /** By when, as typed; required. */
  by: string;
  /** Where the patient starts; required. */
  baseline: string;
  /** Where the patient wants to be; required. */
  target: string;
  /** The day on which it was agreed, as typed; empty for today. */
  agreed_on: string;
  /** Where it stands; absent for one that is being worked on. */
  status: GoalStatus | null;
};

/** One goal's ratings of a day, as typed. */
export type GoalRatingForm = {
  /** The patient's rating, 0 to 10; absent where the patient did not rate. */
  patient: number | null;
  /** The clinician's rating, 0 to 10; absent where the clinician did not rate. */
  clinician: number | null;
  /** What it rests on. */
  evidence: string;
};

/** One rating as it is shown. */
export type GoalRatingView = {
  /** The record. */
  id: RecordId;
  /** `20-Nov-2026` */
  rated_on: string;
  /** The patient's rating. */
  patient: number | null;
  /** The clinician's rating. */
  clinician: number | null;
  /** What it rests on. */
  evidence: string;
  /** Who and when. */
  provenance: Provenance;
};

/** Where a goal stands. */
export type GoalStatus = 'open' | 'reached' | 'set-aside';

/** One goal as it is shown. */
export type GoalView = {
  /** The record. */
  id: RecordId;
  /** The revision shown: an amendment starts from it. */
  revision: RevisionId;
  /** What it says. */
  form: GoalForm;
  /** Where it stands, in words. */
  status: string;
  /** Its day has passed and it is still being worked on. */
  past: boolean;
  /** How many versions there are. */
  versions: number;
  /** Ratings, newest first, the withdrawn ones included and marked. */
  ratings: Array<GoalRatingView>;
  /** The patient's ratings over time; absent for fewer than two. */
  chart: LineChart | null;
  /** `Patient 2 to 7, clinician 3 to 6`, first and newest; empty while nobody has rated. */
  change: string;
  /** Who and when. */
  provenance: Provenance;
};

/** The goals of a case. */
export type GoalsView = {
  /** The case. */
  case_id: CaseId;
  /** Goals, in the order in which they were agreed, the withdrawn ones last and marked. */
  goals: Array<GoalView>;
  /** This user's draft of a new goal; absent for none. */
  draft: DraftView | null;
};

/** Asked when the device is handed over. */
export type HandOverRequest = {
  /** The case. */
  case_id: CaseId;
  /** The questionnaires in order; none goes on with the answers that wait. */
  instruments: Array<string>;
  /** Name and date of birth were checked with the patient. */
  identity_checked: boolean;
  /** A PIN for this hand-over, 4 to 8 digits; empty for none. */
  pin: Secret;
  /** Ask the Friends and Family Test after the questionnaires. */
  friends_and_family: boolean;
};

/** What came of a sitting. */
export type HandedBackView = {
  /** The case. */
  case_id: CaseId;
  /** The measures that went into the record. */
  recorded: Array<RecordId>;
  /** Questionnaires without a single answer, which are not recorded: `GAD-7`. */
  without_answers: Array<string>;
  /** What waits to be recorded, given back or discarded. */
  waiting: WaitingSittingView | null;
  /** Why finished questionnaires could not be recorded; empty where they were, or where there was nothing to record. */
  problem: string;
};

/** Somebody to turn to. */
export type Helper = {
  /** Name, or the service's name. */
  name: string;
  /** Telephone; may be empty. */
  phone: string;
  /** When, or what for; may be empty. */
  note: string;
};

/** Whose number an identifier is. */
export type IdentifierSystem = 'mrn' | 'chi' | 'health-and-care' | 'other';

/** An instrument as a form needs it. */
export type InstrumentView = {
  /** `core-10` */
  id: string;
  /** `v1` */
  version: string;
  /** `CORE-10` */
  title: string;
  /** `Clinical Outcomes in Routine Evaluation, 10 items` */
  full_title: string;
  /** What comes before the items, exactly as published; may be empty. */
  preamble: string;
  /** What it asks about: `the last two weeks`. */
  period: string;
  /** How much may be shown. */
  licence: Licence;
  /** A blank sheet may be printed. */
  on_paper: boolean;
  /** The owner's own line, shown wherever the wording or the score is. */
  credit: string;
  /** The items in order. */
  items: Array<ItemView>;
  /** The missing-answer rule in words, with its source. */
  missing_rule: string;
  /** Bands and cut-offs in words, with their source; may be empty. */
  bands_source: string;
};

/** An invitation that was just made. */
export type InvitationView = {
  /** The account. */
  user: UserView;
  /** Six words: shown once, never stored. */
  code: string;
  /** `27-Nov-2026 12:00`, until when the code counts. */
  until: string;
};

/** Asked when somebody who has not come yet gets a new code. */
export type InviteAgainRequest = {
  /** The account. */
  user_id: UserId;
  /** For how many days the code counts, 1 to 30. */
  days: number;
};

/** Asked when somebody is invited. */
export type InviteUserRequest = {
  /** Name as it signs, 1 to 120 characters. */
  name: string;
  /** Role. */
  role: Role;
  /** Post and grade as printed under a letter; may be empty. */
  post: string;
  /** Professional registration; may be empty. */
  registration: string;
  /** For how many days the code counts, 1 to 30. */
  days: number;
};

/** An item. */
export type ItemView = {
  /** `q1` */
  id: string;
  /** 1 for the first. */
  number: number;
  /** The wording, or a neutral tag. */
  text: string;
  /** The options as printed; none where the answer is a number or stands in words. */
  options: Array<OptionView>;
  /** The answer is a whole number from 0 to this one, and is kept as that number; absent for an item with options. */
  number_to: number | null;
  /** The answer is a text. */
  in_words: boolean;
  /** Counted the other way round. */
  reversed: boolean;
  /** Does not apply to everybody: why; empty for an item that everybody answers. */
  not_applicable: string;
  /** Asked, but not counted. */
  unscored: boolean;
  /** An answer other than the first opens the question what was done about it. */
  about_safety: boolean;
};

/** What still waits for somebody who goes. */
export type LeftBehindView = {
  /** A plain sentence for each sort, with how many and who can take it up; empty when nothing waits. */
  lines: Array<string>;
};

/** Something that the record holds and the letter leaves out. */
export type LeftOut = {
  /** What: `Formulation, unsigned draft`. */
  what: string;
  /** Why, in a plain phrase. */
  why: string;
};

/** A letter's content: what is edited, kept as a draft, and frozen by signing. */
export type LetterContent = {
  /** `gp`, `host-entry`, `safety-plan`, `pathway-review` */
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
  /** The case. */
  case_id: CaseId;
  /** The signed revision. */
  revision: RevisionId;
  /** `gp`, `host-entry`, `safety-plan`, `pathway-review` */
  kind: string;
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
  /** Where it went last: `Posted: Dr S. Rahman, 20-Nov-2026, recorded by …`; empty while it is here only. */
  sent: string;
  /** Every place that it went to, newest first. */
  sendings: Array<SendingView>;
  /** Withdrawn as entered in error: who, when, why; empty when in force. */
  withdrawn: string;
  /** How it stands where a trainee submitted it; absent otherwise. */
  submission: SubmissionView | null;
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
  /** Tables and charts under the text; since schema 2. */
  figures: Array<SectionFigure>;
};

/** A signed letter as plain text, to be copied into another system. */
export type LetterText = {
  /** `Entry for the host record` */
  title: string;
  /** Every line as printed, without the letterhead, the recipient and the copies. */
  text: string;
};

/** How much of an instrument may be shown. */
export type Licence = 'full-text' | 'score-only';

/** How likely two entries are the same person. */
export type Likeness = 'similar-name' | 'likely' | 'same-number';

/** A line chart of one measure over time. Whole numbers only: a measure with halves is given as tenths with `scale` 10. */
export type LineChart = {
  /** Above the chart: `CORE-10`. */
  title: string;
  /** One sentence that says what the chart shows, for those who can't see it and for those who can. */
  alt: string;
  /** Lowest value of the axis. */
  min: number;
  /** Highest value of the axis; more than `min`. */
  max: number;
  /** What values are divided by when they are shown; 1 for whole numbers. */
  scale: number;
  /** The values in order of time. */
  points: Array<ChartPoint>;
  /** Horizontal lines, such as a clinical cut-off. */
  lines: Array<ChartLine>;
  /** Bands of the instrument's own words, lowest first; empty for none. */
  bands: Array<ChartBand>;
  /** Scores that differ from the first by no more than measurement error; absent where no source says by how much. */
  error_band: ErrorBand | null;
  /** Numbered sessions within the axis of days; empty for none. */
  sessions: Array<ChartSession>;
  /** Length of the axis in days, where it is longer than the points need; 0 where it ends with the last point. */
  days: number;
};

/** Asked when a file is checked or loaded. */
export type LoadTrustDataRequest = {
  /** The file. */
  text: string;
};

/** One signature under a log. */
export type LogSignature = {
  /** Who took part. */
  name: string;
  /** `Supervisor` or `Supervisee` */
  part: string;
  /** This version was signed by this person. */
  signed: boolean;
  /** `Signed 26-Nov-2026 14:02`, `Has not signed yet`, `Returned 26-Nov-2026 14:02: …` */
  says: string;
};

/** How a log stands. */
export type LogState = 'awaiting' | 'returned' | 'agreed' | 'withdrawn';

/** A decision of the team as a form sends it, and as its draft is kept. */
export type MdtDecisionForm = {
  /** The day, as typed; empty for today. */
  held_on: string;
  /** Who was there. */
  present: string;
  /** What was decided; absent until chosen. */
  outcome: MdtOutcome | null;
  /** With `continue`: the clinical rationale; required. */
  rationale: string;
  /** With `continue`: the patient's motivation; required. */
  motivation: string;
  /** With `continue`: how many more sessions, as typed; required, 1 to 20. */
  sessions: string;
  /** With `discharge`: who disagrees with what; required. */
  disagreement: string;
};

/** A decision of the team as it is shown. */
export type MdtDecisionView = {
  /** The record. */
  id: RecordId;
  /** What it says. */
  form: MdtDecisionForm;
  /** What was decided, in words. */
  outcome: string;
  /** Who and when. */
  provenance: Provenance;
};

/** What the multidisciplinary team decides. */
export type MdtOutcome = 'continue' | 'discharge';

/** A measure as a form sends it, and as its draft is kept. */
export type MeasureForm = {
  /** The instrument: `core-10`. */
  instrument: string;
  /** Its version where it is a key that the trust entered; empty for the newest that the program carries. */
  version: string;
  /** The day on which it was filled in, as typed. */
  completed_on: string;
  /** How; absent until chosen. */
  completion: Completion | null;
  /** Who chose the answers; absent where only how is known. */
  filled_in_by: FilledInBy | null;
  /** The version in another language that was used; empty for English. */
  language: string;
  /** The total that stands on the paper, as typed: it is compared with the score, never taken for it. */
  paper_total: string;
  /** The options as chosen; unanswered items are absent. */
  answers: Record<string, number>;
  /** What was written, for items that are answered in words. */
  in_words: Record<string, string>;
  /** Items that do not apply to this patient. */
  not_applicable: Array<string>;
  /** Anything worth knowing. */
  note: string;
};

/** One completed measure as it is shown. */
export type MeasureRow = {
  /** The record. */
  id: RecordId;
  /** The instrument. */
  instrument: string;
  /** `CORE-10` */
  title: string;
  /** `20-Nov-2026` */
  completed_on: string;
  /** `By the patient on paper, by the patient with help, in Polish (CORE System Trust)` */
  completion: string;
  /** Its scores with the arithmetic. */
  scored: ScoredView;
  /** What was answered, as chosen. */
  form: MeasureForm;
  /** The instrument as it was shown for this sheet; absent where it is shown alike now. */
  shown_as: InstrumentView | null;
  /** Who and when. */
  provenance: Provenance;
};

/** The schedule of a case. */
export type MeasureScheduleView = {
  /** The case. */
  case_id: CaseId;
  /** The version shown; absent before the first. */
  revision: RevisionId | null;
  /** The instruments; empty for no schedule. */
  instruments: Array<ScheduledView>;
  /** What is due now, what has waited longest first. */
  due: Array<DueMeasure>;
  /** What may be put on it. */
  catalogue: Array<Schedulable>;
  /** A suggestion of this program's own for one instrument. */
  usual: Occasions;
  /** The same in words: `at the start, every 3 sessions, for the review and at discharge` */
  usual_says: string;
  /** Who set it and when; empty before the first. */
  recorded: string;
};

/** One instrument over time. */
export type MeasureSeries = {
  /** The instrument. */
  instrument: InstrumentView;
  /** Completions, newest first, the withdrawn ones included and marked. */
  rows: Array<MeasureRow>;
  /** The total over time; absent while there is no score. */
  chart: LineChart | null;
  /** `From 18 on 03-Nov-2026 to 12 on 20-Nov-2026.`; empty for fewer than two scores. */
  change: string;
  /**
   * Whether the change from the first to the newest is more than chance, with the numbers; empty where no source says
   * from when it is.
   */
  reliable: string;
  /** Its scales on one axis of time; absent where it has one, or one sheet. */
  parts: TimeBoard | null;
  /** The index of its profile by the value set of the newest sheet; absent for fewer than two. */
  index: LineChart | null;
};

/** What the overview shows of one instrument. */
export type MeasureSummary = {
  /** The instrument. */
  instrument: string;
  /** `CORE-10` */
  title: string;
  /** `12 of 40`, or `no score`. */
  latest: string;
  /** The instrument's own word; may be empty. */
  band: string;
  /** How it has changed, in words; may be empty. */
  change: string;
  /** `20-Nov-2026` */
  on: string;
  /** The total over time; absent while there is no score. */
  chart: LineChart | null;
};

/** The measures of a case. */
export type MeasuresView = {
  /** The case. */
  case_id: CaseId;
  /** What may be filled in. */
  catalogue: Array<InstrumentView>;
  /** What was filled in, a series an instrument, newest first. */
  series: Array<MeasureSeries>;
  /** All instruments on one axis of time; absent for fewer than two. */
  board: TimeBoard | null;
  /** Answers about safety, newest first. */
  safety: Array<SafetyAnswerView>;
  /** This user's drafts of sheets, one an instrument. */
  drafts: Array<DraftView>;
};

/** A medicine and who answers for it (PS02/2015: letters state who prescribes, monitors and reviews). */
export type Medicine = {
  /** Name; required. */
  name: string;
  /** Dose and times; may be empty. */
  dose: string;
  /** Where it stands. */
  status: MedicineStatus;
  /** Why it is taken, or why it was started, changed or stopped; required with those three. */
  why: string;
  /** Who prescribes; may be empty. */
  prescribes: string;
  /** Who monitors; may be empty. */
  monitors: string;
  /** Who reviews; may be empty. */
  reviews: string;
  /** When it is reviewed, as known; may be empty. */
  review: string;
};

/** Where a medicine stands. */
export type MedicineStatus = 'current' | 'started' | 'changed' | 'stopped';

/** Medicines as a form sends them. */
export type MedicinesForm = {
  /** The patient takes none. */
  none_taken: boolean;
  /** The list; lines without a name are left out. */
  items: Array<Medicine>;
  /** Where the list comes from. */
  source: string;
};

/** The medicines as they stand. */
export type MedicinesView = {
  /** The revision shown; absent while nothing is recorded. */
  revision: RevisionId | null;
  /** The list, ready to fill a form. */
  form: MedicinesForm;
  /** Who and when. */
  provenance: Provenance;
  /** This user's draft; absent for none. */
  draft: DraftView | null;
};

/** A patient and a case as lists of supervision show them. */
export type NamedCase = {
  /** The case. */
  case_id: CaseId;
  /** The patient. */
  patient_id: PatientId;
  /** `NOWAK, Halina (Ms)` */
  patient: string;
  /** `999 000 0018`, or `Not Known`. */
  nhs_number: string;
  /** `14-Mar-1983 (43y)`, or `Not Known`. */
  born: string;
  /** Another patient's name is confusingly similar. */
  similar_name_warning: boolean;
  /** Kind of case, in words. */
  kind: string;
};

/** Asked when a new recovery key is to be made. */
export type NewRecoveryKeyRequest = {
  /** The passphrase of whoever is at work. */
  passphrase: Secret;
};

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

/** A record that says what was looked for. */
export type NoteHit = {
  /** The record. */
  record_id: RecordId;
  /** Its case; of what belongs to the patient, the newest case; absent where there is none. */
  case_id: CaseId | null;
  /** The patient. */
  patient_id: PatientId;
  /** `NOWAK, Halina (Ms)` */
  patient: string;
  /** `999 000 0018`, or `Not Known`. */
  nhs_number: string;
  /** `14-Mar-1983 (43y)` or `Not Known`. */
  born: string;
  /** Another patient's name is confusingly similar. */
  similar_name_warning: boolean;
  /** The kind's stable name: `risk-note`. */
  kind: string;
  /** What a list calls it: `Session: Attended`. */
  title: string;
  /** The day that it is about: `20-Nov-2026`. */
  on: string;
  /** Who wrote this version. */
  who: string;
  /** The text around the first hits; empty where it isn't quoted. */
  snippet: Array<SnippetPiece>;
  /** The text may be quoted: the case is on this user's list, or open to them. */
  quoted: boolean;
};

/** Why a measure is due. */
export type Occasion = 'start' | 'sessions' | 'review' | 'discharge';

/** When one instrument is to be filled in. */
export type Occasions = {
  /** The instrument: `core-10`. */
  instrument: string;
  /** At the start. */
  at_start: boolean;
  /** Sessions from one sheet to the next, 1 to 20; 0 for never. */
  every: number;
  /** When the pathway's review is due. */
  at_review: boolean;
  /** When the pathway has ended. */
  at_discharge: boolean;
};

/** A case, and why it is opened. */
export type OpenWithReasonRequest = {
  /** The case. */
  case_id: CaseId;
  /** Why. */
  reason: Reason;
};

/** An option of an item. */
export type OptionView = {
  /** The words, or the number alone where the wording may not be shown. */
  label: string;
  /** What it counts, after reversal; absent for one that says that no rating was made. */
  counts: number | null;
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

/** Answers on this device that wait for somebody else: how many, and no more than that. */
export type OthersSittingView = {
  /** The draft. */
  draft_id: DraftId;
  /** Who handed the device over: `Dr A. Okafor`. */
  of: string;
  /** `PHQ-9 and GAD-7: 7 of 16 answered, answers about safety among them` */
  says: string;
  /** When the last answer was kept: `20-Nov-2026 14:02`. */
  saved: string;
  /** Answers about safety are among them. */
  about_safety: boolean;
};

/** Who opened a case without having it on their list. */
export type OutsideOpening = {
  /** `20-Nov-2026 14:02` */
  when: string;
  /** The name of the account. */
  who: string;
  /** `On duty or on call`, `Another reason: …` */
  why: string;
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

/** What was chosen with the patient. */
export type PathwayOption = 'hospital-team' | 'cbt';

/** Entry and option as a form sends them. */
export type PathwayPlanForm = {
  /** Every criterion. */
  criteria: Array<CriterionForm>;
  /** What was chosen. */
  option: PathwayOption | null;
  /** When it was agreed with the patient, as typed; required with an option. */
  agreed_on: string;
  /** Why this one; required with an option. */
  why: string;
  /** Who delivers it. */
  delivered_by: string;
  /** How many sessions, as typed; empty for ten. */
  sessions: string;
};

/** Entry and option as they are shown. */
export type PathwayPlanView = {
  /** The revision shown; absent while nothing is recorded. */
  revision: RevisionId | null;
  /** The form, every criterion in it. */
  form: PathwayPlanForm;
  /** `General intake: met. Leeds pathway: 3 of 4 met.` */
  entry: string;
  /** Option 1 in words; empty until chosen. */
  option: string;
  /** Who and when. */
  provenance: Provenance;
  /** This user's draft; absent for none. */
  draft: DraftView | null;
};

/** A review as a form sends it, and as its draft is kept. */
export type PathwayReviewForm = {
  /** The day, as typed; empty for today. */
  held_on: string;
  /** The shared understanding, in the patient's words. */
  understanding: string;
  /** What the patient thinks. */
  patient_view: string;
  /** What the clinician thinks. */
  clinician_view: string;
  /** Safety in words. */
  safety: string;
  /** Use of services meanwhile. */
  service_use: string;
  /** The clinician holds that progress is sufficient; absent until answered. */
  clinician_agrees: boolean | null;
  /** The patient holds so; absent where the patient could not be asked, or until answered. */
  patient_agrees: boolean | null;
  /** Why no measure was repeated. */
  no_repeat_reason: string;
  /** What was decided; absent until chosen. */
  decision: ReviewDecision | null;
  /** With `mdt`: what the team is asked; required. */
  question: string;
  /** What helps against a relapse; required with `completed`. */
  relapse_plan: string;
  /** With another end: what is known. */
  end_note: string;
};

/** A review as it is shown. */
export type PathwayReviewView = {
  /** The record. */
  id: RecordId;
  /** What it says. */
  form: PathwayReviewForm;
  /** What the record said on that day. */
  record: ReviewRecord;
  /** What was decided, in words. */
  decision: string;
  /** The team has still to decide. */
  awaits_mdt: boolean;
  /** What the team decided; absent where nothing was or is to be decided. */
  mdt: MdtDecisionView | null;
  /** Decisions of the team on it that were taken back as entered in error, newest first. */
  mdt_withdrawn: Array<MdtDecisionView>;
  /** Who and when. */
  provenance: Provenance;
};

/** What the overview shows. */
export type PathwaySummary = {
  /** Option in words; empty until chosen. */
  option: string;
  /** Entry in words. */
  entry: string;
  /** The sessions as steps. */
  steps: Array<SessionStep>;
  /** Attendance in a sentence; empty before the first session. */
  attendance: string;
  /** Goals then and now. */
  goals: Array<ReviewGoal>;
  /** `Review due`, `Waits for the multidisciplinary team`, what was decided, or empty. */
  stands: string;
  /** It waits for somebody. */
  waits: boolean;
  /** Who recorded it last and when; empty for nobody. */
  recorded: string;
};

/** The pathway of a case. */
export type PathwayView = {
  /** The case. */
  case_id: CaseId;
  /** Entry and option. */
  plan: PathwayPlanView;
  /** Sessions agreed in all, extensions included. */
  agreed_sessions: number;
  /** The last session that was agreed has been held, and nobody has reviewed since. */
  review_due: boolean;
  /** It has ended, and nobody has come since. */
  ended: boolean;
  /** Reviews, newest first, the withdrawn ones included and marked. */
  reviews: Array<PathwayReviewView>;
  /** What a review of today would be filled with from the record. */
  record: ReviewRecord;
  /** A form for the next review. */
  next: PathwayReviewForm;
  /** This user's draft of a review; absent for none. */
  draft: DraftView | null;
  /** This user's draft of a decision of the team; absent for none. */
  mdt_draft: DraftView | null;
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

/**
 * The six phases of the ten sessions (JCPMH 2017, Leeds pathway). How they fall on the sessions is the
 * clinician's: a session carries one or several.
 */
export type Phase =
  | 'engagement'
  | 'shared-understanding'
  | 'goal-agreement'
  | 'core-intervention'
  | 'activating-therapies'
  | 'relapse-management';

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
  /** Minutes that a covered window may wait for its owner until the register locks, 1 to 30. */
  cover_minutes: number;
  /** A session that the patient missed without a word counts towards the number agreed. */
  missed_sessions_count: boolean;
  /** Kinds of letter by a trainee that may leave the register before they are countersigned, such as `host-entry`. */
  leave_before_countersigned: Array<string>;
  /** A second folder for backups, such as a share or a stick; empty for none. It may be absent at times. */
  backup_folder: string;
  /** After how many days without a new backup somebody is reminded, 1 to 90. */
  backup_reminder_days: number;
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

/** Who wrote a version, who signed it, and why it was changed. */
export type Provenance = {
  /** Who wrote it and when: `Dr A. Okafor, 20-Nov-2026 14:02`. */
  recorded: string;
  /** Who signed it and when; empty while unsigned. */
  signed: string;
  /** Why it was changed; empty for the first version. */
  reason: string;
  /** Withdrawn as entered in error: who, when and why; empty when in force. */
  withdrawn: string;
};

/** A goal to be rated. */
export type RateGoalRequest = {
  /** The case. */
  case_id: CaseId;
  /** The goal. */
  goal_id: RecordId;
  /** The day, as typed; empty for today. */
  rated_on: string;
  /** The ratings; at least one. */
  form: GoalRatingForm;
};

/** Asked when a rating is signed into the record. */
export type RateSeverityRequest = {
  /** The case. */
  case_id: CaseId;
  /** The rating. */
  form: SeverityForm;
};

/** What the rating rests on. */
export type RatingBasis = 'face-to-face' | 'remote' | 'notes' | 'advice-only';

/** Why, as somebody gives it. */
export type Reason = {
  /** Which of the reasons. */
  why: Why;
  /** In words, for `other`, at most 200 characters; empty for the rest. Stands in the audit: nothing about the patient. */
  words: string;
};

/** Whether a reason is asked, as settings show it. */
export type ReasonRuleView = {
  /** A reason is asked before a case opens that is not on one's own list. */
  asked: boolean;
  /** Who chose that and when; empty as long as it is as it came. */
  chosen: string;
};

/** Why a case should be discussed. */
export type ReasonToDiscuss = {
  /** Stable word: `safety-answer`, `risk-review`, `new`, `missed`. */
  code: string;
  /** `No outcome measure in the last 4 sessions` */
  says: string;
  /** It concerns safety. */
  safety: boolean;
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

/** Allergies to be recorded. */
export type RecordAllergiesRequest = {
  /** The patient. */
  patient_id: PatientId;
  /** The revision that the form started from; absent for the first. */
  base: RevisionId | null;
  /** What is known. */
  form: AllergiesForm;
  /** Why something that was recorded is taken off; required then. */
  reason: string;
};

/** Diagnoses to be recorded. */
export type RecordDiagnosesRequest = {
  /** The patient. */
  patient_id: PatientId;
  /** The revision that the form started from; absent for the first. */
  base: RevisionId | null;
  /** The list. */
  form: DiagnosesForm;
};

export type RecordId = string;

/** Asked when a measure is recorded. */
export type RecordMeasureRequest = {
  /** The case. */
  case_id: CaseId;
  /** The sheet. */
  form: MeasureForm;
};

/** Medicines to be recorded. */
export type RecordMedicinesRequest = {
  /** The patient. */
  patient_id: PatientId;
  /** The revision that the form started from; absent for the first. */
  base: RevisionId | null;
  /** The list. */
  form: MedicinesForm;
};

/** Entry and option to be recorded. */
export type RecordPathwayRequest = {
  /** The case. */
  case_id: CaseId;
  /** The revision that the form started from; absent for the first. */
  base: RevisionId | null;
  /** The form. */
  form: PathwayPlanForm;
};

/** Asked when something signed has left the team. */
export type RecordSendingRequest = {
  /** The letter. */
  letter_id: RecordId;
  /** How. */
  way: SendingWay;
  /** Where to; required for `host-record`. */
  place: string;
  /** The day as typed; empty for today. */
  sent_on: string;
  /** Who did it; empty for the account itself. */
  by: string;
};

/** Asked when answers that wait are recorded as far as they go. */
export type RecordSittingRequest = {
  /** The case. */
  case_id: CaseId;
  /** Those that wait for somebody else; one's own without. */
  draft_id: DraftId | null;
};

/** Asked when the recovery key is to be put on paper, while it is shown. */
export type RecoverySheetRequest = {
  /** As it is shown. */
  recovery_key: Secret;
};

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
export type RegisterState = 'none' | 'locked' | 'unlocked' | 'with-patient' | 'covered';

/** What the window finds when it starts. */
export type RegisterStateView = {
  /** Is there a register, and is it open? */
  state: RegisterState;
  /** The folder that holds it or would hold it. */
  folder: string;
  /** What speaks against that folder, such as a network drive, and the way out; empty for nothing. */
  folder_warning: string;
  /** The accounts that can unlock it. */
  accounts: Array<AccountView>;
  /** The accounts that wait for their owner with a code. */
  invited: Array<AccountView>;
  /** The open session, when unlocked. */
  session: SessionView | null;
  /** Seconds until the next try is looked at; 0 for at once. */
  wait_seconds: number;
  /** The program's version. */
  version: string;
};

/** What a patient does with an item. */
export type Reply = 'chosen' | 'left-out' | 'not-applicable';

/** Asked by somebody who has forgotten the passphrase and holds the recovery key. */
export type ResetPassphraseRequest = {
  /** The account. */
  user_id: UserId;
  /** The recovery key as typed. */
  recovery_key: Secret;
  /** The passphrase from now on. */
  new_passphrase: Secret;
};

/** What was done about an answer about safety. */
export type RespondToSafetyAnswerRequest = {
  /** The case. */
  case_id: CaseId;
  /** The measure. */
  measure_id: RecordId;
  /** What came of it. */
  outcome: SafetyOutcome;
  /** In words; required unless the answer is that of the time before and nothing has changed. */
  note: string;
};

/** What was done about the answers about safety of a sitting, all at once. */
export type RespondToSittingRequest = {
  /** The case. */
  case_id: CaseId;
  /** The measures of the sitting with such answers. */
  measure_ids: Array<RecordId>;
  /** What came of it. */
  outcome: SafetyOutcome;
  /** In words; required unless every answer is that of the time before and nothing has changed. */
  note: string;
};

/** Asked what could be restored. */
export type RestorableRequest = {
  /** Another file or folder to look at; empty for the usual places. */
  look_in: string;
};

/** What could be restored. */
export type RestorableView = {
  /** The newest first. */
  backups: Array<BackupRow>;
  /** The newest one whose record was whole. */
  best: string | null;
  /** The register's folder. */
  folder: string;
  /** There is something in it. */
  occupied: boolean;
  /** A folder that has nothing in it, beside the register's. */
  beside: string;
  /** What to know of the places that were looked at, a sentence each. */
  notes: Array<string>;
};

/** Asked to restore. */
export type RestoreRequest = {
  /** The backup. */
  file: string;
  /** One of its accounts. */
  user_id: UserId;
  /** That account's passphrase of the day. */
  passphrase: Secret;
  /** The folder to restore into; empty for the register's own, whose content is then set aside. */
  into: string;
  /** Restore it although the record in it is not whole. */
  anyway: boolean;
};

/** What came of restoring. */
export type RestoredView = {
  /** It is in place. `false`: the record in it is not whole, and nothing was changed. */
  done: boolean;
  /** `The record is whole: 412 entries, 37 signatures.` */
  summary: string;
  /** What is wrong with the record, a sentence each. */
  faults: Array<string>;
  /** When the backup was made: `20-Nov-2026 14:02`. */
  made: string;
  /** `52 patients, 61 cases, 4,120 entries` */
  holds: string;
  /** The last entry: `20-Nov-2026 13:58`. */
  last_entry: string;
  /** The folder that it is in. */
  folder: string;
  /** Where what was in that folder went; empty for nothing. */
  set_aside: string;
};

/** What brings a covered window back. */
export type ResumeBy = 'pin' | 'passphrase';

/** Going on. */
export type ResumeRequest = {
  /** By what. */
  by: ResumeBy;
  /** The PIN or the passphrase. */
  secret: Secret;
};

/** Asked to give something back. */
export type ReturnSubmissionRequest = {
  /** The case. */
  case_id: CaseId;
  /** The record. */
  record_id: RecordId;
  /** The version that was read. */
  revision: RevisionId;
  /** What is to be put right; required. */
  comment: string;
};

/** Asked when another of those who took part cannot sign a log as it stands. */
export type ReturnSupervisionLogRequest = {
  /** The log. */
  record_id: RecordId;
  /** The version that was read. */
  revision: RevisionId;
  /** What is to be put right; required. */
  comment: string;
};

/** What a review decides. Ends that nobody decides are always open, so that nobody writes what is not true. */
export type ReviewDecision =
  'completed' | 'mdt' | 'declined' | 'stopped-attending' | 'moved' | 'died' | 'transferred';

/** A goal as it stood at a review. */
export type ReviewGoal = {
  /** The goal in the patient's words. */
  words: string;
  /** `20-Dec-2026` */
  by: string;
  /** Where the patient started. */
  baseline: string;
  /** Where the patient wanted to be. */
  target: string;
  /** `patient 2 to 7, clinician 3 to 6`; empty where nobody rated. */
  change: string;
  /** Where it stands, in words. */
  status: string;
};

/** A measure, first and last, as it stood at a review. */
export type ReviewMeasure = {
  /** `CORE-10` */
  title: string;
  /** `27 of 40 on 03-Aug-2026` */
  first: string;
  /** The newest; empty where it was not repeated. */
  last: string;
  /** By how much, in words: `5 lower`; empty where one of the two has no score. */
  change: string;
};

/**
 * What the record said on the day of a review: gathered by the core, never typed. An import brings it as it was gathered
 * in the register that the case came from.
 */
export type ReviewRecord = {
  /** The number of the last session. */
  session_number: number;
  /** Attendance in a sentence. */
  attendance: string;
  /** How often each phase was worked on. */
  coverage: Array<string>;
  /** Goals then and now. */
  goals: Array<ReviewGoal>;
  /** Measures first and last. */
  measures: Array<ReviewMeasure>;
  /** At least one measure was repeated. */
  repeated: boolean;
  /** Severity first and last, in words; empty where nobody rated. */
  severity: string;
  /** How the risk statement stands. */
  safety: string;
  /** Medicines that were started, changed or stopped, in words; empty for none. */
  medicines: string;
};

export type RevisionId = string;

/** What is worth a second look before a risk note is signed. It stops nothing. */
export type RiskCheckView = {
  /** Phrases that stratify. */
  notices: Array<RiskNotice>;
};

/**
 * What a risk note may speak of. Iatrogenic harm: seed of the register, JCPMH guide (2017); therapy-related
 * deterioration: RCPsych CR224.
 */
export type RiskDomain =
  | 'suicide'
  | 'self-harm'
  | 'self-neglect'
  | 'from-others'
  | 'to-others'
  | 'safeguarding-adult'
  | 'safeguarding-child'
  | 'physical'
  | 'iatrogenic'
  | 'therapy'
  | 'driving'
  | 'substances'
  | 'fire-and-falls';

/** A risk note as a form sends it, and as its draft is kept. */
export type RiskNoteForm = {
  /** The day of the assessment, as typed; not in the future. */
  assessed_on: string;
  /** What was found, by domain; at least one. */
  findings: Array<DomainFinding>;
  /** Factors of long standing. */
  long_standing: string;
  /** Factors that can change. */
  changeable: string;
  /** What could bring it about soon. */
  imminent: string;
  /** What protects. */
  protective: string;
  /** The map that patient and clinician share; required. */
  formulation: string;
  /** What is done now; required. */
  management: string;
  /** Who else knows and is involved. */
  others_involved: string;
  /** What the patient thinks of it. */
  patient_view: string;
  /** The day by which it must be looked at again, as typed; required, not before today. */
  review_by: string;
  /** Who looks at it again. */
  reviewer: string;
};

/** One risk note as it is shown. */
export type RiskNoteView = {
  /** The record. */
  id: RecordId;
  /** What it says, dates in clinical form. */
  form: RiskNoteForm;
  /** Who and when. */
  provenance: Provenance;
  /** The newest in force. */
  newest: boolean;
};

/** A phrase in a risk note that sorts the patient into a stratum. */
export type RiskNotice = {
  /** The field it stands in. */
  field: string;
  /** The words: `low risk`. */
  phrase: string;
  /** Why it is better said otherwise. */
  advice: string;
};

/** How much weight a risk statement can bear today. */
export type RiskStanding = 'not-assessed' | 'current' | 'review-due' | 'overtaken';

/** What the overview shows. */
export type RiskSummary = {
  /** How the newest stands. */
  standing: RiskStanding;
  /** The same in a sentence with its dates. */
  statement: string;
  /** The shared formulation of the newest note, in extract; empty for none. */
  formulation: string;
  /** What is done now, in extract; empty for none. */
  management: string;
  /** `Review by 04-Dec-2026`; empty for none. */
  review: string;
  /** Who signed it and when; empty for none. */
  signed: string;
};

/** The risk notes of a case. */
export type RiskView = {
  /** The case. */
  case_id: CaseId;
  /** How the newest stands. */
  standing: RiskStanding;
  /** The same in a sentence with its dates: `Last assessed on 20-Nov-2026, not reviewed since.` */
  statement: string;
  /** Notes, newest first, the withdrawn ones included and marked. */
  notes: Array<RiskNoteView>;
  /** This user's draft; absent for none. */
  draft: DraftView | null;
  /**
   * A form for a new note that takes over what lasts from the newest: protective and long-standing factors, who is
   * involved.
   */
  next: RiskNoteForm;
};

/** What a person does in the team. Decides what their session may do. */
export type Role = 'consultant' | 'clinician' | 'trainee' | 'supervisor' | 'service-lead' | 'guardian';

/** An answer about safety that is not the first of its options, or an item about safety that was left out. */
export type SafetyAnswerView = {
  /** The measure. */
  measure_id: RecordId;
  /** `PHQ-9, item 9` */
  what: string;
  /** The wording of the item, or its neutral tag. */
  item: string;
  /** Whose wording the item is: shown wherever the item is. */
  credit: string;
  /** What was answered. */
  answer: string;
  /** What was answered the time before: `Not at all on 03-Nov-2026`; empty for the first time. */
  before: string;
  /** The same option as the time before: only then is "unchanged" recorded without a word. */
  as_before: boolean;
  /** `20-Nov-2026` */
  on: string;
  /** What was done about it: who, when and what; empty while nothing is recorded. */
  response: string;
  /** Nothing is recorded yet, or the patient has not been reached. */
  open: boolean;
};

/** What came of talking about an answer about safety. */
export type SafetyOutcome = 'discussed-unchanged' | 'acted' | 'not-reached';

/** A safety plan as a form sends it, and as its draft is kept. */
export type SafetyPlanForm = {
  /** What tells me that things are getting worse, an item a line. */
  warning_signs: string;
  /** What I can do by myself, an item a line. */
  coping: string;
  /** People and places that take my mind off it, an item a line. */
  distractions: string;
  /** People I can ask for help. */
  people: Array<Helper>;
  /** Professionals and services I can ring. */
  services: Array<Helper>;
  /** Making my surroundings safer, an item a line. */
  surroundings: string;
  /** What is worth living for. */
  reasons: string;
  /** The day on which it was made with the patient, as typed. */
  made_on: string;
};

/** What the overview shows. */
export type SafetyPlanSummary = {
  /** Version in force. */
  version: number;
  /** `Made with the patient on 20-Nov-2026` */
  made: string;
  /** `Given to the patient on 20-Nov-2026` or `Not yet given to the patient`. */
  given: string;
  /** Who signed it and when. */
  signed: string;
};

/** One version of a safety plan. */
export type SafetyPlanVersion = {
  /** The revision. */
  revision: RevisionId;
  /** 1 for the first. */
  version: number;
  /** What it says. */
  form: SafetyPlanForm;
  /** Who and when. */
  provenance: Provenance;
};

/** The safety plan of a case with its versions. */
export type SafetyPlanView = {
  /** The case. */
  case_id: CaseId;
  /** The record; absent while nothing is signed. */
  record_id: RecordId | null;
  /** The six steps in order. */
  steps: Array<SafetyStep>;
  /** Versions, newest first. */
  versions: Array<SafetyPlanVersion>;
  /** Withdrawn as entered in error: who, when and why; empty when in force. */
  withdrawn: string;
  /** This user's draft; absent for none. */
  draft: DraftView | null;
  /** Services that a new plan starts with, as the trust keeps them (unconfirmed until the trust has checked them). */
  usual_services: Array<Helper>;
  /** Where those come from and whether the trust has checked them. */
  usual_services_source: string;
};

/** One step as its heading stands on screen and on paper. */
export type SafetyStep = {
  /** The field of the form: `warning_signs`. */
  field: string;
  /** The heading, in the first person. */
  heading: string;
  /** What to ask for. */
  hint: string;
};

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

/** Where a file was saved. */
export type SavedFileView = {
  /** The file; absent if the dialog was cancelled. */
  path: string | null;
};

/** Where a copy was saved. */
export type SavedPdfView = {
  /** The file; absent if the dialog was cancelled. */
  path: string | null;
};

/** An instrument that may be put on a schedule. */
export type Schedulable = {
  /** The instrument. */
  instrument: string;
  /** `CORE-10` */
  title: string;
  /** `CORE-10: Clinical Outcomes in Routine Evaluation` */
  full_title: string;
};

/** One line of a schedule as it is shown. */
export type ScheduledView = {
  /** `CORE-10` */
  title: string;
  /** `At the start, every 3 sessions, for the review and at discharge` */
  says: string;
  /** When. */
  form: Occasions;
};

/** A sheet to be scored while it is being filled in. */
export type ScoreMeasureRequest = {
  /** The sheet. */
  form: MeasureForm;
};

/** One score. */
export type ScoreView = {
  /** `total` */
  scale: string;
  /** `Total` */
  label: string;
  /** `12`, `16.47`, or the profile `11232`; empty where the missing rule forbids a score. */
  value: string;
  /** The same in hundredths, for charts and comparison; absent where there is none, and for a profile. */
  hundredths: number | null;
  /** Lowest possible, for the items that apply and are rated. */
  min: number;
  /** Highest possible, for the items that apply and are rated; 0 for a profile, which has no range. */
  max: number;
  /** The instrument's own word for it; empty for none. */
  band: string;
  /** Why there is no score; empty where there is one. */
  reason: string;
  /** The sum written out: `1 + 2 + 0 + … = 12`, with reversal and missing answers named. */
  arithmetic: string;
};

/** A sheet with its scores. */
export type ScoredView = {
  /** `core-10` */
  instrument: string;
  /** `v1` */
  version: string;
  /** Every scale. */
  scores: Array<ScoreView>;
  /** Items that apply and are not answered. */
  missing: number;
  /** Items about safety whose answer is not the first. */
  flags: Array<string>;
};

/** What is looked for. */
export type SearchRequest = {
  /** As typed: names, an NHS number in any spacing, words, a phrase in quotation marks. */
  text: string;
  /** Newest first, instead of best first. */
  newest_first: boolean;
};

/** What was found. */
export type SearchView = {
  /** Patients whose name or number begins as typed. */
  patients: Array<PatientRow>;
  /** There are more patients than these. */
  more_patients: boolean;
  /** Records that say what was typed. */
  notes: Array<NoteHit>;
  /** There are more records than these. */
  more: boolean;
};

/** The second folder. */
export type SecondFolderView = {
  /** The folder. */
  folder: string;
  /** It is there. */
  there: boolean;
  /** When a backup last reached it: `20-Nov-2026 14:02`; empty for never. */
  newest: string;
  /** `3 days ago`; empty for never. */
  age: string;
  /** Why the last backup did not reach it; empty for no reason. */
  problem: string;
};

export type Secret = string;

/** A table or a chart that stands under a section's text. It is drawn from the record, not typed. */
export type SectionFigure = {
  /** Which: `medicines`, `measures`. */
  id: string;
  /** On screen: `Table of medicines`. */
  label: string;
  /** Printed. */
  included: boolean;
};

/** One place that a letter went to. */
export type SendingView = {
  /** The record. */
  id: RecordId;
  /** `Posted: Dr S. Rahman, 20-Nov-2026, recorded by …` */
  says: string;
};

/** How something left the team. */
export type SendingWay = 'post' | 'email' | 'document-system' | 'host-record' | 'handed';

/** A session as a form sends it, and as its draft is kept. */
export type SessionNoteForm = {
  /** The day, as typed; not in the future. */
  held_on: string;
  /** Whether it took place; absent until chosen. */
  attendance: Attendance | null;
  /** Minutes, as typed. */
  minutes: string;
  /** How they met; absent until chosen. */
  form: ContactForm | null;
  /** Phases worked on. */
  phases: Array<Phase>;
  /** What was worked on; required for a session that took place. */
  note: string;
  /** What the patient takes home. */
  homework: string;
};

/** One session as it is shown. */
export type SessionNoteView = {
  /** The record. */
  id: RecordId;
  /** The revision shown: an amendment starts from it. */
  revision: RevisionId;
  /** Its number; absent for one that does not count, and for a withdrawn one. */
  number: number | null;
  /** `20-Nov-2026` */
  held_on: string;
  /** Whether it took place, in words. */
  attendance: string;
  /** What it says. */
  form: SessionNoteForm;
  /** Phases in words. */
  phases: Array<string>;
  /** How many versions there are. */
  versions: number;
  /** Who and when. */
  provenance: Provenance;
};

/** One of the steps that the pathway is drawn as. */
export type SessionStep = {
  /** Its number. */
  number: number;
  /** `done`, `missed`, `next`, `ahead` or `review`. */
  state: string;
  /** `20-Nov-2026`; empty for one that lies ahead. */
  on: string;
  /** Phases in words; `Did not attend`; `Review`. */
  says: string;
};

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
  /** What is odd about the clock of this computer against the record; empty for nothing. */
  clock_notice: string;
  /** A PIN brings this session back when it was covered. */
  cover_pin: boolean;
  /** Drafts that this user has kept. */
  drafts: number;
  /** What the opening found amiss, a plain sentence each; empty when all is well. */
  warnings: Array<string>;
  /** Today where the computer stands, `YYYY-MM-DD`. */
  today: string;
};

/** The sessions of a case. */
export type SessionsView = {
  /** The case. */
  case_id: CaseId;
  /** Sessions, newest first, the withdrawn ones included and marked. */
  sessions: Array<SessionNoteView>;
  /** Counted. */
  attendance: AttendanceSummary;
  /** As steps, from the first to the last that is agreed. */
  steps: Array<SessionStep>;
  /** How often each phase was worked on, in the order of the phases: `Engagement 2`. */
  coverage: Array<string>;
  /** This user's draft of a new session; absent for none. */
  draft: DraftView | null;
};

/** Asked when an account names its deputy. */
export type SetDeputyRequest = {
  /** The account. */
  user_id: UserId;
  /** The deputy; absent for none. */
  deputy_id: UserId | null;
  /** After how many hours an answer passes, 1 to 168. */
  hours: number;
};

/** Asked when the schedule of a case is set. */
export type SetMeasureScheduleRequest = {
  /** The case. */
  case_id: CaseId;
  /** The version that the form started from; absent for the first. */
  base: RevisionId | null;
  /** The instruments; none to end the schedule. */
  instruments: Array<Occasions>;
};

/** A PIN for this session. */
export type SetPinRequest = {
  /** 4 to 8 digits; empty for none. */
  pin: Secret;
};

/** Whether a reason is to be asked. */
export type SetReasonRuleRequest = {
  /** A reason is asked. */
  asked: boolean;
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

/** The named severities of the source, in order. `not-rated` says that somebody looked and did not classify. */
export type Severity = 'not-rated' | 'mild' | 'moderate' | 'severe';

/** A rating as a form sends it, and as its draft is kept. */
export type SeverityForm = {
  /** The day that it describes, as typed. */
  rated_on: string;
  /** The severity; absent until chosen. */
  severity: Severity | null;
  /** Onset as typed: a year, a month and year, or a day; empty for not known. */
  onset: string;
  /** The comorbidity axis. */
  comorbidity: Array<Comorbidity>;
  /** What supports it. */
  evidence: Evidence;
  /** Why; required. */
  rationale: string;
  /** What it rests on; absent until chosen. */
  basis: RatingBasis | null;
};

/** One rating as it is shown. */
export type SeverityRatingView = {
  /** The record. */
  id: RecordId;
  /** `20-Nov-2026` */
  rated_on: string;
  /** The severity. */
  severity: Severity;
  /** `Moderate` */
  label: string;
  /** `since March 2021, 68 months` or `Onset not known`. */
  duration: string;
  /** Each in words. */
  comorbidity: Array<string>;
  /** What supports it. */
  evidence: Evidence;
  /** Why. */
  rationale: string;
  /** `Face to face` */
  basis: string;
  /** Who rated. */
  rater: string;
  /**
   * `Less severe than on 20-Nov-2026 (severe to moderate)`, compared with the same rater's one before, else with the
   * one before; empty for the first.
   */
  change: string;
  /** Who and when. */
  provenance: Provenance;
};

/** What the overview shows. */
export type SeveritySummary = {
  /** `Moderate` */
  label: string;
  /** `since March 2021, 68 months` */
  duration: string;
  /** In words; may be empty. */
  comorbidity: string;
  /** How it has changed; may be empty. */
  change: string;
  /** Another rater's newest rating differs: who and what; empty when not. */
  differs: string;
  /** `20-Nov-2026, Dr A. Okafor` */
  rated: string;
  /** How many ratings are in force. */
  ratings: number;
};

/** The severity of a case over time. */
export type SeverityView = {
  /** The case. */
  case_id: CaseId;
  /** Ratings, newest first, the withdrawn ones included and marked. */
  ratings: Array<SeverityRatingView>;
  /** The same as steps; absent for none. */
  chart: StepsChart | null;
  /** This user's draft; absent for none. */
  draft: DraftView | null;
  /** Printed with every rating: what this scale is and is not, with its source. */
  label: string;
};

/** Asked when an assessment is signed into the record. */
export type SignAssessmentRequest = {
  /** The case. */
  case_id: CaseId;
  /** The version that the form started from; absent for the first. */
  base: RevisionId | null;
  /** What it says. */
  form: AssessmentForm;
  /** Why it is changed; required with `base`. */
  amendment: Amendment | null;
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
  /** To whom it goes for countersigning, where a trainee signs. */
  submission: SubmissionForm;
};

/** Asked when a goal is signed into the record, or amended. */
export type SignGoalRequest = {
  /** The case. */
  case_id: CaseId;
  /** The goal to be amended; absent for a new one. */
  record_id: RecordId | null;
  /** The version that the form started from; required with `record_id`. */
  base: RevisionId | null;
  /** The goal. */
  form: GoalForm;
  /** Why it is changed; required with `base`. */
  amendment: Amendment | null;
};

/** A letter to be signed. */
export type SignLetterRequest = {
  /** The case. */
  case_id: CaseId;
  /** The letter as edited. */
  content: LetterContent;
  /** Sign it although the record says something else by now. */
  as_it_stands: boolean;
  /** The version of a returned letter that this one puts right; absent for a new letter. */
  puts_right: RevisionId | null;
  /** To whom it goes for countersigning, where a trainee signs. */
  submission: SubmissionForm;
};

/** A decision of the team to be signed. */
export type SignMdtDecisionRequest = {
  /** The case. */
  case_id: CaseId;
  /** The review that was sent to the team. */
  review_id: RecordId;
  /** The decision. */
  form: MdtDecisionForm;
};

/** A review to be signed. */
export type SignPathwayReviewRequest = {
  /** The case. */
  case_id: CaseId;
  /** The review. */
  form: PathwayReviewForm;
};

/** Asked when a risk note is signed into the record. */
export type SignRiskNoteRequest = {
  /** The case. */
  case_id: CaseId;
  /** The note. */
  form: RiskNoteForm;
};

/** Asked when a safety plan is signed into the record. */
export type SignSafetyPlanRequest = {
  /** The case. */
  case_id: CaseId;
  /** The version that the form started from; absent for the first. */
  base: RevisionId | null;
  /** The plan. */
  form: SafetyPlanForm;
  /** Why it is changed; required with `base`. */
  amendment: Amendment | null;
};

/** Asked when a session is signed into the record. */
export type SignSessionRequest = {
  /** The case. */
  case_id: CaseId;
  /** The session to be amended; absent for a new one. */
  record_id: RecordId | null;
  /** The version that the form started from; required with `record_id`. */
  base: RevisionId | null;
  /** The note. */
  form: SessionNoteForm;
  /** Why it is changed; required with `base`. */
  amendment: Amendment | null;
};

/** Asked when a log is signed, or amended by who wrote it. Everybody else's signature is asked for anew. */
export type SignSupervisionLogRequest = {
  /** The log to be amended; absent for a new one. */
  record_id: RecordId | null;
  /** The version that the form started from; required with `record_id`. */
  base: RevisionId | null;
  /** The log. */
  form: SupervisionLogForm;
  /** Why it is changed; required with `base`. */
  amendment: Amendment | null;
};

/** A questionnaire that could be handed over. */
export type SittingChoice = {
  /** The instrument. */
  id: string;
  /** `CORE-10` */
  title: string;
  /** In full. */
  full_title: string;
  /** Why it can't be handed over; empty where it can. */
  why_not: string;
};

/** An item as the patient sees it. */
export type SittingItemView = {
  /** `q1` */
  id: string;
  /** 1 for the first. */
  number: number;
  /** The wording. */
  text: string;
  /** The options as printed; none where the answer is a number. */
  options: Array<string>;
  /** The answer is a whole number from 0 to this one; absent for an item with options. */
  number_to: number | null;
  /** It does not apply to everybody. */
  may_not_apply: boolean;
  /** What the patient has done with it; absent while nothing. */
  reply: Reply | null;
  /** The option that was chosen, the first being 0, or the number. */
  option: number | null;
};

/** Where in a sitting: both counted from 0. */
export type SittingPlace = {
  /** Which questionnaire. */
  sheet: number;
  /** Which of its items. */
  item: number;
};

/** A questionnaire as the patient sees it. */
export type SittingSheetView = {
  /** The instrument. */
  instrument: string;
  /** `PHQ-9` */
  title: string;
  /** In full. */
  full_title: string;
  /** What comes before the items; may be empty. */
  preamble: string;
  /** What it asks about: `the last two weeks`. */
  period: string;
  /** Whose wording it is. */
  credit: string;
  /** The items in order. */
  items: Array<SittingItemView>;
};

/** All that the window shows a patient. No score, no other name but the patient's own and whom to hand the device back to. */
export type SittingView = {
  /** How the patient is called. */
  given_name: string;
  /** Whom the device is handed back to: `Dr A. Okafor`. */
  hand_back_to: string;
  /** The questionnaires in order. */
  sheets: Array<SittingSheetView>;
  /** The first item without an answer; absent when the end is reached. */
  resume: SittingPlace | null;
  /** The patient has said that this is all. */
  finished: boolean;
  /** The PIN of this hand-over is still taken. */
  pin: boolean;
  /** The Friends and Family Test, where it is offered: after the end, until it is answered. */
  friends_and_family: FriendsAndFamilyQuestion | null;
  /** Light, dark, or as the system says. */
  theme: Theme;
  /** Size of text in percent. */
  text_percent: number;
};

/** A piece of the text around a hit. */
export type SnippetPiece = {
  /** The text. */
  text: string;
  /** Is this what was looked for? */
  hit: boolean;
};

/** Ordered words over time, drawn as steps: no line joins them and nothing lies between two words. */
export type StepsChart = {
  /** Above the chart. */
  title: string;
  /** One sentence that says what it shows. */
  alt: string;
  /** The words, lowest first. */
  levels: Array<string>;
  /** The steps in order of time. */
  steps: Array<ChartStep>;
};

/** What goes along when a trainee signs. */
export type SubmissionForm = {
  /** To whom; absent for whoever may countersign. */
  to: UserId | null;
  /** What the trainee asks; may be empty. */
  note: string;
};

/** How something that was submitted stands. */
export type SubmissionState = 'awaiting' | 'returned' | 'countersigned';

/** How one version that was submitted stands. */
export type SubmissionView = {
  /** The case. */
  case_id: CaseId;
  /** The record. */
  record_id: RecordId;
  /** The version. */
  revision: RevisionId;
  /** How it stands. */
  state: SubmissionState;
  /** `Awaiting countersignature by Dr A. Okafor, submitted 20-Nov-2026 14:02` */
  says: string;
  /** What the trainee asked; empty for nothing. */
  note: string;
  /** What was said in returning or countersigning; empty for nothing. */
  comment: string;
  /** This user wrote it. */
  own: boolean;
  /** This user may countersign or return it now. */
  may_countersign: boolean;
  /** It may not leave the register before it is countersigned: the setting for its kind, or it was returned. */
  held: boolean;
};

/** What somebody is to do, as a form sends it. */
export type SupervisionActionForm = {
  /** The action, where it stood in the version before; absent for a new one. */
  id: RecordId | null;
  /** What; required. */
  what: string;
  /** Who; required, one of those who took part. */
  owner: UserId | null;
  /** By when, as typed; required. */
  due_on: string;
  /** The case it is about; absent for none. */
  case_id: CaseId | null;
};

/** An action as it is shown. */
export type SupervisionActionView = {
  /** The log. */
  log_id: RecordId;
  /** The action. */
  action_id: RecordId;
  /** What. */
  what: string;
  /** Who. */
  owner: string;
  /** `27-Nov-2026` */
  due_on: string;
  /** Its day has passed and it is open. */
  overdue: boolean;
  /** The case it is about; absent for none. */
  case: NamedCase | null;
  /** `Done: seen on the ward. Dr T. Adeyemi, 27-Nov-2026`; empty while it is open. */
  closed: string;
  /** This user may close it: whoever took part may. */
  may_close: boolean;
};

/** How people met. */
export type SupervisionFormat =
  | 'individual'
  | 'group'
  | 'balint'
  | 'case-based-discussion'
  | 'team-formulation'
  | 'peer'
  | 'case-management';

/** A supervision log as a form sends it, and as its draft is kept. */
export type SupervisionLogForm = {
  /** The day, as typed; required. */
  held_on: string;
  /** Minutes, as typed: 1 to 480. */
  minutes: string;
  /** How people met; required. */
  format: SupervisionFormat | null;
  /** Who supervised; required. */
  supervisor: UserId | null;
  /** Who was supervised; at least one, none of them the supervisor. */
  supervisees: Array<UserId>;
  /** The cases. */
  cases: Array<DiscussedCaseForm>;
  /** The question brought that is of no single case. Something is required in a case, here or in the themes. */
  question: string;
  /** Themes. */
  themes: string;
  /** Were outcome measures looked at? */
  outcomes_looked_at: boolean;
  /** Risk that was raised and what was decided. */
  risk_raised: string;
  /** What came of it. */
  actions: Array<SupervisionActionForm>;
};

/** One log. */
export type SupervisionLogRequest = {
  /** The log. */
  record_id: RecordId;
};

/** One row of the list of logs. */
export type SupervisionLogRow = {
  /** The log. */
  id: RecordId;
  /** `20-Nov-2026` */
  held_on: string;
  /** `Individual supervision, 60 minutes` */
  title: string;
  /** Who supervised. */
  supervisor: string;
  /** Who was supervised, joined by commas. */
  supervisees: string;
  /** How many cases were discussed. */
  cases: number;
  /** How many actions are open. */
  open_actions: number;
  /** How it stands. */
  state: LogState;
  /** `Waits for Dr T. Adeyemi`, `Signed by everybody`. */
  says: string;
  /** This user's signature is wanted. */
  waits_for_me: boolean;
};

/** One log as it is read. */
export type SupervisionLogView = {
  /** The log. */
  id: RecordId;
  /** The revision shown: an amendment starts from it. */
  revision: RevisionId;
  /** Its row in the list. */
  row: SupervisionLogRow;
  /** What it says, ready to fill a form. */
  form: SupervisionLogForm;
  /** The cases, in the order in which they were discussed. */
  cases: Array<DiscussedCaseView>;
  /** What came of it. */
  actions: Array<SupervisionActionView>;
  /** Who took part and who has signed, the supervisor first. */
  signatures: Array<LogSignature>;
  /** This user took part and has not signed this version. */
  may_sign: boolean;
  /** This user wrote it. */
  may_amend: boolean;
  /** How many versions there are. */
  versions: number;
  /** Who and when. */
  provenance: Provenance;
  /** This user's draft of an amendment of this log; absent for none. */
  draft: DraftView | null;
};

/** The page of supervision. */
export type SupervisionView = {
  /** Logs that this user took part in, newest first, at most 200. */
  logs: Array<SupervisionLogRow>;
  /** Open actions of this user, the earliest first. */
  actions: Array<SupervisionActionView>;
  /**
   * Open actions of the others from logs that this user took part in, the earliest first: the next hour begins with
   * them.
   */
  others_actions: Array<SupervisionActionView>;
  /** Everybody who may take part in supervision. */
  people: Array<UserView>;
  /** Whose caseloads this user may review: oneself first. */
  caseloads: Array<UserView>;
  /** This user's draft of a new log; absent for none. */
  draft: DraftView | null;
  /** The log of which this user has begun an amendment; absent for none. */
  amending: RecordId | null;
};

/** With which secret the device is taken back. */
export type TakeBackBy = 'passphrase' | 'pin';

/** The secret that ends the hand-over. */
export type TakeBackRequest = {
  /** Which secret it is. */
  by: TakeBackBy;
  /** Whose passphrase, as typed: the patient is shown no list of names. Empty for whoever handed the device over. */
  name: string;
  /** As typed. */
  secret: Secret;
};

/** The device is back with staff. */
export type TakenBackView = {
  /** The session goes on. */
  session: SessionView;
  /** What came of it. */
  handed_back: HandedBackView;
};

/** Light, dark, or as the system says. */
export type Theme = 'system' | 'light' | 'dark';

/** Several measures on one axis of days, each on its own scale: their values are never laid over each other. */
export type TimeBoard = {
  /** Above the charts; may be empty. */
  title: string;
  /** One sentence that says what stands together. */
  alt: string;
  /** What is hatched behind the points; empty where nothing is. */
  note: string;
  /** The day at which the axis begins. */
  from: string;
  /** The day at which it ends. */
  to: string;
  /** Length of the axis in days; 0 where everything is of one day. */
  days: number;
  /** The charts from the top down, all on this axis. */
  charts: Array<LineChart>;
  /** Numbered sessions, drawn once under all charts. */
  sessions: Array<ChartSession>;
};

/** One line of what happened in a case. */
export type TimelineRow = {
  /** `20-Nov-2026 14:02` */
  at: string;
  /** `Formulation signed` */
  what: string;
  /** `Dr A. Okafor` */
  who: string;
};

/** Whose work is shown. */
export type TodayRequest = {
  /** The whole team's, not only one's own. Drafts are always one's own. */
  everyone: boolean;
};

/** One thing that waits. */
export type TodayRow = {
  /** What kind. */
  kind: Waiting;
  /** `PHQ-9, item 9: Several days`, `Letter to the GP, to Dr S. Rahman`. */
  what: string;
  /** Since when, or by when: `Review was due on 20-Nov-2026`. */
  when: string;
  /** Its date has passed. */
  overdue: boolean;
  /** The patient's name in banner form; empty for something that is about nobody yet. */
  patient: string;
  /** `999 000 0018`, `Not Known`, or empty with `patient`. */
  nhs_number: string;
  /** `14-Mar-1983 (43y)`, or empty with `patient`. */
  born: string;
  /** Another patient's name is confusingly similar. */
  similar_name_warning: boolean;
  /** The patient. */
  patient_id: PatientId | null;
  /** The case. */
  case_id: CaseId | null;
  /** The record; absent for a draft. */
  record_id: RecordId | null;
  /** What is being drafted: as in a draft; else empty. */
  draft_kind: string;
  /** Kind of the record: `formulation`, `letter`, `supervision-log`; empty where `kind` says it. */
  record_kind: string;
  /** Who wrote it. */
  who: string;
};

/** What waits. */
export type TodayView = {
  /** `Wednesday 25 November 2026` */
  date: string;
  /** At most 200, most pressing first. */
  rows: Array<TodayRow>;
  /** How many there are in all. */
  total: number;
  /** How many of them concern safety. */
  safety: number;
};

/** What a file would bring, before it is loaded. */
export type TrustDataCheckView = {
  /** `Licensed wording for WSAS` */
  says: string;
  /** What it is called. */
  name: string;
  /** Where it was taken from. */
  source: string;
  /** Who holds the licence, and under which reference; empty where none is needed. */
  licence: string;
  /** What it brings, a line each. */
  details: Array<string>;
  /** What of the same it takes the place of; empty where there is none. */
  replaces: string;
};

/** What a file of the trust brings. */
export type TrustDataKind = 'wording' | 'change-values' | 'value-set' | 'key';

/** A file of the trust. */
export type TrustDataRow = {
  /** The record. */
  id: RecordId;
  /** What it brings. */
  kind: TrustDataKind;
  /** `Licensed wording for WSAS` */
  says: string;
  /** `wsas` */
  instrument: string;
  /** `v1`, or the version that a key is. */
  version: string;
  /** What it is called. */
  name: string;
  /** Where it was taken from. */
  source: string;
  /** Who holds the licence, and under which reference; empty where none is needed. */
  licence: string;
  /** What it brings, a line each. */
  details: Array<string>;
  /** Who loaded it and when. */
  loaded: string;
  /** The files that it took the place of, oldest first. */
  earlier: Array<string>;
  /** Who took it out of use, when and why; empty while it is in use. */
  withdrawn: string;
  /** Why it is not used although it is not withdrawn; empty where it is used. */
  problem: string;
};

/** What the trust has loaded. */
export type TrustDataView = {
  /** What is in use, then what was withdrawn, newest first. */
  rows: Array<TrustDataRow>;
  /** From when a change is taken to be more than chance, with the trust's values in place. */
  change_values: Array<ChangeValueRow>;
  /** Instruments that are numbers only unless the trust loads their wording. */
  without_wording: Array<string>;
  /** Whether this account may load and withdraw. */
  may_change: boolean;
};

/** Asked to unlock. */
export type UnlockRequest = {
  /** The account. */
  user_id: UserId;
  /** The passphrase. */
  passphrase: Secret;
  /** Another computer wrote that it has the register open, and whoever asks says that it has no longer. */
  take_over: boolean;
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
  /** To whom an answer about safety passes that nobody has responded to. */
  deputy_id: UserId | null;
  /** After how many hours; 0 without a deputy. */
  pass_on_hours: number;
  /** Invited, and not its owner's yet: `27-Nov-2026 12:00`, until when the code counts; else empty. */
  invited_until: string;
};

/** Asked to verify the whole record. */
export type VerifyRequest = {
  /** Twelve words that were kept earlier; empty for none. */
  fingerprint: string;
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
  /** The twelve words of the fingerprint, for the minutes; empty where it was not asked for or the record is not whole. */
  fingerprint: string;
  /** The register's id, beside its fingerprint; empty without one. */
  register: string;
  /** What became of a fingerprint that was kept; absent where none was asked about. */
  earlier: EarlierView | null;
};

/** What kind of thing waits, most pressing first. */
export type Waiting =
  | 'safety-answer'
  | 'unrecorded-safety'
  | 'risk-review'
  | 'unrecorded'
  | 'countersignature'
  | 'returned'
  | 'supervision-signature'
  | 'entry-not-filed'
  | 'letter-unsent'
  | 'pathway-review'
  | 'mdt-decision'
  | 'measure-due'
  | 'supervision-action'
  | 'draft';

/** Answers on this device that are not in the record yet. */
export type WaitingSittingView = {
  /** The draft. */
  draft_id: DraftId;
  /** `Halina’s questionnaires: 7 of 19 answered, not recorded yet` */
  says: string;
  /** `PHQ-9 and GAD-7` */
  titles: string;
  /** When the last answer was kept: `20-Nov-2026 14:02`. */
  saved: string;
  /** The patient has said that this is all. */
  finished: boolean;
  /** Something was answered, so that there is something to record. */
  recordable: boolean;
};

/** Why somebody opens a case that is not on their own list. */
export type Why = 'covering' | 'on-duty' | 'opinion' | 'patient-asked' | 'review' | 'other';

/** A record taken back as entered in error. */
export type WithdrawRequest = {
  /** The case. */
  case_id: CaseId;
  /** The record. */
  record_id: RecordId;
  /** Why; required. */
  reason: string;
};

/** Asked when who wrote a log takes it back as entered in error. */
export type WithdrawSupervisionLogRequest = {
  /** The log. */
  record_id: RecordId;
  /** Why; required. */
  reason: string;
};

/** Asked when a file of the trust is taken out of use. */
export type WithdrawTrustDataRequest = {
  /** The record. */
  record_id: RecordId;
  /** Why; required. */
  reason: string;
};

/** How far long work is. */
export type WorkView = {
  /** Something is being done. */
  under_way: boolean;
  /** What, in a few words. */
  step: string;
  /** How much of it is done. */
  done: number;
  /** Of how much; 0 where that isn't known. */
  total: number;
};
