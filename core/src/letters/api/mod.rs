//! What a caller may do with letters.

pub(crate) mod countersigned;
mod putting_right;
mod sending;
mod sheets;

pub use sending::{
    copy_name, letter_copy, letter_printed, letter_text, record_sending, stays, withdraw_sending,
};
pub use sheets::{BlankSheetRequest, blank_sheet, blank_sheet_name};

use super::document::{Stage, document, faults};
use super::facts::Facts;
use super::model::Letter;
use super::template::LetterTemplate;
use super::{
    ComposedLetter, LeftOut, LetterContent, LetterError, LetterRow, Rendered, SignedLetter,
    compose, drafting, gather, store, template,
};
use crate::cases;
use crate::cases::api::CaseRequest;
use crate::dates;
use crate::error::{Error, Result};
use crate::ids::{CaseId, RecordId, RevisionId};
use crate::op::Op;
use crate::preferences::Preferences;
use crate::reasons;
use crate::record::audit::Audited;
use crate::record::read;
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, WithdrawRequest};
use crate::submissions::store::Onlooker;
use crate::submissions::{self, SubmissionForm};
use rusqlite::Connection;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// A letter to be composed from the record.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ComposeLetterRequest {
    /// The case.
    pub case_id: CaseId,
    /// The kind: `gp`.
    pub kind: String,
    /// Leave the draft aside and compose from the record as it is now.
    #[serde(default)]
    pub afresh: bool,
    /// A letter of this user that was returned and is to be put right; absent for a new letter.
    #[serde(default)]
    pub puts_right: Option<RecordId>,
}

/// A letter to be shown as its pages.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PreviewLetterRequest {
    /// The case.
    pub case_id: CaseId,
    /// The letter as edited.
    pub content: LetterContent,
}

/// A letter to be signed.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SignLetterRequest {
    /// The case.
    pub case_id: CaseId,
    /// The letter as edited.
    pub content: LetterContent,
    /// Sign it although the record says something else by now.
    #[serde(default)]
    pub as_it_stands: bool,
    /// The version of a returned letter that this one puts right; absent for a new letter.
    #[serde(default)]
    pub puts_right: Option<RevisionId>,
    /// To whom it goes for countersigning, where a trainee signs.
    #[serde(default)]
    pub submission: SubmissionForm,
}

/// One signed letter.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct LetterRequest {
    /// The letter.
    pub letter_id: RecordId,
}

/// SHA-256, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

impl From<LetterError> for Error {
    fn from(error: LetterError) -> Self {
        let message = match &error {
            LetterError::MissingGlyph { characters } => {
                let each: Vec<String> = characters
                    .iter()
                    .take(5)
                    .map(|c| format!("“{}” ({}) in {}", c.character, c.code, c.place))
                    .collect();
                format!(
                    "no font here has {}. Write it another way, for example in Latin letters.",
                    each.join("; ")
                )
            }
            other => other.to_string(),
        };
        Self::Letter { message }
    }
}

fn draft_kind(kind: &str) -> String {
    format!("letter:{kind}")
}

/// Composes a letter from the record, or takes up the draft that was kept, or a letter that was returned.
///
/// Errors: `Refused` by the rule `another-draft` when another letter of this kind has been begun; `NotFound` for a letter
/// to be put right that was not returned to this user.
pub fn compose_letter(
    register: &Register,
    session: &Session,
    request: &ComposeLetterRequest,
) -> Result<ComposedLetter> {
    reasons::enter(register, session, request.case_id, "writing letters")?;
    let today = register.clock().today();
    let preferences = Preferences::read(register.layout())?;
    let onlooker = Onlooker::of(register, session)?;
    register.read(|c| {
        let template = template::newest(&request.kind)?;
        let facts = gather::facts(
            c,
            request.case_id,
            session.user,
            today,
            &preferences,
            template,
        )?;
        let mut content = composable(template, &facts)?;
        let draft = if request.afresh {
            None
        } else {
            let (_, patient) = cases::store::record(c, request.case_id)?;
            let kind = draft_kind(&request.kind);
            signed::draft(c, session, &kind, Some(request.case_id), patient)?
        };
        let returned = putting_right::returned(c, session, request, draft.as_ref())?;
        let mut moved = Vec::new();
        let kept = match (&draft, &returned) {
            (Some(draft), _) => serde_json::from_value::<LetterContent>(draft.state.clone()).ok(),
            (None, Some(returned)) if !request.afresh => {
                Some(returned.read::<SignedLetter>()?.content)
            }
            (None, _) => None,
        };
        if let Some(kept) = kept {
            let dated_on = content.dated_on.clone();
            (content, moved) = drafting::taken_up(kept, content);
            if draft.is_none() {
                // What is put right is of the day on which it is put right.
                content.dated_on = dated_on;
            }
        }
        let mut left_out = facts.left_out;
        if preferences.organisation.trim().is_empty() {
            left_out.push(LeftOut {
                what: "Letterhead".into(),
                why: "The trust's name and address are not entered yet: Settings, Letterhead."
                    .into(),
            });
        }
        Ok(ComposedLetter {
            case_id: request.case_id,
            title: template.title.clone(),
            content,
            left_out,
            draft: draft.map(|d| cases::api::draft_view(c, d)).transpose()?,
            moved,
            puts_right: returned
                .map(|r| submissions::store::view(c, &onlooker, &r))
                .transpose()?
                .flatten(),
        })
    })
}

