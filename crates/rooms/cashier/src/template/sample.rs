//! A receipt of nobody, with a line of every kind, so that every column has something in it.

use super::Look;
use crate::pay::clinic_of;
use crate::text;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::catalog::DISPENSE_UNITS;
use ground::web::Face;
use papers::receipt::{Borne, Group, Line, Method, Part, Payer, Printed};

fn dong(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// The words in both languages, the unit, quantity, price; what is taken off and what the insurance bears.
fn line(
    group: Group,
    name: fn(Lang) -> &'static str,
    (unit, quantity, price): (&str, i64, i64),
    (discount, insured): (i64, i64),
) -> Line {
    Line {
        group,
        name_vi: name(Lang::Vi).to_owned(),
        name_en: name(Lang::En).to_owned(),
        unit: unit.to_owned(),
        quantity: Quantity::whole(quantity),
        unit_price: dong(price),
        amount: dong(price * quantity),
        discount: dong(discount),
        insured: dong(insured),
        vat_basis_points: None,
        by: String::new(),
    }
}

/// As it would be printed now.
pub fn receipt(face: &Face, look: Look) -> Printed {
    let l = face.lang;
    let unit = DISPENSE_UNITS.first().copied().unwrap_or_default();
    let mut lines = vec![
        line(Group::Service, text::template_sample_service, ("", 1, 200_000), (0, 160_000)),
        line(Group::Service, text::template_sample_test, ("", 1, 90_000), (9_000, 64_800)),
        line(Group::Medicine, text::template_sample_medicine, (unit, 20, 1_500), (0, 0)),
    ];
    if let Some(last) = lines.last_mut() {
        last.vat_basis_points = Some(500);
    }
    let sum = |of: fn(&Line) -> Money| Money::sum(lines.iter().map(of)).unwrap_or(Money::ZERO);
    let (charged, discount, insured) = (sum(|l| l.amount), sum(|l| l.discount), sum(|l| l.insured));
    let total = sum(Line::patient);
    Printed {
        number: text::receipt_no_number(l).to_owned(),
        issued_at: face.now,
        clinic: clinic_of(&face.who),
        patient: Payer { name: text::template_sample_patient(l).to_owned(), code: "BN-000000".to_owned() },
        charged,
        discount,
        discount_reason: text::template_sample_reason(l).to_owned(),
        insured,
        payers: vec![Borne {
            name_vi: text::template_sample_payer(Lang::Vi).to_owned(),
            name_en: text::template_sample_payer(Lang::En).to_owned(),
            card: "DN4000000000000".to_owned(),
            guarantee: String::new(),
            amount: insured,
        }],
        lines,
        total,
        earlier: Money::ZERO,
        paid: total,
        left: Money::ZERO,
        parts: vec![Part { method: Method::Cash, amount: total, reference: String::new() }],
        tendered: total,
        change: Money::ZERO,
        cashier: face.who.name.clone(),
        paid_by: None,
        note_vi: look.note_vi,
        note_en: look.note_en,
        template: look.template,
    }
}
