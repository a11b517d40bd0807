//! Takings: what payments brought in, by day, cashier, way of paying, doctor, kind of service and payer.
//!
//! Every payment is spread over what its invoice is made of, once, in the transaction that writes it, and added up at the
//! same time, so that a report of years reads sums. A void takes back the shares of what it reverses, whatever has become of
//! the visit since; a refund takes from what was paid of its invoice. `kham verify` proves both sums.

use bricks::id::{ChargeId, InvoiceId, PaymentId};
use bricks::money::Money;
use bricks::spread::spread;
use ground::db::{Stop, Tx};

ground::row! {
    /// A part of a bill, or of what was paid of it.
    struct Part {
        /// 0: nobody's.
        doctor: i64,
        group: String,
        payer: String,
        amount: Money,
    }
}

/// What the patient bears of an invoice, without what was set off of it, with what a payer refused. An order is of the doctor who asked for it, all else
/// of the visit's. The payer is the first one that was chosen for the visit, not what stands in the patient's profile.
/// Payments of before something was set off keep their shares.
const CHARGED: &str = "SELECT COALESCE(d.id, v.doctor_id, 0), c.service_group, COALESCE(n.kind, 'self'), \
     CAST(SUM(c.amount_vnd - c.discount_vnd - c.first_vnd - c.second_vnd - c.set_off_vnd \
     + COALESCE((SELECT SUM(r.amount_vnd) FROM claim_refused r WHERE r.charge_id = c.id), 0)) AS BIGINT) \
     FROM charge c LEFT JOIN visit v ON v.id = c.visit_id LEFT JOIN visit_payer y ON y.visit_id = c.visit_id AND y.position = 1 \
     LEFT JOIN payer_plan l ON l.id = y.plan_id LEFT JOIN insurer n ON n.id = l.insurer_id \
     LEFT JOIN clinical_order o ON c.source_kind = 'order' AND o.id = c.source_id \
     LEFT JOIN resource d ON d.staff_id = o.ordered_by AND d.kind = 'doctor' \
     WHERE c.invoice_id = $1 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
const PAID: &str = "SELECT s.doctor_id, s.service_group, s.payer_kind, CAST(SUM(s.amount_vnd) AS BIGINT) \
     FROM payment p JOIN payment_share s ON s.payment_id = p.id WHERE p.invoice_id = $1 \
     GROUP BY s.doctor_id, s.service_group, s.payer_kind HAVING SUM(s.amount_vnd) > 0 ORDER BY 1, 2, 3";
/// What the patient bears of a charge, of the payer to whom its takings were counted.
const CHARGED_ONE: &str = "SELECT COALESCE(d.id, v.doctor_id, 0), c.service_group, \
     COALESCE((SELECT h.payer_kind FROM payment p JOIN payment_share h ON h.payment_id = p.id \
     WHERE p.invoice_id = c.invoice_id AND p.kind = 'taken' ORDER BY p.id LIMIT 1), n.kind, 'self'), \
     CAST(c.amount_vnd - c.discount_vnd - c.first_vnd - c.second_vnd \
     + COALESCE((SELECT SUM(r.amount_vnd) FROM claim_refused r WHERE r.charge_id = c.id), 0) AS BIGINT) \
     FROM charge c LEFT JOIN visit v ON v.id = c.visit_id LEFT JOIN visit_payer y ON y.visit_id = c.visit_id AND y.position = 1 \
     LEFT JOIN payer_plan l ON l.id = y.plan_id LEFT JOIN insurer n ON n.id = l.insurer_id \
     LEFT JOIN clinical_order o ON c.source_kind = 'order' AND o.id = c.source_id \
     LEFT JOIN resource d ON d.staff_id = o.ordered_by AND d.kind = 'doctor' WHERE c.id = $1";
const SHARE: &str = "INSERT INTO payment_share (payment_id, doctor_id, service_group, payer_kind, amount_vnd) VALUES ($1, $2, $3, $4, $5)";
const SHARE_BACK: &str = "INSERT INTO payment_share (payment_id, doctor_id, service_group, payer_kind, amount_vnd) \
     SELECT $1, s.doctor_id, s.service_group, s.payer_kind, -s.amount_vnd FROM payment p JOIN payment_share s ON s.payment_id = p.reverses_id \
     WHERE p.id = $1";
