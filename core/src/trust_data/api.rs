//! What a caller may do with the trust's files. Whoever keeps accounts loads and withdraws them; all staff may look.

use super::reading::{self, Content, Read};
use super::{
    Catalogue, ChangeValueRow, LoadTrustDataRequest, TrustData, TrustDataCheckView, TrustDataKind,
    TrustDataRow, TrustDataView, WithdrawTrustDataRequest, store,
};
use crate::error::{Error, Result};
use crate::ids::RecordId;
use crate::instruments::Licence;
use crate::instruments::catalogue;
use crate::instruments::change::Sure;
use crate::instruments::definition::Definition;
use crate::instruments::scoring::decimal;
use crate::op::Op;
use crate::record::{Subject, read};
use crate::register::Register;
use crate::session::Session;
use crate::{signed, users};
use rusqlite::Connection;

/// What the trust has loaded, and from when a change is taken to be more than chance.
pub fn trust_data(register: &Register, session: &Session) -> Result<TrustDataView> {
    session.staff()?;
    register.read(|c| view(c, session))
}

/// Checks a file and says what it would bring. Nothing is kept. Errors: `Invalid`, every fault by its path.
pub fn check_trust_data(
    register: &Register,
    session: &Session,
    request: &LoadTrustDataRequest,
) -> Result<TrustDataCheckView> {
    session.staff()?;
    register.read(|c| {
        let known = Catalogue::new(c);
        let read = checked(&known, &request.text)?;
        let replaces = match replaced(&known, &read)? {
            Some(record) => read::current(c, record)?.read::<TrustData>()?.name,
            None => String::new(),
        };
        Ok(TrustDataCheckView {
            says: says(read.data.kind, &read.about),
            name: read.data.name.clone(),
            source: read.data.source.clone(),
            licence: licence(&read.data),
            details: details(&read),
            replaces,
        })
    })
}

/// Loads a file: from now on it is used. What it takes the place of stays in the record, and a sheet that was filled in
/// with that goes on naming it.
///
/// Errors: `NotAllowed`; `Invalid`, every fault by its path; `Refused` for what is loaded already.
pub fn load_trust_data(
    register: &Register,
    session: &Session,
    request: &LoadTrustDataRequest,
) -> Result<TrustDataView> {
    session.keeps_accounts("loading the trust’s own data for measures")?;
    register.write(session, Op::LoadTrustData, |tx| {
        let (read, record) = {
            let known = Catalogue::new(tx.connection());
            let read = checked(&known, &request.text)?;
            let record = replaced(&known, &read)?;
            (read, record)
        };
        let revision = match record {
            None => tx.create(Subject::default(), RecordId::random()?, &read.data)?,
            Some(record) => {
                let current = read::current(tx.connection(), record)?;
                if current.read::<TrustData>()?.file == read.data.file {
                    return Err(Error::Refused {
                        rule: "already-loaded",
                        message: "This file is loaded already.".into(),
                    });
                }
                tx.revise(record, current.id, &read.data)?
            }
        };
        tx.sign(revision)
    })?;
    trust_data(register, session)
}

/// Takes a file of the trust out of use. It stays in the record. Errors: `NotAllowed`; `NotFound`; `Invalid` without a
/// reason; `Refused` where that was done already.
pub fn withdraw_trust_data(
    register: &Register,
    session: &Session,
    request: &WithdrawTrustDataRequest,
) -> Result<TrustDataView> {
    session.keeps_accounts("withdrawing the trust’s own data for measures")?;
    let mut faults = signed::Faults::default();
    let why = faults.required("reason", &request.reason, "Say why it is taken out of use.");
    faults.none()?;
    register.write(session, Op::WithdrawTrustData, |tx| {
        store::one(tx.connection(), request.record_id)?;
        tx.withdraw(request.record_id, &why)
    })?;
    trust_data(register, session)
}

fn checked(known: &Catalogue<'_>, text: &str) -> Result<Read> {
    let read = reading::read(text, &known.keys()?).map_err(Error::Invalid)?;
    let used = |l: &&store::Listed| {
        l.kind == TrustDataKind::Key
            && l.instrument == read.data.instrument
            && l.version == read.data.version
    };
    // Sheets were scored by it: what a version means never changes.
    if read.data.kind == TrustDataKind::Key && known.listed()?.iter().any(|l| used(&l)) {
        return Err(Error::field(
            "version",
            "used",
            "A key of this name has been loaded before. A corrected key is a new version: name it another way, such as uk-trust-2.",
        ));
    }
    Ok(read)
}

/// The record that a file changes: the one in force of its kind for the same version.
fn replaced(known: &Catalogue<'_>, read: &Read) -> Result<Option<RecordId>> {
    let of = &read.data;
    let same = |l: &&store::Listed| {
        l.in_force && l.kind == of.kind && l.instrument == of.instrument && l.version == of.version
    };
    Ok(known.listed()?.iter().find(same).map(|l| l.record))
}

fn says(kind: TrustDataKind, about: &Definition) -> String {
    match kind {
        TrustDataKind::Key => format!(
            "{} for {}: {}",
            kind.label(),
            about.id.to_uppercase(),
            about.title
        ),
        _ => format!("{} for {}", kind.label(), about.title),
    }
}

