//! The licences of what others wrote and both programs carry inside: each library with its own text.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::places::Places;
use crate::testing::cargo_in;

/// What vite puts into the screens, and the design system whose markup the screens follow. A package of
/// `dependencies` that is missing here is found by a test.
const SCREENS: [&str; 5] = [
    "@tauri-apps/api",
    "clsx",
    "nhsuk-frontend",
    "pdfjs-dist",
    "svelte",
];

/// Crates that are not linked as libraries, but whose source another crate compiles into both programs.
const COMPILED_IN: [&str; 1] = ["sqlcipher-src"];

/// How the file of a licence is called.
const NAMES: [&str; 6] = [
    "licen",
    "copying",
    "notice",
    "unlicense",
    "copyright",
    "authors",
];

/// One library.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Library {
    /// As its registry calls it.
    pub(crate) name: String,
    /// Exactly.
    pub(crate) version: String,
    /// The expression that its author gives.
    pub(crate) licence: String,
}

/// The list with all texts, each once, of these crates and what stands in the screens.
///
/// # Errors
/// The source of one is not here.
pub(crate) fn third_party(places: &Places, crates: &[Library]) -> Result<String, String> {
    let mut texts: BTreeMap<String, usize> = BTreeMap::new();
    let mut list = String::new();
    let mut sources = Vec::new();
    for library in crates {
        let folder = source(places, library).ok_or_else(|| {
            format!(
                "the source of {} {} is not in {}",
                library.name,
                library.version,
                places.cargo_home.display()
            )
        })?;
        sources.push((library.clone(), folder));
    }
    for library in screens(places)? {
        let folder = places.ui().join("node_modules").join(&library.name);
        sources.push((library, folder));
    }
    for (library, folder) in &sources {
        let mut numbers = Vec::new();
        for text in licence_texts(folder) {
            let next = texts.len().saturating_add(1);
            numbers.push(*texts.entry(text).or_insert(next));
        }
        numbers.sort_unstable();
        numbers.dedup();
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let said = if numbers.is_empty() {
            "its published source holds no text".to_owned()
        } else {
            format!("text {}", numbers.join(", "))
        };
        list.push_str(&format!(
            "{} {}: {}; {said}\n",
            library.name, library.version, library.licence
        ));
    }
    let mut by_number: Vec<(usize, String)> = texts
        .into_iter()
        .map(|(text, number)| (number, text))
        .collect();
    by_number.sort();
    let mut all = format!(
        "What others wrote and the programs of Casebook carry inside, with the licence of each\n\
         ({} libraries, {} texts). The texts follow the list.\n\n{list}",
        sources.len(),
        by_number.len()
    );
    for (number, text) in by_number {
        all.push_str(&format!(
            "\n==== Text {number} ====\n\n{}\n",
            text.trim_end()
        ));
    }
    Ok(all)
}

/// What stands in the screens.
///
/// # Errors
/// A package is not installed.
pub(crate) fn screens(places: &Places) -> Result<Vec<Library>, String> {
    SCREENS
        .into_iter()
        .map(|name| {
            let file = places
                .ui()
                .join("node_modules")
                .join(name)
                .join("package.json");
            let about = fs::read_to_string(&file).map_err(|fault| format!("{name}: {fault}"))?;
            let field = |key: &str| json_field(&about, key).unwrap_or_default();
            Ok(Library {
                name: name.to_owned(),
                version: field("version"),
                licence: field("license"),
            })
        })
        .collect()
}

/// The crates that are compiled into either program, as cargo lists them.
///
/// # Errors
/// cargo can't list them.
pub(crate) fn crates(places: &Places) -> Result<Vec<Library>, String> {
    let words = "tree --locked -p casebook -p casebookctl -e normal --features casebook/custom-protocol \
                 --prefix none --no-dedupe --format {p}|{l}";
    let answer = cargo_in(places, words).ask()?;
    if !answer.ok {
        return Err(format!("cargo {words}: {}", answer.complaint.trim()));
    }
    let mut found = listed(&answer.text);
    if found.len() < 100 {
        return Err(format!("cargo lists only {} libraries", found.len()));
    }
    let words =
        "tree --locked -p casebookctl -e normal,build --prefix none --no-dedupe --format {p}|{l}";
    let all = listed(&cargo_in(places, words).ask()?.text);
    for name in COMPILED_IN {
        let library = all.iter().find(|library| library.name == name);
        found.push(
            library
                .cloned()
                .ok_or_else(|| format!("cargo does not list {name}"))?,
        );
    }
    found.sort();
    Ok(found)
}

