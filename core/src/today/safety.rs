//! Answers about safety that nobody has responded to.

use super::Waiting;
use super::store::{Found, Wanted};
use crate::cases;
use crate::dates;
use crate::error::Result;
use crate::ids::UserId;
use crate::measures::safety::open_answers_for_today;
use crate::users;
use crate::users::deputies::{self, Passed};
use rusqlite::Connection;

/// Whoever recorded one sees it, as does whoever works on the case, and whoever it has passed to meanwhile.
pub(super) fn rows(connection: &Connection, wanted: &Wanted) -> Result<Vec<Found>> {
    let me = users::store::user(connection, wanted.user)?;
    let mut out = Vec::new();
    for answer in open_answers_for_today(connection)? {
        let author = users::store::user(connection, answer.author)?;
        let passed = users::store::passed(connection, &author, &answer.entered_at, wanted.now)?;
        let to_me = author.id != me.id && deputies::is_for(passed, &me);
        let own = author.id == me.id || cases::store::has_part(connection, answer.case_id, me.id)?;
        if !(wanted.everyone || own || to_me) {
            continue;
        }
        let entered = dates::clinical_instant(&answer.entered_at);
        out.push(Found {
            kind: Waiting::SafetyAnswer,
            what: String::new(),
            when: if to_me {
                format!(
                    "Passed to you from {}, unanswered since {entered}",
                    author.name
                )
            } else {
                format!("Answered on {}", dates::clinical(answer.answered_on))
            },
            overdue: answer.answered_on < wanted.today,
            since: answer.answered_on.to_string(),
            patient: Some(answer.patient_id),
            case: Some(answer.case_id),
            record: Some(answer.measure_id),
            draft_kind: String::new(),
            record_kind: String::new(),
            who: match (to_me, passed) {
                (true, _) | (_, Passed::Not) => author.name,
                (_, Passed::To(id)) => {
                    format!("{}, passed to {}", author.name, name(connection, id)?)
                }
                (_, Passed::ToKeepers) => {
                    format!("{}, passed to the consultants", author.name)
                }
            },
            answer: Some(answer),
        });
    }
    Ok(out)
}

fn name(connection: &Connection, user: UserId) -> Result<String> {
    users::store::name(connection, user)
}
