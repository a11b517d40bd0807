use super::{Cause, Known};
use crate::appointment::State;
use crate::message::reach::{Reach, code_of};
use crate::message::{self, Channel, Kind};
use bricks::clock::Instant;
use bricks::id::{AppointmentId, BranchId, OutboxId, PatientId, ResourceId, StaffId};
use bricks::lang::Lang;
use ground::db::{DbError, Stop, Topic, Tx};

ground::row! {
    /// An appointment with its patient, as news tell of it.
    pub(super) struct Person {
        pub(super) id: AppointmentId,
        pub(super) patient: PatientId,
        pub(super) doctor: ResourceId,
        pub(super) starts_at: Instant,
        pub(super) state: State,
        pub(super) name: String,
        /// The patient's, or the guardian's.
        pub(super) phone: Option<String>,
        pub(super) email: Option<String>,
        pub(super) doctor_title: String,
        pub(super) doctor_name: String,
        /// In which the patient was written to last.
        pub(super) spoken: Option<String>,
    }
}

impl Person {
    pub(super) fn lang(&self) -> Lang {
        self.spoken.as_deref().and_then(Lang::parse).unwrap_or_default()
    }

    pub(super) fn known(&self) -> Option<Known> {
        (self.state == State::Booked).then_some(Known { starts_at: self.starts_at, doctor: self.doctor })
    }

    pub(super) fn titled_doctor(&self) -> String {
        format!("{} {}", self.doctor_title, self.doctor_name).trim().to_owned()
    }

    pub(super) fn reached(&self, reach: &Reach, kind: Kind, tried: &[Channel]) -> Option<(Channel, String)> {
        reach.to(kind, self.phone.as_deref(), self.email.as_deref(), tried)
    }
}

ground::row! {
    /// News that have not gone out.
    pub(super) struct Pending {
        pub(super) outbox: Option<OutboxId>,
        pub(super) knew_starts_at: Option<Instant>,
        pub(super) knew_doctor: Option<ResourceId>,
        /// When the message goes out.
        pub(super) due_at: Option<Instant>,
        /// How many appointments the message speaks of.
        pub(super) speaks_of: i64,
    }
}

impl Pending {
    pub(super) fn knew(&self) -> Option<Known> {
        self.knew_starts_at.zip(self.knew_doctor).map(|(starts_at, doctor)| Known { starts_at, doctor })
    }
}

ground::row! {
    /// News as they were written by a message.
    pub(super) struct Noticed {
        pub(super) appointment: AppointmentId,
        pub(super) knew_starts_at: Option<Instant>,
        pub(super) knew_doctor: Option<ResourceId>,
        pub(super) cause: Cause,
        pub(super) tried: String,
    }
}

impl Noticed {
    pub(super) fn knew(&self) -> Option<Known> {
        self.knew_starts_at.zip(self.knew_doctor).map(|(starts_at, doctor)| Known { starts_at, doctor })
    }
}

