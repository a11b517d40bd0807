use crate::house::*;
use bricks::id::PrescriptionId;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::journey::{Station, facts_of};
use papers::prescription::{self, Prescription, State, put_line};
use papers::visit;

/// As the pharmacy does, from one batch of a line each.
fn given_in_full(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId) -> Result<Prescription, Stop> {
    let held = prescription::hold_issued(tx, who, id)?;
    let dispense = "INSERT INTO dispense (id, branch_id, prescription_id, visit_id, patient_id, dispensed_at, dispensed_by) \
         VALUES (901, $1, $2, $3, $4, 0, $5)";
    tx.run_one(dispense, &[&who.branch, &id, &held.visit, &held.patient, &who.staff])?;
    for line in prescription::lines(tx, id)? {
        let refusal = "INSERT INTO dispense_refusal (dispense_id, prescription_line_id, quantity_milli, reason, note) VALUES (901, $1, $2, 'not_wanted', '')";
        tx.run_one(refusal, &[&line.id, &line.quantity])?;
    }
    prescription::settle(tx, who, id, ("dispense", ""))
}

#[tokio::test]
async fn a_prescription_is_begun_once_and_numbered() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    let first = house.done(move |tx, who| prescription::draft_for(tx, who, visit)).await;
    let again = house.done(move |tx, who| prescription::draft_for(tx, who, visit)).await;
    assert_eq!(first, again);
    let found = house.done(move |tx, who| prescription::by_id(tx, who.branch, first)).await;
    assert_eq!(found.number, "DT-261124-001");
}

#[tokio::test]
async fn lines_carry_the_computed_quantity_and_their_medicine() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    house.done(move |tx, who| put_line(tx, who, visit, &line(PARACETAMOL))).await;
    house
        .done(move |tx, who| {
            let mut syrup = line(SYRUP);
            syrup.morning = Quantity::from_milli(7_500);
            put_line(tx, who, visit, &syrup)
        })
        .await;
    let lines = house
        .done(move |tx, who| {
            let id = prescription::draft_for(tx, who, visit)?;
            Ok(prescription::lines(tx, id)?)
        })
        .await;
    let seen: Vec<_> = lines.iter().map(|l| (l.position, l.code.as_str(), l.quantity)).collect();
    let wanted = [(1, "PARA", Quantity::whole(10)), (2, "SYRUP", Quantity::whole(1))];
    assert_eq!(seen, wanted);
}

#[tokio::test]
async fn a_line_that_cannot_be_right_is_refused_at_its_field() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    house.done(move |tx, who| put_line(tx, who, visit, &line(PARACETAMOL))).await;
    let mut none = line(SYRUP);
    (none.morning, none.evening) = (Quantity::ZERO, Quantity::ZERO);
    let mut negative = line(SYRUP);
    negative.noon = Quantity::from_milli(-500);
    let mut long = line(SYRUP);
    long.days = 91;
    let mut third = line(SYRUP);
    third.morning = Quantity::from_milli(333);
    let mut late = line(SYRUP);
    (late.first_day, late.days) = (60, 40);
    for (wanted, new) in [
        ("medicine", line(PARACETAMOL)),
        ("morning", third),
        ("days", late),
        ("morning", none),
        ("morning", negative),
        ("days", long),
    ] {
        let (_, field) = house.refused(move |tx, who| put_line(tx, who, visit, &new)).await;
        assert_eq!(field, wanted);
    }
}

#[tokio::test]
async fn an_issued_prescription_no_longer_changes_and_is_dispensed_once() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    let line_id = house.done(move |tx, who| put_line(tx, who, visit, &line(PARACETAMOL))).await;
    let issued = house.done(move |tx, who| prescription::issue(tx, who, visit)).await.unwrap();
    house.refused(move |tx, who| put_line(tx, who, visit, &line(SYRUP))).await;
    house.refused(move |tx, who| prescription::remove_line(tx, who, visit, line_id)).await;
    assert_eq!(house.done(move |tx, who| prescription::issue(tx, who, visit)).await, None);
    house.done(move |tx, who| visit::finish(tx, who, visit)).await;
    let station = house.done(move |tx, who| facts_of(tx, who.branch, visit)).await.station();
    assert_eq!(station, Station::Pharmacy);
    let done = house.done(move |tx, who| given_in_full(tx, who, issued)).await;
    assert_eq!((done.state, done.visit), (State::Dispensed, visit));
    house.refused(move |tx, who| prescription::hold_issued(tx, who, issued)).await;
}

