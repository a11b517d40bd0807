//! A batch is what came in one delivery with one number and one expiry. Goods leave by first expiry; the ledger of
//! movements only grows, and a batch holds the sum of its movements, never less than nothing.

mod acts;
mod rules;
mod store;

pub use acts::{adjust, cost_max, destroy, give_back, part_of, receive, take, take_for, undo_destruction, undo_return};
pub use rules::{Available, COST_MAX, Short, Substitute, Take, propose, propose_for_course};
pub use store::{available_for, available_of, substitutes_for};

use bricks::clock::Day;
use bricks::id::{MedicineId, SupplierId};
use bricks::money::Money;
use bricks::quantity::Quantity;

codes! {
    /// Why stock moved.
    pub enum MovementKind {
        Receipt = "receipt",
        /// Left the shelf for a patient: see [`Leaving`].
        Dispense = "dispense",
        /// Came back from a patient, or a dispensing was taken back.
        Return = "return",
        /// A count found more or less.
        Adjustment = "adjustment",
        /// Expired, broken or recalled.
        Disposal = "disposal",
    }
}

/// What stock leaves the shelf for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// A `dispense_line`.
    Dispensed(i64),
    /// A `retail_line`.
    Sold(i64),
    /// A `consumable_line`.
    Used(i64),
}

/// What a delivery note says of one batch.
#[derive(Debug, Clone)]
pub struct NewBatch {
    pub medicine: MedicineId,
    pub supplier: SupplierId,
    pub number: String,
    pub expires_on: Day,
    /// In the medicine's dispensing unit.
    pub quantity: Quantity,
    /// Of one dispensing unit.
    pub cost: Money,
}
