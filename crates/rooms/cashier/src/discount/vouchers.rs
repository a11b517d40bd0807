//! Making vouchers and switching them off.

use super::rules::tidy_code;
use super::store::{self, NewVoucher};
use crate::rules as money;
use crate::text;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::payer::ServiceGroup;

const CODE_CHARS_MAX: usize = 24;
const USES_MAX: i64 = 1_000_000;

/// Makes a voucher: `value` is an amount or a share, as typed.
pub fn make(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let code = tidy_code(&fields.required_line("code", CODE_CHARS_MAX));
    let typed = fields.required_line("value", 24);
    let (mut amount, mut share) = (None, None);
    if !typed.is_empty() {
        match money::voucher_value(&typed, lang) {
            Ok((of, basis_points)) => (amount, share) = (of, basis_points),
            Err(say) => fields.refuse("value", say),
        }
    }
    let (from, until) = (fields.required_day("from_day"), fields.required_day("until_day"));
    if from.zip(until).is_some_and(|(from, until)| from > until) {
        fields.refuse("until_day", text::voucher_days_say());
    }
    let uses_max = fields.whole("uses_max", 1, USES_MAX).unwrap_or(USES_MAX);
    let per_patient_max = fields.whole("per_patient_max", 1, USES_MAX).unwrap_or(USES_MAX);
    let typed_group = form.text("group");
    let group = if typed_group.is_empty() { None } else { fields.choice("group", ServiceGroup::parse) };
    let stackable = form.has("stackable");
    fields.check()?;
    let (Some(from_day), Some(until_day)) = (from, until) else {
        return Err(Stop::fault("a form that was checked is not whole"));
    };
    let share_basis_points = share;
    let new = NewVoucher {
        code: &code,
        amount,
        share_basis_points,
        from_day,
        until_day,
        uses_max,
        per_patient_max,
        stackable,
        group,
    };
    if !store::make(tx, who, &new)? {
        return Err(Refusal::conflict(text::voucher_exists_say()).and_field("code", text::voucher_exists_say()).into());
    }
    let worth = amount.map(Money::minor).or(share).unwrap_or(0);
    who.note(tx, "make_voucher", "branch", who.branch.raw(), None, &format!("{code} {worth}"))?;
    tx.announce(Topic::Cashier);
    Ok(())
}

/// Switches a voucher off, or on again.
pub fn switch(tx: &mut Tx<'_>, who: &Who, id: i64) -> Result<(), Stop> {
    let code = store::switch(tx, id)?.ok_or(Stop::Missing)?;
    who.note(tx, "switch_voucher", "branch", who.branch.raw(), None, &code)?;
    tx.announce(Topic::Cashier);
    Ok(())
}
