use bricks::clock::Instant;
use bricks::id::{AppointmentId, BranchId, PatientId, ResourceId, ServiceId};
use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::db::{DbError, Tx};
use papers::schedule::Kind;

ground::row! {
    /// A doctor, room or device of the branch.
    pub struct ResourceRow {
        pub id: ResourceId,
        pub kind: Kind,
        pub name: String,
        pub title: String,
    }
}

ground::row! {
    /// A booked appointment that a change of hours concerns.
    pub struct ConcernedRow {
        pub id: AppointmentId,
        pub patient: PatientId,
        pub patient_name: String,
        pub phone: Option<String>,
        pub email: Option<String>,
        pub doctor: ResourceId,
        pub service: ServiceId,
        pub service_vi: String,
        pub service_en: String,
        pub starts_at: Instant,
        pub duration_minutes: i64,
        /// How often it was changed.
        pub version: i64,
        /// What the patient answered about messages last; nothing when nobody asked.
        pub messages: Option<bool>,
    }
}

impl ConcernedRow {
    pub fn service_name(&self, l: Lang) -> &str {
        in_lang(l, &self.service_vi, &self.service_en)
    }

    pub fn ends_at(&self) -> Instant {
        self.starts_at.plus_minutes(self.duration_minutes)
    }
}

const RESOURCES: &str = "SELECT r.id, r.kind, COALESCE(s.name, r.name), COALESCE(s.title, '') FROM resource r \
     LEFT JOIN staff s ON s.id = r.staff_id WHERE r.branch_id = $1 AND r.active ORDER BY r.position, r.id";
/// Begins at what takes the resource: in another order it would be gathered anew for every appointment of the branch.
const CONCERNED: &str = "SELECT a.id, a.patient_id, p.name, COALESCE(p.phone, p.guardian_phone), p.email, a.doctor_id, a.service_id, s.name_vi, s.name_en, a.starts_at, \
     a.duration_minutes, a.version, (SELECT k.given FROM consent k WHERE k.patient_id = a.patient_id AND k.purpose = 'messages' ORDER BY k.id DESC LIMIT 1) FROM (SELECT t.appointment_id AS id FROM slot t WHERE t.resource_id = $1 AND t.starts_at >= $2 AND t.starts_at < $3 \
     UNION SELECT o.appointment_id FROM overbooking o WHERE o.doctor_id = $1 AND o.starts_at >= $2 AND o.starts_at < $3) held \
     CROSS JOIN appointment a JOIN patient p ON p.id = a.patient_id JOIN service s ON s.id = a.service_id \
     WHERE a.id = held.id AND a.branch_id = $4 AND a.state = 'booked' AND a.starts_at >= $2 ORDER BY a.starts_at, a.id";
/// Everything of a branch that can be booked.
pub fn resources(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<ResourceRow>, DbError> {
    tx.all(RESOURCES, &[&branch])
}

/// The booked appointments that take a resource between two instants, earliest first.
pub fn booked_with(
    tx: &mut Tx<'_>,
    branch: BranchId,
    resource: ResourceId,
    (from, to): (Instant, Instant),
) -> Result<Vec<ConcernedRow>, DbError> {
    tx.all(CONCERNED, &[&resource, &from, &to, &branch])
}

const NEEDED: &str = "SELECT COUNT(*) FROM service_resource WHERE service_id = $1 AND resource_id = $2";
const NEED: &str = "INSERT INTO service_resource (service_id, resource_id) VALUES ($1, $2) \
     ON CONFLICT (service_id, resource_id) DO NOTHING";
const SPARE: &str = "DELETE FROM service_resource WHERE service_id = $1 AND resource_id = $2";
const LIMIT: &str = "UPDATE resource SET overbooking_limit = $2 WHERE id = $1";

/// Whether a service is done in this room or with this device.
pub fn is_needed(tx: &mut Tx<'_>, service: ServiceId, resource: ResourceId) -> Result<bool, DbError> {
    Ok(tx.one::<i64>(NEEDED, &[&service, &resource])?.is_some_and(|n| n > 0))
}

pub fn set_needed(tx: &mut Tx<'_>, service: ServiceId, resource: ResourceId, is: bool) -> Result<(), DbError> {
    tx.run(if is { NEED } else { SPARE }, &[&service, &resource]).map(|_| ())
}

/// How many may stand beside an appointment of a doctor.
pub fn set_overbooking_limit(tx: &mut Tx<'_>, doctor: ResourceId, limit: i64) -> Result<(), DbError> {
    tx.run_one(LIMIT, &[&doctor, &limit])
}
