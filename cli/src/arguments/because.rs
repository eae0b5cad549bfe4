//! Why a case is opened that is not on the account's own list.

use casebook_core::reasons::{Reason, Why};
use clap::Args;

/// Why a case is opened that is not on the account's own list.
#[derive(Args, Debug)]
pub(crate) struct Because {
    /// Why a case is opened that is not on the account’s own list; the audit keeps it. One of covering, on-duty, opinion,
    /// patient-asked, review, or other:WORDS.
    #[arg(long, value_name = "WHY", value_parser = reason)]
    pub(crate) reason: Option<Reason>,
}

fn reason(typed: &str) -> Result<Reason, String> {
    let (word, words) = typed.split_once(':').unwrap_or((typed, ""));
    match Why::from_word(word) {
        Some(why) => Ok(Reason {
            why,
            words: words.to_owned(),
        }),
        None => Err(format!(
            "choose one of {}; with other say why: other:WORDS",
            Why::ALL
                .iter()
                .map(|why| why.word())
                .collect::<Vec<_>>()
                .join(", ")
        )),
    }
}
