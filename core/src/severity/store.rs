//! Severity ratings in the journal.

use super::{Severity, SeverityForm, SeverityRating, SeverityRatingView, SeveritySummary, rules};
use crate::charts::StepsChart;
use crate::charts::steps::{self, Step};
use crate::dates;
use crate::error::Result;
use crate::ids::CaseId;
use crate::record::Revision;
use crate::signed::{self, Provenance};
use crate::users;
use rusqlite::Connection;

/// Ratings need no list of their own: a case has few, found among its records.
pub(crate) fn project(_: &Connection, _: &Revision) -> Result<()> {
    Ok(())
}

/// One rating with where it comes from.
pub type Rated = (Revision, SeverityRating, Provenance);

/// Every rating of a case, newest first by the day that is rated, the withdrawn ones included.
pub fn ratings(connection: &Connection, case: CaseId) -> Result<Vec<Rated>> {
    let mut all = signed::all_of_case::<SeverityRating>(connection, case)?;
    // Stable: of two on one day the one that was signed later stays first.
    all.sort_by_key(|(_, rating, _)| std::cmp::Reverse(rating.rated_on));
    Ok(all)
}

fn in_force(rated: &[Rated]) -> impl Iterator<Item = &Rated> {
    rated.iter().filter(|(_, _, p)| p.withdrawn.is_empty())
}

/// The one that a rating is compared with: the same rater's before it, else anybody's.
fn before<'a>(all: &'a [Rated], of: &Rated) -> Option<&'a Rated> {
    let earlier: Vec<&Rated> = in_force(all)
        .skip_while(|r| r.0.record != of.0.record)
        .skip(1)
        .collect();
    earlier
        .iter()
        .find(|r| r.0.author == of.0.author)
        .or_else(|| earlier.first())
        .copied()
}

/// What has changed, in words. Another rater's rating is named, never counted as a change in the patient.
fn change(connection: &Connection, all: &[Rated], of: &Rated) -> Result<String> {
    let Some(b) = before(all, of) else {
        return Ok(String::new());
    };
    if b.0.author == of.0.author {
        return Ok(rules::change(&b.1, &of.1));
    }
    if b.1.severity == Severity::NotRated {
        return Ok(String::new());
    }
    said(connection, b)
}

/// `Dr R. Patel rated moderate on 03-Nov-2026`
fn said(connection: &Connection, rated: &Rated) -> Result<String> {
    Ok(format!(
        "{} rated {} on {}",
        users::store::name(connection, rated.0.author)?,
        rated.1.severity.label().to_lowercase(),
        dates::clinical(rated.1.rated_on)
    ))
}

/// The form that shows a rating.
pub fn form(rating: &SeverityRating) -> SeverityForm {
    SeverityForm {
        rated_on: dates::clinical(rating.rated_on),
        severity: Some(rating.severity),
        onset: dates::partial_words(&rating.onset),
        comorbidity: rating.comorbidity.clone(),
        evidence: rating.evidence.clone(),
        rationale: rating.rationale.clone(),
        basis: Some(rating.basis),
    }
}

fn comorbidity(rating: &SeverityRating) -> Vec<String> {
    rating
        .comorbidity
        .iter()
        .map(|c| c.label().to_owned())
        .collect()
}

/// Ratings as they are shown.
pub fn views(connection: &Connection, all: &[Rated]) -> Result<Vec<SeverityRatingView>> {
    all.iter()
        .map(|rated| {
            let (revision, rating, provenance) = rated;
            Ok(SeverityRatingView {
                id: revision.record,
                rated_on: dates::clinical(rating.rated_on),
                severity: rating.severity,
                label: rating.severity.label().to_owned(),
                duration: rules::duration(rating),
                comorbidity: comorbidity(rating),
                evidence: rating.evidence.clone(),
                rationale: rating.rationale.clone(),
                basis: rating.basis.label().to_owned(),
                rater: users::store::name(connection, revision.author)?,
                change: if provenance.withdrawn.is_empty() {
                    change(connection, all, rated)?
                } else {
                    String::new()
                },
                provenance: provenance.clone(),
            })
        })
        .collect()
}

/// The ratings in force as steps.
pub fn chart(connection: &Connection, all: &[Rated]) -> Result<Option<StepsChart>> {
    let levels = [Severity::Mild, Severity::Moderate, Severity::Severe];
    let mut found = Vec::new();
    for (revision, rating, _) in in_force(all) {
        let level = (0u32..)
            .zip(levels)
            .find(|(_, l)| *l == rating.severity)
            .map(|(n, _)| n);
        if let Some(level) = level {
            found.push(Step {
                on: rating.rated_on,
                level,
                by: users::store::name(connection, revision.author)?,
            });
        }
    }
    Ok(steps::chart(
        "MUS severity",
        &levels.map(Severity::label),
        &found,
    ))
}

/// The newest rating in force.
pub fn newest(connection: &Connection, case: CaseId) -> Result<Option<Rated>> {
    Ok(in_force(&ratings(connection, case)?).next().cloned())
}

/// What a case's overview shows; `None` while nobody has rated.
pub fn summary(connection: &Connection, case: CaseId) -> Result<Option<SeveritySummary>> {
    let all = ratings(connection, case)?;
    let Some(newest) = in_force(&all).next() else {
        return Ok(None);
    };
    let other = in_force(&all)
        .find(|r| r.0.author != newest.0.author && r.1.severity != Severity::NotRated)
        .filter(|r| r.1.severity != newest.1.severity)
        // Only as long as the other has not been rated over by the same person.
        .filter(|r| {
            in_force(&all)
                .find(|x| x.0.author == r.0.author)
                .map(|x| x.0.id)
                == Some(r.0.id)
        });
    let differs = match other {
        None => String::new(),
        Some(r) => said(connection, r)?,
    };
    let mut changed = change(connection, &all, newest)?;
    if changed == differs {
        changed.clear();
    }
    Ok(Some(SeveritySummary {
        label: newest.1.severity.label().to_owned(),
        duration: rules::duration(&newest.1),
        comorbidity: comorbidity(&newest.1).join(", "),
        change: changed,
        differs,
        rated: format!(
            "{}, {}",
            dates::clinical(newest.1.rated_on),
            users::store::name(connection, newest.0.author)?
        ),
        ratings: u32::try_from(in_force(&all).count()).unwrap_or(u32::MAX),
    }))
}
