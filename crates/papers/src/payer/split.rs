//! What every payer bears of every charge: a pure function of the charges and the plans' terms. Whatever the rounding, a
//! charge is borne by its payers and the patient to the last đồng, because the patient bears the rest.

use super::{PAYERS_MAX, ServiceGroup};
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::spread::spread;

const WHOLE_BASIS_POINTS: i64 = 10_000;

/// A charge as the split sees it. All amounts are not negative.
#[derive(Debug, Clone)]
pub struct Part {
    pub group: ServiceGroup,
    /// The code of the service or medicine.
    pub item: String,
    pub quantity: Quantity,
    /// What was charged, less what was taken off this line.
    pub net: Money,
    /// Whether the national insurance knows it.
    pub insurable: bool,
    /// On an invoice: what its payers bear is settled, and counts for ceilings and deductible.
    pub frozen: Option<[Money; PAYERS_MAX]>,
}

/// What a plan says of one class; `None` where it says nothing else than of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupTerms {
    pub group: ServiceGroup,
    pub share_basis_points: Option<i64>,
    /// The most that is borne of the class in one visit.
    pub ceiling: Option<Money>,
}

/// What a plan bears of a visit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The national insurance: it bears nothing of what it does not know.
    pub national: bool,
    pub share_basis_points: i64,
    pub groups: Vec<GroupTerms>,
    /// The most that counts of one unit, by the item's code; nothing for an exclusion.
    pub items: Vec<(String, Money)>,
    /// The patient bears so much of what counts before anything is borne.
    pub deductible: Money,
    /// The patient bears so much of what would be borne, once a visit.
    pub copayment: Money,
    /// The most that is borne of one visit.
    pub ceiling: Option<Money>,
    /// A visit of which less than this counts is borne whole.
    pub whole_below: Option<Money>,
}

/// What the payers bear of each part, in their order; `None` when an amount does not fit. A frozen part stays as it is.
/// The sum of a part's shares is never above its net amount.
pub fn split(parts: &[Part], payers: &[Terms]) -> Option<Vec<[Money; PAYERS_MAX]>> {
    let mut borne = vec![[Money::ZERO; PAYERS_MAX]; parts.len()];
    for (each, part) in borne.iter_mut().zip(parts) {
        *each = part.frozen.unwrap_or(*each);
    }
    for (position, terms) in payers.iter().take(PAYERS_MAX).enumerate() {
        let mut lines = Vec::with_capacity(parts.len());
        for (part, shares) in parts.iter().zip(&borne) {
            let before = Money::sum(shares.iter().take(position).copied())?;
            let left = part.net.sub(before)?.max(Money::ZERO);
            let paid = part.frozen.and_then(|frozen| frozen.get(position).copied());
            lines.push(Line { part, counts: counts(part, left, terms)?, raw: Money::ZERO, paid });
        }
        let shares = one(&mut lines, terms)?;
        for ((shares, share), line) in borne.iter_mut().zip(shares).zip(&lines) {
            if line.paid.is_none() {
                *shares.get_mut(position)? = share;
            }
        }
    }
    Some(borne)
}

/// A part on its way through one plan.
struct Line<'a> {
    part: &'a Part,
    /// What of it the plan looks at.
    counts: Money,
    /// The share of that, before ceilings and co-payment.
    raw: Money,
    /// Settled before.
    paid: Option<Money>,
}

/// What of a part a plan looks at: nothing of what it excludes, never more than its ceiling for a unit.
fn counts(part: &Part, left: Money, terms: &Terms) -> Option<Money> {
    if (terms.national && !part.insurable) || share_of(part, terms) == 0 {
        return Some(Money::ZERO);
    }
    let ceiling = terms.items.iter().find(|(code, _)| !code.is_empty() && *code == part.item);
    ceiling.map_or(Some(left), |(_, unit)| Some(unit.times(part.quantity)?.min(left)))
}

fn share_of(part: &Part, terms: &Terms) -> i64 {
    let own = terms.groups.iter().find(|group| group.group == part.group);
    own.and_then(|group| group.share_basis_points).unwrap_or(terms.share_basis_points)
}

fn one(lines: &mut [Line<'_>], terms: &Terms) -> Option<Vec<Money>> {
    let all = Money::sum(lines.iter().map(|line| line.counts))?;
    let whole = terms.whole_below.is_some_and(|below| all < below);
    let mut deductible = terms.deductible;
    // What is settled was counted first, so it has used up its part of the deductible.
    for frozen in [true, false] {
        for line in lines.iter_mut().filter(|line| line.paid.is_some() == frozen) {
            let own = deductible.min(line.counts);
            deductible = deductible.sub(own)?;
            let share = if whole { WHOLE_BASIS_POINTS } else { share_of(line.part, terms) };
            line.raw = line.counts.sub(own)?.percent(share)?;
        }
    }
    for group in &terms.groups {
        if let Some(ceiling) = group.ceiling {
            hold(lines, |line| line.part.group == group.group, ceiling)?;
        }
    }
    let settled = |of: fn(&Line<'_>) -> Money| Money::sum(lines.iter().filter(|l| l.paid.is_some()).map(of));
    let (raw, paid) = (settled(|line| line.raw)?, settled(|line| line.paid.unwrap_or_default())?);
    let copayment = terms.copayment.sub(raw.sub(paid)?.max(Money::ZERO).min(terms.copayment))?;
    let open = Money::sum(lines.iter().filter(|line| line.paid.is_none()).map(|line| line.raw))?;
    let mut total = open.sub(copayment)?.max(Money::ZERO);
    if let Some(ceiling) = terms.ceiling {
        total = total.min(ceiling.sub(paid)?.max(Money::ZERO));
    }
    let weights: Vec<Money> = lines.iter().map(|l| if l.paid.is_none() { l.raw } else { Money::ZERO }).collect();
    if total == open { Some(weights) } else { spread(total, &weights) }
}

/// Amount and discount of what is left of a charge, so that the patient's part, which is the rest, is not below nothing: each of the
/// three was rounded by itself when a part came back.
pub fn left_over(amount: Money, discount: Money, insured: Money) -> (Money, Money) {
    let amount = amount.max(insured);
    (amount, discount.min(amount.sub(insured).unwrap_or(Money::ZERO)))
}

/// Holds the open lines of one class below what its ceiling leaves.
fn hold(lines: &mut [Line<'_>], of: impl Fn(&Line<'_>) -> bool, ceiling: Money) -> Option<()> {
    let paid = Money::sum(lines.iter().filter(|line| of(line)).filter_map(|line| line.paid))?;
    let room = ceiling.sub(paid)?.max(Money::ZERO);
    let open = |line: &Line<'_>| of(line) && line.paid.is_none();
    let weights: Vec<Money> = lines.iter().filter(|line| open(line)).map(|line| line.raw).collect();
    if Money::sum(weights.iter().copied())? > room {
        let shares = spread(room, &weights)?;
        for (line, share) in lines.iter_mut().filter(|line| open(line)).zip(shares) {
            line.raw = share;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests;
