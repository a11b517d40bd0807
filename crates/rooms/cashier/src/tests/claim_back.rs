//! What an insurer bears of what came back: claimed no longer where its claim is not sent, a difference where it is.

use super::payers::{choose, insured, november};
use super::*;
use crate::claims::{acts as claims, store as claimed};
use papers::refund;

const WHY: &str = "Thuốc trả lại";

fn goods(visit: VisitId) -> Source {
    Source { kind: SourceKind::Medicine, id: visit.raw() }
}

/// A paid bill of 407.601, of which the insurance bears 320.001 of the consultation and 6.080 of the medicines.
async fn paid() -> (House, VisitId) {
    let (house, visit) = insured().await;
    choose(&house, visit, "plan=95&card=DN4797512345678").await.unwrap();
    pay(&house, visit, cash(81_520, 81_520)).await;
    (house, visit)
}

async fn come_back(house: &House, visit: VisitId, milli: i64) -> i64 {
    let back = house.done(move |tx, who| {
        visit::lock(tx, who.branch, visit)?;
        refund::came_back(tx, who, goods(visit), Quantity::from_milli(milli), WHY)
    });
    back.await.minor()
}

async fn stays(house: &House, visit: VisitId, milli: i64) -> Result<bool, Stop> {
    house.act(move |tx, who| refund::stays(tx, who, goods(visit), Quantity::from_milli(milli), WHY)).await
}

/// What is claimed less what came back of it is what the insurance bears of the rest.
async fn claims_agree(house: &House) {
    let differs = "SELECT (SELECT SUM(first_vnd - first_back_vnd) FROM charge) - (SELECT COALESCE(SUM(amount_vnd - back_vnd), 0) FROM claim)";
    assert_eq!(house.count(differs).await, 0);
}

const CLAIMED: &str = "SELECT COALESCE(SUM(amount_vnd), 0) FROM claim";
const NOTED: &str = "SELECT COALESCE(SUM(back_vnd), 0) FROM claim";

#[tokio::test]
async fn a_claim_that_is_not_sent_falls_with_what_came_back_and_rises_when_it_did_not() {
    let (house, visit) = paid().await;
    assert_eq!(come_back(&house, visit, 2_500).await, 400);
    assert_eq!(house.count(CLAIMED).await, 324_481, "1.600 of the 6.080");
    assert_eq!(come_back(&house, visit, 7_000).await, 1_120);
    assert_eq!(house.count(CLAIMED).await, 320_001);
    claims_agree(&house).await;
    let lines = house.done(|tx, who| Ok(claimed::lines(tx, who, &november())?)).await;
    let borne: i64 = lines.iter().map(|line| line.borne.minor()).sum();
    assert_eq!(borne, 320_001, "the workbook's lines come to the claim");
    assert!(stays(&house, visit, 7_000).await.unwrap());
    assert_eq!(house.count(CLAIMED).await, 324_481);
    come_back(&house, visit, 7_000).await;
    let seen = Source { kind: SourceKind::Consultation, id: visit.raw() };
    assert!(house.done(move |tx, who| refund::take_back(tx, who, seen, WHY)).await);
    assert_eq!(house.count("SELECT COUNT(*) FROM claim").await, 0, "nothing is left to be claimed");
    assert_eq!(house.count("SELECT SUM(amount_vnd) FROM refund WHERE state = 'approved'").await, 81_520);
    assert!(stays(&house, visit, 9_500).await.unwrap());
    assert_eq!(house.count(CLAIMED).await, 6_080);
    claims_agree(&house).await;
}

#[tokio::test]
async fn what_came_back_after_the_claim_was_sent_is_a_difference_that_no_patient_bears() {
    let (house, visit) = paid().await;
    house.done(|tx, who| claims::send(tx, who, &november())).await;
    come_back(&house, visit, 9_500).await;
    assert_eq!((house.count(CLAIMED).await, house.count(NOTED).await), (326_081, 6_080));
    claims_agree(&house).await;
    let totals = house.done(|tx, who| claimed::totals(tx, who, &november())).await;
    assert_eq!((totals.back.minor(), totals.charged.minor()), (6_080, 400_001));
    let claim = house.done(|tx, who| Ok(claimed::list(tx, who, &november(), 9)?)).await.remove(0);
    let body = "paid=320.001&bears=patient";
    house.done(move |tx, who| claims::settle(tx, who, claim.id, &form(body), Lang::Vi)).await;
    let settled = house.done(move |tx, who| claimed::by_id(tx, who, claim.id)).await;
    assert_eq!((settled.clinic.unwrap().minor(), settled.patient_bears.unwrap().minor()), (6_080, 0));
    assert!(settled.reason.contains("6.080"), "the reason is what came back");
    assert_eq!(due(&house, visit).await, 0);
}

