//! The screens: one door to the shell, and nothing from elsewhere.

use crate::none;
use crate::tree::{File, built, file, files};

/// Addresses that may stand in what is built. None of them is ever fetched: the content security
/// policy forbids it, and each is here for the reason beside it.
const NEVER_FETCHED: [&str; 8] = [
    // XML namespaces: names, not places.
    "http://www.w3.org/",
    "http://www.xfa.org/schema/",
    "http://ns.adobe.com/",
    "http://purl.org/dc/",
    // Tauri's own bridge on Windows; it does not leave the program.
    "http://ipc.localhost",
    // Svelte puts this address into the text of an error.
    "https://svelte.dev/e/",
    // pdf.js asks with these whether an address can be read as one; it fetches neither.
    "http://example.com",
    "https://foo.bar",
];

#[test]
fn only_the_ipc_folder_speaks_to_the_shell() {
    none(&doors(&files("ui/src/")));
}

#[test]
fn no_remote_address_stands_in_the_screens() {
    // Licences and notes are not part of what is built.
    let screens: Vec<File> = files("ui/src/")
        .into_iter()
        .filter(|file| !file.ends_with(&[".md", ".txt"]))
        .collect();
    none(&addresses(
        &screens,
        &["http://www.w3.org/", "http://ipc.localhost"],
    ));
    none(&addresses(
        &file("ui/index.html").into_iter().collect::<Vec<_>>(),
        &[],
    ));
}

#[test]
fn no_remote_address_stands_in_what_is_built() {
    if file("ui/package.json").is_some() {
        assert!(
            file("ui/dist/index.html").is_some(),
            "build the screens first: npm run build in ui"
        );
        none(&addresses(&built("ui/dist"), &NEVER_FETCHED));
    }
}

#[test]
fn no_clinical_text_can_stay_behind_in_the_browser() {
    none(&lingering(&files("ui/src/")));
}

fn doors(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| !file.path.starts_with("ui/src/ipc/") && file.text.contains("@tauri-apps"))
        .map(|file| format!("{} imports @tauri-apps; only ui/src/ipc may", file.path))
        .collect()
}

fn addresses(files: &[File], allowed: &[&str]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        for scheme in ["http://", "https://", "ws://", "wss://", "ftp://"] {
            for (start, _) in file.text.match_indices(scheme) {
                let rest = file.text.get(start..).unwrap_or_default();
                // A scheme alone, as in a test whether an address has one, leads nowhere.
                let host = rest
                    .get(scheme.len()..)
                    .and_then(|text| text.chars().next());
                let inside_longer =
                    scheme == "ws://" && file.text.get(..start).is_some_and(|t| t.ends_with('w'));
                if host.is_some_and(char::is_alphanumeric)
                    && !inside_longer
                    && !allowed.iter().any(|prefix| rest.starts_with(prefix))
                {
                    let shown: String = rest
                        .chars()
                        .take(60)
                        .take_while(|c| !c.is_whitespace())
                        .collect();
                    findings.push(format!("{} holds {shown}", file.path));
                }
            }
        }
    }
    findings
}

fn lingering(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        for line in file
            .text
            .lines()
            .filter(|line| !line.trim_start().starts_with(['/', '*', '<']))
        {
            for name in [
                "localStorage.setItem",
                "sessionStorage.setItem",
                "indexedDB.open",
            ] {
                if line.contains(name) {
                    findings.push(format!("{} uses {name}", file.path));
                }
            }
        }
    }
    findings
}

#[test]
fn a_second_door_is_found() {
    let import = "import { invoke } from '@tauri-apps/api/core'";
    assert!(doors(&[File::example("ui/src/ipc/call.ts", import)]).is_empty());
    assert_eq!(
        doors(&[File::example("ui/src/features/x.ts", import)]).len(),
        1
    );
}

#[test]
fn a_remote_address_is_found_and_a_namespace_is_not() {
    let remote = File::example(
        "ui/dist/a.css",
        "@import url(https://fonts.example.org/a.css)",
    );
    assert_eq!(addresses(&[remote], &NEVER_FETCHED).len(), 1);
    let socket = File::example("ui/dist/a.js", "new WebSocket('wss://example.org')");
    assert_eq!(addresses(&[socket], &NEVER_FETCHED).len(), 1);
    let namespace = File::example(
        "ui/dist/a.js",
        "'http://www.w3.org/2000/svg'; x.startsWith('https://')",
    );
    assert!(addresses(&[namespace], &NEVER_FETCHED).is_empty());
}

#[test]
fn text_kept_by_the_browser_is_found() {
    let bad = File::example("ui/src/a.ts", "localStorage.setItem('note', text)");
    assert_eq!(lingering(&[bad]).len(), 1);
    assert!(
        lingering(&[File::example(
            "ui/src/a.ts",
            "// never localStorage.setItem"
        )])
        .is_empty()
    );
}
