//! The reception's SQL: one statement a function, nothing decided.

use bricks::clock::{Day, Instant};
use bricks::id::{AppointmentId, BranchId, InsurerId, PatientId, ResourceId, ServiceId, VisitId};
use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::db::{DbError, Stop, Tx};
use papers::journey::Facts;
use papers::{appointment, visit};

mod alike;
mod arrival;
mod cards;
pub mod merge;

pub use alike::{AlikeRow, alike};
pub use arrival::{BookedRow, TicketRow, booked_on, ticket, visit_of_ticket};
pub use cards::{DiaryRow, card, coming_count, diary, week};

ground::row! {
    /// A doctor as a column of the diary.
    pub struct DoctorRow {
        pub id: ResourceId,
        pub name: String,
        pub title: String,
        pub department: String,
        pub room: Option<ResourceId>,
        pub room_name: String,
    }
}

const DOCTORS: &str = "SELECT d.id, COALESCE(s.name, d.name), COALESCE(s.title, ''), d.department, d.room_id, COALESCE(r.name, '') \
     FROM resource d LEFT JOIN staff s ON s.id = d.staff_id LEFT JOIN resource r ON r.id = d.room_id \
     WHERE d.branch_id = $1 AND d.kind = 'doctor' AND d.active ORDER BY d.position, d.id";

