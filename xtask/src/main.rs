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
mod drills;
mod packages;
mod phases;
mod places;
mod programs;
mod setup;
mod testing;
mod window;
mod window_bench;

use std::env;
use std::process::ExitCode;

use args::Command;
use places::Places;
use programs::Program;

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
        Command::Bench { words } => bench(&places, words),
        Command::BenchWindow => window_bench::run(&places),
        Command::Bundle { trial } => bundle::bundle(&places, *trial),
        Command::Sbom => bundle::sbom(&places),
        Command::Bindings => testing::write_bindings(&places),
        Command::Screenshots => testing::screenshots(&places),
        Command::Drill { hours } => drills::drill(&places, hours.as_deref()),
    }
}

fn format(places: &Places) -> Result<(), String> {
    testing::cargo_in(places, "fmt --all").run_for_a_person()?;
    testing::npm(places, "run format", 300)
}

fn bench(places: &Places, words: &[String]) -> Result<(), String> {
    if let Err(complaint) = setup::to_bench(places) {
        // The other programs are only compared with: without them the bench says so, row by row.
        println!("    {complaint}");
    }
    // With the flags of a release, so that what one of the two has compiled serves the other.
    let build = "build --release -p casebookctl -p casebook-tests --bins --example speed";
    bundle::as_released(places, testing::cargo_in(places, build)).run_for_a_person()?;
    let release = places.target.join("release");
    let mut program = Program::new(release.join("examples/speed"))
        .within(&places.root)
        .env("CASEBOOKCTL_BIN", release.join("casebookctl"))
        .env("CASEBOOK_BENCH_PYTHON", places.bench_python());
    for word in words {
        program = program.arg(word);
    }
    program.run_for_a_person()
}
