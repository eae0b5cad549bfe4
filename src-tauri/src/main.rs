//! `casebook [--register FOLDER]`: the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    casebook_shell::start(std::env::args_os().skip(1))
}
