//! Medicines of the catalogue: made and changed. What counts doses and packs never changes: prescriptions and stock are
//! told in it.

use crate::rules;
use crate::store::medicines::{self as store, Fixed, Written};
use crate::text;
use bricks::id::MedicineId;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::catalog::{self, DISPENSE_UNITS, DOSE_UNITS, Named};
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};

const NAME_CHARS_MAX: usize = 120;
const CODE_CHARS_MAX: usize = 40;
const SHORT_CHARS_MAX: usize = 60;
const INSTRUCTION_CHARS_MAX: usize = 200;
const MOST: i64 = 1_000_000;

fn required_money(fields: &mut Fields<'_>, form: &Form) -> Money {
    let price = fields.money("price");
    if price.is_none() && form.text("price").trim().is_empty() {
        fields.refuse("price", ground::text::field_required_say());
    }
    price.unwrap_or(Money::ZERO)
}

fn written(fields: &mut Fields<'_>, form: &Form, stocked: bool) -> Written {
    let generic_vi = fields.required_line("generic_vi", NAME_CHARS_MAX);
    let generic_en = fields.line("generic_en", NAME_CHARS_MAX);
    let barcode = rules::barcode(form.text("barcode")).unwrap_or_else(|say| {
        fields.refuse("barcode", say);
        String::new()
    });
    Written {
        generic_en: if generic_en.is_empty() { generic_vi.clone() } else { generic_en },
        generic_vi,
        brand: fields.line("brand", SHORT_CHARS_MAX),
        pack: fields.line("pack", SHORT_CHARS_MAX),
        price: required_money(fields, form),
        prescription_only: fields.ticked("prescription_only"),
        instruction_vi: fields.line("instruction_vi", INSTRUCTION_CHARS_MAX),
        instruction_en: fields.line("instruction_en", INSTRUCTION_CHARS_MAX),
        reorder_level: fields
            .quantity("reorder_level", Quantity::ZERO, Quantity::whole(MOST))
            .unwrap_or(Quantity::ZERO),
        barcode,
        stocked,
    }
}

fn fixed(fields: &mut Fields<'_>, form: &Form) -> Fixed {
    let code = fields.required_line("code", CODE_CHARS_MAX).to_lowercase();
    if !code.is_empty() && !code.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)) {
        fields.refuse("code", text::service_code_wrong_say());
    }
    let unit = |of: &'static [&'static str]| {
        move |typed: &str| of.iter().find(|unit| **unit == typed).map(|u| (*u).to_owned())
    };
    let doses = fields.quantity("doses", Quantity::from_milli(1), Quantity::whole(MOST));
    if doses.is_none() && form.text("doses").trim().is_empty() {
        fields.refuse("doses", ground::text::field_required_say());
    }
    let (kind, route) = fields.choice("form", rules::medicine_form).unwrap_or(("", ""));
    let dispense_unit = fields.choice("dispense_unit", unit(&DISPENSE_UNITS)).unwrap_or_default();
    // Nobody takes a dose of gauze: it is counted as it is kept.
    let is_consumable = kind == rules::CONSUMABLE;
    let dose_unit = match is_consumable {
        true => dispense_unit.clone(),
        false => fields.choice("dose_unit", unit(&DOSE_UNITS)).unwrap_or_default(),
    };
    let doses = if is_consumable { Quantity::whole(1) } else { doses.unwrap_or(Quantity::whole(1)) };
    Fixed {
        code,
        strength: fields.required_line("strength", SHORT_CHARS_MAX),
        form: kind,
        route,
        dose_unit,
        dispense_unit,
        doses,
        controlled: fields.choice("controlled", rules::control).unwrap_or_default(),
    }
}

fn own_barcode(tx: &mut Tx<'_>, barcode: &str, but: Option<MedicineId>) -> Result<(), Stop> {
    if store::barcode_is_taken(tx, barcode, but)? {
        let taken = Refusal::conflict(text::barcode_taken_say());
        return Err(taken.and_field("barcode", text::barcode_taken_say()).into());
    }
    Ok(())
}

fn keep_words(tx: &mut Tx<'_>, code: &str, strength: &str, is: &Written) -> Result<(), Stop> {
    let names = [&is.generic_vi, &is.generic_en, &is.brand].map(|name| format!("{name} {strength}"));
    let named = Named { kind: "medicine", item: code, rank: 0, code, names: names.to_vec() };
    Ok(catalog::add_words(tx, &named)?)
}

/// Adds a medicine. Refused at `code` or `barcode` when taken.
pub fn add(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<MedicineId, Stop> {
    let mut fields = Fields::new(form, lang);
    let fixed = fixed(&mut fields, form);
    let is = written(&mut fields, form, true);
    fields.check()?;
    own_barcode(tx, &is.barcode, None)?;
    let taken =
        || Refusal::conflict(text::medicine_code_taken_say()).and_field("code", text::medicine_code_taken_say());
    let id = store::add(tx, &fixed, &is)?.ok_or_else(taken)?;
    keep_words(tx, &fixed.code, &fixed.strength, &is)?;
    who.note(tx, "add_medicine", "medicine", id.raw(), None, &fixed.code)?;
    tx.announce(Topic::Stock);
    Ok(id)
}

/// Changes a medicine; what was prescribed and charged stays as it is.
pub fn change(tx: &mut Tx<'_>, who: &Who, id: MedicineId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let stocked = fields.ticked("stocked");
    let is = written(&mut fields, form, stocked);
    fields.check()?;
    let before = store::one(tx, id)?.ok_or(Stop::Missing)?;
    own_barcode(tx, &is.barcode, Some(id))?;
    store::change(tx, id, &is)?;
    keep_words(tx, &before.code, &before.strength, &is)?;
    let detail = format!("{} {} → {}", before.code, before.price.show(Lang::Vi), is.price.show(Lang::Vi));
    who.note(tx, "change_medicine", "medicine", id.raw(), None, &detail)?;
    tx.announce(Topic::Stock);
    Ok(())
}
