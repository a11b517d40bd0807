//! What reception does with bookings from the website, and what the manager decides about them.

use crate::settings::{self, DAYS_MAX, NOTICE_HOURS_MAX, Settings};
use crate::{store, text};
use bricks::id::{AppointmentId, ResourceId, ServiceId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::appointment;
use papers::notice::{self, Cause};

const REASON_MAX: usize = 200;

/// The desk accepts a booking, and the patient is told.
pub fn accept(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<(), Stop> {
    let asked = appointment::lock(tx, who.branch, id)?;
    if store::accept(tx, who.branch, id)? == 0 {
        return Err(Refusal::conflict(text::waits_no_longer_say()).into());
    }
    who.note(tx, "accept_booking", "appointment", id.raw(), Some(asked.patient), "")?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Appointment(id));
    notice::accepted(tx, who, id)?;
    notice::remind(tx, who, id)
}

/// The desk declines a booking: the time is free at once, and the patient is told.
pub fn decline(tx: &mut Tx<'_>, who: &Who, id: AppointmentId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_line("reason", REASON_MAX);
    fields.check()?;
    let before = appointment::lock(tx, who.branch, id)?;
    if store::accept(tx, who.branch, id)? == 0 {
        return Err(Refusal::conflict(text::waits_no_longer_say()).into());
    }
    let after = appointment::cancel(tx, who, id, &reason)?;
    notice::changed(tx, who, (&before, &after), Cause::Declined)
}

/// Keeps the settings and what may be booked with whom.
pub fn save_settings(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let days = fields.whole("days", 1, DAYS_MAX);
    let notice = fields.whole("notice_hours", 0, NOTICE_HOURS_MAX);
    let change_notice = fields.whole("change_notice_hours", 0, NOTICE_HOURS_MAX);
    let arrival = fields.choice("arrival", |typed| ["desk", "booked"].contains(&typed).then(|| typed == "desk"));
    for (name, missing) in
        [("days", days.is_none()), ("notice_hours", notice.is_none()), ("change_notice_hours", change_notice.is_none())]
    {
        if missing && form.text(name).trim().is_empty() {
            fields.refuse(name, ground::text::field_required_say());
        }
    }
    let open = fields.ticked("open");
    fields.check()?;
    let base = Settings::default();
    let settings = Settings {
        open,
        days: days.unwrap_or(base.days),
        notice_minutes: notice.map_or(base.notice_minutes, |h| h * 60),
        change_notice_minutes: change_notice.map_or(base.change_notice_minutes, |h| h * 60),
        desk_accepts: arrival.unwrap_or(base.desk_accepts),
        reach: base.reach,
    };
    settings::write(tx, &settings)?;
    store::forbid_all(tx, who.branch)?;
    for pair in form.all("pair") {
        if let Some((doctor, service)) = pair_of(pair) {
            store::allow(tx, who.branch, doctor, service)?;
        }
    }
    who.note(tx, "set_website", "setting", 0, None, "")?;
    Ok(())
}

fn pair_of(typed: &str) -> Option<(ResourceId, ServiceId)> {
    let (doctor, service) = typed.split_once('-')?;
    Some((doctor.parse().ok()?, service.parse().ok()?))
}