/// The letter that the record makes. Errors: `Refused` where there is nothing to make it of.
fn composable(template: &LetterTemplate, facts: &Facts) -> Result<LetterContent> {
    if !template.needs.is_empty() && facts.text(&template.needs).is_empty() {
        return Err(Error::Refused {
            rule: "nothing-to-print",
            message: template.needs_says.clone(),
        });
    }
    Ok(compose::compose(template, facts))
}

/// Was it composed from the record of this case and its patient? Errors: `Refused`.
fn composed_of(connection: &Connection, case: CaseId, content: &LetterContent) -> Result<()> {
    let (_, patient) = cases::store::record(connection, case)?;
    for id in &content.composed_from {
        let revision = read::revision(connection, *id)?;
        let shared = revision.case.is_none() && revision.patient == Some(patient);
        if revision.case != Some(case) && !shared {
            return Err(drafting::another_letter(
                "This was composed from the record of another case. Compose it afresh.",
            ));
        }
    }
    Ok(())
}

/// What the letters of a case are made of: read once, so that what is checked is what is printed.
fn gathered(
    register: &Register,
    session: &Session,
    case: CaseId,
    template: &LetterTemplate,
) -> Result<(Facts, Preferences)> {
    let today = register.clock().today();
    let preferences = Preferences::read(register.layout())?;
    let facts =
        register.read(|c| gather::facts(c, case, session.user, today, &preferences, template))?;
    Ok((facts, preferences))
}

/// A letter as it is printed: its pages, the layout that they were painted from, its plain text.
struct Printed {
    rendered: Rendered,
    laid_out: Letter,
    text: String,
}

fn print_out(
    register: &Register,
    (facts, preferences): &(Facts, Preferences),
    content: &LetterContent,
    stage: &Stage,
) -> Result<Printed> {
    let template = template::exactly(&content.kind, content.template_version)?;
    let made_up = register.made_up();
    let laid_out = document(template, content, facts, preferences, stage, made_up)?;
    Ok(Printed {
        rendered: super::render(&laid_out)?,
        text: super::plain::text(template, content, facts, stage, made_up),
        laid_out,
    })
}

fn row(register: &Register, session: &Session, letter: RecordId) -> Result<LetterRow> {
    let onlooker = Onlooker::of(register, session)?;
    register.read(|c| store::row(c, &onlooker, letter))
}

/// The pages of an unsigned letter, each marked as a draft.
pub fn preview_letter(
    register: &Register,
    session: &Session,
    request: &PreviewLetterRequest,
) -> Result<Vec<u8>> {
    reasons::enter(register, session, request.case_id, "writing letters")?;
    let template = template::newest(&request.content.kind)?;
    let gathered = gathered(register, session, request.case_id, template)?;
    let printed = print_out(register, &gathered, &request.content, &Stage::Draft)?;
    Ok(printed.rendered.bytes)
}

