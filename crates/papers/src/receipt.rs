//! The receipt as it was issued: one JSON, written once, from which the screen, the paper and the mail are made.

mod paid_by;
mod since;
pub mod template;

pub use paid_by::{PaidBy, borne};
pub use since::{Since, since};

use crate::text;
use bricks::clock::{Instant, Zone, show_instant};
use bricks::id::{BranchId, PatientId, ReceiptId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::catalog::{in_lang, units_of};
use ground::db::{Stop, Tx};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};
use template::Template;

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
        /// Out of what is held for the patient: no new money.
        Deposit = "deposit",
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
    /// The ways in which new money comes and goes.
    pub const MONEY: [Method; 4] = [Method::Cash, Method::Transfer, Method::Card, Method::Wallet];

    /// Reads a way in which new money comes or goes.
    pub fn of_money(code: &str) -> Option<Method> {
        Method::parse(code).filter(|method| *method != Method::Deposit)
    }

    /// The word on screens and papers.
    pub const fn say(self) -> Say {
        match self {
            Method::Cash => text::receipt_cash_say(),
            Method::Transfer => text::receipt_transfer_say(),
            Method::Card => text::receipt_card_say(),
            Method::Wallet => text::receipt_wallet_say(),
            Method::Deposit => text::receipt_deposit_say(),
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
    /// Taken off: of this line, and its part of what was taken off the bill.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub discount: Money,
    /// Borne by other payers.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub insured: Money,
    /// `None`: not subject to the tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_basis_points: Option<i64>,
    /// Whoever did it; empty on receipts of before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
}

impl Line {
    pub fn name(&self, lang: Lang) -> &str {
        in_lang(lang, &self.name_vi, &self.name_en)
    }

    /// What is left to the patient.
    pub fn patient(&self) -> Money {
        let left = self.amount.sub(self.discount).and_then(|net| net.sub(self.insured));
        left.unwrap_or(Money::ZERO)
    }
}

/// `Không chịu thuế`, `5 %`: a class of the value-added tax.
pub fn vat_word(lang: Lang, basis_points: Option<i64>) -> String {
    match basis_points {
        None => text::receipt_vat_none(lang).to_owned(),
        Some(share) => format!("{}\u{a0}%", Quantity::from_milli(share * 10).show(lang)),
    }
}

/// What another payer bears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Borne {
    pub name_vi: String,
    pub name_en: String,
    /// The number of the card or contract.
    pub card: String,
    /// The insurer's word for this visit; may be empty.
    pub guarantee: String,
    pub amount: Money,
}

impl Borne {
    /// `Bảo hiểm An Lành chi trả`.
    pub fn pays(&self, lang: Lang) -> String {
        text::receipt_borne(lang, in_lang(lang, &self.name_vi, &self.name_en))
    }

    /// The same with the card: `Bảo hiểm y tế chi trả · DN4797512345678`.
    pub fn told(&self, lang: Lang) -> String {
        let parts = [self.pays(lang), self.card.clone(), self.guarantee.clone()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

fn is_nothing(amount: &Money) -> bool {
    amount.is_zero()
}

/// All that a receipt shows. Money is whole đồng; `total = charged - discount - insured`, `paid` is the sum of the parts, and
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
    /// Borne by other payers.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub insured: Money,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payers: Vec<Borne>,
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
    /// Who paid, where it was somebody else than the patient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_by: Option<PaidBy>,
    /// What the clinic printed below every receipt on that day; empty on receipts of before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note_vi: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note_en: String,
    /// How it looks; the plain one on receipts of before.
    #[serde(default, skip_serializing_if = "Template::is_plain")]
    pub template: Template,
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
            "insurance_total": (!self.insured.is_zero()).then(|| format!("−{}", self.insured.show(lang))),
            "borne": self.borne(lang),
            "vat": self.vat(lang),
            "total": with_sign(self.total),
            "total_words": self.paid.in_words(lang),
            "total_words_also": self.paid.in_words(lang.other()),
            "earlier": in_part(self.earlier),
            "paid": in_part(self.paid),
            "due": in_part(self.left),
            "method": paid.then(|| self.methods(lang)),
            "ways": self.ways(lang),
            "tendered": in_cash.then(|| with_sign(self.tendered)),
            "change": in_cash.then(|| with_sign(self.change)),
            "cashier": self.cashier,
            "payer": self.paid_by.as_ref().map_or(&self.patient.name, |other| &other.name),
            "paid_by": self.paid_by.as_ref().map(PaidBy::told),
            "note": in_lang(lang, &self.note_vi, &self.note_en),
            "head_lines": self.template.head(lang),
            "columns": self.template.columns(),
        })
    }

    /// `Không chịu thuế 150.000 · Thuế suất 5 % 30.000 (thuế 1.429)`; `None` while nothing is taxed. Prices contain the tax.
    fn vat(&self, lang: Lang) -> Option<String> {
        let mut classes: Vec<(Option<i64>, Money)> = Vec::new();
        for line in &self.lines {
            let net = line.amount.sub(line.discount)?;
            match classes.iter_mut().find(|(class, _)| *class == line.vat_basis_points) {
                Some((_, sum)) => *sum = sum.add(net)?,
                None => classes.push((line.vat_basis_points, net)),
            }
        }
        classes.sort_by_key(|(class, _)| *class);
        classes.iter().any(|(class, _)| class.is_some()).then_some(())?;
        let told = |(class, net): &(Option<i64>, Money)| match class {
            None => format!("{} {}", vat_word(lang, None), net.show(lang)),
            Some(share) => {
                let tax = vat_within(*net, *share).show(lang);
                text::receipt_vat_rate(lang, net.show(lang), vat_word(lang, Some(*share)), tax)
            }
        };
        Some(classes.iter().map(told).collect::<Vec<_>>().join(" · "))
    }

    fn facts_of(&self, group: Group, lang: Lang) -> Vec<Value> {
        let taxed = self.lines.iter().any(|line| line.vat_basis_points.is_some());
        let minus = |amount: Money| (!amount.is_zero()).then(|| format!("−{}", amount.show(lang)));
        let fact = |line: &Line| {
            let vat = taxed.then(|| text::receipt_vat(lang, vat_word(lang, line.vat_basis_points)));
            let off = minus(line.discount).map(|off| text::receipt_line_discount(lang, off));
            let note = [&vat, &off].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" · ");
            json!({
                "note": (!note.is_empty()).then_some(note),
                "note_vat": vat,
                "note_discount": off,
                "vat": vat_word(lang, line.vat_basis_points),
                "discount": minus(line.discount),
                "insurance": minus(line.insured),
                "patient": line.patient().show(lang),
                "name": line.name(lang),
                "quantity": line.quantity.show(lang),
                "unit": units_of(lang, line.quantity, &line.unit),
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

/// The tax in an amount that contains it, rounded to the đồng.
pub fn vat_within(amount: Money, basis_points: i64) -> Money {
    let (gross, whole) = (i128::from(amount.minor()), i128::from(10_000 + basis_points.max(0)));
    let tax = (gross * i128::from(basis_points.max(0)) * 2 + whole) / (whole * 2);
    Money::from_minor(i64::try_from(tax).unwrap_or(0))
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
mod tests;
