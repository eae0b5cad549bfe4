//! What a caller may do with the schedule of a case's measures.

use super::{
    MeasureSchedule, MeasureScheduleView, Schedulable, ScheduledView, SetMeasureScheduleRequest,
    rules, store,
};
use crate::cases;
use crate::cases::api::CaseRequest;
use crate::error::{Error, Result};
use crate::ids::{CaseId, RecordId};
use crate::instruments::catalogue;
use crate::op::Op;
use crate::preferences::Preferences;
use crate::reasons;
use crate::record::{Body, read};
use crate::register::Register;
use crate::session::Session;
use crate::signed;
use crate::users;

/// When the measures of a case are to be filled in, and what is due.
pub fn measure_schedule(
    register: &Register,
    session: &Session,
    request: &CaseRequest,
) -> Result<MeasureScheduleView> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "reading when measures are due",
    )?;
    view(register, session, request.case_id)
}

/// Sets when the measures of a case are to be filled in; no instrument at all ends the schedule. Every version stays in
/// the journal.
///
/// Errors: `Invalid`; `Conflict` when somebody else has set it since `base`.
pub fn set_measure_schedule(
    register: &Register,
    session: &Session,
    request: &SetMeasureScheduleRequest,
) -> Result<MeasureScheduleView> {
    reasons::enter(
        register,
        session,
        request.case_id,
        "choosing when measures are due",
    )?;
    let body = rules::check(&request.instruments)?;
    let case = request.case_id;
    register.write(session, Op::SetMeasureSchedule, |tx| {
        let subject = signed::subject(tx.connection(), case)?;
        let revision = match read::only_of_case(tx.connection(), case, MeasureSchedule::KIND)? {
            None => tx.create(subject, RecordId::random()?, &body)?,
            Some(record) => {
                let current = read::standing(tx.connection(), record)?.revision;
                let base = request.base.ok_or_else(|| Error::Conflict {
                    base: String::new(),
                    current: current.to_string(),
                })?;
                tx.revise(record, base, &body)?
            }
        };
        tx.sign(revision)
    })?;
    view(register, session, case)
}

fn view(register: &Register, _: &Session, case: CaseId) -> Result<MeasureScheduleView> {
    let missed_count = Preferences::read(register.layout())?.missed_sessions_count;
    let today = register.clock().today();
    register.read(|c| {
        cases::store::record(c, case)?;
        let kept = store::schedule(c, case)?;
        let recorded = match &kept {
            Some((revision, _)) => users::store::recorded(c, revision.author, &revision.at)?,
            None => String::new(),
        };
        let (revision, schedule) = match kept {
            Some((revision, schedule)) => (Some(revision.id), schedule),
            None => (None, MeasureSchedule::default()),
        };
        Ok(MeasureScheduleView {
            case_id: case,
            revision,
            instruments: schedule
                .instruments
                .into_iter()
                .map(|form| {
                    Ok(ScheduledView {
                        title: store::title(&form.instrument)?,
                        says: rules::says(&form),
                        form,
                    })
                })
                .collect::<Result<_>>()?,
            due: store::views(c, case, missed_count, today)?,
            catalogue: catalogue::all()?
                .into_iter()
                .map(|d| Schedulable {
                    instrument: d.id.clone(),
                    title: d.title.clone(),
                    full_title: d.full_title.clone(),
                })
                .collect(),
            usual: rules::usual(),
            usual_says: rules::says(&rules::usual()).to_lowercase(),
            recorded,
        })
    })
}