/// Signs a letter: its content and its PDF are kept exactly as they are.
///
/// Errors: `Invalid`; `Letter` naming characters that cannot be printed; `Refused` by the rule `record-changed` when the
/// record would make another letter by now and `as_it_stands` is not set. Nothing is kept then but the draft.
pub fn sign_letter(
    register: &Register,
    session: &Session,
    request: &SignLetterRequest,
) -> Result<LetterRow> {
    reasons::enter(register, session, request.case_id, "signing letters")?;
    let today = register.clock().today();
    let found = faults(&request.content, today);
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let case = request.case_id;
    // What came back is looked at again, whatever its author has become since.
    let alone = session.role.is_supervised() || request.puts_right.is_some();
    let submission =
        register.read(|c| submissions::api::check(c, session, &request.submission, alone))?;
    if alone && request.puts_right.is_none() {
        register.read(|c| putting_right::first(c, session, case, &request.content.kind))?;
    }
    let newest = template::newest(&request.content.kind)?;
    let gathered = gathered(register, session, case, newest)?;
    let fresh = composable(newest, &gathered.0)?;
    let mut content = request.content.clone();
    content.dated_on = super::document::date(&content)?.to_string();
    drafting::complete(&content)?;
    register.read(|c| composed_of(c, case, &content))?;
    let found = drafting::unsaid(&content, &fresh)?;
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let mut moved = drafting::moved_on(&request.content, &fresh);
    // Tables and charts are drawn from the record as it is; which sheets there are is known by their revisions.
    if moved.is_empty() && request.content.composed_from != fresh.composed_from {
        moved.push("tables and charts".to_owned());
    }
    if drafting::stale_allergies(&request.content, &fresh) {
        return Err(Error::field(
            "sections.allergies",
            "stale",
            "The allergies have been put right since this was composed. Leave the letter and continue it: it takes them in.",
        ));
    }
    if !moved.is_empty() && !request.as_it_stands {
        return Err(Error::Refused {
            rule: "record-changed",
            message: format!(
                "The record has changed since this was composed: {}. Leave and continue it to take the change in, or \
                 read it again and sign it as it stands.",
                moved.join("; ")
            ),
        });
    }
    let now = register.clock().now();
    let stamp = crate::clock::stamp(now);
    let printed = dates::clinical_instant(&stamp);
    let stage = Stage::Signed {
        printed: printed.replacen(' ', " at ", 1),
        on: today,
        stamp: now.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        awaits: alone,
    };
    let Printed {
        rendered,
        laid_out,
        text,
    } = print_out(register, &gathered, &content, &stage)?;
    let written = register.write(session, Op::SignLetter, |tx| {
        let subject = signed::subject(tx.connection(), case)?;
        let right = request
            .puts_right
            .map(|version| putting_right::record(tx.connection(), session, case, &content, version))
            .transpose()?;
        let pdf = tx.create_file(subject, store::PDF, &rendered.bytes)?;
        let layout = if alone {
            Some(countersigned::keep_layout(tx, subject, &laid_out)?)
        } else {
            None
        };
        let body = SignedLetter {
            content,
            pdf,
            sha256: sha256(&rendered.bytes),
            pages: u32::try_from(rendered.pages).unwrap_or(u32::MAX),
            text,
            layout,
        };
        let left = match &right {
            Some((letter, _)) => store::has_left(tx.connection(), *letter)?,
            None => false,
        };
        let (letter, revision) = match (right, request.puts_right) {
            (Some((letter, why)), Some(base)) if !left => {
                let revision = tx.revise(letter, base, &body)?;
                tx.sign_with(revision, &why)?;
                (letter, revision)
            }
            (right, _) => {
                let letter = RecordId::random()?;
                let revision = tx.create(subject, letter, &body)?;
                tx.sign(revision)?;
                // What has left stays as it left, marked, with where it went; the corrected one is another letter, so
                // that nobody takes the old one's way for its own.
                if let Some((before, _)) = right {
                    tx.withdraw(
                        before,
                        "Replaced by a corrected letter after it was returned",
                    )?;
                }
                (letter, revision)
            }
        };
        if alone {
            submissions::api::hand_in(tx, subject, (letter, revision), &submission)?;
        }
        signed::finish_draft(tx, session, &draft_kind(&request.content.kind), subject)?;
        Ok(letter)
    })?;
    row(register, session, written.value)
}

/// A case's letters, newest first.
pub fn letters(
    register: &Register,
    session: &Session,
    request: &CaseRequest,
) -> Result<Vec<LetterRow>> {
    reasons::enter(register, session, request.case_id, "reading letters")?;
    let onlooker = Onlooker::of(register, session)?;
    register.read(|c| store::rows(c, &onlooker, request.case_id))
}

/// The PDF of a signed letter, exactly as signed; audited.
pub fn letter_pdf(
    register: &Register,
    session: &Session,
    request: &LetterRequest,
) -> Result<Vec<u8>> {
    reasons::enter_record(register, session, request.letter_id, "reading letters")?;
    let (bytes, revision) = register.read(|c| {
        let (revision, letter) = store::letter(c, request.letter_id)?;
        Ok((store::pdf(c, &letter)?, revision))
    })?;
    register.note_read(
        session,
        Audited::LetterOpened,
        Some(request.letter_id),
        revision.case,
        revision.patient,
    );
    Ok(bytes)
}

/// Takes a letter back as entered in error. It stays readable, marked.
pub fn withdraw_letter(
    register: &Register,
    session: &Session,
    request: &WithdrawRequest,
) -> Result<LetterRow> {
    reasons::enter(register, session, request.case_id, "withdrawing letters")?;
    signed::required_reason(&request.reason)?;
    register.write(session, Op::WithdrawLetter, |tx| {
        signed::withdraw::<SignedLetter>(tx, request).map(drop)
    })?;
    row(register, session, request.record_id)
}
