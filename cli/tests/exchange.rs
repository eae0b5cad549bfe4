//! Cases out of one register and into another, by the built binary.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

// Another binary of tests uses the rest of it.
#[allow(dead_code)]
mod run;

use run::{Copy, run, text};
use serde_json::{Value, json};

const STRONG: &str = "gravel teapot lighthouse moth";

/// An empty register beside the demonstration's, and what opens it.
fn empty(copy: &Copy) -> String {
    let register = copy.path("empty");
    let init = ["init", "--user", "Dr A. Example", "--role", "consultant"];
    let place = ["--register", text(&register)];
    assert_eq!(run(&[&init[..], &place].concat(), Some(STRONG)).code, 0);
    text(&register).to_owned()
}

#[test]
fn a_demonstration_goes_out_comes_in_elsewhere_and_goes_out_again_byte_for_byte() {
    let copy = Copy::new();
    let demo = copy.path("sixteen");
    let made = run(&["demo", "--register", text(&demo), "--cases", "16"], None);
    assert_eq!(made.code, 0, "{}", made.err);
    let register = empty(&copy);
    let (first, second) = (copy.path("first.json"), copy.path("second.json"));
    let place = ["--register", text(&demo), "--user", "demo"];
    let export = ["export", "json", "--out", text(&first)];
    let out = run(&[&export[..], &place].concat(), Some("demonstration"));
    assert_eq!(out.code, 0, "{}", out.err);
    let again = run(&[&export[..], &place].concat(), Some("demonstration"));
    again.refused("refused");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&first).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let import = ["import", text(&first), "--register", &register, "--json"];
    let looked = run(&[&import[..], &["--check"]].concat(), Some(STRONG)).json();
    assert_eq!(looked["written"], false);
    let done = run(&import, Some(STRONG)).json();
    assert_eq!(
        (&done["cases"], &done["written"]),
        (&json!(16), &json!(true))
    );
    let place = ["--register", register.as_str()];
    let export = ["export", "json", "--out", text(&second)];
    assert_eq!(run(&[&export[..], &place].concat(), Some(STRONG)).code, 0);
    assert!(std::fs::read(&first).unwrap() == std::fs::read(&second).unwrap());
    // What is equal is also there.
    let held: Value = serde_json::from_slice(&std::fs::read(&second).unwrap()).unwrap();
    let all = |part: &str| {
        let cases = held["cases"].as_array().unwrap();
        let parts = cases.iter().flat_map(|c| c[part].as_array().unwrap());
        parts.cloned().collect::<Vec<_>>()
    };
    let reviews = all("pathway_reviews");
    assert!(reviews.iter().any(|r| r["record"]["repeated"] == true));
    assert!(reviews.iter().any(|r| r.get("mdt").is_some()));
    assert!(!all("safety_responses").is_empty());
    assert_eq!(
        run(&[&["verify"][..], &place].concat(), Some(STRONG)).code,
        0
    );
}

#[test]
fn one_case_is_exported_and_what_is_wrong_with_a_file_is_listed_by_its_path() {
    let copy = Copy::new();
    let file = copy.path("one.json");
    let all = copy.run(&["cases", "--closed", "--json"]).json();
    let id = all[0]["id"].as_str().unwrap();
    let out = copy.run(&[
        "export",
        "json",
        "--case",
        id,
        "--out",
        text(&file),
        "--json",
    ]);
    assert!(out.json()["bytes"].as_u64().unwrap() > 500);
    let mut held: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(held["cases"].as_array().unwrap().len(), 1);

    // The register that it came from has it.
    let twice = copy.run(&["import", text(&file)]);
    twice.refused("refused");
    assert!(
        twice.out.starts_with("cases[0].case.received_on: "),
        "{}",
        twice.out
    );

    held["cases"][0]["case"]["reason"] = json!("");
    held["cases"][0]["patient"]["born_on"] = json!("yesterday");
    std::fs::write(&file, held.to_string()).unwrap();
    let register = empty(&copy);
    let import = ["import", text(&file), "--register", &register];
    for check in [&[][..], &["--check"]] {
        let refused = run(&[&import[..], &["--json"], check].concat(), Some(STRONG));
        assert_eq!(refused.code, 1);
        let listed: Value = serde_json::from_str(&refused.out).unwrap();
        assert_eq!(listed[0]["path"], "cases[0].patient.born_on");
        assert_eq!(listed[0]["rule"], "date");
        assert_eq!(listed[1]["path"], "cases[0].case.reason");
        assert!(refused.err.contains("faulty-file"), "{}", refused.err);
    }
    // Nothing of the file reaches what may end in a log.
    let family = held["cases"][0]["patient"]["name"]["family"]
        .as_str()
        .unwrap();
    let refused = run(&import, Some(STRONG));
    assert!(!format!("{}{}", refused.out, refused.err).contains(family));
    let cases = ["cases", "--register", &register, "--closed", "--json"];
    assert_eq!(run(&cases, Some(STRONG)).json(), json!([]));

    let missing = copy.path("missing.json");
    run(
        &["import", text(&missing), "--register", &register],
        Some(STRONG),
    )
    .refused("io");
    assert_eq!(run(&["export", "xml", "--out", "x"], Some(STRONG)).code, 2);
    assert_eq!(run(&["import"], Some(STRONG)).code, 2);
    let nobody = copy.path("nobody.json");
    let unknown = "00".repeat(16);
    copy.run(&["export", "json", "--case", &unknown, "--out", text(&nobody)])
        .refused("not-found");
    assert!(!nobody.exists(), "nothing is left of a refused export");
}

fn block(kind: &str) -> &'static str {
    let page = include_str!("../../docs/exchange.md");
    let text = page.split(&format!("```{kind}\n")).nth(1).unwrap();
    text.split("```").next().unwrap()
}

#[test]
fn a_referral_list_comes_in_by_its_mapping_and_what_is_left_out_is_told() {
    let copy = Copy::new();
    let register = empty(&copy);
    let (list, map) = (copy.path("list.csv"), copy.path("map.toml"));
    std::fs::write(&list, block("csv")).unwrap();
    std::fs::write(&map, block("toml")).unwrap();
    let import = [
        "import",
        "--csv",
        text(&list),
        "--map",
        text(&map),
        "--register",
        &register,
    ];
    let looked = run(&[&import[..], &["--check"]].concat(), Some(STRONG));
    assert!(
        looked
            .out
            .starts_with("No fault. It would import 3 cases, 3 new patients.\nNot taken in"),
        "{}",
        looked.out
    );
    let done = run(&[&import[..], &["--json"]].concat(), Some(STRONG)).json();
    assert_eq!(
        (&done["cases"], &done["unmapped"]),
        (&json!(3), &json!(["Bed"]))
    );
    let cases = ["cases", "--register", &register, "--json"];
    assert_eq!(
        run(&cases, Some(STRONG)).json().as_array().unwrap().len(),
        3
    );

    let twice = run(&import, Some(STRONG));
    twice.refused("refused");
    assert!(
        twice.out.starts_with("line 2, column “Date received”: "),
        "{}",
        twice.out
    );
    let audit = ["audit", "--register", &register, "--limit", "20"];
    assert_eq!(
        run(&audit, Some(STRONG))
            .out
            .matches("Case imported")
            .count(),
        3
    );
    for wrong in [
        &import[..3],
        &["import", "a.json", "--csv", "b.csv", "--map", "m"],
    ] {
        assert_eq!(run(wrong, None).code, 2);
    }
}
