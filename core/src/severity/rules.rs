//! Rules of the severity rating: what it must hold, and how it and its changes read in words.

use super::{RatingBasis, Severity, SeverityForm, SeverityRating};
use crate::dates;
use crate::error::Result;
use crate::signed::Faults;
use chrono::NaiveDate;

/// Shown and printed with every rating.
pub const LABEL: &str = "A clinician’s classification after Smith and Dwamena (J Gen Intern Med 2007;22:685-91) on three axes: severity, duration, comorbidity. It is no validated numeric scale and has no sum.";

/// Checks and tidies a form. Errors: `Invalid`.
pub fn check(form: &SeverityForm, today: NaiveDate) -> Result<SeverityRating> {
    let mut faults = Faults::default();
    let rated_on = if form.rated_on.trim().is_empty() {
        faults.add("rated_on", "required", "Enter the day that is rated.");
        None
    } else {
        faults.day("rated_on", &form.rated_on, Some(today))
    };
    if form.severity.is_none() {
        faults.add("severity", "required", "Choose the severity.");
    }
    if form.basis.is_none() {
        faults.add("basis", "required", "Choose what the rating rests on.");
    }
    let onset = if form.onset.trim().is_empty() {
        String::new()
    } else {
        match dates::parse_partial(&form.onset) {
            Some(onset)
                if dates::first_day(&onset)
                    .zip(rated_on)
                    .is_some_and(|(first, rated)| first > rated) =>
            {
                faults.add(
                    "onset",
                    "after",
                    "The onset lies after the day that is rated.",
                );
                String::new()
            }
            Some(onset) => onset,
            None => {
                faults.add(
                    "onset",
                    "date",
                    "Enter a year, a month and year, or a day, such as 2021, March 2021 or 14-Mar-2021.",
                );
                String::new()
            }
        }
    };
    let rationale = faults.required(
        "rationale",
        &form.rationale,
        "Say in your own words why this severity.",
    );
    let mut evidence = form.evidence.clone();
    for (field, text) in [
        ("evidence.symptoms", &mut evidence.symptoms),
        ("evidence.body_systems", &mut evidence.body_systems),
        ("evidence.function", &mut evidence.function),
        ("evidence.help_seeking", &mut evidence.help_seeking),
        ("evidence.comorbidity", &mut evidence.comorbidity),
        ("evidence.iatrogenic", &mut evidence.iatrogenic),
    ] {
        *text = faults.text(field, text);
    }
    let mut comorbidity = form.comorbidity.clone();
    comorbidity.sort();
    comorbidity.dedup();
    faults.none()?;
    Ok(SeverityRating {
        rated_on: rated_on.unwrap_or(today),
        severity: form.severity.unwrap_or(Severity::NotRated),
        onset,
        comorbidity,
        evidence,
        rationale,
        basis: form.basis.unwrap_or(RatingBasis::Notes),
    })
}

/// `since March 2021, 68 months`; `since 2021, about 5 years` where only the year is known.
pub fn duration(rating: &SeverityRating) -> String {
    let Some(first) = dates::first_day(&rating.onset) else {
        return "Onset not known".to_owned();
    };
    let months = dates::months_between(first, rating.rated_on);
    let since = dates::partial_words(&rating.onset);
    if rating.onset.len() == 4 {
        let years = months / 12;
        return match years {
            0 => format!("since {since}"),
            1 => format!("since {since}, about a year"),
            n => format!("since {since}, about {n} years"),
        };
    }
    match months {
        0 => format!("since {since}, under a month"),
        1 => format!("since {since}, 1 month"),
        n => format!("since {since}, {n} months"),
    }
}

/// A change in words: the same, less severe or more severe. Never a number.
pub fn change(before: &SeverityRating, after: &SeverityRating) -> String {
    let on = dates::clinical(before.rated_on);
    match (before.severity, after.severity) {
        (Severity::NotRated, _) | (_, Severity::NotRated) => String::new(),
        (b, a) if a == b => format!("The same as on {on}"),
        (b, a) => format!(
            "{} severe than on {on} ({} to {})",
            if a < b { "Less" } else { "More" },
            b.label().to_lowercase(),
            a.label().to_lowercase()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn form(severity: Severity) -> SeverityForm {
        SeverityForm {
            rated_on: "20-Nov-2026".into(),
            severity: Some(severity),
            onset: "March 2021".into(),
            rationale: "Six systems, off work".into(),
            basis: Some(RatingBasis::FaceToFace),
            ..SeverityForm::default()
        }
    }

    #[test]
    fn a_rating_needs_a_day_a_severity_a_basis_and_a_reason() {
        let Err(Error::Invalid(faults)) = check(&SeverityForm::default(), day(2026, 11, 20)) else {
            panic!("an empty form was taken");
        };
        let fields: Vec<&str> = faults.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(fields, ["rated_on", "severity", "basis", "rationale"]);
    }

    #[test]
    fn an_onset_after_the_rating_and_a_rating_of_tomorrow_are_refused() {
        let mut late = form(Severity::Mild);
        late.onset = "December 2026".into();
        assert!(
            matches!(check(&late, day(2026, 11, 20)), Err(Error::Invalid(f)) if f[0].field == "onset")
        );
        assert!(
            matches!(check(&form(Severity::Mild), day(2026, 11, 19)), Err(Error::Invalid(f)) if f[0].rule == "future")
        );
    }

    #[test]
    fn change_is_said_in_words_and_a_duration_in_months() {
        let today = day(2026, 11, 20);
        let severe = check(&form(Severity::Severe), today).unwrap();
        let moderate = check(&form(Severity::Moderate), today).unwrap();
        let unrated = check(&form(Severity::NotRated), today).unwrap();
        assert_eq!(
            change(&severe, &moderate),
            "Less severe than on 20-Nov-2026 (severe to moderate)"
        );
        assert_eq!(change(&severe, &severe), "The same as on 20-Nov-2026");
        assert_eq!(change(&unrated, &severe), "");
        assert_eq!(duration(&severe), "since March 2021, 68 months");
    }
}
