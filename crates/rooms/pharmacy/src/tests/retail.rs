//! The counter: what is sold, to whom, from which batches, and that it can be taken back exactly.

use super::*;
use crate::retail::basket::Hindrance;
use crate::retail::{acts as counter, basket, store as sold};
use bricks::id::RetailSaleId;
use ground::web::Form;
use papers::retail;

const BAR: &str = "UPDATE medicine SET barcode = '08934567890120' WHERE id = 61";

fn form(body: &str) -> Form {
    Form::parse(body.as_bytes()).unwrap()
}

async fn put(house: &House, body: &'static str) -> Result<(), Stop> {
    house.act(move |tx, who| counter::add(tx, who, &form(body), Lang::En)).await
}

async fn scan(house: &House, code: &'static str) -> Result<(), Stop> {
    let typed = Form::parse(format!("scan={code}").as_bytes()).unwrap();
    house.act(move |tx, who| counter::scan(tx, who, &typed)).await
}

async fn scan_refused(house: &House, code: &'static str) -> (String, &'static str) {
    let typed = Form::parse(format!("scan={code}").as_bytes()).unwrap();
    house.refused(move |tx, who| counter::scan(tx, who, &typed)).await
}

async fn seen(house: &House) -> String {
    house.done(|tx, who| basket::load(tx, who, None)).await.seen
}

async fn sell(house: &House, more: &str) -> Result<RetailSaleId, Stop> {
    let typed = Form::parse(format!("seen={}{more}", seen(house).await).as_bytes()).unwrap();
    house.act(move |tx, who| counter::sell(tx, who, &typed, Lang::En)).await
}

async fn take_back(house: &House, sale: RetailSaleId) -> Result<(), Stop> {
    house.act(move |tx, who| counter::take_back(tx, who, sale, &form("reason=ghi+nham"), Lang::En)).await
}

#[tokio::test]
async fn a_buyer_without_a_name_takes_the_earliest_batches_and_owes_their_price() {
    let house = House::open().await;
    let late = house.received("L2", add_days(today(), 300), 50).await;
    let early = house.received("L1", add_days(today(), 40), 4).await;
    put(&house, "medicine=61&quantity=6").await.unwrap();
    let page = house.done(|tx, who| basket::load(tx, who, None)).await;
    assert_eq!(page.hindrance(), None);
    assert_eq!(page.total().minor(), 3_000);
    let sale = sell(&house, "").await.unwrap();
    assert_eq!((holds(&house, early).await, holds(&house, late).await), (0, 48));
    let found = house.done(move |tx, who| sold::sale(tx, who.branch, sale)).await;
    assert_eq!((found.unnamed, found.due.minor(), found.ticket_number), (true, 3_000, 1));
    let facts = house.done(move |tx, who| papers::journey::facts_of(tx, who.branch, found.visit)).await;
    assert_eq!(facts.station(), Station::Cashier);
    assert_eq!(house.count("SELECT COUNT(*) FROM charge").await, 1, "one charge however many batches");
    assert_eq!(house.count("SELECT COUNT(*) FROM retail_basket").await, 0);
    the_books_agree(&house).await;
}

#[tokio::test]
async fn a_second_sale_uses_the_same_counter_and_the_next_ticket() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 40), 20).await;
    for number in 1..=2 {
        put(&house, "medicine=61&quantity=1").await.unwrap();
        let sale = sell(&house, "").await.unwrap();
        let found = house.done(move |tx, who| sold::sale(tx, who.branch, sale)).await;
        assert_eq!((found.ticket_prefix.as_str(), found.ticket_number), ("BL", number));
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM retail_counter").await, 1);
    // Sold apart, a medicine has its rate; within a treatment it is not subject to the tax.
    let taxed = "SELECT COUNT(*) FROM charge WHERE service_group = 'retail' AND vat_basis_points = 500";
    assert_eq!(house.count(taxed).await, 2);
    assert_eq!(
        house.count("SELECT COUNT(*) FROM patient_word w JOIN retail_counter c ON c.buyer_id = w.patient_id").await,
        0
    );
}

