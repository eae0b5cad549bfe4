//! Everything that reads a file from outside, given files that nobody wrote: no panic, no hang, an answer or a refusal.
//!
//! Inputs are made from good ones (those in `corpus`, and what the program writes itself) by changing bytes, numbers, lines
//! and pieces, always the same in every run. Whatever once broke a parser goes into `corpus`, where it is tried first. What
//! stands behind a checksum is given one that fits, or nothing behind it would ever be reached.

use super::{Bout, Dice, bout, casebookctl, is_full};
use crate::workflows::desk::Desk;
use casebook_core::error::Error;
use casebook_core::exchange::ExportRequest;
use casebook_core::exchange::api::{check_import, check_list, export};
use casebook_core::instruments::definition::Definition;
use casebook_core::preferences::Preferences;
use casebook_core::record::fingerprint::Fingerprint;
use casebook_core::sensitive::Secret;
use casebook_core::store::attempts::Attempts;
use casebook_core::store::backup::{check, look, restore};
use casebook_core::store::head::HeadFile;
use casebook_core::store::key_file::KeyFile;
use casebook_core::store::recovery::RecoveryKey;
use casebook_core::store::{Layout, files};
use casebook_core::trust_data::LoadTrustDataRequest;
use casebook_core::trust_data::api::check_trust_data;
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// An input that takes longer than this hangs.
const HANGS: u64 = 60;

/// How long all parsers together are tried at full size.
const MINUTES: u64 = 12;

fn corpus(parser: &str) -> Vec<Vec<u8>> {
    let folder = place(parser);
    let mut names: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map(|all| all.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    names.sort();
    names
        .iter()
        .map(|name| std::fs::read(name).unwrap())
        .collect()
}

fn place(parser: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("drills/corpus")
        .join(parser)
}

/// Pieces that parsers stumble over.
const PIECES: [&[u8]; 26] = [
    b"\xef\xbb\xbf",
    b"\x00",
    b"\xff\xfe",
    b"\xc3\x28",
    b"\"",
    b"'",
    b"'''",
    b"{",
    b"}",
    b"[[",
    b"]",
    b",",
    b":",
    b"\\u0000",
    b"\\ud800",
    b"null",
    b"-1",
    b"1e400",
    b"4294967296",
    b"18446744073709551616",
    b"99999999999999999999999999999999999999999",
    b"\n",
    b"\r\n",
    "ß\u{202e}\u{fb01}👩‍👩‍👧".as_bytes(),
    b"= ",
    b"29/02/2023",
];

/// One input made of others.
fn mutate(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let pick = |dice: &mut Dice| &seeds[dice.roll(seeds.len() as u64) as usize];
    let mut bytes = pick(dice).clone();
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(bytes.len() as u64 + 1) as usize;
        let end = (at + dice.roll(40) as usize).min(bytes.len());
        match dice.roll(10) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                let to = dice.roll(bytes.len() as u64 + 1) as usize;
                bytes.splice(to..to, piece);
            }
            3 => bytes.truncate(at),
            4 => {
                // A number becomes another.
                let digit = |b: &u8| b.is_ascii_digit();
                if let Some(from) = bytes[at..].iter().position(digit).map(|n| at + n) {
                    let to = from + bytes[from..].iter().take_while(|b| digit(b)).count();
                    let others: [&[u8]; 6] = [
                        b"0",
                        b"-1",
                        b"4294967295",
                        b"9223372036854775808",
                        b"1e308",
                        b"0.5",
                    ];
                    bytes.splice(from..to, others[dice.roll(6) as usize].iter().copied());
                }
            }
            5 => {
                // A line twice, or gone.
                let line = |b: &u8| *b == b'\n';
                let from = bytes[..at].iter().rposition(line).map_or(0, |n| n + 1);
                let to = bytes[at..]
                    .iter()
                    .position(line)
                    .map_or(bytes.len(), |n| at + n + 1);
                let whole = bytes[from..to].to_vec();
                if dice.roll(2) == 0 {
                    bytes.splice(from..from, whole);
                } else {
                    drop(bytes.drain(from..to));
                }
            }
            6 => {
                let depth = 1 + dice.roll(3_000) as usize;
                let open: &[u8] = [&b"["[..], b"{\"a\":", b"a.", b"("][dice.roll(4) as usize];
                bytes.splice(at..at, open.repeat(depth));
            }
            7 => {
                let other = pick(dice).clone();
                let from = dice.roll(other.len() as u64 + 1) as usize;
                let to = (from + dice.roll(200) as usize).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            8 => {
                let long = PIECES[dice.roll(26) as usize].repeat(1 + dice.roll(2_000) as usize);
                bytes.splice(at..at, long);
            }
            _ => {
                let piece = PIECES[dice.roll(26) as usize];
                bytes.splice(at..end, piece.iter().copied());
            }
        }
    }
    bytes
}

