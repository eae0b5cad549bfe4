//! `casebookctl`: Casebook without a window. Every command is a thin face of the core's `api` functions, so that
//! roles, rules and the audit are the same as in the window. What lives here: arguments, unlocking, printing, and
//! the made-up demo register. What does not: any rule about the record.

mod arguments;
mod commands;
mod demo;
mod door;
mod output;

use arguments::Arguments;
use clap::Parser;
use std::process::ExitCode;

/// Memory that is given back is wiped: after a lock nothing of a patient is left in it (docs/adr/0019).
#[global_allocator]
static WIPED: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match commands::run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::refusal(&error, arguments.json);
            ExitCode::FAILURE
        }
    }
}
