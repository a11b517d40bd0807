//! `kham verify`: recomputes what must agree and prints every difference.

mod books;
mod cash;
mod chain;
mod head;
mod stored_files;

pub use head::Head;

use crate::config::Config;
use crate::tell::tell;
use crate::{house, serve};
use ground::db::{Db, Stop};
use ground::web::House;
use std::path::Path;
use std::process::ExitCode;

/// One thing that does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which proof failed: `stock`, `due`, `chain`, …
    pub proof: &'static str,
    /// What it is about: `batch 123`.
    pub about: String,
    pub expected: String,
    pub found: String,
}

/// What was proved.
#[derive(Debug, Default)]
pub struct Verdict {
    pub differences: Vec<Difference>,
    /// How many rows each proof went through.
    pub checked: Vec<(&'static str, u64)>,
    /// Audit rows that are written but not yet chained (PostgreSQL: within a second).
    pub unsealed: u64,
    /// The last row of every node's chain.
    pub heads: Vec<Head>,
}

/// Runs every proof on the clinic of a configuration and prints the verdict. `since` is what an earlier run printed,
/// kept where nobody who writes to the database can reach it.
pub fn run(config: Config, since: Option<&Path>) -> Result<ExitCode, String> {
    serve::logging(config.log_json, tracing::Level::WARN);
    let folder = config.data.clone().ok_or("verify needs --data DIR: the clinic's folder")?;
    if config.place.is_none() && !folder.join("kham.db").is_file() {
        return Err(format!("{}: there is no clinic in this folder", folder.display()));
    }
    let kept = since.map_or(Ok(Vec::new()), Head::read_all)?;
    let verdict = serve::runtime()?.block_on(async {
        let house = house::build(&config, &folder, false).await?;
        prove_since(&house, &kept).await.map_err(|e| format!("{e:?}"))
    })?;
    print(&verdict);
    Ok(if verdict.differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print(verdict: &Verdict) {
    for (proof, rows) in &verdict.checked {
        tell!("{proof}: {rows} rows");
    }
    for head in &verdict.heads {
        tell!("{head}");
    }
    for d in &verdict.differences {
        tell!("difference in {}: {}: expected {}, found {}", d.proof, d.about, d.expected, d.found);
    }
    tell!("audit rows not chained yet: {}", verdict.unsealed);
    tell!("{} differences", verdict.differences.len());
}

/// Runs every proof.
pub async fn prove(house: &House) -> Result<Verdict, Stop> {
    prove_since(house, &[]).await
}

/// Runs every proof, and that the chain goes through the heads of an earlier run.
pub async fn prove_since(house: &House, kept: &[Head]) -> Result<Verdict, Stop> {
    let mut verdict = Verdict::default();
    prove_tables(&house.db, kept, &mut verdict).await?;
    stored_files::prove(house, &mut verdict).await?;
    Ok(verdict)
}

/// Runs the proofs that need no files.
pub async fn prove_database(db: &Db) -> Result<Verdict, Stop> {
    let mut verdict = Verdict::default();
    prove_tables(db, &[], &mut verdict).await?;
    Ok(verdict)
}

async fn prove_tables(db: &Db, kept: &[Head], verdict: &mut Verdict) -> Result<(), Stop> {
    chain::prove(db, kept, verdict).await?;
    books::prove(db, verdict).await
}
