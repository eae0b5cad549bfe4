//! The open register: one writer, some readers. The way in is [`opening`].

pub mod backing_up;
mod checking;
#[cfg(test)]
mod full;
mod instants;
mod inviting;
pub(crate) mod opening;

use crate::clock::{Clock, stamp};
use crate::error::{Doing, Error, Result};
use crate::ids::{CaseId, PatientId, RecordId, UserId};
use crate::op::Op;
use crate::record::audit::{Audit, Audited};
use crate::record::journal::Tip;
use crate::record::{Kinds, WriteTx, rebuild};
use crate::session::{Mode, Session};
use crate::store::head::HeadFile;
use crate::store::hold::Hold;
use crate::store::key_file::KeyFile;
use crate::store::keys::{Holder, SecretBytes};
use crate::store::pin::Pin;
use crate::store::work::Work;
use crate::store::{Layout, files, open};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a read may wait for its line in the audit.
const AUDIT_WITHIN: Duration = Duration::from_millis(250);

/// What a write answers: its value, and which kinds of thing changed.
#[derive(Debug)]
pub struct Written<T> {
    /// The value.
    pub value: T,
    /// Kinds of record whose lists a screen should read again.
    pub changed: BTreeSet<String>,
}

struct Writer {
    connection: Connection,
    tip: Tip,
    head: HeadFile,
}

/// Who reads what again and again, and when last.
type GoingOn = ((UserId, Audited), DateTime<Utc>);

/// An open register.
pub struct Register {
    layout: Layout,
    clock: Arc<dyn Clock>,
    kinds: Kinds,
    holder: Mutex<Option<Arc<Holder>>>,
    data_key: Mutex<Option<SecretBytes>>,
    writer: Mutex<Option<Writer>>,
    readers: Mutex<Vec<Connection>>,
    reads: Mutex<Vec<Audit>>,
    going_on: Mutex<Vec<GoingOn>>,
    /// Cases for which somebody has given a reason since the register was unlocked.
    reasons: Mutex<BTreeSet<(UserId, CaseId)>>,
    wake: Mutex<Option<Sender<()>>>,
    closed: AtomicBool,
    warnings: Vec<String>,
    clock_notice: String,
    made_up: AtomicBool,
    failed_tries: u32,
    /// Long work on this register, stopped when it locks, and the thread that makes a backup by itself.
    works: Mutex<Vec<Arc<Work>>>,
    aside: Mutex<Option<thread::JoinHandle<()>>>,
    trial: Mutex<backing_up::Trial>,
    hold: Mutex<Option<Hold>>,
    /// What brings a covered window back, and whose it is; never on the disk.
    pin: Mutex<Option<(UserId, Pin)>>,
    /// Which file was opened.
    opened: files::Identity,
}

impl std::fmt::Debug for Register {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Register(…)")
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic elsewhere rolls its transaction back; the guarded value is whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn meta(connection: &Connection, name: &str) -> Result<Option<String>> {
    connection
        .query_row("SELECT value FROM meta WHERE name = ?1", [name], |r| {
            r.get(0)
        })
        .optional()
        .doing("reading the register's settings")
}

fn set_meta(connection: &Connection, name: &str, value: &str) -> Result<()> {
    connection
        .execute(
            "INSERT INTO meta (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, value],
        )
        .doing("writing the register's settings")?;
    Ok(())
}

impl Register {
    /// The files of the register.
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// What the opening found amiss.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// What is odd about the computer's clock against the newest entry, as it was found at unlocking; empty for nothing.
    pub fn clock_notice(&self) -> &str {
        &self.clock_notice
    }

    /// Wrong tries before this unlock.
    pub const fn failed_tries(&self) -> u32 {
        self.failed_tries
    }

    /// Does it hold made-up cases only?
    pub fn made_up(&self) -> bool {
        self.made_up.load(Ordering::Relaxed)
    }

