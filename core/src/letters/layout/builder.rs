//! What the parts of a layout share: shaping, the structure tree, the list of fragments.

use super::flow::{Fragment, keep_two_and_two};
use super::lines::{break_lines, in_points, natural_width, place_line};
use super::page::{Colour, Item, Mpt, Node, Path, Role, Stroke, Tag};
use super::style::{HAIR, LEFT, Style};
use crate::letters::engine::LetterError;
use crate::letters::model::Run;
use crate::letters::text::{FaceId, Shaped, Shaper};

/// Gathers a letter's layout.
#[derive(Debug)]
pub struct Builder {
    /// Shapes text and remembers what has no glyph.
    pub shaper: Shaper,
    /// The structure tree; the first node is its root.
    pub nodes: Vec<Node>,
    /// The body.
    pub fragments: Vec<Fragment>,
    /// Headings of tables, for the pages on which the tables go on.
    pub headers: Vec<Fragment>,
}

/// Which end of a text stands at the given place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// It begins there.
    Left,
    /// Its middle is there.
    Middle,
    /// It ends there.
    Right,
}

impl Builder {
    /// An empty layout.
    pub fn new() -> Self {
        let root = Node {
            role: Role::Document,
            children: Vec::new(),
            alt: None,
        };
        Self {
            shaper: Shaper::new(),
            nodes: vec![root],
            fragments: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// A new node under another.
    pub fn node(&mut self, parent: usize, role: Role) -> usize {
        let index = self.nodes.len();
        self.nodes.push(Node {
            role,
            children: Vec::new(),
            alt: None,
        });
        if let Some(node) = self.nodes.get_mut(parent) {
            node.children.push(index);
        }
        index
    }

    /// Shapes runs of a paragraph in a style.
    pub fn shape_runs(&mut self, runs: &[Run], style: &Style) -> Result<Shaped, LetterError> {
        let faces: Vec<(FaceId, &str)> = runs
            .iter()
            .map(|run| {
                let face = match (run.bold, run.italic) {
                    (true, _) => FaceId::Semibold,
                    (false, true) => FaceId::Italic,
                    (false, false) => style.face,
                };
                (face, run.text.as_str())
            })
            .collect();
        self.shaper.shape(&faces)
    }

    /// Shapes text in a style.
    pub fn shape(&mut self, text: &str, style: &Style) -> Result<Shaped, LetterError> {
        self.shaper.shape_plain(style.face, text)
    }

    /// Adds the lines of a text to the body, kept two and two.
    pub fn push_lines(
        &mut self,
        shaped: &Shaped,
        style: &Style,
        (x, measure): (Mpt, Mpt),
        before: Mpt,
        node: usize,
    ) {
        let lines = lines_of(shaped, style, (x, measure), before, Tag::Node(node));
        self.fragments.extend(lines);
    }

    /// Puts one line of text somewhere, and says how wide it is.
    pub fn label(
        &mut self,
        text: &str,
        style: &Style,
        (x, y): (Mpt, Mpt),
        align: Align,
        tag: Tag,
        out: &mut Vec<Item>,
    ) -> Result<Mpt, LetterError> {
        let shaped = self.shape(text, style)?;
        let width = natural_width(&shaped, style.size);
        let x = match align {
            Align::Left => x,
            Align::Middle => x - width / 2,
            Align::Right => x - width,
        };
        place_line(&shaped, whole_line(&shaped), style, (x, y), tag, out);
        Ok(width)
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

/// All of a text as one line.
pub fn whole_line(shaped: &Shaped) -> super::lines::Line {
    super::lines::Line {
        start: 0,
        end: shaped.text.len(),
        width: 0,
    }
}

/// The lines of a text as fragments, kept two and two.
pub fn lines_of(
    shaped: &Shaped,
    style: &Style,
    (x, measure): (Mpt, Mpt),
    before: Mpt,
    tag: Tag,
) -> Vec<Fragment> {
    let mut lines: Vec<Fragment> = break_lines(shaped, style.size, measure)
        .into_iter()
        .enumerate()
        .map(|(i, line)| {
            let mut items = Vec::new();
            place_line(shaped, line, style, (x, style.baseline()), tag, &mut items);
            Fragment {
                before: if i == 0 { before } else { 0 },
                height: style.leading,
                is_line: true,
                items,
                ..Fragment::default()
            }
        })
        .collect();
    keep_two_and_two(&mut lines);
    lines
}

/// Lines under one another as plain items: how tall they are and how wide the widest is.
pub fn stack(
    shaped: &Shaped,
    style: &Style,
    (x, y, measure): (Mpt, Mpt, Mpt),
    tag: Tag,
    out: &mut Vec<Item>,
) -> (Mpt, Mpt) {
    let mut height = 0;
    let mut widest = 0;
    for line in break_lines(shaped, style.size, measure) {
        place_line(
            shaped,
            line,
            style,
            (x, y + height + style.baseline()),
            tag,
            out,
        );
        height += style.leading;
        widest = widest.max(in_points(line.width, style.size));
    }
    (height, widest)
}

/// A horizontal rule.
pub fn rule(x: Mpt, y: Mpt, width: Mpt, thickness: Mpt, colour: Colour) -> Item {
    Item::Path(Path {
        points: vec![(x, y), (x + width, y)],
        closed: false,
        stroke: Some(Stroke {
            width: thickness,
            colour,
            dash: 0,
        }),
        fill: None,
        tag: Tag::Decoration,
    })
}

/// A fine rule over the whole width of the text.
pub fn hairline(y: Mpt) -> Item {
    rule(LEFT, y, super::style::MEASURE, 500, HAIR)
}

/// A filled rectangle.
pub fn tint(x: Mpt, y: Mpt, width: Mpt, height: Mpt, colour: Colour) -> Item {
    Item::Path(Path {
        points: vec![
            (x, y),
            (x + width, y),
            (x + width, y + height),
            (x, y + height),
        ],
        closed: true,
        stroke: None,
        fill: Some(colour),
        tag: Tag::Decoration,
    })
}
