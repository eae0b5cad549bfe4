//! Setting up a register, and its accounts.

use crate::arguments::{Door, Person, Place};
use crate::{door, output};
use casebook_core::clock::SystemClock;
use casebook_core::today::api::left_behind;
use casebook_core::users::{
    self, AcceptInvitationRequest, AccountRequest, InviteUserRequest, NewUser,
    ResetPassphraseRequest,
};
use casebook_core::{Error, Result};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;

fn new_user(name: &str, person: &Person, passphrase: casebook_core::sensitive::Secret) -> NewUser {
    NewUser {
        name: name.to_owned(),
        role: person.role,
        post: person.post.clone(),
        registration: person.registration.clone(),
        passphrase,
    }
}

pub(crate) fn init(
    place: &Place,
    name: &str,
    person: &Person,
    passphrase_file: Option<&Path>,
    json: bool,
) -> Result<()> {
    let layout = door::layout(place)?;
    let first = new_user(name, person, door::new_passphrase(passphrase_file, true)?);
    let (register, session, made) = users::api::set_up(&layout, &first, Arc::new(SystemClock))?;
    let folder = layout.folder().display().to_string();
    let told = output::either(
        json,
        &serde_json::json!({
            "folder": folder,
            "user": made.session.user,
            "recovery_key": made.recovery_key,
        }),
        &format!(
            "A register was set up in {folder} for {}.\n\n\
             Recovery key: {}\n\n\
             Write it down and keep it in a safe place away from this computer. It is shown this once.\n\
             Without it a forgotten passphrase can't be replaced.",
            made.session.user.name, made.recovery_key
        ),
    );
    register.lock(&session)?;
    told
}

pub(crate) fn list(door: &Door, json: bool) -> Result<()> {
    door::within(door, json, |register, session| {
        let all = users::api::users(register, session)?;
        let rows: Vec<Vec<String>> = all
            .iter()
            .map(|u| {
                let closed = match (u.disabled, u.invited_until.as_str()) {
                    (false, "") => String::new(),
                    (true, "") => "closed".to_owned(),
                    (true, _) => "invitation over".to_owned(),
                    (false, until) => format!("invited until {until}"),
                };
                vec![
                    u.name.clone(),
                    u.role.word().to_owned(),
                    u.post.clone(),
                    u.registration.clone(),
                    closed,
                ]
            })
            .collect();
        output::either(
            json,
            &all,
            &output::table(&["Name", "Role", "Post", "Registration", ""], &rows),
        )
    })
}

pub(crate) fn add(
    door: &Door,
    name: &str,
    person: &Person,
    new_passphrase_file: Option<&Path>,
    json: bool,
) -> Result<()> {
    door::within(door, json, |register, session| {
        let new = new_user(
            name,
            person,
            door::new_passphrase(new_passphrase_file, false)?,
        );
        let user = users::api::add_user(register, session, &new)?;
        output::either(
            json,
            &user,
            &format!(
                "{} may now unlock the register as {}.",
                user.name,
                user.role.word()
            ),
        )
    })
}

pub(crate) fn invite(
    door: &Door,
    name: &str,
    person: &Person,
    days: u32,
    json: bool,
) -> Result<()> {
    door::within(door, json, |register, session| {
        let request = InviteUserRequest {
            name: name.to_owned(),
            role: person.role,
            post: person.post.clone(),
            registration: person.registration.clone(),
            days,
        };
        let made = users::invitations::invite_user(register, session, &request)?;
        output::either(
            json,
            &made,
            &format!(
                "{} is invited as {}.\n\n\
                 Code: {}\n\n\
                 It counts once, until {}, and is shown this once. Give it to that person alone; on this computer they\n\
                 choose “Use an invitation”, or type `casebookctl users accept`, and a passphrase of their own.",
                made.user.name,
                made.user.role.word(),
                made.code,
                made.until
            ),
        )
    })
}

pub(crate) fn accept(
    place: &Place,
    name: Option<&str>,
    code_file: Option<&Path>,
    new_passphrase_file: Option<&Path>,
    json: bool,
) -> Result<()> {
    let layout = door::layout(place)?;
    let clock = Arc::new(SystemClock);
    let invited = users::api::closed_state(&layout, clock.as_ref())?.invited;
    if invited.is_empty() {
        return Err(Error::NotFound { what: "invitation" });
    }
    let account = door::choose(invited, name)?;
    let request = AcceptInvitationRequest {
        user_id: account.id,
        code: door::invitation_code(code_file)?,
        new_passphrase: door::new_passphrase(new_passphrase_file, false)?,
    };
    let (register, session) = users::invitations::accept_invitation(&layout, &request, clock)?;
    let told = output::either(
        json,
        &account,
        &format!(
            "The account of {} has a passphrase and keys of its own. The code is used up.",
            account.name
        ),
    );
    register.lock(&session)?;
    told
}

/// What is to be known of an account that was closed.
#[derive(Serialize)]
struct Closed {
    user: users::UserView,
    /// What waits for that person, and who can take it up.
    waiting: Vec<String>,
}

pub(crate) fn disable(door: &Door, name: &str, json: bool) -> Result<()> {
    door::within(door, json, |register, session| {
        let request = AccountRequest {
            user_id: door::named_account(register, session, name, "name")?.id,
        };
        let user = users::api::close_user(register, session, &request)?;
        let waiting = left_behind(register, session, &request)?.lines;
        let mut told = format!(
            "The account of {} is closed: it can’t unlock. What it signed stays valid.",
            user.name
        );
        for line in &waiting {
            told.push_str("\n  ");
            told.push_str(line);
        }
        output::either(json, &Closed { user, waiting }, &told)
    })
}

pub(crate) fn enable(door: &Door, name: &str, json: bool) -> Result<()> {
    door::within(door, json, |register, session| {
        let request = AccountRequest {
            user_id: door::named_account(register, session, name, "name")?.id,
        };
        let user = users::api::reopen_user(register, session, &request)?;
        output::either(
            json,
            &user,
            &format!(
                "{} may unlock the register again, with the passphrase that the account had.",
                user.name
            ),
        )
    })
}

pub(crate) fn reset(
    place: &Place,
    user: Option<&str>,
    recovery_key_file: Option<&Path>,
    new_passphrase_file: Option<&Path>,
    json: bool,
) -> Result<()> {
    let layout = door::layout(place)?;
    let clock = Arc::new(SystemClock);
    let account = door::account(&layout, user, clock.as_ref())?;
    let request = ResetPassphraseRequest {
        user_id: account.id,
        recovery_key: door::recovery_key(recovery_key_file)?,
        new_passphrase: door::new_passphrase(new_passphrase_file, false)?,
    };
    let (register, session) = users::api::reset_passphrase(&layout, &request, clock)?;
    let told = output::either(
        json,
        &account,
        &format!(
            "{} has a new passphrase and a new signing key. What the old key signed stays valid.",
            account.name
        ),
    );
    register.lock(&session)?;
    told
}
