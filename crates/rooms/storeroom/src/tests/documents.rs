//! Counts and destructions against a real database.

use super::*;
use crate::documents;
use bricks::clock::add_days;
use ground::access::Who;

async fn make(house: &House, body: String) -> Result<String, Stop> {
    let typed = form(&body);
    let made = house.act(move |tx, who| documents::make(tx, who, &typed, Lang::Vi)).await;
    made.map(|number| number.unwrap_or_default())
}

#[tokio::test]
async fn a_count_and_a_destruction_are_documents_that_the_movements_name() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 40), 20).await;
    let counted = make(&house, format!("kind=count&batch={batch}-20000&quantity=18&reason=ghi+nham")).await.unwrap();
    assert_eq!(counted, "KK-261124-001");
    let gone =
        make(&house, format!("kind=destruction&batch={batch}-18000&quantity=3&reason=ghi+nham&witness=Lan")).await;
    assert_eq!(gone.unwrap(), "HY-261124-001");
    assert_eq!(house.count("SELECT quantity_milli FROM batch").await, 15_000);
    assert_eq!(house.count("SELECT SUM(quantity_milli) FROM movement").await, 15_000);
    assert_eq!(
        house.count("SELECT COUNT(*) FROM movement WHERE kind = 'disposal' AND reason = 'HY-261124-001'").await,
        1
    );
    let listed = house.done(|tx, who| Ok(documents::documents(tx, who.branch)?)).await;
    assert_eq!(
        listed.iter().map(|d| (d.before, d.after)).next_back(),
        Some((Quantity::whole(20), Quantity::whole(18)))
    );
}

#[tokio::test]
async fn what_moved_meanwhile_is_counted_again_and_mistakes_are_told_at_their_field() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 40), 20).await;
    for (body, field) in [
        (format!("kind=count&batch={batch}-20000&quantity=-1&reason=ghi+nham"), "quantity"),
        (format!("kind=count&batch={batch}-20000&quantity=1000000000000&reason=ghi+nham"), "quantity"),
        (format!("kind=count&batch={batch}-20000&quantity=&reason=ghi+nham"), "quantity"),
        (format!("kind=count&batch={batch}-20000&quantity=20&reason=ghi+nham"), "quantity"),
        (format!("kind=count&batch={batch}-20000&quantity=18,3&reason=ghi+nham"), "quantity"),
        (format!("kind=count&batch={batch}-20000&quantity=18,5&reason=ghi+nham"), "quantity"),
        (format!("kind=count&batch={batch}-20000&quantity=1,000&reason=ghi+nham"), "quantity"),
        (format!("kind=return&batch={batch}-20000&quantity=0,5&reason=ghi+nham"), "quantity"),
        (format!("kind=count&batch={batch}-20000&quantity=9&reason=ghi+nham"), "sure"),
        (format!("kind=count&batch={batch}-20000&quantity=200&reason=ghi+nham"), "sure"),
        (format!("kind=count&batch={batch}-20000&quantity=200&reason=ghi+nham&sure=count|{batch}-20000|20|"), "sure"),
        (format!("kind=correction&batch={batch}-20000&quantity=20&cost=0&reason=ghi+nham"), "sure"),
        (format!("kind=correction&batch={batch}-20000&quantity=20&cost=99.999&reason=ghi+nham"), "sure"),
        (format!("kind=correction&batch={batch}-20000&quantity=20&cost=999.999.999.999&reason=ghi+nham"), "cost"),
        (format!("kind=destruction&batch={batch}-20000&quantity=0,25&reason=ghi+nham&witness=Lan"), "quantity"),
        (format!("kind=count&batch={batch}-20000&quantity=1&reason="), "reason"),
        (format!("kind=destruction&batch={batch}-20000&quantity=1&reason=ghi+nham"), "witness"),
        (format!("kind=destruction&batch={batch}-20000&quantity=21&reason=ghi+nham&witness=Lan"), "quantity"),
        ("kind=count&batch=&quantity=1&reason=ghi+nham".to_owned(), "batch"),
        (format!("kind=eaten&batch={batch}-20000&quantity=1&reason=ghi+nham"), "kind"),
    ] {
        let typed = form(&body);
        let (_, at) = house.refused(move |tx, who| documents::make(tx, who, &typed, Lang::Vi)).await;
        assert_eq!(at, field, "{body}");
    }
    let stale = form(&format!("kind=count&batch={batch}-19000&quantity=18&reason=ghi+nham"));
    let (said, _) = house.refused(move |tx, who| documents::make(tx, who, &stale, Lang::Vi)).await;
    assert_eq!(said, crate::text::stock_moved(Lang::En));
    let elsewhere = form(&format!("kind=count&batch={batch}-20000&quantity=18&reason=ghi+nham"));
    let elsewhere =
        house.db.write_locked(move |tx| documents::make(tx, &who_of(OTHER_BRANCH), &elsewhere, Lang::Vi)).await;
    assert!(matches!(elsewhere, Err(Stop::Missing)));
    assert_eq!(house.count("SELECT COUNT(*) FROM stock_document").await, 0);
}

