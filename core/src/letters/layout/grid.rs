//! The items of a blank questionnaire: rows with boxes to tick, options under one another, lines to write on. No item is
//! parted by the end of a page.

use super::builder::{Builder, rule, stack, tint};
use super::flow::Fragment;
use super::lines::{break_lines, natural_width, place_line, widest_word};
use super::page::{Item, Mpt, Path, Role, Stroke, Tag};
use super::style::{
    HAIR, PEN, RULE, SHEET_LEFT, SHEET_MEASURE, SHEET_NUMBER, SHEET_OPTION, SHEET_QUESTION,
    SHEET_TEXT, Style, TINT,
};
use crate::letters::engine::LetterError;
use crate::letters::model::{Choices, Grid, GridRow, Written};
use crate::letters::text::Shaped;

/// The side of a box to tick: 4.6 mm.
const BOX: Mpt = 13_000;
/// Space above and below the text of a row.
const PAD: Mpt = 6_000;
/// Room for an item's number.
const NUMBER: Mpt = 24_000;
/// No column of boxes is narrower, so that sheets look alike.
const NARROWEST: Mpt = 58_000;
/// The items keep at least this.
const LEAST_TEXT: Mpt = 150_000;
/// Between two lines that are written on by hand: 9 mm.
const WRITING: Mpt = 25_500;

/// A box to tick. It is drawn, so that nobody's reader takes it for a letter.
fn tick_box(x: Mpt, y: Mpt) -> Item {
    Item::Path(Path {
        points: vec![(x, y), (x + BOX, y), (x + BOX, y + BOX), (x, y + BOX)],
        closed: true,
        stroke: Some(Stroke {
            width: 900,
            colour: PEN,
            dash: 0,
        }),
        fill: None,
        tag: Tag::Decoration,
    })
}

/// Lines about a middle, under one another.
fn centred(
    shaped: &Shaped,
    style: &Style,
    (middle, y, width): (Mpt, Mpt, Mpt),
    tag: Tag,
    out: &mut Vec<Item>,
) {
    for (line, y) in break_lines(shaped, style.size, width)
        .into_iter()
        .zip((y..).step_by(usize::try_from(style.leading).unwrap_or(1)))
    {
        let half = super::lines::in_points(line.width, style.size) / 2;
        let place = (middle - half, y + style.baseline());
        place_line(shaped, line, style, place, tag, out);
    }
}

fn height(shaped: &Shaped, style: &Style, width: Mpt) -> Mpt {
    let lines = break_lines(shaped, style.size, width).len();
    Mpt::try_from(lines).unwrap_or(0) * style.leading
}

/// How a grid is divided.
struct Columns {
    /// Of the items.
    text: Mpt,
    /// Of each option.
    option: Mpt,
    /// How many options.
    count: usize,
}

impl Columns {
    /// The middles of the options' columns.
    fn middles(&self) -> impl Iterator<Item = Mpt> {
        let (text, option) = (self.text, self.option);
        (0..)
            .take(self.count)
            .map(move |n: Mpt| SHEET_LEFT + text + n * option + option / 2)
    }
}

