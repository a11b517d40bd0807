//! Services: made, changed, priced, taken out of use and back again.

use crate::rules::{self, SERVICE_KINDS};
use crate::store::services::{self as store, Written};
use crate::text;
use bricks::id::{ResourceId, ServiceId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog::{self, Named};
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};

const NAME_CHARS_MAX: usize = 120;
const CODE_CHARS_MAX: usize = 12;
const DURATION: (i64, i64) = (5, 480);

/// A service as typed.
struct Asked {
    name_vi: String,
    name_en: String,
    department: String,
    duration_minutes: i64,
    ticket_prefix: String,
    for_sex: Option<&'static str>,
    from_years: Option<i64>,
    below_years: Option<i64>,
    needs: Vec<ResourceId>,
    doctors: Vec<ResourceId>,
}

impl Asked {
    fn read(fields: &mut Fields<'_>, form: &Form) -> Asked {
        let name_vi = fields.required_line("name_vi", NAME_CHARS_MAX);
        let name_en = fields.line("name_en", NAME_CHARS_MAX);
        let department = fields.choice("department", rules::department);
        let duration = fields.whole("duration_minutes", DURATION.0, DURATION.1);
        if duration.is_none() && form.text("duration_minutes").trim().is_empty() {
            fields.refuse("duration_minutes", ground::text::field_required_say());
        }
        let ticket_prefix = match form.text("ticket_prefix").trim() {
            "" => String::new(),
            typed => rules::prefix(typed).unwrap_or_else(|say| {
                fields.refuse("ticket_prefix", say);
                String::new()
            }),
        };
        let for_sex = ["male", "female"].into_iter().find(|sex| *sex == form.text("for_sex"));
        let (from_years, below_years) = (fields.whole("from_years", 1, 120), fields.whole("below_years", 1, 120));
        if from_years.zip(below_years).is_some_and(|(from, below)| below <= from) {
            fields.refuse("below_years", text::ages_contradict_say());
        }
        let ids = |name: &'static str| form.all(name).filter_map(|id| id.parse().ok()).collect();
        Asked {
            name_en: if name_en.is_empty() { name_vi.clone() } else { name_en },
            name_vi,
            department: department.unwrap_or_default().to_owned(),
            duration_minutes: duration.unwrap_or(DURATION.0),
            ticket_prefix,
            for_sex,
            from_years,
            below_years,
            needs: ids("need"),
            doctors: ids("doctor"),
        }
    }

    fn written(&self) -> Written<'_> {
        Written {
            name_vi: &self.name_vi,
            name_en: &self.name_en,
            department: &self.department,
            duration_minutes: self.duration_minutes,
            ticket_prefix: &self.ticket_prefix,
            for_sex: self.for_sex,
            from_years: self.from_years,
            below_years: self.below_years,
        }
    }

    /// What a consultation takes and who may book it; other services are never booked.
    fn keep_choices(&self, tx: &mut Tx<'_>, who: &Who, id: ServiceId, kind: &str) -> Result<(), Stop> {
        if kind == "consultation" {
            store::set_needs(tx, who.branch, id, &self.needs)?;
            store::set_bookable(tx, who.branch, id, &self.doctors)?;
        }
        Ok(())
    }

    fn keep_words(&self, tx: &mut Tx<'_>, code: &str) -> Result<(), Stop> {
        let names = vec![self.name_vi.clone(), self.name_en.clone()];
        Ok(catalog::add_words(tx, &Named { kind: "service", item: code, rank: 0, code, names })?)
    }
}

fn price(fields: &mut Fields<'_>, form: &Form) -> Option<Money> {
    let price = fields.money("price");
    if price.is_none() && form.text("price").trim().is_empty() {
        fields.refuse("price", ground::text::field_required_say());
    }
    price
}

/// Adds a service with its price from today on. Refused at `code` when that is taken.
pub fn add(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<ServiceId, Stop> {
    let mut fields = Fields::new(form, lang);
    let code = fields.required_line("code", CODE_CHARS_MAX).to_uppercase();
    if !code.is_empty() && !code.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)) {
        fields.refuse("code", text::service_code_wrong_say());
    }
    let kind = fields.choice("kind", |typed| SERVICE_KINDS.into_iter().find(|kind| *kind == typed));
    let asked = Asked::read(&mut fields, form);
    let price = price(&mut fields, form);
    fields.check()?;
    let kind = kind.unwrap_or("consultation");
    let taken = || Refusal::conflict(text::service_code_taken_say()).and_field("code", text::service_code_taken_say());
    let id = store::add(tx, (&code, kind), &asked.written())?.ok_or_else(taken)?;
    store::set_price(tx, id, who.day_of(tx.now()), price.unwrap_or(Money::ZERO))?;
    asked.keep_choices(tx, who, id, kind)?;
    asked.keep_words(tx, &code)?;
    who.note(tx, "add_service", "service", id.raw(), None, &code)?;
    tx.announce(Topic::Diary);
    Ok(id)
}

