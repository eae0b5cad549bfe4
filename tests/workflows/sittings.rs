//! The device goes to the patient for a questionnaire and comes back.

use super::desk::{Desk, PASSPHRASE, noon};
use super::forms::{fill, sheet, waiting};
use casebook_core::cases::api::{CaseRequest, list_drafts, open_case};
use casebook_core::ids::{CaseId, PatientId, RecordId};
use casebook_core::measures::api::{measures, record_measure};
use casebook_core::measures::{
    Completion, MeasuresView, RecordMeasureRequest, SafetyOutcome, safety,
};
use casebook_core::risk::api::sign_risk_note;
use casebook_core::risk::{RiskStanding, SignRiskNoteRequest};
use casebook_core::sensitive::Secret;
use casebook_core::sittings::{
    AnswerItemRequest, HandOver, HandOverRequest, HandedBackView, RecordSittingRequest, Reply,
    RespondToSittingRequest, SittingPlace, SittingView, TakeBackBy, TakeBackRequest, api,
};
use casebook_core::today::Waiting;
use casebook_core::users::api::{open_state, patients_state, unlock};
use casebook_core::users::{RegisterState, UnlockRequest};
use casebook_core::{Error, Session};
use chrono::TimeDelta;

const PIN: &str = "4711";

fn ask(case_id: CaseId, instruments: &[&str], pin: &str) -> HandOverRequest {
    HandOverRequest {
        case_id,
        instruments: instruments.iter().map(|i| (*i).to_owned()).collect(),
        identity_checked: true,
        pin: Secret::new(pin),
        friends_and_family: false,
    }
}

fn hand(desk: &Desk, case: CaseId, instruments: &[&str], pin: &str) -> HandOver {
    api::hand_over(&desk.register, &desk.session, &ask(case, instruments, pin)).unwrap()
}

fn reply(
    desk: &Desk,
    handed: &HandOver,
    instrument: &str,
    item: &str,
    option: Option<u32>,
) -> SittingView {
    let request = AnswerItemRequest {
        instrument: instrument.into(),
        item: item.into(),
        reply: match option {
            Some(_) => Reply::Chosen,
            None => Reply::LeftOut,
        },
        option,
    };
    api::answer_item(&desk.register, handed, &request).unwrap()
}

fn all(desk: &Desk, handed: &HandOver, instrument: &str, answers: &[u32]) {
    for (number, option) in (1..).zip(answers) {
        reply(
            desk,
            handed,
            instrument,
            &format!("q{number}"),
            Some(*option),
        );
    }
}

fn secret(by: TakeBackBy, typed: &str) -> TakeBackRequest {
    TakeBackRequest {
        by,
        name: String::new(),
        secret: Secret::new(typed),
    }
}

fn own(case_id: CaseId) -> RecordSittingRequest {
    RecordSittingRequest {
        case_id,
        draft_id: None,
    }
}

fn take(desk: &Desk, handed: &HandOver) -> (Session, HandedBackView) {
    let request = secret(TakeBackBy::Passphrase, PASSPHRASE);
    api::take_back(&desk.register, handed, &request).unwrap()
}

fn view(desk: &Desk, case_id: CaseId) -> MeasuresView {
    measures(&desk.register, &desk.session, &CaseRequest { case_id }).unwrap()
}

fn started() -> (Desk, PatientId, CaseId) {
    let desk = Desk::new();
    let patient = desk.patient("Halina", "Nowak", "999 000 0018");
    let case = desk.case(patient);
    (desk, patient, case)
}

fn rule(result: Result<impl Sized, Error>) -> String {
    match result.err().expect("it was refused") {
        Error::Refused { rule, .. } => rule.into(),
        Error::Invalid(fields) => format!("{}: {}", fields[0].field, fields[0].rule),
        other => format!("{:?}", other.code()),
    }
}

const QUITE_LOW: [u32; 10] = [2, 2, 1, 1, 1, 1, 0, 0, 1, 1];

