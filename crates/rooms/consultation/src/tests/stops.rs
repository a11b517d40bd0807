use super::*;
use bricks::id::PrescriptionLineId;
use bricks::refusal::Refusal;
use papers::{prescription, safety};

const REASON: &str = "override_reason=B%E1%BB%87nh+nh%C3%A2n+%C4%91%C3%A3+d%C3%B9ng+t%E1%BB%91t&line=x";

/// The medicine 61 as one that the tables know.
async fn known_as(house: &House, code: &'static str, word: &'static str) {
    house
        .done(move |tx, _| {
            tx.run("UPDATE medicine SET code = $1, generic_vi = $2 WHERE id = 61", &[&code, &word])?;
            let words = "INSERT INTO catalog_word (kind, word, item, rank) VALUES ('medicine', $2, $1, 0)";
            Ok(tx.run(words, &[&code, &word])?)
        })
        .await;
}

async fn written(house: &House, id: VisitId, body: &'static str) {
    house.done(move |tx, who| acts::put_line(tx, who, id, &form(body), Lang::Vi)).await;
}

async fn first_line(house: &House, id: VisitId) -> PrescriptionLineId {
    let lines = house.done(move |tx, _| {
        let draft = prescription::by_visit(tx, id)?.ok_or(Stop::Missing)?;
        Ok(prescription::lines(tx, draft.id)?)
    });
    lines.await.remove(0).id
}

fn finishing(id: VisitId, more: &'static str) -> impl Fn(&mut Tx<'_>, &Who) -> Result<(), Stop> + Send + 'static {
    let typed = form(&format!("reason=&symptoms=S%E1%BB%91t&findings=&advice=&version=1{more}"));
    move |tx, who| acts::finish(tx, who, id, &typed, Lang::Vi)
}

async fn why(house: &House, id: VisitId, more: &'static str) -> Refusal {
    match house.act(finishing(id, more)).await {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn fields(of: &Refusal) -> Vec<&str> {
    of.fields.iter().map(|f| f.field).collect()
}

#[tokio::test]
async fn no_reason_goes_past_a_daily_dose_of_a_weekly_medicine() {
    let house = open().await;
    known_as(&house, "methotrexate_25_tab", "methotrexat").await;
    let id = called(&house, HUONG).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=R05"))).await;
    written(&house, id, "medicine=61&morning=4&days=28").await;
    let line = first_line(&house, id).await;
    let go_on =
        move |tx: &mut Tx<'_>, who: &Who| acts::override_line(tx, who, line, &form(REASON), Lang::Vi).map(|_| ());
    let told = house.refused(go_on).await;
    assert!(told.1 == "stop" && told.0.contains("once a week"), "{told:?}");
    assert_eq!(fields(&why(&house, id, "").await), ["stop"]);
    let by_hand = "INSERT INTO safety_override (prescription_id, medicines, rule, said_vi, said_en, reason, overridden_at, overridden_by) \
         SELECT id, 'methotrexate_25_tab', 'weekly_only', '', '', 'x', 0, 11 FROM prescription";
    assert!(house.act(move |tx, _| Ok(tx.run(by_hand, &[])?)).await.is_err(), "the database refuses it too");
    house.done(move |tx, who| prescription::remove_line(tx, who, id, line)).await;
    let contradicting = form("line=methotrexat+4-0-0+28n+m%E1%BB%97i+tu%E1%BA%A7n+m%E1%BB%99t+l%E1%BA%A7n");
    let told = house.refused(move |tx, who| acts::put_line(tx, who, id, &contradicting, Lang::Vi)).await;
    assert!(told.1 == "line" && told.0.contains("mỗi tuần một lần"), "{told:?}");
    written(&house, id, "line=methotrexat+4%2Ftu%E1%BA%A7n+T2+28n").await;
    house.done(finishing(id, "")).await;
    assert_eq!(state(&house, id).await, State::Finished);
}

#[tokio::test]
async fn all_that_keeps_a_visit_open_is_told_at_once_and_every_overridden_stop_once_more() {
    let house = open().await;
    known_as(&house, "amoxicillin_500_cap", "amoxicillin").await;
    let id = called(&house, HUONG).await;
    house.done(|tx, who| safety::add_allergy_of(tx, who, HUONG, "class:penicillin", ("sốc", "severe"))).await;
    written(&house, id, "medicine=61&morning=1&days=5").await;
    let blank = "&reason=&symptoms=S%E1%BB%91t+%E2%80%A6";
    let first = match house
        .act(move |tx, who| acts::finish(tx, who, id, &form(&format!("findings=&advice=&version=1{blank}")), Lang::Vi))
        .await
    {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    };
    assert_eq!(fields(&first), ["diagnosis", "override_reason", "sure_finish"], "{}", first.say.en);
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=R05"))).await;
    let line = first_line(&house, id).await;
    house.done(move |tx, who| acts::override_line(tx, who, line, &form(REASON), Lang::Vi).map(|_| ())).await;
    let asked = why(&house, id, "").await;
    assert_eq!(fields(&asked), ["sure_finish"]);
    assert!(asked.say.vi.contains("Bệnh nhân đã dùng tốt") && asked.say.vi.contains("Penicillin"), "{}", asked.say.vi);
    let answer = ground::web::percent(&asked.say.vi);
    let sure = form(&format!("reason=&symptoms=S%E1%BB%91t&findings=&advice=&version=1&sure_finish={answer}"));
    house.done(move |tx, who| acts::finish(tx, who, id, &sure, Lang::Vi)).await;
    assert_eq!(state(&house, id).await, State::Finished);
}
