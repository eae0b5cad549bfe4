//! Accounts in the journal and the list of them.

use super::deputies::{self, Passed};
use super::{Role, User, UserView};
use crate::error::{Doing, Error, Result};
use crate::ids::{RecordId, UserId};
use crate::record::{Revision, Subject, WriteTx, read};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// An account's record has the account's own id.
const fn record(user: UserId) -> RecordId {
    RecordId::from_bytes(*user.as_bytes())
}

/// Puts an account in, or a change of it.
pub(crate) fn put(tx: &mut WriteTx<'_>, user: UserId, account: &User) -> Result<()> {
    match read::standing(tx.connection(), record(user)) {
        Ok(standing) => tx
            .revise(record(user), standing.revision, account)
            .map(drop),
        Err(Error::NotFound { .. }) => tx
            .create(Subject::default(), record(user), account)
            .map(drop),
        Err(other) => Err(other),
    }
}

/// Brings the list of accounts up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let user: User = revision.read()?;
    let none: &[u8] = &[];
    connection
        .prepare_cached(
            "INSERT INTO users (user_id, name, role, post, registration, signing_key, disabled, deputy_id, pass_on_hours,
                                invited_until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, role = excluded.role, post = excluded.post,
                 registration = excluded.registration, signing_key = excluded.signing_key, disabled = excluded.disabled,
                 deputy_id = excluded.deputy_id, pass_on_hours = excluded.pass_on_hours,
                 invited_until = excluded.invited_until",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.record,
                user.name,
                user.role.word(),
                user.post,
                user.registration,
                user.signing_key,
                user.disabled,
                user.deputy.as_ref().map_or(none, |d| d.as_bytes()),
                user.pass_on_hours,
                user.invited_until.unwrap_or_default()
            ])
        })
        .doing("bringing the accounts up to date")?;
    Ok(())
}

/// An account as the journal holds it.
pub fn account(connection: &Connection, user: UserId) -> Result<User> {
    read::current(connection, record(user))
        .map_err(|e| match e {
            Error::NotFound { .. } => Error::NotFound { what: "account" },
            other => other,
        })?
        .read()
}

fn view(row: &Row<'_>) -> rusqlite::Result<UserView> {
    let word: String = row.get(2)?;
    Ok(UserView {
        id: row.get(0)?,
        name: row.get(1)?,
        role: Role::from_word(&word).ok_or(rusqlite::Error::InvalidQuery)?,
        post: row.get(3)?,
        registration: row.get(4)?,
        disabled: row.get(5)?,
        deputy_id: row.get(6)?,
        pass_on_hours: row.get(7)?,
        invited_until: match row.get::<_, String>(8)? {
            none if none.is_empty() => none,
            until => crate::dates::clinical_instant(&until),
        },
    })
}

/// One account.
pub fn user(connection: &Connection, user: UserId) -> Result<UserView> {
    connection
        .prepare_cached(
            "SELECT user_id, name, role, post, registration, disabled, nullif(deputy_id, x''), pass_on_hours,
                    invited_until
             FROM users WHERE user_id = ?1",
        )
        .and_then(|mut s| s.query_row([user], view).optional())
        .doing("reading the accounts")?
        .ok_or(Error::NotFound { what: "account" })
}

/// Where an answer about safety has passed to that waits with `author` since an instant, RFC 3339 in UTC.
pub fn passed(
    connection: &Connection,
    author: &UserView,
    since: &str,
    now: DateTime<Utc>,
) -> Result<Passed> {
    let deputy = author
        .deputy_id
        .map(|id| user(connection, id))
        .transpose()?;
    // An instant that can't be read is long ago: nothing is held back for it.
    let since = since.parse().unwrap_or(DateTime::UNIX_EPOCH);
    Ok(deputies::passed(author, deputy.as_ref(), since, now))
}

/// Every account, by name.
pub fn users(connection: &Connection) -> Result<Vec<UserView>> {
    connection
        .prepare_cached(
            "SELECT user_id, name, role, post, registration, disabled, nullif(deputy_id, x''), pass_on_hours,
                    invited_until
             FROM users ORDER BY name, user_id",
        )
        .and_then(|mut s| s.query_map([], view)?.collect())
        .doing("reading the accounts")
}

/// An account's name, for "who" columns.
pub fn name(connection: &Connection, user: UserId) -> Result<String> {
    Ok(self::user(connection, user).map_or_else(|_| "Unknown account".to_owned(), |u| u.name))
}

/// `Dr A. Okafor, 20-Nov-2026 14:02`: who and when, on every panel.
pub fn recorded(connection: &Connection, author: UserId, at: &str) -> Result<String> {
    Ok(format!(
        "{}, {}",
        name(connection, author)?,
        crate::dates::clinical_instant(at)
    ))
}
