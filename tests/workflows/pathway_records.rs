//! What is signed on the pathway is amended, withdrawn and read like every other record: with reasons, within its case,
//! by clinicians, and the same after the lists are made anew.

use super::desk::{Desk, PASSPHRASE, new_user};
use super::forms::keep;
use super::pathway::{desk, held, numbers};
use super::ten_sessions::{
    agree_goal, decide, enter, fields, go_on, goal_form, hold, rate, review, review_form,
    session_form, shown, take_back, ten_weeks,
};
use casebook_core::cases::api::CaseRequest;
use casebook_core::contacts::api::{sessions, sign_session, withdraw_session};
use casebook_core::contacts::{Attendance, SignSessionRequest};
use casebook_core::goals::api::{goals, sign_goal, withdraw_goal};
use casebook_core::goals::{GoalStatus, SignGoalRequest};
use casebook_core::ids::{CaseId, RecordId};
use casebook_core::pathway::ReviewDecision;
use casebook_core::sensitive::Secret;
use casebook_core::signed::{Amendment, AmendmentKind, WithdrawRequest};
use casebook_core::users::Role;
use casebook_core::{Error, Register};

fn correction() -> Option<Amendment> {
    Some(Amendment {
        kind: AmendmentKind::Correction,
        reason: "Wrong day".into(),
    })
}

fn for_(case_id: CaseId, record_id: RecordId) -> WithdrawRequest {
    WithdrawRequest {
        case_id,
        record_id,
        reason: "Another patient’s".into(),
    }
}

#[test]
fn sessions_and_goals_are_amended_with_a_reason_and_numbers_close_up_over_what_is_withdrawn() {
    let (desk, case) = desk();
    for n in 1..=3 {
        hold(&desk, case, n, Attendance::Attended);
    }
    let second = held(&desk, case).sessions[1].clone();
    let amend = |base, amendment| SignSessionRequest {
        case_id: case,
        record_id: Some(second.id),
        base,
        form: session_form(4, Attendance::Attended),
        amendment,
    };
    let silent = sign_session(
        &desk.register,
        &desk.session,
        &amend(Some(second.revision), None),
    )
    .unwrap_err();
    assert_eq!(fields(silent), ["amendment.reason"]);
    let state = serde_json::json!({ "note": "a session that is still being written" });
    keep(&desk.register, &desk.session, case, "session", state);
    let request = amend(Some(second.revision), correction());
    let view = sign_session(&desk.register, &desk.session, &request).unwrap();
    assert!(view.draft.is_some(), "an amendment leaves a new note alone");
    let moved = &view.sessions[0];
    assert_eq!(
        (moved.id, moved.number, moved.versions),
        (second.id, Some(3), 2)
    );
    assert_eq!(moved.provenance.reason, "Correction: Wrong day");
    // Somebody else still looks at the version before.
    let late = sign_session(&desk.register, &desk.session, &request);
    assert!(matches!(late, Err(Error::Conflict { .. })));
    let blind = sign_session(&desk.register, &desk.session, &amend(None, None));
    assert!(matches!(blind, Err(Error::Conflict { .. })));

    let first = view.sessions[2].id;
    let view = withdraw_session(&desk.register, &desk.session, &for_(case, first)).unwrap();
    assert_eq!(numbers(&view), [None, Some(1), Some(2)]);
    assert!(view.sessions[2].provenance.withdrawn.contains("patient’s"));
    let view = hold(&desk, case, 5, Attendance::Attended);
    assert!(view.draft.is_none(), "signing the new note is its end");

    let goal = agree_goal(&desk, case, "Walk to the gate").goals.remove(0);
    let mut form = goal_form("Walk to the gate");
    form.status = Some(GoalStatus::Reached);
    let request = SignGoalRequest {
        case_id: case,
        record_id: Some(goal.id),
        base: Some(goal.revision),
        form,
        amendment: correction(),
    };
    let view = sign_goal(&desk.register, &desk.session, &request).unwrap();
    assert_eq!(
        (view.goals[0].status.as_str(), view.goals[0].versions),
        ("Reached", 2)
    );
    let late = sign_goal(&desk.register, &desk.session, &request);
    assert!(matches!(late, Err(Error::Conflict { .. })));
    let rated = rate(&desk, case, goal.id, 4, [9, 8]).unwrap();
    let rating = rated.goals[0].ratings[0].id;
    let view = withdraw_goal(&desk.register, &desk.session, &for_(case, rating)).unwrap();
    assert_eq!(view.goals[0].change, "", "the rating counts no more");
    assert!(!view.goals[0].ratings[0].provenance.withdrawn.is_empty());
    withdraw_goal(&desk.register, &desk.session, &for_(case, goal.id)).unwrap();
    let gone = rate(&desk, case, goal.id, 5, [9, 8]);
    assert!(matches!(gone, Err(Error::NotFound { .. })));
    assert!(shown(&desk, case).record.goals.is_empty());
}

