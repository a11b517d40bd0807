use super::store::{self, Named, UNITS_MAX};
use super::{basket, store::InBasket};
use crate::text;
use bricks::clock::show_day;
use bricks::id::{BatchId, MedicineId, PatientId, RetailSaleId};
use bricks::lang::Lang;
use bricks::pack_code::{self, PackCode, parse_pack_code};
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::retail::{self, NewSale};
use papers::safety;

const REASON_CHARS: usize = 300;

/// Puts a medicine into the basket: `medicine` and `quantity` in whole dispensing units. Refused at its field.
pub fn add(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let medicine = fields.required_id::<MedicineId>("medicine");
    let quantity = fields.whole("quantity", 1, UNITS_MAX);
    if form.text("quantity").trim().is_empty() {
        fields.refuse("quantity", ground::text::field_whole_say(UNITS_MAX, 1));
    }
    fields.check()?;
    let (Some(medicine), Some(quantity)) = (medicine, quantity) else {
        return Err(Stop::fault("a basket line without its fields"));
    };
    let named = store::medicine(tx, medicine)?.ok_or(Stop::Missing)?;
    refuse_unfit(&named, "medicine")?;
    put(tx, who, (medicine, None), Quantity::whole(quantity))
}

/// Puts one pack into the basket by its code, from its own batch when the code tells it. Refused at `scan`: what is no code,
/// a medicine that needs a prescription, a batch that is not here, has expired, or expires on another day than the code says.
pub fn scan(tx: &mut Tx<'_>, who: &Who, form: &Form) -> Result<(), Stop> {
    let today = who.day_of(tx.now());
    let code = parse_pack_code(form.text("scan"), today.year()).map_err(wrong)?;
    let named = store::by_barcode(tx, &code.gtin)?.ok_or_else(|| wrong(text::scan_unknown_say(&code.gtin)))?;
    refuse_unfit(&named, "scan")?;
    if code.separator_lost {
        return Err(wrong(pack_code::NO_SEPARATOR).into());
    }
    let batch = pack(tx, who, &named, &code)?;
    put(tx, who, (named.id, batch), Quantity::whole(1))
}

fn pack(tx: &mut Tx<'_>, who: &Who, named: &Named, code: &PackCode) -> Result<Option<BatchId>, Stop> {
    let Some(number) = &code.batch else { return Ok(None) };
    let packs = store::packs(tx, who.branch, named.id, number)?;
    let fits = |day| code.expires_on.is_none_or(|wanted| wanted == day);
    let Some((batch, expires_on)) = packs.iter().find(|(_, day)| fits(*day)) else {
        let told = |l, name: &str| match packs.first() {
            Some((_, day)) => {
                let read = code.expires_on.map(|day| show_day(day, l)).unwrap_or_default();
                text::scan_other_expiry(l, number, read, show_day(*day, l))
            }
            None => text::retail_no_batch(l, number, name),
        };
        return Err(wrong(said(named, told)).into());
    };
    if *expires_on < who.day_of(tx.now()) {
        return Err(wrong(said(named, |l, name| text::retail_expired(l, number, name))).into());
    }
    Ok(Some(*batch))
}

fn put(tx: &mut Tx<'_>, who: &Who, what: (MedicineId, Option<BatchId>), quantity: Quantity) -> Result<(), Stop> {
    if store::add(tx, who, what, quantity)? {
        Ok(())
    } else {
        Err(Refusal::field("quantity", ground::text::field_whole_say(UNITS_MAX, 1)).into())
    }
}

fn refuse_unfit(named: &Named, field: &'static str) -> Result<(), Refusal> {
    if named.sold_freely {
        return Ok(());
    }
    Err(Refusal::field(field, said(named, |l, name| text::retail_not_free(l, name))))
}

fn said(named: &Named, told: impl Fn(Lang, &str) -> String) -> Say {
    Say::new(told(Lang::Vi, &named.name(Lang::Vi)), told(Lang::En, &named.name(Lang::En)))
}

fn wrong(say: Say) -> Refusal {
    Refusal::field("scan", say)
}

/// Changes how much of a line is wanted; nothing takes it out.
pub fn change(tx: &mut Tx<'_>, who: &Who, line: i64, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let quantity = fields.whole("quantity", 0, UNITS_MAX);
    if form.text("quantity").trim().is_empty() {
        fields.refuse("quantity", ground::text::field_whole_say(UNITS_MAX, 0));
    }
    fields.check()?;
    if store::change(tx, who, line, Quantity::whole(quantity.unwrap_or(0)))? { Ok(()) } else { Err(Stop::Missing) }
}

/// Sells the basket as it was seen, and empties it. A conflict when it is another one by now, or the shelves changed.
pub fn sell(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<RetailSaleId, Stop> {
    let mut fields = Fields::new(form, lang);
    let patient = fields.id::<PatientId>("patient");
    let reason = fields.line("override_reason", REASON_CHARS);
    fields.check()?;
    let held: Vec<InBasket> = store::basket_held(tx, who.staff)?;
    if !held.is_empty() && basket::seen(&held) != form.text("seen") {
        return Err(Refusal::conflict(text::retail_basket_changed_say()).into());
    }
    let mut needed = false;
    if let Some(patient) = patient {
        store::buyer(tx, who.branch, patient)?;
        needed = safety::demand_reason_for_sale(tx, who, patient, (&basket::codes(&held), &reason))?;
    }
    let override_reason = if needed { reason } else { String::new() };
    let sold = retail::sell(tx, who, &NewSale { patient, items: basket::wanted(&held), override_reason })?;
    store::empty(tx, who)?;
    Ok(sold.sale)
}

/// Takes a sale back that is not paid.
pub fn take_back(tx: &mut Tx<'_>, who: &Who, sale: RetailSaleId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_reason("reason", REASON_CHARS);
    fields.check()?;
    retail::take_back(tx, who, sale, &reason)
}
