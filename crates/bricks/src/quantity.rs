//! Exact quantities in thousandths: half tablets exist.

use serde::{Deserialize, Serialize};

use crate::grouping::{all_digits, decimal_mark, group, grouping_mark, ungroup};
use crate::lang::Lang;
use crate::say::Say;

/// Thousandths in one unit.
pub const MILLI_PER_UNIT: i64 = 1000;
/// The largest quantity a person may type, in whole units.
const TYPED_MAX: i64 = 1_000_000_000;

const NOT_A_QUANTITY: Say = Say::fixed(
    "Số lượng không đúng: hãy nhập ví dụ 2, 0,5 hoặc 1/2",
    "Not a quantity: enter for example 2, 0.5 or 1/2",
);
const NEGATIVE: Say = Say::fixed("Số lượng không được âm", "The quantity may not be negative");
const TOO_FINE: Say =
    Say::fixed("Số lượng chỉ được tối đa 3 chữ số thập phân", "The quantity may have at most 3 decimals");
const OTHER_FRACTION: Say =
    Say::fixed("Chỉ dùng được các phân số 1/2, 1/4 và 3/4", "Only the fractions 1/2, 1/4 and 3/4 can be used");
const ONE_OR_THOUSAND: Say = Say::fixed(
    "Không rõ là một hay một nghìn: hãy viết liền, không dấu",
    "One or one thousand? Please write it without a mark",
);
const TOO_LARGE: Say = Say::fixed("Số lượng không được quá 1.000.000.000", "The quantity may not exceed 1,000,000,000");

/// A quantity in thousandths of its unit (tablet, bottle, millilitre).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantity(i64);

#[allow(clippy::should_implement_trait, reason = "the operators cannot say that a sum went too far; these can")]
impl Quantity {
    /// None of it.
    pub const ZERO: Self = Self(0);

    /// From thousandths.
    pub const fn from_milli(milli: i64) -> Self {
        Self(milli)
    }

    /// In thousandths.
    pub const fn milli(self) -> i64 {
        self.0
    }

    /// So many whole units; stops at the largest number that fits (9 × 10^15).
    pub const fn whole(units: i64) -> Self {
        Self(units.saturating_mul(MILLI_PER_UNIT))
    }

    /// Whether it is none.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is below none.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Whether there is no part of a unit in it.
    pub const fn is_whole(self) -> bool {
        self.0 % MILLI_PER_UNIT == 0
    }

    /// The sum; `None` when it does not fit.
    pub fn add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference; `None` when it does not fit.
    pub fn sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The same quantity the other way; `None` when it does not fit.
    pub fn neg(self) -> Option<Self> {
        self.0.checked_neg().map(Self)
    }

    /// So many times as much, such as a dose by the times a day; `None` when it does not fit.
    pub fn times(self, factor: i64) -> Option<Self> {
        self.0.checked_mul(factor).map(Self)
    }

    /// The sum of all; `None` when it does not fit.
    pub fn sum(quantities: impl IntoIterator<Item = Self>) -> Option<Self> {
        quantities.into_iter().try_fold(Self::ZERO, Self::add)
    }

    /// How many packs of `size` are needed for this quantity; `None` unless `size` is above zero.
    pub fn div_ceil(self, size: Self) -> Option<i64> {
        let floor = self.div_floor(size)?;
        floor.checked_add(i64::from(self.0.rem_euclid(size.0) > 0))
    }

    /// How many full packs of `size` this quantity holds; `None` unless `size` is above zero.
    pub fn div_floor(self, size: Self) -> Option<i64> {
        (size.0 > 0).then(|| self.0.div_euclid(size.0))
    }

    /// The next whole quantity that is not smaller: a pharmacy gives out whole tablets. Stops at
    /// the largest whole quantity that fits.
    #[must_use]
    pub fn ceil_to_whole(self) -> Self {
        let units = self.0.div_euclid(MILLI_PER_UNIT);
        let begun = i64::from(self.0.rem_euclid(MILLI_PER_UNIT) > 0);
        let largest = i64::MAX / MILLI_PER_UNIT;
        Self::whole((units + begun).min(largest))
    }

