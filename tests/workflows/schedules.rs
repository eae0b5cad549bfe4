//! When measures are due: a schedule is set, sessions and sheets come and go, and what is due follows them: on the case,
//! on Today, and in the list that narrows what Today looks at.

use super::desk::{Desk, case_form, new_user};
use super::forms::waiting;
use super::ten_sessions::{
    AT_FIRST, LATER, enter, hold, measured, review, review_form, ten_weeks, week,
};
use casebook_core::cases::api::{CaseRequest, ChangeCaseRequest, change_case, open_case};
use casebook_core::cases::{CaseForm, CaseStatus};
use casebook_core::contacts::Attendance::{Attended, DidNotAttend};
use casebook_core::contacts::api::withdraw_session;
use casebook_core::ids::CaseId;
use casebook_core::measures::api::{measures, withdraw_measure};
use casebook_core::pathway::ReviewDecision;
use casebook_core::schedules::api::{measure_schedule, set_measure_schedule};
use casebook_core::schedules::{
    MeasureScheduleView, Occasions, SetMeasureScheduleRequest, rules, store,
};
use casebook_core::signed::WithdrawRequest;
use casebook_core::today::Waiting;
use casebook_core::users::Role;
use casebook_core::users::api::add_user;
use casebook_core::{Error, Session};

fn shown(desk: &Desk, case_id: CaseId) -> MeasureScheduleView {
    measure_schedule(&desk.register, &desk.session, &CaseRequest { case_id }).unwrap()
}

fn set(
    desk: &Desk,
    case_id: CaseId,
    instruments: Vec<Occasions>,
) -> Result<MeasureScheduleView, Error> {
    let request = SetMeasureScheduleRequest {
        case_id,
        base: shown(desk, case_id).revision,
        instruments,
    };
    set_measure_schedule(&desk.register, &desk.session, &request)
}

fn usual(instrument: &str) -> Occasions {
    Occasions {
        instrument: instrument.into(),
        ..rules::usual()
    }
}

/// What is due, the same on the case, on its overview and on Today; and the list that narrows has not lost it.
fn due(desk: &Desk, case_id: CaseId) -> Vec<String> {
    let here: Vec<String> = shown(desk, case_id)
        .due
        .into_iter()
        .map(|d| d.says)
        .collect();
    let overview = open_case(&desk.register, &desk.session, &CaseRequest { case_id }).unwrap();
    let there: Vec<String> = overview.measures_due.into_iter().map(|d| d.says).collect();
    assert_eq!(here, there);
    let today = waiting(&desk.register, &desk.session)
        .into_iter()
        .filter(|(kind, _)| *kind == Waiting::MeasureDue)
        .count();
    assert_eq!(today, here.len());
    assert!(desk.register.differing_projections().unwrap().is_empty());
    here
}

fn looked_at(desk: &Desk) -> usize {
    desk.register.read(store::perhaps_due).unwrap().len()
}

fn desk() -> (Desk, CaseId) {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    (desk, case)
}

#[test]
fn a_schedule_follows_a_course_of_ten_sessions_from_the_first_to_discharge() {
    let (desk, case) = desk();
    enter(&desk, case);
    set(&desk, case, vec![usual("core-10")]).unwrap();
    assert_eq!(
        (due(&desk, case).len(), looked_at(&desk)),
        (0, 0),
        "nobody has come yet"
    );
    hold(&desk, case, 1, Attended);
    assert_eq!(
        due(&desk, case),
        [format!("CORE-10, since session 1 ({})", week(1))]
    );
    measured(&desk, case, 1, AT_FIRST);
    assert_eq!((due(&desk, case).len(), looked_at(&desk)), (0, 0));
    hold(&desk, case, 2, Attended);
    hold(&desk, case, 3, DidNotAttend);
    hold(&desk, case, 4, Attended);
    assert_eq!(
        (due(&desk, case).len(), looked_at(&desk)),
        (0, 0),
        "a missed session is none"
    );
    hold(&desk, case, 5, Attended);
    assert_eq!(
        due(&desk, case),
        [format!("CORE-10, since session 5 ({})", week(5))]
    );
    assert!(shown(&desk, case).due[0].overdue);
    measured(&desk, case, 5, AT_FIRST);
    for n in 6..=10 {
        hold(&desk, case, n, Attended);
    }
    assert_eq!(
        due(&desk, case),
        [format!("CORE-10, since session 8 ({})", week(8))]
    );
    measured(&desk, case, 8, LATER);
    assert_eq!(
        due(&desk, case),
        [format!(
            "CORE-10, for the review, since session 10 ({})",
            week(10)
        )]
    );
    review(&desk, case, review_form(ReviewDecision::StoppedAttending)).unwrap();
    assert_eq!(
        due(&desk, case),
        [format!(
            "CORE-10, at discharge, since session 10 ({})",
            week(10)
        )]
    );
    measured(&desk, case, 10, LATER);
    assert_eq!((due(&desk, case).len(), looked_at(&desk)), (0, 0));
}

