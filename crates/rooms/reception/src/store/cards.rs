//! What the cards of the diary say. The few names of services and doctors are read once, not for every card.

use bricks::clock::{Day, Instant};
use bricks::id::{AppointmentId, BranchId, ResourceId, ServiceId};
use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::db::{DbError, Tx};
use papers::{appointment, visit};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

ground::row! {
    /// An appointment as the grid and the list of those to come show it, but for names of its service and doctor.
    pub struct CardRow {
        pub id: AppointmentId,
        pub doctor: ResourceId,
        pub room: ResourceId,
        pub service_id: ServiceId,
        pub starts_at: Instant,
        pub duration_minutes: i64,
        pub state: appointment::State,
        pub note: String,
        pub patient_name: String,
        pub visit_state: Option<visit::State>,
        /// The day on which the patient came; another than the appointment's for one who came early.
        pub visit_day: Option<Day>,
        pub tests_open: bool,
        pub day: Day,
        pub version: i64,
        pub confirmation: appointment::Confirmation,
        pub overbooked: bool,
        /// The patient has not been here before.
        pub first_visit: bool,
        /// Something of an earlier visit is unpaid.
        pub unpaid: bool,
        /// When the patient of today's appointment came.
        pub arrived_at: Option<Instant>,
        /// Booked on the website; the desk has not accepted it yet.
        pub awaits_desk: bool,
        /// The patient came, and goes before all others.
        pub is_emergency: bool,
    }
}

/// An appointment with the names of its service and doctor.
pub struct DiaryRow {
    row: CardRow,
    service: Arc<[String; 2]>,
    pub doctor_name: Arc<str>,
}

impl Deref for DiaryRow {
    type Target = CardRow;
    fn deref(&self) -> &CardRow {
        &self.row
    }
}

impl DiaryRow {
    pub fn service(&self, l: Lang) -> &str {
        let [vi, en] = &*self.service;
        in_lang(l, vi, en)
    }
}

/// Everything else that a card says, in one statement. Only who arrived has a visit.
macro_rules! cards {
    ($which:literal) => {
        concat!(
            "SELECT a.id, a.doctor_id, a.room_id, a.service_id, a.starts_at, a.duration_minutes, a.state, a.note, p.name, \
             v.state, v.day, CASE WHEN v.state = 'in_room' THEN EXISTS (SELECT 1 FROM clinical_order o WHERE o.visit_id = v.id \
             AND o.state IN ('ordered', 'started')) ELSE FALSE END, a.day, a.version, a.confirmation, \
             a.overbooked, NOT EXISTS (SELECT 1 FROM visit x WHERE x.patient_id = a.patient_id AND x.day < a.day AND x.kind = 'consultation'), \
             EXISTS (SELECT 1 FROM visit u WHERE u.patient_id = a.patient_id AND u.due_vnd > 0 AND u.day < a.day), v.arrived_at, \
             a.awaits_desk AND a.state = 'booked', COALESCE(v.priority = 'emergency', FALSE) \
             FROM appointment a JOIN patient p ON p.id = a.patient_id \
             LEFT JOIN visit v ON v.appointment_id = CASE WHEN a.state = 'arrived' THEN a.id END WHERE ",
            $which
        )
    };
}

const DIARY: &str =
    cards!("a.branch_id = $1 AND a.day = $2 AND a.state <> 'cancelled' ORDER BY a.doctor_id, a.starts_at");
const WEEK: &str = cards!(
    "a.branch_id = $1 AND a.day >= $2 AND a.day < $3 AND a.doctor_id = $4 AND a.state <> 'cancelled' ORDER BY a.starts_at"
);
const CARD: &str = cards!("a.branch_id = $1 AND a.id = $2");
const COMING: &str = "SELECT COUNT(*) FROM appointment WHERE branch_id = $1 AND day = $2 AND state = 'booked'";

const SERVICES: &str = "SELECT id, name_vi, name_en FROM service WHERE kind = 'consultation'";
const SERVICE: &str = "SELECT name_vi, name_en FROM service WHERE id = $1";
const DOCTORS: &str = "SELECT d.id, COALESCE(f.name, d.name) FROM resource d LEFT JOIN staff f ON f.id = d.staff_id \
     WHERE d.branch_id = $1 AND d.kind = 'doctor'";
const NAMES: &str = "SELECT s.name_vi, s.name_en, COALESCE(f.name, d.name) FROM resource d JOIN service s ON s.id = $1 \
     LEFT JOIN staff f ON f.id = d.staff_id WHERE d.id = $2";

/// The appointments of a day that are not cancelled, by doctor and time.
pub fn diary(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<Vec<DiaryRow>, DbError> {
    let rows = tx.all(DIARY, &[&branch, &day])?;
    named(tx, branch, rows)
}

/// How many are booked on a day and not here yet.
pub fn coming_count(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<i64, DbError> {
    Ok(tx.one(COMING, &[&branch, &day])?.unwrap_or(0))
}

/// The appointments of one doctor from a day on until before another, that are not cancelled.
pub fn week(
    tx: &mut Tx<'_>,
    branch: BranchId,
    (from, until): (Day, Day),
    doctor: ResourceId,
) -> Result<Vec<DiaryRow>, DbError> {
    let rows = tx.all(WEEK, &[&branch, &from, &until, &doctor])?;
    named(tx, branch, rows)
}

/// One appointment as its card shows it, cancelled or not.
pub fn card(tx: &mut Tx<'_>, branch: BranchId, id: AppointmentId) -> Result<Option<DiaryRow>, DbError> {
    let Some(row) = tx.one::<CardRow>(CARD, &[&branch, &id])? else { return Ok(None) };
    let names: Option<(String, String, String)> = tx.one(NAMES, &[&row.service_id, &row.doctor])?;
    let (vi, en, doctor) = names.unwrap_or_default();
    Ok(Some(DiaryRow { row, service: Arc::new([vi, en]), doctor_name: doctor.into() }))
}

fn named(tx: &mut Tx<'_>, branch: BranchId, rows: Vec<CardRow>) -> Result<Vec<DiaryRow>, DbError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let services: Vec<(ServiceId, String, String)> = tx.all(SERVICES, &[])?;
    let mut services: HashMap<_, _> = services.into_iter().map(|(id, vi, en)| (id, Arc::new([vi, en]))).collect();
    let doctors: Vec<(ResourceId, String)> = tx.all(DOCTORS, &[&branch])?;
    let doctors: HashMap<ResourceId, Arc<str>> = doctors.into_iter().map(|(id, name)| (id, name.into())).collect();
    let nobody: Arc<str> = "".into();
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let service = match services.get(&row.service_id) {
            Some(known) => Arc::clone(known),
            // Booked as another kind of service, or when it was one.
            None => {
                let other: Option<(String, String)> = tx.one(SERVICE, &[&row.service_id])?;
                let other = Arc::new(<[String; 2]>::from(other.unwrap_or_default()));
                services.insert(row.service_id, Arc::clone(&other));
                other
            }
        };
        let doctor_name = Arc::clone(doctors.get(&row.doctor).unwrap_or(&nobody));
        out.push(DiaryRow { row, service, doctor_name });
    }
    Ok(out)
}
