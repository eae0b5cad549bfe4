//! What a caller may do with sessions.

use super::{SessionNote, SessionsView, SignSessionRequest, rules, store};
use crate::cases;
use crate::cases::api::CaseRequest;
use crate::error::Result;
use crate::ids::CaseId;
use crate::op::Op;
use crate::pathway;
use crate::preferences::Preferences;
use crate::reasons;
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, Change, WithdrawRequest};

/// The kind under which its draft is kept.
const DRAFT: &str = "session";

/// The sessions of a case.
pub fn sessions(
    register: &Register,
    session: &Session,
    request: &CaseRequest,
) -> Result<SessionsView> {
    reasons::enter(register, session, request.case_id, "reading sessions")?;
    view(register, session, request.case_id)
}

/// Signs a session into the record, or an amendment of one. What lies beyond the number agreed is recorded all the
/// same: the record says what was, the review says what may come.
///
/// Errors: `Invalid`; `Conflict` when somebody else has amended it since `base`.
pub fn sign_session(
    register: &Register,
    session: &Session,
    request: &SignSessionRequest,
) -> Result<SessionsView> {
    reasons::enter(register, session, request.case_id, "signing sessions")?;
    let body = rules::check(&request.form, register.clock().today())?;
    let change = Change {
        base: request.base,
        amendment: request.amendment.as_ref(),
        keep_beside: false,
    };
    change.reason()?;
    register.write(session, Op::SignSession, |tx| {
        let subject = signed::subject(tx.connection(), request.case_id)?;
        match request.record_id {
            None => signed::sign_new(tx, subject, &body).map(drop)?,
            Some(record) => signed::amend(tx, request.case_id, record, change, &body)?,
        }
        signed::finish_draft_from(tx, session, DRAFT, subject, request.base)
    })?;
    view(register, session, request.case_id)
}

/// Takes a session back as entered in error. It stays readable, marked; the numbers close up.
pub fn withdraw_session(
    register: &Register,
    session: &Session,
    request: &WithdrawRequest,
) -> Result<SessionsView> {
    reasons::enter(register, session, request.case_id, "withdrawing sessions")?;
    signed::required_reason(&request.reason)?;
    register.write(session, Op::WithdrawSession, |tx| {
        signed::withdraw::<SessionNote>(tx, request).map(drop)
    })?;
    view(register, session, request.case_id)
}

fn view(register: &Register, session: &Session, case: CaseId) -> Result<SessionsView> {
    let missed_count = Preferences::read(register.layout())?.missed_sessions_count;
    register.read(|c| {
        let (_, patient) = cases::store::record(c, case)?;
        let all = store::sessions(c, case)?;
        let held = store::in_force(&all);
        let standing = pathway::store::stands(c, case, missed_count)?;
        Ok(SessionsView {
            case_id: case,
            sessions: store::views(c, &all, missed_count)?,
            attendance: rules::attendance(&held, missed_count),
            steps: rules::steps(&held, missed_count, standing.drawn_to()),
            coverage: rules::coverage(&held),
            draft: signed::draft_view(c, session, DRAFT, Some(case), patient)?,
        })
    })
}
