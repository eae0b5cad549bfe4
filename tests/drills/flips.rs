//! One bit flipped in any file of the register: noticed, or without effect on any committed entry.

use super::{Dice, bout, copy, make_cheap};
use crate::workflows::desk::{Desk, PASSPHRASE, noon};
use casebook_core::Register;
use casebook_core::clock::FixedClock;
use casebook_core::sensitive::Secret;
use casebook_core::store::{Layout, backup};
use std::sync::Arc;

fn hashes(register: &Register, entries: usize) -> Vec<Vec<u8>> {
    register
        .read(|c| {
            let mut statement = c
                .prepare("SELECT hash FROM journal ORDER BY position")
                .unwrap();
            Ok(statement
                .query_map([], |r| r.get(0))
                .unwrap()
                .take(entries)
                .map(Result::unwrap)
                .collect())
        })
        .unwrap()
}

#[test]
fn every_flipped_bit_is_noticed_or_harmless() {
    let bout = bout("flipped bits", 200, 10_000, 8.0);
    let desk = Desk::new();
    make_cheap(&desk.layout, desk.session.user);
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    let mut base = None;
    for n in 0..6 {
        base = Some(desk.sign(case, base, &format!("Version {n}")).versions[0].revision);
    }
    let file = desk.layout.backups().join("drill.backup");
    desk.register.back_up(&file).unwrap();
    let written: Vec<Vec<u8>> = hashes(&desk.register, usize::MAX);
    // As a power cut would leave it: the last commits stand in the write-ahead log only.
    let cut = tempfile::tempdir().unwrap();
    copy(desk.layout.folder(), cut.path());
    assert!(
        std::fs::metadata(cut.path().join("register.db-wal"))
            .unwrap()
            .len()
            > 0
    );
    let whole_backup = std::fs::read(&file).unwrap();

    let mut dice = Dice(7);
    let names = [
        "register.db",
        "register.db-wal",
        "register.keys",
        "register.head",
        "backup",
    ];
    let (mut noticed, mut harmless) = (0u32, 0u32);
    let mut flip = 0u32;
    while bout.goes_on(flip) {
        flip += 1;
        let name = names[flip as usize % names.len()];
        if name == "backup" {
            let mut bytes = whole_backup.clone();
            let place = dice.roll(bytes.len() as u64) as usize;
            bytes[place] ^= 1 << dice.roll(8);
            assert!(
                backup::check(&bytes).is_err(),
                "a flipped bit of the backup at {place} went unnoticed"
            );
            noticed += 1;
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path().join("register"));
        copy(cut.path(), layout.folder());
        let path = layout.folder().join(name);
        let mut bytes = std::fs::read(&path).unwrap();
        let place = dice.roll(bytes.len() as u64) as usize;
        bytes[place] ^= 1 << dice.roll(8);
        std::fs::write(&path, &bytes).unwrap();
        let clock = Arc::new(FixedClock::new(noon()));
        let Ok((register, _)) =
            Register::unlock(&layout, desk.session.user, &Secret::new(PASSPHRASE), clock)
        else {
            noticed += 1;
            continue;
        };
        let told = !register.warnings().is_empty();
        let faults = register
            .verify(|_| true)
            .map_or(true, |v| !v.faults.is_empty());
        if told || faults {
            noticed += 1;
        } else {
            assert_eq!(
                hashes(&register, written.len()),
                written,
                "{name}, byte {place}: entries changed and nobody noticed"
            );
            harmless += 1;
        }
    }
    bout.tell(
        &format!("{flip} bits flipped in five kinds of file"),
        &format!("{noticed} noticed, {harmless} without effect, 0 unnoticed"),
    );
}
