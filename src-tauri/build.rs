//! Hands Tauri the list of commands, so that each needs a permission, and keeps our SQLite to ourselves.

use std::error::Error;
use std::fs;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=commands.list");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        // WebKit links the system's SQLite: symbols exported from here would take its place in the same process.
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    let list = fs::read_to_string("commands.list")?;
    let names: Vec<&str> = list
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('(').map(|(name, _)| name.trim()))
        .collect();
    // Tauri wants names that live as long as the program; a build script ends soon enough.
    let names: &'static [&'static str] = names
        .iter()
        .map(|name| &*name.to_string().leak())
        .collect::<Vec<&'static str>>()
        .leak();
    let manifest = tauri_build::AppManifest::new().commands(names);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
