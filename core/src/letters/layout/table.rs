//! Tables: column widths, rows that stay whole, headings that are repeated.

use super::builder::{Builder, rule, tint};
use super::flow::Fragment;
use super::lines::{break_lines, place_line, widest_word};
use super::page::{Item, Mpt, Role, Tag};
use super::style::{
    BOTTOM, CAPTION, CELL, CELL_HEADING, CELL_PAD, CELL_SIDE, HAIR, LEFT, MEASURE, RULE, Style,
    TINT, TOP,
};
use crate::letters::engine::LetterError;
use crate::letters::model::Table;
use crate::letters::text::Shaped;

/// Widths of columns: by weight, but no narrower than the widest word if that can be had.
fn column_widths(weights: &[u32], least: &[Mpt], total: Mpt) -> Vec<Mpt> {
    let mut fixed: Vec<Option<Mpt>> = vec![None; weights.len()];
    let all_least: i64 = least.iter().map(|w| i64::from(*w)).sum();
    let can_fit = all_least <= i64::from(total);
    loop {
        let taken: Mpt = fixed.iter().flatten().sum();
        let free: u32 = weights
            .iter()
            .zip(&fixed)
            .filter(|(_, f)| f.is_none())
            .map(|(w, _)| (*w).max(1))
            .sum();
        let share = |weight: u32| {
            let width =
                i64::from(total - taken) * i64::from(weight.max(1)) / i64::from(free.max(1));
            Mpt::try_from(width).unwrap_or(0)
        };
        let tight = weights
            .iter()
            .zip(least)
            .zip(&mut fixed)
            .find(|((weight, least), fixed)| {
                can_fit && fixed.is_none() && share(**weight) < **least
            });
        match tight {
            Some(((_, least), slot)) => *slot = Some(*least),
            None => {
                return weights
                    .iter()
                    .zip(&fixed)
                    .map(|(weight, fixed)| fixed.unwrap_or_else(|| share(*weight)))
                    .collect();
            }
        }
    }
}

/// One row, shaped.
struct Cells {
    shaped: Vec<Shaped>,
    nodes: Vec<Tag>,
}

impl Builder {
    /// A table.
    pub fn push_table(&mut self, table: &Table) -> Result<(), LetterError> {
        let columns = table.columns.len();
        if columns == 0 {
            return Err(LetterError::Malformed {
                reason: "a table has no columns".to_owned(),
            });
        }
        if table.rows.iter().any(|row| row.len() != columns) {
            return Err(LetterError::Malformed {
                reason: "a row of a table has more or fewer cells than there are columns"
                    .to_owned(),
            });
        }
        let node = self.node(0, Role::Table);
        let mut before = self.gap(10_000);
        if !table.caption.is_empty() {
            let caption = self.node(node, Role::Caption);
            let shaped = self.shape(&table.caption, &CAPTION)?;
            let begin = self.fragments.len();
            self.push_lines(&shaped, &CAPTION, (LEFT, MEASURE), before, caption);
            for line in self.fragments.iter_mut().skip(begin) {
                line.keep = true;
                line.is_line = false;
            }
            before = 3_000;
        }

        let headings: Vec<String> = table.columns.iter().map(|c| c.heading.clone()).collect();
        let head = self.shape_row(node, &headings, Role::ColumnHeading, &CELL_HEADING)?;
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            rows.push(self.shape_row(node, row, Role::Cell, &CELL)?);
        }
        let widths = widths_of(table, &head, &rows);

        let mut header = row_fragment(&head, &widths, &CELL_HEADING);
        decorate_header(&mut header);
        let mut repeated = header.clone();
        for item in &mut repeated.items {
            if let Item::Text(text) = item {
                text.tag = Tag::Header;
            }
        }
        let repeat = self.headers.len();
        self.headers.push(repeated);
        header.before = before;
        header.keep = true;
        let room = BOTTOM - TOP - header.height;
        self.fragments.push(header);

