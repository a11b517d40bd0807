//! From which batches a line is given: what is proposed, what typed figures mean, and what becomes of the rest.

use crate::text;
use bricks::clock::Day;
use bricks::id::{BatchId, MedicineId, PrescriptionLineId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::catalog;
use papers::batch::{Available, Substitute, propose, propose_for_course};
use papers::prescription::{Line, REFUSALS};

/// So many batches are offered for a line, besides those that the proposal takes from.
const MORE_BATCHES: usize = 1;
const NOTE_CHARS: usize = 200;
/// What is said of the rest of a line when it is to be collected later.
pub const REMAINDER: &str = "remainder";

/// What the shelves hold for a prescription.
#[derive(Debug, Clone, Default)]
pub struct Stock {
    pub available: Vec<Available>,
    pub substitutes: Vec<Substitute>,
}

impl Stock {
    /// Steps of one course are lines of the same medicine: what one takes is no longer there for the next.
    fn lower(&mut self, taken: impl Iterator<Item = (BatchId, Quantity)>) {
        for (batch, quantity) in taken {
            for own in self.available.iter_mut().filter(|b| b.batch == batch) {
                own.quantity = own.quantity.sub(quantity).unwrap_or(Quantity::ZERO);
            }
            for other in self.substitutes.iter_mut().filter(|s| s.batch == batch) {
                other.quantity = other.quantity.sub(quantity).unwrap_or(Quantity::ZERO);
            }
        }
    }
}

/// What one line can be given from, and what is proposed.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub line: Line,
    pub batches: Vec<Offered>,
    /// What no usable batch of the medicine itself holds; nothing when there is enough.
    pub missing: Quantity,
}

/// A batch beside a line, with what is proposed (or was) taken from it.
#[derive(Debug, Clone)]
pub struct Offered {
    pub batch: BatchId,
    pub number: String,
    pub expires_on: Day,
    pub on_hand: Quantity,
    pub take: Quantity,
    /// The product, when it is another one than the doctor wrote.
    pub instead: Option<Product>,
}

/// What is charged for a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    pub medicine: MedicineId,
    pub name: Say,
    pub price: Money,
}

impl Product {
    fn of(other: &Substitute) -> Product {
        let name = |l| {
            let generic = catalog::medicine_name(l, (&other.generic_vi, &other.generic_en), &other.strength);
            if other.brand.is_empty() { generic } else { format!("{generic} ({})", other.brand) }
        };
        Product { medicine: other.medicine, name: Say::new(name(Lang::Vi), name(Lang::En)), price: other.price }
    }
}

/// The proposal for each line: earliest expiry first, from batches that outlast the course if those suffice. Where
/// there is not enough, everything usable is taken and the rest is missing.
pub fn propose_all(lines: Vec<Line>, stock: &Stock, today: Day) -> Vec<Proposal> {
    let mut left = stock.clone();
    let mut proposals = Vec::with_capacity(lines.len());
    for line in lines {
        let proposal = propose_line(line, &left, today);
        left.lower(proposal.batches.iter().map(|b| (b.batch, b.take)));
        proposals.push(proposal);
    }
    proposals
}

fn propose_line(line: Line, stock: &Stock, today: Day) -> Proposal {
    let mut own: Vec<Available> = stock.available.iter().filter(|a| a.medicine == line.medicine).cloned().collect();
    own.retain(|b| !b.quantity.is_zero());
    let (takes, missing) = match propose_for_course(&own, line.remainder(), today, line.days) {
        Ok(takes) => (takes, Quantity::ZERO),
        Err(short) => (Vec::new(), short.missing),
    };
    let taken =
        |batch: &Available| takes.iter().find(|t| t.batch == batch.batch).map_or(Quantity::ZERO, |t| t.quantity);
    let all = own.iter().map(|b| Offered {
        batch: b.batch,
        number: b.number.clone(),
        expires_on: b.expires_on,
        on_hand: b.quantity,
        take: if missing.is_zero() { taken(b) } else { b.quantity },
        instead: None,
    });
    let mut more = MORE_BATCHES;
    let mut batches: Vec<Offered> = all
        .filter(|b| {
            !b.take.is_zero()
                || more > 0 && {
                    more -= 1;
                    true
                }
        })
        .collect();
    if !line.remainder().is_zero() {
        batches.extend(stock.substitutes.iter().filter(|s| s.line == line.id).map(offered_instead));
    }
    Proposal { line, batches, missing }
}

fn offered_instead(other: &Substitute) -> Offered {
    Offered {
        batch: other.batch,
        number: other.number.clone(),
        expires_on: other.expires_on,
        on_hand: other.quantity,
        take: Quantity::ZERO,
        instead: Some(Product::of(other)),
    }
}

