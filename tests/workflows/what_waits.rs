//! What waits is looked for among what may still wait. Whatever settles something takes it out of the list, and whatever
//! undoes that brings it back.

use super::desk::Desk;
use super::forms::{composed, fill, risk_form, sheet, signed, waiting};
use super::ten_sessions::{decide, go_on, review, review_form, session_form, take_back, ten_weeks};
use casebook_core::cases::CaseStatus;
use casebook_core::cases::api::{CaseRequest, ChangeCaseRequest, change_case, open_case};
use casebook_core::contacts::api::sign_session;
use casebook_core::contacts::{Attendance, SessionNoteForm, SignSessionRequest};
use casebook_core::ids::{CaseId, RecordId};
use casebook_core::letters::api::{record_sending, withdraw_letter, withdraw_sending};
use casebook_core::letters::{RecordSendingRequest, SendingWay};
use casebook_core::pathway::ReviewDecision;
use casebook_core::risk::api::{sign_risk_note, withdraw_risk_note};
use casebook_core::risk::{RiskNoteForm, SignRiskNoteRequest};
use casebook_core::signed::WithdrawRequest;
use casebook_core::today::Waiting;

fn waits(desk: &Desk, kind: Waiting) -> usize {
    let all = waiting(&desk.register, &desk.session);
    // The lists are made anew from the journal in another order of events than they were written in.
    assert!(desk.register.differing_projections().unwrap().is_empty());
    all.iter().filter(|(k, _)| *k == kind).count()
}

#[test]
fn an_answer_waits_again_when_the_note_that_answered_it_is_withdrawn() {
    let desk = Desk::new();
    let case_id = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let answers = [2, 2, 2, 2, 2, 1, 2, 2, 2, 2];
    fill(&desk, case_id, sheet("core-10", "20-Nov-2026", &answers));
    assert_eq!(waits(&desk, Waiting::SafetyAnswer), 1);
    let sign = |form| {
        let request = SignRiskNoteRequest { case_id, form };
        sign_risk_note(&desk.register, &desk.session, &request).unwrap()
    };
    let earlier = RiskNoteForm {
        assessed_on: "19-Nov-2026".into(),
        ..risk_form()
    };
    sign(earlier);
    assert_eq!(
        waits(&desk, Waiting::SafetyAnswer),
        1,
        "a note of the day before answers nothing"
    );
    let note = sign(risk_form()).notes[0].id;
    assert_eq!(waits(&desk, Waiting::SafetyAnswer), 0);
    let wrong = WithdrawRequest {
        case_id,
        record_id: note,
        reason: "Another patient's".into(),
    };
    withdraw_risk_note(&desk.register, &desk.session, &wrong).unwrap();
    assert_eq!(waits(&desk, Waiting::SafetyAnswer), 1);
    sign(risk_form());
    assert_eq!(waits(&desk, Waiting::SafetyAnswer), 0);
}

#[test]
fn a_letter_waits_again_when_its_sending_is_withdrawn_and_no_more_when_it_is_itself() {
    let desk = Desk::new();
    let case_id = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let draft = composed(&desk.register, &desk.session, case_id, "gp");
    let letter = signed(&desk.register, &desk.session, draft).id;
    assert_eq!(waits(&desk, Waiting::LetterUnsent), 1);
    let sending = RecordSendingRequest {
        letter_id: letter,
        way: SendingWay::Post,
        place: String::new(),
        sent_on: String::new(),
        by: String::new(),
    };
    record_sending(&desk.register, &desk.session, &sending).unwrap();
    assert_eq!(waits(&desk, Waiting::LetterUnsent), 0);
    let record_id: RecordId = desk
        .register
        .read(|c| {
            Ok(
                c.query_row("SELECT record_id FROM letter_sendings", [], |r| r.get(0))
                    .unwrap(),
            )
        })
        .unwrap();
    let withdraw = |record_id| WithdrawRequest {
        case_id,
        record_id,
        reason: "It was left on the desk".into(),
    };
    withdraw_sending(&desk.register, &desk.session, &withdraw(record_id)).unwrap();
    assert_eq!(waits(&desk, Waiting::LetterUnsent), 1);
    withdraw_letter(&desk.register, &desk.session, &withdraw(letter)).unwrap();
    assert_eq!(waits(&desk, Waiting::LetterUnsent), 0);
}

