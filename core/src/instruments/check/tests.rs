use super::*;
use crate::instruments::catalogue::FILES;

fn changed(id: &str, from: &str, to: &str) -> Result<Definition, String> {
    let (file, text) = FILES
        .iter()
        .find(|(file, _)| file.contains(&format!("/{id}/")))
        .unwrap();
    assert!(text.contains(from), "{id} has no {from}");
    Definition::read(file, &text.replacen(from, to, 1))
}

fn refused(id: &str, from: &str, to: &str) -> String {
    changed(id, from, to).unwrap_err()
}

#[test]
fn a_misspelt_field_is_refused_with_its_line_and_the_right_one() {
    let hint = refused("phq-9", "preamble =", "preambel =");
    assert!(hint.contains("line "), "{hint}");
    assert!(hint.ends_with("did you mean preamble?"), "{hint}");
    let hint = refused("phq-9", "arithmetic = \"sum\"", "arithmetic = \"som\"");
    assert!(hint.ends_with("did you mean sum?"), "{hint}");
}

#[test]
fn a_name_that_leads_nowhere_is_refused_with_the_nearest() {
    for (id, from, to, says) in [
        (
            "core-10",
            "reversed = [\"q2\"",
            "reversed = [\"q22\"",
            "reversed names q22, which is no item; did you mean q2?",
        ),
        (
            "core-10",
            "about_safety = [\"q6\"]",
            "about_safety = [\"q16\"]",
            "about_safety names q16",
        ),
        (
            "core-10",
            "options = \"frequency\"\ntext",
            "options = \"frequencies\"\ntext",
            "did you mean frequency?",
        ),
        (
            "phq-9",
            "items = [\"q1\",",
            "items = [\"q0\",",
            "which is no item",
        ),
        (
            "phq-15",
            "q4 = \"The",
            "q44 = \"The",
            "not_applicable names q44",
        ),
        (
            "phq-9",
            "id = \"phq-9\"",
            "id = \"phq-8\"",
            "it says that it is phq-8/v1.toml",
        ),
    ] {
        let hint = refused(id, from, to);
        assert!(hint.contains(says), "{hint}");
    }
}

#[test]
fn what_stands_twice_is_refused() {
    for (id, from, to, says) in [
        ("phq-9", "id = \"q2\"", "id = \"q1\"", "item 2 is called q1"),
        (
            "phq-9",
            "items = [\"q1\", \"q2\"",
            "items = [\"q1\", \"q1\"",
            "has q1 twice",
        ),
        (
            "phq-9",
            "id = \"difficulty\"",
            "id = \"frequency\"",
            "the options frequency are there twice",
        ),
        ("phq-9", "\"Several days\"", "\"Not at all\"", "twice"),
        (
            "core-10",
            "reversed = [\"q2\", \"q3\"]",
            "reversed = [\"q2\", \"q2\"]",
            "reversed names q2 twice",
        ),
    ] {
        let hint = refused(id, from, to);
        assert!(hint.contains(says), "{hint}");
    }
}

#[test]
fn bands_that_leave_a_gap_overlap_or_stop_short_are_refused() {
    for (from, to, says) in [
        (
            "from = 5, to = 9",
            "from = 6, to = 9",
            "leaves a gap: it begins at 6, expected 5",
        ),
        (
            "from = 5, to = 9",
            "from = 4, to = 9",
            "overlaps the one below",
        ),
        ("from = 0, to = 4", "from = 1, to = 4", "leaves a gap"),
        (
            "from = 5, to = 9",
            "from = 5, to = 3",
            "ends before it begins",
        ),
        (
            "from = 20, to = 27",
            "from = 20, to = 26",
            "the highest value is 27",
        ),
        (
            "label = \"mild\"",
            "label = \"moderate\"",
            "“moderate” twice",
        ),
        ("at = 10", "at = 28", "cut-off of 28 outside 0 to 27"),
        (
            "bands_source = \"Dep",
            "bands_source = \"\" # \"Dep",
            "needs bands_source",
        ),
    ] {
        let hint = refused("phq-9", from, to);
        assert!(hint.contains(says), "{hint}");
    }
}

#[test]
fn a_missing_answer_rule_that_would_count_it_as_nothing_is_refused() {
    for (id, from, to, says) in [
        (
            "phq-9",
            "max_missing = 0",
            "max_missing = 2",
            "what is not answered is not 0",
        ),
        (
            "core-10",
            "prorate = true",
            "prorate = false",
            "what is not answered is not 0",
        ),
        (
            "core-10",
            "max_missing = 1",
            "max_missing = 10",
            "allows 10 of 10",
        ),
        (
            "phq-9",
            "missing_rule = \"All",
            "missing_rule = \"\" # \"All",
            "missing_rule in words",
        ),
    ] {
        let hint = refused(id, from, to);
        assert!(hint.contains(says), "{hint}");
    }
}

