//! What may be typed after `casebookctl`. Wrong usage ends with exit code 2 before any file is touched.

mod because;
mod friends_and_family;
mod users;

pub(crate) use because::Because;
pub(crate) use friends_and_family::FriendsAndFamily;
pub(crate) use users::Users;

use crate::demo;
use casebook_core::audit::AuditKind;
use casebook_core::instruments::catalogue;
use casebook_core::users::Role;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Casebook without a window.
///
/// Exit codes: 0 done; 1 refused, with the error's stable code and a sentence on standard error; 2 wrong usage.
#[derive(Debug, Parser)]
#[command(
    name = "casebookctl",
    version,
    after_help = "Example:\n  casebookctl demo --register /tmp/demo\n  echo demonstration > /tmp/passphrase\n  casebookctl cases --register /tmp/demo --user demo --passphrase-file /tmp/passphrase"
)]
pub(crate) struct Arguments {
    /// Print JSON instead of text; errors too.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Which register.
#[derive(Args, Debug)]
pub(crate) struct Place {
    /// The register's folder. Default: the one that the window uses.
    #[arg(long, value_name = "DIR")]
    pub(crate) register: Option<PathBuf>,
}

/// Which register, and who unlocks it.
#[derive(Args, Debug)]
pub(crate) struct Door {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The account: its name, or the beginning of any part of it. Default: the only one, and in a demo register
    /// the account named `demo`.
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,
    /// A file that holds the passphrase. Default: the variable CASEBOOK_PASSPHRASE, else a question on the terminal.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Another computer wrote that it has the register open, and it has no longer. Never takes a lock that is seen.
    #[arg(long)]
    pub(crate) take_over: bool,
}

/// Somebody who is to have an account.
#[derive(Args, Debug)]
pub(crate) struct Person {
    /// What the person does: consultant, clinician, trainee, supervisor, service-lead or guardian.
    #[arg(long, value_parser = role)]
    pub(crate) role: Role,
    /// Post and grade as printed under letters.
    #[arg(long, default_value = "")]
    pub(crate) post: String,
    /// Professional registration as printed under letters.
    #[arg(long, default_value = "")]
    pub(crate) registration: String,
}

/// The instruments as the catalogue has them.
fn instruments() -> String {
    format!("The instrument: {}", catalogue::ids().join(", "))
}

fn role(typed: &str) -> Result<Role, String> {
    Role::from_word(typed)
        .ok_or_else(|| format!("choose one of {}", Role::ALL.map(Role::word).join(", ")))
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Set up a register with its first account; prints the recovery key once.
    #[command(
        after_help = "Example:\n  casebookctl init --register ~/register --user 'Dr A. Example' --role consultant --passphrase-file passphrase"
    )]
    Init {
        #[command(flatten)]
        place: Place,
        /// Name of the first account as it signs: `Dr A. Example`.
        #[arg(long, value_name = "NAME")]
        user: String,
        #[command(flatten)]
        person: Person,
        /// A file that holds the new passphrase. Default: CASEBOOK_PASSPHRASE, else a question on the terminal.
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
    /// Accounts: list them, add one, close one, open it again, give one a new passphrase.
    #[command(
        after_help = "Example:\n  casebookctl users list --register ~/register --passphrase-file passphrase"
    )]
    Users {
        #[command(subcommand)]
        what: Users,
    },
    /// Make a register of made-up cases: accounts `demo` and `patel`, passphrase `demonstration`.
    #[command(after_help = "Example:\n  casebookctl demo --register /tmp/demo --cases 40 --seed 1")]
    Demo {
        /// The folder to make; must not hold anything yet.
        #[arg(long, value_name = "DIR")]
        register: PathBuf,
        /// How many cases. The first twelve are written out in full, the others are put together. Of more than a
        /// thousand, all but the first forty are imported together, for measuring.
        #[arg(long, default_value_t = 40, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=200_000))]
        cases: u32,
        /// From how many cases on they are imported together.
        #[arg(long, default_value_t = demo::TOGETHER_FROM, value_name = "N", hide = true)]
        together_from: u32,
        /// Where chance starts: the same seed on the same day makes the same cases. Ids and keys always differ.
        #[arg(long, default_value_t = 1, value_name = "S")]
        seed: u64,
    },
    /// The caseload, urgent and newest first, at most 200 rows.
    #[command(
        after_help = "Example:\n  casebookctl cases --text llew --register ~/register --passphrase-file passphrase"
    )]
    Cases {
        #[command(flatten)]
        door: Door,
        /// Beginnings of names, or an NHS number in any spacing.
        #[arg(long, default_value = "")]
        text: String,
        /// Only cases in which the account plays a part.
        #[arg(long)]
        mine: bool,
        /// Closed cases too.
        #[arg(long)]
        closed: bool,
    },
    /// One case with its formulation. The reading is audited.
    #[command(
        after_help = "Example:\n  casebookctl show 0f3c…9a --register ~/register --passphrase-file passphrase"
    )]
    Show {
        #[command(flatten)]
        door: Door,
        /// The case's id, from `cases --json`.
        case_id: String,
        #[command(flatten)]
        because: Because,
    },
    /// Patients whose name or NHS number begins as typed, at most 20; with `--notes` also what is signed about them.
    #[command(
        after_help = "Example:\n  casebookctl search 'llew si' --register ~/register --passphrase-file passphrase\n  casebookctl search --notes '\"let go\" hands' --register ~/register --passphrase-file passphrase"
    )]
    Search {
        #[command(flatten)]
        door: Door,
        /// Beginnings of names, or an NHS number in any spacing; with `--notes` also words, and phrases in quotation
        /// marks.
        text: String,
        /// Records whose text has every word too, best first, at most 20. The search is audited, not what is typed.
        #[arg(long)]
        notes: bool,
        /// With `--notes`: newest first.
        #[arg(long, requires = "notes")]
        newest: bool,
    },
    /// Compose a letter from the record, sign it with this account and save a copy; or only preview it.
    #[command(
        after_help = "Example:\n  casebookctl letter gp --case 0f3c…9a --out letter.pdf --register ~/register --passphrase-file passphrase\n  casebookctl letter gp --case 0f3c…9a --out look.pdf --preview --register ~/register --passphrase-file passphrase"
    )]
    Letter {
        #[command(flatten)]
        door: Door,
        /// The kind of letter: gp, host-entry, safety-plan or pathway-review.
        kind: String,
        /// The case's id.
        #[arg(long, value_name = "ID")]
        case: String,
        /// The PDF to write; must not be there yet. Readable by this user only.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Sign nothing; write pages that say on each of them that they are a draft.
        #[arg(long)]
        preview: bool,
        /// Take up the draft that this account has kept, instead of refusing because of it.
        #[arg(long)]
        draft: bool,
        #[command(flatten)]
        because: Because,
    },
    /// Save a copy of a letter that is signed, exactly as it was signed. The copy is audited.
    #[command(
        after_help = "Example:\n  casebookctl copy 77d0…1e --out letter.pdf --register ~/register --passphrase-file passphrase"
    )]
    Copy {
        #[command(flatten)]
        door: Door,
        /// The letter's id, from `show --json`.
        letter_id: String,
        #[command(flatten)]
        because: Because,
        /// The PDF to write; must not be there yet. Readable by this user only.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// A blank questionnaire to be filled in by hand, as a PDF; needs no register.
    ///
    /// Of instruments whose terms plainly allow it. With `--case` every page bears the patient's name, date of birth and
    /// NHS number, and the copy is audited; without, lines to write them on.
    #[command(
        after_help = "Example:\n  casebookctl sheet phq-9 --out phq-9.pdf\n  casebookctl sheet core-om --case 0f3c…9a --out core-om.pdf --register ~/register --passphrase-file passphrase"
    )]
    Sheet {
        #[arg(help = instruments())]
        instrument: String,
        /// The PDF to write; must not be there yet. Readable by this user only.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// For the patient of this case.
        #[arg(long, value_name = "ID")]
        case: Option<String>,
        #[command(flatten)]
        because: Because,
        #[command(flatten)]
        door: Door,
    },
    /// Take whole cases in from a file of the exchange format, or new cases from a referral list: all of them, or none.
    ///
    /// Every fault of the file is listed by its path, or by line and column, on the standard output; then nothing is
    /// written. What is imported is signed with this account. A list is a CSV file of another system; a mapping, a TOML
    /// file, says what its columns are. The format and the mapping: docs/exchange.md.
    #[command(
        after_help = "Example:\n  casebookctl import cases.json --check --register ~/register --passphrase-file passphrase\n  casebookctl import cases.json --register ~/register --passphrase-file passphrase\n  casebookctl import --csv referrals.csv --map mapping.toml --check --register ~/register --passphrase-file passphrase"
    )]
    Import {
        #[command(flatten)]
        door: Door,
        /// A file of the exchange format; at most 64 MiB and 10,000 cases.
        #[arg(required_unless_present = "csv", conflicts_with = "csv")]
        file: Option<PathBuf>,
        /// A referral list instead: a CSV file, at most 64 MiB and 10,000 rows.
        #[arg(long, value_name = "FILE", requires = "map")]
        csv: Option<PathBuf>,
        /// What the columns of the list are.
        #[arg(long, value_name = "MAPPING", requires = "csv")]
        map: Option<PathBuf>,
        /// Only say what is wrong with the file, or what it would bring. Nothing is written.
        #[arg(long)]
        check: bool,
    },
    /// Write cases into a file of the exchange format, unencrypted. The audit names each case and the file.
    #[command(
        after_help = "Example:\n  casebookctl export json --out all.json --register ~/register --passphrase-file passphrase\n  casebookctl export json --case 0f3c…9a --out one.json --register ~/register --passphrase-file passphrase"
    )]
    Export {
        #[command(flatten)]
        door: Door,
        /// The format: json, which `import` reads.
        format: ExportFormat,
        /// A case's id; may be given several times. Default: every case.
        #[arg(long = "case", value_name = "ID")]
        cases: Vec<String>,
        #[command(flatten)]
        because: Because,
        /// The file to write; must not be there yet. Readable by this user only.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Score answer sheets from the standard input, a JSON object a line; needs no register.
    ///
    /// `{"q1":0,"q3":2}` gives the position of the option chosen, 0 for the first, or the number itself where an item
    /// asks for one; `null` says that an item does not apply. The answer is a JSON object a line; `value` is null where
    /// the missing-answer rule forbids a score.
    #[command(after_help = "Example:\n  echo '{\"q1\":1,\"q2\":0}' | casebookctl score core-10")]
    Score {
        #[arg(help = instruments())]
        instrument: String,
    },
    /// The trust’s own data for measures: check a file, load it, list what is loaded, take one out of use.
    ///
    /// Licensed wording, values of change, value sets and the key of the British IIP-32. The format: docs/trust-data.md.
    #[command(
        after_help = "Example:\n  casebookctl measures check wsas.toml --register ~/register --passphrase-file passphrase\n  casebookctl measures load wsas.toml --register ~/register --passphrase-file passphrase"
    )]
    Measures {
        #[command(subcommand)]
        what: Measures,
    },
    /// Who opened, changed, copied and exported what, newest first. For consultants and the guardian.
    ///
    /// Checkpoints, which the program makes at every unlock and lock, are left out. No patient is named and nothing of
    /// what a record says is shown. Looking into the audit is itself audited.
    #[command(
        after_help = "Example:\n  casebookctl audit --by okafor --from 1-Nov-2026 --register ~/register --passphrase-file passphrase\n  casebookctl audit --case 0f3c…9a --limit 20 --register ~/register --passphrase-file passphrase\n  casebookctl audit --left --csv left.csv --register ~/register --passphrase-file passphrase"
    )]
    Audit {
        #[command(flatten)]
        door: Door,
        /// Only what this account did: its name, or the beginning of any part of it. Closed accounts too.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        /// Only entries about this case, and about its patient where they name no case.
        #[arg(long, value_name = "ID")]
        case: Option<String>,
        /// Only entries of this kind: `left` for what left the encryption (saved, copied, printed, exported), `opened`,
        /// `written` or `accounts`.
        #[arg(long, value_parser = audit_kind, default_value = "all")]
        kind: AuditKind,
        /// What left the encryption: the same as `--kind left`.
        #[arg(long, conflicts_with = "kind")]
        left: bool,
        /// Write all the entries into a CSV file instead; must not be there yet. Readable by this user only, and
        /// unencrypted: the audit names the file.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["limit", "before"])]
        csv: Option<PathBuf>,
        /// The first day: `20-Nov-2026`.
        #[arg(long, value_name = "DATE", default_value = "")]
        from: String,
        /// The last day.
        #[arg(long, value_name = "DATE", default_value = "")]
        to: String,
        /// How many entries at most, 1 to 1,000.
        #[arg(long, value_name = "N", default_value_t = casebook_core::audit::USUAL, value_parser = clap::value_parser!(u32).range(1..=i64::from(casebook_core::audit::MOST)))]
        limit: u32,
        /// Go on after the entry with this number, the last one of an earlier answer.
        #[arg(long, value_name = "ENTRY")]
        before: Option<u32>,
    },
    /// The Friends and Family Test: add anonymous answers from paper cards, or show the results.
    #[command(
        after_help = "Example:\n  casebookctl friends-and-family report --from 2026-04 --to 2026-06 --register ~/register --passphrase-file passphrase"
    )]
    FriendsAndFamily {
        #[command(subcommand)]
        what: FriendsAndFamily,
    },
    /// Check every entry, content and signature of the record, and print its fingerprint.
    ///
    /// The fingerprint is twelve words that commit to everything up to the last entry. Write them into the minutes of a
    /// meeting: with `--fingerprint` they show later that nothing up to that day was changed, taken out or put in.
    #[command(
        after_help = "Example:\n  casebookctl verify --register ~/register --passphrase-file passphrase\n  casebookctl verify --fingerprint 'twelve words from the minutes' --register ~/register --passphrase-file passphrase"
    )]
    Verify {
        #[command(flatten)]
        door: Door,
        /// Twelve words that were kept: exit 1 unless everything that they speak of is as it was.
        #[arg(long, value_name = "WORDS")]
        fingerprint: Option<String>,
    },
    /// Compare the lists with the record and make them anew.
    #[command(
        after_help = "Example:\n  casebookctl rebuild --check --register ~/register --passphrase-file passphrase"
    )]
    Rebuild {
        #[command(flatten)]
        door: Door,
        /// Only compare; exit 1 if a list differs.
        #[arg(long)]
        check: bool,
    },
    /// Write an encrypted backup of the whole register into one file, open it and verify the record in it.
    ///
    /// Without `--out` it goes to the register's own folder and to the second folder that is set in the window, and both
    /// are thinned: the newest of 14 days, 8 weeks and 12 months stays.
    #[command(
        after_help = "Example:\n  casebookctl backup --register ~/register --passphrase-file passphrase\n  casebookctl backup --out /media/stick/monday.backup --register ~/register --passphrase-file passphrase"
    )]
    Backup {
        #[command(flatten)]
        door: Door,
        /// The file to write; must not be there yet. Default: the register's own folder of backups.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// The backups that are found in the register's folder, in the second folder and where it is said. Opens nothing.
    #[command(after_help = "Example:\n  casebookctl backups --register ~/register")]
    Backups {
        #[command(flatten)]
        place: Place,
        /// Another file or folder to look at.
        #[arg(long, value_name = "PATH")]
        look_in: Option<PathBuf>,
    },
    /// Drills: what is hoped for when something is lost, tried.
    #[command(
        after_help = "Example:\n  casebookctl drill restore --register ~/register --passphrase-file passphrase"
    )]
    Drill {
        #[command(subcommand)]
        what: Drill,
    },
    /// Lay a backup out as a register. Its accounts and passphrases are those of the day it was made.
    #[command(
        after_help = "Example:\n  casebookctl restore --from /media/stick/monday.backup --register ~/restored"
    )]
    Restore {
        /// The backup.
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
        /// The folder to make; must not hold anything yet.
        #[arg(long, value_name = "DIR")]
        register: PathBuf,
    },
    /// Write the manual pages, one a command, for `man`. Needs no register.
    ///
    /// The same program writes the same bytes: nothing of the day or the place goes into them. A page that is there
    /// already is overwritten.
    #[command(
        after_help = "Example:\n  casebookctl man --out /tmp/man1\n  man -l /tmp/man1/casebookctl-import.1"
    )]
    Man {
        /// The folder; it is made where it is not there.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

fn audit_kind(typed: &str) -> Result<AuditKind, String> {
    AuditKind::from_word(typed).ok_or_else(|| {
        format!(
            "choose one of {}",
            AuditKind::ALL.map(AuditKind::word).join(", ")
        )
    })
}

#[derive(Debug, Subcommand)]
pub(crate) enum Drill {
    /// Restore the newest backup into a temporary folder, open it, verify the record in it, and remove it again.
    ///
    /// The register itself is not opened and not changed. Exit 1 where there is no backup, where it does not open, or
    /// where the record in it is not whole.
    #[command(
        after_help = "Example:\n  casebookctl drill restore --register ~/register --passphrase-file passphrase"
    )]
    Restore {
        #[command(flatten)]
        door: Door,
        /// The backup. Default: the newest of the register's.
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
}

