//! What a patient is told of an appointment: that it was booked, moved or cancelled, and the reminder before it. Every
//! act that changes one says so here, whoever does it: the desk, leave, a series, the waiting list, the website.
//!
//! The first channel that reaches the patient is taken; where there is none, somebody has to call. News wait a little
//! before they go out. As long as they wait, what comes after takes their place, told from what the patient knew before:
//! who moves an appointment twice tells of it once, and who takes a move back tells nothing.

mod again;
mod many;
mod store;
mod words;

pub use again::{claim, gave_up};
pub use many::{booked_together, changed_together};
pub use store::{CallRow, Sent, called, calls, of_appointment};
pub use words::when;

use crate::appointment::{Appointment, State};
use crate::message::reach::{self, Reach};
use crate::message::{self, Channel, Enqueued, Kind, NewText};
use bricks::clock::{Instant, Zone, add_days};
use bricks::id::{AppointmentId, OutboxId, ResourceId};
use bricks::lang::Lang;
use ground::access::Who;
use ground::access::proof::{Purpose, prove};
use ground::db::{Stop, Tx};
use store::{Pending, Person};
use words::News;

/// So long news of the clinic wait, so that a slip is mended before anybody hears of it.
const WAIT_MINUTES: i64 = 2;
/// Reminders go out at eight in the morning of the day before.
const REMINDER_MINUTE: i64 = 8 * 60;

codes! {
    /// Whose wish a change was; it decides how it is said and how soon.
    pub enum Cause {
        /// Somebody at the desk, for whatever reason.
        Desk = "desk",
        /// The clinic cannot keep the time.
        Clinic = "clinic",
        /// The patient, on the website.
        Patient = "patient",
        /// The clinic does not accept what the website took in.
        Declined = "declined",
    }
}

impl Cause {
    fn due(self, now: Instant) -> Instant {
        match self {
            Cause::Desk | Cause::Clinic => now.plus_minutes(WAIT_MINUTES),
            Cause::Patient | Cause::Declined => now,
        }
    }
}

/// An appointment as a patient has it in mind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    starts_at: Instant,
    doctor: ResourceId,
}

impl Known {
    fn of(appointment: &Appointment) -> Option<Known> {
        let Appointment { starts_at, doctor, state, .. } = *appointment;
        (state == State::Booked).then_some(Known { starts_at, doctor })
    }
}

/// Where news go besides what the profile says, and in which language.
#[derive(Debug, Clone)]
pub struct To {
    pub channel: Channel,
    pub address: String,
    pub lang: Lang,
}

/// Tells that an appointment was made: to the patient's own address, or to the one that has just been proved. With `asked`
/// the clinic has still to accept it. Nobody is called for it.
pub fn booked(
    tx: &mut Tx<'_>,
    who: &Who,
    id: AppointmentId,
    cause: Cause,
    (asked, to): (bool, Option<To>),
) -> Result<(), Stop> {
    if to.is_none() && !reach::read(tx)?.is_any_on(Kind::Confirmation) {
        return Ok(());
    }
    let person = store::person(tx, id)?;
    let news = if asked { News::Asked } else { News::Booked };
    tell(tx, who, &person, Telling { news, knew: None, cause, tried: &[], to }).map(|_| ())
}

/// Tells that the clinic has accepted what the website took in.
pub fn accepted(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<(), Stop> {
    store::withdraw(tx, id)?;
    let person = store::person(tx, id)?;
    let telling = Telling { news: News::Booked, knew: None, cause: Cause::Desk, tried: &[], to: None };
    if !tell(tx, who, &person, telling)? {
        store::add_call(tx, who.branch, id)?;
    }
    Ok(())
}

/// Tells what became of an appointment, and lets its reminder follow. News that still wait are taken back, and told anew
/// from what the patient knew before them; nothing is told when that is what is.
pub fn changed(
    tx: &mut Tx<'_>,
    who: &Who,
    (before, after): (&Appointment, &Appointment),
    cause: Cause,
) -> Result<(), Stop> {
    if Known::of(before) == Known::of(after) && before.state == after.state {
        return Ok(());
    }
    follow(tx, who, after)?;
    let pending = store::withdraw(tx, after.id)?;
    let knew = known(pending.as_ref(), before, tx.now());
    let person = store::person(tx, after.id)?;
    let Some(news) = news(knew, &person) else { return Ok(()) };
    if !tell(tx, who, &person, Telling { news, knew, cause, tried: &[], to: None })? && knew.is_some() {
        store::add_call(tx, who.branch, after.id)?;
    }
    Ok(())
}

/// Like [`changed`] where the patient has been told by whoever did it: only the reminder follows.
pub fn changed_and_said(tx: &mut Tx<'_>, who: &Who, after: &Appointment) -> Result<(), Stop> {
    follow(tx, who, after)?;
    store::withdraw(tx, after.id).map(|_| ())
}

/// Nobody has to be told or reminded any more: the patient is here, or did not come.
pub fn over(tx: &mut Tx<'_>, id: AppointmentId) -> Result<(), Stop> {
    message::cancel_for(tx, Kind::Reminder, id.raw())?;
    store::withdraw(tx, id).map(|_| ())
}

/// What the patient knows: what was so before the news that were taken back, unless these have waited beyond their time
/// (a gateway may be away for hours, and patients have telephones).
fn known(pending: Option<&Pending>, before: &Appointment, now: Instant) -> Option<Known> {
    match pending {
        Some(pending) if pending.knew().is_some() || pending.due_at.is_some_and(|due| due > now) => pending.knew(),
        _ => Known::of(before),
    }
}

fn news(knew: Option<Known>, person: &Person) -> Option<News> {
    let is = person.known();
    match (knew, is) {
        (None, Some(_)) => Some(News::Booked),
        (Some(knew), Some(is)) if knew != is => Some(News::Moved(knew.starts_at)),
        (Some(knew), None) if person.state == State::Cancelled => Some(News::Cancelled(knew.starts_at)),
        _ => None,
    }
}

struct Telling<'a> {
    news: News,
    knew: Option<Known>,
    cause: Cause,
    /// By these it did not go.
    tried: &'a [Channel],
    to: Option<To>,
}

