//! Charts as plain data: what is drawn as SVG on screen is drawn again on paper. Whole numbers only; the drawing decides
//! nothing but places.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub mod board;
pub mod index;
pub mod line;
pub mod steps;

/// A line chart of one measure over time. Whole numbers only: a measure with halves is given as tenths with `scale` 10.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LineChart {
    /// Above the chart: `CORE-10`.
    pub title: String,
    /// One sentence that says what the chart shows, for those who can't see it and for those who can.
    pub alt: String,
    /// Lowest value of the axis.
    pub min: i32,
    /// Highest value of the axis; more than `min`.
    pub max: i32,
    /// What values are divided by when they are shown; 1 for whole numbers.
    #[serde(default = "one")]
    pub scale: i32,
    /// The values in order of time.
    pub points: Vec<ChartPoint>,
    /// Horizontal lines, such as a clinical cut-off.
    #[serde(default)]
    pub lines: Vec<ChartLine>,
    /// Bands of the instrument's own words, lowest first; empty for none.
    #[serde(default)]
    pub bands: Vec<ChartBand>,
    /// Scores that differ from the first by no more than measurement error; absent where no source says by how much.
    #[serde(default)]
    pub error_band: Option<ErrorBand>,
    /// Numbered sessions within the axis of days; empty for none.
    #[serde(default)]
    pub sessions: Vec<ChartSession>,
    /// Length of the axis in days, where it is longer than the points need; 0 where it ends with the last point.
    #[serde(default)]
    pub days: i32,
}

/// An interval around the first score of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ErrorBand {
    /// Lower edge, within the axis.
    pub from: i32,
    /// Upper edge, within the axis.
    pub to: i32,
    /// In a few words, with the level where the source gives one: `CORE-10 ± 5.66 (90 %)`.
    pub label: String,
    /// What it is, in whole sentences, with its source.
    pub words: String,
}

/// A numbered session on the axis of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChartSession {
    /// Its number, derived from the order of the days.
    pub number: u32,
    /// Days since the start of the axis.
    pub day: i32,
}

/// Several measures on one axis of days, each on its own scale: their values are never laid over each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TimeBoard {
    /// Above the charts; may be empty.
    pub title: String,
    /// One sentence that says what stands together.
    pub alt: String,
    /// What is hatched behind the points; empty where nothing is.
    pub note: String,
    /// The day at which the axis begins.
    pub from: String,
    /// The day at which it ends.
    pub to: String,
    /// Length of the axis in days; 0 where everything is of one day.
    pub days: i32,
    /// The charts from the top down, all on this axis.
    pub charts: Vec<LineChart>,
    /// Numbered sessions, drawn once under all charts.
    #[serde(default)]
    pub sessions: Vec<ChartSession>,
}

const fn one() -> i32 {
    1
}

/// A value in a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChartPoint {
    /// Under the axis, usually the date.
    pub label: String,
    /// The value, within the chart's `min` and `max`.
    pub value: i32,
    /// Days since the start of the axis, which alone is the first point, so that time is drawn to scale; 0 on every point
    /// spaces them evenly.
    #[serde(default)]
    pub day: i32,
    /// Not joined to the point before: a form with another maximum, say.
    #[serde(default)]
    pub apart: bool,
    /// The instrument's own word for the value; empty where it has none.
    #[serde(default)]
    pub band: String,
    /// How it differs from the first: `5 lower than the first`; empty for the first.
    #[serde(default)]
    pub since: String,
}

/// A horizontal line across a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChartLine {
    /// At the right end of the line.
    pub label: String,
    /// The value at which the line is drawn.
    pub value: i32,
}

/// A band of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChartBand {
    /// `moderate`
    pub label: String,
    /// Lowest value in it.
    pub from: i32,
    /// Highest value in it.
    pub to: i32,
}

/// Ordered words over time, drawn as steps: no line joins them and nothing lies between two words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StepsChart {
    /// Above the chart.
    pub title: String,
    /// One sentence that says what it shows.
    pub alt: String,
    /// The words, lowest first.
    pub levels: Vec<String>,
    /// The steps in order of time.
    pub steps: Vec<ChartStep>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChartStep {
    /// Under the axis, usually the date.
    pub label: String,
    /// Which of the levels, counted from 0.
    pub level: u32,
    /// Who said so: different raters carry different shapes.
    pub by: String,
    /// Days since the first step.
    pub day: i32,
}
