//! What the package says of itself: version, changelog, licences, and which libraries it needs.

use std::fs;
use std::path::Path;

use super::{PROGRAMS, read};
use crate::places::Places;
use crate::programs::Program;

/// Which state of the clone is packed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Edition {
    /// The package's version.
    pub(crate) version: String,
    /// Debian's word for this kind of machine.
    pub(crate) architecture: String,
    /// When it was committed.
    pub(crate) seconds: u64,
    /// The same as a changelog writes it.
    day: String,
}

impl Edition {
    /// The one that is checked out. A commit that carries the tag of its version is that version; any other comes
    /// before it, in the order of their times. What is not committed shows in the version.
    ///
    /// # Errors
    /// git or dpkg is not here, or the clone is not a clone.
    pub(crate) fn of(places: &Places) -> Result<Self, String> {
        let number = workspace_version(&read(places, "Cargo.toml")?)
            .ok_or("Cargo.toml names no version of the workspace")?;
        let commit = git(
            places,
            "log -1 --date=format-local:%Y%m%d%H%M%S --format=%ct|%cd|%h",
        )?;
        let mut parts = commit.trim().split('|');
        let mut part = || {
            parts
                .next()
                .map(str::to_owned)
                .ok_or("git says nothing of its last commit")
        };
        let (seconds, time, hash) = (part()?, part()?, part()?);
        let seconds: u64 = seconds.parse().map_err(|_| "git names no time")?;
        let tags = git(places, "tag --points-at HEAD")?;
        let changed = !git(places, "status --porcelain --untracked-files=normal")?
            .trim()
            .is_empty();
        if changed {
            println!("    The clone holds changes that are not committed; the version says so.");
        }
        let day = Program::new("date")
            .words("-u -R -d")
            .arg(format!("@{seconds}"))
            .env("LC_ALL", "C")
            .ask()?
            .text
            .trim()
            .to_owned();
        let architecture = Program::new("dpkg")
            .arg("--print-architecture")
            .ask()?
            .text
            .trim()
            .to_owned();
        if architecture.is_empty() || day.is_empty() {
            return Err("dpkg or date says nothing".to_owned());
        }
        let tagged = tags.lines().any(|tag| tag.trim() == format!("v{number}"));
        Ok(Self {
            version: version(&number, tagged, &time, &hash, changed),
            architecture,
            seconds,
            day,
        })
    }

    /// The changelog as Debian's tools read it; what changed is told in the project's own.
    pub(crate) fn changelog(&self) -> String {
        format!(
            "casebook ({}) unstable; urgency=medium\n\n  \
             * What changed is told in CHANGELOG.md.gz beside this file.\n\n \
             -- Casebook <{MAIL}>  {}\n",
            self.version, self.day
        )
    }
}

/// Debian wants an address. Nobody reads mail for a package that each team makes for itself, and this one says so:
/// no name ends in `.invalid`.
const MAIL: &str = "casebook@casebook.invalid";

fn version(number: &str, tagged: bool, time: &str, hash: &str, changed: bool) -> String {
    match (tagged, changed) {
        (true, false) => number.to_owned(),
        (_, false) => format!("{number}~{time}.{hash}"),
        (_, true) => format!("{number}~{time}.{hash}.changed"),
    }
}

/// The version under `[workspace.package]`.
fn workspace_version(manifest: &str) -> Option<String> {
    manifest
        .lines()
        .skip_while(|line| line.trim() != "[workspace.package]")
        .find_map(|line| line.trim().strip_prefix("version = \""))
        .and_then(|rest| rest.strip_suffix('"'))
        .map(str::to_owned)
}

fn git(places: &Places, words: &str) -> Result<String, String> {
    let answer = Program::new("git")
        .words(words)
        .within(&places.root)
        .env("TZ", "UTC")
        .ask()?;
    if answer.ok {
        Ok(answer.text)
    } else {
        Err(format!("git {words}: {}", answer.complaint.trim()))
    }
}

/// The packages whose libraries the programs are linked with, and from which version on, by Debian's own tool.
///
/// # Errors
/// dpkg-shlibdeps is missing, or a library belongs to no package.
pub(crate) fn depends(places: &Places, bundles: &Path) -> Result<String, String> {
    // It only works beside a source package's control file.
    let folder = bundles.join("depends/debian");
    fs::create_dir_all(&folder).map_err(|fault| format!("{}: {fault}", folder.display()))?;
    let source = "Source: casebook\n\nPackage: casebook\nArchitecture: any\n";
    fs::write(folder.join("control"), source)
        .map_err(|fault| format!("{}: {fault}", folder.display()))?;
    let mut question = Program::new("dpkg-shlibdeps")
        .arg("-O")
        .within(bundles.join("depends"));
    for name in PROGRAMS {
        question = question.arg(places.released(name));
    }
    let answer = question.ask()?;
    if !answer.ok {
        return Err(format!("dpkg-shlibdeps: {}", answer.complaint.trim()));
    }
    let found = needed(&answer.text).ok_or("dpkg-shlibdeps names no library")?;
    if !found.contains("libwebkit2gtk-4.1-0") {
        return Err(format!(
            "the window needs WebKitGTK, but is linked with {found}"
        ));
    }
    Ok(found)
}