        let count = rows.len();
        for (i, row) in rows.iter().enumerate() {
            let mut parts = split_row(row, &widths, room);
            let pair = count > 1 && (i == 0 || i + 2 == count) && parts.len() == 1;
            for part in &mut parts {
                part.repeat = Some(repeat);
            }
            if let Some(last) = parts.last_mut() {
                let colour = if i + 1 == count { RULE } else { HAIR };
                let thickness = if i + 1 == count { 800 } else { 500 };
                last.items
                    .push(rule(LEFT, last.height, MEASURE, thickness, colour));
                last.keep = pair && last.height < room / 4;
            }
            self.fragments.extend(parts);
        }
        Ok(())
    }

    fn shape_row(
        &mut self,
        table: usize,
        cells: &[String],
        role: Role,
        style: &Style,
    ) -> Result<Cells, LetterError> {
        let row = self.node(table, Role::Row);
        let mut shaped = Vec::with_capacity(cells.len());
        let mut nodes = Vec::with_capacity(cells.len());
        for cell in cells {
            nodes.push(Tag::Node(self.node(row, role)));
            shaped.push(self.shape(cell, style)?);
        }
        Ok(Cells { shaped, nodes })
    }
}

fn widths_of(table: &Table, head: &Cells, rows: &[Cells]) -> Vec<Mpt> {
    let weights: Vec<u32> = table.columns.iter().map(|c| c.weight).collect();
    let mut least: Vec<Mpt> = head
        .shaped
        .iter()
        .map(|s| widest_word(s, CELL_HEADING.size))
        .collect();
    for row in rows {
        for (least, cell) in least.iter_mut().zip(&row.shaped) {
            *least = (*least).max(widest_word(cell, CELL.size));
        }
    }
    for width in &mut least {
        *width += 2 * CELL_SIDE + 1_000;
    }
    column_widths(&weights, &least, MEASURE)
}

/// A row as one fragment.
fn row_fragment(row: &Cells, widths: &[Mpt], style: &Style) -> Fragment {
    let mut items = Vec::new();
    let mut x = LEFT;
    let mut tallest = style.leading;
    for ((shaped, tag), width) in row.shaped.iter().zip(&row.nodes).zip(widths) {
        let mut y = CELL_PAD;
        for line in break_lines(shaped, style.size, width - 2 * CELL_SIDE) {
            let place = (x + CELL_SIDE, y + style.baseline());
            place_line(shaped, line, style, place, *tag, &mut items);
            y += style.leading;
        }
        tallest = tallest.max(y - CELL_PAD);
        x += width;
    }
    Fragment {
        height: tallest + 2 * CELL_PAD,
        items,
        ..Fragment::default()
    }
}

fn decorate_header(header: &mut Fragment) {
    let mut items = vec![tint(LEFT, 0, MEASURE, header.height, TINT)];
    items.append(&mut header.items);
    items.push(rule(LEFT, header.height, MEASURE, 800, RULE));
    header.items = items;
}

/// A row; if it is taller than a page, as several fragments of whole lines that fill pages.
fn split_row(row: &Cells, widths: &[Mpt], room: Mpt) -> Vec<Fragment> {
    let whole = row_fragment(row, widths, &CELL);
    if whole.height <= room {
        return vec![whole];
    }
    let most = usize::try_from((room - 2 * CELL_PAD) / CELL.leading)
        .unwrap_or(1)
        .max(1);
    // Half a page at a time, so that a tall row can begin on the page where the one before
    // it ends.
    let each = (most / 2).max(1);
    let mut parts: Vec<Fragment> = Vec::new();
    let mut x = LEFT;
    for ((shaped, tag), width) in row.shaped.iter().zip(&row.nodes).zip(widths) {
        let lines = break_lines(shaped, CELL.size, width - 2 * CELL_SIDE);
        for (i, chunk) in lines.chunks(each).enumerate() {
            if parts.len() <= i {
                parts.push(Fragment::default());
            }
            let Some(part) = parts.get_mut(i) else {
                continue;
            };
            let mut y = if i == 0 { CELL_PAD } else { 0 };
            for line in chunk {
                let place = (x + CELL_SIDE, y + CELL.baseline());
                place_line(shaped, *line, &CELL, place, *tag, &mut part.items);
                y += CELL.leading;
            }
            part.height = part.height.max(y);
        }
        x += width;
    }
    if let Some(last) = parts.last_mut() {
        last.height += CELL_PAD;
    }
    parts
}
