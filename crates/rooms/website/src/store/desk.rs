//! What the staff's two pages read and write.

use bricks::clock::Instant;
use bricks::id::{AppointmentId, BranchId, PatientId, ResourceId, ServiceId};
use ground::db::{DbError, Tx};

ground::row! {
    /// A booking that waits for the desk.
    pub struct RequestRow {
        pub id: AppointmentId,
        pub starts_at: Instant,
        pub duration_minutes: i64,
        pub note: String,
        pub created_at: Instant,
        pub patient: PatientId,
        pub patient_name: String,
        pub patient_code: String,
        pub phone: Option<String>,
        pub is_new: bool,
        pub doctor_title: String,
        pub doctor_name: String,
        pub service_vi: String,
        pub service_en: String,
    }
}

const REQUESTS: &str = "SELECT a.id, a.starts_at, a.duration_minutes, a.note, a.created_at, p.id, p.name, p.code, p.phone, \
     p.from_website AND p.confirmed_at IS NULL, COALESCE(f.title, ''), COALESCE(f.name, d.name), s.name_vi, s.name_en \
     FROM appointment a JOIN patient p ON p.id = a.patient_id JOIN resource d ON d.id = a.doctor_id LEFT JOIN staff f ON f.id = d.staff_id \
     JOIN service s ON s.id = a.service_id WHERE a.branch_id = $1 AND a.awaits_desk AND a.state = 'booked' \
     ORDER BY a.starts_at, a.id LIMIT 200";

/// What waits for the desk, the nearest first.
pub fn requests(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<RequestRow>, DbError> {
    tx.all(REQUESTS, &[&branch])
}

ground::row! {
    /// A doctor and a consultation, and whether the public may book them together.
    pub struct PairRow {
        pub doctor: ResourceId,
        pub doctor_title: String,
        pub doctor_name: String,
        pub speciality: String,
        pub service: ServiceId,
        pub service_vi: String,
        pub service_en: String,
        pub is_bookable: bool,
    }
}

const PAIRS: &str = "SELECT d.id, COALESCE(f.title, ''), COALESCE(f.name, d.name), COALESCE(f.speciality, d.department), s.id, s.name_vi, \
     s.name_en, EXISTS (SELECT 1 FROM bookable b WHERE b.doctor_id = d.id AND b.service_id = s.id) FROM resource d \
     LEFT JOIN staff f ON f.id = d.staff_id CROSS JOIN service s WHERE d.branch_id = $1 AND d.kind = 'doctor' AND d.active \
     AND s.kind = 'consultation' AND s.active ORDER BY d.position, d.id, s.code";
const FORBID_ALL: &str = "DELETE FROM bookable WHERE doctor_id IN (SELECT id FROM resource WHERE branch_id = $1)";
const ALLOW: &str = "INSERT INTO bookable (doctor_id, service_id) SELECT d.id, s.id FROM resource d CROSS JOIN service s \
     WHERE d.id = $2 AND d.branch_id = $1 AND d.kind = 'doctor' AND s.id = $3 ON CONFLICT (doctor_id, service_id) DO NOTHING";

/// Every doctor of the branch with every consultation, by doctor.
pub fn pairs(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<PairRow>, DbError> {
    tx.all(PAIRS, &[&branch])
}

pub fn forbid_all(tx: &mut Tx<'_>, branch: BranchId) -> Result<u64, DbError> {
    tx.run(FORBID_ALL, &[&branch])
}

pub fn allow(tx: &mut Tx<'_>, branch: BranchId, doctor: ResourceId, service: ServiceId) -> Result<u64, DbError> {
    tx.run(ALLOW, &[&branch, &doctor, &service])
}
