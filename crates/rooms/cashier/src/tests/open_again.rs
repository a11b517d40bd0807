//! A bill of which nothing is paid is open again: after a void, when an agreement ends, when a charge is taken back.

use super::payers::{agrees, choose, insured};
use super::*;
use crate::debt::acts as debts;
use crate::payers::acts as payers;
use crate::undo::acts as undo;
use bricks::id::ServiceId;
use papers::order::{self, NewOrder};

async fn void(house: &House, receipt: ReceiptId) {
    house
        .done(move |tx, who| {
            undo::void(tx, who, receipt, &form("void_reason=Nh%E1%BA%A7m+ng%C6%B0%E1%BB%9Di"), Lang::Vi)
        })
        .await;
}

async fn agree(house: &House, visit: VisitId, due: i64) {
    let body =
        format!("due={due}&replaces=&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-10&debt_amount_1=");
    house.done(move |tx, who| debts::agree(tx, who, visit, &form(&body), Lang::Vi)).await;
}

async fn end(house: &House, visit: VisitId) {
    house
        .done(move |tx, who| {
            let id = papers::debt::of_visit(tx, visit)?.ok_or(Stop::Missing)?.debt.id;
            debts::end(tx, who, visit, &form(&format!("debt={id}")), Lang::Vi)
        })
        .await;
}

async fn open_lines(house: &House, visit: VisitId) -> usize {
    house.done(move |tx, _| Ok(charge::open_charges(tx, visit)?)).await.len()
}

#[tokio::test]
async fn a_bill_whose_only_receipt_is_voided_takes_another_payer_and_discount_and_is_paid_anew() {
    let (house, visit) = insured().await;
    discount(&house, visit, "amount=7.601&reason=Kh%C3%A1ch+quen").await.unwrap();
    let wrong = pay(&house, visit, cash(400_000, 400_000)).await;
    void(&house, wrong).await;
    assert_eq!((open_lines(&house, visit).await, due(&house, visit).await), (2, 400_000), "with its discount");
    agrees(&house).await;
    let off = house.done(move |tx, _| Ok(crate::discount::store::open(tx, visit)?)).await;
    let id = off[0].id;
    house.done(move |tx, who| off::remove_discount(tx, who, visit, Some(id))).await;
    choose(&house, visit, "plan=95&card=DN4797512345678").await.unwrap();
    assert_eq!(due(&house, visit).await, 81_520);
    let right = pay(&house, visit, cash(81_520, 81_520)).await;
    assert_eq!(house.count("SELECT amount_vnd FROM claim").await, 326_081);
    agrees(&house).await;
    // Insured, voided and paid again it is claimed once.
    void(&house, right).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM claim").await, 0);
    agrees(&house).await;
    let last = pay(&house, visit, cash(81_520, 81_520)).await;
    assert_eq!(printed(&house, last).await.number, "PT26-000003");
    assert_eq!((house.count("SELECT COUNT(*) FROM claim").await, due(&house, visit).await), (1, 0));
    assert_eq!(house.count("SELECT SUM(amount_vnd) FROM payment").await, 81_520);
    agrees(&house).await;
}

#[tokio::test]
async fn a_bill_that_others_bear_whole_is_open_again_too() {
    let (house, visit) = insured().await;
    house.done(|tx, _| Ok(tx.run("UPDATE low_cost_rule SET base_salary_vnd = 2800000", &[])?)).await;
    choose(&house, visit, "plan=95&card=DN4797512345678").await.unwrap();
    let receipt = pay(&house, visit, cash(0, 0)).await;
    void(&house, receipt).await;
    assert_eq!(open_lines(&house, visit).await, 2);
    house.done(move |tx, who| payers::remove(tx, who, visit, &form("position=1"))).await;
    assert_eq!(due(&house, visit).await, 407_601);
    agrees(&house).await;
}

#[tokio::test]
async fn what_is_claimed_already_and_what_is_paid_in_part_stay_closed() {
    let (house, visit) = insured().await;
    choose(&house, visit, "plan=95&card=DN4797512345678").await.unwrap();
    let receipt = pay(&house, visit, cash(81_520, 81_520)).await;
    house.done(|tx, _| Ok(tx.run("UPDATE claim SET state = 'sent', sent_at = 0, sent_by = 11", &[])?)).await;
    void(&house, receipt).await;
    assert_eq!((open_lines(&house, visit).await, due(&house, visit).await), (0, 81_520));
    agrees(&house).await;
    let other = billed(&house, MINH).await;
    let half = |seen: i64| {
        let (method, reference) = (Method::Cash, String::new());
        let how = How::One { method, amount: Some(dong(100_000)), tendered: Some(dong(100_000)), reference };
        Asked { seen_due: Some(dong(seen)), how, opening: float(0), payer: None }
    };
    let first = pay(&house, other, half(407_601)).await;
    let second = pay(&house, other, half(307_601)).await;
    void(&house, second).await;
    assert_eq!(open_lines(&house, other).await, 0, "the first receipt stands");
    void(&house, first).await;
    assert_eq!((open_lines(&house, other).await, due(&house, other).await), (2, 407_601));
    agrees(&house).await;
}

