//! The blocks of the body, but for tables and charts.

use super::builder::{Builder, lines_of, stack};
use super::flow::{Fragment, keep_two_lines_before};
use super::lines::natural_width;
use super::page::{Mpt, Role, Tag};
use super::style::{
    BODY, HEADING_1, HEADING_2, HEADING_3, INDENT, ITEM_GAP, KEY, LEFT, MEASURE, PARAGRAPH_GAP,
    SIGNED, Style,
};
use crate::letters::engine::LetterError;
use crate::letters::model::{BULLET, Labelled, ListItem, Run, Signature};
use crate::letters::text::normalise::printable;

impl Builder {
    /// A heading. `level` is 1 to 3 as written, `depth` 1 to 4 as it is tagged.
    pub fn push_heading(&mut self, level: u8, depth: u8, text: &str) -> Result<(), LetterError> {
        let (style, before) = match level {
            0 | 1 => (&HEADING_1, 15_000),
            2 => (&HEADING_2, 11_000),
            _ => (&HEADING_3, 9_000),
        };
        // Under another heading the two read as one.
        let before = self.gap(before).max(if level > 1 { 5_000 } else { 12_000 });
        self.push_kept(style, before, Role::Heading(depth), text, Some(depth))
    }

    /// Text that stays on the page of what follows it.
    pub fn push_kept(
        &mut self,
        style: &Style,
        before: Mpt,
        role: Role,
        text: &str,
        outline: Option<u8>,
    ) -> Result<(), LetterError> {
        let node = self.node(0, role);
        let shaped = self.shape(text, style)?;
        let mut lines = lines_of(&shaped, style, (LEFT, MEASURE), before, Tag::Node(node));
        for line in &mut lines {
            line.keep = true;
            line.is_line = false;
        }
        if let (Some(first), Some(depth)) = (lines.first_mut(), outline) {
            first.heading = Some((depth, printable(text).replace('\n', " ")));
        }
        self.fragments.extend(lines);
        Ok(())
    }

    /// A paragraph.
    pub fn push_paragraph(&mut self, runs: &[Run]) -> Result<(), LetterError> {
        let node = self.node(0, Role::Paragraph);
        let shaped = self.shape_runs(runs, &BODY)?;
        let before = self.gap(PARAGRAPH_GAP);
        self.push_lines(&shaped, &BODY, (LEFT, MEASURE), before, node);
        // A line that announces what follows does not stand alone at the foot of a page.
        let announces = runs
            .last()
            .is_some_and(|r| r.text.trim_end().ends_with(':'));
        if let Some(last) = self.fragments.last_mut().filter(|_| announces) {
            last.keep = true;
        }
        Ok(())
    }

    /// The space above a block: less under a heading, more under a table.
    pub fn gap(&self, usual: Mpt) -> Mpt {
        match self.fragments.last() {
            Some(last) if last.keep && last.heading.is_some() => 2_500,
            Some(last) if last.repeat.is_some() => usual + 4_000,
            _ => usual,
        }
    }

    /// A list.
    pub fn push_list(&mut self, items: &[ListItem]) -> Result<(), LetterError> {
        let numbered = items.iter().any(|item| item.label != BULLET);
        let list = self.node(0, Role::List { numbered });
        let mut labels = Vec::with_capacity(items.len());
        let mut indent = INDENT;
        for item in items {
            let shaped = self.shape(&item.label, &BODY)?;
            indent = indent.max(natural_width(&shaped, BODY.size) + 6_000);
            labels.push(shaped);
        }
        for (i, (item, label)) in items.iter().zip(&labels).enumerate() {
            let parent = self.node(list, Role::ListItem);
            let label_node = self.node(parent, Role::Label);
            let body_node = self.node(parent, Role::ListBody);
            let shaped = self.shape_runs(&item.runs, &BODY)?;
            let before = if i == 0 {
                self.gap(PARAGRAPH_GAP)
            } else {
                ITEM_GAP
            };
            let measure = MEASURE - indent;
            let mut lines = lines_of(
                &shaped,
                &BODY,
                (LEFT + indent, measure),
                before,
                Tag::Node(body_node),
            );
            if lines.is_empty() {
                lines.push(Fragment {
                    before,
                    height: BODY.leading,
                    is_line: true,
                    ..Fragment::default()
                });
            }
            if let Some(first) = lines.first_mut() {
                let mut hung = Vec::new();
                let place = (LEFT + 3_000, 0, indent);
                stack(label, &BODY, place, Tag::Node(label_node), &mut hung);
                hung.append(&mut first.items);
                first.items = hung;
            }
            // The first item stays with the next, and the last with the one before.
            let pair = items.len() > 1 && (i == 0 || i + 2 == items.len());
            if let Some(last) = lines.last_mut() {
                last.keep = last.keep || pair;
            }
            self.fragments.extend(lines);
        }
        Ok(())
    }

