//! Doses that were given elsewhere, as the vaccination book says: the next dose is judged by them too.

use super::Dose;
use super::schedule::{self, Known, vaccine};
use crate::refuse::invalid;
use crate::{safety, text};
use bricks::clock::{Day, Instant, show_day};
use bricks::id::PatientId;
use bricks::lang::Lang;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};

/// Of all profiles that are one patient's.
const OF_PATIENT: &str = "SELECT e.id, e.schedule, e.dose_number, e.given_on, e.place, e.noted_at, s.name FROM earlier_dose e JOIN staff s ON s.id = e.noted_by \
     WHERE e.removed_at IS NULL AND e.patient_id IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT p.id FROM patient p WHERE p.merged_into = $1) \
     ORDER BY e.given_on DESC, e.id DESC LIMIT 100";
const INSERT: &str = "INSERT INTO earlier_dose (id, patient_id, schedule, dose_number, given_on, place, noted_at, noted_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (patient_id, schedule, dose_number, given_on) WHERE removed_at IS NULL DO NOTHING";
const REMOVE: &str = "UPDATE earlier_dose SET removed_at = $3, removed_by = $4 WHERE id = $1 AND removed_at IS NULL \
     AND patient_id IN (SELECT CAST($2 AS BIGINT) UNION ALL SELECT p.id FROM patient p WHERE p.merged_into = $2)";

ground::row! {
    /// A dose that somebody else gave.
    pub struct EarlierDose {
        pub id: i64,
        /// Of the schedules of `data/vaccines.tsv`.
        pub schedule: String,
        pub number: i64,
        pub on: Day,
        /// Where; may be empty.
        pub place: String,
        pub noted_at: Instant,
        pub noted_by: String,
    }
}

impl EarlierDose {
    pub fn name(&self, l: Lang) -> &str {
        vaccine(&self.schedule).map_or(self.schedule.as_str(), |vaccine| vaccine.name.to(l))
    }
}

/// What the vaccination book says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEarlier {
    pub schedule: String,
    pub number: i64,
    pub on: Day,
    pub place: String,
}

/// The doses from elsewhere that are known of a patient, the latest first.
pub fn earlier(tx: &mut Tx<'_>, patient: PatientId) -> Result<Vec<EarlierDose>, DbError> {
    tx.all(OF_PATIENT, &[&patient])
}

/// Writes down a dose that was given elsewhere. Refused at `earlier_on` for a day that is not past or before the birth, at
/// `earlier_number` when this dose of the course is known already, here or elsewhere, whoever wrote it down meanwhile.
pub fn note_earlier(tx: &mut Tx<'_>, who: &Who, patient: PatientId, new: &NewEarlier) -> Result<(), Stop> {
    safety::lock_patient(tx, patient)?;
    let today = who.day_of(tx.now());
    if new.on > today || new.on < super::born(tx, patient)?.0 {
        return Err(invalid("earlier_on", text::earlier_day_say()));
    }
    let here = super::of_patient(tx, patient)?.into_iter().filter(|dose| dose.counted() == new.schedule);
    let here = here.map(|dose| (dose.number, who.day_of(dose.given_at)));
    let elsewhere = earlier(tx, patient)?.into_iter().filter(|dose| dose.schedule == new.schedule);
    let mut known = here.chain(elsewhere.map(|dose| (dose.number, dose.on)));
    let same = |(number, on): &(i64, Day)| *number == new.number && schedule::is_one_course(&new.schedule, *on, new.on);
    let same = known.find(same).map(|(_, on)| on);
    let (id, now) = (tx.new_id(), tx.now());
    let row = |tx: &mut Tx<'_>| {
        tx.run(INSERT, &[&id, &patient, &new.schedule, &new.number, &new.on, &new.place, &now, &who.staff])
    };
    if let Some(on) = if same.is_none() && row(tx)? == 0 { Some(new.on) } else { same } {
        let said = |l| text::earlier_known(l, show_day(on, l), new.number);
        return Err(invalid("earlier_number", Say::new(said(Lang::Vi), said(Lang::En))));
    }
    let detail = format!("{} · {} · {}", new.schedule, new.number, new.on);
    who.note(tx, "note_earlier_dose", "patient", patient.raw(), Some(patient), &detail)?;
    tx.announce(Topic::Patient(patient));
    Ok(())
}

/// Takes off what was written down by mistake; `Stop::Missing` when it is not there.
pub fn remove_earlier(tx: &mut Tx<'_>, who: &Who, patient: PatientId, id: i64) -> Result<(), Stop> {
    let now = tx.now();
    let dose = earlier(tx, patient)?.into_iter().find(|dose| dose.id == id).ok_or(Stop::Missing)?;
    if tx.run(REMOVE, &[&id, &patient, &now, &who.staff])? == 0 {
        return Err(Stop::Missing);
    }
    let detail = format!("{} · {} · {}", dose.schedule, dose.number, dose.on);
    who.note(tx, "remove_earlier_dose", "patient", patient.raw(), Some(patient), &detail)?;
    tx.announce(Topic::Patient(patient));
    Ok(())
}

/// What was given of everything, here and elsewhere, and from which day on doses of the schedule count.
pub fn known(
    schedule: &str,
    today: Day,
    (given, elsewhere): (&[Dose], &[EarlierDose]),
    day_of: impl Fn(Instant) -> Day,
    same: impl Fn(&Dose) -> bool,
) -> (Day, Vec<Known>) {
    let here = given.iter().map(|dose| Known {
        schedule: dose.counted().to_owned(),
        same: same(dose),
        number: dose.number,
        on: day_of(dose.given_at),
    });
    let elsewhere = elsewhere.iter().map(|dose| Known {
        schedule: dose.schedule.clone(),
        same: dose.schedule == schedule,
        number: dose.number,
        on: dose.on,
    });
    let mut known: Vec<Known> = here.chain(elsewhere).collect();
    let own = known.iter().filter(|dose| dose.same).map(|dose| dose.on).collect();
    let since = schedule::course_since(schedule, today, own);
    known.retain(|dose| !dose.same || dose.on >= since);
    (since, known)
}
