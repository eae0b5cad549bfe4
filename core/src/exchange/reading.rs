//! From bytes to the parts of each case. Shape only: whether a file is JSON, is this format, and has its parts. What is
//! wrong is named by its path; nothing of what the file says about a patient goes into a message.

use super::{FORMAT, MOST_BYTES, MOST_CASES, VERSION, shape};
use crate::error::{Error, FieldError};
use serde::Deserialize;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as DeError, IgnoredAny, MapAccess,
    SeqAccess, Visitor,
};
use serde_json::{Map, Value};
use serde_path_to_error::Track;
use std::fmt;

/// The parts of one case before they are looked into.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawCase<V = Value> {
    pub(super) patient: Option<V>,
    pub(super) case: Option<V>,
    pub(super) diagnoses: Option<V>,
    pub(super) allergies: Option<V>,
    pub(super) medicines: Option<V>,
    pub(super) assessment: Option<V>,
    pub(super) severity: Vec<V>,
    pub(super) formulations: Vec<V>,
    pub(super) risk_notes: Vec<V>,
    pub(super) safety_plan: Option<V>,
    pub(super) measures: Vec<V>,
    pub(super) sessions: Vec<V>,
    pub(super) goals: Vec<V>,
    pub(super) pathway: Option<V>,
    pub(super) pathway_reviews: Vec<V>,
    pub(super) safety_responses: Vec<V>,
}

/// The document without its cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    format: String,
    version: u32,
    #[serde(rename = "cases")]
    _cases: Vec<()>,
}

/// What becomes of each case as soon as it is read: its place in the file and its value.
pub(super) type Sink<'s> = dyn FnMut(usize, Value) -> Result<(), Error> + 's;

/// What is neither a list nor an object is read as it is.
macro_rules! plain {
    () => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("JSON")
        }
        fn visit_bool<E: DeError>(self, v: bool) -> Result<Value, E> {
            StrictVisitor.visit_bool(v)
        }
        fn visit_i64<E: DeError>(self, v: i64) -> Result<Value, E> {
            StrictVisitor.visit_i64(v)
        }
        fn visit_u64<E: DeError>(self, v: u64) -> Result<Value, E> {
            StrictVisitor.visit_u64(v)
        }
        fn visit_f64<E: DeError>(self, v: f64) -> Result<Value, E> {
            StrictVisitor.visit_f64(v)
        }
        fn visit_str<E: DeError>(self, v: &str) -> Result<Value, E> {
            StrictVisitor.visit_str(v)
        }
        fn visit_unit<E: DeError>(self) -> Result<Value, E> {
            StrictVisitor.visit_unit()
        }
    };
}

/// Hands cases on one by one, so that a long file is never in memory as a tree.
struct Cases<'s, 'f> {
    sink: &'s mut Sink<'f>,
    count: &'s mut usize,
    /// What the sink would not go on after.
    stopped: &'s mut Option<Error>,
}

/// The top of the document: every field as it is, the cases handed on.
struct Document<'s, 'f>(Cases<'s, 'f>);

impl<'de> DeserializeSeed<'de> for Document<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_> {
    type Value = Value;

    plain!();
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Value, A::Error> {
        StrictVisitor.visit_seq(items)
    }
    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let cases = key == "cases";
            if all.contains_key(&key) {
                return Err(A::Error::custom(DOUBLE));
            }
            let value = if cases {
                entries.next_value_seed(&mut self.0)?
            } else {
                let Strict(value) = entries.next_value()?;
                value
            };
            all.insert(key, value);
        }
        Ok(Value::Object(all))
    }
}

impl<'de> DeserializeSeed<'de> for &mut Cases<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Cases<'_, '_> {
    type Value = Value;

    plain!();
    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Value, A::Error> {
        StrictVisitor.visit_map(entries)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        while let Some(Strict(case)) = items.next_element()? {
            let place = *self.count;
            *self.count = place.saturating_add(1);
            if place < most_cases()
                && let Err(error) = (self.sink)(place, case)
            {
                *self.stopped = Some(error);
                return Err(A::Error::custom(STOPPED));
            }
        }
        // An empty list stands for those that were handed on.
        Ok(Value::Array(Vec::new()))
    }
}

fn most_cases() -> usize {
    usize::try_from(MOST_CASES).unwrap_or(usize::MAX)
}

/// A value in which no object has a key twice: which of the two was meant nobody can say.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

