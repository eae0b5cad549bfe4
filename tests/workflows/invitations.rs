//! Somebody new comes to the register, and nobody else ever knows their passphrase or has their keys.

use super::desk::{Desk, PASSPHRASE, new_user, noon};
use casebook_core::audit::api::audit;
use casebook_core::audit::{AuditKind, AuditRequest};
use casebook_core::ids::UserId;
use casebook_core::sensitive::Secret;
use casebook_core::store::files;
use casebook_core::store::key_file::KeyFile;
use casebook_core::store::keys::Holder;
use casebook_core::users::api::{
    add_user, change_user, close_user, closed_state, reopen_user, reset_passphrase, unlock, users,
};
use casebook_core::users::invitations::{accept_invitation, invite_again, invite_user};
use casebook_core::users::{
    AcceptInvitationRequest, AccountRequest, ChangeUserRequest, InvitationView, InviteAgainRequest,
    InviteUserRequest, ResetPassphraseRequest, Role, UnlockRequest,
};
use casebook_core::{Error, Register, Session};
use chrono::TimeDelta;
use std::sync::Arc;

const OWN: &str = "violet tractor saucepan nine";

fn invite(desk: &Desk) -> InvitationView {
    let request = InviteUserRequest {
        name: "Dr R. Patel".into(),
        role: Role::Trainee,
        post: String::new(),
        registration: String::new(),
        days: 7,
    };
    invite_user(&desk.register, &desk.session, &request).unwrap()
}

fn again(desk: &Desk, user_id: UserId) -> Result<InvitationView, Error> {
    let request = InviteAgainRequest { user_id, days: 7 };
    invite_again(&desk.register, &desk.session, &request)
}

fn accept(desk: &Desk, user_id: UserId, code: &str) -> Result<(Arc<Register>, Session), Error> {
    let request = AcceptInvitationRequest {
        user_id,
        code: Secret::new(code),
        new_passphrase: Secret::new(OWN),
    };
    accept_invitation(&desk.layout, &request, desk.clock.clone())
}

fn lock(desk: &Desk) {
    desk.register.lock(&desk.session).unwrap();
}

fn sit_down(desk: &mut Desk) {
    let (register, session) = Register::unlock(
        &desk.layout,
        desk.session.user,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    )
    .unwrap();
    (desk.register, desk.session) = (register, session);
}

fn rule(error: Error) -> String {
    match error {
        Error::Refused { rule, .. } => rule.to_owned(),
        Error::Invalid(faults) => faults[0].rule.clone(),
        other => format!("{other:?}"),
    }
}

fn about_keys(desk: &Desk) -> Vec<String> {
    let request = AuditRequest {
        kind: AuditKind::Accounts,
        limit: 100,
        ..AuditRequest::default()
    };
    let view = audit(&desk.register, &desk.session, &request).unwrap();
    view.rows
        .into_iter()
        .map(|r| format!("{}: {}", r.who, r.what))
        .collect()
}

#[test]
fn the_invited_person_has_keys_that_the_code_does_not_open_and_the_code_is_dead() {
    let mut desk = Desk::new();
    let made = invite(&desk);
    assert_eq!(made.code.split(' ').count(), 6);
    let until = casebook_core::clock::stamp(noon() + TimeDelta::days(7));
    let until = casebook_core::dates::clinical_instant(&until);
    assert_eq!((&made.until, &made.user.invited_until), (&until, &until));
    assert!(
        !format!("{made:?}").contains(&made.code),
        "never printed by accident"
    );
    let user = made.user.id;
    lock(&desk);

    let closed = closed_state(&desk.layout, desk.clock.as_ref()).unwrap();
    assert_eq!(
        closed.accounts.len(),
        1,
        "who is invited unlocks nothing yet"
    );
    assert_eq!((closed.invited.len(), closed.invited[0].id), (1, user));
    let request = UnlockRequest {
        user_id: user,
        passphrase: Secret::new(made.code.as_str()),
        take_over: false,
    };
    let refused = unlock(&desk.layout, &request, desk.clock.clone()).unwrap_err();
    assert_eq!(rule(refused), "invited", "the code is no passphrase");

    let before = KeyFile::read(&desk.layout)
        .unwrap()
        .account(user)
        .unwrap()
        .clone();
    let (register, session) = accept(&desk, user, &made.code.to_uppercase()).unwrap();
    assert_eq!(session.role, Role::Trainee);
    let kept = register
        .read(|c| casebook_core::users::store::account(c, user))
        .unwrap();
    assert!(!kept.is_invited() && kept.invited_until.is_none());
    assert!(register.verify(|_| true).unwrap().faults.is_empty());
    assert!(register.differing_projections().unwrap().is_empty());
    register.lock(&session).unwrap();

    let after = KeyFile::read(&desk.layout).unwrap();
    assert_ne!(
        after.account(user).unwrap().sealing_public,
        before.sealing_public
    );
    for file in [desk.layout.keys(), desk.layout.previous_keys()] {
        let file = KeyFile::parse(&files::read(&file).unwrap().unwrap()).unwrap();
        let refused = file.open_invitation(user, &made.code);
        assert!(refused.is_err(), "neither file opens with the code");
    }
    assert_eq!(
        rule(accept(&desk, user, &made.code).unwrap_err()),
        "no-invitation"
    );
    let (secret, _) = after.unlock(user, OWN).unwrap();
    assert_eq!(Holder::of(&secret).signing_public(), kept.signing_key);

    sit_down(&mut desk);
    let said = about_keys(&desk);
    assert_eq!(
        said[..2],
        [
            "Dr R. Patel: Invitation accepted, keys of the account made",
            "Dr A. Okafor: Invited"
        ]
    );
    assert_eq!(rule(again(&desk, user).unwrap_err()), "accepted");
}

