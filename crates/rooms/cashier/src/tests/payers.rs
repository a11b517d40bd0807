//! Other payers: the split on a real bill, claims, line discounts, vouchers that go together.

use super::*;
use crate::claims::{acts as claims, store as claimed};
use crate::discount::{store, vouchers};
use crate::payers::{acts as payers, plans};
use bricks::id::InsurerId;
use ground::db::Tx;
use papers::payer::{self, ClaimState};

const SEED: &[&str] = &[
    "INSERT INTO insurer (id, name_vi, name_en, kind) VALUES (91, 'Bảo hiểm y tế', 'National', 'national'), (92, 'An Lành', 'An Lanh', 'private')",
    "INSERT INTO payer_plan (id, insurer_id, name, by_card, share_basis_points, deductible_vnd, copayment_vnd, needs_guarantee, automatic, from_day, active) \
     VALUES (95, 91, 'Ngoại trú', TRUE, 8000, 0, 0, FALSE, TRUE, '2020-01-01', TRUE), \
     (96, 92, 'Vàng', FALSE, 5000, 0, 0, TRUE, FALSE, '2020-01-01', TRUE)",
    "UPDATE patient SET insurer_id = 91, insurance_number = 'DN4797512345678', insurance_until = '2026-12-31' WHERE id = 31",
    "UPDATE service SET insured = TRUE",
    "UPDATE service_price SET price_vnd = 400001 WHERE service_id = 41",
];

/// A clinic with two payers; a finished visit of an insured patient with a consultation of 400.001 and medicines of 7.600.
pub async fn insured() -> (House, VisitId) {
    let house = House::open().await;
    house
        .done(|tx, _| {
            for sql in SEED {
                tx.run(sql, &[])?;
            }
            Ok(())
        })
        .await;
    let visit = billed(&house, HUONG).await;
    (house, visit)
}

pub async fn choose(house: &House, visit: VisitId, body: &str) -> Result<(), Stop> {
    let body = body.to_owned();
    house.act(move |tx, who| payers::choose(tx, who, visit, &form(&body), Lang::Vi)).await
}

/// The national insurance's claims of the month.
pub fn november() -> claimed::Wanted {
    claimed::Wanted {
        insurer: InsurerId::from_raw(91),
        from_day: parse_day("2026-11-01").unwrap(),
        until_day: parse_day("2026-11-30").unwrap(),
        state: None,
    }
}

fn field_of(done: Result<(), Stop>) -> &'static str {
    match done {
        Err(Stop::Refused(refusal)) => refusal.fields.first().map_or("", |at| at.field),
        other => panic!("{other:?}"),
    }
}

/// What `kham verify` asks of bills, invoices and claims.
pub async fn agrees(house: &House) {
    for proof in [
        "SELECT COUNT(*) FROM visit v WHERE v.due_vnd <> (SELECT COALESCE(SUM(c.amount_vnd - c.discount_vnd - c.first_vnd - c.second_vnd), 0) FROM charge c \
         WHERE c.visit_id = v.id AND c.invoice_id IS NULL) + (SELECT COALESCE(SUM(i.due_vnd), 0) FROM invoice i WHERE i.visit_id = v.id) \
         - (SELECT COALESCE(SUM(d.amount_vnd), 0) FROM discount d WHERE d.visit_id = v.id AND d.invoice_id IS NULL AND d.charge_id IS NULL)",
        "SELECT COUNT(*) FROM invoice i WHERE i.charged_vnd + i.insured_vnd <> (SELECT COALESCE(SUM(c.amount_vnd), 0) FROM charge c WHERE c.invoice_id = i.id)",
        "SELECT COUNT(*) FROM invoice i WHERE i.discount_vnd <> (SELECT COALESCE(SUM(c.discount_vnd), 0) FROM charge c WHERE c.invoice_id = i.id)",
        "SELECT COUNT(*) FROM invoice i WHERE (SELECT COALESCE(SUM(c.first_vnd + c.second_vnd), 0) FROM charge c WHERE c.invoice_id = i.id) <> \
         (SELECT COALESCE(SUM(m.amount_vnd), 0) FROM claim m WHERE m.invoice_id = i.id)",
    ] {
        assert_eq!(house.count(proof).await, 0, "{proof}");
    }
}

