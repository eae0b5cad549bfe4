//! Tables and charts of a letter: drawn from the facts, never typed. The clinician may leave one out, not change it.

use super::facts::Facts;
use super::model::{Block, Column, Table};
use crate::care::{Medicine, MedicineStatus};
use crate::instruments::scoring::decimal;
use crate::measures::MeasureRow;
use crate::severity::Severity;

/// Every figure with what a screen calls it.
const LABELS: [(&str, &str); 4] = [
    ("medicines", "Table of medicines and who answers for them"),
    ("measures", "Table of measures"),
    ("charts", "Charts of measures over time"),
    ("severity", "Severity over time"),
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
        "severity" => severity(facts),
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
/// a single score is in the text already.
fn measures(facts: &Facts) -> Vec<Block> {
    let rows: Vec<Vec<String>> = facts
        .measures
        .iter()
        .filter_map(|series| {
            let scored: Vec<_> = series
                .rows
                .iter()
                .filter(|r| r.provenance.withdrawn.is_empty())
                .collect();
            let shown = |row: &MeasureRow| {
                let score = row.scored.scores.first()?;
                let value = if score.value.is_empty() {
                    "no score".to_owned()
                } else if score.band.is_empty() {
                    format!("{} of {}", score.value, score.max)
                } else {
                    format!("{} of {}, {}", score.value, score.max, score.band)
                };
                Some(format!("{value} ({})", row.completed_on))
            };
            let newest = scored.first()?;
            let first = scored.last().filter(|f| f.id != newest.id)?;
            Some(vec![
                series.instrument.title.clone(),
                shown(first)?,
                shown(newest)?,
                change(first, newest),
            ])
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Block::Table(Table {
        caption: String::new(),
        columns: vec![
            Column::new("Measure", 3),
            Column::new("First", 6),
            Column::new("Newest", 6),
            Column::new("Change", 3),
        ],
        rows,
    })]
}

/// By how much the newest score differs from the first. Never a judgement; totals out of different maxima are not
/// compared.
fn change(first: &MeasureRow, newest: &MeasureRow) -> String {
    let score = |row: &MeasureRow| {
        let score = row.scored.scores.first()?;
        Some((score.hundredths?, score.max))
    };
    let (Some((before, of)), Some((after, out_of))) = (score(first), score(newest)) else {
        return "–".to_owned();
    };
    if of != out_of {
        return "not comparable: different maxima".to_owned();
    }
    match after - before {
        0 => "the same".to_owned(),
        less if less < 0 => format!("{} lower", decimal(-less)),
        more => format!("{} higher", decimal(more)),
    }
}

/// A chart for each instrument that was filled in three times or more, each with its sentence; two scores stand in the
/// table.
fn charts(facts: &Facts) -> Vec<Block> {
    facts
        .measures
        .iter()
        .filter_map(|series| series.chart.clone())
        .filter(|chart| chart.points.len() > 2)
        .flat_map(|chart| {
            let sentence = chart.alt.clone();
            [Block::Chart(chart), Block::paragraph(sentence)]
        })
        .collect()
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
