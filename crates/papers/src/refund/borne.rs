//! What payers besides the patient bear of what came back: their claims fall with it, or it is noted beside those that are sent.

use crate::payer;
use crate::refuse::conflict;
use crate::text;
use bricks::id::{ChargeId, InvoiceId, VisitId};
use bricks::money::Money;
use ground::db::{Stop, Tx};

const OF_CHARGE: &str =
    "UPDATE charge SET first_back_vnd = first_back_vnd + $2, second_back_vnd = second_back_vnd + $3 WHERE id = $1";
const LOWER: &str = "UPDATE claim SET amount_vnd = amount_vnd - $3 WHERE invoice_id = $1 AND position = $2 AND state = 'to_send' AND amount_vnd > $3";
const CLAIM_NOTHING: &str =
    "DELETE FROM claim WHERE invoice_id = $1 AND position = $2 AND state = 'to_send' AND amount_vnd = $3";
/// Sent, or answered: a difference with the payer.
const NOTE: &str = "UPDATE claim SET back_vnd = back_vnd + $3 WHERE invoice_id = $1 AND position = $2 AND state <> 'to_send' \
     AND back_vnd + $3 BETWEEN 0 AND amount_vnd";
const IS_CLAIMED: &str = "SELECT EXISTS (SELECT 1 FROM claim WHERE invoice_id = $1 AND position = $2)";

/// Writes what of the first and the second payer's part came back now, under the visit's lock; below nothing for what did not come
/// back after all. Refused when that can no longer be claimed.
pub(super) fn write(
    tx: &mut Tx<'_>,
    (visit, invoice, charge): (VisitId, InvoiceId, ChargeId),
    [first, second]: [Money; 2],
) -> Result<(), Stop> {
    if first.is_zero() && second.is_zero() {
        return Ok(());
    }
    tx.run_one(OF_CHARGE, &[&charge, &first, &second])?;
    for (position, back) in (1_i64..).zip([first, second]).filter(|(_, back)| !back.is_zero()) {
        let of: [&dyn ground::db::Param; 3] = [&invoice, &position, &back];
        if tx.run(LOWER, &of)? > 0 || tx.run(CLAIM_NOTHING, &of)? > 0 || tx.run(NOTE, &of)? > 0 {
            continue;
        }
        let is_claimed = tx.one(IS_CLAIMED, &[&invoice, &position])?.unwrap_or(true);
        match back.neg().filter(|claimed| !claimed.is_negative() && !is_claimed) {
            Some(claimed) => payer::store::claim(tx, (visit, invoice), position, claimed)?,
            None => return Err(conflict(text::refund_claim_sent_say())),
        }
    }
    Ok(())
}
