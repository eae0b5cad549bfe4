//! Rules of the safety plan: its six steps, and what it must hold.

use super::{Helper, SafetyPlan, SafetyPlanForm, SafetyStep};
use crate::dates;
use crate::error::{Error, Result};
use crate::signed::Faults;
use chrono::NaiveDate;
use serde::Deserialize;
use std::sync::OnceLock;

/// The six steps in order: field, heading in the first person, what to ask for.
pub const STEPS: [(&str, &str, &str); 6] = [
    (
        "warning_signs",
        "How I notice that things are getting worse",
        "Thoughts, moods, situations, what the body does. One a line, in the patient’s words.",
    ),
    (
        "coping",
        "What I can do by myself",
        "Things that have helped before and need nobody else.",
    ),
    (
        "distractions",
        "People and places that take my mind off it",
        "Company and places, without having to talk about it.",
    ),
    (
        "people",
        "People I can ask for help",
        "Family, friends, neighbours who know or may know.",
    ),
    (
        "services",
        "Professionals and services I can ring",
        "Check each number with the patient before printing.",
    ),
    (
        "surroundings",
        "How I make my surroundings safer",
        "Medicines, means, alcohol; who keeps what for now.",
    ),
];

/// The steps as a screen shows them.
pub fn steps() -> Vec<SafetyStep> {
    STEPS
        .iter()
        .map(|(field, heading, hint)| SafetyStep {
            field: (*field).to_owned(),
            heading: (*heading).to_owned(),
            hint: (*hint).to_owned(),
        })
        .collect()
}

fn lines(faults: &mut Faults, field: &str, typed: &str) -> Vec<String> {
    faults
        .text(field, typed)
        .lines()
        .map(|l| l.trim().trim_start_matches(['-', '•']).trim().to_owned())
        .filter(|l| !l.is_empty())
        .collect()
}

fn helpers(faults: &mut Faults, field: &str, typed: &[Helper]) -> Vec<Helper> {
    let mut kept = Vec::new();
    for (place, helper) in typed.iter().enumerate() {
        let name = faults.text(format!("{field}.{place}.name"), &helper.name);
        let phone = faults.text(format!("{field}.{place}.phone"), &helper.phone);
        let note = faults.text(format!("{field}.{place}.note"), &helper.note);
        if name.is_empty() && phone.is_empty() && note.is_empty() {
            continue;
        }
        if name.is_empty() {
            faults.add(
                format!("{field}.{place}.name"),
                "required",
                "Enter a name, or remove this line.",
            );
        }
        kept.push(Helper { name, phone, note });
    }
    kept
}

/// Checks and tidies a form. Errors: `Invalid`.
pub fn check(form: &SafetyPlanForm, today: NaiveDate) -> Result<SafetyPlan> {
    let mut faults = Faults::default();
    let plan = SafetyPlan {
        warning_signs: lines(&mut faults, "warning_signs", &form.warning_signs),
        coping: lines(&mut faults, "coping", &form.coping),
        distractions: lines(&mut faults, "distractions", &form.distractions),
        people: helpers(&mut faults, "people", &form.people),
        services: helpers(&mut faults, "services", &form.services),
        surroundings: lines(&mut faults, "surroundings", &form.surroundings),
        reasons: faults.text("reasons", &form.reasons),
        made_on: faults.day("made_on", &form.made_on, Some(today)),
    };
    let own = [
        &plan.warning_signs,
        &plan.coping,
        &plan.distractions,
        &plan.surroundings,
    ];
    if own.iter().all(|l| l.is_empty()) && plan.people.is_empty() {
        faults.add(
            "warning_signs",
            "required",
            "Write at least one thing that is the patient’s own.",
        );
    }
    if form.made_on.trim().is_empty() {
        faults.add(
            "made_on",
            "required",
            "Enter the day on which it was made with the patient.",
        );
    }
    if plan.services.is_empty() {
        faults.add(
            "services",
            "required",
            "Name at least one service that answers day and night.",
        );
    }
    faults.none()?;
    Ok(plan)
}

/// The form that shows a plan.
pub fn form(plan: &SafetyPlan) -> SafetyPlanForm {
    SafetyPlanForm {
        warning_signs: plan.warning_signs.join("\n"),
        coping: plan.coping.join("\n"),
        distractions: plan.distractions.join("\n"),
        people: plan.people.clone(),
        services: plan.services.clone(),
        surroundings: plan.surroundings.join("\n"),
        reasons: plan.reasons.clone(),
        made_on: plan.made_on.map(dates::clinical).unwrap_or_default(),
    }
}

/// One step as bullets, for paper.
pub fn step_text(plan: &SafetyPlan, field: &str) -> String {
    let bullets = |lines: &[String]| {
        lines
            .iter()
            .map(|l| format!("- {l}"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let people = |helpers: &[Helper]| {
        helpers
            .iter()
            .map(|h| {
                let mut line = format!("- {}", h.name);
                if !h.phone.is_empty() {
                    line.push_str(&format!(": {}", h.phone));
                }
                if !h.note.is_empty() {
                    line.push_str(&format!(" ({})", h.note));
                }
                line
            })
            .collect::<Vec<_>>()
            .join("\n")
    };
    match field {
        "warning_signs" => bullets(&plan.warning_signs),
        "coping" => bullets(&plan.coping),
        "distractions" => bullets(&plan.distractions),
        "people" => people(&plan.people),
        "services" => people(&plan.services),
        "surroundings" => bullets(&plan.surroundings),
        "reasons" => plan.reasons.clone(),
        _ => String::new(),
    }
}

/// Services that a new plan starts with. Each can be changed or removed in every plan.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsualServices {
    /// Where they come from, and whether the trust has checked them: shown beside them.
    pub source: String,
    /// The services, in the order in which they are offered.
    pub services: Vec<Helper>,
}

const FILE: &str = "assets/lists/crisis-services.toml";

/// The services that a new plan starts with. Errors: `BadAsset`.
pub fn usual_services() -> Result<&'static UsualServices> {
    static READ: OnceLock<std::result::Result<UsualServices, String>> = OnceLock::new();
    READ.get_or_init(|| {
        toml::from_str(include_str!("../../../assets/lists/crisis-services.toml"))
            .map_err(|e| e.to_string())
    })
    .as_ref()
    .map_err(|hint| Error::BadAsset {
        file: FILE.to_owned(),
        hint: hint.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
    }

    #[test]
    fn an_item_a_line_is_kept_without_its_dash_and_empty_lines_cost_nothing() {
        let form = SafetyPlanForm {
            warning_signs: "- I stop answering the phone\n\n  I lie awake at four  ".into(),
            services: usual_services().unwrap().services.clone(),
            made_on: "20-Nov-2026".into(),
            people: vec![Helper::default()],
            ..SafetyPlanForm::default()
        };
        let plan = check(&form, today()).unwrap();
        assert_eq!(
            plan.warning_signs,
            ["I stop answering the phone", "I lie awake at four"]
        );
        assert!(plan.people.is_empty());
        assert_eq!(plan.made_on, Some(today()));
        assert!(step_text(&plan, "services").contains("116 123"));
    }

    #[test]
    fn a_plan_needs_something_of_the_patients_own_and_somebody_who_answers() {
        let Err(Error::Invalid(faults)) = check(&SafetyPlanForm::default(), today()) else {
            panic!("an empty plan was taken");
        };
        let fields: Vec<&str> = faults.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(fields, ["warning_signs", "made_on", "services"]);
    }
}