#[tokio::test]
async fn a_card_of_level_four_leaves_a_fifth_and_the_claim_is_the_rest() {
    let (house, visit) = insured().await;
    choose(&house, visit, "plan=95&card=dn4+7975+1234+5678&level=").await.unwrap();
    assert_eq!(due(&house, visit).await, 81_520, "407.601 less 320.001 and 6.080");
    agrees(&house).await;
    house.done(move |tx, who| charge::post(tx, who, &medicine(visit, HUONG, 7))).await;
    assert_eq!(due(&house, visit).await, 83_040, "what comes later is split too");
    let receipt = pay(&house, visit, cash(83_040, 100_000)).await;
    let told = printed(&house, receipt).await;
    assert_eq!((told.charged.minor(), told.insured.minor(), told.total.minor()), (415_201, 332_161, 83_040));
    assert_eq!(told.payers.len(), 1);
    let lines = Money::sum(told.lines.iter().map(papers::receipt::Line::patient)).unwrap();
    assert_eq!(lines, told.total, "the lines come to the total");
    assert_eq!(
        house.count("SELECT amount_vnd FROM claim WHERE state = 'to_send' AND card = 'DN4797512345678'").await,
        332_161
    );
    agrees(&house).await;
}

#[tokio::test]
async fn a_cheap_visit_is_borne_whole_until_it_is_no_longer_cheap() {
    let (house, visit) = insured().await;
    house.done(|tx, _| Ok(tx.run("UPDATE low_cost_rule SET base_salary_vnd = 2800000", &[])?)).await;
    choose(&house, visit, "plan=95&card=DN4797512345678").await.unwrap();
    assert_eq!(due(&house, visit).await, 0, "407.601 is below 420.000");
    let bill = house.done(move |tx, who| seen::queue(tx, who).map_err(Stop::from)).await;
    assert_eq!(bill.len(), 1, "it waits for its receipt");
    house.done(move |tx, who| charge::post(tx, who, &medicine(visit, HUONG, 7))).await;
    house.done(move |tx, who| charge::post(tx, who, &medicine(visit, HUONG, 8))).await;
    assert_eq!(due(&house, visit).await, 84_560);
    agrees(&house).await;
}

#[tokio::test]
async fn a_second_payer_bears_of_what_the_first_leaves_and_takes_its_place() {
    let (house, visit) = insured().await;
    choose(&house, visit, "plan=95&card=DN4797512345678").await.unwrap();
    assert_eq!(field_of(choose(&house, visit, "plan=96&card=1").await), "guarantee");
    choose(&house, visit, "plan=96&card=AL1&guarantee=BL-77").await.unwrap();
    assert_eq!(due(&house, visit).await, 40_760);
    agrees(&house).await;
    assert_eq!(
        house.refused(move |tx, who| payers::choose(tx, who, visit, &form("plan=96&guarantee=x"), Lang::Vi)).await.0,
        text::payer_enough(Lang::En)
    );
    house.done(move |tx, who| payers::remove(tx, who, visit, &form("position=1"))).await;
    assert_eq!(due(&house, visit).await, 203_800, "half of 400.001 and of 7.600, each to the đồng");
    pay(&house, visit, cash(203_800, 203_800)).await;
    let gone = house.refused(move |tx, who| payers::remove(tx, who, visit, &form("position=1"))).await;
    assert_eq!(gone.0, text::payer_claimed(Lang::En));
    agrees(&house).await;
}

#[tokio::test]
async fn takings_are_told_of_the_payer_of_the_bill_whatever_card_is_in_the_profile() {
    let (house, visit) = insured().await;
    choose(&house, visit, "plan=96&card=AL1&guarantee=BL-77").await.unwrap();
    let receipt = pay(&house, visit, cash(203_800, 203_800)).await;
    let taken = "SELECT CAST(SUM(taken_vnd) AS BIGINT) FROM takings WHERE payer_kind = 'private'";
    assert_eq!(house.count(taken).await, 203_800);
    assert_eq!(house.count("SELECT COUNT(*) FROM takings WHERE payer_kind <> 'private'").await, 0);
    let told = printed(&house, receipt).await;
    assert_eq!(told.payers[0].pays(Lang::Vi), "An Lành chi trả");
}

#[tokio::test]
async fn a_card_that_cannot_be_is_refused_at_its_field() {
    let (house, visit) = insured().await;
    for (body, field) in [
        ("", "plan"),
        ("plan=1", "plan"),
        ("plan=95", "card"),
        ("plan=95&card=DN6797512345678", "card"),
        ("plan=95&card=DN4797512345678&level=2", "level"),
        ("plan=95&card=7975123456", "level"),
        ("plan=95&card=DN4797512345678&card_until=23/11/2026", "card_until"),
        ("plan=95&card=DN4797512345678&card_from=25/11/2026", "card_from"),
        ("plan=95&card=DN4797512345678&card_from=x", "card_from"),
    ] {
        assert_eq!(field_of(choose(&house, visit, body).await), field, "{body}");
    }
    choose(&house, visit, "plan=95&card=7975123456&level=3&card_until=24/11/2026").await.unwrap();
    assert_eq!(due(&house, visit).await, 20_380, "95 %");
}

