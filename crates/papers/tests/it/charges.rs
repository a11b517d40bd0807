use crate::house::*;
use bricks::clock::parse_day;
use bricks::id::VisitId;
use bricks::money::Money;
use bricks::quantity::Quantity;
use papers::charge::{self, NewCharge, Source, SourceKind};
use papers::journey::{Station, facts_of};
use papers::visit;

fn half_tablets(visit: VisitId) -> NewCharge {
    NewCharge {
        visit,
        patient: HUONG,
        source: Source { kind: SourceKind::Medicine, id: 7 },
        name_vi: "Paracetamol".into(),
        name_en: "Paracetamol".into(),
        unit: "viên".into(),
        quantity: Quantity::from_milli(2_500),
        unit_price: Money::from_minor(501),
    }
}

#[tokio::test]
async fn an_act_is_charged_once_and_half_a_dong_goes_up() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    assert!(house.done(move |tx, who| charge::post(tx, who, &half_tablets(visit))).await);
    assert!(!house.done(move |tx, who| charge::post(tx, who, &half_tablets(visit))).await);
    let due = house.done(move |tx, who| visit::by_id(tx, who.branch, visit)).await.due;
    assert_eq!(due, Money::from_minor(1_253));
    let open = house.done(move |tx, _| Ok(charge::open_charges(tx, visit)?)).await;
    assert_eq!(open.iter().map(|c| c.amount).collect::<Vec<_>>(), [due]);
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'charge'").await, 1);
}

#[tokio::test]
async fn a_service_costs_the_latest_price_of_the_day() {
    let house = House::open().await;
    for (day, price) in [("2026-11-23", 150_000), ("2026-11-24", 160_000), ("2027-05-01", 200_000)] {
        let day = parse_day(day).unwrap();
        let found = house.done(move |tx, _| charge::price::list_price(tx, CONSULTATION, day)).await;
        assert_eq!(found, Money::from_minor(price));
    }
    let before = parse_day("2025-12-31").unwrap();
    house.refused(move |tx, _| charge::price::list_price(tx, CONSULTATION, before)).await;
}

#[tokio::test]
async fn a_finished_visit_goes_to_the_cashier_until_nothing_is_due() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    house
        .done(move |tx, who| {
            let source = Source { kind: SourceKind::Consultation, id: visit.raw() };
            charge::post_service(tx, who, (visit, HUONG), source, CONSULTATION)?;
            visit::finish(tx, who, visit)
        })
        .await;
    let station = async || house.done(move |tx, who| facts_of(tx, who.branch, visit)).await.station();
    assert_eq!(station().await, Station::Cashier);
    house.done(move |tx, _| Ok(visit::due_add(tx, visit, Money::from_minor(-160_000))?)).await;
    assert_eq!(station().await, Station::Done);
    let below = house.act(move |tx, _| Ok(visit::due_add(tx, visit, Money::from_minor(-1))?)).await;
    assert!(below.is_err());
}
