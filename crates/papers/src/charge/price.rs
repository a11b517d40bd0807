//! What an act costs: one function, asked in the transaction that charges it. What was charged never changes.
//!
//! The list price of the day, unless an exception fits (branch, insurance, doctor, weekday, hours); nothing for a re-visit
//! soon after a consultation that was charged; nothing for a session that the patient has bought in a package.

mod packages;
mod rules;

pub use packages::{Held, held};
pub(crate) use packages::{buy, give_back, undo_draw};
pub use rules::{EVERY_WEEKDAY, Moment, PriceRule, in_force};

use crate::charge::{Source, SourceKind};
use crate::text;
use bricks::clock::{Day, add_days};
use bricks::id::{PatientId, ServiceId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

ground::row! {
    /// What the price of a service depends on.
    struct Facts {
        name_vi: String,
        name_en: String,
        free_days: Option<i64>,
        package_of: Option<ServiceId>,
        doctor: i64,
        /// `self`, `national` or `private`.
        payer_kind: String,
    }
}

/// What an act is charged, under which name, and whether a session was drawn for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    pub name_vi: String,
    pub name_en: String,
    pub price: Money,
    pub drawn: bool,
    /// The act buys a package.
    pub buys: bool,
}

const LIST: &str = "SELECT price_vnd FROM service_price WHERE service_id = $1 AND from_day <= $2 \
     ORDER BY from_day DESC LIMIT 1";
const FACTS: &str = "SELECT s.name_vi, s.name_en, s.revisit_free_days, s.package_of, v.doctor_id, COALESCE(n.kind, 'self') \
     FROM service s CROSS JOIN visit v JOIN patient p ON p.id = v.patient_id LEFT JOIN insurer n ON n.id = p.insurer_id \
     WHERE s.id = $1 AND v.id = $2";
const RULES: &str = "SELECT id, branch_id, payer_kind, doctor_id, from_day, until_day, weekdays, from_minute, to_minute, price_vnd \
     FROM price_rule WHERE service_id = $1 ORDER BY from_day DESC, id DESC";
const IS_PACKAGE: &str = "SELECT 1 FROM service WHERE id = $1 AND package_of IS NOT NULL";
/// A consultation that was charged; a free one makes no other free, nor one whose money goes back.
const SEEN_BEFORE: &str = "SELECT 1 FROM visit w JOIN charge c ON c.source_kind = 'consultation' AND c.source_id = w.id \
     WHERE w.patient_id = $1 AND w.id <> $2 AND w.service_id = $3 AND w.day >= $4 AND w.day <= $5 AND c.amount_vnd > 0 AND c.returned_milli < c.quantity_milli LIMIT 1";

/// What an act costs now. Refused when no price holds yet.
pub fn at_act(
    tx: &mut Tx<'_>,
    who: &Who,
    (visit, patient): (VisitId, PatientId),
    source: Source,
    service: ServiceId,
) -> Result<Priced, Stop> {
    let facts: Facts = tx.one(FACTS, &[&service, &visit])?.ok_or(Stop::Missing)?;
    let day = who.day_of(tx.now());
    let buys = facts.package_of.is_some();
    if !buys && let Some(held) = packages::draw(tx, who, patient, source, service, day)? {
        let name = |l: Lang, name: &str| text::price_session(l, name, held.used, held.sessions);
        return Ok(facts.priced(Money::ZERO, true, &name));
    }
    if source.kind == SourceKind::Consultation
        && let Some(days) = facts.free_days
        && seen_before(tx, (visit, patient), service, (add_days(day, -days), day))?
    {
        let name = |l: Lang, name: &str| text::price_free_visit(l, days, name);
        return Ok(facts.priced(Money::ZERO, false, &name));
    }
    let list = list_price(tx, service, day)?;
    let rules: Vec<PriceRule> = tx.all(RULES, &[&service])?;
    let (doctor, payer_kind) = (facts.doctor, facts.payer_kind.as_str());
    let minute = who.zone().minute_of_day(tx.now());
    let moment = Moment { branch: who.branch, doctor, payer_kind, day, minute };
    let price = in_force(&rules, &moment).map_or(list, |rule| rule.price);
    let priced = facts.priced(price, false, &|_, name: &str| name.to_owned());
    Ok(Priced { buys, ..priced })
}

impl Facts {
    fn priced(&self, price: Money, drawn: bool, name: &dyn Fn(Lang, &str) -> String) -> Priced {
        let (name_vi, name_en) = (name(Lang::Vi, &self.name_vi), name(Lang::En, &self.name_en));
        Priced { name_vi, name_en, price, drawn, buys: false }
    }
}

fn seen_before(
    tx: &mut Tx<'_>,
    (visit, patient): (VisitId, PatientId),
    service: ServiceId,
    (from, to): (Day, Day),
) -> Result<bool, DbError> {
    let found: Option<i64> = tx.one(SEEN_BEFORE, &[&patient, &visit, &service, &from, &to])?;
    Ok(found.is_some())
}

/// The list price of a service on a day; refused when no price holds yet.
pub fn list_price(tx: &mut Tx<'_>, service: ServiceId, day: Day) -> Result<Money, Stop> {
    let price: Option<Money> = tx.one(LIST, &[&service, &day])?;
    price.ok_or_else(|| Refusal::conflict(text::charge_no_price_say()).into())
}

/// Whether a service is a package of sessions of another.
pub fn is_package(tx: &mut Tx<'_>, service: ServiceId) -> Result<bool, DbError> {
    Ok(tx.one::<i64>(IS_PACKAGE, &[&service])?.is_some())
}

/// The exceptions of a service, the latest first.
pub fn rules_of(tx: &mut Tx<'_>, service: ServiceId) -> Result<Vec<PriceRule>, DbError> {
    tx.all(RULES, &[&service])
}
