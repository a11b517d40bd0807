//! What an act costs the patient. Every room posts its charges here, each once, named by the act that earned it; the
//! cashier finds those that are on no invoice yet.

mod open_again;
pub mod price;

pub use open_again::open_again;

use crate::payer::{self, ServiceGroup};
use crate::visit;
use bricks::clock::Instant;
use bricks::id::{ChargeId, InvoiceId, PatientId, ServiceId, VisitId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};

codes! {
    /// What kind of act earned a charge.
    pub enum SourceKind {
        /// Of a visit: the id is the visit's.
        Consultation = "consultation",
        /// Of an order: the id is the order's.
        Order = "order",
        /// Of a dispensed medicine: the id is that of its first dispense line, however many batches it came from; of what
        /// performing an order used: the id of its `consumable_use`.
        Medicine = "medicine",
    }
}

/// The act that earned a charge. Nothing is charged twice for the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    pub kind: SourceKind,
    pub id: i64,
}

/// What to charge.
#[derive(Debug, Clone)]
pub struct NewCharge {
    pub visit: VisitId,
    pub patient: PatientId,
    pub source: Source,
    pub name_vi: String,
    pub name_en: String,
    /// May be empty.
    pub unit: String,
    pub quantity: Quantity,
    pub unit_price: Money,
}

ground::row! {
    /// A charge as stored.
    pub struct Charge {
        pub id: ChargeId,
        pub source_kind: SourceKind,
        pub source_id: i64,
        pub name_vi: String,
        pub name_en: String,
        pub unit: String,
        pub quantity: Quantity,
        pub unit_price: Money,
        pub amount: Money,
        pub charged_at: Instant,
        pub group: ServiceGroup,
        /// `None`: not subject to the value-added tax, which is another thing than a rate of 0.
        pub vat_basis_points: Option<i64>,
        /// Taken off this line.
        pub discount: Money,
        /// Borne by the visit's first payer.
        pub first: Money,
        /// Borne by its second.
        pub second: Money,
        /// Whoever did what is charged.
        pub by_name: String,
    }
}

impl Charge {
    /// Borne by payers other than the patient.
    pub fn insured(&self) -> Money {
        self.first.add(self.second).unwrap_or(self.first)
    }

    /// What is left to the patient.
    pub fn patient(&self) -> Money {
        let left = self.amount.sub(self.discount).and_then(|net| net.sub(self.insured()));
        left.unwrap_or(Money::ZERO)
    }
}

/// The columns of a [`Charge`], of `charge c` and the `staff s` who charged it.
#[macro_export]
macro_rules! charge_columns {
    () => {
        "c.id, c.source_kind, c.source_id, c.name_vi, c.name_en, c.unit, c.quantity_milli, c.unit_price_vnd, c.amount_vnd, c.charged_at, \
         c.service_group, c.vat_basis_points, c.discount_vnd, c.first_vnd, c.second_vnd, s.name"
    };
}

ground::row! {
    /// What of its catalogue is charged.
    struct Class {
        group: ServiceGroup,
        item: String,
        insurable: bool,
    }
}

ground::row! {
    /// A charge that is lowered.
    struct Lowered {
        visit: VisitId,
        patient: PatientId,
        name_vi: String,
        name_en: String,
        unit: String,
        quantity: Quantity,
        unit_price: Money,
        /// Came back while the charge could not be lowered.
        returned: Quantity,
    }
}

const INSERT: &str = "INSERT INTO charge (id, branch_id, visit_id, patient_id, source_kind, source_id, name_vi, name_en, unit, \
     quantity_milli, unit_price_vnd, amount_vnd, charged_at, charged_by, service_group, item_code, insurable, vat_basis_points) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
     ON CONFLICT (source_kind, source_id) DO NOTHING";
/// Where a discount was given the amount stays as it was agreed.
const TAKE_BACK: &str = "DELETE FROM charge WHERE source_kind = $1 AND source_id = $2 AND invoice_id IS NULL \
     AND NOT EXISTS (SELECT 1 FROM discount d WHERE d.visit_id = charge.visit_id AND d.invoice_id IS NULL) \
     RETURNING id, patient_id, amount_vnd, amount_vnd - first_vnd - second_vnd";
