//! The mapping: a TOML file that says what each column is. It is written by a person and holds nothing about patients, so
//! that its faults may repeat what it says.

use super::fields::{FIELDS, Field, Reading, Source};
use crate::error::FieldError;
use chrono::format::{Fixed, Item, Numeric, StrftimeItems};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How the bytes of the list are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) enum Encoding {
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Separator {
    #[serde(rename = ",")]
    Comma,
    #[serde(rename = ";")]
    Semicolon,
    #[serde(rename = "tab")]
    Tab,
}

impl Separator {
    pub(super) const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    pub(super) const fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Headings {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    #[serde(default)]
    encoding: Encoding,
    separator: Option<Separator>,
    #[serde(default)]
    dates: Vec<String>,
    #[serde(default)]
    ignored: Vec<String>,
    columns: BTreeMap<String, Headings>,
    #[serde(default)]
    fixed: BTreeMap<String, String>,
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, String>>,
}

/// A field that the list fills.
#[derive(Debug)]
pub(super) struct Mapped {
    pub(super) field: &'static Field,
    pub(super) source: Source,
    /// The list's words in lower case, and ours.
    pub(super) words: BTreeMap<String, String>,
}

/// A mapping in which everything fits.
#[derive(Debug)]
pub(super) struct Mapping {
    pub(super) encoding: Encoding,
    pub(super) separator: Option<Separator>,
    pub(super) dates: Vec<String>,
    pub(super) ignored: BTreeSet<String>,
    pub(super) fields: Vec<Mapped>,
}

/// A heading or a word with its blanks tidied: as cells are compared.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fault(section: &str, name: &str, rule: &str, message: impl Into<String>) -> FieldError {
    let at = if section.is_empty() {
        "mapping".to_owned()
    } else if name.is_empty() {
        format!("mapping, {section}")
    } else {
        format!("mapping, [{section}] “{name}”")
    };
    FieldError::new(at, rule, message)
}

fn known(section: &str, name: &str, faults: &mut Vec<FieldError>) -> Option<&'static Field> {
    let found = FIELDS.iter().find(|f| f.name == name);
    if found.is_none() {
        let part = name.rsplit('.').next().unwrap_or(name);
        let near: Vec<&str> = FIELDS
            .iter()
            .map(|f| f.name)
            .filter(|n| n.ends_with(part) || part.ends_with(n.rsplit('.').next().unwrap_or(n)))
            .collect();
        let hint = if near.is_empty() {
            "See the list of fields in docs/exchange.md.".to_owned()
        } else {
            format!("Is {} meant?", near.join(" or "))
        };
        faults.push(fault(
            section,
            name,
            "unknown",
            format!("There is no such field. {hint}"),
        ));
    }
    found
}

