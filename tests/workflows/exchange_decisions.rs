//! Reviews, what the team decided on them, and what was done about answers about safety go from one register into another,
//! by the same rules as if they were signed there.

use super::desk::Desk;
use super::forms::{fill, respond, sheet};
use super::ten_sessions::{
    AT_FIRST, LATER, agree_goal, decide, enter, go_on, measured, rate, review, review_form, shown,
    ten_weeks,
};
use casebook_core::cases::CaseloadRequest;
use casebook_core::cases::api::{CaseRequest, caseload};
use casebook_core::error::{Error, FieldError};
use casebook_core::exchange::ExportRequest;
use casebook_core::exchange::api::{export, import};
use casebook_core::ids::CaseId;
use casebook_core::measures::api::measures;
use casebook_core::measures::{MeasuresView, SafetyOutcome};
use casebook_core::pathway::ReviewDecision;
use serde_json::{Value, json};

const ITEM_NINE: [u32; 9] = [2, 2, 1, 1, 1, 1, 0, 0, 1];

fn out(desk: &Desk) -> String {
    let request = ExportRequest::default();
    let made = export(&desk.register, &desk.session, &request, "/tmp/out.json").unwrap();
    String::from_utf8(made).unwrap()
}

fn measured_in(desk: &Desk, case_id: CaseId) -> MeasuresView {
    measures(&desk.register, &desk.session, &CaseRequest { case_id }).unwrap()
}

/// Ten sessions, a review that went to the team, its decision, and two sheets with an answer about safety.
fn written() -> (Desk, CaseId) {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    enter(&desk, case);
    measured(&desk, case, 1, AT_FIRST);
    let goal = agree_goal(&desk, case, "Walk to the school gate").goals[0].id;
    rate(&desk, case, goal, 3, [2, 3]).unwrap();
    ten_weeks(&desk, case);
    measured(&desk, case, 10, LATER);
    let first = fill(&desk, case, sheet("phq-9", "03-Nov-2026", &ITEM_NINE));
    let first = first.safety[0].measure_id;
    let tried = "Rang twice; her sister will pass it on.";
    respond(&desk, case, first, SafetyOutcome::NotReached, tried).unwrap();
    let done = "Talked it through; the plan has her sister’s number.";
    respond(&desk, case, first, SafetyOutcome::Acted, done).unwrap();
    let second = fill(&desk, case, sheet("phq-9", "19-Nov-2026", &ITEM_NINE));
    let second = second.safety[0].measure_id;
    respond(&desk, case, second, SafetyOutcome::Unchanged, "").unwrap();
    let form = review_form(ReviewDecision::Mdt);
    let held = review(&desk, case, form).unwrap().reviews[0].id;
    decide(&desk, case, held, go_on("4")).unwrap();
    (desk, case)
}

#[test]
fn reviews_decisions_and_responses_are_the_same_in_the_next_register() {
    let (desk, case) = written();
    let text = out(&desk);
    let other = Desk::new();
    import(&other.register, &other.session, text.as_bytes()).unwrap();
    assert_eq!(out(&other), text);
    assert!(other.register.verify(|_| true).unwrap().faults.is_empty());
    assert!(other.register.differing_projections().unwrap().is_empty());
    let all = CaseloadRequest::default();
    let there = caseload(&other.register, &other.session, &all)
        .unwrap()
        .rows[0]
        .id;

    let (before, after) = (shown(&desk, case), shown(&other, there));
    assert_eq!((before.agreed_sessions, after.agreed_sessions), (14, 14));
    assert!(!after.review_due && !after.reviews[0].awaits_mdt);
    assert_eq!(after.reviews[0].record, before.reviews[0].record);
    assert!(after.reviews[0].record.repeated);
    let decided = after.reviews[0].mdt.as_ref().unwrap();
    assert_eq!(decided.form, before.reviews[0].mdt.as_ref().unwrap().form);
    assert_eq!(decided.provenance.reason, "Imported");

    let answers = measured_in(&other, there).safety;
    assert_eq!(answers.len(), 2);
    assert!(answers.iter().all(|a| !a.open), "{answers:?}");
    assert!(answers[1].response.contains("could not be reached"));
    assert!(answers[1].response.contains("her sister’s number"));
}

