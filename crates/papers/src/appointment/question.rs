//! What somebody is asked before an appointment is saved: whether this doctor takes this service, and whether one patient
//! is to be with two doctors at one time. Whoever books or moves is refused until the asker says to know it.

use super::audience::audience;
use super::free::suitable;
use super::inside::inside;
use super::{Place, store};
use crate::refuse::conflict_at;
use crate::text;
use bricks::clock::{Day, Instant, Zone, show_time};
use bricks::id::{AppointmentId, BranchId, PatientId, ResourceId, ServiceId};
use bricks::lang::Lang;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx, together};
use ground::people;

/// What the asker was asked, and goes on with all the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Knowing {
    /// The doctor does not usually give the service.
    pub other_doctor: bool,
    /// The patient has another appointment at the time.
    pub at_once: bool,
    /// The service is for others, by sex or age.
    pub unsuited: bool,
    /// The patient comes to the same doctor a second time that day, or is in the house for that doctor now.
    pub same_day: bool,
}

impl Knowing {
    /// For whoever has nobody to ask: what is brought back, what the clinic itself rearranges.
    pub const ALL: Knowing = Knowing { other_doctor: true, at_once: true, unsuited: true, same_day: true };
}

/// The field of [`Knowing::other_doctor`].
pub const OTHER_DOCTOR: &str = "other_doctor";
/// The field of [`Knowing::at_once`].
pub const AT_ONCE: &str = "at_once";

/// The field of [`Knowing::same_day`].
pub const SAME_DAY: &str = "same_day";
/// The field of [`Knowing::unsuited`].
pub const UNSUITED: &str = "unsuited";

/// Whose appointment it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whose {
    pub(super) id: AppointmentId,
    pub(super) patient: PatientId,
    pub(super) service: ServiceId,
}

/// Refused (a conflict) at [`OTHER_DOCTOR`] when the doctor is none of those who give the service; what was known is noted.
pub(super) fn gives(tx: &mut Tx<'_>, who: &Who, of: Whose, doctor: ResourceId, knowing: Knowing) -> Result<(), Stop> {
    let Some(named) = does_not_give(tx, who.branch, doctor, of.service)? else { return Ok(()) };
    if knowing.other_doctor {
        return Ok(who.note(tx, "book_other_doctor", "appointment", of.id.raw(), Some(of.patient), "")?);
    }
    Err(conflict_at(OTHER_DOCTOR, named.say(|l, doctor, service| text::appointment_other_doctor(l, doctor, service))))
}

/// Refused (a conflict) at [`UNSUITED`] when the service is for others than this patient on the day of the appointment.
pub(super) fn suits(tx: &mut Tx<'_>, who: &Who, of: Whose, at: &Place, knowing: Knowing) -> Result<(), Stop> {
    suits_on(tx, (of.patient, of.service), who.day_of(at.starts_at), knowing)
}

fn suits_on(
    tx: &mut Tx<'_>,
    (patient, service): (PatientId, ServiceId),
    day: Day,
    knowing: Knowing,
) -> Result<(), Stop> {
    if knowing.unsuited {
        return Ok(());
    }
    let Some(audience) = audience(tx, service)? else { return Ok(()) };
    let patient = people::by_id(tx, patient)?;
    match audience.misfit(patient.sex(), patient.birth(), day) {
        Some(why) => Err(conflict_at(UNSUITED, audience.say(why))),
        None => Ok(()),
    }
}

/// What a booking is asked, of somebody who comes without one: whether the service is for this patient today, and whether the
/// doctor gives it. The same fields.
pub fn ask_without_time(
    tx: &mut Tx<'_>,
    who: &Who,
    (patient, service): (PatientId, ServiceId),
    doctor: ResourceId,
    knowing: Knowing,
) -> Result<(), Stop> {
    let today = who.day_of(tx.now());
    let suited = suits_on(tx, (patient, service), today, knowing);
    let given = gives_without_time(tx, who, (patient, service), doctor, knowing);
    together([suited, given])
}

fn gives_without_time(
    tx: &mut Tx<'_>,
    who: &Who,
    (patient, service): (PatientId, ServiceId),
    doctor: ResourceId,
    knowing: Knowing,
) -> Result<(), Stop> {
    let Some(named) = does_not_give(tx, who.branch, doctor, service)? else { return Ok(()) };
    if knowing.other_doctor {
        return Ok(who.note(tx, "book_other_doctor", "patient", patient.raw(), Some(patient), "")?);
    }
    Err(conflict_at(OTHER_DOCTOR, named.say(|l, doctor, service| text::appointment_other_doctor(l, doctor, service))))
}

