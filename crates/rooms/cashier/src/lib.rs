//! The cashier's room: where a visit is paid.
//!
//! Every other room posts charges onto a visit; here they are found, discounted once if there is a reason, paid at once
//! or in parts and written onto receipts whose numbers follow each other without a gap. An issued receipt never
//! changes: it keeps, as JSON, all that it shows; a void or a refund is a row beside it. All money belongs to a session,
//! one cashier's time at one drawer, which is counted and sealed.

mod acts;
mod asked;
mod bhyt;
mod bill;
mod claims;
mod debt;
mod deposit;
mod discount;
mod einvoice;
mod limits;
mod pages;
mod pay;
mod payers;
mod proven;
mod rules;
mod seen;
mod session;
mod store;
mod template;
#[cfg(test)]
mod tests;
mod transfer;
mod undo;
mod version;
mod views;
mod views_bill;
mod views_pay;
mod views_receipt;
mod xml;

use ground::access::Permission;
use ground::web::{Access, Routes};

/// The words of this room in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

pub use acts::send_by_mail;
pub use asked::Asked;
pub use einvoice::{round as hand_over_einvoices, run as send_einvoices};
pub use pay::settle;

/// Payers besides the patient, their plans, and what is claimed of them.
fn who_pays() -> Routes {
    const SEE: Access = Access::May(Permission::SeeBills);
    const TAKE: Access = Access::May(Permission::TakePayment);
    const MANAGE: Access = Access::May(Permission::ManageClinic);
    Routes::new()
        .post("/visits/{id}/payers", TAKE, payers::pages::choose)
        .post("/visits/{id}/payers/removal", TAKE, payers::pages::remove)
        .get("/r/{receipt}/{proof}", Access::Public, proven::show)
        .get("/cashier/payers", MANAGE, payers::pages::list)
        .post("/payers", MANAGE, payers::pages::add_insurer)
        .post("/payers/{id}/plans", MANAGE, payers::pages::add_plan)
        .get("/payer-plans/{id}", MANAGE, payers::pages::plan)
        .post("/payer-plans/{id}", MANAGE, payers::pages::change)
        .post("/payer-rules", MANAGE, payers::pages::set_rule)
        .get("/cashier/claims", SEE, claims::pages::list)
        .get("/cashier/claims/workbook", MANAGE, claims::pages::workbook)
        .get("/cashier/claims/bhyt", MANAGE, bhyt::pages::export)
        .get("/cashier/bhyt", MANAGE, bhyt::pages::show)
        .post("/cashier/bhyt", MANAGE, bhyt::pages::save)
        .post("/claims/sending", MANAGE, claims::pages::send)
        .post("/claims/{id}/settlement", MANAGE, claims::pages::settle)
}

/// What licensed providers are told of receipts, and how they look.
fn einvoices() -> Routes {
    const SEE: Access = Access::May(Permission::SeeBills);
    const TAKE: Access = Access::May(Permission::TakePayment);
    const MANAGE: Access = Access::May(Permission::ManageClinic);
    Routes::new()
        .get("/cashier/einvoices", SEE, einvoice::pages::list)
        .post("/cashier/einvoice-provider", MANAGE, einvoice::pages::set_provider)
        .get("/cashier/receipt-template", MANAGE, template::pages::show)
        .post("/cashier/receipt-template", MANAGE, template::pages::save)
        .get("/cashier/receipt-template/paper", MANAGE, template::pages::preview)
        .get("/cashier/receipt-template/logo", MANAGE, template::pages::logo)
        .post("/cashier/receipt-template/logo", MANAGE, template::pages::set_logo)
        .post("/cashier/receipt-template/logo/removal", MANAGE, template::pages::remove_logo)
        .get("/receipts/{id}/einvoice", SEE, einvoice::pages::xml)
        .post("/receipts/{id}/einvoice/retry", TAKE, einvoice::pages::retry)
        .post("/receipts/{id}/einvoice/number", TAKE, einvoice::pages::number)
}

/// Money taken before there is a bill, and refunds.
fn held_and_back() -> Routes {
    const SEE: Access = Access::May(Permission::SeeBills);
    const TAKE: Access = Access::May(Permission::TakePayment);
    const APPROVE: Access = Access::May(Permission::ApproveRefund);
    Routes::new()
        .get("/cashier/deposits", SEE, deposit::pages::list)
        .post("/cashier/deposits", TAKE, deposit::pages::take)
        .get("/deposits/{id}", SEE, deposit::pages::one)
        .get("/deposits/{id}/paper", SEE, deposit::pages::print)
        .post("/deposits/{id}/return", TAKE, deposit::pages::give_back)
        .get("/deposits/{id}/returns/{movement}/paper", SEE, deposit::pages::slip)
        .post("/deposits/{id}/approval", APPROVE, deposit::pages::agree)
        .merge(later())
        .get("/cashier/refunds", SEE, undo::pages::list)
        .post("/refunds/{id}/approval", APPROVE, undo::pages::approve)
        .post("/refunds/{id}/refusal", APPROVE, undo::pages::refuse)
        .post("/refunds/{id}/payment", TAKE, undo::pages::pay)
        .post("/refunds/{id}/withdrawal", TAKE, undo::pages::withdraw)
}

