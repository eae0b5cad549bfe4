//! What may be handed over, what an answer does to a sitting, and what of it goes into the record. No SQL, no clock.

use super::{
    AnswerItemRequest, Reply, Sitting, SittingChoice, SittingItemView, SittingPlace, SittingSheet,
    SittingSheetView,
};
use crate::dates;
use crate::error::{Error, Result};
use crate::instruments::definition::{AnsweredBy, Definition, Item};
use crate::instruments::{Licence, Sheet};
use crate::measures::{Completion, MeasureForm};
use crate::patients::PersonName;
use crate::signed::Faults;
use crate::trust_data::Catalogue;
use crate::trust_data::catalogue::Known;
use chrono::NaiveDate;

/// Digits of a PIN: four can be said and remembered, and five tries are no way to guess them.
const PIN_DIGITS: std::ops::RangeInclusive<usize> = 4..=8;

/// Errors: `Invalid` naming `pin` for anything but 4 to 8 digits, or for digits that anybody would try first. Empty is
/// no PIN.
pub fn check_pin(pin: &str) -> Result<()> {
    if pin.is_empty() {
        return Ok(());
    }
    let digits: Vec<u8> = pin.bytes().collect();
    if !PIN_DIGITS.contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Error::field("pin", "digits", "Use 4 to 8 digits."));
    }
    let steps: Vec<i16> = digits
        .windows(2)
        .map(|pair| match pair {
            [a, b] => i16::from(*b) - i16::from(*a),
            _ => 0,
        })
        .collect();
    let even = steps
        .first()
        .is_some_and(|first| (-1..=1).contains(first) && steps.iter().all(|step| step == first));
    if even {
        return Err(Error::field(
            "pin",
            "easy",
            "Choose digits that are not all the same and not in a row.",
        ));
    }
    Ok(())
}

/// Why an instrument can't be handed to a patient; empty where it can.
fn why_not(definition: &Definition) -> String {
    let words = definition.items.iter().any(|item| item.in_words);
    match (definition.licence, definition.answered_by) {
        (_, AnsweredBy::Clinician) => "A clinician rates it.",
        (_, AnsweredBy::Referrer) => "It is for whoever referred the patient.",
        (Licence::ScoreOnly, _) => {
            "Its wording may not be shown here. Use your licensed copy on paper."
        }
        (Licence::FullText, _) if words => "It asks for an answer in words. Give it on paper.",
        (Licence::FullText, _) => "",
    }
    .to_owned()
}

/// An instrument as the dialog offers it.
pub fn choice(definition: &Definition) -> SittingChoice {
    SittingChoice {
        id: definition.id.clone(),
        title: definition.title.clone(),
        full_title: definition.full_title.clone(),
        why_not: why_not(definition),
    }
}

/// A new sitting. Errors: `Invalid` naming `instruments`.
pub fn begin(known: &Catalogue<'_>, instruments: &[String], today: NaiveDate) -> Result<Sitting> {
    let mut faults = Faults::default();
    let mut sheets: Vec<SittingSheet> = Vec::new();
    for id in instruments {
        let Ok(definition) = known.newest(id) else {
            faults.add(
                "instruments",
                "unknown",
                "This questionnaire is not in the catalogue.",
            );
            continue;
        };
        let why_not = why_not(&definition);
        if !why_not.is_empty() {
            let rule = match definition.licence {
                Licence::ScoreOnly => "licence",
                Licence::FullText => "not-for-patients",
            };
            faults.add(
                "instruments",
                rule,
                &format!("{}: {why_not}", definition.title),
            );
        } else if sheets.iter().any(|s| s.instrument == *id) {
            faults.add(
                "instruments",
                "twice",
                &format!("{} is chosen twice.", definition.title),
            );
        } else {
            sheets.push(SittingSheet {
                instrument: definition.id.clone(),
                version: definition.version.clone(),
                wording: definition.laid.wording,
                value_set: definition.laid.value_set.as_ref().map(|(id, _)| *id),
                answers: Sheet::new(),
                left_out: Vec::new(),
                not_applicable: Vec::new(),
            });
        }
    }
    faults.none()?;
    Ok(Sitting {
        sheets,
        answered_on: today,
        finished: false,
    })
}

/// The definition of a sheet as it was when the device was handed over.
fn definition(known: &Catalogue<'_>, sheet: &SittingSheet) -> Result<Known> {
    known.of_sheet(
        &sheet.instrument,
        &sheet.version,
        sheet.wording,
        sheet.value_set,
    )
}

