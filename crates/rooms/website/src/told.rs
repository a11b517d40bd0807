//! The code that proves a phone or an address. All else that people are told stands in `papers::notice`.

use crate::store::HoldRow;
use crate::text;
use bricks::clock::{Day, Instant, Zone, show_day, show_time, weekday_name};
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::message::{self, Kind, NewText};

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
        facts: message::facts(&[("clinic", clinic), ("code", code)]),
        due_at: tx.now(),
    };
    message::enqueue_text(tx, who, &new).map(|_| ())
}
