//! Goods in against a real database.

mod documents;
/// The small clinic of the papers' own tests.
#[allow(dead_code, reason = "each crate uses its part of the clinic")]
#[path = "../../../papers/tests/it/house.rs"]
mod house;

use crate::rules::{self, Level};
use crate::{acts, store};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::db::Stop;
use ground::web::Form;
use house::*;

const DELIVERY: &str =
    "medicine=61&number=MF2610&expires_on=2028-10-31&quantity=600&cost=2.150&supplier=71&supplier_name=";

fn form(body: &str) -> Form {
    Form::parse(body.as_bytes()).unwrap()
}

async fn on_hand(house: &House) -> Vec<(i64, Quantity, Level)> {
    let items =
        house.done(|tx, who| Ok(rules::stock(store::medicines(tx)?, store::batches(tx, who.branch)?, today()))).await;
    items.iter().map(|i| (i.medicine.id.raw(), i.on_hand, i.level)).collect()
}

#[tokio::test]
async fn a_delivery_is_a_batch_a_movement_and_a_row_of_the_list() {
    let house = House::open().await;
    assert!(on_hand(&house).await.contains(&(61, Quantity::ZERO, Level::Out)));
    let first = house.done(|tx, who| acts::receive(tx, who, &form(DELIVERY), Lang::Vi)).await;
    assert!(on_hand(&house).await.contains(&(61, Quantity::whole(600), Level::Enough)));
    let second = house.done(|tx, who| acts::receive(tx, who, &form(DELIVERY), Lang::Vi)).await;
    assert_eq!(first, second);
    assert!(on_hand(&house).await.contains(&(61, Quantity::whole(1_200), Level::Enough)));
    assert_eq!(
        house.count("SELECT COUNT(*) FROM movement WHERE kind = 'receipt' AND quantity_milli = 600000").await,
        2
    );
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'receive_stock'").await, 2);
    let shown = house.done(move |tx, who| Ok(store::received(tx, who.branch, first)?)).await.unwrap();
    assert_eq!((shown.number.as_str(), shown.on_hand), ("MF2610", Quantity::whole(1_200)));
    let elsewhere = house.db.read(move |tx| Ok(store::received(tx, OTHER_BRANCH, first)?)).await.unwrap();
    assert!(elsewhere.is_none());
}

#[tokio::test]
async fn a_cost_far_from_the_last_one_is_asked_about_once_and_two_prices_of_a_batch_make_their_average() {
    let house = House::open().await;
    house.done(|tx, who| acts::receive(tx, who, &form(DELIVERY), Lang::Vi)).await;
    let cheap = DELIVERY.replace("cost=2.150", "cost=215");
    let asked = form(&cheap);
    let (said, field) = house.refused(move |tx, who| acts::receive(tx, who, &asked, Lang::Vi)).await;
    assert_eq!(field, "sure");
    assert!(said.contains("costs 215") && said.contains("2,150"), "{said}");
    let other = form(&format!("{cheap}&sure=61|600|2.150"));
    assert_eq!(house.refused(move |tx, who| acts::receive(tx, who, &other, Lang::Vi)).await.1, "sure");
    let sure = form(&format!("{cheap}&sure=61|600|215"));
    house.done(move |tx, who| acts::receive(tx, who, &sure, Lang::Vi)).await;
    assert_eq!(house.count("SELECT cost_vnd FROM batch").await, 1_183, "of 2,150 and 215");
    let part = "INSERT INTO movement (id, branch_id, batch_id, kind, quantity_milli, reason, moved_at, moved_by) \
        SELECT 1, branch_id, id, 'receipt', 1500, '', 0, received_by FROM batch";
    assert!(house.act(move |tx, _| Ok(tx.run(part, &[])?)).await.is_err(), "the database takes no half in");
}

