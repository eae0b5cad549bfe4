//! After the lock: what of the record is left in the memory of `casebookctl`, looked for from outside.
//!
//! The real program does real work on a register full of canaries: names, notes, the passphrase, the keys. It is held at the
//! very call that ends it, when it has locked and let go of everything, and its memory is read by another process.

use super::{bout, casebookctl, copy, is_full, make_cheap};
use crate::workflows::desk::{Desk, PASSPHRASE, case_form, five_ps, patient_form};
use casebook_core::cases::api::{AddCaseRequest, add_case};
use casebook_core::exchange::ExportRequest;
use casebook_core::exchange::api::export;
use casebook_core::formulations::SignFormulationRequest;
use casebook_core::formulations::api::sign_formulation;
use casebook_core::patients::api::{RegisterPatientRequest, register_patient};
use casebook_core::store::key_file::KeyFile;
use casebook_core::store::keys::Holder;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What every canary begins with; it stands nowhere else.
const CANARY: &str = "Zqkw";

/// Text that is nowhere but in the register.
fn canary(n: u32) -> String {
    // Letters only, so that it can be a name, and no two alike in their first ones.
    let mut number = u64::from(n) * 7_919 + 11;
    let mut text = CANARY.to_owned();
    for _ in 0..8 {
        text.push(char::from(b'a' + u8::try_from(number % 26).unwrap()));
        number = number / 26 + 31 * u64::from(n + 1);
    }
    text
}

/// Which canaries stand in a piece of memory.
pub(super) fn canaries_in(bytes: &[u8]) -> BTreeSet<String> {
    let first = CANARY.as_bytes();
    let mut found = BTreeSet::new();
    let mut at = 0;
    while let Some(next) = bytes[at..].windows(4).position(|w| w == first) {
        let from = at + next;
        if let Some(text) = bytes.get(from..from + 12)
            && text.iter().all(u8::is_ascii_alphabetic)
        {
            found.insert(String::from_utf8_lossy(text).into_owned());
        }
        at = from + 4;
    }
    found
}

struct Full {
    desk: Desk,
    secrets: Vec<(&'static str, Vec<u8>)>,
    canaries: u32,
}

/// A register with canaries in names, notes and addresses.
fn full() -> Full {
    let desk = Desk::new();
    let mut n = 0;
    let mut next = || {
        n += 1;
        canary(n)
    };
    for patient in 0..40u32 {
        let mut form = patient_form(&next(), &next(), "");
        form.practice = next();
        form.gp_name = format!("Dr {}", next());
        form.born_on = format!("{}/3/{}", 1 + patient % 28, 1950 + patient);
        let request = RegisterPatientRequest {
            form,
            not_duplicates: Vec::new(),
        };
        let patient_id = register_patient(&desk.register, &desk.session, &request)
            .unwrap()
            .id;
        let mut form = case_form();
        form.reason = format!("{} asks {} of {}", next(), next(), next());
        form.referrer.name = next();
        let request = AddCaseRequest { patient_id, form };
        let case_id = add_case(&desk.register, &desk.session, &request)
            .unwrap()
            .id;
        let mut form = five_ps(&format!("{} {} {}", next(), next(), next()));
        form.narrative = (0..10).map(|_| next()).collect::<Vec<_>>().join(" and ");
        form.patient_agrees = format!("{} {} {} {}", next(), next(), next(), next());
        let request = SignFormulationRequest {
            case_id,
            base: None,
            form,
            amendment: None,
            keep_beside: false,
            submission: Default::default(),
        };
        sign_formulation(&desk.register, &desk.session, &request).unwrap();
    }
    let keys = KeyFile::read(&desk.layout).unwrap();
    let (secret, data_key) = keys.unlock(desk.session.user, PASSPHRASE).unwrap();
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes).into_bytes();
    make_cheap(&desk.layout, desk.session.user);
    Full {
        secrets: vec![
            ("the passphrase", PASSPHRASE.into()),
            ("the account’s secret", secret.to_vec()),
            ("the data key", data_key.to_vec()),
            ("the data key in figures", hex(data_key.as_slice())),
            (
                "the signing key",
                Holder::of(&secret).signing().to_bytes().to_vec(),
            ),
        ],
        desk,
        canaries: n,
    }
}

/// With what the process ends, once it is at the very call for it.
fn ends(pid: u32) -> Option<String> {
    let call = std::fs::read_to_string(format!("/proc/{pid}/syscall")).ok()?;
    let mut words = call.split_whitespace();
    // exit_group, on the machines that there are.
    let ends = matches!(words.next(), Some("231" | "94"));
    words.next().filter(|_| ends).map(str::to_owned)
}

