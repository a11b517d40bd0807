//! The record as it was at a moment equals a copy taken at that moment, whatever was done later.

use super::house::*;
use super::{full_visit, line};
use crate::past::{self, Past};
use bricks::clock::Instant;
use bricks::id::{AnalyteId, OrderId, PrescriptionLineId};
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::people;
use papers::background::{self, Ended, Relative};
use papers::order::{self, Corrected, NewValue};
use papers::safety::{self, Said};
use papers::{prescription, visit};

/// Everything that a page of the past tells.
fn told(of: Past) -> String {
    let known = of.background;
    format!(
        "{:?}",
        (
            (of.notes, of.results, of.values, of.lines, of.vitals),
            (known.problems, known.family, known.allergies, known.fact, known.medicines, known.stopped),
            of.in_words
        )
    )
}

/// A small generator of acts: the same seed does the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

const PROBLEMS: [&str; 3] = ["hen", "gút", "đau nửa đầu"];
const ALLERGENS: [&str; 3] = ["class:penicillin", "class:nsaid", "ingredient:paracetamol"];

async fn prescribe(house: &House) {
    let visit = house.in_room(HUONG).await;
    house
        .done(move |tx, who| {
            prescription::draft_for(tx, who, visit)?;
            prescription::put_line(tx, who, visit, &line(PARACETAMOL))?;
            prescription::issue(tx, who, visit)?;
            visit::finish(tx, who, visit).map(|_| ())
        })
        .await;
}

async fn stops(house: &House, dice: &mut Dice) {
    let known = house.done(|tx, who| background::load(tx, who, HUONG)).await;
    let (running, stopped): (Vec<PrescriptionLineId>, Vec<PrescriptionLineId>) =
        (known.medicines.iter().map(|m| m.line).collect(), known.stopped.iter().map(|m| m.line).collect());
    match (running.first().copied(), stopped.first().copied(), dice.roll(2)) {
        (Some(line), _, 0) | (Some(line), None, _) => {
            house.done(move |tx, who| background::stop_medicine(tx, who, HUONG, line, "nổi mẩn")).await;
        }
        (_, Some(line), _) => {
            house.done(move |tx, who| background::take_stop_back(tx, who, HUONG, line)).await;
        }
        _ => {}
    }
}

/// The latest result turns out wrong.
async fn correct(house: &House, dice: &mut Dice) {
    let id = house.count("SELECT MAX(id) FROM clinical_order WHERE state = 'done'").await;
    let value = dice.roll(90);
    let order = OrderId::from_raw(id);
    let seen = house.count("SELECT COUNT(*) FROM result_correction c WHERE c.order_id = (SELECT MAX(id) FROM clinical_order WHERE state = 'done')").await;
    house
        .done(move |tx, who| {
            let milli = 100_000 + i64::try_from(value).unwrap() * 1_000;
            let values =
                [NewValue { analyte: AnalyteId::from_raw(51), value_milli: Some(milli), value_text: String::new() }];
            let said = format!("lần {value}");
            let new = Corrected { seen, reason: "nhầm mẫu", finding: "", conclusion: &said, values: &values };
            order::correct(tx, who, order, &new).map(|_| ())
        })
        .await;
}

/// The profile says something else about allergies.
fn rewrite(tx: &mut Tx<'_>, who: &Who, words: &str) -> Result<(), Stop> {
    let stands = people::by_id(tx, HUONG)?.allergies;
    people::rewrite_allergies(tx, who, HUONG, (&stands, words), "")
}

