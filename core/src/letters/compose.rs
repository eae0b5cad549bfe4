//! Filling a template from the facts: the letter as the clinician first sees it.

use super::facts::Facts;
use super::template::LetterTemplate;
use super::{LetterContent, LetterSection};

/// The letter that the record makes, before anybody edits it.
pub fn compose(template: &LetterTemplate, facts: &Facts) -> LetterContent {
    let sections = template
        .sections
        .iter()
        .map(|section| {
            let text = section
                .fill
                .iter()
                .map(|name| facts.text(name).trim().to_owned())
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join("\n\n");
            LetterSection {
                id: section.id.clone(),
                heading: section.heading.clone(),
                composed: text.clone(),
                text,
                mandatory: section.mandatory,
                included: true,
                hint: section.hint.clone(),
            }
        })
        .collect();
    LetterContent {
        kind: template.id.clone(),
        template_version: template.version,
        dated_on: facts.today.to_string(),
        recipient: facts.gp(),
        sections,
        copies: vec![facts.patient.name.in_letters()],
        composed_from: facts.revisions.clone(),
    }
}
