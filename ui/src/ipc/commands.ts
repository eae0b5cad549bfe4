// Written from the Rust types. Do not edit.

import type {
  AcceptInvitationRequest,
  AccountRequest,
  AddCaseRequest,
  AddFriendsAndFamilyCardsRequest,
  AgreeSupervisionLogRequest,
  AnswerItemRequest,
  AssessmentView,
  AuditRequest,
  AuditView,
  BackupsView,
  BlankSheetRequest,
  CareView,
  CaseDiscussion,
  CaseRequest,
  CaseRow,
  CaseSittingsView,
  CaseView,
  CaseloadRequest,
  CaseloadReviewRequest,
  CaseloadReviewView,
  CaseloadView,
  ChangeCaseRequest,
  ChangePassphraseRequest,
  ChangePatientRequest,
  ChangeUserRequest,
  CheckPassphraseRequest,
  CheckPatientRequest,
  CloseSupervisionActionRequest,
  CompareFormulationsRequest,
  ComparisonView,
  ComposeLetterRequest,
  ComposedLetter,
  ConfirmRecoveryKeyRequest,
  CountersignRequest,
  CountersignersView,
  CoveredView,
  DiscardDraftRequest,
  DraftSaved,
  DraftView,
  FindPatientsRequest,
  FormulationRequest,
  FormulationView,
  FriendsAndFamilyCardsView,
  FriendsAndFamilyForm,
  FriendsAndFamilyRequest,
  FriendsAndFamilyView,
  GoalsView,
  HandOverRequest,
  HandedBackView,
  InvitationView,
  InviteAgainRequest,
  InviteUserRequest,
  LeftBehindView,
  LetterRequest,
  LetterRow,
  LetterText,
  LoadTrustDataRequest,
  MeasureScheduleView,
  MeasuresView,
  NewRecoveryKeyRequest,
  NewUser,
  OpenWithReasonRequest,
  PassphraseView,
  PathwayView,
  PatientCheckView,
  PatientRequest,
  PatientRow,
  PatientView,
  Preferences,
  PreviewLetterRequest,
  RateGoalRequest,
  RateSeverityRequest,
  ReasonRuleView,
  RecordAllergiesRequest,
  RecordDiagnosesRequest,
  RecordMeasureRequest,
  RecordMedicinesRequest,
  RecordPathwayRequest,
  RecordSendingRequest,
  RecordSittingRequest,
  RecoverySheetRequest,
  RegisterPatientRequest,
  RegisterStateView,
  ResetPassphraseRequest,
  RespondToSafetyAnswerRequest,
  RespondToSittingRequest,
  RestorableRequest,
  RestorableView,
  RestoreRequest,
  RestoredView,
  ResumeRequest,
  ReturnSubmissionRequest,
  ReturnSupervisionLogRequest,
  RiskCheckView,
  RiskNoteForm,
  RiskView,
  SafetyPlanView,
  SaveDraftRequest,
  SaveLetterPdfRequest,
  SavedFileView,
  SavedPdfView,
  ScoreMeasureRequest,
  ScoredView,
  SearchRequest,
  SearchView,
  SessionView,
  SessionsView,
  SetDeputyRequest,
  SetMeasureScheduleRequest,
  SetPinRequest,
  SetReasonRuleRequest,
  SetUpView,
  SettleFormulationRequest,
  SeverityView,
  SignAssessmentRequest,
  SignFormulationRequest,
  SignGoalRequest,
  SignLetterRequest,
  SignMdtDecisionRequest,
  SignPathwayReviewRequest,
  SignRiskNoteRequest,
  SignSafetyPlanRequest,
  SignSessionRequest,
  SignSupervisionLogRequest,
  SittingView,
  SubmissionView,
  SupervisionLogRequest,
  SupervisionLogView,
  SupervisionView,
  TakeBackRequest,
  TakenBackView,
  TodayRequest,
  TodayView,
  TrustDataCheckView,
  TrustDataView,
  UnlockRequest,
  UserView,
  VerifyRequest,
  VerifyView,
  WithdrawRequest,
  WithdrawSupervisionLogRequest,
  WithdrawTrustDataRequest,
  WorkView,
} from './types';

