//! `cargo xtask test`: everything the build machine checks, phase by phase.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::display::Display;
use crate::drills;
use crate::phases::{self, Phase, Remark};
use crate::places::Places;
use crate::programs::{Program, cargo};
use crate::setup;

/// What the bindings test writes.
const GENERATED: [&str; 3] = [
    "ui/src/ipc/types.ts",
    "ui/src/ipc/commands.ts",
    "src-tauri/capabilities/main.json",
];

/// Runs all phases, or the one that was asked for.
///
/// # Errors
/// At least one phase failed; the table has said which.
pub(crate) fn test(places: &Places, keep_going: bool, only: Option<&str>) -> Result<(), String> {
    let mut phases = vec![
        Phase::new("set-up", || setup::to_test(places).map(quietly)),
        Phase::new("format", || format(places).map(quietly)),
        Phase::new("screens", || screens(places).map(quietly)),
        Phase::new("clippy", || clippy(places).map(quietly)),
        Phase::new("build", || build(places, 1500).map(quietly)),
        Phase::new("tests", || tests(places)),
        Phase::new("bindings", || bindings_are_current(places).map(quietly)),
        Phase::new("end-to-end", || end_to_end(places).map(quietly)),
        Phase::new("symbols", || symbols(places).map(quietly)),
        Phase::new("dependencies", || dependencies(places)),
    ];
    if let Some(name) = only {
        phases = phases::only(phases, name)?;
    }
    let lines = phases::run(phases, keep_going);
    println!("{}", phases::table(&lines));
    if phases::all_passed(&lines) {
        Ok(())
    } else {
        Err("not everything passed".to_owned())
    }
}

/// `cargo xtask check`: the quick loop.
///
/// # Errors
/// As above.
pub(crate) fn check(places: &Places) -> Result<(), String> {
    let phases = vec![
        Phase::new("set-up", || {
            setup::rust_component("rustfmt", "fmt")?;
            setup::rust_component("clippy", "clippy")?;
            setup::to_build(places).map(quietly)
        }),
        Phase::new("format", || format(places).map(quietly)),
        Phase::new("svelte-check", || {
            npm(places, "run check", 300)?;
            // The shell embeds the built screens, so clippy can't read it without them.
            if places.ui().join("dist/index.html").is_file() {
                Ok(None)
            } else {
                npm(places, "run build", 300).map(quietly)
            }
        }),
        Phase::new("clippy", || clippy(places).map(quietly)),
        Phase::new("core tests", || {
            cargo_in(places, "test -p casebook-core")
                .run(seconds(1500))
                .map(quietly)
        }),
    ];
    let lines = phases::run(phases, false);
    println!("{}", phases::table(&lines));
    if phases::all_passed(&lines) {
        Ok(())
    } else {
        Err("not everything passed".to_owned())
    }
}

/// Writes types, commands and capability again.
///
/// # Errors
/// There is no test that writes them, or it fails.
pub(crate) fn write_bindings(places: &Places) -> Result<(), String> {
    let test = "test -p casebook-core --lib bindings";
    some_test_matches(places, test)?;
    cargo_in(places, test)
        .env("CASEBOOK_WRITE_BINDINGS", "1")
        .run(seconds(1500))
}

/// The pictures for the README.
///
/// # Errors
/// The script is missing or fails.
pub(crate) fn screenshots(places: &Places) -> Result<(), String> {
    let script = "tests/e2e/screenshots.mjs";
    present(places, script)?;
    setup::to_test(places)?;
    npm(places, "run build", 300)?;
    build(places, 1500)?;
    let display = Display::open()?;
    with_window(places, &display, Program::new("node").arg(script)).run(seconds(600))
}

/// Builds the window and the headless program.
///
/// # Errors
/// The build fails.
pub(crate) fn build(places: &Places, limit: u64) -> Result<(), String> {
    if !places.ui().join("dist/index.html").is_file() {
        return Err("ui/dist is not built; the phase `screens` builds it".to_owned());
    }
    cargo_in(places, "build -p casebook -p casebookctl").run(seconds(limit))
}