#[test]
fn the_patient_answers_a_kill_costs_nothing_and_what_is_finished_is_recorded_when_the_device_is_back()
 {
    let (desk, patient, case) = started();
    let earlier = sheet("phq-9", "03-Nov-2026", &[1, 1, 1, 1, 1, 1, 0, 0, 0]);
    fill(&desk, case, earlier);

    let handed = hand(&desk, case, &["phq-9", "gad-7"], PIN);
    let shown = api::sitting(&desk.register, &handed).unwrap();
    assert_eq!(
        (shown.given_name.as_str(), shown.hand_back_to.as_str()),
        ("Halina", "Dr A. Okafor")
    );
    assert_eq!(shown.resume, Some(SittingPlace { sheet: 0, item: 0 }));
    let everything = serde_json::to_string(&shown).unwrap();
    for hidden in ["Nowak", "999 000 0018", "1983", "score", "about_safety"] {
        assert!(
            !everything.contains(hidden),
            "the patient is shown {hidden}"
        );
    }
    all(&desk, &handed, "phq-9", &QUITE_LOW);
    let shown = reply(&desk, &handed, "gad-7", "q1", None);
    assert_eq!(shown.resume, Some(SittingPlace { sheet: 1, item: 1 }));

    // Killed in the middle: the PIN is gone, the answers are not.
    drop(handed);
    let clock = desk.clock.clone();
    let (folder, layout, session) = desk.drop_dead();
    let by = UnlockRequest {
        user_id: session.user,
        passphrase: Secret::new(PASSPHRASE),
        take_over: false,
    };
    let (register, session) = unlock(&layout, &by, clock.clone()).unwrap();
    let desk = Desk {
        _folder: folder,
        layout,
        clock,
        register,
        session,
        recovery_key: String::new(),
    };
    let waits = api::case_sittings(
        &desk.register,
        &desk.session,
        &CaseRequest { case_id: case },
    )
    .unwrap()
    .waiting
    .unwrap();
    assert_eq!(
        waits.says,
        "Halina’s questionnaires: 10 of 17 answered, not recorded yet"
    );
    assert!(!waits.finished && waits.recordable);
    assert_eq!(waits.titles, "PHQ-9 and GAD-7");
    let drafts = list_drafts(&desk.register, &desk.session).unwrap();
    assert_eq!(drafts[0].kind, "sitting");
    assert!(
        waiting(&desk.register, &desk.session)
            .iter()
            .any(|(kind, _)| *kind == Waiting::UnrecordedSafety)
    );
    assert!(
        view(&desk, case).series[0].rows.len() == 1,
        "nothing is recorded yet"
    );

    // Given back, gone on with, finished, taken back.
    let handed = hand(&desk, case, &[], "");
    let shown = api::sitting(&desk.register, &handed).unwrap();
    assert_eq!(shown.sheets[0].items[0].option, Some(2));
    assert_eq!(shown.resume, Some(SittingPlace { sheet: 1, item: 1 }));
    for number in 2..=7 {
        reply(&desk, &handed, "gad-7", &format!("q{number}"), Some(1));
    }
    let shown = api::finish_sitting(&desk.register, &handed).unwrap();
    assert!(shown.finished && shown.resume.is_none());
    let late = AnswerItemRequest {
        instrument: "gad-7".into(),
        item: "q1".into(),
        reply: Reply::Chosen,
        option: Some(0),
    };
    assert_eq!(
        rule(api::answer_item(&desk.register, &handed, &late)),
        "sitting-finished"
    );
    let (session, back) = take(&desk, &handed);
    assert_eq!(session.mode, casebook_core::session::Mode::Staff);
    assert_eq!(back.recorded.len(), 2);
    assert!(back.waiting.is_none() && back.without_answers.is_empty() && back.problem.is_empty());

    let view = view(&desk, case);
    let phq = &view
        .series
        .iter()
        .find(|s| s.instrument.id == "phq-9")
        .unwrap()
        .rows[0];
    assert_eq!(phq.completion, "On this device, by the patient");
    assert_eq!(phq.completed_on, "20-Nov-2026");
    assert!(phq.provenance.signed.starts_with("Dr A. Okafor"));
    let gad = &view
        .series
        .iter()
        .find(|s| s.instrument.id == "gad-7")
        .unwrap()
        .rows[0];
    // One item left out: the missing-answer rule of the instrument decides, as for paper.
    assert_eq!(gad.form.note, "The patient chose not to answer item 1.");
    assert!(gad.scored.scores[0].hundredths.is_none());
    // What the patient said of safety waits, with the answer before beside it.
    let answer = &view.safety[0];
    assert_eq!(answer.measure_id, back.recorded[0]);
    assert!(answer.open && !answer.as_before);
    assert_eq!(answer.before, "Not at all on 03-Nov-2026");
    assert!(
        waiting(&desk.register, &desk.session)
            .iter()
            .any(|(kind, _)| *kind == Waiting::SafetyAnswer)
    );
    assert!(
        list_drafts(&desk.register, &desk.session)
            .unwrap()
            .is_empty()
    );
    assert!(
        desk.register
            .read(|c| safety::overtaking_answer(c, patient, None))
            .unwrap()
            .is_some()
    );
    assert!(desk.register.verify(|_| true).unwrap().faults.is_empty());
}