#[tokio::test]
async fn the_profiles_card_is_taken_at_check_in_while_it_is_valid() {
    let (house, visit) = insured().await;
    assert!(house.done(move |tx, who| payer::take_from_card(tx, who, visit)).await);
    assert!(!house.done(move |tx, who| payer::take_from_card(tx, who, visit)).await, "once");
    assert_eq!(house.count("SELECT COUNT(*) FROM visit_payer WHERE plan_id = 95 AND level = '4'").await, 1);
    house.done(|tx, _| Ok(tx.run("UPDATE patient SET insurer_id = 91, insurance_number = 'DN4797512345679', insurance_until = '2026-11-23' WHERE id = 32", &[])?)).await;
    let other = billed(&house, MINH).await;
    assert!(!house.done(move |tx, who| payer::take_from_card(tx, who, other)).await, "run out the day before");
}

#[tokio::test]
async fn a_discount_of_a_line_lowers_what_is_split_and_comes_back_exactly() {
    let (house, visit) = insured().await;
    choose(&house, visit, "plan=95&card=DN4797512345678").await.unwrap();
    let line = house.count("SELECT id FROM charge WHERE source_kind = 'consultation'").await;
    let give = |body: String| house.act(move |tx, who| off::give_discount(tx, who, visit, &form(&body), Lang::Vi));
    give(format!("line={line}&amount=10%25&reason=Kh%C3%A1ch+quen")).await.unwrap();
    assert_eq!(house.count("SELECT discount_vnd FROM charge WHERE source_kind = 'consultation'").await, 40_000);
    assert_eq!(due(&house, visit).await, 73_520);
    agrees(&house).await;
    assert!(give(format!("line={line}&amount=1&reason=Tr%E1%BA%A3+l%E1%BA%A1i")).await.is_err(), "one a line");
    for amount in ["101%25", "-1", "0,5", "1,000", "99999999999999999999", "400.002"] {
        let other = give(format!("line={line}&amount={amount}&reason=Tr%E1%BA%A3+l%E1%BA%A1i")).await;
        assert!(matches!(other, Err(Stop::Refused(_))), "{amount}");
    }
    assert_eq!(field_of(give("line=7&amount=1&reason=Tr%E1%BA%A3+l%E1%BA%A1i".into()).await), "line");
    give("amount=3.520&reason=Kh%C3%A1ch+quen".into()).await.unwrap();
    assert_eq!(due(&house, visit).await, 70_000);
    let told = printed(&house, pay(&house, visit, cash(70_000, 70_000)).await).await;
    assert_eq!((told.discount.minor(), told.insured.minor()), (43_520, 294_081));
    assert_eq!(Money::sum(told.lines.iter().map(papers::receipt::Line::patient)), Some(told.total));
    assert_eq!(house.count("SELECT COUNT(*) FROM discount WHERE invoice_id IS NOT NULL").await, 2);
    agrees(&house).await;
}

#[tokio::test]
async fn a_discount_taken_off_a_line_restores_the_bill() {
    let (house, visit) = insured().await;
    choose(&house, visit, "plan=95&card=DN4797512345678").await.unwrap();
    let line = house.count("SELECT id FROM charge WHERE source_kind = 'medicine'").await;
    let body = format!("line={line}&amount=100%25&reason=Kh%C3%A1ch+quen");
    house.done(move |tx, who| off::give_discount(tx, who, visit, &form(&body), Lang::Vi)).await;
    assert_eq!(due(&house, visit).await, 80_000);
    let back = move |tx: &mut Tx<'_>, who: &ground::access::Who| {
        let id = store::open(tx, visit)?.first().map(|d| d.id);
        off::remove_discount(tx, who, visit, id)
    };
    house.done(back).await;
    assert_eq!(due(&house, visit).await, 81_520);
    agrees(&house).await;
}

#[tokio::test]
async fn a_payer_that_leaves_less_than_the_discount_is_refused() {
    let (house, visit) = insured().await;
    house
        .done(move |tx, who| {
            off::give_discount(tx, who, visit, &form("amount=200.000&reason=Tr%E1%BA%A3+l%E1%BA%A1i"), Lang::Vi)
        })
        .await;
    let refused = choose(&house, visit, "plan=95&card=DN4797512345678").await;
    assert!(matches!(refused, Err(Stop::Refused(_))));
    assert_eq!((due(&house, visit).await, house.count("SELECT COUNT(*) FROM visit_payer").await), (207_601, 0));
}

