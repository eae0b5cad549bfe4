//! Rules of the risk note: what it must hold, what makes it stale, which words sort people into strata.

use super::{
    DomainFinding, RiskCheckView, RiskDomain, RiskNote, RiskNoteForm, RiskNotice, RiskStanding,
};
use crate::dates;
use crate::error::{Error, Result};
use crate::signed::Faults;
use chrono::{NaiveDate, TimeDelta};

/// How far ahead a review may lie: a note that nobody looks at for longer is no plan.
const MOST_AHEAD: TimeDelta = TimeDelta::days(366);

/// Checks and tidies a form that is signed today. Errors: `Invalid`.
pub fn check(form: &RiskNoteForm, today: NaiveDate) -> Result<RiskNote> {
    let note = check_earlier(form, today);
    let past = dates::parse(&form.review_by).is_some_and(|d| d < today);
    if !past {
        return note;
    }
    let mut faults = match note {
        Err(Error::Invalid(found)) => Faults(found),
        Err(other) => return Err(other),
        Ok(_) => Faults::default(),
    };
    faults.0.retain(|f| f.field != "review_by");
    faults.add(
        "review_by",
        "past",
        "The review lies in the past. Enter a day from today on.",
    );
    Err(Error::Invalid(faults.0))
}

/// Checks and tidies a note that was signed elsewhere before: its review may be past by now, but not before the day of
/// the assessment. Errors: `Invalid`.
pub fn check_earlier(form: &RiskNoteForm, today: NaiveDate) -> Result<RiskNote> {
    let mut faults = Faults::default();
    let assessed_on = if form.assessed_on.trim().is_empty() {
        faults.add(
            "assessed_on",
            "required",
            "Enter the day of the assessment.",
        );
        None
    } else {
        faults.day("assessed_on", &form.assessed_on, Some(today))
    };
    let mut findings: Vec<DomainFinding> = Vec::new();
    for (place, finding) in form.findings.iter().enumerate() {
        let text = faults.required(
            format!("findings.{place}.text"),
            &finding.text,
            "Write what was asked, said and seen, or take this part out.",
        );
        if findings.iter().any(|f| f.domain == finding.domain) {
            faults.add(
                format!("findings.{place}.text"),
                "double",
                "This part is there twice. Put the two together.",
            );
        }
        findings.push(DomainFinding {
            domain: finding.domain,
            text,
        });
    }
    findings.sort_by_key(|f| f.domain);
    if findings.is_empty() {
        faults.add(
            "findings",
            "required",
            "Say at least one thing that was asked about.",
        );
    }
    let formulation = faults.required(
        "formulation",
        &form.formulation,
        "Write how patient and clinician understand it.",
    );
    let management = faults.required(
        "management",
        &form.management,
        "Write what is done now, by whom.",
    );
    let review_by = if form.review_by.trim().is_empty() {
        faults.add(
            "review_by",
            "required",
            "Enter the day by which this must be looked at again.",
        );
        None
    } else {
        faults.day("review_by", &form.review_by, None)
    };
    if review_by.zip(assessed_on).is_some_and(|(d, on)| d < on) {
        faults.add(
            "review_by",
            "past",
            "The review lies before the assessment.",
        );
    }
    if review_by.is_some_and(|d| d > today + MOST_AHEAD) {
        faults.add(
            "review_by",
            "range",
            "That is more than a year away. Enter a day within the year.",
        );
    }
    let note = RiskNote {
        assessed_on: assessed_on.unwrap_or(today),
        findings,
        long_standing: faults.text("long_standing", &form.long_standing),
        changeable: faults.text("changeable", &form.changeable),
        imminent: faults.text("imminent", &form.imminent),
        protective: faults.text("protective", &form.protective),
        formulation,
        management,
        others_involved: faults.text("others_involved", &form.others_involved),
        patient_view: faults.text("patient_view", &form.patient_view),
        review_by: review_by.unwrap_or(today),
        reviewer: faults.text("reviewer", &form.reviewer),
    };
    faults.none()?;
    Ok(note)
}

/// The form that shows a note.
pub fn form(note: &RiskNote) -> RiskNoteForm {
    RiskNoteForm {
        assessed_on: dates::clinical(note.assessed_on),
        findings: note.findings.clone(),
        long_standing: note.long_standing.clone(),
        changeable: note.changeable.clone(),
        imminent: note.imminent.clone(),
        protective: note.protective.clone(),
        formulation: note.formulation.clone(),
        management: note.management.clone(),
        others_involved: note.others_involved.clone(),
        patient_view: note.patient_view.clone(),
        review_by: dates::clinical(note.review_by),
        reviewer: note.reviewer.clone(),
    }
}

