use super::*;
use crate::instruments::catalogue::{all, newest};

fn sheet(answers: &[(&str, u32)]) -> Sheet {
    answers
        .iter()
        .map(|(id, p)| ((*id).to_owned(), *p))
        .collect()
}

/// The same position for `from` to `to`.
fn each(from: u32, to: u32, position: u32) -> Sheet {
    (from..=to).map(|n| (format!("q{n}"), position)).collect()
}

fn only(scored: &ScoredView) -> &ScoreView {
    assert_eq!(scored.scores.len(), 1);
    &scored.scores[0]
}

/// An instrument of items that share their options, as it would stand in a file; `lists` before them, `scales` behind.
fn made(items: u32, labels: usize, lists: &str, scales: &str) -> Definition {
    let labels: Vec<String> = (0..labels).map(|n| format!("\"option {n}\"")).collect();
    let mut text = format!(
        "id = \"x\"\nversion = \"v1\"\ntitle = \"X\"\nfull_title = \"X\"\nperiod = \"\"\nlicence = \"full-text\"\n\
         credit = \"made up\"\n{lists}\n[[options]]\nid = \"o\"\nlabels = [{}]\n",
        labels.join(", ")
    );
    for n in 1..=items {
        text.push_str(&format!(
            "[[items]]\nid = \"q{n}\"\noptions = \"o\"\ntext = \"Item {n}\"\n"
        ));
    }
    text.push_str(scales);
    Definition::read("made/x/v1.toml", &text).unwrap()
}

