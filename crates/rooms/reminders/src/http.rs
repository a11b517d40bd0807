//! One request to a gateway over HTTPS. What an error means depends on how far it had come.

use crate::smtp::Outcome;
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

pub(crate) const JSON: &str = "application/json";
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// A post, with the headers that prove who asks.
pub(crate) struct Post<'a> {
    pub url: &'a str,
    pub headers: &'a [(&'static str, &'a str)],
    /// Of the body: [`JSON`] or [`FORM`].
    pub kind: &'static str,
    pub body: String,
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// The answer's status and body. The error says whether the gateway may have heard.
pub(crate) async fn post(post: Post<'_>) -> Result<(u16, String), Outcome> {
    let uri: Uri = post.url.parse().map_err(|_| Outcome::Refused("the gateway's address cannot be used".to_owned()))?;
    let host = uri.host().unwrap_or_default().to_owned();
    let stream = match tokio::time::timeout(CONNECT, connect(&uri, &host)).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(why)) => return Err(Outcome::NotYet(why)),
        Err(_) => return Err(Outcome::NotYet("the gateway did not answer in time".to_owned())),
    };
    let request = request(&uri, &host, &post).map_err(Outcome::Refused)?;
    match tokio::time::timeout(ANSWER, exchange(stream, request)).await {
        Ok(answer) => answer,
        Err(_) => Err(Outcome::Uncertain("the gateway did not answer after the message".to_owned())),
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

async fn exchange(stream: Box<dyn Stream>, request: Request<Full<Bytes>>) -> Result<(u16, String), Outcome> {
    let not_yet = |e: hyper::Error| Outcome::NotYet(e.to_string());
    let (mut send, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(not_yet)?;
    let driving = tokio::spawn(connection);
    let answer = send.send_request(request).await.map_err(|e| Outcome::Uncertain(e.to_string()));
    let answer = match answer {
        Ok(answer) => {
            let status = answer.status().as_u16();
            let body = Limited::new(answer.into_body(), ANSWER_BYTES_MAX).collect().await;
            let body = body.map_err(|e| Outcome::Uncertain(e.to_string()))?;
            Ok((status, String::from_utf8_lossy(&body.to_bytes()).into_owned()))
        }
        Err(outcome) => Err(outcome),
    };
    driving.abort();
    answer
}
