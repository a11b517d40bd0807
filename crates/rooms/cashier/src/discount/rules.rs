//! Up to how much somebody may take off, and what a voucher is worth: pure.

use crate::text;
use bricks::clock::Day;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::access::{Permission, Roles};
use papers::payer::ServiceGroup;

/// How much of a bill these roles may take off alone. Managers and owners: all of it.
pub fn limit(roles: Roles, charged: Money, basis_points: i64) -> Money {
    if roles.may(Permission::ApproveDiscount) {
        return charged;
    }
    charged.percent(basis_points).unwrap_or(Money::ZERO)
}

ground::row! {
    /// A voucher with what decides whether it counts.
    pub struct Voucher {
        pub id: i64,
        pub code: String,
        pub amount: Option<Money>,
        pub share_basis_points: Option<i64>,
        pub from_day: Day,
        pub until_day: Day,
        pub uses_max: i64,
        pub per_patient_max: i64,
        pub used: i64,
        pub active: bool,
        /// Goes with other vouchers and discounts of the same bill.
        pub stackable: bool,
        /// Counts for charges of this class alone.
        pub group: Option<ServiceGroup>,
    }
}

/// Whether a voucher may come onto a bill beside what is taken off it already, given as: a voucher's, and does it go
/// with others.
pub fn may_stack(voucher: &Voucher, beside: impl IntoIterator<Item = (bool, bool)>) -> bool {
    beside.into_iter().all(|(of_voucher, stackable)| voucher.stackable && (!of_voucher || stackable))
}

/// What a voucher takes off: its amount or share of what is left to the patient where it counts, never more than that. Refused outside its days, when it
/// is switched off or used up, and beyond the patient's own number.
pub fn worth(voucher: &Voucher, left: Money, today: Day, by_patient: i64) -> Result<Money, Say> {
    if !voucher.active || today < voucher.from_day || today > voucher.until_day {
        return Err(text::voucher_not_valid_say());
    }
    if voucher.used >= voucher.uses_max {
        return Err(text::voucher_used_up_say());
    }
    if by_patient >= voucher.per_patient_max {
        return Err(text::voucher_patient_say());
    }
    if left.is_zero() {
        return Err(text::discount_nothing_left_say());
    }
    let share = voucher.share_basis_points.and_then(|share| left.percent(share));
    let worth = voucher.amount.or(share).unwrap_or(Money::ZERO).min(left);
    if worth.is_zero() { Err(text::discount_nothing_say()) } else { Ok(worth) }
}

/// A share as the bill tells it before its reason, with what rounding adds for the patient: `20%, làm tròn thêm 160 ₫ · Nhân viên`.
pub fn share_told(typed: &str, (exact, amount): (Money, Money), reason: &str, lang: Lang) -> String {
    let share = format!("{}%", typed.trim_end_matches('%').trim());
    let more = amount.sub(exact).unwrap_or(Money::ZERO);
    let share = if more.is_zero() { share } else { text::discount_rounded(lang, more.show_with_sign(lang), share) };
    format!("{share} · {reason}")
}

/// What part of the whole a discount is: `19,5 %`; `None` of nothing.
pub fn part_of(amount: Money, whole: Money, lang: Lang) -> Option<String> {
    let tenths = amount.minor().saturating_mul(1_000).saturating_add(whole.minor() / 2).checked_div(whole.minor())?;
    Some(format!("{}\u{a0}%", Quantity::from_milli(tenths.saturating_mul(100)).show(lang)))
}

/// A code as it is kept: without blanks, in capitals.
pub fn tidy_code(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;
    use ground::access::Role;
    use proptest::prelude::*;

    fn voucher(amount: Option<i64>, share: Option<i64>) -> Voucher {
        Voucher {
            id: 1,
            code: "KHAI11".into(),
            amount: amount.map(Money::from_minor),
            share_basis_points: share,
            from_day: parse_day("2026-11-01").unwrap(),
            until_day: parse_day("2026-11-30").unwrap(),
            uses_max: 2,
            per_patient_max: 1,
            used: 0,
            active: true,
            stackable: false,
            group: None,
        }
    }

    #[test]
    fn a_voucher_counts_within_its_days_and_numbers() {
        let (day, charged) = (parse_day("2026-11-24").unwrap(), Money::from_minor(100_000));
        let of = |change: fn(&mut Voucher)| {
            let mut one = voucher(Some(40_000), None);
            change(&mut one);
            worth(&one, charged, day, 0)
        };
        assert_eq!(of(|_| {}), Ok(Money::from_minor(40_000)));
        assert_eq!(of(|v| v.amount = Some(Money::from_minor(400_000))), Ok(charged), "never more than the bill");
        assert_eq!(of(|v| v.used = 2), Err(text::voucher_used_up_say()));
        assert_eq!(of(|v| v.active = false), Err(text::voucher_not_valid_say()));
        assert_eq!(of(|v| v.until_day = parse_day("2026-11-23").unwrap()), Err(text::voucher_not_valid_say()));
        assert_eq!(of(|v| v.from_day = parse_day("2026-11-25").unwrap()), Err(text::voucher_not_valid_say()));
        assert_eq!(worth(&voucher(Some(1), None), charged, day, 1), Err(text::voucher_patient_say()));
        assert!(worth(&voucher(Some(1), None), Money::ZERO, day, 0).is_err());
    }

    #[test]
    fn a_share_says_itself_and_what_rounding_adds() {
        let (exact, amount) = (Money::from_minor(11_540), Money::from_minor(11_700));
        let told = |amount, lang| share_told("20 %", (exact, amount), "Nhân viên", lang).replace('\u{a0}', " ");
        assert_eq!(told(amount, Lang::Vi), "20%, làm tròn thêm 160 ₫ · Nhân viên");
        assert_eq!(told(amount, Lang::En), "20%, rounded up by 160 ₫ · Nhân viên");
        assert_eq!(told(exact, Lang::Vi), "20% · Nhân viên");
        let part = |of| part_of(amount, Money::from_minor(of), Lang::Vi).map(|part| part.replace('\u{a0}', " "));
        assert_eq!((part(57_700), part(11_700), part(0)), (Some("20,3 %".into()), Some("100 %".into()), None));
    }

    #[test]
    fn vouchers_stack_only_when_all_of_them_may() {
        let alone = voucher(Some(1), None);
        let together = Voucher { stackable: true, ..alone.clone() };
        assert!(may_stack(&alone, []) && !may_stack(&alone, [(true, true)]) && !may_stack(&alone, [(false, false)]));
        assert!(may_stack(&together, [(true, true), (false, false)]) && !may_stack(&together, [(true, false)]));
    }

    #[test]
    fn a_cashier_alone_takes_off_a_tenth_and_a_manager_all() {
        let charged = Money::from_minor(557_400);
        let usual = papers::limits::USUAL_DISCOUNT_BASIS_POINTS;
        let of = |role| limit(Roles::of([role]), charged, usual).minor();
        assert_eq!((of(Role::Cashier), of(Role::Manager), of(Role::Owner)), (55_740, 557_400, 557_400));
    }

    proptest! {
        #[test]
        fn no_voucher_is_worth_more_than_the_bill(share in 1_i64..=10_000, charged in 0_i64..90_000_000) {
            let (day, charged) = (parse_day("2026-11-24").unwrap(), Money::from_minor(charged));
            if let Ok(worth) = worth(&voucher(None, Some(share)), charged, day, 0) {
                prop_assert!(worth > Money::ZERO && worth <= charged);
            }
        }
    }
}
