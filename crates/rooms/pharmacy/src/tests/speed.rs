//! How long a handing over takes of the database.

use super::*;
use crate::{acts_back, store_given};
use std::time::{Duration, Instant};

const MORE: &str = "INSERT INTO medicine (id, code, generic_vi, generic_en, strength, form, route, dose_unit, dispense_unit, \
     dose_milli_per_dispense_unit, pack, price_vnd, prescription_only, controlled, instruction_vi, instruction_en, \
     reorder_level_milli, stocked) \
     SELECT $1, code || $1, generic_vi || $1, generic_en || $1, strength, form, route, dose_unit, dispense_unit, \
     dose_milli_per_dispense_unit, pack, price_vnd, prescription_only, controlled, instruction_vi, instruction_en, \
     reorder_level_milli, stocked FROM medicine WHERE id = 61";
const FIVE: &[MedicineId] = &[
    PARACETAMOL,
    MedicineId::from_raw(64),
    MedicineId::from_raw(65),
    MedicineId::from_raw(66),
    MedicineId::from_raw(67),
];
const ROUNDS: usize = 21;

/// The statements of the act within its transaction; taken back between two rounds, so that each finds the same shelves.
#[tokio::test]
async fn five_lines_from_eight_batches_are_handed_over_in_a_blink() {
    let house = House::open().await;
    for medicine in &FIVE[1..] {
        house.done(move |tx, _| Ok(tx.run_one(MORE, &[medicine])?)).await;
    }
    for (at, medicine) in FIVE.iter().enumerate() {
        // Of three medicines the first batch holds six of the ten tablets.
        let batches: &[(&'static str, i64, i64)] =
            if at < 3 { &[("A", 60, 6), ("B", 90, 50)] } else { &[("A", 60, 50)] };
        for (number, expires, units) in batches {
            let new = batch::NewBatch { medicine: *medicine, ..delivery(number, add_days(today(), *expires), *units) };
            house.done(move |tx, who| batch::receive(tx, who, &new)).await;
        }
    }
    let (_, id) = issued(&house, HUONG, FIVE).await;
    let mut took: Vec<Duration> = Vec::new();
    for round in 1..=ROUNDS {
        let form = proposed(&house, id, &[]).await;
        let form = Form::parse(format!("{}&batch_reason=ghi+nham", encoded(&form)).as_bytes()).unwrap();
        let act = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
            let begun = Instant::now();
            acts::dispense(tx, who, id, &form, Lang::Vi)?;
            Ok(begun.elapsed())
        };
        took.push(house.done(act).await);
        let handed = house.done(move |tx, _| Ok(store_given::handings(tx, id)?)).await.last().unwrap().id;
        let rows = i64::try_from(8 * round).unwrap();
        assert_eq!(house.count("SELECT COUNT(*) FROM dispense_line").await, rows);
        let undo = Form::parse(b"reason=ghi+nham").unwrap();
        house.done(move |tx, who| acts_back::undo(tx, who, handed, &undo, Lang::Vi)).await;
    }
    took.sort_unstable();
    let (least, middle) = (took[0].as_micros(), took[ROUNDS / 2].as_micros());
    println!("dispense of 5 lines from 8 batches: {middle} µs of the database's transaction, {least} µs at least");
    // A debug build on a busy machine is some ten times slower than what the clinic runs.
    assert!(middle < 20_000, "{middle} µs");
    the_books_agree(&house).await;
}

fn encoded(form: &Form) -> String {
    form.pairs().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}