#[tokio::test]
async fn goods_go_back_to_the_supplier_and_a_wrong_delivery_is_put_right_with_its_cost() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 40), 1_200).await;
    let back = make(&house, format!("kind=return&batch={batch}-1200000&quantity=200&reason=doi+lo+nay")).await;
    assert_eq!(back.unwrap(), "TH-261124-001");
    let right = make(
        &house,
        format!(
            "kind=correction&batch={batch}-1000000&quantity=120&cost=2.150&reason=go+nham&sure=correction|{batch}-1000000|120|2.150"
        ),
    );
    assert_eq!(right.await.unwrap(), "SN-261124-001");
    assert_eq!(house.count("SELECT quantity_milli FROM batch").await, 120_000);
    assert_eq!(house.count("SELECT SUM(quantity_milli) FROM movement").await, 120_000);
    assert_eq!(house.count("SELECT cost_vnd FROM batch").await, 2_150);
    let cost_alone =
        make(&house, format!("kind=correction&batch={batch}-120000&quantity=120&cost=2.200&reason=ghi+nham")).await;
    assert_eq!(cost_alone.unwrap(), "SN-261124-002");
    assert_eq!(house.count("SELECT COUNT(*) FROM movement").await, 3, "a cost alone moves nothing");
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'correct_cost'").await, 1);
    for (body, field) in [
        (format!("kind=correction&batch={batch}-120000&quantity=120&cost=2.200&reason=ghi+nham"), "quantity"),
        (format!("kind=count&batch={batch}-120000&quantity=119&cost=1&reason=ghi+nham"), "cost"),
        (format!("kind=correction&batch={batch}-120000&quantity=119&cost=-1&reason=ghi+nham"), "cost"),
        (format!("kind=return&batch={batch}-120000&quantity=121&reason=ghi+nham"), "quantity"),
    ] {
        let typed = form(&body);
        let (_, at) = house.refused(move |tx, who| documents::make(tx, who, &typed, Lang::Vi)).await;
        assert_eq!(at, field, "{body}");
    }
    let changed = house.db.write(|tx| Ok(tx.run("UPDATE stock_document SET reason = 'y'", &[])?)).await;
    assert!(changed.is_err(), "what a document says does not change");
}

#[tokio::test]
async fn who_writes_a_destruction_is_not_its_witness() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 40), 20).await;
    let own = house.done(|_, who| Ok(who.name.clone())).await;
    let body = move |witness: &str| {
        format!("kind=destruction&batch={batch}-20000&quantity=5&reason=ghi+nham&witness={}", witness.replace(' ', "+"))
    };
    for witness in [own.clone(), format!("DS. {}", own.to_lowercase())] {
        let Err(Stop::Refused(refusal)) = make(&house, body(&witness)).await else {
            panic!("{witness} is let through")
        };
        assert_eq!(refusal.fields[0].field, "witness");
    }
    make(&house, body("Lan")).await.unwrap();
}

