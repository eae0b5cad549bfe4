//! Whether a definition means something: everything it names exists, the bands cover the range, the missing-answer rule
//! can be followed. Faults are told in words, with the nearest right name where one is misspelt.

use super::Licence;
use super::definition::{Arithmetic, Definition, Factor, Hundredths, Item, Scale};
use super::scoring::{decimal, range};
use std::collections::BTreeSet;

/// How many letters must be changed, added or left out to make one name of the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut before = i;
        let mut next = vec![i + 1];
        for (cb, above) in b.iter().zip(row.iter().skip(1)) {
            let left = next.last().copied().unwrap_or(0);
            let same = before + usize::from(ca != *cb);
            next.push(same.min(above + 1).min(left + 1));
            before = *above;
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// `; did you mean gad-7?`, or nothing where no name is near.
pub fn did_you_mean<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    names
        .into_iter()
        .map(|name| (distance(&typed.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(far, name)| *far <= (name.chars().count() / 2).max(1))
        .min_by_key(|(far, _)| *far)
        .map_or_else(String::new, |(_, name)| format!("; did you mean {name}?"))
}

/// The reader's message with the nearest of the fields that it expected.
pub(super) fn with_hint(message: &str) -> String {
    let message = message.trim_end();
    let quoted: Vec<&str> = message
        .split_once("unknown field")
        .or_else(|| message.split_once("unknown variant"))
        .map(|(_, rest)| rest.split('`').skip(1).step_by(2).collect())
        .unwrap_or_default();
    match quoted.split_first() {
        Some((typed, names)) => format!("{message}{}", did_you_mean(typed, names.iter().copied())),
        None => message.to_owned(),
    }
}

/// The first name that stands twice.
fn twice<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}

/// A number, or a letter that stands for a kind: what may be shown where the wording may not.
pub(super) fn is_neutral(label: &str) -> bool {
    let digits = !label.is_empty() && label.bytes().all(|b| b.is_ascii_digit());
    let letter = label.len() == 1 && label.bytes().all(|b| b.is_ascii_uppercase());
    digits || letter
}

/// Whether the options that are numbers can be: asked before they are written out. Errors: the fault in words.
pub(super) fn numbers(d: &Definition) -> Result<(), String> {
    for set in &d.options {
        let Some(highest) = set.numbers_to else {
            continue;
        };
        if !set.labels.is_empty() || set.counts.is_some() {
            return Err(format!(
                "the options {} have numbers_to; labels and counts follow from it",
                set.id
            ));
        }
        if !(1..=1_000).contains(&highest) {
            return Err(format!(
                "the options {} go to {highest}; write 1 to 1000",
                set.id
            ));
        }
    }
    Ok(())
}

/// Errors: the fault in words.
pub(super) fn meaning(file: &str, definition: &Definition) -> Result<(), String> {
    place(file, definition)?;
    options(definition)?;
    items(definition)?;
    for scale in &definition.scales {
        scale_names(definition, scale)?;
        missing_rule(scale)?;
    }
    counted_once(definition)?;
    for scale in &definition.scales {
        match scale.arithmetic {
            Arithmetic::Chosen => chosen(definition, scale)?,
            _ => bands(definition, scale)?,
        }
    }
    if definition
        .headline()
        .is_some_and(|scale| scale.arithmetic == Arithmetic::Chosen)
    {
        return Err(
            "the first scale is drawn over time, so it cannot be one that is chosen".into(),
        );
    }
    wording(definition)
}

fn place(file: &str, d: &Definition) -> Result<(), String> {
    let told = format!("{}/{}.toml", d.id, d.version);
    if !file.ends_with(&format!("/{told}")) {
        return Err(format!("it says that it is {told}"));
    }
    for (name, text) in [
        ("title", &d.title),
        ("full_title", &d.full_title),
        ("credit", &d.credit),
    ] {
        if text.trim().is_empty() {
            return Err(format!("{name} is empty"));
        }
    }
    if let Some(id) = twice(d.scales.iter().map(|s| s.id.as_str())) {
        return Err(format!("the scale {id} is there twice"));
    }
    if d.scales.is_empty() {
        return Err("there is no scale".to_owned());
    }
    Ok(())
}

fn options(d: &Definition) -> Result<(), String> {
    if let Some(id) = twice(d.options.iter().map(|o| o.id.as_str())) {
        return Err(format!("the options {id} are there twice"));
    }
    for set in &d.options {
        if set.labels.len() < 2 {
            return Err(format!("the options {} are fewer than two", set.id));
        }
        if let Some(label) = twice(set.labels.iter().map(String::as_str)) {
            return Err(format!("the options {} have “{label}” twice", set.id));
        }
        if let Some(label) = set.unrated.iter().find(|u| !set.labels.contains(u)) {
            return Err(format!(
                "the options {} have no “{label}”, which is unrated{}",
                set.id,
                did_you_mean(label, set.labels.iter().map(String::as_str))
            ));
        }
        if set.labels.len() < set.unrated.len() + 2 {
            return Err(format!(
                "the options {} leave fewer than two that are ratings",
                set.id
            ));
        }
        if let Some(counts) = &set.counts {
            fits(&format!("the options {}", set.id), counts, set.labels.len())?;
        }
        if !d.items.iter().any(|i| i.options == set.id) {
            return Err(format!("no item uses the options {}", set.id));
        }
    }
    Ok(())
}

/// Counts for each of the options, and none beyond what can be added up.
fn fits(whose: &str, counts: &[u32], choices: usize) -> Result<(), String> {
    if counts.len() != choices {
        return Err(format!(
            "{whose} count {} ways, but there are {choices} options",
            counts.len()
        ));
    }
    if counts.iter().any(|c| *c > 1_000) {
        return Err(format!("{whose} count more than 1000"));
    }
    Ok(())
}

fn known<'a>(d: &'a Definition, list: &str, id: &str) -> Result<&'a Item, String> {
    d.item(id).ok_or_else(|| {
        let names = d.items.iter().map(|i| i.id.as_str());
        format!(
            "{list} names {id}, which is no item{}",
            did_you_mean(id, names)
        )
    })
}