#[tokio::test]
async fn every_mistake_is_told_at_its_field_and_nothing_is_kept() {
    let house = House::open().await;
    let cases = [
        ("", "medicine"),
        ("medicine=61&number=&expires_on=2028-10-31&quantity=600&cost=1&supplier=71", "number"),
        ("medicine=61&number=A&expires_on=2026-11-23&quantity=600&cost=1&supplier=71", "expires_on"),
        ("medicine=61&number=A&expires_on=31/02/2028&quantity=600&cost=1&supplier=71", "expires_on"),
        ("medicine=61&number=A&expires_on=2028-10-31&quantity=0&cost=1&supplier=71", "quantity"),
        ("medicine=61&number=A&expires_on=2028-10-31&quantity=-5&cost=1&supplier=71", "quantity"),
        ("medicine=61&number=A&expires_on=2028-10-31&quantity=1e400&cost=1&supplier=71", "quantity"),
        ("medicine=61&number=A&expires_on=2028-10-31&quantity=&cost=1&supplier=71", "quantity"),
        ("medicine=61&number=A&expires_on=2028-10-31&quantity=1.5&cost=1&supplier=71", "quantity"),
        ("medicine=61&number=A&expires_on=2028-10-31&quantity=1,000&cost=1&supplier=71", "quantity"),
        ("medicine=61&number=A&expires_on=2028-10-31&quantity=1&cost=999.999.999.999&supplier=71", "cost"),
        ("medicine=61&number=A&expires_on=2028-10-31&quantity=1&cost=&supplier=71", "cost"),
        ("medicine=61&number=A&expires_on=2028-10-31&quantity=1&cost=0,5&supplier=71", "cost"),
        ("medicine=61&number=A&expires_on=2028-10-31&quantity=1&cost=1&supplier=", "supplier"),
        ("medicine=63&number=A&expires_on=2028-10-31&quantity=1&cost=1&supplier=71", "medicine"),
    ];
    for (body, field) in cases {
        let refused = house.refused(move |tx, who| acts::receive(tx, who, &form(body), Lang::Vi)).await;
        assert_eq!(refused.1, field, "{body}: {}", refused.0);
    }
    let unknown = "medicine=61&number=A&expires_on=2028-10-31&quantity=1&cost=1&supplier=9999";
    assert!(matches!(
        house.act(move |tx, who| acts::receive(tx, who, &form(unknown), Lang::Vi)).await,
        Err(Stop::Missing)
    ));
    assert_eq!(house.count("SELECT COUNT(*) FROM batch").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM movement").await, 0);
}

#[tokio::test]
async fn a_new_supplier_is_made_once_and_found_again() {
    let house = House::open().await;
    let new = "medicine=61&number=A&expires_on=2028-10-31&quantity=1&cost=0&supplier=&supplier_name=D%C6%B0%E1%BB%A3c+M%E1%BB%9Bi";
    house.done(move |tx, who| acts::receive(tx, who, &form(new), Lang::Vi)).await;
    house.done(move |tx, who| acts::receive(tx, who, &form(new), Lang::Vi)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM supplier WHERE name = 'Dược Mới'").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM supplier").await, 2);
}

#[tokio::test]
async fn the_last_day_of_a_batch_is_still_good() {
    let house = House::open().await;
    let last = "medicine=61&number=A&expires_on=24/11/2026&quantity=1&cost=0&supplier=71";
    house.done(move |tx, who| acts::receive(tx, who, &form(last), Lang::Vi)).await;
    assert!(on_hand(&house).await.contains(&(61, Quantity::whole(1), Level::Enough)));
}

#[tokio::test]
async fn a_packs_code_is_kept_once_and_names_one_medicine() {
    let house = House::open().await;
    let with_code = |medicine: i64, code: &str| {
        let body = DELIVERY.replace("medicine=61", &format!("medicine={medicine}")) + "&barcode=" + code;
        house.act(move |tx, who| acts::receive(tx, who, &form(&body), Lang::Vi))
    };
    for wrong in ["4006381333932", "abc"] {
        match with_code(61, wrong).await {
            Err(Stop::Refused(r)) => assert_eq!(r.fields[0].field, "barcode", "{wrong}"),
            other => panic!("{wrong}: {other:?}"),
        }
    }
    with_code(61, "4006381333931").await.unwrap();
    with_code(61, "01040063813339311728103110L1").await.unwrap();
    assert!(with_code(62, "4006381333931").await.is_err(), "the pack is another medicine's");
    assert_eq!(house.count("SELECT COUNT(*) FROM medicine WHERE barcode = '04006381333931'").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM batch").await, 1);
}

#[tokio::test]
async fn one_number_stands_on_the_shelf_with_one_expiry() {
    let house = House::open().await;
    let first = house.done(|tx, who| acts::receive(tx, who, &form(DELIVERY), Lang::Vi)).await;
    let slip = "medicine=61&number=MF2610&expires_on=2027-10-31&quantity=10&cost=2.150&supplier=71&supplier_name=";
    let receive =
        move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| acts::receive(tx, who, &form(slip), Lang::Vi);
    let (said, field) = house.refused(receive).await;
    assert_eq!(field, "expires_on");
    assert!(said.contains("MF2610") && said.contains("31/10/2028"), "{said}");
    house
        .done(move |tx, who| {
            let (kind, change) = (papers::batch::MovementKind::Adjustment, Quantity::whole(-600));
            papers::batch::adjust(tx, who, first, kind, change, "nhap sai").map(|_| ())
        })
        .await;
    house.done(receive).await;
}
