//! A large register in small: most of its cases are imported together.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

// Other binaries of tests use the rest of it.
#[allow(dead_code)]
mod run;

use run::{run, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn count(case: &Value, parts: &[&str]) -> usize {
    let many = |part: &&str| match &case[*part] {
        Value::Array(all) => all.len(),
        Value::Null => 0,
        _ => 1,
    };
    parts.iter().map(many).sum()
}

#[test]
fn cases_that_are_taken_in_together_make_a_whole_register_of_the_size_that_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("register");
    let made = run(
        &[
            "demo",
            "--register",
            text(&register),
            "--cases",
            "340",
            "--together-from",
            "13",
            "--json",
        ],
        None,
    );
    assert_eq!(made.json()["cases"], 340);
    assert_eq!(made.err, "", "nobody watches");
    let ask = |arguments: &[&str]| {
        let door = ["--register", text(&register), "--user", "demo"];
        run(&[arguments, &door].concat(), Some("demonstration"))
    };
    let verified = ask(&["verify"]);
    assert_eq!(verified.code, 0, "{}", verified.err);
    let checked = ask(&["rebuild", "--check", "--json"]).json();
    assert_eq!(checked["differing"], json!([]));
    let hits = ask(&["search", "--notes", "angiograms"]);
    assert!(hits.out.contains("angiograms"), "{}", hits.out);

    let file = folder.path().join("all.json");
    let out = ask(&["export", "json", "--out", text(&file)]);
    assert_eq!(out.code, 0, "{}", out.err);
    let all: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let all = all["cases"].as_array().unwrap();
    assert_eq!(all.len(), 340);
    // About three notes and ten measures a case: what the figures of docs/casebookctl.md are made of.
    let notes = [
        "assessment",
        "risk_notes",
        "severity",
        "formulations",
        "sessions",
    ];
    let notes: usize = all.iter().map(|case| count(case, &notes)).sum();
    assert!((850..1_400).contains(&notes), "{notes} notes");
    let measures: usize = all.iter().map(|case| count(case, &["measures"])).sum();
    assert!((3_000..3_800).contains(&measures), "{measures} measures");
    let people: BTreeSet<String> = all
        .iter()
        .map(|case| case["patient"]["name"].to_string())
        .collect();
    assert!(people.len() > 320, "{} names", people.len());
    let closed = all.iter().filter(|c| c["case"]["status"] == "closed");
    assert!(closed.count() > 250, "a large register is an old one");
}
