//! Risk notes and safety plans after they are signed: overdue, overtaken by an answer, replaced before being given.

use super::desk::Desk;
use super::forms::{composed, fill, plan_form, respond, risk_form, sheet, signed, text, waiting};
use casebook_core::Error;
use casebook_core::cases::api::{CaseRequest, open_case};
use casebook_core::ids::CaseId;
use casebook_core::letters::api::record_sending;
use casebook_core::letters::{RecordSendingRequest, SendingWay};
use casebook_core::measures::SafetyOutcome;
use casebook_core::risk::api::{risk, sign_risk_note};
use casebook_core::risk::{
    DomainFinding, RiskDomain, RiskNoteForm, RiskStanding, SignRiskNoteRequest,
};
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
    let send = |letter_id, way| {
        let request = RecordSendingRequest {
            letter_id,
            way,
            place: "Ward 14".into(),
            sent_on: String::new(),
            by: String::new(),
        };
        record_sending(&desk.register, &desk.session, &request).unwrap();
    };
    send(row.id, SendingWay::HostRecord);
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
    assert_eq!(
        given(&desk),
        "Not yet given to the patient",
        "the ward has it, the patient has not"
    );
    send(row.id, SendingWay::Handed);
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

fn standing(desk: &Desk, case_id: CaseId) -> RiskStanding {
    risk(&desk.register, &desk.session, &CaseRequest { case_id })
        .unwrap()
        .standing
}

fn sign(desk: &Desk, case_id: CaseId, form: RiskNoteForm) {
    let request = SignRiskNoteRequest { case_id, form };
    sign_risk_note(&desk.register, &desk.session, &request).unwrap();
}

fn answers_wait(desk: &Desk) -> usize {
    waiting(&desk.register, &desk.session)
        .iter()
        .filter(|(kind, _)| *kind == Waiting::SafetyAnswer)
        .count()
}

const SEVERAL_DAYS: [u32; 9] = [0, 0, 0, 0, 0, 0, 0, 0, 1];

#[test]
fn an_answer_about_safety_overtakes_the_note_at_once_in_every_case_of_the_patient() {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let (one, two) = (desk.case(patient), desk.case(patient));
    sign(&desk, one, risk_form());
    assert_eq!(standing(&desk, one), RiskStanding::Current);
    let filled = fill(&desk, two, sheet("phq-9", "20-Nov-2026", &SEVERAL_DAYS));
    assert_eq!(standing(&desk, one), RiskStanding::Overtaken);
    let letter = composed(&desk.register, &desk.session, one, "gp");
    assert!(text(&letter, "risk").contains("is not covered by this assessment"));
    assert_eq!(answers_wait(&desk), 1);

    let measure = filled.safety[0].measure_id;
    let words = "Talked about; no plan.";
    respond(&desk, two, measure, SafetyOutcome::Unchanged, words).unwrap();
    assert_eq!(answers_wait(&desk), 0);
    assert_eq!(
        standing(&desk, one),
        RiskStanding::Overtaken,
        "a first answer is not the answer of before: it needs a note"
    );
    sign(&desk, one, risk_form());
    assert_eq!(standing(&desk, one), RiskStanding::Current);

    let again = fill(&desk, two, sheet("phq-9", "20-Nov-2026", &SEVERAL_DAYS));
    assert!(again.safety[0].as_before);
    assert_eq!(standing(&desk, one), RiskStanding::Overtaken);
    let measure = again.safety[0].measure_id;
    respond(&desk, two, measure, SafetyOutcome::Unchanged, "").unwrap();
    assert_eq!(
        standing(&desk, one),
        RiskStanding::Current,
        "the same answer, talked about, and nothing has changed"
    );
}

#[test]
fn a_note_of_an_earlier_day_or_about_something_else_answers_nothing() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    fill(&desk, case, sheet("phq-9", "20-Nov-2026", &SEVERAL_DAYS));
    let earlier = RiskNoteForm {
        assessed_on: "18-Nov-2026".into(),
        ..risk_form()
    };
    sign(&desk, case, earlier);
    assert_eq!(
        (answers_wait(&desk), standing(&desk, case)),
        (1, RiskStanding::Overtaken),
        "begun before the answer, signed after it"
    );
    let mut driving = risk_form();
    driving.findings = vec![DomainFinding {
        domain: RiskDomain::Driving,
        text: "Told not to drive until the seizures are understood.".into(),
    }];
    sign(&desk, case, driving);
    assert_eq!(
        (answers_wait(&desk), standing(&desk, case)),
        (1, RiskStanding::Overtaken),
        "nobody asked about suicide"
    );
    sign(&desk, case, risk_form());
    assert_eq!(
        (answers_wait(&desk), standing(&desk, case)),
        (0, RiskStanding::Current)
    );
}

#[test]
fn a_note_that_is_signed_late_does_not_hide_what_was_assessed_after_it() {
    let desk = Desk::new();
    let case_id = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    sign(&desk, case_id, risk_form());
    let late = RiskNoteForm {
        assessed_on: "10-Nov-2026".into(),
        review_by: "21-Nov-2026".into(),
        formulation: "As it was ten days before.".into(),
        ..risk_form()
    };
    sign(&desk, case_id, late);
    let view = risk(&desk.register, &desk.session, &CaseRequest { case_id }).unwrap();
    assert!(view.statement.contains("20-Nov-2026"), "{}", view.statement);
    assert_eq!(view.notes[0].form.assessed_on, "20-Nov-2026");
    assert!(view.notes[0].newest && !view.notes[1].newest);
    let letter = composed(&desk.register, &desk.session, case_id, "gp");
    assert!(text(&letter, "risk").contains("Worst alone at night"));
    desk.clock.set("2026-11-24T12:00:00Z".parse().unwrap());
    assert!(
        waiting(&desk.register, &desk.session).is_empty(),
        "the older note's review day is over with it"
    );
}

#[test]
fn an_item_about_safety_that_was_left_out_waits_as_well() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let mut left_out = sheet("core-10", "20-Nov-2026", &[2; 10]);
    left_out.answers.remove("q6");
    let filled = fill(&desk, case, left_out);
    assert_eq!(filled.safety[0].answer, "Not answered");
    assert!(filled.safety[0].open && !filled.safety[0].as_before);
    assert_eq!(
        waiting(&desk.register, &desk.session),
        [(
            Waiting::SafetyAnswer,
            "CORE-10, item 6: Not answered".to_owned()
        )]
    );
    sign(&desk, case, risk_form());
    assert!(waiting(&desk.register, &desk.session).is_empty());
}

#[test]
fn an_answer_about_safety_is_in_the_letter_though_no_risk_note_is_there() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    assert_eq!(
        text(&composed(&desk.register, &desk.session, case, "gp"), "risk"),
        ""
    );
    fill(&desk, case, sheet("phq-9", "20-Nov-2026", &SEVERAL_DAYS));
    for kind in ["gp", "host-entry"] {
        let letter = composed(&desk.register, &desk.session, case, kind);
        let said = text(&letter, "risk");
        assert!(
            said.contains("An answer about safety was given on 20-Nov-2026"),
            "{kind}: {said}"
        );
    }
}
