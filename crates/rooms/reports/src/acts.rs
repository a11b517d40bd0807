//! Setting a doctor's share.

use crate::shares::Rule;
use crate::{store, text};
use bricks::clock::iso_day;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};

/// The kinds of service of which a share may be set; empty for all.
pub const GROUPS: [&str; 8] = ["consultation", "lab", "imaging", "procedure", "vaccine", "medicine", "retail", "other"];
const WHOLE_MILLI: i64 = 100_000;

/// Sets the share from a day on, of today or later: what was earned before stays.
pub fn set_share(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let doctors = store::names(tx, who.branch)?.doctors;
    let doctor = match form.text("doctor").trim() {
        "" => Some(0),
        _ => fields.choice("doctor", |typed| typed.parse().ok().filter(|id| doctors.contains_key(id))),
    };
    let group = match form.text("group").trim() {
        "" => Some(""),
        _ => fields.choice("group", |typed| GROUPS.into_iter().find(|group| *group == typed)),
    };
    let from_day = fields.required_day("from_day");
    if from_day.is_some_and(|day| day < who.day_of(tx.now())) {
        fields.refuse("from_day", text::share_in_the_past_say());
    }
    let share = fields.quantity("share", Quantity::ZERO, Quantity::from_milli(WHOLE_MILLI));
    if form.text("share").trim().is_empty() {
        fields.refuse("share", ground::text::field_required_say());
    }
    if share.is_some_and(|share| share.milli() % 10 != 0) {
        fields.refuse("share", text::share_too_fine_say());
    }
    fields.check()?;
    let (Some(doctor), Some(group), Some(from_day), Some(share)) = (doctor, group, from_day, share) else {
        return Err(Stop::fault("a form that was checked is not whole"));
    };
    let rule = Rule { doctor, group: group.to_owned(), from_day, share: share.milli() / 10 };
    store::set_share(tx, who, &rule)?;
    let detail = format!("{doctor} {group} {} {}", iso_day(from_day), share.show(Lang::Vi));
    Ok(who.note(tx, "set_share", "commission_rule", doctor, None, detail.trim())?)
}
