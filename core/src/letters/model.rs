//! The letter as plain data: what is said and in which order, with no knowledge of
//! fonts, lines or pages. Everything that the engine prints comes from here.

use crate::charts::{LineChart, StepsChart, TimeBoard};
use serde::{Deserialize, Serialize};

/// A whole letter, ready to be laid out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// BCP 47 language tag of the text, such as `en-GB`. Read by screen readers.
    pub lang: String,
    /// Title of the document: shown in the reader's title bar and in the running header.
    pub title: String,
    /// Who wrote it, and when.
    pub meta: Meta,
    /// Who sends it: printed at the head of the first page.
    pub letterhead: Letterhead,
    /// The address block, one printed line each, first the addressee. It stands where the
    /// window of a DL envelope is; seven lines fit the window.
    #[serde(default)]
    pub recipient: Vec<String>,
    /// The reference block beside the address: "Our ref", "Date", "Clinic date".
    #[serde(default)]
    pub references: Vec<Labelled>,
    /// Who the letter is about: repeated at the foot of every page, so that a loose
    /// page can still be filed. For example name, NHS No., Born.
    #[serde(default)]
    pub identifiers: Vec<Labelled>,
    /// "Dear Dr Example,"
    #[serde(default)]
    pub salutation: Option<String>,
    /// The subject line, in bold under the salutation.
    #[serde(default)]
    pub subject: Option<String>,
    /// The body, in order.
    #[serde(default)]
    pub blocks: Vec<Block>,
    /// Whether every page must say at its top that this is a draft that nobody has signed.
    #[serde(default)]
    pub draft: bool,
    /// What stands around the items where this is no letter but a questionnaire that is filled in by hand. It has no
    /// letterhead, address, references or salutation then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<SheetFrame>,
}

/// What stands around the items of a blank questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetFrame {
    /// Whose it is and of which day: at the top of every page, so that a page that is lost still says it. Row by row.
    pub person: Vec<Vec<Blank>>,
    /// The title in full, under the title.
    pub full_title: String,
    /// The owner's line: at the foot of every page.
    pub credit: String,
    /// Which version this is: small, at the foot of every page.
    pub version: String,
}

/// Something to be written in by hand, or what of it is known already.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blank {
    /// "Date of birth". No colon: none is printed.
    pub label: String,
    /// What is printed after it; a line to write on where it is empty.
    #[serde(default)]
    pub value: String,
    /// The share of the row, relative to the others in it; at least 1.
    pub share: u32,
}

impl Blank {
    /// A line to write on.
    pub fn new(label: impl Into<String>, share: u32) -> Self {
        Self::known(label, String::new(), share)
    }

    /// What is known, or a line to write on where it is empty.
    pub fn known(label: impl Into<String>, value: impl Into<String>, share: u32) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            share,
        }
    }
}

/// Items that are answered by the same options: a row each, with a box to tick under every option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// What is asked of all of them: the heading of the first column; may be empty.
    pub question: String,
    /// The options' words.
    pub options: Vec<String>,
    /// The items.
    pub rows: Vec<GridRow>,
}

/// A row of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GridRow {
    /// The item's number.
    pub label: String,
    /// Its wording.
    pub text: String,
    /// What each option counts, small beside its box; empty for one that counts nothing. As many as there are options.
    pub numbers: Vec<String>,
}

/// An item with its options under one another, each after a box to tick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// The item's number.
    pub label: String,
    /// Its wording.
    pub text: String,
    /// The options: the label is what each counts, and is empty for one that counts nothing.
    pub options: Vec<Labelled>,
}

/// An item that is answered in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// The item's number.
    pub label: String,
    /// Its wording.
    pub text: String,
    /// How many lines there are to write on.
    pub lines: u32,
}

/// Facts about the document that readers show but that are not printed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// The author's name.
    pub author: String,
    /// When the letter was made: `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM:SSZ` or with an offset
    /// such as `+01:00`. Given by the caller: the engine reads no clock.
    pub created: String,
}

/// The sender.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letterhead {
    /// The trust or hospital.
    pub organisation: String,
    /// The team within it.
    #[serde(default)]
    pub team: Option<String>,
    /// Postal address, one printed line each.
    #[serde(default)]
    pub address: Vec<String>,
    /// Telephone number, printed after "Telephone".
    #[serde(default)]
    pub phone: Option<String>,
    /// E-mail address, printed after "Email".
    #[serde(default)]
    pub email: Option<String>,
}

/// A value with the name that is printed before it. An empty label prints the value alone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labelled {
    /// "NHS No.", "Our ref". No colon: none is printed.
    #[serde(default)]
    pub label: String,
    /// The value as it is printed.
    pub value: String,
}

impl Labelled {
    /// A value with its label.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }
}

/// A stretch of text in one style. A line feed in the text is a forced line break.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The characters, printed exactly.
    pub text: String,
    /// Semibold.
    #[serde(default)]
    pub bold: bool,
    /// Italic. A run that is bold and italic is printed bold: no bold italic is carried.
    #[serde(default)]
    pub italic: bool,
}

impl Run {
    /// Text in the plain style.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            bold: false,
            italic: false,
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Text in semibold.
    pub fn bold(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            bold: true,
            italic: false,
        }
    }

    /// Text in italic.
    pub fn italic(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            bold: false,
            italic: true,
        }
    }
}

