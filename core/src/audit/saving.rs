//! The audit as a CSV file, for a spreadsheet.

use super::AuditRow;
use crate::error::{Error, Result};

/// What would make a spreadsheet calculate: a cell that begins so gets an apostrophe before it.
const CALCULATES: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn cell(text: &str) -> String {
    match text.starts_with(CALCULATES) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// The file: UTF-8 with the mark that spreadsheets want, a line a row.
pub(super) fn csv(rows: &[AuditRow]) -> Result<Vec<u8>> {
    let failed = || Error::Io {
        doing: "writing the audit as CSV",
        path: String::new(),
    };
    // Without the mark Excel reads “Siân” wrong.
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer
        .write_record([
            "Entry",
            "When",
            "Instant (UTC)",
            "Who",
            "Account",
            "What",
            "Left the encryption",
            "Detail",
            "Case",
            "Patient",
            "Record",
        ])
        .map_err(|_| failed())?;
    for row in rows {
        let id = |id: Option<String>| id.unwrap_or_default();
        writer
            .write_record([
                row.entry.to_string(),
                row.when.clone(),
                row.at.clone(),
                cell(&row.who),
                row.user_id.to_string(),
                cell(&row.what),
                if row.left { "yes" } else { "" }.to_owned(),
                cell(&row.detail),
                id(row.case_id.map(|i| i.to_string())),
                id(row.patient_id.map(|i| i.to_string())),
                id(row.record_id.map(|i| i.to_string())),
            ])
            .map_err(|_| failed())?;
    }
    writer.into_inner().map_err(|_| failed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserId;

    #[test]
    fn a_name_with_commas_quotes_and_letters_of_wales_comes_back_and_nothing_calculates() {
        let row = AuditRow {
            entry: 7,
            at: "2026-11-26T06:00:00.000Z".into(),
            when: "26-Nov-2026 06:00".into(),
            user_id: UserId::from_bytes([1; 16]),
            who: "Siân “Ŵyn”, Dr".into(),
            what: "Copy of a letter saved".into(),
            case_id: None,
            patient_id: None,
            record_id: None,
            left: true,
            detail: "=cmd|' /C calc'!A0".into(),
        };
        let file = csv(&[row]).unwrap();
        let text = String::from_utf8(file).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.unwrap()).collect();
        assert_eq!(&rows[0][3], "Siân “Ŵyn”, Dr");
        assert_eq!(&rows[0][7], "'=cmd|' /C calc'!A0");
        assert_eq!(&rows[0][6], "yes");
    }
}
