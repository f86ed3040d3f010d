//! The yardstick: a process that does nothing but write the same bytes to the same number of sockets.
//!
//! It is this program again, in a process of its own so that the kernel counts it apart. The sockets are
//! read by the same thread that reads the server's streams.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use natter_tests::http::Error;
use rustix::process::Pid;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::ChildStdout;

use crate::accounting;
use crate::ear::Ear;
use crate::listening::Listening;

/// What the writer does.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Plan {
    #[arg(long)]
    pub sockets: usize,
    /// Rounds a second; in each, every socket is written to once.
    #[arg(long)]
    pub rate: usize,
    #[arg(long)]
    pub seconds: usize,
}

/// The writer itself: takes what to write from stdin, says its port, then when it begins and when it is done.
///
/// # Errors
/// When a reader goes away.
pub fn write(plan: Plan) -> io::Result<()> {
    let mut payload = Vec::new();
    let mut length = [0; 8];
    io::stdin().read_exact(&mut length)?;
    io::stdin().take(u64::from_le_bytes(length)).read_to_end(&mut payload)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    say(&listener.local_addr()?.port().to_string())?;
    let mut sockets = Vec::with_capacity(plan.sockets);
    for _ in 0..plan.sockets {
        let (socket, _) = listener.accept()?;
        socket.set_nodelay(true)?;
        sockets.push(socket);
    }
    say("ready")?;
    let pause = Duration::from_secs(1) / u32::try_from(plan.rate).unwrap_or(u32::MAX).max(1);
    // The reader looks at the clock and begins to listen meanwhile.
    let mut due = Instant::now() + Duration::from_millis(200);
    for _ in 0..plan.rate * plan.seconds {
        sleep_until(due);
        due += pause;
        for socket in &mut sockets {
            socket.write_all(&payload)?;
        }
    }
    say("done")?;
    // Until the reader has read its figures: they end with this process.
    io::stdin().read_exact(&mut [0]).or(Ok(()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a process of its own, with one thread and nothing async in it"
)]
fn sleep_until(due: Instant) {
    std::thread::sleep(due.saturating_duration_since(Instant::now()));
}

fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

/// Measures the writer: its processor time for one write.
///
/// # Errors
/// When it fails, or not all arrived.
pub async fn measure(plan: Plan, payload: &[u8]) -> Result<Duration, Error> {
    let mut writer = Writer::start(plan, payload)?;
    let port: u16 = writer.line().await?.parse()?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let ears = (0..plan.sockets).map(|_| Ear::to(address)).collect::<io::Result<Vec<_>>>()?;
    writer.expect("ready").await?;
    let before = accounting::cpu(writer.pid())?;
    let listening = Listening::begin(ears, Instant::now());
    writer.expect("done").await?;
    let spent = accounting::cpu(writer.pid())?.saturating_sub(before);
    let writes = plan.sockets * plan.rate * plan.seconds;
    let all = listening.reaches(writes, Duration::from_secs(5)).await;
    listening.end()?;
    if !all {
        return Err("the bare writer's bytes did not all arrive".into());
    }
    Ok(spent / u32::try_from(writes)?)
}

struct Writer {
    child: Child,
    _stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Writer {
    fn start(plan: Plan, payload: &[u8]) -> Result<Self, Error> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("bare-writer");
        for (name, value) in [("--sockets", plan.sockets), ("--rate", plan.rate), ("--seconds", plan.seconds)]
        {
            command.arg(name).arg(value.to_string());
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().ok_or("no stdout")?;
        let mut writer = Self {
            _stdin: child.stdin.take(),
            child,
            stdout: BufReader::new(ChildStdout::from_std(stdout)?),
        };
        if let Some(stdin) = &mut writer._stdin {
            stdin.write_all(&(payload.len() as u64).to_le_bytes())?;
            stdin.write_all(payload)?;
        }
        Ok(writer)
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    async fn line(&mut self) -> Result<String, Error> {
        let mut line = String::new();
        tokio::time::timeout(Duration::from_secs(120), self.stdout.read_line(&mut line)).await??;
        Ok(line.trim_end().to_owned())
    }

    async fn expect(&mut self, word: &str) -> Result<(), Error> {
        let line = self.line().await?;
        if line == word { Ok(()) } else { Err(format!("the bare writer said {line:?}, not {word}").into()) }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
