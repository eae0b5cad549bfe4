//! An index over time: a value that was looked up, between -2 and 1, with as many decimals as its value set gives.

use super::line::{Numbered, days, marked, within};
use super::{ChartPoint, LineChart};
use crate::dates;
use chrono::NaiveDate;

/// An index in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Index(pub i32);

/// One in millionths.
const ONE: i32 = 1_000_000;

impl Index {
    /// An index as a value set writes it: `0.906`, `-0.59`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, size) = match text.strip_prefix('-') {
            Some(size) => (-1, size),
            None => (1, text),
        };
        let (whole, part) = size.split_once('.').unwrap_or((size, "0"));
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > 6 {
            return None;
        }
        let part: i32 = format!("{part:0<6}").parse().ok()?;
        let whole: i32 = whole.parse().ok()?;
        let millionths = whole.checked_mul(ONE)?.checked_add(part)?;
        (millionths <= 2 * ONE).then_some(Self(sign * millionths))
    }

    /// As it is said: `0.906`.
    pub fn words(self) -> String {
        let size = self.0.unsigned_abs();
        let one = ONE.unsigned_abs();
        let part = format!("{:06}", size % one);
        let part = part.trim_end_matches('0');
        let sign = if self.0 < 0 { "-" } else { "" };
        match part {
            "" => format!("{sign}{}", size / one),
            part => format!("{sign}{}.{part}", size / one),
        }
    }

    /// By how much it is lower or higher than an earlier one; `the same` for neither.
    pub fn differs(self, earlier: Self) -> String {
        match self.0 - earlier.0 {
            0 => "the same".to_owned(),
            less if less < 0 => format!("{} lower", Self(-less).words()),
            more => format!("{} higher", Self(more).words()),
        }
    }
}

/// The chart; `None` for fewer than two. `title` names the value set. `left_out`: sheets whose index is by another set.
pub fn index(
    title: &str,
    oldest_first: &[(NaiveDate, Index)],
    left_out: usize,
    sessions: &[Numbered],
) -> Option<LineChart> {
    let [(from, first), .., (to, last)] = oldest_first else {
        return None;
    };
    // No value is rounded for its place.
    let scale = [100, 1_000, 10_000, 100_000, ONE]
        .into_iter()
        .find(|scale| oldest_first.iter().all(|(_, i)| i.0 % (ONE / scale) == 0))?;
    let points = oldest_first
        .iter()
        .enumerate()
        .map(|(n, (on, index))| ChartPoint {
            label: dates::clinical(*on),
            value: index.0 / (ONE / scale),
            day: days(*from, *on),
            apart: false,
            band: String::new(),
            since: match (n, index.differs(*first)) {
                (0, _) => String::new(),
                (_, same) if same == "the same" => "the same as the first".to_owned(),
                (_, other) => format!("{other} than the first"),
            },
        })
        .collect();
    let sessions = within(sessions, *from, *to);
    let (a, b) = (first.words(), last.words());
    let (began, ended) = (dates::clinical(*from), dates::clinical(*to));
    let mut parts = vec![match last.cmp(first) {
        std::cmp::Ordering::Less => format!("{title} fell from {a} on {began} to {b} on {ended}"),
        std::cmp::Ordering::Greater => {
            format!("{title} rose from {a} on {began} to {b} on {ended}")
        }
        std::cmp::Ordering::Equal => format!("{title} was {a} on {began} and again on {ended}"),
    }];
    parts.push(format!("{} completions", oldest_first.len()));
    match left_out {
        0 => {}
        1 => parts.push("1 more has its index by another value set".to_owned()),
        n => parts.push(format!("{n} more have their index by another value set")),
    }
    if !sessions.is_empty() {
        parts.push(marked(&sessions));
    }
    let lowest = oldest_first.iter().map(|(_, i)| i.0).min().unwrap_or(0);
    Some(LineChart {
        title: title.to_owned(),
        alt: format!("{}.", parts.join("; ")),
        // From full health down to the whole number below the lowest.
        min: lowest.min(0).div_euclid(ONE) * scale,
        max: scale,
        scale,
        points,
        lines: Vec::new(),
        bands: Vec::new(),
        error_band: None,
        sessions,
        days: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_read_to_the_sixth_decimal_and_said_as_it_was_written() {
        for text in ["0.906", "-0.59", "1", "0", "-1.5", "0.123456"] {
            assert_eq!(Index::parse(text).unwrap().words(), text);
        }
        assert_eq!(Index::parse("0.950").unwrap().words(), "0.95");
        for wrong in ["", "-", "0.", ".5", "0.1234567", "3", "1e-1", "0,5"] {
            assert_eq!(Index::parse(wrong), None, "{wrong}");
        }
    }

    fn on(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn drawn(values: &[(u32, &str)], left_out: usize) -> Option<LineChart> {
        let values: Vec<_> = values
            .iter()
            .map(|(day, text)| (on(*day), Index::parse(text).unwrap()))
            .collect();
        index("EQ-5D-5L, Index (A set)", &values, left_out, &[])
    }

    #[test]
    fn it_is_drawn_by_its_own_decimals_from_full_health_down() {
        let chart = drawn(&[(3, "0.95"), (10, "0.906"), (20, "-0.1")], 1).unwrap();
        assert_eq!((chart.min, chart.max, chart.scale), (-1_000, 1_000, 1_000));
        let values: Vec<i32> = chart.points.iter().map(|p| p.value).collect();
        assert_eq!(values, [950, 906, -100]);
        assert_eq!(chart.points[1].since, "0.044 lower than the first");
        assert_eq!(
            chart.alt,
            "EQ-5D-5L, Index (A set) fell from 0.95 on 03-Nov-2026 to -0.1 on 20-Nov-2026; 3 completions; \
             1 more has its index by another value set."
        );
        let well = drawn(&[(3, "0.5"), (10, "1")], 0).unwrap();
        assert_eq!((well.min, well.max, well.scale), (0, 100, 100));
        assert!(drawn(&[(3, "0.5")], 0).is_none(), "one is no picture");
    }
}
