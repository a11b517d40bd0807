use super::store::{self, New};
use super::{Coded, Signed, Texts, is_open_to};
use crate::refuse::{conflict, invalid};
use crate::text;
use crate::visit::{self, State, Visit};
use bricks::id::VisitId;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};

/// The visit, locked, if this person may write its note now: see [`is_open_to`]. A conflict otherwise.
pub fn lock_to_write(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<Visit, Stop> {
    let visit = visit::lock(tx, who.branch, id)?;
    let author = if visit.state == State::Finished { store::unsigned_author(tx, id)? } else { None };
    if is_open_to(who.staff, visit.state, author, author.is_none()) {
        return Ok(visit);
    }
    Err(conflict(text::visit_not_in_room_say()))
}

/// Signs the note of a visit as it stands, under the visit's lock that the caller holds: a part of finishing, or later by
/// its author when the desk closed the visit.
pub fn sign(tx: &mut Tx<'_>, who: &Who, visit: &Visit) -> Result<(), Stop> {
    let texts = store::draft(tx, visit.id)?.ok_or_else(|| Stop::fault("a visit without a note is finished"))?;
    let diagnoses = store::diagnoses(tx, visit.id)?;
    let first = New { number: 1, texts: &texts, diagnoses: &diagnoses, why: "" };
    if !store::insert(tx, who, visit.id, &first)? {
        return Err(conflict(text::note_signed_say()));
    }
    store::sign(tx, visit.id)?;
    who.note(tx, "sign_note", "visit", visit.id.raw(), Some(visit.patient), "1")?;
    Ok(())
}

/// What an amendment says: the whole note as it shall stand from now on.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// The version that its author has read.
    pub over: i64,
    pub texts: Texts,
    /// The main one first; one at least is final.
    pub codes: Vec<Coded>,
    pub why: String,
}

/// Writes a further version of a signed note and gives its number. Refused at `why` without a reason, at `diagnosis` when
/// a code is none, when nothing was changed, and when somebody else amended meanwhile.
pub fn amend(tx: &mut Tx<'_>, who: &Who, id: VisitId, new: &Amendment) -> Result<i64, Stop> {
    let visit = visit::lock(tx, who.branch, id)?;
    let latest = store::latest(tx, id)?;
    let Some(latest) = latest.filter(|_| visit.state == State::Finished) else {
        return Err(conflict(text::note_not_signed_say()));
    };
    if new.why.trim().is_empty() {
        return Err(invalid("why", text::note_why_say()));
    }
    if latest != new.over {
        return Err(amended(tx, id)?);
    }
    let diagnoses = coded(tx, id, &new.codes)?;
    if store::draft(tx, id)?.as_ref() == Some(&new.texts) && store::diagnoses(tx, id)? == diagnoses {
        return Err(invalid("why", text::note_unchanged_say()));
    }
    let next = New { number: latest + 1, texts: &new.texts, diagnoses: &diagnoses, why: new.why.trim() };
    if !store::insert(tx, who, id, &next)? {
        return Err(amended(tx, id)?);
    }
    store::follow(tx, who, id, &next)?;
    let detail = format!("{}: {}", next.number, next.why);
    who.note(tx, "amend_note", "visit", id.raw(), Some(visit.patient), &detail)?;
    tx.announce(Topic::Visit(id));
    tx.announce(Topic::Patient(visit.patient));
    Ok(next.number)
}

/// Somebody else amended meanwhile: who, and which version that is.
fn amended(tx: &mut Tx<'_>, id: VisitId) -> Result<Stop, Stop> {
    let versions = store::versions(tx, id)?;
    let newest = versions.last().ok_or_else(|| Stop::fault("a signed note without a version"))?;
    Ok(conflict(text::note_amended_say(&newest.signer, newest.number)))
}

/// The codes with their titles; those that stand already keep the titles they have.
fn coded(tx: &mut Tx<'_>, visit: VisitId, codes: &[Coded]) -> Result<Vec<Signed>, Stop> {
    let standing = store::diagnoses(tx, visit)?;
    let mut diagnoses: Vec<Signed> = Vec::with_capacity(codes.len());
    for Coded { code, preliminary } in codes {
        let known = match standing.iter().find(|d| d.code == *code) {
            Some(known) => Some(known.clone()),
            None => store::diagnosis(tx, code)?,
        };
        let known = known.filter(|known| diagnoses.iter().all(|d| d.code != known.code));
        let known = known.ok_or_else(|| invalid("diagnosis", text::note_diagnosis_say(code)))?;
        diagnoses.push(Signed { preliminary: *preliminary, ..known });
    }
    if diagnoses.iter().all(|d| d.preliminary) {
        return Err(invalid("diagnosis", text::note_no_diagnosis_say()));
    }
    Ok(diagnoses)
}
