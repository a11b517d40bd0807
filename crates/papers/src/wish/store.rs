use super::NewWish;
use bricks::clock::{Day, Instant};
use bricks::id::{AppointmentId, BranchId, PatientId, ResourceId, ServiceId, StaffId, WishId};
use bricks::lang::Lang;
use ground::db::{DbError, Tx};

ground::row! {
    /// A wish that waits, with what the list shows.
    pub struct WishRow {
        pub id: WishId,
        pub patient: PatientId,
        pub patient_name: String,
        /// E.164.
        pub phone: Option<String>,
        pub service: ServiceId,
        pub service_vi: String,
        pub service_en: String,
        /// Of the service.
        pub department: String,
        pub duration_minutes: i64,
        pub doctor: Option<ResourceId>,
        pub weekdays: i64,
        pub from_day: Option<Day>,
        pub to_day: Option<Day>,
        pub from_minute: i64,
        pub to_minute: i64,
        pub urgent: bool,
        pub note: String,
        pub created_at: Instant,
    }
}

impl WishRow {
    pub fn service(&self, l: Lang) -> &str {
        ground::catalog::in_lang(l, &self.service_vi, &self.service_en)
    }
}

macro_rules! wishes {
    ($tail:literal) => {
        concat!(
            "SELECT w.id, w.patient_id, p.name, p.phone, w.service_id, s.name_vi, s.name_en, s.department, s.duration_minutes, \
             w.doctor_id, w.weekdays, w.from_day, w.to_day, w.from_minute, w.to_minute, w.urgent, w.note, w.created_at \
             FROM wish w JOIN patient p ON p.id = w.patient_id JOIN service s ON s.id = w.service_id ",
            $tail
        )
    };
}

/// A wish whose last day has passed waits for nothing.
const WAITING: &str = wishes!(
    "WHERE w.branch_id = $1 AND w.state = 'waiting' AND (w.to_day IS NULL OR w.to_day >= $2) ORDER BY w.created_at LIMIT 300"
);
const ONE: &str = wishes!("WHERE w.id = $1 AND w.branch_id = $2 AND w.state = 'waiting'");
const LOCK: &str = "SELECT id FROM wish WHERE id = $1 AND branch_id = $2 AND state = 'waiting' FOR UPDATE";
const COUNT: &str =
    "SELECT COUNT(*) FROM wish WHERE branch_id = $1 AND state = 'waiting' AND (to_day IS NULL OR to_day >= $2)";
const ADD: &str = "INSERT INTO wish (id, branch_id, patient_id, service_id, doctor_id, weekdays, from_day, to_day, from_minute, to_minute, \
     urgent, note, state, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'waiting', $13, $14)";
const KNOWN: &str =
    "SELECT COUNT(*) FROM patient p, service s WHERE p.id = $2 AND p.branch_id = $1 AND s.id = $3 AND s.active";
const KNOWN_DOCTOR: &str =
    "SELECT COUNT(*) FROM resource WHERE id = $2 AND branch_id = $1 AND kind = 'doctor' AND active";
const BOOKED: &str = "UPDATE wish SET state = 'booked', appointment_id = $2, ended_at = $3, ended_by = $4 \
     WHERE id = $1 AND state = 'waiting'";
const WITHDRAW: &str = "UPDATE wish SET state = 'withdrawn', ended_at = $3, ended_by = $4 \
     WHERE id = $1 AND branch_id = $2 AND state = 'waiting' RETURNING patient_id";

/// Who waits on a day, in the order in which they came.
pub fn waiting(tx: &mut Tx<'_>, branch: BranchId, today: Day) -> Result<Vec<WishRow>, DbError> {
    tx.all(WAITING, &[&branch, &today])
}

/// How many wait.
pub fn count(tx: &mut Tx<'_>, branch: BranchId, today: Day) -> Result<i64, DbError> {
    Ok(tx.one(COUNT, &[&branch, &today])?.unwrap_or(0))
}

/// A wish that waits, and nobody else fulfils or withdraws it until the transaction ends.
pub(super) fn lock(tx: &mut Tx<'_>, branch: BranchId, id: WishId) -> Result<Option<WishRow>, DbError> {
    match tx.one::<WishId>(LOCK, &[&id, &branch])? {
        Some(_) => tx.one(ONE, &[&id, &branch]),
        None => Ok(None),
    }
}

/// Whether patient, service and doctor are of this branch and in use.
pub(super) fn is_known(tx: &mut Tx<'_>, branch: BranchId, new: &NewWish) -> Result<bool, DbError> {
    let known: i64 = tx.one(KNOWN, &[&branch, &new.patient, &new.service])?.unwrap_or(0);
    let doctor = match new.doctor {
        Some(doctor) => tx.one(KNOWN_DOCTOR, &[&branch, &doctor])?.unwrap_or(0),
        None => 1,
    };
    Ok(known == 1 && doctor == 1)
}

pub(super) fn add(
    tx: &mut Tx<'_>,
    (id, branch, staff): (WishId, BranchId, StaffId),
    new: &NewWish,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(
        ADD,
        &[
            &id,
            &branch,
            &new.patient,
            &new.service,
            &new.doctor,
            &new.weekdays,
            &new.from_day,
            &new.to_day,
            &new.from_minute,
            &new.to_minute,
            &new.urgent,
            &new.note,
            &now,
            &staff,
        ],
    )
}

pub(super) fn booked(tx: &mut Tx<'_>, id: WishId, appointment: AppointmentId, staff: StaffId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(BOOKED, &[&id, &appointment, &now, &staff])
}

pub(super) fn withdraw(
    tx: &mut Tx<'_>,
    branch: BranchId,
    id: WishId,
    staff: StaffId,
) -> Result<Option<PatientId>, DbError> {
    let now = tx.now();
    tx.one(WITHDRAW, &[&id, &branch, &now, &staff])
}
