//! No question may read a whole list: every statement of this crate that stands in one piece is explained by SQLite
//! itself, and what goes through a list from end to end, or copies one first, has to be named here with its reason.

use crate::store::migrate;
use rusqlite::types::Null;
use rusqlite::{Connection, params_from_iter};
use std::fs;
use std::path::{Path, PathBuf};

/// What may be gone through: how the line of the plan begins, and why.
const MAY: &[(&str, &str)] = &[
    ("SCAN users", "the accounts of one register"),
    ("SCAN chains", "one row for each installation"),
    ("SCAN trust_data", "the files that a trust has loaded"),
    (
        "SCAN friends_and_family",
        "counted month by month, all of it",
    ),
    ("SCAN sqlite_", "the tables themselves"),
    ("SCAN pragma_", "the tables themselves"),
    ("SCAN t VIRTUAL TABLE INDEX 0:", "the tables themselves"),
    (
        "SCAN search_words VIRTUAL TABLE INDEX 64:M1>",
        "the words of a search, by their index, from a place on",
    ),
    ("SCAN parents", "verifying reads everything"),
    (
        "SCAN cases USING COVERING INDEX sqlite_autoindex_cases_1",
        "so many of any, with a limit",
    ),
    (
        "SCAN c",
        "the beginning of a question, ended where it is asked",
    ),
];

/// Files whose statements may read everything, and why.
const WHOLE: &[(&str, &str)] = &[
    ("src/plans.rs", "here"),
    ("store/work.rs", "a test that wants something endless"),
    ("register/checking.rs", "verifying reads everything"),
    (
        "register/backing_up.rs",
        "a backup says what it holds, and has copied all of it",
    ),
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// The string literals of a source that begin like a statement, without those that are put together when they are asked.
fn statements(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in [
        "\"SELECT ",
        "\"WITH ",
        "\"UPDATE ",
        "\"DELETE ",
        "\"INSERT ",
    ] {
        for (at, _) in source.match_indices(word) {
            let Some(rest) = source.get(at + 1..) else {
                continue;
            };
            let Some(literal) = rest.split('"').next() else {
                continue;
            };
            if !literal.contains('{') && !literal.contains('\\') {
                found.push(literal.to_owned());
            }
        }
    }
    found
}

fn plan(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    let nothing = vec![Null; statement.parameter_count()];
    statement
        .query_map(params_from_iter(nothing), |r| r.get(3))?
        .collect()
}

/// The lines of a plan that read a whole list without a reason.
fn whole_lists(plan: &[String]) -> Vec<&str> {
    plan.iter()
        .map(String::as_str)
        .filter(|line| {
            (line.starts_with("SCAN ") && *line != "SCAN CONSTANT ROW")
                || line.starts_with("MATERIALIZE ")
                || line.contains("AUTOMATIC")
        })
        // A list that is kept short on purpose is gone through.
        .filter(|line| !line.contains("_perhaps_"))
        .filter(|line| !MAY.iter().any(|(begins, _)| line.starts_with(begins)))
        .collect()
}

fn register() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate::bring_up(&mut connection).unwrap();
    connection
}

#[test]
fn no_statement_reads_a_whole_list() {
    let connection = register();
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let (mut explained, mut faults) = (0, Vec::new());
    let whole = |file: &PathBuf| WHOLE.iter().any(|(name, _)| file.ends_with(name));
    for file in files.iter().filter(|f| !whole(f)) {
        for sql in statements(&fs::read_to_string(file).unwrap()) {
            // What is no statement of the register (a sentence in a test, a table of a test) is not understood.
            let Ok(plan) = plan(&connection, &sql) else {
                continue;
            };
            explained += 1;
            for line in whole_lists(&plan) {
                faults.push(format!("{}: {line}\n    {sql}", file.display()));
            }
        }
    }
    assert!(
        explained > 100,
        "only {explained} statements were explained"
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_join_in_brackets_is_noticed_since_it_copies_a_whole_list() {
    let connection = register();
    let sql = "SELECT v.record_id, d.held_on FROM pathway_reviews AS v
               LEFT JOIN (mdt_decisions AS d JOIN records AS r ON r.record_id = d.record_id) ON d.review_id = v.record_id
               WHERE v.case_id = ?1";
    assert!(!whole_lists(&plan(&connection, sql).unwrap()).is_empty());
}
