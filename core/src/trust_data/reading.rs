//! Reading a file of the trust: TOML, one kind a file. Every fault is named by its path, and what is misspelt by the
//! nearest right word. No SQL, no clock.

use super::{TrustData, TrustDataKind, scales, table};
use crate::error::FieldError;
use crate::instruments::change::ChangeRule;
use crate::instruments::definition::{Definition, Item};
use crate::instruments::value_set::ValueSet;
use crate::instruments::{Licence, catalogue, did_you_mean, value_set};
use crate::signed::Faults;
use std::sync::Arc;
use toml::{Table, Value};

/// What the first line of every file says.
pub const FORMAT: &str = "casebook-trust-data@1";

/// The largest file, in bytes.
pub const LARGEST: usize = 1 << 20;

/// Instruments for which a trust may enter a key of its own.
pub const KEYED: &[&str] = &["iip-32"];

/// A wording, item by item in the order of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The owner's line, that stands wherever the wording does.
    pub credit: String,
    /// What comes before the items; may be empty.
    pub preamble: String,
    /// For each item its text and what each of its options says.
    pub items: Vec<(String, Vec<String>)>,
}

/// What a file brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Licensed wording.
    Wording(Wording),
    /// Values of change, by scale.
    ChangeValues(Vec<(String, ChangeRule)>),
    /// A value set.
    ValueSet(Arc<ValueSet>),
    /// A key: the instrument with its scales.
    Key(Box<Definition>),
}

/// A file that may be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// As it is kept.
    pub data: TrustData,
    /// What it brings.
    pub content: Content,
    /// The instrument that it is about; of a key, with its scales.
    pub about: Definition,
}

const HEAD: [&str; 8] = [
    "format",
    "kind",
    "instrument",
    "version",
    "name",
    "source",
    "licence_holder",
    "licence_reference",
];

/// A place in a file, where texts are read.
pub(super) struct Part<'a> {
    pub(super) table: &'a Table,
    pub(super) at: String,
}

/// How long a text may be, and whether it may have several lines.
#[derive(Clone, Copy)]
pub(super) enum Long {
    Line(usize),
    Lines(usize),
}

/// Where a part of a part is.
pub(super) fn below(at: &str, name: &str) -> String {
    match at {
        "" => name.to_owned(),
        at => format!("{at}.{name}"),
    }
}

/// A text that can be shown: nothing invisible, nothing that turns the reading direction, not too long.
fn fit(at: &str, text: &str, long: Long, faults: &mut Faults) -> String {
    let (most, lines) = match long {
        Long::Line(most) => (most, false),
        Long::Lines(most) => (most, true),
    };
    let text = text.trim();
    if text.chars().count() > most {
        faults.add(at, "length", &format!("Use at most {most} characters."));
    }
    let odd = |c: char| {
        (c.is_control() && !(lines && c == '\n'))
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    if text.chars().any(odd) {
        faults.add(
            at,
            "characters",
            "There is a character in it that cannot be seen.",
        );
    }
    text.to_owned()
}

impl Part<'_> {
    pub(super) fn path(&self, key: &str) -> String {
        below(&self.at, key)
    }

    /// A text that may be absent; then it is empty.
    pub(super) fn text(&self, key: &str, long: Long, faults: &mut Faults) -> String {
        match self.table.get(key) {
            None => String::new(),
            Some(Value::String(text)) => fit(&self.path(key), text, long, faults),
            Some(_) => {
                faults.add(self.path(key), "text", "Write a text in quotation marks.");
                String::new()
            }
        }
    }

    /// A text that must be there.
    pub(super) fn required(&self, key: &str, long: Long, faults: &mut Faults) -> String {
        let before = faults.0.len();
        let text = self.text(key, long, faults);
        if text.is_empty() && faults.0.len() == before {
            faults.add(self.path(key), "required", &format!("Write {key} = \"…\"."));
        }
        text
    }

    /// Faults for keys that mean nothing here.
    pub(super) fn only(&self, known: &[&str], faults: &mut Faults) {
        for key in self.table.keys().filter(|k| !known.contains(&k.as_str())) {
            let message = format!(
                "This is not known here{}",
                match did_you_mean(key, known.iter().copied()) {
                    near if near.is_empty() => ".".to_owned(),
                    near => near,
                }
            );
            faults.add(self.path(key), "unknown", &message);
        }
    }

    /// The tables of a list, each with its path: the id of a table where it has one, else its number from 1.
    pub(super) fn tables(&self, key: &str, faults: &mut Faults) -> Vec<Part<'_>> {
        let found = match self.table.get(key) {
            Some(Value::Array(found)) if !found.is_empty() => found,
            _ => {
                faults.add(
                    self.path(key),
                    "required",
                    &format!("Write [[{key}]] once for each."),
                );
                return Vec::new();
            }
        };
        let mut parts = Vec::new();
        for (number, value) in (1u32..).zip(found) {
            let at = self.path(&format!("{key}.{number}"));
            match value {
                Value::Table(table) => {
                    let at = match table.get("id") {
                        Some(Value::String(id)) => self.path(&format!("{key}.{id}")),
                        _ => at,
                    };
                    parts.push(Part { table, at });
                }
                _ => faults.add(at, "table", &format!("Write [[{key}]] once for each.")),
            }
        }
        parts
    }
}

