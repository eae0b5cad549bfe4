//! What a trust loads of its own for measures: licensed wording, values of change, value sets and keys. Each is a file in
//! one documented format (`docs/trust-data.md`), checked when it is loaded, kept in the journal as it was, revised by the
//! next one and withdrawn again. A sheet names the revisions that it was shown with and scored by.

pub mod api;
pub mod catalogue;
pub mod reading;
mod scales;
pub mod store;
mod table;

pub use catalogue::Catalogue;

use crate::ids::RecordId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::words!(
    /// What a file of the trust brings.
    TrustDataKind {
        /// Licensed wording for an instrument that is otherwise numbers only.
        Wording = "wording", "Licensed wording";
        /// From when a change is more than chance, and where the clinical line is.
        ChangeValues = "change-values", "Values of change";
        /// Which index a profile has.
        ValueSet = "value-set", "Value set";
        /// Which items make which scales.
        Key = "key", "Key";
    }
);

/// What a file of the trust says of itself, with the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustData {
    /// What it brings.
    pub kind: TrustDataKind,
    /// For which instrument.
    pub instrument: String,
    /// For which version of it; of a key, its own.
    pub version: String,
    /// What it is called.
    pub name: String,
    /// Where it was taken from.
    pub source: String,
    /// Who holds the licence; empty where none is needed.
    pub licence_holder: String,
    /// Under which reference; empty where none is needed.
    pub licence_reference: String,
    /// The file exactly as it was loaded.
    pub file: String,
}

impl crate::record::Body for TrustData {
    const KIND: &'static str = "trust-data";
    const SCHEMA: u32 = 1;
}

/// Asked when a file is checked or loaded.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct LoadTrustDataRequest {
    /// The file.
    pub text: String,
}

/// Asked when a file of the trust is taken out of use.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct WithdrawTrustDataRequest {
    /// The record.
    pub record_id: RecordId,
    /// Why; required.
    pub reason: String,
}

/// What a file would bring, before it is loaded.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TrustDataCheckView {
    /// `Licensed wording for WSAS`
    pub says: String,
    /// What it is called.
    pub name: String,
    /// Where it was taken from.
    pub source: String,
    /// Who holds the licence, and under which reference; empty where none is needed.
    pub licence: String,
    /// What it brings, a line each.
    pub details: Vec<String>,
    /// What of the same it takes the place of; empty where there is none.
    pub replaces: String,
}

/// A file of the trust.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TrustDataRow {
    /// The record.
    pub id: RecordId,
    /// What it brings.
    pub kind: TrustDataKind,
    /// `Licensed wording for WSAS`
    pub says: String,
    /// `wsas`
    pub instrument: String,
    /// `v1`, or the version that a key is.
    pub version: String,
    /// What it is called.
    pub name: String,
    /// Where it was taken from.
    pub source: String,
    /// Who holds the licence, and under which reference; empty where none is needed.
    pub licence: String,
    /// What it brings, a line each.
    pub details: Vec<String>,
    /// Who loaded it and when.
    pub loaded: String,
    /// The files that it took the place of, oldest first.
    pub earlier: Vec<String>,
    /// Who took it out of use, when and why; empty while it is in use.
    pub withdrawn: String,
    /// Why it is not used although it is not withdrawn; empty where it is used.
    pub problem: String,
}

/// From when a change of a scale is taken to be more than chance.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ChangeValueRow {
    /// `CORE-10, Total`
    pub scale: String,
    /// `5.66`
    pub least: String,
    /// `90 %`; empty where the source does not say it.
    pub level: String,
    /// `11`; empty where there is none.
    pub cut_off: String,
    /// The sample that they come from, and where it is written; after the name that the trust gave its own.
    pub values: String,
    /// The trust has set them.
    pub set_by_trust: bool,
}

/// What the trust has loaded.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TrustDataView {
    /// What is in use, then what was withdrawn, newest first.
    pub rows: Vec<TrustDataRow>,
    /// From when a change is taken to be more than chance, with the trust's values in place.
    pub change_values: Vec<ChangeValueRow>,
    /// Instruments that are numbers only unless the trust loads their wording.
    pub without_wording: Vec<String>,
    /// Whether this account may load and withdraw.
    pub may_change: bool,
}
