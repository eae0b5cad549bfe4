//! One function for each command; each calls the core's `api` and prints.

mod accounts;
mod audit;
mod backups;
mod cases;
mod exchange;
mod friends_and_family;
mod keeping;
mod letter;
mod man;
mod score;
mod sheet;
mod trust_data;

use crate::arguments::{
    Arguments, Command, Drill, ExportFormat, FriendsAndFamily, Measures, Users,
};
use crate::demo;
use casebook_core::audit::AuditKind;
use casebook_core::ids::CaseId;
use casebook_core::reasons::{self, Reason};
use casebook_core::{Error, Register, Result, Session};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

/// Does what was typed.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let json = arguments.json;
    match &arguments.command {
        Command::Init {
            place,
            user,
            person,
            passphrase_file,
        } => accounts::init(place, user, person, passphrase_file.as_deref(), json),
        Command::Users {
            what: Users::List { door },
        } => accounts::list(door, json),
        Command::Users {
            what:
                Users::Add {
                    door,
                    name,
                    person,
                    new_passphrase_file,
                },
        } => accounts::add(door, name, person, new_passphrase_file.as_deref(), json),
        Command::Users {
            what:
                Users::Invite {
                    door,
                    name,
                    person,
                    days,
                },
        } => accounts::invite(door, name, person, *days, json),
        Command::Users {
            what:
                Users::Accept {
                    place,
                    name,
                    code_file,
                    new_passphrase_file,
                },
        } => accounts::accept(
            place,
            name.as_deref(),
            code_file.as_deref(),
            new_passphrase_file.as_deref(),
            json,
        ),
        Command::Users {
            what:
                Users::Reset {
                    place,
                    user,
                    recovery_key_file,
                    new_passphrase_file,
                },
        } => accounts::reset(
            place,
            user.as_deref(),
            recovery_key_file.as_deref(),
            new_passphrase_file.as_deref(),
            json,
        ),
        Command::Users {
            what: Users::Disable { door, name },
        } => accounts::disable(door, name, json),
        Command::Users {
            what: Users::Enable { door, name },
        } => accounts::enable(door, name, json),
        Command::Measures { what } => match what {
            Measures::Check { door, file } => trust_data::check(door, file, json),
            Measures::Load { door, file } => trust_data::load(door, file, json),
            Measures::List { door } => trust_data::list(door, json),
            Measures::Withdraw { door, id, reason } => trust_data::withdraw(door, id, reason, json),
        },
        Command::Audit {
            door,
            by,
            case,
            kind,
            left,
            csv,
            from,
            to,
            limit,
            before,
        } => {
            let wanted = audit::Wanted {
                kind: if *left { AuditKind::Left } else { *kind },
                csv: csv.as_deref(),
                by: by.as_deref(),
                case: case.as_deref(),
                from,
                to,
                limit: *limit,
                before: *before,
            };
            audit::list(door, &wanted, json)
        }
        Command::Demo {
            register,
            cases,
            together_from,
            seed,
        } => demo::make(register, *cases, *seed, *together_from, json),
        Command::Cases {
            door,
            text,
            mine,
            closed,
        } => cases::list(door, text, *mine, *closed, json),
        Command::Show {
            door,
            case_id,
            because,
        } => cases::show(door, case_id, because.reason.as_ref(), json),
        Command::Search {
            door,
            text,
            notes: true,
            newest,
        } => cases::search_notes(door, text, *newest, json),
        Command::Search { door, text, .. } => cases::search(door, text, json),
        Command::Letter {
            door,
            kind,
            case,
            out,
            preview,
            draft,
            because,
        } => {
            let wanted = letter::Wanted {
                kind,
                case,
                out,
                preview: *preview,
                draft: *draft,
                reason: because.reason.as_ref(),
            };
            letter::write(door, &wanted, json)
        }
        Command::Copy {
            door,
            letter_id,
            because,
            out,
        } => letter::copy(door, letter_id, out, because.reason.as_ref(), json),
        Command::Import {
            door,
            csv: Some(csv),
            map: Some(map),
            check,
            ..
        } => exchange::import_list(door, csv, map, *check, json),
        Command::Import {
            door, file, check, ..
        } => match file {
            Some(file) => exchange::import(door, file, *check, json),
            None => Err(Error::NotFound { what: "file" }),
        },
        Command::Export {
            door,
            format: ExportFormat::Json,
            cases,
            because,
            out,
        } => exchange::export(door, cases, out, because.reason.as_ref(), json),
        Command::FriendsAndFamily {
            what:
                FriendsAndFamily::Add {
                    door,
                    month,
                    answer,
                    why,
                    better,
                    cards,
                },
        } => {
            let cards = match cards {
                Some(file) => friends_and_family::read(file)?,
                None => friends_and_family::one(*answer, why, better),
            };
            friends_and_family::add(door, month, cards, json)
        }
        Command::FriendsAndFamily {
            what:
                FriendsAndFamily::Report {
                    door,
                    from,
                    to,
                    csv,
                },
        } => friends_and_family::report(door, from, to, *csv, json),
        Command::Man { out } => man::write(out, json),
        Command::Sheet {
            instrument,
            out,
            case,
            because,
            door,
        } => sheet::write(
            instrument,
            out,
            case.as_deref(),
            because.reason.as_ref(),
            door,
            json,
        ),
        Command::Score { instrument } => score::score(instrument),
        Command::Verify { door, fingerprint } => {
            keeping::verify(door, fingerprint.as_deref(), json)
        }
        Command::Rebuild { door, check } => keeping::rebuild(door, *check, json),
        Command::Backup {
            door,
            out: Some(out),
        } => keeping::backup(door, out, json),
        Command::Backup { door, out: None } => backups::make(door, json),
        Command::Backups { place, look_in } => backups::list(place, look_in.as_deref(), json),
        Command::Drill {
            what: Drill::Restore { door, from },
        } => backups::drill(door, from.as_deref(), json),
        Command::Restore { from, register } => keeping::restore(from, register, json),
    }
}

/// Gives the reason that was typed for a case, if one was.
fn give_reason(
    register: &Register,
    session: &Session,
    case: CaseId,
    reason: Option<&Reason>,
) -> Result<()> {
    match reason {
        Some(reason) => reasons::api::give(register, session, &[case], reason),
        None => Ok(()),
    }
}

/// Errors: `Refused` where a file is already there: nothing is ever overwritten.
fn refuse_existing(file: &Path) -> Result<()> {
    if file.symlink_metadata().is_ok() {
        return Err(Error::Refused {
            rule: "file-exists",
            message:
                "There is already a file of that name. Choose another name; nothing is overwritten."
                    .into(),
        });
    }
    Ok(())
}

/// Where a file stands, as the audit names it.
fn place(file: &Path) -> String {
    file.canonicalize()
        .unwrap_or_else(|_| file.to_path_buf())
        .display()
        .to_string()
}

/// Writes all of it, down to the disk.
fn fill(file: &mut File, bytes: &[u8], path: &Path) -> Result<()> {
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(|_| Error::Io {
            doing: "writing the file",
            path: path.display().to_string(),
        })
}

/// A new file that only this user can read.
fn private_new(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map_err(|_| Error::Io {
        doing: "making the file",
        path: path.display().to_string(),
    })
}