fn refused(file: &Value) -> Vec<(String, String)> {
    let desk = Desk::new();
    let before = desk.register.verify(|_| true).unwrap().entries;
    let outcome = import(
        &desk.register,
        &desk.session,
        &serde_json::to_vec(file).unwrap(),
    );
    let Err(Error::Invalid(found)) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(desk.register.verify(|_| true).unwrap().entries, before);
    let said = |f: FieldError| (f.field.replace("cases[0].", ""), f.rule);
    found.into_iter().map(said).collect()
}

#[test]
fn what_comes_in_is_held_to_the_gate_and_to_the_rules_of_a_response() {
    let file: Value = serde_json::from_str(&out(&written().0)).unwrap();
    let of = |change: &dyn Fn(&mut Value)| {
        let mut changed = file.clone();
        change(&mut changed["cases"][0]);
        refused(&changed)
    };
    let one = |path: &str, rule: &str| vec![(path.to_owned(), rule.to_owned())];
    let review = |case: &mut Value, field: &str, to: Value| {
        case["pathway_reviews"][0]["form"][field] = to;
    };
    let alone = |case: &mut Value| {
        let review = case["pathway_reviews"][0].as_object_mut().unwrap();
        review.remove("mdt").unwrap();
    };

    let found = of(&|case| {
        alone(case);
        review(case, "decision", json!("completed"));
        review(case, "patient_agrees", json!(false));
    });
    assert_eq!(
        found,
        one("pathway_reviews[0].form.decision", "gate-agreement")
    );
    let found = of(&|case| {
        alone(case);
        review(case, "decision", json!("completed"));
        case["pathway_reviews"][0]["record"]["repeated"] = json!(false);
    });
    assert_eq!(
        found,
        one("pathway_reviews[0].form.no_repeat_reason", "gate-measures")
    );
    let found = of(&|case| review(case, "decision", json!("completed")));
    assert_eq!(found, one("pathway_reviews[0].mdt", "mdt-not-asked"));
    let found = of(&|case| review(case, "held_on", json!("")));
    assert!(found.contains(&one("pathway_reviews[0].form.held_on", "required")[0]));
    let found = of(&|case| {
        case["pathway_reviews"][0]["mdt"]["held_on"] = json!("1-Nov-2026");
        case["pathway_reviews"][0]["mdt"]["motivation"] = json!(" ");
    });
    assert_eq!(
        found,
        [
            one("pathway_reviews[0].mdt.held_on", "before"),
            one("pathway_reviews[0].mdt.motivation", "required")
        ]
        .concat()
    );
    // "Repeated" is not taken at its word, and no number makes the steps endless.
    let found = of(&|case| {
        let record = &mut case["pathway_reviews"][0]["record"];
        record["session_number"] = json!(4_000_000_000_u32);
        for measure in record["measures"].as_array_mut().unwrap() {
            measure["last"] = json!("");
        }
    });
    assert_eq!(
        found,
        [
            one("pathway_reviews[0].record.session_number", "range"),
            one("pathway_reviews[0].record.repeated", "repeated")
        ]
        .concat()
    );

    let response = |case: &mut Value, n: usize, field: &str, to: Value| {
        case["safety_responses"][n][field] = to;
    };
    let found = of(&|case| response(case, 0, "measure", json!(99)));
    assert_eq!(found, one("safety_responses[0].measure", "range"));
    // The first sheet is CORE-10, with the first option about safety.
    let found = of(&|case| response(case, 0, "measure", json!(0)));
    assert_eq!(found, one("safety_responses[0].measure", "no-answer"));
    // "Unchanged" without a word is for an answer that was given before.
    let found = of(&|case| response(case, 2, "measure", json!(2)));
    assert!(found.contains(&one("safety_responses[2].note", "required")[0]));
    // A response to a sheet with a fault is not told of twice.
    let found = of(&|case| case["measures"][2]["answers"]["q1"] = json!(9));
    assert_eq!(found, one("measures[2].answers.q1", "option"));
}
