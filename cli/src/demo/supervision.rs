//! The trainee's supervision: logs that the trainee signs, and the consultant after that or not yet.

use super::calendar::{Hand, at, clinic_day};
use super::cast::Part;
use super::play::{Event, Standing, Theatre, What};
use casebook_core::ids::{CaseId, RecordId, RevisionId};
use casebook_core::supervision::api::{
    agree_supervision_log, caseload_review, sign_supervision_log,
};
use casebook_core::supervision::{
    AgreeSupervisionLogRequest, CaseloadReviewRequest, DiscussedCaseForm,
    SignSupervisionLogRequest, SupervisionActionForm, SupervisionFormat, SupervisionLogForm,
};
use casebook_core::{Error, Result};
use chrono::{Days, NaiveDate};
use serde::Deserialize;

/// The file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Supervision {
    pub(super) logs: Vec<Log>,
}

/// One meeting.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Log {
    /// Days ago.
    pub(super) held: u32,
    /// Days ago on which the consultant signs; absent while it waits.
    pub(super) agreed: Option<u32>,
    minutes: u32,
    format: SupervisionFormat,
    question: String,
    themes: String,
    outcomes_looked_at: bool,
    risk_raised: String,
    pub(super) cases: Vec<Discussed>,
    pub(super) actions: Vec<Action>,
}

/// A case by its patient's family name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Discussed {
    pub(super) family: String,
    question: String,
    discussed: String,
}

/// What is to be done.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Action {
    what: String,
    owner: Owner,
    /// Days after the meeting.
    due: u32,
    pub(super) family: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Owner {
    Consultant,
    Trainee,
}

/// When a log is signed, and when by the second person.
pub(super) fn events(logs: &[Log], today: NaiveDate) -> impl Iterator<Item = Event> {
    logs.iter().enumerate().flat_map(move |(i, log)| {
        // Late in the clinic: what is discussed has happened by then.
        let held = clinic_day(today, log.held.max(1), Hand::Trainee);
        let signed = Event::apart(
            at(held, Hand::Trainee, 230),
            Hand::Trainee,
            What::Supervise(i),
        );
        let agreed = log.agreed.map(|ago| {
            let day = clinic_day(today, ago, Hand::Consultant);
            Event::apart(
                at(day, Hand::Consultant, 10),
                Hand::Consultant,
                What::Agree(i),
            )
        });
        std::iter::once(signed).chain(agreed)
    })
}

/// Logs that wait for the second signature, by their place in the file.
pub(super) type Waiting = std::collections::BTreeMap<usize, (RecordId, RevisionId)>;

impl Theatre {
    /// The case of a family that has come already; a small register may lack it.
    fn of_family(parts: &[Part], standings: &[Standing], family: &str) -> Option<CaseId> {
        let place = parts
            .iter()
            .position(|p| p.story.patient.family == family)?;
        standings.get(place)?.case_id().ok()
    }

    /// The trainee signs a log; the reasons are those that the caseload review gives on that day.
    pub(super) fn supervise(
        &self,
        log: &Log,
        parts: &[Part],
        standings: &[Standing],
        held_on: NaiveDate,
    ) -> Result<(RecordId, RevisionId)> {
        let find = |family: &str| Self::of_family(parts, standings, family);
        let review = caseload_review(
            &self.register,
            &self.session,
            &CaseloadReviewRequest::default(),
        )?;
        let cases: Vec<DiscussedCaseForm> = log
            .cases
            .iter()
            .filter_map(|c| {
                let case_id = find(&c.family)?;
                let row = review.rows.iter().find(|r| r.case.case_id == case_id);
                let reasons = row.map(|r| r.reasons.iter().map(|r| r.says.clone()).collect());
                Some(DiscussedCaseForm {
                    case_id: Some(case_id),
                    question: c.question.clone(),
                    discussed: c.discussed.clone(),
                    reasons: reasons.unwrap_or_default(),
                })
            })
            .collect();
        let actions = log.actions.iter().map(|a| {
            let owner = match a.owner {
                Owner::Consultant => self.consultant.user,
                Owner::Trainee => self.trainee.user,
            };
            let due = held_on
                .checked_add_days(Days::new(u64::from(a.due)))
                .unwrap_or(held_on);
            SupervisionActionForm {
                id: None,
                what: a.what.clone(),
                owner: Some(owner),
                due_on: due.to_string(),
                case_id: find(&a.family),
            }
        });
        let request = SignSupervisionLogRequest {
            record_id: None,
            base: None,
            form: SupervisionLogForm {
                held_on: held_on.to_string(),
                minutes: log.minutes.to_string(),
                format: Some(log.format),
                supervisor: Some(self.consultant.user),
                supervisees: vec![self.trainee.user],
                actions: actions.collect(),
                cases,
                question: log.question.clone(),
                themes: log.themes.clone(),
                outcomes_looked_at: log.outcomes_looked_at,
                risk_raised: log.risk_raised.clone(),
            },
            amendment: None,
        };
        let view = sign_supervision_log(&self.register, &self.session, &request)?;
        Ok((view.id, view.revision))
    }

    /// The consultant signs the same version.
    pub(super) fn sign_second(&self, signed: Option<(RecordId, RevisionId)>) -> Result<()> {
        let (record_id, revision) = signed.ok_or(Error::NotFound {
            what: "made-up supervision log",
        })?;
        let request = AgreeSupervisionLogRequest {
            record_id,
            revision,
        };
        agree_supervision_log(&self.register, &self.session, &request).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::super::script::Material;
    use super::*;

    #[test]
    fn logs_name_cases_that_are_written_out_and_one_of_them_waits() {
        let material = Material::read().unwrap();
        let logs = &material.supervision.logs;
        assert_eq!(logs.iter().filter(|l| l.agreed.is_none()).count(), 1);
        assert!(logs.iter().any(|l| l.agreed.is_some()));
        for log in logs {
            let named = log.cases.iter().map(|c| &c.family);
            for family in named.chain(log.actions.iter().map(|a| &a.family)) {
                let story = material
                    .stories
                    .iter()
                    .find(|s| s.patient.family == *family);
                assert!(story.is_some_and(|s| s.trainee), "{family}");
            }
            assert!(
                log.actions
                    .iter()
                    .all(|a| log.cases.iter().any(|c| c.family == a.family)),
                "an action is about a case that was discussed"
            );
        }
    }

    #[test]
    fn the_second_signature_comes_after_the_first_on_whichever_day_the_register_is_made() {
        let logs = Material::read().unwrap().supervision.logs;
        for start in 0..7 {
            let today = NaiveDate::from_ymd_opt(2026, 11, 16 + start).unwrap();
            let first: Vec<Event> = events(&logs[..1], today).collect();
            assert!(first[0].at < first[1].at, "{today}");
            assert!(events(&logs, today).all(|e| e.at.date_naive() < today));
        }
    }
}
