//! What reaches the terminal: text, tables, JSON, refusals. Refusals carry no patient text.

use casebook_core::{Error, Result};
use serde::Serialize;
use std::io::{ErrorKind, Write};

fn write(to: &mut impl Write, text: &str) -> Result<()> {
    match to
        .write_all(text.as_bytes())
        .and_then(|()| to.write_all(b"\n"))
        .and_then(|()| to.flush())
    {
        // A reader such as `head` that has seen enough is not an error.
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(Error::Io {
            doing: "writing to the standard output",
            path: String::new(),
        }),
        _ => Ok(()),
    }
}

/// Prints a text and a line end on the standard output.
pub(crate) fn say(text: &str) -> Result<()> {
    write(&mut std::io::stdout().lock(), text)
}

/// Prints a value as JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(|_| Error::Io {
        doing: "writing JSON",
        path: String::new(),
    })?;
    say(&text)
}

/// Prints `value` as JSON, or else the text.
pub(crate) fn either(as_json: bool, value: &impl Serialize, text: &str) -> Result<()> {
    if as_json { json(value) } else { say(text) }
}

/// Says on standard error what the opening of the register found amiss.
pub(crate) fn warn(warning: &str, as_json: bool) {
    let line = if as_json {
        serde_json::json!({ "warning": warning }).to_string()
    } else {
        format!("warning: {warning}")
    };
    let _ = write(&mut std::io::stderr().lock(), &line);
}

/// Says on standard error why the command was refused: `code: sentence`, and a line for each faulty field.
pub(crate) fn refusal(error: &Error, as_json: bool) {
    let view = error.view();
    let line = if as_json {
        serde_json::to_string(&view).unwrap_or_else(|_| "{}".to_owned())
    } else {
        let code = serde_json::to_value(view.code)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default();
        let fields: String = view
            .fields
            .iter()
            .map(|f| format!("\n  {}: {}", f.field, f.message))
            .collect();
        format!("{code}: {}{fields}", view.message)
    };
    let _ = write(&mut std::io::stderr().lock(), &line);
}

/// A table with a heading row; columns as wide as their widest cell, the last one as it is.
pub(crate) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let width = |text: &str| text.chars().count();
    let widths: Vec<usize> = headings
        .iter()
        .enumerate()
        .map(|(i, heading)| {
            rows.iter()
                .filter_map(|r| r.get(i))
                .map(|c| width(c))
                .chain([width(heading)])
                .max()
                .unwrap_or(0)
        })
        .collect();
    let line = |cells: Vec<&str>| {
        let mut out = String::new();
        for (cell, wide) in cells.iter().zip(&widths) {
            out.push_str(cell);
            out.push_str(&" ".repeat(wide.saturating_sub(width(cell)) + 2));
        }
        out.trim_end().to_owned()
    };
    let mut lines = vec![line(headings.to_vec())];
    lines.extend(
        rows.iter()
            .map(|r| line(r.iter().map(String::as_str).collect())),
    );
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_the_spelling() {
        let rows = vec![
            vec!["ŁUKASIK, Żaneta".to_owned(), "a".to_owned()],
            vec!["O, É".to_owned(), "b".to_owned()],
        ];
        let text = table(&["Name", "x"], &rows);
        let places: Vec<usize> = text.lines().map(|l| l.chars().count()).collect();
        assert_eq!(places, [18, 18, 18]);
    }
}
