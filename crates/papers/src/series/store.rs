use super::rules::Rule;
use crate::appointment::State;
use bricks::clock::Instant;
use bricks::id::{AppointmentId, BranchId, PatientId, ResourceId, SeriesId, ServiceId};
use ground::access::Who;
use ground::db::{DbError, Tx};

ground::row! {
    /// An appointment of a series.
    pub struct MemberRow {
        pub id: AppointmentId,
        pub patient: PatientId,
        pub doctor: ResourceId,
        pub service: ServiceId,
        pub starts_at: Instant,
        pub duration_minutes: i64,
        pub state: State,
    }
}

const INSERT: &str = "INSERT INTO appointment_series (id, branch_id, patient_id, unit, every, weekdays, created_at, created_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const JOIN: &str = "UPDATE appointment SET series_id = $2 WHERE id = $1 AND series_id IS NULL";
const MEMBERS: &str = "SELECT id, patient_id, doctor_id, service_id, starts_at, duration_minutes, state FROM appointment \
     WHERE series_id = $1 AND series_id IS NOT NULL AND branch_id = $2 ORDER BY starts_at, id";
const OF: &str = "SELECT series_id FROM appointment WHERE id = $1 AND branch_id = $2";

pub(super) fn insert(tx: &mut Tx<'_>, who: &Who, id: SeriesId, patient: PatientId, rule: &Rule) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(INSERT, &[&id, &who.branch, &patient, &rule.unit, &rule.every, &rule.weekdays, &now, &who.staff])
}

/// Makes an appointment one of a series.
pub fn join(tx: &mut Tx<'_>, appointment: AppointmentId, series: SeriesId) -> Result<(), DbError> {
    tx.run_one(JOIN, &[&appointment, &series])
}

/// The appointments of a series in the order of time; none for a series of another branch.
pub fn members(tx: &mut Tx<'_>, branch: BranchId, series: SeriesId) -> Result<Vec<MemberRow>, DbError> {
    tx.all(MEMBERS, &[&series, &branch])
}

/// The series to which an appointment belongs.
pub fn of_appointment(tx: &mut Tx<'_>, branch: BranchId, id: AppointmentId) -> Result<Option<SeriesId>, DbError> {
    Ok(tx.one::<Option<SeriesId>>(OF, &[&id, &branch])?.flatten())
}
