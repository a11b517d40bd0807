//! Deposits: taken, used, given back, never twice.

use super::*;
use crate::deposit::acts;
use bricks::id::DepositId;
use papers::deposit::{self as paper};

const TAKEN: &str = "patient=31&amount=100.000&purpose=Ti%E1%BB%83u+ph%E1%BA%ABu&method=cash&float=0";

async fn take(house: &House, body: &'static str) -> DepositId {
    house.done(move |tx, who| acts::take(tx, who, &form(body), Lang::Vi)).await
}

async fn held(house: &House, id: DepositId) -> i64 {
    house.done(move |tx, who| Ok(paper::by_id(tx, who.branch, id)?.held)).await.minor()
}

async fn pay_by(house: &House, visit: VisitId, body: &str) -> Result<ReceiptId, Stop> {
    let asked = Asked::read(&form(body), Lang::Vi).unwrap();
    house.act(move |tx, who| paying::settle(tx, who, visit, &asked)).await
}

/// What `kham verify` asks of deposits.
async fn agrees(house: &House) {
    const HELD: &str = "SELECT COUNT(*) FROM deposit d WHERE d.held_vnd <> \
         (SELECT COALESCE(SUM(m.amount_vnd), 0) FROM deposit_movement m WHERE m.deposit_id = d.id) \
         - (SELECT COALESCE(SUM(p.amount_vnd), 0) FROM payment p WHERE p.deposit_id = d.id)";
    assert_eq!(house.count(HELD).await, 0);
}

async fn in_drawer(house: &House) -> i64 {
    let till = house.done(|tx, who| Ok(crate::session::store::mine_with_cash(tx, who)?)).await;
    till.unwrap().1.minor()
}

#[tokio::test]
async fn a_deposit_has_its_own_number_and_lies_in_the_drawer() {
    let house = House::open().await;
    let (first, second) = (take(&house, TAKEN).await, take(&house, TAKEN).await);
    let numbers = house
        .done(move |tx, who| Ok((paper::by_id(tx, who.branch, first)?.shown(), paper::printed(tx, second)?.number)))
        .await;
    assert_eq!(numbers, ("TU26-000001".to_owned(), "TU26-000002".to_owned()));
    assert_eq!(in_drawer(&house).await, 200_000);
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'take_deposit' AND patient_id = 31").await, 2);
    assert_eq!(house.count("SELECT COUNT(*) FROM payment").await, 0, "it is no takings yet");
    agrees(&house).await;
}

#[tokio::test]
async fn what_cannot_be_a_deposit_is_refused_at_its_field() {
    let house = House::open().await;
    for (body, field) in [
        ("patient=31&amount=0&purpose=x&method=cash&float=0", "amount"),
        ("patient=31&amount=-1&purpose=x&method=cash&float=0", "amount"),
        ("patient=31&amount=0,5&purpose=x&method=cash&float=0", "amount"),
        ("patient=31&amount=1,000&purpose=x&method=cash&float=0", "amount"),
        ("patient=31&amount=&purpose=x&method=cash&float=0", "amount"),
        ("patient=31&amount=1.000&purpose=+&method=cash&float=0", "purpose"),
        ("patient=31&amount=1.000&purpose=x&method=card&float=0", "reference"),
        ("patient=31&amount=1.000&purpose=x&method=deposit&reference=1&float=0", "method"),
        ("patient=&amount=1.000&purpose=x&method=cash&float=0", "patient"),
        ("patient=31&amount=1.000&purpose=x&method=cash", "float"),
    ] {
        let refused = house.refused(move |tx, who| acts::take(tx, who, &form(body), Lang::Vi)).await;
        assert_eq!(refused.1, field, "{body}");
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM deposit").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM counter WHERE name = 'deposit:TU26'").await, 0);
}

