//! What the program is started with.

use std::ffi::OsString;
use std::path::PathBuf;

/// What it says to whoever starts it wrongly.
pub(crate) const USAGE: &str = "usage: casebook [--register FOLDER]\n\
    Opens the window on the register in FOLDER, or offers to set one up there.";

/// The folder that was named, if any; the usage as the error for anything else.
pub(crate) fn register(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Option<PathBuf>, &'static str> {
    let mut arguments = arguments.into_iter();
    let mut folder = None;
    while let Some(argument) = arguments.next() {
        if argument != "--register" || folder.is_some() {
            return Err(USAGE);
        }
        let named = arguments.next().filter(|f| !f.is_empty()).ok_or(USAGE)?;
        folder = Some(std::path::absolute(PathBuf::from(named)).map_err(|_| USAGE)?);
    }
    Ok(folder)
}

/// Where the register stands unless another folder is named. What WebKit writes stands elsewhere.
pub(crate) fn usual_register() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|base| base.data_dir().join("casebook").join("register"))
}

/// Where the web view keeps its own files: no folder of the register, and nothing that anyone would back up.
pub(crate) fn web_view_folder() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|base| base.cache_dir().join("casebook").join("window"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Option<PathBuf>, &'static str> {
        register(arguments.iter().map(OsString::from))
    }

    #[test]
    fn the_folder_is_the_one_named_and_made_absolute() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["--register", "/r"]), Ok(Some("/r".into())));
        assert!(read(&["--register", "r"]).unwrap().unwrap().is_absolute());
    }

    #[test]
    fn anything_else_is_refused_with_the_usage() {
        for wrong in [
            &["--register"][..],
            &["--register", ""],
            &["r"],
            &["--register", "a", "--register", "b"],
            &["--wipe"],
        ] {
            assert_eq!(read(wrong), Err(USAGE), "{wrong:?}");
        }
    }

    #[test]
    fn the_web_view_writes_outside_the_usual_register() {
        let (register, web) = (usual_register().unwrap(), web_view_folder().unwrap());
        assert!(!web.starts_with(&register) && !register.starts_with(&web));
    }
}
