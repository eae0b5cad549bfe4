//! Cards in and results out, by the built binary.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

// Another binary of tests uses the rest of it.
#[allow(dead_code)]
mod run;

use run::{Copy, Ran, text};
use serde_json::Value;

const OURS: &str = "friends-and-family";

fn report(copy: &Copy) -> Value {
    copy.run(&[OURS, "report", "--json"]).json()
}

/// A line of the results, by its month.
fn line(view: &Value, month: &Value) -> Value {
    let rows = view["rows"].as_array().unwrap();
    rows.iter()
        .find(|row| row["months"].as_array().unwrap().contains(month))
        .unwrap()
        .clone()
}

fn card(copy: &Copy, month: &Value, answer: &str) -> Ran {
    let month = month.as_str().unwrap();
    copy.run(&[OURS, "add", "--month", month, "--answer", answer])
}

#[test]
fn the_demo_shows_months_a_total_and_words_and_a_month_without_cards_has_no_figure() {
    let copy = Copy::new();
    let view = report(&copy);
    assert_eq!(
        view["asked"]["question"],
        "Overall, how was your experience of our service?"
    );
    let newest = line(&view, &view["months"][0]["month"]);
    assert_eq!(
        (&newest["responses"], &newest["positive"]),
        (&13.into(), &85.into())
    );
    let without = line(&view, &view["months"][3]["month"]);
    assert_eq!(
        (&without["shown"], &without["responses"]),
        (&false.into(), &0.into())
    );
    assert_eq!(view["total"]["responses"], 51);

    let told = copy.run(&[OURS, "report"]);
    for piece in [
        "All that is shown",
        "Fewer than 5 answers: not shown",
        "“Kind, and on time.”",
        "Nobody has confirmed yet:",
    ] {
        assert!(told.out.contains(piece), "{piece} is not in {}", told.out);
    }
    let csv = copy.run(&[OURS, "report", "--csv"]);
    let lines: Vec<&str> = csv.out.lines().collect();
    assert!(lines[0].starts_with("period,months,answers,very-good,"));
    assert_eq!(lines.len(), 14, "{}", csv.out);
    assert!(!csv.out.contains("Kind, and on time"));
}

#[test]
fn a_card_is_added_to_a_month_that_is_not_shown_and_five_at_least_to_one_that_is() {
    let copy = Copy::new();
    let view = report(&copy);
    let (open, shown) = (
        &view["card_months"][0]["month"],
        &view["months"][0]["month"],
    );
    let entries = || copy.run(&["verify", "--json"]).json()["entries"].clone();

    let added = card(&copy, open, "dont-know");
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(added.out.starts_with("1 answer added to "), "{}", added.out);
    assert!(added.out.contains(" Its results are shown from "));
    card(&copy, shown, "good").refused("invalid");

    let file = copy.path("cards.csv");
    std::fs::write(
        &file,
        "answer,why\ngood,\"Late, but kind\"\n".to_owned() + &"poor,\n".repeat(4),
    )
    .unwrap();
    let before = entries();
    let month = shown.as_str().unwrap();
    let ran = copy.run(&[
        OURS,
        "add",
        "--month",
        month,
        "--cards",
        text(&file),
        "--json",
    ]);
    assert_eq!(ran.json()["added"], 5);
    // An unlock and a lock each leave one entry for either command, and the cards none.
    let after = entries();
    let again = entries();
    let number = |value: &Value| value.as_u64().unwrap();
    assert_eq!(
        number(&after) - number(&before),
        2 * (number(&again) - number(&after))
    );
    let newest = line(&report(&copy), shown);
    assert_eq!(newest["responses"], 18);

    std::fs::write(&file, "answer\nlikely\n").unwrap();
    let wrong = copy.run(&[OURS, "add", "--month", month, "--cards", text(&file)]);
    wrong.refused("invalid");
    assert!(wrong.err.contains("cards.0.experience"), "{}", wrong.err);
    std::fs::write(&file, "answer\n".to_owned() + &"good\n".repeat(4)).unwrap();
    copy.run(&[OURS, "add", "--month", month, "--cards", text(&file)])
        .refused("invalid");
    assert_eq!(line(&report(&copy), shown)["responses"], 18);
}

#[test]
fn an_unknown_answer_is_wrong_usage_and_a_month_that_is_not_shown_yet_is_refused() {
    let copy = Copy::new();
    let view = report(&copy);
    let open = &view["card_months"][0]["month"];
    assert_eq!(card(&copy, open, "likely").code, 2);
    let month = open.as_str().unwrap();
    assert_eq!(copy.run(&[OURS, "add", "--month", month]).code, 2);
    copy.run(&[OURS, "report", "--to", month])
        .refused("invalid");
    copy.run(&[OURS, "report", "--from", "2020-03"])
        .refused("invalid");
}
