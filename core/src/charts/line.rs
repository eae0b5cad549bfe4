//! A measure over time as a line chart, and the same in one sentence.

use super::{ChartBand, ChartLine, ChartPoint, ChartSession, ErrorBand, LineChart};
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
    /// From when a change is more than chance; absent where no source says it, and where the sheets are of different
    /// versions.
    pub error: Option<Reliable>,
    /// Numbered sessions, in order of time.
    pub sessions: Vec<Numbered>,
}

/// The least change of a scale that is more than measurement error is likely to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reliable {
    /// That change, in hundredths: itself reliable.
    pub least: i32,
    /// The level of certainty in per cent; absent where the source does not say it.
    pub level: Option<u32>,
    /// Which sample, where it is written.
    pub source: String,
}

/// A session with its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The day.
    pub on: NaiveDate,
    /// Its number.
    pub number: u32,
}

impl Reliable {
    /// The level in words.
    fn level(&self) -> String {
        self.level.map_or_else(
            || "level not stated by the source".to_owned(),
            |level| format!("{level} %"),
        )
    }
}

/// Days from one day to another.
pub(super) fn days(from: NaiveDate, to: NaiveDate) -> i32 {
    i32::try_from((to - from).num_days()).unwrap_or(i32::MAX)
}

/// The sessions of a stretch of days. Of two on one day both stand, in order.
pub(super) fn within(all: &[Numbered], from: NaiveDate, to: NaiveDate) -> Vec<ChartSession> {
    all.iter()
        .filter(|s| (from..=to).contains(&s.on))
        .map(|s| ChartSession {
            number: s.number,
            day: days(from, s.on),
        })
        .collect()
}

/// `sessions 2 to 10 are marked`; empty for none.
pub(super) fn marked(sessions: &[ChartSession]) -> String {
    match (sessions.first(), sessions.last()) {
        (Some(first), Some(last)) if first.number != last.number => {
            format!("sessions {} to {} are marked", first.number, last.number)
        }
        (Some(only), _) => format!("session {} is marked", only.number),
        _ => String::new(),
    }
}

/// How a score differs from the first. Totals out of different maxima are not compared.
fn since(first: &Dated, score: &Dated) -> String {
    if first.max != score.max {
        return format!("out of {}: not compared with the first", score.max);
    }
    match score.hundredths - first.hundredths {
        0 => "the same as the first".to_owned(),
        less if less < 0 => format!("{} lower than the first", decimal(-less)),
        more => format!("{} higher than the first", decimal(more)),
    }
}

