//! Tables and charts of a letter: drawn from the facts, never typed. The clinician may leave one out, not change it.

use super::facts::Facts;
use super::model::{Block, Column, Table};
use crate::care::{Medicine, MedicineStatus};
use crate::charts::{LineChart, board};
use crate::goals::{GoalRating, rules as goal_rules};
use crate::instruments::definition::Arithmetic;
use crate::instruments::value_set::INDEX;
use crate::measures::pictures::{index_difference, index_of};
use crate::measures::rules::{self, difference, named};
use crate::measures::{MeasureRow, MeasureSeries};
use crate::severity::Severity;

/// Every figure with what a screen calls it.
const LABELS: [(&str, &str); 7] = [
    ("medicines", "Table of medicines and who answers for them"),
    ("measures", "Table of measures"),
    ("charts", "Charts of measures over time"),
    ("small-charts", "Small charts of measures over time"),
    ("severity", "Severity over time"),
    ("goals", "Table of goals"),
    ("goal-charts", "Charts of goals over time"),
];

/// What a screen calls a figure; `None` for one that there is not.
pub fn label(id: &str) -> Option<&'static str> {
    LABELS
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, l)| *l)
}

/// A figure as blocks; none where the record has nothing to draw.
pub fn blocks(id: &str, facts: &Facts) -> Vec<Block> {
    match id {
        "medicines" => medicines(facts),
        "measures" => measures(facts),
        "charts" => charts(facts),
        "small-charts" => together(facts),
        "severity" => severity(facts),
        "goals" => goals(facts),
        "goal-charts" => goal_charts(facts),
        _ => Vec::new(),
    }
}

fn or_dash(text: &str) -> String {
    if text.is_empty() {
        "–".to_owned()
    } else {
        text.to_owned()
    }
}

