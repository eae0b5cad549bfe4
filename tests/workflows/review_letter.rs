//! The letter after a pathway review: filled from the newest review in force and the record up to its day.

use super::desk::Desk;
use super::forms::{composed, fill, record_care, severity_form, sheet, signed, text};
use super::pathway::desk;
use super::ten_sessions::{
    AT_FIRST, LATER, agree_goal, decide, enter, go_on, hold, measured, rate, review, review_form,
    rule, take_back, ten_weeks, week,
};
use casebook_core::contacts::Attendance;
use casebook_core::ids::{CaseId, PatientId};
use casebook_core::letters::api::{
    ComposeLetterRequest, LetterRequest, compose_letter, letter_text,
};
use casebook_core::measures::api::measures;
use casebook_core::pathway::{PathwayReviewForm, ReviewDecision};
use casebook_core::severity::Severity;
use casebook_core::severity::api::rate_severity;

fn refused(desk: &Desk, case_id: CaseId) -> &'static str {
    let request = ComposeLetterRequest {
        case_id,
        kind: "pathway-review".into(),
        afresh: false,
        puts_right: None,
    };
    rule(compose_letter(&desk.register, &desk.session, &request).unwrap_err())
}

fn patient_of(desk: &Desk, case: CaseId) -> PatientId {
    let request = casebook_core::cases::api::CaseRequest { case_id: case };
    casebook_core::cases::api::open_case(&desk.register, &desk.session, &request)
        .unwrap()
        .banner
        .patient_id
}

/// Everything that ten weeks leave in a record.
fn treated(desk: &Desk, case: CaseId) {
    enter(desk, case);
    record_care(&desk.register, &desk.session, patient_of(desk, case));
    for (n, answers) in [(1, AT_FIRST), (5, AT_FIRST), (10, LATER)] {
        measured(desk, case, n, answers);
    }
    for (level, n) in [(Severity::Severe, 1), (Severity::Moderate, 10)] {
        let request = casebook_core::severity::RateSeverityRequest {
            case_id: case,
            form: severity_form(level, &week(n)),
        };
        rate_severity(&desk.register, &desk.session, &request).unwrap();
    }
    ten_weeks(desk, case);
    for (words, ratings) in [
        ("Walk to the school gate", [[2, 3], [4, 4], [8, 7]]),
        ("Two hours at the library", [[0, 1], [3, 3], [5, 6]]),
    ] {
        let view = agree_goal(desk, case, words);
        let goal = view.goals.last().unwrap().id;
        for (n, ratings) in [3, 7, 10].into_iter().zip(ratings) {
            rate(desk, case, goal, n, ratings).unwrap();
        }
    }
}

#[test]
fn the_letter_says_what_was_decided_by_whom_and_on_what_it_rests() {
    let (desk, case) = desk();
    treated(&desk, case);
    assert_eq!(refused(&desk, case), "nothing-to-print");
    let asked = PathwayReviewForm {
        patient_agrees: Some(false),
        ..review_form(ReviewDecision::Mdt)
    };
    let id = review(&desk, case, asked).unwrap().reviews[0].id;
    let waits = composed(&desk.register, &desk.session, case, "pathway-review");
    assert!(text(&waits, "decision").starts_with(
        "Referred to the multidisciplinary team, which has not decided yet. The clinician holds that progress is \
         sufficient, the patient does not. Review held on 16-Nov-2026; this letter tells how things stood then.\n\nQuestion: "
    ));
    assert_eq!(waits.content.copies, ["Ms Halina Nowak"]);

    decide(&desk, case, id, go_on("4")).unwrap();
    // What comes after the review is no part of it.
    hold(&desk, case, 10, Attendance::PatientCancelled);
    let letter = composed(&desk.register, &desk.session, case, "pathway-review");
    let team = text(&letter, "decision");
    assert!(team.contains("which decided on"));
    assert!(team.contains("continue for 4 more sessions, the last of them a further review."));
    assert!(team.contains("Rationale: Walking has begun"));
    assert!(team.contains("The patient’s motivation: She has asked"));
    let pathway = text(&letter, "pathway");
    assert!(pathway.contains("Option 1: ten sessions with the hospital mental health team."));
    assert!(pathway.contains(&format!("were met on {}.", week(1))));
    assert!(pathway.contains("\n\n10 sessions were agreed at first, 14 in all. Attended (9): "));
    assert!(pathway.contains(&format!("Did not attend (1): {}.", week(4))));
    assert!(pathway.ends_with("relapse management 2."));
    assert!(text(&letter, "severity").ends_with(&format!("Rated before: severe on {}.", week(1))));
    assert!(text(&letter, "goals").contains("Measured by: Ticks on the kitchen calendar."));
    assert!(text(&letter, "understanding").starts_with("“When pain comes"));
    assert!(text(&letter, "medications").starts_with("- Codeine 30 mg four times a day, changed:"));
    assert!(
        text(&letter, "risk").is_empty(),
        "and the template says what that means"
    );
    let figures: Vec<&str> = letter
        .content
        .sections
        .iter()
        .flat_map(|s| s.figures.iter().map(|f| f.id.as_str()))
        .collect();
    assert_eq!(
        figures,
        ["goals", "goal-charts", "measures", "small-charts"]
    );

    let row = signed(&desk.register, &desk.session, letter);
    assert_eq!(row.title, "Pathway review");
    assert!(row.pages <= 3, "{} pages", row.pages);
    let request = LetterRequest { letter_id: row.id };
    let plain = letter_text(&desk.register, &desk.session, &request)
        .unwrap()
        .text;
    assert!(plain.contains("Goal: Walk to the school gate; Start: To the corner and back;"));
    assert!(plain.contains("Patient: 2 to 8; Clinician: 3 to 7; Stands: Being worked on"));
    assert!(plain.contains("- Walk to the school gate: Rated by the patient 2 of 10"));
    assert!(plain.contains("This does not mean that there is no risk."));

    let view = take_back(&desk, case, id, "Another patient’s").unwrap();
    assert!(!view.reviews[0].provenance.withdrawn.is_empty());
    assert_eq!(refused(&desk, case), "nothing-to-print");
}