/// A form for the next note: what lasts is taken over, what was found and decided on the day is asked anew.
pub fn next(newest: Option<&RiskNote>, today: NaiveDate) -> RiskNoteForm {
    let assessed_on = dates::clinical(today);
    match newest {
        None => RiskNoteForm {
            assessed_on,
            ..RiskNoteForm::default()
        },
        Some(note) => RiskNoteForm {
            assessed_on,
            long_standing: note.long_standing.clone(),
            protective: note.protective.clone(),
            others_involved: note.others_involved.clone(),
            reviewer: note.reviewer.clone(),
            ..RiskNoteForm::default()
        },
    }
}

/// How a risk statement stands today, and that in a sentence. `answered_on` is the day of an answer about safety that
/// is newer than the note. A note nobody looked at again never reads as if it were today's.
pub fn standing(
    newest: Option<&RiskNote>,
    answered_on: Option<NaiveDate>,
    today: NaiveDate,
) -> (RiskStanding, String) {
    let Some(note) = newest else {
        let more = answered_on.map_or_else(String::new, |on| {
            format!(
                " An answer about safety was given on {}.",
                dates::clinical(on)
            )
        });
        return (
            RiskStanding::NotAssessed,
            format!(
                "Risk has not been assessed in this case. This does not mean that there is none.{more}"
            ),
        );
    };
    let assessed = dates::clinical(note.assessed_on);
    let review = dates::clinical(note.review_by);
    match answered_on {
        Some(on) => (
            RiskStanding::Overtaken,
            format!(
                "Last assessed on {assessed}. An answer about safety given on {} is not covered by this assessment.",
                dates::clinical(on)
            ),
        ),
        None if today > note.review_by => (
            RiskStanding::ReviewDue,
            format!(
                "Last assessed on {assessed}, not reviewed since. The review was due by {review}."
            ),
        ),
        None => (
            RiskStanding::Current,
            format!("Last assessed on {assessed}. Review by {review}."),
        ),
    }
}

/// Does a note say what was found about suicide or self-harm? Only such a note answers what a patient ticked about them.
pub fn about_self(note: &RiskNote) -> bool {
    note.findings
        .iter()
        .any(|f| matches!(f.domain, RiskDomain::Suicide | RiskDomain::SelfHarm))
}

/// Words that sort people into strata when they stand beside "risk".
const STRATA: [&str; 8] = [
    "low",
    "lower",
    "medium",
    "moderate",
    "high",
    "higher",
    "minimal",
    "negligible",
];
/// Words that may stand between "risk" and the stratum.
const LINKS: [&str; 14] = [
    "is",
    "was",
    "remains",
    "remained",
    "currently",
    "assessed",
    "as",
    "judged",
    "considered",
    "rated",
    "deemed",
    "being",
    "level",
    "now",
];

/// The first phrase of a text that stratifies: `low risk`, `risk is currently high`.
fn stratified(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let stratum = |w: &String| STRATA.contains(&w.as_str());
    let risk = |w: &String| w == "risk" || w == "risks";
    for (at, word) in words.iter().enumerate() {
        let rest = words.get(at + 1..).unwrap_or_default();
        if stratum(word) {
            // `low risk`, `low suicide risk`, `low to moderate risk`
            let near = rest.iter().take(4).position(risk);
            let plain = |n: usize| {
                rest.iter().take(n).all(|w| {
                    stratum(w)
                        || [
                            "to", "or", "and", "suicide", "suicidal", "self", "harm", "overall",
                        ]
                        .contains(&w.as_str())
                })
            };
            if let Some(n) = near.filter(|n| plain(*n)) {
                return Some(words.get(at..=at + 1 + n)?.join(" "));
            }
        }
        if risk(word) {
            let linked = rest
                .iter()
                .take_while(|w| LINKS.contains(&w.as_str()))
                .count();
            if rest.get(linked).is_some_and(stratum) {
                return Some(words.get(at..=at + 1 + linked)?.join(" "));
            }
        }
    }
    None
}

/// What is worth a second look before signing. It stops nothing.
pub fn look_over(form: &RiskNoteForm) -> RiskCheckView {
    let mut texts: Vec<(String, &str)> = form
        .findings
        .iter()
        .enumerate()
        .map(|(place, f)| (format!("findings.{place}.text"), f.text.as_str()))
        .collect();
    texts.extend([
        ("long_standing".to_owned(), form.long_standing.as_str()),
        ("changeable".to_owned(), form.changeable.as_str()),
        ("imminent".to_owned(), form.imminent.as_str()),
        ("protective".to_owned(), form.protective.as_str()),
        ("formulation".to_owned(), form.formulation.as_str()),
        ("management".to_owned(), form.management.as_str()),
        ("others_involved".to_owned(), form.others_involved.as_str()),
    ]);
    let notices = texts
        .into_iter()
        .filter_map(|(field, text)| {
            Some(RiskNotice {
                field,
                phrase: stratified(text)?,
                advice: "Words such as low, medium or high predict nothing and have been ruled out (NICE NG225; NHS England 2025). Say what makes it more or less likely, and what is agreed.".to_owned(),
            })
        })
        .collect();
    RiskCheckView { notices }
}

