//! What waits, read from every noun's own lists.

use super::{TodayRow, Waiting, due, safety, sittings, supervision};
use crate::cases;
use crate::contacts;
use crate::dates;
use crate::error::{Doing, Result};
use crate::ids::{CaseId, PatientId, RecordId, UserId};
use crate::letters;
use crate::measures;
use crate::pathway;
use crate::patients;
use crate::record::{drafts, read};
use crate::submissions::{self, SubmissionState};
use crate::users;
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// Whose, and on which day.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The user.
    pub user: UserId,
    /// Not only this user's.
    pub everyone: bool,
    /// Today.
    pub today: NaiveDate,
    /// The instant: an answer about safety passes to a deputy after some hours.
    pub now: DateTime<Utc>,
    /// May this user sign as the second person?
    pub countersigns: bool,
    /// Kinds of a trainee's letters that may leave before they are countersigned: the setting.
    pub lets_out: Vec<String>,
    /// Whether a missed session counts: the setting.
    pub missed_count: bool,
}

/// Something that waits, before its patient is named.
pub(super) struct Found {
    pub(super) kind: Waiting,
    pub(super) what: String,
    pub(super) when: String,
    pub(super) overdue: bool,
    // The earlier, the more pressing within its kind.
    pub(super) since: String,
    pub(super) patient: Option<PatientId>,
    pub(super) case: Option<CaseId>,
    pub(super) record: Option<RecordId>,
    pub(super) draft_kind: String,
    pub(super) record_kind: String,
    pub(super) who: String,
    /// What was answered is read from the sheet when it is shown.
    pub(super) answer: Option<measures::safety::OpenAnswer>,
}

/// Does a user have a part in a case?
const MINE: &str = "(?2 OR EXISTS (SELECT 1 FROM case_people AS cp WHERE cp.case_id = c.case_id AND cp.user_id = ?1 AND cp.user_id <> x''))";

/// The most pressing of what waits, named; how many things wait in all, and how many of them concern safety.
pub fn rows(
    connection: &Connection,
    wanted: &Wanted,
    most: usize,
) -> Result<(Vec<TodayRow>, u32, u32)> {
    let mut found = safety::rows(connection, wanted)?;
    found.extend(sittings::rows(connection, wanted)?);
    found.extend(risk_reviews(connection, wanted)?);
    let handed_in = submitted(connection, wanted)?;
    let elsewhere: BTreeSet<Option<RecordId>> = handed_in.iter().map(|f| f.record).collect();
    found.extend(handed_in);
    // A letter that is to be countersigned or put right is not to be sent yet: it stands in the list once.
    found.extend(
        letters_here(connection, wanted)?
            .into_iter()
            .filter(|f| !elsewhere.contains(&f.record)),
    );
    found.extend(pathways(connection, wanted)?);
    found.extend(due::rows(connection, wanted)?);
    found.extend(supervision::rows(connection, wanted)?);
    found.extend(own_drafts(connection, wanted)?);
    found.sort_by(|a, b| (a.kind, &a.since).cmp(&(b.kind, &b.since)));
    let (total, about_safety) = counts(&found);
    // Only what is shown is named.
    found.truncate(most);
    let mut patients = BTreeMap::new();
    let rows = found
        .into_iter()
        .map(|f| named(connection, f, wanted.today, &mut patients))
        .collect::<Result<_>>()?;
    Ok((rows, total, about_safety))
}

/// How many things wait, and how many of them concern safety.
fn counts(found: &[Found]) -> (u32, u32) {
    let safety = found
        .iter()
        .filter(|f| {
            matches!(
                f.kind,
                Waiting::SafetyAnswer | Waiting::UnrecordedSafety | Waiting::RiskReview
            )
        })
        .count();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (count(found.len()), count(safety))
}

fn named(
    connection: &Connection,
    found: Found,
    today: NaiveDate,
    known: &mut BTreeMap<PatientId, patients::store::Named>,
) -> Result<TodayRow> {
    let name = match found.patient {
        None => patients::store::Named::default(),
        Some(id) => match known.get(&id) {
            Some(name) => name.clone(),
            None => {
                let name = patients::store::named(connection, id, today)?;
                known.insert(id, name.clone());
                name
            }
        },
    };
    let what = match &found.answer {
        Some(answer) => answer.what(connection)?,
        None => found.what,
    };
    Ok(TodayRow {
        kind: found.kind,
        what,
        when: found.when,
        overdue: found.overdue,
        patient: name.name,
        nhs_number: name.nhs_number,
        born: name.born,
        similar_name_warning: name.similar,
        patient_id: found.patient,
        case_id: found.case,
        record_id: found.record,
        draft_kind: found.draft_kind,
        record_kind: found.record_kind,
        who: found.who,
    })
}

