//! Several charts on one axis of days.

use super::line::{Numbered, days, marked, within};
use super::{LineChart, TimeBoard};
use crate::dates;
use chrono::NaiveDate;

/// The day of the first point of a chart, which its label says.
fn begins(chart: &LineChart) -> Option<NaiveDate> {
    chart.points.first().and_then(|p| dates::parse(&p.label))
}

/// Charts from the top down, moved to the axis that all of them share; `None` for fewer than two. `what`: what they are,
/// `measures`.
pub fn board(
    title: &str,
    what: &str,
    charts: &[LineChart],
    sessions: &[Numbered],
) -> Option<TimeBoard> {
    let dated: Vec<(NaiveDate, &LineChart)> = charts
        .iter()
        .filter_map(|chart| Some((begins(chart)?, chart)))
        .collect();
    if dated.len() < 2 {
        return None;
    }
    let ends = |(on, chart): &(NaiveDate, &LineChart)| {
        let last = chart.points.last().map_or(0, |p| p.day);
        on.checked_add_days(chrono::Days::new(u64::try_from(last).unwrap_or(0)))
    };
    let from = dated.iter().map(|(on, _)| *on).min()?;
    let to = dated.iter().filter_map(ends).max()?;
    let length = days(from, to);
    let moved: Vec<LineChart> = dated
        .into_iter()
        .map(|(on, chart)| {
            let mut chart = chart.clone();
            for point in &mut chart.points {
                point.day = point.day.saturating_add(days(from, on));
            }
            chart.days = length;
            chart.sessions.clear();
            chart
        })
        .collect();
    let hatched: Vec<&str> = moved
        .iter()
        .filter_map(|c| c.error_band.as_ref().map(|b| b.label.as_str()))
        .collect();
    let note = match hatched.as_slice() {
        [] => String::new(),
        several => format!(
            "Hatched: nearer to the first score than the least reliable change, so that it may be measurement error alone: {}.",
            several.join("; ")
        ),
    };
    let sessions = within(sessions, from, to);
    let mut alt = format!(
        "{} {what} on one axis of time, from {} to {}",
        moved.len(),
        dates::clinical(from),
        dates::clinical(to)
    );
    if !sessions.is_empty() {
        alt.push_str("; ");
        alt.push_str(&marked(&sessions));
    }
    alt.push('.');
    Some(TimeBoard {
        title: title.to_owned(),
        alt,
        note,
        from: dates::clinical(from),
        to: dates::clinical(to),
        days: length,
        charts: moved,
        sessions,
    })
}

#[cfg(test)]
mod tests {
    use super::super::line::{Dated, Reliable, Series, line};
    use super::*;

    fn on(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    fn chart(title: &str, scores: &[(u32, u32, i32)], least: Option<i32>) -> LineChart {
        let series = Series {
            title: title.into(),
            max: 40,
            error: least.map(|least| Reliable {
                least,
                level: None,
                source: "A sample.".into(),
            }),
            ..Series::default()
        };
        let dated: Vec<Dated> = scores
            .iter()
            .map(|(m, d, value)| Dated {
                on: on(*m, *d),
                hundredths: value * 100,
                max: 40,
            })
            .collect();
        line(&series, &dated).unwrap()
    }

    #[test]
    fn all_charts_share_the_first_day_the_last_day_and_the_sessions() {
        let a = chart("A", &[(8, 3, 20), (9, 3, 10)], Some(500));
        let b = chart("B", &[(8, 13, 20)], None);
        let session = |m, d, number| Numbered {
            on: on(m, d),
            number,
        };
        let sessions = [session(8, 1, 1), session(8, 10, 2), session(9, 3, 3)];
        let board = board("", "measures", &[a, b], &sessions).unwrap();
        assert_eq!((board.days, board.from.as_str()), (31, "03-Aug-2026"));
        assert_eq!(board.to, "03-Sep-2026");
        let placed: Vec<Vec<i32>> = board
            .charts
            .iter()
            .map(|c| c.points.iter().map(|p| p.day).collect())
            .collect();
        assert_eq!(placed, [vec![0, 31], vec![10]]);
        assert!(
            board
                .charts
                .iter()
                .all(|c| c.days == 31 && c.sessions.is_empty())
        );
        let numbers: Vec<(u32, i32)> = board.sessions.iter().map(|s| (s.number, s.day)).collect();
        assert_eq!(numbers, [(2, 7), (3, 31)]);
        assert_eq!(
            board.alt,
            "2 measures on one axis of time, from 03-Aug-2026 to 03-Sep-2026; sessions 2 to 3 are marked."
        );
        assert!(
            board
                .note
                .ends_with("A ± 5 (level not stated by the source).")
        );
    }

    #[test]
    fn one_chart_alone_is_no_board() {
        assert!(board("", "measures", &[chart("A", &[(8, 3, 20)], None)], &[]).is_none());
    }
}
