use super::acts::announce;
use super::rules::{flag_of, limits_for};
use super::store::{Finding, Flagged, Person};
use super::{Analyte, Flag, NewValue, Order, Range, store};
use crate::refuse::{conflict, invalid};
use crate::text;
use bricks::age::{self, Birth};
use bricks::id::OrderId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use std::collections::HashSet;

/// Writes down the result, exactly once; each value is flagged by the ranges for the patient's sex and age. Gives the
/// flags of the written values. Refused when the order is done or cancelled; at `conclusion` when there is neither a
/// value nor a word nor a picture; at `values` when one is not this service's, given twice or not of its analyte's kind.
pub fn complete(
    tx: &mut Tx<'_>,
    who: &Who,
    id: OrderId,
    finding: &str,
    conclusion: &str,
    values: &[NewValue],
) -> Result<Vec<Flag>, Stop> {
    let order = store::by_id(tx, who.branch, id)?;
    let values: Vec<&NewValue> = values.iter().filter(|v| is_given(v)).collect();
    let found = Finding { finding: finding.trim(), conclusion: conclusion.trim() };
    let wordless = found.finding.is_empty() && found.conclusion.is_empty();
    if values.is_empty() && wordless && !store::says_without_words(tx, id)? {
        return Err(invalid("conclusion", text::order_empty_result_say()));
    }
    if !store::complete(tx, who.branch, who.staff, id, &found)? {
        let unpaid = store::is_unpaid(tx, who.branch, id)?;
        return Err(conflict(if unpaid { text::order_unpaid_say() } else { text::order_not_open_say() }));
    }
    let flagged = flag_all(tx, who, &order, &values)?;
    for value in &flagged {
        store::insert_value(tx, id, value)?;
    }
    who.note(tx, "complete_order", "order", id.raw(), Some(order.patient), found.conclusion)?;
    announce(tx, order.visit, order.patient);
    Ok(flagged.iter().map(|v| v.flag).collect())
}

pub(super) fn is_given(value: &NewValue) -> bool {
    value.value_milli.is_some() || !value.value_text.trim().is_empty()
}

pub(super) fn flag_all<'a>(
    tx: &mut Tx<'_>,
    who: &Who,
    order: &Order,
    values: &[&'a NewValue],
) -> Result<Vec<Flagged<'a>>, Stop> {
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let person = store::person(tx, order.patient)?.ok_or(Stop::Missing)?;
    let months = age::months(birth_of(&person), who.day_of(tx.now()));
    let (analytes, ranges) = (store::analytes(tx, order.service)?, store::ranges(tx, order.service)?);
    let mut seen = HashSet::new();
    let mut flagged = Vec::with_capacity(values.len());
    for value in values {
        let one = flag_one(&analytes, &ranges, (&person.sex, months), value);
        let one = one.filter(|v| seen.insert(v.analyte));
        flagged.push(one.ok_or_else(|| invalid("values", text::order_wrong_value_say()))?);
    }
    Ok(flagged)
}

fn birth_of(person: &Person) -> Birth {
    person.birth_day.map_or(Birth::Year(person.birth_year), Birth::Day)
}

fn flag_one<'a>(
    analytes: &[Analyte],
    ranges: &[Range],
    (sex, months): (&str, i64),
    new: &'a NewValue,
) -> Option<Flagged<'a>> {
    let analyte = analytes.iter().find(|a| a.id == new.analyte)?;
    let own: Vec<Range> = ranges.iter().filter(|r| r.analyte == analyte.id).copied().collect();
    let limits = limits_for(&own, sex, months);
    let flag = flag_of(analyte.kind, new.value_milli, new.value_text.trim(), &limits)?;
    Some(Flagged { analyte: analyte.id, new, flag, low_milli: limits.low_milli, high_milli: limits.high_milli })
}
