use super::*;
use bricks::clock::add_days;

const TODAY: Day = Day::constant(2026, 11, 29);

/// A child of so many days, well, of whom nothing was given before.
fn child(days: i64) -> Facts {
    let born = add_days(TODAY, -days);
    Facts {
        today: TODAY,
        born: (born, born),
        pregnant: Some(false),
        known: Vec::new(),
        temperature: Quantity::from_milli(36_800),
        ill: false,
    }
}

fn given(schedule: &str, number: i64, days_ago: i64) -> Known {
    Known { schedule: schedule.to_owned(), same: true, number, on: add_days(TODAY, -days_ago) }
}

fn told(schedule: &str, number: i64, facts: &Facts) -> String {
    doubts(schedule, number, facts).iter().map(|say| format!("{}\n", say.en)).collect()
}

#[test]
fn every_line_of_the_table_is_read_and_every_schedule_is_whole() {
    let lines = TABLE.lines().filter(|line| !line.is_empty()).count() - 1;
    assert_eq!(all().len(), lines, "no line is left out");
    for dose in all() {
        let has = |number| all().iter().any(|other| other.vaccine == dose.vaccine && other.number == number);
        assert!((1..=dose.number).all(has), "{} {}", dose.vaccine, dose.number);
        assert!(dose.max_age_milli_months.is_none_or(|most| days_of(most) > dose.min_age_days), "{}", dose.vaccine);
    }
    assert_eq!(of_goods("vaccine_mmr").next().unwrap().vaccine, "mmr");
    assert!(of_goods("").chain(of_goods("syringe_1")).next().is_none());
}

#[test]
fn a_dose_before_its_age_or_behind_the_last_one_is_told() {
    assert!(told("mmr", 1, &child(300)).contains("from 12 months"));
    assert_eq!(told("mmr", 1, &child(366)), "");
    assert_eq!(told("mmr", 1, &child(361)), "", "four days of grace");
    assert!(told("mmr", 1, &child(360)).contains("12 months"));
    assert_eq!(told("rota1", 1, &child(60)), "");
    assert!(told("rota1", 1, &child(200)).contains("up to 5.5 months"), "past 24 weeks");
    assert!(told("hpv9", 1, &child(3_000)).contains("from 9 years"));
    // Of whom the year alone is known only what is sure is told.
    let of_a_year = Facts { born: (Day::constant(2025, 1, 1), Day::constant(2025, 12, 31)), ..child(0) };
    assert_eq!(told("mmr", 1, &of_a_year), "");
}

#[test]
fn a_number_that_does_not_follow_what_is_known_is_told_and_so_is_a_short_interval() {
    let mut facts = child(120);
    assert!(told("hexa", 2, &facts).contains("No dose is known"));
    facts.known = vec![given("hexa", 1, 30)];
    assert_eq!(told("hexa", 2, &facts), "");
    assert!(told("hexa", 3, &facts).contains("next is dose 2, not 3"));
    assert!(told("hexa", 1, &facts).contains("next is dose 2, not 1"));
    facts.known = vec![given("hexa", 1, 23)];
    assert!(told("hexa", 2, &facts).contains("23 days since the last dose, at least 28"));
    facts.known = vec![given("hexa", 1, 24)];
    assert_eq!(told("hexa", 2, &facts), "", "four days of grace");
    let mut bitten = child(9_000);
    bitten.known = vec![given("rabies_pep", 1, 2)];
    assert!(told("rabies_pep", 2, &bitten).contains("at least 3"), "an interval of days is not shortened");
    let mut infant = child(200);
    infant.known = vec![given("bcg", 1, 100)];
    assert!(told("bcg", 2, &infant).contains("has 1"));
}

#[test]
fn a_live_vaccine_asks_about_pregnancy_and_keeps_its_distance_from_another_one() {
    let mut woman = child(9_000);
    woman.pregnant = Some(true);
    assert!(told("mmr", 1, &woman).contains("live vaccine") && told("varicella", 1, &woman).contains("pregnan"));
    assert_eq!(told("flu", 1, &woman), "", "an inactivated one may be given");
    woman.pregnant = None;
    assert!(told("mmr", 1, &woman).contains("Nobody has asked"));
    woman.pregnant = Some(false);
    let other = |days| Known { same: false, ..given("varicella", 1, days) };
    woman.known = vec![other(10)];
    assert!(told("mmr", 1, &woman).contains("10 days ago"));
    woman.known = vec![other(0)];
    assert_eq!(told("mmr", 1, &woman), "", "on one day");
    woman.known = vec![other(28)];
    assert_eq!(told("mmr", 1, &woman), "");
}

