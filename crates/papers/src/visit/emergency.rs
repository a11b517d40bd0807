use super::acts::announce;
use super::{LEFT_OPEN_MINUTES, Priority, Visit, store};
use crate::refuse::conflict;
use crate::{appointment, text};
use bricks::clock::Day;
use bricks::id::{PatientId, VisitId};
use bricks::lang::Lang;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};
use ground::people;

macro_rules! set {
    ($which:literal) => {
        concat!(
            "UPDATE visit AS v SET priority = 'emergency', priority_before = priority, emergency_reason = $3, emergency_reason_en = $4 WHERE ",
            $which,
            " AND v.kind = 'consultation' AND v.priority <> 'emergency' AND (v.state IN ('waiting', 'in_room') OR v.day = $5 AND ",
            $crate::seen_and_here!(),
            ") RETURNING id"
        )
    };
}

macro_rules! end {
    ($which:literal, $over:literal) => {
        concat!(
            "UPDATE visit SET priority = COALESCE(priority_before, $3), priority_before = NULL, emergency_reason = '', emergency_reason_en = '' WHERE ",
            $which,
            " AND (state IN ('waiting', 'in_room') OR state IN (",
            $over,
            ") AND day = $4) AND priority = 'emergency' RETURNING id"
        )
    };
}

/// Also after the consultation, while something of the visit is still open: results, the pharmacy, the cashier.
const SET: &str = set!("v.id = $1 AND v.branch_id = $2");
/// The patient's other visits that are not over: a test, a prescription and a bill of theirs stand first too.
const SET_BESIDE: &str = set!("v.patient_id = $1 AND v.id <> $2");
const BEFORE: &str = "SELECT priority_before FROM visit WHERE id = $1";
const END: &str = end!("id = $1 AND branch_id = $2", "'finished'");
/// Also one that the patient left: a further visit of the day would go on with it.
const END_BESIDE: &str = end!("patient_id = $1 AND id <> $2", "'finished', 'left'");
const OF_DAY: &str = "SELECT v.id, v.ticket_prefix, v.ticket_number, v.emergency_reason, v.emergency_reason_en FROM visit v \
     WHERE v.patient_id = $1 AND v.day = $2 AND v.kind = 'consultation' AND v.priority = 'emergency' \
     ORDER BY CASE WHEN v.state = 'left' THEN 1 ELSE 0 END, v.arrived_at DESC, v.id DESC LIMIT 1";

ground::row! {
    /// The emergency that a patient is today, and the visit at which it was seen last.
    pub struct Emergency {
        pub visit: VisitId,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub reason: String,
        pub reason_en: String,
    }
}

impl Emergency {
    /// `A007`
    pub fn ticket(&self) -> String {
        super::show_ticket(&self.ticket_prefix, self.ticket_number)
    }

    /// Why, as the reader reads it; may be empty.
    pub fn words(&self, l: Lang) -> &str {
        emergency_reason(l, &self.reason, &self.reason_en)
    }

    pub(super) fn why(&self) -> Say {
        Say::new(self.reason.clone(), self.words(Lang::En).to_owned())
    }
}

/// The emergency that stands at a visit of the day, whatever its state: whoever lets the patient in once more goes on with it.
pub fn emergency_of_day(tx: &mut Tx<'_>, patient: PatientId, day: Day) -> Result<Option<Emergency>, DbError> {
    tx.one(OF_DAY, &[&patient, &day])
}

/// Lets a patient who is in the house go before all others, wherever they wait and with every visit that is not over; `why`
/// stands beside the name and in the audit, typed by somebody or in both languages. A conflict when the visit is over or goes
/// before all others already. Who lets the patient in once more meanwhile waits, and carries it on.
pub fn set_emergency(tx: &mut Tx<'_>, who: &Who, id: VisitId, why: &Say) -> Result<(), Stop> {
    let patient = store::lock(tx, who.branch, id)?.patient;
    appointment::take_patient(tx, patient)?;
    if !set(tx, who, (id, patient), why)? {
        return Err(conflict(text::visit_emergency_already_say()));
    }
    let today = who.day_of(tx.now());
    let beside: Vec<VisitId> = tx.all(SET_BESIDE, &[&patient, &id, &why.vi.as_ref(), &english(why), &today])?;
    for other in beside {
        noted(tx, who, (other, patient), ("set_emergency", &why.vi))?;
    }
    Ok(())
}

