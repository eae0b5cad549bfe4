//! Forgery by somebody who holds the data key but nobody's signing key: every one is noticed.

use super::{Dice, bout};
use crate::workflows::desk::{Desk, PASSPHRASE};
use casebook_core::record::entry::{Entry, commitment};
use casebook_core::record::journal::{COLUMNS, parents, stored};
use casebook_core::record::verify::verify;
use casebook_core::store::head::HeadFile;
use casebook_core::store::key_file::KeyFile;
use casebook_core::store::open;
use rusqlite::{Connection, params};

/// Computes every hash anew from `from` on, as a careful forger would.
fn rehash(c: &Connection, from: i64) {
    let sql = format!(
        "SELECT {COLUMNS} FROM journal AS j LEFT JOIN bodies AS b ON b.position = j.position ORDER BY j.position"
    );
    let all: Vec<_> = c
        .prepare(&sql)
        .unwrap()
        .query_map([], stored)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut previous = [0u8; 32];
    for mut row in all {
        if row.position >= from {
            row.entry.parents = parents(c, row.position).unwrap();
            let (nonce, body) = row.body.as_ref().unwrap();
            let entry = Entry {
                previous,
                commitment: commitment(nonce, body),
                ..row.entry.clone()
            };
            let hash = entry.hash();
            c.execute(
                "UPDATE parents SET parent = ?1 WHERE parent = ?2",
                params![hash, row.hash],
            )
            .unwrap();
            c.execute(
                "UPDATE journal SET commitment = ?1, previous = ?2, hash = ?3 WHERE position = ?4",
                params![entry.commitment, previous, hash, row.position],
            )
            .unwrap();
            previous = hash;
        } else {
            previous = row.hash;
        }
    }
}

