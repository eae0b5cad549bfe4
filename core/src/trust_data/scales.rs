//! Parts of a trust's file that speak of scales: from when a change is more than chance, and which items make which scale.

use super::reading::{Long, Part, below};
use crate::instruments::change::{Better, ChangeRule, Norms, Sure};
use crate::instruments::definition::{Arithmetic, Definition, Factor, Hundredths, Laid, Scale};
use crate::instruments::{catalogue, did_you_mean, scoring};
use crate::signed::Faults;
use std::collections::BTreeMap;
use toml::Value;

/// What a key has beside what every file has.
pub(super) const KEY: &[&str] = &[
    "title",
    "full_title",
    "credit",
    "period",
    "missing_rule",
    "max_missing",
    "reversed",
    "unscored",
    "shared_items",
    "scales",
];

const CHANGE: &[&str] = &[
    "id",
    "better",
    "level",
    "sd",
    "reliability",
    "index",
    "sample",
    "source",
    "criterion",
];

const CRITERION: &[&str] = &[
    "cut_off",
    "clinical_mean",
    "clinical_sd",
    "general_mean",
    "general_sd",
];

/// A number of at most two decimals, with or without quotation marks.
fn hundredths(part: &Part<'_>, key: &str, faults: &mut Faults) -> Option<Hundredths> {
    let written = match part.table.get(key)? {
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => String::new(),
    };
    let read = Hundredths::parse(&written);
    if read.is_none() {
        faults.add(
            part.path(key),
            "number",
            "Write a number of at most two decimals with a point, such as 7.5.",
        );
    }
    read
}

fn capital(fault: &str) -> String {
    let mut letters = fault.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), letters.as_str())
    })
}

/// From when a change of each scale named is more than chance.
pub(super) fn change_values(
    root: &Part<'_>,
    definition: &Definition,
    name: &str,
    faults: &mut Faults,
) -> Vec<(String, ChangeRule)> {
    let mut rules: Vec<(String, ChangeRule)> = Vec::new();
    for part in root.tables("scales", faults) {
        part.only(CHANGE, faults);
        let id = part.required("id", Long::Line(60), faults);
        let scale = definition.scales.iter().find(|s| s.id == id);
        let scale = scale.filter(|s| s.arithmetic != Arithmetic::Chosen);
        let Some(scale) = scale else {
            let names = definition
                .scales
                .iter()
                .filter(|s| s.arithmetic != Arithmetic::Chosen);
            let near = did_you_mean(&id, names.clone().map(|s| s.id.as_str()));
            let names: Vec<&str> = names.map(|s| s.id.as_str()).collect();
            let message = format!(
                "{} has the scales {}{near}",
                definition.title,
                names.join(", ")
            );
            faults.add(part.path("id"), "unknown", &ended(message));
            continue;
        };
        if rules.iter().any(|(known, _)| *known == id) {
            faults.add(&part.at, "twice", "This scale is there twice.");
            continue;
        }
        if let Some(rule) = change(&part, definition, scale, name, faults) {
            rules.push((id, rule));
        }
    }
    rules
}

fn ended(message: String) -> String {
    match message.ends_with('?') {
        true => message,
        false => format!("{message}."),
    }
}

fn change(
    part: &Part<'_>,
    definition: &Definition,
    scale: &Scale,
    name: &str,
    faults: &mut Faults,
) -> Option<ChangeRule> {
    let before = faults.0.len();
    let better = better(part, scale, faults);
    let level = match part.table.get("level") {
        Some(Value::Integer(level)) => u32::try_from(*level).ok(),
        _ => None,
    };
    if !matches!(level, Some(90 | 95)) {
        faults.add(
            part.path("level"),
            "level",
            "Write level = 90 or level = 95.",
        );
    }
    let index = hundredths(part, "index", faults);
    let sd = hundredths(part, "sd", faults);
    let reliability = hundredths(part, "reliability", faults);
    let sample = part.required("sample", Long::Line(300), faults);
    let source = part.required("source", Long::Line(300), faults);
    let (cut_off, norms) = criterion(part, faults);
    if faults.0.len() > before {
        return None;
    }
    let rule = ChangeRule {
        better: better?,
        level,
        index,
        sd,
        reliability,
        cut_off,
        norms,
        source: format!("{}; {source}", sample.trim_end_matches('.')),
        sure: Sure::Confirmed,
        set_by_trust: name.to_owned(),
    };
    let (min, max) = scoring::range_of(definition, scale)?;
    let edge = |n: u32| Hundredths(i32::try_from(n).unwrap_or(i32::MAX).saturating_mul(100));
    if let Err(fault) = rule.fault(edge(min), edge(max)) {
        faults.add(&part.at, "values", &capital(&fault));
        return None;
    }
    if rule
        .least()
        .is_some_and(|least| least.0 > edge(max).0 - edge(min).0)
    {
        faults.add(
            &part.at,
            "values",
            &format!("By these values no change of this scale, {min} to {max}, would be reliable."),
        );
        return None;
    }
    Some(rule)
}

