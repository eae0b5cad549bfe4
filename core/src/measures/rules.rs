//! What may be recorded as a measure, and how kept scores are shown. No SQL, no clock.

use super::paper::on_paper;
use super::{
    Completion, KeptScore, Measure, MeasureForm, MeasureRow, RespondToSafetyAnswerRequest,
    SafetyOutcome, SafetyResponse,
};
use crate::charts::line::{Dated, Reliable, Series};
use crate::dates;
use crate::error::{Error, Result};
use crate::ids::RecordId;
use crate::instruments::change::{Scored, Sure};
use crate::instruments::definition::{Definition, Scale};
use crate::instruments::scoring::{self, decimal};
use crate::instruments::{self, ENGINE, InstrumentView, Licence, ScoreView, ScoredView, catalogue};
use crate::signed::Faults;
use crate::trust_data::catalogue::share_a_line;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What drafts of an instrument's sheets are kept under: `measure:core-10`.
pub fn draft_kind(instrument: &str) -> String {
    format!("{DRAFT}{instrument}")
}

/// What drafts of a response to the answers about safety of a sheet are kept under.
pub fn response_draft_kind(measure: RecordId) -> String {
    format!("safety-response:{measure}")
}

/// What every draft of a sheet is kept under begins with.
pub const DRAFT: &str = "measure:";

/// Scores a sheet as it stands, finished or not. Errors: `Invalid`, by item (`answers.q3`).
pub fn score(definition: &Definition, form: &MeasureForm) -> Result<ScoredView> {
    scoring::score(definition, &form.answers, &form.not_applicable).map_err(|faults| {
        Error::Invalid(
            faults
                .into_iter()
                .map(|mut fault| {
                    fault.field = format!("answers.{}", fault.field);
                    fault
                })
                .collect(),
        )
    })
}

/// A sheet that may go into the record: a day that is not ahead, how it was filled in, one answer at least. An
/// incomplete sheet may; then the missing-answer rule decides whether it has a score.
pub fn check(definition: &Definition, form: &MeasureForm, today: NaiveDate) -> Result<Measure> {
    let mut faults = Faults::default();
    let completed_on = faults.day("completed_on", &form.completed_on, Some(today));
    if form.completed_on.trim().is_empty() {
        faults.add(
            "completed_on",
            "required",
            "Enter the day on which it was filled in, such as 20-Nov-2026.",
        );
    }
    if form.completion.is_none() {
        faults.add("completion", "required", "Choose how it was filled in.");
    }
    let in_words = in_words(definition, form, &mut faults);
    if form.answers.is_empty() && in_words.is_empty() {
        faults.add("answers", "required", "Enter at least one answer.");
    }
    let note = faults.text("note", &form.note);
    let language = faults.text("language", &form.language);
    if language.chars().count() > LONGEST_LANGUAGE {
        faults.add(
            "language",
            "length",
            "Name the language version in at most 120 characters.",
        );
    }
    let scored = match score(definition, form) {
        Ok(scored) => Some(scored),
        Err(Error::Invalid(found)) => {
            faults.0.extend(found);
            None
        }
        Err(other) => return Err(other),
    };
    let paper_total = scored
        .as_ref()
        .and_then(|scored| on_paper(definition, form, scored, &note, &mut faults));
    let (Some(completed_on), Some(completion), Some(scored)) =
        (completed_on, form.completion, scored)
    else {
        faults.none()?;
        return Err(Error::field("form", "required", "Fill in the sheet."));
    };
    faults.none()?;
    let mut not_applicable = form.not_applicable.clone();
    not_applicable.sort();
    not_applicable.dedup();
    Ok(Measure {
        instrument: definition.id.clone(),
        version: definition.version.clone(),
        completed_on,
        completion,
        filled_in_by: form.filled_in_by,
        language,
        paper_total,
        answers: form.answers.clone(),
        in_words,
        not_applicable,
        scores: scored
            .scores
            .iter()
            .map(|s| (s.scale.clone(), kept(s)))
            .collect(),
        engine: ENGINE,
        flags: scored.flags,
        note,
        wording: definition.laid.wording,
        value_set: definition.laid.value_set.as_ref().map(|(id, _)| *id),
    })
}

