//! Money of what was paid and is not given, or came back and did not: asked for in the same step, and undone exactly.

use super::*;
use crate::load::handing_page;
use crate::{acts_back, review, store_given};
use bricks::id::DispenseId;

async fn run(house: &House, statements: &'static [&'static str]) {
    house
        .done(move |tx, _| {
            for sql in statements {
                tx.run(sql, &[])?;
            }
            Ok(())
        })
        .await;
}

/// What the cashier does with the whole bill.
async fn paid(house: &House) {
    const PAID: &[&str] = &[
        "INSERT INTO invoice (id, branch_id, visit_id, patient_id, charged_vnd, discount_vnd, discount_reason, total_vnd, due_vnd, issued_at, issued_by) \
         SELECT 1, 1, visit_id, MIN(patient_id), SUM(amount_vnd), 0, '', SUM(amount_vnd), 0, 0, 11 FROM charge GROUP BY visit_id",
        "UPDATE charge SET invoice_id = 1",
        "UPDATE visit SET due_vnd = 0",
        "INSERT INTO cash_session (id, branch_id, day, drawer, float_vnd, opened_at, opened_by) VALUES (903, 1, '2026-11-24', 1, 0, 0, 11)",
        "INSERT INTO receipt (id, branch_id, series, number, invoice_id, visit_id, patient_id, total_vnd, printed, issued_at, issued_by) \
         SELECT 902, 1, 'PT26', 1, id, visit_id, patient_id, total_vnd, '{}', 0, 11 FROM invoice",
        "INSERT INTO payment (id, branch_id, session_id, receipt_id, invoice_id, day, method, amount_vnd, tendered_vnd, change_vnd, reference, paid_at, taken_by) \
         SELECT 901, 1, 903, 902, id, '2026-11-24', 'cash', total_vnd, total_vnd, 0, '', 0, 11 FROM invoice",
    ];
    run(house, PAID).await;
}

/// A prescription of ten tablets of 500 ₫, reviewed where medicines are paid first.
async fn reviewed(house: &House) -> PrescriptionId {
    house.received("L1", add_days(today(), 300), 50).await;
    let (_, id) = issued(house, HUONG, &[PARACETAMOL]).await;
    let first = Form::parse(b"medicines_pay_first=yes").unwrap();
    house.done(move |tx, who| review::set_pays_first(tx, who, &first)).await;
    let form = proposed(house, id, &[]).await;
    house.done(move |tx, who| review::review(tx, who, id, &form, Lang::En)).await;
    id
}

/// Gives so much of the line and says what becomes of the rest.
async fn give(house: &House, id: PrescriptionId, take: &str, rest: &str) {
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    let (line, batch) = (page.lines[0].line.id, page.lines[0].batches[0].batch);
    let body =
        format!("explained=yes&version={}&{}={take}&rest-{line}={rest}", page.head.version, input_name(line, batch));
    dispense(house, id, Form::parse(body.as_bytes()).unwrap()).await.unwrap();
}

async fn handing(house: &House, id: PrescriptionId) -> DispenseId {
    house.done(move |tx, _| Ok(store_given::handings(tx, id)?)).await.last().unwrap().id
}

async fn undo(house: &House, id: PrescriptionId) {
    let handing = handing(house, id).await;
    let form = Form::parse(b"reason=ghi+nham").unwrap();
    house.done(move |tx, who| acts_back::undo(tx, who, handing, &form, Lang::En)).await;
}

const OPEN: &str = "SELECT CAST(COALESCE(SUM(amount_vnd), 0) AS BIGINT) FROM refund WHERE state = 'approved'";
const PROMISED: &str = "SELECT refunded_vnd FROM invoice";
const BACK: &str = "SELECT back_vnd FROM charge";

#[tokio::test]
async fn what_was_paid_first_and_is_declined_is_asked_back_in_the_same_step() {
    let house = House::open().await;
    let id = reviewed(&house).await;
    paid(&house).await;
    give(&house, id, "6", "has_some").await;
    assert_eq!([house.count(OPEN).await, house.count(PROMISED).await, house.count(BACK).await], [2_000; 3]);
    assert_eq!(house.count("SELECT given_milli * 10 + withheld_milli FROM reviewed_line").await, 64_000);
    let why = "SELECT COUNT(*) FROM refund WHERE reason LIKE 'DT-%' AND charge_id IS NOT NULL";
    assert_eq!(house.count(why).await, 1, "the request says of which prescription and what");
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    assert_eq!(page.goes_back.minor(), 2_000, "the pharmacy says so");
    undo(&house, id).await;
    assert_eq!([house.count(OPEN).await, house.count(PROMISED).await, house.count(BACK).await], [0; 3]);
    give(&house, id, "10", "").await;
    assert_eq!(house.count("SELECT given_milli FROM reviewed_line").await, 10_000, "it is paid already");
}

#[tokio::test]
async fn what_was_paid_out_for_a_declined_part_is_put_on_a_bill_anew() {
    let house = House::open().await;
    let id = reviewed(&house).await;
    paid(&house).await;
    give(&house, id, "0", "not_wanted").await;
    assert_eq!(house.count(OPEN).await, 5_000);
    run(&house, &["UPDATE refund SET state = 'paid', paid_at = 1, paid_by = 11"]).await;
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    assert_eq!(page.goes_back.minor(), 0, "nobody is sent for what is paid out");
    undo(&house, id).await;
    assert_eq!(house.count(BACK).await, 5_000, "what is paid out stays so");
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    assert!(page.needs_review() && page.is_open());
    let form = proposed(&house, id, &[]).await;
    house.done(move |tx, who| review::review(tx, who, id, &form, Lang::En)).await;
    assert_eq!(house.count("SELECT due_vnd FROM visit").await, 5_000);
}