/// In the order of their keys, so that two payments never wait for each other.
const ADD: &str = "INSERT INTO takings (branch_id, day, cashier_id, method, doctor_id, service_group, payer_kind, taken_vnd, voided_vnd, \
     refunded_vnd, payments) SELECT p.branch_id, p.day, c.opened_by, p.method, s.doctor_id, s.service_group, s.payer_kind, \
     CASE WHEN p.kind = 'taken' THEN s.amount_vnd ELSE 0 END, CASE WHEN p.kind = 'voided' THEN s.amount_vnd ELSE 0 END, \
     CASE WHEN p.kind = 'refunded' THEN s.amount_vnd ELSE 0 END, \
     CASE WHEN p.kind = 'refunded' OR ROW_NUMBER() OVER (ORDER BY s.doctor_id, s.service_group, s.payer_kind) > 1 THEN 0 \
     WHEN p.kind = 'taken' THEN 1 ELSE -1 END \
     FROM payment p JOIN cash_session c ON c.id = p.session_id JOIN payment_share s ON s.payment_id = p.id WHERE p.id = $1 \
     ORDER BY s.doctor_id, s.service_group, s.payer_kind \
     ON CONFLICT (branch_id, day, cashier_id, method, doctor_id, service_group, payer_kind) DO UPDATE SET \
     taken_vnd = takings.taken_vnd + excluded.taken_vnd, voided_vnd = takings.voided_vnd + excluded.voided_vnd, \
     refunded_vnd = takings.refunded_vnd + excluded.refunded_vnd, payments = takings.payments + excluded.payments";

/// Adds up a payment that was taken for an invoice and is written already.
pub fn taken(tx: &mut Tx<'_>, payment: PaymentId, invoice: InvoiceId, amount: Money) -> Result<(), Stop> {
    let parts: Vec<Part> = tx.all(CHARGED, &[&invoice])?;
    write(tx, payment, amount, parts)
}

/// Adds up a payment that gives back of an invoice and is written already: from the one charge that came back, or from all that
/// was paid. `amount` is below nothing.
pub fn given_back(
    tx: &mut Tx<'_>,
    payment: PaymentId,
    (invoice, charge): (InvoiceId, Option<ChargeId>),
    amount: Money,
) -> Result<(), Stop> {
    let parts: Vec<Part> = match charge {
        Some(charge) => tx.all(CHARGED_ONE, &[&charge])?,
        None => tx.all(PAID, &[&invoice])?,
    };
    write(tx, payment, amount, parts)
}

/// Adds up a payment that reverses another and is written already.
pub fn taken_back(tx: &mut Tx<'_>, payment: PaymentId) -> Result<(), Stop> {
    tx.run(SHARE_BACK, &[&payment])?;
    tx.run(ADD, &[&payment])?;
    Ok(())
}

fn write(tx: &mut Tx<'_>, payment: PaymentId, amount: Money, mut parts: Vec<Part>) -> Result<(), Stop> {
    if parts.is_empty() {
        parts.push(Part { doctor: 0, group: "other".to_owned(), payer: "self".to_owned(), amount });
    }
    let shares = shares(amount, &parts).ok_or_else(|| Stop::fault("a payment that cannot be shared out"))?;
    let wanted = parts.iter().zip(shares).enumerate().filter(|(place, (_, share))| *place == 0 || !share.is_zero());
    for (_, (part, share)) in wanted {
        tx.run_one(SHARE, &[&payment, &part.doctor, &part.group, &part.payer, &share])?;
    }
    tx.run(ADD, &[&payment])?;
    Ok(())
}

/// An amount, or one that goes back, in proportion to the parts; all of it the first part's where they come to nothing.
fn shares(amount: Money, parts: &[Part]) -> Option<Vec<Money>> {
    let weights: Vec<Money> = parts.iter().map(|part| part.amount.max(Money::ZERO)).collect();
    let size = if amount.is_negative() { amount.neg()? } else { amount };
    let mut shares = spread(size, &weights).or_else(|| spread(Money::ZERO, &weights))?;
    let given = Money::sum(shares.iter().copied())?;
    let first = shares.first_mut()?;
    *first = first.add(size.sub(given)?)?;
    let signed = |share: Money| if amount.is_negative() { share.neg() } else { Some(share) };
    shares.into_iter().map(signed).collect()
}

