//! `casebookctl score` as it is run: sheets in, scores out, no register anywhere.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::Value;
use std::io::Write;
use std::process::{Command, Output, Stdio};

fn score(arguments: &[&str], sheets: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_casebookctl"))
        .arg("score")
        .args(arguments)
        .env("HOME", "/nowhere")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A refusal may come before everything is read.
    let _ = child.stdin.take().unwrap().write_all(sheets.as_bytes());
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().unwrap();
    (
        status.code().unwrap(),
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    )
}

#[test]
fn a_sheet_a_line_is_scored_a_line() {
    let sheets = concat!(
        r#"{"q1":1,"q2":1,"q3":0,"q4":0,"q5":0,"q6":0,"q7":2,"q8":1,"q9":1,"q10":0}"#,
        "\n\n",
        r#"{"q1":1,"q2":1,"q3":0,"q4":0,"q5":0,"q6":1,"q7":2,"q8":0,"q10":0}"#,
        "\n",
        r#"{"q1":1}"#,
    );
    let (code, out, err) = score(&["core-10"], sheets);
    assert_eq!((code, err.as_str()), (0, ""));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines[0],
        r#"{"instrument":"core-10","version":"v1","scores":{"total":{"value":12.0,"min":0,"max":40,"band":"mild"}},"missing":0,"flags":[]}"#
    );
    let second: Value = serde_json::from_str(lines[1]).unwrap();
    assert_eq!(second["scores"]["total"]["value"], 12.22);
    assert_eq!(second["missing"], 1);
    assert_eq!(second["flags"][0], "q6");
    let third: Value = serde_json::from_str(lines[2]).unwrap();
    assert!(third["scores"]["total"]["value"].is_null());
    assert!(
        third["scores"]["total"]["reason"]
            .as_str()
            .unwrap()
            .contains("at most 1 may be missing")
    );
    assert_eq!(lines.len(), 3);
}

#[test]
fn null_says_that_an_item_does_not_apply_and_left_out_says_nothing() {
    let (code, out, _) = score(
        &["wsas"],
        "{\"q1\":null,\"q2\":8,\"q3\":8,\"q4\":8,\"q5\":8}\n{\"q2\":8,\"q3\":8,\"q4\":8,\"q5\":8}\n",
    );
    assert_eq!(code, 0);
    let lines: Vec<Value> = out
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(lines[0]["scores"]["total"]["value"], 32.0);
    assert_eq!(lines[0]["scores"]["total"]["max"], 32);
    assert!(lines[0]["scores"]["total"].get("band").is_none());
    assert!(lines[1]["scores"]["total"]["value"].is_null());
}

#[test]
fn the_difficulty_item_of_the_phq_9_is_the_tenth_and_adds_nothing() {
    let nine: Vec<String> = (1..=9).map(|n| format!("\"q{n}\":1")).collect();
    let sheets = format!("{{{0}}}\n{{{0},\"q10\":3}}\n", nine.join(","));
    let (_, out, _) = score(&["phq-9"], &sheets);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], lines[1]);
    assert!(lines[0].contains("\"value\":9.0"));
}