#[tokio::test]
async fn vouchers_go_together_only_where_they_may_and_count_where_they_say() {
    let (house, visit) = insured().await;
    let days = "from_day=2026-11-01&until_day=2026-11-30";
    for body in [
        "code=MED&value=50%25&group=medicine&stackable=yes",
        "code=ALL&value=10.000&stackable=yes",
        "code=ONLY&value=1.000",
    ] {
        let body = format!("{body}&{days}");
        house.done(move |tx, who| vouchers::make(tx, who, &form(&body), Lang::Vi)).await;
    }
    let used = |code: &'static str| house.act(move |tx, who| off::use_voucher(tx, who, visit, &form(code), Lang::Vi));
    used("code=MED").await.unwrap();
    assert_eq!(due(&house, visit).await, 403_801, "half of the medicines' 7.600");
    assert_eq!(field_of(used("code=ONLY").await), "code");
    assert_eq!(field_of(used("code=MED").await), "code");
    used("code=ALL").await.unwrap();
    assert_eq!(due(&house, visit).await, 393_801);
    agrees(&house).await;
    let told = printed(&house, pay(&house, visit, cash(393_801, 400_000)).await).await;
    assert_eq!(told.discount_reason, "Voucher MED, Voucher ALL");
    assert_eq!(Money::sum(told.lines.iter().map(papers::receipt::Line::patient)), Some(told.total));
    agrees(&house).await;
}

#[tokio::test]
async fn a_claim_is_sent_and_settled_once_and_the_patient_owes_what_was_refused() {
    let (house, visit) = insured().await;
    choose(&house, visit, "plan=95&card=DN4797512345678").await.unwrap();
    pay(&house, visit, cash(81_520, 81_520)).await;
    let wanted = november();
    let list = house.done(move |tx, who| Ok(claimed::list(tx, who, &wanted, 9)?)).await;
    let id = list[0].id;
    let settle = |body: &'static str| house.act(move |tx, who| claims::settle(tx, who, id, &form(body), Lang::Vi));
    assert!(settle("paid=326.081&bears=clinic").await.is_err(), "not sent yet");
    assert_eq!(house.done(move |tx, who| claims::send(tx, who, &wanted)).await, 1);
    assert!(house.act(move |tx, who| claims::send(tx, who, &wanted)).await.is_err(), "nothing waits");
    for (body, field) in [
        ("paid=&bears=clinic", "paid"),
        ("paid=326.082&bears=clinic", "paid"),
        ("paid=-1&bears=clinic", "paid"),
        ("paid=0,5&bears=clinic", "paid"),
        ("paid=300.000&bears=clinic", "reason"),
        ("paid=300.000&bears=nobody&reason=Tr%E1%BA%A3+l%E1%BA%A1i", "bears"),
    ] {
        assert_eq!(field_of(settle(body).await), field, "{body}");
    }
    settle("paid=300.000&bears=patient&reason=T%C3%ADnh+sai").await.unwrap();
    assert_eq!(due(&house, visit).await, 26_081);
    agrees_settled(&house).await;
    assert!(settle("paid=300.000&bears=patient&reason=T%C3%ADnh+sai").await.is_err(), "once");
    let told = printed(&house, pay(&house, visit, cash(26_081, 26_081)).await).await;
    assert_eq!((told.earlier.minor(), told.insured.minor(), told.paid.minor()), (81_520, 300_000, 26_081));
    let state = house.done(move |tx, who| Ok(claimed::by_id(tx, who, id)?.state)).await;
    assert_eq!(state, ClaimState::Settled);
}

/// The money in the last row of a sheet, below the head of that name.
fn below(sheet: &ground::sheet::Sheet, head: &str) -> i64 {
    let column = sheet.heads.iter().position(|each| each == head).unwrap();
    match &sheet.rows.last().unwrap()[column] {
        ground::sheet::Cell::Money(amount) => amount.minor(),
        other => panic!("{head}: {other:?}"),
    }
}

