//! What is clinically found, as it stands in the made-up material. In its texts `{year-2}` is the year two before the
//! day on which it is written, and `{month+3}` the month three after it, such as `February 2027`.

use casebook_core::assessments::Answers;
use casebook_core::care::{AllergiesForm, DiagnosisStatus, MedicineStatus};
use casebook_core::measures::{Completion, SafetyOutcome};
use casebook_core::risk::RiskDomain;
use casebook_core::safety_plans::Helper;
use casebook_core::severity::{Comorbidity, Evidence, RatingBasis, Severity};
use chrono::{Datelike, Months, NaiveDate};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an assessment says: the answers as the form sends them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Assessed {
    /// Days ago.
    pub(super) on: u32,
    /// Texts by `section.field`.
    #[serde(default)]
    pub(super) texts: BTreeMap<String, String>,
    /// Options that were ticked.
    #[serde(default)]
    pub(super) chosen: BTreeMap<String, Vec<String>>,
    /// Lines of tables.
    #[serde(default)]
    pub(super) rows: BTreeMap<String, Vec<BTreeMap<String, String>>>,
}

impl Assessed {
    pub(super) fn answers(&self) -> Answers {
        let tidy = |text: &String| text.trim().to_owned();
        Answers {
            texts: self
                .texts
                .iter()
                .map(|(field, text)| (field.clone(), tidy(text)))
                .collect(),
            chosen: self.chosen.clone(),
            rows: self.rows.clone(),
        }
    }
}

/// When it began, counted back from the day of the rating: known to the year or to the month.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Onset {
    Years(u32),
    Months(u32),
}

/// A rating of severity.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rating {
    /// Days ago; chance sets it in an outline.
    #[serde(default)]
    pub(super) on: u32,
    /// Rated by the other account.
    #[serde(default)]
    pub(super) by: Rater,
    pub(super) severity: Severity,
    /// Absent where it is not known.
    #[serde(default)]
    pub(super) onset: Option<Onset>,
    #[serde(default)]
    pub(super) comorbidity: Vec<Comorbidity>,
    #[serde(default)]
    pub(super) evidence: Evidence,
    pub(super) rationale: String,
    pub(super) basis: RatingBasis,
}

/// Whose rating it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Rater {
    /// Whoever works on the case.
    #[default]
    Own,
    Trainee,
}

/// A risk note.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    /// Days ago; chance sets it in an outline.
    #[serde(default)]
    pub(super) on: u32,
    /// What was found, by domain.
    pub(super) findings: BTreeMap<RiskDomain, String>,
    #[serde(default)]
    pub(super) long_standing: String,
    #[serde(default)]
    pub(super) changeable: String,
    #[serde(default)]
    pub(super) imminent: String,
    #[serde(default)]
    pub(super) protective: String,
    pub(super) formulation: String,
    pub(super) management: String,
    #[serde(default)]
    pub(super) others_involved: String,
    #[serde(default)]
    pub(super) patient_view: String,
    /// Days until it must be looked at again; chance sets it in an outline.
    #[serde(default)]
    pub(super) review_in: u32,
    #[serde(default)]
    pub(super) reviewer: String,
}

/// A safety plan, an item a line.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    /// Days ago.
    pub(super) on: u32,
    pub(super) warning_signs: String,
    pub(super) coping: String,
    pub(super) distractions: String,
    pub(super) people: Vec<Helper>,
    pub(super) services: Vec<Helper>,
    pub(super) surroundings: String,
    #[serde(default)]
    pub(super) reasons: String,
    /// Printed, signed and given to the patient, days after.
    #[serde(default)]
    pub(super) given: Option<u32>,
}

/// What was recorded of diagnoses, allergies and medicines on a day. A list that is absent was not touched.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Care {
    /// Days ago; chance sets it in an outline.
    #[serde(default)]
    pub(super) on: u32,
    #[serde(default)]
    pub(super) diagnoses: Option<Vec<Condition>>,
    #[serde(default)]
    pub(super) allergies: Option<AllergiesForm>,
    #[serde(default)]
    pub(super) medicines: Option<Medication>,
}

/// A diagnosis. A code is from the WHO's ICD-10.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Condition {
    pub(super) title: String,
    #[serde(default)]
    pub(super) code: String,
    pub(super) status: DiagnosisStatus,
    #[serde(default)]
    pub(super) since: String,
    #[serde(default)]
    pub(super) note: String,
}

/// The medicines.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Medication {
    #[serde(default)]
    pub(super) none_taken: bool,
    pub(super) source: String,
    #[serde(default)]
    pub(super) items: Vec<Drug>,
}

