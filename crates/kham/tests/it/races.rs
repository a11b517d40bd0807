//! Fifty at once: exactly one wins, on both databases, and the books agree afterwards.

use crate::both;
use crate::harness::Clinic;
use bricks::id::PatientId;
use ground::db::Topic;
use kham::bench::forms::{PageForm, all_with_prefix};
use kham::bench::http::{Browser, Posted};
use kham::bench::visit::{Staff, Visit};

const AT_ONCE: usize = 50;

both!(one_time_is_booked_once, one_slot);
both!(one_patient_is_checked_in_once, one_check_in);
both!(one_bill_is_paid_once, one_bill);
both!(one_form_sent_fifty_times_is_one_act, one_key);
both!(the_last_box_is_dispensed_once, last_box);
both!(a_part_of_a_prescription_is_handed_over_once, one_part);
both!(one_patient_is_called_in_once, one_call);

/// Posts forms at once, each from a browser of its own, and gives what became of them.
pub async fn at_once(browser: &Browser, forms: Vec<PageForm>) -> Vec<Result<Posted, String>> {
    let posts = forms.into_iter().map(|form| {
        let mut browser = browser.again();
        tokio::spawn(async move { browser.post(&form.action, &form.fields).await })
    });
    let posts: Vec<_> = posts.collect();
    let mut out = Vec::new();
    for post in posts {
        out.push(post.await.unwrap());
    }
    out
}

pub fn won(results: &[Result<Posted, String>]) -> usize {
    results.iter().filter(|r| matches!(r, Ok(Posted::Done(_)))).count()
}

/// The same form with a key of its own for each sender.
pub fn with_own_keys(form: &PageForm) -> Vec<PageForm> {
    (0..AT_ONCE).map(|n| form.clone().with("key", format!("race-key-{n:04}"))).collect()
}

pub async fn new_patient(desk: &mut Browser, name: &str) -> String {
    let page = desk.get("/patients/new").await.unwrap().body;
    let form = PageForm::find(&page, "/patients").unwrap().with("name", name).with("sex", "male").with("birth", "1975");
    let form = form.with("no_allergies", "yes");
    match desk.post("/patients", &form.fields).await.unwrap() {
        Posted::Done(location) => {
            let digits: String =
                location.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
            assert!(!digits.is_empty(), "no patient in {location}");
            digits
        }
        Posted::Conflict => panic!("{name} is refused"),
    }
}

/// A filled-in booking of one free time of tomorrow for one patient.
pub async fn booking(desk: &mut Browser, patient: &str) -> PageForm {
    booking_with(desk, patient, None).await
}

/// The same with one doctor, or the one whom the form proposes.
pub async fn booking_with(desk: &mut Browser, patient: &str, doctor: Option<i64>) -> PageForm {
    let page = desk.get(&format!("/reception?day=2026-11-26&patient={patient}")).await.unwrap().body;
    let form = PageForm::find(&page, "/appointments").unwrap();
    let form = doctor.map_or(form.clone(), |doctor| form.with("doctor", doctor.to_string()));
    let value = |name: &str| form.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap();
    let path = format!("/reception/times?service={}&doctor={}&day=2026-11-26", value("service"), value("doctor"));
    let times = desk.get(&path).await.unwrap().body;
    let tag = times.split("<input").find(|t| t.contains("name=\"starts_at\"") && !t.contains("disabled")).unwrap();
    let time = all_with_prefix(tag, "value", "")[0].to_owned();
    form.with("patient", patient).with("day", "2026-11-26").with("starts_at", time)
}

async fn one_slot(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let patient = new_patient(&mut desk, "Lê Văn Đua").await;
    let form = booking(&mut desk, &patient).await;
    let results = at_once(&desk, with_own_keys(&form)).await;
    assert_eq!(won(&results), 1, "{results:?}");
    assert_eq!(results.iter().filter(|r| matches!(r, Ok(Posted::Conflict))).count(), AT_ONCE - 1, "{results:?}");
    clinic.prove().await;
}

