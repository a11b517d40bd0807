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
use ground::catalog::{amount, in_lang, units_of};
use papers::prescription::Line;
use serde_json::{Value, json};

/// The law knows three forms; what is of another one is not printed on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperForm {
    Ordinary,
    /// `N`, for narcotics.
    Narcotic,
    /// `H`, for psychotropics and precursors.
    Psychotropic,
}

impl PaperForm {
    pub const ALL: [PaperForm; 3] = [PaperForm::Ordinary, PaperForm::Narcotic, PaperForm::Psychotropic];

    /// The letter in the address.
    pub const fn code(self) -> &'static str {
        match self {
            PaperForm::Ordinary => "c",
            PaperForm::Narcotic => "n",
            PaperForm::Psychotropic => "h",
        }
    }

    /// Reads the letter; the ordinary form for any other.
    pub fn of(code: &str) -> PaperForm {
        PaperForm::ALL.into_iter().find(|form| form.code() == code).unwrap_or(PaperForm::Ordinary)
    }

    /// A product that holds such a substance together with others is prescribed like any other.
    pub fn of_line(line: &Line) -> PaperForm {
        match line.controlled.as_str() {
            "narcotic" => PaperForm::Narcotic,
            "psychotropic" | "precursor" => PaperForm::Psychotropic,
            _ => PaperForm::Ordinary,
        }
    }

    /// What is printed behind the title.
    const fn mark(self) -> Option<&'static str> {
        match self {
            PaperForm::Ordinary => None,
            PaperForm::Narcotic => Some("N"),
            PaperForm::Psychotropic => Some("H"),
        }
    }
}

/// The forms that a prescription needs.
pub fn forms_of<'a>(lines: impl Iterator<Item = &'a Line>) -> Vec<PaperForm> {
    let found: Vec<PaperForm> = lines.map(PaperForm::of_line).collect();
    PaperForm::ALL.into_iter().filter(|form| found.contains(form)).collect()
}

/// All that the paper says.
pub struct Printed {
    pub form: PaperForm,
    /// Proves that the house printed it.
    pub seal: String,
    pub head: Head,
    pub rest: Rest,
    pub diagnoses: Vec<Diagnosis>,
    pub lines: Vec<Line>,
}

/// The facts of `Paper::PrescriptionA5`.
pub fn facts(clinic: &Branch, of: &Printed, l: Lang) -> Value {
    let (head, rest) = (&of.head, &of.rest);
    let day = head.day;
    let lines: Vec<&Line> = of.lines.iter().filter(|line| PaperForm::of_line(line) == of.form).collect();
    json!({
        "form": of.form.mark(),
        "clinic": { "name": clinic.name, "address": clinic.address, "phone": clinic.phone, "tax_id": clinic.tax_id },
        "number": head.number,
        "date": text::paper_date(l, format!("{:02}", day.day()), format!("{:02}", day.month()), day.year()),
        "patient": patient(head, rest, l),
        "diagnoses": of.diagnoses.iter().map(|d| json!({ "code": d.code, "name": in_lang(l, &d.title_vi, &d.title_en) })).collect::<Vec<_>>(),
        "allergies": head.allergies,
        "medicines": lines.iter().map(|line| medicine(line, of.form, l)).collect::<Vec<_>>(),
        "count": format!("{:02}", lines.len()),
        "advice": rest.advice,
        "follow_up": rest.follow_up.map(|day| format!("{} {}", weekday_name(day, l), show_day(day, l))),
        "doctor": head.doctor(),
        "qr": of.seal,
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
fn medicine(line: &Line, form: PaperForm, l: Lang) -> Value {
    let quantity = line.quantity.show(l);
    let quantity = if line.quantity < Quantity::whole(10) { format!("0{quantity}") } else { quantity };
    json!({
        "name": in_lang(l, &line.generic_vi, &line.generic_en),
        "strength": line.strength,
        "quantity": quantity,
        "quantity_words": line.quantity.in_words(l).filter(|_| form != PaperForm::Ordinary),
        "unit": units_of(l, line.quantity, &line.dispense_unit),
        "directions": capitalised(&directions(line, l)),
        "note": if line.outside { format!("{} ({})", line.instruction, text::outside(l)).trim().to_owned() } else { line.instruction.clone() },
    })
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
