//! What the forms ask for: read field by field, every mistake gathered.

mod profile;

pub use profile::{Moment, allergies_answer, card_values, consent_field, decisions, filled, profile};

use crate::rules::place;
use crate::text;
use bricks::clock::{Day, Instant, Zone};
use bricks::id::{PatientId, ResourceId, ServiceId, VisitId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::web::{Fields, Form};
use papers::appointment::{AT_ONCE, How, Knowing, OTHER_DOCTOR, SAME_DAY, Source, UNSUITED};

pub const NAME_MAX: usize = 120;
pub const REASON_MAX: usize = 200;
/// How a wish for a booking reaches the desk.
pub const DESK_SOURCES: [Source; 2] = [Source::Phone, Source::InPerson];
/// A booking reaches at most so many days ahead.
const AHEAD_DAYS_MAX: i64 = 400;

/// A booking as the desk asks for it.
#[derive(Debug, Clone)]
pub struct Booking {
    pub patient: PatientId,
    pub service: ServiceId,
    pub doctor: ResourceId,
    pub starts_at: Instant,
    pub note: String,
    pub source: Source,
    /// Whether the patient gets a message that it is booked.
    pub tell: bool,
    pub remind: bool,
    pub check_in: bool,
    /// Beside another appointment, when the time is taken; and what was asked before it is saved.
    pub how: How,
}

/// Where the asker stands in time.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    pub lang: Lang,
    pub zone: &'a Zone,
    pub today: Day,
}

/// A booking form. An offered time (`offer`) wins over the doctor and time chosen before.
pub fn booking(form: &Form, here: Here<'_>) -> Result<Booking, Refusal> {
    let mut fields = Fields::new(form, here.lang);
    let patient = patient(&mut fields, form);
    let service = fields.required_id("service");
    let offered = place::offer_of(form.text("offer"), form.text("starts_at"));
    let offered_doctor = offered.and_then(|offer| offer.doctor.parse().ok());
    let is_any = form.text("doctor") == place::ANY_DOCTOR;
    let doctor = offered_doctor.or_else(|| if is_any { None } else { fields.required_id("doctor") });
    let beside = fields.day("day");
    let time = offered.map_or(form.text("starts_at"), |offer| offer.time);
    let starts_at = starts_at(&mut fields, time, beside, here);
    let note = fields.line("note", REASON_MAX);
    let source = source(&mut fields);
    let check_in = form.text("then") == "check_in" || offered.is_some_and(|offer| offer.check_in);
    if check_in && starts_at.is_some_and(|at| here.zone.day_of(at) != here.today) {
        fields.refuse("starts_at", text::check_in_only_today_say());
    }
    if is_any && doctor.is_none() && starts_at.is_some() {
        fields.refuse("starts_at", text::time_choose_say());
    }
    fields.check()?;
    let whole = patient.zip(service).zip(doctor).zip(starts_at);
    let (((patient, service), doctor), starts_at) =
        whole.ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    Ok(Booking {
        patient,
        service,
        doctor,
        starts_at,
        note,
        source,
        tell: form.has("tell"),
        remind: form.has("remind"),
        check_in,
        how: How { beside: offered.is_some_and(|offer| offer.beside), knowing: knowing(form, doctor, service) },
    })
}

/// The tick that a doctor takes a service: it holds for these two only.
pub fn agreed(doctor: &str, service: &str) -> String {
    format!("{doctor}@{service}")
}

/// What the asker was asked, and goes on with.
pub fn knowing(form: &Form, doctor: ResourceId, service: ServiceId) -> Knowing {
    let other_doctor = form.text(OTHER_DOCTOR) == agreed(&doctor.to_string(), &service.to_string());
    let unsuited = form.text(UNSUITED) == service.to_string();
    Knowing { other_doctor, at_once: form.has(AT_ONCE), unsuited, same_day: form.has(SAME_DAY) }
}

/// The visit beside which the desk lets a patient in once more.
pub fn beside_visit(form: &Form) -> Option<VisitId> {
    form.text(papers::visit::BESIDE_VISIT).parse().ok()
}

/// The patient picked in the typeahead, or from the choices that a page without script gives.
pub fn patient(fields: &mut Fields<'_>, form: &Form) -> Option<PatientId> {
    if form.has("patient_choice") {
        return fields.required_id("patient_choice");
    }
    if form.text("patient").is_empty() && !form.text("patient_text").trim().is_empty() {
        fields.refuse("patient", text::patient_pick_say());
        return None;
    }
    fields.required_id("patient")
}

fn starts_at(fields: &mut Fields<'_>, typed: &str, beside: Option<Day>, here: Here<'_>) -> Option<Instant> {
    if beside.is_some_and(|day| day < here.today) {
        fields.refuse("day", text::day_past_say());
        return None;
    }
    if typed.is_empty() {
        fields.refuse("starts_at", text::time_choose_say());
        return None;
    }
    let Some(at) = place::parse_local_time(typed, beside, here.zone) else {
        fields.refuse("starts_at", text::time_unreadable_say());
        return None;
    };
    let ahead = bricks::clock::days_between(here.today, here.zone.day_of(at));
    if ahead > AHEAD_DAYS_MAX {
        fields.refuse("day", text::day_too_far_say(AHEAD_DAYS_MAX));
    }
    Some(at)
}

/// Another time for an appointment.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    pub doctor: ResourceId,
    /// Asked for by the column of a room.
    pub room: Option<ResourceId>,
    pub starts_at: Instant,
    pub duration_minutes: i64,
    pub asked: papers::appointment::Asked,
}

