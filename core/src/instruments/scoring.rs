//! The one arithmetic that scores every instrument: exact, in whole numbers and fractions, rounded once at the end to
//! hundredths, a half upwards. It reads a definition and a sheet and nothing else.

use super::definition::{Arithmetic, Definition, Factor, Scale};
use super::{ScoreView, ScoredView, Sheet, value_set};
use crate::error::FieldError;

/// A number that is not below 0, exactly.
#[derive(Clone, Copy, Debug)]
struct Fraction {
    top: u64,
    bottom: u64,
}

impl Fraction {
    /// In hundredths, a half upwards.
    fn hundredths(self) -> Option<i32> {
        let twice = self.top.checked_mul(200)?.checked_add(self.bottom)?;
        i32::try_from(twice.checked_div(self.bottom.checked_mul(2)?)?).ok()
    }

    /// The number, where it is whole.
    fn whole(self) -> Option<u32> {
        if self.top.checked_rem(self.bottom)? != 0 {
            return None;
        }
        u32::try_from(self.top.checked_div(self.bottom)?).ok()
    }
}

/// `12`, `12.5`, `16.47` from hundredths.
pub fn decimal(hundredths: i32) -> String {
    let (whole, part) = (hundredths / 100, (hundredths % 100).unsigned_abs());
    match part {
        0 => whole.to_string(),
        part if part % 10 == 0 => format!("{whole}.{}", part / 10),
        part => format!("{whole}.{part:02}"),
    }
}