impl Builder {
    /// Items that share their options. The options are said again on each page on which they go on.
    pub fn push_grid(&mut self, grid: &Grid) -> Result<(), LetterError> {
        let malformed = |reason: &str| LetterError::Malformed {
            reason: reason.to_owned(),
        };
        let count = grid.options.len();
        if count == 0 || grid.rows.iter().any(|r| r.numbers.len() != count) {
            return Err(malformed(
                "a row of a questionnaire has more or fewer boxes than there are options",
            ));
        }
        let mut options = Vec::with_capacity(count);
        let mut option = NARROWEST;
        for words in &grid.options {
            let shaped = self.shape(words, &SHEET_OPTION)?;
            option = option.max(widest_word(&shaped, SHEET_OPTION.size) + 6_000);
            options.push(shaped);
        }
        let text = SHEET_MEASURE - option * Mpt::try_from(count).unwrap_or(Mpt::MAX / option);
        if text < LEAST_TEXT {
            return Err(malformed(
                "a questionnaire has more options than go side by side",
            ));
        }
        let columns = Columns {
            text,
            option,
            count,
        };
        let table = self.node(0, Role::Table);
        let mut header = self.grid_header(table, grid, &options, &columns)?;
        let mut repeated = header.clone();
        for item in &mut repeated.items {
            if let Item::Text(text) = item {
                text.tag = Tag::Header;
            }
        }
        let repeat = self.headers.len();
        self.headers.push(repeated);
        header.before = 12_000;
        header.keep = true;
        self.fragments.push(header);
        let last = grid.rows.len().saturating_sub(1);
        for (i, row) in grid.rows.iter().enumerate() {
            let mut fragment = self.grid_row(table, row, &columns)?;
            let (thickness, colour) = if i == last { (800, RULE) } else { (500, HAIR) };
            let line = rule(
                SHEET_LEFT,
                fragment.height,
                SHEET_MEASURE,
                thickness,
                colour,
            );
            fragment.items.push(line);
            fragment.repeat = Some(repeat);
            // Neither the first nor the last row stands alone.
            fragment.keep = i != last && (i == 0 || i + 1 == last);
            self.fragments.push(fragment);
        }
        Ok(())
    }

    fn grid_header(
        &mut self,
        table: usize,
        grid: &Grid,
        options: &[Shaped],
        columns: &Columns,
    ) -> Result<Fragment, LetterError> {
        let row = self.node(table, Role::Row);
        let question = self.shape(&grid.question, &SHEET_QUESTION)?;
        // An empty heading would be read aloud as one.
        let role = match grid.question.is_empty() {
            true => Role::Cell,
            false => Role::ColumnHeading,
        };
        let first = Tag::Node(self.node(row, role));
        let tags: Vec<Tag> = options
            .iter()
            .map(|_| Tag::Node(self.node(row, Role::ColumnHeading)))
            .collect();
        let left = columns.text - 14_000;
        let inner = columns.option - 4_000;
        let asked = height(&question, &SHEET_QUESTION, left);
        let said = options
            .iter()
            .map(|o| height(o, &SHEET_OPTION, inner))
            .max()
            .unwrap_or(0);
        let tall = asked.max(said) + 2 * PAD;
        let mut items = vec![tint(SHEET_LEFT, 0, SHEET_MEASURE, tall, TINT)];
        let place = (SHEET_LEFT + 6_000, tall - PAD - asked, left);
        stack(&question, &SHEET_QUESTION, place, first, &mut items);
        for ((shaped, tag), middle) in options.iter().zip(tags).zip(columns.middles()) {
            let top = tall - PAD - height(shaped, &SHEET_OPTION, inner);
            centred(shaped, &SHEET_OPTION, (middle, top, inner), tag, &mut items);
        }
        items.push(rule(SHEET_LEFT, tall, SHEET_MEASURE, 800, RULE));
        Ok(Fragment {
            height: tall,
            items,
            ..Fragment::default()
        })
    }

    fn grid_row(
        &mut self,
        table: usize,
        row: &GridRow,
        columns: &Columns,
    ) -> Result<Fragment, LetterError> {
        let parent = self.node(table, Role::Row);
        let item = Tag::Node(self.node(parent, Role::RowHeading));
        let mut items = Vec::new();
        let width = columns.text - 6_000 - 8_000;
        let words = self.numbered(
            (&row.label, &row.text),
            &SHEET_TEXT,
            (width, PAD),
            item,
            &mut items,
        )?;
        let tall = words.max(BOX) + 2 * PAD;
        for (number, middle) in row.numbers.iter().zip(columns.middles()) {
            let cell = Tag::Node(self.node(parent, Role::Cell));
            let top = (tall - BOX) / 2;
            items.push(tick_box(middle - BOX / 2, top));
            if !number.is_empty() {
                let shaped = self.shape(number, &SHEET_NUMBER)?;
                let place = (
                    middle + BOX / 2 + 3_000,
                    top + BOX - SHEET_NUMBER.leading,
                    20_000,
                );
                stack(&shaped, &SHEET_NUMBER, place, cell, &mut items);
            }
        }
        Ok(Fragment {
            height: tall,
            items,
            ..Fragment::default()
        })
    }

