//! When a measure is due.
//!
//! Counted are sessions that the patient attended, and sheets of the case that are not withdrawn. A sheet of the day of a
//! session is that session's. A measure is due
//!
//! - *at the start*: from the first session attended, while no sheet of it has ever been filled in;
//! - *every n sessions*: from the n-th session attended since the day of the newest sheet, or the n-th of all;
//! - *for the review*: from the day of the last session that was agreed, while the pathway's review is due and there is no
//!   sheet of that day or later;
//! - *at discharge*: from the day on which the pathway ended, while there is no sheet of the last session attended or
//!   later. Not where the patient has died, nor where nobody ever came.
//!
//! Of several, the one that has waited longest is said: one sheet serves them all. It is overdue once that day has
//! passed. In a closed case nothing is due.

use super::{MeasureSchedule, Occasion, Occasions};
use crate::contacts::Attendance;
use crate::contacts::rules::counts;
use crate::dates;
use crate::error::Result;
use crate::instruments::catalogue;
use crate::pathway::standing::Standing;
use crate::signed::Faults;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The most sessions from one sheet to the next.
const MOST_SESSIONS: u32 = 20;

/// What this program suggests for an instrument: at the start, every three sessions, for the review and at discharge.
pub fn usual() -> Occasions {
    Occasions {
        instrument: String::new(),
        at_start: true,
        every: 3,
        at_review: true,
        at_discharge: true,
    }
}

/// How the course of a case has gone.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    /// Sessions in force, oldest first.
    pub sessions: &'a [(NaiveDate, Attendance)],
    /// Whether a missed session has a number: the setting.
    pub missed_count: bool,
    /// How the pathway stands.
    pub standing: &'a Standing,
}

/// Since when a measure is due, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Why.
    pub occasion: Occasion,
    /// The day.
    pub since: NaiveDate,
    /// The number of the session of that day; absent where there is none.
    pub session: Option<u32>,
}

/// What is due of an instrument whose newest sheet in force is of `newest`.
pub fn due(asked: &Occasions, course: &Course<'_>, newest: Option<NaiveDate>) -> Option<Due> {
    let attended = || {
        course
            .sessions
            .iter()
            .filter(|(_, a)| *a == Attendance::Attended)
            .map(|(on, _)| *on)
    };
    let (first, last) = (attended().next()?, attended().next_back()?);
    let since_newest = || attended().filter(|on| newest.is_none_or(|day| *on > day));
    let missing_from = |day: NaiveDate| newest.is_none_or(|sheet| sheet < day);
    let start = Some(first).filter(|_| asked.at_start && newest.is_none());
    let between = usize::try_from(asked.every)
        .ok()
        .and_then(|every| every.checked_sub(1))
        .and_then(|before| since_newest().nth(before));
    let review = course
        .standing
        .due_since
        .filter(|day| asked.at_review && missing_from(*day));
    let discharge = course
        .standing
        .ended_on
        .filter(|_| asked.at_discharge && !course.standing.died && missing_from(last));
    [
        (Occasion::Start, start),
        (Occasion::Sessions, between),
        (Occasion::Review, review),
        (Occasion::Discharge, discharge),
    ]
    .into_iter()
    .filter_map(|(occasion, day)| day.map(|since| (occasion, since)))
    // Of two of one day the later occasion says more of what the sheet is for.
    .min_by(|(a, on), (b, other)| (on, b.place()).cmp(&(other, a.place())))
    .map(|(occasion, since)| Due {
        occasion,
        since,
        session: number(course, since),
    })
}

/// The number of the session of a day.
fn number(course: &Course<'_>, day: NaiveDate) -> Option<u32> {
    let counted = || {
        course
            .sessions
            .iter()
            .filter(|(_, a)| counts(*a, course.missed_count))
    };
    let at = counted().position(|(on, _)| *on == day)?;
    u32::try_from(at).ok()?.checked_add(1)
}

impl Occasion {
    /// Its place among the occasions of a course.
    fn place(self) -> usize {
        Self::ALL.iter().position(|o| *o == self).unwrap_or(0)
    }
}

/// `since session 5 (12-Nov-2026)`, `for the review, since session 10 (12-Nov-2026)`
pub fn since(due: &Due) -> String {
    let day = dates::clinical(due.since);
    let when = match due.session {
        Some(number) => format!("since session {number} ({day})"),
        None => format!("since {day}"),
    };
    match due.occasion {
        Occasion::Start | Occasion::Sessions => when,
        Occasion::Review | Occasion::Discharge => {
            format!("{}, {when}", due.occasion.label().to_lowercase())
        }
    }
}

/// `At the start, every 3 sessions, for the review and at discharge`
pub fn says(asked: &Occasions) -> String {
    let mut parts = Vec::new();
    if asked.at_start {
        parts.push("at the start".to_owned());
    }
    match asked.every {
        0 => {}
        1 => parts.push("every session".to_owned()),
        n => parts.push(format!("every {n} sessions")),
    }
    if asked.at_review {
        parts.push("for the review".to_owned());
    }
    if asked.at_discharge {
        parts.push("at discharge".to_owned());
    }
    let last = parts.pop().unwrap_or_default();
    let said = match parts.is_empty() {
        true => last,
        false => format!("{} and {last}", parts.join(", ")),
    };
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A schedule that may be recorded, in the order of forms. Errors: `Invalid`, by instrument (`instruments.core-10`).
pub fn check(asked: &[Occasions]) -> Result<MeasureSchedule> {
    let mut faults = Faults::default();
    let mut seen = BTreeSet::new();
    let known = catalogue::all()?;
    for one in asked {
        let field = format!("instruments.{}", one.instrument);
        if !known.iter().any(|d| d.id == one.instrument) {
            faults.add(&field, "unknown", "This measure is not in the catalogue.");
        }
        if !seen.insert(one.instrument.as_str()) {
            faults.add(&field, "twice", "This measure is on the schedule twice.");
        }
        if one.every > MOST_SESSIONS {
            faults.add(&field, "range", "Choose 1 to 20 sessions.");
        }
        if !(one.at_start || one.every > 0 || one.at_review || one.at_discharge) {
            faults.add(
                &field,
                "required",
                "Choose when it is to be filled in, or take it off the schedule.",
            );
        }
    }
    faults.none()?;
    Ok(MeasureSchedule {
        instruments: known
            .iter()
            .filter_map(|d| asked.iter().find(|one| one.instrument == d.id))
            .cloned()
            .collect(),
    })
}

#[cfg(test)]
mod tests;
