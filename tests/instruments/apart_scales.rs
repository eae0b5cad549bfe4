//! The instruments of several scales scored a second time, as in `apart`: written from the papers' rules item by item,
//! sharing nothing with the program, and compared over 10,000 made-up sheets each.

use super::apart::Chance;
use casebook_core::instruments::{Sheet, catalogue, scoring};

/// What is expected of a scale.
#[derive(Debug, PartialEq)]
enum Value {
    /// Hundredths.
    Score(i32),
    /// In place of a number.
    Text(String),
    /// Nothing.
    Absent,
}
use Value::{Absent, Score, Text};

/// A scale: its name, its value, the range that is said with a number, the band.
type Expected = (&'static str, Value, (u32, u32), &'static str);

/// Answers by place, the first being item 1; `None` for one that is unanswered.
type Row = [Option<u32>];

fn int(n: u32) -> i32 {
    i32::try_from(n).unwrap()
}

/// Hundredths of a fraction, a half upwards.
fn hundredths(top: u32, bottom: u32) -> i32 {
    int((top * 200 + bottom) / (bottom * 2))
}

/// The sum of what was answered and how many were.
fn added(answers: impl Iterator<Item = Option<u32>>) -> (u32, u32) {
    answers
        .flatten()
        .fold((0, 0), |(sum, n), a| (sum + a, n + 1))
}

/// The sum where all are answered.
fn all(answers: &[Option<u32>]) -> Value {
    let (sum, n) = added(answers.iter().copied());
    if usize::try_from(n).unwrap() == answers.len() {
        Score(int(sum) * 100)
    } else {
        Absent
    }
}

/// 10,000 sheets of items with that many options each, most complete, some with gaps; `flags` is what asks about safety.
fn compare(
    id: &str,
    options: &[u32],
    expected: impl Fn(&Row) -> Vec<Expected>,
    flags: impl Fn(&Row) -> Vec<u32>,
) {
    let definition = catalogue::newest(id).unwrap();
    let mut chance = Chance(0x5eed_0000_0000_0002);
    let mut seen: std::collections::BTreeMap<&str, (u32, u32)> = Default::default();
    for _ in 0..10_000 {
        let gaps = [0, 0, 0, 0, 1, 1, 2, 3, 4, 9][usize::try_from(chance.below(10)).unwrap()];
        let lean = chance.below(3);
        let mut row: Vec<Option<u32>> = options
            .iter()
            .map(|most| {
                let (a, b) = (chance.below(*most), chance.below(*most));
                Some(match lean {
                    0 => a.min(b),
                    1 => a,
                    _ => a.max(b),
                })
            })
            .collect();
        for _ in 0..gaps {
            let place = chance.below(u32::try_from(row.len()).unwrap());
            row[usize::try_from(place).unwrap()] = None;
        }
        let sheet: Sheet = row
            .iter()
            .enumerate()
            .filter_map(|(place, a)| Some((format!("q{}", place + 1), (*a)?)))
            .collect();
        let view = scoring::score(definition, &sheet, &[]).unwrap();
        let wanted = expected(&row);
        assert_eq!(view.scores.len(), wanted.len(), "{id}");
        for (scale, value, range, band) in wanted {
            let found = view.scores.iter().find(|s| s.scale == scale).unwrap();
            let got = match found.hundredths {
                Some(h) => Score(h),
                None if found.value.is_empty() => Absent,
                None => Text(found.value.clone()),
            };
            assert_eq!(got, value, "{id} {scale} {row:?}");
            assert_eq!(
                found.reason.is_empty(),
                value != Absent,
                "{id} {scale} {row:?}"
            );
            assert_eq!((found.min, found.max), range, "{id} {scale} {row:?}");
            assert_eq!(found.band, band, "{id} {scale} {row:?}");
            let count = seen.entry(scale).or_default();
            match value {
                Absent => count.1 += 1,
                _ => count.0 += 1,
            }
        }
        let asked: Vec<String> = flags(&row).iter().map(|n| format!("q{n}")).collect();
        assert_eq!(view.flags, asked, "{id} {row:?}");
    }
    for (scale, (with, without)) in seen {
        assert!(
            with > 2_000 && without > 200,
            "{id} {scale}: {with} with a score, {without} without"
        );
    }
}

