//! The record is whole and stays so: lists can be made anew, backups come back, newer formats are refused.

use super::desk::{Desk, PASSPHRASE};
use casebook_core::record::VerifyRequest;
use casebook_core::sensitive::Secret;
use casebook_core::store::key_file::KeyFile;
use casebook_core::store::work::Work;
use casebook_core::store::{Layout, backup, migrate, open};
use casebook_core::{Error, Register};

fn busy_desk() -> Desk {
    let desk = Desk::new();
    for (given, family, number) in [
        ("Halina", "Nowak", "999 000 0018"),
        ("Helena", "Nowak", "999 000 0026"),
        ("Siân", "Ŵyn", ""),
    ] {
        let case = desk.case(desk.patient(given, family, number));
        let first = desk.sign(case, None, "One");
        desk.sign(case, Some(first.versions[0].revision), "Two");
    }
    desk
}

pub fn raw(desk: &Desk) -> rusqlite::Connection {
    let (_, key) = KeyFile::read(&desk.layout)
        .unwrap()
        .unlock(desk.session.user, PASSPHRASE)
        .unwrap();
    open::connection(&desk.layout.database(), &key, false).unwrap()
}

#[test]
fn lists_made_anew_from_the_journal_are_the_live_ones() {
    let desk = busy_desk();
    assert_eq!(
        desk.register.differing_projections().unwrap(),
        Vec::<String>::new()
    );
    raw(&desk)
        .execute("UPDATE cases SET lead = 'Somebody else'", [])
        .unwrap();
    assert_eq!(
        desk.register.differing_projections().unwrap(),
        ["cases"],
        "a changed list is noticed"
    );
    let verdict = desk.register.verify(|_| true).unwrap();
    assert!(verdict.faults.iter().any(|f| f.kind == "projection"));
    desk.register.rebuild(&desk.session).unwrap();
    assert_eq!(
        desk.register.differing_projections().unwrap(),
        Vec::<String>::new()
    );
}

#[test]
fn a_backup_restored_elsewhere_holds_the_same_entries() {
    let desk = busy_desk();
    let file = desk.layout.backups().join("one.backup");
    desk.register.back_up(&file).unwrap();
    let entries = |c: &rusqlite::Connection| -> Vec<Vec<u8>> {
        c.prepare("SELECT hash FROM journal ORDER BY position")
            .unwrap()
            .query_map([], |r| r.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    let live = entries(&raw(&desk));
    let elsewhere = Layout::new(desk.layout.folder().with_file_name("restored"));
    backup::restore(&file, &elsewhere).unwrap();
    assert!(matches!(
        backup::restore(&file, &elsewhere),
        Err(Error::Refused { .. })
    ));
    let (register, session) = Register::unlock(
        &elsewhere,
        desk.session.user,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    )
    .unwrap();
    assert!(register.warnings().is_empty(), "{:?}", register.warnings());
    let verdict = register.verify(|_| true).unwrap();
    assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
    register.lock(&session).unwrap();
    let (_, key) = KeyFile::read(&elsewhere)
        .unwrap()
        .unlock(desk.session.user, PASSPHRASE)
        .unwrap();
    let restored = entries(&open::connection(&elsewhere.database(), &key, false).unwrap());
    assert_eq!(restored[..live.len()], live[..]);
    // The restored register writes a chain of its own.
    let chains: i64 = open::connection(&elsewhere.database(), &key, false)
        .unwrap()
        .query_row("SELECT count(DISTINCT chain_id) FROM journal", [], |r| {
            r.get(0)
        })
        .unwrap();
    assert_eq!(chains, 2);
}

#[test]
fn a_register_of_a_newer_program_is_refused_and_left_as_it_is() {
    let mut desk = busy_desk();
    desk.unlock_again();
    desk.register.lock(&desk.session).unwrap();
    raw(&desk)
        .pragma_update(None, "user_version", migrate::newest() + 1)
        .unwrap();
    let refused = Register::unlock(
        &desk.layout,
        desk.session.user,
        &Secret::new(PASSPHRASE),
        desk.clock.clone(),
    );
    assert!(matches!(refused, Err(Error::TooNew { .. })));
    let version: u32 = raw(&desk)
        .pragma_query_value(None, "user_version", |r| r.get(0))
        .unwrap();
    assert_eq!(version, migrate::newest() + 1);
}

#[test]
fn the_journal_refuses_to_be_changed_through_sql() {
    let desk = busy_desk();
    let connection = raw(&desk);
    for sql in [
        "UPDATE journal SET at = '2020-01-01T00:00:00.000Z' WHERE position = 1",
        "DELETE FROM journal WHERE position = 1",
        "UPDATE bodies SET body = x'00' WHERE position = 1",
        "DELETE FROM bodies WHERE position = 1",
        "DELETE FROM parents",
    ] {
        let error = connection.execute(sql, []).unwrap_err().to_string();
        assert!(error.contains("immutable"), "{sql}: {error}");
    }
}

#[test]
fn a_clock_ten_years_wrong_changes_no_order() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", ""));
    let first = desk.sign(case, None, "One");
    desk.clock.set("2036-11-20T12:00:00Z".parse().unwrap());
    let second = desk.sign(case, Some(first.versions[0].revision), "Two");
    desk.clock.set("2026-11-20T11:00:00Z".parse().unwrap());
    let third = desk.sign(case, Some(second.versions[0].revision), "Three");
    let order: Vec<(u32, &str)> = third
        .versions
        .iter()
        .map(|v| (v.version, v.form.cells["presenting.body"].as_str()))
        .collect();
    assert_eq!(order, [(3, "Three"), (2, "Two"), (1, "One")]);
    assert!(desk.register.verify(|_| true).unwrap().faults.is_empty());
}

#[test]
fn every_opening_of_a_case_reaches_the_audit_before_the_lock() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", ""));
    let request = casebook_core::cases::api::CaseRequest { case_id: case };
    for _ in 0..3 {
        casebook_core::cases::api::open_case(&desk.register, &desk.session, &request).unwrap();
    }
    desk.register.lock(&desk.session).unwrap();
    let audited: i64 = raw(&desk).query_row(
        "SELECT count(*) FROM journal AS j JOIN bodies AS b ON b.position = j.position
         WHERE j.kind = 'audit' AND j.case_id = ?1 AND json_extract(CAST(b.body AS TEXT), '$.what') = 'case-opened'",
        [case], |r| r.get(0)).unwrap();
    assert_eq!(audited, 3);
}

