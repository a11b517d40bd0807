//! What is written down of a patient for the rules: allergies, pregnancy, breast-feeding, the kidneys. At a visit or in
//! the record, it is one act.

use super::entries::{entries, instead};
use super::patient::Fact;
use super::{Allergy, gather, own, store};
use crate::refuse::{conflict, invalid};
use crate::text;
use crate::visit;
use bricks::id::{PatientId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::people;

/// Nobody has said how strongly a patient reacted.
pub(super) const UNKNOWN: &str = "unknown";
/// How strongly a patient reacted, as stored.
pub const SEVERITIES: [&str; 4] = [UNKNOWN, "mild", "moderate", "severe"];

/// The word of a severity.
pub fn severity_word(code: &str, l: Lang) -> &'static str {
    match code {
        "mild" => text::safety_severity_mild(l),
        "moderate" => text::safety_severity_moderate(l),
        "severe" => text::safety_severity_severe(l),
        _ => text::safety_severity_unknown(l),
    }
}

/// [`add_allergy_of`] at a visit, which must be in the room.
pub fn add_allergy(tx: &mut Tx<'_>, who: &Who, visit: VisitId, allergen: &str, said: (&str, &str)) -> Result<(), Stop> {
    let visit = visit::lock_in_room(tx, who, visit)?;
    add_allergy_of(tx, who, visit.patient, allergen, said)?;
    tx.announce(Topic::Visit(visit.id));
    Ok(())
}

/// Writes down that a patient does not bear something. Refused at `allergen` when the tables do not know it or it stands
/// there already.
pub fn add_allergy_of(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    allergen: &str,
    (reaction, severity): (&str, &str),
) -> Result<(), Stop> {
    let book = own::book(tx)?;
    let known = Allergy::parse(allergen).filter(|allergy| allergy.is_known(&book));
    let allergy = known.ok_or_else(|| invalid("allergen", text::safety_allergen_choose_say()))?;
    store::lock_patient(tx, patient)?;
    if !store::insert_allergy(tx, who, patient, (&allergy.code(), reaction, severity))? {
        return Err(invalid("allergen", text::safety_allergen_twice_say()));
    }
    let said = format!("{} · {severity} · {reaction}", allergy.code());
    who.note(tx, "add_allergy", "patient", patient.raw(), Some(patient), &said)?;
    tx.announce(Topic::Patient(patient));
    Ok(())
}

/// [`remove_allergy_of`] at a visit, which must be in the room.
pub fn remove_allergy(tx: &mut Tx<'_>, who: &Who, visit: VisitId, allergen: &str) -> Result<(), Stop> {
    let visit = visit::lock_in_room(tx, who, visit)?;
    remove_allergy_of(tx, who, visit.patient, allergen)?;
    tx.announce(Topic::Visit(visit.id));
    Ok(())
}

/// Takes an allergy off that was written by mistake; what stood until now is kept, and so is the audit.
pub fn remove_allergy_of(tx: &mut Tx<'_>, who: &Who, patient: PatientId, allergen: &str) -> Result<(), Stop> {
    store::lock_patient(tx, patient)?;
    if !store::delete_allergy(tx, who, patient, allergen)? {
        return Err(Stop::Missing);
    }
    who.note(tx, "remove_allergy", "patient", patient.raw(), Some(patient), allergen)?;
    tx.announce(Topic::Patient(patient));
    Ok(())
}

/// What an entry in words is coded as: all that it names in one act, so that a second name is never lost.
pub fn codes_of(named: &[Allergy]) -> String {
    named.iter().map(Allergy::code).collect::<Vec<_>>().join("+")
}

/// Codes what the profile says in words: every allergy that the entry names, as [`codes_of`] tells them, with what it
/// says of each as its reaction; what names none stays words. One that is coded already keeps its reaction and gains this
/// one. A conflict when the words are not those that the person saw.
pub fn code_words(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    allergens: &str,
    (words, text): (&str, &str),
) -> Result<(), Stop> {
    let book = own::book(tx)?;
    let all = entries(words);
    let entry = all.iter().find(|entry| entry.text == text.trim());
    let named = entry.map(|entry| (entry, entry.named(&book)));
    let named = named.filter(|(_, named)| !named.is_empty() && codes_of(named) == allergens);
    let (entry, named) = named.ok_or_else(|| invalid("allergen", text::safety_allergen_choose_say()))?;
    store::lock_patient(tx, patient)?;
    for allergy in named {
        let (code, reaction) = (allergy.code(), entry.reaction(&allergy, &book));
        let (act, reaction) = if store::insert_allergy(tx, who, patient, (&code, &reaction, UNKNOWN))? {
            ("add_allergy", reaction)
        } else if let Some(more) = store::add_reaction(tx, who, patient, (&code, &reaction))? {
            ("add_reaction", more)
        } else {
            continue;
        };
        who.note(tx, act, "patient", patient.raw(), Some(patient), &format!("{code} · {reaction}"))?;
    }
    rewrite(tx, who, patient, (words, text), &entry.unnamed(&book))
}

