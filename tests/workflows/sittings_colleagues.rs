//! Whoever handed the device over is called away, or the program is killed: a colleague takes the device back, and no
//! answer waits unseen.

use super::desk::{Desk, PASSPHRASE, case_form, new_user, noon};
use casebook_core::audit::AuditRequest;
use casebook_core::audit::api::audit;
use casebook_core::cases::api::{AddCaseRequest, CaseRequest, add_case};
use casebook_core::cases::{CasePerson, CaseRole};
use casebook_core::ids::{CaseId, DraftId, UserId};
use casebook_core::measures::api::measures;
use casebook_core::sensitive::Secret;
use casebook_core::sittings::{
    AnswerItemRequest, CaseSittingsView, HandOver, HandOverRequest, HandedBackView,
    RecordSittingRequest, Reply, TakeBackBy, TakeBackRequest, api,
};
use casebook_core::today::api::today;
use casebook_core::today::{TodayRequest, TodayRow, Waiting};
use casebook_core::users::api::{add_user, close_user, set_deputy};
use casebook_core::users::{AccountRequest, NewUser, Role, SetDeputyRequest};
use casebook_core::{Error, Register, Session};
use chrono::TimeDelta;

const OTHER: &str = "willow barometer crescent tide";

/// A case in which Dr Okafor and Dr Demir have a part; Sr Clarke is Dr Okafor's deputy, Dr Evans is nothing of that.
struct Ward {
    desk: Desk,
    case: CaseId,
    demir: UserId,
    clarke: UserId,
    evans: UserId,
}

fn ward() -> Ward {
    let desk = Desk::new();
    let add = |name: &str, role| {
        let user = NewUser {
            passphrase: Secret::new(OTHER),
            ..new_user(name, role)
        };
        add_user(&desk.register, &desk.session, &user).unwrap().id
    };
    let demir = add("Dr C. Demir", Role::Trainee);
    let clarke = add("Sr B. Clarke", Role::Clinician);
    let evans = add("Dr D. Evans", Role::Clinician);
    let deputy = SetDeputyRequest {
        user_id: desk.session.user,
        deputy_id: Some(clarke),
        hours: 24,
    };
    set_deputy(&desk.register, &desk.session, &deputy).unwrap();
    let patient_id = desk.patient("Halina", "Nowak", "999 000 0018");
    let person = |role, name: &str, user| CasePerson {
        role,
        name: name.into(),
        user_id: Some(user),
    };
    let mut form = case_form();
    form.people = vec![
        person(
            CaseRole::ResponsibleConsultant,
            "Dr A. Okafor",
            desk.session.user,
        ),
        person(CaseRole::Therapist, "Dr C. Demir", demir),
    ];
    let case = add_case(
        &desk.register,
        &desk.session,
        &AddCaseRequest { patient_id, form },
    )
    .unwrap()
    .id;
    Ward {
        desk,
        case,
        demir,
        clarke,
        evans,
    }
}

fn hand(ward: &Ward, answers: &[u32]) -> HandOver {
    let request = HandOverRequest {
        case_id: ward.case,
        instruments: vec!["phq-9".into()],
        identity_checked: true,
        pin: Secret::new(""),
        friends_and_family: false,
    };
    let desk = &ward.desk;
    let handed = api::hand_over(&desk.register, &desk.session, &request).unwrap();
    for (number, option) in (1..).zip(answers) {
        let answer = AnswerItemRequest {
            instrument: "phq-9".into(),
            item: format!("q{number}"),
            reply: Reply::Chosen,
            option: Some(*option),
        };
        api::answer_item(&desk.register, &handed, &answer).unwrap();
    }
    handed
}

fn take(
    ward: &Ward,
    handed: &HandOver,
    name: &str,
    typed: &str,
) -> Result<(Session, HandedBackView), Error> {
    let request = TakeBackRequest {
        by: TakeBackBy::Passphrase,
        name: name.into(),
        secret: Secret::new(typed),
    };
    api::take_back(&ward.desk.register, handed, &request)
}

/// Somebody sits down at the same computer, whatever was there before.
fn sit_down(ward: &mut Ward, user: UserId, passphrase: &str) {
    let desk = &mut ward.desk;
    let _ = desk.register.lock(&desk.session);
    let (register, session) = Register::unlock(
        &desk.layout,
        user,
        &Secret::new(passphrase),
        desk.clock.clone(),
    )
    .unwrap();
    desk.register = register;
    desk.session = session;
}

fn sittings(ward: &Ward) -> CaseSittingsView {
    let request = CaseRequest { case_id: ward.case };
    api::case_sittings(&ward.desk.register, &ward.desk.session, &request).unwrap()
}

fn rows(ward: &Ward, everyone: bool) -> Vec<TodayRow> {
    let desk = &ward.desk;
    today(&desk.register, &desk.session, &TodayRequest { everyone })
        .unwrap()
        .rows
}