#[test]
fn a_code_is_over_on_its_day_and_a_clock_that_is_set_back_does_not_bring_it_back() {
    let mut desk = Desk::new();
    let made = invite(&desk);
    lock(&desk);
    desk.clock.set(noon() + TimeDelta::days(7));
    assert_eq!(
        rule(accept(&desk, made.user.id, &made.code).unwrap_err()),
        "no-invitation"
    );
    // Somebody works a day later; then the clock is put back to before.
    desk.clock.set(noon() + TimeDelta::days(8));
    sit_down(&mut desk);
    assert!(about_keys(&desk)[0].ends_with("Invitation over: its day has passed"));
    lock(&desk);
    desk.clock.set(noon() + TimeDelta::days(1));
    let file = KeyFile::read(&desk.layout).unwrap();
    assert!(
        file.is_closed(made.user.id),
        "the code opens nothing, with whatever tools"
    );
    assert_eq!(
        rule(accept(&desk, made.user.id, &made.code).unwrap_err()),
        "no-invitation"
    );

    // A new one counts from the newest instant of the record, not from the clock that stands wrong.
    sit_down(&mut desk);
    let anew = again(&desk, made.user.id).unwrap();
    let until = casebook_core::clock::stamp(noon() + TimeDelta::days(15));
    assert_eq!(anew.until, casebook_core::dates::clinical_instant(&until));
    lock(&desk);
    assert!(
        accept(&desk, made.user.id, &made.code).is_err(),
        "the first code is dead"
    );
    accept(&desk, made.user.id, &anew.code).unwrap();
}

#[test]
fn the_journal_is_asked_where_the_clock_was_set_back_before_anybody_unlocked() {
    let mut desk = Desk::new();
    let made = invite(&desk);
    desk.clock.set(noon() + TimeDelta::days(9));
    desk.patient("Halina", "Nowak", "999 000 0018");
    desk.clock.set(noon());
    lock(&desk);
    assert_eq!(
        rule(accept(&desk, made.user.id, &made.code).unwrap_err()),
        "no-invitation"
    );
    sit_down(&mut desk);
    let all = users(&desk.register, &desk.session).unwrap();
    let ended = all.iter().find(|u| u.id == made.user.id).unwrap();
    assert!(ended.disabled && !ended.invited_until.is_empty());
}

#[test]
fn an_invitation_is_withdrawn_and_wrong_codes_wait_as_wrong_passphrases_do() {
    let mut desk = Desk::new();
    let made = invite(&desk);
    let user = AccountRequest {
        user_id: made.user.id,
    };
    let other = again(&desk, made.user.id).unwrap().code;
    lock(&desk);
    for _ in 0..3 {
        let wrong = accept(&desk, made.user.id, &made.code).unwrap_err();
        assert_eq!(rule(wrong), "invitation-code");
    }
    assert!(matches!(
        accept(&desk, made.user.id, &other),
        Err(Error::TooSoon { .. })
    ));
    desk.clock.set(noon() + TimeDelta::minutes(5));
    sit_down(&mut desk);
    close_user(&desk.register, &desk.session, &user).unwrap();
    assert!(about_keys(&desk)[0].ends_with("Invitation withdrawn"));
    assert_eq!(
        rule(reopen_user(&desk.register, &desk.session, &user).unwrap_err()),
        "no-invitation",
        "opening an account again brings no code back"
    );
    lock(&desk);
    assert_eq!(
        rule(accept(&desk, made.user.id, &other).unwrap_err()),
        "no-invitation"
    );
}

#[test]
fn only_keepers_of_accounts_invite_and_the_code_is_no_passphrase() {
    let mut desk = Desk::new();
    let nurse = add_user(
        &desk.register,
        &desk.session,
        &new_user("Sr B. Clarke", Role::Clinician),
    )
    .unwrap()
    .id;
    let made = invite(&desk);
    // A change of the line leaves the invitation as it is.
    let changed = ChangeUserRequest {
        user_id: made.user.id,
        name: "Dr Rina Patel".into(),
        role: Role::Clinician,
        post: String::new(),
        registration: String::new(),
    };
    let changed = change_user(&desk.register, &desk.session, &changed).unwrap();
    assert_eq!(changed.invited_until, made.until);
    let twice = InviteUserRequest {
        name: "dr rina patel".into(),
        role: Role::Trainee,
        post: String::new(),
        registration: String::new(),
        days: 31,
    };
    let refused = invite_user(&desk.register, &desk.session, &twice).unwrap_err();
    assert_eq!(rule(refused), "unique");
    lock(&desk);
    let lazy = AcceptInvitationRequest {
        user_id: made.user.id,
        code: Secret::new(made.code.as_str()),
        new_passphrase: Secret::new(made.code.as_str()),
    };
    let refused = accept_invitation(&desk.layout, &lazy, desk.clock.clone()).unwrap_err();
    assert_eq!(rule(refused), "code");
    // Whoever holds the recovery key may set an account up that was only invited; the code is dead then too.
    let reset = ResetPassphraseRequest {
        user_id: made.user.id,
        recovery_key: Secret::new(desk.recovery_key.as_str()),
        new_passphrase: Secret::new(OWN),
    };
    let (register, session) = reset_passphrase(&desk.layout, &reset, desk.clock.clone()).unwrap();
    assert_eq!(session.name, "Dr Rina Patel");
    register.lock(&session).unwrap();
    assert_eq!(
        rule(accept(&desk, made.user.id, &made.code).unwrap_err()),
        "no-invitation"
    );
    desk.session.user = nurse;
    sit_down(&mut desk);
    assert!(matches!(
        again(&desk, made.user.id),
        Err(Error::NotAllowed { .. })
    ));
}
