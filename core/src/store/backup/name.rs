//! What a backup's file is called: whose it is, when it was made, and why, so that a folder can be read without opening
//! anything, and so that nothing of anybody else's is ever thinned.

use crate::ids::RegisterId;
use chrono::{DateTime, NaiveDateTime, Utc};

/// The end of a whole, checked backup's name.
pub const SUFFIX: &str = ".backup";

/// What a name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The beginning of the register's id, so that backups of several registers may share a folder.
    pub register: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The record in it had faults when it was made: kept, never offered first.
    pub faulty: bool,
    /// It was made before the register was brought to this format.
    pub before_format: Option<u32>,
}

/// How much of the register's id stands in a name.
pub fn tag(register: RegisterId) -> String {
    register.to_string().chars().take(8).collect()
}

impl Name {
    /// The name of a file.
    pub fn file(&self) -> String {
        let mut name = format!(
            "casebook-{}-{}",
            self.register,
            self.at.format("%Y%m%dT%H%M%SZ")
        );
        if let Some(format) = self.before_format {
            name.push_str(&format!("-before-format-{format}"));
        }
        if self.faulty {
            name.push_str("-faulty");
        }
        name.push_str(SUFFIX);
        name
    }

    /// Reads a name; `None` for what is no backup of ours.
    pub fn read(file: &str) -> Option<Self> {
        let rest = file.strip_prefix("casebook-")?.strip_suffix(SUFFIX)?;
        let (register, rest) = rest.split_once('-')?;
        let (at, rest) = match rest.split_once('-') {
            Some((at, rest)) => (at, Some(rest)),
            None => (rest, None),
        };
        let at = NaiveDateTime::parse_from_str(at, "%Y%m%dT%H%M%SZ").ok()?;
        let (before, faulty) = match rest {
            None => (None, false),
            Some("faulty") => (None, true),
            Some(rest) => match rest.strip_suffix("-faulty") {
                Some(rest) => (Some(rest), true),
                None => (Some(rest), false),
            },
        };
        let before_format = match before {
            None => None,
            Some(text) => Some(text.strip_prefix("before-format-")?.parse().ok()?),
        };
        let name = Self {
            register: register.to_owned(),
            at: at.and_utc(),
            faulty,
            before_format,
        };
        // Only what this program would have written itself.
        (name.file() == file && register.len() == 8).then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    #[test]
    fn a_name_reads_back_and_what_is_not_ours_does_not() {
        let at = Utc.with_ymd_and_hms(2026, 11, 26, 6, 43, 9).unwrap();
        for faulty in [false, true] {
            for before_format in [None, Some(9)] {
                let name = Name {
                    register: "0f3c9a11".into(),
                    at,
                    faulty,
                    before_format,
                };
                assert_eq!(Name::read(&name.file()), Some(name));
            }
        }
        for other in [
            "casebook-0f3c9a11-20261126T064309Z.backup.unchecked",
            "casebook-0f3c9a11-20261126T064309Z-copy.backup",
            "casebook-0f3c9a11-20261326T064309Z.backup",
            "casebook-20261126T064309Z.backup",
            "monday.backup",
            "casebook-0f3c9a11-20261126T064309Z-before-format-.backup",
        ] {
            assert_eq!(Name::read(other), None, "{other}");
        }
    }
}
