//! Verifying the open register: the journal, the pages of the file, and every list against the journal.

use super::{Register, held};
use crate::dates;
use crate::error::{Doing, Error, Result};
use crate::record::fingerprint::{Ends, Fingerprint};
use crate::record::verify::{self, Verified};
use crate::record::{EarlierView, VerifyRequest, VerifyView, rebuild};
use crate::store::open;
use crate::store::work::Work;
use std::panic::resume_unwind;
use std::thread;

impl Register {
    /// Verifies the whole journal, every page of the file, and every list against the journal.
    /// `progress` is told how many entries are done and stops it by answering `false`.
    pub fn verify(&self, mut progress: impl FnMut(u32) -> bool) -> Result<VerifyView> {
        let work = Work::default();
        self.verify_with(&work, |done| {
            if !progress(done) {
                work.stop();
            }
        })
    }

    /// The same as a piece of work that tells how far it is. Errors: `Refused` under the rule `stopped`.
    pub fn verify_with(&self, work: &Work, heard: impl FnMut(u32)) -> Result<VerifyView> {
        self.verified(work, None, heard)
            .map(|verified| verified.view)
    }

    /// The same with the fingerprint, and with what an earlier one says of the record now. A file that can't be read to its
    /// end is a finding here, not an error: whoever asks wants to know what is wrong and how to go on.
    ///
    /// Errors: `Refused` under the rule `stopped`; `Invalid` naming `fingerprint`.
    pub fn verify_fingerprinted(&self, work: &Work, request: &VerifyRequest) -> Result<VerifyView> {
        let kept = match request.fingerprint.trim() {
            "" => None,
            typed => Some(Fingerprint::read(typed)?),
        };
        let verified = match self.verified(work, kept.map(|k| k.position()), |_| {}) {
            Err(Error::Damaged { what }) => return Ok(self.unreadable(&what, kept)),
            other => other?,
        };
        work.begin("Making the fingerprint", 0);
        let mut view = verified.view;
        // A record that is not whole has nothing that is worth being held to later.
        if view.faults.iter().all(|fault| fault.kind == "head") {
            view.fingerprint = verified.ends.fingerprint()?.words();
            view.register = self.id()?.to_string();
        }
        if let Some(kept) = kept {
            view.earlier = Some(self.held_against(kept, verified.earlier.as_ref(), &view)?);
        }
        Ok(view)
    }

    /// What can be said of a journal that could not be read: how much of the file is damaged.
    fn unreadable(&self, what: &str, kept: Option<Fingerprint>) -> VerifyView {
        let mut view = VerifyView::default();
        view.add_damaged_pages(self.read(open::damaged_pages).unwrap_or(0));
        view.add_fault(
            "journal",
            format!("The journal could not be read to its end ({what}). What stands behind the damage is not known."),
        );
        view.summary = "The record is NOT whole: its file is damaged.".to_owned();
        view.earlier = kept.map(|kept| EarlierView {
            unchanged: false,
            entries: kept.position(),
            until: String::new(),
            summary: "It can’t be said whether anything was changed since this fingerprint was taken: the journal could not be read to its end.".to_owned(),
        });
        view
    }

