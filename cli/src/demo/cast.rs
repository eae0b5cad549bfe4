//! What chance adds: addresses, telephones, days of birth, and whole cases beyond those that are written out.

use super::chance::Chance;
use super::course::walk;
use super::numbers::Numbers;
use super::outline::examine;
use super::script::{Material, Names, Outline, Patient, Practice, Referral, Step, Story, Version};
use casebook_core::cases::{CaseStatus, ReferralSource, Referrer};
use casebook_core::patients::{Gender, PatientForm, PersonName};
use chrono::{Days, NaiveDate};

/// A case that is about to be played.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) story: Story,
    pub(super) form: PatientForm,
    /// Minutes into the clinic at which work on this case begins.
    pub(super) minute: u32,
}

/// Sets the stream of what is found in a case apart from the stream of who comes.
const FINDINGS: u64 = 1 << 40;
/// The same for how a pathway goes.
const SESSIONS: u64 = 1 << 41;

/// The first `count` cases of a seed.
pub(super) fn cast(material: &Material, count: u32, seed: u64, today: NaiveDate) -> Vec<Part> {
    let mut numbers = Numbers::new(seed);
    (0..count)
        .map(|i| {
            let mut chance = Chance::new(seed, u64::from(i));
            let written = material.stories.get(i as usize).cloned();
            let mut story = written.unwrap_or_else(|| {
                let mut findings = Chance::new(seed, u64::from(i) | FINDINGS);
                let mut sessions = Chance::new(seed, u64::from(i) | SESSIONS);
                outlined(material, &mut chance, &mut findings, &mut sessions)
            });
            let practice = chance.pick(&material.names.practices);
            let form = form(
                &story.patient,
                &material.names,
                practice,
                &mut numbers,
                &mut chance,
                today,
            );
            if story.referral.source == ReferralSource::Gp
                && story.referral.referrer == Referrer::default()
            {
                story.referral.referrer = Referrer {
                    name: form.gp_name.clone(),
                    role: "GP".to_owned(),
                    organisation: form.practice.clone(),
                    contact: String::new(),
                };
            }
            Part {
                story,
                form,
                minute: chance.below(150),
            }
        })
        .collect()
}

fn form(
    patient: &Patient,
    names: &Names,
    practice: Option<&Practice>,
    numbers: &mut Numbers,
    chance: &mut Chance,
    today: NaiveDate,
) -> PatientForm {
    let number = numbers.next();
    let born = today
        .checked_sub_months(chrono::Months::new(patient.age * 12))
        .and_then(|d| d.checked_sub_days(Days::new(u64::from(chance.between(1, 330)))))
        .unwrap_or(today);
    let house = chance.between(1, 140);
    let street = chance.pick(&names.streets).map_or("", String::as_str);
    let (town, postcode) = chance
        .pick(&names.towns)
        .map_or(("", ""), |t| (t.name.as_str(), t.postcode.as_str()));
    let letters = ["AB", "BD", "DE", "EF", "GH", "HJ", "JL", "LN", "NP", "PQ"];
    let (digit, ending) = (
        chance.below(10),
        chance.pick(&letters).copied().unwrap_or("AB"),
    );
    // Telephone numbers from the ranges that Ofcom keeps for drama.
    let phone = format!("07700 900{:03}", chance.below(1_000));
    let mut next_of_kin = patient.next_of_kin.clone();
    if !next_of_kin.name.is_empty() && next_of_kin.phone.is_empty() {
        next_of_kin.phone = format!("07700 900{:03}", chance.below(1_000));
    }
    PatientForm {
        nhs_number: if patient.no_nhs_number {
            String::new()
        } else {
            number
        },
        identifiers: patient.identifiers.clone(),
        name: PersonName {
            title: patient.title.clone(),
            given: patient.given.clone(),
            family: patient.family.clone(),
            preferred: patient.preferred.clone(),
        },
        born_on: born.to_string(),
        died_on: String::new(),
        gender: patient.gender,
        gender_described: patient.gender_described.clone(),
        address: format!("{house} {street}\n{town}\n{postcode} {digit}{ending}"),
        phone,
        gp_name: practice.map(|p| p.gp.clone()).unwrap_or_default(),
        practice: practice.map(|p| p.practice.clone()).unwrap_or_default(),
        ods_code: practice.map(|p| p.ods_code.clone()).unwrap_or_default(),
        practice_address: practice.map(|p| p.address.clone()).unwrap_or_default(),
        next_of_kin,
        communication: patient.communication.clone(),
    }
}

