//! What is offered: services with their prices, what they need and with whom the public books them.

use bricks::clock::{Day, Instant};
use bricks::id::{BranchId, ResourceId, ServiceId};
use bricks::money::Money;
use ground::db::{DbError, Tx};

ground::row! {
    /// A service with today's price.
    pub struct ServiceRow {
        pub id: ServiceId,
        pub code: String,
        pub name_vi: String,
        pub name_en: String,
        pub kind: String,
        pub department: String,
        pub duration_minutes: i64,
        pub ticket_prefix: String,
        pub active: bool,
        pub price: Option<Money>,
        /// The rooms and devices of this branch that it needs.
        pub needs: i64,
        /// The doctors of this branch with whom the public books it.
        pub bookable: i64,
        /// Whom it is for; nothing sets no bound.
        pub for_sex: Option<String>,
        pub from_years: Option<i64>,
        pub below_years: Option<i64>,
    }
}

macro_rules! service_columns {
    () => {
        "SELECT s.id, s.code, s.name_vi, s.name_en, s.kind, s.department, s.duration_minutes, s.ticket_prefix, s.active, \
         (SELECT p.price_vnd FROM service_price p WHERE p.service_id = s.id AND p.from_day <= $2 ORDER BY p.from_day DESC LIMIT 1), \
         (SELECT COUNT(*) FROM service_resource n JOIN resource r ON r.id = n.resource_id WHERE n.service_id = s.id AND r.branch_id = $1), \
         (SELECT COUNT(*) FROM bookable b JOIN resource d ON d.id = b.doctor_id WHERE b.service_id = s.id AND d.branch_id = $1 AND d.active), \
         s.for_sex, s.from_years, s.below_years FROM service s "
    };
}

const OF_KIND: &str =
    concat!(service_columns!(), "WHERE s.kind = $3 AND s.code <> 'RETAIL' ORDER BY s.active DESC, s.code");
const ONE: &str = concat!(service_columns!(), "WHERE s.id = $3");
const ADD: &str = "INSERT INTO service (id, code, name_vi, name_en, kind, department, duration_minutes, ticket_prefix, active, \
     for_sex, from_years, below_years) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, TRUE, $9, $10, $11) ON CONFLICT (code) DO NOTHING";
const CHANGE: &str = "UPDATE service SET name_vi = $2, name_en = $3, department = $4, duration_minutes = $5, ticket_prefix = $6, \
     for_sex = $7, from_years = $8, below_years = $9 WHERE id = $1";
const LOCK: &str = "SELECT kind FROM service WHERE id = $1 FOR UPDATE";
const TO_COME: &str = "SELECT COUNT(*) FROM appointment WHERE branch_id IN (SELECT id FROM branch) AND state = 'booked' AND starts_at > $2 \
     AND service_id = $1";
const WISHED: &str =
    "SELECT COUNT(*) FROM wish WHERE branch_id IN (SELECT id FROM branch) AND state = 'waiting' AND service_id = $1";
const SET_ACTIVE: &str = "UPDATE service SET active = $2 WHERE id = $1";
const PRICES: &str = "SELECT from_day, price_vnd FROM service_price WHERE service_id = $1 ORDER BY from_day DESC";
const REMOVE_PRICE: &str = "DELETE FROM service_price WHERE service_id = $1 AND from_day = $2";
const SET_PRICE: &str = "INSERT INTO service_price (service_id, from_day, price_vnd) VALUES ($1, $2, $3) \
     ON CONFLICT (service_id, from_day) DO UPDATE SET price_vnd = excluded.price_vnd";
const NEEDS_NOTHING: &str = "DELETE FROM service_resource WHERE service_id = $1 AND resource_id IN (SELECT id FROM resource WHERE branch_id = $2)";
const NEED: &str = "INSERT INTO service_resource (service_id, resource_id) SELECT $1, r.id FROM resource r \
     WHERE r.id = $3 AND r.branch_id = $2 AND r.kind IN ('room', 'device') AND r.active ON CONFLICT (service_id, resource_id) DO NOTHING";
const FORBID: &str =
    "DELETE FROM bookable WHERE service_id = $1 AND doctor_id IN (SELECT id FROM resource WHERE branch_id = $2)";
const ALLOW: &str = "INSERT INTO bookable (doctor_id, service_id) SELECT d.id, $1 FROM resource d \
     WHERE d.id = $3 AND d.branch_id = $2 AND d.kind = 'doctor' AND d.active ON CONFLICT (doctor_id, service_id) DO NOTHING";

/// All services of a kind, those in use first.
pub fn of_kind(tx: &mut Tx<'_>, branch: BranchId, kind: &str, today: Day) -> Result<Vec<ServiceRow>, DbError> {
    tx.all(OF_KIND, &[&branch, &today, &kind])
}

pub fn one(tx: &mut Tx<'_>, branch: BranchId, id: ServiceId, today: Day) -> Result<Option<ServiceRow>, DbError> {
    tx.one(ONE, &[&branch, &today, &id])
}

