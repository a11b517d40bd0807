//! Opening, counting, closing.

use super::*;
use crate::session::{self as till, store};
use bricks::id::CashSessionId;

/// Closes this person's session with a count that is exact.
pub async fn close_exact(house: &House, counts: &'static str) {
    let id = mine(house).await;
    house.done(move |tx, who| till::acts::close(tx, who, id, &form(counts), Lang::Vi)).await;
}

async fn mine(house: &House) -> CashSessionId {
    house.done(|tx, who| Ok(store::mine(tx, who)?.map(|open| open.id))).await.unwrap()
}

async fn close(house: &House, body: &'static str) -> Result<(), Stop> {
    let id = mine(house).await;
    house.act(move |tx, who| till::acts::close(tx, who, id, &form(body), Lang::Vi).map(|_| ())).await
}

async fn paid(house: &House) {
    let visit = billed(house, HUONG).await;
    pay(house, visit, cash(167_600, 167_600)).await;
}

#[tokio::test]
async fn the_first_payment_of_the_day_opens_the_session_and_the_screen_asks_the_float() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let without = Asked { opening: None, ..cash(167_600, 167_600) };
    let refused = house.refused(move |tx, who| paying::settle(tx, who, visit, &without)).await;
    assert_eq!(refused, (text::session_none(Lang::En).to_owned(), "float"));
    let with = Asked { opening: float(500_000), ..cash(167_600, 167_600) };
    pay(&house, visit, with).await;
    let (open, cash) = house.done(|tx, who| Ok(store::mine_with_cash(tx, who)?)).await.unwrap();
    assert_eq!((open.drawer, open.float.minor(), cash.minor()), (1, 500_000, 667_600));
    assert_eq!(
        house
            .count("SELECT COUNT(*) FROM payment p JOIN cash_session s ON s.id = p.session_id AND s.day = p.day")
            .await,
        1
    );
}

#[tokio::test]
async fn a_shortage_is_explained_or_the_session_stays_open() {
    let house = House::open().await;
    paid(&house).await;
    let id = mine(&house).await;
    let short =
        house.refused(move |tx, who| till::acts::close(tx, who, id, &form("n100000=1&n50000=1"), Lang::Vi)).await;
    assert_eq!(short, (text::count_short(Lang::En, "17,600\u{a0}₫"), "explanation"));
    let over = house.refused(move |tx, who| till::acts::close(tx, who, id, &form("n500000=1"), Lang::Vi)).await;
    assert_eq!(over.1, "explanation");
    for mash in ["x", "aaaaaaaa", "1111111111"] {
        let body = format!("n500000=1&explanation={mash}");
        let short = house.refused(move |tx, who| till::acts::close(tx, who, id, &form(&body), Lang::Vi)).await;
        assert_eq!(short, (text::explanation_short(Lang::En).to_owned(), "explanation"));
    }
    let nothing = house.refused(move |tx, who| till::acts::close(tx, who, id, &form("left=0"), Lang::Vi)).await;
    assert_eq!(nothing.1, "n500000");
    for wrong in [
        "n500000=-1",
        "n500000=x",
        "n500000=1&left=-1",
        "n500000=1&left=500.001&explanation=%C4%90%E1%BA%BFm+hai+l%E1%BA%A7n",
    ] {
        assert!(
            house.act(move |tx, who| till::acts::close(tx, who, id, &form(wrong), Lang::Vi)).await.is_err(),
            "{wrong}"
        );
    }
    close(&house, "n100000=1&n50000=1&explanation=Th%E1%BB%91i+nh%E1%BA%A7m&left=100.000").await.unwrap();
    assert_eq!(house.count("SELECT counted_vnd - expected_vnd FROM cash_session").await, -17_600);
    let again = house.refused(move |tx, who| till::acts::close(tx, who, id, &form("n100000=1"), Lang::Vi)).await;
    assert_eq!(again.0, text::session_closed(Lang::En));
}

#[tokio::test]
async fn a_closed_session_is_sealed_by_the_database() {
    let house = House::open().await;
    paid(&house).await;
    close_exact(&house, "n100000=1&n50000=1&n10000=1&n5000=1&n2000=1&n500=1&n100=1").await;
    for rewrite in [
        "UPDATE cash_session SET counted_vnd = 1",
        "DELETE FROM cash_session",
        "INSERT INTO cash_movement (id, session_id, kind, amount_vnd, reason, moved_at, moved_by) SELECT 1, id, 'in', 1, 'x', 0, 11 FROM cash_session",
        "INSERT INTO payment (id, branch_id, session_id, day, receipt_id, invoice_id, method, amount_vnd, tendered_vnd, change_vnd, reference, paid_at, \
         taken_by) SELECT 1, branch_id, session_id, day, receipt_id, invoice_id, 'cash', 1, 1, 0, '', 0, 11 FROM payment",
        "UPDATE payment SET reference = 'x'",
        "DELETE FROM payment",
    ] {
        assert!(house.act(move |tx, _| Ok(tx.run(rewrite, &[])?)).await.is_err(), "{rewrite} went through");
    }
}

