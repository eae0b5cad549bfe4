//! What the window holds between two commands: the open register, who works in it, whether a patient has the device,
//! and when anybody last did something.

use casebook_core::backups;
use casebook_core::clock::Clock;
use casebook_core::error::{Error, ErrorView, Result};
use casebook_core::ids::RecordId;
use casebook_core::sittings::HandOver;
use casebook_core::store::Layout;
use casebook_core::store::work::{Work, WorkView};
use casebook_core::users::covering::Cover;
use casebook_core::users::{RegisterStateView, api as users};
use casebook_core::{Register, Session};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// What a command answers.
pub(crate) type Answer<T> = std::result::Result<T, ErrorView>;

/// An unlocked register and its session.
type Open = (Arc<Register>, Session);

/// Who has the device.
#[derive(Clone)]
enum Hands {
    Staff(Arc<Register>, Session),
    Patient(Arc<Register>, Arc<HandOver>),
    /// Nobody, for a moment.
    Covered(Arc<Register>, Arc<Cover>),
}

/// Told when the window has to fill the screen, and when it need no longer.
type Curtain = Box<dyn Fn(bool) + Send + Sync>;

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
    open: Mutex<Option<Hands>>,
    /// Held through everything that opens or locks, so that no two of them overlap. `open` is held for a moment only.
    door: Mutex<()>,
    active: Mutex<Activity>,
    saved: Mutex<HashMap<RecordId, PathBuf>>,
    /// Commands in the open register that have not answered yet.
    busy: AtomicUsize,
    /// The device is, or was when it locked, in a patient's hands: the window fills the screen and does not close until
    /// somebody has unlocked or taken it back.
    curtained: AtomicBool,
    curtain: OnceLock<Curtain>,
    /// What somebody waits for and may stop.
    work: Mutex<Option<Arc<Work>>>,
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

