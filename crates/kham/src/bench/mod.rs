//! `kham bench`: whole visits over HTTP through the pages' own forms, beside the same statements on the bare driver.

mod drive;
mod floor;
pub mod forms;
pub mod http;
mod process;
mod report;
mod server;
pub mod visit;
pub mod walked;

use crate::tell::tell;
use clap::Args;
use drive::Load;
use report::Run;
use server::OwnServer;
use std::path::PathBuf;
use std::process::ExitCode;

/// What is measured, and where.
#[derive(Args, Clone)]
pub struct BenchArgs {
    /// Also write the figures as JSON into this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Measure a running demonstration clinic instead of an own server, e.g. http://127.0.0.1:8080.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Let the own server use this database, e.g. postgres://…; the floor is measured on SQLite only.
    #[arg(long, value_name = "PLACE")]
    database: Option<String>,
    /// A demonstration clinic's folder to measure on (it is written to); without it a temporary one is made.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Visits at each concurrency.
    #[arg(long, value_name = "N", default_value_t = 300)]
    visits: u64,
    /// How many at once, one run each.
    #[arg(long, value_name = "N,N", value_delimiter = ',', default_values_t = [1, 8, 32])]
    at_once: Vec<usize>,
    /// Patients of the temporary clinic.
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    patients: usize,
    /// Past visits of the temporary clinic.
    #[arg(long, value_name = "N", default_value_t = 8_000)]
    past_visits: usize,
    /// Also print so many of the statements that cost most on the bare driver.
    #[arg(long, value_name = "N", default_value_t = 0)]
    statements: usize,
}

/// Visits recorded for the floor.
const RECORDED_VISITS: u64 = 100;

/// Measures and prints.
pub fn run(args: BenchArgs) -> Result<ExitCode, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runs = runtime.map_err(|e| e.to_string())?.block_on(measure(&args))?;
    for run in &runs.runs {
        run.print();
    }
    if let Some(ms) = runs.start_ms {
        tell!("\nstart to first answer: {ms:.0} ms");
    }
    if let Some(file) = &args.json {
        let all: Vec<_> = runs.runs.iter().map(Run::json).collect();
        let json = serde_json::json!({ "start_ms": runs.start_ms, "runs": all });
        std::fs::write(file, json.to_string()).map_err(|e| format!("{}: {e}", file.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

struct Measured {
    runs: Vec<Run>,
    start_ms: Option<f64>,
}

async fn measure(args: &BenchArgs) -> Result<Measured, String> {
    if let Some(url) = &args.url {
        let host = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let mut runs = Vec::new();
        for at_once in &args.at_once {
            runs.push(one_run(&host, None, *at_once, args.visits, None).await?);
        }
        return Ok(Measured { runs, start_ms: None });
    }
    let temporary = std::env::temp_dir().join(format!("kham-bench-{}", std::process::id()));
    let folder = args.data.clone().unwrap_or_else(|| temporary.clone());
    let measured = measure_own(args, &folder).await;
    if args.data.is_none() {
        let _ = std::fs::remove_dir_all(&temporary);
    }
    measured
}

async fn measure_own(args: &BenchArgs, folder: &std::path::Path) -> Result<Measured, String> {
    let size = server::Size { patients: args.patients, visits: args.past_visits };
    OwnServer::start(folder, args.database.as_deref(), size, None).await?.stop().await?;
    let floor = match &args.database {
        None => Some(floor_of(folder, size, args.statements).await?),
        Some(_) => None,
    };
    let mut start_ms = None;
    let mut runs = Vec::new();
    for at_once in &args.at_once {
        let server = OwnServer::start(folder, args.database.as_deref(), size, None).await?;
        start_ms = start_ms.or(Some(server.started_in.as_secs_f64() * 1_000.0));
        runs.push(one_run(&server.host, Some(server.pid()?), *at_once, args.visits, floor).await?);
        server.stop().await?;
    }
    Ok(Measured { runs, start_ms })
}

/// CPU milliseconds per visit of the recorded statements on the bare driver.
async fn floor_of(folder: &std::path::Path, size: server::Size, statements: usize) -> Result<f64, String> {
    let (copy, recording) = (folder.join("floor.db"), folder.join("floor.statements"));
    let second = (statements > 0).then(|| folder.join("weighed.db"));
    for copy in std::iter::once(&copy).chain(&second) {
        server::copy_database(&folder.join("kham.db"), copy)?;
    }
    let server = OwnServer::start(folder, None, size, Some(&recording)).await?;
    let load = Load { at_once: 1, visits: RECORDED_VISITS };
    let before = std::fs::metadata(&recording).map_or(0, |m| m.len());
    let done = drive::drive(&server.host, load, None).await;
    server.stop().await?;
    let done = done?;
    if std::fs::metadata(&recording).map_or(0, |m| m.len()) == before {
        return Err("nothing was recorded".to_owned());
    }
    let cpu = tokio::task::spawn_blocking(move || {
        let cpu = floor::replay(&recording, &copy);
        let costs = second.as_deref().map(|second| floor::weigh(&recording, second)).transpose();
        for file in [Some(recording), Some(copy), second].into_iter().flatten() {
            let _ = std::fs::remove_file(file);
        }
        Ok::<_, String>((cpu?, costs?.unwrap_or_default()))
    });
    let (cpu, costs) = cpu.await.map_err(|e| e.to_string())??;
    report::print_costs(costs.get(..statements).unwrap_or(&costs), done.visits);
    Ok(cpu.as_secs_f64() * 1_000.0 / f64::from(u32::try_from(done.visits).unwrap_or(1)))
}

async fn one_run(host: &str, pid: Option<u32>, at_once: usize, visits: u64, floor: Option<f64>) -> Result<Run, String> {
    // The first visits warm caches and prepare statements.
    drive::drive(host, Load { at_once, visits: (visits / 10).max(at_once as u64) }, None).await?;
    let done = drive::drive(host, Load { at_once, visits }, pid).await?;
    Ok(Run {
        concurrency: at_once,
        visits: done.visits,
        requests: done.requests,
        took: done.took,
        server_cpu: done.server_cpu,
        peak_rss_mb: pid.map(process::peak_mb_of).transpose()?,
        floor_ms_per_visit: floor,
        steps: done.steps,
    })
}
