//! From bytes to rows. Headings and cells are data: whatever a spreadsheet might make of them, nothing is done with them.

use super::mapping::{Encoding, Mapping, Separator, tidy};
use crate::error::FieldError;
use std::collections::BTreeSet;

/// What Windows puts where Latin-1 has controls: 0x80 to 0x9F; five of them mean nothing.
const WINDOWS: [Option<char>; 32] = [
    Some('€'),
    None,
    Some('‚'),
    Some('ƒ'),
    Some('„'),
    Some('…'),
    Some('†'),
    Some('‡'),
    Some('ˆ'),
    Some('‰'),
    Some('Š'),
    Some('‹'),
    Some('Œ'),
    None,
    Some('Ž'),
    None,
    None,
    Some('‘'),
    Some('’'),
    Some('“'),
    Some('”'),
    Some('•'),
    Some('–'),
    Some('—'),
    Some('˜'),
    Some('™'),
    Some('š'),
    Some('›'),
    Some('œ'),
    None,
    Some('ž'),
    Some('Ÿ'),
];

fn whole(rule: &str, message: impl Into<String>) -> FieldError {
    FieldError::new("file", rule, message)
}

/// The text of the file.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> Result<String, FieldError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(whole(
            "utf-8",
            "The file is UTF-16. Save it as “CSV UTF-8”.",
        ));
    }
    match (std::str::from_utf8(bytes), encoding) {
        (Ok(text), Encoding::Utf8) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()),
        (Err(e), Encoding::Utf8) => Err(whole(
            "utf-8",
            format!(
                "The file is not UTF-8 text from byte {} on. If it comes from an older Windows program, put \
                 encoding = \"windows-1252\" into the mapping.",
                e.valid_up_to()
            ),
        )),
        // Text of that encoding is never UTF-8 by chance where it has more than plain letters.
        (Ok(text), Encoding::Windows1252) if !text.is_ascii() => Err(whole(
            "encoding",
            "The mapping says windows-1252, but the file is UTF-8. Take the line out of the mapping.",
        )),
        (_, Encoding::Windows1252) => bytes
            .iter()
            .enumerate()
            .map(|(place, byte)| match byte {
                0x80..=0x9f => WINDOWS
                    .get(usize::from(byte - 0x80))
                    .copied()
                    .flatten()
                    .ok_or_else(|| {
                        whole(
                            "encoding",
                            format!("Byte {place} of the file means nothing in windows-1252."),
                        )
                    }),
                other => Ok(char::from(*other)),
            })
            .collect(),
    }
}

/// What separates the cells: as the mapping says, else the sign with which most of its columns are found.
pub(super) fn separator(text: &str, mapping: &Mapping) -> Separator {
    if let Some(said) = mapping.separator {
        return said;
    }
    let found = |separator: &Separator| {
        let headings: BTreeSet<String> = cells(text, *separator)
            .next()
            .and_then(Result::ok)
            .map(|record| record.iter().map(tidy).collect())
            .unwrap_or_default();
        mapping.columns().filter(|c| headings.contains(*c)).count()
    };
    let mut best = Separator::Comma;
    for separator in Separator::ALL {
        if found(&separator) > found(&best) {
            best = separator;
        }
    }
    best
}

fn cells(
    text: &str,
    separator: Separator,
) -> impl Iterator<Item = csv::Result<csv::StringRecord>> + use<'_> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(separator.sign()).unwrap_or(b','))
        .from_reader(text.as_bytes())
        .into_records()
}

/// A row.
pub(super) struct Row {
    /// The line on which it begins.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// Headings and rows.
pub(super) struct Table {
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Row>,
}

impl Table {
    pub(super) fn read(text: &str, separator: Separator) -> Result<Self, Vec<FieldError>> {
        let lines = lines(text, separator.sign()).map_err(|fault| vec![fault])?;
        let records: Vec<csv::StringRecord> = cells(text, separator)
            .collect::<csv::Result<_>>()
            .map_err(|_| vec![whole("csv", "The file can’t be read as a table.")])?;
        if records.len() != lines.len() {
            // Two readings of one file: where they differ nobody can say which row is whose.
            return Err(vec![whole("csv", "The file can’t be read as a table.")]);
        }
        let mut rows = records.iter().zip(lines).map(|(record, line)| Row {
            line,
            cells: record.iter().map(str::to_owned).collect(),
        });
        let headings = match rows.next() {
            Some(row) => row.cells.iter().map(|cell| tidy(cell)).collect(),
            None => return Err(vec![whole("required", "The file is empty.")]),
        };
        Ok(Self {
            headings,
            rows: rows.collect(),
        })
    }

