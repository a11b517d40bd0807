use super::cases::{Case, Trend};
use super::people::Person;
use super::plan::Value;
use super::world::{Analyte, Service};
use crate::dice::Dice;
use bricks::clock::Day;
use papers::order::{Flag, Limits, NEGATIVE, POSITIVE, Range, flag, range_for};

/// Chorionic gonadotropin of a pregnancy has nothing to do with the range of those who are not pregnant.
const PREGNANCY_HORMONE: (&str, i64, i64) = ("BHCG", 1_200_000, 86_000_000);
/// Without a limit on one side a value lies between these parts (in percent) of the other limit.
const BELOW_HIGH: (i64, i64) = (55, 97);
const ABOVE_LOW: (i64, i64) = (104, 170);

/// The values of one laboratory order. `words` is what a text analyte says.
pub(super) fn values(
    dice: &mut Dice,
    case: &Case,
    service: &Service,
    person: &Person,
    day: Day,
    words: &str,
) -> Vec<Value> {
    let months = person.months(day);
    service.analytes.iter().filter_map(|analyte| value(dice, case, analyte, (person, months), words)).collect()
}

fn value(
    dice: &mut Dice,
    case: &Case,
    analyte: &Analyte,
    (person, months): (&Person, i64),
    words: &str,
) -> Option<Value> {
    let trend = case.labs.iter().find(|(code, _, _)| *code == analyte.code);
    let trend = trend.and_then(|(_, trend, percent)| dice.percent(*percent).then_some(*trend));
    let plain = |text: &str, flag: Flag| Value {
        analyte: analyte.id,
        milli: None,
        text: text.to_owned(),
        flag: flag.code(),
        low_milli: None,
        high_milli: None,
    };
    match analyte.kind {
        "neg_pos" if trend == Some(Trend::Positive) => Some(plain(POSITIVE, Flag::Abnormal)),
        "neg_pos" => Some(plain(NEGATIVE, Flag::Normal)),
        "text" => (!words.is_empty()).then(|| plain(words, Flag::None)),
        _ => {
            let limits = range_for(&analyte.ranges, person.sex(), months).map_or_else(Limits::default, Range::limits);
            let fallback = analyte.ranges.last().map_or_else(Limits::default, Range::limits);
            let shape = if limits == Limits::default() { fallback } else { limits };
            let milli = number(dice, analyte, &shape, trend);
            let flag = flag(milli, &limits).code();
            Some(Value {
                analyte: analyte.id,
                milli: Some(milli),
                text: String::new(),
                flag,
                low_milli: limits.low_milli,
                high_milli: limits.high_milli,
            })
        }
    }
}

fn number(dice: &mut Dice, analyte: &Analyte, limits: &Limits, trend: Option<Trend>) -> i64 {
    let (code, low, high) = PREGNANCY_HORMONE;
    let milli = match trend {
        Some(Trend::High) if analyte.code == code => dice.between(low, high),
        Some(Trend::High) => beyond(dice, limits.high_milli, limits.critical_high_milli, (104, 155))
            .unwrap_or_else(|| usual(dice, limits)),
        Some(Trend::Low) => {
            beyond(dice, limits.low_milli, limits.critical_low_milli, (58, 97)).unwrap_or_else(|| usual(dice, limits))
        }
        _ => usual(dice, limits),
    };
    round(milli, analyte.decimals)
}

/// A value past a limit; now and then past the critical one, mostly not.
fn beyond(dice: &mut Dice, limit: Option<i64>, critical: Option<i64>, (from, to): (i64, i64)) -> Option<i64> {
    let limit = limit?;
    let past = limit * dice.between(from, to) / 100;
    Some(match critical.filter(|_| !dice.percent(4)) {
        Some(critical) if limit < critical => past.min(critical),
        Some(critical) => past.max(critical),
        None => past,
    })
}

fn usual(dice: &mut Dice, limits: &Limits) -> i64 {
    match (limits.low_milli, limits.high_milli) {
        (Some(low), Some(high)) => dice.around(low + (high - low) / 12, high - (high - low) / 12),
        (None, Some(high)) => high * dice.around(BELOW_HIGH.0, BELOW_HIGH.1) / 100,
        (Some(low), None) => low * dice.around(ABOVE_LOW.0, ABOVE_LOW.1) / 100,
        (None, None) => 0,
    }
}

/// To so many decimals.
fn round(milli: i64, decimals: i64) -> i64 {
    let step = match decimals {
        0 => 1000,
        1 => 100,
        2 => 10,
        _ => 1,
    };
    (milli + step / 2) / step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_rounded_as_they_are_shown() {
        assert_eq!(round(7_449, 1), 7_400);
        assert_eq!(round(139_500, 0), 140_000);
        assert_eq!(round(1_015, 3), 1_015);
    }

    #[test]
    fn what_is_past_a_limit_stays_before_the_critical_one_most_of_the_time() {
        let mut dice = Dice::new(11);
        let critical = (0..500).filter(|_| beyond(&mut dice, Some(100), Some(110), (104, 155)).unwrap() > 110).count();
        assert!(critical < 40);
        assert_eq!(beyond(&mut dice, None, None, (104, 155)), None);
    }
}
