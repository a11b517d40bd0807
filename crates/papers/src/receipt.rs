//! The receipt as it was issued: one JSON, written once, from which the screen, the paper and the mail are made.

use crate::text;
use bricks::clock::{Instant, Zone, show_instant};
use bricks::id::{BranchId, PatientId, ReceiptId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::catalog::{in_lang, unit_word};
use ground::db::{Stop, Tx};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

codes! {
    /// How money was taken.
    pub enum Method {
        Cash = "cash",
        /// From the patient's bank, by the account's number or its QR.
        Transfer = "transfer",
        /// By the bank's terminal.
        Card = "card",
        /// By an app that is no bank.
        Wallet = "wallet",
    }
}

codes! {
    /// What a row of the payments is.
    pub enum PaymentKind {
        Taken = "taken",
        /// Reverses a payment of a receipt that was voided.
        Voided = "voided",
        /// Given back.
        Refunded = "refunded",
    }
}

impl Method {
    /// The word on screens and papers.
    pub const fn say(self) -> Say {
        match self {
            Method::Cash => text::receipt_cash_say(),
            Method::Transfer => text::receipt_transfer_say(),
            Method::Card => text::receipt_card_say(),
            Method::Wallet => text::receipt_wallet_say(),
        }
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Method {
    fn deserialize<D: Deserializer<'de>>(read: D) -> Result<Method, D::Error> {
        let code = String::deserialize(read)?;
        Method::parse(&code).ok_or_else(|| serde::de::Error::custom("an unknown method of payment"))
    }
}

/// One way in which a receipt was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub method: Method,
    pub amount: Money,
    /// The bank's, the terminal's or the app's own; empty for cash.
    pub reference: String,
}

/// Under which heading a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    Service,
    Medicine,
}

/// The clinic as it was called on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clinic {
    pub name: String,
    pub address: String,
    pub phone: String,
    pub tax_id: Option<String>,
}

/// Who paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payer {
    pub name: String,
    pub code: String,
}

/// One charge of the bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub group: Group,
    pub name_vi: String,
    pub name_en: String,
    pub unit: String,
    /// In thousandths, like every stored quantity.
    pub quantity: Quantity,
    pub unit_price: Money,
    pub amount: Money,
}

impl Line {
    pub fn name(&self, lang: Lang) -> &str {
        in_lang(lang, &self.name_vi, &self.name_en)
    }
}

/// All that a receipt shows. Money is whole đồng; `total = charged - discount`, `paid` is the sum of the parts, and
/// `total = earlier + paid + left`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// `PT26-000123`.
    pub number: String,
    pub issued_at: Instant,
    pub clinic: Clinic,
    pub patient: Payer,
    pub lines: Vec<Line>,
    pub charged: Money,
    pub discount: Money,
    /// Empty without a discount.
    pub discount_reason: String,
    pub total: Money,
    /// Paid of the same bill by receipts before this one.
    pub earlier: Money,
    pub paid: Money,
    /// What is still to be paid.
    pub left: Money,
    pub parts: Vec<Part>,
    /// The notes handed over for the part in cash.
    pub tendered: Money,
    pub change: Money,
    pub cashier: String,
}

impl Printed {
    /// The lines of one group, in the order of the bill.
    pub fn lines_of(&self, group: Group) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.group == group)
    }

    /// Whether notes were handed over: in cash, and not for nothing.
    pub fn has_cash(&self) -> bool {
        self.parts.iter().any(|part| part.method == Method::Cash && !part.amount.is_zero())
    }

    /// Whether this receipt is for the whole bill.
    pub fn is_whole(&self) -> bool {
        self.earlier.is_zero() && self.left.is_zero()
    }

    /// `Tiền mặt`, or `Tiền mặt 100.000 · Thẻ 57.400` when there are several.
    pub fn methods(&self, lang: Lang) -> String {
        let word = |part: &Part| part.method.say().to(lang).to_owned();
        let told = |part: &Part| format!("{} {}", word(part), part.amount.show(lang));
        match self.parts.as_slice() {
            [only] => word(only),
            several => several.iter().map(told).collect::<Vec<_>>().join(" · "),
        }
    }

    /// The facts of the printed paper (`ground::printer::Paper::ReceiptA5`): every value a ready-made text.
    pub fn paper(&self, lang: Lang, zone: &Zone) -> Value {
        let with_sign = |amount: Money| amount.show_with_sign(lang);
        let discounted = !self.discount.is_zero();
        let (in_cash, paid) = (self.has_cash(), !self.paid.is_zero());
        let in_part = |amount: Money| (!self.is_whole() && !amount.is_zero()).then(|| with_sign(amount));
        json!({
            "clinic": self.clinic,
            "number": self.number,
            "date": show_instant(self.issued_at, zone, lang),
            "patient": self.patient,
            "services": self.facts_of(Group::Service, lang),
            "services_total": self.total_of(Group::Service, lang),
            "medicines": self.facts_of(Group::Medicine, lang),
            "medicines_total": self.total_of(Group::Medicine, lang),
            "subtotal": self.charged.show(lang),
            "discount": discounted.then(|| format!("−{}", self.discount.show(lang))),
            "discount_reason": discounted.then_some(&self.discount_reason),
            "total": with_sign(self.total),
            "total_words": self.paid.in_words(lang),
            "earlier": in_part(self.earlier),
            "paid": in_part(self.paid),
            "due": in_part(self.left),
            "method": paid.then(|| self.methods(lang)),
            "tendered": in_cash.then(|| with_sign(self.tendered)),
            "change": in_cash.then(|| with_sign(self.change)),
            "cashier": self.cashier,
            "payer": self.patient.name,
        })
    }

    fn facts_of(&self, group: Group, lang: Lang) -> Vec<Value> {
        let fact = |line: &Line| {
            json!({
                "name": line.name(lang),
                "quantity": line.quantity.show(lang),
                "unit": unit_word(lang, &line.unit),
                "unit_price": line.unit_price.show(lang),
                "amount": line.amount.show(lang),
            })
        };
        self.lines_of(group).map(fact).collect()
    }

    fn total_of(&self, group: Group, lang: Lang) -> Option<String> {
        Money::sum(self.lines_of(group).map(|line| line.amount)).map(|sum| sum.show(lang))
    }
}

