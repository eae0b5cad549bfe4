//! What a caller may do with submissions.

use super::{
    CountersignRequest, CountersignersView, ReturnSubmissionRequest, Submission, SubmissionForm,
    SubmissionState, SubmissionView, store,
};
use crate::cases;
use crate::cases::CaseRole;
use crate::cases::api::CaseRequest;
use crate::error::{Error, Result};
use crate::ids::{CaseId, RecordId, RevisionId};
use crate::letters;
use crate::op::Op;
use crate::reasons;
use crate::record::{Revision, Subject, WriteTx, read};
use crate::register::Register;
use crate::session::Session;
use crate::signed::Faults;
use crate::users;
use rusqlite::Connection;

/// Who may countersign what this user signs in a case.
pub fn countersigners(
    register: &Register,
    session: &Session,
    request: &CaseRequest,
) -> Result<CountersignersView> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "handing in for countersigning",
    )?;
    register.read(|c| {
        let (_, case, _) = cases::store::case(c, request.case_id)?;
        let people: Vec<_> = users::store::users(c)?
            .into_iter()
            .filter(|u| u.role.countersigns() && !u.disabled && u.id != session.user)
            .collect();
        let suggested = [CaseRole::TherapySupervisor, CaseRole::ResponsibleConsultant]
            .into_iter()
            .flat_map(|role| case.people.iter().filter(move |p| p.role == role))
            .filter_map(|p| p.user_id)
            .find(|id| people.iter().any(|u| u.id == *id));
        Ok(CountersignersView {
            needed: session.role.is_supervised(),
            suggested,
            people,
        })
    })
}

/// Checks what goes along with a signature, before anything is written; tidied. Errors: `Invalid` naming a field of
/// `submission`.
pub(crate) fn check(
    connection: &Connection,
    session: &Session,
    form: &SubmissionForm,
    needed: bool,
) -> Result<SubmissionForm> {
    if !needed {
        return Ok(SubmissionForm::default());
    }
    let mut faults = Faults::default();
    let note = faults.text("submission.note", &form.note);
    if let Some(to) = form.to {
        let may = users::store::user(connection, to)
            .is_ok_and(|u| u.role.countersigns() && !u.disabled && to != session.user);
        if !may {
            faults.add(
                "submission.to",
                "may-not",
                "This person may not countersign. Choose somebody else, or whoever may countersign.",
            );
        }
    }
    faults.none()?;
    Ok(SubmissionForm { to: form.to, note })
}

/// Hands a version in, in the same write that signs it.
pub(crate) fn hand_in(
    tx: &mut WriteTx<'_>,
    subject: Subject,
    (of, revision): (RecordId, RevisionId),
    form: &SubmissionForm,
) -> Result<()> {
    let submission = Submission {
        of,
        revision,
        to: form.to,
        note: form.note.clone(),
    };
    tx.create(subject, RecordId::random()?, &submission)
        .map(drop)
}

/// The version that is to be countersigned or returned. Errors: `NotFound`; `Conflict` when another is in force by now;
/// `Refused` for one's own, for one that is settled, for one that was withdrawn.
fn submitted(
    connection: &Connection,
    session: &Session,
    case: CaseId,
    record: RecordId,
    version: RevisionId,
) -> Result<Revision> {
    let missing = || Error::NotFound {
        what: "submission in this case",
    };
    let current = read::current(connection, record)?;
    if current.case != Some(case) {
        return Err(missing());
    }
    let standing = read::standing(connection, record)?;
    if standing.heads > 1 {
        return Err(Error::Refused {
            rule: "settle-first",
            message: "Two versions were written from the same one. Bring them together first; what comes of it is \
                      countersigned."
                .into(),
        });
    }
    if standing.status == "withdrawn" {
        return Err(Error::Refused {
            rule: "withdrawn",
            message: "This was withdrawn as entered in error. Nothing is left to countersign."
                .into(),
        });
    }
    if current.id != version {
        return Err(Error::Conflict {
            base: version.to_string(),
            current: current.id.to_string(),
        });
    }
    match store::state(connection, &current)? {
        None => Err(missing()),
        Some(SubmissionState::Countersigned) => Err(Error::Refused {
            rule: "already-countersigned",
            message: "This version has been countersigned already.".into(),
        }),
        Some(_) if current.author == session.user => Err(Error::Refused {
            rule: "own-work",
            message: "You signed this yourself. A second person has to countersign it.".into(),
        }),
        Some(_) => Ok(current),
    }
}

/// Errors: `NotAllowed` unless the role may countersign.
fn may_countersign(session: &Session, what: &'static str) -> Result<()> {
    session.clinical(what)?;
    if session.role.countersigns() {
        return Ok(());
    }
    Err(Error::NotAllowed {
        role: session.role.word().to_owned(),
        what,
    })
}

/// Signs as the second person. A letter that has not left yet gets the second signature on its pages.
///
/// Errors: `NotAllowed`; `NotFound`; `Conflict` when another version is in force by now; `Refused`.
pub fn countersign(
    register: &Register,
    session: &Session,
    request: &CountersignRequest,
) -> Result<SubmissionView> {
    may_countersign(session, "countersigning")?;
    reasons::enter(register, session, request.case_id, "countersigning")?;
    let mut faults = Faults::default();
    let comment = faults.text("comment", &request.comment);
    faults.none()?;
    let (case, record) = (request.case_id, request.record_id);
    // Rendering takes a moment: it is done before the write begins, on the version that the write then asks for again.
    let pages = register.read(|c| {
        let version = submitted(c, session, case, record, request.revision)?;
        letters::api::countersigned::pages(register, session, c, &version)
    })?;
    register.write(session, Op::Countersign, |tx| {
        let version = submitted(tx.connection(), session, case, record, request.revision)?;
        tx.countersign(version.id, &comment)?;
        letters::api::countersigned::keep(tx, &version, pages.as_ref())
    })?;
    shown(register, session, request.revision)
}

/// Gives something back to who wrote it, with what is to be put right. It stays in force, marked.
///
/// Errors: `NotAllowed`; `Invalid` without a comment; `NotFound`; `Conflict`; `Refused`.
pub fn return_submission(
    register: &Register,
    session: &Session,
    request: &ReturnSubmissionRequest,
) -> Result<SubmissionView> {
    may_countersign(session, "returning what was submitted")?;
    reasons::enter(
        register,
        session,
        request.case_id,
        "returning what was submitted",
    )?;
    let mut faults = Faults::default();
    let comment = faults.required("comment", &request.comment, "Say what is to be put right.");
    faults.none()?;
    register.write(session, Op::ReturnSubmission, |tx| {
        let (case, record) = (request.case_id, request.record_id);
        let version = submitted(tx.connection(), session, case, record, request.revision)?;
        tx.give_back(version.id, &comment)
    })?;
    shown(register, session, request.revision)
}

fn shown(register: &Register, session: &Session, version: RevisionId) -> Result<SubmissionView> {
    let onlooker = store::Onlooker::of(register, session)?;
    register.read(|c| {
        let revision = read::revision(c, version)?;
        store::view(c, &onlooker, &revision)?.ok_or(Error::NotFound { what: "submission" })
    })
}
