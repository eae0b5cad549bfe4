//! What holds for every scale of every instrument, over sheets that look random and are the same on every run.

use super::apart::Chance;
use casebook_core::instruments::definition::{Arithmetic, Definition, Scale};
use casebook_core::instruments::{ScoreView, Sheet, catalogue, scoring};

fn scored(definition: &Definition, scale: &Scale, sheet: &Sheet) -> ScoreView {
    let view = scoring::score(definition, sheet, &[]).unwrap();
    view.scores
        .into_iter()
        .find(|s| s.scale == scale.id)
        .unwrap()
}

/// A sheet on which every item is answered, with an option that is a rating.
fn whole(definition: &Definition, chance: &mut Chance) -> Sheet {
    definition
        .items
        .iter()
        .filter(|item| !item.in_words)
        .map(|item| {
            let most = u32::try_from(definition.choices(item)).unwrap();
            let mut position = chance.below(most);
            while definition.unrated(item, position) {
                position = chance.below(most);
            }
            (item.id.clone(), position)
        })
        .collect()
}

/// Every scale of every instrument with some sheets.
fn each(sheets: u32, check: impl Fn(&Definition, &Scale, Sheet, &mut Chance)) {
    let mut chance = Chance(0x5eed_0000_0000_0003);
    for definition in catalogue::all().unwrap() {
        for scale in &definition.scales {
            for _ in 0..sheets {
                let sheet = whole(definition, &mut chance);
                check(definition, scale, sheet, &mut chance);
            }
        }
    }
}

#[test]
fn a_whole_sheet_has_every_score_and_each_lies_within_its_range() {
    each(60, |definition, scale, sheet, _| {
        let score = scored(definition, scale, &sheet);
        let what = format!("{} {} {sheet:?}", definition.id, scale.id);
        assert_eq!(score.reason, "", "{what}");
        match scale.arithmetic {
            Arithmetic::Chosen => assert!(!score.value.is_empty(), "{what}"),
            _ => {
                let (min, max) = scoring::range_of(definition, scale).unwrap();
                assert_eq!((score.min, score.max), (min, max), "{what}");
                let value = score.hundredths.unwrap();
                let edge = |n: u32| i32::try_from(n * 100).unwrap();
                assert!(edge(min) <= value && value <= edge(max), "{what}: {value}");
            }
        }
    });
}

#[test]
fn an_answer_that_counts_more_never_lowers_a_score_and_another_item_never_moves_it() {
    let mut chance = Chance(0x5eed_0000_0000_0004);
    for definition in catalogue::all().unwrap() {
        for _ in 0..10 {
            let sheet = whole(definition, &mut chance);
            let before = scoring::score(definition, &sheet, &[]).unwrap();
            for item in definition.items.iter().filter(|i| !i.in_words) {
                let most = u32::try_from(definition.choices(item)).unwrap();
                let position = chance.below(most);
                if definition.unrated(item, position) {
                    continue;
                }
                let mut other = sheet.clone();
                let was = other.insert(item.id.clone(), position).unwrap();
                let after = scoring::score(definition, &other, &[]).unwrap();
                let pairs = before.scores.iter().zip(&after.scores);
                for (scale, (before, after)) in definition.scales.iter().zip(pairs) {
                    let counts = definition.counts(scale, item);
                    let count = |p: u32| counts[usize::try_from(p).unwrap()];
                    let what = format!("{} {} {}", definition.id, scale.id, item.id);
                    match (before.hundredths, after.hundredths) {
                        (Some(before), Some(after)) if scale.items.contains(&item.id) => {
                            let moved = count(position).cmp(&count(was));
                            assert_eq!(after.cmp(&before), moved, "{what}");
                        }
                        (None, None) if scale.items.contains(&item.id) => {}
                        _ => assert_eq!(before.value, after.value, "{what}"),
                    }
                }
            }
        }
    }
}

#[test]
fn the_printed_order_of_a_reversed_item_counts_down_and_of_every_other_one_up() {
    for definition in catalogue::all().unwrap() {
        for scale in &definition.scales {
            for id in &scale.items {
                let item = definition.item(id).unwrap();
                let counts: Vec<u32> = (0u32..)
                    .zip(definition.counts(scale, item))
                    .filter(|(position, _)| !definition.unrated(item, *position))
                    .map(|(_, count)| count)
                    .collect();
                let what = format!("{} {} {id}", definition.id, scale.id);
                let down = definition.reversed.contains(id);
                let steps = |turned: bool| {
                    counts.windows(2).all(|two| {
                        if turned {
                            two[0] >= two[1]
                        } else {
                            two[0] <= two[1]
                        }
                    })
                };
                assert!(steps(down) && !steps(!down), "{what} {counts:?}");
            }
        }
    }
}

#[test]
fn as_many_may_be_missing_as_the_rule_says_and_not_one_more() {
    each(15, |definition, scale, sheet, chance| {
        let may_miss = usize::try_from(scale.max_missing).unwrap();
        // Left out one after the other, in an order of chance; those that are needed come last.
        let mut order = scale.items.clone();
        for place in (1..order.len()).rev() {
            let other = chance.below(u32::try_from(place).unwrap() + 1);
            order.swap(place, usize::try_from(other).unwrap());
        }
        order.sort_by_key(|id| scale.needs.contains(id));
        let mut sheet = sheet;
        for (left_out, id) in order.iter().enumerate() {
            sheet.remove(id);
            let score = scored(definition, scale, &sheet);
            let what = format!("{} {} {sheet:?}", definition.id, scale.id);
            assert_eq!(score.value.is_empty(), left_out + 1 > may_miss, "{what}");
            assert_eq!(score.value.is_empty(), !score.reason.is_empty(), "{what}");
        }
    });
}

#[test]
fn totals_out_of_different_maxima_have_no_class_of_change() {
    use casebook_core::instruments::change::{Scored, change};
    let mut with_a_rule = 0;
    for definition in catalogue::all().unwrap() {
        for scale in definition.scales.iter().filter(|s| s.change.is_some()) {
            with_a_rule += 1;
            let (_, max) = scoring::range_of(definition, scale).unwrap();
            let at = |hundredths: i32, max: u32| Scored {
                version: &definition.version,
                hundredths,
                max,
            };
            let both = |before, after| change(definition, scale, before, after);
            assert!(
                both(at(2_000, max), at(100, max)).is_some(),
                "{}",
                definition.id
            );
            assert_eq!(both(at(2_000, max), at(100, max - 4)), None);
            assert_eq!(both(at(2_000, max - 4), at(100, max)), None);
        }
    }
    assert_eq!(
        with_a_rule, 4,
        "CORE-10, CORE-OM, PHQ-9 and GAD-7 have a source"
    );
}