    /// An item's number with its wording beside it, in one node and with a space between them. How tall it is.
    fn numbered(
        &mut self,
        (label, text): (&str, &str),
        style: &Style,
        (width, y): (Mpt, Mpt),
        tag: Tag,
        items: &mut Vec<Item>,
    ) -> Result<Mpt, LetterError> {
        let left = SHEET_LEFT + 6_000;
        let number = self.shape(&format!("{label} "), style)?;
        stack(&number, style, (left, y, NUMBER), tag, items);
        let shaped = self.shape(text, style)?;
        let place = (left + NUMBER, y, width - NUMBER);
        Ok(stack(&shaped, style, place, tag, items).0)
    }

    /// A question over what answers it; they stay together.
    fn push_asked(&mut self, label: &str, text: &str) -> Result<(), LetterError> {
        let node = Tag::Node(self.node(0, Role::Paragraph));
        let mut items = Vec::new();
        let width = SHEET_MEASURE - 12_000;
        let tall = self.numbered((label, text), &SHEET_QUESTION, (width, 0), node, &mut items)?;
        self.fragments.push(Fragment {
            before: 16_000,
            height: tall + 5_000,
            keep: true,
            items,
            ..Fragment::default()
        });
        Ok(())
    }

    /// An item with its options under one another.
    pub fn push_choices(&mut self, choices: &Choices) -> Result<(), LetterError> {
        self.push_asked(&choices.label, &choices.text)?;
        let list = self.node(0, Role::List { numbered: true });
        let last = choices.options.len().saturating_sub(1);
        let left = SHEET_LEFT + 6_000 + NUMBER;
        for (i, option) in choices.options.iter().enumerate() {
            let parent = self.node(list, Role::ListItem);
            let label = Tag::Node(self.node(parent, Role::Label));
            let body = Tag::Node(self.node(parent, Role::ListBody));
            let number = self.shape(&option.label, &SHEET_NUMBER)?;
            let words = self.shape(&option.value, &SHEET_TEXT)?;
            let mut items = vec![tick_box(left, 4_000)];
            let place = (
                left + BOX + 4_000,
                4_000 + BOX - SHEET_NUMBER.leading,
                20_000,
            );
            stack(&number, &SHEET_NUMBER, place, label, &mut items);
            let indent = BOX + 4_000 + natural_width(&number, SHEET_NUMBER.size).max(8_000) + 8_000;
            let width = SHEET_MEASURE - (left - SHEET_LEFT) - indent;
            let place = (left + indent, 4_000 - (SHEET_TEXT.leading - BOX) / 2, width);
            let (tall, _) = stack(&words, &SHEET_TEXT, place, body, &mut items);
            self.fragments.push(Fragment {
                height: tall.max(BOX) + 7_000,
                keep: i != last,
                items,
                ..Fragment::default()
            });
        }
        Ok(())
    }

    /// An item that is answered in words.
    pub fn push_written(&mut self, written: &Written) -> Result<(), LetterError> {
        self.push_asked(&written.label, &written.text)?;
        let left = SHEET_LEFT + 6_000 + NUMBER;
        for i in 1..=written.lines {
            let line = rule(left, WRITING, SHEET_MEASURE - (left - SHEET_LEFT), 700, PEN);
            self.fragments.push(Fragment {
                height: WRITING,
                keep: i != written.lines,
                items: vec![line],
                ..Fragment::default()
            });
        }
        Ok(())
    }
}
