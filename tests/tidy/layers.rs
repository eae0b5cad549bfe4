//! Layers point down: screens, shell or command line, core's nouns, record, store.

use crate::none;
use crate::source::{code, names, own_modules, without_comments, without_tests};
use crate::tree::{File, files};

/// What would give the core a window or a network.
const WINDOW_OR_NETWORK: [&str; 17] = [
    "tauri",
    "wry",
    "tao",
    "std::net",
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "UnixStream",
    "reqwest",
    "ureq",
    "hyper",
    "curl",
    "tokio",
    "rustls",
    "native_tls",
    "tungstenite",
    "socket2",
];

/// What makes an answer depend on more than its question.
const IMPURE: [&str; 14] = [
    "rusqlite",
    "std::fs",
    "std::env",
    "std::net",
    "std::time",
    "SystemTime",
    "Instant",
    "Utc::now",
    "Local::now",
    "rand",
    "getrandom",
    "OsRng",
    "crate::store",
    "crate::clock",
];

/// The clinical modules of the core, those to come included.
const NOUNS: [&str; 31] = [
    "patients",
    "cases",
    "assessments",
    "severity",
    "formulations",
    "friends_and_family",
    "risk",
    "measures",
    "pathway",
    "goals",
    "contacts",
    "meetings",
    "supervision",
    "advice",
    "care",
    "letters",
    "service",
    "tasks",
    "search",
    "exchange",
    "export",
    "instruments",
    "charts",
    "host_entry",
    "medication",
    "referrals",
    "safety_plans",
    "signed",
    "sittings",
    "today",
    "wards",
];

/// Words that would mean the store knows what it keeps. `case`, `letter` and `nhs` alone
/// are left out: English, SQL, the alphabet and a weak passphrase have them as well.
const CLINICAL: [&str; 22] = [
    "patient",
    "patients",
    "patient_id",
    "case_id",
    "cases",
    "clinician",
    "clinicians",
    "consultant",
    "diagnosis",
    "formulation",
    "formulations",
    "medication",
    "nhs_number",
    "pathway",
    "referral",
    "referrals",
    "risk",
    "supervision",
    "symptom",
    "symptoms",
    "therapist",
    "trainee",
];

#[test]
fn the_core_has_no_window_and_no_network() {
    none(&names_any(&rust("core/"), &WINDOW_OR_NETWORK));
    let manifests: Vec<File> = files("core/")
        .into_iter()
        .filter(|file| file.name() == "Cargo.toml")
        .collect();
    none(&manifest_names_any(&manifests, &WINDOW_OR_NETWORK));
}

#[test]
fn scoring_charts_and_letters_depend_on_their_input_alone() {
    none(&impure(&rust("core/src/")));
}

#[test]
fn the_store_knows_no_clinical_word() {
    none(&clinical_words(&rust("core/src/store/")));
}

#[test]
fn the_record_names_no_noun_and_the_store_nothing_above_it() {
    none(&upward(&rust("core/src/")));
}

#[test]
fn only_the_core_speaks_sql() {
    let mut above = rust("src-tauri/");
    above.extend(rust("cli/"));
    none(&names_any(&above, &["rusqlite", "libsqlite3_sys"]));
    let manifests: Vec<File> = files("")
        .into_iter()
        .filter(|file| {
            matches!(
                file.path.as_str(),
                "src-tauri/Cargo.toml" | "cli/Cargo.toml"
            )
        })
        .collect();
    none(&manifest_names_any(
        &manifests,
        &["rusqlite", "libsqlite3_sys"],
    ));
}

fn rust(beginning: &str) -> Vec<File> {
    files(beginning)
        .into_iter()
        .filter(|file| file.ends_with(&[".rs"]))
        .collect()
}

fn names_any(files: &[File], forbidden: &[&str]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        let code = code(&without_tests(&file.text));
        for name in forbidden.iter().filter(|name| names(&code, name)) {
            findings.push(format!("{} names {name}", file.path));
        }
    }
    findings
}

/// Dependencies of any kind, by their key or by the package they rename.
fn manifest_names_any(manifests: &[File], forbidden: &[&str]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in manifests {
        for line in file
            .text
            .lines()
            .map(|line| line.split('#').next().unwrap_or_default())
        {
            let line = line.replace('-', "_");
            for name in forbidden.iter().filter(|name| names(&line, name)) {
                findings.push(format!("{}: {}", file.path, name));
            }
        }
    }
    findings
}

