//! Goods in.

use crate::rules::{DELIVERED, as_typed, is_odd_cost};
use crate::{store, text};
use bricks::id::{BatchId, MedicineId, SupplierId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::pack_code::parse_pack_code;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::batch::{self, NewBatch};

const NUMBER_CHARS_MAX: usize = 40;
const NAME_CHARS_MAX: usize = 120;
const UNITS_MAX: i64 = 1_000_000;

/// Takes a delivery in as typed, with the code of a pack when one was scanned: `medicine`, `number`, `expires_on`, `quantity` in dispensing units, `cost` of one unit,
/// and `supplier` or the name of a new one. Refused field by field.
pub fn receive(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<BatchId, Stop> {
    let mut fields = Fields::new(form, lang);
    let medicine = fields.required_id::<MedicineId>("medicine");
    let number = fields.required_line("number", NUMBER_CHARS_MAX);
    let expires_on = fields.required_day("expires_on");
    let quantity = fields.quantity("quantity", Quantity::whole(1), Quantity::whole(UNITS_MAX));
    let cost = fields.money("cost");
    let supplier = fields.id::<SupplierId>("supplier");
    let supplier_name = fields.line("supplier_name", NAME_CHARS_MAX);
    let barcode = barcode(&mut fields, form.text("barcode"), who.day_of(tx.now()).year());
    refuse_gaps(&mut fields, form);
    refuse_parts(&mut fields, form, lang);
    if cost.is_some_and(|cost| cost > batch::COST_MAX) {
        fields.refuse("cost", batch::cost_max());
    }
    if expires_on.is_some_and(|day| day < who.day_of(tx.now())) {
        fields.refuse("expires_on", papers::text::batch_expired_say());
    }
    if supplier.is_none() && supplier_name.is_empty() {
        fields.refuse("supplier", text::supplier_missing_say());
    }
    fields.check()?;
    let (Some(medicine), Some(expires_on), Some(quantity), Some(cost)) = (medicine, expires_on, quantity, cost) else {
        return Err(Stop::fault("a delivery without its fields"));
    };
    if !store::is_stocked(tx, medicine)? {
        return Err(Refusal::field("medicine", text::medicine_unknown_say()).into());
    }
    ask_whether_right(tx, who, form, (medicine, cost))?;
    if let Some(barcode) = barcode {
        keep_barcode(tx, who, medicine, &barcode)?;
    }
    let supplier = match supplier {
        Some(supplier) if supplier_name.is_empty() => supplier,
        _ => store::supplier_named(tx, &supplier_name)?,
    };
    batch::receive(tx, who, &NewBatch { medicine, supplier, number, expires_on, quantity, cost })
}

/// Asks once at `sure` whether a cost that looks mistyped is right.
fn ask_whether_right(
    tx: &mut Tx<'_>,
    who: &Who,
    form: &Form,
    (medicine, cost): (MedicineId, Money),
) -> Result<(), Stop> {
    if form.text("sure") == as_typed(DELIVERED, |name| form.text(name)) {
        return Ok(());
    }
    let (last, price) = store::last_cost(tx, who.branch, medicine)?;
    if !is_odd_cost(last, price, cost) {
        return Ok(());
    }
    let told = |l: Lang| match last {
        Some(last) => text::odd_cost(l, last.show_with_sign(l), cost.show_with_sign(l)),
        None => text::odd_cost_price(l, cost.show_with_sign(l), price.show_with_sign(l)),
    };
    Err(Refusal::field("sure", Say::new(told(Lang::Vi), told(Lang::En))).into())
}

/// The product number of a pack that was held before the scanner, if one was.
fn barcode(fields: &mut Fields<'_>, typed: &str, year: i16) -> Option<String> {
    if typed.trim().is_empty() {
        return None;
    }
    parse_pack_code(typed, year).map(|code| code.gtin).map_err(|say| fields.refuse("barcode", say)).ok()
}

/// From now on the pharmacy's scanner knows the pack. A product number names one medicine.
fn keep_barcode(tx: &mut Tx<'_>, who: &Who, medicine: MedicineId, barcode: &str) -> Result<(), Stop> {
    if store::has_barcode(tx, medicine, barcode)? {
        return Ok(());
    }
    if !store::set_barcode(tx, medicine, barcode)? {
        return Err(Refusal::field("barcode", text::barcode_taken_say()).into());
    }
    who.note(tx, "set_barcode", "medicine", medicine.raw(), None, barcode).map_err(Stop::from)
}

/// Amounts that nobody typed.
fn refuse_gaps(fields: &mut Fields<'_>, form: &Form) {
    if form.text("quantity").trim().is_empty() {
        fields.refuse("quantity", text::quantity_missing_say());
    }
    if form.text("cost").trim().is_empty() {
        fields.refuse("cost", text::cost_missing_say());
    }
}

/// Dispensing units are whole. A decimal mark was meant as thousands or is a slip: `1,000` must not become one.
fn refuse_parts(fields: &mut Fields<'_>, form: &Form, lang: Lang) {
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    if form.text("quantity").contains(mark) {
        fields.refuse("quantity", ground::text::field_whole_say(UNITS_MAX, 1));
    }
}
