//! Medicines that are paid first: reviewed, on the bill, paid, given out; and the register of controlled ones.

use super::*;
use crate::{acts_back, register, review, store_given};

async fn review(house: &House, id: PrescriptionId) -> Result<(), Stop> {
    let form = proposed(house, id, &[]).await;
    house.act(move |tx, who| review::review(tx, who, id, &form, Lang::En)).await
}

async fn pays_first(house: &House) {
    let form = Form::parse(b"medicines_pay_first=yes").unwrap();
    house.done(move |tx, who| review::set_pays_first(tx, who, &form)).await;
}

async fn station(house: &House, visit: VisitId) -> Station {
    house.done(move |tx, who| papers::journey::facts_of(tx, who.branch, visit)).await.station()
}

/// What the cashier does with the whole bill, as far as the pharmacy can tell.
async fn pay(house: &House, due: i64) {
    house
        .done(move |tx, _| {
            const INVOICE: &str = "INSERT INTO invoice (id, branch_id, visit_id, patient_id, charged_vnd, discount_vnd, discount_reason, total_vnd, due_vnd, issued_at, issued_by) \
                 SELECT 900, 1, v.id, v.patient_id, 5000, 0, '', 5000, $1, 0, 11 FROM visit v LIMIT 1";
            tx.run_one(INVOICE, &[&due])?;
            tx.run("UPDATE charge SET invoice_id = 900", &[])?;
            Ok(tx.run("UPDATE visit SET due_vnd = $1", &[&due])?)
        })
        .await;
}

#[tokio::test]
async fn a_reviewed_prescription_is_given_out_when_it_is_paid_and_not_before() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 300), 50).await;
    let (visit, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    assert!(review(&house, id).await.is_err(), "the branch gives out first");
    pays_first(&house).await;
    let form = proposed(&house, id, &[]).await;
    assert_eq!(refusal(&house, id, form).await, text::review_first(Lang::En));
    assert_eq!(station(&house, visit).await, Station::Pharmacy);
    review(&house, id).await.unwrap();
    assert_eq!((holds(&house, batch).await, house.count("SELECT due_vnd FROM visit").await), (50, 5_000));
    assert_eq!(station(&house, visit).await, Station::Cashier);
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    assert!(page.waits_for_payment() && !page.needs_review());
    assert!(review(&house, id).await.is_err(), "once");
    let form = proposed(&house, id, &[]).await;
    assert_eq!(refusal(&house, id, form).await, text::not_paid(Lang::En));
    pay(&house, 2_000).await;
    let form = proposed(&house, id, &[]).await;
    assert_eq!(refusal(&house, id, form).await, text::not_paid(Lang::En), "a part is not enough");
    house.done(|tx, _| Ok(tx.run("UPDATE invoice SET due_vnd = 0", &[])?)).await;
    house.done(|tx, _| Ok(tx.run("UPDATE visit SET due_vnd = 0", &[])?)).await;
    assert_eq!(station(&house, visit).await, Station::Pharmacy);
    house.done(|tx, _| Ok(tx.run("UPDATE invoice SET refunded_vnd = 1", &[])?)).await;
    let form = proposed(&house, id, &[]).await;
    assert_eq!(refusal(&house, id, form).await, text::not_paid(Lang::En), "money was given back");
    house.done(|tx, _| Ok(tx.run("UPDATE invoice SET refunded_vnd = 0", &[])?)).await;
    let form = proposed(&house, id, &[]).await;
    dispense(&house, id, form).await.unwrap();
    assert_eq!((holds(&house, batch).await, house.count("SELECT COUNT(*) FROM charge").await), (40, 1));
    assert_eq!(station(&house, visit).await, Station::Done);
}

/// An agreement to pay the bill later, asked for and agreed to as said.
async fn debt(house: &House, visit: VisitId, (id, amount, agreed): (i64, i64, bool)) {
    house
        .done(move |tx, _| {
            const DEBT: &str = "INSERT INTO debt (id, branch_id, visit_id, amount_vnd, paid_before_vnd, reason, asked_at, asked_by, agreed_at, agreed_by) \
                 VALUES ($1, 1, $2, $3, 0, 'x', 0, 11, $4, $5)";
            let (at, by) = (agreed.then_some(1_i64), agreed.then_some(11_i64));
            Ok(tx.run_one(DEBT, &[&id, &visit, &amount, &at, &by])?)
        })
        .await;
}

#[tokio::test]
async fn what_is_agreed_to_be_paid_later_is_given_out_and_not_what_was_only_asked_has_ended_or_was_outgrown() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 300), 50).await;
    let (visit, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    pays_first(&house).await;
    review(&house, id).await.unwrap();
    pay(&house, 5_000).await;
    let refused = async || {
        let form = proposed(&house, id, &[]).await;
        assert_eq!(refusal(&house, id, form).await, text::not_paid(Lang::En));
        assert_eq!(holds(&house, batch).await, 50);
    };
    let end = async |debt: i64| {
        let ended = "UPDATE debt SET ended_at = 2, ended_by = 11 WHERE id = $1";
        house.done(move |tx, _| Ok(tx.run_one(ended, &[&debt])?)).await;
    };
    debt(&house, visit, (1, 5_000, false)).await;
    refused().await;
    end(1).await;
    debt(&house, visit, (2, 5_000, true)).await;
    end(2).await;
    refused().await;
    debt(&house, visit, (3, 4_999, true)).await;
    refused().await;
    end(3).await;
    debt(&house, visit, (4, 5_000, true)).await;
    let form = proposed(&house, id, &[]).await;
    dispense(&house, id, form).await.unwrap();
    assert_eq!(holds(&house, batch).await, 40);
}

