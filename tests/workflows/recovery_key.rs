//! The recovery key on paper, and a new one where the paper is lost.

use super::desk::{Desk, PASSPHRASE};
use casebook_core::audit::api::audit;
use casebook_core::audit::{AuditKind, AuditRequest};
use casebook_core::sensitive::Secret;
use casebook_core::store::files;
use casebook_core::store::key_file::KeyFile;
use casebook_core::store::recovery::RecoveryKey;
use casebook_core::users::api::{confirm_recovery_key, reset_passphrase};
use casebook_core::users::recovery::{new_recovery_key, recovery_sheet};
use casebook_core::users::{
    ConfirmRecoveryKeyRequest, NewRecoveryKeyRequest, RecoverySheetRequest, ResetPassphraseRequest,
};
use casebook_core::{Error, Register};

fn sheet(desk: &Desk, key: &str) -> Result<Vec<u8>, Error> {
    let request = RecoverySheetRequest {
        recovery_key: Secret::new(key),
    };
    recovery_sheet(&desk.register, &desk.session, &request, "/safe/key.pdf")
}

fn renew(desk: &Desk, passphrase: &str) -> Result<String, Error> {
    let request = NewRecoveryKeyRequest {
        passphrase: Secret::new(passphrase),
    };
    new_recovery_key(&desk.register, &desk.session, &request).map(|made| made.recovery_key)
}

#[test]
fn the_page_bears_the_key_and_the_audit_says_that_it_left_without_it() {
    let desk = Desk::new();
    let key = desk.recovery_key.clone();
    let pdf = sheet(&desk, &key).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    if let Some(place) = std::env::var_os("CASEBOOK_SHEET") {
        std::fs::write(place, &pdf).unwrap();
    }
    let other = RecoveryKey::fresh().unwrap().printed();
    assert!(matches!(sheet(&desk, &other), Err(Error::Invalid(_))));
    let request = AuditRequest {
        kind: AuditKind::Left,
        limit: 10,
        ..AuditRequest::default()
    };
    let rows = audit(&desk.register, &desk.session, &request).unwrap().rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].what.as_str(), rows[0].detail.as_str()),
        ("Recovery key saved as a PDF", "/safe/key.pdf")
    );
    for entry in std::fs::read_dir(desk.layout.folder()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let group = key.split('-').next().unwrap();
        let whole = key.replace('-', " ");
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains(&key) && !text.contains(&whole),
            "{group} stands in a file"
        );
    }
}

#[test]
fn a_new_key_opens_and_the_one_before_opens_neither_the_key_file_nor_the_one_kept_beside_it() {
    let mut desk = Desk::new();
    let old = desk.recovery_key.clone();
    let wrong = renew(&desk, "violet tractor saucepan nine").unwrap_err();
    assert!(matches!(wrong, Error::WrongPassphrase));
    let new = renew(&desk, PASSPHRASE).unwrap();
    assert_ne!(new, old);
    let confirm = |key: &str| {
        let request = ConfirmRecoveryKeyRequest {
            recovery_key: Secret::new(key),
        };
        confirm_recovery_key(&desk.register, &desk.session, &request)
    };
    assert!(matches!(confirm(&old), Err(Error::Invalid(_))));
    assert!(!KeyFile::read(&desk.layout).unwrap().recovery.confirmed);
    let holder = |key: &str| RecoveryKey::parse(&Secret::new(key), "k").unwrap().holder();
    for file in [desk.layout.keys(), desk.layout.previous_keys()] {
        let file = KeyFile::parse(&files::read(&file).unwrap().unwrap()).unwrap();
        assert!(file.recover(&holder(&old)).is_err());
        assert!(file.recover(&holder(&new)).is_ok());
    }
    assert!(confirm(&new).unwrap().recovery_confirmed);
    desk.register.lock(&desk.session).unwrap();
    let reset = |key: &str| ResetPassphraseRequest {
        user_id: desk.session.user,
        recovery_key: Secret::new(key),
        new_passphrase: Secret::new("violet tractor saucepan nine"),
    };
    assert!(reset_passphrase(&desk.layout, &reset(&old), desk.clock.clone()).is_err());
    let (register, session) =
        reset_passphrase(&desk.layout, &reset(&new), desk.clock.clone()).unwrap();
    register.lock(&session).unwrap();
    let (register, session) = Register::unlock(
        &desk.layout,
        desk.session.user,
        &Secret::new("violet tractor saucepan nine"),
        desk.clock.clone(),
    )
    .unwrap();
    (desk.register, desk.session) = (register, session);
}
