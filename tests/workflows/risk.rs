//! Risk notes and safety plans after they are signed: overdue, overtaken by an answer, replaced before being given.

use super::desk::Desk;
use super::forms::{composed, plan_form, risk_form, signed, text, waiting};
use casebook_core::Error;
use casebook_core::cases::api::{CaseRequest, open_case};
use casebook_core::letters::api::record_sending;
use casebook_core::letters::{RecordSendingRequest, SendingWay};
use casebook_core::risk::api::{risk, sign_risk_note};
use casebook_core::risk::{RiskNoteForm, RiskStanding, SignRiskNoteRequest};
use casebook_core::safety_plans::SignSafetyPlanRequest;
use casebook_core::safety_plans::api::{safety_plan, sign_safety_plan};
use casebook_core::today::Waiting;

#[test]
fn a_risk_note_grows_stale_by_its_review_day_and_shows_on_today() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let request = SignRiskNoteRequest {
        case_id: case,
        form: risk_form(),
    };
    sign_risk_note(&desk.register, &desk.session, &request).unwrap();
    assert!(waiting(&desk.register, &desk.session).is_empty());
    desk.clock.set("2026-11-28T12:00:00Z".parse().unwrap());
    let view = risk(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    assert_eq!(view.standing, RiskStanding::ReviewDue);
    assert_eq!(
        waiting(&desk.register, &desk.session),
        [(Waiting::RiskReview, "Risk review".to_owned())]
    );
    let letter = composed(&desk.register, &desk.session, case, "gp");
    assert!(
        text(&letter, "risk").contains("not reviewed since"),
        "an old note never reads as today's"
    );
    assert_eq!(view.next.protective, "Her sister; her choir.");
    assert!(
        view.next.management.is_empty(),
        "what was decided on a day is asked anew"
    );

    let again = SignRiskNoteRequest {
        case_id: case,
        form: RiskNoteForm {
            review_by: "12-Dec-2026".into(),
            ..risk_form()
        },
    };
    sign_risk_note(&desk.register, &desk.session, &again).unwrap();
    assert!(
        waiting(&desk.register, &desk.session).is_empty(),
        "the newer note takes its place"
    );
}

#[test]
fn a_new_version_of_a_plan_has_not_been_given_until_it_is() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let sign = |base, reason: Option<&str>| SignSafetyPlanRequest {
        case_id: case,
        base,
        form: plan_form(),
        amendment: reason.map(|r| casebook_core::signed::Amendment {
            kind: casebook_core::signed::AmendmentKind::NewVersion,
            reason: r.into(),
        }),
    };
    let view = sign_safety_plan(&desk.register, &desk.session, &sign(None, None)).unwrap();
    let letter = composed(&desk.register, &desk.session, case, "safety-plan");
    let row = signed(&desk.register, &desk.session, letter);
    let handed = RecordSendingRequest {
        letter_id: row.id,
        way: SendingWay::Handed,
        place: String::new(),
        sent_on: String::new(),
        by: String::new(),
    };
    record_sending(&desk.register, &desk.session, &handed).unwrap();
    let given = |desk: &Desk| {
        open_case(
            &desk.register,
            &desk.session,
            &CaseRequest { case_id: case },
        )
        .unwrap()
        .safety_plan
        .unwrap()
        .given
    };
    assert_eq!(given(&desk), "Given to the patient on 20-Nov-2026");
    let base = Some(view.versions[0].revision);
    let refused = sign_safety_plan(&desk.register, &desk.session, &sign(base, None));
    assert!(matches!(refused, Err(Error::Invalid(f)) if f[0].field == "amendment.reason"));
    sign_safety_plan(
        &desk.register,
        &desk.session,
        &sign(base, Some("New number")),
    )
    .unwrap();
    assert_eq!(given(&desk), "Not yet given to the patient");
    let view = safety_plan(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    assert_eq!(view.versions.len(), 2);
}

#[test]
fn an_answer_about_safety_overtakes_the_note_at_once_in_every_case_of_the_patient() {
    use casebook_core::measures::api::{record_measure, respond_to_safety_answer};
    use casebook_core::measures::{
        Completion, MeasureForm, RecordMeasureRequest, RespondToSafetyAnswerRequest, SafetyOutcome,
    };
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let (one, two) = (desk.case(patient), desk.case(patient));
    let request = SignRiskNoteRequest {
        case_id: one,
        form: risk_form(),
    };
    sign_risk_note(&desk.register, &desk.session, &request).unwrap();
    let standing = |desk: &Desk| {
        risk(&desk.register, &desk.session, &CaseRequest { case_id: one })
            .unwrap()
            .standing
    };
    assert_eq!(standing(&desk), RiskStanding::Current);
    let form = MeasureForm {
        instrument: "phq-9".into(),
        completed_on: "20-Nov-2026".into(),
        completion: Some(Completion::Paper),
        answers: (1..=9)
            .map(|n| (format!("q{n}"), u32::from(n == 9)))
            .collect(),
        ..MeasureForm::default()
    };
    let filled = record_measure(
        &desk.register,
        &desk.session,
        &RecordMeasureRequest { case_id: two, form },
    )
    .unwrap();
    assert_eq!(standing(&desk), RiskStanding::Overtaken);
    let letter = composed(&desk.register, &desk.session, one, "gp");
    assert!(text(&letter, "risk").contains("is newer than this assessment"));
    assert!(
        waiting(&desk.register, &desk.session)
            .iter()
            .any(|(k, _)| *k == Waiting::SafetyAnswer)
    );

    let unchanged = RespondToSafetyAnswerRequest {
        case_id: two,
        measure_id: filled.safety[0].measure_id,
        outcome: SafetyOutcome::Unchanged,
        note: String::new(),
    };
    respond_to_safety_answer(&desk.register, &desk.session, &unchanged).unwrap();
    assert_eq!(
        standing(&desk),
        RiskStanding::Current,
        "talked about, and nothing has changed"
    );
    assert!(waiting(&desk.register, &desk.session).is_empty());
}
