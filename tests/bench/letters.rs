//! The letter to a GP: three pages with two tables and a chart, set by this program and by others in turn.

use crate::registers::{Copied, PASSPHRASE, cache, casebookctl, root};
use crate::second_painter::KrillaPainter;
use crate::table::{Goal, Row, Table, Times, timed};
use casebook_core::letters::model::{Block, Letter};
use casebook_core::letters::pdf::Painter;
use casebook_core::letters::{layout, render};
use casebook_core::store::key_file::KeyFile;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const ROUNDS: usize = 60;
/// An engine that takes a second a letter need not take it sixty times.
const FEW: usize = 12;

/// The same letter with another word in every paragraph and item, so that no engine can remember the last one.
fn letters() -> Vec<Letter> {
    let text = std::fs::read(root().join("tests/letters/fixtures/long.json")).unwrap();
    let letter: Letter = serde_json::from_slice(&text).unwrap();
    (0..ROUNDS + 3)
        .map(|number| {
            let mut letter = letter.clone();
            for block in &mut letter.blocks {
                let runs = match block {
                    Block::Paragraph { runs } => vec![runs],
                    Block::List { items } => items.iter_mut().map(|i| &mut i.runs).collect(),
                    _ => Vec::new(),
                };
                for run in runs.into_iter().filter_map(|runs| runs.first_mut()) {
                    run.text = format!("({number}) {}", run.text);
                }
            }
            letter
        })
        .collect()
}

/// Another program that sets letters, kept running and asked for one after the other.
struct Engine {
    name: String,
    child: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
    times: Vec<f64>,
    bytes: u64,
}

fn python() -> PathBuf {
    std::env::var_os("CASEBOOK_BENCH_PYTHON").map_or_else(
        || {
            let home = std::env::var_os("HOME").map(PathBuf::from).unwrap();
            home.join(".cache/casebook/bench-venv/bin/python")
        },
        PathBuf::from,
    )
}

fn script() -> PathBuf {
    root().join("tests/bench/references/measure.py")
}

