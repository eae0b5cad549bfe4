//! The Friends and Family Test: one question about the service, anonymous, by the wording of April 2020.
//!
//! An answer belongs to nobody: it stands outside the journal, beside no patient, case or account, and knows no time finer
//! than its month. What is shown is chosen so that no answer can be told from two showings (`rules`).

pub mod api;
mod month;
pub mod rules;
pub(crate) mod store;
pub mod table;
mod wording;

pub use month::Month;
pub use wording::{Wording, WordingOption, wording};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::words!(
    /// How the experience of the service was. What is shown for each is in `assets/lists/friends-and-family.toml`.
    Experience {
        /// Very good.
        VeryGood = "very-good", "Very good";
        /// Good.
        Good = "good", "Good";
        /// Neither.
        Neither = "neither", "Neither good nor poor";
        /// Poor.
        Poor = "poor", "Poor";
        /// Very poor.
        VeryPoor = "very-poor", "Very poor";
        /// Does not know.
        DontKnow = "dont-know", "Don’t know";
    }
);

/// One answer as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    /// How it was.
    pub experience: Experience,
    /// Why, in the person's own words; may be empty.
    pub why: String,
    /// What could have been better; may be empty.
    pub better: String,
}

/// An answer as it was typed or tapped.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FriendsAndFamilyForm {
    /// How it was; absent while nothing is chosen.
    pub experience: Option<Experience>,
    /// Why; may be empty.
    #[serde(default)]
    pub why: String,
    /// What could have been better; may be empty.
    #[serde(default)]
    pub better: String,
}

/// One possible answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FriendsAndFamilyOption {
    /// The stored word.
    pub experience: Experience,
    /// As it is asked.
    pub label: String,
}

/// The question as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FriendsAndFamilyQuestion {
    /// The question.
    pub question: String,
    /// The possible answers in order.
    pub options: Vec<FriendsAndFamilyOption>,
    /// The first question in words.
    pub why: String,
    /// The second question in words.
    pub better: String,
}

/// Which months are asked for.
#[derive(Clone, Debug, Default, Deserialize, TS)]
pub struct FriendsAndFamilyRequest {
    /// The first month, `2026-04` or `April 2026`; empty for eleven months before the last.
    pub from: String,
    /// The last month; empty for the newest whose results are shown.
    pub to: String,
}

/// Answers from paper cards of one month.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AddFriendsAndFamilyCardsRequest {
    /// The month in which the cards were filled in: `2026-10`.
    pub month: String,
    /// The cards.
    pub cards: Vec<FriendsAndFamilyForm>,
}

/// Cards were added.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FriendsAndFamilyCardsView {
    /// How many.
    pub added: u32,
    /// `3 answers added to November 2026. Its results are shown from 11-Dec-2026.`
    pub says: String,
}

/// A line of results: a month, the months of a quarter that are shown together, or all that is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FriendsAndFamilyRow {
    /// `October 2026`, `April and June 2026 together`
    pub title: String,
    /// Its months: `2026-10`.
    pub months: Vec<String>,
    /// It has enough answers to be shown; without, the figures are 0.
    pub shown: bool,
    /// How many answers.
    pub responses: u32,
    /// How many of each, in the order of the options.
    pub counts: Vec<u32>,
    /// Percent that said very good or good, of all answers.
    pub positive: u32,
    /// Percent that said poor or very poor, of all answers.
    pub negative: u32,
    /// Why it is not shown; empty where it is.
    pub why_not: String,
}

/// A month to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FriendsAndFamilyMonth {
    /// `2026-10`
    pub month: String,
    /// `October 2026`
    pub label: String,
    /// How many cards of it have to be added at a time.
    pub at_least: u32,
}

/// The results of some months.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FriendsAndFamilyView {
    /// The first month: `2025-11`.
    pub from: String,
    /// The last.
    pub to: String,
    /// The question as it is asked.
    pub asked: FriendsAndFamilyQuestion,
    /// The months, oldest first.
    pub rows: Vec<FriendsAndFamilyRow>,
    /// All that is shown; absent where fewer than two lines are.
    pub total: Option<FriendsAndFamilyRow>,
    /// Answers to the first question in words, of the months that are shown, in the order of the alphabet.
    pub why: Vec<String>,
    /// Answers to the second.
    pub better: Vec<String>,
    /// Months whose results can be asked for, newest first.
    pub months: Vec<FriendsAndFamilyMonth>,
    /// Months to which cards can be added, newest first.
    pub card_months: Vec<FriendsAndFamilyMonth>,
    /// `Results of November 2026 are shown from 11-Dec-2026.`
    pub next: String,
    /// What of the wording or the counting nobody has confirmed.
    pub unconfirmed: Vec<String>,
    /// Where the wording is from.
    pub source: String,
}
