//! Making a fresh machine ready. Every step looks first and does nothing when it has been done.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::packages;
use crate::places::Places;
use crate::programs::{Program, cargo, in_path};

/// The cargo-deny that the tests use, so that a new release can't change a verdict overnight.
const CARGO_DENY: &str = "0.20.2";

/// The oldest Node the screens build with (Vite's own limit).
const NODE: (u32, u32) = (20, 19);

const LIMIT: Duration = Duration::from_secs(900);

/// What building and opening the window needs.
///
/// # Errors
/// Something is missing and can't be installed; the message says what to type.
pub(crate) fn to_build(places: &Places) -> Result<(), String> {
    packages::install(packages::BUILD)?;
    screens(places)
}

/// What the tests need besides.
///
/// # Errors
/// As above.
pub(crate) fn to_test(places: &Places) -> Result<(), String> {
    let wanted: Vec<&str> = packages::BUILD
        .iter()
        .chain(packages::TEST)
        .copied()
        .collect();
    packages::install(&wanted)?;
    rust_component("rustfmt", "fmt")?;
    rust_component("clippy", "clippy")?;
    screens(places)?;
    letter_validators(places)?;
    cargo_deny(places)
}

/// rustfmt and clippy come with most toolchains, but not with all.
///
/// # Errors
/// It is not there; the message holds the line that installs it.
pub(crate) fn rust_component(component: &str, command: &str) -> Result<(), String> {
    let there = Program::new(cargo())
        .words(command)
        .arg("--version")
        .ask()?;
    if there.ok {
        Ok(())
    } else {
        Err(format!(
            "{component} is not installed: run `rustup component add {component}`"
        ))
    }
}

/// The screens' packages, exactly as their lock file names them and without install scripts.
fn screens(places: &Places) -> Result<(), String> {
    let (ui, lock) = (places.ui(), places.ui().join("package-lock.json"));
    node()?;
    if !lock.is_file() {
        return Err("ui/package-lock.json is missing".to_owned());
    }
    // npm writes this file last, so a broken-off installation is not taken for a whole one.
    if is_newer(&ui.join("node_modules/.package-lock.json"), &lock) {
        return Ok(());
    }
    Program::new("npm")
        .words("ci --ignore-scripts --no-audit --no-fund")
        .within(&ui)
        .run(LIMIT)
}

fn node() -> Result<(), String> {
    let (major, minor) = NODE;
    let wanted = format!("Node {major}.{minor} or newer with npm is needed (https://nodejs.org)");
    if in_path("node").is_none() || in_path("npm").is_none() {
        return Err(format!("{wanted}: it was not found"));
    }
    let said = Program::new("node").arg("--version").ask()?.text;
    match version(&said) {
        Some(found) if found >= NODE => Ok(()),
        _ => Err(format!("{wanted}: this is {}", said.trim())),
    }
}

/// Major and minor of a `v20.19.5`.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Whether `made` exists and is not older than `source`.
fn is_newer(made: &Path, source: &Path) -> bool {
    let age = |path: &Path| -> Option<SystemTime> { fs::metadata(path).ok()?.modified().ok() };
    match (age(made), age(source)) {
        (Some(made), Some(source)) => made >= source,
        _ => false,
    }
}

/// What the bench compares with.
///
/// # Errors
/// The other programs can't be installed; the bench then measures without them.
pub(crate) fn to_bench(places: &Places) -> Result<(), String> {
    let list = "tests/bench/references/requirements.txt";
    python_environment(places, "bench-venv", &places.bench_python(), list)
}

/// The Python programs that check our letters independently, outside the clone.
fn letter_validators(places: &Places) -> Result<(), String> {
    let list = "tests/letters/requirements.txt";
    python_environment(places, "venv", &places.python(), list)
}

/// A Python environment in the cache that holds what a list in the clone names.
fn python_environment(
    places: &Places,
    name: &str,
    python: &Path,
    list: &str,
) -> Result<(), String> {
    let file = places.root.join(list);
    let wanted = fs::read_to_string(&file).map_err(|fault| format!("{list}: {fault}"))?;
    let folder = places.cache.join(name);
    let stamp = folder.join("casebook-requirements.txt");
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|done| done == wanted) {
        return Ok(());
    }
    fs::create_dir_all(&places.cache)
        .map_err(|fault| format!("{}: {fault}", places.cache.display()))?;
    Program::new("python3")
        .words("-m venv")
        .arg(&folder)
        .run(LIMIT)?;
    Program::new(python)
        .words("-m pip install --quiet --disable-pip-version-check --requirement")
        .arg(&file)
        .run(LIMIT)?;
    fs::write(&stamp, wanted).map_err(|fault| format!("{}: {fault}", stamp.display()))
}

/// cargo-deny, from PATH or from the cache; built once when it is in neither.
fn cargo_deny(places: &Places) -> Result<(), String> {
    if deny(places).is_some() {
        return Ok(());
    }
    println!("    cargo-deny is not here yet: building it once takes some minutes");
    Program::new(cargo())
        .words("install cargo-deny --locked --quiet --version")
        .arg(CARGO_DENY)
        .arg("--root")
        .arg(&places.cache)
        .env("CARGO_TARGET_DIR", places.cache.join("cargo-deny-target"))
        .within(&places.cache)
        .run(Duration::from_secs(1500))?;
    // Some hundred megabytes that nobody needs again.
    drop(fs::remove_dir_all(places.cache.join("cargo-deny-target")));
    deny(places)
        .map(drop)
        .ok_or_else(|| "cargo-deny was built but does not start".to_owned())
}

/// The cargo-deny to use: the version the tests expect from PATH or the cache.
pub(crate) fn deny(places: &Places) -> Option<std::path::PathBuf> {
    let cached = places.cache.join("bin/cargo-deny");
    in_path("cargo-deny")
        .into_iter()
        .chain([cached])
        .filter(|file| file.is_file())
        .find(|file| {
            let said = Program::new(file).arg("--version").ask();
            said.is_ok_and(|answer| answer.text.trim().ends_with(CARGO_DENY))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_compare_as_numbers() {
        assert_eq!(version("v20.19.5\n"), Some((20, 19)));
        assert!(version("v20.9.0") < Some(NODE));
        assert!(version("v22.1.0") >= Some(NODE));
        assert_eq!(version("none"), None);
    }

    #[test]
    fn what_does_not_exist_is_never_newer() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert!(!is_newer(Path::new("/no/such/file"), &here));
        assert!(!is_newer(&here, Path::new("/no/such/file")));
        assert!(is_newer(&here, &here));
    }
}
