//! A medicine that the record says is stopped while its prescription still waits.

use super::house::*;
use super::{dispense, issued, proposed, refusal};
use crate::load::prescription_page;
use bricks::clock::add_days;
use bricks::id::PrescriptionLineId;
use ground::web::Form;
use papers::background;

async fn line_of(house: &House) -> PrescriptionLineId {
    house.done(|tx, who| Ok(background::load(tx, who, HUONG)?.medicines[0].line)).await
}

async fn stop(house: &House, line: PrescriptionLineId) {
    house.done(move |tx, who| background::stop_medicine(tx, who, HUONG, line, "nổi mẩn")).await;
}

#[tokio::test]
async fn a_stopped_medicine_is_given_for_a_reason_only_and_a_page_from_before_gives_nothing() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 300), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let before = proposed(&house, id, &[]).await;
    let line = line_of(&house).await;
    stop(&house, line).await;
    assert!(refusal(&house, id, before).await.contains("meanwhile"), "the page did not know of the stop");
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    assert_eq!(page.stop_of(&page.lines[0].line).unwrap().reason, "nổi mẩn");
    let form = proposed(&house, id, &[]).await;
    let (_, field) =
        house.refused(move |tx, who| crate::acts::dispense(tx, who, id, &form, bricks::lang::Lang::Vi)).await;
    assert_eq!(field, "stopped_reason");
    let none = proposed(&house, id, &[(0, 0, "0")]).await;
    assert!(!refusal(&house, id, none).await.contains("stopped"), "what is left out needs no reason");
    let body = proposed(&house, id, &[]).await;
    let mut text: String = body.pairs().iter().map(|(name, value)| format!("{name}={value}&")).collect();
    text.push_str("stopped_reason=hỏi bác sĩ, dùng tiếp");
    dispense(&house, id, Form::parse(text.as_bytes()).unwrap()).await.unwrap();
    assert_eq!(house.count("SELECT COUNT(*) FROM dispense_stopped WHERE reason <> ''").await, 1);
}

#[tokio::test]
async fn a_stop_that_is_taken_back_leaves_everything_as_it_was_and_is_taken_back_once() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 300), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let running = house.done(|tx, who| Ok(format!("{:?}", background::load(tx, who, HUONG)?.medicines))).await;
    let line = line_of(&house).await;
    stop(&house, line).await;
    house.clock.advance_minutes(5);
    let back =
        move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| background::take_stop_back(tx, who, HUONG, line);
    house.done(back).await;
    let (said, _) = house.refused(back).await;
    assert!(said.contains("not stopped"), "{said}");
    let again = house.done(|tx, who| Ok(format!("{:?}", background::load(tx, who, HUONG)?.medicines))).await;
    assert_eq!(again, running);
    let form = proposed(&house, id, &[]).await;
    dispense(&house, id, form).await.unwrap();
    assert_eq!(house.count("SELECT COUNT(*) FROM dispense_stopped").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM medicine_stop_past").await, 1);
}
