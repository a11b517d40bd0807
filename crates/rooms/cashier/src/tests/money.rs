//! Parts, several ways at once, voids and refunds.

use super::*;
use crate::undo::{self, State};
use bricks::id::{RefundId, StaffId};
use ground::access::Who;

const SECOND: StaffId = StaffId::from_raw(12);

/// Another cashier of the same branch.
pub fn second() -> Who {
    Who { staff: SECOND, name: "Vũ Hồng Nhung".into(), ..who() }
}

pub async fn with_second(house: &House) {
    const STAFF_ROW: &str = "INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) \
         VALUES (12, 1, 'nhung', 'Vũ Hồng Nhung', '', '', '', TRUE, 0)";
    house.done(|tx, _| Ok(tx.run(STAFF_ROW, &[])?)).await;
}

fn asked(body: &str) -> Asked {
    Asked::read(&form(body), Lang::Vi).unwrap()
}

async fn void(house: &House, id: ReceiptId) -> Result<(), Stop> {
    house
        .act(move |tx, who| {
            undo::acts::void(tx, who, id, &form("void_reason=Nh%E1%BA%A7m+ng%C6%B0%E1%BB%9Di"), Lang::Vi)
        })
        .await
}

async fn ask(house: &House, id: ReceiptId, amount: &str) -> Result<(), Stop> {
    let body = format!("refund_amount={amount}&refund_reason=Kh%C3%B4ng+l%C3%A0m");
    house.act(move |tx, who| undo::acts::ask(tx, who, id, &form(&body), Lang::Vi)).await
}

async fn refund_of(house: &House, id: ReceiptId) -> (RefundId, State) {
    let found = house.done(move |tx, _| undo::store::of_receipt(tx, id)).await;
    found.last().map(|refund| (refund.id, refund.state)).unwrap()
}

async fn agrees(house: &House) {
    const INVOICES: &str = "SELECT COUNT(*) FROM invoice i WHERE i.total_vnd - i.due_vnd - (SELECT COALESCE(SUM(f.amount_vnd), 0) FROM refund f \
         WHERE f.invoice_id = i.id AND f.state = 'paid') <> (SELECT COALESCE(SUM(p.amount_vnd), 0) FROM payment p WHERE p.invoice_id = i.id)";
    const DUE: &str = "SELECT COUNT(*) FROM visit v WHERE v.due_vnd <> (SELECT COALESCE(SUM(c.amount_vnd), 0) FROM charge c \
         WHERE c.visit_id = v.id AND c.invoice_id IS NULL) + (SELECT COALESCE(SUM(i.due_vnd), 0) FROM invoice i WHERE i.visit_id = v.id)";
    assert_eq!((house.count(INVOICES).await, house.count(DUE).await), (0, 0));
}

#[tokio::test]
async fn a_bill_is_paid_in_parts_and_grows_meanwhile() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let first = pay(&house, visit, asked("method=cash&due=167600&amount=100.000&tendered=100.000&float=0")).await;
    assert_eq!(due(&house, visit).await, 67_600);
    let told = printed(&house, first).await;
    assert_eq!((told.total.minor(), told.paid.minor(), told.left.minor()), (167_600, 100_000, 67_600));
    house.done(move |tx, who| charge::post(tx, who, &medicine(visit, HUONG, 7))).await;
    let second = pay(&house, visit, asked("method=card&due=75200&card_reference=004211")).await;
    let told = printed(&house, second).await;
    assert_eq!(
        (told.total.minor(), told.earlier.minor(), told.paid.minor(), told.left.minor()),
        (175_200, 100_000, 75_200, 0)
    );
    assert_eq!((told.lines.len(), told.number.as_str()), (3, "PT26-000002"));
    assert_eq!(due(&house, visit).await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM payment WHERE receipt_id = (SELECT MAX(id) FROM receipt)").await, 2);
    agrees(&house).await;
}

#[tokio::test]
async fn several_ways_at_once_are_one_receipt() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let body = "method=mixed&due=167600&mixed_cash=100.000&mixed_card=50.000&mixed_card_reference=A1&mixed_wallet=17.600&mixed_wallet_reference=M2&float=0";
    let receipt = pay(&house, visit, asked(body)).await;
    let told = printed(&house, receipt).await;
    assert_eq!(told.methods(Lang::Vi), "Tiền mặt 100.000 · Thẻ 50.000 · Ví điện tử 17.600");
    assert_eq!(house.count("SELECT COUNT(*) FROM payment").await, 3);
    assert_eq!(due(&house, visit).await, 0);
    agrees(&house).await;
}

