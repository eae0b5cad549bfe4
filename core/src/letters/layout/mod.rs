//! From a letter to pages: which lines, where, and in which order they are read.

pub mod blocks;
pub mod board;
pub mod builder;
pub mod chart;
pub mod flow;
pub mod frame;
pub mod grid;
pub mod lines;
mod marks;
pub mod page;
pub mod sheet;
pub mod steps;
pub mod style;
pub mod table;

pub use page::{Item, Node, OutlineEntry, Page, Pages, Role, Tag};

use crate::letters::engine::LetterError;
use crate::letters::model::{Block, Letter, Run};
use builder::Builder;
use flow::{Room, paginate};

/// Lays out a letter.
///
/// # Errors
/// [`LetterError::MissingGlyph`] with every character that has no glyph;
/// [`LetterError::Malformed`] if a table or a chart contradicts itself.
pub fn lay_out(letter: &Letter) -> Result<Pages, LetterError> {
    let mut builder = Builder::new();
    let (head, room) = match &letter.sheet {
        Some(frame) => {
            let (head, room) = builder.sheet_head(frame)?;
            builder.sheet_body(letter, frame)?;
            (head, room)
        }
        None => {
            let (head, first_top) = builder.first_page_head(letter)?;
            body(&mut builder, letter)?;
            let room = Room {
                first_top,
                top: style::TOP,
                bottom: style::BOTTOM,
            };
            (head, room)
        }
    };
    let places = paginate(&builder.fragments, &builder.headers, room);
    let count = places.last().map_or(1, |place| place.page + 1);
    let mut pages: Vec<Page> = (0..count).map(|_| Page::default()).collect();
    if let Some(first) = pages.first_mut() {
        first.items = head;
    }
    let mut outline = Vec::new();
    let mut fragments: Vec<flow::Fragment> = std::mem::take(&mut builder.fragments);
    for place in places {
        let Some(page) = pages.get_mut(place.page) else {
            continue;
        };
        let items = if place.repeated {
            builder
                .headers
                .get(place.index)
                .map(|h| h.items.clone())
                .unwrap_or_default()
        } else {
            let Some(fragment) = fragments.get_mut(place.index) else {
                continue;
            };
            if let Some((level, title)) = fragment.heading.take() {
                outline.push(OutlineEntry {
                    level,
                    title,
                    page: place.page,
                    y: place.y,
                });
            }
            std::mem::take(&mut fragment.items)
        };
        page.items.extend(items.into_iter().map(|mut item| {
            item.shift(0, place.y);
            item
        }));
    }
    for (index, page) in pages.iter_mut().enumerate() {
        page.items.extend(match &letter.sheet {
            Some(frame) => builder.sheet_running(frame, index, count)?,
            None => builder.running(letter, index, count)?,
        });
    }
    let Builder { shaper, nodes, .. } = builder;
    let missing = shaper.into_missing();
    if !missing.is_empty() {
        return Err(LetterError::MissingGlyph {
            characters: missing,
        });
    }
    Ok(Pages {
        lang: if letter.lang.is_empty() {
            "en-GB".to_owned()
        } else {
            letter.lang.clone()
        },
        title: letter.title.clone(),
        author: letter.meta.author.clone(),
        created: letter.meta.created.clone(),
        pages,
        nodes,
        outline,
    })
}

/// The body from the salutation to the last block.
fn body(builder: &mut Builder, letter: &Letter) -> Result<(), LetterError> {
    if let Some(salutation) = letter.salutation.as_ref().filter(|s| !s.is_empty()) {
        builder.shaper.enter("Salutation");
        builder.push_kept(&style::BODY, 0, Role::Paragraph, salutation, None)?;
    }
    // The depth of the heading before, so that none is skipped on the way down: readers
    // move by depth.
    let mut depth = 0;
    if let Some(subject) = letter.subject.as_ref().filter(|s| !s.is_empty()) {
        builder.shaper.enter("Subject");
        depth = 1;
        builder.push_kept(&style::SUBJECT, 10_000, Role::Heading(1), subject, Some(1))?;
        builder.shaper.enter(&text_of_place(subject));
    }
    let base = depth;
    let mut signed = None;
    for block in &letter.blocks {
        match block {
            Block::Heading { text, .. } if text.is_empty() => {}
            Block::Heading { level, text } => {
                builder.shaper.enter(&text_of_place(text));
                depth = (base + (*level).clamp(1, 3)).min(depth + 1);
                builder.push_heading(*level, depth, text)?;
            }
            Block::Paragraph { runs } if runs.iter().all(Run::is_empty) => {}
            Block::Paragraph { runs } => builder.push_paragraph(runs)?,
            Block::Large { text } => {
                builder.push_kept(&style::LARGE, 16_000, Role::Paragraph, text, None)?;
            }
            Block::List { items } if items.is_empty() => {}
            Block::List { items } => builder.push_list(items)?,
            Block::Table(table) => builder.push_table(table)?,
            Block::Chart(chart) => builder.push_chart(chart)?,
            Block::Charts { charts } => builder.push_charts(charts)?,
            Block::Board(board) => builder.push_board(board)?,
            Block::Steps(chart) => builder.push_steps(chart)?,
            Block::KeyValues { rows } if rows.is_empty() => {}
            Block::KeyValues { rows } => builder.push_key_values(rows)?,
            Block::Signature(signature) => {
                builder.push_signature(signature)?;
                signed = Some(builder.fragments.len());
            }
            Block::Grid(_) | Block::Choices(_) | Block::Written(_) | Block::Blanks { .. } => {
                return Err(LetterError::Malformed {
                    reason: "a letter has something to be filled in by hand".to_owned(),
                });
            }
        }
    }
    if let Some(end) = signed.filter(|end| *end < builder.fragments.len()) {
        blocks::keep_end(&mut builder.fragments, end);
    }
    Ok(())
}

/// A heading as the name of a place in the letter.
fn text_of_place(text: &str) -> String {
    text.chars().take(80).collect()
}