#[tokio::test]
async fn a_bill_uses_it_and_the_rest_is_paid_in_cash_on_one_receipt() {
    let house = House::open().await;
    let first = take(&house, TAKEN).await;
    let second = take(&house, "patient=31&amount=50.000&purpose=x&method=cash&float=0").await;
    let visit = billed(&house, HUONG).await;
    let more = "method=mixed&due=167600&mixed_deposit=150.001&mixed_cash=17.599";
    let refused = pay_by(&house, visit, more).await;
    assert!(matches!(refused, Err(Stop::Refused(r)) if r.fields.iter().any(|at| at.field == "mixed_deposit")));
    let receipt =
        pay_by(&house, visit, "method=mixed&due=167600&mixed_deposit=120.000&mixed_cash=47.600").await.unwrap();
    let told = printed(&house, receipt).await;
    let parts: Vec<(Method, i64, &str)> =
        told.parts.iter().map(|p| (p.method, p.amount.minor(), p.reference.as_str())).collect();
    assert_eq!(
        parts,
        [
            (Method::Cash, 47_600, ""),
            (Method::Deposit, 100_000, "TU26-000001"),
            (Method::Deposit, 20_000, "TU26-000002")
        ]
    );
    assert_eq!((held(&house, first).await, held(&house, second).await), (0, 30_000));
    assert_eq!(in_drawer(&house).await, 197_600, "what was held already is no new cash");
    assert_eq!(house.count("SELECT COUNT(*) FROM takings WHERE method = 'deposit' AND taken_vnd > 0").await, 1 + 1);
    agrees(&house).await;
}

#[tokio::test]
async fn alone_it_pays_as_much_as_it_is_and_a_void_holds_it_again() {
    let house = House::open().await;
    let id = take(&house, TAKEN).await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay_by(&house, visit, "method=deposit&due=167600").await.unwrap();
    assert_eq!((due(&house, visit).await, held(&house, id).await), (67_600, 0));
    house
        .done(move |tx, who| {
            crate::undo::acts::void(tx, who, receipt, &form("void_reason=Nh%E1%BA%A7m+ng%C6%B0%E1%BB%9Di"), Lang::Vi)
        })
        .await;
    assert_eq!((due(&house, visit).await, held(&house, id).await), (167_600, 100_000));
    agrees(&house).await;
    let nothing = billed(&house, MINH).await;
    assert!(pay_by(&house, nothing, "method=deposit&due=167600").await.is_err(), "another patient's is not used");
}

#[tokio::test]
async fn the_rest_goes_back_once_and_the_drawer_knows() {
    let house = House::open().await;
    let id = take(&house, TAKEN).await;
    let stale = "held=99000&reason=Tr%E1%BA%A3+l%E1%BA%A1i&method=cash";
    house.refused(move |tx, who| acts::give_back(tx, who, id, &form(stale), Lang::Vi)).await;
    let unsaid = "held=100000&reason=+&method=cash";
    assert_eq!(house.refused(move |tx, who| acts::give_back(tx, who, id, &form(unsaid), Lang::Vi)).await.1, "reason");
    let body = "held=100000&reason=Kh%C3%B4ng+m%E1%BB%95&method=cash";
    assert!(house.done(move |tx, who| acts::give_back(tx, who, id, &form(body), Lang::Vi)).await);
    house.refused(move |tx, who| acts::give_back(tx, who, id, &form(body), Lang::Vi)).await;
    house
        .refused(move |tx, who| {
            acts::give_back(tx, who, id, &form("held=0&reason=Tr%E1%BA%A3+l%E1%BA%A1i&method=cash"), Lang::Vi)
        })
        .await;
    assert_eq!((held(&house, id).await, in_drawer(&house).await), (0, 0));
    agrees(&house).await;
}

