//! Phases in a row: each timed, the first failure stops, and a table at the end.

use std::time::{Duration, Instant};

/// What a phase has to say when it went well: usually nothing, sometimes what it could not check.
pub(crate) type Remark = Option<String>;

/// One step of a run.
pub(crate) struct Phase<'a> {
    /// The name that `--only` takes and the table shows.
    pub(crate) name: &'static str,
    /// The work.
    pub(crate) work: Box<dyn FnMut() -> Result<Remark, String> + 'a>,
}

impl<'a> Phase<'a> {
    /// A phase with a name and its work.
    pub(crate) fn new(
        name: &'static str,
        work: impl FnMut() -> Result<Remark, String> + 'a,
    ) -> Self {
        Self {
            name,
            work: Box::new(work),
        }
    }
}

/// How a phase ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It went well, perhaps with a remark.
    Passed(Remark),
    /// It failed, and why.
    Failed(String),
    /// An earlier failure stopped the run before it.
    NotReached,
}

/// One line of the closing table.
#[derive(Debug)]
pub(crate) struct Line {
    name: &'static str,
    ending: Ending,
    took: Duration,
}

/// Runs the phases in order; stops at the first failure unless told to go on.
pub(crate) fn run(phases: Vec<Phase<'_>>, keep_going: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut stopped = false;
    for mut phase in phases {
        if stopped {
            let (ending, took) = (Ending::NotReached, Duration::ZERO);
            lines.push(Line {
                name: phase.name,
                ending,
                took,
            });
            continue;
        }
        println!("\n==> {}", phase.name);
        let start = Instant::now();
        let ending = match (phase.work)() {
            Ok(remark) => Ending::Passed(remark),
            Err(complaint) => {
                println!("    FAILED: {complaint}");
                stopped = !keep_going;
                Ending::Failed(complaint)
            }
        };
        lines.push(Line {
            name: phase.name,
            ending,
            took: start.elapsed(),
        });
    }
    lines
}

/// Keeps only the phase of that name.
///
/// # Errors
/// There is none; the message lists those there are.
pub(crate) fn only<'a>(phases: Vec<Phase<'a>>, name: &str) -> Result<Vec<Phase<'a>>, String> {
    let names: Vec<&str> = phases.iter().map(|phase| phase.name).collect();
    let known = names.join(", ");
    let kept: Vec<_> = phases
        .into_iter()
        .filter(|phase| phase.name == name)
        .collect();
    if kept.is_empty() {
        return Err(format!("there is no phase `{name}`; there are: {known}"));
    }
    Ok(kept)
}

/// Whether every phase passed.
pub(crate) fn all_passed(lines: &[Line]) -> bool {
    lines
        .iter()
        .all(|line| matches!(line.ending, Ending::Passed(_)))
}

/// The closing table: name, verdict, seconds, and what there is to say.
pub(crate) fn table(lines: &[Line]) -> String {
    let width = lines
        .iter()
        .map(|line| line.name.len())
        .max()
        .unwrap_or_default()
        .max(5);
    let mut text = String::from("\n");
    let mut total = Duration::ZERO;
    for line in lines {
        total = total.saturating_add(line.took);
        let (verdict, said) = match &line.ending {
            Ending::Passed(None) => ("passed", ""),
            Ending::Passed(Some(remark)) => ("passed", remark.as_str()),
            Ending::Failed(complaint) => ("FAILED", complaint.as_str()),
            Ending::NotReached => ("not reached", ""),
        };
        let row = format!(
            "{:width$}  {verdict:11}  {:>7.1} s  {said}",
            line.name,
            seconds(line.took)
        );
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text.push_str(&format!(
        "{:width$}  {:11}  {:>7.1} s\n",
        "total",
        "",
        seconds(total)
    ));
    text
}

fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Vec<Phase<'static>> {
        vec![
            Phase::new("first", || Ok(None)),
            Phase::new("second", || Err("it broke".to_owned())),
            Phase::new("third", || Ok(Some("half of it".to_owned()))),
        ]
    }

    #[test]
    fn the_first_failure_stops_the_run() {
        let lines = run(three(), false);
        assert_eq!(lines[1].ending, Ending::Failed("it broke".to_owned()));
        assert_eq!(lines[2].ending, Ending::NotReached);
        assert!(!all_passed(&lines));
    }

    #[test]
    fn keep_going_reaches_the_end_and_still_fails() {
        let lines = run(three(), true);
        assert_eq!(
            lines[2].ending,
            Ending::Passed(Some("half of it".to_owned()))
        );
        assert!(!all_passed(&lines));
    }

    #[test]
    fn a_phase_that_was_not_reached_is_no_pass() {
        let lines = vec![Line {
            name: "x",
            ending: Ending::NotReached,
            took: Duration::ZERO,
        }];
        assert!(!all_passed(&lines));
    }

    #[test]
    fn the_table_has_a_row_a_phase_with_verdict_and_time() {
        let lines = vec![
            Line {
                name: "ui",
                ending: Ending::Passed(None),
                took: Duration::from_millis(1260),
            },
            Line {
                name: "end-to-end",
                ending: Ending::Failed("no window".to_owned()),
                took: Duration::from_secs(2),
            },
        ];
        let wanted = "\n\
            ui          passed           1.3 s\n\
            end-to-end  FAILED           2.0 s  no window\n\
            total                        3.3 s\n";
        assert_eq!(table(&lines), wanted);
    }

    #[test]
    fn only_takes_a_phase_that_exists() {
        assert_eq!(only(three(), "third").map(|kept| kept.len()), Ok(1));
        assert!(only(three(), "fourth").is_err_and(|said| said.contains("first, second, third")));
    }
}