/// Reads `name vVERSION|LICENCE`, sorted, each once, without our own packages, which have a folder behind them.
fn listed(text: &str) -> Vec<Library> {
    let mut found: Vec<Library> = text
        .lines()
        .filter_map(|line| {
            let (package, licence) = line.split_once('|')?;
            let mut words = package.split_whitespace();
            let (name, version) = (words.next()?, words.next()?);
            let ours = package.contains('/');
            (!ours).then(|| Library {
                name: name.to_owned(),
                version: version.trim_start_matches('v').to_owned(),
                licence: licence.trim().to_owned(),
            })
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Where cargo keeps the source.
fn source(places: &Places, library: &Library) -> Option<PathBuf> {
    let registries = fs::read_dir(places.cargo_home.join("registry/src")).ok()?;
    registries
        .flatten()
        .map(|registry| {
            registry
                .path()
                .join(format!("{}-{}", library.name, library.version))
        })
        .find(|folder| folder.is_dir())
}

/// The texts in a folder and one below (SQLCipher's stands there), sorted by the name of their files.
fn licence_texts(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let below = fs::read_dir(folder).into_iter().flatten().flatten();
    for path in below
        .map(|entry| entry.path())
        .chain([folder.to_path_buf()])
    {
        let skipped = path
            .file_name()
            .is_some_and(|name| name == "tests" || name == "node_modules");
        if path.is_dir() && !skipped {
            let here = fs::read_dir(&path).into_iter().flatten().flatten();
            files.extend(
                here.map(|entry| entry.path())
                    .filter(|file| is_licence(file)),
            );
        }
    }
    files.sort();
    files.dedup();
    files
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .map(|text| text.replace("\r\n", "\n").trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect()
}

fn is_licence(file: &Path) -> bool {
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    // Source code may be called so as well.
    let code = [".rs", ".c", ".h", ".js", ".ts", ".json", ".toml", ".py"];
    file.is_file()
        && NAMES.iter().any(|word| name.starts_with(word))
        && !code.iter().any(|ending| name.ends_with(ending))
}

/// A text field of the outermost object, where npm writes it on a line of its own.
fn json_field(text: &str, key: &str) -> Option<String> {
    let wanted = format!("\"{key}\": \"");
    text.lines()
        .find_map(|line| line.trim().strip_prefix(&wanted))
        .and_then(|rest| rest.split('"').next())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_is_sorted_each_once_and_without_our_own() {
        let text = "b v1.0.0|MIT\ncasebook-core v0.1.0 (/clone/core)|Apache-2.0\n\na v0.2.0 (proc-macro)|0BSD\nb v1.0.0|MIT\n";
        let names: Vec<String> = listed(text).into_iter().map(|l| l.name).collect();
        assert_eq!(names, ["a", "b"]);
    }

    #[test]
    fn the_cipher_that_another_crate_compiles_in_is_listed_with_its_text() {
        let places = Places::find().unwrap();
        let text = third_party(&places, &crates(&places).unwrap()).unwrap();
        assert!(
            text.contains("sqlcipher-src ") && text.contains("ZETETIC LLC"),
            "SQLCipher is missing"
        );
    }

    #[test]
    fn every_library_of_the_screens_is_named() {
        let places = Places::find().unwrap();
        let about = fs::read_to_string(places.ui().join("package.json")).unwrap();
        let (_, block) = about.split_once("\"dependencies\"").unwrap();
        let (block, _) = block.split_once('}').unwrap();
        let mut seen = 0;
        for line in block.lines().skip(1).filter(|line| line.contains(':')) {
            let name = line.trim().trim_matches('"').split('"').next().unwrap();
            assert!(SCREENS.contains(&name), "{name} is not in the list");
            seen += 1;
        }
        assert!(seen > 0, "no dependency was read");
    }

    #[test]
    fn a_licence_is_told_from_code_with_such_a_name() {
        let folder = std::env::temp_dir().join(format!("casebook-xtask-l-{}", std::process::id()));
        fs::create_dir_all(folder.join("below")).unwrap();
        for file in ["LICENSE-MIT", "license.rs", "README.md", "below/COPYING"] {
            fs::write(folder.join(file), file).unwrap();
        }
        assert_eq!(licence_texts(&folder), ["LICENSE-MIT", "below/COPYING"]);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_field_is_read_from_its_line() {
        let text = "{\n  \"name\": \"x\",\n  \"version\": \"5.6.205\",\n";
        assert_eq!(json_field(text, "version").as_deref(), Some("5.6.205"));
        assert_eq!(json_field(text, "license"), None);
    }
}
