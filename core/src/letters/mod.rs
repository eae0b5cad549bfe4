//! Letters: gathered from the record, edited by a clinician, signed, kept exactly as sent.
//!
//! `gather` (reads the record) → `facts` (all a letter may say) → `compose` (the template filled) → the letter's content, edited on
//! screen → `document` (the [`model::Letter`] that is laid out) → [`text`] (glyphs) → [`layout`] (pages) →
//! [`pdf`] (bytes) → [`check`] (reads the bytes back). Each is plain data that a test can read; of these only
//! `gather`, `store` and `api` know the database, and none knows the clock.

pub mod api;
pub mod check;
pub mod compose;
pub mod document;
mod drafting;
pub mod engine;
pub mod facts;
pub mod figures;
mod gather;
pub mod layout;
pub mod model;
pub mod pdf;
pub mod plain;
pub mod review;
pub mod sheet;
pub mod store;
pub mod template;
pub mod text;

pub use engine::{LetterError, MissingCharacter, Rendered, render};
pub use model::{Block, blocks_from_text};

use crate::ids::{CaseId, RecordId, RevisionId};
use crate::submissions::SubmissionView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whom a letter goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct Recipient {
    /// `Dr S. Rahman`, or the practice when no GP is named.
    pub name: String,
    /// Practice or organisation.
    pub organisation: String,
    /// Address, a line each, as one text.
    pub address: String,
}

/// A table or a chart that stands under a section's text. It is drawn from the record, not typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SectionFigure {
    /// Which: `medicines`, `measures`.
    pub id: String,
    /// On screen: `Table of medicines`.
    pub label: String,
    /// Printed.
    pub included: bool,
}

/// One section of a letter as the clinician edits it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LetterSection {
    /// The section in the template: `clinical-summary`.
    pub id: String,
    /// Its heading on paper.
    pub heading: String,
    /// The text. A blank line starts a paragraph; lines that start with `- ` are bullets. Printed exactly.
    pub text: String,
    /// The text as it was composed from the record, to show what has been edited and to put it back.
    pub composed: String,
    /// Must be printed even when empty, with a plain statement that nothing is recorded.
    pub mandatory: bool,
    /// Printed. A section that is not mandatory and empty is left out by itself.
    pub included: bool,
    /// What belongs here: shown under the heading on screen, never printed.
    pub hint: String,
    /// Tables and charts under the text; since schema 2.
    #[serde(default)]
    pub figures: Vec<SectionFigure>,
}

/// A letter's content: what is edited, kept as a draft, and frozen by signing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LetterContent {
    /// `gp`, `host-entry`, `safety-plan`, `pathway-review`
    pub kind: String,
    /// Version of the template that it was composed with.
    pub template_version: u32,
    /// Date on the letter, `YYYY-MM-DD`.
    pub dated_on: String,
    /// Whom it goes to.
    pub recipient: Recipient,
    /// The sections in order.
    pub sections: Vec<LetterSection>,
    /// Who gets a copy, one a line.
    pub copies: Vec<String>,
    /// The record as it was gathered: a newer one is noticed before signing.
    pub composed_from: Vec<RevisionId>,
}

/// A signed letter as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedLetter {
    /// What it says.
    pub content: LetterContent,
    /// The revision that holds the PDF exactly as signed.
    pub pdf: RevisionId,
    /// SHA-256 of the PDF, hexadecimal.
    pub sha256: String,
    /// Number of pages.
    pub pages: u32,
    /// The same as plain text, for systems that take nothing else; since schema 2, empty before.
    #[serde(default)]
    pub text: String,
    /// The revision that holds the layout, for a second signature on the same pages; absent where none is wanted.
    #[serde(default)]
    pub layout: Option<RevisionId>,
}

impl crate::record::Body for SignedLetter {
    const KIND: &'static str = "letter";
    const SCHEMA: u32 = 2;
}

/// The pages of a letter with the second signature on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterCountersignature {
    /// The letter.
    pub letter: RecordId,
    /// The version that was countersigned.
    pub revision: RevisionId,
    /// The revision that holds the PDF.
    pub pdf: RevisionId,
    /// SHA-256 of the PDF, hexadecimal.
    pub sha256: String,
    /// Number of pages.
    pub pages: u32,
    /// The same as plain text.
    pub text: String,
}

