//! From a letter's content to the document that is laid out: letterhead, identifiers, headings, signature.

use super::facts::Facts;
use super::figures;
use super::model::{Block, Labelled, Letter, Letterhead, Meta, Signature, blocks_from_text};
use super::template::{Addressee, LetterTemplate};
use super::{LetterContent, Recipient};
use crate::dates;
use crate::error::{Error, FieldError, Result};
use crate::patients::Patient;
use crate::patients::rules::{born, shown_number};
use crate::preferences::Preferences;
use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;

/// How a letter stands when it is laid out.
#[derive(Clone, Debug)]
pub enum Stage {
    /// A preview: every page says that nobody has signed.
    Draft,
    /// Signed at this instant: `22-Nov-2026 at 14:02`, and the same as `YYYY-MM-DDTHH:MM:SSZ`.
    Signed {
        /// As printed.
        printed: String,
        /// Its day.
        on: NaiveDate,
        /// For the file's own date.
        stamp: String,
        /// A second person has to sign.
        awaits: bool,
    },
}

/// Printed under a signature to which a second one is wanted.
pub(super) const AWAITS: &str = "Awaiting countersignature";

/// What is wrong with a letter that is about to be signed; a preview needs none of it.
pub fn faults(content: &LetterContent, today: NaiveDate) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if content.recipient.name.trim().is_empty() {
        faults.push(FieldError::new(
            "recipient.name",
            "required",
            "Enter whom the letter goes to.",
        ));
    }
    match date(content) {
        Err(_) => faults.push(FieldError::new(
            "dated_on",
            "date",
            "Enter the letter's date.",
        )),
        Ok(day) if day > today => faults.push(FieldError::new(
            "dated_on",
            "future",
            "The date lies in the future. Enter today's, or an earlier one.",
        )),
        Ok(_) => {}
    }
    for section in &content.sections {
        if section.text.chars().count() > 50_000 {
            faults.push(FieldError::new(
                format!("sections.{}", section.id),
                "length",
                "Use at most 50,000 characters in one section.",
            ));
        }
    }
    faults
}

/// The day that a letter bears. Errors: `Invalid`.
pub(super) fn date(content: &LetterContent) -> Result<NaiveDate> {
    NaiveDate::parse_from_str(&content.dated_on, "%Y-%m-%d")
        .ok()
        .filter(|day| dates::YEARS.contains(&day.year()))
        .or_else(|| dates::parse(&content.dated_on))
        .ok_or_else(|| {
            Error::field(
                "dated_on",
                "date",
                "Enter the letter's date, such as 22-Nov-2026.",
            )
        })
}

fn optional(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.nfc().collect())
}

fn lines(text: &str) -> Vec<String> {
    text.lines().filter_map(optional).collect()
}

fn address(recipient: &Recipient) -> Vec<String> {
    [&recipient.name, &recipient.organisation]
        .into_iter()
        .filter_map(|l| optional(l))
        .chain(lines(&recipient.address))
        .collect()
}

/// What a letter to the GP says of the patient under its subject line.
fn particulars(patient: &Patient, birth: &str, number: &str) -> Vec<Labelled> {
    let mut rows = vec![
        Labelled::new("Born", birth),
        Labelled::new("Gender", patient.gender.label()),
        Labelled::new("NHS No.", number),
    ];
    if !patient.address.is_empty() {
        rows.push(Labelled::new("Address", patient.address.join(", ")));
    }
    if !patient.phone.is_empty() {
        rows.push(Labelled::new("Telephone", patient.phone.clone()));
    }
    let practice = [
        &patient.gp.gp_name,
        &patient.gp.practice,
        &patient.gp.ods_code,
    ]
    .into_iter()
    .filter(|p| !p.is_empty())
    .cloned()
    .collect::<Vec<_>>()
    .join(", ");
    let practice = if practice.is_empty() {
        "Not recorded".to_owned()
    } else {
        practice
    };
    rows.push(Labelled::new("GP practice", practice));
    rows
}

/// `Dear Dr Rahman`, or `Dear colleague` where no person is named.
fn salutation(recipient: &Recipient) -> String {
    let name = recipient.name.trim();
    let titled = [
        "Dr ",
        "Prof ",
        "Professor ",
        "Mr ",
        "Mrs ",
        "Ms ",
        "Miss ",
        "Mx ",
    ]
    .iter()
    .any(|t| name.starts_with(t));
    match (
        titled,
        name.split_whitespace().collect::<Vec<_>>().as_slice(),
    ) {
        (true, [title, .., family]) => format!("Dear {title} {family}"),
        _ => "Dear colleague".to_owned(),
    }
}

