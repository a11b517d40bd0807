//! A bill of which nothing is paid is open again: its charges come off their invoice, and what was taken off and who pays can
//! be changed as before it was closed.

use crate::payer;
use bricks::id::{ChargeId, InvoiceId, ReceiptId, VisitId};
use bricks::money::Money;
use ground::db::{DbError, Stop, Tx};

/// Whether something was paid of the invoice of a charge (which the statement calls `c`) and not given back, so that it can no
/// longer be changed; an invoice of nothing is settled.
#[macro_export]
macro_rules! settled {
    () => {
        "EXISTS (SELECT 1 FROM invoice gx WHERE gx.id = c.invoice_id AND (gx.total_vnd = 0 OR gx.total_vnd - gx.due_vnd > gx.refunded_vnd))"
    };
}

/// Invoices of a visit of which nothing is paid or set off, whose claims were not sent, which no e-invoice tells of, and whose discount
/// the open bill has room for. One of nothing only where the receipt that settled it is voided.
const UNPAID: &str = "SELECT i.id FROM invoice i WHERE i.visit_id = $1 AND i.due_vnd = i.total_vnd \
     AND (i.due_vnd > 0 OR EXISTS (SELECT 1 FROM payment p WHERE p.invoice_id = i.id AND p.receipt_id = $2)) \
     AND EXISTS (SELECT 1 FROM charge c WHERE c.invoice_id = i.id) \
     AND NOT EXISTS (SELECT 1 FROM charge c WHERE c.invoice_id = i.id AND c.set_off_vnd > 0) \
     AND i.discount_vnd = (SELECT COALESCE(SUM(d.amount_vnd), 0) FROM discount d WHERE d.invoice_id = i.id) \
     AND NOT EXISTS (SELECT 1 FROM claim m WHERE m.invoice_id = i.id AND m.state <> 'to_send') \
     AND NOT EXISTS (SELECT 1 FROM einvoice_invoice e WHERE e.invoice_id = i.id AND e.live) ORDER BY i.id";
/// The bill has one discount of the whole; another one stays on its invoice.
const DISCOUNTED_TWICE: &str = "SELECT EXISTS (SELECT 1 FROM discount d JOIN discount o ON o.visit_id = d.visit_id \
     WHERE d.invoice_id = $1 AND d.charge_id IS NULL AND d.voucher_id IS NULL \
     AND o.invoice_id IS NULL AND o.charge_id IS NULL AND o.voucher_id IS NULL)";
const CLAIM_NOTHING: &str = "DELETE FROM claim WHERE invoice_id = $1 AND state = 'to_send'";
/// A line keeps what was taken off it alone.
const OPEN_CHARGES: &str = "UPDATE charge SET invoice_id = NULL, \
     discount_vnd = COALESCE((SELECT d.amount_vnd FROM discount d WHERE d.charge_id = charge.id), 0) WHERE invoice_id = $1";
const OPEN_DISCOUNTS: &str = "UPDATE discount SET invoice_id = NULL WHERE invoice_id = $1";
/// The row stays: receipts that were voided tell of it.
const EMPTY: &str = "UPDATE invoice SET charged_vnd = 0, insured_vnd = 0, discount_vnd = 0, discount_reason = '', discount_by = NULL, \
     total_vnd = 0, due_vnd = 0 WHERE id = $1 AND due_vnd = total_vnd AND refunded_vnd = 0";

const AGREED: &str =
    "SELECT EXISTS (SELECT 1 FROM debt d WHERE d.visit_id = $1 AND d.ended_at IS NULL AND d.agreed_at IS NOT NULL)";
const CHARGES: &str = "SELECT id FROM charge WHERE invoice_id = $1 ORDER BY id";
const CLOSE: &str = "UPDATE charge SET invoice_id = $2 WHERE id = $1 AND visit_id = $3 AND invoice_id IS NULL";
/// An invoice from which nothing is taken off, by what its lines come to.
const ADD_UP: &str = "UPDATE invoice SET charged_vnd = $2, insured_vnd = $3, total_vnd = $2, due_vnd = $2 \
     WHERE id = $1 AND total_vnd = 0 AND due_vnd = 0 AND discount_vnd = 0";
