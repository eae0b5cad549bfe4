//! Ten sessions: entry, option, sessions with their phases, goals, measures, the review at session ten and its gate, and
//! what the team decides.

use super::desk::{Desk, PASSPHRASE, new_user};
use super::forms::{keep, severity_form};
use super::ten_sessions::{
    AT_FIRST, LATER, agree_goal, decide, discharge, enter, fields, go_on, hold, measured,
    plan_form, rate, review, review_form, rule, session_form, shown, take_back, ten_weeks, week,
};
use casebook_core::cases::api::{CaseRequest, open_case};
use casebook_core::contacts::api::{sessions, sign_session};
use casebook_core::contacts::{Attendance, SessionsView, SignSessionRequest};
use casebook_core::ids::CaseId;
use casebook_core::pathway::api::record_pathway;
use casebook_core::pathway::{
    MdtDecisionForm, MdtOutcome, PathwayReviewForm, RecordPathwayRequest, ReviewDecision,
};
use casebook_core::preferences::Preferences;
use casebook_core::sensitive::Secret;
use casebook_core::severity::Severity;
use casebook_core::severity::api::rate_severity;
use casebook_core::today::api::today;
use casebook_core::today::{TodayRequest, Waiting};
use casebook_core::users::Role;
use casebook_core::{Error, Register};

pub fn desk() -> (Desk, CaseId) {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    (desk, case)
}

fn missed_sessions(desk: &Desk, count: bool) {
    let preferences = Preferences {
        missed_sessions_count: count,
        ..Preferences::read(&desk.layout).unwrap()
    };
    preferences.write(&desk.layout).unwrap();
}

pub fn numbers(view: &SessionsView) -> Vec<Option<u32>> {
    view.sessions.iter().rev().map(|s| s.number).collect()
}

