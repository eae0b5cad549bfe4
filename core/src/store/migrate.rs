//! Bringing the database up to this program's format: numbered SQL, one transaction each, never edited once released.

use crate::error::{Doing, Error, Result};
use rusqlite::Connection;

/// The migrations in order. The place in the list is the format's number less one.
pub const MIGRATIONS: &[(&str, &str)] = &[
    (
        "0001_register",
        include_str!("../../migrations/0001_register.sql"),
    ),
    ("0002_care", include_str!("../../migrations/0002_care.sql")),
    (
        "0003_pathway",
        include_str!("../../migrations/0003_pathway.sql"),
    ),
    (
        "0004_submissions",
        include_str!("../../migrations/0004_submissions.sql"),
    ),
    (
        "0005_supervision",
        include_str!("../../migrations/0005_supervision.sql"),
    ),
    (
        "0006_search",
        include_str!("../../migrations/0006_search.sql"),
    ),
    (
        "0007_audit",
        include_str!("../../migrations/0007_audit.sql"),
    ),
    (
        "0008_schedules",
        include_str!("../../migrations/0008_schedules.sql"),
    ),
    (
        "0009_friends_and_family",
        include_str!("../../migrations/0009_friends_and_family.sql"),
    ),
    (
        "0010_trust_data",
        include_str!("../../migrations/0010_trust_data.sql"),
    ),
    (
        "0011_departures",
        include_str!("../../migrations/0011_departures.sql"),
    ),
    (
        "0012_reasons",
        include_str!("../../migrations/0012_reasons.sql"),
    ),
];

/// The format that this program writes.
pub fn newest() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

/// The format of an open database; 0 for an empty one.
pub fn found(connection: &Connection) -> Result<u32> {
    connection
        .pragma_query_value(None, "user_version", |r| r.get::<_, u32>(0))
        .doing("reading the register's format")
}

/// Refuses a database that a newer program has written.
pub fn refuse_newer(connection: &Connection) -> Result<u32> {
    let found = found(connection)?;
    if found > newest() {
        return Err(Error::TooNew {
            found,
            known: newest(),
        });
    }
    Ok(found)
}

/// Applies what is missing, then checks the whole file. The caller has made a backup where `found` was not 0.
pub fn bring_up(connection: &mut Connection) -> Result<()> {
    let found = refuse_newer(connection)?;
    if found == newest() {
        return Ok(());
    }
    for (number, (_, sql)) in (1u32..).zip(MIGRATIONS).filter(|(n, _)| *n > found) {
        let transaction = connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive)
            .doing("migrating the register")?;
        transaction
            .execute_batch(sql)
            .doing("migrating the register")?;
        transaction
            .pragma_update(None, "user_version", number)
            .doing("migrating the register")?;
        transaction.commit().doing("migrating the register")?;
    }
    check(connection)
}

/// Foreign keys and the file's own structure. Errors: `Damaged`.
pub fn check(connection: &Connection) -> Result<()> {
    let dangling: i64 = connection
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |r| {
            r.get(0)
        })
        .doing("checking the register")?;
    let verdict: String = connection
        .query_row(
            "SELECT integrity_check FROM pragma_integrity_check LIMIT 1",
            [],
            |r| r.get(0),
        )
        .doing("checking the register")?;
    if dangling > 0 || verdict != "ok" {
        return Err(Error::Damaged {
            what: "the database's structure".into(),
        });
    }
    Ok(())
}

/// The database's structure as text, one statement a paragraph: kept in `core/schema.sql` and compared by a test.
pub fn schema(connection: &Connection) -> Result<String> {
    let mut statement = connection
        .prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
             ORDER BY type = 'table' DESC, tbl_name, type, name",
        )
        .doing("reading the register's structure")?;
    let rows = statement
        .query_map([], |r| r.get::<_, String>(0))
        .doing("reading the register's structure")?;
    let mut out =
        String::from("-- Written from the migrations. Do not edit: see core/migrations.\n");
    for row in rows {
        out.push('\n');
        out.push_str(&row.doing("reading the register's structure")?);
        out.push_str(";\n");
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn migrated() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        bring_up(&mut connection).unwrap();
        connection
    }

    #[test]
    fn a_database_of_a_newer_program_is_refused_and_left_alone() {
        let connection = migrated();
        connection
            .pragma_update(None, "user_version", newest() + 1)
            .unwrap();
        assert!(matches!(
            refuse_newer(&connection),
            Err(Error::TooNew { .. })
        ));
    }

    #[test]
    fn migrating_twice_changes_nothing() {
        let mut connection = migrated();
        let before = schema(&connection).unwrap();
        bring_up(&mut connection).unwrap();
        assert_eq!(schema(&connection).unwrap(), before);
    }

    #[test]
    fn schema_sql_shows_the_structure_as_it_is() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema.sql");
        let now = schema(&migrated()).unwrap();
        if std::env::var_os("CASEBOOK_WRITE_SCHEMA").is_some() {
            std::fs::write(path, &now).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(path).unwrap_or_default(),
            now,
            "core/schema.sql is out of date: run with CASEBOOK_WRITE_SCHEMA=1"
        );
    }

    #[test]
    fn every_table_is_strict_and_no_column_may_be_null() {
        let connection = migrated();
        let loose: i64 = connection
            .query_row(
                "SELECT count(*) FROM pragma_table_list AS t
                 WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.strict = 0",
                [],
                |r| r.get(0),
            )
            .unwrap();
        let nullable: i64 = connection
            .query_row(
                "SELECT count(*) FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c
                 WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.\"notnull\" = 0",
                [],
                |r| r.get(0),
            )
            .unwrap();
        assert_eq!((loose, nullable), (0, 0));
    }
}
