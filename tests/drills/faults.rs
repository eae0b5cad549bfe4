//! The disk is full, fails, turns read-only or is taken away, at every call to it: no record in part, an error with a code and
//! never a panic, nothing acknowledged lost, and a register that opens and verifies afterwards.

use super::stories::say;
use super::{Bout, bout, copy, is_full, itself, make_cheap, strace};
use crate::workflows::desk::{Desk, PASSPHRASE, case_form, signing};
use casebook_core::cases::api::{AddCaseRequest, add_case, list_drafts, save_draft};
use casebook_core::clock::FixedClock;
use casebook_core::formulations::api::sign_formulation;
use casebook_core::ids::{CaseId, PatientId, RevisionId, UserId};
use casebook_core::record::{SaveDraftRequest, read};
use casebook_core::sensitive::Secret;
use casebook_core::store::Layout;
use casebook_core::users::ChangePassphraseRequest;
use casebook_core::users::api::change_passphrase;
use casebook_core::{Error, Register, Session};
use std::collections::BTreeMap;
use std::sync::Arc;

const CHILD: &str = "CASEBOOK_DRILL_FAULTS";

/// What is called, and with what it fails.
const FAULTS: [(&str, &[&str]); 8] = [
    ("pwrite64", &["ENOSPC", "EIO", "EROFS"]),
    ("write", &["ENOSPC", "EIO"]),
    ("ftruncate", &["ENOSPC", "EIO"]),
    ("fdatasync", &["EIO", "ENOSPC"]),
    ("fsync", &["EIO"]),
    ("openat", &["EACCES", "ENOSPC", "EROFS", "EIO"]),
    ("rename", &["EROFS", "EACCES"]),
    ("pread64", &["EIO"]),
];

fn unlocked(layout: &Layout, user: UserId) -> Result<(Arc<Register>, Session), Error> {
    let clock = Arc::new(FixedClock::new(crate::workflows::desk::noon()));
    Register::unlock(layout, user, &Secret::new(PASSPHRASE), clock)
}

/// Not a test of its own: the process whose disk fails. Does one thing after the other, whatever became of the one before.
#[test]
fn the_process_whose_disk_fails() {
    let Ok(what) = std::env::var(CHILD) else {
        return;
    };
    let parts: Vec<&str> = what.split('|').collect();
    let user = UserId::parse(parts[1], "user").unwrap();
    let patient = PatientId::parse(parts[2], "patient").unwrap();
    let (register, session) = match unlocked(&Layout::new(parts[0]), user) {
        Ok(open) => open,
        Err(e) => return said("unlock", &e),
    };
    say("done unlock");
    let (mut case, mut base) = (None, None);
    for n in 1..=4u64 {
        let outcome = begin_or(&register, &session, patient, &mut case).and_then(|case_id| {
            let draft = SaveDraftRequest {
                kind: "letter:gp".into(),
                patient_id: None,
                case_id: Some(case_id),
                base: None,
                state: serde_json::json!({ "number": n, "text": "word ".repeat(600) }),
            };
            save_draft(&register, &session, &draft)
        });
        match outcome {
            Ok(_) => say(&format!("done draft {n}")),
            Err(e) => said("draft", &e),
        }
        let Some(case_id) = case else { continue };
        match sign_formulation(&register, &session, &signing(case_id, base, "Pain")) {
            Ok(view) => {
                base = Some(view.versions[0].revision);
                say(&format!("done signed {}", view.versions[0].revision));
            }
            Err(e) => said("sign", &e),
        }
        if n == 2 {
            let request = ChangePassphraseRequest {
                current: Secret::new(PASSPHRASE),
                new: Secret::new(super::stories::OTHER),
            };
            // Its own derivation is that of the program, so that it is done once.
            match change_passphrase(&register, &session, &request) {
                Ok(_) => say("done passphrase"),
                Err(e) => said("passphrase", &e),
            }
        }
    }
    match register.lock(&session) {
        Ok(()) => say("done lock"),
        Err(e) => said("lock", &e),
    }
}

fn said(step: &str, e: &Error) {
    say(&format!("error {step} {:?}: {e}", e.code()));
}

/// The case, made when there is none yet.
fn begin_or(
    register: &Register,
    session: &Session,
    patient_id: PatientId,
    case: &mut Option<CaseId>,
) -> Result<CaseId, Error> {
    if let Some(case) = case {
        return Ok(*case);
    }
    let form = case_form();
    let made = add_case(register, session, &AddCaseRequest { patient_id, form })?.id;
    *case = Some(made);
    Ok(made)
}

/// The register that every failure begins with.
struct Base {
    layout: Layout,
    user: UserId,
    patient: PatientId,
}

/// What was tried and what came of it.
#[derive(Default)]
struct Seen {
    tried: u32,
    refused: u32,
    unharmed: u32,
    /// What was being done when it was first refused.
    doing: BTreeMap<String, u32>,
}

