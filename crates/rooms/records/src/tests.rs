//! Records read from a real database.

/// The small clinic of the papers' own tests.
#[allow(dead_code, reason = "each crate uses its part of the clinic")]
#[path = "../../../papers/tests/it/house.rs"]
pub mod house;
/// Allergies that the profile says in words.
mod in_words;

mod as_it_was;
mod export;

use crate::history::{self, Asked, Record};
use crate::rules::{self, Show};
use crate::store::From;
use crate::{chart, store};
use bricks::id::StaffId;
use bricks::id::{PatientId, VisitId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::{Role, Roles};
use ground::db::{Stop, Tx, record_statements};
use ground::people::opening::{self, About, Depth};
use house::*;
use papers::background::{self, Ended, Relative};
use papers::journey::Station;
use papers::order::{self, NewOrder, NewValue};
use papers::{prescription, safety, visit};

async fn record(house: &House, patient: PatientId, show: Show, before: Option<VisitId>) -> Record {
    let from = before.map(|visit| From { visit, with_it: false });
    house.done(move |tx, who| history::load(tx, who, patient, Asked { show, from, cursor: None })).await
}

/// A finished visit with everything that can hang on one.
async fn full_visit(house: &House, haemoglobin: i64) -> VisitId {
    let id = house.in_room(HUONG).await;
    house.done(move |tx, who| everything(tx, who, id, haemoglobin)).await;
    house.clock.advance_minutes(30);
    id
}

fn everything(tx: &mut Tx<'_>, who: &ground::access::Who, id: VisitId, haemoglobin: i64) -> Result<(), Stop> {
    tx.run(
        "INSERT INTO service_price (service_id, from_day, price_vnd) VALUES (42, '2026-01-01', 90000) ON CONFLICT DO NOTHING",
        &[],
    )?;
    let (raw, now) = (tx.new_id(), tx.now());
    tx.run_one(
        "INSERT INTO vitals (id, visit_id, patient_id, taken_at, taken_by, systolic_mmhg, diastolic_mmhg, weight_milli, height_milli) \
         VALUES ($1, $2, 31, $3, 11, 148, 92, 60000, 1600)",
        &[&raw, &id, &now],
    )?;
    tx.run_one(
        "INSERT INTO note (visit_id, reason, symptoms, findings, advice, version, saved_at, saved_by) \
         VALUES ($1, 'Mệt', 'Chóng mặt', 'Da xanh', 'Nghỉ ngơi', 1, $2, 11)",
        &[&id, &now],
    )?;
    tx.run(
        "INSERT INTO diagnosis (code, title_vi, title_en, chapter, common) VALUES ('D50', 'Thiếu máu', 'Anaemia', 'III', 1) ON CONFLICT DO NOTHING",
        &[],
    )?;
    tx.run_one("INSERT INTO visit_diagnosis (visit_id, position, code) VALUES ($1, 1, 'D50')", &[&id])?;
    let order = order::place(
        tx,
        who,
        id,
        &NewOrder { service: BLOOD_COUNT, urgent: false, question: String::new(), fasting: false },
    )?;
    let values = [NewValue {
        analyte: bricks::id::AnalyteId::from_raw(51),
        value_milli: Some(haemoglobin),
        value_text: String::new(),
    }];
    order::complete(tx, who, order, "", "Thiếu máu nhẹ", &values)?;
    order::review(tx, who, id, &[order::Shown { order, corrections: 0 }])?;
    tx.run_one(
        "INSERT INTO attachment (id, order_id, patient_id, name, mime, sha256, bytes, width, height, added_at, added_by) \
         VALUES ($1, $2, 31, 'x.jpg', 'image/jpeg', $3, 10, 16, 8, $4, 11)",
        &[&tx.new_id(), &order, &[0_u8; 32], &now],
    )?;
    prescription::draft_for(tx, who, id)?;
    prescription::put_line(tx, who, id, &line(PARACETAMOL))?;
    prescription::issue(tx, who, id)?;
    visit::finish(tx, who, id)?;
    give(tx, id)?;
    pay(tx, id)
}

/// Hands the prescription out of one batch, as the pharmacy's own act does.
fn give(tx: &mut Tx<'_>, id: VisitId) -> Result<(), Stop> {
    let (batch, dispense, line, now) = (tx.new_id(), tx.new_id(), tx.new_id(), tx.now());
    let number = format!("L{batch}");
    tx.run_one(
        "INSERT INTO batch (id, branch_id, medicine_id, supplier_id, number, expires_on, quantity_milli, cost_vnd, received_at, received_by) \
         VALUES ($1, 1, 61, 71, $2, '2028-01-01', 0, 300, $3, 11)",
        &[&batch, &number, &now],
    )?;
    tx.run_one(
        "INSERT INTO dispense (id, branch_id, prescription_id, visit_id, patient_id, dispensed_at, dispensed_by) \
         SELECT CAST($1 AS BIGINT), 1, p.id, p.visit_id, 31, CAST($3 AS BIGINT), 11 FROM prescription p WHERE p.visit_id = $2",
        &[&dispense, &id, &now],
    )?;
    tx.run_one(
        "INSERT INTO dispense_line (id, dispense_id, prescription_line_id, batch_id, quantity_milli) \
         SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), l.id, CAST($3 AS BIGINT), 10000 \
         FROM prescription p JOIN prescription_line l ON l.prescription_id = p.id WHERE p.visit_id = $4",
        &[&line, &dispense, &batch, &id],
    )?;
    Ok(tx.run_one("UPDATE prescription SET state = 'dispensed' WHERE visit_id = $1", &[&id])?)
}

fn pay(tx: &mut Tx<'_>, id: VisitId) -> Result<(), Stop> {
    let (invoice, payment, receipt, now) = (tx.new_id(), tx.new_id(), tx.new_id(), tx.now());
    tx.run_one(
        "INSERT INTO invoice (id, branch_id, visit_id, patient_id, charged_vnd, discount_vnd, discount_reason, total_vnd, issued_at, issued_by) \
         VALUES ($1, 1, $2, 31, 150000, 0, '', 150000, $3, 11)",
        &[&invoice, &id, &now],
    )?;
    tx.run(
        "INSERT INTO cash_session (id, branch_id, day, drawer, float_vnd, opened_at, opened_by) VALUES (1, 1, '2026-11-24', 1, 0, 0, 11) ON CONFLICT DO NOTHING",
        &[],
    )?;
    tx.run_one(
        "INSERT INTO payment (id, branch_id, session_id, day, receipt_id, invoice_id, method, amount_vnd, tendered_vnd, change_vnd, reference, paid_at, \
         taken_by) VALUES ($1, 1, 1, '2026-11-24', $4, $2, 'cash', 150000, 200000, 50000, '', $3, 11)",
        &[&payment, &invoice, &now, &receipt],
    )?;
    tx.run_one(
        "INSERT INTO receipt (id, branch_id, series, number, invoice_id, visit_id, patient_id, total_vnd, printed, issued_at, issued_by) \
         VALUES ($1, 1, 'PT26', $1, $2, $3, 31, 150000, '{}', $4, 11)",
        &[&receipt, &invoice, &id, &now],
    )?;
    Ok(tx.run_one("UPDATE visit SET due_vnd = 0 WHERE id = $1", &[&id])?)
}

#[tokio::test]
async fn the_whole_past_of_a_patient_stands_on_one_page() {
    let house = House::open().await;
    let first = full_visit(&house, 119_500).await;
    let second = full_visit(&house, 130_000).await;
    let page = record(&house, HUONG, Show::All, None).await;
    assert_eq!(page.visits.iter().map(|v| v.visit.id).collect::<Vec<_>>(), [second, first]);
    let entry = &page.visits[1];
    assert_eq!((entry.visit.symptoms.as_str(), entry.visit.advice.as_str()), ("Chóng mặt", "Nghỉ ngơi"));
    assert_eq!(entry.diagnoses[0].code, "D50");
    assert_eq!(entry.vitals[0].systolic_mmhg, Some(148));
    assert_eq!(entry.orders[0].values[0].flag, order::Flag::Low);
    assert_eq!((entry.images.len(), entry.receipts[0].total), (1, Money::from_minor(150_000)));
    let prescription = entry.prescriptions.first().unwrap();
    assert_eq!(prescription.state, prescription::State::Dispensed);
    assert_eq!(prescription.lines[0].given[0].quantity, Quantity::whole(10));
    assert_eq!(
        (page.top.head.visits, page.top.head.orders, page.top.head.images, page.top.head.receipts),
        (2, 2, 2, 2)
    );
    assert_eq!(page.older, None);
    assert_eq!(page.top.head.last.unwrap().facts.station(), Station::Done);
}

#[tokio::test]
async fn charts_come_from_two_values_on() {
    let house = House::open().await;
    full_visit(&house, 119_500).await;
    let one = record(&house, HUONG, Show::All, None).await;
    assert!(chart::series(&one.visits).is_empty());
    full_visit(&house, 130_000).await;
    let two = record(&house, HUONG, Show::All, None).await;
    let series = chart::series(&two.visits);
    assert_eq!(series[0].readings.iter().map(|r| r.milli).collect::<Vec<_>>(), [119_500, 130_000]);
    assert_eq!((series[0].low_milli, series[0].high_milli), (Some(120_000), Some(160_000)));
    assert_eq!(chart::pressures(&two.visits).len(), 2);
    assert_eq!(two.top.background.medicines.len(), 2);
    house.clock.advance_minutes(5 * 24 * 60);
    assert!(record(&house, HUONG, Show::All, None).await.top.background.medicines.is_empty(), "the courses are over");
}

#[tokio::test]
async fn a_long_past_is_read_page_by_page_with_the_same_number_of_statements() {
    let house = House::open().await;
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("statements");
    full_visit(&house, 119_500).await;
    record_statements(&log).unwrap();
    read_marked(&house, "few-visits").await;
    for _ in 0..44 {
        full_visit(&house, 119_500).await;
    }
    read_marked(&house, "many-visits").await;
    let (few, many) = (statements(&log, "few-visits"), statements(&log, "many-visits"));
    assert_eq!(few, many);
    assert!(many <= 22, "{many} statements");

    let mut seen = Vec::new();
    let mut before = None;
    loop {
        let page = record(&house, HUONG, Show::All, before).await;
        assert!(page.visits.len() <= store::VISITS_PER_PAGE && page.visits.iter().all(|v| v.orders.len() == 1));
        seen.extend(page.visits.iter().map(|v| v.visit.id));
        before = page.older;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 45);
    assert!(seen.is_sorted_by(|later, earlier| later > earlier));
}

async fn read_marked(house: &House, marker: &'static str) {
    let read = house.db.read(move |tx| {
        tx.one::<String>("SELECT CAST($1 AS TEXT)", &[&marker])?;
        history::load(tx, &who(), HUONG, Asked::default())
    });
    read.await.unwrap();
}

/// How many statements ran in the transaction that carries the marker, without the marker's own.
fn statements(log: &std::path::Path, marker: &str) -> usize {
    let written = std::fs::read_to_string(log).unwrap();
    let transactions = written.split("T r\n").flat_map(|part| part.split("T w\n"));
    let marked = transactions.into_iter().find(|t| t.contains(marker)).unwrap();
    marked.lines().filter(|line| line.starts_with("S\t")).count() - 1
}

#[tokio::test]
async fn each_part_lists_only_visits_that_have_it() {
    let house = House::open().await;
    let full = full_visit(&house, 119_500).await;
    let bare = house.in_room(HUONG).await;
    house.done(move |tx, who| visit::finish(tx, who, bare)).await;
    for show in [Show::Tests, Show::Images, Show::Prescriptions, Show::Payments] {
        let page = record(&house, HUONG, show, None).await;
        assert_eq!(page.visits.iter().map(|v| v.visit.id).collect::<Vec<_>>(), [full], "{show:?}");
    }
    assert_eq!(record(&house, HUONG, Show::Visits, None).await.visits.len(), 2);
    assert!(record(&house, HUONG, Show::Vaccinations, None).await.visits.is_empty());
    assert!(record(&house, HUONG, Show::Appointments, None).await.visits.is_empty());
}

#[tokio::test]
async fn certificates_vaccinations_and_voided_papers_stand_on_the_timeline() {
    let house = House::open().await;
    let full = full_visit(&house, 119_500).await;
    let issued = house
        .done(move |tx, who| {
            tx.run_one("UPDATE clinical_order SET kind = 'vaccine' WHERE visit_id = $1", &[&full])?;
            let (id, now) = (tx.new_id(), tx.now());
            tx.run_one(
                "INSERT INTO certificate (id, branch_id, visit_id, patient_id, kind, series, number, printed, issued_at, issued_by) \
                 VALUES ($1, 1, $2, 31, 'sick_leave', 'NO26', 7, '{}', $3, $4)",
                &[&id, &full, &now, &who.staff],
            )?;
            tx.run_one("INSERT INTO certificate_void (certificate_id, why, voided_at, voided_by) VALUES ($1, 'sai ngày', $2, $3)", &[&id, &now, &who.staff])?;
            tx.run_one(
                "INSERT INTO receipt_void (receipt_id, reason, voided_at, voided_by) SELECT r.id, 'nhầm', CAST($2 AS BIGINT), CAST($3 AS BIGINT) FROM receipt r WHERE r.visit_id = $1",
                &[&full, &now, &who.staff],
            )?;
            Ok(id)
        })
        .await;
    for show in [Show::All, Show::Certificates] {
        let page = record(&house, HUONG, show, None).await;
        let told = &page.visits[0].certificates;
        assert_eq!(told.iter().map(|c| c.id.raw()).collect::<Vec<_>>(), [issued]);
        assert_eq!(told[0].voided.as_deref(), Some("sai ngày"));
    }
    assert!(record(&house, HUONG, Show::Payments, None).await.visits[0].receipts[0].is_void);
    let given = record(&house, HUONG, Show::Vaccinations, None).await;
    assert_eq!(given.visits[0].orders.len(), 1, "the day's vaccine");
    assert!(given.visits[0].certificates.is_empty());
}

#[tokio::test]
async fn appointments_to_come_and_the_room_of_an_open_visit_are_shown() {
    let house = House::open().await;
    house.booked(HUONG, 600).await;
    let visit = house.in_room(HUONG).await;
    let page = record(&house, HUONG, Show::All, None).await;
    assert_eq!((page.appointments.len(), page.top.head.appointments), (1, 1));
    let last = page.top.head.last.unwrap();
    assert_eq!((last.id, last.room.as_str(), last.facts.station()), (visit, "P.101", Station::InRoom));
    assert_eq!(rules::way_to(Station::InRoom, visit, &who()), Some(format!("/visits/{visit}/chart")));
    let present = house.done(|tx, who| Ok(store::present(tx, who.branch)?)).await;
    assert_eq!(present.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["BN-1"]);
}

#[tokio::test]
async fn another_branch_is_closed_until_it_is_opened_and_nobody_is_missing() {
    let house = House::open().await;
    let admit = |patient| house.act(move |tx, who| opening::admit(tx, who, About::only(patient), Depth::Record));
    assert!(matches!(admit(PatientId::from_raw(999)).await, Err(Stop::Missing)));
    assert!(matches!(admit(STRANGER).await, Err(Stop::Closed(STRANGER))));
    assert_eq!(admit(HUONG).await.unwrap(), None);
    let (said, _) = house.refused(|tx, who| opening::open(tx, who, HUONG, "không cần")).await;
    assert!(said.contains("already"), "{said}");
    house.done(|tx, who| opening::open(tx, who, STRANGER, "cấp cứu")).await;
    assert_eq!(admit(STRANGER).await.unwrap().unwrap().reason, "cấp cứu");
    house.clock.advance_minutes(opening::MINUTES);
    assert!(matches!(admit(STRANGER).await, Err(Stop::Closed(STRANGER))), "it lasts a short time");
}

#[tokio::test]
async fn a_restricted_record_opens_only_to_those_who_may_and_for_a_reason_of_its_own() {
    let house = House::open().await;
    const RESTRICT: &str = "INSERT INTO record_restriction (id, branch_id, patient_id, reason, restricted_at, restricted_by) \
         VALUES (901, $1, $2, 'yêu cầu xoá', 0, 11)";
    house.done(|tx, who| opening::open(tx, who, STRANGER, "cấp cứu")).await;
    house.done(|tx, _| Ok(tx.run_one(RESTRICT, &[&OTHER_BRANCH, &STRANGER])?)).await;
    house.done(|tx, _| Ok(tx.run_one("INSERT INTO record_restriction (id, branch_id, patient_id, reason, restricted_at, restricted_by) VALUES (902, 1, 31, 'x', 0, 11)", &[])?)).await;
    let chart = house.act(|tx, who| opening::admit(tx, who, About::only(HUONG), Depth::Chart)).await;
    assert!(matches!(chart, Err(Stop::Closed(HUONG))), "the chart of a restricted record is closed too");
    let weaker = house.act(|tx, who| opening::admit(tx, who, About::only(STRANGER), Depth::Record)).await;
    assert!(matches!(weaker, Err(Stop::Closed(_))), "what was opened before the restriction does not open it");
    let nurse = |tx: &mut Tx<'_>, who: &ground::access::Who| {
        let nurse = ground::access::Who { roles: Roles::of([Role::Nurse]), ..who.clone() };
        opening::open(tx, &nurse, HUONG, "xem")
    };
    assert!(matches!(house.act(nurse).await, Err(Stop::Denied)));
    house.done(|tx, who| opening::open(tx, who, HUONG, "cấp cứu")).await;
    assert!(house.done(|tx, who| opening::admit(tx, who, About::only(HUONG), Depth::Chart)).await.is_some());
}