/// What stands behind `shlibs:Depends=`.
fn needed(said: &str) -> Option<String> {
    said.lines()
        .find_map(|line| line.strip_prefix("shlibs:Depends="))
        .map(|rest| rest.trim().to_owned())
        .filter(|rest| !rest.is_empty())
}

/// The copyright file: the frame in `packaging/deb`, with credit lines and licence from where they are kept.
///
/// # Errors
/// A file is missing or says less than it must.
pub(crate) fn copyright(places: &Places) -> Result<String, String> {
    let mut text = read(places, "packaging/deb/copyright")?;
    for instrument in instruments(places)? {
        let file = format!("assets/instruments/{instrument}/v1.toml");
        let definition = read(places, &file)?;
        let line = credit(&definition).ok_or_else(|| format!("{file} has no credit line"))?;
        text = text.replace(&format!("@CREDIT:{instrument}@"), line);
    }
    let font = read(places, "assets/fonts/OFL-source-sans-3.md")?;
    let licence = font
        .find("SIL OPEN FONT LICENSE Version")
        .and_then(|at| font.get(at..))
        .ok_or("assets/fonts/OFL-source-sans-3.md holds no licence")?;
    let text = text.replace("@OFL@", &indented(licence));
    if text.contains("@CREDIT") || text.contains("@OFL") {
        return Err("packaging/deb/copyright has a mark that nothing fills".to_owned());
    }
    Ok(text)
}

/// The names of the instruments' folders, in order.
fn instruments(places: &Places) -> Result<Vec<String>, String> {
    let folder = places.root.join("assets/instruments");
    let fault = |fault: std::io::Error| format!("{}: {fault}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        if entry.path().is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn credit(definition: &str) -> Option<&str> {
    definition
        .lines()
        .find_map(|line| line.strip_prefix("credit = \""))?
        .strip_suffix('"')
}

/// A text as a field of a control file takes it: a blank before each line, a full stop on an empty one.
fn indented(text: &str) -> String {
    let lines: Vec<String> = text
        .trim_end()
        .lines()
        .map(|line| {
            let line = line.trim_end();
            if line.is_empty() {
                " .".to_owned()
            } else {
                format!(" {line}")
            }
        })
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_comes_before_the_release_it_leads_to_and_says_what_is_not_committed() {
        let of = |tagged, changed| version("0.1.0", tagged, "20261126030902", "7fa735a", changed);
        assert_eq!(of(true, false), "0.1.0");
        assert_eq!(of(false, false), "0.1.0~20261126030902.7fa735a");
        assert_eq!(of(false, true), "0.1.0~20261126030902.7fa735a.changed");
        assert_eq!(of(true, true), of(false, true));
    }

    #[test]
    fn the_version_is_the_workspaces_and_no_dependencys() {
        let manifest = "[x]\nversion = \"9\"\n[workspace.package]\nversion = \"0.1.0\"\n";
        assert_eq!(workspace_version(manifest), Some("0.1.0".to_owned()));
        assert_eq!(workspace_version("version = \"9\"\n"), None);
    }

    #[test]
    fn what_is_needed_is_read_from_the_tools_answer() {
        let said = "shlibs:Depends=libc6 (>= 2.34), libssl3 (>= 3.0.0)\n";
        assert_eq!(
            needed(said).as_deref(),
            Some("libc6 (>= 2.34), libssl3 (>= 3.0.0)")
        );
        assert_eq!(needed("shlibs:Depends=\n"), None);
    }

    #[test]
    fn the_copyright_file_has_every_mark_filled_and_every_credit_line_as_it_is_kept() {
        let places = Places::find().unwrap();
        let text = copyright(&places).unwrap();
        assert!(
            !text.contains("@CREDIT") && !text.contains("@OFL@"),
            "{text}"
        );
        for instrument in instruments(&places).unwrap() {
            let file = format!("assets/instruments/{instrument}/v1.toml");
            let definition = read(&places, &file).unwrap();
            let line = credit(&definition).unwrap();
            assert!(text.contains(line), "{instrument}: {line}");
        }
        // Every line of a paragraph begins a field or belongs to one.
        for line in text.lines().filter(|line| !line.is_empty()) {
            let field = line.split_once(':').is_some_and(|(name, _)| {
                !name.contains(' ') && name.starts_with(|c: char| c.is_ascii_uppercase())
            });
            assert!(field || line.starts_with(' '), "{line:?}");
        }
    }

    #[test]
    fn every_instrument_has_its_paragraph() {
        let places = Places::find().unwrap();
        let text = copyright(&places).unwrap();
        for name in instruments(&places).unwrap() {
            assert!(
                text.contains(&format!("assets/instruments/{name}/*")),
                "{name} is not named in packaging/deb/copyright"
            );
        }
    }
}