export interface Commands {
  register_state: { request: null; view: RegisterStateView };
  check_passphrase: { request: CheckPassphraseRequest; view: PassphraseView };
  set_up_register: { request: NewUser; view: SetUpView };
  confirm_recovery_key: { request: ConfirmRecoveryKeyRequest; view: SessionView };
  new_recovery_key: { request: NewRecoveryKeyRequest; view: SetUpView };
  save_recovery_sheet: { request: RecoverySheetRequest; view: SavedFileView };
  unlock: { request: UnlockRequest; view: SessionView };
  lock: { request: null; view: RegisterStateView };
  keep_awake: { request: null; view: null };
  set_pin: { request: SetPinRequest; view: SessionView };
  cover: { request: null; view: RegisterStateView };
  covered: { request: null; view: CoveredView };
  resume: { request: ResumeRequest; view: SessionView };
  change_passphrase: { request: ChangePassphraseRequest; view: SessionView };
  reset_passphrase: { request: ResetPassphraseRequest; view: SessionView };
  accept_invitation: { request: AcceptInvitationRequest; view: SessionView };
  add_user: { request: NewUser; view: UserView };
  invite_user: { request: InviteUserRequest; view: InvitationView };
  invite_again: { request: InviteAgainRequest; view: InvitationView };
  users: { request: null; view: Array<UserView> };
  change_user: { request: ChangeUserRequest; view: UserView };
  left_behind: { request: AccountRequest; view: LeftBehindView };
  close_user: { request: AccountRequest; view: UserView };
  reopen_user: { request: AccountRequest; view: UserView };
  set_deputy: { request: SetDeputyRequest; view: UserView };
  verify_register: { request: VerifyRequest; view: VerifyView };
  work_progress: { request: null; view: WorkView };
  stop_work: { request: null; view: null };
  backups: { request: null; view: BackupsView };
  back_up: { request: null; view: BackupsView };
  restorable: { request: RestorableRequest; view: RestorableView };
  restore_backup: { request: RestoreRequest; view: RestoredView };
  audit: { request: AuditRequest; view: AuditView };
  save_audit: { request: AuditRequest; view: SavedFileView };
  preferences: { request: null; view: Preferences };
  set_preferences: { request: Preferences; view: Preferences };
  caseload: { request: CaseloadRequest; view: CaseloadView };
  find_patients: { request: FindPatientsRequest; view: Array<PatientRow> };
  check_patient: { request: CheckPatientRequest; view: PatientCheckView };
  register_patient: { request: RegisterPatientRequest; view: PatientView };
  change_patient: { request: ChangePatientRequest; view: PatientView };
  patient: { request: PatientRequest; view: PatientView };
  add_case: { request: AddCaseRequest; view: CaseView };
  change_case: { request: ChangeCaseRequest; view: CaseView };
  case_row: { request: CaseRequest; view: CaseRow };
  open_case: { request: CaseRequest; view: CaseView };
  open_case_with_reason: { request: OpenWithReasonRequest; view: CaseView };
  reason_rule: { request: null; view: ReasonRuleView };
  set_reason_rule: { request: SetReasonRuleRequest; view: ReasonRuleView };
  formulation: { request: FormulationRequest; view: FormulationView };
  sign_formulation: { request: SignFormulationRequest; view: FormulationView };
  settle_formulation: { request: SettleFormulationRequest; view: FormulationView };
  withdraw_formulation: { request: WithdrawRequest; view: FormulationView };
  compare_formulations: { request: CompareFormulationsRequest; view: ComparisonView };
  assessment: { request: CaseRequest; view: AssessmentView };
  sign_assessment: { request: SignAssessmentRequest; view: AssessmentView };
  withdraw_assessment: { request: WithdrawRequest; view: AssessmentView };
  measure_schedule: { request: CaseRequest; view: MeasureScheduleView };
  set_measure_schedule: { request: SetMeasureScheduleRequest; view: MeasureScheduleView };
  sessions: { request: CaseRequest; view: SessionsView };
  sign_session: { request: SignSessionRequest; view: SessionsView };
  withdraw_session: { request: WithdrawRequest; view: SessionsView };
  goals: { request: CaseRequest; view: GoalsView };
  sign_goal: { request: SignGoalRequest; view: GoalsView };
  rate_goal: { request: RateGoalRequest; view: GoalsView };
  withdraw_goal: { request: WithdrawRequest; view: GoalsView };
  pathway: { request: CaseRequest; view: PathwayView };
  record_pathway: { request: RecordPathwayRequest; view: PathwayView };
  sign_pathway_review: { request: SignPathwayReviewRequest; view: PathwayView };
  sign_mdt_decision: { request: SignMdtDecisionRequest; view: PathwayView };
  withdraw_pathway_review: { request: WithdrawRequest; view: PathwayView };
  countersigners: { request: CaseRequest; view: CountersignersView };
  countersign: { request: CountersignRequest; view: SubmissionView };
  return_submission: { request: ReturnSubmissionRequest; view: SubmissionView };
  supervision: { request: null; view: SupervisionView };
  supervision_log: { request: SupervisionLogRequest; view: SupervisionLogView };
  sign_supervision_log: { request: SignSupervisionLogRequest; view: SupervisionLogView };
  agree_supervision_log: { request: AgreeSupervisionLogRequest; view: SupervisionLogView };
  return_supervision_log: { request: ReturnSupervisionLogRequest; view: SupervisionLogView };
  withdraw_supervision_log: { request: WithdrawSupervisionLogRequest; view: SupervisionLogView };
  close_supervision_action: { request: CloseSupervisionActionRequest; view: SupervisionView };
  caseload_review: { request: CaseloadReviewRequest; view: CaseloadReviewView };
  case_supervision: { request: CaseRequest; view: Array<CaseDiscussion> };
  severity: { request: CaseRequest; view: SeverityView };
  rate_severity: { request: RateSeverityRequest; view: SeverityView };
  withdraw_severity: { request: WithdrawRequest; view: SeverityView };
  risk: { request: CaseRequest; view: RiskView };
  check_risk_note: { request: RiskNoteForm; view: RiskCheckView };
  sign_risk_note: { request: SignRiskNoteRequest; view: RiskView };
  withdraw_risk_note: { request: WithdrawRequest; view: RiskView };
  safety_plan: { request: CaseRequest; view: SafetyPlanView };
  sign_safety_plan: { request: SignSafetyPlanRequest; view: SafetyPlanView };
  withdraw_safety_plan: { request: WithdrawRequest; view: SafetyPlanView };
  care: { request: PatientRequest; view: CareView };
  record_diagnoses: { request: RecordDiagnosesRequest; view: CareView };
  record_allergies: { request: RecordAllergiesRequest; view: CareView };
  record_medicines: { request: RecordMedicinesRequest; view: CareView };
  measures: { request: CaseRequest; view: MeasuresView };
  score_measure: { request: ScoreMeasureRequest; view: ScoredView };
  record_measure: { request: RecordMeasureRequest; view: MeasuresView };
  withdraw_measure: { request: WithdrawRequest; view: MeasuresView };
  respond_to_safety_answer: { request: RespondToSafetyAnswerRequest; view: MeasuresView };
  save_blank_sheet: { request: BlankSheetRequest; view: SavedFileView };
  trust_data: { request: null; view: TrustDataView };
  check_trust_data: { request: LoadTrustDataRequest; view: TrustDataCheckView };
  load_trust_data: { request: LoadTrustDataRequest; view: TrustDataView };
  withdraw_trust_data: { request: WithdrawTrustDataRequest; view: TrustDataView };
  case_sittings: { request: CaseRequest; view: CaseSittingsView };
  hand_over: { request: HandOverRequest; view: RegisterStateView };
  sitting: { request: null; view: SittingView };
  answer_item: { request: AnswerItemRequest; view: SittingView };
  finish_sitting: { request: null; view: SittingView };
  give_friends_and_family_answer: { request: FriendsAndFamilyForm; view: SittingView };
  take_back: { request: TakeBackRequest; view: TakenBackView };
  record_sitting: { request: RecordSittingRequest; view: HandedBackView };
  respond_to_sitting: { request: RespondToSittingRequest; view: MeasuresView };
  friends_and_family: { request: FriendsAndFamilyRequest; view: FriendsAndFamilyView };
  add_friends_and_family_cards: { request: AddFriendsAndFamilyCardsRequest; view: FriendsAndFamilyCardsView };
  search: { request: SearchRequest; view: SearchView };
  today: { request: TodayRequest; view: TodayView };
  drafts: { request: null; view: Array<DraftView> };
  save_draft: { request: SaveDraftRequest; view: DraftSaved };
  discard_draft: { request: DiscardDraftRequest; view: null };
  compose_letter: { request: ComposeLetterRequest; view: ComposedLetter };
  preview_letter: { request: PreviewLetterRequest; view: ArrayBuffer };
  sign_letter: { request: SignLetterRequest; view: LetterRow };
  letters: { request: CaseRequest; view: Array<LetterRow> };
  letter_pdf: { request: LetterRequest; view: ArrayBuffer };
  withdraw_letter: { request: WithdrawRequest; view: LetterRow };
  withdraw_sending: { request: WithdrawRequest; view: LetterRow };
  record_sending: { request: RecordSendingRequest; view: LetterRow };
  letter_text: { request: LetterRequest; view: LetterText };
  print_letter: { request: LetterRequest; view: null };
  save_letter_pdf: { request: SaveLetterPdfRequest; view: SavedPdfView };
  open_saved_pdf: { request: LetterRequest; view: null };
}