    /// A table of names and values. The rows stay whole.
    pub fn push_key_values(&mut self, rows: &[Labelled]) -> Result<(), LetterError> {
        let table = self.node(0, Role::Table);
        let mut keys = Vec::with_capacity(rows.len());
        let mut column = 0;
        for row in rows {
            let shaped = self.shape(&row.label, &KEY)?;
            column = column.max(natural_width(&shaped, KEY.size));
            keys.push(shaped);
        }
        let column = (column + 18_000).clamp(90_000, MEASURE * 2 / 5);
        for (i, (row, key)) in rows.iter().zip(&keys).enumerate() {
            let parent = self.node(table, Role::Row);
            let key_node = self.node(parent, Role::RowHeading);
            let value_node = self.node(parent, Role::Cell);
            let value = self.shape(&row.value, &BODY)?;
            let left = lines_of(key, &KEY, (LEFT, column - 8_000), 0, Tag::Node(key_node));
            let right = lines_of(
                &value,
                &BODY,
                (LEFT + column, MEASURE - column),
                0,
                Tag::Node(value_node),
            );
            let before = if i == 0 {
                self.gap(PARAGRAPH_GAP)
            } else {
                1_500
            };
            let mut fragments = beside(left, right, before);
            let tall = fragments.len() > 24;
            for fragment in &mut fragments {
                fragment.keep = !tall;
            }
            // Rows stay whole; the first two and the last two stay together.
            if let Some(last) = fragments.last_mut() {
                last.keep = rows.len() > 1 && (i == 0 || i + 2 == rows.len());
            }
            self.fragments.extend(fragments);
        }
        Ok(())
    }

    /// The end of the letter.
    pub fn push_signature(&mut self, signature: &Signature) -> Result<(), LetterError> {
        let begin = self.fragments.len();
        let division = self.node(0, Role::Division);
        // Room for a pen where nothing says that the letter was signed on the screen: as much as that line takes, so that
        // a preview breaks its pages where the signed letter will.
        let gap = if signature.date_line.is_empty() {
            12_000 + 5_000 + SIGNED.leading
        } else {
            12_000
        };
        let strong = BODY.with_face(crate::letters::text::FaceId::Semibold);
        let parts = [
            (&signature.closing, BODY, 13_000),
            (
                &signature.name,
                strong,
                if signature.closing.is_empty() {
                    13_000
                } else {
                    gap
                },
            ),
            (&signature.role, BODY, 0),
            (&signature.registration, BODY, 0),
            (&signature.date_line, SIGNED, 5_000),
            (&signature.countersignature, SIGNED, 0),
        ];
        for (text, style, before) in parts {
            if text.is_empty() {
                continue;
            }
            let node = self.node(division, Role::Paragraph);
            let shaped = self.shape(text, &style)?;
            self.push_lines(&shaped, &style, (LEFT, MEASURE), before, node);
        }
        let count = self.fragments.len();
        for fragment in self.fragments.iter_mut().skip(begin).take(count - begin) {
            fragment.keep = true;
            fragment.is_line = false;
        }
        if count > begin {
            if let Some(last) = self.fragments.last_mut() {
                last.keep = false;
            }
            keep_two_lines_before(&mut self.fragments, begin);
        }
        Ok(())
    }
}

/// Binds a short end, such as the copies, to what stands before it: a page that bears nothing else is a waste of paper
/// and easily lost.
pub fn keep_end(fragments: &mut [Fragment], begin: usize) {
    let end = fragments.len().saturating_sub(1);
    if begin == 0 || end - begin.min(end) > 6 {
        return;
    }
    if let Some(bound) = fragments.get_mut(begin - 1..end) {
        bound.iter_mut().for_each(|f| f.keep = true);
    }
}

/// Two stacks of lines side by side, line by line.
fn beside(left: Vec<Fragment>, right: Vec<Fragment>, before: Mpt) -> Vec<Fragment> {
    let count = left.len().max(right.len()).max(1);
    let mut left = left.into_iter();
    let mut right = right.into_iter();
    (0..count)
        .map(|i| {
            let mut items = left.next().map(|f| f.items).unwrap_or_default();
            items.extend(right.next().map(|f| f.items).unwrap_or_default());
            Fragment {
                before: if i == 0 { before } else { 0 },
                height: BODY.leading,
                is_line: true,
                items,
                ..Fragment::default()
            }
        })
        .collect()
}
