use super::*;
use crate::friends_and_family::FriendsAndFamilyRow;
use std::collections::BTreeSet;

fn day(typed: &str) -> NaiveDate {
    dates::parse(typed).unwrap()
}

fn month(typed: &str) -> Month {
    Month::parse(typed).unwrap()
}

/// So many answers of each month, all of them good.
fn good(counts: &[(&str, u32)]) -> Tallies {
    counts
        .iter()
        .map(|(m, count)| (month(m), [0, *count, 0, 0, 0, 0]))
        .collect()
}

/// What is shown, as `title: answers`; `-` for what is not.
fn shown(tallies: &Tallies, range: (&str, &str), newest: &str) -> Vec<String> {
    units(tallies, (month(range.0), month(range.1)), month(newest))
        .iter()
        .map(row)
        .map(|r| match r.shown {
            true => format!("{}: {}", r.title, r.responses),
            false => format!("{}: -", r.title),
        })
        .collect()
}

fn rule(result: Result<impl Sized>) -> String {
    match result.err().unwrap() {
        Error::Invalid(fields) => format!("{}: {}", fields[0].field, fields[0].rule),
        other => other.to_string(),
    }
}

fn card(experience: Option<Experience>) -> FriendsAndFamilyForm {
    FriendsAndFamilyForm {
        experience,
        why: "  They listened. ".into(),
        better: String::new(),
    }
}

fn cards(month: &str, count: usize) -> AddFriendsAndFamilyCardsRequest {
    AddFriendsAndFamilyCardsRequest {
        month: month.into(),
        cards: vec![card(Some(Experience::Good)); count],
    }
}

#[test]
fn positive_is_very_good_and_good_negative_poor_and_very_poor_of_all_answers() {
    for (tally, positive, negative) in [
        // Very good, good, neither, poor, very poor, don't know.
        ([3, 2, 0, 0, 0, 0], 100, 0),
        ([0, 0, 0, 1, 4, 0], 0, 100),
        ([1, 1, 1, 1, 1, 1], 33, 33),
        // Who does not know counts in what the percentages are taken of.
        ([4, 0, 0, 0, 0, 4], 50, 0),
        ([0, 0, 5, 0, 0, 0], 0, 0),
        // A half is rounded upwards: 1 of 8 is 12.5.
        ([1, 0, 6, 0, 1, 0], 13, 13),
        ([2, 0, 0, 1, 0, 0], 67, 33),
    ] {
        let row = row_of("x".into(), &[], Some(tally));
        assert_eq!(
            (row.positive, row.negative),
            (positive, negative),
            "{tally:?}"
        );
        assert_eq!(row.responses, tally.iter().sum::<u32>());
    }
}

#[test]
fn a_month_is_shown_from_the_eleventh_of_the_next_one() {
    for (today, newest) in [
        ("10-Nov-2026", "2026-09"),
        ("11-Nov-2026", "2026-10"),
        ("30-Nov-2026", "2026-10"),
        ("10-Jan-2027", "2026-11"),
        ("11-Jan-2027", "2026-12"),
    ] {
        assert_eq!(newest_shown(day(today)), month(newest), "{today}");
    }
    assert_eq!(
        next(day("20-Nov-2026")),
        "Results of November 2026 are shown from 11-Dec-2026."
    );
}

#[test]
fn months_with_too_few_answers_are_shown_together_once_their_quarter_is_over_or_not_at_all() {
    let quarter = ("2026-04", "2026-06");
    for (counts, newest, wanted) in [
        (
            [5, 4, 9],
            "2026-06",
            vec!["April 2026: 5", "May 2026: -", "June 2026: 9"],
        ),
        (
            [3, 9, 2],
            "2026-06",
            vec!["April and June 2026 together: 5", "May 2026: 9"],
        ),
        (
            [2, 2, 1],
            "2026-06",
            vec!["April, May and June 2026 together: 5"],
        ),
        // April and May are enough by themselves, but June is not over.
        ([3, 3, 0], "2026-05", vec!["April 2026: -", "May 2026: -"]),
        // A month without answers is told apart from one with few of them nowhere.
        (
            [4, 0, 9],
            "2026-06",
            vec!["April 2026: -", "May 2026: -", "June 2026: 9"],
        ),
        (
            [0, 0, 0],
            "2026-06",
            vec!["April 2026: -", "May 2026: -", "June 2026: -"],
        ),
    ] {
        let tallies = good(&[
            ("2026-04", counts[0]),
            ("2026-05", counts[1]),
            ("2026-06", counts[2]),
        ]);
        assert_eq!(shown(&tallies, quarter, newest), wanted, "{counts:?}");
    }
}

