//! What chance adds: addresses, telephones, days of birth, and whole cases beyond those that are written out.

use super::chance::Chance;
use super::composed::{Scale, composed};
use super::numbers::Numbers;
use super::script::{Material, Names, Patient, Practice, Story};
use casebook_core::cases::{CaseStatus, ReferralSource, Referrer};
use casebook_core::patients::{PatientForm, PersonName};
use chrono::{Days, NaiveDate};

/// A case that is about to be played.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) story: Story,
    pub(super) form: PatientForm,
    /// Minutes into the clinic at which work on this case begins.
    pub(super) minute: u32,
    /// The day from which its days are counted back.
    pub(super) today: NaiveDate,
    /// Chance that nothing has drawn from yet.
    pub(super) rest: Chance,
}

/// The first `count` cases of a seed.
#[cfg(test)]
pub(super) fn cast(material: &Material, count: u32, seed: u64, today: NaiveDate) -> Vec<Part> {
    Casting::new(material, seed, today)
        .take(count as usize)
        .collect()
}

/// One case after another, without end: those that are written out, then those that chance puts together.
pub(super) struct Casting<'a> {
    material: &'a Material,
    seed: u64,
    today: NaiveDate,
    numbers: Numbers,
    place: u32,
    /// For those that chance puts together.
    pub(super) scale: Scale,
}

impl<'a> Casting<'a> {
    pub(super) const fn new(material: &'a Material, seed: u64, today: NaiveDate) -> Self {
        Self {
            material,
            seed,
            today,
            numbers: Numbers::new(seed),
            place: 0,
            scale: Scale::Lived,
        }
    }
}

impl Iterator for Casting<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            let place = self.place;
            self.place = place.checked_add(1)?;
            let part = self.at(place);
            if self.scale == Scale::Lived || !self.could_be_somebody_written(&part.story) {
                return Some(part);
            }
        }
    }
}

impl Casting<'_> {
    /// In a large register somebody would be born nearly on the day of one whose NHS number is not known, under the same
    /// name: that could be the same person, and a person would have to look.
    fn could_be_somebody_written(&self, story: &Story) -> bool {
        let written = self.material.stories.iter().map(|s| &s.patient);
        written
            .filter(|p| p.no_nhs_number)
            .any(|p| p.family == story.patient.family)
    }

    fn at(&mut self, place: u32) -> Part {
        let material = self.material;
        let mut chance = Chance::new(self.seed, u64::from(place));
        let written = u32::try_from(material.stories.len()).unwrap_or(u32::MAX);
        let mut story = match material.stories.get(place as usize) {
            Some(story) => story.clone(),
            None => {
                let turn = place.saturating_sub(written);
                composed(material, turn, self.seed, &mut chance, self.scale)
            }
        };
        let mut today = self.today;
        let over = story.then.iter().any(|s| s.status == CaseStatus::Closed);
        if self.scale == Scale::Bulk && over {
            // A large register is an old one; nobody in it is older than 95.
            let years = chance.below(95_u32.saturating_sub(story.patient.age).clamp(1, 13));
            let days = Days::new(u64::from(years * 365));
            today = today.checked_sub_days(days).unwrap_or(today);
        }
        let practice = chance.pick(&material.names.practices);
        let form = form(
            &story.patient,
            &material.names,
            practice,
            &mut self.numbers,
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
            today,
            rest: chance,
        }
    }
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
