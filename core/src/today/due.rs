//! Measures that are due by the schedules of open cases.

use super::Waiting;
use super::store::{Found, Wanted};
use crate::cases;
use crate::contacts;
use crate::error::Result;
use crate::schedules::{rules, store};
use rusqlite::Connection;

/// What is due, for whoever works on the case or has held a session of it. The list names the cases that come into
/// question; what is due in one is asked where its own page asks.
pub(super) fn rows(connection: &Connection, wanted: &Wanted) -> Result<Vec<Found>> {
    let mut out = Vec::new();
    for case in store::perhaps_due(connection)? {
        let own = wanted.everyone
            || cases::store::has_part(connection, case, wanted.user)?
            || contacts::store::held_by(connection, case, wanted.user)?;
        if !own {
            continue;
        }
        let due = store::due(connection, case, wanted.missed_count)?;
        if due.is_empty() {
            continue;
        }
        let (_, patient) = cases::store::record(connection, case)?;
        for (instrument, due) in due {
            out.push(Found {
                kind: Waiting::MeasureDue,
                what: store::title(&instrument)?,
                when: format!("Due {}", rules::since(&due)),
                overdue: due.since < wanted.today,
                since: due.since.to_string(),
                patient: Some(patient),
                case: Some(case),
                record: None,
                draft_kind: String::new(),
                record_kind: String::new(),
                who: String::new(),
                answer: None,
            });
        }
    }
    Ok(out)
}
