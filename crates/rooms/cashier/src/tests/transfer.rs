//! Transfers: once, to the bill that they name, or waiting.

use super::*;
use crate::transfer::acts::{self as transfers, Outcome};
use crate::transfer::gateway::Incoming;
use crate::transfer::store;
use crate::undo;

fn incoming(reference: &str, amount: i64, purpose: &str) -> Incoming {
    Incoming { reference: reference.into(), amount: dong(amount), purpose: purpose.into(), account: String::new() }
}

async fn told(house: &House, incoming: Incoming) -> Outcome {
    house.done(move |tx, who| transfers::receive(tx, &who.clinic, "test", &incoming)).await
}

async fn waiting(house: &House) -> Vec<store::Waiting> {
    house.done(|tx, who| Ok(store::waiting(tx, who.branch)?)).await
}

fn by_hand(reference: &str) -> Asked {
    let body = format!("method=transfer&due=167600&reference={reference}&float=0");
    Asked::read(&form(&body), Lang::Vi).unwrap()
}

#[tokio::test]
async fn a_transfer_pays_the_bill_that_it_names_once() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let first = told(&house, incoming("FT1", 167_600, "MBVCB.1.PT261124A001.CT")).await;
    assert!(matches!(first, Outcome::Paid(_)));
    assert_eq!(told(&house, incoming("FT1", 167_600, "MBVCB.1.PT261124A001.CT")).await, Outcome::Known);
    assert_eq!(due(&house, visit).await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM payment WHERE method = 'transfer' AND reference = 'FT1'").await, 1);
    assert_eq!(house.count("SELECT drawer FROM cash_session").await, 0);
    assert!(waiting(&house).await.is_empty());
}

#[tokio::test]
async fn what_fits_no_bill_waits_and_is_given_to_one_or_dismissed() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    for (reference, amount, purpose) in
        [("FT1", 100_000, "PT261124A001"), ("FT2", 167_600, "tien kham"), ("FT3", 500_000, "PT261124A099")]
    {
        assert_eq!(told(&house, incoming(reference, amount, purpose)).await, Outcome::Waits, "{reference}");
    }
    let rows = waiting(&house).await;
    let named: Vec<_> = rows.iter().map(|row| (row.reference.as_str(), row.visit)).collect();
    assert_eq!(named, [("FT3", None), ("FT2", None), ("FT1", Some(visit))]);
    let (third, second, first) = (rows[0].id, rows[1].id, rows[2].id);
    let body = format!("visit={visit}");
    let assign = move |id: i64| {
        let body = body.clone();
        move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
            transfers::assign(tx, who, id, &form(&body), Lang::Vi).map(|_| ())
        }
    };
    assert_eq!(house.refused(assign(third)).await.1, "visit", "more than is due");
    house.done(assign(first)).await;
    assert_eq!(due(&house, visit).await, 67_600);
    assert_eq!(house.refused(assign(first)).await.0, text::transfer_settled(Lang::En));
    house.refused(assign(second)).await;
    let unsaid =
        house.refused(move |tx, who| transfers::dismiss(tx, who, third, &form("dismiss_reason=+"), Lang::Vi)).await;
    assert_eq!(unsaid.1, "dismiss_reason");
    house
        .done(move |tx, who| {
            transfers::dismiss(tx, who, third, &form("dismiss_reason=Tr%E1%BA%A3+l%E1%BA%A1i"), Lang::Vi)
        })
        .await;
    assert_eq!(waiting(&house).await.len(), 1);
}

#[tokio::test]
async fn one_that_comes_after_the_bill_was_paid_waits() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    pay(&house, visit, cash(167_600, 167_600)).await;
    assert_eq!(told(&house, incoming("FT1", 167_600, "PT261124A001")).await, Outcome::Waits);
    assert_eq!(house.count("SELECT COUNT(*) FROM payment").await, 1);
}

