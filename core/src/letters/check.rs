//! Reads a finished file back before it is handed out: does it say exactly what the letter
//! says, in the same order, and on every page whom it is about?
//!
//! The way back shares nothing with the way there but the model and the normal form of
//! text: it parses the bytes, follows the structure tree to the marked contents, and turns
//! codes into characters through the file's own character maps and replacement texts.

use std::collections::{BTreeMap, HashMap};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};
use unicode_bidi::{BidiClass, bidi_class};

use crate::letters::engine::LetterError;
use crate::letters::layout::board::ROWS;
use crate::letters::layout::frame::DRAFT;
use crate::letters::layout::page::{Item, Pages, Role, Tag};
use crate::letters::model::{Block, Letter, Run};
use crate::letters::text::normalise::Printable;

/// More than any letter weighs: fonts of every script, and a page of nothing but small type.
const LARGEST: usize = 300_000;
/// What each page may add to that.
const LARGEST_PAGE: usize = 40_000;

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadBack {
    /// The text of each leaf of the structure tree that has any, in reading order.
    pub elements: Vec<String>,
    /// The text of each page that is in no element: header and footer.
    pub artifacts: Vec<String>,
    /// How many glyphs are the one that stands for no glyph.
    pub without_glyph: usize,
}

fn failed(reason: impl Into<String>) -> LetterError {
    LetterError::Check {
        reason: reason.into(),
    }
}

fn unreadable(error: impl std::fmt::Display) -> LetterError {
    failed(format!("the file can't be read back: {error}"))
}

/// Refuses a file that does not say what the letter says.
///
/// # Errors
/// [`LetterError::Check`] with the first thing that is wrong.
pub fn check(letter: &Letter, pages: &Pages, bytes: &[u8]) -> Result<(), LetterError> {
    let count = pages.pages.len();
    if bytes.len() > LARGEST + LARGEST_PAGE * count {
        return Err(failed("the file is larger than a letter can be"));
    }
    let read = read_back(bytes)?;
    if read.artifacts.len() != count {
        return Err(failed(
            "the file has another number of pages than the letter",
        ));
    }
    if read.without_glyph > 0 {
        return Err(failed("a character has no glyph"));
    }
    let wanted = expected(letter, pages);
    for (index, (wanted, found)) in wanted.iter().zip(&read.elements).enumerate() {
        if !same(wanted, found) {
            return Err(failed(format!(
                "element {} of the file differs from the letter",
                index + 1
            )));
        }
    }
    if wanted.len() != read.elements.len() {
        return Err(failed(format!(
            "the letter has {} elements and the file {}",
            wanted.len(),
            read.elements.len()
        )));
    }
    for (index, artifacts) in read.artifacts.iter().enumerate() {
        let number = format!("Page {} of {count}", index + 1);
        let told = letter
            .identifiers
            .iter()
            .all(|i| artifacts.contains(&spoken(&[&i.value])));
        if !artifacts.contains(&number) || !told {
            return Err(failed(format!(
                "page {} does not say whose it is",
                index + 1
            )));
        }
        if letter.draft && index > 0 && !artifacts.contains(DRAFT) {
            return Err(failed(format!(
                "page {} does not say that it is a draft",
                index + 1
            )));
        }
    }
    Ok(())
}

/// Whether two texts are the same. A stretch that runs from right to left stands in the
/// file in the order in which it is seen, and readers turn it round: of such a stretch it
/// is compared that no character is lost, added or changed.
fn same(wanted: &str, found: &str) -> bool {
    if wanted == found {
        return true;
    }
    let gathered = |text: &str| {
        let mut out: Vec<char> = Vec::new();
        let mut stretch: Vec<char> = Vec::new();
        let mut last_rtl = 0;
        let close = |stretch: &mut Vec<char>, last_rtl: &mut usize, out: &mut Vec<char>| {
            let rest = stretch.split_off((*last_rtl).min(stretch.len()));
            stretch.sort_unstable();
            out.append(stretch);
            out.extend(rest);
            *last_rtl = 0;
        };
        for c in text.chars() {
            match bidi_class(c) {
                BidiClass::R | BidiClass::AL => {
                    stretch.push(c);
                    last_rtl = stretch.len();
                }
                BidiClass::L => {
                    close(&mut stretch, &mut last_rtl, &mut out);
                    out.push(c);
                }
                BidiClass::NSM if !stretch.is_empty() => {
                    stretch.push(c);
                    last_rtl = stretch.len();
                }
                _ if stretch.is_empty() => out.push(c),
                _ => stretch.push(c),
            }
        }
        close(&mut stretch, &mut last_rtl, &mut out);
        out
    };
    wanted
        .chars()
        .any(|c| matches!(bidi_class(c), BidiClass::R | BidiClass::AL))
        && gathered(wanted) == gathered(found)
}

