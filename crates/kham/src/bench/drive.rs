//! Many visits at once.

use super::process::cpu_of;
use super::report::Steps;
use super::visit::{Staff, Visit, stock_up};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How many visits, how many of them at once.
#[derive(Clone, Copy)]
pub(super) struct Load {
    pub(super) at_once: usize,
    pub(super) visits: u64,
}

/// What was done.
#[derive(Default)]
pub(super) struct Done {
    pub(super) visits: u64,
    pub(super) requests: u64,
    pub(super) took: Duration,
    /// What the server's process used meanwhile, when its id is known.
    pub(super) server_cpu: Option<Duration>,
    pub(super) steps: Steps,
}

/// Signs the staff in (outside the measured time), then drives the visits.
pub(super) async fn drive(host: &str, load: Load, pid: Option<u32>) -> Result<Done, String> {
    stock_up(host).await?;
    let staff = Arc::new(Staff::sign_in(host).await?);
    let left = Arc::new(AtomicU64::new(load.visits));
    // What a step costs the server can be told apart only while there is one at a time.
    let alone = pid.filter(|_| load.at_once == 1);
    let (began, before) = (Instant::now(), pid.map(cpu_of).transpose()?);
    let workers: Vec<_> = (0..load.at_once).map(|_| tokio::spawn(work(staff.clone(), left.clone(), alone))).collect();
    let mut done = Done::default();
    for worker in workers {
        let part = worker.await.map_err(|e| e.to_string())??;
        done.visits += part.visits;
        done.requests += part.requests;
        done.steps.merge(part.steps);
    }
    done.took = began.elapsed();
    let after = pid.map(cpu_of).transpose()?;
    done.server_cpu = after.zip(before).map(|(after, before)| after.saturating_sub(before));
    Ok(done)
}

async fn work(staff: Arc<Staff>, left: Arc<AtomicU64>, server: Option<u32>) -> Result<Done, String> {
    let mut done = Done::default();
    let mut visit = Visit::new(&staff);
    let mut before = server.map(cpu_of).transpose()?;
    loop {
        let number = left.fetch_sub(1, Ordering::Relaxed);
        // The counter wraps far beyond any load once it has passed zero.
        if number == 0 || number > u64::MAX / 2 {
            done.requests = visit.requests();
            return Ok(done);
        }
        let mut told = |step, took| {
            let now = server.and_then(|pid| cpu_of(pid).ok());
            done.steps.add(step, took, now.zip(before).map(|(now, before)| now.saturating_sub(before)));
            before = now;
        };
        visit.walk(number, &mut told).await?;
        done.visits += 1;
    }
}
