//! Measures what quality asks for, each beside a reference in the same run. Prints tables; asserts nothing.
//!
//! `cargo xtask bench [--quick] [--cases N]...`. What the window takes (start, memory, unlock to painted, the package's
//! size) is measured where the window is started, not here.

// A measurement that meets a fault stops: there is nobody to handle it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_precision_loss
)]

mod keeping;
mod letters;
mod reading;
mod registers;
#[path = "../letters/second_painter.rs"]
mod second_painter;
mod table;
mod writing;

use registers::{Copied, case_ids};
use table::Table;

/// What a run is to measure.
struct Wanted {
    sizes: Vec<usize>,
    /// Only these parts; all where none is named.
    parts: Vec<String>,
}

impl Wanted {
    fn read(words: &[String]) -> Self {
        let mut wanted = Self {
            sizes: Vec::new(),
            parts: Vec::new(),
        };
        let mut quick = false;
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--cases" => wanted.sizes.push(
                    words
                        .next()
                        .and_then(|n| n.parse().ok())
                        .expect("--cases N"),
                ),
                "--quick" => quick = true,
                "--part" => wanted.parts.extend(words.next().cloned()),
                other => panic!("the bench does not take `{other}`"),
            }
        }
        if wanted.sizes.is_empty() {
            wanted.sizes = if quick {
                vec![2_000]
            } else {
                vec![2_000, 100_000]
            };
        }
        wanted
    }

    fn part(&self, name: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|p| p == name)
    }
}

fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

fn measure(size: usize, wanted: &Wanted, table: &mut Table) {
    let copied = Copied::of(size);
    assert_eq!(copied.cases, size);
    let mut plain = copied.plain(65_536);
    println!(
        "\n## {size} cases\n\n{}.\n",
        keeping::holdings(&plain, &copied.layout)
    );
    if wanted.part("unlock") {
        keeping::unlocking(table, size, &copied);
        keeping::memory(table, size, &copied);
    }
    if wanted.part("process") {
        let case = case_ids(&plain)[0].to_string();
        letters::whole_process(table, size, &copied, &case);
    }
    let (register, session) = copied.unlock();
    if wanted.part("people") {
        reading::people(table, size, &plain, &register, &session);
    }
    if wanted.part("notes") {
        reading::notes(table, size, &plain, &register, &session);
    }
    if wanted.part("cases") {
        reading::cases(table, size, &plain, &register, &session);
    }
    if wanted.part("lists") {
        reading::lists(table, size, &register, &session);
    }
    if wanted.part("whole") {
        keeping::verifying(table, size, &copied, &plain, &register);
    }
    if wanted.part("import") {
        keeping::importing(table, size, &plain, &register, &session);
    }
    if wanted.part("writing") {
        writing::drafts(table, size, &plain, &register, &session);
        writing::records(table, size, &mut plain, &register, &session);
    }
    println!("{}", table.take());
    drop(plain);
    register.lock(&session).unwrap();
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["--letter", letter, out] => return letters::in_own_process(letter, out),
        ["--memory", folder] => return keeping::memory_in_own_process(folder),
        ["--ask", folder, sql] => return registers::ask(folder, sql),
        _ => {}
    }
    let wanted = Wanted::read(&words);
    std::fs::create_dir_all(registers::cache()).unwrap();
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let built = if cfg!(debug_assertions) {
        "a DEBUG build: its figures say nothing"
    } else {
        "a release build"
    };
    println!(
        "Measured on {} with {cores} cores, {built}; load before: {}.",
        chrono::Local::now().format("%d-%b-%Y %H:%M"),
        load()
    );
    let mut table = Table::default();
    if wanted.part("letters") {
        println!("\n## The letter\n");
        letters::warm(&mut table);
        println!("{}", table.take());
    }
    for size in &wanted.sizes {
        measure(*size, &wanted, &mut table);
    }
    if let [small, .., large] = wanted.sizes.as_slice() {
        println!(
            "\n## Growth, from {small} cases to {large}\n\n{}",
            table.growth(*small, *large)
        );
    }
    println!(
        "Load after: {}. The window's own figures: `cargo xtask bench --window`.",
        load()
    );
}