#[tokio::test]
async fn amounts_that_cannot_be_taken_are_refused_at_their_field() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    for (body, field) in [
        ("method=cash&due=167600&amount=167.601&tendered=200.000&float=0", "amount"),
        ("method=cash&due=167600&amount=0&tendered=0&float=0", "amount"),
        ("method=cash&due=167600&amount=100.000&tendered=99.999&float=0", "tendered"),
        ("method=mixed&due=167600&mixed_cash=167.601&float=0", "mixed_cash"),
        ("method=mixed&due=167600&mixed_cash=100.000&float=0", "mixed_part"),
    ] {
        let asked = asked(body);
        let refused = house.refused(move |tx, who| paying::settle(tx, who, visit, &asked)).await;
        assert_eq!(refused.1, field, "{body}");
    }
    for body in [
        "method=cash&due=1&amount=-1",
        "method=cash&due=1&amount=0,5",
        "method=cash&due=1&amount=1,000",
        "method=mixed&due=1",
        "method=mixed&due=1&mixed_card=5.000",
        "method=wallet&due=1",
        "method=cash&due=1&float=-1",
        "method=cash&due=1&float=1e3",
        // Twice the largest number, and what is above the largest sum.
        "method=cash&due=1&amount=18446744073709551614",
        "method=cash&due=1&tendered=18446744073709551614",
        "method=mixed&due=1&mixed_cash=9223372036854775807&mixed_wallet=9223372036854775807&mixed_wallet_reference=x",
        "method=cash&due=1&float=18446744073709551614",
    ] {
        assert!(Asked::read(&form(body), Lang::Vi).is_err(), "{body}");
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM payment").await, 0);
}

#[tokio::test]
async fn a_void_keeps_the_number_and_makes_the_bill_due_again_once() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let first = pay(&house, visit, cash(167_600, 200_000)).await;
    void(&house, first).await.unwrap();
    assert_eq!(due(&house, visit).await, 167_600);
    let twice = house
        .refused(move |tx, who| {
            undo::acts::void(tx, who, first, &form("void_reason=Nh%E1%BA%A7m+ng%C6%B0%E1%BB%9Di"), Lang::Vi)
        })
        .await;
    assert_eq!(twice.0, text::void_twice(Lang::En));
    let bill = house.done(move |tx, who| seen::bill(tx, who, visit)).await;
    assert_eq!((bill.open.lines().count(), bill.totals.due.minor(), bill.paid[0].voided), (2, 167_600, true));
    let second = pay(&house, visit, cash(167_600, 167_600)).await;
    assert_eq!(printed(&house, second).await.number, "PT26-000002");
    assert_eq!(house.count("SELECT SUM(amount_vnd) FROM payment").await, 167_600);
    agrees(&house).await;
}

#[tokio::test]
async fn a_void_comes_too_late_on_another_day_and_after_the_closing() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    session::close_exact(&house, "n100000=1&n50000=1&n10000=1&n5000=1&n2000=1&n500=1&n100=1").await;
    let late = house
        .refused(move |tx, who| {
            undo::acts::void(tx, who, receipt, &form("void_reason=Nh%E1%BA%A7m+ng%C6%B0%E1%BB%9Di"), Lang::Vi)
        })
        .await;
    assert_eq!(late.0, text::void_too_late(Lang::En));
    let unsaid =
        house.refused(move |tx, who| undo::acts::void(tx, who, receipt, &form("void_reason=+"), Lang::Vi)).await;
    assert_eq!(unsaid.1, "void_reason");
    let mash =
        house.refused(move |tx, who| undo::acts::void(tx, who, receipt, &form("void_reason=zz"), Lang::Vi)).await;
    assert_eq!(mash, (ground::text::field_reason(Lang::En).to_owned(), "void_reason"));
}

#[tokio::test]
async fn a_refund_is_never_more_than_was_paid() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    for amount in ["167.601", "0", "-1", "", "1,000", "18446744073709551614", "9223372036854775807"] {
        assert!(ask(&house, receipt, amount).await.is_err(), "{amount}");
    }
    ask(&house, receipt, "100.000").await.unwrap();
    assert!(ask(&house, receipt, "67.601").await.is_err());
    let (id, state) = refund_of(&house, receipt).await;
    assert_eq!(state, State::Approved, "up to the limit nobody else has to agree");
    house.done(move |tx, who| undo::acts::pay(tx, who, id, &form("method=cash"), Lang::Vi)).await;
    let twice = house.refused(move |tx, who| undo::acts::pay(tx, who, id, &form("method=cash"), Lang::Vi)).await;
    assert_eq!(twice.0, text::refund_not_payable(Lang::En));
    assert_eq!(house.count("SELECT SUM(amount_vnd) FROM payment").await, 67_600);
    assert!(void(&house, receipt).await.is_err(), "what was given back is not voided as well");
    agrees(&house).await;
}

