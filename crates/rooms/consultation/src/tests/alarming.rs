//! What is alarming: shown on the queue, put before others, asked about when the patient is let go.

use super::*;
use papers::order;
use papers::visit::Priority;

async fn measured(house: &House, id: VisitId) {
    let taken = "systolic=250&diastolic=150&saturation=82&sure=250%7C150%7C%7C%7C82%7C%7C%7C";
    house.done(move |tx, who| acts::record_vitals(tx, who, id, &form(taken), Lang::Vi)).await;
}

#[tokio::test]
async fn who_is_measured_alarming_goes_before_all_others_once_and_nobody_else_does() {
    let house = open().await;
    let id = waiting(&house, HUONG).await;
    let first = move |tx: &mut Tx<'_>, who: &Who| acts::put_first(tx, who, id);
    assert_eq!(house.refused(first).await.0, text::alarm_gone(Lang::En), "nothing was measured");
    measured(&house, id).await;
    let in_house = house.done(move |tx, who| Ok(store::vitals_in_house(tx, who.branch)?)).await;
    let told = crate::alarm::told(&store::of_visit(&in_house, id).unwrap(), 600, Lang::Vi);
    assert_eq!(told.as_deref(), Some("HA 250/150 · SpO₂ 82"));
    house.done(first).await;
    let priority = house.done(move |tx, who| Ok(visit::by_id(tx, who.branch, id)?.priority)).await;
    assert_eq!(priority, Priority::Emergency);
    house.refused(first).await;
    let noted = "SELECT COUNT(*) FROM audit WHERE act = 'set_emergency' AND detail = 'HA 250/150 · SpO₂ 82'";
    assert_eq!(house.count(noted).await, 1);
}

#[tokio::test]
async fn finishing_asks_once_about_urgent_orders_alarming_vitals_and_blanks() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    measured(&house, id).await;
    house.done(move |tx, who| acts::place_order(tx, who, id, &form("service=42&urgent=1"), Lang::Vi)).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=R05"))).await;
    let finish = move |sure: String| {
        let typed = form(&format!(
            "reason=Ho&symptoms=S%E1%BB%91t+ng%C3%A0y+th%E1%BB%A9+%E2%80%A6&findings=&advice=&version=1&sure_finish={}",
            sure.replace(' ', "+").replace(';', "%3B")
        ));
        move |tx: &mut Tx<'_>, who: &Who| acts::finish(tx, who, id, &typed, Lang::Vi)
    };
    let asked = async |sure: String| match house.act(finish(sure)).await {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("not asked: {other:?}"),
    };
    let first = asked(String::new()).await;
    assert_eq!(first.fields[0].field, "sure_finish");
    assert_eq!(
        first.say.en,
        "Wait: alarming vitals (BP 250/150 · SpO₂ 82); urgent orders without a result (Blood count); \
         blanks “…” left in the note: 1. To finish nevertheless, tick the box below."
    );
    assert_eq!(state(&house, id).await, State::InRoom);
    let order = house.done(move |tx, who| Ok(store::orders(tx, id, who.day_of(tx.now()))?)).await.remove(0).id;
    let value = |milli| order::NewValue {
        analyte: bricks::id::AnalyteId::from_raw(51),
        value_milli: Some(milli),
        value_text: String::new(),
    };
    house.done(move |tx, who| order::complete(tx, who, order, "", "", &[value(900_000)]).map(|_| ())).await;
    let alarm = asked(first.say.vi.clone().into_owned()).await;
    assert!(!alarm.say.en.contains("urgent orders"), "{}", alarm.say.en);
    assert_eq!(
        alarm.fields.iter().map(|f| f.field).collect::<Vec<_>>(),
        ["alarm"],
        "what was answered is not asked again when a part of it is gone"
    );
    let corrected = move |tx: &mut Tx<'_>, who: &Who| {
        let values = [value(950_000)];
        let new = order::Corrected { reason: "nhầm", seen: 0, finding: "", conclusion: "", values: &values };
        order::correct(tx, who, order, &new).map(|_| ())
    };
    house.done(corrected).await;
    let stale = asked(format!("{}&alarm={order}.0", first.say.vi)).await;
    assert!(stale.fields[0].field == "alarm" && stale.say.en.contains("(just corrected)"), "{}", stale.say.en);
    let ticked = format!("{}&alarm={order}.1&seen={order}.0", first.say.vi);
    house.done(finish(ticked)).await;
    assert_eq!(state(&house, id).await, State::Finished);
    let late = house.done(move |tx, who| Ok(store::late_results(tx, who.branch)?)).await;
    assert_eq!(
        late.iter().map(|l| (l.results, l.alarming)).collect::<Vec<_>>(),
        [(1, 1)],
        "shown before it was corrected, so not seen"
    );
}

#[tokio::test]
async fn finishing_asks_about_medicines_for_somebody_whose_allergies_nobody_asked_about() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(|tx, _| Ok(tx.run("UPDATE patient SET allergies = '', allergies_none = FALSE", &[])?)).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=R05"))).await;
    let line = form("medicine=61&morning=1&days=5");
    house.done(move |tx, who| acts::put_line(tx, who, id, &line, Lang::Vi)).await;
    let finish = move |tx: &mut Tx<'_>, who: &Who| {
        acts::finish(tx, who, id, &form("reason=Ho&symptoms=&findings=&advice=&version=1"), Lang::Vi)
    };
    let told = house.refused(finish).await;
    assert!(told.1 == "sure_finish" && told.0.contains("nobody has asked about allergies"), "{told:?}");
    let unknown = "the safety of Paracetamol 500 mg was not checked, the data do not know it";
    assert!(told.0.contains(unknown), "{told:?}");
    known(&house).await;
    assert!(!house.refused(finish).await.0.contains(unknown));
    house.done(|tx, _| Ok(tx.run("UPDATE patient SET allergies_none = TRUE", &[])?)).await;
    house.done(finish).await;
}

#[tokio::test]
async fn who_got_worse_after_the_doctor_is_measured_and_stands_first_in_the_line_of_the_doctor_who_takes_them() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(move |tx, who| visit::finish(tx, who, id)).await;
    let take = move |tx: &mut Tx<'_>, who: &Who| acts::record_vitals(tx, who, id, &form("pulse=99"), Lang::Vi);
    let again = move |tx: &mut Tx<'_>, who: &Who| acts::see_again(tx, who, id);
    assert_eq!(house.refused(take).await.0, text::vitals_visit_over(Lang::En));
    assert_eq!(house.refused(again).await.0, papers::text::visit_not_seen_again(Lang::En));
    house.done(move |tx, who| visit::set_emergency(tx, who, id, &bricks::say::Say::new("Ngất", "Ngất"))).await;
    house.done(take).await;
    let second = house.done(again).await;
    let seen = house.done(move |tx, who| visit::by_id(tx, who.branch, second)).await;
    assert_eq!((seen.priority, seen.reason.as_str(), seen.state), (Priority::Emergency, "Ngất", State::Waiting));
    house.refused(again).await;
    house.clock.advance_minutes(24 * 60);
    assert_eq!(house.refused(take).await.0, text::vitals_visit_over(Lang::En), "the emergency was that of another day");
}
