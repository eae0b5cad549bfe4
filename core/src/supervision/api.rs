//! What a caller may do with supervision. A log is open to those who took part; what was said of a case, to everybody
//! who works with patients.

use super::rules::Around;
use super::store::{self, Kept};
use super::{
    ActionClosing, AgreeSupervisionLogRequest, CaseDiscussion, CaseloadReviewRequest,
    CaseloadReviewView, CloseSupervisionActionRequest, ReturnSupervisionLogRequest,
    SignSupervisionLogRequest, SupervisionLog, SupervisionLogRequest, SupervisionLogView,
    SupervisionView, WithdrawSupervisionLogRequest, facts, review, rules, views,
};
use crate::cases;
use crate::cases::api::CaseRequest;
use crate::error::{Error, Result};
use crate::ids::{RecordId, RevisionId, UserId};
use crate::op::Op;
use crate::preferences::Preferences;
use crate::reasons;
use crate::record::audit::Audited;
use crate::record::{Subject, WriteTx, drafts, read};
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, Change, Faults};
use crate::users::{self, UserView};
use rusqlite::Connection;

/// How many logs the page of supervision shows.
const MOST: u32 = 200;

/// Logs, open actions, and who may take part.
pub fn supervision(register: &Register, session: &Session) -> Result<SupervisionView> {
    session.clinical("seeing supervision")?;
    let today = register.clock().today();
    register.read(|c| {
        let people = people(c)?;
        let mut caseloads: Vec<UserView> = people
            .iter()
            .filter(|u| u.id == session.user || session.role.countersigns())
            .cloned()
            .collect();
        // Oneself first; stable, so that the others stay in the order of names.
        caseloads.sort_by_key(|u| u.id != session.user);
        let (draft, amending) = match views::draft(c, session)? {
            Some(draft) => match draft.base {
                None => (Some(cases::api::draft_view(c, draft)?), None),
                Some(base) => (None, Some(read::revision(c, base)?.record)),
            },
            None => (None, None),
        };
        Ok(SupervisionView {
            logs: store::logs_of(c, session.user, MOST)?
                .into_iter()
                .map(|record| views::row(c, &store::kept(c, record)?, session.user))
                .collect::<Result<_>>()?,
            actions: views::open_actions(c, session.user, today)?,
            others_actions: views::others_actions(c, session.user, today)?,
            people,
            caseloads,
            draft,
            amending,
        })
    })
}

/// Everybody who may take part in supervision: those who work with patients and whose account is open.
fn people(connection: &Connection) -> Result<Vec<UserView>> {
    let mut all = users::store::users(connection)?;
    all.retain(|u| u.role.is_clinical() && !u.disabled);
    Ok(all)
}

/// One log; audited. Errors: `NotFound` for whoever did not take part.
pub fn supervision_log(
    register: &Register,
    session: &Session,
    request: &SupervisionLogRequest,
) -> Result<SupervisionLogView> {
    session.clinical("reading supervision logs")?;
    let view = view(register, session, request.record_id)?;
    register.note_read(
        session,
        Audited::SupervisionLogOpened,
        Some(view.id),
        None,
        None,
    );
    Ok(view)
}

/// Signs a log, or an amendment of one by who wrote it; everybody else signs anew then.
///
/// Errors: `Invalid`; `NotFound` for whoever did not take part; `Refused` for an amendment of what another wrote;
/// `Conflict` when it was amended since `base`.
pub fn sign_supervision_log(
    register: &Register,
    session: &Session,
    request: &SignSupervisionLogRequest,
) -> Result<SupervisionLogView> {
    session.clinical("signing supervision logs")?;
    let today = register.clock().today();
    let written = register.write(session, Op::SignSupervisionLog, |tx| {
        let connection = tx.connection();
        let before = match request.record_id {
            Some(record) => {
                let kept = store::of_participant(connection, record, session.user)?;
                own(&kept, session)?;
                Some(kept)
            }
            None => None,
        };
        let mut people: Vec<UserId> = people(connection)?.iter().map(|u| u.id).collect();
        // Who took part did so, even if the account has been closed since.
        people.extend(
            before
                .iter()
                .flat_map(|k| store::parts(&k.log).map(|(id, _)| id)),
        );
        let kept: Vec<RecordId> = before
            .iter()
            .flat_map(|k| k.log.actions.iter().map(|a| a.id))
            .collect();
        let (mut closed, mut spoke) = (Vec::new(), Vec::new());
        if let Some(before) = &before {
            let log = before.revision.record;
            for action in &before.log.actions {
                if store::closing(connection, log, action.id)?.is_some() {
                    closed.push(action.clone());
                }
            }
            let took_part = |id: &UserId| before.took_part(*id);
            let words = read::attestations(connection, log)?;
            spoke.extend(words.into_iter().map(|a| a.author).filter(took_part));
        }
        let around = Around {
            today,
            author: session.user,
            people: &people,
            kept: &kept,
            closed: &closed,
            spoke: &spoke,
        };
        let body = rules::check(&request.form, around, RecordId::random)?;
        for case in &body.cases {
            cases::store::record(connection, case.case_id)?;
        }
        let record = match before {
            None => signed::sign_new(tx, Subject::default(), &body)?,
            Some(kept) => amend(tx, &kept, request, &body)?,
        };
        if views::draft(tx.connection(), session)?.is_some_and(|d| d.base == request.base) {
            drafts::done(tx.connection(), &views::draft_key(session))?;
        }
        Ok(record)
    })?;
    view(register, session, written.value)
}

