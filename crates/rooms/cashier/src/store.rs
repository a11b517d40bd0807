//! The statements of the cashier's papers: open charges, discounts, invoices, payments, receipts.

use crate::session::Open;
use crate::text;
use bricks::clock::Instant;
use bricks::id::*;
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use papers::charge::Charge;
use papers::receipt::{Method, PaidBy, Payer};
use papers::refund;

ground::row! {
    /// An invoice that is not paid in full.
    pub struct Unpaid {
        pub id: InvoiceId,
        /// All of its charges, whoever bears them.
        pub charged: Money,
        /// Borne by other payers.
        pub insured: Money,
        pub discount: Money,
        pub discount_reason: String,
        pub due: Money,
    }
}

ground::row! {
    struct PaidRow {
        receipt: ReceiptId,
        series: String,
        number: i64,
        at: Instant,
        by_name: String,
        total: Money,
        voided: bool,
        refunded: Money,
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
    /// Voided since: it no longer counts.
    pub voided: bool,
    /// Given back of it since.
    pub refunded: Money,
}

/// A bill on its way into an invoice.
pub struct NewInvoice<'a> {
    pub id: InvoiceId,
    pub visit: VisitId,
    pub patient: PatientId,
    pub sums: crate::rules::Sums,
    pub discount_reason: &'a str,
    pub discount_by: Option<StaffId>,
    /// What is not paid of it at once.
    pub left: Money,
}

/// Money that was taken for an invoice.
pub struct NewPayment<'a> {
    pub id: PaymentId,
    pub session: &'a Open,
    pub receipt: ReceiptId,
    pub invoice: InvoiceId,
    pub method: Method,
    pub amount: Money,
    /// Given back of the cash that was handed over.
    pub change: Money,
    pub reference: &'a str,
    /// Out of which it comes; for that way alone.
    pub deposit: Option<DepositId>,
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
    pub payer: Option<&'a PaidBy>,
}

const PAYER: &str = "SELECT name, code FROM patient WHERE id = $1";
const SET_DUE: &str = "UPDATE visit SET due_vnd = $3 WHERE id = $1 AND due_vnd = $2";
const PAID: &str = "SELECT r.id, r.series, r.number, r.issued_at, s.name, r.total_vnd, \
     EXISTS (SELECT 1 FROM receipt_void x WHERE x.receipt_id = r.id), \
     (SELECT CAST(COALESCE(SUM(f.amount_vnd), 0) AS BIGINT) FROM refund f WHERE f.receipt_id = r.id AND f.state = 'paid') FROM receipt r JOIN staff s ON s.id = r.issued_by \
     WHERE r.visit_id = $1 ORDER BY r.id DESC";
const UNPAID: &str = "SELECT i.id, i.charged_vnd + i.insured_vnd - CAST(COALESCE(b.back, 0) AS BIGINT), i.insured_vnd - CAST(COALESCE(b.back, 0) AS BIGINT), i.discount_vnd, \
     i.discount_reason, i.due_vnd FROM invoice i LEFT JOIN (SELECT invoice_id, SUM(first_back_vnd + second_back_vnd) AS back FROM charge \
     WHERE visit_id = $1 AND invoice_id IS NOT NULL GROUP BY invoice_id) b ON b.invoice_id = i.id WHERE i.visit_id = $1 AND i.due_vnd > 0 ORDER BY i.id";
const UNPAID_CHARGES: &str = concat!(
    "SELECT ",
    papers::charge_columns!(),
    " FROM invoice i JOIN charge c ON c.invoice_id = i.id JOIN staff s ON s.id = c.charged_by \
     WHERE i.visit_id = $1 AND i.due_vnd > 0 ORDER BY c.charged_at, c.id"
);
/// What of the charges on those invoices was set off, and what payers bear of it no longer, each as a line below nothing.
const SET_OFF: &str = "SELECT c.id, c.source_kind, c.source_id, c.name_vi, c.name_en, '', 1000, -c.set_off_vnd - c.first_back_vnd - c.second_back_vnd, \
     -c.set_off_vnd - c.first_back_vnd - c.second_back_vnd, c.charged_at, c.service_group, c.vat_basis_points, 0, -c.first_back_vnd, \
     -c.second_back_vnd, '' FROM invoice i JOIN charge c ON c.invoice_id = i.id \
     WHERE i.visit_id = $1 AND i.due_vnd > 0 AND c.set_off_vnd + c.first_back_vnd + c.second_back_vnd > 0 ORDER BY c.charged_at, c.id";
