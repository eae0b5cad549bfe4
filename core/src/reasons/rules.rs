//! What makes a case one's own, and what a reason says.

use super::{Reason, Why};
use crate::error::Result;
use crate::signed::Faults;

/// The most characters of a reason in words.
const MOST: usize = 200;

/// What ties an account to a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ties {
    /// It is among the people of the case, in whatever part.
    pub part: bool,
    /// One of them has named it as deputy.
    pub deputy: bool,
    /// It supervises one of them, as a log says that another has signed.
    pub supervises: bool,
    /// It has recorded, signed or countersigned something in the case.
    pub wrote: bool,
    /// Something in the case waits for it: a submission, a questionnaire, an answer about safety that has passed to it.
    pub waits: bool,
    /// It took part in a supervision of the case, as a log says that another has signed.
    pub supervision: bool,
}

/// Is the case on the account's own list?
pub(crate) const fn is_own(ties: Ties) -> bool {
    ties.part || ties.deputy || ties.supervises || ties.wrote || ties.waits || ties.supervision
}

/// A reason as the audit keeps it. Errors: `Invalid` naming `reason.words`.
pub(crate) fn kept(reason: &Reason) -> Result<String> {
    if reason.why != Why::Other {
        return Ok(reason.why.label().to_owned());
    }
    let mut faults = Faults::default();
    let words = faults.required(
        "reason.words",
        &reason.words,
        "Say in a few words why you are opening this case.",
    );
    if words.chars().count() > MOST {
        faults.add("reason.words", "length", "Use at most 200 characters.");
    }
    faults.none()?;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(format!("{}: {line}", reason.why.label()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn each_tie_by_itself_puts_a_case_on_ones_own_list_and_none_does_not() {
        assert!(!is_own(Ties::default()));
        let ties: [fn(&mut Ties); 6] = [
            |t| t.part = true,
            |t| t.deputy = true,
            |t| t.supervises = true,
            |t| t.wrote = true,
            |t| t.waits = true,
            |t| t.supervision = true,
        ];
        for tie in ties {
            let mut one = Ties::default();
            tie(&mut one);
            assert!(is_own(one), "{one:?}");
        }
    }

    #[test]
    fn another_reason_needs_its_words_and_the_rest_take_none() {
        let say = |why, words: &str| {
            kept(&Reason {
                why,
                words: words.into(),
            })
        };
        assert_eq!(
            say(Why::OnDuty, "typed and then thought better of").unwrap(),
            "On duty or on call"
        );
        assert_eq!(
            say(Why::Other, " a line\nand another ").unwrap(),
            "Another reason: a line and another"
        );
        for wrong in [String::new(), " \u{200b}".into(), "x".repeat(201)] {
            assert!(matches!(say(Why::Other, &wrong), Err(Error::Invalid(_))));
        }
    }
}
