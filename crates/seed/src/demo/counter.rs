//! What the pharmacy shows besides whole prescriptions: two sales at the counter, a question to a doctor, and a prescription
//! of which a part is still owed. Done by the papers' own acts, so that every rule holds.

use super::clinic::Clinic;
use super::life;
use bricks::clock::Zone;
use bricks::id::{DispenseId, MedicineId, PrescriptionId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::{Role, Roles, Who};
use ground::catalog::medicine_name;
use ground::db::{Stop, Tx};
use papers::batch::{self, Leaving};
use papers::charge::{self, NewCharge, Source, SourceKind};
use papers::prescription::{self, Line};
use papers::retail::{self, NewSale, Wanted};
use papers::visit;

const FREE: &str = "SELECT m.id FROM medicine m WHERE m.stocked AND m.form <> 'consumable' AND NOT m.prescription_only AND m.controlled IN ('', 'none') \
     AND (SELECT SUM(b.quantity_milli) FROM batch b WHERE b.branch_id = $1 AND b.medicine_id = m.id AND b.expires_on >= $2) >= 20000 \
     ORDER BY m.code LIMIT 3";
/// The latest, so that nobody waits longer for it.
const ISSUED: &str =
    "SELECT id FROM prescription WHERE branch_id = $1 AND state = 'issued' ORDER BY issued_at DESC, id DESC LIMIT 3";
const ASK: &str = "INSERT INTO prescription_pause (id, prescription_id, reason, said, paused_at, paused_by) VALUES ($1, $2, 'question', $3, $4, $5)";
const QUESTION: &str = "Liều này cao hơn lần trước gấp đôi, bác sĩ xem lại giúp có đúng không ạ?";
const HAND_OVER: &str = "INSERT INTO dispense (id, branch_id, prescription_id, number, visit_id, patient_id, dispensed_at, dispensed_by) \
     VALUES ($1, $2, $3, 1, $4, $5, $6, $7)";
const HAND_OVER_LINE: &str = "INSERT INTO dispense_line (id, dispense_id, prescription_line_id, batch_id, quantity_milli) VALUES ($1, $2, $3, $4, $5)";

/// The pharmacist, as whoever acts.
pub(super) fn pharmacist(clinic: &Clinic, zone: &Zone) -> Who {
    Who { staff: clinic.pharmacist, roles: Roles::of([Role::Pharmacist]), ..life::desk(clinic, zone) }
}

pub(super) fn fill(tx: &mut Tx<'_>, who: &Who) -> Result<(), Stop> {
    let today = who.day_of(tx.now());
    let free: Vec<MedicineId> = tx.all(FREE, &[&who.branch, &today])?;
    for (count, quantity) in [(2, 5), (1, 1)] {
        let want =
            |medicine: &MedicineId| Wanted { medicine: *medicine, batch: None, quantity: Quantity::whole(quantity) };
        let items: Vec<Wanted> = free.iter().take(count).map(want).collect();
        if !items.is_empty() {
            retail::sell(tx, who, &NewSale { patient: None, items, override_reason: String::new() })?;
        }
    }
    let issued: Vec<PrescriptionId> = tx.all(ISSUED, &[&who.branch])?;
    if let Some(id) = issued.first() {
        let (row, now) = (tx.new_id(), tx.now());
        tx.run_one(ASK, &[&row, id, &QUESTION, &now, &who.staff])?;
    }
    match issued.get(1) {
        Some(id) => hand_over_a_part(tx, who, *id),
        None => Ok(()),
    }
}

/// Half of the first line that can be halved, from its earliest batch.
fn hand_over_a_part(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId) -> Result<(), Stop> {
    let today = who.day_of(tx.now());
    let lines = prescription::lines(tx, id)?;
    let Some(line) = lines.iter().find(|line| line.quantity >= Quantity::whole(4) && !line.outside) else {
        return Ok(());
    };
    let half = Quantity::whole(line.quantity.milli() / 2_000);
    let batches = batch::available_of(tx, who.branch, line.medicine, today)?;
    let Some(from) = batches.iter().find(|batch| batch.quantity >= half) else { return Ok(()) };
    let held = prescription::hold_issued(tx, who, id)?;
    visit::lock(tx, who.branch, held.visit)?;
    let (dispense, row, now) = (DispenseId::from_raw(tx.new_id()), tx.new_id(), tx.now());
    tx.run_one(HAND_OVER, &[&dispense, &who.branch, &id, &held.visit, &held.patient, &now, &who.staff])?;
    tx.run_one(HAND_OVER_LINE, &[&row, &dispense, &line.id, &from.batch, &half])?;
    batch::take(tx, who, from.batch, half, Leaving::Dispensed(row))?;
    charge::post(tx, who, &charge_of(line, row, half, &held))?;
    prescription::settle(tx, who, id, ("dispense", &format!("{dispense} · in part")))?;
    Ok(())
}

fn charge_of(line: &Line, row: i64, quantity: Quantity, held: &prescription::Prescription) -> NewCharge {
    let name = |l| medicine_name(l, (&line.generic_vi, &line.generic_en), &line.strength);
    NewCharge {
        visit: held.visit,
        patient: held.patient,
        source: Source { kind: SourceKind::Medicine, id: row },
        name_vi: name(Lang::Vi),
        name_en: name(Lang::En),
        unit: line.dispense_unit.clone(),
        quantity,
        unit_price: line.price,
    }
}
