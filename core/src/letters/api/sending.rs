//! A signed letter leaves the register: copies, printing, and what is said of where it went.

use super::LetterRequest;
use crate::error::{Error, Result};
use crate::ids::RecordId;
use crate::letters::{
    LetterRow, LetterSending, LetterText, RecordSendingRequest, SendingWay, store, template,
};
use crate::op::Op;
use crate::preferences::Preferences;
use crate::reasons;
use crate::record::audit::Audited;
use crate::record::{Revision, Subject, read};
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, Faults, WithdrawRequest};
use crate::submissions::{self, SubmissionState, store::Onlooker};
use rusqlite::Connection;

/// The PDF for a copy outside the register: audited durably before the bytes are handed out.
pub fn letter_copy(
    register: &Register,
    session: &Session,
    request: &LetterRequest,
    to: &str,
) -> Result<Vec<u8>> {
    reasons::enter_record(register, session, request.letter_id, "saving letters")?;
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
    reasons::enter_record(register, session, request.letter_id, "saving letters")?;
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
    reasons::enter_record(register, session, request.letter_id, "sending letters")?;
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
    let onlooker = Onlooker::of(register, session)?;
    register.write(session, Op::RecordSending, |tx| {
        let (revision, _) = store::letter(tx.connection(), request.letter_id)?;
        may_leave(tx.connection(), &onlooker, request.letter_id)?;
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
    super::row(register, session, request.letter_id)
}

/// A signed letter as plain text, as it was when it was signed. Audited durably, since it leaves the register's
/// encryption with whoever asked. Errors: `NotFound` for a letter of before there were texts.
pub fn letter_text(
    register: &Register,
    session: &Session,
    request: &LetterRequest,
) -> Result<LetterText> {
    reasons::enter_record(register, session, request.letter_id, "copying letters")?;
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
    reasons::enter_record(register, session, request.letter_id, "printing letters")?;
    let (revision, _) = register.read(|c| store::letter(c, request.letter_id))?;
    leaves(register, session, &revision, Audited::LetterPrinted, "")
}

/// Would a letter of this kind, signed by this user, have to stay in the register until a second person has signed it?
pub fn stays(register: &Register, session: &Session, kind: &str) -> Result<bool> {
    session.clinical("signing letters")?;
    let lets_out = Preferences::read(register.layout())?.leave_before_countersigned;
    Ok(session.role.is_supervised()
        && submissions::rules::held(kind, SubmissionState::Awaiting, &lets_out))
}

/// What was withdrawn does not go out, nor what a second person has to sign first. Errors: `Refused`.
fn may_leave(connection: &Connection, onlooker: &Onlooker, letter: RecordId) -> Result<()> {
    if read::standing(connection, letter)?.status == "withdrawn" {
        return Err(Error::Refused {
            rule: "withdrawn",
            message: "This was withdrawn as entered in error and must not go out.".into(),
        });
    }
    let version = read::current(connection, letter)?;
    if submissions::store::view(connection, onlooker, &version)?.is_some_and(|s| s.held) {
        return Err(Error::Refused {
            rule: "awaits-countersignature",
            message: "This may not leave the register before it is countersigned. Which kinds may is set in Settings, \
                      Countersigning."
                .into(),
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
    let onlooker = Onlooker::of(register, session)?;
    register.read(|c| may_leave(c, &onlooker, revision.record))?;
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
    reasons::enter(
        register,
        session,
        request.case_id,
        "correcting where letters went",
    )?;
    signed::required_reason(&request.reason)?;
    let mut letter = None;
    register.write(session, Op::WithdrawSending, |tx| {
        letter = Some(signed::withdraw::<LetterSending>(tx, request)?.letter);
        Ok(())
    })?;
    let letter = letter.ok_or(Error::NotFound { what: "letter" })?;
    super::row(register, session, letter)
}
