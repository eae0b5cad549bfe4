//! Who gets in, who does not, and what a forgotten passphrase costs.

use super::desk::{Desk, PASSPHRASE, new_user};
use casebook_core::cases::CaseloadRequest;
use casebook_core::cases::api::caseload;
use casebook_core::sensitive::Secret;
use casebook_core::store::{Layout, files};
use casebook_core::users::api::{
    add_user, change_passphrase, change_user, closed_state, confirm_recovery_key, reset_passphrase,
    session_view, unlock,
};
use casebook_core::users::{
    ChangePassphraseRequest, ChangeUserRequest, ConfirmRecoveryKeyRequest, RegisterState,
    ResetPassphraseRequest, Role, UnlockRequest,
};
use casebook_core::{Error, Register};
use chrono::TimeDelta;

const OTHER: &str = "violet tractor saucepan nine";

fn request(user: casebook_core::ids::UserId, passphrase: &str) -> UnlockRequest {
    UnlockRequest {
        user_id: user,
        passphrase: Secret::new(passphrase),
        take_over: false,
    }
}

#[test]
fn a_wrong_passphrase_is_refused_the_wait_grows_and_the_count_is_told() {
    let desk = Desk::new();
    let user = desk.session.user;
    desk.register.lock(&desk.session).unwrap();
    for _ in 0..3 {
        let refused = unlock(
            &desk.layout,
            &request(user, "wrong wrong wrong"),
            desk.clock.clone(),
        );
        assert!(matches!(refused, Err(Error::WrongPassphrase)));
    }
    let soon = unlock(&desk.layout, &request(user, PASSPHRASE), desk.clock.clone());
    assert!(
        matches!(soon, Err(Error::TooSoon { seconds: 1 })),
        "even the right one waits"
    );
    desk.clock.set(super::desk::noon() + TimeDelta::seconds(2));
    let (register, session) =
        unlock(&desk.layout, &request(user, PASSPHRASE), desk.clock.clone()).unwrap();
    assert_eq!(session_view(&register, &session).unwrap().failed_tries, 3);
}

#[test]
fn a_locked_register_answers_nothing() {
    let desk = Desk::new();
    desk.register.lock(&desk.session).unwrap();
    let locked = caseload(&desk.register, &desk.session, &CaseloadRequest::default());
    assert!(matches!(locked, Err(Error::Locked)));
    assert!(matches!(desk.register.verify(|_| true), Err(Error::Locked)));
    assert!(matches!(
        desk.register.lock(&desk.session),
        Err(Error::Locked)
    ));
}

#[test]
fn a_second_program_is_told_that_the_register_is_open() {
    let desk = Desk::new();
    let second = unlock(
        &desk.layout,
        &request(desk.session.user, PASSPHRASE),
        desk.clock.clone(),
    );
    assert!(matches!(second, Err(Error::InUse { .. })));
}

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let desk = Desk::new();
    let wrong = ChangePassphraseRequest {
        current: Secret::new("not this one at all"),
        new: Secret::new(OTHER),
    };
    let refused = change_passphrase(&desk.register, &desk.session, &wrong);
    assert!(matches!(&refused, Err(Error::Invalid(f)) if f[0].field == "current"));
    let weak = ChangePassphraseRequest {
        current: Secret::new(PASSPHRASE),
        new: Secret::new("password1234"),
    };
    assert!(
        matches!(&change_passphrase(&desk.register, &desk.session, &weak), Err(Error::Invalid(f)) if f[0].field == "new")
    );
    let right = ChangePassphraseRequest {
        current: Secret::new(PASSPHRASE),
        new: Secret::new(OTHER),
    };
    change_passphrase(&desk.register, &desk.session, &right).unwrap();
    desk.register.lock(&desk.session).unwrap();
    let old = unlock(
        &desk.layout,
        &request(desk.session.user, PASSPHRASE),
        desk.clock.clone(),
    );
    assert!(matches!(old, Err(Error::WrongPassphrase)));
    unlock(
        &desk.layout,
        &request(desk.session.user, OTHER),
        desk.clock.clone(),
    )
    .unwrap();
}

