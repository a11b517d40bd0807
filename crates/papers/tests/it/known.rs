//! What medicine safety knows of a patient beyond the prescription: the recorded stage of the kidneys, and what is taken.

use crate::house::*;
use bricks::id::{PatientId, PrescriptionId, PrescriptionLineId, VisitId};
use bricks::quantity::Quantity;
use ground::db::{Stop, Tx};
use papers::prescription::{self, Doses, NewLine, put_line};
use papers::safety::{self, Checked};

async fn looked(house: &House, patient: PatientId) -> Checked {
    house.done(move |tx, who| safety::look(tx, who, patient, None)).await
}

async fn coded(house: &House, visit: VisitId, code: &'static str) {
    house
        .done(move |tx, _| {
            let known = "INSERT INTO diagnosis (code, title_vi, title_en, chapter, common) VALUES ($1, 'x', 'x', 'X', 1) ON CONFLICT DO NOTHING";
            tx.run(known, &[&code])?;
            tx.run("DELETE FROM visit_diagnosis WHERE visit_id = $1", &[&visit])?;
            let of_visit = "INSERT INTO visit_diagnosis (visit_id, position, code) VALUES ($1, 1, $2)";
            Ok(tx.run_one(of_visit, &[&visit, &code])?)
        })
        .await;
}

#[tokio::test]
async fn a_finer_code_of_a_kidney_stage_is_that_stage_also_of_a_merged_profile() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    for (code, least) in [
        ("N18.3", Some(30_000)),
        ("N18.30", Some(30_000)),
        ("N18.31", Some(30_000)),
        ("N18.32", Some(30_000)),
        ("N18.4", Some(15_000)),
        ("N18.5", Some(0)),
        ("N18.2", None),
        ("N18.9", None),
    ] {
        coded(&house, visit, code).await;
        let person = looked(&house, HUONG).await.case.person;
        assert_eq!(person.egfr.map(|rate| rate.milli()), least, "{code}");
        assert_eq!(person.egfr_of_stage, least.is_some(), "{code}");
    }
    coded(&house, visit, "N18.32").await;
    assert!(looked(&house, MINH).await.case.person.egfr.is_none());
    house.done(|tx, _| Ok(tx.run("UPDATE patient SET merged_into = 32 WHERE id = 31", &[])?)).await;
    assert_eq!(looked(&house, MINH).await.case.person.egfr.map(|rate| rate.milli()), Some(30_000));
}

#[tokio::test]
async fn a_pregnancy_that_was_told_where_the_patient_came_counts_until_somebody_asks_nearer() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    let person = || house.done(|tx, who| safety::person_of(tx, who, HUONG));
    assert!(!person().await.is_pregnant());
    house.done(move |tx, _| Ok(tx.run("UPDATE visit SET priority = 'pregnant' WHERE id = $1", &[&visit])?)).await;
    assert!(person().await.expecting);
    let hidden = "UPDATE visit SET priority = 'emergency', priority_before = 'pregnant' WHERE id = $1";
    house.done(move |tx, _| Ok(tx.run(hidden, &[&visit])?)).await;
    assert_eq!(person().await.pregnancy_word(bricks::lang::Lang::En).unwrap(), "Pregnant, week not known");
    house.clock.set(at(480).plus_minutes(61 * 24 * 60));
    assert!(!person().await.is_pregnant(), "asked anew after so long");
    house.clock.set(at(480));
    let note = |not_pregnant| {
        move |tx: &mut Tx<'_>, who: &ground::access::Who| {
            let seen = safety::seen(None);
            let egfr = Some(Quantity::whole(80));
            let said = safety::Said { pregnancy_week: None, not_pregnant, breastfeeding: false, egfr, seen: &seen };
            safety::note_facts_of(tx, who, HUONG, &said)
        }
    };
    assert_eq!(house.refused(note(false)).await.1, "pregnancy_week", "nothing said of it is no answer");
    assert!(person().await.expecting);
    house.clock.set(at(490));
    house.done(note(true)).await;
    assert!(!person().await.is_pregnant() && !person().await.is_pregnancy_unasked(), "what was asked decides");
    let again = at(500);
    house.done(move |tx, _| Ok(tx.run("UPDATE visit SET arrived_at = $1", &[&again])?)).await;
    house.clock.set(at(510));
    assert!(person().await.expecting, "and what is told after that on the same day");
}

