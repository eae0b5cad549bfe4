//! Assets and migrations: whose wording it is, and that what was released stays as it was.

use std::collections::BTreeSet;
use std::fs;

use sha2::{Digest, Sha256};

use crate::none;
use crate::tree::{File, file, files, paths, root};

#[test]
fn every_instrument_says_who_permits_it() {
    none(&without_permission(&paths()));
}

#[test]
fn every_folder_of_assets_and_every_font_states_its_licence() {
    let statements: BTreeSet<String> = files("")
        .into_iter()
        .filter(states_a_licence)
        .map(|file| folder(&file.path).to_owned())
        .collect();
    none(&without_licence(&paths(), &statements));
}

#[test]
fn released_files_are_what_they_were() {
    for lock in ["assets/released.lock", "core/migrations/released.lock"] {
        if let Some(file) = file(lock) {
            none(&changed(&file, |path| fs::read(root().join(path)).ok()));
        }
    }
}

#[test]
fn migrations_are_numbered_without_gap_or_double() {
    let names: Vec<String> = paths()
        .iter()
        .filter_map(|path| path.strip_prefix("core/migrations/").map(str::to_owned))
        .collect();
    none(&misnumbered(&names));
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn without_permission(paths: &[String]) -> Vec<String> {
    let inside = paths
        .iter()
        .filter_map(|path| path.strip_prefix("assets/instruments/"));
    let instruments: BTreeSet<&str> = inside
        .filter_map(|path| path.split_once('/').map(|(instrument, _)| instrument))
        .collect();
    let permission =
        |name: &&&str| !paths.contains(&format!("assets/instruments/{name}/PERMISSION.md"));
    let lacking = instruments.iter().filter(permission);
    lacking
        .map(|name| format!("assets/instruments/{name} has no PERMISSION.md"))
        .collect()
}

fn states_a_licence(file: &File) -> bool {
    let name = file.name().to_lowercase();
    let kind = ["licen", "ofl", "permission", "readme"]
        .iter()
        .any(|begin| name.starts_with(begin));
    kind && file.text.to_lowercase().contains("licen")
}

/// Folders directly under assets, and folders that hold a font, without a statement of their own.
fn without_licence(paths: &[String], statements: &BTreeSet<String>) -> Vec<String> {
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for path in paths {
        if [".ttf", ".otf", ".woff", ".woff2"]
            .iter()
            .any(|ending| path.ends_with(ending))
        {
            wanted.insert(folder(path).to_owned());
        }
        let mut parts = path.split('/');
        if let (Some("assets"), Some(kind), Some(_)) = (parts.next(), parts.next(), parts.next()) {
            // Instruments answer one by one.
            if kind != "instruments" {
                wanted.insert(format!("assets/{kind}"));
            }
        }
    }
    let lacking = wanted.iter().filter(|folder| !statements.contains(*folder));
    lacking
        .map(|folder| format!("{folder} states no licence"))
        .collect()
}

/// Lines of `sha256  path`; a path is from the root, or from the folder of the lock.
fn changed(lock: &File, read: impl Fn(&str) -> Option<Vec<u8>>) -> Vec<String> {
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for line in lock
        .text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
    {
        let Some((hash, path)) = line.split_once("  ") else {
            findings.push(format!("{}: `{line}` is not `sha256  path`", lock.path));
            continue;
        };
        if !seen.insert(path.to_owned()) {
            findings.push(format!("{}: {path} stands twice", lock.path));
        }
        let beside = format!("{}/{path}", folder(&lock.path));
        let Some(bytes) = read(path).or_else(|| read(&beside)) else {
            findings.push(format!("{path} was released and is gone"));
            continue;
        };
        let found: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        if found != hash {
            findings.push(format!(
                "{path} was released and has changed; make a new version instead"
            ));
        }
    }
    findings
}

fn misnumbered(names: &[String]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut numbers = Vec::new();
    for name in names.iter().filter(|name| name.ends_with(".sql")) {
        match name
            .split_once('_')
            .map(|(number, what)| (number, number.parse::<u32>(), what))
        {
            Some((digits, Ok(number), what)) if digits.len() == 4 && what != ".sql" => {
                numbers.push(number);
            }
            _ => findings.push(format!("core/migrations/{name} is not NNNN_what.sql")),
        }
    }
    numbers.sort_unstable();
    for (wanted, found) in (1_u32..).zip(numbers) {
        if wanted != found {
            findings.push(format!(
                "core/migrations: {wanted:04} is missing or stands twice (found {found:04})"
            ));
            break;
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(list: &[&str]) -> Vec<String> {
        list.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn an_instrument_without_permission_is_found() {
        let paths = owned(&[
            "assets/instruments/a/v1.toml",
            "assets/instruments/a/PERMISSION.md",
            "assets/instruments/b/v1.toml",
        ]);
        assert_eq!(
            without_permission(&paths),
            ["assets/instruments/b has no PERMISSION.md"]
        );
    }

    #[test]
    fn a_font_or_a_folder_without_licence_is_found() {
        let paths = owned(&[
            "assets/letters/gp/v1.toml",
            "ui/src/fonts/a.woff2",
            "assets/released.lock",
        ]);
        let found = without_licence(&paths, &BTreeSet::new());
        assert_eq!(
            found,
            [
                "assets/letters states no licence",
                "ui/src/fonts states no licence"
            ]
        );
        let statements = BTreeSet::from(["assets/letters".to_owned(), "ui/src/fonts".to_owned()]);
        assert!(without_licence(&paths, &statements).is_empty());
        assert!(states_a_licence(&File::example(
            "x/OFL.txt",
            "SIL OPEN FONT LICENSE"
        )));
        assert!(!states_a_licence(&File::example("x/README.md", "Fonts.")));
    }

    #[test]
    fn a_changed_or_lost_release_is_found() {
        // sha256 of the three letters abc (FIPS 180-2, B.1).
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let lock = File::example(
            "assets/released.lock",
            &format!("# x\n{hash}  letters/a.toml\n"),
        );
        let with = |content: &'static str| {
            move |path: &str| (path == "assets/letters/a.toml").then(|| content.as_bytes().to_vec())
        };
        assert!(changed(&lock, with("abc")).is_empty());
        assert_eq!(changed(&lock, with("abd")).len(), 1);
        assert_eq!(changed(&lock, |_| None).len(), 1);
        assert_eq!(
            changed(&File::example("assets/released.lock", "nonsense"), |_| None).len(),
            1
        );
    }

    #[test]
    fn a_gap_a_double_and_a_bad_name_are_found() {
        assert!(misnumbered(&owned(&["0001_a.sql", "0002_b.sql", "released.lock"])).is_empty());
        assert_eq!(misnumbered(&owned(&["0001_a.sql", "0003_b.sql"])).len(), 1);
        assert_eq!(misnumbered(&owned(&["0001_a.sql", "0001_b.sql"])).len(), 1);
        assert_eq!(misnumbered(&owned(&["1_a.sql"])).len(), 1);
    }
}
