//! A stop that the doctor went on with is seen by whoever hands the medicine over.

use super::house::*;
use super::{dispense, holds, proposed, the_books_agree};
use crate::load::{overview, prescription_page};
use crate::seen::key_of;
use bricks::clock::add_days;
use bricks::id::PrescriptionId;
use bricks::lang::Lang;
use ground::web::Form;
use papers::{prescription, safety, visit};

/// Issued in spite of an allergy, with the doctor's reason.
async fn issued_despite_a_stop(house: &House) -> PrescriptionId {
    const ALLERGY: &str = "INSERT INTO patient_allergy (patient_id, allergen, reaction, severity, recorded_at, recorded_by) \
         VALUES ($1, 'ingredient:paracetamol', '', 'severe', 0, 11)";
    let visit = house.in_room(HUONG).await;
    let issue = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        tx.run("UPDATE medicine SET code = 'paracetamol_500_tab' WHERE id = 61", &[])?;
        tx.run(ALLERGY, &[&HUONG])?;
        let written = prescription::put_line(tx, who, visit, &line(PARACETAMOL))?;
        safety::override_line(tx, who, visit, written, "Đã dùng nhiều lần, không sao")?;
        let id = prescription::issue(tx, who, visit)?.unwrap();
        visit::finish(tx, who, visit)?;
        Ok(id)
    };
    house.done(issue).await
}

async fn ticked(house: &House, id: PrescriptionId) -> Form {
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    let key = page.safety.overridden().first().map(|(_, over)| key_of(over)).unwrap();
    let form = proposed(house, id, &[]).await;
    let body: String = form.pairs().iter().map(|(name, value)| format!("{name}={value}&")).collect();
    Form::parse(format!("{body}seen={}", ground::web::percent(&key)).as_bytes()).unwrap()
}

#[tokio::test]
async fn a_stop_that_the_doctor_went_on_with_is_ticked_before_its_medicine_leaves_each_time() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 300), 50).await;
    let id = issued_despite_a_stop(&house).await;
    let rows = house.done(|tx, who| overview(tx, who, None)).await.queue.rows;
    assert!(rows[0].has_stop, "the list marks it");
    let unticked = proposed(&house, id, &[]).await;
    let (_, field) = house.refused(move |tx, who| crate::acts::dispense(tx, who, id, &unticked, Lang::Vi)).await;
    assert_eq!((field, holds(&house, batch).await), ("seen", 50));
    let form = ticked(&house, id).await;
    dispense(&house, id, form).await.unwrap();
    assert_eq!(house.count("SELECT COUNT(*) FROM dispense_seen WHERE ticked").await, 1);
    assert_eq!(holds(&house, batch).await, 40);
    let done = house.done(|tx, who| overview(tx, who, None)).await;
    assert!(done.today[0].has_stop, "also when it was handed over");
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    assert_eq!(page.story.handings[0].stops_seen, 1);
    let changed = house.act(|tx, _| Ok(tx.run("UPDATE dispense_seen SET ticked = FALSE", &[])?)).await;
    assert!(changed.is_err(), "what was seen does not change");
    the_books_agree(&house).await;
}

#[tokio::test]
async fn the_database_lets_nothing_leave_behind_a_stop_that_nobody_has_seen() {
    const HANDING: &str = "INSERT INTO dispense (id, branch_id, prescription_id, number, visit_id, patient_id, dispensed_at, dispensed_by) \
         SELECT 99, branch_id, id, 1, visit_id, patient_id, 0, 11 FROM prescription WHERE id = $1";
    const LINE: &str = "INSERT INTO dispense_line (id, dispense_id, prescription_line_id, batch_id, quantity_milli) \
         SELECT 99, 99, l.id, CAST($2 AS BIGINT), 1000 FROM prescription_line l WHERE l.prescription_id = $1";
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 300), 50).await;
    let id = issued_despite_a_stop(&house).await;
    let by_hand = move |tx: &mut ground::db::Tx<'_>, _: &ground::access::Who| {
        tx.run(HANDING, &[&id])?;
        Ok(tx.run(LINE, &[&id, &batch])?)
    };
    let told = format!("{:?}", house.act(by_hand).await.unwrap_err());
    assert!(told.contains("nobody has seen"), "{told}");
}

#[tokio::test]
async fn an_emergency_is_first_in_the_list_and_marked() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 300), 50).await;
    let (_, first) = super::issued(&house, HUONG, &[PARACETAMOL]).await;
    let (visit, second) = super::issued(&house, MINH, &[PARACETAMOL]).await;
    house.done(move |tx, _| Ok(tx.run_one("UPDATE visit SET priority = 'emergency' WHERE id = $1", &[&visit])?)).await;
    let rows = house.done(|tx, who| overview(tx, who, None)).await.queue.rows;
    let listed: Vec<_> = rows.iter().map(|row| (row.id, row.emergency, row.has_stop)).collect();
    assert_eq!(listed, [(second, true, false), (first, false, false)]);
}

#[tokio::test]
async fn a_reason_that_says_nothing_is_refused_where_goods_come_back() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 300), 50).await;
    let (_, id) = super::issued(&house, HUONG, &[PARACETAMOL]).await;
    let form = proposed(&house, id, &[]).await;
    dispense(&house, id, form).await.unwrap();
    let handing = house.done(move |tx, who| prescription_page(tx, who, id)).await.story.handings[0].id;
    for reason in ["x", "aaaaaaaaaa", "...", ""] {
        let body = format!("reason={reason}&fate=shelf");
        let form = Form::parse(body.as_bytes()).unwrap();
        let undone = form.clone();
        let (_, at) = house
            .refused(move |tx, who| crate::acts_back::take_in(tx, who, handing, &form, Lang::Vi).map(|_| ()))
            .await;
        let (_, back) =
            house.refused(move |tx, who| crate::acts_back::undo(tx, who, handing, &undone, Lang::Vi).map(|_| ())).await;
        assert_eq!((at, back), ("reason", "reason"), "{reason}");
    }
}
