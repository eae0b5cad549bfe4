//! Drills: what is promised about loss and forgery, tried. Small in every test run; `CASEBOOK_DRILL=full` for the large size.
//!
//! Each says in one line what it tried and what it found, and writes the line into the table that `cargo xtask` prints at the
//! end (`CASEBOOK_DRILL_TABLE`). At full size each goes to its end; where hours are named (`CASEBOOK_DRILL_HOURS`) each has its
//! share of them, stops when they are over, and says how far it came.

mod backups;
mod clock;
mod faults;
mod flips;
mod fuzz;
mod kill;
mod memory;
mod migrations;
mod power;
mod stories;
mod tampering;
mod trace;

use crate::workflows::desk::PASSPHRASE;
use casebook_core::ids::UserId;
use casebook_core::store::Layout;
use casebook_core::store::key_file::KeyFile;
use casebook_core::store::keys::{Derivation, wrap};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// How much of a drill is done, and what it says in the end.
struct Bout {
    drill: &'static str,
    wanted: u32,
    begun: Instant,
    until: Option<Instant>,
}

/// A drill of the small size, or of the full one when that is asked for; `minutes` is its share of each hour.
fn bout(drill: &'static str, small: u32, full: u32, minutes: f64) -> Bout {
    let begun = Instant::now();
    if !is_full() {
        return Bout {
            drill,
            wanted: small,
            begun,
            until: None,
        };
    }
    let hours: Option<f64> = std::env::var("CASEBOOK_DRILL_HOURS")
        .ok()
        .and_then(|hours| hours.parse().ok());
    Bout {
        drill,
        // More hours want more of everything; fewer stop it earlier.
        wanted: (f64::from(full) * hours.unwrap_or(1.0).max(1.0)) as u32,
        begun,
        until: hours.map(|hours| begun + Duration::from_secs_f64(hours * minutes * 60.0)),
    }
}

fn is_full() -> bool {
    std::env::var("CASEBOOK_DRILL").is_ok_and(|v| v == "full")
}

impl Bout {
    /// Is there more to try after so many?
    fn goes_on(&self, done: u32) -> bool {
        done < self.wanted && self.until.is_none_or(|until| Instant::now() < until)
    }

    /// Says it: `tried` in words with its number first, `found` likewise.
    fn tell(&self, tried: &str, found: &str) {
        let seconds = self.begun.elapsed().as_secs_f64();
        println!("{}: tried {tried}; found {found}", self.drill);
        let Some(table) = std::env::var_os("CASEBOOK_DRILL_TABLE") else {
            return;
        };
        let line = format!("{}\t{tried}\t{found}\t{seconds:.1}\n", self.drill);
        std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(table)
            .and_then(|mut file| file.write_all(line.as_bytes()))
            .unwrap();
    }
}

/// Numbers that look random and are the same in every run: a drill that fails must fail again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below.max(1)
    }
}

/// Wraps the account's secret anew so cheaply that a register can be opened a thousand times. Only a drill does that.
fn make_cheap(layout: &Layout, user: UserId) {
    let mut keys = KeyFile::read(layout).unwrap();
    let (secret, data_key) = keys.unlock(user, PASSPHRASE).unwrap();
    let bound = format!("casebook secret 1 {} {user}", keys.register_id);
    let account = keys
        .accounts
        .iter_mut()
        .find(|a| a.user_id == user)
        .unwrap();
    account.derivation = Derivation {
        memory_kib: 8,
        passes: 1,
        ..account.derivation.clone()
    };
    account.secret = wrap(&secret, PASSPHRASE, &account.derivation, bound.as_bytes()).unwrap();
    keys.write(layout, &data_key).unwrap();
}

/// This very program, to do `test` and nothing else: the process that something is done to.
fn itself(test: &str) -> Vec<String> {
    let program = std::env::current_exe().unwrap();
    let words = [
        &program.display().to_string(),
        test,
        "--nocapture",
        "--test-threads=1",
    ];
    words.map(str::to_owned).to_vec()
}

/// strace with these words, before a program that is still to be named.
fn strace(words: &[&str], log: &Path) -> Command {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o"])
        .arg(log)
        .args(words)
        .arg("--");
    command
}

/// The program that is tried.
fn casebookctl() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug/casebookctl");
    let named = std::env::var_os("CASEBOOKCTL_BIN").map_or(built, PathBuf::from);
    assert!(
        named.is_file(),
        "{} is not built: cargo build -p casebookctl",
        named.display()
    );
    named
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}