/// What is left in the memory of a process that has done everything, by kind of memory.
fn left(
    words: &[&str],
    input: &Path,
    secrets: &[(&'static str, Vec<u8>)],
) -> BTreeMap<String, BTreeSet<String>> {
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut watcher = Command::new("strace");
    watcher
        .args(["-f", "-qq", "-o"])
        .arg(log.path())
        .args([
            "-e",
            "trace=exit_group",
            "-e",
            "inject=exit_group:delay_enter=60000000",
            "--",
        ])
        .arg(casebookctl())
        .args(words)
        .env_remove("CASEBOOK_PASSPHRASE")
        .stdin(std::fs::File::open(input).unwrap())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut watcher = watcher.spawn().unwrap();
    let id = watcher.id();
    let limit = Instant::now() + Duration::from_secs(120);
    // Read along, so that a full pipe stops nobody; what it prints is asked for and no leak.
    let mut out = watcher.stdout.take().unwrap();
    let reading = std::thread::spawn(move || {
        let mut text = Vec::new();
        out.read_to_end(&mut text).map(|_| text)
    });
    let pid = loop {
        let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        let child = children.unwrap_or_default();
        let pid = child.split_whitespace().next().and_then(|p| p.parse().ok());
        if let Some(pid) = pid
            && let Some(code) = ends(pid)
        {
            assert_eq!(code, "0x0", "{words:?} was refused");
            break pid;
        }
        assert!(Instant::now() < limit, "{words:?} has not come to its end");
        assert!(watcher.try_wait().unwrap().is_none(), "{words:?} has ended");
        std::thread::sleep(Duration::from_millis(20));
    };
    let found = search(pid, secrets);
    // The process is ours, and has done what it had to.
    Command::new("kill")
        .args(["-KILL", &pid.to_string()])
        .status()
        .unwrap();
    watcher.kill().unwrap();
    watcher.wait().unwrap();
    drop(reading.join());
    found
}

fn search(pid: u32, secrets: &[(&'static str, Vec<u8>)]) -> BTreeMap<String, BTreeSet<String>> {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let mut memory = std::fs::File::open(format!("/proc/{pid}/mem")).unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut whole = 0;
    for line in maps.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (from, to) = words[0].split_once('-').unwrap();
        let [from, to] = [from, to].map(|t| u64::from_str_radix(t, 16).unwrap());
        if !words[1].starts_with("rw") {
            continue;
        }
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        memory.seek(SeekFrom::Start(from)).unwrap();
        if memory.read_exact(&mut bytes).is_err() {
            continue;
        }
        whole += bytes.len();
        let kind = words.get(5).copied().unwrap_or("without a name");
        let mut here = canaries_in(&bytes);
        for (what, secret) in secrets {
            if bytes.windows(secret.len()).any(|w| w == secret) {
                here.insert((*what).to_owned());
            }
        }
        if !here.is_empty() {
            found.entry(kind.to_owned()).or_default().extend(here);
        }
    }
    assert!(whole > 1_000_000, "hardly any memory was read");
    found
}

#[test]
fn nothing_of_the_record_is_left_in_memory_after_the_lock() {
    let bout = bout("memory after the lock", 1, 1, 5.0);
    let Full {
        desk,
        secrets,
        canaries,
    } = full();
    let folder = tempfile::tempdir().unwrap();
    let bytes = export(
        &desk.register,
        &desk.session,
        &ExportRequest::default(),
        "a file",
    )
    .unwrap();
    assert!(
        canaries_in(&bytes).len() > 900,
        "the canaries are not in it"
    );
    let passphrase = folder.path().join("passphrase");
    std::fs::write(&passphrase, PASSPHRASE).unwrap();
    desk.register.lock(&desk.session).unwrap();
    let out = folder.path().join("out.json").display().to_string();
    let [place, secret] =
        ["register", "passphrase"].map(|n| folder.path().join(n).display().to_string());
    let door = ["--register", &place, "--passphrase-file", &secret];
    let works: &[&[&str]] = &[
        &["cases"],
        &["export", "json", "--out", &out],
        &["verify"],
        &["rebuild"],
    ];
    let works = if is_full() { works } else { &works[..2] };
    let mut leaks = Vec::new();
    for work in works {
        let layout = folder.path().join("register");
        let _ = std::fs::remove_dir_all(&layout);
        copy(desk.layout.folder(), &layout);
        let words: Vec<&str> = work.iter().chain(&door).copied().collect();
        for (kind, what) in left(&words, Path::new("/dev/null"), &secrets) {
            let some: Vec<&String> = what.iter().rev().take(4).collect();
            leaks.push(format!(
                "{}: {} in {kind}, such as {some:?}",
                work[0],
                what.len()
            ));
        }
    }
    assert!(
        leaks.is_empty(),
        "of {canaries} canaries:\n{}",
        leaks.join("\n")
    );
    bout.tell(
        &format!(
            "{canaries} canaries, passphrase and keys, in {} commands of casebookctl",
            works.len()
        ),
        "0 left",
    );
}
