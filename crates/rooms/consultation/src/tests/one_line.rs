use super::*;

async fn put(house: &House, id: VisitId, line: &'static str) -> Result<(), Stop> {
    let body = format!("line={}", ground::web::percent(line));
    house.act(move |tx, who| acts::put_line(tx, who, id, &Form::parse(body.as_bytes()).unwrap(), Lang::Vi)).await
}

#[tokio::test]
async fn a_line_typed_at_once_is_written_and_a_doubtful_one_is_asked_about() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    for doubtful in [
        "paracetamol",
        "paracetamol 1-1 3n",
        "paracetamol 1-1-1",
        "xyzzy 1-1-1 3n",
        "paracetamol 0,333-0-0 3n",
        "1-1-1 3n",
    ] {
        match put(&house, id, doubtful).await {
            Err(Stop::Refused(r)) => assert_eq!(r.fields.first().map(|f| f.field), Some("line"), "{doubtful}"),
            other => panic!("{doubtful}: {other:?}"),
        }
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM prescription_line").await, 0);
    put(&house, id, "paracetamol 500 2-0-2 3n > 1-0-1 2n khi sốt").await.unwrap();
    assert_eq!(
        house
            .count("SELECT COUNT(*) FROM prescription_line WHERE first_day = 4 AND days = 2 AND quantity_milli = 4000")
            .await,
        1
    );
    assert_eq!(house.count("SELECT COUNT(*) FROM prescription_line WHERE instruction = 'Khi sốt'").await, 2);
    assert!(put(&house, id, "paracetamol 500 1-1-1 3n").await.is_err(), "it stands there for these days");
}

#[tokio::test]
async fn the_only_combination_with_the_typed_ingredient_is_told_as_such() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    const MIXED: &str = "UPDATE medicine SET generic_vi = 'Thuốc lạ + Codein', generic_en = 'Foreign + Codeine', stocked = TRUE WHERE id = 63";
    const WORD: &str = "INSERT INTO catalog_word (kind, word, item, rank) VALUES ('medicine', 'codein', 'FAR', 1)";
    for sql in [MIXED, WORD] {
        house.done(move |tx, _| Ok(tx.run_one(sql, &[])?)).await;
    }
    match put(&house, id, "codein 1-0-1 3n").await {
        Err(Stop::Refused(r)) => {
            assert!(r.say.vi.contains("Chỉ tìm thấy thuốc phối hợp"), "no choice of several: {}", r.say.vi);
        }
        other => panic!("{other:?}"),
    }
}
