//! What a clinician looks for and opens.

use crate::registers::{Chance, case_ids};
use crate::table::{Goal, Row, Table, Times};
use casebook_core::cases::CaseloadRequest;
use casebook_core::cases::api::{CaseRequest, caseload, open_case};
use casebook_core::patients::api::{FindPatientsRequest, find_patients};
use casebook_core::search::SearchRequest;
use casebook_core::search::api::search;
use casebook_core::submissions;
use casebook_core::supervision::CaseloadReviewRequest;
use casebook_core::supervision::api::{case_supervision, caseload_review, supervision};
use casebook_core::today::TodayRequest;
use casebook_core::today::api::today;
use casebook_core::{Register, Session};
use rusqlite::{Connection, params};
use std::hint::black_box;

/// What people type until they see whom they look for: a family name letter by letter, then with a given name; and an NHS
/// number from its third digit on.
fn typed(plain: &Connection) -> (Vec<String>, Vec<String>) {
    let people: Vec<(String, String, String)> = plain
        .prepare("SELECT family, given, nhs_number FROM patients ORDER BY record_id LIMIT 5000")
        .unwrap()
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let (mut names, mut numbers) = (Vec::new(), Vec::new());
    for (family, given, number) in Chance::new(3).shuffled(people) {
        let letters = family.chars().count();
        for end in 1..=letters {
            names.push(family.chars().take(end).collect());
        }
        names.push(format!(
            "{family} {}",
            given.chars().take(1).collect::<String>()
        ));
        names.push(format!(
            "{family} {}",
            given.chars().take(3).collect::<String>()
        ));
        for end in 3..=number.len() {
            numbers.push(number.chars().take(end).collect());
        }
    }
    (names, numbers)
}

fn first_columns(plain: &Connection, sql: &str, values: &[&dyn rusqlite::ToSql]) {
    let mut statement = plain.prepare_cached(sql).unwrap();
    let mut rows = statement.query(values).unwrap();
    while let Some(row) = rows.next().unwrap() {
        black_box(row.get_ref(0).unwrap());
    }
}

const COLUMNS: &str = "p.banner_name, p.born_on, p.nhs_number, p.similar";

pub(crate) fn people(
    table: &mut Table,
    size: usize,
    plain: &Connection,
    register: &Register,
    session: &Session,
) {
    let (names, numbers) = typed(plain);
    let runs = 2_000.min(names.len());
    let sql = format!(
        "SELECT {COLUMNS} FROM patient_words AS w JOIN patients AS p ON p.patient_id = w.patient_id
         WHERE w.word >= ?1 AND w.word < ?2 LIMIT 20"
    );
    let ask = |text: &str| {
        let text = text.to_owned();
        black_box(find_patients(register, session, &FindPatientsRequest { text }).unwrap());
    };
    let (ours, theirs) = Times::in_turn(
        runs,
        |run| ask(&names[run]),
        |run| {
            let word = names[run].split(' ').next().unwrap_or_default();
            first_columns(plain, &sql, params![word, format!("{word}\u{10FFFF}")]);
        },
    );
    table.put(
        size,
        Row::new("people found by name as typed, 20 rows", ours)
            .beside("plain SQL", &theirs)
            .goal(Goal::P99(1.0)),
    );
    let runs = 2_000.min(numbers.len());
    let sql = format!(
        "SELECT {COLUMNS} FROM patients AS p WHERE p.nhs_number <> '' AND p.nhs_number >= ?1 AND p.nhs_number < ?2 ORDER BY p.nhs_number LIMIT 20"
    );
    let (ours, theirs) = Times::in_turn(
        runs,
        |run| ask(&numbers[run]),
        |run| {
            first_columns(
                plain,
                &sql,
                params![numbers[run], format!("{}:", numbers[run])],
            )
        },
    );
    table.put(
        size,
        Row::new("people found by NHS number as typed, 20 rows", ours)
            .beside("plain SQL", &theirs)
            .goal(Goal::P99(1.0)),
    );
}

/// The most frequent words of five letters or more among some hundred texts: what is common in this register.
fn common_words(plain: &Connection) -> Vec<String> {
    let texts: Vec<String> = plain
        .prepare("SELECT body FROM search_texts ORDER BY record_id LIMIT 400")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for text in &texts {
        let words: std::collections::BTreeSet<String> = text
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|w| w.len() >= 5)
            .map(str::to_lowercase)
            .collect();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut words: Vec<(usize, String)> = counts.into_iter().map(|(w, n)| (n, w)).collect();
    words.sort_by(|a, b| b.cmp(a));
    words.into_iter().take(12).map(|(_, w)| w).collect()
}

const NEWEST: &str = "SELECT t.record_id, t.title, substr(t.body, 1, 170) FROM search_words AS w JOIN search_texts AS t ON t.position = w.rowid
     WHERE search_words MATCH ?1 ORDER BY w.rowid DESC LIMIT 20";
const RANKED: &str = "SELECT rowid, snippet(search_words, 0, '[', ']', '…', 24) FROM search_words WHERE search_words MATCH ?1
     ORDER BY bm25(search_words) LIMIT 20";

/// A row's name, newest first or best, what is typed, what is asked of it.
type Kind<'a> = (&'a str, bool, &'a dyn Fn(usize) -> String, Goal);