    /// For each field of the mapping the places of its columns. Errors: columns that are not there, or there twice.
    /// The file's own headings are not repeated: without a heading line they would be a patient's details.
    pub(super) fn columns(&self, mapping: &Mapping) -> Result<Vec<Vec<usize>>, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut seen = BTreeSet::new();
        for column in mapping.columns().filter(|c| seen.insert(*c)) {
            let count = self.headings.iter().filter(|h| *h == column).count();
            let (rule, message) = match count {
                0 => (
                    "missing",
                    format!(
                        "The file has no column “{column}”. Its first line has to hold the headings."
                    ),
                ),
                1 => continue,
                _ => (
                    "twice",
                    format!("The file has the column “{column}” twice."),
                ),
            };
            faults.push(FieldError::new("line 1", rule, message));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(mapping
            .fields
            .iter()
            .map(|mapped| match &mapped.source {
                super::Source::Columns(columns) => columns
                    .iter()
                    .filter_map(|c| self.headings.iter().position(|h| h == c))
                    .collect(),
                super::Source::Fixed(_) => Vec::new(),
            })
            .collect())
    }

    /// Columns that the mapping says nothing of; one without a heading by its number.
    pub(super) fn unmapped(&self, mapping: &Mapping) -> Vec<String> {
        let named: BTreeSet<&String> = mapping.columns().chain(&mapping.ignored).collect();
        self.headings
            .iter()
            .enumerate()
            .filter(|(_, heading)| !named.contains(heading))
            .map(|(place, heading)| {
                if heading.is_empty() {
                    format!("column {} (no heading)", place + 1)
                } else {
                    heading.clone()
                }
            })
            .collect()
    }
}

/// The line on which each record begins. Errors: a quotation mark that is not closed, or after which the cell goes on:
/// a lenient reading would put whole rows into one cell.
fn lines(text: &str, separator: char) -> Result<Vec<u64>, FieldError> {
    #[derive(Clone, Copy, PartialEq)]
    enum Within {
        Record,
        Cell,
        Quoted(u64),
        QuoteClosed,
        Nothing,
    }
    let quote = |line: u64, message: &str| {
        FieldError::new(format!("line {line}"), "quotation-mark", message)
    };
    let mut starts = Vec::new();
    let mut line = 1u64;
    let mut within = Within::Nothing;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let ends = sign == '\n' || sign == '\r';
        let next = match (within, sign) {
            (Within::Quoted(_), '"') => Within::QuoteClosed,
            (Within::Quoted(from), _) => Within::Quoted(from),
            (_, '\n' | '\r') => Within::Nothing,
            (Within::QuoteClosed, '"') => Within::Quoted(line),
            (Within::QuoteClosed, other) if other != separator => {
                return Err(quote(
                    line,
                    "Something follows the quotation mark that ends a cell. One within a cell is written twice.",
                ));
            }
            (Within::Nothing | Within::Record, '"') => Within::Quoted(line),
            (_, other) if other == separator => Within::Record,
            (_, _) => Within::Cell,
        };
        if within == Within::Nothing && next != Within::Nothing {
            starts.push(line);
        }
        if ends {
            if sign == '\r' && signs.peek() == Some(&'\n') {
                signs.next();
            }
            line += 1;
        }
        within = next;
    }
    match within {
        Within::Quoted(from) => Err(quote(
            from,
            "A quotation mark opens a cell here and is never closed.",
        )),
        _ => Ok(starts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_with_their_lines_whatever_ends_a_line() {
        let text = "a,b\n\n1,\"two\n lines, and \"\"quotes\"\"\"\n3,=cmd()\n";
        for end in ["\n", "\r\n"] {
            let text = text.replace('\n', end);
            let table = Table::read(&text, Separator::Comma).unwrap();
            let lines: Vec<u64> = table.rows.iter().map(|r| r.line).collect();
            assert_eq!(lines, [3, 5]);
            assert_eq!(
                table.rows[0].cells[1],
                format!("two{end} lines, and \"quotes\"")
            );
            assert_eq!(table.rows[1].cells[1], "=cmd()");
        }
    }

    #[test]
    fn a_quotation_mark_that_does_not_close_swallows_no_rows() {
        for (text, line) in [
            ("a,b\n1,\"two\n3,4\n", "line 2"),
            ("a,b\n1,\"two\n3,\"4\"\n", "line 3"),
            ("a,b\n1,\"two\" \n", "line 2"),
        ] {
            let fault = Table::read(text, Separator::Comma).err().unwrap();
            assert_eq!(
                (fault[0].field.as_str(), fault[0].rule.as_str()),
                (line, "quotation-mark")
            );
        }
        // In the middle of a cell it is an inch sign.
        let table = Table::read("a\n5\" nail\n", Separator::Comma).unwrap();
        assert_eq!(table.rows[0].cells, ["5\" nail"]);
    }

    #[test]
    fn bytes_are_read_as_the_mapping_says_and_never_as_something_else() {
        let windows = b"Si\xe2n \x96 \x80";
        assert_eq!(decode(windows, Encoding::Windows1252).unwrap(), "Siân – €");
        assert_eq!(
            decode("\u{feff}Siân".as_bytes(), Encoding::Utf8).unwrap(),
            "Siân"
        );
        for (bytes, encoding, rule) in [
            (&windows[..], Encoding::Utf8, "utf-8"),
            ("Siân".as_bytes(), Encoding::Windows1252, "encoding"),
            (b"\x81", Encoding::Windows1252, "encoding"),
            (b"\xff\xfea\0", Encoding::Utf8, "utf-8"),
        ] {
            assert_eq!(decode(bytes, encoding).unwrap_err().rule, rule);
        }
    }
}
