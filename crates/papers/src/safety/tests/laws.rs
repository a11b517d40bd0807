use super::*;
use bricks::quantity::Quantity;
use proptest::prelude::*;
use std::time::Instant;

fn medicine() -> impl Strategy<Value = String> {
    let ids: Vec<String> = starter().medicine_ids().into_iter().map(str::to_owned).collect();
    prop::sample::select(ids)
}

prop_compose! {
    fn line()(
        medicine in medicine(), units in 1_i64..5_000, times in 1_i64..6, weekly in prop::bool::weighted(0.1),
        first in 1_i64..20, days in 1_i64..40, for_good in prop::bool::weighted(0.1),
    ) -> Line {
        let single = Quantity::from_milli(units);
        let daily = Quantity::from_milli(if weekly { units } else { units * times });
        let last_day = if for_good { FOR_GOOD } else { first + days - 1 };
        Line { medicine, single, daily, weekly, first_day: first, last_day }
    }
}

prop_compose! {
    fn person()(
        age in prop::option::of(0_i64..1_200), female in prop::option::of(any::<bool>()),
        weight in prop::option::of(2_000_i64..120_000), week in prop::option::of(0_i64..42),
        breastfeeding in any::<bool>(), egfr in prop::option::of(5_000_i64..120_000),
    ) -> Person {
        Person {
            age_months: age, female, weight: weight.map(Quantity::from_milli), pregnancy_week: week, expecting: false, breastfeeding,
            pregnancy_asked: false, egfr: egfr.map(Quantity::from_milli), egfr_of_stage: false,
        }
    }
}

fn lines(most: usize) -> impl Strategy<Value = Vec<Line>> {
    prop::collection::vec(line(), 0..most)
}

/// A renewal takes what is taken already off the list, and a further line may be the taper that was missing.
fn may_lower(case: &Case, line: &Line) -> bool {
    let renews = case.current.iter().any(|current| current.medicine == line.medicine);
    let parts = &starter().medicine(&line.medicine).unwrap().parts;
    renews || parts.iter().any(|part| part.ingredient.taper_after_days.is_some())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_further_line_never_lowers_the_level(
        person in person(), current in lines(4), new in lines(5), further in line(), allergic in medicine(),
    ) {
        let ingredient = starter().medicine(&allergic).unwrap().parts[0].ingredient.id.clone();
        let allergies = vec![Allergy::Ingredient(ingredient)];
        let case = Case { person, allergies, current, new, ..Case::default() };
        prop_assume!(!may_lower(&case, &further));
        let before = check(starter(), &case).level();
        let mut longer = case;
        longer.new.push(further);
        prop_assert!(check(starter(), &longer).level() >= before);
    }

    #[test]
    fn the_order_of_lines_changes_nothing(person in person(), current in lines(3), new in lines(5)) {
        let case = Case { person, current, new, ..Case::default() };
        let mut turned = case.clone();
        turned.new.reverse();
        turned.current.reverse();
        let (one, other) = (check(starter(), &case), check(starter(), &turned));
        prop_assert_eq!(one.level(), other.level());
        prop_assert_eq!(one.rules(), other.rules());
    }

    #[test]
    fn no_text_breaks_the_readers(text in "[a-z_:;*@0-9.cw \t\n-]{0,60}|.{0,60}") {
        let _ = read_lines(&text);
        let _ = read_cases(starter(), &format!("{HEADER}\n{text}"));
        let _ = Book::read(Texts { ingredients: Some(&text), ..Texts::default() }, Day::constant(2026, 11, 24));
    }

    #[test]
    fn extreme_lines_are_counted(units in any::<i64>(), first in any::<i64>(), last in any::<i64>(), medicine in medicine()) {
        let quantity = Quantity::from_milli(units);
        let line = Line { medicine, single: quantity, daily: quantity, weekly: false, first_day: first, last_day: last };
        let _ = check(starter(), &Case { new: vec![line.clone(), line], ..Case::default() });
    }
}

#[test]
fn ten_lines_against_twenty_are_checked_in_a_blink() {
    let ids = starter().medicine_ids();
    let lines = |from: usize, count: usize| {
        let text: Vec<String> = ids.iter().skip(from).step_by(7).take(count).map(|id| format!("{id}:1*3*7")).collect();
        read_lines(&text.join(";")).unwrap()
    };
    let case = Case { new: lines(0, 10), current: lines(3, 20), ..Case::default() };
    let rounds = 50;
    let begun = Instant::now();
    for _ in 0..rounds {
        assert!(!check(starter(), &case).findings.is_empty());
    }
    let micros = begun.elapsed().as_micros() / rounds;
    println!("safety check of 10 lines against 20: {micros} µs");
    // A debug build on a busy machine is some ten times slower than what the clinic runs.
    assert!(micros < 10_000, "{micros} µs");
}