/// Where a series has a change that is reliable, the scores around the first that differ by less, within the axis. Only
/// for two scores or more, and only where all are out of the one maximum that the change is known for.
fn error_band(series: &Series, scores: &[Dated], scale: i32) -> Option<ErrorBand> {
    let rule = series.error.as_ref()?;
    let first = scores.first()?;
    let alike = scores.iter().all(|s| s.max == series.max);
    if scores.len() < 2 || !alike {
        return None;
    }
    let edge = |whole: u32| i32::try_from(whole).ok()?.checked_mul(100);
    let (min, max) = (edge(series.min)?, edge(series.max)?);
    let from = first.hundredths.checked_sub(rule.least)?.max(min);
    let to = first.hundredths.checked_add(rule.least)?.min(max);
    let least = decimal(rule.least);
    Some(ErrorBand {
        from: from / (100 / scale),
        to: to / (100 / scale),
        label: format!("{} ± {least} ({})", series.title, rule.level()),
        words: format!(
            "Hatched: scores from {} to {}, which differ from the first of {} by less than {least}. Such a change may be \
             measurement error alone ({}). {}",
            decimal(from),
            decimal(to),
            decimal(first.hundredths),
            rule.level(),
            rule.source,
        ),
    })
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
fn sentence(series: &Series, scores: &[Dated], sessions: &[ChartSession]) -> Option<String> {
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
    if !sessions.is_empty() {
        parts.push(marked(sessions));
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
    // The edges of an interval stand where they are, too.
    let error = series.error.iter().filter(|_| scores.len() > 1);
    let error = error.map(|rule| rule.least);
    let all: Vec<i32> = written.chain(lines).chain(bands).chain(error).collect();
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
    // The band in which a value lies, as it is drawn.
    let word = |hundredths: i32| {
        let own = series
            .bands
            .iter()
            .rev()
            .find(|(from, _)| *from <= hundredths);
        own.map(|(_, label)| label.clone()).unwrap_or_default()
    };
    let (mut before, mut seen) = (first.max, false);
    let points = scores
        .iter()
        .map(|score| {
            let apart = score.max != before;
            before = score.max;
            ChartPoint {
                label: dates::clinical(score.on),
                value: scaled(score.hundredths),
                day: days(first.on, score.on),
                apart,
                band: word(score.hundredths),
                since: match std::mem::replace(&mut seen, true) {
                    true => since(&first, score),
                    false => String::new(),
                },
            }
        })
        .collect();
    let last = scores.last().map_or(first.on, |s| s.on);
    let sessions = within(&series.sessions, first.on, last);
    // A band ends where the next begins, one step of the axis below.
    let ends = series
        .bands
        .iter()
        .skip(1)
        .map(|(from, _)| scaled(*from) - 1)
        .chain([max]);
    Some(LineChart {
        title: series.title.clone(),
        alt: sentence(series, &scores, &sessions)?,
        error_band: error_band(series, &scores, scale),
        sessions,
        days: 0,
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
            ..Series::default()
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

    fn reliable() -> Option<Reliable> {
        Some(Reliable {
            least: 566,
            level: Some(90),
            source: "A sample.".into(),
        })
    }

    #[test]
    fn measurement_error_is_drawn_around_the_first_score_within_the_axis_and_says_what_it_is() {
        let series = Series {
            error: reliable(),
            ..core()
        };
        let chart = line(&series, &[at(8, 3, 2700, 40), at(9, 3, 1500, 40)]).unwrap();
        let band = chart.error_band.unwrap();
        // To the hundredth: nothing is rounded for its place.
        assert_eq!((chart.scale, band.from, band.to), (100, 2134, 3266));
        assert_eq!(band.label, "CORE-10 ± 5.66 (90 %)");
        assert_eq!(
            band.words,
            "Hatched: scores from 21.34 to 32.66, which differ from the first of 27 by less than 5.66. Such a change may be measurement error alone (90 %). A sample."
        );
        let low = line(&series, &[at(8, 3, 300, 40), at(9, 3, 1500, 40)]).unwrap();
        let band = low.error_band.unwrap();
        assert_eq!((band.from, band.to), (0, 866));
        let unsaid = Series {
            error: reliable().map(|r| Reliable { level: None, ..r }),
            ..core()
        };
        let chart = line(&unsaid, &[at(8, 3, 2700, 40), at(9, 3, 1500, 40)]).unwrap();
        assert!(
            chart
                .error_band
                .unwrap()
                .words
                .contains("(level not stated by the source)")
        );
    }

    #[test]
    fn no_error_is_drawn_without_a_rule_for_one_score_or_for_totals_out_of_another_maximum() {
        let series = Series {
            error: reliable(),
            ..core()
        };
        let drawn = |series: &Series, scores: &[Dated]| line(series, scores).unwrap().error_band;
        assert!(drawn(&series, &[at(8, 3, 2700, 40)]).is_none());
        assert!(drawn(&core(), &[at(8, 3, 2700, 40), at(9, 3, 900, 40)]).is_none());
        assert!(drawn(&series, &[at(8, 3, 2700, 40), at(9, 3, 900, 36)]).is_none());
        assert!(drawn(&series, &[at(8, 3, 2700, 36), at(9, 3, 900, 36)]).is_none());
    }

    #[test]
    fn every_point_has_its_band_and_how_it_differs_from_the_first() {
        let scores = [
            at(8, 3, 1200, 40),
            at(9, 3, 700, 40),
            at(10, 3, 1300, 40),
            at(11, 3, 900, 36),
        ];
        let chart = line(&core(), &scores).unwrap();
        let said: Vec<(&str, &str)> = chart
            .points
            .iter()
            .map(|p| (p.band.as_str(), p.since.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                ("mild", ""),
                ("healthy or low level", "5 lower than the first"),
                ("mild", "1 higher than the first"),
                (
                    "healthy or low level",
                    "out of 36: not compared with the first"
                ),
            ]
        );
    }

    #[test]
    fn sessions_stand_where_they_were_held_between_the_first_score_and_the_last() {
        let session = |m, d, number| Numbered {
            on: on(m, d),
            number,
        };
        let series = Series {
            sessions: vec![
                session(8, 1, 1),
                session(8, 10, 2),
                session(9, 3, 3),
                session(9, 4, 4),
            ],
            ..core()
        };
        let chart = line(&series, &[at(8, 3, 2700, 40), at(9, 3, 1500, 40)]).unwrap();
        let drawn: Vec<(u32, i32)> = chart.sessions.iter().map(|s| (s.number, s.day)).collect();
        assert_eq!(drawn, [(2, 7), (3, 31)]);
        assert!(
            chart
                .alt
                .ends_with("the cut-off is 11; sessions 2 to 3 are marked.")
        );
    }

    #[test]
    fn scores_are_drawn_in_order_of_time_however_they_come() {
        let chart = line(&core(), &[at(9, 3, 1200, 40), at(8, 3, 2700, 40)]).unwrap();
        let values: Vec<i32> = chart.points.iter().map(|p| p.value).collect();
        assert_eq!(values, [27, 12]);
    }
}
