use super::store::{self, NewProblem};
use super::{Ended, Relative};
use crate::prescription;
use crate::refuse::{conflict, invalid};
use crate::text;
use bricks::clock::Day;
use bricks::id::{PatientId, PrescriptionLineId, VisitId};
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::people;

/// Nobody remembers an onset before this year.
const YEAR_MIN: i64 = 1_850;

/// Follows an illness from now on: by its code, in words, or both. Refused at `problem` when neither is there, when the
/// code is unknown, or when it is followed already; at `onset` when that is no year or month until now.
pub fn add_problem(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    (code, words): (&str, &str),
    (onset, visit): (&str, Option<VisitId>),
) -> Result<(), Stop> {
    let profile = people::by_id(tx, patient)?;
    let onset = onset_of(onset, who.day_of(tx.now())).ok_or_else(|| invalid("onset", text::background_onset_say()))?;
    let code = Some(code).filter(|code| !code.is_empty());
    if code.is_none() && words.is_empty() {
        return Err(invalid("problem", text::background_problem_missing_say()));
    }
    if let Some(code) = code
        && !store::is_code(tx, code)?
    {
        return Err(invalid("problem", text::background_problem_unknown_say()));
    }
    if let Some(visit) = visit
        && !store::is_visit_of(tx, visit, patient)?
    {
        return Err(Stop::Missing);
    }
    let new = NewProblem { branch: profile.branch, patient, code, words, onset: &onset, visit };
    let id = store::insert_problem(tx, who, &new)?;
    let id = id.ok_or_else(|| invalid("problem", text::background_problem_twice_say()))?;
    let said = format!("{} {words}", code.unwrap_or_default());
    who.note(tx, "add_problem", "problem", id, Some(patient), said.trim())?;
    tx.announce(Topic::Patient(patient));
    Ok(())
}

/// Follows an illness no longer: it is over, or it was written by mistake.
pub fn end_problem(tx: &mut Tx<'_>, who: &Who, patient: PatientId, id: i64, how: Ended) -> Result<(), Stop> {
    if !store::end_problem(tx, who, patient, id, how)? {
        return Err(conflict(text::background_ended_say()));
    }
    who.note(tx, "end_problem", "problem", id, Some(patient), how.code())?;
    tx.announce(Topic::Patient(patient));
    Ok(())
}

/// Writes an illness of the family down.
pub fn add_relative(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    relative: Relative,
    said: (&str, Option<i64>),
) -> Result<(), Stop> {
    let profile = people::by_id(tx, patient)?;
    let id = store::insert_family(tx, who, (profile.branch, patient), relative, said)?;
    let detail = format!("{} · {}", relative.code(), said.0);
    who.note(tx, "add_family_illness", "family_illness", id, Some(patient), &detail)?;
    tx.announce(Topic::Patient(patient));
    Ok(())
}

/// Takes an illness of the family off.
pub fn end_relative(tx: &mut Tx<'_>, who: &Who, patient: PatientId, id: i64) -> Result<(), Stop> {
    if !store::end_family(tx, who, patient, id)? {
        return Err(conflict(text::background_ended_say()));
    }
    who.note(tx, "end_family_illness", "family_illness", id, Some(patient), "")?;
    tx.announce(Topic::Patient(patient));
    Ok(())
}

/// Says that a medicine is taken no longer though its course would still run; the rules of medicine safety then leave
/// it out.
pub fn stop_medicine(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    line: PrescriptionLineId,
    reason: &str,
) -> Result<(), Stop> {
    let (code, prescription) = store::medicine_of(tx, patient, line)?;
    // Whoever hands it over in this moment is first, or sees the stop.
    prescription::hold_given(tx, who, prescription)?;
    if !store::stop(tx, who, patient, line, reason)? {
        return Err(conflict(text::background_stopped_say()));
    }
    let said = format!("{code} · {reason}");
    who.note(tx, "stop_medicine", "prescription_line", line.raw(), Some(patient), &said)?;
    tx.announce(Topic::Patient(patient));
    tx.announce(Topic::Pharmacy);
    Ok(())
}

/// Takes a stop back that was wrong: the course runs on as if it had not been stopped, and the record still tells that
/// it was, and until when.
pub fn take_stop_back(tx: &mut Tx<'_>, who: &Who, patient: PatientId, line: PrescriptionLineId) -> Result<(), Stop> {
    let (code, prescription) = store::medicine_of(tx, patient, line)?;
    prescription::hold_given(tx, who, prescription)?;
    if !store::take_stop_back(tx, who, line)? {
        return Err(conflict(text::background_not_stopped_say()));
    }
    who.note(tx, "take_stop_back", "prescription_line", line.raw(), Some(patient), &code)?;
    tx.announce(Topic::Patient(patient));
    tx.announce(Topic::Pharmacy);
    Ok(())
}

/// Reads `2019`, `3/2019` or `2019-03`, until today; empty stays empty.
fn onset_of(typed: &str, today: Day) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(String::new());
    }
    let (month, year) = match (typed.split_once('/'), typed.split_once('-')) {
        (Some((month, year)), _) | (None, Some((year, month))) => (Some(month.trim()), year.trim()),
        (None, None) => (None, typed),
    };
    let year: i64 = Some(year).filter(|y| y.len() == 4)?.parse().ok()?;
    let month: Option<i64> = match month {
        Some(month) => Some(month.parse().ok().filter(|m| (1..=12).contains(m))?),
        None => None,
    };
    let now = (i64::from(today.year()), i64::from(today.month()));
    if year < YEAR_MIN || (year, month.unwrap_or(1)) > now {
        return None;
    }
    Some(month.map_or_else(|| year.to_string(), |month| format!("{year}-{month:02}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;

    #[test]
    fn an_onset_is_a_year_or_a_month_until_now() {
        let read = |typed: &str| onset_of(typed, parse_day("2026-11-24").unwrap());
        for (typed, kept) in
            [("2019", "2019"), ("3/2019", "2019-03"), ("2019-03", "2019-03"), ("", ""), (" 11/2026 ", "2026-11")]
        {
            assert_eq!(read(typed).as_deref(), Some(kept), "{typed}");
        }
        for wrong in ["2027", "12/2026", "13/2019", "0/2019", "1700", "19", "xx", "+019", "3/4/2019", "-1"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
