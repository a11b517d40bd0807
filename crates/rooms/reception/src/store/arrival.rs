use bricks::clock::{Day, Instant};
use bricks::id::{AppointmentId, BranchId, PatientId, ResourceId, VisitId};
use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::db::{DbError, Stop, Tx};
use papers::visit;

ground::row! {
    /// An appointment of one patient that still waits for them.
    pub struct BookedRow {
        pub id: AppointmentId,
        pub starts_at: Instant,
        pub doctor_name: String,
        pub service_vi: String,
        pub service_en: String,
    }
}

impl BookedRow {
    pub fn service(&self, l: Lang) -> &str {
        in_lang(l, &self.service_vi, &self.service_en)
    }
}

const BOOKED_ON: &str = "SELECT a.id, a.starts_at, d.name, s.name_vi, s.name_en FROM appointment a JOIN resource d ON d.id = a.doctor_id \
     JOIN service s ON s.id = a.service_id WHERE a.patient_id = $2 AND a.branch_id = $1 AND a.day = $3 AND a.state = 'booked' \
     ORDER BY a.starts_at";

/// The patient's booked appointments of a day.
pub fn booked_on(tx: &mut Tx<'_>, branch: BranchId, patient: PatientId, day: Day) -> Result<Vec<BookedRow>, DbError> {
    tx.all(BOOKED_ON, &[&branch, &patient, &day])
}

const OF_TICKET: &str =
    "SELECT id FROM visit WHERE branch_id = $1 AND day = $2 AND ticket_prefix = $3 AND ticket_number = $4";

/// The visit that a ticket of a day was given for.
pub fn visit_of_ticket(
    tx: &mut Tx<'_>,
    branch: BranchId,
    day: Day,
    (prefix, number): (&str, i64),
) -> Result<Option<VisitId>, DbError> {
    tx.one(OF_TICKET, &[&branch, &day, &prefix, &number])
}

ground::row! {
    /// What a ticket says.
    pub struct TicketRow {
        pub patient: PatientId,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub arrived_at: Instant,
        pub priority: visit::Priority,
        pub room_name: String,
        pub doctor_name: String,
        pub doctor_title: String,
        pub service_vi: String,
        pub service_en: String,
        pub doctor: ResourceId,
    }
}

const TICKET: &str = "SELECT v.patient_id, v.ticket_prefix, v.ticket_number, v.arrived_at, v.priority, r.name, COALESCE(f.name, d.name), \
     COALESCE(f.title, ''), s.name_vi, s.name_en, v.doctor_id \
     FROM visit v JOIN resource r ON r.id = v.room_id JOIN resource d ON d.id = v.doctor_id LEFT JOIN staff f ON f.id = d.staff_id \
     JOIN service s ON s.id = v.service_id WHERE v.id = $1 AND v.branch_id = $2";

/// What a visit's ticket says; `Stop::Missing` when there is none in this branch.
pub fn ticket(tx: &mut Tx<'_>, branch: BranchId, id: VisitId) -> Result<TicketRow, Stop> {
    tx.one(TICKET, &[&id, &branch])?.ok_or(Stop::Missing)
}