/// The form of a move of an appointment for a service. An offered time (`offer`) wins over the doctor and time chosen before.
pub fn moving(form: &Form, service: ServiceId, here: Here<'_>) -> Result<Move, Refusal> {
    let mut fields = Fields::new(form, here.lang);
    let offered = place::offer(form.text("offer"));
    let offered_doctor = offered.and_then(|offer| offer.doctor.parse().ok());
    let doctor = offered_doctor.or_else(|| fields.required_id("doctor"));
    let room = fields.id("room").filter(|_| offered.is_none());
    let beside = fields.day("day");
    let time = offered.map_or(form.text("starts_at"), |offer| offer.time);
    let starts_at = starts_at(&mut fields, time, beside, here);
    let duration = fields.whole("duration", 5, 480);
    if duration.is_none() && form.text("duration").trim().is_empty() {
        fields.refuse("duration", ground::text::field_required_say());
    }
    fields.check()?;
    let whole = doctor.zip(starts_at).zip(duration);
    let ((doctor, starts_at), duration_minutes) = whole.ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    let knowing = knowing(form, doctor, service);
    let asked = papers::appointment::Asked { seen_version: version(form), beside: form.has("beside"), knowing };
    Ok(Move { doctor, room, starts_at, duration_minutes, asked })
}

/// Somebody who comes without an appointment.
#[derive(Debug, Clone)]
pub struct WalkIn {
    pub patient: PatientId,
    pub service: ServiceId,
    pub doctor: ResourceId,
    pub reason: String,
    /// The patient's bookings of today were shown, and this visit is beside them.
    pub bookings_seen: bool,
    pub signs: Signs,
}

/// What the desk sees and no date of birth tells.
#[derive(Debug, Clone, Copy)]
pub struct Signs {
    pub is_pregnant: bool,
    pub is_emergency: bool,
}

pub fn signs(form: &Form) -> Signs {
    Signs { is_pregnant: form.has("pregnant"), is_emergency: form.has("emergency") }
}

/// Whom a form lets in as an emergency, and why, where just that patient's card stood on the page.
pub fn emergency_of(form: &Form, lang: Lang) -> Result<Option<(PatientId, String)>, Refusal> {
    let seen = form.text("seen");
    if !signs(form).is_emergency || crate::shown::picked_patient(form) != seen {
        return Ok(None);
    }
    let mut fields = Fields::new(form, lang);
    let reason = fields.line("reason", REASON_MAX);
    fields.check()?;
    Ok(seen.parse().ok().map(|patient| (patient, reason)))
}

/// Refused at `patient` unless the patient's card, with what the desk has to see, stood on the page that was sent.
pub fn walk_in(form: &Form, lang: Lang) -> Result<WalkIn, Refusal> {
    let mut fields = Fields::new(form, lang);
    let patient = patient(&mut fields, form);
    let service = fields.required_id("service");
    let doctor = fields.required_id("doctor");
    let reason = fields.line("reason", REASON_MAX);
    if patient.is_some_and(|id| form.text("seen") != id.to_string()) {
        fields.refuse("patient", text::patient_look_say());
    }
    fields.check()?;
    let whole = patient.zip(service).zip(doctor);
    let ((patient, service), doctor) = whole.ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    let bookings_seen = form.text("bookings_seen") == patient.to_string();
    Ok(WalkIn { patient, service, doctor, reason, bookings_seen, signs: signs(form) })
}

/// Why an appointment is cancelled, or why a patient went home: it has to be said.
pub fn reason(form: &Form, lang: Lang) -> Result<String, Refusal> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_line("reason", REASON_MAX);
    fields.check()?;
    Ok(reason)
}

/// Whether a patient becomes an emergency or stops being one, and why: a short word is enough, one key held down is not.
pub fn urgency(form: &Form, lang: Lang) -> Result<(bool, String), Refusal> {
    let mut fields = Fields::new(form, lang);
    let is_emergency = fields.choice("as", |word| match word {
        "emergency" => Some(true),
        "usual" => Some(false),
        _ => None,
    });
    let why = fields.required_line("why", REASON_MAX);
    if !why.is_empty() && !bricks::text::names_something(&why) {
        let is_end = is_emergency == Some(false);
        fields.refuse("why", if is_end { text::urgency_end_short_say() } else { text::urgency_why_short_say() });
    }
    fields.check()?;
    let is_emergency = is_emergency.ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    Ok((is_emergency, why))
}

/// Whether the patient of a visit that was left open was seen, and why it is closed now.
pub fn closing(form: &Form, lang: Lang) -> Result<(bool, String), Refusal> {
    let mut fields = Fields::new(form, lang);
    let was_seen = fields.choice("as", |word| ["finished", "left"].contains(&word).then(|| word == "finished"));
    let reason = fields.required_line("reason", REASON_MAX);
    fields.check()?;
    Ok((was_seen.unwrap_or_default(), reason))
}

/// How the wish for a booking reached the desk: by phone where the form does not say.
pub fn source(fields: &mut Fields<'_>) -> Source {
    let read = |code: &str| match code {
        "" => Some(Source::Phone),
        code => Source::parse(code).filter(|source| DESK_SOURCES.contains(source)),
    };
    fields.choice("source", read).unwrap_or(Source::Phone)
}

pub fn version(form: &Form) -> Option<i64> {
    form.text("version").parse().ok()
}