/// The longest name of a language version, in characters.
const LONGEST_LANGUAGE: usize = 120;

/// What was written, without what is empty; an item that is answered with an option takes no text.
fn in_words(
    definition: &Definition,
    form: &MeasureForm,
    faults: &mut Faults,
) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (id, text) in &form.in_words {
        let field = format!("answers.{id}");
        if !definition.item(id).is_some_and(|item| item.in_words) {
            faults.add(
                &field,
                "unknown",
                "This item is not one that is answered in words.",
            );
            continue;
        }
        let text = faults.text(&field, text);
        if !text.is_empty() {
            out.insert(id.clone(), text);
        }
    }
    out
}

/// A sheet that a member of staff enters: what a patient did on the device comes from a sitting and from nowhere else.
/// Errors: `Invalid`.
pub fn by_hand(form: &MeasureForm) -> Result<()> {
    if form.completion == Some(Completion::Device) {
        return Err(Error::field(
            "completion",
            "device",
            "Hand the device over to the patient for this; here, choose how you got the answers.",
        ));
    }
    Ok(())
}

fn kept(score: &ScoreView) -> KeptScore {
    KeptScore {
        text: match score.hundredths {
            Some(_) => String::new(),
            None => score.value.clone(),
        },
        hundredths: score.hundredths,
        min: score.min,
        max: score.max,
        band: score.band.clone(),
    }
}

/// What a response in words has at the least.
pub(super) const FEWEST_LETTERS: usize = 10;

/// What was done about an answer about safety. `as_before`: the same option was chosen the time before. Errors:
/// `Invalid` without a note where something is to be said.
pub fn response(request: &RespondToSafetyAnswerRequest, as_before: bool) -> Result<SafetyResponse> {
    let mut faults = Faults::default();
    let note = match request.outcome {
        SafetyOutcome::Unchanged if as_before => faults.text("note", &request.note),
        SafetyOutcome::Unchanged => faults.required(
            "note",
            &request.note,
            "This is not the answer of the time before. Say what was talked about.",
        ),
        SafetyOutcome::Acted => {
            faults.required("note", &request.note, "Say what was done, and who knows.")
        }
        SafetyOutcome::NotReached => faults.required(
            "note",
            &request.note,
            "Say what was tried, and what happens next.",
        ),
    };
    // One letter clears a red mark as well as a sentence does, and says nothing to whoever reads it next.
    if !note.is_empty() && note.chars().count() < FEWEST_LETTERS {
        faults.add(
            "note",
            "length",
            "Say it in a few words that the next reader can use.",
        );
    }
    faults.none()?;
    Ok(SafetyResponse {
        measure: request.measure_id,
        outcome: request.outcome,
        note,
    })
}

/// The form that shows a measure.
pub fn form(measure: &Measure) -> MeasureForm {
    MeasureForm {
        instrument: measure.instrument.clone(),
        version: match catalogue::is_shipped(&measure.version) {
            true => String::new(),
            false => measure.version.clone(),
        },
        completed_on: dates::clinical(measure.completed_on),
        completion: Some(measure.completion),
        filled_in_by: measure.filled_in_by,
        language: measure.language.clone(),
        paper_total: measure.paper_total.map(decimal).unwrap_or_default(),
        answers: measure.answers.clone(),
        in_words: measure.in_words.clone(),
        not_applicable: measure.not_applicable.clone(),
        note: measure.note.clone(),
    }
}

/// The newest definition of an instrument that the program carries; `None` where it carries none.
pub fn newest(instrument: &str) -> Result<Option<&'static Definition>> {
    known(catalogue::newest(instrument))
}

