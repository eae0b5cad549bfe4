//! A register's backups: made by themselves, kept in two places, restored when the laptop is lost or the register damaged.

use super::desk::{Desk, PASSPHRASE, noon};
use casebook_core::audit::api::{audit, save_audit};
use casebook_core::audit::{AuditKind, AuditRequest};
use casebook_core::backups::api::{back_up, backups};
use casebook_core::backups::{
    RestorableRequest, RestoreRequest, RestoredView, automatic, restorable, restore,
};
use casebook_core::preferences::Preferences;
use casebook_core::record::VerifyRequest;
use casebook_core::sensitive::Secret;
use casebook_core::store::work::Work;
use casebook_core::{Error, Register};
use chrono::{Days, TimeDelta};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".backup"))
        .collect();
    names.sort();
    names
}

fn work() -> Arc<Work> {
    Arc::new(Work::default())
}

/// Waits for the thread that makes a backup by itself.
fn settled(desk: &Desk) {
    while desk.register.is_aside() {
        std::thread::yield_now();
    }
}

fn busy() -> Desk {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    desk.sign(case, None, "One");
    desk
}

fn request(desk: &Desk, file: &Path) -> RestoreRequest {
    RestoreRequest {
        file: file.display().to_string(),
        user_id: desk.session.user,
        passphrase: Secret::new(PASSPHRASE),
        into: String::new(),
        anyway: false,
    }
}

fn newest(desk: &Desk) -> PathBuf {
    let folder = desk.layout.backups();
    folder.join(files(&folder).last().unwrap())
}

fn restored(desk: &Desk, request: &RestoreRequest) -> Result<RestoredView, Error> {
    restore(&desk.layout, request, desk.clock.clone(), &work())
}

#[test]
fn a_backup_is_made_by_itself_once_a_day_and_said_in_the_audit() {
    let desk = busy();
    for (hours, there) in [(0, 1), (1, 1), (23, 1), (24, 2), (25, 2), (72, 3)] {
        desk.clock.set(noon() + TimeDelta::hours(hours));
        automatic(&desk.register, &desk.session);
        settled(&desk);
        let made = files(&desk.layout.backups());
        // Those of one day are thinned to the newest.
        assert_eq!(made.len(), there, "after {hours} hours: {made:?}");
    }
    let seen = audit(
        &desk.register,
        &desk.session,
        &AuditRequest {
            kind: AuditKind::Opened,
            limit: 100,
            ..AuditRequest::default()
        },
    )
    .unwrap();
    let made = seen.rows.iter().filter(|r| r.what == "Backup made");
    assert_eq!(made.count(), 3);
    let view = backups(&desk.register, &desk.session).unwrap();
    assert_eq!(view.here[0].holds.split(", ").next(), Some("1 patient"));
    assert!(view.overdue.is_empty() && view.problem.is_empty());
}

#[test]
fn a_second_folder_gets_a_copy_and_its_absence_is_said_and_fails_nothing() {
    let desk = busy();
    let stick = tempfile::tempdir().unwrap();
    let folder = stick.path().join("casebook");
    let preferences = Preferences {
        backup_folder: folder.display().to_string(),
        ..Preferences::default()
    };
    preferences.change(&desk.register, &desk.session).unwrap();
    // Not there: nothing is made in its place, and the backup is made all the same.
    let view = back_up(&desk.register, &desk.session, &work()).unwrap();
    let second = view.second.unwrap();
    assert!(!second.there && second.problem.is_empty() && !folder.exists());
    assert_eq!(view.overdue, "No backup has reached the second folder yet.");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(
        folder.join("casebook-00000000-20200101T000000Z.backup"),
        b"another's",
    )
    .unwrap();
    desk.clock.set(noon() + TimeDelta::minutes(1));
    let view = back_up(&desk.register, &desk.session, &work()).unwrap();
    assert!(view.overdue.is_empty(), "{}", view.overdue);
    assert_eq!(files(&folder).len(), 2, "{:?}", files(&folder));
    let copied = folder.join(newest(&desk).file_name().unwrap());
    assert_eq!(
        std::fs::read(copied).unwrap(),
        std::fs::read(newest(&desk)).unwrap()
    );
    // The stick is pulled: what it had is remembered, and nagged about when it grows old.
    std::fs::rename(&folder, stick.path().join("elsewhere")).unwrap();
    for (days, overdue) in [
        (6, ""),
        (8, "The newest backup in the second folder is 8 days old."),
    ] {
        desk.clock
            .set(noon() + TimeDelta::minutes(2) + Days::new(days));
        let view = back_up(&desk.register, &desk.session, &work()).unwrap();
        assert_eq!(view.overdue, overdue);
        assert!(!view.second.unwrap().there);
    }
}

