//! Letters: composed from the record, signed with the session's account, a copy saved. What leaves the register is
//! signed, or says on every page that it is a draft.

use super::{fill, give_reason, place, private_new, refuse_existing};
use crate::arguments::Door;
use crate::{door, output};
use casebook_core::cases::api::{CaseRequest, open_case};
use casebook_core::ids::{CaseId, RecordId};
use casebook_core::letters::ComposedLetter;
use casebook_core::letters::api::{
    ComposeLetterRequest, LetterRequest, PreviewLetterRequest, SignLetterRequest, compose_letter,
    letter_copy, preview_letter, sign_letter, stays,
};
use casebook_core::reasons::Reason;
use casebook_core::reasons::api::give_for_record;
use casebook_core::{Error, Register, Result, Session};
use std::fs::File;
use std::path::Path;

/// The letter asked for.
pub(crate) struct Wanted<'a> {
    pub(crate) kind: &'a str,
    pub(crate) case: &'a str,
    pub(crate) out: &'a Path,
    pub(crate) preview: bool,
    pub(crate) draft: bool,
    pub(crate) reason: Option<&'a Reason>,
}

pub(crate) fn write(door: &Door, wanted: &Wanted<'_>, json: bool) -> Result<()> {
    let case_id = CaseId::parse(wanted.case, "case")?;
    refuse_existing(wanted.out)?;
    door::within(door, json, |register, session| {
        give_reason(register, session, case_id, wanted.reason)?;
        // The reading is audited, also where only a preview is made of it.
        open_case(register, session, &CaseRequest { case_id })?;
        let composed = compose(register, session, case_id, wanted)?;
        // The place is taken before anything is signed: a letter that can't be saved is not signed either.
        let mut file = private_new(wanted.out)?;
        let made = make(register, session, &composed, wanted, &mut file);
        if made.is_err() {
            let _ = std::fs::remove_file(wanted.out);
        }
        let signed = made?;
        let to = wanted.out.display().to_string();
        let mut text = match &signed {
            Some(row) => {
                let pages = row
                    .get("pages")
                    .and_then(serde_json::Value::as_u64)
                    .unwrap_or(0);
                format!("{} signed, {pages} pages: {to}", composed.title)
            }
            None => format!("{}, unsigned preview: {to}", composed.title),
        };
        for left in &composed.left_out {
            text.push_str(&format!("\nLeft out: {}. {}", left.what, left.why));
        }
        let answer = serde_json::json!({
            "file": to,
            "letter": signed,
            "left_out": composed.left_out,
        });
        output::either(json, &answer, &text)
    })
}

fn compose(
    register: &Register,
    session: &Session,
    case_id: CaseId,
    wanted: &Wanted<'_>,
) -> Result<ComposedLetter> {
    let request = ComposeLetterRequest {
        case_id,
        kind: wanted.kind.to_owned(),
        afresh: false,
        puts_right: None,
    };
    let found = compose_letter(register, session, &request)?;
    match (&found.draft, wanted.draft, wanted.preview) {
        // A preview of the record as it is leaves the draft alone.
        (Some(_), false, true) => {
            compose_letter(register, session, &ComposeLetterRequest { afresh: true, ..request })
        }
        (Some(_), false, false) => Err(Error::Refused {
            rule: "draft-kept",
            message: "A draft of this letter is kept. Finish it in the window, or sign it as it stands with --draft.".into(),
        }),
        (Some(_), true, false) if !found.moved.is_empty() => Err(Error::Refused {
            rule: "draft-out-of-date",
            message: "The record has changed since the draft was composed. Finish it in the window.".into(),
        }),
        _ => Ok(found),
    }
}

/// Signs or previews, and writes the pages. Answers the signed letter's row.
fn make(
    register: &Register,
    session: &Session,
    composed: &ComposedLetter,
    wanted: &Wanted<'_>,
    file: &mut File,
) -> Result<Option<serde_json::Value>> {
    let (case_id, content) = (composed.case_id, composed.content.clone());
    let (bytes, row) = if wanted.preview {
        let request = PreviewLetterRequest { case_id, content };
        (preview_letter(register, session, &request)?, None)
    } else {
        if stays(register, session, wanted.kind)? {
            return Err(Error::Refused {
                rule: "awaits-countersignature",
                message: "What you sign of this kind may not leave the register before it is countersigned. Sign it in \
                          the window and hand it in there; nothing has been signed."
                    .into(),
            });
        }
        let row = sign_letter(
            register,
            session,
            &SignLetterRequest {
                case_id,
                content,
                as_it_stands: false,
                puts_right: composed.puts_right.as_ref().map(|s| s.revision),
                submission: Default::default(),
            },
        )?;
        let bytes = letter_copy(
            register,
            session,
            &LetterRequest { letter_id: row.id },
            &place(wanted.out),
        )?;
        (bytes, serde_json::to_value(&row).ok())
    };
    fill(file, &bytes, wanted.out)?;
    Ok(row)
}

/// Saves a copy of a signed letter.
pub(crate) fn copy(
    door: &Door,
    letter_id: &str,
    out: &Path,
    reason: Option<&Reason>,
    json: bool,
) -> Result<()> {
    let letter_id = RecordId::parse(letter_id, "letter_id")?;
    refuse_existing(out)?;
    door::within(door, json, |register, session| {
        if let Some(reason) = reason {
            give_for_record(register, session, letter_id, reason)?;
        }
        let mut file = private_new(out)?;
        let made = letter_copy(register, session, &LetterRequest { letter_id }, &place(out))
            .and_then(|bytes| fill(&mut file, &bytes, out));
        if let Err(error) = made {
            let _ = std::fs::remove_file(out);
            return Err(error);
        }
        let to = out.display().to_string();
        output::either(
            json,
            &serde_json::json!({ "file": to }),
            &format!("Copy saved: {to}"),
        )
    })
}
