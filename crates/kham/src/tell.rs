//! What a command tells the person at the terminal.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write as _};

/// A line on the standard output. Whoever reads no further (`kham verify | head`) has seen enough: the work and its exit code
/// go on without them.
pub(crate) fn line(words: Arguments<'_>) {
    match writeln!(std::io::stdout().lock(), "{words}") {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => tracing::error!("the standard output: {e}"),
        _ => {}
    }
}

/// `println!` for which a reader may leave early.
macro_rules! tell {
    ($($words:tt)*) => { $crate::tell::line(format_args!($($words)*)) };
}
pub(crate) use tell;