/// The name of the input for what is taken from a batch for a line.
pub fn input_name(line: PrescriptionLineId, batch: BatchId) -> String {
    format!("take-{line}-{batch}")
}

/// What is to be taken from one batch for one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taking {
    pub line: PrescriptionLineId,
    pub batch: BatchId,
    pub quantity: Quantity,
}

/// What of a line will not be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declined {
    pub line: PrescriptionLineId,
    pub quantity: Quantity,
    pub reason: &'static str,
    pub note: String,
}

/// What is decided about one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decided {
    pub takings: Vec<Taking>,
    pub declined: Option<Declined>,
    /// What the patient collects later.
    pub remainder: Quantity,
}

/// Which field of a line is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    Take,
    Rest,
    Note,
}

/// Why what was typed for a line cannot be, and at which of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub at: Mistake,
    pub say: Say,
}

impl From<Say> for Wrong {
    fn from(say: Say) -> Wrong {
        Wrong { at: Mistake::Take, say }
    }
}

/// All that was typed, line by line, or why not: a refusal when figures do not add up, a conflict when a batch no longer
/// holds so much. `typed` gives the fields of the form.
pub fn read_takings(
    lines: &[Line],
    stock: &Stock,
    typed: &[(String, String)],
    lang: Lang,
) -> Result<Vec<Decided>, Refusal> {
    let read: Vec<Result<Decided, Wrong>> = lines.iter().map(|line| read_line(line, typed, lang)).collect();
    let wrong = i64::try_from(read.iter().filter(|line| line.is_err()).count()).unwrap_or(i64::MAX);
    if wrong > 0 {
        return Err(Refusal::invalid(text::takes_wrong_say(wrong)));
    }
    let decided: Vec<Decided> = read.into_iter().flatten().collect();
    let holds = |t: &Taking| {
        let own = |line: &&Line| line.id == t.line;
        let medicine = lines.iter().find(own).map(|line| line.medicine);
        let known = stock.available.iter().find(|b| b.batch == t.batch && Some(b.medicine) == medicine);
        let other = stock.substitutes.iter().find(|s| s.batch == t.batch && s.line == t.line);
        known.map(|b| b.quantity).or(other.map(|s| s.quantity)).is_some_and(|held| held >= t.quantity)
    };
    if !decided.iter().flat_map(|line| &line.takings).all(holds) {
        return Err(Refusal::conflict(text::stock_changed_say()));
    }
    if decided.iter().all(|line| line.takings.is_empty() && line.declined.is_none()) {
        return Err(Refusal::invalid(text::nothing_given_say()));
    }
    Ok(decided)
}

/// What was typed for one line, in the order of the fields, or why it cannot be: a figure that is none, more than
/// remains, a rest of which nothing is said, or a reason not to give what is typed to be given whole.
pub fn read_line(line: &Line, typed: &[(String, String)], lang: Lang) -> Result<Decided, Wrong> {
    let prefix = format!("take-{}-", line.id);
    let mut takings: Vec<Taking> = Vec::new();
    for (name, value) in typed {
        let Some(batch) = name.strip_prefix(&prefix) else { continue };
        let batch: BatchId = batch.parse().map_err(|_| ground::text::field_unknown_say())?;
        let quantity = if value.trim().is_empty() { Quantity::ZERO } else { Quantity::parse(value, lang)? };
        match takings.iter_mut().find(|t| t.batch == batch) {
            Some(_) => return Err(ground::text::field_unknown_say().into()),
            None => takings.push(Taking { line: line.id, batch, quantity }),
        }
    }
    let sum = Quantity::sum(takings.iter().map(|t| t.quantity)).unwrap_or(Quantity::from_milli(i64::MAX));
    takings.retain(|t| !t.quantity.is_zero());
    let rest = Quantity::from_milli(line.remainder().milli().saturating_sub(sum.milli()));
    if rest.is_negative() {
        let amounts = |l| text::take_sum(l, sum.show(l), line.remainder().show(l));
        return Err(Say::new(amounts(Lang::Vi), amounts(Lang::En)).into());
    }
    read_rest(line, typed, rest).map(|(remainder, declined)| Decided { takings, declined, remainder })
}

