//! Long work that somebody waits for: how far it is, and the way to stop it.

use crate::error::{Error, Result};
use rusqlite::{Connection, InterruptHandle};
use serde::Serialize;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use ts_rs::TS;

/// The rule under which stopped work ends.
pub const STOPPED: &str = "stopped";

/// How far long work is.
#[derive(Clone, Debug, Default, Serialize, TS)]
pub struct WorkView {
    /// Something is being done.
    pub under_way: bool,
    /// What, in a few words.
    pub step: String,
    /// How much of it is done.
    pub done: u32,
    /// Of how much; 0 where that isn't known.
    pub total: u32,
}

/// One piece of long work, shared between who does it and who waits.
#[derive(Default)]
pub struct Work {
    stopped: AtomicBool,
    done: AtomicU32,
    total: AtomicU32,
    step: Mutex<&'static str>,
    statements: Mutex<Vec<InterruptHandle>>,
}

impl std::fmt::Debug for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Work(…)")
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing here is left half changed by a panic.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Work {
    /// Stops it at the next step, and the statement that the database is at.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        for statement in held(&self.statements).iter() {
            statement.interrupt();
        }
    }

    /// Has somebody stopped it?
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    /// Errors: `Refused` under the rule `stopped`.
    pub fn go_on(&self) -> Result<()> {
        if self.is_stopped() {
            return Err(Self::stopped());
        }
        Ok(())
    }

    /// How stopped work ends.
    pub fn stopped() -> Error {
        Error::Refused {
            rule: STOPPED,
            message: "Stopped. Nothing was changed.".into(),
        }
    }

    /// Says what is being done now, and how much of it there is.
    pub fn begin(&self, step: &'static str, total: u32) {
        *held(&self.step) = step;
        self.done.store(0, Ordering::Release);
        self.total.store(total, Ordering::Release);
    }

    /// Says how much is done. Answers whether to go on.
    pub fn at(&self, done: u32) -> bool {
        self.done.store(done, Ordering::Release);
        !self.is_stopped()
    }

    /// What is being done, how much is done, and of how much.
    pub fn progress(&self) -> (&'static str, u32, u32) {
        let (done, total) = (&self.done, &self.total);
        (
            *held(&self.step),
            done.load(Ordering::Acquire),
            total.load(Ordering::Acquire),
        )
    }

    /// The same for a screen.
    pub fn view(&self) -> WorkView {
        let (step, done, total) = self.progress();
        WorkView {
            under_way: true,
            step: step.to_owned(),
            done,
            total,
        }
    }

    /// Does `work` with a connection whose statements end when the work is stopped; what an interrupted statement says is
    /// said as `stopped`.
    pub fn through<T>(
        &self,
        connection: &Connection,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        self.interrupting(connection.get_interrupt_handle(), work)
    }

    /// The same for a connection that `work` borrows.
    pub fn interrupting<T>(
        &self,
        handle: InterruptHandle,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        held(&self.statements).push(handle);
        let outcome = self.go_on().and_then(|()| work());
        // Whatever the connection does afterwards is nobody's to stop.
        held(&self.statements).clear();
        match outcome {
            Err(_) if self.is_stopped() => Err(Self::stopped()),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Doing;
    use std::sync::Arc;

    #[test]
    fn a_statement_without_end_is_stopped_and_the_connection_goes_on_working() {
        let connection = Connection::open_in_memory().unwrap();
        let work = Arc::new(Work::default());
        let other = work.clone();
        let stopper = std::thread::spawn(move || {
            while other.progress().1 == 0 {
                std::thread::yield_now();
            }
            other.stop();
        });
        let ended = work.through(&connection, || {
            work.at(1);
            connection
                .query_row(
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
                    [],
                    |r| r.get::<_, i64>(0),
                )
                .doing("counting")
        });
        stopper.join().unwrap();
        assert!(matches!(ended, Err(Error::Refused { rule: STOPPED, .. })));
        work.stop();
        let after: i64 = connection.query_row("SELECT 7", [], |r| r.get(0)).unwrap();
        assert_eq!(after, 7);
    }
}
