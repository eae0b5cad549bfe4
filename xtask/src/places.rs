//! Where things are: the clone, the target folder, the cache and the demo register.

use std::env;
use std::path::{Path, PathBuf};

/// The folders a task works with.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// The clone.
    pub(crate) root: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
    /// Tools and environments that outlive a clone.
    pub(crate) cache: PathBuf,
    /// Where cargo keeps what it fetches.
    pub(crate) cargo_home: PathBuf,
    /// The made-up register that `run` opens.
    pub(crate) demo: PathBuf,
}

impl Places {
    /// Finds them from the environment of this process.
    ///
    /// # Errors
    /// No home folder is known.
    pub(crate) fn find() -> Result<Self, String> {
        let root = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = root
            .parent()
            .map(Path::to_path_buf)
            .ok_or("the clone has no folder")?;
        let home = env::var_os("HOME")
            .map(PathBuf::from)
            .ok_or("HOME is not set")?;
        let cache = home.join(".cache/casebook");
        let data = env::var_os("XDG_DATA_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
            .unwrap_or_else(|| home.join(".local/share"));
        let chosen = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
        let cargo_home = env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
            .unwrap_or_else(|| home.join(".cargo"));
        let in_ci = env::var("CI").is_ok_and(|value| value == "true" || value == "1");
        let target = target_folder(&root, &cache, chosen, in_ci);
        Ok(Self {
            root,
            target,
            cache,
            cargo_home,
            demo: data.join("casebook-demo"),
        })
    }

    /// The folder of the screens.
    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// A program of the release build.
    pub(crate) fn released(&self, name: &str) -> PathBuf {
        self.target.join("release").join(name)
    }

    /// A program of the debug build.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(name)
    }

    /// The Python of the programs that letters are measured against.
    pub(crate) fn bench_python(&self) -> PathBuf {
        self.cache.join("bench-venv/bin/python")
    }

    /// The Python of the letter validators.
    pub(crate) fn python(&self) -> PathBuf {
        self.cache.join("venv/bin/python")
    }
}

/// Where cargo builds: where the caller says; on a build machine outside the clone, so that the
/// next run is quick; else in the clone as usual.
fn target_folder(root: &Path, cache: &Path, chosen: Option<PathBuf>, in_ci: bool) -> PathBuf {
    match chosen {
        Some(folder) if folder.is_absolute() => folder,
        Some(folder) => root.join(folder),
        None if in_ci => cache.join("target"),
        None => root.join("target"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_folder_is_the_callers_before_the_build_machines_before_the_clones() {
        let (root, cache) = (Path::new("/clone"), Path::new("/cache"));
        let chosen = Some(PathBuf::from("/elsewhere"));
        assert_eq!(
            target_folder(root, cache, chosen, true),
            Path::new("/elsewhere")
        );
        let relative = Some(PathBuf::from("out"));
        assert_eq!(
            target_folder(root, cache, relative, false),
            Path::new("/clone/out")
        );
        assert_eq!(
            target_folder(root, cache, None, true),
            Path::new("/cache/target")
        );
        assert_eq!(
            target_folder(root, cache, None, false),
            Path::new("/clone/target")
        );
    }
}
