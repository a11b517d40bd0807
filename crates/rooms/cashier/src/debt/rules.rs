//! What can be agreed to: pure.

use crate::pay::in_both;
use crate::text;
use bricks::clock::{Day, add_days};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::say::Say;
use papers::debt::Instalment;

/// The fields of the instalments, in their order: the day and the amount.
pub const FIELDS: [(&str, &str); 6] = [
    ("debt_day_1", "debt_amount_1"),
    ("debt_day_2", "debt_amount_2"),
    ("debt_day_3", "debt_amount_3"),
    ("debt_day_4", "debt_amount_4"),
    ("debt_day_5", "debt_amount_5"),
    ("debt_day_6", "debt_amount_6"),
];
/// Nothing is agreed for later than two years from now.
pub const DAYS_MAX: i64 = 730;

/// An instalment as it was typed.
pub type Typed = (Option<Day>, Option<Money>);

/// The instalments that come to `due`: each on a later day than the one before, none before `today`. The last one may leave
/// out its amount and is then the rest. Refused at the field that is wrong.
pub fn plan(typed: &[Typed], due: Money, today: Day) -> Result<Vec<Instalment>, Vec<(&'static str, Say)>> {
    let used = typed.iter().rposition(|(day, amount)| day.is_some() || amount.is_some()).map_or(1, |last| last + 1);
    let (mut plan, mut wrong): (Vec<Instalment>, Vec<(&'static str, Say)>) = (Vec::new(), Vec::new());
    let mut left = due;
    let typed = typed.iter().chain(std::iter::repeat(&(None, None)));
    for (place, ((day_field, amount_field), (day, amount))) in FIELDS.iter().zip(typed).take(used).enumerate() {
        match day {
            None => wrong.push((day_field, text::debt_day_missing_say())),
            Some(day) if *day < today => wrong.push((day_field, text::debt_day_past_say())),
            Some(day) if *day > add_days(today, DAYS_MAX) => wrong.push((day_field, text::debt_day_far_say())),
            Some(day) if plan.last().is_some_and(|before| before.due >= *day) => {
                wrong.push((day_field, text::debt_day_order_say()));
            }
            Some(_) => {}
        }
        let is_last = place + 1 == used;
        let amount = amount.or_else(|| is_last.then_some(left));
        match amount {
            None => wrong.push((amount_field, text::debt_amount_missing_say())),
            Some(amount) if amount.is_zero() => wrong.push((amount_field, text::debt_amount_nothing_say())),
            Some(amount) if amount > left || (is_last && amount < left) => {
                let say = move |l: Lang, due: String| text::debt_sum(l, due);
                wrong.push((amount_field, in_both(due, say)));
            }
            Some(_) => {}
        }
        if let (Some(due), Some(amount)) = (day, amount) {
            left = left.sub(amount).unwrap_or(Money::ZERO).max(Money::ZERO);
            plan.push(Instalment { due: *due, amount });
        }
    }
    if wrong.is_empty() { Ok(plan) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;
    use proptest::prelude::*;

    fn today() -> Day {
        parse_day("2026-11-24").unwrap()
    }

    fn part(days: i64, amount: i64) -> Typed {
        (Some(add_days(today(), days)), Some(Money::from_minor(amount)))
    }

    fn rest(days: i64) -> Typed {
        (Some(add_days(today(), days)), None)
    }

    fn of(typed: &[Typed]) -> Result<Vec<i64>, Vec<&'static str>> {
        match plan(typed, Money::from_minor(1_000), today()) {
            Ok(plan) => Ok(plan.iter().map(|part| part.amount.minor()).collect()),
            Err(wrong) => Err(wrong.into_iter().map(|(field, _)| field).collect()),
        }
    }

    #[test]
    fn the_instalments_come_to_what_is_due_and_the_last_may_be_the_rest() {
        let none = (None, None);
        assert_eq!(of(&[rest(30), none]), Ok(vec![1_000]));
        assert_eq!(of(&[part(0, 400), part(30, 500), rest(60), none]), Ok(vec![400, 500, 100]));
        assert_eq!(of(&[part(10, 1_000)]), Ok(vec![1_000]));
    }

    #[test]
    fn what_cannot_be_is_refused_at_its_field() {
        let none = (None, None);
        assert_eq!(of(&[none, none]), Err(vec!["debt_day_1"]));
        assert_eq!(of(&[part(-1, 1_000)]), Err(vec!["debt_day_1"]));
        assert_eq!(of(&[part(731, 1_000)]), Err(vec!["debt_day_1"]));
        assert_eq!(of(&[part(30, 999)]), Err(vec!["debt_amount_1"]));
        assert_eq!(of(&[part(30, 1_001)]), Err(vec!["debt_amount_1"]));
        assert_eq!(of(&[part(30, 400), part(30, 600)]), Err(vec!["debt_day_2"]));
        assert_eq!(of(&[part(30, 400), part(40, 500)]), Err(vec!["debt_amount_2"]));
        assert_eq!(of(&[rest(30), rest(40)]), Err(vec!["debt_amount_1"]));
        assert_eq!(of(&[part(30, 1_000), rest(40)]), Err(vec!["debt_amount_2"]));
        assert_eq!(of(&[part(30, 0), rest(40)]), Err(vec!["debt_amount_1"]));
        assert_eq!(of(&[part(30, 400), (None, Some(Money::from_minor(600)))]), Err(vec!["debt_day_2"]));
        assert_eq!(of(&[part(30, 400), none, rest(60)]), Err(vec!["debt_day_2", "debt_amount_2"]));
    }

    proptest! {
        #[test]
        fn whatever_is_agreed_comes_to_what_is_due(typed in proptest::collection::vec((proptest::option::of(-5_i64..900), proptest::option::of(0_i64..900)), 0..6)) {
            let typed: Vec<Typed> = typed.into_iter().map(|(day, amount)| (day.map(|d| add_days(today(), d)), amount.map(Money::from_minor))).collect();
            if let Ok(plan) = plan(&typed, Money::from_minor(1_000), today()) {
                prop_assert_eq!(plan.iter().map(|part| part.amount.minor()).sum::<i64>(), 1_000);
                prop_assert!(plan.windows(2).all(|two| two[0].due < two[1].due) && plan.iter().all(|part| part.due >= today()));
            }
        }
    }
}
