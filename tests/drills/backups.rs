//! kill -9 in the middle of a backup: what stands under a good name afterwards is a whole backup, or nothing is.

use super::{Dice, bout, make_cheap};
use crate::workflows::desk::{Desk, PASSPHRASE};
use casebook_core::Register;
use casebook_core::clock::SystemClock;
use casebook_core::ids::UserId;
use casebook_core::sensitive::Secret;
use casebook_core::store::backup::name::Name;
use casebook_core::store::work::Work;
use casebook_core::store::{Layout, backup};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

const CHILD: &str = "CASEBOOK_DRILL_BACKUP";

/// Not a test of its own: the process that the drill kills. Makes backups for as long as it lives.
#[test]
fn the_process_that_the_drill_kills_while_it_backs_up() {
    let Ok(what) = std::env::var(CHILD) else {
        return;
    };
    let (folder, user) = what.split_once('|').unwrap();
    let (register, _session) = Register::unlock(
        &Layout::new(folder),
        UserId::parse(user, "user").unwrap(),
        &Secret::new(PASSPHRASE),
        Arc::new(SystemClock),
    )
    .unwrap();
    let mut out = std::io::stdout().lock();
    loop {
        writeln!(out, "\nbegun").unwrap();
        out.flush().unwrap();
        register.back_up_here(&Work::default()).unwrap();
    }
}

#[test]
fn nothing_half_stands_under_a_good_name_after_kill_9() {
    let bout = bout("kill -9 in a backup", 20, 2_000, 3.0);
    let desk = Desk::new();
    make_cheap(&desk.layout, desk.session.user);
    let case = desk.case(desk.patient("Halina", "Nowak", ""));
    desk.sign(case, None, "One");
    let (folder, layout, session) = desk.drop_dead();
    let path = layout.folder().display().to_string();
    let mut dice = Dice(20_261_126);
    let (mut whole, mut cut_off) = (0u32, 0u32);
    let mut kill = 0u32;
    while bout.goes_on(kill) {
        kill += 1;
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "the_process_that_the_drill_kills_while_it_backs_up",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(CHILD, format!("{path}|{}", session.user))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut begun = 0;
        let wanted = 1 + dice.roll(2);
        while begun < wanted {
            let Some(Ok(line)) = lines.next() else {
                panic!("the process ended by itself")
            };
            begun += u64::from(line == "begun");
        }
        std::thread::sleep(Duration::from_micros(dice.roll(200_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        for entry in std::fs::read_dir(layout.backups()).into_iter().flatten() {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            if Name::read(&name).is_some() {
                backup::check_file(&entry.path(), &Work::default())
                    .unwrap_or_else(|e| panic!("kill {kill}: {name}: {e}"));
                whole += 1;
                // Few enough to look at each time.
                std::fs::remove_file(entry.path()).unwrap();
            } else if name.contains(".backup.") {
                cut_off += 1;
            }
        }
    }
    bout.tell(
        &format!("{kill} kills"),
        &format!(
            "{whole} whole backups, {cut_off} unfinished files that bear no backup's name, 0 half"
        ),
    );
    assert!(
        whole > 0 && cut_off > 0,
        "too little was cut off to prove anything"
    );
    drop(folder);
}
