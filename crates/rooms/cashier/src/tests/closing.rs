//! A count that is off by more than the limit is closed by two.

use super::money::{second, with_second};
use super::*;
use crate::session::{acts, store, wish};
use bricks::id::{CashSessionId, ClosingWishId};
use ground::access::{Role, Roles, Who};

/// 600.000 are counted where 167.600 have to be: off by 432.400.
const OVER: &str = "n500000=1&n100000=1&left=100.000&explanation=Ch%C6%B0a+r%C3%B5+v%C3%AC+sao";

/// A session that holds 167.600 in cash, where a difference above a limit waits.
async fn held(limit: i64) -> (House, CashSessionId) {
    let house = House::open().await;
    with_second(&house).await;
    house
        .done(move |tx, _| {
            const SET: &str = "INSERT INTO setting (key, value) VALUES ('difference_limit_vnd', $1)";
            Ok(tx.run(SET, &[&limit.to_string()])?)
        })
        .await;
    let visit = billed(&house, HUONG).await;
    pay(&house, visit, cash(167_600, 167_600)).await;
    let id = house.done(|tx, who| Ok(store::mine(tx, who)?)).await.unwrap().id;
    (house, id)
}

async fn count(house: &House, id: CashSessionId) {
    house.done(move |tx, who| acts::close(tx, who, id, &form(OVER), Lang::Vi).map(|_| ())).await;
}

async fn waits(house: &House) -> Option<ClosingWishId> {
    house.done(|tx, who| Ok(wish::open(tx, who)?)).await.first().map(|wish| wish.id)
}

#[tokio::test]
async fn above_the_limit_somebody_else_agrees_to_what_was_counted() {
    let (house, id) = held(432_399).await;
    count(&house, id).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM cash_session WHERE closed_at IS NULL").await, 1, "it waits");
    let first = waits(&house).await.unwrap();
    count(&house, id).await;
    let wish = waits(&house).await.unwrap();
    assert!(first != wish, "counted again it is another one");
    let old = house.act(move |tx, _| wish::agree(tx, &second(), first)).await;
    assert!(matches!(old, Err(Stop::Refused(_))));
    let own = house.refused(move |tx, who| wish::agree(tx, who, wish)).await;
    assert_eq!(own.0, text::closing_own(Lang::En));
    house.done(move |tx, _| wish::agree(tx, &second(), wish)).await;
    assert_eq!(house.count("SELECT counted_vnd - expected_vnd FROM cash_session").await, 432_400);
    assert_eq!(house.count("SELECT agreed_by * 100 + closed_by FROM cash_session").await, 1_211);
    let slip = house.done(move |tx, who| Ok(store::by_id(tx, who, id)?.slip)).await.unwrap();
    let slip: papers::cash::Slip = serde_json::from_str(&slip).unwrap();
    assert_eq!((slip.agreed_by.as_str(), slip.closed_by), ("Vũ Hồng Nhung", slip.cashier));
    let again = house.act(move |tx, _| wish::agree(tx, &second(), wish)).await;
    assert!(matches!(again, Err(Stop::Refused(_))), "once");
}

#[tokio::test]
async fn at_the_limit_one_person_closes() {
    let (house, id) = held(432_400).await;
    count(&house, id).await;
    assert_eq!(
        house.count("SELECT COUNT(*) FROM cash_session WHERE closed_at IS NOT NULL AND NOT needs_second").await,
        1
    );
    assert_eq!(waits(&house).await, None);
}

#[tokio::test]
async fn money_that_moved_since_is_counted_again_and_a_count_can_be_sent_back() {
    let (house, id) = held(0).await;
    count(&house, id).await;
    let wish = waits(&house).await.unwrap();
    house
        .done(|tx, who| {
            acts::move_cash(tx, who, &form("kind=out&amount=10.000&reason=M%E1%BB%B1c+m%C3%A1y+in"), Lang::Vi)
        })
        .await;
    let seen = house.done(|tx, who| Ok(wish::open(tx, who)?)).await.remove(0);
    assert!(seen.is_stale() && seen.now.minor() == 157_600, "the manager sees it before agreeing");
    let moved = house.act(move |tx, _| wish::agree(tx, &second(), wish)).await;
    let Err(Stop::Refused(refusal)) = moved else { panic!("{moved:?}") };
    assert!(refusal.say.to(Lang::En).contains("157,600"), "{refusal:?}");
    let cashier = || Who { roles: Roles::of([Role::Cashier]), ..second() };
    let denied = house.act(move |tx, _| wish::refuse(tx, &cashier(), wish)).await;
    assert!(matches!(denied, Err(Stop::Denied)), "another cashier decides nothing");
    house.done(move |tx, _| wish::refuse(tx, &second(), wish)).await;
    assert_eq!(
        (waits(&house).await, house.count("SELECT COUNT(*) FROM closing_wish WHERE NOT agreed").await),
        (None, 1)
    );
    // Somebody else's forgotten drawer is closed by its counter alone, who is the second person.
    house.done(move |tx, _| acts::close(tx, &second(), id, &form(OVER), Lang::Vi).map(|_| ())).await;
    assert_eq!(house.count("SELECT agreed_by * 100 + closed_by FROM cash_session WHERE needs_second").await, 1_212);
}

