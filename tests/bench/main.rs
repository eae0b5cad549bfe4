//! Measures what quality asks for, each beside a reference in the same run. Prints a table; asserts nothing.
//!
//! `cargo xtask bench`, or with `CASEBOOK_BENCH_CASES` for another size than 2,000.

// A measurement that meets a fault stops: there is nobody to handle it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_wrap,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]

use casebook_core::cases::api::{
    AddCaseRequest, CaseRequest, add_case, caseload, open_case, save_draft,
};
use casebook_core::cases::{
    CaseForm, CaseKind, CaseStatus, CaseloadRequest, ReferralSource, Referrer, Urgency,
};
use casebook_core::clock::SystemClock;
use casebook_core::formulations::api::sign_formulation;
use casebook_core::formulations::{FormulationForm, SignFormulationRequest};
use casebook_core::letters::api::{
    ComposeLetterRequest, PreviewLetterRequest, compose_letter, preview_letter,
};
use casebook_core::patients::api::{
    FindPatientsRequest, RegisterPatientRequest, find_patients, register_patient,
};
use casebook_core::patients::{PatientForm, PersonName};
use casebook_core::record::SaveDraftRequest;
use casebook_core::search::SearchRequest;
use casebook_core::search::api::search;
use casebook_core::sensitive::Secret;
use casebook_core::store::key_file::KeyFile;
use casebook_core::store::{Layout, open};
use casebook_core::users::{NewUser, Role};
use casebook_core::{Register, Session};
use std::sync::Arc;
use std::time::{Duration, Instant};

const PASSPHRASE: &str = "gravel teapot lighthouse moth";

/// The times of many runs, sorted.
struct Times(Vec<Duration>);

impl Times {
    fn of(runs: usize, mut work: impl FnMut(usize)) -> Self {
        let mut all = Vec::with_capacity(runs);
        for run in 0..runs {
            let begun = Instant::now();
            work(run);
            all.push(begun.elapsed());
        }
        all.sort();
        Self(all)
    }

    fn at(&self, hundredths: usize) -> f64 {
        let place = (self.0.len() * hundredths / 100).min(self.0.len() - 1);
        self.0[place].as_secs_f64() * 1000.0
    }

    fn row(&self, what: &str, reference: Option<&Self>) {
        let ratio =
            reference.map_or_else(String::new, |r| format!("{:.2}", self.at(50) / r.at(50)));
        println!(
            "| {what:<58} | {:>8.3} | {:>8.3} | {:>8.3} | {ratio:>6} |",
            self.at(50),
            self.at(95),
            self.at(99)
        );
    }
}

/// Made-up names that differ enough to be no duplicates of one another.
fn name(number: usize) -> (String, String) {
    const GIVEN: [&str; 20] = [
        "Amara",
        "Bronwen",
        "Ciarán",
        "Dilys",
        "Ewa",
        "Farida",
        "Gethin",
        "Halina",
        "Ioannis",
        "Jasmin",
        "Kofi",
        "Leila",
        "Małgorzata",
        "Nikos",
        "Orhan",
        "Priya",
        "Rhiannon",
        "Siân",
        "Tomasz",
        "Yusuf",
    ];
    const SYLLABLES: [&str; 25] = [
        "ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu",
        "wa", "ze", "bri", "cho", "dra", "fle", "gri", "klo", "pru", "sta",
    ];
    let family: String = [number / 625, number / 25, number, number * 7]
        .into_iter()
        .map(|n| SYLLABLES[n % SYLLABLES.len()])
        .collect();
    let mut letters = family.chars();
    let first = letters.next().unwrap().to_uppercase().collect::<String>();
    (
        GIVEN[number % GIVEN.len()].to_owned(),
        first + letters.as_str(),
    )
}

fn fill(register: &Register, session: &Session, cases: usize) -> Vec<casebook_core::ids::CaseId> {
    (0..cases)
        .map(|number| {
            let (given, family) = name(number);
            let form = PatientForm {
                name: PersonName {
                    given,
                    family,
                    ..PersonName::default()
                },
                born_on: format!(
                    "{}-{:02}-{:02}",
                    1930 + number % 70,
                    1 + number % 12,
                    1 + number % 28
                ),
                ..PatientForm::default()
            };
            let mut request = RegisterPatientRequest {
                form,
                not_duplicates: Vec::new(),
            };
            let patient = loop {
                match register_patient(register, session, &request) {
                    Ok(view) => break view.id,
                    // Alike by chance: they are other people, as a person would say.
                    Err(_) => request.form.name.family.push('n'),
                }
            };
            let form = CaseForm {
                kind: CaseKind::Mus,
                source: ReferralSource::Ward,
                received_on: "18-Nov-2025".into(),
                urgency: Urgency::Routine,
                reason: "Pain without a cause that tests have found.".into(),
                referrer: Referrer::default(),
                people: Vec::new(),
                status: CaseStatus::Treatment,
                closing_reason: String::new(),
            };
            add_case(
                register,
                session,
                &AddCaseRequest {
                    patient_id: patient,
                    form,
                },
            )
            .unwrap()
            .id
        })
        .collect()
}