fn record(ward: &Ward, draft: Option<DraftId>) -> Result<HandedBackView, Error> {
    let request = RecordSittingRequest {
        case_id: ward.case,
        draft_id: draft,
    };
    api::record_sitting(&ward.desk.register, &ward.desk.session, &request)
}

/// The last item, about safety, is answered with "several days".
const WITH_SAFETY: [u32; 10] = [2, 2, 1, 1, 1, 1, 0, 0, 1, 1];

#[test]
fn any_clinician_takes_the_device_back_with_their_own_passphrase_and_goes_on_as_themselves() {
    let mut ward = ward();
    let guardian = NewUser {
        passphrase: Secret::new(OTHER),
        ..new_user("Ms G. Keeper", Role::Guardian)
    };
    add_user(&ward.desk.register, &ward.desk.session, &guardian).unwrap();
    let gone = AccountRequest {
        user_id: ward.evans,
    };
    close_user(&ward.desk.register, &ward.desk.session, &gone).unwrap();
    let handed = hand(&ward, &WITH_SAFETY);
    api::finish_sitting(&ward.desk.register, &handed).unwrap();
    // Nobody's name is shown to the patient but that of whom to hand the device back to.
    let shown =
        serde_json::to_string(&api::sitting(&ward.desk.register, &handed).unwrap()).unwrap();
    assert!(shown.contains("Dr A. Okafor"));
    for other in ["Demir", "Clarke", "Keeper"] {
        assert!(!shown.contains(other), "{other}");
    }

    // Not with the passphrase of another, not by who reads no records, not by who has left.
    assert!(matches!(
        take(&ward, &handed, "Dr C. Demir", PASSPHRASE),
        Err(Error::WrongPassphrase)
    ));
    assert!(matches!(
        take(&ward, &handed, "", OTHER),
        Err(Error::WrongPassphrase)
    ));
    for nobody in ["Ms G. Keeper", "Dr D. Evans", "Somebody Else"] {
        assert!(matches!(
            take(&ward, &handed, nobody, OTHER),
            Err(Error::Invalid(fields)) if fields[0].field == "name"
        ));
    }
    let (session, back) = take(&ward, &handed, "Dr C. Demir", OTHER).unwrap();
    assert_eq!(
        (session.user, session.name.as_str(), session.role),
        (ward.demir, "Dr C. Demir", Role::Trainee)
    );
    assert_eq!(back.recorded.len(), 1);

    // What is recorded and what is written from now on is theirs, and bears their signature.
    let owner = std::mem::replace(&mut ward.desk.session, session).user;
    let view = measures(
        &ward.desk.register,
        &ward.desk.session,
        &CaseRequest { case_id: ward.case },
    )
    .unwrap();
    let signed = &view.series[0].rows[0].provenance.signed;
    assert!(signed.starts_with("Dr C. Demir"), "{signed}");
    ward.desk
        .sign(ward.case, None, "Written after the device came back");
    let verified = ward.desk.register.verify(|_| true).unwrap();
    assert!(verified.faults.is_empty(), "{:?}", verified.faults);

    // Locked and unlocked again nothing is amiss, and the audit says who took the device.
    sit_down(&mut ward, owner, PASSPHRASE);
    assert!(ward.desk.register.warnings().is_empty());
    let verified = ward.desk.register.verify(|_| true).unwrap();
    assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    let asked = AuditRequest {
        limit: 1_000,
        ..AuditRequest::default()
    };
    let said: Vec<String> = audit(&ward.desk.register, &ward.desk.session, &asked)
        .unwrap()
        .rows
        .into_iter()
        .map(|r| format!("{}, {}, {}", r.what, r.who, r.detail))
        .collect();
    for line in [
        "Device handed to a patient, Dr A. Okafor, identity checked",
        "Device taken back from a patient, Dr C. Demir, 2",
    ] {
        assert!(said.iter().any(|s| s == line), "{line}: {said:#?}");
    }
}

#[test]
fn what_is_not_finished_goes_on_with_whoever_took_the_device_back() {
    let mut ward = ward();
    let handed = hand(&ward, &[1, 1]);
    let (session, back) = take(&ward, &handed, "Dr C. Demir", OTHER).unwrap();
    assert!(back.waiting.unwrap().recordable && back.problem.is_empty());
    let owner = std::mem::replace(&mut ward.desk.session, session).user;
    assert!(sittings(&ward).waiting.is_some());
    sit_down(&mut ward, owner, PASSPHRASE);
    let view = sittings(&ward);
    assert!(view.waiting.is_none());
    assert_eq!(
        (view.others[0].of.as_str(), view.others[0].says.as_str()),
        ("Dr C. Demir", "PHQ-9: 2 of 10 answered")
    );

    // Where answers of theirs wait already neither is lost.
    let handed = hand(&ward, &[3]);
    let (session, back) = take(&ward, &handed, "Dr C. Demir", OTHER).unwrap();
    assert!(back.problem.contains("these stay with Dr A. Okafor"));
    ward.desk.session = session;
    assert_eq!(
        sittings(&ward).waiting.unwrap().says,
        "Halina’s questionnaires: 2 of 10 answered, not recorded yet"
    );
    assert_eq!(sittings(&ward).others[0].says, "PHQ-9: 1 of 10 answered");
}

