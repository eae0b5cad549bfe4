//! The audit: who opened what, what was refused, what left the encryption. Entries of the journal like any other.

use super::canonical;
use super::entry::EntryKind;
use super::journal::{New, append};
use super::verify::Checkpoint;
use super::write::WriteTx;
use crate::error::{Doing, Error, Result};
use crate::ids::{CaseId, PatientId, RecordId, UserId};
use ed25519_dalek::Signer as _;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

/// What is audited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audited {
    /// The register was set up.
    SetUp,
    /// The register was unlocked.
    Unlocked,
    /// A patient's details were opened.
    PatientOpened,
    /// A case was opened.
    CaseOpened,
    /// A case that is not on one's own list was opened; the detail is the reason that was given.
    OpenedOutside,
    /// A supervision log was opened.
    SupervisionLogOpened,
    /// The record was searched; what was typed is not kept.
    RecordSearched,
    /// A letter's PDF was opened.
    LetterOpened,
    /// A copy of a letter was saved outside the register.
    LetterSaved,
    /// A letter was copied as text, to be put into another system.
    LetterCopiedAsText,
    /// A letter was printed.
    LetterPrinted,
    /// A blank questionnaire with the patient's name on it was saved outside the register, to be printed.
    SheetSaved,
    /// The device was handed to a patient for questionnaires, whose identity had been checked.
    HandedOver,
    /// The device was taken back from a patient; the detail is the number of wrong tries.
    TakenBack,
    /// The window was covered.
    Covered,
    /// The window was uncovered by the same person; the detail is the number of wrong tries, empty where it was kept later.
    Resumed,
    /// A case was taken in from a file.
    CaseImported,
    /// A case was written into a file outside the register.
    CaseExported,
    /// The end of the journal was not where the head file says.
    HeadDisagreed,
    /// Lists were made anew from the journal.
    Rebuilt,
    /// What is shown of the Friends and Family Test was looked at. That somebody answered it is never audited.
    FriendsAndFamilyRead,
    /// The recovery key was saved as a page outside the register, in the clear; the detail is where, never the key.
    RecoveryKeySaved,
    /// The audit was looked at.
    AuditRead,
    /// A part of the audit was written into a file outside the register; the detail is where.
    AuditSaved,
    /// An encrypted backup was made and checked; the detail is its name.
    BackedUp,
    /// The register was laid out from a backup; the detail is when that was made.
    Restored,
}

impl Audited {
    /// Did something leave the encryption? Named one by one, so that whoever adds a kind has to say.
    pub const fn leaves(self) -> bool {
        match self {
            Self::LetterSaved
            | Self::LetterCopiedAsText
            | Self::LetterPrinted
            | Self::SheetSaved
            | Self::CaseExported
            | Self::AuditSaved
            | Self::RecoveryKeySaved => true,
            Self::SetUp
            | Self::Unlocked
            | Self::PatientOpened
            | Self::CaseOpened
            | Self::OpenedOutside
            | Self::SupervisionLogOpened
            | Self::RecordSearched
            | Self::LetterOpened
            | Self::HandedOver
            | Self::TakenBack
            | Self::Covered
            | Self::Resumed
            | Self::FriendsAndFamilyRead
            | Self::CaseImported
            | Self::HeadDisagreed
            | Self::Rebuilt
            | Self::AuditRead
            // Still encrypted, wherever they stand.
            | Self::BackedUp
            | Self::Restored => false,
        }
    }

    /// What a list calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::SetUp => "Register set up",
            Self::Unlocked => "Unlocked",
            Self::PatientOpened => "Patient opened",
            Self::CaseOpened => "Case opened",
            Self::OpenedOutside => "Opened outside own list",
            Self::SupervisionLogOpened => "Supervision log opened",
            Self::RecordSearched => "Record searched",
            Self::LetterOpened => "Letter opened",
            Self::LetterSaved => "Copy of a letter saved",
            Self::LetterCopiedAsText => "Letter copied as text",
            Self::LetterPrinted => "Letter printed",
            Self::SheetSaved => "Blank sheet with the patient’s name saved",
            Self::CaseImported => "Case imported",
            Self::CaseExported => "Case exported",
            Self::HeadDisagreed => "End of the record not where it should be",
            Self::Rebuilt => "Lists made anew",
            Self::HandedOver => "Device handed to a patient",
            Self::TakenBack => "Device taken back from a patient",
            Self::Covered => "Window covered",
            Self::Resumed => "Window uncovered",
            Self::FriendsAndFamilyRead => "Friends and Family results looked at",
            Self::RecoveryKeySaved => "Recovery key saved as a PDF",
            Self::AuditRead => "Audit looked at",
            Self::AuditSaved => "Audit saved as a file",
            Self::BackedUp => "Backup made",
            Self::Restored => "Register restored from a backup",
        }
    }
}

