//! The window covered for a moment: the register stays open, and nothing of it answers until the same person is back.

use super::{CoveredView, ResumeBy, ResumeRequest, SetPinRequest, store};
use crate::error::{Error, Result};
use crate::op::Op;
use crate::preferences::Preferences;
use crate::record::audit::Audited;
use crate::register::Register;
use crate::session::{Mode, Session};
use crate::sittings::rules::check_pin;
use crate::store::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What ties a wrapped secret to its use.
const BOUND: &[u8] = b"casebook cover pin 1";

/// The window, covered.
pub struct Cover {
    staff: Session,
    covered: Session,
    /// Wrong tries of either kind since it was covered, for the audit.
    wrong: Mutex<u32>,
}

impl std::fmt::Debug for Cover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cover(…)")
    }
}

impl Cover {
    /// The session while it is covered: it may lock, and nothing else.
    pub const fn session(&self) -> &Session {
        &self.covered
    }

    fn wrong(&self) -> MutexGuard<'_, u32> {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sets a PIN of 4 to 8 digits that brings this session back when it was covered, until the register locks; an empty one
/// takes it away. Errors: `Invalid` naming `pin`.
pub fn set_pin(register: &Register, session: &Session, request: &SetPinRequest) -> Result<bool> {
    session.staff()?;
    check_pin(request.pin.expose())?;
    let pin = match request.pin.expose() {
        "" => None,
        _ => Some(Pin::set(&request.pin, BOUND)?),
    };
    let is_set = pin.is_some();
    register.pin(|held| *held = pin.map(|pin| (session.user, pin)));
    Ok(is_set)
}

/// Is there a PIN that brings this session back?
pub fn has_pin(register: &Register, session: &Session) -> bool {
    register.pin(|held| {
        held.as_ref()
            .is_some_and(|(user, pin)| *user == session.user && pin.is_taken())
    })
}

/// Covers the window. From now on the caller answers nothing but [`covered`], [`resume`] and locking. Waits for no disk:
/// its line in the audit joins the next write.
pub fn cover(register: &Register, session: &Session) -> Result<Cover> {
    session.staff()?;
    register.note_read(session, Audited::Covered, None, None, None);
    Ok(Cover {
        staff: session.clone(),
        covered: Session {
            mode: Mode::Covered,
            ..session.clone()
        },
        wrong: Mutex::new(0),
    })
}

/// What stands on the cover: whose work it covers, and nothing of that work.
pub fn covered(register: &Register, cover: &Cover) -> Result<CoveredView> {
    let preferences = Preferences::read(register.layout())?;
    Ok(CoveredView {
        name: cover.staff.name.clone(),
        pin: has_pin(register, &cover.staff),
        minutes: preferences.cover_minutes,
        theme: preferences.theme,
        text_percent: preferences.text_percent,
    })
}

/// Goes on as the same person, by the PIN or the passphrase. Anybody else locks, and unlocks as themselves.
///
/// Errors: `TooSoon`; `WrongPassphrase`; `Invalid` naming `secret`; `Refused` under `no-pin`, and under `pin-used-up` after
/// the fifth wrong PIN, upon which the caller locks.
pub fn resume(register: &Register, cover: &Cover, request: &ResumeRequest) -> Result<Session> {
    let user = cover.staff.user;
    let mut wrong = cover.wrong();
    let tried = match request.by {
        ResumeBy::Pin => register.pin(|held| match held {
            Some((whose, pin)) if *whose == user => {
                pin.check(&request.secret, || register.clock().now())
            }
            _ => Err(Error::Refused {
                rule: "no-pin",
                message: "No PIN is set. Use the passphrase.".into(),
            }),
        }),
        ResumeBy::Passphrase => register.recognise(user, &request.secret),
    };
    if let Err(error) = tried {
        let counts = match &error {
            Error::WrongPassphrase | Error::Invalid(_) => true,
            Error::Refused { rule, .. } => *rule == "pin-used-up",
            _ => false,
        };
        if counts {
            *wrong = wrong.saturating_add(1);
        }
        return Err(error);
    }
    // Closed in the meantime by nobody here, but the record is asked all the same.
    if register.read(|c| store::account(c, user))?.disabled {
        return Err(Error::Locked);
    }
    register.pin(|held| {
        if let Some((_, pin)) = held {
            pin.forgive();
        }
    });
    let staff = cover.staff.clone();
    let tries = wrong.to_string();
    let written = register.write(&staff, Op::Resume, |tx| {
        tx.audit_own(Audited::Resumed, None, None, None, &tries)
    });
    if written.is_err() {
        // A full disk keeps nobody from their patient: the line joins the next write that succeeds.
        register.note_read(&staff, Audited::Resumed, None, None, None);
    }
    Ok(staff)
}
