//! What a caller may do with goals.

use super::{Goal, GoalRating, GoalsView, RateGoalRequest, SignGoalRequest, rules, store};
use crate::cases;
use crate::cases::api::CaseRequest;
use crate::error::{Error, Result};
use crate::ids::CaseId;
use crate::op::Op;
use crate::reasons;
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, Change, WithdrawRequest};

/// The kind under which its draft is kept.
const DRAFT: &str = "goal";

/// The goals of a case with their ratings.
pub fn goals(register: &Register, session: &Session, request: &CaseRequest) -> Result<GoalsView> {
    reasons::enter(register, session, request.case_id, "reading goals")?;
    view(register, session, request.case_id)
}

/// Signs a goal into the record, or an amendment of one. Errors: `Invalid`; `Conflict`.
pub fn sign_goal(
    register: &Register,
    session: &Session,
    request: &SignGoalRequest,
) -> Result<GoalsView> {
    reasons::enter(register, session, request.case_id, "signing goals")?;
    let body = rules::check(&request.form, register.clock().today())?;
    let change = Change {
        base: request.base,
        amendment: request.amendment.as_ref(),
        keep_beside: false,
    };
    change.reason()?;
    register.write(session, Op::SignGoal, |tx| {
        let subject = signed::subject(tx.connection(), request.case_id)?;
        match request.record_id {
            None => signed::sign_new(tx, subject, &body).map(drop)?,
            Some(record) => signed::amend(tx, request.case_id, record, change, &body)?,
        }
        signed::finish_draft_from(tx, session, DRAFT, subject, request.base)
    })?;
    view(register, session, request.case_id)
}

/// Records the ratings of a day. Errors: `Invalid`; `NotFound` for a goal that is not in the case or was withdrawn.
pub fn rate_goal(
    register: &Register,
    session: &Session,
    request: &RateGoalRequest,
) -> Result<GoalsView> {
    reasons::enter(register, session, request.case_id, "rating goals")?;
    let today = register.clock().today();
    let body = rules::check_rating(request.goal_id, &request.rated_on, &request.form, today)?;
    register.write(session, Op::RateGoal, |tx| {
        let subject = signed::subject(tx.connection(), request.case_id)?;
        if !store::in_case(tx.connection(), request.case_id, request.goal_id)? {
            return Err(Error::NotFound {
                what: "goal in this case",
            });
        }
        signed::sign_new(tx, subject, &body).map(drop)
    })?;
    view(register, session, request.case_id)
}

/// Takes a goal, or one of its ratings, back as entered in error. It stays readable, marked.
pub fn withdraw_goal(
    register: &Register,
    session: &Session,
    request: &WithdrawRequest,
) -> Result<GoalsView> {
    reasons::enter(register, session, request.case_id, "withdrawing goals")?;
    signed::required_reason(&request.reason)?;
    register.write(session, Op::WithdrawGoal, |tx| {
        match signed::withdraw::<Goal>(tx, request) {
            Err(Error::NotFound { .. }) => signed::withdraw::<GoalRating>(tx, request).map(drop),
            other => other.map(drop),
        }
    })?;
    view(register, session, request.case_id)
}

fn view(register: &Register, session: &Session, case: CaseId) -> Result<GoalsView> {
    let today = register.clock().today();
    register.read(|c| {
        let (_, patient) = cases::store::record(c, case)?;
        Ok(GoalsView {
            case_id: case,
            goals: store::views(c, case, today)?,
            draft: signed::draft_view(c, session, DRAFT, Some(case), patient)?,
        })
    })
}