#[test]
fn an_answer_about_safety_overtakes_the_risk_note_the_moment_the_device_is_back() {
    let (desk, _, case) = started();
    let request = SignRiskNoteRequest {
        case_id: case,
        form: super::forms::risk_form(),
    };
    sign_risk_note(&desk.register, &desk.session, &request).unwrap();
    let status = |desk: &Desk| {
        open_case(
            &desk.register,
            &desk.session,
            &CaseRequest { case_id: case },
        )
        .unwrap()
        .risk
        .standing
    };
    assert_eq!(status(&desk), RiskStanding::Current);
    desk.clock.set(noon() + TimeDelta::hours(2));
    let handed = hand(&desk, case, &["phq-9"], "");
    all(&desk, &handed, "phq-9", &QUITE_LOW);
    assert_eq!(
        status(&desk),
        RiskStanding::Current,
        "nothing is recorded yet"
    );
    api::finish_sitting(&desk.register, &handed).unwrap();
    take(&desk, &handed);
    assert_eq!(status(&desk), RiskStanding::Overtaken);
}

fn respond(
    desk: &Desk,
    case_id: CaseId,
    measure_ids: &[RecordId],
    outcome: SafetyOutcome,
    note: &str,
) -> Result<MeasuresView, Error> {
    let request = RespondToSittingRequest {
        case_id,
        measure_ids: measure_ids.to_vec(),
        outcome,
        note: note.into(),
    };
    api::respond_to_sitting(&desk.register, &desk.session, &request)
}

#[test]
fn one_prompt_answers_for_a_whole_sitting_and_unchanged_goes_without_a_word_only_if_all_is_as_before()
 {
    let (desk, _, case) = started();
    let sit = |desk: &Desk, core: u32| {
        let handed = hand(desk, case, &["phq-9", "core-10"], "");
        all(desk, &handed, "phq-9", &QUITE_LOW);
        all(desk, &handed, "core-10", &[1, 1, 1, 1, 1, core, 1, 1, 1, 1]);
        api::finish_sitting(&desk.register, &handed).unwrap();
        take(desk, &handed).1.recorded
    };
    let first = sit(&desk, 1);
    let open = |desk: &Desk| view(desk, case).safety.iter().filter(|a| a.open).count();
    assert_eq!(open(&desk), 2);
    assert_eq!(
        rule(respond(&desk, case, &first, SafetyOutcome::Unchanged, "")),
        "note: required"
    );
    assert_eq!(
        rule(respond(&desk, case, &[], SafetyOutcome::Acted, "Something")),
        "NotFound"
    );
    assert_eq!(open(&desk), 2, "a refused answer leaves none half answered");
    let said = "Talked it through with Ms Nowak, plan unchanged";
    respond(&desk, case, &first, SafetyOutcome::Unchanged, said).unwrap();
    assert_eq!(open(&desk), 0);

    let second = sit(&desk, 1);
    assert_eq!(open(&desk), 2);
    respond(&desk, case, &second, SafetyOutcome::Unchanged, "").unwrap();
    assert_eq!(open(&desk), 0);

    let third = sit(&desk, 3);
    assert_eq!(
        rule(respond(&desk, case, &third, SafetyOutcome::Unchanged, "")),
        "note: required"
    );
    assert_eq!(open(&desk), 2);
}

