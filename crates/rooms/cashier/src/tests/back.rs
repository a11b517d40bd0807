//! Money that goes back: never above what its receipt took, never forgotten, never out of an empty drawer.

use super::money::{second, with_second};
use super::*;
use crate::undo::{self, State, store::Refund};
use bricks::id::ChargeId;
use papers::refund;

pub const WHY: &str = "Thuốc trả lại";

pub async fn ask(house: &House, id: ReceiptId, amount: &str) -> Result<(), Stop> {
    let body = format!("refund_amount={amount}&refund_reason=Kh%C3%B4ng+l%C3%A0m");
    house.act(move |tx, who| undo::acts::ask(tx, who, id, &form(&body), Lang::Vi)).await
}

pub async fn refunds(house: &House, id: ReceiptId) -> Vec<Refund> {
    house.done(move |tx, _| undo::store::of_receipt(tx, id)).await
}

/// One part in cash and the rest by card: two receipts of one bill.
async fn two_receipts(house: &House) -> (VisitId, ReceiptId, ReceiptId) {
    let visit = billed(house, HUONG).await;
    let part = Asked::read(&form("method=cash&due=167600&amount=100.000&tendered=100.000&float=0"), Lang::Vi).unwrap();
    let first = pay(house, visit, part).await;
    let rest = Asked::read(&form("method=card&due=67600&card_reference=004211"), Lang::Vi).unwrap();
    (visit, first, pay(house, visit, rest).await)
}

pub fn goods(visit: VisitId) -> Source {
    Source { kind: SourceKind::Medicine, id: visit.raw() }
}

pub async fn come_back(house: &House, visit: VisitId, milli: i64) -> i64 {
    house
        .done(move |tx, who| {
            visit::lock(tx, who.branch, visit)?;
            refund::came_back(tx, who, goods(visit), Quantity::from_milli(milli), WHY)
        })
        .await
        .minor()
}

#[tokio::test]
async fn a_refund_is_never_above_what_its_own_receipt_took() {
    let house = House::open().await;
    let (visit, first, last) = two_receipts(&house).await;
    let body = "refund_amount=100.001&refund_reason=Kh%C3%B4ng+l%C3%A0m";
    let above = house.refused(move |tx, who| undo::acts::ask(tx, who, first, &form(body), Lang::Vi)).await;
    assert_eq!(above, (text::refund_too_much(Lang::En, "100,000\u{a0}₫"), "refund_amount"));
    ask(&house, first, "60.000").await.unwrap();
    assert!(ask(&house, first, "40.001").await.is_err());
    ask(&house, first, "40.000").await.unwrap();
    assert!(ask(&house, last, "67.601").await.is_err(), "the other receipt's money is its own");
    let seen = house.done(move |tx, who| seen::issued(tx, who, last)).await;
    assert_eq!(seen.refundable.minor(), 67_600);
    const PAST: &str = "INSERT INTO refund (id, branch_id, visit_id, receipt_id, invoice_id, amount_vnd, reason, state, needs_second, asked_at, asked_by) \
         SELECT 9, 1, visit_id, id, invoice_id, 1, 'x', 'approved', FALSE, 0, 11 FROM receipt WHERE id = $1";
    let past = house.act(move |tx, _| Ok(tx.run(PAST, &[&first])?)).await;
    assert!(past.is_err(), "the database refuses it too");
    assert_eq!(due(&house, visit).await, 0);
}

#[tokio::test]
async fn a_receipt_of_two_invoices_is_given_back_whole() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let part = Asked::read(&form("method=cash&due=167600&amount=100.000&tendered=100.000&float=0"), Lang::Vi).unwrap();
    pay(&house, visit, part).await;
    house.done(move |tx, who| charge::post(tx, who, &medicine(visit, HUONG, 7))).await;
    let both = pay(&house, visit, cash(75_200, 75_200)).await;
    ask(&house, both, "75.200").await.unwrap();
    let parts: Vec<i64> = refunds(&house, both).await.iter().map(|each| each.amount.minor()).collect();
    assert_eq!(parts, [67_600, 7_600], "a row for each invoice");
}