#[tokio::test]
async fn above_the_limit_a_second_person_agrees_or_refuses() {
    let house = House::open().await;
    with_second(&house).await;
    house.done(|tx, _| Ok(tx.run("INSERT INTO setting (key, value) VALUES ('refund_limit_vnd', '50000')", &[])?)).await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    ask(&house, receipt, "100.000").await.unwrap();
    let (id, state) = refund_of(&house, receipt).await;
    assert_eq!(state, State::Asked);
    let own = house.refused(move |tx, who| undo::acts::approve(tx, who, id)).await;
    assert_eq!(own.0, text::refund_own(Lang::En));
    assert!(house.act(move |tx, who| undo::acts::pay(tx, who, id, &form("method=cash"), Lang::Vi)).await.is_err());
    let why = |body: &'static str| house.act(move |tx, _| undo::acts::refuse(tx, &second(), id, &form(body), Lang::Vi));
    assert!(why("refusal_reason=x").await.is_err(), "whoever refuses says why");
    why("refusal_reason=Kh%C3%B4ng+%C4%91%C3%BAng+bi%C3%AAn+lai").await.unwrap();
    assert!(why("refusal_reason=Kh%C3%B4ng+%C4%91%C3%BAng+bi%C3%AAn+lai").await.is_err(), "once");
    const SILENT: &str = "UPDATE refund SET state = 'refused', decided_by = 12 WHERE state = 'approved'";
    // In slices it is the same sum.
    ask(&house, receipt, "50.000").await.unwrap();
    let (slice, state) = refund_of(&house, receipt).await;
    assert_eq!(state, State::Approved);
    assert!(house.act(move |tx, _| Ok(tx.run(SILENT, &[])?)).await.is_err(), "the database wants the reason too");
    let others = house.act(move |tx, _| undo::acts::withdraw(tx, &second(), slice)).await;
    assert!(others.is_err(), "another one refuses, and says why");
    ask(&house, receipt, "1.000").await.unwrap();
    let (more, state) = refund_of(&house, receipt).await;
    assert_eq!(state, State::Asked);
    for id in [more, slice] {
        house.done(move |tx, who| undo::acts::withdraw(tx, who, id)).await;
    }
    ask(&house, receipt, "167.600").await.unwrap();
    let (id, _) = refund_of(&house, receipt).await;
    house.done(move |tx, _| undo::acts::approve(tx, &second(), id)).await;
    let body = "method=transfer&reference=FT99";
    house.done(move |tx, who| undo::acts::pay(tx, who, id, &form(body), Lang::Vi)).await;
    assert_eq!(house.count("SELECT SUM(amount_vnd) FROM payment").await, 0);
    agrees(&house).await;
}

#[tokio::test]
async fn fifty_refunds_at_once_give_back_no_more_than_was_paid() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let db = house.db.clone();
        tries.spawn(async move {
            let body = "refund_amount=50.000&refund_reason=Tr%E1%BA%A3+l%E1%BA%A1i";
            db.write_locked(move |tx| undo::acts::ask(tx, &who(), receipt, &form(body), Lang::Vi)).await
        });
    }
    let won = tries.join_all().await.iter().filter(|each| each.is_ok()).count();
    assert_eq!((won, house.count("SELECT refunded_vnd FROM invoice").await), (3, 150_000));
}

#[tokio::test]
async fn a_clock_that_is_put_back_makes_no_gap_and_no_other_day() {
    let house = House::open().await;
    let mut numbers = Vec::new();
    for minutes in [0, -120, -24 * 60] {
        house.clock.advance_minutes(minutes);
        let visit = billed(&house, if minutes == 0 { HUONG } else { MINH }).await;
        let seen = due(&house, visit).await;
        let receipt = pay(&house, visit, cash(seen, seen)).await;
        numbers.push(printed(&house, receipt).await.number);
    }
    assert_eq!(numbers, ["PT26-000001", "PT26-000002", "PT26-000003"]);
    let outside = "SELECT COUNT(*) FROM payment p JOIN cash_session s ON s.id = p.session_id WHERE p.day <> s.day";
    assert_eq!((house.count("SELECT COUNT(*) FROM cash_session").await, house.count(outside).await), (1, 0));
    agrees(&house).await;
}

