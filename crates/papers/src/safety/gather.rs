//! What the rules ask of a patient, from the profile, the vitals, the laboratory and what was noted.

use super::patient::ASKED_DAYS;
use super::store::{self, Born};
use super::{Fact, Person, check, kidney};
use bricks::age;
use bricks::clock::{Instant, days_between};
use bricks::id::PatientId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::people;

/// A weight older than this says nothing of a child any more.
const WEIGHT_DAYS: i64 = 90;
/// Filtration older than this is no longer known.
const EGFR_DAYS: i64 = 365;

/// Everything that is known today.
pub(super) fn person(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    (born, fact): (&Born, Option<&Fact>),
) -> Result<Person, Stop> {
    let today = who.day_of(tx.now());
    let birth = people::birth(born.birth_day, born.birth_year);
    let (age_months, oldest) = (age::months_at_least(birth, today), age::months(birth, today));
    let female = match born.sex.as_str() {
        "male" => Some(false),
        "female" => Some(true),
        _ => None,
    };
    let recent = |at: Instant, days| days_between(who.day_of(at), today) <= days;
    let weight = store::weight(tx, patient)?.filter(|(_, at)| recent(*at, WEIGHT_DAYS)).map(|(weight, _)| weight);
    let measured = store::creatinine(tx, patient)?.filter(|(_, at)| recent(*at, EGFR_DAYS));
    let measured = measured.and_then(|(creatinine, at)| {
        let rate = kidney::egfr_milli(creatinine, oldest, female?)?;
        Some((who.day_of(at), rate))
    });
    let entered = fact.and_then(|f| f.egfr_on.zip(f.egfr)).filter(|(on, _)| days_between(*on, today) <= EGFR_DAYS);
    let rate = measured.into_iter().chain(entered).max_by_key(|(on, _)| *on).map(|(_, rate)| rate);
    let of_stage =
        if rate.is_none() { store::kidney_stage(tx, patient)?.and_then(|code| kidney::least_of(&code)) } else { None };
    let pregnancy_week = fact.and_then(|f| f.week_on(today));
    // What was noted after that, that there is none as well, is nearer than what the desk was told. What a merge brought bears its day.
    let told = born.said_pregnant.filter(|at| days_between(who.day_of(*at), today) <= ASKED_DAYS);
    let is_before = |f: &Fact, told| f.noted_on < who.day_of(told) || f.noted_at < told;
    let expecting = pregnancy_week.is_none() && told.is_some_and(|told| fact.is_none_or(|f| is_before(f, told)));
    Ok(Person {
        age_months: Some(age_months),
        female,
        weight,
        pregnancy_week,
        expecting,
        breastfeeding: fact.is_some_and(|f| f.breastfeeding),
        pregnancy_asked: fact.is_some_and(|f| f.still_asked(today)),
        egfr: rate.or(of_stage),
        egfr_of_stage: of_stage.is_some(),
    })
}

/// Whether a patient is known to be pregnant; `None` where that may be and nobody has asked of late.
pub(crate) fn is_pregnant(tx: &mut Tx<'_>, who: &Who, patient: PatientId) -> Result<Option<bool>, Stop> {
    let person = person_of(tx, who, patient)?;
    let asked = person.pregnancy_asked || !check::may_be_pregnant(&person);
    Ok((asked || person.is_pregnant()).then_some(person.is_pregnant()))
}

/// What the rules know of a patient today.
pub fn person_of(tx: &mut Tx<'_>, who: &Who, patient: PatientId) -> Result<Person, Stop> {
    let (born, fact) = (store::born(tx, patient)?, store::fact(tx, patient)?);
    person(tx, who, patient, (&born, fact.as_ref()))
}
