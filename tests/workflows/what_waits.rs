//! What waits is looked for among what may still wait. Whatever settles something takes it out of the list, and whatever
//! undoes that brings it back.

use super::desk::Desk;
use super::forms::{composed, fill, risk_form, sheet, signed, waiting};
use casebook_core::ids::RecordId;
use casebook_core::letters::api::{record_sending, withdraw_letter, withdraw_sending};
use casebook_core::letters::{RecordSendingRequest, SendingWay};
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
