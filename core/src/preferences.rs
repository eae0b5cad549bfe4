//! What this installation likes: look, locking, letterhead. Kept beside the register in the clear; nothing about patients.

use crate::error::{Error, FieldError, Result};
use crate::letters::template;
use crate::register::Register;
use crate::session::Session;
use crate::store::{Layout, files};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark: for a ward at night.
    Dark,
}

/// The preferences of one installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Preferences {
    /// Light, dark, or as the system says.
    pub theme: Theme,
    /// Size of text in percent: 100, 112, 125, 150, 175 or 200.
    pub text_percent: u32,
    /// Minutes without a key or a touch until the register locks, 1 to 60.
    pub idle_minutes: u32,
    /// Minutes that a covered window may wait for its owner until the register locks, 1 to 30.
    pub cover_minutes: u32,
    /// A session that the patient missed without a word counts towards the number agreed.
    pub missed_sessions_count: bool,
    /// Kinds of letter by a trainee that may leave the register before they are countersigned, such as `host-entry`.
    pub leave_before_countersigned: Vec<String>,
    /// A second folder for backups, such as a share or a stick; empty for none. It may be absent at times.
    pub backup_folder: String,
    /// After how many days without a new backup somebody is reminded, 1 to 90.
    pub backup_reminder_days: u32,
    /// The trust or hospital, at the head of letters.
    pub organisation: String,
    /// The team within it.
    pub team: String,
    /// Postal address, a line each, as one text.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// E-mail address.
    pub email: String,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            text_percent: 100,
            idle_minutes: 5,
            cover_minutes: 10,
            missed_sessions_count: true,
            // What the ward and the patient need the same night.
            leave_before_countersigned: vec!["host-entry".to_owned(), "safety-plan".to_owned()],
            backup_folder: String::new(),
            backup_reminder_days: 7,
            organisation: String::new(),
            team: String::new(),
            address: String::new(),
            phone: String::new(),
            email: String::new(),
        }
    }
}

impl Preferences {
    /// Reads the file; a missing or unreadable one gives the defaults. What is derived with a setting, such as the numbers of
    /// sessions, says so beside it.
    pub fn read(layout: &Layout) -> Result<Self> {
        let Some(bytes) = files::read(&layout.preferences())? else {
            return Ok(Self::default());
        };
        Ok(serde_json::from_slice(&bytes).unwrap_or_else(|_| Self {
            // What may leave cannot be read: nothing leaves.
            leave_before_countersigned: Vec::new(),
            ..Self::default()
        }))
    }

    /// Changes them for a session. What a trainee may send on one signature is nothing for a trainee to set.
    ///
    /// Errors: `NotAllowed`; `Invalid`.
    pub fn change(&self, register: &Register, session: &Session) -> Result<()> {
        session.staff()?;
        let before = Self::read(register.layout())?;
        let lets_out = |p: &Self| {
            let kinds = p.leave_before_countersigned.iter().cloned();
            kinds.collect::<std::collections::BTreeSet<String>>()
        };
        let may = session.role.countersigns() || session.role.keeps_accounts();
        if lets_out(self) != lets_out(&before) && !may {
            return Err(Error::NotAllowed {
                role: session.role.word().to_owned(),
                what: "setting what may leave before it is countersigned",
            });
        }
        let kept_where = |p: &Self| (p.backup_folder.clone(), p.backup_reminder_days);
        if kept_where(self) != kept_where(&before) {
            session.keeps_accounts("setting where backups are kept")?;
        }
        self.write(register.layout())
    }

    /// Checks and writes the file. Errors: `Invalid`; `NotFound` before there is a register.
    pub fn write(&self, layout: &Layout) -> Result<()> {
        let mut faults = Vec::new();
        if ![100, 112, 125, 150, 175, 200].contains(&self.text_percent) {
            faults.push(FieldError::new(
                "text_percent",
                "range",
                "Choose one of the sizes offered.",
            ));
        }
        if !(1..=60).contains(&self.idle_minutes) {
            faults.push(FieldError::new(
                "idle_minutes",
                "range",
                "Choose 1 to 60 minutes.",
            ));
        }
        if !(1..=30).contains(&self.cover_minutes) {
            faults.push(FieldError::new(
                "cover_minutes",
                "range",
                "Choose 1 to 30 minutes.",
            ));
        }
        if !(1..=90).contains(&self.backup_reminder_days) {
            faults.push(FieldError::new(
                "backup_reminder_days",
                "range",
                "Choose 1 to 90 days.",
            ));
        }
        let folder = self.backup_folder.trim();
        if !folder.is_empty() && !std::path::Path::new(folder).is_absolute() {
            faults.push(FieldError::new(
                "backup_folder",
                "path",
                "Write the whole path of the folder, from the beginning: /media/stick/backups.",
            ));
        }
        for (field, text) in [
            ("organisation", &self.organisation),
            ("team", &self.team),
            ("address", &self.address),
            ("phone", &self.phone),
            ("email", &self.email),
            ("backup_folder", &self.backup_folder),
        ] {
            if text.chars().count() > 300 {
                faults.push(FieldError::new(
                    field,
                    "length",
                    "Use at most 300 characters.",
                ));
            }
        }
        if self
            .leave_before_countersigned
            .iter()
            .any(|kind| template::newest(kind).is_err())
        {
            faults.push(FieldError::new(
                "leave_before_countersigned",
                "unknown",
                "There is no such kind of letter.",
            ));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        if !layout.exists() {
            return Err(Error::NotFound { what: "register" });
        }
        let bytes = serde_json::to_vec_pretty(self).map_err(|_| Error::Io {
            doing: "writing the preferences",
            path: String::new(),
        })?;
        files::replace(&layout.preferences(), &bytes)
    }
}