/// An npm script of the screens.
///
/// # Errors
/// It fails.
pub(crate) fn npm(places: &Places, words: &str, limit: u64) -> Result<(), String> {
    present(places, "ui/package.json")?;
    Program::new("npm")
        .words(words)
        .within(places.ui())
        .run(seconds(limit))
}

/// cargo in the clone, with the target folder of this machine.
pub(crate) fn cargo_in(places: &Places, words: &str) -> Program {
    Program::new(cargo())
        .words(words)
        .within(&places.root)
        .env("CARGO_TARGET_DIR", &places.target)
        .env("CASEBOOK_PYTHON", places.python())
}

fn format(places: &Places) -> Result<(), String> {
    cargo_in(places, "fmt --all --check").run(seconds(120))?;
    npm(places, "run format:check", 120)
}

fn screens(places: &Places) -> Result<(), String> {
    npm(places, "run check", 300)?;
    npm(places, "test", 600)?;
    npm(places, "run build", 300)
}

fn clippy(places: &Places) -> Result<(), String> {
    cargo_in(places, "clippy --workspace --all-targets -- -D warnings").run(seconds(1500))
}

fn tests(places: &Places) -> Result<Remark, String> {
    let table = drills::Table::new(places)?;
    cargo_in(places, "test --workspace")
        .env("CASEBOOK_BIN", places.program("casebook"))
        .env("CASEBOOKCTL_BIN", places.program("casebookctl"))
        .env(drills::TABLE, table.path())
        .run(seconds(2400))?;
    table.print()
}

/// Writes the generated files and compares them with those in the clone, which are put back: a
/// test run changes nothing.
fn bindings_are_current(places: &Places) -> Result<(), String> {
    let files: Vec<PathBuf> = GENERATED
        .iter()
        .map(|file| places.root.join(file))
        .collect();
    let before = contents(&files)?;
    // The whole workspace, so that cargo finds what `tests` has built.
    let test = "test --workspace --lib bindings";
    some_test_matches(places, test)?;
    let outcome = cargo_in(places, test)
        .env("CASEBOOK_WRITE_BINDINGS", "1")
        .run(seconds(900));
    let after = contents(&files)?;
    let mut stale = Vec::new();
    for ((file, old), new) in files.iter().zip(&before).zip(&after) {
        if old != new {
            stale.push(
                file.strip_prefix(&places.root)
                    .unwrap_or(file)
                    .display()
                    .to_string(),
            );
            fs::write(file, old).map_err(|fault| format!("{}: {fault}", file.display()))?;
        }
    }
    outcome?;
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "out of date: {}; run `cargo xtask bindings`",
            stale.join(", ")
        ))
    }
}

fn contents(files: &[PathBuf]) -> Result<Vec<Vec<u8>>, String> {
    let read =
        |file: &PathBuf| fs::read(file).map_err(|fault| format!("{}: {fault}", file.display()));
    files.iter().map(read).collect()
}

/// A filter that matches no test passes silently in cargo; here it fails.
pub(crate) fn some_test_matches(places: &Places, words: &str) -> Result<(), String> {
    let line = if words.contains(" -- ") {
        format!("{words} --list")
    } else {
        format!("{words} -- --list")
    };
    let answer = cargo_in(places, &line).ask()?;
    if !answer.ok {
        return Err(format!("`cargo {line}` failed:\n{}", answer.complaint));
    }
    if listed(&answer.text) == 0 {
        return Err(format!("`cargo {words}` matches no test"));
    }
    Ok(())
}

/// How many tests a `--list` names.
fn listed(text: &str) -> usize {
    text.lines().filter(|line| line.ends_with(": test")).count()
}

