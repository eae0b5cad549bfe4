//! A blank questionnaire for a patient: it leaves the encryption with a name on it, so the audit says who saved it where.

use crate::workflows::desk::Desk;
use casebook_core::Error;
use casebook_core::audit::api::audit;
use casebook_core::audit::{AuditKind, AuditRequest};
use casebook_core::ids::CaseId;
use casebook_core::letters::api::{BlankSheetRequest, blank_sheet, blank_sheet_name};
use casebook_core::letters::check::read_back;
use casebook_core::session::Mode;
use casebook_core::users::Role;

fn wanted(case_id: CaseId, instrument: &str) -> BlankSheetRequest {
    BlankSheetRequest {
        case_id,
        instrument: instrument.to_owned(),
    }
}

fn left(desk: &Desk) -> Vec<(String, String, Option<CaseId>)> {
    let request = AuditRequest {
        kind: AuditKind::Left,
        limit: 100,
        ..AuditRequest::default()
    };
    let rows = audit(&desk.register, &desk.session, &request).unwrap().rows;
    assert!(rows.iter().all(|r| r.left));
    rows.into_iter()
        .map(|r| (r.what, r.detail, r.case_id))
        .collect()
}

#[test]
fn a_blank_sheet_bears_the_patient_on_every_page_and_its_leaving_is_audited() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let request = wanted(case, "core-om");
    let save = |to: &str| blank_sheet(&desk.register, &desk.session, &request, to);
    let bytes = save("/media/stick/core-om.pdf").unwrap();
    assert_eq!(
        bytes,
        save("/media/stick/again.pdf").unwrap(),
        "the same bytes twice"
    );

    let read = read_back(&bytes).unwrap();
    assert_eq!(read.artifacts.len(), 3);
    for later in &read.artifacts[1..] {
        assert!(
            later.contains("NOWAK, Halina (Ms)") && later.contains("999 000 0018"),
            "{later}"
        );
    }
    assert!(read.elements[0].contains("NOWAK, Halina (Ms)"));
    assert_eq!(
        left(&desk),
        ["/media/stick/again.pdf", "/media/stick/core-om.pdf"].map(|to| (
            "Blank sheet with the patient’s name saved".to_owned(),
            to.to_owned(),
            Some(case)
        ))
    );
    // The file’s name tells nobody whose it is.
    let name = blank_sheet_name(&desk.register, &desk.session, &request).unwrap();
    assert_eq!(name, "core-om-blank.pdf");
    assert!(desk.register.differing_projections().unwrap().is_empty());
}

#[test]
fn what_may_not_be_printed_leaves_nothing_behind_not_even_in_the_audit() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    for instrument in ["pss", "rss", "irac", "hads", "wsas"] {
        let request = wanted(case, instrument);
        for refused in [
            blank_sheet(&desk.register, &desk.session, &request, "/nowhere").map(drop),
            blank_sheet_name(&desk.register, &desk.session, &request).map(drop),
        ] {
            let Err(Error::Refused { rule, message }) = refused else {
                panic!("{instrument}: {refused:?}")
            };
            assert_eq!(rule, "not-on-paper");
            assert!(
                message.contains("Use the owner’s own paper form"),
                "{message}"
            );
        }
    }
    let unknown = blank_sheet(
        &desk.register,
        &desk.session,
        &wanted(case, "phq-8"),
        "/nowhere",
    );
    assert!(matches!(unknown, Err(Error::NotFound { .. })));
    let nobodys = CaseId::random().unwrap();
    let none = blank_sheet(
        &desk.register,
        &desk.session,
        &wanted(nobodys, "phq-9"),
        "/nowhere",
    );
    assert!(matches!(none, Err(Error::NotFound { .. })));
    assert!(left(&desk).is_empty());
}

#[test]
fn neither_whoever_has_no_business_with_patients_nor_a_patient_gets_one() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let request = wanted(case, "phq-9");
    let mut guardian = desk.session.clone();
    guardian.role = Role::Guardian;
    let mut with_patient = desk.session.clone();
    with_patient.mode = Mode::Patient;
    for (session, code) in [(guardian, "not-allowed"), (with_patient, "patient-mode")] {
        for refused in [
            blank_sheet(&desk.register, &session, &request, "/nowhere").map(drop),
            blank_sheet_name(&desk.register, &session, &request).map(drop),
        ] {
            let said = serde_json::to_value(refused.unwrap_err().code()).unwrap();
            assert_eq!(said, code);
        }
    }
    assert!(left(&desk).is_empty());
}
