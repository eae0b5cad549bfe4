//! Accounts: who may open the register and in what role. The keys behind them are in `store::keys`.

pub mod api;
pub mod covering;
pub mod deputies;
pub mod invitations;
pub mod recovery;
pub mod store;

use crate::ids::UserId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person does in the team. Decides what their session may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Consultant psychotherapist or liaison psychiatrist.
    Consultant,
    /// Qualified clinician: therapist, nurse, occupational therapist.
    Clinician,
    /// Core or higher trainee: works under supervision.
    Trainee,
    /// Supervises trainees' and colleagues' cases.
    Supervisor,
    /// Leads the service: reports, no clinical text.
    ServiceLead,
    /// Caldicott guardian or administrator: accounts, audit, backup; no clinical writing.
    Guardian,
}

impl Role {
    /// Every role, in the order that set-up offers them.
    pub const ALL: [Self; 6] = [
        Self::Consultant,
        Self::Clinician,
        Self::Trainee,
        Self::Supervisor,
        Self::ServiceLead,
        Self::Guardian,
    ];

    /// The stored and printed word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Consultant => "consultant",
            Self::Clinician => "clinician",
            Self::Trainee => "trainee",
            Self::Supervisor => "supervisor",
            Self::ServiceLead => "service-lead",
            Self::Guardian => "guardian",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.word() == word)
    }

    /// May read and write patients' records.
    pub const fn is_clinical(self) -> bool {
        matches!(
            self,
            Self::Consultant | Self::Clinician | Self::Trainee | Self::Supervisor
        )
    }

    /// What this role signs waits for a second person's signature.
    pub const fn is_supervised(self) -> bool {
        matches!(self, Self::Trainee)
    }

    /// May sign as the second person what a trainee has signed.
    pub const fn countersigns(self) -> bool {
        matches!(self, Self::Consultant | Self::Supervisor)
    }

    /// May add and disable accounts.
    pub const fn keeps_accounts(self) -> bool {
        matches!(self, Self::Consultant | Self::Guardian)
    }
}

/// An account as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// Name as it signs: `Dr A. Okafor`.
    pub name: String,
    /// What the person does in the team.
    pub role: Role,
    /// The public half of the signing key, hexadecimal.
    pub signing_key: String,
    /// Post and grade as printed under a letter: `Consultant in medical psychotherapy`.
    pub post: String,
    /// Professional registration as printed: `GMC 0000000`; empty if none was given.
    pub registration: String,
    /// Closed to further unlocking.
    pub disabled: bool,
    /// To whom an answer about safety passes that nobody has responded to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<UserId>,
    /// After how many hours; 0 without a deputy.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub pass_on_hours: u32,
    /// Until when the code of an invitation counts, RFC 3339; absent once the account is its owner's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_until: Option<String>,
}

impl User {
    /// Was it never made its owner's?
    pub const fn is_invited(&self) -> bool {
        self.signing_key.is_empty()
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "what serde hands to such a function"
)]
const fn is_nought(number: &u32) -> bool {
    *number == 0
}

impl crate::record::Body for User {
    const KIND: &'static str = "user";
    const SCHEMA: u32 = 1;
}

/// An account as screens show it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct UserView {
    /// The account.
    pub id: UserId,
    /// Name as it signs.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Post and grade as printed under a letter.
    pub post: String,
    /// Professional registration, empty if none.
    pub registration: String,
    /// Closed to further unlocking.
    pub disabled: bool,
    /// To whom an answer about safety passes that nobody has responded to.
    pub deputy_id: Option<UserId>,
    /// After how many hours; 0 without a deputy.
    pub pass_on_hours: u32,
    /// Invited, and not its owner's yet: `27-Nov-2026 12:00`, until when the code counts; else empty.
    pub invited_until: String,
}

/// Asked when somebody is invited.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct InviteUserRequest {
    /// Name as it signs, 1 to 120 characters.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Post and grade as printed under a letter; may be empty.
    pub post: String,
    /// Professional registration; may be empty.
    pub registration: String,
    /// For how many days the code counts, 1 to 30.
    pub days: u32,
}

/// Asked when somebody who has not come yet gets a new code.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct InviteAgainRequest {
    /// The account.
    pub user_id: UserId,
    /// For how many days the code counts, 1 to 30.
    pub days: u32,
}

/// An invitation that was just made.
#[derive(Clone, Serialize, TS)]
pub struct InvitationView {
    /// The account.
    pub user: UserView,
    /// Six words: shown once, never stored.
    pub code: String,
    /// `27-Nov-2026 12:00`, until when the code counts.
    pub until: String,
}

impl std::fmt::Debug for InvitationView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InvitationView(…)")
    }
}

/// Asked by somebody who was invited.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AcceptInvitationRequest {
    /// The account.
    pub user_id: UserId,
    /// The six words as typed.
    pub code: crate::sensitive::Secret,
    /// The passphrase from now on.
    pub new_passphrase: crate::sensitive::Secret,
}

/// Asked when an account names its deputy.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SetDeputyRequest {
    /// The account.
    pub user_id: UserId,
    /// The deputy; absent for none.
    pub deputy_id: Option<UserId>,
    /// After how many hours an answer passes, 1 to 168.
    pub hours: u32,
}

/// A name on the unlock screen. Staff names only; nothing about patients is readable before unlocking.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AccountView {
    /// The account.
    pub id: UserId,
    /// Name as it signs.
    pub name: String,
}

