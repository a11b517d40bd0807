//! Refunds that were paid: the list of them, and the slip that the patient signs.

use super::views::{of_what, print_links};
use crate::pay::clinic_of;
use crate::views::name_told;
use crate::{store as numbers, text};
use bricks::clock::{Instant, show_instant};
use bricks::id::{ReceiptId, RefundId};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Who;
use ground::catalog::in_lang;
use ground::db::{DbError, Stop, Tx};
use ground::html::Tone;
use ground::html::parts::{badge, card_header};
use ground::web::Face;
use maud::{Markup, html};
use papers::payout::{For, Printed as Slip};
use papers::receipt::{Clinic, Method, Payer};

ground::row! {
    /// Money that went back.
    pub struct Paid {
        pub id: RefundId,
        pub receipt: ReceiptId,
        pub series: String,
        pub number: i64,
        pub patient_name: String,
        pub patient_code: String,
        pub amount: Money,
        pub reason: String,
        pub method: Method,
        pub reference: String,
        pub at: Instant,
        pub by_name: String,
        pub asked_name: String,
        /// Whoever agreed; empty where nobody had to.
        pub agreed_name: String,
        /// Of its slip; empty and 0 where it was paid before slips had numbers.
        pub slip_series: String,
        pub slip_number: i64,
        /// What it is for; empty where it was asked for at the receipt without saying of what.
        pub of_vi: String,
        pub of_en: String,
    }
}

macro_rules! paid {
    ($of:literal) => {
        concat!(
            "SELECT f.id, f.receipt_id, r.series, r.number, p.name, p.code, f.amount_vnd, f.reason, y.method, y.reference, f.paid_at, b.name, a.name, \
             COALESCE(d.name, ''), COALESCE(o.series, ''), COALESCE(o.number, 0), COALESCE(g.name_vi, ''), COALESCE(g.name_en, '') FROM refund f JOIN receipt r ON r.id = f.receipt_id JOIN patient p ON p.id = r.patient_id \
             JOIN payment y ON y.refund_id = f.id JOIN staff b ON b.id = f.paid_by JOIN staff a ON a.id = f.asked_by \
             LEFT JOIN staff d ON d.id = f.decided_by LEFT JOIN payout o ON o.refund_id = f.id LEFT JOIN charge g ON g.id = f.charge_id WHERE f.branch_id = $1 AND f.state = 'paid'",
            $of
        )
    };
}

const LATEST: &str = paid!(" ORDER BY f.paid_at DESC LIMIT 50");
const ONE: &str = paid!(" AND f.id = $2 AND f.receipt_id = $3");

/// The latest that were paid in a branch.
pub fn latest(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Paid>, DbError> {
    tx.all(LATEST, &[&who.branch])
}

/// One refund of a receipt, if it is paid.
pub fn one(tx: &mut Tx<'_>, who: &Who, receipt: ReceiptId, id: RefundId) -> Result<(Paid, Clinic), Stop> {
    let paid: Option<Paid> = tx.one(ONE, &[&who.branch, &id, &receipt])?;
    Ok((paid.ok_or(Stop::Missing)?, clinic_of(who)))
}

impl Paid {
    /// `PT26-000123`.
    pub fn receipt_number(&self) -> String {
        numbers::show_number(&self.series, self.number)
    }

    /// The slip of a refund that was paid before slips had numbers: it names its receipt instead.
    pub fn slip(self, clinic: Clinic, l: Lang) -> Slip {
        Slip {
            number: text::refund_slip_of(l, self.receipt_number()),
            issued_at: self.at,
            clinic,
            of: For::Receipt(self.receipt_number()),
            to: Some(Payer { name: self.patient_name, code: self.patient_code }),
            reason: self.reason,
            item_vi: self.of_vi,
            item_en: self.of_en,
            amount: self.amount,
            method: self.method,
            reference: self.reference,
            asked: self.asked_name,
            agreed: self.agreed_name,
            cashier: self.by_name,
        }
    }
}

/// The list below the refunds that wait; each with its slip.
pub fn card(face: &Face, paid: &[Paid]) -> Markup {
    let l = face.lang;
    html! {
        @if !paid.is_empty() {
            section.card.mt2 #refunds-paid aria-labelledby="refunds-paid-h" data-live="cashier" data-src="/cashier/refunds" {
                (card_header("refunds-paid-h", text::refunds_paid(l), badge(Tone::Mute, paid.len())))
                table.tbl {
                    thead { tr {
                        th scope="col" { (text::refund_day(l)) }
                        th scope="col" { (text::fact_number(l)) }
                        th scope="col" { (text::refund_to(l)) }
                        th scope="col" { (text::refund_reason(l)) }
                        th.r scope="col" { (text::refund_amount(l)) }
                        th scope="col" { (text::refund_slip(l)) }
                    } }
                    tbody { @for each in paid { (row(face, each)) } }
                }
            }
        }
    }
}

fn row(face: &Face, paid: &Paid) -> Markup {
    let l = face.lang;
    let whose = match paid.agreed_name.as_str() {
        "" => format!("{}: {}", text::refund_asker(l), paid.asked_name),
        agreed => text::refund_agreed_by(l, agreed),
    };
    html! {
        tr {
            td.nw { span.num { (show_instant(paid.at, face.zone(), l)) } br; span.mut.sm { (paid.by_name) } }
            td.nw { a.lnk.num href={ "/receipts/" (paid.receipt) } { (paid.receipt_number()) } }
            td { (name_told(l, &paid.patient_name)) br; span.mut.sm.num { (paid.patient_code) } }
            td { (of_what(l, in_lang(l, &paid.of_vi, &paid.of_en), &paid.reason)) br; span.mut.sm { (whose) } }
            td.r.num { b { (paid.amount.show_with_sign(l)) } br; span.mut.sm { (paid.method.say().to(l)) } }
            td {
                @if paid.slip_number > 0 { span.num.nw { (numbers::show_number(&paid.slip_series, paid.slip_number)) } " " }
                (print_links(l, paid.receipt, paid.id))
            }
        }
    }
}