#[test]
fn a_damaged_register_is_restored_in_place_and_what_was_there_is_set_aside() {
    let desk = busy();
    back_up(&desk.register, &desk.session, &work()).unwrap();
    let file = newest(&desk);
    // While it is open nobody restores over it.
    assert!(matches!(
        restored(&desk, &request(&desk, &file)),
        Err(Error::InUse { .. })
    ));
    desk.register.lock(&desk.session).unwrap();
    let database = desk.layout.database();
    let mut bytes = std::fs::read(&database).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&database, &bytes).unwrap();
    let unlock = |desk: &Desk| {
        Register::unlock(
            &desk.layout,
            desk.session.user,
            &Secret::new(PASSPHRASE),
            desk.clock.clone(),
        )
    };
    assert!(matches!(unlock(&desk), Err(Error::Damaged { .. })));
    let found = restorable(
        &desk.layout,
        &RestorableRequest::default(),
        desk.clock.as_ref(),
    )
    .unwrap();
    assert_eq!(found.best, Some(file.display().to_string()));
    assert_eq!(found.backups[0].accounts[0].name, "Dr A. Okafor");
    let mut wrong = request(&desk, &file);
    wrong.passphrase = Secret::new("not the passphrase");
    assert!(matches!(
        restored(&desk, &wrong),
        Err(Error::WrongPassphrase)
    ));
    assert_eq!(
        std::fs::read(&database).unwrap(),
        bytes,
        "nothing was changed"
    );
    let view = restored(&desk, &request(&desk, &file)).unwrap();
    assert!(view.done && view.faults.is_empty(), "{:?}", view.faults);
    let aside = Path::new(&view.set_aside);
    assert_eq!(std::fs::read(aside.join("register.db")).unwrap(), bytes);
    let (register, session) = unlock(&desk).unwrap();
    assert!(register.warnings().is_empty(), "{:?}", register.warnings());
    assert!(register.verify(|_| true).unwrap().faults.is_empty());
    // What is written from now on is no continuation of what was lost.
    let chains: u32 = register
        .read(|c| {
            Ok(
                c.query_row("SELECT count(DISTINCT chain_id) FROM journal", [], |r| {
                    r.get(0)
                })
                .unwrap(),
            )
        })
        .unwrap();
    assert!(chains >= 2);
    let all = AuditRequest {
        limit: 100,
        ..AuditRequest::default()
    };
    let seen = audit(&register, &session, &all).unwrap();
    assert!(
        seen.rows
            .iter()
            .any(|r| r.what == "Register restored from a backup")
    );
    assert!(
        !files(&desk.layout.backups()).is_empty(),
        "backups stay with the register"
    );
}

#[test]
fn a_restore_cut_off_between_two_renames_is_finished_at_the_next_start() {
    let desk = busy();
    back_up(&desk.register, &desk.session, &work()).unwrap();
    let file = newest(&desk);
    desk.register.lock(&desk.session).unwrap();
    let kept = desk
        .layout
        .folder()
        .with_file_name("register-set-aside-2026-11-20");
    // As a power cut would leave it: the old folder is aside, the new one still beside.
    let making = desk.layout.folder().with_file_name("register.restoring");
    casebook_core::store::backup::restore(&file, &casebook_core::store::Layout::new(&making))
        .unwrap();
    std::fs::write(making.join("restored-whole"), kept.display().to_string()).unwrap();
    std::fs::rename(desk.layout.folder(), &kept).unwrap();
    let state = casebook_core::users::api::closed_state(&desk.layout, desk.clock.as_ref()).unwrap();
    assert_eq!(state.accounts.len(), 1);
    assert!(!making.exists() && !files(&desk.layout.backups()).is_empty());
    assert!(!desk.layout.folder().join("restored-whole").exists());
}

