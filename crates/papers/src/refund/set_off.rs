//! What came back of a bill that is paid in part lowers what is still owed, before anything is paid out.

use crate::visit;
use bricks::id::{ChargeId, InvoiceId, VisitId};
use bricks::money::Money;
use ground::access::Who;
use ground::db::{Stop, Tx};

const OF_CHARGE: &str = "UPDATE charge SET set_off_vnd = set_off_vnd + $2 WHERE id = $1";
const OF_INVOICE: &str = "UPDATE invoice SET charged_vnd = charged_vnd - $2, total_vnd = total_vnd - $2, due_vnd = due_vnd - $2 \
     WHERE id = $1 AND due_vnd >= $2";
const INSERT: &str = "INSERT INTO set_off (id, branch_id, visit_id, invoice_id, charge_id, amount_vnd, reason, set_off_at, set_off_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
/// Nobody tells of them until the transaction ends.
const TOLD: &str = "SELECT CASE WHEN told_at IS NULL THEN 0 ELSE amount_vnd END FROM set_off WHERE charge_id = $1 ORDER BY id FOR UPDATE";

/// Takes so much off what is owed of an invoice, under the visit's lock; puts it back when it is below nothing.
pub(super) fn write(
    tx: &mut Tx<'_>,
    who: &Who,
    (visit, invoice, charge): (VisitId, InvoiceId, ChargeId),
    amount: Money,
    reason: &str,
) -> Result<(), Stop> {
    tx.run_one(OF_INVOICE, &[&invoice, &amount])?;
    tx.run_one(OF_CHARGE, &[&charge, &amount])?;
    let (id, now) = (tx.new_id(), tx.now());
    tx.run_one(INSERT, &[&id, &who.branch, &visit, &invoice, &charge, &amount, &reason, &now, &who.staff])?;
    Ok(visit::due_add(tx, visit, Money::from_minor(-amount.minor()))?)
}

/// Whether the tax authority was told of some of it, so that it stays.
pub(super) fn is_told(tx: &mut Tx<'_>, charge: ChargeId) -> Result<bool, Stop> {
    let told = Money::sum(tx.all::<Money>(TOLD, &[&charge])?).ok_or_else(|| Stop::fault("a sum that does not fit"))?;
    Ok(!told.is_zero())
}
