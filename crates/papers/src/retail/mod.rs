//! A sale at the pharmacy's counter, without a prescription: of medicines that need none, to a known patient or to
//! somebody who gives no name. It hangs on a visit of its own kind, so that its bill, payments and receipts are those of
//! every visit; no doctor, no queue and no record shows it as a consultation.

mod acts;
mod counter;
mod rules;
mod store;

pub use acts::{Item, NewSale, sell, take_back};
pub use counter::is_nameless;
pub use rules::{Allotted, Wanted, allot};

use bricks::id::{RetailSaleId, VisitId};

/// A sale that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sold {
    pub sale: RetailSaleId,
    pub visit: VisitId,
    /// `BL003`: what the cashier calls.
    pub ticket: String,
}