/// Ends the process with the input in a file when one hangs.
struct Watch {
    begun: AtomicU64,
    over: AtomicBool,
    input: Mutex<Vec<u8>>,
}

struct Fuzzing<'a> {
    bout: &'a Bout,
    parsers: u32,
    tried: u32,
    taken: u32,
    watch: Arc<Watch>,
}

impl Fuzzing<'_> {
    /// Tries one parser. `parse` says whether it took the input.
    fn parser(
        &mut self,
        name: &str,
        least: u32,
        mut seeds: Vec<Vec<u8>>,
        parse: impl Fn(&[u8]) -> bool,
    ) {
        let kept = corpus(name);
        seeds.extend(kept.iter().cloned());
        let mut dice = Dice(u64::from(self.parsers) + 1);
        self.parsers += 1;
        let mut tried = 0;
        // Each has the same share; the good ones and those that are kept come first.
        let share = Share::of(self.bout, least);
        while share.goes_on(tried) {
            let known = seeds.get(tried as usize).cloned();
            let input = known.unwrap_or_else(|| mutate(&seeds, &mut dice));
            self.one(name, &input, &parse);
            tried += 1;
        }
        self.tried += tried;
    }

    fn one(&mut self, name: &str, input: &[u8], parse: &impl Fn(&[u8]) -> bool) {
        input.clone_into(&mut self.watch.input.lock().unwrap());
        self.watch.begun.fetch_add(1, Ordering::SeqCst);
        match catch_unwind(AssertUnwindSafe(|| parse(input))) {
            Ok(taken) => self.taken += u32::from(taken),
            Err(_) => {
                let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(input)[..6]);
                let file = place(name).join(digest);
                std::fs::create_dir_all(place(name)).unwrap();
                std::fs::write(&file, input).unwrap();
                panic!("{name}: a panic; the input is kept in {}", file.display());
            }
        }
    }
}

/// A parser's share of the drill.
struct Share {
    least: u32,
    until: Option<std::time::Instant>,
}

impl Share {
    fn of(bout: &Bout, least: u32) -> Self {
        let parsers = 13;
        // It has no end of its own: at full size it has its minutes, whatever the others take.
        let whole = match bout.until {
            Some(until) => Some(until - bout.begun),
            None => is_full().then_some(std::time::Duration::from_secs(MINUTES * 60)),
        };
        Self {
            least,
            until: whole.map(|whole| std::time::Instant::now() + whole / parsers),
        }
    }

    fn goes_on(&self, tried: u32) -> bool {
        match self.until {
            None => tried < self.least,
            Some(until) => std::time::Instant::now() < until,
        }
    }
}

fn refused<T>(outcome: Result<T, Error>) -> bool {
    match outcome {
        Ok(_) => true,
        Err(
            Error::Invalid(_)
            | Error::Refused { .. }
            | Error::Damaged { .. }
            | Error::TooNew { .. }
            | Error::NotFound { .. }
            | Error::Io { .. },
        ) => false,
        Err(other) => panic!("an error that no file should lead to: {other:?}"),
    }
}

fn block(kind: &str) -> Vec<u8> {
    let page = include_str!("../../docs/exchange.md");
    let text = page.split(&format!("```{kind}\n")).nth(1).unwrap();
    text.split("```").next().unwrap().as_bytes().to_vec()
}

