//! Pure decisions about money: what a bill comes to, what a discount may be, what is given back.

use crate::text;
use bricks::id::InvoiceId;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::say::Say;
use papers::receipt::Part;

/// A hundred percent in hundredths of a percent.
const WHOLE_BASIS_POINTS: i64 = 10_000;
/// Notes and sums that a patient is likely to hand over, in đồng.
const ROUND_STEPS_VND: [i64; 6] = [10_000, 20_000, 50_000, 100_000, 200_000, 500_000];
const QUICK_NOTES_MAX: usize = 4;

/// What a bill comes to. `due` is always `charged - discount`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    pub charged: Money,
    pub discount: Money,
    pub due: Money,
}

/// Adds up a bill; `None` when the discount is larger than the charges, or the sum does not fit.
pub fn sums(amounts: impl IntoIterator<Item = Money>, discount: Money) -> Option<Sums> {
    let charged = Money::sum(amounts)?;
    let due = charged.sub(discount).filter(|due| !due.is_negative() && !discount.is_negative())?;
    Some(Sums { charged, discount, due })
}

/// A part of a payment that goes to one invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub invoice: InvoiceId,
    /// The part's place among the parts.
    pub part: usize,
    pub amount: Money,
}

/// Shares parts out over invoices, each in its order, until the parts are used up; every đồng of every part goes
/// somewhere. `None` when the parts come to more than the invoices owe. A part of nothing is kept, so that a bill of
/// nothing has its payment.
pub fn allocate(parts: &[Part], owing: &[(InvoiceId, Money)]) -> Option<Vec<Share>> {
    let mut shares = Vec::new();
    let mut open = owing.iter().copied();
    let mut current = open.next();
    for (part, wanted) in parts.iter().enumerate() {
        let mut left = wanted.amount;
        loop {
            let (invoice, due) = current?;
            let amount = left.min(due);
            if !amount.is_zero() || (left.is_zero() && parts.len() == 1) {
                shares.push(Share { invoice, part, amount });
            }
            left = left.sub(amount)?;
            let rest = due.sub(amount)?;
            if left.is_zero() {
                current = Some((invoice, rest));
                break;
            }
            current = open.next();
        }
    }
    Some(shares)
}

/// What is given back for cash; `None` when too little was handed over.
pub fn change(due: Money, tendered: Money) -> Option<Money> {
    tendered.sub(due).filter(|change| !change.is_negative())
}

/// Reads a discount as typed: an amount («50.000») or a share («7,5 %») of what was charged. It is more than nothing
/// and at most everything.
pub fn discount(typed: &str, charged: Money, lang: Lang) -> Result<Money, Say> {
    let typed = typed.trim();
    let amount = match typed.strip_suffix('%') {
        Some(share) => charged.percent(basis_points(share, lang)?).ok_or_else(text::discount_share_say)?,
        None => Money::parse(typed, lang)?,
    };
    if amount.is_zero() {
        return Err(text::discount_nothing_say());
    }
    if amount > charged {
        let (vi, en) = (charged.show_with_sign(Lang::Vi), charged.show_with_sign(Lang::En));
        return Err(Say::new(text::discount_too_large(Lang::Vi, vi), text::discount_too_large(Lang::En, en)));
    }
    Ok(amount)
}

/// What a voucher is worth as typed: an amount, or a share in hundredths of a percent.
pub fn voucher_value(typed: &str, lang: Lang) -> Result<(Option<Money>, Option<i64>), Say> {
    let typed = typed.trim();
    let (amount, share) = match typed.strip_suffix('%') {
        Some(share) => (None, Some(basis_points(share, lang)?)),
        None => (Some(Money::parse(typed, lang)?), None),
    };
    let is_nothing = amount.is_some_and(Money::is_zero) || share == Some(0);
    if is_nothing { Err(text::discount_nothing_say()) } else { Ok((amount, share)) }
}

/// A share of 0 to 100 with at most two decimals.
fn basis_points(share: &str, lang: Lang) -> Result<i64, Say> {
    let milli = Quantity::parse(share, lang).map_err(|_| text::discount_share_say())?.milli();
    let points = milli / 10;
    let fits = milli % 10 == 0 && points <= WHOLE_BASIS_POINTS;
    fits.then_some(points).ok_or_else(text::discount_share_say)
}

/// The sums a patient is likely to hand over for this bill, besides the exact one; smallest first.
pub fn quick_notes(due: Money) -> Vec<Money> {
    let mut notes: Vec<i64> = ROUND_STEPS_VND.iter().filter_map(|step| round_up(due.minor(), *step)).collect();
    notes.retain(|note| *note > due.minor());
    notes.sort_unstable();
    notes.dedup();
    notes.truncate(QUICK_NOTES_MAX);
    notes.into_iter().map(Money::from_minor).collect()
}

fn round_up(amount: i64, step: i64) -> Option<i64> {
    amount.checked_add(step - 1).map(|sum| sum / step * step)
}

