//! What a referral carries along, so that whoever goes on with the patient knows it: nobody types it, nobody forgets it.

use crate::store::{self, LineRow, OrderRow, Value};
use crate::{alarm, text, views};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::catalog::in_lang;
use ground::db::{Stop, Tx};
use papers::certificate::Says;
use papers::order::State;
use papers::vaccination::Dose;
use papers::visit::Visit;
use papers::{prescription, safety};

/// The language of those who read it.
const L: Lang = Lang::Vi;

/// The allergies of the patient, and the vitals, results and medicines of the visit as they are now.
pub(super) fn carried(tx: &mut Tx<'_>, who: &Who, visit: &Visit) -> Result<Says, Stop> {
    let head = store::head(tx, who.branch, visit.id)?;
    let allergies = safety::allergies_told(tx, visit.patient, &head.allergies)?;
    let allergies = Some(allergies.to(L).to_owned()).filter(|told| !told.is_empty());
    let taken = store::latest(tx, visit.patient, tx.now().plus_minutes(1))?;
    let taken = store::of_visit(&taken, visit.id);
    let (orders, values) = (store::orders(tx, visit.id, visit.day)?, store::values(tx, visit.id)?);
    let doses = papers::vaccination::of_visit(tx, visit.id)?;
    // What is written after the visit and not signed is taken by nobody.
    let is_unsigned = match head.prescription_state {
        Some(prescription::State::Cancelled) => true,
        Some(prescription::State::Draft) => head.prescription_late_by.is_some(),
        _ => false,
    };
    let mut lines = if is_unsigned { Vec::new() } else { store::lines(tx, who, visit.id)? };
    lines.extend(store::replaced_lines(tx, who, visit.id)?.into_iter().filter(|line| !line.given.is_zero()));
    let standing = orders.iter().filter(|order| order.state != State::Cancelled);
    Ok(Says {
        allergies: allergies.unwrap_or_else(|| safety::none_known(head.allergies_none, L).to_owned()),
        vitals: taken.map(|taken| alarm::measured(&taken, L)).unwrap_or_default(),
        results: standing.map(|order| result(order, &values, &doses)).collect::<Vec<_>>().join("\n"),
        medicines: lines.iter().map(line).collect::<Vec<_>>().join("\n"),
        ..Says::default()
    })
}

/// `Công thức máu: Bạch cầu 32,1 ↑↑, …. Kết luận`.
fn result(order: &OrderRow, values: &[Value], doses: &[Dose]) -> String {
    let name = in_lang(L, &order.name_vi, &order.name_en);
    if order.state != State::Done {
        return text::letter_pending(L, name);
    }
    let own: Vec<String> = values.iter().filter(|v| v.order == order.id).map(|v| views::value_told(v, L)).collect();
    let dose = doses.iter().find(|dose| dose.order == order.id);
    let dose = dose.map(|dose| dose.in_words(L).trim_end_matches('.').to_owned()).unwrap_or_default();
    let said = [own.join(", "), dose, order.finding.clone(), order.conclusion.clone()];
    let said: Vec<String> = said.into_iter().filter(|part| !part.trim().is_empty()).collect();
    format!("{name}: {}", said.join(". "))
}

fn line(line: &LineRow) -> String {
    let doses = [line.morning, line.noon, line.evening, line.night].map(|dose: Quantity| dose.show(L)).join("-");
    text::letter_line(L, line.days, doses, &line.instruction, line.name(L), &line.dose_unit)
}
