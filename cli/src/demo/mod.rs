//! A register of made-up cases, for trying Casebook out and for teaching. The material is data in `assets/demo`; the
//! register is written through the same `api` functions as a real one, under a clock that is set back, so that its
//! history looks lived in: entries signed on different days, by two accounts.

mod bulk;
mod calendar;
mod cast;
mod chance;
mod clinical;
mod composed;
mod course;
mod findings;
mod numbers;
mod opinions;
mod outline;
mod paper;
mod pathway;
mod play;
mod script;
mod supervised;
mod supervision;
#[cfg(test)]
mod variety;

use crate::{door, output};
use calendar::Hand;
use casebook_core::clock::FixedClock;
use casebook_core::preferences::Preferences;
use casebook_core::sensitive::Secret;
use casebook_core::users::NewUser;
use casebook_core::users::api::add_made_up_user;
use casebook_core::{Register, Result};
use cast::{Casting, Part};
use chrono::{Days, Utc};
use composed::Scale;
use play::{Colleague, Theatre};
use script::{Account, Material, Team};
use std::path::Path;
use std::sync::Arc;

/// From so many cases on, only the first [`LIVED`] are entered one by one, each act on its day, and the others are
/// taken in together.
pub(crate) const TOGETHER_FROM: u32 = 1_001;
/// The cases of a large register that are entered one by one.
const LIVED: u32 = 40;

