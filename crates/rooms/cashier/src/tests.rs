//! The acts against a real database.

/// The small clinic of the papers' own tests.
#[allow(dead_code, reason = "each crate uses its part of the clinic")]
#[path = "../../../papers/tests/it/house.rs"]
mod house;

mod back;
mod bhyt;
mod claim_back;
mod closing;
mod debt;
mod deposit;
mod discount;
mod figures;
mod limits;
mod money;
mod open_again;
mod payers;
mod session;
mod since;
mod template;
mod transfer;

use crate::asked::{Asked, How};
use crate::discount::acts as off;
use crate::session::Opening;
use crate::{acts, pay as paying, seen, text};
use bricks::clock::parse_day;
use bricks::id::{PatientId, ReceiptId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::db::Stop;
use ground::web::Form;
use house::*;
use papers::charge::{self, NewCharge, Source, SourceKind};
use papers::journey::Station;
use papers::receipt::{Group, Method, Printed};
use papers::visit;

fn dong(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn form(body: &str) -> Form {
    Form::parse(body.as_bytes()).unwrap()
}

fn cash(seen: i64, tendered: i64) -> Asked {
    let (method, tendered, reference) = (Method::Cash, Some(dong(tendered)), String::new());
    Asked {
        seen_due: Some(dong(seen)),
        how: How::One { method, amount: None, tendered, reference },
        opening: float(0),
        payer: None,
    }
}

fn float(minor: i64) -> Option<Opening> {
    Some(Opening { float: dong(minor), reason: String::new() })
}

fn medicine(visit: VisitId, patient: PatientId, id: i64) -> NewCharge {
    NewCharge {
        visit,
        patient,
        source: Source { kind: SourceKind::Medicine, id },
        name_vi: "Paracetamol 500 mg".into(),
        name_en: "Paracetamol 500 mg".into(),
        unit: "viên".into(),
        quantity: Quantity::from_milli(9_500),
        unit_price: dong(800),
    }
}

/// A finished visit with a consultation of 160.000 and medicines of 7.600.
async fn billed(house: &House, patient: PatientId) -> VisitId {
    let visit = house.in_room(patient).await;
    house
        .done(move |tx, who| {
            let source = Source { kind: SourceKind::Consultation, id: visit.raw() };
            charge::post_service(tx, who, (visit, patient), source, CONSULTATION)?;
            charge::post(tx, who, &medicine(visit, patient, visit.raw()))?;
            visit::finish(tx, who, visit)
        })
        .await;
    visit
}

async fn pay(house: &House, visit: VisitId, asked: Asked) -> ReceiptId {
    house.done(move |tx, who| paying::settle(tx, who, visit, &asked)).await
}

async fn discount(house: &House, visit: VisitId, body: &'static str) -> Result<(), Stop> {
    house.act(move |tx, who| off::give_discount(tx, who, visit, &form(body), Lang::Vi)).await
}

async fn due(house: &House, visit: VisitId) -> i64 {
    house.done(move |tx, who| Ok(visit::by_id(tx, who.branch, visit)?.due)).await.minor()
}

async fn printed(house: &House, id: ReceiptId) -> Printed {
    house.done(move |tx, who| Ok(seen::receipt_of(tx, who, id)?.printed)).await
}

#[tokio::test]
async fn a_payment_settles_everything_and_issues_the_receipt() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    assert_eq!(due(&house, visit).await, 167_600);
    let receipt = pay(&house, visit, cash(167_600, 200_000)).await;
    assert_eq!(due(&house, visit).await, 0);
    let printed = printed(&house, receipt).await;
    assert_eq!(printed.number, "PT26-000001");
    assert_eq!((printed.total.minor(), printed.tendered.minor(), printed.change.minor()), (167_600, 200_000, 32_400));
    let groups: Vec<Group> = printed.lines.iter().map(|line| line.group).collect();
    assert_eq!(groups, [Group::Service, Group::Medicine]);
    assert_eq!(printed.patient.name, "Trần Thị Hương");
    assert_eq!(house.count("SELECT COUNT(*) FROM charge WHERE invoice_id IS NULL").await, 0);
    assert_eq!(house.count("SELECT SUM(amount_vnd) FROM payment").await, 167_600);
    assert_eq!(house.count("SELECT total_vnd FROM invoice").await, 167_600);
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'settle'").await, 1);
    let bill = house.done(move |tx, who| seen::bill(tx, who, visit)).await;
    assert_eq!(bill.head.facts().station(), Station::Done);
    assert!(bill.open.is_closed() && bill.last.is_some());
}

#[tokio::test]
async fn a_second_payment_is_refused_and_tells_who_took_the_first() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    pay(&house, visit, cash(167_600, 167_600)).await;
    let again = house.refused(move |tx, who| paying::settle(tx, who, visit, &cash(167_600, 167_600))).await;
    assert_eq!(again.0, "Phạm Quốc Bảo took the payment on 24/11/2026 8:00, receipt PT26-000001.");
    assert_eq!(house.count("SELECT COUNT(*) FROM receipt").await, 1);
    assert_eq!(house.count("SELECT last FROM counter WHERE name = 'receipt:PT26'").await, 1);
}