/// Pieces of one element as they are read out.
fn spoken(pieces: &[&str]) -> String {
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
    let mut figures = figure_texts(pages).into_iter();
    for block in &letter.blocks {
        match block {
            Block::Heading { text, .. } => texts.push(spoken(&[text])),
            Block::Large { text } => texts.push(spoken(&[text])),
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
        }
    }
    texts.retain(|text| !text.is_empty());
    texts
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

/// Reads what a file says.
///
/// # Errors
/// [`LetterError::Check`] if the file is not a tagged PDF that can be parsed.
pub fn read_back(bytes: &[u8]) -> Result<ReadBack, LetterError> {
    let document = Document::load_mem(bytes).map_err(unreadable)?;
    let mut read = ReadBack::default();
    let mut contents: HashMap<(ObjectId, i64), String> = HashMap::new();
    let mut maps: BTreeMap<ObjectId, CharacterMap> = BTreeMap::new();
    for page in document.page_iter() {
        let mut reader = PageReader::new(&document, page, &mut maps)?;
        let content = document.get_page_content(page);
        let content = Content::decode(&content).map_err(unreadable)?;
        for operation in &content.operations {
            reader.apply(operation)?;
        }
        read.without_glyph += reader.without_glyph;
        read.artifacts.push(reader.artifacts);
        contents.extend(
            reader
                .marked
                .into_iter()
                .map(|(mark, text)| ((page, mark), text)),
        );
    }
    let root = document
        .catalog()
        .and_then(|c| c.get(b"StructTreeRoot"))
        .and_then(Object::as_reference)
        .map_err(unreadable)?;
    let root = document.get_dictionary(root).map_err(unreadable)?;
    let mut walk = Walk {
        document: &document,
        contents,
        elements: Vec::new(),
    };
    if let Ok(kids) = root.get(b"K") {
        walk.kids(kids, None, 0)?;
    }
    if walk.contents.values().any(|text| !text.trim().is_empty()) {
        return Err(failed("a marked text belongs to no element"));
    }
    read.elements = walk.elements;
    Ok(read)
}

/// Walks down the structure tree.
struct Walk<'a> {
    document: &'a Document,
    contents: HashMap<(ObjectId, i64), String>,
    elements: Vec<String>,
}

impl Walk<'_> {
    /// Visits the kids of an element; gives the text that is marked as its own.
    fn kids(
        &mut self,
        kids: &Object,
        page: Option<ObjectId>,
        depth: usize,
    ) -> Result<String, LetterError> {
        if depth > 64 {
            return Err(failed("the structure tree goes in a circle"));
        }
        match kids {
            Object::Array(all) => {
                let mut text = String::new();
                for kid in all {
                    text.push_str(&self.kids(kid, page, depth + 1)?);
                }
                Ok(text)
            }
            Object::Integer(mark) => {
                let page = page.ok_or_else(|| failed("a marked content has no page"))?;
                self.contents
                    .remove(&(page, *mark))
                    .ok_or_else(|| failed("an element names a content that is not there"))
            }
            Object::Reference(id) => {
                let element = self.document.get_dictionary(*id).map_err(unreadable)?;
                self.element(element, depth + 1)?;
                Ok(String::new())
            }
            Object::Dictionary(reference) => {
                let page = reference
                    .get(b"Pg")
                    .and_then(Object::as_reference)
                    .ok()
                    .or(page);
                let mark = reference.get(b"MCID").map_err(unreadable)?;
                self.kids(mark, page, depth + 1)
            }
            _ => Err(failed("the structure tree holds something strange")),
        }
    }

    fn element(&mut self, element: &Dictionary, depth: usize) -> Result<(), LetterError> {
        let page = element.get(b"Pg").and_then(Object::as_reference).ok();
        let Ok(kids) = element.get(b"K") else {
            return Ok(());
        };
        let text = self.kids(kids, page, depth)?;
        if !text.is_empty() {
            self.elements.push(text);
        }
        Ok(())
    }
}

/// Characters by code, from a font's ToUnicode map.
type CharacterMap = HashMap<u16, String>;

/// Reads the pairs of a ToUnicode map.
fn character_map(map: &str) -> CharacterMap {
    let mut pairs = CharacterMap::new();
    let mut inside = false;
    for line in map.lines() {
        if line.ends_with("beginbfchar") {
            inside = true;
        } else if line.starts_with("endbfchar") {
            inside = false;
        } else if inside {
            let mut parts = line
                .split(['<', '>'])
                .filter(|part| !part.trim().is_empty());
            let (Some(code), Some(target)) = (parts.next(), parts.next()) else {
                continue;
            };
            if let (Ok(code), Some(text)) = (u16::from_str_radix(code, 16), from_hex(target)) {
                pairs.insert(code, text);
            }
        }
    }
    pairs
}

fn from_hex(hex: &str) -> Option<String> {
    let digits: Vec<u32> = hex.chars().filter_map(|c| c.to_digit(16)).collect();
    let units: Option<Vec<u16>> = digits
        .chunks(4)
        .map(|chunk| u16::try_from(chunk.iter().fold(0, |sum, digit| sum * 16 + digit)).ok())
        .collect();
    String::from_utf16(&units?).ok()
}

/// What is open around the text that is shown.
enum Open {
    /// Marked content of an element.
    Mark(i64),
    /// Something that no element owns.
    Artifact,
    /// A replacement text: what is shown in it is not read.
    Replaced,
    /// Anything else.
    Other,
}