/// A handing over of now; gives its number.
fn handing(tx: &mut Tx<'_>, of: PrescriptionId, number: i64) -> Result<i64, Stop> {
    const HANDING: &str = "INSERT INTO dispense (id, branch_id, prescription_id, number, visit_id, patient_id, dispensed_at, dispensed_by) \
         SELECT CAST($4 AS BIGINT), p.branch_id, p.id, CAST($3 AS BIGINT), p.visit_id, p.patient_id, CAST($2 AS BIGINT), 11 \
         FROM prescription p WHERE p.id = $1";
    let (id, now) = (tx.new_id(), tx.now());
    tx.run_one(HANDING, &[&of, &now, &number, &id])?;
    Ok(id)
}

/// So many whole units of a line leave with it.
fn hand(tx: &mut Tx<'_>, handing: i64, line: PrescriptionLineId, units: i64) -> Result<(), Stop> {
    const BATCH: &str = "INSERT INTO batch (id, branch_id, medicine_id, supplier_id, number, expires_on, quantity_milli, cost_vnd, received_at, received_by) \
         VALUES ($1, 1, 61, 71, $3, '2028-01-01', 0, 1, $2, 11)";
    const GIVEN: &str = "INSERT INTO dispense_line (id, dispense_id, prescription_line_id, batch_id, quantity_milli) VALUES ($1, $2, $3, $4, $5)";
    let (batch, id, milli, now) = (tx.new_id(), tx.new_id(), units * 1_000, tx.now());
    tx.run_one(BATCH, &[&batch, &now, &format!("L{batch}")])?;
    tx.run_one(GIVEN, &[&id, &handing, &line, &batch, &milli])?;
    Ok(())
}

/// As the pharmacy does that gives nothing, or a part, for one reason.
async fn closed(house: &House, visit: VisitId, (given, reason): (bool, &'static str)) {
    house
        .done(move |tx, who| {
            let id = prescription::issue(tx, who, visit)?.unwrap();
            papers::visit::finish(tx, who, visit)?;
            prescription::hold_issued(tx, who, id)?;
            let dispense = handing(tx, id, 1)?;
            for line in prescription::lines(tx, id)? {
                let left = if given { line.quantity.milli() - 1_000 } else { line.quantity.milli() };
                let refusal = "INSERT INTO dispense_refusal (dispense_id, prescription_line_id, quantity_milli, reason, note) \
                     VALUES ($1, $2, $3, $4, '')";
                tx.run_one(refusal, &[&dispense, &line.id, &left, &reason])?;
                if given {
                    hand(tx, dispense, line.id, 1)?;
                }
            }
            prescription::settle(tx, who, id, ("dispense", "")).map(drop)
        })
        .await;
}

/// What is told of the same medicine of other prescriptions, at a draft of it.
fn repeats(checked: &Checked) -> Vec<String> {
    let of = checked.outcome.findings.iter().filter(|finding| finding.rule == safety::Rule::Repeat);
    of.map(|finding| finding.reason.en.to_string()).collect()
}

/// The same of two tablets a day for thirty days that are being typed.
async fn again(house: &House, prescription: Option<PrescriptionId>) -> Vec<String> {
    let typed = house.done(move |tx, who| {
        let one = Quantity::whole(1);
        let doses = Doses { morning: one, noon: Quantity::ZERO, evening: one, night: Quantity::ZERO };
        let steps = [prescription::Step { doses, days: 30 }];
        safety::look_at_draft(tx, who, (HUONG, prescription), PARACETAMOL, (&steps, false))
    });
    repeats(&typed.await)
}

/// So many days later.
async fn after(house: &House, days: i64) -> Vec<String> {
    house.clock.set(at(480).plus_minutes(days * 24 * 60));
    again(house, None).await
}

#[tokio::test]
async fn what_another_prescription_gave_of_a_medicine_is_told_when_it_is_prescribed_again() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    house.done(move |tx, who| put_line(tx, who, visit, &line(PARACETAMOL))).await;
    closed(&house, visit, (true, "too_dear")).await;
    let new = house.done(move |tx, who| {
        let stands = prescription::by_visit(tx, visit)?.unwrap();
        prescription::begin_after(tx, who, visit, Some((stands.id, stands.version)))
    });
    let new = new.await;
    let told = again(&house, Some(new)).await;
    assert!(told.len() == 1 && told[0].contains("1 tablet handed over"), "{told:?}");
    assert!(
        told[0].contains("of 24/11/2026") && told[0].contains("end of 24/11/2026"),
        "its day, and until when: {told:?}"
    );
    house.done(move |tx, who| put_line(tx, who, visit, &line(PARACETAMOL))).await;
    let checked = house.done(move |tx, who| safety::look(tx, who, HUONG, Some(new))).await;
    assert_eq!(repeats(&checked), told, "at its line as well");
    let old =
        house.done(move |tx, _| Ok(tx.one("SELECT id FROM prescription WHERE replaced_at IS NOT NULL", &[])?)).await;
    let old: PrescriptionId = old.unwrap();
    let before = house.done(move |tx, who| safety::look(tx, who, HUONG, Some(old))).await;
    assert_eq!(repeats(&before), Vec::<String>::new(), "what was given before is not spoken against afterwards");
}