/// One thing to be audited.
#[derive(Clone, Debug)]
pub struct Audit {
    /// What.
    pub what: Audited,
    /// Who.
    pub author: UserId,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// The record.
    pub record: Option<RecordId>,
    /// The case.
    pub case: Option<CaseId>,
    /// The patient.
    pub patient: Option<PatientId>,
    /// A count or a path; no patient text. May be empty.
    pub detail: String,
}

/// The stored form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditBody {
    pub(crate) what: Audited,
    pub(crate) detail: String,
}

/// A change of keys as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyChange {
    pub(crate) what: String,
    pub(crate) user: UserId,
}

impl WriteTx<'_> {
    /// Puts something into the audit within this write.
    pub fn audit(&mut self, audit: &Audit) -> Result<()> {
        let body = AuditBody {
            what: audit.what,
            detail: audit.detail.clone(),
        };
        let (position, _) = append(
            self.connection,
            self.tip,
            &New {
                kind: EntryKind::Audit,
                author: audit.author,
                at: &audit.at,
                record: audit.record,
                record_kind: "",
                case: audit.case,
                patient: audit.patient,
                parents: &[],
                body: &canonical(&body)?,
            },
        )?;
        project(
            self.connection,
            position,
            audit.record,
            audit.case,
            &audit.at,
            &body,
        )
    }

    /// Puts something that this session does into the audit.
    pub fn audit_own(
        &mut self,
        what: Audited,
        record: Option<RecordId>,
        case: Option<CaseId>,
        patient: Option<PatientId>,
        detail: &str,
    ) -> Result<()> {
        let audit = Audit {
            what,
            author: self.author,
            at: self.at.clone(),
            record,
            case,
            patient,
            detail: detail.to_owned(),
        };
        self.audit(&audit)
    }

    /// A change of keys: what was done to whose, in the audit's own kind of entry.
    pub fn key_change(&mut self, what: &str, whose: UserId) -> Result<()> {
        append(
            self.connection,
            self.tip,
            &New {
                kind: EntryKind::Key,
                author: self.author,
                at: &self.at,
                record: None,
                record_kind: "",
                case: None,
                patient: None,
                parents: &[],
                body: &canonical(&KeyChange {
                    what: what.to_owned(),
                    user: whose,
                })?,
            },
        )?;
        Ok(())
    }
}

impl WriteTx<'_> {
    /// Signs the chain's end with the session's key. Nothing where the chain has no entry yet.
    pub fn checkpoint(&mut self) -> Result<()> {
        if self.tip.sequence == 0 {
            return Ok(());
        }
        let hash = data_encoding::HEXLOWER.encode(&self.tip.hash);
        let message = Checkpoint::message(self.tip.chain, self.tip.sequence, &hash);
        let checkpoint = Checkpoint {
            chain: self.tip.chain,
            sequence: self.tip.sequence,
            hash,
            key: self.holder.signing_public(),
            signature: data_encoding::HEXLOWER
                .encode(&self.holder.signing().sign(&message).to_bytes()),
        };
        append(
            self.connection,
            self.tip,
            &New {
                kind: EntryKind::Checkpoint,
                author: self.author,
                at: &self.at,
                record: None,
                record_kind: "",
                case: None,
                patient: None,
                parents: &[],
                body: &canonical(&checkpoint)?,
            },
        )?;
        Ok(())
    }
}

pub(super) fn project(
    connection: &Connection,
    position: i64,
    record: Option<RecordId>,
    case: Option<CaseId>,
    at: &str,
    body: &AuditBody,
) -> Result<()> {
    let doing = "bringing the lists up to date";
    if let (Audited::OpenedOutside, Some(case)) = (body.what, case) {
        connection
            .prepare_cached(
                "INSERT INTO outside_openings (position, at, case_id) VALUES (?1, ?2, ?3)",
            )
            .and_then(|mut s| s.execute(params![position, at, case]))
            .doing(doing)?;
    }
    if body.what.leaves() {
        connection
            .prepare_cached("INSERT INTO departures (position, at) VALUES (?1, ?2)")
            .and_then(|mut s| s.execute(params![position, at]))
            .doing(doing)?;
    }
    let way = match body.what {
        Audited::LetterSaved => "saved",
        Audited::LetterCopiedAsText => "copied",
        Audited::LetterPrinted => "printed",
        _ => return Ok(()),
    };
    if let Some(record) = record {
        connection
            .prepare_cached(
                "INSERT INTO copies (position, record_id, way, at) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut s| s.execute(params![position, record, way, at]))
            .doing(doing)?;
    }
    Ok(())
}

pub(crate) fn read(body: &[u8]) -> Result<AuditBody> {
    serde_json::from_slice(body).map_err(|_| Error::Damaged {
        what: "an entry of the audit".into(),
    })
}

pub(crate) fn read_key_change(body: &[u8]) -> Result<KeyChange> {
    serde_json::from_slice(body).map_err(|_| Error::Damaged {
        what: "an entry about keys".into(),
    })
}