#[tokio::test]
async fn what_needs_a_prescription_or_is_controlled_is_refused_at_the_search_the_scanner_and_the_sale() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 40), 20).await;
    put(&house, "medicine=61&quantity=2").await.unwrap();
    let seen = seen(&house).await;
    for change in [
        "UPDATE medicine SET prescription_only = TRUE, barcode = '08934567890120' WHERE id = 61",
        "UPDATE medicine SET prescription_only = FALSE, controlled = 'N' WHERE id = 61",
        "UPDATE medicine SET controlled = 'none', stocked = FALSE WHERE id = 61",
    ] {
        house.done(move |tx, _| Ok(tx.run(change, &[])?)).await;
        let (said, field) =
            house.refused(|tx, who| counter::add(tx, who, &form("medicine=61&quantity=1"), Lang::En)).await;
        assert_eq!((said.contains("NOT FOR RETAIL"), field), (true, "medicine"), "{said}");
        assert_eq!(scan_refused(&house, "8934567890120").await.1, "scan");
        let typed = Form::parse(format!("seen={seen}").as_bytes()).unwrap();
        let (said, _) = house.refused(move |tx, who| counter::sell(tx, who, &typed, Lang::En)).await;
        assert!(said.contains("prescription"), "{said}");
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM retail_sale").await, 0);
    the_books_agree(&house).await;
}

#[tokio::test]
async fn a_searched_medicine_that_needs_a_prescription_is_told_so_and_not_as_unknown() {
    let house = House::open().await;
    const WORD: &str = "INSERT INTO catalog_word (kind, word, item, rank) SELECT 'medicine', 'zzsearched', code, 1 FROM medicine WHERE id = 61";
    house.done(|tx, _| Ok(tx.run_one(WORD, &[])?)).await;
    let found = |house: &House| {
        let db = house.db.clone();
        async move { db.read(|tx| Ok(sold::find(tx, &who_of(BRANCH), "zzsearch")?)).await.unwrap() }
    };
    assert!(found(&house).await[0].sold_freely);
    house.done(|tx, _| Ok(tx.run("UPDATE medicine SET prescription_only = TRUE WHERE id = 61", &[])?)).await;
    let told = found(&house).await;
    assert_eq!((told.len(), told[0].sold_freely), (1, false), "found, and said to need a prescription");
}

#[tokio::test]
async fn a_scanned_pack_comes_from_its_own_batch_and_a_wrong_one_is_refused_loudly() {
    let house = House::open().await;
    house.done(|tx, _| Ok(tx.run(BAR, &[])?)).await;
    let early = house.received("EARLY", add_days(today(), 40), 5).await;
    let own = house.received("OWN", add_days(today(), 300), 5).await;
    let gone = house.received("GONE", today(), 5).await;
    for _ in 0..2 {
        scan(&house, "010893456789012010OWN").await.unwrap();
    }
    scan(&house, "8934567890120").await.unwrap();
    let page = house.done(|tx, who| basket::load(tx, who, None)).await;
    let takes: Vec<_> = page.lines.iter().map(|line| (line.takes[0].batch, line.of.quantity)).collect();
    assert_eq!(takes, [(own, Quantity::whole(2)), (gone, Quantity::whole(1))], "the bare code goes by expiry");
    let (said, field) = scan_refused(&house, "010893456789012010NONE").await;
    assert_eq!((said.contains("WRONG BATCH"), field), (true, "scan"), "{said}");
    let (said, _) = scan_refused(&house, "01089345678901201727010110OWN").await;
    assert!(said.contains("EXPIRY"), "{said}");
    assert_eq!(scan_refused(&house, "4006381333931").await.0, text::scan_unknown(Lang::En, "04006381333931"));
    assert_eq!(scan_refused(&house, "hello").await.1, "scan");
    house.clock.advance_minutes(24 * 60);
    assert!(scan_refused(&house, "010893456789012010GONE").await.0.contains("EXPIRED"));
    assert_eq!(holds(&house, early).await, 5);
}

#[tokio::test]
async fn amounts_that_cannot_be_sold_are_refused_at_their_field() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 40), 20).await;
    for quantity in ["0.333", "-1", "1000000000000", "0", "abc", "", "0,5"] {
        let typed = Form::parse(format!("medicine=61&quantity={quantity}").as_bytes()).unwrap();
        let (_, field) = house.refused(move |tx, who| counter::add(tx, who, &typed, Lang::En)).await;
        assert_eq!(field, "quantity", "{quantity}");
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM retail_basket").await, 0);
    put(&house, "medicine=61&quantity=1000").await.unwrap();
    assert!(put(&house, "medicine=61&quantity=1").await.is_err(), "no more than a thousand at once");
    let page = house.done(|tx, who| basket::load(tx, who, None)).await;
    assert_eq!((page.hindrance(), page.lines[0].missing), (Some(Hindrance::Short), Quantity::whole(980)));
    let typed = Form::parse(format!("seen={}", page.seen).as_bytes()).unwrap();
    let (said, _) = house.refused(move |tx, who| counter::sell(tx, who, &typed, Lang::En)).await;
    assert!(said.contains("Nothing was sold"), "{said}");
    the_books_agree(&house).await;
}

