//! The leak finder, case by case: what was done the regular way is in neither list; what was taken off the bill by the back door,
//! or undone without it, is, and is mended by its button.

use crate::both;
use crate::harness::Clinic;
use crate::last_units::{act, one_sale, orders_that_use_it};
use crate::month::{Facts, perform};
use bricks::id::{PatientId, ServiceId, VisitId};
use ground::access::Who;
use ground::db::{Stop, Tx};
use kham::bench::forms::PageForm;
use kham::bench::http::Browser;
use kham::bench::visit::{Staff, Visit};
use papers::charge::{self, Source, SourceKind};
use papers::order::{self, NewOrder};
use papers::visit::{self, CheckIn, Priority};

both!(consultations_services_free_visits_sessions_and_departures_leak_nowhere_unseen, services);
both!(what_is_dispensed_used_and_sold_leaks_nowhere_unseen, goods);

const UNBILLED: &str = "/leaks/charge";
const UNDONE: &str = "/leaks/removal";
const DROP_CHARGE: &str = "DELETE FROM charge WHERE source_kind = $1 AND source_id = $2";
const HOLD: &str = "INSERT INTO package_holding (id, branch_id, patient_id, package_id, service_id, source_kind, source_id, sessions, until_day, bought_at, \
     bought_by) VALUES (1, $1, $2, $3, $3, 'order', 1, 2, '2099-01-01', 0, $4)";

/// The form of a leak in one of the lists.
async fn found(manager: &mut Browser, list: &str, (kind, id): (&str, i64)) -> Option<PageForm> {
    let page = manager.get("/leaks").await.unwrap().body;
    let wanted = [("kind", kind.to_owned()), ("id", id.to_string())];
    let has =
        |form: &PageForm| wanted.iter().all(|(n, v)| form.fields.iter().any(|(name, value)| name == n && value == v));
    let action = format!("action=\"{list}\"");
    let at = page.match_indices(&action).map(|(at, _)| at);
    at.filter_map(|at| PageForm::find(&page[at..], list).ok()).find(has)
}

async fn listed(manager: &mut Browser, source: (&str, i64)) -> [bool; 2] {
    [found(manager, UNBILLED, source).await.is_some(), found(manager, UNDONE, source).await.is_some()]
}

async fn run(clinic: &Clinic, sql: &'static str, id: i64) {
    act(&clinic.house, move |tx, _| Ok(tx.run_one(sql, &[&id])?)).await.unwrap();
}

async fn ids(clinic: &Clinic, sql: &'static str, id: i64) -> Vec<i64> {
    clinic.house.db.read(move |tx| Ok(tx.all(sql, &[&id])?)).await.unwrap()
}

