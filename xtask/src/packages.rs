//! The Debian packages that building and testing need, and which of them are missing.

use std::time::Duration;

use crate::programs::{Program, in_path};

/// What building the program needs.
pub(crate) const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
];

/// What the tests need besides: a display nobody sees, the driver of the real window, and the
/// programs that read our letters with other eyes.
pub(crate) const TEST: &[&str] = &[
    "xvfb",
    "xauth",
    "webkit2gtk-driver",
    "poppler-utils",
    "mupdf-tools",
    "qpdf",
    "imagemagick",
    "xdotool",
    "python3-venv",
    "strace",
    "at-spi2-core",
    "dbus-daemon",
    "python3-gi",
];

/// What the trial of a package needs besides.
pub(crate) const TRIAL: &[&str] = &["debootstrap", "xvfb", "webkit2gtk-driver"];

const LIMIT: Duration = Duration::from_secs(900);

/// Installs what is missing of these packages; asks nothing when all are there.
///
/// # Errors
/// The installation fails, or there is no way to become root.
pub(crate) fn install(wanted: &[&str]) -> Result<(), String> {
    if in_path("apt-get").is_none() || in_path("dpkg-query").is_none() {
        println!(
            "    This is not Debian or a relative. Needed here: {}",
            wanted.join(" ")
        );
        return Ok(());
    }
    let lacking = lacking(wanted)?;
    if lacking.is_empty() {
        return Ok(());
    }
    println!("    Missing packages: {}", lacking.join(" "));
    apt_get("update --quiet")?;
    apt_get(&format!(
        "install --quiet --yes --no-install-recommends {}",
        lacking.join(" ")
    ))
}

fn lacking<'a>(wanted: &[&'a str]) -> Result<Vec<&'a str>, String> {
    let mut question = Program::new("dpkg-query")
        .arg("-W")
        .arg("-f=${Package} ${db:Status-Status}\n");
    for package in wanted {
        question = question.arg(*package);
    }
    // It ends with a failure as soon as one package is unknown; what it printed still counts.
    Ok(missing(wanted, &question.ask()?.text))
}

/// Those of `wanted` that dpkg does not list as installed.
fn missing<'a>(wanted: &[&'a str], listing: &str) -> Vec<&'a str> {
    let installed = |package: &str| {
        listing
            .lines()
            .any(|line| line.split_once(' ') == Some((package, "installed")))
    };
    wanted
        .iter()
        .copied()
        .filter(|package| !installed(package))
        .collect()
}

fn apt_get(words: &str) -> Result<(), String> {
    let program = if am_root()? {
        Program::new("apt-get")
    } else if in_path("sudo").is_some() {
        // The variable goes through sudo, which otherwise clears the environment.
        Program::new("sudo").words("DEBIAN_FRONTEND=noninteractive apt-get")
    } else {
        return Err(format!(
            "not root and no sudo: run `apt-get {words}` as root"
        ));
    };
    let program = program
        .env("DEBIAN_FRONTEND", "noninteractive")
        .words(words);
    // A person may have to type a password for sudo; nobody is there on a build machine.
    if am_root()? {
        program.run(LIMIT)
    } else {
        program.run_for_a_person()
    }
}

/// Whether this is root.
///
/// # Errors
/// `id` can't be asked.
pub(crate) fn am_root() -> Result<bool, String> {
    Ok(Program::new("id").arg("-u").ask()?.text.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_that_is_unknown_or_removed_is_missing() {
        let listing = "xvfb installed\nqpdf config-files\nxauth not-installed\n";
        assert_eq!(
            missing(&["xvfb", "qpdf", "xauth", "strace"], listing),
            ["qpdf", "xauth", "strace"]
        );
    }

    #[test]
    fn a_longer_name_does_not_stand_for_a_shorter_one() {
        assert_eq!(
            missing(&["qpdf"], "libqpdf29 installed\nqpdf-doc installed\n"),
            ["qpdf"]
        );
    }

    #[test]
    fn nothing_is_missing_when_all_are_installed() {
        assert!(missing(&["xvfb", "qpdf"], "qpdf installed\nxvfb installed\n").is_empty());
    }
}
