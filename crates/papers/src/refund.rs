//! Money that goes back to a patient: asked for here, by whichever room finds that it is owed; decided and paid out at the cashier.
//!
//! A refund is of one receipt and one invoice. What is asked for is kept free on the invoice from then on, and the database refuses
//! more than that receipt took for that invoice. What came back of a charge that is paid stands on the charge, so that it is
//! found until it is paid out. Whoever asks holds the visit's lock.

mod borne;
mod refused;
mod set_off;
mod waiting;

pub use refused::{came_back as refused_came_back, share_out};
pub use waiting::of_medicines;

use crate::charge::{self, Source};
use crate::prescription::refusal_told;
use crate::{limits, visit};
use bricks::id::{ChargeId, InvoiceId, PatientId, ReceiptId, RefundId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};

ground::row! {
    /// What one receipt took for one invoice and nobody asked for yet.
    pub struct Left {
        pub receipt: ReceiptId,
        pub invoice: InvoiceId,
        pub series: String,
        pub number: i64,
        amount: Money,
        /// What the invoice has left, whoever paid it.
        of_invoice: Money,
    }
}

impl Left {
    /// What may be asked for of it.
    pub fn most(&self) -> Money {
        self.amount.min(self.of_invoice).max(Money::ZERO)
    }
}

ground::row! {
    /// A charge of which something came back.
    struct Returned {
        charge: ChargeId,
        visit: VisitId,
        patient: PatientId,
        invoice: Option<InvoiceId>,
        /// What the patient bears of it.
        own: Money,
        quantity: Quantity,
        returned: Quantity,
        /// What the first and the second payer bear of it, and what of that came back.
        first: Money,
        second: Money,
        first_back: Money,
        second_back: Money,
        /// Taken off what was still owed.
        set_off: Money,
    }
}

ground::row! {
    /// How much of an invoice may go back by itself.
    struct Room {
        /// What came back of all its charges, less what was taken off what is owed and what was asked for already.
        over: Money,
        /// Asked for at the receipt, without saying of what.
        untold: Money,
        /// Still to be paid of it.
        due: Money,
    }
}

impl Returned {
    /// What of the patient's part belongs to what came back, with what a payer did not pay of it; all of it when all came back.
    fn goes_back(&self, tx: &mut Tx<'_>) -> Result<Money, Stop> {
        let refused = refused::goes_back(tx, self.charge, (self.quantity, self.returned))?;
        self.part_of(self.own).add(refused).ok_or_else(|| Stop::fault("an amount that does not fit"))
    }

    /// What of the payers' parts came back besides what is noted already; below nothing where less came back.
    fn borne(&self) -> [Money; 2] {
        [(self.first, self.first_back), (self.second, self.second_back)]
            .map(|(part, noted)| self.part_of(part).sub(noted).unwrap_or(Money::ZERO))
    }

    fn part_of(&self, amount: Money) -> Money {
        part_of(amount, self.quantity, self.returned)
    }
}

/// The part of an amount that belongs to so much of a quantity, rounded to the đồng.
fn part_of(amount: Money, quantity: Quantity, part: Quantity) -> Money {
    let (own, whole) = (i128::from(amount.minor().max(0)), i128::from(quantity.milli().max(1)));
    let part = i128::from(part.milli().clamp(0, quantity.milli().max(0)));
    Money::from_minor(i64::try_from((own * part * 2 + whole) / (whole * 2)).unwrap_or(0))
}

/// What is asked for, and why.
pub struct Wanted<'a> {
    pub visit: VisitId,
    pub patient: PatientId,
    pub amount: Money,
    pub reason: &'a str,
    /// Of what came back.
    pub charge: Option<ChargeId>,
}

macro_rules! left {
    ($of:literal) => {
        concat!(
            "SELECT p.receipt_id, p.invoice_id, r.series, r.number, \
             CAST(SUM(CASE WHEN p.kind <> 'refunded' THEN p.amount_vnd ELSE 0 END) - COALESCE((SELECT SUM(f.amount_vnd) FROM refund f \
             WHERE f.receipt_id = p.receipt_id AND f.invoice_id = p.invoice_id AND f.state <> 'refused'), 0) AS BIGINT), \
             i.total_vnd - i.due_vnd - i.refunded_vnd FROM payment p JOIN invoice i ON i.id = p.invoice_id JOIN receipt r ON r.id = p.receipt_id WHERE ",
            $of
        )
    };
}

