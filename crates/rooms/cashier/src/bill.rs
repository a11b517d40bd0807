//! The bill of a visit: what is charged and on no invoice yet, and what of its invoices is still to be paid.

use crate::discount::store::{self as discount, Off};
use crate::payers::store::{self as payers, Payer};
use crate::rules::{self, Amounts, Sums};
use crate::store::{self, Unpaid};
use bricks::id::{PatientId, VisitId};
use bricks::money::Money;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use papers::charge::{self, Charge, SourceKind};

/// What a visit has to pay, and what it is made of.
#[derive(Debug, Clone)]
pub struct Bill {
    /// On no invoice yet.
    pub charges: Vec<Charge>,
    /// Of the open charges and of the whole of them.
    pub discounts: Vec<Off>,
    /// What of the discounts of the whole bill falls on each open charge.
    pub off: Vec<Money>,
    /// Of the open charges.
    pub sums: Sums,
    /// Who pays besides the patient.
    pub payers: Vec<Payer>,
    /// Invoices that are not paid in full, the oldest first.
    pub unpaid: Vec<Unpaid>,
    /// The charges on those invoices.
    pub invoiced: Vec<Charge>,
}

/// What a bill comes to with its unpaid invoices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    pub charged: Money,
    pub discount: Money,
    /// Borne by other payers.
    pub insured: Money,
    pub earlier: Money,
    pub due: Money,
}

impl Bill {
    /// Whether there is nothing to pay and nothing to confirm.
    pub fn is_closed(&self) -> bool {
        self.charges.is_empty() && self.unpaid.is_empty()
    }

    /// `charged - discount - insured = earlier + due`; `None` when it does not fit.
    pub fn totals(&self) -> Option<Totals> {
        let all = |of: fn(&Unpaid) -> Money| Money::sum(self.unpaid.iter().map(of));
        let due = self.sums.due.add(all(|i| i.due)?)?;
        let charged = self.sums.charged.add(all(|i| i.charged)?)?;
        let discount = self.sums.discount.add(all(|i| i.discount)?)?;
        let insured = self.sums.insured.add(all(|i| i.insured)?)?;
        let earlier = charged.sub(discount)?.sub(insured)?.sub(due)?;
        Some(Totals { charged, discount, insured, earlier, due })
    }

    /// Every line that is being paid, with what of the bill's discounts falls on it: of older invoices first.
    pub fn lines(&self) -> impl Iterator<Item = (&Charge, Money)> {
        let open = self.charges.iter().zip(self.off.iter().copied());
        self.invoiced.iter().map(|charge| (charge, Money::ZERO)).chain(open)
    }

    /// What the payer at a position bears of the open charges.
    pub fn borne_by(&self, position: i64) -> Money {
        borne(position, self.charges.iter())
    }

    /// The same of every line that is being paid.
    pub fn borne_of_all(&self, position: i64) -> Money {
        borne(position, self.lines().map(|(charge, _)| charge))
    }

    /// Why something was taken off: the reasons of the open discount and of the invoices.
    pub fn discount_reason(&self) -> String {
        let invoiced = self.unpaid.iter().map(|i| i.discount_reason.as_str());
        told(invoiced.chain(self.discounts.iter().map(|d| d.reason.as_str())))
    }

    /// The same of the open charges alone.
    pub fn open_reason(&self) -> String {
        told(self.discounts.iter().map(|d| d.reason.as_str()))
    }
}

fn borne<'c>(position: i64, charges: impl Iterator<Item = &'c Charge>) -> Money {
    let of = |charge: &Charge| if position == 1 { charge.first } else { charge.second };
    Money::sum(charges.map(of)).unwrap_or(Money::ZERO)
}

/// Every reason once.
fn told<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let mut reasons: Vec<&str> = Vec::new();
    for reason in all.filter(|reason| !reason.is_empty()) {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons.join(", ")
}

/// The bill as it stands in this snapshot.
pub fn load(tx: &mut Tx<'_>, visit: VisitId) -> Result<Bill, Stop> {
    let charges = open_lines(tx, visit)?;
    let discounts = discount::open(tx, visit)?;
    let of_bill: Vec<_> = discounts.iter().filter(|d| d.charge.is_none()).map(|d| (d.group, d.amount)).collect();
    let lines: Vec<Amounts> = charges.iter().map(Amounts::of).collect();
    let (sums, off) = rules::sums(&lines, &of_bill).ok_or_else(|| Stop::fault("a bill that does not add up"))?;
    let unpaid = store::unpaid(tx, visit)?;
    let invoiced = if unpaid.is_empty() { Vec::new() } else { in_order(store::unpaid_charges(tx, visit)?) };
    let payers = payers::of_visit(tx, visit)?;
    Ok(Bill { charges, discounts, off, sums, payers, unpaid, invoiced })
}

/// Locks the visit, so that charges, discounts and payments of one bill follow each other, and adds up its bill.
pub fn lock(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<(PatientId, Bill, Totals), Stop> {
    let patient = papers::visit::lock(tx, who.branch, visit)?.patient;
    let bill = load(tx, visit)?;
    let totals = bill.totals().ok_or_else(|| Stop::fault("a bill that does not fit"))?;
    Ok((patient, bill, totals))
}

/// The open charges in the order of the bill: the consultation, then orders, then medicines, each as charged.
pub fn open_lines(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Charge>, DbError> {
    Ok(in_order(charge::open_charges(tx, visit)?))
}

fn in_order(mut charges: Vec<Charge>) -> Vec<Charge> {
    charges.sort_by_key(|each| match each.source_kind {
        SourceKind::Consultation => 0,
        SourceKind::Order => 1,
        SourceKind::Medicine => 2,
    });
    charges
}
