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
    assert_eq!(of_goods("vaccine_mmr").unwrap().vaccine, "mmr");
    assert!(of_goods("").is_none() && of_goods("syringe_1").is_none());
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
    bitten.known = vec![given("typhoid", 1, 1_200)];
    assert!(told("typhoid", 2, &bitten).contains("has 1"));
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
