//! Letters in the journal: the signed content, the PDF exactly as signed, the copies that left.

use super::{
    LetterCountersignature, LetterRow, LetterSending, SendingView, SignedLetter, template,
};
use crate::dates;
use crate::error::{Doing, Error, Result};
use crate::ids::{CaseId, RecordId, RevisionId};
use crate::record::{Revision, read};
use crate::signed::{self, Provenance};
use crate::submissions::{self, store::Onlooker};
use crate::users;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

/// The kind under which a PDF is kept.
pub const PDF: &str = "letter-pdf";

/// The kind under which a layout is kept that waits for a second signature.
pub const LAYOUT: &str = "letter-layout";

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

/// The bytes of a PDF or a layout need no list.
pub(crate) fn project_file(_: &Connection, _: &Revision) -> Result<()> {
    Ok(())
}

/// Brings the list of letters up to pages with a second signature.
pub(crate) fn project_countersignature(connection: &Connection, revision: &Revision) -> Result<()> {
    let doing = "bringing the letters up to date";
    let second: LetterCountersignature = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO letter_countersignatures (record_id, letter_id, revision) VALUES (?1, ?2, ?3)
             ON CONFLICT (record_id) DO NOTHING",
        )
        .and_then(|mut s| s.execute(params![revision.record, second.letter, second.revision]))
        .doing(doing)?;
    connection
        .prepare_cached("UPDATE letters SET pages = ?2, sha256 = ?3, pdf = ?4 WHERE record_id = ?1")
        .and_then(|mut s| {
            s.execute(params![
                second.letter,
                second.pages,
                second.sha256,
                second.pdf
            ])
        })
        .doing(doing)?;
    Ok(())
}

/// Has a letter left the register: was it sent, saved, printed or copied?
pub fn has_left(connection: &Connection, letter: RecordId) -> Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM copies WHERE record_id = ?1)
                 OR EXISTS (SELECT 1 FROM letter_sendings AS s JOIN records AS r ON r.record_id = s.record_id
                            WHERE s.letter_id = ?1 AND r.status <> 'withdrawn')",
        )
        .and_then(|mut s| s.query_row([letter], |r| r.get(0)))
        .doing("reading where a letter went")
}

/// Brings the list of what left the team up to a revision.
pub(crate) fn project_sending(connection: &Connection, revision: &Revision) -> Result<()> {
    let Some(case) = revision.case else {
        return Ok(());
    };
    let sending: LetterSending = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO letter_sendings (record_id, letter_id, case_id, way, sent_on, position)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (record_id) DO NOTHING",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.record,
                sending.letter,
                case,
                sending.way.word(),
                sending.sent_on.to_string(),
                revision.position
            ])
        })
        .doing("bringing the letters up to date")?;
    Ok(())
}

/// The sendings of a letter in force, newest first; none while it is here only.
fn sendings(connection: &Connection, letter: RecordId) -> Result<Vec<SendingView>> {
    let found: Vec<RecordId> = connection
        .prepare_cached(
            "SELECT s.record_id FROM letter_sendings AS s JOIN records AS r ON r.record_id = s.record_id
             WHERE s.letter_id = ?1 AND r.status <> 'withdrawn' ORDER BY s.position DESC",
        )
        .and_then(|mut s| s.query_map([letter], |r| r.get(0))?.collect())
        .doing("reading where a letter went")?;
    found
        .into_iter()
        .map(|id| {
            Ok(SendingView {
                id,
                says: sent(connection, id)?,
            })
        })
        .collect()
}

/// One sending in words.
fn sent(connection: &Connection, record: RecordId) -> Result<String> {
    let revision = read::current(connection, record)?;
    let sending: LetterSending = revision.read()?;
    let place = if sending.place.is_empty() {
        String::new()
    } else {
        format!(": {}", sending.place)
    };
    let by = if sending.by.is_empty() {
        String::new()
    } else {
        format!(" by {}", sending.by)
    };
    Ok(format!(
        "{}{place}, {}{by}, recorded by {}",
        sending.way.label(),
        dates::clinical(sending.sent_on),
        users::store::recorded(connection, revision.author, &revision.at)?
    ))
}

