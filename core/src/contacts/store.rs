//! Sessions in the journal.

use super::{Attendance, SessionNote, SessionNoteView, rules};
use crate::dates;
use crate::error::{Doing, Result};
use crate::ids::{CaseId, UserId};
use crate::record::{Revision, read};
use crate::signed::{self, Provenance};
use chrono::NaiveDate;
use rusqlite::{Connection, params};

/// Brings the list of sessions, and how many may count at the most, up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let Some(case) = revision.case else {
        return Ok(());
    };
    let doing = "bringing the sessions up to date";
    let note: SessionNote = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO sessions (record_id, case_id, held_on, attendance) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (record_id) DO UPDATE SET held_on = excluded.held_on, attendance = excluded.attendance",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.record,
                case,
                note.held_on.to_string(),
                note.attendance.word()
            ])
        })
        .doing(doing)?;
    // Withdrawals are not projected here; that they are not taken off leaves the number an upper bound.
    connection
        .prepare_cached(
            "INSERT INTO session_counts (case_id, at_most)
             SELECT ?1, count(*) FROM sessions WHERE case_id = ?1 AND attendance IN ('attended', 'did-not-attend')
             ON CONFLICT (case_id) DO UPDATE SET at_most = excluded.at_most",
        )
        .and_then(|mut s| s.execute([case]))
        .doing(doing)?;
    Ok(())
}

/// Days and attendance of the sessions in force, oldest first, read from the list alone.
pub fn lines(connection: &Connection, case: CaseId) -> Result<Vec<(NaiveDate, Attendance)>> {
    let rows: Vec<(String, String)> = connection
        .prepare_cached(
            "SELECT s.held_on, s.attendance FROM sessions AS s JOIN records AS r ON r.record_id = s.record_id
             WHERE s.case_id = ?1 AND r.status = 'signed' ORDER BY s.held_on, r.current",
        )
        .and_then(|mut s| {
            s.query_map([case], |r| Ok((r.get(0)?, r.get(1)?)))?
                .collect()
        })
        .doing("reading a case's sessions")?;
    Ok(rows
        .into_iter()
        .filter_map(|(day, word)| {
            let attendance = Attendance::ALL.iter().find(|a| a.word() == word)?;
            Some((dates::stored(&day)?, *attendance))
        })
        .collect())
}

/// Has a user signed a session of the case?
pub fn held_by(connection: &Connection, case: CaseId, user: UserId) -> Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM sessions AS s JOIN records AS r ON r.record_id = s.record_id
                            JOIN journal AS j ON j.position = r.current
                            WHERE s.case_id = ?1 AND r.status = 'signed' AND j.author_id = ?2)",
        )
        .and_then(|mut s| s.query_row(params![case, user], |r| r.get(0)))
        .doing("reading who held a case's sessions")
}

/// One session with where it comes from.
pub type Held = (Revision, SessionNote, Provenance);

/// Every session of a case, oldest first by its day, the withdrawn ones included.
pub fn sessions(connection: &Connection, case: CaseId) -> Result<Vec<Held>> {
    let mut all = signed::all_of_case::<SessionNote>(connection, case)?;
    all.reverse();
    // Stable: of two on one day the one that was written last comes last.
    all.sort_by_key(|(_, note, _)| note.held_on);
    Ok(all)
}

/// Those in force.
pub fn in_force(all: &[Held]) -> Vec<&SessionNote> {
    all.iter()
        .filter(|(_, _, p)| p.withdrawn.is_empty())
        .map(|(_, note, _)| note)
        .collect()
}

/// Sessions as they are shown, newest first.
pub fn views(
    connection: &Connection,
    all: &[Held],
    missed_count: bool,
) -> Result<Vec<SessionNoteView>> {
    let mut numbers = rules::numbers(&in_force(all), missed_count).into_iter();
    let mut out = Vec::new();
    for (revision, note, provenance) in all {
        let number = if provenance.withdrawn.is_empty() {
            numbers.next().flatten()
        } else {
            None
        };
        out.push(SessionNoteView {
            id: revision.record,
            revision: revision.id,
            number,
            held_on: dates::clinical(note.held_on),
            attendance: note.attendance.label().to_owned(),
            form: rules::form(note),
            phases: rules::labels(&note.phases),
            versions: read::standing(connection, revision.record)?.revisions,
            provenance: provenance.clone(),
        });
    }
    out.reverse();
    Ok(out)
}