ground::row! {
    /// How the newest news of an appointment went, for its page.
    pub struct Sent {
        pub kind: Kind,
        pub channel: Channel,
        pub state: message::State,
        pub due_at: Instant,
        pub sent_at: Option<Instant>,
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

const PERSON: &str = "SELECT a.id, a.patient_id, a.doctor_id, a.starts_at, a.state, p.name, COALESCE(p.phone, p.guardian_phone), p.email, \
     COALESCE(f.title, ''), COALESCE(f.name, d.name), (SELECT o.lang FROM outbox o WHERE o.patient_id = p.id ORDER BY o.id DESC LIMIT 1) \
     FROM appointment a JOIN patient p ON p.id = a.patient_id JOIN resource d ON d.id = a.doctor_id \
     LEFT JOIN staff f ON f.id = d.staff_id WHERE a.id = $1";
const PENDING: &str = "SELECT n.outbox_id, n.knew_starts_at, n.knew_doctor_id, o.due_at, \
     (SELECT COUNT(*) FROM notice m WHERE m.outbox_id = n.outbox_id) \
     FROM notice n LEFT JOIN outbox o ON o.id = n.outbox_id WHERE n.appointment_id = $1";
const KEEP: &str = "INSERT INTO notice (appointment_id, outbox_id, knew_starts_at, knew_doctor_id, cause, tried) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (appointment_id) DO UPDATE SET outbox_id = excluded.outbox_id, \
     knew_starts_at = excluded.knew_starts_at, knew_doctor_id = excluded.knew_doctor_id, cause = excluded.cause, tried = excluded.tried";
const FORGET: &str = "DELETE FROM notice WHERE appointment_id = $1";
const OF_MESSAGE: &str = "SELECT appointment_id, knew_starts_at, knew_doctor_id, cause, tried FROM notice WHERE outbox_id = $1 \
     ORDER BY appointment_id";
/// Before anything of the message is changed, as every act does.
const LOCK_APPOINTMENTS: &str = "SELECT id FROM appointment WHERE id IN (SELECT n.appointment_id FROM notice n WHERE n.outbox_id = $1) \
     ORDER BY id FOR UPDATE";
const OF_APPOINTMENT: &str = "SELECT o.kind, o.channel, o.state, o.due_at, o.sent_at FROM notice n \
     JOIN outbox o ON o.id = n.outbox_id WHERE n.appointment_id = $1";
const CALLS: &str = "SELECT c.appointment_id, c.created_at, p.name, COALESCE(p.phone, p.guardian_phone), a.state, a.starts_at, \
     COALESCE(f.name, d.name) FROM patient_call c JOIN appointment a ON a.id = c.appointment_id JOIN patient p ON p.id = a.patient_id \
     JOIN resource d ON d.id = a.doctor_id LEFT JOIN staff f ON f.id = d.staff_id \
     WHERE c.branch_id = $1 AND c.done_at IS NULL ORDER BY c.created_at, c.appointment_id LIMIT 200";
const ADD_CALL: &str = "INSERT INTO patient_call (appointment_id, created_at, branch_id) VALUES ($1, $2, $3) \
     ON CONFLICT (appointment_id, created_at) DO NOTHING";
const DROP_CALL: &str = "DELETE FROM patient_call WHERE appointment_id = $1 AND done_at IS NULL";
const CALLED: &str = "UPDATE patient_call SET done_at = $3, done_by = $4 WHERE appointment_id = $1 AND branch_id = $2 AND done_at IS NULL";

pub(super) fn person(tx: &mut Tx<'_>, id: AppointmentId) -> Result<Person, Stop> {
    find(tx, id)?.ok_or(Stop::Missing)
}

pub(super) fn find(tx: &mut Tx<'_>, id: AppointmentId) -> Result<Option<Person>, DbError> {
    tx.one(PERSON, &[&id])
}

/// Takes news back that have not gone out, by message or by a call; what they were. News of several appointments stay.
/// The appointment is locked.
pub(super) fn withdraw(tx: &mut Tx<'_>, id: AppointmentId) -> Result<Option<Pending>, Stop> {
    let Some(pending) = tx.one::<Pending>(PENDING, &[&id])? else { return Ok(None) };
    let is_back = match pending.outbox {
        Some(outbox) => pending.speaks_of == 1 && message::withdraw(tx, outbox)?,
        None => tx.run(DROP_CALL, &[&id])? > 0,
    };
    if !is_back {
        return Ok(None);
    }
    tx.run(FORGET, &[&id])?;
    tx.announce(Topic::Diary);
    Ok(Some(pending))
}

/// The newest news of an appointment, by a message or by a call.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    id: AppointmentId,
    outbox: Option<OutboxId>,
    knew: Option<Known>,
    (cause, tried): (Cause, &[Channel]),
) -> Result<(), DbError> {
    let (starts_at, doctor) = (knew.map(|k| k.starts_at), knew.map(|k| k.doctor));
    tx.run(KEEP, &[&id, &outbox, &starts_at, &doctor, &cause, &code_of(tried)]).map(|_| ())
}

/// The news that a message tells.
pub(super) fn of_message(tx: &mut Tx<'_>, id: OutboxId) -> Result<Vec<Noticed>, DbError> {
    tx.all(OF_MESSAGE, &[&id])
}

/// Holds the appointments of which a message tells, until the transaction ends.
pub(super) fn lock_appointments(tx: &mut Tx<'_>, id: OutboxId) -> Result<(), DbError> {
    tx.all::<AppointmentId>(LOCK_APPOINTMENTS, &[&id]).map(|_| ())
}

/// The newest news of an appointment that went by a message.
pub fn of_appointment(tx: &mut Tx<'_>, id: AppointmentId) -> Result<Option<Sent>, DbError> {
    tx.one(OF_APPOINTMENT, &[&id])
}

/// Somebody has to call the patient.
pub(super) fn add_call(tx: &mut Tx<'_>, branch: BranchId, id: AppointmentId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(ADD_CALL, &[&id, &now, &branch])?;
    tx.announce(Topic::Diary);
    Ok(())
}

/// Who is to be called, the longest waiting first.
pub fn calls(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<CallRow>, DbError> {
    tx.all(CALLS, &[&branch])
}

/// How many calls were open. Whoever calls it writes the audit.
pub fn called(tx: &mut Tx<'_>, branch: BranchId, id: AppointmentId, staff: StaffId) -> Result<u64, DbError> {
    let now = tx.now();
    tx.run(CALLED, &[&id, &branch, &now, &staff])
}
