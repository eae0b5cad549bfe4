//! What a caller may do with severity ratings.

use super::{RateSeverityRequest, SeverityRating, SeverityView, rules, store};
use crate::cases;
use crate::cases::api::CaseRequest;
use crate::error::{Error, Result};
use crate::ids::CaseId;
use crate::op::Op;
use crate::reasons;
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, WithdrawRequest};

/// The kind under which its draft is kept.
const DRAFT: &str = "severity";

/// The severity of a case over time.
pub fn severity(
    register: &Register,
    session: &Session,
    request: &CaseRequest,
) -> Result<SeverityView> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "reading severity ratings",
    )?;
    view(register, session, request.case_id)
}

/// Signs a rating into the record. An earlier one is never changed, by whomever it was.
///
/// Errors: `Invalid`; `Refused` for a kind of case that has no severity rating.
pub fn rate_severity(
    register: &Register,
    session: &Session,
    request: &RateSeverityRequest,
) -> Result<SeverityView> {
    reasons::enter(register, session, request.case_id, "rating severity")?;
    let body = rules::check(&request.form, register.clock().today())?;
    register.write(session, Op::RateSeverity, |tx| {
        let (_, case, _) = cases::store::case(tx.connection(), request.case_id)?;
        if !case.kind.has_severity() {
            return Err(Error::Refused {
                rule: "severity-kind",
                message: "The severity of medically unexplained symptoms is rated in cases of that kind only. Change the kind of the case first.".into(),
            });
        }
        let subject = signed::subject(tx.connection(), request.case_id)?;
        signed::sign_new(tx, subject, &body)?;
        signed::finish_draft(tx, session, DRAFT, subject)
    })?;
    view(register, session, request.case_id)
}

/// Takes a rating back as entered in error. It stays readable, marked.
pub fn withdraw_severity(
    register: &Register,
    session: &Session,
    request: &WithdrawRequest,
) -> Result<SeverityView> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "withdrawing severity ratings",
    )?;
    signed::required_reason(&request.reason)?;
    register.write(session, Op::WithdrawSeverity, |tx| {
        signed::withdraw::<SeverityRating>(tx, request).map(drop)
    })?;
    view(register, session, request.case_id)
}

fn view(register: &Register, session: &Session, case: CaseId) -> Result<SeverityView> {
    register.read(|c| {
        let (_, patient) = cases::store::record(c, case)?;
        let all = store::ratings(c, case)?;
        Ok(SeverityView {
            case_id: case,
            ratings: store::views(c, &all)?,
            chart: store::chart(c, &all)?,
            draft: signed::draft_view(c, session, DRAFT, Some(case), patient)?,
            label: rules::LABEL.to_owned(),
        })
    })
}
