//! What the law wants before a prescription is issued.

use crate::house::*;
use bricks::id::{PatientId, PrescriptionId, VisitId};
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::prescription::{self, PaperForm, put_line};

fn issue(visit: VisitId) -> impl Fn(&mut Tx<'_>, &Who) -> Result<PrescriptionId, Stop> + Send + 'static {
    move |tx, who| prescription::issue(tx, who, visit)?.ok_or(Stop::Missing)
}

/// The fields at which issuing is refused.
async fn wanted(house: &House, visit: VisitId) -> Vec<&'static str> {
    match house.act(issue(visit)).await {
        Err(Stop::Refused(r)) => r.fields.iter().map(|f| f.field).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn diagnosed(house: &House, visit: VisitId, code: &'static str) {
    house
        .done(move |tx, _| {
            let known = "INSERT INTO diagnosis (code, title_vi, title_en, chapter, common) VALUES ($1, 'x', 'x', 'X', 1) ON CONFLICT DO NOTHING";
            tx.run(known, &[&code])?;
            let of_visit = "INSERT INTO visit_diagnosis (visit_id, position, code) VALUES ($1, 1, $2)";
            Ok(tx.run_one(of_visit, &[&visit, &code])?)
        })
        .await;
}

async fn prescribed(house: &House, patient: PatientId, days: i64) -> VisitId {
    let visit = house.in_room(patient).await;
    let mut new = line(PARACETAMOL);
    new.days = days;
    house.done(move |tx, who| put_line(tx, who, visit, &new)).await;
    visit
}

#[tokio::test]
async fn a_child_below_72_months_needs_a_weight_and_an_adult_and_both_are_kept() {
    let house = House::open().await;
    let visit = prescribed(&house, MINH, 5).await;
    assert_eq!(wanted(&house, visit).await, ["child_weight", "companion"]);
    house.weighed(visit).await;
    house.done(move |tx, who| prescription::accompanied(tx, who, visit, ("Bà Ngoại", "079150001234"))).await;
    let id = house.done(issue(visit)).await;
    house.done(|tx, _| Ok(tx.run("UPDATE patient SET guardian_name = 'Khác' WHERE id = 32", &[])?)).await;
    let child = house.done(move |tx, _| Ok(prescription::kept_child(tx, id)?)).await.unwrap();
    assert_eq!((child.months, child.weight.milli()), (22, 12_500), "a year alone counts from its last day");
    assert_eq!((child.companion.as_str(), child.identity.as_str()), ("Bà Ngoại", "079150001234"));
    let without = "UPDATE prescription SET companion = '' WHERE child_months IS NOT NULL";
    assert!(house.act(move |tx, _| Ok(tx.run(without, &[])?)).await.is_err(), "the database itself refuses it");
}

#[tokio::test]
async fn an_old_weight_is_none_and_grown_ups_need_neither() {
    let house = House::open().await;
    let visit = prescribed(&house, MINH, 5).await;
    house.weighed(visit).await;
    house.done(|tx, _| Ok(tx.run("UPDATE vitals SET taken_at = taken_at - 2678400000", &[])?)).await;
    assert_eq!(wanted(&house, visit).await, ["child_weight"]);
    let grown_up = prescribed(&house, HUONG, 5).await;
    let id = house.done(issue(grown_up)).await;
    assert!(house.done(move |tx, _| Ok(prescription::kept_child(tx, id)?)).await.is_none());
}

#[tokio::test]
async fn more_than_thirty_days_need_a_disease_of_the_list_and_a_narcotic_has_its_own_limit() {
    let house = House::open().await;
    let visit = prescribed(&house, HUONG, 31).await;
    assert_eq!(wanted(&house, visit).await, ["days"]);
    diagnosed(&house, visit, "J02.9").await;
    assert_eq!(wanted(&house, visit).await, ["days"]);
    diagnosed_too(&house, visit, "E11.9").await;
    house.done(|tx, _| Ok(tx.run("UPDATE medicine SET controlled = 'narcotic' WHERE id = 61", &[])?)).await;
    let legal = house.done(move |tx, who| prescription::legal(tx, who, visit)).await;
    assert_eq!((legal.too_long[0].days, legal.too_long[0].limit), (31, 30), "of a narcotic no more than thirty");
    house.done(|tx, _| Ok(tx.run("UPDATE medicine SET controlled = 'none' WHERE id = 61", &[])?)).await;
    house.done(issue(visit)).await;
}

#[tokio::test]
async fn a_controlled_medicine_is_issued_for_no_more_days_than_its_form_allows() {
    for (controlled, limit) in [("narcotic", 7), ("psychotropic", 10), ("precursor", 10), ("none", 30)] {
        let house = House::open().await;
        let sql = "UPDATE medicine SET controlled = $1 WHERE id = 61";
        house.done(move |tx, _| Ok(tx.run(sql, &[&controlled])?)).await;
        let visit = prescribed(&house, HUONG, limit + 1).await;
        assert_eq!(wanted(&house, visit).await, ["days"], "{controlled} for {} days", limit + 1);
        let shorter = "UPDATE prescription_line SET days = $1";
        house.done(move |tx, _| Ok(tx.run(shorter, &[&limit])?)).await;
        house.done(issue(visit)).await;
    }
}

async fn diagnosed_too(house: &House, visit: VisitId, code: &'static str) {
    house.done(move |tx, _| Ok(tx.run("DELETE FROM visit_diagnosis WHERE visit_id = $1", &[&visit])?)).await;
    diagnosed(house, visit, code).await;
}

#[tokio::test]
async fn each_form_has_its_own_number_and_a_national_code_once_the_facility_is_known() {
    let house = House::open().await;
    let numbers = |id: PrescriptionId| {
        house.done(move |tx, _| {
            let mut found = Vec::new();
            for form in PaperForm::ALL {
                found.push(prescription::numbered(tx, id, *form)?);
            }
            Ok(found)
        })
    };
    let visit = prescribed(&house, HUONG, 5).await;
    let id = house.done(issue(visit)).await;
    let [Some(ordinary), None, None] = &*numbers(id).await else { panic!("one form") };
    assert_eq!((ordinary.number.as_str(), ordinary.national_code.as_deref()), ("DT-261124-001", None));
    house.done(move |tx, who| papers::visit::finish(tx, who, visit)).await;

    house.done(|tx, who| Ok(prescription::set_facility(tx, who.branch, "79A01")?)).await;
    house.done(|tx, _| Ok(tx.run("UPDATE medicine SET controlled = 'narcotic' WHERE id = 62", &[])?)).await;
    let visit = house.in_room(HUONG).await;
    house.done(move |tx, who| put_line(tx, who, visit, &line(PARACETAMOL))).await;
    house.done(move |tx, who| put_line(tx, who, visit, &line(SYRUP))).await;
    let id = house.done(issue(visit)).await;
    let [Some(ordinary), Some(narcotic), None] = &*numbers(id).await else { panic!("two forms") };
    assert_eq!((ordinary.number.as_str(), narcotic.number.as_str()), ("DT-261124-002", "DTN-2026-00001"));
    for (numbered, tail) in [(ordinary, "-c"), (narcotic, "-n")] {
        let code = numbered.national_code.as_deref().unwrap();
        assert!(code.len() == 14 && code.starts_with("79A01") && code.ends_with(tail), "{code}");
    }
}
