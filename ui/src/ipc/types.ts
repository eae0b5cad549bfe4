// Written from the Rust types. Do not edit by hand.

export type UserId = string;
export type PatientId = string;
export type CaseId = string;
export type RecordId = string;
export type RevisionId = string;
export type DraftId = string;
export type Secret = string;

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

export type FieldError = { field: string; rule: string; message: string };

export type ErrorView = {
  code: ErrorCode;
  message: string;
  fields: Array<FieldError>;
  wait_seconds: number;
  current_revision: string | null;
};

export type Role = 'consultant' | 'clinician' | 'trainee' | 'supervisor' | 'service-lead' | 'guardian';

export type UserView = {
  id: UserId;
  name: string;
  role: Role;
  post: string;
  registration: string;
  disabled: boolean;
};

export type AccountView = { id: UserId; name: string };

export type NewUser = {
  name: string;
  role: Role;
  post: string;
  registration: string;
  passphrase: Secret;
};

export type PassphraseView = { score: number; acceptable: boolean; guidance: string };

export type SessionView = {
  user: UserView;
  made_up: boolean;
  recovery_confirmed: boolean;
  failed_tries: number;
  drafts: number;
  today: string;
};

export type RegisterState = 'none' | 'locked' | 'unlocked';

export type RegisterStateView = {
  state: RegisterState;
  folder: string;
  accounts: Array<AccountView>;
  session: SessionView | null;
  wait_seconds: number;
  version: string;
};

export type CheckPassphraseRequest = { passphrase: Secret; name: string };
export type SetUpView = { session: SessionView; recovery_key: string };
export type ConfirmRecoveryKeyRequest = { recovery_key: Secret };
export type UnlockRequest = { user_id: UserId; passphrase: Secret };
export type ChangePassphraseRequest = { current: Secret; new: Secret };
export type ResetPassphraseRequest = { user_id: UserId; recovery_key: Secret; new_passphrase: Secret };
export type ChangeUserRequest = {
  user_id: UserId;
  role: Role;
  post: string;
  registration: string;
  name: string;
};

export type Theme = 'system' | 'light' | 'dark';

export type Preferences = {
  theme: Theme;
  text_percent: number;
  idle_minutes: number;
  organisation: string;
  team: string;
  address: string;
  phone: string;
  email: string;
};

export type Gender = 'female' | 'male' | 'other' | 'not-specified' | 'not-known';
export type IdentifierSystem = 'mrn' | 'chi' | 'health-and-care' | 'other';
export type OtherIdentifier = { system: IdentifierSystem; value: string; issuer: string };
export type PersonName = { title: string; given: string; family: string; preferred: string };
export type NextOfKin = { name: string; relationship: string; phone: string };
export type Communication = { interpreter: string; needs: string; preferred_term: string };

export type PatientForm = {
  nhs_number: string;
  identifiers: Array<OtherIdentifier>;
  name: PersonName;
  born_on: string;
  died_on: string;
  gender: Gender;
  gender_described: string;
  address: string;
  phone: string;
  gp_name: string;
  practice: string;
  ods_code: string;
  practice_address: string;
  next_of_kin: NextOfKin;
  communication: Communication;
};

export type BannerView = {
  patient_id: PatientId;
  name: string;
  preferred_name: string;
  born: string;
  died: string;
  age_at_death: string;
  gender: string;
  nhs_number: string;
  alerts: Array<string>;
  allergies: string;
  similar_name_warning: boolean;
};

export type PatientCaseView = { id: CaseId; kind: string; status: string; received_on: string };

export type PatientView = {
  id: PatientId;
  record_id: RecordId;
  revision: RevisionId;
  form: PatientForm;
  banner: BannerView;
  cases: Array<PatientCaseView>;
  recorded: string;
};

export type PatientRow = {
  id: PatientId;
  name: string;
  born: string;
  nhs_number: string;
  cases: Array<PatientCaseView>;
  similar_name_warning: boolean;
};

export type Likeness = 'similar-name' | 'likely' | 'same-number';

export type DuplicateView = {
  id: PatientId;
  name: string;
  born: string;
  nhs_number: string;
  likeness: Likeness;
  why: string;
};

export type PatientCheckView = { errors: Array<FieldError>; duplicates: Array<DuplicateView> };

export type FindPatientsRequest = { text: string };
export type CheckPatientRequest = { form: PatientForm; patient_id: PatientId | null };
export type RegisterPatientRequest = { form: PatientForm; not_duplicates: Array<PatientId> };
export type ChangePatientRequest = { patient_id: PatientId; base: RevisionId; form: PatientForm };
export type PatientRequest = { patient_id: PatientId };

export type CaseKind = 'mus' | 'long-term-condition' | 'self-harm' | 'psychotherapy' | 'consultation';
export type Urgency = 'emergency' | 'urgent' | 'routine';
export type CaseStatus = 'referred' | 'assessment' | 'treatment' | 'on-hold' | 'closed';
export type ReferralSource =
  | 'gp'
  | 'ward'
  | 'emergency-department'
  | 'outpatients'
  | 'talking-therapies'
  | 'mental-health-team'
  | 'self'
  | 'other';
export type CaseRole = 'responsible-consultant' | 'key-worker' | 'therapist' | 'therapy-supervisor';
export type CasePerson = { role: CaseRole; name: string; user_id: UserId | null };
export type Referrer = { name: string; role: string; organisation: string; contact: string };

