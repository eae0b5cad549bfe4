//! What a letter says, in the order in which it is read.

use crate::letters::layout::board::ROWS;
use crate::letters::layout::frame::DRAFT;
use crate::letters::layout::page::{Item, Pages, Role, Tag};
use crate::letters::model::{Blank, Block, Choices, Letter, Run};
use crate::letters::text::normalise::Printable;

/// The texts of a letter in reading order, without those that are empty.
pub fn expected(letter: &Letter, pages: &Pages) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    if letter.draft {
        texts.push(DRAFT.to_owned());
    }
    let head = &letter.letterhead;
    texts.push(spoken(&[&head.organisation]));
    texts.extend(head.team.iter().map(|t| spoken(&[t])));
    texts.extend(head.address.iter().map(|t| spoken(&[t])));
    texts.extend(head.phone.iter().map(|t| spoken(&["Telephone ", t])));
    texts.extend(head.email.iter().map(|t| spoken(&["Email ", t])));
    texts.extend(letter.recipient.iter().map(|t| spoken(&[t])));
    for reference in &letter.references {
        let gap = if reference.label.is_empty() { "" } else { " " };
        texts.push(spoken(&[&reference.label, gap, &reference.value]));
    }
    texts.extend(letter.salutation.iter().map(|t| spoken(&[t])));
    texts.extend(letter.subject.iter().map(|t| spoken(&[t])));
    if let Some(frame) = &letter.sheet {
        texts.extend(frame.person.iter().flatten().map(spoken_blank));
        texts.push(spoken(&[&letter.title]));
        texts.push(spoken(&[&frame.full_title]));
    }
    let mut figures = figure_texts(pages).into_iter();
    for block in &letter.blocks {
        match block {
            Block::Heading { text, .. } | Block::Large { text } => texts.push(spoken(&[text])),
            Block::Paragraph { runs } => texts.push(spoken_runs(runs)),
            Block::List { items } => {
                for item in items {
                    texts.push(spoken(&[&item.label]));
                    texts.push(spoken_runs(&item.runs));
                }
            }
            Block::Table(table) => {
                texts.push(spoken(&[&table.caption]));
                texts.extend(table.columns.iter().map(|c| spoken(&[&c.heading])));
                texts.extend(table.rows.iter().flatten().map(|c| spoken(&[c])));
            }
            Block::Chart(chart) => {
                texts.push(spoken(&[&chart.title]));
                texts.extend(figures.next());
            }
            Block::Charts { charts } => {
                for chart in charts {
                    texts.push(spoken(&[&chart.title]));
                    texts.extend(figures.next());
                }
            }
            // Each chart with its title beside it, then the days, once for every so many charts.
            Block::Board(board) => {
                for charts in board.charts.chunks(ROWS) {
                    texts.push(spoken(&[&board.title]));
                    for chart in charts {
                        texts.push(spoken(&[&chart.title]));
                        texts.extend(figures.next());
                    }
                    texts.extend(figures.next());
                }
            }
            Block::Steps(chart) => {
                texts.push(spoken(&[&chart.title]));
                texts.extend(figures.next());
            }
            Block::KeyValues { rows } => {
                for row in rows {
                    texts.push(spoken(&[&row.label]));
                    texts.push(spoken(&[&row.value]));
                }
            }
            Block::Signature(s) => {
                for text in [
                    &s.closing,
                    &s.name,
                    &s.role,
                    &s.registration,
                    &s.date_line,
                    &s.countersignature,
                ] {
                    texts.push(spoken(&[text]));
                }
            }
            Block::Grid(grid) => {
                texts.push(spoken(&[&grid.question]));
                texts.extend(grid.options.iter().map(|o| spoken(&[o])));
                for row in &grid.rows {
                    texts.push(spoken(&[&row.label, " ", &row.text]));
                    texts.extend(row.numbers.iter().map(|n| spoken(&[n])));
                }
            }
            Block::Choices(Choices {
                label,
                text,
                options,
            }) => {
                texts.push(spoken(&[label, " ", text]));
                for option in options {
                    texts.push(spoken(&[&option.label]));
                    texts.push(spoken(&[&option.value]));
                }
            }
            Block::Written(written) => texts.push(spoken(&[&written.label, " ", &written.text])),
            Block::Blanks { row } => texts.extend(row.iter().map(spoken_blank)),
        }
    }
    texts.extend(letter.sheet.iter().map(|f| spoken(&[&f.credit])));
    texts.retain(|text| !text.is_empty());
    texts
}

/// Pieces of one element as they are read out.
pub(super) fn spoken(pieces: &[&str]) -> String {
    let mut printed = Printable::default();
    for piece in pieces {
        printed.push(piece);
    }
    printed.text.replace('\n', " ")
}

fn spoken_runs(runs: &[Run]) -> String {
    let pieces: Vec<&str> = runs.iter().map(|run| run.text.as_str()).collect();
    spoken(&pieces)
}

pub(super) fn spoken_blank(blank: &Blank) -> String {
    spoken(&[&blank.label, " ", &blank.value])
}

/// The labels in each chart, as the layout chose them.
fn figure_texts(pages: &Pages) -> Vec<String> {
    let figures = pages
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.role == Role::Figure);
    figures
        .map(|(index, _)| {
            let items = pages.pages.iter().flat_map(|page| &page.items);
            items
                .filter_map(|item| match item {
                    Item::Text(text) if text.tag == Tag::Node(index) => Some(text.text.as_str()),
                    _ => None,
                })
                .collect()
        })
        .collect()
}
