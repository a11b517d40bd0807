//! Reports against a real database.

/// The small clinic of the papers' own tests.
#[allow(dead_code, reason = "each crate uses its part of the clinic")]
#[path = "../../../papers/tests/it/house.rs"]
mod house;

use crate::period::Period;
use crate::rules::{By, Sums, lines};
use crate::text;
use crate::{acts, store, tables};
use bricks::clock::add_days;
use bricks::id::{InvoiceId, PatientId, PaymentId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::db::Stop;
use ground::web::Form;
use house::*;
use papers::charge::{self, Source, SourceKind};
use papers::takings;

const INVOICE: InvoiceId = InvoiceId::from_raw(901);
const RECEIPT: i64 = 902;

fn this_day() -> Period {
    Period { from: today(), to: today() }
}

/// A consultation of 160.000 and medicines of 40.000 on an invoice with a discount of 20.000, with an open session.
async fn invoiced(house: &House, patient: PatientId) -> VisitId {
    let visit = house.in_room(patient).await;
    house
        .done(move |tx, who| {
            charge::post_service(tx, who, (visit, patient), Source { kind: SourceKind::Consultation, id: visit.raw() }, CONSULTATION)?;
            let new = charge::NewCharge {
                visit,
                patient,
                source: Source { kind: SourceKind::Medicine, id: 5 },
                name_vi: "Paracetamol".into(),
                name_en: "Paracetamol".into(),
                unit: "viên".into(),
                quantity: bricks::quantity::Quantity::whole(80),
                unit_price: Money::from_minor(500),
            };
            charge::post(tx, who, &new)?;
            tx.run_one(
                "INSERT INTO invoice (id, branch_id, visit_id, patient_id, charged_vnd, discount_vnd, discount_reason, discount_by, total_vnd, due_vnd, issued_at, issued_by) \
                 VALUES (901, 1, $1, $2, 200000, 20000, 'x', 11, 180000, 180000, $3, 11)",
                &[&visit, &patient, &at(480)],
            )?;
            tx.run("UPDATE charge SET invoice_id = 901 WHERE visit_id = $1", &[&visit])?;
            tx.run_one(
                "INSERT INTO cash_session (id, branch_id, day, drawer, float_vnd, opened_at, opened_by) VALUES (903, 1, $1, 1, 0, 0, 11)",
                &[&today()],
            )?;
            tx.run_one(
                "INSERT INTO receipt (id, branch_id, series, number, invoice_id, visit_id, patient_id, total_vnd, printed, issued_at, issued_by) \
                 VALUES (902, 1, 'PT26', 1, 901, $1, $2, 180000, '{}', 0, 11)",
                &[&visit, &patient],
            )?;
            Ok(())
        })
        .await;
    visit
}

/// A payment of the invoice; `reverses` and `refund` say what else it is.
async fn payment(house: &House, id: i64, kind: &'static str, amount: i64, reverses: Option<i64>, refund: Option<i64>) {
    house
        .done(move |tx, _| {
            tx.run_one(
                "INSERT INTO payment (id, branch_id, session_id, receipt_id, invoice_id, day, kind, method, amount_vnd, tendered_vnd, change_vnd, \
                 reference, reverses_id, refund_id, paid_at, taken_by) VALUES ($1, 1, 903, $2, 901, $3, $4, 'cash', $5, $5, 0, '', $6, $7, 0, 11)",
                &[&id, &RECEIPT, &today(), &kind, &amount, &reverses, &refund],
            )?;
            let (payment, amount) = (PaymentId::from_raw(id), Money::from_minor(amount));
            match kind {
                "taken" => takings::taken(tx, payment, INVOICE, amount),
                "voided" => takings::taken_back(tx, payment),
                _ => takings::given_back(tx, payment, (INVOICE, None), amount),
            }
        })
        .await;
}

async fn by(house: &House, by: By) -> Vec<(String, Sums)> {
    let rows = house.done(|tx, who| Ok(store::rows(tx, who.branch, this_day())?)).await;
    lines(&rows, this_day(), by).into_iter().map(|line| (line.key, line.now)).collect()
}

#[tokio::test]
async fn a_payment_is_shared_out_over_its_bill_and_a_void_takes_the_same_back() {
    let house = House::open().await;
    invoiced(&house, HUONG).await;
    payment(&house, 11, "taken", 90_001, None, None).await;
    payment(&house, 12, "taken", 89_999, None, None).await;
    let net =
        |all: Vec<(String, Sums)>| all.into_iter().map(|(key, sums)| (key, sums.net().minor())).collect::<Vec<_>>();
    assert_eq!(
        net(by(&house, By::Group).await),
        [("consultation".to_owned(), 144_000), ("medicine".to_owned(), 36_000)]
    );
    house.done(|tx, _| Ok(tx.run("UPDATE visit SET doctor_id = 22", &[])?)).await;
    payment(&house, 13, "voided", -89_999, Some(12), None).await;
    assert_eq!(
        net(by(&house, By::Doctor).await),
        [("21".to_owned(), 90_001)],
        "a void takes from whom the payment gave to"
    );
    let methods = by(&house, By::Method).await;
    assert_eq!((methods.len(), methods[0].1.payments, methods[0].1.voided), (1, 1, Money::from_minor(-89_999)));
}

#[tokio::test]
async fn a_refund_takes_from_what_was_paid() {
    let house = House::open().await;
    let visit = invoiced(&house, HUONG).await;
    payment(&house, 11, "taken", 180_000, None, None).await;
    house
        .done(move |tx, _| {
            tx.run_one(
                "INSERT INTO refund (id, branch_id, visit_id, receipt_id, invoice_id, amount_vnd, reason, state, needs_second, asked_at, asked_by, paid_at, paid_by) \
                 VALUES (77, 1, $1, 902, 901, 180000, 'x', 'paid', FALSE, 0, 11, 0, 11)",
                &[&visit],
            )?;
            Ok(())
        })
        .await;
    payment(&house, 14, "refunded", -180_000, None, Some(77)).await;
    for way in By::ALL {
        assert!(by(&house, way).await.iter().all(|(_, sums)| sums.net().is_zero()), "{way:?}");
    }
    let refunds = house.done(|tx, who| Ok(store::undone_by(tx, who.branch, this_day(), "refunded")?)).await;
    assert_eq!((refunds[0].times, refunds[0].amount), (1, Money::from_minor(180_000)));
    let latest = house.done(|tx, who| Ok(store::undone(tx, who.branch, this_day())?)).await;
    assert_eq!((latest[0].kind.as_str(), latest[0].number, latest[0].reason.as_str()), ("refunded", 1, "x"));
    let discounts = house.done(|tx, who| Ok(store::discounts(tx, who, this_day(), false)?)).await;
    assert_eq!((discounts[0].times, discounts[0].amount), (1, Money::from_minor(20_000)));
}

#[tokio::test]
async fn a_share_holds_from_its_day_on_and_not_before() {
    let house = House::open().await;
    invoiced(&house, HUONG).await;
    payment(&house, 11, "taken", 180_000, None, None).await;
    let set = |body: String| {
        house.act(move |tx, who| {
            let form = Form::parse(body.as_bytes()).ok_or(Stop::Missing)?;
            acts::set_share(tx, who, &form, Lang::Vi)
        })
    };
    for wrong in [
        "share=101",
        "share=-1",
        "share=",
        "share=10,001",
        "share=10&from_day=2026-11-23",
        "share=10&group=x",
        "share=10&doctor=99",
    ] {
        let from = if wrong.contains("from_day") { "" } else { "&from_day=2026-11-24" };
        assert!(matches!(set(format!("{wrong}{from}")).await, Err(Stop::Refused(_))), "{wrong}");
    }
    set("doctor=&group=&share=10&from_day=2026-11-24".into()).await.unwrap();
    set("doctor=21&group=consultation&share=33,33&from_day=2026-11-24".into()).await.unwrap();
    set("doctor=21&group=consultation&share=50&from_day=2026-11-25".into()).await.unwrap();
    let (sheet, earned) = house
        .done(|tx, who| {
            let (names, rows) = (store::names(tx, who.branch)?, store::rows(tx, who.branch, this_day())?);
            tables::shares(Lang::Vi, &names, &store::share_rules(tx, who.branch)?, &rows, this_day())
        })
        .await;
    let told: Vec<(i64, i64)> = earned.iter().map(|e| (e.share, e.amount.minor())).collect();
    assert_eq!(told, [(3_333, 47_995), (1_000, 3_600)]);
    assert_eq!(sheet.rows.len(), 2);
}

#[tokio::test]
async fn who_has_left_without_paying_is_listed() {
    let house = House::open().await;
    let visit = house.in_room(MINH).await;
    house
        .done(move |tx, who| {
            charge::post_service(
                tx,
                who,
                (visit, MINH),
                Source { kind: SourceKind::Consultation, id: visit.raw() },
                CONSULTATION,
            )?;
            papers::visit::finish(tx, who, visit)
        })
        .await;
    let on = |day: bricks::clock::Day| {
        let house = &house;
        async move { house.done(move |tx, who| Ok(papers::debt::debtors(tx, who.branch, day, 500)?)).await }
    };
    let balance = |day| house.done(move |tx, who| Ok(papers::debt::balance(tx, (who.branch, MINH), day)?));
    assert_eq!(on(today()).await.sum(|_| true), (0, Money::ZERO), "today's patient is on the way to the cashier");
    assert_eq!(balance(today()).await.due, Money::ZERO);
    let tomorrow = add_days(today(), 1);
    let owing = on(tomorrow).await;
    assert_eq!(owing.sum(|_| true), (1, Money::from_minor(160_000)));
    assert_eq!(balance(tomorrow).await.due, Money::from_minor(160_000), "the record says the same");
    let none = house.done(move |tx, who| Ok(papers::debt::debtors(tx, who.branch, tomorrow, 0)?)).await;
    assert_eq!((none.rows.len(), none.sum(|_| true).0), (0, 1), "those who are not named are counted");
    let debts = owing.rows;
    assert_eq!((debts.len(), debts[0].0.due, debts[0].0.day), (1, Money::from_minor(160_000), today()));
    let sheet = tables::debts(Lang::En, &debts, add_days(today(), 40));
    assert_eq!(sheet.rows[0][4], ground::sheet::Cell::Count(40));
}

#[tokio::test]
async fn a_deposit_stands_beside_the_takings_and_counts_there_once_it_is_used() {
    let house = House::open().await;
    invoiced(&house, HUONG).await;
    house
        .done(|tx, _| {
            tx.run_one(
                "INSERT INTO deposit (id, branch_id, patient_id, series, number, amount_vnd, held_vnd, purpose, printed, taken_at, taken_by) \
                 VALUES (71, 1, $1, 'TU26', 1, 100000, 30000, 'x', '{}', 0, 11)",
                &[&HUONG],
            )?;
            for (id, kind, amount) in [(1_i64, "taken", 100_000_i64), (2, "given_back", -20_000)] {
                tx.run_one(
                    "INSERT INTO deposit_movement (id, branch_id, deposit_id, session_id, day, kind, method, amount_vnd, reference, reason, moved_at, \
                     moved_by) VALUES ($1, 1, 71, 903, $2, $3, 'cash', $4, '', 'x', 0, 11)",
                    &[&id, &today(), &kind, &amount],
                )?;
            }
            Ok(())
        })
        .await;
    let period = Period { from: today(), to: today() };
    let deposits = house.done(move |tx, who| store::deposits(tx, who.branch, period)).await;
    let rows = house.done(move |tx, who| Ok(store::rows(tx, who.branch, period)?)).await;
    let sheet = tables::deposits(Lang::En, &deposits, &rows, period);
    let sums: Vec<ground::sheet::Cell> = sheet.rows.iter().map(|row| row[1].clone()).collect();
    let dong = |sum| ground::sheet::Cell::Money(Money::from_minor(sum));
    assert_eq!(sums, [dong(100_000), dong(0), dong(20_000), dong(30_000)]);
    let taken = Sums::of(rows.iter()).taken;
    let before = Period { from: add_days(today(), -9), to: add_days(today(), -1) };
    let earlier = house.done(move |tx, who| store::deposits(tx, who.branch, before)).await;
    assert_eq!((earlier.taken, earlier.held.minor()), (Money::ZERO, 30_000));
    assert!(
        !rows.iter().any(|row| row.method == papers::receipt::Method::Deposit),
        "taking one is no takings: {taken:?}"
    );
}

/// A million payments over a year: how long a day's and the year's report are read and added up.
#[tokio::test]
#[ignore = "makes a million payments; the figures stand in docs/performance.md"]
async fn a_day_of_a_million_payments_is_reported_in_fifty_milliseconds() {
    let house = House::open().await;
    invoiced(&house, HUONG).await;
    house
        .done(|tx, _| {
            tx.run(
                "INSERT INTO cash_session (id, branch_id, day, drawer, float_vnd, opened_at, opened_by, closed_at, closed_by, expected_vnd, counted_vnd, left_vnd, slip) \
                 WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 363) \
                 SELECT 5000 + i, 1, DATE('2025-11-25', '+' || i || ' days'), 1, 0, 0, 11, 1, 11, 0, 0, 0, '{}' FROM n",
                &[],
            )?;
            tx.run("DROP TRIGGER payment_in_open_session", &[])?;
            tx.run(
                "INSERT INTO payment (id, branch_id, session_id, receipt_id, invoice_id, day, kind, method, amount_vnd, tendered_vnd, change_vnd, reference, paid_at, taken_by) \
                 WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999999) \
                 SELECT 1000000 + i, 1, 5000 + i % 364, 902, 901, DATE('2025-11-25', '+' || (i % 364) || ' days'), 'taken', \
                 CASE i % 4 WHEN 0 THEN 'cash' WHEN 1 THEN 'transfer' WHEN 2 THEN 'card' ELSE 'wallet' END, 1000 + i % 500000, 1000 + i % 500000, 0, '', 0, 11 FROM n",
                &[],
            )?;
            tx.run(
                "INSERT INTO payment_share (payment_id, doctor_id, service_group, payer_kind, amount_vnd) \
                 SELECT p.id, 21 + p.id % 10, CASE p.id % 6 WHEN 0 THEN 'consultation' WHEN 1 THEN 'lab' WHEN 2 THEN 'imaging' WHEN 3 THEN 'procedure' \
                 WHEN 4 THEN 'vaccine' ELSE 'medicine' END, 'self', p.amount_vnd FROM payment p",
                &[],
            )?;
            tx.run(
                "INSERT INTO takings SELECT p.branch_id, p.day, 11, p.method, s.doctor_id, s.service_group, s.payer_kind, SUM(s.amount_vnd), 0, 0, COUNT(*) \
                 FROM payment p JOIN payment_share s ON s.payment_id = p.id GROUP BY 1, 2, 3, 4, 5, 6, 7",
                &[],
            )?;
            Ok(())
        })
        .await;
    let day = add_days(today(), -30);
    for (name, period) in
        [("day", Period { from: day, to: day }), ("year", Period { from: add_days(today(), -180), to: today() })]
    {
        let began = std::time::Instant::now();
        let rows = house.done(move |tx, who| Ok(store::rows(tx, who.branch, period)?)).await;
        let net = Sums::of(&rows).net();
        let took = began.elapsed();
        println!("{name}: {} rows, {} in {took:?}", rows.len(), net.minor());
        assert!(name != "day" || took.as_millis() <= 50, "{took:?}");
    }
}

/// The sheets of a workbook by name, as they are stored.
fn sheets_of(file: Vec<u8>) -> std::collections::BTreeMap<String, String> {
    use std::io::Read as _;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let book = part("xl/workbook.xml");
    let names = book.split("<sheet name=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    (1..).zip(names).map(|(n, name)| (name, part(&format!("xl/worksheets/sheet{n}.xml")))).collect()
}

#[tokio::test]
async fn the_workbook_has_its_takings_by_day_way_cashier_doctor_group_and_payer_and_vouchers_apart() {
    let house = House::open().await;
    let visit = invoiced(&house, HUONG).await;
    payment(&house, 11, "taken", 180_000, None, None).await;
    house
        .done(move |tx, _| {
            tx.run(
                "INSERT INTO voucher (id, code, amount_vnd, from_day, until_day, uses_max, per_patient_max, active, made_at, made_by) \
                 VALUES (5, 'TET', 5000, '2026-01-01', '2026-12-31', 1, 1, TRUE, 0, 11)",
                &[],
            )?;
            const OFF: &str = "INSERT INTO discount (id, visit_id, invoice_id, amount_vnd, reason, given_at, given_by, voucher_id) \
                 VALUES ($1, $2, 901, $3, 'x', 0, 11, $4)";
            tx.run_one(OFF, &[&1_i64, &visit, &15_000_i64, &None::<i64>])?;
            tx.run_one(OFF, &[&2_i64, &visit, &5_000_i64, &Some(5_i64)])?;
            Ok(())
        })
        .await;
    let (sheets, undone) = house
        .done(|tx, who| {
            let asked = crate::pages::Asked::default();
            let (takings, lost) =
                (crate::pages::load_takings(tx, who, &asked)?, crate::pages::load_lost(tx, who, &asked)?);
            let mut sheets = tables::all_takings(Lang::En, &takings.names, &takings.rows, takings.period);
            let undone = tables::undone(Lang::En, &lost);
            sheets.push(undone.clone());
            Ok((sheets, undone))
        })
        .await;
    let by_name = sheets_of(ground::sheet::workbook(&sheets).unwrap());
    let has = |name: &str, value: i64| {
        let sheet = by_name.get(name).unwrap_or_else(|| panic!("no sheet {name}: {:?}", by_name.keys()));
        assert!(sheet.contains(&format!("<v>{value}</v>")), "{name} has no {value}: {sheet}");
    };
    has(text::by_day(Lang::En), 180_000);
    for by in [By::Method, By::Cashier, By::Doctor, By::Payer] {
        has(tables::title_of(Lang::En, by), 180_000);
    }
    has(text::by_group(Lang::En), 144_000);
    has(text::by_group(Lang::En), 36_000);
    has(text::part_undone(Lang::En), 15_000);
    has(text::part_undone(Lang::En), 5_000);
    let count = |column: usize| undone.rows[0][column].clone();
    assert_eq!(
        (count(2), count(4)),
        (ground::sheet::Cell::Money(Money::from_minor(15_000)), ground::sheet::Cell::Money(Money::from_minor(5_000)))
    );
}
