//! Patients in the journal and the lists of them.

use super::duplicates::{Identity, folded, likeness, similar_names};
use super::{DuplicateView, Likeness, Patient, PatientCaseView, PatientRow, rules};
use crate::error::{Doing, Error, Result};
use crate::ids::{PatientId, RecordId};
use crate::record::{Revision, read};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

/// Brings the lists of patients up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let doing = "bringing the patients up to date";
    let Some(id) = revision.patient else {
        return Ok(());
    };
    let patient: Patient = revision.read()?;
    let date = |d: Option<NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
    connection
        .prepare_cached(
            "INSERT INTO patients (patient_id, record_id, banner_name, family, given, nhs_number, born_on, died_on, similar)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)
             ON CONFLICT (patient_id) DO UPDATE SET banner_name = excluded.banner_name, family = excluded.family,
                 given = excluded.given, nhs_number = excluded.nhs_number, born_on = excluded.born_on,
                 died_on = excluded.died_on",
        )
        .and_then(|mut s| {
            s.execute(params![
                id,
                revision.record,
                patient.name.banner(),
                folded(&patient.name.family),
                folded(&patient.name.given),
                patient.nhs_number.map(|n| n.digits()).unwrap_or_default(),
                date(patient.born_on),
                date(patient.died_on),
            ])
        })
        .doing(doing)?;
    connection
        .prepare_cached("DELETE FROM patient_words WHERE patient_id = ?1")
        .and_then(|mut s| s.execute([id]))
        .doing(doing)?;
    let words = format!(
        "{} {} {}",
        patient.name.family, patient.name.given, patient.name.preferred
    );
    for word in words
        .split(|c: char| c.is_whitespace() || c == '-')
        .map(folded)
        .filter(|w| !w.is_empty())
    {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO patient_words (word, patient_id) VALUES (?1, ?2)",
            )
            .and_then(|mut s| s.execute(params![word, id]))
            .doing(doing)?;
    }
    mark_similar(connection, id, &patient)
}

/// Marks the patient, and those whose names could be taken for it, with the warning that lists show.
/// The other's mark stays after a change of name: a needless warning does no harm, a missing one might.
fn mark_similar(connection: &Connection, id: PatientId, patient: &Patient) -> Result<()> {
    let doing = "comparing names";
    let own = Identity::of(patient);
    let like = near(connection, &own, |other| {
        (other.id != id && similar_names(&own, &other.identity))
            .then_some((other.id, other.similar))
    })?;
    for (other, _) in like.iter().filter(|(_, marked)| !marked) {
        connection
            .prepare_cached("UPDATE patients SET similar = 1 WHERE patient_id = ?1 AND similar = 0")
            .and_then(|mut s| s.execute([other]))
            .doing(doing)?;
    }
    connection
        .prepare_cached("UPDATE patients SET similar = ?2 WHERE patient_id = ?1")
        .and_then(|mut s| s.execute(params![id, !like.is_empty()]))
        .doing(doing)?;
    Ok(())
}

/// The first two letters of a folded name: the block within which names are compared.
fn block(name: &str) -> String {
    name.chars().take(2).collect()
}

/// A patient as the list has it: all that is needed to compare, without reading anybody's record.
struct Listed {
    id: PatientId,
    banner: String,
    similar: bool,
    identity: Identity,
}

