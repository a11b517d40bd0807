//! What a document tells, written once as JSON. Money is whole đồng, with the tax within; a document that takes back has
//! negative amounts. The sum of the lines is the document's amount.

use bricks::clock::Instant;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use papers::receipt::{Clinic, Line, Method, Payer, Printed, vat_within};
use serde::{Deserialize, Serialize};

/// One line: what the patient bears of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLine {
    pub name: String,
    pub unit: String,
    pub quantity: Quantity,
    pub amount: Money,
    /// `None`: not subject to the tax, which is another thing than a rate of 0.
    pub vat_basis_points: Option<i64>,
}

/// What of a document falls into one class of the tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    pub vat_basis_points: Option<i64>,
    pub net: Money,
    pub tax: Money,
}

/// All that the provider is told, but for what is the branch's setting on the day it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub receipt: String,
    pub issued_at: Instant,
    pub seller: Clinic,
    pub buyer: Payer,
    pub lines: Vec<DocumentLine>,
    /// `TM`, `CK` or `TM/CK`; on documents of before in the words of the receipt.
    pub methods: String,
    pub cashier: String,
    /// Why something is taken back; empty on an original.
    pub reason: String,
}

impl DocumentLine {
    /// A line of a bill; `None` when others bear all of it.
    pub fn of(line: &Line) -> Option<DocumentLine> {
        let amount = line.patient();
        (!amount.is_zero()).then(|| DocumentLine {
            name: line.name_vi.clone(),
            unit: line.unit.clone(),
            quantity: line.quantity,
            amount,
            vat_basis_points: line.vat_basis_points,
        })
    }

    /// The tax within the amount; nothing of what is not subject to it.
    pub fn tax(&self) -> Money {
        self.vat_basis_points.map_or(Money::ZERO, |rate| signed_vat(self.amount, rate))
    }

    pub fn net(&self) -> Money {
        self.amount.sub(self.tax()).unwrap_or(self.amount)
    }

    /// Price of one without the tax, with up to four decimals: `12500`, `833.3333`.
    pub fn unit_price(&self) -> String {
        let (net, quantity) = (i128::from(self.net().minor()), i128::from(self.quantity.milli().max(1)));
        let parts = (net.abs() * 1_000 * 10_000 * 2 + quantity) / (quantity * 2);
        let sign = if net < 0 { "-" } else { "" };
        let (whole, rest) = (parts / 10_000, parts % 10_000);
        let text = format!("{sign}{whole}.{rest:04}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

fn signed_vat(amount: Money, rate: i64) -> Money {
    match amount.neg() {
        Some(taken_back) if amount < Money::ZERO => vat_within(taken_back, rate).neg().unwrap_or(Money::ZERO),
        _ => vat_within(amount, rate),
    }
}

/// How the invoice says that it was paid: in cash (`TM`), without (`CK`), or both, as when part of the bill was paid before or
/// out of a deposit, whose own money may have been either.
fn methods_code(printed: &Printed) -> &'static str {
    let every = |wanted: fn(Method) -> bool| printed.parts.iter().all(|part| wanted(part.method));
    if !printed.earlier.is_zero() {
        "TM/CK"
    } else if every(|method| method == Method::Cash) {
        "TM"
    } else if every(|method| !matches!(method, Method::Cash | Method::Deposit)) {
        "CK"
    } else {
        "TM/CK"
    }
}

impl Document {
    /// The document of a receipt about these lines.
    pub fn of(printed: &Printed, lines: Vec<DocumentLine>) -> Document {
        Document {
            receipt: printed.number.clone(),
            issued_at: printed.issued_at,
            seller: printed.clinic.clone(),
            buyer: printed.patient.clone(),
            lines,
            methods: methods_code(printed).to_owned(),
            cashier: printed.cashier.clone(),
            reason: String::new(),
        }
    }

    /// The sum of the lines.
    pub fn amount(&self) -> Option<Money> {
        Money::sum(self.lines.iter().map(|line| line.amount))
    }

    /// The classes of the tax, those that are not subject first.
    pub fn classes(&self) -> Vec<Class> {
        let mut classes: Vec<Class> = Vec::new();
        for line in &self.lines {
            let (net, tax) = (line.net(), line.tax());
            match classes.iter_mut().find(|class| class.vat_basis_points == line.vat_basis_points) {
                Some(class) => {
                    class.net = class.net.add(net).unwrap_or(class.net);
                    class.tax = class.tax.add(tax).unwrap_or(class.tax);
                }
                None => classes.push(Class { vat_basis_points: line.vat_basis_points, net, tax }),
            }
        }
        classes.sort_by_key(|class| class.vat_basis_points);
        classes
    }

    /// All of it taken back.
    pub fn reversed(&self, at: Instant, reason: &str) -> Option<Document> {
        let back = |line: &DocumentLine| Some(DocumentLine { amount: line.amount.neg()?, ..line.clone() });
        let lines = self.lines.iter().map(back).collect::<Option<Vec<_>>>()?;
        Some(Document { lines, reason: reason.to_owned(), issued_at: at, ..self.clone() })
    }

    /// An amount of it taken back, shared out over its classes of the tax so that the sum is kept.
    pub fn lowered(&self, amount: Money, at: Instant, reason: &str) -> Option<Document> {
        let classes: Vec<(Option<i64>, i128)> = self
            .classes()
            .iter()
            .map(|c| (c.vat_basis_points, i128::from(c.net.minor()) + i128::from(c.tax.minor())))
            .collect();
        let whole: i128 = classes.iter().map(|(_, sum)| sum).sum();
        let (mut lines, mut seen, mut given) = (Vec::new(), 0_i128, 0_i128);
        for (vat_basis_points, sum) in classes {
            seen += sum;
            let until = i128::from(amount.minor()) * seen / whole.max(1);
            let share = i64::try_from(until - given).ok()?;
            given = until;
            if share != 0 {
                lines.push(DocumentLine {
                    name: crate::text::einvoice_back_of(Lang::Vi, &self.receipt),
                    unit: String::new(),
                    quantity: Quantity::whole(1),
                    amount: Money::from_minor(-share),
                    vat_basis_points,
                });
            }
        }
        Some(Document { lines, reason: reason.to_owned(), issued_at: at, ..self.clone() })
    }
}
