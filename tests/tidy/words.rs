//! Words and sizes: short files, no unfinished business, no trace of any one machine.

use crate::none;
use crate::tree::{File, files};

/// The longest a file may be; a longer one is split by noun.
const LINES: usize = 600;

/// Written apart, so that this file does not find itself.
const UNFINISHED: [&str; 3] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

/// Folders that exist on one machine only.
const MACHINES: [&str; 3] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
];

#[test]
fn no_file_is_longer_than_six_hundred_lines() {
    none(&too_long(&files("")));
}

#[test]
fn nothing_unfinished_is_left_in_the_clone() {
    none(&unfinished(&read_by_people()));
}

#[test]
fn no_file_names_a_folder_of_one_machine() {
    none(&machine_paths(&read_by_people()));
}

/// Lock files hold hashes, in which anything may stand by chance.
fn read_by_people() -> Vec<File> {
    let locks = ["Cargo.lock", "package-lock.json"];
    files("")
        .into_iter()
        .filter(|file| !locks.contains(&file.name()))
        .collect()
}

fn too_long(files: &[File]) -> Vec<String> {
    let counted = [".rs", ".ts", ".svelte", ".scss", ".css", ".mjs", ".sql"];
    // What is written from the Rust types, or from the migrations, is not read as prose; its sources are counted instead.
    let written = |file: &&File| {
        file.text
            .starts_with("// Written from the Rust types. Do not edit.")
            || file
                .text
                .starts_with("-- Written from the migrations. Do not edit")
    };
    let long = |file: &&File| {
        file.ends_with(&counted) && !written(file) && file.text.lines().count() > LINES
    };
    let describe = |file: &File| format!("{} has {} lines", file.path, file.text.lines().count());
    files.iter().filter(long).map(describe).collect()
}

fn unfinished(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        for (number, line) in (1_usize..).zip(file.text.lines()) {
            let word = |word: &&str| {
                line.split(|c: char| !c.is_alphanumeric())
                    .any(|part| part == *word)
            };
            if let Some(word) = UNFINISHED.iter().find(|name| word(name)) {
                findings.push(format!("{}:{number} says {word}", file.path));
            }
        }
    }
    findings
}

fn machine_paths(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        for (number, line) in (1_usize..).zip(file.text.lines()) {
            for folder in MACHINES {
                let named = line.match_indices(folder).any(|(start, _)| {
                    let before = line.get(..start).and_then(|text| text.chars().last());
                    let after = line
                        .get(start + folder.len()..)
                        .and_then(|text| text.chars().next());
                    // Inside a longer path, or nothing behind it, it is another folder.
                    !before.is_some_and(|c| c.is_alphanumeric() || "._-~$}/*".contains(c))
                        && after.is_some_and(|c| c.is_alphanumeric() || c == '.')
                });
                if named {
                    findings.push(format!("{}:{number} names {folder}", file.path));
                }
            }
        }
    }
    findings
}

#[test]
fn a_file_of_six_hundred_and_one_lines_is_found() {
    assert!(too_long(&[File::example("a.rs", &"x\n".repeat(LINES))]).is_empty());
    assert_eq!(
        too_long(&[File::example("a.rs", &"x\n".repeat(LINES + 1))]).len(),
        1
    );
    assert!(too_long(&[File::example("a.json", &"x\n".repeat(LINES + 1))]).is_empty());
}

#[test]
fn unfinished_business_is_found_as_a_word_only() {
    let word = concat!("TO", "DO");
    assert_eq!(
        unfinished(&[File::example("a", &format!("// {word}: later"))]).len(),
        1
    );
    assert!(unfinished(&[File::example("a", &format!("MASTO{word}N, mktemp XXXXXX"))]).is_empty());
}

#[test]
fn a_machines_own_folder_is_found() {
    let bad = format!("open('{}someone/x')", concat!("/ho", "me/"));
    assert_eq!(machine_paths(&[File::example("a", &bad)]).len(), 1);
    let good = "tests/workflows/a.rs core/work/x 'a/root/b'";
    assert!(machine_paths(&[File::example("a", good)]).is_empty());
}
