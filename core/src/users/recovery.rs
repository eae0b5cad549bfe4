//! The recovery key on paper: the sheet to be locked away, and a new key where the paper is lost or was used.

use super::{NewRecoveryKeyRequest, RecoverySheetRequest, SetUpView, api};
use crate::dates;
use crate::error::{Error, Result};
use crate::ids::RegisterId;
use crate::letters::engine::render;
use crate::letters::model::{Block, Column, Labelled, Letter, Letterhead, Meta, Table};
use crate::op::Op;
use crate::preferences::Preferences;
use crate::record::audit::Audited;
use crate::register::Register;
use crate::session::Session;
use crate::store::key_file::KeyFile;
use crate::store::recovery::RecoveryKey;
use chrono::NaiveDate;

/// Makes a new recovery key; the one before opens nothing of this register from then on. Asked for with the passphrase of
/// whoever is at work: a register that was left open gives nobody a key to all of it.
///
/// Errors: `NotAllowed`; `TooSoon`, `WrongPassphrase`.
pub fn new_recovery_key(
    register: &Register,
    session: &Session,
    request: &NewRecoveryKeyRequest,
) -> Result<SetUpView> {
    session.keeps_accounts("making a new recovery key")?;
    register.recognise(session.user, &request.passphrase)?;
    let recovery = RecoveryKey::fresh()?;
    register.change_keys(
        session,
        Op::NewRecoveryKey,
        "recovery-key-made",
        session.user,
        |keys, data, _| keys.replace_recovery(recovery.holder().sealing_public(), data),
    )?;
    Ok(SetUpView {
        session: api::session_view(register, session)?,
        recovery_key: recovery.printed(),
    })
}

/// The key as a page to be printed and locked away, PDF. That it leaves, and where to, is on the disk in the audit before
/// anything is answered; the key is in no entry, and no file is made here.
///
/// Errors: `NotAllowed`; `Invalid` naming `recovery_key` for any but this register's.
pub fn recovery_sheet(
    register: &Register,
    session: &Session,
    request: &RecoverySheetRequest,
    place: &str,
) -> Result<Vec<u8>> {
    session.keeps_accounts("saving the recovery key")?;
    let key = RecoveryKey::parse(&request.recovery_key, "recovery_key")?;
    let keys = KeyFile::read(register.layout())?;
    if keys.recovery.sealing_public != key.holder().sealing_public() {
        return Err(Error::field(
            "recovery_key",
            "recovery-key",
            "This is a recovery key, but not this register's.",
        ));
    }
    let sheet = sheet(
        &key.printed(),
        keys.register_id,
        register.clock().today(),
        &Preferences::read(register.layout())?,
        register.made_up(),
    );
    let rendered = render(&sheet)?;
    register.write(session, Op::SaveRecoverySheet, |tx| {
        tx.audit_own(Audited::RecoveryKeySaved, None, None, None, place)
    })?;
    Ok(rendered.bytes)
}

/// `casebook-recovery-key-2026-11-26.pdf`: what a dialog offers. Errors: `NotAllowed`.
pub fn sheet_name(register: &Register, session: &Session) -> Result<String> {
    session.keeps_accounts("saving the recovery key")?;
    Ok(format!(
        "casebook-recovery-key-{}.pdf",
        register.clock().today()
    ))
}

/// Two lines of four groups, far enough apart to be read out.
fn groups(printed: &str) -> String {
    let groups: Vec<&str> = printed.split('-').collect();
    groups
        .chunks(4)
        .map(|line| line.join(" – "))
        .collect::<Vec<_>>()
        .join("\n")
}

fn sheet(
    printed: &str,
    register: RegisterId,
    today: NaiveDate,
    preferences: &Preferences,
    made_up: bool,
) -> Letter {
    let date = dates::clinical(today);
    let optional = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    let mut about = vec![
        Labelled::new("Register", register.to_string()),
        Labelled::new("Key made on", date.clone()),
    ];
    if made_up {
        about.push(Labelled::new("Note", "A register of made-up cases"));
    }
    Letter {
        lang: "en-GB".into(),
        title: "Recovery key of a Casebook register".into(),
        meta: Meta {
            author: "Casebook".into(),
            created: today.to_string(),
        },
        letterhead: Letterhead {
            organisation: optional(&preferences.organisation).unwrap_or_else(|| "Casebook".into()),
            team: optional(&preferences.team),
            ..Letterhead::default()
        },
        identifiers: vec![
            Labelled::new("", "Recovery key: keep sealed"),
            Labelled::new("Register", register.to_string()),
        ],
        subject: Some("Recovery key: keep this page sealed and locked away".into()),
        blocks: vec![
            Block::KeyValues { rows: about },
            Block::Large {
                text: groups(printed),
            },
            Block::heading(1, "What it is for"),
            Block::paragraph(
                "It opens the register where a passphrase is forgotten, whoever’s it is. Whoever has it and a copy of \
                 the register can read every case. Without it, and without any passphrase, nobody can: not the trust, \
                 not the makers of Casebook.",
            ),
            Block::heading(1, "Where to keep it"),
            Block::bullets([
                "On paper, in a sealed envelope, signed across the flap, in a safe that is not in the room of the computer.",
                "Not as a photograph, not in a mail, not in a file: delete the PDF once it is printed.",
                "Two people should know where it is. A second copy belongs in a second safe.",
            ]),
            Block::heading(1, "When it is used"),
            Block::numbers([
                "At the locked register choose “Use the recovery key”, type the eight groups, and choose a new passphrase \
                 for the account. What the account signed stays valid; it signs with new keys from then on.",
                "Write down here who opened the envelope, when and why.",
                "Make a new key under Settings, Register, and destroy this page. This key then opens the register no \
                 more; older copies and backups it still opens.",
            ]),
            Block::heading(1, "Sealed and opened"),
            Block::Table(Table {
                caption: String::new(),
                columns: vec![
                    Column::new("What", 3),
                    Column::new("Date and time", 3),
                    Column::new("Name and signature", 6),
                ],
                rows: [
                    "Sealed by\nfirst person",
                    "Sealed by\nsecond person",
                    "Opened by\nand why",
                    "Destroyed by",
                ]
                .iter()
                .map(|what| vec![(*what).to_owned(), String::new(), String::new()])
                .collect(),
            }),
        ],
        ..Letter::default()
    }
}
