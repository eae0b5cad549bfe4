//! The register as a whole: unlocked, verified, backed up, restored, imported into; and what it keeps in memory.

use crate::registers::{Copied, PASSPHRASE, cache, case_ids};
use crate::table::{Goal, Row, Table, Times, timed};
use crate::writing::insert;
use casebook_core::cases::api::{CaseRequest, open_case};
use casebook_core::clock::SystemClock;
use casebook_core::exchange::ExportRequest;
use casebook_core::exchange::api::{export, import};
use casebook_core::record::verify;
use casebook_core::search::SearchRequest;
use casebook_core::search::api::search;
use casebook_core::sensitive::Secret;
use casebook_core::store::head::HeadFile;
use casebook_core::store::key_file::KeyFile;
use casebook_core::store::keys::{SecretBytes, fresh_secret};
use casebook_core::store::{Layout, backup, migrate, open};
use casebook_core::today::TodayRequest;
use casebook_core::today::api::today;
use casebook_core::users::{NewUser, Role};
use casebook_core::{Register, Session, users};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// Unlocking, with the key derivation that is slow on purpose told apart. The register is closed meanwhile.
pub(crate) fn unlocking(table: &mut Table, size: usize, copied: &Copied) {
    let keys = KeyFile::read(&copied.layout).unwrap();
    let (mut derivations, mut unlocks) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        derivations.push(timed(|| {
            drop(keys.unlock(copied.user, PASSPHRASE).unwrap())
        }));
        let mut opened = None;
        unlocks.push(timed(|| {
            let (register, session) = copied.unlock();
            black_box(today(&register, &session, &TodayRequest { everyone: false }).unwrap());
            opened = Some((register, session));
        }));
        let (register, session) = opened.unwrap();
        register.lock(&session).unwrap();
    }
    let derivations = Times::sorted(derivations);
    table.put(
        size,
        Row::new("key derivation", derivations.clone()).goal(Goal::P50Between(100.0, 250.0)),
    );
    table.put(
        size,
        Row::new("unlock and Today", Times::sorted(unlocks))
            .beside("key derivation", &derivations)
            .goal(Goal::P50(400.0)),
    );
}

fn count(plain: &Connection, sql: &str) -> i64 {
    plain.query_row(sql, [], |r| r.get(0)).unwrap()
}

/// What the register holds, in a sentence.
pub(crate) fn holdings(plain: &Connection, layout: &Layout) -> String {
    let of = |sql| count(plain, sql);
    let megabytes = std::fs::metadata(layout.database()).unwrap().len() / 1_000_000;
    format!(
        "{} cases of {} patients, {} entries of the journal, {} revisions, {} searched texts, {} measures, {} drafts, {megabytes} MB",
        of("SELECT count(*) FROM cases"),
        of("SELECT count(*) FROM patients"),
        of("SELECT count(*) FROM journal"),
        of("SELECT count(*) FROM journal WHERE kind = 'revision'"),
        of("SELECT count(*) FROM search_texts"),
        of("SELECT count(*) FROM measures"),
        of("SELECT count(*) FROM drafts"),
    )
}

