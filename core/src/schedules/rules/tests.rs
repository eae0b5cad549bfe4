use super::*;
use crate::error::Error;
use crate::ids::RecordId;
use crate::pathway::standing::DecisionLine;
use crate::pathway::standing::{ReviewLine, standing};
use crate::pathway::{MdtOutcome, ReviewDecision};

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + chrono::Days::new(n)
}

/// The day of the n-th weekly session.
fn week(n: u64) -> NaiveDate {
    day(7 * n)
}

fn weekly(n: u64) -> Vec<(NaiveDate, Attendance)> {
    (1..=n).map(|w| (week(w), Attendance::Attended)).collect()
}

fn review(at: u64, decision: ReviewDecision) -> ReviewLine {
    ReviewLine {
        record: RecordId::from_bytes([1; 16]),
        held_on: week(at) + chrono::Days::new(1),
        decision,
        session_number: u32::try_from(at).unwrap(),
        decided: None,
    }
}

fn only(change: impl Fn(&mut Occasions)) -> Occasions {
    let mut asked = Occasions::default();
    change(&mut asked);
    asked
}

fn found(
    asked: &Occasions,
    sessions: &[(NaiveDate, Attendance)],
    reviews: &[ReviewLine],
    newest: Option<NaiveDate>,
) -> Option<(Occasion, NaiveDate, Option<u32>)> {
    let standing = standing(10, sessions, reviews, true);
    let course = Course {
        sessions,
        missed_count: true,
        standing: &standing,
    };
    due(asked, &course, newest).map(|d| (d.occasion, d.since, d.session))
}

#[test]
fn at_the_start_is_due_from_the_first_session_attended_until_there_is_any_sheet() {
    let asked = only(|o| o.at_start = true);
    assert_eq!(found(&asked, &[], &[], None), None, "nobody has come yet");
    let missed = [(week(1), Attendance::DidNotAttend)];
    assert_eq!(found(&asked, &missed, &[], None), None);
    let then = [missed[0], (week(2), Attendance::Attended)];
    let start = Some((Occasion::Start, week(2), Some(2)));
    assert_eq!(found(&asked, &then, &[], None), start);
    assert_eq!(
        found(&asked, &then, &[], Some(day(0))),
        None,
        "one that came with the invitation serves"
    );
}

#[test]
fn every_three_sessions_counts_those_attended_since_the_day_of_the_newest_sheet() {
    let asked = only(|o| o.every = 3);
    assert_eq!(found(&asked, &weekly(2), &[], None), None);
    let third = Some((Occasion::Sessions, week(3), Some(3)));
    assert_eq!(found(&asked, &weekly(3), &[], None), third);
    assert_eq!(
        found(&asked, &weekly(5), &[], None),
        third,
        "it is due since the third, however many came after"
    );
    assert_eq!(
        found(&asked, &weekly(3), &[], Some(week(1))),
        None,
        "a sheet of the day of the first session is that session's"
    );
    let fourth = Some((Occasion::Sessions, week(4), Some(4)));
    assert_eq!(found(&asked, &weekly(4), &[], Some(week(1))), fourth);
    let mut with_missed = weekly(4);
    with_missed[2].1 = Attendance::DidNotAttend;
    assert_eq!(
        found(&asked, &with_missed, &[], Some(week(1))),
        None,
        "nothing can be filled in at a session that nobody came to"
    );
    let each = only(|o| o.every = 1);
    assert_eq!(found(&each, &weekly(2), &[], Some(week(2))), None);
}

#[test]
fn for_the_review_is_due_from_the_last_session_agreed_until_a_sheet_or_the_review() {
    let asked = only(|o| o.at_review = true);
    assert_eq!(found(&asked, &weekly(9), &[], None), None);
    let tenth = Some((Occasion::Review, week(10), Some(10)));
    assert_eq!(found(&asked, &weekly(10), &[], Some(week(9))), tenth);
    assert_eq!(
        found(&asked, &weekly(12), &[], Some(week(9))),
        tenth,
        "sessions beyond the number agreed do not move the day"
    );
    assert_eq!(found(&asked, &weekly(12), &[], Some(week(10))), None);
    let held = [review(10, ReviewDecision::Completed)];
    assert_eq!(found(&asked, &weekly(10), &held, Some(week(9))), None);
    let mut more = review(10, ReviewDecision::Mdt);
    more.decided = Some(DecisionLine {
        held_on: week(11),
        outcome: MdtOutcome::Continue,
        sessions: 2,
    });
    let twelfth = Some((Occasion::Review, week(12), Some(12)));
    assert_eq!(found(&asked, &weekly(12), &[more], Some(week(10))), twelfth);
}

#[test]
fn at_discharge_is_due_from_the_end_unless_the_last_session_has_its_sheet_or_the_patient_has_died()
{
    let asked = only(|o| o.at_discharge = true);
    assert_eq!(found(&asked, &weekly(10), &[], None), None);
    let ended = [review(10, ReviewDecision::Completed)];
    let over = Some((Occasion::Discharge, week(10) + chrono::Days::new(1), None));
    assert_eq!(found(&asked, &weekly(10), &ended, Some(week(9))), over);
    assert_eq!(found(&asked, &weekly(10), &ended, Some(week(10))), None);
    assert_eq!(
        found(&asked, &weekly(11), &ended, Some(week(9))),
        None,
        "who comes again has not been discharged"
    );
    let died = [review(10, ReviewDecision::Died)];
    assert_eq!(found(&asked, &weekly(10), &died, None), None);
    let declined = [review(0, ReviewDecision::Declined)];
    assert_eq!(
        found(&asked, &[], &declined, None),
        None,
        "nobody ever came"
    );
}

#[test]
fn what_has_waited_longest_is_said_and_one_sheet_serves_all() {
    let asked = usual();
    let at_once = found(&asked, &weekly(5), &[], None);
    assert_eq!(at_once, Some((Occasion::Start, week(1), Some(1))));
    let both = found(&asked, &weekly(10), &[], Some(week(7)));
    assert_eq!(both, Some((Occasion::Review, week(10), Some(10))));
    assert_eq!(found(&asked, &weekly(10), &[], Some(week(10))), None);
}

#[test]
fn a_schedule_is_said_in_words_and_a_faulty_one_is_refused_by_instrument() {
    let mut one = usual();
    assert_eq!(
        says(&one),
        "At the start, every 3 sessions, for the review and at discharge"
    );
    assert_eq!(says(&only(|o| o.every = 1)), "Every session");
    one.instrument = "core-10".into();
    let phq = Occasions {
        instrument: "phq-9".into(),
        ..usual()
    };
    let kept = check(&[one.clone(), phq.clone()]).unwrap();
    let again = check(&[phq, one.clone()]).unwrap();
    assert_eq!(kept, again, "the order is that of forms");
    let wrong = [
        one.clone(),
        one.clone(),
        Occasions {
            every: 21,
            ..one.clone()
        },
        Occasions {
            instrument: "nope".into(),
            ..Occasions::default()
        },
    ];
    let Err(Error::Invalid(faults)) = check(&wrong) else {
        panic!("a faulty schedule was taken");
    };
    let rules: Vec<&str> = faults.iter().map(|f| f.rule.as_str()).collect();
    assert_eq!(rules, ["twice", "twice", "range", "unknown", "required"]);
    assert_eq!(faults[3].field, "instruments.nope");
}
