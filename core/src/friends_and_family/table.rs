//! Results and cards as tables of a spreadsheet. No SQL, no clock.

use super::{Experience, FriendsAndFamilyForm, FriendsAndFamilyView};
use crate::error::{Error, Result};
use crate::signed::Faults;

/// The results as a table for a spreadsheet, without what was said in words. A line that is not shown has no figures.
pub fn results(view: &FriendsAndFamilyView) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = || Error::Io {
        doing: "writing the table",
        path: String::new(),
    };
    let mut head = vec!["period", "months", "answers"];
    head.extend(Experience::ALL.iter().map(|e| e.word()));
    head.extend(["positive_percent", "negative_percent", "not_shown"]);
    writer.write_record(&head).map_err(|_| failed())?;
    for row in view.rows.iter().chain(&view.total) {
        let figure = |figure: u32| match row.shown {
            true => figure.to_string(),
            false => String::new(),
        };
        let mut cells = vec![
            row.title.clone(),
            row.months.join(" "),
            figure(row.responses),
        ];
        cells.extend((0..Experience::ALL.len()).map(|n| {
            let count = row.counts.get(n).copied();
            count.map_or_else(String::new, figure)
        }));
        cells.extend([
            figure(row.positive),
            figure(row.negative),
            row.why_not.clone(),
        ]);
        writer.write_record(&cells).map_err(|_| failed())?;
    }
    let bytes = writer.into_inner().map_err(|_| failed())?;
    String::from_utf8(bytes).map_err(|_| failed())
}

/// Cards from a table whose first line names its columns: `answer`, and if wanted `why` and `better`.
///
/// Errors: `Invalid`, naming `cards` or `cards.0.experience`.
pub fn cards(text: &str) -> Result<Vec<FriendsAndFamilyForm>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut faults = Faults::default();
    let columns: Vec<String> = reader
        .headers()
        .map(|h| h.iter().map(str::to_lowercase).collect())
        .unwrap_or_default();
    let place = |name: &str| columns.iter().position(|c| c == name);
    if place("answer").is_none() {
        return Err(Error::field(
            "cards",
            "columns",
            "The first line names the columns: answer, why, better.",
        ));
    }
    let mut cards = Vec::new();
    for (n, record) in reader.records().enumerate() {
        let Ok(record) = record else {
            return Err(Error::field(
                "cards",
                "csv",
                "The file can’t be read as a table.",
            ));
        };
        let cell = |name: &str| place(name).and_then(|p| record.get(p)).unwrap_or_default();
        let word = cell("answer");
        let experience = Experience::ALL.iter().find(|e| e.word() == word).copied();
        if experience.is_none() {
            let words: Vec<&str> = Experience::ALL.iter().map(|e| e.word()).collect();
            let message = format!("Write one of {}.", words.join(", "));
            faults.add(format!("cards.{n}.experience"), "word", &message);
        }
        cards.push(FriendsAndFamilyForm {
            experience,
            why: cell("why").to_owned(),
            better: cell("better").to_owned(),
        });
    }
    faults.none()?;
    Ok(cards)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::friends_and_family::{FriendsAndFamilyRow, wording};

    fn row(title: &str, shown: bool) -> FriendsAndFamilyRow {
        FriendsAndFamilyRow {
            title: title.into(),
            months: vec!["2026-10".into()],
            shown,
            responses: 6,
            counts: if shown {
                vec![3, 1, 0, 1, 0, 1]
            } else {
                Vec::new()
            },
            positive: 67,
            negative: 17,
            why_not: if shown {
                String::new()
            } else {
                "Fewer than 5 answers: not shown".into()
            },
        }
    }

    #[test]
    fn the_table_has_no_figure_in_a_line_that_is_not_shown() {
        let view = FriendsAndFamilyView {
            from: "2026-09".into(),
            to: "2026-10".into(),
            asked: wording().unwrap().asked(),
            rows: vec![row("September 2026", false), row("October 2026", true)],
            total: None,
            why: vec!["=cmd()".into()],
            better: Vec::new(),
            months: Vec::new(),
            card_months: Vec::new(),
            next: String::new(),
            unconfirmed: Vec::new(),
            source: String::new(),
        };
        assert_eq!(
            results(&view).unwrap().lines().collect::<Vec<_>>(),
            [
                "period,months,answers,very-good,good,neither,poor,very-poor,dont-know,positive_percent,negative_percent,not_shown",
                "September 2026,2026-10,,,,,,,,,,Fewer than 5 answers: not shown",
                "October 2026,2026-10,6,3,1,0,1,0,1,67,17,",
            ]
        );
    }

    #[test]
    fn cards_are_read_by_the_names_of_their_columns_and_a_wrong_word_is_named_by_its_line() {
        let read = cards("\u{feff}Why,Answer\n\"Kind, and on time.\",good\n,dont-know\n").unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].experience, Some(Experience::Good));
        assert_eq!(
            (read[0].why.as_str(), read[0].better.as_str()),
            ("Kind, and on time.", "")
        );
        assert_eq!(read[1].experience, Some(Experience::DontKnow));
        let fault = |text: &str| match cards(text).err().unwrap() {
            Error::Invalid(fields) => format!("{} {}", fields[0].field, fields[0].rule),
            other => other.to_string(),
        };
        assert_eq!(fault("answer\ngood\nlikely\n"), "cards.1.experience word");
        assert_eq!(fault("why\nx\n"), "cards columns");
        assert_eq!(fault("answer,why\ngood\n"), "cards csv");
        assert_eq!(fault(""), "cards columns");
    }
}