/// The document. Errors: `Invalid` for a date that is none.
pub fn document(
    template: &LetterTemplate,
    content: &LetterContent,
    facts: &Facts,
    preferences: &Preferences,
    stage: &Stage,
    made_up: bool,
) -> Result<Letter> {
    let dated = date(content)?;
    let to = template.addressee;
    let patient = &facts.patient;
    let number = shown_number(patient.nhs_number);
    let birth = born(patient, dated);
    let shown_date = match to {
        Addressee::Patient => dates::long(dated),
        Addressee::Gp | Addressee::Host => dates::clinical(dated),
    };
    let mut references = vec![Labelled::new("Date", shown_date)];
    if made_up {
        // A letter from the demo register must never pass for a real one.
        references.push(Labelled::new("Note", "Made-up case"));
    }
    let mut details = vec![Labelled::new("Patient", patient.name.in_letters())];
    match to {
        // The address stands in the window of an envelope; the reference block beside it.
        Addressee::Gp => details.extend(particulars(patient, &birth, &number)),
        // One page that no envelope carries: it begins right under the letterhead.
        Addressee::Host => {
            details.push(Labelled::new("Born", birth.clone()));
            details.push(Labelled::new("NHS No.", number.clone()));
            let place = [&content.recipient.name, &content.recipient.organisation]
                .into_iter()
                .filter_map(|l| optional(l))
                .collect::<Vec<_>>()
                .join(", ");
            details.push(Labelled::new("For the notes of", place));
            details.append(&mut references);
        }
        // The patient's own paper.
        Addressee::Patient => {
            details = vec![Labelled::new("Name", patient.name.in_letters())];
            // The plan is of the day on which it was made, whenever it is printed.
            if let Some(made) = facts.safety_plan.as_ref().and_then(|p| p.plan.made_on) {
                details.push(Labelled::new("Made on", dates::long(made)));
                references.retain(|r| r.label != "Date");
            }
            details.append(&mut references);
        }
    }
    let mut blocks = vec![Block::KeyValues { rows: details }];
    if !template.opening.is_empty() {
        blocks.push(Block::paragraph(template.opening.clone()));
    }
    for section in &content.sections {
        let text: String = section.text.trim().nfc().collect();
        let known = template.sections.iter().find(|s| s.id == section.id);
        let mandatory = known.is_some_and(|s| s.mandatory);
        let drawn: Vec<Block> = section
            .figures
            .iter()
            .filter(|f| f.included)
            .flat_map(|f| figures::blocks(&f.id, facts))
            .collect();
        let empty = text.is_empty() && drawn.is_empty();
        if !mandatory && (empty || !section.included) {
            continue;
        }
        blocks.push(Block::heading(1, section.heading.clone()));
        if empty {
            let stated = known.map(|s| s.when_empty.clone()).unwrap_or_default();
            blocks.push(Block::paragraph(stated));
        } else {
            blocks.extend(blocks_from_text(&text));
            blocks.extend(drawn);
        }
    }
    let (signed, created) = match stage {
        Stage::Draft => (String::new(), dated.to_string()),
        // NHS CUI D+Ta-0011: the month in full when writing to the patient.
        Stage::Signed { on, stamp, .. } if to == Addressee::Patient => (
            format!("Signed electronically on {}", dates::long(*on)),
            stamp.clone(),
        ),
        Stage::Signed { printed, stamp, .. } => {
            (format!("Signed electronically on {printed}"), stamp.clone())
        }
    };
    let author = &facts.author;
    blocks.push(Block::Signature(Signature {
        closing: match to {
            Addressee::Gp => "Yours sincerely".to_owned(),
            Addressee::Host | Addressee::Patient => String::new(),
        },
        name: author.name.clone(),
        role: author.post.clone(),
        registration: match to {
            Addressee::Gp | Addressee::Host => author.registration.clone(),
            Addressee::Patient => String::new(),
        },
        date_line: signed,
        countersignature: match stage {
            // The patient has no use for how a team signs.
            Stage::Signed { awaits: true, .. } if to != Addressee::Patient => AWAITS.to_owned(),
            Stage::Signed { .. } | Stage::Draft => String::new(),
        },
    }));
    let copies: Vec<String> = content.copies.iter().filter_map(|c| optional(c)).collect();
    if !copies.is_empty() {
        blocks.push(Block::heading(2, "Copies to"));
        blocks.push(Block::bullets(copies));
    }
    Ok(Letter {
        lang: "en-GB".to_owned(),
        title: template.title.clone(),
        meta: Meta {
            author: author.name.clone(),
            created,
        },
        letterhead: Letterhead {
            organisation: preferences.organisation.trim().nfc().collect(),
            team: optional(&preferences.team),
            // What stays in the building or goes home in a pocket needs the number, not the postal address.
            address: match to {
                Addressee::Gp => lines(&preferences.address),
                Addressee::Host | Addressee::Patient => Vec::new(),
            },
            phone: optional(&preferences.phone),
            email: optional(&preferences.email).filter(|_| to == Addressee::Gp),
        },
        recipient: match to {
            Addressee::Gp => address(&content.recipient),
            Addressee::Host | Addressee::Patient => Vec::new(),
        },
        references,
        identifiers: vec![
            Labelled::new("", patient.name.banner()),
            Labelled::new(
                "Born",
                match (to, patient.born_on) {
                    (Addressee::Patient, Some(born)) => dates::long(born),
                    _ => birth,
                },
            ),
            Labelled::new("NHS No.", number),
        ],
        salutation: (to == Addressee::Gp).then(|| salutation(&content.recipient)),
        subject: Some(match to {
            Addressee::Gp if template.subject.is_empty() => {
                format!("{}: {}", patient.name.in_letters(), facts.case.kind.label())
            }
            Addressee::Gp => format!("{}: {}", patient.name.in_letters(), template.subject),
            Addressee::Host | Addressee::Patient => template.title.clone(),
        }),
        blocks,
        draft: matches!(stage, Stage::Draft),
        sheet: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_greeted_by_title_and_family_name_and_a_practice_as_colleague() {
        let to = |name: &str| {
            salutation(&Recipient {
                name: name.into(),
                ..Recipient::default()
            })
        };
        assert_eq!(to("Dr S. Rahman"), "Dear Dr Rahman");
        assert_eq!(to("Professor Siân Ŵyn"), "Dear Professor Ŵyn");
        assert_eq!(to("Park Lane Surgery"), "Dear colleague");
        assert_eq!(to("Dr"), "Dear colleague");
    }
}
