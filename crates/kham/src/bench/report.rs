//! The figures, for a person and for a program.

use super::floor::Cost;
use crate::tell::tell;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// How long each step took, over all visits of one run.
#[derive(Default)]
pub(super) struct Steps(BTreeMap<&'static str, Vec<Taken>>);

/// What one step took: microseconds that the person waited, and of the server's CPU where it is known.
#[derive(Clone, Copy)]
struct Taken {
    waited: u64,
    cpu: Option<u64>,
}

/// One step over all visits, in milliseconds.
struct Figures {
    step: &'static str,
    p50: f64,
    p99: f64,
    /// The mean of the server's CPU.
    cpu: Option<f64>,
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

impl Steps {
    pub(super) fn add(&mut self, step: &'static str, took: Duration, cpu: Option<Duration>) {
        self.0.entry(step).or_default().push(Taken { waited: micros(took), cpu: cpu.map(micros) });
    }

    pub(super) fn merge(&mut self, other: Steps) {
        for (step, mut times) in other.0 {
            self.0.entry(step).or_default().append(&mut times);
        }
    }

    fn figures(&self) -> Vec<Figures> {
        let per_step = self.0.iter().map(|(step, taken)| {
            let mut sorted: Vec<u64> = taken.iter().map(|t| t.waited).collect();
            sorted.sort_unstable();
            let used: Option<u64> = taken.iter().map(|t| t.cpu).sum();
            let cpu = used.map(|used| ms(used) / number(taken.len().max(1) as u64));
            Figures { step, p50: at(&sorted, 50), p99: at(&sorted, 99), cpu }
        });
        per_step.collect()
    }
}

fn ms(micros: u64) -> f64 {
    Duration::from_micros(micros).as_secs_f64() * 1_000.0
}

/// A percentile in milliseconds of sorted microseconds.
fn at(sorted: &[u64], percent: usize) -> f64 {
    let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(index).map_or(0.0, |us| ms(*us))
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

/// Prints what statements cost in so many visits.
pub(super) fn print_costs(costs: &[Cost], visits: u64) {
    for cost in costs {
        let (micros, runs) = (cost.cpu.as_secs_f64() * 1_000_000.0, f64::from(cost.runs));
        let sql: String = cost.sql.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
        let visits = number(visits.max(1));
        tell!("{:>8.1} us a visit {:>6.1} times {:>7.1} us  {sql}", micros / visits, runs / visits, micros / runs);
    }
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
        tell!(
            "\n{} at once: {} visits, {:.1} visits/s, {:.0} requests/s",
            self.concurrency,
            self.visits,
            per(self.visits, seconds),
            per(self.requests, seconds)
        );
        let shown =
            |value: Option<f64>, unit: &str| value.map_or("not measured".to_owned(), |v| format!("{v:.2} {unit}"));
        tell!("  server CPU per visit: {}", shown(self.cpu_ms_per_visit(), "ms"));
        tell!("  bare driver, same statements: {}", shown(self.floor_ms_per_visit, "ms"));
        tell!("  ratio to the bare driver: {}", shown(self.floor_ratio(), ""));
        tell!("  peak memory: {}", shown(self.peak_rss_mb, "MB"));
        tell!("  {:<26} {:>9} {:>9} {:>9}", "step", "p50 ms", "p99 ms", "CPU ms");
        for Figures { step, p50, p99, cpu } in self.steps.figures() {
            let cpu = cpu.map_or(String::new(), |cpu| format!("{cpu:.2}"));
            tell!("  {step:<26} {p50:>9.2} {p99:>9.2} {cpu:>9}");
        }
    }

    /// The run for a program.
    pub(super) fn json(&self) -> Value {
        let seconds = self.took.as_secs_f64();
        let steps: Vec<Value> = self
            .steps
            .figures()
            .into_iter()
            .map(|f| json!({"step": f.step, "p50_ms": f.p50, "p99_ms": f.p99, "cpu_ms": f.cpu}))
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
