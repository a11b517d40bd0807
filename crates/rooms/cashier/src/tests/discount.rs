//! Limits, the manager's word, vouchers.

use super::*;
use crate::discount::{store, vouchers};
use ground::access::{Role, Roles, Who};

fn cashier() -> Who {
    Who { roles: Roles::of([Role::Cashier]), ..who() }
}

/// Takes back the first discount of a bill.
async fn taken_back(house: &House, visit: VisitId) {
    let act = move |tx: &mut ground::db::Tx<'_>, who: &Who| {
        let first = store::open(tx, visit)?.first().map(|off| off.id);
        off::remove_discount(tx, who, visit, first)
    };
    house.done(act).await;
}

async fn made(house: &House, body: &'static str) {
    house.done(move |tx, who| vouchers::make(tx, who, &form(body), Lang::Vi)).await;
}

#[tokio::test]
async fn above_the_cashiers_limit_a_discount_waits_for_the_manager() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let ask =
        |body: &'static str| house.act(move |tx, _| off::give_discount(tx, &cashier(), visit, &form(body), Lang::Vi));
    ask("amount=20%25&reason=Kh%C3%A1ch+quen").await.unwrap();
    assert_eq!(due(&house, visit).await, 167_600, "it waits");
    ask("amount=30%25&reason=Kh%C3%A1ch+quen").await.unwrap();
    let wishes = house.done(|tx, who| Ok(store::wishes(tx, who)?)).await;
    assert_eq!((wishes.len(), wishes[0].amount.minor(), wishes[0].of.minor()), (1, 50_600, 167_600));
    assert_eq!(wishes[0].reason.replace('\u{a0}', " "), "30%, làm tròn thêm 320 ₫ · Khách quen");
    house.done(move |tx, who| off::decide(tx, who, visit, true)).await;
    assert_eq!(due(&house, visit).await, 117_000);
    let gone = house.refused(move |tx, who| off::decide(tx, who, visit, true)).await;
    assert_eq!(gone.0, text::wish_gone(Lang::En));
    taken_back(&house, visit).await;
    ask("amount=10%25&reason=Kh%C3%A1ch+quen").await.unwrap();
    assert_eq!(due(&house, visit).await, 150_500, "a tenth needs nobody");
}

#[tokio::test]
async fn a_refused_discount_is_gone_and_a_paid_bill_has_none() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let ask = move |tx: &mut ground::db::Tx<'_>, _: &Who| {
        off::give_discount(tx, &cashier(), visit, &form("amount=50%25&reason=Tr%E1%BA%A3+l%E1%BA%A1i"), Lang::Vi)
    };
    house.done(ask).await;
    house.done(move |tx, who| off::decide(tx, who, visit, false)).await;
    house.done(ask).await;
    pay(&house, visit, cash(167_600, 167_600)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM discount_wish").await, 0);
}

#[tokio::test]
async fn a_voucher_counts_once_a_patient_and_comes_back_with_the_discount() {
    let house = House::open().await;
    made(&house, "code=khai+11&value=40.000&from_day=2026-11-01&until_day=2026-11-30&uses_max=2&per_patient_max=1")
        .await;
    let visit = billed(&house, HUONG).await;
    let used = move |visit| {
        move |tx: &mut ground::db::Tx<'_>, who: &Who| off::use_voucher(tx, who, visit, &form("code=khai11"), Lang::Vi)
    };
    house.done(used(visit)).await;
    assert_eq!(due(&house, visit).await, 127_600);
    assert_eq!(house.refused(used(visit)).await.1, "code", "the patient has used it");
    taken_back(&house, visit).await;
    assert_eq!((due(&house, visit).await, house.count("SELECT used FROM voucher").await), (167_600, 0));
    house.done(used(visit)).await;
    let receipt = pay(&house, visit, cash(127_600, 130_000)).await;
    assert_eq!(printed(&house, receipt).await.discount_reason, "Voucher KHAI11");
    let other = billed(&house, MINH).await;
    let unknown = house.refused(move |tx, who| off::use_voucher(tx, who, other, &form("code=x"), Lang::Vi)).await;
    assert_eq!(unknown, (text::voucher_unknown(Lang::En).to_owned(), "code"));
}

#[tokio::test]
async fn the_last_use_of_a_voucher_has_one_winner() {
    let house = House::open().await;
    made(&house, "code=LAST&value=10%25&from_day=2026-11-01&until_day=2026-11-30&uses_max=1").await;
    let visits = [billed(&house, HUONG).await, billed(&house, MINH).await];
    let mut tries = tokio::task::JoinSet::new();
    for turn in 0..50 {
        let (db, visit) = (house.db.clone(), visits[turn % 2]);
        tries.spawn(async move {
            db.write_locked(move |tx| off::use_voucher(tx, &who(), visit, &form("code=LAST"), Lang::Vi)).await
        });
    }
    let won = tries.join_all().await.iter().filter(|each| each.is_ok()).count();
    assert_eq!((won, house.count("SELECT used FROM voucher").await), (1, 1));
    assert_eq!(house.count("SELECT COUNT(*) FROM discount").await, 1);
}

#[tokio::test]
async fn impossible_vouchers_are_refused_at_their_field() {
    let house = House::open().await;
    let days = "from_day=2026-11-01&until_day=2026-11-30";
    made(&house, "code=ONE&value=10%25&from_day=2026-11-01&until_day=2026-11-30").await;
    for (body, field) in [
        ("code=&value=1.000", "code"),
        ("code=A&value=101%25", "value"),
        ("code=A&value=-1", "value"),
        ("code=A&value=0", "value"),
        ("code=A&value=0,5", "value"),
        ("code=A&value=1.000&uses_max=0", "uses_max"),
        ("code=one&value=1.000", "code"),
    ] {
        let body = format!("{body}&{days}");
        let refused = house.refused(move |tx, who| vouchers::make(tx, who, &form(&body), Lang::Vi)).await;
        assert_eq!(refused.1, field);
    }
    let turned = "code=A&value=1.000&from_day=2026-11-30&until_day=2026-11-01";
    let refused = house.refused(move |tx, who| vouchers::make(tx, who, &form(turned), Lang::Vi)).await;
    assert_eq!(refused.1, "until_day");
}