/// Fails one call, or every one from it on. Answers whether there was such a call.
fn fail(base: &Base, call: &str, error: &str, when: &str, seen: &mut Seen) -> bool {
    let at = format!("{call} fails with {error} at call {when}");
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::new(folder.path().join("register"));
    copy(base.layout.folder(), layout.folder());
    let log = folder.path().join("log");
    let trace = format!("trace={call}");
    let inject = format!("inject={call}:error={error}:when={when}");
    let mut words = vec!["-e", &trace, "-e", &inject];
    let stand = layout.folder().display();
    let paths: Vec<String> = [
        "",
        "/register.db",
        "/register.db-wal",
        "/register.db-shm",
        "/register.head",
        "/register.keys",
        "/register.new",
        "/register.keys.previous",
        "/register.keys.new",
        "/register.lock",
        "/register.attempts",
    ]
    .iter()
    .map(|end| format!("{stand}{end}"))
    .collect();
    for path in &paths {
        words.extend(["-P", path]);
    }
    let output = strace(&words, &log)
        .args(itself("the_process_whose_disk_fails"))
        .env(CHILD, format!("{stand}|{}|{}", base.user, base.patient))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let told: Vec<&str> = text.lines().collect();
    assert!(
        output.status.success(),
        "{at}: a panic\n{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let reached = std::fs::read_to_string(&log)
        .unwrap()
        .contains("(INJECTED)");
    if !reached {
        return false;
    }
    seen.tried += 1;
    let error = told.iter().find_map(|line| line.strip_prefix("error "));
    if let Some(step) = error.and_then(|error| error.split(' ').next()) {
        seen.refused += 1;
        *seen.doing.entry(step.to_owned()).or_default() += 1;
    } else {
        seen.unharmed += 1;
    }
    afterwards(&layout, base.user, call, &told)
        .unwrap_or_else(|fault| panic!("{at}: {fault}\n{text}"));
    true
}

/// With the disk as it should be again: does it open, whole, with all that was acknowledged?
fn afterwards(layout: &Layout, user: UserId, call: &str, told: &[&str]) -> Result<(), String> {
    let opened = match unlocked(layout, user) {
        Err(Error::WrongPassphrase) => {
            let clock = Arc::new(FixedClock::new(crate::workflows::desk::noon()));
            Register::unlock(layout, user, &Secret::new(super::stories::OTHER), clock)
        }
        other if told.contains(&"done passphrase") => {
            return Err(format!("the old passphrase still opens: {}", other.is_ok()));
        }
        other => other,
    };
    let (register, session) = opened.map_err(|e| format!("it does not open: {e} {e:?}"))?;
    let verdict = register.verify(|_| true).map_err(|e| e.to_string())?;
    let lists = register.differing_projections().unwrap();
    if !register.warnings().is_empty() || !verdict.faults.is_empty() || !lists.is_empty() {
        return Err(format!(
            "{:?} {:?} {lists:?}",
            register.warnings(),
            verdict.faults
        ));
    }
    let drafts = list_drafts(&register, &session).unwrap();
    let kept = drafts.iter().find(|d| d.kind == "letter:gp");
    let kept = kept.map_or(0, |d| d.state["number"].as_u64().unwrap());
    for line in told {
        if let Some(n) = line.strip_prefix("done draft ")
            && kept < n.parse().unwrap()
        {
            return Err(format!("draft {n} was acknowledged, {kept} is kept"));
        }
        if let Some(revision) = line.strip_prefix("done signed ") {
            let revision = RevisionId::parse(revision, "revision").unwrap();
            register
                .read(|c| read::revision(c, revision))
                .map_err(|_| format!("{revision} was acknowledged and is lost"))?;
        }
        // What can't be read may well be damaged; what can't be written is not.
        if call != "pread64" && line.starts_with("error ") && line.contains(" Damaged:") {
            return Err("a disk that fails is taken for a damaged register".into());
        }
        // What is written by `write` comes after the commit, or changes no record.
        if call == "write" && (line.starts_with("error sign") || line.starts_with("error draft")) {
            return Err("what was committed is said to have failed".into());
        }
    }
    Ok(())
}

fn sweep(bout: &Bout, base: &Base, seen: &mut Seen) {
    let places: Vec<u32> = if is_full() {
        (1..2_000).collect()
    } else {
        vec![1, 8, 30, 80]
    };
    // Every kind of failure at one place before any at the next: a drill that is stopped has tried them all.
    let mut left: Vec<(&str, &str, bool)> = FAULTS
        .iter()
        .flat_map(|(call, errors)| errors.iter().map(move |error| (*call, *error)))
        .map(|(call, error)| {
            let first = FAULTS.iter().any(|(c, all)| *c == call && all[0] == error);
            (call, error, first || is_full())
        })
        .collect();
    for n in places {
        left.retain(|(call, error, both)| {
            if !bout.goes_on(seen.tried) {
                return false;
            }
            let once = fail(base, call, error, &n.to_string(), seen);
            // From then on, as a disk that is full stays full.
            let stays = *both && fail(base, call, error, &format!("{n}+"), seen);
            once || stays
        });
    }
}

#[test]
fn a_disk_that_fails_at_any_call_leaves_nothing_in_part() {
    let bout = bout("failing disk", 1_000, 100_000, 8.0);
    let desk = Desk::new();
    let base = Base {
        patient: desk.patient("Ana", "Silva", "999 000 0026"),
        user: desk.session.user,
        layout: desk.layout.clone(),
    };
    make_cheap(&desk.layout, base.user);
    desk.register.lock(&desk.session).unwrap();
    let mut seen = Seen::default();
    sweep(&bout, &base, &mut seen);
    assert!(
        seen.tried > 20 && seen.refused > 10,
        "too little failed to prove anything"
    );
    let doing: Vec<String> = seen
        .doing
        .iter()
        .map(|(step, n)| format!("{step} {n}"))
        .collect();
    bout.tell(
        &format!("{} failures of {} calls to the disk", seen.tried, FAULTS.len()),
        &format!(
            "{} refused with a code ({}), {} without effect; 0 panics, 0 in part, 0 acknowledged writes lost",
            seen.refused,
            doing.join(", "),
            seen.unharmed
        ),
    );
}