/// In what format cases are exported.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum ExportFormat {
    /// The exchange format.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Measures {
    /// Say what is wrong with a file, by path, or what it would bring. Nothing is kept.
    #[command(
        after_help = "Example:\n  casebookctl measures check wsas.toml --register ~/register --passphrase-file passphrase"
    )]
    Check {
        #[command(flatten)]
        door: Door,
        /// The file; at most 1 MiB.
        file: PathBuf,
    },
    /// Load a file: from now on it is used, in the place of an earlier one of its kind. For consultants and the guardian.
    #[command(
        after_help = "Example:\n  casebookctl measures load wsas.toml --register ~/register --passphrase-file passphrase"
    )]
    Load {
        #[command(flatten)]
        door: Door,
        /// The file; at most 1 MiB.
        file: PathBuf,
    },
    /// What is loaded, by whom, and from when a change of each scale is taken to be more than chance.
    #[command(
        after_help = "Example:\n  casebookctl measures list --json --register ~/register --passphrase-file passphrase"
    )]
    List {
        #[command(flatten)]
        door: Door,
    },
    /// Take a file out of use. It stays in the record, and old sheets go on naming it.
    #[command(
        after_help = "Example:\n  casebookctl measures withdraw 5b1e…07 --reason 'The licence has ended' --register ~/register --passphrase-file passphrase"
    )]
    Withdraw {
        #[command(flatten)]
        door: Door,
        /// The file’s id, from `measures list`.
        id: String,
        /// Why; it is recorded.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}
