//! Sittings: a patient fills in questionnaires on this device. The device is handed over, answers are kept one by one,
//! the device is taken back with a secret, and what was answered goes into the record as measures.
//!
//! Until then a sitting is a draft of the clinician who handed the device over: a kill or a flat battery costs no answer.

pub mod api;
pub mod hand_over;
pub mod rules;
pub mod store;
mod whose;

pub use hand_over::HandOver;

use crate::friends_and_family::FriendsAndFamilyQuestion;
use crate::ids::{CaseId, DraftId, RecordId, RevisionId};
use crate::instruments::Sheet;
use crate::measures::SafetyOutcome;
use crate::preferences::Theme;
use crate::sensitive::Secret;
use crate::users::SessionView;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the draft of a sitting is kept under.
pub const DRAFT: &str = "sitting";

/// One questionnaire of a sitting as its draft keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SittingSheet {
    /// The instrument: `core-10`.
    pub instrument: String,
    /// Its version when the device was handed over.
    pub version: String,
    /// The trust's wording that is shown, by its revision; absent for wording that the program carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<RevisionId>,
    /// The value set from which it has an index, by its revision; absent for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_set: Option<RevisionId>,
    /// The options as chosen.
    pub answers: Sheet,
    /// Items that the patient chose not to answer.
    pub left_out: Vec<String>,
    /// Items that the patient said do not apply.
    pub not_applicable: Vec<String>,
}

/// A sitting as its draft keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sitting {
    /// The questionnaires in order.
    pub sheets: Vec<SittingSheet>,
    /// The day of the last answer; the day of the hand-over before there is one.
    pub answered_on: NaiveDate,
    /// The patient has said that this is all.
    pub finished: bool,
}

crate::words!(
    /// What a patient does with an item.
    Reply {
        /// Chooses an option.
        Chosen = "chosen", "Answered";
        /// Would rather not answer.
        LeftOut = "left-out", "Left out";
        /// Says that it does not apply.
        NotApplicable = "not-applicable", "Does not apply";
    }
);

crate::words!(
    /// With which secret the device is taken back.
    TakeBackBy {
        /// A passphrase: of whoever handed it over, or of a colleague.
        Passphrase = "passphrase", "Passphrase";
        /// The PIN that was set for this hand-over.
        Pin = "pin", "PIN";
    }
);

/// A questionnaire that could be handed over.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SittingChoice {
    /// The instrument.
    pub id: String,
    /// `CORE-10`
    pub title: String,
    /// In full.
    pub full_title: String,
    /// Why it can't be handed over; empty where it can.
    pub why_not: String,
}

/// Answers on this device that are not in the record yet.
#[derive(Clone, Debug, Serialize, TS)]
pub struct WaitingSittingView {
    /// The draft.
    pub draft_id: DraftId,
    /// `Halina’s questionnaires: 7 of 19 answered, not recorded yet`
    pub says: String,
    /// `PHQ-9 and GAD-7`
    pub titles: String,
    /// When the last answer was kept: `20-Nov-2026 14:02`.
    pub saved: String,
    /// The patient has said that this is all.
    pub finished: bool,
    /// Something was answered, so that there is something to record.
    pub recordable: bool,
}

/// What can be handed over to the patient of a case, and what waits.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CaseSittingsView {
    /// The case.
    pub case_id: CaseId,
    /// What may be handed over.
    pub choices: Vec<SittingChoice>,
    /// Answers of this user's last hand-over that are not recorded yet.
    pub waiting: Option<WaitingSittingView>,
    /// Answers that wait for somebody else and concern this user.
    pub others: Vec<OthersSittingView>,
}

/// Answers on this device that wait for somebody else: how many, and no more than that.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OthersSittingView {
    /// The draft.
    pub draft_id: DraftId,
    /// Who handed the device over: `Dr A. Okafor`.
    pub of: String,
    /// `PHQ-9 and GAD-7: 7 of 16 answered, answers about safety among them`
    pub says: String,
    /// When the last answer was kept: `20-Nov-2026 14:02`.
    pub saved: String,
    /// Answers about safety are among them.
    pub about_safety: bool,
}

/// Asked when answers that wait are recorded as far as they go.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RecordSittingRequest {
    /// The case.
    pub case_id: CaseId,
    /// Those that wait for somebody else; one's own without.
    pub draft_id: Option<DraftId>,
}