/// Whether what was begun may be shown to the patient again. Errors: `Refused` where the trust has meanwhile taken the
/// wording of a questionnaire out of use, or put another in its place.
pub fn may_go_on(known: &Catalogue<'_>, sitting: &Sitting) -> Result<()> {
    for sheet in sitting.sheets.iter().filter(|s| s.wording.is_some()) {
        let now = known.newest(&sheet.instrument)?;
        if now.laid.wording != sheet.wording {
            return Err(Error::Refused {
                rule: "licence",
                message: format!(
                    "The wording of {} that this was begun with is no longer in use. Record what was answered, or discard it.",
                    now.title
                ),
            });
        }
    }
    Ok(())
}

/// Puts one answer into a sitting. Errors: `NotFound`; `Refused` after the end; `Invalid` for an option that is not there.
pub fn answer(
    known: &Catalogue<'_>,
    sitting: &mut Sitting,
    request: &AnswerItemRequest,
    today: NaiveDate,
) -> Result<()> {
    if sitting.finished {
        return Err(Error::Refused {
            rule: "sitting-finished",
            message: "This is finished. Hand the device back.".into(),
        });
    }
    let sheet = sitting
        .sheets
        .iter_mut()
        .find(|s| s.instrument == request.instrument)
        .ok_or(Error::NotFound {
            what: "questionnaire in this sitting",
        })?;
    let definition = definition(known, sheet)?;
    let item = definition
        .item(&request.item)
        .ok_or(Error::NotFound { what: "item" })?;
    let option = match (request.reply, request.option) {
        (Reply::Chosen, Some(option)) if in_range(&definition, item, option) => Some(option),
        (Reply::LeftOut, None) => None,
        (Reply::NotApplicable, None) if definition.not_applicable.contains_key(&item.id) => None,
        _ => {
            return Err(Error::field(
                "option",
                "option",
                "Choose one of the answers shown.",
            ));
        }
    };
    sheet.answers.remove(&item.id);
    sheet.left_out.retain(|id| *id != item.id);
    sheet.not_applicable.retain(|id| *id != item.id);
    match (request.reply, option) {
        (Reply::LeftOut, _) => sheet.left_out.push(item.id.clone()),
        (Reply::NotApplicable, _) => sheet.not_applicable.push(item.id.clone()),
        (Reply::Chosen, Some(option)) => {
            sheet.answers.insert(item.id.clone(), option);
        }
        (Reply::Chosen, None) => {}
    }
    sitting.answered_on = today;
    Ok(())
}

fn in_range(definition: &Definition, item: &Item, option: u32) -> bool {
    usize::try_from(option).is_ok_and(|option| option < definition.choices(item))
}

fn reply(sheet: &SittingSheet, item: &str) -> Option<Reply> {
    if sheet.answers.contains_key(item) {
        Some(Reply::Chosen)
    } else if sheet.left_out.iter().any(|id| id == item) {
        Some(Reply::LeftOut)
    } else if sheet.not_applicable.iter().any(|id| id == item) {
        Some(Reply::NotApplicable)
    } else {
        None
    }
}

/// The sheets as the patient sees them: wording and answers, nothing that is counted.
pub fn views(known: &Catalogue<'_>, sitting: &Sitting) -> Result<Vec<SittingSheetView>> {
    let sheets = sitting.sheets.iter();
    sheets.map(|sheet| sheet_view(known, sheet)).collect()
}

fn sheet_view(known: &Catalogue<'_>, sheet: &SittingSheet) -> Result<SittingSheetView> {
    let definition = definition(known, sheet)?;
    let view = definition.view();
    Ok(SittingSheetView {
        instrument: sheet.instrument.clone(),
        title: view.title,
        full_title: view.full_title,
        preamble: view.preamble,
        period: view.period,
        credit: view.credit,
        items: view
            .items
            .into_iter()
            .map(|item| SittingItemView {
                reply: reply(sheet, &item.id),
                option: sheet.answers.get(&item.id).copied(),
                may_not_apply: !item.not_applicable.is_empty(),
                number_to: item.number_to,
                id: item.id,
                number: item.number,
                text: item.text,
                options: item.options.into_iter().map(|o| o.label).collect(),
            })
            .collect(),
    })
}

