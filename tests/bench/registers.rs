//! The registers that are measured: made by `casebookctl demo`, kept outside the clone, and opened as a copy.

use casebook_core::clock::SystemClock;
use casebook_core::ids::{CaseId, UserId};
use casebook_core::sensitive::Secret;
use casebook_core::store::key_file::KeyFile;
use casebook_core::store::keys::SecretBytes;
use casebook_core::store::{Layout, open};
use casebook_core::users::api::closed_state;
use casebook_core::{Register, Session};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

/// The passphrase of every account of a demo register.
pub(crate) const PASSPHRASE: &str = "demonstration";

const SEED: &str = "1";

/// Where the registers and what they are copied to are kept.
pub(crate) fn cache() -> PathBuf {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap();
    home.join(".cache/casebook/bench")
}

/// The clone.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// `casebookctl` of the same build as is measured: as named, else beside the bench.
pub(crate) fn casebookctl() -> PathBuf {
    std::env::var_os("CASEBOOKCTL_BIN").map_or_else(
        || {
            let bench = std::env::current_exe().unwrap();
            bench
                .parent()
                .and_then(Path::parent)
                .unwrap()
                .join("casebookctl")
        },
        PathBuf::from,
    )
}

/// Everything that decides what a made-up register holds: the tables, the stories, and how they are played.
fn origin() -> String {
    let mut files = Vec::new();
    for folder in ["core/migrations", "assets/demo", "cli/src/demo"] {
        gather(&root().join(folder), &mut files);
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(std::fs::read(file).unwrap());
    }
    hash.finalize()
        .iter()
        .take(6)
        .map(|b| format!("{b:02x}"))
        .collect()
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// The kept register of a size, made where there is none of this origin; older ones of the size go.
fn kept(cases: usize) -> PathBuf {
    let name = format!("register-{cases}-{}", origin());
    let folder = cache().join(&name);
    if folder.is_dir() {
        return folder;
    }
    std::fs::create_dir_all(cache()).unwrap();
    for old in std::fs::read_dir(cache()).unwrap().flatten() {
        let of_this_size = format!("register-{cases}-");
        if old.file_name().to_string_lossy().starts_with(&of_this_size) {
            std::fs::remove_dir_all(old.path()).unwrap();
        }
    }
    let making = cache().join(format!("making-{cases}"));
    let _ = std::fs::remove_dir_all(&making);
    let begun = Instant::now();
    eprintln!(
        "    making a register of {cases} cases; it is kept in {}",
        folder.display()
    );
    let status = Command::new(casebookctl())
        .args([
            "demo",
            "--cases",
            &cases.to_string(),
            "--seed",
            SEED,
            "--register",
        ])
        .arg(&making)
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "casebookctl demo failed");
    std::fs::rename(&making, &folder).unwrap();
    eprintln!("    made in {:.0} s", begun.elapsed().as_secs_f64());
    folder
}

/// A copy of a kept register, for this run only.
pub(crate) struct Copied {
    /// Its files.
    pub(crate) layout: Layout,
    /// The consultant's account, in whose name everything is measured.
    pub(crate) user: UserId,
    /// How many cases it was made with.
    pub(crate) cases: usize,
}

impl Drop for Copied {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.layout.folder());
    }
}

impl Copied {
    pub(crate) fn of(cases: usize) -> Self {
        let folder = cache().join(format!("measured-{cases}"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        for file in std::fs::read_dir(kept(cases)).unwrap().flatten() {
            if file.path().is_file() {
                std::fs::copy(file.path(), folder.join(file.file_name())).unwrap();
            }
        }
        let layout = Layout::new(folder);
        let accounts = closed_state(&layout, &SystemClock).unwrap().accounts;
        let user = accounts
            .iter()
            .find(|a| a.name.contains("Demo"))
            .unwrap()
            .id;
        Self {
            layout,
            user,
            cases,
        }
    }

    pub(crate) fn unlock(&self) -> (Arc<Register>, Session) {
        let secret = Secret::new(PASSPHRASE);
        Register::unlock(&self.layout, self.user, &secret, Arc::new(SystemClock)).unwrap()
    }

    /// The key of the database, as the references need it.
    pub(crate) fn key(&self) -> SecretBytes {
        let keys = KeyFile::read(&self.layout).unwrap();
        keys.unlock(self.user, PASSPHRASE).unwrap().1
    }

    /// The same encrypted file by plain SQL, with the cache of a reader or of the writer.
    pub(crate) fn plain(&self, cache_kib: u32) -> Connection {
        let plain = open::connection(&self.layout.database(), &self.key(), false).unwrap();
        open::cache_kib(&plain, cache_kib).unwrap();
        plain
    }
}

/// For whoever mends what is slow: `speed --ask FOLDER SQL` asks the database of a demo register, as in `EXPLAIN QUERY
/// PLAN`, and says how long the answer took.
pub(crate) fn ask(folder: &str, sql: &str) {
    let layout = Layout::new(folder);
    let accounts = closed_state(&layout, &SystemClock).unwrap().accounts;
    let user = accounts
        .iter()
        .find(|a| a.name.contains("Demo"))
        .unwrap()
        .id;
    let copied = Copied {
        layout,
        user,
        cases: 0,
    };
    let plain = copied.plain(65_536);
    // It is nobody's copy: the files stay.
    std::mem::forget(copied);
    let begun = Instant::now();
    for sql in sql.split(";;").filter(|s| !s.trim().is_empty()) {
        let mut statement = plain.prepare(sql).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<String> = (0..columns)
                .map(|column| match row.get_ref(column).unwrap() {
                    ValueRef::Null => String::new(),
                    ValueRef::Integer(number) => number.to_string(),
                    ValueRef::Real(number) => number.to_string(),
                    ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                    ValueRef::Blob(blob) => format!("{} bytes", blob.len()),
                })
                .collect();
            println!("{}", values.join(" | "));
        }
        eprintln!("{:.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
    }
}

/// The same order on every run, and no order that the register knows.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    pub(crate) fn shuffled<T>(&mut self, mut all: Vec<T>) -> Vec<T> {
        for place in (1..all.len()).rev() {
            let other = self.below(place + 1);
            all.swap(place, other);
        }
        all
    }
}

/// All cases in a made-up order.
pub(crate) fn case_ids(plain: &Connection) -> Vec<CaseId> {
    let mut ids: Vec<CaseId> = plain
        .prepare("SELECT case_id FROM cases ORDER BY record_id")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    ids.dedup();
    Chance::new(7).shuffled(ids)
}
