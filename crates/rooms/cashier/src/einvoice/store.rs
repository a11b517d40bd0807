//! The statements of e-invoices.

use super::{Kind, State, Way};
use bricks::clock::Instant;
use bricks::id::{BranchId, InvoiceId, ReceiptId, VisitId};
use bricks::money::Money;
use ground::db::{DbError, Stop, Topic, Tx};
use papers::charge::Charge;

/// How long a try may take, in minutes; longer than the slowest answer.
const LEASE_MINUTES: i64 = 10;
const ERROR_CHARS_MAX: usize = 300;

ground::row! {
    /// The branch's provider. `form` and `series` stand on every invoice, `register_code` names the cash register.
    pub struct Provider {
        pub way: Way,
        pub form: String,
        pub series: String,
        pub register_code: String,
        pub url: String,
        pub login: String,
        pub secret: String,
    }
}

ground::row! {
    /// A document as the screens show it.
    pub struct Row {
        pub id: i64,
        pub receipt: ReceiptId,
        pub kind: Kind,
        pub state: State,
        pub amount: Money,
        pub attempts: i64,
        pub last_error: String,
        pub series: Option<String>,
        pub number: Option<String>,
        pub code: String,
        pub made_at: Instant,
        pub issued_at: Option<Instant>,
        pub receipt_series: String,
        pub receipt_number: i64,
        pub patient_name: String,
    }
}

ground::row! {
    /// A document that this process alone hands over now, with the original that it adjusts.
    pub struct Claimed {
        pub id: i64,
        pub branch: BranchId,
        pub visit: VisitId,
        pub kind: Kind,
        pub attempts: i64,
        pub document: String,
        pub original_series: Option<String>,
        pub original_number: Option<String>,
        pub original_issued_at: Option<Instant>,
    }
}

ground::row! {
    /// The original of an invoice that still counts.
    pub struct Original {
        pub id: i64,
        pub receipt: ReceiptId,
        pub document: String,
        pub state: State,
        pub perhaps: bool,
    }
}

/// A document to write.
pub struct New<'a> {
    pub receipt: ReceiptId,
    pub kind: Kind,
    pub occurrence: i64,
    pub original: Option<i64>,
    pub document: &'a str,
    pub amount: Money,
}

macro_rules! row {
    ($where:literal) => {
        concat!(
            "SELECT e.id, e.receipt_id, e.kind, e.state, e.amount_vnd, e.attempts, e.last_error, e.series, e.number, e.code, e.made_at, \
             e.issued_at, r.series, r.number, p.name FROM einvoice e JOIN receipt r ON r.id = e.receipt_id \
             JOIN patient p ON p.id = r.patient_id WHERE ",
            $where
        )
    };
}

const PROVIDER: &str =
    "SELECT kind, form, series, register_code, url, login, secret FROM einvoice_provider WHERE branch_id = $1";
const SET_PROVIDER: &str = "INSERT INTO einvoice_provider (branch_id, kind, form, series, register_code, url, login, secret) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (branch_id) DO UPDATE SET kind = excluded.kind, form = excluded.form, \
     series = excluded.series, register_code = excluded.register_code, url = excluded.url, login = excluded.login, secret = excluded.secret";
const ADD: &str = "INSERT INTO einvoice (id, branch_id, receipt_id, kind, occurrence_id, original_id, document, amount_vnd, state, due_at, made_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $9)";
const TO_TELL: &str = "SELECT DISTINCT p.invoice_id FROM payment p WHERE p.receipt_id = $1 AND p.kind = 'taken' \
     AND NOT EXISTS (SELECT 1 FROM einvoice_invoice x WHERE x.invoice_id = p.invoice_id AND x.live) ORDER BY p.invoice_id";
