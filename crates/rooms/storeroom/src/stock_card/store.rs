use bricks::clock::{Day, Instant};
use bricks::id::{BatchId, MedicineId, PatientId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::{Permission, Who};
use ground::db::{DbError, Stop, Tx};

/// More movements than these are not drawn at once.
pub const MOVED_MAX: usize = 1_000;

const MEDICINE: &str = "SELECT id, code, generic_vi, generic_en, strength, brand, barcode, dispense_unit, reorder_level_milli, price_vnd, controlled \
     FROM medicine WHERE id = $1";
const BATCHES: &str = "SELECT b.id, b.number, b.expires_on, b.quantity_milli, b.cost_vnd, b.received_at, u.name \
     FROM batch b JOIN supplier u ON u.id = b.supplier_id WHERE b.branch_id = $1 AND b.medicine_id = $2 \
     ORDER BY b.quantity_milli = 0, b.expires_on, b.id LIMIT 300";
/// The movements are chosen before their papers are looked up.
const MOVED: &str = "SELECT m.moved_at, m.kind, m.quantity_milli, b.id, b.number, m.reason, s.name, COALESCE(g.dispense_id, 0), \
     COALESCE(p.number, ''), COALESCE(t.retail_sale_id, 0), COALESCE(c.order_id, 0), COALESCE(v.name_vi, ''), COALESCE(v.name_en, ''), COALESCE(k.kind, '') \
     FROM (SELECT x.* FROM batch y JOIN movement x ON x.batch_id = y.id WHERE y.branch_id = $1 AND y.medicine_id = $2 AND x.moved_at >= $3 \
     AND (CAST($4 AS BIGINT) = 0 OR y.id = $4) ORDER BY x.moved_at DESC, x.id DESC LIMIT 1001) m \
     JOIN batch b ON b.id = m.batch_id JOIN staff s ON s.id = m.moved_by \
     LEFT JOIN dispense_line g ON g.id = m.dispense_line_id LEFT JOIN dispense d ON d.id = g.dispense_id \
     LEFT JOIN prescription p ON p.id = d.prescription_id LEFT JOIN retail_line t ON t.id = m.retail_line_id \
     LEFT JOIN consumable_line n ON n.id = m.consumable_line_id LEFT JOIN consumable_use c ON c.id = n.consumable_use_id \
     LEFT JOIN clinical_order o ON o.id = c.order_id LEFT JOIN service v ON v.id = o.service_id \
     LEFT JOIN stock_document k ON k.number = m.reason ORDER BY m.moved_at DESC, m.id DESC";

/// Who got something of a batch, the latest first; what was taken back does not count.
const GOT: &str = "SELECT m.moved_at, p.id, p.code, p.name, COALESCE(p.phone, p.guardian_phone, ''), CAST(-m.quantity_milli - COALESCE(g.returned_milli, 0) AS BIGINT), \
     EXISTS (SELECT 1 FROM record_restriction x WHERE x.patient_id = p.id AND x.lifted_at IS NULL) FROM movement m \
     LEFT JOIN dispense_line g ON g.id = m.dispense_line_id LEFT JOIN dispense d ON d.id = g.dispense_id \
     LEFT JOIN retail_line t ON t.id = m.retail_line_id LEFT JOIN retail_sale r ON r.id = t.retail_sale_id \
     LEFT JOIN visit v ON v.id = r.visit_id LEFT JOIN consumable_line n ON n.id = m.consumable_line_id \
     LEFT JOIN consumable_use u ON u.id = n.consumable_use_id LEFT JOIN clinical_order o ON o.id = u.order_id \
     JOIN patient p ON p.id = COALESCE(d.patient_id, v.patient_id, o.patient_id) \
     WHERE m.batch_id = $1 AND m.branch_id = $2 AND m.kind = 'dispense' AND d.undone_at IS NULL AND r.undone_at IS NULL \
     AND u.undone_at IS NULL AND -m.quantity_milli > COALESCE(g.returned_milli, 0) ORDER BY m.moved_at DESC, m.id DESC LIMIT 1000";

ground::row! {
    /// Somebody who got something of a batch: whom to ring when it is recalled.
    pub struct Got {
        pub at: Instant,
        pub patient: PatientId,
        pub code: String,
        pub name: String,
        /// The guardian's where there is no own one.
        pub phone: String,
        pub quantity: Quantity,
        pub is_restricted: bool,
    }
}

ground::row! {
    /// What the card is of.
    pub struct Medicine {
        pub id: MedicineId,
        pub code: String,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub brand: String,
        pub barcode: String,
        pub dispense_unit: String,
        pub reorder_level: Quantity,
        /// Of one dispensing unit.
        pub price: Money,
        pub controlled: String,
    }
}

ground::row! {
    pub struct Batch {
        pub id: BatchId,
        pub number: String,
        pub expires_on: Day,
        pub quantity: Quantity,
        /// Of one dispensing unit.
        pub cost: Money,
        /// When it came first.
        pub received_at: Instant,
        pub supplier: String,
    }
}

ground::row! {
    /// One movement, with the paper that it belongs to; the number of a paper is 0 where there is none.
    pub struct Moved {
        pub at: Instant,
        /// A `papers::batch::MovementKind`.
        pub kind: String,
        /// Below nothing for what went out.
        pub quantity: Quantity,
        pub batch: BatchId,
        pub batch_number: String,
        /// Why, or the number of the stock document.
        pub reason: String,
        pub by: String,
        pub dispense: i64,
        pub prescription: String,
        pub sale: i64,
        pub order: i64,
        pub service_vi: String,
        pub service_en: String,
        /// Of the stock document.
        pub document: String,
    }
}

/// A movement with what the clinic (or the one batch) held after it.
pub struct Row {
    pub of: Moved,
    pub balance: Quantity,
}

pub struct Card {
    pub medicine: Medicine,
    pub batches: Vec<Batch>,
    /// The batch whose movements alone are shown.
    pub chosen: Option<BatchId>,
    /// The newest first.
    pub rows: Vec<Row>,
    /// Whether there are more movements in that time than are shown.
    pub cut: bool,
    /// Who got something of the chosen batch, for those who may know.
    pub got: Option<Vec<Got>>,
    /// Expired batches too.
    pub on_hand: Quantity,
}

/// The card of a medicine with what moved since `from`, of one batch alone when one is chosen. `Stop::Missing` for a medicine, or a
/// batch of it, that there is not.
pub fn card(tx: &mut Tx<'_>, who: &Who, id: MedicineId, chosen: Option<BatchId>, from: Instant) -> Result<Card, Stop> {
    let medicine: Medicine = tx.one(MEDICINE, &[&id])?.ok_or(Stop::Missing)?;
    let batches: Vec<Batch> = tx.all(BATCHES, &[&who.branch, &id])?;
    let mut moved: Vec<Moved> = moved(tx, who, id, (chosen, from))?;
    let cut = moved.len() > MOVED_MAX;
    moved.truncate(MOVED_MAX);
    let on_hand = held(&batches, None)?;
    if chosen.is_some_and(|chosen| batches.iter().all(|batch| batch.id != chosen)) {
        return Err(Stop::Missing);
    }
    let got = chosen.filter(|_| who.may(Permission::SeeRecord));
    let got = got.map(|batch| tx.all(GOT, &[&batch, &who.branch])).transpose()?;
    let rows = with_balances(moved, held(&batches, chosen)?)?;
    Ok(Card { medicine, batches, chosen, rows, cut, got, on_hand })
}

fn moved(
    tx: &mut Tx<'_>,
    who: &Who,
    id: MedicineId,
    (chosen, from): (Option<BatchId>, Instant),
) -> Result<Vec<Moved>, DbError> {
    let batch = chosen.map_or(0, BatchId::raw);
    tx.all(MOVED, &[&who.branch, &id, &from, &batch])
}

fn held(batches: &[Batch], chosen: Option<BatchId>) -> Result<Quantity, Stop> {
    let own = batches.iter().filter(|batch| chosen.is_none_or(|id| batch.id == id)).map(|batch| batch.quantity);
    Quantity::sum(own).ok_or_else(|| Stop::fault("a stock that does not fit"))
}

/// Goes back from what there is now: before the newest movement there was so much less.
fn with_balances(moved: Vec<Moved>, now: Quantity) -> Result<Vec<Row>, Stop> {
    let mut balance = now;
    let mut rows = Vec::with_capacity(moved.len());
    for of in moved {
        let before = balance.sub(of.quantity).ok_or_else(|| Stop::fault("a stock that does not fit"))?;
        rows.push(Row { of, balance });
        balance = before;
    }
    Ok(rows)
}
