//! What a backup must not do: pass for a good one when a bit of it is not as it was written, or stand half-finished under
//! a good name.

use super::*;
use crate::clock::FixedClock;
use crate::sensitive::Secret;
use crate::session::Session;
use crate::users::{NewUser, Role};

fn opened(folder: &Path) -> (Arc<Register>, Session) {
    let first = NewUser {
        name: "Dr A. Example".into(),
        role: Role::Consultant,
        post: String::new(),
        registration: String::new(),
        passphrase: Secret::new("lantern quarry mitten orbit"),
    };
    let at = "2026-11-26T12:00:00Z".parse().unwrap();
    let layout = Layout::new(folder.join("register"));
    let (register, session, _) =
        Register::set_up(&layout, &first, Arc::new(FixedClock::new(at))).unwrap();
    (register, session)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_bit_flipped_right_after_writing_is_noticed_and_no_backup_appears() {
    let folder = tempfile::tempdir().unwrap();
    let (register, _session) = opened(folder.path());
    let key = register.key().unwrap();
    let backups = folder.path().join("backups");
    files::private_folder(&backups).unwrap();
    let to = backups.join("monday.backup");
    let mut length = 0;
    let mut flips = 0;
    for flip in 0..60u64 {
        let snapshot = register.snapshot().unwrap();
        let (unchecked, bytes) = write_unchecked(
            &snapshot.connection,
            &snapshot.small,
            &snapshot.description,
            &key,
            &to,
            &Work::default(),
        )
        .unwrap();
        let mut content = std::fs::read(&unchecked).unwrap();
        length = content.len();
        // Spread over all of it, the first line and the last byte among them.
        let place = match flip {
            0 => 0,
            1 => length - 1,
            n => usize::try_from(n * 7_919 * 31).unwrap() % length,
        };
        content[place] ^= 1 << (flip % 8);
        std::fs::write(&unchecked, &content).unwrap();
        let outcome = check_and_place(
            &unchecked,
            bytes,
            &key,
            |_| Ok(to.clone()),
            &Work::default(),
        );
        assert!(
            matches!(outcome, Err(Error::Damaged { .. })),
            "bit {} of byte {place}: {outcome:?}",
            flip % 8
        );
        assert!(names(&backups).is_empty(), "{:?}", names(&backups));
        flips += 1;
    }
    assert!(flips == 60 && length > 10_000);
    // The same without a flip is a backup: the check refuses what is wrong, not everything.
    register.back_up(&to).unwrap();
    assert_eq!(names(&backups), ["monday.backup"]);
}

#[test]
fn a_page_that_was_wrong_before_the_digests_were_made_is_noticed_too() {
    let folder = tempfile::tempdir().unwrap();
    let (register, _session) = opened(folder.path());
    let key = register.key().unwrap();
    let to = folder.path().join("monday.backup");
    let snapshot = register.snapshot().unwrap();
    let copy = beside(&to, ".copying");
    let unchecked = beside(&to, ".unchecked");
    let work = Work::default();
    backup::copy_database(&snapshot.connection, &key, &copy, &work).unwrap();
    // The disk gives back something else than what was written: every digest fits it, only the cipher knows.
    let mut content = std::fs::read(&copy).unwrap();
    let place = content.len() * 3 / 4;
    content[place] ^= 4;
    std::fs::write(&copy, &content).unwrap();
    let small = &snapshot.small;
    let bytes = backup::pack(&snapshot.description, &copy, small, &unchecked, &work).unwrap();
    backup::check_file(&unchecked, &work).unwrap();
    let outcome = check_and_place(&unchecked, bytes, &key, |_| Ok(to.clone()), &work);
    assert!(matches!(outcome, Err(Error::Damaged { .. })), "{outcome:?}");
    assert!(!to.exists());
}

#[test]
fn a_description_that_somebody_else_wrote_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (register, _session) = opened(folder.path());
    let key = register.key().unwrap();
    let to = folder.path().join("monday.backup");
    let mut snapshot = register.snapshot().unwrap();
    snapshot.description.made_at = "2026-11-27T12:00:00.000Z".into();
    let (connection, small) = (&snapshot.connection, &snapshot.small);
    let work = Work::default();
    let (unchecked, bytes) =
        write_unchecked(connection, small, &snapshot.description, &key, &to, &work).unwrap();
    let outcome = check_and_place(&unchecked, bytes, &key, |_| Ok(to.clone()), &work);
    assert!(matches!(outcome, Err(Error::Damaged { .. })), "{outcome:?}");
}