const TELL: &str = "INSERT INTO einvoice_invoice (einvoice_id, invoice_id, live) VALUES ($1, $2, TRUE)";
const CHARGES: &str = concat!(
    "SELECT ",
    papers::charge_columns!(),
    " FROM payment p JOIN charge c ON c.invoice_id = p.invoice_id JOIN staff s ON s.id = c.charged_by \
     WHERE p.receipt_id = $1 AND p.kind = 'taken' AND p.id = (SELECT MIN(q.id) FROM payment q WHERE q.receipt_id = $1 \
     AND q.invoice_id = p.invoice_id AND q.kind = 'taken') \
     AND NOT EXISTS (SELECT 1 FROM einvoice_invoice x WHERE x.invoice_id = p.invoice_id AND x.live) ORDER BY c.charged_at, c.id"
);
/// Its row is held, so that a try that ends now is seen.
const ORIGINAL_OF: &str = "SELECT e.id, e.receipt_id, e.document, e.state, e.perhaps FROM einvoice e \
     WHERE e.id = (SELECT x.einvoice_id FROM einvoice_invoice x WHERE x.invoice_id = $1 AND x.live) FOR UPDATE";
const ORIGINAL: &str = "SELECT id, receipt_id, document, state, perhaps FROM einvoice WHERE kind = 'original' AND occurrence_id = $1 FOR UPDATE";
/// Of invoices that are told of; the index holds what is not told alone.
const UNTOLD: &str = "SELECT s.branch_id, s.visit_id, s.invoice_id FROM set_off s WHERE s.told_at IS NULL \
     AND EXISTS (SELECT 1 FROM einvoice_invoice) \
     AND EXISTS (SELECT 1 FROM einvoice_invoice x WHERE x.invoice_id = s.invoice_id AND x.live) ORDER BY s.id LIMIT 50";
const TELL_SET_OFF: &str =
    "UPDATE set_off SET told_at = $2 WHERE invoice_id = $1 AND told_at IS NULL RETURNING id, amount_vnd, reason";
const NO_LONGER: &str = "UPDATE einvoice_invoice SET live = FALSE WHERE einvoice_id = $1";
const WITHDRAW: &str =
    "UPDATE einvoice SET state = 'withdrawn' WHERE id = $1 AND state IN ('waiting', 'failed') AND NOT perhaps";
/// What adjusts an original that never came to be is needless.
const WITHDRAW_VOID: &str = "UPDATE einvoice SET state = 'withdrawn' WHERE original_id = $1 AND kind = 'void' AND state IN ('waiting', 'failed')";
const HAS_VOID: &str = "SELECT COUNT(*) FROM einvoice WHERE original_id = $1 AND kind = 'void'";
const OF_RECEIPT: &str = row!("e.receipt_id = $1 ORDER BY e.id");
const OPEN: &str =
    row!("e.branch_id = $1 AND e.state IN ('waiting', 'sending', 'failed') ORDER BY e.id DESC LIMIT 200");
const DOCUMENT: &str = "SELECT e.id, e.branch_id, r.visit_id, e.kind, e.attempts, e.document, \
     (SELECT o.series FROM einvoice o WHERE o.id = e.original_id), (SELECT o.number FROM einvoice o WHERE o.id = e.original_id), \
     (SELECT o.issued_at FROM einvoice o WHERE o.id = e.original_id) \
     FROM einvoice e JOIN receipt r ON r.id = e.receipt_id WHERE e.id = $1 AND e.receipt_id = $2";
/// The first condition is the index's own. What adjusts waits for its original.
const DUE: &str = "SELECT e.id, e.branch_id, (SELECT r.visit_id FROM receipt r WHERE r.id = e.receipt_id), e.kind, e.attempts, e.document, \
     (SELECT o.series FROM einvoice o WHERE o.id = e.original_id), (SELECT o.number FROM einvoice o WHERE o.id = e.original_id), \
     (SELECT o.issued_at FROM einvoice o WHERE o.id = e.original_id) FROM einvoice e \
     WHERE e.state IN ('waiting', 'sending') AND e.state = 'waiting' AND e.due_at <= $1 \
     AND EXISTS (SELECT 1 FROM einvoice_provider p WHERE p.branch_id = e.branch_id AND p.kind = 'sinvoice') \
     AND (e.original_id IS NULL OR EXISTS (SELECT 1 FROM einvoice o WHERE o.id = e.original_id AND o.state = 'issued')) \
     ORDER BY e.due_at, e.id LIMIT $2 FOR UPDATE SKIP LOCKED";
