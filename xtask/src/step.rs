//! A step is something that takes a while: it has a title, says how long it took, and shows a command's
//! output when that failed.

use std::io::{Read as _, Seek as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Does `work` under a title.
///
/// # Errors
/// What `work` says, under the step's title.
pub fn step<T>(title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("▸ {title}");
    let began = Instant::now();
    let outcome = work();
    let seconds = began.elapsed().as_secs_f64();
    match &outcome {
        Ok(_) => eprintln!("  done in {seconds:.1} s"),
        Err(_) => eprintln!("  FAILED after {seconds:.1} s"),
    }
    outcome.with_context(|| title.to_owned())
}

/// Says something about the step at hand.
pub fn note(text: impl AsRef<str>) {
    eprintln!("  {}", text.as_ref());
}

/// Runs a command that shows its own progress.
///
/// # Errors
/// When it cannot start or does not succeed.
pub fn show(command: &mut Command) -> Result<()> {
    let line = spell(command);
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("cannot start `{line}`"))?;
    succeed(status, &line)
}

/// Runs a command whose output only matters when it fails; prints the seconds now and then.
///
/// # Errors
/// When it cannot start or does not succeed; what it said is printed first.
pub fn hush(command: &mut Command) -> Result<()> {
    let line = spell(command);
    note(&line);
    let mut log = tempfile::tempfile()?;
    let child = command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log.try_clone()?).spawn();
    let outcome = match child {
        Ok(child) => wait(child),
        Err(error) => Err(error.into()),
    };
    let status = outcome.with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        let mut said = Vec::new();
        log.rewind()?;
        log.read_to_end(&mut said)?;
        eprintln!("{}", String::from_utf8_lossy(&said).trim_end());
    }
    succeed(status, &line)
}

/// What a command prints, trimmed; `None` when it cannot start or does not succeed.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Becomes the command, so that signals reach it as if it had been started by hand.
///
/// # Errors
/// When it cannot start; elsewhere than on unix also when it does not succeed.
pub fn become_command(command: &mut Command) -> Result<()> {
    let line = spell(command);
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        Err(command.exec()).with_context(|| format!("cannot start `{line}`"))
    }
    #[cfg(not(unix))]
    {
        let status = command.status().with_context(|| format!("cannot start `{line}`"))?;
        succeed(status, &line)
    }
}

fn wait(mut child: Child) -> Result<ExitStatus> {
    let began = Instant::now();
    let mut told = 0;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        std::thread::park_timeout(Duration::from_millis(50));
        let seconds = began.elapsed().as_secs();
        if seconds >= told + 15 {
            told = seconds;
            note(format!("… {seconds} s"));
        }
    }
}

fn succeed(status: ExitStatus, line: &str) -> Result<()> {
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

fn spell(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let program = program.rsplit('/').next().unwrap_or(&program).to_owned();
    let args = command.get_args().map(|arg| arg.to_string_lossy().into_owned());
    std::iter::once(program).chain(args).collect::<Vec<_>>().join(" ")
}