#[tokio::test]
async fn what_is_declined_before_it_is_paid_goes_off_the_bill() {
    let house = House::open().await;
    let id = reviewed(&house).await;
    give(&house, id, "0", "not_wanted").await;
    assert_eq!(house.count("SELECT due_vnd FROM visit").await + house.count("SELECT COUNT(*) FROM charge").await, 0);
    undo(&house, id).await;
    assert_eq!(house.count("SELECT due_vnd FROM visit").await, 5_000, "as it was");
    assert_eq!(house.count("SELECT withheld_milli FROM reviewed_line").await, 0);
}

/// So many tablets come back; gives the document.
async fn comes_back(house: &House, handing: DispenseId, units: &str, fate: &str) -> i64 {
    let page = house.done(move |tx, who| handing_page(tx, who, handing)).await;
    let name = acts_back::return_name(&page.given[0]);
    let form = Form::parse(format!("reason=ghi+nham&fate={fate}&{name}={units}").as_bytes()).unwrap();
    house.done(move |tx, who| acts_back::take_in(tx, who, handing, &form, Lang::Vi)).await;
    house.done(move |tx, who| handing_page(tx, who, handing)).await.returns.last().unwrap().id
}

async fn undo_return(house: &House, handing: DispenseId, document: i64) -> Result<(), Stop> {
    let form = Form::parse(b"undo_return_reason=ghi+nham").unwrap();
    house.act(move |tx, who| acts_back::undo_return(tx, who, (handing, document), &form, Lang::Vi)).await
}

#[tokio::test]
async fn a_return_that_was_typed_wrongly_is_undone_exactly() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 300), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let form = proposed(&house, id, &[]).await;
    dispense(&house, id, form).await.unwrap();
    let handing = handing(&house, id).await;
    for (units, fate, held, due) in [("4", "shelf", 44, 3_000), ("10", "destruction", 40, 0)] {
        let document = comes_back(&house, handing, units, fate).await;
        assert_eq!((holds(&house, batch).await, house.count("SELECT due_vnd FROM visit").await), (held, due));
        let silent = Form::parse(b"undo_return_reason=x").unwrap();
        let silent = house.act(move |tx, who| acts_back::undo_return(tx, who, (handing, document), &silent, Lang::Vi));
        assert!(silent.await.is_err(), "without a reason nothing is undone");
        undo_return(&house, handing, document).await.unwrap();
        assert_eq!((holds(&house, batch).await, house.count("SELECT due_vnd FROM visit").await), (40, 5_000));
        assert!(undo_return(&house, handing, document).await.is_err(), "once");
        the_books_agree(&house).await;
    }
    assert!(!house.done(move |tx, who| handing_page(tx, who, handing)).await.is_paid);
    paid(&house).await;
    let first = comes_back(&house, handing, "4", "shelf").await;
    let page = house.done(move |tx, who| handing_page(tx, who, handing)).await;
    assert!((page.is_paid, page.goes_back.minor()) == (true, 2_000), "a return is offered, and what it brings is told");
    let second = comes_back(&house, handing, "3", "shelf").await;
    assert_eq!([house.count(OPEN).await, house.count(PROMISED).await, house.count(BACK).await], [3_500; 3]);
    let page = house.done(move |tx, who| handing_page(tx, who, handing)).await;
    assert_eq!(page.goes_back.minor(), 3_500, "the pharmacy says so");
    let quantities: Vec<Quantity> = page.brought.iter().map(|(_, _, quantity)| *quantity).rev().take(2).collect();
    assert_eq!(quantities, [Quantity::whole(3), Quantity::whole(4)], "each document says what came back");
    undo_return(&house, handing, first).await.unwrap();
    assert_eq!([house.count(OPEN).await, house.count(PROMISED).await, house.count(BACK).await], [1_500; 3]);
    assert_eq!(holds(&house, batch).await, 43);
    run(&house, &["UPDATE refund SET state = 'paid', paid_at = 1, paid_by = 11 WHERE state = 'approved'"]).await;
    let refused = undo_return(&house, handing, second).await;
    assert!(matches!(refused, Err(Stop::Refused(_))), "{refused:?}");
    assert_eq!((holds(&house, batch).await, house.count(BACK).await), (43, 1_500), "nothing has changed");
    let third = comes_back(&house, handing, "1", "shelf").await;
    house.clock.advance_minutes(24 * 60);
    assert!(undo_return(&house, handing, third).await.is_err(), "on its day only");
}

#[tokio::test]
async fn a_return_is_not_undone_out_of_a_shelf_that_no_longer_holds_it() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 300), 10).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let form = proposed(&house, id, &[]).await;
    dispense(&house, id, form).await.unwrap();
    let handing = handing(&house, id).await;
    let document = comes_back(&house, handing, "4", "shelf").await;
    house.done(move |tx, who| batch::destroy(tx, who, batch, Quantity::whole(1), "TT")).await;
    let refused = undo_return(&house, handing, document).await;
    assert!(matches!(refused, Err(Stop::Refused(_))), "{refused:?}");
    assert_eq!((holds(&house, batch).await, house.count("SELECT due_vnd FROM visit").await), (3, 3_000));
}
