use super::store;
use super::words::{Said, when};
use super::{Cause, Known, follow, link, written};
use crate::appointment::{Appointment, State};
use crate::message::reach;
use crate::message::{self, Channel, Kind};
use crate::text;
use bricks::id::AppointmentId;
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{Stop, Tx};

/// Tells one patient of several appointments at once: all moved, or all cancelled. Zalo's templates hold one only.
pub fn changed_together(
    tx: &mut Tx<'_>,
    who: &Who,
    all: &[(Appointment, Appointment)],
    cause: Cause,
) -> Result<(), Stop> {
    if let [(before, after)] = all {
        return super::changed(tx, who, (before, after), cause);
    }
    let mut told = Vec::new();
    for (before, after) in all {
        let is_same = Known::of(before) == Known::of(after) && before.state == after.state;
        if let Some(knew) = Known::of(before).filter(|_| !is_same) {
            follow(tx, who, after)?;
            store::withdraw(tx, after.id)?;
            told.push((after, knew));
        }
    }
    let Some((first, _)) = told.first() else { return Ok(()) };
    let person = store::person(tx, first.id)?;
    let (reach, lang) = (reach::read(tx)?, person.lang());
    let kind = if first.state == State::Booked { Kind::Change } else { Kind::Cancellation };
    let to = person.reached(&reach, kind, &[Channel::Zalo]);
    let message = match to {
        None => None,
        Some(to) => {
            let link = if kind == Kind::Change { link(tx, &reach, first.id, lang)? } else { String::new() };
            let said = say(who, &told, kind, lang);
            let (occurrence, due_at) = (tx.new_id(), cause.due(tx.now()));
            let new = said.text((&person, who, lang), to, &link, (occurrence, due_at));
            written(message::enqueue_text(tx, who, &new)?)
        }
    };
    for (after, knew) in told {
        store::keep(tx, after.id, message, Some(knew), (cause, &[Channel::Zalo]))?;
        if message.is_none() {
            store::add_call(tx, who.branch, after.id)?;
        }
    }
    Ok(())
}

/// Tells that several appointments of one patient were made, in one message. Nobody is called for it.
pub fn booked_together(tx: &mut Tx<'_>, who: &Who, all: &[AppointmentId], cause: Cause) -> Result<(), Stop> {
    let (Some(first), 2..) = (all.first(), all.len()) else {
        return all.iter().try_for_each(|one| super::booked(tx, who, *one, cause, (false, None)));
    };
    let (reach, kind) = (reach::read(tx)?, Kind::Confirmation);
    let mut people = Vec::new();
    for id in all {
        people.push(store::person(tx, *id)?);
    }
    let Some(person) = people.first() else { return Ok(()) };
    let Some(to) = person.reached(&reach, kind, &[Channel::Zalo]) else { return Ok(()) };
    let (zone, lang) = (who.zone(), person.lang());
    let list = people.iter().map(|each| when(each.starts_at, zone, lang)).collect::<Vec<_>>().join("\n");
    let count = people.iter().fold(0_i64, |n, _| n + 1);
    let said = Said {
        kind,
        subject: text::notice_many_booked_subject(lang, &who.clinic.name, count),
        line: text::notice_many_booked(lang, person.titled_doctor(), &list),
        was: String::new(),
    };
    let link = link(tx, &reach, *first, lang)?;
    let new = said.text((person, who, lang), to, &link, (tx.new_id(), cause.due(tx.now())));
    let message = written(message::enqueue_text(tx, who, &new)?);
    for id in all {
        store::keep(tx, *id, message, None, (cause, &[Channel::Zalo]))?;
    }
    Ok(())
}

fn say(who: &Who, told: &[(&Appointment, Known)], kind: Kind, l: Lang) -> Said {
    let (zone, count) = (who.zone(), told.iter().fold(0_i64, |n, _| n + 1));
    let line = |(after, knew): &(&Appointment, Known)| {
        let was = when(knew.starts_at, zone, l);
        match kind {
            Kind::Change => format!("{was} → {}", when(after.starts_at, zone, l)),
            _ => was,
        }
    };
    let list = told.iter().map(line).collect::<Vec<_>>().join("\n");
    let line = match kind {
        Kind::Change => text::notice_many_moved(l, &list),
        _ => text::notice_many_cancelled(l, &list),
    };
    Said { kind, subject: text::notice_many_subject(l, &who.clinic.name, count), line, was: String::new() }
}

/// The calls that a message leaves which did not go out and spoke of several appointments; nobody is called only to hear
/// that they were made.
pub(super) fn call_all(tx: &mut Tx<'_>, who: &Who, all: &[store::Noticed]) -> Result<(), Stop> {
    for each in all {
        store::keep(tx, each.appointment, None, each.knew(), (each.cause, &[]))?;
        if all.len() == 1 || each.knew().is_some() {
            store::add_call(tx, who.branch, each.appointment)?;
        }
    }
    Ok(())
}