/// One thing in the body of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// A heading of a section (level 1) or of a part of it (level 2 or 3).
    Heading {
        /// 1 to 3.
        level: u8,
        /// The heading's text.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        runs: Vec<Run>,
    },
    /// A few groups of letters and digits that are to be read off and typed, in large type; a line feed is a line break.
    Large {
        /// Its text.
        text: String,
    },
    /// A list with bullets or numbers.
    List {
        /// The items in order.
        items: Vec<ListItem>,
    },
    /// A table with one row of column headings, which is repeated on every page.
    Table(Table),
    /// A line chart, drawn as vectors.
    Chart(LineChart),
    /// Several line charts, each the same as alone but low and side by side; the words of their bands are left to a
    /// table.
    Charts {
        /// In order, left to right and down.
        charts: Vec<LineChart>,
    },
    /// Several measures on one axis of days, each with its title beside it.
    Board(TimeBoard),
    /// Ordered words over time, drawn as steps.
    Steps(StepsChart),
    /// A table of names and values in two columns, such as the patient's details.
    KeyValues {
        /// One row each.
        rows: Vec<Labelled>,
    },
    /// Who signed.
    Signature(Signature),
    /// Items with the same options; on a sheet only, as the three that follow.
    Grid(Grid),
    /// An item with its options under one another.
    Choices(Choices),
    /// An item that is answered in words.
    Written(Written),
    /// Lines to write on, side by side.
    Blanks {
        /// From left to right.
        row: Vec<Blank>,
    },
}

impl Block {
    /// A heading.
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading {
            level,
            text: text.into(),
        }
    }

    /// A paragraph in the plain style.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph {
            runs: vec![Run::plain(text)],
        }
    }

    /// A list with bullets.
    pub fn bullets<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Self {
        let items = items
            .into_iter()
            .map(|text| ListItem {
                label: BULLET.to_owned(),
                runs: vec![Run::plain(text)],
            })
            .collect();
        Self::List { items }
    }

    /// A list numbered from 1.
    pub fn numbers<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Self {
        let items = items
            .into_iter()
            .enumerate()
            .map(|(i, text)| ListItem {
                label: format!("{}.", i + 1),
                runs: vec![Run::plain(text)],
            })
            .collect();
        Self::List { items }
    }
}

/// The label of an item that has no number.
pub const BULLET: &str = "•";

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListItem {
    /// What hangs before the item: a bullet or a number such as "1.". It is kept as typed,
    /// so that a list that starts at 3 stays so.
    pub label: String,
    /// The item's text.
    pub runs: Vec<Run>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Printed above the table; empty for none.
    #[serde(default)]
    pub caption: String,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The column heading.
    pub heading: String,
    /// The share of the width, relative to the other columns' weights; at least 1.
    pub weight: u32,
}

impl Column {
    /// A column with a heading and a weight.
    pub fn new(heading: impl Into<String>, weight: u32) -> Self {
        Self {
            heading: heading.into(),
            weight,
        }
    }
}

/// The end of a letter. Kept on one page, with at least two lines of text before it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// "Yours sincerely,"; empty for none.
    #[serde(default)]
    pub closing: String,
    /// Name of who signs.
    pub name: String,
    /// Role and grade.
    #[serde(default)]
    pub role: String,
    /// Professional registration, such as "GMC 0000000".
    #[serde(default)]
    pub registration: String,
    /// "Signed electronically on 3 June 2026 at 10:42"; empty for none.
    #[serde(default)]
    pub date_line: String,
    /// "Countersigned electronically on …", or that this is still awaited; empty for none.
    #[serde(default)]
    pub countersignature: String,
}

/// What a clinician typed, as blocks. A blank line ends a paragraph; a line that begins
/// with "- " or "• " is a bullet; a line that begins with a number, a full stop and a
/// space is a numbered item. Nothing else is markup: everything else is printed exactly,
/// line by line. A line under an item belongs to that item.
pub fn blocks_from_text(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in text.replace("\r\n", "\n").replace('\r', "\n").split('\n') {
        if line.trim().is_empty() {
            blocks.extend(open.take());
            continue;
        }
        if let Some((label, rest)) = item_of(line) {
            let item = ListItem {
                label,
                runs: vec![Run::plain(rest)],
            };
            match open.as_mut() {
                Some(Block::List { items }) => items.push(item),
                _ => blocks.extend(open.replace(Block::List { items: vec![item] })),
            }
            continue;
        }
        let last = match open.as_mut() {
            Some(Block::List { items }) => items.last_mut().and_then(|i| i.runs.last_mut()),
            Some(Block::Paragraph { runs }) => runs.last_mut(),
            _ => None,
        };
        match last {
            Some(run) => {
                run.text.push('\n');
                run.text.push_str(line);
            }
            None => blocks.extend(open.replace(Block::paragraph(line))),
        }
    }
    blocks.extend(open);
    blocks
}

/// The label and the text of a line that is a list item.
fn item_of(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start();
    for mark in ["- ", "• "] {
        if let Some(rest) = line.strip_prefix(mark) {
            return Some((BULLET.to_owned(), rest));
        }
    }
    let (number, rest) = line.split_once(". ")?;
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| (format!("{number}."), rest))
}
