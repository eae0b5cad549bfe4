//! Very many cases, for measuring: put together like the others, and taken in by the core's own import of exchange
//! files, a thousand cases a file and a file a transaction.
//!
//! Why the import and not a batch mode of the functions that the window calls: each of those opens a transaction for one
//! act, and its commit waits for the disk. Many acts that share a commit would acknowledge what is not on the disk yet,
//! or give "acknowledged" a second meaning in the record layer. The import already writes many records in one
//! transaction under the same rules, and answers once all of them are durable.

use super::calendar::{Hand, clinic_day};
use super::cast::{Casting, Part};
use super::clinical::{Lists, assessment, risk_note, severity, sheet};
use super::outline::more_sheets;
use super::pathway::{Pathway, goal, plan, rating, session};
use super::play::{Theatre, revised};
use super::script::Version;
use casebook_core::cases::{CaseForm, CaseStatus};
use casebook_core::exchange::api::import;
use casebook_core::exchange::{
    ExchangeCase, ExchangeFile, ExchangeFormulation, ExchangeGoal, ExchangeRating, FORMAT, VERSION,
};
use casebook_core::formulations::FormulationForm;
use casebook_core::{Error, Result};
use chrono::NaiveDate;
use std::io::{IsTerminal, Write};
use std::time::Instant;

/// Cases in one transaction. Fewer would wait for the disk more often, more would hold more memory.
const AT_ONCE: u32 = 1_000;
/// Measures that a case has on average.
const SHEETS: u32 = 10;
/// One case in so many has the sessions of its pathway, so that there are about three notes a case.
const WITH_PATHWAY: u32 = 6;

impl Theatre {
    /// Takes `many` cases in, signed by the account whose turn it is.
    pub(super) fn take_in(&self, casting: &mut Casting<'_>, many: u32) -> Result<()> {
        let mut progress = Progress::new(many);
        let (mut taken, mut owed) = (0, 0);
        while taken < many {
            let mut file = ExchangeFile {
                format: FORMAT.to_owned(),
                version: VERSION,
                cases: Vec::new(),
            };
            for _ in 0..AT_ONCE.min(many - taken) {
                if let Some(part) = casting.next() {
                    owed += SHEETS;
                    let pathway = taken.is_multiple_of(WITH_PATHWAY);
                    file.cases.push(self.written_out(part, pathway, &mut owed));
                    taken += 1;
                }
            }
            let bytes = serde_json::to_vec(&file).map_err(|_| Error::Io {
                doing: "writing JSON",
                path: String::new(),
            })?;
            drop(file);
            import(&self.register, &self.session, &bytes)?;
            progress.tell(taken);
        }
        progress.end();
        Ok(())
    }

    /// A case as a file has it. `owed`: how many measures are wanting to the average so far.
    fn written_out(&self, part: Part, pathway: bool, owed: &mut u32) -> ExchangeCase {
        let Part {
            mut story,
            form: patient,
            today,
            mut rest,
            ..
        } = part;
        let day = |ago: u32| clinic_day(today, ago.max(1), Hand::Consultant);
        let ended = story.then.last().filter(|s| s.status == CaseStatus::Closed);
        let last = ended.map_or(1, |s| s.on);
        more_sheets(&mut story.measures, last, *owed, &mut rest);
        let sheets = |s: &super::findings::Sitting| u32::try_from(s.answers.len()).unwrap_or(0);
        *owed = owed.saturating_sub(story.measures.iter().map(sheets).sum());
        let care = story.care.first().map(|c| Lists::of(c, day(c.on)));
        let (diagnoses, allergies, medicines) = care.map_or((None, None, None), |lists| {
            (lists.diagnoses, lists.allergies, lists.medicines)
        });
        let walked = story.pathway.as_ref().filter(|_| pathway);
        let mut sheets = Vec::new();
        for sitting in &story.measures {
            let on = day(sitting.on);
            sheets.extend(sitting.answers.keys().map(|id| sheet(sitting, id, on)));
        }
        ExchangeCase {
            patient,
            case: CaseForm {
                kind: story.referral.kind,
                source: story.referral.source,
                received_on: day(story.referral.received).to_string(),
                urgency: story.referral.urgency,
                reason: story.referral.reason,
                referrer: story.referral.referrer,
                people: self.people(&story.referral.people),
                status: story
                    .then
                    .last()
                    .map_or(CaseStatus::Referred, |step| step.status),
                closing_reason: story
                    .then
                    .last()
                    .map(|step| step.closing_reason.clone())
                    .unwrap_or_default(),
            },
            diagnoses,
            allergies,
            medicines,
            assessment: story.assessment.map(|a| assessment(&a, day(a.on))),
            severity: story
                .severity
                .iter()
                .map(|r| severity(r, day(r.on)))
                .collect(),
            formulations: story
                .formulations
                .iter()
                .map(|version| formulation(version, day))
                .collect(),
            risk_notes: story.risk.iter().map(|n| risk_note(n, day(n.on))).collect(),
            safety_plan: None,
            measures: sheets,
            sessions: walked
                .iter()
                .flat_map(|p| &p.sessions)
                .map(|held| session(held, day(held.on)))
                .collect(),
            goals: walked.map(|p| goals(p, day)).unwrap_or_default(),
            pathway: walked.map(|p| plan(p, day(p.on))),
            pathway_reviews: Vec::new(),
            safety_responses: Vec::new(),
        }
    }
}

fn formulation(version: &Version, day: impl Fn(u32) -> NaiveDate) -> ExchangeFormulation {
    let shared = version.shared.map(|on| day(on).to_string());
    ExchangeFormulation {
        form: revised(
            &FormulationForm::default(),
            version,
            shared.unwrap_or_default(),
        ),
        reason: String::new(),
    }
}

fn goals(pathway: &Pathway, day: impl Fn(u32) -> NaiveDate) -> Vec<ExchangeGoal> {
    let each = pathway.goals.iter().map(|aim| {
        let mut form = goal(aim, day(aim.on));
        form.status = aim.ended.as_ref().map(|ended| ended.status);
        ExchangeGoal {
            form,
            ratings: aim
                .ratings
                .iter()
                .map(|score| ExchangeRating {
                    rated_on: day(score.on).to_string(),
                    form: rating(score),
                })
                .collect(),
        }
    });
    each.collect()
}

/// How far it has come, told to a person who watches.
struct Progress {
    many: u32,
    began: Instant,
    watched: bool,
}

impl Progress {
    fn new(many: u32) -> Self {
        Self {
            many,
            began: Instant::now(),
            watched: std::io::stderr().is_terminal(),
        }
    }

    fn tell(&mut self, taken: u32) {
        if self.watched {
            let seconds = self.began.elapsed().as_secs();
            let mut err = std::io::stderr();
            // Whoever watches loses nothing if this can't be written.
            let _ = write!(err, "\r{taken} of {} cases, {seconds} s ", self.many);
            let _ = err.flush();
        }
    }

    fn end(&self) {
        if self.watched {
            let _ = writeln!(std::io::stderr());
        }
    }
}