/// Open cases whose newest risk note is to be looked at again by today or should have been.
fn risk_reviews(connection: &Connection, wanted: &Wanted) -> Result<Vec<Found>> {
    let sql = format!(
        "SELECT n.record_id, n.case_id, n.patient_id, n.review_by, j.author_id
         FROM risk_notes AS n INDEXED BY risk_notes_perhaps_due
         CROSS JOIN cases AS c ON c.case_id = n.case_id
         CROSS JOIN records AS r ON r.record_id = n.record_id
         CROSS JOIN journal AS j ON j.position = r.current
         WHERE n.perhaps_due = 1 AND n.review_by <= ?3 AND r.status = 'signed' AND c.rank < 3
           AND NOT EXISTS (SELECT 1 FROM risk_notes AS later JOIN records AS lr ON lr.record_id = later.record_id
                           WHERE later.case_id = n.case_id AND lr.status = 'signed'
                             AND (later.assessed_on, lr.current) > (n.assessed_on, r.current))
           AND ({MINE} OR j.author_id = ?1)"
    );
    type Row = (RecordId, CaseId, PatientId, String, UserId);
    let rows: Vec<Row> = connection
        .prepare_cached(&sql)
        .and_then(|mut s| {
            s.query_map(
                params![wanted.user, wanted.everyone, wanted.today.to_string()],
                |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)),
            )?
            .collect()
        })
        .doing("reading the reviews that are due")?;
    rows.into_iter()
        .map(|(record, case, patient, review_by, author)| {
            let due = dates::stored(&review_by).unwrap_or(wanted.today);
            let overdue = due < wanted.today;
            Ok(Found {
                kind: Waiting::RiskReview,
                what: "Risk review".to_owned(),
                when: if overdue {
                    format!("Was due by {}", dates::clinical(due))
                } else {
                    "Due today".to_owned()
                },
                overdue,
                since: review_by,
                patient: Some(patient),
                case: Some(case),
                record: Some(record),
                draft_kind: String::new(),
                record_kind: String::new(),
                who: users::store::name(connection, author)?,
                answer: None,
            })
        })
        .collect()
}

/// What trainees have handed in and this user may countersign, and what came back to this user.
fn submitted(connection: &Connection, wanted: &Wanted) -> Result<Vec<Found>> {
    let mut out = Vec::new();
    for open in submissions::store::open(connection)? {
        let own = open.author == wanted.user;
        let returned = open.state == SubmissionState::Returned;
        let closed = open
            .to
            .map(|to| users::store::user(connection, to))
            .transpose()?
            .is_some_and(|u| u.disabled || !u.role.countersigns());
        let mine = wanted.countersigns
            && !own
            && submissions::rules::for_me(open.to, closed, wanted.user, wanted.everyone);
        // Its author may have left the team: then it is for whoever returned it.
        let author = users::store::user(connection, open.author)?;
        let orphaned = author.disabled || !author.role.is_clinical();
        let beside = wanted.countersigns
            && (wanted.everyone || orphaned && open.returned_by == Some(wanted.user));
        let (kind, said, who) = match (returned, open.returned_by) {
            (true, Some(by)) if own => (Waiting::Returned, "Returned", by),
            (true, _) if beside => (Waiting::Returned, "To be put right, returned", open.author),
            (false, _) if mine => (Waiting::Countersignature, "Submitted", open.author),
            _ => continue,
        };
        let since = dates::clinical_instant(&open.since);
        out.push(Found {
            kind,
            what: open.what,
            when: format!("{said} {since}"),
            overdue: dates::parse(&dates::clinical_day(&open.since))
                .is_some_and(|d| d < wanted.today),
            since: open.since,
            patient: Some(open.patient),
            case: Some(open.case),
            record: Some(open.record),
            draft_kind: String::new(),
            record_kind: open.record_kind,
            who: users::store::name(connection, who)?,
            answer: None,
        });
    }
    Ok(out)
}

