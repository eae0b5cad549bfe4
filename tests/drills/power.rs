//! The power goes: what a process wrote and synced is traced and replayed up to every sync, with what was not synced left out,
//! put in another order or torn. The register must open, whole, at the state before or after, with all that was acknowledged.

use super::stories::{OTHER, reached, say, tell};
use super::trace::{CALLS, Luck, Moment, Watched, read};
use super::{Bout, Dice, bout, is_full, itself, make_cheap, strace};
use crate::workflows::desk::{PASSPHRASE, new_user, noon};
use casebook_core::Register;
use casebook_core::clock::FixedClock;
use casebook_core::ids::UserId;
use casebook_core::sensitive::Secret;
use casebook_core::store::Layout;
use casebook_core::users::Role;
use casebook_core::users::api::set_up;
use std::process::Stdio;
use std::sync::Arc;

const CHILD: &str = "CASEBOOK_DRILL_POWER";

/// Not a test of its own: the process that is watched. Sets a register up and tells a story in it.
#[test]
fn the_process_whose_power_goes() {
    let Ok(what) = std::env::var(CHILD) else {
        return;
    };
    let (folder, story) = what.split_once('|').unwrap();
    let layout = Layout::new(folder);
    let clock = Arc::new(FixedClock::new(noon()));
    let first = new_user("Dr A. Okafor", Role::Consultant);
    let (register, session, _) = set_up(&layout, &first, clock.clone()).unwrap();
    super::stories::acknowledge(&register, &session);
    register.lock(&session).unwrap();
    drop(register);
    make_cheap(&layout, session.user);
    let (register, session) =
        Register::unlock(&layout, session.user, &Secret::new(PASSPHRASE), clock).unwrap();
    super::stories::acknowledge(&register, &session);
    tell(story, &register, &session);
    // The lock is part of it: the log goes into the database, the head file is synced.
    register.lock(&session).unwrap();
    drop(register);
    say("done");
}

/// Entries and drafts as they were when something was acknowledged.
struct Acknowledged {
    entries: usize,
    drafts: String,
    user: UserId,
}

fn acknowledged(line: &str) -> Acknowledged {
    let words: Vec<&str> = line.split(' ').collect();
    Acknowledged {
        entries: words[1].parse().unwrap(),
        drafts: words[2].to_owned(),
        user: UserId::parse(words[3], "user").unwrap(),
    }
}

fn hashes(register: &Register) -> Vec<Vec<u8>> {
    register
        .read(|c| {
            let mut statement = c
                .prepare("SELECT hash FROM journal ORDER BY position")
                .unwrap();
            let rows = statement.query_map([], |r| r.get(0)).unwrap();
            Ok(rows.map(Result::unwrap).collect())
        })
        .unwrap()
}

