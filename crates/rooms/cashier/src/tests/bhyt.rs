//! The national insurance's tables: they come to the claims, and every element is closed.

use super::payers::{choose, insured, november};
use super::*;
use crate::bhyt::{self, acts, store};
use crate::claims::store as claimed;
use base64::Engine as _;

const CODES: &str = "department=K01&entitlement=1.1&care=01&payment=1&head=&version=0&group_consultation=13&group_lab=1&group_imaging=2&group_procedure=18\
    &group_medicine=4&group_supply=10&items=KH01+%7C+13.0001.1898%0AXN01%7C22.0120.1370%0APARA%7C40.48%7C1.01%7CVD-1-20%7C57%3BG1%3BN1%3B2026&staff=bao+%7C+0123456789";

/// Reads elements by rules of its own: every one is closed, and holds text or others. Gives names and texts in order.
fn leaves(xml: &str) -> Vec<(String, String)> {
    let mut rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap();
    let (mut open, mut found, mut text) = (Vec::new(), Vec::new(), String::new());
    while let Some(tag) = rest.strip_prefix('<') {
        let (name, after) = tag.split_once('>').unwrap();
        let (inside, next) = after.split_at(after.find('<').unwrap_or(after.len()));
        match name.strip_prefix('/') {
            None => open.push((name.to_owned(), found.len())),
            Some(name) => {
                let (opened, before) = open.pop().unwrap();
                assert_eq!(opened, name, "an element that is not closed");
                if found.len() == before {
                    found.push((opened, std::mem::take(&mut text)));
                }
            }
        }
        inside.clone_into(&mut text);
        rest = next;
    }
    assert!(open.is_empty() && rest.is_empty(), "{rest}");
    for (name, text) in &mut found {
        assert!(!text.contains(['<', '>']), "{name}");
        *text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    }
    found
}

/// The tables of every record of a file: name and leaves.
fn tables(file: &str) -> Vec<(String, Vec<(String, String)>)> {
    let found = leaves(file);
    let of = |name: &str| found.iter().filter(|(n, _)| n == name).map(|(_, text)| text.clone()).collect::<Vec<_>>();
    let (names, contents) = (of("LOAIHOSO"), of("NOIDUNGFILE"));
    assert_eq!(names.len(), contents.len());
    let decode = |text: &String| base64::engine::general_purpose::STANDARD.decode(text).unwrap();
    let table = |text: &String| leaves(std::str::from_utf8(&decode(text)).unwrap());
    names.into_iter().zip(contents.iter().map(table)).collect()
}

fn sum(table: &[(String, String)], field: &str) -> i64 {
    table.iter().filter(|(name, _)| name == field).map(|(_, text)| text.parse::<i64>().unwrap()).sum()
}

fn of<'a>(table: &'a [(String, String)], field: &str) -> &'a str {
    table.iter().find(|(name, _)| name == field).map_or("", |(_, text)| text)
}

async fn file(house: &House, wanted: claimed::Wanted) -> String {
    house
        .done(move |tx, who| {
            let settings = store::settings(tx, who)?.ok_or(Stop::Missing)?;
            let export = bhyt::pages::whole(tx, who, settings, &wanted)?;
            assert_eq!(export.claimed(), Some(claimed::totals(tx, who, &wanted)?.amount), "the claims list");
            bhyt::file(&export, who.day_of(tx.now())).ok_or_else(|| Stop::fault("sums"))
        })
        .await
}

/// What a doctor noted and prescribed, and the pharmacy handed over as dispense line 7.
fn treated(tx: &mut ground::db::Tx<'_>, visit: VisitId) -> Result<(), Stop> {
    for sql in [
        "INSERT INTO diagnosis (code, title_vi, title_en, chapter, common) VALUES ('J20.9', 'Viêm phế quản cấp', 'Bronchitis', '', 1), ('I10', 'Tăng huyết áp', 'Hypertension', '', 1)",
        "INSERT INTO batch (id, branch_id, medicine_id, supplier_id, number, expires_on, quantity_milli, cost_vnd, received_at, received_by) VALUES (7, 1, 61, 71, 'B7', '2027-12-31', 0, 500, 0, 11)",
    ] {
        tx.run(sql, &[])?;
    }
    for sql in [
        "INSERT INTO visit_diagnosis (visit_id, position, code) VALUES ($1, 1, 'J20.9'), ($1, 2, 'I10')",
        "INSERT INTO vitals (id, visit_id, patient_id, taken_at, taken_by, weight_milli) VALUES (7, $1, 31, 0, 11, 58500)",
        "INSERT INTO prescription (id, branch_id, visit_id, patient_id, number, state, version, created_at, created_by, issued_at, issued_by) \
         VALUES (7, 1, $1, 31, 'DT-7', 'dispensed', 1, 1795486000000, 11, 1795486200000, 11)",
        "INSERT INTO dispense (id, branch_id, prescription_id, visit_id, patient_id, dispensed_at, dispensed_by) VALUES (7, 1, 7, $1, 31, 1795489800000, 11)",
    ] {
        tx.run(sql, &[&visit])?;
    }
    tx.run("INSERT INTO prescription_line (id, prescription_id, position, medicine_id, morning_milli, noon_milli, evening_milli, night_milli, days, quantity_milli, instruction) \
         VALUES (7, 7, 1, 61, 1000, 0, 500, 0, 5, 9500, 'Sau ăn')", &[])?;
    tx.run("INSERT INTO dispense_line (id, dispense_id, prescription_line_id, batch_id, quantity_milli) VALUES (7, 7, 7, 7, 9500)", &[])?;
    Ok(())
}

