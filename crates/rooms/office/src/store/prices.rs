//! Exceptions to a service's list price, free re-visits, packages.

use bricks::clock::Day;
use bricks::id::{ResourceId, ServiceId};
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use papers::charge::price::PriceRule;

ground::row! {
    /// What of a service costs nothing: re-visits, and sessions of a package.
    #[derive(Default)]
    pub struct Terms {
        pub free_days: Option<i64>,
        pub package_of: Option<ServiceId>,
        pub package_sessions: Option<i64>,
        pub package_days: Option<i64>,
    }
}

const TERMS: &str = "SELECT revisit_free_days, package_of, package_sessions, package_days FROM service WHERE id = $1";
const SET_TERMS: &str = "UPDATE service SET revisit_free_days = $2, package_of = $3, package_sessions = $4, package_days = $5, \
     pay_first = CASE WHEN CAST($3 AS BIGINT) IS NULL THEN pay_first ELSE FALSE END WHERE id = $1";
const DOCTORS: &str = "SELECT r.id, CASE WHEN s.id IS NULL THEN r.name ELSE TRIM(s.title || ' ' || s.name) END FROM resource r \
     LEFT JOIN staff s ON s.id = r.staff_id WHERE r.branch_id = $1 AND r.kind = 'doctor' AND r.active ORDER BY r.position, r.id";
/// What a package may be made of: services that are done in sessions and are no package themselves.
const PARTS: &str = "SELECT id, name_vi, name_en FROM service WHERE kind IN ('procedure', 'vaccine', 'imaging', 'lab') AND active \
     AND package_of IS NULL AND id <> $1 ORDER BY code";
const ADD: &str = "INSERT INTO price_rule (id, service_id, branch_id, payer_kind, doctor_id, from_day, until_day, weekdays, from_minute, to_minute, \
     price_vnd, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const END: &str = "UPDATE price_rule SET until_day = $2 WHERE id = $1 AND from_day <= $2 AND (until_day IS NULL OR until_day > $2) RETURNING service_id";
const REMOVE: &str = "DELETE FROM price_rule WHERE id = $1 AND from_day > $2 RETURNING service_id";

pub fn terms(tx: &mut Tx<'_>, id: ServiceId) -> Result<Terms, DbError> {
    Ok(tx.one(TERMS, &[&id])?.unwrap_or_default())
}

/// A package is paid when it is ordered, so that it needs no payment first.
pub fn set_terms(tx: &mut Tx<'_>, id: ServiceId, terms: &Terms) -> Result<(), DbError> {
    let Terms { free_days, package_of, package_sessions, package_days } = terms;
    tx.run_one(SET_TERMS, &[&id, free_days, package_of, package_sessions, package_days])
}

pub fn doctors(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<(ResourceId, String)>, DbError> {
    tx.all(DOCTORS, &[&who.branch])
}

pub fn parts(tx: &mut Tx<'_>, id: ServiceId) -> Result<Vec<(ServiceId, String, String)>, DbError> {
    tx.all(PARTS, &[&id])
}

/// Writes an exception; its number is given here.
pub fn add(tx: &mut Tx<'_>, who: &Who, service: ServiceId, rule: &PriceRule) -> Result<(), DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.run_one(
        ADD,
        &[
            &id,
            &service,
            &rule.branch,
            &rule.payer_kind,
            &rule.doctor,
            &rule.from_day,
            &rule.until_day,
            &rule.weekdays,
            &rule.from_minute,
            &rule.to_minute,
            &rule.price,
            &now,
            &who.staff,
        ],
    )
}

/// Ends an exception with a day, or removes one that begins later. Gives its service.
pub fn end(tx: &mut Tx<'_>, id: i64, last: Day) -> Result<ServiceId, Stop> {
    let ended: Option<ServiceId> = tx.one(END, &[&id, &last])?;
    match ended {
        Some(service) => Ok(service),
        None => tx.one(REMOVE, &[&id, &last])?.ok_or(Stop::Missing),
    }
}