#[tokio::test]
async fn the_database_knows_that_it_is_another_person() {
    let (house, id) = held(0).await;
    count(&house, id).await;
    for sql in [
        "UPDATE closing_wish SET decided_at = 0, decided_by = asked_by, agreed = TRUE",
        "UPDATE closing_wish SET counted_vnd = expected_vnd",
        "DELETE FROM closing_wish",
        "UPDATE cash_session SET closed_at = 0, closed_by = 11, expected_vnd = 1, counted_vnd = 2, left_vnd = 0, explanation = 'x', slip = 'x', needs_second = TRUE",
        "UPDATE cash_session SET closed_at = 0, closed_by = 11, expected_vnd = 1, counted_vnd = 2, left_vnd = 0, explanation = 'x', slip = 'x', \
         needs_second = TRUE, agreed_by = 11",
    ] {
        assert!(house.act(move |tx, _| Ok(tx.run(sql, &[])?)).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn what_is_still_open_is_told_before_the_closing_and_stands_on_the_slip() {
    let (house, id) = held(1_000_000).await;
    billed(&house, MINH).await;
    // A bill of nothing waits as well, and is none to be paid.
    let waived = billed(&house, HUONG).await;
    discount(&house, waived, "amount=100%25&reason=Mi%E1%BB%85n+ph%C3%AD").await.unwrap();
    assert_eq!(house.done(|tx, who| Ok(seen::queue(tx, who)?)).await.len(), 2);
    let pending = house
        .done(|tx, who| {
            let queue = seen::queue(tx, who)?;
            acts::pending(tx, who, &queue)
        })
        .await;
    assert_eq!((pending.bills, pending.due.minor(), pending.refunds), (1, 167_600, 0));
    count(&house, id).await;
    let slip = house.done(move |tx, who| Ok(store::by_id(tx, who, id)?.slip)).await.unwrap();
    let slip: papers::cash::Slip = serde_json::from_str(&slip).unwrap();
    assert_eq!(slip.pending, pending);
}

#[tokio::test]
async fn sums_that_are_slips_of_the_keys_are_asked_about_or_refused() {
    let field = |body: &str| match Asked::read(&form(body), Lang::Vi) {
        Ok(_) => "",
        Err(refusal) => refusal.fields.first().map_or("whole", |at| at.field),
    };
    assert_eq!(field("method=cash&due=212000&tendered=10.212.000"), "");
    assert_eq!(field("method=cash&due=212000&tendered=10.212.001"), "sure");
    assert_eq!(field("method=cash&due=212000&tendered=10.212.001&sure=212000||10.212.001"), "");
    assert_eq!(field("method=cash&due=212000&tendered=100.212.001&sure=212000||10.212.001"), "sure", "another sum");
    assert_eq!(field("method=cash&due=212000&amount=1.000&tendered=10.212.001&sure=212000||10.212.001"), "sure");
    assert_eq!(field("method=cash&due=212000&tendered=100.000.000.000&sure=212000||100.000.000.000"), "tendered");
    let house = House::open().await;
    let take = |amount: &str, rest: &str| {
        let body = format!("patient={}&amount={amount}&purpose=x&method=cash&float=0{rest}", HUONG.raw());
        house.act(move |tx, who| crate::deposit::acts::take(tx, who, &form(&body), Lang::Vi).map(|_| ()))
    };
    let field = |done: Result<(), Stop>| match done {
        Ok(()) => "",
        Err(Stop::Refused(refusal)) => refusal.fields.first().map_or("whole", |at| at.field),
        Err(other) => panic!("{other:?}"),
    };
    assert_eq!(field(take("50.000.001", "").await), "sure");
    assert_eq!(field(take("500.000.001", "&sure=50.000.001").await), "sure", "asked about another sum");
    assert_eq!(field(take("50.000.001", "&sure=yes").await), "sure");
    assert_eq!(field(take("50.000.001", "&sure=50.000.001").await), "");
    assert_eq!(field(take("100.000.000.000", "&sure=100.000.000.000").await), "amount");
    assert_eq!(house.count("SELECT COUNT(*) FROM deposit").await, 1);
}