const PAID: &str = "SELECT 1 FROM charge c JOIN invoice i ON i.id = c.invoice_id \
     WHERE c.source_kind = $1 AND c.source_id = $2 AND i.due_vnd < i.total_vnd";
const VISIT: &str = "SELECT visit_id FROM charge WHERE source_kind = $1 AND source_id = $2";
/// The invoice of a charge, of which nothing is paid, where nothing was taken off its bill.
const CLOSED: &str = "SELECT c.invoice_id FROM charge c JOIN invoice i ON i.id = c.invoice_id \
     WHERE c.source_kind = $1 AND c.source_id = $2 AND i.due_vnd = i.total_vnd AND i.due_vnd > 0 \
     AND NOT EXISTS (SELECT 1 FROM discount d WHERE d.visit_id = c.visit_id AND (d.invoice_id IS NULL OR d.invoice_id = c.invoice_id))";
const CHARGED: &str = "SELECT visit_id, patient_id, name_vi, name_en, unit, quantity_milli, unit_price_vnd, returned_milli FROM charge \
     WHERE source_kind = $1 AND source_id = $2";
const OPEN: &str = concat!(
    "SELECT ",
    charge_columns!(),
    " FROM charge c JOIN staff s ON s.id = c.charged_by WHERE c.visit_id = $1 AND c.invoice_id IS NULL ORDER BY c.charged_at, c.id"
);
const CLASS_OF_CONSULTATION: &str =
    "SELECT s.kind, s.code, s.insured FROM visit v JOIN service s ON s.id = v.service_id WHERE v.id = $1";
const CLASS_OF_ORDER: &str =
    "SELECT s.kind, s.code, s.insured FROM clinical_order o JOIN service s ON s.id = o.service_id WHERE o.id = $1";
/// What was dispensed, reviewed to be paid first, sold at the counter, which no payer pays for, or used for an order.
const CLASS_OF_MEDICINE: &str = "SELECT 'medicine', m.code, TRUE FROM dispense_line l JOIN batch b ON b.id = l.batch_id \
     JOIN medicine m ON m.id = b.medicine_id WHERE l.id = $1 \
     UNION ALL SELECT 'medicine', m.code, TRUE FROM reviewed_line l JOIN medicine m ON m.id = l.medicine_id WHERE l.id = $1 \
     UNION ALL SELECT 'retail', m.code, FALSE FROM retail_line l JOIN batch b ON b.id = l.batch_id \
     JOIN medicine m ON m.id = b.medicine_id WHERE l.id = $1 \
     UNION ALL SELECT 'medicine', m.code, TRUE FROM consumable_use u JOIN medicine m ON m.id = u.medicine_id WHERE u.id = $1";
const VAT: &str = "SELECT rate_basis_points FROM vat_class WHERE service_group = $1 AND from_day <= $2 ORDER BY from_day DESC LIMIT 1";

/// Charges a visit: the price times the quantity, half a đồng up. `false`, and nothing happens, when the same act was
/// charged before.
pub fn post(tx: &mut Tx<'_>, who: &Who, new: &NewCharge) -> Result<bool, Stop> {
    Ok(post_new(tx, who, new)?.is_some())
}

/// Like [`post`] for several acts of one visit: what is owed and what payers bear of it is worked out once.
pub fn post_all(tx: &mut Tx<'_>, who: &Who, visit: VisitId, all: &[NewCharge]) -> Result<(), Stop> {
    let mut sum = Money::ZERO;
    for new in all {
        if let Some((_, amount)) = write(tx, who, new)? {
            sum = sum.add(amount).ok_or_else(|| Stop::fault("charges do not fit"))?;
        }
    }
    if all.is_empty() { Ok(()) } else { owe(tx, visit, sum) }
}

fn post_new(tx: &mut Tx<'_>, who: &Who, new: &NewCharge) -> Result<Option<ChargeId>, Stop> {
    let Some((id, amount)) = write(tx, who, new)? else { return Ok(None) };
    owe(tx, new.visit, amount)?;
    Ok(Some(id))
}