/// `None` for what is not there.
pub(super) fn known<D>(found: Result<D>) -> Result<Option<D>> {
    match found {
        Ok(definition) => Ok(Some(definition)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The kept score that is drawn over time.
pub fn headline<'a>(
    definition: Option<&Definition>,
    measure: &'a Measure,
) -> Option<&'a KeptScore> {
    definition
        .and_then(Definition::headline)
        .and_then(|scale| measure.scores.get(&scale.id))
        .or_else(|| measure.scores.get("total"))
        .or_else(|| measure.scores.values().next())
}

/// The scores of a measure as they were kept, each with its sum written out. A score is never computed anew in silence:
/// where today's arithmetic gives another, the kept one is shown and that is said. `definition`: that of the sheet, with
/// what the trust had laid over it; `None` where it is not known here.
pub fn scored(measure: &Measure, definition: Option<&Definition>) -> ScoredView {
    let again = definition.and_then(|definition| {
        scoring::score(definition, &measure.answers, &measure.not_applicable).ok()
    });
    let scores = measure
        .scores
        .iter()
        .map(|(scale, score)| shown(scale, score, measure.engine, again.as_ref()))
        .collect::<Vec<_>>();
    let order = |s: &ScoreView| {
        again
            .as_ref()
            .and_then(|a| a.scores.iter().position(|found| found.scale == s.scale))
    };
    let mut scores = scores;
    scores.sort_by_key(order);
    ScoredView {
        instrument: measure.instrument.clone(),
        version: measure.version.clone(),
        scores,
        missing: again.map_or(0, |a| a.missing),
        flags: measure.flags.clone(),
    }
}

fn shown(scale: &str, score: &KeptScore, engine: u32, again: Option<&ScoredView>) -> ScoreView {
    let now = again.and_then(|a| a.scores.iter().find(|s| s.scale == scale));
    let mut view = now.cloned().unwrap_or_else(|| ScoreView {
        scale: scale.to_owned(),
        label: scale.to_owned(),
        value: String::new(),
        hundredths: None,
        min: score.min,
        max: score.max,
        band: String::new(),
        reason: String::new(),
        arithmetic: String::new(),
    });
    if now.is_some_and(|now| kept(now) == *score) {
        return view;
    }
    view.value = score.hundredths.map_or_else(|| score.text.clone(), decimal);
    view.hundredths = score.hundredths;
    (view.min, view.max, view.band) = (score.min, score.max, score.band.clone());
    view.reason = match view.value.is_empty() {
        false => String::new(),
        true => "There was no score when this was recorded.".to_owned(),
    };
    view.arithmetic = format!("As it was recorded, by version {engine} of the arithmetic.");
    view
}

/// What stands for an instrument that this program does not carry: its name, and no form.
pub fn unknown_instrument(instrument: &str) -> InstrumentView {
    InstrumentView {
        id: instrument.to_owned(),
        version: String::new(),
        title: instrument.to_uppercase(),
        full_title: instrument.to_uppercase(),
        preamble: String::new(),
        period: String::new(),
        licence: Licence::ScoreOnly,
        on_paper: false,
        credit: String::new(),
        items: Vec::new(),
        missing_rule: String::new(),
        bands_source: String::new(),
    }
}

/// How a scale is drawn over time; `None` is the scale of an instrument that this program does not carry.
pub fn series(scale: Option<(&Definition, &Scale)>, title: &str, without_score: u32) -> Series {
    let mut series = Series {
        title: title.to_owned(),
        without_score,
        ..Series::default()
    };
    if let Some((definition, scale)) = scale {
        let bands = scale.bands.iter();
        series.bands = bands.map(|b| (b.from.0, b.label.clone())).collect();
        let lines = scale.cut_offs.iter();
        series.lines = lines.map(|c| (c.at.0, c.label.clone())).collect();
        if let Some((min, max)) = scoring::range_of(definition, scale) {
            (series.min, series.max) = (min, max);
        }
    }
    series
}

/// From when a change of a scale is more than chance, as a chart needs it.
pub fn error(scale: &Scale) -> Option<Reliable> {
    let rule = scale.change.as_ref()?;
    Some(Reliable {
        least: rule.least()?.0,
        level: rule.level,
        source: match (rule.set_by_trust.as_str(), rule.sure) {
            ("", Sure::Confirmed) => rule.source.clone(),
            ("", Sure::Secondary) => format!("From a secondary source: {}", rule.source),
            _ => rule.values(),
        },
    })
}

/// `From 18 on 03-Nov-2026 to 12 on 20-Nov-2026.` for scores in order of time; empty for fewer than two.
pub fn change(scores: &[Dated]) -> String {
    let (Some(first), Some(last)) = (scores.first(), scores.last()) else {
        return String::new();
    };
    if scores.len() < 2 {
        return String::new();
    }
    let alike = first.max == last.max;
    let said = |score: &Dated| {
        let value = decimal(score.hundredths);
        let value = match alike {
            true => value,
            false => format!("{value} of {}", score.max),
        };
        format!("{value} on {}", dates::clinical(score.on))
    };
    match alike {
        true => format!("From {} to {}.", said(first), said(last)),
        false => format!(
            "{}; {}. The totals are out of different maxima.",
            said(first),
            said(last)
        ),
    }
}

/// How many sheets were filled in by another key than the newest; empty for none.
pub fn by_another_key(sheets: usize) -> String {
    match sheets {
        0 => String::new(),
        1 => "1 sheet by another key is listed; its scores are not compared with these.".to_owned(),
        n => format!(
            "{n} sheets by another key are listed; their scores are not compared with these."
        ),
    }
}

/// By how much the newest score differs from the first: `5 lower`; empty where one has no score. Never a judgement, and
/// totals out of different maxima are not compared.
pub fn difference(first: &MeasureRow, newest: &MeasureRow) -> String {
    let score = |row: &MeasureRow| {
        let score = row.scored.scores.first()?;
        Some((score.hundredths?, score.max))
    };
    let (Some((before, of)), Some((after, out_of))) = (score(first), score(newest)) else {
        return String::new();
    };
    if !share_a_line(&first.scored.version, &newest.scored.version) {
        return "not comparable: different keys".to_owned();
    }
    if of != out_of {
        return "not comparable: different maxima".to_owned();
    }
    match after - before {
        0 => "the same".to_owned(),
        less if less < 0 => format!("{} lower", decimal(-less)),
        more => format!("{} higher", decimal(more)),
    }
}

/// Whether what changed between two sheets of an instrument is more than chance, a sentence a scale; empty where no
/// source says from when it is, and between different versions or maxima. `definition`: that of the newest sheet, with the
/// values of change in force.
pub fn reliable(definition: &Definition, first: &MeasureRow, newest: &MeasureRow) -> String {
    let version = &newest.scored.version;
    let mut said = Vec::new();
    for scale in &definition.scales {
        let score = |row: &'_ MeasureRow| {
            let found = row.scored.scores.iter().find(|s| s.scale == scale.id)?;
            Some((found.hundredths?, found.max))
        };
        let (Some((before, of)), Some((after, out_of))) = (score(first), score(newest)) else {
            continue;
        };
        let before = Scored {
            version: &first.scored.version,
            hundredths: before,
            max: of,
        };
        let after = Scored {
            version,
            hundredths: after,
            max: out_of,
        };
        said.extend(instruments::change::change(definition, scale, before, after).map(|c| c.words));
    }
    said.join(" ")
}

/// What is said of the headline score, under its name where the sheet has several: `Anxiety: 12 of 21`, so that a part is
/// never read as the whole.
pub fn named(scored: &ScoredView, said: String) -> String {
    match scored.scores.as_slice() {
        [first, _, ..] => format!("{}: {said}", first.label),
        _ => said,
    }
}

/// `HADS, Anxiety`, or the title alone of an instrument of one score.
pub fn drawn_title(definition: &Definition) -> String {
    match definition.scales.as_slice() {
        [first, _, ..] => format!("{}, {}", definition.title, first.label),
        _ => definition.title.clone(),
    }
}

/// `12 of 40`, or `no score`.
pub fn latest(hundredths: Option<i32>, max: u32) -> String {
    hundredths.map_or_else(
        || "no score".to_owned(),
        |h| format!("{} of {max}", decimal(h)),
    )
}

#[cfg(test)]
mod tests;
