//! What stands around the body: letterhead, address, references, header, footer, banner.

use super::builder::{Align, Builder, rule, stack, tint};
use super::lines::natural_width;
use super::page::{Item, Mpt, Path, Role, Stroke, Tag};
use super::style::{
    ADDRESS, ADDRESS_TOP, ADDRESS_WIDTH, ALERT, BANNER, BANNER_TEXT, BODY_TOP, CONTACT,
    FOOTER_BASELINE, HEADER_BASELINE, LEFT, LETTERHEAD_TOP, MEASURE, ORGANISATION, PAGE_WIDTH,
    REFERENCE, REFERENCE_LABEL, REFERENCES_LABEL, REFERENCES_LEFT, RULE, RUNNING, RUNNING_STRONG,
    TEAM, WARNING,
};
use crate::letters::engine::LetterError;
use crate::letters::model::{Labelled, Letter};

/// Printed at the top of every page of a letter that nobody has signed.
pub const DRAFT: &str = "DRAFT – not signed";

impl Builder {
    /// Everything above the body on the first page, and where the body begins.
    pub fn first_page_head(&mut self, letter: &Letter) -> Result<(Vec<Item>, Mpt), LetterError> {
        let mut items = Vec::new();
        if letter.draft {
            let node = self.node(0, Role::Paragraph);
            self.shaper.enter("Draft banner");
            self.banner(Tag::Node(node), &mut items)?;
        }
        self.shaper.enter("Letterhead");
        let under = self.letterhead(letter, &mut items)?;
        if letter.recipient.is_empty() && letter.references.is_empty() {
            return Ok((items, under + 22_000));
        }
        let top = if letter.recipient.is_empty() {
            under + 16_000
        } else {
            ADDRESS_TOP.max(under + 14_000)
        };
        self.shaper.enter("Address");
        let mut left_end = top;
        if !letter.recipient.is_empty() {
            let division = self.node(0, Role::Division);
            for line in &letter.recipient {
                let node = self.node(division, Role::Paragraph);
                let shaped = self.shape(line, &ADDRESS)?;
                let place = (LEFT, left_end, ADDRESS_WIDTH);
                let (height, _) = stack(&shaped, &ADDRESS, place, Tag::Node(node), &mut items);
                left_end += height;
            }
        }
        self.shaper.enter("References");
        let right_end = self.references(&letter.references, top, &mut items)?;
        let body = left_end.max(right_end) + 20_000;
        let least = if letter.recipient.is_empty() {
            0
        } else {
            BODY_TOP
        };
        Ok((items, body.max(least)))
    }

    fn letterhead(&mut self, letter: &Letter, items: &mut Vec<Item>) -> Result<Mpt, LetterError> {
        let head = &letter.letterhead;
        let division = self.node(0, Role::Division);
        let mut left = LETTERHEAD_TOP;
        let measure = MEASURE * 3 / 5;
        let node = self.node(division, Role::Paragraph);
        let shaped = self.shape(&head.organisation, &ORGANISATION)?;
        let place = (LEFT, left, measure);
        left += stack(&shaped, &ORGANISATION, place, Tag::Node(node), items).0;
        if let Some(team) = &head.team {
            let node = self.node(division, Role::Paragraph);
            let shaped = self.shape(team, &TEAM)?;
            left += stack(
                &shaped,
                &TEAM,
                (LEFT, left, measure),
                Tag::Node(node),
                items,
            )
            .0;
        }
        let mut lines: Vec<String> = head.address.clone();
        lines.extend(head.phone.iter().map(|phone| format!("Telephone {phone}")));
        lines.extend(head.email.iter().map(|email| format!("Email {email}")));
        let mut right = LETTERHEAD_TOP + 3_000;
        for line in &lines {
            let node = self.node(division, Role::Paragraph);
            let place = (LEFT + MEASURE, right + CONTACT.baseline());
            self.label(line, &CONTACT, place, Align::Right, Tag::Node(node), items)?;
            right += CONTACT.leading;
        }
        let under = left.max(right) + 7_000;
        items.push(rule(LEFT, under, MEASURE, 800, RULE));
        Ok(under)
    }

    fn references(
        &mut self,
        references: &[Labelled],
        top: Mpt,
        items: &mut Vec<Item>,
    ) -> Result<Mpt, LetterError> {
        if references.is_empty() {
            return Ok(top);
        }
        let division = self.node(0, Role::Division);
        let mut y = top;
        for reference in references {
            // Label and value are one paragraph, with the space between them that a reader
            // would put there.
            let node = self.node(division, Role::Paragraph);
            let width = MEASURE + LEFT - REFERENCES_LEFT;
            let mut x = REFERENCES_LEFT;
            let mut taken = 0;
            if !reference.label.is_empty() {
                let label = self.shape(&format!("{} ", reference.label), &REFERENCE_LABEL)?;
                let place = (x, y, width);
                stack(&label, &REFERENCE_LABEL, place, Tag::Node(node), items);
                taken = natural_width(&label, REFERENCE_LABEL.size).max(REFERENCES_LABEL);
                x += taken;
            }
            let value = self.shape(&reference.value, &REFERENCE)?;
            let place = (x, y, (width - taken).max(40_000));
            let (height, _) = stack(&value, &REFERENCE, place, Tag::Node(node), items);
            y += height.max(REFERENCE.leading);
        }
        Ok(y)
    }

