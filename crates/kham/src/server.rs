//! HTTP/1.1 with limits from the first byte, and a stop that lets what began come to its end.

use axum::Router;
use ground::web::Peer;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

const CONNECTIONS_MAX: usize = 4_096;
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
const HEADERS_MAX: usize = 100;
const BUFFER_BYTES_MAX: usize = 64 * 1024;
/// Longer than a pause of a poor network.
const SILENCE_MAX: Duration = Duration::from_secs(40);
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Serves until `stop` is ready, then lets open requests finish for at most five seconds.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let open = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => answer((stream, peer.ip()), &router, &open, &places),
                Err(e) => {
                    tracing::warn!("a connection was not accepted: {e}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    drop(listener);
    if tokio::time::timeout(LAST_WORDS, open.shutdown()).await.is_err() {
        tracing::info!("connections still open were cut");
    }
}

fn answer((stream, peer): (TcpStream, IpAddr), router: &Router, open: &GracefulShutdown, places: &Arc<Semaphore>) {
    let Ok(place) = places.clone().try_acquire_owned() else { return };
    let _ = stream.set_nodelay(true);
    give_up_silent(&stream);
    let routed = TowerToHyperService::new(router.clone());
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        routed.call(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_headers(HEADERS_MAX)
        .max_buf_size(BUFFER_BYTES_MAX);
    let connection = open.watch(http.serve_connection(TokioIo::new(stream), service));
    tokio::spawn(async move {
        let _place = place;
        // A client that breaks off is its own affair.
        let _ = connection.await;
    });
}

/// A machine that vanished without a word, with a stream of events open, is noticed by what it does not acknowledge: who
/// sat there is then no longer shown as present.
fn give_up_silent(stream: &TcpStream) {
    #[cfg(target_os = "linux")]
    let _ = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(SILENCE_MAX));
    #[cfg(not(target_os = "linux"))]
    let _ = stream;
}

/// Ready at Ctrl C or at a service manager's wish to stop.
pub async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! { _ = tokio::signal::ctrl_c() => {}, _ = terminate.recv() => {} }
}
