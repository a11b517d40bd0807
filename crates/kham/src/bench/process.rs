//! What a process costs, read from the kernel.

use std::time::Duration;

/// The clock ticks of `/proc/PID/stat` on every Linux that Kham runs on.
const TICKS_PER_SECOND: u64 = 100;

/// The CPU time that a process has used in all its threads, in steps of 10 ms.
pub(super) fn cpu_of(pid: u32) -> Result<Duration, String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).map_err(|e| e.to_string())?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let mut numbers = after_name.split_whitespace().skip(11).map_while(|n| n.parse::<u64>().ok());
    let (user, system) = (numbers.next().ok_or("no times")?, numbers.next().ok_or("no times")?);
    Ok(Duration::from_millis((user + system) * 1_000 / TICKS_PER_SECOND))
}

/// The most memory a process has had at once, in MB.
pub(super) fn peak_mb_of(pid: u32) -> Result<f64, String> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).map_err(|e| e.to_string())?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).ok_or("no peak")?;
    let kb: f64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).ok_or("no peak")?;
    Ok(kb / 1_024.0)
}

/// The CPU time of the calling thread, exact to the nanosecond.
pub(super) fn cpu_of_this_thread() -> Result<Duration, String> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").map_err(|e| e.to_string())?;
    let nanos = text.split_whitespace().next().and_then(|n| n.parse().ok()).ok_or("no schedstat")?;
    Ok(Duration::from_nanos(nanos))
}