#[tokio::test]
async fn an_agreement_that_ends_opens_the_bill_unless_something_of_it_is_paid() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    agree(&house, visit, 167_600).await;
    assert_eq!(open_lines(&house, visit).await, 0);
    end(&house, visit).await;
    assert_eq!((open_lines(&house, visit).await, due(&house, visit).await), (2, 167_600));
    discount(&house, visit, "amount=7.600&reason=Kh%C3%A1ch+quen").await.unwrap();
    agree(&house, visit, 160_000).await;
    let (method, reference) = (Method::Cash, String::new());
    let how = How::One { method, amount: Some(dong(1_000)), tendered: Some(dong(1_000)), reference };
    pay(&house, visit, Asked { seen_due: Some(dong(160_000)), how, opening: float(0), payer: None }).await;
    end(&house, visit).await;
    assert_eq!((open_lines(&house, visit).await, due(&house, visit).await), (0, 159_000));
    agrees(&house).await;
}

#[tokio::test]
async fn what_was_not_done_after_all_comes_off_an_agreed_bill_while_nothing_of_it_is_paid() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    agree(&house, visit, 167_600).await;
    let source = Source { kind: SourceKind::Medicine, id: visit.raw() };
    assert!(house.done(move |tx, who| charge::take_back(tx, who, source)).await);
    assert_eq!(
        (open_lines(&house, visit).await, due(&house, visit).await),
        (0, 160_000),
        "it is no more to be changed"
    );
    let standing = house.done(move |tx, who| papers::journey::facts_of(tx, who.branch, visit)).await;
    assert_eq!(standing.station(), Station::Owes, "the rest stays agreed");
    agrees(&house).await;
    pay(&house, visit, cash(160_000, 160_000)).await;
    let source = Source { kind: SourceKind::Consultation, id: visit.raw() };
    assert!(!house.done(move |tx, who| charge::take_back(tx, who, source)).await, "it is paid");
}

#[tokio::test]
async fn what_is_paid_first_is_begun_while_an_agreement_stands_and_not_for_an_invoice_of_which_nothing_is_paid() {
    let house = House::open().await;
    let visit = house.in_room(HUONG).await;
    let test = ServiceId::from_raw(42);
    let order = house
        .done(move |tx, who| {
            tx.run("UPDATE service SET pay_first = TRUE WHERE id = 42", &[])?;
            tx.run(
                "INSERT INTO service_price (service_id, from_day, price_vnd) VALUES (42, '2026-01-01', 90000)",
                &[],
            )?;
            let new = NewOrder { service: test, urgent: false, question: String::new(), fasting: false };
            let order = order::place(tx, who, visit, &new)?;
            let source = Source { kind: SourceKind::Order, id: order.raw() };
            charge::post_service(tx, who, (visit, HUONG), source, test)?;
            Ok(order)
        })
        .await;
    let unpaid = papers::text::order_unpaid(Lang::En);
    let start = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| order::start(tx, who, order);
    assert_eq!(house.refused(start).await.0, unpaid);
    agree(&house, visit, 90_000).await;
    let begun = house.act(move |tx, who| order::start(tx, who, order).and(Err::<(), _>(Stop::Missing))).await;
    assert!(matches!(begun, Err(Stop::Missing)), "begun, and taken back by this test");
    house.done(|tx, _| Ok(tx.run("UPDATE debt SET ended_at = 0, ended_by = 11", &[])?)).await;
    assert_eq!(house.refused(start).await.0, unpaid, "its invoice stands, and nothing of it is paid");
    pay(&house, visit, cash(90_000, 90_000)).await;
    house.done(start).await;
}

#[tokio::test]
async fn an_agreed_bill_that_insurers_share_is_closed_again_with_what_they_bear_of_the_rest() {
    let (house, visit) = insured().await;
    choose(&house, visit, "plan=95&card=DN4797512345678").await.unwrap();
    agree(&house, visit, 81_520).await;
    // What was charged later is on an invoice of its own, and stays there.
    house.done(move |tx, who| charge::post(tx, who, &medicine(visit, HUONG, 77))).await;
    let later = due(&house, visit).await;
    let old = house.done(move |tx, _| Ok(papers::debt::of_visit(tx, visit)?)).await.unwrap().debt.id;
    let body = format!(
        "due={later}&replaces={old}&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-10&debt_amount_1="
    );
    house.done(move |tx, who| debts::agree(tx, who, visit, &form(&body), Lang::Vi)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM invoice").await, 2);
    let source = Source { kind: SourceKind::Medicine, id: 77 };
    house.done(move |tx, who| charge::lower(tx, who, source, bricks::quantity::Quantity::whole(1))).await.unwrap();
    assert_eq!(open_lines(&house, visit).await, 0);
    assert_eq!(house.count("SELECT COUNT(DISTINCT invoice_id) FROM charge").await, 2, "the other invoice is untouched");
    let source = Source { kind: SourceKind::Medicine, id: visit.raw() };
    assert!(house.done(move |tx, who| charge::take_back(tx, who, source)).await);
    assert_eq!(open_lines(&house, visit).await, 0);
    let borne = "SELECT SUM(first_vnd + second_vnd) - (SELECT SUM(amount_vnd) FROM claim) FROM charge";
    assert_eq!(house.count(borne).await, 0, "what is claimed is what is borne");
    agrees(&house).await;
}
