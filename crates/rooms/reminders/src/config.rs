//! The clinic's mail server, as its configuration names it.

use lettre::message::Mailbox;
use serde::Deserialize;
use std::fmt;
use std::net::IpAddr;

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// In the clear: only for a server on this machine or in a trusted network, and never with a password over a wire.
    None,
    /// Begins in the clear and demands TLS before anything is said (usually port 587).
    #[default]
    StartTls,
    /// TLS from the first byte (usually port 465).
    Tls,
}

/// The `[smtp]` table of the configuration.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpConfig {
    pub host: String,
    pub port: u16,
    /// `none`, `starttls` or `tls`.
    #[serde(default)]
    pub security: Security,
    #[serde(default)]
    pub user: Option<String>,
    #[serde(default)]
    pub password: Option<String>,
    /// The sender: `no-reply@minhan.vn`, or `Minh An <no-reply@minhan.vn>`.
    pub from: String,
}

/// The password never reaches a log.
impl fmt::Debug for SmtpConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpConfig")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .field("user", &self.user)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

impl SmtpConfig {
    /// Whether the server is on this machine.
    pub fn is_loopback(&self) -> bool {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// Checks it; the error is a sentence for the person who wrote the configuration.
    pub(crate) fn sender_mailbox(&self) -> Result<Mailbox, String> {
        if self.user.is_some() && self.security == Security::None && !self.is_loopback() {
            return Err("smtp: a password goes over the wire only with security = \"starttls\" or \"tls\"".to_owned());
        }
        self.from.parse().map_err(|_| format!("smtp: from: {} is no mail address", self.from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(host: &str) -> SmtpConfig {
        SmtpConfig {
            host: host.into(),
            port: 587,
            security: Security::None,
            user: Some("kham".into()),
            password: Some("hunter2".into()),
            from: "Minh An <no-reply@minhan.vn>".into(),
        }
    }

    #[test]
    fn the_configuration_is_read_with_the_safe_default() {
        let json = r#"{"host":"mail.minhan.vn","port":587,"from":"no-reply@minhan.vn"}"#;
        let read: SmtpConfig = serde_json::from_str(json).unwrap();
        assert_eq!(read.security, Security::StartTls);
        let tls = json.replace("}", r#","security":"tls"}"#);
        assert_eq!(serde_json::from_str::<SmtpConfig>(&tls).unwrap().security, Security::Tls);
        assert!(serde_json::from_str::<SmtpConfig>(&json.replace("}", r#","pasword":"x"}"#)).is_err());
    }

    #[test]
    fn a_password_is_neither_logged_nor_sent_in_the_clear() {
        assert!(!format!("{:?}", config("mail.minhan.vn")).contains("hunter2"));
        assert!(config("mail.minhan.vn").sender_mailbox().is_err());
        assert!(config("127.0.0.1").sender_mailbox().is_ok());
    }

    #[test]
    fn a_server_on_this_machine_is_known() {
        for (host, here) in [
            ("localhost", true),
            ("127.0.0.9", true),
            ("[::1]", true),
            ("10.0.0.1", false),
            ("localhost.evil.vn", false),
        ] {
            assert_eq!(config(host).is_loopback(), here, "{host}");
        }
    }

    #[test]
    fn a_sender_that_is_no_address_is_refused() {
        let mut wrong = config("localhost");
        wrong.from = "a@b.vn\r\nBcc: c@d.vn".into();
        assert!(wrong.sender_mailbox().is_err());
    }
}
