//! Letters in the journal: the signed content, the PDF exactly as signed, the copies that left.

use super::facts::{Author, Facts, InForce};
use super::{LeftOut, LetterRow, SignedLetter, template};
use crate::cases;
use crate::dates;
use crate::error::{Doing, Error, Result};
use crate::formulations;
use crate::ids::{CaseId, RecordId, RevisionId, UserId};
use crate::patients;
use crate::record::{Revision, drafts, read};
use crate::users;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

/// The kind under which a PDF is kept.
pub const PDF: &str = "letter-pdf";

/// Brings the list of letters up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let Some(case) = revision.case else {
        return Ok(());
    };
    let letter: SignedLetter = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO letters (record_id, case_id, kind, recipient, dated_on, pages, sha256, pdf)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (record_id) DO UPDATE SET recipient = excluded.recipient, dated_on = excluded.dated_on,
                 pages = excluded.pages, sha256 = excluded.sha256, pdf = excluded.pdf",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.record,
                case,
                letter.content.kind,
                letter.content.recipient.name,
                letter.content.dated_on,
                letter.pages,
                letter.sha256,
                letter.pdf
            ])
        })
        .doing("bringing the letters up to date")?;
    Ok(())
}

/// The bytes of a PDF need no list.
pub(crate) fn project_pdf(_: &Connection, _: &Revision) -> Result<()> {
    Ok(())
}

/// Gathers everything that a letter of a case may say, and lists what it leaves out.
pub fn facts(
    connection: &Connection,
    case_id: CaseId,
    author: UserId,
    today: NaiveDate,
) -> Result<Facts> {
    let (case_revision, case, patient_id) = cases::store::case(connection, case_id)?;
    let (patient_revision, patient, _) = patients::store::patient(connection, patient_id)?;
    let account = users::store::user(connection, author)?;
    let mut revisions = vec![patient_revision.id, case_revision.id];
    let mut left_out = Vec::new();
    let formulation = match formulations::store::in_force(connection, case_id)? {
        Some((definition, version, revision, formulation)) => {
            revisions.push(revision.id);
            let background: usize = ["predisposing", "precipitating"]
                .iter()
                .map(|row| {
                    formulation
                        .cells
                        .keys()
                        .filter(|c| c.starts_with(row))
                        .count()
                })
                .sum();
            if background > 0 {
                left_out.push(LeftOut {
                    what: "Formulation: what made it possible and what set it off".into(),
                    why: "Early history and other people's matters are left out of letters unless you write them.".into(),
                });
            }
            Some(InForce {
                definition: definition.clone(),
                formulation,
                signed: format!(
                    "version {version}, {}",
                    users::store::recorded(connection, revision.author, &revision.at)?
                ),
            })
        }
        None => None,
    };
    for draft in drafts::list(connection, author, Some(case_id))? {
        if draft.kind.starts_with("formulation:") {
            left_out.push(LeftOut {
                what: "Formulation: your unsigned draft".into(),
                why: "Only what is signed goes into a letter.".into(),
            });
        }
    }
    if !patient.next_of_kin.name.is_empty() {
        left_out.push(LeftOut {
            what: "Next of kin".into(),
            why: "Another person's details.".into(),
        });
    }
    Ok(Facts {
        patient,
        case,
        formulation,
        author: Author {
            name: account.name,
            post: account.post,
            registration: account.registration,
        },
        today,
        revisions,
        left_out,
    })
}

/// A letter by its record. Errors: `NotFound`.
pub fn letter(connection: &Connection, id: RecordId) -> Result<(Revision, SignedLetter)> {
    let revision = read::current(connection, id).map_err(|e| match e {
        Error::NotFound { .. } => Error::NotFound { what: "letter" },
        other => other,
    })?;
    let letter = revision.read()?;
    Ok((revision, letter))
}

/// The bytes of a letter's PDF exactly as signed. Errors: `Damaged` when they are not.
pub fn pdf(connection: &Connection, letter: &SignedLetter) -> Result<Vec<u8>> {
    let bytes = read::revision(connection, letter.pdf)?
        .body
        .ok_or(Error::NotFound {
            what: "PDF: it was destroyed",
        })?;
    if super::api::sha256(&bytes) != letter.sha256 {
        return Err(Error::Damaged {
            what: "a letter's PDF".into(),
        });
    }
    Ok(bytes)
}

/// A case's letters, newest first.
pub fn rows(connection: &Connection, case: CaseId) -> Result<Vec<LetterRow>> {
    let ids: Vec<RecordId> = connection
        .prepare_cached(
            "SELECT l.record_id FROM letters AS l JOIN records AS r ON r.record_id = l.record_id
             WHERE l.case_id = ?1 ORDER BY r.current DESC",
        )
        .and_then(|mut s| s.query_map([case], |r| r.get(0))?.collect())
        .doing("reading a case's letters")?;
    ids.into_iter().map(|id| row(connection, id)).collect()
}

/// One letter's line.
pub fn row(connection: &Connection, id: RecordId) -> Result<LetterRow> {
    let (kind, recipient, dated_on, pages, sha256, revision): (String, String, String, u32, String, RevisionId) =
        connection
            .prepare_cached(
                "SELECT l.kind, l.recipient, l.dated_on, l.pages, l.sha256, r.revision
                 FROM letters AS l JOIN records AS r ON r.record_id = l.record_id WHERE l.record_id = ?1",
            )
            .and_then(|mut s| {
                s.query_row([id], |r| {
                    Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?))
                })
                .optional()
            })
            .doing("reading a letter")?
            .ok_or(Error::NotFound { what: "letter" })?;
    let attested = read::attestations(connection, id)?;
    let said = |meaning: &str| attested.iter().find(|a| a.meaning == meaning);
    let signed = match said("signed") {
        Some(a) => users::store::recorded(connection, a.author, &a.at)?,
        None => String::new(),
    };
    let withdrawn = match said("withdrawn") {
        Some(a) => format!(
            "{}: {}",
            users::store::recorded(connection, a.author, &a.at)?,
            a.reason
        ),
        None => String::new(),
    };
    let saved: Option<String> = connection
        .prepare_cached("SELECT at FROM copies WHERE record_id = ?1 ORDER BY position DESC LIMIT 1")
        .and_then(|mut s| s.query_row([id], |r| r.get(0)).optional())
        .doing("reading a letter's copies")?;
    Ok(LetterRow {
        id,
        revision,
        title: template::title(&kind),
        recipient,
        dated_on: NaiveDate::parse_from_str(&dated_on, "%Y-%m-%d")
            .map(dates::clinical)
            .unwrap_or(dated_on),
        signed,
        pages,
        sha256,
        saved: saved
            .map(|at| dates::clinical_instant(&at))
            .unwrap_or_default(),
        withdrawn,
    })
}