/// Asked of somebody who sets up a register or is added to one.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct NewUser {
    /// Name as it signs, 1 to 120 characters.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Post and grade as printed under a letter; may be empty.
    pub post: String,
    /// Professional registration; may be empty.
    pub registration: String,
    /// The passphrase: strength 3 or 4 of 4 (see [`PassphraseView`]).
    pub passphrase: crate::sensitive::Secret,
}

/// How strong a passphrase is.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PassphraseView {
    /// 0 (guessed at once) to 4 (very strong), by zxcvbn's estimate.
    pub score: u8,
    /// 3 or 4, and at least 12 characters.
    pub acceptable: bool,
    /// What would make it stronger, or that it is strong; a plain sentence.
    pub guidance: String,
}

/// The session as screens show it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SessionView {
    /// Who is working.
    pub user: UserView,
    /// The register holds made-up cases only.
    pub made_up: bool,
    /// The recovery key was typed back after it was shown.
    pub recovery_confirmed: bool,
    /// Wrong tries at this account since it was last unlocked.
    pub failed_tries: u32,
    /// What is odd about the clock of this computer against the record; empty for nothing.
    pub clock_notice: String,
    /// A PIN brings this session back when it was covered.
    pub cover_pin: bool,
    /// Drafts that this user has kept.
    pub drafts: u32,
    /// What the opening found amiss, a plain sentence each; empty when all is well.
    pub warnings: Vec<String>,
    /// Today where the computer stands, `YYYY-MM-DD`.
    pub today: String,
}

/// What the window finds when it starts.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RegisterStateView {
    /// Is there a register, and is it open?
    pub state: RegisterState,
    /// The folder that holds it or would hold it.
    pub folder: String,
    /// What speaks against that folder, such as a network drive, and the way out; empty for nothing.
    pub folder_warning: String,
    /// The accounts that can unlock it.
    pub accounts: Vec<AccountView>,
    /// The accounts that wait for their owner with a code.
    pub invited: Vec<AccountView>,
    /// The open session, when unlocked.
    pub session: Option<SessionView>,
    /// Seconds until the next try is looked at; 0 for at once.
    pub wait_seconds: u32,
    /// The program's version.
    pub version: String,
}

/// Is there a register, and is it open?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RegisterState {
    /// No register in the folder: set one up.
    None,
    /// There is one; nobody has unlocked it here.
    Locked,
    /// Unlocked by the session.
    Unlocked,
    /// Unlocked, and in the hands of a patient: only the questionnaire answers.
    WithPatient,
    /// Unlocked, and covered: only whoever covered it goes on.
    Covered,
}

/// A PIN for this session.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SetPinRequest {
    /// 4 to 8 digits; empty for none.
    pub pin: crate::sensitive::Secret,
}

/// What brings a covered window back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ResumeBy {
    /// The PIN of this session.
    Pin,
    /// The passphrase of the same account.
    Passphrase,
}

/// Going on.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ResumeRequest {
    /// By what.
    pub by: ResumeBy,
    /// The PIN or the passphrase.
    pub secret: crate::sensitive::Secret,
}

/// What stands on the cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CoveredView {
    /// Who works.
    pub name: String,
    /// A PIN is set, and is still taken.
    pub pin: bool,
    /// Minutes from covering until it locks.
    pub minutes: u32,
    /// Light, dark, or as the system says.
    pub theme: crate::preferences::Theme,
    /// Size of text in percent.
    pub text_percent: u32,
}

/// A register that has just been set up.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SetUpView {
    /// The open session.
    pub session: SessionView,
    /// The recovery key in eight groups of four: shown once, never stored.
    pub recovery_key: String,
}

/// Asked for an estimate while a passphrase is typed.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CheckPassphraseRequest {
    /// What is typed.
    pub passphrase: crate::sensitive::Secret,
    /// The person's name: its words count for nothing.
    pub name: String,
}

/// Asked when the recovery key is typed back.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ConfirmRecoveryKeyRequest {
    /// As typed.
    pub recovery_key: crate::sensitive::Secret,
}

/// Asked when a new recovery key is to be made.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct NewRecoveryKeyRequest {
    /// The passphrase of whoever is at work.
    pub passphrase: crate::sensitive::Secret,
}

/// Asked when the recovery key is to be put on paper, while it is shown.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RecoverySheetRequest {
    /// As it is shown.
    pub recovery_key: crate::sensitive::Secret,
}

/// Asked to unlock.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct UnlockRequest {
    /// The account.
    pub user_id: UserId,
    /// The passphrase.
    pub passphrase: crate::sensitive::Secret,
    /// Another computer wrote that it has the register open, and whoever asks says that it has no longer.
    #[serde(default)]
    pub take_over: bool,
}

/// Asked by an account's owner.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ChangePassphraseRequest {
    /// The passphrase until now.
    pub current: crate::sensitive::Secret,
    /// The passphrase from now on.
    pub new: crate::sensitive::Secret,
}

/// Asked by somebody who has forgotten the passphrase and holds the recovery key.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ResetPassphraseRequest {
    /// The account.
    pub user_id: UserId,
    /// The recovery key as typed.
    pub recovery_key: crate::sensitive::Secret,
    /// The passphrase from now on.
    pub new_passphrase: crate::sensitive::Secret,
}

/// A change of an account's own line.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ChangeUserRequest {
    /// The account.
    pub user_id: UserId,
    /// Name as it signs.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Post and grade.
    pub post: String,
    /// Professional registration.
    pub registration: String,
}

/// Asked of one account.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct AccountRequest {
    /// The account.
    pub user_id: UserId,
}