#[tokio::test]
async fn what_is_charged_later_comes_onto_a_second_receipt() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    pay(&house, visit, cash(167_600, 167_600)).await;
    house.done(move |tx, who| charge::post(tx, who, &medicine(visit, HUONG, 7))).await;
    let second = pay(&house, visit, cash(7_600, 10_000)).await;
    let printed = printed(&house, second).await;
    assert_eq!((printed.number.as_str(), printed.lines.len(), printed.total.minor()), ("PT26-000002", 1, 7_600));
}

#[tokio::test]
async fn a_bill_that_changed_since_it_was_seen_is_refused_whole() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    house.done(move |tx, who| charge::post(tx, who, &medicine(visit, HUONG, 7))).await;
    let stale = house.refused(move |tx, who| paying::settle(tx, who, visit, &cash(167_600, 500_000))).await;
    assert_eq!(stale.0, text::bill_changed(Lang::En, "175,200\u{a0}₫"));
    let meddled = Asked { seen_due: None, ..cash(0, 500_000) };
    house.refused(move |tx, who| paying::settle(tx, who, visit, &meddled)).await;
    assert_eq!(due(&house, visit).await, 175_200);
    assert_eq!(house.count("SELECT COUNT(*) FROM receipt").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM counter WHERE name = 'receipt:PT26'").await, 0);
}

#[tokio::test]
async fn too_little_cash_is_refused_at_its_field() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let short = house.refused(move |tx, who| paying::settle(tx, who, visit, &cash(167_600, 167_599))).await;
    assert_eq!(short, (text::tendered_short(Lang::En, "1\u{a0}₫"), "tendered"));
    let how = How::One { method: Method::Cash, amount: None, tendered: None, reference: String::new() };
    let none = Asked { how, ..cash(167_600, 0) };
    let missing = house.refused(move |tx, who| paying::settle(tx, who, visit, &none)).await;
    assert_eq!(missing, (text::tendered_missing(Lang::En).to_owned(), "tendered"));
}

#[tokio::test]
async fn a_transfer_needs_its_reference_and_gives_nothing_back() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    assert!(Asked::read(&form("method=transfer&due=167600&reference=+"), Lang::Vi).is_err());
    assert!(Asked::read(&form("method=card&due=167600"), Lang::Vi).is_err());
    assert!(Asked::read(&form("method=gold&due=167600"), Lang::Vi).is_err());
    let asked = Asked::read(&form("method=transfer&due=167600&reference=FT26328%0A1&tendered=5"), Lang::Vi);
    let is_clean = |asked: &Asked| matches!(&asked.how, How::One { reference, .. } if !reference.contains('\n'));
    assert!(asked.is_err() || asked.as_ref().is_ok_and(is_clean));
    let asked = Asked::read(&form("method=transfer&due=167600&reference=FT263281&float=0"), Lang::Vi).unwrap();
    let receipt = pay(&house, visit, asked).await;
    let printed = printed(&house, receipt).await;
    assert_eq!((printed.parts[0].method, printed.change.minor()), (Method::Transfer, 0));
    assert_eq!(
        house.count("SELECT COUNT(*) FROM payment WHERE reference = 'FT263281' AND method = 'transfer'").await,
        1
    );
}

#[tokio::test]
async fn a_discount_lowers_what_is_due_and_its_removal_puts_it_back() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    discount(&house, visit, "amount=10%25&reason=Nh%C3%A2n+vi%C3%AAn").await.unwrap();
    assert_eq!(due(&house, visit).await, 150_500, "a tenth, raised until what is left can be paid in notes");
    let second = house
        .refused(move |tx, who| {
            off::give_discount(tx, who, visit, &form("amount=1&reason=Tr%E1%BA%A3+l%E1%BA%A1i"), Lang::Vi)
        })
        .await;
    assert_eq!(second.0, text::discount_exists(Lang::En));
    house
        .done(move |tx, who| {
            let id = crate::discount::store::open(tx, visit)?.first().map(|off| off.id);
            off::remove_discount(tx, who, visit, id)
        })
        .await;
    assert_eq!(due(&house, visit).await, 167_600);
    let gone = house.refused(move |tx, who| off::remove_discount(tx, who, visit, None)).await;
    assert_eq!(gone.0, text::discount_gone(Lang::En));
}

