//! Somebody new comes to the register without anybody else's knowing their passphrase: an invitation with a code that counts
//! once and until a day, a passphrase of their own, and keys that nobody else ever had.

use super::api::{already_there, faults_of};
use super::{
    AcceptInvitationRequest, InvitationView, InviteAgainRequest, InviteUserRequest, User, store,
};
use crate::clock::{Clock, stamp};
use crate::dates;
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::op::Op;
use crate::record::journal;
use crate::register::Register;
use crate::session::Session;
use crate::store::invitation::InvitationCode;
use crate::store::{Layout, passphrase};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use std::sync::Arc;

/// The most days that a code counts.
const MOST_DAYS: u32 = 30;

/// The instant that expiry is told by: the clock's, or the newest in the journal where the clock was set back.
pub(crate) fn by_now(connection: &Connection, clock: &dyn Clock) -> Result<DateTime<Utc>> {
    let newest = journal::newest_instant(connection)?;
    let newest = newest.parse().unwrap_or(DateTime::UNIX_EPOCH);
    Ok(clock.now().max(newest))
}

/// Is a code over that counted until an instant, RFC 3339? One that can't be read is.
pub(crate) fn is_over(until: &str, now: DateTime<Utc>) -> bool {
    until
        .parse::<DateTime<Utc>>()
        .map_or(true, |until| now >= until)
}

/// Invites somebody: an account that unlocks nothing yet, and the code that its owner makes it their own with. The code is
/// in the answer and nowhere else.
///
/// Errors: `NotAllowed`; `Invalid`.
pub fn invite_user(
    register: &Register,
    session: &Session,
    request: &InviteUserRequest,
) -> Result<InvitationView> {
    session.keeps_accounts("inviting somebody")?;
    let faults = faults_of(&request.name, &request.post, &request.registration);
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let name = request.name.trim().to_owned();
    already_there(register, &name, None)?;
    let account = User {
        name,
        role: request.role,
        signing_key: String::new(),
        post: request.post.trim().to_owned(),
        registration: request.registration.trim().to_owned(),
        disabled: false,
        deputy: None,
        pass_on_hours: 0,
        invited_until: None,
    };
    invite(register, session, UserId::random()?, account, request.days)
}

/// A new code for somebody who has not used theirs: the one before is dead.
///
/// Errors: `NotAllowed`; `NotFound`; `Refused` for an account that is its owner's already.
pub fn invite_again(
    register: &Register,
    session: &Session,
    request: &InviteAgainRequest,
) -> Result<InvitationView> {
    session.keeps_accounts("inviting somebody")?;
    let before = register.read(|c| store::account(c, request.user_id))?;
    if !before.is_invited() {
        return Err(Error::Refused {
            rule: "accepted",
            message:
                "This account is in use. A forgotten passphrase is replaced with the recovery key."
                    .into(),
        });
    }
    let account = User {
        disabled: false,
        ..before
    };
    invite(register, session, request.user_id, account, request.days)
}

fn invite(
    register: &Register,
    session: &Session,
    user: UserId,
    account: User,
    days: u32,
) -> Result<InvitationView> {
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Error::field(
            "days",
            "range",
            "Enter a number of days from 1 to 30.",
        ));
    }
    let code = InvitationCode::fresh()?;
    let until = register.read(|c| by_now(c, register.clock()))? + TimeDelta::days(i64::from(days));
    let until = stamp(until);
    let account = User {
        invited_until: Some(until.clone()),
        ..account
    };
    register.change_keys(
        session,
        Op::InviteUser,
        "invited",
        user,
        |keys, data, tx| {
            keys.invite(user, &account.name, code.words(), &until, data)?;
            store::put(tx, user, &account)
        },
    )?;
    Ok(InvitationView {
        user: register.read(|c| store::user(c, user))?,
        code: code.words().to_owned(),
        until: dates::clinical_instant(&until),
    })
}

/// Makes an invited account its owner's: with a passphrase and with keys that whoever invited them never had, and unlocks.
///
/// Errors: `TooSoon`; `Invalid` naming `code` or `new_passphrase`; `Refused` for a code that is over, was used or withdrawn.
pub fn accept_invitation(
    layout: &Layout,
    request: &AcceptInvitationRequest,
    clock: Arc<dyn Clock>,
) -> Result<(Arc<Register>, Session)> {
    let code = InvitationCode::parse(&request.code, "code")?;
    passphrase::require(request.new_passphrase.expose(), &[], "new_passphrase")?;
    if word_for_word(request.new_passphrase.expose(), code.words()) {
        return Err(Error::field(
            "new_passphrase",
            "code",
            "Choose a passphrase of your own: somebody else has seen the code.",
        ));
    }
    Register::accept(
        layout,
        request.user_id,
        &code,
        &request.new_passphrase,
        clock,
    )
}

fn word_for_word(passphrase: &str, code: &str) -> bool {
    crate::store::word_list::typed(passphrase).join(" ") == code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_over_at_its_instant_and_where_that_cannot_be_read() {
        let at = |text: &str| text.parse().unwrap();
        let until = "2026-12-03T12:00:00.000Z";
        assert!(!is_over(until, at("2026-12-03T11:59:59Z")));
        assert!(is_over(until, at("2026-12-03T12:00:00Z")));
        assert!(is_over("whenever", at("2026-11-20T12:00:00Z")));
    }
}