fn put(desk: &Desk, case_id: CaseId, status: CaseStatus) {
    let case = open_case(&desk.register, &desk.session, &CaseRequest { case_id }).unwrap();
    let mut form = case.form;
    form.status = status;
    form.closing_reason = match status {
        CaseStatus::Closed => "Moved away".into(),
        _ => String::new(),
    };
    let request = ChangeCaseRequest {
        case_id,
        base: case.revision,
        form,
    };
    change_case(&desk.register, &desk.session, &request).unwrap();
}

#[test]
fn a_risk_review_waits_again_when_the_newer_note_is_withdrawn_or_the_case_opened_again() {
    let desk = Desk::new();
    let case_id = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let sign = |assessed_on: &str, review_by: &str| {
        let form = RiskNoteForm {
            assessed_on: assessed_on.into(),
            review_by: review_by.into(),
            ..risk_form()
        };
        let request = SignRiskNoteRequest { case_id, form };
        sign_risk_note(&desk.register, &desk.session, &request).unwrap()
    };
    let withdraw = |record_id| {
        let request = WithdrawRequest {
            case_id,
            record_id,
            reason: "Another patient's".into(),
        };
        withdraw_risk_note(&desk.register, &desk.session, &request).unwrap();
    };
    let due = || waits(&desk, Waiting::RiskReview);
    sign("20-Nov-2026", "27-Nov-2026");
    assert_eq!(due(), 0, "not yet");
    desk.clock.set("2026-11-28T12:00:00Z".parse().unwrap());
    assert_eq!(due(), 1);
    put(&desk, case_id, CaseStatus::Closed);
    assert_eq!(due(), 0);
    put(&desk, case_id, CaseStatus::Treatment);
    assert_eq!(due(), 1);

    sign("19-Nov-2026", "2-Dec-2026");
    assert_eq!(
        due(),
        1,
        "written later about the day before: it replaces nothing"
    );
    let newer = sign("28-Nov-2026", "12-Dec-2026").notes[0].id;
    assert_eq!(due(), 0);
    withdraw(newer);
    assert_eq!(due(), 1);

    // What is written while the case is closed counts once it is open.
    put(&desk, case_id, CaseStatus::Closed);
    let last = sign("28-Nov-2026", "29-Nov-2026").notes[0].id;
    desk.clock.set("2026-11-30T12:00:00Z".parse().unwrap());
    assert_eq!(due(), 0);
    put(&desk, case_id, CaseStatus::Treatment);
    assert_eq!(due(), 1);
    withdraw(last);
    assert_eq!(due(), 1, "the first of them is due as it was");
}

#[test]
fn a_pathway_waits_again_when_what_settled_it_is_withdrawn_or_the_case_opened_again() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let waiting = || {
        let review = waits(&desk, Waiting::PathwayReview);
        (review, waits(&desk, Waiting::MdtDecision))
    };
    ten_weeks(&desk, case);
    assert_eq!(waiting(), (1, 0));
    put(&desk, case, CaseStatus::Closed);
    assert_eq!(waiting(), (0, 0));
    put(&desk, case, CaseStatus::Treatment);
    assert_eq!(waiting(), (1, 0));

    let asked = review(&desk, case, review_form(ReviewDecision::Mdt)).unwrap();
    let asked = asked.reviews[0].id;
    assert_eq!(waiting(), (0, 1));
    put(&desk, case, CaseStatus::Closed);
    assert_eq!(waiting(), (0, 0));
    put(&desk, case, CaseStatus::Treatment);
    assert_eq!(waiting(), (0, 1));

    let decided = decide(&desk, case, asked, go_on("1")).unwrap();
    assert_eq!(waiting(), (0, 0));
    let decision = decided.reviews[0].mdt.as_ref().unwrap().id;
    take_back(&desk, case, decision, "Read out from the wrong minutes").unwrap();
    assert_eq!(waiting(), (0, 1));
    decide(&desk, case, asked, go_on("1")).unwrap();
    assert_eq!(waiting(), (0, 0));
    let request = SignSessionRequest {
        case_id: case,
        record_id: None,
        base: None,
        form: SessionNoteForm {
            held_on: "20-Nov-2026".into(),
            ..session_form(10, Attendance::Attended)
        },
        amendment: None,
    };
    sign_session(&desk.register, &desk.session, &request).unwrap();
    assert_eq!(waiting(), (1, 0), "the one session more was held");
    take_back(&desk, case, asked, "Another patient’s words").unwrap();
    assert_eq!(waiting(), (1, 0));
}
