//! Counts, destructions and returns to the supplier of the last units, while fifty hands want them: a document tells what its batch held
//! before and after, so it is written by nobody who has not seen what is there now.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, leave_one_dose_in_stock, won};
use kham::bench::forms::PageForm;
use kham::bench::visit::{Staff, Visit};

both!(the_last_units_are_dispensed_or_written_off_and_never_both, dispensed_or_written_off);

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
        let form = form.with("kind", kind).with("quantity", quantity).with("reason", "race").with("witness", "Lan");
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
