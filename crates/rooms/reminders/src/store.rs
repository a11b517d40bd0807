//! The statements of the list of messages.

use bricks::clock::Instant;
use bricks::id::*;
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::message::{Channel, Kind, State};

pub(crate) mod zalo;

/// Which messages are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Waiting,
    /// Those that a person has to look at.
    Trouble,
    All,
}

impl Part {
    pub const EVERY: [Part; 3] = [Part::Waiting, Part::Trouble, Part::All];

    /// As it stands in the address.
    pub fn code(self) -> &'static str {
        match self {
            Part::Waiting => "waiting",
            Part::Trouble => "trouble",
            Part::All => "all",
        }
    }

    pub fn parse(code: &str) -> Part {
        Part::EVERY.into_iter().find(|part| part.code() == code).unwrap_or(Part::Waiting)
    }
}

ground::row! {
    /// A message as the list shows it.
    pub struct Listed {
        pub id: OutboxId,
        pub kind: Kind,
        pub channel: Channel,
        /// Nobody for a code, which goes to people who may be no patients yet.
        pub patient: Option<PatientId>,
        pub patient_name: Option<String>,
        pub patient_code: Option<String>,
        /// Of a code; the demonstration shows it, where nothing is sent.
        pub code_body: String,
        pub address: String,
        pub due_at: Instant,
        pub state: State,
        pub attempts: i64,
        pub sent_at: Option<Instant>,
        pub last_error: Option<String>,
        pub receipt: Option<ReceiptId>,
    }
}

ground::row! {
    /// How many wait, and how many need a person.
    #[derive(Copy, PartialEq, Eq)]
    pub struct Counts {
        pub waiting: i64,
        pub trouble: i64,
    }
}

/// One page of the list.
pub(crate) struct List {
    pub part: Part,
    pub counts: Counts,
    pub rows: Vec<Listed>,
    /// Where the next page begins, when there is one.
    pub older: Option<OutboxId>,
    /// The demonstration's: nothing is sent, so codes are shown.
    pub demo: bool,
}

pub(crate) const PAGE: usize = 100;

macro_rules! listed {
    ($which:literal) => {
        concat!(
            "SELECT o.id, o.kind, o.channel, o.patient_id, p.name, p.code, CASE WHEN o.kind = 'code' THEN o.body ELSE '' END, o.address, o.due_at, o.state, o.attempts, o.sent_at, \
             o.last_error, o.receipt_id FROM outbox o LEFT JOIN patient p ON p.id = o.patient_id WHERE o.branch_id = $1 AND ",
            $which
        )
    };
}

const WAITING: &str = listed!("o.id < $2 AND o.state IN ('waiting', 'sending') ORDER BY o.due_at, o.id LIMIT 100");
const TROUBLE: &str = listed!("o.id < $2 AND o.state IN ('failed', 'unknown') ORDER BY o.id DESC LIMIT 100");
const ALL: &str = listed!("o.id < $2 ORDER BY o.id DESC LIMIT 100");
const COUNTS: &str = "SELECT (SELECT COUNT(*) FROM outbox WHERE branch_id = $1 AND state IN ('waiting', 'sending')), \
     (SELECT COUNT(*) FROM outbox WHERE branch_id = $1 AND state IN ('failed', 'unknown'))";

/// The messages of a branch before an id, newest first; those that wait in the order in which they are due, up to a
/// page of them.
pub(crate) fn list(tx: &mut Tx<'_>, who: &Who, part: Part, before: Option<OutboxId>, demo: bool) -> Result<List, Stop> {
    let sql = match part {
        Part::Waiting => WAITING,
        Part::Trouble => TROUBLE,
        Part::All => ALL,
    };
    let before = before.filter(|_| part != Part::Waiting).unwrap_or(OutboxId::from_raw(i64::MAX));
    let rows: Vec<Listed> = tx.all(sql, &[&who.branch, &before])?;
    let counts = tx.one(COUNTS, &[&who.branch])?.ok_or_else(|| Stop::fault("a count without a row"))?;
    let more = rows.len() == PAGE && part != Part::Waiting;
    let older = rows.last().map(|row| row.id).filter(|_| more);
    Ok(List { part, counts, rows, older, demo })
}
