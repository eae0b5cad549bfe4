//! Supervision as it is shown.

use super::rules::{self, Word};
use super::store::{self, Kept};
use super::{
    ActionClosing, CaseDiscussion, DiscussedCaseView, LogSignature, LogState, SupervisionAction,
    SupervisionActionView, SupervisionLog, SupervisionLogRow, SupervisionLogView,
};
use crate::cases;
use crate::dates;
use crate::error::Result;
use crate::ids::{CaseId, RecordId, UserId};
use crate::record::drafts::{self, Draft, DraftKey};
use crate::record::{Revision, read};
use crate::session::Session;
use crate::signed;
use crate::users;
use chrono::NaiveDate;
use rusqlite::Connection;

/// The kind under which a draft is kept: one for each user, since a log belongs to no patient and no case.
pub(super) const DRAFT: &str = "supervision-log";

/// The key of a user's draft.
pub(super) const fn draft_key(session: &Session) -> DraftKey<'static> {
    DraftKey {
        user: session.user,
        kind: DRAFT,
        patient: None,
        case: None,
    }
}

/// A user's draft of a log, or of an amendment of one.
pub(super) fn draft(connection: &Connection, session: &Session) -> Result<Option<Draft>> {
    drafts::find(connection, &draft_key(session))
}

fn word(kept: &Kept, user: UserId) -> Word {
    match kept.word_of(user) {
        None => Word::None,
        Some(a) if a.meaning == "returned" => Word::Returned,
        Some(_) => Word::Signed,
    }
}

/// The names of those who were supervised, joined by commas.
fn supervisees(connection: &Connection, log: &SupervisionLog) -> Result<String> {
    let names = log
        .supervisees
        .iter()
        .map(|id| users::store::name(connection, *id))
        .collect::<Result<Vec<_>>>()?;
    Ok(names.join(", "))
}

/// How a log stands, and that in words.
fn state(connection: &Connection, kept: &Kept) -> Result<(LogState, String)> {
    let words = store::parts(&kept.log)
        .map(|(id, _)| Ok((users::store::name(connection, id)?, word(kept, id))))
        .collect::<Result<Vec<_>>>()?;
    Ok(rules::state(kept.is_withdrawn(), &words))
}

/// One row of the list of logs.
pub fn row(connection: &Connection, kept: &Kept, user: UserId) -> Result<SupervisionLogRow> {
    let log = &kept.log;
    let record = kept.revision.record;
    let mut open_actions = 0u32;
    if !kept.is_withdrawn() {
        for action in &log.actions {
            if store::closing(connection, record, action.id)?.is_none() {
                open_actions += 1;
            }
        }
    }
    let (state, says) = state(connection, kept)?;
    Ok(SupervisionLogRow {
        id: record,
        held_on: dates::clinical(log.held_on),
        title: rules::title(log.format, log.minutes),
        supervisor: users::store::name(connection, log.supervisor)?,
        supervisees: supervisees(connection, log)?,
        cases: u32::try_from(log.cases.len()).unwrap_or(u32::MAX),
        open_actions,
        state,
        says,
        waits_for_me: !kept.is_withdrawn()
            && kept.took_part(user)
            && word(kept, user) == Word::None,
    })
}

fn signatures(connection: &Connection, kept: &Kept) -> Result<Vec<LogSignature>> {
    store::parts(&kept.log)
        .map(|(id, part)| {
            let (signed, says) = match kept.word_of(id) {
                None => (false, "Has not signed yet".to_owned()),
                Some(a) => {
                    let at = dates::clinical_instant(&a.at);
                    if a.meaning == "returned" {
                        (false, format!("Returned {at}: {}", a.reason))
                    } else {
                        (true, format!("Signed {at}"))
                    }
                }
            };
            Ok(LogSignature {
                name: users::store::name(connection, id)?,
                part: part.label().to_owned(),
                signed,
                says,
            })
        })
        .collect()
}

/// `Done: seen on the ward. Dr T. Adeyemi, 27-Nov-2026`
fn closed(
    connection: &Connection,
    (revision, closing): &(Revision, ActionClosing),
) -> Result<String> {
    let what = if closing.done {
        "Done"
    } else {
        "No longer needed"
    };
    let note = match closing.note.trim_end_matches('.') {
        "" => String::new(),
        note => format!(": {note}"),
    };
    let who = users::store::name(connection, revision.author)?;
    let day = dates::clinical(closing.closed_on);
    Ok(format!("{what}{note}. {who}, {day}"))
}

