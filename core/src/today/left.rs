//! What waits for somebody who goes, and who can take it up. Counts only: no patient is named.

use crate::error::{Doing, Result};
use crate::ids::UserId;
use crate::measures;
use crate::record::drafts;
use crate::sittings;
use crate::submissions::{self, SubmissionState};
use crate::supervision;
use crate::trust_data::Catalogue;
use crate::users;
use rusqlite::Connection;

fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}

/// A sentence for each sort of thing that waits for this user.
pub(super) fn lines(connection: &Connection, user: UserId) -> Result<Vec<String>> {
    let name = users::store::user(connection, user)?.name;
    let open = submissions::store::open(connection)?;
    let handed_to = open
        .iter()
        .filter(|o| o.to == Some(user) && o.state == SubmissionState::Awaiting)
        .count();
    let given_back = open
        .iter()
        .filter(|o| o.author == user && o.state == SubmissionState::Returned)
        .count();
    let unsigned = supervision::store::unsigned_by(connection, user)?.len();
    let actions = supervision::store::open_actions_of(connection, user)?.len();
    let unrecorded: Vec<_> = sittings::store::unrecorded(connection, &Catalogue::new(connection))?
        .into_iter()
        .filter(|u| u.owner.id == user && u.recordable())
        .collect();
    let drafts = usize::try_from(drafts::count(connection, user)?)
        .unwrap_or(usize::MAX)
        .saturating_sub(unrecorded.len());
    let cases = open_cases(connection, user)?;
    let mut lines = Vec::new();
    if cases > 0 {
        lines.push(format!(
            "{} name {name} among the people of the case. Name somebody else in the details of each.",
            counted(cases, "open case", "open cases")
        ));
    }
    let answers = measures::safety::open_answers_for_today(connection)?
        .iter()
        .filter(|a| a.author == user)
        .count();
    if answers > 0 {
        lines.push(format!(
            "{} without a response. Once the account is closed, {} on Today.",
            counted(
                answers,
                &format!("answer about safety that {name} entered is"),
                &format!("answers about safety that {name} entered are")
            ),
            match deputy(connection, user)? {
                Some(deputy) => format!("{deputy} has them"),
                None => "every consultant has them".to_owned(),
            }
        ));
    }
    if !unrecorded.is_empty() {
        let safety = match (
            unrecorded.iter().any(|u| u.about_safety),
            deputy(connection, user)?,
        ) {
            (false, _) => String::new(),
            (true, Some(deputy)) => {
                format!(", and so has {deputy} where answers about safety are among them")
            }
            (true, None) => {
                ", and so has every consultant where answers about safety are among them".to_owned()
            }
        };
        lines.push(format!(
            "{} in the record yet. Whoever has a part in the case has them on Today and can record them{safety}.",
            counted(
                unrecorded.len(),
                "patient’s questionnaires on this device are not",
                "patients’ questionnaires on this device are not"
            )
        ));
    }
    let named_by = users::store::users(connection)?
        .iter()
        .filter(|u| u.deputy_id == Some(user) && !u.disabled)
        .count();
    if named_by > 0 {
        lines.push(format!(
            "{} {name} as deputy for answers about safety. Once the account is closed, they pass to every consultant until \
             somebody else is named.",
            counted(named_by, "account names", "accounts name")
        ));
    }
    if handed_to > 0 {
        lines.push(format!(
            "{} for {name} to countersign. Once the account is closed, everybody who may countersign has them on Today.",
            counted(handed_to, "submission waits", "submissions wait")
        ));
    }
    if given_back > 0 {
        lines.push(format!(
            "{} to {name} to be put right. Once the account is closed, whoever gave them back has them on Today.",
            counted(given_back, "submission was given back", "submissions were given back")
        ));
    }
    if unsigned > 0 {
        lines.push(format!(
            "{} for {name}’s signature. Nobody else can give it; the logs stay open to the others who took part.",
            counted(unsigned, "supervision log waits", "supervision logs wait")
        ));
    }
    if actions > 0 {
        lines.push(format!(
            "{} for {name} to do. The others who took part find them under Supervision and can close them.",
            counted(actions, "action from supervision waits", "actions from supervision wait")
        ));
    }
    if drafts > 0 {
        lines.push(format!(
            "{} not signed. Nobody else can read them; they are there if the account is opened again.",
            counted(drafts, "draft is", "drafts are")
        ));
    }
    Ok(lines)
}

/// The deputy to whom an answer of this account would pass, where that account is open and clinical.
fn deputy(connection: &Connection, user: UserId) -> Result<Option<String>> {
    let Some(id) = users::store::user(connection, user)?.deputy_id else {
        return Ok(None);
    };
    let named = users::store::user(connection, id)?;
    Ok((!named.disabled && named.role.is_clinical()).then_some(named.name))
}

fn open_cases(connection: &Connection, user: UserId) -> Result<usize> {
    connection
        .prepare_cached(
            "SELECT count(DISTINCT c.case_id) FROM case_people AS p JOIN cases AS c ON c.case_id = p.case_id
             WHERE p.user_id = ?1 AND p.user_id <> x'' AND c.status <> 'closed'",
        )
        .and_then(|mut s| s.query_row([user], |r| r.get(0)))
        .doing("counting the open cases of an account")
}
