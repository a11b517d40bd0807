use super::handle::Db;
use tokio::sync::{broadcast, mpsc};

/// So much may wait to be said or heard; what is more is lost, and told by [`Whisper::Open`] or a lagging receiver.
const WAITING_MAX: usize = 1_024;

/// What the processes on one PostgreSQL tell each other that stands in no table. On SQLite there is one process, and it
/// hears nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whisper {
    /// The line is open, or open again: what was said before may have been missed.
    Open,
    /// What one of the processes said, this one among them.
    Said(String),
}

/// One process's ends of the line.
pub(super) struct Line {
    heard: broadcast::Sender<Whisper>,
    to_say: Option<mpsc::Sender<String>>,
}

impl Line {
    /// Of a process that is alone.
    pub(super) fn none() -> Line {
        Line { heard: broadcast::channel(1).0, to_say: None }
    }

    /// Beside it what is to be said, for whoever holds the connection.
    pub(super) fn open() -> (Line, mpsc::Receiver<String>) {
        let (to_say, said) = mpsc::channel(WAITING_MAX);
        (Line { heard: broadcast::channel(WAITING_MAX).0, to_say: Some(to_say) }, said)
    }

    pub(super) fn hear(&self, whisper: Whisper) {
        // Nobody who listens is no fault.
        let _ = self.heard.send(whisper);
    }
}

impl Db {
    /// Tells every process on this database, at most once and soon; at most some seven thousand bytes. It never waits.
    pub fn whisper(&self, words: String) {
        if let Some(line) = &self.line().to_say {
            // Who lost words says all of them anew when the line is open again.
            let _ = line.try_send(words);
        }
    }

    /// Hears what is said from now on.
    pub fn whispers(&self) -> broadcast::Receiver<Whisper> {
        self.line().heard.subscribe()
    }

    /// Whether other processes can be on this database.
    pub fn has_others(&self) -> bool {
        self.line().to_say.is_some()
    }
}
