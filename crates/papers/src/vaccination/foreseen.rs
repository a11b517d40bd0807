//! What speaks against doses that are ordered and not given yet.

use super::schedule::{self, Facts};
use super::{Dose, born, earlier, known, of_patient};
use crate::safety;
use bricks::age::{Birth, months};
use bricks::id::{MedicineId, OrderId, PatientId, VisitId};
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

const TEMPERATURE: &str = "SELECT temperature_milli FROM vitals WHERE visit_id = $1 AND temperature_milli IS NOT NULL ORDER BY taken_at DESC LIMIT 1";
/// The vaccinations of a visit that are still to be given, with the vaccine that the service's list names.
const TO_COME: &str = "SELECT o.id, m.id, m.code FROM clinical_order o JOIN service s ON s.id = o.service_id \
     JOIN service_consumable c ON c.service_id = s.id JOIN medicine m ON m.id = c.medicine_id \
     WHERE o.visit_id = $1 AND o.state IN ('ordered', 'started') AND s.kind = 'vaccine' AND c.vaccine ORDER BY o.id";
/// Where nobody has measured it nothing is said of it.
const USUAL_TEMPERATURE: Quantity = Quantity::from_milli(37_000);

/// What speaks today against the vaccinations that are ordered and not given: by the schedule that is probable at this age and the next
/// number of it. Told to the doctor; whoever gives the dose is asked of it as it is given ([`super::ask`]).
pub fn foreseen(
    tx: &mut Tx<'_>,
    who: &Who,
    (visit, patient): (VisitId, PatientId),
) -> Result<Vec<(OrderId, Vec<Say>)>, Stop> {
    let to_come: Vec<(OrderId, MedicineId, String)> = tx.all(TO_COME, &[&visit])?;
    if to_come.is_empty() {
        return Ok(Vec::new());
    }
    let (given, elsewhere) = (of_patient(tx, patient)?, earlier(tx, patient)?);
    let (today, born) = (who.day_of(tx.now()), born(tx, patient)?);
    let pregnant = safety::is_pregnant(tx, who, patient)?;
    let temperature = temperature(tx, visit)?.unwrap_or(USUAL_TEMPERATURE);
    let of = |(order, medicine, code): (OrderId, MedicineId, String)| {
        let age = months(Birth::Day(born.1), today);
        let plan = schedule::probable(&code, age).map_or("", |known| known.vaccine.as_str());
        let same = |dose: &Dose| dose.medicine == Some(medicine) || !plan.is_empty() && dose.counted() == plan;
        let (_, known) = known(plan, today, (&given, &elsewhere), |at| who.day_of(at), same);
        let number = schedule::next_number(plan, &known).unwrap_or(1);
        let facts = Facts { today, born, pregnant, known, temperature, ill: false };
        (order, schedule::doubts(plan, number, &facts))
    };
    Ok(to_come.into_iter().map(of).collect())
}

/// The temperature that was measured last in a visit, in °C.
pub fn temperature(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Quantity>, DbError> {
    tx.one(TEMPERATURE, &[&visit])
}
