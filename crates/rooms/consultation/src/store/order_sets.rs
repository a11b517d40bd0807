use super::templates::Changed;
use bricks::clock::Day;
use bricks::id::{OrderSetId, ServiceId, StaffId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::text::{fold, has_as_marked};
use ground::access::Who;
use ground::catalog::in_lang;
use ground::db::{DbError, Tx};

ground::row! {
    /// A service that can be ordered, as a line finds it.
    pub struct Orderable {
        pub id: ServiceId,
        pub name_vi: String,
        pub name_en: String,
        pub price: Money,
        pub pay_first: bool,
        pub insured: bool,
        /// Whether one of its names or its code is just what was typed.
        pub exact: bool,
    }
}

impl Orderable {
    pub fn name(&self, l: Lang) -> &str {
        in_lang(l, &self.name_vi, &self.name_en)
    }
}

ground::row! {
    /// Services that are ordered together.
    pub struct OrderSet {
        pub id: OrderSetId,
        /// Whose own it is; the clinic's without one.
        pub staff: Option<StaffId>,
        pub name: String,
        pub made_by: StaffId,
        pub maker: String,
        /// Raised by every change.
        pub version: i64,
    }
}

ground::row! {
    /// A service of a set.
    pub struct SetItem {
        pub set: OrderSetId,
        pub service: ServiceId,
        pub name_vi: String,
        pub name_en: String,
        pub price: Money,
    }
}

ground::row! {
    /// How a service is ordered and paid.
    pub struct ServiceRow {
        pub id: ServiceId,
        pub code: String,
        pub name_vi: String,
        pub name_en: String,
        pub kind: String,
        pub pay_first: bool,
        pub insured: bool,
    }
}

const ORDERABLE: &str = "SELECT s.id, s.name_vi, s.name_en, \
     COALESCE((SELECT p.price_vnd FROM service_price p WHERE p.service_id = s.id AND p.from_day <= $3 ORDER BY p.from_day DESC LIMIT 1), 0), \
     s.pay_first, s.insured, w.exact = 1 \
     FROM (SELECT item, MIN(rank) AS best, MAX(CASE WHEN word = $1 THEN 1 ELSE 0 END) AS exact FROM catalog_word \
     WHERE kind = 'service' AND word >= $1 AND word < $2 GROUP BY item) w \
     JOIN service s ON s.code = w.item WHERE s.active AND s.kind <> 'consultation' ORDER BY w.exact DESC, w.best, s.code LIMIT 40";
const SETS: &str = "SELECT o.id, o.staff_id, o.name, o.made_by, m.name, o.version FROM order_set o JOIN staff m ON m.id = o.made_by \
     WHERE o.branch_id = $1 AND (o.staff_id IS NULL OR o.staff_id = $2) ORDER BY o.name_fold, o.id LIMIT 200";
const SETS_FOUND: &str = "SELECT o.id, o.staff_id, o.name, o.made_by, m.name, o.version FROM order_set o JOIN staff m ON m.id = o.made_by \
     WHERE o.branch_id = $1 AND (o.staff_id IS NULL OR o.staff_id = $2) AND o.name_fold >= $3 AND o.name_fold < $4 \
     ORDER BY o.name_fold, o.id LIMIT 5";
const SET: &str = "SELECT o.id, o.staff_id, o.name, o.made_by, m.name, o.version FROM order_set o JOIN staff m ON m.id = o.made_by \
     WHERE o.id = $1 AND o.branch_id = $2 AND (o.staff_id IS NULL OR o.staff_id = $3)";
const ITEMS: &str = "SELECT i.order_set_id, s.id, s.name_vi, s.name_en, \
     COALESCE((SELECT p.price_vnd FROM service_price p WHERE p.service_id = s.id AND p.from_day <= $3 ORDER BY p.from_day DESC LIMIT 1), 0) \
     FROM order_set o JOIN order_set_item i ON i.order_set_id = o.id JOIN service s ON s.id = i.service_id \
     WHERE o.branch_id = $1 AND (o.staff_id IS NULL OR o.staff_id = $2) AND s.active ORDER BY i.order_set_id, i.position";
const INSERT: &str = "INSERT INTO order_set (id, branch_id, staff_id, name, name_fold, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const INSERT_ITEM: &str =
    "INSERT INTO order_set_item (order_set_id, position, service_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const CHANGE: &str =
    "UPDATE order_set SET name = $3, name_fold = $4, version = version + 1 WHERE id = $1 AND version = $2";
/// Of the clinic's and the asker's own, so that a name means one set to whoever orders by it.
const IS_NAMED: &str = "SELECT EXISTS (SELECT 1 FROM order_set o WHERE o.branch_id = $1 AND (o.staff_id IS NULL OR o.staff_id = $2) \
     AND o.name_fold = $3 AND o.id <> $4)";
const REMOVE_ITEMS: &str = "DELETE FROM order_set_item WHERE order_set_id = $1";
const REMOVE: &str = "DELETE FROM order_set WHERE id = $1";
const SERVICES: &str = "SELECT id, code, name_vi, name_en, kind, pay_first, insured FROM service \
     WHERE active AND kind <> 'consultation' ORDER BY kind, code";
const SET_SERVICE: &str =
    "UPDATE service SET pay_first = $2, insured = $3 WHERE id = $1 AND (pay_first <> $2 OR insured <> $3)";

/// More than these nobody reads.
const ORDERABLE_MAX: usize = 12;

/// What the words of one item may mean, the likeliest first; what has the marks that were typed before what has others.
pub fn orderable(tx: &mut Tx<'_>, words: &str, day: Day) -> Result<Vec<Orderable>, DbError> {
    let from = fold(words);
    if from.is_empty() {
        return Ok(Vec::new());
    }
    let to = format!("{from}\u{10FFFF}");
    let mut found: Vec<Orderable> = tx.all(ORDERABLE, &[&from, &to, &day])?;
    found.sort_by_key(|service| !has_as_marked(&service.name_vi, words));
    found.truncate(ORDERABLE_MAX);
    Ok(found)
}

/// The clinic's sets and the asker's own.
pub fn order_sets(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<OrderSet>, DbError> {
    tx.all(SETS, &[&who.branch, &who.staff])
}

/// Those whose name begins with what was typed.
pub fn find_order_sets(tx: &mut Tx<'_>, who: &Who, typed: &str) -> Result<Vec<OrderSet>, DbError> {
    let from = fold(typed);
    let to = format!("{from}\u{10FFFF}");
    tx.all(SETS_FOUND, &[&who.branch, &who.staff, &from, &to])
}

/// One set that the asker may use.
pub fn order_set(tx: &mut Tx<'_>, who: &Who, id: OrderSetId) -> Result<Option<OrderSet>, DbError> {
    tx.one(SET, &[&id, &who.branch, &who.staff])
}

/// The services of all sets that the asker may use.
pub fn set_items(tx: &mut Tx<'_>, who: &Who, day: Day) -> Result<Vec<SetItem>, DbError> {
    tx.all(ITEMS, &[&who.branch, &who.staff, &day])
}

/// Whether the asker can order by another set of this name.
pub fn is_set_named(tx: &mut Tx<'_>, who: &Who, name: &str, but: Option<OrderSetId>) -> Result<bool, DbError> {
    let but = but.unwrap_or(OrderSetId::from_raw(0));
    Ok(tx.one(IS_NAMED, &[&who.branch, &who.staff, &fold(name), &but])?.unwrap_or(false))
}

/// Writes a set with its services; nothing when its name stands already.
pub fn insert_set(
    tx: &mut Tx<'_>,
    who: &Who,
    (name, is_clinics): (&str, bool),
    services: &[ServiceId],
) -> Result<Option<OrderSetId>, DbError> {
    let id = OrderSetId::from_raw(tx.new_id());
    let (own, now) = ((!is_clinics).then_some(who.staff), tx.now());
    match tx.run(INSERT, &[&id, &who.branch, &own, &name, &fold(name), &now, &who.staff]) {
        Err(DbError::Unique) => return Ok(None),
        other => other?,
    };
    insert_items(tx, id, services)?;
    Ok(Some(id))
}

/// Writes the name and the services that a set has from now on, if it still has the version; whose it is stays.
pub fn change_set(
    tx: &mut Tx<'_>,
    (id, version): (OrderSetId, i64),
    name: &str,
    services: &[ServiceId],
) -> Result<Changed, DbError> {
    let changed = Changed::of(tx.run(CHANGE, &[&id, &version, &name, &fold(name)]))?;
    if changed == Changed::Done {
        tx.run(REMOVE_ITEMS, &[&id])?;
        insert_items(tx, id, services)?;
    }
    Ok(changed)
}

fn insert_items(tx: &mut Tx<'_>, id: OrderSetId, services: &[ServiceId]) -> Result<(), DbError> {
    for (service, position) in services.iter().zip(1_i64..) {
        tx.run(INSERT_ITEM, &[&id, &position, service])?;
    }
    Ok(())
}

pub fn remove_set(tx: &mut Tx<'_>, id: OrderSetId) -> Result<(), DbError> {
    tx.run(REMOVE_ITEMS, &[&id])?;
    tx.run_one(REMOVE, &[&id])
}

/// Every service that can be ordered, with how it is paid.
pub fn services(tx: &mut Tx<'_>) -> Result<Vec<ServiceRow>, DbError> {
    tx.all(SERVICES, &[])
}

/// Whether this changed anything.
pub fn set_service(tx: &mut Tx<'_>, id: ServiceId, pay_first: bool, insured: bool) -> Result<bool, DbError> {
    Ok(tx.run(SET_SERVICE, &[&id, &pay_first, &insured])? == 1)
}
