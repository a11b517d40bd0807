//! A bill of which nothing is paid is open again: its charges come off their invoice, and what was taken off and who pays can
//! be changed as before it was closed.

use crate::payer;
use bricks::id::{InvoiceId, ReceiptId, VisitId};
use ground::db::{Stop, Tx};

/// Whether something was paid of the invoice of a charge (which the statement calls `c`) and not given back, so that it can no
/// longer be changed; an invoice of nothing is settled.
#[macro_export]
macro_rules! settled {
    () => {
        "EXISTS (SELECT 1 FROM invoice gx WHERE gx.id = c.invoice_id AND (gx.total_vnd = 0 OR gx.total_vnd - gx.due_vnd > gx.refunded_vnd))"
    };
}

/// Invoices of a visit of which nothing is paid, whose claims were not sent, which no e-invoice tells of, and whose discount
/// the open bill has room for. One of nothing only where the receipt that settled it is voided.
const UNPAID: &str = "SELECT i.id FROM invoice i WHERE i.visit_id = $1 AND i.due_vnd = i.total_vnd \
     AND (i.due_vnd > 0 OR EXISTS (SELECT 1 FROM payment p WHERE p.invoice_id = i.id AND p.receipt_id = $2)) \
     AND EXISTS (SELECT 1 FROM charge c WHERE c.invoice_id = i.id) \
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

/// Takes the charges of a visit off every invoice of which nothing is paid. Whoever calls holds the visit's lock. `voided` is the
/// receipt that no longer counts. Gives how many invoices were opened.
pub fn open_again(tx: &mut Tx<'_>, visit: VisitId, voided: Option<ReceiptId>) -> Result<usize, Stop> {
    let mut opened = 0;
    for invoice in tx.all::<InvoiceId>(UNPAID, &[&visit, &voided])? {
        if tx.one::<bool>(DISCOUNTED_TWICE, &[&invoice])?.unwrap_or(true) {
            continue;
        }
        tx.run(CLAIM_NOTHING, &[&invoice])?;
        tx.run(OPEN_CHARGES, &[&invoice])?;
        tx.run(OPEN_DISCOUNTS, &[&invoice])?;
        tx.run_one(EMPTY, &[&invoice])?;
        opened += 1;
    }
    if opened > 0 {
        payer::refresh(tx, visit)?;
    }
    Ok(opened)
}
