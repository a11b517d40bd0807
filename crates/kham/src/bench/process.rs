//! What a process costs, read from the kernel.

use std::time::Duration;

/// The CPU time that a process has used in all its running threads, exact to the nanosecond.
pub(super) fn cpu_of(pid: u32) -> Result<Duration, String> {
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).map_err(|e| e.to_string())?;
    // A thread may end between the two looks.
    let times = threads.flatten().filter_map(|thread| std::fs::read_to_string(thread.path().join("schedstat")).ok());
    Ok(times.filter_map(|text| nanos(&text)).sum())
}

fn nanos(schedstat: &str) -> Option<Duration> {
    schedstat.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
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
    nanos(&text).ok_or_else(|| "no schedstat".to_owned())
}