fn items(d: &Definition) -> Result<(), String> {
    if d.items.is_empty() || d.items.len() > 200 {
        return Err("an instrument has 1 to 200 items".to_owned());
    }
    for (number, item) in (1u32..).zip(&d.items) {
        if item.id != format!("q{number}") {
            return Err(format!(
                "item {number} is called {}; the items are q1, q2, q3 and so on, as on the form",
                item.id
            ));
        }
        if item.in_words {
            if !item.options.is_empty() {
                return Err(format!("{} is answered in words and has options", item.id));
            }
        } else if d.options(item).is_none() {
            let names = d.options.iter().map(|o| o.id.as_str());
            return Err(format!(
                "{} has the options {}, which are not there{}",
                item.id,
                item.options,
                did_you_mean(&item.options, names)
            ));
        }
    }
    for (list, ids) in [
        ("reversed", &d.reversed),
        ("about_safety", &d.about_safety),
        ("unscored", &d.unscored),
    ] {
        if let Some(id) = twice(ids.iter().map(String::as_str)) {
            return Err(format!("{list} names {id} twice"));
        }
        for id in ids {
            known(d, list, id)?;
        }
    }
    for (id, why) in &d.not_applicable {
        known(d, "not_applicable", id)?;
        if why.trim().is_empty() {
            return Err(format!(
                "not_applicable does not say why {id} may not apply"
            ));
        }
    }
    if let Some(id) = d.unscored.iter().find(|id| d.reversed.contains(id)) {
        return Err(format!("{id} is reversed, but is not scored"));
    }
    for item in &d.items {
        let about = |list: &[String]| list.contains(&item.id);
        if item.in_words && (about(&d.reversed) || about(&d.about_safety)) {
            return Err(format!(
                "{} is answered in words, so it has no first option and no other way round",
                item.id
            ));
        }
        let unrated = d.options(item).is_some_and(|o| !o.unrated.is_empty());
        if unrated && about(&d.reversed) {
            return Err(format!(
                "{} is reversed, but has an option that is no rating",
                item.id
            ));
        }
    }
    Ok(())
}

