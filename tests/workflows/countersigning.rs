//! A trainee hands in a formulation and a letter; the supervisor returns one and countersigns the other. Two accounts on
//! one register.

use super::desk::{Desk, PASSPHRASE, case_form, new_user, signing};
use super::forms::{composed, waiting};
use casebook_core::cases::api::{AddCaseRequest, CaseRequest, add_case, open_case};
use casebook_core::cases::{CasePerson, CaseRole};
use casebook_core::formulations::SignFormulationRequest;
use casebook_core::formulations::api::{FormulationRequest, formulation, sign_formulation};
use casebook_core::ids::{CaseId, RecordId, RevisionId, UserId};
use casebook_core::letters::api::{
    ComposeLetterRequest, LetterRequest, SignLetterRequest, compose_letter, letter_copy,
    letter_pdf, letter_text, record_sending, sign_letter,
};
use casebook_core::letters::{ComposedLetter, LetterRow, RecordSendingRequest, SendingWay};
use casebook_core::preferences::Preferences;
use casebook_core::sensitive::Secret;
use casebook_core::submissions::api::{countersign, countersigners, return_submission};
use casebook_core::submissions::{
    CountersignRequest, ReturnSubmissionRequest, SubmissionForm, SubmissionState, SubmissionView,
};
use casebook_core::today::Waiting;
use casebook_core::users::api::add_user;
use casebook_core::users::{ChangeUserRequest, Role, api::change_user};
use casebook_core::{Error, Register};

/// A desk with a trainee beside the consultant, and a case that the consultant supervises.
pub(super) fn desk() -> (Desk, UserId, CaseId) {
    let desk = Desk::new();
    let trainee = new_user("Dr T. Adeyemi", Role::Trainee);
    let trainee = add_user(&desk.register, &desk.session, &trainee)
        .unwrap()
        .id;
    let mut form = case_form();
    form.people = [
        (CaseRole::Therapist, "Dr T. Adeyemi", trainee),
        (
            CaseRole::TherapySupervisor,
            "Dr A. Okafor",
            desk.session.user,
        ),
    ]
    .into_iter()
    .map(|(role, name, id)| CasePerson {
        role,
        name: name.into(),
        user_id: Some(id),
    })
    .collect();
    let patient_id = desk.patient("Halina", "Nowak", "999 000 0018");
    let request = AddCaseRequest { patient_id, form };
    let case = add_case(&desk.register, &desk.session, &request)
        .unwrap()
        .id;
    (desk, trainee, case)
}

/// The next person sits down at the same computer.
pub(super) fn sit_down(desk: &mut Desk, user: UserId) {
    desk.register.lock(&desk.session).unwrap();
    (desk.register, desk.session) = Register::unlock(
        &desk.layout,
        user,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    )
    .unwrap();
}

pub(super) fn asks(note: &str, to: Option<UserId>) -> SubmissionForm {
    SubmissionForm {
        to,
        note: note.into(),
    }
}

pub(super) fn submit_formulation(
    desk: &Desk,
    case: CaseId,
    base: Option<RevisionId>,
    text: &str,
    submission: SubmissionForm,
) -> (RecordId, SubmissionView) {
    let request = SignFormulationRequest {
        submission,
        ..signing(case, base, text)
    };
    let view = sign_formulation(&desk.register, &desk.session, &request).unwrap();
    (
        view.record_id.unwrap(),
        view.versions[0].submission.clone().unwrap(),
    )
}

pub(super) fn formulation_stands(desk: &Desk, case: CaseId) -> Option<SubmissionView> {
    let request = FormulationRequest {
        case_id: case,
        definition: "five-ps".into(),
    };
    let view = formulation(&desk.register, &desk.session, &request).unwrap();
    view.versions[0].submission.clone()
}

pub(super) fn submit_letter(
    desk: &Desk,
    letter: ComposedLetter,
    submission: SubmissionForm,
) -> Result<LetterRow, Error> {
    let request = SignLetterRequest {
        case_id: letter.case_id,
        content: letter.content,
        as_it_stands: false,
        puts_right: letter.puts_right.map(|s| s.revision),
        submission,
    };
    sign_letter(&desk.register, &desk.session, &request)
}