#[test]
fn while_the_patient_has_the_device_its_session_does_nothing_but_keep_answers() {
    let (desk, _, case) = started();
    let handed = hand(&desk, case, &["phq-9"], PIN);
    let patient = handed.session();
    let request = CaseRequest { case_id: case };
    assert!(matches!(
        open_case(&desk.register, patient, &request),
        Err(Error::PatientMode)
    ));
    assert!(matches!(
        open_state(&desk.register, patient),
        Err(Error::PatientMode)
    ));
    assert!(matches!(
        api::record_sitting(&desk.register, patient, &own(case)),
        Err(Error::PatientMode)
    ));
    assert!(matches!(
        api::hand_over(&desk.register, patient, &ask(case, &["gad-7"], "")),
        Err(Error::PatientMode)
    ));
    // What the register says of itself meanwhile names nobody and no place.
    let state = patients_state();
    assert_eq!(state.state, RegisterState::WithPatient);
    assert!(state.session.is_none() && state.accounts.is_empty() && state.folder.is_empty());
    // Even a noun that forgot to ask could not write.
    let forgotten = desk
        .register
        .write(patient, casebook_core::op::Op::AddCase, |_| Ok(()));
    assert!(matches!(forgotten, Err(Error::PatientMode)));
    reply(&desk, &handed, "phq-9", "q1", Some(1));
}