fn scale_names(d: &Definition, scale: &Scale) -> Result<(), String> {
    let whose = format!("the scale {}", scale.id);
    if scale.items.is_empty() {
        return Err(format!("{whose} has no item"));
    }
    if let Some(id) = twice(scale.items.iter().map(String::as_str)) {
        return Err(format!("{whose} has {id} twice"));
    }
    for id in &scale.needs {
        known(d, &format!("{whose} needs and"), id)?;
    }
    for id in &scale.items {
        let item = known(d, &whose, id)?;
        if item.in_words {
            return Err(format!("{whose} has {id}, which is answered in words"));
        }
        if let Some(counts) = &scale.counts {
            fits(&whose, counts, d.choices(item))?;
        }
    }
    for (id, counts) in &scale.recode {
        let item = known(d, &format!("{whose} recodes and"), id)?;
        if !scale.items.contains(id) {
            return Err(format!("{whose} recodes {id}, which it does not have"));
        }
        fits(&format!("{whose}, {id}:"), counts, d.choices(item))?;
    }
    Ok(())
}

/// An unanswered item is never counted as 0: either all are needed, or the answered ones stand for it.
fn missing_rule(scale: &Scale) -> Result<(), String> {
    let whose = format!("the scale {}", scale.id);
    let most = usize::try_from(scale.max_missing).unwrap_or(usize::MAX);
    if most >= scale.items.len() {
        return Err(format!(
            "{whose} allows {most} of {} items to be missing",
            scale.items.len()
        ));
    }
    if scale.prorate != (most > 0) {
        return Err(format!(
            "{whose} needs max_missing above 0 with prorate = true, or max_missing = 0 without it: what is not answered is not 0"
        ));
    }
    let unrated = usize::try_from(scale.max_unrated).unwrap_or(usize::MAX);
    if unrated >= scale.items.len() {
        return Err(format!(
            "{whose} allows {unrated} of {} items to be without a rating",
            scale.items.len()
        ));
    }
    if scale.missing_rule.trim().is_empty() {
        return Err(format!("{whose} does not say its missing_rule in words"));
    }
    Ok(())
}

/// A scale without arithmetic has none of what belongs to arithmetic, and can be read apart again.
fn chosen(d: &Definition, scale: &Scale) -> Result<(), String> {
    let whose = format!("the scale {}", scale.id);
    let plain = scale.factor == Factor::default()
        && scale.counts.is_none()
        && scale.recode.is_empty()
        && scale.max_missing == 0
        && scale.max_unrated == 0
        && scale.bands.is_empty()
        && scale.cut_offs.is_empty()
        && scale.bands_source.is_empty()
        && scale.change.is_none();
    if !plain {
        return Err(format!(
            "{whose} is chosen, not reckoned: it has no factor, counts, recode, bands, cut-offs or change, and every item is needed"
        ));
    }
    let mut labels = scale
        .items
        .iter()
        .filter_map(|id| d.options(d.item(id)?))
        .flat_map(|set| &set.labels);
    if scale.items.len() > 1 && labels.any(|label| label.chars().count() != 1) {
        return Err(format!(
            "{whose} joins several items, so each of their options is one letter or digit"
        ));
    }
    Ok(())
}

