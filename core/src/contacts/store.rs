//! Sessions in the journal.

use super::{SessionNote, SessionNoteView, rules};
use crate::dates;
use crate::error::Result;
use crate::ids::CaseId;
use crate::record::{Revision, read};
use crate::signed::{self, Provenance};
use rusqlite::Connection;

/// Sessions need no list of their own: a case has few, found among its records.
pub(crate) fn project(_: &Connection, _: &Revision) -> Result<()> {
    Ok(())
}

/// One session with where it comes from.
pub type Held = (Revision, SessionNote, Provenance);

/// Every session of a case, oldest first by its day, the withdrawn ones included.
pub fn sessions(connection: &Connection, case: CaseId) -> Result<Vec<Held>> {
    let mut all = signed::all_of_case::<SessionNote>(connection, case)?;
    all.reverse();
    // Stable: of two on one day the one that was recorded first stays first.
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