    /// The header of a later page, and the footer of every page.
    pub fn running(
        &mut self,
        letter: &Letter,
        page: usize,
        pages: usize,
    ) -> Result<Vec<Item>, LetterError> {
        let mut items = Vec::new();
        if page > 0 {
            if letter.draft {
                self.shaper.enter("Draft banner");
                self.banner(Tag::Header, &mut items)?;
            }
            self.shaper.enter("Letterhead");
            let right = (LEFT + MEASURE, HEADER_BASELINE);
            let title = &letter.title;
            let width = self.label(
                title,
                &RUNNING,
                right,
                Align::Right,
                Tag::Header,
                &mut items,
            )?;
            let head = &letter.letterhead;
            let sender = match &head.team {
                Some(team) => format!("{} · {team}", head.organisation),
                None => head.organisation.clone(),
            };
            let room = MEASURE - width - 12_000;
            let fits = natural_width(&self.shape(&sender, &RUNNING)?, RUNNING.size) <= room;
            let sender = if fits {
                sender
            } else {
                head.organisation.clone()
            };
            let left = (LEFT, HEADER_BASELINE);
            if fits || natural_width(&self.shape(&sender, &RUNNING)?, RUNNING.size) <= room {
                self.label(
                    &sender,
                    &RUNNING,
                    left,
                    Align::Left,
                    Tag::Header,
                    &mut items,
                )?;
            }
            items.push(rule(LEFT, HEADER_BASELINE + 6_000, MEASURE, 500, RULE));
        }
        self.shaper.enter("Identifiers");
        items.push(rule(LEFT, FOOTER_BASELINE - 15_000, MEASURE, 500, RULE));
        let number = format!("Page {} of {pages}", page + 1);
        let right = (LEFT + MEASURE, FOOTER_BASELINE);
        let width = self.label(
            &number,
            &RUNNING,
            right,
            Align::Right,
            Tag::Footer,
            &mut items,
        )?;
        self.identifiers(&letter.identifiers, MEASURE - width - 14_000, &mut items)?;
        Ok(items)
    }

    /// The patient's identifiers on one line of the footer, or more if they are long. An
    /// identifier is never broken.
    fn identifiers(
        &mut self,
        identifiers: &[Labelled],
        room: Mpt,
        items: &mut Vec<Item>,
    ) -> Result<(), LetterError> {
        let mut x = LEFT;
        let mut y = FOOTER_BASELINE;
        for identifier in identifiers {
            let strong = self.shape(&identifier.value, &RUNNING_STRONG)?;
            let mut width = natural_width(&strong, RUNNING_STRONG.size);
            let label = if identifier.label.is_empty() {
                String::new()
            } else {
                format!("{} ", identifier.label)
            };
            width += natural_width(&self.shape(&label, &RUNNING)?, RUNNING.size);
            if x > LEFT && x + width > LEFT + room {
                x = LEFT;
                y += RUNNING.leading;
            }
            let place = (x, y);
            let moved = self.label(&label, &RUNNING, place, Align::Left, Tag::Footer, items)?;
            let place = (x + moved, y);
            let value = &identifier.value;
            self.label(
                value,
                &RUNNING_STRONG,
                place,
                Align::Left,
                Tag::Footer,
                items,
            )?;
            x += width + 14_000;
        }
        Ok(())
    }

    fn banner(&mut self, tag: Tag, items: &mut Vec<Item>) -> Result<(), LetterError> {
        let (top, bottom) = BANNER;
        items.push(tint(LEFT, top, MEASURE, bottom - top, WARNING));
        items.push(Item::Path(Path {
            points: vec![
                (LEFT, top),
                (LEFT + MEASURE, top),
                (LEFT + MEASURE, bottom),
                (LEFT, bottom),
            ],
            closed: true,
            stroke: Some(Stroke {
                width: 800,
                colour: ALERT,
                dash: 0,
            }),
            fill: None,
            tag: Tag::Decoration,
        }));
        let place = (PAGE_WIDTH / 2, top + (bottom - top) / 2 + 3_600);
        self.label(DRAFT, &BANNER_TEXT, place, Align::Middle, tag, items)?;
        Ok(())
    }
}