/// Makes the register. What was begun is taken away again when it can't be finished.
pub(crate) fn make(
    folder: &Path,
    cases: u32,
    seed: u64,
    together_from: u32,
    json: bool,
) -> Result<()> {
    let material = Material::read()?;
    let layout = door::named(folder)?;
    let now = Utc::now();
    let today = now.date_naive();
    let lived = if cases < together_from {
        cases
    } else {
        LIVED.min(together_from).min(cases)
    };
    let mut casting = Casting::new(&material, seed, today);
    let parts: Vec<Part> = casting.by_ref().take(lived as usize).collect();
    let logs = &material.supervision.logs;
    let events = play::events(&parts, logs, today);
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
        theatre.play(&parts, logs, &events)?;
        theatre.leave_at(now)?;
        theatre.add_opinions(&material.opinions)?;
        casting.scale = Scale::Bulk;
        theatre.take_in(&mut casting, cases - lived)?;
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
    use casebook_core::cases::{CaseKind, CaseStatus};
    use casebook_core::letters::SendingWay;
    use casebook_core::measures::SafetyOutcome;
    use casebook_core::pathway::ReviewDecision;
    use chrono::NaiveDate;
    use findings::Rater;
    use play::What;
    use script::Story;

    /// The numbers of the items in each instrument, and the position of the last option.
    const FORMS: [(&str, usize, i32); 5] = [
        ("phq-9", 10, 3),
        ("gad-7", 7, 3),
        ("phq-15", 15, 2),
        ("core-10", 10, 4),
        ("wsas", 5, 8),
    ];

    fn a_wednesday() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
    }

    /// Was an answer about not wanting to live given on this sheet?
    fn speaks_of_dying(sitting: &findings::Sitting) -> bool {
        let above = |instrument: &str, item: usize| {
            let sheet = sitting.answers.get(instrument);
            sheet.is_some_and(|s| s[item - 1] > 0)
        };
        above("phq-9", 9) || above("core-10", 6)
    }

    fn every_story(cases: u32) -> Vec<Story> {
        let material = Material::read().unwrap();
        cast::cast(&material, cases, 3, a_wednesday())
            .into_iter()
            .map(|p| p.story)
            .collect()
    }

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
        assert!(count(|s| s.assessment.is_some()) >= 9);
        assert_eq!(count(|s| s.draft_assessment.is_some()), 1);
        assert!(count(|s| s.severity.len() > 1) >= 3);
        assert!(count(|s| s.risk.len() > 1) >= 5);
        assert!(count(|s| s.safety_plan.is_some()) >= 2);
        assert!(count(|s| s.measures.len() >= 3) >= 7);
        assert!(count(|s| s.letters.iter().any(|l| l.sent.is_some())) >= 4);
    }

    #[test]
    fn a_demonstration_has_something_left_to_do_on_its_first_day() {
        let stories = every_story(12);
        let count = |f: fn(&Story) -> bool| stories.iter().filter(|s| f(s)).count();
        let overdue = |s: &Story| {
            let open = s.then.iter().all(|t| t.status != CaseStatus::Closed);
            open && s.risk.last().is_some_and(|n| n.on > n.review_in)
        };
        assert_eq!(count(overdue), 1, "a risk review that is overdue");
        let unanswered = |s: &Story| {
            s.measures
                .iter()
                .any(|m| speaks_of_dying(m) && m.response.is_none())
        };
        assert_eq!(count(unanswered), 1, "an answer that nobody has answered");
        let answered = |s: &Story| s.measures.iter().any(|m| m.response.is_some());
        assert!(count(answered) >= 2);
        let unfiled = |s: &Story| s.entries.iter().any(|e| e.sent.is_none());
        assert_eq!(
            count(unfiled),
            1,
            "an entry that is not in the host's notes"
        );
        let filed = |s: &Story| {
            s.entries.iter().any(|e| {
                let sent = e.sent.as_ref();
                sent.is_some_and(|s| s.way == SendingWay::HostRecord && !s.place.is_empty())
            })
        };
        assert!(count(filed) >= 3);
        let differ = |s: &Story| {
            let by = |rater| s.severity.iter().filter(move |r| r.by == rater);
            by(Rater::Trainee).any(|t| by(Rater::Own).any(|o| o.severity != t.severity))
        };
        assert_eq!(count(differ), 1, "two raters who differ");
    }

    #[test]
    fn some_pathways_are_completed_some_go_to_the_team_some_stop_and_some_go_on() {
        let stories = every_story(12);
        let decided = |s: &Story, decision| {
            let reviews = s.pathway.iter().flat_map(|p| &p.reviews);
            reviews.filter(|r| r.decision == decision).count()
        };
        for decision in [
            ReviewDecision::Completed,
            ReviewDecision::Mdt,
            ReviewDecision::StoppedAttending,
        ] {
            let all: usize = stories.iter().map(|s| decided(s, decision)).sum();
            assert_eq!(all, 1, "{decision:?}");
        }
        let open = |s: &&Story| s.pathway.as_ref().is_some_and(|p| p.reviews.is_empty());
        assert_eq!(stories.iter().filter(open).count(), 1);
        let due = every_story(200);
        let full = |s: &&Story| {
            let pathway = s.pathway.as_ref().filter(|p| p.reviews.is_empty());
            pathway.is_some_and(|p| p.sessions.len() >= 10)
        };
        let waits = |s: &&Story| {
            let reviews = s.pathway.iter().flat_map(|p| &p.reviews);
            reviews
                .clone()
                .any(|r| r.decision == ReviewDecision::Mdt && r.team.is_none())
        };
        assert!(due.iter().any(|s| full(&s) || waits(&s)), "work for Today");
        for story in &due {
            let mus = story.referral.kind == CaseKind::Mus;
            assert!(mus || story.pathway.is_none(), "{}", story.patient.family);
            for session in story.pathway.iter().flat_map(|p| &p.sessions) {
                assert!(session.on > 0 && !session.note.contains('{'));
            }
        }
    }

    #[test]
    fn allergies_are_known_known_to_be_none_or_not_recorded_and_each_of_them_occurs() {
        use casebook_core::care::AllergyState::{Known, NoneKnown};
        let states: Vec<_> = every_story(12)
            .iter()
            .map(|s| {
                let recorded = s.care.iter().find_map(|c| c.allergies.as_ref());
                recorded.map(|a| (a.state, a.items.is_empty()))
            })
            .collect();
        assert!(states.contains(&None));
        assert!(states.contains(&Some((Some(NoneKnown), true))));
        assert!(states.contains(&Some((Some(Known), false))));
        assert!(!states.contains(&Some((Some(Known), true))));
    }

    #[test]
    fn every_sheet_fits_its_instrument_and_an_answer_that_was_responded_to_was_given() {
        for outline in Material::read().unwrap().outlines {
            assert!(
                outline.measures.iter().all(|m| outline::knows(m)),
                "{outline:?}"
            );
        }
        for story in every_story(200) {
            let who = &story.patient.family;
            for sitting in &story.measures {
                for (instrument, sheet) in &sitting.answers {
                    let form = FORMS.iter().find(|(id, ..)| id == instrument);
                    let (_, items, last) = form.unwrap_or_else(|| panic!("{who}: {instrument}"));
                    assert_eq!(sheet.len(), *items, "{who}: {instrument}");
                    assert!(sheet.iter().all(|o| (-1..=*last).contains(o)), "{who}");
                    for number in sitting.not_applicable.get(instrument).into_iter().flatten() {
                        assert_eq!(sheet[number - 1], -1, "{who}: {instrument}, {number}");
                    }
                }
                let answered = sitting.response.as_ref();
                assert!(answered.is_none() || speaks_of_dying(sitting), "{who}");
                let worded = |r: &findings::Response| {
                    r.outcome == SafetyOutcome::Unchanged || !r.note.trim().is_empty()
                };
                assert!(answered.is_none_or(worded), "{who}");
            }
        }
    }

    #[test]
    fn severity_is_rated_in_mus_cases_only() {
        for story in every_story(200) {
            let mus = story.referral.kind == CaseKind::Mus;
            assert!(mus || story.severity.is_empty(), "{}", story.patient.family);
        }
    }

    #[test]
    fn no_risk_note_sorts_anybody_into_a_stratum() {
        for story in every_story(200) {
            for note in &story.risk {
                let said = format!("{note:?}").to_lowercase();
                for stratum in ["low", "medium", "moderate", "high"] {
                    assert!(!said.contains(&format!("{stratum} risk")), "{said}");
                    assert!(!said.contains(&format!("risk is {stratum}")), "{said}");
                }
            }
        }
    }

    #[test]
    fn everything_has_its_day_and_nothing_happens_before_the_case_is_open() {
        let material = Material::read().unwrap();
        let today = a_wednesday();
        let parts = cast::cast(&material, 120, 3, today);
        for (case, part) in parts.iter().enumerate() {
            let story = &part.story;
            let who = &story.patient.family;
            let days = (story.severity.iter().map(|r| r.on))
                .chain(story.risk.iter().map(|n| n.on))
                .chain(story.care.iter().map(|c| c.on))
                .chain(story.measures.iter().map(|m| m.on))
                .chain(
                    story
                        .pathway
                        .iter()
                        .flat_map(|p| p.sessions.iter().map(|s| s.on)),
                );
            assert!(days.into_iter().all(|on| on > 0), "{who}");
            let events = play::events(std::slice::from_ref(part), &[], today);
            let what: Vec<What> = events.iter().map(|e| e.what).collect();
            assert_eq!(
                what[..2],
                [What::Register, What::Open],
                "{who}, case {case}"
            );
            let latest = events.last().unwrap().at.date_naive();
            assert!(latest < today, "{who}: {latest}");
            for sent in what.iter().enumerate() {
                if let (at, What::Send(paper)) = sent {
                    let signed = what.iter().position(|w| *w == What::Sign(*paper));
                    assert!(signed.is_some_and(|s| s < at), "{who}: {paper:?}");
                }
            }
            for (i, note) in story.risk.iter().enumerate() {
                assert!(note.review_in > 0, "{who}: review of note {i}");
            }
        }
    }

    #[test]
    fn no_placeholder_is_left_in_what_chance_puts_together() {
        let material = Material::read().unwrap();
        for part in cast::cast(&material, 200, 3, Utc::now().date_naive()) {
            assert!(
                !format!("{:?}", part.story).contains("{the"),
                "{:?}",
                part.story
            );
            assert!(
                !format!("{:?}", part.story).contains("{name"),
                "{:?}",
                part.story
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
