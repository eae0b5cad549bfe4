//! Whole cases come in from a file and go out into one: with every fault named, all or nothing, nobody twice.

use super::desk::{Desk, PASSPHRASE, new_user};
use super::forms::{
    assessment_form, fill, plan_form, record_care, risk_form, severity_form, sheet,
};
use casebook_core::assessments::SignAssessmentRequest;
use casebook_core::assessments::api::sign_assessment;
use casebook_core::cases::CaseloadRequest;
use casebook_core::cases::api::caseload;
use casebook_core::error::FieldError;
use casebook_core::exchange::api::{check_import, export, import};
use casebook_core::exchange::{ExportRequest, ImportOutcome};
use casebook_core::formulations::FormulationView;
use casebook_core::formulations::api::{FormulationRequest, formulation};
use casebook_core::ids::CaseId;
use casebook_core::risk::SignRiskNoteRequest;
use casebook_core::risk::api::{risk, sign_risk_note};
use casebook_core::safety_plans::SignSafetyPlanRequest;
use casebook_core::safety_plans::api::sign_safety_plan;
use casebook_core::sensitive::Secret;
use casebook_core::severity::api::rate_severity;
use casebook_core::severity::{RateSeverityRequest, Severity};
use casebook_core::users::Role;
use casebook_core::users::api::add_user;
use casebook_core::{Error, Register};
use serde_json::{Value, json};