export type CaseForm = {
  kind: CaseKind;
  source: ReferralSource;
  received_on: string;
  urgency: Urgency;
  reason: string;
  referrer: Referrer;
  people: Array<CasePerson>;
  status: CaseStatus;
  closing_reason: string;
};

export type CaseRow = {
  id: CaseId;
  patient_id: PatientId;
  name: string;
  born: string;
  nhs_number: string;
  similar_name_warning: boolean;
  kind: string;
  status: CaseStatus;
  urgency: Urgency;
  lead: string;
  received_on: string;
  latest: string;
  drafts: number;
};

export type CaseloadRequest = { text: string; mine: boolean; closed: boolean };
export type CaseloadView = { rows: Array<CaseRow>; total: number };

export type CaseView = {
  id: CaseId;
  record_id: RecordId;
  revision: RevisionId;
  banner: BannerView;
  form: CaseForm;
  kind: string;
  status: string;
  recorded: string;
  formulation: FormulationSummary | null;
  letters: Array<LetterRow>;
  drafts: Array<DraftView>;
  timeline: Array<TimelineRow>;
};

export type AddCaseRequest = { patient_id: PatientId; form: CaseForm };
export type ChangeCaseRequest = { case_id: CaseId; base: RevisionId; form: CaseForm };
export type CaseRequest = { case_id: CaseId };

export type Axis = { id: string; label: string; hint: string };
export type Prompt = { cell: string; text: string };
export type FormulationDefinition = {
  id: string;
  version: number;
  title: string;
  source: string;
  rows: Array<Axis>;
  columns: Array<Axis>;
  prompts: Array<Prompt>;
};

export type FormulationForm = {
  definition: string;
  cells: Record<string, string>;
  narrative: string;
  patient_agrees: string;
  shared_on: string;
};

export type AmendmentKind = 'new-version' | 'correction';
export type Amendment = { kind: AmendmentKind; reason: string };

export type FormulationVersion = {
  revision: RevisionId;
  version: number;
  form: FormulationForm;
  recorded: string;
  signed: string;
  reason: string;
};

export type FormulationView = {
  case_id: CaseId;
  record_id: RecordId | null;
  definition: FormulationDefinition;
  versions: Array<FormulationVersion>;
  forked: boolean;
  withdrawn: string;
  draft: DraftView | null;
};

export type FormulationSummary = {
  title: string;
  version: number;
  extract: string;
  perpetuating: string;
  shared: string;
  signed: string;
};

export type FormulationRequest = { case_id: CaseId; definition: string };
export type SignFormulationRequest = {
  case_id: CaseId;
  base: RevisionId | null;
  form: FormulationForm;
  amendment: Amendment | null;
  keep_beside: boolean;
};
export type SettleFormulationRequest = {
  case_id: CaseId;
  parents: [RevisionId, RevisionId];
  form: FormulationForm;
  reason: string;
};
export type WithdrawRequest = { case_id: CaseId; record_id: RecordId; reason: string };
export type CompareFormulationsRequest = { case_id: CaseId; before: RevisionId; after: RevisionId };

export type CellChange = 'same' | 'added' | 'removed' | 'changed';
export type Piece = { text: string; differs: boolean };
export type ComparedCell = {
  cell: string;
  label: string;
  change: CellChange;
  before: Array<Piece>;
  after: Array<Piece>;
};
export type ComparisonView = { before: number; after: number; changed: number; cells: Array<ComparedCell> };

export type Recipient = { name: string; organisation: string; address: string };
export type LetterSection = {
  id: string;
  heading: string;
  text: string;
  composed: string;
  mandatory: boolean;
  included: boolean;
  hint: string;
};
export type LetterContent = {
  kind: string;
  template_version: number;
  dated_on: string;
  recipient: Recipient;
  sections: Array<LetterSection>;
  copies: Array<string>;
  composed_from: Array<RevisionId>;
};
export type LeftOut = { what: string; why: string };
export type ComposedLetter = {
  case_id: CaseId;
  title: string;
  content: LetterContent;
  left_out: Array<LeftOut>;
  draft: DraftView | null;
  out_of_date: boolean;
};
export type LetterRow = {
  id: RecordId;
  revision: RevisionId;
  title: string;
  recipient: string;
  dated_on: string;
  signed: string;
  pages: number;
  sha256: string;
  saved: string;
  withdrawn: string;
};

export type ComposeLetterRequest = { case_id: CaseId; kind: string; afresh: boolean };
export type PreviewLetterRequest = { case_id: CaseId; content: LetterContent };
export type SignLetterRequest = { case_id: CaseId; content: LetterContent };
export type LetterRequest = { letter_id: RecordId };
export type SaveLetterPdfRequest = { letter_id: RecordId };
export type SavedPdfView = { path: string | null };

export type DraftView = {
  id: DraftId;
  kind: string;
  patient_id: PatientId | null;
  case_id: CaseId | null;
  base: RevisionId | null;
  state: unknown;
  saved: string;
  patient_name: string;
  out_of_date: boolean;
};
export type SaveDraftRequest = {
  kind: string;
  patient_id: PatientId | null;
  case_id: CaseId | null;
  base: RevisionId | null;
  state: unknown;
};
export type DraftSaved = { id: DraftId; saved: string };
export type DiscardDraftRequest = { draft_id: DraftId };
export type TimelineRow = { at: string; what: string; who: string };
export type Fault = { sequence: number; kind: string; what: string };
export type VerifyView = {
  entries: number;
  bodies: number;
  signatures: number;
  faults: Array<Fault>;
  summary: string;
};
