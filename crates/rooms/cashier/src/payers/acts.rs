//! Choosing who pays for a visit besides the patient.

use super::store::{self, Offered};
use crate::bill::{self, Bill};
use crate::pay::announce;
use crate::text;
use bricks::id::{PlanId, VisitId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::payer::store::NewPayer;
use papers::payer::{self, PAYERS_MAX, benefit};

const CARD_CHARS_MAX: usize = 40;

/// Chooses a payer: `plan`, `card`, `level`, `guarantee`, and the days of the card's validity. Refused where the card does
/// not hold on the day of the visit, where the insurer's word is missing, and beyond the second payer.
pub fn choose(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let plan: Option<PlanId> = fields.required_id("plan");
    let mut card = fields.line("card", CARD_CHARS_MAX);
    let guarantee = fields.line("guarantee", CARD_CHARS_MAX);
    let (from_day, until_day) = (fields.day("card_from"), fields.day("card_until"));
    let (patient, bill, _) = bill::lock(tx, who, visit)?;
    let day = store::profile(tx, visit)?.ok_or(Stop::Missing)?.day;
    let offered = store::offered(tx, day)?;
    let chosen = plan.and_then(|plan| offered.iter().find(|each| each.plan == plan));
    let mut level = String::new();
    match chosen {
        None if plan.is_some() => fields.refuse("plan", text::payer_plan_gone_say()),
        None => {}
        Some(chosen) => level = of_card(&mut fields, form, chosen, &mut card),
    }
    if chosen.is_some_and(|each| each.needs_guarantee) && guarantee.is_empty() {
        fields.refuse("guarantee", text::payer_guarantee_missing_say());
    }
    if until_day.is_some_and(|until| until < day) {
        fields.refuse("card_until", text::payer_card_over_say());
    }
    if from_day.is_some_and(|from| from > day) {
        fields.refuse("card_from", text::payer_card_early_say());
    }
    if chosen.is_some_and(|each| each.national)
        && !card.is_empty()
        && let Some(code) = payer::store::hold_card(tx, &card, patient)?
    {
        fields.refuse("card", text::payer_card_others_say(code));
    }
    fields.check()?;
    without_discounts(&bill)?;
    let plan = plan.ok_or_else(|| Stop::fault("a form that was checked is not whole"))?;
    let name = chosen.map_or("", |chosen| chosen.plan_name.as_str());
    let position = bill.payers.len() + 1;
    if position > PAYERS_MAX {
        return Err(Refusal::conflict(text::payer_enough_say()).into());
    }
    if store::is_claimed(tx, visit)? {
        return Err(Refusal::conflict(text::payer_claimed_say()).into());
    }
    let position = i64::try_from(position).map_err(|_| Stop::fault("too many payers"))?;
    let new =
        NewPayer { visit, position, plan, card: &card, level: &level, guarantee: &guarantee, from_day, until_day };
    if !payer::store::choose(tx, who, &new)? {
        return Err(Refusal::conflict(text::payer_twice_say()).and_field("plan", text::payer_twice_say()).into());
    }
    payer::refresh(tx, visit)?;
    who.note(
        tx,
        "choose_payer",
        "visit",
        visit.raw(),
        Some(patient),
        format!("{position} {name} {card} {guarantee}").trim_end(),
    )?;
    announce(tx, visit, patient);
    Ok(())
}

/// Tidies the card's number and gives its benefit level: as its number tells, or as typed where it tells none.
fn of_card(fields: &mut Fields<'_>, form: &Form, chosen: &Offered, card: &mut String) -> String {
    if card.is_empty() && (chosen.national || chosen.by_card) {
        fields.refuse("card", ground::text::field_required_say());
        return String::new();
    }
    if chosen.national {
        match benefit::card_number(card) {
            Some(number) => *card = number,
            None => fields.refuse("card", text::payer_card_wrong_say()),
        }
    }
    if !chosen.by_card {
        return String::new();
    }
    let typed = form.text("level").trim();
    match (benefit::level_of(card), typed) {
        (Some(told), "") => told.to_owned(),
        (Some(told), typed) if told == typed => told.to_owned(),
        (Some(_), _) => {
            fields.refuse("level", text::payer_level_other_say());
            String::new()
        }
        (None, "1" | "2" | "3" | "4" | "5") => typed.to_owned(),
        (None, _) => {
            fields.refuse("level", text::payer_level_missing_say());
            String::new()
        }
    }
}

/// What is taken off a whole bill is taken off what payers leave to the patient: they are chosen first.
fn without_discounts(bill: &Bill) -> Result<(), Stop> {
    match bill.discounts.iter().any(|off| off.charge.is_none()) {
        true => Err(Refusal::conflict(text::payer_after_discount_say()).into()),
        false => Ok(()),
    }
}

/// Takes a payer off a visit of which nothing was claimed yet.
pub fn remove(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form) -> Result<(), Stop> {
    let (patient, bill, _) = bill::lock(tx, who, visit)?;
    let position = form.text("position").parse::<i64>().unwrap_or(0);
    let payer = bill.payers.iter().find(|payer| payer.position == position);
    let payer = payer.ok_or_else(|| Stop::from(Refusal::conflict(text::payer_gone_say())))?;
    if store::is_claimed(tx, visit)? {
        return Err(Refusal::conflict(text::payer_claimed_say()).into());
    }
    without_discounts(&bill)?;
    store::remove(tx, visit, position)?;
    payer::refresh(tx, visit)?;
    who.note(tx, "remove_payer", "visit", visit.raw(), Some(patient), &format!("{position} {}", payer.plan_name))?;
    announce(tx, visit, patient);
    Ok(())
}