fn outlined(
    material: &Material,
    chance: &mut Chance,
    findings: &mut Chance,
    sessions: &mut Chance,
) -> Story {
    let woman = chance.below(100) < 62;
    let origin = chance.pick(&material.names.origins);
    let given = origin.and_then(|o| chance.pick(if woman { &o.female } else { &o.male }));
    let given = given.cloned().unwrap_or_default();
    let family = origin
        .and_then(|o| chance.pick(&o.family))
        .and_then(|forms| if woman { forms.first() } else { forms.last() })
        .cloned()
        .unwrap_or_default();
    let title = match (woman, chance.below(3)) {
        (true, 0) => "Mrs",
        (true, _) => "Ms",
        (false, _) => "Mr",
    };
    let outline = chance.pick(&material.outlines);
    let say = |text: &str| {
        let [they, them, their] = if woman {
            ["she", "her", "her"]
        } else {
            ["he", "him", "his"]
        };
        text.replace("{name}", &given)
            .replace("{they}", they)
            .replace("{them}", them)
            .replace("{their}", their)
    };
    let received = chance.between(4, 330);
    let then = course(received, chance);
    let closed = then.last().is_some_and(|s| s.status == CaseStatus::Closed);
    let formulations = outline
        .filter(|_| received > 30 && chance.below(100) < 70)
        .and_then(|o| o.formulation.as_ref())
        .map(|f| Version {
            on: received.saturating_sub(25).max(1),
            shared: (closed || received > 60).then(|| received.saturating_sub(25).max(1)),
            cells: f
                .cells
                .iter()
                .map(|(row, cells)| {
                    (
                        row.clone(),
                        cells
                            .iter()
                            .map(|(c, text)| (c.clone(), say(text)))
                            .collect(),
                    )
                })
                .collect(),
            narrative: say(&f.narrative),
            patient_agrees: say(&f.patient_agrees),
            amendment: None,
        });
    let formulations = formulations.into_iter().collect();
    let mut story = Story {
        trainee: false,
        patient: Patient {
            title: title.to_owned(),
            given: given.clone(),
            family,
            preferred: String::new(),
            gender: if woman { Gender::Female } else { Gender::Male },
            gender_described: String::new(),
            age: chance.between(19, 84),
            no_nhs_number: false,
            identifiers: Vec::new(),
            next_of_kin: casebook_core::patients::NextOfKin::default(),
            communication: casebook_core::patients::Communication::default(),
            died: None,
        },
        referral: referral(outline, received, &say),
        then,
        formulations,
        letters: Vec::new(),
        draft_formulation: None,
        draft_letter: None,
        assessment: None,
        draft_assessment: None,
        severity: Vec::new(),
        risk: Vec::new(),
        safety_plan: None,
        care: Vec::new(),
        measures: Vec::new(),
        entries: Vec::new(),
        pathway: None,
    };
    if let Some(outline) = outline {
        examine(&mut story, outline, findings, &say);
        walk(&mut story, &material.pathway, sessions, &say);
    }
    story
}

fn referral(outline: Option<&Outline>, received: u32, say: &impl Fn(&str) -> String) -> Referral {
    use casebook_core::cases::{CaseKind, CaseRole, Urgency};
    Referral {
        kind: outline.map_or(CaseKind::Mus, |o| o.kind),
        source: outline.map_or(ReferralSource::Gp, |o| o.source),
        urgency: outline.map_or(Urgency::Routine, |o| o.urgency),
        received,
        reason: outline.map(|o| say(&o.reason)).unwrap_or_default(),
        referrer: outline.map(|o| o.referrer.clone()).unwrap_or_default(),
        people: vec![super::script::Person {
            role: CaseRole::ResponsibleConsultant,
            name: "consultant".to_owned(),
        }],
    }
}

/// Where a case of this age has been and stands now.
fn course(received: u32, chance: &mut Chance) -> Vec<Step> {
    let step = |on: u32, status| Step {
        on: on.max(1),
        status,
        closing_reason: String::new(),
    };
    let mut then = Vec::new();
    if received > 14 {
        then.push(step(received.saturating_sub(12), CaseStatus::Assessment));
    }
    if received > 45 {
        let next = if chance.below(8) == 0 {
            CaseStatus::OnHold
        } else {
            CaseStatus::Treatment
        };
        then.push(step(received.saturating_sub(40), next));
    }
    if received > 150 && chance.below(2) == 0 {
        let reasons = [
            "Course of treatment completed; goals mostly met. Discharged to the GP by agreement.",
            "Assessment and feedback completed; patient preferred to go on with self-help and the GP.",
            "Moved out of the area; care handed over with the patient’s agreement.",
        ];
        let on = chance.between(2, received - 120);
        let reason = chance.pick(&reasons).copied().unwrap_or_default();
        then.push(Step {
            closing_reason: reason.to_owned(),
            ..step(on, CaseStatus::Closed)
        });
    }
    then
}