/// A new version of a log.
fn amend(
    tx: &mut WriteTx<'_>,
    kept: &Kept,
    request: &SignSupervisionLogRequest,
    body: &SupervisionLog,
) -> Result<RecordId> {
    let record = kept.revision.record;
    let base = request.base.ok_or_else(|| Error::Conflict {
        base: String::new(),
        current: kept.revision.id.to_string(),
    })?;
    let change = Change {
        base: request.base,
        amendment: request.amendment.as_ref(),
        keep_beside: false,
    };
    let why = change.reason()?;
    let revision = tx.revise(record, base, body)?;
    tx.sign_with(revision, &why)?;
    Ok(record)
}

/// Errors: `Refused` for what another wrote.
fn own(kept: &Kept, session: &Session) -> Result<()> {
    if kept.revision.author == session.user {
        return Ok(());
    }
    Err(Error::Refused {
        rule: "another-author",
        message:
            "Only who wrote a log changes it or takes it back. Return it with a comment instead."
                .into(),
    })
}

/// Signs a log that another of those who took part wrote.
///
/// Errors: `NotFound` for whoever did not take part; `Conflict` when it was amended since it was read; `Refused` when it
/// was withdrawn or this account has signed it (`already-signed`).
pub fn agree_supervision_log(
    register: &Register,
    session: &Session,
    request: &AgreeSupervisionLogRequest,
) -> Result<SupervisionLogView> {
    session.clinical("signing supervision logs")?;
    register.write(session, Op::AgreeSupervisionLog, |tx| {
        let kept = as_read(tx, request.record_id, request.revision)?;
        if kept
            .word_of(session.user)
            .is_some_and(|a| a.meaning == "signed")
        {
            return Err(Error::Refused {
                rule: "already-signed",
                message: "You have signed this version already.".into(),
            });
        }
        tx.sign(kept.revision.id)
    })?;
    view(register, session, request.record_id)
}

/// Returns a log with a comment to who wrote it. It stays in force, and may still be signed as it stands.
///
/// Errors: `Invalid` without a comment; `NotFound` for whoever did not take part; `Conflict` when it was amended since it
/// was read; `Refused` when it was withdrawn or is one's own.
pub fn return_supervision_log(
    register: &Register,
    session: &Session,
    request: &ReturnSupervisionLogRequest,
) -> Result<SupervisionLogView> {
    session.clinical("returning supervision logs")?;
    let mut faults = Faults::default();
    let comment = faults.required(
        "comment",
        &request.comment,
        "Write what is to be put right.",
    );
    faults.none()?;
    register.write(session, Op::ReturnSupervisionLog, |tx| {
        let kept = as_read(tx, request.record_id, request.revision)?;
        if kept.revision.author == session.user {
            return Err(Error::Refused {
                rule: "own-log",
                message: "You wrote this log: amend it instead of returning it.".into(),
            });
        }
        tx.give_back(kept.revision.id, &comment)
    })?;
    view(register, session, request.record_id)
}

/// A log in force in the version that was read.
fn as_read(tx: &WriteTx<'_>, record: RecordId, revision: RevisionId) -> Result<Kept> {
    let kept = store::of_participant(tx.connection(), record, tx.author())?;
    in_force(&kept)?;
    if kept.revision.id != revision {
        return Err(Error::Conflict {
            base: revision.to_string(),
            current: kept.revision.id.to_string(),
        });
    }
    Ok(kept)
}

