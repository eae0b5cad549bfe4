//! Verifying the open register: the journal, the pages of the file, and every list against the journal.

use super::{Register, held};
use crate::error::{Doing, Error, Result};
use crate::record::{VerifyView, rebuild, verify};
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
    pub fn verify_with(&self, work: &Work, mut heard: impl FnMut(u32)) -> Result<VerifyView> {
        self.record_reads()?;
        // The head is read first: what is appended meanwhile only lengthens the journal.
        let head = {
            let mut guard = held(&self.writer);
            guard.as_mut().ok_or(Error::Locked)?.head.read()?
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
                let view = self.read(|c| {
                    verify::verify(c, &head, |done| {
                        heard(done);
                        work.at(done)
                    })
                })?;
                work.begin("Comparing the lists with the record", 0);
                Ok((damaged_pages, view))
            });
            let lists = lists.join().unwrap_or_else(|panic| resume_unwind(panic));
            (read, lists)
        });
        work.go_on()?;
        let (damaged_pages, mut view) = read?;
        if damaged_pages > 0 {
            view.add_fault(
                "file",
                format!("{damaged_pages} pages of register.db are not as they were written."),
            );
        }
        for table in lists? {
            view.add_fault("projection", format!("The list “{table}” does not agree with the journal. Make the lists anew (casebookctl rebuild)."));
        }
        Ok(view)
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