/// Which way is better: as the program has it where it has it.
fn better(part: &Part<'_>, scale: &Scale, faults: &mut Faults) -> Option<Better> {
    let known = scale.change.as_ref().map(|rule| rule.better);
    let said = match part.text("better", Long::Line(20), faults).as_str() {
        "" => None,
        "lower" => Some(Better::Lower),
        "higher" => Some(Better::Higher),
        _ => {
            faults.add(
                part.path("better"),
                "word",
                "Write \"lower\" or \"higher\".",
            );
            return None;
        }
    };
    match (known, said) {
        (Some(known), Some(said)) if known != said => {
            faults.add(
                part.path("better"),
                "other-way",
                "The program has this scale the other way round.",
            );
            None
        }
        (None, None) => {
            faults.add(
                part.path("better"),
                "required",
                "Write which way is better: \"lower\" or \"higher\".",
            );
            None
        }
        (known, said) => said.or(known),
    }
}

/// The clinical line: the first value on the clinical side, or what it is worked out from. Without it no change is called
/// a recovery.
fn criterion(part: &Part<'_>, faults: &mut Faults) -> (Option<Hundredths>, Option<Norms>) {
    let table = match part.table.get("criterion") {
        None => return (None, None),
        Some(Value::Table(table)) => table,
        Some(_) => {
            faults.add(
                part.path("criterion"),
                "table",
                "Write criterion = { cut_off = 11 }, or the means and standard deviations of both samples.",
            );
            return (None, None);
        }
    };
    let own = Part {
        table,
        at: part.path("criterion"),
    };
    own.only(CRITERION, faults);
    let cut_off = hundredths(&own, "cut_off", faults);
    let mut figure = |key: &str| hundredths(&own, key, faults);
    let figures = (
        figure("clinical_mean"),
        figure("clinical_sd"),
        figure("general_mean"),
        figure("general_sd"),
    );
    match (cut_off, figures) {
        (Some(_), (None, None, None, None)) => (cut_off, None),
        (None, (Some(clinical_mean), Some(clinical_sd), Some(general_mean), Some(general_sd))) => {
            let norms = Norms {
                clinical_mean,
                clinical_sd,
                general_mean,
                general_sd,
            };
            (None, Some(norms))
        }
        _ => {
            faults.add(
                &own.at,
                "criterion",
                "Write cut_off alone, or clinical_mean, clinical_sd, general_mean and general_sd.",
            );
            (None, None)
        }
    }
}

/// Items as numbers or ids: `[1, 5]` or `["q1", "q5"]`.
fn items(part: &Part<'_>, key: &str, definition: &Definition, faults: &mut Faults) -> Vec<String> {
    let at = part.path(key);
    let found = match part.table.get(key) {
        None => return Vec::new(),
        Some(Value::Array(found)) => found,
        Some(_) => {
            faults.add(
                at,
                "list",
                "Write the numbers of items in a list, such as [1, 5, 9].",
            );
            return Vec::new();
        }
    };
    let mut ids: Vec<String> = Vec::new();
    for (number, value) in (1u32..).zip(found) {
        let at = below(&at, &number.to_string());
        let id = match value {
            Value::Integer(number) => format!("q{number}"),
            Value::String(id) => id.clone(),
            _ => String::new(),
        };
        if definition.item(&id).is_none() {
            let message = format!(
                "{} has the items 1 to {}.",
                definition.title,
                definition.items.len()
            );
            faults.add(at, "unknown", &message);
        } else if ids.contains(&id) {
            faults.add(
                at,
                "twice",
                &format!("Item {} is there twice.", definition.number(&id)),
            );
        } else {
            ids.push(id);
        }
    }
    ids
}

