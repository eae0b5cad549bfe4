//! Locks where the desktop says so: before the computer sleeps, and when the screen locks.
//!
//! It listens on the two buses of the system that every Linux desktop has, by the library the window is made of, and on
//! nothing else: both are sockets of this computer. Where there is no bus, nothing happens; the guard in [`crate::idle`]
//! goes on.

use crate::afresh;
use crate::idle;
use crate::shell::Shell;
use gtk::gio::{self, BusType, DBusCallFlags, DBusConnection, DBusSignalFlags, UnixFDList};
use gtk::glib::{MainContext, MainLoop, Variant, VariantTy};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use tauri::{AppHandle, Runtime};

const LOGIND: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
/// Where all of logind stands.
const PLACE: &str = "/org/freedesktop/login1";
/// What the desktops call their screen lock.
const SCREENS: [&str; 4] = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
];
/// How long a question to a bus may take, in milliseconds.
const ASK: i32 = 3_000;

/// Why the window is locked: the page says it in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Called {
    /// The computer is about to sleep.
    Sleep,
    /// The screen locks.
    Screen,
}

impl Called {
    const fn word(self) -> &'static str {
        match self {
            Self::Sleep => "sleep",
            Self::Screen => "screen",
        }
    }
}

/// Listens on a thread of its own until the program ends.
pub(crate) fn listen<R: Runtime>(app: AppHandle<R>, shell: Arc<Shell>) {
    std::thread::spawn(move || {
        let away = Rc::new(move |called: Called| {
            // What stands on a locked screen may be a backup being restored: it is left alone.
            if shell.is_open() {
                idle::put_away(&app, &shell);
                afresh::begin(&app, called.word());
            }
        });
        let context = MainContext::new();
        let run = context.with_thread_default(|| {
            // Kept for as long as the thread listens.
            let system = logind(&away);
            let session = screens(&away);
            if system.is_some() || session.is_some() {
                MainLoop::new(Some(&context), false).run();
            }
        });
        // Another thread can't have it: it was made here.
        let _ = run;
    });
}

/// Is there a session bus? Asked without one, the library would start one.
fn has_session_bus() -> bool {
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
        || std::env::var_os("XDG_RUNTIME_DIR")
            .is_some_and(|folder| std::path::Path::new(&folder).join("bus").exists())
}

/// A bus that is not there is no reason to end with it.
fn bus(which: BusType) -> Option<DBusConnection> {
    let bus = gio::bus_get_sync(which, gio::Cancellable::NONE).ok()?;
    bus.set_exit_on_close(false);
    Some(bus)
}

fn ask(bus: &DBusConnection, method: &str, with: &Variant, answer: &str) -> Option<Variant> {
    bus.call_sync(
        Some(LOGIND),
        PLACE,
        MANAGER,
        method,
        Some(with),
        VariantTy::new(answer).ok(),
        DBusCallFlags::NONE,
        ASK,
        gio::Cancellable::NONE,
    )
    .ok()
}

/// The session this window belongs to, as logind calls it; `None` where it can't be told, as for a program that a user's
/// own service manager started.
fn own_session(bus: &DBusConnection) -> Option<String> {
    let named = std::env::var("XDG_SESSION_ID").ok();
    let by_name = named.and_then(|id| ask(bus, "GetSession", &(id,).into(), "(o)"));
    let found = by_name
        .or_else(|| ask(bus, "GetSessionByPID", &(std::process::id(),).into(), "(o)"))
        .or_else(|| ask(bus, "GetSession", &("auto",).into(), "(o)"));
    found.and_then(|answer| answer.child_value(0).str().map(str::to_owned))
}

/// Asks that sleep waits until we have locked. It is given back by dropping it: the list closes what it holds.
fn delay(bus: &DBusConnection) -> Option<UnixFDList> {
    bus.call_with_unix_fd_list_sync(
        Some(LOGIND),
        PLACE,
        MANAGER,
        "Inhibit",
        Some(&("sleep", "Casebook", "Locks the register", "delay").into()),
        VariantTy::new("(h)").ok(),
        DBusCallFlags::NONE,
        ASK,
        None::<&UnixFDList>,
        gio::Cancellable::NONE,
    )
    .ok()
    .map(|(_, held)| held)
}

fn says_yes(what: &Variant) -> bool {
    what.try_child_value(0).and_then(|v| v.get::<bool>()) == Some(true)
}

fn logind(away: &Rc<impl Fn(Called) + 'static>) -> Option<DBusConnection> {
    let bus = bus(BusType::System)?;
    let held = Rc::new(RefCell::new(delay(&bus)));
    let lock = away.clone();
    bus.signal_subscribe(
        Some(LOGIND),
        Some(MANAGER),
        Some("PrepareForSleep"),
        Some(PLACE),
        None,
        DBusSignalFlags::NONE,
        move |bus, _, _, _, _, what| {
            if says_yes(what) {
                lock(Called::Sleep);
                // Now it may sleep.
                held.borrow_mut().take();
            } else {
                let next = delay(bus);
                *held.borrow_mut() = next;
            }
        },
    );
    let session = own_session(&bus);
    let lock = away.clone();
    // Of which session it is not known, any that locks counts: to lock too often costs a passphrase.
    bus.signal_subscribe(
        Some(LOGIND),
        Some(SESSION),
        Some("Lock"),
        session.as_deref(),
        None,
        DBusSignalFlags::NONE,
        move |_, _, _, _, _, _| lock(Called::Screen),
    );
    let lock = away.clone();
    bus.signal_subscribe(
        Some(LOGIND),
        Some("org.freedesktop.DBus.Properties"),
        Some("PropertiesChanged"),
        session.as_deref(),
        Some(SESSION),
        DBusSignalFlags::NONE,
        move |_, _, _, _, _, what| {
            // Lockers that only say that they have locked.
            let changed = what
                .try_child_value(1)
                .map(|v| gtk::glib::VariantDict::new(Some(&v)));
            if changed.and_then(|c| c.lookup::<bool>("LockedHint").ok().flatten()) == Some(true) {
                lock(Called::Screen);
            }
        },
    );
    Some(bus)
}

fn screens(away: &Rc<impl Fn(Called) + 'static>) -> Option<DBusConnection> {
    if !has_session_bus() {
        return None;
    }
    let bus = bus(BusType::Session)?;
    for screen in SCREENS {
        let lock = away.clone();
        bus.signal_subscribe(
            None,
            Some(screen),
            Some("ActiveChanged"),
            None,
            None,
            DBusSignalFlags::NONE,
            move |_, _, _, _, _, what| {
                if says_yes(what) {
                    lock(Called::Screen);
                }
            },
        );
    }
    Some(bus)
}
