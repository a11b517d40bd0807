//! Bills that are paid later: agreed to once, paid off from the earliest instalment on, never changed.

use super::*;
use crate::debt::acts;
use ground::access::{Role, Roles, Who};
use papers::debt::{self as paper, Agreed};
use papers::journey::facts_of;

const TWO: &str = "due=167600&replaces=&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-10&debt_amount_1=100.000&debt_day_2=2027-01-10&debt_amount_2=";

fn cashier() -> Who {
    Who { roles: Roles::of([Role::Cashier]), ..who() }
}

async fn agree(house: &House, visit: VisitId, body: &str) {
    let form = form(body);
    house.done(move |tx, who| acts::agree(tx, who, visit, &form, Lang::Vi)).await;
}

async fn debt(house: &House, visit: VisitId) -> Agreed {
    house.done(move |tx, _| Ok(paper::of_visit(tx, visit)?)).await.unwrap()
}

/// What of each instalment is open.
async fn open(house: &House, visit: VisitId) -> Vec<i64> {
    let standing = debt(house, visit).await.standing(parse_day("2026-11-24").unwrap());
    standing.parts.iter().map(|(_, open)| open.minor()).collect()
}

async fn station(house: &House, visit: VisitId) -> Station {
    house.done(move |tx, who| facts_of(tx, who.branch, visit)).await.station()
}

async fn pay_part(house: &House, visit: VisitId, seen: i64, amount: i64) -> ReceiptId {
    let (method, reference) = (Method::Cash, String::new());
    let how = How::One { method, amount: Some(dong(amount)), tendered: Some(dong(amount)), reference };
    pay(house, visit, Asked { seen_due: Some(dong(seen)), how, opening: float(0), payer: None }).await
}

#[tokio::test]
async fn an_agreed_bill_lets_the_patient_go_and_is_paid_off_from_the_earliest_instalment_on() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    agree(&house, visit, TWO).await;
    assert_eq!((due(&house, visit).await, open(&house, visit).await), (167_600, vec![100_000, 67_600]));
    assert_eq!(station(&house, visit).await, Station::Owes);
    assert!(house.done(|tx, who| Ok(seen::queue(tx, who)?)).await.is_empty(), "the cashier waits for nobody");
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'agree_debt' AND patient_id = 31").await, 1);
    let receipt = pay_part(&house, visit, 167_600, 120_000).await;
    assert_eq!((open(&house, visit).await, station(&house, visit).await), (vec![0, 47_600], Station::Owes));
    assert_eq!(printed(&house, receipt).await.left.minor(), 47_600);
    pay(&house, visit, cash(47_600, 47_600)).await;
    assert_eq!((open(&house, visit).await, station(&house, visit).await), (vec![0, 0], Station::Done));
    assert_eq!(house.count("SELECT COUNT(*) FROM invoice").await, 1, "the bill was closed when it was agreed");
}

#[tokio::test]
async fn what_comes_onto_the_bill_later_is_not_agreed_and_a_new_agreement_takes_the_place_of_the_old_one() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    agree(&house, visit, TWO).await;
    house.done(move |tx, who| charge::post(tx, who, &medicine(visit, HUONG, 77))).await;
    assert_eq!(station(&house, visit).await, Station::Cashier);
    assert_eq!(house.done(|tx, who| Ok(seen::queue(tx, who)?)).await.len(), 1);
    let unseen = "due=175200&replaces=&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-24&debt_amount_1=";
    let refused = house.refused(move |tx, who| acts::agree(tx, who, visit, &form(unseen), Lang::Vi)).await;
    assert!(refused.0.starts_with("Phạm Quốc Bảo has agreed already, first due 10/12/2026"), "{}", refused.0);
    let old = debt(&house, visit).await.debt.id;
    let anew = format!(
        "due=175200&replaces={old}&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-24&debt_amount_1="
    );
    agree(&house, visit, &anew).await;
    assert_eq!((open(&house, visit).await, station(&house, visit).await), (vec![175_200], Station::Owes));
    assert_eq!(house.count("SELECT COUNT(*) FROM debt WHERE ended_at IS NULL").await, 1);
    let seen = format!("debt={old}");
    let gone = house.refused(move |tx, who| acts::end(tx, who, visit, &form(&seen), Lang::Vi)).await;
    assert_eq!(gone.0, text::debt_gone(Lang::En));
    let current = format!("debt={}", debt(&house, visit).await.debt.id);
    house.done(move |tx, who| acts::end(tx, who, visit, &form(&current), Lang::Vi)).await;
    assert_eq!((station(&house, visit).await, due(&house, visit).await), (Station::Cashier, 175_200));
}

