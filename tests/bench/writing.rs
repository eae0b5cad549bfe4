//! What is written while somebody waits. The references write into the same file, on a chain of their own: these
//! measurements come last, since the copy of the register is no whole record afterwards.

use crate::registers::case_ids;
use crate::table::{Goal, Row, Table, Times};
use casebook_core::cases::api::save_draft;
use casebook_core::contacts::api::sign_session;
use casebook_core::contacts::{
    Attendance, ContactForm, Phase, SessionNoteForm, SignSessionRequest,
};
use casebook_core::formulations::api::sign_formulation;
use casebook_core::formulations::{FormulationForm, SignFormulationRequest};
use casebook_core::ids::{CaseId, ChainId, RecordId};
use casebook_core::record::SaveDraftRequest;
use casebook_core::{Register, Session};
use rusqlite::types::Value;
use rusqlite::{Connection, params};

pub(crate) fn drafts(
    table: &mut Table,
    size: usize,
    plain: &Connection,
    register: &Register,
    session: &Session,
) {
    plain
        .execute_batch("CREATE TABLE bench (id INTEGER PRIMARY KEY, text TEXT) STRICT")
        .unwrap();
    let ids = case_ids(plain);
    let text = "word ".repeat(1_000);
    let (ours, row) = Times::in_turn(
        1_000,
        |run| {
            let request = SaveDraftRequest {
                kind: "letter:gp".into(),
                patient_id: None,
                case_id: Some(ids[run % 200 % ids.len()]),
                base: None,
                state: serde_json::json!({ "text": text }),
            };
            save_draft(register, session, &request).unwrap();
        },
        |run| {
            plain
                .prepare_cached("INSERT INTO bench (id, text) VALUES (?1, ?2)")
                .unwrap()
                .execute(params![i64::try_from(run).unwrap(), text])
                .unwrap();
        },
    );
    plain.execute_batch("DROP TABLE bench").unwrap();
    table.put(
        size,
        Row::new("draft saved, 5 kB, durable", ours)
            .beside("one plain row of 5 kB", &row)
            .goal(Goal::P95(5.0))
            .goal(Goal::P99(10.0))
            .goal(Goal::Ratio(1.3)),
    );
}

fn formulation(case_id: CaseId) -> SignFormulationRequest {
    let paragraph =
        "Pain is read as danger; rest follows, and after rest everything at once. ".repeat(6);
    SignFormulationRequest {
        case_id,
        base: None,
        form: FormulationForm {
            definition: "five-ps".into(),
            cells: [
                "presenting",
                "predisposing",
                "precipitating",
                "perpetuating",
                "protective",
            ]
            .into_iter()
            .flat_map(|row| ["body", "mind", "world"].map(|column| format!("{row}.{column}")))
            .map(|cell| (cell, paragraph.clone()))
            .collect(),
            narrative: paragraph.repeat(3),
            patient_agrees: paragraph.clone(),
            shared_on: String::new(),
        },
        amendment: None,
        keep_beside: false,
        submission: Default::default(),
    }
}

fn session_note(case_id: CaseId) -> SignSessionRequest {
    SignSessionRequest {
        case_id,
        record_id: None,
        base: None,
        form: SessionNoteForm {
            held_on: "18-Nov-2025".into(),
            attendance: Some(Attendance::Attended),
            minutes: "50".into(),
            form: Some(ContactForm::FaceToFace),
            phases: vec![Phase::CoreIntervention],
            note: "We went back to the week before the admission and what her hands did while she spoke of it. ".repeat(6),
            homework: "Notice what the hands do.".into(),
        },
        amendment: None,
    }
}

/// Tables that a signed record goes into, with the column of its revision or of its record.
const TABLES: [&str; 6] = [
    "journal",
    "bodies",
    "records",
    "attestations",
    "sessions",
    "formulations",
];