#[tokio::test]
async fn a_discount_stays_while_the_bill_grows_and_goes_onto_the_invoice() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    discount(&house, visit, "amount=67.600&reason=Voucher").await.unwrap();
    house.done(move |tx, who| charge::post(tx, who, &medicine(visit, HUONG, 7))).await;
    assert_eq!(due(&house, visit).await, 107_600);
    let receipt = pay(&house, visit, cash(107_600, 110_000)).await;
    let printed = printed(&house, receipt).await;
    assert_eq!((printed.charged.minor(), printed.discount.minor(), printed.total.minor()), (175_200, 67_600, 107_600));
    assert_eq!(printed.discount_reason, "Voucher");
    assert_eq!(house.count("SELECT COUNT(*) FROM discount WHERE invoice_id IS NULL").await, 0);
    assert_eq!(house.count("SELECT discount_by FROM invoice").await, STAFF.raw());
}

#[tokio::test]
async fn impossible_discounts_are_refused_at_their_field() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    for amount in ["101%25", "-1", "0,5", "1,000", "167.601", "0", ""] {
        let body = format!("amount={amount}&reason=Tr%E1%BA%A3+l%E1%BA%A1i");
        let said = house.refused(move |tx, who| off::give_discount(tx, who, visit, &form(&body), Lang::Vi)).await;
        assert_eq!(said.1, "amount", "{amount}");
    }
    let unnamed = house
        .refused(move |tx, who| off::give_discount(tx, who, visit, &form("amount=1.000&reason=+"), Lang::Vi))
        .await;
    assert_eq!(unnamed.1, "reason");
    assert_eq!(due(&house, visit).await, 167_600);
}

#[tokio::test]
async fn a_bill_discounted_to_nothing_waits_and_is_settled_with_nothing() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    discount(&house, visit, "amount=100%25&reason=Mi%E1%BB%85n+ph%C3%AD").await.unwrap();
    assert_eq!(due(&house, visit).await, 0);
    let queue = house.done(|tx, who| Ok(seen::queue(tx, who)?)).await;
    assert_eq!(queue.iter().map(|row| row.visit).collect::<Vec<_>>(), [visit]);
    let asked = Asked::read(&form("method=cash&due=0&float=0"), Lang::Vi).unwrap();
    let receipt = pay(&house, visit, asked).await;
    let printed = printed(&house, receipt).await;
    assert_eq!((printed.total.minor(), printed.discount.minor()), (0, 167_600));
    assert!(house.done(|tx, who| Ok(seen::queue(tx, who)?)).await.is_empty());
}

#[tokio::test]
async fn numbers_follow_each_other_and_begin_anew_each_year() {
    let house = House::open().await;
    let first = billed(&house, HUONG).await;
    let second = billed(&house, MINH).await;
    let mut numbers = Vec::new();
    let receipt = pay(&house, first, cash(167_600, 167_600)).await;
    numbers.push(printed(&house, receipt).await.number);
    house.refused(move |tx, who| paying::settle(tx, who, first, &cash(167_600, 167_600))).await;
    house.refused(move |tx, who| paying::settle(tx, who, second, &cash(1, 167_600))).await;
    let receipt = pay(&house, second, cash(167_600, 167_600)).await;
    numbers.push(printed(&house, receipt).await.number);
    // 23:30 UTC of New Year's Eve is the new year in the clinic.
    house.clock.set(zone().instant_of(parse_day("2027-01-01").unwrap(), 390));
    let third = billed(&house, HUONG).await;
    let forgotten = house.refused(move |tx, who| paying::settle(tx, who, third, &cash(207_600, 207_600))).await;
    assert!(forgotten.0.starts_with("The session opened 24/11/2026 8:00 is not closed."), "{}", forgotten.0);
    session::close_exact(&house, "n200000=1&n100000=1&n20000=1&n10000=1&n5000=1&n200=1").await;
    let receipt = pay(&house, third, cash(207_600, 207_600)).await;
    numbers.push(printed(&house, receipt).await.number);
    assert_eq!(numbers, ["PT26-000001", "PT26-000002", "PT27-000001"]);
}

