//! A referral list: a table as another system writes it (CSV), turned row by row into the parts of the exchange format, so
//! that it goes through the same checks and the same write. What its columns are is said by a mapping, never guessed.

mod fields;
mod mapping;
mod rows;
mod table;

use super::reading::RawCase;
use super::{MOST_BYTES, MOST_CASES};
use crate::error::FieldError;
use fields::Source;
use mapping::Mapping;

/// What was read of a list.
pub(super) struct List {
    pub(super) rows: Vec<Option<RawCase>>,
    /// What is wrong with single cells.
    pub(super) faults: Vec<FieldError>,
    /// Columns of the file that the mapping does not name.
    pub(super) unmapped: Vec<String>,
    /// Rows in which every cell is empty.
    pub(super) blank: u32,
    pub(super) places: Places,
}

/// Where in the file a fault stands.
pub(super) struct Places {
    mapping: Mapping,
    headings: Vec<String>,
    /// For each case the line on which its row begins, and the fields that its people came from.
    rows: Vec<(u64, Vec<usize>)>,
}

/// Reads a list by its mapping. Errors: every fault of the mapping, or why the file is no table.
pub(super) fn read(bytes: &[u8], mapping: &str) -> Result<List, Vec<FieldError>> {
    let mapping = Mapping::read(mapping)?;
    let whole = |rule: &str, message: &str| vec![FieldError::new("file", rule, message)];
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST_BYTES {
        return Err(whole(
            "size",
            "The file is longer than 64 MiB. Split it into several.",
        ));
    }
    let text = table::decode(bytes, mapping.encoding).map_err(|fault| vec![fault])?;
    let separator = table::separator(&text, &mapping);
    let table = table::Table::read(&text, separator)?;
    if table.rows.len() > usize::try_from(MOST_CASES).unwrap_or(usize::MAX) {
        return Err(whole(
            "length",
            "The file has more than 10,000 rows. Split it into several.",
        ));
    }
    let columns = table.columns(&mapping)?;
    let unmapped = table.unmapped(&mapping);
    let mut list = List {
        rows: Vec::new(),
        faults: Vec::new(),
        unmapped,
        blank: 0,
        places: Places {
            mapping,
            headings: table.headings.clone(),
            rows: Vec::new(),
        },
    };
    for row in &table.rows {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            list.blank = list.blank.saturating_add(1);
            continue;
        }
        if row.cells.len() != table.headings.len() {
            list.faults.push(FieldError::new(
                format!("line {}", row.line),
                "columns",
                format!(
                    "This row has {} values; the headings are {}. Is a separator or a quotation mark missing or too many?",
                    row.cells.len(),
                    table.headings.len()
                ),
            ));
            list.rows.push(None);
            list.places.rows.push((row.line, Vec::new()));
            continue;
        }
        let made = rows::case(&list.places.mapping, &columns, row, &mut list.faults);
        list.rows.push(Some(made.raw));
        list.places.rows.push((row.line, made.people));
    }
    Ok(list)
}

impl Places {
    /// A fault that the checks name by its path in an exchange file, as somebody with the list before them finds it.
    pub(super) fn told(&self, fault: FieldError) -> FieldError {
        let field = match split(&fault.field) {
            Some((case, rest)) => self.place(case, rest),
            None => fault.field.clone(),
        };
        FieldError {
            field,
            message: self.without_paths(&fault.message),
            ..fault
        }
    }

    /// Where a fault comes in the order of the file: by line, then by column, whole rows first.
    pub(super) fn order(&self, place: &str) -> (u64, usize) {
        let line = place
            .strip_prefix("line ")
            .and_then(|rest| rest.split(',').next())
            .and_then(|number| number.parse().ok())
            .unwrap_or(0);
        let column = self
            .headings
            .iter()
            .position(|heading| place.contains(&format!("“{heading}”")))
            .map_or(0, |place| place + 1);
        (line, column)
    }

    fn place(&self, case: usize, rest: &str) -> String {
        let Some((line, people)) = self.rows.get(case) else {
            return "file".to_owned();
        };
        let rest = rest.trim_start_matches('.');
        let person = rest
            .strip_prefix("case.people[")
            .and_then(|r| r.split(']').next())
            .and_then(|number| number.parse::<usize>().ok())
            .and_then(|number| people.get(number))
            .and_then(|place| self.mapping.fields.get(*place));
        let mapped = person.or_else(|| {
            self.mapping
                .fields
                .iter()
                .filter(|m| begins(rest, m.field.path))
                .max_by_key(|m| m.field.path.len())
        });
        match mapped {
            Some(mapped) => at(*line, &mapped.source, mapped.field.name),
            None => format!("line {line}"),
        }
    }

    /// `cases[3]` in a sentence is the line of that case.
    fn without_paths(&self, message: &str) -> String {
        let Some((before, rest)) = message.split_once("cases[") else {
            return message.to_owned();
        };
        let line = rest.split_once(']').and_then(|(number, after)| {
            let (line, _) = self.rows.get(number.parse::<usize>().ok()?)?;
            Some((line, after))
        });
        match line {
            Some((line, after)) => format!("{before}line {line}{after}"),
            None => message.to_owned(),
        }
    }
}

/// `cases[3]` and what follows it.
fn split(path: &str) -> Option<(usize, &str)> {
    let (number, rest) = path.strip_prefix("cases[")?.split_once(']')?;
    Some((number.parse().ok()?, rest))
}

/// Is a path the field's, or below it?
fn begins(path: &str, field: &str) -> bool {
    path.strip_prefix(field)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// `line 14, column “DOB”`
fn at(line: u64, source: &Source, name: &str) -> String {
    match source {
        Source::Columns(columns) => match columns.as_slice() {
            [one] => format!("line {line}, column “{one}”"),
            several => format!(
                "line {line}, columns {}",
                several
                    .iter()
                    .map(|c| format!("“{c}”"))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        },
        Source::Fixed(_) => format!("line {line}, “{name}” in [fixed] of the mapping"),
    }
}