/// A doctor who does not give a service, by names.
pub(crate) struct NotGiven {
    doctor: String,
    service: [String; 2],
}

impl NotGiven {
    /// A sentence of the doctor and the service.
    pub(crate) fn say(&self, words: impl Fn(Lang, &str, &str) -> String) -> Say {
        let [vi, en] = &self.service;
        Say::new(words(Lang::Vi, &self.doctor, vi), words(Lang::En, &self.doctor, en))
    }
}

/// Nothing for a doctor who gives the service; what is of no speciality every doctor gives.
pub(crate) fn does_not_give(
    tx: &mut Tx<'_>,
    branch: BranchId,
    doctor: ResourceId,
    service: ServiceId,
) -> Result<Option<NotGiven>, Stop> {
    if suitable(tx, branch, service)?.contains(&doctor) {
        return Ok(None);
    }
    let named = store::named(tx, doctor, service)?.ok_or(Stop::Missing)?;
    if named.is_general {
        return Ok(None);
    }
    let doctor = format!("{} {}", named.title, named.doctor).trim().to_owned();
    Ok(Some(NotGiven { doctor, service: [named.service_vi, named.service_en] }))
}

/// Refused (a conflict) at [`AT_ONCE`] when the patient has another appointment then. Two who book one patient at once
/// wait for each other: the patient's row is taken until the transaction ends.
pub(super) fn is_elsewhere(tx: &mut Tx<'_>, who: &Who, of: Whose, at: &Place, knowing: Knowing) -> Result<(), Stop> {
    if !knowing.at_once {
        store::take_patient(tx, of.patient)?;
    }
    let ends_at = at.starts_at.plus_minutes(at.duration_minutes);
    let others = store::elsewhere(tx, (of.patient, of.id), (at.starts_at, ends_at))?;
    let Some(other) = others.first() else { return Ok(()) };
    if knowing.at_once {
        return Ok(who.note(tx, "book_at_once", "appointment", of.id.raw(), Some(of.patient), "")?);
    }
    Err(conflict_at(AT_ONCE, other.say(who.zone())))
}

/// Refused (a conflict) at [`SAME_DAY`] when the patient has another time with the doctor that day, or is in the house for that
/// doctor now. It follows [`is_elsewhere`], which has taken the patient's row.
pub(super) fn comes_twice(tx: &mut Tx<'_>, who: &Who, of: Whose, at: &Place, knowing: Knowing) -> Result<(), Stop> {
    if knowing.same_day {
        return Ok(());
    }
    store::take_patient(tx, of.patient)?;
    let (day, today) = (who.day_of(at.starts_at), who.day_of(tx.now()));
    if let Some(other) = store::same_day(tx, (of.patient, of.id), day, at.doctor)? {
        return Err(conflict_at(SAME_DAY, other.say_same_day(who.zone())));
    }
    let here = if day == today { inside(tx, of.patient, today)? } else { None };
    match here.filter(|here| here.doctor == at.doctor) {
        Some(here) => Err(conflict_at(SAME_DAY, here.say_here())),
        None => Ok(()),
    }
}

ground::row! {
    /// Another booked appointment of a patient.
    pub struct Elsewhere {
        pub title: String,
        pub doctor: String,
        pub starts_at: Instant,
        pub duration_minutes: i64,
    }
}

impl Elsewhere {
    /// Whether the patient would be with two doctors between two instants.
    pub fn overlaps(&self, from: Instant, to: Instant) -> bool {
        self.starts_at < to && from < self.starts_at.plus_minutes(self.duration_minutes)
    }

    pub fn say(&self, zone: &Zone) -> Say {
        let doctor = format!("{} {}", self.title, self.doctor);
        text::appointment_at_once_say(doctor.trim(), show_time(self.starts_at, zone))
    }

    fn say_same_day(&self, zone: &Zone) -> Say {
        let doctor = format!("{} {}", self.title, self.doctor);
        text::appointment_same_day_say(doctor.trim(), show_time(self.starts_at, zone))
    }
}

/// What a patient is booked for between two instants, in the order of time.
pub fn booked_within(tx: &mut Tx<'_>, patient: PatientId, span: (Instant, Instant)) -> Result<Vec<Elsewhere>, DbError> {
    store::elsewhere(tx, (patient, AppointmentId::from_raw(0)), span)
}