#[tokio::test]
async fn a_void_opens_the_instalment_again_and_a_refund_leaves_it() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let first = pay_part(&house, visit, 167_600, 67_600).await;
    agree(
        &house,
        visit,
        "due=100000&replaces=&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-10&debt_amount_1=40.000&debt_day_2=2026-12-20&debt_amount_2=60.000",
    )
    .await;
    let second = pay_part(&house, visit, 100_000, 50_000).await;
    assert_eq!(open(&house, visit).await, [0, 50_000]);
    let back = "refund_amount=10.000&refund_reason=Tr%E1%BA%A3+l%E1%BA%A1i";
    house.done(move |tx, who| crate::undo::acts::ask(tx, who, first, &form(back), Lang::Vi)).await;
    assert_eq!((open(&house, visit).await, station(&house, visit).await), (vec![0, 50_000], Station::Owes));
    house
        .done(move |tx, who| {
            crate::undo::acts::void(tx, who, second, &form("void_reason=Nh%E1%BA%A7m+ng%C6%B0%E1%BB%9Di"), Lang::Vi)
        })
        .await;
    assert_eq!((open(&house, visit).await, station(&house, visit).await), (vec![40_000, 60_000], Station::Owes));
}

#[tokio::test]
async fn a_void_of_what_was_paid_before_the_agreement_leads_back_to_the_cashier() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let first = pay_part(&house, visit, 167_600, 67_600).await;
    agree(
        &house,
        visit,
        "due=100000&replaces=&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-10&debt_amount_1=",
    )
    .await;
    house
        .done(move |tx, who| {
            crate::undo::acts::void(tx, who, first, &form("void_reason=Nh%E1%BA%A7m+ng%C6%B0%E1%BB%9Di"), Lang::Vi)
        })
        .await;
    assert_eq!((open(&house, visit).await, due(&house, visit).await), (vec![100_000], 167_600));
    assert_eq!(station(&house, visit).await, Station::Cashier);
}

#[tokio::test]
async fn above_the_limit_a_manager_agrees_while_the_bill_is_what_it_was() {
    let house = House::open().await;
    house.done(|tx, _| Ok(tx.run("INSERT INTO setting (key, value) VALUES ('debt_limit_vnd', '167599')", &[])?)).await;
    let visit = billed(&house, HUONG).await;
    house.done(move |tx, _| acts::agree(tx, &cashier(), visit, &form(TWO), Lang::Vi)).await;
    assert_eq!(station(&house, visit).await, Station::Cashier, "nobody has agreed yet");
    assert_eq!(house.count("SELECT COUNT(*) FROM invoice").await, 0);
    let asked = format!("debt={}", debt(&house, visit).await.debt.id);
    house.done(move |tx, who| charge::post(tx, who, &medicine(visit, HUONG, 77))).await;
    let again = asked.clone();
    super::money::with_second(&house).await;
    let second = super::money::second;
    let changed = house.refused(move |tx, _| acts::approve(tx, &second(), visit, &form(&again), Lang::Vi)).await;
    assert!(changed.0.contains("175,200"), "{}", changed.0);
    let source = Source { kind: SourceKind::Medicine, id: 77 };
    assert!(house.done(move |tx, who| charge::take_back(tx, who, source)).await);
    let again = asked.clone();
    let own = house.refused(move |tx, who| acts::approve(tx, who, visit, &form(&again), Lang::Vi)).await;
    assert_eq!(own.0, text::debt_own(Lang::En));
    let own = house.act(|tx, _| Ok(tx.run("UPDATE debt SET agreed_at = 0, agreed_by = asked_by", &[])?)).await;
    assert!(own.is_err(), "the database knows it too");
    let again = asked.clone();
    house.done(move |tx, _| acts::approve(tx, &second(), visit, &form(&again), Lang::Vi)).await;
    assert_eq!((station(&house, visit).await, debt(&house, visit).await.is_agreed()), (Station::Owes, true));
    let twice = house.act(move |tx, _| acts::approve(tx, &second(), visit, &form(&asked), Lang::Vi)).await;
    assert!(twice.is_err());
}

