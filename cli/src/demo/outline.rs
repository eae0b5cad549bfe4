//! What chance makes of an outline clinically: an assessment, ratings, a risk note, lists and measures over time. It
//! draws from a stream of its own, so that people and addresses do not depend on it.

use super::chance::Chance;
use super::findings::{Assessed, Care, Note, Rating, Response, Sitting, retold};
use super::script::{Outline, Story};
use casebook_core::cases::CaseStatus;
use casebook_core::measures::Completion;
use std::collections::BTreeMap;

/// An instrument as far as chance must know it to fill one in.
struct Shape {
    id: &'static str,
    items: usize,
    /// The position of the last option.
    last: u32,
    /// Items whose last option is the best.
    reversed: &'static [usize],
    /// Items that are not about everybody, or about wanting to die: never by chance.
    kept_apart: &'static [usize],
}

const SHAPES: &[Shape] = &[
    Shape {
        id: "phq-9",
        items: 10,
        last: 3,
        reversed: &[],
        kept_apart: &[SAFETY_ITEM],
    },
    Shape {
        id: "gad-7",
        items: 7,
        last: 3,
        reversed: &[],
        kept_apart: &[],
    },
    Shape {
        id: "phq-15",
        items: 15,
        last: 2,
        reversed: &[],
        kept_apart: &[4],
    },
    Shape {
        id: "core-10",
        items: 10,
        last: 4,
        reversed: &[2, 3],
        kept_apart: &[6],
    },
    Shape {
        id: "wsas",
        items: 5,
        last: 8,
        reversed: &[],
        kept_apart: &[],
    },
];

/// The item of the PHQ-9 about being better off dead or self-harm.
const SAFETY_ITEM: usize = 9;

/// Is it an instrument that chance can fill in?
#[cfg(test)]
pub(super) fn knows(instrument: &str) -> bool {
    SHAPES.iter().any(|s| s.id == instrument)
}

/// Adds to a story what its outline says of somebody who was seen `seen` days ago, and when it is said.
pub(super) fn examine(
    story: &mut Story,
    outline: &Outline,
    seen: u32,
    chance: &mut Chance,
    say: &dyn Fn(&str) -> String,
) {
    let closed = story
        .then
        .iter()
        .find(|s| s.status == CaseStatus::Closed)
        .map(|s| s.on);
    // The clinician's last chance to write anything.
    let end = closed.map_or(3, |on| on + 3);
    let improving = chance.below(100) < 68;

    story.assessment = Some(Assessed {
        on: seen,
        texts: outline
            .assessment
            .iter()
            .map(|(field, text)| (field.clone(), say(text)))
            .collect(),
        chosen: BTreeMap::new(),
        rows: BTreeMap::new(),
    });
    story.care.push(care(outline, seen, chance, say));
    story.measures = sittings(outline, [seen, end], improving, chance, say);
    if let Some(severity) = &outline.severity {
        story.severity.push(Rating {
            on: seen,
            ..retold(&severity.first, say)
        });
        if improving && seen > end + 60 {
            story.severity.push(Rating {
                on: chance.between(end, seen - 60),
                ..retold(&severity.later, say)
            });
        }
    }
    let risk = note(outline, [seen, end], closed.is_some(), chance, say);
    story.risk.push(risk);
}

/// The lists; what nobody asked about is left unrecorded.
fn care(outline: &Outline, on: u32, chance: &mut Chance, say: &dyn Fn(&str) -> String) -> Care {
    let told = retold(&outline.care, say);
    Care {
        on,
        allergies: told.allergies.filter(|_| chance.below(3) > 0),
        diagnoses: told.diagnoses,
        medicines: told.medicines,
    }
}

/// The risk note: at the assessment, or seen to again lately in a case that has been open for long. One in ten waits
/// for its review.
fn note(
    outline: &Outline,
    [seen, end]: [u32; 2],
    closed: bool,
    chance: &mut Chance,
    say: &dyn Fn(&str) -> String,
) -> Note {
    let lately = chance.between(3, 28);
    let on = if closed {
        seen.max(end)
    } else {
        seen.min(lately)
    };
    let late = chance.below(10) == 0 && on > 5;
    let review_in = if late && !closed {
        chance.between(2, on - 2)
    } else {
        on + chance.between(3, 25)
    };
    Note {
        on,
        // Nobody plans a review a year ahead.
        review_in: if closed { 28 } else { review_in },
        ..retold(&outline.risk, say)
    }
}

