use crate::rules::Show;
use bricks::clock::Instant;
use bricks::id::{BranchId, PatientId};
use ground::db::{DbError, Tx};

/// Rows on a page of messages or of appointments.
pub const PER_PAGE: usize = 40;

/// Behind which row a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub at: Instant,
    pub id: i64,
}

impl Cursor {
    /// Before everything.
    pub const LATEST: Cursor = Cursor { at: Instant::from_millis(i64::MAX), id: 0 };
}

/// Whose rows are asked for. `today` is the first moment of the clinic's day.
#[derive(Debug, Clone, Copy)]
pub struct Of {
    pub patient: PatientId,
    pub branch: BranchId,
    pub today: Instant,
}

ground::row! {
    /// A message, or an appointment.
    pub struct Loose {
        pub at: Instant,
        pub id: i64,
        pub is_message: bool,
        /// Of the message or of the appointment.
        pub state: String,
        /// Of a message.
        pub kind: String,
        pub channel: String,
        /// The subject, or the service.
        pub title_vi: String,
        pub title_en: String,
        /// The message's text, or the doctor's name.
        pub words: String,
    }
}

/// Both take the same parameters: `$1` patient, `$2` branch, `$3` the first instant, `$4` and `$5` the row behind which
/// the page begins, `$6` the first moment of today.
macro_rules! messages {
    ($states:literal) => {
        concat!(
            "SELECT m.created_at, m.id, TRUE, m.state, m.kind, m.channel, m.subject, m.subject, m.body FROM outbox m \
         WHERE m.patient_id = $1 AND m.branch_id = $2 AND m.created_at >= $3 AND m.created_at <= $4 \
         AND (m.created_at < $4 OR m.id < $5) AND m.kind <> 'code' AND CAST($6 AS BIGINT) IS NOT NULL",
            $states
        )
    };
}

macro_rules! appointments {
    ($states:literal) => {
        concat!(
            "SELECT a.starts_at, a.id, FALSE, a.state, '', '', s.name_vi, s.name_en, d.name FROM appointment a \
             JOIN service s ON s.id = a.service_id JOIN resource d ON d.id = a.doctor_id \
             WHERE a.patient_id = $1 AND a.branch_id = $2 AND a.starts_at >= $3 AND a.starts_at <= $4 \
             AND (a.starts_at < $4 OR a.id < $5) AND ",
            $states
        )
    };
}

/// What was not sent is no past: it stands in the list of messages alone.
const BETWEEN: &str = concat!(
    messages!(" AND m.state IN ('sent', 'failed', 'unknown')"),
    " UNION ALL ",
    appointments!("(a.state IN ('cancelled', 'no_show') OR (a.state = 'booked' AND a.starts_at < $6))"),
    " ORDER BY 1 DESC, 2 DESC LIMIT 200"
);
const MESSAGES: &str = concat!(messages!(""), " ORDER BY m.created_at DESC, m.id DESC LIMIT 41");
const PAST: &str = concat!(
    appointments!("(a.state <> 'booked' OR a.starts_at < $6)"),
    " ORDER BY a.starts_at DESC, a.id DESC LIMIT 41"
);

/// What happened from an instant until the row behind which the page begins, latest first.
pub fn between(tx: &mut Tx<'_>, of: &Of, begins: Cursor, ends: Instant) -> Result<Vec<Loose>, DbError> {
    tx.all(BETWEEN, &[&of.patient, &of.branch, &ends, &begins.at, &begins.id, &of.today])
}

/// One page of messages or of past appointments, one more than [`PER_PAGE`] when there are older ones.
pub fn page(tx: &mut Tx<'_>, of: &Of, show: Show, begins: Cursor) -> Result<Vec<Loose>, DbError> {
    let sql = if show == Show::Messages { MESSAGES } else { PAST };
    let first = Instant::from_millis(0);
    tx.all(sql, &[&of.patient, &of.branch, &first, &begins.at, &begins.id, &of.today])
}
