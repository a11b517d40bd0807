use bricks::clock::{Day, Instant};
use bricks::id::{BatchId, BranchId, MedicineId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::catalog;
use ground::db::{DbError, Stop, Tx};

const HELD: &str = "SELECT quantity_milli, cost_vnd FROM batch WHERE id = $1 AND branch_id = $2 FOR UPDATE";
const SET_COST: &str = "UPDATE batch SET cost_vnd = $3 WHERE id = $1 AND branch_id = $2";
const INSERT: &str = "INSERT INTO stock_document (id, branch_id, number, kind, reason, witness, made_at, made_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const INSERT_LINE: &str = "INSERT INTO stock_document_line (stock_document_id, batch_id, before_milli, after_milli, cost_before_vnd, cost_after_vnd) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const DOCUMENTS: &str = "SELECT d.number, d.kind, d.reason, d.witness, d.made_at, s.name, m.generic_vi, m.generic_en, m.strength, \
     m.dispense_unit, b.medicine_id, b.number, b.expires_on, l.before_milli, l.after_milli, l.cost_before_vnd, l.cost_after_vnd, u.name \
     FROM stock_document d JOIN staff s ON s.id = d.made_by JOIN stock_document_line l ON l.stock_document_id = d.id \
     JOIN batch b ON b.id = l.batch_id JOIN medicine m ON m.id = b.medicine_id \
     JOIN supplier u ON u.id = b.supplier_id WHERE d.branch_id = $1 ORDER BY d.made_at DESC, d.id DESC LIMIT 60";
const FOUND: &str = "SELECT b.id, m.generic_vi, m.generic_en, m.strength, m.dispense_unit, b.number, b.expires_on, b.quantity_milli \
     FROM (SELECT item, MIN(rank) AS best FROM catalog_word WHERE kind = 'medicine' AND word >= $1 AND word < $2 GROUP BY item) w \
     JOIN medicine m ON m.code = w.item JOIN batch b ON b.medicine_id = m.id AND b.branch_id = $3 AND b.quantity_milli > 0 \
     ORDER BY w.best, m.generic_vi, b.expires_on, b.id LIMIT 20";
const ONE: &str = "SELECT b.id, m.generic_vi, m.generic_en, m.strength, m.dispense_unit, b.number, b.expires_on, b.quantity_milli \
     FROM batch b JOIN medicine m ON m.id = b.medicine_id WHERE b.id = $1 AND b.branch_id = $2";

ground::row! {
    /// A document as the list shows it.
    pub struct Document {
        pub number: String,
        /// `count`, `destruction`, `return` or `correction`.
        pub kind: String,
        pub reason: String,
        pub witness: String,
        pub at: Instant,
        pub by: String,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub dispense_unit: String,
        pub medicine: MedicineId,
        pub batch: String,
        pub expires_on: Day,
        pub before: Quantity,
        pub after: Quantity,
        /// Of one unit; told where the document changed it.
        pub cost_before: Option<Money>,
        pub cost_after: Option<Money>,
        pub supplier: String,
    }
}

ground::row! {
    /// A batch of the typeahead.
    pub struct Found {
        pub id: BatchId,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub dispense_unit: String,
        pub number: String,
        pub expires_on: Day,
        pub on_hand: Quantity,
    }
}

/// What a document says of its batch.
pub struct Line {
    pub batch: BatchId,
    pub before: Quantity,
    pub after: Quantity,
    /// Of one unit, before and after, where the document changes it.
    pub cost: Option<(Money, Money)>,
}

/// What a batch of this branch holds and what one unit of it cost; nobody takes from it until the transaction ends.
/// `Stop::Missing` otherwise.
pub fn hold(tx: &mut Tx<'_>, branch: BranchId, batch: BatchId) -> Result<(Quantity, Money), Stop> {
    tx.one(HELD, &[&batch, &branch])?.ok_or(Stop::Missing)
}

/// What one unit of a batch cost is put right.
pub fn set_cost(tx: &mut Tx<'_>, branch: BranchId, batch: BatchId, cost: Money) -> Result<(), DbError> {
    tx.run_one(SET_COST, &[&batch, &branch, &cost])
}

pub fn insert(
    tx: &mut Tx<'_>,
    who: &Who,
    (number, kind, reason, witness): (&str, &str, &str, &str),
    line: &Line,
) -> Result<(), DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let (cost_before, cost_after) = line.cost.unzip();
    tx.run_one(INSERT, &[&id, &who.branch, &number, &kind, &reason, &witness, &now, &who.staff])?;
    tx.run_one(INSERT_LINE, &[&id, &line.batch, &line.before, &line.after, &cost_before, &cost_after])
}

/// The latest 60 documents of the branch.
pub fn documents(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Document>, DbError> {
    tx.all(DOCUMENTS, &[&branch])
}

/// Up to 20 batches of medicines that were searched, also expired ones.
pub fn find(tx: &mut Tx<'_>, branch: BranchId, typed: &str) -> Result<Vec<Found>, DbError> {
    let Some((from, to)) = catalog::range(typed) else { return Ok(Vec::new()) };
    tx.all(FOUND, &[&from, &to, &branch])
}

/// One batch of the branch, also an empty one.
pub fn one(tx: &mut Tx<'_>, branch: BranchId, batch: BatchId) -> Result<Option<Found>, DbError> {
    tx.one(ONE, &[&batch, &branch])
}
