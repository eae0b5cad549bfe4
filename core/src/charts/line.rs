//! A measure over time as a line chart, and the same in one sentence.

use super::{ChartBand, ChartLine, ChartPoint, LineChart};
use crate::dates;
use crate::instruments::scoring::decimal;
use chrono::NaiveDate;

/// A score on a day, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The day.
    pub on: NaiveDate,
    /// The score.
    pub hundredths: i32,
    /// The highest possible that day, for the items that applied.
    pub max: u32,
}

/// One series, as its instrument says it is to be drawn.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// `CORE-10`
    pub title: String,
    /// Lowest possible, whole.
    pub min: u32,
    /// Highest possible when every item applies, whole.
    pub max: u32,
    /// Bands by their lowest value in hundredths, lowest first.
    pub bands: Vec<(i32, String)>,
    /// Lines in hundredths; the first is named in the sentence.
    pub lines: Vec<(i32, String)>,
    /// Completions that gave no score.
    pub without_score: u32,
}

/// `12`, `16.47` from hundredths, or `12 of 32` where it must be said.
fn said(score: &Dated, with_max: bool) -> String {
    let value = decimal(score.hundredths);
    if with_max {
        format!("{value} of {}", score.max)
    } else {
        value
    }
}

fn completions(number: usize) -> String {
    match number {
        1 => "1 completion".to_owned(),
        n => format!("{n} completions"),
    }
}

/// What the chart shows, in words: `CORE-10 fell from 27 on 03-Aug-2026 to 15 on 20-Nov-2026; 6 completions; the cut-off
/// is 11.`
fn sentence(series: &Series, scores: &[Dated]) -> Option<String> {
    let (first, last) = (scores.first()?, scores.last()?);
    let mixed = scores.iter().any(|s| s.max != first.max);
    let title = &series.title;
    let (a, b) = (said(first, mixed), said(last, mixed));
    let (from, to) = (dates::clinical(first.on), dates::clinical(last.on));
    let mut parts = vec![if scores.len() == 1 {
        format!("{title} was {a} on {from}")
    } else if mixed {
        format!("{title} was {a} on {from} and {b} on {to}")
    } else {
        match last.hundredths.cmp(&first.hundredths) {
            std::cmp::Ordering::Less => format!("{title} fell from {a} on {from} to {b} on {to}"),
            std::cmp::Ordering::Greater => {
                format!("{title} rose from {a} on {from} to {b} on {to}")
            }
            std::cmp::Ordering::Equal => format!("{title} was {a} on {from} and again on {to}"),
        }
    }];
    parts.push(completions(scores.len()));
    match series.without_score {
        0 => {}
        1 => parts.push("1 more gave no score".to_owned()),
        n => parts.push(format!("{n} more gave no score")),
    }
    if mixed {
        parts.push("totals out of different maxima are not joined".to_owned());
    }
    if let Some((at, _)) = series.lines.first() {
        parts.push(format!("the cut-off is {}", decimal(*at)));
    }
    Some(format!("{}.", parts.join("; ")))
}