pub fn held(desk: &Desk, case: CaseId) -> SessionsView {
    sessions(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap()
}

#[test]
fn ten_sessions_lead_from_entry_to_a_review_that_both_agree_to() {
    let (desk, case) = desk();
    let empty = shown(&desk, case);
    assert_eq!(empty.plan.form.criteria.len(), 6);
    assert_eq!(
        (empty.plan.entry.as_str(), empty.agreed_sessions),
        ("Entry criteria not recorded.", 10)
    );
    let entered = enter(&desk, case);
    assert_eq!(
        entered.plan.entry,
        "General intake: met. Leeds pathway: met."
    );
    assert!(entered.plan.option.starts_with("Option 1: ten sessions"));
    assert!(entered.plan.provenance.signed.contains("Dr A. Okafor"));

    measured(&desk, case, 1, AT_FIRST);
    let rating = casebook_core::severity::RateSeverityRequest {
        case_id: case,
        form: severity_form(Severity::Severe, &week(1)),
    };
    rate_severity(&desk.register, &desk.session, &rating).unwrap();
    let goal = agree_goal(&desk, case, "Walk to the school gate").goals[0].id;
    rate(&desk, case, goal, 3, [2, 3]).unwrap();
    let view = ten_weeks(&desk, case);
    assert_eq!(
        view.attendance.sentence,
        "9 attended, 1 missed without a word (counts)."
    );
    assert_eq!(view.attendance.last_number, 10);
    assert_eq!(view.coverage[0], "Engagement 2");
    assert_eq!(view.coverage[3], "Core intervention 2");
    assert_eq!(view.steps[3].state, "missed");
    assert!(shown(&desk, case).review_due);

    measured(&desk, case, 10, LATER);
    rate(&desk, case, goal, 10, [8, 7]).unwrap();
    let view = review(&desk, case, review_form(ReviewDecision::Completed)).unwrap();
    assert!(view.ended && !view.review_due && !view.reviews[0].awaits_mdt);
    let record = &view.reviews[0].record;
    assert_eq!(record.session_number, 10);
    assert!(record.repeated);
    assert_eq!(record.goals[0].change, "patient 2 to 8, clinician 3 to 7");
    assert_eq!(record.measures[0].title, "CORE-10");
    assert!(record.measures[0].last.ends_with(&week(10)));
    assert!(record.severity.contains("not rated again"));
    assert!(!record.safety.is_empty(), "silence is not safety");

    let request = CaseRequest { case_id: case };
    let overview = open_case(&desk.register, &desk.session, &request).unwrap();
    let summary = overview.pathway.unwrap();
    assert!(summary.stands.starts_with("Completed") && !summary.waits);
    assert_eq!(summary.steps.len(), 10);
    // What was understood together is taken over into the next form; what is judged on a day is not.
    assert!(view.next.understanding.contains("When pain comes"));
    assert!(view.next.decision.is_none() && view.next.patient_agrees.is_none());
}

#[test]
fn whether_a_missed_session_counts_is_a_setting_and_changes_numbers_and_what_is_due() {
    let (desk, case) = desk();
    let counted = ten_weeks(&desk, case);
    assert_eq!(numbers(&counted)[3..5], [Some(4), Some(5)]);
    assert!(shown(&desk, case).review_due);
    missed_sessions(&desk, false);
    let view = held(&desk, case);
    assert_eq!(numbers(&view)[3..5], [None, Some(4)]);
    assert!(view.attendance.sentence.contains("(does not count)"));
    assert!(!shown(&desk, case).review_due, "nine of ten");
    assert_eq!(view.steps.last().unwrap().says, "Review");
    let cancelled = hold(&desk, case, 9, Attendance::TeamCancelled);
    assert_eq!(
        cancelled.attendance.last_number, 9,
        "cancelled never counts"
    );
}

#[test]
fn the_gate_refuses_a_completed_discharge_without_agreement_or_measures_and_keeps_the_draft() {
    let (desk, case) = desk();
    measured(&desk, case, 1, AT_FIRST);
    ten_weeks(&desk, case);
    let state = serde_json::json!({ "understanding": "half written" });
    keep(&desk.register, &desk.session, case, "pathway-review", state);
    for (clinician, patient) in [
        (Some(false), Some(true)),
        (Some(true), Some(false)),
        (Some(true), None),
    ] {
        let form = PathwayReviewForm {
            clinician_agrees: clinician,
            patient_agrees: patient,
            no_repeat_reason: "He did not wish to".into(),
            ..review_form(ReviewDecision::Completed)
        };
        assert_eq!(
            rule(review(&desk, case, form).unwrap_err()),
            "gate-agreement"
        );
    }
    let bare = review_form(ReviewDecision::Completed);
    assert_eq!(
        rule(review(&desk, case, bare.clone()).unwrap_err()),
        "gate-measures"
    );
    let unanswered = PathwayReviewForm {
        clinician_agrees: None,
        relapse_plan: " ".into(),
        understanding: String::new(),
        ..bare.clone()
    };
    assert_eq!(
        fields(review(&desk, case, unanswered).unwrap_err()),
        ["clinician_agrees", "understanding", "relapse_plan"]
    );
    let view = shown(&desk, case);
    assert!(
        view.reviews.is_empty() && view.draft.is_some(),
        "nothing is lost by a refusal"
    );

    // A sheet from which nothing can be scored repeats nothing.
    let mut half = super::forms::sheet("core-10", &week(10), &LATER);
    half.answers.retain(|item, _| item == "q1");
    super::forms::fill(&desk, case, half);
    assert_eq!(
        rule(review(&desk, case, bare.clone()).unwrap_err()),
        "gate-measures"
    );
    let reason = PathwayReviewForm {
        no_repeat_reason: "Her reading glasses are lost.".into(),
        ..bare
    };
    let view = review(&desk, case, reason).unwrap();
    assert!(view.draft.is_none());
    assert_eq!(
        view.reviews[0].form.no_repeat_reason,
        "Her reading glasses are lost."
    );
}

#[test]
fn every_other_end_is_open_to_everybody_and_says_nothing_that_was_not_asked() {
    for decision in ReviewDecision::ALL.iter().filter(|d| d.is_other_end()) {
        let (desk, case) = desk();
        hold(&desk, case, 1, Attendance::Attended);
        let form = PathwayReviewForm {
            held_on: week(3),
            decision: Some(*decision),
            ..PathwayReviewForm::default()
        };
        let view = review(&desk, case, form).unwrap();
        assert_eq!(view.reviews[0].decision, decision.label());
        assert_eq!(
            view.reviews[0].form.clinician_agrees, None,
            "nobody said that progress is insufficient"
        );
        assert!(view.ended && !view.review_due);
        assert_eq!(held(&desk, case).steps.len(), 1, "nothing lies ahead");
    }
}

#[test]
fn the_team_goes_on_with_rationale_and_motivation_and_the_last_of_the_sessions_is_reviewed_again() {
    let (desk, case) = desk();
    enter(&desk, case);
    measured(&desk, case, 1, AT_FIRST);
    ten_weeks(&desk, case);
    let no_question = PathwayReviewForm {
        question: String::new(),
        ..review_form(ReviewDecision::Mdt)
    };
    assert_eq!(
        fields(review(&desk, case, no_question).unwrap_err()),
        ["question"]
    );
    let asked = PathwayReviewForm {
        patient_agrees: None,
        clinician_agrees: Some(false),
        ..review_form(ReviewDecision::Mdt)
    };
    let view = review(&desk, case, asked).unwrap();
    let first = view.reviews[0].id;
    assert!(view.reviews[0].awaits_mdt && !view.review_due && !view.ended);

    let bare = MdtDecisionForm {
        outcome: Some(MdtOutcome::Continue),
        ..MdtDecisionForm::default()
    };
    assert_eq!(
        fields(decide(&desk, case, first, bare).unwrap_err()),
        ["rationale", "motivation", "sessions"]
    );
    for sessions in ["0", "21", "four"] {
        assert_eq!(
            fields(decide(&desk, case, first, go_on(sessions)).unwrap_err()),
            ["sessions"]
        );
    }
    let before = MdtDecisionForm {
        held_on: week(9),
        ..go_on("1")
    };
    assert_eq!(
        fields(decide(&desk, case, first, before).unwrap_err()),
        ["held_on"]
    );

    let view = decide(&desk, case, first, go_on("1")).unwrap();
    assert_eq!(view.agreed_sessions, 11);
    assert!(!view.reviews[0].awaits_mdt && !view.review_due);
    assert_eq!(view.reviews[0].mdt.as_ref().unwrap().outcome, "Continue");
    let again = decide(&desk, case, first, discharge()).unwrap_err();
    assert_eq!(rule(again), "mdt-not-asked");

    // Session eleven is held on the day of these stories: the last of those agreed is a review.
    let mut form = session_form(10, Attendance::Attended);
    form.held_on = "20-Nov-2026".into();
    let request = SignSessionRequest {
        case_id: case,
        record_id: None,
        base: None,
        form,
        amendment: None,
    };
    let view = sign_session(&desk.register, &desk.session, &request).unwrap();
    assert_eq!(view.attendance.last_number, 11);
    assert!(shown(&desk, case).review_due);
    let further = PathwayReviewForm {
        held_on: String::new(),
        patient_agrees: Some(false),
        ..review_form(ReviewDecision::Mdt)
    };
    let view = review(&desk, case, further).unwrap();
    let second = view.reviews[0].id;
    assert_eq!(
        fields(
            decide(&desk, case, second, {
                MdtDecisionForm {
                    disagreement: String::new(),
                    ..discharge()
                }
            })
            .unwrap_err()
        ),
        ["disagreement"]
    );
    let view = decide(&desk, case, second, discharge()).unwrap();
    assert!(view.ended && !view.review_due);
    let summary = open_case(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap()
    .pathway
    .unwrap();
    assert_eq!(
        summary.stands,
        "Multidisciplinary team: discharge, with the disagreement recorded"
    );
}

#[test]
fn a_decision_stands_and_falls_with_its_review_and_what_was_taken_back_stays_readable() {
    let (desk, case) = desk();
    ten_weeks(&desk, case);
    let asked = review_form(ReviewDecision::Mdt);
    let first = review(&desk, case, asked.clone()).unwrap().reviews[0].id;
    let view = decide(&desk, case, first, go_on("4")).unwrap();
    assert_eq!(view.agreed_sessions, 14);
    let decision = view.reviews[0].mdt.as_ref().unwrap().id;

    let view = take_back(&desk, case, decision, "Read out from the wrong minutes").unwrap();
    let shown_ = &view.reviews[0];
    assert!(shown_.mdt.is_none() && shown_.awaits_mdt, "it waits again");
    assert!(
        shown_.mdt_withdrawn[0]
            .provenance
            .withdrawn
            .contains("wrong minutes")
    );
    assert_eq!(view.agreed_sessions, 10);
    let twice = take_back(&desk, case, decision, "Again").unwrap_err();
    assert_eq!(rule(twice), "withdrawn");
    decide(&desk, case, first, go_on("2")).unwrap();

    // Without its review the decision adds nothing, and the review is due as if nobody had written one.
    let view = take_back(&desk, case, first, "Another patient’s words").unwrap();
    assert!(!view.reviews[0].provenance.withdrawn.is_empty());
    assert_eq!(view.agreed_sessions, 10);
    assert!(view.review_due && !view.ended);
    let dead = take_back(&desk, case, first, " ").unwrap_err();
    assert_eq!(fields(dead), ["reason"]);

    // On a withdrawn review nothing is decided, nor on one that a later review has replaced.
    let second = review(&desk, case, asked).unwrap().reviews[0].id;
    let refused = decide(&desk, case, first, go_on("4")).unwrap_err();
    assert!(refused.to_string().contains("withdrawn"));
    assert_eq!(rule(refused), "mdt-not-asked");
    let mut agreed = review_form(ReviewDecision::Completed);
    agreed.held_on = "20-Nov-2026".into();
    agreed.no_repeat_reason = "Nothing to read with".into();
    let view = review(&desk, case, agreed).unwrap();
    assert!(view.ended && view.reviews.iter().all(|r| !r.awaits_mdt));
    let late = decide(&desk, case, second, go_on("4")).unwrap_err();
    assert_eq!(rule(late), "mdt-not-asked");
    let other = view.reviews[0].id;
    let never_asked = decide(&desk, case, other, go_on("4")).unwrap_err();
    assert_eq!(rule(never_asked), "mdt-not-asked");
}

#[test]
fn somebody_who_comes_again_after_an_end_is_on_the_pathway_again() {
    let (desk, case) = desk();
    for n in 1..=6 {
        hold(&desk, case, n, Attendance::Attended);
    }
    let stopped = PathwayReviewForm {
        held_on: week(8),
        decision: Some(ReviewDecision::StoppedAttending),
        ..PathwayReviewForm::default()
    };
    assert!(review(&desk, case, stopped).unwrap().ended);
    assert_eq!(held(&desk, case).steps.len(), 6);
    hold(&desk, case, 9, Attendance::DidNotAttend);
    assert!(
        shown(&desk, case).ended,
        "an appointment that was missed is no return"
    );
    hold(&desk, case, 10, Attendance::Attended);
    let back = shown(&desk, case);
    assert!(!back.ended && !back.review_due);
    assert_eq!(held(&desk, case).steps.len(), 10);
}

#[test]
fn entry_and_option_say_what_is_wrong_and_the_second_writer_is_told() {
    let (desk, case) = desk();
    let found = shown(&desk, case).plan.form;
    let record = |base, form| {
        let request = RecordPathwayRequest {
            case_id: case,
            base,
            form,
        };
        record_pathway(&desk.register, &desk.session, &request)
    };
    let mut wrong = plan_form(found.clone());
    wrong.agreed_on = String::new();
    wrong.why = String::new();
    wrong.sessions = "41".into();
    wrong.criteria[0].met_on = "21-Nov-2026".into();
    wrong.criteria[1].met_on = String::new();
    wrong.criteria[1].note = "Waits for the scan".into();
    assert_eq!(
        fields(record(None, wrong).unwrap_err()),
        [
            "criteria.0.met_on",
            "criteria.1.met_on",
            "agreed_on",
            "why",
            "sessions"
        ]
    );
    let mut undecided = plan_form(found.clone());
    undecided.option = None;
    assert_eq!(fields(record(None, undecided).unwrap_err()), ["option"]);

    let mut partly = found;
    partly.criteria[2].met_on = week(1);
    let first = record(None, partly).unwrap();
    assert!(first.plan.entry.ends_with("Leeds pathway: 1 of 4 met."));
    let base = first.plan.revision;
    let mut six = plan_form(first.plan.form);
    six.sessions = "6".into();
    let view = record(base, six.clone()).unwrap();
    assert_eq!(view.agreed_sessions, 6);
    for old in [base, None] {
        assert!(matches!(
            record(old, six.clone()),
            Err(Error::Conflict { .. })
        ));
    }
}

fn pressing(desk: &Desk, everyone: bool) -> Vec<(Waiting, String, bool)> {
    today(&desk.register, &desk.session, &TodayRequest { everyone })
        .unwrap()
        .rows
        .into_iter()
        .map(|r| (r.kind, r.when, r.overdue))
        .collect()
}

#[test]
fn today_shows_whose_review_is_due_and_whose_waits_for_the_team_to_those_who_work_on_the_case() {
    let (mut desk, case) = desk();
    let other = desk.case(desk.patient("Siân", "Ŵyn", "999 000 0026"));
    for n in 1..10 {
        hold(&desk, case, n, Attendance::Attended);
        hold(&desk, other, n, Attendance::Attended);
    }
    assert_eq!(pressing(&desk, true), [], "nine of ten");
    hold(&desk, case, 10, Attendance::DidNotAttend);
    let due = (
        Waiting::PathwayReview,
        format!("Last session agreed was on {}", week(10)),
        true,
    );
    assert_eq!(pressing(&desk, false), std::slice::from_ref(&due));
    missed_sessions(&desk, false);
    assert_eq!(
        pressing(&desk, true),
        [],
        "a missed session does not count here"
    );
    missed_sessions(&desk, true);

    let id = review(&desk, case, review_form(ReviewDecision::Mdt))
        .unwrap()
        .reviews[0]
        .id;
    let waits = (
        Waiting::MdtDecision,
        format!("Sent with the review of {}", week(10)),
        true,
    );
    assert_eq!(pressing(&desk, false), [waits]);
    take_back(&desk, case, id, "Another patient’s").unwrap();
    assert_eq!(
        pressing(&desk, false),
        [due],
        "a withdrawn review waits for nobody"
    );
    let died = PathwayReviewForm {
        decision: Some(ReviewDecision::Died),
        ..PathwayReviewForm::default()
    };
    review(&desk, case, died).unwrap();
    assert_eq!(pressing(&desk, true), []);

    hold(&desk, other, 10, Attendance::Attended);
    assert_eq!(pressing(&desk, false).len(), 1);
    let colleague = casebook_core::users::api::add_user(
        &desk.register,
        &desk.session,
        &new_user("Dr R. Patel", Role::Trainee),
    )
    .unwrap();
    desk.register.lock(&desk.session).unwrap();
    let passphrase = Secret::new(PASSPHRASE);
    (desk.register, desk.session) =
        Register::unlock(&desk.layout, colleague.id, &passphrase, desk.clock.clone()).unwrap();
    assert_eq!(pressing(&desk, false), [], "no part in the case");
    assert_eq!(pressing(&desk, true).len(), 1);
}
