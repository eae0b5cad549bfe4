//! Reading the record for a letter: each noun's part, the revisions that it came from, and what is left out.

use super::LeftOut;
use super::facts::{
    Assessed, Author, Contact, Facts, InForce, Noted, Planned, Rated, names_others,
};
use super::review::{RatedGoal, ReviewFacts};
use super::template::LetterTemplate;
use crate::assessments;
use crate::care::{self, Allergies, Diagnoses, Medicines};
use crate::cases;
use crate::charts::line::Numbered;
use crate::contacts;
use crate::dates;
use crate::error::Result;
use crate::formulations;
use crate::goals;
use crate::ids::{CaseId, PatientId, RevisionId, UserId};
use crate::measures::{self, MeasureSeries};
use crate::pathway;
use crate::patients;
use crate::preferences::Preferences;
use crate::record::{Body, drafts, read};
use crate::risk;
use crate::safety_plans;
use crate::severity;
use crate::submissions::{self, SubmissionState};
use crate::users;
use chrono::NaiveDate;
use rusqlite::Connection;

/// Reads what one noun holds for a letter, and remembers which revision that was.
struct Gathering<'a> {
    connection: &'a Connection,
    case: CaseId,
    patient: PatientId,
    revisions: Vec<RevisionId>,
    left_out: Vec<LeftOut>,
}

impl Gathering<'_> {
    fn leave_out(&mut self, what: impl Into<String>, why: &str) {
        self.left_out.push(LeftOut {
            what: what.into(),
            why: why.into(),
        });
    }

    fn formulation(&mut self) -> Result<Option<InForce>> {
        let Some((definition, _, revision, formulation)) =
            formulations::store::in_force(self.connection, self.case)?
        else {
            return Ok(None);
        };
        if submissions::store::state(self.connection, &revision)? == Some(SubmissionState::Returned)
        {
            self.leave_out(
                "Formulation",
                "A supervisor has returned it with a comment, and it is not put right yet.",
            );
            return Ok(None);
        }
        self.revisions.push(revision.id);
        let background = formulation
            .cells
            .keys()
            .any(|c| c.starts_with("predisposing") || c.starts_with("precipitating"));
        if background {
            self.leave_out(
                "Formulation: what made it possible and what set it off",
                "Early history and other people's matters are left out of letters unless you write them.",
            );
        }
        Ok(Some(InForce {
            definition: definition.clone(),
            formulation,
            on: dates::clinical_day(&revision.at),
        }))
    }

    fn assessment(&mut self) -> Result<Option<Assessed>> {
        let Some((definition, _, revision, assessment)) =
            assessments::store::in_force(self.connection, self.case)?
        else {
            return Ok(None);
        };
        self.revisions.push(revision.id);
        for section in definition.sections.iter().filter(|s| s.private) {
            if assessments::rules::written(section, &assessment.answers) {
                self.leave_out(
                    format!("Assessment: {}", section.heading.to_lowercase()),
                    "Private matters are left out of letters unless you write them.",
                );
            }
        }
        Ok(Some(Assessed {
            definition: definition.clone(),
            assessment,
            on: dates::clinical_day(&revision.at),
        }))
    }

    fn severity(&mut self) -> Result<Option<Rated>> {
        let all = severity::store::ratings(self.connection, self.case)?;
        let Some((revision, rating, _)) = all.iter().find(|(_, _, p)| p.withdrawn.is_empty())
        else {
            return Ok(None);
        };
        self.revisions.push(revision.id);
        Ok(Some(Rated {
            rating: rating.clone(),
            rater: users::store::name(self.connection, revision.author)?,
            chart: severity::store::chart(self.connection, &all)?,
        }))
    }

    fn risk(&mut self, today: NaiveDate) -> Result<(Option<Noted>, String)> {
        let all = risk::store::notes(self.connection, self.case)?;
        let stands = risk::store::standing(self.connection, self.patient, &all, today)?;
        let newest = all.into_iter().find(|(_, _, p)| p.withdrawn.is_empty());
        let Some((revision, note, provenance)) = newest else {
            // Nothing assessed is the template's to say; that something was answered is not left to it.
            let said = stands.answered.map(|_| stands.statement);
            return Ok((None, said.unwrap_or_default()));
        };
        let statement = stands.statement;
        self.revisions.push(revision.id);
        for finding in note.findings.iter().filter(|f| names_others(f.domain)) {
            self.leave_out(
                format!("Risk note: {}", finding.domain.label().to_lowercase()),
                "What names other people is left out of letters unless you write it.",
            );
        }
        Ok((
            Some(Noted {
                note,
                signed: provenance.signed,
            }),
            statement,
        ))
    }

    fn safety_plan(&mut self) -> Result<Option<Planned>> {
        Ok(
            safety_plans::store::in_force(self.connection, self.case)?.map(
                |(version, revision, plan)| {
                    self.revisions.push(revision.id);
                    Planned { plan, version }
                },
            ),
        )
    }

    fn list<B: Body>(&mut self) -> Result<Option<B>> {
        Ok(
            care::store::current::<B>(self.connection, self.patient)?.map(|(revision, list)| {
                self.revisions.push(revision.id);
                list
            }),
        )
    }

    /// The measures, up to a day where a letter is about what stood then.
    fn measures(
        &mut self,
        sessions: &[Numbered],
        until: Option<NaiveDate>,
    ) -> Result<Vec<MeasureSeries>> {
        let series = measures::store::series_until(self.connection, self.case, sessions, until)?;
        let in_force = series
            .iter()
            .flat_map(|s| &s.rows)
            .filter(|r| r.provenance.withdrawn.is_empty());
        for row in in_force {
            self.revisions
                .push(read::standing(self.connection, row.id)?.revision);
        }
        Ok(series)
    }

    /// The newest review in force, with the record up to its day.
    fn review(&mut self, missed_count: bool) -> Result<Option<ReviewFacts>> {
        let (connection, case) = (self.connection, self.case);
        let all = pathway::store::reviews(connection, case)?;
        let Some((revision, review, _)) = all.into_iter().find(|(_, _, p)| p.withdrawn.is_empty())
        else {
            return Ok(None);
        };
        self.revisions.push(revision.id);
        let plan = pathway::store::plan(connection, case)?.map(|(revision, plan)| {
            self.revisions.push(revision.id);
            plan
        });
        let decisions = pathway::store::decisions(connection, case)?;
        let team = pathway::store::decision(&decisions, revision.record).map(|(r, decided, _)| {
            self.revisions.push(r.id);
            decided.clone()
        });
        let mut sessions = Vec::new();
        for (revision, note, provenance) in contacts::store::sessions(connection, case)? {
            if provenance.withdrawn.is_empty() && note.held_on <= review.held_on {
                self.revisions.push(revision.id);
                sessions.push(note);
            }
        }
        let mut goals = Vec::new();
        for (revision, goal, provenance, ratings) in goals::store::goals(connection, case)? {
            if !provenance.withdrawn.is_empty() || goal.agreed_on > review.held_on {
                continue;
            }
            self.revisions.push(revision.id);
            let mut kept = Vec::new();
            for (revision, rating, provenance) in ratings {
                if provenance.withdrawn.is_empty() && rating.rated_on <= review.held_on {
                    self.revisions.push(revision.id);
                    kept.push(rating);
                }
            }
            goals.push(RatedGoal {
                goal,
                ratings: kept,
            });
        }
        // Whether a missed session counts moves what is due, not what was agreed.
        let agreed = pathway::store::stands(connection, case, true)?.agreed;
        let held: Vec<_> = sessions.iter().collect();
        let numbered = contacts::rules::numbered(&held, missed_count);
        Ok(Some(ReviewFacts {
            numbered,
            review,
            plan,
            agreed,
            sessions,
            goals,
            team,
        }))
    }
}

