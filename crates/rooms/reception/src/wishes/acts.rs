use crate::acts::patient;
use crate::asked::{self, REASON_MAX};
use crate::rules::place;
use crate::{store, text};
use bricks::clock::iso_day;
use bricks::id::{ResourceId, WishId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::notice::{self, Cause};
use papers::wish::{self, NewWish, weekday_bit};

/// Puts a patient on the list.
pub fn add(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let (person, service) = (asked::patient(&mut fields, form), fields.required_id("service"));
    let doctor = if form.text("doctor") == place::ANY_DOCTOR { None } else { fields.id("doctor") };
    let (from_day, to_day) = (fields.day("from_day"), fields.day("to_day"));
    let mut minute = |field: &'static str| {
        let read = place::minute(form.text(field));
        if read.is_none() {
            fields.refuse(field, text::time_unreadable_say());
        }
        read
    };
    let (from_minute, to_minute) = (minute("from"), minute("to"));
    let note = fields.line("note", REASON_MAX);
    let weekdays = form.all("weekday").filter_map(|n| n.parse().ok()).map(weekday_bit).fold(0, |all, bit| all | bit);
    let today = who.day_of(tx.now());
    for (field, say) in wish::faults(weekdays, (from_day, to_day), from_minute.zip(to_minute), today) {
        fields.refuse(field, say);
    }
    fields.check()?;
    let whole = person.zip(service).zip(from_minute).zip(to_minute);
    let (((person, service), from_minute), to_minute) =
        whole.ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    let urgent = form.has("urgent");
    let new =
        NewWish { patient: person, service, doctor, weekdays, from_day, to_day, from_minute, to_minute, urgent, note };
    match wish::add(tx, who, &new) {
        Err(Stop::Missing) => Err(Refusal::field("patient", ground::text::field_unknown_say()).into()),
        other => other.map(|_| ()),
    }
}

/// Books the offered time for a wish, and lets the patient be reminded of it.
pub fn fulfil(tx: &mut Tx<'_>, who: &Who, id: WishId, form: &Form) -> Result<String, Stop> {
    let offer = place::offer(form.text("offer"));
    let doctor: Option<ResourceId> = offer.and_then(|offer| offer.doctor.parse().ok());
    let at = offer.and_then(|offer| place::parse_local_time(offer.time, None, who.zone()));
    let (doctor, at) = doctor.zip(at).ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    let Some(Some(room)) = store::room_of(tx, who.branch, doctor)? else {
        return Err(Refusal::field("doctor", text::doctor_without_room_say()).into());
    };
    let mut fields = Fields::new(form, Lang::Vi);
    let source = asked::source(&mut fields);
    fields.check()?;
    let (booked, wish) = wish::fulfil(tx, who, id, (doctor, room, at), source)?;
    let person = patient(tx, who, wish.patient)?;
    notice::booked(tx, who, booked, Cause::Desk, (false, None))?;
    if person.reminders_wanted {
        notice::remind(tx, who, booked)?;
    }
    Ok(format!("/reception?day={}&appointment={booked}", iso_day(who.day_of(at))))
}
