use crate::rules::PATIENTS_LANG;
use bricks::age::Birth;
use bricks::clock::{Day, Instant};
use bricks::id::{AppointmentId, BranchId, PatientId, ResourceId, ServiceId, StaffId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::db::{Stop, Tx};
use ground::people::{Sex, birth};
use papers::prescription;
use papers::visit::{Priority, State, show_ticket};

ground::row! {
    /// A visit, its patient, its doctor, its note and its follow-up: everything that is there once.
    pub struct Head {
        pub id: VisitId,
        pub state: State,
        pub day: Day,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub reason: String,
        pub arrived_at: Instant,
        pub called_at: Option<Instant>,
        pub finished_at: Option<Instant>,
        pub due: Money,
        /// All of that is agreed to be paid later.
        pub owes: bool,
        pub service: ServiceId,
        pub service_vi: String,
        pub service_en: String,
        pub duration_minutes: i64,
        pub doctor: ResourceId,
        pub doctor_name: String,
        pub doctor_staff: Option<StaffId>,
        /// The doctor's own room, or else that of the visit.
        pub doctor_room: ResourceId,
        pub room: String,
        pub patient: PatientId,
        pub code: String,
        pub name: String,
        pub sex_code: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub phone: Option<String>,
        pub email: Option<String>,
        pub reminders_wanted: bool,
        pub allergies: String,
        /// Somebody asked, and there are none.
        pub allergies_none: bool,
        pub conditions: String,
        pub guardian: Option<String>,
        pub insurer_vi: Option<String>,
        pub insurer_en: Option<String>,
        pub insured_until: Option<Day>,
        /// By a card of the national insurance that is valid on the day of the visit.
        pub has_card: bool,
        /// All of them: counted in the index alone.
        pub visits: i64,
        /// What the patient owes from other visits.
        pub due_elsewhere: Money,
        pub appointed_at: Option<Instant>,
        pub follow_up: Option<AppointmentId>,
        pub follow_up_at: Option<Instant>,
        pub note_reason: Option<String>,
        pub note_symptoms: Option<String>,
        pub note_findings: Option<String>,
        pub note_advice: Option<String>,
        pub note_version: Option<i64>,
        pub note_saved_at: Option<Instant>,
        pub note_saved_by: Option<String>,
        pub note_author: Option<StaffId>,
        /// The version that the note says; nothing while it is a draft.
        pub note_signed: Option<i64>,
        pub prescription_state: Option<prescription::State>,
        pub prescription_id: Option<bricks::id::PrescriptionId>,
        pub prescription_lang_code: Option<String>,
        pub prescription_issued_by: Option<StaffId>,
        /// Who writes it after the visit: took it back, or began it then.
        pub prescription_late_by: Option<StaffId>,
        pub prescription_late_name: String,
        pub prescription_version: Option<i64>,
        /// What it was written in place of.
        pub prescription_replaces: Option<bricks::id::PrescriptionId>,
        /// The pharmacy declined something of it.
        pub prescription_declined: bool,
        /// Whether somebody's text waits beside the note.
        pub has_asides: bool,
        pub priority: Priority,
        pub emergency_reason: String,
        pub emergency_reason_en: String,
        /// Since when the patient is with the doctor to whom another one gave them.
        pub handed_over_at: Option<Instant>,
    }
}

impl Head {
    pub fn birth(&self) -> Birth {
        birth(self.birth_day, self.birth_year)
    }

    pub fn sex(&self) -> Sex {
        Sex::parse(&self.sex_code).unwrap_or(Sex::Other)
    }

    /// The ticket as it is called: `A020`.
    pub fn ticket(&self) -> String {
        show_ticket(&self.ticket_prefix, self.ticket_number)
    }

    /// The language that the patient reads.
    pub fn prescription_lang(&self) -> Lang {
        self.prescription_lang_code.as_deref().and_then(Lang::parse).unwrap_or(PATIENTS_LANG)
    }

    /// When the patient was expected, or else came: the time of day that suits this patient.
    pub fn came_at(&self) -> Instant {
        self.appointed_at.unwrap_or(self.arrived_at)
    }
}

const HEAD: &str = concat!(
    "SELECT v.id, v.state, v.day, v.ticket_prefix, v.ticket_number, v.reason, v.arrived_at, v.called_at, v.finished_at, v.due_vnd, ",
    papers::owes!(),
    ", \
     v.service_id, s.name_vi, s.name_en, s.duration_minutes, v.doctor_id, d.name, d.staff_id, COALESCE(d.room_id, v.room_id), r.name, \
     v.patient_id, p.code, p.name, p.sex, p.birth_day, p.birth_year, p.phone, p.email, p.reminders_wanted, p.allergies, p.allergies_none, p.conditions, \
     p.guardian_name, i.name_vi, i.name_en, p.insurance_until, \
     COALESCE(i.kind = 'national' AND p.insurance_number IS NOT NULL AND (p.insurance_from IS NULL OR p.insurance_from <= v.day) \
     AND (p.insurance_until IS NULL OR p.insurance_until >= v.day), FALSE), \
     (SELECT COUNT(*) FROM visit x WHERE x.patient_id = v.patient_id AND x.kind = 'consultation'), \
     (SELECT CAST(COALESCE(SUM(x.due_vnd), 0) AS BIGINT) FROM visit x WHERE x.patient_id = v.patient_id AND x.due_vnd > 0 AND x.id <> v.id), \
     a.starts_at, f.id, f.starts_at, n.reason, n.symptoms, n.findings, n.advice, n.version, n.saved_at, w.name, n.saved_by, n.signed, rx.state, rx.id, rx.lang, rx.issued_by, rx.late_by, TRIM(COALESCE(lw.title, '') || ' ' || COALESCE(lw.name, '')), rx.version, rx.replaces_id, \
     EXISTS (SELECT 1 FROM prescription_line z WHERE z.prescription_id = rx.id AND z.declined_milli > 0), \
     EXISTS (SELECT 1 FROM note_aside k WHERE k.visit_id = v.id), v.priority, v.emergency_reason, v.emergency_reason_en, v.handed_over_at \
     FROM visit v JOIN patient p ON p.id = v.patient_id JOIN service s ON s.id = v.service_id \
     JOIN resource d ON d.id = v.doctor_id JOIN resource r ON r.id = v.room_id \
     LEFT JOIN insurer i ON i.id = p.insurer_id LEFT JOIN appointment a ON a.id = v.appointment_id \
     LEFT JOIN appointment f ON f.id = v.follow_up_id LEFT JOIN note n ON n.visit_id = v.id LEFT JOIN staff w ON w.id = n.saved_by \
     LEFT JOIN prescription rx ON rx.visit_id = v.id AND rx.replaced_at IS NULL LEFT JOIN staff lw ON lw.id = rx.late_by \
     WHERE v.id = $1 AND v.branch_id = $2"
);
/// The head of a visit of this branch; `Stop::Missing` otherwise.
pub fn head(tx: &mut Tx<'_>, branch: BranchId, id: VisitId) -> Result<Head, Stop> {
    tx.one(HEAD, &[&id, &branch])?.ok_or(Stop::Missing)
}
