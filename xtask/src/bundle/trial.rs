//! `cargo xtask bundle --test`: the package in a Debian 12 that has nothing but its base system, so that what it needs
//! and does not say is missed there.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::display::Display;
use crate::packages;
use crate::places::Places;
use crate::programs::Program;

/// Debian 12.
const SUITE: &str = "bookworm";

/// What the trial does, in order; it says each step.
const SCRIPT: &str = "tests/bundle/trial.sh";

/// Installs the package in a system of its own, uses it there as an ordinary user, and removes it.
///
/// # Errors
/// This is not root, the system can't be made, or a step of the trial fails.
pub(crate) fn run(places: &Places, package: &Path) -> Result<(), String> {
    if !packages::am_root()? {
        return Err("the trial makes a small Debian of its own, which only root may".to_owned());
    }
    let folder = places.target.join("trial");
    let (base, system) = (folder.join("base"), folder.join("system"));
    fs::create_dir_all(&folder).map_err(|fault| format!("{}: {fault}", folder.display()))?;
    // Made once; each trial takes a copy.
    let ready = folder.join("base-is-ready");
    if !ready.exists() {
        remove(&base)?;
        Program::new("debootstrap")
            .words("--variant=minbase")
            .arg(SUITE)
            .arg(&base)
            .run(Duration::from_secs(1200))?;
        fs::write(&ready, "").map_err(|fault| format!("{}: {fault}", ready.display()))?;
    }
    remove(&system)?;
    Program::new("cp")
        .arg("-a")
        .arg(&base)
        .arg(&system)
        .run(Duration::from_secs(300))?;
    let display = Display::open()?;
    // Mounts of its own: whatever happens, none is left behind, and none is followed by `remove`.
    Program::new("unshare")
        .words("--mount --propagation private sh")
        .arg(places.root.join(SCRIPT))
        .arg(&system)
        .arg(package)
        .within(&places.root)
        .env("DISPLAY", display.name())
        .run(Duration::from_secs(1200))?;
    remove(&system)
}

fn remove(folder: &Path) -> Result<(), String> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|fault| format!("{}: {fault}", folder.display()))?;
    }
    Ok(())
}
