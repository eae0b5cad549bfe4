//! The trust's own data for measures, by the built binary.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

// Another binary of tests uses the rest of it.
#[allow(dead_code)]
mod run;

use run::{Copy, text};

const WORDING: &str = include_str!("../../docs/trust-data/wording.toml");
const CHANGE: &str = include_str!("../../docs/trust-data/change-values.toml");

#[test]
fn a_file_is_checked_loaded_listed_and_withdrawn() {
    let copy = Copy::new();
    let file = copy.path("wsas.toml");
    std::fs::write(&file, WORDING).unwrap();
    let checked = copy.run(&["measures", "check", text(&file)]);
    assert_eq!(checked.code, 0, "{}", checked.err);
    assert!(
        checked
            .out
            .starts_with("No fault. Licensed wording for WSAS: Made-up wording")
    );
    assert!(
        copy.run(&["measures", "list"])
            .out
            .starts_with("The trust has loaded nothing")
    );

    // Patel is a clinician.
    copy.run_as("patel", "demonstration", &["measures", "load", text(&file)])
        .refused("not-allowed");
    let loaded = copy
        .run(&["measures", "load", text(&file), "--json"])
        .json();
    assert_eq!(loaded["kind"], "wording");
    assert_eq!(
        loaded["licence"],
        "Example NHS Foundation Trust (made up), Licence 0000 (made up)"
    );
    copy.run(&["measures", "load", text(&file)])
        .refused("refused");

    std::fs::write(&file, CHANGE).unwrap();
    copy.run(&["measures", "load", text(&file)]);
    let listed = copy
        .run_as("patel", "demonstration", &["measures", "list", "--json"])
        .json();
    assert_eq!(listed["rows"].as_array().unwrap().len(), 2);
    assert_eq!(listed["may_change"], false);
    let values = listed["change_values"].as_array().unwrap();
    let core = values.iter().find(|v| v["scale"] == "CORE-10").unwrap();
    assert_eq!(
        (&core["least"], &core["set_by_trust"]),
        (&"9.3".into(), &true.into())
    );

    let id = loaded["id"].as_str().unwrap();
    copy.run(&["measures", "withdraw", id, "--reason", " "])
        .refused("invalid");
    let gone = copy.run(&[
        "measures",
        "withdraw",
        id,
        "--reason",
        "The licence has ended",
        "--json",
    ]);
    assert!(
        gone.json()["withdrawn"]
            .as_str()
            .unwrap()
            .ends_with(": The licence has ended")
    );
    copy.run(&["measures", "withdraw", id, "--reason", "Again"])
        .refused("refused");
    assert_eq!(copy.run(&["verify"]).code, 0);
    assert_eq!(copy.run(&["rebuild", "--check"]).code, 0);
}

#[test]
fn a_faulty_file_is_listed_by_path_and_nothing_is_loaded() {
    let copy = Copy::new();
    let file = copy.path("wsas.toml");
    let faulty = WORDING
        .replace("    \"7\",\n", "")
        .replace("id = \"q5\"", "id = \"q6\"");
    std::fs::write(&file, &faulty).unwrap();
    for what in ["check", "load"] {
        let refused = copy.run(&["measures", what, text(&file)]);
        refused.refused("refused");
        assert!(
            refused
                .err
                .contains("The file has 3 faults. Nothing was loaded."),
            "{}",
            refused.err
        );
        let paths: Vec<&str> = refused
            .out
            .lines()
            .filter_map(|l| l.split(": ").next())
            .collect();
        assert_eq!(paths, ["options.impairment", "items.q6", "items"]);
    }
    assert!(
        copy.run(&["measures", "list"])
            .out
            .starts_with("The trust has loaded nothing")
    );
}