fn owe(tx: &mut Tx<'_>, visit: VisitId, amount: Money) -> Result<(), Stop> {
    visit::due_add(tx, visit, amount)?;
    payer::refresh(tx, visit)
}

/// The charge and its note, without what follows of it for the visit; nothing when the same act was charged before.
fn write(tx: &mut Tx<'_>, who: &Who, new: &NewCharge) -> Result<Option<(ChargeId, Money)>, Stop> {
    let amount = new.unit_price.times(new.quantity);
    let amount = amount.ok_or_else(|| Stop::fault("a charge does not fit"))?;
    let id = ChargeId::from_raw(tx.new_id());
    if !insert(tx, who, id, new, amount)? {
        return Ok(None);
    }
    let detail = format!("{} {}", new.source.kind.code(), amount.minor());
    who.note(tx, "charge", "charge", id.raw(), Some(new.patient), &detail)?;
    tx.announce(Topic::Cashier);
    tx.announce(Topic::Visit(new.visit));
    Ok(Some((id, amount)))
}

fn insert(tx: &mut Tx<'_>, who: &Who, id: ChargeId, new: &NewCharge, amount: Money) -> Result<bool, DbError> {
    let now = tx.now();
    let class = class_of(tx, new.source)?;
    let vat: Option<Option<i64>> = tx.one(VAT, &[&class.group, &who.day_of(now)])?;
    let inserted = tx.run(
        INSERT,
        &[
            &id,
            &who.branch,
            &new.visit,
            &new.patient,
            &new.source.kind,
            &new.source.id,
            &new.name_vi,
            &new.name_en,
            &new.unit,
            &new.quantity,
            &new.unit_price,
            &amount,
            &now,
            &who.staff,
            &class.group,
            &class.item,
            &class.insurable,
            &vat.flatten(),
        ],
    )?;
    Ok(inserted == 1)
}

/// What of the catalogue an act is; what is in none counts as its kind alone.
fn class_of(tx: &mut Tx<'_>, source: Source) -> Result<Class, DbError> {
    let (statement, group) = match source.kind {
        SourceKind::Consultation => (CLASS_OF_CONSULTATION, ServiceGroup::Consultation),
        SourceKind::Order => (CLASS_OF_ORDER, ServiceGroup::Other),
        SourceKind::Medicine => (CLASS_OF_MEDICINE, ServiceGroup::Medicine),
    };
    let known: Option<Class> = tx.one(statement, &[&source.id])?;
    Ok(known.unwrap_or(Class { group, item: String::new(), insurable: true }))
}

/// Charges one service at the price in force (`price::at_act`): a consultation (source: the visit) or an order. A session
/// that the patient has bought is drawn, a package that is bought is given, in the same transaction. Like [`post`].
pub fn post_service(
    tx: &mut Tx<'_>,
    who: &Who,
    (visit, patient): (VisitId, PatientId),
    source: Source,
    service: ServiceId,
) -> Result<bool, Stop> {
    let priced = price::at_act(tx, who, (visit, patient), source, service)?;
    let new = NewCharge {
        visit,
        patient,
        source,
        name_vi: priced.name_vi,
        name_en: priced.name_en,
        unit: String::new(),
        quantity: Quantity::whole(1),
        unit_price: priced.price,
    };
    let posted = post(tx, who, &new)?;
    if posted && priced.buys {
        price::buy(tx, who, patient, source, service)?;
    }
    if !posted && priced.drawn {
        price::undo_draw(tx, source)?;
    }
    Ok(posted)
}

/// Takes back what an act that did not come to pass was charged, unless something of its invoice is paid or a discount was
/// given. A bill that is closed and not paid is open again, save where it was agreed to be paid later: there the rest stays
/// closed. Charges of one visit are taken back and paid one after the other.
pub fn take_back(tx: &mut Tx<'_>, who: &Who, source: Source) -> Result<bool, Stop> {
    take_off(tx, who, source, None)
}