    /// Marks the register as holding made-up cases only.
    pub fn mark_made_up(&self) -> Result<()> {
        let mut guard = held(&self.writer);
        let writer = guard.as_mut().ok_or(Error::Locked)?;
        set_meta(&writer.connection, "made_up", "yes")?;
        self.made_up.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// The one way in: one immediate transaction that appends entries and moves the projections with them.
    ///
    /// Errors: `PatientMode` for what is no patient's own doing while the device is in a patient's hands.
    pub fn write<T>(
        &self,
        session: &Session,
        op: Op,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<Written<T>> {
        // The last of several fences: each noun's `api` has refused before.
        let passes = match session.mode {
            Mode::Staff => true,
            Mode::Patient => op.is_a_patients(),
            Mode::Covered => op == Op::Lock,
        };
        if !passes {
            session.staff()?;
        }
        let holder = held(&self.holder).clone().ok_or(Error::Locked)?;
        let mut guard = held(&self.writer);
        let writer = guard.as_mut().ok_or(Error::Locked)?;
        self.still_there()?;
        let mut tip = writer.tip;
        let reads = std::mem::take(&mut *held(&self.reads));
        let outcome = (|| {
            let transaction = writer
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .doing("beginning to write")?;
            let mut tx = WriteTx {
                connection: &transaction,
                tip: &mut tip,
                kinds: self.kinds,
                author: session.user,
                holder: &holder,
                at: stamp(self.clock.now()),
                changed: BTreeSet::new(),
            };
            for read in &reads {
                tx.audit(read)?;
            }
            let value = work(&mut tx)?;
            let changed = std::mem::take(&mut tx.changed);
            transaction.commit().doing("writing")?;
            Ok(Written { value, changed })
        })();
        match &outcome {
            Ok(_) => {
                if tip.sequence != writer.tip.sequence {
                    writer.tip = tip;
                    // It is committed, and whoever was told otherwise would write it again. A head that lags behind is as
                    // after a power cut; the next write brings it up.
                    let _ = writer
                        .head
                        .write(tip.chain, tip.sequence, &tip.hash, holder.signing());
                }
            }
            Err(_) => held(&self.reads).splice(0..0, reads).for_each(drop),
        }
        outcome
    }

    /// Is the file that was opened still the one that stands there? What is written into one that was removed or put aside
    /// would be lost without a word. Errors: `Moved`.
    fn still_there(&self) -> Result<()> {
        match files::identity(&self.layout.database()) == self.opened {
            true => Ok(()),
            false => Err(Error::Moved),
        }
    }

    /// Something with the PIN of this session.
    pub(crate) fn pin<T>(&self, with: impl FnOnce(&mut Option<(UserId, Pin)>) -> T) -> T {
        with(&mut held(&self.pin))
    }

    /// Reads with one of the readers. Many reads go on beside each other and beside a write.
    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        if self.closed.load(Ordering::Acquire) {
            return Err(Error::Locked);
        }
        let idle = held(&self.readers).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => {
                let key = held(&self.data_key).clone().ok_or(Error::Locked)?;
                let connection = open::connection(&self.layout.database(), &key, false)?;
                connection
                    .pragma_update(None, "query_only", true)
                    .doing("opening the register")?;
                open::cache_kib(&connection, 16_384)?;
                connection
            }
        };
        let value = work(&connection);
        if !self.closed.load(Ordering::Acquire) {
            let mut readers = held(&self.readers);
            if readers.len() < 4 {
                readers.push(connection);
            }
        }
        value
    }

    /// Notes a read for the audit; it joins the next write, within a quarter of a second.
    pub fn note_read(
        &self,
        session: &Session,
        what: Audited,
        record: Option<RecordId>,
        case: Option<CaseId>,
        patient: Option<PatientId>,
    ) {
        held(&self.reads).push(Audit {
            what,
            author: session.user,
            at: stamp(self.clock.now()),
            record,
            case,
            patient,
            detail: String::new(),
        });
        if let Some(wake) = held(&self.wake).as_ref() {
            let _ = wake.send(());
        }
    }