fn unreadable(text: &str, error: &toml::de::Error) -> FieldError {
    let place = error.span().map_or_else(
        || "file".to_owned(),
        |span| {
            let before = text.get(..span.start).unwrap_or(text);
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            format!("line {line}, column {column}")
        },
    );
    FieldError::new(
        place,
        "toml",
        format!(
            "This is no TOML: {}.",
            error.message().trim_end_matches('.')
        ),
    )
}

/// A name that stands on screens and in letters: letters that every bundled font has.
fn printable(at: &str, name: &str, faults: &mut Faults) {
    let fits =
        |c: char| (c.is_alphanumeric() && u32::from(c) < 0x250) || " -–,.;:()/&+'’%".contains(c);
    if let Some(odd) = name.chars().find(|c| !fits(*c)) {
        let message = format!("A name goes into letters: leave out “{odd}”.");
        faults.add(at, "characters", &message);
    }
}

/// Reads a file. `keys`: those that the trust has entered, to which a wording may belong. Errors: every fault, by path.
pub fn read(text: &str, keys: &[Definition]) -> Result<Read, Vec<FieldError>> {
    if text.len() > LARGEST {
        return Err(vec![FieldError::new(
            "file",
            "size",
            "The file is larger than 1 MiB.",
        )]);
    }
    let root: Table = text
        .parse()
        .map_err(|error| vec![unreadable(text, &error)])?;
    let mut faults = Faults::default();
    let root = Part {
        table: &root,
        at: String::new(),
    };
    let read = whole(&root, text, keys, &mut faults);
    match read {
        Some(read) if faults.0.is_empty() => Ok(read),
        _ => Err(faults.0),
    }
}

fn whole(root: &Part<'_>, text: &str, keys: &[Definition], faults: &mut Faults) -> Option<Read> {
    let format = root.text("format", Long::Line(60), faults);
    if format != FORMAT {
        faults.add("format", "format", &format!("Write format = \"{FORMAT}\"."));
        return None;
    }
    let word = root.required("kind", Long::Line(60), faults);
    let Some(kind) = TrustDataKind::ALL
        .iter()
        .copied()
        .find(|k| k.word() == word)
    else {
        let words = TrustDataKind::ALL.iter().map(|k| k.word());
        if !word.is_empty() {
            let message = format!(
                "Write one of {}{}",
                words.clone().collect::<Vec<_>>().join(", "),
                ended(&did_you_mean(&word, words))
            );
            faults.add("kind", "unknown", &message);
        }
        return None;
    };
    let data = TrustData {
        kind,
        instrument: root.required("instrument", Long::Line(60), faults),
        version: root.required("version", Long::Line(30), faults),
        name: root.required("name", Long::Line(80), faults),
        source: root.required("source", Long::Line(500), faults),
        licence_holder: licence(root, kind, "licence_holder", faults),
        licence_reference: licence(root, kind, "licence_reference", faults),
        file: text.to_owned(),
    };
    printable("name", &data.name, faults);
    let definition = about(&data, keys, faults);
    let own: &[&str] = match kind {
        TrustDataKind::Wording => &["credit", "preamble", "options", "items"],
        TrustDataKind::ChangeValues => &["scales"],
        TrustDataKind::ValueSet => &["states"],
        TrustDataKind::Key => scales::KEY,
    };
    root.only(&[&HEAD[..], own].concat(), faults);
    let definition = definition?;
    let (content, about) = match kind {
        TrustDataKind::Wording => (
            Content::Wording(wording(root, &definition, faults)?),
            definition,
        ),
        TrustDataKind::ChangeValues => {
            let rules = scales::change_values(root, &definition, &data.name, faults);
            (Content::ChangeValues(rules), definition)
        }
        TrustDataKind::ValueSet => {
            let set = value_set(root, &data, &definition, faults)?;
            (Content::ValueSet(Arc::new(set)), definition)
        }
        TrustDataKind::Key => {
            let keyed = scales::key(root, &definition, &data.version, faults)?;
            (Content::Key(Box::new(keyed.clone())), keyed)
        }
    };
    Some(Read {
        data,
        content,
        about,
    })
}

