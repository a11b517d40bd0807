use axum::body::{Body, Bytes};
use futures_util::stream::unfold;
use std::io::{self, Write};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// So much is gathered before it is sent, and so many such pieces may wait for the network.
const PIECE_BYTES: usize = 64 * 1024;
const PIECES: usize = 4;

/// What is written here goes out as the answer's body. It waits while the network is slow, and fails when nobody
/// listens any more.
pub struct Pipe {
    gathered: Vec<u8>,
    sender: Sender<io::Result<Bytes>>,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= PIECE_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::take(&mut self.gathered));
        self.sender.blocking_send(Ok(piece)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

/// A body that is written by another thread. What goes wrong there breaks the body off, so that nobody takes half a
/// file for a whole one.
pub fn stream(write: impl FnOnce(Pipe) -> io::Result<()> + Send + 'static) -> Body {
    let (sender, receiver) = channel(PIECES);
    tokio::task::spawn_blocking(move || {
        let pipe = Pipe { gathered: Vec::with_capacity(PIECE_BYTES), sender: sender.clone() };
        if let Err(e) = write(pipe) {
            let _ = sender.blocking_send(Err(e));
        }
    });
    Body::from_stream(unfold(receiver, |mut receiver: Receiver<io::Result<Bytes>>| async move {
        receiver.recv().await.map(|piece| (piece, receiver))
    }))
}