impl crate::record::Body for LetterCountersignature {
    const KIND: &'static str = "letter-countersignature";
    const SCHEMA: u32 = 1;
}

crate::words!(
    /// How something left the team.
    SendingWay {
        /// By post.
        Post = "post", "Posted";
        /// By secure e-mail.
        Email = "email", "Sent by secure e-mail";
        /// Through the trust's own document system.
        DocumentSystem = "document-system", "Sent through the trust’s document system";
        /// Put into the notes of the ward or the practice.
        HostRecord = "host-record", "Filed in the host’s record";
        /// Given by hand.
        Handed = "handed", "Given by hand";
    }
);

/// Where a signed letter, entry or plan went: a record of its own, since the letter is frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterSending {
    /// The letter.
    pub letter: RecordId,
    /// How.
    pub way: SendingWay,
    /// Where to, or into which notes; may be empty where the recipient says it.
    pub place: String,
    /// The day.
    pub sent_on: chrono::NaiveDate,
    /// Who did it, where it was not the author of this entry; may be empty.
    pub by: String,
}

impl crate::record::Body for LetterSending {
    const KIND: &'static str = "letter-sending";
    const SCHEMA: u32 = 1;
}

/// Asked when something signed has left the team.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RecordSendingRequest {
    /// The letter.
    pub letter_id: RecordId,
    /// How.
    pub way: SendingWay,
    /// Where to; required for `host-record`.
    pub place: String,
    /// The day as typed; empty for today.
    pub sent_on: String,
    /// Who did it; empty for the account itself.
    pub by: String,
}

/// A signed letter as plain text, to be copied into another system.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LetterText {
    /// `Entry for the host record`
    pub title: String,
    /// Every line as printed, without the letterhead, the recipient and the copies.
    pub text: String,
}

/// Something that the record holds and the letter leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LeftOut {
    /// What: `Formulation, unsigned draft`.
    pub what: String,
    /// Why, in a plain phrase.
    pub why: String,
}

/// A letter that has been composed and may have been edited.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ComposedLetter {
    /// The case.
    pub case_id: CaseId,
    /// `Letter to the GP`
    pub title: String,
    /// The content, ready to edit.
    pub content: LetterContent,
    /// What the record holds and the letter leaves out.
    pub left_out: Vec<LeftOut>,
    /// The draft that was found; absent for a fresh one.
    pub draft: Option<crate::record::DraftView>,
    /// Headings of what was edited in the draft where the record says something else by now. What nobody edited has
    /// been taken from the record as it is.
    pub moved: Vec<String>,
    /// The returned letter that this one puts right; absent for a new letter.
    pub puts_right: Option<SubmissionView>,
}

/// One place that a letter went to.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SendingView {
    /// The record.
    pub id: RecordId,
    /// `Posted: Dr S. Rahman, 20-Nov-2026, recorded by …`
    pub says: String,
}

/// One row of a case's letters.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LetterRow {
    /// The record.
    pub id: RecordId,
    /// The case.
    pub case_id: CaseId,
    /// The signed revision.
    pub revision: RevisionId,
    /// `gp`, `host-entry`, `safety-plan`, `pathway-review`
    pub kind: String,
    /// `Letter to the GP`
    pub title: String,
    /// Whom it went to.
    pub recipient: String,
    /// `20-Nov-2026`
    pub dated_on: String,
    /// Who signed it and when.
    pub signed: String,
    /// Number of pages.
    pub pages: u32,
    /// SHA-256 of the PDF, hexadecimal.
    pub sha256: String,
    /// A copy was saved outside the register: when; empty for never.
    pub saved: String,
    /// Where it went last: `Posted: Dr S. Rahman, 20-Nov-2026, recorded by …`; empty while it is here only.
    pub sent: String,
    /// Every place that it went to, newest first.
    pub sendings: Vec<SendingView>,
    /// Withdrawn as entered in error: who, when, why; empty when in force.
    pub withdrawn: String,
    /// How it stands where a trainee submitted it; absent otherwise.
    pub submission: Option<SubmissionView>,
}
