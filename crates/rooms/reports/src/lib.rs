//! Reports: what the clinic took, what was taken off, voided and given back, who still owes, and what of it is a doctor's.
//!
//! A report is read from the sums that every payment writes (`papers::takings`), never from the payments themselves. One
//! table, made of plain values, is both the page and the sheet of the workbook.

mod acts;
mod leaks;
mod pages;
mod period;
mod rules;
mod shares;
mod store;
mod tables;
#[cfg(test)]
mod tests;
mod views;
mod views_chart;
mod views_shares;

use ground::access::Permission;
use ground::web::{Access, Routes};

/// The words of this room in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// The room's routes.
pub fn routes() -> Routes {
    const SEE: Access = Access::May(Permission::SeeReports);
    const MEND: Access = Access::May(Permission::MendBills);
    // Whoever may refuse a refund may say that none is due.
    const CLOSE: Access = Access::May(Permission::ApproveRefund);
    Routes::new()
        .get("/reports", SEE, pages::takings)
        .get("/reports/undone", SEE, pages::undone)
        .get("/reports/debts", SEE, pages::debts)
        .get("/reports/shares", SEE, pages::shares)
        .post("/reports/shares", Access::May(Permission::ManageClinic), pages::set_share)
        .get("/reports/workbook", SEE, pages::workbook)
        .get("/leaks", Access::May(Permission::SeeBills), leaks::pages::list)
        .post("/leaks/charge", MEND, leaks::pages::charge)
        .post("/leaks/removal", MEND, leaks::pages::remove)
        .post("/leaks/refund", MEND, leaks::pages::refund)
        .post("/leaks/closing", CLOSE, leaks::pages::close)
}
