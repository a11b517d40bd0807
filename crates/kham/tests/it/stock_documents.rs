//! Counts, destructions and returns to the supplier of the last units, while fifty hands want them: a document tells what its batch held
//! before and after, so it is written by nobody who has not seen what is there now.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, leave_one_dose_in_stock, with_own_keys, won};
use kham::bench::forms::PageForm;
use kham::bench::visit::{Staff, Visit};

both!(the_last_units_are_dispensed_or_written_off_and_never_both, dispensed_or_written_off);
both!(one_person_takes_no_more_off_in_a_day_than_the_limit_by_many_batches_at_once, many_batches);

const PRESCRIPTIONS: u64 = 5;
const SENDERS: usize = 5;
const KINDS: [(&str, &str); 3] = [("destruction", "1"), ("count", "5"), ("return", "2")];
const OF_EACH: usize = 9;
const LAST: &str = "SELECT b.id, b.quantity_milli FROM prescription_line l JOIN batch b ON b.medicine_id = l.medicine_id AND b.quantity_milli > 0 \
     WHERE l.prescription_id = $1 ORDER BY l.id, b.id LIMIT 1";
/// Documents whose movement is not what they say.
const UNTRUE: &str = "SELECT COUNT(*) FROM stock_document d JOIN stock_document_line l ON l.stock_document_id = d.id \
     WHERE l.after_milli - l.before_milli <> (SELECT COALESCE(SUM(m.quantity_milli), 0) FROM movement m \
     WHERE m.batch_id = l.batch_id AND m.reason = d.number)";

async fn dispensed_or_written_off(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let mut walker = Visit::new(&staff);
    let mut prescriptions = Vec::new();
    for number in 0..PRESCRIPTIONS {
        prescriptions.push(walker.walk_to_pharmacy(number).await.unwrap());
    }
    leave_one_dose_in_stock(&clinic).await;
    let first: i64 = prescriptions[0].parse().unwrap();
    let (batch, held): (i64, i64) =
        clinic.house.db.read(move |tx| Ok(tx.one(LAST, &[&first])?.unwrap())).await.unwrap();
    assert_eq!(held, 6_000);
    let (mut pharmacist, mut keeper) = (clinic.browser("duocsi").await, clinic.browser("thukho").await);
    let mut dispensing = Vec::new();
    for prescription in &prescriptions {
        let page = pharmacist.get(&format!("/prescriptions/{prescription}")).await.unwrap().body;
        let form = PageForm::find(&page, &format!("/prescriptions/{prescription}/dispensing")).unwrap();
        for sender in 0..SENDERS {
            dispensing.push(form.clone().with("explained", "on").with("key", format!("gone-{prescription}-{sender}")));
        }
    }
    let mut writing = Vec::new();
    for (kind, quantity) in KINDS {
        let page = keeper.get(&format!("/storeroom/documents?batch={batch}&kind={kind}")).await.unwrap().body;
        let form = PageForm::find(&page, "/storeroom/documents").unwrap();
        let form =
            form.with("kind", kind).with("quantity", quantity).with("reason", "a race of two").with("witness", "Lan");
        for sender in 0..OF_EACH {
            writing.push(form.clone().with("key", format!("document-{kind}-{sender}")));
        }
    }
    let (given, written) = tokio::join!(at_once(&pharmacist, dispensing), at_once(&keeper, writing));
    let told = format!("{given:?}\n{written:?}");
    assert_eq!(won(&given) + won(&written), 1, "the six units went one way: {told}");
    let untrue = clinic.house.db.read(|tx| Ok(tx.one::<i64>(UNTRUE, &[])?.unwrap())).await.unwrap();
    assert_eq!(untrue, 0, "{told}");
    clinic.prove().await;
}

/// Fifty destructions of two batches, and of a third one whose cost is lowered to nothing, at the same moment.
async fn many_batches(clinic: Clinic) {
    const BATCHES: &str = "SELECT id FROM batch WHERE quantity_milli >= 10000 ORDER BY id LIMIT 3";
    const ALONE: &str = "SELECT CAST(COUNT(*) AS BIGINT), CAST(COUNT(DISTINCT w.id) AS BIGINT) FROM stock_document d \
         LEFT JOIN stock_wish w ON w.stock_document_id IS NULL";
    let batches: Vec<i64> = crate::last_units::act(&clinic.house, |tx, _| {
        let batches: Vec<i64> = tx.all(BATCHES, &[])?;
        for batch in &batches {
            tx.run_one("UPDATE batch SET cost_vnd = 1000, quantity_milli = 10000 WHERE id = $1", &[batch])?;
        }
        tx.run("DELETE FROM setting WHERE key = 'stock_loss_limit_vnd'", &[])?;
        tx.run_one("INSERT INTO setting (key, value) VALUES ('stock_loss_limit_vnd', '10000')", &[])?;
        Ok(batches)
    })
    .await
    .unwrap();
    let mut keeper = clinic.browser("thukho").await;
    let mut writing = Vec::new();
    for (place, batch) in batches.iter().enumerate() {
        let page = keeper.get(&format!("/storeroom/documents?batch={batch}&kind=destruction")).await.unwrap().body;
        let form = PageForm::find(&page, "/storeroom/documents").unwrap().with("reason", "a race of two");
        let form = match place {
            0 | 1 => form.with("kind", "destruction").with("quantity", "6").with("witness", "Lan"),
            _ => {
                let sure = format!("correction|{batch}-10000|10|0");
                form.with("kind", "correction").with("quantity", "10").with("cost", "0").with("sure", sure)
            }
        };
        writing.extend(
            with_own_keys(&form).into_iter().enumerate().map(|(n, f)| f.with("key", format!("loss-{batch}-{n}"))),
        );
    }
    let written = at_once(&keeper, writing).await;
    let counted = clinic.house.db.read(|tx| Ok(tx.one::<(i64, i64)>(ALONE, &[])?.unwrap())).await.unwrap();
    assert_eq!(counted, (2, 2), "one document, with two that wait: {written:?}");
}
