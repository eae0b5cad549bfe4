//! What a caller may do with measures.

use super::{
    Measure, MeasureForm, MeasuresView, RecordMeasureRequest, RespondToSafetyAnswerRequest,
    ScoreMeasureRequest, pictures, rules, safety, store,
};
use crate::cases;
use crate::cases::api::CaseRequest;
use crate::contacts;
use crate::error::{Error, Result};
use crate::ids::CaseId;
use crate::instruments::definition::Definition;
use crate::instruments::{ScoredView, catalogue};
use crate::op::Op;
use crate::preferences::Preferences;
use crate::reasons;
use crate::record::drafts;
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, WithdrawRequest};
use crate::trust_data::Catalogue;
use crate::trust_data::catalogue::{Known, share_a_line};
use rusqlite::Connection;

/// The measures of a case, with what may be filled in and this user's drafts.
pub fn measures(
    register: &Register,
    session: &Session,
    request: &CaseRequest,
) -> Result<MeasuresView> {
    reasons::enter(register, session, request.case_id, "reading measures")?;
    view(register, session, request.case_id)
}

/// Scores a sheet while it is being filled in; nothing is kept. Errors: `Invalid`, by item.
pub fn score_measure(
    register: &Register,
    session: &Session,
    request: &ScoreMeasureRequest,
) -> Result<ScoredView> {
    session.clinical("scoring measures")?;
    register.read(|c| {
        let definition = in_use(c, &request.form)?;
        rules::score(&definition, &request.form)
    })
}

/// The instrument that a new sheet is filled in by. Errors: `NotFound`; `Invalid` where the sheet was begun by another key
/// than the one in use: its answers must not be counted by this one.
fn in_use(connection: &Connection, form: &MeasureForm) -> Result<Known> {
    let definition = Catalogue::new(connection).newest(&form.instrument)?;
    let same = match form.version.as_str() {
        "" => catalogue::is_shipped(&definition.version),
        version => share_a_line(version, &definition.version),
    };
    match same {
        true => Ok(definition),
        false => Err(Error::field(
            "form",
            "other-key",
            "This sheet was begun by another key of the questionnaire than the one that is in use now. Begin a new sheet.",
        )),
    }
}

/// Signs a completed sheet into the record, scored by the version of its instrument in use. Errors: `Invalid`.
pub fn record_measure(
    register: &Register,
    session: &Session,
    request: &RecordMeasureRequest,
) -> Result<MeasuresView> {
    reasons::enter(register, session, request.case_id, "recording measures")?;
    rules::by_hand(&request.form)?;
    let case = request.case_id;
    let today = register.clock().today();
    register.write(session, Op::RecordMeasure, |tx| {
        let definition = in_use(tx.connection(), &request.form)?;
        let measure = rules::check(&definition, &request.form, today)?;
        let subject = signed::subject(tx.connection(), case)?;
        signed::sign_new(tx, subject, &measure)?;
        signed::finish_draft(tx, session, &rules::draft_kind(&definition.id), subject)
    })?;
    view(register, session, case)
}

/// Takes a sheet back as entered in error. It stays readable, marked; its scores and answers count no more.
pub fn withdraw_measure(
    register: &Register,
    session: &Session,
    request: &WithdrawRequest,
) -> Result<MeasuresView> {
    reasons::enter(register, session, request.case_id, "withdrawing measures")?;
    signed::required_reason(&request.reason)?;
    register.write(session, Op::WithdrawMeasure, |tx| {
        signed::withdraw::<Measure>(tx, request).map(drop)
    })?;
    view(register, session, request.case_id)
}

/// Records what was done about the answers about safety of a sheet. "Not reached" leaves them open.
///
/// Errors: `Invalid` without a note where one is needed, such as "unchanged" for a new answer; `NotFound` for a sheet without such an answer, or withdrawn.
pub fn respond_to_safety_answer(
    register: &Register,
    session: &Session,
    request: &RespondToSafetyAnswerRequest,
) -> Result<MeasuresView> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "responding to answers about safety",
    )?;
    let case = request.case_id;
    register.write(session, Op::RespondToSafetyAnswer, |tx| {
        let subject = signed::subject(tx.connection(), case)?;
        let as_before = safety::answered_as_before(tx.connection(), case, request.measure_id)?;
        let response = rules::response(request, as_before)?;
        signed::sign_new(tx, subject, &response)?;
        let kind = rules::response_draft_kind(request.measure_id);
        signed::finish_draft(tx, session, &kind, subject)
    })?;
    view(register, session, case)
}

fn view(register: &Register, session: &Session, case: CaseId) -> Result<MeasuresView> {
    let missed_count = Preferences::read(register.layout())?.missed_sessions_count;
    register.read(|c| {
        cases::store::record(c, case)?;
        let held = contacts::store::sessions(c, case)?;
        let held = contacts::store::in_force(&held);
        let sessions = contacts::rules::numbered(&held, missed_count);
        let series = store::series(c, case, &sessions)?;
        Ok(MeasuresView {
            case_id: case,
            catalogue: Catalogue::new(c)
                .all()?
                .iter()
                .map(|d| Definition::view(d))
                .collect(),
            board: pictures::together(&series, &sessions),
            series,
            safety: safety::answers(c, case)?,
            drafts: drafts::list(c, session.user, Some(case))?
                .into_iter()
                .filter(|d| d.kind.starts_with(rules::DRAFT))
                .map(|d| cases::api::draft_view(c, d))
                .collect::<Result<_>>()?,
        })
    })
}