/// A clinic that the insurance knows, with a paid visit, a second bill of it, and a visit with a second payer and a discount.
async fn claimed_house() -> House {
    let (house, visit) = insured().await;
    house.done(move |tx, _| treated(tx, visit)).await;
    house.done(|tx, who| Ok(papers::prescription::set_facility(tx, who.branch, "79001")?)).await;
    house.done(|tx, who| acts::set(tx, who, &form(CODES), Lang::Vi)).await;
    house
        .done(|tx, _| {
            tx.run("UPDATE patient SET name = 'Trần <Thị> \"Hương\" & Mai', phone = '+84912345678', insurance_from = '2026-01-01' WHERE id = 31", &[])?;
            Ok(tx.run("INSERT INTO payer_plan_item (plan_id, item_code, unit_ceiling_vnd) VALUES (95, 'KH01', 380000)", &[])?)
        })
        .await;
    choose(&house, visit, "plan=95&card=DN4797512345678&card_from=1/1/2026&card_until=31/12/2026").await.unwrap();
    let owed = due(&house, visit).await;
    pay(&house, visit, cash(owed, owed)).await;
    house.done(move |tx, who| charge::post(tx, who, &medicine(visit, HUONG, 7))).await;
    let owed = due(&house, visit).await;
    pay(&house, visit, cash(owed, owed)).await;
    let other = billed(&house, MINH).await;
    choose(&house, other, "plan=95&card=DN4797512345679").await.unwrap();
    choose(&house, other, "plan=96&card=AL1&guarantee=BL-77").await.unwrap();
    house
        .done(move |tx, who| off::give_discount(tx, who, other, &form("amount=1.003&reason=Kh%C3%A1ch+quen"), Lang::Vi))
        .await;
    let owed = due(&house, other).await;
    pay(&house, other, cash(owed, owed)).await;
    house
}

#[tokio::test]
async fn the_tables_come_to_each_other_and_to_the_claims_to_the_dong() {
    let house = claimed_house().await;
    let tables = tables(&file(&house, november()).await);
    let names: Vec<&str> = tables.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["XML1", "XML2", "XML3", "XML1", "XML2", "XML3"], "one record a visit, though it has two claims");
    let mut asked = 0;
    for record in tables.chunks(3) {
        let [(_, first), (_, second), (_, third)] = record else { panic!("three tables") };
        let lines = |field: &str| sum(second, field) + sum(third, field);
        for (total, field) in [
            ("T_TONGCHI_BV", "THANH_TIEN_BV"),
            ("T_TONGCHI_BH", "THANH_TIEN_BH"),
            ("T_BNTT", "T_BNTT"),
            ("T_BNCCT", "T_BNCCT"),
            ("T_BHTT", "T_BHTT"),
            ("T_NGUONKHAC", "T_NGUONKHAC"),
        ] {
            assert_eq!(sum(first, total), lines(field), "{total}");
        }
        assert_eq!(sum(first, "T_THUOC"), sum(second, "THANH_TIEN_BV"));
        let parts = ["T_BHTT", "T_BNCCT", "T_BNTT", "T_NGUONKHAC"].map(|field| sum(first, field));
        assert_eq!(parts.iter().sum::<i64>(), sum(first, "T_TONGCHI_BV"), "every đồng has one bearer");
        asked += sum(first, "T_BHTT");
    }
    let claims = house.count("SELECT SUM(amount_vnd) FROM claim WHERE insurer_id = 91").await;
    assert_eq!(asked, claims);
    let charged = "SELECT SUM(n.charged_vnd + n.insured_vnd) FROM invoice n WHERE EXISTS (SELECT 1 FROM claim c WHERE c.invoice_id = n.id AND c.insurer_id = 91)";
    let whole: i64 =
        tables.iter().filter(|(name, _)| name == "XML1").map(|(_, table)| sum(table, "T_TONGCHI_BV")).sum();
    assert_eq!(whole, house.count(charged).await);
    assert_eq!(house.count("SELECT COUNT(*) FROM claim WHERE insurer_id = 91").await, 3);
}

