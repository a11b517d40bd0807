use super::*;

#[tokio::test]
async fn the_next_patient_is_the_first_of_the_rule_and_nobody_is_called_by_mistake() {
    let house = open().await;
    let first = waiting(&house, HUONG).await;
    house.clock.advance_minutes(5);
    let second = waiting(&house, MINH).await;
    let (said, _) = house.refused(move |tx, who| acts::call_next(tx, who, Some(second))).await;
    assert_eq!(said, text::call_moved(Lang::En, "A001"));
    assert_eq!(house.done(move |tx, who| acts::call_next(tx, who, Some(first))).await, first);
    assert_eq!(house.done(|tx, who| acts::call_next(tx, who, None)).await, second);
    assert_eq!(house.refused(|tx, who| acts::call_next(tx, who, None)).await.0, text::call_nobody(Lang::En));
    assert_eq!(house.count("SELECT COUNT(*) FROM call WHERE number = 1").await, 2);
}

#[tokio::test]
async fn who_does_not_come_at_three_calls_goes_back_and_what_the_call_began_is_taken_back() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    let again = move |tx: &mut Tx<'_>, who: &Who| acts::call_again(tx, who, id);
    let back = move |tx: &mut Tx<'_>, who: &Who| acts::put_back(tx, who, id);
    house.refused(again).await;
    house.clock.advance_minutes(1);
    house.done(again).await;
    house.refused(back).await;
    house.clock.advance_minutes(1);
    house.done(again).await;
    house.clock.advance_minutes(1);
    house.refused(again).await;
    assert_eq!(house.count("SELECT COALESCE(MAX(number), 0) FROM call").await, 3);
    assert_eq!(house.count("SELECT due_vnd FROM visit").await, 160_000);
    house.done(back).await;
    assert_eq!(house.count("SELECT due_vnd + calls FROM visit WHERE state = 'waiting' AND called_at IS NULL").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM charge").await + house.count("SELECT COUNT(*) FROM note").await, 0);
    let queues = house.done(|tx, who| Ok(papers::queue::load(tx, who.branch)?)).await;
    assert!(queues.place_of(id).unwrap().was_put_back);
    house.clock.advance_minutes(1);
    house.done(move |tx, who| acts::call_next(tx, who, Some(id))).await;
    assert_eq!(house.count("SELECT due_vnd FROM visit").await, 160_000);
}

#[tokio::test]
async fn who_was_written_about_was_in_the_room_and_is_not_put_back() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    for _ in 0..2 {
        house.clock.advance_minutes(1);
        house.done(move |tx, who| acts::call_again(tx, who, id)).await;
    }
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=I10"))).await;
    let (said, _) = house.refused(move |tx, who| acts::put_back(tx, who, id)).await;
    assert_eq!(said, text::put_back_written(Lang::En));
}

#[tokio::test]
async fn results_bring_a_patient_back_into_the_same_line_and_a_call_takes_them_out() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.clock.advance_minutes(10);
    house.done(move |tx, who| acts::place_order(tx, who, id, &form("service=42"), Lang::Vi)).await;
    let order = house.count("SELECT id FROM clinical_order").await;
    let queues = house.done(|tx, who| Ok(papers::queue::load(tx, who.branch)?)).await;
    assert!(queues.place_of(id).is_none() && queues.inside(id).unwrap().is_away);
    house.clock.advance_minutes(30);
    house
        .done(move |tx, _| {
            let now = tx.now();
            tx.run_one("UPDATE clinical_order SET state = 'done', done_at = $2 WHERE id = $1", &[&order, &now])?;
            Ok(())
        })
        .await;
    house.clock.advance_minutes(1);
    let queues = house.done(|tx, who| Ok(papers::queue::load(tx, who.branch)?)).await;
    assert_eq!(queues.place_of(id).unwrap().reason, papers::queue::Reason::Results);
    assert_eq!(house.done(|tx, who| acts::call_next(tx, who, None)).await, id);
    let queues = house.done(|tx, who| Ok(papers::queue::load(tx, who.branch)?)).await;
    assert!(queues.place_of(id).is_none() && !queues.inside(id).unwrap().is_away);
    house.refused(|tx, who| acts::call_next(tx, who, None)).await;
}

#[tokio::test]
async fn what_the_first_doctor_wrote_neither_goes_home_unsigned_nor_holds_the_second_one_up() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=I10"))).await;
    let given = move |tx: &mut Tx<'_>, _: &Who| {
        let now = tx.now();
        tx.run_one("UPDATE visit SET state = 'waiting', handed_over_at = $2, put_back_at = $2, calls = 0, called_at = NULL, called_by = NULL WHERE id = $1", &[&id, &now])?;
        Ok(())
    };
    house.clock.advance_minutes(1);
    house.done(given).await;
    let (said, _) = house.refused(move |tx, who| visit::leave(tx, who, id, "")).await;
    assert_eq!(said, papers::text::visit_written(Lang::En));
    house.clock.advance_minutes(1);
    house.done(move |tx, who| acts::call_in(tx, who, id)).await;
    for _ in 0..2 {
        house.clock.advance_minutes(1);
        house.done(move |tx, who| acts::call_again(tx, who, id)).await;
    }
    house.done(move |tx, who| acts::put_back(tx, who, id)).await;
    assert_eq!(
        house.count("SELECT due_vnd FROM visit WHERE state = 'waiting'").await,
        160_000,
        "the first one did see"
    );
    house.done(move |tx, who| acts::call_in(tx, who, id)).await;
    for _ in 0..2 {
        house.clock.advance_minutes(1);
        house.done(move |tx, who| acts::call_again(tx, who, id)).await;
    }
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=R05"))).await;
    assert_eq!(house.refused(move |tx, who| acts::put_back(tx, who, id)).await.0, text::put_back_written(Lang::En));
}
