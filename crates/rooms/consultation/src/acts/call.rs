use crate::store::{self, Texts};
use crate::text;
use bricks::clock::show_time;
use bricks::id::VisitId;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::charge::{self, Source, SourceKind};
use papers::visit;

/// Calls a waiting patient in, exactly once, charges the consultation and begins the note with the reason that the desk
/// wrote down. Who comes second is told who was first.
pub fn call_in(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<(), Stop> {
    match visit::call_in(tx, who, id) {
        Err(Stop::Refused(refusal)) => return Err(told_by_whom(tx, who, id, refusal)),
        other => other?,
    }
    let called = visit::by_id(tx, who.branch, id)?;
    let source = Source { kind: SourceKind::Consultation, id: id.raw() };
    charge::post_service(tx, who, (id, called.patient), source, called.service)?;
    let begun = Texts { reason: called.reason, ..Texts::default() };
    store::insert_note(tx, who, id, &begun, "")?;
    Ok(())
}

fn told_by_whom(tx: &mut Tx<'_>, who: &Who, id: VisitId, refusal: Refusal) -> Stop {
    match store::called_by(tx, who.branch, id) {
        Ok(Some((title, name, at))) => {
            let name = format!("{title} {name}");
            let at = show_time(at, who.zone());
            Refusal::conflict(text::called_already_say(name.trim(), at)).into()
        }
        Ok(None) => refusal.into(),
        Err(fault) => fault.into(),
    }
}