/// Signed letters, entries and plans that are still here only: the 500 that have waited longest.
fn letters_here(connection: &Connection, wanted: &Wanted) -> Result<Vec<Found>> {
    let sql = format!(
        "SELECT l.record_id, l.case_id, c.patient_id, l.kind, l.recipient, l.dated_on, j.author_id,
                EXISTS (SELECT 1 FROM submissions AS sub WHERE sub.revision = r.revision)
                AND NOT EXISTS (SELECT 1 FROM attestations AS a WHERE a.record_id = l.record_id
                                AND a.revision = r.revision AND a.meaning = 'countersigned')
         FROM letters AS l
         JOIN records AS r ON r.record_id = l.record_id
         JOIN journal AS j ON j.position = r.current
         JOIN cases AS c ON c.case_id = l.case_id
         WHERE l.perhaps_here = 1 AND r.status = 'signed'
           AND NOT EXISTS (SELECT 1 FROM attestations AS b WHERE b.record_id = l.record_id
                           AND b.revision = r.revision AND b.meaning = 'returned'
                           AND NOT EXISTS (SELECT 1 FROM attestations AS c WHERE c.record_id = l.record_id
                                           AND c.revision = r.revision AND c.meaning = 'countersigned'))
           AND NOT EXISTS (SELECT 1 FROM letter_sendings AS s JOIN records AS sr ON sr.record_id = s.record_id
                           WHERE s.letter_id = l.record_id AND sr.status <> 'withdrawn')
           AND ({MINE} OR j.author_id = ?1)
         ORDER BY l.dated_on, r.current LIMIT 500"
    );
    type Row = (
        RecordId,
        CaseId,
        PatientId,
        String,
        String,
        String,
        UserId,
        bool,
    );
    let rows: Vec<Row> = connection
        .prepare_cached(&sql)
        .and_then(|mut s| {
            s.query_map(params![wanted.user, wanted.everyone], |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    r.get(2)?,
                    r.get(3)?,
                    r.get(4)?,
                    r.get(5)?,
                    r.get(6)?,
                    r.get(7)?,
                ))
            })?
            .collect()
        })
        .doing("reading the letters that are here only")?;
    rows.into_iter()
        .map(
            |(record, case, patient, kind, recipient, dated_on, author, alone)| {
                let held = alone
                    && submissions::rules::held(&kind, SubmissionState::Awaiting, &wanted.lets_out);
                let entry = kind == "host-entry";
                let day = dates::stored(&dated_on).map_or(dated_on.clone(), dates::clinical);
                Ok(Found {
                    kind: if entry {
                        Waiting::EntryNotFiled
                    } else {
                        Waiting::LetterUnsent
                    },
                    what: format!("{}, to {recipient}", letters::template::title(&kind)),
                    when: if held {
                        SubmissionState::Awaiting.label().to_owned()
                    } else {
                        format!("Signed, dated {day}")
                    },
                    overdue: !held && dates::stored(&dated_on).is_some_and(|d| d < wanted.today),
                    since: dated_on,
                    patient: Some(patient),
                    case: Some(case),
                    record: Some(record),
                    draft_kind: String::new(),
                    record_kind: String::new(),
                    who: users::store::name(connection, author)?,
                    answer: None,
                })
            },
        )
        .collect()
}

/// Reviews that are due and reviews that wait for the team, in open cases, for whoever works on the case or has held a
/// session of it. The lists name the cases that come into
/// question; how one stands is asked where its own page asks.
fn pathways(connection: &Connection, wanted: &Wanted) -> Result<Vec<Found>> {
    let mut asked: BTreeSet<CaseId> = pathway::store::perhaps_due(connection)?
        .into_iter()
        .collect();
    asked.extend(pathway::store::perhaps_waiting(connection)?);
    let mut out = Vec::new();
    for case in asked {
        let own = cases::store::has_part(connection, case, wanted.user)?
            || contacts::store::held_by(connection, case, wanted.user)?;
        if !(wanted.everyone || own) {
            continue;
        }
        let stands = pathway::store::stands(connection, case, wanted.missed_count)?;
        let (kind, what, when, since, record) = if let Some(review) = stands.awaits {
            (
                Waiting::MdtDecision,
                "Decision of the multidisciplinary team".to_owned(),
                stands.reviewed_on.map_or_else(String::new, |d| {
                    format!("Sent with the review of {}", dates::clinical(d))
                }),
                stands.reviewed_on,
                Some(review),
            )
        } else if stands.due {
            (
                Waiting::PathwayReview,
                format!("Review of the pathway, session {}", stands.held),
                stands.last_on.map_or_else(String::new, |d| {
                    format!("Last session agreed was on {}", dates::clinical(d))
                }),
                stands.last_on,
                None,
            )
        } else {
            continue;
        };
        let (_, patient) = cases::store::record(connection, case)?;
        out.push(Found {
            kind,
            what,
            when,
            overdue: since.is_some_and(|d| d < wanted.today),
            since: since.map(|d| d.to_string()).unwrap_or_default(),
            patient: Some(patient),
            case: Some(case),
            record,
            draft_kind: String::new(),
            record_kind: String::new(),
            who: record
                .map(|r| read::current(connection, r))
                .transpose()?
                .map(|r| users::store::name(connection, r.author))
                .transpose()?
                .unwrap_or_default(),
            answer: None,
        });
    }
    Ok(out)
}

/// What this user has begun and not signed.
fn own_drafts(connection: &Connection, wanted: &Wanted) -> Result<Vec<Found>> {
    let mut out = Vec::new();
    for draft in drafts::list(connection, wanted.user, None)? {
        // Listed with those of others.
        if draft.kind == crate::sittings::DRAFT {
            continue;
        }
        let shown = cases::api::draft_view(connection, draft)?;
        out.push(Found {
            kind: Waiting::Draft,
            what: String::new(),
            when: format!("Kept {}", shown.saved),
            overdue: false,
            since: shown.saved.clone(),
            patient: shown.patient_id,
            case: shown.case_id,
            record: None,
            draft_kind: shown.kind,
            record_kind: String::new(),
            who: String::new(),
            answer: None,
        });
    }
    // Newest first: what was left a moment ago is wanted first.
    Ok(out
        .into_iter()
        .enumerate()
        .map(|(place, f)| Found {
            since: format!("{place:06}"),
            ..f
        })
        .collect())
}
