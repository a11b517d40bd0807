//! What people are told: short by SMS and Zalo, a letter by email. Written into the outbox by the act they tell of.

use crate::acts::{Post, appointment_path};
use crate::store::{self, HoldRow, SeenRow};
use crate::{settings, text};
use bricks::clock::{Day, Instant, Zone, show_day, show_time, weekday_name};
use bricks::id::PatientId;
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::message::{self, Channel, Kind, NewText};

/// `10:00, Thứ Tư 25/11/2026`.
pub fn when(at: Instant, day: Day, zone: &Zone, l: Lang) -> String {
    format!("{}, {} {}", show_time(at, zone), weekday_name(day, l), show_day(day, l))
}

/// Sends the code of a hold.
pub fn code(tx: &mut Tx<'_>, who: &Who, row: &HoldRow, code: &str) -> Result<(), Stop> {
    let (l, clinic) = (row.lang(), who.clinic.name.as_str());
    let new = NewText {
        kind: Kind::Code,
        channel: row.channel,
        occurrence_id: tx.new_id(),
        patient: None,
        address: row.address().to_owned(),
        lang: l,
        subject: text::code_subject(l, clinic),
        body: text::code_body(l, clinic, code),
    };
    message::enqueue_text(tx, who, &new).map(|_| ())
}

/// What a message says, short and long.
struct Words {
    kind: Kind,
    subject: String,
    line: String,
}

fn send(
    tx: &mut Tx<'_>,
    who: &Who,
    (patient, to): (PatientId, Option<(Channel, String)>),
    (occurrence_id, link, l): (i64, &str, Lang),
    words: Words,
) -> Result<(), Stop> {
    let Some((channel, address)) = to else { return Ok(()) };
    let clinic = &who.clinic;
    let body = match channel {
        Channel::Email => text::letter(l, &clinic.address, &clinic.name, &words.line, link, &clinic.phone),
        Channel::Sms | Channel::Zalo => text::short(l, &clinic.name, &words.line, link),
    };
    let new = NewText {
        kind: words.kind,
        channel,
        occurrence_id,
        patient: Some(patient),
        address,
        lang: l,
        subject: words.subject,
        body,
    };
    message::enqueue_text(tx, who, &new).map(|_| ())
}

fn link(tx: &mut Tx<'_>, seen: &SeenRow, l: Lang, post: &Post) -> Result<String, Stop> {
    Ok(format!("{}{}", post.public_url, appointment_path(tx, seen.id, l)?))
}

/// The appointment was made; it says whether the clinic still has to accept it.
pub fn confirmation(tx: &mut Tx<'_>, who: &Who, (row, seen): (&HoldRow, &SeenRow), post: &Post) -> Result<(), Stop> {
    let l = row.lang();
    let when = when(seen.starts_at, seen.day, who.zone(), l);
    let line = if seen.awaits_desk {
        text::line_asked(l, seen.doctor(), &when)
    } else {
        text::line_booked(l, seen.doctor(), &when)
    };
    let words = Words { kind: Kind::Confirmation, subject: text::subject_booked(l, &who.clinic.name, &when), line };
    let link = link(tx, seen, l, post)?;
    let to = Some((row.channel, row.address().to_owned()));
    send(tx, who, (seen.patient, to), (seen.id.raw(), &link, l), words)
}

/// Tells the patient by the first channel that reaches, each time anew.
fn tell(tx: &mut Tx<'_>, who: &Who, (seen, l): (&SeenRow, Lang), post: &Post, words: Words) -> Result<(), Stop> {
    let (phone, email) = store::reached(tx, seen.patient)?;
    let order = settings::read(tx)?.channels;
    let to = crate::rules::reach::reached(&order, &post.outside, &phone.unwrap_or_default(), email.as_deref());
    let (link, occurrence) = (link(tx, seen, l, post)?, tx.new_id());
    send(tx, who, (seen.patient, to), (occurrence, &link, l), words)
}

/// The clinic accepted the booking.
pub fn acceptance(tx: &mut Tx<'_>, who: &Who, of: (&SeenRow, Lang), post: &Post) -> Result<(), Stop> {
    let (seen, l) = of;
    let when = when(seen.starts_at, seen.day, who.zone(), l);
    let subject = text::subject_booked(l, &who.clinic.name, &when);
    tell(tx, who, of, post, Words { kind: Kind::Change, subject, line: text::line_booked(l, seen.doctor(), &when) })
}

/// The clinic could not take the booking.
pub fn decline(tx: &mut Tx<'_>, who: &Who, of: (&SeenRow, Lang), post: &Post) -> Result<(), Stop> {
    let (seen, l) = of;
    let when = when(seen.starts_at, seen.day, who.zone(), l);
    let subject = text::subject_cancelled(l, &who.clinic.name, &when);
    tell(tx, who, of, post, Words { kind: Kind::Cancellation, subject, line: text::line_declined(l, &when) })
}

/// The patient cancelled.
pub fn cancellation(tx: &mut Tx<'_>, who: &Who, of: (&SeenRow, Lang), post: &Post) -> Result<(), Stop> {
    let (seen, l) = of;
    let when = when(seen.starts_at, seen.day, who.zone(), l);
    let subject = text::subject_cancelled(l, &who.clinic.name, &when);
    tell(tx, who, of, post, Words { kind: Kind::Cancellation, subject, line: text::line_cancelled(l, &when) })
}

/// The appointment moved.
pub fn change(tx: &mut Tx<'_>, who: &Who, of: (&SeenRow, Lang), post: &Post) -> Result<(), Stop> {
    let (seen, l) = of;
    let when = when(seen.starts_at, seen.day, who.zone(), l);
    let subject = text::subject_booked(l, &who.clinic.name, &when);
    tell(tx, who, of, post, Words { kind: Kind::Change, subject, line: text::line_moved(l, seen.doctor(), &when) })
}