fn bands(d: &Definition, scale: &Scale) -> Result<(), String> {
    let whose = format!("the scale {}", scale.id);
    let whole = |without: &[String]| {
        range(d, scale, without).ok_or_else(|| {
            format!(
                "{whose} has no whole range when {without:?} do not apply; choose another factor"
            )
        })
    };
    let (min, max) = whole(&[])?;
    if min >= max {
        return Err(format!("{whose} has the same lowest and highest value"));
    }
    // Each way in which items may not apply that leaves one to be scored.
    let may_lack: Vec<&String> = scale
        .items
        .iter()
        .filter(|id| d.not_applicable.contains_key(*id))
        .collect();
    for id in &may_lack {
        if scale.items.len() == 1 {
            return Err(format!("{whose} has nothing left when {id} does not apply"));
        }
        whole(&[(*id).clone()])?;
    }
    whole(&may_lack.into_iter().cloned().collect::<Vec<_>>())?;

    let edge = |n: u32| Hundredths(i32::try_from(n).unwrap_or(i32::MAX).saturating_mul(100));
    let (lowest, highest) = (edge(min), edge(max));
    if scale.step.0 < 1 {
        return Err(format!("{whose} has the step 0"));
    }
    let mut expected = lowest;
    for band in &scale.bands {
        let said = format!("{whose}, band “{}”", band.label);
        if band.label.trim().is_empty() {
            return Err(format!("{whose} has a band without a word"));
        }
        if band.from != expected {
            let what = if band.from < expected {
                "overlaps the one below"
            } else {
                "leaves a gap"
            };
            return Err(format!(
                "{said} {what}: it begins at {}, expected {}",
                decimal(band.from.0),
                decimal(expected.0)
            ));
        }
        if band.to < band.from {
            return Err(format!("{said} ends before it begins"));
        }
        expected = Hundredths(band.to.0.saturating_add(scale.step.0));
    }
    if let Some(last) = scale.bands.last()
        && last.to != highest
    {
        return Err(format!(
            "{whose}, band “{}” ends at {}, but the highest value is {}",
            last.label,
            decimal(last.to.0),
            decimal(highest.0)
        ));
    }
    if let Some(label) = twice(scale.bands.iter().map(|b| b.label.as_str())) {
        return Err(format!("{whose} has the band “{label}” twice"));
    }
    for cut in &scale.cut_offs {
        if cut.at < lowest || cut.at > highest {
            return Err(format!(
                "{whose} has a cut-off of {} outside {min} to {max}",
                decimal(cut.at.0)
            ));
        }
    }
    if let Some(rule) = &scale.change {
        rule.fault(lowest, highest)
            .map_err(|fault| format!("{whose}, change: {fault}"))?;
    }
    let cites = !scale.bands_source.trim().is_empty();
    if cites == (scale.bands.is_empty() && scale.cut_offs.is_empty()) {
        return Err(format!(
            "{whose} needs bands_source with its bands and cut-offs, or neither"
        ));
    }
    Ok(())
}

/// An item left out of every scale must say so, or a slip in a list would change a score in silence.
fn counted_once(d: &Definition) -> Result<(), String> {
    for item in &d.items {
        let scored = d.scales.iter().any(|s| s.items.contains(&item.id));
        if scored == d.unscored.contains(&item.id) {
            return Err(if scored {
                format!("{} is unscored, but a scale has it", item.id)
            } else {
                format!(
                    "{} is in no scale; list it under unscored if that is meant",
                    item.id
                )
            });
        }
    }
    Ok(())
}

/// Wording stands in the file exactly where it may be shown.
fn wording(d: &Definition) -> Result<(), String> {
    match d.licence {
        Licence::FullText => {
            if let Some(item) = d.items.iter().find(|i| i.text.trim().is_empty()) {
                return Err(format!("{} has no text", item.id));
            }
        }
        Licence::ScoreOnly => {
            let shown = "is score-only; wording may not stand in the file";
            if !d.preamble.is_empty() {
                return Err(format!("it {shown}: preamble"));
            }
            if let Some(item) = d.items.iter().find(|i| !i.text.is_empty()) {
                return Err(format!("it {shown}: {}", item.id));
            }
            if let Some(item) = d.items.iter().find(|i| i.tag.chars().count() > 30) {
                return Err(format!(
                    "the tag of {} is longer than 30 characters",
                    item.id
                ));
            }
            let neutral = |label: &String| is_neutral(label);
            if let Some(set) = d.options.iter().find(|o| !o.labels.iter().all(neutral)) {
                return Err(format!("it {shown}: options {}", set.id));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
