//! After a lock the page begins as a new document, and on Linux in a new process: what WebKit's process was shown and what was
//! typed into it can't be wiped from there, so that process ends.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;
use tauri::{AppHandle, Manager, Runtime, Url, WebviewWindow};

/// What a page that answers gets to write down why it begins afresh.
const TO_ANSWER: Duration = Duration::from_millis(250);

/// The process that asks was begun for it, so that the page may load.
static BEGUN: AtomicBool = AtomicBool::new(false);

/// May the page load in the process that it is in? A page that says why it begins afresh may not: it is ended and begins in
/// another, without its asking again.
pub(crate) fn may_load<R: Runtime>(app: &AppHandle<R>, url: &Url) -> bool {
    // Taken back whatever is loaded: a page that could not say why any more must not spare the process at the next lock.
    let begun = BEGUN.swap(false, Ordering::SeqCst);
    let says_why = url.query_pairs().any(|(name, _)| name == "because");
    if begun || !says_why || !cfg!(target_os = "linux") {
        return true;
    }
    let app = app.clone();
    // Not in the midst of the toolkit's own question.
    std::thread::spawn(move || {
        if let Some(window) = app.get_webview_window("main") {
            in_new_process(&window);
        }
    });
    false
}

/// Whatever stands on the screen goes, with the memory behind it: the page begins again, finds the register locked and says
/// why, by a word it knows.
pub(crate) fn begin<R: Runtime>(app: &AppHandle<R>, because: &str) {
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    let (answer, answered) = mpsc::channel();
    // Replaced and not gone to: there is no page to go back to. Where the page answers no more it is loaded all the same.
    let asked = window.eval_with_callback(
        format!("history.replaceState(null, '', '/?because={because}')"),
        move |_| {
            let _ = answer.send(());
        },
    );
    if asked.is_ok() {
        let _ = answered.recv_timeout(TO_ANSWER);
    }
    in_new_process(&window);
}

#[cfg(target_os = "linux")]
fn in_new_process<R: Runtime>(window: &WebviewWindow<R>) {
    use webkit2gtk::WebViewExt;
    let _ = window.with_webview(|view| {
        let view = view.inner();
        BEGUN.store(true, Ordering::SeqCst);
        // Whoever drives the window loses it with the process: our own stories stay in the one that they began with.
        if !view.is_controlled_by_automation() {
            view.terminate_web_process();
        }
        view.reload();
    });
}

#[cfg(not(target_os = "linux"))]
fn in_new_process<R: Runtime>(window: &WebviewWindow<R>) {
    let _ = window.reload();
}
