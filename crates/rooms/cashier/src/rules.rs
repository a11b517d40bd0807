//! Pure decisions about money: what a bill comes to, what a discount may be, what is given back.

use crate::text;
use bricks::id::InvoiceId;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::say::Say;
use bricks::spread::spread;
use papers::charge::Charge;
use papers::payer::ServiceGroup;
use papers::receipt::Part;

/// A hundred percent in hundredths of a percent.
const WHOLE_BASIS_POINTS: i64 = 10_000;
/// Notes and sums that a patient is likely to hand over, in đồng.
const ROUND_STEPS_VND: [i64; 6] = [10_000, 20_000, 50_000, 100_000, 200_000, 500_000];
const QUICK_NOTES_MAX: usize = 4;

/// What a bill comes to. `due` is always `charged - discount - insured`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    pub charged: Money,
    pub discount: Money,
    /// Borne by other payers.
    pub insured: Money,
    pub due: Money,
}

/// One charge as the sums see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    pub group: ServiceGroup,
    pub charged: Money,
    /// Taken off this line.
    pub discount: Money,
    pub insured: Money,
}

impl Amounts {
    pub fn of(charge: &Charge) -> Amounts {
        let (group, charged, discount, insured) = (charge.group, charge.amount, charge.discount, charge.insured());
        Amounts { group, charged, discount, insured }
    }

    /// What is left to the patient; `None` when that is less than nothing.
    fn patient(self) -> Option<Money> {
        let left = self.charged.sub(self.discount)?.sub(self.insured)?;
        (!left.is_negative()).then_some(left)
    }
}

/// Adds up a bill, and shares out what was taken off the whole of it over what is left to the patient of each line, so
/// that the lines come to the sum. A reduction of one class falls on its lines, where they hold that much. `None` when
/// more is taken off than is left, or a sum does not fit.
pub fn sums(lines: &[Amounts], off: &[(Option<ServiceGroup>, Money)]) -> Option<(Sums, Vec<Money>)> {
    let mut left = lines.iter().map(|line| line.patient()).collect::<Option<Vec<Money>>>()?;
    let mut shares = vec![Money::ZERO; lines.len()];
    let (of_class, of_all): (Vec<_>, Vec<_>) = off.iter().copied().partition(|(group, _)| group.is_some());
    for (group, amount) in of_class.into_iter().chain(of_all) {
        let within = |line: &Amounts| group.is_none_or(|group| line.group == group);
        let mut weights: Vec<Money> =
            lines.iter().zip(&left).map(|(line, left)| if within(line) { *left } else { Money::ZERO }).collect();
        if Money::sum(weights.iter().copied())? < amount {
            weights.clone_from(&left);
        }
        if Money::sum(weights.iter().copied())? < amount {
            return None;
        }
        for ((share, left), more) in shares.iter_mut().zip(&mut left).zip(spread(amount, &weights)?) {
            (*share, *left) = (share.add(more)?, left.sub(more)?);
        }
    }
    let all = |of: fn(&Amounts) -> Money| Money::sum(lines.iter().map(of));
    let (charged, insured) = (all(|line| line.charged)?, all(|line| line.insured)?);
    let discount = all(|line| line.discount)?.add(Money::sum(shares.iter().copied())?)?;
    Some((Sums { charged, discount, insured, due: Money::sum(left)? }, shares))
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
    if charged.is_zero() {
        return Err(text::discount_nothing_left_say());
    }
    if amount.is_zero() {
        return Err(text::discount_nothing_say());
    }
    if amount > charged {
        let (vi, en) = (charged.show_with_sign(Lang::Vi), charged.show_with_sign(Lang::En));
        return Err(Say::new(text::discount_too_large(Lang::Vi, vi), text::discount_too_large(Lang::En, en)));
    }
    Ok(amount)
}

/// The smallest note that still goes round, in đồng.
const SMALLEST_NOTE_VND: i64 = 500;

/// A share of a whole bill of which `due` is left, so that what remains can be handed over in notes: it is raised to leave the whole note
/// below, never lowered against the patient. Where nothing would remain, or it is more than is left, it stays exact.
pub fn payable(exact: Money, due: Money) -> Money {
    let left = due.minor().saturating_sub(exact.minor());
    let notes = left - left.rem_euclid(SMALLEST_NOTE_VND);
    // Of a small bill a note is too large a part.
    if notes > 0 && due.minor() >= SMALLEST_NOTE_VND * 20 { Money::from_minor(due.minor() - notes) } else { exact }
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
pub fn basis_points(share: &str, lang: Lang) -> Result<i64, Say> {
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

/// What stands in these fields, as the ticked box "this amount is right" sends it: other values ask anew.
pub fn as_typed<'t>(fields: &[&str], typed: impl Fn(&str) -> &'t str) -> String {
    fields.iter().map(|name| typed(name).trim()).collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests;
