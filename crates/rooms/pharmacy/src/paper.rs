//! The prescription as it is printed: the facts that the press asks for, each a ready-made text.

use crate::rules::{capitalised, directions, medicine_name};
use crate::store::{Diagnosis, Head, Rest};
use crate::takings::{Offered, Proposal};
use crate::text;
use bricks::age::show_age;
use bricks::clock::{show_day, weekday_name};
use bricks::lang::Lang;
use bricks::phone::Phone;
use bricks::quantity::Quantity;
use ground::access::Branch;
use ground::catalog::{amount, in_lang, strength_in, units_of};
use papers::prescription::{Kept, Line, Numbered, PaperForm};
use serde_json::{Value, json};

/// The forms that a prescription needs.
pub fn forms_of<'a>(lines: impl Iterator<Item = &'a Line>) -> Vec<PaperForm> {
    let found: Vec<PaperForm> = lines.map(|line| PaperForm::of(&line.controlled)).collect();
    PaperForm::ALL.iter().copied().filter(|form| found.contains(form)).collect()
}

/// All that the paper says.
pub struct Printed {
    pub form: PaperForm,
    /// Proves that the house printed it.
    pub seal: String,
    pub numbered: Option<Numbered>,
    pub child: Option<Kept>,
    pub head: Head,
    pub rest: Rest,
    pub diagnoses: Vec<Diagnosis>,
    pub lines: Vec<Line>,
}

/// The facts of `Paper::PrescriptionA5`.
pub fn facts(clinic: &Branch, of: &Printed, l: Lang) -> Value {
    let (head, rest) = (&of.head, &of.rest);
    let day = head.day;
    let lines: Vec<&Line> = of.lines.iter().filter(|line| PaperForm::of(&line.controlled) == of.form).collect();
    json!({
        "form": of.form.mark(),
        "clinic": { "name": clinic.name, "address": clinic.address, "phone": clinic.phone, "tax_id": clinic.tax_id },
        "number": of.numbered.as_ref().map_or(head.number.as_str(), |n| n.number.as_str()),
        "replaces": head.replaces_number,
        "national_code": of.numbered.as_ref().and_then(|n| n.national_code.as_deref()),
        "date": text::paper_date(l, format!("{:02}", day.day()), format!("{:02}", day.month()), day.year()),
        "patient": patient(of, l),
        "diagnoses": of.diagnoses.iter().map(|d| json!({ "code": d.code, "name": in_lang(l, &d.title_vi, &d.title_en) })).collect::<Vec<_>>(),
        "allergies": head.allergies,
        "medicines": lines.iter().map(|line| medicine(line, of, l)).collect::<Vec<_>>(),
        "count": format!("{:02}", lines.len()),
        "advice": rest.advice,
        "follow_up": rest.follow_up.map(|day| format!("{} {}", weekday_name(day, l), show_day(day, l))),
        "doctor": head.doctor(),
        "qr": of.seal,
    })
}

fn patient(of: &Printed, l: Lang) -> Value {
    let (head, rest, child) = (&of.head, &of.rest, of.child.as_ref());
    let weight = child.map(|child| child.weight).or(head.weight);
    json!({
        "name": head.patient_name,
        "code": head.patient_code,
        "sex": head.sex().code(),
        "birth": head.birth().show(l),
        "age": show_age(head.birth(), head.day, l),
        "weight": weight.map(|weight| text::weight(l, weight.show(l))),
        "guardian": child.map_or_else(|| guardian(rest), companion),
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

/// The adult who came along when it was issued, with a phone or an identity number if one is known.
fn companion(child: &Kept) -> Option<String> {
    let known = Some(child.identity.as_str()).filter(|identity| !identity.is_empty());
    let told = known.map(|identity| format!("{} · {}", child.companion, shown_phone(identity)));
    Some(told.unwrap_or_else(|| child.companion.clone()))
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

/// A quantity has two digits at least, so that nobody writes one before it. One active ingredient is told by its generic name
/// with the maker's behind it, several by the maker's.
fn medicine(line: &Line, of: &Printed, l: Lang) -> Value {
    let quantity = line.quantity.show(l);
    let quantity = if line.quantity < Quantity::whole(10) { format!("0{quantity}") } else { quantity };
    let generic = in_lang(l, &line.generic_vi, &line.generic_en);
    let has_several = generic.contains('+') && !line.brand.is_empty();
    let (name, behind) = if has_several { (line.brand.as_str(), generic) } else { (generic, line.brand.as_str()) };
    json!({
        "name": name,
        "brand": Some(behind).filter(|behind| !behind.is_empty()),
        "strength": strength_in(l, &line.strength),
        "quantity": quantity,
        "quantity_words": line.quantity.in_words(l).filter(|_| of.form != PaperForm::Ordinary),
        "unit": units_of(l, line.quantity, &line.dispense_unit),
        "directions": capitalised(&directions(line, l)),
        "note": note(line, &of.head.doctor(), l),
    })
}

/// How it is taken, that it is bought elsewhere, and which other doctor wrote it.
fn note(line: &Line, doctor: &str, l: Lang) -> String {
    let elsewhere = line.outside.then(|| format!("({})", text::outside(l)));
    let other = Some(line.writer.as_str()).filter(|writer| !writer.is_empty() && *writer != doctor);
    let parts = [Some(line.instruction.clone()), elsewhere, other.map(|writer| text::written_by(l, writer))];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The facts of `Paper::Labels`: one for each batch that was given, or for each line that is still to be given.
pub fn labels(clinic: &Branch, head: &Head, proposals: &[Proposal], l: Lang) -> Value {
    let of_batch = |p: &Proposal, batch: &Offered| {
        let told = text::label_batch(l, &batch.number, show_day(batch.expires_on, l));
        let name = batch.instead.as_ref().map(|product| product.name.to(l).to_owned());
        label(head, &p.line, (name, amount(l, batch.take, &p.line.dispense_unit), told), l)
    };
    let taken = |p: &Proposal| -> Vec<Value> {
        p.batches.iter().filter(|b| !b.take.is_zero()).map(|batch| of_batch(p, batch)).collect()
    };
    json!({
        "clinic": { "name": clinic.name, "phone": clinic.phone },
        "labels": proposals.iter().flat_map(taken).collect::<Vec<_>>(),
    })
}

fn label(head: &Head, line: &Line, (name, quantity, batch): (Option<String>, String, String), l: Lang) -> Value {
    json!({
        "patient": head.patient_name,
        "birth": head.birth().show(l),
        "date": show_day(head.day, l),
        "medicine": name.unwrap_or_else(|| medicine_name(line, l)),
        "quantity": quantity,
        "directions": capitalised(&directions(line, l)),
        "note": line.instruction,
        "batch": batch,
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
