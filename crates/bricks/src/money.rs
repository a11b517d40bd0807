//! Amounts of money in the smallest unit of the clinic's currency. The đồng has no smaller unit.

use serde::{Deserialize, Serialize};

use crate::grouping::{all_digits, decimal_mark, group, ungroup};
use crate::lang::Lang;
use crate::money_words;
use crate::quantity::{MILLI_PER_UNIT, Quantity};
use crate::say::Say;

/// The largest amount a person may type: a thousand billion đồng.
const TYPED_MAX: i64 = 1_000_000_000_000;
const BASIS_POINTS_PER_WHOLE: i128 = 10_000;

const NOT_AN_AMOUNT: Say = Say::fixed(
    "Số tiền không đúng: hãy nhập số đồng nguyên, ví dụ 150.000",
    "Not an amount: enter whole đồng, for example 150,000",
);
const TOO_LARGE: Say =
    Say::fixed("Số tiền không được quá 1.000.000.000.000 ₫", "The amount may not exceed 1,000,000,000,000 ₫");
const OTHER_MARK: Say = Say::fixed(
    "Hãy dùng dấu chấm để tách hàng nghìn (150.000); không dùng dấu phẩy, không có số lẻ của đồng",
    "Separate thousands with a comma (150,000); points are not used, as there are no fractions of a đồng",
);

/// An amount of money, in đồng; negative for what is given back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

