//! Sheets in force as pictures: a scale over time, and several scales on one axis. No SQL, no clock.

use super::{MeasureRow, MeasureSeries, rules};
use crate::charts::index::{self, Index};
use crate::charts::line::{self, Dated, Numbered, Series};
use crate::charts::{LineChart, TimeBoard, board};
use crate::dates;
use crate::instruments::definition::{Definition, Scale};
use crate::instruments::value_set::INDEX;

/// How scores are drawn. No band lies behind a total that was not named one.
pub fn series(
    scale: Option<(&Definition, &Scale)>,
    title: &str,
    without: u32,
    dated: &[Dated],
) -> Series {
    let mut series = rules::series(scale, title, without);
    let unnamed = scale.is_some_and(|(_, scale)| !scale.bands_without_all_items)
        && dated.iter().any(|d| d.max != series.max);
    if unnamed {
        series.bands.clear();
        series.lines.clear();
    }
    // An instrument that is not known here still has an axis.
    if series.max <= series.min {
        series.max = dated.iter().map(|d| d.max).max().unwrap_or(1).max(1);
    }
    series
}

/// The scores of a scale, and how many sheets have none.
fn scores(scale: &Scale, oldest_first: &[&MeasureRow]) -> (Vec<Dated>, u32) {
    let dated: Vec<Dated> = oldest_first
        .iter()
        .filter_map(|row| {
            let score = row.scored.scores.iter().find(|s| s.scale == scale.id)?;
            Some(Dated {
                on: dates::parse(&row.completed_on)?,
                hundredths: score.hundredths?,
                max: score.max,
            })
        })
        .collect();
    let without = oldest_first.len().saturating_sub(dated.len());
    (dated, u32::try_from(without).unwrap_or(u32::MAX))
}

fn picture(
    definition: &Definition,
    scale: &Scale,
    title: &str,
    oldest_first: &[&MeasureRow],
    sessions: &[Numbered],
) -> Option<LineChart> {
    let (dated, without) = scores(scale, oldest_first);
    let mut series = series(Some((definition, scale)), title, without, &dated);
    // What holds for one version says nothing of another.
    let alike = oldest_first
        .iter()
        .all(|row| row.scored.version == definition.version);
    series.error = rules::error(scale).filter(|_| alike);
    series.sessions = sessions.to_vec();
    line::line(&series, &dated)
}

/// The scale of an instrument that stands for it.
pub fn headline(
    definition: &Definition,
    oldest_first: &[&MeasureRow],
    sessions: &[Numbered],
) -> Option<LineChart> {
    let scale = definition.headline()?;
    let title = rules::drawn_title(definition);
    picture(definition, scale, &title, oldest_first, sessions)
}

/// The index of a sheet, where it has one.
pub fn index_of(row: &MeasureRow) -> Option<Index> {
    let score = row.scored.scores.iter().find(|s| s.scale == INDEX)?;
    // It never stands without the name of its set: `0.906 (name)`.
    Index::parse(score.value.split(' ').next()?)
}

/// The index over time, by the value set of the newest sheet that has one.
pub fn index(
    definition: &Definition,
    oldest_first: &[&MeasureRow],
    sessions: &[Numbered],
) -> Option<LineChart> {
    let found = oldest_first
        .iter()
        .filter_map(|row| Some((*row, dates::parse(&row.completed_on)?, index_of(row)?)));
    let found: Vec<_> = found.collect();
    let (newest, ..) = found.last()?;
    let value = &newest
        .scored
        .scores
        .iter()
        .find(|s| s.scale == INDEX)?
        .value;
    let name = value.split_once(' ').map_or("", |(_, name)| name);
    let title = format!("{}, Index {name}", definition.title);
    let own: Vec<_> = found
        .iter()
        .filter(|(row, ..)| row.value_set == newest.value_set)
        .map(|(_, on, index)| (*on, *index))
        .collect();
    index::index(&title, &own, found.len() - own.len(), sessions)
}

/// By how much the newest index differs from the first: `0.04 lower`; `None` where one has none.
pub fn index_difference(first: &MeasureRow, newest: &MeasureRow) -> Option<String> {
    let (before, after) = (index_of(first)?, index_of(newest)?);
    Some(match first.value_set == newest.value_set {
        true => after.differs(before),
        false => "not comparable: different value sets".to_owned(),
    })
}

/// Every scale of an instrument that has several; `None` while fewer than two have a score on two sheets.
pub fn parts(
    definition: &Definition,
    oldest_first: &[&MeasureRow],
    sessions: &[Numbered],
) -> Option<TimeBoard> {
    let drawn: Vec<LineChart> = definition
        .scales
        .iter()
        .filter_map(|scale| picture(definition, scale, &scale.label, oldest_first, sessions))
        .filter(|chart| chart.points.len() > 1)
        .collect();
    let title = format!("Parts of {}", definition.title);
    board::board(&title, "scales", &drawn, sessions)
}

/// The scale of each instrument that stands for it, all on one axis of time.
pub fn together(series: &[MeasureSeries], sessions: &[Numbered]) -> Option<TimeBoard> {
    let drawn: Vec<LineChart> = series.iter().filter_map(|s| s.chart.clone()).collect();
    board::board("", "measures", &drawn, sessions).filter(|board| board.days > 0)
}