const OF_RECEIPT: &str = left!(
    "p.receipt_id = $1 GROUP BY p.receipt_id, p.invoice_id, r.series, r.number, i.total_vnd, i.due_vnd, i.refunded_vnd ORDER BY 5 DESC, 2"
);
const OF_INVOICE: &str = left!(
    "p.invoice_id = $1 GROUP BY p.receipt_id, p.invoice_id, r.series, r.number, i.total_vnd, i.due_vnd, i.refunded_vnd ORDER BY 1 DESC"
);
const PROMISE: &str =
    "UPDATE invoice SET refunded_vnd = refunded_vnd + $2 WHERE id = $1 AND refunded_vnd + $2 <= total_vnd - due_vnd";
const ASKED: &str =
    "SELECT CAST(COALESCE(SUM(amount_vnd), 0) AS BIGINT) FROM refund WHERE visit_id = $1 AND state <> 'refused'";
const ASK: &str = "INSERT INTO refund (id, branch_id, visit_id, receipt_id, invoice_id, amount_vnd, reason, state, needs_second, asked_at, asked_by, \
     charge_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
macro_rules! returned {
    () => {
        "id, visit_id, patient_id, invoice_id, amount_vnd - discount_vnd - first_vnd - second_vnd, quantity_milli, returned_milli, \
         first_vnd, second_vnd, first_back_vnd, second_back_vnd, set_off_vnd"
    };
}
const CAME_BACK: &str = concat!(
    "UPDATE charge SET returned_milli = returned_milli + $3, back_closed_at = NULL WHERE source_kind = $1 AND source_id = $2 \
     AND returned_milli + $3 <= quantity_milli RETURNING ",
    returned!()
);
const OF_SOURCE: &str =
    concat!("SELECT ", returned!(), " FROM charge WHERE source_kind = $1 AND source_id = $2 AND branch_id = $3");
const OF_CHARGE: &str = concat!("SELECT ", returned!(), " FROM charge WHERE id = $1 AND branch_id = $2");
const OWE: &str = "UPDATE charge SET back_vnd = $2 WHERE id = $1";
const ROOM: &str = "SELECT CAST((SELECT COALESCE(SUM(c.back_vnd - c.set_off_vnd), 0) FROM charge c WHERE c.invoice_id = i.id) - i.refunded_vnd AS BIGINT), \
     CAST((SELECT COALESCE(SUM(f.amount_vnd), 0) FROM refund f WHERE f.invoice_id = i.id AND f.charge_id IS NULL AND f.state <> 'refused') AS BIGINT), \
     i.due_vnd FROM invoice i WHERE i.id = $1";
const CLOSE: &str = "UPDATE charge SET back_closed_at = $3 WHERE id = $1 AND branch_id = $2 AND returned_milli > 0 AND back_closed_at IS NULL";
const CLOSED: &str = "INSERT INTO back_closing (id, branch_id, charge_id, amount_vnd, reason, closed_at, closed_by) \
     SELECT CAST($1 AS BIGINT), c.branch_id, c.id, CAST(c.back_vnd - c.set_off_vnd - COALESCE((SELECT SUM(f.amount_vnd) FROM refund f WHERE f.charge_id = c.id \
     AND f.state <> 'refused'), 0) AS BIGINT), CAST($3 AS TEXT), CAST($4 AS BIGINT), CAST($5 AS BIGINT) FROM charge c WHERE c.id = $2";
const ASKED_OF: &str =
    "SELECT CAST(COALESCE(SUM(amount_vnd), 0) AS BIGINT) FROM refund WHERE charge_id = $1 AND state <> 'refused'";
