//! Fifty at once give the last doses of a batch; a dose of a series is given to a patient once; who got a batch is told on its card
//! and in the record.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, with_own_keys, won};
use bricks::id::{MedicineId, PatientId, ServiceId, VisitId};
use bricks::quantity::Quantity;
use kham::bench::forms::PageForm;
use kham::bench::http::Browser;
use kham::bench::visit::{Staff, Visit};
use papers::consumable;

both!(the_last_doses_of_a_batch_are_given_once_and_no_patient_gets_one_twice, last_doses);

both!(a_package_of_vaccinations_is_sold_by_ordering_it, package);

both!(an_earlier_dose_that_many_write_down_is_known_once, written_by_many);

both!(what_speaks_against_a_dose_stays_on_the_page_and_in_the_record, doubted);

const PATIENTS: u64 = 5;
const ORDERS_EACH: usize = 10;
const DOSES_LEFT: i64 = 2;
const ORDER: &str = "INSERT INTO clinical_order (id, branch_id, visit_id, patient_id, service_id, kind, state, urgent, question, \
     ordered_at, ordered_by, finding, conclusion) \
     SELECT CAST($1 AS BIGINT), p.branch_id, p.visit_id, p.patient_id, CAST($3 AS BIGINT), 'vaccine', 'ordered', FALSE, '', \
     CAST($4 AS BIGINT), CAST($5 AS BIGINT), '', '' FROM prescription p WHERE p.id = $2";
/// A vaccine of the demonstration's shelves that leaves by one batch, and of which the tables have no schedule.
const VACCINE: &str = "SELECT s.id, c.medicine_id, MIN(b.id), MIN(b.number) FROM service s JOIN service_consumable c ON c.service_id = s.id AND c.vaccine \
     JOIN batch b ON b.medicine_id = c.medicine_id JOIN medicine m ON m.id = c.medicine_id AND m.code = 'vaccine_tetanus' GROUP BY s.id, c.medicine_id ORDER BY s.id LIMIT 1";
const TAKEN: &str = "SELECT CAST(COUNT(*) AS BIGINT), CAST(COUNT(DISTINCT o.patient_id) AS BIGINT) FROM vaccination x \
     JOIN clinical_order o ON o.id = x.order_id JOIN consumable_line l ON l.id = x.consumable_line_id WHERE l.batch_id = $1";

async fn last_doses(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let mut walker = Visit::new(&staff);
    let mut prescriptions: Vec<i64> = Vec::new();
    for number in 0..PATIENTS {
        prescriptions.push(walker.walk_to_pharmacy(number).await.unwrap().parse().unwrap());
    }
    let of = prescriptions.clone();
    let made = crate::last_units::act(&clinic.house, move |tx, who| {
        let found: Option<(ServiceId, MedicineId, i64, String)> = tx.one(VACCINE, &[])?;
        let (service, medicine, batch, number) = found.unwrap();
        let held: i64 = tx.one("SELECT quantity_milli FROM batch WHERE id = $1", &[&batch])?.unwrap();
        let gone = Quantity::from_milli(DOSES_LEFT * 1_000 - held);
        let kind = papers::batch::MovementKind::Disposal;
        papers::batch::adjust(tx, who, bricks::id::BatchId::from_raw(batch), kind, gone, "race")?;
        let mut orders = Vec::new();
        for prescription in &of {
            for _ in 0..ORDERS_EACH {
                let (id, now) = (tx.new_id(), tx.now());
                tx.run_one(ORDER, &[&id, prescription, &service, &now, &who.staff])?;
                orders.push(id);
            }
        }
        assert!(consumable::of_service(tx, service)?.iter().any(|one| one.vaccine && one.medicine == medicine));
        Ok((orders, batch, number, medicine))
    });
    let (orders, batch, number, medicine) = made.await.unwrap();
    let mut nurse = clinic.browser("dieuduong").await;
    let mut giving = Vec::new();
    for order in &orders {
        let page = nurse.get(&format!("/orders/{order}")).await.unwrap().body;
        assert!(page.contains(&number), "the batch is offered with its number");
        let form = PageForm::find(&page, &format!("/orders/{order}/result")).unwrap();
        let form = form.with("batch", batch.to_string()).with("dose_number", "1").with("site", "left_arm");
        let form = form.with("route", "im").with("schedule", "none").with("temperature", "36,8").with("ill", "no");
        giving.push(form.with("screened", "yes"));
    }
    let others = meanwhile(&clinic, &prescriptions);
    let given = at_once(&nurse, giving).await;
    others.await.unwrap();
    no_circle(&clinic).await;
    let taken = clinic.house.db.read(move |tx| Ok(tx.one::<(i64, i64)>(TAKEN, &[&batch])?.unwrap())).await.unwrap();
    assert_eq!((won(&given), taken), (2, (DOSES_LEFT, DOSES_LEFT)), "{given:?}");
    let left = clinic
        .house
        .db
        .read(move |tx| Ok(tx.one::<i64>("SELECT quantity_milli FROM batch WHERE id = $1", &[&batch])?.unwrap()));
    assert_eq!(left.await.unwrap(), 0);
    recalled(&clinic, &mut nurse, (medicine, batch, &number)).await;
    clinic.prove().await;
}

