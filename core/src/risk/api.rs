//! What a caller may do with risk notes.

use super::{RiskCheckView, RiskNote, RiskNoteForm, RiskView, SignRiskNoteRequest, rules, store};
use crate::cases;
use crate::cases::api::CaseRequest;
use crate::error::Result;
use crate::ids::CaseId;
use crate::op::Op;
use crate::reasons;
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, WithdrawRequest};

/// The kind under which its draft is kept.
const DRAFT: &str = "risk-note";

/// The risk notes of a case.
pub fn risk(register: &Register, session: &Session, request: &CaseRequest) -> Result<RiskView> {
    reasons::enter(register, session, request.case_id, "reading risk notes")?;
    view(register, session, request.case_id)
}

/// What is worth a second look before a note is signed. It stops nothing.
pub fn check_risk_note(
    _register: &Register,
    session: &Session,
    form: &RiskNoteForm,
) -> Result<RiskCheckView> {
    session.clinical("writing risk notes")?;
    Ok(rules::look_over(form))
}

/// Signs a risk note into the record. Earlier ones stay as they were. Errors: `Invalid`.
pub fn sign_risk_note(
    register: &Register,
    session: &Session,
    request: &SignRiskNoteRequest,
) -> Result<RiskView> {
    reasons::enter(register, session, request.case_id, "signing risk notes")?;
    let body = rules::check(&request.form, register.clock().today())?;
    register.write(session, Op::SignRiskNote, |tx| {
        let subject = signed::subject(tx.connection(), request.case_id)?;
        signed::sign_new(tx, subject, &body)?;
        signed::finish_draft(tx, session, DRAFT, subject)
    })?;
    view(register, session, request.case_id)
}

/// Takes a risk note back as entered in error. It stays readable, marked.
pub fn withdraw_risk_note(
    register: &Register,
    session: &Session,
    request: &WithdrawRequest,
) -> Result<RiskView> {
    reasons::enter(register, session, request.case_id, "withdrawing risk notes")?;
    signed::required_reason(&request.reason)?;
    register.write(session, Op::WithdrawRiskNote, |tx| {
        signed::withdraw::<RiskNote>(tx, request).map(drop)
    })?;
    view(register, session, request.case_id)
}

fn view(register: &Register, session: &Session, case: CaseId) -> Result<RiskView> {
    let today = register.clock().today();
    register.read(|c| {
        let (_, patient) = cases::store::record(c, case)?;
        let all = store::notes(c, case)?;
        let newest = all.iter().find(|(_, _, p)| p.withdrawn.is_empty());
        let stands = store::standing(c, patient, &all, today)?;
        Ok(RiskView {
            case_id: case,
            standing: stands.standing,
            statement: stands.statement,
            notes: store::views(&all),
            draft: signed::draft_view(c, session, DRAFT, Some(case), patient)?,
            next: rules::next(newest.map(|(_, n, _)| n), today),
        })
    })
}
