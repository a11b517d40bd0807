//! Statements about codes that were scanned: of packs, and of papers.

use bricks::id::{BatchId, BranchId, MedicineId, PrescriptionId, PrescriptionLineId};
use ground::access::Who;
use ground::db::{DbError, Tx};

const BY_BARCODE: &str =
    "SELECT id, generic_vi, generic_en, strength, brand FROM medicine WHERE barcode = $1 AND barcode <> ''";
const SCANS: &str = "SELECT s.prescription_line_id, s.batch_id FROM prescription_line l \
     JOIN pack_scan s ON s.prescription_line_id = l.id WHERE l.prescription_id = $1";
const INSERT: &str = "INSERT INTO pack_scan (id, prescription_line_id, batch_id, scanned_at, scanned_by) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (prescription_line_id, batch_id) DO NOTHING";

const BY_NUMBER: &str =
    "SELECT id FROM prescription WHERE number = $1 AND branch_id = $2 AND state IN ('issued', 'partial', 'dispensed')";
const BY_FORM: &str = "SELECT p.id FROM prescription_form f JOIN prescription p ON p.id = f.prescription_id \
     WHERE f.number = $1 AND p.branch_id = $2 AND p.state IN ('issued', 'partial', 'dispensed')";

ground::row! {
    /// A pack that was held before the scanner.
    pub struct Scanned {
        pub line: PrescriptionLineId,
        /// `None` for a code that tells no batch.
        pub batch: Option<BatchId>,
    }
}

ground::row! {
    /// The product that a code names.
    pub struct Named {
        pub id: MedicineId,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub brand: String,
    }
}

/// The packs of a prescription that were scanned.
pub fn scans(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<Vec<Scanned>, DbError> {
    tx.all(SCANS, &[&id])
}

pub fn named(tx: &mut Tx<'_>, barcode: &str) -> Result<Option<Named>, DbError> {
    tx.one(BY_BARCODE, &[&barcode])
}

/// Writes down that a pack was held before the scanner.
pub fn scanned(tx: &mut Tx<'_>, who: &Who, line: PrescriptionLineId, batch: Option<BatchId>) -> Result<(), DbError> {
    let (row, now) = (tx.new_id(), tx.now());
    tx.run(INSERT, &[&row, &line, &batch, &now, &who.staff]).map(|_| ())
}

/// The signed prescription of a number.
pub fn by_number(tx: &mut Tx<'_>, branch: BranchId, number: &str) -> Result<Option<PrescriptionId>, DbError> {
    tx.one(BY_NUMBER, &[&number, &branch])
}

/// The signed prescription of which one form bears a number.
pub fn by_form(tx: &mut Tx<'_>, branch: BranchId, number: &str) -> Result<Option<PrescriptionId>, DbError> {
    tx.one(BY_FORM, &[&number, &branch])
}