/// The whole register is checked, copied away and brought back.
pub(crate) fn verifying(
    table: &mut Table,
    size: usize,
    copied: &Copied,
    plain: &Connection,
    register: &Register,
) {
    let revisions = count(
        plain,
        "SELECT count(*) FROM journal WHERE kind = 'revision'",
    );
    let minute = if size >= 100_000 {
        vec![Goal::P50(60_000.0)]
    } else {
        Vec::new()
    };
    let rate = |ms: f64| {
        format!(
            "{revisions} revisions, {:.0}/s",
            revisions as f64 / ms * 1000.0
        )
    };
    let keys = KeyFile::read(&copied.layout).unwrap();
    let head = HeadFile::open(&copied.layout.head(), keys.register_id)
        .unwrap()
        .read()
        .unwrap();
    let chain = timed(|| {
        let verdict = verify::verify(plain, &head, |_| true).unwrap();
        assert!(verdict.faults.is_empty(), "{}", verdict.summary);
    });
    let mut row = Row::new(
        "the chain verified: hashes, bodies, signatures",
        Times::sorted(vec![chain]),
    )
    .note(rate(chain));
    row.goals.clone_from(&minute);
    table.put(size, row);
    let whole = timed(|| {
        let verdict = register.verify(|_| true).unwrap();
        assert!(verdict.faults.is_empty(), "{}", verdict.summary);
    });
    let mut row = Row::new(
        "verify: every page, the chain, every list made anew",
        Times::sorted(vec![whole]),
    )
    .note(rate(whole));
    row.goals.clone_from(&minute);
    table.put(size, row);

    let folder = tempfile::tempdir_in(cache()).unwrap();
    let file = folder.path().join("register.backup");
    let mut bytes = 0;
    let time = timed(|| bytes = register.back_up(&file).unwrap().bytes);
    let mut row = Row::new("backup, opened and verified", Times::sorted(vec![time]))
        .note(format!("{} MB", bytes / 1_000_000));
    row.goals.clone_from(&minute);
    table.put(size, row);
    let into = Layout::new(folder.path().join("restored"));
    let time = timed(|| backup::restore(&file, &into).unwrap());
    let mut row = Row::new("restore from the backup", Times::sorted(vec![time]));
    row.goals = minute;
    table.put(size, row);
}

fn new_user() -> NewUser {
    NewUser {
        name: "Dr A. Okafor".into(),
        role: Role::Consultant,
        post: String::new(),
        registration: String::new(),
        passphrase: Secret::new("gravel teapot lighthouse moth"),
    }
}

/// Tables in the order in which their rows may be inserted.
fn tables(connection: &Connection) -> Vec<String> {
    let mut names: Vec<String> = connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_words%'",
        )
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    names.sort_by_key(|name| name != "journal");
    names
}

