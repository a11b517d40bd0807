//! What performing a service uses up, in the transaction of its result.

use super::*;
use bricks::clock::add_days;
use bricks::id::{BatchId, MedicineId, ServiceId};
use bricks::quantity::Quantity;
use papers::batch;
use papers::consumable;

const INJECTION: ServiceId = ServiceId::from_raw(43);

/// A procedure that uses two tablets' worth of one medicine, charged apart, and one bottle of another.
async fn to_perform(house: &House) -> (VisitId, OrderId) {
    let visit = house.in_room(HUONG).await;
    let id = house
        .done(move |tx, who| {
            tx.run(
                "INSERT INTO service (id, code, name_vi, name_en, kind, department, duration_minutes, active) \
                 VALUES (43, 'TT11', 'Tiêm', 'Injection', 'procedure', 'general', 10, TRUE)",
                &[],
            )?;
            tx.run(
                "INSERT INTO service_price (service_id, from_day, price_vnd) VALUES (43, '2026-01-01', 30000)",
                &[],
            )?;
            consumable::put_on_list(tx, who, INJECTION, PARACETAMOL, (Quantity::whole(2), true, false))?;
            consumable::put_on_list(tx, who, INJECTION, SYRUP, (Quantity::whole(1), false, false))?;
            let new = NewOrder { service: INJECTION, urgent: false, question: String::new(), fasting: false };
            order::place(tx, who, visit, &new)
        })
        .await;
    (visit, id)
}

async fn received(house: &House, medicine: MedicineId, (number, expires, units): (&'static str, i64, i64)) -> BatchId {
    let new = batch::NewBatch { medicine, ..delivery(number, add_days(today(), expires), units) };
    house.done(move |tx, who| batch::receive(tx, who, &new)).await
}

async fn holds(house: &House, batch: BatchId) -> i64 {
    let read = move |tx: &mut ground::db::Tx<'_>, _: &ground::access::Who| {
        Ok(tx.one::<i64>("SELECT quantity_milli FROM batch WHERE id = $1", &[&batch])?.unwrap_or(-1))
    };
    house.done(read).await / 1_000
}

async fn due(house: &House, visit: VisitId) -> i64 {
    house.done(move |tx, who| Ok(papers::visit::by_id(tx, who.branch, visit)?.due)).await.minor()
}

/// Every batch is the sum of its movements, every line has its own, and what an order used is its lines and what was missing.
async fn the_shelves_agree(house: &House) {
    for wrong in [
        "SELECT COUNT(*) FROM batch b WHERE b.quantity_milli <> (SELECT COALESCE(SUM(m.quantity_milli), 0) FROM movement m WHERE m.batch_id = b.id)",
        "SELECT COUNT(*) FROM consumable_line l WHERE l.quantity_milli <> (SELECT COALESCE(-SUM(m.quantity_milli), 0) FROM movement m WHERE m.consumable_line_id = l.id)",
        "SELECT COUNT(*) FROM consumable_use u WHERE u.quantity_milli <> u.missing_milli + \
         (SELECT COALESCE(SUM(l.quantity_milli), 0) FROM consumable_line l WHERE l.consumable_use_id = u.id)",
    ] {
        assert_eq!(house.count(wrong).await, 0, "{wrong}");
    }
}

