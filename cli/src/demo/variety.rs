//! What a demonstration of ordinary size must show, measured on the cases before they are played.

use super::cast::{Part, cast};
use super::script::{Material, Story};
use casebook_core::cases::{CaseKind, CaseStatus, ReferralSource};
use casebook_core::contacts::Attendance;
use casebook_core::pathway::ReviewDecision;
use casebook_core::patients::{Gender, NhsNumber};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// As many as are made where nobody says how many.
const ORDINARY: u32 = 40;

fn a_wednesday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
}

/// The composed ones among the first forty.
fn composed(material: &Material, seed: u64) -> Vec<Part> {
    let all = cast(material, ORDINARY, seed, a_wednesday());
    all.into_iter().skip(material.stories.len()).collect()
}

fn stands(story: &Story) -> CaseStatus {
    story
        .then
        .last()
        .map_or(CaseStatus::Referred, |step| step.status)
}

fn extended(story: &Story) -> bool {
    let sessions = story.pathway.iter().flat_map(|p| &p.sessions);
    let held = sessions.filter(|s| s.attendance != Attendance::PatientCancelled);
    held.count() > 10
}

fn missed(story: &Story) -> bool {
    let mut sessions = story.pathway.iter().flat_map(|p| &p.sessions);
    sessions.any(|s| s.attendance == Attendance::DidNotAttend)
}

#[test]
fn forty_cases_are_of_every_kind_and_standing_and_from_many_places() {
    let material = Material::read().unwrap();
    for seed in 1..=5 {
        let parts = composed(&material, seed);
        let stories: Vec<&Story> = parts.iter().map(|p| &p.story).collect();
        let any = |what: &str, f: &dyn Fn(&Story) -> bool| {
            assert!(stories.iter().any(|s| f(s)), "seed {seed}: {what}");
        };
        for kind in CaseKind::ALL {
            any(kind.word(), &|s| s.referral.kind == *kind);
        }
        for status in CaseStatus::ALL {
            any(status.word(), &|s| stands(s) == *status);
        }
        for source in ReferralSource::ALL {
            any(source.word(), &|s| s.referral.source == *source);
        }
        any("closed unseen", &|s| {
            stands(s) == CaseStatus::Closed && s.assessment.is_none()
        });
        any("a session missed", &missed);
        any("more than ten sessions", &extended);
        any("a pathway completed", &|s| {
            let reviews = s.pathway.iter().flat_map(|p| &p.reviews);
            reviews
                .clone()
                .any(|r| r.decision == ReviewDecision::Completed)
        });
        any("an interpreter", &|s| {
            !s.patient.communication.interpreter.is_empty()
        });
        any("a letter", &|s| !s.letters.is_empty());
        let trainee = stories.iter().filter(|s| s.trainee).count();
        assert!(
            (3..14).contains(&trainee),
            "seed {seed}: {trainee} of the trainee"
        );
        let origins = material.names.origins.iter().filter(|origin| {
            let names = || origin.female.iter().chain(&origin.male);
            stories
                .iter()
                .any(|s| names().any(|name| *name == s.patient.given))
        });
        assert_eq!(origins.count(), material.names.origins.len(), "seed {seed}");
        let ages: BTreeSet<u32> = stories.iter().map(|s| s.patient.age / 10).collect();
        assert!(ages.len() >= 5, "seed {seed}: {ages:?}");
        let reasons: BTreeSet<&str> = stories
            .iter()
            .filter_map(|s| s.referral.reason.split_whitespace().next())
            .collect();
        assert!(reasons.len() >= 10, "seed {seed}: {reasons:?}");
        let people: BTreeSet<String> = parts
            .iter()
            .map(|p| format!("{} {}", p.form.name.given, p.form.name.family))
            .collect();
        assert!(
            people.len() + 2 >= parts.len(),
            "seed {seed}: names come twice"
        );
    }
}

#[test]
fn every_composed_patient_fits_the_history_that_is_told() {
    let material = Material::read().unwrap();
    let today = a_wednesday();
    for part in cast(&material, 600, 4, today)
        .iter()
        .skip(material.stories.len())
    {
        let who = &part.story.patient;
        let of = |start: &str| part.story.referral.reason.starts_with(start);
        let born: NaiveDate = part.form.born_on.parse().unwrap();
        let age = today.year() - born.year() - i32::from(today.ordinal() < born.ordinal());
        assert!((18..90).contains(&age), "{age}");
        if of("Pelvic pain") {
            assert_eq!(who.gender, Gender::Female);
        }
        if of("Heart failure") {
            assert!(age >= 50, "there are grandchildren, at {age}");
        }
        if of("Cut both forearms") {
            assert!(age <= 30, "lives with parents at {age}");
        }
        let woman = who.gender == Gender::Female;
        assert_eq!(woman, ["Ms", "Mrs"].contains(&who.title.as_str()));
        let texts = format!("{:?}", part.story)
            .replace("{year", "")
            .replace("{month", "");
        assert!(!texts.contains("{th") && !texts.contains("{Th") && !texts.contains("{name"));
        for outline in &material.outlines {
            assert!(outline.ages[0] >= 18 && outline.ages[0] < outline.ages[1]);
        }
        assert!(NhsNumber::parse(&part.form.nhs_number).is_ok());
        assert!(part.form.nhs_number.starts_with("999"));
    }
}

#[test]
fn nobody_who_was_sent_as_an_emergency_waits_or_is_declined() {
    let material = Material::read().unwrap();
    for part in cast(&material, 600, 4, a_wednesday())
        .iter()
        .skip(material.stories.len())
    {
        let story = &part.story;
        let soon = story.referral.urgency != casebook_core::cases::Urgency::Routine;
        let seen = story
            .assessment
            .as_ref()
            .map(|a| story.referral.received - a.on);
        assert!(
            !soon || seen.is_some_and(|days| days <= 3),
            "{}",
            story.patient.family
        );
        // What is closed unseen has nothing clinical in it.
        if stands(story) == CaseStatus::Closed && seen.is_none() {
            assert!(story.risk.is_empty() && story.measures.is_empty() && story.care.is_empty());
        }
    }
}
