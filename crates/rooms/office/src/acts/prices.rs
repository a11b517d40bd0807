//! Exceptions to a price, free re-visits, packages.

use crate::store::prices::{self as store, Terms};
use crate::store::services;
use crate::text;
use bricks::clock::{Day, add_days, iso_day, parse_minute};
use bricks::id::{ResourceId, ServiceId};
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::charge::price::{EVERY_WEEKDAY, PriceRule};

/// Whose price an exception may be; empty for everybody's.
pub const PAYERS: [&str; 4] = ["", "self", "national", "private"];
const MINUTES_PER_DAY: i64 = 1_440;
const FREE_DAYS: (i64, i64) = (1, 365);
const SESSIONS: (i64, i64) = (2, 100);
const PACKAGE_DAYS: (i64, i64) = (1, 3_650);

/// Adds an exception from a day on, of today or later: what was charged before stays.
pub fn add_rule(tx: &mut Tx<'_>, who: &Who, id: ServiceId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let today = who.day_of(tx.now());
    let mut fields = Fields::new(form, lang);
    let price = fields.money("rule_price");
    if form.text("rule_price").trim().is_empty() {
        fields.refuse("rule_price", ground::text::field_required_say());
    }
    let (from_day, until_day) = days(&mut fields, today);
    let payer_kind = fields.choice("rule_payer", |typed| PAYERS.into_iter().find(|payer| *payer == typed));
    let doctors = store::doctors(tx, who)?;
    let doctor: Option<ResourceId> = fields.id("rule_doctor");
    if doctor.is_some_and(|doctor| doctors.iter().all(|(id, _)| *id != doctor)) {
        fields.refuse("rule_doctor", ground::text::field_unknown_say());
    }
    let weekdays = form.all("rule_weekday").filter_map(|day| day.parse().ok()).filter(|day| (1..=7).contains(day));
    let weekdays: i64 = weekdays.fold(0, |mask, day: u32| mask | 1 << (day - 1));
    let (from_minute, to_minute) = minutes(&mut fields, form);
    fields.check()?;
    let (Some(price), Some(payer_kind), Some(from_day)) = (price, payer_kind, from_day) else {
        return Err(Stop::fault("a form that was checked is not whole"));
    };
    let row = services::one(tx, who.branch, id, today)?.ok_or(Stop::Missing)?;
    let branch = fields.ticked("rule_here").then_some(who.branch);
    let weekdays = if weekdays == 0 { EVERY_WEEKDAY } else { weekdays };
    let payer_kind = payer_kind.to_owned();
    let rule =
        PriceRule { id: 0, branch, payer_kind, doctor, from_day, until_day, weekdays, from_minute, to_minute, price };
    store::add(tx, who, id, &rule)?;
    let detail = format!("{} {} {}", row.code, iso_day(from_day), price.show(Lang::Vi));
    Ok(who.note(tx, "add_price_rule", "service", id.raw(), None, &detail)?)
}

fn days(fields: &mut Fields<'_>, today: Day) -> (Option<Day>, Option<Day>) {
    let (from, until) = (fields.required_day("rule_from"), fields.day("rule_until"));
    if from.is_some_and(|from| from < today) {
        fields.refuse("rule_from", text::price_in_the_past_say());
    }
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        fields.refuse("rule_until", text::rule_ends_before_say());
    }
    (from, until)
}

/// The minutes of the day; nothing typed is the whole day.
fn minutes(fields: &mut Fields<'_>, form: &Form) -> (i64, i64) {
    let (from, to) = (form.text("rule_start").trim(), form.text("rule_end").trim());
    let from = if from.is_empty() { Some(0) } else { parse_minute(from) };
    let to = if to.is_empty() { Some(MINUTES_PER_DAY) } else { parse_minute(to) };
    match from.zip(to) {
        Some((from, to)) if from < to => (from, to),
        _ => {
            fields.refuse("rule_end", text::rule_hours_wrong_say());
            (0, MINUTES_PER_DAY)
        }
    }
}

/// Ends an exception with yesterday, so that the list price holds again at once. Gives its service.
pub fn end_rule(tx: &mut Tx<'_>, who: &Who, id: i64) -> Result<ServiceId, Stop> {
    let yesterday = add_days(who.day_of(tx.now()), -1);
    let service = store::end(tx, id, yesterday)?;
    who.note(tx, "end_price_rule", "service", service.raw(), None, "")?;
    Ok(service)
}

/// Sets what of a service costs nothing; empty fields take it back.
pub fn set_terms(tx: &mut Tx<'_>, who: &Who, id: ServiceId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let today = who.day_of(tx.now());
    let row = services::one(tx, who.branch, id, today)?.ok_or(Stop::Missing)?;
    let mut fields = Fields::new(form, lang);
    let free_days = fields.whole("revisit_free_days", FREE_DAYS.0, FREE_DAYS.1);
    let package_of: Option<ServiceId> = fields.id("package_of");
    let package_sessions = fields.whole("package_sessions", SESSIONS.0, SESSIONS.1);
    let package_days = fields.whole("package_days", PACKAGE_DAYS.0, PACKAGE_DAYS.1);
    let parts = store::parts(tx, id)?;
    if package_of.is_some_and(|part| parts.iter().all(|(id, ..)| *id != part)) {
        fields.refuse("package_of", ground::text::field_unknown_say());
    }
    if package_of.is_some() && form.text("package_sessions").trim().is_empty() {
        fields.refuse("package_sessions", ground::text::field_required_say());
    }
    fields.check()?;
    let terms = match (row.kind.as_str(), package_of) {
        ("consultation", _) => Terms { free_days, ..Terms::default() },
        (_, Some(_)) => Terms { free_days: None, package_of, package_sessions, package_days },
        (_, None) => Terms::default(),
    };
    store::set_terms(tx, id, &terms)?;
    let told = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let detail = format!("{} {} {}", row.code, told(terms.free_days), told(terms.package_sessions));
    Ok(who.note(tx, "set_service_terms", "service", id.raw(), None, detail.trim_end())?)
}
