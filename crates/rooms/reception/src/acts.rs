//! What the reception does: each act is one transaction's work, from the form to the address where it leads.

use crate::asked::{self, Here, Moment, Signs};
use crate::rules::likeness::{Likeness, Traits};
use crate::rules::{identity, unchanged};
use crate::{changes, store, text};
use bricks::clock::{Day, iso_day};
use bricks::id::{AppointmentId, PatientId, ResourceId, ServiceId, VisitId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use bricks::text::fold;
use ground::access::Who;
use ground::catalog::{self, Service};
use ground::db::{Stop, Tx, together};
use ground::people::consent::{self, Decision};
use ground::people::{self, Patient, Profile, opening};
use ground::web::Form;
use papers::appointment::{self, Appointment, Knowing, NewAppointment};
use papers::message;
use papers::notice::{self, Cause};
use papers::payer;
use papers::safety;
use papers::visit::{self, CheckIn, Priority};

pub mod merge;
pub mod questions;

/// A patient of the asker's branch; `Stop::Missing` otherwise.
pub fn patient(tx: &mut Tx<'_>, who: &Who, id: PatientId) -> Result<Patient, Stop> {
    let patient = people::by_id(tx, id)?;
    if patient.branch == who.branch { Ok(patient) } else { Err(Stop::Missing) }
}

pub(crate) fn here<'a>(tx: &Tx<'_>, who: &'a Who, lang: Lang) -> Here<'a> {
    Here { lang, zone: who.zone(), today: who.day_of(tx.now()) }
}

/// Books, and with `then=check_in` also lets the patient in, all or nothing; who was not asked everything beside the booking
/// is led to the check-in, which asks it. Refused at `starts_at` (a conflict) when the time is taken.
pub fn book(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<String, Stop> {
    let asked = asked::booking(form, here(tx, who, lang))?;
    let service = consultation(tx, who, asked.service)?;
    let room = room_of(tx, who, asked.doctor)?;
    let patient = known_patient(tx, who, asked.patient)?;
    let is_ready = questions::answered(tx, who, &patient, form, lang)?;
    if asked.check_in
        && let Some(place) = put_first(tx, who, patient.id, (asked::signs(form), &asked.note))?
    {
        return Ok(place);
    }
    let new = NewAppointment {
        patient: asked.patient,
        doctor: asked.doctor,
        room,
        service: asked.service,
        starts_at: asked.starts_at,
        duration_minutes: service.duration_minutes,
        source: asked.source,
        note: asked.note,
    };
    let id = appointment::book_as(tx, who, &new, asked.how)?;
    if asked.check_in && !is_ready {
        return Ok(format!("/appointments/{id}"));
    }
    if asked.check_in {
        let visit = let_in(tx, who, &new, id, (asked::signs(form), asked::beside_visit(form)))?;
        return Ok(format!("/reception?visit={visit}"));
    }
    if asked.tell {
        notice::booked(tx, who, id, Cause::Desk, (false, None))?;
    }
    if asked.remind {
        notice::remind(tx, who, id)?;
    }
    let day = iso_day(who.day_of(asked.starts_at));
    Ok(format!("/reception?day={day}&appointment={id}"))
}

/// A consultation that is offered; a refusal at `service` otherwise.
fn consultation(tx: &mut Tx<'_>, who: &Who, id: ServiceId) -> Result<Service, Stop> {
    let day = who.day_of(tx.now());
    let service = catalog::service(tx, id, day)?.filter(|s| s.kind == "consultation");
    service.ok_or_else(|| Refusal::field("service", ground::text::field_unknown_say()).into())
}

/// The room in which a doctor works; a refusal at `doctor` when there is none.
pub(crate) fn room_of(tx: &mut Tx<'_>, who: &Who, doctor: ResourceId) -> Result<ResourceId, Stop> {
    match store::room_of(tx, who.branch, doctor)? {
        Some(Some(room)) => Ok(room),
        Some(None) => Err(Refusal::field("doctor", text::doctor_without_room_say()).into()),
        None => Err(Refusal::field("doctor", ground::text::field_unknown_say()).into()),
    }
}

fn known_patient(tx: &mut Tx<'_>, who: &Who, id: PatientId) -> Result<Patient, Stop> {
    match patient(tx, who, id) {
        Err(Stop::Missing) => Err(Refusal::field("patient", ground::text::field_unknown_say()).into()),
        other => other,
    }
}

fn let_in(
    tx: &mut Tx<'_>,
    who: &Who,
    of: &NewAppointment,
    appointment: AppointmentId,
    (signs, beside): (Signs, Option<VisitId>),
) -> Result<VisitId, Stop> {
    let new = CheckIn {
        patient: of.patient,
        appointment: Some(appointment),
        service: of.service,
        doctor: of.doctor,
        room: of.room,
        reason: of.note.clone(),
        priority: priority(tx, who, of.patient, signs)?,
        beside,
    };
    enter(tx, who, &new, signs)
}

/// Checks in, with whoever bears the costs, and puts an emergency first at once, unless it was one today already.
fn enter(tx: &mut Tx<'_>, who: &Who, new: &CheckIn, signs: Signs) -> Result<VisitId, Stop> {
    let (id, _) = visit::check_in(tx, who, new)?;
    payer::take_from_card(tx, who, id)?;
    if signs.is_emergency && visit::by_id(tx, who.branch, id)?.priority != Priority::Emergency {
        visit::set_emergency(tx, who, id, &typed(&new.reason))?;
    }
    Ok(id)
}

/// Where an emergency is put first who waits or is with a doctor already: no second visit begins. Nothing for everybody else.
fn put_first(tx: &mut Tx<'_>, who: &Who, id: PatientId, (signs, why): (Signs, &str)) -> Result<Option<String>, Stop> {
    if !signs.is_emergency {
        return Ok(None);
    }
    let open = visit::set_emergency_where_open(tx, who, id, &typed(why))?;
    Ok(open.map(|visit| format!("/reception?visit={visit}&first=yes")))
}

/// Lets in who comes without an appointment, and gives the place in the queue. An emergency who is in the house already is put
/// first there: only the patient and the tick are asked for.
pub fn walk_in_or_put_first(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<String, Stop> {
    if let Some((id, why)) = asked::emergency_of(form, lang)? {
        known_patient(tx, who, id)?;
        if let Some(place) = put_first(tx, who, id, (asked::signs(form), &why))? {
            return Ok(place);
        }
    }
    let visit = walk_in(tx, who, form, lang)?;
    Ok(format!("/reception?visit={visit}"))
}

/// Lets a patient in once more who became an emergency after the doctor had finished.
pub fn see_again(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<VisitId, Stop> {
    let visit = visit::see_again(tx, who, id, None)?;
    payer::take_from_card(tx, who, visit)?;
    Ok(visit)
}

/// Whether the patient may go before others, emergencies aside: by the birth as it is written now, and by what the desk sees.
fn priority(tx: &mut Tx<'_>, who: &Who, id: PatientId, signs: Signs) -> Result<Priority, Stop> {
    let (patient, today) = (patient(tx, who, id)?, who.day_of(tx.now()));
    let is_pregnant = signs.is_pregnant && identity::may_be_pregnant(patient.sex(), patient.birth(), today);
    Ok(Priority::of(patient.birth(), today, is_pregnant))
}

/// Lets the patient of an appointment in, and gives the place in the queue; without the profile's form, who has open
/// questions is led to it first. An emergency who is in the house already is put first there, and stays booked.
pub fn arrive_or_ask(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, form: &Form, lang: Lang) -> Result<String, Stop> {
    let booked = appointment::lock(tx, who.branch, id)?;
    if let Some(place) = put_first(tx, who, booked.patient, (asked::signs(form), &booked.note))? {
        confirm_profile(tx, who, booked.patient, form, lang)?;
        return Ok(place);
    }
    if asked::version(form).is_none() {
        let patient = patient(tx, who, booked.patient)?;
        if questions::open(tx, who, &patient, who.day_of(tx.now()))?.any() {
            return Ok(format!("/appointments/{id}"));
        }
    }
    let visit = arrive(tx, who, id, form, lang)?;
    Ok(format!("/reception?visit={visit}"))
}

/// Confirms or corrects the profile, lets the patient of a booked appointment in and gives the ticket.
pub fn arrive(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, form: &Form, lang: Lang) -> Result<VisitId, Stop> {
    let booked = appointment::lock(tx, who.branch, id)?;
    confirm_profile(tx, who, booked.patient, form, lang)?;
    let new = CheckIn {
        patient: booked.patient,
        appointment: Some(id),
        service: booked.service,
        doctor: booked.doctor,
        room: booked.room,
        reason: booked.note,
        priority: priority(tx, who, booked.patient, asked::signs(form))?,
        beside: asked::beside_visit(form),
    };
    let visit = enter(tx, who, &new, asked::signs(form))?;
    notice::over(tx, id)?;
    Ok(visit)
}

/// Writes what was typed into the profile, where the form holds one.
fn confirm_profile(tx: &mut Tx<'_>, who: &Who, id: PatientId, form: &Form, lang: Lang) -> Result<(), Stop> {
    if asked::version(form).is_none() || opening::is_restricted(tx, who, id)? {
        return Ok(());
    }
    let (stored, insurers) = (patient(tx, who, id)?, store::insurers(tx)?);
    let moment = if asked::signs(form).is_emergency {
        Moment::Emergency
    } else {
        Moment::check_in(safety::has_coded_allergy(tx, id)?)
    };
    let typed = asked::profile(form, here(tx, who, lang), &insurers, moment)?;
    save_changes(tx, who, &stored, form, &typed)?;
    record_consent(tx, who, id, form, &typed)?;
    Ok(people::confirm(tx, id)?)
}

/// Writes a profile only when something of it changed; who changed nothing cannot be in conflict.
fn save_changes(tx: &mut Tx<'_>, who: &Who, stored: &Patient, form: &Form, typed: &Profile) -> Result<(), Stop> {
    if unchanged::is_unchanged(stored, typed) {
        return Ok(());
    }
    let version = asked::version(form).ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    people::update(tx, who, stored.id, version, typed)
}

/// Corrects a profile.
pub fn change_profile(tx: &mut Tx<'_>, who: &Who, id: PatientId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let (stored, insurers) = (patient(tx, who, id)?, store::insurers(tx)?);
    let typed = asked::profile(form, here(tx, who, lang), &insurers, Moment::Anytime)?;
    save_changes(tx, who, &stored, form, &typed)?;
    record_consent(tx, who, id, form, &typed)
}

/// Writes down what was allowed or refused: a child's word is the guardian's.
fn record_consent(tx: &mut Tx<'_>, who: &Who, id: PatientId, form: &Form, of: &Profile) -> Result<(), Stop> {
    let is_child = identity::guardian_asked(of.birth, who.day_of(tx.now()));
    let guardian = of.guardian_name.as_ref().filter(|_| is_child);
    let mut decided = asked::decisions(form).peekable();
    if decided.peek().is_some() {
        papers::hold_patient(tx, id)?;
    }
    for (purpose, given) in decided {
        let decided_by = guardian.unwrap_or(&of.name).clone();
        let decision = Decision { purpose, given, decided_by, by_guardian: guardian.is_some() };
        consent::record(tx, who, id, &decision)?;
    }
    Ok(())
}

/// Makes a profile. Refused once (a conflict) when somebody alike is known, until the form says `duplicates_seen`.
pub fn create_patient(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<PatientId, Stop> {
    let insurers = store::insurers(tx)?;
    let typed = asked::profile(form, here(tx, who, lang), &insurers, Moment::Anytime)?;
    let name_fold = fold(&typed.name);
    let own = Traits {
        name_fold: &name_fold,
        birth: typed.birth,
        phone: typed.phone.as_deref(),
        national_id: typed.national_id.as_deref(),
        insurance_number: typed.insurance_number.as_deref(),
    };
    if !form.has("duplicates_seen") && !alike(tx, who, own, None)?.is_empty() {
        return Err(Refusal::conflict(text::patient_maybe_known_say()).into());
    }
    let id = people::create(tx, who, &typed)?;
    record_consent(tx, who, id, form, &typed)?;
    Ok(id)
}

/// So many profiles alike are shown.
const ALIKE_MAX: usize = 8;

/// Profiles that are likely the same person's, the likeliest first.
pub fn alike(
    tx: &mut Tx<'_>,
    who: &Who,
    own: Traits<'_>,
    except: Option<PatientId>,
) -> Result<Vec<(Likeness, store::AlikeRow)>, Stop> {
    let rows = store::alike(tx, who.branch, own)?;
    let judged =
        rows.into_iter().filter(|row| Some(row.id) != except).map(|row| (Likeness::of(own, row.traits()), row));
    let mut likely: Vec<_> = judged.filter(|(likeness, _)| likeness.is_likely()).collect();
    likely.sort_by_key(|(likeness, row)| (-likeness.score(), row.id));
    likely.truncate(ALIKE_MAX);
    Ok(likely)
}

/// Lets a patient in who comes without an appointment. Refused at `patient` while the profile has open questions, and once
/// (a conflict) when the patient has an appointment today: then that one is to be checked in, or the form says by
/// `bookings_seen` that this is another visit. Doctor and service are asked about as a booking asks.
pub fn walk_in(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<VisitId, Stop> {
    let asked = asked::walk_in(form, lang)?;
    consultation(tx, who, asked.service)?;
    let (patient, today) = (known_patient(tx, who, asked.patient)?, who.day_of(tx.now()));
    // An emergency waits for no question; what was not asked stays so, for the doctor to see.
    let questions = match asked.signs.is_emergency {
        true => Ok(()),
        false => ask_at_desk(tx, who, &patient, today, (&asked, asked::knowing(form, asked.doctor, asked.service))),
    };
    let new = CheckIn {
        patient: asked.patient,
        appointment: None,
        service: asked.service,
        doctor: asked.doctor,
        room: room_of(tx, who, asked.doctor)?,
        reason: asked.reason,
        priority: priority(tx, who, asked.patient, asked.signs)?,
        beside: asked::beside_visit(form),
    };
    let entered = enter(tx, who, &new, asked.signs);
    let (id, entered) = match entered {
        Ok(id) => (Some(id), Ok(())),
        Err(stop) => (None, Err(stop)),
    };
    together([questions, entered])?;
    id.ok_or_else(|| Stop::fault("a visit without a number"))
}

/// All that is asked of who comes without an appointment.
fn ask_at_desk(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: &Patient,
    today: Day,
    (asked, knowing): (&asked::WalkIn, Knowing),
) -> Result<(), Stop> {
    let open = questions::open(tx, who, patient, today)?;
    let told = if open.any() { Err(Refusal::field("patient", open.say()).into()) } else { Ok(()) };
    let is_booked = !asked.bookings_seen && !store::booked_on(tx, who.branch, patient.id, today)?.is_empty();
    let beside = Refusal::conflict(text::booked_today_say()).and_field("bookings_seen", text::booked_today_say());
    let beside = if is_booked { Err(beside.into()) } else { Ok(()) };
    let suits = appointment::ask_without_time(tx, who, (patient.id, asked.service), asked.doctor, knowing);
    together([told, beside, suits])
}

/// What somebody typed says the same to every reader.
fn typed(words: &str) -> Say {
    Say::new(words.to_owned(), words.to_owned())
}

/// Puts a patient who got worse first in every list, or gives back the priority of before.
pub fn set_urgency(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let (is_emergency, why) = asked::urgency(form, lang)?;
    if is_emergency { visit::set_emergency(tx, who, id, &typed(&why)) } else { visit::end_emergency(tx, who, id, &why) }
}

/// Takes a check-in back, exactly: see [`visit::take_back`]. Its reminder waits again.
pub fn take_back(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<Option<AppointmentId>, Stop> {
    let appointment = visit::take_back(tx, who, id)?;
    if let Some(appointment) = appointment {
        message::restore_for(tx, message::Kind::Reminder, appointment.raw())?;
    }
    Ok(appointment)
}

/// Cancels an appointment with a reason, and tells the patient, unless the form says that this was done.
pub fn cancel(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, form: &Form, lang: Lang) -> Result<Appointment, Stop> {
    let reason = asked::reason(form, lang)?;
    let before = appointment::lock(tx, who.branch, id)?;
    let after = appointment::cancel(tx, who, id, &reason)?;
    changes::tell(tx, who, (&before, &after), form)?;
    Ok(after)
}

/// Gives up a patient who did not come, and takes the reminder back.
pub fn mark_absent(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<Appointment, Stop> {
    let after = appointment::no_show(tx, who, id)?;
    notice::over(tx, id)?;
    Ok(after)
}

/// A waiting patient went home without being seen.
pub fn depart(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let reason = asked::reason(form, lang)?;
    visit::leave(tx, who, id, &reason)
}

/// Closes a visit of an earlier day that was left open: its patient was seen, or went home.
pub fn close_left_open(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let (was_seen, reason) = asked::closing(form, lang)?;
    visit::close_left_open(tx, who, id, was_seen, &reason)
}
