//! The pathway in the journal: entry and option, reviews, what the team decided on them.

use super::{MdtDecision, MdtOutcome, PathwayPlan, PathwayReview, ReviewDecision, rules};
use super::{MdtDecisionView, PathwayReviewView, PathwaySummary, gather};
use crate::contacts;
use crate::error::Result;
use crate::ids::{CaseId, RecordId};
use crate::record::{Revision, read};
use crate::signed::{self, Provenance};
use rusqlite::Connection;

/// The pathway needs no list of its own: a case has few of each, found among its records.
pub(crate) fn project(_: &Connection, _: &Revision) -> Result<()> {
    Ok(())
}

/// A signed review with where it comes from.
pub type Reviewed = (Revision, PathwayReview, Provenance);
/// A decision of the team with where it comes from.
pub type Decided = (Revision, MdtDecision, Provenance);

/// Entry and option of a case; `None` while nothing is recorded.
pub fn plan(connection: &Connection, case: CaseId) -> Result<Option<(Revision, PathwayPlan)>> {
    let record = read::only_of_case(connection, case, "pathway")?;
    let Some((_, revision)) = signed::in_force(connection, record)? else {
        return Ok(None);
    };
    let plan = revision.read()?;
    Ok(Some((revision, plan)))
}

/// Every review of a case, newest first by its day, the withdrawn ones included.
pub fn reviews(connection: &Connection, case: CaseId) -> Result<Vec<Reviewed>> {
    let mut all = signed::all_of_case::<PathwayReview>(connection, case)?;
    all.sort_by_key(|(revision, review, _)| std::cmp::Reverse((review.held_on, revision.position)));
    Ok(all)
}

/// The team's decisions in force.
pub fn decisions(connection: &Connection, case: CaseId) -> Result<Vec<Decided>> {
    let mut all = signed::all_of_case::<MdtDecision>(connection, case)?;
    all.retain(|(_, _, p)| p.withdrawn.is_empty());
    Ok(all)
}

/// What the team decided on a review; `None` where nothing was or is to be decided.
pub fn decision(decisions: &[Decided], review: RecordId) -> Option<&Decided> {
    decisions.iter().find(|(_, d, _)| d.review == review)
}

/// Does a review in force wait for the team?
pub fn awaits((revision, review, provenance): &Reviewed, decisions: &[Decided]) -> bool {
    provenance.withdrawn.is_empty()
        && review.decision == ReviewDecision::Mdt
        && decision(decisions, revision.record).is_none()
}

/// Sessions agreed in all: those of the option, and those that the team added on a review in force.
pub fn agreed_sessions(connection: &Connection, case: CaseId) -> Result<u32> {
    let at_first = plan(connection, case)?.map_or(rules::TEN, |(_, plan)| plan.sessions);
    let reviews = reviews(connection, case)?;
    let added = decisions(connection, case)?
        .iter()
        .filter(|(_, d, _)| d.outcome == MdtOutcome::Continue)
        .filter(|(_, d, _)| {
            reviews
                .iter()
                .any(|(r, _, p)| r.record == d.review && p.withdrawn.is_empty())
        })
        .map(|(_, d, _)| d.sessions)
        .fold(0u32, u32::saturating_add);
    Ok(at_first.saturating_add(added))
}

/// Is the last session that was agreed over, and nobody has reviewed since? An end of the pathway is not reviewed again.
pub fn review_due(held: u32, agreed: u32, reviews: &[Reviewed], decisions: &[Decided]) -> bool {
    let in_force = || reviews.iter().filter(|(_, _, p)| p.withdrawn.is_empty());
    let ended = in_force().any(|(revision, review, _)| match review.decision {
        ReviewDecision::Mdt => decision(decisions, revision.record)
            .is_some_and(|(_, d, _)| d.outcome == MdtOutcome::Discharge),
        _ => true,
    });
    let reviewed = in_force().any(|(_, review, _)| review.record.session_number >= agreed);
    held >= agreed && !ended && !reviewed
}

/// Reviews as they are shown.
pub fn views(reviews: &[Reviewed], decisions: &[Decided]) -> Vec<PathwayReviewView> {
    reviews
        .iter()
        .map(|reviewed| {
            let (revision, review, provenance) = reviewed;
            PathwayReviewView {
                id: revision.record,
                form: rules::review_form(review),
                record: review.record.clone(),
                decision: review.decision.label().to_owned(),
                awaits_mdt: awaits(reviewed, decisions),
                mdt: decision(decisions, revision.record).map(|(revision, decided, from)| {
                    MdtDecisionView {
                        id: revision.record,
                        form: rules::mdt_form(decided),
                        outcome: decided.outcome.label().to_owned(),
                        provenance: from.clone(),
                    }
                }),
                provenance: provenance.clone(),
            }
        })
        .collect()
}

/// What a case's overview shows; `None` before anything of the pathway is recorded.
pub fn summary(
    connection: &Connection,
    case: CaseId,
    missed_count: bool,
) -> Result<Option<PathwaySummary>> {
    let plan = plan(connection, case)?;
    let sessions = contacts::store::sessions(connection, case)?;
    let reviews = reviews(connection, case)?;
    if plan.is_none() && sessions.is_empty() && reviews.is_empty() {
        return Ok(None);
    }
    let decisions = decisions(connection, case)?;
    let held = contacts::store::in_force(&sessions);
    let attendance = contacts::rules::attendance(&held, missed_count);
    let agreed = agreed_sessions(connection, case)?;
    let due = review_due(attendance.last_number, agreed, &reviews, &decisions);
    let newest = reviews.iter().find(|(_, _, p)| p.withdrawn.is_empty());
    let waits = newest.is_some_and(|r| awaits(r, &decisions));
    let stands = if waits {
        "Waits for the multidisciplinary team".to_owned()
    } else if due {
        "Review due".to_owned()
    } else {
        newest.map_or_else(String::new, |(revision, review, _)| {
            decision(&decisions, revision.record).map_or_else(
                || review.decision.label().to_owned(),
                |(_, d, _)| {
                    format!(
                        "Multidisciplinary team: {}",
                        d.outcome.label().to_lowercase()
                    )
                },
            )
        })
    };
    let (entry, option) = (
        rules::entry(plan.as_ref().map(|(_, p)| p)),
        plan.as_ref().and_then(|(_, p)| p.option),
    );
    let recorded = match &plan {
        Some((revision, _)) => signed::provenance(connection, revision)?.signed,
        None => String::new(),
    };
    Ok(Some(PathwaySummary {
        option: option.map(|o| o.label().to_owned()).unwrap_or_default(),
        entry,
        steps: contacts::rules::steps(&held, missed_count, agreed),
        attendance: if held.is_empty() {
            String::new()
        } else {
            attendance.sentence
        },
        goals: gather::goals(connection, case)?,
        stands,
        waits: waits || due,
        recorded,
    }))
}