/// The series of a year's receipts: `PT26`.
pub fn series(year: i16) -> String {
    format!("PT{:02}", year.rem_euclid(100))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dong(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    #[test]
    fn a_discount_is_read_as_an_amount_or_a_share() {
        for (typed, lang, amount) in [
            ("50.000", Lang::Vi, 50_000),
            ("50,000", Lang::En, 50_000),
            ("50000đ", Lang::Vi, 50_000),
            ("10%", Lang::Vi, 55_740),
            ("7,5 %", Lang::Vi, 41_805),
            ("7.5%", Lang::En, 41_805),
            ("100 %", Lang::En, 557_400),
            ("0,01%", Lang::Vi, 56),
        ] {
            assert_eq!(discount(typed, dong(557_400), lang), Ok(dong(amount)), "{typed}");
        }
    }

    #[test]
    fn a_discount_that_cannot_be_is_refused() {
        for (typed, lang) in [
            ("", Lang::Vi),
            ("0", Lang::Vi),
            ("0%", Lang::Vi),
            ("-1", Lang::Vi),
            ("-1%", Lang::En),
            ("0,5", Lang::Vi),
            ("0.5", Lang::En),
            ("1,000", Lang::Vi),
            ("1.000", Lang::En),
            ("101%", Lang::Vi),
            ("100,01%", Lang::Vi),
            ("0,001%", Lang::Vi),
            ("%", Lang::Vi),
            ("10%%", Lang::Vi),
            ("557.401", Lang::Vi),
            ("1e3", Lang::En),
            ("99999999999999999999", Lang::En),
        ] {
            assert!(discount(typed, dong(557_400), lang).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_share_that_comes_to_nothing_is_refused() {
        assert!(discount("0,01%", dong(1_000), Lang::Vi).is_err());
        assert!(discount("10%", Money::ZERO, Lang::Vi).is_err());
    }

    #[test]
    fn quick_notes_are_above_the_bill_and_round() {
        let shown: Vec<i64> = quick_notes(dong(557_400)).into_iter().map(Money::minor).collect();
        assert_eq!(shown, [560_000, 600_000, 1_000_000]);
        assert_eq!(quick_notes(dong(500_000)).first(), Some(&dong(600_000)));
        assert!(quick_notes(dong(i64::MAX)).is_empty());
    }

    #[test]
    fn a_series_belongs_to_a_year() {
        assert_eq!(series(2026), "PT26");
        assert_eq!(series(2107), "PT07");
    }

    proptest! {
        #[test]
        fn every_dong_of_a_bill_is_accounted_for(
            amounts in prop::collection::vec(0_i64..50_000_000, 0..40),
            share in 0_i64..=10_000,
            extra in 0_i64..10_000_000,
        ) {
            let amounts: Vec<Money> = amounts.into_iter().map(dong).collect();
            let charged = Money::sum(amounts.iter().copied()).unwrap();
            let discount = charged.percent(share).unwrap();
            let bill = sums(amounts, discount).unwrap();
            prop_assert_eq!(bill.due.add(bill.discount), Some(bill.charged));
            let tendered = bill.due.add(dong(extra)).unwrap();
            prop_assert_eq!(change(bill.due, tendered), Some(dong(extra)));
            prop_assert_eq!(change(tendered.add(dong(1)).unwrap(), tendered), None);
        }

        #[test]
        fn every_dong_of_a_payment_reaches_one_invoice(
            parts in prop::collection::vec(0_i64..900_000, 1..5),
            owing in prop::collection::vec(0_i64..900_000, 1..5),
        ) {
            let owing: Vec<(InvoiceId, Money)> =
                owing.into_iter().zip(1..).map(|(due, id)| (InvoiceId::from_raw(id), dong(due))).collect();
            let parts: Vec<Part> = parts
                .into_iter()
                .map(|amount| Part { method: papers::receipt::Method::Cash, amount: dong(amount), reference: String::new() })
                .collect();
            let (wanted, due) = (Money::sum(parts.iter().map(|p| p.amount)).unwrap(), Money::sum(owing.iter().map(|o| o.1)).unwrap());
            let shares = allocate(&parts, &owing);
            prop_assert_eq!(shares.is_some(), wanted <= due);
            let Some(shares) = shares else { return Ok(()) };
            for (place, part) in parts.iter().enumerate() {
                let given = Money::sum(shares.iter().filter(|s| s.part == place).map(|s| s.amount));
                prop_assert_eq!(given, Some(part.amount));
            }
            for (invoice, due) in &owing {
                let given = Money::sum(shares.iter().filter(|s| s.invoice == *invoice).map(|s| s.amount)).unwrap();
                prop_assert!(given <= *due);
            }
        }

        #[test]
        fn no_discount_is_larger_than_the_bill(typed in "[-+]?[0-9.,]{0,8} ?%?", charged in 0_i64..2_000_000) {
            for lang in Lang::ALL {
                if let Ok(amount) = discount(&typed, dong(charged), lang) {
                    prop_assert!(amount > Money::ZERO && amount <= dong(charged));
                }
            }
        }

        #[test]
        fn quick_notes_always_cover_the_bill(due in 0_i64..1_000_000_000) {
            let notes = quick_notes(dong(due));
            prop_assert!(notes.iter().all(|note| change(dong(due), *note).is_some()));
            prop_assert!(notes.is_sorted());
        }
    }
}