/// What one sheet gives.
fn one(instrument: &str, sheet: &str) -> Value {
    let (code, out, err) = score(&[instrument], &format!("{sheet}\n"));
    assert_eq!(code, 0, "{instrument}: {err}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn a_profile_is_a_text_without_a_range_and_the_scale_beside_it_a_number() {
    let sheet = r#"{"q1":0,"q2":0,"q3":1,"q4":2,"q5":1,"q6":75}"#;
    let (_, out, _) = score(&["eq-5d-5l"], &format!("{sheet}\n"));
    assert_eq!(
        out.trim_end(),
        r#"{"instrument":"eq-5d-5l","version":"v1","scores":{"profile":{"value":"11232"},"vas":{"value":75.0,"min":0,"max":100}},"missing":0,"flags":[]}"#
    );
    let view = one("eq-5d-5l", r#"{"q1":0,"q6":0}"#);
    assert!(view["scores"]["profile"]["value"].is_null());
    assert!(
        view["scores"]["profile"]["reason"]
            .as_str()
            .unwrap()
            .starts_with("Items 2, 3, 4 and 5")
    );
    assert_eq!(
        (&view["scores"]["vas"]["value"], &view["missing"]),
        (&0.0.into(), &4.into())
    );
    let (code, _, err) = score(&["eq-5d-5l"], "{\"q6\":101}\n");
    assert_eq!(code, 1);
    assert!(
        err.contains("line 1, q6: Enter a whole number from 0 to 100."),
        "{err}"
    );
}

#[test]
fn a_place_that_is_no_rating_and_a_text_are_no_part_of_a_score() {
    let twelve: Vec<String> = (1..=12)
        .map(|n| format!("\"q{n}\":{}", if n == 4 { 5 } else { 2 }))
        .collect();
    let view = one(
        "honos",
        &format!(
            "{{{},\"q13\":5,\"q14\":\"The last two weeks\"}}",
            twelve.join(",")
        ),
    );
    let total = &view["scores"]["total"];
    assert_eq!(
        (&total["value"], &total["max"], &view["missing"]),
        (&22.0.into(), &44.into(), &0.into())
    );
    let view = one("cgi", r#"{"q1":0,"q2":3}"#);
    assert!(view["scores"]["severity"]["value"].is_null());
    assert_eq!(
        view["scores"]["severity"]["reason"],
        "Item 1 is not rated; every item is needed."
    );
    assert_eq!(view["scores"]["improvement"]["band"], "minimally improved");
    let view = one("pss", r#"{"q1":4,"q3":"Kind staff"}"#);
    assert_eq!(view["scores"]["rating"]["value"], 4.0);
    let (code, _, err) = score(&["pss"], "{\"q1\":\"Excellent\"}\n");
    assert_eq!(code, 1, "{err}");
}

#[test]
fn help_and_documentation_name_every_instrument_and_every_score() {
    let (_, help, _) = score(&["--help"], "");
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/casebookctl.md");
    let docs = std::fs::read_to_string(docs).unwrap();
    for definition in casebook_core::instruments::catalogue::all().unwrap() {
        assert!(help.contains(&definition.id), "{}", definition.id);
        assert!(
            docs.lines()
                .any(|l| l.starts_with('|') && l.contains(&format!("`{}`", definition.id))),
            "{} is not in docs/casebookctl.md",
            definition.id
        );
        for scale in &definition.scales {
            // Of the eight parts of the GHQ-28 the first and the last are named.
            let between = ["a-", "b-", "c-", "d-"]
                .iter()
                .any(|p| scale.id.starts_with(p));
            assert!(
                between || docs.contains(&format!("`{}`", scale.id)),
                "{} {}",
                definition.id,
                scale.id
            );
        }
    }
}

#[test]
fn a_faulty_line_is_refused_by_line_and_item() {
    for (instrument, sheets, says) in [
        (
            "gad-7",
            "{\"q1\":0}\n{\"q1\":4}\n",
            "line 2, q1: Choose one of the 4 options",
        ),
        (
            "gad-7",
            "{\"q8\":0}\n",
            "line 1, q8: GAD-7 has no such item",
        ),
        (
            "gad-7",
            "{\"q1\":null}\n",
            "line 1, q1: This item applies to everybody",
        ),
        (
            "gad-7",
            "{\"q1\":\"often\"}\n",
            "line 1, q1: Give the position",
        ),
        ("gad-7", "{\"q1\":1.5}\n", "line 1, q1: Give the position"),
        ("gad-7", "{\"q1\":-1}\n", "line 1, q1: Give the position"),
        ("gad-7", "\n[1,2]\n", "line 2: A line is one JSON object"),
        ("gda-7", "", "did you mean gad-7?"),
    ] {
        let (code, _, err) = score(&[instrument], sheets);
        assert_eq!(code, 1, "{sheets}");
        assert!(err.starts_with("invalid: ") && err.contains(says), "{err}");
    }
    let (code, _, _) = score(&[], "");
    assert_eq!(code, 2, "no instrument is wrong usage");
    let (_, _, err) = score(&["gad-7", "--json"], "{\"q1\":9}\n");
    let view: Value = serde_json::from_str(&err).unwrap();
    assert_eq!(view["fields"][0]["field"], "line 1, q1");
}
