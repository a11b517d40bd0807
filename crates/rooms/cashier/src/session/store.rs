//! The statements of sessions.

use super::totals::{Deposits, Sum, Totals};
use super::{Left, Open};
use bricks::clock::{Day, Instant};
use bricks::id::{BranchId, CashSessionId, StaffId};
use bricks::money::Money;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

ground::row! {
    /// A session as lists and its own page show it.
    pub struct Session {
        pub id: CashSessionId,
        pub branch: BranchId,
        pub day: Day,
        pub drawer: i64,
        pub float: Money,
        pub float_reason: String,
        pub opened_at: Instant,
        pub opened_by: StaffId,
        pub cashier: String,
        pub closed_at: Option<Instant>,
        pub expected: Option<Money>,
        pub counted: Option<Money>,
        pub left: Option<Money>,
        pub explanation: String,
        pub slip: Option<String>,
    }
}

ground::row! {
    /// Cash that went in or out and is no payment.
    pub struct Moved {
        pub id: i64,
        pub kind: String,
        pub amount: Money,
        pub reason: String,
        pub at: Instant,
        pub by_name: String,
        /// Whether it has a slip.
        pub has_slip: bool,
    }
}

ground::row! {
    /// The receipts of one series in a session.
    pub struct Numbers {
        pub series: String,
        pub first: i64,
        pub last: i64,
        pub count: i64,
    }
}

/// What closing writes.
pub struct Closing<'a> {
    pub expected: Money,
    pub counted: Money,
    pub left: Money,
    pub explanation: &'a str,
    pub slip: &'a str,
    /// Who counted.
    pub closed_by: StaffId,
    /// Who agreed, where the count is off by more than the limit.
    pub agreed_by: Option<StaffId>,
}

macro_rules! session_columns {
    () => {
        "c.id, c.branch_id, c.day, c.drawer, c.float_vnd, c.float_reason, c.opened_at, c.opened_by, s.name, c.closed_at, \
         c.expected_vnd, c.counted_vnd, c.left_vnd, c.explanation, c.slip"
    };
}

const MINE: &str = "SELECT id, day, drawer, opened_at, float_vnd FROM cash_session \
     WHERE opened_by = $1 AND closed_at IS NULL AND branch_id = $2";
/// What has to lie in the drawer of a session, which the statement calls `c`.
macro_rules! in_drawer {
    () => {
        "CAST(c.float_vnd + COALESCE((SELECT SUM(p.amount_vnd) FROM payment p WHERE p.session_id = c.id AND p.method = 'cash'), 0) \
         + COALESCE((SELECT SUM(d.amount_vnd) FROM deposit_movement d WHERE d.session_id = c.id AND d.method = 'cash'), 0) \
         + COALESCE((SELECT SUM(CASE WHEN m.kind = 'in' THEN m.amount_vnd ELSE -m.amount_vnd END) FROM cash_movement m WHERE m.session_id = c.id), 0) AS BIGINT)"
    };
}
pub(super) use in_drawer;

const MINE_WITH_CASH: &str = concat!(
    "SELECT c.id, c.day, c.drawer, c.opened_at, c.float_vnd, ",
    in_drawer!(),
    " FROM cash_session c WHERE c.opened_by = $1 AND c.closed_at IS NULL AND c.branch_id = $2"
);
const HOLD: &str = "SELECT id, day, drawer, opened_at, float_vnd FROM cash_session \
     WHERE opened_by = $1 AND closed_at IS NULL AND branch_id = $2 FOR SHARE";
const HOLD_ALONE: &str = "SELECT id, day, drawer, opened_at, float_vnd FROM cash_session \
     WHERE opened_by = $1 AND closed_at IS NULL AND branch_id = $2 FOR UPDATE";
const DRAWERS: &str = "SELECT drawer FROM cash_session WHERE branch_id = $1 AND closed_at IS NULL";
const LEFT: &str = "SELECT c.id, c.drawer, c.left_vnd, s.name FROM cash_session c JOIN staff s ON s.id = c.opened_by \
     WHERE c.branch_id = $1 AND c.drawer = $2 AND c.closed_at IS NOT NULL ORDER BY c.closed_at DESC LIMIT 1";
