//! kill -9 in the middle of writing: nothing that was acknowledged is lost, nothing is torn.

use super::{Dice, bout, make_cheap};
use crate::workflows::desk::{Desk, PASSPHRASE, case_form, signing};
use casebook_core::cases::api::{
    AddCaseRequest, DiscardDraftRequest, add_case, discard_draft, list_drafts, save_draft,
};
use casebook_core::clock::SystemClock;
use casebook_core::formulations::api::{FormulationRequest, formulation, sign_formulation};
use casebook_core::ids::{CaseId, RevisionId, UserId};
use casebook_core::record::{SaveDraftRequest, read};
use casebook_core::sensitive::Secret;
use casebook_core::store::Layout;
use casebook_core::{Register, Session};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;

const CHILD: &str = "CASEBOOK_DRILL_KILL";

fn open(folder: &str, user: UserId) -> (Arc<Register>, Session) {
    Register::unlock(
        &Layout::new(folder),
        user,
        &Secret::new(PASSPHRASE),
        Arc::new(SystemClock),
    )
    .unwrap()
}

/// Not a test of its own: the process that the drill kills. Writes drafts and signs versions for as long as it lives,
/// and says each one aloud once the core has answered.
#[test]
fn the_process_that_the_drill_kills() {
    let Ok(what) = std::env::var(CHILD) else {
        return;
    };
    let parts: Vec<&str> = what.split('|').collect();
    let [folder, user, case, from] = parts.as_slice() else {
        panic!("{what}")
    };
    let (register, session) = open(folder, UserId::parse(user, "user").unwrap());
    let case = CaseId::parse(case, "case").unwrap();
    let mut number: u64 = from.parse().unwrap();
    let mut out = std::io::stdout().lock();
    let view = formulation(
        &register,
        &session,
        &FormulationRequest {
            case_id: case,
            definition: "five-ps".into(),
        },
    )
    .unwrap();
    let mut base = view.versions.first().map(|v| v.revision);
    loop {
        number += 1;
        let draft = SaveDraftRequest {
            kind: "letter:gp".into(),
            patient_id: None,
            case_id: Some(case),
            base: None,
            state: serde_json::json!({ "number": number, "text": "word ".repeat(800) }),
        };
        save_draft(&register, &session, &draft).unwrap();
        writeln!(out, "\ndraft {number}").unwrap();
        out.flush().unwrap();
        if number.is_multiple_of(3) {
            let view = sign_formulation(
                &register,
                &session,
                &signing(case, base, &format!("Version {number}")),
            )
            .unwrap();
            base = Some(view.versions[0].revision);
            writeln!(out, "\nsigned {}", view.versions[0].revision).unwrap();
            out.flush().unwrap();
        }
    }
}

/// A register whose program is killed again and again, and what was acknowledged of it.
struct Victim {
    _folder: tempfile::TempDir,
    path: String,
    user: UserId,
    case: CaseId,
    /// The number of the last draft.
    number: u64,
    signed: Vec<RevisionId>,
}

impl Victim {
    fn new() -> Self {
        let desk = Desk::new();
        make_cheap(&desk.layout, desk.session.user);
        let case = desk.case(desk.patient("Halina", "Nowak", ""));
        let (folder, layout, session) = desk.drop_dead();
        Self {
            _folder: folder,
            path: layout.folder().display().to_string(),
            user: session.user,
            case,
            number: 0,
            signed: Vec::new(),
        }
    }

    /// Takes in what the process said; answers how much was acknowledged by it.
    fn hear(&mut self, line: &str) -> u64 {
        if let Some(number) = line.strip_prefix("draft ") {
            self.number = number.parse().unwrap();
            return 1;
        }
        if let Some(revision) = line.strip_prefix("signed ") {
            self.signed
                .push(RevisionId::parse(revision, "revision").unwrap());
            return 1;
        }
        0
    }

    /// Lets the process begin, kills it, and answers how many writes it had acknowledged.
    fn kill(&mut self, dice: &mut Dice) -> u64 {
        let (path, user, case, number) = (&self.path, self.user, self.case, self.number);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "the_process_that_the_drill_kills",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(CHILD, format!("{path}|{user}|{case}|{number}"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Some die early in their work, some late; all after a first acknowledgement or while they unlock.
        let wanted = dice.roll(12);
        let mut seen = 0;
        if wanted == 0 {
            std::thread::sleep(std::time::Duration::from_millis(dice.roll(250)));
        }
        while seen < wanted {
            let Some(Ok(line)) = lines.next() else {
                panic!("the process ended by itself")
            };
            seen += self.hear(&line);
        }
        std::thread::sleep(std::time::Duration::from_micros(dice.roll(3_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        // What it had said before it died counts as well; a line cut off in the middle does not.
        for line in lines.map_while(Result::ok) {
            if line.starts_with("signed ") && line.len() != "signed ".len() + 64 {
                continue;
            }
            seen += self.hear(&line);
        }
        seen
    }

    /// Is everything there that was acknowledged, and whole? Goes on in a fresh case: that keeps each child's work short.
    fn look(&mut self, kills: u32) {
        let (register, session) = open(&self.path, self.user);
        let warnings = register.warnings();
        assert!(warnings.is_empty(), "after {kills} kills: {warnings:?}");
        let faults = register.verify(|_| true).unwrap().faults;
        assert!(faults.is_empty(), "after {kills} kills: {faults:?}");
        for revision in &self.signed {
            register
                .read(|c| read::revision(c, *revision))
                .unwrap_or_else(|e| panic!("{revision} was lost: {e}"));
        }
        let drafts = list_drafts(&register, &session).unwrap();
        let kept = drafts
            .iter()
            .find(|d| d.kind == "letter:gp")
            .map_or(0, |d| d.state["number"].as_u64().unwrap());
        let number = self.number;
        assert!(
            kept >= number,
            "draft {number} was acknowledged, {kept} is kept"
        );
        self.number = kept;
        for draft in drafts {
            let draft_id = draft.id;
            discard_draft(&register, &session, &DiscardDraftRequest { draft_id }).unwrap();
        }
        let (_, patient_id) = register
            .read(|c| casebook_core::cases::store::record(c, self.case))
            .unwrap();
        let mut form = case_form();
        form.received_on = "18-Nov-2020".into();
        let fresh = AddCaseRequest { patient_id, form };
        self.case = add_case(&register, &session, &fresh).unwrap().id;
        register.lock(&session).unwrap();
    }
}

/// All of a register is verified each time, so that one that grew for ten thousand kills would take hours of that.
const KILLS_OF_A_REGISTER: u32 = 500;

#[test]
fn nothing_acknowledged_is_lost_to_kill_9() {
    let bout = bout("kill -9 while writing", 200, 10_000, 8.0);
    let mut dice = Dice(20_261_120);
    let mut victim = Victim::new();
    let (mut kills, mut acknowledged) = (0u32, 0u64);
    loop {
        kills += 1;
        acknowledged += victim.kill(&mut dice);
        let last = !bout.goes_on(kills);
        if kills.is_multiple_of(20) || last {
            victim.look(kills);
        }
        if last {
            break;
        }
        if kills.is_multiple_of(KILLS_OF_A_REGISTER) {
            victim = Victim::new();
        }
    }
    bout.tell(
        &format!("{kills} kills, {acknowledged} acknowledged writes"),
        "0 lost, 0 torn",
    );
    assert!(
        acknowledged > u64::from(kills),
        "too little was written to prove anything"
    );
}
