//! Counts and destructions against a real database.

use super::*;
use crate::documents;
use bricks::clock::add_days;

async fn make(house: &House, body: String) -> Result<String, Stop> {
    let typed = form(&body);
    house.act(move |tx, who| documents::make(tx, who, &typed, Lang::Vi)).await
}

#[tokio::test]
async fn a_count_and_a_destruction_are_documents_that_the_movements_name() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 40), 20).await;
    let counted = make(&house, format!("kind=count&batch={batch}-20000&quantity=18&reason=x")).await.unwrap();
    assert_eq!(counted, "KK-261124-001");
    let gone = make(&house, format!("kind=destruction&batch={batch}-18000&quantity=3&reason=vo&witness=Lan")).await;
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
        (format!("kind=count&batch={batch}-20000&quantity=-1&reason=x"), "quantity"),
        (format!("kind=count&batch={batch}-20000&quantity=1000000000000&reason=x"), "quantity"),
        (format!("kind=count&batch={batch}-20000&quantity=&reason=x"), "quantity"),
        (format!("kind=count&batch={batch}-20000&quantity=20&reason=x"), "quantity"),
        (format!("kind=count&batch={batch}-20000&quantity=1&reason="), "reason"),
        (format!("kind=destruction&batch={batch}-20000&quantity=1&reason=x"), "witness"),
        (format!("kind=destruction&batch={batch}-20000&quantity=21&reason=x&witness=Lan"), "quantity"),
        ("kind=count&batch=&quantity=1&reason=x".to_owned(), "batch"),
        (format!("kind=eaten&batch={batch}-20000&quantity=1&reason=x"), "kind"),
    ] {
        let typed = form(&body);
        let (_, at) = house.refused(move |tx, who| documents::make(tx, who, &typed, Lang::Vi)).await;
        assert_eq!(at, field, "{body}");
    }
    let stale = form(&format!("kind=count&batch={batch}-19000&quantity=18&reason=x"));
    let (said, _) = house.refused(move |tx, who| documents::make(tx, who, &stale, Lang::Vi)).await;
    assert_eq!(said, crate::text::stock_moved(Lang::En));
    let elsewhere = form(&format!("kind=count&batch={batch}-20000&quantity=18&reason=x"));
    let elsewhere =
        house.db.write_locked(move |tx| documents::make(tx, &who_of(OTHER_BRANCH), &elsewhere, Lang::Vi)).await;
    assert!(matches!(elsewhere, Err(Stop::Missing)));
    assert_eq!(house.count("SELECT COUNT(*) FROM stock_document").await, 0);
}
