//! Manual pages, from the same definitions as `--help`.

use crate::arguments::Arguments;
use crate::output;
use casebook_core::{Error, Result};
use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::path::Path;

/// What every command answers with.
const EXIT: [(&str, &str); 3] = [
    ("0", "Done."),
    (
        "1",
        "Refused: the error’s stable code and a sentence stand on standard error; with --json an object.",
    ),
    ("2", "Wrong usage. Nothing was touched."),
];

pub(crate) fn write(folder: &Path, json: bool) -> Result<()> {
    let failed = |_| Error::Io {
        doing: "writing the manual pages",
        path: folder.display().to_string(),
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut files = Vec::new();
    for (name, page) in pages().map_err(failed)? {
        let file = folder.join(format!("{name}.1"));
        std::fs::write(&file, page).map_err(failed)?;
        files.push(file.display().to_string());
    }
    output::either(json, &files, &files.join("\n"))
}

/// Every page with its name, `casebookctl-users-add`.
fn pages() -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut whole = Arguments::command().disable_help_subcommand(true);
    // What is said to all commands reaches them; their names and synopses become the full ones.
    whole.build();
    let mut pages = Vec::new();
    collect(&whole, "", &mut pages)?;
    Ok(pages)
}

fn collect(
    command: &clap::Command,
    above: &str,
    pages: &mut Vec<(String, Vec<u8>)>,
) -> std::io::Result<()> {
    let name = if above.is_empty() {
        command.get_name().to_owned()
    } else {
        format!("{above}-{}", command.get_name())
    };
    pages.push((name.clone(), page(command, &name, above)?));
    for below in command.get_subcommands() {
        collect(below, &name, pages)?;
    }
    Ok(())
}

fn page(command: &clap::Command, name: &str, above: &str) -> std::io::Result<Vec<u8>> {
    let examples = command
        .get_after_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    // The examples have a section of their own instead of the one for whatever else there is.
    let bare = command.clone().after_help("");
    let man = Man::new(bare)
        .title(name.to_uppercase())
        .section("1")
        .source(format!("Casebook {}", env!("CARGO_PKG_VERSION")))
        .manual("Casebook")
        // Whose day is it made on? Nobody's: the pages are the same at every build.
        .date("");
    let mut out = Vec::new();
    man.render_title(&mut out)?;
    man.render_name_section(&mut out)?;
    man.render_synopsis_section(&mut out)?;
    man.render_description_section(&mut out)?;
    if command.get_arguments().any(|a| !a.is_hide_set()) {
        man.render_options_section(&mut out)?;
    }
    if command.has_subcommands() {
        man.render_subcommands_section(&mut out)?;
    }
    let mut rest = Roff::new();
    rest.control("SH", ["EXIT STATUS"]);
    for (code, what) in EXIT {
        rest.control("TP", []);
        rest.text([bold(code)]);
        rest.text([roman(what)]);
    }
    rest.control("SH", ["EXAMPLES"]);
    rest.control("nf", []);
    for line in examples.lines().skip(1) {
        rest.text([roman(line.trim_start())]);
    }
    rest.control("fi", []);
    rest.control("SH", ["SEE ALSO"]);
    let mut beside: Vec<String> = command
        .get_subcommands()
        .map(|below| format!("{name}-{}(1)", below.get_name()))
        .collect();
    if !above.is_empty() {
        beside.insert(0, format!("{above}(1)"));
    }
    rest.text([roman(beside.join(", "))]);
    rest.to_writer(&mut out)?;
    Ok(out)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn without_example(command: &clap::Command, missing: &mut Vec<String>) {
        let help = command
            .get_after_help()
            .map(ToString::to_string)
            .unwrap_or_default();
        if !help.starts_with("Example:\n  ") || !help.contains("casebookctl") {
            missing.push(command.get_name().to_owned());
        }
        for below in command.get_subcommands() {
            without_example(below, missing);
        }
    }

    #[test]
    fn every_command_has_an_example_in_its_help() {
        let mut missing = Vec::new();
        without_example(&Arguments::command(), &mut missing);
        assert_eq!(missing, Vec::<String>::new());
        // A command without one is found.
        let bare = Arguments::command().subcommand(clap::Command::new("bare"));
        without_example(&bare, &mut missing);
        assert_eq!(missing, ["bare"]);
    }

    #[test]
    fn every_command_has_a_page_with_its_sections_and_the_pages_are_the_same_twice() {
        let pages = pages().unwrap();
        for name in [
            "casebookctl",
            "casebookctl-import",
            "casebookctl-users-disable",
        ] {
            assert!(pages.iter().any(|(n, _)| n == name), "{name}");
        }
        for (name, page) in &pages {
            let text = String::from_utf8(page.clone()).unwrap();
            for section in [
                "NAME",
                "SYNOPSIS",
                "DESCRIPTION",
                "\"EXIT STATUS\"",
                "EXAMPLES",
            ] {
                let head = format!("\n.SH {section}\n");
                assert_eq!(text.matches(&head).count(), 1, "{name}: {section}");
            }
            let example = text.split(".SH EXAMPLES").nth(1).unwrap();
            assert!(example.contains("casebookctl"), "{name}");
            assert!(text.contains(&name.replace('-', "\\-")), "{name}");
        }
        assert_eq!(pages, super::pages().unwrap());
    }
}