#[test]
fn an_end_that_nobody_decided_claims_no_agreement_and_what_was_not_recorded_is_said() {
    let (desk, case) = desk();
    hold(&desk, case, 1, Attendance::Attended);
    let form = PathwayReviewForm {
        held_on: week(3),
        decision: Some(ReviewDecision::StoppedAttending),
        end_note: "Two letters and a call without an answer".into(),
        ..PathwayReviewForm::default()
    };
    review(&desk, case, form).unwrap();
    let letter = composed(&desk.register, &desk.session, case, "pathway-review");
    assert_eq!(
        text(&letter, "decision"),
        "Ended: stopped attending. Two letters and a call without an answer. Review held on 28-Sep-2026; this letter tells \
         how things stood then."
    );
    assert!(
        text(&letter, "pathway").contains("Entry and option are not recorded.\n\nAttended (1): ")
    );
    assert_eq!(text(&letter, "medications"), "Medicines not recorded.");
    for id in ["goals", "measures", "allergies", "risk"] {
        let section = letter.content.sections.iter().find(|s| s.id == id).unwrap();
        assert!(section.mandatory, "{id}");
    }
    // Sessions of the pathway make no other letter out of date.
    let gp = composed(&desk.register, &desk.session, case, "gp");
    assert!(gp.content.composed_from.len() < letter.content.composed_from.len());
}

#[test]
fn five_measures_stand_on_one_axis_with_the_sessions_and_the_letter_keeps_to_three_pages() {
    let (desk, case) = desk();
    treated(&desk, case);
    for (instrument, items, answers) in [
        ("phq-9", 9, [2, 2, 1]),
        ("gad-7", 7, [3, 2, 1]),
        ("phq-15", 15, [1, 1, 0]),
        ("wsas", 5, [6, 5, 2]),
    ] {
        for (n, answer) in [1, 5, 10].into_iter().zip(answers) {
            fill(
                &desk,
                case,
                sheet(instrument, &week(n), &vec![answer; items]),
            );
        }
    }
    let request = casebook_core::cases::api::CaseRequest { case_id: case };
    let view = measures(&desk.register, &desk.session, &request).unwrap();
    let board = view.board.unwrap();
    assert_eq!(board.charts.len(), 5);
    assert_eq!((board.from, board.to), (week(1), week(10)));
    // A missed session counts here; every number stands on its day.
    let numbers: Vec<u32> = board.sessions.iter().map(|s| s.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert_eq!(board.sessions[3].day, 21);
    let hatched = |title: &str| {
        let chart = board.charts.iter().find(|c| c.title == title).unwrap();
        chart.error_band.as_ref().map(|b| b.label.clone())
    };
    assert_eq!(hatched("CORE-10").as_deref(), Some("CORE-10 ± 5.66 (90 %)"));
    assert_eq!(
        hatched("PHQ-9").as_deref(),
        Some("PHQ-9 ± 6 (level not stated by the source)")
    );
    assert_eq!(hatched("WSAS"), None);

    review(&desk, case, review_form(ReviewDecision::Mdt)).unwrap();
    let letter = composed(&desk.register, &desk.session, case, "pathway-review");
    let row = signed(&desk.register, &desk.session, letter);
    let request = LetterRequest { letter_id: row.id };
    assert!(row.pages <= 3, "{} pages", row.pages);
    let plain = letter_text(&desk.register, &desk.session, &request)
        .unwrap()
        .text;
    assert!(plain.contains("- WSAS fell from 30 on"));
    assert!(plain.contains("CORE-10 ± 5.66 (90 %)"));
}
