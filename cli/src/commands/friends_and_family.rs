//! Anonymous answers about the service: cards in, results out.

use crate::arguments::Door;
use crate::{door, output};
use casebook_core::friends_and_family::api::{add_cards, friends_and_family};
use casebook_core::friends_and_family::{
    AddFriendsAndFamilyCardsRequest, Experience, FriendsAndFamilyForm, FriendsAndFamilyRequest,
    FriendsAndFamilyRow, FriendsAndFamilyView, table as tables,
};
use casebook_core::{Error, Result};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The longest file of cards that is read, in bytes.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// One card, as typed after the command.
pub(crate) fn one(
    experience: Option<Experience>,
    why: &str,
    better: &str,
) -> Vec<FriendsAndFamilyForm> {
    vec![FriendsAndFamilyForm {
        experience,
        why: why.to_owned(),
        better: better.to_owned(),
    }]
}

/// The cards of a file. Errors: `Io`; `Invalid`, also for a file that is too long.
pub(crate) fn read(path: &Path) -> Result<Vec<FriendsAndFamilyForm>> {
    let io = |_| Error::Io {
        doing: "reading the cards",
        path: path.display().to_string(),
    };
    let mut text = String::new();
    let file = File::open(path).map_err(io)?;
    file.take(MOST_BYTES.saturating_add(1))
        .read_to_string(&mut text)
        .map_err(io)?;
    if u64::try_from(text.len()).is_ok_and(|length| length > MOST_BYTES) {
        return Err(Error::field(
            "cards",
            "size",
            "Use a file of at most 4 MiB.",
        ));
    }
    tables::cards(&text)
}

pub(crate) fn add(
    door: &Door,
    month: &str,
    cards: Vec<FriendsAndFamilyForm>,
    json: bool,
) -> Result<()> {
    let request = AddFriendsAndFamilyCardsRequest {
        month: month.to_owned(),
        cards,
    };
    door::within(door, json, |register, session| {
        let view = add_cards(register, session, &request)?;
        output::either(json, &view, &view.says)
    })
}

pub(crate) fn report(door: &Door, from: &str, to: &str, csv: bool, json: bool) -> Result<()> {
    let request = FriendsAndFamilyRequest {
        from: from.to_owned(),
        to: to.to_owned(),
    };
    door::within(door, json, |register, session| {
        let view = friends_and_family(register, session, &request)?;
        if csv {
            return output::say(tables::results(&view)?.trim_end());
        }
        output::either(json, &view, &text(&view))
    })
}

fn line(row: &FriendsAndFamilyRow) -> Vec<String> {
    if !row.shown {
        return vec![row.title.clone(), row.why_not.clone()];
    }
    let mut cells = vec![
        row.title.clone(),
        row.responses.to_string(),
        format!("{}%", row.positive),
        format!("{}%", row.negative),
    ];
    cells.extend(row.counts.iter().map(u32::to_string));
    cells
}

fn text(view: &FriendsAndFamilyView) -> String {
    let asked = &view.asked;
    let mut headings = vec!["Period", "Answers", "Positive", "Negative"];
    headings.extend(asked.options.iter().map(|o| o.label.as_str()));
    let lines: Vec<Vec<String>> = view.rows.iter().chain(&view.total).map(line).collect();
    let mut parts = vec![asked.question.clone(), table(&headings, &lines)];
    for (question, texts) in [(&asked.why, &view.why), (&asked.better, &view.better)] {
        if !texts.is_empty() {
            let said: Vec<String> = texts
                .iter()
                .map(|t| format!("  “{}”", t.replace('\n', " / ")))
                .collect();
            parts.push(format!("{question}\n{}", said.join("\n")));
        }
    }
    let unconfirmed = view.unconfirmed.iter().map(|u| format!("  {u}"));
    parts.push(view.next.clone());
    parts.push(format!(
        "Nobody has confirmed yet:\n{}",
        unconfirmed.collect::<Vec<_>>().join("\n")
    ));
    parts.join("\n\n")
}

/// The table; what is said of a line without figures does not widen a column.
fn table(headings: &[&str], lines: &[Vec<String>]) -> String {
    let whole: Vec<Vec<String>> = lines
        .iter()
        .map(|line| match line.as_slice() {
            [title, _] => vec![title.clone()],
            _ => line.clone(),
        })
        .collect();
    let mut drawn: Vec<String> = output::table(headings, &whole)
        .lines()
        .map(str::to_owned)
        .collect();
    let wide = lines
        .iter()
        .filter_map(|line| line.first())
        .chain([&"Period".to_owned()])
        .map(|title| title.chars().count())
        .max()
        .unwrap_or(0);
    for (drawn, line) in drawn.iter_mut().skip(1).zip(lines) {
        if let [title, why_not] = line.as_slice() {
            let blanks = " ".repeat(wide.saturating_sub(title.chars().count()) + 2);
            *drawn = format!("{title}{blanks}{why_not}");
        }
    }
    drawn.join("\n")
}