#[test]
fn fever_a_low_temperature_and_an_acute_illness_are_told_also_without_a_schedule() {
    let with = |milli, ill| Facts { temperature: Quantity::from_milli(milli), ill, ..child(400) };
    assert_eq!(told("", 1, &with(37_900, false)), "");
    assert!(told("", 1, &with(38_000, false)).contains("Fever: 38"));
    assert!(told("", 1, &with(35_500, false)).contains("35.5"));
    assert!(told("", 1, &with(36_800, true)).contains("ill"));
}

/// A dose of another schedule.
fn other(schedule: &str, number: i64, days_ago: i64) -> Known {
    Known { same: false, ..given(schedule, number, days_ago) }
}

#[test]
fn every_interval_of_the_table_is_told() {
    for dose in all() {
        let Some(least) = dose.min_interval_days else { continue };
        let before = if dose.number > 1 {
            vec![given(&dose.vaccine, dose.number - 1, least - GRACE_DAYS - 1)]
        } else {
            let family = vaccines().filter(|other| other.vaccine != dose.vaccine && dose.shares(&other.vaccine));
            family.map(|before| other(&before.vaccine, before.of, least - GRACE_DAYS - 1)).collect()
        };
        assert!(!before.is_empty(), "{}: no dose stands before it", dose.vaccine);
        let days = days_between(before[0].on, TODAY).max(0);
        let before = before.into_iter().map(|known| Known { on: add_days(TODAY, -days), ..known }).collect();
        let facts = Facts { known: before, ..child(dose.min_age_days + 1) };
        let said = told(&dose.vaccine, dose.number, &facts);
        assert!(said.contains(&format!("at least {least}.")), "{} {}: {said}", dose.vaccine, dose.number);
    }
}

#[test]
fn doses_of_vaccines_that_stand_for_each_other_are_counted_together() {
    let mut facts = child(120);
    facts.known = vec![other("pcv10", 1, 10)];
    assert!(told("pcv13", 1, &facts).contains("next is dose 2, not 1"));
    assert!(told("pcv13", 2, &facts).contains("10 days since the last dose"));
    facts.known = vec![other("rota_epi", 1, 30)];
    assert_eq!(told("rota1", 2, &facts), "");
    facts = child(560);
    facts.known = vec![other("penta", 3, 170)];
    assert!(told("dpt4", 1, &facts).contains("at least 180"));
    assert_eq!(next_number("dpt4", &facts.known), Some(1), "a booster counts from 1");
    assert_eq!(next_number("hexa", &facts.known), Some(4));
    facts.known = vec![other("penta", 3, 190)];
    assert_eq!(told("dpt4", 1, &facts), "");
    facts.known = vec![other("measles", 1, 20)];
    assert!(told("mr", 1, &facts).contains("at least 28") && told("mmr", 1, &facts).contains("at least 28"));
    assert_eq!(next_number("bcg", &facts.known), None, "nothing is known of it");
}

#[test]
fn a_last_age_of_whole_months_lasts_until_the_day_before_the_next_one() {
    let aged = |born| Facts { born: (born, born), ..child(0) };
    assert_eq!(told("bcg", 1, &aged(Day::constant(2025, 11, 30))), "", "eleven months and 30 days");
    assert!(told("bcg", 1, &aged(Day::constant(2025, 11, 29))).contains("up to 11 months"));
    assert!(told("hpv9", 1, &aged(Day::constant(2011, 11, 29))).contains("up to 14 years"));
    assert_eq!(told("hpv9", 1, &aged(Day::constant(2011, 11, 30))), "");
    assert_eq!(told("hepb_birth", 1, &child(7)), "");
    assert!(told("hepb_birth", 1, &child(8)).contains("up to 7 days"));
    assert_eq!(told("rota5", 1, &child(42)), "", "six weeks");
    let by_age = |months| probable("vaccine_hpv9", months).unwrap().vaccine.as_str();
    assert_eq!((by_age(120), by_age(179), by_age(180)), ("hpv9", "hpv9", "hpv9_15"));
}

#[test]
fn what_is_given_every_year_needs_no_reason_and_a_new_course_counts_from_one_again() {
    let mut facts = child(15_000);
    facts.known = vec![given("flu", 1, 1_000), given("flu", 2, 365)];
    assert_eq!(told("flu", 3, &facts), "");
    facts.known.push(given("flu", 3, 10));
    assert!(told("flu", 4, &facts).contains("at least 28"));
    let ago = |days: i64| add_days(TODAY, -days);
    let since = |given: &[i64]| course_since("rabies_pep", TODAY, given.iter().map(|days| ago(*days)).collect());
    assert_eq!(since(&[]), TODAY);
    assert_eq!(since(&[400, 397, 3, 0]), ago(3));
    assert_eq!(since(&[400, 397]), TODAY, "the course of before counts no more");
    assert!(course_since("hexa", TODAY, vec![ago(900)]) < ago(900), "others have one course");
}
