//! A letter that was kept against the record as it is now: what is taken in, what has moved on, what may not be signed.

use super::{LetterContent, LetterSection, template};
use crate::error::{Error, FieldError, Result};

/// A kept letter, gone on with: what nobody edited says what the record says now; what was edited stays, and is named
/// where the record says something else than it did then.
pub(super) fn taken_up(kept: LetterContent, now: LetterContent) -> (LetterContent, Vec<String>) {
    let mut moved = Vec::new();
    let sections = now
        .sections
        .iter()
        .map(|fresh| {
            let Some(old) = kept.sections.iter().find(|s| s.id == fresh.id) else {
                return fresh.clone();
            };
            let mut section = fresh.clone();
            section.included = old.included;
            for figure in &mut section.figures {
                if let Some(was) = old.figures.iter().find(|f| f.id == figure.id) {
                    figure.included = was.included;
                }
            }
            if old.text != old.composed {
                section.text = old.text.clone();
                if old.composed != fresh.composed {
                    moved.push(fresh.heading.clone());
                }
            }
            section
        })
        .collect();
    let content = LetterContent {
        sections,
        composed_from: now.composed_from,
        template_version: now.template_version,
        ..kept
    };
    (content, moved)
}

/// Where the record would write something else by now than it did when the letter was composed: headings. What was
/// edited is no difference; what was signed, withdrawn, answered or has fallen due since is.
pub(super) fn moved_on(kept: &LetterContent, now: &LetterContent) -> Vec<String> {
    let same = |fresh: &&LetterSection| {
        kept.sections
            .iter()
            .any(|s| s.id == fresh.id && s.composed == fresh.composed)
    };
    now.sections
        .iter()
        .filter(|fresh| !same(fresh))
        .map(|s| s.heading.clone())
        .collect()
}

/// Has it every section of its kind of letter, in order? Errors: `Refused`.
pub(super) fn complete(content: &LetterContent) -> Result<()> {
    let template = template::exactly(&content.kind, content.template_version)?;
    let ids = content.sections.iter().map(|s| &s.id);
    if content.composed_from.is_empty() || !ids.eq(template.sections.iter().map(|s| &s.id)) {
        return Err(another_letter(
            "This does not have the sections of its kind of letter. Compose it afresh.",
        ));
    }
    Ok(())
}

pub(super) fn another_letter(message: &str) -> Error {
    Error::Refused {
        rule: "another-letter",
        message: message.into(),
    }
}

/// Sections that always stand in a letter, emptied although the record has something: printed, they would say that
/// nothing is recorded.
pub(super) fn unsaid(content: &LetterContent, now: &LetterContent) -> Result<Vec<FieldError>> {
    let template = template::exactly(&content.kind, content.template_version)?;
    let empty =
        |s: &LetterSection| s.text.trim().is_empty() && !s.figures.iter().any(|f| f.included);
    Ok(content
        .sections
        .iter()
        .filter(|s| empty(s))
        .filter(|s| template.sections.iter().any(|t| t.id == s.id && t.mandatory))
        .filter(|s| now.sections.iter().any(|f| f.id == s.id && !f.composed.is_empty()))
        .map(|s| {
            FieldError::new(
                format!("sections.{}", s.id),
                "emptied",
                format!(
                    "{}: the record has something here, and an empty section would say that it has not. Put back \
                     what the record says, or say it in your own words.",
                    s.heading
                ),
            )
        })
        .collect())
}

/// Is something printed that the record has put right since, and nobody has edited? An allergy is never signed away.
pub(super) fn stale_allergies(kept: &LetterContent, now: &LetterContent) -> bool {
    let of = |content: &LetterContent| {
        content
            .sections
            .iter()
            .find(|s| s.id == "allergies")
            .cloned()
    };
    match (of(kept), of(now)) {
        (Some(kept), Some(now)) => kept.text == kept.composed && kept.composed != now.composed,
        _ => false,
    }
}