/// PS02/2015: every medicine with why, and who prescribes, monitors and reviews it.
fn medicines(facts: &Facts) -> Vec<Block> {
    let Some(list) = facts.medicines.as_ref().filter(|m| !m.items.is_empty()) else {
        return Vec::new();
    };
    let row = |m: &Medicine| {
        let name = match m.status {
            MedicineStatus::Current | MedicineStatus::Stopped => m.name.clone(),
            other => format!("{} ({})", m.name, other.label().to_lowercase()),
        };
        let reviews = [&m.reviews, &m.review]
            .into_iter()
            .filter(|t| !t.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        vec![
            name,
            or_dash(&m.dose),
            or_dash(&m.why),
            or_dash(&m.prescribes),
            or_dash(&m.monitors),
            or_dash(&reviews),
        ]
    };
    // What was stopped never stands among what is taken.
    let (stopped, taken): (Vec<&Medicine>, Vec<&Medicine>) = list
        .items
        .iter()
        .partition(|m| m.status == MedicineStatus::Stopped);
    let table = |first: &str, why: &str, rows: Vec<Vec<String>>| {
        Block::Table(Table {
            caption: String::new(),
            columns: vec![
                Column::new(first, 5),
                Column::new("Dose", 4),
                Column::new(why, 6),
                Column::new("Prescribes", 4),
                Column::new("Monitors", 4),
                Column::new("Reviews", 4),
            ],
            rows,
        })
    };
    let mut blocks = Vec::new();
    if !taken.is_empty() {
        let rows = taken.into_iter().map(row).collect();
        blocks.push(table("Medicine", "Why", rows));
    }
    if !stopped.is_empty() {
        let rows = stopped.into_iter().map(row).collect();
        blocks.push(table("Stopped", "Why stopped", rows));
    }
    blocks
}

/// The first and the newest score of each instrument that was filled in more than once, with the change in words;
/// a single score is in the text already. A day that all scores of a column share stands in its heading.
fn measures(facts: &Facts) -> Vec<Block> {
    let pairs: Vec<(String, MeasureRow, MeasureRow)> = facts
        .measures
        .iter()
        .filter_map(|series| {
            let mut scored = series
                .rows
                .iter()
                .filter(|r| r.provenance.withdrawn.is_empty() && !r.scored.scores.is_empty());
            let newest = scored.next()?;
            // By the form that was filled in, which may be another than is in use now.
            Some(each_part(series, scored.next_back()?, newest))
        })
        .flatten()
        .collect();
    let Some((_, first, newest)) = pairs.first() else {
        return Vec::new();
    };
    let shared = |day: &str, of: fn(&(String, MeasureRow, MeasureRow)) -> String| {
        pairs
            .iter()
            .all(|pair| of(pair) == day)
            .then(|| day.to_owned())
    };
    let began = shared(&first.completed_on, |pair| pair.1.completed_on.clone());
    let ended = shared(&newest.completed_on, |pair| pair.2.completed_on.clone());
    let rows = pairs
        .iter()
        .map(|(title, first, newest)| {
            let before = shown(first, began.is_none());
            vec![
                title.clone(),
                match first.title == newest.title {
                    true => before,
                    false => format!("{}, {before}", first.title),
                },
                shown(newest, ended.is_none()),
                or_dash(&changed(first, newest)),
            ]
        })
        .collect();
    let heading = |name: &str, day: &Option<String>| match day {
        Some(day) => format!("{name}, {day}"),
        None => name.to_owned(),
    };
    let longest = pairs.iter().map(|pair| pair.0.chars().count()).max();
    let [name, first, newest, change] =
        column_weights(longest.unwrap_or(0), began.is_some(), ended.is_some());
    vec![Block::Table(Table {
        caption: String::new(),
        columns: vec![
            Column::new("Measure", name),
            Column::new(heading("First", &began), first),
            Column::new(heading("Newest", &ended), newest),
            Column::new("Change", change),
        ],
        rows,
    })]
}

/// The weights of the columns: a column whose heading has the day needs less, and the names of parts need more than
/// `PHQ-9` does.
const fn column_weights(longest_name: usize, began: bool, ended: bool) -> [u32; 4] {
    let long = longest_name > 14;
    let (name, room) = if long { (4, 5) } else { (2, 7) };
    [
        name,
        if began { room } else { room + 1 },
        if ended { room } else { room + 1 },
        2,
    ]
}

/// By how much a row of the table changed.
fn changed(first: &MeasureRow, newest: &MeasureRow) -> String {
    match newest.scored.scores.first() {
        Some(score) if score.scale == INDEX => index_difference(first, newest).unwrap_or_default(),
        _ => difference(first, newest),
    }
}

/// The first and the newest sheet, once for the whole, or once for each part where the instrument has no whole: each part
/// with its name, as if it were a measure of its own.
fn each_part(
    series: &MeasureSeries,
    first: &MeasureRow,
    newest: &MeasureRow,
) -> Vec<(String, MeasureRow, MeasureRow)> {
    let title = &newest.title;
    let only = |row: &MeasureRow, scale: &str| {
        let mut row = row.clone();
        row.scored.scores.retain(|score| score.scale == scale);
        row
    };
    if has_a_whole(series) {
        let mut rows = vec![(title.clone(), first.clone(), newest.clone())];
        if index_of(newest).is_some() {
            let name = format!("{title}: Index");
            rows.push((name, only(first, INDEX), only(newest, INDEX)));
        }
        return rows;
    }
    newest
        .scored
        .scores
        .iter()
        .map(|score| {
            (
                format!("{title}: {}", score.label),
                only(first, &score.scale),
                only(newest, &score.scale),
            )
        })
        .collect()
}

/// One of an unknown instrument is taken as it is.
fn has_a_whole(series: &MeasureSeries) -> bool {
    rules::newest(&series.instrument.id)
        .ok()
        .flatten()
        .is_none_or(|definition| {
            definition.has_a_whole()
                || definition
                    .scales
                    .iter()
                    .any(|s| s.arithmetic == Arithmetic::Chosen)
        })
}

/// A score with its range and the instrument's own word, and its day where no heading says it.
fn shown(row: &MeasureRow, dated: bool) -> String {
    let Some(score) = row.scored.scores.first() else {
        return "–".to_owned();
    };
    let value = if score.value.is_empty() {
        "no score".to_owned()
    } else if score.max == score.min {
        // Looked up, with the name of its set; it has no range.
        score.value.clone()
    } else if score.band.is_empty() {
        format!("{} of {}", score.value, score.max)
    } else {
        format!("{} of {}, {}", score.value, score.max, score.band)
    };
    let value = named(&row.scored, value);
    match (dated, row.form.language.as_str()) {
        (true, _) => format!("{value} ({})", day(row)),
        (false, "") => value,
        (false, language) => format!("{value} (language version: {language})"),
    }
}

/// The day of a sheet, with the version in another language that was used.
pub(super) fn day(row: &MeasureRow) -> String {
    match row.form.language.as_str() {
        "" => row.completed_on.clone(),
        language => format!("{}, language version: {language}", row.completed_on),
    }
}

/// A chart for each instrument that was filled in three times or more; two scores stand in the table. A part is never
/// drawn for the whole: where there is no whole, none of this is drawn.
fn measure_charts(facts: &Facts) -> Vec<LineChart> {
    let drawn = facts
        .measures
        .iter()
        .filter(|series| has_a_whole(series))
        .flat_map(|s| s.chart.iter().chain(&s.index).cloned());
    drawn.filter(|chart| chart.points.len() > 2).collect()
}

/// The parts of each instrument that has no whole and was filled in three times or more, low under each other on one axis.
fn part_charts(facts: &Facts) -> impl Iterator<Item = Block> {
    facts
        .measures
        .iter()
        .filter(|series| !has_a_whole(series))
        .filter_map(|series| series.parts.clone())
        .filter(|board| board.charts.iter().any(|chart| chart.points.len() > 2))
        .flat_map(|board| {
            let said = format!("{} {SHAPES} {}", board.alt, board.note);
            [Block::Board(board), Block::paragraph(said.trim_end())]
        })
}

/// Each of them with its sentence.
fn charts(facts: &Facts) -> Vec<Block> {
    measure_charts(facts)
        .into_iter()
        .flat_map(|chart| {
            let error = chart.error_band.as_ref().map(|band| band.words.as_str());
            let said = [chart.alt.as_str()].into_iter().chain(error);
            let sentence = said.collect::<Vec<_>>().join(" ");
            [Block::Chart(chart), Block::paragraph(sentence)]
        })
        .chain(part_charts(facts))
        .collect()
}

/// All measures on one axis of time, with what is hatched and the shapes; one alone is drawn as it is.
fn together(facts: &Facts) -> Vec<Block> {
    let drawn = measure_charts(facts);
    let sessions = facts.review.as_ref().map_or(&[][..], |r| &r.numbered);
    let Some(board) = board::board("", "measures", &drawn, sessions) else {
        return side_by_side(drawn);
    };
    let apart = board.charts.iter().flat_map(|c| &c.points).any(|p| p.apart);
    let apart = if apart { APART } else { "" };
    let note = format!("{SHAPES}{apart} {}", board.note);
    vec![Block::Board(board), Block::paragraph(note.trim_end())]
}

/// What the shapes of points are.
const SHAPES: &str = "Square: first score. Diamond: newest.";

/// The same where there is one.
const APART: &str = " Triangle: out of another maximum, so not joined.";

/// Low and side by side, for a letter that has to be short. What has parts only stands in the table.
fn side_by_side(charts: Vec<LineChart>) -> Vec<Block> {
    if charts.is_empty() {
        return Vec::new();
    }
    vec![Block::Charts { charts }]
}

fn severity(facts: &Facts) -> Vec<Block> {
    facts
        .severity
        .as_ref()
        // Never without the sentence that says what it is.
        .filter(|s| s.rating.severity != Severity::NotRated)
        .and_then(|s| s.chart.clone())
        // What has not changed is said in the text.
        .filter(|chart| {
            chart
                .steps
                .iter()
                .any(|s| Some(s.level) != chart.steps.first().map(|f| f.level))
        })
        .map(|chart| vec![Block::Steps(chart)])
        .unwrap_or_default()
}

/// Every goal with where the patient started and wants to be, the first and the newest rating of either side, and where
/// it stands. Ratings stand side by side with the words; they are no measure and are not added up.
fn goals(facts: &Facts) -> Vec<Block> {
    let Some(found) = facts.review.as_ref().filter(|r| !r.goals.is_empty()) else {
        return Vec::new();
    };
    let rows = found
        .goals
        .iter()
        .map(|rated| {
            let ratings: Vec<&GoalRating> = rated.ratings.iter().collect();
            vec![
                rated.goal.words.clone(),
                or_dash(&rated.goal.baseline),
                or_dash(&rated.goal.target),
                or_dash(&goal_rules::ends(&ratings, |r| r.patient)),
                or_dash(&goal_rules::ends(&ratings, |r| r.clinician)),
                rated.goal.status.label().to_owned(),
            ]
        })
        .collect();
    vec![Block::Table(Table {
        caption: "Ratings: first to newest, from 0 (no progress) to 10 (reached)".to_owned(),
        columns: vec![
            Column::new("Goal", 9),
            Column::new("Start", 7),
            Column::new("Target", 6),
            Column::new("Patient", 3),
            Column::new("Clinician", 3),
            Column::new("Stands", 5),
        ],
        rows,
    })]
}

/// A chart for each goal that the patient rated three times or more, the same as on screen; two ratings stand in the
/// table.
fn goal_charts(facts: &Facts) -> Vec<Block> {
    let goals = facts.review.iter().flat_map(|r| &r.goals);
    let drawn = goals.filter_map(|rated| {
        let ratings: Vec<&GoalRating> = rated.ratings.iter().collect();
        goal_rules::chart(&rated.goal, &ratings)
    });
    side_by_side(drawn.filter(|chart| chart.points.len() > 2).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_parts_have_room_and_short_ones_take_none_from_the_scores() {
        assert_eq!(column_weights("CORE-10".len(), true, true), [2, 7, 7, 2]);
        assert_eq!(column_weights("CORE-10".len(), false, true), [2, 8, 7, 2]);
        let [name, first, ..] = column_weights("IIP-32: FG, socially inhibited".len(), true, true);
        assert!(name * 2 > first);
    }
}
