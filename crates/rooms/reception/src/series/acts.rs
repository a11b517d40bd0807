use super::asked::Asked;
use crate::acts::patient;
use crate::rules::place;
use crate::shown::count;
use crate::{store, text};
use bricks::clock::{Day, Instant, add_days, iso_day, show_day};
use bricks::id::{ResourceId, SeriesId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog::{self, Service};
use ground::db::{Stop, Tx};
use ground::web::Form;
use papers::appointment::{self, AT_ONCE, How, Knowing, NewAppointment, OTHER_DOCTOR, SAME_DAY, UNSUITED};
use papers::notice::{self, Cause};
use papers::series::{self, Fit};

/// The choice that leaves a day out.
pub const SKIP: &str = "skip";
/// The choice that keeps a time at which the patient has another appointment.
pub const KEEP: &str = "keep";
/// The field that says for what the choices were made.
pub const PLANNED: &str = "planned";
/// The button that chooses the nearest time wherever one is to be chosen, and saves nothing.
pub const NEAREST: &str = "nearest";
pub(super) const OFFERED: usize = 4;
/// What the asker has to know, with a tick for each.
const ASKED: [&str; 4] = [UNSUITED, OTHER_DOCTOR, AT_ONCE, SAME_DAY];

/// One day of a series as it stands now.
pub struct Planned {
    pub day: Day,
    pub at: Instant,
    pub fit: Fit,
    /// The patient has another appointment then.
    pub elsewhere: Option<Say>,
    /// Free times of the doctor near to it, nearest first; where it does not fit.
    pub offers: Vec<Instant>,
}

impl Planned {
    /// Whether it is booked as it is wanted; anything else has to be chosen.
    pub fn fits(&self) -> bool {
        self.fit == Fit::Free && self.elsewhere.is_none()
    }
}

/// The field in which a day's fate is chosen.
pub fn choice_of(day: Day) -> String {
    format!("at-{}", iso_day(day))
}

/// Which services come in series: consultations and procedures.
pub fn services(tx: &mut Tx<'_>, day: Day) -> Result<Vec<Service>, Stop> {
    let mut all = catalog::services_of_kind(tx, "procedure", day)?;
    all.extend(catalog::services_of_kind(tx, "consultation", day)?);
    Ok(all)
}

fn service(tx: &mut Tx<'_>, who: &Who, asked: &Asked) -> Result<Service, Stop> {
    let found = catalog::service(tx, asked.service, who.day_of(tx.now()))?;
    let found = found.filter(|s| s.kind == "consultation" || s.kind == "procedure");
    found.ok_or_else(|| Refusal::field("service", ground::text::field_unknown_say()).into())
}

pub(super) fn room_of(tx: &mut Tx<'_>, who: &Who, doctor: ResourceId) -> Result<ResourceId, Stop> {
    match store::room_of(tx, who.branch, doctor)? {
        Some(Some(room)) => Ok(room),
        Some(None) => Err(Refusal::field("doctor", text::doctor_without_room_say()).into()),
        None => Err(Refusal::field("doctor", ground::text::field_unknown_say()).into()),
    }
}

/// The days of a series, and how each stands to hours and bookings: a handful of statements.
pub fn plan(tx: &mut Tx<'_>, who: &Who, asked: &Asked) -> Result<Vec<Planned>, Stop> {
    let (zone, now) = (who.zone(), tx.now());
    let (minutes, room) = (service(tx, who, asked)?.duration_minutes, room_of(tx, who, asked.doctor)?);
    let days = asked.rule.days(zone);
    let last = days.last().copied().unwrap_or(asked.rule.first);
    // Other times are looked for in the week behind the last day too.
    let span = bricks::clock::days_between(asked.rule.first, last) + 8;
    let table = series::timetable(tx, zone, (asked.doctor, room), (asked.rule.first, span), (asked.service, minutes))?;
    let within = (zone.instant_of(asked.rule.first, 0), zone.instant_of(add_days(asked.rule.first, span), 0));
    let booked = match asked.patient {
        Some(patient) => appointment::booked_within(tx, patient, within)?,
        None => Vec::new(),
    };
    let other = |at: Instant| booked.iter().find(|other| other.overlaps(at, at.plus_minutes(minutes)));
    let planned = days.into_iter().map(|day| {
        let at = zone.instant_of(day, asked.minute);
        let fit = if at < now { Fit::Closed(text::time_past_say()) } else { table.fit(at, zone) };
        let elsewhere = other(at).map(|other| other.say(zone)).filter(|_| fit == Fit::Free);
        let is_wanted = fit == Fit::Free && elsewhere.is_none();
        let offers = if is_wanted { Vec::new() } else { table.nearest(at, OFFERED, |free| other(free).is_none()) };
        Planned { day, at, fit, elsewhere, offers }
    });
    Ok(planned.collect())
}

/// Books a series, all or nothing. A conflict while a day that does not fit is neither left out nor moved.
/// Gives the series, how many appointments it has, and how many of them at another time than the one wanted.
pub fn book(tx: &mut Tx<'_>, who: &Who, asked: &Asked, form: &Form) -> Result<(SeriesId, Booked), Stop> {
    let person = asked.patient.ok_or_else(|| Refusal::field("patient", ground::text::field_choose_say()))?;
    let person = match patient(tx, who, person) {
        Err(Stop::Missing) => return Err(Refusal::field("patient", ground::text::field_unknown_say()).into()),
        other => other?,
    };
    let (service, room) = (service(tx, who, asked)?, room_of(tx, who, asked.doctor)?);
    let planned = plan(tx, who, asked)?;
    // What was chosen for another time, doctor or patient is no choice.
    let is_chosen = form.text(PLANNED) == asked.planned_for();
    let mut times = Vec::new();
    let mut open = 0_i64;
    for each in &planned {
        match Some(form.text(&choice_of(each.day))).filter(|_| is_chosen).unwrap_or_default() {
            SKIP => {}
            KEEP => times.push((each.day, each.at, true)),
            "" if each.fits() => times.push((each.day, each.at, false)),
            "" => open += 1,
            chosen => times.push((each.day, chosen_time(chosen, who)?, false)),
        }
    }
    if open > 0 {
        let words = |l| text::series_open(l, open);
        return Err(Refusal::conflict(Say::new(words(Lang::Vi), words(Lang::En))).into());
    }
    if times.is_empty() {
        return Err(Refusal::field("count", text::series_empty_say()).into());
    }
    let id = series::begin(tx, who, person.id, &asked.rule)?;
    let mut members = Vec::new();
    let mut others = 0_i64;
    for (day, starts_at, at_once) in times {
        others += i64::from(who.zone().minute_of_day(starts_at) != asked.minute || who.day_of(starts_at) != day);
        let new = NewAppointment {
            patient: person.id,
            doctor: asked.doctor,
            room,
            service: asked.service,
            starts_at,
            duration_minutes: service.duration_minutes,
            source: asked.source,
            note: asked.note.clone(),
        };
        let how = How { knowing: Knowing { at_once, ..asked.knowing }, ..How::default() };
        let booked = appointment::book_as(tx, who, &new, how).map_err(|stop| of_day(stop, day))?;
        series::join(tx, booked, id)?;
        if person.reminders_wanted {
            notice::remind(tx, who, booked)?;
        }
        members.push(booked);
    }
    if asked.tell {
        notice::booked_together(tx, who, &members, Cause::Desk)?;
    }
    Ok((id, Booked { sessions: count(members.iter()), others }))
}

/// What was booked of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booked {
    pub sessions: i64,
    /// At another time than the one wanted.
    pub others: i64,
}

pub(super) fn chosen_time(chosen: &str, who: &Who) -> Result<Instant, Refusal> {
    place::parse_local_time(chosen, None, who.zone()).ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))
}

/// A refusal of one of many says which day it speaks of.
pub(super) fn of_day(stop: Stop, day: Day) -> Stop {
    match stop {
        Stop::Refused(refusal) => {
            let say = |l: Lang, words: &str| format!("{}: {words}", show_day(day, l));
            let say = Say::new(say(Lang::Vi, &refusal.say.vi), say(Lang::En, &refusal.say.en));
            // Drawn again, the list shows what is taken now; what the asker has to know has a tick of its own.
            let asked = refusal.fields.iter().map(|f| f.field).filter(|field| ASKED.contains(field));
            Stop::Refused(
                asked.fold(Refusal::conflict(say.clone()), |again, field| again.and_field(field, say.clone())),
            )
        }
        other => other,
    }
}
