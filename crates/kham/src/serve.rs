//! `kham serve`: a real clinic.

use crate::config::Config;
use crate::{house, jobs, router, server};
use ground::web::House;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Runs until it is stopped.
pub fn run(config: Config) -> Result<ExitCode, String> {
    logging(config.log_json, config.log_level);
    let folder =
        config.data.clone().ok_or("serve needs --data DIR: the folder in which the clinic's data will live")?;
    runtime()?.block_on(serve(config, folder))
}

/// The runtime of a server: as many threads as cores.
pub(crate) fn runtime() -> Result<Runtime, String> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| format!("no threads: {e}"))
}

/// Structured logs on the error stream, without any patient's data.
pub(crate) fn logging(json: bool, level: tracing::Level) {
    let plain = tracing_subscriber::fmt().with_max_level(level).with_target(false).with_writer(std::io::stderr);
    let set = if json { plain.json().try_init() } else { plain.try_init() };
    if let Err(e) = set {
        eprintln!("kham: no log: {e}");
    }
}

async fn serve(config: Config, folder: PathBuf) -> Result<ExitCode, String> {
    let house = house::build(&config, &folder, false).await?;
    let listener = TcpListener::bind(config.listen).await.map_err(|e| format!("{}: {e}", config.listen))?;
    if !house.clinics.is_set_up() {
        let link = office::first_start_link(&house).await.map_err(|e| format!("{e:?}"))?;
        println!("This clinic is not set up yet. Open this link once, within an hour:\n{link}");
    }
    println!("Kham is open at {}", house.public_url);
    run_until_stopped(house, &config, listener).await;
    Ok(ExitCode::SUCCESS)
}

/// Serves until the process is asked to stop.
pub(crate) async fn run_until_stopped(house: Arc<House>, config: &Config, listener: TcpListener) {
    jobs::start(&house, config);
    let stop = {
        let house = house.clone();
        async move {
            server::stop_signal().await;
            house.closing.begin();
        }
    };
    server::serve(listener, router::router(house), stop).await;
}
