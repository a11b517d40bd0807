use bricks::clock::{Day, Instant};
use bricks::id::{BatchId, BranchId, MedicineId, StaffId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::catalog;
use ground::db::{DbError, Stop, Tx};

const HELD: &str = "SELECT quantity_milli, cost_vnd, (SELECT m.dispense_unit FROM medicine m WHERE m.id = medicine_id) FROM batch \
     WHERE id = $1 AND branch_id = $2 FOR UPDATE";
const SET_COST: &str = "UPDATE batch SET cost_vnd = $3 WHERE id = $1 AND branch_id = $2";
const INSERT: &str = "INSERT INTO stock_document (id, branch_id, number, kind, reason, witness, made_at, made_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const INSERT_LINE: &str = "INSERT INTO stock_document_line (stock_document_id, batch_id, before_milli, after_milli, cost_before_vnd, cost_after_vnd, unit_cost_vnd) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const DOCUMENTS: &str = "SELECT d.number, d.kind, d.reason, d.witness, d.made_at, s.name, m.generic_vi, m.generic_en, m.strength, \
     m.dispense_unit, b.medicine_id, b.number, b.expires_on, l.before_milli, l.after_milli, l.cost_before_vnd, l.cost_after_vnd, u.name, COALESCE(a.name, '') \
     FROM stock_document d JOIN staff s ON s.id = d.made_by JOIN stock_document_line l ON l.stock_document_id = d.id \
     JOIN batch b ON b.id = l.batch_id JOIN medicine m ON m.id = b.medicine_id \
     JOIN supplier u ON u.id = b.supplier_id LEFT JOIN stock_wish w ON w.stock_document_id = d.id LEFT JOIN staff a ON a.id = w.decided_by WHERE d.branch_id = $1 ORDER BY d.made_at DESC, d.id DESC LIMIT 60";
const FOUND: &str = "SELECT b.id, m.generic_vi, m.generic_en, m.strength, m.dispense_unit, b.number, b.expires_on, b.quantity_milli \
     FROM (SELECT item, MIN(rank) AS best FROM catalog_word WHERE kind = 'medicine' AND word >= $1 AND word < $2 GROUP BY item) w \
     JOIN medicine m ON m.code = w.item JOIN batch b ON b.medicine_id = m.id AND b.branch_id = $3 AND b.quantity_milli > 0 \
     ORDER BY w.best, m.generic_vi, b.expires_on, b.id LIMIT 20";
/// By the number on the box, or a part of it: what stands on the shelf now is a short list.
const NUMBERED: &str = "SELECT b.id, m.generic_vi, m.generic_en, m.strength, m.dispense_unit, b.number, b.expires_on, b.quantity_milli \
     FROM batch b JOIN medicine m ON m.id = b.medicine_id WHERE b.branch_id = $1 AND b.quantity_milli > 0 \
     AND UPPER(b.number) LIKE $2 ESCAPE '!' ORDER BY b.number, b.expires_on, b.id LIMIT 20";
/// A shorter part of a number would be many batches.
const NUMBER_CHARS_MIN: usize = 3;
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
        /// The second person; empty where none was needed.
        pub agreed_by: String,
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
    /// Of one unit, when the document is written.
    pub unit_cost: Money,
    /// Of one unit, before and after, where the document changes it.
    pub cost: Option<(Money, Money)>,
}

/// What a batch of this branch holds, what one unit of it cost, and that unit; nobody takes from it until the transaction ends.
/// `Stop::Missing` otherwise.
pub fn hold(tx: &mut Tx<'_>, branch: BranchId, batch: BatchId) -> Result<(Quantity, Money, String), Stop> {
    tx.one(HELD, &[&batch, &branch])?.ok_or(Stop::Missing)
}

/// What one unit of a batch cost is put right.
pub fn set_cost(tx: &mut Tx<'_>, branch: BranchId, batch: BatchId, cost: Money) -> Result<(), DbError> {
    tx.run_one(SET_COST, &[&batch, &branch, &cost])
}

pub fn insert(
    tx: &mut Tx<'_>,
    (branch, made_by): (BranchId, StaffId),
    (number, kind, reason, witness): (&str, &str, &str, &str),
    line: &Line,
) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let (cost_before, cost_after) = line.cost.unzip();
    tx.run_one(INSERT, &[&id, &branch, &number, &kind, &reason, &witness, &now, &made_by])?;
    tx.run_one(
        INSERT_LINE,
        &[&id, &line.batch, &line.before, &line.after, &cost_before, &cost_after, &line.unit_cost],
    )?;
    Ok(id)
}

/// The latest 60 documents of the branch.
pub fn documents(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Document>, DbError> {
    tx.all(DOCUMENTS, &[&branch])
}

/// Up to 20 batches of which the number was typed or a part of it, else of medicines that were searched; also expired ones.
pub fn find(tx: &mut Tx<'_>, branch: BranchId, typed: &str) -> Result<Vec<Found>, DbError> {
    let number = typed.trim().to_uppercase();
    if number.chars().count() >= NUMBER_CHARS_MIN {
        let number = number.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let found: Vec<Found> = tx.all(NUMBERED, &[&branch, &format!("%{number}%")])?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    let Some((from, to)) = catalog::medicine_range(typed) else { return Ok(Vec::new()) };
    tx.all(FOUND, &[&from, &to, &branch])
}

/// One batch of the branch, also an empty one.
pub fn one(tx: &mut Tx<'_>, branch: BranchId, batch: BatchId) -> Result<Option<Found>, DbError> {
    tx.one(ONE, &[&batch, &branch])
}
