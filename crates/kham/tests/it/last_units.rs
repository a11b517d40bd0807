//! Fifty at once for the last units of one medicine, by every way in which it leaves the shelves: prescriptions, the counter and
//! what services use up. Exactly what was there is given, on both databases, and the books agree afterwards.

use crate::both;
use crate::harness::{Clinic, On};
use crate::races::{at_once, leave_one_dose_in_stock, won};
use bricks::id::{MedicineId, ServiceId};
use bricks::quantity::Quantity;
use ground::access::{Who, house_account};
use ground::db::{Stop, Tx};
use ground::web::House;
use kham::bench::forms::PageForm;
use kham::bench::visit::{Staff, Visit, stock_up};
use papers::consumable;
use papers::retail::{self, Item, NewSale};
use std::sync::Arc;

both!(the_last_units_are_given_once_whichever_way_they_leave, every_way);

const PRESCRIPTIONS: u64 = 6;
const SENDERS: usize = 3;
const SALES: usize = 16;
const ORDERS: i64 = 16;
const LEFT_MILLI: i64 = 6_000;

const ORDER: &str = "INSERT INTO clinical_order (id, branch_id, visit_id, patient_id, service_id, kind, state, urgent, question, \
     ordered_at, ordered_by, finding, conclusion) \
     SELECT CAST($1 AS BIGINT), p.branch_id, p.visit_id, p.patient_id, CAST($3 AS BIGINT), 'procedure', 'ordered', FALSE, '', \
     CAST($4 AS BIGINT), CAST($5 AS BIGINT), '', '' FROM prescription p WHERE p.id = $2";
const GIVEN: &str = "SELECT CAST(COALESCE(-SUM(m.quantity_milli), 0) AS BIGINT) FROM movement m JOIN batch b ON b.id = m.batch_id \
     WHERE b.medicine_id = $1 AND (m.dispense_line_id IS NOT NULL OR m.retail_line_id IS NOT NULL OR m.consumable_line_id IS NOT NULL) \
     AND m.moved_at >= $2";
const HELD: &str = "SELECT CAST(SUM(quantity_milli) AS BIGINT) FROM batch WHERE medicine_id = $1";

/// Runs one act in the name of the house.
pub async fn act<T: Send + 'static>(
    house: &House,
    act: impl Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
) -> Result<T, Stop> {
    let branch = house.clinics.all()[0].clone();
    let run = move |tx: &mut Tx<'_>| {
        let who = house_account::of_house(tx, &branch, "race")?;
        act(tx, &who)
    };
    house.db.write_locked(run).await
}

/// The medicine that a prescription names first, free for the counter, and orders of a service that uses one unit of it.
pub async fn orders_that_use_it(clinic: &Clinic, prescription: i64) -> (MedicineId, Vec<i64>) {
    let made = act(&clinic.house, move |tx, who| {
        let first = "SELECT medicine_id FROM prescription_line WHERE prescription_id = $1 ORDER BY id LIMIT 1";
        let medicine: MedicineId = tx.one(first, &[&prescription])?.unwrap();
        tx.run_one("UPDATE medicine SET prescription_only = FALSE WHERE id = $1", &[&medicine])?;
        let procedure = "SELECT s.id FROM service s WHERE s.kind = 'procedure' AND s.active AND NOT EXISTS \
             (SELECT 1 FROM service_consumable c WHERE c.service_id = s.id) ORDER BY s.code LIMIT 1";
        let service: ServiceId = tx.one(procedure, &[])?.unwrap();
        consumable::put_on_list(tx, who, service, medicine, (Quantity::whole(1), true, false))?;
        let mut orders = Vec::new();
        for _ in 0..ORDERS {
            let (id, now) = (tx.new_id(), tx.now());
            tx.run_one(ORDER, &[&id, &prescription, &service, &now, &who.staff])?;
            orders.push(id);
        }
        Ok((medicine, orders))
    });
    made.await.unwrap()
}

/// Every other order becomes one of a service without a list: what it uses is added while its result is given.
async fn half_of_them_without_a_list(clinic: &Clinic, orders: &[i64]) {
    let moved: Vec<i64> = orders.iter().copied().step_by(2).collect();
    let act = act(&clinic.house, move |tx, _| {
        let bare = "SELECT s.id FROM service s WHERE s.kind = 'procedure' AND s.active AND NOT EXISTS \
             (SELECT 1 FROM service_consumable c WHERE c.service_id = s.id) ORDER BY s.code LIMIT 1";
        let service: ServiceId = tx.one(bare, &[])?.unwrap();
        for order in &moved {
            tx.run_one("UPDATE clinical_order SET service_id = $2 WHERE id = $1", &[order, &service])?;
        }
        Ok(())
    });
    act.await.unwrap();
}

