//! Everything that can go wrong, named for what the caller can do next.
//!
//! No variant carries patient text: messages reach logs and screens of other people.

use crate::dates;
use crate::store::hold::Holder;
use serde::Serialize;
use ts_rs::TS;

/// What is wrong with one field of a form, one to one with the page's error summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FieldError {
    /// The field's name in the request, with a path for parts (`gp.ods_code`, `people.0.name`).
    pub field: String,
    /// The rule that was broken, stable and machine-readable (`required`, `modulus-11`).
    pub rule: String,
    /// A plain sentence that says what to do.
    pub message: String,
}

impl FieldError {
    /// A fault of `field` against `rule`, explained by `message`.
    pub fn new(
        field: impl Into<String>,
        rule: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            field: field.into(),
            rule: rule.into(),
            message: message.into(),
        }
    }
}

/// What the core answers when it does not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The register is locked, or the session has ended.
    #[error("The register is locked. Unlock it and try again; drafts have been kept.")]
    Locked,
    /// The passphrase or recovery key does not open this register.
    #[error("That passphrase does not open this register. Check Caps Lock and try again.")]
    WrongPassphrase,
    /// Too many wrong tries: wait.
    #[error("Too many wrong tries. Wait {seconds} seconds, then try again.")]
    TooSoon {
        /// Seconds until the next try is looked at.
        seconds: u32,
    },
    /// A file is not what was written.
    #[error(
        "The register is damaged ({what}). Nothing has been changed. Restore the newest backup."
    )]
    Damaged {
        /// What is damaged, in words without patient text.
        what: String,
    },
    /// Somebody else has the register open.
    #[error("{}", in_use(holder.as_deref(), *elsewhere))]
    InUse {
        /// Who, as they wrote it down; `None` where that can't be read.
        holder: Option<Box<Holder>>,
        /// Another computer says that it has it open, and from here it can't be seen whether that is still so.
        elsewhere: bool,
    },
    /// The register was written by a newer version of the program.
    #[error(
        "This register was last used with a newer version of Casebook (format {found}; this version reads up to {known}). Update Casebook."
    )]
    TooNew {
        /// The format found.
        found: u32,
        /// The newest format this program knows.
        known: u32,
    },
    /// Something that was entered cannot be accepted.
    #[error("Something that was entered needs to be put right: {}", summary(.0))]
    Invalid(Vec<FieldError>),
    /// The thing asked for is not in the register, or not for this user.
    #[error("There is no such {what} in this register.")]
    NotFound {
        /// The kind of thing.
        what: &'static str,
    },
    /// The record has changed since the caller read it.
    #[error(
        "Somebody else changed this while you were working on it. Your version is kept as a draft; compare the two."
    )]
    Conflict {
        /// The revision that the caller started from, in hexadecimal.
        base: String,
        /// The revision that is current now, in hexadecimal.
        current: String,
    },
    /// A clinical or record-keeping rule forbids it.
    #[error("{message}")]
    Refused {
        /// The rule, stable and machine-readable.
        rule: &'static str,
        /// What is forbidden and what to do instead.
        message: String,
    },
    /// The user's role does not allow it.
    #[error("Your role ({role}) may not do this ({what}).")]
    NotAllowed {
        /// The role of the session.
        role: String,
        /// What was tried.
        what: &'static str,
    },
    /// The case is not on this user's own list, and no reason has been given since the register was unlocked.
    #[error(
        "This case is not on your list. Say why you are opening it: the reason stands in the audit, and those who work on the case see it."
    )]
    ReasonNeeded,
    /// The device is in a patient's hands.
    #[error(
        "This device is with a patient, who is filling in a questionnaire. Take it back first."
    )]
    PatientMode,
    /// The window is covered.
    #[error("The window is covered. Go on with your PIN or your passphrase first.")]
    Covered,
    /// The disk is full.
    #[error(
        "The disk is full ({doing}). Nothing was changed, and what you typed is still on this screen. Make room on the disk, then try again."
    )]
    DiskFull {
        /// What was being done.
        doing: &'static str,
    },
    /// The register's folder or disk can't be written to.
    #[error(
        "The register can be read but not written to ({doing}). Nothing was changed, and what you typed is still on this screen. Make its folder writable again, then try again."
    )]
    ReadOnly {
        /// What was being done.
        doing: &'static str,
    },
    /// The register's file is no longer where it was opened.
    #[error(
        "The register’s file is no longer where it was opened: it was removed, renamed or replaced. Nothing more is written, and what you typed is still on this screen. Put the file back, then try again; or copy out what you typed, lock, and restore the newest backup."
    )]
    Moved,
    /// A definition in the assets is faulty.
    #[error("A definition that ships with Casebook is faulty: {file}: {hint}")]
    BadAsset {
        /// The asset's path.
        file: String,
        /// What is wrong and where.
        hint: String,
    },
    /// A letter holds a character that no bundled font can print.
    #[error("The letter cannot be printed as it stands: {message}")]
    Letter {
        /// What stopped it, naming the characters and where they stand.
        message: String,
    },
    /// The database could not do it.
    #[error(
        "The register could not be read or written ({doing}). Nothing was changed, and what you typed is still on this screen. Check the disk, then try again."
    )]
    Storage {
        /// What was being done.
        doing: &'static str,
        /// The database's own words, for the technical log only.
        #[source]
        source: rusqlite::Error,
    },
    /// A file could not be read or written.
    #[error(
        "A file could not be read or written ({doing}). Check the disk's space and rights, then try again."
    )]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The file, empty where there is none.
        path: String,
    },
}

