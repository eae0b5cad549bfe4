//! Letters, entries for the host's notes and printed safety plans: written, signed, and sent on their way.

use super::play::{Paper, Standing, Theatre};
use super::script::{Letter, Sent, Story};
use casebook_core::cases::api::CaseRequest;
use casebook_core::letters::api::{
    ComposeLetterRequest, SignLetterRequest, compose_letter, letters, record_sending, sign_letter,
};
use casebook_core::letters::{LetterContent, LetterSection, RecordSendingRequest, SendingWay};
use casebook_core::{Error, Result};
use chrono::NaiveDate;

const fn missing() -> Error {
    Error::NotFound {
        what: "made-up paper",
    }
}

/// The kind of a paper and what was written into it; nothing is written into a printed safety plan.
fn written_in(story: &Story, paper: Paper) -> Result<(&'static str, Option<&Letter>)> {
    Ok(match paper {
        Paper::Letter(i) => ("gp", Some(story.letters.get(i).ok_or_else(missing)?)),
        Paper::Entry(i) => (
            "host-entry",
            Some(story.entries.get(i).ok_or_else(missing)?),
        ),
        Paper::Plan => ("safety-plan", None),
    })
}

impl Theatre {
    fn compose(
        &self,
        standing: &Standing,
        kind: &str,
        letter: Option<&Letter>,
    ) -> Result<LetterContent> {
        let request = ComposeLetterRequest {
            case_id: standing.case_id()?,
            kind: kind.to_owned(),
            afresh: true,
            puts_right: None,
        };
        let composed = compose_letter(&self.register, &self.session, &request)?;
        match letter {
            Some(letter) => written(composed.content, letter),
            None => Ok(composed.content),
        }
    }

    pub(super) fn draft_letter(&self, standing: &Standing, letter: &Letter) -> Result<()> {
        let content = self.compose(standing, "gp", Some(letter))?;
        self.keep(standing, "letter:gp", None, serde_json::to_value(&content))
    }

    pub(super) fn sign_paper(
        &self,
        story: &Story,
        standing: &mut Standing,
        paper: Paper,
    ) -> Result<()> {
        let (kind, letter) = written_in(story, paper)?;
        let request = SignLetterRequest {
            case_id: standing.case_id()?,
            content: self.compose(standing, kind, letter)?,
            as_it_stands: false,
            puts_right: None,
            submission: Default::default(),
        };
        let row = sign_letter(&self.register, &self.session, &request)?;
        standing.papers.insert(paper, row.id);
        Ok(())
    }

    pub(super) fn send_paper(
        &self,
        story: &Story,
        standing: &Standing,
        paper: Paper,
        today: NaiveDate,
    ) -> Result<()> {
        let (_, letter) = written_in(story, paper)?;
        let handed = Sent {
            after: 0,
            way: SendingWay::Handed,
            place: String::new(),
            by: String::new(),
        };
        let sent = letter.map_or(Ok(&handed), |l| l.sent.as_ref().ok_or_else(missing))?;
        let request = RecordSendingRequest {
            letter_id: *standing.papers.get(&paper).ok_or_else(missing)?,
            way: sent.way,
            place: sent.place.clone(),
            sent_on: today.to_string(),
            by: sent.by.clone(),
        };
        let case_id = standing.case_id()?;
        let letters = letters(&self.register, &self.session, &CaseRequest { case_id })?;
        let letter = letters.into_iter().find(|l| l.id == request.letter_id);
        self.countersign(letter.and_then(|l| l.submission))?;
        record_sending(&self.register, &self.session, &request).map(drop)
    }
}

/// The letter with what the clinician wrote. Errors: `BadAsset` for a section that the template does not have.
fn written(mut content: LetterContent, letter: &Letter) -> Result<LetterContent> {
    for (id, text) in &letter.sections {
        let section = section(&mut content, id)?;
        section.text = text
            .replace("{composed}", section.composed.trim())
            .trim()
            .to_owned();
    }
    for id in &letter.leave_out {
        section(&mut content, id)?.included = false;
    }
    Ok(content)
}

fn section<'a>(content: &'a mut LetterContent, id: &str) -> Result<&'a mut LetterSection> {
    content
        .sections
        .iter_mut()
        .find(|s| s.id == id)
        .ok_or_else(|| Error::BadAsset {
            file: "assets/demo/cases".to_owned(),
            hint: format!("the letter has no section {id}"),
        })
}
