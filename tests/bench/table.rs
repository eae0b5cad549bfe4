//! Times, goals, and the table that is printed.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// The times of many runs, sorted, in milliseconds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<f64>);

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

impl Times {
    /// Measures one thing again and again.
    pub(crate) fn of(runs: usize, mut work: impl FnMut(usize)) -> Self {
        let times = (0..runs).map(|run| timed(|| work(run))).collect();
        Self::sorted(times)
    }

    /// Measures two things in turn, so that what else the machine does falls on both alike.
    pub(crate) fn in_turn(
        runs: usize,
        mut one: impl FnMut(usize),
        mut other: impl FnMut(usize),
    ) -> (Self, Self) {
        let (mut ones, mut others) = (Vec::new(), Vec::new());
        for run in 0..runs {
            ones.push(timed(|| one(run)));
            others.push(timed(|| other(run)));
        }
        (Self::sorted(ones), Self::sorted(others))
    }

    /// From milliseconds measured elsewhere.
    pub(crate) fn sorted(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self(times)
    }

    /// A percentile, by the nearest rank.
    pub(crate) fn at(&self, hundredths: usize) -> f64 {
        let rank = (self.0.len() * hundredths).div_ceil(100).max(1);
        self.0
            .get(rank - 1)
            .or(self.0.last())
            .copied()
            .unwrap_or(f64::NAN)
    }

    /// The median.
    pub(crate) fn median(&self) -> f64 {
        self.at(50)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Milliseconds that something took.
pub(crate) fn timed(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    ms(begun.elapsed())
}

/// What quality asks of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal {
    /// The median, milliseconds.
    P50(f64),
    /// The median lies between.
    P50Between(f64, f64),
    /// Nineteen of twenty, milliseconds.
    P95(f64),
    /// Ninety-nine of a hundred, milliseconds.
    P99(f64),
    /// So many times the median of the reference at the most.
    Ratio(f64),
    /// So many bytes at the most.
    Bytes(u64),
}

/// What a row is measured against: a name, and its times in the same run.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    /// `plain SQL`
    pub(crate) name: String,
    /// Its times.
    pub(crate) times: Times,
}

impl Reference {
    pub(crate) fn new(name: &str, times: Times) -> Self {
        Self {
            name: name.to_owned(),
            times,
        }
    }
}

/// One row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// What is measured.
    pub(crate) what: String,
    /// How long it took; empty for what is no time.
    pub(crate) times: Times,
    /// What it is measured against.
    pub(crate) beside: Option<Reference>,
    /// What is asked of it; empty for what is only told.
    pub(crate) goals: Vec<Goal>,
    /// For a goal in bytes.
    pub(crate) bytes: u64,
    /// Said behind the verdict.
    pub(crate) note: String,
}

impl Row {
    pub(crate) fn new(what: impl Into<String>, times: Times) -> Self {
        Self {
            what: what.into(),
            times,
            beside: None,
            goals: Vec::new(),
            bytes: 0,
            note: String::new(),
        }
    }

    pub(crate) fn beside(mut self, name: &str, times: &Times) -> Self {
        self.beside = Some(Reference::new(name, times.clone()));
        self
    }

    pub(crate) fn goal(mut self, goal: Goal) -> Self {
        self.goals.push(goal);
        self
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    fn ratio(&self) -> Option<f64> {
        self.beside
            .as_ref()
            .map(|r| self.times.median() / r.times.median())
    }

    /// Does it meet a goal?
    fn meets(&self, goal: Goal) -> bool {
        match goal {
            Goal::P50(most) => self.times.median() <= most,
            Goal::P50Between(least, most) => (least..=most).contains(&self.times.median()),
            Goal::P95(most) => self.times.at(95) <= most,
            Goal::P99(most) => self.times.at(99) <= most,
            Goal::Ratio(most) => self.ratio().is_some_and(|r| r <= most),
            Goal::Bytes(most) => self.bytes <= most,
        }
    }

    fn verdict(&self) -> String {
        let missed: Vec<String> = self
            .goals
            .iter()
            .filter(|g| !self.meets(**g))
            .map(|g| said(*g))
            .collect();
        let verdict = match (self.goals.is_empty(), missed.is_empty()) {
            (true, _) => String::new(),
            (false, true) => "met".to_owned(),
            (false, false) => format!("**missed**: {}", missed.join(", ")),
        };
        match (verdict.is_empty(), self.note.is_empty()) {
            (_, true) => verdict,
            (true, false) => self.note.clone(),
            (false, false) => format!("{verdict}; {}", self.note),
        }
    }
}

fn said(goal: Goal) -> String {
    match goal {
        Goal::P50(most) => format!("p50 ≤ {most} ms"),
        Goal::P50Between(least, most) => format!("p50 {least} to {most} ms"),
        Goal::P95(most) => format!("p95 ≤ {most} ms"),
        Goal::P99(most) => format!("p99 ≤ {most} ms"),
        Goal::Ratio(most) => format!("ratio ≤ {most}"),
        Goal::Bytes(most) => format!("≤ {most} bytes"),
    }
}

/// Three figures that mean something.
fn figure(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let decimals = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        _ => 3,
    };
    format!("{value:.decimals$}")
}