#[tokio::test]
async fn the_stock_card_tells_what_was_left_after_every_movement() {
    let house = House::open().await;
    let first = house.received("L1", add_days(today(), 40), 20).await;
    let second = house.received("L2", add_days(today(), 80), 5).await;
    make(&house, format!("kind=count&batch={first}-20000&quantity=18&reason=ghi+nham")).await.unwrap();
    make(&house, format!("kind=destruction&batch={second}-5000&quantity=5&reason=ghi+nham&witness=Lan")).await.unwrap();
    let medicine = house.count("SELECT medicine_id FROM batch LIMIT 1").await;
    let card = |chosen| {
        let id = bricks::id::MedicineId::from_raw(medicine);
        house.act(move |tx, who| {
            crate::stock_card::store::card(tx, who, id, chosen, bricks::clock::Instant::from_millis(0))
        })
    };
    let all = card(None).await.unwrap();
    let told = |card: &crate::stock_card::store::Card| {
        card.rows.iter().map(|row| (row.of.quantity.milli() / 1_000, row.balance.milli() / 1_000)).collect::<Vec<_>>()
    };
    assert_eq!(told(&all), [(-5, 18), (-2, 23), (5, 25), (20, 20)]);
    assert_eq!((all.on_hand, all.batches.len(), all.cut), (Quantity::whole(18), 2, false));
    assert_eq!(all.rows[0].of.document, "destruction");
    assert_eq!(told(&card(Some(second)).await.unwrap()), [(-5, 0), (5, 5)]);
    assert!(matches!(card(Some(bricks::id::BatchId::from_raw(9))).await, Err(Stop::Missing)));
}

#[tokio::test]
async fn a_batch_is_found_by_the_number_on_its_box_and_told_as_expired() {
    let house = House::open().await;
    house.received("PA2511-0002", add_days(today(), 0), 20).await;
    house.received("PB2511-0003", add_days(today(), 40), 20).await;
    house.clock.advance_minutes(24 * 60);
    let found = |typed: &'static str| {
        let house = &house;
        async move {
            let found = house.done(move |tx, who| Ok(documents::find(tx, who.branch, typed)?)).await;
            found.into_iter().map(|batch| batch.number).collect::<Vec<_>>()
        }
    };
    assert_eq!(found("pa2511-0002").await, ["PA2511-0002"]);
    assert_eq!(found("2511").await, ["PA2511-0002", "PB2511-0003"]);
    for typed in ["%", "___", "PA2511-0009", ""] {
        assert!(found(typed).await.is_empty(), "{typed}");
    }
}

/// A manager, who is somebody else than the house's storekeeper.
fn manager(who: &Who) -> Who {
    Who { staff: bricks::id::StaffId::from_raw(12), ..who.clone() }
}

/// Gives every batch a cost of 1,000 ₫ a unit, one person 10,000 ₫ a day, and the house a manager.
async fn with_limit(house: &House) {
    house
        .done(|tx, _| {
            tx.run(
                "INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) \
                 VALUES (12, 1, 'yen', 'Ngô Thị Yến', '', '', '', TRUE, 0)",
                &[],
            )?;
            tx.run("UPDATE batch SET cost_vnd = 1000", &[])?;
            Ok(tx.run("INSERT INTO setting (key, value) VALUES ('stock_loss_limit_vnd', '10000')", &[])?)
        })
        .await;
}

#[tokio::test]
async fn a_cost_that_is_lowered_counts_as_lost_and_lets_nothing_past_the_second_person() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 40), 50).await;
    let small = house.received("L2", add_days(today(), 80), 8).await;
    with_limit(&house).await;
    let lowered = |batch, held: i64, cost: i64| {
        let units = held / 1_000;
        let sure = format!("correction|{batch}-{held}|{units}|{cost}");
        make(
            &house,
            format!("kind=correction&batch={batch}-{held}&quantity={units}&cost={cost}&reason=ghi+nham&sure={sure}"),
        )
    };
    let gone = |batch, held: i64, units: i64| {
        make(&house, format!("kind=destruction&batch={batch}-{held}&quantity={units}&reason=ghi+nham&witness=Lan"))
    };
    assert_eq!(lowered(batch, 50_000, 0).await.unwrap(), "", "fifty thousand would be gone");
    assert_eq!(house.count("SELECT MIN(cost_vnd) FROM batch").await, 1_000);
    assert_ne!(lowered(small, 8_000, 0).await.unwrap(), "", "eight thousand are less than ten");
    assert_ne!(gone(small, 8_000, 8).await.unwrap(), "", "what costs nothing is lost once");
    house
        .done(|tx, who| {
            documents::wish::open(tx, who.branch)
                .map_err(Stop::from)?
                .iter()
                .try_for_each(|w| documents::wish::refuse(tx, who, w.id))
        })
        .await;
    assert_eq!(gone(batch, 50_000, 3).await.unwrap(), "", "with the eight of the lowered cost they are eleven");
    house.done(|tx, _| Ok(tx.run("UPDATE batch SET cost_vnd = 0", &[])?)).await;
    let wish = house.done(|tx, who| Ok(documents::wish::open(tx, who.branch)?)).await.remove(0);
    let other = house.act(move |tx, who| documents::wish::agree(tx, &manager(who), wish.id)).await;
    let Err(Stop::Refused(refusal)) = other else { panic!("another sum is agreed to") };
    assert!(refusal.say.en.contains("3,000") && refusal.say.en.contains("would be 0"), "{}", refusal.say.en);
    const OTHER: &str = "UPDATE stock_wish SET decided_at = 0, decided_by = 12, \
        stock_document_id = (SELECT MIN(id) FROM stock_document) WHERE id = $1";
    let written = house.act(move |tx, _| Ok(tx.run(OTHER, &[&wish.id])?)).await;
    assert!(written.is_err(), "another document than the one that was asked for");
    house.done(|tx, _| Ok(tx.run("UPDATE batch SET cost_vnd = 1000", &[])?)).await;
    house.done(move |tx, who| documents::wish::agree(tx, &manager(who), wish.id)).await;
    let false_cost = "INSERT INTO stock_document_line (stock_document_id, batch_id, before_milli, after_milli, unit_cost_vnd) \
        SELECT d.id, b.id, 3000, 2000, b.cost_vnd - 1 FROM stock_document d, batch b WHERE b.number = 'L2'";
    assert!(house.act(move |tx, _| Ok(tx.run(false_cost, &[])?)).await.is_err(), "the database holds the cost too");
}

