use crate::house::*;
use bricks::clock::add_days;
use bricks::id::BatchId;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::batch::{self, MovementKind, propose_for_course};
use papers::prescription::{self, put_line};

const HELD: &str = "SELECT CAST(SUM(quantity_milli) AS BIGINT) FROM batch";
const MOVED: &str = "SELECT CAST(SUM(quantity_milli) AS BIGINT) FROM movement";

/// Dispenses one line as the pharmacy does, and gives the dispense line.
fn dispense_line(tx: &mut Tx<'_>, who: &Who, batch: BatchId, units: i64) -> Result<i64, Stop> {
    let (visit, _) = papers::visit::check_in(tx, who, &walk_in(HUONG))?;
    papers::visit::call_in(tx, who, visit)?;
    let line = put_line(tx, who, visit, &line(PARACETAMOL))?;
    let issued = prescription::issue(tx, who, visit)?.ok_or(Stop::Missing)?;
    let quantity = Quantity::whole(units);
    let dispense = "INSERT INTO dispense (id, branch_id, prescription_id, visit_id, patient_id, dispensed_at, dispensed_by) \
         VALUES (1, $1, $2, $3, $4, 0, $5)";
    tx.run_one(dispense, &[&who.branch, &issued, &visit, &HUONG, &who.staff])?;
    let own_line = "INSERT INTO dispense_line (id, dispense_id, prescription_line_id, batch_id, quantity_milli) \
         VALUES (7, 1, $1, $2, $3)";
    tx.run_one(own_line, &[&line, &batch, &quantity])?;
    Ok(7)
}

#[tokio::test]
async fn a_second_delivery_of_the_same_batch_makes_it_grow() {
    let house = House::open().await;
    let expiry = add_days(today(), 300);
    let first = house.received("L1", expiry, 10).await;
    assert_eq!(house.received("L1", expiry, 5).await, first);
    assert_ne!(house.received("L2", add_days(expiry, 1), 5).await, first);
    let other = delivery("L1", add_days(expiry, 1), 5);
    let (_, field) = house.refused(move |tx, who| batch::receive(tx, who, &other)).await;
    assert_eq!(field, "expires_on", "one number stands on the shelf with one day");
    assert_eq!(house.count(HELD).await, 20_000);
    assert_eq!(house.count(MOVED).await, 20_000);
}

#[tokio::test]
async fn an_expired_empty_or_nameless_delivery_is_refused() {
    let house = House::open().await;
    for (new, wanted) in [
        (delivery("L1", add_days(today(), -1), 5), "expires_on"),
        (delivery("L1", today(), 0), "quantity"),
        (delivery(" ", today(), 5), "number"),
    ] {
        let (_, field) = house.refused(move |tx, who| batch::receive(tx, who, &new)).await;
        assert_eq!(field, wanted);
    }
}

#[tokio::test]
async fn a_prescriptions_stock_is_found_in_one_statement_and_given_by_first_expiry() {
    let house = House::open().await;
    let near = house.received("L1", add_days(today(), 2), 100).await;
    let late = house.received("L2", add_days(today(), 300), 4).await;
    let soon = house.received("L3", add_days(today(), 30), 8).await;
    let visit = house.in_room(MINH).await;
    house.weighed(visit).await;
    let stock = house
        .done(move |tx, who| {
            put_line(tx, who, visit, &line(PARACETAMOL))?;
            let id = prescription::issue(tx, who, visit)?.ok_or(Stop::Missing)?;
            Ok(batch::available_for(tx, who.branch, id, today())?)
        })
        .await;
    assert_eq!(stock.iter().map(|b| b.batch).collect::<Vec<_>>(), [near, soon, late]);
    let takes = propose_for_course(&stock, Quantity::whole(10), today(), 5).unwrap();
    let taken: Vec<_> = takes.iter().map(|t| (t.batch, t.quantity)).collect();
    assert_eq!(taken, [(soon, Quantity::whole(8)), (late, Quantity::whole(2))]);
}

#[tokio::test]
async fn taking_moves_stock_and_never_below_nothing() {
    let house = House::open().await;
    let id = house.received("L1", add_days(today(), 300), 10).await;
    house
        .refused(move |tx, who| {
            let line = dispense_line(tx, who, id, 11)?;
            batch::take(tx, who, id, Quantity::whole(11), batch::Leaving::Dispensed(line))
        })
        .await;
    house
        .done(move |tx, who| {
            let line = dispense_line(tx, who, id, 10)?;
            batch::take(tx, who, id, Quantity::whole(10), batch::Leaving::Dispensed(line))
        })
        .await;
    assert_eq!((house.count(HELD).await, house.count(MOVED).await), (0, 0));
}

#[tokio::test]
async fn an_expired_batch_is_not_given_out() {
    let house = House::open().await;
    let id = house.received("L1", today(), 10).await;
    house.clock.advance_minutes(1440);
    let (said, _) = house
        .refused(move |tx, who| {
            let line = dispense_line(tx, who, id, 1)?;
            batch::take(tx, who, id, Quantity::whole(1), batch::Leaving::Dispensed(line))
        })
        .await;
    assert!(said.contains("expired"));
}

#[tokio::test]
async fn a_count_corrects_a_batch_with_a_reason() {
    let house = House::open().await;
    let id = house.received("L1", add_days(today(), 300), 10).await;
    let adjust = move |units: i64, reason: &'static str| {
        move |tx: &mut Tx<'_>, who: &Who| {
            let change = Quantity::whole(units);
            batch::adjust(tx, who, id, MovementKind::Adjustment, change, reason)
        }
    };
    house.done(adjust(-3, "Vỡ")).await;
    assert_eq!(house.refused(adjust(-8, "Vỡ")).await.1, "change");
    assert_eq!(house.refused(adjust(0, "Vỡ")).await.1, "change");
    assert_eq!(house.refused(adjust(1, " ")).await.1, "reason");
    assert_eq!((house.count(HELD).await, house.count(MOVED).await), (7_000, 7_000));
}
