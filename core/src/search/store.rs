//! The index of texts: a bounded set of candidates, then their order, then what is shown of the first few.

use super::NoteHit;
use super::rules::{self, Wanted};
use crate::cases::store::{born_text, number_text};
use crate::dates;
use crate::error::{Doing, Result};
use crate::ids::{CaseId, PatientId, RecordId, UserId};
use crate::record::journal;
use crate::{cases, users};
use chrono::NaiveDate;
use rusqlite::{Connection, params};
use std::collections::VecDeque;

const DOING: &str = "searching the record";

/// Only so many of the newest hits are put in the order of their days: a common word stands in more records than anybody
/// reads, and to go through all of them would take longer than typing the next letter.
const BY_DAY: usize = 500;

/// Only so many of the newest hits are weighed, since each has to be read for that.
const WEIGHED: usize = 300;

/// How many entries of the journal are looked through at first for hits, and how many times as many whenever those are too
/// few.
const SPAN: (i64, i64) = (8_192, 8);

/// The last hits, at most `most`, the newest first.
///
/// Backwards, FTS5 would note where every hit begins, in memory that grows by eight places at a time. Since what is given back is
/// wiped (`docs/adr/0019`), that takes the square of the hits: 4.5 s for a common word in 100,000 cases. So they are read
/// forwards, from further and further back.
fn last_hits(connection: &Connection, wanted: &Wanted, most: usize) -> Result<Vec<i64>> {
    let end: i64 = connection
        .prepare_cached("SELECT coalesce(max(position), 0) FROM search_texts")
        .and_then(|mut s| s.query_row([], |r| r.get(0)))
        .doing(DOING)?;
    let (mut span, times) = SPAN;
    loop {
        let from = end.saturating_sub(span);
        let mut hits = VecDeque::new();
        let mut statement = connection
            .prepare_cached(
                "SELECT rowid FROM search_words WHERE search_words MATCH ?1 AND rowid > ?2 ORDER BY rowid",
            )
            .doing(DOING)?;
        let mut rows = statement
            .query(params![wanted.expression(), from])
            .doing(DOING)?;
        while let Some(row) = rows.next().doing(DOING)? {
            if hits.len() == most {
                hits.pop_front();
            }
            hits.push_back(row.get(0).doing(DOING)?);
        }
        if hits.len() == most || from <= 0 {
            return Ok(hits.into_iter().rev().collect());
        }
        span = span.saturating_mul(times);
    }
}

/// The newest by day among the candidates. The index of days is read, not the texts.
fn newest(connection: &Connection, wanted: &Wanted, most: usize) -> Result<Vec<i64>> {
    let mut day = connection
        .prepare_cached(
            "SELECT on_day FROM search_texts INDEXED BY search_texts_by_day WHERE position = ?1",
        )
        .doing(DOING)?;
    let mut found: Vec<(String, i64)> = last_hits(connection, wanted, BY_DAY)?
        .into_iter()
        .map(|position| day.query_row([position], |r| Ok((r.get(0)?, position))))
        .collect::<rusqlite::Result<_>>()
        .doing(DOING)?;
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.truncate(most);
    Ok(found.into_iter().map(|(_, position)| position).collect())
}

/// Those among the candidates that say most, the newer where two are alike. The index's own bm25 is not asked: for one hit it
/// goes through every record of the register that says the word.
fn best(connection: &Connection, wanted: &Wanted, most: usize) -> Result<Vec<i64>> {
    let mut text = connection
        .prepare_cached("SELECT body FROM search_texts WHERE position = ?1")
        .doing(DOING)?;
    let candidates: Vec<(i64, Vec<u32>, u32)> = last_hits(connection, wanted, WEIGHED)?
        .into_iter()
        .map(|position| {
            text.query_row([position], |r| {
                let body = r.get_ref(0)?.as_str()?;
                let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
                Ok((position, wanted.counts(body), length))
            })
        })
        .collect::<rusqlite::Result<_>>()
        .doing(DOING)?;
    let lengths: f64 = candidates
        .iter()
        .map(|(.., length)| f64::from(*length))
        .sum();
    let usual = lengths / f64::from(u32::try_from(candidates.len()).unwrap_or(u32::MAX).max(1));
    let mut weighed: Vec<(f64, i64)> = candidates
        .into_iter()
        .map(|(position, counts, length)| (rules::weight(&counts, length, usual), position))
        .collect();
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    weighed.truncate(most);
    Ok(weighed.into_iter().map(|(_, position)| position).collect())
}

/// Records that say what is wanted, at most `most`, and whether there are more.
pub fn notes(
    connection: &Connection,
    wanted: &Wanted,
    newest_first: bool,
    most: usize,
    today: NaiveDate,
    may_quote: impl Fn(Option<CaseId>, PatientId) -> Result<bool>,
) -> Result<(Vec<NoteHit>, bool)> {
    if wanted.is_empty() {
        return Ok((Vec::new(), false));
    }
    let one_more = most.saturating_add(1);
    let mut found = if newest_first {
        newest(connection, wanted, one_more)?
    } else {
        best(connection, wanted, one_more)?
    };
    let more = found.len() > most;
    found.truncate(most);
    let hits = found
        .into_iter()
        .map(|position| hit(connection, wanted, position, today, &may_quote))
        .collect::<Result<_>>()?;
    Ok((hits, more))
}

/// One hit as it is shown.
fn hit(
    connection: &Connection,
    wanted: &Wanted,
    position: i64,
    today: NaiveDate,
    may_quote: &impl Fn(Option<CaseId>, PatientId) -> Result<bool>,
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
                    quoted: true,
                };
                Ok((hit, r.get(11)?, r.get(12)?))
            })
        })
        .doing(DOING)?;
    hit.who = users::store::name(connection, author)?;
    hit.quoted = may_quote(hit.case_id, hit.patient_id)?;
    if hit.quoted {
        hit.snippet = wanted.snippet(&body);
    } else {
        // A title can be the clinician's own words too: what kind of record it is has to do.
        crate::title_of(&hit.kind).clone_into(&mut hit.title);
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate;

    /// A register whose texts say the word at these places of the journal, and at none between.
    fn said_at(positions: &[i64]) -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate::bring_up(&mut connection).unwrap();
        connection
            .execute_batch("PRAGMA foreign_keys = OFF")
            .unwrap();
        for position in positions {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&position.to_be_bytes());
            connection
                .execute(
                    "INSERT INTO search_texts (position, record_id, case_id, patient_id, kind, on_day, title, body)
                     VALUES (?1, ?2, x'', ?2, 'case', '2026-11-20', '', 'a long walk')",
                    params![position, id],
                )
                .unwrap();
            connection
                .execute(
                    "INSERT INTO search_words (rowid, body) VALUES (?1, 'a long walk')",
                    [position],
                )
                .unwrap();
        }
        connection
    }

    #[test]
    fn the_last_hits_are_found_however_far_back_they_stand() {
        let all = [1, 5, 90_000, 600_000, 600_001, 600_900];
        let connection = said_at(&all);
        for typed in ["walk", "wal", "long walk"] {
            let wanted = Wanted::read(typed);
            for most in 1..=all.len() + 1 {
                let newest: Vec<i64> = all.iter().rev().take(most).copied().collect();
                assert_eq!(last_hits(&connection, &wanted, most).unwrap(), newest);
            }
        }
        assert!(
            last_hits(&connection, &Wanted::read("run"), 3)
                .unwrap()
                .is_empty()
        );
    }
}