    /// Notes for the audit that something is being read again and again, as while somebody types: once, until the same
    /// person has left it for a minute.
    pub fn note_read_once(&self, session: &Session, what: Audited) {
        let now = self.clock.now();
        let key = (session.user, what);
        let last = {
            let mut going_on = held(&self.going_on);
            let last = going_on.iter().find(|(k, _)| *k == key).map(|(_, at)| *at);
            going_on.retain(|(k, _)| *k != key);
            going_on.push((key, now));
            last
        };
        // Of a clock that was put back it is not known how long it was: it is noted again.
        let goes_on = last.is_some_and(|at| now >= at && now - at < chrono::TimeDelta::minutes(1));
        if !goes_on {
            self.note_read(session, what, None, None, None);
        }
    }

    /// Has this user given a reason for the case since the register was unlocked?
    pub(crate) fn has_reason(&self, user: UserId, case: CaseId) -> bool {
        held(&self.reasons).contains(&(user, case))
    }

    /// Keeps that a user has given a reason for these cases: until the register is locked, or somebody else goes on in it.
    pub(crate) fn keep_reasons(&self, user: UserId, cases: impl Iterator<Item = CaseId>) {
        held(&self.reasons).extend(cases.map(|case| (user, case)));
    }

    /// Writes the reads that wait for their line in the audit.
    pub(crate) fn record_reads(&self) -> Result<()> {
        let Some(author) = held(&self.reads).first().map(|a| a.author) else {
            return Ok(());
        };
        let session = Session {
            user: author,
            name: String::new(),
            role: crate::users::Role::Guardian,
            mode: Mode::Staff,
        };
        self.write(&session, Op::RecordReads, |_| Ok(())).map(drop)
    }

    /// Changes the key file: `change` works on the next generation, which is then sealed and written.
    pub fn change_keys<T>(
        &self,
        session: &Session,
        op: Op,
        what: &'static str,
        whose: UserId,
        change: impl FnOnce(&mut KeyFile, &SecretBytes, &mut WriteTx<'_>) -> Result<T>,
    ) -> Result<T> {
        let data_key = held(&self.data_key).clone().ok_or(Error::Locked)?;
        let layout = self.layout.clone();
        let written = self.write(session, op, |tx| {
            let mut keys = KeyFile::read(&layout)?;
            keys.check(&data_key)?;
            keys.advance(&data_key)?;
            let value = change(&mut keys, &data_key, tx)?;
            tx.key_change(what, whose)?;
            // The file goes first: after a crash in between it is ahead of the register, which opens all the same.
            keys.write(&layout, &data_key)?;
            set_meta(tx.connection(), "generation", &keys.generation.to_string())?;
            Ok(value)
        })?;
        Ok(written.value)
    }

    /// Locks: reads reach the audit, the chain's end is signed, keys are wiped, the files are closed.
    pub fn lock(&self, session: &Session) -> Result<()> {
        self.stop_works();
        let signed = self.write(session, Op::Lock, |tx| tx.checkpoint());
        if matches!(signed, Err(Error::Locked)) {
            return Err(Error::Locked);
        }
        self.closed.store(true, Ordering::Release);
        // What was begun between the two.
        self.stop_works();
        held(&self.wake).take();
        held(&self.readers).clear();
        if let Some(writer) = held(&self.writer).take() {
            let _ = writer
                .connection
                .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
            let _ = writer.head.sync();
        }
        held(&self.data_key).take();
        held(&self.holder).take();
        held(&self.pin).take();
        held(&self.hold).take();
        signed.map(drop)
    }

    /// Makes every projection anew from the journal.
    pub fn rebuild(&self, session: &Session) -> Result<()> {
        let kinds = self.kinds;
        self.write(session, Op::Rebuild, |tx| {
            rebuild::rebuild(tx.connection(), kinds)?;
            tx.audit_own(Audited::Rebuilt, None, None, None, "")
        })
        .map(drop)
    }
}