#[tokio::test]
async fn many_payments_at_once_leave_no_gap_and_pay_each_bill_once() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let other = billed(&house, MINH).await;
    let mut tries = tokio::task::JoinSet::new();
    for turn in 0..50 {
        let (db, bill) = (house.db.clone(), if turn % 2 == 0 { visit } else { other });
        tries.spawn(async move {
            let asked = cash(167_600, 200_000);
            db.write_locked(move |tx| paying::settle(tx, &who(), bill, &asked)).await
        });
    }
    let paid = tries.join_all().await.iter().filter(|each| each.is_ok()).count();
    assert_eq!(paid, 2);
    assert_eq!(house.count("SELECT COUNT(*) FROM receipt").await, 2);
    assert_eq!(house.count("SELECT MAX(number) FROM receipt").await, 2);
    assert_eq!(house.count("SELECT SUM(due_vnd) FROM visit").await, 0);
}

#[tokio::test]
async fn another_branch_sees_neither_bill_nor_receipt() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    let far = who_of(OTHER_BRANCH);
    let seen = house
        .db
        .read(move |tx| {
            let settled = paying::settle(tx, &far, visit, &cash(0, 0)).map(|_| ());
            let read = seen::receipt_of(tx, &far, receipt).map(|_| ());
            Ok((matches!(settled, Err(Stop::Missing)), matches!(read, Err(Stop::Missing))))
        })
        .await
        .unwrap();
    assert_eq!(seen, (true, true));
}

#[tokio::test]
async fn a_receipt_is_mailed_once() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let id = pay(&house, visit, cash(167_600, 167_600)).await;
    let send = move |body: &'static str| {
        move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
            acts::send_by_mail(tx, who, id, &form(body), Lang::Vi)
        }
    };
    for body in ["email=&lang=vi", "email=a%40b&lang=vi", "email=a%40b.vn%0D%0ABcc%3Ac%40d.vn&lang=vi"] {
        assert_eq!(house.refused(send(body)).await.1, "email", "{body}");
    }
    house.done(send("email=huong%40example.vn&lang=en")).await;
    let twice = house.refused(send("email=other%40example.vn&lang=vi")).await;
    assert_eq!(twice.0, text::email_exists(Lang::En));
    let sql = "SELECT COUNT(*) FROM outbox WHERE kind = 'receipt' AND address = 'huong@example.vn' AND lang = 'en' AND receipt_id = occurrence_id";
    assert_eq!(house.count(sql).await, 1);
}

#[tokio::test]
async fn the_queue_calls_finished_visits_first_and_marks_those_still_in_the_house() {
    let house = House::open().await;
    let inside = house.in_room(MINH).await;
    house
        .done(move |tx, who| {
            let source = Source { kind: SourceKind::Consultation, id: inside.raw() };
            charge::post_service(tx, who, (inside, MINH), source, CONSULTATION)
        })
        .await;
    house.clock.advance_minutes(10);
    let ready = billed(&house, HUONG).await;
    let queue = house.done(|tx, who| Ok(seen::queue(tx, who)?)).await;
    let parts: Vec<_> = queue.iter().map(|row| (row.visit, row.part(today()), row.station())).collect();
    let wanted = [(ready, seen::Part::Ready, Station::Cashier), (inside, seen::Part::InHouse, Station::InRoom)];
    assert_eq!(parts, wanted);
    assert!(queue[0].has_medicines && !queue[1].has_medicines);
}

#[tokio::test]
async fn an_emergency_of_today_stands_first_among_the_bills_that_can_be_paid() {
    let house = House::open().await;
    let first = billed(&house, HUONG).await;
    house.clock.advance_minutes(10);
    let second = billed(&house, MINH).await;
    let rows = async || house.done(|tx, who| Ok(seen::queue(tx, who)?)).await;
    let order = |rows: &[seen::Waiting]| rows.iter().map(|row| row.visit).collect::<Vec<_>>();
    assert_eq!(order(&rows().await), [first, second]);
    let why = Say::new("Ngất", "Fainted");
    house.done(move |tx, who| papers::visit::set_emergency(tx, who, second, &why)).await;
    let queue = rows().await;
    assert_eq!(order(&queue), [second, first]);
    assert_eq!([queue[0].emergency_words(Lang::Vi), queue[0].emergency_words(Lang::En)], ["Ngất", "Fainted"]);
    let tomorrow = bricks::clock::add_days(today(), 1);
    assert!(
        queue[0].is_emergency(today()) && !queue[0].is_emergency(tomorrow),
        "a debt of yesterday waits like others"
    );
}