pub(crate) fn notes(
    table: &mut Table,
    size: usize,
    plain: &Connection,
    register: &Register,
    session: &Session,
) {
    let words = common_words(plain);
    let one = |run: usize| words[run % words.len()].clone();
    let two = |run: usize| format!("{} {}", one(run), words[(run * 5 + 3) % words.len()]);
    let beginning = |run: usize| one(run).chars().take(3).collect::<String>();
    let kinds: [Kind<'_>; 5] = [
        (
            "notes found, 1 common word, newest first",
            true,
            &one,
            Goal::P99(10.0),
        ),
        (
            "notes found, 2 common words, newest first",
            true,
            &two,
            Goal::P99(10.0),
        ),
        (
            "notes found, 1 common word, best first with snippets",
            false,
            &one,
            Goal::P99(20.0),
        ),
        (
            "notes found, 2 common words, best first with snippets",
            false,
            &two,
            Goal::P99(20.0),
        ),
        (
            "notes found, 3 letters of a common word, best first",
            false,
            &beginning,
            Goal::P99(20.0),
        ),
    ];
    for (what, newest_first, text, goal) in kinds {
        let ask = |run: usize| {
            let text = text(run);
            let request = SearchRequest { text, newest_first };
            black_box(search(register, session, &request).unwrap());
        };
        let expression = |run: usize| {
            let text = text(run);
            let words: Vec<String> = text.split(' ').map(|w| format!("\"{w}\"")).collect();
            words.join(" ") + "*"
        };
        let sql = if newest_first { NEWEST } else { RANKED };
        // The naive ranking weighs every hit: a few runs of it are enough.
        let runs = if newest_first { 300 } else { 24 };
        let theirs = Times::of(runs, |run| {
            first_columns(plain, sql, params![expression(run)])
        });
        let ours = Times::of(300, ask);
        let beside = if newest_first {
            "plain FTS5"
        } else {
            "naive bm25"
        };
        table.put(
            size,
            Row::new(what, ours).beside(beside, &theirs).goal(goal),
        );
    }
}

/// One body by its key: as little as can be read of a case.
const CASE: &str = "SELECT b.body FROM cases AS c JOIN records AS r ON r.record_id = c.record_id
     JOIN bodies AS b ON b.position = r.current WHERE c.case_id = ?1";
/// Every current body of a case: what an overview is made of.
const WHOLE: &str = "SELECT b.body FROM records AS r JOIN bodies AS b ON b.position = r.current
     WHERE r.case_id = ?1 AND r.case_id <> x'' AND r.record_kind NOT LIKE 'letter-pdf%'";

pub(crate) fn cases(
    table: &mut Table,
    size: usize,
    plain: &Connection,
    register: &Register,
    session: &Session,
) {
    let ids = case_ids(plain);
    let runs = 1_000.min(ids.len());
    // Plain SQL goes through other cases in the same order of chance, so that neither warms the other.
    let other = |run: usize| ids[(run + ids.len() / 2) % ids.len()];
    let (ours, theirs) = Times::in_turn(
        runs,
        |run| {
            let request = CaseRequest { case_id: ids[run] };
            black_box(open_case(register, session, &request).unwrap());
            black_box(case_supervision(register, session, &request).unwrap());
        },
        |run| first_columns(plain, CASE, params![other(run)]),
    );
    table.put(
        size,
        Row::new("case opened: all that its overview asks for", ours)
            .beside("plain SQL, one body", &theirs)
            .goal(Goal::P99(5.0)),
    );
    let all = Times::of(runs, |run| first_columns(plain, WHOLE, params![other(run)]));
    table.put(
        size,
        Row::new("(plain SQL, every current body of a case)", all),
    );
}

pub(crate) fn lists(table: &mut Table, size: usize, register: &Register, session: &Session) {
    let runs = 30;
    let list = |what: &str, work: &dyn Fn()| Row::new(what, Times::of(runs, |_| work()));
    for everyone in [false, true] {
        let whose = if everyone {
            "everybody’s"
        } else {
            "one’s own"
        };
        let request = TodayRequest { everyone };
        let row = list(&format!("Today, {whose}"), &|| {
            black_box(today(register, session, &request).unwrap());
        });
        let total = today(register, session, &request).unwrap().total;
        table.put(size, row.note(format!("{total} things wait")));
    }
    let request = CaseloadRequest::default();
    let row = list("caseload, the first 200", &|| {
        black_box(caseload(register, session, &request).unwrap());
    });
    let total = caseload(register, session, &request).unwrap().total;
    table.put(size, row.note(format!("of {total} open cases")));
    let row = list("what waits for a countersignature", &|| {
        black_box(register.read(submissions::store::open).unwrap());
    });
    let total = register.read(submissions::store::open).unwrap().len();
    table.put(size, row.note(format!("{total} wait")));
    let request = CaseloadReviewRequest { user_id: None };
    let mut rows = 0;
    let times = Times::of(5, |_| {
        rows = caseload_review(register, session, &request)
            .unwrap()
            .rows
            .len();
    });
    table.put(
        size,
        Row::new("caseload review, one’s own", times).note(format!("{rows} open cases")),
    );
    table.put(
        size,
        list("supervision: logs and actions", &|| {
            black_box(supervision(register, session).unwrap());
        }),
    );
}
