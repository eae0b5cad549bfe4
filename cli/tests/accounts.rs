//! Closing an account and opening it again, and looking into the audit, by the built binary.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

// Another binary of tests uses the rest of it.
#[allow(dead_code)]
mod run;

use run::Copy;

#[test]
fn an_account_is_closed_says_what_waits_for_it_and_opens_again() {
    let copy = Copy::new();
    let patel = "Dr R. Patel (made up)";
    copy.run(&["users", "disable", "--name", "demo"])
        .refused("refused");
    copy.run(&["users", "disable", "--name", "okafor"])
        .refused("invalid");
    copy.run(&["users", "enable", "--name", "patel"])
        .refused("refused");
    copy.run_as(
        "patel",
        "demonstration",
        &["users", "disable", "--name", "demo"],
    )
    .refused("not-allowed");
    let closed = copy
        .run(&["users", "disable", "--name", "patel", "--json"])
        .json();
    assert_eq!(closed["user"]["name"], patel);
    assert_eq!(closed["user"]["disabled"], true);
    let waiting = closed["waiting"].as_array().unwrap();
    assert!(!waiting.is_empty());
    assert!(waiting.iter().all(|l| l.as_str().unwrap().ends_with('.')));

    let refused = copy.run_as("patel", "demonstration", &["cases"]);
    refused.refused("invalid");
    assert!(refused.err.contains("can unlock this register"));
    let listed = copy.run(&["users", "list"]);
    let line = listed.out.lines().find(|l| l.contains(patel)).unwrap();
    assert!(line.ends_with("closed"), "{line}");
    assert_eq!(copy.run(&["verify"]).code, 0);
    // What it wrote still bears its name.
    let by = copy.run(&["audit", "--by", "patel", "--limit", "5"]);
    assert_eq!(by.code, 0, "{}", by.err);
    assert_eq!(by.out.matches(patel).count(), 5, "{}", by.out);

    let opened = copy.run(&["users", "enable", "--name", patel]);
    assert_eq!(opened.code, 0, "{}", opened.err);
    let cases = copy.run_as("patel", "demonstration", &["cases"]);
    assert_eq!(cases.code, 0, "{}", cases.err);
}

#[test]
fn the_audit_is_listed_for_those_who_keep_accounts_and_goes_on_where_it_stopped() {
    let copy = Copy::new();
    let case = copy.case("wojcik");
    copy.run(&["show", &case]);
    copy.run_as("patel", "demonstration", &["audit"])
        .refused("not-allowed");
    let seen = copy.run(&["audit", "--case", &case, "--json"]).json();
    assert_eq!(seen["rows"][0]["what"], "Case opened");
    assert_eq!(seen["rows"][0]["who"], "Dr A. Demo (made up)");
    assert!(!seen.to_string().contains("paracetamol"));
    assert!(!seen.to_string().to_lowercase().contains("wójcik"));
    let first = copy.run(&["audit", "--limit", "3"]);
    let go_on = first.out.lines().last().unwrap();
    let entry = go_on
        .strip_prefix("There is more: go on with --before ")
        .unwrap()
        .trim_end_matches('.');
    let next = copy
        .run(&["audit", "--before", entry, "--limit", "1", "--json"])
        .json();
    assert!(next["rows"][0]["entry"].as_u64().unwrap() < entry.parse().unwrap());
    let none = copy.run(&["audit", "--to", "1-Jan-1990"]);
    assert_eq!(none.out.trim(), "No entries.");
    copy.run(&["audit", "--from", "soon"]).refused("invalid");
    copy.run(&["audit", "--case", &"00".repeat(16)])
        .refused("not-found");
    for wrong in ["0", "1001", "many"] {
        assert_eq!(copy.run(&["audit", "--limit", wrong]).code, 2);
    }
}