/// Takes work off its place when it is done, or panicked.
struct Done<'a>(&'a Mutex<Option<Arc<Work>>>);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        held(self.0).take();
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
            curtained: AtomicBool::new(false),
            curtain: OnceLock::new(),
            work: Mutex::new(None),
        }
    }

    /// Says who fills the screen when the device is handed over. The first to say so is kept.
    pub(crate) fn on_curtain(&self, curtain: impl Fn(bool) + Send + Sync + 'static) {
        let _ = self.curtain.set(Box::new(curtain));
    }

    fn draw_curtain(&self, closed: bool) {
        if self.curtained.swap(closed, Ordering::AcqRel) != closed
            && let Some(curtain) = self.curtain.get()
        {
            curtain(closed);
        }
    }

    /// Must the window stay as it is? From handing over until somebody of the staff is there again.
    pub(crate) fn is_curtained(&self) -> bool {
        self.curtained.load(Ordering::Acquire)
    }

    /// Is the device in a patient's hands?
    pub(crate) fn with_patient(&self) -> bool {
        matches!(self.peek(), Some(Hands::Patient(..)))
    }

    /// Errors: `PatientMode`; `Covered`. For commands that need no open register.
    pub(crate) fn staff(&self) -> Result<()> {
        match self.peek() {
            Some(Hands::Patient(..)) => Err(Error::PatientMode),
            Some(Hands::Covered(..)) => Err(Error::Covered),
            Some(Hands::Staff(..)) | None => Ok(()),
        }
    }

    /// Does it wait behind its cover?
    pub(crate) fn is_covered(&self) -> bool {
        matches!(self.peek(), Some(Hands::Covered(..)))
    }

    /// The register's files.
    pub(crate) const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The open register, for a command that somebody gave. Errors: `Locked`; `PatientMode`; `Covered`.
    pub(crate) fn open(&self) -> Result<Open> {
        let (register, session) = match self.peek() {
            None => return Err(Error::Locked),
            Some(Hands::Patient(..)) => return Err(Error::PatientMode),
            Some(Hands::Covered(..)) => return Err(Error::Covered),
            Some(Hands::Staff(register, session)) => (register, session),
        };
        *held(&self.active) = Activity::now();
        Ok((register, session))
    }

    /// The questionnaire, for what a patient did. Errors: `Locked`; `Refused` while staff have the device.
    pub(crate) fn handed(&self) -> Result<(Arc<Register>, Arc<HandOver>)> {
        match self.peek() {
            None => Err(Error::Locked),
            Some(Hands::Covered(..)) => Err(Error::Covered),
            Some(Hands::Staff(..)) => Err(Error::Refused {
                rule: "no-sitting",
                message: "The device is not handed over.".into(),
            }),
            Some(Hands::Patient(register, handed)) => {
                *held(&self.active) = Activity::now();
                Ok((register, handed))
            }
        }
    }

    /// The open register, without anybody having done anything.
    fn peek(&self) -> Option<Hands> {
        held(&self.open).clone()
    }

    /// What the window finds: asked by a timer as well, so it is no activity.
    pub(crate) fn state(&self) -> Result<RegisterStateView> {
        match self.peek() {
            Some(Hands::Patient(..)) => Ok(users::patients_state()),
            Some(Hands::Covered(..)) => Ok(users::covered_state()),
            Some(Hands::Staff(register, session)) => match users::open_state(&register, &session) {
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
        self.staff()?;
        if self.peek().is_some() {
            return Err(Error::Refused {
                rule: "already-unlocked",
                message: "The register is unlocked already. Lock it first.".into(),
            });
        }
        let (register, session, shown) = way(&self.layout, self.clock.clone())?;
        *held(&self.active) = Activity::now();
        // On a thread of its own: it delays neither this nor anything that is written.
        backups::automatic(&register, &session);
        *held(&self.open) = Some(Hands::Staff(register, session));
        self.draw_curtain(false);
        Ok(shown)
    }

    /// Does what wants the register locked. Errors: `PatientMode`, also where it has locked in a patient's hands; `Refused`
    /// while it is open.
    pub(crate) fn while_locked<T>(
        &self,
        way: impl FnOnce(&Layout, Arc<dyn Clock>) -> Result<T>,
    ) -> Result<T> {
        let _door = held(&self.door);
        self.staff()?;
        if self.is_curtained() {
            return Err(Error::PatientMode);
        }
        if self.peek().is_some() {
            return Err(Error::Refused {
                rule: "already-unlocked",
                message: "The register is unlocked. Lock it first.".into(),
            });
        }
        way(&self.layout, self.clock.clone())
    }

    /// Does a piece of work that somebody waits for, one at a time.
    pub(crate) fn at_work<T>(&self, doing: impl FnOnce(&Arc<Work>) -> Result<T>) -> Result<T> {
        let work = Arc::new(Work::default());
        {
            let mut place = held(&self.work);
            if place.is_some() {
                return Err(Error::Refused {
                    rule: "work-under-way",
                    message: "Something else is still being done. Wait for it, or stop it.".into(),
                });
            }
            *place = Some(work.clone());
        }
        let _done = Done(&self.work);
        doing(&work)
    }

    /// How far it is. Errors: `PatientMode`.
    pub(crate) fn work_progress(&self) -> Result<WorkView> {
        self.staff()?;
        Ok(held(&self.work)
            .as_ref()
            .map_or_else(WorkView::default, |work| work.view()))
    }

    /// Stops it.
    pub(crate) fn stop_work(&self) {
        if let Some(work) = held(&self.work).as_ref() {
            work.stop();
        }
    }

    /// Gives the device out of the hands of staff by `way`. From the moment this has answered nothing but the
    /// questionnaire does.
    pub(crate) fn hand_over(
        &self,
        way: impl FnOnce(&Register, &Session) -> Result<HandOver>,
    ) -> Result<RegisterStateView> {
        let _door = held(&self.door);
        let (register, session) = self.open()?;
        let handed = way(&register, &session)?;
        // Where letters were saved is nothing for a patient either.
        held(&self.saved).clear();
        *held(&self.open) = Some(Hands::Patient(register, Arc::new(handed)));
        self.draw_curtain(true);
        self.state()
    }

    /// Takes the device back by `way`, one try at a time.
    pub(crate) fn take_back<T>(
        &self,
        way: impl FnOnce(&Register, &HandOver) -> Result<(Session, T)>,
    ) -> Result<(Open, T)> {
        let _door = held(&self.door);
        let (register, handed) = self.handed()?;
        let (session, shown) = way(&register, &handed)?;
        let open = (register.clone(), session.clone());
        *held(&self.open) = Some(Hands::Staff(register, session));
        self.draw_curtain(false);
        Ok((open, shown))
    }

    /// Covers the window by `way`. From the moment this has answered nothing but going on and locking does.
    pub(crate) fn cover(
        &self,
        way: impl FnOnce(&Register, &Session) -> Result<Cover>,
    ) -> Result<RegisterStateView> {
        let _door = held(&self.door);
        let (register, session) = self.open()?;
        let cover = way(&register, &session)?;
        *held(&self.open) = Some(Hands::Covered(register, Arc::new(cover)));
        self.state()
    }

    /// The cover, without anybody having done anything: wrong tries win no time. Errors: `Locked`; `PatientMode`;
    /// `Refused` while it is not covered.
    pub(crate) fn covered(&self) -> Result<(Arc<Register>, Arc<Cover>)> {
        match self.peek() {
            None => Err(Error::Locked),
            Some(Hands::Patient(..)) => Err(Error::PatientMode),
            Some(Hands::Staff(..)) => Err(Error::Refused {
                rule: "not-covered",
                message: "The window is not covered.".into(),
            }),
            Some(Hands::Covered(register, cover)) => Ok((register, cover)),
        }
    }

    /// Goes on behind the cover by `way`, one try at a time. Errors: `Locked` after the last wrong PIN: it has locked then.
    pub(crate) fn resume(
        &self,
        way: impl FnOnce(&Register, &Cover) -> Result<Session>,
    ) -> Result<Open> {
        let _door = held(&self.door);
        let (register, cover) = self.covered()?;
        match way(&register, &cover) {
            Ok(session) => {
                *held(&self.active) = Activity::now();
                *held(&self.open) = Some(Hands::Staff(register.clone(), session.clone()));
                Ok((register, session))
            }
            Err(Error::Refused {
                rule: "pin-used-up",
                ..
            }) => {
                self.lock_held()?;
                Err(Error::Locked)
            }
            Err(other) => Err(other),
        }
    }

    /// Locks; of no effect when locked. From the first moment on every command answers `Locked`. What a patient has
    /// answered is kept, and the window stays as it is until somebody has unlocked.
    pub(crate) fn lock(&self) -> Result<RegisterStateView> {
        self.stop_work();
        let _door = held(&self.door);
        self.lock_held()
    }

    /// The same, asked for by the page. Errors: `PatientMode`.
    pub(crate) fn lock_by_page(&self) -> Result<RegisterStateView> {
        let not_a_patient = || match self.with_patient() {
            true => Err(Error::PatientMode),
            false => Ok(()),
        };
        not_a_patient()?;
        self.stop_work();
        let _door = held(&self.door);
        not_a_patient()?;
        self.lock_held()
    }

    fn lock_held(&self) -> Result<RegisterStateView> {
        held(&self.saved).clear();
        match held(&self.open).take() {
            Some(Hands::Staff(register, session)) => register.lock(&session)?,
            Some(Hands::Patient(register, handed)) => register.lock(handed.session())?,
            Some(Hands::Covered(register, cover)) => register.lock(cover.session())?,
            None => {}
        }
        users::closed_state(&self.layout, self.clock.as_ref())
    }

    /// Is it open, in whoever's hands?
    pub(crate) fn is_open(&self) -> bool {
        self.peek().is_some()
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

#[cfg(test)]
impl Shell {
    /// Leaves the shell's own fence open and gives the commands a session of this mode, so that the core's fence shows.
    pub(crate) fn leave_it_to_the_core(&self, mode: casebook_core::session::Mode) {
        let mut open = held(&self.open);
        if let Some(Hands::Staff(_, session)) = open.as_mut() {
            session.mode = mode;
        }
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

/// Carries out what a patient did. Errors: `Locked`; `Refused` while staff have the device; and the command's own.
pub(crate) async fn in_sitting<T: Send + 'static>(
    shell: &Arc<Shell>,
    work: impl FnOnce(&Register, &HandOver) -> Result<T> + Send + 'static,
) -> Answer<T> {
    let shell = shell.clone();
    aside(move || {
        let _busy = Busy::new(&shell.busy);
        let (register, handed) = shell.handed()?;
        work(&register, &handed)
    })
    .await
}