/// A good file of the documentation, or of the assets.
fn file(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// A list of parts with the digest that fits it, and what follows.
fn container(bytes: &[u8]) -> Vec<u8> {
    let mut lines = bytes.splitn(3, |b| *b == b'\n');
    let (first, second, rest) = (lines.next(), lines.next(), lines.next());
    let (Some(first), Some(second), Some(rest)) = (first, second, rest) else {
        return bytes.to_vec();
    };
    let list = second.get(65..).unwrap_or_default();
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(list));
    [first, b"\n", digest.as_bytes(), b" ", list, b"\n", rest].concat()
}

fn on_watch() -> Arc<Watch> {
    let watch = Arc::new(Watch {
        begun: AtomicU64::new(0),
        over: AtomicBool::new(false),
        input: Mutex::default(),
    });
    let seen = Arc::clone(&watch);
    std::thread::spawn(move || {
        let (mut last, mut seconds) = (0, 0);
        while !seen.over.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_secs(1));
            let now = seen.begun.load(Ordering::SeqCst);
            (last, seconds) = if now == last {
                (last, seconds + 1)
            } else {
                (now, 0)
            };
            if seconds > HANGS {
                let file = std::env::temp_dir().join("casebook-hangs");
                std::fs::write(&file, &*seen.input.lock().unwrap()).unwrap();
                println!("a parser hangs; the input is in {}", file.display());
                std::process::abort();
            }
        }
    });
    watch
}

#[test]
fn no_file_from_outside_makes_a_parser_panic_or_hang() {
    let bout = bout("files that nobody wrote", 1, 1, MINUTES as f64);
    let mut fuzzing = Fuzzing {
        bout: &bout,
        parsers: 0,
        tried: 0,
        taken: 0,
        watch: on_watch(),
    };
    let desk = Desk::new();
    let case = desk.case(desk.patient("Halina", "Nowak", "999 000 0018"));
    desk.sign(case, None, "One");
    let whole = export(
        &desk.register,
        &desk.session,
        &ExportRequest::default(),
        "a file",
    )
    .unwrap();
    let (register, session) = (&desk.register, &desk.session);
    fuzzing.parser("exchange", 400, vec![whole, block("json")], |bytes| {
        refused(check_import(register, session, bytes))
    });
    let (list, mapping) = (block("csv"), block("toml"));
    let told = String::from_utf8(mapping.clone()).unwrap();
    fuzzing.parser("list", 400, vec![list.clone()], |bytes| {
        refused(check_list(register, session, bytes, &told))
    });
    fuzzing.parser("mapping", 400, vec![mapping], |bytes| {
        let text = String::from_utf8_lossy(bytes);
        refused(check_list(register, session, &list, &text))
    });
    let trust = ["change-values", "key", "value-set", "wording"];
    let trust = trust.map(|n| file(&format!("docs/trust-data/{n}.toml")));
    fuzzing.parser("trust-data", 600, trust.to_vec(), |bytes| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        refused(check_trust_data(
            register,
            session,
            &LoadTrustDataRequest { text },
        ))
    });
    let sheets = ["phq-9", "core-10", "eq-5d-5l", "honos", "cgi"];
    let sheets = sheets.map(|n| file(&format!("assets/instruments/{n}/v1.toml")));
    fuzzing.parser("instrument", 600, sheets.to_vec(), |bytes| {
        Definition::read("a file", &String::from_utf8_lossy(bytes)).is_ok()
    });
    stored(&mut fuzzing, &desk);
    typed(&mut fuzzing);
    scored(&mut fuzzing);
    fuzzing.watch.over.store(true, Ordering::SeqCst);
    assert!(
        fuzzing.taken > 20 && fuzzing.taken < fuzzing.tried,
        "too few or too many were taken"
    );
    bout.tell(
        &format!("{} files with {} parsers", fuzzing.tried, fuzzing.parsers),
        &format!(
            "{} taken, the others refused; 0 panics, 0 hangs",
            fuzzing.taken
        ),
    );
}

