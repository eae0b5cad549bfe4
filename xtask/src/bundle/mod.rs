//! `cargo xtask bundle`: the Debian package of the window and of `casebookctl`.
//!
//! Put together here and packed by dpkg-deb, not by Tauri's bundler: two runs of that give two different packages
//! even of the same program, it knows no copyright file, no changelog and no second program, and it would be one more
//! thing to fetch. dpkg-deb is on every Debian, and the same commit gives the same bytes (`docs/adr`, 0009).

mod control;
mod licences;
mod sbom;
mod tree;
mod trial;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::packages;
use crate::places::Places;
use crate::programs::Program;
use crate::setup;
use crate::testing::{cargo_in, exported_symbols, npm};
use control::Edition;
pub(crate) use sbom::sbom;
use tree::Tree;

/// What the package may weigh, and each program in it: a hospital's network is slow and its laptops are small.
const MOST_BYTES: (u64, u64) = (20_000_000, 25_000_000);

/// The programs of the package.
const PROGRAMS: [&str; 2] = ["casebook", "casebookctl"];

/// The icon's sizes, and the file of each.
const ICONS: [(&str, &str); 5] = [
    ("32x32", "32x32.png"),
    ("128x128", "128x128.png"),
    ("256x256", "128x128@2x.png"),
    ("512x512", "icon.png"),
    ("scalable", "casebook.svg"),
];

/// Makes the package; with `trial`, installs it in a Debian that has nothing else, and tries it there.
///
/// # Errors
/// A step fails, or what came out is not as it must be.
pub(crate) fn bundle(places: &Places, trial: bool) -> Result<(), String> {
    setup::to_build(places)?;
    release(places)?;
    let package = pack(places)?;
    if trial {
        packages::install(packages::TRIAL)?;
        trial::run(places, &package)?;
    }
    Ok(())
}

/// Builds both programs as they are handed out: the page comes out of the program itself, and no folder of this
/// machine stands in what they say.
///
/// # Errors
/// The build fails.
pub(crate) fn release(places: &Places) -> Result<(), String> {
    screens(places)?;
    as_released(
        places,
        cargo_in(
            places,
            "build --release -p casebook -p casebookctl --features casebook/custom-protocol",
        ),
    )
    .run(Duration::from_secs(3600))
}

/// Builds the screens. Where they come out as they were, files and folders keep their times, so that the window, which
/// carries them, is not compiled and linked again for nothing.
fn screens(places: &Places) -> Result<(), String> {
    let dist = places.ui().join("dist");
    let before = contents(&dist);
    npm(places, "run build", 300)?;
    let same = |(path, bytes, _): &(PathBuf, Vec<u8>, SystemTime)| {
        path.is_dir() || fs::read(path).is_ok_and(|now| now == *bytes)
    };
    if before.len() == contents(&dist).len() && before.iter().all(same) {
        for (path, _, time) in before {
            fs::File::open(&path)
                .and_then(|file| file.set_modified(time))
                .map_err(|fault| format!("{}: {fault}", path.display()))?;
        }
    }
    Ok(())
}

/// A folder and everything in it, with its bytes and its time; nothing where there is no such folder.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>, SystemTime)> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(path) = waiting.pop() {
        let Ok(time) = fs::metadata(&path).and_then(|about| about.modified()) else {
            continue;
        };
        let below = fs::read_dir(&path).into_iter().flatten().flatten();
        waiting.extend(below.map(|entry| entry.path()));
        found.push((path.clone(), fs::read(&path).unwrap_or_default(), time));
    }
    found
}

/// The flags of a release, for a call of cargo.
pub(crate) fn as_released(places: &Places, program: Program) -> Program {
    let flags = [
        format!(
            "--remap-path-prefix={}=/casebook",
            places.root.to_string_lossy()
        ),
        format!(
            "--remap-path-prefix={}=/cargo",
            places.cargo_home.to_string_lossy()
        ),
    ];
    // Between the flags stands the one character that no path holds.
    program.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
}

