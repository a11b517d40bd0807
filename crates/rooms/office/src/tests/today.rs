use super::house::*;
use crate::rules;
use crate::store::{figures, log};
use bricks::clock::add_days;
use bricks::id::StaffId;
use bricks::money::Money;
use papers::{appointment, visit};

#[tokio::test]
async fn the_day_is_counted_from_its_visits_and_appointments() {
    let house = House::open().await;
    let appointment = house.booked(HUONG, 485).await;
    let seen = house.in_room(MINH).await;
    house.done(|tx, who| visit::check_in(tx, who, &walk_in(HUONG))).await;
    const ASKED: &str = "INSERT INTO discount_wish (visit_id, amount_vnd, reason, asked_at, asked_by) VALUES ($1, 5000, 'Khách quen', 0, 11)";
    house.done(move |tx, _| Ok(tx.run_one(ASKED, &[&seen])?)).await;
    house.clock.advance_minutes(60);
    house.done(move |tx, who| appointment::no_show(tx, who, appointment).map(|_| ())).await;
    let doctors = house.done(|tx, who| Ok(figures::by_doctor(tx, who.branch, today())?)).await;
    assert_eq!(rules::visits(&doctors), rules::Visits { all: 2, waiting: 1, in_room: 1, finished: 0 });
    let rest = house.done(|tx, who| Ok(figures::rest(tx, who.branch, today())?)).await;
    assert_eq!((rest.missed, rest.appointments, rest.unpaid), (1, 1, 0));
    assert_eq!((rest.low, rest.expired), (2, 0), "two medicines are kept and none is there");
    assert_eq!(
        (rest.losses, rest.counts, rest.refunds, rest.discounts),
        (0, 0, 0, 1),
        "what waits for a second person"
    );
    let tomorrow = house.done(|tx, who| Ok(figures::by_doctor(tx, who.branch, add_days(today(), 1))?)).await;
    assert!(tomorrow.is_empty());
}

#[tokio::test]
async fn takings_are_added_up_day_by_day_and_way_by_way() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    house
        .done(move |tx, _| {
            tx.run_one(
                "INSERT INTO invoice (id, branch_id, visit_id, patient_id, charged_vnd, discount_vnd, discount_reason, total_vnd, issued_at, issued_by) \
                 VALUES (1, 1, $1, 31, 500, 0, '', 500, 0, 11)",
                &[&visit],
            )?;
            tx.run_one(
                "INSERT INTO cash_session (id, branch_id, day, drawer, float_vnd, opened_at, opened_by) VALUES (1, 1, '2026-11-24', 1, 0, 0, 11)",
                &[],
            )?;
            tx.run_one(
                "INSERT INTO receipt (id, branch_id, series, number, invoice_id, visit_id, patient_id, total_vnd, printed, issued_at, issued_by) \
                 VALUES (1, 1, 'PT26', 1, 1, $1, 31, 366, '{}', 0, 11)",
                &[&visit],
            )?;
            tx.run(
                "INSERT INTO payment (id, branch_id, session_id, receipt_id, invoice_id, day, method, amount_vnd, tendered_vnd, change_vnd, reference, \
                 paid_at, taken_by) VALUES \
                 (1, 1, 1, 1, 1, '2026-11-24', 'cash', 100, 100, 0, '', 0, 11), (2, 1, 1, 1, 1, '2026-11-24', 'cash', 200, 200, 0, '', 0, 11), \
                 (3, 1, 1, 1, 1, '2026-11-24', 'transfer', 30, 30, 0, '', 0, 11), (6, 1, 1, 1, 1, '2026-11-24', 'card', 20, 20, 0, '', 0, 11), \
                 (4, 1, 1, 1, 1, '2026-11-11', 'cash', 7, 7, 0, '', 0, 11), (5, 1, 1, 1, 1, '2026-11-10', 'cash', 9, 9, 0, '', 0, 11)",
                &[],
            )?;
            Ok(())
        })
        .await;
    let from = add_days(today(), 1 - rules::TAKINGS_DAYS);
    let days =
        rules::days(&house.done(move |tx, who| Ok(figures::takings(tx, who.branch, from, today())?)).await, today());
    assert_eq!(
        (days[13].cash, days[13].transfer, days[13].payments),
        (Money::from_minor(300), Money::from_minor(50), 4)
    );
    assert_eq!((days[0].total(), days[1].total()), (Money::from_minor(7), Money::ZERO));
}

#[tokio::test]
async fn acts_are_listed_by_day_and_by_person_the_latest_first() {
    let house = House::open().await;
    house.booked(HUONG, 600).await;
    house.clock.advance_minutes(24 * 60);
    house.done(|tx, who| visit::check_in(tx, who, &walk_in(MINH))).await;
    let list = |day, staff: Option<i64>| {
        let staff = staff.map(StaffId::from_raw);
        house.done(move |tx, who| {
            let stretch = rules::stretch(day, staff.is_some(), tx.now(), who.zone());
            let acts = log::acts(tx, who.branch, stretch, staff)?;
            Ok(acts.into_iter().map(|a| (a.act, a.patient_code.unwrap_or_default())).collect::<Vec<_>>())
        })
    };
    let all = list(None, None).await;
    assert_eq!(all.first(), Some(&("check_in".to_owned(), "BN-2".to_owned())));
    assert!(all.contains(&("book".to_owned(), "BN-1".to_owned())));
    let first_day = list(Some(today()), None).await;
    assert!(first_day.iter().all(|(act, _)| act == "book") && !first_day.is_empty());
    assert_eq!(list(None, Some(11)).await.len(), all.len());
    assert!(list(None, Some(99)).await.is_empty());
    assert!(list(Some(add_days(today(), -1)), None).await.is_empty());
}
