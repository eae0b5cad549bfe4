//! The one table of anonymous answers. It is joined to nothing.

use super::rules::{Tallies, Tally};
use super::{Answer, Experience, Month};
use crate::error::{Doing, Error, Result};
use crate::ids;
use rusqlite::{Connection, Row, params};

fn experience(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Experience>> {
    let word = row.get_ref(column)?.as_str()?;
    Ok(Experience::ALL.iter().copied().find(|e| e.word() == word))
}

fn damaged() -> Error {
    Error::Damaged {
        what: "an answer to the Friends and Family Test".into(),
    }
}

fn answers(connection: &Connection, month: Month) -> Result<Vec<Answer>> {
    let doing = "reading the answers of a month";
    let rows = connection
        .prepare_cached("SELECT experience, why, better FROM friends_and_family WHERE month = ?1")
        .and_then(|mut s| {
            s.query_map([month.stored()], |r| {
                Ok((experience(r, 0)?, r.get(1)?, r.get(2)?))
            })?
            .collect::<rusqlite::Result<Vec<(Option<Experience>, String, String)>>>()
        })
        .doing(doing)?;
    rows.into_iter()
        .map(|(experience, why, better)| {
            Ok(Answer {
                experience: experience.ok_or_else(damaged)?,
                why,
                better,
            })
        })
        .collect()
}

/// Puts answers among those of their month.
///
/// All of the month are written anew, with fresh keys and in the order of these: a row that was only added would lie, in
/// its page, behind those that were there before it. The old rows are overwritten (`secure_delete`).
pub(super) fn add(connection: &Connection, month: Month, new: Vec<Answer>) -> Result<()> {
    let doing = "keeping an anonymous answer";
    let mut all = answers(connection, month)?
        .into_iter()
        .chain(new)
        .map(|answer| Ok((ids::random::<16>()?, answer)))
        .collect::<Result<Vec<_>>>()?;
    all.sort_unstable_by_key(|(key, _)| *key);
    connection
        .prepare_cached("DELETE FROM friends_and_family WHERE month = ?1")
        .and_then(|mut s| s.execute([month.stored()]))
        .doing(doing)?;
    let mut insert = connection
        .prepare_cached(
            "INSERT INTO friends_and_family (month, answer_key, experience, why, better)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .doing(doing)?;
    for (key, answer) in &all {
        insert
            .execute(params![
                month.stored(),
                key.as_slice(),
                answer.experience.word(),
                answer.why,
                answer.better
            ])
            .doing(doing)?;
    }
    Ok(())
}

/// How many of each answer every month has.
pub(super) fn tallies(connection: &Connection) -> Result<Tallies> {
    let doing = "counting the answers";
    let rows = connection
        .prepare_cached(
            "SELECT month, experience, count(*) FROM friends_and_family GROUP BY month, experience",
        )
        .and_then(|mut s| {
            s.query_map([], |r| {
                Ok((r.get::<_, String>(0)?, experience(r, 1)?, r.get(2)?))
            })?
            .collect::<rusqlite::Result<Vec<(String, Option<Experience>, u32)>>>()
        })
        .doing(doing)?;
    let mut tallies = Tallies::new();
    for (month, experience, count) in rows {
        let month = Month::parse(&month).ok_or_else(damaged)?;
        let tally: &mut Tally = tallies.entry(month).or_default();
        let place = Experience::ALL.iter().position(|e| Some(*e) == experience);
        let cell = place.and_then(|place| tally.get_mut(place));
        *cell.ok_or_else(damaged)? = count;
    }
    Ok(tallies)
}

/// What was said in words in some months: the answers to each question by themselves, in the order of the alphabet, so
/// that neither two texts of one person stand together nor does their order say anything.
pub(super) fn texts(
    connection: &Connection,
    months: impl IntoIterator<Item = Month>,
) -> Result<(Vec<String>, Vec<String>)> {
    let (mut why, mut better) = (Vec::new(), Vec::new());
    for month in months {
        for answer in answers(connection, month)? {
            why.push(answer.why);
            better.push(answer.better);
        }
    }
    for texts in [&mut why, &mut better] {
        texts.retain(|text| !text.is_empty());
        texts.sort_by_cached_key(|text| (text.to_lowercase(), text.clone()));
    }
    Ok((why, better))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate;

    /// Where each of 24 answers, told apart by its text, lies in a file without encryption, in the order of their coming.
    fn places(keep: impl Fn(&Connection, Answer)) -> Vec<usize> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plain.db");
        let mut connection = Connection::open(&path).unwrap();
        // As every register is opened.
        connection
            .execute_batch("PRAGMA secure_delete = ON;")
            .unwrap();
        migrate::bring_up(&mut connection).unwrap();
        let text = |n: usize| format!("the answer of number {n:02}");
        for n in 0..24 {
            let answer = Answer {
                experience: Experience::Good,
                why: text(n),
                better: String::new(),
            };
            keep(&connection, answer);
        }
        drop(connection);
        let bytes = std::fs::read(&path).unwrap();
        (0..24)
            .map(|n| {
                let text = text(n);
                let found: Vec<usize> = bytes
                    .windows(text.len())
                    .enumerate()
                    .filter(|(_, at)| *at == text.as_bytes())
                    .map(|(place, _)| place)
                    .collect();
                // Once: nothing is left of the rows that were written anew.
                assert_eq!(found.len(), 1, "{text} lies at {found:?}");
                found[0]
            })
            .collect()
    }

    #[test]
    fn where_an_answer_lies_in_the_file_does_not_tell_when_it_came() {
        let month = Month::parse("2026-11").unwrap();
        let ours = places(|connection, answer| add(connection, month, vec![answer]).unwrap());
        let falls = |places: &[usize]| places.windows(2).filter(|p| p[0] > p[1]).count();
        // Of 23 steps about half go down; all or none of them would be the order of coming.
        assert!((4..=19).contains(&falls(&ours)), "{ours:?}");
        // What this is to prevent: a row that is only added, under a random key, lies before all that came earlier.
        let added = places(|connection, answer| {
            let key = ids::random::<16>().unwrap();
            connection
                .execute(
                    "INSERT INTO friends_and_family VALUES ('2026-11', ?1, 'good', ?2, '')",
                    params![key.as_slice(), answer.why],
                )
                .unwrap();
        });
        assert_eq!(falls(&added), 23, "{added:?}");
    }
}