/// Sells one unit over the counter to somebody without a name.
pub async fn one_sale(house: Arc<House>, medicine: MedicineId) -> Result<retail::Sold, Stop> {
    let item = Item { medicine, batch: None, quantity: Quantity::whole(1) };
    let sale = NewSale { patient: None, items: vec![item], override_reason: String::new() };
    act(&house, move |tx, who| retail::sell(tx, who, &sale)).await
}

async fn every_way(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let mut walker = Visit::new(&staff);
    let mut prescriptions = Vec::new();
    for number in 0..PRESCRIPTIONS {
        prescriptions.push(walker.walk_to_pharmacy(number).await.unwrap());
    }
    let (medicine, orders) = orders_that_use_it(&clinic, prescriptions[0].parse().unwrap()).await;
    half_of_them_without_a_list(&clinic, &orders).await;
    leave_one_dose_in_stock(&clinic).await;
    let (mut pharmacist, mut nurse) = (clinic.browser("duocsi").await, clinic.browser("dieuduong").await);
    let mut dispensing = Vec::new();
    for prescription in &prescriptions {
        let page = pharmacist.get(&format!("/prescriptions/{prescription}")).await.unwrap().body;
        let form = PageForm::find(&page, &format!("/prescriptions/{prescription}/dispensing")).unwrap();
        for sender in 0..SENDERS {
            dispensing.push(form.clone().with("explained", "on").with("key", format!("ways-{prescription}-{sender}")));
        }
    }
    let mut performing = Vec::new();
    for order in &orders {
        let page = nurse.get(&format!("/orders/{order}")).await.unwrap().body;
        let form = PageForm::find(&page, &format!("/orders/{order}/result")).unwrap();
        let form = match form.fields.iter().find(|(name, _)| *name == format!("use-{medicine}")) {
            Some((_, quantity)) => {
                assert_eq!(quantity, "1");
                form
            }
            None => form.with("extra_2", medicine.to_string()).with("extra_quantity_2", "1"),
        };
        performing.push(form.with("finding", "x"));
    }
    let begun = clinic.house.db.read(|tx| Ok(tx.now())).await.unwrap();
    let sales: Vec<_> = (0..SALES).map(|_| tokio::spawn(one_sale(clinic.house.clone(), medicine))).collect();
    let (dispensed, used) = tokio::join!(at_once(&pharmacist, dispensing), at_once(&nurse, performing));
    let mut sold = Vec::new();
    for sale in sales {
        sold.push(sale.await.unwrap());
    }
    let (whole, singles) = (won(&dispensed), won(&used) + sold.iter().filter(|sale| sale.is_ok()).count());
    let left = move |tx: &mut Tx<'_>| {
        Ok((
            tx.one::<i64>(HELD, &[&medicine])?.unwrap_or(-1),
            tx.one::<i64>(GIVEN, &[&medicine, &begun])?.unwrap_or(-1),
        ))
    };
    let told = format!("{dispensed:?}\n{used:?}\n{sold:?}");
    assert_eq!(clinic.house.db.read(left).await.unwrap(), (0, LEFT_MILLI), "{told}");
    assert_eq!(whole * 6 + singles, 6, "{told}");
    clinic.prove().await;
}

const LEAST_HELD: &str = "SELECT CAST(COUNT(DISTINCT b.medicine_id) AS BIGINT), CAST(MIN(h.held) AS BIGINT) FROM movement m \
     JOIN batch b ON b.id = m.batch_id \
     JOIN (SELECT medicine_id, SUM(quantity_milli) AS held FROM batch GROUP BY medicine_id) h ON h.medicine_id = b.medicine_id \
     WHERE m.moved_at >= $1 AND m.quantity_milli < 0";
/// What the bench takes in of each thing, less one visit's needs.
const PLENTY_MILLI: i64 = 900_000_000;

/// A bench of any length ends only if nothing that a visit takes runs out.
#[tokio::test(flavor = "multi_thread")]
async fn the_bench_takes_in_whatever_its_visit_takes_out() {
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    stock_up(&clinic.host).await.unwrap();
    let begun = clinic.house.db.read(|tx| Ok(tx.now())).await.unwrap();
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    Visit::new(&staff).walk(0, &mut |_, _| {}).await.unwrap();
    let held = clinic.house.db.read(move |tx| Ok(tx.one::<(i64, i64)>(LEAST_HELD, &[&begun])?)).await.unwrap();
    let (kinds, least) = held.unwrap();
    assert!(kinds >= 5 && least > PLENTY_MILLI, "{kinds} kinds, {least}");
}