/// Takes an entry off the profile's words; the audit keeps what was taken. A conflict when the words are not those that
/// the person saw.
pub fn drop_words(tx: &mut Tx<'_>, who: &Who, patient: PatientId, seen: (&str, &str)) -> Result<(), Stop> {
    rewrite(tx, who, patient, seen, &[])
}

fn rewrite(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    (words, text): (&str, &str),
    left: &[&str],
) -> Result<(), Stop> {
    let left = instead(words, text, left).ok_or(Stop::Missing)?;
    people::rewrite_allergies(tx, who, patient, (words, &left), text)
}

/// [`note_facts_of`] at a visit, which must be in the room.
pub fn note_facts(tx: &mut Tx<'_>, who: &Who, visit: VisitId, said: &Said<'_>) -> Result<(), Stop> {
    let visit = visit::lock_in_room(tx, who, visit)?;
    note_facts_of(tx, who, visit.patient, said)?;
    tx.announce(Topic::Visit(visit.id));
    Ok(())
}

/// What a form says of pregnancy, breast-feeding and the kidneys' filtration.
#[derive(Debug, Clone)]
pub struct Said<'a> {
    pub pregnancy_week: Option<i64>,
    /// Asked, and there is none, whatever was told where the patient came.
    pub not_pregnant: bool,
    pub breastfeeding: bool,
    pub egfr: Option<Quantity>,
    /// [`seen`] of what stood in the form.
    pub seen: &'a str,
}

/// What a form showed, to be sent back with it: what somebody else wrote meanwhile is never overwritten unseen.
pub fn seen(fact: Option<&Fact>) -> String {
    let Some(fact) = fact else { return "-".to_owned() };
    let part = |value: Option<i64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    let (week, rate) = (part(fact.pregnancy_week), part(fact.egfr.map(Quantity::milli)));
    format!("{}.{week}.{}.{rate}", fact.noted_on, i64::from(fact.breastfeeding))
}

/// Notes pregnancy, breast-feeding and the kidneys' filtration as of today. A conflict when somebody else has noted
/// something since the form was drawn; refused at `pregnancy_week` when a pregnancy was told where the patient came and nothing is said of it.
pub fn note_facts_of(tx: &mut Tx<'_>, who: &Who, patient: PatientId, said: &Said<'_>) -> Result<(), Stop> {
    store::lock_patient(tx, patient)?;
    let today = who.day_of(tx.now());
    let stood = store::fact(tx, patient)?;
    if seen(stood.as_ref()) != said.seen {
        return Err(conflict(text::safety_facts_moved_say()));
    }
    let &Said { pregnancy_week, breastfeeding, egfr, not_pregnant, .. } = said;
    let born = store::born(tx, patient)?;
    let is_open = pregnancy_week.is_none() && !not_pregnant;
    // Nothing typed about it is no answer: the kidneys may be what was noted.
    if is_open && gather::person(tx, who, patient, (&born, stood.as_ref()))?.expecting {
        return Err(invalid("pregnancy_week", text::safety_week_or_none_say()));
    }
    let before = stood.filter(|fact| fact.egfr == egfr);
    let egfr_on = egfr.map(|_| before.and_then(|fact| fact.egfr_on).unwrap_or(today));
    let fact = Fact { pregnancy_week, breastfeeding, noted_on: today, noted_at: tx.now(), egfr, egfr_on };
    store::put_fact(tx, who, patient, &fact)?;
    let week = pregnancy_week.map_or_else(|| "-".to_owned(), |week| week.to_string());
    let rate = egfr.map_or_else(|| "-".to_owned(), |rate| rate.show(Lang::En));
    let said = format!("pregnancy week {week} · breast-feeding {breastfeeding} · eGFR {rate}");
    who.note(tx, "note_safety_facts", "patient", patient.raw(), Some(patient), &said)?;
    tx.announce(Topic::Patient(patient));
    Ok(())
}