/// One act of any kind; what the rules refuse is no act.
async fn anything(house: &House, dice: &mut Dice) {
    let which = usize::try_from(dice.roll(3)).unwrap();
    match dice.roll(12) {
        11 => house.done(move |tx, who| rewrite(tx, who, ["tôm", "cua", ""][which])).await,
        10 => correct(house, dice).await,
        0 => {
            let words = PROBLEMS[which];
            let _ = house.act(move |tx, who| background::add_problem(tx, who, HUONG, ("", words), ("", None))).await;
        }
        1 => {
            let how = if which == 0 { Ended::Mistake } else { Ended::Resolved };
            let id = house.count("SELECT COALESCE(MAX(id), 0) FROM problem WHERE ended_at IS NULL").await;
            let _ = house.act(move |tx, who| background::end_problem(tx, who, HUONG, id, how)).await;
        }
        2 => house.done(|tx, who| background::add_relative(tx, who, HUONG, Relative::Mother, ("gút", Some(51)))).await,
        3 => {
            let id = house.count("SELECT COALESCE(MIN(id), 0) FROM family_illness WHERE ended_at IS NULL").await;
            let _ = house.act(move |tx, who| background::end_relative(tx, who, HUONG, id)).await;
        }
        4 => {
            let allergen = ALLERGENS[which];
            let _ = house.act(move |tx, who| safety::add_allergy_of(tx, who, HUONG, allergen, ("", "mild"))).await;
        }
        5 => {
            let allergen = ALLERGENS[which];
            let _ = house.act(move |tx, who| safety::remove_allergy_of(tx, who, HUONG, allergen)).await;
        }
        6 | 7 => {
            let (week, rate) = (dice.roll(40), dice.roll(90));
            house
                .done(move |tx, who| {
                    let seen = safety::seen(safety::fact(tx, HUONG)?.as_ref());
                    let said = Said {
                        pregnancy_week: (week > 20).then_some(i64::try_from(week).unwrap()),
                        not_pregnant: false,
                        breastfeeding: week < 5,
                        egfr: (rate > 20).then(|| Quantity::whole(i64::try_from(rate).unwrap())),
                        seen: &seen,
                    };
                    safety::note_facts_of(tx, who, HUONG, &said)
                })
                .await;
        }
        8 => prescribe(house).await,
        _ => stops(house, dice).await,
    }
}

#[tokio::test]
async fn the_record_as_it_was_at_a_moment_equals_a_copy_taken_then() {
    let house = House::open().await;
    full_visit(&house, 119_500).await;
    let mut dice = Dice(7);
    let mut copies: Vec<(Instant, String)> = Vec::new();
    for step in 0..240 {
        anything(&house, &mut dice).await;
        if step % 4 == 0 {
            let (at, copy) = house.done(|tx, who| Ok((tx.now(), past::load(tx, who, HUONG, tx.now())?))).await;
            copies.push((at, told(copy)));
        }
        house.clock.advance_minutes(7 * 60);
        if step == 80 {
            full_visit(&house, 130_000).await;
        }
    }
    for (at, copy) in &copies {
        let at = *at;
        let now = told(house.done(move |tx, who| past::load(tx, who, HUONG, at)).await);
        assert_eq!(&now, copy, "at {at:?}");
    }
    let different: std::collections::HashSet<&String> = copies.iter().map(|(_, copy)| copy).collect();
    assert!(different.len() > 30, "the acts change the record: {}", different.len());
    for table in [
        "result_correction",
        "medicine_stop_past",
        "patient_allergy_past",
        "safety_fact_version",
        "allergy_words",
        "problem",
        "family_illness",
    ] {
        let rows = match table {
            "result_correction" => house.count("SELECT COUNT(*) FROM result_correction").await,
            "medicine_stop_past" => house.count("SELECT COUNT(*) FROM medicine_stop_past").await,
            "patient_allergy_past" => house.count("SELECT COUNT(*) FROM patient_allergy_past").await,
            "safety_fact_version" => house.count("SELECT COUNT(*) FROM safety_fact_version").await,
            "allergy_words" => house.count("SELECT COUNT(*) FROM allergy_words").await,
            "problem" => house.count("SELECT COUNT(*) FROM problem WHERE ended_at IS NOT NULL").await,
            _ => house.count("SELECT COUNT(*) FROM family_illness WHERE ended_at IS NOT NULL").await,
        };
        assert!(rows > 2, "{table}: {rows}");
    }
    let now =
        house.done(|tx, who| Ok((background::load(tx, who, HUONG)?, background::load_at(tx, who, HUONG, tx.now())?)));
    let (now, at) = now.await;
    assert_eq!(format!("{:?}{:?}", now.fact, now.problems), format!("{:?}{:?}", at.fact, at.problems));
}