/// Who has it open, and what to do about it.
fn in_use(holder: Option<&Holder>, elsewhere: bool) -> String {
    let Some(holder) = holder else {
        return "The register is open in another window or program. Close it there, then try again."
            .into();
    };
    let who = match holder.account.as_str() {
        "" => "Somebody".to_owned(),
        name => name.to_owned(),
    };
    let program = match holder.program.as_str() {
        "" => "another program",
        "casebook" => "the window of Casebook",
        other => other,
    };
    let place = match (holder.is_here(), holder.computer.as_str()) {
        (true, _) => "on this computer".to_owned(),
        (false, "") => "on another computer".to_owned(),
        (false, name) => format!("on the computer {name}"),
    };
    let since = dates::clinical_instant(&holder.since);
    let open = format!(
        "The register is open: {who} has had it open {place} since {since}, in {program} (process {}).",
        holder.process
    );
    match elsewhere {
        false => format!("{open} Lock or close it there, then try again."),
        true => format!(
            "{open} From here it can’t be seen whether that is still so. Lock or close it there. Go on here only if you \
             know that it is open there no longer: two computers at once damage a register."
        ),
    }
}

fn summary(fields: &[FieldError]) -> String {
    fields
        .iter()
        .map(|f| format!("{}: {}", f.field, f.message))
        .collect::<Vec<_>>()
        .join("; ")
}

/// The stable name of an error: the window's switch over these is exhaustive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCode {
    /// [`Error::Locked`]
    Locked,
    /// [`Error::WrongPassphrase`]
    WrongPassphrase,
    /// [`Error::TooSoon`]
    TooSoon,
    /// [`Error::Damaged`]
    Damaged,
    /// [`Error::InUse`]
    InUse,
    /// [`Error::TooNew`]
    TooNew,
    /// [`Error::Invalid`]
    Invalid,
    /// [`Error::NotFound`]
    NotFound,
    /// [`Error::Conflict`]
    Conflict,
    /// [`Error::Refused`]
    Refused,
    /// [`Error::NotAllowed`]
    NotAllowed,
    /// [`Error::ReasonNeeded`]
    ReasonNeeded,
    /// [`Error::PatientMode`]
    PatientMode,
    /// [`Error::Covered`]
    Covered,
    /// [`Error::DiskFull`]
    DiskFull,
    /// [`Error::ReadOnly`]
    ReadOnly,
    /// [`Error::Moved`]
    Moved,
    /// [`Error::BadAsset`]
    BadAsset,
    /// [`Error::Letter`]
    Letter,
    /// [`Error::Storage`]
    Storage,
    /// [`Error::Io`]
    Io,
}