#[test]
fn answers_left_by_a_kill_are_on_today_of_those_with_a_part_and_of_the_deputy_where_safety_is_among_them()
 {
    let mut ward = ward();
    drop(hand(&ward, &WITH_SAFETY));
    let owner = ward.desk.session.user;
    let kinds = |ward: &Ward, everyone| -> Vec<(Waiting, String)> {
        rows(ward, everyone)
            .into_iter()
            .filter(|r| r.draft_kind == "sitting")
            .map(|r| (r.kind, r.what))
            .collect()
    };
    let safety = (
        Waiting::UnrecordedSafety,
        "PHQ-9: 10 of 10 answered, answers about safety among them".to_owned(),
    );
    sit_down(&mut ward, owner, PASSPHRASE);
    assert_eq!(kinds(&ward, false), std::slice::from_ref(&safety));

    // A part in the case: at once.
    let demir = ward.demir;
    sit_down(&mut ward, demir, OTHER);
    assert_eq!(kinds(&ward, false), std::slice::from_ref(&safety));
    let row = rows(&ward, false).remove(0);
    assert_eq!(
        (row.kind, row.who.as_str(), row.case_id),
        (Waiting::UnrecordedSafety, "Dr A. Okafor", Some(ward.case))
    );

    // No part: nothing of one's own, and on the team's list how many and not what.
    let evans = ward.evans;
    sit_down(&mut ward, evans, OTHER);
    assert!(kinds(&ward, false).is_empty());
    assert_eq!(
        kinds(&ward, true),
        [(Waiting::Unrecorded, "PHQ-9: 10 of 10 answered".to_owned())]
    );
    ward.desk.cover(ward.case);
    assert!(sittings(&ward).others.is_empty());

    // The deputy: once the hours are over, as for answers that are recorded.
    let clarke = ward.clarke;
    sit_down(&mut ward, clarke, OTHER);
    ward.desk
        .clock
        .set(noon() + TimeDelta::hours(24) - TimeDelta::seconds(1));
    assert!(kinds(&ward, false).is_empty());
    ward.desk.clock.set(noon() + TimeDelta::hours(24));
    assert_eq!(kinds(&ward, false), [safety]);
    let row = rows(&ward, false).remove(0);
    assert!(row.when.starts_with("Passed to you from Dr A. Okafor"));
    assert!(row.overdue);

    // Whoever it concerns records it, and then it is an answer about safety like any other.
    let draft = sittings(&ward).others[0].draft_id;
    sit_down(&mut ward, evans, OTHER);
    assert!(matches!(
        record(&ward, Some(draft)),
        Err(Error::ReasonNeeded)
    ));
    ward.desk.cover(ward.case);
    assert!(matches!(
        record(&ward, Some(draft)),
        Err(Error::NotFound { .. })
    ));
    assert!(matches!(record(&ward, None), Err(Error::NotFound { .. })));
    sit_down(&mut ward, clarke, OTHER);
    assert_eq!(record(&ward, Some(draft)).unwrap().recorded.len(), 1);
    assert!(kinds(&ward, false).is_empty() && sittings(&ward).others.is_empty());
    assert_eq!(rows(&ward, false)[0].kind, Waiting::SafetyAnswer);
    sit_down(&mut ward, owner, PASSPHRASE);
    assert!(kinds(&ward, false).is_empty());
    assert!(
        ward.desk
            .register
            .verify(|_| true)
            .unwrap()
            .faults
            .is_empty()
    );
}

#[test]
fn without_answers_about_safety_the_deputy_is_not_told_and_without_any_answer_nobody_else_is() {
    let mut ward = ward();
    let mut calm = WITH_SAFETY;
    calm[8] = 0;
    drop(hand(&ward, &calm));
    ward.desk.clock.set(noon() + TimeDelta::days(2));
    let (demir, clarke, owner) = (ward.demir, ward.clarke, ward.desk.session.user);
    sit_down(&mut ward, clarke, OTHER);
    assert!(rows(&ward, false).is_empty());
    sit_down(&mut ward, demir, OTHER);
    assert_eq!(rows(&ward, false)[0].kind, Waiting::Unrecorded);
    let draft = sittings(&ward).others[0].draft_id;
    record(&ward, Some(draft)).unwrap();

    sit_down(&mut ward, owner, PASSPHRASE);
    drop(hand(&ward, &[]));
    sit_down(&mut ward, demir, OTHER);
    assert!(!rows(&ward, true).iter().any(|r| r.draft_kind == "sitting"));
    sit_down(&mut ward, owner, PASSPHRASE);
    let own: Vec<Waiting> = rows(&ward, false)
        .iter()
        .filter(|r| r.draft_kind == "sitting")
        .map(|r| r.kind)
        .collect();
    assert_eq!(own, [Waiting::Draft]);
}