/// Shares out, in one statement, payments that were written many at a time. What is left over of whole amounts goes to the
/// largest part.
const SHARE_ALL: &str = "INSERT INTO payment_share (payment_id, doctor_id, service_group, payer_kind, amount_vnd) \
     SELECT x.payment_id, x.doctor_id, x.service_group, x.payer_kind, \
     CAST(x.share + CASE WHEN x.place = 1 THEN x.amount_vnd - SUM(x.share) OVER (PARTITION BY x.payment_id) ELSE 0 END AS BIGINT) FROM \
     (SELECT w.payment_id, w.doctor_id, w.service_group, w.payer_kind, w.amount_vnd, \
     CAST(w.amount_vnd * w.weight / CAST(COALESCE(NULLIF(SUM(w.weight) OVER (PARTITION BY w.payment_id), 0), 1) AS BIGINT) AS BIGINT) AS share, \
     ROW_NUMBER() OVER (PARTITION BY w.payment_id ORDER BY w.weight DESC, w.doctor_id, w.service_group) AS place FROM \
     (SELECT p.id AS payment_id, p.amount_vnd, COALESCE(d.id, v.doctor_id) AS doctor_id, COALESCE(n.kind, 'self') AS payer_kind, c.service_group, \
     CAST(SUM(c.amount_vnd - c.discount_vnd - c.first_vnd - c.second_vnd) AS BIGINT) AS weight \
     FROM payment p JOIN charge c ON c.invoice_id = p.invoice_id JOIN visit v ON v.id = c.visit_id \
     LEFT JOIN visit_payer y ON y.visit_id = v.id AND y.position = 1 LEFT JOIN payer_plan l ON l.id = y.plan_id \
     LEFT JOIN insurer n ON n.id = l.insurer_id \
     LEFT JOIN clinical_order o ON c.source_kind = 'order' AND o.id = c.source_id \
     LEFT JOIN resource d ON d.staff_id = o.ordered_by AND d.kind = 'doctor' \
     WHERE p.kind = 'taken' GROUP BY p.id, p.amount_vnd, 3, 4, 5) w) x";
const ADD_ALL: &str = "INSERT INTO takings (branch_id, day, cashier_id, method, doctor_id, service_group, payer_kind, taken_vnd, voided_vnd, \
     refunded_vnd, payments) SELECT x.branch_id, x.day, x.cashier, x.method, x.doctor_id, x.service_group, x.payer_kind, \
     CAST(SUM(x.amount_vnd) AS BIGINT), 0, 0, CAST(SUM(x.counted) AS BIGINT) FROM \
     (SELECT p.branch_id, p.day, c.opened_by AS cashier, p.method, s.doctor_id, s.service_group, s.payer_kind, s.amount_vnd, \
     CASE WHEN ROW_NUMBER() OVER (PARTITION BY p.id ORDER BY s.doctor_id, s.service_group, s.payer_kind) = 1 THEN 1 ELSE 0 END AS counted \
     FROM payment p JOIN cash_session c ON c.id = p.session_id JOIN payment_share s ON s.payment_id = p.id) x \
     GROUP BY x.branch_id, x.day, x.cashier, x.method, x.doctor_id, x.service_group, x.payer_kind";

/// Adds up all payments of a database that was filled at once; every one was taken.
pub fn taken_all(tx: &mut Tx<'_>) -> Result<(), Stop> {
    tx.run(SHARE_ALL, &[])?;
    tx.run(ADD_ALL, &[])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(amounts: &[i64]) -> Vec<Part> {
        let part = |amount: &i64| Part {
            doctor: 1,
            group: String::new(),
            payer: String::new(),
            amount: Money::from_minor(*amount),
        };
        amounts.iter().map(part).collect()
    }

    #[test]
    fn every_dong_of_a_payment_is_shared_out_whichever_way_it_goes() {
        for (amount, weights, wanted) in [
            (100, vec![1, 1, 1], vec![34, 33, 33]),
            (-100, vec![1, 1, 1], vec![-34, -33, -33]),
            (5, vec![0, 0], vec![5, 0]),
            (0, vec![0], vec![0]),
            (7, vec![-3, 10], vec![0, 7]),
        ] {
            let found = shares(Money::from_minor(amount), &parts(&weights)).unwrap();
            assert_eq!(found.into_iter().map(Money::minor).collect::<Vec<_>>(), wanted);
        }
    }
}
