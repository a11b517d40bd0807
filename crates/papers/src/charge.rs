//! What an act costs the patient. Every room posts its charges here, each once, named by the act that earned it; the
//! cashier finds those that are on no invoice yet.

use crate::{text, visit};
use bricks::clock::{Day, Instant};
use bricks::id::{ChargeId, PatientId, ServiceId, VisitId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};

codes! {
    /// What kind of act earned a charge.
    pub enum SourceKind {
        /// Of a visit: the id is the visit's.
        Consultation = "consultation",
        /// Of an order: the id is the order's.
        Order = "order",
        /// Of a dispensed medicine: the id is that of its first dispense line, however many batches it came from.
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
    }
}

const INSERT: &str = "INSERT INTO charge (id, branch_id, visit_id, patient_id, source_kind, source_id, name_vi, name_en, unit, \
     quantity_milli, unit_price_vnd, amount_vnd, charged_at, charged_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
     ON CONFLICT (source_kind, source_id) DO NOTHING";
/// Where a discount was given the amount stays as it was agreed.
const TAKE_BACK: &str = "DELETE FROM charge WHERE source_kind = $1 AND source_id = $2 AND invoice_id IS NULL \
     AND NOT EXISTS (SELECT 1 FROM bill_discount d WHERE d.visit_id = charge.visit_id) \
     RETURNING id, visit_id, patient_id, amount_vnd";
const CHARGED: &str = "SELECT visit_id, patient_id, name_vi, name_en, unit, quantity_milli, unit_price_vnd FROM charge \
     WHERE source_kind = $1 AND source_id = $2";
const PRICE: &str = "SELECT price_vnd FROM service_price WHERE service_id = $1 AND from_day <= $2 \
     ORDER BY from_day DESC LIMIT 1";
const NAMES: &str = "SELECT name_vi, name_en FROM service WHERE id = $1";
const OPEN: &str = "SELECT id, source_kind, source_id, name_vi, name_en, unit, quantity_milli, unit_price_vnd, amount_vnd, \
     charged_at FROM charge WHERE visit_id = $1 AND invoice_id IS NULL ORDER BY charged_at, id";

/// Charges a visit: the price times the quantity, half a đồng up. `false`, and nothing happens, when the same act was
/// charged before.
pub fn post(tx: &mut Tx<'_>, who: &Who, new: &NewCharge) -> Result<bool, Stop> {
    let amount = new.unit_price.times(new.quantity);
    let amount = amount.ok_or_else(|| Stop::fault("a charge does not fit"))?;
    let id = ChargeId::from_raw(tx.new_id());
    if !insert(tx, who, id, new, amount)? {
        return Ok(false);
    }
    visit::due_add(tx, new.visit, amount)?;
    let detail = format!("{} {}", new.source.kind.code(), amount.minor());
    who.note(tx, "charge", "charge", id.raw(), Some(new.patient), &detail)?;
    tx.announce(Topic::Cashier);
    tx.announce(Topic::Visit(new.visit));
    Ok(true)
}

fn insert(tx: &mut Tx<'_>, who: &Who, id: ChargeId, new: &NewCharge, amount: Money) -> Result<bool, DbError> {
    let now = tx.now();
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
        ],
    )?;
    Ok(inserted == 1)
}

/// Charges one service at today's price: a consultation (source: the visit) or an order. Like [`post`].
pub fn post_service(
    tx: &mut Tx<'_>,
    who: &Who,
    (visit, patient): (VisitId, PatientId),
    source: Source,
    service: ServiceId,
) -> Result<bool, Stop> {
    let names: Option<(String, String)> = tx.one(NAMES, &[&service])?;
    let (name_vi, name_en) = names.ok_or(Stop::Missing)?;
    let day = who.day_of(tx.now());
    let new = NewCharge {
        visit,
        patient,
        source,
        name_vi,
        name_en,
        unit: String::new(),
        quantity: Quantity::whole(1),
        unit_price: price_of(tx, service, day)?,
    };
    post(tx, who, &new)
}

/// Takes back what an act that did not come to pass was charged, unless it is on an invoice or a discount was given.
pub fn take_back(tx: &mut Tx<'_>, who: &Who, source: Source) -> Result<bool, Stop> {
    let taken: Option<(ChargeId, VisitId, PatientId, Money)> = tx.one(TAKE_BACK, &[&source.kind, &source.id])?;
    let Some((id, visit, patient, amount)) = taken else { return Ok(false) };
    visit::due_add(tx, visit, Money::from_minor(-amount.minor()))?;
    let detail = format!("{} {}", source.kind.code(), amount.minor());
    who.note(tx, "take_back_charge", "charge", id.raw(), Some(patient), &detail)?;
    tx.announce(Topic::Cashier);
    tx.announce(Topic::Visit(visit));
    Ok(true)
}

/// Lowers what an act was charged by so much of its goods, which came back. `None` when it is on an invoice already or a
/// discount was agreed: the money then goes another way.
pub fn lower(tx: &mut Tx<'_>, who: &Who, source: Source, by: Quantity) -> Result<Option<()>, Stop> {
    let charged: Option<Lowered> = tx.one(CHARGED, &[&source.kind, &source.id])?;
    let Some(charged) = charged else { return Ok(None) };
    if !take_back(tx, who, source)? {
        return Ok(None);
    }
    let left = charged.quantity.sub(by).filter(|left| *left > Quantity::ZERO);
    if let Some(quantity) = left {
        let Lowered { visit, patient, name_vi, name_en, unit, unit_price, .. } = charged;
        post(tx, who, &NewCharge { visit, patient, source, name_vi, name_en, unit, quantity, unit_price })?;
    }
    Ok(Some(()))
}

/// What a service costs on a day; refused when no price holds yet.
pub fn price_of(tx: &mut Tx<'_>, service: ServiceId, day: Day) -> Result<Money, Stop> {
    let price: Option<Money> = tx.one(PRICE, &[&service, &day])?;
    price.ok_or_else(|| Refusal::conflict(text::charge_no_price_say()).into())
}

/// What a visit is charged and is on no invoice, oldest first.
pub fn open_charges(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Charge>, DbError> {
    tx.all(OPEN, &[&visit])
}