/// What the patient bears of those charges because a payer did not.
const REFUSED: &str = "SELECT r.charge_id, m.position, r.amount_vnd FROM claim m JOIN claim_refused r ON r.claim_id = m.id WHERE m.visit_id = $1";
const PAY_INVOICE: &str = "UPDATE invoice SET due_vnd = due_vnd - $2 WHERE id = $1 AND due_vnd >= $2";
const INSERT_INVOICE: &str = "INSERT INTO invoice (id, branch_id, visit_id, patient_id, charged_vnd, discount_vnd, discount_reason, discount_by, \
     total_vnd, due_vnd, issued_at, issued_by, insured_vnd) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const TAKE_CHARGES: &str = "UPDATE charge SET invoice_id = $2 WHERE visit_id = $1 AND invoice_id IS NULL";
const INSERT_PAYMENT: &str = "INSERT INTO payment (id, branch_id, session_id, day, receipt_id, invoice_id, kind, method, amount_vnd, tendered_vnd, \
     change_vnd, reference, paid_at, taken_by, deposit_id) VALUES ($1, $2, $3, $4, $5, $6, 'taken', $7, $8, $9, $10, $11, $12, $13, $14)";
const INSERT_RECEIPT: &str = "INSERT INTO receipt (id, branch_id, series, number, invoice_id, visit_id, patient_id, total_vnd, printed, issued_at, \
     issued_by, payer_name, payer_phone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

const PRINTS: &str = "SELECT COUNT(*) FROM receipt_print WHERE receipt_id = $1";
const PRINT: &str = "INSERT INTO receipt_print (receipt_id, number, printed_at, printed_by) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (receipt_id, number) DO NOTHING";

/// Name and code of a patient, for the receipt.
pub fn payer(tx: &mut Tx<'_>, patient: PatientId) -> Result<Payer, Stop> {
    let (name, code): (String, String) = tx.one(PAYER, &[&patient])?.ok_or(Stop::Missing)?;
    Ok(Payer { name, code })
}

/// Writes what is due; `DbError::NotOne` when the bill was not at `from`.
pub fn set_due(tx: &mut Tx<'_>, visit: VisitId, from: Money, to: Money) -> Result<(), DbError> {
    tx.run_one(SET_DUE, &[&visit, &from, &to])
}

