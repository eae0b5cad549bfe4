//! Days of the made-up history, counted back from today. Clinics are on working days; the trainee's is on Thursdays,
//! so that the accounts take turns at the register as they would.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc, Weekday};

/// Who has the register open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hand {
    /// The demo user: mornings.
    Consultant,
    /// The trainee: Thursday afternoons.
    Trainee,
}

/// The working day of `hand` on or before the day that lies `days_ago`. Never the other way round: what comes first
/// stays first, and nothing lies in the future.
pub(super) fn clinic_day(today: NaiveDate, days_ago: u32, hand: Hand) -> NaiveDate {
    let day = back(today, u64::from(days_ago));
    let since = |weekday: Weekday| {
        let days = (7 + day.weekday().num_days_from_monday() - weekday.num_days_from_monday()) % 7;
        u64::from(days)
    };
    match (hand, day.weekday()) {
        (Hand::Trainee, _) => back(day, since(Weekday::Thu)),
        (Hand::Consultant, Weekday::Sat | Weekday::Sun) => back(day, since(Weekday::Fri)),
        (Hand::Consultant, _) => day,
    }
}

fn back(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// A moment in the clinic of `hand`, `minutes` after it began.
pub(super) fn at(day: NaiveDate, hand: Hand, minutes: u32) -> DateTime<Utc> {
    let begins = match hand {
        Hand::Consultant => 9 * 60,
        Hand::Trainee => 14 * 60,
    };
    // Four hours at most: the consultant's morning is over before the trainee begins.
    let minute = begins + minutes.min(239);
    let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap_or(NaiveTime::MIN);
    day.and_time(time).and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clinics_are_on_working_days_in_order_and_never_in_the_future() {
        for start in 0..7 {
            let today = NaiveDate::from_ymd_opt(2026, 11, 16 + start).unwrap();
            for hand in [Hand::Consultant, Hand::Trainee] {
                let days: Vec<NaiveDate> = (0..60)
                    .rev()
                    .map(|ago| clinic_day(today, ago, hand))
                    .collect();
                assert!(days.is_sorted());
                assert!(days.iter().all(|d| *d <= today));
                for day in days {
                    let weekday = day.weekday().num_days_from_monday();
                    assert!(weekday < 5 && (hand == Hand::Consultant || weekday == 3));
                }
            }
        }
    }
}