#[test]
fn what_belongs_to_another_case_or_another_kind_is_not_there() {
    let (desk, case) = desk();
    let other = desk.case(desk.patient("Siân", "Ŵyn", "999 000 0026"));
    let session = hold(&desk, case, 1, Attendance::Attended).sessions[0].clone();
    let goal = agree_goal(&desk, case, "Walk").goals[0].clone();
    let asked = review(&desk, case, review_form(ReviewDecision::Mdt)).unwrap();
    let id = asked.reviews[0].id;
    let none = |result: Result<(), Error>| {
        assert!(matches!(result, Err(Error::NotFound { .. })), "{result:?}");
    };
    let (register, by) = (&desk.register, &desk.session);
    none(withdraw_session(register, by, &for_(other, session.id)).map(drop));
    none(withdraw_goal(register, by, &for_(other, goal.id)).map(drop));
    none(take_back(&desk, other, id, "x").map(drop));
    none(decide(&desk, other, id, go_on("4")).map(drop));
    none(rate(&desk, other, goal.id, 4, [1, 1]).map(drop));
    let request = SignSessionRequest {
        case_id: other,
        record_id: Some(session.id),
        base: Some(session.revision),
        form: session_form(2, Attendance::Attended),
        amendment: correction(),
    };
    none(sign_session(register, by, &request).map(drop));
    // Of another kind it is not there either.
    none(withdraw_session(register, by, &for_(case, goal.id)).map(drop));
    none(withdraw_goal(register, by, &for_(case, session.id)).map(drop));
    none(take_back(&desk, case, session.id, "x").map(drop));
    none(decide(&desk, case, goal.id, go_on("4")).map(drop));
    none(rate(&desk, case, session.id, 4, [1, 1]).map(drop));
    assert_eq!(held(&desk, other).sessions.len(), 0);
}

#[test]
fn lists_made_anew_show_the_same_pathway_and_who_is_no_clinician_sees_none_of_it() {
    let (mut desk, case) = desk();
    enter(&desk, case);
    ten_weeks(&desk, case);
    let goal = agree_goal(&desk, case, "Walk").goals[0].id;
    rate(&desk, case, goal, 4, [2, 2]).unwrap();
    let withdrawn = held(&desk, case).sessions[8].id;
    withdraw_session(&desk.register, &desk.session, &for_(case, withdrawn)).unwrap();
    hold(&desk, case, 2, Attendance::Attended);
    let id = review(&desk, case, review_form(ReviewDecision::Mdt))
        .unwrap()
        .reviews[0]
        .id;
    decide(&desk, case, id, go_on("4")).unwrap();
    let told = |desk: &Desk| {
        let request = CaseRequest { case_id: case };
        let goals = goals(&desk.register, &desk.session, &request).unwrap();
        serde_json::json!([shown(desk, case), held(desk, case), goals])
    };
    let before = told(&desk);
    assert_eq!(
        desk.register.differing_projections().unwrap(),
        Vec::<String>::new()
    );
    desk.register.rebuild(&desk.session).unwrap();
    assert_eq!(told(&desk), before);

    let lead = casebook_core::users::api::add_user(
        &desk.register,
        &desk.session,
        &new_user("Mr T. Lead", Role::ServiceLead),
    )
    .unwrap();
    desk.register.lock(&desk.session).unwrap();
    let (register, session) = Register::unlock(
        &desk.layout,
        lead.id,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    )
    .unwrap();
    (desk.register, desk.session) = (register, session);
    let refused = |result: Result<(), Error>| {
        assert!(
            matches!(result, Err(Error::NotAllowed { .. })),
            "{result:?}"
        );
    };
    let request = CaseRequest { case_id: case };
    let (register, by) = (&desk.register, &desk.session);
    refused(sessions(register, by, &request).map(drop));
    refused(goals(register, by, &request).map(drop));
    refused(casebook_core::pathway::api::pathway(register, by, &request).map(drop));
    refused(review(&desk, case, review_form(ReviewDecision::Died)).map(drop));
    refused(decide(&desk, case, id, go_on("1")).map(drop));
    refused(take_back(&desk, case, id, "x").map(drop));
    refused(rate(&desk, case, goal, 4, [1, 1]).map(drop));
    refused(withdraw_session(register, by, &for_(case, withdrawn)).map(drop));
    refused(withdraw_goal(register, by, &for_(case, goal)).map(drop));
}