/// The rows of one signed record as the core wrote them, to be written again under other ids.
struct Rows {
    tables: Vec<(&'static str, Vec<Vec<Value>>)>,
    text: Vec<Value>,
}

fn all(plain: &Connection, sql: &str, of: &dyn rusqlite::ToSql) -> Vec<Vec<Value>> {
    let mut statement = plain.prepare(sql).unwrap();
    let columns = statement.column_count();
    statement
        .query_map([of], |row| (0..columns).map(|c| row.get(c)).collect())
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

impl Rows {
    /// Of the record that was signed last.
    fn last(plain: &Connection) -> Self {
        let record: RecordId = plain
            .query_row(
                "SELECT record_id FROM journal WHERE kind = 'attestation' ORDER BY position DESC LIMIT 1",
                [],
                |r| r.get(0),
            )
            .unwrap();
        let of_record = |table: &'static str| {
            let sql = match table {
                "bodies" => "SELECT * FROM bodies WHERE position IN (SELECT position FROM journal WHERE record_id = ?1)".to_owned(),
                table => format!("SELECT * FROM {table} WHERE record_id = ?1"),
            };
            (table, all(plain, &sql, &record))
        };
        let text = all(
            plain,
            "SELECT * FROM search_texts WHERE record_id = ?1",
            &record,
        );
        Self {
            tables: TABLES.map(of_record).to_vec(),
            text: text.into_iter().next().unwrap(),
        }
    }

    /// Writes them in one plain transaction, with the words of the search.
    fn write(&self, plain: &mut Connection, chain: &[u8], sequence: &mut i64) {
        let transaction = plain.transaction().unwrap();
        let record = RecordId::random().unwrap();
        let revision = random_hash();
        let mut positions: Vec<Value> = Vec::new();
        for (table, rows) in &self.tables {
            for (place, row) in rows.iter().enumerate() {
                let mut row = row.clone();
                match *table {
                    "journal" => {
                        *sequence += 1;
                        row[0] = Value::Null;
                        row[1] = Value::Blob(chain.to_vec());
                        row[2] = Value::Integer(*sequence);
                        row[7] = Value::Blob(record.as_bytes().to_vec());
                        row[13] = Value::Blob(if place == 0 {
                            revision.clone()
                        } else {
                            random_hash()
                        });
                    }
                    "bodies" => row[0] = positions[place].clone(),
                    "records" => {
                        row[0] = Value::Blob(record.as_bytes().to_vec());
                        row[4] = positions[0].clone();
                        row[5] = Value::Blob(revision.clone());
                    }
                    "attestations" => {
                        row[0] = positions[1].clone();
                        row[1] = Value::Blob(record.as_bytes().to_vec());
                    }
                    _ => row[0] = Value::Blob(record.as_bytes().to_vec()),
                }
                insert(&transaction, table, &row);
                if *table == "journal" {
                    positions.push(Value::Integer(transaction.last_insert_rowid()));
                }
            }
        }
        let mut text = self.text.clone();
        text[0] = positions[0].clone();
        text[1] = Value::Blob(record.as_bytes().to_vec());
        insert(&transaction, "search_texts", &text);
        transaction
            .prepare_cached("INSERT INTO search_words (rowid, body) VALUES (?1, ?2)")
            .unwrap()
            .execute(params![text[0], text[7]])
            .unwrap();
        transaction.commit().unwrap();
    }
}

fn random_hash() -> Vec<u8> {
    let halves = [RecordId::random().unwrap(), RecordId::random().unwrap()];
    halves
        .iter()
        .flat_map(|id| id.as_bytes().to_vec())
        .collect()
}

/// Inserts a row of as many values as the table has columns.
pub(crate) fn insert(connection: &Connection, table: &str, row: &[Value]) {
    let marks = vec!["?"; row.len()].join(", ");
    connection
        .prepare_cached(&format!("INSERT INTO {table} VALUES ({marks})"))
        .unwrap()
        .execute(rusqlite::params_from_iter(row))
        .unwrap();
}

/// A row's name, the cases that it goes through, and how one is signed.
type Kind<'a> = (&'a str, &'a [CaseId], &'a dyn Fn(CaseId));

pub(crate) fn records(
    table: &mut Table,
    size: usize,
    plain: &mut Connection,
    register: &Register,
    session: &Session,
) {
    let ids = case_ids(plain);
    let chain = ChainId::random().unwrap();
    let mut sequence = 0;
    // Cases without one: an amendment would be another thing.
    let without: Vec<CaseId> = ids
        .iter()
        .copied()
        .filter(|id| {
            plain
                .query_row(
                    "SELECT count(*) FROM formulations WHERE case_id = ?1",
                    [id],
                    |r| r.get::<_, i64>(0),
                )
                .is_ok_and(|n| n == 0)
        })
        .take(151)
        .collect();
    let sign: [Kind<'_>; 2] = [
        ("record signed: session note of 700 bytes", &ids, &|case| {
            drop(sign_session(register, session, &session_note(case)).unwrap());
        }),
        ("record signed: formulation of 9 kB", &without, &|case| {
            drop(sign_formulation(register, session, &formulation(case)).unwrap());
        }),
    ];
    for (what, cases, sign) in sign {
        let runs = 150.min(cases.len().saturating_sub(1));
        if runs == 0 {
            table.not_measured(size, what, "every case has one already");
            continue;
        }
        sign(cases[runs]);
        let rows = Rows::last(plain);
        let (ours, theirs) = Times::in_turn(
            runs,
            |run| sign(cases[run]),
            |_| rows.write(plain, chain.as_bytes(), &mut sequence),
        );
        table.put(
            size,
            Row::new(what, ours)
                .beside("the same rows and words, plain", &theirs)
                .goal(Goal::Ratio(1.5)),
        );
    }
}
