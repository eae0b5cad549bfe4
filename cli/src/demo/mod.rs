//! A register of made-up cases, for trying Casebook out and for teaching. The material is data in `assets/demo`; the
//! register is written through the same `api` functions as a real one, under a clock that is set back, so that its
//! history looks lived in: entries signed on different days, by two accounts.

mod calendar;
mod cast;
mod chance;
mod clinical;
mod findings;
mod numbers;
mod outline;
mod paper;
mod play;
mod script;

use crate::{door, output};
use calendar::Hand;
use casebook_core::clock::FixedClock;
use casebook_core::preferences::Preferences;
use casebook_core::sensitive::Secret;
use casebook_core::users::NewUser;
use casebook_core::users::api::add_made_up_user;
use casebook_core::{Register, Result};
use chrono::{Days, Utc};
use play::{Colleague, Theatre};
use script::{Account, Material, Team};
use std::path::Path;
use std::sync::Arc;

/// Makes the register. What was begun is taken away again when it can't be finished.
pub(crate) fn make(folder: &Path, cases: u32, seed: u64, json: bool) -> Result<()> {
    let material = Material::read()?;
    let layout = door::named(folder)?;
    let now = Utc::now();
    let today = now.date_naive();
    let parts = cast::cast(&material, cases, seed, today);
    let events = play::events(&parts, today);
    let begins = events.first().map_or(today, |e| e.at.date_naive());
    let begins = begins.checked_sub_days(Days::new(7)).unwrap_or(begins);

    let clock = Arc::new(FixedClock::new(calendar::at(begins, Hand::Consultant, 0)));
    let first = new_user(&material.team.consultant);
    let (register, session, _) = Register::set_up(&layout, &first, clock.clone())?;
    let played = (|| {
        register.mark_made_up()?;
        letterhead(&material.team).write(&layout)?;
        let trainee = add_made_up_user(&register, &session, &new_user(&material.team.trainee))?;
        let colleagues = [
            Colleague::new(session.user, &material.team.consultant),
            Colleague::new(trainee.id, &material.team.trainee),
        ];
        let mut theatre = Theatre::new(&layout, clock.clone(), register, session, colleagues);
        theatre.play(parts, &events)?;
        clock.set(now);
        theatre.close()
    })();
    if let Err(error) = played {
        // It was made a moment ago and holds nothing real.
        let _ = std::fs::remove_dir_all(layout.folder());
        return Err(error);
    }
    let folder = folder.display().to_string();
    let names = [&material.team.consultant, &material.team.trainee];
    let accounts: Vec<_> = names
        .iter()
        .map(|a| serde_json::json!({ "name": a.name, "role": a.role, "passphrase": a.passphrase }))
        .collect();
    let told: String = names
        .iter()
        .map(|a| {
            format!(
                "\n  {}, {}, passphrase: {}",
                a.name,
                a.role.word(),
                a.passphrase
            )
        })
        .collect();
    output::either(
        json,
        &serde_json::json!({ "folder": folder, "cases": cases, "seed": seed, "accounts": accounts }),
        &format!(
            "A register of {cases} made-up cases was made in {folder}. Nobody in it exists.{told}"
        ),
    )
}

fn new_user(account: &Account) -> NewUser {
    NewUser {
        name: account.name.clone(),
        role: account.role,
        post: account.post.clone(),
        registration: account.registration.clone(),
        passphrase: Secret::new(account.passphrase.clone()),
    }
}

fn letterhead(team: &Team) -> Preferences {
    let head = &team.letterhead;
    Preferences {
        organisation: head.organisation.clone(),
        team: head.team.clone(),
        address: head.address.trim().to_owned(),
        phone: head.phone.clone(),
        email: head.email.clone(),
        ..Preferences::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_made_up_material_reads_and_holds_what_a_demonstration_needs() {
        let material = Material::read().unwrap();
        let stories = &material.stories;
        assert_eq!(stories.len(), 12);
        let count = |f: fn(&script::Story) -> bool| stories.iter().filter(|s| f(s)).count();
        assert_eq!(count(|s| s.patient.no_nhs_number), 1);
        assert_eq!(count(|s| s.patient.died.is_some()), 1);
        assert!(count(|s| !s.patient.communication.interpreter.is_empty()) >= 1);
        assert!(count(|s| s.formulations.first().is_some_and(|f| f.cells.len() == 5)) >= 6);
        assert!(count(|s| s.formulations.len() > 1) >= 2);
        assert!(count(|s| !s.letters.is_empty()) >= 4);
        assert!(count(|s| s.draft_formulation.is_some() || s.draft_letter.is_some()) >= 2);
        assert!(count(|s| s.trainee) >= 1);
    }

    #[test]
    fn no_placeholder_is_left_in_what_chance_puts_together() {
        let material = Material::read().unwrap();
        for part in cast::cast(&material, 200, 3, Utc::now().date_naive()) {
            assert!(
                !format!("{:?}", part.story).contains("{name"),
                "{:?}",
                part.story
            );
            assert!(
                !format!(
                    "{:?}{:?}",
                    part.story.referral.reason, part.story.formulations
                )
                .contains("{the")
            );
            assert!(!part.form.name.family.is_empty() && !part.form.ods_code.is_empty());
        }
    }

    #[test]
    fn a_small_register_is_the_beginning_of_a_large_one() {
        let material = Material::read().unwrap();
        let today = Utc::now().date_naive();
        let (small, large) = (
            cast::cast(&material, 5, 9, today),
            cast::cast(&material, 40, 9, today),
        );
        for (a, b) in small.iter().zip(&large) {
            assert_eq!(format!("{a:?}"), format!("{b:?}"));
        }
    }
}