/// Which of these items have another answer than the first.
fn not_first(row: &Row, items: &[u32]) -> Vec<u32> {
    items
        .iter()
        .copied()
        .filter(|n| row[usize::try_from(*n).unwrap() - 1].is_some_and(|a| a > 0))
        .collect()
}

fn nothing(_: &Row) -> Vec<u32> {
    Vec::new()
}

/// CORE System Trust: the domain of each item in the order of the form, and the eight that speak of something good.
fn core_om(row: &Row) -> Vec<Expected> {
    let domains = "FPFWPRFPRFPFPWPRWPFPFRPRFFPPFPWFFR";
    let distress = |n: usize| {
        // Someone to turn to, O.K., able to cope, happy with, warmth, able to do, optimistic, achieved.
        let good = matches!(n, 3 | 4 | 7 | 12 | 19 | 21 | 31 | 32);
        row[n - 1].map(|a| if good { 4 - a } else { a })
    };
    let clinical = |within: &str, may_miss: u32| {
        let items = domains
            .chars()
            .zip(1..)
            .filter(|(domain, _)| within.contains(*domain));
        let (mut of, mut given) = (0, Vec::new());
        for (_, n) in items {
            of += 1;
            given.push(distress(n));
        }
        let (sum, answered) = added(given.into_iter());
        match of - answered {
            missing if missing <= may_miss => Score(hundredths(sum * 10, answered)),
            _ => Absent,
        }
    };
    [
        ("total", "WPFR", 3),
        ("non-risk", "WPF", 3),
        ("wellbeing", "W", 0),
        ("problems", "P", 1),
        ("functioning", "F", 1),
        ("risk", "R", 0),
    ]
    .into_iter()
    .map(|(scale, within, may_miss)| (scale, clinical(within, may_miss), (0, 40), ""))
    .collect()
}

#[test]
fn core_om_agrees_with_a_second_implementation() {
    // Self-harm, suicide and harm to others.
    let risk = |row: &Row| not_first(row, &[6, 9, 16, 22, 24, 34]);
    compare("core-om", &[5; 34], core_om, risk);
}