fn licence(data: &TrustData) -> String {
    let said = [&data.licence_holder, &data.licence_reference];
    let said: Vec<&str> = said
        .into_iter()
        .map(String::as_str)
        .filter(|t| !t.is_empty())
        .collect();
    said.join(", ")
}

/// What a file brings, a line each.
fn details(read: &Read) -> Vec<String> {
    match &read.content {
        Content::Wording(wording) => vec![
            format!(
                "{} items with their answers, exactly as in the file",
                wording.items.len()
            ),
            format!("Shown wherever the wording is: {}", wording.credit),
        ],
        Content::ChangeValues(rules) => rules
            .iter()
            .map(|(id, rule)| {
                let label = read
                    .about
                    .scales
                    .iter()
                    .find(|s| s.id == *id)
                    .map_or(id.as_str(), |s| &s.label);
                let level = rule.level.map(|l| format!(", {l} %")).unwrap_or_default();
                let least = rule.least().map(|l| decimal(l.0)).unwrap_or_default();
                let line = rule
                    .line()
                    .map(|l| format!("; cut-off {}", decimal(l.0)))
                    .unwrap_or_default();
                format!(
                    "{label}: a change of {least} or more is reliable{level}{line}. {}",
                    rule.source
                )
            })
            .collect(),
        Content::ValueSet(set) => vec![format!("The index of {} states", set.states.len())],
        Content::Key(key) => key
            .scales
            .iter()
            .map(|scale| {
                let items: Vec<String> = scale
                    .items
                    .iter()
                    .map(|id| key.number(id).to_string())
                    .collect();
                format!("{}: items {}", scale.label, items.join(", "))
            })
            .collect(),
    }
}

fn view(connection: &Connection, session: &Session) -> Result<TrustDataView> {
    let known = Catalogue::new(connection);
    let mut rows = Vec::new();
    for listed in known.listed()? {
        rows.push(row(connection, &known, listed)?);
    }
    rows.sort_by_key(|row| !row.withdrawn.is_empty());
    Ok(TrustDataView {
        rows,
        change_values: change_values(&known)?,
        without_wording: known
            .all()?
            .iter()
            .filter(|d| d.licence == Licence::ScoreOnly)
            .map(|d| d.title.clone())
            .collect(),
        may_change: session.role.keeps_accounts(),
    })
}

fn row(
    connection: &Connection,
    known: &Catalogue<'_>,
    listed: &store::Listed,
) -> Result<TrustDataRow> {
    let revisions = read::revisions(connection, listed.record)?;
    let current = read::current(connection, listed.record)?;
    let data: TrustData = current.read()?;
    let read = known.brings(listed.revision)?;
    let about = catalogue::newest(&listed.instrument);
    let mut earlier = Vec::new();
    for revision in revisions.iter().filter(|r| r.id != listed.revision) {
        let who = users::store::recorded(connection, revision.author, &revision.at)?;
        earlier.push(format!("{}: {who}", revision.read::<TrustData>()?.name));
    }
    Ok(TrustDataRow {
        id: listed.record,
        kind: listed.kind,
        says: match (&read, about) {
            (Some(read), _) => says(listed.kind, &read.about),
            (None, Ok(carried)) => says(listed.kind, carried),
            (None, Err(_)) => listed.kind.label().to_owned(),
        },
        instrument: listed.instrument.clone(),
        version: listed.version.clone(),
        licence: licence(&data),
        name: data.name,
        source: data.source,
        details: read.as_deref().map(details).unwrap_or_default(),
        loaded: users::store::recorded(connection, current.author, &current.at)?,
        earlier,
        withdrawn: signed::withdrawn(connection, listed.record)?,
        problem: match read {
            Some(_) => String::new(),
            None => "This version of Casebook cannot read it, so it is not used.".to_owned(),
        },
    })
}

/// Every scale that has a rule, in the order of forms.
fn change_values(known: &Catalogue<'_>) -> Result<Vec<ChangeValueRow>> {
    let mut rows = Vec::new();
    for definition in known.all()? {
        for scale in &definition.scales {
            let Some(rule) = &scale.change else {
                continue;
            };
            rows.push(ChangeValueRow {
                scale: match definition.scales.len() {
                    1 => definition.title.clone(),
                    _ => format!("{}, {}", definition.title, scale.label),
                },
                least: rule.least().map(|l| decimal(l.0)).unwrap_or_default(),
                level: rule.level.map(|l| format!("{l} %")).unwrap_or_default(),
                cut_off: rule.line().map(|l| decimal(l.0)).unwrap_or_default(),
                values: match (rule.set_by_trust.as_str(), rule.sure) {
                    ("", Sure::Confirmed) => rule.source.clone(),
                    ("", Sure::Secondary) => format!("From a secondary source: {}", rule.source),
                    (name, _) => format!("{name}: {}", rule.source),
                },
                set_by_trust: !rule.set_by_trust.is_empty(),
            });
        }
    }
    Ok(rows)
}