#[test]
fn what_may_not_be_shown_was_not_checked_or_waits_already_is_not_handed_over() {
    let (desk, _, case) = started();
    let refused =
        |request: &HandOverRequest| rule(api::hand_over(&desk.register, &desk.session, request));
    assert_eq!(refused(&ask(case, &["wsas"], "")), "instruments: licence");
    assert_eq!(refused(&ask(case, &[], "")), "instruments: required");
    assert_eq!(refused(&ask(case, &["phq-9"], "12")), "pin: digits");
    let mut unchecked = ask(case, &["phq-9"], "");
    unchecked.identity_checked = false;
    assert_eq!(refused(&unchecked), "identity_checked: required");
    // All that is wrong is said at once.
    unchecked.instruments.push("wsas".into());
    unchecked.pin = Secret::new("1234");
    let all = match api::hand_over(&desk.register, &desk.session, &unchecked) {
        Err(Error::Invalid(fields)) => fields.into_iter().map(|f| f.field).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(all, ["instruments", "identity_checked", "pin"]);
    assert!(
        list_drafts(&desk.register, &desk.session)
            .unwrap()
            .is_empty()
    );

    let handed = hand(&desk, case, &["phq-9"], "");
    // Nothing answered: the device comes back, and there is nothing to record.
    api::finish_sitting(&desk.register, &handed).unwrap();
    let (_, back) = take(&desk, &handed);
    assert!(back.recorded.is_empty() && back.problem.is_empty());
    assert!(!back.waiting.unwrap().recordable);
    assert_eq!(
        rule(api::record_sitting(
            &desk.register,
            &desk.session,
            &own(case)
        )),
        "answers: required"
    );
    assert_eq!(refused(&ask(case, &["gad-7"], "")), "sitting-waits");

    // Part answered: recorded as far as it goes, once somebody says so.
    let handed = hand(&desk, case, &[], "");
    reply(&desk, &handed, "phq-9", "q1", Some(3));
    let (_, back) = take(&desk, &handed);
    assert!(back.recorded.is_empty() && back.waiting.unwrap().recordable);
    let back = api::record_sitting(&desk.register, &desk.session, &own(case)).unwrap();
    assert_eq!(back.recorded.len(), 1);
    let view = view(&desk, case);
    let form = &view.series[0].rows[0].form;
    assert_eq!(
        form.note,
        "Not reached: items 2, 3, 4, 5, 6, 7, 8, 9 and 10."
    );
    // The item about safety that was not reached is asked about, never taken for a no.
    assert_eq!(
        (view.safety[0].answer.as_str(), view.safety[0].open),
        ("Not answered", true)
    );
    assert_eq!(
        rule(api::record_sitting(
            &desk.register,
            &desk.session,
            &own(case)
        )),
        "NotFound"
    );
    // By hand nobody enters what only the device can say.
    let mut form = sheet("gad-7", "20-Nov-2026", &[1; 7]);
    form.completion = Some(Completion::Device);
    let by_hand = RecordMeasureRequest {
        case_id: case,
        form,
    };
    assert_eq!(
        rule(record_measure(&desk.register, &desk.session, &by_hand)),
        "completion: device"
    );
}

#[test]
fn the_device_comes_back_with_the_right_secret_alone_and_wrong_ones_wait_longer_and_longer() {
    let (desk, _, case) = started();
    let handed = hand(&desk, case, &["phq-9"], PIN);
    let take =
        |by, typed: &str| api::take_back(&desk.register, &handed, &secret(by, typed)).map(drop);
    let wait = |result: Result<(), Error>| match result {
        Err(Error::TooSoon { seconds }) => seconds,
        other => panic!("{other:?}"),
    };
    let mut now = noon();
    assert_eq!(rule(take(TakeBackBy::Pin, "0815")), "secret: wrong-pin");
    assert_eq!(wait(take(TakeBackBy::Pin, PIN)), 1);
    now += TimeDelta::seconds(1);
    desk.clock.set(now);
    // The passphrase is no PIN, and the PIN no passphrase.
    assert_eq!(rule(take(TakeBackBy::Pin, PASSPHRASE)), "secret: wrong-pin");
    for _ in 0..3 {
        assert_eq!(rule(take(TakeBackBy::Passphrase, PIN)), "WrongPassphrase");
    }
    assert_eq!(wait(take(TakeBackBy::Passphrase, PASSPHRASE)), 1);
    // The tries are those of the unlock: who gives up here does not start afresh there.
    assert_eq!(
        casebook_core::users::api::closed_state(&desk.layout, desk.clock.as_ref())
            .unwrap()
            .wait_seconds,
        1
    );
    now += TimeDelta::seconds(60);
    desk.clock.set(now);
    for _ in 0..2 {
        assert_eq!(rule(take(TakeBackBy::Pin, "0815")), "secret: wrong-pin");
        now += TimeDelta::seconds(60);
        desk.clock.set(now);
    }
    assert_eq!(rule(take(TakeBackBy::Pin, "0815")), "pin-used-up");
    now += TimeDelta::days(1);
    desk.clock.set(now);
    assert_eq!(rule(take(TakeBackBy::Pin, PIN)), "pin-used-up");
    assert!(!api::sitting(&desk.register, &handed).unwrap().pin);
    assert!(take(TakeBackBy::Passphrase, PASSPHRASE).is_ok());

    // A new hand-over has a PIN of its own.
    let handed = hand(&desk, case, &[], "2580");
    let back = api::take_back(&desk.register, &handed, &secret(TakeBackBy::Pin, "2580"));
    assert!(back.unwrap().1.waiting.is_some());
}
