//! Every kind of write, by name: for the audit, for logs without patient text, for tests.

/// What a write is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// A register opened.
    Unlock,
    /// A register closed.
    Lock,
    /// A covered window uncovered by whoever covered it.
    Resume,
    /// The recovery key typed back.
    ConfirmRecoveryKey,
    /// A new recovery key made.
    NewRecoveryKey,
    /// The recovery key saved as a page.
    SaveRecoverySheet,
    /// A passphrase changed by its owner.
    ChangePassphrase,
    /// A passphrase set anew with the recovery key.
    ResetPassphrase,
    /// An account added.
    AddUser,
    /// An account's name, role or post changed.
    ChangeUser,
    /// Somebody invited, or invited again.
    InviteUser,
    /// An invitation ended by its day.
    EndInvitation,
    /// An account closed to further unlocking.
    CloseUser,
    /// A closed account opened again.
    ReopenUser,
    /// An account's deputy named, or named no more.
    SetDeputy,
    /// The audit looked at.
    ReadAudit,
    /// A backup made.
    BackUp,
    /// The register laid out from a backup.
    Restore,
    /// A patient registered.
    RegisterPatient,
    /// A patient's details changed.
    ChangePatient,
    /// A case opened for a patient.
    AddCase,
    /// A case's details changed.
    ChangeCase,
    /// A reason given for opening a case that is not on one's own list.
    GiveReason,
    /// Whether such a reason is asked, chosen.
    SetReasonRule,
    /// A formulation signed.
    SignFormulation,
    /// A fork of a formulation settled.
    SettleFormulation,
    /// A formulation withdrawn.
    WithdrawFormulation,
    /// An assessment signed.
    SignAssessment,
    /// An assessment withdrawn.
    WithdrawAssessment,
    /// A severity rated.
    RateSeverity,
    /// A severity rating withdrawn.
    WithdrawSeverity,
    /// A risk note signed.
    SignRiskNote,
    /// A risk note withdrawn.
    WithdrawRiskNote,
    /// A safety plan signed.
    SignSafetyPlan,
    /// A safety plan withdrawn.
    WithdrawSafetyPlan,
    /// A session signed, or amended.
    SignSession,
    /// A session withdrawn.
    WithdrawSession,
    /// A goal signed, or amended.
    SignGoal,
    /// A goal rated.
    RateGoal,
    /// A goal, or a rating of one, withdrawn.
    WithdrawGoal,
    /// Entry criteria and option recorded.
    RecordPathway,
    /// A review of the pathway signed.
    SignPathwayReview,
    /// What the team decided on a review signed.
    SignMdtDecision,
    /// A review, or a decision on one, withdrawn.
    WithdrawPathwayReview,
    /// Diagnoses recorded.
    RecordDiagnoses,
    /// Allergies recorded.
    RecordAllergies,
    /// Medicines recorded.
    RecordMedicines,
    /// A completed measure recorded.
    RecordMeasure,
    /// A measure withdrawn.
    WithdrawMeasure,
    /// A response to an answer about safety recorded.
    RespondToSafetyAnswer,
    /// The device handed to a patient.
    HandOver,
    /// A patient's answer kept.
    AnswerItem,
    /// A patient has finished.
    FinishSitting,
    /// The device taken back from a patient.
    TakeBack,
    /// What a patient answered on the device recorded.
    RecordSitting,
    /// An anonymous answer about the service kept.
    GiveFriendsAndFamilyAnswer,
    /// Anonymous answers about the service added from paper cards.
    AddFriendsAndFamilyCards,
    /// The trust's own data for measures loaded.
    LoadTrustData,
    /// The trust's own data for measures taken out of use.
    WithdrawTrustData,
    /// When the measures of a case are to be filled in, set.
    SetMeasureSchedule,
    /// A draft kept.
    SaveDraft,
    /// A draft thrown away.
    DiscardDraft,
    /// Something that a trainee submitted countersigned.
    Countersign,
    /// Something that a trainee submitted given back with a comment.
    ReturnSubmission,
    /// A supervision log signed, or amended.
    SignSupervisionLog,
    /// A supervision log signed by another of those who took part.
    AgreeSupervisionLog,
    /// A supervision log given back with a comment.
    ReturnSupervisionLog,
    /// A supervision log withdrawn.
    WithdrawSupervisionLog,
    /// An action from supervision closed.
    CloseSupervisionAction,
    /// A letter signed.
    SignLetter,
    /// What was said of where a letter went, withdrawn.
    WithdrawSending,
    /// A letter withdrawn.
    WithdrawLetter,
    /// Where a letter went, recorded.
    RecordSending,
    /// A copy of a letter saved outside the register.
    SaveLetterCopy,
    /// A blank questionnaire for a patient saved outside the register.
    SaveBlankSheet,
    /// Cases taken in from a file.
    ImportCases,
    /// Cases written into a file.
    ExportCases,
    /// Reads that are due for the audit.
    RecordReads,
    /// The projections made anew.
    Rebuild,
}

impl Op {
    /// What may still be written while the device is in a patient's hands: the patient's answers, and the end of the
    /// session that keeps them.
    pub const fn is_a_patients(self) -> bool {
        matches!(
            self,
            Self::AnswerItem | Self::FinishSitting | Self::GiveFriendsAndFamilyAnswer | Self::Lock
        )
    }
}
