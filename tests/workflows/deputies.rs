//! A colleague enters a sheet with an answer about safety and goes home. It stays on that colleague's list, and passes to
//! the named deputy when the hours are over.

use super::desk::{Desk, PASSPHRASE, new_user, noon};
use super::forms::{respond, sheet};
use casebook_core::ids::UserId;
use casebook_core::measures::api::record_measure;
use casebook_core::measures::{RecordMeasureRequest, SafetyOutcome};
use casebook_core::sensitive::Secret;
use casebook_core::today::api::{left_behind, today};
use casebook_core::today::{TodayRequest, TodayRow, Waiting};
use casebook_core::users::api::{add_user, close_user, set_deputy, users};
use casebook_core::users::{AccountRequest, Role, SetDeputyRequest};
use casebook_core::{Error, Register, Session};
use chrono::TimeDelta;

fn name_deputy(desk: &Desk, user_id: UserId, deputy_id: Option<UserId>) -> Result<(), Error> {
    let request = SetDeputyRequest {
        user_id,
        deputy_id,
        hours: 24,
    };
    set_deputy(&desk.register, &desk.session, &request).map(drop)
}

fn add(desk: &Desk, name: &str, role: Role) -> UserId {
    add_user(&desk.register, &desk.session, &new_user(name, role))
        .unwrap()
        .id
}

/// Somebody else sits down at the same computer.
fn sit_down(desk: &mut Desk, user: UserId) {
    desk.register.lock(&desk.session).unwrap();
    let (register, session) = Register::unlock(
        &desk.layout,
        user,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    )
    .unwrap();
    desk.register = register;
    desk.session = session;
}

fn answers(desk: &Desk, session: &Session) -> Vec<TodayRow> {
    today(&desk.register, session, &TodayRequest { everyone: false })
        .unwrap()
        .rows
        .into_iter()
        .filter(|r| r.kind == Waiting::SafetyAnswer)
        .collect()
}

#[test]
fn an_answer_passes_to_the_deputy_after_a_day_stays_with_its_author_and_goes_with_a_response() {
    let mut desk = Desk::new();
    let consultant = desk.session.user;
    let case_id = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let author = add(&desk, "Dr C. Demir", Role::Clinician);
    let deputy = add(&desk, "Sr B. Clarke", Role::Clinician);
    name_deputy(&desk, author, Some(deputy)).unwrap();
    sit_down(&mut desk, author);
    desk.cover(case_id);
    let request = RecordMeasureRequest {
        case_id,
        form: sheet("core-10", "20-Nov-2026", &[2, 2, 2, 2, 2, 1, 2, 2, 2, 2]),
    };
    let measure = record_measure(&desk.register, &desk.session, &request)
        .unwrap()
        .safety[0]
        .measure_id;
    assert_eq!(answers(&desk, &desk.session).len(), 1);

    sit_down(&mut desk, deputy);
    desk.clock
        .set(noon() + TimeDelta::hours(24) - TimeDelta::seconds(1));
    assert!(
        answers(&desk, &desk.session).is_empty(),
        "the day is not over"
    );
    desk.clock.set(noon() + TimeDelta::hours(24));
    let passed = answers(&desk, &desk.session);
    assert_eq!(passed.len(), 1);
    let entered = casebook_core::dates::clinical_instant(&casebook_core::clock::stamp(noon()));
    assert_eq!(
        passed[0].when,
        format!("Passed to you from Dr C. Demir, unanswered since {entered}")
    );
    assert!(passed[0].overdue);

    sit_down(&mut desk, author);
    let own = answers(&desk, &desk.session);
    assert_eq!(own.len(), 1, "it stays with whoever entered it");
    assert_eq!(own[0].who, "Dr C. Demir, passed to Sr B. Clarke");

    sit_down(&mut desk, consultant);
    assert!(
        answers(&desk, &desk.session).is_empty(),
        "nobody passed it to the consultant"
    );
    let of = AccountRequest { user_id: deputy };
    let left = left_behind(&desk.register, &desk.session, &of)
        .unwrap()
        .lines;
    assert!(
        left.iter()
            .any(|l| l.contains("1 account names Sr B. Clarke as deputy")),
        "{left:?}"
    );
    close_user(&desk.register, &desk.session, &of).unwrap();
    let fallen = answers(&desk, &desk.session);
    assert_eq!(
        fallen.len(),
        1,
        "a closed account answers nothing: it falls to the consultants"
    );
    assert!(desk.register.differing_projections().unwrap().is_empty());

    let said = "Rang her; no plan, and her sister is with her.";
    respond(&desk, case_id, measure, SafetyOutcome::Acted, said).unwrap();
    assert!(answers(&desk, &desk.session).is_empty());
}

#[test]
fn one_names_ones_own_deputy_and_only_a_keeper_of_accounts_names_anothers() {
    let mut desk = Desk::new();
    let consultant = desk.session.user;
    let nurse = add(&desk, "Sr B. Clarke", Role::Clinician);
    let guardian = add(&desk, "Ms D. Lee", Role::Guardian);
    let refused = name_deputy(&desk, nurse, Some(guardian)).unwrap_err();
    assert!(
        matches!(refused, Error::Invalid(ref f) if f[0].rule == "clinical"),
        "{refused:?}"
    );
    sit_down(&mut desk, nurse);
    name_deputy(&desk, nurse, Some(consultant)).unwrap();
    let refused = name_deputy(&desk, consultant, Some(nurse)).unwrap_err();
    assert!(matches!(refused, Error::NotAllowed { .. }), "{refused:?}");
    let kept = users(&desk.register, &desk.session).unwrap();
    let own = kept.iter().find(|u| u.id == nurse).unwrap();
    assert_eq!((own.deputy_id, own.pass_on_hours), (Some(consultant), 24));
    name_deputy(&desk, nurse, None).unwrap();
    let kept = users(&desk.register, &desk.session).unwrap();
    let own = kept.iter().find(|u| u.id == nurse).unwrap();
    assert_eq!((own.deputy_id, own.pass_on_hours), (None, 0));
}