#[test]
fn what_undoes_a_session_or_a_sheet_undoes_what_follows_from_it() {
    let (desk, case) = desk();
    set(&desk, case, vec![usual("core-10")]).unwrap();
    let session = hold(&desk, case, 1, Attended).sessions[0].id;
    measured(&desk, case, 1, AT_FIRST);
    assert_eq!((due(&desk, case).len(), looked_at(&desk)), (0, 0));
    let wrong = |record_id| WithdrawRequest {
        case_id: case,
        record_id,
        reason: "Another patient's".into(),
    };
    let sheet = measures(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap()
    .series[0]
        .rows[0]
        .id;
    withdraw_measure(&desk.register, &desk.session, &wrong(sheet)).unwrap();
    assert_eq!(due(&desk, case).len(), 1);
    withdraw_session(&desk.register, &desk.session, &wrong(session)).unwrap();
    assert_eq!((due(&desk, case).len(), looked_at(&desk)), (0, 0));
}

#[test]
fn a_closed_case_and_an_ended_schedule_ask_for_nothing_and_an_opened_case_asks_again() {
    let (desk, case) = desk();
    ten_weeks(&desk, case);
    assert!(due(&desk, case).is_empty(), "nothing until it is chosen");
    set(&desk, case, vec![usual("phq-9"), usual("core-10")]).unwrap();
    let both = due(&desk, case);
    assert_eq!(both.len(), 2, "{both:?}");
    let change = |status, closing_reason: &str| {
        let seen = open_case(
            &desk.register,
            &desk.session,
            &CaseRequest { case_id: case },
        )
        .unwrap();
        let request = ChangeCaseRequest {
            case_id: case,
            base: seen.revision,
            form: CaseForm {
                status,
                closing_reason: closing_reason.into(),
                ..case_form()
            },
        };
        change_case(&desk.register, &desk.session, &request).unwrap();
    };
    change(CaseStatus::Closed, "Discharged to the GP");
    assert_eq!((due(&desk, case).len(), looked_at(&desk)), (0, 0));
    change(CaseStatus::Treatment, "");
    assert_eq!(due(&desk, case), both);
    let first = set(&desk, case, vec![usual("core-10")]).unwrap();
    assert_eq!(due(&desk, case).len(), 1);
    set(&desk, case, Vec::new()).unwrap();
    assert_eq!((due(&desk, case).len(), looked_at(&desk)), (0, 0));
    let late = SetMeasureScheduleRequest {
        case_id: case,
        base: first.revision,
        instruments: vec![usual("core-10")],
    };
    let refused = set_measure_schedule(&desk.register, &desk.session, &late).unwrap_err();
    assert!(matches!(refused, Error::Conflict { .. }), "{refused:?}");
}

#[test]
fn what_is_due_waits_for_whoever_holds_the_sessions_and_not_for_a_colleague() {
    let (desk, case) = desk();
    set(&desk, case, vec![usual("core-10")]).unwrap();
    hold(&desk, case, 1, Attended);
    assert_eq!(due(&desk, case).len(), 1);
    let other = add_user(
        &desk.register,
        &desk.session,
        &new_user("Dr C. Demir", Role::Clinician),
    )
    .unwrap();
    let colleague = Session {
        user: other.id,
        role: other.role,
        ..desk.session.clone()
    };
    let theirs = waiting(&desk.register, &colleague);
    assert!(
        theirs.iter().all(|(kind, _)| *kind != Waiting::MeasureDue),
        "{theirs:?}"
    );
}