#[test]
fn what_is_written_while_a_backup_is_made_waits_for_nothing_and_is_not_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let (register, session) = opened(folder.path());
    let key = register.key().unwrap();
    let to = folder.path().join("monday.backup");
    let snapshot = register.snapshot().unwrap();
    let entries = snapshot.description.entries;
    register
        .write(&session, crate::op::Op::BackUp, |tx| tx.checkpoint())
        .unwrap();
    let (connection, small) = (&snapshot.connection, &snapshot.small);
    let work = Work::default();
    let (unchecked, bytes) =
        write_unchecked(connection, small, &snapshot.description, &key, &to, &work).unwrap();
    // The head that went in is the one of that moment as well: nothing of the record seems to be missing.
    let (description, view) = verify_backup(&unchecked, &key, &work).unwrap();
    assert_eq!((description.entries, view.entries), (entries, entries));
    assert!(view.faults.is_empty(), "{:?}", view.faults);
    let made = check_and_place(&unchecked, bytes, &key, |_| Ok(to.clone()), &work).unwrap();
    assert_eq!(made.faults, 0);
}

#[test]
fn a_stopped_backup_leaves_nothing_and_locking_stops_one_that_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (register, session) = opened(folder.path());
    let stopped = Work::default();
    stopped.stop();
    let outcome = register.back_up_here(&stopped);
    assert!(
        matches!(
            outcome,
            Err(Error::Refused {
                rule: "stopped",
                ..
            })
        ),
        "{outcome:?}"
    );
    assert!(names(&register.layout().backups()).is_empty());

    let (said, heard) = std::sync::mpsc::channel();
    let begun = register.aside(move |register, work| {
        said.send(()).unwrap();
        // As long as it takes: only the lock ends it.
        while work.go_on().is_ok() {
            std::thread::yield_now();
        }
        let outcome = register.back_up_here(work);
        assert!(outcome.is_err());
    });
    assert!(begun);
    heard.recv().unwrap();
    assert!(!register.aside(|_, _| {}), "one at a time");
    register.lock(&session).unwrap();
    assert!(names(&register.layout().backups()).is_empty());
    assert!(!register.aside(|_, _| {}), "locked");
}

#[test]
fn what_a_killed_program_left_is_cleared_away_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (register, _session) = opened(folder.path());
    let backups = register.layout().backups();
    files::private_folder(&backups).unwrap();
    let own = tag(register.id().unwrap());
    let left = format!("casebook-{own}-20261125T120000Z.backup");
    for end in [
        ".copying",
        ".copying-wal",
        ".unchecked",
        ".new",
        ".arriving",
    ] {
        std::fs::write(backups.join(format!("{left}{end}")), b"x").unwrap();
    }
    std::fs::create_dir(backups.join(format!("{left}.checking"))).unwrap();
    std::fs::write(
        backups.join("casebook-00000000-20261125T120000Z.backup.unchecked"),
        b"x",
    )
    .unwrap();
    std::fs::write(backups.join("notes.new"), b"x").unwrap();
    let made = register.back_up_here(&Work::default()).unwrap();
    let made = made
        .path
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    let mut wanted = vec![
        "casebook-00000000-20261125T120000Z.backup.unchecked".to_owned(),
        made,
        "notes.new".to_owned(),
    ];
    wanted.sort();
    assert_eq!(names(&backups), wanted);
}