const LEASE: &str = "UPDATE einvoice SET state = 'sending', attempts = attempts + 1, lease_until = $2 WHERE id = $1 AND state = 'waiting'";
/// Who did not answer in time may have handed it over.
const OVERDUE: &str = "UPDATE einvoice SET state = 'waiting', lease_until = NULL, perhaps = TRUE, last_error = 'lease expired' \
     WHERE state IN ('waiting', 'sending') AND state = 'sending' AND lease_until < $1";
const ISSUED: &str = "UPDATE einvoice SET state = 'issued', series = $2, number = $3, code = $4, issued_at = $5, lease_until = NULL, \
     last_error = '' WHERE id = $1 AND state IN ('waiting', 'sending', 'failed')";
const AGAIN: &str = "UPDATE einvoice SET state = 'waiting', lease_until = NULL, due_at = $3, last_error = $2, perhaps = $4 \
     WHERE id = $1 AND state = 'sending'";
const FAILED: &str = "UPDATE einvoice SET state = 'failed', lease_until = NULL, last_error = $2, perhaps = $3 \
     WHERE id = $1 AND state = 'sending'";
const RETRY: &str =
    "UPDATE einvoice SET state = 'waiting', due_at = $3 WHERE id = $1 AND receipt_id = $2 AND state = 'failed'";

/// Only says it kindly: the key of series and number is what refuses.
const TAKEN: &str = "SELECT COUNT(*) FROM einvoice WHERE branch_id = $1 AND series = $2 AND number = $3";

/// A number as it is kept, however many zeros it was written with: the key knows one spelling.
pub fn eight_digits(number: &str) -> String {
    format!("{:0>8}", number.trim_start_matches('0'))
}

/// Whether a document of the branch has this number.
pub fn is_taken(tx: &mut Tx<'_>, branch: BranchId, series: &str, number: &str) -> Result<bool, DbError> {
    Ok(tx.one::<i64>(TAKEN, &[&branch, &series, &eight_digits(number)])?.unwrap_or(0) > 0)
}

/// The branch's provider; nothing when none was ever set.
pub fn provider(tx: &mut Tx<'_>, branch: BranchId) -> Result<Option<Provider>, DbError> {
    tx.one(PROVIDER, &[&branch])
}

pub fn set_provider(tx: &mut Tx<'_>, branch: BranchId, new: &Provider) -> Result<(), DbError> {
    tx.run_one(
        SET_PROVIDER,
        &[&branch, &new.way, &new.form, &new.series, &new.register_code, &new.url, &new.login, &new.secret],
    )
}

/// The charges that a receipt is the first to be told with: of its invoices that have no original that counts.
pub fn charges(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<Vec<Charge>, DbError> {
    tx.all(CHARGES, &[&receipt])
}

/// Writes a document. Its key refuses a second one for the same receipt or refund.
pub fn add(tx: &mut Tx<'_>, branch: BranchId, new: &New<'_>) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.run_one(
        ADD,
        &[&id, &branch, &new.receipt, &new.kind, &new.occurrence, &new.original, &new.document, &new.amount, &now],
    )?;
    Ok(id)
}

/// Says of which invoices an original tells; the key refuses one that another tells of.
pub fn tell(tx: &mut Tx<'_>, id: i64, receipt: ReceiptId) -> Result<(), DbError> {
    let invoices: Vec<InvoiceId> = tx.all(TO_TELL, &[&receipt])?;
    for invoice in invoices {
        tx.run_one(TELL, &[&id, &invoice])?;
    }
    Ok(())
}

/// The original that counts for an invoice, held.
pub fn original_of(tx: &mut Tx<'_>, invoice: InvoiceId) -> Result<Option<Original>, DbError> {
    tx.one(ORIGINAL_OF, &[&invoice])
}

