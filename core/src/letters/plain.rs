//! A letter as plain text, for a record system that takes nothing else: headings, what is written, and who signed. The
//! letterhead, the recipient and the copies stay on the paper.

use super::LetterContent;
use super::document::{AWAITS, Stage};
use super::facts::Facts;
use super::figures;
use super::model::Block;
use super::template::{Addressee, LetterTemplate};
use crate::dates;
use crate::patients::rules::{born, shown_number};

/// The text. Tables read line by line; a chart is left to its sentence.
pub fn text(
    template: &LetterTemplate,
    content: &LetterContent,
    facts: &Facts,
    stage: &Stage,
    made_up: bool,
) -> String {
    let dated = dates::stored(&content.dated_on);
    // NHS CUI D+Ta-0011: the month in full when writing to the patient.
    let said = |day| match template.addressee {
        Addressee::Patient => dates::long(day),
        Addressee::Gp | Addressee::Host => dates::clinical(day),
    };
    let on = dated.map_or_else(|| content.dated_on.clone(), said);
    let patient = &facts.patient;
    let mut parts = vec![format!(
        "{}\n{}\nBorn {}, NHS No. {}\n{on}",
        template.title.to_uppercase(),
        patient.name.banner(),
        born(patient, dated.unwrap_or(facts.today)),
        shown_number(patient.nhs_number),
    )];
    if !template.opening.is_empty() {
        parts.push(template.opening.clone());
    }
    for section in &content.sections {
        let known = template.sections.iter().find(|s| s.id == section.id);
        let mandatory = known.is_some_and(|s| s.mandatory);
        let mut lines: Vec<String> = Vec::new();
        if !section.text.trim().is_empty() {
            lines.push(section.text.trim().to_owned());
        }
        let drawn = section.figures.iter().filter(|f| f.included);
        for block in drawn.flat_map(|f| figures::blocks(&f.id, facts)) {
            match block {
                Block::Table(table) => {
                    for row in &table.rows {
                        let cells: Vec<String> = table
                            .columns
                            .iter()
                            .zip(row)
                            .filter(|(_, cell)| cell.as_str() != "–")
                            .map(|(column, cell)| format!("{}: {cell}", column.heading))
                            .collect();
                        lines.push(format!("- {}", cells.join("; ")));
                    }
                }
                Block::Steps(chart) => lines.push(chart.alt),
                Block::Charts { charts } => {
                    lines.extend(
                        charts
                            .into_iter()
                            .map(|c| format!("- {}: {}", c.title, c.alt)),
                    );
                }
                Block::Board(board) => {
                    let said = board.charts.into_iter().map(|c| c.alt);
                    lines.extend(said.map(|alt| format!("- {alt}")));
                }
                Block::Paragraph { runs } => {
                    lines.push(runs.iter().map(|r| r.text.as_str()).collect());
                }
                _ => {}
            }
        }
        if lines.is_empty() && mandatory {
            lines.extend(known.map(|s| s.when_empty.clone()));
        }
        if lines.is_empty() || (!section.included && !mandatory) {
            continue;
        }
        parts.push(format!(
            "{}\n{}",
            section.heading.to_uppercase(),
            lines.join("\n")
        ));
    }
    if made_up {
        parts.push("MADE-UP CASE".to_owned());
    }
    parts.push(match stage {
        Stage::Draft => "DRAFT, not signed".to_owned(),
        Stage::Signed {
            printed,
            on,
            awaits,
            ..
        } => {
            let printed = match template.addressee {
                Addressee::Patient => dates::long(*on),
                Addressee::Gp | Addressee::Host => printed.clone(),
            };
            let author = &facts.author;
            let who: Vec<&str> = [&author.name, &author.post, &author.registration]
                .into_iter()
                .map(String::as_str)
                .filter(|t| !t.is_empty())
                .collect();
            let signed = format!("Signed electronically on {printed} by {}", who.join(", "));
            if *awaits && template.addressee != Addressee::Patient {
                format!("{signed}\n{AWAITS}")
            } else {
                signed
            }
        }
    });
    parts.join("\n\n") + "\n"
}

/// The same text with the second signature on its last line.
pub fn countersigned(text: &str, line: &str) -> String {
    let text = text.trim_end();
    let text = text.strip_suffix(AWAITS).unwrap_or(text).trim_end();
    format!("{text}\n{line}\n")
}
