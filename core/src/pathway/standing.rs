//! How a pathway stands: worked out from the lines of lists alone, so that one case's page and a list over all cases
//! can't differ.

use super::{MdtOutcome, ReviewDecision};
use crate::contacts::{Attendance, rules};
use crate::ids::RecordId;
use chrono::NaiveDate;

/// What the team decided on a review.
#[derive(Clone, Copy, Debug)]
pub struct DecisionLine {
    /// The day.
    pub held_on: NaiveDate,
    /// What was decided.
    pub outcome: MdtOutcome,
    /// With `continue`: how many more sessions.
    pub sessions: u32,
}

/// A review in force.
#[derive(Clone, Copy, Debug)]
pub struct ReviewLine {
    /// The record.
    pub record: RecordId,
    /// The day.
    pub held_on: NaiveDate,
    /// What was decided.
    pub decision: ReviewDecision,
    /// The number of the last session when it was signed; 0 before the first.
    pub session_number: u32,
    /// What the team decided, in force; absent where nothing was or is to be decided.
    pub decided: Option<DecisionLine>,
}

impl ReviewLine {
    /// The day on which it ended the pathway; `None` for one that did not.
    fn ended_on(&self) -> Option<NaiveDate> {
        match (self.decision, self.decided) {
            (ReviewDecision::Mdt, Some(d)) if d.outcome == MdtOutcome::Discharge => {
                Some(d.held_on.max(self.held_on))
            }
            (ReviewDecision::Mdt, _) => None,
            _ => Some(self.held_on),
        }
    }
}

/// How a pathway stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Sessions agreed in all, those that the team added included.
    pub agreed: u32,
    /// The number of the last session that counts; 0 before the first.
    pub held: u32,
    /// The day of the last session that counts.
    pub last_on: Option<NaiveDate>,
    /// The last session that was agreed has been held, and nobody has reviewed since.
    pub due: bool,
    /// The day of the newest review in force.
    pub reviewed_on: Option<NaiveDate>,
    /// The review that waits for the team.
    pub awaits: Option<RecordId>,
    /// It has ended, and nobody has come since.
    pub ended: bool,
    /// The day of the last session that was agreed, while the review is due.
    pub due_since: Option<NaiveDate>,
    /// The day on which it ended, if it has.
    pub ended_on: Option<NaiveDate>,
    /// It ended because the patient has died.
    pub died: bool,
}

/// How a pathway stands, from the number agreed at the start, its sessions in force and its reviews in force, both
/// oldest first.
///
/// A later review stands in place of an earlier one: only the newest waits for the team or ends the pathway. Somebody
/// who comes again after an end is on the pathway again, and is reviewed at the number agreed like anybody else.
pub fn standing(
    at_first: u32,
    sessions: &[(NaiveDate, Attendance)],
    reviews: &[ReviewLine],
    missed_count: bool,
) -> Standing {
    let counted = || {
        sessions
            .iter()
            .filter(|(_, a)| rules::counts(*a, missed_count))
    };
    let held = u32::try_from(counted().count()).unwrap_or(u32::MAX);
    // "So many more" is said at a review: after those agreed, or after those held where there were more already.
    let agreed = reviews
        .iter()
        .fold(at_first, |agreed, review| match review.decided {
            Some(d)
                if review.decision == ReviewDecision::Mdt && d.outcome == MdtOutcome::Continue =>
            {
                agreed.max(review.session_number).saturating_add(d.sessions)
            }
            _ => agreed,
        });
    let newest = reviews.last();
    let awaits = newest
        .filter(|r| r.decision == ReviewDecision::Mdt && r.decided.is_none())
        .map(|r| r.record);
    let ended_on = newest.and_then(ReviewLine::ended_on).filter(|day| {
        !sessions
            .iter()
            .any(|(on, a)| *a == Attendance::Attended && on > day)
    });
    let ended = ended_on.is_some();
    let reviewed = reviews.iter().any(|r| r.session_number >= agreed);
    let due = held >= agreed && !ended && !reviewed && awaits.is_none();
    let last_agreed = usize::try_from(agreed)
        .ok()
        .and_then(|n| n.checked_sub(1))
        .and_then(|before| counted().nth(before));
    Standing {
        agreed,
        held,
        last_on: counted().next_back().map(|(on, _)| *on),
        due,
        reviewed_on: newest.map(|r| r.held_on),
        awaits,
        ended,
        due_since: last_agreed.map(|(on, _)| *on).filter(|_| due),
        ended_on,
        died: ended && newest.is_some_and(|r| r.decision == ReviewDecision::Died),
    }
}

impl Standing {
    /// The sessions that the pathway is drawn to: after an end nothing lies ahead.
    pub const fn drawn_to(&self) -> u32 {
        if self.ended { self.held } else { self.agreed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + chrono::Days::new(n)
    }

    fn weekly(n: u64) -> Vec<(NaiveDate, Attendance)> {
        (1..=n)
            .map(|w| (day(7 * w), Attendance::Attended))
            .collect()
    }

    fn review(at: u64, decision: ReviewDecision, decided: Option<(MdtOutcome, u32)>) -> ReviewLine {
        ReviewLine {
            record: RecordId::from_bytes([u8::try_from(at).unwrap(); 16]),
            held_on: day(7 * at),
            decision,
            session_number: u32::try_from(at).unwrap(),
            decided: decided.map(|(outcome, sessions)| DecisionLine {
                held_on: day(7 * at + 3),
                outcome,
                sessions,
            }),
        }
    }

    #[test]
    fn a_review_is_due_at_the_last_session_agreed_and_no_more_once_it_is_held() {
        assert!(!standing(10, &weekly(9), &[], true).due);
        assert!(standing(10, &weekly(10), &[], true).due);
        let held = review(10, ReviewDecision::Completed, None);
        let after = standing(10, &weekly(10), &[held], true);
        assert!(!after.due && after.ended);
        assert!(
            !standing(10, &weekly(11), &[held], true).due,
            "a session afterwards brings no second review"
        );
    }

    #[test]
    fn more_sessions_are_counted_from_those_agreed_or_from_those_held_where_there_were_more() {
        let more = Some((MdtOutcome::Continue, 4));
        let on_time = review(10, ReviewDecision::Mdt, more);
        assert_eq!(standing(10, &weekly(10), &[on_time], true).agreed, 14);
        let early = review(6, ReviewDecision::Mdt, more);
        assert_eq!(standing(10, &weekly(6), &[early], true).agreed, 14);
        let late = review(12, ReviewDecision::Mdt, more);
        assert_eq!(standing(10, &weekly(12), &[late], true).agreed, 16);
        assert!(standing(10, &weekly(14), &[on_time], true).due);
    }

    #[test]
    fn only_the_newest_review_waits_or_ends_and_who_comes_again_is_reviewed_again() {
        let asked = review(8, ReviewDecision::Mdt, None);
        let waiting = standing(10, &weekly(10), &[asked], true);
        assert!(waiting.awaits == Some(asked.record) && !waiting.due);
        let stopped = review(9, ReviewDecision::StoppedAttending, None);
        let over = standing(10, &weekly(9), &[asked, stopped], true);
        assert!(over.awaits.is_none() && over.ended);
        assert_eq!(over.drawn_to(), 9);
        let back = standing(10, &weekly(10), &[asked, stopped], true);
        assert!(!back.ended && back.due);
        let discharged = review(10, ReviewDecision::Mdt, Some((MdtOutcome::Discharge, 0)));
        assert!(standing(10, &weekly(10), &[stopped, discharged], true).ended);
    }
}
