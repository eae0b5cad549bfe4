//! Who is working, in what role: handed to every call that reads or writes the record.

use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::users::Role;

/// What the device is being used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A member of staff works.
    Staff,
    /// The device is in a patient's hands: only the questionnaire answers.
    Patient,
    /// The window is covered: nothing answers until the same person is back.
    Covered,
}

/// An unlocked account at work.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who.
    pub user: UserId,
    /// Name as it signs.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Mode.
    pub mode: Mode,
}

impl Session {
    /// Errors: `PatientMode` while the device is in a patient's hands, `Covered` while the window is covered. What asks for no role asks for this.
    pub fn staff(&self) -> Result<()> {
        match self.mode {
            Mode::Staff => Ok(()),
            Mode::Patient => Err(Error::PatientMode),
            Mode::Covered => Err(Error::Covered),
        }
    }

    /// Errors: `PatientMode`; `NotAllowed` unless the role may read and write patients' records.
    pub fn clinical(&self, what: &'static str) -> Result<()> {
        self.require(self.role.is_clinical(), what)
    }

    /// Errors: `PatientMode`; `NotAllowed` unless the role may add and change accounts.
    pub fn keeps_accounts(&self, what: &'static str) -> Result<()> {
        self.require(self.role.keeps_accounts(), what)
    }

    fn require(&self, allowed: bool, what: &'static str) -> Result<()> {
        self.staff()?;
        if allowed {
            return Ok(());
        }
        Err(Error::NotAllowed {
            role: self.role.word().to_owned(),
            what,
        })
    }
}