/// What `keep` makes of the patients who might be alike: the same number, or born the same day, or a name that begins
/// alike. At most about 400 are looked at, each of them once or twice.
fn near<T>(
    connection: &Connection,
    own: &Identity,
    keep: impl Fn(Listed) -> Option<T>,
) -> Result<Vec<T>> {
    let doing = "comparing names";
    const COLUMNS: &str = "patient_id, banner_name, similar, family, given, nhs_number, born_on";
    let born = own.born_on.map(|d| d.to_string()).unwrap_or_default();
    let upper = |b: &str| format!("{b}\u{10FFFF}");
    let first = |name: &str| name.chars().take(1).collect::<String>();
    let (family, given) = (block(&own.family), block(&own.given));
    let sql = format!(
        "SELECT {COLUMNS} FROM patients WHERE nhs_number = ?1 AND nhs_number <> ''
         UNION ALL SELECT * FROM (
             SELECT {COLUMNS} FROM patients WHERE born_on = ?2 AND born_on <> '' LIMIT 100)
         UNION ALL SELECT * FROM (
             SELECT {COLUMNS} FROM patients
             WHERE family >= ?3 AND family < ?4 AND substr(given, 1, 1) = ?7 LIMIT 200)
         UNION ALL SELECT * FROM (
             SELECT {COLUMNS} FROM patients
             WHERE family >= ?5 AND family < ?6 AND substr(given, 1, 1) = ?8 LIMIT 100)"
    );
    connection
        .prepare_cached(&sql)
        .and_then(|mut s| {
            let rows = s.query_map(
                params![
                    own.nhs_number,
                    born,
                    family,
                    upper(&family),
                    given,
                    upper(&given),
                    first(&own.given),
                    first(&own.family),
                ],
                |r| {
                    Ok(Listed {
                        id: r.get(0)?,
                        banner: r.get(1)?,
                        similar: r.get(2)?,
                        identity: Identity {
                            family: r.get(3)?,
                            given: r.get(4)?,
                            nhs_number: r.get(5)?,
                            born_on: NaiveDate::parse_from_str(r.get_ref(6)?.as_str()?, "%Y-%m-%d")
                                .ok(),
                        },
                    })
                },
            )?;
            rows.filter_map(|row| row.map(&keep).transpose()).collect()
        })
        .doing(doing)
}

/// Patients in the register who may be the same person, likeliest first, at most 10.
pub fn duplicates(
    connection: &Connection,
    patient: &Patient,
    except: Option<PatientId>,
    today: NaiveDate,
) -> Result<Vec<DuplicateView>> {
    let own = Identity::of(patient);
    let mut found = near(connection, &own, |other| {
        let (how, why) = likeness(&own, &other.identity).filter(|_| Some(other.id) != except)?;
        Some((std::cmp::Reverse(how), other.banner, other.id, why))
    })?;
    found.sort();
    found.dedup();
    found.truncate(10);
    found
        .into_iter()
        .map(|(how, name, id, why)| {
            let (_, other, _) = self::patient(connection, id)?;
            Ok(DuplicateView {
                id,
                name,
                born: rules::born(&other, today),
                nhs_number: rules::shown_number(other.nhs_number),
                likeness: how.0,
                why: why.to_owned(),
            })
        })
        .collect()
}

/// Is this one that must be looked at before registering?
pub fn stops(duplicate: &DuplicateView) -> bool {
    duplicate.likeness >= Likeness::Likely
}

/// The record of a patient's details, and the similar-name warning.
pub fn record(connection: &Connection, id: PatientId) -> Result<(RecordId, bool)> {
    connection
        .prepare_cached("SELECT record_id, similar FROM patients WHERE patient_id = ?1")
        .and_then(|mut s| s.query_row([id], |r| Ok((r.get(0)?, r.get(1)?))).optional())
        .doing("reading a patient")?
        .ok_or(Error::NotFound { what: "patient" })
}

/// A patient's current details.
pub fn patient(connection: &Connection, id: PatientId) -> Result<(Revision, Patient, bool)> {
    let (record, similar) = record(connection, id)?;
    let revision = read::current(connection, record)?;
    let patient = revision.read()?;
    Ok((revision, patient, similar))
}

/// A patient's cases, newest first.
pub fn cases(connection: &Connection, id: PatientId) -> Result<Vec<PatientCaseView>> {
    crate::cases::store::of_patient(connection, id)
}

/// What a search text means: an NHS number (or its beginning), or words that each begin a part of a name.
pub enum Wanted {
    /// Everything.
    All,
    /// Digits of an NHS number.
    Number(String),
    /// Folded beginnings of names.
    Words(Vec<String>),
}

