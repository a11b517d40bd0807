use super::asked::{Asked, Reach};
use crate::acts::{patient, remind};
use crate::asked;
use crate::rules::place;
use crate::{store, text};
use bricks::clock::{Day, Instant, iso_day, show_day};
use bricks::id::{ResourceId, SeriesId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog::{self, Service};
use ground::db::{Stop, Tx};
use ground::web::Form;
use papers::appointment::{self, Asked as Move, NewAppointment, Place, Source, State};
use papers::message::{self, Kind};
use papers::series::{self, Fit, MemberRow};

/// The choice that leaves a day out.
pub const SKIP: &str = "skip";
const OFFERED: usize = 4;

/// One day of a series as it stands now.
pub struct Planned {
    pub day: Day,
    pub at: Instant,
    pub fit: Fit,
    /// Free times of the doctor near to it, nearest first; where it does not fit.
    pub offers: Vec<Instant>,
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

fn room_of(tx: &mut Tx<'_>, who: &Who, doctor: ResourceId) -> Result<ResourceId, Stop> {
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
    let planned = days.into_iter().map(|day| {
        let at = zone.instant_of(day, asked.minute);
        let fit = if at < now { Fit::Closed(text::time_past_say()) } else { table.fit(at, zone) };
        let offers = if fit == Fit::Free { Vec::new() } else { table.nearest(at, OFFERED) };
        Planned { day, at, fit, offers }
    });
    Ok(planned.collect())
}

/// Books a series, all or nothing. A conflict while a day that does not fit is neither left out nor moved.
pub fn book(tx: &mut Tx<'_>, who: &Who, asked: &Asked, form: &Form, lang: Lang) -> Result<SeriesId, Stop> {
    let person = asked.patient.ok_or_else(|| Refusal::field("patient", ground::text::field_choose_say()))?;
    let person = match patient(tx, who, person) {
        Err(Stop::Missing) => return Err(Refusal::field("patient", ground::text::field_unknown_say()).into()),
        other => other?,
    };
    let (service, room) = (service(tx, who, asked)?, room_of(tx, who, asked.doctor)?);
    let planned = plan(tx, who, asked)?;
    let mut times = Vec::new();
    let mut open = 0_i64;
    for each in &planned {
        match form.text(&choice_of(each.day)) {
            SKIP => {}
            "" if each.fit == Fit::Free => times.push((each.day, each.at)),
            "" => open += 1,
            chosen => times.push((each.day, chosen_time(chosen, who)?)),
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
    for (day, starts_at) in times {
        let new = NewAppointment {
            patient: person.id,
            doctor: asked.doctor,
            room,
            service: asked.service,
            starts_at,
            duration_minutes: service.duration_minutes,
            source: Source::Phone,
            note: asked.note.clone(),
        };
        let booked = appointment::book(tx, who, &new).map_err(|stop| of_day(stop, day))?;
        series::join(tx, booked, id)?;
        if person.reminders_wanted {
            remind(tx, who, booked, &person, starts_at, lang)?;
        }
    }
    Ok(id)
}

fn chosen_time(chosen: &str, who: &Who) -> Result<Instant, Refusal> {
    place::parse_local_time(chosen, None, who.zone()).ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))
}

/// A refusal of one of many says which day it speaks of.
fn of_day(stop: Stop, day: Day) -> Stop {
    match stop {
        Stop::Refused(refusal) => {
            let say = |l: Lang, words: &str| format!("{}: {words}", show_day(day, l));
            let say = Say::new(say(Lang::Vi, &refusal.say.vi), say(Lang::En, &refusal.say.en));
            // Drawn again, the list shows what is taken now.
            Stop::Refused(Refusal::conflict(say))
        }
        other => other,
    }
}

/// The appointments to come that an act is for.
fn reached(tx: &mut Tx<'_>, who: &Who, id: SeriesId, reach: Reach) -> Result<Vec<MemberRow>, Stop> {
    let (now, all) = (tx.now(), series::members(tx, who.branch, id)?);
    let from = match reach {
        Reach::One(member) | Reach::Following(member) => {
            all.iter().find(|m| m.id == member).ok_or(Stop::Missing)?.starts_at
        }
        Reach::All => now,
    };
    let is_meant = |m: &MemberRow| match reach {
        Reach::One(member) => m.id == member,
        Reach::Following(_) | Reach::All => m.starts_at >= from && m.starts_at >= now,
    };
    let meant: Vec<MemberRow> = all.into_iter().filter(|m| m.state == State::Booked && is_meant(m)).collect();
    if meant.is_empty() { Err(Refusal::conflict(text::series_nothing_say()).into()) } else { Ok(meant) }
}

/// Cancels one, the following or all appointments to come of a series.
pub fn cancel(tx: &mut Tx<'_>, who: &Who, id: SeriesId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let reach = super::asked::reach(form, lang)?;
    let reason = asked::reason(form, lang)?;
    for member in reached(tx, who, id, reach)? {
        appointment::cancel(tx, who, member.id, &reason)?;
        message::cancel_for(tx, Kind::Reminder, member.id.raw())?;
    }
    Ok(())
}

/// Moves one, the following or all appointments to come to another time of their days or another doctor, all or nothing.
pub fn move_to(tx: &mut Tx<'_>, who: &Who, id: SeriesId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let reach = super::asked::reach(form, lang)?;
    let minute = place::minute(form.text("time")).ok_or_else(|| Refusal::field("time", text::time_unreadable_say()))?;
    let doctor: ResourceId =
        form.text("doctor").parse().map_err(|_| Refusal::field("doctor", ground::text::field_choose_say()))?;
    let room = room_of(tx, who, doctor)?;
    for member in reached(tx, who, id, reach)? {
        let day = who.day_of(member.starts_at);
        let starts_at = who.zone().instant_of(day, minute);
        let to = Place { doctor, room, starts_at, duration_minutes: member.duration_minutes };
        appointment::move_to(tx, who, member.id, &to, Move::default()).map_err(|stop| of_day(stop, day))?;
        if message::supersede(tx, Kind::Reminder, member.id.raw())? {
            let person = patient(tx, who, member.patient)?;
            remind(tx, who, member.id, &person, starts_at, lang)?;
        }
    }
    Ok(())
}
