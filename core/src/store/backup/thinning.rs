//! Which backups are kept: a rule on instants alone, so that it can be tested without a disk or a clock.
//!
//! Periods count only if they have a backup: after a month's leave the older ones are all still there.

use super::name::Name;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use std::collections::BTreeSet;

/// The newest of so many days is kept.
pub const DAYS: usize = 14;
/// The newest of so many weeks, Monday to Sunday.
pub const WEEKS: usize = 8;
/// The newest of so many months.
pub const MONTHS: usize = 12;

/// So many of those made before a change of format, and so many of those whose record had faults.
pub const ASIDE: usize = 3;

/// The newest instant of each of the newest `count` periods.
fn newest_of<P: Ord>(
    newest_first: &[DateTime<Utc>],
    count: usize,
    period: impl Fn(NaiveDate) -> P,
) -> Vec<DateTime<Utc>> {
    let mut seen = BTreeSet::new();
    newest_first
        .iter()
        .filter(|at| seen.insert(period(at.date_naive())))
        .take(count)
        .copied()
        .collect()
}

/// Which of these backups stay.
pub fn kept(all: &[DateTime<Utc>]) -> BTreeSet<DateTime<Utc>> {
    let mut newest_first = all.to_vec();
    newest_first.sort_unstable_by(|a, b| b.cmp(a));
    newest_of(&newest_first, DAYS, |day| day)
        .into_iter()
        .chain(newest_of(&newest_first, WEEKS, |day| {
            let week = day.iso_week();
            (week.year(), week.week())
        }))
        .chain(newest_of(&newest_first, MONTHS, |day| {
            (day.year(), day.month())
        }))
        .collect()
}

