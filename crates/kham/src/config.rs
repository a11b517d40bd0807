//! What the person who runs the clinic decides: flags, then environment, then `kham.toml` in the data folder.

use ground::db::Place;
use reminders::{SmsConfig, SmtpConfig};
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use tracing::Level;

/// What was given on the command line or by the environment.
#[derive(Debug, Default, Clone)]
pub struct Given {
    pub data: Option<PathBuf>,
    pub database: Option<String>,
    pub listen: Option<String>,
    pub public_url: Option<String>,
    pub log_level: Option<String>,
}

/// Everything decided and checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of the clinic; `None` when nobody named one.
    pub data: Option<PathBuf>,
    pub place: Option<Place>,
    pub listen: SocketAddr,
    pub public_url: Option<String>,
    /// TLS ends before this process: cookies are `Secure`.
    pub behind_tls: bool,
    pub smtp: Option<SmtpConfig>,
    pub sms: Option<SmsConfig>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Sites that may show the booking page within their own.
    pub embed_origins: Vec<String>,
    pub log_json: bool,
    /// What is not more serious than this is left out of the log.
    pub log_level: Level,
}

/// `kham.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    database: Option<String>,
    listen: Option<String>,
    public_url: Option<String>,
    #[serde(default)]
    behind_tls: bool,
    #[serde(default)]
    log_json: bool,
    log_level: Option<String>,
    #[serde(default)]
    trusted_proxies: Vec<IpAddr>,
    #[serde(default)]
    embed_origins: Vec<String>,
    smtp: Option<SmtpConfig>,
    sms: Option<SmsConfig>,
}

const LOG_LEVEL: &str = "info";
const LISTEN: &str = "127.0.0.1:8080";

impl Config {
    /// Reads and checks all of it; the error is a sentence that says what is wrong and where.
    pub fn read(given: Given) -> Result<Config, String> {
        let file = match &given.data {
            Some(folder) => file(folder)?,
            None => File::default(),
        };
        let database = given.database.or(file.database);
        let place = database.map(|text| Place::parse(&text).map_err(|e| format!("database: {e}"))).transpose()?;
        let listen = given.listen.or(file.listen).unwrap_or_else(|| LISTEN.to_owned());
        let listen =
            listen.parse().map_err(|_| format!("listen: {listen} is no address and port, such as 127.0.0.1:8080"))?;
        let public_url = given.public_url.or(file.public_url);
        if let Some(url) = &public_url
            && !(url.starts_with("http://") || url.starts_with("https://"))
        {
            return Err(format!("public_url: {url} does not begin with http:// or https://"));
        }
        let public_url = public_url.map(|u| u.trim_end_matches('/').to_owned());
        if let Some(wrong) = file.embed_origins.iter().find(|origin| !is_origin(origin)) {
            return Err(format!("embed_origins: {wrong} is no origin, such as https://clinic.example"));
        }
        let log_level = given.log_level.or(file.log_level).unwrap_or_else(|| LOG_LEVEL.to_owned());
        let log_level = log_level
            .parse()
            .map_err(|_| format!("log_level: {log_level} is none of error, warn, info, debug and trace"))?;
        Ok(Config {
            data: given.data,
            place,
            listen,
            public_url,
            behind_tls: file.behind_tls,
            smtp: file.smtp,
            sms: file.sms,
            trusted_proxies: file.trusted_proxies,
            embed_origins: file.embed_origins,
            log_json: file.log_json,
            log_level,
        })
    }

    /// The database: the one named, or SQLite in the folder.
    pub fn place_in(&self, folder: &std::path::Path) -> Place {
        self.place.clone().unwrap_or_else(|| Place::Sqlite(folder.join("kham.db")))
    }
}

/// A scheme and a host with perhaps a port, and nothing that could end the header's word.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'))
}

fn file(folder: &std::path::Path) -> Result<File, String> {
    let path = folder.join("kham.toml");
    match std::fs::read_to_string(&path) {
        Ok(text) => toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display())),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(File::default()),
        Err(e) => Err(format!("{}: {e}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_wins_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("kham.toml"),
            "listen = \"127.0.0.1:9000\"\npublic_url = \"https://kham.example/\"\n",
        )
        .unwrap();
        let given = Given {
            data: Some(folder.path().to_owned()),
            listen: Some("127.0.0.1:9001".to_owned()),
            ..Given::default()
        };
        let config = Config::read(given).unwrap();
        assert_eq!(config.listen.port(), 9001);
        assert_eq!(config.public_url.as_deref(), Some("https://kham.example"));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("kham.toml"), "lisen = \"x\"\n").unwrap();
        let said = Config::read(Given { data: Some(folder.path().to_owned()), ..Given::default() }).unwrap_err();
        assert!(said.contains("kham.toml") && said.contains("lisen"), "{said}");
        for (line, place) in [("behind_tls = \"yes\"", "behind_tls"), ("trusted_proxies = [\"x\"]", "trusted_proxies")]
        {
            std::fs::write(folder.path().join("kham.toml"), format!("log_json = true\n{line}\n")).unwrap();
            let said = Config::read(Given { data: Some(folder.path().to_owned()), ..Given::default() }).unwrap_err();
            assert!(said.contains("kham.toml") && said.contains("line 2") && said.contains(place), "{said}");
        }
        let said = Config::read(Given { log_level: Some("loud".to_owned()), ..Given::default() }).unwrap_err();
        assert!(said.starts_with("log_level: loud"), "{said}");
        let said = Config::read(Given { database: Some("mysql://x".to_owned()), ..Given::default() }).unwrap_err();
        assert!(said.starts_with("database:"), "{said}");
        for wrong in ["clinic.example", "https://a.example/x", "https://a.example; script-src *", "*"] {
            std::fs::write(folder.path().join("kham.toml"), format!("embed_origins = [\"{wrong}\"]")).unwrap();
            let said = Config::read(Given { data: Some(folder.path().to_owned()), ..Given::default() }).unwrap_err();
            assert!(said.starts_with("embed_origins:"), "{said}");
        }
    }
}