fn word(words: &[&'static str], position: Option<u32>) -> &'static str {
    position.map_or("", |p| words[usize::try_from(p).unwrap()])
}

#[test]
fn cgi_agrees_with_a_second_implementation() {
    let severity = [
        "",
        "normal, not at all ill",
        "borderline mentally ill",
        "mildly ill",
        "moderately ill",
        "markedly ill",
        "severely ill",
        "among the most extremely ill patients",
    ];
    let improvement = [
        "",
        "very much improved",
        "much improved",
        "minimally improved",
        "no change",
        "minimally worse",
        "much worse",
        "very much worse",
    ];
    // 0 is "not assessed": no rating.
    let rated = |a: Option<u32>| match a {
        None | Some(0) => Absent,
        Some(n) => Score(int(n) * 100),
    };
    compare(
        "cgi",
        &[8, 8],
        |row| {
            vec![
                ("severity", rated(row[0]), (1, 7), word(&severity, row[0])),
                (
                    "improvement",
                    rated(row[1]),
                    (1, 7),
                    word(&improvement, row[1]),
                ),
            ]
        },
        nothing,
    );
}

#[test]
fn irac_agrees_with_a_second_implementation() {
    let aims = [
        "Assessment and diagnosis/formulation",
        "Providing guidance / advice",
        "Signposting / referring on",
        "Assessment and management of risk",
        "Assessment of mental capacity",
        "Assessment re: Mental Health Act",
        "Medication management",
        "Management of disturbed behaviour",
        "Brief psychological interventions",
        "Treatment (other)",
    ];
    let achieved = ["not achieved", "partially achieved", "fully achieved"];
    compare(
        "irac",
        &[10, 3],
        |row| {
            let rating = row[0].and(row[1]);
            vec![
                (
                    "achieved",
                    rating.map_or(Absent, |n| Score(int(n) * 100)),
                    (0, 2),
                    word(&achieved, rating),
                ),
                (
                    "aim",
                    row[0].map_or(Absent, |_| Text(word(&aims, row[0]).to_owned())),
                    (0, 0),
                    "",
                ),
            ]
        },
        nothing,
    );
}

#[test]
fn iip_32_agrees_with_a_second_implementation() {
    // The octant of each item in the order of the form.
    let key = [
        "jk", "fg", "no", "hi", "fg", "hi", "hi", "jk", "fg", "de", "de", "hi", "de", "bc", "de",
        "bc", "bc", "bc", "fg", "jk", "no", "pa", "lm", "no", "pa", "lm", "lm", "pa", "no", "pa",
        "jk", "lm",
    ];
    compare(
        "iip-32",
        &[5; 32],
        |row| {
            ["pa", "bc", "de", "fg", "hi", "jk", "lm", "no"]
                .into_iter()
                .map(|octant| {
                    let own = row.iter().zip(key).filter(|(_, k)| *k == octant);
                    let value = match added(own.map(|(a, _)| *a)) {
                        // A quarter of the sum.
                        (sum, 4) => Score(int(sum) * 25),
                        _ => Absent,
                    };
                    (octant, value, (0, 4), "")
                })
                .collect()
        },
        nothing,
    );
}

fn eq_5d(row: &Row) -> Vec<Expected> {
    let levels: Option<String> = row[..5]
        .iter()
        .map(|a| a.map(|place| char::from_digit(place + 1, 10).unwrap()))
        .collect();
    vec![
        ("vas", all(&row[5..]), (0, 100), ""),
        ("profile", levels.map_or(Absent, Text), (0, 0), ""),
    ]
}

#[test]
fn eq_5d_agrees_with_a_second_implementation() {
    compare("eq-5d-5l", &[5, 5, 5, 5, 5, 101], eq_5d, nothing);
    compare("eq-5d-3l", &[3, 3, 3, 3, 3, 101], eq_5d, nothing);
}

/// 0-0-1-1 and 0-1-2-3 over some items.
fn both_ways(items: &[Option<u32>]) -> (Value, Value) {
    let cases: Vec<Option<u32>> = items.iter().map(|a| a.map(|n| u32::from(n > 1))).collect();
    (all(&cases), all(items))
}

#[test]
fn ghq_agrees_with_a_second_implementation() {
    compare(
        "ghq-12",
        &[4; 12],
        |row| {
            let (bimodal, likert) = both_ways(row);
            vec![
                ("bimodal", bimodal, (0, 12), ""),
                ("likert", likert, (0, 36), ""),
            ]
        },
        nothing,
    );
    compare(
        "ghq-28",
        &[4; 28],
        |row| {
            let (bimodal, likert) = both_ways(row);
            let mut out = vec![
                ("bimodal", bimodal, (0, 28), ""),
                ("likert", likert, (0, 84), ""),
            ];
            for ((b, l), items) in [
                ("a-bimodal", "a-likert"),
                ("b-bimodal", "b-likert"),
                ("c-bimodal", "c-likert"),
                ("d-bimodal", "d-likert"),
            ]
            .into_iter()
            .zip(row.chunks(7))
            {
                let (bimodal, likert) = both_ways(items);
                out.extend([(b, bimodal, (0, 7), ""), (l, likert, (0, 21), "")]);
            }
            out
        },
        |row| not_first(row, &[24, 25, 27, 28]),
    );
}

#[test]
fn whodas_agrees_with_a_second_implementation() {
    compare(
        "whodas-12",
        &[5; 12],
        |row| {
            let simple = match added(row.iter().copied()) {
                (sum, 12) => Score(int(sum) * 100),
                // One of the first eleven is like the mean of the others.
                (sum, 11) if row[11].is_some() => Score(hundredths(sum * 12, 11)),
                _ => Absent,
            };
            let weighted = row.iter().zip(1..).map(|(a, n)| {
                a.map(|a| match (n, a) {
                    (2 | 4 | 8 | 10 | 11 | 12, 1 | 2) => 1,
                    (2 | 4 | 8 | 10 | 11 | 12, 3 | 4) => 2,
                    _ => a,
                })
            });
            let complex = match added(weighted) {
                (sum, 12) => Score(hundredths(sum * 100, 36)),
                _ => Absent,
            };
            vec![
                ("simple", simple, (0, 48), ""),
                ("complex", complex, (0, 100), ""),
            ]
        },
        nothing,
    );
}

#[test]
fn sss_8_and_ssd_12_agree_with_a_second_implementation() {
    compare(
        "sss-8",
        &[5; 8],
        |row| {
            let total = all(row);
            let band = match total {
                Score(h) if h >= 1_600 => "very high",
                Score(h) if h >= 1_200 => "high",
                Score(h) if h >= 800 => "medium",
                Score(h) if h >= 400 => "low",
                Score(_) => "none to minimal",
                _ => "",
            };
            vec![("total", total, (0, 32), band)]
        },
        nothing,
    );
    compare(
        "ssd-12",
        &[5; 12],
        |row| {
            let every_third = |from: usize| {
                let own: Vec<Option<u32>> = row[from..].iter().step_by(3).copied().collect();
                all(&own)
            };
            vec![
                ("total", all(row), (0, 48), ""),
                ("cognitive", every_third(0), (0, 16), ""),
                ("affective", every_third(1), (0, 16), ""),
                ("behavioural", every_third(2), (0, 16), ""),
            ]
        },
        nothing,
    );
}

#[test]
fn honos_agrees_with_a_second_implementation() {
    // The sixth option is 9, not known.
    let total = |row: &[Option<u32>]| {
        let unknown = u32::try_from(row.iter().filter(|a| **a == Some(5)).count()).unwrap();
        if row.contains(&None) || unknown > 2 {
            // Up to two are left out of the range, whether or not something else forbids a total.
            let left_out = if unknown > 2 { 0 } else { unknown };
            return (Absent, 48 - 4 * left_out);
        }
        let sum: u32 = row.iter().flatten().filter(|a| **a < 5).sum();
        (Score(int(sum) * 100), 48 - 4 * unknown)
    };
    let part = |items: &[Option<u32>]| {
        if items.contains(&Some(5)) {
            return Absent;
        }
        all(items)
    };
    compare(
        "honos",
        &[6; 12],
        |row| {
            let (value, max) = total(row);
            vec![
                ("total", value, (0, max), ""),
                ("behaviour", part(&row[0..3]), (0, 12), ""),
                ("impairment", part(&row[3..5]), (0, 8), ""),
                ("symptoms", part(&row[5..8]), (0, 12), ""),
                ("social", part(&row[8..12]), (0, 16), ""),
            ]
        },
        |row| not_first(row, &[2]),
    );
}

#[test]
fn hads_agrees_with_a_second_implementation() {
    compare(
        "hads",
        &[4; 14],
        |row| {
            let own = |odd: bool| {
                let items: Vec<Option<u32>> = row
                    .chunks(2)
                    .map(|pair| if odd { pair[0] } else { pair[1] })
                    .collect();
                all(&items)
            };
            vec![
                ("anxiety", own(true), (0, 21), ""),
                ("depression", own(false), (0, 21), ""),
            ]
        },
        nothing,
    );
}

#[test]
fn pss_and_rss_agree_with_a_second_implementation() {
    let rating = ["very poor", "poor", "average", "good", "excellent"];
    for id in ["pss", "rss"] {
        let definition = catalogue::newest(id).unwrap();
        for place in [None, Some(0), Some(1), Some(2), Some(3), Some(4)] {
            let sheet: Sheet = place.map(|p| ("q1".to_owned(), p)).into_iter().collect();
            let view = scoring::score(definition, &sheet, &[]).unwrap();
            let score = &view.scores[0];
            assert_eq!(score.hundredths, place.map(|p| int(p) * 100), "{id}");
            assert_eq!(score.band, word(&rating, place), "{id}");
            assert_eq!((score.min, score.max, view.scores.len()), (0, 4, 1), "{id}");
        }
    }
}
