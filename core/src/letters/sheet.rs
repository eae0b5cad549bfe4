//! A blank questionnaire to be filled in by hand, with the wording exactly as published. Only of instruments whose terms
//! plainly allow it: of all others the team uses the owner's own form.

use super::model::{
    Blank, Block, Choices, Grid, GridRow, Labelled, Letter, Meta, Run, SheetFrame, Written,
};
use crate::dates;
use crate::error::{Error, Result};
use crate::instruments::Licence;
use crate::instruments::definition::{AnsweredBy, Definition, Item};
use crate::patients::Patient;
use chrono::NaiveDate;

/// More options than these stand under one another, not side by side.
const SIDE_BY_SIDE: usize = 5;
/// Lines for an answer in words.
const LINES: u32 = 4;

/// A blank sheet of an instrument: of nobody yet, or with a patient's name, date of birth and NHS number on every page.
///
/// Errors: `Refused` by the rule `not-on-paper` where the terms of the wording do not plainly allow it.
pub fn sheet(
    definition: &Definition,
    whose: Option<&Patient>,
    today: NaiveDate,
    made_up: bool,
) -> Result<Letter> {
    may_be_printed(definition)?;
    let mut blocks = Vec::new();
    let mut instructions: Vec<&str> = definition.preamble.trim().lines().collect();
    let groups = groups(definition);
    let mut question = "";
    if groups
        .first()
        .is_some_and(|first| in_grid(definition, first))
    {
        // The form prints its last line over the items.
        question = instructions.pop().unwrap_or_default();
    }
    if let Some((first, rest)) = instructions.split_first() {
        let mut runs = vec![Run::bold(*first)];
        if !rest.is_empty() {
            runs.push(Run::plain(format!("\n{}", rest.join("\n"))));
        }
        blocks.push(Block::Paragraph { runs });
    }
    for (n, group) in groups.iter().enumerate() {
        let question = if n == 0 { question } else { "" };
        blocks.extend(asked(definition, group, question));
    }
    blocks.push(Block::Blanks {
        row: filled_in_by(definition.answered_by),
    });
    let mut version = format!(
        "{}, {} {}",
        definition.title, definition.id, definition.version
    );
    if made_up {
        // A sheet from the demo register must never pass for a real one.
        version.push_str(" · Made-up case");
    }
    Ok(Letter {
        lang: "en-GB".to_owned(),
        title: definition.title.clone(),
        meta: Meta {
            author: String::new(),
            created: today.to_string(),
        },
        blocks,
        sheet: Some(SheetFrame {
            person: person(whose),
            full_title: definition.full_title.clone(),
            credit: definition.credit.clone(),
            version,
        }),
        ..Letter::default()
    })
}

/// Errors: `Refused` by the rule `not-on-paper`.
pub fn may_be_printed(definition: &Definition) -> Result<()> {
    if definition.on_paper() {
        return Ok(());
    }
    let why = match (definition.licence, definition.laid.wording) {
        (Licence::FullText, None) if definition.paper.because.is_empty() => {
            "nothing says that it may be reproduced".to_owned()
        }
        (Licence::FullText, None) => definition.paper.because.clone(),
        (Licence::FullText, Some(_)) => {
            "wording that the trust has loaded is for the screen only".to_owned()
        }
        (Licence::ScoreOnly, _) => "its wording is not in this program".to_owned(),
    };
    Err(Error::Refused {
        rule: "not-on-paper",
        message: format!(
            "There is no blank sheet of {}: {why}. Use the owner’s own paper form, and enter the answers from it.",
            definition.title
        ),
    })
}

/// Name, date of birth and the day: known, or to be written in. A number that nobody knows is no line to fill in.
fn person(whose: Option<&Patient>) -> Vec<Vec<Blank>> {
    let (mut first, mut born) = (vec![Blank::new("Name", 1)], String::new());
    if let Some(patient) = whose {
        born = patient.born_on.map(dates::long).unwrap_or_default();
        first = vec![Blank::known("Name", patient.name.banner(), 3)];
        let number = patient.nhs_number.map(|n| n.to_string());
        first.extend(number.map(|n| Blank::known("NHS No.", n, 2)));
    }
    let second = vec![
        Blank::known("Date of birth", born, 3),
        Blank::new("Date filled in", if whose.is_some() { 2 } else { 3 }),
    ];
    vec![first, second]
}

fn filled_in_by(who: AnsweredBy) -> Vec<Blank> {
    let mut row = vec![Blank::new("Filled in by", 5)];
    if who != AnsweredBy::Clinician {
        row.push(Blank::new("with help from", 5));
        row.push(Blank::new("language", 4));
    }
    row
}

fn labels<'d>(definition: &'d Definition, item: &Item) -> &'d [String] {
    definition.options(item).map_or(&[], |o| &o.labels)
}

/// Items that follow each other and have the same options.
fn groups(definition: &Definition) -> Vec<&[Item]> {
    definition
        .items
        .chunk_by(|a, b| {
            !a.in_words && !b.in_words && labels(definition, a) == labels(definition, b)
        })
        .collect()
}

/// Do the options of a group stand side by side?
fn in_grid(definition: &Definition, group: &[Item]) -> bool {
    group
        .first()
        .is_some_and(|item| !item.in_words && labels(definition, item).len() <= SIDE_BY_SIDE)
}

/// What each option counts: nothing for one that is no rating, nor where the item is not scored.
fn counts(definition: &Definition, item: &Item) -> Vec<String> {
    let view = definition.item_view(item);
    view.options
        .iter()
        .map(|o| match o.counts {
            Some(count) if !view.unscored => count.to_string(),
            _ => String::new(),
        })
        .collect()
}

fn asked(definition: &Definition, group: &[Item], question: &str) -> Vec<Block> {
    let number = |item: &Item| definition.number(&item.id).to_string();
    let words = |item: &Item| labels(definition, item).to_vec();
    if in_grid(definition, group) {
        return vec![Block::Grid(Grid {
            question: question.to_owned(),
            options: group.first().map(words).unwrap_or_default(),
            rows: group
                .iter()
                .map(|item| GridRow {
                    label: number(item),
                    text: item.text.clone(),
                    numbers: counts(definition, item),
                })
                .collect(),
        })];
    }
    let one = |item: &Item| {
        let asks_for_number = definition
            .options(item)
            .is_some_and(|o| o.numbers_to.is_some());
        if item.in_words || asks_for_number {
            return Block::Written(Written {
                label: number(item),
                text: item.text.clone(),
                lines: if asks_for_number { 1 } else { LINES },
            });
        }
        Block::Choices(Choices {
            label: number(item),
            text: item.text.clone(),
            options: counts(definition, item)
                .into_iter()
                .zip(words(item))
                .map(|(count, label)| Labelled::new(count, label))
                .collect(),
        })
    };
    group.iter().map(one).collect()
}

#[cfg(test)]
mod tests;
