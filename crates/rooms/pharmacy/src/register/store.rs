use super::Month;
use bricks::clock::{Day, Instant};
use bricks::id::MedicineId;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::catalog;
use ground::db::{DbError, Stop, Tx};

const MEDICINES: &str = "SELECT id, generic_vi, generic_en, strength, brand, dispense_unit, controlled, \
     CAST(COALESCE((SELECT SUM(b.quantity_milli) FROM batch b WHERE b.branch_id = $1 AND b.medicine_id = medicine.id AND b.quantity_milli > 0), 0) AS BIGINT) \
     FROM medicine WHERE controlled NOT IN ('', 'none') ORDER BY controlled, generic_vi, code";
const BEFORE: &str = "SELECT CAST(COALESCE(SUM(m.quantity_milli), 0) AS BIGINT) FROM batch b JOIN movement m ON m.batch_id = b.id \
     WHERE b.branch_id = $1 AND b.medicine_id = $2 AND m.moved_at < $3";
const ROWS: &str = "SELECT m.moved_at, m.kind, m.quantity_milli, b.number, b.expires_on, m.reason, s.name, COALESCE(c.name, ''), \
     COALESCE(r.number, ''), COALESCE(p.name, ''), COALESCE(d.receiver, ''), u.name \
     FROM batch b JOIN movement m ON m.batch_id = b.id JOIN staff s ON s.id = m.moved_by JOIN supplier u ON u.id = b.supplier_id \
     LEFT JOIN dispense_line g ON g.id = m.dispense_line_id LEFT JOIN dispense d ON d.id = g.dispense_id \
     LEFT JOIN staff c ON c.id = d.confirmed_by LEFT JOIN prescription r ON r.id = d.prescription_id LEFT JOIN patient p ON p.id = r.patient_id \
     WHERE b.branch_id = $1 AND b.medicine_id = $2 AND m.moved_at >= $3 AND m.moved_at < $4 ORDER BY m.moved_at, m.id";

ground::row! {
    /// A medicine that the register is kept of.
    pub struct Controlled {
        pub id: MedicineId,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub brand: String,
        pub dispense_unit: String,
        /// `narcotic`, `psychotropic`, `precursor`.
        pub controlled: String,
        pub on_hand: Quantity,
    }
}

ground::row! {
    /// One movement.
    pub struct Moved {
        pub at: Instant,
        /// A `papers::batch::MovementKind`.
        pub kind: String,
        /// Below nothing for what went out.
        pub quantity: Quantity,
        pub batch: String,
        pub expires_on: Day,
        /// The document, or why.
        pub reason: String,
        pub by: String,
        /// The second person; empty where none is needed.
        pub second: String,
        pub prescription: String,
        pub patient: String,
        pub receiver: String,
        pub supplier: String,
    }
}

/// A movement with what was left after it.
pub struct Row {
    pub of: Moved,
    pub balance: Quantity,
}

/// One medicine's month.
pub struct Register {
    pub medicine: Controlled,
    pub month: Month,
    pub opening: Quantity,
    pub rows: Vec<Row>,
}

impl Controlled {
    /// Generic name and strength, with the brand when there is one.
    pub fn name(&self, l: Lang) -> String {
        let generic = catalog::medicine_name(l, (&self.generic_vi, &self.generic_en), &self.strength);
        if self.brand.is_empty() { generic } else { format!("{generic} ({})", self.brand) }
    }
}

impl Register {
    pub fn closing(&self) -> Quantity {
        self.rows.last().map_or(self.opening, |row| row.balance)
    }

    /// What came in and what went out, both above nothing.
    pub fn sums(&self) -> (Quantity, Quantity) {
        let sum = |out: bool| {
            let own = self.rows.iter().map(|row| row.of.quantity.milli()).filter(|milli| (*milli < 0) == out);
            Quantity::from_milli(own.map(i64::saturating_abs).fold(0, i64::saturating_add))
        };
        (sum(false), sum(true))
    }
}

/// Every controlled medicine with what there is of it, whatever its expiry.
pub fn medicines(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Controlled>, DbError> {
    tx.all(MEDICINES, &[&who.branch])
}

/// The month of one of the medicines; `Stop::Missing` for a medicine that is not controlled.
pub fn register(tx: &mut Tx<'_>, who: &Who, id: MedicineId, month: Month) -> Result<Register, Stop> {
    let medicine = medicines(tx, who)?.into_iter().find(|medicine| medicine.id == id).ok_or(Stop::Missing)?;
    let from = who.zone().instant_of(month.first(), 0);
    let to = who.zone().instant_of(month.next().first(), 0);
    let opening: Quantity = tx.one(BEFORE, &[&who.branch, &id, &from])?.unwrap_or(Quantity::ZERO);
    let moved: Vec<Moved> = tx.all(ROWS, &[&who.branch, &id, &from, &to])?;
    let mut balance = opening;
    let mut rows = Vec::with_capacity(moved.len());
    for of in moved {
        balance = balance.add(of.quantity).ok_or_else(|| Stop::fault("a register that does not fit"))?;
        rows.push(Row { of, balance });
    }
    Ok(Register { medicine, month, opening, rows })
}