/// What is paid later.
fn later() -> Routes {
    const SEE: Access = Access::May(Permission::SeeBills);
    const AGREE: Access = Access::May(Permission::AgreeDebt);
    Routes::new()
        .get("/cashier/debts", SEE, debt::pages::list)
        .get("/cashier/debts/workbook", SEE, debt::pages::workbook)
        .post("/visits/{id}/debt", AGREE, debt::pages::agree)
        .post("/visits/{id}/debt/approval", Access::May(Permission::ApproveDebt), debt::pages::approve)
        .post("/visits/{id}/debt/removal", AGREE, debt::pages::end)
}

/// The room's routes.
pub fn routes() -> Routes {
    const SEE: Access = Access::May(Permission::SeeBills);
    const TAKE: Access = Access::May(Permission::TakePayment);
    const DISCOUNT: Access = Access::May(Permission::GiveDiscount);
    const AGREE: Access = Access::May(Permission::ApproveDiscount);
    const MANAGE: Access = Access::May(Permission::ManageClinic);
    const VOID: Access = Access::May(Permission::VoidReceipt);
    Routes::new()
        .get("/cashier", SEE, pages::room)
        .get("/cashier/queue", SEE, pages::queue)
        .get("/cashier/till", TAKE, pages::till)
        .get("/visits/{id}/bill", SEE, pages::bill)
        .post("/visits/{id}/discount", DISCOUNT, discount::pages::give)
        .post("/visits/{id}/discount/removal", DISCOUNT, discount::pages::remove)
        .post("/visits/{id}/discount/approval", AGREE, discount::pages::approve)
        .post("/visits/{id}/discount/refusal", AGREE, discount::pages::refuse)
        .post("/visits/{id}/voucher", DISCOUNT, discount::pages::use_voucher)
        .get("/cashier/discounts", SEE, discount::pages::list)
        .post("/cashier/limits", MANAGE, discount::pages::set_limits)
        .post("/vouchers", MANAGE, discount::pages::make_voucher)
        .post("/vouchers/{id}/switch", MANAGE, discount::pages::switch_voucher)
        .merge(who_pays())
        .merge(einvoices())
        .post("/visits/{id}/payment", TAKE, pages::settle)
        .get("/receipts/{id}", SEE, pages::receipt)
        .get("/receipts/{id}/paper", SEE, pages::paper)
        .post("/receipts/{id}/email", TAKE, pages::send_by_mail)
        .post("/receipts/{id}/void", VOID, undo::pages::void)
        .post("/receipts/{id}/refunds", TAKE, undo::pages::ask)
        .get("/receipts/{id}/refunds/{refund}/paper", SEE, undo::pages::slip)
        .merge(held_and_back())
        .get("/cashier/transfers", SEE, transfer::pages::list)
        .post("/cashier/account", MANAGE, transfer::pages::set_account)
        .post("/transfers/{id}/assignment", TAKE, transfer::pages::assign)
        .post("/transfers/{id}/dismissal", TAKE, transfer::pages::dismiss)
        .get("/visits/{id}/display", TAKE, transfer::pages::hold)
        .post("/visits/{id}/display", TAKE, transfer::pages::show)
        .post("/visits/{id}/display/removal", TAKE, transfer::pages::hide)
        .get("/pay-display", Access::Public, transfer::pages::display)
        .post("/hooks/bank/{id}", Access::Public, transfer::pages::hook)
        .get("/cashier/session", TAKE, session::pages::show)
        .post("/cashier/session", TAKE, session::pages::open)
        .post("/cashier/session/movements", TAKE, session::pages::move_cash)
        .get("/cashier/session/movements/{id}/paper", TAKE, session::pages::out_slip)
        .get("/cashier/sessions", SEE, session::pages::list)
        .get("/cashier/sessions/{id}", SEE, session::pages::one)
        .post("/cashier/sessions/{id}/closing", SEE, session::pages::close)
        .get("/cashier/sessions/{id}/slip", SEE, session::pages::slip)
        .post("/closing-wishes/{id}/agreement", MANAGE, session::pages::agree)
        .post("/closing-wishes/{id}/refusal", SEE, session::pages::refuse)
}
