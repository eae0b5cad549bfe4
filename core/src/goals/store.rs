//! Goals and their ratings in the journal.

use super::{Goal, GoalRating, GoalRatingView, GoalStatus, GoalView, rules};
use crate::dates;
use crate::error::Result;
use crate::ids::{CaseId, RecordId};
use crate::record::{Revision, read};
use crate::signed::{self, Provenance};
use chrono::NaiveDate;
use rusqlite::Connection;

/// Goals need no list of their own: a case has few, found among its records.
pub(crate) fn project(_: &Connection, _: &Revision) -> Result<()> {
    Ok(())
}

/// A rating with where it comes from.
pub type Rated = (Revision, GoalRating, Provenance);
/// A goal with where it comes from and its ratings, oldest first.
pub type Held = (Revision, Goal, Provenance, Vec<Rated>);

/// Goals of a case, in the order in which they were agreed, the withdrawn ones last, with all their ratings.
pub fn goals(connection: &Connection, case: CaseId) -> Result<Vec<Held>> {
    let mut ratings = signed::all_of_case::<GoalRating>(connection, case)?;
    ratings.reverse();
    ratings.sort_by_key(|(_, r, _)| r.rated_on);
    let mut all = signed::all_of_case::<Goal>(connection, case)?;
    all.reverse();
    all.sort_by_key(|(_, g, p)| (!p.withdrawn.is_empty(), g.agreed_on));
    Ok(all
        .into_iter()
        .map(|(revision, goal, provenance)| {
            let own = ratings
                .iter()
                .filter(|(_, r, _)| r.goal == revision.record)
                .cloned()
                .collect();
            (revision, goal, provenance, own)
        })
        .collect())
}

/// Goals as they are shown.
pub fn views(connection: &Connection, case: CaseId, today: NaiveDate) -> Result<Vec<GoalView>> {
    goals(connection, case)?
        .into_iter()
        .map(|(revision, goal, provenance, ratings)| {
            let in_force: Vec<&GoalRating> = ratings
                .iter()
                .filter(|(_, _, p)| p.withdrawn.is_empty())
                .map(|(_, r, _)| r)
                .collect();
            Ok(GoalView {
                id: revision.record,
                revision: revision.id,
                form: rules::form(&goal),
                status: goal.status.label().to_owned(),
                past: goal.status == GoalStatus::Open && goal.by < today,
                versions: read::standing(connection, revision.record)?.revisions,
                chart: rules::chart(&goal, &in_force),
                change: rules::change(&in_force),
                ratings: ratings.iter().rev().map(rating_view).collect(),
                provenance,
            })
        })
        .collect()
}

fn rating_view((revision, rating, from): &Rated) -> GoalRatingView {
    GoalRatingView {
        id: revision.record,
        rated_on: dates::clinical(rating.rated_on),
        patient: rating.patient,
        clinician: rating.clinician,
        evidence: rating.evidence.clone(),
        provenance: from.clone(),
    }
}

/// Is there such a goal in the case, in force?
pub fn in_case(connection: &Connection, case: CaseId, goal: RecordId) -> Result<bool> {
    Ok(goals(connection, case)?
        .iter()
        .any(|(r, _, p, _)| r.record == goal && p.withdrawn.is_empty()))
}
