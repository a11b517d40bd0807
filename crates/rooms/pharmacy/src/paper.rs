//! The prescription as it is printed: the facts that the press asks for, each a ready-made text.

use crate::rules::{capitalised, directions};
use crate::store::{Diagnosis, Head, Rest};
use crate::text;
use bricks::age::show_age;
use bricks::clock::{show_day, weekday_name};
use bricks::lang::Lang;
use bricks::phone::Phone;
use bricks::quantity::Quantity;
use ground::access::Branch;
use ground::catalog::{in_lang, units_of};
use papers::prescription::Line;
use serde_json::{Value, json};

/// All that the paper says.
pub struct Printed {
    pub head: Head,
    pub rest: Rest,
    pub diagnoses: Vec<Diagnosis>,
    pub lines: Vec<Line>,
}

/// The facts of `Paper::PrescriptionA5`.
pub fn facts(clinic: &Branch, of: &Printed, l: Lang) -> Value {
    let (head, rest) = (&of.head, &of.rest);
    let day = head.day;
    json!({
        "clinic": { "name": clinic.name, "address": clinic.address, "phone": clinic.phone, "tax_id": clinic.tax_id },
        "number": head.number,
        "date": text::paper_date(l, format!("{:02}", day.day()), format!("{:02}", day.month()), day.year()),
        "patient": patient(head, rest, l),
        "diagnoses": of.diagnoses.iter().map(|d| json!({ "code": d.code, "name": in_lang(l, &d.title_vi, &d.title_en) })).collect::<Vec<_>>(),
        "allergies": head.allergies,
        "medicines": of.lines.iter().map(|line| medicine(line, l)).collect::<Vec<_>>(),
        "count": format!("{:02}", of.lines.len()),
        "advice": rest.advice,
        "follow_up": rest.follow_up.map(|day| format!("{} {}", weekday_name(day, l), show_day(day, l))),
        "doctor": head.doctor(),
        "qr": head.number,
    })
}

fn patient(head: &Head, rest: &Rest, l: Lang) -> Value {
    json!({
        "name": head.patient_name,
        "code": head.patient_code,
        "sex": head.sex().code(),
        "birth": head.birth().show(l),
        "age": show_age(head.birth(), head.day, l),
        "weight": head.weight.map(|weight| text::weight(l, weight.show(l))),
        "guardian": guardian(rest),
        "address": rest.address,
        "identity": rest.national_id.as_deref().map(masked),
        "insurance": rest.insurance_number,
        "phone": rest.phone.as_deref().map(shown_phone),
    })
}

fn guardian(rest: &Rest) -> Option<String> {
    let name = rest.guardian_name.as_deref().filter(|name| !name.is_empty())?;
    Some(match rest.guardian_phone.as_deref() {
        Some(phone) => format!("{name} · {}", shown_phone(phone)),
        None => name.to_owned(),
    })
}

/// As people write it; a number that cannot be read stays as it is.
fn shown_phone(e164: &str) -> String {
    Phone::parse(e164).map_or_else(|_| e164.to_owned(), |phone| phone.show())
}

/// The first six and the last two digits: enough to tell the person, too little to misuse.
fn masked(identity: &str) -> String {
    let digits: Vec<char> = identity.chars().collect();
    let hidden = digits.len().saturating_sub(2);
    digits.iter().enumerate().map(|(at, digit)| if at < 6 || at >= hidden { *digit } else { '•' }).collect()
}

/// A quantity has two digits at least, so that nobody writes one before it.
fn medicine(line: &Line, l: Lang) -> Value {
    let quantity = line.quantity.show(l);
    let quantity = if line.quantity < Quantity::whole(10) { format!("0{quantity}") } else { quantity };
    json!({
        "name": in_lang(l, &line.generic_vi, &line.generic_en),
        "strength": line.strength,
        "quantity": quantity,
        "unit": units_of(l, line.quantity, &line.dispense_unit),
        "directions": capitalised(&directions(line, l)),
        "note": if line.outside { format!("{} ({})", line.instruction, text::outside(l)).trim().to_owned() } else { line.instruction.clone() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_masked_in_its_middle() {
        assert_eq!(masked("079172001221"), "079172••••21");
        assert_eq!(masked("123"), "123");
        assert_eq!(masked(""), "");
    }
}
