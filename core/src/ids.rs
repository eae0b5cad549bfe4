//! Identifiers: random, opaque, never rewritten and never used for ordering.

use crate::error::{Error, FieldError};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Fills a fresh array from the operating system's random source.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0u8; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// Fills what is there already: a secret is never anywhere else.
pub(crate) fn fill(bytes: &mut [u8]) -> Result<(), Error> {
    getrandom::fill(bytes).map_err(|_| Error::Io {
        doing: "asking the system for random numbers",
        path: String::new(),
    })
}

macro_rules! opaque {
    ($(#[$doc:meta])* $name:ident, $bytes:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// The identifier with exactly these bytes.
            pub const fn from_bytes(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }

            /// The bytes as they are stored.
            pub const fn as_bytes(&self) -> &[u8; $bytes] {
                &self.0
            }

            /// Reads the lower-case hexadecimal form. Errors: `Invalid` naming `field`.
            pub fn parse(text: &str, field: &str) -> Result<Self, Error> {
                data_encoding::HEXLOWER
                    .decode(text.as_bytes())
                    .ok()
                    .and_then(|b| <[u8; $bytes]>::try_from(b.as_slice()).ok())
                    .map(Self)
                    .ok_or_else(|| {
                        Error::Invalid(vec![FieldError::new(
                            field,
                            "id",
                            "This does not identify anything in the register.",
                        )])
                    })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                Self::parse(&text, "id").map_err(serde::de::Error::custom)
            }
        }

        impl rusqlite::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                Ok(rusqlite::types::ToSqlOutput::from(self.0.as_slice()))
            }
        }

        impl rusqlite::types::FromSql for $name {
            fn column_result(
                value: rusqlite::types::ValueRef<'_>,
            ) -> rusqlite::types::FromSqlResult<Self> {
                let blob = value.as_blob()?;
                <[u8; $bytes]>::try_from(blob).map(Self).map_err(|_| {
                    rusqlite::types::FromSqlError::InvalidBlobSize {
                        expected_size: $bytes,
                        blob_size: blob.len(),
                    }
                })
            }
        }

        impl ts_rs::TS for $name {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;
            fn name(_: &ts_rs::Config) -> String {
                stringify!($name).to_owned()
            }
            fn inline(_: &ts_rs::Config) -> String {
                "string".to_owned()
            }
            fn decl(_: &ts_rs::Config) -> String {
                format!("type {} = string;", stringify!($name))
            }
            fn decl_concrete(cfg: &ts_rs::Config) -> String {
                Self::decl(cfg)
            }
        }
    };
}

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        opaque!($(#[$doc])* $name, 16);
        impl $name {
            /// A new identifier from the system's random source.
            pub fn random() -> Result<Self, Error> {
                random::<16>().map(Self)
            }
        }
    };
}

random_id!(
    /// One patient. A merge links two of these; neither is rewritten.
    PatientId
);
random_id!(
    /// One case: one referral of one patient and what follows from it.
    CaseId
);
random_id!(
    /// One record: a thing that has revisions.
    RecordId
);
random_id!(
    /// One account.
    UserId
);
random_id!(
    /// One installation of one register: the writer of one chain of the journal.
    ChainId
);
random_id!(
    /// One register, the same on every installation of it.
    RegisterId
);
random_id!(
    /// One draft: what a form holds before it is in the record.
    DraftId
);
opaque!(
    /// One revision: the hash of its journal entry.
    RevisionId,
    32
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_own_text() {
        let id = PatientId::random().unwrap();
        assert_eq!(PatientId::parse(&id.to_string(), "patient").unwrap(), id);
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<PatientId>(&json).unwrap(), id);
    }

    #[test]
    fn a_wrong_id_is_refused_with_the_name_of_its_field() {
        let error = PatientId::parse("zz", "patient").unwrap_err();
        assert!(matches!(error, Error::Invalid(f) if f[0].field == "patient"));
    }
}
