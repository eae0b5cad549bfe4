//! The record: an append-only journal of revisions and attestations, and the one way anything is written.
//!
//! Knows no noun: what a body says and which lists it feeds comes in through [`Body`] and [`Kind`].

pub mod audit;
pub mod drafts;
pub mod entry;
pub mod fingerprint;
mod index;
pub mod journal;
pub mod read;
pub mod rebuild;
pub mod verify;
mod views;
pub mod write;

pub use index::Searched;
pub use read::{Revision, Standing};
pub use views::{
    DraftSaved, DraftView, EarlierView, Fault, SaveDraftRequest, TimelineRow, VerifyRequest,
    VerifyView,
};
pub use write::{Subject, WriteTx};

use crate::error::{Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What a record says: stored as canonical JSON, one type for each kind of record.
pub trait Body: Serialize + DeserializeOwned {
    /// The kind's stable name: `formulation`.
    const KIND: &'static str;
    /// The schema's version; older ones are upcast when read.
    const SCHEMA: u32;
}

/// A kind of record, as the journal and the projections need to know it.
pub struct Kind {
    /// The stable name.
    pub name: &'static str,
    /// The newest schema that this program knows.
    pub schema: u32,
    /// What a list calls it: `Formulation`.
    pub title: &'static str,
    /// Brings the noun's projections up to a revision that has just become current.
    pub project: fn(&rusqlite::Connection, &Revision) -> Result<()>,
    /// What of a revision can be searched; absent for a kind that is not.
    pub texts: fn(&Revision) -> Result<Option<Searched>>,
}

/// Every kind that this program knows.
pub type Kinds = &'static [Kind];

/// `formulation@1`
pub fn kind_at(name: &str, schema: u32) -> String {
    format!("{name}@{schema}")
}

/// The name and schema in `formulation@1`.
pub fn split_kind(kind: &str) -> Option<(&str, u32)> {
    let (name, schema) = kind.split_once('@')?;
    Some((name, schema.parse().ok()?))
}

/// Canonical JSON: keys sorted, no blanks, no floating-point numbers, so that equal content has equal bytes.
pub fn canonical<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    fn whole(value: &serde_json::Value) -> bool {
        match value {
            serde_json::Value::Number(n) => !n.is_f64(),
            serde_json::Value::Array(items) => items.iter().all(whole),
            serde_json::Value::Object(fields) => fields.values().all(whole),
            _ => true,
        }
    }
    let refused = || Error::Refused {
        rule: "canonical-json",
        message: "This cannot be stored: the record holds whole numbers and text only.".into(),
    };
    let value = serde_json::to_value(value).map_err(|_| refused())?;
    if !whole(&value) {
        return Err(refused());
    }
    serde_json::to_vec(&value).map_err(|_| refused())
}

/// Reads a body. Errors: `Damaged` when it does not fit its kind.
pub fn read_body<B: Body>(bytes: &[u8]) -> Result<B> {
    serde_json::from_slice(bytes).map_err(|_| Error::Damaged {
        what: format!("a record of the kind {}", B::KIND),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_json_sorts_keys_and_refuses_fractions() {
        let value = serde_json::json!({ "b": 1, "a": ["x", { "d": 2, "c": null }] });
        assert_eq!(
            canonical(&value).unwrap(),
            br#"{"a":["x",{"c":null,"d":2}],"b":1}"#
        );
        assert!(canonical(&serde_json::json!({ "a": [1.5] })).is_err());
    }
}