#[tokio::test]
async fn a_receipt_is_printed_once_as_original() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    let mut originals = Vec::new();
    for _ in 0..3 {
        originals.push(house.done(move |tx, who| Ok(crate::store::print(tx, who, receipt)?)).await);
    }
    assert_eq!(originals, [true, false, false]);
}

#[tokio::test]
async fn a_receipt_on_paper_proves_itself_and_a_changed_link_proves_nothing() {
    use crate::proven::{opened, path_of};
    let house = House::open().await;
    house.done(|tx, _| ground::access::proof::keep_secret(tx)).await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    let path = house.done(move |tx, _| path_of(tx, receipt)).await;
    let good = path.clone();
    assert_eq!(house.done(move |tx, _| opened(tx, &good)).await, ("PT26-000001".to_owned(), false));
    let other = path.replace(&receipt.to_string(), "7");
    let cut = path[..path.len() - 1].to_owned();
    for wrong in [other, cut, "/r/1/".to_owned()] {
        assert!(matches!(house.act(move |tx, _| opened(tx, &wrong)).await, Err(Stop::Missing)));
    }
    void(&house, receipt).await.unwrap();
    assert!(house.done(move |tx, _| opened(tx, &path)).await.1, "voided since");
}

#[tokio::test]
async fn a_receipt_keeps_the_note_with_which_it_was_issued() {
    let house = House::open().await;
    let set = |value: &'static str| {
        let sql = "INSERT INTO setting (key, value) VALUES ('receipt_note_vi', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        house.done(move |tx, _| Ok(tx.run_one(sql, &[&value])?))
    };
    set("Đổi trả thuốc trong 2 ngày.").await;
    let visit = billed(&house, HUONG).await;
    let first = pay(&house, visit, cash(167_600, 167_600)).await;
    set("*Lời mới* #hỏng").await;
    let other = billed(&house, MINH).await;
    let second = pay(&house, other, cash(167_600, 167_600)).await;
    let note = |printed: Printed| printed.paper(Lang::Vi, &zone())["note"].as_str().unwrap().to_owned();
    assert_eq!(note(printed(&house, first).await), "Đổi trả thuốc trong 2 ngày.");
    assert_eq!(note(printed(&house, second).await), "*Lời mới* #hỏng");
}

#[tokio::test]
async fn somebody_else_pays_a_part_and_stands_on_the_receipt() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let field = |body: &str| match Asked::read(&form(body), Lang::Vi) {
        Ok(_) => "",
        Err(refusal) => refusal.fields.first().map_or("whole", |at| at.field),
    };
    let part = "method=cash&due=167600&amount=100.000&tendered=100.000&float=0";
    assert_eq!(field(&format!("{part}&payer_name=L%C3%AA+B%C3%ACnh")), "payer_phone");
    assert_eq!(field(&format!("{part}&payer_phone=0912345678")), "payer_name");
    assert_eq!(field(&format!("{part}&payer_name=L%C3%AA+B%C3%ACnh&payer_phone=12")), "payer_phone");
    let receipt =
        pay(&house, visit, asked(&format!("{part}&payer_name=L%C3%AA+B%C3%ACnh&payer_phone=0912345678"))).await;
    let printed = printed(&house, receipt).await;
    let paper = printed.paper(Lang::Vi, &zone());
    assert_eq!((paper["payer"].as_str(), paper["paid_by"].as_str()), (Some("Lê Bình"), Some("Lê Bình · 0912 345 678")));
    assert_eq!(printed.patient.code, "BN-1", "it is the patient's receipt all the same");
    assert_eq!(house.count("SELECT COUNT(*) FROM receipt WHERE payer_name = 'Lê Bình' AND payer_phone <> ''").await, 1);
    let nameless = "INSERT INTO receipt (id, branch_id, series, number, invoice_id, visit_id, patient_id, total_vnd, printed, issued_at, issued_by, payer_phone) \
         SELECT 1, branch_id, series, 99, invoice_id, visit_id, patient_id, 0, '{}', 0, issued_by, '0912' FROM receipt";
    assert!(house.act(move |tx, _| Ok(tx.run(nameless, &[])?)).await.is_err(), "a telephone without a name");
    let rest = pay(&house, visit, cash(67_600, 67_600)).await;
    assert!(super::printed(&house, rest).await.paid_by.is_none());
}

