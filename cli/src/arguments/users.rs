//! What may be typed about accounts.

use super::{Door, Person, Place};
use clap::Subcommand;
use std::path::PathBuf;

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum Users {
    /// Every account.
    #[command(
        after_help = "Example:\n  casebookctl users list --register ~/register --passphrase-file passphrase"
    )]
    List {
        #[command(flatten)]
        door: Door,
    },
    /// Add an account.
    #[command(
        after_help = "Example:\n  casebookctl users add --name 'Dr R. Example' --role trainee --new-passphrase-file theirs --register ~/register --passphrase-file passphrase"
    )]
    Add {
        #[command(flatten)]
        door: Door,
        /// Name as it signs.
        #[arg(long)]
        name: String,
        #[command(flatten)]
        person: Person,
        /// A file that holds the new account's passphrase. Default: a question on the terminal.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Invite somebody: prints a code of six words once, with which they choose a passphrase of their own.
    ///
    /// The code counts once and until its day. The keys that the person signs with are made when it is used: whoever
    /// invited them can neither sign as them nor unlock as them. `users disable` withdraws it.
    #[command(
        after_help = "Example:\n  casebookctl users invite --name 'Dr R. Example' --role trainee --register ~/register --passphrase-file passphrase"
    )]
    Invite {
        #[command(flatten)]
        door: Door,
        /// Name as it signs.
        #[arg(long)]
        name: String,
        #[command(flatten)]
        person: Person,
        /// For how many days the code counts.
        #[arg(long, default_value_t = 7, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=30))]
        days: u32,
    },
    /// Use an invitation: choose a passphrase, and unlock from then on.
    #[command(
        after_help = "Example:\n  casebookctl users accept --name 'Dr R. Example' --code-file code --new-passphrase-file mine --register ~/register"
    )]
    Accept {
        #[command(flatten)]
        place: Place,
        /// The name on the invitation, or the beginning of any part of it where that fits one only.
        #[arg(long)]
        name: Option<String>,
        /// A file that holds the six words. Default: a question on the terminal.
        #[arg(long, value_name = "FILE")]
        code_file: Option<PathBuf>,
        /// A file that holds the passphrase from now on. Default: a question on the terminal.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Close an account: it can't unlock from then on. What it signed stays valid.
    ///
    /// Says what waits for that person, and who can take it up. Nobody closes their own account. The data key isn't
    /// changed: whoever keeps an old copy of the register and a passphrase of its day still opens that copy.
    #[command(
        after_help = "Example:\n  casebookctl users disable --name 'Dr R. Example' --register ~/register --user 'Dr A. Example' --passphrase-file passphrase"
    )]
    Disable {
        #[command(flatten)]
        door: Door,
        /// The account to close: its name, or the beginning of any part of it where that fits one only.
        #[arg(long)]
        name: String,
    },
    /// Open a closed account again. It unlocks with the passphrase that it had.
    #[command(
        after_help = "Example:\n  casebookctl users enable --name 'Dr R. Example' --register ~/register --user 'Dr A. Example' --passphrase-file passphrase"
    )]
    Enable {
        #[command(flatten)]
        door: Door,
        /// The account to open: its name, or the beginning of any part of it where that fits one only.
        #[arg(long)]
        name: String,
    },
    /// Give an account a new passphrase by the register's recovery key.
    #[command(
        after_help = "Example:\n  casebookctl users reset --user 'Dr A. Example' --recovery-key-file key --new-passphrase-file new --register ~/register"
    )]
    Reset {
        #[command(flatten)]
        place: Place,
        /// The account. Default: the only one.
        #[arg(long, value_name = "NAME")]
        user: Option<String>,
        /// A file that holds the recovery key. Default: a question on the terminal.
        #[arg(long, value_name = "FILE")]
        recovery_key_file: Option<PathBuf>,
        /// A file that holds the new passphrase. Default: a question on the terminal.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
}
