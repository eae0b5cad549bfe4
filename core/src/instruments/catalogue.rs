//! Which instruments there are: the files that the program carries, in the order in which forms offer them.

use super::definition::Definition;
use crate::error::{Error, Result};
use std::sync::OnceLock;

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        &[$((
            concat!("assets/instruments/", $path, ".toml"),
            include_str!(concat!("../../../assets/instruments/", $path, ".toml")),
        )),+]
    };
}

/// Path and text of every version of every instrument, in the order of forms.
pub(super) const FILES: &[(&str, &str)] = files![
    "core-10/v1",
    "core-om/v1",
    "phq-9/v1",
    "gad-7/v1",
    "phq-15/v1",
    "sss-8/v1",
    "ssd-12/v1",
    "wsas/v1",
    "whodas-12/v1",
    "eq-5d-5l/v1",
    "eq-5d-3l/v1",
    "iip-32/v1",
    "ghq-12/v1",
    "ghq-28/v1",
    "hads/v1",
    "cgi/v1",
    "honos/v1",
    "irac/v1",
    "pss/v1",
    "rss/v1",
];

fn every() -> Result<&'static [Definition]> {
    static READ: OnceLock<std::result::Result<Vec<Definition>, (String, String)>> = OnceLock::new();
    READ.get_or_init(|| {
        FILES
            .iter()
            .map(|(file, text)| {
                Definition::read(file, text).map_err(|hint| ((*file).to_owned(), hint))
            })
            .collect()
    })
    .as_deref()
    .map_err(|(file, hint)| Error::BadAsset {
        file: file.clone(),
        hint: hint.clone(),
    })
}

/// Whether a version is one that the program carries, such as `v1`, by its name.
pub fn is_shipped(version: &str) -> bool {
    version
        .strip_prefix('v')
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// The number in `v2`.
fn version(definition: &Definition) -> u32 {
    definition
        .version
        .strip_prefix('v')
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}

/// The newest version of every instrument, in the order in which forms offer them. Errors: `BadAsset`.
pub fn all() -> Result<Vec<&'static Definition>> {
    let mut out: Vec<&'static Definition> = Vec::new();
    for definition in every()? {
        match out.iter_mut().find(|d| d.id == definition.id) {
            Some(known) if version(known) < version(definition) => *known = definition,
            Some(_) => {}
            None => out.push(definition),
        }
    }
    Ok(out)
}

/// The ids of every instrument, in the order in which forms offer them, without reading one.
pub fn ids() -> Vec<&'static str> {
    let mut out: Vec<&str> = FILES
        .iter()
        .filter_map(|(file, _)| file.rsplit('/').nth(1))
        .collect();
    out.dedup();
    out
}

/// The newest version of an instrument. Errors: `NotFound`, `BadAsset`.
pub fn newest(id: &str) -> Result<&'static Definition> {
    every()?
        .iter()
        .filter(|d| d.id == id)
        .max_by_key(|d| version(d))
        .ok_or(Error::NotFound { what: "instrument" })
}

/// An instrument as a saved measure names it. Errors: `NotFound`, `BadAsset`.
pub fn exactly(id: &str, version: &str) -> Result<&'static Definition> {
    every()?
        .iter()
        .find(|d| d.id == id && d.version == version)
        .ok_or(Error::NotFound { what: "instrument" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_instrument_that_ships_reads_and_is_offered_in_the_set_order() {
        let ids: Vec<&str> = all().unwrap().iter().map(|d| d.id.as_str()).collect();
        assert_eq!(ids, super::ids());
        assert_eq!(ids.len(), FILES.len());
        for definition in all().unwrap() {
            assert_eq!(newest(&definition.id).unwrap(), definition);
            assert_eq!(
                exactly(&definition.id, &definition.version).unwrap(),
                definition
            );
        }
        assert!(matches!(newest("phq-8"), Err(Error::NotFound { .. })));
        assert!(matches!(
            exactly("phq-9", "v99"),
            Err(Error::NotFound { .. })
        ));
    }

    #[test]
    fn a_file_that_lies_under_assets_is_carried_by_the_program() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/instruments");
        let mut found = Vec::new();
        for instrument in std::fs::read_dir(folder).unwrap() {
            for file in std::fs::read_dir(instrument.unwrap().path()).unwrap() {
                let path = file.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                let parent = path
                    .parent()
                    .unwrap()
                    .file_name()
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                if name.ends_with(".toml") && !name.ends_with(".examples.toml") {
                    found.push(format!("assets/instruments/{parent}/{name}"));
                }
            }
        }
        found.sort();
        let mut carried: Vec<&str> = FILES.iter().map(|(file, _)| *file).collect();
        carried.sort_unstable();
        assert_eq!(found, carried);
    }

    #[test]
    fn the_safety_items_are_the_published_ones() {
        let safety = |id| newest(id).unwrap().about_safety.clone();
        assert_eq!(safety("phq-9"), ["q9"]);
        assert_eq!(safety("core-10"), ["q6"]);
        assert_eq!(safety("core-om"), ["q6", "q9", "q16", "q22", "q24", "q34"]);
        assert_eq!(safety("honos"), ["q2"]);
        assert_eq!(safety("ghq-28"), ["q24", "q25", "q27", "q28"]);
        assert!(safety("gad-7").is_empty() && safety("wsas").is_empty());
    }
}
