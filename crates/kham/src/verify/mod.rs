//! `kham verify`: recomputes what must agree and prints every difference.

mod books;
mod chain;
mod stored_files;

use crate::config::Config;
use crate::{house, serve};
use ground::db::{Db, Stop};
use ground::web::House;
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
}

/// Runs every proof on the clinic of a configuration and prints the verdict.
pub fn run(config: Config) -> Result<ExitCode, String> {
    serve::logging(config.log_json, tracing::Level::WARN);
    let folder = config.data.clone().ok_or("verify needs --data DIR: the clinic's folder")?;
    if config.place.is_none() && !folder.join("kham.db").is_file() {
        return Err(format!("{}: there is no clinic in this folder", folder.display()));
    }
    let verdict = serve::runtime()?.block_on(async {
        let house = house::build(&config, &folder, false).await?;
        prove(&house).await.map_err(|e| format!("{e:?}"))
    })?;
    for (proof, rows) in &verdict.checked {
        println!("{proof}: {rows} rows");
    }
    for d in &verdict.differences {
        println!("difference in {}: {}: expected {}, found {}", d.proof, d.about, d.expected, d.found);
    }
    println!("audit rows not chained yet: {}", verdict.unsealed);
    println!("{} differences", verdict.differences.len());
    Ok(if verdict.differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs every proof.
pub async fn prove(house: &House) -> Result<Verdict, Stop> {
    let mut verdict = prove_database(&house.db).await?;
    stored_files::prove(house, &mut verdict).await?;
    Ok(verdict)
}

/// Runs the proofs that need no files.
pub async fn prove_database(db: &Db) -> Result<Verdict, Stop> {
    let mut verdict = Verdict::default();
    chain::prove(db, &mut verdict).await?;
    books::prove(db, &mut verdict).await?;
    Ok(verdict)
}
