//! kill -9 in the middle of bringing an older register up: afterwards it is at a released format, and the next unlock finishes
//! what was begun, lists and all.

use super::stories::say;
use super::{Dice, bout, copy, itself, make_cheap};
use crate::workflows::desk::{Desk, PASSPHRASE, noon};
use crate::workflows::search::BEFORE_THE_SEARCH;
use casebook_core::Register;
use casebook_core::clock::FixedClock;
use casebook_core::ids::UserId;
use casebook_core::sensitive::Secret;
use casebook_core::store::key_file::KeyFile;
use casebook_core::store::{Layout, migrate, open};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

const CHILD: &str = "CASEBOOK_DRILL_MIGRATION";

fn unlock(layout: &Layout, user: UserId) -> Arc<Register> {
    let clock = Arc::new(FixedClock::new(noon()));
    Register::unlock(layout, user, &Secret::new(PASSPHRASE), clock)
        .unwrap()
        .0
}

/// Not a test of its own: the process that is killed.
#[test]
fn the_process_that_is_killed_while_it_migrates() {
    let Ok(what) = std::env::var(CHILD) else {
        return;
    };
    let (folder, user) = what.split_once('|').unwrap();
    say("begun");
    drop(unlock(
        &Layout::new(folder),
        UserId::parse(user, "user").unwrap(),
    ));
    say("over");
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
fn a_kill_in_a_migration_leaves_a_released_format_and_the_next_unlock_finishes() {
    let bout = bout("kill -9 in a migration", 20, 200, 3.0);
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let mut base = None;
    for n in 0..20 {
        base = Some(desk.sign(case, base, &format!("Version {n}")).versions[0].revision);
    }
    let (layout, user) = (&desk.layout, desk.session.user);
    make_cheap(layout, user);
    desk.register.lock(&desk.session).unwrap();
    let keys = KeyFile::read(layout).unwrap();
    let (_, key) = keys.unlock(user, PASSPHRASE).unwrap();
    let connection = open::connection(&layout.database(), &key, false).unwrap();
    connection.execute_batch(BEFORE_THE_SEARCH).unwrap();
    let old = migrate::found(&connection).unwrap();
    drop(connection);

    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(20_261_130);
    let (mut kills, mut untouched, mut between, mut migrated) = (0, 0, 0, 0);
    // How long one takes here, of which the kills take a part.
    let mut whole = Duration::from_millis(400);
    while bout.goes_on(kills) {
        let at = Layout::new(folder.path().join(format!("register-{kills}")));
        copy(layout.folder(), at.folder());
        let words = itself("the_process_that_is_killed_while_it_migrates");
        let mut child = Command::new(&words[0])
            .args(&words[1..])
            .env(CHILD, format!("{}|{user}", at.folder().display()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.is_ok_and(|line| line == "begun")));
        let begun = Instant::now();
        if kills == 0 {
            assert!(lines.any(|line| line.is_ok_and(|line| line == "over")));
            whole = begun.elapsed();
        } else {
            let most = u64::try_from(whole.as_micros()).unwrap();
            std::thread::sleep(Duration::from_micros(dice.roll(most)));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
        let connection = open::connection(&at.database(), &key, false).unwrap();
        let found = migrate::found(&connection).unwrap();
        migrate::check(&connection).unwrap();
        drop(connection);
        match found {
            found if found == old => untouched += 1,
            found if found == migrate::newest() => migrated += 1,
            _ => between += 1,
        }
        let register = unlock(&at, user);
        assert!(register.warnings().is_empty(), "{:?}", register.warnings());
        let verdict = register.verify(|_| true).unwrap();
        assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
        drop(register);
        std::fs::remove_dir_all(at.folder()).unwrap();
    }
    bout.tell(
        &format!("{kills} kills"),
        &format!(
            "{untouched} as before, {between} at a released format on the way, {migrated} at the newest; 0 between two formats, all finished by the next unlock"
        ),
    );
}

#[test]
fn lists_that_a_killed_migration_left_behind_are_made_by_the_next_unlock() {
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    desk.sign(case, None, "A tight band");
    desk.register.lock(&desk.session).unwrap();
    let keys = KeyFile::read(&desk.layout).unwrap();
    let (_, key) = keys.unlock(desk.session.user, PASSPHRASE).unwrap();
    let mut connection = open::connection(&desk.layout.database(), &key, false).unwrap();
    connection.execute_batch(BEFORE_THE_SEARCH).unwrap();
    // As the process left it that was killed after the last migration and before the lists.
    connection
        .execute(
            "INSERT INTO meta (name, value) VALUES ('lists_behind', '1')",
            [],
        )
        .unwrap();
    migrate::bring_up(&mut connection).unwrap();
    drop(connection);
    let register = unlock(&desk.layout, desk.session.user);
    assert!(register.differing_projections().unwrap().is_empty());
}
