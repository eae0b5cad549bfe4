//! What a caller may do with assessments.

use super::{Assessment, AssessmentView, SignAssessmentRequest, definition, rules, store};
use crate::cases;
use crate::cases::api::CaseRequest;
use crate::error::Result;
use crate::ids::CaseId;
use crate::op::Op;
use crate::reasons;
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, Change, WithdrawRequest};

/// The form that ships with the program.
const FORM: &str = "biopsychosocial";
/// The kind under which its draft is kept.
const DRAFT: &str = "assessment";

/// A case's assessment with its versions and this user's draft.
pub fn assessment(
    register: &Register,
    session: &Session,
    request: &CaseRequest,
) -> Result<AssessmentView> {
    reasons::enter(register, session, request.case_id, "reading assessments")?;
    view(register, session, request.case_id)
}

/// Signs an assessment into the record: the first version, or a change of the one it started from.
///
/// Errors: `Invalid`; `Conflict` when somebody else has signed since `base`.
pub fn sign_assessment(
    register: &Register,
    session: &Session,
    request: &SignAssessmentRequest,
) -> Result<AssessmentView> {
    reasons::enter(register, session, request.case_id, "signing assessments")?;
    let definition = definition::newest(&request.form.definition)?;
    let body = rules::check(definition, &request.form)?;
    let change = Change {
        base: request.base,
        amendment: request.amendment.as_ref(),
        keep_beside: false,
    };
    change.reason()?;
    register.write(session, Op::SignAssessment, |tx| {
        let subject = signed::subject(tx.connection(), request.case_id)?;
        let existing = store::record(tx.connection(), request.case_id)?;
        signed::sign_only(tx, subject, existing, change, &body)?;
        signed::finish_draft(tx, session, DRAFT, subject)
    })?;
    view(register, session, request.case_id)
}

/// Takes an assessment back as entered in error. It stays readable, marked.
pub fn withdraw_assessment(
    register: &Register,
    session: &Session,
    request: &WithdrawRequest,
) -> Result<AssessmentView> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "withdrawing assessments",
    )?;
    signed::required_reason(&request.reason)?;
    register.write(session, Op::WithdrawAssessment, |tx| {
        signed::withdraw::<Assessment>(tx, request).map(drop)
    })?;
    view(register, session, request.case_id)
}

fn view(register: &Register, session: &Session, case: CaseId) -> Result<AssessmentView> {
    let definition = definition::newest(FORM)?;
    register.read(|c| {
        let (_, patient) = cases::store::record(c, case)?;
        let record = store::record(c, case)?;
        Ok(AssessmentView {
            case_id: case,
            record_id: record,
            definition: definition.clone(),
            versions: record
                .map(|r| store::versions(c, r))
                .transpose()?
                .unwrap_or_default(),
            withdrawn: record
                .map(|r| signed::withdrawn(c, r))
                .transpose()?
                .unwrap_or_default(),
            draft: signed::draft_view(c, session, DRAFT, Some(case), patient)?,
        })
    })
}