impl Mapping {
    /// Reads a mapping. Errors: every fault of it.
    pub(super) fn read(text: &str) -> Result<Self, Vec<FieldError>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let written: Written = toml::from_str(text).map_err(|e| {
            let line = e
                .span()
                .and_then(|span| text.get(..span.start))
                .map_or(1, |before| before.matches('\n').count() + 1);
            vec![fault(
                "",
                "",
                "toml",
                format!("The mapping can’t be read, line {line}: {}", e.message()),
            )]
        })?;
        let mut faults = Vec::new();
        if written.version != 1 {
            faults.push(fault(
                "version",
                "",
                "version",
                "This program reads mappings of version 1.",
            ));
        }
        for format in &written.dates {
            if let Some(message) = unusable(format) {
                faults.push(fault("dates", "", "format", format!("{format}: {message}")));
            }
        }
        let ignored: BTreeSet<String> = written.ignored.iter().map(|c| tidy(c)).collect();
        let mut fields = sources(&written, &ignored, &mut faults);
        for (name, words) in &written.words {
            let Some(field) = known("words", name, &mut faults) else {
                continue;
            };
            let Reading::Word(ours) = field.reading else {
                faults.push(fault(
                    "words",
                    name,
                    "type",
                    "This field takes any text; only fields with a closed list of words have them here.",
                ));
                continue;
            };
            for (theirs, our) in words {
                if !ours().contains(&our.as_str()) {
                    faults.push(fault(
                        "words",
                        name,
                        "word",
                        format!("“{theirs}”: use one of {}.", ours().join(", ")),
                    ));
                }
            }
            match fields.iter_mut().find(|m| m.field.name == name) {
                Some(mapped) => {
                    mapped.words = words
                        .iter()
                        .map(|(theirs, our)| (tidy(theirs).to_lowercase(), our.clone()))
                        .collect();
                }
                None => faults.push(fault(
                    "words",
                    name,
                    "unused",
                    "No column is named for this field.",
                )),
            }
        }
        for field in FIELDS.iter().filter(|f| f.required) {
            if !fields.iter().any(|m| m.field.name == field.name) {
                faults.push(fault(
                    "columns",
                    field.name,
                    "required",
                    "Name the column that holds it, or give one value for all rows under [fixed].",
                ));
            }
        }
        let from_column = |m: &Mapped| {
            matches!(m.field.reading, Reading::Day) && matches!(m.source, Source::Columns(_))
        };
        if written.dates.is_empty() && fields.iter().any(from_column) {
            faults.push(fault(
                "dates",
                "",
                "required",
                "Say how days are written in the list, such as dates = [\"%d/%m/%Y\"].",
            ));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            encoding: written.encoding,
            separator: written.separator,
            dates: written.dates,
            ignored,
            fields,
        })
    }

    /// Every column that the mapping names for a field.
    pub(super) fn columns(&self) -> impl Iterator<Item = &String> {
        self.fields.iter().flat_map(|m| match &m.source {
            Source::Columns(columns) => columns.as_slice(),
            Source::Fixed(_) => &[],
        })
    }
}

fn sources(
    written: &Written,
    ignored: &BTreeSet<String>,
    faults: &mut Vec<FieldError>,
) -> Vec<Mapped> {
    let mut fields: Vec<Mapped> = Vec::new();
    for (name, headings) in &written.columns {
        let Some(field) = known("columns", name, faults) else {
            continue;
        };
        let columns: Vec<String> = match headings {
            Headings::One(one) => vec![tidy(one)],
            Headings::Several(several) => several.iter().map(|c| tidy(c)).collect(),
        };
        if columns.is_empty() || columns.iter().any(String::is_empty) {
            faults.push(fault("columns", name, "required", "Name a column."));
        }
        if columns.len() > 1 && !matches!(field.reading, Reading::Text | Reading::Lines) {
            faults.push(fault(
                "columns",
                name,
                "several",
                "Only texts are put together from several columns.",
            ));
        }
        for column in columns.iter().filter(|c| ignored.contains(*c)) {
            faults.push(fault(
                "columns",
                name,
                "ignored",
                format!("“{column}” stands under ignored too."),
            ));
        }
        fields.push(Mapped {
            field,
            source: Source::Columns(columns),
            words: BTreeMap::new(),
        });
    }
    for (name, value) in &written.fixed {
        let Some(field) = known("fixed", name, faults) else {
            continue;
        };
        if fields.iter().any(|m| m.field.name == name) {
            faults.push(fault(
                "fixed",
                name,
                "twice",
                "A column is named for this field too. Keep one of the two.",
            ));
            continue;
        }
        if let Reading::Word(ours) = field.reading
            && !ours().contains(&value.as_str())
        {
            faults.push(fault(
                "fixed",
                name,
                "word",
                format!("Use one of {}.", ours().join(", ")),
            ));
        }
        fields.push(Mapped {
            field,
            source: Source::Fixed(value.clone()),
            words: BTreeMap::new(),
        });
    }
    fields
}