#[tokio::test]
async fn above_the_limit_a_second_person_agrees_before_it_goes_back() {
    let house = House::open().await;
    super::money::with_second(&house).await;
    let id = take(&house, "patient=31&amount=500.000&purpose=x&method=cash&float=0").await;
    let body = "held=500000&reason=Tr%E1%BA%A3+l%E1%BA%A1i&method=cash";
    assert!(!house.done(move |tx, who| acts::give_back(tx, who, id, &form(body), Lang::Vi)).await, "asked for");
    assert_eq!(held(&house, id).await, 500_000);
    assert_eq!(house.refused(move |tx, who| acts::agree(tx, who, id)).await.0, text::refund_own(Lang::En));
    house.done(move |tx, _| acts::agree(tx, &super::money::second(), id)).await;
    let visit = billed(&house, HUONG).await;
    pay_by(&house, visit, "method=deposit&due=167600").await.unwrap();
    let less = "held=332400&reason=Tr%E1%BA%A3+l%E1%BA%A1i&method=cash";
    assert!(
        !house.done(move |tx, who| acts::give_back(tx, who, id, &form(less), Lang::Vi)).await,
        "another amount now"
    );
    house.done(move |tx, _| acts::agree(tx, &super::money::second(), id)).await;
    assert!(house.done(move |tx, who| acts::give_back(tx, who, id, &form(less), Lang::Vi)).await);
    assert_eq!((held(&house, id).await, in_drawer(&house).await), (0, 167_600));
    agrees(&house).await;
    let steps = house.done(move |tx, _| Ok(paper::steps(tx, id)?)).await;
    let movement = steps.iter().find(|step| step.movement > 0).unwrap().movement;
    let (_, slip) =
        house.done(move |tx, who| papers::payout::of_deposit(tx, who, id, movement)).await.expect("a slip to sign");
    let slip = (slip.number.as_str(), slip.asked.as_str(), slip.agreed.as_str(), slip.amount.minor());
    assert_eq!(slip, ("PC26-000001", "Phạm Quốc Bảo", "Vũ Hồng Nhung", 332_400));
}

#[tokio::test]
async fn the_paper_of_a_deposit_says_what_went_back_and_that_it_is_a_copy() {
    let house = House::open().await;
    let id = take(&house, TAKEN).await;
    let stamps = async || {
        house
            .done(move |tx, who| {
                let is_copy = !paper::print(tx, who.staff, id)?;
                let facts = paper::printed(tx, id)?.paper(Lang::En, &zone(), (is_copy, paper::given_back(tx, id)?));
                Ok((facts["copy"].as_bool(), facts["stamp"].as_str().map(str::to_owned)))
            })
            .await
    };
    assert_eq!(stamps().await, (Some(false), None));
    let body = "held=100000&reason=Kh%C3%B4ng+m%E1%BB%95&method=cash";
    assert!(house.done(move |tx, who| acts::give_back(tx, who, id, &form(body), Lang::Vi)).await);
    assert_eq!(stamps().await, (Some(true), Some("RETURNED 100,000\u{a0}₫".to_owned())));
}

#[tokio::test]
async fn one_transfer_is_a_deposit_or_a_payment_and_never_both() {
    let house = House::open().await;
    take(&house, "patient=31&amount=167.600&purpose=x&method=transfer&reference=FT77&float=0").await;
    let visit = billed(&house, HUONG).await;
    let again = pay_by(&house, visit, "method=transfer&due=167600&reference=FT77").await;
    assert!(matches!(again, Err(Stop::Refused(r)) if r.fields.iter().any(|at| at.field == "reference")));
    let twice = "patient=31&amount=167.600&purpose=x&method=transfer&reference=ft+77&float=0";
    let refused = house.refused(move |tx, who| acts::take(tx, who, &form(twice), Lang::Vi)).await;
    assert_eq!(refused.1, "reference");
    assert!(refused.0.contains("TU26-000001"), "{}", refused.0);
}

