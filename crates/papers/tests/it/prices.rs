use crate::house::*;
use bricks::clock::add_days;
use bricks::id::{PatientId, ServiceId, VisitId};
use bricks::money::Money;
use papers::charge::price;
use papers::charge::{self, Source, SourceKind};
use papers::visit;

const PACKAGE: ServiceId = ServiceId::from_raw(43);

fn consultation(visit: VisitId) -> Source {
    Source { kind: SourceKind::Consultation, id: visit.raw() }
}

fn order(id: i64) -> Source {
    Source { kind: SourceKind::Order, id }
}

/// What a visit is charged for an act, under which name.
async fn charged(
    house: &House,
    (visit, patient): (VisitId, PatientId),
    source: Source,
    service: ServiceId,
) -> (i64, String) {
    house.done(move |tx, who| charge::post_service(tx, who, (visit, patient), source, service)).await;
    let charges = house.done(move |tx, _| Ok(charge::open_charges(tx, visit)?)).await;
    let found = charges.into_iter().find(|c| (c.source_kind, c.source_id) == (source.kind, source.id)).unwrap();
    (found.amount.minor(), found.name_en)
}

/// A finished visit, and what its consultation was charged.
async fn seen(house: &House, patient: PatientId) -> (VisitId, i64) {
    let visit = house.in_room(patient).await;
    let (amount, _) = charged(house, (visit, patient), consultation(visit), CONSULTATION).await;
    house.done(move |tx, who| visit::finish(tx, who, visit)).await;
    (visit, amount)
}

fn days_later(house: &House, days: i64) {
    house.clock.advance_minutes(days * 24 * 60);
}

#[tokio::test]
async fn an_exception_that_fits_replaces_the_list_price_and_what_was_charged_stays() {
    let house = House::open().await;
    let (first, amount) = seen(&house, HUONG).await;
    assert_eq!(amount, 160_000);
    house
        .done(|tx, who| {
            tx.run_one(
                "INSERT INTO price_rule (id, service_id, payer_kind, doctor_id, from_day, weekdays, from_minute, to_minute, price_vnd, made_at, made_by) \
                 VALUES (1, 41, 'self', 21, '2026-11-24', 127, 420, 600, 300000, 0, $1)",
                &[&who.staff],
            )?;
            Ok(())
        })
        .await;
    let rules = house.done(|tx, _| Ok(price::rules_of(tx, CONSULTATION)?)).await;
    assert_eq!((rules.len(), rules[0].price), (1, Money::from_minor(300_000)));
    assert_eq!(seen(&house, MINH).await.1, 300_000, "at eight in the morning");
    days_later(&house, 1);
    house.clock.advance_minutes(10 * 60);
    assert_eq!(seen(&house, HUONG).await.1, 160_000, "at six in the evening");
    let earlier = house.done(move |tx, _| Ok(charge::open_charges(tx, first)?)).await;
    assert_eq!(earlier[0].amount, Money::from_minor(160_000));
}

#[tokio::test]
async fn a_visit_soon_after_one_that_was_charged_costs_nothing_and_makes_no_other_free() {
    let house = House::open().await;
    house.done(|tx, _| Ok(tx.run_one("UPDATE service SET revisit_free_days = 3 WHERE id = 41", &[])?)).await;
    assert_eq!(seen(&house, HUONG).await.1, 160_000);
    days_later(&house, 3);
    let (free, amount) = seen(&house, HUONG).await;
    assert_eq!(amount, 0);
    let name = house.done(move |tx, _| Ok(charge::open_charges(tx, free)?)).await[0].name_en.clone();
    assert_eq!(name, "Consultation (re-visit within 3 days)");
    assert_eq!(seen(&house, MINH).await.1, 160_000, "another patient pays");
    days_later(&house, 3);
    assert_eq!(seen(&house, HUONG).await.1, 160_000, "six days after the last one that was charged");
}

async fn package_of_two(house: &House) {
    house
        .done(|tx, _| {
            for sql in [
                "INSERT INTO service (id, code, name_vi, name_en, kind, department, duration_minutes, active) VALUES \
                 (43, 'GOI', 'Gói 2 buổi', 'Two sessions', 'procedure', 'XN', 10, TRUE)",
                "UPDATE service SET package_of = 42, package_sessions = 2, package_days = 30 WHERE id = 43",
                "INSERT INTO service_price (service_id, from_day, price_vnd) VALUES (42, '2026-01-01', 90000), (43, '2026-01-01', 150000)",
            ] {
                tx.run(sql, &[])?;
            }
            Ok(())
        })
        .await;
}

#[tokio::test]
async fn sessions_that_were_bought_are_drawn_until_none_is_left() {
    let house = House::open().await;
    package_of_two(&house).await;
    let visit = house.in_room(HUONG).await;
    let of = (visit, HUONG);
    assert_eq!(charged(&house, of, order(1), PACKAGE).await.0, 150_000);
    let drawn = charged(&house, of, order(2), BLOOD_COUNT).await;
    assert_eq!(drawn, (0, "Blood count (package, session 1 of 2)".to_owned()));
    let again = house.done(move |tx, who| charge::post_service(tx, who, of, order(2), BLOOD_COUNT)).await;
    assert!(!again, "the same act draws once");
    let left = async || house.done(|tx, _| Ok(price::held(tx, HUONG, today())?)).await;
    assert_eq!(left().await[0].used, 1);
    assert_eq!(charged(&house, of, order(3), BLOOD_COUNT).await.0, 0);
    assert_eq!(charged(&house, of, order(4), BLOOD_COUNT).await.0, 90_000);
    assert!(left().await.is_empty());
    house.done(|tx, who| charge::take_back(tx, who, order(3))).await;
    assert_eq!(left().await[0].used, 1, "an order that was taken back gives its session back");
    let (said, _) = house.refused(|tx, who| charge::take_back(tx, who, order(1))).await;
    assert!(said.contains("cannot be taken back"), "{said}");
}

#[tokio::test]
async fn sessions_end_with_their_days() {
    let house = House::open().await;
    package_of_two(&house).await;
    let visit = house.in_room(HUONG).await;
    charged(&house, (visit, HUONG), order(1), PACKAGE).await;
    days_later(&house, 31);
    assert_eq!(charged(&house, (visit, HUONG), order(2), BLOOD_COUNT).await.0, 90_000);
    let held = house.done(|tx, _| Ok(price::held(tx, HUONG, add_days(today(), 31))?)).await;
    assert!(held.is_empty());
    house.done(|tx, who| charge::take_back(tx, who, order(1))).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM package_holding").await, 0);
}