/// Prints rows as they are measured, and keeps them for the comparison of sizes.
#[derive(Debug, Default)]
pub(crate) struct Table {
    kept: Vec<(usize, Row)>,
    lines: Vec<[String; 9]>,
}

const HEAD: [&str; 9] = [
    "what",
    "runs",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "beside: p50 ms",
    "ratio",
    "goal",
    "",
];

impl Table {
    /// Adds a row, measured at a size.
    pub(crate) fn put(&mut self, size: usize, row: Row) {
        let times = |hundredths| figure(row.times.at(hundredths));
        let beside = row.beside.as_ref().map_or_else(String::new, |r| {
            format!("{}: {}", r.name, figure(r.times.median()))
        });
        let line = [
            row.what.clone(),
            match row.times.len() {
                0 => String::new(),
                runs => runs.to_string(),
            },
            times(50),
            times(95),
            times(99),
            beside,
            row.ratio().map_or_else(String::new, |r| format!("{r:.2}")),
            row.goals
                .iter()
                .map(|g| said(*g))
                .collect::<Vec<_>>()
                .join(", "),
            row.verdict(),
        ];
        eprintln!("    {}: {} {} {}", line[0], line[2], line[4], line[8]);
        self.lines.push(line);
        self.kept.push((size, row));
    }

    /// A row for what could not be measured, so that nothing is left out in silence.
    pub(crate) fn not_measured(&mut self, size: usize, what: &str, why: &str) {
        self.put(
            size,
            Row::new(what, Times::default()).note(format!("not measured: {why}")),
        );
    }

    /// The rows since the last time as a table.
    pub(crate) fn take(&mut self) -> String {
        let lines = std::mem::take(&mut self.lines);
        let head = HEAD.map(str::to_owned);
        aligned(&head, &lines)
    }

    /// How the same rows grew from one size to another.
    pub(crate) fn growth(&self, from: usize, to: usize) -> String {
        let head = ["what", "p50 ms", "p50 ms, large", "times", "goal", ""].map(str::to_owned);
        let mut lines = Vec::new();
        for (_, small) in self.kept.iter().filter(|(size, _)| *size == from) {
            let large = self
                .kept
                .iter()
                .find(|(size, row)| *size == to && row.what == small.what);
            let Some((_, large)) = large else { continue };
            let (one, other) = (small.times.median(), large.times.median());
            let (goal, verdict) = match GROWS.iter().any(|g| small.what.starts_with(g)) {
                true if other / one <= MOST => (format!("≤ {MOST}"), "met"),
                true => (format!("≤ {MOST}"), "**missed**"),
                false => (String::new(), ""),
            };
            if one.is_finite() && other.is_finite() {
                lines.push([
                    small.what.clone(),
                    figure(one),
                    figure(other),
                    format!("{:.2}", other / one),
                    goal,
                    verdict.to_owned(),
                ]);
            }
        }
        aligned(&head, &lines)
    }
}

/// How many times as long search, open and save may take at the large size.
const MOST: f64 = 3.0;

/// Which rows those are, by their beginnings.
const GROWS: [&str; 5] = [
    "people found",
    "notes found",
    "case opened",
    "draft saved",
    "record signed",
];

/// A Markdown table whose columns stand under each other.
fn aligned<const N: usize>(head: &[String; N], lines: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for line in std::iter::once(head).chain(lines) {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = String::new();
    let mut write = |line: &[String; N]| {
        for (width, cell) in widths.iter().zip(line) {
            let room = width - cell.chars().count();
            let _ = write!(out, "| {cell}{} ", " ".repeat(room));
        }
        out.push_str("|\n");
    };
    write(head);
    write(&widths.map(|w| "-".repeat(w)));
    for line in lines {
        write(line);
    }
    out
}
