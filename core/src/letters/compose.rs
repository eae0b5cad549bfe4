//! Filling a template from the facts: the letter as the clinician first sees it.

use super::facts::Facts;
use super::figures;
use super::template::{Addressee, LetterTemplate};
use super::{LetterContent, LetterSection, SectionFigure};

/// The letter that the record makes, before anybody edits it.
pub fn compose(template: &LetterTemplate, facts: &Facts) -> LetterContent {
    let sections = template
        .sections
        .iter()
        .map(|section| {
            let mut parts: Vec<String> = section
                .fill
                .iter()
                .map(|name| facts.text(name).trim().to_owned())
                .filter(|t| !t.is_empty())
                .collect();
            if let Some(day) = section.dated.and_then(|source| facts.dated(source))
                && !parts.is_empty()
            {
                parts.insert(0, day);
            }
            let text = parts.join("\n\n");
            LetterSection {
                id: section.id.clone(),
                heading: section.heading.clone(),
                composed: text.clone(),
                text,
                mandatory: section.mandatory,
                included: true,
                hint: section.hint.clone(),
                figures: section
                    .figures
                    .iter()
                    .filter(|id| !figures::blocks(id, facts).is_empty())
                    .map(|id| SectionFigure {
                        id: id.clone(),
                        label: figures::label(id).unwrap_or_default().to_owned(),
                        included: true,
                    })
                    .collect(),
            }
        })
        .collect();
    LetterContent {
        kind: template.id.clone(),
        template_version: template.version,
        dated_on: facts.today.to_string(),
        recipient: match template.addressee {
            Addressee::Gp => facts.gp(),
            Addressee::Host => facts.host(),
            Addressee::Patient => facts.themselves(),
        },
        sections,
        copies: match template.addressee {
            Addressee::Gp => vec![facts.patient.name.in_letters()],
            Addressee::Host | Addressee::Patient => Vec::new(),
        },
        composed_from: facts.revisions.clone(),
    }
}
