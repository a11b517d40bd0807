//! Money taken before there is a bill: taken into a session, used on bills, the rest given back.

pub mod acts;
pub mod pages;
pub mod views;

use crate::asked::Taking;
use crate::pay::in_both;
use crate::text;
use bricks::id::PatientId;
use bricks::money::Money;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use papers::deposit::{self as paper, Held};
use papers::receipt::{Method, Part};

/// What this branch holds for a patient.
pub fn held(tx: &mut Tx<'_>, who: &Who, patient: PatientId) -> Result<Money, DbError> {
    Ok(sum(&paper::held(tx, who.branch, patient)?))
}

/// All of several.
pub fn sum(held: &[Held]) -> Money {
    Money::sum(held.iter().map(|each| each.held)).unwrap_or(Money::ZERO)
}

/// Takes what is to come out of deposits out of the patient's, the oldest first; the parts are told one by one, each with
/// its deposit's number. Refused when less is held: the row of a deposit is lowered only while it holds that much.
pub fn draw(tx: &mut Tx<'_>, who: &Who, patient: PatientId, taking: Taking) -> Result<Taking, Stop> {
    if !taking.uses_deposit() {
        return Ok(taking);
    }
    let mut held = paper::lock_held(tx, who.branch, patient)?;
    let all = sum(&held);
    let (mut parts, mut deposits) = (Vec::new(), Vec::new());
    for part in taking.parts {
        if part.method != Method::Deposit {
            parts.push(part);
            deposits.push(None);
            continue;
        }
        let mut left = part.amount;
        for each in held.iter_mut().filter(|each| !each.held.is_zero()) {
            let amount = left.min(each.held);
            if amount.is_zero() {
                break;
            }
            if !paper::take_out(tx, each.id, amount)? {
                return Err(too_much(all));
            }
            let less = |from: Money| from.sub(amount).ok_or_else(|| Stop::fault("more is used than is held"));
            (each.held, left) = (less(each.held)?, less(left)?);
            parts.push(Part { method: Method::Deposit, amount, reference: each.shown() });
            deposits.push(Some(each.id));
        }
        if !left.is_zero() || part.amount.is_zero() {
            return Err(too_much(all));
        }
    }
    Ok(Taking { parts, deposits, ..taking })
}

fn too_much(held: Money) -> Stop {
    Refusal::field("mixed_deposit", in_both(held, text::deposit_too_much)).into()
}
