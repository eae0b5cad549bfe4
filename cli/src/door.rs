//! Which register, which account, and the passphrase: from a file, the environment or the terminal.

use crate::arguments::{Door, Place};
use crate::output;
use casebook_core::clock::{Clock, SystemClock};
use casebook_core::sensitive::Secret;
use casebook_core::store::Layout;
use casebook_core::users::api::{closed_state, unlock, users};
use casebook_core::users::{AccountView, UnlockRequest, UserView};
use casebook_core::{Error, Register, Result, Session};
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

/// The register's folder: as named, else where the window keeps it.
pub(crate) fn layout(place: &Place) -> Result<Layout> {
    if let Some(folder) = &place.register {
        return named(folder);
    }
    directories::ProjectDirs::from("", "", "casebook")
        .map(|dirs| Layout::new(dirs.data_dir().join("register")))
        .ok_or_else(|| Error::Refused {
            rule: "no-home",
            message: "This account has no home folder. Name the register's folder with --register."
                .into(),
        })
}

/// The register in a folder that was named. The core wants a path with a parent, which `register` alone has not.
pub(crate) fn named(folder: &Path) -> Result<Layout> {
    std::path::absolute(folder)
        .map(Layout::new)
        .map_err(|_| Error::Io {
            doing: "finding the register's folder",
            path: folder.display().to_string(),
        })
}

/// The text of a file that holds one secret, without its line end.
fn secret_in(file: &Path, doing: &'static str) -> Result<Secret> {
    let text = std::fs::read_to_string(file)
        .map(Secret::new)
        .map_err(|_| Error::Io {
            doing,
            path: file.display().to_string(),
        })?;
    let bare = text.expose();
    let bare = bare.strip_suffix('\n').unwrap_or(bare);
    Ok(Secret::new(bare.strip_suffix('\r').unwrap_or(bare)))
}

fn ask(question: &str) -> Result<Secret> {
    let missing = || Error::Refused {
        rule: "no-terminal",
        message: format!(
            "There is no terminal to ask on ({question}). Name a file that holds it; see --help."
        ),
    };
    if !std::io::stderr().is_terminal() && !std::io::stdin().is_terminal() {
        return Err(missing());
    }
    rpassword::prompt_password(format!("{question}: "))
        .map(Secret::new)
        .map_err(|_| missing())
}

/// The passphrase of an account that exists.
pub(crate) fn passphrase(file: Option<&Path>) -> Result<Secret> {
    match (file, std::env::var("CASEBOOK_PASSPHRASE")) {
        (Some(file), _) => secret_in(file, "reading the passphrase file"),
        (None, Ok(text)) => Ok(Secret::new(text)),
        (None, Err(_)) => ask("Passphrase"),
    }
}

/// A passphrase that is being chosen: typed twice on the terminal. `environment`: CASEBOOK_PASSPHRASE may give it.
pub(crate) fn new_passphrase(file: Option<&Path>, environment: bool) -> Result<Secret> {
    if let Some(file) = file {
        return secret_in(file, "reading the file with the new passphrase");
    }
    if environment && let Ok(text) = std::env::var("CASEBOOK_PASSPHRASE") {
        return Ok(Secret::new(text));
    }
    let (first, second) = (ask("New passphrase")?, ask("The same again")?);
    if first.expose() != second.expose() {
        return Err(Error::field(
            "passphrase",
            "same",
            "The two were not the same. Try again.",
        ));
    }
    Ok(first)
}

/// The recovery key.
pub(crate) fn recovery_key(file: Option<&Path>) -> Result<Secret> {
    match file {
        Some(file) => secret_in(file, "reading the recovery key file"),
        None => ask("Recovery key"),
    }
}

/// The code of an invitation.
pub(crate) fn invitation_code(file: Option<&Path>) -> Result<Secret> {
    match file {
        Some(file) => secret_in(file, "reading the file with the code"),
        None => ask("Code of the invitation, six words"),
    }
}

/// The account meant: its name, or the beginning of any part of it where that fits one account only.
///
/// Errors: `NotFound` without a register; `Invalid` naming `user`, with the names of staff that could be meant.
pub(crate) fn account(
    layout: &Layout,
    typed: Option<&str>,
    clock: &dyn Clock,
) -> Result<AccountView> {
    let accounts = closed_state(layout, clock)?.accounts;
    choose(accounts, typed)
}

/// The account of an open register that a name means, closed ones among them. Errors: `Invalid` naming `field`.
pub(crate) fn named_account(
    register: &Register,
    session: &Session,
    typed: &str,
    field: &str,
) -> Result<UserView> {
    let all = users(register, session)?;
    let exact = all.iter().find(|u| u.name == typed);
    let meant: Vec<&UserView> = match exact {
        Some(user) => vec![user],
        None => all.iter().filter(|u| begins(&u.name, typed)).collect(),
    };
    let names = |of: &[&UserView]| {
        of.iter()
            .map(|u| format!("“{}”", u.name))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match meant.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Error::field(
            field,
            "unknown",
            format!(
                "There is no such account. There is {}.",
                names(&all.iter().collect::<Vec<_>>())
            ),
        )),
        several => Err(Error::field(
            field,
            "several",
            format!("Several accounts could be meant: {}.", names(several)),
        )),
    }
}