/// The branch's doctors in the order of their columns.
pub fn doctors(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<DoctorRow>, DbError> {
    tx.all(DOCTORS, &[&branch])
}

const ROOMS: &str =
    "SELECT id, name FROM resource WHERE branch_id = $1 AND kind = 'room' AND active ORDER BY position, id";

/// The branch's rooms in the order of their columns.
pub fn rooms(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<(ResourceId, String)>, DbError> {
    tx.all(ROOMS, &[&branch])
}

ground::row! {
    /// A change of an appointment: who made it, and what was before.
    pub struct ChangeRow {
        pub version: i64,
        pub kind: appointment::ChangeKind,
        pub changed_at: Instant,
        pub by: String,
        pub was_doctor: String,
        pub was_starts_at: Instant,
        pub was_duration_minutes: i64,
        pub was_state: appointment::State,
        pub was_confirmation: appointment::Confirmation,
    }
}

const CHANGES: &str = "SELECT c.version, c.kind, c.changed_at, b.name, COALESCE(f.name, d.name), c.was_starts_at, c.was_duration_minutes, \
     c.was_state, c.was_confirmation FROM appointment_change c JOIN staff b ON b.id = c.changed_by \
     JOIN resource d ON d.id = c.was_doctor_id LEFT JOIN staff f ON f.id = d.staff_id \
     WHERE c.appointment_id = $1 ORDER BY c.version DESC LIMIT 100";

/// The changes of an appointment, the last one first.
pub fn changes(tx: &mut Tx<'_>, id: AppointmentId) -> Result<Vec<ChangeRow>, DbError> {
    tx.all(CHANGES, &[&id])
}

const LIMIT: &str = "SELECT overbooking_limit FROM resource WHERE id = $1";

/// How many may stand beside an appointment of this doctor.
pub fn overbooking_limit(tx: &mut Tx<'_>, doctor: ResourceId) -> Result<i64, DbError> {
    Ok(tx.one(LIMIT, &[&doctor])?.unwrap_or(0))
}

ground::row! {
    /// A visit whose patient waits or is in the room. Seven columns are the facts of the journey.
    pub struct OpenRow {
        pub id: VisitId,
        pub doctor: ResourceId,
        pub room_name: String,
        pub patient_name: String,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub arrived_at: Instant,
        pub called_at: Option<Instant>,
        pub priority: visit::Priority,
        pub state: visit::State,
        pub vitals_taken: bool,
        pub orders_open: i64,
        pub orders_done: i64,
        pub prescription: Option<papers::prescription::State>,
        pub due: bricks::money::Money,
        pub owes: bool,
        pub emergency_reason: String,
        pub emergency_reason_en: String,
    }
}

impl OpenRow {
    pub fn ticket(&self) -> String {
        visit::show_ticket(&self.ticket_prefix, self.ticket_number)
    }

    /// Why this patient goes before all others.
    pub fn emergency_words(&self, l: Lang) -> &str {
        visit::emergency_reason(l, &self.emergency_reason, &self.emergency_reason_en)
    }

    pub fn facts(&self) -> Facts {
        Facts {
            state: self.state,
            vitals_taken: self.vitals_taken,
            orders_open: self.orders_open,
            orders_done: self.orders_done,
            prescription: self.prescription,
            due: self.due,
            owes: self.owes,
        }
    }
}

/// `$which` is the condition on the visit `v` of the branch `$1`.
macro_rules! visits {
    ($($which:expr),+) => {
        concat!(
            "SELECT v.id, v.doctor_id, r.name, p.name, v.ticket_prefix, v.ticket_number, v.arrived_at, v.called_at, v.priority, ",
            papers::facts_columns!(),
            ", v.emergency_reason, v.emergency_reason_en FROM visit v JOIN patient p ON p.id = v.patient_id JOIN resource r ON r.id = v.room_id \
             WHERE v.branch_id = $1 AND ",
            $($which),+
        )
    };
}

/// The condition is the partial index's own: finished visits are never looked at, however many the day has.
const OPEN: &str = visits!("v.state IN ('waiting', 'in_room') ORDER BY v.arrived_at, v.id LIMIT 300");
/// An emergency of today also when nothing of the visit is open any more: it is ended, or seen again, from here.
const SEEN: &str = visits!(
    "v.id = $2 AND v.day = $3 AND (v.priority = 'emergency' AND v.state = 'finished' AND v.kind = 'consultation' OR ",
    papers::seen_and_here!(),
    ")"
);
const BACK: &str = "SELECT o.id FROM visit v JOIN visit o ON o.patient_id = v.patient_id \
     WHERE v.id = $1 AND o.state IN ('waiting', 'in_room') LIMIT 1";

/// Begins at the latest ends of the day.
const AFTER: &str = visits!(
    "v.finished_at >= $3 AND v.day = $2 AND v.kind = 'consultation' AND v.priority = 'emergency' \
     AND NOT EXISTS (SELECT 1 FROM visit o WHERE o.patient_id = v.patient_id AND o.state IN ('waiting', 'in_room')) AND ",
    papers::seen_and_here!(),
    " ORDER BY v.finished_at, v.id LIMIT 60"
);

/// Emergencies of today whom the doctor has finished with, who are still in the house and are in no line again.
pub fn after_the_doctor(
    tx: &mut Tx<'_>,
    branch: BranchId,
    (today, begins): (Day, Instant),
) -> Result<Vec<OpenRow>, DbError> {
    tx.all(AFTER, &[&branch, &today, &begins])
}

/// Who waits or is in a room now, in the order in which they came.
pub fn open_visits(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<OpenRow>, DbError> {
    tx.all(OPEN, &[&branch])
}

/// Whether the patient of a visit waits or is with a doctor by now.
pub fn is_back(tx: &mut Tx<'_>, id: VisitId) -> Result<bool, DbError> {
    Ok(tx.one::<VisitId>(BACK, &[&id])?.is_some())
}

/// A visit that the doctor has finished, and for which the patient is still in the house, or is an emergency.
pub fn seen_visit(tx: &mut Tx<'_>, branch: BranchId, id: VisitId, today: Day) -> Result<Option<OpenRow>, DbError> {
    tx.one(SEEN, &[&branch, &id, &today])
}

ground::row! {
    /// An appointment with everything that its page says, except the patient's profile.
    pub struct DetailRow {
        pub id: AppointmentId,
        pub patient: PatientId,
        pub doctor: ResourceId,
        pub doctor_name: String,
        pub doctor_title: String,
        pub room_name: String,
        pub service_vi: String,
        pub service_en: String,
        pub day: Day,
        pub starts_at: Instant,
        pub duration_minutes: i64,
        pub state: appointment::State,
        pub source: appointment::Source,
        pub note: String,
        pub ended_reason: Option<String>,
        pub visit: Option<VisitId>,
        pub visit_state: Option<visit::State>,
        pub ticket_prefix: Option<String>,
        pub ticket_number: Option<i64>,
        pub reminder_due: Option<Instant>,
        pub reminder_state: Option<papers::message::State>,
        pub room: ResourceId,
        pub service_id: ServiceId,
        pub device_name: Option<String>,
        pub overbooked: bool,
        pub confirmation: appointment::Confirmation,
        pub version: i64,
        /// Booked on the website; the desk has not accepted it yet.
        pub awaits_desk: bool,
    }
}

impl DetailRow {
    pub fn service(&self, l: Lang) -> &str {
        in_lang(l, &self.service_vi, &self.service_en)
    }

    pub fn ticket(&self) -> Option<String> {
        Some(visit::show_ticket(self.ticket_prefix.as_deref()?, self.ticket_number?))
    }
}

const DETAIL: &str = "SELECT a.id, a.patient_id, a.doctor_id, COALESCE(f.name, d.name), COALESCE(f.title, ''), r.name, s.name_vi, s.name_en, \
     a.day, a.starts_at, a.duration_minutes, a.state, a.source, a.note, a.ended_reason, v.id, v.state, v.ticket_prefix, v.ticket_number, \
     m.due_at, m.state, a.room_id, a.service_id, e.name, a.overbooked, a.confirmation, a.version, a.awaits_desk AND a.state = 'booked' \
     FROM appointment a JOIN resource d ON d.id = a.doctor_id LEFT JOIN staff f ON f.id = d.staff_id \
     JOIN resource r ON r.id = a.room_id JOIN service s ON s.id = a.service_id LEFT JOIN visit v ON v.appointment_id = a.id \
     LEFT JOIN resource e ON e.id = a.device_id LEFT JOIN outbox m ON m.id = (SELECT MAX(o.id) FROM outbox o \
     WHERE o.kind = 'reminder' AND o.channel IN ('email', 'sms', 'zalo') AND o.occurrence_id = a.id) \
     WHERE a.id = $1 AND a.branch_id = $2";

/// One appointment of this branch; `Stop::Missing` otherwise.
pub fn detail(tx: &mut Tx<'_>, branch: BranchId, id: AppointmentId) -> Result<DetailRow, Stop> {
    tx.one(DETAIL, &[&id, &branch])?.ok_or(Stop::Missing)
}

const ROOM_OF: &str = "SELECT room_id FROM resource WHERE id = $1 AND branch_id = $2 AND kind = 'doctor' AND active";

/// The room in which a doctor of this branch works. The outer option tells whether there is such a doctor.
pub fn room_of(tx: &mut Tx<'_>, branch: BranchId, doctor: ResourceId) -> Result<Option<Option<ResourceId>>, DbError> {
    tx.one(ROOM_OF, &[&doctor, &branch])
}

ground::row! {
    /// Somebody who can pay for a patient.
    pub struct Insurer {
        pub id: InsurerId,
        pub name_vi: String,
        pub name_en: String,
        pub is_national: bool,
    }
}

const INSURERS: &str = "SELECT id, name_vi, name_en, kind = 'national' FROM insurer ORDER BY kind, name_vi";

pub fn insurers(tx: &mut Tx<'_>) -> Result<Vec<Insurer>, DbError> {
    tx.all(INSURERS, &[])
}

const WAITING: &str = "SELECT doctor_id, COUNT(*) FROM visit WHERE branch_id = $1 AND state IN ('waiting', 'in_room') \
     AND state = 'waiting' GROUP BY doctor_id";

/// How many wait for each doctor.
pub fn waiting(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<(ResourceId, i64)>, DbError> {
    tx.all(WAITING, &[&branch])
}

const OPEN_OF: &str = "SELECT id FROM visit WHERE patient_id = $1 AND state IN ('waiting', 'in_room')";

/// The visit for which a patient is in the house now.
pub fn open_visit_of(tx: &mut Tx<'_>, patient: PatientId) -> Result<Option<VisitId>, DbError> {
    tx.one(OPEN_OF, &[&patient])
}

const UNVERIFIED: &str = "SELECT from_website AND confirmed_at IS NULL FROM patient WHERE id = $1";

/// Whether a profile came from the website and nobody has confirmed it at a check-in.
pub fn unverified(tx: &mut Tx<'_>, patient: PatientId) -> Result<bool, DbError> {
    Ok(tx.one(UNVERIFIED, &[&patient])?.unwrap_or(false))
}

const REQUESTS: &str = "SELECT COUNT(*) FROM appointment WHERE branch_id = $1 AND awaits_desk AND state = 'booked'";

/// How many bookings from the website wait for the desk.
pub fn requests(tx: &mut Tx<'_>, branch: BranchId) -> Result<i64, DbError> {
    Ok(tx.one(REQUESTS, &[&branch])?.unwrap_or(0))
}

const SETTING: &str = "SELECT value FROM setting WHERE key = $1";
const SET: &str =
    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

/// What the clinic chose under a key.
pub fn setting(tx: &mut Tx<'_>, key: &str) -> Result<Option<String>, DbError> {
    tx.one(SETTING, &[&key])
}

pub fn set_setting(tx: &mut Tx<'_>, key: &str, value: &str) -> Result<(), DbError> {
    tx.run_one(SET, &[&key, &value])
}