/// An error as the window and `casebookctl --json` receive it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ErrorView {
    /// Which error.
    pub code: ErrorCode,
    /// A plain sentence for the person in front of the screen.
    pub message: String,
    /// The rule that forbids it, stable and machine-readable, for `refused`; `elsewhere` for `in-use` where another
    /// computer says so and it can't be checked; else empty.
    pub rule: String,
    /// The faulty fields, for `invalid`.
    pub fields: Vec<FieldError>,
    /// Seconds to wait, for `too-soon`; else 0.
    pub wait_seconds: u32,
    /// The revision current now, for `conflict`; else absent.
    pub current_revision: Option<String>,
}

impl Error {
    /// One faulty field.
    pub fn field(
        field: impl Into<String>,
        rule: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::Invalid(vec![FieldError::new(field, rule, message)])
    }

    /// The error's stable code.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Locked => ErrorCode::Locked,
            Self::WrongPassphrase => ErrorCode::WrongPassphrase,
            Self::TooSoon { .. } => ErrorCode::TooSoon,
            Self::Damaged { .. } => ErrorCode::Damaged,
            Self::InUse { .. } => ErrorCode::InUse,
            Self::TooNew { .. } => ErrorCode::TooNew,
            Self::Invalid(_) => ErrorCode::Invalid,
            Self::NotFound { .. } => ErrorCode::NotFound,
            Self::Conflict { .. } => ErrorCode::Conflict,
            Self::Refused { .. } => ErrorCode::Refused,
            Self::NotAllowed { .. } => ErrorCode::NotAllowed,
            Self::ReasonNeeded => ErrorCode::ReasonNeeded,
            Self::PatientMode => ErrorCode::PatientMode,
            Self::Covered => ErrorCode::Covered,
            Self::DiskFull { .. } => ErrorCode::DiskFull,
            Self::ReadOnly { .. } => ErrorCode::ReadOnly,
            Self::Moved => ErrorCode::Moved,
            Self::BadAsset { .. } => ErrorCode::BadAsset,
            Self::Letter { .. } => ErrorCode::Letter,
            Self::Storage { .. } => ErrorCode::Storage,
            Self::Io { .. } => ErrorCode::Io,
        }
    }

    /// The error as it leaves the core.
    pub fn view(&self) -> ErrorView {
        ErrorView {
            code: self.code(),
            message: match self {
                Self::Invalid(_) => "There is a problem. Put right what is marked below.".into(),
                other => other.to_string(),
            },
            rule: match self {
                Self::Refused { rule, .. } => (*rule).to_owned(),
                Self::InUse {
                    elsewhere: true, ..
                } => "elsewhere".to_owned(),
                _ => String::new(),
            },
            fields: match self {
                Self::Invalid(fields) => fields.clone(),
                _ => Vec::new(),
            },
            wait_seconds: match self {
                Self::TooSoon { seconds } => *seconds,
                _ => 0,
            },
            current_revision: match self {
                Self::Conflict { current, .. } => Some(current.clone()),
                _ => None,
            },
        }
    }
}

/// Says what was being done when the database refused.
pub(crate) trait Doing<T> {
    /// Turns a database error into [`Error::Storage`] that names the step.
    fn doing(self, what: &'static str) -> Result<T>;
}

impl<T> Doing<T> for rusqlite::Result<T> {
    fn doing(self, what: &'static str) -> Result<T> {
        self.map_err(|source| match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                Error::Damaged {
                    what: format!("found while {what}"),
                }
            }
            Some(rusqlite::ErrorCode::DiskFull) => Error::DiskFull { doing: what },
            // A file that was removed or renamed under an open connection answers so as well.
            Some(rusqlite::ErrorCode::ReadOnly)
                if source.sqlite_extended_error_code()
                    == Some(rusqlite::ffi::SQLITE_READONLY_DBMOVED) =>
            {
                Error::Moved
            }
            Some(rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::CannotOpen) => {
                Error::ReadOnly { doing: what }
            }
            _ => Error::Storage {
                doing: what,
                source,
            },
        })
    }
}

impl<T> Doing<T> for std::io::Result<T> {
    fn doing(self, what: &'static str) -> Result<T> {
        self.map_err(|error| match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Error::DiskFull { doing: what }
            }
            std::io::ErrorKind::ReadOnlyFilesystem => Error::ReadOnly { doing: what },
            _ => Error::Io {
                doing: what,
                path: String::new(),
            },
        })
    }
}

/// The core's own result.
pub type Result<T> = std::result::Result<T, Error>;
