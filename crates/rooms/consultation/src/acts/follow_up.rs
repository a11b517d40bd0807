use crate::rules;
use crate::store::{self, Head};
use crate::text;
use bricks::clock::{Day, Instant, add_days, days_between, show_day, show_time, weekday_name};
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::refusal::{Refusal, RefusalKind};
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::appointment::{self, How, Knowing, NewAppointment, Source, State, Work};
use papers::notice;
use papers::visit;

const DAYS_AHEAD_MAX: i64 = 365;
/// So many days with a free time are offered when the wished one has none.
const OFFERED_DAYS: usize = 3;
/// More starts than two weeks can hold.
const STARTS_MAX: usize = 2_000;
const MINUTES_A_DAY: i64 = 1_440;

/// The wished day: a number of days from today, or a date.
pub fn asked_day(form: &Form, today: Day, lang: Lang) -> Result<Day, Refusal> {
    let mut fields = Fields::new(form, lang);
    let day = read_day(&mut fields, today);
    fields.check()?;
    Ok(day)
}

fn read_day(fields: &mut Fields<'_>, today: Day) -> Day {
    let in_days = fields.whole("in_days", 1, DAYS_AHEAD_MAX);
    let day = match in_days {
        Some(days) => Some(add_days(today, days)),
        None => fields.required_day("follow_day"),
    };
    let Some(day) = day else { return today };
    if !(1..=DAYS_AHEAD_MAX).contains(&days_between(today, day)) {
        fields.refuse("follow_day", text::follow_up_day_wrong_say());
    }
    day
}

/// The wished minute of the day, `09:30` or `9:30`; `None` when nothing was typed.
fn asked_minute(form: &Form) -> Result<Option<i64>, Say> {
    let typed = form.text("follow_time").trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let parts = typed.split_once([':', 'h']);
    let minute = parts.and_then(|(hour, minute)| {
        let hour: i64 = hour.parse().ok().filter(|h| (0..24).contains(h))?;
        let minute: i64 = minute.parse().ok().filter(|m| (0..60).contains(m))?;
        Some(hour * 60 + minute).filter(|all| *all < MINUTES_A_DAY)
    });
    minute.map(Some).ok_or_else(text::follow_up_time_wrong_say)
}

/// Books the follow-up with the visit's doctor, at the time of day that suited the patient, else the first free one, and
/// writes the reminder. A day that is closed or full is refused with the nearest days that are not.
pub fn book(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let day = read_day(&mut fields, who.day_of(tx.now()));
    let minute = asked_minute(form).unwrap_or_else(|say| {
        fields.refuse("follow_time", say);
        None
    });
    fields.check()?;
    visit::lock_in_room(tx, who, id)?;
    let head = store::head(tx, who.branch, id)?;
    if head.follow_up.is_some() {
        return Err(Refusal::conflict(text::follow_up_there_say()).into());
    }
    let starts_at = match minute {
        Some(minute) => who.zone().instant_of(day, minute),
        None => start_on(tx, who, &head, day)?,
    };
    // Who writes the follow-up is the doctor of it.
    let knowing = Knowing { at_once: false, ..Knowing::ALL };
    let booked = appointment::book_as(tx, who, &new_appointment(&head, starts_at), How { knowing, ..How::default() });
    let booked = match booked {
        Err(Stop::Refused(refusal)) => return Err(with_offers(tx, who, &head, day, refusal)?),
        other => other?,
    };
    visit::plan_follow_up(tx, who, id, Some(booked))?;
    if head.reminders_wanted { notice::remind(tx, who, booked) } else { Ok(()) }
}

fn new_appointment(head: &Head, starts_at: Instant) -> NewAppointment {
    NewAppointment {
        patient: head.patient,
        doctor: head.doctor,
        room: head.doctor_room,
        service: head.service,
        starts_at,
        duration_minutes: head.duration_minutes,
        source: Source::FollowUp,
        note: String::new(),
    }
}

fn start_on(tx: &mut Tx<'_>, who: &Who, head: &Head, day: Day) -> Result<Instant, Stop> {
    let zone = who.zone();
    let free = appointment::free_times(tx, zone, head.doctor, day, Work::of(head.service, head.duration_minutes))?;
    let usual = rules::usual_minute(head.came_at(), zone);
    match rules::choose_start(&free, usual, zone) {
        Some(start) => Ok(start),
        None => {
            let (vi, en) = (day_words(day, Lang::Vi), day_words(day, Lang::En));
            let say = Say::new(text::follow_up_no_time(Lang::Vi, vi), text::follow_up_no_time(Lang::En, en));
            Err(with_offers(tx, who, head, day, Refusal::conflict(say))?)
        }
    }
}

/// `Chủ Nhật 29/11/2026`.
fn day_words(day: Day, lang: Lang) -> String {
    format!("{} {}", weekday_name(day, lang), show_day(day, lang))
}

/// The nearest days from `from` on (at most three) with the best free start of each.
pub fn offers(tx: &mut Tx<'_>, who: &Who, head: &Head, from: Day) -> Result<Vec<Instant>, Stop> {
    let (zone, work) = (who.zone(), Work::of(head.service, head.duration_minutes));
    let free = appointment::nearest_free(tx, zone, &[head.doctor], from, work, STARTS_MAX)?;
    let starts: Vec<Instant> = free.iter().map(|f| f.starts_at).collect();
    let usual = rules::usual_minute(head.came_at(), zone);
    Ok(rules::first_of_each_day(&starts, usual, zone, OFFERED_DAYS))
}

fn with_offers(tx: &mut Tx<'_>, who: &Who, head: &Head, day: Day, refusal: Refusal) -> Result<Stop, Stop> {
    let offered = offers(tx, who, head, day)?;
    let listed = |lang| {
        let words: Vec<String> = offered.iter().map(|at| start_words(*at, who, lang)).collect();
        words.join("; ")
    };
    let say = if offered.is_empty() {
        text::follow_up_no_offer_say()
    } else {
        Say::new(text::follow_up_offer(Lang::Vi, listed(Lang::Vi)), text::follow_up_offer(Lang::En, listed(Lang::En)))
    };
    let both = Say::new(format!("{} {}", refusal.say.vi, say.vi), format!("{} {}", refusal.say.en, say.en));
    let refused = match refusal.kind {
        RefusalKind::Conflict => Refusal::conflict(both),
        RefusalKind::Invalid => Refusal::invalid(both),
    };
    Ok(refused.into())
}

fn start_words(at: Instant, who: &Who, lang: Lang) -> String {
    let zone = who.zone();
    let day = day_words(zone.day_of(at), lang);
    format!("{day} {}", show_time(at, zone))
}

/// Takes the follow-up back: its appointment and its reminder.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<(), Stop> {
    let visit = visit::lock(tx, who.branch, id)?;
    let Some(planned) = visit.follow_up else {
        return Ok(());
    };
    let booked = appointment::lock(tx, who.branch, planned)?;
    if booked.state == State::Booked {
        appointment::cancel(tx, who, planned, text::follow_up_removed(Lang::Vi))?;
    }
    notice::over(tx, planned)?;
    visit::plan_follow_up(tx, who, id, None)
}
