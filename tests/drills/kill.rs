//! kill -9 in the middle of writing: nothing that was acknowledged is lost, nothing is torn.

use super::{Dice, bout, make_cheap};
use crate::workflows::desk::{Desk, PASSPHRASE, signing};
use casebook_core::cases::api::save_draft;
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

#[test]
fn nothing_acknowledged_is_lost_to_kill_9() {
    let bout = bout("kill -9 while writing", 200, 10_000, 8.0);
    let desk = Desk::new();
    make_cheap(&desk.layout, desk.session.user);
    let mut case = desk.case(desk.patient("Halina", "Nowak", ""));
    let (folder, layout, session) = desk.drop_dead();
    let path = layout.folder().display().to_string();
    let mut dice = Dice(20_261_120);
    let (mut number, mut signed, mut acknowledged) = (0u64, Vec::<RevisionId>::new(), 0u64);
    let mut kill = 0u32;
    loop {
        kill += 1;
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "the_process_that_the_drill_kills",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(CHILD, format!("{path}|{}|{case}|{number}", session.user))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Some die early in their work, some late; all after a first acknowledgement or while they unlock.
        let wanted = dice.roll(12);
        let mut seen = 0;
        let mut hear = |line: &str, number: &mut u64| {
            if let Some(n) = line.strip_prefix("draft ") {
                *number = n.parse().unwrap();
                return 1;
            }
            if let Some(revision) = line.strip_prefix("signed ") {
                signed.push(RevisionId::parse(revision, "revision").unwrap());
                return 1;
            }
            0
        };
        if wanted == 0 {
            std::thread::sleep(std::time::Duration::from_millis(dice.roll(250)));
        }
        while seen < wanted {
            let Some(Ok(line)) = lines.next() else {
                panic!("the process ended by itself")
            };
            seen += hear(&line, &mut number);
        }
        std::thread::sleep(std::time::Duration::from_micros(dice.roll(3_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        // What it had said before it died counts as well; a line cut off in the middle does not.
        for line in lines.map_while(Result::ok) {
            if line.starts_with("signed ") && line.len() != "signed ".len() + 64 {
                continue;
            }
            seen += hear(&line, &mut number);
        }
        acknowledged += seen;
        let last = !bout.goes_on(kill);
        if kill.is_multiple_of(20) || last {
            let (register, session) = open(&path, session.user);
            assert!(
                register.warnings().is_empty(),
                "after {kill} kills: {:?}",
                register.warnings()
            );
            let verdict = register.verify(|_| true).unwrap();
            assert!(
                verdict.faults.is_empty(),
                "after {kill} kills: {:?}",
                verdict.faults
            );
            for revision in &signed {
                register
                    .read(|c| read::revision(c, *revision))
                    .unwrap_or_else(|e| panic!("{revision} was lost: {e}"));
            }
            let drafts = casebook_core::cases::api::list_drafts(&register, &session).unwrap();
            let kept = drafts
                .iter()
                .find(|d| d.kind == "letter:gp")
                .map_or(0, |d| d.state["number"].as_u64().unwrap());
            assert!(
                kept >= number,
                "draft {number} was acknowledged, {kept} is kept"
            );
            number = kept;
            // A fresh case keeps each child's work short.
            let patient = register
                .read(|c| casebook_core::cases::store::record(c, case))
                .map(|(_, patient)| patient)
                .unwrap();
            for draft in drafts {
                casebook_core::cases::api::discard_draft(
                    &register,
                    &session,
                    &casebook_core::cases::api::DiscardDraftRequest { draft_id: draft.id },
                )
                .unwrap();
            }
            let request = casebook_core::cases::api::AddCaseRequest {
                patient_id: patient,
                form: crate::workflows::desk::case_form(),
            };
            let mut form = request;
            form.form.received_on = "18-Nov-2020".into();
            case = casebook_core::cases::api::add_case(&register, &session, &form)
                .unwrap()
                .id;
            register.lock(&session).unwrap();
        }
        if last {
            break;
        }
    }
    bout.tell(
        &format!("{kill} kills, {acknowledged} acknowledged writes"),
        "0 lost, 0 torn",
    );
    assert!(
        acknowledged > u64::from(kill),
        "too little was written to prove anything"
    );
    drop(folder);
}