    fn held_against(
        &self,
        kept: Fingerprint,
        then: Option<&Ends>,
        view: &VerifyView,
    ) -> Result<EarlierView> {
        let Some(then) = then else {
            return Ok(EarlierView {
                unchanged: false,
                entries: kept.position(),
                until: String::new(),
                summary: format!(
                    "The record ends before this fingerprint was taken: it spoke of entry {}, and the last one now is entry {}. This is an older copy, or entries were taken away; or the words belong to another register.",
                    kept.position(),
                    view.entries
                ),
            });
        };
        let until: String = self.read(|c| {
            c.query_row(
                "SELECT coalesce((SELECT at FROM journal WHERE position <= ?1 ORDER BY position DESC LIMIT 1), '')",
                [then.position],
                |r| r.get(0),
            )
            .doing("reading the journal")
        })?;
        let until = dates::clinical_instant(&until);
        let same = then.fingerprint()? == kept;
        // What is wrong with a file or a list is said above; it takes nothing away from the entries.
        let faults = view.faults.iter().any(|fault| {
            !matches!(fault.kind.as_str(), "head" | "file" | "projection")
                && fault.sequence <= then.entries
        });
        let summary = match (same, faults) {
            (true, false) => format!(
                "Nothing up to {until} was changed, taken out or put in since this fingerprint was taken: all {} entries are the same.",
                then.entries
            ),
            (true, true) => format!(
                "The chain up to {until} is the one that this fingerprint was taken of, but there are faults in it; see below."
            ),
            (false, _) => format!(
                "The record up to {until} is NOT the one that this fingerprint was taken of: something in it was changed, taken out or put in; or the words belong to another register."
            ),
        };
        Ok(EarlierView {
            unchanged: same && !faults,
            entries: then.entries,
            until,
            summary,
        })
    }

    fn verified(
        &self,
        work: &Work,
        earlier: Option<u32>,
        mut heard: impl FnMut(u32),
    ) -> Result<Verified> {
        self.record_reads()?;
        // The head is read first: what is appended meanwhile only lengthens the journal.
        let head = {
            let mut guard = held(&self.writer);
            let writer = guard.as_mut().ok_or(Error::Locked)?;
            // A power cut while commits went from the log into the file leaves pages there that are half of each. The log
            // has them whole, and they are read from there; once they are put right in the file too, its check means something.
            let _ = writer
                .connection
                .execute_batch("PRAGMA wal_checkpoint(FULL)");
            writer.head.read()?
        };
        let entries = self.read(|c| {
            c.query_row("SELECT count(*) FROM journal", [], |r| r.get(0))
                .doing("verifying the journal")
        })?;
        work.begin("Reading every page", 0);
        // The lists are made anew beside the reading of the journal: both take long, and neither waits for the other.
        let (read, lists) = thread::scope(|scope| {
            let lists = scope.spawn(|| self.differing_lists(work));
            let read = self.read(open::damaged_pages).and_then(|damaged_pages| {
                work.begin("Reading every entry and signature", entries);
                let verified = self.read(|c| {
                    verify::verify_ends(c, &head, earlier, |done| {
                        heard(done);
                        work.at(done)
                    })
                })?;
                work.begin("Comparing the lists with the record", 0);
                Ok((damaged_pages, verified))
            });
            let lists = lists.join().unwrap_or_else(|panic| resume_unwind(panic));
            (read, lists)
        });
        work.go_on()?;
        let (damaged_pages, mut verified) = read?;
        let view = &mut verified.view;
        view.add_damaged_pages(damaged_pages);
        let lists = match lists {
            // What can't be read is named above; that no list can be made of it hides none of that.
            Err(Error::Damaged { what }) => {
                view.add_uncompared_lists(&what);
                Vec::new()
            }
            // Over a damaged page SQLite may have other words for what went wrong.
            Err(Error::Storage { doing, .. }) if damaged_pages > 0 => {
                view.add_uncompared_lists(doing);
                Vec::new()
            }
            other => other?,
        };
        for table in lists {
            view.add_fault("projection", format!("The list “{table}” does not agree with the journal. Make the lists anew (casebookctl rebuild)."));
        }
        Ok(verified)
    }

    /// Compares every projection with what the journal says, and names those that differ.
    pub fn differing_projections(&self) -> Result<Vec<String>> {
        self.differing_lists(&Work::default())
    }

    fn differing_lists(&self, work: &Work) -> Result<Vec<String>> {
        let mut guard = held(&self.writer);
        let writer = guard.as_mut().ok_or(Error::Locked)?;
        let handle = writer.connection.get_interrupt_handle();
        work.interrupting(handle, || {
            rebuild::differing(&mut writer.connection, self.kinds)
        })
    }
}
