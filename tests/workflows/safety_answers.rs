//! An answer about safety waits until somebody has said what was done about it.

use super::desk::{Desk, noon};
use super::forms::{fill, respond, sheet};
use casebook_core::cases::api::CaseRequest;
use casebook_core::ids::{CaseId, PatientId, RecordId};
use casebook_core::measures::api::{measures, score_measure, withdraw_measure};
use casebook_core::measures::{SafetyOutcome, ScoreMeasureRequest, safety, store};
use casebook_core::op::Op;
use casebook_core::record::Subject;
use casebook_core::risk::{DomainFinding, RiskDomain, RiskNote};
use casebook_core::signed::WithdrawRequest;
use casebook_core::{Error, Register};
use chrono::NaiveDate;

fn open(register: &Register, case: CaseId) -> usize {
    let here = register
        .read(|c| safety::open_answers(c, case))
        .unwrap()
        .len();
    let today = register.read(safety::open_answers_for_today).unwrap();
    assert_eq!(today.iter().filter(|a| a.case_id == case).count(), here);
    here
}

fn note(day: NaiveDate) -> RiskNote {
    RiskNote {
        assessed_on: day,
        findings: vec![DomainFinding {
            domain: RiskDomain::Suicide,
            text: "Made up".into(),
        }],
        long_standing: String::new(),
        changeable: String::new(),
        imminent: String::new(),
        protective: String::new(),
        formulation: "Made up".into(),
        management: "Made up".into(),
        others_involved: String::new(),
        patient_view: String::new(),
        review_by: day,
        reviewer: String::new(),
    }
}

fn sign_risk_note(desk: &Desk, patient: PatientId, case: CaseId) {
    let day = noon().date_naive();
    desk.register
        .write(&desk.session, Op::SaveDraft, |tx| {
            let subject = Subject {
                patient: Some(patient),
                case: Some(case),
            };
            let revision = tx.create(subject, RecordId::random()?, &note(day))?;
            tx.sign(revision)
        })
        .unwrap();
}

const NOT_AT_ALL: [u32; 9] = [1, 1, 1, 1, 1, 1, 0, 0, 0];
const SEVERAL_DAYS: [u32; 9] = [2, 2, 1, 1, 1, 1, 0, 0, 1];

#[test]
fn an_answer_waits_is_not_closed_by_a_failed_call_and_is_closed_by_what_was_done() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let case = desk.case(patient);
    let first = fill(&desk, case, sheet("phq-9", "03-Nov-2026", &NOT_AT_ALL));
    assert!(first.safety.is_empty(), "the first option asks nothing");
    assert_eq!(
        desk.register
            .read(|c| safety::overtaking_answer(c, patient, None))
            .unwrap(),
        None
    );

    let view = fill(&desk, case, sheet("phq-9", "20-Nov-2026", &SEVERAL_DAYS));
    let answer = &view.safety[0];
    assert_eq!(
        (answer.what.as_str(), answer.answer.as_str()),
        ("PHQ-9, item 9", "Several days")
    );
    assert_eq!(
        answer.item,
        "Thoughts that you would be better off dead or of hurting yourself in some way"
    );
    assert_eq!(answer.before, "Not at all on 03-Nov-2026");
    assert!(answer.open && answer.response.is_empty());
    assert_eq!(open(&desk.register, case), 1);
    let day = desk
        .register
        .read(|c| safety::overtaking_answer(c, patient, None))
        .unwrap();
    assert_eq!(day, Some(noon().date_naive()));
    let today = desk.register.read(safety::open_answers_for_today).unwrap();
    let what = desk.register.read(|c| today[0].what(c)).unwrap();
    assert_eq!(
        (what.as_str(), today[0].author),
        ("PHQ-9, item 9: Several days", desk.session.user)
    );

    let measure = answer.measure_id;
    let refused = respond(&desk, case, measure, SafetyOutcome::Acted, " ").unwrap_err();
    assert!(matches!(refused, Error::Invalid(f) if f[0].field == "note"));
    let tried = respond(
        &desk,
        case,
        measure,
        SafetyOutcome::NotReached,
        "Telephoned twice; again at 16:00.",
    )
    .unwrap();
    assert!(tried.safety[0].open, "a failed call is not a response");
    assert!(
        tried.safety[0]
            .response
            .starts_with("Dr A. Okafor, 20-Nov-2026")
    );
    assert_eq!(open(&desk.register, case), 1);
    let silent = respond(&desk, case, measure, SafetyOutcome::Unchanged, "").unwrap_err();
    assert!(
        matches!(silent, Error::Invalid(f) if f[0].field == "note"),
        "a new answer is not called unchanged without a word"
    );
    let words = "Talked about at length; as he was in the summer.";
    let done = respond(&desk, case, measure, SafetyOutcome::Unchanged, words).unwrap();
    assert!(!done.safety[0].open);
    assert!(
        done.safety[0]
            .response
            .contains("again at 16:00. Dr A. Okafor"),
        "{}",
        done.safety[0].response
    );
    assert_eq!(open(&desk.register, case), 0);
    assert!(
        respond(
            &desk,
            case,
            first.series[0].rows[0].id,
            SafetyOutcome::Unchanged,
            ""
        )
        .is_err()
    );
}