/// One action of a log.
pub fn action(
    connection: &Connection,
    kept: &Kept,
    action: &SupervisionAction,
    user: UserId,
    today: NaiveDate,
) -> Result<SupervisionActionView> {
    let log_id = kept.revision.record;
    let closing = store::closing(connection, log_id, action.id)?;
    let open = closing.is_none() && !kept.is_withdrawn();
    Ok(SupervisionActionView {
        log_id,
        action_id: action.id,
        what: action.what.clone(),
        owner: users::store::name(connection, action.owner)?,
        due_on: dates::clinical(action.due_on),
        overdue: open && action.due_on < today,
        case: action
            .case_id
            .map(|case| store::named_case(connection, case, today))
            .transpose()?,
        closed: match &closing {
            Some(closing) => closed(connection, closing)?,
            None => String::new(),
        },
        may_close: open && kept.took_part(user),
    })
}

/// The actions of a log, those about one case where it is named.
fn actions(
    connection: &Connection,
    kept: &Kept,
    case: Option<CaseId>,
    user: UserId,
    today: NaiveDate,
) -> Result<Vec<SupervisionActionView>> {
    kept.log
        .actions
        .iter()
        .filter(|a| case.is_none() || a.case_id == case)
        .map(|a| action(connection, kept, a, user, today))
        .collect()
}

/// Everything open that an account is to do, the earliest first.
pub fn open_actions(
    connection: &Connection,
    user: UserId,
    today: NaiveDate,
) -> Result<Vec<SupervisionActionView>> {
    store::open_actions_of(connection, user)?
        .iter()
        .map(|(kept, found)| action(connection, kept, found, user, today))
        .collect()
}

/// Everything open that the others of this account's logs are to do, the earliest first.
pub fn others_actions(
    connection: &Connection,
    user: UserId,
    today: NaiveDate,
) -> Result<Vec<SupervisionActionView>> {
    store::open_actions_beside(connection, user)?
        .iter()
        .map(|(kept, found)| action(connection, kept, found, user, today))
        .collect()
}

/// One log as somebody who took part reads it. Errors: `NotFound` for everybody else.
pub fn log(
    connection: &Connection,
    session: &Session,
    record: RecordId,
    today: NaiveDate,
) -> Result<SupervisionLogView> {
    let kept = store::of_participant(connection, record, session.user)?;
    let in_force = !kept.is_withdrawn();
    let draft = match draft(connection, session)? {
        Some(draft) if of_log(connection, &draft, record) => {
            Some(cases::api::draft_view(connection, draft)?)
        }
        _ => None,
    };
    Ok(SupervisionLogView {
        id: record,
        revision: kept.revision.id,
        row: row(connection, &kept, session.user)?,
        form: rules::form(&kept.log),
        cases: kept
            .log
            .cases
            .iter()
            .map(|c| {
                Ok(DiscussedCaseView {
                    case: store::named_case(connection, c.case_id, today)?,
                    question: c.question.clone(),
                    discussed: c.discussed.clone(),
                    reasons: c.reasons.clone(),
                })
            })
            .collect::<Result<_>>()?,
        actions: actions(connection, &kept, None, session.user, today)?,
        signatures: signatures(connection, &kept)?,
        may_sign: in_force && word(&kept, session.user) != Word::Signed,
        may_amend: in_force && kept.revision.author == session.user,
        versions: kept.standing.revisions,
        provenance: signed::provenance(connection, &kept.revision)?,
        draft,
    })
}

/// Is this the draft of an amendment of the log?
fn of_log(connection: &Connection, draft: &Draft, log: RecordId) -> bool {
    draft
        .base
        .and_then(|base| read::revision(connection, base).ok())
        .is_some_and(|revision| revision.record == log)
}

/// What a log says of one case; absent where it says nothing of it.
pub fn discussion(
    connection: &Connection,
    kept: &Kept,
    case: CaseId,
    user: UserId,
    today: NaiveDate,
) -> Result<Option<CaseDiscussion>> {
    let log = &kept.log;
    let Some(found) = log.cases.iter().find(|c| c.case_id == case) else {
        return Ok(None);
    };
    let (_, says) = state(connection, kept)?;
    Ok(Some(CaseDiscussion {
        log_id: kept.revision.record,
        may_open: kept.took_part(user),
        held_on: dates::clinical(log.held_on),
        title: format!(
            "{}, {} with {}",
            log.format.label(),
            users::store::name(connection, log.supervisor)?,
            supervisees(connection, log)?
        ),
        says,
        question: found.question.clone(),
        discussed: found.discussed.clone(),
        actions: actions(connection, kept, Some(case), user, today)?,
    }))
}
