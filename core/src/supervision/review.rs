//! Reasons to discuss a case, worked out from what the lists say of it. Whether a patient gets better or worse is not
//! judged here.

use super::ReasonToDiscuss;
use crate::contacts::Attendance;
use crate::dates;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use serde::Deserialize;
use std::sync::OnceLock;

/// From when on a reason is named: data that a trust changes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Where the figures come from, and whether anybody has confirmed them.
    pub source: String,
    /// No outcome measure in so many attended sessions.
    pub sessions_without_measure: u32,
    /// So many sessions missed in a row.
    pub sessions_missed: u32,
    /// Not discussed for so many weeks.
    pub weeks_without_discussion: u32,
}

const FILE: &str = "assets/lists/supervision-reasons.toml";

/// The limits. Errors: `BadAsset`, for a figure of nought too.
pub fn limits() -> Result<&'static Limits> {
    static READ: OnceLock<std::result::Result<Limits, String>> = OnceLock::new();
    READ.get_or_init(|| {
        read(include_str!(
            "../../../assets/lists/supervision-reasons.toml"
        ))
    })
    .as_ref()
    .map_err(|hint| Error::BadAsset {
        file: FILE.to_owned(),
        hint: hint.clone(),
    })
}

fn read(text: &str) -> std::result::Result<Limits, String> {
    let limits: Limits = toml::from_str(text).map_err(|e| e.to_string())?;
    for (name, figure) in [
        ("sessions_without_measure", limits.sessions_without_measure),
        ("sessions_missed", limits.sessions_missed),
        ("weeks_without_discussion", limits.weeks_without_discussion),
    ] {
        if figure == 0 {
            return Err(format!("{name} is to be 1 or more."));
        }
    }
    Ok(limits)
}

/// How the reasons are made, and whose their limits are.
pub fn says(limits: &Limits) -> String {
    format!(
        "Open cases in which this person plays a part or holds sessions. The reasons are worked out from the record. \
         Their limits (no outcome measure in {}, {} missed in a row, {} without being discussed) are this program’s own \
         starting points and not a published standard; a trust sets its own. Whether a patient is getting better or worse \
         is not judged here.",
        count(limits.sessions_without_measure, "session"),
        count(limits.sessions_missed, "session"),
        count(limits.weeks_without_discussion, "week"),
    )
}

/// What the lists say of one case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFacts {
    /// Answers about safety to which nobody has responded.
    pub open_answers: u32,
    /// The day of the oldest of them.
    pub oldest_answer: Option<NaiveDate>,
    /// The day by which the newest risk note is to be looked at again; absent without a note.
    pub risk_review_by: Option<NaiveDate>,
    /// Sessions in force, oldest first.
    pub sessions: Vec<(NaiveDate, Attendance)>,
    /// The last session agreed has been held, and nobody has reviewed since: how many were held.
    pub pathway_due: Option<u32>,
    /// The day of the review that waits for the team.
    pub mdt_since: Option<NaiveDate>,
    /// The day of the referral.
    pub received_on: Option<NaiveDate>,
    /// When it was last discussed.
    pub discussed_on: Option<NaiveDate>,
    /// What this person has submitted and nobody has countersigned.
    pub not_countersigned: u32,
    /// Actions about the case whose day has passed: how many, and the oldest day.
    pub overdue_actions: Option<(u32, NaiveDate)>,
    /// The day of the newest outcome measure in force.
    pub measured_on: Option<NaiveDate>,
}

/// The reasons in the order of their weight; a reason's place is how pressing it is.
pub const CODES: [&str; 10] = [
    "safety-answer",
    "risk-review",
    "missed",
    "pathway-review",
    "mdt-decision",
    "action",
    "new",
    "countersignature",
    "no-measure",
    "not-discussed",
];

fn reason(code: &str, says: String) -> ReasonToDiscuss {
    ReasonToDiscuss {
        code: code.to_owned(),
        says,
        safety: matches!(code, "safety-answer" | "risk-review"),
    }
}

/// `1 session`, `4 sessions`
fn count(number: u32, of: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {of}{s}")
}

fn days(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days()).unwrap_or(0)
}

/// Why a case should be discussed, the most pressing first.
pub fn reasons(facts: &CaseFacts, limits: &Limits, today: NaiveDate) -> Vec<ReasonToDiscuss> {
    let all = [
        safety_answer(facts),
        risk_review(facts, today),
        missed(facts, limits),
        facts.pathway_due.map(|held| {
            let held = count(held, "session");
            reason(
                "pathway-review",
                format!("Review of the pathway is due: {held} held"),
            )
        }),
        facts.mdt_since.map(|day| {
            let day = dates::clinical(day);
            reason(
                "mdt-decision",
                format!(
                    "Decision of the multidisciplinary team is awaited since the review of {day}"
                ),
            )
        }),
        facts.overdue_actions.map(|(number, day)| {
            let (number, day) = (count(number, "action"), dates::clinical(day));
            reason(
                "action",
                format!("{number} from supervision overdue since {day}"),
            )
        }),
        new(facts, today),
        (facts.not_countersigned > 0).then(|| {
            let said = match facts.not_countersigned {
                1 => "1 document waits for a countersignature".to_owned(),
                n => format!("{n} documents wait for a countersignature"),
            };
            reason("countersignature", said)
        }),
        no_measure(facts, limits),
        not_discussed(facts, limits, today),
    ];
    all.into_iter().flatten().collect()
}