#[tokio::test]
async fn a_refund_that_was_asked_for_by_mistake_is_withdrawn_before_it_is_paid() {
    use crate::undo::{acts as undo, store as refunds};
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    let body = "refund_amount=1.000&refund_reason=Tr%E1%BA%A3+l%E1%BA%A1i";
    house.done(move |tx, who| undo::ask(tx, who, receipt, &form(body), Lang::Vi)).await;
    let id = house.done(move |tx, _| refunds::of_receipt(tx, receipt)).await[0].id;
    house.done(move |tx, who| undo::withdraw(tx, who, id)).await;
    assert_eq!(house.count("SELECT refunded_vnd FROM invoice").await, 0);
    let twice = house.refused(move |tx, who| undo::withdraw(tx, who, id)).await;
    assert_eq!(twice.0, text::refund_not_open(Lang::En));
    assert!(house.act(move |tx, who| undo::pay(tx, who, id, &form("method=cash"), Lang::Vi)).await.is_err());
}

/// The cashier's drawer is brought down to this much.
async fn leave(house: &House, out: &str) {
    let body = format!("kind=out&amount={out}&reason=N%E1%BB%99p+ti%E1%BB%81n");
    house.done(move |tx, who| crate::session::acts::move_cash(tx, who, &form(&body), Lang::Vi)).await;
}

#[tokio::test]
async fn no_more_cash_goes_back_than_lies_in_the_drawer() {
    use crate::undo::{acts as undo, store as refunds};
    let house = House::open().await;
    let id = take(&house, TAKEN).await;
    let visit = billed(&house, MINH).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    let ask = "refund_amount=100.000&refund_reason=Tr%E1%BA%A3+l%E1%BA%A1i";
    house.done(move |tx, who| undo::ask(tx, who, receipt, &form(ask), Lang::Vi)).await;
    let refund = house.done(move |tx, _| refunds::of_receipt(tx, receipt)).await[0].id;
    leave(&house, "167.601").await;
    let there = (text::move_too_much(Lang::En, "99,999\u{a0}₫"), "method");
    let body = "held=100000&reason=Tr%E1%BA%A3+l%E1%BA%A1i&method=cash";
    assert_eq!(house.refused(move |tx, who| acts::give_back(tx, who, id, &form(body), Lang::Vi)).await, there);
    assert_eq!(house.refused(move |tx, who| undo::pay(tx, who, refund, &form("method=cash"), Lang::Vi)).await, there);
    assert_eq!((held(&house, id).await, in_drawer(&house).await), (100_000, 99_999));
    let way = "held=100000&reason=Tr%E1%BA%A3+l%E1%BA%A1i&method=transfer&reference=FT5";
    assert!(
        house.done(move |tx, who| acts::give_back(tx, who, id, &form(way), Lang::Vi)).await,
        "not out of the drawer"
    );
    house
        .done(|tx, who| {
            crate::session::acts::move_cash(tx, who, &form("kind=in&amount=1&reason=Tr%E1%BA%A3+l%E1%BA%A1i"), Lang::Vi)
        })
        .await;
    house.done(move |tx, who| undo::pay(tx, who, refund, &form("method=cash"), Lang::Vi)).await;
    assert_eq!(in_drawer(&house).await, 0);
    agrees(&house).await;
}

#[tokio::test]
async fn two_payouts_at_once_do_not_both_find_the_same_notes() {
    let house = House::open().await;
    let ids = [take(&house, TAKEN).await, take(&house, TAKEN).await];
    leave(&house, "50.000").await;
    let mut tries = tokio::task::JoinSet::new();
    for id in ids {
        let db = house.db.clone();
        tries.spawn(async move {
            let body = "held=100000&reason=Tr%E1%BA%A3+l%E1%BA%A1i&method=cash";
            db.write_locked(move |tx| acts::give_back(tx, &who(), id, &form(body), Lang::Vi)).await
        });
    }
    assert_eq!(tries.join_all().await.iter().filter(|each| each.is_ok()).count(), 1);
    assert_eq!(in_drawer(&house).await, 50_000);
    agrees(&house).await;
}