async fn one_key(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let patient = new_patient(&mut desk, "Lê Thị Bấm Đúp").await;
    let form = booking(&mut desk, &patient).await;
    let results = at_once(&desk, vec![form.clone(); AT_ONCE]).await;
    assert_eq!(won(&results), AT_ONCE, "every sender hears where the one act led: {results:?}");
    let places: std::collections::HashSet<_> = results.into_iter().map(|r| format!("{r:?}")).collect();
    assert_eq!(places.len(), 1, "{places:?}");
    let other = form.with("note", "khác");
    assert!(desk.post("/appointments", &other.fields).await.is_err(), "another body with a used key is refused");
    clinic.prove().await;
}

pub async fn booked(clinic: &Clinic, name: &str) -> (Browser, String) {
    let mut desk = clinic.browser("letan").await;
    let patient = new_patient(&mut desk, name).await;
    let form = booking(&mut desk, &patient).await;
    let Posted::Done(location) = desk.post("/appointments", &form.fields).await.unwrap() else { panic!("not booked") };
    let appointment = location.split("appointment=").nth(1).unwrap();
    (desk, appointment.chars().take_while(char::is_ascii_digit).collect())
}

async fn one_check_in(clinic: Clinic) {
    let (mut desk, appointment) = booked(&clinic, "Phạm Văn Vào").await;
    let page = desk.get(&format!("/appointments/{appointment}")).await.unwrap().body;
    let form = PageForm::find(&page, &format!("/appointments/{appointment}/arrival")).unwrap();
    let results = at_once(&desk, with_own_keys(&form.with("no_allergies", "on"))).await;
    assert_eq!(won(&results), 1, "{results:?}");
    clinic.prove().await;
}

async fn one_call(clinic: Clinic) {
    let (mut desk, appointment) = booked(&clinic, "Phạm Thị Gọi").await;
    let page = desk.get(&format!("/appointments/{appointment}")).await.unwrap().body;
    let form =
        PageForm::find(&page, &format!("/appointments/{appointment}/arrival")).unwrap().with("no_allergies", "on");
    let Posted::Done(location) = desk.post(&form.action.clone(), &form.fields).await.unwrap() else { panic!("not in") };
    let visit = location.split("visit=").nth(1).unwrap();
    let doctor = clinic.browser("bacsi1").await;
    let call = PageForm { action: format!("/visits/{visit}/call"), fields: Vec::new() };
    let results = at_once(&doctor, with_own_keys(&call)).await;
    assert_eq!(won(&results), 1, "{results:?}");
    clinic.prove().await;
}

async fn one_bill(clinic: Clinic) {
    let mut cashier = clinic.browser("thungan").await;
    let queue = cashier.get("/cashier").await.unwrap().body;
    let bills = all_with_prefix(&queue, "href", "/visits/");
    let bill = bills.iter().find(|href| href.ends_with("/bill")).expect("somebody waits at the cashier").to_string();
    let page = cashier.get(&bill).await.unwrap().body;
    let action = bill.replace("/bill", "/payment");
    let form = PageForm::find(&page, &action).unwrap().with("method", "cash").with("tendered", "9.000.000");
    let results = at_once(&cashier, with_own_keys(&form)).await;
    assert_eq!(won(&results), 1, "{results:?}");
    clinic.prove().await;
}

async fn last_box(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let mut walker = Visit::new(&staff);
    let mut prescriptions = Vec::new();
    for number in 0..8 {
        prescriptions.push(walker.walk_to_pharmacy(number).await.unwrap());
    }
    leave_one_dose_in_stock(&clinic).await;
    let mut pharmacist = clinic.browser("duocsi").await;
    let mut forms = Vec::new();
    for prescription in &prescriptions {
        let page = pharmacist.get(&format!("/prescriptions/{prescription}")).await.unwrap().body;
        let form = PageForm::find(&page, &format!("/prescriptions/{prescription}/dispensing")).unwrap();
        for sender in 0..6 {
            forms.push(form.clone().with("explained", "on").with("key", format!("box-{prescription}-{sender}")));
        }
    }
    let results = at_once(&pharmacist, forms).await;
    assert_eq!(won(&results), 1, "{results:?}");
    clinic.prove().await;
}