fn end_to_end(places: &Places) -> Result<(), String> {
    let folder = "tests/e2e";
    let stories = ending_with(&places.root.join(folder), ".test.mjs")?;
    if stories.is_empty() {
        return Err(format!("{folder} holds no *.test.mjs"));
    }
    let window = places.program("casebook");
    if !window.is_file() {
        return Err("the window is not built; the phase `build` builds it".to_owned());
    }
    let display = Display::open()?;
    // One after the other: each drives a window of its own, and two cores are few. Without node's
    // own runner of files, which would wait for ever for a window that outlives its story and
    // holds the output open; here it is ended, and the failures of all stories are told.
    let mut failed = Vec::new();
    for story in stories {
        let program = Program::new("node")
            .words("--test-reporter=spec --test-force-exit")
            .arg(format!("{folder}/{story}"));
        if let Err(complaint) = with_window(places, &display, program).run(seconds(300)) {
            println!("    {complaint}");
            failed.push(story);
        }
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("failed: {}", failed.join(", ")))
    }
}

fn with_window(places: &Places, display: &Display, program: Program) -> Program {
    program
        .within(&places.root)
        .env("DISPLAY", display.name())
        .env("CASEBOOK_BIN", places.program("casebook"))
        .env("CASEBOOKCTL_BIN", places.program("casebookctl"))
}

/// Names of the files in a folder with this ending, sorted.
fn ending_with(folder: &Path, ending: &str) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder).map_err(|fault| format!("{}: {fault}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(ending))
        .collect();
    names.sort();
    Ok(names)
}

/// The window's own SQLite must stay its own: WebKit links the system's, and an exported symbol
/// would mix the two in one process.
fn symbols(places: &Places) -> Result<(), String> {
    let window = places.program("casebook");
    if !window.is_file() {
        return Err("the window is not built; the phase `build` builds it".to_owned());
    }
    match exported_symbols(&window)? {
        0 => Ok(()),
        count => Err(format!(
            "{count} sqlite3_ symbols are exported from {}",
            window.display()
        )),
    }
}

/// How many symbols of SQLite a program exports.
///
/// # Errors
/// nm can't read it.
pub(crate) fn exported_symbols(program: &Path) -> Result<usize, String> {
    // An executable exports next to nothing, so nm may find no symbols at all and say so.
    let answer = Program::new("nm")
        .words("-D --defined-only")
        .arg(program)
        .ask()?;
    if !answer.ok {
        return Err(format!("nm: {}", answer.complaint.trim()));
    }
    Ok(exported(&answer.text, "sqlite3_"))
}

/// How many symbols of an `nm` listing begin so.
fn exported(listing: &str, prefix: &str) -> usize {
    let begins = |line: &&str| {
        line.split_whitespace()
            .last()
            .is_some_and(|s| s.starts_with(prefix))
    };
    listing.lines().filter(begins).count()
}

fn dependencies(places: &Places) -> Result<Remark, String> {
    let tool = setup::deny(places).ok_or("cargo-deny is not installed; `set-up` installs it")?;
    let deny = |words: &str| Program::new(&tool).words(words).within(&places.root);
    deny("check bans licenses sources").run(seconds(300))?;
    if deny("fetch db").run(seconds(90)).is_err() {
        return Ok(Some(
            "advisories NOT checked: their database is out of reach".to_owned(),
        ));
    }
    deny("check --disable-fetch advisories").run(seconds(300))?;
    Ok(Some("advisories checked".to_owned()))
}

fn present(places: &Places, file: &str) -> Result<(), String> {
    if places.root.join(file).is_file() {
        Ok(())
    } else {
        Err(format!("{file} is missing"))
    }
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn quietly((): ()) -> Remark {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_without_tests_counts_none() {
        assert_eq!(listed("0 tests, 0 benchmarks\n"), 0);
        assert_eq!(
            listed("ipc::bindings::are_current: test\n\n1 test, 0 benchmarks\n"),
            1
        );
    }

    #[test]
    fn exported_symbols_are_counted_by_their_beginning() {
        let listing = "0000 T sqlite3_open\n0000 T my_sqlite3_open\n0000 D sqlite3_version\n";
        assert_eq!(exported(listing, "sqlite3_"), 2);
        assert_eq!(exported("", "sqlite3_"), 0);
    }
}
