//! `cargo xtask run`: from a fresh clone to the open window.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::places::Places;
use crate::programs::Program;
use crate::setup;
use crate::testing::{build, npm};

/// Builds what is out of date, makes the demo register once, and opens the window.
///
/// # Errors
/// A step fails; the message says which.
pub(crate) fn run(places: &Places, empty: bool) -> Result<(), String> {
    setup::to_build(places)?;
    npm(places, "run build", 300)?;
    build(places, 3600)?;
    let register = if empty { fresh(places)? } else { demo(places)? };
    if env::var_os("DISPLAY").is_none() && env::var_os("WAYLAND_DISPLAY").is_none() {
        return Err(
            "everything is built, but there is no display to open the window on".to_owned(),
        );
    }
    Program::new(places.program("casebook"))
        .arg("--register")
        .arg(register)
        .run_for_a_person()
}

/// The demo register, made when there is none.
fn demo(places: &Places) -> Result<PathBuf, String> {
    if !places.demo.exists() {
        if let Some(above) = places.demo.parent() {
            fs::create_dir_all(above).map_err(|fault| format!("{}: {fault}", above.display()))?;
        }
        Program::new(places.program("casebookctl"))
            .words("demo --register")
            .arg(&places.demo)
            .run_for_a_person()?;
    }
    println!("\n    The demo register is in {}.", places.demo.display());
    println!("    Everyone in it is made up. Unlock it as user demo, passphrase demonstration\n");
    Ok(places.demo.clone())
}

/// A folder that holds no register yet, beside the demo's.
fn fresh(places: &Places) -> Result<PathBuf, String> {
    let above = places
        .demo
        .parent()
        .ok_or("the demo register has no folder")?;
    let folder = (1_u32..)
        .map(|number| above.join(format!("casebook-empty-{number}")))
        .find(|folder| !folder.exists())
        .ok_or("every number is taken")?;
    fs::create_dir_all(above).map_err(|fault| format!("{}: {fault}", above.display()))?;
    println!("\n    The new register will be in {}.\n", folder.display());
    Ok(folder)
}