const LINES: &str = "SELECT CAST(COALESCE(SUM(amount_vnd - first_vnd - second_vnd), 0) AS BIGINT), CAST(COALESCE(SUM(first_vnd), 0) AS BIGINT), \
     CAST(COALESCE(SUM(second_vnd), 0) AS BIGINT) FROM charge WHERE invoice_id = $1";

/// Takes the charges of a visit off every invoice of which nothing is paid. Whoever calls holds the visit's lock. `voided` is the
/// receipt that no longer counts. Gives how many invoices were opened.
pub fn open_again(tx: &mut Tx<'_>, visit: VisitId, voided: Option<ReceiptId>) -> Result<usize, Stop> {
    let mut opened = 0;
    for invoice in tx.all::<InvoiceId>(UNPAID, &[&visit, &voided])? {
        opened += usize::from(open(tx, invoice)?);
    }
    if opened > 0 {
        payer::refresh(tx, visit)?;
    }
    Ok(opened)
}

fn open(tx: &mut Tx<'_>, invoice: InvoiceId) -> Result<bool, Stop> {
    if tx.one::<bool>(DISCOUNTED_TWICE, &[&invoice])?.unwrap_or(true) {
        return Ok(false);
    }
    tx.run(CLAIM_NOTHING, &[&invoice])?;
    tx.run(OPEN_CHARGES, &[&invoice])?;
    tx.run(OPEN_DISCOUNTS, &[&invoice])?;
    tx.run_one(EMPTY, &[&invoice])?;
    Ok(true)
}

/// An invoice that one of its charges is leaving.
pub(super) struct Opened {
    invoice: InvoiceId,
    /// What was on it; empty where no agreement stands, and the bill stays open.
    charges: Vec<ChargeId>,
}

/// Opens one invoice of a visit, and no other, so that a charge of it can be taken off. `None`, and nothing is changed, when
/// something of it is paid or claimed.
pub(super) fn open_one(tx: &mut Tx<'_>, visit: VisitId, invoice: InvoiceId) -> Result<Option<Opened>, Stop> {
    let nothing: Option<ReceiptId> = None;
    if !tx.all::<InvoiceId>(UNPAID, &[&visit, &nothing])?.contains(&invoice) {
        return Ok(None);
    }
    let is_agreed = tx.one::<bool>(AGREED, &[&visit])?.unwrap_or(false);
    let charges = if is_agreed { tx.all(CHARGES, &[&invoice])? } else { Vec::new() };
    Ok(open(tx, invoice)?.then_some(Opened { invoice, charges }))
}

/// What was agreed to be paid later is no more to be changed: what is left of it, and `fresh`, goes onto its invoice again,
/// borne by its payers as it is without what left.
pub(super) fn close_again(
    tx: &mut Tx<'_>,
    visit: VisitId,
    opened: &Opened,
    fresh: Option<ChargeId>,
) -> Result<(), DbError> {
    if opened.charges.is_empty() {
        return Ok(());
    }
    for charge in opened.charges.iter().copied().chain(fresh) {
        tx.run(CLOSE, &[&charge, &opened.invoice, &visit])?;
    }
    let (due, first, second): (Money, Money, Money) = tx.one(LINES, &[&opened.invoice])?.unwrap_or_default();
    let insured = first.add(second).ok_or_else(|| DbError::Other("an invoice that does not fit".to_owned()))?;
    tx.run_one(ADD_UP, &[&opened.invoice, &due, &insured])?;
    for (position, amount) in (1_i64..).zip([first, second]).filter(|(_, amount)| !amount.is_zero()) {
        payer::store::claim(tx, (visit, opened.invoice), position, amount)?;
    }
    Ok(())
}