/// The payments of a visit, the latest first.
pub fn paid(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Paid>, DbError> {
    let rows: Vec<PaidRow> = tx.all(PAID, &[&visit])?;
    let paid = |PaidRow { receipt, series, number, at, by_name, total, voided, refunded }| {
        let number = show_number(&series, number);
        Paid { receipt, number, at, by_name, total, voided, refunded }
    };
    Ok(rows.into_iter().map(paid).collect())
}

/// The invoices of a visit that are not paid in full, the oldest first.
pub fn unpaid(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Unpaid>, DbError> {
    let mut unpaid: Vec<Unpaid> = tx.all(UNPAID, &[&visit])?;
    if !unpaid.is_empty() {
        // What a payer refused is the patient's already, and came back as that.
        for (_, invoice, _, part) in refund::refused_came_back(tx, visit)? {
            for of in unpaid.iter_mut().filter(|of| of.id == invoice) {
                of.charged = of.charged.add(part).unwrap_or(of.charged);
                of.insured = of.insured.add(part).unwrap_or(of.insured);
            }
        }
    }
    Ok(unpaid)
}

/// The charges on those invoices, and what of them came back and is owed no longer, so that the lines come to what was charged.
pub fn unpaid_charges(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Charge>, DbError> {
    let mut lines: Vec<Charge> = tx.all(UNPAID_CHARGES, &[&visit])?;
    for (charge, position, amount) in tx.all::<(ChargeId, i64, Money)>(REFUSED, &[&visit])? {
        for line in lines.iter_mut().filter(|line| line.id == charge) {
            let part = if position == 1 { &mut line.first } else { &mut line.second };
            *part = part.sub(amount).unwrap_or(*part);
        }
    }
    let refused = refund::refused_came_back(tx, visit)?;
    for mut back in tx.all::<Charge>(SET_OFF, &[&visit])? {
        for (_, _, position, part) in refused.iter().filter(|(of, ..)| *of == back.id) {
            let own = if *position == 1 { &mut back.first } else { &mut back.second };
            *own = own.add(*part).unwrap_or(*own);
            back.amount = back.amount.add(*part).unwrap_or(back.amount);
            back.unit_price = back.unit_price.add(*part).unwrap_or(back.unit_price);
        }
        back.name_vi = text::line_back(Lang::Vi, &back.name_vi);
        back.name_en = text::line_back(Lang::En, &back.name_en);
        lines.push(back);
    }
    Ok(lines)
}

/// Lowers what an invoice owes; `DbError::NotOne` when it owes less.
pub fn pay_invoice(tx: &mut Tx<'_>, invoice: InvoiceId, paid: Money) -> Result<(), DbError> {
    tx.run_one(PAY_INVOICE, &[&invoice, &paid])
}

/// `PT26-000123`.
pub fn show_number(series: &str, number: i64) -> String {
    format!("{series}-{number:06}")
}

pub fn insert_invoice(tx: &mut Tx<'_>, who: &Who, new: &NewInvoice<'_>) -> Result<(), DbError> {
    let (now, sums) = (tx.now(), new.sums);
    let charged =
        sums.charged.sub(sums.insured).ok_or_else(|| DbError::Other("an invoice that does not fit".to_owned()))?;
    tx.run_one(
        INSERT_INVOICE,
        &[
            &new.id,
            &who.branch,
            &new.visit,
            &new.patient,
            &charged,
            &sums.discount,
            &new.discount_reason,
            &new.discount_by,
            &sums.due,
            &new.left,
            &now,
            &who.staff,
            &sums.insured,
        ],
    )
}

/// Puts every open charge of the visit onto the invoice; gives how many.
pub fn take_charges(tx: &mut Tx<'_>, visit: VisitId, invoice: InvoiceId) -> Result<u64, DbError> {
    tx.run(TAKE_CHARGES, &[&visit, &invoice])
}

/// Writes down money that was taken.
pub fn insert_payment(tx: &mut Tx<'_>, who: &Who, new: &NewPayment<'_>) -> Result<(), Stop> {
    let tendered = new.amount.add(new.change).ok_or_else(|| Stop::fault("notes that do not fit"))?;
    let now = tx.now();
    tx.run_one(
        INSERT_PAYMENT,
        &[
            &new.id,
            &who.branch,
            &new.session.id,
            &new.session.day,
            &new.receipt,
            &new.invoice,
            &new.method,
            &new.amount,
            &tendered,
            &new.change,
            &new.reference,
            &now,
            &who.staff,
            &new.deposit,
        ],
    )?;
    Ok(())
}

/// Writes down that a receipt is printed; false when it was printed before.
pub fn print(tx: &mut Tx<'_>, who: &Who, receipt: ReceiptId) -> Result<bool, DbError> {
    let now = tx.now();
    let before: i64 = tx.one(PRINTS, &[&receipt])?.unwrap_or(0);
    let first = tx.run(PRINT, &[&receipt, &(before + 1), &now, &who.staff])? == 1;
    Ok(first && before == 0)
}

pub fn insert_receipt(tx: &mut Tx<'_>, who: &Who, new: &NewReceipt<'_>) -> Result<(), DbError> {
    let now = tx.now();
    let (name, phone) = new.payer.map_or(("", ""), |payer| (payer.name.as_str(), payer.phone.as_str()));
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
            &name,
            &phone,
        ],
    )
}
