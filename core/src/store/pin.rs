//! A PIN for a while: checked as a passphrase is, held in memory only, and soon used up.

use super::keys::{self, Derivation, SecretBytes, Wrapped};
use crate::error::{Error, Result};
use crate::sensitive::Secret;
use chrono::{DateTime, Utc};

/// Wrong PINs after which only the passphrase is taken.
pub const PIN_TRIES: u32 = 5;

/// A PIN. The authenticated decryption alone decides; what was typed is not kept.
pub struct Pin {
    derivation: Derivation,
    wrapped: Wrapped,
    bound: &'static [u8],
    wrong: u32,
    last_at: i64,
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(…)")
    }
}

impl Pin {
    /// Sets one for the use that `bound` names.
    pub fn set(typed: &Secret, bound: &'static [u8]) -> Result<Self> {
        let derivation = Derivation::fresh()?;
        let wrapped = keys::wrap(&SecretBytes::default(), typed.expose(), &derivation, bound)?;
        Ok(Self {
            derivation,
            wrapped,
            bound,
            wrong: 0,
            last_at: 0,
        })
    }

    /// Wrong tries since it was set, or since the right one.
    pub const fn wrong(&self) -> u32 {
        self.wrong
    }

    /// Is it still taken?
    pub const fn is_taken(&self) -> bool {
        self.wrong < PIN_TRIES
    }

    /// Seconds until the next try is looked at: 1, 2, 4, 8 after the first wrong ones. A clock set back lengthens
    /// nothing beyond that.
    fn wait_seconds(&self, now: DateTime<Utc>) -> u32 {
        let Some(doublings) = self.wrong.checked_sub(1) else {
            return 0;
        };
        let delay = 1i64.checked_shl(doublings.min(6)).unwrap_or(60).min(60);
        let since = (now.timestamp_millis() - self.last_at).max(0) / 1000;
        u32::try_from((delay - since).clamp(0, 60)).unwrap_or(60)
    }

    /// Is this the PIN? `now` is asked again after the derivation, which takes its time.
    ///
    /// Errors: `TooSoon`; `Invalid` naming `secret` for a wrong one; `Refused` (`pin-used-up`).
    pub fn check(&mut self, typed: &Secret, now: impl Fn() -> DateTime<Utc>) -> Result<()> {
        if !self.is_taken() {
            return Err(used_up());
        }
        let seconds = self.wait_seconds(now());
        if seconds > 0 {
            return Err(Error::TooSoon { seconds });
        }
        match keys::unwrap(&self.wrapped, typed.expose(), &self.derivation, self.bound) {
            Ok(_) => Ok(()),
            Err(Error::WrongPassphrase) => {
                self.wrong = self.wrong.saturating_add(1);
                self.last_at = now().timestamp_millis();
                Err(match self.is_taken() {
                    true => Error::field("secret", "wrong-pin", "That is not the PIN."),
                    false => used_up(),
                })
            }
            Err(other) => Err(other),
        }
    }

    /// The right one came: what went before counts no longer.
    pub const fn forgive(&mut self) {
        self.wrong = 0;
    }
}

fn used_up() -> Error {
    Error::Refused {
        rule: "pin-used-up",
        message: format!("The PIN was wrong {PIN_TRIES} times. Use the passphrase."),
    }
}