/// The account meant among these. Errors: as [`account`].
pub(crate) fn choose(accounts: Vec<AccountView>, typed: Option<&str>) -> Result<AccountView> {
    if accounts.is_empty() {
        return Err(Error::NotFound { what: "register" });
    }
    let names = |of: &[AccountView]| {
        of.iter()
            .map(|a| format!("“{}”", a.name))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let all = names(&accounts);
    let meant: Vec<AccountView> = match typed {
        None => unasked(accounts),
        Some(typed) => match accounts.iter().find(|a| a.name == typed) {
            Some(exact) => vec![exact.clone()],
            None => accounts
                .into_iter()
                .filter(|a| begins(&a.name, typed))
                .collect(),
        },
    };
    match (meant.as_slice(), typed) {
        ([one], _) => Ok(one.clone()),
        ([], None) => Err(Error::NotFound { what: "register" }),
        ([], Some(_)) => Err(Error::field(
            "user",
            "unknown",
            format!(
                "There is no account of that name that can unlock this register. There is {all}."
            ),
        )),
        (several, _) => Err(Error::field(
            "user",
            "several",
            format!(
                "Say with --user which account is meant: {}.",
                names(several)
            ),
        )),
    }
}

/// The account meant where none was named: the only one, or the one of a demonstration that is named for it.
fn unasked(accounts: Vec<AccountView>) -> Vec<AccountView> {
    let demo: Vec<AccountView> = accounts
        .iter()
        .filter(|a| a.name.ends_with("(made up)") && begins(&a.name, "demo"))
        .cloned()
        .collect();
    if demo.len() == 1 { demo } else { accounts }
}

fn begins(name: &str, typed: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    let name = name.to_lowercase();
    !typed.is_empty()
        && (name.starts_with(&typed)
            || name.split_whitespace().any(|part| part.starts_with(&typed)))
}

/// Unlocks, does the work, and locks again whatever came of it, so that every read reaches the audit.
pub(crate) fn within<T>(
    door: &Door,
    as_json: bool,
    work: impl FnOnce(&Register, &Session) -> Result<T>,
) -> Result<T> {
    let layout = layout(&door.place)?;
    let clock = Arc::new(SystemClock);
    let account = account(&layout, door.user.as_deref(), clock.as_ref())?;
    let request = UnlockRequest {
        user_id: account.id,
        passphrase: passphrase(door.passphrase_file.as_deref())?,
        take_over: door.take_over,
    };
    let (register, session) = unlock(&layout, &request, clock)?;
    for warning in register.warnings() {
        output::warn(warning, as_json);
    }
    let outcome = work(&register, &session);
    let locked = register.lock(&session);
    let value = outcome?;
    locked?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_core::ids::UserId;

    fn accounts() -> Vec<AccountView> {
        [
            "Dr A. Demo (made up)",
            "Dr R. Patel (made up)",
            "Dr R. Patel-Jones",
        ]
        .iter()
        .zip(1u8..)
        .map(|(name, i)| AccountView {
            id: UserId::from_bytes([i; 16]),
            name: (*name).to_owned(),
        })
        .collect()
    }

    #[test]
    fn an_account_is_found_by_its_name_or_by_the_beginning_of_a_part_that_fits_one_only() {
        assert_eq!(
            choose(accounts(), Some("demo")).unwrap().name,
            "Dr A. Demo (made up)"
        );
        assert_eq!(
            choose(accounts(), Some("Dr R. Patel (made up)"))
                .unwrap()
                .id,
            UserId::from_bytes([2; 16])
        );
        assert_eq!(
            choose(accounts(), None).unwrap().id,
            UserId::from_bytes([1; 16]),
            "the account of a demonstration"
        );
        assert!(choose(accounts()[1..].to_vec(), None).is_err());
        for unclear in [Some("patel"), Some("emo"), Some(""), Some("okafor")] {
            assert!(choose(accounts(), unclear).is_err(), "{unclear:?}");
        }
        assert_eq!(
            choose(accounts()[..1].to_vec(), None).unwrap().id,
            UserId::from_bytes([1; 16])
        );
    }

    #[test]
    fn a_secret_in_a_file_loses_one_line_end_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        for (held, read) in [
            ("a b \n", "a b "),
            ("a\r\n", "a"),
            ("a", "a"),
            ("a\n\n", "a\n"),
        ] {
            std::fs::write(&file, held).unwrap();
            assert_eq!(secret_in(&file, "testing").unwrap().expose(), read);
        }
    }
}
