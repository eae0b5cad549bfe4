//! What a caller may do with accounts and with the register's lock.

use super::{
    AccountRequest, AccountView, ChangePassphraseRequest, ChangeUserRequest,
    CheckPassphraseRequest, ConfirmRecoveryKeyRequest, NewUser, PassphraseView, RegisterState,
    RegisterStateView, ResetPassphraseRequest, SessionView, SetDeputyRequest, SetUpView,
    UnlockRequest, User, UserView, covering, deputies, store,
};
use crate::clock::Clock;
use crate::error::{Error, FieldError, Result};
use crate::ids::UserId;
use crate::op::Op;
use crate::record::drafts;
use crate::register::Register;
use crate::session::Session;
use crate::store::attempts::Attempts;
use crate::store::hold::Hold;
use crate::store::key_file::{AccountKeys, KeyFile, no_invitation};
use crate::store::keys::{Holder, fresh_secret};
use crate::store::recovery::RecoveryKey;
use crate::store::{Layout, passphrase, place};
use std::sync::Arc;

/// What the window finds before anybody has unlocked.
pub fn closed_state(layout: &Layout, clock: &dyn Clock) -> Result<RegisterStateView> {
    crate::backups::finish_interrupted(layout)?;
    let exists = layout.exists();
    let all = if exists {
        KeyFile::read(layout)?.accounts
    } else {
        Vec::new()
    };
    let (invited, accounts): (Vec<_>, Vec<_>) = all
        .into_iter()
        .filter(|a| a.data_key.is_some())
        .partition(|a| a.invited_until.is_some());
    let named = |accounts: Vec<AccountKeys>| {
        accounts
            .into_iter()
            .map(|a| AccountView {
                id: a.user_id,
                name: a.name,
            })
            .collect()
    };
    Ok(RegisterStateView {
        state: if exists {
            RegisterState::Locked
        } else {
            RegisterState::None
        },
        folder: layout.folder().display().to_string(),
        folder_warning: place::doubt(layout.folder())
            .map(|doubt| doubt.words())
            .unwrap_or_default(),
        accounts: named(accounts),
        invited: named(invited),
        session: None,
        wait_seconds: Attempts::read(&layout.attempts())?.wait_seconds(clock.now()),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// The state of a register that is open while the device is in a patient's hands: that, and nothing else. The
/// questionnaire says whom it is to be handed back to.
pub fn patients_state() -> RegisterStateView {
    RegisterStateView {
        state: RegisterState::WithPatient,
        folder: String::new(),
        folder_warning: String::new(),
        accounts: Vec::new(),
        invited: Vec::new(),
        session: None,
        wait_seconds: 0,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// The state of an open register whose window is covered: that, and nothing else.
pub fn covered_state() -> RegisterStateView {
    RegisterStateView {
        state: RegisterState::Covered,
        ..patients_state()
    }
}

/// The state of an open register. Errors: `PatientMode`.
pub fn open_state(register: &Register, session: &Session) -> Result<RegisterStateView> {
    session.staff()?;
    let mut state = closed_state(register.layout(), register.clock())?;
    state.state = RegisterState::Unlocked;
    state.session = Some(session_view(register, session)?);
    Ok(state)
}

/// The session as screens show it.
pub fn session_view(register: &Register, session: &Session) -> Result<SessionView> {
    let (user, drafts) = register.read(|c| {
        Ok((
            store::user(c, session.user)?,
            drafts::count(c, session.user)?,
        ))
    })?;
    Ok(SessionView {
        user,
        made_up: register.made_up(),
        recovery_confirmed: KeyFile::read(register.layout())?.recovery.confirmed,
        failed_tries: register.failed_tries(),
        clock_notice: register.clock_notice().to_owned(),
        cover_pin: covering::has_pin(register, session),
        drafts,
        warnings: register.warnings().to_vec(),
        today: register.clock().today().to_string(),
    })
}

/// How strong a passphrase is.
pub fn check_passphrase(request: &CheckPassphraseRequest) -> PassphraseView {
    let strength = passphrase::strength(request.passphrase.expose(), &[&request.name]);
    PassphraseView {
        score: strength.score,
        acceptable: strength.acceptable,
        guidance: strength.guidance,
    }
}

/// What is wrong with how somebody signs: name, post, registration.
pub(super) fn faults_of(name: &str, post: &str, registration: &str) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if name.trim().is_empty() {
        faults.push(FieldError::new(
            "name",
            "required",
            "Enter the name as it should stand under a letter.",
        ));
    }
    for (field, text) in [
        ("name", name),
        ("post", post),
        ("registration", registration),
    ] {
        if text.chars().count() > 120 {
            faults.push(FieldError::new(
                field,
                "length",
                "Use at most 120 characters.",
            ));
        }
    }
    faults
}

fn check_new(user: &NewUser) -> Result<NewUser> {
    let mut faults = faults_of(&user.name, &user.post, &user.registration);
    let strength = passphrase::strength(user.passphrase.expose(), &[&user.name]);
    if !strength.acceptable {
        faults.push(FieldError::new(
            "passphrase",
            "passphrase-strength",
            strength.guidance,
        ));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    Ok(NewUser {
        name: user.name.trim().to_owned(),
        post: user.post.trim().to_owned(),
        registration: user.registration.trim().to_owned(),
        ..user.clone()
    })
}

/// Sets up a register with its first account, and unlocks it.
pub fn set_up(
    layout: &Layout,
    first: &NewUser,
    clock: Arc<dyn Clock>,
) -> Result<(Arc<Register>, Session, SetUpView)> {
    let first = check_new(first)?;
    let (register, session, recovery) = Register::set_up(layout, &first, clock)?;
    let view = SetUpView {
        session: session_view(&register, &session)?,
        recovery_key: recovery.printed(),
    };
    Ok((register, session, view))
}

/// Unlocks.
///
/// Errors: those of [`Register::unlock`]; `InUse` also with `take_over` where another program's lock is seen.
pub fn unlock(
    layout: &Layout,
    request: &UnlockRequest,
    clock: Arc<dyn Clock>,
) -> Result<(Arc<Register>, Session)> {
    if request.take_over && layout.exists() {
        Hold::forget_elsewhere(layout)?;
    }
    Register::unlock(layout, request.user_id, &request.passphrase, clock)
}

/// Sets a new passphrase by the recovery key, and unlocks.
pub fn reset_passphrase(
    layout: &Layout,
    request: &ResetPassphraseRequest,
    clock: Arc<dyn Clock>,
) -> Result<(Arc<Register>, Session)> {
    let recovery = RecoveryKey::parse(&request.recovery_key, "recovery_key")?;
    passphrase::require(request.new_passphrase.expose(), &[], "new_passphrase")?;
    Register::reset(
        layout,
        request.user_id,
        &recovery,
        &request.new_passphrase,
        clock,
    )
}

/// The recovery key typed back. Errors: `Invalid` naming `recovery_key` for any other.
pub fn confirm_recovery_key(
    register: &Register,
    session: &Session,
    request: &ConfirmRecoveryKeyRequest,
) -> Result<SessionView> {
    session.staff()?;
    let typed = RecoveryKey::parse(&request.recovery_key, "recovery_key")?;
    let public = typed.holder().sealing_public();
    register.change_keys(
        session,
        Op::ConfirmRecoveryKey,
        "recovery-key-confirmed",
        session.user,
        |keys, _, _| {
            if keys.recovery.sealing_public != public {
                return Err(Error::field(
                    "recovery_key",
                    "recovery-key",
                    "This is a recovery key, but not this register's.",
                ));
            }
            keys.recovery.confirmed = true;
            Ok(())
        },
    )?;
    session_view(register, session)
}

/// A new passphrase, by the account's owner. The keys behind it stay.
pub fn change_passphrase(
    register: &Register,
    session: &Session,
    request: &ChangePassphraseRequest,
) -> Result<SessionView> {
    session.staff()?;
    passphrase::require(request.new.expose(), &[&session.name], "new")?;
    let user = session.user;
    register.change_keys(
        session,
        Op::ChangePassphrase,
        "passphrase-changed",
        user,
        |keys, data, _| {
            let name = keys.account(user)?.name.clone();
            let (secret, _) = keys
                .unlock(user, request.current.expose())
                .map_err(|e| match e {
                    Error::WrongPassphrase => Error::field(
                        "current",
                        "wrong-passphrase",
                        "This is not your passphrase until now.",
                    ),
                    other => other,
                })?;
            keys.put_account(user, &name, request.new.expose(), &secret, data)
        },
    )?;
    session_view(register, session)
}

/// Adds an account; its owner types the passphrase here.
pub fn add_user(register: &Register, session: &Session, new: &NewUser) -> Result<UserView> {
    session.keeps_accounts("adding an account")?;
    add(register, session, &check_new(new)?)
}

/// Adds an account to a register of made-up cases: its passphrase is in the documentation, so how strong it is does
/// not matter. Errors: `Refused` in any other register.
pub fn add_made_up_user(register: &Register, session: &Session, new: &NewUser) -> Result<UserView> {
    session.keeps_accounts("adding an account")?;
    if !register.made_up() {
        return Err(Error::Refused {
            rule: "made-up-only",
            message: "Only a register of made-up cases takes an account whose passphrase anybody may know.".into(),
        });
    }
    add(register, session, new)
}

/// Errors: `Invalid` naming `name` where another account than `its` has that name.
pub(super) fn already_there(register: &Register, name: &str, its: Option<UserId>) -> Result<()> {
    let same = register.read(|c| {
        Ok(store::users(c)?
            .iter()
            .any(|u| Some(u.id) != its && u.name.eq_ignore_ascii_case(name)))
    })?;
    if same {
        return Err(Error::field(
            "name",
            "unique",
            "There is already an account with this name. Add an initial or a middle name.",
        ));
    }
    Ok(())
}

fn add(register: &Register, session: &Session, new: &NewUser) -> Result<UserView> {
    already_there(register, &new.name, None)?;
    let (user, secret) = (UserId::random()?, fresh_secret()?);
    register.change_keys(
        session,
        Op::AddUser,
        "account-made",
        user,
        |keys, data, tx| {
            keys.put_account(user, &new.name, new.passphrase.expose(), &secret, data)?;
            let account = User {
                name: new.name.clone(),
                role: new.role,
                signing_key: Holder::of(&secret).signing_public(),
                post: new.post.clone(),
                registration: new.registration.clone(),
                disabled: false,
                deputy: None,
                pass_on_hours: 0,
                invited_until: None,
            };
            store::put(tx, user, &account)
        },
    )?;
    register.read(|c| store::user(c, user))
}

/// Changes an account's line: one's own, or anybody's for a keeper of accounts. Nobody changes their own role.
pub fn change_user(
    register: &Register,
    session: &Session,
    request: &ChangeUserRequest,
) -> Result<UserView> {
    session.staff()?;
    let user = request.user_id;
    if user != session.user {
        session.keeps_accounts("changing another person's account")?;
    }
    let faults = faults_of(&request.name, &request.post, &request.registration);
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let before = register.read(|c| store::account(c, user))?;
    if before.name != request.name.trim() {
        already_there(register, request.name.trim(), Some(user))?;
    }
    if before.role != request.role && user == session.user {
        return Err(Error::Refused {
            rule: "own-role",
            message: "Nobody changes their own role. Ask a consultant or the guardian.".into(),
        });
    }
    let account = User {
        name: request.name.trim().to_owned(),
        role: request.role,
        post: request.post.trim().to_owned(),
        registration: request.registration.trim().to_owned(),
        ..before
    };
    register.change_keys(
        session,
        Op::ChangeUser,
        "account-changed",
        user,
        |keys, _, tx| {
            for entry in keys.accounts.iter_mut().filter(|a| a.user_id == user) {
                entry.name = account.name.clone();
            }
            store::put(tx, user, &account)
        },
    )?;
    register.read(|c| store::user(c, user))
}

/// Closes an account: from now on it can't unlock. What it signed stays valid, and its name stays where it stands. An
/// invitation that nobody has accepted is withdrawn by it: its code is dead.
///
/// Whoever asks keeps accounts and can't close their own, so that one that keeps accounts always remains. Nobody else can
/// be at work meanwhile: a register is open in one program at a time. Errors: `NotAllowed`; `NotFound`; `Refused` for
/// one's own, or where it is closed already.
pub fn close_user(
    register: &Register,
    session: &Session,
    request: &AccountRequest,
) -> Result<UserView> {
    session.keeps_accounts("closing an account")?;
    let user = request.user_id;
    if user == session.user {
        return Err(Error::Refused {
            rule: "own-account",
            message: "Nobody closes their own account: one that keeps accounts has to remain. Ask another consultant \
                      or the guardian."
                .into(),
        });
    }
    set_closed(register, session, user, true)?;
    register.read(|c| store::user(c, user))
}

/// Opens a closed account again: it unlocks with the passphrase that it had.
///
/// Errors: `NotAllowed`; `NotFound`; `Refused` where it is not closed.
pub fn reopen_user(
    register: &Register,
    session: &Session,
    request: &AccountRequest,
) -> Result<UserView> {
    session.keeps_accounts("opening an account again")?;
    set_closed(register, session, request.user_id, false)?;
    register.read(|c| store::user(c, request.user_id))
}

fn set_closed(register: &Register, session: &Session, user: UserId, close: bool) -> Result<()> {
    let invited = register.read(|c| store::account(c, user))?.is_invited();
    let (op, what) = if close && invited {
        (Op::CloseUser, "invitation-withdrawn")
    } else if close {
        (Op::CloseUser, "account-closed")
    } else {
        (Op::ReopenUser, "account-reopened")
    };
    register.change_keys(session, op, what, user, |keys, data, tx| {
        let before = store::account(tx.connection(), user)?;
        // After a crash between the two, the key file is ahead of the record: either may be what is still to be done.
        if before.disabled == close && keys.is_closed(user) == close {
            return Err(Error::Refused {
                rule: "account-closed-already",
                message: if close {
                    "This account is closed already.".into()
                } else {
                    "This account is not closed.".into()
                },
            });
        }
        if !close && before.is_invited() {
            return Err(no_invitation());
        }
        if close {
            keys.close_account(user)?;
        } else {
            keys.reopen_account(user, data)?;
        }
        let account = User {
            disabled: close,
            ..before
        };
        store::put(tx, user, &account)
    })
}

/// Names the account to which an answer about safety passes that this account entered and nobody has responded to: one's
/// own, or anybody's for a keeper of accounts, as for somebody who is suddenly away.
///
/// Errors: `NotAllowed`; `NotFound`; `Invalid` for a deputy who could not respond, or hours that are not 1 to 168.
pub fn set_deputy(
    register: &Register,
    session: &Session,
    request: &SetDeputyRequest,
) -> Result<UserView> {
    let user = request.user_id;
    if user != session.user {
        session.keeps_accounts("naming another person's deputy")?;
    }
    let (of, named) = register.read(|c| {
        let named = request.deputy_id.map(|id| store::user(c, id)).transpose()?;
        Ok((store::user(c, user)?, named))
    })?;
    deputies::check(&of, named.as_ref(), request.hours)?;
    register.write(session, Op::SetDeputy, |tx| {
        let account = User {
            deputy: request.deputy_id,
            pass_on_hours: request.deputy_id.map_or(0, |_| request.hours),
            ..store::account(tx.connection(), user)?
        };
        store::put(tx, user, &account)
    })?;
    register.read(|c| store::user(c, user))
}

/// Every account.
pub fn users(register: &Register, session: &Session) -> Result<Vec<UserView>> {
    session.staff()?;
    register.read(store::users)
}
