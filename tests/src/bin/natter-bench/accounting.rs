//! What a process costs, as the kernel counts it (proc(5)).

use std::io;
use std::time::Duration;

use rustix::process::Pid;

/// Processor time of a process and its threads so far, in user and kernel mode.
///
/// # Errors
/// When there is no such process, or no `/proc`.
pub fn cpu(pid: Pid) -> io::Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()))?;
    // The program's name may hold anything; what follows its closing parenthesis is numbers.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_ascii_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Ok(Duration::from_secs(ticks) / u32::try_from(rustix::param::clock_ticks_per_second()).unwrap_or(100))
}

/// Memory of a process, in KiB.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// All that is resident.
    pub rss: f64,
    /// The same, with shared pages divided among those who share them.
    pub pss: f64,
}

/// # Errors
/// When there is no such process, or no `/proc`.
pub fn memory(pid: Pid) -> io::Result<Memory> {
    let text = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", pid.as_raw_nonzero()))?;
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.split_ascii_whitespace().next()?.parse().ok()).unwrap_or(0.0)
    };
    Ok(Memory { rss: field("Rss:"), pss: field("Pss:") })
}

/// Lets this process, and those it starts, open as many files and sockets as the system allows; says how many.
///
/// # Errors
/// When the system refuses.
pub fn raise_open_files() -> io::Result<u64> {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit)?;
    Ok(limit.current.unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_busy_process_costs_time_and_memory() {
        let me = rustix::process::getpid();
        let before = cpu(me).unwrap();
        let began = std::time::Instant::now();
        while began.elapsed() < Duration::from_millis(100) {}
        assert!(cpu(me).unwrap() > before);
        let memory = memory(me).unwrap();
        assert!(memory.rss >= memory.pss && memory.pss > 100.0, "{memory:?}");
    }
}
