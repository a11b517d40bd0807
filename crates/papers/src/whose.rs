//! Whose paper an address of this house is about: what the gate of every route asks (`ground::web::depth_of`).
//!
//! A kind of paper that is missing here fails the route matrix's test.

use crate::prescription::COLLECT_DAYS;
use bricks::clock::{Day, Instant, add_days};
use bricks::id::PatientId;
use ground::access::Who;
use ground::db::{Param, Stop, Tx};
use ground::people::opening::About;

/// The first parts of addresses that name a patient's papers by their ids.
pub const HEADS: [&str; 12] = [
    "patients",
    "appointments",
    "visits",
    "orders",
    "attachments",
    "prescriptions",
    "prescription-lines",
    "dispenses",
    "certificates",
    "receipts",
    "retail-sales",
    "deposits",
];

/// `$1` is the paper, `$2` the branch, `$3` its day. In hand is what waits for somebody, and what hangs on a visit that is
/// of today, not over, or not paid.
macro_rules! about {
    ($also:literal, $from:literal) => {
        concat!(
            "SELECT v.patient_id, (v.state IN ('waiting', 'in_room') OR v.due_vnd > 0 OR v.day = $3 ",
            $also,
            "), CASE WHEN v.state IN ('waiting', 'in_room') THEN v.arrived_at END FROM ",
            $from,
            " = $1 AND v.branch_id = $2"
        )
    };
}

const PATIENT: &str = "SELECT COALESCE(merged_into, id) FROM patient WHERE id = $1";
/// `$3` is the first moment of the day.
const APPOINTMENT: &str =
    "SELECT patient_id, starts_at >= $3, CAST(NULL AS BIGINT) FROM appointment WHERE id = $1 AND branch_id = $2";
const VISIT: &str = about!("", "visit v WHERE v.id");
const ORDER: &str =
    about!("OR o.state IN ('ordered', 'started')", "clinical_order o JOIN visit v ON v.id = o.visit_id WHERE o.id");
const ATTACHMENT: &str = about!(
    "OR o.state IN ('ordered', 'started')",
    "attachment a JOIN clinical_order o ON o.id = a.order_id JOIN visit v ON v.id = o.visit_id WHERE a.id"
);
const PRESCRIPTION: &str = about!(
    "OR (p.state IN ('issued', 'partial') AND p.issued_at >= $4)",
    "prescription p JOIN visit v ON v.id = p.visit_id WHERE p.id"
);
const LINE: &str = about!(
    "OR (p.state IN ('issued', 'partial') AND p.issued_at >= $4)",
    "prescription_line l JOIN prescription p ON p.id = l.prescription_id JOIN visit v ON v.id = p.visit_id WHERE l.id"
);
const RETAIL_SALE: &str = about!("", "retail_sale s JOIN visit v ON v.id = s.visit_id WHERE s.id");
const DISPENSE: &str = about!("", "dispense d JOIN visit v ON v.id = d.visit_id WHERE d.id");
const CERTIFICATE: &str = about!("", "certificate c JOIN visit v ON v.id = c.visit_id WHERE c.id");
const RECEIPT: &str = about!(
    "OR EXISTS (SELECT 1 FROM refund f WHERE f.receipt_id = r.id AND f.state IN ('asked', 'approved'))",
    "receipt r JOIN visit v ON v.id = r.visit_id WHERE r.id"
);

const DEPOSIT: &str =
    "SELECT patient_id, held_vnd > 0, CAST(NULL AS BIGINT) FROM deposit WHERE id = $1 AND branch_id = $2";

/// Whose a paper of this branch is, by the first part of its address; nothing for what is no patient's paper, and for
/// what is not there.
pub fn about(tx: &mut Tx<'_>, who: &Who, head: &str, id: i64) -> Result<Option<About>, Stop> {
    let today = who.day_of(tx.now());
    let sql = match head {
        "patients" => return Ok(tx.one::<PatientId>(PATIENT, &[&id])?.map(About::only)),
        "appointments" => {
            let begins = who.zone().instant_of(today, 0);
            return read(tx, APPOINTMENT, &[&id, &who.branch, &begins]);
        }
        "visits" => VISIT,
        "orders" => ORDER,
        "attachments" => ATTACHMENT,
        "dispenses" => DISPENSE,
        "retail-sales" => RETAIL_SALE,
        "certificates" => CERTIFICATE,
        "receipts" => RECEIPT,
        "deposits" => return read(tx, DEPOSIT, &[&id, &who.branch]),
        "prescriptions" => return read(tx, PRESCRIPTION, &[&id, &who.branch, &today, &collected_from(who, today)]),
        "prescription-lines" => return read(tx, LINE, &[&id, &who.branch, &today, &collected_from(who, today)]),
        _ => return Ok(None),
    };
    read(tx, sql, &[&id, &who.branch, &today])
}

/// What was issued before cannot be collected any more.
fn collected_from(who: &Who, today: Day) -> Instant {
    who.zone().instant_of(add_days(today, 1 - COLLECT_DAYS), 0)
}

fn read(tx: &mut Tx<'_>, sql: &'static str, params: &[&dyn Param]) -> Result<Option<About>, Stop> {
    let row: Option<(PatientId, bool, Option<Instant>)> = tx.one(sql, params)?;
    Ok(row.map(|(patient, in_hand, since)| About { patient, in_hand, since }))
}
