//! What a payer did not pay of its claim and the patient bears: whose charges it is of, so that it goes back with the goods that come
//! back afterwards.

use bricks::id::{ChargeId, ClaimId, InvoiceId, VisitId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::spread::spread;
use ground::db::{DbError, Stop, Tx};

ground::row! {
    /// A charge with what of a payer's part has not come back, and how much of the goods has.
    struct Borne {
        charge: ChargeId,
        part: Money,
        returned: Quantity,
    }
}

ground::row! {
    struct Refused {
        amount: Money,
        /// So much of the goods had come back before.
        from: Quantity,
    }
}

ground::row! {
    /// The same, with its charge.
    struct OfVisit {
        charge: ChargeId,
        invoice: InvoiceId,
        position: i64,
        amount: Money,
        from: Quantity,
        quantity: Quantity,
        returned: Quantity,
    }
}

impl Refused {
    /// Of what came back since.
    fn part(&self, quantity: Quantity, returned: Quantity) -> Money {
        let since = |until: Quantity| until.sub(self.from).unwrap_or(Quantity::ZERO);
        super::part_of(self.amount, since(quantity), since(returned))
    }
}

impl OfVisit {
    fn refused(&self) -> Refused {
        Refused { amount: self.amount, from: self.from }
    }
}

const OF_VISIT: &str = "SELECT r.charge_id, m.invoice_id, m.position, r.amount_vnd, r.from_milli, c.quantity_milli, c.returned_milli \
     FROM claim m JOIN claim_refused r ON r.claim_id = m.id JOIN charge c ON c.id = r.charge_id WHERE m.visit_id = $1";
const BORNE: &str = "SELECT id, CASE WHEN $2 = 1 THEN first_vnd - first_back_vnd ELSE second_vnd - second_back_vnd END, returned_milli \
     FROM charge WHERE invoice_id = $1 ORDER BY charged_at, id";
const INSERT: &str = "INSERT INTO claim_refused (claim_id, charge_id, amount_vnd, from_milli) VALUES ($1, $2, $3, $4)";
const OF_CHARGE: &str = "SELECT amount_vnd, from_milli FROM claim_refused WHERE charge_id = $1 ORDER BY claim_id";

/// Shares out over the charges what the patient bears of a claim that is settled now, under the visit's lock.
pub fn share_out(
    tx: &mut Tx<'_>,
    (claim, invoice, position): (ClaimId, InvoiceId, i64),
    patient: Money,
) -> Result<(), Stop> {
    let borne: Vec<Borne> = tx.all(BORNE, &[&invoice, &position])?;
    let weights: Vec<Money> = borne.iter().map(|of| of.part).collect();
    let shares = spread(patient, &weights).ok_or_else(|| Stop::fault("a claim that nothing was claimed for"))?;
    for (of, share) in borne.iter().zip(shares).filter(|(_, share)| !share.is_zero()) {
        tx.run_one(INSERT, &[&claim, &of.charge, &share, &of.returned])?;
    }
    Ok(())
}

/// Of the invoices of a visit: charge, invoice, the payer's position, and what of its refused part has come back with the goods.
pub fn came_back(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<(ChargeId, InvoiceId, i64, Money)>, DbError> {
    let all: Vec<OfVisit> = tx.all(OF_VISIT, &[&visit])?;
    let part = |of: &OfVisit| of.refused().part(of.quantity, of.returned);
    Ok(all
        .iter()
        .map(|of| (of.charge, of.invoice, of.position, part(of)))
        .filter(|(.., part)| !part.is_zero())
        .collect())
}

/// What of it goes back when so much of a charge has come back.
pub(super) fn goes_back(
    tx: &mut Tx<'_>,
    charge: ChargeId,
    (quantity, returned): (Quantity, Quantity),
) -> Result<Money, DbError> {
    let refused: Vec<Refused> = tx.all(OF_CHARGE, &[&charge])?;
    Ok(Money::sum(refused.iter().map(|of| of.part(quantity, returned))).unwrap_or(Money::ZERO))
}