    /// `2.310` and `0,5` in Vietnamese, `2,310` and `0.5` in English; no zeros at the end.
    pub fn show(self, lang: Lang) -> String {
        let size = self.0.unsigned_abs();
        let unit = MILLI_PER_UNIT.unsigned_abs();
        let sign = if self.is_negative() { "−" } else { "" };
        let units = group(size / unit, lang);
        if size.is_multiple_of(unit) {
            return format!("{sign}{units}");
        }
        let decimals = format!("{:03}", size % unit);
        let decimals = decimals.trim_end_matches('0');
        format!("{sign}{units}{}{decimals}", decimal_mark(lang))
    }

    /// `Mười bốn`, `Fourteen`; `None` for parts of a unit.
    pub fn in_words(self, lang: Lang) -> Option<String> {
        let units = u64::try_from(self.0 / MILLI_PER_UNIT).ok().filter(|_| self.is_whole())?;
        Some(crate::money_words::count_in_words(units, lang))
    }

    /// Reads a quantity as typed: `2`, `0,5` or `0.5` in either language, `1/2`, `1 1/2`, from 0 to
    /// 10^9 and to three decimals. A number whose thousands stand apart as the language writes them
    /// (`2.310` in Vietnamese) is read as that whole number.
    pub fn parse(text: &str, lang: Lang) -> Result<Self, Say> {
        let text = text.trim();
        if text.starts_with(['-', '−']) {
            return Err(NEGATIVE);
        }
        if text.contains('/') {
            return parse_fraction(text);
        }
        let (units, decimals) = split_number(text, lang).ok_or(NOT_A_QUANTITY)?;
        if decimals.len() > 3 {
            return Err(TOO_FINE);
        }
        if decimals == "000" && units != "0" {
            return Err(ONE_OR_THOUSAND);
        }
        let thousandths = format!("{decimals:0<3}").parse().map_err(|_| NOT_A_QUANTITY)?;
        assemble(&units, thousandths)
    }
}

fn assemble(units: &str, thousandths: i64) -> Result<Quantity, Say> {
    let units: i64 = units.parse().map_err(|_| TOO_LARGE)?;
    if units > TYPED_MAX || (units == TYPED_MAX && thousandths > 0) {
        return Err(TOO_LARGE);
    }
    Ok(Quantity(units * MILLI_PER_UNIT + thousandths))
}

fn parse_fraction(text: &str) -> Result<Quantity, Say> {
    let (units, fraction) = text.rsplit_once(char::is_whitespace).unwrap_or(("0", text));
    let (above, below) = fraction.split_once('/').ok_or(NOT_A_QUANTITY)?;
    let units = units.trim_end();
    if !(all_digits(units) && all_digits(above) && all_digits(below)) {
        return Err(NOT_A_QUANTITY);
    }
    match fraction {
        "1/2" => assemble(units, 500),
        "1/4" => assemble(units, 250),
        "3/4" => assemble(units, 750),
        _ => Err(OTHER_FRACTION),
    }
}