#[tokio::test]
async fn what_one_person_may_not_take_off_alone_waits_for_a_second_one_and_slices_count_together() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 40), 50).await;
    with_limit(&house).await;
    let gone = |held: i64, units: i64| {
        make(&house, format!("kind=destruction&batch={batch}-{held}&quantity={units}&reason=ghi+nham&witness=Lan"))
    };
    assert_ne!(gone(50_000, 6).await.unwrap(), "");
    assert_eq!(gone(44_000, 5).await.unwrap(), "", "eleven of this day are more than ten");
    assert_eq!(house.count("SELECT quantity_milli FROM batch").await, 44_000, "nothing moved");
    assert!(matches!(gone(44_000, 5).await, Err(Stop::Refused(_))), "one of a batch waits at a time");
    assert_ne!(gone(44_000, 4).await.unwrap(), "", "up to the limit nobody is asked");
    assert_ne!(make(&house, format!("kind=count&batch={batch}-40000&quantity=60&reason=ghi+nham")).await.unwrap(), "");
    let wish = house.done(|tx, who| Ok(documents::wish::open(tx, who.branch)?)).await.remove(0);
    let moved = house.act(move |tx, who| documents::wish::agree(tx, &manager(who), wish.id)).await;
    assert!(matches!(moved, Err(Stop::Refused(_))), "the batch moved since");
    house.done(move |tx, who| documents::wish::refuse(tx, who, wish.id)).await;
    assert_eq!(gone(60_000, 30).await.unwrap(), "");
    let wish = house.done(|tx, who| Ok(documents::wish::open(tx, who.branch)?)).await.remove(0);
    let own = house.act(move |tx, who| documents::wish::agree(tx, who, wish.id)).await;
    assert!(matches!(own, Err(Stop::Refused(r)) if r.say == crate::text::wish_own_say()));
    let number = house.done(move |tx, who| documents::wish::agree(tx, &manager(who), wish.id)).await;
    assert!(house.act(move |tx, who| documents::wish::agree(tx, &manager(who), wish.id)).await.is_err(), "once");
    assert_eq!(house.count("SELECT quantity_milli FROM batch").await, 30_000);
    let written = house.done(|tx, who| Ok(documents::documents(tx, who.branch)?)).await.remove(0);
    assert_eq!((written.number, written.agreed_by.as_str()), (number, "Ngô Thị Yến"));
    assert_eq!(written.by, house.done(|_, who| Ok(who.name.clone())).await);
    for cheat in [
        "UPDATE stock_wish SET loss_vnd = 1",
        "UPDATE stock_wish SET decided_at = NULL, decided_by = NULL WHERE stock_document_id IS NULL",
        "DELETE FROM stock_wish",
    ] {
        assert!(house.act(move |tx, _| Ok(tx.run(cheat, &[])?)).await.is_err(), "{cheat}");
    }
    let cheat = "UPDATE stock_wish SET decided_by = asked_by WHERE stock_document_id IS NOT NULL";
    assert!(house.act(move |tx, _| Ok(tx.run(cheat, &[])?)).await.is_err(), "the database holds it too");
}
