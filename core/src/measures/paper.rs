//! What is said of the paper: how a sheet was filled in, and the total that stands on it.

use super::rules::FEWEST_LETTERS;
use super::{Completion, FilledInBy, Measure, MeasureForm};
use crate::instruments::ScoredView;
use crate::instruments::definition::Definition;
use crate::instruments::scoring::decimal;
use crate::signed::Faults;

/// How a sheet was filled in, in words: `By the patient on paper, by the patient, with help, in Polish`.
pub fn how(measure: &Measure) -> String {
    let mut parts = vec![measure.completion.label().to_owned()];
    let said_already = matches!(
        (measure.completion, measure.filled_in_by),
        (Completion::Paper, Some(FilledInBy::Patient))
    );
    if let Some(by) = measure.filled_in_by.filter(|_| !said_already) {
        parts.push(format!("filled in {}", by.label().to_lowercase()));
    }
    if !measure.language.is_empty() {
        parts.push(format!("language version: {}", measure.language));
    }
    parts.join("; ")
}

/// The total that stands on the paper, read from what was typed and compared with the score of the answers, to as many
/// decimals as were typed. Where they differ the sheet may still go into the record, with a word on why in its note: what
/// stands on the paper may be added up wrongly, and what was keyed may be a slip.
pub(super) fn on_paper(
    definition: &Definition,
    form: &MeasureForm,
    scored: &ScoredView,
    note: &str,
    faults: &mut Faults,
) -> Option<i32> {
    let typed = form.paper_total.trim();
    if typed.is_empty() {
        return None;
    }
    let Some((hundredths, decimals)) = in_hundredths(typed) else {
        faults.add(
            "paper_total",
            "number",
            "Enter the total as a number, such as 18 or 1.4, or leave it empty.",
        );
        return None;
    };
    let headline = scored.scores.first();
    let computed = headline.and_then(|s| s.hundredths);
    let step = match decimals {
        0 => 100,
        1 => 10,
        _ => 1,
    };
    let rounded = |h: i32| (h + step / 2).div_euclid(step) * step;
    if computed.map(rounded) == Some(hundredths) || note.chars().count() >= FEWEST_LETTERS {
        return Some(hundredths);
    }
    let name = match scored.scores.as_slice() {
        [first, _, ..] => format!("{} on the paper", first.label),
        _ => "total on the paper".to_owned(),
    };
    let makes = match (computed, headline) {
        (Some(h), _) => format!("the answers make {}", decimal(h)),
        (None, Some(score)) if !score.value.is_empty() => {
            format!("the answers make {}", score.value)
        }
        _ => "the answers make no score".to_owned(),
    };
    faults.add(
        "paper_total",
        "differs",
        &format!(
            "The {name} is {}, {makes}. {} Correct the answers or the total, or say under “Anything worth knowing” \
             why they differ.",
            decimal(hundredths),
            unanswered(definition, form)
        ),
    );
    None
}

/// `Not answered: 3, 7.`
fn unanswered(definition: &Definition, form: &MeasureForm) -> String {
    let left: Vec<String> = definition
        .items
        .iter()
        .filter(|item| {
            !item.in_words
                && !form.answers.contains_key(&item.id)
                && !form.not_applicable.contains(&item.id)
        })
        .map(|item| definition.number(&item.id).to_string())
        .collect();
    match left.is_empty() {
        true => "Every item is answered.".to_owned(),
        false => format!("Not answered: {}.", left.join(", ")),
    }
}

/// A number as it is typed, in hundredths, and with how many decimals; at most two.
fn in_hundredths(typed: &str) -> Option<(i32, usize)> {
    let (whole, part) = typed.split_once(['.', ',']).unwrap_or((typed, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 4 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let hundredths: i32 = format!("{whole}{part:0<2}").parse().ok()?;
    Some((hundredths, part.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::instruments::catalogue;
    use crate::measures::rules::{check, form};
    use chrono::NaiveDate;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
    }

    /// CORE-10 with every item answered by the option of this place, but for those left out.
    fn core_10(answer: u32, left_out: &[&str], paper_total: &str) -> MeasureForm {
        let definition = catalogue::newest("core-10").unwrap();
        MeasureForm {
            instrument: "core-10".into(),
            completed_on: "20-Nov-2026".into(),
            completion: Some(Completion::Paper),
            answers: definition
                .items
                .iter()
                .filter(|item| !left_out.contains(&item.id.as_str()))
                .map(|item| (item.id.clone(), answer))
                .collect(),
            paper_total: paper_total.into(),
            ..MeasureForm::default()
        }
    }

    fn recorded(form: &MeasureForm) -> Result<Measure, String> {
        match check(catalogue::newest("core-10").unwrap(), form, today()) {
            Ok(measure) => Ok(measure),
            Err(Error::Invalid(faults)) => {
                assert_eq!(faults[0].field, "paper_total");
                Err(faults[0].message.clone())
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_total_that_differs_names_both_and_what_is_not_answered_and_is_taken_with_a_reason() {
        assert_eq!(
            recorded(&core_10(2, &[], "20")).unwrap().paper_total,
            Some(2000)
        );
        assert_eq!(recorded(&core_10(2, &[], "")).unwrap().paper_total, None);
        let said = recorded(&core_10(2, &[], "19")).unwrap_err();
        assert!(
            said.starts_with(
                "The total on the paper is 19, the answers make 20. Every item is answered."
            ),
            "{said}"
        );
        let said = recorded(&core_10(2, &["q3", "q7"], "16")).unwrap_err();
        assert!(
            said.contains("the answers make no score. Not answered: 3, 7."),
            "{said}"
        );
        let mut with_why = core_10(2, &[], "19");
        with_why.note = "no".into();
        assert!(recorded(&with_why).is_err(), "two letters are no reason");
        with_why.note = "Added up wrongly on the paper.".into();
        let kept = recorded(&with_why).unwrap();
        assert_eq!(kept.paper_total, Some(1900));
        assert_eq!(
            kept.scores["total"].hundredths,
            Some(2000),
            "the score is that of the answers"
        );
        assert_eq!(form(&kept).paper_total, "19");
    }

    #[test]
    fn a_total_is_a_number_of_at_most_two_decimals_and_is_compared_to_as_many_as_were_typed() {
        assert_eq!(in_hundredths("18"), Some((1800, 0)));
        assert_eq!(in_hundredths("1,4"), Some((140, 1)));
        assert_eq!(in_hundredths("1.38"), Some((138, 2)));
        for wrong in ["", "x", "-1", "1.234", ".5", "12345", "1.4.5"] {
            assert_eq!(in_hundredths(wrong), None, "{wrong}");
        }
        // One item left out: the total is prorated, 18 of nine items to 20.
        assert!(recorded(&core_10(2, &["q3"], "20")).is_ok());
        assert!(recorded(&core_10(2, &["q3"], "18")).is_err());
    }

    #[test]
    fn how_it_was_filled_in_says_by_whom_and_in_which_language_version_without_saying_it_twice() {
        let mut filled = core_10(1, &[], "");
        filled.filled_in_by = Some(FilledInBy::Patient);
        assert_eq!(how(&recorded(&filled).unwrap()), "By the patient on paper");
        filled.filled_in_by = Some(FilledInBy::Helped);
        filled.language = "  Polish, CORE System Trust  ".into();
        assert_eq!(
            how(&recorded(&filled).unwrap()),
            "By the patient on paper; filled in by the patient, with help; language version: Polish, CORE System Trust"
        );
    }
}
