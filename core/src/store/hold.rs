//! Who has the register open: one program at a time.
//!
//! The truth is the operating system's own lock on `register.lock`, which ends with the program that holds it, however it
//! ends. What stands in `register.holder` describes it, for whoever is refused. Neither file decides anything by being
//! there, and the lock file is never removed: whoever made another one could hold that beside us.

use super::{Layout, files};
use crate::clock::stamp;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{File, TryLockError};
use std::path::PathBuf;

/// Who has a register open, as they wrote it down themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Holder {
    /// The account's name; empty while it is only being unlocked.
    pub account: String,
    /// The program's name: `casebook`, `casebookctl`.
    pub program: String,
    /// Its process id on its computer.
    pub process: u32,
    /// The computer's name.
    pub computer: String,
    /// Since when, an instant in UTC.
    pub since: String,
    /// Tells computers apart; says nothing else about one.
    mark: String,
    /// When the process began, in the operating system's own ticks; 0 where that can't be asked.
    began: u64,
}

impl Holder {
    fn here(now: DateTime<Utc>) -> Self {
        let process = std::process::id();
        Self {
            account: String::new(),
            program: std::env::current_exe()
                .ok()
                .and_then(|p| p.file_stem().map(|n| n.to_string_lossy().into_owned()))
                .unwrap_or_default(),
            process,
            computer: computer(),
            since: stamp(now),
            mark: mark(),
            began: began(process),
        }
    }

    /// Is it a program on this computer?
    pub fn is_here(&self) -> bool {
        self.mark == mark()
    }

    /// Another program on this computer that runs still.
    fn runs_beside_us(&self) -> bool {
        self.is_here()
            && self.process != std::process::id()
            && self.began != 0
            && self.began == began(self.process)
    }

    fn read(layout: &Layout) -> Option<Self> {
        serde_json::from_slice(&files::read(&layout.holder()).ok()??).ok()
    }
}

fn computer() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())
        .map(|name| name.trim().to_owned())
        .unwrap_or_default()
}

fn mark() -> String {
    let machine = std::fs::read_to_string("/etc/machine-id").unwrap_or_default();
    let known = match machine.trim() {
        "" => computer(),
        id => id.to_owned(),
    };
    let digest = Sha256::digest(format!("casebook computer 1\n{known}"));
    data_encoding::HEXLOWER.encode(digest.get(..8).unwrap_or_default())
}

fn began(process: u32) -> u64 {
    std::fs::read_to_string(format!("/proc/{process}/stat"))
        .ok()
        .and_then(|stat| began_of(&stat))
        .unwrap_or(0)
}

/// Field 22 of `/proc/PID/stat`: when the process began; none for one that has ended and that its parent has not asked
/// about yet (state Z or X): it holds nothing any more. Its name, field 2, may hold blanks and ends with the last bracket.
fn began_of(stat: &str) -> Option<u64> {
    let (_, after) = stat.rsplit_once(')')?;
    let mut fields = after.split_whitespace();
    if matches!(fields.next()?, "Z" | "X") {
        return None;
    }
    fields.nth(18)?.parse().ok()
}

/// The register, held. It is let go when this is dropped, and by the operating system when the program ends.
#[derive(Debug)]
pub struct Hold {
    file: File,
    path: PathBuf,
    holder: Holder,
}

