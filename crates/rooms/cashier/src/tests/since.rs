//! What became of what was billed: told at its receipt and its bill, in its documents and its sums.

use super::back::{WHY, ask, come_back, goods, refunds};
use super::money::{second, with_second};
use super::*;
use crate::{einvoice, undo};
use papers::refund;

/// The day's first 100.000 of a bill of 167.600, of which 7.600 come back then.
async fn set_off(house: &House, visit: VisitId) -> ReceiptId {
    let part = Asked::read(&form("method=cash&due=167600&amount=100.000&tendered=100.000&float=0"), Lang::Vi).unwrap();
    let receipt = pay(house, visit, part).await;
    assert_eq!(come_back(house, visit, 9_500).await, 0);
    assert_eq!(due(house, visit).await, 60_000);
    receipt
}

#[tokio::test]
async fn a_printed_receipt_tells_what_became_of_it() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let part = Asked::read(&form("method=cash&due=167600&amount=160.000&tendered=160.000&float=0"), Lang::Vi).unwrap();
    let receipt = pay(&house, visit, part).await;
    let told = |house: &House| {
        let db = house.db.clone();
        async move {
            let since = db.read(move |tx| papers::receipt::since(tx, receipt)).await.unwrap();
            let mut facts = serde_json::json!({});
            since.tell(&mut facts, Lang::En, &zone());
            let told = |key: &str| facts.get(key).map(|fact| fact.as_str().map_or(fact.to_string(), str::to_owned));
            ["void", "stamp", "refunds", "set_off"].map(|key| told(key).unwrap_or_default())
        }
    };
    assert_eq!(told(&house).await, ["false", "", "", ""]);
    come_back(&house, visit, 9_500).await;
    assert_eq!(told(&house).await, ["false", "", "", "−7,600\u{a0}₫"]);
    let bill = house.done(move |tx, who| seen::bill(tx, who, visit)).await;
    assert!(bill.open.is_closed());
    let back = &bill.went_back[0];
    assert_eq!((back.set_off.minor(), back.amount.minor()), (7_600, 7_600), "the closed bill says what closed it");
    for (amount, stamp, slips) in [("100.000", "PARTLY REFUNDED", 1), ("60.000", "REFUNDED", 2)] {
        ask(&house, receipt, amount).await.unwrap();
        let last = refunds(&house, receipt).await.last().unwrap().id;
        house.done(move |tx, who| undo::acts::pay(tx, who, last, &form("method=cash"), Lang::Vi)).await;
        let found = told(&house).await;
        assert_eq!(found[1], stamp);
        assert_eq!(found[2].matches("PC26-00000").count(), slips, "{}", found[2]);
        assert!(found[2].contains("PC26-000001 · 24/11/2026") && found[2].contains("−100,000"), "{}", found[2]);
    }
}

#[tokio::test]
async fn what_comes_back_says_at_its_receipt_where_its_money_stands() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    come_back(&house, visit, 2_500).await;
    let back = |house: &House| {
        let db = house.db.clone();
        async move {
            let rows = db.read(move |tx| Ok(undo::store::went_back(tx, receipt)?)).await.unwrap();
            let row = &rows[0];
            (row.quantity, row.waiting.minor(), row.paid.minor(), row.number)
        }
    };
    assert_eq!(back(&house).await, (Quantity::from_milli(2_500), 2_000, 0, 0));
    let id = refunds(&house, receipt).await[0].id;
    house.done(move |tx, who| undo::acts::pay(tx, who, id, &form("method=cash"), Lang::Vi)).await;
    assert_eq!(back(&house).await, (Quantity::from_milli(2_500), 0, 2_000, 1));
    let (_, slip) = house.done(move |tx, who| papers::payout::of_refund(tx, who, id)).await.unwrap();
    assert_eq!(slip.item_vi, "Paracetamol 500 mg", "its slip names what came back");
    let paid = house.done(|tx, who| Ok(undo::paid::latest(tx, who)?)).await;
    assert_eq!(paid[0].of_vi, "Paracetamol 500 mg", "and so does the list");
}