/// Puts the visit for which a patient waits or is with a doctor first, where it is not so already, and gives it; nothing for
/// who is in the house for none, and for one that was left open on another day, which stands in no line.
pub fn set_emergency_where_open(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    why: &Say,
) -> Result<Option<VisitId>, Stop> {
    appointment::take_patient(tx, patient)?;
    let here = appointment::inside(tx, patient, who.day_of(tx.now()))?;
    let Some(open) = here.filter(|here| !here.is_seen) else { return Ok(None) };
    let visit = match store::by_id(tx, who.branch, open.visit) {
        Err(Stop::Missing) => return Ok(None),
        other => other?,
    };
    if visit.arrived_at <= tx.now().plus_minutes(-LEFT_OPEN_MINUTES) {
        return Ok(None);
    }
    if visit.priority != Priority::Emergency {
        set_emergency(tx, who, visit.id, why)?;
    }
    Ok(Some(visit.id))
}

/// A patient who is an emergency today is one at a further visit too. The caller holds the patient's row.
pub(super) fn carry(tx: &mut Tx<'_>, who: &Who, (id, patient): (VisitId, PatientId), day: Day) -> Result<(), Stop> {
    if let Some(emergency) = emergency_of_day(tx, patient, day)? {
        set(tx, who, (id, patient), &emergency.why())?;
    }
    Ok(())
}

fn english(why: &Say) -> &str {
    if why.en == why.vi { "" } else { why.en.as_ref() }
}

/// Whether it was none before.
fn set(tx: &mut Tx<'_>, who: &Who, of: (VisitId, PatientId), why: &Say) -> Result<bool, Stop> {
    let today = who.day_of(tx.now());
    let set: Option<VisitId> = tx.one(SET, &[&of.0, &who.branch, &why.vi.as_ref(), &english(why), &today])?;
    if set.is_some() {
        noted(tx, who, of, ("set_emergency", &why.vi))?;
    }
    Ok(set.is_some())
}

/// Gives the patient the priority of before the emergency, at every visit of today that is one. A conflict when the visit is
/// over or is no emergency.
pub fn end_emergency(tx: &mut Tx<'_>, who: &Who, id: VisitId, why: &str) -> Result<(), Stop> {
    let visit = store::lock(tx, who.branch, id)?;
    appointment::take_patient(tx, visit.patient)?;
    let (today, before) = (who.day_of(tx.now()), before(tx, who, &visit)?);
    let ended: Option<VisitId> = tx.one(END, &[&id, &who.branch, &before, &today])?;
    let ended = ended.ok_or_else(|| conflict(text::visit_no_emergency_say()))?;
    let beside: Vec<VisitId> = tx.all(END_BESIDE, &[&visit.patient, &id, &before, &today])?;
    for id in std::iter::once(ended).chain(beside) {
        noted(tx, who, (id, visit.patient), ("end_emergency", why))?;
    }
    Ok(())
}

/// The priority of before the emergency. One of before this was kept is told by the age.
pub(super) fn before(tx: &mut Tx<'_>, who: &Who, visit: &Visit) -> Result<Priority, Stop> {
    let before: Option<Option<Priority>> = tx.one(BEFORE, &[&visit.id])?;
    match before.flatten() {
        Some(before) => Ok(before),
        None => Ok(Priority::of(people::by_id(tx, visit.patient)?.birth(), who.day_of(tx.now()), false)),
    }
}

/// Why somebody goes before all others, as the reader reads it; empty for everybody else.
pub fn emergency_reason<'a>(l: Lang, typed: &'a str, english: &'a str) -> &'a str {
    if l == Lang::En && !english.is_empty() { english } else { typed }
}

/// What is ordered for an emergency, prescribed and charged stands first too.
fn noted(tx: &mut Tx<'_>, who: &Who, of: (VisitId, PatientId), (act, why): (&'static str, &str)) -> Result<(), Stop> {
    who.note(tx, act, "visit", of.0.raw(), Some(of.1), why)?;
    announce(tx, of.0, of.1);
    tx.announce(Topic::Orders);
    tx.announce(Topic::Pharmacy);
    tx.announce(Topic::Cashier);
    Ok(())
}