/// Nobody decides or pays them until the transaction ends.
const HOLD_OF: &str = "SELECT id FROM refund WHERE charge_id = $1 ORDER BY id FOR UPDATE";
const PAID_OF: &str =
    "SELECT CAST(COALESCE(SUM(amount_vnd), 0) AS BIGINT) FROM refund WHERE charge_id = $1 AND state = 'paid'";
const STAYS: &str = "UPDATE charge SET returned_milli = returned_milli - $2 WHERE id = $1 AND returned_milli >= $2";
const CALL_OFF: &str = "UPDATE refund SET state = 'refused', called_off = TRUE, decided_at = $2, decided_by = $3, refused_reason = $4 \
     WHERE charge_id = $1 AND state IN ('asked', 'approved') RETURNING id, amount_vnd";
const RELEASE: &str = "UPDATE invoice SET refunded_vnd = refunded_vnd - $2 WHERE id = $1";

/// What may still be asked for of a receipt, the most first.
pub fn of_receipt(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<Vec<Left>, DbError> {
    tx.all(OF_RECEIPT, &[&receipt])
}

/// All of it.
pub fn most(left: &[Left]) -> Money {
    Money::sum(left.iter().map(Left::most)).unwrap_or(Money::ZERO)
}

/// Asks for money of what is left, in a row for each receipt and invoice that it comes from; gives how much. Above the clinic's
/// limit of all that was asked for of a visit a second person decides, so that a large sum does not go out in slices.
pub fn ask(tx: &mut Tx<'_>, who: &Who, left: &[Left], wanted: &Wanted<'_>) -> Result<Money, Stop> {
    let Wanted { visit, patient, amount, reason, charge } = wanted;
    let limit = limits::read(tx)?.refund;
    let does_not_fit = || Stop::fault("a refund that does not fit");
    let mut rest = *amount;
    let mut parts = Vec::new();
    for each in left {
        let part = rest.min(each.most());
        if !part.is_zero() {
            parts.push((each, part));
            rest = rest.sub(part).ok_or_else(does_not_fit)?;
        }
    }
    let before: Money = tx.one(ASKED, &[visit])?.unwrap_or_default();
    let sum = Money::sum(parts.iter().map(|(_, part)| *part)).and_then(|sum| sum.add(before));
    let needs_second = sum.ok_or_else(does_not_fit)? > limit;
    for (each, part) in &parts {
        if tx.run(PROMISE, &[&each.invoice, part])? != 1 {
            return Err(Stop::fault("an invoice moved under the visit's lock"));
        }
        let (id, now) = (RefundId::from_raw(tx.new_id()), tx.now());
        let state = if needs_second { "asked" } else { "approved" };
        tx.run_one(
            ASK,
            &[
                &id,
                &who.branch,
                visit,
                &each.receipt,
                &each.invoice,
                part,
                reason,
                &state,
                &needs_second,
                &now,
                &who.staff,
                charge,
            ],
        )?;
        let why = refusal_told(reason, Lang::Vi);
        let detail = format!("{}-{:06} {} ₫: {why}", each.series, each.number, part.minor());
        who.note(tx, "ask_refund", "refund", id.raw(), Some(*patient), &detail)?;
    }
    for topic in [Topic::Cashier, Topic::Queue, Topic::Visit(*visit), Topic::Patient(*patient)] {
        tx.announce(topic);
    }
    amount.sub(rest).ok_or_else(does_not_fit)
}

/// Goods of a charge that can no longer be lowered came back: what the patient still owes of the bill falls first, and what was paid above
/// the rest is asked for at once. Gives how much is asked for; what is on no invoice yet is owed all the same, and found by the leak finder. What was asked for at the receipt without
/// saying of what may have been for it: so much is left to a person's decision.
pub fn came_back(tx: &mut Tx<'_>, who: &Who, source: Source, quantity: Quantity, reason: &str) -> Result<Money, Stop> {
    let returned: Option<Returned> = tx.one(CAME_BACK, &[&source.kind, &source.id, &quantity])?;
    match returned {
        Some(returned) => ask_of(tx, who, &returned, By::Itself, reason),
        None => Ok(Money::ZERO),
    }
}

/// Takes back what an act was charged: off the bill, off what is still owed of it, or as a refund of what was paid; what payers bear of
/// it is claimed no longer. Of a bill that is closed what was taken off it falls with it. False, and nothing happens, when something was
/// taken off its open bill, or all that was paid of it is promised back already.
pub fn take_back(tx: &mut Tx<'_>, who: &Who, source: Source, reason: &str) -> Result<bool, Stop> {
    if charge::take_back(tx, who, source)? {
        return Ok(true);
    }
    let found: Option<Returned> = tx.one(OF_SOURCE, &[&source.kind, &source.id, &who.branch])?;
    let Some(of) = found else { return Ok(false) };
    let Some(invoice) = of.invoice else { return Ok(false) };
    let Some(room) = tx.one::<Room>(ROOM, &[&invoice])? else { return Ok(false) };
    let is_due = of.own.is_zero() || !room.due.is_zero();
    if !is_due && room.untold.is_zero() && most(&tx.all::<Left>(OF_INVOICE, &[&invoice])?).is_zero() {
        return Ok(false);
    }
    charge::price::give_back(tx, source)?;
    let rest = of.quantity.sub(of.returned).unwrap_or(Quantity::ZERO);
    // What came back whole before was asked for then, or somebody said that it is not owed.
    if !rest.is_zero() {
        came_back(tx, who, source, rest, reason)?;
    }
    Ok(true)
}

/// Asks once more for what of a charge is owed back: what was refused, or was not paid when it came back. Gives how much.
pub fn ask_again(tx: &mut Tx<'_>, who: &Who, charge: ChargeId, reason: &str) -> Result<Money, Stop> {
    let found: Option<Returned> = tx.one(OF_CHARGE, &[&charge, &who.branch])?;
    let visit = found.ok_or(Stop::Missing)?.visit;
    visit::lock(tx, who.branch, visit)?;
    let returned: Returned = tx.one(OF_CHARGE, &[&charge, &who.branch])?.ok_or(Stop::Missing)?;
    ask_of(tx, who, &returned, By::Hand, reason)
}

/// Notes that what came back of a charge does not go back after all; false when somebody did already. Gives nothing back.
pub fn close(tx: &mut Tx<'_>, who: &Who, charge: ChargeId, reason: &str) -> Result<bool, Stop> {
    let of: Returned = tx.one(OF_CHARGE, &[&charge, &who.branch])?.ok_or(Stop::Missing)?;
    let now = tx.now();
    if tx.run(CLOSE, &[&charge, &who.branch, &now])? != 1 {
        return Ok(false);
    }
    let id = tx.new_id();
    tx.run_one(CLOSED, &[&id, &charge, &reason, &now, &who.staff])?;
    who.note(tx, "close_back", "charge", charge.raw(), Some(of.patient), reason)?;
    tx.announce(Topic::Cashier);
    Ok(true)
}

/// So much of what came back of a charge did not come back after all: what was asked for of it is called off, as far as it is not
/// paid out, and what was taken off the bill is owed again. False, and nothing happens, when more is paid out than still goes back, or
/// the tax authority was told.
pub fn stays(tx: &mut Tx<'_>, who: &Who, source: Source, quantity: Quantity, reason: &str) -> Result<bool, Stop> {
    let found: Option<Returned> = tx.one(OF_SOURCE, &[&source.kind, &source.id, &who.branch])?;
    let Some(mut of) = found else { return Ok(false) };
    let Some(returned) = of.returned.sub(quantity).filter(|left| !left.is_negative()) else { return Ok(false) };
    let before = of.goes_back(tx)?;
    of.returned = returned;
    let back = of.goes_back(tx)?;
    let _: Vec<RefundId> = tx.all(HOLD_OF, &[&of.charge])?;
    let asked: Money = tx.one(ASKED_OF, &[&of.charge])?.unwrap_or_default();
    let paid: Money = tx.one(PAID_OF, &[&of.charge])?.unwrap_or_default();
    if paid > back || set_off::is_told(tx, of.charge)? {
        return Ok(false);
    }
    if let Some(invoice) = of.invoice {
        borne::write(tx, (of.visit, invoice, of.charge), of.borne())?;
    }
    call_off(tx, who, &of, reason)?;
    if let (Some(invoice), Some(due)) = (of.invoice, of.set_off.neg().filter(|due| !due.is_zero())) {
        set_off::write(tx, who, (of.visit, invoice, of.charge), due, reason)?;
    }
    tx.run_one(STAYS, &[&of.charge, &quantity])?;
    tx.run_one(OWE, &[&of.charge, &back])?;
    let less = before.sub(back).unwrap_or(Money::ZERO);
    let dealt = asked.add(of.set_off).and_then(|dealt| dealt.sub(less)).and_then(|dealt| dealt.sub(paid));
    if let Some(invoice) = of.invoice {
        give(tx, who, (&of, invoice), dealt.unwrap_or(Money::ZERO), reason)?;
    }
    for topic in [Topic::Cashier, Topic::Queue, Topic::Visit(of.visit), Topic::Patient(of.patient)] {
        tx.announce(topic);
    }
    Ok(true)
}

/// Takes back every request for money of a charge that is not paid out.
fn call_off(tx: &mut Tx<'_>, who: &Who, of: &Returned, reason: &str) -> Result<(), Stop> {
    let now = tx.now();
    for (id, amount) in tx.all::<(RefundId, Money)>(CALL_OFF, &[&of.charge, &now, &who.staff, &reason])? {
        let invoice = of.invoice.ok_or_else(|| Stop::fault("a refund of no invoice"))?;
        tx.run_one(RELEASE, &[&invoice, &amount])?;
        who.note(tx, "withdraw_refund", "refund", id.raw(), Some(of.patient), reason)?;
    }
    Ok(())
}

/// Who decides that money is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// It follows from an act.
    Itself,
    Hand,
}

