//! `cargo xtask drill`, and the table of what the drills tried and found.

use std::fs;
use std::path::{Path, PathBuf};

use crate::phases::Remark;
use crate::places::Places;
use crate::testing::{cargo_in, some_test_matches};

/// The variable that names the file into which each drill writes its line.
pub(crate) const TABLE: &str = "CASEBOOK_DRILL_TABLE";

/// The drills at full size, one after the other, then their table.
///
/// # Errors
/// There is no drill, or one fails; the table has those that came to their end.
pub(crate) fn drill(places: &Places, hours: Option<&str>) -> Result<(), String> {
    let test = "test -p casebook-tests --test suite drills::";
    some_test_matches(places, test)?;
    // The memory of the very program is looked at.
    cargo_in(places, "build -p casebookctl").run_for_a_person()?;
    let table = Table::new(places)?;
    let mut drills = cargo_in(places, &format!("{test} -- --nocapture --test-threads=1"))
        .env("CASEBOOK_DRILL", "full")
        .env("CASEBOOKCTL_BIN", places.program("casebookctl"))
        .env(TABLE, table.path());
    if let Some(hours) = hours {
        drills = drills.env("CASEBOOK_DRILL_HOURS", hours);
    }
    let outcome = drills.run_for_a_person();
    if let Some(remark) = table.print()? {
        println!("{remark}");
    }
    outcome
}

/// The file that the drills of one run write their lines into.
pub(crate) struct Table(PathBuf);

impl Table {
    /// A new one; that of the run before goes.
    ///
    /// # Errors
    /// The target folder can't be written.
    pub(crate) fn new(places: &Places) -> Result<Self, String> {
        let path = places.target.join("drills.tsv");
        fs::create_dir_all(&places.target)
            .and_then(|()| fs::write(&path, ""))
            .map_err(|fault| format!("{}: {fault}", path.display()))?;
        Ok(Self(path))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Prints it, and answers with how long the drills took in all.
    ///
    /// # Errors
    /// It can't be read.
    pub(crate) fn print(&self) -> Result<Remark, String> {
        let text = fs::read_to_string(&self.0)
            .map_err(|fault| format!("{}: {fault}", self.0.display()))?;
        let (table, seconds) = laid_out(&text);
        println!("\n{table}");
        Ok((seconds > 0.0)
            .then(|| format!("the drills took {seconds:.0} s, some beside each other")))
    }
}

/// The lines as a table for a page, and the seconds of all.
fn laid_out(lines: &str) -> (String, f64) {
    let mut table = String::from("| drill | tried | found | seconds |\n|---|---|---|---|\n");
    let mut all = 0.0;
    for line in lines.lines() {
        table.push_str(&format!("| {} |\n", line.replace('\t', " | ")));
        let seconds = line.rsplit('\t').next();
        all += seconds.and_then(|s| s.parse::<f64>().ok()).unwrap_or(0.0);
    }
    (table, all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_drill_has_a_row_and_the_seconds_are_added_up() {
        let (table, seconds) =
            laid_out("kills\t20 kills\t0 lost\t1.5\nflips\t9 bits\t9 noticed\t2.0\n");
        assert!(table.ends_with(
            "| kills | 20 kills | 0 lost | 1.5 |\n| flips | 9 bits | 9 noticed | 2.0 |\n"
        ));
        assert!((seconds - 3.5).abs() < 0.01);
    }
}