ground::row! {
    struct Row {
        id: ReceiptId,
        branch: BranchId,
        visit: VisitId,
        patient: PatientId,
        printed: String,
    }
}

/// An issued receipt.
#[derive(Debug, Clone)]
pub struct Receipt {
    pub id: ReceiptId,
    pub branch: BranchId,
    pub visit: VisitId,
    pub patient: PatientId,
    pub printed: Printed,
}

const BY_ID: &str = "SELECT id, branch_id, visit_id, patient_id, printed FROM receipt WHERE id = $1";
const LAST_OF: &str =
    "SELECT id, branch_id, visit_id, patient_id, printed FROM receipt WHERE visit_id = $1 ORDER BY id DESC LIMIT 1";

/// One receipt; `Stop::Missing` when there is none.
pub fn by_id(tx: &mut Tx<'_>, id: ReceiptId) -> Result<Receipt, Stop> {
    let row: Row = tx.one(BY_ID, &[&id])?.ok_or(Stop::Missing)?;
    read(row)
}

/// The latest receipt of a visit.
pub fn last_of(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Receipt>, Stop> {
    let row: Option<Row> = tx.one(LAST_OF, &[&visit])?;
    row.map(read).transpose()
}

fn read(row: Row) -> Result<Receipt, Stop> {
    let printed = serde_json::from_str(&row.printed).map_err(|e| Stop::fault(format!("receipt {}: {e}", row.id)))?;
    Ok(Receipt { id: row.id, branch: row.branch, visit: row.visit, patient: row.patient, printed })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORED: &str = r#"{"number":"PT26-000123","issued_at":1795487460000,
        "clinic":{"name":"Minh An","address":"12 Nguyễn Thị Minh Khai","phone":"028 3822 5678","tax_id":null},
        "patient":{"name":"Trần Thị Mai Hương","code":"BN-004127"},
        "lines":[{"group":"service","name_vi":"Khám nội","name_en":"Consultation","unit":"lần","quantity":1000,"unit_price":150000,"amount":150000},
                 {"group":"medicine","name_vi":"Paracetamol 500 mg","name_en":"Paracetamol 500 mg","unit":"viên","quantity":9500,"unit_price":800,"amount":7600}],
        "charged":157600,"discount":7600,"discount_reason":"Nhân viên","total":150000,"earlier":0,"paid":150000,"left":0,"parts":[{"method":"cash","amount":150000,"reference":""}],"tendered":200000,"change":50000,
        "cashier":"Vũ Hồng Nhung"}"#;

    #[test]
    fn the_stored_shape_is_kept() {
        let printed: Printed = serde_json::from_str(STORED).unwrap();
        let stored: Value = serde_json::from_str(STORED).unwrap();
        assert_eq!(serde_json::to_value(&printed).unwrap(), stored);
    }

    #[test]
    fn the_paper_has_every_value_as_a_text_of_its_language() {
        let printed: Printed = serde_json::from_str(STORED).unwrap();
        let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
        let vi = printed.paper(Lang::Vi, &zone);
        assert_eq!(vi["date"], "24/11/2026 9:31");
        assert_eq!(vi["medicines"][0]["quantity"], "9,5");
        assert_eq!(vi["medicines_total"], "7.600");
        assert_eq!(vi["discount"], "−7.600");
        assert_eq!(vi["total"], "150.000\u{a0}₫");
        assert_eq!(vi["method"], "Tiền mặt");
        let en = printed.paper(Lang::En, &zone);
        assert_eq!(en["services"][0]["name"], "Consultation");
        assert_eq!(en["medicines"][0]["unit"], "tablet");
        assert_eq!(en["change"], "50,000\u{a0}₫");
    }

    #[test]
    fn a_transfer_shows_neither_notes_nor_change() {
        let mut printed: Printed = serde_json::from_str(STORED).unwrap();
        printed.parts[0].method = Method::Transfer;
        let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
        let paper = printed.paper(Lang::Vi, &zone);
        assert!(paper["tendered"].is_null() && paper["change"].is_null());
    }

    #[test]
    fn a_part_payment_tells_what_was_paid_before_and_what_is_left() {
        let mut printed: Printed = serde_json::from_str(STORED).unwrap();
        let (vi, zone) = (Lang::Vi, Zone::named("Asia/Ho_Chi_Minh").unwrap());
        assert!(printed.paper(vi, &zone)["due"].is_null());
        let part = |method, amount| Part { method, amount: Money::from_minor(amount), reference: String::new() };
        (printed.paid, printed.left) = (Money::from_minor(100_000), Money::from_minor(50_000));
        printed.parts = vec![part(Method::Cash, 60_000), part(Method::Card, 40_000)];
        let paper = printed.paper(vi, &zone);
        assert_eq!(paper["due"], "50.000\u{a0}₫");
        assert_eq!(paper["total_words"], "Một trăm nghìn đồng");
        assert_eq!(paper["method"], "Tiền mặt 60.000 · Thẻ 40.000");
    }
}