#[tokio::test]
async fn a_course_is_renewed_without_a_word_when_it_ends_and_not_when_it_was_never_collected() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    let long = NewLine { days: 30, ..line(PARACETAMOL) };
    house.done(move |tx, who| put_line(tx, who, visit, &long)).await;
    house
        .done(move |tx, who| {
            prescription::issue(tx, who, visit)?;
            papers::visit::finish(tx, who, visit)
        })
        .await;
    let owed = after(&house, 1).await;
    assert!(owed.len() == 1 && owed[0].contains("60 tablets to be handed over"), "{owed:?}");
    assert_eq!(after(&house, 5).await, Vec::<String>::new(), "nobody collected it in time");
    let given = "UPDATE prescription_line SET given_milli = quantity_milli";
    house.done(move |tx, _| Ok(tx.run(given, &[])?)).await;
    house.done(move |tx, _| Ok(tx.run("UPDATE prescription SET state = 'dispensed'", &[])?)).await;
    assert_eq!(after(&house, 22).await.len(), 1);
    assert_eq!(after(&house, 23).await, Vec::<String>::new(), "seven days are left");
}

#[tokio::test]
async fn a_remainder_that_is_collected_late_lasts_from_then_on() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    let long = NewLine { days: 30, ..line(PARACETAMOL) };
    house.done(move |tx, who| put_line(tx, who, visit, &long)).await;
    let of = house.done(move |tx, who| {
        let id = prescription::issue(tx, who, visit)?.unwrap();
        papers::visit::finish(tx, who, visit)?;
        Ok(id)
    });
    let of = of.await;
    // Two a day: a third of it on the first day, the rest on the twenty-first.
    for (number, days, units) in [(1, 0, 20), (2, 20, 40)] {
        house.clock.set(at(480).plus_minutes(days * 24 * 60));
        let hand_over = move |tx: &mut Tx<'_>, who: &ground::access::Who| {
            let handing = handing(tx, of, number)?;
            let line = prescription::lines(tx, of)?[0].id;
            hand(tx, handing, line, units)?;
            prescription::settle(tx, who, of, ("dispense", "")).map(drop)
        };
        house.done(hand_over).await;
    }
    let told = after(&house, 31).await;
    assert!(told.len() == 1 && told[0].contains("end of 02/01/2027"), "twenty days from the twenty-first on: {told:?}");
    assert_eq!(after(&house, 33).await, Vec::<String>::new(), "seven days are left");
}

#[tokio::test]
async fn what_was_declined_whole_and_replaced_is_taken_by_nobody_and_what_was_given_or_at_home_is() {
    for (given, reason, taken) in [(false, "out_of_stock", 0), (false, "has_some", 1), (true, "out_of_stock", 1)] {
        let house = House::open().await;
        let visit = house.in_room(HUONG).await;
        house.done(move |tx, who| put_line(tx, who, visit, &line(PARACETAMOL))).await;
        closed(&house, visit, (given, reason)).await;
        assert_eq!(looked(&house, HUONG).await.current.len(), 1, "{reason}: it may be bought elsewhere");
        let begun = house.done(move |tx, who| {
            let stands = prescription::by_visit(tx, visit)?.unwrap();
            prescription::begin_after(tx, who, visit, Some((stands.id, stands.version)))
        });
        let new = begun.await;
        let checked = house.done(move |tx, who| safety::look(tx, who, HUONG, Some(new))).await;
        assert_eq!(checked.current.len(), taken, "given: {given}, {reason}");
        let refused = house.refused(move |tx, who| prescription::begin_after(tx, who, visit, None)).await;
        assert!(refused.0.contains("has just changed"), "{refused:?}");
        let second = "UPDATE prescription SET replaced_at = NULL";
        assert!(house.act(move |tx, _| Ok(tx.run(second, &[])?)).await.is_err(), "one of a visit counts");
        let open = "UPDATE prescription SET state = 'issued' WHERE replaced_at IS NOT NULL";
        assert!(house.act(move |tx, _| Ok(tx.run(open, &[])?)).await.is_err(), "what was replaced is not opened again");
        house.done(move |tx, who| prescription::issue(tx, who, visit)).await;
        let stands = house.done(move |tx, _| Ok(prescription::by_visit(tx, visit)?)).await.unwrap();
        assert_ne!(stands.id, new, "an empty one that was dropped gives its place back");
    }
}