fn sittings(
    outline: &Outline,
    [seen, end]: [u32; 2],
    improving: bool,
    chance: &mut Chance,
    say: &dyn Fn(&str) -> String,
) -> Vec<Sitting> {
    let mut days = vec![seen];
    if seen > end + 30 {
        days.push(seen - 27);
    }
    if seen > end + 75 {
        days.push(chance.between(end, seen - 70));
    }
    let first = chance.between(42, 74);
    let last = if improving {
        first * chance.between(25, 60) / 100
    } else {
        first + chance.below(9)
    };
    let steps = u32::try_from(days.len().max(2) - 1).unwrap_or(1);
    (0u32..)
        .zip(days)
        .map(|(turn, on)| {
            let burden = (first * (steps - turn) + last * turn) / steps;
            let mut answers = BTreeMap::new();
            let mut not_applicable = BTreeMap::new();
            for id in &outline.measures {
                let Some(shape) = SHAPES.iter().find(|s| s.id == id) else {
                    continue;
                };
                answers.insert(id.clone(), filled(shape, burden, chance));
                if shape.id == "phq-15" {
                    not_applicable.insert(id.clone(), shape.kept_apart.to_vec());
                }
            }
            let response = spoken_of(outline, turn, &mut answers).map(|r| retold(&r, say));
            Sitting {
                on,
                completion: if chance.below(5) == 0 {
                    Completion::Telephone
                } else {
                    Completion::Paper
                },
                answers,
                not_applicable,
                note: String::new(),
                response,
            }
        })
        .collect()
}

/// Up to a dozen more sheets between the assessment and `end` days ago, each near one that is there already; for very
/// large registers. Nobody stands ready there to answer for what is said about not wanting to live, so nobody says it.
pub(super) fn more_sheets(sittings: &mut Vec<Sitting>, end: u32, owed: u32, chance: &mut Chance) {
    for sitting in sittings.iter_mut() {
        sitting.response = None;
        let spoken = sitting.answers.get_mut("phq-9");
        if let Some(answer) = spoken.and_then(|a| a.get_mut(SAFETY_ITEM - 1)) {
            *answer = 0;
        }
    }
    let made: Vec<Sitting> = sittings.clone();
    let there: usize = made.iter().map(|s| s.answers.len()).sum();
    let seen = made.iter().map(|s| s.on).max().unwrap_or_default();
    let wanting = owed.saturating_sub(u32::try_from(there).unwrap_or(u32::MAX));
    for _ in 0..wanting.min(12) {
        let Some(like) = chance.pick(&made) else {
            return;
        };
        let ids: Vec<&String> = like.answers.keys().collect();
        let Some((id, sheet)) = chance
            .pick(&ids)
            .and_then(|id| Some((*id, like.answers.get(*id)?)))
        else {
            continue;
        };
        let last = SHAPES.iter().find(|s| s.id == id).map_or(0, |s| s.last);
        let last = i32::try_from(last).unwrap_or(0);
        let wavered = sheet.iter().map(|option| match (*option, chance.below(4)) {
            (option, 0) if option > 0 => option - 1,
            (option, 1) if option > 0 => (option + 1).min(last),
            (option, _) => option,
        });
        let wavered: Vec<i32> = wavered.collect();
        sittings.push(Sitting {
            on: chance.between(end.min(seen), seen),
            answers: BTreeMap::from([(id.clone(), wavered)]),
            response: None,
            ..like.clone()
        });
    }
    sittings.sort_by_key(|s| std::cmp::Reverse(s.on));
}

/// The first sheet speaks of not wanting to live where the outline says what was done about it.
fn spoken_of(
    outline: &Outline,
    turn: u32,
    answers: &mut BTreeMap<String, Vec<i32>>,
) -> Option<Response> {
    let response = outline.answered.as_ref().filter(|_| turn == 0)?;
    let answer = answers.get_mut("phq-9")?.get_mut(SAFETY_ITEM - 1)?;
    *answer = 1;
    Some(response.clone())
}

/// One sheet at a burden of so many hundredths.
fn filled(shape: &Shape, burden: u32, chance: &mut Chance) -> Vec<i32> {
    (1..=shape.items)
        .map(|number| {
            let hundredths = burden * shape.last + chance.between(0, 160);
            let option = (hundredths.saturating_sub(30) / 100).min(shape.last);
            if shape.kept_apart.contains(&number) {
                return if shape.id == "phq-15" { -1 } else { 0 };
            }
            let option = if shape.reversed.contains(&number) {
                shape.last - option
            } else {
                option
            };
            i32::try_from(option).unwrap_or(0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_filled_in_by_chance_stays_within_its_options_and_grows_with_the_burden() {
        let mut chance = Chance::new(4, 0);
        for shape in SHAPES {
            let mut sum = |burden| {
                (0..40)
                    .flat_map(|_| filled(shape, burden, &mut chance))
                    .zip((1..=shape.items).cycle())
                    .map(|(option, number)| {
                        let last = i32::try_from(shape.last).unwrap();
                        assert!((-1..=last).contains(&option), "{}", shape.id);
                        if shape.reversed.contains(&number) {
                            last - option
                        } else {
                            option
                        }
                    })
                    .sum::<i32>()
            };
            assert!(sum(15) < sum(45), "{}", shape.id);
            assert!(sum(45) < sum(75), "{}", shape.id);
        }
    }

    #[test]
    fn chance_never_answers_that_somebody_does_not_want_to_live() {
        let mut chance = Chance::new(5, 0);
        for shape in SHAPES.iter().filter(|s| s.id != "phq-15") {
            for number in shape.kept_apart {
                let sheets = (0..50).map(|_| filled(shape, 100, &mut chance));
                assert!(sheets.into_iter().all(|sheet| sheet[number - 1] == 0));
            }
        }
    }
}