#[test]
fn a_risk_note_that_is_signed_afterwards_answers_and_one_from_before_does_not() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let (case, other) = (desk.case(patient), desk.case(patient));
    sign_risk_note(&desk, patient, case);
    fill(
        &desk,
        case,
        sheet("core-10", "20-Nov-2026", &[2, 2, 2, 2, 2, 2, 2, 2, 2, 2]),
    );
    assert_eq!(open(&desk.register, case), 1);
    sign_risk_note(&desk, patient, other);
    assert_eq!(
        open(&desk.register, case),
        1,
        "a note of another case is another matter"
    );
    sign_risk_note(&desk, patient, case);
    assert_eq!(open(&desk.register, case), 0);
    let view = measures(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    assert!(
        view.safety[0].response.ends_with("Risk note signed."),
        "{}",
        view.safety[0].response
    );
    fill(
        &desk,
        case,
        sheet("core-10", "20-Nov-2026", &[2, 2, 2, 2, 2, 1, 2, 2, 2, 2]),
    );
    assert_eq!(open(&desk.register, case), 1, "a new answer is open again");
}

#[test]
fn a_sheet_that_is_withdrawn_counts_no_more_and_stays_readable() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let case = desk.case(patient);
    fill(
        &desk,
        case,
        sheet("phq-9", "03-Nov-2026", &[2, 2, 2, 2, 2, 2, 2, 2, 0]),
    );
    let view = fill(&desk, case, sheet("phq-9", "20-Nov-2026", &SEVERAL_DAYS));
    let series = &view.series[0];
    assert_eq!(series.change, "From 16 on 03-Nov-2026 to 9 on 20-Nov-2026.");
    let chart = series.chart.as_ref().unwrap();
    assert_eq!(
        chart.alt,
        "PHQ-9 fell from 16 on 03-Nov-2026 to 9 on 20-Nov-2026; 2 completions; the cut-off is 10."
    );
    let record_id = series.rows[0].id;
    let request = WithdrawRequest {
        case_id: case,
        record_id,
        reason: "Belongs to another patient".into(),
    };
    let after = withdraw_measure(&desk.register, &desk.session, &request).unwrap();
    assert_eq!(
        (after.series[0].rows.len(), after.series[0].change.as_str()),
        (2, "")
    );
    assert!(
        after.series[0].rows[0]
            .provenance
            .withdrawn
            .ends_with("Belongs to another patient")
    );
    assert!(after.safety.is_empty());
    assert_eq!(open(&desk.register, case), 0);
    assert!(respond(&desk, case, record_id, SafetyOutcome::Unchanged, "").is_err());
    let summary = desk.register.read(|c| store::summaries(c, case)).unwrap();
    assert_eq!(
        (summary[0].latest.as_str(), summary[0].band.as_str()),
        ("16 of 27", "moderately severe")
    );
    assert_eq!(
        desk.register
            .read(|c| safety::overtaking_answer(c, patient, None))
            .unwrap(),
        None
    );
}

#[test]
fn the_overview_says_no_score_where_there_is_none_and_lists_agree_with_the_record() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let case = desk.case(patient);
    fill(&desk, case, sheet("wsas", "03-Nov-2026", &[4, 4, 4, 4, 4]));
    let mut without_work = sheet("wsas", "10-Nov-2026", &[0, 4, 4, 4, 4]);
    without_work.answers.remove("q1");
    without_work.not_applicable.push("q1".into());
    let view = fill(&desk, case, without_work);
    let chart = view.series[0].chart.as_ref().unwrap();
    assert_eq!(
        chart.points.iter().map(|p| p.apart).collect::<Vec<_>>(),
        [false, true]
    );
    fill(&desk, case, sheet("gad-7", "20-Nov-2026", &[1, 1]));
    let summary = desk.register.read(|c| store::summaries(c, case)).unwrap();
    let lines: Vec<(&str, &str)> = summary
        .iter()
        .map(|s| (s.title.as_str(), s.latest.as_str()))
        .collect();
    assert_eq!(lines, [("GAD-7", "no score"), ("WSAS", "16 of 32")]);
    assert!(summary[0].chart.is_none());
    let shown = measures(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    assert_eq!(shown.series[0].instrument.id, "gad-7", "filled in last");
    assert_eq!(
        shown.catalogue.len(),
        casebook_core::instruments::catalogue::ids().len()
    );

    let half = ScoreMeasureRequest {
        form: sheet("gad-7", "", &[3]),
    };
    let scored = score_measure(&desk.register, &desk.session, &half).unwrap();
    assert_eq!((scored.missing, scored.scores[0].value.as_str()), (6, ""));
    assert!(
        desk.register.differing_projections().unwrap().is_empty(),
        "the lists can be made anew"
    );
}
