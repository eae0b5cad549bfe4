//! Dates as the NHS Common User Interface writes them (clinical display D+Ta-0006 ff; long form
//! D+Ta-0011 when writing to the patient). The computer's regional settings are ignored.

use chrono::{Datelike, NaiveDate};

const SHORT: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const LONG: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(names: &[&'static str; 12], date: NaiveDate) -> &'static str {
    names.get(date.month0() as usize).copied().unwrap_or("")
}

/// `14-Mar-1983`: for clinicians.
pub fn clinical(date: NaiveDate) -> String {
    format!(
        "{:02}-{}-{:04}",
        date.day(),
        month(&SHORT, date),
        date.year()
    )
}

/// `14 March 1983`: for patients and for the date of a letter.
pub fn long(date: NaiveDate) -> String {
    format!("{} {} {:04}", date.day(), month(&LONG, date), date.year())
}

/// `October`
pub fn month_name(date: NaiveDate) -> &'static str {
    month(&LONG, date)
}

/// `October 2026`
pub fn month_and_year(date: NaiveDate) -> String {
    format!("{} {:04}", month_name(date), date.year())
}

/// Age on `on` for a person born on `born`, in the CUI banner's short form: hours and days are not
/// known from a date, so `12d` under 4 weeks, `9w` under a year, `3y 2m` under 18, else `43y`.
/// Empty when `on` lies before the birth.
pub fn age(born: NaiveDate, on: NaiveDate) -> String {
    let Some(years) = on.years_since(born) else {
        return String::new();
    };
    let days = (on - born).num_days();
    if days < 28 {
        format!("{days}d")
    } else if years < 1 {
        format!("{}w", days / 7)
    } else if years < 18 {
        let months = (on.month0() + 12 - born.month0() - u32::from(on.day() < born.day())) % 12;
        format!("{years}y {months}m")
    } else {
        format!("{years}y")
    }
}

/// `20-Nov-2026 14:02`, where the computer stands, from a stored instant. Text that is none comes back as it is.
pub fn clinical_instant(stored: &str) -> String {
    match chrono::DateTime::parse_from_rfc3339(stored) {
        Ok(at) => {
            let local = at.with_timezone(&chrono::Local);
            format!("{} {}", clinical(local.date_naive()), local.format("%H:%M"))
        }
        Err(_) => stored.to_owned(),
    }
}

/// `20-Nov-2026`, where the computer stands, from a stored instant.
pub fn clinical_day(stored: &str) -> String {
    clinical_instant(stored)
        .split(' ')
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// `14:02:11`, where the computer stands, from a stored instant.
pub fn clock_time(stored: &str) -> String {
    chrono::DateTime::parse_from_rfc3339(stored)
        .map(|at| {
            at.with_timezone(&chrono::Local)
                .format("%H:%M:%S")
                .to_string()
        })
        .unwrap_or_default()
}

/// Reads a date as typed: `14-Mar-1983`, `14/3/1983`, `14.3.1983`, `14 March 1983`, `1983-03-14`. Day before month,
/// four-digit year; anything else is `None`, so that no two-digit year or month-first date is guessed at.
pub fn parse(typed: &str) -> Option<NaiveDate> {
    parts_of(typed).filter(|day| YEARS.contains(&day.year()))
}

/// Years that a day in a record may lie in: nobody in it was born before, nothing in it is planned after.
pub const YEARS: std::ops::RangeInclusive<i32> = 1850..=2199;

fn parts_of(typed: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = typed
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '.' | ','))
        .filter(|p| !p.is_empty())
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let number = |t: &str| t.parse::<u32>().ok();
    if first.len() == 4 && second.len() <= 2 && third.len() <= 2 {
        return NaiveDate::from_ymd_opt(first.parse().ok()?, number(second)?, number(third)?);
    }
    if third.len() != 4 {
        return None;
    }
    let month = number(second).or_else(|| {
        let lower = second.to_lowercase();
        let named = LONG.iter().position(|m| {
            let m = m.to_lowercase();
            lower.chars().count() >= 3 && m.starts_with(&lower)
        })?;
        u32::try_from(named + 1).ok()
    })?;
    NaiveDate::from_ymd_opt(third.parse().ok()?, month, number(first)?)
}

/// A day, a month or a year as typed, in its stored form: `2021-03-14`, `2021-03`, `2021`. `None` for anything else.
pub fn parse_partial(typed: &str) -> Option<String> {
    if let Some(day) = parse(typed) {
        return Some(day.to_string());
    }
    let parts: Vec<&str> = typed
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '.' | ','))
        .filter(|p| !p.is_empty())
        .collect();
    let year = |t: &str| {
        (t.len() == 4)
            .then(|| t.parse::<i32>().ok())
            .flatten()
            .filter(|y| (1900..=2200).contains(y))
    };
    match parts.as_slice() {
        [only] => year(only).map(|y| y.to_string()),
        [first, second] => {
            let (y, m) = match (year(first), year(second)) {
                (Some(y), None) => (y, second),
                (None, Some(y)) => (y, first),
                _ => return None,
            };
            // A day that every month has makes a month of it.
            parse(&format!("1-{m}-{y}")).map(|d| d.format("%Y-%m").to_string())
        }
        _ => None,
    }
}