fn safety_answer(facts: &CaseFacts) -> Option<ReasonToDiscuss> {
    let day = facts.oldest_answer.map(dates::clinical).unwrap_or_default();
    let said = match facts.open_answers {
        0 => return None,
        1 => format!("1 answer about safety has had no response since {day}"),
        n => format!("{n} answers about safety have had no response, the oldest since {day}"),
    };
    Some(reason("safety-answer", said))
}

fn risk_review(facts: &CaseFacts, today: NaiveDate) -> Option<ReasonToDiscuss> {
    let due = facts.risk_review_by.filter(|due| *due <= today)?;
    let said = match days(due, today) {
        0 => "Risk review is due today".to_owned(),
        late => format!(
            "Risk review was due by {}, {} ago",
            dates::clinical(due),
            count(late, "day")
        ),
    };
    Some(reason("risk-review", said))
}

/// A cancelled session neither counts as missed nor ends the row.
fn missed(facts: &CaseFacts, limits: &Limits) -> Option<ReasonToDiscuss> {
    let row = || {
        facts
            .sessions
            .iter()
            .rev()
            .take_while(|(_, a)| *a != Attendance::Attended)
            .filter(|(_, a)| *a == Attendance::DidNotAttend)
    };
    let number = u32::try_from(row().count()).unwrap_or(u32::MAX);
    let (last, _) = row().next()?;
    (number >= limits.sessions_missed).then(|| {
        let said = format!(
            "{} missed in a row, the last on {}",
            count(number, "session"),
            dates::clinical(*last)
        );
        reason("missed", said)
    })
}

fn new(facts: &CaseFacts, today: NaiveDate) -> Option<ReasonToDiscuss> {
    if facts.discussed_on.is_some() {
        return None;
    }
    let since = facts.received_on.map_or_else(String::new, |day| {
        let ago = match days(day, today) {
            0 => "today".to_owned(),
            n => format!("{} ago", count(n, "day")),
        };
        format!(": referred on {}, {ago}", dates::clinical(day))
    });
    Some(reason("new", format!("Not discussed yet{since}")))
}

/// Only sessions that the patient attended give an occasion to fill one in.
fn no_measure(facts: &CaseFacts, limits: &Limits) -> Option<ReasonToDiscuss> {
    let attended = || {
        facts
            .sessions
            .iter()
            .filter(|(_, a)| *a == Attendance::Attended)
    };
    let held = u32::try_from(attended().count()).unwrap_or(u32::MAX);
    let wanted = limits.sessions_without_measure;
    let said = match facts.measured_on {
        None if held > 0 => format!(
            "No outcome measure since the start, with {} attended",
            count(held, "session")
        ),
        None => return None,
        Some(measured) => {
            let since = usize::try_from(wanted).unwrap_or(usize::MAX);
            let (first, _) = attended().rev().nth(since.saturating_sub(1))?;
            if measured >= *first {
                return None;
            }
            format!(
                "No outcome measure in the last {}",
                count(wanted, "session")
            )
        }
    };
    Some(reason("no-measure", said))
}

fn not_discussed(facts: &CaseFacts, limits: &Limits, today: NaiveDate) -> Option<ReasonToDiscuss> {
    let last = facts.discussed_on?;
    let weeks = days(last, today) / 7;
    (weeks >= limits.weeks_without_discussion).then(|| {
        let said = format!(
            "Not discussed for {}, last on {}",
            count(weeks, "week"),
            dates::clinical(last)
        );
        reason("not-discussed", said)
    })
}

