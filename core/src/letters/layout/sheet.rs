//! A blank questionnaire on paper: what stands around its items. Whose it is stands at the top of every page, the
//! owner's line at the foot of every page.

use super::builder::{Align, Builder, lines_of, rule, stack};
use super::flow::{Fragment, Room};
use super::lines::natural_width;
use super::page::{Item, Mpt, Role, Tag};
use super::style::{
    FOOTER_BASELINE, PEN, RULE, RUNNING, SHEET_FULL_TITLE, SHEET_LABEL, SHEET_LEFT, SHEET_MEASURE,
    SHEET_TEXT, SHEET_TITLE, SHEET_TOP, SHEET_VALUE, Style,
};
use crate::letters::engine::LetterError;
use crate::letters::model::{Blank, Block, Letter, Run, SheetFrame};

/// Room for a line that is written by hand: 8.5 mm.
const WRITING: Mpt = 24_000;
/// Between two things in a row.
const APART: Mpt = 14_000;

/// What the parts of a row of blanks belong to.
#[derive(Clone, Copy)]
enum Owner {
    /// Each to a node of its own under this one.
    Under(usize),
    /// All of them to the running header.
    Header,
}

impl Builder {
    /// Whose the sheet is, at the top of the first page, and the room that every page has.
    pub fn sheet_head(&mut self, frame: &SheetFrame) -> Result<(Vec<Item>, Room), LetterError> {
        self.shaper.enter("Identifiers");
        let mut items = Vec::new();
        let division = self.node(0, Role::Division);
        let under = self.person(frame, Owner::Under(division), &mut items)?;
        let room = Room {
            first_top: under + 12_000,
            top: under + 14_000,
            bottom: self.foot_top(frame)? - 8_000,
        };
        Ok((items, room))
    }

    fn person(
        &mut self,
        frame: &SheetFrame,
        owner: Owner,
        items: &mut Vec<Item>,
    ) -> Result<Mpt, LetterError> {
        let mut y = SHEET_TOP;
        for row in &frame.person {
            y += self.blanks(row, y, owner, items)?;
        }
        y += 8_000;
        items.push(rule(SHEET_LEFT, y, SHEET_MEASURE, 800, RULE));
        Ok(y)
    }

    /// A row of blanks with its top at `y`; how tall it is.
    fn blanks(
        &mut self,
        row: &[Blank],
        y: Mpt,
        owner: Owner,
        items: &mut Vec<Item>,
    ) -> Result<Mpt, LetterError> {
        let shares: u32 = row.iter().map(|b| b.share.max(1)).sum();
        let count = Mpt::try_from(row.len()).unwrap_or(1).max(1);
        let free = SHEET_MEASURE - (count - 1) * APART;
        let mut x = SHEET_LEFT;
        let mut tallest = WRITING;
        let top = y + WRITING - SHEET_LABEL.leading;
        for blank in row {
            let width = i64::from(free) * i64::from(blank.share.max(1)) / i64::from(shares.max(1));
            let width = Mpt::try_from(width).unwrap_or(free);
            let tag = match owner {
                Owner::Under(parent) => Tag::Node(self.node(parent, Role::Paragraph)),
                Owner::Header => Tag::Header,
            };
            let label = self.shape(&format!("{} ", blank.label), &SHEET_LABEL)?;
            let place = (x, top, width);
            stack(&label, &SHEET_LABEL, place, tag, items);
            let taken = natural_width(&label, SHEET_LABEL.size) + 3_000;
            if blank.value.is_empty() {
                let line = top + SHEET_LABEL.baseline() + 2_500;
                items.push(rule(x + taken, line, (width - taken).max(0), 700, PEN));
            } else {
                let value = self.shape(&blank.value, &SHEET_VALUE)?;
                let place = (x + taken, top, (width - taken).max(60_000));
                let (height, _) = stack(&value, &SHEET_VALUE, place, tag, items);
                tallest = tallest.max(WRITING - SHEET_LABEL.leading + height);
            }
            x += width + APART;
        }
        Ok(tallest)
    }