const DOUBLE: &str = "duplicate key";
const STOPPED: &str = "the caller stopped";

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(Value::Bool(v))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(Value::from(v))
    }
    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(Value::from(v))
    }
    fn visit_f64<E>(self, v: f64) -> Result<Value, E> {
        Ok(Value::from(v))
    }
    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(Value::String(v.to_owned()))
    }
    fn visit_string<E>(self, v: String) -> Result<Value, E> {
        Ok(Value::String(v))
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let Strict(value) = entries.next_value()?;
            if all.insert(key, value).is_some() {
                return Err(A::Error::custom(DOUBLE));
            }
        }
        Ok(Value::Object(all))
    }
}

/// Hands each case of a file to `sink` as it is read, and says how many there were; or what is wrong with the whole file:
/// then nothing that the sink was given counts.
///
/// Errors: what the sink fails with.
pub(super) fn read(
    bytes: &[u8],
    sink: &mut Sink<'_>,
) -> Result<std::result::Result<usize, FieldError>, Error> {
    let mut stopped = None;
    let read = document(bytes, sink, &mut stopped);
    stopped.map_or(Ok(read), Err)
}

fn document(
    bytes: &[u8],
    sink: &mut Sink<'_>,
    stopped: &mut Option<Error>,
) -> Result<usize, FieldError> {
    let whole = |rule: &str, message: String| FieldError::new("file", rule, message);
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST_BYTES {
        return Err(whole(
            "size",
            "The file is longer than 64 MiB. Split it into several.".into(),
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        whole(
            "utf-8",
            format!(
                "The file is not UTF-8 text from byte {} on.",
                e.valid_up_to()
            ),
        )
    })?;
    // Some editors on Windows begin a file with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut track = Track::new();
    let mut count = 0;
    let strict = Document(Cases {
        sink,
        count: &mut count,
        stopped,
    })
    .deserialize(serde_path_to_error::Deserializer::new(
        &mut reader,
        &mut track,
    ))
    .map_err(|e| (track.path(), e));
    let value = strict.map_err(|(path, error)| {
        let path = said_path("", &path);
        let place = format!("line {}, column {}", error.line(), error.column());
        if error.is_data() && error.to_string().starts_with(DOUBLE) {
            return FieldError::new(
                if path.is_empty() { "file".into() } else { path },
                "duplicate-key",
                format!("A key is there twice in one object ({place})."),
            );
        }
        let told = error.to_string();
        let why = if told.starts_with("recursion limit") {
            "it is nested too deeply"
        } else if told.starts_with("number out of range") {
            "a number is too large"
        } else if error.is_eof() {
            "it ends too early"
        } else {
            "it is not JSON"
        };
        whole("json", format!("The file can’t be read: {why} ({place})."))
    })?;
    reader.end().map_err(|e| {
        whole(
            "json",
            format!(
                "Something follows the end of the document (line {}).",
                e.line()
            ),
        )
    })?;
    let mut faults = Vec::new();
    let file: Option<RawFile> = part("", &value, &mut faults);
    let Some(file) = file else {
        return Err(faults.pop().unwrap_or_else(|| {
            whole(
                "type",
                "The file is not a casebook-exchange document.".into(),
            )
        }));
    };
    if file.format != FORMAT {
        return Err(FieldError::new(
            "format",
            "format",
            "This is not a file of the format casebook-exchange.",
        ));
    }
    if file.version != VERSION {
        return Err(FieldError::new(
            "version",
            "version",
            format!(
                "The file is of version {} of the format; this program reads version {VERSION}.",
                file.version
            ),
        ));
    }
    if count > most_cases() {
        return Err(FieldError::new(
            "cases",
            "length",
            "The file has more than 10,000 cases. Split it into several.",
        ));
    }
    Ok(count)
}

/// One part as its type has it; nothing, and every fault with its path, where it is another shape.
pub(super) fn part<T: DeserializeOwned>(
    at: &str,
    value: &Value,
    faults: &mut Vec<FieldError>,
) -> Option<T> {
    if !value.is_object() {
        // A list would be read as an object's fields in their order: nobody means that.
        let path = if at.is_empty() { "file" } else { at };
        faults.push(FieldError::new(path, "type", "An object is expected here."));
        return None;
    }
    match T::deserialize(value) {
        Ok(found) => Some(found),
        Err(_) => {
            misshapen::<T>(at, value, faults);
            None
        }
    }
}

/// The parts of one case, taken apart without copying them; nothing, and every fault of shape in it, where they are no
/// parts of a case.
pub(super) fn case(at: &str, value: Value, faults: &mut Vec<FieldError>) -> Option<RawCase> {
    part::<RawCase<IgnoredAny>>(at, &value, faults)?;
    serde_json::from_value(value).ok()
}

/// Names what is wrong with a part that its type does not take: all of it, by the schema, and by the type alone what the
/// schema does not know.
fn misshapen<T: DeserializeOwned>(at: &str, value: &Value, faults: &mut Vec<FieldError>) {
    // Of the document as a whole one fault is enough, and its cases are not in it.
    let mut found = if at.is_empty() {
        Vec::new()
    } else {
        shape::faults(at, value)
    };
    if found.is_empty()
        && let Err(error) = serde_path_to_error::deserialize::<_, T>(value)
    {
        let path = said_path(at, error.path());
        let (rule, message) = plainly(&error.inner().to_string());
        let path = if path.is_empty() {
            "file".to_owned()
        } else {
            path
        };
        found.push(FieldError::new(path, rule, message));
    }
    faults.append(&mut found);
}

/// What serde says, without what the file says: its words may be a patient's.
fn plainly(told: &str) -> (&'static str, String) {
    if let Some(rest) = told.strip_prefix("missing field `") {
        let name = rest.split('`').next().unwrap_or_default();
        return ("required", format!("The field {name} is missing."));
    }
    let offered = |told: &str| {
        told.rsplit_once(", expected one of ")
            .or_else(|| told.rsplit_once(", expected "))
            .map(|(_, list)| list.replace('`', ""))
            .unwrap_or_default()
    };
    if told.starts_with("unknown field") {
        return (
            "unknown",
            format!("There is no such field here. There is: {}.", offered(told)),
        );
    }
    if told.starts_with("unknown variant") {
        return (
            "word",
            format!("Use one of these words: {}.", offered(told)),
        );
    }
    if let Some((_, expected)) = told.rsplit_once(", expected ") {
        let expected = match expected {
            "u32" => "a whole number from 0 to 4294967295",
            "a sequence" => "a list",
            "a boolean" => "true or false",
            "a map" => "an object",
            name if name.starts_with("struct ") => "an object",
            other => other,
        };
        return (
            "type",
            format!("Something else is expected here: {expected}."),
        );
    }
    ("type", "This is not what is expected here.".to_owned())
}

/// `cases[3].risk_notes[0].findings` after `at`.
fn said_path(at: &str, path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut said = at.to_owned();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => said.push_str(&format!("[{index}]")),
            Segment::Map { key } => push(&mut said, key),
            Segment::Enum { variant } => push(&mut said, variant),
            Segment::Unknown => {}
        }
    }
    said
}

