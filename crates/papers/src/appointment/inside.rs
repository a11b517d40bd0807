//! Whether a patient is in the house today already: waiting, with a doctor, or on the way between tests, pharmacy and
//! cashier. Whoever would let the same patient in once more, or book the same doctor for today, is asked about it.

use crate::text;
use bricks::clock::Day;
use bricks::id::{PatientId, ResourceId, VisitId};
use bricks::lang::Lang;
use bricks::say::Say;
use ground::db::{DbError, Tx};

ground::row! {
    /// A visit of today that is not over for its patient.
    pub struct Inside {
        pub visit: VisitId,
        pub doctor: ResourceId,
        /// The doctor has finished; what was ordered, prescribed or charged is still open.
        pub is_seen: bool,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub title: String,
        pub doctor_name: String,
        /// The patient goes before all others.
        pub is_emergency: bool,
        pub emergency_reason: String,
        pub emergency_reason_en: String,
    }
}

impl Inside {
    /// `A007`
    pub fn ticket(&self) -> String {
        format!("{}{:03}", self.ticket_prefix, self.ticket_number)
    }

    /// The doctor as addressed.
    pub fn doctor_titled(&self) -> String {
        format!("{} {}", self.title, self.doctor_name).trim().to_owned()
    }

    /// `Emergency: fainted.`; nothing for everybody else.
    pub fn emergency(&self, l: Lang) -> Option<String> {
        let is_english = l == Lang::En && !self.emergency_reason_en.is_empty();
        let why = if is_english { &self.emergency_reason_en } else { &self.emergency_reason };
        let named = text::reason_emergency(l);
        let told = if why.is_empty() { format!("{named}.") } else { format!("{named}: {why}.") };
        self.is_emergency.then_some(told)
    }

    fn with_emergency(&self, say: Say) -> Say {
        let told = |l| self.emergency(l).map(|told| format!("{told} {}", say.to(l)));
        match told(Lang::Vi).zip(told(Lang::En)) {
            Some((vi, en)) => Say::new(vi, en),
            None => say,
        }
    }

    pub(crate) fn say_again(&self) -> Say {
        self.with_emergency(text::appointment_inside_say(self.doctor_titled(), self.ticket()))
    }

    pub(crate) fn say_open(&self) -> Say {
        self.with_emergency(text::visit_already_in_say(self.doctor_titled(), self.ticket()))
    }

    pub(crate) fn say_here(&self) -> Say {
        self.with_emergency(text::appointment_here_say(self.doctor_titled(), self.ticket()))
    }
}

/// Whether a result of the order that the statement calls so still waits for a doctor's eye: a dose that was given, and about which
/// nobody wrote a word, is no result.
#[macro_export]
macro_rules! waits_for_a_look {
    ($order:literal) => {
        concat!(
            $order,
            ".state = 'done' AND ",
            $order,
            ".reviewed_at IS NULL AND NOT (",
            $order,
            ".kind = 'vaccine' AND ",
            $order,
            ".finding = '' AND ",
            $order,
            ".conclusion = '')"
        )
    };
}

/// Whether the patient of a visit `v` that the doctor has finished is still in the house: something ordered, prescribed or charged is open.
#[macro_export]
macro_rules! seen_and_here {
    () => {
        concat!(
            "v.state = 'finished' AND (v.due_vnd > 0 OR EXISTS (SELECT 1 FROM prescription p WHERE p.visit_id = v.id AND p.state = 'issued') \
             OR EXISTS (SELECT 1 FROM clinical_order o WHERE o.visit_id = v.id AND (o.state IN ('ordered', 'started') OR ",
            $crate::waits_for_a_look!("o"),
            ")))"
        )
    };
}

/// One that waits or is in a room is told before one that the doctor has finished, and a later one before an earlier one.
const INSIDE: &str = concat!(
    "SELECT v.id, v.doctor_id, v.state = 'finished', v.ticket_prefix, v.ticket_number, COALESCE(f.title, ''), \
     COALESCE(f.name, d.name), v.priority = 'emergency', v.emergency_reason, v.emergency_reason_en FROM visit v JOIN resource d ON d.id = v.doctor_id LEFT JOIN staff f ON f.id = d.staff_id \
     WHERE v.patient_id = $1 AND v.kind = 'consultation' AND (v.state IN ('waiting', 'in_room') OR v.day = $2 AND ",
    crate::seen_and_here!(),
    ") ORDER BY v.state = 'finished', v.arrived_at DESC LIMIT 1"
);

/// The visit for which a patient is in the house today.
pub fn inside(tx: &mut Tx<'_>, patient: PatientId, today: Day) -> Result<Option<Inside>, DbError> {
    tx.one(INSIDE, &[&patient, &today])
}