#[tokio::test]
async fn another_basket_than_was_seen_is_not_sold_and_an_empty_one_never() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 40), 20).await;
    assert!(sell(&house, "").await.is_err());
    put(&house, "medicine=61&quantity=1").await.unwrap();
    let before = seen(&house).await;
    for change in
        ["UPDATE medicine SET price_vnd = 600 WHERE id = 61", "UPDATE retail_basket SET quantity_milli = 9000"]
    {
        house.done(move |tx, _| Ok(tx.run(change, &[])?)).await;
        let typed = Form::parse(format!("seen={before}").as_bytes()).unwrap();
        let (said, _) = house.refused(move |tx, who| counter::sell(tx, who, &typed, Lang::En)).await;
        assert_eq!(said, text::retail_basket_changed(Lang::En));
    }
}

#[tokio::test]
async fn a_sale_is_taken_back_exactly_once_and_not_from_a_bill_that_can_no_longer_be_changed() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 40), 20).await;
    put(&house, "medicine=61&quantity=3").await.unwrap();
    let sale = sell(&house, "").await.unwrap();
    assert_eq!(holds(&house, batch).await, 17);
    assert!(house.act(move |tx, who| retail::take_back(tx, who, sale, " ")).await.is_err(), "a reason is needed");
    take_back(&house, sale).await.unwrap();
    assert_eq!((holds(&house, batch).await, house.count("SELECT COUNT(*) FROM charge").await), (20, 0));
    assert!(take_back(&house, sale).await.is_err());
    put(&house, "medicine=61&quantity=3").await.unwrap();
    let paid = sell(&house, "").await.unwrap();
    house.done(|tx, _| Ok(tx.run("UPDATE charge SET invoice_id = 1", &[])?)).await;
    let (said, _) =
        house.refused(move |tx, who| counter::take_back(tx, who, paid, &form("reason=ghi+nham"), Lang::En)).await;
    assert_eq!(said, papers::text::retail_paid(Lang::En), "nothing of its bill is paid, and it cannot be changed");
    assert_eq!(holds(&house, batch).await, 17);
    let elsewhere = house.db.write_locked(move |tx| retail::take_back(tx, &who_of(OTHER_BRANCH), paid, "x")).await;
    assert!(matches!(elsewhere, Err(Stop::Missing)));
}

#[tokio::test]
async fn a_patient_who_buys_is_asked_about_by_the_rules_and_a_stop_needs_a_reason() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 40), 20).await;
    let patient = HUONG.raw();
    house
        .done(move |tx, _| {
            tx.run("UPDATE medicine SET code = 'paracetamol_500_tab' WHERE id = 61", &[])?;
            const ALLERGY: &str = "INSERT INTO patient_allergy (patient_id, allergen, reaction, severity, recorded_at, recorded_by) \
                 VALUES ($1, 'ingredient:paracetamol', '', 'severe', 0, 11)";
            Ok(tx.run(ALLERGY, &[&patient])?)
        })
        .await;
    put(&house, "medicine=61&quantity=1").await.unwrap();
    let page = house.done(|tx, who| basket::load(tx, who, Some(HUONG))).await;
    let (_, checked) = page.buyer.as_ref().unwrap();
    assert!(!checked.open_stops().is_empty(), "{:?}", checked.outcome);
    let refused = sell(&house, &format!("&patient={patient}")).await;
    assert!(matches!(refused, Err(Stop::Refused(r)) if r.fields.iter().any(|f| f.field == "override_reason")));
    let short = sell(&house, &format!("&patient={patient}&override_reason=x")).await;
    assert!(matches!(short, Err(Stop::Refused(r)) if r.fields.iter().any(|f| f.field == "override_reason")));
    let sale = sell(&house, &format!("&patient={patient}&override_reason=asked")).await.unwrap();
    let found = house.done(move |tx, who| sold::sale(tx, who.branch, sale)).await;
    assert_eq!((found.unnamed, found.override_reason.as_str()), (false, "asked"));
    let strangers = Form::parse(b"patient=33&seen=").unwrap();
    let elsewhere = house.act(move |tx, who| counter::sell(tx, who, &strangers, Lang::En)).await;
    assert!(matches!(elsewhere, Err(Stop::Missing)), "{elsewhere:?}");
}
