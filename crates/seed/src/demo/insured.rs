//! The national insurance in the demonstration: a third of its patients with a valid card show it, in the last weeks.

use super::emit::Of;
use super::maker::Maker;
use super::people::Person;
use super::rows::{ChargeRow, ClaimRow, NationalCardRow, PlanRow, VisitPayerRow};
use crate::catalogue::insurer_id;
use crate::stable;
use bricks::clock::{Day, Instant, add_days};
use bricks::id::{ClaimId, InvoiceId, PlanId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::db::Stop;
use papers::payer::{Part, ServiceGroup, Terms, benefit, split};
use papers::receipt::Borne;

/// Cards are shown since so many days before today, claims sent until so many before.
const SHOWN_DAYS: i64 = 40;
const SENT_DAYS: i64 = 12;
const SETTLED_DAYS: i64 = 28;
/// Fifteen hundredths of the base salary since 2024-07-01.
const LOW_COST_VND: i64 = 351_000;

/// What the national insurance knows in the demonstration: everything but vaccines.
pub(super) const KNOWN: &str = "UPDATE service SET insured = TRUE WHERE kind <> 'vaccine'";

/// The plan of the national insurance.
pub(super) fn plan_id() -> PlanId {
    PlanId::from_raw(stable::id("plan", "national"))
}

/// The plans of the clinic: the national insurance, a private insurer that gives its word, a company.
pub(super) fn plans(maker: &mut Maker<'_>) {
    let from_day = add_days(maker.setup.today, -400);
    let plan = |code: &str, insurer, name, by_card, share_basis_points, needs_guarantee, ceiling_vnd| PlanRow {
        id: PlanId::from_raw(stable::id("plan", code)),
        insurer: insurer_id(insurer),
        name,
        by_card,
        share_basis_points,
        ceiling_vnd,
        needs_guarantee,
        automatic: by_card,
        from_day,
    };
    maker.out.plans.push(plan("national", 0, "Ngoại trú", true, 8_000, false, None));
    maker.out.plans.push(plan("an-lanh", 1, "Ngoại trú Vàng", false, 8_000, true, Some(5_000_000)));
    maker.out.plans.push(plan("hanh-phuc", 2, "Nhân viên công ty", false, 5_000, true, None));
}

/// Splits a visit's charges where the patient shows a card; gives what is borne, and by whom.
pub(super) fn cover(maker: &mut Maker<'_>, of: &Of<'_>, charges: &mut [ChargeRow]) -> Result<Option<Borne>, Stop> {
    let shown_since = add_days(maker.setup.today, -SHOWN_DAYS);
    let person = maker.people.get(of.plan.person).filter(|_| of.plan.day >= shown_since);
    let Some((card, level)) = person.and_then(shown) else { return Ok(None) };
    let share_basis_points = match level.as_str() {
        "3" => 9_500,
        "4" => 8_000,
        _ => 10_000,
    };
    let terms = Terms {
        national: true,
        share_basis_points,
        whole_below: Some(Money::from_minor(LOW_COST_VND)),
        ..Terms::default()
    };
    let parts: Vec<Part> = charges.iter().map(part).collect();
    let shares = split(&parts, &[terms]).ok_or_else(|| Stop::fault("a split that does not fit"))?;
    let mut amount = Money::ZERO;
    for (charge, [first, _]) in charges.iter_mut().zip(shares) {
        charge.first_vnd = first.minor();
        amount = amount.add(first).unwrap_or(amount);
    }
    let row = VisitPayerRow {
        visit: of.visit,
        plan: plan_id(),
        card: card.clone(),
        level,
        chosen_at: of.plan.times.arrived,
        chosen_by: maker.clinic.reception,
    };
    maker.out.visit_payers.push(row);
    maker.out.national_cards.push(NationalCardRow { number: card.clone(), patient: of.patient });
    let (name_vi, name_en) = ("Bảo hiểm y tế".to_owned(), "National health insurance".to_owned());
    Ok(Some(Borne { name_vi, name_en, card, guarantee: String::new(), amount }))
}

/// The card that somebody shows, with its benefit level.
fn shown(person: &Person) -> Option<(String, String)> {
    let card = person.card.as_deref().filter(|_| person.number % 3 == 0)?;
    Some((card.to_owned(), benefit::level_of(card)?.to_owned()))
}

fn part(charge: &ChargeRow) -> Part {
    Part {
        group: ServiceGroup::parse(charge.service_group).unwrap_or(ServiceGroup::Other),
        item: charge.item_code.to_owned(),
        quantity: Quantity::from_milli(charge.quantity_milli),
        net: Money::from_minor(charge.amount_vnd),
        insurable: charge.insurable,
        frozen: None,
    }
}

/// Claims what is borne of an invoice: the latest wait to be sent, the earliest are settled, a few not in full.
pub(super) fn claim(maker: &mut Maker<'_>, of: &Of<'_>, (invoice, at): (InvoiceId, Instant), borne: &Borne) {
    let (setup, day, amount) = (maker.setup, of.plan.day, borne.amount.minor());
    let before = |days: i64| -> bool { day < add_days(setup.today, -days) };
    let (state, paid) = match (before(SETTLED_DAYS), before(SENT_DAYS)) {
        (true, _) if of.plan.receipt % 9 == 0 => ("settled", Some(amount * 9 / 10)),
        (true, _) => ("settled", Some(amount)),
        (false, true) => ("sent", None),
        (false, false) => ("to_send", None),
    };
    let reason = if paid.is_some_and(|paid| paid < amount) { "Vượt giá bảo hiểm y tế" } else { "" };
    let later = |days: i64| setup.zone.instant_of(add_days(day, days), 600);
    let row = ClaimRow {
        id: ClaimId::from_raw(setup.ids.next(at)),
        branch: maker.clinic.branch,
        insurer: insurer_id(0),
        plan: plan_id(),
        visit: of.visit,
        invoice,
        day,
        card: borne.card.clone(),
        level: benefit::level_of(&borne.card).unwrap_or_default().to_owned(),
        amount_vnd: amount,
        state,
        sent_at: (state != "to_send").then(|| later(SENT_DAYS)),
        sent_by: (state != "to_send").then_some(maker.clinic.manager),
        paid_vnd: paid,
        clinic_vnd: paid.map(|paid| amount - paid),
        patient_vnd: paid.map(|_| 0),
        reason,
        settled_at: paid.map(|_| later(SETTLED_DAYS)),
        settled_by: paid.map(|_| maker.clinic.manager),
    };
    maker.out.claims.push(row);
}

/// The last day of a card that is kept: none that has run out meanwhile.
pub(super) fn is_valid(until: Option<Day>, today: Day) -> bool {
    until.is_some_and(|until| until >= today)
}
