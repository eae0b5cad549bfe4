//! What a supervisor gave back: it does not slip past, in another letter, by another role, or beside another version.

use super::countersigning::{
    back, desk, rule, second, sit_down, submit_formulation, submit_letter,
};
use super::desk::{Desk, signing};
use super::forms::{composed, waiting};
use casebook_core::cases::api::{CaseRequest, open_case};
use casebook_core::formulations::SignFormulationRequest;
use casebook_core::formulations::api::sign_formulation;
use casebook_core::letters::api::{SignLetterRequest, record_sending, sign_letter};
use casebook_core::letters::{RecordSendingRequest, SendingWay};
use casebook_core::preferences::Preferences;
use casebook_core::submissions::SubmissionForm;
use casebook_core::submissions::api::{countersign, return_submission};
use casebook_core::today::Waiting;
use casebook_core::users::{ChangeUserRequest, Role, api::change_user};

#[test]
fn what_came_back_after_it_had_left_is_followed_by_another_that_waits_to_be_filed() {
    let (mut desk, trainee, case) = desk();
    let consultant = desk.session.user;
    desk.sign(case, None, "Chest pain most days");
    sit_down(&mut desk, trainee);
    let entry = |desk: &Desk| {
        let mut entry = composed(&desk.register, &desk.session, case, "host-entry");
        entry.content.recipient.name = "Ward 14".into();
        entry
    };
    let first = submit_letter(&desk, entry(&desk), SubmissionForm::default()).unwrap();
    let filed = RecordSendingRequest {
        letter_id: first.id,
        way: SendingWay::HostRecord,
        place: "Ward 14".into(),
        sent_on: String::new(),
        by: String::new(),
    };
    record_sending(&desk.register, &desk.session, &filed).unwrap();
    sit_down(&mut desk, consultant);
    let handed = first.submission.clone().unwrap();
    return_submission(
        &desk.register,
        &desk.session,
        &back(case, &handed, "Dose is wrong"),
    )
    .unwrap();
    assert!(
        waiting(&desk.register, &desk.session).is_empty(),
        "nothing is to be filed"
    );
    // Its author leaves the team: it does not vanish.
    let gone = |role| ChangeUserRequest {
        user_id: trainee,
        name: "Dr T. Adeyemi".into(),
        role,
        post: String::new(),
        registration: String::new(),
    };
    change_user(&desk.register, &desk.session, &gone(Role::ServiceLead)).unwrap();
    let kept = [(Waiting::Returned, "Entry for the host record".to_owned())];
    assert_eq!(waiting(&desk.register, &desk.session), kept);
    // Somebody qualified by now is looked at all the same.
    change_user(&desk.register, &desk.session, &gone(Role::Clinician)).unwrap();

    sit_down(&mut desk, trainee);
    let right = entry(&desk);
    assert_eq!(
        right.puts_right.as_ref().unwrap().record_id,
        first.id,
        "taken up by itself"
    );
    let unseen = SignLetterRequest {
        case_id: case,
        content: right.content.clone(),
        as_it_stands: false,
        puts_right: None,
        submission: SubmissionForm::default(),
    };
    // As a clinician another entry may be signed; as a trainee it may not pass the one that came back.
    let two = submit_letter(&desk, right, SubmissionForm::default()).unwrap();
    assert_ne!(two.id, first.id);
    assert!(two.sendings.is_empty() && two.submission.is_some());
    let view = open_case(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap();
    let before = view.letters.iter().find(|l| l.id == first.id).unwrap();
    assert!(before.withdrawn.contains("Replaced by a corrected letter"));
    assert_eq!(before.sendings.len(), 1);
    let waits = waiting(&desk.register, &desk.session);
    assert_eq!(waits.len(), 1, "{waits:?}");
    assert_eq!(waits[0].0, Waiting::EntryNotFiled);
    assert!(sign_letter(&desk.register, &desk.session, &unseen).is_ok());
    assert_eq!(
        desk.register.differing_projections().unwrap(),
        Vec::<String>::new()
    );
}

#[test]
fn another_letter_does_not_pass_the_one_that_came_back_and_a_rejected_formulation_is_not_printed() {
    let (mut desk, trainee, case) = desk();
    let consultant = desk.session.user;
    sit_down(&mut desk, trainee);
    let (_, handed) = submit_formulation(&desk, case, None, "Tightness", SubmissionForm::default());
    let mut entry = composed(&desk.register, &desk.session, case, "host-entry");
    entry.content.recipient.name = "Ward 14".into();
    let again = SignLetterRequest {
        case_id: case,
        content: entry.content.clone(),
        as_it_stands: true,
        puts_right: None,
        submission: SubmissionForm::default(),
    };
    let first = submit_letter(&desk, entry, SubmissionForm::default()).unwrap();
    sit_down(&mut desk, consultant);
    let entry = first.submission.unwrap();
    return_submission(
        &desk.register,
        &desk.session,
        &back(case, &entry, "Not this"),
    )
    .unwrap();
    let letter = composed(&desk.register, &desk.session, case, "gp");
    assert!(
        letter
            .content
            .sections
            .iter()
            .any(|s| s.text.contains("Tightness"))
    );
    return_submission(
        &desk.register,
        &desk.session,
        &back(case, &handed, "This is wrong"),
    )
    .unwrap();
    let letter = composed(&desk.register, &desk.session, case, "gp");
    assert!(
        !letter
            .content
            .sections
            .iter()
            .any(|s| s.text.contains("Tightness"))
    );
    assert!(
        letter
            .left_out
            .iter()
            .any(|l| l.why.contains("returned it"))
    );
    sit_down(&mut desk, trainee);
    let refused = sign_letter(&desk.register, &desk.session, &again).unwrap_err();
    assert_eq!(rule(refused), "returned-first");

    // Settings that cannot be read let nothing out.
    std::fs::write(desk.layout.preferences(), "{").unwrap();
    let preferences = Preferences::read(&desk.layout).unwrap();
    assert!(preferences.leave_before_countersigned.is_empty());
}

#[test]
fn while_two_versions_stand_side_by_side_nobody_countersigns_one_and_both_wait() {
    let (mut desk, trainee, case) = desk();
    let consultant = desk.session.user;
    sit_down(&mut desk, trainee);
    let (_, one) = submit_formulation(&desk, case, None, "One", SubmissionForm::default());
    let base = Some(one.revision);
    let (_, two) = submit_formulation(&desk, case, base, "Two", SubmissionForm::default());
    sit_down(&mut desk, consultant);
    let beside = SignFormulationRequest {
        keep_beside: true,
        ..signing(case, base, "Two, by the consultant")
    };
    assert!(
        sign_formulation(&desk.register, &desk.session, &beside)
            .unwrap()
            .forked
    );
    let refused = countersign(&desk.register, &desk.session, &second(case, &two, ""));
    assert_eq!(rule(refused.unwrap_err()), "settle-first");
    let wanted = [(Waiting::Countersignature, "Formulation".to_owned())];
    assert_eq!(
        waiting(&desk.register, &desk.session),
        wanted,
        "it does not vanish"
    );
}
