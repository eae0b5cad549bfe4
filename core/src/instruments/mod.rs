//! Instruments: questionnaires as data in `assets/instruments/<id>/`, and the one arithmetic that scores them all. Pure:
//! no database, no clock. What a patient answered on a day is a measure, in `measures`.

pub mod catalogue;
pub mod change;
mod check;
pub mod definition;
pub mod scoring;
pub mod value_set;

pub use check::did_you_mean;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// The version of the arithmetic: kept with every score, so that an old score is never silently computed anew.
pub const ENGINE: u32 = 1;

/// One answer sheet: for each item the position of the option that was chosen, as printed, the first being 0; for an item
/// that asks for a number, such as a visual analogue scale, the number itself. An unanswered item is absent.
pub type Sheet = BTreeMap<String, u32>;

/// How much of an instrument may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Licence {
    /// The wording is in the program, exactly as published.
    FullText,
    /// Item numbers and neutral tags: the user holds a licensed copy.
    ScoreOnly,
}

/// Whether a blank sheet with the wording may be printed for people to fill in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// The terms allow it plainly.
    pub allowed: bool,
    /// By which terms, or what is missing: half a sentence.
    pub because: String,
}

/// An option of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OptionView {
    /// The words, or the number alone where the wording may not be shown.
    pub label: String,
    /// What it counts, after reversal; absent for one that says that no rating was made.
    pub counts: Option<u32>,
}

/// An item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ItemView {
    /// `q1`
    pub id: String,
    /// 1 for the first.
    pub number: u32,
    /// The wording, or a neutral tag.
    pub text: String,
    /// The options as printed; none where the answer is a number or stands in words.
    pub options: Vec<OptionView>,
    /// The answer is a whole number from 0 to this one, and is kept as that number; absent for an item with options.
    pub number_to: Option<u32>,
    /// The answer is a text.
    pub in_words: bool,
    /// Counted the other way round.
    pub reversed: bool,
    /// Does not apply to everybody: why; empty for an item that everybody answers.
    pub not_applicable: String,
    /// Asked, but not counted.
    pub unscored: bool,
    /// An answer other than the first opens the question what was done about it.
    pub about_safety: bool,
}

/// An instrument as a form needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InstrumentView {
    /// `core-10`
    pub id: String,
    /// `v1`
    pub version: String,
    /// `CORE-10`
    pub title: String,
    /// `Clinical Outcomes in Routine Evaluation, 10 items`
    pub full_title: String,
    /// What comes before the items, exactly as published; may be empty.
    pub preamble: String,
    /// What it asks about: `the last two weeks`.
    pub period: String,
    /// How much may be shown.
    pub licence: Licence,
    /// A blank sheet may be printed.
    pub on_paper: bool,
    /// The owner's own line, shown wherever the wording or the score is.
    pub credit: String,
    /// The items in order.
    pub items: Vec<ItemView>,
    /// The missing-answer rule in words, with its source.
    pub missing_rule: String,
    /// Bands and cut-offs in words, with their source; may be empty.
    pub bands_source: String,
}

/// One score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScoreView {
    /// `total`
    pub scale: String,
    /// `Total`
    pub label: String,
    /// `12`, `16.47`, or the profile `11232`; empty where the missing rule forbids a score.
    pub value: String,
    /// The same in hundredths, for charts and comparison; absent where there is none, and for a profile.
    pub hundredths: Option<i32>,
    /// Lowest possible, for the items that apply and are rated.
    pub min: u32,
    /// Highest possible, for the items that apply and are rated; 0 for a profile, which has no range.
    pub max: u32,
    /// The instrument's own word for it; empty for none.
    pub band: String,
    /// Why there is no score; empty where there is one.
    pub reason: String,
    /// The sum written out: `1 + 2 + 0 + … = 12`, with reversal and missing answers named.
    pub arithmetic: String,
}

/// A sheet with its scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScoredView {
    /// `core-10`
    pub instrument: String,
    /// `v1`
    pub version: String,
    /// Every scale.
    pub scores: Vec<ScoreView>,
    /// Items that apply and are not answered.
    pub missing: u32,
    /// Items about safety whose answer is not the first.
    pub flags: Vec<String>,
}
