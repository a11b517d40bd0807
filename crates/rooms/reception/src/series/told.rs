use crate::acts::patient;
use crate::hours::store;
use crate::text;
use bricks::clock::{Instant, show_day, show_time, weekday_name};
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use papers::message::{self, Channel, Kind, NewText};
use papers::series::MemberRow;

/// An appointment of a series that was moved or, without a new time, cancelled.
pub struct Changed {
    /// As it was before.
    pub row: MemberRow,
    pub moved_to: Option<Instant>,
}

/// Tells the patient of all changes at once: by one email, or one entry among the calls.
pub fn tell(tx: &mut Tx<'_>, who: &Who, changed: &[Changed]) -> Result<(), Stop> {
    let Some(first) = changed.first() else { return Ok(()) };
    let person = patient(tx, who, first.row.patient)?;
    let Some(address) = person.email else {
        tx.announce(Topic::Diary);
        return Ok(store::add_call(tx, who.branch, first.row.id)?);
    };
    let (lang, clinic, count) = (Lang::Vi, &who.clinic, crate::shown::count(changed.iter()));
    let list = lines(who, changed, lang);
    let is_moved = first.moved_to.is_some();
    let (kind, subject, body) = if is_moved {
        let body = text::series_moved_body(lang, &clinic.address, &clinic.name, &list, &person.name, &clinic.phone);
        (Kind::Change, text::series_moved_subject(lang, &clinic.name, count), body)
    } else {
        let body = text::series_cancelled_body(lang, &clinic.name, &list, &person.name, &clinic.phone);
        (Kind::Cancellation, text::series_cancelled_subject(lang, &clinic.name, count), body)
    };
    let patient = Some(first.row.patient);
    // A series may be changed more than once; each of the changes is told.
    let occurrence_id = tx.new_id();
    let new = NewText { kind, channel: Channel::Email, occurrence_id, patient, address, lang, subject, body };
    message::enqueue_text(tx, who, &new).map(|_| ())
}

/// One line for each appointment.
fn lines(who: &Who, changed: &[Changed], l: Lang) -> String {
    let line = |each: &Changed| {
        let was = when(who, each.row.starts_at, l);
        each.moved_to.map_or_else(|| format!("- {was}"), |now| format!("- {was} → {}", when(who, now, l)))
    };
    changed.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn when(who: &Who, at: Instant, l: Lang) -> String {
    let day = who.day_of(at);
    format!("{} {}, {}", weekday_name(day, l), show_day(day, l), show_time(at, who.zone()))
}