#[tokio::test]
async fn what_a_service_uses_leaves_the_earliest_batches_with_the_result_and_comes_back_whole() {
    let house = House::open().await;
    let late = received(&house, PARACETAMOL, ("L2", 300, 10)).await;
    let early = received(&house, PARACETAMOL, ("L1", 30, 1)).await;
    let bottle = received(&house, SYRUP, ("S1", 90, 3)).await;
    let (visit, id) = to_perform(&house).await;
    let page = house.done(move |tx, who| order_page(tx, who, id, Tab::Open, false)).await;
    assert_eq!(page.consumables.iter().map(|c| c.medicine).collect::<Vec<_>>(), [PARACETAMOL, SYRUP]);
    give(&house, id, "finding=x&use-61=3&use-62=1").await.unwrap();
    assert_eq!((holds(&house, early).await, holds(&house, late).await, holds(&house, bottle).await), (0, 8, 2));
    assert_eq!(due(&house, visit).await, 30_000 + 3 * 500);
    the_shelves_agree(&house).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM movement WHERE reason = 'TT11' AND kind = 'dispense'").await, 3);
    let page = house.done(move |tx, who| order_page(tx, who, id, Tab::Open, false)).await;
    let used: Vec<_> = page.used.iter().map(|u| (u.number.as_deref(), u.taken.map(|t| t.milli() / 1_000))).collect();
    assert_eq!(used, [(Some("L1"), Some(1)), (Some("L2"), Some(2)), (Some("S1"), Some(1))]);

    let withdraw = |body: &'static str| {
        let house = &house;
        async move { house.act(move |tx, who| acts::withdraw(tx, who, id, &form(body), Lang::Vi)).await }
    };
    assert!(matches!(withdraw("").await, Err(Stop::Refused(r)) if r.fields[0].field == "withdraw_reason"));
    withdraw("withdraw_reason=ghi+nham").await.unwrap();
    assert!(matches!(withdraw("withdraw_reason=ghi+nham").await, Err(Stop::Refused(_))));
    assert_eq!((holds(&house, early).await, holds(&house, late).await, holds(&house, bottle).await), (1, 10, 3));
    assert_eq!(due(&house, visit).await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM charge").await, 0);
    the_shelves_agree(&house).await;
    let page = house.done(move |tx, who| order_page(tx, who, id, Tab::Open, false)).await;
    assert!(page.used.iter().all(|used| used.undone_at.is_some()));
    assert_eq!(page.head.finding, "x");
}

#[tokio::test]
async fn a_short_shelf_is_told_and_the_service_is_recorded_for_a_reason_only() {
    let house = House::open().await;
    let only = received(&house, PARACETAMOL, ("L1", 30, 1)).await;
    received(&house, PARACETAMOL, ("OLD", 0, 5)).await;
    house.clock.advance_minutes(24 * 60);
    let (visit, id) = to_perform(&house).await;
    assert_eq!(refused_at(&house, id, "finding=x&use-61=2&use-62=0".to_owned()).await, "missing_reason");
    assert_eq!(house.count("SELECT COUNT(*) FROM clinical_order WHERE state = 'done'").await, 0);
    assert_eq!(holds(&house, only).await, 1);
    give(&house, id, "finding=x&use-61=2&use-62=0&missing_reason=T%E1%BB%A7+tr%E1%BB%B1c").await.unwrap();
    assert_eq!(holds(&house, only).await, 0);
    assert_eq!(
        house.count("SELECT COUNT(*) FROM consumable_use WHERE missing_milli = 1000 AND missing_reason <> ''").await,
        1
    );
    assert_eq!(due(&house, visit).await, 30_000 + 2 * 500);
    the_shelves_agree(&house).await;
}

#[tokio::test]
async fn wrong_quantities_are_refused_and_a_silent_form_uses_what_the_list_says() {
    let house = House::open().await;
    let batch = received(&house, PARACETAMOL, ("L1", 30, 10)).await;
    received(&house, SYRUP, ("S1", 90, 3)).await;
    let (_, id) = to_perform(&house).await;
    for typed in ["-1", "x", "1001", "999999999999"] {
        let body = format!("finding=x&use-61={typed}&use-62=1");
        let tried = house.act(move |tx, who| acts::result(tx, who, id, &form(&body), Lang::Vi)).await;
        let Err(Stop::Refused(refusal)) = tried else { panic!("{typed}: {tried:?}") };
        assert_eq!(refusal.say, text::uses_wrong_say(1), "{typed}");
    }
    for typed in ["finding=x&use-61=1&use-62=0,5", "finding=x&use-61=1,3&use-62=1"] {
        let tried = house.act(move |tx, who| acts::result(tx, who, id, &form(typed), Lang::Vi)).await;
        assert!(matches!(tried, Err(Stop::Refused(r)) if r.say == text::uses_wrong_say(1)), "half a bottle: {typed}");
    }
    give(&house, id, "finding=x").await.unwrap();
    assert_eq!(holds(&house, batch).await, 8);
    the_shelves_agree(&house).await;
}