/// The first day that a stored day, month or year may mean.
pub fn first_day(partial: &str) -> Option<NaiveDate> {
    let whole = match partial.len() {
        4 => format!("{partial}-01-01"),
        7 => format!("{partial}-01"),
        _ => partial.to_owned(),
    };
    NaiveDate::parse_from_str(&whole, "%Y-%m-%d").ok()
}

/// `14-Mar-2021`, `March 2021` or `2021`, from a stored day, month or year.
pub fn partial_words(partial: &str) -> String {
    match (first_day(partial), partial.len()) {
        (Some(day), 7) => format!("{} {}", month(&LONG, day), day.year()),
        (Some(day), 10) => clinical(day),
        _ => partial.to_owned(),
    }
}

/// Whole months from one day to a later one; 0 where it is not later.
pub fn months_between(from: NaiveDate, to: NaiveDate) -> i32 {
    let months = (to.year() - from.year()) * 12 + i32::try_from(to.month0()).unwrap_or(0)
        - i32::try_from(from.month0()).unwrap_or(0)
        - i32::from(to.day() < from.day());
    months.max(0)
}

/// `Wednesday 25 November 2026`: the head of a day's work.
pub fn with_weekday(date: NaiveDate) -> String {
    let day = match date.weekday() {
        chrono::Weekday::Mon => "Monday",
        chrono::Weekday::Tue => "Tuesday",
        chrono::Weekday::Wed => "Wednesday",
        chrono::Weekday::Thu => "Thursday",
        chrono::Weekday::Fri => "Friday",
        chrono::Weekday::Sat => "Saturday",
        chrono::Weekday::Sun => "Sunday",
    };
    format!("{day} {}", long(date))
}

/// A stored day, `2026-11-20`.
pub fn stored(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn dates_are_written_as_the_common_user_interface_says() {
        assert_eq!(clinical(day(1983, 3, 4)), "04-Mar-1983");
        assert_eq!(long(day(1983, 3, 4)), "4 March 1983");
    }

    #[test]
    fn dates_are_read_as_people_type_them_and_never_guessed() {
        for typed in [
            "14-Mar-1983",
            "14/3/1983",
            "14.03.1983",
            "14 March 1983",
            "1983-03-14",
            " 14 mar 1983 ",
        ] {
            assert_eq!(parse(typed), Some(day(1983, 3, 14)), "{typed}");
        }
        for typed in [
            "",
            "3/14/1983",
            "14/3/83",
            "31/2/1983",
            "14 Ma 1983",
            "March 1983",
            "1983",
        ] {
            assert_eq!(parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn age_changes_on_the_birthday_and_counts_months_for_children() {
        assert_eq!(age(day(1983, 3, 14), day(2026, 3, 13)), "42y");
        assert_eq!(age(day(1983, 3, 14), day(2026, 3, 14)), "43y");
        assert_eq!(age(day(2015, 11, 30), day(2026, 2, 28)), "10y 2m");
        assert_eq!(age(day(2026, 11, 1), day(2026, 11, 22)), "21d");
        assert_eq!(age(day(2026, 1, 1), day(2026, 11, 22)), "46w");
        assert_eq!(age(day(2027, 1, 1), day(2026, 11, 22)), "");
    }

    #[test]
    fn an_onset_may_be_a_day_a_month_or_a_year_and_reads_as_it_was_meant() {
        for (typed, stored, words) in [
            ("14/3/2021", "2021-03-14", "14-Mar-2021"),
            ("March 2021", "2021-03", "March 2021"),
            ("3/2021", "2021-03", "March 2021"),
            ("2021-03", "2021-03", "March 2021"),
            ("2021", "2021", "2021"),
        ] {
            let found = parse_partial(typed).unwrap();
            assert_eq!(
                (found.as_str(), partial_words(&found).as_str()),
                (stored, words)
            );
        }
        for typed in ["", "21", "13/2021", "spring 2021", "3/21"] {
            assert_eq!(parse_partial(typed), None, "{typed}");
        }
        assert_eq!(months_between(day(2021, 3, 14), day(2021, 4, 13)), 0);
        assert_eq!(months_between(day(2021, 3, 14), day(2026, 11, 20)), 68);
        assert_eq!(
            with_weekday(day(2026, 11, 25)),
            "Wednesday 25 November 2026"
        );
    }
}