/// `4, 5 and 9`
fn listed(numbers: &[String]) -> String {
    match numbers.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// `Item 4 is`, `Items 4 and 5 are`
fn items_are(numbers: &[u32]) -> String {
    let text: Vec<String> = numbers.iter().map(u32::to_string).collect();
    match numbers {
        [one] => format!("Item {one} is"),
        several if several.len() > 5 => format!("{} items are", several.len()),
        _ => format!("Items {} are", listed(&text)),
    }
}

/// Lowest and highest value of a scale when some items do not apply; `None` where one of them is no whole number or
/// nothing is left.
pub(super) fn range(
    definition: &Definition,
    scale: &Scale,
    not_applicable: &[String],
) -> Option<(u32, u32)> {
    let (mut low, mut high, mut number) = (0u64, 0u64, 0u64);
    for id in &scale.items {
        if not_applicable.contains(id) {
            continue;
        }
        let item = definition.item(id)?;
        let counts = (0u32..).zip(definition.counts(scale, item));
        let rated = counts
            .filter(|(position, _)| !definition.unrated(item, *position))
            .map(|(_, count)| u64::from(count));
        low += rated.clone().min()?;
        high += rated.max()?;
        number += 1;
    }
    let value = |sum: u64| value(scale, sum, number, number).whole();
    Some((value(low)?, value(high)?)).filter(|_| number > 0)
}

/// Lowest and highest value of a scale when every item applies.
pub fn range_of(definition: &Definition, scale: &Scale) -> Option<(u32, u32)> {
    range(definition, scale, &[])
}

/// What a sum over `answered` of `applying` items comes to.
fn value(scale: &Scale, sum: u64, answered: u64, applying: u64) -> Fraction {
    let Factor { top, bottom } = scale.factor;
    let (times, by) = match scale.arithmetic {
        Arithmetic::Mean => (1, answered),
        Arithmetic::Sum if answered != applying => (applying, answered),
        Arithmetic::Sum | Arithmetic::Chosen => (1, 1),
    };
    Fraction {
        top: sum * times * u64::from(top),
        bottom: by * u64::from(bottom),
    }
}

/// One scale's answers, taken apart.
#[derive(Debug, Default)]
struct Taken {
    /// Number of the item, position ticked, what that counts, whether it was turned round.
    answered: Vec<(u32, u32, u32, bool)>,
    unanswered: Vec<u32>,
    /// Answered with an option that says that no rating was made.
    unrated: Vec<u32>,
    not_applying: Vec<u32>,
    /// Needed, and without a rating.
    lacking: Vec<u32>,
    /// The labels that were chosen.
    chosen: String,
}

impl Taken {
    fn sum(&self) -> u64 {
        self.answered.iter().map(|(_, _, c, _)| u64::from(*c)).sum()
    }

    fn of(definition: &Definition, scale: &Scale, sheet: &Sheet, not: &[String]) -> Self {
        let mut taken = Self::default();
        for id in &scale.items {
            let Some(item) = definition.item(id) else {
                continue;
            };
            let number = definition.number(id);
            if not.contains(id) {
                taken.not_applying.push(number);
                continue;
            }
            let ticked = sheet.get(id).copied();
            if ticked.is_some_and(|position| definition.unrated(item, position)) {
                taken.unrated.push(number);
                continue;
            }
            let counts = definition.counts(scale, item);
            let counted = ticked
                .and_then(|p| usize::try_from(p).ok())
                .and_then(|p| counts.get(p).copied());
            match (ticked, counted) {
                (Some(position), Some(count)) => {
                    let turned = definition.reversed.contains(id) && !scale.recode.contains_key(id);
                    taken.answered.push((number, position, count, turned));
                    taken.chosen.push_str(&definition.code(item, position));
                }
                _ => taken.unanswered.push(number),
            }
        }
        for id in &scale.needs {
            let rated = definition.item(id).is_some_and(|item| {
                sheet
                    .get(id)
                    .is_some_and(|position| !definition.unrated(item, *position))
            });
            if !rated {
                taken.lacking.push(definition.number(id));
            }
        }
        taken
    }

    /// Lowest and highest value without the items that were not rated; `None` where more of them were not than may be.
    fn range(&self, definition: &Definition, scale: &Scale, not: &[String]) -> Option<(u32, u32)> {
        let left_out = u32::try_from(self.unrated.len()).ok()?;
        if left_out > scale.max_unrated {
            return None;
        }
        let mut without = not.to_vec();
        without.extend(
            definition
                .items
                .iter()
                .filter(|i| self.unrated.contains(&definition.number(&i.id)))
                .map(|i| i.id.clone()),
        );
        range(definition, scale, &without)
    }

    /// Why there is no score; empty where there is one.
    fn reason(&self, scale: &Scale) -> String {
        let missing = u32::try_from(self.unanswered.len()).unwrap_or(u32::MAX);
        if self.answered.is_empty() && self.unrated.is_empty() {
            return match self.unanswered.is_empty() {
                true => "No item applies.".to_owned(),
                false => "No item is answered.".to_owned(),
            };
        }
        if !self.lacking.is_empty() {
            return format!(
                "{} not answered; without it there is no score.",
                items_are(&self.lacking)
            );
        }
        let unrated = u32::try_from(self.unrated.len()).unwrap_or(u32::MAX);
        if unrated > scale.max_unrated {
            let rule = match scale.max_unrated {
                0 => "every item is needed".to_owned(),
                most => format!("at most {most} may be without a rating"),
            };
            return format!("{} not rated; {rule}.", items_are(&self.unrated));
        }
        if missing <= scale.max_missing {
            return String::new();
        }
        let rule = match (scale.max_missing, self.not_applying.is_empty()) {
            (0, true) => "every item is needed".to_owned(),
            (0, false) => "every item that applies is needed".to_owned(),
            (most, _) => format!("at most {most} may be missing"),
        };
        format!("{} not answered; {rule}.", items_are(&self.unanswered))
    }

    /// The sum written out, so that it can be checked with a pencil.
    fn arithmetic(&self, scale: &Scale, total: &str) -> String {
        let terms: Vec<String> = self
            .answered
            .iter()
            .map(|(_, _, c, _)| c.to_string())
            .collect();
        let (sum, answered) = (self.sum(), self.answered.len());
        let applying = answered + self.unanswered.len();
        let mut formula = match scale.arithmetic {
            Arithmetic::Mean => format!("{sum} ÷ {answered}"),
            Arithmetic::Sum if answered != applying => format!("{applying} × {sum} ÷ {answered}"),
            Arithmetic::Sum | Arithmetic::Chosen => String::new(),
        };
        let Factor { top, bottom } = scale.factor;
        if (top, bottom) != (1, 1) {
            if formula.is_empty() {
                formula = sum.to_string();
            }
            formula = format!("{formula} × {top}");
            if bottom != 1 {
                formula = format!("{formula} ÷ {bottom}");
            }
        }
        let mut said = match formula.is_empty() {
            true => format!("{} = {total}.", terms.join(" + ")),
            false => format!("{} = {sum}; {formula} = {total}.", terms.join(" + ")),
        };
        let turned: Vec<String> = self
            .answered
            .iter()
            .filter(|(_, _, _, turned)| *turned)
            .map(|(number, position, count, _)| {
                format!("item {number} ({position} counts {count})")
            })
            .collect();
        if !turned.is_empty() {
            said.push_str(&format!(
                " Counted the other way round: {}.",
                listed(&turned)
            ));
        }
        if !self.unanswered.is_empty() {
            said.push_str(&format!(" {} not answered.", items_are(&self.unanswered)));
        }
        if !self.unrated.is_empty() {
            said.push_str(&format!(" {} not rated.", items_are(&self.unrated)));
        }
        if !self.not_applying.is_empty() {
            let text: Vec<String> = self.not_applying.iter().map(u32::to_string).collect();
            said.push_str(&match self.not_applying.len() {
                1 => format!(" Item {} does not apply.", listed(&text)),
                _ => format!(" Items {} do not apply.", listed(&text)),
            });
        }
        said
    }
}

/// The band that a value lies in: the highest that begins at or below it.
fn band(scale: &Scale, hundredths: i32, all_apply: bool) -> String {
    if !all_apply && !scale.bands_without_all_items {
        return String::new();
    }
    scale
        .bands
        .iter()
        .rev()
        .find(|b| b.from.0 <= hundredths)
        .map(|b| b.label.clone())
        .unwrap_or_default()
}

fn scored(definition: &Definition, scale: &Scale, sheet: &Sheet, not: &[String]) -> ScoreView {
    let taken = Taken::of(definition, scale, sheet, not);
    let (min, max) = match scale.arithmetic {
        Arithmetic::Chosen => (0, 0),
        // Where the missing rule forbids a score the range is that of the whole sheet.
        _ => taken
            .range(definition, scale, not)
            .or_else(|| range(definition, scale, not))
            .unwrap_or((0, 0)),
    };
    let mut view = ScoreView {
        scale: scale.id.clone(),
        label: scale.label.clone(),
        value: String::new(),
        hundredths: None,
        min,
        max,
        band: String::new(),
        reason: taken.reason(scale),
        arithmetic: String::new(),
    };
    if !view.reason.is_empty() {
        return view;
    }
    if scale.arithmetic == Arithmetic::Chosen {
        view.arithmetic = format!("As chosen, nothing added up: {}.", taken.chosen);
        view.value = taken.chosen;
        return view;
    }
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let answered = count(taken.answered.len());
    let applying = count(taken.answered.len() + taken.unanswered.len());
    match value(scale, taken.sum(), answered, applying).hundredths() {
        Some(hundredths) => {
            view.value = decimal(hundredths);
            view.hundredths = Some(hundredths);
            let all = taken.not_applying.is_empty() && taken.unrated.is_empty();
            view.band = band(scale, hundredths, all);
            view.arithmetic = taken.arithmetic(scale, &view.value);
        }
        None => view.reason = "The score is too large to be kept.".to_owned(),
    }
    view
}

/// What is wrong with a sheet, named by item.
fn faults(definition: &Definition, sheet: &Sheet, not: &[String]) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (id, position) in sheet {
        match definition.item(id) {
            None => faults.push(FieldError::new(
                id.as_str(),
                "unknown",
                format!("{} has no such item.", definition.title),
            )),
            Some(item) if item.in_words => faults.push(FieldError::new(
                id.as_str(),
                "words",
                "This item is answered in words.",
            )),
            Some(item)
                if usize::try_from(*position).is_ok_and(|p| p < definition.choices(item)) =>
            {
                if not.contains(id) {
                    faults.push(FieldError::new(
                        id.as_str(),
                        "not-applicable",
                        "This item is answered and marked as not applying. Choose one of the two.",
                    ));
                }
            }
            Some(item) => faults.push(FieldError::new(
                id.as_str(),
                "option",
                match definition.options(item).and_then(|set| set.numbers_to) {
                    Some(highest) => format!("Enter a whole number from 0 to {highest}."),
                    None => format!(
                        "Choose one of the {} options, 0 to {}.",
                        definition.choices(item),
                        definition.choices(item).saturating_sub(1)
                    ),
                },
            )),
        }
    }
    for id in not {
        if definition.item(id).is_none() {
            faults.push(FieldError::new(
                id.as_str(),
                "unknown",
                format!("{} has no such item.", definition.title),
            ));
        } else if !definition.not_applicable.contains_key(id) {
            faults.push(FieldError::new(
                id.as_str(),
                "not-applicable",
                "This item applies to everybody. Leave it unanswered if it was left out.",
            ));
        }
    }
    faults
}

