//! The last sessions of a package, on both databases.

use crate::both;
use crate::harness::{Clinic, On};
use bricks::id::{PatientId, ServiceId, VisitId};
use ground::access::house_account;
use ground::db::Tx;
use kham::bench::forms::PageForm;
use papers::charge::{self, Source, SourceKind};

both!(the_last_sessions_of_a_package_are_drawn_once, last_sessions);

const SESSIONS: i64 = 3;

/// Somebody who is in the house, and a service that is no consultation.
const FACTS: &str = "SELECT v.id, v.patient_id, (SELECT MIN(s.id) FROM service s WHERE s.kind = 'lab' AND s.active) FROM visit v \
     WHERE v.branch_id = $1 AND v.state IN ('waiting', 'in_room') ORDER BY v.arrived_at LIMIT 1";
const HOLD: &str = "INSERT INTO package_holding (id, branch_id, patient_id, package_id, service_id, source_kind, source_id, sessions, until_day, bought_at, \
     bought_by) VALUES (1, $1, $2, $3, $3, 'order', 1, $4, '2099-01-01', 0, $5)";
const DRAWN: &str = "SELECT h.used, (SELECT COUNT(*) FROM package_draw d WHERE d.holding_id = h.id), \
     (SELECT COUNT(*) FROM charge c WHERE c.source_kind = 'order' AND c.source_id BETWEEN 5000 AND 5049 AND c.amount_vnd = 0) \
     FROM package_holding h WHERE h.id = 1";

async fn last_sessions(clinic: Clinic) {
    let branch = clinic.house.clinics.all()[0].clone();
    let of = branch.clone();
    let prepare = clinic.house.db.write(move |tx: &mut Tx<'_>| {
        let who = house_account::of_house(tx, &of, "test")?;
        let facts: (VisitId, PatientId, ServiceId) = tx.one(FACTS, &[&who.branch])?.expect("somebody is in the house");
        tx.run_one(HOLD, &[&who.branch, &facts.1, &facts.2, &SESSIONS, &who.staff])?;
        Ok(facts)
    });
    let (visit, patient, service) = prepare.await.unwrap();
    let draws = (0..50_i64).map(|n| {
        let (db, branch) = (clinic.house.db.clone(), branch.clone());
        tokio::spawn(async move {
            db.write_locked(move |tx| {
                let who = house_account::of_house(tx, &branch, "test")?;
                let source = Source { kind: SourceKind::Order, id: 5_000 + n };
                charge::post_service(tx, &who, (visit, patient), source, service)
            })
            .await
        })
    });
    for draw in draws.collect::<Vec<_>>() {
        assert!(draw.await.unwrap().unwrap());
    }
    let drawn: Option<(i64, i64, i64)> = clinic.house.db.read(|tx| Ok(tx.one(DRAWN, &[])?)).await.unwrap();
    assert_eq!(drawn, Some((SESSIONS, SESSIONS, SESSIONS)));
    clinic.prove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_price_leaves_the_other_forms_of_the_page_as_they_are_stored() {
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let mut manager = clinic.browser("quanly").await;
    let list = manager.get("/office/services").await.unwrap().body;
    let ticked = |body: &str| body.matches(" checked").count();
    for path in kham::bench::forms::all_with_prefix(&list, "href", "/office/services/") {
        let page = manager.get(path).await.unwrap().body;
        if ticked(&page) == 0 {
            continue;
        }
        let form = PageForm::find(&page, &format!("{path}/price")).unwrap().with("price", "");
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&form.fields).finish();
        let refused = manager.post_raw(&format!("{path}/price"), body).await.unwrap();
        assert_eq!(refused.status, 422);
        assert_eq!(ticked(&refused.body), ticked(&page), "the boxes stand as they are stored");
        assert!(!refused.body.contains("<details open"), "no other form opens by itself");
        return;
    }
    panic!("no service is booked on the website");
}
