//! The command line of Kham.

use clap::{Args, Parser, Subcommand};
use kham::config::{Config, Given};
use kham::{bench, demo, safety, serve, verify};
use std::path::PathBuf;
use std::process::ExitCode;

/// Half the memory of the system's allocator under load, and a tenth less CPU.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "kham", version, about = "Kham: a clinic in one binary. Phòng khám trong một chương trình.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start a demonstration clinic with invented people; its sign-ins are shown.
    Demo(DemoArgs),
    /// Run a real clinic. The first start prints a one-time link to set it up.
    Serve(ServeArgs),
    /// Prove the books: stock, bills, receipts, files and the audit chain. Exit code 0 means no difference.
    Verify(VerifyArgs),
    /// Check a table of cases against the medicine safety rules: case id, level, rules, separated by tabs.
    Safety(safety::SafetyArgs),
    /// Measure whole visits over HTTP against the bare database driver.
    Bench(bench::BenchArgs),
}

/// Where the clinic's data are.
#[derive(Args, Clone)]
struct PlaceArgs {
    /// The folder of the clinic: its SQLite database, files, kham.toml.
    #[arg(long, env = "KHAM_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// sqlite:PATH or postgres://user@host/name; without it SQLite in the data folder.
    #[arg(long, env = "KHAM_DATABASE", value_name = "PLACE")]
    database: Option<String>,
}

#[derive(Args)]
struct VerifyArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// What an earlier `kham verify` printed: also prove that the audit chain was neither cut nor computed anew since.
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
}

#[derive(Args)]
struct ServeArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// Address and port to listen on [default: 127.0.0.1:8080].
    #[arg(long, env = "KHAM_LISTEN", value_name = "ADDR")]
    listen: Option<String>,
    /// How people reach this clinic from outside, for links in mails.
    #[arg(long, env = "KHAM_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// error, warn, info, debug or trace: what is less serious is not logged [default: info].
    #[arg(long, env = "KHAM_LOG_LEVEL", value_name = "LEVEL")]
    log_level: Option<String>,
}

#[derive(Args)]
struct DemoArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// Port on 127.0.0.1 [default: 8080, or another free one].
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// How many patients to invent.
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    patients: usize,
    /// How many past visits to invent.
    #[arg(long, value_name = "N", default_value_t = 8_000)]
    visits: usize,
    /// The same seed makes the same clinic.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Write every statement into this file, for the bench.
    #[arg(long, value_name = "FILE", hide = true)]
    record_sql: Option<PathBuf>,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let ended = match cli.command {
        Command::Demo(args) => {
            Config::read(given(args.place, args.port.map(|p| format!("127.0.0.1:{p}")))).and_then(|config| {
                if let Some(file) = &args.record_sql {
                    ground::db::record_statements(file).map_err(|e| format!("{}: {e}", file.display()))?;
                }
                let size = demo::Size { seed: args.seed, patients: args.patients, visits: args.visits };
                demo::run(config, &size, args.port.is_some())
            })
        }
        Command::Serve(args) => {
            let given = given(args.place, args.listen);
            let given = Given { public_url: args.public_url, log_level: args.log_level, ..given };
            Config::read(given).and_then(serve::run)
        }
        Command::Verify(args) => {
            Config::read(given(args.place, None)).and_then(|config| verify::run(config, args.since.as_deref()))
        }
        Command::Safety(args) => safety::run(&args),
        Command::Bench(args) => bench::run(args),
    };
    match ended {
        Ok(code) => code,
        Err(said) => {
            eprintln!("kham: {said}");
            ExitCode::FAILURE
        }
    }
}

fn given(place: PlaceArgs, listen: Option<String>) -> Given {
    Given { data: place.data, database: place.database, listen, ..Given::default() }
}