#[tokio::test]
async fn an_opening_is_reviewed_once_and_by_somebody_else() {
    let house = House::open().await;
    house.done(|tx, who| opening::open(tx, who, STRANGER, "cấp cứu")).await;
    let id = house.count("SELECT MAX(id) FROM record_opening").await;
    let as_other = |who: &ground::access::Who| ground::access::Who { branch: OTHER_BRANCH, ..who.clone() };
    let (own, _) = house.refused(move |tx, who| opening::review(tx, &as_other(who), id, "")).await;
    assert!(own.contains("Somebody else"), "{own}");
    let foreign = house.act(move |tx, who| opening::review(tx, who, id, "")).await;
    assert!(matches!(foreign, Err(Stop::Missing)), "the patient's branch looks at it");
    const ANOTHER: &str = "INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) \
         VALUES (12, 2, 'chu', 'Chủ', '', '', '', TRUE, 0)";
    house.done(|tx, _| Ok(tx.run_one(ANOTHER, &[])?)).await;
    let review = move |tx: &mut Tx<'_>, who: &ground::access::Who| {
        let owner = ground::access::Who { staff: StaffId::from_raw(12), branch: OTHER_BRANCH, ..who.clone() };
        opening::review(tx, &owner, id, "đúng")
    };
    house.done(review).await;
    let (twice, _) = house.refused(review).await;
    assert!(twice.contains("already"), "{twice}");
}

