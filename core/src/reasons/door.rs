//! The door that whatever reads or writes a case goes through.

use super::{rules, store};
use crate::cases;
use crate::error::{Error, Result};
use crate::ids::{CaseId, PatientId, RecordId};
use crate::record::read;
use crate::register::Register;
use crate::session::Session;
use crate::users;
use rusqlite::Connection;

/// May this session see the case? Errors: `NotFound`.
fn is_open(
    connection: &Connection,
    register: &Register,
    session: &Session,
    case: CaseId,
) -> Result<bool> {
    if register.has_reason(session.user, case) || !store::asked(connection)? {
        return Ok(true);
    }
    // Most cases that somebody opens are theirs: that is found without asking for the rest.
    if cases::store::has_part(connection, case, session.user)? {
        return Ok(true);
    }
    let me = users::store::user(connection, session.user)?;
    let ties = store::ties(connection, case, &me, register.clock().now())?;
    Ok(rules::is_own(ties))
}

/// May it see what is of the patient whatever the case: diagnoses, medicines, allergies? It may where one of their cases is
/// open to it, and where they have none.
fn is_patient_open(
    connection: &Connection,
    register: &Register,
    session: &Session,
    patient: PatientId,
) -> Result<bool> {
    let cases = cases::store::of_patient(connection, patient)?;
    for case in &cases {
        if is_open(connection, register, session, case.id)? {
            return Ok(true);
        }
    }
    Ok(cases.is_empty())
}

const fn opened(open: bool) -> Result<()> {
    if open {
        Ok(())
    } else {
        Err(Error::ReasonNeeded)
    }
}

/// Lets a session into a case while it reads. Errors: `NotFound`; `ReasonNeeded`.
pub(crate) fn pass(
    connection: &Connection,
    register: &Register,
    session: &Session,
    case: CaseId,
) -> Result<()> {
    cases::store::record(connection, case)?;
    opened(is_open(connection, register, session, case)?)
}

/// Lets a session into a case.
///
/// Errors: `PatientMode`, `NotAllowed` for its role; `NotFound`; `ReasonNeeded` while the case isn't open to it.
pub(crate) fn enter(
    register: &Register,
    session: &Session,
    case: CaseId,
    what: &'static str,
) -> Result<()> {
    session.clinical(what)?;
    register.read(|c| pass(c, register, session, case))
}

/// Lets a session into the case that a record belongs to. Errors: as [`enter`].
pub(crate) fn enter_record(
    register: &Register,
    session: &Session,
    record: RecordId,
    what: &'static str,
) -> Result<()> {
    session.clinical(what)?;
    register.read(|c| match read::standing(c, record)?.case {
        Some(case) => opened(is_open(c, register, session, case)?),
        None => Ok(()),
    })
}

/// Lets a session into the lists of a patient's care. Errors: as [`enter`].
pub(crate) fn enter_patient(
    register: &Register,
    session: &Session,
    patient: PatientId,
    what: &'static str,
) -> Result<()> {
    session.clinical(what)?;
    register.read(|c| opened(is_patient_open(c, register, session, patient)?))
}

/// May what is found of a patient or a case be quoted to this session?
pub(crate) fn may_quote(
    connection: &Connection,
    register: &Register,
    session: &Session,
    case: Option<CaseId>,
    patient: PatientId,
) -> Result<bool> {
    match case {
        Some(case) => is_open(connection, register, session, case),
        None => is_patient_open(connection, register, session, patient),
    }
}

/// Is the case one that this session has to give a reason for?
pub(super) fn asks(
    connection: &Connection,
    register: &Register,
    session: &Session,
    case: CaseId,
) -> Result<bool> {
    Ok(!is_open(connection, register, session, case)?)
}