fn ended(near: &str) -> String {
    match near {
        "" => ".".to_owned(),
        near => near.to_owned(),
    }
}

/// What belongs to an owner has a licence; the trust's own figures may have one.
fn licence(root: &Part<'_>, kind: TrustDataKind, key: &str, faults: &mut Faults) -> String {
    match kind {
        TrustDataKind::ChangeValues => root.text(key, Long::Line(200), faults),
        _ => root.required(key, Long::Line(200), faults),
    }
}

/// The instrument that a file is about: of the version that it names, and of a key the one that the program carries.
fn about(data: &TrustData, keys: &[Definition], faults: &mut Faults) -> Option<Definition> {
    if data.instrument.is_empty() || data.version.is_empty() {
        return None;
    }
    let Ok(newest) = catalogue::newest(&data.instrument) else {
        let message = format!(
            "There is no such instrument{}",
            ended(&did_you_mean(&data.instrument, catalogue::ids()))
        );
        faults.add("instrument", "unknown", &message);
        return None;
    };
    if data.kind == TrustDataKind::Key {
        if !KEYED.contains(&data.instrument.as_str()) {
            let message = format!("A key may be entered for {} only.", KEYED.join(", "));
            faults.add("instrument", "no-key", &message);
            return None;
        }
        return Some(newest.clone());
    }
    let own = |d: &&Definition| d.id == data.instrument && d.version == data.version;
    let found = match catalogue::exactly(&data.instrument, &data.version) {
        Ok(shipped) => Some(shipped),
        Err(_) => keys.iter().find(own),
    };
    let Some(definition) = found else {
        let known = keys.iter().filter(|d| d.id == data.instrument);
        let known: Vec<&str> = [newest]
            .into_iter()
            .chain(known)
            .map(|d| d.version.as_str())
            .collect();
        let message = format!(
            "There is no such version of {}; there is {}.",
            newest.title,
            known.join(", ")
        );
        faults.add("version", "unknown", &message);
        return None;
    };
    match data.kind {
        TrustDataKind::Wording if definition.licence == Licence::FullText => {
            let message = format!(
                "The program carries the wording of {} already.",
                definition.title
            );
            faults.add("instrument", "full-text", &message);
            None
        }
        TrustDataKind::ValueSet
            if value_set::profile(definition).is_none() || !definition.id.starts_with("eq-5d") =>
        {
            let message = format!(
                "{} has no profile that a value set is for.",
                definition.title
            );
            faults.add("instrument", "no-profile", &message);
            None
        }
        _ => Some(definition.clone()),
    }
}

fn wording(root: &Part<'_>, definition: &Definition, faults: &mut Faults) -> Option<Wording> {
    let credit = root.required("credit", Long::Line(500), faults);
    let preamble = root.text("preamble", Long::Lines(3_000), faults);
    let shared = shared(root, definition, faults);
    let parts = root.tables("items", faults);
    let mut given: Vec<&str> = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        part.only(&["id", "text", "options"], faults);
        let id = part
            .table
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default();
        match definition.items.get(place) {
            Some(expected) if expected.id == id => {}
            Some(expected) => {
                let message = match definition.item(id) {
                    Some(_) if given.contains(&id) => format!("{id} is there twice."),
                    Some(_) => format!(
                        "Here {} is expected: items stand in the order of the form.",
                        expected.id
                    ),
                    None => format!(
                        "{} has no such item; here {} is expected.",
                        definition.title, expected.id
                    ),
                };
                faults.add(&part.at, "item", &message);
            }
            None => faults.add(
                &part.at,
                "item",
                &format!(
                    "{} has {} items and no more.",
                    definition.title,
                    definition.items.len()
                ),
            ),
        }
        given.push(id);
    }
    let missing: Vec<&str> = definition
        .items
        .iter()
        .map(|i| i.id.as_str())
        .filter(|id| !given.contains(id))
        .collect();
    if !missing.is_empty() && !parts.is_empty() {
        let message = format!("These items are missing: {}.", missing.join(", "));
        faults.add("items", "missing", &message);
    }
    let items = definition
        .items
        .iter()
        .filter_map(|item| {
            let part = parts
                .iter()
                .find(|p| p.table.get("id").and_then(Value::as_str) == Some(item.id.as_str()))?;
            let text = part.required("text", Long::Lines(1_000), faults);
            Some((text, words(part, definition, item, &shared, faults)))
        })
        .collect();
    Some(Wording {
        credit,
        preamble,
        items,
    })
}