#[tokio::test]
async fn what_a_patient_owes_besides_counts_against_the_limit() {
    let house = House::open().await;
    house.done(|tx, _| Ok(tx.run("INSERT INTO setting (key, value) VALUES ('debt_limit_vnd', '335199')", &[])?)).await;
    for (is_agreed, minutes) in [(true, 60), (false, 0)] {
        let visit = billed(&house, HUONG).await;
        house.done(move |tx, _| acts::agree(tx, &cashier(), visit, &form(TWO), Lang::Vi)).await;
        assert_eq!(debt(&house, visit).await.is_agreed(), is_agreed);
        house.clock.advance_minutes(minutes);
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM debt WHERE needs_second").await, 1);
    assert!(house.act(|tx, _| Ok(tx.run("UPDATE debt SET needs_second = FALSE", &[])?)).await.is_err());
}

#[tokio::test]
async fn a_buyer_without_a_name_owes_nothing() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    house
        .done(move |tx, _| {
            let counter =
                "INSERT INTO retail_counter (branch_id, counter_id, service_id, buyer_id) VALUES (1, 21, 41, 31)";
            Ok(tx.run(counter, &[])?)
        })
        .await;
    let refused = house.refused(move |tx, who| acts::agree(tx, who, visit, &form(TWO), Lang::Vi)).await;
    assert_eq!(refused.0, text::debt_nameless(Lang::En));
    assert!(house.done(move |tx, who| seen::bill(tx, who, visit)).await.is_nameless, "and no form is drawn");
}

#[tokio::test]
async fn instalments_are_told_a_week_before_and_while_they_are_late() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    agree(&house, visit, TWO).await;
    let due = |day: &'static str| {
        let house = &house;
        async move {
            let today = parse_day(day).unwrap();
            let found = house.done(move |tx, who| Ok(paper::debtors(tx, who.branch, today, 500)?)).await;
            let rows: Vec<crate::debt::views::Row> = found
                .rows
                .into_iter()
                .map(|(debtor, agreed)| {
                    let debt = agreed.map(|agreed| {
                        let standing = agreed.standing(today);
                        (agreed, standing)
                    });
                    (debtor, debt)
                })
                .collect();
            let due = crate::debt::views::due_soon(&rows, today);
            due.iter().map(|(_, part, open)| (part.due.to_string(), open.minor())).collect::<Vec<_>>()
        }
    };
    assert_eq!(due("2026-12-02").await, []);
    assert_eq!(due("2026-12-03").await, [("2026-12-10".to_owned(), 100_000)]);
    pay_part(&house, visit, 167_600, 30_000).await;
    assert_eq!(
        due("2027-01-20").await,
        [("2026-12-10".to_owned(), 70_000), ("2027-01-10".to_owned(), 67_600)],
        "the late ones with what of them is open"
    );
}

#[tokio::test]
async fn what_cannot_be_agreed_is_refused_at_its_field() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    for (body, field) in [
        ("due=167600&debt_reason=+&debt_day_1=2026-12-10", "debt_reason"),
        ("due=167600&debt_reason=xx&debt_day_1=2026-12-10", "debt_reason"),
        ("due=167600&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=", "debt_day_1"),
        ("due=167600&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-11-23", "debt_day_1"),
        ("due=167600&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-02-30", "debt_day_1"),
        ("due=167600&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-10&debt_amount_1=-1", "debt_amount_1"),
        ("due=167600&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-10&debt_amount_1=0,5", "debt_amount_1"),
        (
            "due=167600&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-10&debt_amount_1=167.601",
            "debt_amount_1",
        ),
        (
            "due=167600&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-10&debt_amount_1=100.000&debt_day_2=2026-12-09",
            "debt_day_2",
        ),
    ] {
        let refused = house.refused(move |tx, who| acts::agree(tx, who, visit, &form(body), Lang::Vi)).await;
        assert_eq!(refused.1, field, "{body}");
    }
    let stale = "due=167599&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-10";
    let refused = house.refused(move |tx, who| acts::agree(tx, who, visit, &form(stale), Lang::Vi)).await;
    assert!(refused.0.contains("167,600"), "{}", refused.0);
    pay(&house, visit, cash(167_600, 167_600)).await;
    let paid = "due=0&debt_reason=Thi%E1%BA%BFu+ti%E1%BB%81n&debt_day_1=2026-12-10";
    house.refused(move |tx, who| acts::agree(tx, who, visit, &form(paid), Lang::Vi)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM debt").await, 0);
}

