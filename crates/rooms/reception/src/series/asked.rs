use crate::asked::{self, REASON_MAX};
use crate::rules::place;
use crate::shown::picked_patient;
use crate::text;
use bricks::clock::{Day, days_between};
use bricks::id::{AppointmentId, PatientId, ResourceId, ServiceId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::web::{Fields, Form};
use papers::appointment::{Knowing, Source};
use papers::series::{Rule, Unit};
use papers::wish::weekday_bit;

/// Bookings reach at most so many days ahead.
const AHEAD_DAYS_MAX: i64 = 400;

/// A series as it is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub patient: Option<PatientId>,
    pub service: ServiceId,
    pub doctor: ResourceId,
    /// Minute of the day.
    pub minute: i64,
    pub rule: Rule,
    pub note: String,
    pub source: Source,
    /// The patient gets one message about all of them.
    pub tell: bool,
    pub knowing: Knowing,
}

impl Asked {
    /// For what a choice of a day is made: it holds for these alone.
    pub fn planned_for(&self) -> String {
        let patient = self.patient.map(|id| id.to_string()).unwrap_or_default();
        format!("{patient}@{}@{}@{}", self.service, self.doctor, self.minute)
    }
}

/// As far as it is known: the patient is asked for when it is saved.
pub fn series(form: &Form, today: Day, lang: Lang) -> Result<Asked, Refusal> {
    let patient = picked_patient(form).parse().ok();
    Ok(Asked { patient, ..read(Fields::new(form, lang), form, today)? })
}

/// Reads what `fields` has not read yet, and refuses all errors at once.
fn read(mut fields: Fields<'_>, form: &Form, today: Day) -> Result<Asked, Refusal> {
    let (service, doctor) = (fields.required_id("service"), fields.required_id("doctor"));
    let first = fields.required_day("day");
    let minute = place::minute(form.text("time"));
    if minute.is_none() {
        fields.refuse("time", text::time_unreadable_say());
    }
    let unit = fields.choice("unit", Unit::parse);
    let every = fields.whole("every", 1, 90).unwrap_or(1);
    let count = fields.whole("count", 2, 60);
    let until = fields.day("until");
    if count.is_none() && until.is_none() && form.text("count").trim().is_empty() {
        fields.refuse("count", text::series_end_say());
    }
    if first.is_some_and(|day| day < today) {
        fields.refuse("day", text::day_past_say());
    }
    for (field, day) in [("day", first), ("until", until)] {
        if day.is_some_and(|day| days_between(today, day) > AHEAD_DAYS_MAX) {
            fields.refuse(field, text::day_too_far_say(AHEAD_DAYS_MAX));
        }
    }
    let note = fields.line("note", REASON_MAX);
    let source = asked::source(&mut fields);
    fields.check()?;
    let whole = service.zip(doctor).zip(first).zip(minute).zip(unit);
    let ((((service, doctor), first), minute), unit) =
        whole.ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    let weekdays = form.all("weekday").filter_map(|n| n.parse().ok()).map(weekday_bit).fold(0, |all, bit| all | bit);
    let count = count.and_then(|n| usize::try_from(n).ok());
    let rule = Rule { first, unit, every, weekdays, count, until };
    let knowing = asked::knowing(form, doctor, service);
    Ok(Asked { patient: None, service, doctor, minute, rule, note, source, tell: form.has("tell"), knowing })
}

/// With the patient.
pub fn with_patient(form: &Form, today: Day, lang: Lang) -> Result<Asked, Refusal> {
    let mut fields = Fields::new(form, lang);
    let patient = asked::patient(&mut fields, form);
    Ok(Asked { patient, ..read(fields, form, today)? })
}

/// Which appointments of a series an act is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    One(AppointmentId),
    /// This one and those after it.
    Following(AppointmentId),
    All,
}

/// Which appointments a form means; `None` when that was refused.
fn reach(fields: &mut Fields<'_>, form: &Form) -> Option<Reach> {
    let word = fields.choice("reach", |w| ["one", "following", "all"].contains(&w).then(|| w.to_owned()));
    let member = if form.text("reach") == "all" { None } else { fields.required_id("member") };
    match (word.as_deref(), member) {
        (Some("all"), _) => Some(Reach::All),
        (Some("one"), Some(id)) => Some(Reach::One(id)),
        (Some("following"), Some(id)) => Some(Reach::Following(id)),
        _ => None,
    }
}

fn whole<T>(read: Option<T>) -> Result<T, Refusal> {
    read.ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))
}

/// Which appointments are cancelled, and why.
pub fn ending(form: &Form, lang: Lang) -> Result<(Reach, String), Refusal> {
    let mut fields = Fields::new(form, lang);
    let (reach, reason) = (reach(&mut fields, form), fields.required_line("reason", REASON_MAX));
    fields.check()?;
    Ok((whole(reach)?, reason))
}

/// Which appointments move, to which minute of their days and to which doctor.
pub fn moving(form: &Form, lang: Lang) -> Result<(Reach, i64, ResourceId), Refusal> {
    let mut fields = Fields::new(form, lang);
    let (reach, minute) = (reach(&mut fields, form), place::minute(form.text("time")));
    if minute.is_none() {
        fields.refuse("time", text::time_unreadable_say());
    }
    let doctor = fields.required_id("doctor");
    fields.check()?;
    let ((reach, minute), doctor) = whole(reach.zip(minute).zip(doctor))?;
    Ok((reach, minute, doctor))
}