#[tokio::test]
async fn what_is_known_beyond_a_visit_is_ended_and_never_rewritten() {
    let house = House::open().await;
    full_visit(&house, 119_500).await;
    let problem = |code: &'static str, words: &'static str, onset: &'static str| {
        house.act(move |tx, who| background::add_problem(tx, who, HUONG, (code, words), (onset, None)))
    };
    problem("D50", "", "3/2019").await.unwrap();
    let before = house.done(|tx, _| Ok(tx.now())).await;
    for (code, words, onset, at) in
        [("D50", "", "", "problem"), ("X99", "", "", "problem"), ("", "", "", "problem"), ("", "Hen", "2030", "onset")]
    {
        let refused =
            house.refused(move |tx, who| background::add_problem(tx, who, HUONG, (code, words), (onset, None)));
        assert_eq!(refused.await.1, at, "{code}{words}");
    }
    house
        .done(|tx, who| background::add_relative(tx, who, HUONG, Relative::Mother, ("đái tháo đường", Some(51))))
        .await;
    house.done(|tx, who| safety::add_allergy_of(tx, who, HUONG, "class:penicillin", ("mề đay", "severe"))).await;
    house.clock.advance_minutes(10);
    let id = house.count("SELECT id FROM problem").await;
    let line = house.done(|tx, who| Ok(background::load(tx, who, HUONG)?.medicines[0].line)).await;
    house.done(move |tx, who| background::end_problem(tx, who, HUONG, id, Ended::Mistake)).await;
    house.done(|tx, who| safety::remove_allergy_of(tx, who, HUONG, "class:penicillin")).await;
    house.done(move |tx, who| background::stop_medicine(tx, who, HUONG, line, "nổi mẩn")).await;
    house.refused(move |tx, who| background::stop_medicine(tx, who, HUONG, line, "lại")).await;
    let known =
        |of: background::Background| (of.active().count(), of.family.len(), of.allergies.len(), of.medicines.len());
    let now = house.done(|tx, who| background::load(tx, who, HUONG)).await;
    assert_eq!(known(now), (0, 1, 0, 0));
    let then = house.done(move |tx, who| background::load_at(tx, who, HUONG, before)).await;
    assert_eq!(known(then), (1, 1, 1, 1), "as it was");
    let earlier = house.done(move |tx, who| background::load_at(tx, who, HUONG, before.plus_minutes(-60))).await;
    assert_eq!(known(earlier), (0, 0, 0, 0));
    let checked = house.done(|tx, who| safety::look(tx, who, HUONG, None)).await;
    assert!(checked.current.is_empty(), "the rules leave out what was stopped");
    problem("D50", "", "").await.unwrap();
}
