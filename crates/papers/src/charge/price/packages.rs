//! Packages: sessions of a service that were bought at once and are drawn by having it done.

use crate::charge::Source;
use crate::text;
use bricks::clock::{Day, add_days};
use bricks::id::{PatientId, ServiceId};
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

ground::row! {
    /// Sessions that a patient has bought.
    pub struct Held {
        pub id: i64,
        pub name_vi: String,
        pub name_en: String,
        pub sessions: i64,
        pub used: i64,
        pub until_day: Day,
    }
}

ground::row! {
    /// A session that was drawn.
    pub(super) struct Drawn {
        pub id: i64,
        pub used: i64,
        pub sessions: i64,
    }
}

const CHARGED: &str = "SELECT 1 FROM charge WHERE source_kind = $1 AND source_id = $2";
const USABLE: &str = "SELECT id FROM package_holding WHERE patient_id = $1 AND service_id = $2 AND used < sessions AND until_day >= $3 \
     ORDER BY until_day, id";
const DRAW: &str =
    "UPDATE package_holding SET used = used + 1 WHERE id = $1 AND used < sessions RETURNING id, used, sessions";
const WRITE_DRAW: &str = "INSERT INTO package_draw (source_kind, source_id, holding_id, drawn_at, drawn_by) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (source_kind, source_id) DO NOTHING";
const FORGET_DRAW: &str = "DELETE FROM package_draw WHERE source_kind = $1 AND source_id = $2 RETURNING holding_id";
const PUT_BACK: &str = "UPDATE package_holding SET used = used - 1 WHERE id = $1 AND used > 0";
const BUY: &str = "INSERT INTO package_holding (id, branch_id, patient_id, package_id, service_id, source_kind, source_id, sessions, until_day, \
     bought_at, bought_by) SELECT $1, $2, $3, s.id, s.package_of, $4, $5, s.package_sessions, $6, $7, $8 FROM service s \
     WHERE s.id = $9 AND s.package_of IS NOT NULL";
const LASTS: &str = "SELECT COALESCE(package_days, 365) FROM service WHERE id = $1";
const UNBUY: &str = "DELETE FROM package_holding WHERE source_kind = $1 AND source_id = $2 AND used = 0";
const BOUGHT: &str = "SELECT 1 FROM package_holding WHERE source_kind = $1 AND source_id = $2";
const HELD: &str = "SELECT h.id, s.name_vi, s.name_en, h.sessions, h.used, h.until_day FROM package_holding h JOIN service s ON s.id = h.service_id \
     WHERE h.patient_id = $1 AND h.used < h.sessions AND h.until_day >= $2 ORDER BY h.until_day, h.id";

/// Draws a session for an act, of the package that ends first; `None` when the patient has none left, or the act is
/// charged already. The guarded update has one winner for the last session.
pub(super) fn draw(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    source: Source,
    service: ServiceId,
    day: Day,
) -> Result<Option<Drawn>, DbError> {
    let usable: Vec<i64> = tx.all(USABLE, &[&patient, &service, &day])?;
    if usable.is_empty() || tx.one::<i64>(CHARGED, &[&source.kind, &source.id])?.is_some() {
        return Ok(None);
    }
    for holding in usable {
        let drawn: Option<Drawn> = tx.one(DRAW, &[&holding])?;
        let Some(drawn) = drawn else { continue };
        let now = tx.now();
        if tx.run(WRITE_DRAW, &[&source.kind, &source.id, &drawn.id, &now, &who.staff])? == 1 {
            return Ok(Some(drawn));
        }
        tx.run_one(PUT_BACK, &[&holding])?;
        return Ok(None);
    }
    Ok(None)
}

/// Puts the session back that an act drew and is not charged for after all.
pub(crate) fn undo_draw(tx: &mut Tx<'_>, source: Source) -> Result<(), DbError> {
    let holding: Option<i64> = tx.one(FORGET_DRAW, &[&source.kind, &source.id])?;
    match holding {
        Some(holding) => tx.run_one(PUT_BACK, &[&holding]),
        None => Ok(()),
    }
}

/// Gives the patient the sessions of a package whose charge was just written.
pub(crate) fn buy(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    source: Source,
    package: ServiceId,
) -> Result<(), Stop> {
    let lasts: i64 = tx.one(LASTS, &[&package])?.ok_or(Stop::Missing)?;
    let (id, now) = (tx.new_id(), tx.now());
    let until = add_days(who.day_of(now), lasts);
    tx.run_one(BUY, &[&id, &who.branch, &patient, &source.kind, &source.id, &until, &now, &who.staff, &package])?;
    Ok(who.note(tx, "buy_package", "service", package.raw(), Some(patient), "")?)
}

/// Takes back what an act that did not come to pass drew or bought. Refused when sessions of what it bought are used.
pub(crate) fn give_back(tx: &mut Tx<'_>, source: Source) -> Result<(), Stop> {
    undo_draw(tx, source)?;
    tx.run(UNBUY, &[&source.kind, &source.id])?;
    match tx.one::<i64>(BOUGHT, &[&source.kind, &source.id])? {
        Some(_) => Err(Refusal::conflict(text::package_used_say()).into()),
        None => Ok(()),
    }
}

/// What a patient has left, what ends first first.
pub fn held(tx: &mut Tx<'_>, patient: PatientId, day: Day) -> Result<Vec<Held>, DbError> {
    tx.all(HELD, &[&patient, &day])
}
