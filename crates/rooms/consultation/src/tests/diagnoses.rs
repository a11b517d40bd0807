use super::*;
use crate::rules::read_list;

#[tokio::test]
async fn a_further_diagnosis_becomes_the_main_one_and_the_others_keep_their_order() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    for code in ["R05", "J20.9", "I10"] {
        let add = form(&format!("diagnosis={code}"));
        house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &add)).await;
    }
    for (main, order) in
        [("I10", ["I10", "R05", "J20.9"]), ("R05", ["R05", "I10", "J20.9"]), ("R05", ["R05", "I10", "J20.9"])]
    {
        let change = form(&format!("main={main}"));
        house.done(move |tx, who| acts::change_diagnosis(tx, who, id, &change)).await;
        let found = house.done(move |tx, who| Ok(store::diagnoses(tx, id, who.staff)?)).await;
        assert_eq!(found.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(), order);
    }
    assert_eq!(house.count("SELECT MAX(position) FROM visit_diagnosis").await, 3);
}

#[tokio::test]
async fn finishing_needs_a_final_diagnosis_and_the_version_keeps_what_was_preliminary() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    for code in ["R05", "I10"] {
        let add = form(&format!("diagnosis={code}&preliminary=yes"));
        house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &add)).await;
    }
    let finish = move |tx: &mut Tx<'_>, who: &Who| acts::finish(tx, who, id, &form(""), Lang::Vi);
    assert_eq!(house.refused(finish).await.1, "diagnosis");
    house.done(move |tx, who| acts::change_diagnosis(tx, who, id, &form("stage=R05"))).await;
    house.done(finish).await;
    let version = house.done(move |tx, _| papers::note::versions(tx, id)).await.remove(0);
    assert_eq!(version.diagnoses.iter().map(|d| d.preliminary).collect::<Vec<_>>(), [false, true]);
}

#[tokio::test]
async fn favourites_come_first_then_what_was_used_then_the_rest() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(|tx, _| {
        tx.run("INSERT INTO catalog_word (kind, word, item, rank) VALUES ('diagnosis', 'ho', 'R05', 0), ('diagnosis', 'ho x', 'I10', 4), ('diagnosis', 'ho y', 'J20.9', 5)", &[])?;
        Ok(())
    }).await;
    let found = async |typed: &'static str| {
        let all = house.done(move |tx, who| Ok(store::offered(tx, who, typed)?)).await;
        all.into_iter().map(|d| d.code).collect::<Vec<_>>()
    };
    assert_eq!(found("ho").await, ["R05", "I10", "J20.9"]);
    assert!(found("").await.is_empty());
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=I10"))).await;
    house.done(move |tx, who| acts::change_diagnosis(tx, who, id, &form("favourite=J20.9"))).await;
    assert_eq!(found("ho").await, ["J20.9", "I10", "R05"]);
    assert_eq!(found("").await, ["J20.9", "I10"]);
    house.done(move |tx, who| acts::change_diagnosis(tx, who, id, &form("favourite=J20.9"))).await;
    assert_eq!(found("").await, ["I10"]);
}

#[tokio::test]
async fn a_list_adds_and_renames_and_leaves_what_was_signed() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=R05"))).await;
    house.done(move |tx, who| acts::finish(tx, who, id, &form(""), Lang::Vi)).await;
    let list = "code;title_vi;title_en\nR05;Ho khan;Dry cough\nZ00;Khám tổng quát;\nI10;Tăng huyết áp;Hypertension\n";
    let listed = read_list(list.as_bytes()).unwrap();
    let imported = house.done(move |tx, who| acts::import(tx, who, &listed)).await;
    assert_eq!((imported.new, imported.renamed), (1, 1));
    let found = house.done(|tx, who| Ok(store::offered(tx, who, "kham tong")?)).await;
    assert_eq!(found[0].code, "Z00");
    let version = house.done(move |tx, _| papers::note::versions(tx, id)).await.remove(0);
    assert_eq!(version.diagnoses[0].vi, "Ho");
}

#[tokio::test]
async fn what_is_past_stands_behind_what_is_now() {
    let house = open().await;
    house
        .done(|tx, who| {
            for sql in [
                "INSERT INTO diagnosis (code, title_vi, title_en, chapter, common) VALUES \
                 ('I25.2', 'Nhồi máu cơ tim cũ', 'Old myocardial infarction', 'IX', 2), \
                 ('I21.9', 'Nhồi máu cơ tim cấp', 'Acute myocardial infarction', 'IX', 1)",
                "INSERT INTO catalog_word (kind, word, item, rank) VALUES ('diagnosis', 'nhoi mau co tim cu', 'I25.2', 1), \
                 ('diagnosis', 'nhoi mau co tim cap', 'I21.9', 1)",
            ] {
                tx.run(sql, &[])?;
            }
            let used = "INSERT INTO diagnosis_use (staff_id, code, uses, last_used_at, favourite) VALUES ($1, 'I25.2', 9, 1, FALSE)";
            Ok(tx.run(used, &[&who.staff])?)
        })
        .await;
    let found = house.done(|tx, who| Ok(store::offered(tx, who, "nhoi mau co tim")?)).await;
    assert_eq!(found.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(), ["I21.9", "I25.2"]);
}