/// Something of the invoice of what an act was charged is paid, so that its money goes back as a refund only.
pub fn is_paid(tx: &mut Tx<'_>, source: Source) -> Result<bool, DbError> {
    Ok(tx.one::<i64>(PAID, &[&source.kind, &source.id])?.is_some())
}

/// The visit that an act is charged to, locked.
fn hold(tx: &mut Tx<'_>, who: &Who, source: Source) -> Result<Option<VisitId>, Stop> {
    let visit: Option<VisitId> = tx.one(VISIT, &[&source.kind, &source.id])?;
    visit.map(|visit| visit::lock(tx, who.branch, visit).map(|_| visit)).transpose()
}

/// Takes a charge off, and posts what is left of it.
fn take_off(tx: &mut Tx<'_>, who: &Who, source: Source, rest: Option<&NewCharge>) -> Result<bool, Stop> {
    let Some(visit) = hold(tx, who, source)? else { return Ok(false) };
    let closed = tx.one::<InvoiceId>(CLOSED, &[&source.kind, &source.id])?;
    let opened = closed.map(|invoice| open_again::open_one(tx, visit, invoice)).transpose()?.flatten();
    let taken: Option<(ChargeId, PatientId, Money, Money)> = tx.one(TAKE_BACK, &[&source.kind, &source.id])?;
    let Some((id, patient, amount, own)) = taken else {
        return if opened.is_none() { Ok(false) } else { Err(Stop::fault("a charge stays on a bill that was opened")) };
    };
    visit::due_add(tx, visit, Money::from_minor(-own.minor()))?;
    payer::refresh(tx, visit)?;
    price::give_back(tx, source)?;
    let detail = format!("{} {}", source.kind.code(), amount.minor());
    who.note(tx, "take_back_charge", "charge", id.raw(), Some(patient), &detail)?;
    let fresh = rest.map(|rest| post_new(tx, who, rest)).transpose()?.flatten();
    if let Some(opened) = opened {
        open_again::close_again(tx, visit, &opened, fresh)?;
    }
    tx.announce(Topic::Cashier);
    tx.announce(Topic::Visit(visit));
    Ok(true)
}

/// Lowers what an act was charged by so much of its goods, which came back. `None` when something of its invoice is
/// paid or a discount was agreed: the money then goes back as a refund (`crate::refund::came_back`).
pub fn lower(tx: &mut Tx<'_>, who: &Who, source: Source, by: Quantity) -> Result<Option<()>, Stop> {
    hold(tx, who, source)?;
    let charged: Option<Lowered> = tx.one(CHARGED, &[&source.kind, &source.id])?;
    let Some(charged) = charged else { return Ok(None) };
    let Lowered { visit, patient, name_vi, name_en, unit, quantity, unit_price, returned } = charged;
    let left = quantity.sub(by).and_then(|left| left.sub(returned)).filter(|left| *left > Quantity::ZERO);
    let rest = left.map(|quantity| NewCharge { visit, patient, source, name_vi, name_en, unit, quantity, unit_price });
    Ok(take_off(tx, who, source, rest.as_ref())?.then_some(()))
}

/// Raises what an act was charged by so much of its goods, which did not come back after all; charges it anew where nothing was left
/// of it. False, and nothing happens, under the conditions of [`take_back`].
pub fn raise(tx: &mut Tx<'_>, who: &Who, more: &NewCharge) -> Result<bool, Stop> {
    visit::lock(tx, who.branch, more.visit)?;
    let charged: Option<Lowered> = tx.one(CHARGED, &[&more.source.kind, &more.source.id])?;
    let Some(charged) = charged else { return post(tx, who, more) };
    let Some(quantity) = charged.quantity.add(more.quantity).filter(|_| charged.returned.is_zero()) else {
        return Ok(false);
    };
    let Lowered { visit, patient, name_vi, name_en, unit, unit_price, .. } = charged;
    let source = more.source;
    let whole = NewCharge { visit, patient, source, name_vi, name_en, unit, quantity, unit_price };
    take_off(tx, who, source, Some(&whole))
}

/// What a visit is charged and is on no invoice, oldest first.
pub fn open_charges(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Charge>, DbError> {
    tx.all(OPEN, &[&visit])
}