#[tokio::test]
async fn what_nobody_said_no_to_is_called_off_and_what_somebody_refused_is_listed() {
    let house = House::open().await;
    with_second(&house).await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    come_back(&house, visit, 2_500).await;
    assert!(house.done(move |tx, who| refund::stays(tx, who, goods(visit), Quantity::from_milli(2_500), WHY)).await);
    let called_off = &refunds(&house, receipt).await[0];
    assert_eq!(called_off.shown(Lang::En).2, text::refund_called_off(Lang::En));
    ask(&house, receipt, "1.000").await.unwrap();
    let own = refunds(&house, receipt).await[1].id;
    house.done(move |tx, who| undo::acts::withdraw(tx, who, own)).await;
    assert!(house.done(undo::store::refused).await.is_empty(), "nobody refused anything");
    ask(&house, receipt, "1.000").await.unwrap();
    let asked = refunds(&house, receipt).await[2].id;
    let why = "refusal_reason=Ch%C6%B0a+%C4%91%E1%BB%A7+gi%E1%BA%A5y";
    house.done(move |tx, _| undo::acts::refuse(tx, &second(), asked, &form(why), Lang::Vi)).await;
    let refused = house.done(undo::store::refused).await;
    assert_eq!(refused.iter().map(|each| each.id).collect::<Vec<_>>(), [asked]);
    assert!(refused[0].decided_at.is_some() && refused[0].refused_reason.contains("giấy"));
    let past =
        house.act(move |tx, _| Ok(tx.run("UPDATE refund SET called_off = TRUE WHERE id = $1", &[&asked])?)).await;
    assert!(past.is_err(), "what was decided does not change");
}

#[tokio::test]
async fn an_act_of_a_closed_discounted_bill_of_which_nothing_is_paid_is_taken_back_with_its_discount() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    discount(&house, visit, "amount=10%25&reason=Nh%C3%A2n+vi%C3%AAn").await.unwrap();
    house
        .done(move |tx, who| {
            let (patient, bill, _) = crate::bill::lock(tx, who, visit)?;
            paying::close_bill(tx, who, (visit, patient), &bill)
        })
        .await;
    let own = "SELECT amount_vnd - discount_vnd FROM charge WHERE source_kind = 'medicine'";
    let (before, own) = (due(&house, visit).await, house.count(own).await);
    assert!(house.done(move |tx, who| refund::take_back(tx, who, goods(visit), WHY)).await);
    assert_eq!(due(&house, visit).await, before - own, "what was taken off it falls with it");
    let seen = Source { kind: SourceKind::Consultation, id: visit.raw() };
    assert!(house.done(move |tx, who| refund::take_back(tx, who, seen, WHY)).await);
    assert_eq!((due(&house, visit).await, house.count("SELECT COUNT(*) FROM refund").await), (0, 0));
}

#[tokio::test]
async fn a_payment_after_something_was_set_off_is_shared_out_over_what_is_left() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    set_off(&house, visit).await;
    pay(&house, visit, cash(60_000, 60_000)).await;
    let of_medicines = "SELECT COALESCE(SUM(s.amount_vnd), 0) FROM payment_share s WHERE s.service_group <> 'consultation' \
         AND s.payment_id = (SELECT MAX(id) FROM payment)";
    assert_eq!(house.count(of_medicines).await, 0, "what was set off is paid by nobody");
    assert_eq!(house.count("SELECT SUM(taken_vnd) FROM takings").await, 160_000);
}

#[tokio::test]
async fn an_agreed_bill_stays_agreed_when_something_of_it_is_set_off() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let agreed = "due=167600&replaces=&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-10&debt_amount_1=";
    house.done(move |tx, who| crate::debt::acts::agree(tx, who, visit, &form(agreed), Lang::Vi)).await;
    set_off(&house, visit).await;
    let head = house.done(move |tx, who| seen::head(tx, who, visit)).await;
    assert!(head.owes && head.due == dong(60_000));
    pay(&house, visit, cash(60_000, 60_000)).await;
    assert_eq!(due(&house, visit).await, 0);
}

#[tokio::test]
async fn what_was_set_off_adjusts_the_e_invoice_once_and_none_that_never_was() {
    let house = House::open().await;
    let untold = |house: &House| {
        let db = house.db.clone();
        async move { db.read(|tx| Ok(einvoice::store::untold(tx)?)).await.unwrap() }
    };
    let before = billed(&house, MINH).await;
    set_off(&house, before).await;
    assert!(untold(&house).await.is_empty(), "its invoice was told to nobody");
    const FILES: &str = "INSERT INTO einvoice_provider (branch_id, kind, form, series, register_code, url, login, secret) \
         VALUES (1, 'file', '1/001', 'C26MKH', '', '', '', '')";
    house.done(|tx, _| Ok(tx.run(FILES, &[])?)).await;
    let visit = billed(&house, HUONG).await;
    set_off(&house, visit).await;
    for _ in 0..2 {
        for of in untold(&house).await {
            house.done(move |tx, _| einvoice::acts::of_set_off(tx, of)).await;
        }
        let told = "SELECT SUM(amount_vnd) FROM einvoice WHERE kind = 'refund'";
        assert_eq!((house.count("SELECT COUNT(*) FROM einvoice").await, house.count(told).await), (2, -7_600));
    }
}