/// The digits of the whole units and of the decimals.
fn split_number(text: &str, lang: Lang) -> Option<(String, &str)> {
    if all_digits(text) {
        return Some((text.to_owned(), "0"));
    }
    if let Some(units) = ungroup(text, lang) {
        return Some((units, "0"));
    }
    let (units, decimals) = text.split_once(decimal_mark(lang)).or_else(|| text.split_once(grouping_mark(lang)))?;
    if !all_digits(decimals) {
        return None;
    }
    if all_digits(units) {
        return Some((units.to_owned(), decimals));
    }
    ungroup(units, lang).map(|units| (units, decimals))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quantities_are_shown_in_each_language() {
        for (milli, vi, en) in [
            (0, "0", "0"),
            (500, "0,5", "0.5"),
            (1250, "1,25", "1.25"),
            (5, "0,005", "0.005"),
            (2_310_000, "2.310", "2,310"),
            (2_310_500, "2.310,5", "2,310.5"),
            (-500, "−0,5", "−0.5"),
        ] {
            assert_eq!(Quantity::from_milli(milli).show(Lang::Vi), vi);
            assert_eq!(Quantity::from_milli(milli).show(Lang::En), en);
        }
    }

    #[test]
    fn quantities_are_read_as_typed() {
        for (text, vi, en) in [
            ("2", 2000, 2000),
            ("0,5", 500, 500),
            ("0.5", 500, 500),
            (" 1.25 ", 1250, 1250),
            ("0.125", 125, 125),
            ("2.310", 2_310_000, 2310),
            ("2,310", 2310, 2_310_000),
            ("1/2", 500, 500),
            ("1/4", 250, 250),
            ("3/4", 750, 750),
            ("1 1/2", 1500, 1500),
            ("1000000000", 1_000_000_000_000, 1_000_000_000_000),
        ] {
            assert_eq!(Quantity::parse(text, Lang::Vi), Ok(Quantity::from_milli(vi)), "{text}");
            assert_eq!(Quantity::parse(text, Lang::En), Ok(Quantity::from_milli(en)), "{text}");
        }
        assert_eq!(Quantity::parse("2.310,5", Lang::Vi), Ok(Quantity::from_milli(2_310_500)));
    }

    #[test]
    fn quantities_that_are_unclear_are_refused_with_the_reason() {
        for (text, say) in [
            ("", NOT_A_QUANTITY),
            ("một", NOT_A_QUANTITY),
            (".5", NOT_A_QUANTITY),
            ("5,", NOT_A_QUANTITY),
            ("1e3", NOT_A_QUANTITY),
            ("2,310.5", NOT_A_QUANTITY),
            ("1,2,3", NOT_A_QUANTITY),
            ("1/", NOT_A_QUANTITY),
            ("-1/2", NEGATIVE),
            ("-1", NEGATIVE),
            ("0.3333", TOO_FINE),
            ("1/3", OTHER_FRACTION),
            ("0/0", OTHER_FRACTION),
            ("1000000001", TOO_LARGE),
            ("1,000", ONE_OR_THOUSAND),
            ("1000000000,5", TOO_LARGE),
            ("99999999999999999999999", TOO_LARGE),
        ] {
            assert_eq!(Quantity::parse(text, Lang::Vi), Err(say), "{text}");
        }
    }

    #[test]
    fn packs_are_counted_up_and_down() {
        let need = Quantity::from_milli(20_500);
        assert_eq!(need.ceil_to_whole(), Quantity::whole(21));
        assert_eq!(need.div_ceil(Quantity::whole(10)), Some(3));
        assert_eq!(need.div_floor(Quantity::whole(10)), Some(2));
        assert_eq!(need.div_ceil(Quantity::ZERO), None);
        assert_eq!(Quantity::from_milli(500).times(3 * 7), Some(Quantity::from_milli(10_500)));
        assert_eq!(Quantity::from_milli(-500).ceil_to_whole(), Quantity::ZERO);
        assert_eq!(Quantity::from_milli(i64::MAX).times(2), None);
        assert!(Quantity::from_milli(i64::MAX).ceil_to_whole().is_whole());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn what_is_shown_is_read_back(milli in 0..=TYPED_MAX * MILLI_PER_UNIT) {
            for lang in Lang::ALL {
                let quantity = Quantity::from_milli(milli);
                prop_assert_eq!(Quantity::parse(&quantity.show(lang), lang), Ok(quantity));
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in "[0-9,./ -]{0,12}|.{0,12}") {
            for lang in Lang::ALL {
                let _ = Quantity::parse(&text, lang);
            }
        }
    }
}
