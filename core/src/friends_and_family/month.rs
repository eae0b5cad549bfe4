//! A month of a year: the finest time that an anonymous answer has.

use crate::dates;
use chrono::{Datelike, Months, NaiveDate};

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(NaiveDate);

impl Month {
    /// The month in which a day lies.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).unwrap_or(day))
    }

    /// As typed: `2026-10`, `10/2026`, `Oct-2026`, `October 2026`. `None` for anything else.
    pub fn parse(typed: &str) -> Option<Self> {
        let stored = dates::parse_partial(typed)?;
        (stored.len() == 7)
            .then(|| dates::first_day(&stored))
            .flatten()
            .map(Self)
    }

    /// Its first day.
    pub const fn first_day(self) -> NaiveDate {
        self.0
    }

    /// `2026-10`
    pub fn stored(self) -> String {
        self.0.format("%Y-%m").to_string()
    }

    /// `October 2026`
    pub fn label(self) -> String {
        dates::month_and_year(self.0)
    }

    /// `October`
    pub fn name(self) -> &'static str {
        dates::month_name(self.0)
    }

    /// So many months later.
    pub fn plus(self, months: u32) -> Self {
        Self(
            self.0
                .checked_add_months(Months::new(months))
                .unwrap_or(self.0),
        )
    }

    /// So many months earlier.
    pub fn minus(self, months: u32) -> Self {
        Self(
            self.0
                .checked_sub_months(Months::new(months))
                .unwrap_or(self.0),
        )
    }

    /// The three months of its quarter of the calendar year.
    pub fn quarter(self) -> [Self; 3] {
        let first = self.minus(self.0.month0() % 3);
        [first, first.plus(1), first.plus(2)]
    }

    /// From this month to the other, both included; nothing where the other is earlier.
    pub fn up_to(self, last: Self) -> impl Iterator<Item = Self> {
        (0..)
            .map(move |n| self.plus(n))
            .take_while(move |m| *m <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_people_write_it_and_a_day_or_a_year_is_none() {
        for typed in ["2026-10", "10/2026", "Oct-2026", "October 2026"] {
            assert_eq!(Month::parse(typed).unwrap().stored(), "2026-10", "{typed}");
        }
        for other in ["", "2026", "1-Oct-2026", "2026-13", "October"] {
            assert_eq!(Month::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_quarter_is_one_of_the_calendar_year() {
        let quarter = |typed| Month::parse(typed).unwrap().quarter().map(Month::stored);
        assert_eq!(quarter("2026-01"), ["2026-01", "2026-02", "2026-03"]);
        assert_eq!(quarter("2026-12"), ["2026-10", "2026-11", "2026-12"]);
    }

    #[test]
    fn months_run_over_the_turn_of_the_year_and_end_with_the_last() {
        let month = |typed| Month::parse(typed).unwrap();
        let all: Vec<String> = month("2025-11")
            .up_to(month("2026-02"))
            .map(Month::stored)
            .collect();
        assert_eq!(all, ["2025-11", "2025-12", "2026-01", "2026-02"]);
        assert_eq!(month("2026-02").up_to(month("2026-01")).count(), 0);
    }
}