/// Writes the news; `false` when no channel reaches the patient, or the patient wants no messages.
fn tell(tx: &mut Tx<'_>, who: &Who, person: &Person, of: Telling<'_>) -> Result<bool, Stop> {
    let reach = reach::read(tx)?;
    let kind = of.news.kind();
    let lang = of.to.as_ref().map_or_else(|| person.lang(), |to| to.lang);
    let to = match &of.to {
        Some(to) => Some((to.channel, to.address.clone())),
        None => person.reached(&reach, kind, of.tried),
    };
    let written = match to {
        None => None,
        Some((channel, address)) => {
            let link = link(tx, &reach, person.id, lang)?;
            let said = words::say(who, person, (of.news, of.cause), lang);
            let due_at = of.cause.due(tx.now());
            let new = said.text((person, who, lang), (channel, address), &link, (tx.new_id(), due_at));
            written(message::enqueue_text(tx, who, &new)?)
        }
    };
    store::keep(tx, person.id, written, of.knew, (of.cause, of.tried))?;
    Ok(written.is_some())
}

fn written(enqueued: Enqueued) -> Option<OutboxId> {
    match enqueued {
        Enqueued::Written(id) => Some(id),
        Enqueued::Known | Enqueued::Refused => None,
    }
}

/// The patient's own page of an appointment; nothing where the configuration names no address.
fn link(tx: &mut Tx<'_>, reach: &Reach, id: AppointmentId, lang: Lang) -> Result<String, Stop> {
    match &reach.public_url {
        Some(url) => Ok(format!("{url}{}", page_of(tx, id, lang)?)),
        None => Ok(String::new()),
    }
}

/// The path of the page on which a patient sees, confirms, moves or cancels an appointment.
pub fn page_of(tx: &mut Tx<'_>, id: AppointmentId, lang: Lang) -> Result<String, Stop> {
    let proof = prove(tx, Purpose::AppointmentPage, &id.to_string())?;
    Ok(format!("/a/{id}/{proof}?lang={}", lang.code()))
}

/// Writes the reminder of an appointment that is not today, if a channel reaches the patient.
pub fn remind(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<(), Stop> {
    let person = store::person(tx, id)?;
    remind_person(tx, who, &person, &[])
}

fn remind_person(tx: &mut Tx<'_>, who: &Who, person: &Person, tried: &[Channel]) -> Result<(), Stop> {
    let Some(due_at) = reminder_due(person.starts_at, tx.now(), who.zone()) else { return Ok(()) };
    let reach = reach::read(tx)?;
    let Some(to) = person.reached(&reach, Kind::Reminder, tried) else { return Ok(()) };
    let lang = person.lang();
    let link = link(tx, &reach, person.id, lang)?;
    let said = words::say(who, person, (News::Reminder, Cause::Desk), lang);
    let new: NewText = said.text((person, who, lang), to, &link, (person.id.raw(), due_at));
    message::enqueue_text(tx, who, &new).map(|_| ())
}

/// When a reminder is due: on the morning before, or in an hour when that has passed; never for an appointment of today,
/// which the patient has just made.
fn reminder_due(starts_at: Instant, now: Instant, zone: &Zone) -> Option<Instant> {
    let day = zone.day_of(starts_at);
    let usual = zone.instant_of(add_days(day, -1), REMINDER_MINUTE);
    (day > zone.day_of(now)).then(|| usual.max(now.plus_minutes(60)))
}

/// A reminder that was written tells of the old time: another one takes its place, or none where nobody is expected.
fn follow(tx: &mut Tx<'_>, who: &Who, after: &Appointment) -> Result<(), Stop> {
    if after.state != State::Booked {
        return Ok(message::cancel_for(tx, Kind::Reminder, after.id.raw()).map(|_| ())?);
    }
    if message::supersede(tx, Kind::Reminder, after.id.raw())? {
        remind(tx, who, after.id)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;

    #[test]
    fn a_reminder_goes_out_on_the_morning_before_and_never_on_the_day_itself() {
        let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
        let at = |day: &str, minute| zone.instant_of(parse_day(day).unwrap(), minute);
        let now = at("2026-11-24", 562);
        assert_eq!(reminder_due(at("2026-12-01", 540), now, &zone), Some(at("2026-11-30", 480)));
        assert_eq!(reminder_due(at("2026-11-25", 540), now, &zone), Some(at("2026-11-24", 622)));
        assert_eq!(reminder_due(at("2026-11-24", 900), now, &zone), None);
    }
}