#[tokio::test]
async fn the_gateway_and_a_hand_make_one_payment_whoever_is_first() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    pay(&house, visit, by_hand("ft1")).await;
    assert_eq!(told(&house, incoming("FT1", 167_600, "PT261124A001")).await, Outcome::Known);
    let other = billed(&house, MINH).await;
    let used = by_hand("FT1");
    let refused = house.refused(move |tx, who| paying::settle(tx, who, other, &used)).await;
    assert_eq!(refused, (text::reference_used(Lang::En, "PT26-000001"), "reference"));
    assert_eq!(told(&house, incoming("FT2", 160_000, "?")).await, Outcome::Waits);
    let wrong = by_hand("FT2");
    assert_eq!(house.refused(move |tx, who| paying::settle(tx, who, other, &wrong)).await.1, "reference");
    assert_eq!(told(&house, incoming("FT3", 167_600, "?")).await, Outcome::Waits);
    pay(&house, other, by_hand("FT3")).await;
    assert_eq!(waiting(&house).await.len(), 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM payment").await, 2);
}

#[tokio::test]
async fn fifty_posts_and_a_hand_at_once_are_one_payment() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let mut tries = tokio::task::JoinSet::new();
    for turn in 0..50 {
        let db = house.db.clone();
        tries.spawn(async move {
            db.write_locked(move |tx| {
                let who = who();
                if turn == 25 {
                    return paying::settle(tx, &who, visit, &by_hand("FT1")).map(|_| ());
                }
                transfers::receive(tx, &who.clinic, "test", &incoming("FT1", 167_600, "PT261124A001")).map(|_| ())
            })
            .await
        });
    }
    tries.join_all().await;
    assert_eq!(house.count("SELECT COUNT(*) FROM payment").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM bank_transfer WHERE state = 'settled'").await, 1);
    assert_eq!(due(&house, visit).await, 0);
}

#[tokio::test]
async fn the_transfer_of_a_voided_receipt_waits_again() {
    let house = House::open().await;
    billed(&house, HUONG).await;
    let Outcome::Paid(receipt) = told(&house, incoming("FT1", 167_600, "PT261124A001")).await else {
        panic!("not paid")
    };
    house
        .done(move |tx, who| {
            undo::acts::void(tx, who, receipt, &form("void_reason=Nh%E1%BA%A7m+ng%C6%B0%E1%BB%9Di"), Lang::Vi)
        })
        .await;
    assert_eq!(waiting(&house).await.len(), 1);
}

#[tokio::test]
async fn the_bank_has_one_session_a_day() {
    let house = House::open().await;
    billed(&house, HUONG).await;
    told(&house, incoming("FT1", 167_600, "PT261124A001")).await;
    house.clock.advance_minutes(24 * 60);
    let visit = billed(&house, MINH).await;
    let (day, number): (String, i64) = house
        .done(move |tx, who| {
            let visit = visit::by_id(tx, who.branch, visit)?;
            Ok((bricks::clock::iso_day(visit.day), visit.ticket_number))
        })
        .await;
    let purpose = format!("PT{}A{number:03}", day.replace('-', "").split_at(2).1);
    assert!(matches!(told(&house, incoming("FT2", 167_600, &purpose)).await, Outcome::Paid(_)));
    assert_eq!(house.count("SELECT COUNT(*) FROM cash_session WHERE drawer = 0 AND closed_at IS NOT NULL").await, 1);
    assert_eq!(
        house
            .count("SELECT COUNT(*) FROM payment p JOIN cash_session s ON s.id = p.session_id AND s.day = p.day")
            .await,
        2
    );
}

#[tokio::test]
async fn an_account_is_checked_and_its_secret_is_kept() {
    let house = House::open().await;
    for (body, field) in [
        ("bin=123456&number=1&holder=A", "bin"),
        ("bin=970436&number=1-2&holder=A", "number"),
        ("bin=970436&number=&holder=A", "number"),
        ("bin=970436&number=1&holder=", "holder"),
        ("bin=970436&number=1&holder=A&secret=short", "secret"),
    ] {
        let refused = house.refused(move |tx, who| transfers::set_account(tx, who, &form(body), Lang::Vi)).await;
        assert_eq!(refused.1, field, "{body}");
    }
    let body = "bin=970436&number=1023+456&holder=PK+MINH+AN&secret=0123456789abcdef";
    house.done(move |tx, who| transfers::set_account(tx, who, &form(body), Lang::Vi)).await;
    let again = "bin=970422&number=99&holder=X&secret=";
    house.done(move |tx, who| transfers::set_account(tx, who, &form(again), Lang::Vi)).await;
    let account = house.done(|tx, who| Ok(store::account(tx, who.branch)?)).await.unwrap();
    assert_eq!((account.bin.as_str(), account.secret.as_str()), ("970422", "0123456789abcdef"));
}