#[test]
fn months_that_are_shown_together_are_left_out_where_one_of_them_is_not_asked_for() {
    let tallies = good(&[("2026-04", 3), ("2026-05", 9), ("2026-06", 4)]);
    assert_eq!(
        shown(&tallies, ("2026-05", "2026-06"), "2026-06"),
        ["May 2026: 9", "June 2026: -"]
    );
    let whole = units(
        &tallies,
        (month("2026-04"), month("2026-06")),
        month("2026-06"),
    );
    let total = total(&whole).unwrap();
    assert_eq!((total.responses, total.counts[1]), (16, 16));
    assert_eq!(total.months, ["2026-04", "2026-05", "2026-06"]);
}

#[test]
fn a_total_counts_nothing_that_is_not_shown_and_stands_beside_two_lines_at_least() {
    let tallies = good(&[("2026-04", 5), ("2026-05", 4), ("2026-06", 9)]);
    let all = units(
        &tallies,
        (month("2026-04"), month("2026-06")),
        month("2026-06"),
    );
    assert_eq!(total(&all).unwrap().responses, 14);
    assert_eq!(total(&all[..2]), None);
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        u32::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// One answer, told apart from the others of its month by when it came.
type One = (Month, u32);

/// Everything that can be asked for in some months, as the sets of answers behind each figure.
fn figures(answers: &[One], months: &[Month], newest: Month) -> BTreeSet<BTreeSet<One>> {
    let mut tallies = Tallies::new();
    for (month, _) in answers {
        tallies.entry(*month).or_default()[0] += 1;
    }
    let mut sets = BTreeSet::new();
    for (n, first) in months.iter().enumerate() {
        for last in &months[n..] {
            let units = units(&tallies, (*first, *last), newest);
            let lines: Vec<FriendsAndFamilyRow> =
                units.iter().map(row).chain(total(&units)).collect();
            for line in lines.into_iter().filter(|line| line.shown) {
                let set: BTreeSet<One> = answers
                    .iter()
                    .filter(|(m, _)| line.months.contains(&m.stored()))
                    .copied()
                    .collect();
                assert_eq!(line.responses as usize, set.len());
                sets.insert(set);
            }
        }
    }
    sets
}

#[test]
fn whatever_is_asked_for_and_however_often_no_fewer_than_five_answers_can_be_told_apart() {
    let mut chance = Chance(0x5eed_0000_0000_0009);
    let (mut together_seen, mut late_seen, mut refused_seen) = (0, 0, 0);
    for _ in 0..60 {
        let months: Vec<Month> = month("2026-01").up_to(month("2026-06")).collect();
        let mut answers: Vec<One> = Vec::new();
        let mut sets = BTreeSet::new();
        let mut came = 0;
        // Month by month: answers come, the month is shown, and somebody asks for everything that can be asked for.
        for newest in &months {
            let most = [3, 6, 12][chance.below(3) as usize];
            for _ in 0..chance.below(most) {
                came += 1;
                answers.push((*newest, came));
            }
            sets.extend(figures(&answers, &months, *newest));
            // Late cards, as many as are taken at a time, for a month that is shown already.
            let late = months[chance.below(6) as usize];
            if late <= *newest {
                let mut tallies = Tallies::new();
                for (month, _) in &answers {
                    tallies.entry(*month).or_default()[0] += 1;
                }
                let today = shown_from(*newest);
                let count = cards_at_least(late, today) + chance.below(3);
                match check_apart(&tallies, late, today) {
                    Err(_) => refused_seen += 1,
                    Ok(()) => {
                        late_seen += 1;
                        for _ in 0..count {
                            came += 1;
                            answers.push((late, came));
                        }
                    }
                }
                sets.extend(figures(&answers, &months, *newest));
            }
        }
        let rests = sets.iter().any(|set| {
            let of: BTreeSet<Month> = set.iter().map(|(m, _)| *m).collect();
            of.iter()
                .all(|m| m.quarter() == of.first().unwrap().quarter())
                && of.len() > 1
                && of
                    .iter()
                    .all(|m| set.iter().filter(|(o, _)| o == m).count() < 5)
        });
        together_seen += u32::from(rests);
        // Answers that every figure has together, or not at all: nothing finer can be told by adding and subtracting.
        let mut atoms: BTreeMap<Vec<bool>, u32> = BTreeMap::new();
        for one in &answers {
            let of: Vec<bool> = sets.iter().map(|set| set.contains(one)).collect();
            *atoms.entry(of).or_default() += 1;
        }
        for (of, count) in atoms {
            assert!(
                of.iter().all(|within| !within) || count >= AT_LEAST,
                "{count} answers can be told apart"
            );
        }
    }
    // The cases that matter did come up.
    assert!(together_seen > 5 && late_seen > 30 && refused_seen > 5);
}

#[test]
fn months_that_are_not_shown_yet_or_asked_another_question_are_refused() {
    let today = day("20-Nov-2026");
    let ask = |from: &str, to: &str| {
        let request = FriendsAndFamilyRequest {
            from: from.into(),
            to: to.into(),
        };
        range(&request, today)
    };
    let found = |from, to| {
        ask(from, to)
            .map(|(a, b)| (a.stored(), b.stored()))
            .unwrap()
    };
    assert_eq!(found("", ""), ("2025-11".into(), "2026-10".into()));
    assert_eq!(
        found("April 2026", "6/2026"),
        ("2026-04".into(), "2026-06".into())
    );
    for (from, to, wrong) in [
        ("", "2026-11", "to: too-early"),
        ("", "2027-01", "to: too-early"),
        ("2026-06", "2026-04", "to: order"),
        ("2020-03", "2020-06", "from: wording"),
        ("2020-04", "2026-10", "from: range"),
        ("1-Oct-2026", "", "from: month"),
    ] {
        assert_eq!(rule(ask(from, to)), wrong, "{from} to {to}");
    }
}

#[test]
fn cards_come_one_by_one_until_the_month_is_shown_and_then_five_or_more_at_a_time() {
    let check = |month: &str, count, today| check_cards(&cards(month, count), day(today));
    let (of, answers) = check("2026-10", 1, "10-Nov-2026").unwrap();
    assert_eq!((of, answers.len()), (month("2026-10"), 1));
    assert_eq!(answers[0].why, "They listened.");
    assert!(check("2026-11", 1, "20-Nov-2026").is_ok());
    assert!(check("2026-10", 5, "11-Nov-2026").is_ok());
    for (of, count, wrong) in [
        ("2026-10", 4, "cards: too-few"),
        ("2026-11", 0, "cards: required"),
        ("2026-12", 1, "month: future"),
        ("2020-03", 9, "month: wording"),
        ("2026-11", 501, "cards: too-many"),
        ("soon", 1, "month: month"),
    ] {
        assert_eq!(rule(check(of, count, "11-Nov-2026")), wrong, "{of} {count}");
    }
    let mut unanswered = cards("2026-11", 2);
    unanswered.cards[1].experience = None;
    assert_eq!(
        rule(check_cards(&unanswered, day("20-Nov-2026"))),
        "cards.1.experience: required"
    );
    assert_eq!(rule(check_answer(&card(None))), "experience: required");
}

#[test]
fn no_card_is_added_to_one_of_several_months_that_are_shown_together() {
    let tallies = good(&[("2026-07", 3), ("2026-08", 9), ("2026-09", 2)]);
    let today = day("20-Nov-2026");
    assert_eq!(
        rule(check_apart(&tallies, month("2026-07"), today)),
        "month: together"
    );
    assert!(check_apart(&tallies, month("2026-08"), today).is_ok());
    let offered: Vec<(String, u32)> = card_months(&tallies, today)
        .into_iter()
        .take(4)
        .map(|m| (m.month, m.at_least))
        .collect();
    let wanted = [
        ("2026-11", 1),
        ("2026-10", 5),
        ("2026-08", 5),
        ("2026-06", 5),
    ];
    assert_eq!(offered, wanted.map(|(m, n)| (m.to_owned(), n)));
}