/// Why days can't be read by a format.
fn unusable(format: &str) -> Option<&'static str> {
    let (mut day, mut month, mut year) = (false, false, false);
    for item in StrftimeItems::new(format) {
        match item {
            Item::Error => return Some("this is no format for a day."),
            Item::Numeric(Numeric::YearMod100, _) => {
                return Some(
                    "a year of two digits would have to be guessed at; write them with four.",
                );
            }
            Item::Numeric(Numeric::Day, _) => day = true,
            Item::Numeric(Numeric::Month, _)
            | Item::Fixed(Fixed::ShortMonthName | Fixed::LongMonthName) => month = true,
            Item::Numeric(Numeric::Year, _) => year = true,
            _ => {}
        }
    }
    if day && month && year {
        None
    } else {
        Some("it needs a day (%d), a month (%m, %b or %B) and a year (%Y).")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"
        version = 1
        dates = ["%d/%m/%Y"]
        [columns]
        "patient.name.family" = "Surname"
        "case.received_on" = "Received"
        "case.reason" = ["Question", "Details"]
        "case.source" = "From"
        [fixed]
        "case.kind" = "mus"
        "case.urgency" = "routine"
        [words."case.source"]
        "Ward 12" = "ward"
    "#;

    fn rules(text: &str) -> Vec<(String, String)> {
        Mapping::read(text)
            .unwrap_err()
            .into_iter()
            .map(|f| (f.field, f.rule))
            .collect()
    }

    #[test]
    fn what_does_not_fit_in_a_mapping_is_named() {
        assert_eq!(Mapping::read(WHOLE).unwrap().fields.len(), 6);
        for (from, to, field, rule) in [
            ("version = 1", "version = 2", "mapping, version", "version"),
            ("version = 1", "version = \"", "mapping", "toml"),
            ("version = 1", "versions = 1", "mapping", "toml"),
            ("%d/%m/%Y", "%d/%m/%y", "mapping, dates", "format"),
            ("%d/%m/%Y", "%H:%M", "mapping, dates", "format"),
            ("%d/%m/%Y", "%d/%m/%Y %", "mapping, dates", "format"),
            ("dates = [\"%d/%m/%Y\"]", "", "mapping, dates", "required"),
            (
                "\"case.urgency\" = \"routine\"",
                "",
                "mapping, [columns] “case.urgency”",
                "required",
            ),
            (
                "\"routine\"",
                "\"soon\"",
                "mapping, [fixed] “case.urgency”",
                "word",
            ),
            (
                "= \"ward\"",
                "= \"Ward\"",
                "mapping, [words] “case.source”",
                "word",
            ),
            (
                "\"patient.name.family\" =",
                "\"patient.family\" =",
                "mapping, [columns] “patient.family”",
                "unknown",
            ),
            (
                "\"Received\"",
                "[\"Received\", \"At\"]",
                "mapping, [columns] “case.received_on”",
                "several",
            ),
            (
                "[columns]",
                "ignored = [\"Details\"]\n[columns]",
                "mapping, [columns] “case.reason”",
                "ignored",
            ),
            (
                "[fixed]",
                "[fixed]\n\"case.source\" = \"gp\"",
                "mapping, [fixed] “case.source”",
                "twice",
            ),
            (
                "[words.\"case.source\"]",
                "[words.\"case.reason\"]",
                "mapping, [words] “case.reason”",
                "type",
            ),
            (
                "[words.\"case.source\"]",
                "[words.\"patient.gender\"]\nF = \"female\"\n[words.\"case.source\"]",
                "mapping, [words] “patient.gender”",
                "unused",
            ),
        ] {
            let changed = WHOLE.replace(from, to);
            assert_ne!(changed, WHOLE, "{from}");
            let found = rules(&changed);
            assert!(
                found.contains(&(field.into(), rule.into())),
                "{from} → {to}: {found:?}"
            );
        }
    }
}