#[tokio::test]
async fn fifty_refunds_of_two_receipts_at_once_give_back_no_more_than_each_took() {
    let house = House::open().await;
    let (_, first, last) = two_receipts(&house).await;
    let mut tries = tokio::task::JoinSet::new();
    for turn in 0..50 {
        let (db, receipt) = (house.db.clone(), if turn % 2 == 0 { first } else { last });
        tries.spawn(async move {
            let body = "refund_amount=30.000&refund_reason=Kh%C3%B4ng+l%C3%A0m";
            db.write_locked(move |tx| undo::acts::ask(tx, &who(), receipt, &form(body), Lang::Vi)).await
        });
    }
    let won = tries.join_all().await.iter().filter(|each| each.is_ok()).count();
    assert_eq!((won, refunds(&house, first).await.len(), refunds(&house, last).await.len()), (5, 3, 2));
}

#[tokio::test]
async fn what_comes_back_after_it_was_paid_is_asked_for_in_the_same_step_and_paid_out_once() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    assert_eq!(come_back(&house, visit, 2_500).await, 2_000);
    assert_eq!(come_back(&house, visit, 7_000).await, 5_600, "the rest to the đồng");
    assert_eq!(come_back(&house, visit, 500).await, 0, "no more comes back than went out");
    let found = refunds(&house, receipt).await;
    assert!(found.iter().all(|each| each.state == State::Approved && each.reason == WHY && each.charge.is_some()));
    let open = house.done(undo::store::open).await;
    assert_eq!(open.len(), 2, "the cashier sees them");
    for each in found {
        house.done(move |tx, who| undo::acts::pay(tx, who, each.id, &form("method=cash"), Lang::Vi)).await;
    }
    assert_eq!(house.count("SELECT SUM(amount_vnd) FROM payment").await, 160_000);
    let of_medicines = "SELECT SUM(refunded_vnd) FROM takings WHERE service_group <> 'consultation'";
    assert_eq!(house.count(of_medicines).await, -7_600, "what came back lowers its own kind of service");
    let too_late = house
        .refused(move |tx, who| {
            undo::acts::void(tx, who, receipt, &form("void_reason=Nh%E1%BA%A7m+ng%C6%B0%E1%BB%9Di"), Lang::Vi)
        })
        .await;
    assert_eq!(too_late.0, text::void_returned(Lang::En));
}

#[tokio::test]
async fn what_comes_back_of_a_bill_paid_in_part_lowers_what_is_due_and_only_the_rest_goes_back() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let part = Asked::read(&form("method=cash&due=167600&amount=100.000&tendered=100.000&float=0"), Lang::Vi).unwrap();
    pay(&house, visit, part).await;
    for _ in 0..2 {
        assert_eq!(come_back(&house, visit, 9_500).await, 0, "nothing is paid above what is left");
        assert_eq!((due(&house, visit).await, house.count("SELECT total_vnd FROM invoice").await), (60_000, 160_000));
        let bill = house.done(move |tx, who| seen::bill(tx, who, visit)).await;
        let lines: i64 = bill.open.lines().map(|(line, _)| line.amount.minor()).sum();
        assert_eq!((lines, bill.totals.charged.minor(), bill.totals.earlier.minor()), (160_000, 160_000, 100_000));
        let stays =
            house.done(move |tx, who| refund::stays(tx, who, goods(visit), Quantity::from_milli(9_500), WHY)).await;
        assert!(stays && due(&house, visit).await == 167_600 - 100_000);
    }
    come_back(&house, visit, 9_500).await;
    let seen = Source { kind: SourceKind::Consultation, id: visit.raw() };
    assert!(house.done(move |tx, who| refund::take_back(tx, who, seen, WHY)).await);
    assert_eq!((due(&house, visit).await, house.count("SELECT total_vnd FROM invoice").await), (0, 100_000));
    assert_eq!(house.count("SELECT SUM(amount_vnd) FROM refund WHERE state = 'approved'").await, 100_000);
    assert_eq!(house.count("SELECT SUM(amount_vnd) FROM set_off").await, 67_600);
    let told = house.done(move |tx, _| Ok(tx.run("UPDATE set_off SET told_at = 1", &[])?)).await;
    assert!(told > 0);
    assert!(!house.done(move |tx, who| refund::stays(tx, who, goods(visit), Quantity::whole(1), WHY)).await);
}