#[tokio::test]
async fn an_empty_draft_stays_out_of_the_pharmacy() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    let line_id = house.done(move |tx, who| put_line(tx, who, visit, &line(PARACETAMOL))).await;
    house.done(move |tx, who| prescription::remove_line(tx, who, visit, line_id)).await;
    assert_eq!(house.done(move |tx, who| prescription::issue(tx, who, visit)).await, None);
    let found = house.done(move |tx, _| Ok(prescription::by_visit(tx, visit)?)).await.unwrap();
    assert_eq!(found.state, State::Cancelled);
}

#[tokio::test]
async fn nothing_is_prescribed_once_the_patient_has_left_the_room() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    house.done(move |tx, who| visit::finish(tx, who, visit)).await;
    house.refused(move |tx, who| put_line(tx, who, visit, &line(PARACETAMOL))).await;
}

#[tokio::test]
async fn a_course_has_steps_that_never_overlap_and_a_weekly_medicine_counts_its_weeks() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    let step = |first_day, days, milli| {
        let mut step = line(PARACETAMOL);
        (step.first_day, step.days) = (first_day, days);
        (step.morning, step.evening) = (Quantity::from_milli(milli), Quantity::ZERO);
        step
    };
    for new in [step(1, 5, 2_000), step(6, 5, 1_000)] {
        house.done(move |tx, who| put_line(tx, who, visit, &new)).await;
    }
    for overlapping in [step(5, 1, 500), step(10, 3, 500), step(3, 30, 500)] {
        house.refused(move |tx, who| put_line(tx, who, visit, &overlapping)).await;
    }
    let mut weekly = line(SYRUP);
    (weekly.weekday, weekly.days, weekly.evening) = (Some(1), 15, Quantity::ZERO);
    weekly.morning = Quantity::whole(30);
    house.done(move |tx, who| put_line(tx, who, visit, &weekly)).await;
    let id = house.done(move |tx, who| prescription::draft_for(tx, who, visit)).await;
    let lines = house.done(move |tx, _| Ok(prescription::lines(tx, id)?)).await;
    let told: Vec<_> = lines.iter().map(|l| (l.first_day, l.quantity.milli() / 1_000)).collect();
    assert_eq!(told, [(1, 10), (6, 5), (1, 2)], "three weeks of 30 ml from bottles of 60");
}

#[tokio::test]
async fn what_the_clinic_does_not_keep_is_printed_and_not_waited_for() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    house.done(move |tx, who| put_line(tx, who, visit, &line(FOREIGN))).await;
    let issued = house.done(move |tx, who| prescription::issue(tx, who, visit)).await.unwrap();
    house.done(move |tx, who| visit::finish(tx, who, visit)).await;
    assert_eq!(house.done(move |tx, who| prescription::by_id(tx, who.branch, issued)).await.state, State::Dispensed);
    let lines = house.done(move |tx, _| Ok(prescription::lines(tx, issued)?)).await;
    assert!(lines[0].outside && lines[0].remainder().is_zero());
}

#[tokio::test]
async fn what_the_pharmacy_does_not_give_is_told_until_a_doctor_has_seen_it() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    house.done(move |tx, who| put_line(tx, who, visit, &line(PARACETAMOL))).await;
    let issued = house.done(move |tx, who| prescription::issue(tx, who, visit)).await.unwrap();
    house.done(move |tx, who| given_in_full(tx, who, issued)).await;
    let open = async || house.done(|tx, who| Ok(prescription::unseen_refusals(tx, who)?)).await.len();
    assert_eq!(open().await, 0, "what the patient does not want is no news for the doctor");
    house
        .done(|tx, _| {
            let now = tx.now();
            tx.run("UPDATE dispense SET dispensed_at = $1", &[&now])?;
            Ok(tx.run("UPDATE dispense_refusal SET reason = 'unsafe', note = 'liều quá cao'", &[])?)
        })
        .await;
    assert_eq!(open().await, 1);
    let half = "UPDATE dispense_refusal SET seen_at = 1";
    assert!(house.act(move |tx, _| Ok(tx.run(half, &[])?)).await.is_err(), "seen by nobody is not seen");
    house.done(move |tx, who| prescription::see_refusals(tx, who, visit, 0)).await;
    assert_eq!(open().await, 1, "what came after the page was drawn stays open");
    for _ in 0..2 {
        house.done(move |tx, who| prescription::see_refusals(tx, who, visit, 1)).await;
    }
    assert_eq!(open().await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'see_refusals'").await, 1);
    let kept = house.done(move |tx, _| Ok(prescription::not_given(tx, visit)?)).await;
    assert!(kept.len() == 1 && !kept[0].is_open() && kept[0].why(bricks::lang::Lang::Vi).contains("liều quá cao"));
}
