//! The statements of transfers and of the account that they come to.

use super::gateway::Incoming;
use super::purpose::{self, Named};
use bricks::clock::Instant;
use bricks::id::{BranchId, DepositId, PatientId, ReceiptId, StaffId, VisitId};
use bricks::money::Money;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

ground::row! {
    /// The account of a branch to which patients transfer.
    pub struct Account {
        pub bin: String,
        pub number: String,
        pub holder: String,
        /// The gateway's secret; empty while none is used.
        pub secret: String,
    }
}

ground::row! {
    /// A transfer that no receipt has taken yet.
    pub struct Waiting {
        pub id: i64,
        pub reference: String,
        pub amount: Money,
        pub purpose: String,
        pub received_at: Instant,
        pub visit: Option<VisitId>,
        pub patient_name: Option<String>,
    }
}

ground::row! {
    /// A transfer under lock.
    pub struct Held {
        pub id: i64,
        pub branch: BranchId,
        pub reference: String,
        pub amount: Money,
        pub state: String,
    }
}

ground::row! {
    /// A bill to which a transfer can be given.
    pub struct Open {
        pub visit: VisitId,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub patient_name: String,
        pub due: Money,
    }
}

const ACCOUNT: &str = "SELECT bin, number, holder, secret FROM bank_account WHERE branch_id = $1";
const SET_ACCOUNT: &str = "INSERT INTO bank_account (branch_id, bin, number, holder, secret) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (branch_id) DO UPDATE SET bin = excluded.bin, number = excluded.number, holder = excluded.holder, secret = excluded.secret";
const ADD: &str = "INSERT INTO bank_transfer (id, branch_id, reference, amount_vnd, purpose, source, state, visit_id, received_at) \
     VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8) ON CONFLICT (branch_id, reference) DO NOTHING";
const LOCK: &str = "SELECT id, branch_id, reference, amount_vnd, state FROM bank_transfer WHERE id = $1 FOR UPDATE";
const LOCK_REFERENCE: &str = "SELECT id, branch_id, reference, amount_vnd, state FROM bank_transfer WHERE branch_id = $1 AND reference = $2 FOR UPDATE";
const SETTLE: &str = "UPDATE bank_transfer SET state = 'settled', receipt_id = $2, settled_at = $3, settled_by = $4 WHERE id = $1 AND state = 'waiting'";
const SETTLE_BY_DEPOSIT: &str = "UPDATE bank_transfer SET state = 'settled', deposit_id = $2, settled_at = $3, settled_by = $4 WHERE id = $1 AND state = 'waiting'";
const DISMISS: &str = "UPDATE bank_transfer SET state = 'dismissed', reason = $2, settled_at = $3, settled_by = $4 WHERE id = $1 AND state = 'waiting'";
const RELEASE: &str = "UPDATE bank_transfer SET state = 'waiting', receipt_id = NULL, settled_at = NULL, settled_by = NULL WHERE receipt_id = $1";
const WAITING: &str = "SELECT t.id, t.reference, t.amount_vnd, t.purpose, t.received_at, t.visit_id, p.name FROM bank_transfer t \
     LEFT JOIN visit v ON v.id = t.visit_id LEFT JOIN patient p ON p.id = v.patient_id \
     WHERE t.branch_id = $1 AND t.state = 'waiting' ORDER BY t.id DESC LIMIT 200";
const BY_TICKET: &str = "SELECT id, ticket_prefix FROM visit WHERE branch_id = $1 AND day = $2 AND ticket_number = $3";
const OPEN: &str = "SELECT v.id, v.ticket_prefix, v.ticket_number, p.name, v.due_vnd FROM visit v JOIN patient p ON p.id = v.patient_id \
     WHERE v.branch_id = $1 AND v.due_vnd > 0 ORDER BY v.arrived_at DESC LIMIT 200";
const NUMBER: &str = "SELECT COALESCE(r.series, d.series), COALESCE(r.number, d.number) FROM bank_transfer t LEFT JOIN receipt r ON r.id = t.receipt_id \
     LEFT JOIN deposit d ON d.id = t.deposit_id WHERE t.id = $1 AND t.state = 'settled'";
const TICKET: &str = "SELECT v.patient_id, p.name FROM visit v JOIN patient p ON p.id = v.patient_id WHERE v.id = $1";
const SHOW: &str = "INSERT INTO pay_display (staff_id, visit_id, shown_at) VALUES ($1, $2, $3) \
     ON CONFLICT (staff_id) DO UPDATE SET visit_id = excluded.visit_id, shown_at = excluded.shown_at";
/// The bill that a screen's cashier has open, with nothing of it that concerns health.
const SHOWN: &str = "SELECT s.branch_id, d.visit_id, d.shown_at FROM screen s JOIN screen_cashier c ON c.screen_id = s.id \
     LEFT JOIN pay_display d ON d.staff_id = c.staff_id WHERE s.token_hash = $1";
const SCREEN: &str = "SELECT screen_id FROM screen_cashier WHERE staff_id = $1 LIMIT 1";
const SHOWN_SINCE: &str = "SELECT shown_at FROM pay_display WHERE staff_id = $1 AND visit_id = $2";
/// What has left the screen meanwhile does not come back by itself.
const HOLD: &str = "UPDATE pay_display SET shown_at = $3 WHERE staff_id = $1 AND visit_id = $2 AND shown_at >= $4";
const HIDE: &str = "DELETE FROM pay_display WHERE staff_id = $1 AND visit_id = $2";
/// One that is paid stays for its thanks.
const LEAVE: &str = "DELETE FROM pay_display WHERE staff_id = $1 AND visit_id <> $2 \
     AND EXISTS (SELECT 1 FROM visit v WHERE v.id = pay_display.visit_id AND v.due_vnd > 0)";