/// Takes a charge off by the back door, sees that the act is listed, charges it by its button, and sees that it is not.
async fn dropped_and_mended(clinic: &Clinic, manager: &mut Browser, source: (&'static str, i64)) {
    assert_eq!(listed(manager, source).await, [false, false], "{source:?} is charged");
    let drop = move |tx: &mut Tx<'_>, _: &Who| Ok(tx.run_one(DROP_CHARGE, &[&source.0, &source.1])?);
    act(&clinic.house, drop).await.unwrap();
    assert_eq!(listed(manager, source).await, [true, false], "{source:?} is done and not billed");
    let form = found(manager, UNBILLED, source).await.unwrap();
    manager.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    assert_eq!(listed(manager, source).await, [false, false], "{source:?} is charged again");
}

/// Sees that something is listed as billed and not done, takes it off by its button, and sees that it is gone.
async fn removed(manager: &mut Browser, source: (&str, i64)) {
    assert_eq!(listed(manager, source).await, [false, true], "{source:?} is billed and not done");
    let form = found(manager, UNDONE, source).await.unwrap();
    manager.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    assert_eq!(listed(manager, source).await, [false, false], "{source:?} is off the bill");
}

fn let_in(tx: &mut Tx<'_>, who: &Who, facts: &Facts, patient: PatientId) -> Result<VisitId, Stop> {
    let ((doctor, room), service) = (facts.doctors[0], facts.consultations[0]);
    let reason = "Khám".to_owned();
    let here = papers::appointment::inside(tx, patient, who.day_of(tx.now()))?;
    let beside = here.map(|here| here.visit);
    let new =
        CheckIn { patient, appointment: None, service, doctor, room, reason, priority: Priority::Ordinary, beside };
    Ok(visit::check_in(tx, who, &new)?.0)
}

fn consult(tx: &mut Tx<'_>, who: &Who, facts: &Facts, of: (VisitId, PatientId)) -> Result<bool, Stop> {
    let source = Source { kind: SourceKind::Consultation, id: of.0.raw() };
    charge::post_service(tx, who, of, source, facts.consultations[0])
}

fn ordered(tx: &mut Tx<'_>, who: &Who, of: (VisitId, PatientId), service: ServiceId) -> Result<i64, Stop> {
    let new = NewOrder { service, urgent: false, question: String::new(), fasting: false };
    let id = order::place(tx, who, of.0, &new)?.raw();
    charge::post_service(tx, who, of, Source { kind: SourceKind::Order, id }, service)?;
    Ok(id)
}

async fn services(clinic: Clinic) {
    let facts = Facts::of(&clinic).await;
    let mut manager = clinic.browser("quanly").await;
    let (patient, other) = (facts.patients[0], facts.patients[1]);
    let of = facts.clone();
    let day = act(&clinic.house, move |tx, who| {
        let visit = let_in(tx, who, &of, patient)?;
        visit::call_in(tx, who, visit)?;
        consult(tx, who, &of, (visit, patient))?;
        let done = perform(tx, who, (visit, patient), of.labs[0], false)?;
        let regular = ordered(tx, who, (visit, patient), of.labs[1])?;
        order::cancel(tx, who, bricks::id::OrderId::from_raw(regular), "Nhầm")?;
        charge::take_back(tx, who, Source { kind: SourceKind::Order, id: regular })?;
        let forgotten = ordered(tx, who, (visit, patient), of.labs[1])?;
        order::cancel(tx, who, bricks::id::OrderId::from_raw(forgotten), "Nhầm")?;
        tx.run_one(HOLD, &[&who.branch, &patient, &of.labs[2], &who.staff])?;
        let session = perform(tx, who, (visit, patient), of.labs[2], false)?;
        visit::finish(tx, who, visit)?;
        Ok((visit, done.raw(), regular, forgotten, session.raw()))
    });
    let (visit, done, regular, forgotten, session) = day.await.unwrap();
    dropped_and_mended(&clinic, &mut manager, ("consultation", visit.raw())).await;
    dropped_and_mended(&clinic, &mut manager, ("order", done)).await;
    assert_eq!(listed(&mut manager, ("order", regular)).await, [false, false], "cancelled and taken off the bill");
    removed(&mut manager, ("order", forgotten)).await;
    dropped_and_mended(&clinic, &mut manager, ("order", session)).await;
    free_visit_and_departure(&clinic, &mut manager, &facts, (patient, other)).await;
}

/// The same patient again within the days in which that is free, and one who goes home though the consultation was charged.
async fn free_visit_and_departure(
    clinic: &Clinic,
    manager: &mut Browser,
    facts: &Facts,
    (patient, other): (PatientId, PatientId),
) {
    run(clinic, "UPDATE service SET revisit_free_days = 7 WHERE id = $1", facts.consultations[0].raw()).await;
    let of = facts.clone();
    let day = act(&clinic.house, move |tx, who| {
        let free = let_in(tx, who, &of, patient)?;
        visit::call_in(tx, who, free)?;
        consult(tx, who, &of, (free, patient))?;
        visit::finish(tx, who, free)?;
        let gone = let_in(tx, who, &of, other)?;
        consult(tx, who, &of, (gone, other))?;
        visit::leave(tx, who, gone, "Không chờ được")?;
        Ok((free.raw(), gone.raw()))
    });
    let (free, gone) = day.await.unwrap();
    let charged =
        ids(clinic, "SELECT amount_vnd FROM charge WHERE source_kind = 'consultation' AND source_id = $1", free);
    assert_eq!(charged.await, [0], "the second visit is free, and charged so");
    dropped_and_mended(clinic, manager, ("consultation", free)).await;
    removed(manager, ("consultation", gone)).await;
}

async fn goods(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let prescription = Visit::new(&staff).walk_to_pharmacy(0).await.unwrap();
    let mut manager = clinic.browser("quanly").await;
    dispensed(&clinic, &mut manager, &prescription).await;
    let (medicine, orders) = orders_that_use_it(&clinic, prescription.parse().unwrap()).await;
    let charged = "UPDATE service_consumable SET charged = TRUE WHERE medicine_id = $1";
    run(&clinic, charged, medicine.raw()).await;
    used(&clinic, &mut manager, orders[0]).await;
    let sold = one_sale(clinic.house.clone(), medicine).await.unwrap();
    let line = ids(&clinic, "SELECT id FROM retail_line WHERE retail_sale_id = $1", sold.sale.raw()).await[0];
    dropped_and_mended(&clinic, &mut manager, ("medicine", line)).await;
    let undo = "UPDATE retail_sale SET undone_at = sold_at, undone_by = sold_by, undone_reason = 'x' WHERE id = $1";
    run(&clinic, undo, sold.sale.raw()).await;
    removed(&mut manager, ("medicine", line)).await;
}

async fn dispensed(clinic: &Clinic, manager: &mut Browser, prescription: &str) {
    let mut pharmacist = clinic.browser("duocsi").await;
    let page = pharmacist.get(&format!("/prescriptions/{prescription}")).await.unwrap().body;
    let form = PageForm::find(&page, &format!("/prescriptions/{prescription}/dispensing")).unwrap();
    let form = form.with("explained", "on");
    pharmacist.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    let id: i64 = prescription.parse().unwrap();
    let lines = "SELECT c.source_id FROM dispense d JOIN dispense_line l ON l.dispense_id = d.id JOIN charge c ON c.source_kind = 'medicine' \
         AND c.source_id = l.id WHERE d.prescription_id = $1 ORDER BY l.id";
    let lines = ids(clinic, lines, id).await;
    assert_eq!(lines.len(), 2, "two medicines, one charge each");
    for line in &lines {
        dropped_and_mended(clinic, manager, ("medicine", *line)).await;
    }
    let undo = "UPDATE dispense SET undone_at = dispensed_at, undone_by = dispensed_by, undone_reason = 'x' WHERE prescription_id = $1";
    run(clinic, undo, id).await;
    for line in lines {
        removed(manager, ("medicine", line)).await;
    }
}

async fn used(clinic: &Clinic, manager: &mut Browser, order: i64) {
    let mut nurse = clinic.browser("dieuduong").await;
    let page = nurse.get(&format!("/orders/{order}")).await.unwrap().body;
    let form = PageForm::find(&page, &format!("/orders/{order}/result")).unwrap().with("finding", "x");
    nurse.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    let of = ids(clinic, "SELECT id FROM consumable_use WHERE order_id = $1", order).await[0];
    dropped_and_mended(clinic, manager, ("medicine", of)).await;
    // What the list says later of the service changes nothing of what was used.
    run(clinic, "UPDATE service_consumable SET charged = FALSE WHERE medicine_id = (SELECT medicine_id FROM consumable_use WHERE id = $1)", of).await;
    dropped_and_mended(clinic, manager, ("medicine", of)).await;
    run(clinic, "UPDATE consumable_use SET undone_at = used_at, undone_by = used_by WHERE id = $1", of).await;
    removed(manager, ("medicine", of)).await;
}
