//! How many statements a page and a draft are: as many for a patient of twenty years as for a new one. What each costs, the
//! plans (`tidy::plans`) and the sizes (`desk::five_hundred_visits…`) tell.

use super::*;
use crate::pages::load_chart;
use ground::db::record_statements;

/// The page of a visit may be no more statements than these.
const CHART_MAX: usize = 24;
/// A draft is saved every second and a half by everybody who types.
const DRAFT_MAX: usize = 3;

/// How many statements ran in the transaction that carries the marker, without the marker's own.
fn statements(log: &std::path::Path, marker: &str) -> usize {
    let written = std::fs::read_to_string(log).unwrap();
    let transactions = written.split("T r\n").flat_map(|part| part.split("T w\n"));
    let marked = transactions.into_iter().find(|t| t.contains(marker)).unwrap();
    marked.lines().filter(|line| line.starts_with("S\t")).count() - 1
}

async fn drawn(house: &House, id: VisitId, marker: &'static str) {
    let read = house.db.read(move |tx| {
        tx.one::<String>("SELECT CAST($1 AS TEXT)", &[&marker])?;
        load_chart(tx, &who(), id).map(|_| ())
    });
    read.await.unwrap();
}

/// Visits of earlier days, each with its note and a diagnosis.
async fn five_hundred_visits(house: &House, id: VisitId) {
    const PAST: &str = "INSERT INTO visit (id, branch_id, patient_id, service_id, doctor_id, room_id, day, ticket_prefix, ticket_number, state, reason, \
         arrived_at, arrived_by, called_at, called_by, finished_at, finished_by, due_vnd, priority) \
         SELECT v.id - $2, v.branch_id, v.patient_id, v.service_id, v.doctor_id, v.room_id, v.day, 'ZZ', CAST($3 AS BIGINT), 'finished', 'Ho', v.arrived_at - $4, v.arrived_by, \
         v.arrived_at - $4, v.called_by, v.arrived_at - $4, v.called_by, 0, v.priority FROM visit v WHERE v.id = $1";
    const NOTE: &str = "INSERT INTO note (visit_id, reason, symptoms, findings, advice, version, saved_at, saved_by) \
         VALUES ($1, 'Ho', 'Ho kéo dài', '', '', 1, 0, 11)";
    const CODED: &str =
        "INSERT INTO visit_diagnosis (visit_id, position, code, preliminary, added_at) VALUES ($1, 1, 'R05', FALSE, 0)";
    house
        .done(move |tx, _| {
            for n in 1..=500_i64 {
                let (back, past) = (n * 86_400_000, id.raw() - n);
                tx.run_one(PAST, &[&id, &n, &n, &back])?;
                tx.run_one(NOTE, &[&past])?;
                tx.run_one(CODED, &[&past])?;
            }
            Ok(())
        })
        .await;
}

#[tokio::test]
async fn a_chart_and_a_draft_are_as_many_statements_with_five_hundred_visits_as_with_none() {
    let house = open().await;
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("statements");
    record_statements(&log).unwrap();
    let id = called(&house, HUONG).await;
    drawn(&house, id, "chart-alone").await;
    five_hundred_visits(&house, id).await;
    drawn(&house, id, "chart-with-a-past").await;
    let (alone, with_a_past) = (statements(&log, "chart-alone"), statements(&log, "chart-with-a-past"));
    assert_eq!(alone, with_a_past);
    assert!(with_a_past <= CHART_MAX, "{with_a_past} statements draw the chart");
    for (turn, marker) in [(1, "draft-one"), (2, "draft-two")] {
        let typed = form(&format!("reason=Ho&symptoms=Ho+{turn}&findings=&advice=&version=1&page=p&turn={turn}"));
        house
            .done(move |tx, who| {
                tx.one::<String>("SELECT CAST($1 AS TEXT)", &[&marker])?;
                acts::draft_note(tx, who, id, &typed, Lang::Vi).map(|_| ())
            })
            .await;
        let ran = statements(&log, marker);
        assert!(ran <= DRAFT_MAX, "{ran} statements save a draft");
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM note WHERE symptoms = 'Ho 2'").await, 1);
}
