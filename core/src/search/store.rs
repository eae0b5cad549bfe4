//! The index of texts: a bounded set of candidates, then their order, then what is shown of the first few.

use super::NoteHit;
use super::rules::Wanted;
use crate::cases::store::{born_text, number_text};
use crate::dates;
use crate::error::{Doing, Result};
use crate::ids::{CaseId, PatientId, RecordId, UserId};
use crate::record::journal;
use crate::{cases, users};
use chrono::NaiveDate;
use rusqlite::{Connection, params};

/// Only this many of the newest hits are ranked: a common word stands in more records than anybody reads, and to weigh
/// all of them would take longer than typing the next letter.
const CANDIDATES: usize = 500;

/// The newest by day among the candidates. The index of days is read, not the texts.
const NEWEST: &str = "WITH hit AS MATERIALIZED (
        SELECT rowid AS position FROM search_words WHERE search_words MATCH ?1 ORDER BY rowid DESC LIMIT ?2)
    SELECT t.position FROM hit CROSS JOIN search_texts AS t INDEXED BY search_texts_by_day ON t.position = hit.position
    ORDER BY t.on_day DESC, t.position DESC LIMIT ?3";

/// The best among the candidates: bm25, the newer where two are alike.
const BEST: &str = "WITH hit AS MATERIALIZED (
        SELECT rowid AS position, bm25(search_words) AS score FROM search_words WHERE search_words MATCH ?1
        ORDER BY rowid DESC LIMIT ?2)
    SELECT position FROM hit ORDER BY score, position DESC LIMIT ?3";

/// Records that say what is wanted, at most `most`, and whether there are more.
pub fn notes(
    connection: &Connection,
    wanted: &Wanted,
    newest_first: bool,
    most: usize,
    today: NaiveDate,
) -> Result<(Vec<NoteHit>, bool)> {
    let doing = "searching the record";
    if wanted.is_empty() {
        return Ok((Vec::new(), false));
    }
    let mut found: Vec<i64> = connection
        .prepare_cached(if newest_first { NEWEST } else { BEST })
        .and_then(|mut s| {
            s.query_map(
                params![
                    wanted.expression(),
                    i64::try_from(CANDIDATES).unwrap_or(i64::MAX),
                    i64::try_from(most.saturating_add(1)).unwrap_or(i64::MAX)
                ],
                |r| r.get(0),
            )?
            .collect()
        })
        .doing(doing)?;
    let more = found.len() > most;
    found.truncate(most);
    let hits = found
        .into_iter()
        .map(|position| hit(connection, wanted, position, today))
        .collect::<Result<_>>()?;
    Ok((hits, more))
}

/// One hit as it is shown.
fn hit(
    connection: &Connection,
    wanted: &Wanted,
    position: i64,
    today: NaiveDate,
) -> Result<NoteHit> {
    let (mut hit, author, body): (NoteHit, UserId, String) = connection
        .prepare_cached(
            "SELECT t.record_id, t.case_id, t.patient_id, p.banner_name, p.nhs_number, p.born_on, p.died_on, p.similar,
                    t.kind, t.title, t.on_day, j.author_id, t.body
             FROM search_texts AS t
             JOIN patients AS p ON p.patient_id = t.patient_id
             JOIN journal AS j ON j.position = t.position
             WHERE t.position = ?1",
        )
        .and_then(|mut s| {
            s.query_row([position], |r| {
                let (number, born, died): (String, String, String) = (r.get(4)?, r.get(5)?, r.get(6)?);
                let (kind, title, day): (String, String, String) = (r.get(8)?, r.get(9)?, r.get(10)?);
                let hit = NoteHit {
                    record_id: r.get::<_, RecordId>(0)?,
                    case_id: journal::optional(r, 1, CaseId::from_bytes)?,
                    patient_id: r.get::<_, PatientId>(2)?,
                    patient: r.get(3)?,
                    nhs_number: number_text(&number),
                    born: born_text(&born, &died, today),
                    similar_name_warning: r.get(7)?,
                    title: called(&kind, &title),
                    kind,
                    on: dates::stored(&day).map_or(day, dates::clinical),
                    who: String::new(),
                    snippet: Vec::new(),
                };
                Ok((hit, r.get(11)?, r.get(12)?))
            })
        })
        .doing("searching the record")?;
    hit.who = users::store::name(connection, author)?;
    hit.snippet = wanted.snippet(&body);
    if hit.case_id.is_none() {
        // Diagnoses and medicines belong to the person; they are read in whichever case is opened.
        hit.case_id = cases::store::of_patient(connection, hit.patient_id)?
            .first()
            .map(|c| c.id);
    }
    Ok(hit)
}

/// A letter's title says what it is; the others begin with their kind.
fn called(kind: &str, title: &str) -> String {
    match (kind, title) {
        ("letter" | "case", title) if !title.is_empty() => title.to_owned(),
        (kind, "") => crate::title_of(kind).to_owned(),
        (kind, title) => format!("{}: {title}", crate::title_of(kind)),
    }
}