/// Puts the package together from what has been built.
fn pack(places: &Places) -> Result<PathBuf, String> {
    let edition = Edition::of(places)?;
    let bundles = places.target.join("bundle");
    let folder = bundles.join("tree");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|fault| format!("{}: {fault}", folder.display()))?;
    }
    let mut tree = Tree::new(folder, edition.seconds);
    for name in PROGRAMS {
        let program = places.released(name);
        look_at(&program)?;
        tree.program(&program, &format!("usr/bin/{name}"))?;
    }
    fill(places, &edition, &mut tree)?;
    let depends = control::depends(places, &bundles)?;
    tree.control("md5sums", &tree.sums()?)?;
    let text = read(places, "packaging/deb/control")?
        .replace("@VERSION@", &edition.version)
        .replace("@ARCHITECTURE@", &edition.architecture)
        .replace("@INSTALLED_SIZE@", &tree.kibibytes().to_string())
        .replace("@DEPENDS@", &depends);
    tree.control("control", &text)?;
    let package = bundles.join(format!(
        "casebook_{}_{}.deb",
        edition.version, edition.architecture
    ));
    tree.finish()?;
    // One thread: how many there are would change how the archive is cut up.
    Program::new("dpkg-deb")
        .words("--root-owner-group -Zxz -z6 --threads-max=1 --build")
        .arg(tree.folder())
        .arg(&package)
        .env("SOURCE_DATE_EPOCH", edition.seconds.to_string())
        .run(Duration::from_secs(300))?;
    let size = bytes(&package)?;
    let (most, _) = MOST_BYTES;
    if size > most {
        return Err(format!(
            "the package has {size} bytes, and may have {most} at most"
        ));
    }
    let sum = Program::new("sha256sum").arg(&package).ask()?.text;
    println!("\n    {}", package.display());
    println!("    {:.1} MB (20 at most)", megabytes(size));
    println!("    depends on {depends}");
    println!(
        "    sha256 {}",
        sum.split_whitespace().next().unwrap_or_default()
    );
    Ok(package)
}

/// Everything but the programs and the control files.
fn fill(places: &Places, edition: &Edition, tree: &mut Tree) -> Result<(), String> {
    let text = |name: &str| read(places, name);
    tree.file(
        "usr/share/applications/casebook.desktop",
        &text("packaging/deb/casebook.desktop")?,
    )?;
    for (size, file) in ICONS {
        let ending = file.rsplit('.').next().unwrap_or_default();
        tree.copy(
            &places.root.join("icons").join(file),
            &format!("usr/share/icons/hicolor/{size}/apps/casebook.{ending}"),
        )?;
    }
    let doc = "usr/share/doc/casebook";
    tree.file(&format!("{doc}/copyright"), &control::copyright(places)?)?;
    tree.packed(&format!("{doc}/changelog"), &edition.changelog())?;
    tree.packed(&format!("{doc}/CHANGELOG.md"), &text("CHANGELOG.md")?)?;
    // Listed once, so that both papers name the same.
    let crates = licences::crates(places)?;
    tree.packed(
        &format!("{doc}/third-party"),
        &licences::third_party(places, &crates)?,
    )?;
    tree.packed(
        &format!("{doc}/sbom.cdx.json"),
        &sbom::document(places, &crates, &edition.version)?,
    )?;
    tree.packed(
        "usr/share/man/man1/casebook.1",
        &text("packaging/deb/casebook.1")?,
    )?;
    for (name, page) in manual(places)? {
        tree.packed(&format!("usr/share/man/man1/{name}"), &page)?;
    }
    Ok(())
}

/// The pages that `casebookctl` writes about itself, sorted; none where it has no such command.
fn manual(places: &Places) -> Result<Vec<(String, String)>, String> {
    let program = places.released("casebookctl");
    if !Program::new(&program).words("man --help").ask()?.ok {
        println!("    casebookctl writes no manual yet: the package goes without");
        return Ok(Vec::new());
    }
    let folder = places.target.join("bundle/man");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|fault| format!("{}: {fault}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|fault| format!("{}: {fault}", folder.display()))?;
    Program::new(&program)
        .words("man --out")
        .arg(&folder)
        .run(Duration::from_secs(60))?;
    let mut pages = Vec::new();
    let entries =
        fs::read_dir(&folder).map_err(|fault| format!("{}: {fault}", folder.display()))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".1") {
            let page = fs::read_to_string(entry.path()).map_err(|f| format!("{name}: {f}"))?;
            pages.push((name, page));
        }
    }
    if pages.is_empty() {
        return Err("`casebookctl man` wrote no page".to_owned());
    }
    pages.sort();
    Ok(pages)
}

/// Weighs a program, and looks for what it must not give away.
fn look_at(program: &Path) -> Result<(), String> {
    let size = bytes(program)?;
    let (_, most) = MOST_BYTES;
    println!(
        "    {}: {:.1} MB (25 at most)",
        program.display(),
        megabytes(size)
    );
    if size > most {
        return Err(format!(
            "{} has {size} bytes, and may have {most} at most",
            program.display()
        ));
    }
    match exported_symbols(program)? {
        0 => Ok(()),
        count => Err(format!(
            "{count} sqlite3_ symbols are exported from {}",
            program.display()
        )),
    }
}

fn bytes(file: &Path) -> Result<u64, String> {
    fs::metadata(file)
        .map(|about| about.len())
        .map_err(|fault| format!("{}: {fault}", file.display()))
}

#[allow(clippy::cast_precision_loss, reason = "a size to one decimal")]
fn megabytes(size: u64) -> f64 {
    size as f64 / 1e6
}

/// A text of the clone.
fn read(places: &Places, name: &str) -> Result<String, String> {
    fs::read_to_string(places.root.join(name)).map_err(|fault| format!("{name}: {fault}"))
}