fn read_rest(line: &Line, typed: &[(String, String)], rest: Quantity) -> Result<(Quantity, Option<Declined>), Wrong> {
    let at = |at| move |say| Wrong { at, say };
    let field = |prefix: &str| {
        let name = format!("{prefix}-{}", line.id);
        typed.iter().find(|(n, _)| *n == name).map_or("", |(_, value)| value.as_str())
    };
    let chosen = field("rest");
    if rest.is_zero() {
        let refuses = REFUSALS.contains(&chosen);
        return if refuses {
            Err(text::rest_contradicts_say()).map_err(at(Mistake::Rest))
        } else {
            Ok((Quantity::ZERO, None))
        };
    }
    if chosen == REMAINDER {
        return Ok((rest, None));
    }
    let Some(reason) = REFUSALS.into_iter().find(|reason| *reason == chosen) else {
        let amounts = |l| text::rest_unsaid(l, rest.show(l));
        return Err(Say::new(amounts(Lang::Vi), amounts(Lang::En))).map_err(at(Mistake::Rest));
    };
    let note = bricks::text::clean_line(field("note"), NOTE_CHARS).map_err(at(Mistake::Note))?;
    if reason == "other" && !bricks::text::says_something(&note) {
        return Err(text::rest_other_say()).map_err(at(Mistake::Note));
    }
    Ok((Quantity::ZERO, Some(Declined { line: line.id, quantity: rest, reason, note })))
}

/// Whether something is taken from other batches than the rule of the earliest expiry gives for the same amounts.
pub fn leaves_the_order(lines: &[Line], stock: &Stock, decided: &[Decided], today: Day) -> bool {
    let mut left = stock.clone();
    lines.iter().zip(decided).any(|(line, decided)| {
        let leaves = leaves_at(line, &left, decided, today);
        left.lower(decided.takings.iter().map(|t| (t.batch, t.quantity)));
        leaves
    })
}

fn leaves_at(line: &Line, stock: &Stock, decided: &Decided, today: Day) -> bool {
    let own: Vec<Available> = stock.available.iter().filter(|a| a.medicine == line.medicine).cloned().collect();
    let mut products: Vec<(MedicineId, Vec<Available>)> = vec![(line.medicine, own)];
    for other in stock.substitutes.iter().filter(|s| s.line == line.id) {
        let batch = Available {
            batch: other.batch,
            medicine: other.medicine,
            number: other.number.clone(),
            expires_on: other.expires_on,
            quantity: other.quantity,
        };
        match products.iter_mut().find(|(medicine, _)| *medicine == other.medicine) {
            Some((_, batches)) => batches.push(batch),
            None => products.push((other.medicine, vec![batch])),
        }
    }
    products.iter().any(|(_, batches)| differs(line, batches, decided, today))
}

fn differs(line: &Line, batches: &[Available], decided: &Decided, today: Day) -> bool {
    let of_these = |t: &&Taking| batches.iter().any(|b| b.batch == t.batch);
    let mut taken: Vec<(BatchId, Quantity)> =
        decided.takings.iter().filter(of_these).map(|t| (t.batch, t.quantity)).collect();
    let sum = Quantity::sum(taken.iter().map(|(_, quantity)| *quantity)).unwrap_or(Quantity::ZERO);
    let by = |proposed: Vec<papers::batch::Take>| {
        let mut proposed: Vec<(BatchId, Quantity)> = proposed.iter().map(|t| (t.batch, t.quantity)).collect();
        proposed.sort_unstable();
        proposed
    };
    taken.sort_unstable();
    let for_course = propose_for_course(batches, sum, today, line.days).map(by);
    let by_expiry = propose(batches, sum, today).map(by);
    // Where the whole of it does not outlast the course, a part of it by expiry is in order too.
    let in_order = for_course.as_ref() == Ok(&taken)
        || by_expiry.as_ref() == Ok(&taken) && propose_for_course(batches, line.remainder(), today, line.days).is_err();
    !in_order
}

/// The products of which a line's takings are, each with its sum and its batches.
pub fn by_product(line: &Line, stock: &Stock, decided: &Decided) -> Vec<(Product, Quantity, Vec<BatchId>)> {
    let mut sums: Vec<(Product, Quantity, Vec<BatchId>)> = Vec::new();
    for taking in &decided.takings {
        let other = stock.substitutes.iter().find(|s| s.line == line.id && s.batch == taking.batch);
        let product = other.map_or_else(|| own_product(line), Product::of);
        match sums.iter_mut().find(|(known, ..)| known.medicine == product.medicine) {
            Some((_, sum, batches)) => {
                *sum = sum.add(taking.quantity).unwrap_or(*sum);
                batches.push(taking.batch);
            }
            None => sums.push((product, taking.quantity, vec![taking.batch])),
        }
    }
    sums
}

fn own_product(line: &Line) -> Product {
    let name = |l| crate::rules::medicine_name(line, l);
    Product { medicine: line.medicine, name: Say::new(name(Lang::Vi), name(Lang::En)), price: line.price }
}