fn contact(preferences: &Preferences) -> Contact {
    Contact {
        team: preferences.team.trim().to_owned(),
        phone: preferences.phone.trim().to_owned(),
        email: preferences.email.trim().to_owned(),
    }
}

/// Gathers everything that a letter of a case may say, and lists what it leaves out.
pub(super) fn facts(
    connection: &Connection,
    case_id: CaseId,
    author: UserId,
    today: NaiveDate,
    preferences: &Preferences,
    template: &LetterTemplate,
) -> Result<Facts> {
    let (case_revision, case, patient_id) = cases::store::case(connection, case_id)?;
    let (patient_revision, patient, _) = patients::store::patient(connection, patient_id)?;
    let account = users::store::user(connection, author)?;
    let mut gather = Gathering {
        connection,
        case: case_id,
        patient: patient_id,
        revisions: vec![patient_revision.id, case_revision.id],
        left_out: Vec::new(),
    };
    let formulation = gather.formulation()?;
    let assessment = gather.assessment()?;
    let severity = gather.severity()?;
    let (risk, risk_statement) = gather.risk(today)?;
    let safety_plan = gather.safety_plan()?;
    let diagnoses = gather.list::<Diagnoses>()?;
    let allergies = gather.list::<Allergies>()?;
    let medicines = gather.list::<Medicines>()?;
    let safety_answers = measures::safety::uncovered_answers(connection, case_id)?;
    let about_a_review = template.about_a_review();
    let review = if about_a_review {
        gather.review(preferences.missed_sessions_count)?
    } else {
        None
    };
    // A letter about a review says what stood on its day; answers about safety are always those of now.
    let until = review.as_ref().map(|r| r.review.held_on);
    // Sessions are marked only in a letter that tells of them, and so rests on them.
    let sessions = review.as_ref().map_or(&[][..], |r| &r.numbered);
    let measures = gather.measures(sessions, until)?;
    for draft in drafts::list_about(connection, author, case_id, patient_id)? {
        if let Some(what) = unsigned(&draft.kind, about_a_review) {
            gather.leave_out(
                format!("{what}: your draft, not in the record yet"),
                "Only what is in the record goes into a letter.",
            );
        }
    }
    if !patient.next_of_kin.name.is_empty() {
        gather.leave_out("Next of kin", "Another person's details.");
    }
    Ok(Facts {
        patient,
        case,
        formulation,
        assessment,
        severity,
        risk,
        risk_statement,
        safety_answers,
        safety_plan,
        diagnoses,
        allergies,
        medicines,
        measures,
        review,
        contact: contact(preferences),
        author: Author {
            name: account.name,
            post: account.post,
            registration: account.registration,
        },
        today,
        revisions: gather.revisions,
        left_out: gather.left_out,
    })
}

/// What a draft is of that would stand in a letter if it were signed.
fn unsigned(draft: &str, about_a_review: bool) -> Option<&'static str> {
    let kind = draft.split(':').next().unwrap_or(draft);
    Some(match kind {
        "formulation" => "Formulation",
        "assessment" => "Assessment",
        "severity" => "Severity rating",
        "risk-note" => "Risk note",
        "safety-plan" => "Safety plan",
        "measure" => "Measure",
        "sitting" => "Questionnaires on this device",
        "allergies" => "Allergies",
        "diagnoses" => "Diagnoses",
        "medicines" => "Medicines",
        "session" if about_a_review => "Session",
        "goal" if about_a_review => "Goal",
        "pathway" if about_a_review => "Entry and option",
        "pathway-review" if about_a_review => "Pathway review",
        "mdt-decision" if about_a_review => "Decision of the team",
        _ => return None,
    })
}
