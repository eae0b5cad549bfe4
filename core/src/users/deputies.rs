//! To whom an answer about safety passes while nobody responds to it. It stays with whoever entered it as well.
//!
//! It passes once as many hours have gone by since it was entered as the account's owner chose; at once where that account
//! is closed. It passes to the named deputy. Where the deputy's account is closed or no longer clinical, and where a
//! closed account had named none, it passes to every open clinical account that keeps accounts: somebody always has it.

use super::UserView;
use crate::error::{Error, Result};
use crate::ids::UserId;
use chrono::{DateTime, TimeDelta, Utc};

/// The hours that are offered first.
pub const USUAL_HOURS: u32 = 24;
/// The longest that may be chosen: a week.
pub const MOST_HOURS: u32 = 168;

/// Where an answer that waits has passed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// Nowhere: it is with whoever entered it, and with those who work on the case.
    Not,
    /// To the named deputy.
    To(UserId),
    /// To every open clinical account that keeps accounts.
    ToKeepers,
}

/// Where an answer has passed to that `author` entered at an instant. `deputy`: the account that is named, if any.
pub fn passed(
    author: &UserView,
    deputy: Option<&UserView>,
    entered: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Passed {
    let hours = TimeDelta::hours(i64::from(author.pass_on_hours));
    match deputy {
        None if author.disabled => Passed::ToKeepers,
        None => Passed::Not,
        Some(_) if !author.disabled && now.signed_duration_since(entered) < hours => Passed::Not,
        Some(named) if named.disabled || !named.role.is_clinical() => Passed::ToKeepers,
        Some(named) => Passed::To(named.id),
    }
}

/// Has it passed to this account?
pub fn is_for(passed: Passed, user: &UserView) -> bool {
    match passed {
        Passed::Not => false,
        Passed::To(id) => id == user.id,
        Passed::ToKeepers => {
            !user.disabled && user.role.is_clinical() && user.role.keeps_accounts()
        }
    }
}

/// Errors: `Invalid` for a deputy who could not respond, or hours that are not 1 to 168.
pub fn check(of: &UserView, deputy: Option<&UserView>, hours: u32) -> Result<()> {
    let fault = |field: &str, rule: &str, message: &str| Err(Error::field(field, rule, message));
    let Some(named) = deputy else {
        return Ok(());
    };
    if named.id == of.id {
        return fault("deputy_id", "self", "Choose somebody else.");
    }
    if named.disabled {
        return fault(
            "deputy_id",
            "closed",
            "This account is closed. Choose somebody else.",
        );
    }
    if !named.role.is_clinical() {
        return fault(
            "deputy_id",
            "clinical",
            "This account cannot read patients’ records. Choose a clinical account.",
        );
    }
    if hours == 0 || hours > MOST_HOURS {
        return fault("hours", "range", "Enter a number of hours from 1 to 168.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::users::Role;

    fn account(n: u8, role: Role) -> UserView {
        UserView {
            id: UserId::from_bytes([n; 16]),
            name: format!("Dr {n}"),
            role,
            post: String::new(),
            registration: String::new(),
            disabled: false,
            deputy_id: None,
            pass_on_hours: 24,
            invited_until: String::new(),
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn an_answer_passes_when_the_hours_are_over_and_not_a_second_before() {
        let author = account(1, Role::Trainee);
        let deputy = account(2, Role::Clinician);
        let entered = at("2026-11-20T12:00:00Z");
        let then = |now| passed(&author, Some(&deputy), entered, at(now));
        assert_eq!(then("2026-11-21T11:59:59Z"), Passed::Not);
        assert_eq!(then("2026-11-21T12:00:00Z"), Passed::To(deputy.id));
        assert_eq!(
            then("2026-11-19T12:00:00Z"),
            Passed::Not,
            "a clock put back"
        );
        assert_eq!(
            passed(&author, None, entered, at("2027-01-01T00:00:00Z")),
            Passed::Not
        );
    }

    #[test]
    fn where_the_deputy_cannot_respond_it_passes_to_clinicians_who_keep_accounts() {
        let mut author = account(1, Role::Trainee);
        let mut deputy = account(2, Role::Clinician);
        deputy.disabled = true;
        let (entered, later) = (at("2026-11-20T12:00:00Z"), at("2026-11-22T12:00:00Z"));
        assert_eq!(
            passed(&author, Some(&deputy), entered, later),
            Passed::ToKeepers
        );
        deputy.disabled = false;
        deputy.role = Role::ServiceLead;
        assert_eq!(
            passed(&author, Some(&deputy), entered, later),
            Passed::ToKeepers
        );
        author.disabled = true;
        assert_eq!(
            passed(&author, None, entered, entered),
            Passed::ToKeepers,
            "whoever has left will not see it"
        );
        let is = |role| is_for(Passed::ToKeepers, &account(3, role));
        assert!(is(Role::Consultant) && !is(Role::Guardian) && !is(Role::Clinician));
    }

    #[test]
    fn a_deputy_is_another_open_clinical_account_and_hours_are_one_to_a_week() {
        let own = account(1, Role::Clinician);
        let mut named = account(2, Role::Clinician);
        let rule = |deputy: &UserView, hours| match check(&own, Some(deputy), hours) {
            Err(Error::Invalid(faults)) => faults[0].rule.clone(),
            other => format!("{other:?}"),
        };
        assert!(check(&own, Some(&named), 168).is_ok() && check(&own, None, 0).is_ok());
        assert_eq!(rule(&named, 0), "range");
        assert_eq!(rule(&named, 169), "range");
        assert_eq!(rule(&own, 24), "self");
        assert_eq!(rule(&account(3, Role::Guardian), 24), "clinical");
        named.disabled = true;
        assert_eq!(rule(&named, 24), "closed");
    }
}