/// The chart of a series; `None` while there is no score. Scores of one day keep the order in which they are given.
pub fn line(series: &Series, scores: &[Dated]) -> Option<LineChart> {
    let mut scores = scores.to_vec();
    scores.sort_by_key(|s| s.on);
    let first = *scores.first()?;
    // Whole numbers where all are whole, else tenths or hundredths: a value is never rounded for its place.
    let written = scores.iter().map(|s| s.hundredths);
    let lines = series.lines.iter().map(|(at, _)| *at);
    let bands = series.bands.iter().map(|(from, _)| *from);
    let all: Vec<i32> = written.chain(lines).chain(bands).collect();
    let scale = [1, 10]
        .into_iter()
        .find(|scale| all.iter().all(|h| h % (100 / scale) == 0))
        .unwrap_or(100);
    let scaled = |hundredths: i32| hundredths / (100 / scale);
    let edge = |whole: u32| {
        i32::try_from(whole)
            .unwrap_or(i32::MAX)
            .saturating_mul(scale)
    };
    let (min, max) = (edge(series.min), edge(series.max));
    let mut before = first.max;
    let points = scores
        .iter()
        .map(|score| {
            let apart = score.max != before;
            before = score.max;
            ChartPoint {
                label: dates::clinical(score.on),
                value: scaled(score.hundredths),
                day: i32::try_from((score.on - first.on).num_days()).unwrap_or(i32::MAX),
                apart,
            }
        })
        .collect();
    // A band ends where the next begins, one step of the axis below.
    let ends = series
        .bands
        .iter()
        .skip(1)
        .map(|(from, _)| scaled(*from) - 1)
        .chain([max]);
    Some(LineChart {
        title: series.title.clone(),
        alt: sentence(series, &scores)?,
        min,
        max,
        scale,
        points,
        lines: series
            .lines
            .iter()
            .map(|(at, label)| ChartLine {
                label: format!("{label} {}", decimal(*at)),
                value: scaled(*at),
            })
            .collect(),
        bands: series
            .bands
            .iter()
            .zip(ends)
            .map(|((from, label), to)| ChartBand {
                label: label.clone(),
                from: scaled(*from),
                to,
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    fn at(m: u32, d: u32, hundredths: i32, max: u32) -> Dated {
        Dated {
            on: on(m, d),
            hundredths,
            max,
        }
    }

    fn core() -> Series {
        Series {
            title: "CORE-10".into(),
            min: 0,
            max: 40,
            bands: vec![(0, "healthy or low level".into()), (1100, "mild".into())],
            lines: vec![(1100, "clinical cut-off".into())],
            without_score: 0,
        }
    }

    #[test]
    fn the_sentence_says_from_where_to_where_how_often_and_the_cut_off() {
        let six = [27, 24, 22, 18, 19, 15];
        let scores: Vec<Dated> = six
            .iter()
            .zip([(8, 3), (8, 24), (9, 14), (10, 5), (10, 26), (11, 20)])
            .map(|(value, (m, d))| at(m, d, value * 100, 40))
            .collect();
        let chart = line(&core(), &scores).unwrap();
        assert_eq!(
            chart.alt,
            "CORE-10 fell from 27 on 03-Aug-2026 to 15 on 20-Nov-2026; 6 completions; the cut-off is 11."
        );
        assert_eq!((chart.min, chart.max, chart.scale), (0, 40, 1));
        assert_eq!(chart.points[1].day, 21);
        assert_eq!(chart.lines[0].label, "clinical cut-off 11");
        assert_eq!(
            (chart.bands[0].to, chart.bands[1].from, chart.bands[1].to),
            (10, 11, 40)
        );
        assert!(chart.points.iter().all(|p| !p.apart));
    }

    #[test]
    fn one_score_the_same_and_a_rise_are_said_as_they_are() {
        let alt = |scores: &[Dated]| line(&core(), scores).unwrap().alt;
        assert_eq!(
            alt(&[at(8, 3, 2700, 40)]),
            "CORE-10 was 27 on 03-Aug-2026; 1 completion; the cut-off is 11."
        );
        assert!(
            alt(&[at(8, 3, 900, 40), at(9, 3, 900, 40)])
                .starts_with("CORE-10 was 9 on 03-Aug-2026 and again on 03-Sep-2026; 2")
        );
        assert!(alt(&[at(8, 3, 900, 40), at(9, 3, 1200, 40)]).starts_with("CORE-10 rose from 9 "));
        assert!(line(&core(), &[]).is_none());
    }

    #[test]
    fn a_prorated_score_is_drawn_exactly_and_the_bands_leave_no_gap() {
        let chart = line(&core(), &[at(8, 3, 1778, 40), at(9, 3, 1200, 40)]).unwrap();
        assert_eq!((chart.scale, chart.max), (100, 4000));
        assert_eq!(chart.points[0].value, 1778);
        assert_eq!(chart.bands[0].to + 1, chart.bands[1].from);
        let tenths = line(&core(), &[at(8, 3, 1250, 40)]).unwrap();
        assert_eq!((tenths.scale, tenths.points[0].value), (10, 125));
    }

    #[test]
    fn totals_out_of_different_maxima_stand_apart_and_are_not_compared() {
        let series = Series {
            title: "WSAS".into(),
            max: 40,
            without_score: 1,
            ..Series::default()
        };
        let scores = [at(8, 3, 2000, 40), at(9, 3, 1800, 32), at(10, 3, 1600, 32)];
        let chart = line(&series, &scores).unwrap();
        let apart: Vec<bool> = chart.points.iter().map(|p| p.apart).collect();
        assert_eq!(apart, [false, true, false]);
        assert_eq!(
            chart.alt,
            "WSAS was 20 of 40 on 03-Aug-2026 and 16 of 32 on 03-Oct-2026; 3 completions; 1 more gave no score; totals out of different maxima are not joined."
        );
    }

    #[test]
    fn scores_are_drawn_in_order_of_time_however_they_come() {
        let chart = line(&core(), &[at(9, 3, 1200, 40), at(8, 3, 2700, 40)]).unwrap();
        let values: Vec<i32> = chart.points.iter().map(|p| p.value).collect();
        assert_eq!(values, [27, 12]);
    }
}
