//! The right code makes the appointment.

use super::appointment_path;
use super::hold::code_hash;
use crate::limits::{self, What};
use crate::rules::time::Start;
use crate::store::{self, HoldRow};
use crate::{offer, settings, text};
use bricks::id::{AppointmentId, HoldId, PatientId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::text::fold;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::people::consent::{self, Decision};
use ground::people::{self, Profile, Sex};
use papers::appointment::{self, How, Knowing, NewAppointment, Source, Work, hold};
use papers::notice::{self, Cause, To};

const TRIES_MAX: i64 = 5;
const FULL_AGE: i64 = 18;

/// Counts a wrong code in a transaction of its own, however the act behind it ends. The right one costs no try, so that
/// it may come several times at once; the hold is locked while it is looked at. When five were wrong the hold is over
/// with the next, and the answer is `false`. What is over already is for [`confirm`] to say.
pub fn spend_try(tx: &mut Tx<'_>, id: HoldId, (code, caller): (&str, &str)) -> Result<bool, Stop> {
    if !caller.is_empty() {
        limits::throttle(tx, What::Try, caller)?;
    }
    let row = store::lock_hold(tx, id)?.ok_or(Stop::Missing)?;
    if !row.is_open() {
        return Ok(true);
    }
    if row.tries < TRIES_MAX {
        if code_hash(tx, id, code)? != row.code_hash {
            store::take_try(tx, id)?;
        }
        return Ok(true);
    }
    store::end_hold(tx, id)?;
    hold::give_back(tx, id)?;
    Ok(false)
}

/// Makes the appointment of a hold whose code is right; gives the patient's page. `other` is a time chosen in the place of
/// one that is gone. Refused at `code` when that is wrong or too old, at `starts_at` (a conflict) when the time is gone.
pub fn confirm(
    tx: &mut Tx<'_>,
    who: &Who,
    (id, code): (HoldId, &str),
    other: Option<Start>,
    lang: Lang,
) -> Result<String, Stop> {
    let row = store::lock_hold(tx, id)?.ok_or(Stop::Missing)?;
    if let Some(done) = row.appointment {
        return appointment_path(tx, done, lang);
    }
    if !row.is_open() {
        return Err(Refusal::conflict(text::hold_over_refusal_say()).into());
    }
    if code_hash(tx, id, code)? != row.code_hash {
        return Err(Refusal::field("code", text::code_wrong_say(TRIES_MAX - row.tries)).into());
    }
    if tx.now() > row.code_ends_at {
        return Err(Refusal::field("code", text::code_too_old_say()).into());
    }
    hold::give_back(tx, id)?;
    let patient = patient(tx, who, &row)?;
    consent_to_care(tx, who, &row, patient)?;
    let appointment = book(tx, who, &row, (patient, other))?;
    store::confirm_hold(tx, id, appointment)?;
    let asked = settings::read(tx)?.desk_accepts;
    if asked {
        store::await_desk(tx, appointment)?;
    }
    let to = To { channel: row.channel, address: row.address().to_owned(), lang: row.lang() };
    notice::booked(tx, who, appointment, Cause::Patient, (asked, Some(to)))?;
    if !asked {
        notice::remind(tx, who, appointment)?;
    }
    appointment_path(tx, appointment, lang)
}

/// The consent that was ticked, of whoever is of age. For a child it is the guardian's, who is asked for at the desk.
fn consent_to_care(tx: &mut Tx<'_>, who: &Who, row: &HoldRow, patient: PatientId) -> Result<(), Stop> {
    let birth = people::birth(row.birth_day, row.birth_year);
    if bricks::age::months(birth, who.day_of(tx.now())) < FULL_AGE * 12 {
        return Ok(());
    }
    let ticked =
        Decision { purpose: consent::Purpose::Care, given: true, decided_by: row.name.clone(), by_guardian: false };
    consent::record(tx, who, patient, &ticked)
}

fn book(
    tx: &mut Tx<'_>,
    who: &Who,
    row: &HoldRow,
    (patient, other): (PatientId, Option<Start>),
) -> Result<AppointmentId, Stop> {
    let start = other.unwrap_or(Start { doctor: row.doctor, at: row.starts_at });
    let gone = || Refusal::conflict(text::time_gone_say()).and_field("starts_at", text::time_gone_say());
    let service = offer::service(tx, &who.clinic, row.service)?.ok_or_else(gone)?;
    service.row_of(start.doctor).ok_or_else(gone)?;
    let settings = settings::read(tx)?;
    if !offer::is_free(tx, who.zone(), &settings, start, Work::of(row.service, row.duration_minutes))? {
        return Err(gone().into());
    }
    let room = store::room_of(tx, who.branch, start.doctor)?.ok_or_else(gone)?;
    let new = NewAppointment {
        patient,
        doctor: start.doctor,
        room,
        service: row.service,
        starts_at: start.at,
        duration_minutes: row.duration_minutes,
        source: Source::Website,
        note: row.reason.clone(),
    };
    // What else somebody is booked for is told to nobody who only knows a name and a phone.
    appointment::book_as(tx, who, &new, How { knowing: Knowing::ALL, ..How::default() })
}

/// The patient whose phone, name and birth are all the same; otherwise a new one whom reception verifies.
fn patient(tx: &mut Tx<'_>, who: &Who, row: &HoldRow) -> Result<PatientId, Stop> {
    if let Some(known) = store::same_patient(tx, row, &fold(&row.name))? {
        return Ok(known);
    }
    let profile = Profile {
        name: row.name.clone(),
        sex: Sex::parse(&row.sex).unwrap_or(Sex::Other),
        birth: people::birth(row.birth_day, row.birth_year),
        phone: Some(row.phone.clone()),
        email: row.email.clone(),
        address: String::new(),
        province: None,
        national_id: None,
        insurer: None,
        insurance_number: None,
        insurance_from: None,
        insurance_until: None,
        guardian_name: None,
        guardian_phone: None,
        allergies: String::new(),
        allergies_none: false,
        conditions: String::new(),
        reminders_wanted: true,
    };
    let id = people::create(tx, who, &profile)?;
    store::mark_from_website(tx, id)?;
    Ok(id)
}
