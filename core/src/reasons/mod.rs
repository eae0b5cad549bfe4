//! The right to see: a case that is not on one's own list opens with a reason. The reason is kept in the audit, lasts until
//! the register is locked or somebody else goes on in it, and is asked again the next time.
//!
//! What is on one's own list is decided in one place ([`rules::is_own`]); that it is asked for whatever a case or the lists
//! of a patient's care say is the doing of [`door`], through which every noun's `api` goes instead of asking for the role
//! alone. Names, numbers and what waits stand in lists for the whole team.

pub mod api;
pub(crate) mod door;
mod rules;
pub(crate) mod store;

use crate::ids::CaseId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use door::{enter, enter_patient, enter_record};

crate::words!(
    /// Why somebody opens a case that is not on their own list.
    Why {
        /// A colleague is away.
        Covering = "covering", "Covering for a colleague";
        /// On duty or on call.
        OnDuty = "on-duty", "On duty or on call";
        /// Somebody who works on the case has asked.
        Opinion = "opinion", "Asked for an opinion";
        /// The patient or somebody close to them has asked.
        PatientAsked = "patient-asked", "The patient or family asked";
        /// Looking into how the case was dealt with.
        Review = "review", "Audit, complaint or incident";
        /// Anything else, in words.
        Other = "other", "Another reason";
    }
);

impl Why {
    /// The reason of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|why| why.word() == word)
    }
}

/// Why, as somebody gives it.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Reason {
    /// Which of the reasons.
    pub why: Why,
    /// In words, for `other`, at most 200 characters; empty for the rest. Stands in the audit: nothing about the patient.
    pub words: String,
}

/// A case, and why it is opened.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct OpenWithReasonRequest {
    /// The case.
    pub case_id: CaseId,
    /// Why.
    pub reason: Reason,
}

/// Who opened a case without having it on their list.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OutsideOpening {
    /// `20-Nov-2026 14:02`
    pub when: String,
    /// The name of the account.
    pub who: String,
    /// `On duty or on call`, `Another reason: …`
    pub why: String,
}

/// Does this register ask for a reason? As the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonRule {
    /// A reason is asked.
    pub asked: bool,
}

impl crate::record::Body for ReasonRule {
    const KIND: &'static str = "reason-rule";
    const SCHEMA: u32 = 1;
}

impl ReasonRule {
    /// As the audit says it.
    pub(crate) const fn told(&self) -> &'static str {
        match self.asked {
            true => "A reason is asked",
            false => "No reason is asked",
        }
    }
}

/// Whether a reason is asked, as settings show it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ReasonRuleView {
    /// A reason is asked before a case opens that is not on one's own list.
    pub asked: bool,
    /// Who chose that and when; empty as long as it is as it came.
    pub chosen: String,
}

/// Whether a reason is to be asked.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SetReasonRuleRequest {
    /// A reason is asked.
    pub asked: bool,
}