    /// Everything between head and foot.
    pub fn sheet_body(&mut self, letter: &Letter, frame: &SheetFrame) -> Result<(), LetterError> {
        self.shaper.enter("Title");
        self.sheet_text(&letter.title, &SHEET_TITLE, 0, Role::Heading(1))?;
        self.sheet_text(&frame.full_title, &SHEET_FULL_TITLE, 0, Role::Paragraph)?;
        self.shaper.enter(&letter.title);
        for block in &letter.blocks {
            match block {
                Block::Paragraph { runs } if runs.iter().all(Run::is_empty) => {}
                Block::Paragraph { runs } => {
                    let node = self.node(0, Role::Paragraph);
                    let shaped = self.shape_runs(runs, &SHEET_TEXT)?;
                    let place = (SHEET_LEFT, SHEET_MEASURE);
                    self.push_lines(&shaped, &SHEET_TEXT, place, 10_000, node);
                    self.keep_last();
                }
                Block::Grid(grid) => self.push_grid(grid)?,
                Block::Choices(choices) => self.push_choices(choices)?,
                Block::Written(written) => self.push_written(written)?,
                Block::Blanks { row } => {
                    // What is asked of the whole does not stand on a page of its own.
                    self.keep_last();
                    let mut items = Vec::new();
                    let division = self.node(0, Role::Division);
                    let height = self.blanks(row, 0, Owner::Under(division), &mut items)?;
                    self.fragments.push(Fragment {
                        before: 10_000,
                        height: height + 4_000,
                        items,
                        ..Fragment::default()
                    });
                }
                _ => {
                    return Err(LetterError::Malformed {
                        reason: "a sheet has something that belongs into a letter".to_owned(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Lines that stay with what follows them.
    pub(super) fn sheet_text(
        &mut self,
        text: &str,
        style: &Style,
        before: Mpt,
        role: Role,
    ) -> Result<(), LetterError> {
        if text.is_empty() {
            return Ok(());
        }
        let node = self.node(0, role);
        let shaped = self.shape(text, style)?;
        let place = (SHEET_LEFT, SHEET_MEASURE);
        let mut lines = lines_of(&shaped, style, place, before, Tag::Node(node));
        for line in &mut lines {
            line.keep = true;
        }
        if let (Some(first), Role::Heading(depth)) = (lines.first_mut(), role) {
            first.heading = Some((depth, text.to_owned()));
        }
        self.fragments.extend(lines);
        Ok(())
    }

    fn keep_last(&mut self) {
        if let Some(last) = self.fragments.last_mut() {
            last.keep = true;
        }
    }

    /// Where the foot begins: the owner's line and a line under it.
    fn foot_top(&mut self, frame: &SheetFrame) -> Result<Mpt, LetterError> {
        let credit = self.shape(&frame.credit, &RUNNING)?;
        let mut lines = Vec::new();
        let place = (SHEET_LEFT, 0, SHEET_MEASURE);
        let (height, _) = stack(&credit, &RUNNING, place, Tag::Footer, &mut lines);
        Ok(FOOTER_BASELINE - RUNNING.baseline() - height - 3_000)
    }

    /// The head of a later page, and the foot of every page. On the first page the owner's line is read aloud.
    pub fn sheet_running(
        &mut self,
        frame: &SheetFrame,
        page: usize,
        pages: usize,
    ) -> Result<Vec<Item>, LetterError> {
        let mut items = Vec::new();
        if page > 0 {
            self.shaper.enter("Identifiers");
            self.person(frame, Owner::Header, &mut items)?;
        }
        self.shaper.enter("Credit line");
        let top = self.foot_top(frame)?;
        items.push(rule(SHEET_LEFT, top - 4_000, SHEET_MEASURE, 500, RULE));
        let tag = match page {
            0 => Tag::Node(self.node(0, Role::Paragraph)),
            _ => Tag::Footer,
        };
        let credit = self.shape(&frame.credit, &RUNNING)?;
        let place = (SHEET_LEFT, top, SHEET_MEASURE);
        stack(&credit, &RUNNING, place, tag, &mut items);
        let left = (SHEET_LEFT, FOOTER_BASELINE);
        let right = (SHEET_LEFT + SHEET_MEASURE, FOOTER_BASELINE);
        let number = format!("Page {} of {pages}", page + 1);
        for (text, place, align) in [
            (&frame.version, left, Align::Left),
            (&number, right, Align::Right),
        ] {
            self.label(text, &RUNNING, place, align, Tag::Footer, &mut items)?;
        }
        Ok(items)
    }
}