/// Which of the backups of one register go. Those with faults and those of an older format are counted apart, so that they
/// never take a good one's place.
pub fn to_remove(all: &[Name]) -> Vec<Name> {
    let (apart, ordinary): (Vec<&Name>, Vec<&Name>) = all
        .iter()
        .partition(|n| n.faulty || n.before_format.is_some());
    let instants: Vec<_> = ordinary.iter().map(|n| n.at).collect();
    let stay = kept(&instants);
    let mut gone: Vec<Name> = ordinary
        .into_iter()
        .filter(|n| !stay.contains(&n.at))
        .cloned()
        .collect();
    for faulty in [false, true] {
        let mut of: Vec<&Name> = apart
            .iter()
            .filter(|n| n.faulty == faulty)
            .copied()
            .collect();
        of.sort_by_key(|name| std::cmp::Reverse(name.at));
        gone.extend(of.into_iter().skip(ASIDE).cloned());
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Days, TimeDelta, TimeZone as _};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_newest_of_a_day_a_week_and_a_month_is_kept() {
        // Each row: what is there, and what stays of it.
        let table: [(&[&str], &[&str]); 4] = [
            (&[], &[]),
            (&["2026-11-26T06:00:00Z"], &["2026-11-26T06:00:00Z"]),
            // Two of one day: the later one.
            (
                &["2026-11-26T06:00:00Z", "2026-11-26T18:00:00Z"],
                &["2026-11-26T18:00:00Z"],
            ),
            // Sunday and Monday are two weeks; the days alone keep both here.
            (
                &["2026-11-22T06:00:00Z", "2026-11-23T06:00:00Z"],
                &["2026-11-22T06:00:00Z", "2026-11-23T06:00:00Z"],
            ),
        ];
        for (there, stay) in table {
            let there: Vec<_> = there.iter().map(|t| at(t)).collect();
            let stay: BTreeSet<_> = stay.iter().map(|t| at(t)).collect();
            assert_eq!(kept(&there), stay);
        }
    }

    #[test]
    fn a_year_of_days_leaves_fourteen_days_eight_weeks_and_twelve_months() {
        let last = at("2026-11-26T06:00:00Z");
        let all: Vec<_> = (0..365).map(|d| last - Days::new(d)).collect();
        let kept = kept(&all);
        let days: Vec<_> = (0..14).map(|d| last - Days::new(d)).collect();
        assert!(days.iter().all(|d| kept.contains(d)));
        // Sundays of six weeks before those of the fourteen days (24-Nov is a week of its own, ended by the 26th).
        for sunday in [
            "2026-11-08",
            "2026-11-01",
            "2026-10-25",
            "2026-10-18",
            "2026-10-11",
        ] {
            assert!(
                kept.contains(&at(&format!("{sunday}T06:00:00Z"))),
                "{sunday}"
            );
        }
        for end in [
            "2026-10-31",
            "2026-09-30",
            "2026-08-31",
            "2026-02-28",
            "2025-12-31",
        ] {
            assert!(kept.contains(&at(&format!("{end}T06:00:00Z"))), "{end}");
        }
        assert!(!kept.contains(&at("2026-09-29T06:00:00Z")));
        assert!(kept.len() <= DAYS + WEEKS + MONTHS);
    }

    /// Numbers that look random and are the same in every run.
    fn roll(state: &mut u64, below: u64) -> u64 {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) % below
    }

    #[test]
    fn whatever_is_there_the_newest_stays_and_thinning_twice_is_thinning_once() {
        let mut dice = 20_261_126;
        let begin = Utc.with_ymd_and_hms(2024, 1, 1, 0, 0, 0).unwrap();
        for _ in 0..500 {
            let count = roll(&mut dice, 80);
            let spread = 1 + roll(&mut dice, 900) * 86_400;
            let all: Vec<_> = (0..count)
                .map(|_| {
                    let seconds = i64::try_from(roll(&mut dice, spread)).unwrap();
                    begin + TimeDelta::seconds(seconds)
                })
                .collect();
            let stay = kept(&all);
            assert!(stay.iter().all(|s| all.contains(s)));
            assert_eq!(stay.iter().next_back(), all.iter().max());
            assert!(stay.len() <= DAYS + WEEKS + MONTHS);
            let again: Vec<_> = stay.iter().copied().collect();
            assert_eq!(kept(&again), stay);
            // Nobody loses a month that is among the newest twelve.
            let months: BTreeSet<_> = all.iter().map(|a| (a.year(), a.month())).collect();
            let still: BTreeSet<_> = stay.iter().map(|a| (a.year(), a.month())).collect();
            assert!(months.iter().rev().take(MONTHS).all(|m| still.contains(m)));
        }
    }

    #[test]
    fn thinned_every_day_for_three_years_a_backup_of_each_of_the_last_twelve_months_is_left() {
        let begin = at("2024-01-01T06:00:00Z");
        let mut there: Vec<DateTime<Utc>> = Vec::new();
        for day in 0..1_096 {
            there.push(begin + Days::new(day));
            there = kept(&there).into_iter().collect();
        }
        let months: BTreeSet<_> = there.iter().map(|a| (a.year(), a.month())).collect();
        assert_eq!(months.len(), MONTHS);
        assert_eq!(months.iter().next(), Some(&(2026, 1)));
    }

    #[test]
    fn faulty_backups_and_those_of_an_older_format_take_no_good_ones_place() {
        let name = |day: u32, faulty, before_format| Name {
            register: "0f3c9a11".into(),
            at: Utc.with_ymd_and_hms(2026, 11, day, 6, 0, 0).unwrap(),
            faulty,
            before_format,
        };
        let mut all: Vec<Name> = (1..=20).map(|day| name(day, false, None)).collect();
        all.extend((1..=20).map(|day| name(day, true, None)));
        all.extend((1..=5).map(|day| name(day, false, Some(9))));
        let gone = to_remove(&all);
        let left: Vec<_> = all.iter().filter(|n| !gone.contains(n)).collect();
        let good = left
            .iter()
            .filter(|n| !n.faulty && n.before_format.is_none());
        let faulty: Vec<u32> = left
            .iter()
            .filter(|n| n.faulty)
            .map(|n| n.at.day())
            .collect();
        let older: Vec<u32> = left
            .iter()
            .filter(|n| n.before_format.is_some())
            .map(|n| n.at.day())
            .collect();
        // Fourteen days, and the Sunday of the week before them.
        assert_eq!(good.count(), 15);
        assert_eq!(faulty, [18, 19, 20]);
        assert_eq!(older, [3, 4, 5]);
    }
}