#[tokio::test]
async fn a_refund_that_was_paid_has_a_slip_to_sign() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    ask(&house, receipt, "50.000").await.unwrap();
    let (id, _) = refund_of(&house, receipt).await;
    let unpaid = house.act(move |tx, who| undo::paid::one(tx, who, receipt, id).map(|_| ())).await;
    assert!(matches!(unpaid, Err(Stop::Missing)), "nothing is signed before it is paid");
    house.done(move |tx, who| undo::acts::pay(tx, who, id, &form("method=cash"), Lang::Vi)).await;
    let (paid, clinic) = house.done(move |tx, who| undo::paid::one(tx, who, receipt, id)).await;
    assert_eq!(paid.slip_number, 1);
    let before = paid.slip(clinic, Lang::Vi).paper(Lang::Vi, &zone(), false);
    let (kept, slip) = house.done(move |tx, who| papers::payout::of_refund(tx, who, id)).await.unwrap();
    let paper = slip.paper(Lang::Vi, &zone(), true);
    for paper in [&before, &paper] {
        assert_eq!(paper["blocks"][0]["rows"][0][1], "50.000\u{a0}₫");
        assert!(paper["note"].as_str().unwrap().contains("Năm mươi nghìn đồng"), "{paper}");
        assert!(paper["head"].to_string().contains("PT26-000001") && paper["head"].to_string().contains("BN-1"));
    }
    assert_eq!((paper["number"].as_str(), paper["copy"].as_bool()), (Some("PC26-000001"), Some(true)));
    let mut originals = Vec::new();
    for _ in 0..3 {
        originals.push(house.done(move |tx, who| Ok(papers::payout::print(tx, who, kept)?)).await);
    }
    assert_eq!(originals, [true, false, false]);
    let (past, away) = ("UPDATE payout SET amount_vnd = 1", "DELETE FROM payout");
    for sql in [past, away] {
        assert!(house.act(move |tx, _| Ok(tx.run(sql, &[])?)).await.is_err(), "{sql}");
    }
    assert_eq!(house.done(|tx, who| Ok(undo::paid::latest(tx, who)?)).await.len(), 1);
}

#[tokio::test]
async fn what_is_paid_out_is_numbered_without_a_gap_and_names_who_agreed() {
    use crate::session::acts::move_cash;
    let house = House::open().await;
    with_second(&house).await;
    house.done(|tx, _| Ok(tx.run("INSERT INTO setting (key, value) VALUES ('refund_limit_vnd', '50000')", &[])?)).await;
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    house
        .done(|tx, who| move_cash(tx, who, &form("kind=out&amount=10.000&reason=Mua+gi%E1%BA%A5y+in"), Lang::Vi))
        .await;
    house
        .done(|tx, who| {
            move_cash(tx, who, &form("kind=in&amount=1.000&reason=Th%C3%AAm+ti%E1%BB%81n+l%E1%BA%BB"), Lang::Vi)
        })
        .await;
    let above = "kind=out&amount=900.000&reason=N%E1%BB%99p+ng%C3%A2n+h%C3%A0ng";
    assert!(house.act(move |tx, who| move_cash(tx, who, &form(above), Lang::Vi)).await.is_err());
    ask(&house, receipt, "100.000").await.unwrap();
    let (id, _) = refund_of(&house, receipt).await;
    house.done(move |tx, _| undo::acts::approve(tx, &second(), id)).await;
    house.done(move |tx, who| undo::acts::pay(tx, who, id, &form("method=cash"), Lang::Vi)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM payout").await, 2, "what goes in has no slip");
    assert_eq!(house.count("SELECT last FROM counter WHERE name = 'payout:PC26'").await, 2);
    let (_, slip) = house.done(move |tx, who| papers::payout::of_refund(tx, who, id)).await.unwrap();
    assert_eq!((slip.number.as_str(), slip.agreed.as_str()), ("PC26-000002", "Vũ Hồng Nhung"));
    let moved = house.count("SELECT cash_movement_id FROM payout WHERE number = 1").await;
    let (_, slip) = house.done(move |tx, who| papers::payout::of_cash(tx, who, moved)).await.unwrap();
    assert_eq!((slip.of, slip.to, slip.reason.as_str()), (papers::payout::For::Drawer(1), None, "Mua giấy in"));
}
