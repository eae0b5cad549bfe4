//! The hand-over as memory holds it: whose hands, whose sitting, and the PIN. Nothing of it is ever on the disk, so that
//! after a kill the passphrase alone gets on.

use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::ids::{CaseId, PatientId};
use crate::sensitive::Secret;
use crate::session::{Mode, Session};
use crate::store::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What ties a wrapped secret to its use.
const BOUND: &[u8] = b"casebook hand-over pin 1";

/// The device in a patient's hands.
pub struct HandOver {
    case: CaseId,
    patient: PatientId,
    staff: Session,
    at_the_device: Session,
    guard: Mutex<Guard>,
}

/// The Friends and Family Test of this hand-over. It is known here and nowhere else: on the disk it would be a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Offer {
    No,
    Open,
    Answered,
}

struct Guard {
    pin: Option<Pin>,
    friends_and_family: Offer,
    /// Wrong tries of either kind, for the audit.
    wrong: u32,
}

impl std::fmt::Debug for HandOver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HandOver(…)")
    }
}

impl HandOver {
    /// Hands over for a sitting of a case. An empty PIN sets none.
    pub(super) fn new(
        staff: &Session,
        case: CaseId,
        patient: PatientId,
        pin: &Secret,
        friends_and_family: bool,
    ) -> Result<Self> {
        let pin = match pin.expose() {
            "" => None,
            _ => Some(Pin::set(pin, BOUND)?),
        };
        Ok(Self {
            case,
            patient,
            staff: staff.clone(),
            at_the_device: Session {
                mode: Mode::Patient,
                ..staff.clone()
            },
            guard: Mutex::new(Guard {
                pin,
                friends_and_family: match friends_and_family {
                    true => Offer::Open,
                    false => Offer::No,
                },
                wrong: 0,
            }),
        })
    }

    fn guard(&self) -> MutexGuard<'_, Guard> {
        self.guard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The case.
    pub const fn case(&self) -> CaseId {
        self.case
    }

    /// The patient.
    pub const fn patient(&self) -> PatientId {
        self.patient
    }

    /// The session while the device is with the patient: it may keep answers, and nothing else.
    pub const fn session(&self) -> &Session {
        &self.at_the_device
    }

    /// The session of whoever handed over, for when the device is back.
    pub(super) const fn staff(&self) -> &Session {
        &self.staff
    }

    /// Is a PIN still taken?
    pub fn takes_pin(&self) -> bool {
        self.guard().pin.as_ref().is_some_and(Pin::is_taken)
    }

    /// Is the Friends and Family Test offered, and not answered yet?
    pub fn offers_friends_and_family(&self) -> bool {
        self.guard().friends_and_family == Offer::Open
    }

    /// Lets one answer through by `give`: once, and not at all where none was offered.
    ///
    /// Errors: `Refused`; those of `give`, after which it may be tried again.
    pub(super) fn answer_once(&self, give: impl FnOnce() -> Result<()>) -> Result<()> {
        let mut guard = self.guard();
        if guard.friends_and_family != Offer::Open {
            return Err(Error::Refused {
                rule: "not-offered",
                message: "This question is not asked, or has been answered.".into(),
            });
        }
        give()?;
        guard.friends_and_family = Offer::Answered;
        Ok(())
    }

    /// Wrong tries since the hand-over.
    pub(super) fn wrong_tries(&self) -> u32 {
        self.guard().wrong
    }

    /// Is this the PIN? One try at a time.
    ///
    /// Errors: `TooSoon`; `Invalid` naming `secret` for a wrong one; `Refused` (`no-pin`, `pin-used-up`).
    pub(super) fn try_pin(&self, typed: &Secret, clock: &dyn Clock) -> Result<()> {
        let mut guard = self.guard();
        let Some(pin) = guard.pin.as_mut() else {
            return Err(Error::Refused {
                rule: "no-pin",
                message: "No PIN was set for this. Use the passphrase.".into(),
            });
        };
        let before = pin.wrong();
        let tried = pin.check(typed, || clock.now());
        let more = pin.wrong().saturating_sub(before);
        guard.wrong = guard.wrong.saturating_add(more);
        tried
    }

    /// A passphrase was tried and was wrong.
    pub(super) fn note_wrong(&self) {
        let mut guard = self.guard();
        guard.wrong = guard.wrong.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::FixedClock;
    use crate::ids::UserId;
    use crate::users::Role;
    use chrono::{DateTime, TimeDelta, Utc};

    fn handed(pin: &str) -> HandOver {
        let staff = Session {
            user: UserId::from_bytes([1; 16]),
            name: "Dr A. Okafor".into(),
            role: Role::Consultant,
            mode: Mode::Staff,
        };
        HandOver::new(
            &staff,
            CaseId::from_bytes([2; 16]),
            PatientId::from_bytes([3; 16]),
            &Secret::new(pin),
            true,
        )
        .unwrap()
    }

    const fn at(now: DateTime<Utc>) -> FixedClock {
        FixedClock::new(now)
    }

    fn code(result: Result<()>) -> String {
        match result {
            Ok(()) => "taken".into(),
            Err(Error::TooSoon { seconds }) => format!("wait {seconds}"),
            Err(Error::Refused { rule, .. }) => rule.into(),
            Err(Error::Invalid(fields)) => fields[0].rule.clone(),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn wrong_pins_wait_longer_each_time_and_after_five_only_the_passphrase_is_taken() {
        let handed = handed("4711");
        let mut now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        for wait in [1, 2, 4, 8] {
            assert_eq!(
                code(handed.try_pin(&Secret::new("0815"), &at(now))),
                "wrong-pin"
            );
            // The right one waits like any other.
            assert_eq!(
                code(handed.try_pin(&Secret::new("4711"), &at(now))),
                format!("wait {wait}")
            );
            assert_eq!(
                code(handed.try_pin(&Secret::new("4711"), &at(now - TimeDelta::days(9)))),
                format!("wait {wait}")
            );
            now += TimeDelta::seconds(wait);
        }
        assert!(handed.takes_pin());
        assert_eq!(
            code(handed.try_pin(&Secret::new("0815"), &at(now))),
            "pin-used-up"
        );
        assert!(!handed.takes_pin());
        now += TimeDelta::days(1);
        assert_eq!(
            code(handed.try_pin(&Secret::new("4711"), &at(now))),
            "pin-used-up"
        );
        assert_eq!(handed.wrong_tries(), 5);
    }

    #[test]
    fn the_right_pin_is_taken_and_none_is_where_none_was_set() {
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        assert_eq!(
            code(handed("4711").try_pin(&Secret::new("4711"), &at(now))),
            "taken"
        );
        let without = handed("");
        assert!(!without.takes_pin());
        for typed in ["", "4711"] {
            assert_eq!(
                code(without.try_pin(&Secret::new(typed), &at(now))),
                "no-pin"
            );
        }
    }

    #[test]
    fn the_question_about_the_service_is_answered_once_and_a_failed_write_leaves_it_open() {
        let handed = handed("");
        let failed = handed.answer_once(|| Err(Error::NotFound { what: "disk" }));
        assert!(failed.is_err() && handed.offers_friends_and_family());
        handed.answer_once(|| Ok(())).unwrap();
        assert!(!handed.offers_friends_and_family());
        assert_eq!(code(handed.answer_once(|| Ok(()))), "not-offered");
    }

    #[test]
    fn what_debugging_prints_holds_no_secret() {
        assert_eq!(format!("{:?}", handed("4711")), "HandOver(…)");
    }
}
