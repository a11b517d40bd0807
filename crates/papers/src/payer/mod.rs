//! Who pays for a visit besides the patient: an insurer or a company by one of its plans, and what that plan bears of
//! every charge. At most two: the second bears of what the first leaves.

pub mod benefit;
pub mod split;
pub mod store;

pub use split::{Part, Terms, left_over, split};

use crate::refuse::conflict;
use crate::text;
use bricks::id::VisitId;
use bricks::money::Money;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};

codes! {
    /// The class of a charge, as plans, vouchers and the tax law name it.
    pub enum ServiceGroup {
        Consultation = "consultation",
        Lab = "lab",
        Imaging = "imaging",
        Procedure = "procedure",
        Vaccine = "vaccine",
        /// On a prescription, within a treatment.
        Medicine = "medicine",
        /// Sold apart.
        Retail = "retail",
        Other = "other",
    }
}

codes! {
    /// Where a claim stands.
    pub enum ClaimState {
        ToSend = "to_send",
        Sent = "sent",
        /// The payer has answered: paid, the whole or a part.
        Settled = "settled",
        /// The payer pays nothing.
        Refused = "refused",
    }
}

/// How many payers a visit may have besides the patient.
pub const PAYERS_MAX: usize = 2;

/// Writes anew what the visit's payers bear of its open charges, and what the patient therefore owes. Whoever calls holds
/// the visit's lock. Refused when a discount takes off more than is left to the patient.
pub fn refresh(tx: &mut Tx<'_>, visit: VisitId) -> Result<(), Stop> {
    let terms = store::terms_of(tx, visit)?;
    let parts = store::parts(tx, visit)?;
    if terms.is_empty() && parts.iter().all(|row| row.borne == [Money::ZERO; PAYERS_MAX]) {
        return Ok(());
    }
    let wanted: Vec<Part> = parts.iter().map(store::Row::part).collect();
    let shares = split(&wanted, &terms).ok_or_else(|| Stop::fault("a split that does not fit"))?;
    let mut more = Money::ZERO;
    for (row, share) in parts.iter().zip(&shares).filter(|(row, share)| !row.is_frozen && row.borne != **share) {
        let (was, now) = (Money::sum(row.borne), Money::sum(*share));
        more = now.zip(was).and_then(|(now, was)| more.add(now)?.sub(was)).ok_or_else(|| Stop::fault("too large"))?;
        store::bear(tx, row.charge, *share)?;
    }
    if !more.is_zero() && !store::owe_less(tx, visit, more)? {
        return Err(conflict(text::payer_discount_above_say()));
    }
    Ok(())
}

/// Takes the payer that the patient's profile tells of, when a plan of it is taken by itself and the card is valid on the
/// day of the visit. For a check-in, which is the visit's first row.
pub fn take_from_card(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<bool, Stop> {
    let Some(card) = store::card(tx, visit)? else { return Ok(false) };
    let level = benefit::level_of(&card.number).unwrap_or_default();
    if card.by_card && level.is_empty() {
        return Ok(false);
    }
    // Whose the card is already is asked at the cashier's, where it can be put right.
    if card.national && store::hold_card(tx, &card.number, card.patient)?.is_some() {
        return Ok(false);
    }
    let new = store::NewPayer {
        visit,
        position: 1,
        plan: card.plan,
        card: &card.number,
        level,
        guarantee: "",
        from_day: card.from_day,
        until_day: card.until_day,
    };
    if !store::choose(tx, who, &new)? {
        return Ok(false);
    }
    who.note(
        tx,
        "choose_payer",
        "visit",
        visit.raw(),
        Some(card.patient),
        &format!("1 {} {}", card.plan_name, card.number),
    )?;
    tx.announce(Topic::Cashier);
    Ok(true)
}
