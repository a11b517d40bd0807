//! Calling patients out: the first time, again when nobody came, back in when the results are there, and back into the
//! line of those who did not come.

use super::acts::announce;
use super::store;
use crate::refuse::conflict;
use crate::text;
use bricks::clock::Instant;
use bricks::id::{PatientId, VisitId};
use bricks::say::Say;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

/// Two calls of one patient lie at least so far apart, so that two hands on two screens are one call.
const BETWEEN_CALLS_MS: i64 = 10_000;

const CALL_IN: &str = "UPDATE visit SET state = 'in_room', called_at = $3, called_by = $4, calls = 1, last_call_at = $3 \
     WHERE id = $1 AND branch_id = $2 AND state = 'waiting' RETURNING patient_id, COALESCE(put_back_at, arrived_at)";
const CALL_AGAIN: &str = "UPDATE visit SET calls = calls + 1, last_call_at = $3 WHERE id = $1 AND branch_id = $2 \
     AND state = 'in_room' AND calls < $4 AND (last_call_at IS NULL OR last_call_at <= $5) \
     RETURNING patient_id, COALESCE((SELECT MAX(c.joined_at) FROM call c WHERE c.visit_id = visit.id), arrived_at)";
const CALL_BACK: &str = "UPDATE visit SET calls = 1, last_call_at = $3 WHERE id = $1 AND branch_id = $2 \
     AND state = 'in_room' AND COALESCE(last_call_at, called_at) < $4 RETURNING patient_id";
const PUT_BACK: &str = "UPDATE visit SET state = 'waiting', called_at = NULL, called_by = NULL, calls = 0, put_back_at = $3 \
     WHERE id = $1 AND branch_id = $2 AND state = 'in_room' AND calls >= $4 \
     AND NOT EXISTS (SELECT 1 FROM clinical_order o WHERE o.visit_id = visit.id AND o.state <> 'cancelled') \
     RETURNING patient_id";
const PUT_BACK_WITH_RESULTS: &str = "UPDATE visit SET calls = 0, put_back_at = $3 \
     WHERE id = $1 AND branch_id = $2 AND state = 'in_room' AND calls >= $4 \
     AND last_call_at > (SELECT MAX(o.done_at) FROM clinical_order o WHERE o.visit_id = visit.id AND o.state = 'done') \
     RETURNING patient_id";
const RECORD: &str = "INSERT INTO call (id, branch_id, visit_id, doctor_id, room_id, joined_at, number, called_at, called_by) \
     SELECT CAST($1 AS BIGINT), v.branch_id, v.id, v.doctor_id, v.room_id, CAST($3 AS BIGINT), v.calls, CAST($4 AS BIGINT), \
     CAST($5 AS BIGINT) FROM visit v WHERE v.id = $2";

/// Calls a waiting patient in, exactly once.
pub fn call_in(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<(), Stop> {
    let now = tx.now();
    let called: Option<(PatientId, Instant)> = tx.one(CALL_IN, &[&id, &who.branch, &now, &who.staff])?;
    let Some((patient, joined_at)) = called else {
        return Err(refused(tx, who, id, text::visit_not_waiting_say()));
    };
    record(tx, who, id, joined_at)?;
    done(tx, who, "call_in", (id, patient))
}

/// Calls out again who was called and did not come, up to `calls_max` times in all.
pub fn call_again(tx: &mut Tx<'_>, who: &Who, id: VisitId, calls_max: i64) -> Result<(), Stop> {
    let now = tx.now();
    let before = now.plus_millis(-BETWEEN_CALLS_MS);
    let called: Option<(PatientId, Instant)> = tx.one(CALL_AGAIN, &[&id, &who.branch, &now, &calls_max, &before])?;
    let Some((patient, joined_at)) = called else {
        return Err(refused(tx, who, id, text::visit_not_again_say(calls_max)));
    };
    record(tx, who, id, joined_at)?;
    done(tx, who, "call_again", (id, patient))
}

/// Calls back in whose results are there, once for the results of `joined_at` (or for having been put back then).
pub fn call_back(tx: &mut Tx<'_>, who: &Who, id: VisitId, joined_at: Instant) -> Result<(), Stop> {
    let now = tx.now();
    let called: Option<PatientId> = tx.one(CALL_BACK, &[&id, &who.branch, &now, &joined_at])?;
    let Some(patient) = called else {
        return Err(refused(tx, who, id, text::visit_called_back_say()));
    };
    record(tx, who, id, joined_at)?;
    done(tx, who, "call_in", (id, patient))
}

/// Puts back into the line who did not come at `calls_max` calls. `true` when the visit waits for its first consultation
/// again, so that what the call began has to be taken back; `false` when it waits with its results.
pub fn put_back(tx: &mut Tx<'_>, who: &Who, id: VisitId, calls_max: i64) -> Result<bool, Stop> {
    let now = tx.now();
    let first: Option<PatientId> = tx.one(PUT_BACK, &[&id, &who.branch, &now, &calls_max])?;
    let patient = match first {
        Some(patient) => Some(patient),
        None => tx.one(PUT_BACK_WITH_RESULTS, &[&id, &who.branch, &now, &calls_max])?,
    };
    let Some(patient) = patient else {
        return Err(refused(tx, who, id, text::visit_not_put_back_say(calls_max)));
    };
    done(tx, who, "put_back", (id, patient))?;
    Ok(first.is_some())
}

fn record(tx: &mut Tx<'_>, who: &Who, id: VisitId, joined_at: Instant) -> Result<(), DbError> {
    let (call, now) = (tx.new_id(), tx.now());
    tx.run_one(RECORD, &[&call, &id, &joined_at, &now, &who.staff])
}

fn done(tx: &mut Tx<'_>, who: &Who, act: &'static str, (id, patient): (VisitId, PatientId)) -> Result<(), Stop> {
    who.note(tx, act, "visit", id.raw(), Some(patient), "")?;
    announce(tx, id, patient);
    Ok(())
}

fn refused(tx: &mut Tx<'_>, who: &Who, id: VisitId, say: Say) -> Stop {
    match store::by_id(tx, who.branch, id) {
        Ok(_) => conflict(say),
        Err(stop) => stop,
    }
}