/// Scores a sheet. An item that is neither answered nor marked as not applying is missing, never 0.
///
/// Errors: what is wrong with the sheet, by item.
pub fn score(
    definition: &Definition,
    sheet: &Sheet,
    not_applicable: &[String],
) -> Result<ScoredView, Vec<FieldError>> {
    let faults = faults(definition, sheet, not_applicable);
    if !faults.is_empty() {
        return Err(faults);
    }
    let missing = definition
        .items
        .iter()
        .filter(|i| !definition.unscored.contains(&i.id))
        .filter(|i| !not_applicable.contains(&i.id) && !sheet.contains_key(&i.id))
        .count();
    let mut scores: Vec<ScoreView> = definition
        .scales
        .iter()
        .map(|scale| scored(definition, scale, sheet, not_applicable))
        .collect();
    scores.extend(value_set::index(definition, &scores));
    Ok(ScoredView {
        instrument: definition.id.clone(),
        version: definition.version.clone(),
        scores,
        missing: u32::try_from(missing).unwrap_or(u32::MAX),
        flags: definition
            .items
            .iter()
            .filter(|i| definition.about_safety.contains(&i.id))
            .filter(|i| sheet.get(&i.id).is_some_and(|position| *position > 0))
            .map(|i| i.id.clone())
            .collect(),
    })
}

#[cfg(test)]
mod tests;
