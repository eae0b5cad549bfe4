//! What a caller may do with safety plans.

use super::{SafetyPlan, SafetyPlanView, SignSafetyPlanRequest, rules, store};
use crate::cases;
use crate::cases::api::CaseRequest;
use crate::error::Result;
use crate::ids::CaseId;
use crate::op::Op;
use crate::reasons;
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, Change, WithdrawRequest};

/// The kind under which its draft is kept.
const DRAFT: &str = "safety-plan";

/// A case's safety plan with its versions and this user's draft.
pub fn safety_plan(
    register: &Register,
    session: &Session,
    request: &CaseRequest,
) -> Result<SafetyPlanView> {
    reasons::enter(register, session, request.case_id, "reading safety plans")?;
    view(register, session, request.case_id)
}

/// Signs a plan into the record: the first version, or a change of the one it started from.
///
/// Errors: `Invalid`; `Conflict` when somebody else has signed since `base`.
pub fn sign_safety_plan(
    register: &Register,
    session: &Session,
    request: &SignSafetyPlanRequest,
) -> Result<SafetyPlanView> {
    reasons::enter(register, session, request.case_id, "signing safety plans")?;
    let body = rules::check(&request.form, register.clock().today())?;
    let change = Change {
        base: request.base,
        amendment: request.amendment.as_ref(),
        keep_beside: false,
    };
    change.reason()?;
    register.write(session, Op::SignSafetyPlan, |tx| {
        let subject = signed::subject(tx.connection(), request.case_id)?;
        let existing = store::record(tx.connection(), request.case_id)?;
        signed::sign_only(tx, subject, existing, change, &body)?;
        signed::finish_draft(tx, session, DRAFT, subject)
    })?;
    view(register, session, request.case_id)
}

/// Takes a plan back as entered in error. It stays readable, marked; copies that were given have to be asked back.
pub fn withdraw_safety_plan(
    register: &Register,
    session: &Session,
    request: &WithdrawRequest,
) -> Result<SafetyPlanView> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "withdrawing safety plans",
    )?;
    signed::required_reason(&request.reason)?;
    register.write(session, Op::WithdrawSafetyPlan, |tx| {
        signed::withdraw::<SafetyPlan>(tx, request).map(drop)
    })?;
    view(register, session, request.case_id)
}

fn view(register: &Register, session: &Session, case: CaseId) -> Result<SafetyPlanView> {
    let usual = rules::usual_services()?;
    register.read(|c| {
        let (_, patient) = cases::store::record(c, case)?;
        let record = store::record(c, case)?;
        Ok(SafetyPlanView {
            case_id: case,
            record_id: record,
            steps: rules::steps(),
            versions: record
                .map(|r| store::versions(c, r))
                .transpose()?
                .unwrap_or_default(),
            withdrawn: record
                .map(|r| signed::withdrawn(c, r))
                .transpose()?
                .unwrap_or_default(),
            draft: signed::draft_view(c, session, DRAFT, Some(case), patient)?,
            usual_services: usual.services.clone(),
            usual_services_source: usual.source.clone(),
        })
    })
}