const OPEN: &str = "INSERT INTO cash_session (id, branch_id, day, drawer, float_vnd, float_reason, taken_over_id, opened_at, opened_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
const LOCK: &str = concat!(
    "SELECT ",
    session_columns!(),
    " FROM cash_session c CROSS JOIN staff s WHERE c.id = $1 AND s.id = c.opened_by FOR UPDATE"
);
const BY_ID: &str =
    concat!("SELECT ", session_columns!(), " FROM cash_session c JOIN staff s ON s.id = c.opened_by WHERE c.id = $1");
const OF_DAYS: &str = concat!(
    "SELECT ",
    session_columns!(),
    " FROM cash_session c JOIN staff s ON s.id = c.opened_by WHERE c.branch_id = $1 AND c.day >= $2 ORDER BY c.opened_at DESC LIMIT 200"
);
const CLOSE: &str = "UPDATE cash_session SET closed_at = $2, closed_by = $3, expected_vnd = $4, counted_vnd = $5, left_vnd = $6, \
     explanation = $7, slip = $8, agreed_by = $9, needs_second = $10 WHERE id = $1 AND closed_at IS NULL";
const REFUNDS: &str = "SELECT COUNT(*) FROM refund WHERE branch_id = $1 AND state IN ('asked', 'approved')";
const EINVOICES: &str =
    "SELECT COUNT(*) FROM einvoice WHERE branch_id = $1 AND state IN ('waiting', 'sending', 'failed')";
const SUMS: &str = "SELECT kind, method, CAST(SUM(amount_vnd) AS BIGINT), COUNT(*) FROM payment WHERE session_id = $1 \
     GROUP BY kind, method ORDER BY kind, method";
const DEPOSIT_SUMS: &str = "SELECT kind, method, CAST(SUM(amount_vnd) AS BIGINT), COUNT(*) FROM deposit_movement WHERE session_id = $1 \
     GROUP BY kind, method ORDER BY kind DESC, method";
const MOVED_SUMS: &str = "SELECT CAST(COALESCE(SUM(CASE WHEN kind = 'in' THEN amount_vnd ELSE 0 END), 0) AS BIGINT), \
     CAST(COALESCE(SUM(CASE WHEN kind = 'out' THEN amount_vnd ELSE 0 END), 0) AS BIGINT) FROM cash_movement WHERE session_id = $1";
const MOVED: &str = "SELECT m.id, m.kind, m.amount_vnd, m.reason, m.moved_at, s.name, o.id IS NOT NULL FROM cash_movement m \
     JOIN staff s ON s.id = m.moved_by LEFT JOIN payout o ON o.cash_movement_id = m.id \
     WHERE m.session_id = $1 ORDER BY m.id";
const MOVE: &str = "INSERT INTO cash_movement (id, session_id, kind, amount_vnd, reason, moved_at, moved_by) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const NUMBERS: &str = "SELECT r.series, MIN(r.number), MAX(r.number), COUNT(DISTINCT r.id) FROM payment p JOIN receipt r ON r.id = p.receipt_id \
     WHERE p.session_id = $1 AND p.kind = 'taken' GROUP BY r.series ORDER BY r.series";
const VOIDS: &str = "SELECT COUNT(DISTINCT receipt_id) FROM payment WHERE session_id = $1 AND kind = 'voided'";

/// This person's open session.
pub fn mine(tx: &mut Tx<'_>, who: &Who) -> Result<Option<Open>, DbError> {
    tx.one(MINE, &[&who.staff, &who.branch])
}

/// Like [`mine`], with the cash that has to be in the drawer.
pub fn mine_with_cash(tx: &mut Tx<'_>, who: &Who) -> Result<Option<(Open, Money)>, DbError> {
    let row: Option<(CashSessionId, Day, i64, Instant, Money, Money)> =
        tx.one(MINE_WITH_CASH, &[&who.staff, &who.branch])?;
    Ok(row.map(|(id, day, drawer, opened_at, float, cash)| (Open { id, day, drawer, opened_at, float }, cash)))
}

/// Like [`mine`], and nobody closes it until the transaction ends.
pub fn hold(tx: &mut Tx<'_>, who: &Who) -> Result<Option<Open>, DbError> {
    tx.one(HOLD, &[&who.staff, &who.branch])
}

/// Like [`hold`], and nobody else takes or pays there until the transaction ends.
pub fn hold_alone(tx: &mut Tx<'_>, who: &Who) -> Result<Option<Open>, DbError> {
    tx.one(HOLD_ALONE, &[&who.staff, &who.branch])
}