#[tokio::test]
async fn what_was_paid_stays_paid_when_the_handing_over_is_taken_back() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 300), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    pays_first(&house).await;
    review(&house, id).await.unwrap();
    pay(&house, 0).await;
    let form = proposed(&house, id, &[]).await;
    dispense(&house, id, form).await.unwrap();
    let handing = house.done(move |tx, _| Ok(store_given::handings(tx, id)?)).await[0].id;
    let form = Form::parse(b"reason=ghi+nham").unwrap();
    house.done(move |tx, who| acts_back::undo(tx, who, handing, &form, Lang::En)).await;
    assert_eq!((holds(&house, batch).await, house.count("SELECT COUNT(*) FROM charge").await), (50, 1));
    assert_eq!(house.count("SELECT given_milli FROM reviewed_line").await, 0);
    let form = proposed(&house, id, &[]).await;
    dispense(&house, id, form).await.unwrap();
    assert_eq!((holds(&house, batch).await, house.count("SELECT COUNT(*) FROM charge").await), (40, 1));
    assert!(house.act(move |tx, who| review::withdraw(tx, who, id)).await.is_err(), "it is given");
}

#[tokio::test]
async fn a_review_is_withdrawn_while_nothing_is_paid_and_no_more_is_given_than_was_reviewed() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 300), 50).await;
    let (visit, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    pays_first(&house).await;
    review(&house, id).await.unwrap();
    house.done(move |tx, who| review::withdraw(tx, who, id)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM charge").await + house.count("SELECT due_vnd FROM visit").await, 0);
    assert_eq!(station(&house, visit).await, Station::Pharmacy);
    assert!(house.act(move |tx, who| review::withdraw(tx, who, id)).await.is_err(), "once");
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    let (line, held) = (page.lines[0].line.id, page.lines[0].batches[0].batch);
    let body = |take: &str, version: i64| {
        let name = input_name(line, held);
        Form::parse(format!("explained=yes&version={version}&{name}={take}&rest-{line}=remainder").as_bytes()).unwrap()
    };
    let five = body("5", page.head.version);
    house.done(move |tx, who| review::review(tx, who, id, &five, Lang::En)).await;
    house.done(|tx, _| Ok(tx.run("UPDATE medicine SET price_vnd = 1000", &[])?)).await;
    pay(&house, 0).await;
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    assert_eq!(page.lines[0].batches[0].take, Quantity::whole(5), "as much is proposed as was reviewed");
    assert_eq!(refusal(&house, id, body("6", page.head.version)).await, text::more_than_paid(Lang::En));
    assert!(house.act(move |tx, who| review::withdraw(tx, who, id)).await.is_err(), "it is paid");
    dispense(&house, id, body("5", page.head.version)).await.unwrap();
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    assert!(page.needs_review(), "the rest is reviewed and paid for itself");
}

#[tokio::test]
async fn the_register_tells_every_movement_and_what_was_left() {
    let house = House::open().await;
    house.done(|tx, _| Ok(tx.run("UPDATE medicine SET controlled = 'psychotropic' WHERE id = 61", &[])?)).await;
    house.received("L1", add_days(today(), 300), 50).await;
    house.clock.advance_minutes(8 * 24 * 60);
    let month = register::Month::parse("2026-12").unwrap();
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    house
        .done(move |tx, _| {
            tx.run("INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) VALUES (12, 1, 'yen', 'Ngô Thị Yến', 'DS.', '', '', TRUE, 0)", &[])?;
            let now = tx.now();
            Ok(tx.run("INSERT INTO controlled_check (prescription_id, checked_by, checked_at) VALUES ($1, 12, $2)", &[&id, &now])?)
        })
        .await;
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    let name = input_name(page.lines[0].line.id, page.lines[0].batches[0].batch);
    let body = format!("explained=yes&version={}&receiver=Minh&given_to=relative&{name}=10", page.head.version);
    dispense(&house, id, Form::parse(body.as_bytes()).unwrap()).await.unwrap();
    let found = house.done(move |tx, who| register::store::register(tx, who, PARACETAMOL, month)).await;
    assert_eq!((found.opening, found.closing(), found.rows.len()), (Quantity::whole(50), Quantity::whole(40), 1));
    assert_eq!(found.sums(), (Quantity::ZERO, Quantity::whole(10)));
    let row = &found.rows[0].of;
    assert_eq!((row.patient.as_str(), row.receiver.as_str()), ("Trần Thị Hương", "Minh"));
    assert_eq!((row.by.as_str(), row.second.as_str()), ("Phạm Quốc Bảo", "Ngô Thị Yến"));
    assert!(row.prescription.starts_with("DT-2612"), "{}", row.prescription);
    let before = house.done(move |tx, who| register::store::register(tx, who, PARACETAMOL, month.before())).await;
    assert_eq!((before.opening, before.closing()), (Quantity::ZERO, Quantity::whole(50)));
    let other = house.act(move |tx, who| register::store::register(tx, who, SYRUP, month)).await;
    assert!(matches!(other, Err(Stop::Missing)), "only of controlled medicines");
}
