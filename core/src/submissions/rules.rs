//! How something that was submitted stands, told by the signatures of its version.

use super::SubmissionState;
use crate::ids::{RevisionId, UserId};
use crate::record::read::Attested;

/// The latest word of a second person on a version: the returning or countersigning that counts.
pub fn latest(attested: &[Attested], of: RevisionId) -> Option<(SubmissionState, &Attested)> {
    attested.iter().rev().find_map(|a| {
        let state = match a.meaning.as_str() {
            "countersigned" => SubmissionState::Countersigned,
            "returned" => SubmissionState::Returned,
            _ => return None,
        };
        (a.revision == of).then_some((state, a))
    })
}

/// Does a letter of a kind stay in the register until a second person has signed it? What came back goes nowhere before it
/// is put right, whatever its kind.
pub fn held(kind: &str, state: SubmissionState, lets_out: &[String]) -> bool {
    match state {
        SubmissionState::Countersigned => false,
        SubmissionState::Returned => true,
        SubmissionState::Awaiting => !lets_out.iter().any(|k| k == kind),
    }
}

/// Is a submission for this account to look at? One that was handed to nobody, or to an account that is closed, is for
/// everybody who may countersign; the whole team's list shows them all.
pub fn for_me(to: Option<UserId>, closed: bool, me: UserId, everyone: bool) -> bool {
    everyone || closed || to.is_none_or(|to| to == me)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attested(of: u8, meaning: &str) -> Attested {
        Attested {
            revision: RevisionId::from_bytes([of; 32]),
            meaning: meaning.into(),
            author: UserId::from_bytes([9; 16]),
            at: String::new(),
            reason: String::new(),
        }
    }

    #[test]
    fn the_latest_word_on_the_version_counts_and_that_on_another_does_not() {
        let one = RevisionId::from_bytes([1; 32]);
        let all = [
            attested(1, "signed"),
            attested(1, "returned"),
            attested(2, "countersigned"),
        ];
        assert_eq!(
            latest(&all, one).map(|(s, _)| s),
            Some(SubmissionState::Returned)
        );
        let two = [attested(1, "returned"), attested(1, "countersigned")];
        assert_eq!(
            latest(&two, one).map(|(s, _)| s),
            Some(SubmissionState::Countersigned)
        );
        assert!(latest(&[attested(1, "signed")], one).is_none());
    }

    #[test]
    fn a_letter_is_held_by_its_kind_until_it_is_countersigned_and_always_once_it_came_back() {
        let lets_out = ["host-entry".to_owned()];
        assert!(held("gp", SubmissionState::Awaiting, &lets_out));
        assert!(!held("host-entry", SubmissionState::Awaiting, &lets_out));
        assert!(held("host-entry", SubmissionState::Returned, &lets_out));
        assert!(!held("gp", SubmissionState::Countersigned, &lets_out));
    }

    #[test]
    fn what_was_handed_to_a_colleague_is_for_the_colleague_until_the_account_is_closed() {
        let (me, other) = (UserId::from_bytes([1; 16]), UserId::from_bytes([2; 16]));
        assert!(for_me(Some(me), false, me, false));
        assert!(!for_me(Some(other), false, me, false));
        assert!(for_me(Some(other), true, me, false));
        assert!(for_me(Some(other), false, me, true));
        assert!(for_me(None, false, me, false));
    }
}