fn ask_of(tx: &mut Tx<'_>, who: &Who, of: &Returned, by: By, reason: &str) -> Result<Money, Stop> {
    let back = of.goes_back(tx)?;
    tx.run_one(OWE, &[&of.charge, &back])?;
    let Some(invoice) = of.invoice else { return Ok(Money::ZERO) };
    borne::write(tx, (of.visit, invoice, of.charge), of.borne())?;
    let asked: Money = tx.one(ASKED_OF, &[&of.charge])?.unwrap_or_default();
    let room: Room = tx.one(ROOM, &[&invoice])?.ok_or(Stop::Missing)?;
    let over = if by == By::Hand { room.over.add(room.untold) } else { Some(room.over) };
    let rest = back.sub(asked).and_then(|rest| rest.sub(of.set_off)).unwrap_or(Money::ZERO);
    give(tx, who, (of, invoice), rest.min(over.unwrap_or(Money::ZERO)), reason)
}

/// Takes an amount off what is still owed of the invoice, and asks for what is left of it; gives how much is asked for.
fn give(
    tx: &mut Tx<'_>,
    who: &Who,
    (of, invoice): (&Returned, InvoiceId),
    amount: Money,
    reason: &str,
) -> Result<Money, Stop> {
    let room: Room = tx.one(ROOM, &[&invoice])?.ok_or(Stop::Missing)?;
    let off = amount.min(room.due).max(Money::ZERO);
    if !off.is_zero() {
        set_off::write(tx, who, (of.visit, invoice, of.charge), off, reason)?;
        who.note(
            tx,
            "set_off",
            "charge",
            of.charge.raw(),
            Some(of.patient),
            &format!("{} ₫: {}", off.minor(), refusal_told(reason, Lang::Vi)),
        )?;
        for topic in [Topic::Cashier, Topic::Queue, Topic::Visit(of.visit), Topic::Patient(of.patient)] {
            tx.announce(topic);
        }
    }
    let rest = amount.sub(off).unwrap_or(Money::ZERO).max(Money::ZERO);
    if rest.is_zero() {
        return Ok(Money::ZERO);
    }
    let left: Vec<Left> = tx.all(OF_INVOICE, &[&invoice])?;
    ask(tx, who, &left, &Wanted { visit: of.visit, patient: of.patient, amount: rest, reason, charge: Some(of.charge) })
}

#[cfg(test)]
mod tests;
