//! What may be asked for on the command line.

use std::fmt;

/// The usage text, printed for `--help` and after a mistake.
pub(crate) const USAGE: &str = "\
cargo xtask COMMAND

  run [--empty]     build, make the demo register if there is none, open the window;
                    --empty starts with a new, empty register instead
  test [--keep-going] [--only PHASE]
                    everything the build machine checks, from a fresh machine on
  check             the quick loop: format, clippy, core tests, svelte-check
  fmt               format Rust and the screens
  bench [--quick] [--cases N]... [--part NAME]... | bench --window
                    measure, and print the tables: at 2,000 and at 100,000 cases, --quick only
                    at 2,000; NAME is letters, unlock, process, people, notes, cases, lists,
                    whole, import or writing; --window measures the released window instead
  bundle [--test]   make the Debian package; --test installs and tries it in a Debian of its own
  sbom              list what both programs carry inside, for scanners (CycloneDX)
  bindings          write the TypeScript types, the commands and the capability again
  screenshots       take the pictures for the README in the real window
  drill [--hours N] the drills at full size, each to its end or all within N hours (0.5 for
                    half of one), and a table of what they tried and found
";

/// One thing to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Open the window on the demo register, or on an empty one.
    Run { empty: bool },
    /// Everything the build machine checks.
    Test {
        keep_going: bool,
        only: Option<String>,
    },
    /// The quick loop.
    Check,
    /// Format everything.
    Fmt,
    /// Measure, with these words for the bench.
    Bench { words: Vec<String> },
    /// Measure the released window beside a bare one.
    BenchWindow,
    /// Make the Debian package, and try it where that is asked for.
    Bundle { trial: bool },
    /// List what both programs carry inside.
    Sbom,
    /// Write generated files again.
    Bindings,
    /// Take pictures of the real window.
    Screenshots,
    /// The drills at full size, for about so many hours where given.
    Drill {
        /// As typed; a number.
        hours: Option<String>,
    },
    /// Print the usage.
    Help,
}

/// A command line that can't be followed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Misunderstood(String);

impl fmt::Display for Misunderstood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads the words after `cargo xtask`.
///
/// # Errors
/// A word that is not known, a value that is missing or is not a number.
pub(crate) fn parse<I>(words: I) -> Result<Command, Misunderstood>
where
    I: IntoIterator<Item = String>,
{
    let mut words = words.into_iter();
    let Some(name) = words.next() else {
        return Ok(Command::Help);
    };
    let mut command = match name.as_str() {
        "run" => Command::Run { empty: false },
        "test" => Command::Test {
            keep_going: false,
            only: None,
        },
        "check" => Command::Check,
        "fmt" => Command::Fmt,
        "bench" => Command::Bench { words: Vec::new() },
        "bundle" => Command::Bundle { trial: false },
        "sbom" => Command::Sbom,
        "bindings" => Command::Bindings,
        "screenshots" => Command::Screenshots,
        "drill" => Command::Drill { hours: None },
        "help" | "--help" | "-h" => return Ok(Command::Help),
        other => return Err(Misunderstood(format!("there is no command `{other}`"))),
    };
    while let Some(word) = words.next() {
        match (&mut command, word.as_str()) {
            (_, "--help" | "-h") => return Ok(Command::Help),
            (Command::Run { empty }, "--empty") => *empty = true,
            (Command::Bench { words: asked }, "--window") if asked.is_empty() => {
                command = Command::BenchWindow;
            }
            (Command::Bundle { trial }, "--test") => *trial = true,
            (Command::Test { keep_going, .. }, "--keep-going") => *keep_going = true,
            (Command::Test { only, .. }, "--only") => {
                *only = Some(value("--only", words.next())?);
            }
            (Command::Bench { words: asked }, "--quick") => asked.push(word),
            (Command::Bench { words: asked }, "--cases") => {
                let text = value("--cases", words.next())?;
                if text.parse::<u32>().map_or(true, |number| number == 0) {
                    return Err(Misunderstood(format!(
                        "--cases wants a number of cases, not `{text}`"
                    )));
                }
                asked.extend([word, text]);
            }
            (Command::Bench { words: asked }, "--part") => {
                let text = value("--part", words.next())?;
                asked.extend([word, text]);
            }
            (Command::Drill { hours }, "--hours") => {
                let text = value("--hours", words.next())?;
                if !text
                    .parse::<f64>()
                    .is_ok_and(|hours| (0.1..=1_000.0).contains(&hours))
                {
                    return Err(Misunderstood(format!(
                        "--hours wants a number of hours, not `{text}`"
                    )));
                }
                *hours = Some(text);
            }
            (_, other) => {
                return Err(Misunderstood(format!("`{name}` does not take `{other}`")));
            }
        }
    }
    Ok(command)
}

fn value(option: &str, word: Option<String>) -> Result<String, Misunderstood> {
    word.ok_or_else(|| Misunderstood(format!("{option} wants a value")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command, Misunderstood> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn no_words_ask_for_help() {
        assert_eq!(read(""), Ok(Command::Help));
        assert_eq!(read("test --help"), Ok(Command::Help));
    }

    #[test]
    fn options_belong_to_their_own_command() {
        assert_eq!(read("run --empty"), Ok(Command::Run { empty: true }));
        assert_eq!(read("run"), Ok(Command::Run { empty: false }));
        assert_eq!(read("bundle --test"), Ok(Command::Bundle { trial: true }));
        assert_eq!(read("bench --window"), Ok(Command::BenchWindow));
        assert!(read("test --test").is_err());
        assert!(read("check --empty").is_err());
        assert!(read("run --keep-going").is_err());
    }

    #[test]
    fn test_takes_its_options_in_any_order() {
        let wanted = Command::Test {
            keep_going: true,
            only: Some("ui".to_owned()),
        };
        assert_eq!(read("test --only ui --keep-going"), Ok(wanted));
    }

    #[test]
    fn the_bench_is_handed_its_own_words() {
        let words = ["--cases", "2000", "--cases", "100000", "--part", "letters"];
        assert_eq!(
            read("bench --cases 2000 --cases 100000 --part letters"),
            Ok(Command::Bench {
                words: words.map(str::to_owned).to_vec()
            })
        );
        assert!(read("bench --cases many").is_err());
        assert!(read("bench --cases 0").is_err());
        assert!(read("bench --hours 2").is_err());
    }

    #[test]
    fn an_option_without_its_value_is_refused() {
        assert!(read("test --only").is_err());
        assert!(read("drill --hours").is_err());
        assert!(read("drill --hours many").is_err());
        assert_eq!(
            read("drill --hours 2"),
            Ok(Command::Drill {
                hours: Some("2".to_owned())
            })
        );
        assert!(read("drill --hours 0").is_err());
        assert!(read("drill --hours 0.5").is_ok());
    }

    #[test]
    fn an_unknown_command_is_named() {
        let Err(refusal) = read("deploy") else {
            panic!("`deploy` was accepted")
        };
        assert!(refusal.to_string().contains("deploy"));
    }
}