/// The files that stand beside a register, and backups.
fn stored(fuzzing: &mut Fuzzing<'_>, desk: &Desk) {
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let keys = files::read(&desk.layout.keys()).unwrap().unwrap();
    fuzzing.parser("key-file", 2_000, vec![keys], |bytes| {
        refused(KeyFile::parse(bytes))
    });
    let head = files::read(&desk.layout.head()).unwrap().unwrap();
    let id = KeyFile::read(&desk.layout).unwrap().register_id;
    fuzzing.parser("head-file", 1_000, vec![head], |bytes| {
        let path = written("head", bytes);
        HeadFile::open(&path, id).unwrap().read().is_ok()
    });
    let attempts = br#"{"wrong":3,"last_at":1790000000000}"#.to_vec();
    fuzzing.parser("attempts", 1_000, vec![attempts], |bytes| {
        let now = crate::workflows::desk::noon();
        let read = Attempts::read(&written("attempts", bytes)).unwrap();
        assert!(read.wait_seconds(now) <= 60);
        read.clone().add(&folder.path().join("added"), now).unwrap();
        read != Attempts::default()
    });
    let preferences = serde_json::to_vec_pretty(&Preferences::default()).unwrap();
    let layout = Layout::new(folder.path());
    fuzzing.parser("preferences", 1_000, vec![preferences], |bytes| {
        written("preferences.json", bytes);
        refused(Preferences::read(&layout))
    });
    let path = folder.path().join("good.backup");
    desk.register.back_up(&path).unwrap();
    let mut backup = std::fs::read(&path).unwrap();
    // The pages of a database are not what is read here.
    let head = backup
        .iter()
        .enumerate()
        .filter(|(_, b)| **b == b'\n')
        .nth(1)
        .unwrap()
        .0;
    backup.truncate(head + 2_000);
    let vector: toml::Table = String::from_utf8(file("docs/formats.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let parts = vector["backup"]["parts"].as_table().unwrap();
    let mut small = vector["backup"]["head"].as_str().unwrap().to_owned();
    for name in [
        "register.db",
        "register.keys",
        "register.head",
        "preferences.json",
    ] {
        small.push_str(parts[name].as_str().unwrap());
    }
    fuzzing.parser("backup", 800, vec![small.into_bytes(), backup], |bytes| {
        let bytes = container(bytes);
        let path = written("x.backup", &bytes);
        let into = Layout::new(folder.path().join("restored"));
        let seen = look(&path).is_ok();
        let laid_out = refused(restore(&path, &into));
        let _ = std::fs::remove_dir_all(into.folder());
        assert_eq!(
            laid_out,
            check(&bytes).is_ok() && laid_out,
            "checked and laid out differ"
        );
        seen && laid_out
    });
}

/// Answer sheets, a line each, by the program itself: what ends it ends with a code of its own.
fn scored(fuzzing: &mut Fuzzing<'_>) {
    let program = casebookctl();
    let sheet = br#"{"q1":1,"q2":2,"q3":0,"q4":3,"q5":1,"q6":0,"q7":2}
{"q1":null}
"#;
    fuzzing.parser("score", 40, vec![sheet.to_vec()], |bytes| {
        let mut child = Command::new(&program)
            .args(["score", "gad-7"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // It may have ended before it has read all.
        let _ = child.stdin.take().unwrap().write_all(bytes);
        let code = child.wait().unwrap().code();
        assert!(matches!(code, Some(0 | 1)), "{code:?}");
        code == Some(0)
    });
}

/// What is typed from paper.
fn typed(fuzzing: &mut Fuzzing<'_>) {
    let vector: toml::Table = String::from_utf8(file("docs/formats.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let words = vector["fingerprint"]["words"].as_str().unwrap();
    fuzzing.parser("fingerprint", 2_000, vec![words.into()], |bytes| {
        refused(Fingerprint::read(&String::from_utf8_lossy(bytes)))
    });
    let key = vector["recovery"]["printed"].as_str().unwrap();
    fuzzing.parser("recovery-key", 1_000, vec![key.into()], |bytes| {
        let typed = Secret::new(String::from_utf8_lossy(bytes));
        refused(RecoveryKey::parse(&typed, "recovery_key"))
    });
}
