//! What the forms ask for: read field by field, every mistake gathered.

use crate::rules::{identity, place};
use crate::store::Insurer;
use crate::text;
use bricks::age::Birth;
use bricks::clock::{Day, Instant, Zone};
use bricks::id::{InsurerId, PatientId, ResourceId, ServiceId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::people::{Profile, Sex};
use ground::web::{Fields, Form};
use papers::appointment::Source;

pub const NAME_MAX: usize = 120;
pub const REASON_MAX: usize = 200;
const ADDRESS_MAX: usize = 200;
const LONG_MAX: usize = 1_000;
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
    pub remind: bool,
    pub check_in: bool,
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
    let source = fields.choice("source", |code| Source::parse(if code.is_empty() { "phone" } else { code }));
    let check_in = form.text("then") == "check_in" || offered.is_some_and(|offer| offer.check_in);
    if check_in && starts_at.is_some_and(|at| here.zone.day_of(at) != here.today) {
        fields.refuse("starts_at", text::check_in_only_today_say());
    }
    if is_any && doctor.is_none() && starts_at.is_some() {
        fields.refuse("starts_at", text::time_choose_say());
    }
    fields.check()?;
    let whole = patient.zip(service).zip(doctor).zip(starts_at).zip(source);
    let ((((patient, service), doctor), starts_at), source) =
        whole.ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    Ok(Booking { patient, service, doctor, starts_at, note, source, remind: form.has("remind"), check_in })
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

/// Somebody who comes without an appointment.
#[derive(Debug, Clone)]
pub struct WalkIn {
    pub patient: PatientId,
    pub service: ServiceId,
    pub doctor: ResourceId,
    pub reason: String,
}

pub fn walk_in(form: &Form, lang: Lang) -> Result<WalkIn, Refusal> {
    let mut fields = Fields::new(form, lang);
    let patient = patient(&mut fields, form);
    let service = fields.required_id("service");
    let doctor = fields.required_id("doctor");
    let reason = fields.line("reason", REASON_MAX);
    fields.check()?;
    let whole = patient.zip(service).zip(doctor);
    let ((patient, service), doctor) = whole.ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    Ok(WalkIn { patient, service, doctor, reason })
}

/// Why an appointment is cancelled, or why a patient went home: it has to be said.
pub fn reason(form: &Form, lang: Lang) -> Result<String, Refusal> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_line("reason", REASON_MAX);
    fields.check()?;
    Ok(reason)
}

/// Where a profile is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// At any time.
    Anytime,
    /// Face to face at the check-in: the question about allergies has to be answered.
    CheckIn,
}

/// A profile form.
pub fn profile(form: &Form, here: Here<'_>, insurers: &[Insurer], moment: Moment) -> Result<Profile, Refusal> {
    let mut fields = Fields::new(form, here.lang);
    let name = name(&mut fields);
    let sex = fields.choice("sex", Sex::parse);
    let birth = birth(&mut fields, form, here.today);
    let (phone, email) = (fields.phone("phone"), fields.email("email"));
    let address = fields.line("address", ADDRESS_MAX);
    let national_id =
        number(&mut fields, form, "national_id", identity::identity_number, text::national_id_wrong_say());
    let (insurer, insurance_number) = insurance(&mut fields, form, insurers);
    let insurance_until = fields.day("insurance_until");
    let (guardian_name, guardian_phone) = (fields.line("guardian_name", NAME_MAX), fields.phone("guardian_phone"));
    let allergies = allergies(&mut fields, form, moment);
    let conditions = fields.text("conditions", LONG_MAX);
    if moment == Moment::CheckIn
        && guardian_name.is_empty()
        && birth.is_some_and(|b| identity::guardian_needed(b, here.today))
    {
        fields.refuse("guardian_name", text::guardian_needed_say());
    }
    fields.check()?;
    let (sex, birth) = sex.zip(birth).ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    Ok(Profile {
        name,
        sex,
        birth,
        phone,
        email,
        address,
        national_id,
        insurer,
        insurance_number,
        insurance_until,
        guardian_name: Some(guardian_name).filter(|name| !name.is_empty()),
        guardian_phone,
        allergies,
        conditions,
        reminders_wanted: form.has("reminders_wanted"),
    })
}

/// A name that search can find: some of its characters are letters.
fn name(fields: &mut Fields<'_>) -> String {
    let name = fields.required_line("name", NAME_MAX);
    if !name.is_empty() && !name.chars().any(char::is_alphabetic) {
        fields.refuse("name", text::name_without_letters_say());
    }
    name
}

fn birth(fields: &mut Fields<'_>, form: &Form, today: Day) -> Option<Birth> {
    let typed = form.text("birth").trim();
    if typed.is_empty() {
        fields.refuse("birth", ground::text::field_required_say());
        return None;
    }
    let birth = Birth::parse(typed).map_err(|say| fields.refuse("birth", say)).ok()?;
    let future = match birth {
        Birth::Day(day) => day > today,
        Birth::Year(year) => year > i64::from(today.year()),
    };
    if future || birth.year() < 1900 {
        fields.refuse("birth", ground::text::birth_impossible_say());
    }
    Some(birth)
}

/// A number that may be missing, but not be nonsense.
fn number(
    fields: &mut Fields<'_>,
    form: &Form,
    field: &'static str,
    read: impl Fn(&str) -> Option<String>,
    wrong: bricks::say::Say,
) -> Option<String> {
    let typed = form.text(field).trim();
    if typed.is_empty() {
        return None;
    }
    let number = read(typed);
    if number.is_none() {
        fields.refuse(field, wrong);
    }
    number
}

/// An insurer and a number belong together; the national insurance's numbers have known forms.
fn insurance(fields: &mut Fields<'_>, form: &Form, insurers: &[Insurer]) -> (Option<InsurerId>, Option<String>) {
    let insurer: Option<InsurerId> = fields.id("insurer");
    let known = insurers.iter().find(|i| Some(i.id) == insurer);
    if insurer.is_some() && known.is_none() {
        fields.refuse("insurer", ground::text::field_unknown_say());
    }
    let number = if known.is_some_and(|i| i.is_national) {
        let read = identity::national_insurance_number;
        number(fields, form, "insurance_number", read, text::insurance_number_wrong_say())
    } else {
        Some(fields.line("insurance_number", 40)).filter(|n| !n.is_empty())
    };
    if insurer.is_none() && number.is_some() {
        fields.refuse("insurer", text::insurer_choose_say());
    }
    if insurer.is_some() && form.text("insurance_number").trim().is_empty() {
        fields.refuse("insurance_number", text::insurance_number_missing_say());
    }
    (insurer, number)
}

/// At the check-in either allergies are named or the box says that there are none.
fn allergies(fields: &mut Fields<'_>, form: &Form, moment: Moment) -> String {
    let allergies = fields.text("allergies", LONG_MAX);
    let none = form.has("no_allergies");
    if none && !allergies.is_empty() {
        fields.refuse("allergies", text::allergies_contradict_say());
    }
    if moment == Moment::CheckIn && !none && allergies.is_empty() {
        fields.refuse("allergies", text::allergies_ask_say());
    }
    allergies
}

pub fn version(form: &Form) -> Option<i64> {
    form.text("version").parse().ok()
}