/// Others lock the visits of the same patients, and then the patients.
fn meanwhile(clinic: &Clinic, prescriptions: &[i64]) -> tokio::task::JoinHandle<()> {
    const OF: &str = "SELECT visit_id, patient_id FROM prescription WHERE id = $1";
    let (house, prescriptions) = (clinic.house.clone(), prescriptions.to_vec());
    tokio::spawn(async move {
        let mut tasks = Vec::new();
        for prescription in prescriptions.iter().copied().cycle().take(40) {
            let house = house.clone();
            tasks.push(tokio::spawn(async move {
                let locked = crate::last_units::act(&house, move |tx, who| {
                    let found: Option<(VisitId, PatientId)> = tx.one(OF, &[&prescription])?;
                    let (visit, patient) = found.unwrap();
                    papers::visit::lock(tx, who.branch, visit)?;
                    papers::vaccination::ask_outside(tx, who, patient, &elsewhere(who.day_of(tx.now()))).map(|_| ())
                });
                locked.await.unwrap();
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
    })
}

fn elsewhere(day: bricks::clock::Day) -> papers::vaccination::OutsideDose {
    papers::vaccination::OutsideDose {
        vaccine: "x".into(),
        maker: "x".into(),
        batch: "x".into(),
        expires_on: day,
        giving: papers::vaccination::Giving {
            number: 1,
            site: papers::vaccination::Site::LeftArm,
            route: papers::vaccination::Route::Intramuscular,
            schedule: String::new(),
            temperature: Quantity::from_milli(36_800),
            ill: false,
            despite: "others gave a dose meanwhile".into(),
            seen: String::new(),
        },
    }
}

/// No two transactions waited for each other.
async fn no_circle(clinic: &Clinic) {
    const CIRCLES: &str = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    // The server counts a second late.
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    let circles = clinic.house.db.read(|tx| match tx.engine() {
        ground::db::Engine::Sqlite => Ok(0),
        ground::db::Engine::Postgres => Ok(tx.one::<i64>(CIRCLES, &[])?.unwrap()),
    });
    assert_eq!(circles.await.unwrap(), 0, "transactions that waited for each other were run again");
}

/// Who got a batch is found by it, by those who may see records.
async fn recalled(clinic: &Clinic, nurse: &mut Browser, (medicine, batch, number): (MedicineId, i64, &str)) {
    let who = clinic.house.db.read(move |tx| {
        const GOT: &str = "SELECT p.id, p.name FROM vaccination x JOIN clinical_order o ON o.id = x.order_id \
             JOIN consumable_line l ON l.id = x.consumable_line_id JOIN patient p ON p.id = o.patient_id WHERE l.batch_id = $1 ORDER BY p.id";
        Ok(tx.all::<(i64, String)>(GOT, &[&batch])?)
    });
    let who = who.await.unwrap();
    let mut pharmacist = clinic.browser("duocsi").await;
    let card = pharmacist.get(&format!("/storeroom/medicines/{medicine}?batch={batch}")).await.unwrap().body;
    let record = nurse.get(&format!("/patients/{}?show=vaccinations", who[0].0)).await.unwrap().body;
    assert!(record.contains(number) && record.contains("Mũi 1") && record.contains("cánh tay trái"), "{record}");
    for (_, name) in &who {
        assert!(card.contains(name.as_str()), "a recall finds {name}");
    }
    let mut keeper = clinic.browser("thukho").await;
    let card = keeper.get(&format!("/storeroom/medicines/{medicine}?batch={batch}")).await.unwrap().body;
    assert!(card.contains(number) && !card.contains(&who[0].1), "who sees no records reads no names");
}

/// There is nothing to be done of it but to sell it, so no dose is asked for.
async fn package(clinic: Clinic) {
    const IN_ROOM: &str = "SELECT v.id, v.patient_id FROM visit v WHERE v.state IN ('waiting', 'in_room') AND v.branch_id = $1 ORDER BY v.id LIMIT 1";
    const PACKAGE: &str = "SELECT MIN(id), MAX(id) FROM service WHERE kind = 'vaccine' AND active";
    let sold = crate::last_units::act(&clinic.house, |tx, who| {
        let (visit, patient): (VisitId, PatientId) = tx.one(IN_ROOM, &[&who.branch])?.unwrap();
        let (package, part): (ServiceId, ServiceId) = tx.one(PACKAGE, &[])?.unwrap();
        let (id, now) = (tx.new_id(), tx.now());
        tx.run_one(
            "UPDATE service SET package_of = $2, package_sessions = 3, package_days = 365 WHERE id = $1",
            &[&package, &part],
        )?;
        const BOUGHT: &str = "INSERT INTO clinical_order (id, branch_id, visit_id, patient_id, service_id, kind, state, urgent, question, \
             ordered_at, ordered_by, finding, conclusion) VALUES ($1, $2, $3, $4, $5, 'vaccine', 'ordered', FALSE, '', $6, $7, '', '')";
        tx.run_one(BOUGHT, &[&id, &who.branch, &visit, &patient, &package, &now, &who.staff])?;
        let order = bricks::id::OrderId::from_raw(id);
        let source = papers::charge::Source { kind: papers::charge::SourceKind::Order, id };
        papers::charge::post_service(tx, who, (visit, patient), source, package)?;
        papers::order::complete(tx, who, order, "", "package", &[])?;
        Ok(order)
    });
    let sold = sold.await.unwrap();
    let done = clinic.house.db.read(move |tx| {
        Ok(tx.one::<i64>("SELECT COUNT(*) FROM clinical_order WHERE id = $1 AND state = 'done'", &[&sold])?.unwrap())
    });
    assert_eq!(done.await.unwrap(), 1);
    clinic.prove().await;
}

/// An order for the vaccine of the demonstration, of somebody who was just seen: its number, the patient's and the batch's.
async fn ordered(clinic: &Clinic, number: u64) -> (i64, i64, i64) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let prescription: i64 = Visit::new(&staff).walk_to_pharmacy(number).await.unwrap().parse().unwrap();
    let made = crate::last_units::act(&clinic.house, move |tx, who| {
        let (service, _, batch, _): (ServiceId, MedicineId, i64, String) = tx.one(VACCINE, &[])?.unwrap();
        let (id, now) = (tx.new_id(), tx.now());
        tx.run_one(ORDER, &[&id, &prescription, &service, &now, &who.staff])?;
        let patient: i64 = tx.one("SELECT patient_id FROM clinical_order WHERE id = $1", &[&id])?.unwrap();
        Ok((id, patient, batch))
    });
    made.await.unwrap()
}

async fn written_by_many(clinic: Clinic) {
    let (order, patient, _) = ordered(&clinic, 0).await;
    let mut nurse = clinic.browser("dieuduong").await;
    let page = nurse.get(&format!("/orders/{order}")).await.unwrap().body;
    let form = PageForm::find(&page, &format!("/orders/{order}/earlier-doses")).unwrap();
    let form = form.with("earlier_vaccine", "rabies_pep").with("earlier_number", "1").with("earlier_on", "2025-03-01");
    let results = at_once(&nurse, with_own_keys(&form)).await;
    assert_eq!(won(&results), 1, "{results:?}");
    let second = form.with("earlier_on", "2026-02-01").with("key", "second-course-of-rabies");
    nurse.post(&second.action, &second.fields).await.unwrap().done().unwrap();
    let known = clinic.house.db.read(move |tx| {
        const KNOWN: &str = "SELECT COUNT(*) FROM earlier_dose WHERE patient_id = $1 AND schedule = 'rabies_pep' AND removed_at IS NULL";
        Ok(tx.one::<i64>(KNOWN, &[&patient])?.unwrap())
    });
    assert_eq!(known.await.unwrap(), 2, "one of each course");
    clinic.prove().await;
}

async fn doubted(clinic: Clinic) {
    let (order, patient, batch) = ordered(&clinic, 0).await;
    let (path, action) = (format!("/orders/{order}"), format!("/orders/{order}/result"));
    let mut nurse = clinic.browser("dieuduong").await;
    let page = nurse.get(&path).await.unwrap().body;
    assert!(page.contains("Lưu mũi tiêm") && !page.contains("Trả kết quả"), "the words of a vaccination");
    let form = PageForm::find(&page, &action).unwrap().with("dose_number", "1").with("site", "left_arm");
    let form = form.with("route", "id").with("schedule", "tdap").with("temperature", "38,6").with("ill", "no");
    let mut form = form.with("screened", "yes").with("batch", batch.to_string());
    for (despite, told) in [("", "Lý do vẫn tiêm"), ("x", "Lý do vẫn tiêm"), ("dịch đang lan rộng", "")] {
        form = form.with("despite", despite);
        let fields: Vec<String> = form.fields.iter().map(|(n, v)| format!("{n}={}", ground::web::percent(v))).collect();
        let answer = nurse.post_raw(&action, fields.join("&")).await.unwrap();
        if told.is_empty() {
            assert_eq!(answer.status.as_u16(), 303, "{}", answer.body);
            break;
        }
        let body = answer.body;
        let all = ["38,6", "theo đường: tiêm bắp", told];
        assert!(all.iter().all(|said| body.contains(said)), "after “{despite}”: {body}");
        form = PageForm::find(&body, &action).unwrap();
    }
    let mut doctor = clinic.browser("bacsi1").await;
    let record = doctor.get(&format!("/patients/{patient}")).await.unwrap().body;
    assert!(
        record.contains("theo đường: tiêm bắp") && record.contains("dịch đang lan rộng"),
        "what was gone on with stands in the record"
    );
    clinic.prove().await;
}