/// Fifty pharmacists hand over the same part of one prescription: one does, the others hear that it has changed.
async fn one_part(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let prescription = Visit::new(&staff).walk_to_pharmacy(0).await.unwrap();
    let mut pharmacist = clinic.browser("duocsi").await;
    let page = pharmacist.get(&format!("/prescriptions/{prescription}")).await.unwrap().body;
    let mut form = PageForm::find(&page, &format!("/prescriptions/{prescription}/dispensing")).unwrap();
    for (name, value) in &mut form.fields {
        if name.starts_with("take-") && !value.is_empty() {
            *value = "1".into();
        }
        if name.starts_with("rest-") {
            *value = "remainder".into();
        }
    }
    let form = form.with("explained", "on").with("batch_reason", "a race of two");
    let results = at_once(&pharmacist, with_own_keys(&form)).await;
    assert_eq!(won(&results), 1, "{results:?}");
    assert_eq!(results.iter().filter(|r| matches!(r, Ok(Posted::Conflict))).count(), AT_ONCE - 1, "{results:?}");
    clinic.prove().await;
}

/// Takes all but six units of every medicine that the walkers prescribe out of stock, by movements.
pub async fn leave_one_dose_in_stock(clinic: &Clinic) {
    clinic
        .house
        .db
        .write(|tx| {
            const BATCHES: &str = "SELECT b.id, b.medicine_id, b.quantity_milli FROM batch b \
                 WHERE b.quantity_milli > 0 AND b.medicine_id IN (SELECT medicine_id FROM prescription_line l \
                 JOIN prescription p ON p.id = l.prescription_id WHERE p.state = 'issued') ORDER BY b.medicine_id, b.expires_on DESC, b.id";
            let batches: Vec<(i64, i64, i64)> = tx.all(BATCHES, &[])?;
            let mut kept = std::collections::HashSet::new();
            let staff: i64 = tx.one("SELECT id FROM staff ORDER BY id LIMIT 1", &[])?.unwrap();
            for (batch, medicine, quantity) in batches {
                let keep = if quantity >= 6_000 && kept.insert(medicine) { 6_000 } else { 0 };
                let out = keep - quantity;
                if out == 0 {
                    continue;
                }
                tx.run_one("UPDATE batch SET quantity_milli = $2 WHERE id = $1", &[&batch, &keep])?;
                tx.run_one(
                    "INSERT INTO movement (id, branch_id, batch_id, kind, quantity_milli, reason, moved_at, moved_by) \
                     SELECT $1, branch_id, id, 'adjustment', $3, 'kiểm kê', $4, $5 FROM batch WHERE id = $2",
                    &[&tx.new_id(), &batch, &out, &tx.now(), &staff],
                )?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

both!(an_act_that_concerns_hundreds_is_told_and_its_worker_serves_on, hundreds);

async fn hundreds(clinic: Clinic) {
    let mut heard = clinic.house.db.hear();
    for _ in 0..12 {
        let told = clinic.house.db.write_locked(|tx| {
            (0..400).for_each(|n| tx.announce(Topic::Patient(PatientId::from_raw(tx.now().millis() + n))));
            Ok(())
        });
        told.await.unwrap();
        let broken =
            clinic.house.db.write_locked(|tx| Ok(tx.run("INSERT INTO counter (name, last) VALUES ('x', -1)", &[])?));
        assert!(broken.await.is_err());
        let whole = clinic.house.db.read(|tx| Ok(tx.one::<i64>("SELECT last FROM counter WHERE name = 'x'", &[])?));
        assert_eq!(whole.await.unwrap(), None);
    }
    let news = tokio::time::timeout(std::time::Duration::from_secs(10), heard.recv()).await.unwrap().unwrap();
    assert!(news.topics == ["everything"] || news.topics.len() == 400, "{:?}", news.topics);
}