/// The branches, visits and invoices of which something was set off that no document tells of, though one tells of the invoice.
pub fn untold(tx: &mut Tx<'_>) -> Result<Vec<(BranchId, VisitId, InvoiceId)>, DbError> {
    tx.all(UNTOLD, &[])
}

/// What of an invoice was set off and is told of from now on: id, amount and why.
pub fn tell_set_off(tx: &mut Tx<'_>, invoice: InvoiceId) -> Result<Vec<(i64, Money, String)>, DbError> {
    let now = tx.now();
    tx.all(TELL_SET_OFF, &[&invoice, &now])
}

/// The original of a receipt, held.
pub fn original(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<Option<Original>, DbError> {
    tx.one(ORIGINAL, &[&receipt])
}

/// Its invoices may be told of again.
pub fn no_longer(tx: &mut Tx<'_>, original: i64) -> Result<(), DbError> {
    tx.run(NO_LONGER, &[&original]).map(|_| ())
}

/// Takes a document back of which the provider has certainly not heard; whether it was so.
pub fn withdraw(tx: &mut Tx<'_>, id: i64) -> Result<bool, DbError> {
    Ok(tx.run(WITHDRAW, &[&id])? == 1)
}

/// The documents of a receipt, the original first.
pub fn of_receipt(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<Vec<Row>, DbError> {
    tx.all(OF_RECEIPT, &[&receipt])
}

/// What waits, is on its way or failed in a branch, the latest first.
pub fn open(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Row>, DbError> {
    tx.all(OPEN, &[&branch])
}

/// One document of a receipt.
pub fn document(tx: &mut Tx<'_>, receipt: ReceiptId, id: i64) -> Result<Claimed, Stop> {
    tx.one(DOCUMENT, &[&id, &receipt])?.ok_or(Stop::Missing)
}

/// Takes up to `limit` documents that are due, for [`LEASE_MINUTES`].
pub fn claim(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Claimed>, DbError> {
    let now = tx.now();
    tx.run(OVERDUE, &[&now])?;
    let due: Vec<Claimed> = tx.all(DUE, &[&now, &limit])?;
    let until = now.plus_minutes(LEASE_MINUTES);
    for one in &due {
        tx.run_one(LEASE, &[&one.id, &until])?;
    }
    Ok(due)
}

/// The provider has made the invoice. False when it was known already (a late answer).
pub fn issued(tx: &mut Tx<'_>, id: i64, (series, number, code): (&str, &str, &str)) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(ISSUED, &[&id, &series, &eight_digits(number), &code, &now])? == 1)
}

/// It is tried again at `at`. `perhaps`: the provider may have taken it.
pub fn again(tx: &mut Tx<'_>, id: i64, why: &str, (at, perhaps): (Instant, bool)) -> Result<(), DbError> {
    tx.run(AGAIN, &[&id, &shortened(why), &at, &perhaps]).map(|_| ())
}

/// Somebody has to look at it. The document that takes a refused original back is needless with it.
pub fn failed(tx: &mut Tx<'_>, id: i64, why: &str, perhaps: bool) -> Result<(), DbError> {
    tx.run(FAILED, &[&id, &shortened(why), &perhaps])?;
    let voids: i64 = tx.one(HAS_VOID, &[&id])?.unwrap_or(0);
    if voids > 0 && withdraw(tx, id)? {
        tx.run(WITHDRAW_VOID, &[&id])?;
    }
    Ok(())
}

/// Lets a failed document wait again; false when it has not failed.
pub fn retry(tx: &mut Tx<'_>, receipt: ReceiptId, id: i64) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(RETRY, &[&id, &receipt, &now])? == 1)
}

/// Tells the pages on which a document is seen.
pub fn announce(tx: &mut Tx<'_>, visit: VisitId) {
    tx.announce(Topic::Cashier);
    tx.announce(Topic::Visit(visit));
}

fn shortened(why: &str) -> String {
    why.chars().take(ERROR_CHARS_MAX).collect()
}
