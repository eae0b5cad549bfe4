//! A trainee leaves: the account is closed, what it signed stays, what waits for it is told, and it can be opened again.

use super::countersigning::{asks, desk, sit_down, submit_formulation};
use super::desk::{Desk, PASSPHRASE, new_user};
use super::forms::waiting;
use casebook_core::sensitive::Secret;
use casebook_core::store::files;
use casebook_core::submissions::ReturnSubmissionRequest;
use casebook_core::submissions::api::return_submission;
use casebook_core::today::Waiting;
use casebook_core::today::api::left_behind;
use casebook_core::users::api::{
    add_user, change_user, close_user, closed_state, reopen_user, reset_passphrase, users,
};
use casebook_core::users::{AccountRequest, ChangeUserRequest, ResetPassphraseRequest, Role};
use casebook_core::{Error, Register};

const NEW: &str = "violet tractor saucepan nine";

fn of(user_id: casebook_core::ids::UserId) -> AccountRequest {
    AccountRequest { user_id }
}

/// How many things to be put right this user finds on Today.
fn returned_here(desk: &Desk) -> usize {
    waiting(&desk.register, &desk.session)
        .iter()
        .filter(|(kind, _)| *kind == Waiting::Returned)
        .count()
}

fn rule<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    match outcome {
        Err(Error::Refused { rule, .. }) => rule,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_trainee_leaves_the_account_opens_nothing_and_what_it_signed_stands() {
    let (mut desk, trainee, case) = desk();
    let keeper = desk.session.user;
    sit_down(&mut desk, trainee);
    let (record, handed_in) =
        submit_formulation(&desk, case, None, "Chest pain", asks("", Some(keeper)));
    sit_down(&mut desk, keeper);
    let returned = ReturnSubmissionRequest {
        case_id: case,
        record_id: record,
        revision: handed_in.revision,
        comment: "Say what keeps it going.".into(),
    };
    return_submission(&desk.register, &desk.session, &returned).unwrap();
    assert_eq!(returned_here(&desk), 0);

    let told = left_behind(&desk.register, &desk.session, &of(trainee)).unwrap();
    assert_eq!(told.lines.len(), 2, "{:?}", told.lines);
    assert!(told.lines[0].starts_with("1 open case name Dr T. Adeyemi"));
    assert!(told.lines[1].starts_with("1 submission was given back to Dr T. Adeyemi"));

    let before = std::fs::read(desk.layout.keys()).unwrap();
    let closed = close_user(&desk.register, &desk.session, &of(trainee)).unwrap();
    assert!(closed.disabled);
    assert_eq!(
        rule(close_user(&desk.register, &desk.session, &of(trainee))),
        "account-closed-already"
    );
    // As the sentence said: it is for whoever gave it back.
    assert_eq!(returned_here(&desk), 1);
    let verdict = desk.register.verify(|_| true).unwrap();
    assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
    let all = users(&desk.register, &desk.session).unwrap();
    assert!(all.iter().any(|u| u.name == "Dr T. Adeyemi" && u.disabled));
    let offered = closed_state(&desk.layout, desk.register.clock()).unwrap();
    assert_eq!(offered.accounts.len(), 1);
    desk.register.lock(&desk.session).unwrap();

    let try_it = |desk: &Desk| {
        Register::unlock(
            &desk.layout,
            trainee,
            &Secret::new(PASSPHRASE),
            desk.clock.clone(),
        )
    };
    assert_eq!(rule(try_it(&desk)), "account-closed");
    let recovery = ResetPassphraseRequest {
        user_id: trainee,
        recovery_key: Secret::new(desk.recovery_key.clone()),
        new_passphrase: Secret::new(NEW),
    };
    assert_eq!(
        rule(reset_passphrase(
            &desk.layout,
            &recovery,
            desk.clock.clone()
        )),
        "account-closed"
    );
    // The key file of yesterday is put back: it opens nothing of today's register.
    let today = std::fs::read(desk.layout.keys()).unwrap();
    files::replace(&desk.layout.keys(), &before).unwrap();
    let old = try_it(&desk);
    assert!(
        matches!(&old, Err(Error::Damaged { what }) if what.contains("older")),
        "{old:?}"
    );
    files::replace(&desk.layout.keys(), &today).unwrap();

    (desk.register, desk.session) = Register::unlock(
        &desk.layout,
        keeper,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    )
    .unwrap();
    assert!(
        !reopen_user(&desk.register, &desk.session, &of(trainee))
            .unwrap()
            .disabled
    );
    assert_eq!(
        rule(reopen_user(&desk.register, &desk.session, &of(trainee))),
        "account-closed-already"
    );
    sit_down(&mut desk, trainee);
    assert_eq!(returned_here(&desk), 1);
    assert!(desk.register.verify(|_| true).unwrap().faults.is_empty());
}

#[test]
fn one_account_that_keeps_accounts_always_remains_and_only_such_a_one_closes() {
    let mut desk = Desk::new();
    let first = desk.session.user;
    let account = |name, role| {
        add_user(&desk.register, &desk.session, &new_user(name, role))
            .unwrap()
            .id
    };
    let (guardian, clinician) = (
        account("Ms G. Keeper", Role::Guardian),
        account("Sr B. Clarke", Role::Clinician),
    );
    sit_down(&mut desk, clinician);
    for outcome in [
        close_user(&desk.register, &desk.session, &of(guardian)),
        close_user(&desk.register, &desk.session, &of(clinician)),
        reopen_user(&desk.register, &desk.session, &of(guardian)),
    ] {
        assert!(matches!(outcome, Err(Error::NotAllowed { .. })));
    }
    assert!(matches!(
        left_behind(&desk.register, &desk.session, &of(guardian)),
        Err(Error::NotAllowed { .. })
    ));
    sit_down(&mut desk, guardian);
    for user in [first, clinician] {
        close_user(&desk.register, &desk.session, &of(user)).unwrap();
    }
    assert_eq!(
        rule(close_user(&desk.register, &desk.session, &of(guardian))),
        "own-account"
    );
    let demote = ChangeUserRequest {
        user_id: guardian,
        name: "Ms G. Keeper".into(),
        role: Role::Clinician,
        post: String::new(),
        registration: String::new(),
    };
    assert_eq!(
        rule(change_user(&desk.register, &desk.session, &demote)),
        "own-role"
    );
    // A change of a closed account's name leaves it closed.
    let renamed = ChangeUserRequest {
        user_id: clinician,
        name: "Sr B. Clarke-Moss".into(),
        ..demote
    };
    assert!(
        change_user(&desk.register, &desk.session, &renamed)
            .unwrap()
            .disabled
    );
    let offered = closed_state(&desk.layout, desk.register.clock()).unwrap();
    assert_eq!(offered.accounts.len(), 1);
}

#[test]
fn after_a_crash_between_key_file_and_record_the_account_is_closed_and_either_can_be_finished() {
    let (mut desk, trainee, _) = desk();
    let keeper = desk.session.user;
    // What a crash leaves: the key file is that of after the closing, the register that of before it.
    desk.register.lock(&desk.session).unwrap();
    let earlier: Vec<_> = [desk.layout.database(), desk.layout.head()]
        .into_iter()
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect();
    let back = |desk: &mut Desk| {
        (desk.register, desk.session) = Register::unlock(
            &desk.layout,
            keeper,
            &Secret::new(PASSPHRASE),
            desk.clock.clone(),
        )
        .unwrap();
    };
    for finish in [close_user, reopen_user] {
        back(&mut desk);
        close_user(&desk.register, &desk.session, &of(trainee)).unwrap();
        desk.register.lock(&desk.session).unwrap();
        for (path, bytes) in &earlier {
            files::replace(path, bytes).unwrap();
        }
        let refused = Register::unlock(
            &desk.layout,
            trainee,
            &Secret::new(PASSPHRASE),
            desk.clock.clone(),
        );
        assert_eq!(rule(refused), "account-closed");
        back(&mut desk);
        let all = users(&desk.register, &desk.session).unwrap();
        assert!(all.iter().all(|u| !u.disabled));
        let finished = finish(&desk.register, &desk.session, &of(trainee)).unwrap();
        if finished.disabled {
            reopen_user(&desk.register, &desk.session, &of(trainee)).unwrap();
        }
        desk.register.lock(&desk.session).unwrap();
    }
    Register::unlock(
        &desk.layout,
        trainee,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    )
    .unwrap();
}
