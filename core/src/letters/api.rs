//! What a caller may do with letters.

use super::document::{Stage, document, faults};
use super::drafting;
use super::facts::{Contact, Facts};
use super::template::LetterTemplate;
use super::{
    ComposedLetter, LeftOut, LetterContent, LetterError, LetterRow, LetterSending, LetterText,
    RecordSendingRequest, Rendered, SendingWay, SignedLetter, compose, store, template,
};
use crate::cases;
use crate::cases::api::CaseRequest;
use crate::dates;
use crate::error::{Error, Result};
use crate::ids::{CaseId, RecordId, RevisionId};
use crate::op::Op;
use crate::preferences::Preferences;
use crate::record::audit::Audited;
use crate::record::{Revision, Subject, read};
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, Faults, WithdrawRequest};
use crate::submissions::SubmissionForm;
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

fn contact(preferences: &Preferences) -> Contact {
    Contact {
        team: preferences.team.trim().to_owned(),
        phone: preferences.phone.trim().to_owned(),
        email: preferences.email.trim().to_owned(),
    }
}

/// Composes a letter from the record, or takes up the draft that was kept.
pub fn compose_letter(
    register: &Register,
    session: &Session,
    request: &ComposeLetterRequest,
) -> Result<ComposedLetter> {
    session.clinical("writing letters")?;
    let today = register.clock().today();
    let preferences = Preferences::read(register.layout())?;
    register.read(|c| {
        let template = template::newest(&request.kind)?;
        let facts = store::facts(
            c,
            request.case_id,
            session.user,
            today,
            contact(&preferences),
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
        let mut moved = Vec::new();
        if let Some(kept) = &draft
            && let Ok(edited) = serde_json::from_value::<LetterContent>(kept.state.clone())
        {
            (content, moved) = drafting::taken_up(edited, content);
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
            puts_right: None,
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
    let facts = register.read(|c| {
        let contact = contact(&preferences);
        store::facts(c, case, session.user, today, contact, template)
    })?;
    Ok((facts, preferences))
}

fn rendered(
    register: &Register,
    (facts, preferences): &(Facts, Preferences),
    content: &LetterContent,
    stage: &Stage,
) -> Result<(Rendered, String)> {
    let template = template::exactly(&content.kind, content.template_version)?;
    let made_up = register.made_up();
    let pages = super::render(&document(
        template,
        content,
        facts,
        preferences,
        stage,
        made_up,
    )?)?;
    Ok((
        pages,
        super::plain::text(template, content, facts, stage, made_up),
    ))
}

/// The pages of an unsigned letter, each marked as a draft.
pub fn preview_letter(
    register: &Register,
    session: &Session,
    request: &PreviewLetterRequest,
) -> Result<Vec<u8>> {
    session.clinical("writing letters")?;
    let template = template::newest(&request.content.kind)?;
    let gathered = gathered(register, session, request.case_id, template)?;
    let (pages, _) = rendered(register, &gathered, &request.content, &Stage::Draft)?;
    Ok(pages.bytes)
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
    session.clinical("signing letters")?;
    let today = register.clock().today();
    let found = faults(&request.content, today);
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let case = request.case_id;
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
    };
    let (rendered, text) = rendered(register, &gathered, &content, &stage)?;
    let letter = RecordId::random()?;
    register.write(session, Op::SignLetter, |tx| {
        let subject = signed::subject(tx.connection(), case)?;
        let pdf = tx.create_file(subject, store::PDF, &rendered.bytes)?;
        let body = SignedLetter {
            content,
            pdf,
            sha256: sha256(&rendered.bytes),
            pages: u32::try_from(rendered.pages).unwrap_or(u32::MAX),
            text,
        };
        let revision = tx.create(subject, letter, &body)?;
        tx.sign(revision)?;
        signed::finish_draft(tx, session, &draft_kind(&request.content.kind), subject)
    })?;
    register.read(|c| store::row(c, letter))
}

/// A case's letters, newest first.
pub fn letters(
    register: &Register,
    session: &Session,
    request: &CaseRequest,
) -> Result<Vec<LetterRow>> {
    session.clinical("reading letters")?;
    register.read(|c| store::rows(c, request.case_id))
}

/// The PDF of a signed letter, exactly as signed; audited.
pub fn letter_pdf(
    register: &Register,
    session: &Session,
    request: &LetterRequest,
) -> Result<Vec<u8>> {
    session.clinical("reading letters")?;
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

/// The PDF for a copy outside the register: audited durably before the bytes are handed out.
pub fn letter_copy(
    register: &Register,
    session: &Session,
    request: &LetterRequest,
    to: &str,
) -> Result<Vec<u8>> {
    session.clinical("saving letters")?;
    let (bytes, revision) = register.read(|c| {
        let (revision, letter) = store::letter(c, request.letter_id)?;
        Ok((store::pdf(c, &letter)?, revision))
    })?;
    leaves(register, session, &revision, Audited::LetterSaved, to)?;
    Ok(bytes)
}

/// A file name for a copy: the kind of letter and its date, nothing about the patient.
pub fn copy_name(
    register: &Register,
    session: &Session,
    request: &LetterRequest,
) -> Result<String> {
    session.clinical("saving letters")?;
    register.read(|c| {
        let (_, letter) = store::letter(c, request.letter_id)?;
        Ok(format!(
            "{}-{}-{}.pdf",
            match letter.content.kind.as_str() {
                "gp" => "gp-letter",
                other => other,
            },
            letter.content.dated_on,
            letter.sha256.get(..6).unwrap_or("")
        ))
    })
}

/// Records that a signed letter, entry or plan has left the team: where to, how, by whom.
///
/// Errors: `Invalid`; `Refused` for one that was withdrawn.
pub fn record_sending(
    register: &Register,
    session: &Session,
    request: &RecordSendingRequest,
) -> Result<LetterRow> {
    session.clinical("sending letters")?;
    let today = register.clock().today();
    let mut faults = Faults::default();
    let place = match request.way {
        SendingWay::HostRecord => faults.required(
            "place",
            &request.place,
            "Say whose notes it is in, such as Ward 14.",
        ),
        _ => faults.text("place", &request.place),
    };
    let by = faults.text("by", &request.by);
    let sent_on = faults
        .day("sent_on", &request.sent_on, Some(today))
        .unwrap_or(today);
    faults.none()?;
    register.write(session, Op::RecordSending, |tx| {
        let (revision, _) = store::letter(tx.connection(), request.letter_id)?;
        in_force(tx.connection(), request.letter_id)?;
        let sending = LetterSending {
            letter: request.letter_id,
            way: request.way,
            place,
            sent_on,
            by,
        };
        let subject = Subject {
            patient: revision.patient,
            case: revision.case,
        };
        signed::sign_new(tx, subject, &sending).map(drop)
    })?;
    register.read(|c| store::row(c, request.letter_id))
}

/// A signed letter as plain text, as it was when it was signed. Audited durably, since it leaves the register's
/// encryption with whoever asked. Errors: `NotFound` for a letter of before there were texts.
pub fn letter_text(
    register: &Register,
    session: &Session,
    request: &LetterRequest,
) -> Result<LetterText> {
    session.clinical("copying letters")?;
    let (revision, letter) = register.read(|c| store::letter(c, request.letter_id))?;
    if letter.text.is_empty() {
        return Err(Error::NotFound {
            what: "text of this letter: copy it from the PDF",
        });
    }
    leaves(
        register,
        session,
        &revision,
        Audited::LetterCopiedAsText,
        "",
    )?;
    Ok(LetterText {
        title: template::title(&letter.content.kind),
        text: letter.text,
    })
}

/// Told before a signed letter is printed: audited durably.
pub fn letter_printed(
    register: &Register,
    session: &Session,
    request: &LetterRequest,
) -> Result<()> {
    session.clinical("printing letters")?;
    let (revision, _) = register.read(|c| store::letter(c, request.letter_id))?;
    leaves(register, session, &revision, Audited::LetterPrinted, "")
}

/// What was withdrawn does not go out. Errors: `Refused`.
fn in_force(connection: &Connection, letter: RecordId) -> Result<()> {
    if read::standing(connection, letter)?.status == "withdrawn" {
        return Err(Error::Refused {
            rule: "withdrawn",
            message: "This was withdrawn as entered in error and must not go out.".into(),
        });
    }
    Ok(())
}

fn leaves(
    register: &Register,
    session: &Session,
    revision: &Revision,
    how: Audited,
    to: &str,
) -> Result<()> {
    register.read(|c| in_force(c, revision.record))?;
    register
        .write(session, Op::SaveLetterCopy, |tx| {
            tx.audit_own(
                how,
                Some(revision.record),
                revision.case,
                revision.patient,
                to,
            )
        })
        .map(drop)
}

/// Takes back what was said of where a letter went. Errors: `NotFound`; `Invalid` without a reason.
pub fn withdraw_sending(
    register: &Register,
    session: &Session,
    request: &WithdrawRequest,
) -> Result<LetterRow> {
    session.clinical("correcting where letters went")?;
    signed::required_reason(&request.reason)?;
    let mut letter = None;
    register.write(session, Op::WithdrawSending, |tx| {
        letter = Some(signed::withdraw::<LetterSending>(tx, request)?.letter);
        Ok(())
    })?;
    let letter = letter.ok_or(Error::NotFound { what: "letter" })?;
    register.read(|c| store::row(c, letter))
}

/// Takes a letter back as entered in error. It stays readable, marked.
pub fn withdraw_letter(
    register: &Register,
    session: &Session,
    request: &WithdrawRequest,
) -> Result<LetterRow> {
    session.clinical("withdrawing letters")?;
    signed::required_reason(&request.reason)?;
    register.write(session, Op::WithdrawLetter, |tx| {
        signed::withdraw::<SignedLetter>(tx, request).map(drop)
    })?;
    register.read(|c| store::row(c, request.record_id))
}