/// What is written of a service.
pub struct Written<'a> {
    pub name_vi: &'a str,
    pub name_en: &'a str,
    pub department: &'a str,
    pub duration_minutes: i64,
    pub ticket_prefix: &'a str,
    pub for_sex: Option<&'static str>,
    pub from_years: Option<i64>,
    pub below_years: Option<i64>,
}

/// The new service's id; `None` when the code is taken.
pub fn add(tx: &mut Tx<'_>, (code, kind): (&str, &str), is: &Written<'_>) -> Result<Option<ServiceId>, DbError> {
    let id = ServiceId::from_raw(tx.new_id());
    let Written { name_vi, name_en, department, duration_minutes, ticket_prefix, for_sex, from_years, below_years } =
        is;
    let added = tx.run(
        ADD,
        &[
            &id,
            &code,
            name_vi,
            name_en,
            &kind,
            department,
            duration_minutes,
            ticket_prefix,
            for_sex,
            from_years,
            below_years,
        ],
    )?;
    Ok((added == 1).then_some(id))
}

pub fn change(tx: &mut Tx<'_>, id: ServiceId, is: &Written<'_>) -> Result<(), DbError> {
    let Written { name_vi, name_en, department, duration_minutes, ticket_prefix, for_sex, from_years, below_years } =
        is;
    tx.run_one(
        CHANGE,
        &[&id, name_vi, name_en, department, duration_minutes, ticket_prefix, for_sex, from_years, below_years],
    )
}

/// Its kind; whoever books it waits until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, id: ServiceId) -> Result<Option<String>, DbError> {
    tx.one(LOCK, &[&id])
}

/// Appointments to come and wishes that wait, of all branches.
pub fn asked_for(tx: &mut Tx<'_>, id: ServiceId, now: Instant) -> Result<i64, DbError> {
    let to_come: i64 = tx.one(TO_COME, &[&id, &now])?.unwrap_or(0);
    let wished: i64 = tx.one(WISHED, &[&id])?.unwrap_or(0);
    Ok(to_come + wished)
}

pub fn set_active(tx: &mut Tx<'_>, id: ServiceId, active: bool) -> Result<(), DbError> {
    tx.run_one(SET_ACTIVE, &[&id, &active])
}

/// The prices with the days from which they hold, the latest first.
pub fn prices(tx: &mut Tx<'_>, id: ServiceId) -> Result<Vec<(Day, Money)>, DbError> {
    tx.all(PRICES, &[&id])
}

pub fn set_price(tx: &mut Tx<'_>, id: ServiceId, from: Day, price: Money) -> Result<(), DbError> {
    tx.run_one(SET_PRICE, &[&id, &from, &price])
}

/// False when there is none from that day on.
pub fn remove_price(tx: &mut Tx<'_>, id: ServiceId, from: Day) -> Result<bool, DbError> {
    Ok(tx.run(REMOVE_PRICE, &[&id, &from])? == 1)
}

/// Needs these rooms and devices of a branch and no others of it.
pub fn set_needs(tx: &mut Tx<'_>, branch: BranchId, id: ServiceId, needs: &[ResourceId]) -> Result<(), DbError> {
    tx.run(NEEDS_NOTHING, &[&id, &branch])?;
    for need in needs {
        tx.run(NEED, &[&id, &branch, need])?;
    }
    Ok(())
}

/// Is booked by the public with these doctors of a branch and no others of it.
pub fn set_bookable(tx: &mut Tx<'_>, branch: BranchId, id: ServiceId, doctors: &[ResourceId]) -> Result<(), DbError> {
    tx.run(FORBID, &[&id, &branch])?;
    for doctor in doctors {
        tx.run(ALLOW, &[&id, &branch, doctor])?;
    }
    Ok(())
}

ground::row! {
    /// A doctor, room or device, and whether the service is done with it.
    pub struct TickRow {
        pub id: ResourceId,
        pub kind: String,
        pub name: String,
        pub ticked: bool,
    }
}

const TICKS: &str = "SELECT r.id, r.kind, CASE WHEN f.id IS NULL THEN r.name ELSE TRIM(f.title || ' ' || f.name) END, \
     CASE WHEN r.kind = 'doctor' THEN EXISTS (SELECT 1 FROM bookable b WHERE b.doctor_id = r.id AND b.service_id = $2) \
     ELSE EXISTS (SELECT 1 FROM service_resource n WHERE n.resource_id = r.id AND n.service_id = $2) END \
     FROM resource r LEFT JOIN staff f ON f.id = r.staff_id WHERE r.branch_id = $1 AND r.active ORDER BY r.kind, r.position, r.id";

/// Everything in use of a branch, with what the service takes of it.
pub fn ticks(tx: &mut Tx<'_>, branch: BranchId, id: Option<ServiceId>) -> Result<Vec<TickRow>, DbError> {
    let id = id.map_or(0, ServiceId::raw);
    tx.all(TICKS, &[&branch, &id])
}
