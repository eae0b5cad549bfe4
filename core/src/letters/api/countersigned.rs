//! The second signature on a letter: put on the pages as they were laid out when the letter was signed, so that nothing
//! else on them changes, whatever the record says by now.

use crate::clock;
use crate::dates;
use crate::error::{Error, Result};
use crate::ids::{RecordId, RevisionId};
use crate::letters::model::{Block, Letter};
use crate::letters::template::{self, Addressee};
use crate::letters::{
    LetterCountersignature, LetterError, Rendered, SignedLetter, plain, render, store,
};
use crate::record::{Body, Revision, Subject, WriteTx, read, split_kind};
use crate::register::Register;
use crate::session::Session;
use crate::users;
use rusqlite::Connection;

/// Pages with both signatures on them, before they are kept.
pub(crate) struct Pages {
    bytes: Vec<u8>,
    count: usize,
    text: String,
}

/// Renders a letter with the second signature. Nothing for what is no letter, and for a letter that has left already:
/// that one is kept as it left, and its second signature stands in the record alone.
pub(crate) fn pages(
    register: &Register,
    session: &Session,
    connection: &Connection,
    version: &Revision,
) -> Result<Option<Pages>> {
    if split_kind(&version.kind).is_none_or(|(name, _)| name != SignedLetter::KIND) {
        return Ok(None);
    }
    let letter: SignedLetter = version.read()?;
    let Some(kept) = letter.layout else {
        return Ok(None);
    };
    if store::has_left(connection, version.record)? {
        return Ok(None);
    }
    let damaged = || Error::Damaged {
        what: "a letter's layout".into(),
    };
    let body = read::revision(connection, kept)?.body.ok_or_else(damaged)?;
    let mut laid_out: Letter = serde_json::from_slice(&body).map_err(|_| damaged())?;
    let who = users::store::account(connection, session.user)?;
    let to = template::exactly(&letter.content.kind, letter.content.template_version)?.addressee;
    let now = clock::stamp(register.clock().now());
    let on = match to {
        // NHS CUI D+Ta-0011: the month in full when writing to the patient.
        Addressee::Patient => dates::long(register.clock().today()),
        Addressee::Gp | Addressee::Host => dates::clinical_instant(&now).replacen(' ', " at ", 1),
    };
    let registration = match to {
        Addressee::Gp | Addressee::Host => who.registration.as_str(),
        Addressee::Patient => "",
    };
    let named: Vec<&str> = [who.name.as_str(), who.post.as_str(), registration]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let mut line = format!(
        "Countersigned electronically on {on} by {}",
        named.join(", ")
    );
    let mut rendered = with_line(&mut laid_out, &line)?;
    if rendered.pages != usize::try_from(letter.pages).unwrap_or(usize::MAX) {
        // A long post must not push the signatures onto a page of their own.
        line = format!("Countersigned electronically on {on} by {}", who.name);
        rendered = with_line(&mut laid_out, &line)?;
    }
    Ok(Some(Pages {
        bytes: rendered.bytes,
        count: rendered.pages,
        text: plain::countersigned(&letter.text, &line),
    }))
}

fn with_line(laid_out: &mut Letter, line: &str) -> Result<Rendered> {
    for block in &mut laid_out.blocks {
        if let Block::Signature(signature) = block {
            line.clone_into(&mut signature.countersignature);
        }
    }
    render(laid_out).map_err(|error| match error {
        LetterError::MissingGlyph { .. } => Error::Letter {
            message: "your name, post or registration has a character that no font here has. Write it in Latin letters \
                      in Settings, People."
                .into(),
        },
        other => other.into(),
    })
}

/// Keeps the pages with both signatures, in the write that countersigns.
pub(crate) fn keep(tx: &mut WriteTx<'_>, version: &Revision, pages: Option<&Pages>) -> Result<()> {
    let Some(pages) = pages else {
        return Ok(());
    };
    // It may have left since the pages were rendered.
    if store::has_left(tx.connection(), version.record)? {
        return Ok(());
    }
    let subject = Subject {
        patient: version.patient,
        case: version.case,
    };
    let pdf = tx.create_file(subject, store::PDF, &pages.bytes)?;
    let body = LetterCountersignature {
        letter: version.record,
        revision: version.id,
        pdf,
        sha256: super::sha256(&pages.bytes),
        pages: u32::try_from(pages.count).unwrap_or(u32::MAX),
        text: pages.text.clone(),
    };
    tx.create(subject, RecordId::random()?, &body).map(drop)
}

/// Keeps a letter's layout, in the write that signs it.
pub(crate) fn keep_layout(
    tx: &mut WriteTx<'_>,
    subject: Subject,
    laid_out: &Letter,
) -> Result<RevisionId> {
    let bytes = serde_json::to_vec(laid_out).map_err(|_| Error::Io {
        doing: "keeping a letter's layout",
        path: String::new(),
    })?;
    tx.create_file(subject, store::LAYOUT, &bytes)
}