/// Follows the operators of one page.
struct PageReader<'a> {
    fonts: HashMap<Vec<u8>, ObjectId>,
    maps: &'a mut BTreeMap<ObjectId, CharacterMap>,
    font: Option<ObjectId>,
    open: Vec<Open>,
    marked: BTreeMap<i64, String>,
    artifacts: String,
    without_glyph: usize,
}

impl<'a> PageReader<'a> {
    fn new(
        document: &Document,
        page: ObjectId,
        maps: &'a mut BTreeMap<ObjectId, CharacterMap>,
    ) -> Result<Self, LetterError> {
        let page = document.get_dictionary(page).map_err(unreadable)?;
        let resources = page.get_deref(b"Resources", document).map_err(unreadable)?;
        let fonts = resources
            .as_dict()
            .and_then(|r| r.get_deref(b"Font", document))
            .and_then(Object::as_dict)
            .map_err(unreadable)?;
        let mut named = HashMap::new();
        for (name, font) in fonts {
            let id = font.as_reference().map_err(unreadable)?;
            named.insert(name.clone(), id);
            if let std::collections::btree_map::Entry::Vacant(slot) = maps.entry(id) {
                let map = document
                    .get_dictionary(id)
                    .and_then(|font| font.get_deref(b"ToUnicode", document))
                    .and_then(Object::as_stream)
                    .and_then(|stream| stream.get_plain_content())
                    .map_err(unreadable)?;
                slot.insert(character_map(&String::from_utf8_lossy(&map)));
            }
        }
        Ok(Self {
            fonts: named,
            maps,
            font: None,
            open: Vec::new(),
            marked: BTreeMap::new(),
            artifacts: String::new(),
            without_glyph: 0,
        })
    }

    fn apply(&mut self, operation: &Operation) -> Result<(), LetterError> {
        let operand = |index: usize| operation.operands.get(index);
        match operation.operator.as_str() {
            "Tf" => {
                let name = operand(0)
                    .and_then(|o| o.as_name().ok())
                    .unwrap_or_default();
                self.font = self.fonts.get(name).copied();
            }
            "BMC" => self.open.push(Open::Other),
            "BDC" => {
                let artifact =
                    operand(0).and_then(|o| o.as_name().ok()) == Some(b"Artifact".as_slice());
                let properties = operand(1).and_then(|o| o.as_dict().ok());
                let mark = properties
                    .and_then(|p| p.get(b"MCID").ok())
                    .and_then(|m| m.as_i64().ok());
                let replacement = properties
                    .and_then(|p| p.get(b"ActualText").ok())
                    .and_then(|t| t.as_str().ok());
                if let Some(text) = replacement {
                    let text = utf16(text).ok_or_else(|| failed("a replacement is no text"))?;
                    self.say(&text);
                    self.open.push(Open::Replaced);
                } else if let Some(mark) = mark {
                    self.marked.entry(mark).or_default();
                    self.open.push(Open::Mark(mark));
                } else {
                    self.open.push(if artifact {
                        Open::Artifact
                    } else {
                        Open::Other
                    });
                }
            }
            "EMC" => {
                if matches!(self.open.pop(), Some(Open::Artifact)) {
                    self.artifacts.push('\n');
                }
            }
            "TJ" => {
                let parts = operand(0).and_then(|o| o.as_array().ok());
                for part in parts.into_iter().flatten() {
                    if let Object::String(codes, _) = part {
                        self.show(codes)?;
                    }
                }
            }
            "Tj" => {
                if let Some(Object::String(codes, _)) = operand(0) {
                    self.show(codes)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn show(&mut self, codes: &[u8]) -> Result<(), LetterError> {
        for pair in codes.chunks(2) {
            let code = pair
                .iter()
                .fold(0u16, |sum, byte| sum * 256 + u16::from(*byte));
            if code == 0 {
                self.without_glyph += 1;
            }
            if self.open.iter().any(|open| matches!(open, Open::Replaced)) {
                continue;
            }
            let text = self
                .font
                .and_then(|font| self.maps.get(&font))
                .and_then(|map| map.get(&code))
                .cloned()
                .ok_or_else(|| failed("a glyph stands for no character"))?;
            self.say(&text);
        }
        Ok(())
    }

    fn say(&mut self, text: &str) {
        let owner = self
            .open
            .iter()
            .rev()
            .find(|o| matches!(o, Open::Mark(_) | Open::Artifact));
        match owner {
            Some(Open::Mark(mark)) => self.marked.entry(*mark).or_default().push_str(text),
            _ => self.artifacts.push_str(text),
        }
    }
}

fn utf16(bytes: &[u8]) -> Option<String> {
    let units = bytes.strip_prefix(&[0xfe, 0xff])?;
    let units: Vec<u16> = units
        .chunks(2)
        .map(|pair| {
            pair.iter()
                .fold(0u16, |sum, byte| sum * 256 + u16::from(*byte))
        })
        .collect();
    String::from_utf16(&units).ok()
}
