//! Each instrument scored a second time by plain functions that share nothing with the program: written from the
//! papers' rules, item by item, and compared over 10,000 made-up sheets an instrument.

use casebook_core::instruments::{Sheet, catalogue, scoring};

/// Numbers that look random and are the same on every run.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn below(&mut self, n: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from((self.0 >> 33) % u64::from(n)).unwrap()
    }
}

/// What is expected of one sheet: hundredths or nothing, the highest total, the band, the flagged item.
#[derive(Debug, PartialEq)]
struct Expected {
    hundredths: Option<i32>,
    max: u32,
    band: &'static str,
    flag: Option<&'static str>,
}

/// Answers by place, the first being item 1; `None` for one that is unanswered.
type Row = [Option<u32>];

fn complete(row: &Row) -> Option<u32> {
    let mut sum = 0;
    for answer in row {
        sum += (*answer)?;
    }
    Some(sum)
}

fn whole(sum: Option<u32>) -> Option<i32> {
    sum.map(|s| i32::try_from(s).unwrap() * 100)
}

fn phq_9(row: &Row) -> Expected {
    let sum = complete(&row[0..9]);
    Expected {
        hundredths: whole(sum),
        max: 27,
        band: match sum {
            None => "",
            Some(s) if s >= 20 => "severe",
            Some(s) if s >= 15 => "moderately severe",
            Some(s) if s >= 10 => "moderate",
            Some(s) if s >= 5 => "mild",
            Some(_) => "none or minimal",
        },
        flag: row[8].filter(|a| *a != 0).map(|_| "q9"),
    }
}

fn gad_7(row: &Row) -> Expected {
    let sum = complete(&row[0..7]);
    Expected {
        hundredths: whole(sum),
        max: 21,
        band: match sum {
            None => "",
            Some(s) if s >= 15 => "severe",
            Some(s) if s >= 10 => "moderate",
            Some(s) if s >= 5 => "mild",
            Some(_) => "minimal",
        },
        flag: None,
    }
}

fn phq_15(row: &Row, periods: bool) -> Expected {
    let mut counted = row.to_vec();
    if !periods {
        counted.remove(3);
    }
    let sum = complete(&counted);
    Expected {
        hundredths: whole(sum),
        max: if periods { 30 } else { 28 },
        band: match sum {
            None => "",
            Some(s) if s >= 15 => "high symptom severity",
            Some(s) if s >= 10 => "medium symptom severity",
            Some(s) if s >= 5 => "low symptom severity",
            Some(_) => "minimal symptom severity",
        },
        flag: None,
    }
}

fn core_10(row: &Row) -> Expected {
    let mut given = 0i32;
    let mut sum = 0i32;
    for (place, answer) in row.iter().enumerate() {
        if let Some(a) = answer {
            given += 1;
            let a = i32::try_from(*a).unwrap();
            // Support and coping are good things: the more, the less distress.
            sum += if place == 1 || place == 2 { 4 - a } else { a };
        }
    }
    let hundredths = match given {
        10 => Some(sum * 100),
        // 1000 × sum ÷ 9, a half upwards; ninths never fall on a half.
        9 => Some((sum * 1000 + 4) / 9),
        _ => None,
    };
    Expected {
        hundredths,
        max: 40,
        band: match hundredths {
            None => "",
            Some(h) if h >= 2500 => "severe",
            Some(h) if h >= 2000 => "moderate to severe",
            Some(h) if h >= 1500 => "moderate",
            Some(h) if h >= 1100 => "mild",
            Some(_) => "healthy or low level",
        },
        flag: row[5].filter(|a| *a > 0).map(|_| "q6"),
    }
}

fn wsas(row: &Row, works: bool) -> Expected {
    let sum = complete(if works { row } else { &row[1..] });
    Expected {
        hundredths: whole(sum),
        max: if works { 40 } else { 32 },
        band: match sum {
            Some(s) if works && s > 20 => "moderately severe or worse",
            Some(s) if works && s >= 10 => "significant impairment",
            Some(_) if works => "subclinical",
            _ => "",
        },
        flag: None,
    }
}

/// 10,000 sheets of an instrument: most of them complete, some with a gap or two, some almost empty.
fn compare(
    id: &str,
    options: u32,
    items: usize,
    may_lack: Option<usize>,
    expected: impl Fn(&Row, bool) -> Expected,
) {
    let definition = catalogue::newest(id).unwrap();
    let mut chance = Chance(0x5eed_0000_0000_0001);
    let (mut with, mut without, mut lacking) = (0, 0, 0);
    for _ in 0..10_000 {
        let gaps = [0, 0, 0, 1, 2, 8][usize::try_from(chance.below(6)).unwrap()];
        // Sheets that lean to one end reach every band.
        let lean = chance.below(3);
        let mut row: Vec<Option<u32>> = (0..items)
            .map(|_| {
                let (a, b) = (chance.below(options), chance.below(options));
                Some(match lean {
                    0 => a.min(b),
                    1 => a,
                    _ => a.max(b),
                })
            })
            .collect();
        for _ in 0..gaps {
            let place = usize::try_from(chance.below(u32::try_from(items).unwrap())).unwrap();
            row[place] = None;
        }
        let applies = may_lack.is_none() || chance.below(3) > 0;
        let mut not = Vec::new();
        if let Some(place) = may_lack.filter(|_| !applies) {
            row[place] = None;
            not.push(format!("q{}", place + 1));
            lacking += 1;
        }
        let sheet: Sheet = row
            .iter()
            .enumerate()
            .filter_map(|(place, a)| Some((format!("q{}", place + 1), (*a)?)))
            .collect();
        let view = scoring::score(definition, &sheet, &not).unwrap();
        let wanted = expected(&row, applies);
        let total = &view.scores[0];
        let found = (total.hundredths, total.max, total.band.as_str());
        assert_eq!(
            found,
            (wanted.hundredths, wanted.max, wanted.band),
            "{id} {row:?}"
        );
        assert_eq!(
            view.flags,
            wanted
                .flag
                .map(str::to_owned)
                .into_iter()
                .collect::<Vec<_>>(),
            "{id} {row:?}"
        );
        assert_eq!(
            total.hundredths.is_none(),
            !total.reason.is_empty(),
            "{id} {row:?}"
        );
        match total.hundredths {
            Some(_) => with += 1,
            None => without += 1,
        }
    }
    assert!(
        with > 3_000 && without > 500,
        "{id}: {with} with a score, {without} without"
    );
    assert_eq!(lacking > 1_000, may_lack.is_some());
}

#[test]
fn phq_9_agrees_with_a_second_implementation() {
    compare("phq-9", 4, 9, None, |row, _| phq_9(row));
}

#[test]
fn gad_7_agrees_with_a_second_implementation() {
    compare("gad-7", 4, 7, None, |row, _| gad_7(row));
}

#[test]
fn phq_15_agrees_with_a_second_implementation() {
    compare("phq-15", 3, 15, Some(3), phq_15);
}

#[test]
fn core_10_agrees_with_a_second_implementation() {
    compare("core-10", 5, 10, None, |row, _| core_10(row));
}

#[test]
fn wsas_agrees_with_a_second_implementation() {
    compare("wsas", 9, 5, Some(0), wsas);
}
