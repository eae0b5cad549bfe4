//! The same letter gives the same bytes.

use std::process::Command;

use crate::letters::support::{FIXTURES, fixture, pdf};

/// When it is set, the test prints a fingerprint of every fixture and ends.
const ASKED: &str = "CASEBOOK_LETTER_FINGERPRINTS";

/// FNV-1a: enough to tell files apart.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn fingerprints() -> String {
    let of = |name: &&str| format!("{name}={:016x}", fingerprint(&pdf(&fixture(name))));
    FIXTURES.iter().map(of).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_same_letter_gives_the_same_bytes_in_another_process_zone_and_language() {
    if std::env::var_os(ASKED).is_some() {
        println!("fingerprints: {}", fingerprints());
        return;
    }
    let here = fingerprints();
    assert_eq!(here, fingerprints());
    for (zone, language) in [
        ("Pacific/Kiritimati", "tr_TR.UTF-8"),
        ("America/New_York", "C"),
    ] {
        let this = "letters::same_bytes::\
                    the_same_letter_gives_the_same_bytes_in_another_process_zone_and_language";
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", this, "--nocapture"])
            .envs([
                (ASKED, "1"),
                ("TZ", zone),
                ("LANG", language),
                ("LC_ALL", language),
            ])
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(
            said.contains(&format!("fingerprints: {here}")),
            "{zone}: {said}"
        );
    }
}

#[test]
fn another_letter_gives_other_bytes_and_another_identity() {
    let letter = fixture("short");
    let mut other = letter.clone();
    other.meta.created = "2026-06-04".to_owned();
    let id = |bytes: &[u8]| {
        let document = lopdf::Document::load_mem(bytes).unwrap();
        format!("{:?}", document.trailer.get(b"ID").unwrap())
    };
    assert_ne!(id(&pdf(&letter)), id(&pdf(&other)));
    assert_eq!(id(&pdf(&letter)), id(&pdf(&letter)));
}
