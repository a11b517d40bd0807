//! What the law wants on a prescription: a child's data, and what the clinic itself decides.

use crate::store::{self, Taken};
use crate::text;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::prescription::{self, DAYS_MAX, Limit, PaperForm};

const NAME_CHARS: usize = 80;
const IDENTITY_CHARS: usize = 30;
const LIST_CHARS: usize = 4_000;
/// In kilograms: what a child below 72 months can weigh.
const WEIGHT: (Quantity, Quantity) = (Quantity::from_milli(200), Quantity::whole(60));

/// Writes who came along with a child, and the weight where it is another one than is known, as a further taking of vitals.
pub fn note_child(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let weight = fields.quantity("child_weight", WEIGHT.0, WEIGHT.1);
    let companion = fields.required_line("companion", NAME_CHARS);
    let identity = fields.line("companion_identity", IDENTITY_CHARS);
    fields.check()?;
    let visit = prescription::accompanied(tx, who, id, (&companion, &identity))?;
    let known = prescription::legal(tx, who, id)?.child.and_then(|child| child.weight);
    if let Some(weight) = weight.filter(|weight| known != Some(*weight)) {
        store::insert_vitals(tx, who, visit.patient, &weighed(tx, who, id, weight))?;
        who.note(tx, "take_vitals", "visit", id.raw(), Some(visit.patient), "")?;
        tx.announce(Topic::Patient(visit.patient));
    }
    Ok(())
}

fn weighed(tx: &Tx<'_>, who: &Who, visit: VisitId, weight: Quantity) -> Taken {
    Taken {
        visit,
        at: tx.now(),
        by: who.name.clone(),
        systolic: None,
        diastolic: None,
        pulse: None,
        temperature: None,
        saturation: None,
        breaths: None,
        weight: Some(weight),
        height: None,
    }
}

/// The field of a limit: `c-short`, `c-long`.
pub fn limit_field(form: PaperForm, long_term: bool) -> &'static str {
    match (form, long_term) {
        (PaperForm::Ordinary, false) => "c-short",
        (PaperForm::Ordinary, true) => "c-long",
        (PaperForm::Narcotic, false) => "n-short",
        (PaperForm::Narcotic, true) => "n-long",
        (PaperForm::Psychotropic, false) => "h-short",
        (PaperForm::Psychotropic, true) => "h-long",
    }
}

/// Writes the facility's code, the limits of each form and the list of long-term diseases; every mistake is refused at its
/// field.
pub fn set_rules(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let code = fields.line("facility", 10).to_uppercase();
    if !code.is_empty() && !prescription::is_facility_code(&code) {
        fields.refuse("facility", text::law_facility_wrong_say());
    }
    let limits: Vec<Limit> = PaperForm::ALL
        .iter()
        .flat_map(|form| [false, true].map(|long_term| (*form, long_term)))
        .filter_map(|(form, long_term)| {
            let days = fields.whole(limit_field(form, long_term), 1, DAYS_MAX)?;
            Some(Limit { form, long_term, days })
        })
        .collect();
    let list = fields.text("long_term", LIST_CHARS).to_uppercase();
    let codes: Vec<String> = list
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
        .filter(|c| !c.is_empty())
        .map(str::to_owned)
        .collect();
    if let Some(wrong) = codes.iter().find(|code| !prescription::is_disease_code(code)) {
        fields.refuse("long_term", text::law_code_wrong_say(wrong));
    }
    fields.check()?;
    prescription::set_facility(tx, who.branch, &code)?;
    for limit in &limits {
        prescription::set_limit(tx, limit)?;
    }
    prescription::set_long_term(tx, &codes)?;
    let told: Vec<String> = limits.iter().map(|l| format!("{}={}", limit_field(l.form, l.long_term), l.days)).collect();
    who.note(
        tx,
        "set_prescribing_rules",
        "branch",
        who.branch.raw(),
        None,
        &format!("{code} · {} · {}", told.join(" "), codes.join(" ")),
    )?;
    Ok(())
}
