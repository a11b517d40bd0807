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