#[tokio::test]
async fn what_an_insurer_refused_and_the_patient_bore_goes_back_with_its_goods() {
    let (house, visit) = paid().await;
    house.done(|tx, who| claims::send(tx, who, &november())).await;
    come_back(&house, visit, 2_500).await;
    let claim = house.done(|tx, who| Ok(claimed::list(tx, who, &november(), 9)?)).await.remove(0);
    let body = "paid=0&bears=patient&reason=H%E1%BA%BFt+h%E1%BA%A1n+th%E1%BA%BB";
    house.done(move |tx, who| claims::settle(tx, who, claim.id, &form(body), Lang::Vi)).await;
    let of_medicines = "SELECT SUM(r.amount_vnd) FROM claim_refused r JOIN charge c ON c.id = r.charge_id WHERE c.source_kind = 'medicine'";
    assert_eq!(house.count(of_medicines).await, 4_480, "all that had not come back of it");
    assert_eq!(due(&house, visit).await, 324_481, "and the patient owes it");
    let past = house.act(|tx, _| Ok(tx.run("UPDATE claim_refused SET amount_vnd = 1", &[])?)).await;
    assert!(past.is_err(), "the database keeps it as it is");
    assert_eq!(come_back(&house, visit, 3_500).await, 0, "it is not paid yet");
    assert_eq!(due(&house, visit).await, 324_481 - 2_240 - 560, "half of the rest, and the patient's own part");
    let rest = due(&house, visit).await;
    let receipt = pay(&house, visit, cash(rest, rest)).await;
    let told = printed(&house, receipt).await;
    let of = |part: fn(&papers::receipt::Line) -> Money| told.lines.iter().map(|line| part(line).minor()).sum::<i64>();
    assert_eq!((told.insured.minor(), of(|line| line.insured)), (0, 0), "the insurer bears nothing, and never less");
    assert_eq!(of(|line| line.amount), told.charged.minor(), "the lines come to it");
    assert_eq!(come_back(&house, visit, 3_500).await, 2_240 + 560, "the other half is paid back");
    let back = "SELECT back_vnd FROM charge WHERE source_kind = 'medicine'";
    assert_eq!(house.count(back).await, 1_520 + 4_480, "never what came back before the insurer's answer");
    assert!(stays(&house, visit, 3_500).await.unwrap());
    assert_eq!(house.count(back).await, 400 + 2_240 + 560);
    claims_agree(&house).await;
}

#[tokio::test]
async fn a_receipt_that_is_issued_after_something_came_back_tells_what_the_insurer_bears_then() {
    let (house, visit) = insured().await;
    choose(&house, visit, "plan=95&card=DN4797512345678").await.unwrap();
    let part = Asked::read(&form("method=cash&due=81520&amount=80.000&tendered=80.000&float=0"), Lang::Vi).unwrap();
    pay(&house, visit, part).await;
    come_back(&house, visit, 2_500).await;
    let receipt = pay(&house, visit, cash(1_120, 1_120)).await;
    let told = printed(&house, receipt).await;
    assert_eq!((told.charged.minor(), told.insured.minor()), (405_601, 324_481));
    assert_eq!((told.earlier.minor(), told.paid.minor()), (80_000, 1_120));
    let of = |part: fn(&papers::receipt::Line) -> Money| told.lines.iter().map(|line| part(line).minor()).sum::<i64>();
    assert_eq!((of(|line| line.amount), of(|line| line.insured)), (405_601, 324_481), "the lines come to it");
}

#[tokio::test]
async fn the_lines_of_a_claim_of_which_a_part_came_back_are_quantity_times_price() {
    let (house, visit) = paid().await;
    come_back(&house, visit, 2_500).await;
    let lines = house.done(|tx, who| Ok(claimed::lines(tx, who, &november())?)).await;
    for line in &lines {
        assert_eq!(line.unit_price.times(line.quantity), Some(line.amount), "{}", line.name_vi);
        assert!(!line.amount.sub(line.discount).unwrap().sub(line.insured).unwrap().is_negative());
    }
    let claim = house.done(|tx, who| Ok(claimed::list(tx, who, &november(), 9)?)).await.remove(0);
    let charged: i64 = lines.iter().map(|line| line.amount.minor()).sum();
    assert_eq!((claim.charged.minor(), charged), (405_601, 405_601), "the list says what its lines come to");
}

#[tokio::test]
async fn what_was_taken_off_a_claim_before_it_was_sent_is_not_claimed_again() {
    let (house, visit) = paid().await;
    come_back(&house, visit, 9_500).await;
    house.done(|tx, who| claims::send(tx, who, &november())).await;
    let refused = stays(&house, visit, 9_500).await;
    assert!(matches!(refused, Err(Stop::Refused(_))), "{refused:?}");
    assert_eq!(
        (house.count(CLAIMED).await, house.count("SELECT COUNT(*) FROM refund WHERE state = 'approved'").await),
        (320_001, 1)
    );
    claims_agree(&house).await;
}

#[tokio::test]
async fn claims_that_are_sent_while_goods_come_back_lose_nothing() {
    let (house, visit) = paid().await;
    let mut tries = tokio::task::JoinSet::new();
    for turn in 0..38 {
        let db = house.db.clone();
        tries.spawn(async move {
            db.write_locked(move |tx| match turn {
                19 => claims::send(tx, &who(), &november()).map(|_| ()),
                _ => {
                    visit::lock(tx, who().branch, visit)?;
                    refund::came_back(tx, &who(), goods(visit), Quantity::from_milli(250), WHY).map(|_| ())
                }
            })
            .await
        });
    }
    assert!(tries.join_all().await.iter().all(Result::is_ok));
    claims_agree(&house).await;
    assert_eq!(
        house.count("SELECT first_back_vnd FROM charge WHERE source_kind = 'medicine'").await,
        5_920,
        "9.25 of 9.5"
    );
}
