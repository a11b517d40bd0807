//! One conversation with the mail server, step by step, because what an error means depends on how far it had come.

use crate::config::{Security, SmtpConfig};
use bricks::clock::Instant;
use ground::outgoing::Unanswered;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(15);
/// Up to the server's word that it will take the letter.
const PREPARE: Duration = Duration::from_secs(45);
/// From the first byte of the letter to the server's answer. With the rest well below a message's lease.
const HAND_OVER: Duration = Duration::from_secs(120);

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The server has taken it.
    Accepted,
    /// It was certainly not taken; a later try may do better.
    NotYet(String),
    /// It was not handed over now, and is to be at this time.
    Later(String, Instant),
    /// It was certainly not taken and never will be.
    Refused(String),
    /// The letter left and no answer came: it may have been taken.
    Uncertain(String),
}

impl From<Unanswered> for Outcome {
    fn from(why: Unanswered) -> Outcome {
        match why {
            Unanswered::NotYet(why) => Outcome::NotYet(why),
            Unanswered::Refused(why) => Outcome::Refused(why),
            Unanswered::Uncertain(why) => Outcome::Uncertain(why),
        }
    }
}

/// Hands one letter to the server.
pub(crate) async fn hand_over(config: &SmtpConfig, hello: &str, envelope: &Envelope, letter: &[u8]) -> Outcome {
    let mut connection = match tokio::time::timeout(PREPARE, prepare(config, hello, envelope)).await {
        Ok(Ok(connection)) => connection,
        Ok(Err(outcome)) => return outcome,
        Err(_) => return Outcome::NotYet("the mail server did not answer in time".to_owned()),
    };
    let outcome = match tokio::time::timeout(HAND_OVER, connection.message(letter)).await {
        Ok(Ok(_)) => Outcome::Accepted,
        Ok(Err(e)) if e.is_transient() => Outcome::NotYet(said(&e)),
        Ok(Err(e)) if e.is_permanent() => Outcome::Refused(said(&e)),
        Ok(Err(e)) => Outcome::Uncertain(said(&e)),
        Err(_) => Outcome::Uncertain("the mail server did not answer after the letter".to_owned()),
    };
    // Polite, and without weight: the letter's fate is known.
    let _ = tokio::time::timeout(Duration::from_secs(2), connection.abort()).await;
    outcome
}

/// Everything before the letter itself; whatever goes wrong here, nothing was taken.
async fn prepare(config: &SmtpConfig, hello: &str, envelope: &Envelope) -> Result<AsyncSmtpConnection, Outcome> {
    let mut connection = connect(config, hello).await.map_err(|e| Outcome::NotYet(said(&e)))?;
    let steps = open(&mut connection, envelope).await;
    steps.map_err(|e| if e.is_permanent() { Outcome::Refused(said(&e)) } else { Outcome::NotYet(said(&e)) })?;
    Ok(connection)
}

/// Connects, protects the line and signs in. Refusals here are the configuration's, not the letter's.
async fn connect(config: &SmtpConfig, hello: &str) -> Result<AsyncSmtpConnection, Error> {
    let hello = ClientId::Domain(hello.to_owned());
    let tls = match config.security {
        Security::None => None,
        Security::StartTls | Security::Tls => Some(TlsParameters::new(config.host.clone())?),
    };
    let at_once = tls.clone().filter(|_| config.security == Security::Tls);
    let server = (config.host.as_str(), config.port);
    let mut connection = AsyncSmtpConnection::connect_tokio1(server, Some(CONNECT), &hello, at_once, None).await?;
    if let Some(tls) = tls.filter(|_| config.security == Security::StartTls) {
        connection.starttls(tls, &hello).await?;
    }
    if let (Some(user), Some(password)) = (&config.user, &config.password) {
        let credentials = Credentials::new(user.clone(), password.clone());
        connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
    }
    Ok(connection)
}

async fn open(connection: &mut AsyncSmtpConnection, envelope: &Envelope) -> Result<(), Error> {
    connection.command(Mail::new(envelope.from().cloned(), Vec::new())).await?;
    for to in envelope.to() {
        connection.command(Rcpt::new(to.clone(), Vec::new())).await?;
    }
    connection.command(Data).await?;
    Ok(())
}

fn said(error: &Error) -> String {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
    let whole = error.to_string();
    if whole.contains(cause.trim_start_matches(": ")) { whole } else { whole + &cause }
}