#[tokio::test]
async fn the_workbook_of_claims_comes_to_what_was_charged_and_claimed_line_by_line() {
    let (house, visit) = insured().await;
    choose(&house, visit, "plan=95&card=DN4797512345678").await.unwrap();
    pay(&house, visit, cash(81_520, 81_520)).await;
    let wanted = november();
    house.done(move |tx, who| claims::send(tx, who, &wanted)).await;
    let id = house.done(move |tx, who| Ok(claimed::list(tx, who, &wanted, 9)?)).await[0].id;
    house
        .done(move |tx, who| {
            claims::settle(
                tx,
                who,
                id,
                &form("paid=300.000&bears=clinic&reason=V%C6%B0%E1%BB%A3t+tr%E1%BA%A7n"),
                Lang::Vi,
            )
        })
        .await;
    let (list, lines, totals) = house
        .done(move |tx, who| {
            let (list, lines) = (claimed::list(tx, who, &wanted, i64::MAX)?, claimed::lines(tx, who, &wanted)?);
            Ok((list, lines, claimed::totals(tx, who, &wanted)?))
        })
        .await;
    assert_eq!((totals.count, totals.to_send, totals.clinic.minor()), (1, 0, 26_081));
    let sheets = crate::claims::workbook::sheets(Lang::Vi, &list, &lines);
    let l = Lang::Vi;
    assert_eq!(below(&sheets[0], text::claim_charged(l)), 407_601);
    assert_eq!(below(&sheets[0], text::group_consultation(l)), 400_001);
    assert_eq!(below(&sheets[0], text::claim_amount(l)), totals.amount.minor());
    assert_eq!(Money::sum(lines.iter().map(|line| line.borne)), Some(totals.amount), "line by line");
    assert_eq!(sheets[1].rows.len(), 2);
    assert_eq!(sheets[2].rows[0].last(), Some(&ground::sheet::Cell::text("Vượt trần")), "the difference has its name");
    assert!(ground::sheet::workbook(&sheets).unwrap().starts_with(b"PK"));
}

#[tokio::test]
async fn one_card_is_one_persons() {
    let (house, visit) = insured().await;
    let others = billed(&house, MINH).await;
    let body = "plan=95&card=DN4797512345678";
    choose(&house, visit, body).await.unwrap();
    assert_eq!(field_of(choose(&house, others, body).await), "card");
    house.done(move |tx, who| payers::remove(tx, who, visit, &form("position=1"))).await;
    choose(&house, others, body).await.unwrap();
    assert_eq!(house.count("SELECT COUNT(*) FROM national_card").await, 1);
}

#[tokio::test]
async fn payers_are_chosen_before_something_is_taken_off_the_whole_bill() {
    let (house, visit) = insured().await;
    discount(&house, visit, "amount=10%25&reason=Tr%E1%BA%A3+l%E1%BA%A1i").await.unwrap();
    let body = "plan=95&card=DN4797512345678";
    assert!(matches!(choose(&house, visit, body).await, Err(Stop::Refused(_))));
}

async fn agrees_settled(house: &House) {
    const INSURED: &str = "SELECT COUNT(*) FROM invoice i WHERE i.insured_vnd <> (SELECT SUM(c.first_vnd + c.second_vnd) FROM charge c WHERE c.invoice_id = i.id) \
         - (SELECT SUM(COALESCE(m.patient_vnd, 0)) FROM claim m WHERE m.invoice_id = i.id)";
    assert_eq!(house.count(INSURED).await, 0);
    assert_eq!(
        house.count("SELECT COUNT(*) FROM claim WHERE paid_vnd + clinic_vnd + patient_vnd <> amount_vnd").await,
        0
    );
}

#[tokio::test]
async fn a_plan_is_written_with_its_classes_and_not_over_somebody_elses() {
    let (house, _) = insured().await;
    let plan = house
        .done(|tx, who| plans::add_plan(tx, who, InsurerId::from_raw(92), &form("plan_name=B%E1%BA%A1c"), Lang::Vi))
        .await;
    let body = "name=B%E1%BA%A1c&version=0&share=70&from_day=2026-01-01&share_lab=0&items=XN01%3D0&active=yes";
    house.done(move |tx, who| plans::change(tx, who, plan, &form(body), Lang::Vi)).await;
    let (row, groups, items) = house.done(move |tx, _| plans::whole(tx, plan)).await;
    assert_eq!((row.share_basis_points, groups.len(), items.len(), row.version), (7_000, 1, 1, 1));
    assert!(
        house.act(move |tx, who| plans::change(tx, who, plan, &form(body), Lang::Vi)).await.is_err(),
        "an old page"
    );
    let twice = house
        .act(|tx, who| plans::add_plan(tx, who, InsurerId::from_raw(92), &form("plan_name=V%C3%A0ng"), Lang::Vi))
        .await;
    assert!(matches!(twice, Err(Stop::Refused(_))));
}
