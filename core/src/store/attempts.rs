//! Wrong tries, kept in a file so that the growing wait outlives a restart.
//!
//! Whoever can write the folder can delete this file; the wait slows a person at the keyboard, the derivation slows
//! a thief of the disk. The count reaches the audit at the next unlock.

use super::files;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The tries since the last unlock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// How many were wrong.
    pub wrong: u32,
    /// When the last one was, in milliseconds since 1970; 0 for never.
    pub last_at: i64,
}

impl Attempts {
    /// Reads the file; a missing or unreadable one counts as none.
    pub fn read(path: &Path) -> Result<Self> {
        Ok(files::read(path)?
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default())
    }

    fn write(&self, path: &Path) -> Result<()> {
        let bytes = serde_json::to_vec(self).map_err(|_| Error::Io {
            doing: "counting the tries",
            path: String::new(),
        })?;
        files::replace(path, &bytes)
    }

    /// Seconds until the next try is looked at: none for the first two slips, then 1, 2, 4 … 60.
    /// A clock set back does not shorten the wait below that and does not lengthen it beyond 60 s.
    pub fn wait_seconds(&self, now: DateTime<Utc>) -> u32 {
        if self.wrong < 3 {
            return 0;
        }
        let delay = 1i64
            .checked_shl((self.wrong - 3).min(6))
            .unwrap_or(64)
            .min(60);
        // Whatever the file says: somebody else may have written it.
        let since = now.timestamp_millis().saturating_sub(self.last_at) / 1000;
        u32::try_from((delay - since.max(0)).clamp(0, 60)).unwrap_or(60)
    }

    /// What a try came to: one that found nothing is counted, and said in the words of who asked.
    pub fn counted<T>(
        &self,
        found: Result<T>,
        path: &Path,
        now: DateTime<Utc>,
        wrong: impl FnOnce() -> Error,
    ) -> Result<T> {
        if matches!(found, Err(Error::WrongPassphrase)) {
            self.clone().add(path, now)?;
            return Err(wrong());
        }
        found
    }

    /// One more wrong try.
    pub fn add(mut self, path: &Path, now: DateTime<Utc>) -> Result<Self> {
        self.wrong = self.wrong.saturating_add(1);
        self.last_at = now.timestamp_millis();
        self.write(path)?;
        Ok(self)
    }

    /// The right passphrase came: forget the tries.
    pub fn clear(path: &Path) -> Result<()> {
        match std::fs::remove_file(path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::Io {
                doing: "clearing the tries",
                path: path.display().to_string(),
            }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn the_wait_grows_to_a_minute_and_survives_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("attempts");
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let mut waits = Vec::new();
        for _ in 0..11 {
            let read = Attempts::read(&path).unwrap();
            read.add(&path, now).unwrap();
            waits.push(Attempts::read(&path).unwrap().wait_seconds(now));
        }
        assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        let read = Attempts::read(&path).unwrap();
        assert_eq!(read.wait_seconds(now + TimeDelta::seconds(59)), 1);
        assert_eq!(read.wait_seconds(now + TimeDelta::seconds(60)), 0);
        assert_eq!(read.wait_seconds(now - TimeDelta::days(3650)), 60);
        for (last_at, wait) in [(i64::MIN, 0), (i64::MAX, 60)] {
            let forged = Attempts { wrong: 11, last_at };
            assert_eq!(forged.wait_seconds(now), wait);
        }
        Attempts::clear(&path).unwrap();
        assert_eq!(Attempts::read(&path).unwrap(), Attempts::default());
    }
}