#[tokio::test]
async fn what_is_on_a_bill_that_stays_closed_is_not_taken_back_and_a_seen_result_of_the_laboratory_is_corrected() {
    let house = House::open().await;
    received(&house, PARACETAMOL, ("L1", 30, 10)).await;
    received(&house, SYRUP, ("S1", 90, 3)).await;
    let (_, id) = to_perform(&house).await;
    give(&house, id, "finding=x").await.unwrap();
    house.done(|tx, _| Ok(tx.run("UPDATE charge SET invoice_id = 1 WHERE source_kind = 'medicine'", &[])?)).await;
    let tried =
        house.act(move |tx, who| acts::withdraw(tx, who, id, &form("withdraw_reason=ghi+nham"), Lang::Vi)).await;
    assert!(matches!(tried, Err(Stop::Refused(r)) if r.say == papers::text::consumable_paid_say()));
    let house = House::open().await;
    let (_, id) = ordered(&house, false).await;
    give(&house, id, "value-51=135&value-52=negative").await.unwrap();
    house.done(move |tx, _| Ok(tx.run("UPDATE clinical_order SET reviewed_at = 1 WHERE id = $1", &[&id])?)).await;
    let tried =
        house.act(move |tx, who| acts::withdraw(tx, who, id, &form("withdraw_reason=ghi+nham"), Lang::Vi)).await;
    assert!(matches!(tried, Err(Stop::Refused(r)) if r.say == papers::text::order_seen_say()));
}

#[tokio::test]
async fn what_is_not_on_the_list_leaves_by_expiry_is_charged_when_ticked_and_comes_back_whole() {
    let house = House::open().await;
    let late = received(&house, PARACETAMOL, ("L2", 300, 10)).await;
    let early = received(&house, PARACETAMOL, ("L1", 30, 1)).await;
    let bottle = received(&house, SYRUP, ("S1", 90, 3)).await;
    let (visit, id) = to_perform(&house).await;
    house.done(|tx, who| consumable::drop_from_list(tx, who, INJECTION, PARACETAMOL)).await;
    house.done(|tx, who| consumable::drop_from_list(tx, who, INJECTION, SYRUP)).await;
    let body = "finding=x&extra_1=61&extra_quantity_1=3&extra_charged_1=yes&extra_3=62&extra_quantity_3=1";
    give(&house, id, body).await.unwrap();
    assert_eq!((holds(&house, early).await, holds(&house, late).await, holds(&house, bottle).await), (0, 8, 2));
    assert_eq!(due(&house, visit).await, 30_000 + 3 * 500, "the bottle is not on the bill");
    the_shelves_agree(&house).await;
    house.done(move |tx, who| acts::withdraw(tx, who, id, &form("withdraw_reason=ghi+nham"), Lang::Vi)).await;
    assert_eq!((holds(&house, early).await, holds(&house, late).await, holds(&house, bottle).await), (1, 10, 3));
    assert_eq!(due(&house, visit).await, 0);
    the_shelves_agree(&house).await;
}

#[tokio::test]
async fn a_wrong_row_besides_the_list_is_told_at_its_field_and_nothing_moves() {
    let house = House::open().await;
    received(&house, PARACETAMOL, ("L1", 30, 10)).await;
    let (_, id) = to_perform(&house).await;
    house.done(|tx, who| consumable::drop_from_list(tx, who, INJECTION, PARACETAMOL)).await;
    house.done(|tx, _| Ok(tx.run("UPDATE medicine SET controlled = 'narcotic' WHERE id = 63", &[])?)).await;
    for (row, field) in [
        ("extra_1=62&extra_quantity_1=1", "extra_1"),
        ("extra_1=63&extra_quantity_1=1", "extra_1"),
        ("extra_1=9999&extra_quantity_1=1", "extra_1"),
        ("extra_1=&extra_1_text=kim&extra_quantity_1=1", "extra_1"),
        ("extra_2=61&extra_quantity_2=", "extra_quantity_2"),
        ("extra_2=61&extra_quantity_2=-1", "extra_quantity_2"),
        ("extra_2=61&extra_quantity_2=1000000000000", "extra_quantity_2"),
        ("extra_1=61&extra_quantity_1=1&extra_2=61&extra_quantity_2=1", "extra_2"),
        ("extra_1=61&extra_quantity_1=1,3", "extra_quantity_1"),
        ("extra_1=61&extra_quantity_1=11", "missing_reason"),
    ] {
        assert_eq!(refused_at(&house, id, format!("finding=x&use-62=0&{row}")).await, field, "{row}");
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM consumable_use").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM clinical_order WHERE state = 'done'").await, 0);
}