#[tokio::test]
async fn a_visit_of_which_one_claim_is_settled_is_told_whole() {
    let house = claimed_house().await;
    house
        .done(|tx, _| {
            Ok(tx.run(
                "UPDATE claim SET state = 'sent', sent_at = 1, sent_by = 11 WHERE id = (SELECT MIN(id) FROM claim)",
                &[],
            )?)
        })
        .await;
    let all = file(&house, november()).await;
    let sent = claimed::Wanted { state: Some(papers::payer::ClaimState::Sent), ..november() };
    let told = house
        .done(move |tx, who| {
            let settings = store::settings(tx, who)?.ok_or(Stop::Missing)?;
            let export = bhyt::pages::whole(tx, who, settings, &sent)?;
            bhyt::file(&export, who.day_of(tx.now())).ok_or_else(|| Stop::fault("sums"))
        })
        .await;
    assert_eq!(tables(&told)[..], tables(&all)[..3], "both claims of the visit");
}

#[tokio::test]
async fn a_record_is_written_field_by_field() {
    let house = claimed_house().await;
    let tables = tables(&file(&house, november()).await);
    let mut told = String::new();
    for (name, table) in &tables[..3] {
        told.push_str(&format!("{name}\n"));
        for (field, text) in table {
            // The numbers of visits are others in every run.
            let text = if matches!(field.as_str(), "MA_LK" | "MA_HSBA") { "1" } else { text };
            told.push_str(&format!("  {field}={text}\n"));
        }
    }
    let kept = include_str!("bhyt.txt");
    assert_eq!(told, kept, "{told}");
    let counts = tables[..3].iter().map(|(name, table)| (name.as_str(), table.len())).collect::<Vec<_>>();
    assert_eq!(counts, [("XML1", 66), ("XML2", 2 * 39), ("XML3", 47)], "every field of the decision, once a row");
    assert_eq!(of(&tables[0].1, "HO_TEN"), "Trần <Thị> \"Hương\" & Mai", "text is escaped, and comes back");
}

#[tokio::test]
async fn codes_are_refused_at_their_field_and_not_written_over_somebody_elses() {
    let (house, _) = insured().await;
    for (body, field) in [
        ("department=".to_owned(), "department"),
        (CODES.replace("payment=1", "payment=4"), "payment"),
        (CODES.replace("head=", "head=12345"), "head"),
        (CODES.replace("group_lab=1", "group_lab=x"), "group_lab"),
        (CODES.replace("XN01", "XN99"), "items"),
        (CODES.replace("XN01", "KH01"), "items"),
        (CODES.replace("0123456789", "123"), "staff"),
        (CODES.replace("staff=bao", "staff=nobody"), "staff"),
    ] {
        let done = house.act(move |tx, who| acts::set(tx, who, &form(&body), Lang::Vi)).await;
        match done {
            Err(Stop::Refused(r)) => assert!(r.fields.iter().any(|at| at.field == field), "{field}: {:?}", r.fields),
            other => panic!("{field}: {other:?}"),
        }
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM bhyt_item").await, 0, "nothing of it was written");
    house.done(|tx, who| acts::set(tx, who, &form(CODES), Lang::Vi)).await;
    assert!(house.act(|tx, who| acts::set(tx, who, &form(CODES), Lang::Vi)).await.is_err(), "an old page");
    house.done(|tx, who| acts::set(tx, who, &form(&CODES.replace("version=0", "version=1&lists=1")), Lang::Vi)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM bhyt_item").await, 3);
    let other = house.db.write_locked(|tx| acts::set(tx, &who_of(OTHER_BRANCH), &form(CODES), Lang::Vi)).await;
    assert!(other.is_err(), "the lists are of the whole house: the other branch has not seen them");
    let fewer = CODES.replace("PARA%7C40.48", "PARA%7C40.49").replace("XN01%7C22.0120.1370%0A", "");
    let fewer = fewer.replace("version=0", "version=0&lists=2");
    house.db.write_locked(move |tx| acts::set(tx, &who_of(OTHER_BRANCH), &form(&fewer), Lang::Vi)).await.unwrap();
    assert_eq!(house.count("SELECT COUNT(*) FROM bhyt_item WHERE national_code = '40.49'").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM bhyt_item").await, 2);
    let same = house
        .done(|tx, _| {
            let items = store::items(tx)?;
            Ok(store::set_items(tx, &items)?)
        })
        .await;
    assert_eq!(same, 0, "what is the same is not written again");
    let nameless = house.done(|tx, _| Ok(store::nameless(tx)?)).await;
    assert!(nameless.iter().all(|(code, _)| code != "KH01" && code != "PARA"));
}