impl Wanted {
    /// Reads a search text.
    pub fn read(text: &str) -> Self {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= 3
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || c.is_whitespace() || c == '-')
        {
            return Self::Number(digits.chars().take(10).collect());
        }
        let words: Vec<String> = text
            .split(|c: char| c.is_whitespace() || matches!(c, '-' | ','))
            .map(folded)
            .filter(|w| !w.is_empty())
            .take(4)
            .collect();
        if words.is_empty() {
            Self::All
        } else {
            Self::Words(words)
        }
    }
}

/// Patients whose name or number begins as typed, at most `most`.
pub fn find(connection: &Connection, text: &str, most: u32) -> Result<Vec<PatientId>> {
    let doing = "searching for a patient";
    match Wanted::read(text) {
        Wanted::All => Ok(Vec::new()),
        Wanted::Number(digits) => connection
            .prepare_cached(
                "SELECT patient_id FROM patients WHERE nhs_number <> '' AND nhs_number >= ?1 AND nhs_number < ?2
                 ORDER BY nhs_number LIMIT ?3",
            )
            .and_then(|mut s| {
                s.query_map(params![digits, format!("{digits}:"), most], |r| r.get(0))?.collect()
            })
            .doing(doing),
        Wanted::Words(words) => {
            // The longest word is the rarest: it leads, the others are looked up for each hit.
            let mut words = words;
            words.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
            let mut sql = String::from(
                "SELECT DISTINCT w0.patient_id FROM patient_words AS w0 WHERE w0.word >= ?1 AND w0.word < ?2",
            );
            let mut values: Vec<String> = Vec::new();
            for (i, word) in words.iter().enumerate() {
                values.push(word.clone());
                values.push(format!("{word}\u{10FFFF}"));
                if i > 0 {
                    sql.push_str(&format!(
                        " AND EXISTS (SELECT 1 FROM patient_words AS w WHERE w.patient_id = w0.patient_id
                            AND w.word >= ?{} AND w.word < ?{})",
                        i * 2 + 1,
                        i * 2 + 2
                    ));
                }
            }
            sql.push_str(&format!(" LIMIT {most}"));
            connection
                .prepare_cached(&sql)
                .and_then(|mut s| {
                    s.query_map(rusqlite::params_from_iter(values), |r| r.get(0))?.collect()
                })
                .doing(doing)
        }
    }
}

/// How lists name a patient.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// `NOWAK, Halina (Ms)`
    pub name: String,
    /// `14-Mar-1983 (43y)` or `Not Known`.
    pub born: String,
    /// `999 000 0018`, or `Not Known`.
    pub nhs_number: String,
    /// Another patient's name is confusingly similar.
    pub similar: bool,
}

/// How lists name a patient, read from the lists alone: no body is opened. Errors: `NotFound`.
pub fn named(connection: &Connection, id: PatientId, today: NaiveDate) -> Result<Named> {
    use crate::cases::store::{born_text, number_text};
    connection
        .prepare_cached(
            "SELECT banner_name, born_on, died_on, nhs_number, similar FROM patients WHERE patient_id = ?1",
        )
        .and_then(|mut s| {
            s.query_row([id], |r| {
                let (born, died, number): (String, String, String) =
                    (r.get(1)?, r.get(2)?, r.get(3)?);
                Ok(Named {
                    name: r.get(0)?,
                    born: born_text(&born, &died, today),
                    nhs_number: number_text(&number),
                    similar: r.get(4)?,
                })
            })
            .optional()
        })
        .doing("reading a patient")?
        .ok_or(Error::NotFound { what: "patient" })
}

/// A row of a list of patients.
pub fn row(connection: &Connection, id: PatientId, today: NaiveDate) -> Result<PatientRow> {
    let named = named(connection, id, today)?;
    Ok(PatientRow {
        id,
        name: named.name,
        born: named.born,
        nhs_number: named.nhs_number,
        cases: cases(connection, id)?,
        similar_name_warning: named.similar,
    })
}