fn formulation(case: casebook_core::ids::CaseId) -> SignFormulationRequest {
    let paragraph =
        "Pain is read as danger; rest follows, and after rest everything at once. ".repeat(6);
    SignFormulationRequest {
        case_id: case,
        base: None,
        form: FormulationForm {
            definition: "five-ps".into(),
            cells: [
                "presenting",
                "predisposing",
                "precipitating",
                "perpetuating",
                "protective",
            ]
            .into_iter()
            .flat_map(|row| ["body", "mind", "world"].map(|column| format!("{row}.{column}")))
            .map(|cell| (cell, paragraph.clone()))
            .collect(),
            narrative: paragraph.repeat(3),
            patient_agrees: paragraph.clone(),
            shared_on: String::new(),
        },
        amendment: None,
        keep_beside: false,
        submission: Default::default(),
    }
}

/// A word that stands in every record, and two of which one is not finished yet.
fn search_rows(plain: &rusqlite::Connection, register: &Register, session: &Session) {
    let like = Times::of(20, |_| {
        let found: Vec<Vec<u8>> = plain
            .prepare_cached(
                "SELECT record_id FROM search_texts WHERE body LIKE '%pain%' ORDER BY on_day DESC LIMIT 20",
            )
            .unwrap()
            .query_map([], |r| r.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        std::hint::black_box(found);
    });
    like.row("reference: plain SQL LIKE over the notes, 20 ids", None);
    for (text, newest_first, what) in [
        (
            "pain ",
            true,
            "notes with a common word, newest first (goal: p99 10 ms)",
        ),
        (
            "pain ",
            false,
            "notes with a common word, best first (goal: p99 20 ms)",
        ),
        (
            "pain cau",
            false,
            "notes with two words, best first (goal: p99 20 ms)",
        ),
    ] {
        let request = SearchRequest {
            text: text.into(),
            newest_first,
        };
        Times::of(200, |_| {
            std::hint::black_box(search(register, session, &request).unwrap());
        })
        .row(what, Some(&like));
    }
}

fn main() {
    let cases: usize = std::env::var("CASEBOOK_BENCH_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(2_000);
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::new(folder.path().join("register"));
    let first = NewUser {
        name: "Dr A. Okafor".into(),
        role: Role::Consultant,
        post: String::new(),
        registration: String::new(),
        passphrase: Secret::new(PASSPHRASE),
    };
    let (register, session, _) =
        casebook_core::users::api::set_up(&layout, &first, Arc::new(SystemClock)).unwrap();
    let begun = Instant::now();
    let ids = fill(&register, &session, cases);
    let filled = begun.elapsed();
    let user = session.user;
    let (_, key) = KeyFile::read(&layout)
        .unwrap()
        .unlock(user, PASSPHRASE)
        .unwrap();

    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    println!(
        "{cases} cases on {cores} cores; filled in {:.1} s, {} writes",
        filled.as_secs_f64(),
        cases * 2
    );
    println!(
        "| {:<58} | {:>8} | {:>8} | {:>8} | {:>6} |",
        "what", "p50 ms", "p95 ms", "p99 ms", "ratio"
    );
    println!(
        "|{}|{}|{}|{}|{}|",
        "-".repeat(60),
        "-".repeat(10),
        "-".repeat(10),
        "-".repeat(10),
        "-".repeat(8)
    );

    // The same encrypted file by plain SQL: one connection, no journal, no audit.
    let plain = open::connection(&layout.database(), &key, false).unwrap();
    open::cache_kib(&plain, 65_536).unwrap();
    plain
        .execute_batch("CREATE TABLE bench (id INTEGER PRIMARY KEY, text TEXT) STRICT")
        .unwrap();
    let text = "word ".repeat(1_000);
    let row = Times::of(500, |run| {
        plain
            .prepare_cached("INSERT INTO bench (id, text) VALUES (?1, ?2)")
            .unwrap()
            .execute(rusqlite::params![run as i64, text])
            .unwrap();
    });
    row.row("reference: one plain row of 5 kB committed", None);
    let draft = |case| SaveDraftRequest {
        kind: "letter:gp".into(),
        patient_id: None,
        case_id: Some(case),
        base: None,
        state: serde_json::json!({ "text": text }),
    };
    Times::of(500, |run| {
        save_draft(&register, &session, &draft(ids[run % ids.len()])).unwrap();
    })
    .row("draft of 5 kB saved, durable (goal: ratio 1.3)", Some(&row));
    Times::of(200.min(ids.len()), |run| {
        sign_formulation(&register, &session, &formulation(ids[run])).unwrap();
    })
    .row(
        "formulation of 8 kB written, signed, shown again",
        Some(&row),
    );
    plain.execute_batch("DROP TABLE bench").unwrap();

    let seek = Times::of(1_000, |run| {
        let (given, family) = name(run % cases);
        let word = casebook_core::patients::duplicates::folded(&family[..3.min(family.len())]);
        let _ = given;
        let found: Vec<Vec<u8>> = plain
            .prepare_cached("SELECT patient_id FROM patient_words WHERE word >= ?1 AND word < ?1 || char(1114111) LIMIT 20")
            .unwrap()
            .query_map([word], |r| r.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        std::hint::black_box(found);
    });
    seek.row("reference: plain SQL prefix look-up, 20 ids", None);
    Times::of(1_000, |run| {
        let (_, family) = name(run % cases);
        let text = family[..3.min(family.len())].to_owned();
        std::hint::black_box(
            find_patients(&register, &session, &FindPatientsRequest { text }).unwrap(),
        );
    })
    .row(
        "patients found as typed, 20 full rows (goal: p99 1 ms)",
        Some(&seek),
    );
    search_rows(&plain, &register, &session);
    Times::of(200, |_| {
        std::hint::black_box(caseload(&register, &session, &CaseloadRequest::default()).unwrap());
    })
    .row("caseload, first 200 of all", None);
    let body = Times::of(1_000, |run| {
        let found: Vec<u8> = plain
            .prepare_cached(
                "SELECT b.body FROM cases AS c JOIN records AS r ON r.record_id = c.record_id
                 JOIN bodies AS b ON b.position = r.current WHERE c.case_id = ?1",
            )
            .unwrap()
            .query_row([ids[run % ids.len()]], |r| r.get(0))
            .unwrap();
        std::hint::black_box(found);
    });
    body.row("reference: plain SQL, one case's body", None);
    Times::of(1_000, |run| {
        let request = CaseRequest {
            case_id: ids[run % ids.len()],
        };
        std::hint::black_box(open_case(&register, &session, &request).unwrap());
    })
    .row(
        "case opened, everything its overview shows (goal: p99 5 ms)",
        Some(&body),
    );

    let request = ComposeLetterRequest {
        case_id: ids[0],
        kind: "gp".into(),
        afresh: true,
        puts_right: None,
    };
    let composed = compose_letter(&register, &session, &request).unwrap();
    let letter = PreviewLetterRequest {
        case_id: ids[0],
        content: composed.content,
    };
    let mut bytes = 0;
    Times::of(100, |_| {
        bytes = preview_letter(&register, &session, &letter).unwrap().len()
    })
    .row("GP letter gathered, laid out, painted, read back", None);
    println!("the letter: {bytes} bytes");

    register.lock(&session).unwrap();
    let unlock = Times::of(10, |_| {
        let (register, session) = Register::unlock(
            &layout,
            user,
            &Secret::new(PASSPHRASE),
            Arc::new(SystemClock),
        )
        .unwrap();
        std::hint::black_box(caseload(&register, &session, &CaseloadRequest::default()).unwrap());
        register.lock(&session).unwrap();
    });
    unlock.row("unlock, caseload, lock (goal for unlock: 400 ms)", None);
    let (register, session) = Register::unlock(
        &layout,
        user,
        &Secret::new(PASSPHRASE),
        Arc::new(SystemClock),
    )
    .unwrap();
    let begun = Instant::now();
    let verdict = register.verify(|_| true).unwrap();
    println!(
        "verify: {} entries in {:.2} s. {}",
        verdict.entries,
        begun.elapsed().as_secs_f64(),
        verdict.summary
    );
    register.lock(&session).unwrap();
}