#[tokio::test]
async fn what_was_refused_or_not_paid_yet_stays_owed_and_is_asked_for_again() {
    let house = House::open().await;
    with_second(&house).await;
    house.done(|tx, _| Ok(tx.run("INSERT INTO setting (key, value) VALUES ('refund_limit_vnd', '1000')", &[])?)).await;
    let visit = billed(&house, HUONG).await;
    assert_eq!(come_back(&house, visit, 2_500).await, 0, "nothing is paid");
    let charge: ChargeId = house
        .done(move |tx, _| {
            Ok(tx.one("SELECT id FROM charge WHERE source_kind = 'medicine' AND source_id = $1", &[&visit])?.unwrap())
        })
        .await;
    let again = move |house: &House| {
        let db = house.db.clone();
        async move { db.write_locked(move |tx| refund::ask_again(tx, &who(), charge, WHY)).await.unwrap().minor() }
    };
    assert_eq!(again(&house).await, 0);
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    assert_eq!(again(&house).await, 2_000);
    assert_eq!(again(&house).await, 0, "it is asked for already");
    let asked = refunds(&house, receipt).await.remove(0);
    assert_eq!(asked.state, State::Asked, "above the limit somebody else agrees");
    let why = "refusal_reason=Ch%C6%B0a+%C4%91%E1%BB%A7+gi%E1%BA%A5y";
    house.done(move |tx, _| undo::acts::refuse(tx, &second(), asked.id, &form(why), Lang::Vi)).await;
    assert_eq!(again(&house).await, 2_000);
}

#[tokio::test]
async fn an_act_taken_back_after_it_was_paid_asks_for_its_money_and_before_comes_off_the_bill() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let taken = |house: &House| {
        let db = house.db.clone();
        async move { db.write_locked(move |tx| refund::take_back(tx, &who(), goods(visit), WHY)).await.unwrap() }
    };
    let other = billed(&house, MINH).await;
    pay(&house, other, cash(167_600, 167_600)).await;
    assert!(house.done(move |tx, who| refund::take_back(tx, who, goods(other), WHY)).await);
    assert_eq!(house.count("SELECT SUM(amount_vnd) FROM refund WHERE state = 'approved'").await, 7_600);
    discount(&house, visit, "amount=1.000&reason=Nh%C3%A2n+vi%C3%AAn").await.unwrap();
    assert!(!taken(&house).await, "its bill is open, and something was taken off");
    house
        .done(move |tx, who| {
            let id = crate::discount::store::open(tx, visit)?.first().map(|off| off.id);
            off::remove_discount(tx, who, visit, id)
        })
        .await;
    assert!(taken(&house).await);
    assert_eq!(due(&house, visit).await, 160_000);
    assert_eq!(house.count("SELECT COUNT(*) FROM refund").await, 1);
}

#[tokio::test]
async fn what_was_refunded_by_hand_is_not_asked_for_a_second_time_by_itself() {
    let house = House::open().await;
    with_second(&house).await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    ask(&house, receipt, "7.000").await.unwrap();
    assert_eq!(come_back(&house, visit, 9_500).await, 600, "7,600 came back, of which 7,000 may have been asked for");
    const CHARGE: &str = "SELECT id FROM charge WHERE source_kind = 'medicine' AND source_id = $1";
    let charge: ChargeId = house.done(move |tx, _| Ok(tx.one(CHARGE, &[&visit])?.unwrap())).await;
    let by_hand = house.done(move |tx, who| refund::ask_again(tx, who, charge, WHY)).await;
    assert_eq!(by_hand.minor(), 7_000, "a person who has looked may ask for the rest");
    assert!(house.done(move |tx, who| refund::close(tx, who, charge, "Đã hoàn ở biên lai")).await);
    assert!(!house.done(move |tx, who| refund::close(tx, who, charge, "Đã hoàn ở biên lai")).await, "once");
}

