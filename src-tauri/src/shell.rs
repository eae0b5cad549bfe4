//! What the window holds between two commands: the open register, who works in it, and when they last did.

use casebook_core::clock::Clock;
use casebook_core::error::{Error, ErrorView, Result};
use casebook_core::ids::RecordId;
use casebook_core::store::Layout;
use casebook_core::users::{RegisterStateView, api as users};
use casebook_core::{Register, Session};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// What a command answers.
pub(crate) type Answer<T> = std::result::Result<T, ErrorView>;

/// An unlocked register and its session.
type Open = (Arc<Register>, Session);

/// When somebody last did something, by two clocks: the steady one stands still while the computer sleeps, and the
/// wall's can be set back. The longer of the two counts, so that a lid closed for an hour locks.
#[derive(Clone, Copy, Debug)]
struct Activity {
    steady: Instant,
    wall: SystemTime,
}

impl Activity {
    fn now() -> Self {
        Self {
            steady: Instant::now(),
            wall: SystemTime::now(),
        }
    }

    fn ago(&self) -> Duration {
        self.steady
            .elapsed()
            .max(self.wall.elapsed().unwrap_or_default())
    }
}

/// The state behind the commands.
pub(crate) struct Shell {
    layout: Layout,
    clock: Arc<dyn Clock>,
    open: Mutex<Option<Open>>,
    /// Held through everything that opens or locks, so that no two of them overlap. `open` is held for a moment only.
    door: Mutex<()>,
    active: Mutex<Activity>,
    saved: Mutex<HashMap<RecordId, PathBuf>>,
    /// Commands in the open register that have not answered yet.
    busy: AtomicUsize,
}

/// Counts one command until it has answered, or panicked.
struct Busy<'a>(&'a AtomicUsize);

impl<'a> Busy<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::AcqRel);
        Self(count)
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing here is left half changed by a panic.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shell {
    /// A window on the register in `layout`, locked.
    pub(crate) fn new(layout: Layout, clock: Arc<dyn Clock>) -> Self {
        Self {
            layout,
            clock,
            open: Mutex::new(None),
            door: Mutex::new(()),
            active: Mutex::new(Activity::now()),
            saved: Mutex::new(HashMap::new()),
            busy: AtomicUsize::new(0),
        }
    }

    /// The register's files.
    pub(crate) const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The open register, for a command that somebody gave. Errors: `Locked`.
    pub(crate) fn open(&self) -> Result<Open> {
        let open = self.peek().ok_or(Error::Locked)?;
        *held(&self.active) = Activity::now();
        Ok(open)
    }

    /// The open register, without anybody having done anything.
    fn peek(&self) -> Option<Open> {
        held(&self.open).clone()
    }

    /// What the window finds: asked by a timer as well, so it is no activity.
    pub(crate) fn state(&self) -> Result<RegisterStateView> {
        match self.peek() {
            Some((register, session)) => match users::open_state(&register, &session) {
                // Locked between the two steps.
                Err(Error::Locked) => users::closed_state(&self.layout, self.clock.as_ref()),
                other => other,
            },
            None => users::closed_state(&self.layout, self.clock.as_ref()),
        }
    }

    /// Opens by `way` (set-up, passphrase or recovery key), which answers what the command shows.
    pub(crate) fn enter<T>(
        &self,
        way: impl FnOnce(&Layout, Arc<dyn Clock>) -> Result<(Arc<Register>, Session, T)>,
    ) -> Result<T> {
        let _door = held(&self.door);
        if self.peek().is_some() {
            return Err(Error::Refused {
                rule: "already-unlocked",
                message: "The register is unlocked already. Lock it first.".into(),
            });
        }
        let (register, session, shown) = way(&self.layout, self.clock.clone())?;
        *held(&self.active) = Activity::now();
        *held(&self.open) = Some((register, session));
        Ok(shown)
    }

    /// Locks; of no effect when locked. From the first moment on every command answers `Locked`.
    pub(crate) fn lock(&self) -> Result<RegisterStateView> {
        let _door = held(&self.door);
        held(&self.saved).clear();
        let open = held(&self.open).take();
        if let Some((register, session)) = open {
            register.lock(&session)?;
        }
        users::closed_state(&self.layout, self.clock.as_ref())
    }

    /// Is it open, and has nobody done anything for `limit`?
    pub(crate) fn is_idle(&self, limit: Duration) -> bool {
        self.peek().is_some() && held(&self.active).ago() >= limit
    }

    /// Is a command at work in the open register?
    pub(crate) fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Acquire) > 0
    }

    /// Remembers where a letter was saved, until the register locks.
    pub(crate) fn saved(&self, letter: RecordId, path: PathBuf) {
        held(&self.saved).insert(letter, path);
    }

    /// Where a letter was saved since the register was unlocked.
    pub(crate) fn saved_path(&self, letter: RecordId) -> Option<PathBuf> {
        held(&self.saved).get(&letter).cloned()
    }
}

/// Does `work` on a thread that may take its time: key derivation, the disk and the letter engine must hold up neither
/// the window nor the few threads that carry the other commands.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Answer<T> {
    match tauri::async_runtime::spawn_blocking(work).await {
        Ok(answer) => answer.map_err(|error| error.view()),
        // It panicked; the hook has said where.
        Err(_) => Err(Error::Io {
            doing: "carrying out a command",
            path: String::new(),
        }
        .view()),
    }
}

/// Carries out a command in the open register. Errors: `Locked`, and the command's own.
pub(crate) async fn in_register<T: Send + 'static>(
    shell: &Arc<Shell>,
    work: impl FnOnce(&Register, &Session) -> Result<T> + Send + 'static,
) -> Answer<T> {
    let shell = shell.clone();
    aside(move || {
        let _busy = Busy::new(&shell.busy);
        let (register, session) = shell.open()?;
        work(&register, &session)
    })
    .await
}
