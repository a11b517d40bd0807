//! The statements of the cashier's papers: open charges, discounts, invoices, payments, receipts.

use bricks::clock::{Day, Instant};
use bricks::id::*;
use bricks::money::Money;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use papers::receipt::{Method, Payer};

ground::row! {
    /// The discount of an open bill.
    pub struct Discount {
        pub amount: Money,
        pub reason: String,
        pub by: StaffId,
        pub by_name: String,
    }
}

/// When a visit was paid, and to whom.
#[derive(Debug, Clone)]
pub struct Paid {
    pub receipt: ReceiptId,
    /// `PT26-000123`.
    pub number: String,
    pub at: Instant,
    pub by_name: String,
    pub total: Money,
}

/// A bill on its way into an invoice.
pub struct NewInvoice<'a> {
    pub id: InvoiceId,
    pub visit: VisitId,
    pub patient: PatientId,
    pub sums: crate::rules::Sums,
    pub discount: Option<&'a Discount>,
}

/// Money that was taken for an invoice.
pub struct NewPayment<'a> {
    pub invoice: InvoiceId,
    pub day: Day,
    pub method: Method,
    pub amount: Money,
    pub tendered: Money,
    pub change: Money,
    pub reference: &'a str,
}

/// A receipt with its number.
pub struct NewReceipt<'a> {
    pub id: ReceiptId,
    pub series: &'a str,
    pub number: i64,
    pub invoice: InvoiceId,
    pub visit: VisitId,
    pub patient: PatientId,
    pub total: Money,
    pub printed: &'a str,
}

const PAYER: &str = "SELECT name, code FROM patient WHERE id = $1";
const DISCOUNT: &str = "SELECT d.amount_vnd, d.reason, d.given_by, s.name FROM bill_discount d JOIN staff s ON s.id = d.given_by WHERE d.visit_id = $1";
const GIVE_DISCOUNT: &str = "INSERT INTO bill_discount (visit_id, amount_vnd, reason, given_at, given_by) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (visit_id) DO NOTHING";
const DROP_DISCOUNT: &str = "DELETE FROM bill_discount WHERE visit_id = $1";
const SET_DUE: &str = "UPDATE visit SET due_vnd = $3 WHERE id = $1 AND due_vnd = $2";
const PAID: &str = "SELECT r.id, r.series, r.number, r.issued_at, s.name, r.total_vnd FROM receipt r JOIN staff s ON s.id = r.issued_by \
     WHERE r.visit_id = $1 ORDER BY r.id DESC";
const INSERT_INVOICE: &str = "INSERT INTO invoice (id, branch_id, visit_id, patient_id, charged_vnd, discount_vnd, discount_reason, discount_by, \
     total_vnd, issued_at, issued_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const TAKE_CHARGES: &str = "UPDATE charge SET invoice_id = $2 WHERE visit_id = $1 AND invoice_id IS NULL";
const INSERT_PAYMENT: &str = "INSERT INTO payment (id, branch_id, invoice_id, day, method, amount_vnd, tendered_vnd, change_vnd, reference, paid_at, \
     taken_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const INSERT_RECEIPT: &str = "INSERT INTO receipt (id, branch_id, series, number, invoice_id, visit_id, patient_id, total_vnd, printed, issued_at, \
     issued_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// Name and code of a patient, for the receipt.
pub fn payer(tx: &mut Tx<'_>, patient: PatientId) -> Result<Payer, Stop> {
    let (name, code): (String, String) = tx.one(PAYER, &[&patient])?.ok_or(Stop::Missing)?;
    Ok(Payer { name, code })
}

pub fn discount(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Discount>, DbError> {
    tx.one(DISCOUNT, &[&visit])
}

/// False when the bill has a discount already.
pub fn give_discount(tx: &mut Tx<'_>, who: &Who, visit: VisitId, amount: Money, reason: &str) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(GIVE_DISCOUNT, &[&visit, &amount, &reason, &now, &who.staff])? == 1)
}

/// False when there was none.
pub fn drop_discount(tx: &mut Tx<'_>, visit: VisitId) -> Result<bool, DbError> {
    Ok(tx.run(DROP_DISCOUNT, &[&visit])? == 1)
}

/// Writes what is due; `DbError::NotOne` when the bill was not at `from`.
pub fn set_due(tx: &mut Tx<'_>, visit: VisitId, from: Money, to: Money) -> Result<(), DbError> {
    tx.run_one(SET_DUE, &[&visit, &from, &to])
}

/// The payments of a visit, the latest first.
pub fn paid(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Paid>, DbError> {
    let rows: Vec<(ReceiptId, String, i64, Instant, String, Money)> = tx.all(PAID, &[&visit])?;
    let paid = |(receipt, series, number, at, by_name, total): (_, String, _, _, _, _)| {
        let number = show_number(&series, number);
        Paid { receipt, number, at, by_name, total }
    };
    Ok(rows.into_iter().map(paid).collect())
}

/// `PT26-000123`.
pub fn show_number(series: &str, number: i64) -> String {
    format!("{series}-{number:06}")
}

pub fn insert_invoice(tx: &mut Tx<'_>, who: &Who, new: &NewInvoice<'_>) -> Result<(), DbError> {
    let (now, sums) = (tx.now(), new.sums);
    let reason = new.discount.map_or("", |d| d.reason.as_str());
    let by = new.discount.map(|d| d.by);
    tx.run_one(
        INSERT_INVOICE,
        &[
            &new.id,
            &who.branch,
            &new.visit,
            &new.patient,
            &sums.charged,
            &sums.discount,
            &reason,
            &by,
            &sums.due,
            &now,
            &who.staff,
        ],
    )
}

/// Puts every open charge of the visit onto the invoice; gives how many.
pub fn take_charges(tx: &mut Tx<'_>, visit: VisitId, invoice: InvoiceId) -> Result<u64, DbError> {
    tx.run(TAKE_CHARGES, &[&visit, &invoice])
}

pub fn insert_payment(tx: &mut Tx<'_>, who: &Who, new: &NewPayment<'_>) -> Result<(), DbError> {
    let (id, now, method) = (PaymentId::from_raw(tx.new_id()), tx.now(), new.method.code());
    tx.run_one(
        INSERT_PAYMENT,
        &[
            &id,
            &who.branch,
            &new.invoice,
            &new.day,
            &method,
            &new.amount,
            &new.tendered,
            &new.change,
            &new.reference,
            &now,
            &who.staff,
        ],
    )
}

pub fn insert_receipt(tx: &mut Tx<'_>, who: &Who, new: &NewReceipt<'_>) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(
        INSERT_RECEIPT,
        &[
            &new.id,
            &who.branch,
            &new.series,
            &new.number,
            &new.invoice,
            &new.visit,
            &new.patient,
            &new.total,
            &new.printed,
            &now,
            &who.staff,
        ],
    )
}