#[test]
fn every_forgery_with_the_data_key_is_noticed() {
    let bout = bout("tampering with the data key", 2_000, 100_000, 5.0);
    let desk = Desk::new();
    let first = desk.patient("Halina", "Nowak", "999 000 0018");
    let second = desk.patient("Ana", "Silva", "999 000 0026");
    let case = desk.case(first);
    let mut base = None;
    for n in 0..4 {
        base = Some(desk.sign(case, base, &format!("Version {n}")).versions[0].revision);
    }
    let keys = KeyFile::read(&desk.layout).unwrap();
    let (_, key) = keys.unlock(desk.session.user, PASSPHRASE).unwrap();
    desk.register.lock(&desk.session).unwrap();
    let head = HeadFile::open(&desk.layout.head(), keys.register_id)
        .unwrap()
        .read()
        .unwrap();
    let mut connection = open::connection(&desk.layout.database(), &key, false).unwrap();
    let guards: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for guard in guards {
        connection
            .execute_batch(&format!("DROP TRIGGER {guard}"))
            .unwrap();
    }
    connection
        .execute_batch("PRAGMA foreign_keys = OFF")
        .unwrap();
    let last: i64 = connection
        .query_row("SELECT max(position) FROM journal", [], |r| r.get(0))
        .unwrap();
    assert!(
        verify(&connection, &head, |_| true)
            .unwrap()
            .faults
            .is_empty(),
        "whole before it is forged"
    );

    type Forgery = fn(&Connection, i64, &mut Dice, [u8; 16]);
    let forgeries: [(&str, Forgery); 9] = [
        ("edited body", |c, at, dice, _| {
            let mut body: Vec<u8> = c
                .query_row("SELECT body FROM bodies WHERE position = ?1", [at], |r| {
                    r.get(0)
                })
                .unwrap();
            let place = dice.roll(body.len() as u64) as usize;
            body[place] ^= 1;
            c.execute(
                "UPDATE bodies SET body = ?1 WHERE position = ?2",
                params![body, at],
            )
            .unwrap();
        }),
        ("edited body, hashes made anew", |c, at, dice, _| {
            let mut body: Vec<u8> = c
                .query_row("SELECT body FROM bodies WHERE position = ?1", [at], |r| {
                    r.get(0)
                })
                .unwrap();
            let place = dice.roll(body.len() as u64) as usize;
            body[place] ^= 1;
            c.execute(
                "UPDATE bodies SET body = ?1 WHERE position = ?2",
                params![body, at],
            )
            .unwrap();
            rehash(c, at);
        }),
        ("pointed to another patient", |c, at, _, other| {
            c.execute(
                "UPDATE journal SET patient_id = ?1 WHERE position = ?2",
                params![other.as_slice(), at],
            )
            .unwrap();
        }),
        (
            "pointed to another patient, hashes made anew",
            |c, at, _, other| {
                c.execute(
                    "UPDATE journal SET patient_id = ?1 WHERE position = ?2",
                    params![other.as_slice(), at],
                )
                .unwrap();
                rehash(c, at);
            },
        ),
        ("another author or instant", |c, at, dice, other| {
            if dice.roll(2) == 0 {
                c.execute(
                    "UPDATE journal SET author_id = ?1 WHERE position = ?2",
                    params![other.as_slice(), at],
                )
                .unwrap();
            } else {
                c.execute(
                    "UPDATE journal SET at = '2020-01-01T00:00:00.000Z' WHERE position = ?1",
                    [at],
                )
                .unwrap();
            }
            if dice.roll(2) == 0 {
                rehash(c, at);
            }
        }),
        ("deleted", |c, at, _, _| {
            for table in ["bodies", "parents", "attestations", "journal"] {
                c.execute(&format!("DELETE FROM {table} WHERE position = ?1"), [at])
                    .unwrap();
            }
        }),
        ("body taken out", |c, at, _, _| {
            c.execute("DELETE FROM bodies WHERE position = ?1", [at])
                .unwrap();
        }),
        ("bodies exchanged", |c, at, dice, _| {
            let last: i64 = c
                .query_row("SELECT max(position) FROM journal", [], |r| r.get(0))
                .unwrap();
            let mut other = 1 + dice.roll(last as u64) as i64;
            if other == at {
                other = if at == 1 { 2 } else { at - 1 };
            }
            c.execute("UPDATE bodies SET position = -1 WHERE position = ?1", [at])
                .unwrap();
            c.execute(
                "UPDATE bodies SET position = ?1 WHERE position = ?2",
                [at, other],
            )
            .unwrap();
            c.execute(
                "UPDATE bodies SET position = ?1 WHERE position = -1",
                [other],
            )
            .unwrap();
        }),
        ("end cut off", |c, at, _, _| {
            for table in ["bodies", "parents", "attestations", "journal"] {
                c.execute(&format!("DELETE FROM {table} WHERE position >= ?1"), [at])
                    .unwrap();
            }
        }),
    ];
    let mut dice = Dice(99);
    let mut attempt = 0u32;
    while bout.goes_on(attempt) {
        let (name, forge) = forgeries[attempt as usize % forgeries.len()];
        let at = 1 + dice.roll(last as u64) as i64;
        let transaction = connection.transaction().unwrap();
        forge(&transaction, at, &mut dice, *second.as_bytes());
        let verdict = verify(&transaction, &head, |_| true);
        let already_theirs = name.starts_with("pointed") && belongs(&transaction, at, second);
        assert!(
            verdict.map_or(true, |v| !v.faults.is_empty()) || already_theirs,
            "{name} at entry {at} went unnoticed"
        );
        transaction.rollback().unwrap();
        attempt += 1;
    }
    bout.tell(
        &format!("{attempt} forgeries in {} ways", forgeries.len()),
        &format!("{attempt} noticed, 0 unnoticed"),
    );
}

/// Pointing an entry to the patient it already belongs to forges nothing.
fn belongs(c: &Connection, at: i64, patient: casebook_core::ids::PatientId) -> bool {
    let (kind, record): (String, String) = c
        .query_row(
            "SELECT kind, record_kind FROM journal WHERE position = ?1",
            [at],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .unwrap();
    let own: Vec<u8> = c
        .query_row(
            "SELECT p.patient_id FROM patients AS p JOIN journal AS j ON j.record_id = p.record_id WHERE j.position = ?1
             UNION ALL SELECT x'' LIMIT 1",
            [at],
            |r| r.get(0),
        )
        .unwrap();
    kind == "revision" && record.starts_with("patient@") && own == patient.as_bytes()
}
