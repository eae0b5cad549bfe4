//! The pathway in the journal: entry and option, reviews, what the team decided on them.

use super::standing::{DecisionLine, ReviewLine, Standing, standing};
use super::{MdtDecision, MdtOutcome, PathwayPlan, PathwayReview, ReviewDecision, rules};
use super::{MdtDecisionView, PathwayReviewView, PathwaySummary, gather};
use crate::contacts;
use crate::dates;
use crate::error::{Doing, Result};
use crate::ids::{CaseId, RecordId};
use crate::record::{Revision, read};
use crate::signed::{self, Provenance};
use rusqlite::{Connection, OptionalExtension, params};

/// Brings the number of sessions agreed up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let Some(case) = revision.case else {
        return Ok(());
    };
    let plan: PathwayPlan = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO pathways (record_id, case_id, sessions) VALUES (?1, ?2, ?3)
             ON CONFLICT (record_id) DO UPDATE SET sessions = excluded.sessions",
        )
        .and_then(|mut s| s.execute(params![revision.record, case, plan.sessions]))
        .doing("bringing the pathways up to date")?;
    Ok(())
}

/// Brings the list of reviews up to a revision.
pub(crate) fn project_review(connection: &Connection, revision: &Revision) -> Result<()> {
    let Some(case) = revision.case else {
        return Ok(());
    };
    let review: PathwayReview = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO pathway_reviews (record_id, case_id, held_on, decision, session_number)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (record_id) DO UPDATE SET held_on = excluded.held_on, decision = excluded.decision,
                 session_number = excluded.session_number",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.record,
                case,
                review.held_on.to_string(),
                review.decision.word(),
                review.record.session_number
            ])
        })
        .doing("bringing the reviews up to date")?;
    Ok(())
}

/// Brings the list of the team's decisions up to a revision.
pub(crate) fn project_decision(connection: &Connection, revision: &Revision) -> Result<()> {
    let decision: MdtDecision = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO mdt_decisions (record_id, review_id, held_on, outcome, sessions)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (record_id) DO UPDATE SET held_on = excluded.held_on, outcome = excluded.outcome,
                 sessions = excluded.sessions",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.record,
                decision.review,
                decision.held_on.to_string(),
                decision.outcome.word(),
                decision.sessions
            ])
        })
        .doing("bringing the decisions of the team up to date")?;
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

/// The team's decisions, newest first, the withdrawn ones included.
pub fn decisions(connection: &Connection, case: CaseId) -> Result<Vec<Decided>> {
    signed::all_of_case::<MdtDecision>(connection, case)
}

/// What the team decided on a review, in force; `None` where nothing was or is to be decided.
pub fn decision(decisions: &[Decided], review: RecordId) -> Option<&Decided> {
    decisions
        .iter()
        .find(|(_, d, p)| d.review == review && p.withdrawn.is_empty())
}

/// The reviews in force as lines, oldest first, read from the lists alone.
fn review_lines(connection: &Connection, case: CaseId) -> Result<Vec<ReviewLine>> {
    type Row = (RecordId, String, String, u32, Option<(String, String, u32)>);
    let rows: Vec<Row> = connection
        .prepare_cached(
            "SELECT v.record_id, v.held_on, v.decision, v.session_number, d.held_on, d.outcome, d.sessions
             FROM pathway_reviews AS v
             JOIN records AS r ON r.record_id = v.record_id AND r.status = 'signed'
             LEFT JOIN mdt_decisions AS d ON d.review_id = v.record_id
                 AND EXISTS (SELECT 1 FROM records AS dr WHERE dr.record_id = d.record_id AND dr.status = 'signed')
             WHERE v.case_id = ?1 ORDER BY v.held_on, r.current",
        )
        .and_then(|mut s| {
            s.query_map([case], |r| {
                let decided = match r.get::<_, Option<String>>(4)? {
                    Some(day) => Some((day, r.get(5)?, r.get(6)?)),
                    None => None,
                };
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, decided))
            })?
            .collect()
        })
        .doing("reading a case's reviews")?;
    Ok(rows
        .into_iter()
        .filter_map(|(record, day, word, session_number, decided)| {
            Some(ReviewLine {
                record,
                held_on: dates::stored(&day)?,
                decision: *ReviewDecision::ALL.iter().find(|d| d.word() == word)?,
                session_number,
                decided: decided.and_then(|(day, word, sessions)| {
                    Some(DecisionLine {
                        held_on: dates::stored(&day)?,
                        outcome: *MdtOutcome::ALL.iter().find(|o| o.word() == word)?,
                        sessions,
                    })
                }),
            })
        })
        .collect())
}

