//! The figures, for a person and for a program.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// How long each step took, over all visits of one run.
#[derive(Default)]
pub(super) struct Steps(BTreeMap<&'static str, Vec<u64>>);

impl Steps {
    pub(super) fn add(&mut self, step: &'static str, took: Duration) {
        self.0.entry(step).or_default().push(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    pub(super) fn merge(&mut self, other: Steps) {
        for (step, mut times) in other.0 {
            self.0.entry(step).or_default().append(&mut times);
        }
    }

    fn percentiles(&self) -> Vec<(&'static str, f64, f64)> {
        let per_step = self.0.iter().map(|(step, times)| {
            let mut sorted = times.clone();
            sorted.sort_unstable();
            (*step, at(&sorted, 50), at(&sorted, 99))
        });
        per_step.collect()
    }
}

/// A percentile in milliseconds of sorted microseconds.
fn at(sorted: &[u64], percent: usize) -> f64 {
    let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(index).map_or(0.0, |us| Duration::from_micros(*us).as_secs_f64() * 1_000.0)
}

/// One run at one concurrency.
pub(super) struct Run {
    pub(super) concurrency: usize,
    pub(super) visits: u64,
    pub(super) requests: u64,
    pub(super) took: Duration,
    pub(super) server_cpu: Option<Duration>,
    pub(super) peak_rss_mb: Option<f64>,
    /// CPU per visit of the same statements on the bare driver.
    pub(super) floor_ms_per_visit: Option<f64>,
    pub(super) steps: Steps,
}

fn per(count: u64, seconds: f64) -> f64 {
    if seconds > 0.0 { number(count) / seconds } else { 0.0 }
}

fn number(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

impl Run {
    fn cpu_ms_per_visit(&self) -> Option<f64> {
        self.server_cpu.map(|cpu| cpu.as_secs_f64() * 1_000.0 / number(self.visits.max(1)))
    }

    fn floor_ratio(&self) -> Option<f64> {
        Some(self.cpu_ms_per_visit()? / self.floor_ms_per_visit.filter(|f| *f > 0.0)?)
    }

    /// Prints the run for a person.
    pub(super) fn print(&self) {
        let seconds = self.took.as_secs_f64();
        println!(
            "\n{} at once: {} visits, {:.1} visits/s, {:.0} requests/s",
            self.concurrency,
            self.visits,
            per(self.visits, seconds),
            per(self.requests, seconds)
        );
        let shown =
            |value: Option<f64>, unit: &str| value.map_or("not measured".to_owned(), |v| format!("{v:.2} {unit}"));
        println!("  server CPU per visit: {}", shown(self.cpu_ms_per_visit(), "ms"));
        println!("  bare driver, same statements: {}", shown(self.floor_ms_per_visit, "ms"));
        println!("  ratio to the bare driver: {}", shown(self.floor_ratio(), ""));
        println!("  peak memory: {}", shown(self.peak_rss_mb, "MB"));
        println!("  {:<26} {:>9} {:>9}", "step", "p50 ms", "p99 ms");
        for (step, p50, p99) in self.steps.percentiles() {
            println!("  {step:<26} {p50:>9.2} {p99:>9.2}");
        }
    }

    /// The run for a program.
    pub(super) fn json(&self) -> Value {
        let seconds = self.took.as_secs_f64();
        let steps: Vec<Value> = self
            .steps
            .percentiles()
            .into_iter()
            .map(|(s, p50, p99)| json!({"step": s, "p50_ms": p50, "p99_ms": p99}))
            .collect();
        json!({
            "concurrency": self.concurrency,
            "visits": self.visits,
            "visits_per_s": per(self.visits, seconds),
            "requests_per_s": per(self.requests, seconds),
            "cpu_ms_per_visit": self.cpu_ms_per_visit(),
            "floor_ms_per_visit": self.floor_ms_per_visit,
            "floor_ratio": self.floor_ratio(),
            "peak_rss_mb": self.peak_rss_mb,
            "steps": steps,
        })
    }
}
