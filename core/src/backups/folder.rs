//! Folders of backups: what is in them, in words, and which of it is thinned away.

use super::{BackupPlace, BackupRow};
use crate::dates;
use crate::error::Result;
use crate::store::backup::name::Name;
use crate::store::backup::{self, Description, thinning};
use crate::store::key_file::KeyFile;
use crate::users::AccountView;
use chrono::{DateTime, TimeDelta, Utc};
use std::path::{Path, PathBuf};

/// The backups in a folder by their names, the newest first; those of one register only where `tag` names it.
pub(super) fn names(folder: &Path, tag: Option<&str>) -> Vec<(PathBuf, Name)> {
    let mut found: Vec<(PathBuf, Name)> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = Name::read(entry.file_name().to_str()?)?;
            let wanted = tag.is_none_or(|tag| tag == name.register);
            (wanted && entry.path().is_file()).then(|| (entry.path(), name))
        })
        .collect();
    found.sort_by_key(|(_, name)| std::cmp::Reverse(name.at));
    found
}

/// When the newest good backup in a folder was made. One from the future was made under a wrong clock and says nothing.
pub(super) fn newest(
    folder: &Path,
    tag: &str,
    now: DateTime<Utc>,
) -> Option<(PathBuf, DateTime<Utc>)> {
    names(folder, Some(tag))
        .into_iter()
        .filter(|(_, name)| !name.faulty && name.at <= now)
        .map(|(path, name)| (path, name.at))
        .next()
}

/// Thins a folder. What can't be removed stays: the next time will do.
pub(super) fn thin(folder: &Path, tag: &str) {
    let names: Vec<Name> = names(folder, Some(tag))
        .into_iter()
        .map(|(_, n)| n)
        .collect();
    for gone in thinning::to_remove(&names) {
        let _ = std::fs::remove_file(folder.join(gone.file()));
    }
}

/// `4,120`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn counted(number: u32, of: &str) -> String {
    let one = match of {
        "patients" => "patient",
        "cases" => "case",
        "entries" => "entry",
        other => other,
    };
    format!(
        "{} {}",
        grouped(u64::from(number)),
        if number == 1 { one } else { of }
    )
}

/// `52 patients, 61 cases, 4,120 entries`
pub(super) fn holds(description: &Description) -> String {
    let mut parts: Vec<String> = description
        .holds
        .iter()
        .map(|count| counted(count.number, &count.of))
        .collect();
    parts.push(counted(description.entries, "entries"));
    parts.join(", ")
}

/// `12.4 MB`
pub(super) fn size(bytes: u64) -> String {
    let tenths = bytes / 100_000;
    if tenths == 0 {
        return format!("{} kB", grouped(bytes.div_ceil(1_000)));
    }
    format!("{}.{} MB", grouped(tenths / 10), tenths % 10)
}

/// `3 days ago`
pub(super) fn ago(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let since = now - at;
    let some =
        |number: i64, of: &str| format!("{number} {of}{} ago", if number == 1 { "" } else { "s" });
    if since < TimeDelta::zero() {
        "in the future: the clock was wrong".to_owned()
    } else if since < TimeDelta::minutes(2) {
        "just now".to_owned()
    } else if since < TimeDelta::hours(2) {
        some(since.num_minutes(), "minute")
    } else if since < TimeDelta::days(2) {
        some(since.num_hours(), "hour")
    } else {
        some(since.num_days(), "day")
    }
}

/// One file as a line of a list. What its name says is held against what it says inside.
pub(super) fn row(path: &Path, place: BackupPlace, now: DateTime<Utc>) -> BackupRow {
    let named = path
        .file_name()
        .and_then(|n| n.to_str())
        .and_then(Name::read);
    let bytes = std::fs::metadata(path).map(|m| m.len()).unwrap_or_default();
    let mut row = BackupRow {
        file: path.display().to_string(),
        place,
        made: String::new(),
        age: String::new(),
        size: size(bytes),
        holds: String::new(),
        last_entry: String::new(),
        good: named.as_ref().is_none_or(|n| !n.faulty),
        before_format: named.as_ref().and_then(|n| n.before_format),
        accounts: Vec::new(),
        problem: String::new(),
    };
    match read(path) {
        Ok((description, accounts)) => {
            row.made = dates::clinical_instant(&description.made_at);
            row.age = instant(&description)
                .map(|at| ago(at, now))
                .unwrap_or_default();
            row.holds = holds(&description);
            row.last_entry = match description.last_at.as_str() {
                "" => String::new(),
                at => dates::clinical_instant(at),
            };
            row.accounts = accounts;
            if description.format > crate::store::migrate::newest() {
                row.problem =
                    "It was made by a newer version of Casebook. Update Casebook first.".into();
            }
        }
        Err(error) => {
            if let Some(name) = &named {
                row.made = dates::clinical_instant(&crate::clock::stamp(name.at));
                row.age = ago(name.at, now);
            }
            row.problem = match error {
                crate::Error::Damaged { what } => format!("The file is damaged ({what})."),
                _ => "The file can’t be read.".to_owned(),
            };
        }
    }
    row
}

/// When a backup says that it was made.
pub(super) fn instant(description: &Description) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(&description.made_at)
        .ok()
        .map(|at| at.with_timezone(&Utc))
}

fn read(path: &Path) -> Result<(Description, Vec<AccountView>)> {
    let (description, keys) = backup::look(path)?;
    let keys = KeyFile::parse(&keys)?;
    let accounts = keys
        .accounts
        .into_iter()
        .filter(|a| a.data_key.is_some())
        .map(|a| AccountView {
            id: a.user_id,
            name: a.name,
        })
        .collect();
    Ok((description, accounts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_counts_and_ages_are_said_as_people_say_them() {
        assert_eq!(size(999), "1 kB");
        assert_eq!(size(12_480_000), "12.4 MB");
        assert_eq!(size(1_204_000_000), "1,204.0 MB");
        assert_eq!(counted(1, "cases"), "1 case");
        assert_eq!(counted(4_120, "entries"), "4,120 entries");
        let now: DateTime<Utc> = "2026-11-26T12:00:00Z".parse().unwrap();
        for (seconds, words) in [
            (-5, "in the future: the clock was wrong"),
            (5, "just now"),
            (3 * 60, "3 minutes ago"),
            (26 * 3600, "26 hours ago"),
            (9 * 86_400, "9 days ago"),
        ] {
            assert_eq!(ago(now - TimeDelta::seconds(seconds), now), words);
        }
    }
}