fn watch(story: &str, lies_after: usize) -> (Watched, Vec<Vec<u8>>) {
    let folder = tempfile::tempdir().unwrap();
    let log = tempfile::NamedTempFile::new().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let child = itself("the_process_whose_power_goes");
    let output = strace(&["-xx", "-s", "16000000", "-e", CALLS], log.path())
        .args(&child)
        .env(
            CHILD,
            format!("{}|{story}", root.join("register").display()),
        )
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && said.contains("\ndone"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let watched = read(log.path(), &root, lies_after);
    let user = acknowledged(&watched.said[0]).user;
    let layout = Layout::new(root.join("register"));
    let register = open(&layout, user).unwrap();
    let whole = hashes(&register);
    (watched, whole)
}

fn open(layout: &Layout, user: UserId) -> Result<Arc<Register>, casebook_core::Error> {
    let clock = Arc::new(FixedClock::new(noon()));
    let opened = Register::unlock(layout, user, &Secret::new(PASSPHRASE), clock.clone());
    let opened = match opened {
        Err(casebook_core::Error::WrongPassphrase) => {
            Register::unlock(layout, user, &Secret::new(OTHER), clock)
        }
        other => other,
    };
    opened.map(|(register, _)| register)
}

/// Looks at one disk. Answers whether there was a register on it, or what is wrong with it.
fn look(
    moment: &Moment,
    luck: Luck,
    dice: &mut Dice,
    watched: &Watched,
    whole: &[Vec<u8>],
) -> Result<bool, String> {
    let folder = tempfile::tempdir().unwrap();
    moment.disk(luck, dice).lay_out(folder.path());
    let layout = Layout::new(folder.path().join("register"));
    let said = &watched.said[..moment.said];
    let wrong = |what: String| {
        let count = said.len();
        Err(format!("{luck:?} after {count} acknowledgements: {what}"))
    };
    let then = said.last().map(|line| acknowledged(line));
    if !layout.exists() {
        return match then {
            Some(_) => wrong("an acknowledged register is gone".into()),
            None => Ok(false),
        };
    }
    let user = acknowledged(&watched.said[0]).user;
    let register = match open(&layout, user) {
        Ok(register) => register,
        Err(e) => return wrong(format!("it does not open: {e} {e:?}")),
    };
    let verdict = register.verify(|_| true).unwrap();
    let lists = register.differing_projections().unwrap();
    if !register.warnings().is_empty() || !verdict.faults.is_empty() || !lists.is_empty() {
        let warnings = register.warnings();
        return wrong(format!("{warnings:?} {:?} {lists:?}", verdict.faults));
    }
    let found = hashes(&register);
    let same = found.iter().zip(whole).take_while(|(a, b)| a == b).count();
    // This very unlock has signed the end and said that it happened.
    if found.len() - same > 2 {
        return wrong(format!("{} entries never were", found.len() - same));
    }
    let Some(then) = then else { return Ok(true) };
    if same < then.entries {
        let entries = then.entries;
        return wrong(format!("{entries} entries acknowledged, {same} there"));
    }
    let (_, drafts) = reached(&register, &session(&register, user));
    let after = watched.said.get(moment.said);
    let after = after.map(|line| acknowledged(line).drafts);
    if drafts != then.drafts && Some(&drafts) != after.as_ref() {
        return wrong("the drafts are neither those before nor those after".into());
    }
    Ok(true)
}

fn session(register: &Register, user: UserId) -> casebook_core::Session {
    let account = register
        .read(|c| casebook_core::users::store::account(c, user))
        .unwrap();
    casebook_core::Session {
        user,
        name: account.name,
        role: account.role,
        mode: casebook_core::session::Mode::Staff,
    }
}

fn cut(bout: &Bout, story: &str, tried: &mut (u32, u32, u32)) {
    let (watched, whole) = watch(story, usize::MAX);
    assert!(watched.said.len() > 5, "the story was not heard");
    let mut dice = Dice(20_261_129);
    let luck: &[Luck] = if is_full() {
        &[
            Luck::None,
            Luck::All,
            Luck::Some,
            Luck::Some,
            Luck::Some,
            Luck::Torn,
            Luck::Torn,
            Luck::Torn,
        ]
    } else {
        &[Luck::None, Luck::Some, Luck::Torn]
    };
    tried.1 += watched.syncs;
    for moment in &watched.moments {
        let luck = if moment.is_open() { luck } else { &luck[..1] };
        for luck in luck {
            if !bout.goes_on(tried.0) {
                return;
            }
            tried.0 += 1;
            let stands = look(moment, *luck, &mut dice, &watched, &whole);
            tried.2 += u32::from(!stands.unwrap_or_else(|fault| panic!("{story}: {fault}")));
        }
    }
}

#[test]
fn a_power_cut_leaves_the_old_or_the_new_state() {
    let bout = bout("power cut", 100_000, 1_000_000, 10.0);
    let stories: &[&str] = if is_full() {
        &["drafts", "accounts", "keeping", "bedside"]
    } else {
        &["bedside"]
    };
    let mut tried = (0, 0, 0);
    for story in stories {
        cut(&bout, story, &mut tried);
    }
    let (disks, syncs, before) = tried;
    assert!(disks > 100, "too little was tried to prove anything");
    bout.tell(
        &format!(
            "{disks} disks at the {syncs} syncs of {} stories",
            stories.len()
        ),
        &format!("old or new in all, 0 acknowledged writes lost ({before} from before the register stood)"),
    );
}

#[test]
fn a_disk_that_lies_about_its_syncs_is_noticed() {
    let (watched, whole) = watch("drafts", 4);
    let mut dice = Dice(1);
    let last = watched.moments.last().unwrap();
    let fault = look(last, Luck::None, &mut dice, &watched, &whole).unwrap_err();
    assert!(
        fault.contains("acknowledged") || fault.contains("drafts"),
        "{fault}"
    );
}
