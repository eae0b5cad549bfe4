//! What waits from supervision. Logs are personal: whoever asks for everybody's work sees one's own of these only.

use super::Waiting;
use super::store::{Found, Wanted};
use crate::dates;
use crate::error::Result;
use crate::record::Body;
use crate::signed;
use crate::supervision::store::{self, Kept};
use crate::supervision::{SupervisionLog, rules};
use crate::users;
use rusqlite::Connection;

/// Logs that wait for this user's signature, those of this user's that were returned, and this user's open actions.
pub(super) fn rows(connection: &Connection, wanted: &Wanted) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for record in store::unsigned_by(connection, wanted.user)? {
        let kept = store::kept(connection, record)?;
        found.push(Found {
            kind: Waiting::SupervisionSignature,
            when: format!("Held on {}", dates::clinical(kept.log.held_on)),
            who: users::store::name(connection, kept.revision.author)?,
            ..about(&kept)
        });
    }
    for record in store::returned_to(connection, wanted.user)? {
        let kept = store::kept(connection, record)?;
        let returned = store::parts(&kept.log)
            .filter_map(|(id, _)| kept.word_of(id))
            .find(|a| a.meaning == "returned");
        let Some(returned) = returned else {
            continue;
        };
        found.push(Found {
            kind: Waiting::Returned,
            when: format!("Returned {}", dates::clinical_instant(&returned.at)),
            overdue: dates::parse(&dates::clinical_day(&returned.at))
                .is_some_and(|day| day < wanted.today),
            since: returned.at.clone(),
            record_kind: SupervisionLog::KIND.to_owned(),
            who: users::store::name(connection, returned.author)?,
            ..about(&kept)
        });
    }
    found.extend(actions(connection, wanted)?);
    Ok(found)
}

/// A line about a log as a whole.
fn about(kept: &Kept) -> Found {
    Found {
        kind: Waiting::SupervisionSignature,
        what: format!(
            "Supervision log, {}",
            rules::title(kept.log.format, kept.log.minutes).to_lowercase()
        ),
        when: String::new(),
        overdue: false,
        since: kept.log.held_on.to_string(),
        patient: None,
        case: None,
        record: Some(kept.revision.record),
        draft_kind: String::new(),
        record_kind: String::new(),
        who: String::new(),
        answer: None,
    }
}

fn actions(connection: &Connection, wanted: &Wanted) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for (kept, action) in store::open_actions_of(connection, wanted.user)? {
        let day = dates::clinical(action.due_on);
        let overdue = action.due_on < wanted.today;
        let patient = match action.case_id {
            Some(case) => Some(crate::cases::store::record(connection, case)?.1),
            None => None,
        };
        found.push(Found {
            kind: Waiting::SupervisionAction,
            what: signed::extract(&action.what, 160),
            when: if overdue {
                format!("Was to be done by {day}")
            } else {
                format!("To be done by {day}")
            },
            overdue,
            since: action.due_on.to_string(),
            patient,
            case: action.case_id,
            who: format!(
                "Agreed in supervision, {}",
                dates::clinical(kept.log.held_on)
            ),
            ..about(&kept)
        });
    }
    Ok(found)
}