/// A medicine and who answers for it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Drug {
    pub(super) name: String,
    #[serde(default)]
    pub(super) dose: String,
    pub(super) status: MedicineStatus,
    pub(super) why: String,
    #[serde(default)]
    pub(super) prescribes: String,
    #[serde(default)]
    pub(super) monitors: String,
    #[serde(default)]
    pub(super) reviews: String,
    #[serde(default)]
    pub(super) review: String,
}

/// The sheets that were filled in on one day.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sitting {
    /// Days ago.
    pub(super) on: u32,
    pub(super) completion: Completion,
    /// By instrument, an option's position an item in the order of the form, the first printed being 0; -1 for an
    /// item that was left out or does not apply.
    pub(super) answers: BTreeMap<String, Vec<i32>>,
    /// By instrument, the numbers of items that do not apply.
    #[serde(default)]
    pub(super) not_applicable: BTreeMap<String, Vec<usize>>,
    #[serde(default)]
    pub(super) note: String,
    /// What was done about an answer about safety; absent where nothing has been recorded yet.
    #[serde(default)]
    pub(super) response: Option<Response>,
}

/// What was done about an answer about safety.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Response {
    /// Days after the sheet was filled in.
    #[serde(default)]
    pub(super) after: u32,
    pub(super) outcome: SafetyOutcome,
    #[serde(default)]
    pub(super) note: String,
}

/// The same with every text told anew. What is stored as a word, such as a status, has no braces and stays.
pub(super) fn retold<T: Serialize + DeserializeOwned + Clone>(
    thing: &T,
    say: &dyn Fn(&str) -> String,
) -> T {
    fn each(value: &mut serde_json::Value, say: &dyn Fn(&str) -> String) {
        match value {
            serde_json::Value::String(text) => *text = say(text),
            serde_json::Value::Array(items) => items.iter_mut().for_each(|v| each(v, say)),
            serde_json::Value::Object(fields) => fields.values_mut().for_each(|v| each(v, say)),
            _ => {}
        }
    }
    serde_json::to_value(thing)
        .and_then(|mut value| {
            each(&mut value, say);
            serde_json::from_value(value)
        })
        .unwrap_or_else(|_| thing.clone())
}

/// A text with its years and months filled in, as seen from `day`.
pub(super) fn dated(text: &str, day: NaiveDate) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        said.push_str(before);
        let filled = behind
            .split_once('}')
            .and_then(|(name, after)| Some((when(name, day)?, after)));
        rest = if let Some((words, after)) = filled {
            said.push_str(&words);
            after
        } else {
            said.push('{');
            behind
        };
    }
    said.push_str(rest);
    said
}

fn when(name: &str, day: NaiveDate) -> Option<String> {
    let (unit, by) = name.split_at_checked(name.find(['+', '-'])?)?;
    let by: i32 = by.parse().ok()?;
    match unit {
        "year" => Some((day.year() + by).to_string()),
        "month" => {
            let months = Months::new(by.unsigned_abs());
            let moved = if by < 0 {
                day.checked_sub_months(months)
            } else {
                day.checked_add_months(months)
            };
            moved.map(|d| d.format("%B %Y").to_string())
        }
        _ => None,
    }
}

impl Onset {
    /// As it is typed: `2024` or `2024-11`.
    pub(super) fn typed(self, day: NaiveDate) -> String {
        let (months, known_to) = match self {
            Self::Years(years) => (years.saturating_mul(12), "%Y"),
            Self::Months(months) => (months, "%Y-%m"),
        };
        day.checked_sub_months(Months::new(months))
            .map(|d| d.format(known_to).to_string())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
    }

    #[test]
    fn years_and_months_are_counted_from_the_day_of_writing_and_other_braces_stay() {
        assert_eq!(
            dated(
                "Since {year-2}; again in {month+3}, as in {month-11}.",
                day()
            ),
            "Since 2024; again in February 2027, as in December 2025."
        );
        for plain in ["{composed}", "{year}", "{week-2}", "a { b", "nothing"] {
            assert_eq!(dated(plain, day()), plain);
        }
    }

    #[test]
    fn an_onset_says_no_more_than_is_known() {
        assert_eq!(Onset::Years(6).typed(day()), "2020");
        assert_eq!(Onset::Months(20).typed(day()), "2025-03");
    }

    #[test]
    fn what_is_told_anew_keeps_its_words_and_changes_its_texts() {
        let drug = Drug {
            name: "Codeine".into(),
            dose: String::new(),
            status: MedicineStatus::Stopped,
            why: "{they} asked".into(),
            prescribes: String::new(),
            monitors: String::new(),
            reviews: String::new(),
            review: String::new(),
        };
        let told = retold(&drug, &|text| text.replace("{they}", "she"));
        assert_eq!(told.why, "she asked");
        assert_eq!(told.status, MedicineStatus::Stopped);
    }
}
