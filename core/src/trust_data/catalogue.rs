//! The instruments as this register has them: what the program carries, with what the trust has loaded laid over it.

use super::reading::{self, Content, Read};
use super::store::{self, Listed};
use super::{TrustData, TrustDataKind};
use crate::error::{Error, Result};
use crate::ids::RevisionId;
use crate::instruments::Licence;
use crate::instruments::catalogue;
use crate::instruments::definition::Definition;
use crate::record::read;
use rusqlite::Connection;
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// An instrument as it is carried, or with something laid over it.
pub type Known = Cow<'static, Definition>;

/// The instruments as one connection sees them. Nothing is read before it is asked for.
#[derive(Debug)]
pub struct Catalogue<'c> {
    connection: &'c Connection,
    listed: OnceCell<Vec<Listed>>,
    read: RefCell<BTreeMap<RevisionId, Option<Arc<Read>>>>,
}

impl<'c> Catalogue<'c> {
    /// The instruments as a connection sees them.
    pub const fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            listed: OnceCell::new(),
            read: RefCell::new(BTreeMap::new()),
        }
    }

    /// Every file of the trust, what was written last first.
    pub fn listed(&self) -> Result<&[Listed]> {
        if let Some(known) = self.listed.get() {
            return Ok(known);
        }
        let found = store::all(self.connection)?;
        Ok(self.listed.get_or_init(|| found))
    }

    /// What a revision brings; `None` for one that this program cannot read, such as one of a newer program.
    pub(super) fn brings(&self, revision: RevisionId) -> Result<Option<Arc<Read>>> {
        if let Some(known) = self.read.borrow().get(&revision) {
            return Ok(known.clone());
        }
        if let Some(kept) = value_set(revision) {
            return Ok(Some(kept));
        }
        let data = match read::revision(self.connection, revision)?.read::<TrustData>() {
            Ok(data) => Some(data),
            Err(Error::Refused { .. } | Error::NotFound { .. }) => None,
            Err(other) => return Err(other),
        };
        let found = match data {
            Some(data) => {
                let keys = match data.kind {
                    TrustDataKind::Key => Vec::new(),
                    _ => self.keys()?,
                };
                reading::read(&data.file, &keys).ok().map(Arc::new)
            }
            None => None,
        };
        if let Some(read) = &found {
            keep_value_set(revision, read);
        }
        self.read.borrow_mut().insert(revision, found.clone());
        Ok(found)
    }

    /// Every key that the trust has entered, the withdrawn ones included, what was written last first.
    pub fn keys(&self) -> Result<Vec<Definition>> {
        Ok(self.keys_listed()?.into_iter().map(|(d, _)| d).collect())
    }

    fn keys_listed(&self) -> Result<Vec<(Definition, bool)>> {
        let mut keys = Vec::new();
        for listed in self
            .listed()?
            .iter()
            .filter(|l| l.kind == TrustDataKind::Key)
        {
            if let Some(Content::Key(key)) =
                self.brings(listed.revision)?.map(|r| r.content.clone())
            {
                keys.push((*key, listed.in_force));
            }
        }
        Ok(keys)
    }

    /// What is in force of a kind for a version of an instrument.
    fn in_force(
        &self,
        kind: TrustDataKind,
        of: &Definition,
    ) -> Result<Option<(RevisionId, Arc<Read>)>> {
        let found = self.listed()?.iter().find(|l| {
            l.in_force && l.kind == kind && l.instrument == of.id && l.version == of.version
        });
        let Some(listed) = found else {
            return Ok(None);
        };
        Ok(self
            .brings(listed.revision)?
            .map(|read| (listed.revision, read)))
    }

    /// Lays over an instrument what is in force.
    fn laid(&self, mut known: Known) -> Result<Known> {
        if self.listed()?.is_empty() {
            return Ok(known);
        }
        if let Some((revision, read)) = self.in_force(TrustDataKind::Wording, &known)? {
            lay(known.to_mut(), revision, &read.content);
        }
        if let Some((revision, read)) = self.in_force(TrustDataKind::ValueSet, &known)? {
            lay(known.to_mut(), revision, &read.content);
        }
        self.with_values(known)
    }

    fn with_values(&self, mut known: Known) -> Result<Known> {
        if let Some((revision, read)) = self.in_force(TrustDataKind::ChangeValues, &known)? {
            lay(known.to_mut(), revision, &read.content);
        }
        Ok(known)
    }

    /// Every instrument in the order of forms, as a new sheet is filled in.
    pub fn all(&self) -> Result<Vec<Known>> {
        catalogue::all()?
            .into_iter()
            .map(|d| self.newest(&d.id))
            .collect()
    }

    /// An instrument as a new sheet is filled in: by the key that the trust entered last, where it has one in force.
    /// Errors: `NotFound`, `BadAsset`.
    pub fn newest(&self, id: &str) -> Result<Known> {
        let carried = catalogue::newest(id)?;
        let keyed = match reading::KEYED.contains(&id) {
            true => self
                .keys_listed()?
                .into_iter()
                .find(|(key, in_force)| *in_force && key.id == id)
                .map(|(key, _)| Cow::Owned(key)),
            false => None,
        };
        self.laid(keyed.unwrap_or(Cow::Borrowed(carried)))
    }

    /// A version of an instrument, without anything laid over it. Errors: `NotFound`, `BadAsset`.
    pub fn exactly(&self, id: &str, version: &str) -> Result<Known> {
        match catalogue::exactly(id, version) {
            Err(Error::NotFound { what }) => self
                .keys()?
                .into_iter()
                .find(|key| key.id == id && key.version == version)
                .map(Cow::Owned)
                .ok_or(Error::NotFound { what }),
            other => other.map(Cow::Borrowed),
        }
    }

    /// The instrument of a sheet that is recorded without having been shown here, such as an imported one: of the version
    /// named, the newest that the program carries for none; with the value set in force and no wording.
    pub fn scoring(&self, id: &str, version: &str) -> Result<Known> {
        let mut known = match version {
            "" => Cow::Borrowed(catalogue::newest(id)?),
            version => self.exactly(id, version)?,
        };
        if let Some((revision, read)) = self.in_force(TrustDataKind::ValueSet, &known)? {
            lay(known.to_mut(), revision, &read.content);
        }
        Ok(known)
    }

    /// The instrument of a sheet as it was shown and scored: with the revisions that the sheet names. From when a change is
    /// more than chance is no part of a sheet: that is what is in force. Errors: `NotFound`, `BadAsset`.
    pub fn of_sheet(
        &self,
        id: &str,
        version: &str,
        wording: Option<RevisionId>,
        value_set: Option<RevisionId>,
    ) -> Result<Known> {
        let mut known = self.exactly(id, version)?;
        for revision in [wording, value_set].into_iter().flatten() {
            if let Some(read) = self.brings(revision)? {
                lay(known.to_mut(), revision, &read.content);
            }
        }
        self.with_values(known)
    }
}