#[test]
fn an_item_that_falls_out_of_the_total_unsaid_is_refused() {
    let hint = refused("phq-9", "\"q8\", \"q9\"]", "\"q8\"]");
    assert!(hint.starts_with("q9 is in no scale"), "{hint}");
    let hint = refused(
        "phq-9",
        "unscored = [\"q10\"]",
        "unscored = [\"q10\", \"q9\"]",
    );
    assert!(
        hint.contains("q9 is unscored, but a scale has it"),
        "{hint}"
    );
}

#[test]
fn wording_in_a_score_only_file_is_refused() {
    let hint = refused("wsas", "tag = \"Work\"", "text = \"Work\"");
    assert!(
        hint.contains("wording may not stand in the file: q1"),
        "{hint}"
    );
    let hint = refused("wsas", "\"0\", \"1\"", "\"none\", \"1\"");
    assert!(hint.contains("options impairment"), "{hint}");
    let hint = refused(
        "phq-9",
        "licence = \"full-text\"",
        "licence = \"score-only\"",
    );
    assert!(hint.contains("wording may not stand"), "{hint}");
    assert!(changed("wsas", "tag = \"Work\"", "tag = \"Job\"").is_ok());
}

#[test]
fn counts_that_do_not_fit_the_options_are_refused() {
    let hint = refused(
        "phq-9",
        "max_missing = 0",
        "counts = [0, 0, 1]\nmax_missing = 0",
    );
    assert!(
        hint.contains("count 3 ways, but there are 4 options"),
        "{hint}"
    );
    let hint = refused(
        "phq-9",
        "max_missing = 0",
        "factor = \"ten\"\nmax_missing = 0",
    );
    assert!(hint.contains("`ten` is no factor"), "{hint}");
    let hint = refused(
        "phq-9",
        "max_missing = 0",
        "factor = \"1/2\"\nmax_missing = 0",
    );
    assert!(hint.contains("no whole range"), "{hint}");
}

#[test]
fn numbers_ratings_profiles_and_words_that_cannot_be_are_refused() {
    for (id, from, to, says) in [
        (
            "eq-5d-5l",
            "numbers_to = 100",
            "numbers_to = 4000",
            "write 1 to 1000",
        ),
        (
            "eq-5d-5l",
            "numbers_to = 100",
            "numbers_to = 100\nlabels = [\"0\"]",
            "labels and counts follow from it",
        ),
        (
            "eq-5d-5l",
            "\"q4\", \"q5\"]",
            "\"q4\", \"q5\", \"q6\"]",
            "each of their options is one letter or digit",
        ),
        (
            "eq-5d-5l",
            "arithmetic = \"chosen\"",
            "arithmetic = \"chosen\"\nfactor = \"2\"",
            "is chosen, not reckoned",
        ),
        (
            "eq-5d-5l",
            "arithmetic = \"sum\"",
            "arithmetic = \"chosen\"",
            "the first scale is drawn over time",
        ),
        (
            "honos",
            "unrated = [\"9\"]",
            "unrated = [\"8\"]",
            "have no “8”, which is unrated",
        ),
        (
            "honos",
            "unrated = [\"9\"]",
            "unrated = [\"0\", \"1\", \"2\", \"3\", \"9\"]",
            "fewer than two that are ratings",
        ),
        (
            "honos",
            "max_unrated = 2",
            "max_unrated = 12",
            "12 of 12 items to be without a rating",
        ),
        (
            "honos",
            "unscored = [\"q13\"",
            "reversed = [\"q1\"]\nunscored = [\"q13\"",
            "q1 is reversed, but has an option that is no rating",
        ),
        (
            "honos",
            "about_safety = [\"q2\"]",
            "about_safety = [\"q14\"]",
            "q14 is answered in words, so it has no first option",
        ),
        (
            "pss",
            "in_words = true",
            "in_words = true\noptions = \"rating\"",
            "q2 is answered in words and has options",
        ),
        (
            "pss",
            "items = [\"q1\"]",
            "items = [\"q1\", \"q2\"]",
            "has q2, which is answered in words",
        ),
        (
            "irac",
            "needs = [\"q1\"]",
            "needs = [\"q3\"]",
            "which is no item",
        ),
        ("hads", "\"0\", \"1\"", "\"no\", \"1\"", "options margin"),
        (
            "core-om",
            "cut_off = 10",
            "cut_off = 41",
            "the scale total, change: the cut-off 41",
        ),
    ] {
        let hint = refused(id, from, to);
        assert!(hint.contains(says), "{id}: {hint}");
    }
}
