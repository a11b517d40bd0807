use super::*;
use papers::journey::Station;
use papers::order;

#[tokio::test]
async fn a_page_is_never_stale_to_itself_but_to_another_page_of_the_same_doctor() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    let draft =
        |body: &'static str| move |tx: &mut Tx<'_>, who: &Who| acts::draft_note(tx, who, id, &form(body), Lang::Vi);
    house.done(draft("page=a&reason=Ho&symptoms=a&findings=&advice=&version=1")).await;
    house.done(draft("page=a&reason=Ho&symptoms=ab&findings=&advice=&version=1")).await;
    house.done(draft("key=only-a-leaving-page")).await;
    for save in [false, true] {
        let refused = house
            .act(move |tx, who| {
                let typed = form("page=b&reason=Ho&symptoms=xyz&findings=&advice=&version=1");
                if save {
                    acts::save_note(tx, who, id, &typed, Lang::Vi)
                } else {
                    acts::draft_note(tx, who, id, &typed, Lang::Vi)
                }
            })
            .await;
        let Err(Stop::Refused(refusal)) = refused else { panic!("the other page overwrites") };
        assert_eq!(refusal.kind, RefusalKind::Conflict);
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM note WHERE symptoms = 'ab' AND version = 3").await, 1);
    house.done(draft("page=b&reason=Ho&symptoms=both&findings=&advice=&version=3")).await;
    let late = house.act(draft("page=a&reason=Ho&symptoms=abc&findings=&advice=&version=3")).await;
    assert!(matches!(late, Err(Stop::Refused(_))), "the page that saved before is another page now");
}

#[tokio::test]
async fn a_result_after_the_visit_leads_back_to_the_doctor_until_it_was_seen() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(move |tx, who| acts::place_order(tx, who, id, &form("service=42"), Lang::Vi)).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=R05"))).await;
    let closing = "reason=Ho&symptoms=Ho&findings=&advice=&version=1";
    house.done(move |tx, who| acts::finish(tx, who, id, &form(closing), Lang::Vi)).await;
    let order = house.done(move |tx, who| Ok(store::orders(tx, id, who.day_of(tx.now()))?)).await.remove(0).id;
    let station =
        async || house.done(move |tx, who| Ok(papers::journey::facts_of(tx, who.branch, id)?.station())).await;
    let late = async || house.done(move |tx, who| Ok(store::late_results(tx, who.branch)?)).await.len();
    assert_eq!((station().await, late().await), (Station::Tests, 0));
    house
        .done(move |tx, who| {
            let value = order::NewValue {
                analyte: bricks::id::AnalyteId::from_raw(51),
                value_milli: Some(9_000),
                value_text: String::new(),
            };
            order::complete(tx, who, order, "", "", &[value]).map(|_| ())
        })
        .await;
    assert_eq!((station().await, late().await), (Station::DoctorWithResults, 1));
    house.done(move |tx, who| acts::review(tx, who, id, &form("seen=1&seen=x"))).await;
    assert_eq!(late().await, 1, "only what the page showed is seen");
    let seen: &'static str = format!("seen={order}").leak();
    for _ in 0..2 {
        house.done(move |tx, who| acts::review(tx, who, id, &form(seen))).await;
    }
    assert_eq!((station().await, late().await), (Station::Cashier, 0));
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'review_result'").await, 1);
}
