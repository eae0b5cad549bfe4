//! `cargo xtask bench --window`: the released window beside the least one that Tauri makes.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::bundle;
use crate::packages;
use crate::places::Places;
use crate::programs::{Program, cargo};
use crate::setup;

/// The crate of the bare window: no member of the workspace, so that nothing else ever builds it.
const BARE: &str = "tests/bench/bare-window";

/// What measures.
const SCRIPT: &str = "tests/bench/window.mjs";

/// Builds both windows as they are released, measures them in the same run, and prints the table.
///
/// # Errors
/// A build fails, or the window does not do what is to be measured.
pub(crate) fn run(places: &Places) -> Result<(), String> {
    setup::to_build(places)?;
    packages::install(packages::TEST)?;
    bundle::release(places)?;
    build_bare(places)?;
    let mut program = Program::new("node")
        .arg(SCRIPT)
        .within(&places.root)
        .env("CASEBOOK_BIN", places.released("casebook"))
        .env("CASEBOOKCTL_BIN", places.released("casebookctl"))
        .env("CASEBOOK_BARE_WINDOW", places.released("bare-window"));
    if let Some(package) = newest_package(places) {
        program = program.env("CASEBOOK_DEB", package);
    }
    program.run(Duration::from_secs(1500))
}

/// Builds the bare window in the same target folder with the same flags and the same versions of everything, so that
/// most of it is there already and the two can be compared.
fn build_bare(places: &Places) -> Result<(), String> {
    let folder = places.root.join(BARE);
    let lock = folder.join("Cargo.lock");
    fs::copy(places.root.join("Cargo.lock"), &lock)
        .map_err(|fault| format!("{}: {fault}", lock.display()))?;
    let program = Program::new(cargo())
        .words("build --release")
        .within(&folder)
        .env("CARGO_TARGET_DIR", &places.target);
    bundle::as_released(places, program).run(Duration::from_secs(3600))
}

/// The package made last, if there is one.
fn newest_package(places: &Places) -> Option<PathBuf> {
    fs::read_dir(places.target.join("bundle"))
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "deb"))
        .max_by_key(|path| fs::metadata(path).and_then(|about| about.modified()).ok())
}