/// So many value sets stay read: two instruments have one, and old sheets name the one before.
const KEPT: usize = 4;

/// Value sets that have been read, the newest last. Of thousands of lines each, and asked for with every measure. A
/// revision is the hash of what it brings, so one that is kept is never out of date; it depends on no key, as the other
/// kinds may, and holds nothing of a patient.
static READ: Mutex<Vec<(RevisionId, Arc<Read>)>> = Mutex::new(Vec::new());

fn value_set(revision: RevisionId) -> Option<Arc<Read>> {
    let kept = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let found = kept.iter().find(|(id, _)| *id == revision);
    found.map(|(_, read)| Arc::clone(read))
}

fn keep_value_set(revision: RevisionId, read: &Arc<Read>) {
    if !matches!(read.content, Content::ValueSet(_)) {
        return;
    }
    let mut kept = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.iter().any(|(id, _)| *id == revision) {
        return;
    }
    if kept.len() == KEPT {
        kept.remove(0);
    }
    kept.push((revision, Arc::clone(read)));
}

/// Lays over an instrument what a revision brings.
fn lay(definition: &mut Definition, revision: RevisionId, content: &Content) {
    match content {
        Content::Wording(wording) => {
            definition.licence = Licence::FullText;
            definition.laid.wording = Some(revision);
            definition.credit.clone_from(&wording.credit);
            definition.preamble.clone_from(&wording.preamble);
            for (item, (text, words)) in definition.items.iter_mut().zip(&wording.items) {
                item.text.clone_from(text);
                item.words.clone_from(words);
            }
        }
        Content::ChangeValues(rules) => {
            for scale in &mut definition.scales {
                if let Some((_, rule)) = rules.iter().find(|(id, _)| *id == scale.id) {
                    scale.change = Some(rule.clone());
                }
            }
        }
        Content::ValueSet(set) => definition.laid.value_set = Some((revision, Arc::clone(set))),
        Content::Key(_) => {}
    }
}

/// Whether the scores of two versions of an instrument share a line: those of the program do, a trust's key stands alone.
pub fn share_a_line(a: &str, b: &str) -> bool {
    a == b || (catalogue::is_shipped(a) && catalogue::is_shipped(b))
}

/// A register's tables with nothing in them.
#[cfg(test)]
pub(crate) fn bare() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    crate::store::migrate::bring_up(&mut connection).unwrap();
    connection
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instruments::value_set::ValueSet;

    fn a_set(name: &str) -> Arc<Read> {
        let set = ValueSet {
            name: name.to_owned(),
            source: String::new(),
            states: BTreeMap::new(),
        };
        Arc::new(Read {
            data: TrustData {
                kind: TrustDataKind::ValueSet,
                instrument: "eq-5d-5l".to_owned(),
                version: "v1".to_owned(),
                name: name.to_owned(),
                source: String::new(),
                licence_holder: String::new(),
                licence_reference: String::new(),
                file: String::new(),
            },
            content: Content::ValueSet(Arc::new(set)),
            about: catalogue::newest("eq-5d-5l").unwrap().clone(),
        })
    }

    // One test, since what is kept is shared by the whole program.
    #[test]
    fn a_value_set_stays_read_by_its_revision_a_few_of_them_and_nothing_else_does() {
        let revision = |n: u8| RevisionId::from_bytes([n; 32]);
        let (one, other) = (a_set("one"), a_set("other"));
        keep_value_set(revision(1), &one);
        keep_value_set(revision(1), &other);
        // No row of the register is read: there is none.
        let bare = bare();
        let found = Catalogue::new(&bare).brings(revision(1)).unwrap().unwrap();
        assert!(Arc::ptr_eq(&found, &one));
        assert!(Catalogue::new(&bare).brings(revision(2)).is_err());

        let mut wording = Read::clone(&one);
        wording.content = Content::ChangeValues(Vec::new());
        keep_value_set(revision(3), &Arc::new(wording));
        assert!(value_set(revision(3)).is_none());

        for n in 10..10 + u8::try_from(KEPT).unwrap() {
            keep_value_set(revision(n), &other);
        }
        assert!(value_set(revision(1)).is_none(), "the oldest goes");
        assert!(value_set(revision(10)).is_some());
        assert_eq!(READ.lock().unwrap().len(), KEPT);
    }
}
