use crate::store::{self, Taken};
use crate::text;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::visit::{self, State};

/// Records one taking of vitals as a further row, for a patient who waits or is in the room. At least one value;
/// blood pressure has both of its numbers; every value outside what a body can have is refused at its field.
pub fn record(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let taken = read(tx, who, id, form, lang)?;
    let visit = visit::lock(tx, who.branch, id)?;
    if !matches!(visit.state, State::Waiting | State::InRoom) {
        return Err(Refusal::conflict(text::vitals_visit_over_say()).into());
    }
    store::insert_vitals(tx, who, visit.patient, &taken)?;
    who.note(tx, "take_vitals", "visit", id.raw(), Some(visit.patient), "")?;
    tx.announce(Topic::Queue);
    tx.announce(Topic::Visit(id));
    tx.announce(Topic::Patient(visit.patient));
    Ok(())
}

/// The form as typed: height in centimetres becomes thousandths of a metre.
fn read(tx: &Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<Taken, Refusal> {
    let mut fields = Fields::new(form, lang);
    let taken = Taken {
        visit,
        at: tx.now(),
        by: who.name.clone(),
        systolic: fields.whole("systolic", 30, 300),
        diastolic: fields.whole("diastolic", 10, 200),
        pulse: fields.whole("pulse", 10, 300),
        temperature: fields.quantity("temperature", Quantity::whole(25), Quantity::whole(45)),
        saturation: fields.whole("saturation", 30, 100),
        breaths: fields.whole("breaths", 3, 120),
        weight: fields.quantity("weight", Quantity::from_milli(200), Quantity::whole(400)),
        height: fields.quantity("height", Quantity::whole(20), Quantity::whole(250)).map(metres),
    };
    fields.check()?;
    check_pressure(&mut fields, &taken);
    if is_empty(&taken) {
        fields.refuse("systolic", text::vitals_none_say());
    }
    fields.check()?;
    Ok(taken)
}

fn metres(centimetres: Quantity) -> Quantity {
    Quantity::from_milli(centimetres.milli() / 100)
}

fn check_pressure(fields: &mut Fields<'_>, taken: &Taken) {
    match (taken.systolic, taken.diastolic) {
        (Some(_), None) => fields.refuse("diastolic", text::vitals_both_pressures_say()),
        (None, Some(_)) => fields.refuse("systolic", text::vitals_both_pressures_say()),
        (Some(above), Some(below)) if above <= below => {
            fields.refuse("diastolic", text::vitals_pressures_swapped_say());
        }
        _ => {}
    }
}

fn is_empty(t: &Taken) -> bool {
    let whole = [t.systolic, t.diastolic, t.pulse, t.saturation, t.breaths];
    let measured = [t.temperature, t.weight, t.height];
    whole.iter().all(Option::is_none) && measured.iter().all(Option::is_none)
}