#[test]
fn the_recovery_key_is_asked_back_and_gives_a_new_passphrase_and_a_new_signing_key() {
    let desk = Desk::new();
    assert!(
        !session_view(&desk.register, &desk.session)
            .unwrap()
            .recovery_confirmed
    );
    let other = casebook_core::store::recovery::RecoveryKey::fresh()
        .unwrap()
        .printed();
    let wrong = ConfirmRecoveryKeyRequest {
        recovery_key: Secret::new(other.clone()),
    };
    assert!(
        matches!(&confirm_recovery_key(&desk.register, &desk.session, &wrong), Err(Error::Invalid(f)) if f[0].field == "recovery_key")
    );
    let right = ConfirmRecoveryKeyRequest {
        recovery_key: Secret::new(desk.recovery_key.to_lowercase()),
    };
    assert!(
        confirm_recovery_key(&desk.register, &desk.session, &right)
            .unwrap()
            .recovery_confirmed
    );

    let case = desk.case(desk.patient("Halina", "Nowak", ""));
    desk.sign(case, None, "Signed with the first key");
    desk.register.lock(&desk.session).unwrap();
    let reset = |key: &str| ResetPassphraseRequest {
        user_id: desk.session.user,
        recovery_key: Secret::new(key),
        new_passphrase: Secret::new(OTHER),
    };
    assert!(matches!(
        reset_passphrase(&desk.layout, &reset(&other), desk.clock.clone()),
        Err(Error::Invalid(_))
    ));
    let (register, session) =
        reset_passphrase(&desk.layout, &reset(&desk.recovery_key), desk.clock.clone()).unwrap();
    let verdict = register.verify(|_| true).unwrap();
    assert!(
        verdict.faults.is_empty(),
        "what the first key signed still holds: {:?}",
        verdict.faults
    );
    register.lock(&session).unwrap();
    let old = unlock(
        &desk.layout,
        &request(session.user, PASSPHRASE),
        desk.clock.clone(),
    );
    assert!(matches!(old, Err(Error::WrongPassphrase)));
    let (register, session) = unlock(
        &desk.layout,
        &request(session.user, OTHER),
        desk.clock.clone(),
    )
    .unwrap();
    assert!(register.verify(|_| true).unwrap().faults.is_empty());
    register.lock(&session).unwrap();
}

#[test]
fn a_second_account_unlocks_with_its_own_passphrase_and_has_its_own_role() {
    let desk = Desk::new();
    let mut leader = new_user("Ms P. Lead", Role::ServiceLead);
    leader.passphrase = Secret::new(OTHER);
    let lead = add_user(&desk.register, &desk.session, &leader).unwrap();
    assert!(
        matches!(
            add_user(&desk.register, &desk.session, &leader),
            Err(Error::Invalid(_))
        ),
        "one name, one account"
    );
    desk.register.lock(&desk.session).unwrap();
    assert!(matches!(
        unlock(
            &desk.layout,
            &request(lead.id, PASSPHRASE),
            desk.clock.clone()
        ),
        Err(Error::WrongPassphrase)
    ));
    let (register, session) =
        unlock(&desk.layout, &request(lead.id, OTHER), desk.clock.clone()).unwrap();
    let refused = caseload(&register, &session, &CaseloadRequest::default());
    assert!(
        matches!(refused, Err(Error::NotAllowed { .. })),
        "a service lead reads no clinical text"
    );
    assert!(matches!(
        add_user(&register, &session, &new_user("Dr X", Role::Clinician)),
        Err(Error::NotAllowed { .. })
    ));
    let promote = ChangeUserRequest {
        user_id: lead.id,
        name: "Ms P. Lead".into(),
        role: Role::Consultant,
        post: String::new(),
        registration: String::new(),
    };
    assert!(matches!(
        change_user(&register, &session, &promote),
        Err(Error::Refused {
            rule: "own-role",
            ..
        })
    ));
}

