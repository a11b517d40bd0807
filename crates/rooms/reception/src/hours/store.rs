use bricks::clock::Instant;
use bricks::id::{AppointmentId, BranchId, PatientId, ResourceId, ServiceId, StaffId};
use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::db::{DbError, Tx};
use papers::appointment::State;
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
        pub email: Option<String>,
        pub doctor: ResourceId,
        pub service: ServiceId,
        pub service_vi: String,
        pub service_en: String,
        pub starts_at: Instant,
        pub duration_minutes: i64,
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

ground::row! {
    /// A patient who has to be called.
    pub struct CallRow {
        pub appointment: AppointmentId,
        pub created_at: Instant,
        pub patient_name: String,
        pub phone: Option<String>,
        pub state: State,
        pub starts_at: Instant,
        pub doctor_name: String,
    }
}

const RESOURCES: &str = "SELECT r.id, r.kind, COALESCE(s.name, r.name), COALESCE(s.title, '') FROM resource r \
     LEFT JOIN staff s ON s.id = r.staff_id WHERE r.branch_id = $1 AND r.active ORDER BY r.position, r.id";
const CONCERNED: &str = "SELECT a.id, a.patient_id, p.name, p.email, a.doctor_id, a.service_id, s.name_vi, s.name_en, a.starts_at, \
     a.duration_minutes FROM (SELECT t.appointment_id AS id FROM slot t WHERE t.resource_id = $1 AND t.starts_at >= $2 AND t.starts_at < $3 \
     UNION SELECT o.appointment_id FROM overbooking o WHERE o.doctor_id = $1 AND o.starts_at >= $2 AND o.starts_at < $3) held \
     JOIN appointment a ON a.id = held.id JOIN patient p ON p.id = a.patient_id JOIN service s ON s.id = a.service_id \
     WHERE a.branch_id = $4 AND a.state = 'booked' AND a.starts_at >= $2 ORDER BY a.starts_at, a.id";
const CALLS: &str = "SELECT c.appointment_id, c.created_at, p.name, p.phone, a.state, a.starts_at, COALESCE(f.name, d.name) \
     FROM patient_call c JOIN appointment a ON a.id = c.appointment_id JOIN patient p ON p.id = a.patient_id \
     JOIN resource d ON d.id = a.doctor_id LEFT JOIN staff f ON f.id = d.staff_id \
     WHERE c.branch_id = $1 AND c.done_at IS NULL ORDER BY c.created_at, c.appointment_id LIMIT 200";
const ADD_CALL: &str = "INSERT INTO patient_call (appointment_id, created_at, branch_id) VALUES ($1, $2, $3) \
     ON CONFLICT (appointment_id, created_at) DO NOTHING";
const CALLED: &str = "UPDATE patient_call SET done_at = $3, done_by = $4 WHERE appointment_id = $1 AND branch_id = $2 AND done_at IS NULL";

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

/// Who is to be called, the longest waiting first.
pub fn calls(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<CallRow>, DbError> {
    tx.all(CALLS, &[&branch])
}

pub fn add_call(tx: &mut Tx<'_>, branch: BranchId, appointment: AppointmentId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(ADD_CALL, &[&appointment, &now, &branch]).map(|_| ())
}

/// How many calls were open.
pub fn called(tx: &mut Tx<'_>, branch: BranchId, appointment: AppointmentId, staff: StaffId) -> Result<u64, DbError> {
    let now = tx.now();
    tx.run(CALLED, &[&appointment, &branch, &now, &staff])
}
