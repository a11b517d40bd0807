use bricks::age::Birth;
use bricks::clock::{Day, Instant};
use bricks::id::{BranchId, PatientId, ResourceId, StaffId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Who;
use ground::db::{DbError, Tx};
use ground::people::birth;
use papers::journey::{Facts, Station};
use papers::{prescription, visit};

ground::row! {
    /// A patient in the house, as the queue shows one.
    pub struct Waiting {
        pub id: VisitId,
        pub patient: PatientId,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub reason: String,
        pub arrived_at: Instant,
        pub called_at: Option<Instant>,
        pub doctor: String,
        pub doctor_staff: Option<StaffId>,
        pub room: String,
        pub service_vi: String,
        pub service_en: String,
        pub name: String,
        pub sex_code: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub last_done_at: Option<Instant>,
        pub state: visit::State,
        pub vitals_taken: bool,
        pub orders_open: i64,
        pub orders_done: i64,
        pub prescription: Option<prescription::State>,
        pub due: Money,
        pub owes: bool,
        pub priority: visit::Priority,
        pub emergency_reason: String,
        pub emergency_reason_en: String,
    }
}

impl Waiting {
    pub fn birth(&self) -> Birth {
        birth(self.birth_day, self.birth_year)
    }

    /// Why this patient goes before all others.
    pub fn emergency_words(&self, l: Lang) -> &str {
        visit::emergency_reason(l, &self.emergency_reason, &self.emergency_reason_en)
    }

    /// Where the patient is.
    pub fn station(&self) -> Station {
        let facts = Facts {
            state: self.state,
            vitals_taken: self.vitals_taken,
            orders_open: self.orders_open,
            orders_done: self.orders_done,
            prescription: self.prescription,
            due: self.due,
            owes: self.owes,
        };
        facts.station()
    }

    /// Since when the patient waits where this is: the coming, the call or the last result.
    pub fn since(&self) -> Instant {
        match self.station() {
            Station::DoctorWithResults => self.last_done_at.unwrap_or(self.arrived_at),
            Station::InRoom | Station::Tests => self.called_at.unwrap_or(self.arrived_at),
            _ => self.arrived_at,
        }
    }
}

ground::row! {
    /// A visit that was finished today.
    pub struct Done {
        pub id: VisitId,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub name: String,
        pub finished_at: Instant,
        pub doctor_staff: Option<StaffId>,
        pub priority: visit::Priority,
        pub emergency_reason: String,
        pub emergency_reason_en: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        /// The patient waits or is with a doctor for another visit by now.
        pub is_back: bool,
    }
}

impl Done {
    pub fn birth(&self) -> Birth {
        birth(self.birth_day, self.birth_year)
    }

    /// Who got worse after the consultation concerns every doctor.
    pub fn is_emergency(&self) -> bool {
        self.priority == visit::Priority::Emergency
    }

    pub fn emergency_words(&self, l: Lang) -> &str {
        visit::emergency_reason(l, &self.emergency_reason, &self.emergency_reason_en)
    }
}

ground::row! {
    /// A finished visit with results that no doctor has seen.
    pub struct Late {
        pub id: VisitId,
        pub day: Day,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub name: String,
        pub doctor: String,
        pub doctor_staff: Option<StaffId>,
        pub results: i64,
        pub since: Instant,
        /// How many of them hold a value that somebody must look at once.
        pub alarming: i64,
    }
}

ground::row! {
    /// A visit of which something is to be signed still: its note, which the desk closed before, or its prescription.
    pub struct Unsigned {
        pub id: VisitId,
        pub day: Day,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub name: String,
    }
}

ground::row! {
    /// A doctor to whom a patient can be given, and how many wait there.
    pub struct Colleague {
        pub id: ResourceId,
        pub name: String,
        pub department: String,
        pub waiting: i64,
    }
}

const DOCTORS: &str = "SELECT d.id, d.name, d.department, \
     (SELECT COUNT(*) FROM visit v WHERE v.branch_id = d.branch_id AND v.doctor_id = d.id AND v.state IN ('waiting', 'in_room')) \
     FROM resource d WHERE d.branch_id = $1 AND d.kind = 'doctor' AND d.active ORDER BY d.position, d.id";
/// The first two conditions are the index's own.
const LATE: &str = concat!(
    "SELECT v.id, v.day, v.ticket_prefix, v.ticket_number, p.name, d.name, d.staff_id, COUNT(*), MIN(o.done_at), \
     CAST(SUM(CASE WHEN EXISTS (SELECT 1 FROM result_value q WHERE q.order_id = o.id AND q.flag IN ('LL', 'HH')) THEN 1 ELSE 0 END) AS BIGINT) AS alarming \
     FROM clinical_order o JOIN visit v ON v.id = o.visit_id JOIN patient p ON p.id = v.patient_id JOIN resource d ON d.id = v.doctor_id \
     WHERE ",
    papers::waits_for_a_look!("o"),
    " AND o.branch_id = $1 AND v.state = 'finished' \
     GROUP BY v.id, v.day, v.ticket_prefix, v.ticket_number, p.name, d.name, d.staff_id ORDER BY alarming DESC, MIN(o.done_at), v.id LIMIT 100"
);
const IN_HOUSE: &str = concat!(
    "SELECT v.id, v.patient_id, v.ticket_prefix, v.ticket_number, v.reason, v.arrived_at, v.called_at, \
     d.name, d.staff_id, r.name, s.name_vi, s.name_en, p.name, p.sex, p.birth_day, p.birth_year, \
     (SELECT MAX(o.done_at) FROM clinical_order o WHERE o.visit_id = v.id AND o.state = 'done'), ",
    papers::facts_columns!(),
    ", v.priority, v.emergency_reason, v.emergency_reason_en FROM visit v JOIN patient p ON p.id = v.patient_id JOIN resource d ON d.id = v.doctor_id \
     JOIN resource r ON r.id = v.room_id JOIN service s ON s.id = v.service_id \
     WHERE v.branch_id = $1 AND v.state IN ('waiting', 'in_room') ORDER BY v.arrived_at, v.id LIMIT 500"
);
/// Begins at the latest end: what else the day had is not read.
const DONE_TODAY: &str = "SELECT v.id, v.ticket_prefix, v.ticket_number, p.name, v.finished_at, d.staff_id, v.priority, v.emergency_reason, \
     v.emergency_reason_en, p.birth_day, p.birth_year, v.priority = 'emergency' AND EXISTS (SELECT 1 FROM visit o WHERE o.patient_id = v.patient_id \
     AND o.state IN ('waiting', 'in_room')) FROM visit v JOIN patient p ON p.id = v.patient_id JOIN resource d ON d.id = v.doctor_id \
     WHERE v.branch_id = $1 AND v.finished_at >= $3 AND v.day = $2 AND v.state = 'finished' AND v.kind = 'consultation' \
     ORDER BY CASE WHEN v.priority = 'emergency' THEN 0 ELSE 1 END, v.finished_at DESC, v.id LIMIT 60";
/// Begins at the few notes that nobody signed.
const UNSIGNED: &str = "SELECT v.id, v.day, v.ticket_prefix, v.ticket_number, p.name FROM note n CROSS JOIN visit v \
     JOIN patient p ON p.id = v.patient_id WHERE v.id = n.visit_id AND n.signed IS NULL AND n.saved_by = $1 AND v.state = 'finished' AND v.branch_id = $2 \
     ORDER BY v.arrived_at, v.id LIMIT 100";
/// Begins at the few that are written after the visit.
const LATE_DRAFTS: &str = "SELECT v.id, v.day, v.ticket_prefix, v.ticket_number, p.name FROM prescription x CROSS JOIN visit v \
     JOIN patient p ON p.id = v.patient_id WHERE v.id = x.visit_id AND x.late_by = $1 AND x.state = 'draft' AND v.state = 'finished' \
     AND v.branch_id = $2 ORDER BY x.late_at, v.id LIMIT 100";
const CALLED_BY: &str = "SELECT s.title, s.name, v.called_at FROM visit v JOIN staff s ON s.id = v.called_by \
     WHERE v.id = $1 AND v.branch_id = $2 AND v.called_at IS NOT NULL";

/// Who called a patient in (title and name), and when.
pub fn called_by(tx: &mut Tx<'_>, branch: BranchId, id: VisitId) -> Result<Option<(String, String, Instant)>, DbError> {
    tx.one(CALLED_BY, &[&id, &branch])
}

/// The doctors of a branch.
pub fn doctors(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Colleague>, DbError> {
    tx.all(DOCTORS, &[&branch])
}

/// Everybody who waits or was called, in the order in which they came.
pub fn in_house(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Waiting>, DbError> {
    tx.all(IN_HOUSE, &[&branch])
}

/// Results that came after their visits and that no doctor has seen, alarming ones before others, then the longest waiting.
pub fn late_results(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Late>, DbError> {
    tx.all(LATE, &[&branch])
}

/// Closed visits whose notes wait for the asker's signature, the longest waiting first.
pub fn unsigned(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Unsigned>, DbError> {
    tx.all(UNSIGNED, &[&who.staff, &who.branch])
}

/// Finished visits whose prescription the asker writes, took back or began after the visit, and did not sign, the longest waiting first.
pub fn late_drafts(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Unsigned>, DbError> {
    tx.all(LATE_DRAFTS, &[&who.staff, &who.branch])
}

/// What was finished on a day, the latest first.
pub fn done_today(tx: &mut Tx<'_>, who: &Who, day: Day) -> Result<Vec<Done>, DbError> {
    tx.all(DONE_TODAY, &[&who.branch, &day, &who.zone().instant_of(day, 0)])
}