#[test]
fn a_record_once_found_too_short_stays_under_question() {
    let mut desk = busy_desk();
    desk.register.lock(&desk.session).unwrap();
    std::fs::remove_file(desk.layout.head()).unwrap();
    let open = |desk: &mut Desk| {
        let (register, session) = Register::unlock(
            &desk.layout,
            desk.session.user,
            &Secret::new(PASSPHRASE),
            desk.clock.clone(),
        )
        .unwrap();
        (desk.register, desk.session) = (register, session);
    };
    open(&mut desk);
    assert_eq!(desk.register.warnings().len(), 1);
    assert!(!desk.register.verify(|_| true).unwrap().faults.is_empty());
    desk.register.lock(&desk.session).unwrap();
    open(&mut desk);
    assert!(desk.register.warnings().is_empty(), "told once");
    let faults = desk.register.verify(|_| true).unwrap().faults;
    assert!(
        faults.iter().any(|f| f.kind == "head"),
        "and on record for good: {faults:?}"
    );
}

#[test]
fn a_backup_overwrites_nothing_and_leaves_the_rights_of_other_folders_alone() {
    let desk = busy_desk();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("a.backup");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        desk.register.back_up(&to).unwrap();
        let mode = std::fs::metadata(folder.path())
            .unwrap()
            .permissions()
            .mode()
            & 0o777;
        assert_eq!(mode, 0o755);
    }
    assert!(matches!(
        desk.register.back_up(&to),
        Err(Error::Refused {
            rule: "file-exists",
            ..
        })
    ));
    let nowhere = Layout::new(folder.path().join("new"));
    let missing = backup::restore(&folder.path().join("none.backup"), &nowhere);
    assert!(matches!(missing, Err(Error::NotFound { .. })));
    assert!(!nowhere.exists());
}

#[test]
fn whatever_page_is_damaged_a_register_that_still_opens_says_so_when_it_is_checked() {
    let desk = busy_desk();
    // So many entries that the journal has pages which nobody reads at the unlock.
    let case = desk.case(desk.patient("Iris", "Testcase", ""));
    let mut base = None;
    for n in 0..80 {
        base = Some(desk.sign(case, base, &format!("Version {n}")).versions[0].revision);
    }
    desk.register.lock(&desk.session).unwrap();
    let file = desk.layout.database();
    let whole = std::fs::read(&file).unwrap();
    let (mut opened, mut not_read_through) = (0, 0);
    for page in (0..whole.len() / 4096).step_by(9) {
        let mut damaged = whole.clone();
        damaged[page * 4096 + 2000] ^= 1;
        // Somewhere else each time: what was opened leaves its own traces beside the file.
        let copy = tempfile::tempdir().unwrap();
        let layout = Layout::new(copy.path());
        for entry in std::fs::read_dir(desk.layout.folder()).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                std::fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
            }
        }
        std::fs::write(layout.database(), &damaged).unwrap();
        let unlocked = Register::unlock(
            &layout,
            desk.session.user,
            &Secret::new(PASSPHRASE),
            desk.clock.clone(),
        );
        let Ok((register, session)) = unlocked else {
            continue;
        };
        opened += 1;
        let view = register
            .verify_fingerprinted(&Work::default(), &VerifyRequest::default())
            .unwrap();
        assert!(
            view.faults
                .iter()
                .any(|f| f.what == "1 page of register.db is not as it was written."),
            "page {page}: {view:?}"
        );
        assert!(view.summary.starts_with("The record is NOT whole"));
        assert_eq!(view.fingerprint, "");
        not_read_through += usize::from(view.faults.iter().any(|f| f.kind == "journal"));
        let _ = register.lock(&session);
    }
    assert!(
        opened > not_read_through && not_read_through > 0,
        "{opened} opened, {not_read_through} not read to the end"
    );
}
