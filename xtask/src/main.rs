//! The one door to building, running and testing Casebook: `cargo xtask run`, `cargo xtask test`.
//!
//! It installs what a fresh Debian machine lacks, and calls cargo, npm, node and the rest in the
//! right order with a time limit each. It depends on nothing, not even on the core, so that it
//! starts at once. What it does not do: decide anything about the product.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it talks to a terminal"
)]

mod args;
mod bundle;
mod display;
mod packages;
mod phases;
mod places;
mod programs;
mod setup;
mod testing;
mod window;
mod window_bench;

use std::process::ExitCode;
use std::{env, fs};

use args::Command;
use places::Places;

fn main() -> ExitCode {
    let command = match args::parse(env::args().skip(1)) {
        Ok(command) => command,
        Err(complaint) => {
            eprintln!("{complaint}\n\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    match perform(&command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaint) => {
            eprintln!("\ncargo xtask: {complaint}");
            ExitCode::FAILURE
        }
    }
}

fn perform(command: &Command) -> Result<(), String> {
    let places = Places::find()?;
    match command {
        Command::Help => {
            println!("{}", args::USAGE);
            Ok(())
        }
        Command::Run { empty } => window::run(&places, *empty),
        Command::Test { keep_going, only } => testing::test(&places, *keep_going, only.as_deref()),
        Command::Check => testing::check(&places),
        Command::Fmt => format(&places),
        Command::Bench => bench(&places),
        Command::BenchWindow => window_bench::run(&places),
        Command::Bundle { trial } => bundle::bundle(&places, *trial),
        Command::Bindings => testing::write_bindings(&places),
        Command::Screenshots => testing::screenshots(&places),
        Command::Drill { hours } => testing::drill(&places, *hours),
    }
}

fn format(places: &Places) -> Result<(), String> {
    testing::cargo_in(places, "fmt --all").run_for_a_person()?;
    testing::npm(places, "run format", 300)
}

fn bench(places: &Places) -> Result<(), String> {
    let manifest = places.root.join("tests/Cargo.toml");
    let text =
        fs::read_to_string(&manifest).map_err(|fault| format!("tests/Cargo.toml: {fault}"))?;
    if !text.contains("name = \"speed\"") {
        return Err("tests/Cargo.toml has no [[bench]] named speed: nothing to measure".to_owned());
    }
    testing::cargo_in(places, "bench -p casebook-tests --bench speed").run_for_a_person()
}
