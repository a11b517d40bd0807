//! The search over many doctors: it finds the right times, by few statements, fast.

use crate::house::*;
use bricks::clock::add_days;
use bricks::id::ResourceId;
use ground::db::{DbError, Tx};
use papers::appointment::{self, SEARCHED_DAYS};
use std::io::Write as _;

const DOCTORS: i64 = 20;
const FIRST: i64 = 1_000;
/// However full the diaries are. A loaded machine and a build without optimisation are slower than a clinic's.
const MILLIS_MAX: u128 = 200;

/// Twenty doctors with rooms of their own, who work two stretches on six days a week.
fn twenty_doctors(tx: &mut Tx<'_>) -> Result<Vec<ResourceId>, DbError> {
    for n in 0..DOCTORS {
        let (doctor, room) = (FIRST + n, FIRST + 100 + n);
        tx.run(
            "INSERT INTO resource (id, branch_id, kind, name, ticket_prefix, department, position, active) \
             VALUES ($1, 1, 'room', 'R', '', '', 9, TRUE)",
            &[&room],
        )?;
        tx.run(
            "INSERT INTO resource (id, branch_id, kind, name, room_id, ticket_prefix, department, position, active) \
             VALUES ($1, 1, 'doctor', 'D', $2, 'Z' || CAST($1 AS TEXT), 'paediatrics', 9, TRUE)",
            &[&doctor, &room],
        )?;
        for weekday in 1..=6_i64 {
            for (from, to) in [(450_i64, 720_i64), (810, 1020)] {
                tx.run(
                    "INSERT INTO working_hours (resource_id, weekday, from_minute, to_minute) VALUES ($1, $2, $3, $4)",
                    &[&doctor, &weekday, &from, &to],
                )?;
            }
        }
    }
    Ok((0..DOCTORS).map(|n| ResourceId::from_raw(FIRST + n)).collect())
}

/// Takes every slot of doctors and rooms for so many days.
fn fill(tx: &mut Tx<'_>, days: i64) -> Result<(), DbError> {
    let appointment: i64 = tx.one("SELECT id FROM appointment LIMIT 1", &[])?.unwrap();
    let (from, to) = (at(0), zone().instant_of(add_days(today(), days), 0));
    tx.run(
        "WITH RECURSIVE part (starts_at) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT starts_at + 300000 FROM part \
         WHERE starts_at + 300000 < $2) INSERT INTO slot (resource_id, starts_at, appointment_id) \
         SELECT r.id, part.starts_at, $3 FROM resource r CROSS JOIN part WHERE r.id >= 1000 \
         AND (part.starts_at / 60000 + 420) % 1440 BETWEEN 450 AND 1020",
        &[&from, &to, &appointment],
    )
    .map(|_| ())
}

fn tell(what: &str, took: std::time::Duration) {
    let _ = writeln!(std::io::stderr(), "{what}: {:.1} ms", took.as_secs_f64() * 1e3);
}

#[tokio::test]
#[allow(clippy::disallowed_methods, reason = "this test measures")]
async fn the_nearest_time_of_twenty_doctors_within_sixty_days_is_found_at_once() {
    let house = House::open().await;
    house.booked(HUONG, 540).await;
    let doctors = house.done(|tx, _| Ok(twenty_doctors(tx)?)).await;
    for full_days in [0, 5, 30, 59] {
        house
            .done(move |tx, _| {
                Ok(tx.run("DELETE FROM slot WHERE resource_id >= 1000", &[]).and(fill(tx, full_days))?)
            })
            .await;
        let all = doctors.clone();
        let search = move |tx: &mut Tx<'_>| {
            appointment::nearest_free(tx, &zone(), &all, today(), appointment::Work::lasting(15), 12)
        };
        let mut best = std::time::Duration::MAX;
        let mut found = Vec::new();
        for _ in 0..5 {
            let search = search.clone();
            let (free, took) = house
                .db
                .read(move |tx| {
                    let begun = std::time::Instant::now();
                    Ok((search(tx)?, begun.elapsed()))
                })
                .await
                .unwrap();
            best = best.min(took);
            found = free;
        }
        tell(&format!("20 doctors, {SEARCHED_DAYS} days, {full_days} of them full"), best);
        assert_eq!(found.len(), 12);
        assert!(found.iter().all(|f| zone().day_of(f.starts_at) >= add_days(today(), full_days)));
        assert!(best.as_millis() < MILLIS_MAX, "{best:?}");
    }
}

#[tokio::test]
async fn suitable_are_the_doctors_of_the_department_or_all_when_there_is_none() {
    let house = House::open().await;
    let suitable =
        |service| move |tx: &mut Tx<'_>, _: &ground::access::Who| Ok(appointment::suitable(tx, BRANCH, service)?);
    let consultation = house.done(suitable(CONSULTATION)).await;
    assert!(!consultation.is_empty());
    let laboratory = house.done(suitable(BLOOD_COUNT)).await;
    assert_eq!(laboratory, [DOCTOR, SECOND_DOCTOR]);
}
