//! What a service uses up, in Chromium: a technician gives a result with an item besides the list, stock falls and the bill grows;
//! taken back, both are as they were.

use crate::browser::{Person, driver};
use crate::harness::{Clinic, On};
use bricks::id::{MedicineId, ServiceId};
use bricks::quantity::Quantity;
use ground::access::house_account;
use papers::consumable;

const ORDER: &str = "INSERT INTO clinical_order (id, branch_id, visit_id, patient_id, service_id, kind, state, urgent, question, \
     ordered_at, ordered_by, finding, conclusion) SELECT CAST($1 AS BIGINT), v.branch_id, v.id, v.patient_id, CAST($3 AS BIGINT), \
     'procedure', 'ordered', FALSE, '', CAST($4 AS BIGINT), CAST($5 AS BIGINT), '', '' FROM visit v WHERE v.id = $2";
const KEPT: &str = "SELECT m.id, m.generic_vi FROM medicine m WHERE m.stocked AND m.controlled IN ('', 'none') AND m.price_vnd > 0 \
     AND EXISTS (SELECT 1 FROM batch b WHERE b.medicine_id = m.id AND b.quantity_milli >= 20000 AND b.expires_on > '2027-06-01') \
     AND m.form = 'consumable' ORDER BY m.code LIMIT 2";

/// An order that waits, of a procedure that uses one of the first item; and what is used besides.
struct Prepared {
    order: i64,
    visit: i64,
    listed: i64,
    besides: (i64, String),
}

async fn prepare(clinic: &Clinic) -> Prepared {
    let branch = clinic.house.clinics.all()[0].clone();
    let make = move |tx: &mut ground::db::Tx<'_>| {
        let who = house_account::of_house(tx, &branch, "browser")?;
        let kept: Vec<(i64, String)> = tx.all(KEPT, &[])?;
        let [(listed, _), besides] = <[_; 2]>::try_from(kept).unwrap();
        let procedure = "SELECT s.id FROM service s WHERE s.kind = 'procedure' AND s.active AND NOT s.pay_first AND NOT EXISTS \
             (SELECT 1 FROM service_consumable c WHERE c.service_id = s.id) ORDER BY s.code LIMIT 1";
        let service: ServiceId = tx.one(procedure, &[])?.unwrap();
        consumable::put_on_list(tx, &who, service, MedicineId::from_raw(listed), (Quantity::whole(1), true, false))?;
        let visit: i64 = tx.one("SELECT id FROM visit WHERE state = 'in_room' ORDER BY id LIMIT 1", &[])?.unwrap();
        let (order, now) = (tx.new_id(), tx.now());
        tx.run_one(ORDER, &[&order, &visit, &service, &now, &who.staff])?;
        Ok(Prepared { order, visit, listed, besides })
    };
    clinic.house.db.write_locked(make).await.unwrap()
}

/// What is held of both items, what of the visit's goods is on its bill, and what the visit owes.
async fn books(clinic: &Clinic, p: &Prepared) -> (i64, i64, i64, i64) {
    let (listed, besides, visit) = (p.listed, p.besides.0, p.visit);
    let read = move |tx: &mut ground::db::Tx<'_>| {
        let held = "SELECT CAST(SUM(quantity_milli) AS BIGINT) FROM batch WHERE medicine_id = $1";
        let charged = "SELECT COUNT(*) FROM charge WHERE visit_id = $1 AND source_kind = 'medicine'";
        let due = "SELECT due_vnd FROM visit WHERE id = $1";
        let one =
            |tx: &mut ground::db::Tx<'_>, sql, id: i64| Ok::<i64, ground::db::Stop>(tx.one(sql, &[&id])?.unwrap_or(-1));
        Ok((one(tx, held, listed)?, one(tx, held, besides)?, one(tx, charged, visit)?, one(tx, due, visit)?))
    };
    clinic.house.db.read(read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_result_used_leaves_the_shelf_and_comes_back_with_it() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let prepared = prepare(&clinic).await;
    let before = books(&clinic, &prepared).await;
    let mut p = Person::at(&driver, &clinic.host).await;
    p.sign_in("ktv").await;
    p.go(&format!("/orders/{}", prepared.order)).await;
    p.type_into("#f-finding", "Thay băng, vết thương khô.").await;
    p.see(&format!("#f-use-{}", prepared.listed)).await;
    p.click("#extras > summary").await;
    p.pick("#f-extra_1", &prepared.besides.1).await;
    p.primary().await;
    p.see("#f-extra_quantity_1-error").await;
    p.look("order-extra-refused").await;
    p.type_into("#f-extra_quantity_1", "2").await;
    p.primary().await;
    p.see("#used-title").await;
    p.look("order-used").await;
    let after = books(&clinic, &prepared).await;
    assert_eq!((before.0 - after.0, before.1 - after.1, after.2 - before.2), (1_000, 2_000, 2));
    assert!(after.3 > before.3, "{before:?} {after:?}");
    clinic.prove().await;
    p.click("details:has(form[action$=withdrawal]) > summary").await;
    p.type_into("#f-withdraw_reason", "nhầm người bệnh").await;
    p.click("form[action$=withdrawal] button[type=submit]").await;
    p.see("section[aria-labelledby=used-title] .bdg").await;
    p.look("order-used-taken-back").await;
    assert_eq!(books(&clinic, &prepared).await, before);
    assert!(p.wrong.is_empty(), "{:#?}", p.wrong);
    clinic.prove().await;
}