/// Findings in the pure folders; a noun's own store, api and the gathering of facts read the
/// record, and a file of tests may read its examples.
fn impure(files: &[File]) -> Vec<String> {
    let pure = |file: &&File| {
        let inside = ["instruments", "charts", "letters"]
            .iter()
            .find_map(|folder| file.path.strip_prefix(&format!("core/src/{folder}/")));
        let allowed = ["store", "api", "facts", "gather", "tests"];
        inside.is_some_and(|rest| {
            rest.split('/')
                .all(|part| !allowed.contains(&part.trim_end_matches(".rs")))
        })
    };
    let pure: Vec<File> = files.iter().filter(pure).cloned().collect();
    let mut findings = names_any(&pure, &IMPURE);
    // A noun's own types may say how they are kept; what computes with them may not.
    let computing: Vec<File> = pure
        .into_iter()
        .filter(|file| file.path != "core/src/letters/mod.rs")
        .collect();
    findings.extend(names_any(&computing, &["crate::record"]));
    findings
}

fn clinical_words(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        let text = without_comments(&without_tests(&file.text)).to_lowercase();
        for word in CLINICAL.iter().filter(|word| names(&text, word)) {
            findings.push(format!("{} says {word}", file.path));
        }
    }
    findings
}

fn upward(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        let modules = own_modules(&code(&without_tests(&file.text)));
        let in_store = file.path.starts_with("core/src/store/");
        if !in_store && !file.path.starts_with("core/src/record/") {
            continue;
        }
        for module in modules {
            if NOUNS.contains(&module.as_str()) || in_store && module == "record" {
                findings.push(format!("{} reaches up to {module}", file.path));
            }
        }
    }
    findings
}

#[test]
fn a_core_that_opens_a_socket_is_found() {
    let bad = File::example("core/src/a.rs", "use std::net::TcpStream; // fine: tauri\n");
    assert_eq!(names_any(&[bad], &WINDOW_OR_NETWORK).len(), 2);
    let good = File::example(
        "core/src/a.rs",
        "//! No tauri here.\nlet text = \"tauri\";\n",
    );
    assert!(names_any(&[good], &WINDOW_OR_NETWORK).is_empty());
    let manifest = File::example(
        "core/Cargo.toml",
        "[dependencies]\nnative-tls = \"1\" # no\n",
    );
    assert_eq!(manifest_names_any(&[manifest], &WINDOW_OR_NETWORK).len(), 1);
}

#[test]
fn a_score_that_reads_the_clock_is_found_and_a_noun_store_is_not() {
    let bad = File::example("core/src/instruments/scoring.rs", "let now = Utc::now();");
    assert_eq!(impure(&[bad]).len(), 1);
    let store = File::example("core/src/letters/store.rs", "use rusqlite::Connection;");
    let tests = "fn a() {}\n#[cfg(test)]\nmod tests {\nuse std::fs;\n}\n";
    let tested = File::example("core/src/charts/line.rs", tests);
    assert!(impure(&[store, tested]).is_empty());
    let record = "fn a(draft: crate::record::DraftView) {}";
    assert!(impure(&[File::example("core/src/letters/mod.rs", record)]).is_empty());
    assert_eq!(
        impure(&[File::example("core/src/letters/layout/page.rs", record)]).len(),
        1
    );
}

#[test]
fn a_store_that_says_patient_is_found_even_in_sql() {
    let bad = File::example(
        "core/src/store/open.rs",
        "const A: &str = \"SELECT x FROM patients\";",
    );
    assert_eq!(clinical_words(&[bad]).len(), 1);
    let good = File::example(
        "core/src/store/open.rs",
        "// a patient reader\nlet patience = 1;",
    );
    assert!(clinical_words(&[good]).is_empty());
}

#[test]
fn a_record_that_reaches_up_is_found() {
    let record = File::example(
        "core/src/record/write.rs",
        "use crate::{ids::Id, letters::Letter};",
    );
    assert_eq!(
        upward(&[record]),
        ["core/src/record/write.rs reaches up to letters"]
    );
    let store = File::example("core/src/store/a.rs", "use crate::record::Journal;");
    assert_eq!(upward(&[store]).len(), 1);
    let down = File::example("core/src/record/a.rs", "use crate::store::Transaction;");
    assert!(upward(&[down]).is_empty());
}