#[test]
fn an_older_key_file_put_back_is_noticed() {
    let desk = Desk::new();
    let old = std::fs::read(desk.layout.keys()).unwrap();
    let change = ChangePassphraseRequest {
        current: Secret::new(PASSPHRASE),
        new: Secret::new(OTHER),
    };
    change_passphrase(&desk.register, &desk.session, &change).unwrap();
    desk.register.lock(&desk.session).unwrap();
    files::replace(&desk.layout.keys(), &old).unwrap();
    let opened = unlock(
        &desk.layout,
        &request(desk.session.user, PASSPHRASE),
        desk.clock.clone(),
    );
    assert!(
        matches!(&opened, Err(Error::Damaged { what }) if what.contains("older")),
        "{opened:?}"
    );
}

#[test]
fn set_up_leaves_an_existing_register_alone_and_the_folder_is_private() {
    let desk = Desk::new();
    let again = casebook_core::users::api::set_up(
        &desk.layout,
        &new_user("Dr B", Role::Consultant),
        desk.clock.clone(),
    );
    assert!(matches!(
        again,
        Err(Error::Refused {
            rule: "register-exists",
            ..
        })
    ));
    let elsewhere = Layout::new(desk.layout.folder().with_file_name("none"));
    assert_eq!(
        closed_state(&elsewhere, desk.register.clock())
            .unwrap()
            .state,
        RegisterState::None
    );
    assert!(matches!(
        Register::unlock(
            &elsewhere,
            desk.session.user,
            &Secret::new(PASSPHRASE),
            desk.clock.clone()
        ),
        Err(Error::NotFound { .. })
    ));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |p: &std::path::Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(desk.layout.folder()), 0o700);
        for entry in std::fs::read_dir(desk.layout.folder()).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                assert_eq!(mode(&path) & 0o077, 0, "{}", path.display());
            }
        }
    }
}

/// Puts somebody else's public key in place of one in the key file, as a disk writer without a passphrase can.
fn substitute(desk: &Desk, which: &str) -> Vec<u8> {
    let path = desk.layout.keys();
    let honest = std::fs::read(&path).unwrap();
    let mut file: serde_json::Value = serde_json::from_slice(&honest).unwrap();
    let theirs = casebook_core::store::recovery::RecoveryKey::fresh()
        .unwrap()
        .holder()
        .sealing_public();
    match which {
        "recovery" => file["recovery"]["sealing_public"] = theirs.into(),
        "unsealed" => {
            file["recovery"]["sealing_public"] = theirs.into();
            file.as_object_mut().unwrap().remove("seal");
        }
        _ => file["accounts"][0]["name"] = "Dr B. Else".into(),
    }
    files::replace(&path, &serde_json::to_vec(&file).unwrap()).unwrap();
    honest
}

#[test]
fn nothing_is_sealed_to_a_key_that_somebody_else_has_put_into_the_key_file() {
    let desk = Desk::new();
    let user = desk.session.user;
    for which in ["recovery", "unsealed", "name"] {
        let honest = substitute(&desk, which);
        let added = add_user(
            &desk.register,
            &desk.session,
            &new_user("Dr R. Patel", Role::Trainee),
        );
        assert!(matches!(added, Err(Error::Damaged { .. })), "{which}");
        files::replace(&desk.layout.keys(), &honest).unwrap();
    }
    desk.register.lock(&desk.session).unwrap();
    for which in ["recovery", "unsealed", "name"] {
        let honest = substitute(&desk, which);
        let opened = unlock(&desk.layout, &request(user, PASSPHRASE), desk.clock.clone());
        assert!(matches!(opened, Err(Error::Damaged { .. })), "{which}");
        files::replace(&desk.layout.keys(), &honest).unwrap();
    }
    unlock(&desk.layout, &request(user, PASSPHRASE), desk.clock.clone()).unwrap();
}
