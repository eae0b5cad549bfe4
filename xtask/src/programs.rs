//! Starting other programs: output streamed, nothing on their standard input, a time limit, and
//! nothing left running afterwards.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Every process of a phase carries this variable, so that whatever it leaves behind can be found
/// even when its parent is gone.
const MARK: &str = "CASEBOOK_XTASK_PHASE";

/// A program about to be started.
#[derive(Debug)]
pub(crate) struct Program {
    command: Command,
    line: String,
}

impl Program {
    /// `name` is looked up in PATH unless it is a path.
    pub(crate) fn new(name: impl Into<OsString>) -> Self {
        let name = name.into();
        let line = name.to_string_lossy().into_owned();
        Self {
            command: Command::new(name),
            line,
        }
    }

    /// Adds the words of one string, split at blanks.
    pub(crate) fn words(mut self, words: &str) -> Self {
        for word in words.split_whitespace() {
            self = self.arg(word);
        }
        self
    }

    /// Adds one argument as it is.
    pub(crate) fn arg(mut self, word: impl Into<OsString>) -> Self {
        let word = word.into();
        self.line.push(' ');
        self.line.push_str(&word.to_string_lossy());
        self.command.arg(word);
        self
    }

    /// The folder to run in.
    pub(crate) fn within(mut self, folder: impl AsRef<Path>) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets a variable.
    pub(crate) fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.command.env(name, value.into());
        self
    }

    /// Runs it to its end, its output going where ours goes.
    ///
    /// # Errors
    /// It can't be started, it takes longer than `limit`, or it ends with a failure.
    pub(crate) fn run(mut self, limit: Duration) -> Result<(), String> {
        println!("    $ {}", self.line);
        let mark = self.marked();
        let start = Instant::now();
        let mut child = self
            .command
            .stdin(Stdio::null())
            .spawn()
            .map_err(|fault| cannot_start(&self.line, &fault))?;
        let outcome = loop {
            match child.try_wait() {
                Ok(Some(status)) => break verdict(&self.line, status),
                Ok(None) if start.elapsed() > limit => {
                    break Err(format!(
                        "`{}` took longer than {} s",
                        self.line,
                        limit.as_secs()
                    ));
                }
                Ok(None) => thread::sleep(Duration::from_millis(20)),
                Err(fault) => break Err(format!("`{}` was lost: {fault}", self.line)),
            }
        };
        let left = end_marked(&mark);
        // Reaped whatever happened; it has ended or has just been killed.
        drop(child.kill());
        drop(child.wait());
        if outcome.is_ok() && left > 0 {
            println!("    ({left} of its processes were still running and have been ended)");
        }
        outcome
    }

    /// Runs it to its end with the terminal's own input, for as long as it takes.
    ///
    /// # Errors
    /// It can't be started, or it ends with a failure.
    pub(crate) fn run_for_a_person(mut self) -> Result<(), String> {
        println!("    $ {}", self.line);
        let status = self
            .command
            .status()
            .map_err(|fault| cannot_start(&self.line, &fault))?;
        verdict(&self.line, status)
    }

    /// Runs it and hands back what it printed, whatever its verdict. For quick questions only.
    ///
    /// # Errors
    /// It can't be started.
    pub(crate) fn ask(mut self) -> Result<Answer, String> {
        let output = self
            .command
            .stdin(Stdio::null())
            .output()
            .map_err(|fault| cannot_start(&self.line, &fault))?;
        Ok(Answer {
            ok: output.status.success(),
            text: String::from_utf8_lossy(&output.stdout).into_owned(),
            complaint: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    fn marked(&mut self) -> String {
        let mark = format!("{}-{:?}", std::process::id(), Instant::now())
            .replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        self.command.env(MARK, &mark);
        mark
    }
}

/// What a quick question brought back.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Whether the program ended well.
    pub(crate) ok: bool,
    /// Its standard output.
    pub(crate) text: String,
    /// Its standard error.
    pub(crate) complaint: String,
}

/// Looks a program up in PATH.
pub(crate) fn in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// The cargo that started us.
pub(crate) fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn cannot_start(line: &str, fault: &std::io::Error) -> String {
    format!("`{line}` could not be started: {fault}")
}

fn verdict(line: &str, status: ExitStatus) -> Result<(), String> {
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{line}` failed ({status})"))
    }
}

/// Ends every process that carries the mark; returns how many there were.
fn end_marked(mark: &str) -> usize {
    let wanted = format!("{MARK}={mark}");
    let Ok(folders) = fs::read_dir("/proc") else {
        return 0;
    };
    let mut ended: usize = 0;
    for folder in folders.flatten() {
        let name = folder.file_name().to_string_lossy().into_owned();
        if !name.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let Ok(environment) = fs::read(folder.path().join("environ")) else {
            continue;
        };
        if environment
            .split(|byte| *byte == 0)
            .any(|entry| entry == wanted.as_bytes())
            && Command::new("kill")
                .args(["-KILL", &name])
                .status()
                .is_ok_and(|s| s.success())
        {
            ended = ended.saturating_add(1);
        }
    }
    ended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_is_named_with_its_words() {
        let outcome = Program::new("sh")
            .arg("-c")
            .arg("exit 3")
            .run(Duration::from_secs(5));
        let Err(complaint) = outcome else {
            panic!("exit 3 passed as success")
        };
        assert!(complaint.contains("exit 3"), "{complaint}");
    }

    /// Whether any process sleeps for exactly so long; waits a little for a killed one to go.
    fn still_sleeping(seconds: &str) -> bool {
        let wanted = format!("sleep\0{seconds}\0").into_bytes();
        for _ in 0..100 {
            let folders = fs::read_dir("/proc").unwrap().flatten();
            let lines = folders.filter_map(|folder| fs::read(folder.path().join("cmdline")).ok());
            if !lines.into_iter().any(|line| line == wanted) {
                return false;
            }
            thread::sleep(Duration::from_millis(20));
        }
        true
    }

    #[test]
    fn a_program_that_hangs_is_ended_at_its_limit_with_its_children() {
        let start = Instant::now();
        let (one, two) = (
            format!("611.{}", std::process::id()),
            format!("612.{}", std::process::id()),
        );
        let outcome = Program::new("sh")
            .arg("-c")
            .arg(format!("sleep {one} & sleep {two}"))
            .run(Duration::from_millis(300));
        assert!(outcome.is_err_and(|complaint| complaint.contains("took longer")));
        assert!(start.elapsed() < Duration::from_secs(60));
        assert!(
            !still_sleeping(&one) && !still_sleeping(&two),
            "a child was left running"
        );
    }

    #[test]
    fn an_orphan_left_behind_is_ended_too() {
        let long = format!("613.{}", std::process::id());
        let outcome = Program::new("sh")
            .arg("-c")
            .arg(format!("setsid sleep {long} & sleep 0.2"))
            .run(Duration::from_secs(30));
        assert_eq!(outcome, Ok(()));
        assert!(!still_sleeping(&long), "the orphan was left running");
    }

    #[test]
    fn a_program_that_is_not_there_is_a_plain_failure() {
        let outcome = Program::new("no-such-program-here").run(Duration::from_secs(1));
        assert!(outcome.is_err_and(|complaint| complaint.contains("could not be started")));
    }
}