/// Changes a service; what is booked and charged stays as it is.
pub fn change(tx: &mut Tx<'_>, who: &Who, id: ServiceId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let asked = Asked::read(&mut fields, form);
    fields.check()?;
    let today = who.day_of(tx.now());
    let before = store::one(tx, who.branch, id, today)?.ok_or(Stop::Missing)?;
    store::change(tx, id, &asked.written())?;
    asked.keep_choices(tx, who, id, &before.kind)?;
    asked.keep_words(tx, &before.code)?;
    who.note(tx, "change_service", "service", id.raw(), None, &before.code)?;
    tx.announce(Topic::Diary);
    Ok(())
}

/// Whether a price is more than half above or below the one in force: so far that it may be a slip.
fn is_a_jump(before: Money, after: Money) -> bool {
    let (before, after) = (before.minor(), after.minor());
    before > 0 && (after.abs_diff(before) > before.unsigned_abs() / 2)
}

/// What stands in the form of a price, as the ticked box "it is right" sends it: another price asks anew.
pub fn price_as_typed<'t>(typed: impl Fn(&str) -> &'t str) -> String {
    ["from_day", "price"].map(|name| typed(name).trim()).join("|")
}

/// Sets the price from a day on, of today or later: what was charged before stays. A price far from the one in force is
/// asked for once more (`sure`).
pub fn set_price(tx: &mut Tx<'_>, who: &Who, id: ServiceId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let from = fields.required_day("from_day");
    let price = price(&mut fields, form);
    let today = who.day_of(tx.now());
    if from.is_some_and(|from| from < today) {
        fields.refuse("from_day", text::price_in_the_past_say());
    }
    fields.check()?;
    let row = store::one(tx, who.branch, id, today)?.ok_or(Stop::Missing)?;
    let (from, price) = (from.unwrap_or(today), price.unwrap_or(Money::ZERO));
    let is_sure = form.text("sure") == price_as_typed(|name| form.text(name));
    if let Some(before) = row.price.filter(|before| is_a_jump(*before, price) && !is_sure) {
        let said = |l: Lang| text::price_jump(l, price.show_with_sign(l), before.show_with_sign(l));
        fields.refuse("sure", Say::new(said(Lang::Vi), said(Lang::En)));
    }
    fields.check()?;
    store::set_price(tx, id, from, price)?;
    let detail = format!("{} {} {} ₫", row.code, bricks::clock::iso_day(from), price.minor());
    who.note(tx, "set_price", "service", id.raw(), None, &detail)?;
    Ok(())
}

/// Takes a price back that is not in force yet: nothing was charged by it.
pub fn remove_price(tx: &mut Tx<'_>, who: &Who, id: ServiceId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let from = fields.required_day("price_day");
    fields.check()?;
    let today = who.day_of(tx.now());
    let from = from.filter(|from| *from > today).ok_or_else(|| Refusal::conflict(text::price_begun_say()))?;
    let row = store::one(tx, who.branch, id, today)?.ok_or(Stop::Missing)?;
    if !store::remove_price(tx, id, from)? {
        return Err(Refusal::conflict(text::price_gone_say()).into());
    }
    let detail = format!("{} {}", row.code, bricks::clock::iso_day(from));
    who.note(tx, "remove_price", "service", id.raw(), None, &detail)?;
    Ok(())
}

/// Takes a service out of use, or back into it. Refused while somebody is booked or waits for it.
pub fn set_use(tx: &mut Tx<'_>, who: &Who, id: ServiceId, active: bool) -> Result<(), Stop> {
    store::lock(tx, id)?.ok_or(Stop::Missing)?;
    if !active {
        let now = tx.now();
        let asked_for = store::asked_for(tx, id, now)?;
        if asked_for > 0 {
            return Err(Refusal::conflict(text::service_is_booked_say(asked_for)).into());
        }
    }
    store::set_active(tx, id, active)?;
    who.note(tx, if active { "use_service" } else { "retire_service" }, "service", id.raw(), None, "")?;
    tx.announce(Topic::Diary);
    Ok(())
}
