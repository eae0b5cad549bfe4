//! Opening the encrypted database: every connection is made here, the same way.

use super::keys::SecretBytes;
use crate::error::{Doing, Error, Result};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

/// Opens a connection with the data key. The file is made when `create` is set.
///
/// Errors: `Damaged` when the key does not fit the file, since the key was proved right before; `Storage` for a disk that
/// is full or fails.
pub fn connection(path: &Path, key: &SecretBytes, create: bool) -> Result<Connection> {
    if create {
        super::files::private_file(path)?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).doing("opening the register")?;
    // SQLCipher would write each failed page to stderr.
    connection
        .pragma_update(None, "cipher_log_level", "NONE")
        .doing("opening the register")?;
    // What the database gives back is overwritten, pages that it had decrypted above all: see docs/adr/0019.
    connection
        .pragma_update(None, "cipher_memory_security", true)
        .doing("opening the register")?;
    let mut pragma = Zeroizing::new(String::from("PRAGMA key = \"x'"));
    pragma.push_str(&Zeroizing::new(
        data_encoding::HEXLOWER.encode(key.as_slice()),
    ));
    pragma.push_str("'\"");
    connection
        .execute_batch(&pragma)
        .doing("opening the register")?;
    connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |r| {
            r.get::<_, i64>(0)
        })
        .doing("opening the register")
        .map_err(|error| match error {
            Error::Damaged { .. } => Error::Damaged {
                what: "the database register.db cannot be read with its key".into(),
            },
            // A disk that is full or fails has damaged nothing, and no backup needs to be restored.
            other => other,
        })?;
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA secure_delete = ON;
             PRAGMA temp_store = MEMORY;
             PRAGMA trusted_schema = OFF;",
        )
        .doing("opening the register")?;
    connection
        .busy_timeout(Duration::from_secs(5))
        .doing("opening the register")?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// The writer's cache is larger than a reader's: SQLCipher pays for every page it reads again.
pub fn cache_kib(connection: &Connection, kib: u32) -> Result<()> {
    connection
        .pragma_update(None, "cache_size", -i64::from(kib))
        .doing("opening the register")
}

/// How many pages fail the cipher's own check; 0 for a whole file.
pub fn damaged_pages(connection: &Connection) -> Result<u32> {
    let mut statement = connection
        .prepare("PRAGMA cipher_integrity_check")
        .doing("checking the register's pages")?;
    let rows = statement
        .query_map([], |r| r.get::<_, String>(0))
        .doing("checking the register's pages")?
        .count();
    Ok(u32::try_from(rows).unwrap_or(u32::MAX))
}

/// SQLite's own check of the file's structure, which reads every page. Errors: `Damaged`.
pub fn quick_check(connection: &Connection) -> Result<()> {
    let verdict: String = connection
        .query_row(
            "SELECT quick_check FROM pragma_quick_check LIMIT 1",
            [],
            |r| r.get(0),
        )
        .doing("checking the file’s structure")?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(Error::Damaged {
        what: "the database's structure".into(),
    })
}