#[tokio::test]
async fn what_was_agreed_is_neither_changed_nor_deleted() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    agree(&house, visit, TWO).await;
    for sql in [
        "UPDATE debt SET amount_vnd = 1",
        "DELETE FROM debt",
        "UPDATE debt_instalment SET due_day = '2030-01-01'",
        "DELETE FROM debt_instalment",
    ] {
        assert!(house.act(move |tx, _| Ok(tx.run(sql, &[])?)).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn what_somebody_owes_is_told_with_its_day_and_how_late_it_is() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    let on = |day: &'static str| {
        house.done(move |tx, who| Ok(paper::balance(tx, (who.branch, HUONG), parse_day(day).unwrap())?))
    };
    assert!(on("2026-11-24").await.due.is_zero(), "today it is on its way to the cashier");
    assert_eq!(on("2026-11-25").await.told(Lang::En).replace('\u{a0}', " "), "Owes 167,600 ₫");
    agree(&house, visit, TWO).await;
    assert_eq!(on("2026-11-24").await.told(Lang::En).replace('\u{a0}', " "), "Owes 167,600 ₫, due 10/12/2026");
    assert_eq!(on("2026-12-13").await.told(Lang::Vi).replace('\u{a0}', " "), "Còn nợ 167.600 ₫, quá hạn 3 ngày");
    pay_part(&house, visit, 167_600, 100_000).await;
    assert_eq!(on("2026-12-13").await.told(Lang::En).replace('\u{a0}', " "), "Owes 67,600 ₫, due 10/01/2027");
    assert!(
        house
            .done(|tx, who| Ok(paper::balance(tx, (who.branch, MINH), parse_day("2026-12-13").unwrap())?))
            .await
            .due
            .is_zero()
    );
}

#[tokio::test]
async fn the_list_of_debtors_is_its_branchs_alone_follows_a_merge_and_keeps_whose_record_is_restricted() {
    let house = House::open().await;
    let (visit, far) = (billed(&house, HUONG).await, billed(&house, MINH).await);
    house.done(move |tx, _| Ok(tx.run("UPDATE visit SET branch_id = 2 WHERE id = $1", &[&far])?)).await;
    let listed = async |branch| {
        let tomorrow = parse_day("2026-11-25").unwrap();
        let found = house.done(move |tx, _| Ok(paper::debtors(tx, branch, tomorrow, 50)?)).await;
        assert_eq!(found.sum(|_| true).1.minor(), 167_600);
        found.rows.into_iter().map(|(row, _)| (row.visit, row.patient)).collect::<Vec<_>>()
    };
    assert_eq!((listed(BRANCH).await, listed(OTHER_BRANCH).await), (vec![(visit, HUONG)], vec![(far, MINH)]));
    const RESTRICT: &str = "INSERT INTO record_restriction (id, branch_id, patient_id, reason, restricted_at, restricted_by) \
         VALUES (1, 1, 31, 'x', 0, 11)";
    house.done(|tx, _| Ok(tx.run(RESTRICT, &[])?)).await;
    assert_eq!(listed(BRANCH).await, [(visit, HUONG)], "what is owed is work in hand");
    house.done(move |tx, _| Ok(tx.run("UPDATE visit SET patient_id = 32 WHERE id = $1", &[&visit])?)).await;
    assert_eq!(listed(BRANCH).await, [(visit, MINH)]);
}
