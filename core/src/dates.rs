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
}
