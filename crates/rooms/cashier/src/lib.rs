//! The cashier's room: where a visit is paid.
//!
//! Every other room posts charges onto a visit; here they are found, discounted once if there is a reason, paid in one
//! act and written onto a receipt whose number follows the one before it without a gap. An issued receipt never
//! changes: it keeps, as JSON, all that it shows.

mod acts;
mod pages;
mod rules;
mod seen;
mod store;
#[cfg(test)]
mod tests;
mod views;
mod views_bill;
mod views_pay;
mod views_receipt;

use ground::access::Permission;
use ground::web::{Access, Routes};

/// The words of this room in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

pub use acts::{Asked, give_discount, remove_discount, send_by_mail, settle};

/// The room's routes.
pub fn routes() -> Routes {
    const SEE: Access = Access::May(Permission::SeeBills);
    const TAKE: Access = Access::May(Permission::TakePayment);
    const DISCOUNT: Access = Access::May(Permission::GiveDiscount);
    Routes::new()
        .get("/cashier", SEE, pages::room)
        .get("/cashier/queue", SEE, pages::queue)
        .get("/visits/{id}/bill", SEE, pages::bill)
        .post("/visits/{id}/discount", DISCOUNT, pages::give_discount)
        .post("/visits/{id}/discount/removal", DISCOUNT, pages::remove_discount)
        .post("/visits/{id}/payment", TAKE, pages::settle)
        .get("/receipts/{id}", SEE, pages::receipt)
        .get("/receipts/{id}/paper", SEE, pages::paper)
        .post("/receipts/{id}/email", TAKE, pages::send_by_mail)
}
