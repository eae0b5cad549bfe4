//! When measures are to be filled in.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::CaseRequest;
use casebook_core::schedules::api;
use casebook_core::schedules::{MeasureScheduleView, SetMeasureScheduleRequest};

/// When the measures of a case are to be filled in, and what is due.
#[tauri::command]
pub(crate) async fn measure_schedule(
    shell: Held<'_>,
    request: CaseRequest,
) -> Answer<MeasureScheduleView> {
    in_register(&shell, move |register, session| {
        api::measure_schedule(register, session, &request)
    })
    .await
}

/// Sets when the measures of a case are to be filled in.
#[tauri::command]
pub(crate) async fn set_measure_schedule(
    shell: Held<'_>,
    request: SetMeasureScheduleRequest,
) -> Answer<MeasureScheduleView> {
    in_register(&shell, move |register, session| {
        api::set_measure_schedule(register, session, &request)
    })
    .await
}
