use crate::house::*;
use bricks::id::{AnalyteId, OrderId, PatientId, VisitId};
use papers::journey::{Station, facts_of};
use papers::order::{self, Flag, NewOrder, NewValue, POSITIVE};

const HAEMOGLOBIN: AnalyteId = AnalyteId::from_raw(51);
const MALARIA: AnalyteId = AnalyteId::from_raw(52);

fn blood_count() -> NewOrder {
    NewOrder { service: BLOOD_COUNT, urgent: true, question: "Thiếu máu?".into(), fasting: false }
}

fn haemoglobin(milli: i64) -> NewValue {
    NewValue { analyte: HAEMOGLOBIN, value_milli: Some(milli), value_text: String::new() }
}

fn malaria(text: &str) -> NewValue {
    NewValue { analyte: MALARIA, value_milli: None, value_text: text.into() }
}

async fn placed(house: &House, patient: PatientId) -> (VisitId, OrderId) {
    let visit = house.in_room(patient).await;
    let id = house.done(move |tx, who| order::place(tx, who, visit, &blood_count())).await;
    (visit, id)
}

#[tokio::test]
async fn a_result_is_flagged_by_sex_and_age_and_written_once() {
    let house = House::open().await;
    let (visit, id) = placed(&house, HUONG).await;
    house.done(move |tx, who| order::start(tx, who, id)).await;
    let complete = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        order::complete(tx, who, id, "", "Thiếu máu", &[haemoglobin(119_000), malaria(POSITIVE)])
    };
    assert_eq!(house.done(complete).await, [Flag::Low, Flag::Abnormal]);
    house.refused(complete).await;
    let all = house.done(move |tx, _| Ok(order::by_visit(tx, visit)?)).await;
    let values: Vec<_> = all[0].values.iter().map(|v| (v.code.as_str(), v.low_milli)).collect();
    assert_eq!(values, [("HGB", Some(120_000)), ("MAL", None)]);
    assert_eq!(all[0].order.conclusion, "Thiếu máu");
}

#[tokio::test]
async fn a_childs_result_is_flagged_by_the_childs_range() {
    let house = House::open().await;
    let (_, id) = placed(&house, MINH).await;
    let flags = house.done(move |tx, who| order::complete(tx, who, id, "", "", &[haemoglobin(119_000)])).await;
    assert_eq!(flags, [Flag::Normal]);
}

#[tokio::test]
async fn a_result_that_says_nothing_or_measures_something_else_is_refused() {
    let house = House::open().await;
    let (_, id) = placed(&house, HUONG).await;
    let empty = vec![malaria(" ")];
    let twice = vec![haemoglobin(1), haemoglobin(2)];
    let wrong_kind = vec![malaria("maybe")];
    let mut unknown = haemoglobin(1);
    unknown.analyte = AnalyteId::from_raw(99);
    for (values, wanted) in
        [(empty, "conclusion"), (twice, "values"), (wrong_kind, "values"), (vec![unknown], "values")]
    {
        let (_, field) = house.refused(move |tx, who| order::complete(tx, who, id, "", "", &values)).await;
        assert_eq!(field, wanted);
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM result_value").await, 0);
}

#[tokio::test]
async fn the_same_service_is_not_ordered_twice_while_open() {
    let house = House::open().await;
    let (visit, id) = placed(&house, HUONG).await;
    let (_, field) = house.refused(move |tx, who| order::place(tx, who, visit, &blood_count())).await;
    assert_eq!(field, "service");
    house.done(move |tx, who| order::cancel(tx, who, id, "Nhầm")).await;
    house.refused(move |tx, who| order::start(tx, who, id)).await;
    house.done(move |tx, who| order::place(tx, who, visit, &blood_count())).await;
    let consultation = || NewOrder { service: CONSULTATION, urgent: false, question: String::new(), fasting: false };
    house.refused(move |tx, who| order::place(tx, who, visit, &consultation())).await;
}

#[tokio::test]
async fn a_started_order_can_no_longer_be_cancelled() {
    let house = House::open().await;
    let (_, id) = placed(&house, HUONG).await;
    house.done(move |tx, who| order::start(tx, who, id)).await;
    house.refused(move |tx, who| order::cancel(tx, who, id, "")).await;
}

#[tokio::test]
async fn the_patient_waits_for_tests_and_then_for_the_doctor() {
    let house = House::open().await;
    let (visit, id) = placed(&house, HUONG).await;
    let station = async || house.done(move |tx, who| facts_of(tx, who.branch, visit)).await.station();
    assert_eq!(station().await, Station::Tests);
    house.done(move |tx, who| order::complete(tx, who, id, "", "Bình thường", &[])).await;
    assert_eq!(station().await, Station::DoctorWithResults);
}
