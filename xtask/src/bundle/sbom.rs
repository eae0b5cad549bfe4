//! `cargo xtask sbom`: what the programs carry inside, as a CycloneDX document that scanners read.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::control::Edition;
use super::licences::{self, Library};
use crate::places::Places;
use crate::setup;

/// Writes the document beside the packages, and says where.
///
/// # Errors
/// The libraries can't be listed, or the file can't be written.
pub(crate) fn sbom(places: &Places) -> Result<(), String> {
    setup::to_build(places)?;
    let edition = Edition::of(places)?;
    let crates = licences::crates(places)?;
    let text = document(places, &crates, &edition.version)?;
    let folder = places.target.join("bundle");
    fs::create_dir_all(&folder).map_err(|fault| format!("{}: {fault}", folder.display()))?;
    let file: PathBuf = folder.join("casebook.cdx.json");
    fs::write(&file, &text).map_err(|fault| format!("{}: {fault}", file.display()))?;
    println!(
        "\n    {}\n    {} libraries",
        file.display(),
        text.matches("\"type\": \"library\"").count()
    );
    Ok(())
}

/// The document: every library with version, licence, package URL, and the sum that the lock file holds of it. Nothing
/// in it depends on when or where it is written.
///
/// # Errors
/// What stands in the screens is not installed, or there is no lock file.
pub(crate) fn document(
    places: &Places,
    crates: &[Library],
    version: &str,
) -> Result<String, String> {
    let lock = places.root.join("Cargo.lock");
    let lock = fs::read_to_string(&lock).map_err(|fault| format!("{}: {fault}", lock.display()))?;
    let sums = sums(&lock);
    let mut components = Vec::new();
    for library in crates {
        let key = (library.name.clone(), library.version.clone());
        components.push(component("cargo", library, sums.get(&key)));
    }
    for library in licences::screens(places)? {
        components.push(component("npm", &library, None));
    }
    Ok(format!(
        r#"{{
  "bomFormat": "CycloneDX",
  "specVersion": "1.5",
  "version": 1,
  "metadata": {{
    "component": {{ "type": "application", "name": "casebook", "version": {} }}
  }},
  "components": [
{}
  ]
}}
"#,
        quoted(version),
        components.join(",\n")
    ))
}

fn component(kind: &str, library: &Library, sum: Option<&String>) -> String {
    let url = format!(
        "pkg:{kind}/{}@{}",
        library.name.replace('@', "%40"),
        library.version
    );
    let hashes = sum.map_or_else(String::new, |sum| {
        format!(
            r#", "hashes": [{{ "alg": "SHA-256", "content": {} }}]"#,
            quoted(sum)
        )
    });
    // Cargo once allowed a stroke for “or”; the document's readers don't.
    let licence = library.licence.replace('/', " OR ");
    format!(
        r#"    {{ "type": "library", "name": {}, "version": {}, "purl": {}, "licenses": [{{ "expression": {} }}]{hashes} }}"#,
        quoted(&library.name),
        quoted(&library.version),
        quoted(&url),
        quoted(&licence)
    )
}

/// The sums of a lock file, by name and version.
fn sums(lock: &str) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for block in lock.split("[[package]]") {
        let field = |key: &str| {
            block
                .lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""))
                .and_then(|rest| rest.strip_suffix('"'))
                .map(str::to_owned)
        };
        if let (Some(name), Some(version), Some(sum)) =
            (field("name"), field("version"), field("checksum"))
        {
            found.insert((name, version), sum);
        }
    }
    found
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            other if other.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(other))),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programs::Program;

    #[test]
    fn the_sums_of_a_lock_file_are_found_by_name_and_version() {
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"x\"\nchecksum = \"00ff\"\n\n\
                    [[package]]\nname = \"ours\"\nversion = \"0.1.0\"\n";
        let found = sums(lock);
        assert_eq!(found.len(), 1);
        assert_eq!(found[&("a".to_owned(), "1.0.0".to_owned())], "00ff");
    }

    #[test]
    fn what_is_quoted_can_be_read_again() {
        assert_eq!(quoted("a\"b\\c\n"), r#""a\"b\\c\u000a""#);
    }

    #[test]
    fn the_document_is_read_by_a_program_that_is_not_ours_and_names_what_the_programs_carry() {
        let places = Places::find().unwrap();
        let crates = licences::crates(&places).unwrap();
        let text = document(&places, &crates, "0.1.0").unwrap();
        let file = std::env::temp_dir().join(format!("casebook-sbom-{}.json", std::process::id()));
        fs::write(&file, &text).unwrap();
        let script = "const d = JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'));\
             const c = d.components;\
             const no = c.filter((x) => !x.name || !/^[0-9]/.test(x.version) || !x.purl.startsWith('pkg:') || !x.licenses[0].expression);\
             const bare = c.filter((x) => x.purl.startsWith('pkg:cargo/') && x.hashes?.[0]?.content?.length !== 64);\
             console.log(no.length, bare.length, ['rusqlite', 'sqlcipher-src', 'tauri', 'printpdf', 'svelte'].every((n) => c.some((x) => x.name === n)));";
        let answer = Program::new("node")
            .arg("-e")
            .arg(script)
            .arg(&file)
            .ask()
            .unwrap();
        fs::remove_file(&file).unwrap();
        assert_eq!(answer.text.trim(), "0 0 true", "{}", answer.complaint);
    }
}
