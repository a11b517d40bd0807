//! One request to a gateway over HTTPS. What an error means depends on how far it had come.

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Request, Uri, header};
use hyper_util::rt::TokioIo;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

const CONNECT: Duration = Duration::from_secs(15);
/// From the first byte of the request to the answer's last.
const ANSWER: Duration = Duration::from_secs(60);
const ANSWER_BYTES_MAX: usize = 64 * 1024;

static TLS: LazyLock<TlsConnector> = LazyLock::new(|| {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    TlsConnector::from(Arc::new(config))
});

pub const JSON: &str = "application/json";
pub const FORM: &str = "application/x-www-form-urlencoded";

/// Why there is no answer, by how far the request had come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unanswered {
    /// The gateway was not reached; a later try may do better.
    NotYet(String),
    /// The request cannot be made at all.
    Refused(String),
    /// The request left and no answer came: it may have been heard.
    Uncertain(String),
}

/// A post, with the headers that prove who asks.
pub struct Post<'a> {
    pub url: &'a str,
    pub headers: &'a [(&'static str, &'a str)],
    /// Of the body: [`JSON`] or [`FORM`].
    pub kind: &'static str,
    pub body: String,
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// The answer's status and body. The error says whether the gateway may have heard.
pub async fn post(post: Post<'_>) -> Result<(u16, String), Unanswered> {
    let uri: Uri =
        post.url.parse().map_err(|_| Unanswered::Refused("the gateway's address cannot be used".to_owned()))?;
    let host = uri.host().unwrap_or_default().to_owned();
    let stream = match tokio::time::timeout(CONNECT, connect(&uri, &host)).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(why)) => return Err(Unanswered::NotYet(why)),
        Err(_) => return Err(Unanswered::NotYet("the gateway did not answer in time".to_owned())),
    };
    let request = request(&uri, &host, &post).map_err(Unanswered::Refused)?;
    match tokio::time::timeout(ANSWER, exchange(stream, request)).await {
        Ok(answer) => answer,
        Err(_) => Err(Unanswered::Uncertain("the gateway did not answer after it was asked".to_owned())),
    }
}

fn request(uri: &Uri, host: &str, post: &Post<'_>) -> Result<Request<Full<Bytes>>, String> {
    let path = uri.path_and_query().map_or("/", |p| p.as_str());
    let named = uri.port_u16().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let mut builder = Request::post(path).header(header::HOST, named).header(header::CONTENT_TYPE, post.kind);
    for (name, value) in post.headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Full::new(Bytes::from(post.body.clone()))).map_err(|e| e.to_string())
}

async fn connect(uri: &Uri, host: &str) -> Result<Box<dyn Stream>, String> {
    let is_tls = uri.scheme_str() == Some("https");
    let port = uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
    let stream = TcpStream::connect((host, port)).await.map_err(|e| format!("{host}: {e}"))?;
    if !is_tls {
        return Ok(Box::new(stream));
    }
    let name = ServerName::try_from(host.to_owned()).map_err(|e| format!("{host}: {e}"))?;
    let stream = TLS.connect(name, stream).await.map_err(|e| format!("{host}: {e}"))?;
    Ok(Box::new(stream))
}

async fn exchange(stream: Box<dyn Stream>, request: Request<Full<Bytes>>) -> Result<(u16, String), Unanswered> {
    let not_yet = |e: hyper::Error| Unanswered::NotYet(e.to_string());
    let (mut send, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(not_yet)?;
    let driving = tokio::spawn(connection);
    let answer = send.send_request(request).await.map_err(|e| Unanswered::Uncertain(e.to_string()));
    let answer = match answer {
        Ok(answer) => {
            let status = answer.status().as_u16();
            let body = Limited::new(answer.into_body(), ANSWER_BYTES_MAX).collect().await;
            let body = body.map_err(|e| Unanswered::Uncertain(e.to_string()))?;
            Ok((status, String::from_utf8_lossy(&body.to_bytes()).into_owned()))
        }
        Err(outcome) => Err(outcome),
    };
    driving.abort();
    answer
}

/// What an `Authorization` header says of a name and its password.
pub fn basic(name: &str, password: &str) -> String {
    use base64::Engine as _;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{name}:{password}")))
}

/// Whether an address is on this machine: the only kind that a demonstration asks.
pub fn is_loopback(url: &str) -> bool {
    let uri: Option<Uri> = url.parse().ok();
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