/// The first item with which nothing was done.
pub fn resume(sheets: &[SittingSheetView]) -> Option<SittingPlace> {
    (0u32..).zip(sheets).find_map(|(sheet, view)| {
        (0u32..)
            .zip(&view.items)
            .find(|(_, item)| item.reply.is_none())
            .map(|(item, _)| SittingPlace { sheet, item })
    })
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// How many items were answered, and how many there are.
fn answered(known: &Catalogue<'_>, sitting: &Sitting) -> Result<(u32, u32)> {
    let mut counts = (0, 0);
    for sheet in &sitting.sheets {
        counts.0 += count(sheet.answers.len());
        counts.1 += count(definition(known, sheet)?.items.len());
    }
    Ok(counts)
}

/// Something was answered.
pub fn recordable(sitting: &Sitting) -> bool {
    sitting.sheets.iter().any(|s| !s.answers.is_empty())
}

/// Answers about safety are among them: anything but the first option, or an item about safety that was left out, as
/// measures have it.
pub fn about_safety(known: &Catalogue<'_>, sitting: &Sitting) -> Result<bool> {
    for sheet in &sitting.sheets {
        let asked = &definition(known, sheet)?.about_safety;
        if asked.iter().any(|item| match reply(sheet, item) {
            Some(Reply::Chosen) => sheet.answers.get(item).is_some_and(|option| *option != 0),
            Some(Reply::LeftOut) => true,
            Some(Reply::NotApplicable) | None => false,
        }) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `PHQ-9 and GAD-7: 7 of 16 answered, answers about safety among them`
pub fn counted(known: &Catalogue<'_>, sitting: &Sitting, about_safety: bool) -> Result<String> {
    let (answered, of) = answered(known, sitting)?;
    let safety = match about_safety {
        true => ", answers about safety among them",
        false => "",
    };
    Ok(format!(
        "{}: {answered} of {of} answered{safety}",
        titles(known, sitting)?
    ))
}

/// `Halina’s questionnaires: 7 of 19 answered, not recorded yet`
pub fn waits(known: &Catalogue<'_>, sitting: &Sitting, name: &PersonName) -> Result<String> {
    let (answered, of) = answered(known, sitting)?;
    Ok(format!(
        "{}’s questionnaires: {answered} of {of} answered, not recorded yet",
        called(name)
    ))
}

/// How a patient is called: as they like to be, or by the given name, or by the only one.
pub fn called(name: &PersonName) -> String {
    let first = |text: &str| text.split_whitespace().next().map(str::to_owned);
    let preferred = name.preferred.trim();
    if !preferred.is_empty() {
        return preferred.to_owned();
    }
    first(&name.given).unwrap_or_else(|| name.family.clone())
}

/// `PHQ-9 and GAD-7`
pub fn titles(known: &Catalogue<'_>, sitting: &Sitting) -> Result<String> {
    let titles = sitting
        .sheets
        .iter()
        .map(|s| Ok(definition(known, s)?.title.clone()))
        .collect::<Result<Vec<_>>>()?;
    Ok(in_words(&titles))
}

fn in_words(parts: &[String]) -> String {
    match parts.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

/// The sheets that have an answer, each with its definition and as the form of a measure; and the titles of the others.
#[allow(clippy::type_complexity)] // One list of pairs and one of names, used once.
pub fn forms(
    known: &Catalogue<'_>,
    sitting: &Sitting,
) -> Result<(Vec<(Known, MeasureForm)>, Vec<String>)> {
    let (mut forms, mut without) = (Vec::new(), Vec::new());
    for sheet in &sitting.sheets {
        let definition = definition(known, sheet)?;
        if sheet.answers.is_empty() {
            without.push(definition.title.clone());
            continue;
        }
        let form = MeasureForm {
            instrument: sheet.instrument.clone(),
            version: sheet.version.clone(),
            completed_on: dates::clinical(sitting.answered_on),
            completion: Some(Completion::Device),
            answers: sheet.answers.clone(),
            not_applicable: sheet.not_applicable.clone(),
            note: note(&definition, sheet),
            ..MeasureForm::default()
        };
        forms.push((definition, form));
    }
    Ok((forms, without))
}

/// A choice not to answer is not the same as an item that was never reached: both are said.
fn note(definition: &Definition, sheet: &SittingSheet) -> String {
    let numbers = |wanted: &dyn Fn(&str) -> bool| {
        definition
            .items
            .iter()
            .filter(|i| wanted(&i.id))
            .map(|i| definition.number(&i.id).to_string())
            .collect::<Vec<_>>()
    };
    let said = |numbers: &[String], what: &str| match numbers {
        [] => None,
        [one] => Some(format!("{what} item {one}.")),
        many => Some(format!("{what} items {}.", in_words(many))),
    };
    let left_out = numbers(&|id| sheet.left_out.iter().any(|l| l == id));
    let unreached = numbers(&|id| reply(sheet, id).is_none());
    [
        said(&left_out, "The patient chose not to answer"),
        said(&unreached, "Not reached:"),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" ")
}

#[cfg(test)]
mod tests;
