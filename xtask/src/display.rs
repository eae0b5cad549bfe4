//! A display nobody sees, for the tests that drive the real window.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// An X server of our own; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Display {
    server: Child,
    name: String,
}

impl Display {
    /// Starts one on the first free number, which the server itself chooses: two test runs on one
    /// machine can't take each other's.
    ///
    /// # Errors
    /// Xvfb is not installed or does not come up.
    pub(crate) fn open() -> Result<Self, String> {
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x900x24",
                "-nolisten",
                "tcp",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|fault| format!("Xvfb could not be started: {fault}"))?;
        let mut number = String::new();
        if let Some(said) = server.stdout.take() {
            // The server closes the pipe when it gives up, so this can't wait for ever.
            drop(BufReader::new(said).read_line(&mut number));
        }
        let number = number.trim();
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            drop(server.kill());
            drop(server.wait());
            return Err("Xvfb did not come up".to_owned());
        }
        let name = format!(":{number}");
        Ok(Self { server, name })
    }

    /// What DISPLAY must hold.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}
