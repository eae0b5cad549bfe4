//! Severity ratings: two raters, a rating made in error, and cases that have none.

use super::desk::{Desk, PASSPHRASE};
use super::forms::severity_form;
use casebook_core::cases::api::{CaseRequest, open_case};
use casebook_core::sensitive::Secret;
use casebook_core::severity::api::{rate_severity, severity};
use casebook_core::severity::{RateSeverityRequest, Severity};
use casebook_core::{Error, Register};

#[test]
fn two_raters_may_differ_both_are_kept_and_a_rating_in_error_steps_aside() {
    let mut desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let rate = |desk: &Desk, level, on: &str| {
        let request = RateSeverityRequest {
            case_id: case,
            form: severity_form(level, on),
        };
        rate_severity(&desk.register, &desk.session, &request).unwrap()
    };
    rate(&desk, Severity::Severe, "18-Nov-2026");
    let colleague = casebook_core::users::api::add_user(
        &desk.register,
        &desk.session,
        &super::desk::new_user("Dr R. Patel", casebook_core::users::Role::Trainee),
    )
    .unwrap();
    desk.register.lock(&desk.session).unwrap();
    let (register, session) = Register::unlock(
        &desk.layout,
        colleague.id,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    )
    .unwrap();
    (desk.register, desk.session) = (register, session);
    desk.cover(case);
    let view = rate(&desk, Severity::Moderate, "20-Nov-2026");
    assert_eq!(
        view.ratings[0].change, "Dr A. Okafor rated severe on 18-Nov-2026",
        "two raters who differ are no change in the patient"
    );
    let overview = open_case(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    let summary = overview.severity.unwrap();
    assert_eq!(summary.differs, "Dr A. Okafor rated severe on 18-Nov-2026");
    let chart = view.chart.unwrap();
    assert_eq!(chart.steps.len(), 2);
    assert_ne!(chart.steps[0].by, chart.steps[1].by);

    let request = casebook_core::signed::WithdrawRequest {
        case_id: case,
        record_id: view.ratings[0].id,
        reason: "Wrong patient".into(),
    };
    let view =
        casebook_core::severity::api::withdraw_severity(&desk.register, &desk.session, &request)
            .unwrap();
    assert!(
        view.ratings[0]
            .provenance
            .withdrawn
            .contains("Wrong patient"),
        "it stays readable"
    );
    assert_eq!(view.chart.unwrap().steps.len(), 1);
    let view = severity(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    assert_eq!(view.ratings.len(), 2);
}

#[test]
fn a_case_of_another_kind_has_no_severity_and_says_so() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let mut form = super::desk::case_form();
    form.kind = casebook_core::cases::CaseKind::SelfHarm;
    let case = casebook_core::cases::api::add_case(
        &desk.register,
        &desk.session,
        &casebook_core::cases::api::AddCaseRequest {
            patient_id: patient,
            form,
        },
    )
    .unwrap();
    assert!(!case.has_severity);
    let request = RateSeverityRequest {
        case_id: case.id,
        form: severity_form(Severity::Mild, "20-Nov-2026"),
    };
    let refused = rate_severity(&desk.register, &desk.session, &request);
    assert!(matches!(
        refused,
        Err(Error::Refused {
            rule: "severity-kind",
            ..
        })
    ));
}