export const commandNames = [
  'register_state',
  'check_passphrase',
  'set_up_register',
  'confirm_recovery_key',
  'new_recovery_key',
  'save_recovery_sheet',
  'unlock',
  'lock',
  'keep_awake',
  'set_pin',
  'cover',
  'covered',
  'resume',
  'change_passphrase',
  'reset_passphrase',
  'accept_invitation',
  'add_user',
  'invite_user',
  'invite_again',
  'users',
  'change_user',
  'left_behind',
  'close_user',
  'reopen_user',
  'set_deputy',
  'verify_register',
  'work_progress',
  'stop_work',
  'backups',
  'back_up',
  'restorable',
  'restore_backup',
  'audit',
  'save_audit',
  'preferences',
  'set_preferences',
  'caseload',
  'find_patients',
  'check_patient',
  'register_patient',
  'change_patient',
  'patient',
  'add_case',
  'change_case',
  'case_row',
  'open_case',
  'open_case_with_reason',
  'reason_rule',
  'set_reason_rule',
  'formulation',
  'sign_formulation',
  'settle_formulation',
  'withdraw_formulation',
  'compare_formulations',
  'assessment',
  'sign_assessment',
  'withdraw_assessment',
  'measure_schedule',
  'set_measure_schedule',
  'sessions',
  'sign_session',
  'withdraw_session',
  'goals',
  'sign_goal',
  'rate_goal',
  'withdraw_goal',
  'pathway',
  'record_pathway',
  'sign_pathway_review',
  'sign_mdt_decision',
  'withdraw_pathway_review',
  'countersigners',
  'countersign',
  'return_submission',
  'supervision',
  'supervision_log',
  'sign_supervision_log',
  'agree_supervision_log',
  'return_supervision_log',
  'withdraw_supervision_log',
  'close_supervision_action',
  'caseload_review',
  'case_supervision',
  'severity',
  'rate_severity',
  'withdraw_severity',
  'risk',
  'check_risk_note',
  'sign_risk_note',
  'withdraw_risk_note',
  'safety_plan',
  'sign_safety_plan',
  'withdraw_safety_plan',
  'care',
  'record_diagnoses',
  'record_allergies',
  'record_medicines',
  'measures',
  'score_measure',
  'record_measure',
  'withdraw_measure',
  'respond_to_safety_answer',
  'save_blank_sheet',
  'trust_data',
  'check_trust_data',
  'load_trust_data',
  'withdraw_trust_data',
  'case_sittings',
  'hand_over',
  'sitting',
  'answer_item',
  'finish_sitting',
  'give_friends_and_family_answer',
  'take_back',
  'record_sitting',
  'respond_to_sitting',
  'friends_and_family',
  'add_friends_and_family_cards',
  'search',
  'today',
  'drafts',
  'save_draft',
  'discard_draft',
  'compose_letter',
  'preview_letter',
  'sign_letter',
  'letters',
  'letter_pdf',
  'withdraw_letter',
  'withdraw_sending',
  'record_sending',
  'letter_text',
  'print_letter',
  'save_letter_pdf',
  'open_saved_pdf',
] as const satisfies ReadonlyArray<keyof Commands>;