/// Asked when the device is handed over.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct HandOverRequest {
    /// The case.
    pub case_id: CaseId,
    /// The questionnaires in order; none goes on with the answers that wait.
    pub instruments: Vec<String>,
    /// Name and date of birth were checked with the patient.
    pub identity_checked: bool,
    /// A PIN for this hand-over, 4 to 8 digits; empty for none.
    pub pin: Secret,
    /// Ask the Friends and Family Test after the questionnaires.
    pub friends_and_family: bool,
}

/// A patient's answer to one item.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AnswerItemRequest {
    /// The instrument.
    pub instrument: String,
    /// The item: `q3`.
    pub item: String,
    /// What the patient does with it.
    pub reply: Reply,
    /// Which option, the first being 0; with `chosen` only.
    pub option: Option<u32>,
}

/// The secret that ends the hand-over.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct TakeBackRequest {
    /// Which secret it is.
    pub by: TakeBackBy,
    /// Whose passphrase, as typed: the patient is shown no list of names. Empty for whoever handed the device over.
    pub name: String,
    /// As typed.
    pub secret: Secret,
}

/// An item as the patient sees it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SittingItemView {
    /// `q1`
    pub id: String,
    /// 1 for the first.
    pub number: u32,
    /// The wording.
    pub text: String,
    /// The options as printed; none where the answer is a number.
    pub options: Vec<String>,
    /// The answer is a whole number from 0 to this one; absent for an item with options.
    pub number_to: Option<u32>,
    /// It does not apply to everybody.
    pub may_not_apply: bool,
    /// What the patient has done with it; absent while nothing.
    pub reply: Option<Reply>,
    /// The option that was chosen, the first being 0, or the number.
    pub option: Option<u32>,
}

/// A questionnaire as the patient sees it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SittingSheetView {
    /// The instrument.
    pub instrument: String,
    /// `PHQ-9`
    pub title: String,
    /// In full.
    pub full_title: String,
    /// What comes before the items; may be empty.
    pub preamble: String,
    /// What it asks about: `the last two weeks`.
    pub period: String,
    /// Whose wording it is.
    pub credit: String,
    /// The items in order.
    pub items: Vec<SittingItemView>,
}

/// Where in a sitting: both counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SittingPlace {
    /// Which questionnaire.
    pub sheet: u32,
    /// Which of its items.
    pub item: u32,
}

/// All that the window shows a patient. No score, no other name but the patient's own and whom to hand the device back to.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SittingView {
    /// How the patient is called.
    pub given_name: String,
    /// Whom the device is handed back to: `Dr A. Okafor`.
    pub hand_back_to: String,
    /// The questionnaires in order.
    pub sheets: Vec<SittingSheetView>,
    /// The first item without an answer; absent when the end is reached.
    pub resume: Option<SittingPlace>,
    /// The patient has said that this is all.
    pub finished: bool,
    /// The PIN of this hand-over is still taken.
    pub pin: bool,
    /// The Friends and Family Test, where it is offered: after the end, until it is answered.
    pub friends_and_family: Option<FriendsAndFamilyQuestion>,
    /// Light, dark, or as the system says.
    pub theme: Theme,
    /// Size of text in percent.
    pub text_percent: u32,
}

/// What came of a sitting.
#[derive(Clone, Debug, Serialize, TS)]
pub struct HandedBackView {
    /// The case.
    pub case_id: CaseId,
    /// The measures that went into the record.
    pub recorded: Vec<RecordId>,
    /// Questionnaires without a single answer, which are not recorded: `GAD-7`.
    pub without_answers: Vec<String>,
    /// What waits to be recorded, given back or discarded.
    pub waiting: Option<WaitingSittingView>,
    /// Why finished questionnaires could not be recorded; empty where they were, or where there was nothing to record.
    pub problem: String,
}

/// The device is back with staff.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TakenBackView {
    /// The session goes on.
    pub session: SessionView,
    /// What came of it.
    pub handed_back: HandedBackView,
}

/// What was done about the answers about safety of a sitting, all at once.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RespondToSittingRequest {
    /// The case.
    pub case_id: CaseId,
    /// The measures of the sitting with such answers.
    pub measure_ids: Vec<RecordId>,
    /// What came of it.
    pub outcome: SafetyOutcome,
    /// In words; required unless every answer is that of the time before and nothing has changed.
    pub note: String,
}