/// The drawers at which somebody is.
pub fn drawers(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<i64>, DbError> {
    tx.all(DRAWERS, &[&who.branch])
}

/// What the last session of a drawer left in it.
pub fn left(tx: &mut Tx<'_>, who: &Who, drawer: i64) -> Result<Option<Left>, DbError> {
    tx.one(LEFT, &[&who.branch, &drawer])
}

/// False when the drawer, the person or what was left is taken already.
pub fn open(
    tx: &mut Tx<'_>,
    who: &Who,
    new: &Open,
    reason: &str,
    taken_over: Option<CashSessionId>,
) -> Result<bool, DbError> {
    let (id, drawer, float) = (new.id, new.drawer, new.float);
    let params: [&dyn ground::db::Param; 9] =
        [&id, &who.branch, &new.day, &drawer, &float, &reason, &taken_over, &new.opened_at, &who.staff];
    Ok(tx.run(OPEN, &params)? == 1)
}

/// One session of this branch, which nobody else writes into until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, who: &Who, id: CashSessionId) -> Result<Session, Stop> {
    of_branch(who, tx.one(LOCK, &[&id])?)
}

pub fn by_id(tx: &mut Tx<'_>, who: &Who, id: CashSessionId) -> Result<Session, Stop> {
    of_branch(who, tx.one(BY_ID, &[&id])?)
}

fn of_branch(who: &Who, session: Option<Session>) -> Result<Session, Stop> {
    session.filter(|session| session.branch == who.branch).ok_or(Stop::Missing)
}

/// The sessions since a day, the latest first.
pub fn since(tx: &mut Tx<'_>, who: &Who, day: Day) -> Result<Vec<Session>, DbError> {
    tx.all(OF_DAYS, &[&who.branch, &day])
}

/// `DbError::NotOne` when it is closed.
pub fn close(tx: &mut Tx<'_>, id: CashSessionId, closing: &Closing<'_>) -> Result<(), DbError> {
    let now = tx.now();
    let Closing { expected, counted, left, explanation, slip, closed_by, agreed_by } = closing;
    let needs_second = agreed_by.is_some();
    tx.run_one(CLOSE, &[&id, &now, closed_by, expected, counted, left, explanation, slip, agreed_by, &needs_second])
}

/// How many refunds wait to be decided or paid, and how many electronic invoices have no number yet.
pub fn waiting(tx: &mut Tx<'_>, who: &Who) -> Result<(i64, i64), DbError> {
    let refunds = tx.one(REFUNDS, &[&who.branch])?.unwrap_or(0);
    Ok((refunds, tx.one(EINVOICES, &[&who.branch])?.unwrap_or(0)))
}

/// All that a session adds up.
pub fn totals(tx: &mut Tx<'_>, id: CashSessionId, float: Money) -> Result<Totals, DbError> {
    let sums: Vec<Sum> = tx.all(SUMS, &[&id])?;
    let (put_in, taken_out): (Money, Money) = tx.one(MOVED_SUMS, &[&id])?.unwrap_or_default();
    let deposits: Vec<Deposits> = tx.all(DEPOSIT_SUMS, &[&id])?;
    Ok(Totals { float, sums, put_in, taken_out, deposits })
}

pub fn moved(tx: &mut Tx<'_>, id: CashSessionId) -> Result<Vec<Moved>, DbError> {
    tx.all(MOVED, &[&id])
}

pub fn move_cash(
    tx: &mut Tx<'_>,
    who: &Who,
    id: CashSessionId,
    (kind, amount, reason): (&str, Money, &str),
) -> Result<i64, DbError> {
    let (new, now) = (tx.new_id(), tx.now());
    tx.run_one(MOVE, &[&new, &id, &kind, &amount, &reason, &now, &who.staff])?;
    Ok(new)
}

/// The receipts of a session, series by series.
pub fn numbers(tx: &mut Tx<'_>, id: CashSessionId) -> Result<Vec<Numbers>, DbError> {
    tx.all(NUMBERS, &[&id])
}

/// How many receipts were voided in a session.
pub fn voids(tx: &mut Tx<'_>, id: CashSessionId) -> Result<i64, DbError> {
    Ok(tx.one(VOIDS, &[&id])?.unwrap_or(0))
}