/// So long a bill stays on the screen without a sign of its page, which gives one every ten seconds.
const HELD_MILLIS: i64 = 25_000;

pub fn account(tx: &mut Tx<'_>, branch: BranchId) -> Result<Option<Account>, DbError> {
    tx.one(ACCOUNT, &[&branch])
}

/// Whether a customer's screen is paired with somebody.
pub fn has_screen(tx: &mut Tx<'_>, staff: StaffId) -> Result<bool, DbError> {
    Ok(tx.one::<i64>(SCREEN, &[&staff])?.is_some())
}

pub fn set_account(tx: &mut Tx<'_>, branch: BranchId, account: &Account) -> Result<(), DbError> {
    tx.run_one(SET_ACCOUNT, &[&branch, &account.bin, &account.number, &account.holder, &account.secret])
}

/// Writes a transfer down; false when its reference is known.
pub fn add(
    tx: &mut Tx<'_>,
    branch: BranchId,
    incoming: &Incoming,
    (source, visit): (&str, Option<VisitId>),
) -> Result<bool, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let Incoming { reference, amount, purpose, .. } = incoming;
    Ok(tx.run(ADD, &[&id, &branch, reference, amount, purpose, &source, &visit, &now])? == 1)
}

/// A transfer of this branch that nobody else settles until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, branch: BranchId, id: i64) -> Result<Held, Stop> {
    let held: Option<Held> = tx.one(LOCK, &[&id])?;
    held.filter(|held| held.branch == branch).ok_or(Stop::Missing)
}

pub fn lock_reference(tx: &mut Tx<'_>, branch: BranchId, reference: &str) -> Result<Held, Stop> {
    tx.one(LOCK_REFERENCE, &[&branch, &reference])?.ok_or_else(|| Stop::fault("a transfer vanished"))
}

/// `DbError::NotOne` when it does not wait any more.
pub fn settle(tx: &mut Tx<'_>, staff: StaffId, id: i64, receipt: ReceiptId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(SETTLE, &[&id, &receipt, &now, &staff])
}

/// Like [`settle`], by the deposit that it is.
pub fn settle_by_deposit(tx: &mut Tx<'_>, staff: StaffId, id: i64, deposit: DepositId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(SETTLE_BY_DEPOSIT, &[&id, &deposit, &now, &staff])
}

/// False when it does not wait any more.
pub fn dismiss(tx: &mut Tx<'_>, who: &Who, id: i64, reason: &str) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(DISMISS, &[&id, &reason, &now, &who.staff])? == 1)
}

/// The transfers of a receipt that is voided wait again: the money is still at the bank.
pub fn release(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<u64, DbError> {
    tx.run(RELEASE, &[&receipt])
}

pub fn waiting(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Waiting>, DbError> {
    tx.all(WAITING, &[&branch])
}

/// The visit whose ticket a purpose names.
pub fn by_ticket(tx: &mut Tx<'_>, branch: BranchId, named: &Named) -> Result<Option<VisitId>, DbError> {
    let found: Vec<(VisitId, String)> = tx.all(BY_TICKET, &[&branch, &named.day, &named.number])?;
    Ok(found.into_iter().find(|(_, prefix)| purpose::plain(prefix) == named.prefix).map(|(id, _)| id))
}

/// Bills to which a transfer can be given.
pub fn open_bills(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Open>, DbError> {
    tx.all(OPEN, &[&branch])
}

/// `PT26-000123`: of the receipt or the deposit that a transfer paid for; empty for one that was dismissed.
pub fn number_of(tx: &mut Tx<'_>, transfer: i64) -> Result<String, DbError> {
    let found: Option<(String, i64)> = tx.one(NUMBER, &[&transfer])?;
    Ok(found.map(|(series, number)| crate::store::show_number(&series, number)).unwrap_or_default())
}

pub fn patient_of(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<(PatientId, String)>, DbError> {
    tx.one(TICKET, &[&visit])
}

/// Puts a bill onto this person's second screen.
pub fn show(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(SHOW, &[&who.staff, &visit, &now])
}

/// Whether a bill's page has given a sign lately, so that it stands on the screen.
pub fn is_fresh(shown_at: Instant, now: Instant) -> bool {
    now.millis() - shown_at.millis() <= HELD_MILLIS
}

/// Whether this person shows a bill to the customer now.
pub fn is_shown(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<bool, DbError> {
    let since: Option<Instant> = tx.one(SHOWN_SINCE, &[&who.staff, &visit])?;
    Ok(since.is_some_and(|at| is_fresh(at, tx.now())))
}

/// The page of a bill that is shown is still open; false when it is shown no more.
pub fn hold(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<bool, DbError> {
    let now = tx.now();
    let oldest = Instant::from_millis(now.millis() - HELD_MILLIS);
    Ok(tx.run(HOLD, &[&who.staff, &visit, &now, &oldest])? == 1)
}

/// Takes a bill off this person's second screen.
pub fn hide(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<(), DbError> {
    tx.run(HIDE, &[&who.staff, &visit]).map(|_| ())
}

/// Another bill is open now: what is not paid leaves the screen. Whether something did.
pub fn leave(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<bool, DbError> {
    Ok(tx.run(LEAVE, &[&who.staff, &visit])? > 0)
}

/// A screen's branch, the bill that stands on it, and since when.
pub type Shown = (BranchId, Option<VisitId>, Option<Instant>);

/// What stands on the screen of a token; `None` for a screen that is no cashier's.
pub fn shown(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<Option<Shown>, DbError> {
    tx.one(SHOWN, &[token])
}
