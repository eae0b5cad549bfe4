//! Questionnaires that a patient filled in on the device and that nobody has recorded, as after a kill.

use super::Waiting;
use super::store::{Found, Wanted};
use crate::dates;
use crate::error::Result;
use crate::sittings::store::{self, Concern};
use crate::trust_data::Catalogue;
use rusqlite::Connection;

/// Whoever handed the device over sees them, as does whoever has a part in the case; where answers about safety are among
/// them, also whoever those would have passed to. Who is nothing of that is told of the case and how many, and no more.
pub(super) fn rows(connection: &Connection, wanted: &Wanted) -> Result<Vec<Found>> {
    let known = Catalogue::new(connection);
    let mut out = Vec::new();
    for waiting in store::unrecorded(connection, &known)? {
        let concern = waiting.concern(connection, wanted.user, wanted.now)?;
        if concern == Concern::None && !(wanted.everyone && waiting.recordable()) {
            continue;
        }
        let kept = dates::clinical_instant(&waiting.saved_at);
        let urgent = waiting.about_safety && concern != Concern::None;
        out.push(Found {
            kind: match (urgent, waiting.recordable()) {
                (true, _) => Waiting::UnrecordedSafety,
                (false, true) => Waiting::Unrecorded,
                (false, false) => Waiting::Draft,
            },
            what: waiting.counted(&known, urgent)?,
            when: match concern {
                Concern::Passed => {
                    format!("Passed to you from {}, kept {kept}", waiting.owner.name)
                }
                _ => format!("Kept {kept}"),
            },
            overdue: waiting.about_safety
                && dates::parse(&dates::clinical_day(&waiting.saved_at))
                    .is_some_and(|day| day < wanted.today),
            since: waiting.saved_at.clone(),
            patient: Some(waiting.patient),
            case: Some(waiting.case),
            record: None,
            draft_kind: crate::sittings::DRAFT.to_owned(),
            record_kind: String::new(),
            who: match concern {
                Concern::Own => String::new(),
                _ => waiting.owner.name,
            },
            answer: None,
        });
    }
    Ok(out)
}
