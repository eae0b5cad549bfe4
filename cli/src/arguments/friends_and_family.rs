//! What may be typed after `casebookctl friends-and-family`.

use super::Door;
use casebook_core::friends_and_family::Experience;
use clap::Subcommand;
use std::path::PathBuf;

/// What is done with the Friends and Family Test.
#[derive(Debug, Subcommand)]
pub(crate) enum FriendsAndFamily {
    /// Add one card, or a file of them. Nothing of it is audited, since an entry would say when an answer came.
    ///
    /// Until the 10th of the following month cards of a month are added one by one or together; later, when its results
    /// are shown, five or more together.
    #[command(
        after_help = "Example:\n  casebookctl friends-and-family add --month 2026-11 --answer good --why 'They listened.' --register ~/register --passphrase-file passphrase\n  casebookctl friends-and-family add --month 2026-10 --cards cards.csv --register ~/register --passphrase-file passphrase"
    )]
    Add {
        #[command(flatten)]
        door: Door,
        /// The month in which the cards were filled in: `2026-10` or `October 2026`.
        #[arg(long, value_name = "MONTH")]
        month: String,
        /// The answer: very-good, good, neither, poor, very-poor or dont-know.
        #[arg(long, value_parser = experience, required_unless_present = "cards", conflicts_with = "cards")]
        answer: Option<Experience>,
        /// Why, in the person's own words.
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            conflicts_with = "cards"
        )]
        why: String,
        /// What could have been better.
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            conflicts_with = "cards"
        )]
        better: String,
        /// A CSV file of cards instead, with the columns `answer` and, if wanted, `why` and `better`; all of them are
        /// added, or none.
        #[arg(long, value_name = "FILE")]
        cards: Option<PathBuf>,
    },
    /// The results, month by month. Of fewer than five answers nothing is shown; looking is audited.
    ///
    /// A month is shown from the 11th of the next one. Months of a quarter that have too few answers are shown together
    /// where they have enough; a total counts only what is shown.
    #[command(
        after_help = "Example:\n  casebookctl friends-and-family report --from 2026-04 --to 2026-06 --csv --register ~/register --passphrase-file passphrase"
    )]
    Report {
        #[command(flatten)]
        door: Door,
        /// The first month. Default: eleven months before the last.
        #[arg(long, value_name = "MONTH", default_value = "")]
        from: String,
        /// The last month. Default: the newest that is shown.
        #[arg(long, value_name = "MONTH", default_value = "")]
        to: String,
        /// A table for a spreadsheet, without what was said in words.
        #[arg(long, conflicts_with = "json")]
        csv: bool,
    },
}

fn experience(typed: &str) -> Result<Experience, String> {
    let found = Experience::ALL.iter().find(|e| e.word() == typed);
    found.copied().ok_or_else(|| {
        let words: Vec<&str> = Experience::ALL.iter().map(|e| e.word()).collect();
        format!("choose one of {}", words.join(", "))
    })
}