/// The example of the documentation: one made-up case.
fn example() -> Value {
    let page = include_str!("../../docs/exchange.md");
    let text = page.split("```json\n").nth(1).unwrap();
    serde_json::from_str(text.split("```").next().unwrap()).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

fn takes(desk: &Desk, value: &Value) -> Result<ImportOutcome, Error> {
    import(&desk.register, &desk.session, &bytes(value))
}

fn faults(outcome: Result<ImportOutcome, Error>) -> Vec<FieldError> {
    match outcome {
        Err(Error::Invalid(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

fn paths(outcome: Result<ImportOutcome, Error>) -> Vec<(String, String)> {
    faults(outcome)
        .into_iter()
        .map(|f| (f.field, f.rule))
        .collect()
}

fn said(path: &str, rule: &str) -> (String, String) {
    (path.to_owned(), rule.to_owned())
}

fn cases(desk: &Desk) -> Vec<CaseId> {
    let all = CaseloadRequest {
        closed: true,
        ..CaseloadRequest::default()
    };
    let found = caseload(&desk.register, &desk.session, &all).unwrap();
    found.rows.iter().map(|r| r.id).collect()
}

fn out(desk: &Desk) -> String {
    let request = ExportRequest::default();
    let made = export(&desk.register, &desk.session, &request, "/tmp/out.json").unwrap();
    String::from_utf8(made).unwrap()
}

/// How far the journal has come: what must not move where nothing is written.
fn entries(desk: &Desk) -> u32 {
    desk.register.verify(|_| true).unwrap().entries
}

fn versions(desk: &Desk, case_id: CaseId) -> FormulationView {
    let request = FormulationRequest {
        case_id,
        definition: "five-ps".into(),
    };
    formulation(&desk.register, &desk.session, &request).unwrap()
}

#[test]
fn the_example_of_the_documentation_is_imported_signed_by_whoever_imports_it() {
    let desk = Desk::new();
    let looked = check_import(&desk.register, &desk.session, &bytes(&example())).unwrap();
    assert_eq!(
        (looked.cases, looked.new_patients, looked.written),
        (1, 1, false)
    );
    assert!(cases(&desk).is_empty(), "a check writes nothing");
    let done = takes(&desk, &example()).unwrap();
    assert_eq!(
        done,
        ImportOutcome {
            written: true,
            ..looked
        }
    );
    let [case] = cases(&desk)[..] else { panic!() };
    let view = versions(&desk, case);
    assert_eq!(view.versions.len(), 2);
    let newest = &view.versions[0].provenance;
    assert!(newest.signed.starts_with("Dr A. Okafor"), "{newest:?}");
    assert_eq!(newest.reason, "Imported: New version: heard more");
    assert!(view.versions[0].submission.is_none());
    assert_eq!(view.versions[1].provenance.reason, "Imported");
    assert!(desk.register.verify(|_| true).unwrap().faults.is_empty());
    assert!(desk.register.differing_projections().unwrap().is_empty());
}

#[test]
fn what_went_out_of_one_register_goes_into_another_with_equal_content() {
    let desk = Desk::new();
    let patient = desk.patient("Żaneta", "O’Neill-Łukasik", "999 000 0018");
    let case_id = desk.case(patient);
    record_care(&desk.register, &desk.session, patient);
    let assessment = SignAssessmentRequest {
        case_id,
        base: None,
        form: assessment_form(),
        amendment: None,
    };
    sign_assessment(&desk.register, &desk.session, &assessment).unwrap();
    let first = desk.sign(case_id, None, "Pain");
    desk.sign(case_id, Some(first.versions[0].revision), "Pain and fear");
    for level in [Severity::Severe, Severity::Moderate] {
        let form = severity_form(level, "19-Nov-2026");
        let request = RateSeverityRequest { case_id, form };
        rate_severity(&desk.register, &desk.session, &request).unwrap();
    }
    let form = risk_form();
    sign_risk_note(
        &desk.register,
        &desk.session,
        &SignRiskNoteRequest { case_id, form },
    )
    .unwrap();
    let plan = SignSafetyPlanRequest {
        case_id,
        base: None,
        form: plan_form(),
        amendment: None,
    };
    sign_safety_plan(&desk.register, &desk.session, &plan).unwrap();
    fill(
        &desk,
        case_id,
        sheet("phq-9", "19-Nov-2026", &[1, 2, 0, 3, 1, 1, 0, 0, 1]),
    );
    fill(&desk, case_id, sheet("gad-7", "18-Nov-2026", &[1, 2, 0, 3]));
    let before = entries(&desk);
    let text = out(&desk);
    assert_eq!(entries(&desk), before + 1, "what leaves is in the audit");
    assert_eq!(text, out(&desk), "the same bytes twice");

    let other = Desk::new();
    let done = import(&other.register, &other.session, text.as_bytes()).unwrap();
    assert_eq!((done.cases, done.new_patients), (1, 1));
    assert_eq!(out(&other), text);
    assert!(other.register.verify(|_| true).unwrap().faults.is_empty());
}

#[test]
fn a_risk_note_whose_review_has_passed_is_imported_and_says_that_it_is_old() {
    let desk = Desk::new();
    let mut file = example();
    file["cases"][0]["risk_notes"][0]["assessed_on"] = json!("1-Oct-2026");
    file["cases"][0]["risk_notes"][0]["review_by"] = json!("8-Oct-2026");
    takes(&desk, &file).unwrap();
    let request = casebook_core::cases::api::CaseRequest {
        case_id: cases(&desk)[0],
    };
    let view = risk(&desk.register, &desk.session, &request).unwrap();
    assert_eq!(view.standing, casebook_core::risk::RiskStanding::ReviewDue);
}

#[test]
fn every_fault_is_named_by_its_path_and_nothing_is_written() {
    let desk = Desk::new();
    let mut file = example();
    let case = file["cases"][0].clone();
    let mut second = case.clone();
    second["patient"]["nhs_number"] = json!("999 000 0019");
    second["case"]["reason"] = json!(" ");
    second["case"]["people"][0]["name"] = json!("");
    second["severity"][0]["severity"] = json!("terrible for Halina");
    second["formulations"][1]["reason"] = json!("");
    second["formulations"][0]["form"]["cells"] = json!({ "odd.cell": "x" });
    second["risk_notes"][0]["findings"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "domain": "driving", "text": "" }));
    second["measures"][0]["answers"]["q1"] = json!(9);
    second["measures"][0]["instrument"] = json!("gad-7");
    second["sessions"][0]["held_on"] = json!("20-Nov-2027");
    second["goals"][0]["form"]["agreed_on"] = json!("");
    second["goals"][0]["ratings"][0]["form"]["patient"] = json!(11);
    second["goals"][0]["ratings"][0]["rated_on"] = json!("tomorrow");
    let mut third = case.clone();
    third["patient"]["shoe_size"] = json!(41);
    third.as_object_mut().unwrap().remove("case");
    file["cases"] = json!([case, second, third, "Halina"]);
    let before = entries(&desk);
    let found = faults(takes(&desk, &file));
    let listed: Vec<_> = found
        .iter()
        .map(|f| (f.field.clone(), f.rule.clone()))
        .collect();
    for (path, rule) in [
        ("cases[1].patient.nhs_number", "modulus-11"),
        ("cases[1].case.reason", "required"),
        ("cases[1].case.people[0].name", "required"),
        ("cases[1].severity[0].severity", "word"),
        ("cases[1].formulations[1].reason", "required"),
        ("cases[1].formulations[0].form.cells.odd.cell", "unknown"),
        ("cases[1].risk_notes[0].findings[1].text", "required"),
        ("cases[1].measures[0].answers.q1", "option"),
        ("cases[1].sessions[0].held_on", "future"),
        ("cases[1].goals[0].form.agreed_on", "required"),
        ("cases[1].goals[0].ratings[0].rated_on", "date"),
        ("cases[1].goals[0].ratings[0].form.patient", "range"),
        ("cases[2].case", "required"),
        ("cases[2].patient.shoe_size", "unknown"),
        ("cases[3]", "type"),
    ] {
        assert!(
            listed.contains(&said(path, rule)),
            "{path} {rule} in {listed:#?}"
        );
    }
    let places: Vec<_> = listed.iter().map(|(path, _)| path.as_bytes()[6]).collect();
    assert!(places.is_sorted(), "in the order of the cases: {listed:?}");
    let told = format!("{found:?}");
    assert!(!told.contains("Halina"), "{told}");
    assert_eq!(entries(&desk), before);
    assert!(cases(&desk).is_empty());
}

#[test]
fn a_fault_in_the_last_case_keeps_all_of_them_out() {
    let desk = Desk::new();
    let mut file = example();
    let good = file["cases"][0].clone();
    let mut last = good.clone();
    last["patient"]["nhs_number"] = json!("999 000 0026");
    last["patient"]["name"]["family"] = json!("Silva");
    let mut bad = last.clone();
    bad["risk_notes"][0]["management"] = json!("");
    file["cases"] = json!([good, bad]);
    assert_eq!(
        paths(takes(&desk, &file)),
        [said("cases[1].risk_notes[0].management", "required")]
    );
    assert!(cases(&desk).is_empty());
    file["cases"][1] = last;
    assert_eq!(takes(&desk, &file).unwrap().cases, 2);
}

#[test]
fn nobody_and_nothing_is_imported_twice_and_a_number_alone_opens_no_record() {
    let desk = Desk::new();
    takes(&desk, &example()).unwrap();
    let before = entries(&desk);
    assert_eq!(
        paths(takes(&desk, &example())),
        [said("cases[0].case.received_on", "already-there")]
    );
    // Another name under the same number.
    let mut file = example();
    file["cases"][0]["patient"]["name"]["family"] = json!("Silva");
    assert_eq!(
        paths(takes(&desk, &file)),
        [said("cases[0].patient.nhs_number", "another-patient")]
    );
    // The same person without a number.
    let mut file = example();
    file["cases"][0]["patient"]["nhs_number"] = json!("");
    assert_eq!(
        paths(takes(&desk, &file)),
        [said("cases[0].patient", "duplicate")]
    );
    // Another list of the same person.
    let mut file = example();
    file["cases"][0]["case"]["received_on"] = json!("17-Nov-2026");
    let mut second = file.clone();
    second["cases"][0]["allergies"]["items"][0]["substance"] = json!("Latex");
    assert_eq!(
        paths(takes(&desk, &second)),
        [said("cases[0].allergies", "differs")]
    );
    assert_eq!(entries(&desk), before);
    // Another case of the same person.
    let done = takes(&desk, &file).unwrap();
    assert_eq!((done.cases, done.new_patients), (1, 0));
    // Two patients of one file under one number.
    let mut file = example();
    let mut other = file["cases"][0].clone();
    for case in [&mut file["cases"][0], &mut other] {
        case["patient"]["nhs_number"] = json!("999 000 0026");
        case["patient"]["name"]["given"] = json!("Ana");
        case["patient"]["name"]["family"] = json!("Silva");
    }
    other["patient"]["born_on"] = json!("1-Jan-1990");
    file["cases"].as_array_mut().unwrap().push(other);
    assert_eq!(
        paths(takes(&desk, &file)),
        [said("cases[1].patient", "differs")]
    );
}

/// The same desk with somebody of another role at it.
fn with(role: Role) -> Desk {
    let mut desk = Desk::new();
    let id = add_user(
        &desk.register,
        &desk.session,
        &new_user("Dr T. Adeyemi", role),
    )
    .unwrap()
    .id;
    desk.register.lock(&desk.session).unwrap();
    (desk.register, desk.session) = Register::unlock(
        &desk.layout,
        id,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    )
    .unwrap();
    desk
}

#[test]
fn what_a_trainee_imports_waits_for_a_second_signature_as_if_it_were_signed_today() {
    let desk = with(Role::Trainee);
    takes(&desk, &example()).unwrap();
    let view = versions(&desk, cases(&desk)[0]);
    assert!(view.versions.iter().all(|v| v.submission.is_some()));
}

#[test]
fn a_service_lead_and_a_guardian_neither_import_nor_export() {
    for role in [Role::ServiceLead, Role::Guardian] {
        let desk = with(role);
        assert!(matches!(
            takes(&desk, &example()),
            Err(Error::NotAllowed { .. })
        ));
        let all = ExportRequest::default();
        let made = export(&desk.register, &desk.session, &all, "/tmp/out.json");
        assert!(matches!(made, Err(Error::NotAllowed { .. })));
    }
}

#[test]
fn a_file_that_was_tampered_with_never_half_writes() {
    let desk = Desk::new();
    let whole = bytes(&example());
    let before = entries(&desk);
    // A small generator with a fixed start: the same changes each time.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut refused = 0;
    for _ in 0..200 {
        let mut changed = whole.clone();
        for _ in 0..=next(3) {
            let at = next(changed.len());
            match next(4) {
                0 => changed[at] = next(256) as u8,
                1 => drop(changed.drain(at..(at + next(40)).min(changed.len()))),
                2 => changed.insert(at, b"{}[],:\"0e9\\"[next(11)]),
                _ => {
                    let piece = changed[at..(at + next(60)).min(changed.len())].to_vec();
                    changed.splice(at..at, piece);
                }
            }
        }
        match check_import(&desk.register, &desk.session, &changed) {
            Ok(outcome) => assert!(!outcome.written),
            Err(Error::Invalid(faults)) => {
                assert!(!faults.is_empty());
                refused += 1;
                let again = import(&desk.register, &desk.session, &changed);
                assert!(matches!(again, Err(Error::Invalid(_))));
            }
            Err(other) => panic!("{other}"),
        }
        assert_eq!(entries(&desk), before);
    }
    assert!(refused > 100, "{refused}");
}