#[tokio::test]
async fn above_the_limit_in_all_a_second_person_decides_whatever_the_receipts() {
    let house = House::open().await;
    house
        .done(|tx, _| Ok(tx.run("INSERT INTO setting (key, value) VALUES ('refund_limit_vnd', '100000')", &[])?))
        .await;
    let (_, first, last) = two_receipts(&house).await;
    ask(&house, first, "60.000").await.unwrap();
    ask(&house, last, "60.000").await.unwrap();
    let states = (refunds(&house, first).await.remove(0).state, refunds(&house, last).await.remove(0).state);
    assert_eq!(states, (State::Approved, State::Asked));
}

#[tokio::test]
async fn a_receipt_is_not_voided_out_of_an_empty_drawer() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    let moved =
        |body: &'static str| house.done(move |tx, who| crate::session::acts::move_cash(tx, who, &form(body), Lang::Vi));
    moved("kind=out&amount=1&reason=N%E1%BB%99p+ng%C3%A2n+h%C3%A0ng").await;
    let void = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        undo::acts::void(tx, who, receipt, &form("void_reason=Nh%E1%BA%A7m+ng%C6%B0%E1%BB%9Di"), Lang::Vi)
    };
    assert_eq!(house.refused(void).await.0, text::void_drawer(Lang::En, "167,599\u{a0}₫"));
    assert_eq!(due(&house, visit).await, 0, "nothing has changed");
    moved("kind=in&amount=1&reason=N%E1%BB%99p+l%E1%BA%A1i+k%C3%A9t").await;
    house.done(void).await;
    let (_, cash) = house.done(|tx, who| Ok(crate::session::store::mine_with_cash(tx, who)?)).await.unwrap();
    assert_eq!((cash.minor(), due(&house, visit).await), (0, 167_600));
}

#[tokio::test]
async fn voids_and_cash_taken_out_at_once_never_leave_less_than_nothing() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    let mut tries = tokio::task::JoinSet::new();
    for turn in 0..50 {
        let db = house.db.clone();
        tries.spawn(async move {
            let out = "kind=out&amount=100.000&reason=N%E1%BB%99p+ng%C3%A2n+h%C3%A0ng";
            let void = "void_reason=Nh%E1%BA%A7m+ng%C6%B0%E1%BB%9Di";
            db.write_locked(move |tx| match turn % 2 {
                0 => undo::acts::void(tx, &who(), receipt, &form(void), Lang::Vi),
                _ => crate::session::acts::move_cash(tx, &who(), &form(out), Lang::Vi),
            })
            .await
        });
    }
    assert_eq!(tries.join_all().await.iter().filter(|each| each.is_ok()).count(), 1);
    let (_, cash) = house.done(|tx, who| Ok(crate::session::store::mine_with_cash(tx, who)?)).await.unwrap();
    assert!([0, 67_600].contains(&cash.minor()), "{cash:?}");
}

#[tokio::test]
async fn a_reason_that_says_nothing_is_refused_wherever_money_moves() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let open = billed(&house, MINH).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    let short = ground::text::field_reason(Lang::En).to_owned();
    let ask = house
        .refused(move |tx, who| {
            undo::acts::ask(tx, who, receipt, &form("refund_amount=1.000&refund_reason=x"), Lang::Vi)
        })
        .await;
    assert_eq!(ask, (short.clone(), "refund_reason"));
    let void = house.refused(move |tx, who| undo::acts::void(tx, who, receipt, &form("void_reason=x"), Lang::Vi)).await;
    assert_eq!(void, (short.clone(), "void_reason"));
    let out = "kind=out&amount=1.000&reason=aaaaaa";
    let out = house.refused(move |tx, who| crate::session::acts::move_cash(tx, who, &form(out), Lang::Vi)).await;
    assert_eq!(out, (short.clone(), "reason"));
    let off =
        house.refused(move |tx, who| off::give_discount(tx, who, open, &form("amount=1.000&reason=x"), Lang::Vi)).await;
    assert_eq!(off, (short, "reason"));
}