/// Errors: `Refused` for a log that was taken back.
fn in_force(kept: &Kept) -> Result<()> {
    if kept.is_withdrawn() {
        return Err(Error::Refused {
            rule: "withdrawn",
            message: "This log was withdrawn as entered in error.".into(),
        });
    }
    Ok(())
}

/// Takes a log back as entered in error. It stays readable to those who took part, marked; its actions fall away.
///
/// Errors: `Invalid` without a reason; `NotFound` for whoever did not take part; `Refused` for what another wrote.
pub fn withdraw_supervision_log(
    register: &Register,
    session: &Session,
    request: &WithdrawSupervisionLogRequest,
) -> Result<SupervisionLogView> {
    session.clinical("withdrawing supervision logs")?;
    let why = signed::required_reason(&request.reason)?;
    register.write(session, Op::WithdrawSupervisionLog, |tx| {
        let kept = store::of_participant(tx.connection(), request.record_id, session.user)?;
        own(&kept, session)?;
        tx.withdraw(request.record_id, &why)
    })?;
    view(register, session, request.record_id)
}

/// Closes an action: done, or no longer needed.
///
/// Errors: `Invalid` without a note where it was not done; `NotFound` for whoever did not take part and for an action
/// that does not stand in the log; `Refused` when it is closed already or the log was withdrawn.
pub fn close_supervision_action(
    register: &Register,
    session: &Session,
    request: &CloseSupervisionActionRequest,
) -> Result<SupervisionView> {
    session.clinical("closing actions from supervision")?;
    let mut faults = Faults::default();
    let note = if request.done {
        faults.text("note", &request.note)
    } else {
        faults.required("note", &request.note, "Write why it is no longer needed.")
    };
    faults.none()?;
    let closing = ActionClosing {
        log: request.log_id,
        action: request.action_id,
        done: request.done,
        closed_on: register.clock().today(),
        note,
    };
    register.write(session, Op::CloseSupervisionAction, |tx| {
        let kept = store::of_participant(tx.connection(), request.log_id, session.user)?;
        in_force(&kept)?;
        if !kept.log.actions.iter().any(|a| a.id == request.action_id) {
            return Err(Error::NotFound {
                what: "action in this log",
            });
        }
        if store::closing(tx.connection(), request.log_id, request.action_id)?.is_some() {
            return Err(Error::Refused {
                rule: "already-closed",
                message: "This has been closed already.".into(),
            });
        }
        signed::sign_new(tx, Subject::default(), &closing).map(drop)
    })?;
    supervision(register, session)
}

/// A caseload with the reasons to discuss its cases.
///
/// Errors: `NotAllowed` for somebody else's, unless this role supervises; `NotFound` for an account that has none.
pub fn caseload_review(
    register: &Register,
    session: &Session,
    request: &CaseloadReviewRequest,
) -> Result<CaseloadReviewView> {
    session.clinical("reviewing caseloads")?;
    let whose = request.user_id.unwrap_or(session.user);
    if whose != session.user && !session.role.countersigns() {
        return Err(Error::NotAllowed {
            role: session.role.word().to_owned(),
            what: "reviewing somebody else’s caseload",
        });
    }
    let today = register.clock().today();
    let missed_count = Preferences::read(register.layout())?.missed_sessions_count;
    let limits = review::limits()?;
    register.read(|c| {
        let of = users::store::user(c, whose)?;
        if !of.role.is_clinical() {
            return Err(Error::NotFound {
                what: "caseload of this account",
            });
        }
        Ok(CaseloadReviewView {
            rows: facts::rows(c, of.id, limits, today, missed_count)?,
            of,
            says: review::says(limits),
        })
    })
}

/// What supervision said of a case, newest first; withdrawn logs are left out.
pub fn case_supervision(
    register: &Register,
    session: &Session,
    request: &CaseRequest,
) -> Result<Vec<CaseDiscussion>> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "reading what supervision said of a case",
    )?;
    let today = register.clock().today();
    register.read(|c| {
        cases::store::record(c, request.case_id)?;
        let mut out = Vec::new();
        for record in store::logs_about(c, request.case_id)? {
            let kept = store::kept(c, record)?;
            out.extend(views::discussion(
                c,
                &kept,
                request.case_id,
                session.user,
                today,
            )?);
        }
        Ok(out)
    })
}

fn view(register: &Register, session: &Session, record: RecordId) -> Result<SupervisionLogView> {
    let today = register.clock().today();
    register.read(|c| views::log(c, session, record, today))
}