impl Engine {
    fn start(engine: &str) -> Result<Self, String> {
        let mut child = Command::new(python())
            .arg(script())
            .args([engine, &root().join("assets/fonts").display().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|fault| format!("{}: {fault}", python().display()))?;
        let ask = child.stdin.take().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        let mut version = String::new();
        answers
            .read_line(&mut version)
            .map_err(|fault| fault.to_string())?;
        if version.trim().is_empty() {
            let _ = child.wait();
            return Err(format!(
                "{engine} is not installed in {}",
                python().display()
            ));
        }
        Ok(Self {
            name: format!("{engine} {}", version.trim()),
            child,
            ask,
            answers,
            times: Vec::new(),
            bytes: 0,
        })
    }

    /// One letter, timed by the other program itself.
    fn set(&mut self, letter: &Path, counts: bool) {
        writeln!(self.ask, "{}", letter.display()).unwrap();
        self.ask.flush().unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        let (time, bytes) = answer.trim().split_once(' ').unwrap();
        if counts {
            self.times.push(time.parse().unwrap());
        }
        self.bytes = bytes.parse().unwrap();
    }

    fn end(mut self) -> (String, Times, u64) {
        drop(self.ask);
        let _ = self.child.wait();
        (self.name, Times::sorted(self.times), self.bytes)
    }
}

pub(crate) fn warm(table: &mut Table) {
    let folder = tempfile::tempdir_in(cache()).unwrap();
    let letters = letters();
    let files: Vec<PathBuf> = letters
        .iter()
        .enumerate()
        .map(|(number, letter)| {
            let file = folder.path().join(format!("letter-{number:03}.json"));
            std::fs::write(&file, serde_json::to_vec(letter).unwrap()).unwrap();
            file
        })
        .collect();
    let mut missing = Vec::new();
    let mut engines = Vec::new();
    for name in ["typst", "reportlab", "weasyprint"] {
        match Engine::start(name) {
            Ok(engine) => engines.push(engine),
            Err(why) => missing.push((name, why)),
        }
    }
    let (mut ours, mut unchecked, mut krilla) = (Vec::new(), Vec::new(), Vec::new());
    let (mut bytes, mut pages, mut krilla_bytes) = (0, 0, 0);
    for (round, (letter, file)) in letters.iter().zip(&files).enumerate() {
        let counts = round >= 3;
        let took = |times: &mut Vec<f64>, work: &mut dyn FnMut()| {
            let time = timed(work);
            if counts {
                times.push(time);
            }
        };
        took(&mut ours, &mut || {
            let rendered = render(letter).unwrap();
            (bytes, pages) = (rendered.bytes.len(), rendered.pages);
        });
        took(&mut unchecked, &mut || {
            let pages = layout::lay_out(letter).unwrap();
            casebook_core::letters::pdf::PrintpdfPainter
                .paint(&pages)
                .unwrap();
        });
        took(&mut krilla, &mut || {
            let pages = layout::lay_out(letter).unwrap();
            krilla_bytes = KrillaPainter.paint(&pages).unwrap().len();
        });
        for engine in &mut engines {
            if engine.name.starts_with("weasyprint") && round >= FEW + 3 {
                continue;
            }
            engine.set(file, counts);
        }
    }
    let (ours, unchecked, krilla) = (
        Times::sorted(ours),
        Times::sorted(unchecked),
        Times::sorted(krilla),
    );
    let what = format!("GP letter, {pages} pages, tagged, read back and checked");
    let ended: Vec<_> = engines.into_iter().map(Engine::end).collect();
    match ended.iter().find(|(name, ..)| name.starts_with("typst")) {
        Some((name, times, _)) => {
            table.put(
                0,
                Row::new(what.clone(), ours.clone())
                    .beside(name, times)
                    .goal(Goal::Ratio(1.0)),
            );
        }
        None => table.put(
            0,
            Row::new(what.clone(), ours.clone()).note("typst not measured"),
        ),
    }
    table.put(
        0,
        Row::new(what, ours)
            .beside("krilla 0.8.2", &krilla)
            .goal(Goal::Ratio(1.25)),
    );
    table.put(
        0,
        Row::new("the same without the reading back", unchecked)
            .beside("krilla 0.8.2", &krilla)
            .note("as the prototype was measured; stretch 6 ms"),
    );
    let mut size = Row::new("size of the letter", Times::default())
        .goal(Goal::Bytes(55_000))
        .note(format!("{bytes} bytes; krilla, untagged: {krilla_bytes}"));
    size.bytes = bytes as u64;
    table.put(0, size);
    for (name, times, bytes) in ended {
        table.put(
            0,
            Row::new(format!("(the same letter by {name})"), times).note(format!("{bytes} bytes")),
        );
    }
    for (name, why) in missing {
        table.not_measured(0, &format!("(the same letter by {name})"), &why);
    }
}

/// What a process does that is started for one letter: `speed --letter FILE OUT`.
pub(crate) fn in_own_process(letter: &str, out: &str) {
    let letter: Letter = serde_json::from_slice(&std::fs::read(letter).unwrap()).unwrap();
    std::fs::write(out, render(&letter).unwrap().bytes).unwrap();
}

fn run(command: &mut Command) {
    let status = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{command:?}");
}

/// Whole processes, from their start to their end.
pub(crate) fn whole_process(table: &mut Table, size: usize, copied: &Copied, case: &str) {
    let folder = tempfile::tempdir_in(cache()).unwrap();
    let letter = folder.path().join("letter.json");
    std::fs::write(&letter, serde_json::to_vec(&letters()[0]).unwrap()).unwrap();
    let out = folder.path().join("letter.pdf");
    let own = || {
        run(Command::new(std::env::current_exe().unwrap())
            .arg("--letter")
            .arg(&letter)
            .arg(&out));
    };
    let typst = || {
        run(Command::new(python())
            .arg(script())
            .args([
                "typst",
                &root().join("assets/fonts").display().to_string(),
                "--once",
            ])
            .arg(&letter));
    };
    if python().exists() {
        let (ours, theirs) = Times::in_turn(20, |_| own(), |_| typst());
        table.put(
            size,
            Row::new("the same, whole process, from a file of its words", ours)
                .beside("typst and Python", &theirs)
                .goal(Goal::P50(30.0)),
        );
    } else {
        let ours = Times::of(20, |_| own());
        table.put(
            size,
            Row::new("the same, whole process, from a file of its words", ours)
                .goal(Goal::P50(30.0))
                .note("typst not measured"),
        );
    }
    // The key derivation is slow on purpose; it is measured in turn and taken off, run by run.
    let keys = KeyFile::read(&copied.layout).unwrap();
    let (mut whole, mut without) = (Vec::new(), Vec::new());
    for run_number in 0..12 {
        let out = folder.path().join(format!("preview-{run_number}.pdf"));
        let derivation = timed(|| drop(keys.unlock(copied.user, PASSPHRASE).unwrap()));
        let time = timed(|| {
            run(Command::new(casebookctl())
                .args([
                    "letter",
                    "gp",
                    "--case",
                    case,
                    "--preview",
                    "--user",
                    "demo",
                    "--out",
                ])
                .arg(&out)
                .arg("--register")
                .arg(copied.layout.folder())
                .env("CASEBOOK_PASSPHRASE", PASSPHRASE));
        });
        whole.push(time);
        without.push(time - derivation);
    }
    table.put(
        size,
        Row::new(
            "casebookctl letter gp --preview, unlock to lock",
            Times::sorted(whole),
        ),
    );
    table.put(
        size,
        Row::new(
            "the same less one key derivation measured beside it",
            Times::sorted(without),
        ),
    );
}
