//! A server of the bench's own: this same program in a process of its own.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

const MAKING_MAX: Duration = Duration::from_secs(3_600);
const STOPPING_MAX: Duration = Duration::from_secs(20);

/// How large a clinic is made when there is none.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) patients: usize,
    pub(super) visits: usize,
}

/// A running server.
pub(super) struct OwnServer {
    child: Child,
    pub(super) host: String,
    /// From the start of the process to its first answer.
    pub(super) started_in: Duration,
}

impl OwnServer {
    pub(super) async fn start(
        folder: &Path,
        database: Option<&str>,
        size: Size,
        recording: Option<&Path>,
    ) -> Result<OwnServer, String> {
        let port = free_port().await?;
        let program = std::env::current_exe().map_err(|e| e.to_string())?;
        let mut command = Command::new(program);
        command.arg("demo").arg("--data").arg(folder).args(["--port", &port.to_string()]);
        command.args(["--patients", &size.patients.to_string(), "--visits", &size.visits.to_string()]);
        if let Some(place) = database {
            command.args(["--database", place]);
        }
        if let Some(file) = recording {
            command.arg("--record-sql").arg(file);
        }
        let began = Instant::now();
        let child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).kill_on_drop(true).spawn();
        let mut server = OwnServer {
            child: child.map_err(|e| e.to_string())?,
            host: format!("127.0.0.1:{port}"),
            started_in: Duration::ZERO,
        };
        server.wait(began).await?;
        Ok(server)
    }

    /// Waits until a page answers; a listening port alone is no answer.
    async fn wait(&mut self, began: Instant) -> Result<(), String> {
        while began.elapsed() < MAKING_MAX {
            if let Some(status) = self.child.try_wait().map_err(|e| e.to_string())? {
                return Err(format!("the server ended: {status}"));
            }
            if TcpStream::connect(&self.host).await.is_ok()
                && super::http::Browser::new(&self.host).get("/sign-in").await.is_ok()
            {
                self.started_in = began.elapsed();
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err("the server did not answer".to_owned())
    }

    pub(super) fn pid(&self) -> Result<u32, String> {
        self.child.id().ok_or_else(|| "the server has ended".to_owned())
    }

    /// Asks the server to stop, as a service manager does.
    pub(super) async fn stop(mut self) -> Result<(), String> {
        let pid = self.pid()?.to_string();
        let asked = Command::new("kill").args(["-TERM", &pid]).status().await;
        if !asked.is_ok_and(|s| s.success()) {
            return Err("the server could not be stopped".to_owned());
        }
        match tokio::time::timeout(STOPPING_MAX, self.child.wait()).await {
            Ok(Ok(_)) => Ok(()),
            _ => Err("the server did not stop".to_owned()),
        }
    }
}

async fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|e| e.to_string())?;
    Ok(listener.local_addr().map_err(|e| e.to_string())?.port())
}

/// Copies a SQLite file that nobody has open, after its log is folded in.
pub(super) fn copy_database(from: &Path, to: &Path) -> Result<(), String> {
    let connection = rusqlite::Connection::open(from).map_err(|e| e.to_string())?;
    let folded: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(|e| e.to_string())?;
    drop(connection);
    if folded != 0 {
        return Err("the database is still in use".to_owned());
    }
    std::fs::copy(from, to).map(|_| ()).map_err(|e| e.to_string())
}
