//! The display list: pages with everything on them in its place, the structure that
//! screen readers follow, and the outline. All distances are whole thousandths of a point
//! from the top left corner of the page, so that a layout compares exactly.

use serde::Serialize;

use crate::letters::text::{FaceId, Glyph};

/// A thousandth of a point (1/72,000 inch).
pub type Mpt = i32;

/// A letter laid out: all that a painter needs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Pages {
    /// Language of the text, BCP 47.
    pub lang: String,
    /// Title of the document.
    pub title: String,
    /// Name of the author.
    pub author: String,
    /// When the letter was made, ISO 8601.
    pub created: String,
    /// The pages in order.
    pub pages: Vec<Page>,
    /// The structure tree; the first node is its root.
    pub nodes: Vec<Node>,
    /// Headings with their places.
    pub outline: Vec<OutlineEntry>,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Page {
    /// What is painted, in order.
    pub items: Vec<Item>,
}

/// Something painted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Glyphs on one baseline.
    Text(Text),
    /// A line or an area.
    Path(Path),
}

impl Item {
    /// Moves the item.
    pub fn shift(&mut self, dx: Mpt, dy: Mpt) {
        match self {
            Self::Text(text) => {
                text.x += dx;
                text.y += dy;
            }
            Self::Path(path) => {
                for point in &mut path.points {
                    point.0 += dx;
                    point.1 += dy;
                }
            }
        }
    }

    /// What the item belongs to.
    pub const fn tag(&self) -> Tag {
        match self {
            Self::Text(text) => text.tag,
            Self::Path(path) => path.tag,
        }
    }
}

/// What a painted item belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// A node of the structure tree, by its index.
    Node(usize),
    /// Nothing that is read aloud: the running header, also the draft banner and the
    /// repeated headings of a table that goes on.
    Header,
    /// The running footer.
    Footer,
    /// A rule or a tint.
    Decoration,
}

/// Glyphs of one face and size on one baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// Left end of the baseline.
    pub x: Mpt,
    /// Height of the baseline below the top of the page.
    pub y: Mpt,
    /// The face.
    pub face: FaceId,
    /// The type size.
    pub size: Mpt,
    /// The colour.
    pub colour: Colour,
    /// The characters in reading order.
    pub text: String,
    /// The glyphs from left to right; `start` counts bytes of `text`.
    pub glyphs: Vec<Glyph>,
    /// What it belongs to.
    pub tag: Tag,
}

/// A line or an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Path {
    /// Corners.
    pub points: Vec<(Mpt, Mpt)>,
    /// Whether the last corner is joined to the first.
    pub closed: bool,
    /// How it is drawn.
    pub stroke: Option<Stroke>,
    /// How it is filled.
    pub fill: Option<Colour>,
    /// What it belongs to.
    pub tag: Tag,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stroke {
    /// Thickness.
    pub width: Mpt,
    /// The colour.
    pub colour: Colour,
    /// Length of dashes and of the gaps between them; 0 for a full line.
    pub dash: Mpt,
}

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Colour(pub u8, pub u8, pub u8);

/// A node of the structure tree. Leaves hold painted items; inner nodes hold nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Node {
    /// What it is.
    pub role: Role,
    /// The nodes in it.
    pub children: Vec<usize>,
    /// Spoken instead of what is painted; figures only.
    pub alt: Option<String>,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The root.
    Document,
    /// A group without a meaning of its own.
    Division,
    /// A heading, 1 to 4.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list.
    List {
        /// Whether its items are numbered.
        numbered: bool,
    },
    /// An item of a list.
    ListItem,
    /// A bullet or number.
    Label,
    /// The text of an item.
    ListBody,
    /// A table.
    Table,
    /// The caption of a table.
    Caption,
    /// A row.
    Row,
    /// The heading of a column.
    ColumnHeading,
    /// The heading of a row.
    RowHeading,
    /// A cell.
    Cell,
    /// A chart.
    Figure,
}

/// A heading in the outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutlineEntry {
    /// 1 to 4.
    pub level: u8,
    /// The heading's text.
    pub title: String,
    /// Index of the page.
    pub page: usize,
    /// Top of the heading.
    pub y: Mpt,
}
