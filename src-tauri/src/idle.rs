//! Locks when nobody works, should the page's own timer have failed.

use crate::afresh;
use crate::shell::Shell;
use casebook_core::preferences::Preferences;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tauri::{AppHandle, Manager, Runtime};

/// How long after the page should have locked.
const GRACE: Duration = Duration::from_secs(60);
/// How often the guard looks.
const LOOK: Duration = Duration::from_secs(5);
/// How long a patient may take over one question. Staff leave a laptop open on a record; a patient leaves it open on one
/// question, and may be reading it slowly, with an interpreter, or with a break to breathe. Twenty minutes is longer than
/// any questionnaire here takes as a whole, and short enough that a forgotten device does not stay open over a shift.
const PATIENTS_LIMIT: Duration = Duration::from_secs(20 * 60);
/// What the page gets to begin to hand in what it holds.
const HAND_IN: Duration = Duration::from_millis(250);
/// What it gets to finish: a slow disk must not cost anybody their last words, nor a hanging one the closing.
const HAND_IN_AT_MOST: Duration = Duration::from_secs(3);

/// How long nobody may have done anything.
pub(crate) fn limit(preferences: &Preferences) -> Duration {
    Duration::from_secs(u64::from(preferences.idle_minutes).saturating_mul(60))
        .saturating_add(GRACE)
}

/// The limit of whoever has the device.
pub(crate) fn limit_now(shell: &Shell) -> Duration {
    if shell.with_patient() {
        return PATIENTS_LIMIT;
    }
    let preferences = Preferences::read(shell.layout()).unwrap_or_default();
    match shell.is_covered() {
        // From covering on, and whatever is tried in between.
        true => Duration::from_secs(u64::from(preferences.cover_minutes.min(30)) * 60),
        false => limit(&preferences),
    }
}

/// Starts the guard; it ends with the program.
pub(crate) fn watch<R: Runtime>(app: AppHandle<R>, shell: Arc<Shell>) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(LOOK);
            if shell.is_idle(limit_now(&shell)) {
                let because = match shell.is_covered() {
                    true => "cover",
                    false => "idle",
                };
                put_away(&app, &shell);
                afresh::begin(&app, because);
            }
        }
    });
}

/// Lets the page hand in what it holds, then locks. A failure to sign the chain's end shows at the next unlock.
pub(crate) fn put_away<R: Runtime>(app: &AppHandle<R>, shell: &Shell) {
    if let Some(window) = app.get_webview_window("main")
        && window
            .eval("window.dispatchEvent(new Event('pagehide'))")
            .is_ok()
    {
        std::thread::sleep(HAND_IN);
        let begun = Instant::now();
        while shell.is_busy() && begun.elapsed() < HAND_IN_AT_MOST {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    let _ = shell.lock();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guard_waits_a_minute_longer_than_the_page() {
        let preferences = Preferences {
            idle_minutes: 3,
            ..Preferences::default()
        };
        assert_eq!(limit(&preferences), Duration::from_secs(240));
    }
}