#[tokio::test]
async fn the_next_takes_over_what_was_left_or_says_why_not() {
    let house = House::open().await;
    paid(&house).await;
    close(&house, "n100000=1&n50000=1&n10000=1&n5000=1&n2000=1&n500=1&n100=1&left=150.000").await.unwrap();
    let left = house.done(|tx, who| Ok(till::next_drawer(tx, who)?)).await.unwrap();
    assert_eq!((left.amount.minor(), left.drawer), (150_000, 1));
    let other = house.refused(|tx, who| till::acts::open_now(tx, who, &form("float=140.000"), Lang::Vi)).await;
    assert_eq!(other.1, "float_reason");
    house
        .done(|tx, who| till::acts::open_now(tx, who, &form("float=140.000&float_reason=Thi%E1%BA%BFu"), Lang::Vi))
        .await;
    assert_eq!(
        house.count("SELECT COUNT(*) FROM cash_session WHERE taken_over_id IS NOT NULL AND float_reason <> ''").await,
        1
    );
    let twice = house.refused(|tx, who| till::acts::open_now(tx, who, &form("float=0"), Lang::Vi)).await;
    assert_eq!(twice.0, text::session_exists(Lang::En));
}

#[tokio::test]
async fn cash_goes_in_and_out_for_a_reason_and_never_more_than_is_there() {
    let house = House::open().await;
    house.done(|tx, who| till::acts::open_now(tx, who, &form("float=500.000"), Lang::Vi)).await;
    for (body, field) in [
        ("kind=out&amount=500.001&reason=Tr%E1%BA%A3+l%E1%BA%A1i", "amount"),
        ("kind=out&amount=0&reason=Tr%E1%BA%A3+l%E1%BA%A1i", "amount"),
        ("kind=in&amount=-1&reason=Tr%E1%BA%A3+l%E1%BA%A1i", "amount"),
        ("kind=in&amount=1.000&reason=+", "reason"),
        ("kind=up&amount=1.000&reason=Tr%E1%BA%A3+l%E1%BA%A1i", "kind"),
    ] {
        let refused = house.refused(move |tx, who| till::acts::move_cash(tx, who, &form(body), Lang::Vi)).await;
        assert_eq!(refused.1, field, "{body}");
    }
    house
        .done(|tx, who| {
            till::acts::move_cash(tx, who, &form("kind=out&amount=300.000&reason=N%E1%BB%99p+ti%E1%BB%81n"), Lang::Vi)
        })
        .await;
    let (_, cash) = house.done(|tx, who| Ok(store::mine_with_cash(tx, who)?)).await.unwrap();
    assert_eq!(cash.minor(), 200_000);
}

#[tokio::test]
async fn the_slip_tells_the_whole_session() {
    let house = House::open().await;
    paid(&house).await;
    let visit = billed(&house, MINH).await;
    let receipt = pay(&house, visit, cash(167_600, 200_000)).await;
    let reason = "void_reason=Nh%E1%BA%A7m+ng%C6%B0%E1%BB%9Di";
    house.done(move |tx, who| crate::undo::acts::void(tx, who, receipt, &form(reason), Lang::Vi)).await;
    close_exact(&house, "n100000=1&n50000=1&n10000=1&n5000=1&n2000=1&n500=1&n100=1").await;
    let json: String = house.done(|tx, _| Ok(tx.one("SELECT slip FROM cash_session", &[])?)).await.unwrap();
    let slip: papers::cash::Slip = serde_json::from_str(&json).unwrap();
    assert_eq!(slip.receipts, [("PT26-000001".to_owned(), "PT26-000002".to_owned(), 2)]);
    assert_eq!((slip.voids, slip.refunds, slip.expected.minor()), (1, 0, 167_600));
    assert_eq!(slip.net(Method::Cash).minor(), 167_600);
    assert_eq!((slip.ways[0].taken.minor(), slip.ways[0].voided.minor()), (335_200, -167_600));
    assert!(slip.chain.1 > 0 && slip.chain.2.len() == 64, "{:?}", slip.chain);
}

#[tokio::test]
async fn payments_and_the_closing_at_once_agree_on_what_was_in_the_drawer() {
    let house = House::open().await;
    house.done(|tx, who| till::acts::open_now(tx, who, &form("float=0"), Lang::Vi)).await;
    let mut visits = Vec::new();
    for patient in [HUONG, MINH] {
        visits.push(billed(&house, patient).await);
    }
    let id = mine(&house).await;
    let mut tries = tokio::task::JoinSet::new();
    for visit in visits {
        let db = house.db.clone();
        tries.spawn(async move {
            let asked = Asked { opening: None, ..cash(167_600, 167_600) };
            db.write_locked(move |tx| paying::settle(tx, &who(), visit, &asked)).await.map(|_| ())
        });
    }
    let db = house.db.clone();
    tries.spawn(async move {
        let body = "n500000=0&explanation=Qu%C3%AAn+%C4%91%E1%BA%BFm";
        db.write_locked(move |tx| till::acts::close(tx, &who(), id, &form(body), Lang::Vi).map(|_| ())).await
    });
    tries.join_all().await;
    const AGREES: &str = "SELECT s.expected_vnd - (SELECT COALESCE(SUM(p.amount_vnd), 0) FROM payment p WHERE p.session_id = s.id) FROM cash_session s";
    assert_eq!(house.count(AGREES).await, 0);
}