/// A word that can stand for a version or a scale: small letters, digits and hyphens, a letter first.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// The instrument by the trust's key: the items and options of `base`, other scales, a version of its own.
pub(super) fn key(
    root: &Part<'_>,
    base: &Definition,
    version: &str,
    faults: &mut Faults,
) -> Option<Definition> {
    let before = faults.0.len();
    if !is_word(version) || catalogue::is_shipped(version) {
        faults.add(
            "version",
            "word",
            "Name the key in small letters, digits and hyphens, not v1 or v2: \"uk-trust\".",
        );
    }
    let mut keyed = Definition {
        version: version.to_owned(),
        title: root.required("title", Long::Line(40), faults),
        full_title: root.required("full_title", Long::Line(200), faults),
        period: root.text("period", Long::Line(100), faults),
        credit: root.required("credit", Long::Line(500), faults),
        reversed: items(root, "reversed", base, faults),
        unscored: items(root, "unscored", base, faults),
        scales: Vec::new(),
        laid: Laid::default(),
        ..base.clone()
    };
    let rule = root.required("missing_rule", Long::Line(500), faults);
    let max_missing = match root.table.get("max_missing") {
        None => 0,
        Some(Value::Integer(most)) if (0..=10).contains(most) => u32::try_from(*most).unwrap_or(0),
        Some(_) => {
            faults.add("max_missing", "number", "Write a number from 0 to 10.");
            0
        }
    };
    let shared = match root.table.get("shared_items") {
        None => false,
        Some(Value::Boolean(shared)) => *shared,
        Some(_) => {
            faults.add("shared_items", "true-or-false", "Write true or false.");
            false
        }
    };
    for part in root.tables("scales", faults) {
        part.only(&["id", "label", "items", "arithmetic"], faults);
        let id = part.required("id", Long::Line(30), faults);
        if !id.is_empty() && !is_word(&id) {
            faults.add(
                part.path("id"),
                "word",
                "Use small letters, digits and hyphens.",
            );
        }
        if keyed.scales.iter().any(|s| s.id == id) {
            faults.add(&part.at, "twice", "This scale is there twice.");
        }
        let arithmetic = match part.text("arithmetic", Long::Line(10), faults).as_str() {
            "" | "mean" => Arithmetic::Mean,
            "sum" => Arithmetic::Sum,
            _ => {
                faults.add(
                    part.path("arithmetic"),
                    "word",
                    "Write \"mean\" or \"sum\".",
                );
                Arithmetic::Mean
            }
        };
        let ids = items(&part, "items", base, faults);
        if ids.is_empty() {
            faults.add(
                part.path("items"),
                "required",
                "Write the numbers of its items, such as [1, 5, 9, 12].",
            );
        }
        keyed.scales.push(Scale {
            id,
            label: part.required("label", Long::Line(60), faults),
            items: ids,
            arithmetic,
            factor: Factor::default(),
            max_missing,
            prorate: max_missing > 0,
            max_unrated: 0,
            needs: Vec::new(),
            missing_rule: rule.clone(),
            counts: None,
            recode: BTreeMap::new(),
            step: Hundredths(100),
            bands: Vec::new(),
            bands_without_all_items: false,
            cut_offs: Vec::new(),
            bands_source: String::new(),
            change: None,
        });
    }
    each_once(&keyed, shared, faults);
    if faults.0.len() > before {
        return None;
    }
    if let Err(fault) = keyed.sound() {
        faults.add("scales", "meaning", &capital(&fault));
        return None;
    }
    Some(keyed)
}

/// Every item is in one scale, unless the file says that it is in several or in none.
fn each_once(keyed: &Definition, shared: bool, faults: &mut Faults) {
    for item in &keyed.items {
        let number = keyed.number(&item.id);
        let own = keyed.scales.iter().filter(|s| s.items.contains(&item.id));
        let own: Vec<&str> = own.map(|s| s.id.as_str()).collect();
        let unscored = keyed.unscored.contains(&item.id);
        match own.as_slice() {
            [] if !unscored => faults.add(
                "scales",
                "missing",
                &format!("Item {number} is in no scale; write it under unscored if that is meant."),
            ),
            [_, _, ..] if !shared => faults.add(
                "scales",
                "several",
                &format!(
                    "Item {number} is in {}; write shared_items = true if that is meant.",
                    own.join(" and ")
                ),
            ),
            [_, ..] if unscored => faults.add(
                "unscored",
                "scored",
                &format!("Item {number} is in {}.", own.join(" and ")),
            ),
            _ => {}
        }
    }
}