/// How pressing a case is among others: its first reason's place, then how many there are.
pub fn weight(reasons: &[ReasonToDiscuss]) -> (usize, std::cmp::Reverse<usize>) {
    let first = reasons
        .first()
        .and_then(|r| CODES.iter().position(|c| *c == r.code))
        .unwrap_or(CODES.len());
    (first, std::cmp::Reverse(reasons.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Attendance::{Attended, DidNotAttend, PatientCancelled, TeamCancelled};

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn codes(facts: &CaseFacts) -> Vec<String> {
        reasons(facts, limits().unwrap(), day(11, 20))
            .into_iter()
            .map(|r| r.code)
            .collect()
    }

    fn sentence(facts: &CaseFacts) -> String {
        let mut found = reasons(facts, limits().unwrap(), day(11, 20));
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0).says
    }

    /// Discussed a week ago, measured at the last session: nothing to say.
    fn quiet() -> CaseFacts {
        CaseFacts {
            received_on: Some(day(9, 1)),
            discussed_on: Some(day(11, 13)),
            measured_on: Some(day(11, 16)),
            ..CaseFacts::default()
        }
    }

    fn weekly(attendance: &[Attendance]) -> Vec<(NaiveDate, Attendance)> {
        let first = day(11, 16) - chrono::Days::new(7 * (attendance.len() as u64 - 1));
        attendance
            .iter()
            .zip(0u64..)
            .map(|(a, n)| (first + chrono::Days::new(7 * n), *a))
            .collect()
    }

    #[test]
    fn a_case_with_nothing_amiss_has_no_reason() {
        assert_eq!(codes(&quiet()), [""; 0]);
    }

    #[test]
    fn reasons_come_in_the_order_of_their_weight_and_safety_is_marked() {
        let facts = CaseFacts {
            open_answers: 2,
            oldest_answer: Some(day(11, 17)),
            risk_review_by: Some(day(11, 15)),
            sessions: weekly(&[Attended, DidNotAttend, DidNotAttend]),
            pathway_due: Some(10),
            mdt_since: Some(day(11, 16)),
            received_on: Some(day(11, 18)),
            not_countersigned: 1,
            overdue_actions: Some((2, day(11, 12))),
            ..CaseFacts::default()
        };
        assert_eq!(codes(&facts), CODES[..9]);
        let found = reasons(&facts, limits().unwrap(), day(11, 20));
        let said: Vec<&str> = found.iter().map(|r| r.says.as_str()).collect();
        assert_eq!(
            said,
            [
                "2 answers about safety have had no response, the oldest since 17-Nov-2026",
                "Risk review was due by 15-Nov-2026, 5 days ago",
                "2 sessions missed in a row, the last on 16-Nov-2026",
                "Review of the pathway is due: 10 sessions held",
                "Decision of the multidisciplinary team is awaited since the review of 16-Nov-2026",
                "2 actions from supervision overdue since 12-Nov-2026",
                "Not discussed yet: referred on 18-Nov-2026, 2 days ago",
                "1 document waits for a countersignature",
                "No outcome measure since the start, with 1 session attended",
            ]
        );
        assert_eq!(found.iter().filter(|r| r.safety).count(), 2);
        assert!(weight(&found) < weight(&found[1..]));
        assert!(weight(&found[1..]) < weight(&[]));
    }

    #[test]
    fn a_risk_review_is_a_reason_from_its_day_on() {
        let due = |on| CaseFacts {
            risk_review_by: Some(on),
            ..quiet()
        };
        assert_eq!(codes(&due(day(11, 21))), [""; 0]);
        assert_eq!(sentence(&due(day(11, 20))), "Risk review is due today");
    }

    #[test]
    fn missed_sessions_are_counted_back_to_the_last_attended_and_cancelled_ones_do_not_count() {
        let held = |all: &[Attendance]| CaseFacts {
            sessions: weekly(all),
            ..quiet()
        };
        for quiet in [
            &[DidNotAttend, DidNotAttend, Attended][..],
            &[Attended, DidNotAttend],
            &[DidNotAttend, PatientCancelled],
        ] {
            assert_eq!(codes(&held(quiet)), [""; 0], "{quiet:?}");
        }
        assert_eq!(
            sentence(&held(&[DidNotAttend, TeamCancelled, DidNotAttend])),
            "2 sessions missed in a row, the last on 16-Nov-2026"
        );
    }

    #[test]
    fn a_measure_is_missed_after_four_attended_sessions_without_one() {
        let measured = |on| CaseFacts {
            measured_on: on,
            sessions: weekly(&[
                Attended,
                Attended,
                DidNotAttend,
                Attended,
                Attended,
                Attended,
            ]),
            ..quiet()
        };
        assert_eq!(
            sentence(&measured(Some(day(10, 18)))),
            "No outcome measure in the last 4 sessions"
        );
        assert_eq!(codes(&measured(Some(day(10, 19)))), [""; 0]);
        assert!(sentence(&measured(None)).ends_with("5 sessions attended"));
        let before_the_first = CaseFacts {
            measured_on: None,
            ..quiet()
        };
        assert_eq!(codes(&before_the_first), [""; 0]);
    }

    #[test]
    fn four_weeks_without_being_discussed_are_a_reason() {
        let discussed = |on| CaseFacts {
            discussed_on: Some(on),
            ..quiet()
        };
        assert_eq!(codes(&discussed(day(10, 24))), [""; 0]);
        assert_eq!(
            sentence(&discussed(day(10, 23))),
            "Not discussed for 4 weeks, last on 23-Oct-2026"
        );
    }

    #[test]
    fn the_limits_are_read_strictly_and_said_to_be_unconfirmed() {
        let limits = limits().unwrap();
        assert!(limits.source.contains("Unconfirmed"));
        assert!(says(limits).contains("not a published standard"));
        let text = include_str!("../../../assets/lists/supervision-reasons.toml");
        let nought = text.replace("sessions_missed = 2", "sessions_missed = 0");
        assert!(read(&nought).unwrap_err().contains("sessions_missed"));
        assert!(read("sessions_misssed = 1").is_err());
    }
}