/// `findings.1.text` of a form, after the path of the form.
pub(super) fn below(at: &str, field: &str) -> String {
    let mut said = at.to_owned();
    for name in field.split('.') {
        if !name.is_empty() && name.chars().all(|c| c.is_ascii_digit()) {
            said.push_str(&format!("[{name}]"));
        } else {
            push(&mut said, name);
        }
    }
    said
}

pub(super) fn push(said: &mut String, name: &str) {
    if !said.is_empty() {
        said.push('.');
    }
    // A key may be anything somebody typed: only what could be a name is repeated.
    let plain = name.len() <= 60
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    said.push_str(if plain { name } else { "?" });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &[u8]) -> (String, String) {
        let mut faults = Vec::new();
        let read = read(text, &mut |place, value| {
            case(&format!("cases[{place}]"), value, &mut faults);
            Ok(())
        });
        let fault = read.unwrap().err().or_else(|| faults.pop()).unwrap();
        (fault.field, fault.rule)
    }

    #[test]
    fn what_is_no_document_of_this_format_is_refused_in_plain_words() {
        let said = |field: &str, rule: &str| (field.to_owned(), rule.to_owned());
        assert_eq!(fault(b"\xff{}"), said("file", "utf-8"));
        assert_eq!(fault(b"{"), said("file", "json"));
        assert_eq!(fault(b"{} {}"), said("file", "json"));
        assert_eq!(fault(b"[]"), said("file", "type"));
        assert_eq!(fault("[".repeat(5000).as_bytes()), said("file", "json"));
        assert_eq!(
            fault(br#"{"format":"x","version":1e999,"cases":[]}"#),
            said("file", "json")
        );
        assert_eq!(
            fault(br#"{"format":"x","version":5000000000,"cases":[]}"#),
            said("version", "type")
        );
        assert_eq!(
            fault(br#"{"format":"x","version":1,"cases":[]}"#),
            said("format", "format")
        );
        assert_eq!(
            fault(br#"{"format":"casebook-exchange","version":2,"cases":[]}"#),
            said("version", "version")
        );
        let twice =
            br#"{"format":"casebook-exchange","version":1,"cases":[{"case":{"a":1,"a":2}}]}"#;
        assert_eq!(fault(twice), said("cases[0].case", "duplicate-key"));
        let odd = br#"{"format":"casebook-exchange","version":1,"cases":[{"Mrs Jones":1}]}"#;
        assert_eq!(fault(odd).1, "unknown");
        assert!(!fault(odd).0.contains("Jones"));
    }
}