/// How the pathway of a case stands.
pub fn stands(connection: &Connection, case: CaseId, missed_count: bool) -> Result<Standing> {
    let at_first: Option<u32> = connection
        .prepare_cached(
            "SELECT p.sessions FROM pathways AS p JOIN records AS r ON r.record_id = p.record_id
             WHERE p.case_id = ?1 AND r.status = 'signed'",
        )
        .and_then(|mut s| s.query_row([case], |r| r.get(0)).optional())
        .doing("reading the sessions agreed")?;
    Ok(standing(
        at_first.unwrap_or(rules::TEN),
        &contacts::store::lines(connection, case)?,
        &review_lines(connection, case)?,
        missed_count,
    ))
}

/// Cases that are open and may have held as many sessions as were agreed at the start, and have no review after the last
/// of them: among them are all whose review is due.
pub fn perhaps_due(connection: &Connection) -> Result<Vec<CaseId>> {
    connection
        .prepare_cached(
            "SELECT n.case_id FROM session_counts AS n INDEXED BY session_counts_perhaps_due
             CROSS JOIN cases AS c ON c.case_id = n.case_id
             LEFT JOIN pathways AS p ON p.case_id = n.case_id
             WHERE n.perhaps_due = 1 AND n.at_most >= min(?1, (SELECT coalesce(min(sessions), ?1) FROM pathways))
               AND n.at_most >= coalesce(p.sessions, ?1) AND c.rank < 3
               AND NOT EXISTS (SELECT 1 FROM pathway_reviews AS v JOIN records AS r ON r.record_id = v.record_id
                               WHERE v.case_id = c.case_id AND v.session_number >= n.at_most AND r.status = 'signed')",
        )
        .and_then(|mut s| s.query_map([rules::TEN], |r| r.get(0))?.collect())
        .doing("reading the reviews that are due")
}

/// Open cases with a review that the team has not decided on. The joins are crossed so that SQLite keeps their order.
pub fn perhaps_waiting(connection: &Connection) -> Result<Vec<CaseId>> {
    connection
        .prepare_cached(
            "SELECT v.case_id FROM pathway_reviews AS v INDEXED BY pathway_reviews_perhaps_waiting
             CROSS JOIN cases AS c ON c.case_id = v.case_id AND c.rank < 3
             CROSS JOIN records AS r ON r.record_id = v.record_id AND r.status = 'signed'
             WHERE v.decision = 'mdt' AND v.perhaps_waiting = 1
               AND NOT EXISTS (SELECT 1 FROM mdt_decisions AS d JOIN records AS dr ON dr.record_id = d.record_id
                               WHERE d.review_id = r.record_id AND dr.status = 'signed')",
        )
        .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
        .doing("reading the reviews that wait for the team")
}

/// Reviews as they are shown.
pub fn views(
    reviews: &[Reviewed],
    decisions: &[Decided],
    awaits: Option<RecordId>,
) -> Vec<PathwayReviewView> {
    reviews
        .iter()
        .map(|(revision, review, provenance)| PathwayReviewView {
            id: revision.record,
            form: rules::review_form(review),
            record: review.record.clone(),
            decision: review.decision.label().to_owned(),
            awaits_mdt: awaits == Some(revision.record),
            mdt: decision(decisions, revision.record).map(decision_view),
            mdt_withdrawn: decisions
                .iter()
                .filter(|(_, d, p)| d.review == revision.record && !p.withdrawn.is_empty())
                .map(decision_view)
                .collect(),
            provenance: provenance.clone(),
        })
        .collect()
}

fn decision_view((revision, decided, from): &Decided) -> MdtDecisionView {
    MdtDecisionView {
        id: revision.record,
        form: rules::mdt_form(decided),
        outcome: decided.outcome.label().to_owned(),
        provenance: from.clone(),
    }
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
    let standing = stands(connection, case, missed_count)?;
    let newest = reviews.iter().find(|(_, _, p)| p.withdrawn.is_empty());
    let waits = standing.awaits.is_some();
    let stands = if waits {
        "Waits for the multidisciplinary team".to_owned()
    } else if standing.due {
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
        steps: contacts::rules::steps(&held, missed_count, standing.drawn_to()),
        attendance: if held.is_empty() {
            String::new()
        } else {
            attendance.sentence
        },
        goals: gather::goals(connection, case)?,
        stands,
        waits: waits || standing.due,
        recorded,
    }))
}
