use super::clinic::{ADDRESS, Clinic, NAME, PHONE, TAX_ID};
use super::emit::Of;
use super::insured;
use super::maker::Maker;
use super::people::Person;
use super::rows::{ChargeRow, InvoiceRow, PaymentRow, ReceiptRow};
use crate::dice::Dice;
use bricks::clock::Instant;
use bricks::id::{InvoiceId, PaymentId, ReceiptId, StaffId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::spread::spread;
use ground::db::Stop;
use papers::receipt::template::Template;
use papers::receipt::{self, Borne, Group, Method, Part, Payer, Printed};

const DISCOUNT_PERCENT: i64 = 3;
const DISCOUNT_REASONS: [&str; 4] = ["Người cao tuổi", "Thân nhân nhân viên", "Khách hàng thân thiết", "Hộ khó khăn"];
const THOUSAND: i64 = 1_000;

/// What a visit came to and how it was paid.
struct Settled {
    charged: i64,
    discount: i64,
    reason: &'static str,
    discount_by: Option<StaffId>,
    total: i64,
    method: Method,
    tendered: i64,
}

/// Pays what was charged, if the patient has come to the cashier; gives what is still due.
pub(super) fn settle(maker: &mut Maker<'_>, of: &Of<'_>, charges: &mut [ChargeRow]) -> Result<i64, Stop> {
    let charged: i64 = charges.iter().map(|charge| charge.amount_vnd).sum();
    let borne = insured::cover(maker, of, charges)?;
    let insured = borne.as_ref().map_or(0, |borne| borne.amount.minor());
    let Some(at) = of.plan.times.paid else { return Ok(charged - insured) };
    let settled = decide(&mut maker.dice, maker.clinic, charged - insured);
    share_out(charges, settled.discount)?;
    let (setup, clinic, day) = (maker.setup, maker.clinic, of.plan.day);
    let invoice = InvoiceId::from_raw(setup.ids.next(at));
    charges.iter_mut().for_each(|charge| charge.invoice = Some(invoice));
    let (branch, visit, patient, by) = (clinic.branch, of.visit, of.patient, clinic.cashier);
    maker.out.invoices.push(InvoiceRow {
        id: invoice,
        branch,
        visit,
        patient,
        charged_vnd: charged - insured,
        insured_vnd: insured,
        discount_vnd: settled.discount,
        discount_reason: settled.reason,
        discount_by: settled.discount_by,
        total_vnd: settled.total,
        issued_at: at,
        issued_by: by,
    });
    let (series, number) = (series(day.year()), of.plan.receipt);
    let shown = format!("{series}-{number:06}");
    let reference = if settled.method == Method::Cash { String::new() } else { shown.replace('-', "") };
    let borne = borne.filter(|borne| !borne.amount.is_zero());
    if let Some(borne) = &borne {
        insured::claim(maker, of, (invoice, at), borne);
    }
    let person = maker.people.get(of.plan.person).ok_or_else(|| Stop::fault("a receipt without a patient"))?;
    let printed = printed(clinic, person, charges, (&settled, borne), (shown.clone(), at, &reference))?;
    let id = ReceiptId::from_raw(setup.ids.next(at));
    let session = maker.cash.session.ok_or_else(|| Stop::fault("a payment outside every session"))?;
    maker.cash.take(settled.method, settled.total, &shown);
    maker.out.payments.push(PaymentRow {
        id: PaymentId::from_raw(setup.ids.next(at)),
        branch,
        session,
        receipt: id,
        invoice,
        day,
        method: settled.method.code(),
        amount_vnd: settled.total,
        tendered_vnd: settled.tendered,
        change_vnd: settled.tendered - settled.total,
        reference,
        paid_at: at,
        taken_by: by,
    });
    let of_receipt = (id, invoice, number, printed);
    receipt(maker, of, of_receipt, settled.total, at);
    Ok(0)
}

fn receipt(
    maker: &mut Maker<'_>,
    of: &Of<'_>,
    (id, invoice, number, printed): (ReceiptId, InvoiceId, i64, String),
    total_vnd: i64,
    at: Instant,
) {
    maker.out.receipts.push(ReceiptRow {
        id,
        branch: maker.clinic.branch,
        series: series(of.plan.day.year()),
        number,
        invoice,
        visit: of.visit,
        patient: of.patient,
        total_vnd,
        printed,
        issued_at: at,
        issued_by: maker.clinic.cashier,
    });
}

/// Shares what is taken off a bill out over its lines.
fn share_out(charges: &mut [ChargeRow], discount: i64) -> Result<(), Stop> {
    let own = |charge: &ChargeRow| Money::from_minor(charge.amount_vnd - charge.first_vnd);
    let weights: Vec<Money> = charges.iter().map(own).collect();
    let shares = spread(Money::from_minor(discount), &weights).ok_or_else(|| Stop::fault("a discount of nothing"))?;
    charges.iter_mut().zip(shares).for_each(|(charge, share)| charge.discount_vnd = share.minor());
    Ok(())
}

/// The series of a year's receipts: `PT26`.
pub(super) fn series(year: i16) -> String {
    format!("PT{:02}", year.rem_euclid(100))
}

/// Decides discount, way of paying and the notes handed over.
fn decide(dice: &mut Dice, clinic: &Clinic, charged: i64) -> Settled {
    let wanted = dice.percent(DISCOUNT_PERCENT).then(|| charged * dice.between(1, 2) * 5 / 100 / THOUSAND * THOUSAND);
    let discount = wanted.filter(|amount| *amount > 0);
    let discount_by = discount.map(|_| if dice.percent(60) { clinic.manager } else { clinic.cashier });
    let total = charged - discount.unwrap_or(0);
    let method = match dice.below(100) {
        0..44 => Method::Cash,
        44..86 => Method::Transfer,
        86..96 => Method::Card,
        _ => Method::Wallet,
    };
    let tendered = match method {
        Method::Cash => notes(dice, total),
        _ => total,
    };
    let reason = discount.map_or("", |_| dice.word(&DISCOUNT_REASONS));
    Settled { charged, discount: discount.unwrap_or(0), reason, discount_by, total, method, tendered }
}

/// The notes a patient hands over: the exact sum, or the next round one.
fn notes(dice: &mut Dice, total: i64) -> i64 {
    let step = match dice.below(5) {
        0 => 1,
        1 => 10_000,
        2 | 3 => 50_000,
        _ => 100_000,
    };
    (total + step - 1) / step * step
}

/// The JSON of a receipt, as the cashier's room writes it.
fn printed(
    clinic: &Clinic,
    person: &Person,
    charges: &[ChargeRow],
    (settled, borne): (&Settled, Option<Borne>),
    (number, issued_at, reference): (String, Instant, &str),
) -> Result<String, Stop> {
    let insured = borne.as_ref().map_or(Money::ZERO, |borne| borne.amount);
    let printed = Printed {
        number,
        issued_at,
        clinic: receipt::Clinic {
            name: NAME.to_owned(),
            address: ADDRESS.to_owned(),
            phone: PHONE.to_owned(),
            tax_id: Some(TAX_ID.to_owned()),
        },
        patient: Payer { name: person.name.to_string(), code: person.code() },
        lines: charges.iter().map(line).collect(),
        charged: Money::from_minor(settled.charged).add(insured).unwrap_or(insured),
        discount: Money::from_minor(settled.discount),
        discount_reason: settled.reason.to_owned(),
        insured,
        payers: borne.into_iter().collect(),
        total: Money::from_minor(settled.total),
        earlier: Money::ZERO,
        paid: Money::from_minor(settled.total),
        left: Money::ZERO,
        parts: vec![Part {
            method: settled.method,
            amount: Money::from_minor(settled.total),
            reference: reference.to_owned(),
        }],
        tendered: Money::from_minor(settled.tendered),
        change: Money::from_minor(settled.tendered - settled.total),
        cashier: clinic.cashier_name.to_owned(),
        paid_by: None,
        note_vi: String::new(),
        note_en: String::new(),
        template: Template::default(),
    };
    serde_json::to_string(&printed).map_err(|e| Stop::fault(format!("a receipt that is no JSON: {e}")))
}

fn line(charge: &ChargeRow) -> receipt::Line {
    receipt::Line {
        group: if charge.source_kind == "medicine" { Group::Medicine } else { Group::Service },
        name_vi: charge.name_vi.clone(),
        name_en: charge.name_en.clone(),
        unit: charge.unit.to_owned(),
        quantity: Quantity::from_milli(charge.quantity_milli),
        unit_price: Money::from_minor(charge.unit_price_vnd),
        amount: Money::from_minor(charge.amount_vnd),
        discount: Money::from_minor(charge.discount_vnd),
        insured: Money::from_minor(charge.first_vnd),
        vat_basis_points: None,
        by: String::new(),
    }
}