/// Options that several items share, by the name of their set.
fn shared(
    root: &Part<'_>,
    definition: &Definition,
    faults: &mut Faults,
) -> Vec<(String, Vec<String>)> {
    let table = match root.table.get("options") {
        None => return Vec::new(),
        Some(Value::Table(table)) => table,
        Some(_) => {
            faults.add(
                "options",
                "table",
                "Write [options], then a line for each set of options.",
            );
            return Vec::new();
        }
    };
    let part = Part {
        table,
        at: "options".to_owned(),
    };
    let sets: Vec<&str> = definition
        .options
        .iter()
        .filter(|o| o.numbers_to.is_none())
        .map(|o| o.id.as_str())
        .collect();
    part.only(&sets, faults);
    definition
        .options
        .iter()
        .filter(|set| set.numbers_to.is_none() && table.contains_key(&set.id))
        .map(|set| {
            let words = list(&part, &set.id, set.labels.len(), faults);
            (set.id.clone(), words)
        })
        .collect()
}

/// As many texts as there are options, none of them empty and none twice.
fn list(part: &Part<'_>, key: &str, wanted: usize, faults: &mut Faults) -> Vec<String> {
    let at = part.path(key);
    let Some(Value::Array(found)) = part.table.get(key) else {
        faults.add(
            at,
            "list",
            "Write a list of texts, such as [\"Never\", \"Often\"].",
        );
        return Vec::new();
    };
    if found.len() != wanted {
        let message = format!(
            "There are {} options here; the instrument has {wanted}.",
            found.len()
        );
        faults.add(&at, "number", &message);
    }
    let mut words: Vec<String> = Vec::new();
    for (number, value) in (1u32..).zip(found) {
        let at = below(&at, &number.to_string());
        let Value::String(text) = value else {
            faults.add(at, "text", "Write a text in quotation marks.");
            continue;
        };
        let text = fit(&at, text, Long::Line(300), faults);
        if text.is_empty() {
            faults.add(at, "required", "An option says something.");
        } else if words.contains(&text) {
            faults.add(at, "twice", &format!("“{text}” is there twice."));
        }
        words.push(text);
    }
    words
}

/// What the options of an item say: its own, or those of the set that it shares with others.
fn words(
    part: &Part<'_>,
    definition: &Definition,
    item: &Item,
    shared: &[(String, Vec<String>)],
    faults: &mut Faults,
) -> Vec<String> {
    let set = definition.options(item).filter(|o| o.numbers_to.is_none());
    let own = part.table.contains_key("options");
    let Some(set) = set else {
        if own {
            let what = if item.in_words { "words" } else { "a number" };
            let message = format!("This item is answered with {what} and has no options.");
            faults.add(part.path("options"), "no-options", &message);
        }
        return Vec::new();
    };
    if own {
        return list(part, "options", set.labels.len(), faults);
    }
    match shared.iter().find(|(id, _)| *id == set.id) {
        Some((_, words)) => words.clone(),
        None => {
            let message = format!(
                "Write the {} options of this item, or once for all under [options] as {} = […].",
                set.labels.len(),
                set.id
            );
            faults.add(part.path("options"), "required", &message);
            Vec::new()
        }
    }
}

fn value_set(
    root: &Part<'_>,
    data: &TrustData,
    definition: &Definition,
    faults: &mut Faults,
) -> Option<ValueSet> {
    match root.table.get("states") {
        Some(Value::String(text)) => Some(ValueSet {
            name: data.name.clone(),
            source: data.source.clone(),
            states: table::states(definition, text, faults),
        }),
        _ => {
            faults.add(
                "states",
                "required",
                "Write states = '''…''' with profile,index and a line for each state.",
            );
            None
        }
    }
}

#[cfg(test)]
mod tests;