#[allow(clippy::should_implement_trait, reason = "the operators cannot say that a sum went too far; these can")]
impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From the currency's smallest unit.
    pub const fn from_minor(minor: i64) -> Self {
        Self(minor)
    }

    /// In the currency's smallest unit.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is below nothing.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The sum; `None` when it does not fit.
    pub fn add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference; `None` when it does not fit.
    pub fn sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The same amount the other way; `None` when it does not fit.
    pub fn neg(self) -> Option<Self> {
        self.0.checked_neg().map(Self)
    }

    /// This price for that quantity, rounded to a whole unit. Half rounds away from zero, so that a
    /// refund is exactly the charge with the other sign.
    pub fn times(self, quantity: Quantity) -> Option<Self> {
        self.scaled(quantity.milli(), i128::from(MILLI_PER_UNIT))
    }

    /// So many hundredths of a percent of this amount, rounded as in [`Money::times`].
    pub fn percent(self, basis_points: i64) -> Option<Self> {
        self.scaled(basis_points, BASIS_POINTS_PER_WHOLE)
    }

    /// The sum of all; `None` when it does not fit.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::add)
    }

    /// `557.400` in Vietnamese, `557,400` in English; what is below nothing has the sign of papers and screens, `−10.000`.
    pub fn show(self, lang: Lang) -> String {
        let sign = if self.is_negative() { "−" } else { "" };
        format!("{sign}{}", group(self.0.unsigned_abs(), lang))
    }

    /// `557.400 ₫`, `557,400 ₫`; the space does not break.
    pub fn show_with_sign(self, lang: Lang) -> String {
        format!("{}\u{a0}₫", self.show(lang))
    }

    /// Reads an amount as typed in that language: plain digits or thousands apart, a `₫` or `đ`
    /// behind it if one likes, from 0 to 10^12.
    pub fn parse(text: &str, lang: Lang) -> Result<Self, Say> {
        let number = text.trim().trim_end_matches(['₫', 'đ', 'Đ']).trim_end();
        if number.contains(decimal_mark(lang)) {
            return Err(OTHER_MARK);
        }
        let digits = if all_digits(number) { number.to_owned() } else { ungroup(number, lang).ok_or(NOT_AN_AMOUNT)? };
        match digits.parse() {
            Ok(minor) if minor <= TYPED_MAX => Ok(Self(minor)),
            _ => Err(TOO_LARGE),
        }
    }

    /// The amount in words, as a receipt needs it: `Năm trăm năm mươi bảy nghìn bốn trăm đồng`.
    pub fn in_words(self, lang: Lang) -> String {
        money_words::in_words(self.0, lang)
    }

    fn scaled(self, factor: i64, divisor: i128) -> Option<Self> {
        let exact = i128::from(self.0) * i128::from(factor);
        let rounded = (exact.abs() + divisor / 2) / divisor * exact.signum();
        i64::try_from(rounded).ok().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn dong(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    #[test]
    fn amounts_are_shown_in_each_language() {
        assert_eq!(dong(557_400).show(Lang::Vi), "557.400");
        assert_eq!(dong(557_400).show(Lang::En), "557,400");
        assert_eq!(dong(-557_400).show_with_sign(Lang::Vi), "−557.400\u{a0}₫");
        assert_eq!(dong(i64::MIN).show(Lang::En), "−9,223,372,036,854,775,808");
    }

    #[test]
    fn half_a_dong_rounds_away_from_zero() {
        let half = Quantity::from_milli(500);
        assert_eq!(dong(333).times(half), Some(dong(167)));
        assert_eq!(dong(-333).times(half), Some(dong(-167)));
        assert_eq!(dong(1250).times(Quantity::whole(3)), Some(dong(3750)));
        assert_eq!(dong(1000).times(Quantity::from_milli(333)), Some(dong(333)));
        assert_eq!(dong(10).percent(500), Some(dong(1)));
        assert_eq!(dong(557_400).percent(8000), Some(dong(445_920)));
        assert_eq!(dong(i64::MAX).times(Quantity::whole(2)), None);
    }

    #[test]
    fn sums_that_do_not_fit_are_none() {
        assert_eq!(Money::sum([dong(1), dong(2), dong(-4)]), Some(dong(-1)));
        assert_eq!(Money::sum([]), Some(Money::ZERO));
        assert_eq!(dong(i64::MAX).add(dong(1)), None);
        assert_eq!(dong(i64::MIN).sub(dong(1)), None);
        assert_eq!(dong(i64::MIN).neg(), None);
        assert_eq!(Money::sum([dong(i64::MAX), dong(1)]), None);
    }

    #[test]
    fn amounts_are_read_as_typed() {
        for (text, lang, minor) in [
            ("1.000", Lang::Vi, 1000),
            ("1,000", Lang::En, 1000),
            ("1000", Lang::Vi, 1000),
            (" 557.400 ₫ ", Lang::Vi, 557_400),
            ("150000đ", Lang::En, 150_000),
            ("0", Lang::Vi, 0),
            ("1.000.000.000.000", Lang::Vi, TYPED_MAX),
        ] {
            assert_eq!(Money::parse(text, lang), Ok(dong(minor)), "{text}");
        }
    }

    #[test]
    fn amounts_that_are_unclear_are_refused() {
        for text in [
            "", "-1", "1.5", "1e9", "1.00", "10.00", "0.500", ".000", "1.", "1 000", "+1", "₫", "một", "1.0000",
            "1000.000", "１", "₫1",
        ] {
            assert_eq!(Money::parse(text, Lang::Vi), Err(NOT_AN_AMOUNT), "{text}");
        }
        for (text, lang) in [("1,000", Lang::Vi), ("0,5", Lang::Vi), ("1.000", Lang::En), ("1.5", Lang::En)] {
            assert_eq!(Money::parse(text, lang), Err(OTHER_MARK), "{text}");
        }
        for text in ["1000000000001", "99999999999999999999999999"] {
            assert_eq!(Money::parse(text, Lang::Vi), Err(TOO_LARGE), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn what_is_shown_is_read_back(minor in 0..=TYPED_MAX) {
            for lang in Lang::ALL {
                prop_assert_eq!(Money::parse(&dong(minor).show(lang), lang), Ok(dong(minor)));
                prop_assert_eq!(Money::parse(&dong(minor).show_with_sign(lang), lang), Ok(dong(minor)));
            }
        }

        #[test]
        fn rounding_is_never_off_by_more_than_half(
            minor in -1_000_000_000_i64..1_000_000_000,
            milli in -1_000_000_i64..1_000_000,
        ) {
            let price = dong(minor);
            let quantity = Quantity::from_milli(milli);
            let rounded = price.times(quantity).unwrap();
            let off = i128::from(rounded.minor()) * 1000 - i128::from(minor) * i128::from(milli);
            prop_assert!(off.abs() <= 500);
            prop_assert_eq!(price.neg().unwrap().times(quantity), rounded.neg());
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,30}") {
            for lang in Lang::ALL {
                let _ = Money::parse(&text, lang);
            }
        }
    }
}