fn rows(connection: &Connection, table: &str) -> Vec<Vec<Value>> {
    let mut statement = connection
        .prepare(&format!("SELECT * FROM {table}"))
        .unwrap();
    let columns = statement.column_count();
    statement
        .query_map([], |row| (0..columns).map(|c| row.get(c)).collect())
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

fn empty(path: &Path, key: &SecretBytes) -> Connection {
    let mut connection = open::connection(path, key, true).unwrap();
    migrate::bring_up(&mut connection).unwrap();
    open::cache_kib(&connection, 65_536).unwrap();
    connection
}

/// A file of cases goes into an empty register; then the very rows that it made go into an empty file by plain SQL.
pub(crate) fn importing(
    table: &mut Table,
    size: usize,
    plain: &Connection,
    register: &Register,
    session: &Session,
) {
    let mut cases = 1_000;
    let bytes = loop {
        let mut ids = case_ids(plain);
        ids.truncate(cases);
        cases = ids.len();
        match export(
            register,
            session,
            &ExportRequest {
                cases: ids,
                reason: None,
            },
            "the bench",
        ) {
            Ok(bytes) => break bytes,
            Err(fault) if cases < 50 => {
                return table.not_measured(size, "import", &fault.to_string());
            }
            Err(_) => cases /= 2,
        }
    };
    let folder = tempfile::tempdir_in(cache()).unwrap();
    let layout = Layout::new(folder.path().join("imported"));
    let (target, by, _) = users::api::set_up(&layout, &new_user(), Arc::new(SystemClock)).unwrap();
    let mut outcome = Ok(Default::default());
    let ours = timed(|| outcome = import(&target, &by, &bytes));
    let what = format!("import of {cases} cases, {} MB", bytes.len() / 1_000_000);
    if let Err(fault) = outcome {
        return table.not_measured(size, &what, &fault.to_string());
    }
    let keys = KeyFile::read(&layout).unwrap();
    let key = keys
        .unlock(by.user, "gravel teapot lighthouse moth")
        .unwrap()
        .1;
    let made = open::connection(&layout.database(), &key, false).unwrap();
    let content: Vec<(String, Vec<Vec<Value>>)> = tables(&made)
        .into_iter()
        .map(|table| {
            let rows = rows(&made, &table);
            (table, rows)
        })
        .collect();
    let number: usize = content.iter().map(|(_, rows)| rows.len()).sum();
    let mut into = empty(&folder.path().join("plain.db"), &fresh_secret().unwrap());
    for (name, _) in &content {
        into.execute_batch(&format!("DELETE FROM {name}")).unwrap();
    }
    let theirs = timed(|| {
        let transaction = into.transaction().unwrap();
        for (name, rows) in &content {
            for row in rows {
                insert(&transaction, name, row);
                if name == "search_texts" {
                    transaction
                        .prepare_cached("INSERT INTO search_words (rowid, body) VALUES (?1, ?2)")
                        .unwrap()
                        .execute([&row[0], &row[7]])
                        .unwrap();
                }
            }
        }
        transaction.commit().unwrap();
    });
    let rate = |ms: f64| number as f64 / ms * 1000.0;
    table.put(
        size,
        Row::new(what, Times::sorted(vec![ours]))
            .beside(
                "the same rows and words, plain",
                &Times::sorted(vec![theirs]),
            )
            .goal(Goal::Ratio(2.0))
            .note(format!(
                "{number} rows: {:.0} rows/s, plain {:.0} rows/s",
                rate(ours),
                rate(theirs)
            )),
    );
    target.lock(&by).unwrap();
}

/// What a process does that is started to see what it keeps in memory: `speed --memory FOLDER`.
pub(crate) fn memory_in_own_process(folder: &str) {
    let layout = Layout::new(folder);
    let accounts = users::api::closed_state(&layout, &SystemClock)
        .unwrap()
        .accounts;
    let user = accounts
        .iter()
        .find(|a| a.name.contains("Demo"))
        .unwrap()
        .id;
    let (register, session) = Register::unlock(
        &layout,
        user,
        &Secret::new(PASSPHRASE),
        Arc::new(SystemClock),
    )
    .unwrap();
    let resident = || {
        let text = std::fs::read_to_string("/proc/self/smaps_rollup").unwrap_or_default();
        let line = text
            .lines()
            .find(|l| l.starts_with("Pss:"))
            .unwrap_or_default()
            .to_owned();
        line.split_whitespace()
            .nth(1)
            .and_then(|n| n.parse::<u64>().ok())
            .unwrap_or_default()
            / 1024
    };
    let unlocked = resident();
    today(&register, &session, &TodayRequest { everyone: false }).unwrap();
    let ids = register.read(|c| Ok(case_ids(c))).unwrap();
    for case_id in ids.iter().take(300) {
        open_case(&register, &session, &CaseRequest { case_id: *case_id }).unwrap();
    }
    for text in ["pain", "sleep and", "review", "the symptoms", "fatigue "] {
        let text = text.to_owned();
        search(
            &register,
            &session,
            &SearchRequest {
                text,
                newest_first: false,
            },
        )
        .unwrap();
    }
    drop(ids);
    let used = resident();
    println!("{unlocked} {used}");
    register.lock(&session).unwrap();
}

pub(crate) fn memory(table: &mut Table, size: usize, copied: &Copied) {
    let output = Command::new(std::env::current_exe().unwrap())
        .arg("--memory")
        .arg(copied.layout.folder())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let what = "memory of the core alone, in a process of its own";
    match text.trim().split_once(' ') {
        Some((unlocked, used)) => {
            let note = format!(
                "{unlocked} MB PSS after unlock; {used} MB after Today, 300 cases and 5 searches"
            );
            table.put(size, Row::new(what, Times::default()).note(note));
        }
        None => table.not_measured(size, what, &String::from_utf8_lossy(&output.stderr)),
    }
}