impl Hold {
    /// Takes the register. What a program left that ended without letting go is taken over.
    ///
    /// Errors: `InUse` while another program holds it, or where another computer wrote that it does: locks are not seen
    /// from one computer to another in every shared folder, and in a synchronised one in none. `Refused` where the folder
    /// can't be locked at all.
    pub fn take(layout: &Layout, now: DateTime<Utc>) -> Result<Self> {
        let file = files::private_file(&layout.lock())?;
        let found = Holder::read(layout);
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::InUse {
                    holder: found.map(Box::new),
                    elsewhere: false,
                });
            }
            Err(TryLockError::Error(_)) => {
                return Err(Error::Refused {
                    rule: "no-lock-here",
                    message: "The folder of the register can't be locked, so that nobody could tell whether somebody \
                              else has it open. Move the register to a folder on this computer."
                        .into(),
                });
            }
        }
        if let Some(found) = found {
            // Their lock was on a file that is gone: somebody removed it to get in.
            let lost = found.runs_beside_us();
            if lost || !found.is_here() {
                return Err(Error::InUse {
                    holder: Some(Box::new(found)),
                    elsewhere: !lost,
                });
            }
        }
        let hold = Self {
            file,
            path: layout.holder(),
            holder: Holder::here(now),
        };
        hold.describe();
        Ok(hold)
    }

    /// Somebody says that the other computer has it open no longer: forgets what that one wrote.
    ///
    /// Errors: `InUse` where the lock of another program is seen.
    pub fn forget_elsewhere(layout: &Layout) -> Result<()> {
        let file = files::private_file(&layout.lock())?;
        let found = Holder::read(layout);
        if file.try_lock().is_err() {
            return Err(Error::InUse {
                holder: found.map(Box::new),
                elsewhere: false,
            });
        }
        if found.is_some_and(|holder| !holder.is_here()) {
            let _ = std::fs::remove_file(layout.holder());
        }
        Ok(())
    }

    /// Says whose account has it open.
    pub fn name(&mut self, account: &str) {
        self.holder.account = account.to_owned();
        self.describe();
    }

    /// A description only: where it can't be written, whoever is refused is told less.
    fn describe(&self) {
        if let Ok(bytes) = serde_json::to_vec(&self.holder) {
            let _ = files::private_file(&self.path).and_then(|file| {
                use std::io::Write;
                let written = file.set_len(0).and_then(|()| (&file).write_all(&bytes));
                written.map_err(|_| Error::Io {
                    doing: "saying who has the register open",
                    path: String::new(),
                })
            });
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        // Another register may stand there by now, with a description of its own.
        let ours = files::read(&self.path).ok().flatten();
        if ours.is_some_and(|bytes| {
            serde_json::from_slice::<Holder>(&bytes).is_ok_and(|found| found == self.holder)
        }) {
            let _ = std::fs::remove_file(&self.path);
        }
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap()
    }

    #[test]
    fn a_process_that_has_ended_and_only_waits_to_be_asked_about_runs_no_longer() {
        let stat = |state: &str| {
            format!(
                "4711 (case book) {state} 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 987654 20"
            )
        };
        assert_eq!(began_of(&stat("S")), Some(987_654));
        assert_eq!(began_of(&stat("Z")), None);
        let mut child = std::process::Command::new("true").spawn().unwrap();
        while began(child.id()) != 0 {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        child.wait().unwrap();
        assert_ne!(began(std::process::id()), 0);
    }

    fn write(layout: &Layout, holder: &Holder) {
        std::fs::write(layout.holder(), serde_json::to_vec(holder).unwrap()).unwrap();
    }

    #[test]
    fn what_a_program_left_that_runs_no_longer_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path());
        let mut left = Holder::here(at());
        left.process = u32::MAX;
        left.account = "Dr A. Okafor".into();
        write(&layout, &left);
        let mut hold = Hold::take(&layout, at()).unwrap();
        hold.name("Dr M. Silva");
        let now = Holder::read(&layout).unwrap();
        assert_eq!(
            (now.account.as_str(), now.process),
            ("Dr M. Silva", std::process::id())
        );
        drop(hold);
        assert!(!layout.holder().exists() && layout.lock().exists());
    }

    #[test]
    fn a_lock_file_that_was_removed_lets_nobody_in_beside_a_program_that_runs() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path());
        let mut child = std::process::Command::new("sleep")
            .arg("60")
            .spawn()
            .unwrap();
        let mut other = Holder::here(at());
        other.process = child.id();
        other.began = began(child.id());
        write(&layout, &other);
        let refused = Hold::take(&layout, at()).map(drop);
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(
            matches!(&refused, Err(Error::InUse { holder: Some(h), elsewhere: false }) if **h == other),
            "{refused:?}"
        );
        Hold::take(&layout, at()).unwrap();
    }

    #[test]
    fn another_computers_word_holds_until_somebody_says_that_it_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path());
        let other = Holder {
            computer: "ward-7".into(),
            mark: "another".into(),
            ..Holder::here(at())
        };
        write(&layout, &other);
        for _ in 0..2 {
            let refused = Hold::take(&layout, at()).map(drop);
            assert!(
                matches!(&refused, Err(Error::InUse { holder: Some(h), elsewhere: true }) if h.computer == "ward-7")
            );
        }
        assert_eq!(
            Holder::read(&layout).unwrap(),
            other,
            "it is left as it was"
        );
        Hold::forget_elsewhere(&layout).unwrap();
        let hold = Hold::take(&layout, at()).unwrap();
        // A lock that is seen is never forgotten.
        assert!(matches!(
            Hold::forget_elsewhere(&layout),
            Err(Error::InUse {
                elsewhere: false,
                ..
            })
        ));
        drop(hold);
    }
}
