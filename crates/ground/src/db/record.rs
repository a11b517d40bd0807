//! Writes down every statement of every transaction, so that the bench can run the same ones on the bare driver. Off
//! unless the bench asks for it.

use super::value::{Param, Value};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::{Mutex, OnceLock};

static RECORDER: OnceLock<Mutex<BufWriter<File>>> = OnceLock::new();

/// Starts recording into a file: a line `T r` or `T w` opens a transaction, `S` + TAB + statement + TAB-separated
/// parameters follow, each with a letter for its type. Only committed transactions are written.
pub fn record_statements(path: &Path) -> std::io::Result<()> {
    let file = BufWriter::new(File::create(path)?);
    let _ = RECORDER.set(Mutex::new(file));
    Ok(())
}

/// The statements of one running transaction.
#[derive(Default)]
pub(super) struct Recording(Option<String>);

impl Recording {
    pub(super) fn new() -> Recording {
        Recording(RECORDER.get().map(|_| String::new()))
    }

    pub(super) fn add(&mut self, sql: &str, params: &[&dyn Param]) {
        let Some(text) = &mut self.0 else { return };
        let _ = write!(text, "S\t{}", sql.replace(['\n', '\t'], " "));
        for param in params {
            let _ = match param.value() {
                Value::Null => write!(text, "\tn"),
                Value::Int(n) => write!(text, "\ti{n}"),
                Value::Bool(b) => write!(text, "\ti{}", i64::from(b)),
                Value::Text(t) => write!(text, "\tt{}", t.replace(['\n', '\t'], " ")),
                Value::Bytes(b) => write!(text, "\tb{}", bricks::hex::hex(b)),
                Value::Day(d) => write!(text, "\tt{d}"),
            };
        }
        text.push('\n');
    }

    pub(super) fn keep(self, writes: bool) {
        let (Some(text), Some(recorder)) = (self.0, RECORDER.get()) else { return };
        let mut file = recorder.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let head: &[u8] = if writes { b"T w\n" } else { b"T r\n" };
        let _ = file.write_all(head).and_then(|()| file.write_all(text.as_bytes())).and_then(|()| file.flush());
    }
}
