//! Diagnoses, allergies and medicines belong to the patient: all cases share them.

use super::desk::Desk;
use super::forms::{composed, record_care, text};
use casebook_core::Error;
use casebook_core::care::api::{care, record_allergies};
use casebook_core::care::{AllergiesForm, AllergyState, RecordAllergiesRequest};
use casebook_core::cases::api::{CaseRequest, open_case, save_draft};
use casebook_core::letters::api::{SignLetterRequest, sign_letter};
use casebook_core::patients::api::PatientRequest;
use casebook_core::record::SaveDraftRequest;

#[test]
fn lists_of_a_patient_are_shared_by_all_cases_and_a_second_writer_is_told() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let (one, two) = (desk.case(patient), desk.case(patient));
    let none_known = |base| RecordAllergiesRequest {
        patient_id: patient,
        base,
        form: AllergiesForm {
            state: Some(AllergyState::NoneKnown),
            ..AllergiesForm::default()
        },
        reason: String::new(),
    };
    let before = open_case(&desk.register, &desk.session, &CaseRequest { case_id: one }).unwrap();
    assert_eq!(before.banner.allergies, "Allergies not recorded");
    let view = record_allergies(&desk.register, &desk.session, &none_known(None)).unwrap();
    for case in [one, two] {
        let overview = open_case(
            &desk.register,
            &desk.session,
            &CaseRequest { case_id: case },
        )
        .unwrap();
        assert_eq!(overview.banner.allergies, "No known allergies");
        let letter = composed(&desk.register, &desk.session, case, "gp");
        assert_eq!(text(&letter, "allergies"), "No known allergies.");
        assert_eq!(text(&letter, "medications"), "Medicines not recorded.");
    }
    // What is typed and not recorded is in no letter, and the letter's writer is told.
    let typed = SaveDraftRequest {
        kind: "allergies".into(),
        patient_id: Some(patient),
        case_id: None,
        base: view.allergies.revision,
        state: serde_json::json!({"state": "known", "items": [{"substance": "Penicillin"}]}),
    };
    save_draft(&desk.register, &desk.session, &typed).unwrap();
    let letter = composed(&desk.register, &desk.session, one, "gp");
    assert!(
        letter
            .left_out
            .iter()
            .any(|l| l.what.starts_with("Allergies: your draft")),
        "{:?}",
        letter.left_out
    );
    let overview = open_case(&desk.register, &desk.session, &CaseRequest { case_id: one }).unwrap();
    assert_eq!(overview.drafts[0].kind, "allergies");
    let stale = record_allergies(&desk.register, &desk.session, &none_known(None));
    assert!(matches!(stale, Err(Error::Conflict { .. })), "{stale:?}");
    record_allergies(
        &desk.register,
        &desk.session,
        &none_known(view.allergies.revision),
    )
    .unwrap();
}

#[test]
fn an_allergy_is_taken_off_only_with_a_reason_that_stays_with_it() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    record_care(&desk.register, &desk.session, patient);
    let request = PatientRequest {
        patient_id: patient,
    };
    let before = care(&desk.register, &desk.session, &request).unwrap();
    let mut off = RecordAllergiesRequest {
        patient_id: patient,
        base: before.allergies.revision,
        form: AllergiesForm {
            state: Some(AllergyState::NoneKnown),
            ..AllergiesForm::default()
        },
        reason: " ".into(),
    };
    let refused = record_allergies(&desk.register, &desk.session, &off);
    assert!(
        matches!(&refused, Err(Error::Invalid(f)) if f[0].field == "reason" && f[0].message.contains("Penicillin"))
    );
    off.reason = "Rash was measles; tolerated twice since.".into();
    let case_id = desk.case(patient);
    let letter = composed(&desk.register, &desk.session, case_id, "gp");
    let after = record_allergies(&desk.register, &desk.session, &off).unwrap();
    assert_eq!(
        after.allergies.provenance.reason,
        "Taken off: Penicillin. Rash was measles; tolerated twice since."
    );

    // A letter that still says what was taken off is not signed, however much it is meant.
    let request = SignLetterRequest {
        case_id,
        content: letter.content,
        as_it_stands: true,
        puts_right: None,
        submission: Default::default(),
    };
    let refused = sign_letter(&desk.register, &desk.session, &request);
    assert!(
        matches!(&refused, Err(Error::Invalid(f)) if f[0].field == "sections.allergies"),
        "{refused:?}"
    );
}
