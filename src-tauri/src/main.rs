//! `casebook [--register FOLDER]`: the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

/// Memory that is given back is wiped: after a lock nothing of a patient is left in it (docs/adr/0019).
#[global_allocator]
static WIPED: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    casebook_shell::start(std::env::args_os().skip(1))
}
