//! The pharmacy in Chromium: packs by scanner (keys and Enter), a wrong one refused, a part handed over with the rest owed,
//! and a sale at the counter.

use crate::browser::{Person, digits_after, driver};
use crate::harness::{Clinic, On};
use std::time::{Duration, Instant};

const OWN: &str = "8934567890120";
const FREE: &str = "4006381333931";

/// A prescription of today with one medicine known to the scanner, and another medicine that is sold freely.
async fn prepare(clinic: &Clinic) -> (i64, i64) {
    clinic
        .house
        .db
        .write(|tx| {
            const WAITING: &str = "SELECT p.id, l.id, l.medicine_id FROM prescription p JOIN prescription_line l ON l.prescription_id = p.id \
                 JOIN medicine m ON m.id = l.medicine_id AND m.stocked AND m.controlled IN ('', 'none') WHERE p.state IN ('issued', 'partial') AND NOT l.outside \
                 AND l.quantity_milli - l.given_milli - l.declined_milli >= 2000 \
                 AND NOT EXISTS (SELECT 1 FROM prescription_pause x WHERE x.prescription_id = p.id) ORDER BY p.state, p.issued_at DESC LIMIT 1";
            let (prescription, line, medicine): (i64, i64, i64) = tx.one(WAITING, &[])?.unwrap();
            tx.run_one("UPDATE medicine SET barcode = $2 WHERE id = $1", &[&medicine, &format!("0{OWN}")])?;
            const OTHER: &str = "SELECT m.id FROM medicine m WHERE m.stocked AND m.form <> 'consumable' AND NOT m.prescription_only AND m.controlled IN ('', 'none') AND m.id <> $1 \
                 AND m.id NOT IN (SELECT medicine_id FROM prescription_line WHERE prescription_id = $2) \
                 AND EXISTS (SELECT 1 FROM batch b WHERE b.medicine_id = m.id AND b.quantity_milli >= 20000 AND b.expires_on > '2027-06-01') ORDER BY m.code LIMIT 1";
            let other: i64 = tx.one(OTHER, &[&medicine, &prescription])?.unwrap();
            tx.run_one("UPDATE medicine SET barcode = $2 WHERE id = $1", &[&other, &format!("0{FREE}")])?;
            Ok((prescription, line))
        })
        .await
        .unwrap()
}

async fn scan(p: &Person, code: &str) {
    p.see("#f-scan").await.send_keys(&format!("{code}\u{e007}")).await.unwrap();
}

async fn says(p: &Person, css: &str, words: &str) {
    let began = Instant::now();
    loop {
        let said = p.see(css).await.text().await.unwrap_or_default();
        if said.contains(words) {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{css} says {said}, not {words}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pharmacists_day_by_scanner_and_keys() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let (prescription, line) = prepare(&clinic).await;
    let mut p = Person::at(&driver, &clinic.host).await;
    p.sign_in("duocsi").await;
    p.look("pharmacy-queue").await;
    in_part(&mut p, prescription, line).await;
    at_the_counter(&mut p).await;
    p.go("/pharmacy/register").await;
    p.see("#register-title").await;
    p.look("pharmacy-register").await;
    p.sign_in("thukho").await;
    expired_goods(&mut p).await;
    assert!(p.wrong.is_empty(), "{:#?}", p.wrong);
    clinic.prove().await;
}

async fn in_part(p: &mut Person, prescription: i64, line: i64) {
    p.go(&format!("/prescriptions/{prescription}")).await;
    scan(p, FREE).await;
    says(p, "#scan-error", "SAI THUỐC").await;
    p.look("pharmacy-wrong-scan").await;
    scan(p, OWN).await;
    says(p, &format!("#scanned-{line}"), "Đã quét").await;
    p.look("pharmacy-scanned").await;
    // One of everything is handed over, the rest is collected later.
    let part = "for (const i of document.querySelectorAll('#dispensing input[name^=take-]')) if (i.value) i.value = '1'; \
         for (const s of document.querySelectorAll('#dispensing select[name^=rest-]')) s.value = 'remainder';";
    p.browser.execute(part, Vec::new()).await.unwrap();
    p.click("label:has(input[name=explained])").await;
    p.primary().await;
    says(p, ".pbn", "Còn nợ thuốc").await;
    p.look("pharmacy-in-part").await;
}

async fn at_the_counter(p: &mut Person) {
    p.go("/pharmacy/retail").await;
    scan(p, "4006381333932").await;
    says(p, "#scan-error", "kiểm tra").await;
    for count in 1..=2 {
        scan(p, FREE).await;
        p.see(&format!("input[name=quantity][value='{count}'].sm")).await;
    }
    p.look("pharmacy-retail").await;
    p.primary().await;
    let sale = p.until_url("/retail-sales/").await;
    assert!(!digits_after(&sale, "/retail-sales/").is_empty());
    says(p, "#sale", "thu ngân").await;
    p.look("pharmacy-sale").await;
}

/// From the list to the batch that has expired, on to its destruction, and what its card says of it then.
async fn expired_goods(p: &mut Person) {
    p.go("/storeroom?show=expired").await;
    p.click("#stock td a[href*='batch=']").await;
    let card = p.until_url("/storeroom/medicines/").await;
    p.see("#moved-title").await;
    p.look("storeroom-card").await;
    p.click("tr[aria-current] a[href*='kind=destruction']").await;
    p.see("#document-title").await;
    p.primary().await;
    says(p, "#f-quantity-error", "Hãy nhập số lượng").await;
    p.type_into("#f-quantity", "1").await;
    p.type_into("#f-reason", "hết hạn").await;
    p.type_into("#f-witness", "Lan").await;
    p.primary().await;
    says(p, ".alert", "HY-").await;
    p.look("storeroom-documents").await;
    p.go(&format!("/storeroom/medicines/{}", digits_after(&card, "/storeroom/medicines/"))).await;
    says(p, "table:has(.b) tbody a[href*='made=HY-']", "HY-").await;
    p.look("storeroom-card-after").await;
}
