use bricks::id::{BranchId, MedicineId, PrescriptionId, PrescriptionLineId};
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{DbError, Tx};

const PAYS_FIRST: &str = "SELECT medicines_pay_first FROM branch WHERE id = $1";
const SET_PAYS_FIRST: &str = "UPDATE branch SET medicines_pay_first = $2 WHERE id = $1 AND medicines_pay_first <> $2";
/// Paid, or agreed to be paid later: nothing of its invoice is owed now, and what was not given back covers the patient's
/// part of those medicines of the invoice that did not come back.
const REVIEWED: &str = concat!(
    "SELECT x.id, x.prescription_line_id, x.medicine_id, x.quantity_milli, x.given_milli + x.withheld_milli, \
     c.amount_vnd = 0 OR (i.id IS NOT NULL AND (",
    papers::owes!(),
    ")) OR (i.id IS NOT NULL AND i.due_vnd = 0 AND i.total_vnd - i.refunded_vnd >= \
     (SELECT COALESCE(SUM(o.amount_vnd - o.discount_vnd - o.first_vnd - o.second_vnd - o.back_vnd), 0) FROM charge o \
     WHERE o.invoice_id = i.id AND o.source_kind = 'medicine')) \
     FROM prescription_line l CROSS JOIN reviewed_line x CROSS JOIN charge c LEFT JOIN invoice i ON i.id = c.invoice_id LEFT JOIN visit v ON v.id = i.visit_id \
     WHERE l.prescription_id = $1 AND x.prescription_line_id = l.id AND c.source_kind = 'medicine' AND c.source_id = x.id ORDER BY x.id"
);
const INSERT: &str = "INSERT INTO reviewed_line (id, prescription_line_id, medicine_id, quantity_milli, reviewed_at, reviewed_by) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const GIVE: &str = "UPDATE reviewed_line SET given_milli = given_milli + $2 WHERE id = $1 AND given_milli + withheld_milli + $2 <= quantity_milli";
const PUT_BACK: &str = "UPDATE reviewed_line SET given_milli = given_milli - $2 WHERE id = $1 AND given_milli >= $2";
const DELETE: &str = "DELETE FROM reviewed_line WHERE id = $1 AND given_milli = 0 \
     AND NOT EXISTS (SELECT 1 FROM dispense_line g WHERE g.reviewed_line_id = reviewed_line.id)";
const MARK: &str = "UPDATE prescription SET reviewed_at = $2 WHERE id = $1";

ground::row! {
    /// What of a line's product is on the bill, and how much of it is settled.
    pub struct Reviewed {
        pub id: i64,
        pub line: PrescriptionLineId,
        pub medicine: MedicineId,
        pub quantity: Quantity,
        /// Given, or not to be given after all.
        pub gone: Quantity,
        pub paid: bool,
    }
}

impl Reviewed {
    /// What may still be given of it.
    pub fn left(&self) -> Quantity {
        self.quantity.sub(self.gone).unwrap_or(Quantity::ZERO)
    }
}

/// Whether the branch gives medicines out only once they are paid.
pub fn pays_first(tx: &mut Tx<'_>, branch: BranchId) -> Result<bool, DbError> {
    Ok(tx.one(PAYS_FIRST, &[&branch])?.unwrap_or(false))
}

/// Whether that is another choice than before.
pub fn set_pays_first(tx: &mut Tx<'_>, branch: BranchId, first: bool) -> Result<bool, DbError> {
    Ok(tx.run(SET_PAYS_FIRST, &[&branch, &first])? == 1)
}

/// What was reviewed of a prescription, in that order.
pub fn reviewed(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<Vec<Reviewed>, DbError> {
    tx.all(REVIEWED, &[&id])
}

/// Writes down what is on the bill; gives the row's id, which is the charge's source.
pub fn insert(
    tx: &mut Tx<'_>,
    who: &Who,
    (line, medicine): (PrescriptionLineId, MedicineId),
    quantity: Quantity,
) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.run_one(INSERT, &[&id, &line, &medicine, &quantity, &now, &who.staff])?;
    Ok(id)
}

/// Whether so much more of it is given now.
pub fn give(tx: &mut Tx<'_>, id: i64, quantity: Quantity) -> Result<bool, DbError> {
    Ok(tx.run(GIVE, &[&id, &quantity])? == 1)
}

/// Whether so much of it had been given, and is no longer.
pub fn put_back(tx: &mut Tx<'_>, id: i64, quantity: Quantity) -> Result<bool, DbError> {
    Ok(tx.run(PUT_BACK, &[&id, &quantity])? == 1)
}

/// Whether it was there with nothing given of it, ever.
pub fn delete(tx: &mut Tx<'_>, id: i64) -> Result<bool, DbError> {
    Ok(tx.run(DELETE, &[&id])? == 1)
}

/// Remembers since when the prescription waits for its money, or that it does not.
pub fn mark(tx: &mut Tx<'_>, id: PrescriptionId, waits: bool) -> Result<(), DbError> {
    let at = waits.then(|| tx.now());
    tx.run_one(MARK, &[&id, &at])
}
