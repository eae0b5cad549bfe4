//! Registering: duplicates are shown before saving, similar names carry a warning, search finds as typed.

use super::desk::{Desk, patient_form};
use casebook_core::Error;
use casebook_core::cases::CaseloadRequest;
use casebook_core::cases::api::caseload;
use casebook_core::patients::Likeness;
use casebook_core::patients::api::{
    ChangePatientRequest, CheckPatientRequest, FindPatientsRequest, PatientRequest,
    RegisterPatientRequest, change_patient, check_patient, find_patients, patient,
    register_patient,
};

#[test]
fn a_likely_duplicate_is_shown_and_must_be_looked_at() {
    let desk = Desk::new();
    let first = desk.patient("Łukasz", "Żółć", "");
    let form = patient_form("Lukasz", "Zolc", "");
    let check = check_patient(
        &desk.register,
        &desk.session,
        &CheckPatientRequest {
            form: form.clone(),
            patient_id: None,
        },
    )
    .unwrap();
    assert_eq!(
        (check.duplicates[0].id, check.duplicates[0].likeness),
        (first, Likeness::Likely)
    );
    let request = RegisterPatientRequest {
        form,
        not_duplicates: Vec::new(),
    };
    let refused = register_patient(&desk.register, &desk.session, &request);
    assert!(matches!(
        refused,
        Err(Error::Refused {
            rule: "duplicate",
            ..
        })
    ));
    let looked = RegisterPatientRequest {
        not_duplicates: vec![first],
        ..request
    };
    let second = register_patient(&desk.register, &desk.session, &looked).unwrap();
    assert!(second.banner.similar_name_warning);
    let one = patient(
        &desk.register,
        &desk.session,
        &PatientRequest { patient_id: first },
    )
    .unwrap();
    assert!(one.banner.similar_name_warning, "both carry the warning");
}

#[test]
fn the_same_nhs_number_never_stands_twice() {
    let desk = Desk::new();
    desk.patient("Halina", "Nowak", "999 000 0018");
    let other = desk.patient("Ana", "Silva", "999 000 0026");
    let request = RegisterPatientRequest {
        form: patient_form("Siân", "Evans", "9990000018"),
        not_duplicates: Vec::new(),
    };
    let refused = register_patient(&desk.register, &desk.session, &request);
    assert!(matches!(&refused, Err(Error::Invalid(f)) if f[0].rule == "duplicate"));
    let view = patient(
        &desk.register,
        &desk.session,
        &PatientRequest { patient_id: other },
    )
    .unwrap();
    let mut form = view.form;
    form.nhs_number = "999 000 0018".into();
    let change = ChangePatientRequest {
        patient_id: other,
        base: view.revision,
        form,
    };
    assert!(matches!(
        change_patient(&desk.register, &desk.session, &change),
        Err(Error::Invalid(_))
    ));
}

#[test]
fn people_are_found_by_beginnings_of_names_in_any_order_and_by_number_in_any_spacing() {
    let desk = Desk::new();
    let halina = desk.patient("Halina Maria", "Nowak-Lewandowska", "999 000 0018");
    desk.case(halina);
    desk.patient("Ciarán", "O’Neill", "999 000 0026");
    for typed in [
        "now hal",
        "lewan",
        "HALINA",
        "999 000 0018",
        "9990000018",
        "999000001",
        "mar now",
    ] {
        let found = find_patients(
            &desk.register,
            &desk.session,
            &FindPatientsRequest { text: typed.into() },
        )
        .unwrap();
        assert_eq!(
            found.iter().map(|p| p.id).collect::<Vec<_>>(),
            [halina],
            "{typed}"
        );
        let request = CaseloadRequest {
            text: typed.into(),
            ..CaseloadRequest::default()
        };
        assert_eq!(
            caseload(&desk.register, &desk.session, &request)
                .unwrap()
                .total,
            1,
            "{typed}"
        );
    }
    for typed in ["oneill", "o’ne", "ciaran"] {
        let found = find_patients(
            &desk.register,
            &desk.session,
            &FindPatientsRequest { text: typed.into() },
        )
        .unwrap();
        assert_eq!(found.len(), 1, "{typed}");
    }
    for typed in ["xyz", "now cia", "999 123"] {
        assert!(
            find_patients(
                &desk.register,
                &desk.session,
                &FindPatientsRequest { text: typed.into() }
            )
            .unwrap()
            .is_empty(),
            "{typed}"
        );
    }
}

#[test]
fn a_change_of_details_is_a_new_version_and_shows_at_once() {
    let desk = Desk::new();
    let id = desk.patient("Halina", "Nowak", "");
    let before = patient(
        &desk.register,
        &desk.session,
        &PatientRequest { patient_id: id },
    )
    .unwrap();
    let mut form = before.form.clone();
    form.name.family = "Kowalska".into();
    form.communication.interpreter = "Polish".into();
    let after = change_patient(
        &desk.register,
        &desk.session,
        &ChangePatientRequest {
            patient_id: id,
            base: before.revision,
            form,
        },
    )
    .unwrap();
    assert_eq!(after.banner.name, "KOWALSKA, Halina (Ms)");
    assert_eq!(after.banner.alerts, ["Needs Polish interpreter"]);
    assert!(
        find_patients(
            &desk.register,
            &desk.session,
            &FindPatientsRequest {
                text: "nowak".into()
            }
        )
        .unwrap()
        .is_empty()
    );
    let stale = ChangePatientRequest {
        patient_id: id,
        base: before.revision,
        form: before.form,
    };
    assert!(matches!(
        change_patient(&desk.register, &desk.session, &stale),
        Err(Error::Conflict { .. })
    ));
}