/// The day on which the patient last got a letter of a kind that was composed from a version of something. What was
/// filed in somebody's notes has not reached the patient.
pub fn given_to_patient(
    connection: &Connection,
    case: CaseId,
    kind: &str,
    from: RevisionId,
) -> Result<Option<NaiveDate>> {
    let found: Vec<(RecordId, String)> = connection
        .prepare_cached(
            "SELECT l.record_id, s.sent_on FROM letter_sendings AS s
             JOIN letters AS l ON l.record_id = s.letter_id
             JOIN records AS r ON r.record_id = l.record_id
             JOIN records AS sr ON sr.record_id = s.record_id
             WHERE l.case_id = ?1 AND l.kind = ?2 AND r.status = 'signed' AND sr.status <> 'withdrawn'
               AND s.way IN ('handed', 'post', 'email')
             ORDER BY s.position DESC",
        )
        .and_then(|mut s| {
            s.query_map(params![case, kind], |r| Ok((r.get(0)?, r.get(1)?)))?
                .collect()
        })
        .doing("reading where a letter went")?;
    for (record, day) in found {
        let (_, signed) = letter(connection, record)?;
        if signed.content.composed_from.contains(&from) {
            return Ok(dates::stored(&day));
        }
    }
    Ok(None)
}

/// A letter by its record. Errors: `NotFound`.
pub fn letter(connection: &Connection, id: RecordId) -> Result<(Revision, SignedLetter)> {
    let revision = read::current(connection, id).map_err(|e| match e {
        Error::NotFound { .. } => Error::NotFound { what: "letter" },
        other => other,
    })?;
    let mut letter: SignedLetter = revision.read()?;
    // With both signatures the pages are others than those that the author signed; both are kept.
    let second: Option<RecordId> = connection
        .prepare_cached("SELECT record_id FROM letter_countersignatures WHERE revision = ?1")
        .and_then(|mut s| s.query_row([revision.id], |r| r.get(0)).optional())
        .doing("reading a letter")?;
    if let Some(second) = second {
        let second: LetterCountersignature = read::current(connection, second)?.read()?;
        letter.pdf = second.pdf;
        letter.sha256 = second.sha256;
        letter.pages = second.pages;
        letter.text = second.text;
    }
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

/// The letters of a case of one kind, newest first.
pub fn of_kind(connection: &Connection, case: CaseId, kind: &str) -> Result<Vec<RecordId>> {
    connection
        .prepare_cached(
            "SELECT l.record_id FROM letters AS l JOIN records AS r ON r.record_id = l.record_id
             WHERE l.case_id = ?1 AND l.kind = ?2 ORDER BY r.current DESC",
        )
        .and_then(|mut s| s.query_map(params![case, kind], |r| r.get(0))?.collect())
        .doing("reading a case's letters")
}

/// A case's letters, newest first.
pub fn rows(connection: &Connection, onlooker: &Onlooker, case: CaseId) -> Result<Vec<LetterRow>> {
    let ids: Vec<RecordId> = connection
        .prepare_cached(
            "SELECT l.record_id FROM letters AS l JOIN records AS r ON r.record_id = l.record_id
             WHERE l.case_id = ?1 ORDER BY r.current DESC",
        )
        .and_then(|mut s| s.query_map([case], |r| r.get(0))?.collect())
        .doing("reading a case's letters")?;
    ids.into_iter()
        .map(|id| row(connection, onlooker, id))
        .collect()
}

/// One letter's line.
pub fn row(connection: &Connection, onlooker: &Onlooker, id: RecordId) -> Result<LetterRow> {
    type Line = (String, String, String, u32, String, RevisionId, CaseId);
    let (kind, recipient, dated_on, pages, sha256, revision, case_id): Line =
        connection
            .prepare_cached(
                "SELECT l.kind, l.recipient, l.dated_on, l.pages, l.sha256, r.revision, l.case_id
                 FROM letters AS l JOIN records AS r ON r.record_id = l.record_id WHERE l.record_id = ?1",
            )
            .and_then(|mut s| {
                s.query_row([id], |r| {
                    Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?, r.get(6)?))
                })
                .optional()
            })
            .doing("reading a letter")?
            .ok_or(Error::NotFound { what: "letter" })?;
    let current = read::revision(connection, revision)?;
    let Provenance {
        signed, withdrawn, ..
    } = signed::provenance(connection, &current)?;
    let saved: Option<String> = connection
        .prepare_cached("SELECT at FROM copies WHERE record_id = ?1 AND way = 'saved' ORDER BY position DESC LIMIT 1")
        .and_then(|mut s| s.query_row([id], |r| r.get(0)).optional())
        .doing("reading a letter's copies")?;
    let sendings = sendings(connection, id)?;
    Ok(LetterRow {
        id,
        case_id,
        revision,
        title: template::title(&kind),
        kind,
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
        sent: sendings.first().map(|s| s.says.clone()).unwrap_or_default(),
        sendings,
        withdrawn,
        submission: submissions::store::view(connection, onlooker, &current)?,
    })
}