fn names(from: u32, to: u32) -> String {
    (from..=to)
        .map(|n| format!("\"q{n}\""))
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn an_unanswered_item_forbids_a_score_and_is_never_nought() {
    let phq = newest("phq-9").unwrap();
    let mut answers = each(1, 9, 0);
    answers.remove("q4");
    let scored = score(phq, &answers, &[]).unwrap();
    let total = only(&scored);
    assert_eq!((total.value.as_str(), total.hundredths), ("", None));
    assert_eq!(
        total.reason,
        "Item 4 is not answered; every item is needed."
    );
    assert_eq!((total.band.as_str(), total.arithmetic.as_str()), ("", ""));
    assert_eq!(scored.missing, 1);
    let empty = score(phq, &Sheet::new(), &[]).unwrap();
    assert_eq!(only(&empty).reason, "No item is answered.");
    assert_eq!(only(&empty).hundredths, None);
}

#[test]
fn core_10_prorates_one_missing_answer_and_no_more() {
    let core = newest("core-10").unwrap();
    let mut answers = each(1, 10, 2);
    answers.remove("q9");
    let one = score(core, &answers, &[]).unwrap();
    assert_eq!(only(&one).value, "20");
    answers.insert("q1".into(), 0);
    let uneven = score(core, &answers, &[]).unwrap();
    // 16 over nine: 160/9 = 17.77…, rounded once.
    assert_eq!(
        (only(&uneven).value.as_str(), only(&uneven).hundredths),
        ("17.78", Some(1778))
    );
    assert!(
        only(&uneven).arithmetic.contains("10 × 16 ÷ 9 = 17.78. "),
        "{}",
        only(&uneven).arithmetic
    );
    answers.remove("q1");
    let two = score(core, &answers, &[]).unwrap();
    assert_eq!(only(&two).hundredths, None);
    assert_eq!(
        only(&two).reason,
        "Items 1 and 9 are not answered; at most 1 may be missing."
    );
}

#[test]
fn reversed_items_are_turned_when_they_are_scored_and_the_sum_says_so() {
    let core = newest("core-10").unwrap();
    let answers = sheet(&[
        ("q1", 1),
        ("q2", 1),
        ("q3", 0),
        ("q4", 0),
        ("q5", 0),
        ("q6", 0),
        ("q7", 2),
        ("q8", 1),
        ("q9", 1),
        ("q10", 0),
    ]);
    let scored = score(core, &answers, &[]).unwrap();
    let total = only(&scored);
    assert_eq!(total.value, "12");
    assert_eq!(
        total.arithmetic,
        "1 + 3 + 4 + 0 + 0 + 0 + 2 + 1 + 1 + 0 = 12. Counted the other way round: item 2 (1 counts 3) and item 3 (0 counts 4)."
    );
    assert_eq!((total.min, total.max, total.band.as_str()), (0, 40, "mild"));
    assert!(scored.flags.is_empty());
}

#[test]
fn every_band_holds_from_its_first_value_to_its_last() {
    for (id, edges) in [
        (
            "phq-9",
            vec![
                (0, 4, "none or minimal"),
                (5, 9, "mild"),
                (10, 14, "moderate"),
                (15, 19, "moderately severe"),
                (20, 27, "severe"),
            ],
        ),
        (
            "gad-7",
            vec![
                (0, 4, "minimal"),
                (5, 9, "mild"),
                (10, 14, "moderate"),
                (15, 21, "severe"),
            ],
        ),
        (
            "phq-15",
            vec![
                (0, 4, "minimal symptom severity"),
                (5, 9, "low symptom severity"),
                (10, 14, "medium symptom severity"),
                (15, 30, "high symptom severity"),
            ],
        ),
        (
            "core-10",
            vec![
                (0, 10, "healthy or low level"),
                (11, 14, "mild"),
                (15, 19, "moderate"),
                (20, 24, "moderate to severe"),
                (25, 40, "severe"),
            ],
        ),
        (
            "wsas",
            vec![
                (0, 9, "subclinical"),
                (10, 20, "significant impairment"),
                (21, 40, "moderately severe or worse"),
            ],
        ),
    ] {
        let definition = newest(id).unwrap();
        let scale = definition.headline().unwrap();
        for (from, to, label) in edges {
            for value in from..=to {
                assert_eq!(band(scale, value * 100, true), label, "{id} {value}");
            }
        }
    }
    // Between two printed edges, where only a prorated score can be, the lower band holds.
    let core = newest("core-10").unwrap().headline().unwrap();
    assert_eq!(band(core, 1_099, true), "healthy or low level");
    assert_eq!(band(core, 1_489, true), "mild");
}

#[test]
fn a_total_is_reached_at_every_value_with_its_own_band() {
    // PHQ-9 totals 0 to 27 by real sheets, not by the band table alone.
    let phq = newest("phq-9").unwrap();
    for total in 0..=27u32 {
        let mut left = total;
        let mut answers = Sheet::new();
        for n in 1..=9 {
            let here = left.min(3);
            left -= here;
            answers.insert(format!("q{n}"), here);
        }
        let scored = score(phq, &answers, &[]).unwrap();
        assert_eq!(only(&scored).value, total.to_string());
        let expected = match total {
            0..=4 => "none or minimal",
            5..=9 => "mild",
            10..=14 => "moderate",
            15..=19 => "moderately severe",
            _ => "severe",
        };
        assert_eq!(only(&scored).band, expected);
    }
}

#[test]
fn an_item_that_does_not_apply_lowers_the_maximum_and_is_not_missing() {
    let phq = newest("phq-15").unwrap();
    let mut answers = each(1, 15, 2);
    answers.remove("q4");
    let without = score(phq, &answers, &["q4".into()]).unwrap();
    assert_eq!(
        (
            only(&without).value.as_str(),
            only(&without).max,
            without.missing
        ),
        ("28", 28, 0)
    );
    assert!(
        only(&without)
            .arithmetic
            .ends_with("Item 4 does not apply.")
    );
    let wsas = newest("wsas").unwrap();
    let without = score(wsas, &each(2, 5, 8), &["q1".into()]).unwrap();
    assert_eq!(
        (only(&without).value.as_str(), only(&without).max),
        ("32", 32)
    );
    assert_eq!(
        only(&without).band,
        "",
        "the bands were derived on five items"
    );
    let also_missing = score(wsas, &each(3, 5, 8), &["q1".into()]).unwrap();
    assert_eq!(
        only(&also_missing).reason,
        "Item 2 is not answered; every item that applies is needed."
    );
}

#[test]
fn an_unscored_item_changes_nothing_and_is_not_missed() {
    let phq = newest("phq-9").unwrap();
    let mut answers = each(1, 9, 1);
    let without = score(phq, &answers, &[]).unwrap();
    answers.insert("q10".into(), 3);
    assert_eq!(score(phq, &answers, &[]).unwrap(), without);
    assert_eq!((without.missing, only(&without).value.as_str()), (0, "9"));
}

#[test]
fn any_answer_but_the_first_to_an_item_about_safety_is_flagged_score_or_none() {
    let phq = newest("phq-9").unwrap();
    assert!(score(phq, &each(1, 9, 0), &[]).unwrap().flags.is_empty());
    assert_eq!(score(phq, &each(1, 9, 1), &[]).unwrap().flags, ["q9"]);
    let alone = score(phq, &sheet(&[("q9", 1)]), &[]).unwrap();
    assert_eq!(
        (alone.flags.as_slice(), only(&alone).hundredths),
        (&["q9".to_owned()][..], None)
    );
}

#[test]
fn a_sheet_that_cannot_be_is_refused_by_item() {
    let phq = newest("phq-15").unwrap();
    for (answers, not, field, rule) in [
        (vec![("q16", 0)], vec![], "q16", "unknown"),
        (vec![("q1", 3)], vec![], "q1", "option"),
        (vec![("q4", 1)], vec!["q4"], "q4", "not-applicable"),
        (vec![], vec!["q5"], "q5", "not-applicable"),
        (vec![], vec!["q99"], "q99", "unknown"),
    ] {
        let not: Vec<String> = not.into_iter().map(str::to_owned).collect();
        let faults = score(phq, &sheet(&answers), &not).unwrap_err();
        assert_eq!(
            (faults[0].field.as_str(), faults[0].rule.as_str()),
            (field, rule)
        );
    }
}

#[test]
fn the_order_of_the_answers_does_not_matter() {
    for definition in all().unwrap() {
        let answers: Vec<(String, u32)> = definition
            .items
            .iter()
            .filter(|item| !item.in_words)
            .zip([1u32, 0, 2].into_iter().cycle())
            .map(|(item, position)| (item.id.clone(), position))
            .collect();
        assert!(score(definition, &answers.iter().cloned().collect(), &[]).is_ok());
        let there: Sheet = answers.iter().cloned().collect();
        let back: Sheet = answers.into_iter().rev().collect();
        assert_eq!(
            score(definition, &there, &[]),
            score(definition, &back, &[])
        );
    }
}

// What comes later as data alone: the arithmetic must be general enough today.

#[test]
fn a_mean_times_ten_prorates_as_core_om_does() {
    // Sum 56 over 34 answers is 16.47; sum 50 over 32 is 15.625: clinical notes, B1, computed by hand.
    let core_om = made(
        34,
        5,
        "",
        &format!(
            "[[scales]]\nid = \"total\"\nlabel = \"Total\"\nitems = [{}]\narithmetic = \"mean\"\nfactor = \"10\"\nmax_missing = 3\nprorate = true\nmissing_rule = \"three\"\n\n[[scales]]\nid = \"wellbeing\"\nlabel = \"Well-being\"\nitems = [\"q4\", \"q14\", \"q17\", \"q31\"]\narithmetic = \"mean\"\nmax_missing = 0\nmissing_rule = \"none\"\n",
            names(1, 34)
        ),
    );
    let mut answers = each(1, 28, 2);
    answers.extend(each(29, 34, 0));
    let whole = score(&core_om, &answers, &[]).unwrap();
    assert_eq!(
        (whole.scores[0].value.as_str(), whole.scores[0].max),
        ("16.47", 40)
    );
    assert!(
        whole.scores[0]
            .arithmetic
            .contains("= 56; 56 ÷ 34 × 10 = 16.47.")
    );
    let mut answers = each(1, 25, 2);
    answers.extend(each(26, 32, 0));
    let two_missing = score(&core_om, &answers, &[]).unwrap();
    assert_eq!(
        two_missing.scores[0].hundredths,
        Some(1563),
        "15.625, a half upwards"
    );
    assert_eq!(
        (
            two_missing.scores[1].value.as_str(),
            two_missing.scores[1].hundredths
        ),
        ("1.5", Some(150))
    );
}

#[test]
fn weights_of_a_scale_replace_those_of_the_options_as_in_ghq() {
    let ghq = made(
        12,
        4,
        "",
        &format!(
            "[[scales]]\nid = \"bimodal\"\nlabel = \"0-0-1-1\"\nitems = [{0}]\narithmetic = \"sum\"\ncounts = [0, 0, 1, 1]\nmax_missing = 0\nmissing_rule = \"none\"\n\n[[scales]]\nid = \"likert\"\nlabel = \"0-1-2-3\"\nitems = [{0}]\narithmetic = \"sum\"\nmax_missing = 0\nmissing_rule = \"none\"\n",
            names(1, 12)
        ),
    );
    let mut answers = each(1, 5, 2);
    answers.extend(each(6, 12, 1));
    let scored = score(&ghq, &answers, &[]).unwrap();
    let values: Vec<(&str, u32)> = scored
        .scores
        .iter()
        .map(|s| (s.value.as_str(), s.max))
        .collect();
    assert_eq!(values, [("5", 12), ("17", 36)]);
}

#[test]
fn recoded_items_and_a_fraction_give_the_complex_score_of_whodas() {
    // Clinical notes, B7, computed by hand: all mild 33.33, all moderate 50, all severe 83.33, all extreme 100.
    let recode: Vec<String> = [2, 4, 8, 10, 11, 12]
        .iter()
        .map(|n| format!("q{n} = [0, 1, 1, 2, 2]"))
        .collect();
    let whodas = made(
        12,
        5,
        "",
        &format!(
            "[[scales]]\nid = \"complex\"\nlabel = \"Complex\"\nitems = [{}]\narithmetic = \"sum\"\nfactor = \"100/36\"\nmax_missing = 0\nmissing_rule = \"none\"\nrecode = {{ {} }}\n",
            names(1, 12),
            recode.join(", ")
        ),
    );
    for (position, value) in [(0, "0"), (1, "33.33"), (2, "50"), (3, "83.33"), (4, "100")] {
        let scored = score(&whodas, &each(1, 12, position), &[]).unwrap();
        assert_eq!(
            (only(&scored).value.as_str(), only(&scored).max),
            (value, 100)
        );
    }
    for (item, value) in [("q1", "11.11"), ("q2", "5.56")] {
        let mut answers = each(1, 12, 0);
        answers.insert(item.into(), 4);
        assert_eq!(
            only(&score(&whodas, &answers, &[]).unwrap()).value,
            value,
            "{item}"
        );
    }
}

#[test]
fn proration_counts_only_the_items_that_apply() {
    let made = made(
        4,
        3,
        "reversed = [\"q4\"]\nnot_applicable = { q1 = \"no\" }",
        "[[scales]]\nid = \"total\"\nlabel = \"Total\"\nitems = [\"q1\", \"q2\", \"q3\", \"q4\"]\narithmetic = \"sum\"\nmax_missing = 1\nprorate = true\nmissing_rule = \"one\"\n",
    );
    // Three apply, two answered: 3 × (1 + 2) ÷ 2, q4 turned round.
    let scored = score(&made, &sheet(&[("q2", 1), ("q4", 0)]), &["q1".into()]).unwrap();
    assert_eq!(
        (
            only(&scored).value.as_str(),
            only(&scored).max,
            scored.missing
        ),
        ("4.5", 6, 1)
    );
}

#[test]
fn hundredths_are_written_without_needless_noughts() {
    for (hundredths, text) in [
        (1200, "12"),
        (1250, "12.5"),
        (1647, "16.47"),
        (5, "0.05"),
        (0, "0"),
    ] {
        assert_eq!(decimal(hundredths), text);
    }
    let round = |top, bottom| Fraction { top, bottom }.hundredths();
    assert_eq!(
        (round(1, 200), round(1, 201), round(1, 3)),
        (Some(1), Some(0), Some(33))
    );
}

#[test]
fn an_option_that_is_no_rating_is_left_out_and_never_counts_as_nought() {
    let honos = newest("honos").unwrap();
    let whole = score(honos, &each(1, 12, 2), &[]).unwrap();
    assert_eq!(
        (whole.scores[0].value.as_str(), whole.scores[0].max),
        ("24", 48)
    );
    assert_eq!(whole.missing, 0, "the letter and the period are not scored");
    let mut answers = each(1, 12, 2);
    answers.insert("q4".into(), 5);
    let left_out = score(honos, &answers, &[]).unwrap();
    let total = &left_out.scores[0];
    assert_eq!(
        (total.value.as_str(), total.max, left_out.missing),
        ("22", 44, 0)
    );
    assert!(total.arithmetic.ends_with("= 22. Item 4 is not rated."));
    answers.remove("q12");
    let blank = score(honos, &answers, &[]).unwrap();
    assert_eq!(blank.scores[0].hundredths, None, "a blank is no 9");
    assert_eq!(
        blank.scores[0].reason,
        "Item 12 is not answered; every item is needed."
    );
    // Not known, about safety: it asks all the same.
    answers.insert("q2".into(), 5);
    assert_eq!(score(honos, &answers, &[]).unwrap().flags, ["q2"]);
    let all_unknown = score(honos, &each(1, 12, 5), &[]).unwrap();
    assert_eq!(
        all_unknown.scores[0].reason,
        "12 items are not rated; at most 2 may be without a rating."
    );
    let cgi = newest("cgi").unwrap();
    let none = score(cgi, &sheet(&[("q1", 0), ("q2", 4)]), &[]).unwrap();
    assert_eq!(
        none.scores[0].reason,
        "Item 1 is not rated; every item is needed."
    );
    assert_eq!((none.scores[0].min, none.scores[0].max), (1, 7));
    assert_eq!(
        (none.scores[1].value.as_str(), none.scores[1].band.as_str()),
        ("4", "no change")
    );
}

#[test]
fn a_profile_is_what_was_chosen_and_a_number_is_itself() {
    let eq = newest("eq-5d-5l").unwrap();
    let chosen = [
        ("q1", 0),
        ("q2", 0),
        ("q3", 1),
        ("q4", 2),
        ("q5", 1),
        ("q6", 100),
    ];
    let scored = score(eq, &sheet(&chosen), &[]).unwrap();
    let (vas, profile) = (&scored.scores[0], &scored.scores[1]);
    assert_eq!((vas.value.as_str(), vas.min, vas.max), ("100", 0, 100));
    assert_eq!(
        (
            profile.value.as_str(),
            profile.hundredths,
            profile.max,
            profile.reason.as_str()
        ),
        ("11232", None, 0, "")
    );
    let short = score(eq, &sheet(&chosen[1..]), &[]).unwrap();
    assert_eq!(
        (
            short.scores[1].value.as_str(),
            short.scores[1].reason.as_str()
        ),
        ("", "Item 1 is not answered; every item is needed.")
    );
    let faults = score(eq, &sheet(&[("q6", 101)]), &[]).unwrap_err();
    assert_eq!(faults[0].message, "Enter a whole number from 0 to 100.");
}

#[test]
fn an_item_that_is_needed_forbids_a_score_that_the_rest_would_allow() {
    let whodas = newest("whodas-12").unwrap();
    for (left_out, value) in [("q5", "24"), ("q12", "")] {
        let mut answers = each(1, 12, 2);
        answers.remove(left_out);
        assert_eq!(
            score(whodas, &answers, &[]).unwrap().scores[0].value,
            value,
            "{left_out}"
        );
    }
    let irac = newest("irac").unwrap();
    let scored = score(irac, &sheet(&[("q2", 2)]), &[]).unwrap();
    assert_eq!(
        scored.scores[0].reason,
        "Item 1 is not answered; without it there is no score."
    );
    let scored = score(irac, &sheet(&[("q1", 9), ("q2", 2)]), &[]).unwrap();
    assert_eq!(
        (
            scored.scores[0].value.as_str(),
            scored.scores[1].value.as_str()
        ),
        ("2", "Treatment (other)")
    );
}