#[test]
fn a_backup_of_a_record_with_faults_is_kept_apart_and_restored_only_if_somebody_says_so() {
    let desk = busy();
    back_up(&desk.register, &desk.session, &work()).unwrap();
    let good = newest(&desk);
    super::record_whole::raw(&desk)
        .execute_batch("DROP TRIGGER bodies_are_never_updated; UPDATE bodies SET body = x'00' WHERE position =
             (SELECT min(position) FROM journal WHERE record_kind = 'formulation@1' AND kind = 'revision');")
        .unwrap();
    desk.clock.set(noon() + Days::new(2));
    let view = back_up(&desk.register, &desk.session, &work()).unwrap();
    assert!(!view.here[0].good && view.here[1].good);
    let faulty = PathBuf::from(&view.here[0].file);
    assert!(faulty.to_string_lossy().ends_with("-faulty.backup"));
    desk.register.lock(&desk.session).unwrap();
    let found = restorable(
        &desk.layout,
        &RestorableRequest::default(),
        desk.clock.as_ref(),
    )
    .unwrap();
    assert_eq!(found.best, Some(good.display().to_string()));
    let into = desk.layout.folder().with_file_name("looked-at");
    let mut asked = request(&desk, &faulty);
    asked.into = into.display().to_string();
    let view = restored(&desk, &asked).unwrap();
    assert!(!view.done && !view.faults.is_empty() && !into.exists());
    asked.anyway = true;
    let view = restored(&desk, &asked).unwrap();
    assert!(view.done && into.join("register.db").exists() && view.set_aside.is_empty());
}

#[test]
fn twelve_words_from_the_minutes_show_later_whether_anything_before_was_changed() {
    let desk = busy();
    let verify = |desk: &Desk, words: &str| {
        let request = VerifyRequest {
            fingerprint: words.to_owned(),
        };
        desk.register
            .verify_fingerprinted(&work(), &request)
            .unwrap()
    };
    let words = verify(&desk, "").fingerprint;
    assert_eq!(words.split(' ').count(), 12);
    let case = desk.case(desk.patient("Ewa", "Zielińska", "999 000 0026"));
    desk.sign(case, None, "Later");
    let later = verify(&desk, &words);
    assert!(
        later.earlier.as_ref().unwrap().unchanged,
        "{:?}",
        later.earlier
    );
    assert_ne!(later.fingerprint, words);
    assert!(verify(&desk, &later.fingerprint).earlier.unwrap().unchanged);
    // Another register's words do not fit, nor does a register that was put back to an earlier day.
    let other = busy();
    assert!(!verify(&other, &words).earlier.unwrap().unchanged);
    let far = verify(&other, &later.fingerprint).earlier.unwrap();
    assert!(!far.unchanged && far.until.is_empty(), "{far:?}");
    // Somebody with the key changes an old entry, and the chain after it so that it fits again.
    let raw = super::record_whole::raw(&desk);
    raw.execute_batch(
        "DROP TRIGGER journal_is_never_updated; UPDATE journal SET hash = randomblob(32) WHERE position = 4;",
    )
    .unwrap();
    let changed = verify(&desk, &words);
    assert!(!changed.earlier.unwrap().unchanged);
    assert!(
        changed.fingerprint.is_empty(),
        "nothing is vouched for that is not whole"
    );
}

#[test]
fn what_left_is_listed_with_who_and_where_to_and_the_list_that_leaves_is_in_it() {
    let desk = busy();
    let left = AuditRequest {
        kind: AuditKind::Left,
        limit: 100,
        ..AuditRequest::default()
    };
    let seen = || audit(&desk.register, &desk.session, &left).unwrap().rows;
    assert!(seen().is_empty());
    let file = save_audit(
        &desk.register,
        &desk.session,
        &AuditRequest::default(),
        "/media/stick/audit.csv",
    );
    let text = String::from_utf8(file.unwrap()).unwrap();
    assert!(text.contains("Formulation signed") && !text.contains("Nowak"));
    let rows = seen();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].left && rows[0].what == "Audit saved as a file");
    assert_eq!(rows[0].detail, "/media/stick/audit.csv");
    let nobody = AuditRequest {
        user_id: Some(desk.session.user),
        from: "21-Nov-2026".into(),
        ..left.clone()
    };
    assert!(
        audit(&desk.register, &desk.session, &nobody)
            .unwrap()
            .rows
            .is_empty()
    );
    assert!(desk.register.differing_projections().unwrap().is_empty());
    let mut session = desk.session.clone();
    session.role = casebook_core::users::Role::Trainee;
    assert!(matches!(
        save_audit(&desk.register, &session, &left, "/nowhere"),
        Err(Error::NotAllowed { .. })
    ));
}