#[cfg(test)]
mod tests {
    use super::super::RiskDomain;
    use super::*;
    use crate::error::Error;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    fn filled() -> RiskNoteForm {
        RiskNoteForm {
            assessed_on: "20-Nov-2026".into(),
            findings: vec![
                DomainFinding {
                    domain: RiskDomain::Iatrogenic,
                    text: "A third angiogram is being asked for.".into(),
                },
                DomainFinding {
                    domain: RiskDomain::Suicide,
                    text: "Asked: thoughts that it would be easier not to wake up; no intent."
                        .into(),
                },
            ],
            formulation: "Worst at night when nobody is near.".into(),
            management: "Her sister stays until Sunday; crisis number given.".into(),
            protective: "Her sister".into(),
            review_by: "27-Nov-2026".into(),
            ..RiskNoteForm::default()
        }
    }

    #[test]
    fn a_note_needs_a_finding_a_formulation_a_plan_and_a_day_of_review() {
        let Err(Error::Invalid(faults)) = check(&RiskNoteForm::default(), day(20)) else {
            panic!("an empty note was taken");
        };
        let fields: Vec<&str> = faults.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "assessed_on",
                "findings",
                "formulation",
                "management",
                "review_by"
            ]
        );
        let note = check(&filled(), day(20)).unwrap();
        assert_eq!(note.findings[0].domain, RiskDomain::Suicide);
    }

    #[test]
    fn a_review_in_the_past_and_a_part_that_stands_twice_are_refused() {
        let mut late = filled();
        late.review_by = "19-Nov-2026".into();
        assert!(matches!(check(&late, day(20)), Err(Error::Invalid(f)) if f[0].rule == "past"));
        let mut double = filled();
        double.findings.push(double.findings[0].clone());
        assert!(
            matches!(check(&double, day(20)), Err(Error::Invalid(f)) if f[0].field == "findings.2.text")
        );
    }

    #[test]
    fn a_note_from_elsewhere_may_have_a_review_that_has_passed_but_none_before_its_assessment() {
        let mut old = filled();
        old.assessed_on = "2-Nov-2026".into();
        old.review_by = "9-Nov-2026".into();
        assert!(matches!(check(&old, day(20)), Err(Error::Invalid(f)) if f.len() == 1));
        assert_eq!(check_earlier(&old, day(20)).unwrap().review_by, day(9));
        old.review_by = "1-Nov-2026".into();
        for refused in [check(&old, day(20)), check_earlier(&old, day(20))] {
            assert!(
                matches!(refused, Err(Error::Invalid(f)) if f.len() == 1 && f[0].rule == "past")
            );
        }
    }

    #[test]
    fn a_statement_is_stale_after_its_review_day_and_at_once_after_an_answer_about_safety() {
        let note = check(&filled(), day(20)).unwrap();
        let (standing_today, _) = standing(Some(&note), None, day(27));
        assert_eq!(standing_today, RiskStanding::Current);
        let (due, said) = standing(Some(&note), None, day(28));
        assert_eq!(due, RiskStanding::ReviewDue);
        assert!(said.contains("not reviewed since"), "{said}");
        let (overtaken, said) = standing(Some(&note), Some(day(21)), day(21));
        assert_eq!(overtaken, RiskStanding::Overtaken);
        assert!(said.contains("21-Nov-2026"), "{said}");
        let (none, said) = standing(None, None, day(21));
        assert_eq!(none, RiskStanding::NotAssessed);
        assert!(said.contains("does not mean that there is none"));
    }

    #[test]
    fn words_that_stratify_are_named_and_plain_clinical_sentences_are_not() {
        for (text, phrase) in [
            ("Low risk at present.", "low risk"),
            ("The risk is currently HIGH.", "risk is currently high"),
            (
                "low to moderate suicide risk",
                "low to moderate suicide risk",
            ),
            ("risk: medium", "risk medium"),
        ] {
            assert_eq!(stratified(text).as_deref(), Some(phrase), "{text}");
        }
        for text in [
            "Mood is low and he risks losing the flat.",
            "High fever; at risk of dehydration.",
            "What raises the risk: being alone at night.",
            "Low mood. Risk of falls when rushing.",
        ] {
            assert_eq!(stratified(text), None, "{text}");
        }
        let mut form = filled();
        form.formulation = "Low risk.".into();
        let found = look_over(&form).notices;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].field, "formulation");
    }
}