pub(super) fn second(case_id: CaseId, of: &SubmissionView, comment: &str) -> CountersignRequest {
    CountersignRequest {
        case_id,
        record_id: of.record_id,
        revision: of.revision,
        comment: comment.into(),
    }
}

pub(super) fn back(case_id: CaseId, of: &SubmissionView, comment: &str) -> ReturnSubmissionRequest {
    ReturnSubmissionRequest {
        case_id,
        record_id: of.record_id,
        revision: of.revision,
        comment: comment.into(),
    }
}

pub(super) fn rule(error: Error) -> &'static str {
    match error {
        Error::Refused { rule, .. } => rule,
        other => panic!("{other:?}"),
    }
}

pub(super) fn field(error: Error) -> String {
    match error {
        Error::Invalid(fields) => fields[0].field.clone(),
        other => panic!("{other:?}"),
    }
}

pub(super) fn pages(desk: &Desk, letter_id: RecordId) -> String {
    let bytes = letter_pdf(&desk.register, &desk.session, &LetterRequest { letter_id }).unwrap();
    let read = casebook_core::letters::check::read_back(&bytes).unwrap();
    read.elements
        .join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_formulation_is_returned_put_right_and_countersigned() {
    let (mut desk, trainee, case) = desk();
    let consultant = desk.session.user;
    sit_down(&mut desk, trainee);
    let request = CaseRequest { case_id: case };
    let who = countersigners(&desk.register, &desk.session, &request).unwrap();
    assert!(who.needed);
    assert_eq!(who.suggested, Some(consultant));
    assert_eq!(who.people.len(), 1);

    let note = "Is the loop right?";
    let (_, first) = submit_formulation(&desk, case, None, "One", asks(note, Some(consultant)));
    assert_eq!(first.state, SubmissionState::Awaiting);
    assert!(first.own && !first.may_countersign && !first.held);
    assert!(
        first
            .says
            .starts_with("Awaiting countersignature by Dr A. Okafor, submitted 20-Nov")
    );
    assert!(waiting(&desk.register, &desk.session).is_empty());
    // It is in force all the same, and says what it lacks wherever it stands.
    let view = open_case(&desk.register, &desk.session, &request).unwrap();
    assert!(
        view.formulation
            .unwrap()
            .signed
            .ends_with(". Awaiting countersignature")
    );
    let own = countersign(&desk.register, &desk.session, &second(case, &first, ""));
    assert!(matches!(own, Err(Error::NotAllowed { .. })));

    sit_down(&mut desk, consultant);
    let wanted = [(Waiting::Countersignature, "Formulation".to_owned())];
    assert_eq!(waiting(&desk.register, &desk.session), wanted);
    let seen = formulation_stands(&desk, case).unwrap();
    assert!(seen.may_countersign && !seen.own);
    assert_eq!(seen.note, note);
    let silent = return_submission(&desk.register, &desk.session, &back(case, &seen, " "));
    assert_eq!(field(silent.unwrap_err()), "comment");
    let comment = "What set it off is missing.";
    let returned = return_submission(&desk.register, &desk.session, &back(case, &seen, comment));
    let returned = returned.unwrap();
    assert_eq!(returned.state, SubmissionState::Returned);
    assert!(
        returned
            .says
            .starts_with("Returned by Dr A. Okafor, 20-Nov-2026")
    );
    assert!(waiting(&desk.register, &desk.session).is_empty());

    sit_down(&mut desk, trainee);
    let wanted = [(Waiting::Returned, "Formulation".to_owned())];
    assert_eq!(waiting(&desk.register, &desk.session), wanted);
    assert_eq!(formulation_stands(&desk, case).unwrap().comment, comment);
    let base = Some(first.revision);
    let (_, two) = submit_formulation(&desk, case, base, "Two", SubmissionForm::default());
    assert!(waiting(&desk.register, &desk.session).is_empty());

    sit_down(&mut desk, consultant);
    // Handed to nobody: whoever may countersign sees it. The version before is nobody's to sign any more.
    assert_eq!(waiting(&desk.register, &desk.session).len(), 1);
    let late = countersign(&desk.register, &desk.session, &second(case, &first, ""));
    assert!(matches!(late, Err(Error::Conflict { .. })));
    let done = countersign(&desk.register, &desk.session, &second(case, &two, "Good.")).unwrap();
    assert_eq!(done.state, SubmissionState::Countersigned);
    assert_eq!(done.comment, "Good.");
    let again = countersign(&desk.register, &desk.session, &second(case, &two, ""));
    assert_eq!(rule(again.unwrap_err()), "already-countersigned");
    let undone = return_submission(&desk.register, &desk.session, &back(case, &two, "No"));
    assert_eq!(rule(undone.unwrap_err()), "already-countersigned");
    assert!(waiting(&desk.register, &desk.session).is_empty());

    // What a consultant signs needs nobody else, and is nobody's to countersign.
    let three = desk.sign(case, Some(two.revision), "Three");
    assert!(three.versions[0].submission.is_none());
    assert!(three.versions[1].submission.is_some());
    assert_eq!(
        desk.register.differing_projections().unwrap(),
        Vec::<String>::new()
    );
    let verified = desk.register.verify(|_| true).unwrap();
    assert!(verified.faults.is_empty(), "{:?}", verified.faults);
}

#[test]
fn a_letter_is_held_returned_put_right_and_leaves_with_both_signatures() {
    let (mut desk, trainee, case) = desk();
    let consultant = desk.session.user;
    desk.sign(case, None, "Chest pain most days");
    sit_down(&mut desk, trainee);
    let letter = composed(&desk.register, &desk.session, case, "gp");
    let first = submit_letter(&desk, letter, asks("Too long?", Some(consultant))).unwrap();
    let handed = first.submission.clone().unwrap();
    assert!(handed.held);
    assert!(pages(&desk, first.id).contains("Awaiting countersignature"));

    // There is no way out of the register.
    let only = LetterRequest {
        letter_id: first.id,
    };
    let copy = letter_copy(&desk.register, &desk.session, &only, "/elsewhere.pdf");
    assert_eq!(rule(copy.unwrap_err()), "awaits-countersignature");
    let text = letter_text(&desk.register, &desk.session, &only);
    assert_eq!(rule(text.unwrap_err()), "awaits-countersignature");
    let posting = RecordSendingRequest {
        letter_id: first.id,
        way: SendingWay::Post,
        place: String::new(),
        sent_on: String::new(),
        by: String::new(),
    };
    let sent = record_sending(&desk.register, &desk.session, &posting);
    assert_eq!(rule(sent.unwrap_err()), "awaits-countersignature");

    sit_down(&mut desk, consultant);
    let seen = [(Waiting::Countersignature, "Letter to the GP".to_owned())];
    assert!(waiting(&desk.register, &desk.session).starts_with(&seen));
    return_submission(
        &desk.register,
        &desk.session,
        &back(case, &handed, "Say who reviews."),
    )
    .unwrap();

    sit_down(&mut desk, trainee);
    let wanted = [(Waiting::Returned, "Letter to the GP".to_owned())];
    assert_eq!(waiting(&desk.register, &desk.session), wanted);
    let right = ComposeLetterRequest {
        case_id: case,
        kind: "gp".into(),
        afresh: false,
        puts_right: Some(first.id),
    };
    let mut letter = compose_letter(&desk.register, &desk.session, &right).unwrap();
    assert_eq!(
        letter.puts_right.as_ref().unwrap().comment,
        "Say who reviews."
    );
    letter
        .content
        .sections
        .iter_mut()
        .find(|s| s.id == "actions-professionals")
        .unwrap()
        .text = "- The GP reviews in six weeks".into();
    let two = submit_letter(&desk, letter, SubmissionForm::default()).unwrap();
    assert_eq!(two.id, first.id, "the same letter, put right");
    assert_ne!(two.revision, first.revision);
    let again = compose_letter(&desk.register, &desk.session, &right);
    assert!(matches!(again, Err(Error::NotFound { .. })));

    sit_down(&mut desk, consultant);
    let handed = two.submission.unwrap();
    let done = countersign(&desk.register, &desk.session, &second(case, &handed, "")).unwrap();
    assert!(!done.held);
    let printed = pages(&desk, two.id);
    assert!(printed.contains("The GP reviews in six weeks"));
    assert!(printed.contains("Dr T. Adeyemi"));
    assert!(printed.contains("Countersigned electronically on 20-Nov-2026"));
    assert!(!printed.contains("Awaiting countersignature"));
    // Whoever sends it now sends these pages, and they are those whose hash stands in the record.
    let bytes = letter_copy(&desk.register, &desk.session, &only, "/elsewhere.pdf").unwrap();
    let row = open_case(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap()
    .letters
    .remove(0);
    assert_eq!(row.sha256, casebook_core::letters::api::sha256(&bytes));
    let text = letter_text(&desk.register, &desk.session, &only)
        .unwrap()
        .text;
    assert!(text.trim_end().ends_with("GMC 0000000"), "{text}");
    assert!(text.contains("Countersigned electronically") && !text.contains("Awaiting"));
    record_sending(&desk.register, &desk.session, &posting).unwrap();
    assert_eq!(
        desk.register.differing_projections().unwrap(),
        Vec::<String>::new()
    );
    assert!(desk.register.verify(|_| true).unwrap().faults.is_empty());
}

#[test]
fn what_the_ward_needs_tonight_leaves_at_once_and_stays_as_it_left() {
    let (mut desk, trainee, case) = desk();
    let consultant = desk.session.user;
    desk.sign(case, None, "Chest pain most days");
    sit_down(&mut desk, trainee);
    let mut entry = composed(&desk.register, &desk.session, case, "host-entry");
    entry.content.recipient.name = "Ward 14".into();
    let entry = submit_letter(&desk, entry, SubmissionForm::default()).unwrap();
    let only = LetterRequest {
        letter_id: entry.id,
    };
    let left = letter_text(&desk.register, &desk.session, &only)
        .unwrap()
        .text;
    assert!(left.trim_end().ends_with("Awaiting countersignature"));

    sit_down(&mut desk, consultant);
    let handed = entry.submission.clone().unwrap();
    // What came back goes nowhere, whatever its kind; a second look lets it out again.
    let returned = return_submission(&desk.register, &desk.session, &back(case, &handed, "Why?"));
    assert!(returned.unwrap().held);
    let held = letter_text(&desk.register, &desk.session, &only);
    assert_eq!(rule(held.unwrap_err()), "awaits-countersignature");
    let done = countersign(&desk.register, &desk.session, &second(case, &handed, "")).unwrap();
    assert_eq!(done.state, SubmissionState::Countersigned);
    let after = letter_text(&desk.register, &desk.session, &only)
        .unwrap()
        .text;
    assert_eq!(after, left, "what has left is kept as it left");

    // What may leave is a setting.
    let mut preferences = Preferences::read(&desk.layout).unwrap();
    preferences.leave_before_countersigned = vec!["gp".into()];
    sit_down(&mut desk, trainee);
    let own = preferences.change(&desk.register, &desk.session);
    assert!(
        matches!(own, Err(Error::NotAllowed { .. })),
        "nothing for a trainee to set"
    );
    let mut dark = Preferences::read(&desk.layout).unwrap();
    dark.text_percent = 125;
    dark.change(&desk.register, &desk.session).unwrap();
    sit_down(&mut desk, consultant);
    preferences.change(&desk.register, &desk.session).unwrap();
    sit_down(&mut desk, trainee);
    let mut entry = composed(&desk.register, &desk.session, case, "host-entry");
    entry.content.recipient.name = "Ward 14".into();
    let entry = submit_letter(&desk, entry, SubmissionForm::default()).unwrap();
    let only = LetterRequest {
        letter_id: entry.id,
    };
    let held = letter_text(&desk.register, &desk.session, &only);
    assert_eq!(rule(held.unwrap_err()), "awaits-countersignature");
    preferences.leave_before_countersigned = vec!["postcard".into()];
    let unknown = preferences.write(&desk.layout).unwrap_err();
    assert_eq!(field(unknown), "leave_before_countersigned");
}

#[test]
fn a_letter_begun_is_never_overwritten_by_one_that_came_back() {
    let (mut desk, trainee, case) = desk();
    let consultant = desk.session.user;
    desk.sign(case, None, "Chest pain most days");
    sit_down(&mut desk, trainee);
    let letter = composed(&desk.register, &desk.session, case, "gp");
    let first = submit_letter(&desk, letter, SubmissionForm::default()).unwrap();
    let begun = composed(&desk.register, &desk.session, case, "gp");
    assert!(begun.puts_right.is_none());
    let state = serde_json::to_value(&begun.content).unwrap();
    super::forms::keep(&desk.register, &desk.session, case, "letter:gp", state);
    sit_down(&mut desk, consultant);
    let handed = first.submission.clone().unwrap();
    return_submission(
        &desk.register,
        &desk.session,
        &back(case, &handed, "Shorter"),
    )
    .unwrap();
    sit_down(&mut desk, trainee);
    let right = ComposeLetterRequest {
        case_id: case,
        kind: "gp".into(),
        afresh: false,
        puts_right: Some(first.id),
    };
    let refused = compose_letter(&desk.register, &desk.session, &right).unwrap_err();
    assert_eq!(rule(refused), "another-draft");
    // A letter of another kind, or somebody else's, is none that came back.
    let entry = ComposeLetterRequest {
        kind: "host-entry".into(),
        ..right.clone()
    };
    assert!(matches!(
        compose_letter(&desk.register, &desk.session, &entry),
        Err(Error::NotFound { .. })
    ));
    sit_down(&mut desk, consultant);
    assert!(matches!(
        compose_letter(&desk.register, &desk.session, &right),
        Err(Error::NotFound { .. })
    ));
}

#[test]
fn only_a_second_person_with_the_right_role_countersigns_and_a_closed_account_passes_it_on() {
    let (mut desk, trainee, case) = desk();
    let consultant = desk.session.user;
    let [nurse, deputy] = [
        ("Nurse R. Patel", Role::Clinician),
        ("Dr S. Wyn", Role::Supervisor),
    ]
    .map(|(name, role)| {
        add_user(&desk.register, &desk.session, &new_user(name, role))
            .unwrap()
            .id
    });
    sit_down(&mut desk, trainee);
    let to_nurse = SignFormulationRequest {
        submission: asks("", Some(nurse)),
        ..signing(case, None, "One")
    };
    let refused = sign_formulation(&desk.register, &desk.session, &to_nurse).unwrap_err();
    assert_eq!(field(refused), "submission.to");
    let (_, handed) = submit_formulation(&desk, case, None, "One", asks("", Some(consultant)));

    sit_down(&mut desk, nurse);
    desk.cover(case);
    assert!(!formulation_stands(&desk, case).unwrap().may_countersign);
    let refused = countersign(&desk.register, &desk.session, &second(case, &handed, ""));
    assert!(matches!(refused, Err(Error::NotAllowed { .. })));
    let refused = return_submission(&desk.register, &desk.session, &back(case, &handed, "No"));
    assert!(matches!(refused, Err(Error::NotAllowed { .. })));

    // A deputy sees a colleague's in the whole team's list, and may sign it.
    sit_down(&mut desk, deputy);
    assert!(waiting(&desk.register, &desk.session).is_empty());
    desk.cover(case);
    assert!(formulation_stands(&desk, case).unwrap().may_countersign);

    // In the wrong case it is not there at all.
    let other = desk.case(desk.patient("Siân", "Ŵyn", "999 000 0026"));
    let lost = countersign(&desk.register, &desk.session, &second(other, &handed, ""));
    assert!(matches!(lost, Err(Error::NotFound { .. })));
    countersign(
        &desk.register,
        &desk.session,
        &second(case, &handed, "For Dr Okafor"),
    )
    .unwrap();

    // A trainee who has become a supervisor does not countersign what was once submitted.
    sit_down(&mut desk, trainee);
    let base = Some(handed.revision);
    let (_, mine) = submit_formulation(&desk, case, base, "Two", SubmissionForm::default());
    sit_down(&mut desk, consultant);
    let promoted = ChangeUserRequest {
        user_id: trainee,
        name: "Dr T. Adeyemi".into(),
        role: Role::Supervisor,
        post: String::new(),
        registration: String::new(),
    };
    change_user(&desk.register, &desk.session, &promoted).unwrap();
    sit_down(&mut desk, trainee);
    let own = countersign(&desk.register, &desk.session, &second(case, &mine, ""));
    assert_eq!(rule(own.unwrap_err()), "own-work");
    assert!(!formulation_stands(&desk, case).unwrap().may_countersign);
}
