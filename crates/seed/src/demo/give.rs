use super::emit::Of;
use super::maker::Maker;
use super::rows::*;
use bricks::clock::Instant;
use bricks::id::*;

/// The prescription of a finished visit and, if it was dispensed, what was given; gives the charges.
pub(super) fn prescription(maker: &mut Maker<'_>, of: &Of<'_>) -> Vec<ChargeRow> {
    let (plan, clinic) = (of.plan, maker.clinic);
    let Some(issued) = plan.times.finished else { return Vec::new() };
    let (id, day) = (PrescriptionId::from_raw(maker.setup.ids.next(issued)), plan.day);
    let number =
        format!("DT-{:02}{:02}{:02}-{:03}", day.year().rem_euclid(100), day.month(), day.day(), plan.prescription);
    let created_at = plan.times.called.map_or(issued, |called| called.plus_minutes(3).min(issued));
    let state = if plan.times.dispensed.is_some() { "dispensed" } else { "issued" };
    let (branch, visit, patient, doctor) = (clinic.branch, of.visit, of.patient, of.doctor);
    maker.out.prescriptions.push(PrescriptionRow {
        id,
        branch,
        visit,
        patient,
        number,
        state,
        created_at,
        created_by: doctor,
        issued_at: Some(issued),
        issued_by: Some(doctor),
    });
    let dispense = handed_over(maker, of, id);
    let mut charges = Vec::new();
    for (line, position) in plan.content.lines.iter().zip(1..) {
        let Some(medicine) = maker.world.medicines.get(line.medicine) else { continue };
        let row = PrescriptionLineId::from_raw(maker.setup.ids.next(issued));
        let [morning, noon, evening, night] = line.doses;
        let (days, quantity_milli, instruction) = (line.days, line.quantity_milli, line.instruction);
        maker.out.lines.push(LineRow {
            id: row,
            prescription: id,
            position,
            medicine: medicine.id,
            morning,
            noon,
            evening,
            night,
            days,
            quantity_milli,
            instruction,
            given_milli: if dispense.is_some() { quantity_milli } else { 0 },
        });
        if let Some((dispense, at)) = dispense {
            let batches: Vec<ChargeRow> = line
                .taken
                .iter()
                .map(|(batch, quantity)| given(maker, of, (dispense, row, line.medicine), (*batch, *quantity), at))
                .collect();
            charges.extend(batches.into_iter().reduce(together));
        }
    }
    charges
}

/// The handing over of a prescription, if it came to that, and when.
fn handed_over(maker: &mut Maker<'_>, of: &Of<'_>, prescription: PrescriptionId) -> Option<(DispenseId, Instant)> {
    let at = of.plan.times.dispensed?;
    let id = DispenseId::from_raw(maker.setup.ids.next(at));
    let (branch, dispensed_by) = (maker.clinic.branch, maker.clinic.pharmacist);
    let (visit, patient) = (of.visit, of.patient);
    maker.out.dispenses.push(DispenseRow { id, branch, prescription, visit, patient, dispensed_at: at, dispensed_by });
    Some((id, at))
}

/// A line is charged once, however many batches it came from.
fn together(first: ChargeRow, more: ChargeRow) -> ChargeRow {
    let quantity_milli = first.quantity_milli + more.quantity_milli;
    ChargeRow { quantity_milli, amount_vnd: (quantity_milli * first.unit_price_vnd + 500) / 1000, ..first }
}

/// One batch's part of a line, with its movement and its charge.
fn given(
    maker: &mut Maker<'_>,
    of: &Of<'_>,
    (dispense, line, medicine): (DispenseId, PrescriptionLineId, usize),
    (batch, quantity_milli): (BatchId, i64),
    at: Instant,
) -> ChargeRow {
    let (clinic, ids) = (maker.clinic, &maker.setup.ids);
    let (branch, by, dispense_line) = (clinic.branch, clinic.pharmacist, ids.next(at));
    maker.out.dispense_lines.push(DispenseLineRow { id: dispense_line, dispense, line, batch, quantity_milli });
    let id = MovementId::from_raw(ids.next(at));
    maker.out.movements.push(MovementRow {
        id,
        branch,
        batch,
        kind: "dispense",
        quantity_milli: -quantity_milli,
        dispense_line: Some(dispense_line),
        reason: "",
        moved_at: at,
        moved_by: by,
    });
    let of_medicine = maker.world.medicines.get(medicine);
    let price = of_medicine.map_or(0, |medicine| medicine.price_vnd);
    ChargeRow {
        id: ChargeId::from_raw(ids.next(at)),
        branch,
        visit: of.visit,
        patient: of.patient,
        source_kind: "medicine",
        source: dispense_line,
        name_vi: of_medicine.map_or_else(String::new, |medicine| medicine.name_vi.clone()),
        name_en: of_medicine.map_or_else(String::new, |medicine| medicine.name_en.clone()),
        unit: of_medicine.map_or("", |medicine| medicine.dispense_unit),
        quantity_milli,
        unit_price_vnd: price,
        amount_vnd: (quantity_milli * price + 500) / 1000,
        charged_at: at,
        charged_by: by,
        invoice: None,
        service_group: "medicine",
        item_code: of_medicine.map_or("", |medicine| medicine.code),
        insurable: true,
        discount_vnd: 0,
        first_vnd: 0,
    }
}
